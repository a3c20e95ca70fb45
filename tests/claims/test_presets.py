"""Presets: every value has a reason, every reference exists, and every model accepts every preset."""

import inspect
import re

import pytest

from analysis import models
from analysis.claims.presets import choose_presets, load_presets, preset_ranges
from analysis.claims.references import load_references
from analysis.core.errors import ParameterError
from analysis.models import PARAMETERS

MODELS = {
    "20_margin_uplift": models.margin_uplift,
    "30_automation_effects": models.automation_effects,
    "40_growth_scenarios": models.growth_scenarios,
    "50_rare_earths": models.rare_earths,
    "70_western_exposure": models.western_exposure,
}


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


def test_base_needs_no_file():
    assert choose_presets("base", ["10_figures"]) == {}


def test_preset_ranges_span_low_and_high():
    ranges = preset_ranges("margin_uplift", {"foil_share": 0.1, "foil_thickness_um": 3.5, "horizon_years": 10})
    assert ranges == {"foil_share": (0.05, 0.25), "foil_thickness_um": (4.5, 3.5)}


def test_a_malformed_preset_is_named(tmp_path, monkeypatch):
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "x.yaml").write_text("low:\n  meaning: m\n  parameters:\n    a: 1\n", encoding="utf-8")
    monkeypatch.setattr("analysis.claims.presets.data_folder", lambda: tmp_path)
    with pytest.raises(ParameterError, match=r"x\.yaml, line 4, low, parameters, a: .*value and because"):
        load_presets("x")


def test_only_the_scenario_that_starts_from_the_target_is_normative():
    purposes = {
        (notebook, name): preset.purpose for notebook in MODELS for name, preset in load_presets(notebook).items()
    }
    normative = [key for key, purpose in purposes.items() if purpose == "normative"]
    assert normative == [("40_growth_scenarios", "target_implied")]
    assert set(purposes.values()) == {"exploratory", "normative"}


def test_no_two_presets_of_a_notebook_have_the_same_meaning():
    for notebook in MODELS:
        meanings = [preset.meaning for preset in load_presets(notebook).values()]
        assert len(set(meanings)) == len(meanings)


def test_an_unknown_purpose_is_named(tmp_path, monkeypatch):
    (tmp_path / "scenarios").mkdir()
    text = "low:\n  meaning: m\n  purpose: hope\n  parameters: {}\n"
    (tmp_path / "scenarios" / "x.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setattr("analysis.claims.presets.data_folder", lambda: tmp_path)
    with pytest.raises(ParameterError, match=r"x\.yaml, line 3, low, purpose: .*exploratory, normative.*'hope'"):
        load_presets("x")


def test_values_derived_from_several_references_are_correct():
    references = {name: item.value for name, item in load_references().items()}
    dear = load_presets("growth_scenarios")["dear_copper"].values
    assert dear["growth_per_year"] == round(references["CU2026"] / references["CU2025"] - 1, 4)
    edition = load_presets("rare_earths")["edition_2011"].values
    assert edition["rare_earth_reserve_share"] == references["RE2011"] / references["RE2011W"]
    low = load_presets("rare_earths")["low"].values
    assert low["rare_earth_reserve_share"] == round(references["RE2018"] / references["RE2018W"], 3)
    trough = load_presets("margin_uplift")["fee_trough_2024"].values
    assert trough["foil_profit_usd_per_t"] == round(-3000 / references["FX2024"])
