"""The values set in the explorer can be copied, as a command that runs and as a preset that loads."""

import shlex
from dataclasses import replace

import pytest
import yaml

from analysis import models
from analysis.claims.presets import load_presets
from analysis.cli.run_command import run
from analysis.core.errors import NamedFigureError, ParameterError
from analysis.core.paths import project_folder
from analysis.documents.sources import read_sources
from analysis.explorer.case import BY_HAND, EXPLORED, case_of
from analysis.runs.plan import find_notebooks, plan

ROOT = project_folder()
SOURCES = read_sources(ROOT / "seeds")
SET = {
    models.margin_uplift: {"foil_share": 0.25, "wire_profit_usd_per_t": 16.1, "unit_profit_source": "cny_round"},
    models.automation_effects: {"cost_cut": 0.115, "capex_usd": 1e-05, "cost_scope": "energy_only"},
    models.growth_scenarios: {"growth_per_year": 0.0525, "target_year": 2029, "cluster_cny_bn": 1 / 3 * 2000},
    models.rare_earths: {"rare_earth_reserves_mt": 60.5},
}
by_model = pytest.mark.parametrize("model", SET, ids=lambda model: model.__name__)


@pytest.fixture(scope="module")
def jobs():
    """Return a function that gives the parameters of a run, by model."""

    paths = {model: find_notebooks([model.__name__]) for model in SET}

    def decide(model, scenario="base", given=None):
        return plan(paths[model], SOURCES, scenario, given)[0].resolved

    return decide


def options_of(command):
    """The options that the command line reads from a command, by name."""
    words = shlex.split(command)
    assert words[:2] == ["analysis", "run"]
    return run.make_context("run", words[2:]).params


@by_model
def test_the_command_runs_the_notebook_with_the_values_that_were_set(model, jobs):
    case = case_of(model)
    options = options_of(case.command({**case.base, **SET[model]}))
    assert options["notebooks"] == (model.__name__,)
    resolved = jobs(model, given=options["given"])
    assert {name: item.value for name, item in resolved.items() if item.decided_by == "-p"} == SET[model]


@by_model
def test_the_preset_loads_with_a_reason_for_each_value_and_a_run_uses_it(model, jobs, project):
    case = case_of(model, str(ROOT / "seeds"))
    path = project / "data" / "questions" / f"{model.__name__}.yaml"
    path.parent.mkdir(parents=True)
    presets = {"presets": yaml.safe_load(case.preset({**case.base, **SET[model]}))}
    path.write_text(yaml.safe_dump(presets), encoding="utf-8")
    preset = load_presets(model.__name__)[EXPLORED]
    assert preset.values == SET[model]
    assert set(preset.reasons) == set(SET[model])
    assert all(reason.strip() for reason in preset.reasons.values())
    resolved = jobs(model, scenario=EXPLORED)
    assert {name: item.value for name, item in resolved.items() if item.decided_by == "scenario"} == SET[model]


def test_a_value_from_a_preset_keeps_its_reason():
    case = case_of(models.margin_uplift, scenario="low")
    reasons = {
        name: item["because"] for name, item in yaml.safe_load(case.preset(case.start))[EXPLORED]["parameters"].items()
    }
    assert reasons == load_presets("margin_uplift")["low"].reasons
    moved = yaml.safe_load(case.preset({**case.start, "foil_share": 0.07}))[EXPLORED]["parameters"]["foil_share"]
    assert moved == {"value": 0.07, "because": BY_HAND}


def test_an_optional_value_can_be_unset():
    case = case_of(models.growth_scenarios, scenario="high")
    assert case.start["growth_per_year"] == 0.118501
    assert case.changed({**case.start, "growth_per_year": None}).keys() == {"volatility", "price_growth"}


@by_model
def test_without_changes_the_command_and_the_preset_set_nothing(model):
    case = case_of(model)
    assert case.command(case.base) == f"analysis run {model.__name__}"
    elsewhere = replace(case, sources="my articles")
    assert elsewhere.command(case.base) == f"analysis run {model.__name__} --sources 'my articles'"
    assert yaml.safe_load(case.preset(case.base))[EXPLORED]["parameters"] == {}


def test_the_base_holds_the_values_of_the_sources(sources_folder):
    (sources_folder / "article.txt").write_text(
        "Profit per ton is about $20 for copper wire and over $900 for battery foil. The foil is 6 microns thick.\n",
        encoding="utf-8",
    )
    case = case_of(models.margin_uplift, str(sources_folder))
    assert (case.base["wire_profit_usd_per_t"], case.base["foil_profit_usd_per_t"]) == (20, 900)
    assert case.scale("foil_profit_usd_per_t").band.low == 900


def test_without_sources_the_defaults_apply_and_claims_have_no_hedge():
    case = case_of(models.margin_uplift, None)
    assert case.base == case_of(models.margin_uplift).base
    assert {
        case.scale(name).band.of for name in case.base if not models.PARAMETERS[name].choices and case.scale(name).band
    } == {"presets"}


def test_a_figure_missing_from_the_sources_is_an_error_that_names_it(sources_folder):
    with pytest.raises(NamedFigureError, match="automation_cost_cut"):
        case_of(models.automation_effects, str(sources_folder))


def test_a_scenario_of_another_model_changes_nothing_and_an_unknown_one_is_an_error():
    case = case_of(models.margin_uplift, scenario="dear_copper")
    assert case.start == case.base
    with pytest.raises(ParameterError, match=r"hihg.*did you mean high"):
        case_of(models.margin_uplift, scenario="hihg")
