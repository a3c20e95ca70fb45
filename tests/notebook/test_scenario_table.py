"""Scenarios start from the values of the run, on every page alike."""

import pytest

from analysis.models import MODELS
from analysis.models.results import results_of
from analysis.notebook.questions.growth_scenarios import growth_parts
from analysis.notebook.scenario_table import scenarios
from analysis.notebook.study import study

SET = [
    ("margin_uplift", {"wire_profit_usd_per_t": 100.0}),
    ("growth_scenarios", {"target_year": 2030}),
    ("growth_scenarios", {"target_year": 2030, "five_year_increase_cny_bn": 280.0}),
    ("growth_scenarios", {"base_year": 2028, "target_year": 2029, "growth_per_year": 0.2}),
    ("automation_effects", {"cost_cut": 0.03, "energy_share": 0.5}),
    ("rare_earths", {"rare_earth_reserves_mt": 60.0}),
    ("western_exposure", {"share_limit": 0.4}),
]


@pytest.mark.parametrize(("model", "given"), SET)
def test_the_base_is_the_run_itself(model, given, displayed):
    case = study({"sources": "seeds", **given}, model)
    found = scenarios(case, list(case.results))
    own = {name: float(item.value) for name, item in results_of(MODELS[model](**case.values)).items()}
    assert found.results["base"] == pytest.approx(own, nan_ok=True)
    assert any("starts from the values of this run." in text for text in displayed)


def test_a_preset_that_the_run_has_taken_counts_there_alone(displayed):
    plain = scenarios(study({"sources": "seeds", "target_year": 2029}, "growth_scenarios"), ["projected_cny_bn"])
    given = {"sources": "seeds", "target_year": 2029, "growth_source": "target"}
    taken = scenarios(study(given, "growth_scenarios"), ["projected_cny_bn"])
    assert taken.results == plain.results
    assert any("what target implied sets counts there alone" in text for text in displayed)


def test_a_growth_that_is_set_does_not_replace_what_the_target_requires(displayed):
    case = study({"sources": "seeds", "growth_per_year": 0.01}, "growth_scenarios")
    found = scenarios(case, ["gap_cny_bn"])
    assert found.results["target_implied"]["gap_cny_bn"] == pytest.approx(0, abs=1e-6) != found.results["base"]


def test_a_preset_that_breaks_a_rule_with_the_run_is_left_out_with_the_reason(displayed):
    case = study({"sources": "seeds", "earlier_revenue_year": 2026}, "growth_scenarios")
    found = scenarios(case, ["gap_cny_bn"])
    assert "recent_province" not in found.results
    assert any("Recent province is left out: " in text and "2026" in text for text in displayed)


def test_a_claim_that_the_run_sets_keeps_its_value_in_presets_relative_to_the_claim(displayed):
    case = study({"sources": "seeds", "cost_cut": 0.02}, "automation_effects")
    found = scenarios(case, ["unit_cost_change"])
    assert {found.parameters[name]["cost_cut"] for name in ("low", "base", "high")} == {0.02}


@pytest.mark.parametrize("given", [{"five_year_increase_cny_bn": 540.0}, {"revenue_cny_bn": 1200.0}])
def test_a_past_growth_that_the_run_sets_is_not_laid_on_the_sources(given):
    assert "sources" not in growth_parts(study({"sources": "seeds", **given}, "growth_scenarios"))["years"]
    assert "sources name" in growth_parts(study({"sources": "seeds"}, "growth_scenarios"))["years"]
