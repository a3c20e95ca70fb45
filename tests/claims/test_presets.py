"""Presets: every value has a reason, every reference exists, and every model accepts every preset."""

import inspect
import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from analysis.binding.inputs import model_inputs
from analysis.binding.question_files import question_files
from analysis.claims.presets import choose_presets, load_presets, preset_problem, preset_ranges
from analysis.core.errors import ParameterError
from analysis.core.references import load_references
from analysis.documents.sources import read_sources
from analysis.models import MODELS, PARAMETERS


def question(project: Path, name: str, presets: str) -> None:
    """Write the file of a question with these presets."""
    indented = "".join(f"  {line}\n" for line in presets.splitlines())
    path = project / "data" / "questions" / f"{name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"presets:\n{indented}", encoding="utf-8")


@pytest.mark.parametrize("notebook", MODELS)
def test_every_notebook_has_low_base_and_high_and_its_model_accepts_every_preset(notebook):
    presets = load_presets(notebook)
    assert set(presets) >= {"low", "base", "high"}
    taken = set(inspect.signature(MODELS[notebook]).parameters)
    for preset in presets.values():
        assert set(preset.values) <= taken
        checked = {name: PARAMETERS[name].check(value) for name, value in preset.values.items()}
        MODELS[notebook](**checked)


@pytest.mark.parametrize("notebook", MODELS)
def test_every_reason_cites_a_reference_or_is_an_assumption(notebook):
    references = load_references()
    for preset in load_presets(notebook).values():
        for name, reason in preset.reasons.items():
            cited = re.findall(r"\b[A-Z]{2}[A-Z0-9]+\b", reason)
            assert reason.startswith("assumption") or cited, f"{notebook} {preset.name} {name}"
            assert set(cited) <= set(references)


def test_a_value_that_cites_one_reference_equals_it():
    references = load_references()
    for notebook in MODELS:
        for preset in load_presets(notebook).values():
            for name, reason in preset.reasons.items():
                if reason in references:
                    assert preset.values[name] == references[reason].value, f"{notebook} {preset.name} {name}"


def test_an_unknown_scenario_suggests_the_closest_name():
    with pytest.raises(ParameterError, match=r"hihg.*20_margin_uplift.*did you mean high\?"):
        choose_presets("hihg", ["20_margin_uplift"])


@pytest.mark.parametrize(("place", "known"), [("Jiangxi", True), ("Yunnan", False), ("Our", False)])
def test_a_preset_for_one_region_needs_figures_about_it(tmp_path, place, known):
    text = f"{place}'s non-ferrous metals industry had revenue of 420 billion yuan in 2025.\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    inputs = model_inputs(read_sources(tmp_path), ["revenue_cny_bn"])
    assert inputs
    assert ("recent_province" in load_presets("growth_scenarios", inputs)) == known
    if not known:
        with pytest.raises(ParameterError, match="recent_province is for Jiangxi"):
            choose_presets("recent_province", ["40_growth_scenarios"], inputs)


def test_base_needs_no_file():
    assert choose_presets("base", ["10_figures"]) == {}


def test_preset_ranges_span_low_and_high():
    ranges = preset_ranges("margin_uplift", {"foil_share": 0.1, "foil_thickness_um": 3.5, "horizon_years": 10})
    assert ranges == {"foil_share": (0.05, 0.25), "foil_thickness_um": (4.5, 3.5)}


def test_a_malformed_preset_is_named(project):
    question(project, "x", "low:\n  meaning: m\n  parameters:\n    a: 1\n")
    with pytest.raises(ParameterError, match=r"x\.yaml, line 5, presets, low, parameters, a: .*value and because"):
        load_presets("x")


def test_only_the_scenario_that_starts_from_the_target_is_normative():
    purposes = {
        (notebook, name): preset.purpose for notebook in MODELS for name, preset in load_presets(notebook).items()
    }
    normative = [key for key, purpose in purposes.items() if purpose == "normative"]
    assert normative == [("growth_scenarios", "target_implied")]
    assert set(purposes.values()) == {"exploratory", "normative"}


def test_no_two_presets_of_a_notebook_have_the_same_meaning():
    for notebook in MODELS:
        meanings = [preset.meaning for preset in load_presets(notebook).values()]
        assert len(set(meanings)) == len(meanings)


def test_an_unknown_purpose_is_named(project):
    question(project, "x", "low:\n  meaning: m\n  purpose: hope\n  parameters: {}\n")
    with pytest.raises(ParameterError, match=r"x\.yaml, line 4, presets, low, purpose: .*normative.*'hope'"):
        load_presets("x")


def test_values_derived_from_several_references_are_correct():
    references = {name: item.value for name, item in load_references().items()}
    growth = (references["REV2025"] / references["REV2020"]) ** (1 / 5) - 1
    assert load_presets("growth_scenarios")["high"].values["growth_per_year"] == round(growth, 6)
    edition = load_presets("rare_earths")["edition_2011"].values
    assert edition["rare_earth_reserve_share"] == references["RE2011"] / references["RE2011W"]
    low = load_presets("rare_earths")["low"].values
    assert low["rare_earth_reserve_share"] == round(references["RE2018"] / references["RE2018W"], 3)
    trough = load_presets("margin_uplift")["fee_trough_2024"].values
    assert trough["foil_profit_usd_per_t"] == round(-3000 / references["FX2024"])


def preset_of(project, value, parameter="cost_cut"):
    """The value of a preset of the automation model that is written like this."""
    text = f"low:\n  meaning: m\n  parameters:\n    {parameter}: {{value: {value}, because: assumption}}\n"
    question(project, "automation_effects", text)

    def read(**claims):
        found = {name: SimpleNamespace(value=one[1], low=one[0], high=one[2]) for name, one in claims.items()}
        return load_presets("automation_effects", found or None)["low"].values[parameter]

    return read


@pytest.mark.parametrize(
    ("value", "claim", "without"),
    [
        ("claim x 0.5", 0.06, 0.05),
        ("default x 0.5", 0.06, 0.05),
        ("low of hedge", 0.10, 0.10),
        ("high of hedge", 0.14, 0.10),
        ("claim x 20", 1.0, 1.0),  # a share stops at its limit
        ("0.07", 0.07, 0.07),
        ("reference AU7L", 0.10, 0.10),
    ],
)
def test_a_relative_value_follows_the_sources(project, value, claim, without):
    read = preset_of(project, value)
    assert read(cost_cut=(0.10, 0.12, 0.14)) == pytest.approx(claim)
    assert read() == pytest.approx(without)  # nothing is stated: from the default of the model


def test_a_value_relative_to_a_claim_that_the_sources_lack_is_left_out():
    """No wording allows an upper end where the sources do not state the claim."""
    gain = SimpleNamespace(value=0.3, low=0.3, high=0.3, region="world")
    presets = load_presets("automation_effects", {"productivity_gain": gain})
    assert not {"cost_cut", "energy_cut"} & presets["high"].values.keys()
    assert presets["high"].values["capex_usd"] == 7_500_000  # relative to a default
    assert presets["high"].reasons.keys() == presets["high"].values.keys()
    assert not {"cost_cut", "energy_cut"} & load_presets("automation_effects", {})["high"].values.keys()


def problem_of(project, notebook, parameter, value):
    """Why the presets that a project adds to a question of the package are left out."""
    question(
        project, notebook, f"mine:\n  meaning: m\n  parameters:\n    {parameter}: {{value: {value}, because: b}}\n"
    )
    assert "mine" not in load_presets(notebook)
    return preset_problem(question_files().layers(notebook)[-1])


@pytest.mark.parametrize(
    ("notebook", "parameter", "value", "words"),
    [
        # yuan per tonne for dollars, an unknown row, after tax, a parameter of another model
        ("automation_effects", "capex_usd", "reference FG25D", "line 5.*reference FG25D"),
        ("automation_effects", "cost_cut", "reference ZZ9", "line 5.*no id ZZ9"),
        ("margin_uplift", "foil_profit_cny_per_t", "reference FN25J", "line 5.*FN25J.*net"),
        ("automation_effects", "foil_profit_cny_per_t", "reference FN25J", "line 5.*no such parameter"),
        # its unit is a plain fraction, so only the currency of the row tells
        ("growth_scenarios", "growth_per_year", "reference CUG2026", "line 5.*USD.*CNY"),
    ],
)
def test_a_reference_of_another_kind_is_left_out_and_named(project, notebook, parameter, value, words):
    assert re.search(words, problem_of(project, notebook, parameter, value))


@pytest.mark.parametrize("notebook", MODELS)
def test_meanings_and_reasons_hold_for_any_source(notebook):
    """They state no number of one article, and nothing about how an article is written."""
    for preset in load_presets(notebook).values():
        words = " ".join((preset.meaning, *preset.reasons.values()))
        assert re.findall(r"the article|the highlight|third part|printed figure|claimed cut of", words) == []
