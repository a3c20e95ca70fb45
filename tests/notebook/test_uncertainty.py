"""The three layers of uncertainty as a notebook shows them, and what it records of them."""

import re
from dataclasses import replace

import numpy as np
import pytest

from analysis.core.errors import ParameterError
from analysis.core.references import load_references, short_citation
from analysis.models import automation_effects, growth_scenarios, margin_uplift
from analysis.notebook import cards
from analysis.notebook.cards import record_card
from analysis.notebook.quantity_text import quantity_text
from analysis.notebook.questions.briefing import joint_view
from analysis.notebook.record import filled
from analysis.notebook.scenario_table import scenarios
from analysis.notebook.study import study
from analysis.notebook.uncertainty import (
    LAYERS,
    chances_table,
    conditional_table,
    layers_table,
    show_uncertainty,
    simulate_readings,
    uncertainty,
)

from .in_process import execute

KEY = ("projected_cny_bn", "probability_of_target")
FOIL = ("uplift_usd_per_t", "payback_years")


def case(model=growth_scenarios, **given):
    return study({"sources": "seeds", "draws": 4096, **given}, model)


def without_figures(model=growth_scenarios, **given):
    return replace(case(model, **given), inputs={})


@pytest.fixture
def cases(displayed):
    return scenarios(case(), KEY)


def ask(*, more=None, **given):
    return uncertainty(case(**given), KEY, more=more)


def test_each_layer_samples_its_own_inputs():
    found = ask(more={"base_year": (2024, 2025)})
    assert set(found.wording.distributions) == set(found.claims)
    assert "cluster_cny_bn" in found.claims
    assert {"volatility", "base_year", "growth_per_year"} == set(found.assumptions.distributions) - {"price_growth"}
    assert set(found.evidence.distributions) == set(found.claims) | set(found.assumed)
    widths = {layer: getattr(found, layer).spreads["projected_cny_bn"].sd for layer in LAYERS}
    assert widths["evidence"] > max(widths["wording"], widths["assumptions"]) > 0


def test_a_claim_with_comparable_references_is_drawn_from_both():
    found = uncertainty(case(margin_uplift), FOIL)
    foil = found.on_claims["foil_profit_usd_per_t"]
    assert foil.claim_weight + sum(foil.weights.values()) == pytest.approx(1)
    assert (
        found.sampled["foil_profit_usd_per_t"].quantile(0.05)
        < 1400
        < found.claims["foil_profit_usd_per_t"].quantile(0.05)
    )
    assert found.range("uplift_usd_per_t")[0] < found.range("uplift_usd_per_t", "wording")[0]


def test_the_value_lies_in_what_wording_and_assumptions_leave_open():
    found = uncertainty(case(margin_uplift), FOIL)
    for layer in ("wording", "assumptions"):
        low, high = found.range("payback_years", layer)
        assert low <= found.wording.spreads["payback_years"].base <= high
    # "Over 1,400" makes the payback as printed the longest that the wording allows.
    assert found.range("payback_years", "wording")[1] == found.wording.spreads["payback_years"].base


def test_the_weight_of_a_claim_can_be_set():
    trusting, doubting = (
        uncertainty(case(margin_uplift, evidence={"foil_profit_usd_per_t": weight}), FOIL) for weight in (1, 0)
    )
    assert "foil_profit_usd_per_t" not in trusting.on_claims
    assert doubting.on_claims["foil_profit_usd_per_t"].claim_weight == 0
    assert doubting.sampled["foil_profit_usd_per_t"].quantile(0.9) < 1400  # all but the boom of 2021


@pytest.mark.parametrize("weight", [1.5, -0.1, True, "half"])
def test_an_invalid_weight_is_refused(weight):
    with pytest.raises(ParameterError, match="foil_profit_usd_per_t"):
        uncertainty(case(margin_uplift, evidence={"foil_profit_usd_per_t": weight}), FOIL)


def test_a_claim_without_comparable_references_falls_back_to_its_wording(displayed):
    found = uncertainty(case(automation_effects), ["unit_cost_change"])
    assert "cost_cut" not in found.on_claims
    assert found.sampled["cost_cut"] == found.claims["cost_cut"]
    show_uncertainty(found)
    assert "No comparable reference: wording" in displayed[0]


def test_one_printed_number_is_drawn_once():
    found = uncertainty(case(automation_effects), ["unit_cost_change"])
    assert found.claims["cost_cut"].stream == found.claims["energy_cut"].stream == "cost_cut"
    apart = uncertainty(case(automation_effects, hedges={"energy_cut": "about"}), ["unit_cost_change"])
    assert apart.claims["energy_cut"].stream == ""


def test_no_target_is_ever_drawn():
    assert not [name for name in ask().sampled if "target" in name]


def test_a_hedge_set_by_hand_wins_and_fixed_takes_an_input_out(displayed):
    found = ask(hedges={"cluster_cny_bn": "uniform 600 900", "revenue_cny_bn": "fixed"})
    assert "revenue_cny_bn" not in found.sampled
    assert found.sampled["cluster_cny_bn"].description == "uniform, 600 to 900"
    show_uncertainty(found)
    assert "Set by hand: uniform, 600 to 900" in displayed[0]


def test_correlated_inputs_have_no_sobol_indices(displayed):
    pair = {"cluster_cny_bn, five_year_increase_cny_bn": 0.9}
    tied, free = (ask(correlations=given) for given in (pair, {}))
    assert tied.wording.spreads["projected_cny_bn"].sd > free.wording.spreads["projected_cny_bn"].sd
    for found, shown in ((tied, False), (free, True)):
        displayed.clear()
        show_uncertainty(found)
        assert any("Share of the variance" in table for table in displayed) == shown


@pytest.mark.parametrize(
    ("name", "claim"), [("20_margin_uplift", "foil_profit_usd_per_t"), ("50_rare_earths", "rare_earth_reserves_mt")]
)
def test_the_card_of_a_question_speaks_from_the_draws(monkeypatch, name, claim):
    def ranges(weight):
        given = {"draws": 1024, "evidence": {claim: weight}}
        return execute(monkeypatch, name, given, cells=3).cards["card_range"]

    assert ranges(0) != ranges(1)


@pytest.mark.parametrize(
    ("given", "result", "expected"),
    [
        ({}, "required_growth", "^by the articles, above the 90 % range of 12.* given "),
        ({"base_year": 2024}, "projected_cny_bn", "^by the articles; 90 % range CNY .* given "),
        # At the growth that the target needs the chance is 50 %, however uncertain the other inputs are.
        ({"growth_per_year": (1000 / 600) ** 0.5 - 1, "hedges": {"cluster_cny_bn": "fixed"}}, "probability_of_target",
         "^and nothing that is uncertain here moves it$"),
    ],
)  # fmt: skip
def test_the_card_gives_a_range_only_where_something_moves_the_result(monkeypatch, given, result, expected):
    said = {}
    monkeypatch.setattr(
        cards, "record_sentence", lambda name, text, **parts: said.update({name: filled(text, **parts)})
    )
    known = case(**given)
    more = {} if given else {"base_year": (2024, 2025)}
    record_card(known, uncertainty(known, [result], more=more), result, "It is so.")
    assert re.search(expected, said["card_range"].text)


def test_a_chance_where_an_input_is_given_is_a_part_of_the_chance():
    """By the law of total probability: the mean over the years that the base may be of is the chance."""
    found = uncertainty(case(), ["probability_of_target"], more={"base_year": (2024, 2025)})
    years = found.sampled["base_year"]
    share = sum(years.quantile(p) == 2025 for p in np.linspace(0.0005, 0.9995, 1000)) / 1000
    parts = [found.mean_at("probability_of_target", base_year=year) for year in (2024, 2025)]
    assert (1 - share) * parts[0] + share * parts[1] == pytest.approx(found.mean("probability_of_target"), rel=0.02)
    assert parts[1] < found.mean("probability_of_target") < parts[0]


def test_a_table_gives_a_chance_over_the_draws(displayed):
    layers_table(ask())
    (row,) = [line for line in displayed[0].splitlines() if line.lstrip().startswith("Probability of the target")]
    assert f"{quantity_text(ask().mean('probability_of_target'), 'fraction', 2)}, the mean" in row


def test_without_figures_only_assumptions_vary():
    found = uncertainty(without_figures(), KEY)
    assert (found.claims, found.on_claims) == ({}, {})
    assert found.wording.spreads["projected_cny_bn"].sd == 0
    assert found.evidence.spreads["projected_cny_bn"].sd > 0


def test_a_sweep_takes_its_own_inputs_out():
    found = ask(hedges={"base_year": "uniform 2024 2026"})
    assert "base_year" in found.sampled
    assert "base_year" not in found.without("base_year", "growth_per_year")


def test_a_normative_run_draws_no_growth():
    found = ask(growth_source="target")
    assert "growth_per_year" not in found.sampled
    assert found.evidence.spreads["probability_of_target"].undefined == 1


def test_recorded_results_have_every_layer():
    found = ask()
    for name in KEY:
        recorded = found.ranges[name]
        assert recorded["low"] < recorded["median"] < recorded["high"]
        assert list(recorded["layers"]) == list(LAYERS)
        assert recorded["layers"]["evidence"] == [recorded["low"], recorded["high"]]


def test_a_result_that_may_never_come_is_recorded_without_a_mean():
    hedges = {"foil_profit_usd_per_t": "uniform -400 1400", "wire_profit_usd_per_t": "fixed"}
    given = without_figures(margin_uplift, hedges=hedges)
    found = uncertainty(given, FOIL, limits={"payback_years": 10})
    recorded = found.ranges["payback_years"]
    assert "mean" not in recorded
    assert recorded["never"] == pytest.approx(415 / 1800, abs=0.01)
    assert found.evidence.spreads["payback_years"].above > recorded["never"]


def test_chances_include_results_that_are_never_reached(displayed):
    hedges = {"foil_profit_usd_per_t": "uniform -400 1400", "wire_profit_usd_per_t": "fixed"}
    found = uncertainty(without_figures(margin_uplift, hedges=hedges), FOIL)
    displayed.clear()
    chances_table(
        found, {"foil earns no more": ("uplift_usd_per_t", False), "it earns more": ("uplift_usd_per_t", True)}
    )
    assert "23 %" in displayed[0]
    assert "77 %" in displayed[0]


def test_the_table_has_the_value_and_each_layer(displayed):
    layers_table(uncertainty(case(margin_uplift), FOIL))
    assert all(word in displayed[0] for word in ("Wording", "Assumptions", "Evidence", "USD 1,385 per tonne"))
    assert "4,096 draws, seed 1: " in displayed[1]


def test_a_value_is_shown_within_the_range_next_to_it(displayed):
    found = uncertainty(
        case(automation_effects, cost_cut=0.1095, hedges={"cost_cut": "uniform 0.106 0.1095"}), ["unit_cost_change"]
    )
    layers_table(found)
    assert found.range("unit_cost_change", "wording")[0] == pytest.approx(-0.1095)
    assert "−10.95 %" in displayed[0]


def test_conditional_inputs_list_only_those_that_matter(displayed):
    conditional_table(ask(more={"base_year": (2024, 2025)}), "probability_of_target", "it is reached")
    assert "Size of the cluster" in displayed[0]
    assert "Revenue" not in displayed[0]  # no equation of the chance has it


def test_scenario_differences_start_from_the_sources_whatever_the_run_has_set(displayed, cases):
    for given in ({}, {"cluster_cny_bn": 900.0}):
        show_uncertainty(ask(**given), scenarios=cases)
    differences = [table for table in displayed if "Difference from the base scenario" in table]
    assert len(differences) == 2
    assert differences[0] == differences[1]
    assert "National plan" in differences[0]
    assert "Target implied" not in differences[0]


def test_readings_of_a_parameter_are_sampled_one_by_one():
    readings = {"as of 2024": 2024, "as of 2025": 2025}
    found = simulate_readings(ask(), "base_year", readings, ["required_growth"])
    early, late = (found[label]["required_growth"] for label in readings)
    assert early.mean.value < late.mean.value


def test_the_tables_keep_exploratory_and_normative_apart(displayed, cases):
    start, assumptions, exploratory, normative = displayed
    assert "values of this run" in start
    assert "JX1269" not in assumptions  # named by its publisher
    assert short_citation(load_references()["JX1269"]) in assumptions
    assert "Target implied" in normative
    assert "Target implied" not in exploratory
    assert "Provincial plan" in exploratory


def test_scenarios_start_from_what_the_run_has_set(displayed):
    given = case(margin_uplift, foil_profit_usd_per_t=900.0)
    found = scenarios(given, ("uplift_usd_per_t", "payback_years"))
    assert found.results["base"]["uplift_usd_per_t"] == 885
    assert found.results["fee_trough_2024"]["payback_years"] == float("inf")
    assert found.parameters["high"]["foil_thickness_um"] == 3.5


@pytest.mark.parametrize(
    ("profit", "value", "higher"), [("$1,400", 1400.0, "payback"), ("a loss of $900", -900.0, "additional profit")]
)
def test_results_that_are_higher_in_low_than_in_high_are_named(tmp_path, displayed, profit, value, higher):
    (tmp_path / "a.txt").write_text(
        f"Battery foil, 4 microns thick, earns {profit} per ton, copper wire $15 per ton.\n", "utf-8"
    )
    given = {"foil_profit_usd_per_t": value, "foil_thickness_um": 4.0}
    with_loss = study({"sources": str(tmp_path), "draws": 1024, **given}, margin_uplift)
    found = scenarios(with_loss, FOIL).results
    (said,) = [text.lower() for text in displayed if " higher in the scenario low than in high" in text]
    assert higher in said
    assert ("additional profit" in said) == (found["low"][FOIL[0]] > found["high"][FOIL[0]])


def test_scenarios_start_from_what_is_assumed_where_the_sources_are_silent(tmp_path, displayed):
    (tmp_path / "a.txt").write_text("Automation cut costs by about 8 % and raised productivity by 20 %.\n", "utf-8")
    given = {"sources": str(tmp_path), "cost_cut": 0.08, "energy_cut": 0.0, "productivity_gain": 0.2}
    known = study(given, automation_effects)
    found = scenarios(known, ["unit_cost_change"])
    assert found.results["base"]["unit_cost_change"] == known.outcome.unit_cost_change
    assert found.parameters["high"]["energy_cut"] == 0
    (tmp_path / "a.txt").write_text("It rained.\n", "utf-8")  # no figure: not from the default of the model either
    known = study({**given, "cost_cut": 0.3}, automation_effects)
    assert scenarios(known, ["unit_cost_change"]).results["base"]["unit_cost_change"] == known.outcome.unit_cost_change


def test_the_joint_view_has_the_scenarios_that_all_notebooks_share():
    def recorded(low, base, high):
        value = {"low": {"x": low}, "base": {"x": base}, "high": {"x": high}, "own": {"x": 0}}
        return {"x": {"value": base, "unit": "t"}, "scenarios": {"value": value, "unit": "table"}}

    results = {"one": recorded(1, 2, 3), "two": recorded(4, 5, "never"), "three": {"x": {"value": 1, "unit": "t"}}}
    rows = joint_view(results)
    assert rows == [
        {"Question": "One", "Result": "X", "Unit": "t", "Chance": False, "low": 1, "base": 2, "high": 3},
        {"Question": "Two", "Result": "X", "Unit": "t", "Chance": False, "low": 4, "base": 5, "high": float("inf")},
    ]
