"""The growth model against its check values, its limits, the normal distribution and a simulation."""

import math
from statistics import NormalDist

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis.core.errors import ParameterError
from analysis.models import growth_scenarios
from analysis.models.evaluator import compute
from analysis.models.questions.growth_scenarios import VOLATILITY, GrowthScenarios
from analysis.models.results import results_of

LARGEST_CNY_BN = 1e7  # a model refuses more
sizes = st.floats(1, 1e5)
rates = st.floats(-0.5, 1.0)
horizons = st.floats(0.5, 30)


def ask(result, **quantities):
    return compute(GrowthScenarios, result, **quantities)


def required_growth(start, target, years):
    return ask("required_growth", cluster_cny_bn=start, cluster_target_cny_bn=target, years=years)


def projection(start, rate, years):
    return ask("projected_cny_bn", cluster_cny_bn=start, assumed_growth=rate, years=years)


def years_to_target(start, target, rate):
    return ask("years_to_target", cluster_cny_bn=start, cluster_target_cny_bn=target, assumed_growth=rate)


def probability_of_target(start, target, rate, years, volatility, unsure=0.0):
    path = {"cluster_cny_bn": start, "cluster_target_cny_bn": target, "assumed_growth": rate, "years": years}
    return ask("target_chance", **path, volatility=volatility, growth_uncertainty=unsure)


def real_growth(nominal, inflation):
    return ask("volume_and_mix_growth", required_growth=nominal, price_growth=inflation)


CHECK_VALUES = {  # result: (value, half a unit of its last digit)
    "historic_growth": (0.0456396, 5e-8),
    "required_growth": (0.2909944, 5e-8),
    "projected_cny_bn": (600 * 1.25**0.4, 1e-9),  # 656.01724
    "gap_cny_bn": (343.983, 5e-4),
    "years_to_target": (11.4461, 5e-5),
    "value_added_index": (110.25, 1e-9),
    "output_index": (103.0225, 1e-9),
    "value_added_over_output_growth": (0.0344828, 5e-8),
    "recycled_growth_needed": (0.0443864, 5e-8),
    "volume_and_mix_growth": (0.2909944, 5e-8),
    "implied_cny_per_usd": (7.142857, 5e-7),
    "required_multiple": (1000 / 600, 1e-12),
    "required_growth_earliest": (0.1856311, 5e-8),
    "recent_growth": ((1000 / 800) ** (1 / 2) - 1, 1e-12),  # at least 11.8 % a year from 2023 to 2025
    "industry_price_growth": (0.635 * 0.109 + 0.071 * 0.171, 1e-12),
    "industry_volume_growth": (1.25**0.2 / (1 + 0.635 * 0.109 + 0.071 * 0.171) - 1, 1e-12),
}


def test_the_results_match_the_notes():
    found = results_of(growth_scenarios())
    assert set(found) == {*CHECK_VALUES, "probability_of_target", "assumed_growth"}
    for name, (expected, tolerance) in CHECK_VALUES.items():
        assert found[name].value == pytest.approx(expected, rel=0, abs=tolerance), name


def test_the_probability_at_the_historic_rate():
    ahead = math.log(0.6) + 2 * math.log(1.25) / 5
    expected = NormalDist().cdf(ahead / math.sqrt(2 * VOLATILITY**2 + (2 * 0.03) ** 2))
    assert growth_scenarios().probability_of_target == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize(
    ("changes", "name", "expected", "tolerance"),
    [
        ({"intervals": 4}, "historic_growth", 0.0573713, 5e-8),
        ({"base_year": 2024}, "required_growth", 0.1856311, 5e-8),
        ({"base_year": 2026}, "required_growth", 0.6666667, 5e-8),
        (
            {"growth_per_year": 0.1, "volatility": 0.12, "growth_uncertainty": 0},
            "probability_of_target",
            0.0295918,
            5e-8,
        ),
        ({"growth_per_year": 0.1, "volatility": 0.12}, "probability_of_target", 0.0376, 5e-5),
        ({"growth_per_year": 0.1, "volatility": 0.12, "base_year": 2024}, "probability_of_target", 0.1604, 5e-5),
        ({"price_growth": 0.1}, "volume_and_mix_growth", 0.1736, 5e-5),
        ({"recycled_target_year": 2026}, "recycled_growth_needed", math.sqrt(20 / 19.15) - 1, 1e-12),
        ({"recycled_target_year": 2024}, "recycled_growth_needed", math.nan, 0),  # the target of an old article
    ],
)
def test_other_check_values(changes, name, expected, tolerance):
    assert getattr(growth_scenarios(**changes), name) == pytest.approx(expected, rel=0, abs=tolerance, nan_ok=True)


@given(start=sizes, rate=rates, years=horizons)
def test_the_required_growth_undoes_projection(start, rate, years):
    end = projection(start, rate, years)
    assume(end <= LARGEST_CNY_BN)
    assert required_growth(start, end, years) == pytest.approx(rate, rel=1e-9, abs=1e-12)
    if abs(rate) > 1e-3 and end > start:
        assert years_to_target(start, end, rate) == pytest.approx(years, rel=1e-9)


def test_projection_is_the_product_of_the_years():
    assert projection(600, 0.1, 3) == pytest.approx(600 * 1.1 * 1.1 * 1.1, rel=1e-14)


@given(
    start=sizes,
    log_ratio=st.floats(-3, 3),
    years=st.floats(1, 30),
    volatility=st.floats(0.01, 1),
    unsure=st.floats(0, 0.2),
)
def test_at_the_required_growth_the_gap_is_zero_and_the_odds_are_even(start, log_ratio, years, volatility, unsure):
    target = start * math.exp(log_ratio)
    rate = required_growth(start, target, years)
    path = {"cluster_target_cny_bn": target, "projected_cny_bn": projection(start, rate, years)}
    assert ask("gap_cny_bn", **path) == pytest.approx(0, abs=1e-11 * target)
    assert probability_of_target(start, target, rate, years, volatility, unsure) == 0.5


@given(start=sizes, target=sizes, rate=rates, years=horizons)
def test_without_spread_the_target_is_hit_or_missed(start, target, rate, years):
    chance = probability_of_target(start, target, rate, years, 0, 0)
    assert chance in (0.0, 1.0)
    if abs(math.log(start / target) + years * math.log1p(rate)) > 1e-9:
        assert chance == (projection(start, rate, years) >= target)


@pytest.mark.parametrize("years", [1, 2, 3, 7])
def test_a_path_without_spread_that_ends_on_the_target_hits_it(years):
    assert probability_of_target(600, 1000, required_growth(600, 1000, years), years, 0) == 1.0


@given(rate=rates)
def test_without_inflation_real_is_nominal(rate):
    assert real_growth(rate, 0) == pytest.approx(rate, rel=1e-12, abs=1e-15)


@given(rate=rates, inflation=rates)
def test_real_growth_and_inflation_make_the_nominal(rate, inflation):
    assert (1 + real_growth(rate, inflation)) * (1 + inflation) == pytest.approx(1 + rate, rel=1e-12)
    per_tonne = ask("value_added_over_output_growth", value_added_growth=rate, output_growth=inflation)
    assert per_tonne == real_growth(rate, inflation)


def test_the_indices_of_the_plan_give_the_growth_per_tonne():
    found = growth_scenarios()
    per_tonne = math.sqrt(found.value_added_index / found.output_index) - 1
    assert found.value_added_over_output_growth == pytest.approx(per_tonne, rel=1e-12)


@pytest.mark.parametrize(
    ("start", "target", "rate", "expected"),
    [(600, 1000, 0, math.inf), (600, 1000, -0.1, math.inf), (1000, 1000, 0, 0), (1200, 1000, 0.1, 0),
     (600, 1200, 1.0, 1), (600, 1000, 1e-320, math.inf)],
)  # fmt: skip
def test_years_to_target_at_its_edges(start, target, rate, expected):
    assert years_to_target(start, target, rate) == expected


@pytest.mark.parametrize("target", [500, [1000, 599.9]])
def test_a_target_below_the_cluster_is_refused(target):
    with pytest.raises(ParameterError, match=r"cluster_target_cny_bn must be .*, got (500|599\.9)"):
        growth_scenarios(cluster_target_cny_bn=target)


def test_a_target_at_the_cluster_needs_no_growth():
    found = growth_scenarios(cluster_target_cny_bn=600)
    assert (found.required_growth, found.years_to_target) == (0, 0)
    assert found.gap_cny_bn < 0


def test_growth_taken_from_the_target_meets_it():
    found = growth_scenarios(growth_source="target")
    assert found.assumed_growth == found.required_growth
    assert found.gap_cny_bn == pytest.approx(0, abs=1e-9)
    assert math.isnan(found.probability_of_target)  # one half by construction, which says nothing
    assert growth_scenarios(growth_source="target", growth_per_year=0.1).assumed_growth == 0.1
    assert growth_scenarios().assumed_growth == growth_scenarios().historic_growth


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"base_year": 2027}, r"^target_year must be .*base_year, 2027, got 2027"),
        ({"base_year": [2025, 2028]}, r"^target_year must be .*base_year, 2028, got 2027"),
        ({"base_year": 2024.5}, r"base_year must be .*, got 2024\.5"),
        ({"five_year_increase_cny_bn": 1000}, r"five_year_increase_cny_bn must be .*, got 1000"),
        ({"intervals": 0}, r"intervals must be .*, got 0"),
        ({"cluster_cny_bn": 0}, r"cluster_cny_bn must be .*, got 0"),
        ({"cluster_target_cny_bn": -1}, r"cluster_target_cny_bn must be .*, got -1"),
        ({"growth_per_year": -1}, r"growth_per_year must be .*, got -1"),
        ({"growth_per_year": "fast"}, r"growth_per_year must be .*, got 'fast'"),
        ({"volatility": -0.1}, r"volatility must be .*, got -0\.1"),
        ({"growth_uncertainty": math.nan}, r"growth_uncertainty must be .*, got nan"),
        ({"recycled_latest_mt": 0}, r"recycled_latest_mt must be .*, got 0"),
    ],
)  # fmt: skip
def test_impossible_input_is_named(changes, words):
    with pytest.raises(ParameterError, match=words):
        growth_scenarios(**changes)
