"""Conventions, scenarios and Monte Carlo as a notebook shows them, and what it may record of them."""

from dataclasses import replace

import pytest

from analysis.core.errors import ParameterError
from analysis.models import growth_scenarios, margin_uplift
from analysis.notebook.scenario_table import joint_view, scenarios
from analysis.notebook.study import study
from analysis.notebook.uncertainty import simulate_readings, uncertainty

KEY = ("projected_cny_bn", "probability_of_target")


def case(model=growth_scenarios, **given):
    return study({"sources": "seeds", "draws": 4096, **given}, model)


def without_figures(model=growth_scenarios, **given):
    return replace(case(model, **given), inputs={})


@pytest.fixture
def displayed(monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda data, **kwargs: shown.append(data["text/plain"]))
    return shown


@pytest.fixture
def cases(displayed):
    return scenarios(case(), KEY)


def ask(asked, *, more=None, scenarios=None, **given):
    return uncertainty(case(uncertainty=asked, **given), KEY, more=more, scenarios=scenarios)


def test_none_shows_the_convention_of_each_input_and_samples_nothing(displayed, capsys):
    found = ask("none")
    (table,) = displayed
    assert "over 600: up to one grain of 100 more, 90 % of it within" in table
    assert "fixed: 1000 as printed" in table
    assert "assumption: uniform, 0.015 to 0.1185" in table
    assert (found.claims, found.distributions, found.ranges) == (None, {}, {})
    assert "Base case only" in capsys.readouterr().out


def test_scenarios_give_the_least_and_the_most_of_the_exploratory_ones(displayed, cases):
    found = ask("scenarios", scenarios=cases)
    each = [found["projected_cny_bn"] for name, found in cases.results.items() if name != "target_implied"]
    assert found.ranges["projected_cny_bn"] == {"low": min(each), "high": max(each)}
    assert cases.results["target_implied"]["projected_cny_bn"] == pytest.approx(1000)
    assert "target_implied" not in cases.exploratory


def test_montecarlo_draws_the_claims_then_the_assumptions_too(displayed, cases, capsys):
    found = ask("montecarlo", scenarios=cases, more={"base_year": (2024, 2025)})
    assert "cluster_cny_bn" in found.claims.distributions
    assert "volatility" not in found.claims.distributions
    assert {"volatility", "base_year", "growth_per_year"} <= set(found.everything.distributions)
    for name in KEY:
        assert found.everything.spreads[name].sd > found.claims.spreads[name].sd
        recorded = found.ranges[name]
        assert recorded["low"] < recorded["mean"] < recorded["high"]
        assert set(found.indices[name].total) == set(found.everything.distributions)
    assert capsys.readouterr().out.count("4,096 draws, seed 1: ") == 2
    assert any("Difference from the base scenario" in table and "national_plan" in table for table in displayed)
    assert not any("Difference from the base scenario" in table and "target_implied" in table for table in displayed)


def test_no_target_is_ever_drawn(displayed):
    found = ask("montecarlo")
    assert not [name for name in found.everything.distributions if "target" in name]


def test_a_hedge_set_by_hand_wins_and_fixed_takes_an_input_out(displayed):
    hedges = {"cluster_cny_bn": "uniform 600 900", "revenue_cny_bn": "fixed"}
    found = ask("montecarlo", hedges=hedges)
    assert "revenue_cny_bn" not in found.everything.distributions
    assert found.distributions["cluster_cny_bn"].spoken == "uniform, 600 to 900"
    assert any("set by hand: uniform, 600 to 900" in table for table in displayed)


def test_correlated_inputs_have_no_sobol_indices(displayed):
    pair = {"cluster_cny_bn, five_year_increase_cny_bn": 0.9}
    tied, free = (ask("montecarlo", correlations=given) for given in (pair, {}))
    assert (tied.indices, set(free.indices)) == ({}, set(KEY))
    assert tied.claims.spreads["projected_cny_bn"].sd > free.claims.spreads["projected_cny_bn"].sd


def test_that_no_claim_is_uncertain_is_said(displayed, capsys):
    found = uncertainty(without_figures(uncertainty="montecarlo"), KEY)
    assert (found.claims, found.indices, found.ranges) == (None, {}, {})
    assert "No claim is uncertain" in capsys.readouterr().out


def test_a_sweep_takes_its_own_inputs_out(displayed):
    found = ask("montecarlo", hedges={"base_year": "uniform 2024 2026"})
    assert "base_year" in found.distributions
    assert "base_year" not in found.without("base_year", "growth_per_year")


def test_a_normative_run_draws_no_growth(displayed):
    found = ask("montecarlo", growth_source="target")
    assert "growth_per_year" not in found.everything.distributions
    assert found.everything.spreads["probability_of_target"].undefined == 1


def test_a_result_that_may_never_come_is_recorded_without_a_mean(displayed):
    hedges = {"foil_profit_usd_per_t": "uniform -400 1400", "wire_profit_usd_per_t": "fixed"}
    given = without_figures(margin_uplift, uncertainty="montecarlo", hedges=hedges)
    found = uncertainty(given, ("payback_years", "uplift_usd_per_t"))
    assert set(found.ranges["payback_years"]) == {"low", "high", "never", "undefined"}
    assert found.ranges["payback_years"]["never"] == pytest.approx(415 / 1800, abs=0.01)
    assert list(found.indices) == ["uplift_usd_per_t"]
    assert any("never" in table for table in displayed)


def test_scenario_differences_start_from_the_sources_whatever_the_run_has_set(displayed, cases):
    for given in ({}, {"cluster_cny_bn": 900.0}):
        ask("montecarlo", scenarios=cases, **given)
    differences = [table for table in displayed if "Difference from the base scenario" in table]
    assert len(differences) == 2
    assert differences[0] == differences[1]


def test_readings_of_a_parameter_are_sampled_one_by_one_and_only_with_monte_carlo(displayed):
    readings = {"as of 2024": 2024, "as of 2025": 2025}
    given = case(uncertainty="montecarlo")
    found = simulate_readings(given, uncertainty(given, KEY), "base_year", readings, ["required_growth"])
    early, late = (found[label]["required_growth"] for label in readings)
    assert early.mean.value < late.mean.value
    assert simulate_readings(case(), uncertainty(case(), KEY), "base_year", readings, KEY) == {}


def test_another_word_is_refused(displayed):
    with pytest.raises(ParameterError, match="uncertainty"):
        ask("some")


def test_the_tables_keep_exploratory_and_normative_apart(displayed, cases):
    assumptions, exploratory, normative = displayed
    assert "JX1269" in assumptions
    assert "target_implied" in normative
    assert "target_implied" not in exploratory
    assert "provincial_plan" in exploratory


def test_scenarios_start_from_the_figures_whatever_the_run_has_set(displayed):
    given = case(margin_uplift, foil_profit_usd_per_t=900.0)
    found = scenarios(given, ("uplift_usd_per_t", "payback_years"))
    assert found.results["base"]["uplift_usd_per_t"] == 1385
    assert found.results["fee_trough_2024"]["payback_years"] == float("inf")
    assert found.parameters["high"]["foil_thickness_um"] == 3.5


def test_the_joint_view_has_the_scenarios_that_all_notebooks_share():
    def recorded(low, base, high):
        value = {"low": {"x": low}, "base": {"x": base}, "high": {"x": high}, "own": {"x": 0}}
        return {"x": {"value": base, "unit": "t"}, "scenarios": {"value": value, "unit": "table"}}

    results = {"one": recorded(1, 2, 3), "two": recorded(4, 5, "never"), "three": {"x": {"value": 1, "unit": "t"}}}
    rows = joint_view(results, dict.fromkeys(results, ("x",)))
    assert rows == [
        {"Result": "x", "Unit": "t", "low": 1, "base": 2, "high": 3},
        {"Result": "x", "Unit": "t", "low": 4, "base": 5, "high": float("inf")},
    ]
