"""One input at a time at five points; Sobol indices against functions whose indices are known."""

import math
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from analysis.core.errors import ParameterError
from analysis.models import automation_effects, growth_scenarios, margin_uplift
from analysis.models.distribution_families import Uniform
from analysis.models.distributions import Distribution, between, hedge_distribution
from analysis.models.sampling import SamplingPlan
from analysis.models.sensitivity import TornadoBar, conditional_means, input_levels, one_at_a_time, sobol_indices


@pytest.mark.parametrize(
    ("low", "base", "high", "whole", "expected"),
    [
        (0, 1, 4, False, (0, 0.5, 1, 2.5, 4)),
        (1400, 1400, 1600, False, (1400, 1450, 1500, 1550, 1600)),
        (4, 5, 5, True, (4, 5)),
        (2020, 2025, 2030, True, (2020, 2022, 2025, 2028, 2030)),
        (5, 3, 1, False, (5, 4, 3, 2, 1)),
        (0, None, 1, False, (0, 0.25, 0.5, 0.75, 1)),
        (0, 9, 1, False, (0, 0.25, 0.5, 0.75, 1)),
    ],
)
def test_the_five_points(low, base, high, whole, expected):
    assert input_levels(low, base, high, whole=whole) == expected


def test_an_answer_that_turns_is_seen_inside_the_range():
    def hill(*, x=0.5):
        return SimpleNamespace(height=1 - (np.asarray(x) - 0.5) ** 2)

    (bar,) = one_at_a_time(hill, {}, {"x": (0.0, 1.0)}, "height")
    assert bar.turns
    assert (bar.answers[0], bar.answers[-1], max(bar.answers), bar.width) == (0.75, 0.75, 1.0, 0.25)


def test_the_widest_comes_first_and_years_stay_whole():
    ranges = {"intervals": (4, 5), "base_year": (2024, 2025), "growth_per_year": (0.0, 0.1)}
    bars = one_at_a_time(growth_scenarios, {}, ranges, "probability_of_target")
    assert [bar.parameter for bar in bars] == ["base_year", "growth_per_year", "intervals"]
    assert bars[0].inputs == (2024, 2025)
    assert len(bars[1].inputs) == 5
    assert not any(bar.turns for bar in bars)


def test_rounding_does_not_count_as_a_swing():
    assert TornadoBar("x", (0, 1), (1.0, 1.0 + 1e-15)).width == 0
    assert not TornadoBar("x", (0, 1, 2), (1.0, 1.0, 1.0)).turns
    assert TornadoBar("x", (0, 1), (1.0, math.inf)).width == math.inf


def test_the_indices_of_a_sum_are_its_shares_of_the_variance():
    def total(*, a, b, c):
        return SimpleNamespace(sum=a + 2 * b + 0 * c)

    unit = Distribution(Uniform(0.0, 1.0), "")
    found = sobol_indices(total, {"a": 0, "b": 0, "c": 0}, dict.fromkeys("abc", unit), ["sum"])["sum"]
    assert found.first == pytest.approx({"a": 0.2, "b": 0.8, "c": 0.0}, abs=0.01)
    assert found.total == pytest.approx({"a": 0.2, "b": 0.8, "c": 0.0}, abs=0.01)
    assert found.interaction == pytest.approx(0, abs=0.01)


def test_the_indices_of_ishigami_are_those_in_closed_form():
    def ishigami(*, x, y, z):
        return SimpleNamespace(f=np.sin(x) + 7 * np.sin(y) ** 2 + 0.1 * z**4 * np.sin(x))

    angle = Distribution(Uniform(-math.pi, math.pi), "")
    start = dict.fromkeys("xyz", 0.5)
    found = sobol_indices(ishigami, start, dict.fromkeys("xyz", angle), ["f"], SamplingPlan(16_384))["f"]
    first, second = 0.5 * (1 + 0.1 * math.pi**4 / 5) ** 2, 49 / 8
    third = 0.01 * math.pi**8 * (1 / 18 - 1 / 50)
    variance = first + second + third
    assert found.first == pytest.approx({"x": first / variance, "y": second / variance, "z": 0}, abs=0.01)
    expected = {"x": (first + third) / variance, "y": second / variance, "z": third / variance}
    assert found.total == pytest.approx(expected, abs=0.01)


def test_the_small_number_below_the_line_is_most_of_the_ratio_and_little_of_the_uplift():
    profits = {
        "foil_profit_usd_per_t": hedge_distribution(1400, ">"),
        "wire_profit_usd_per_t": hedge_distribution(15, "~"),
    }
    found = sobol_indices(margin_uplift, {}, profits, ["uplift_usd_per_t", "uplift_ratio"])
    assert found["uplift_ratio"].total["wire_profit_usd_per_t"] > 0.6
    assert found["uplift_usd_per_t"].total["wire_profit_usd_per_t"] < 0.01


def test_the_same_seed_gives_the_same_indices():
    inputs = {"foil_share": between(0.05, 0.1, 0.25), "capex_usd_per_t_year": between(8e3, 1e4, 2e4)}
    results = ["payback_years", "annual_uplift_usd"]
    assert sobol_indices(margin_uplift, {}, inputs, results) == sobol_indices(margin_uplift, {}, inputs, results)


def test_constant_and_infinite_results_are_left_out():
    inputs = {"foil_profit_usd_per_t": between(-100, None, 1400), "foil_share": between(0, None, 1)}
    found = sobol_indices(margin_uplift, {}, inputs, ["payback_years", "areal_mass_g_per_m2", "annual_uplift_usd"])
    assert list(found) == ["annual_uplift_usd"]
    assert sum(found["annual_uplift_usd"].total.values()) >= 1


@pytest.mark.parametrize("results", [["annual_uplift_usd"], ["annual_uplift_usd", "uplift_ratio"]])
def test_a_single_input_explains_all_that_it_moves(results):
    found = sobol_indices(margin_uplift, {}, {"foil_share": between(0, None, 1)}, results)
    assert {name: indices.total for name, indices in found.items()} == {"annual_uplift_usd": {"foil_share": 1.0}}


def test_a_size_may_move_beyond_its_target():
    ranges = {"cluster_cny_bn": (600, 700)}
    (bar,) = one_at_a_time(growth_scenarios, {"cluster_target_cny_bn": 650.0}, ranges, "probability_of_target")
    assert bar.answers[0] < bar.answers[-1]


@pytest.mark.parametrize(
    ("inputs", "result", "plan", "words"),
    [
        ({}, "uplift_ratio", SamplingPlan(1024), "at least one input with a distribution"),
        (
            {"foil_share": between(0, None, 1)},
            "uplift",
            SamplingPlan(1024),
            "the model has no results uplift",
        ),
        (
            {"foil_share": between(0, None, 1)},
            "annual_uplift_usd",
            SamplingPlan(1024, correlations={("foil_share", "x"): 0.1}),
            "Sobol indices need independent inputs",
        ),
        (
            {"copper_density_g_per_cm3": between(8, None, 9)},
            "areal_mass_g_per_m2",
            SamplingPlan(1024),
            "copper_density_g_per_cm3 must be .*, got a constant",
        ),
    ],
)
def test_indices_that_cannot_be_say_why(inputs, result, plan, words):
    with pytest.raises(ParameterError, match=words):
        sobol_indices(margin_uplift, {}, inputs, [result], plan)


def test_inputs_of_one_stream_are_one_input_to_the_indices():
    cuts = {name: replace(between(0.05, 0.1, 0.2), stream="cost_cut") for name in ("cost_cut", "energy_cut")}
    given = {**cuts, "productivity_gain": between(0.1, 0.3, 0.4)}
    values = {"cost_scope": "labour_energy", "productivity_reading": "labour"}
    found = sobol_indices(automation_effects, values, given, ["unit_cost_change"])["unit_cost_change"]
    assert list(found.total) == ["cost_cut and energy_cut", "productivity_gain"]


def test_conditional_means_equal_the_closed_form_of_a_normal():
    from scipy.stats import norm

    def model(foil_share):
        return {"chance": norm.cdf((np.asarray(foil_share) - 0.5) / 0.1)}

    uniform = Distribution(Uniform(0.0, 1.0), "")
    (shift,) = conditional_means(model, {"foil_share": 0.5}, {"foil_share": uniform}, "chance", SamplingPlan(16_384))
    # E[x p] / E[p] for p = Phi((x - 1/2) / s), x uniform: 1/2 + 2 (1/8 - s^2 / 2) up to the tails beyond five s.
    assert shift.mean == pytest.approx(0.5, abs=1e-3)
    assert shift.mean_where == pytest.approx(0.5 + 2 * (0.125 - 0.1**2 / 2), abs=1e-3)


def test_impossible_events_have_no_conditional_means():
    given = {"cluster_cny_bn": between(100.0, 110.0, 120.0)}
    values = {"growth_per_year": -0.9, "volatility": 0.0, "growth_uncertainty": 0.0}
    assert conditional_means(growth_scenarios, values, given, "probability_of_target") == []
