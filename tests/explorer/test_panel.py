"""The panel without a browser: widgets change the values of the model, and its results change the widgets."""

import asyncio
import re
from functools import cache

import pytest

from analysis import models
from analysis.core.formatting import readable
from analysis.explorer.case import case_of
from analysis.explorer.panel import Panel, results_table

from ..conftest import models_of_seeds

pytest.importorskip("ipywidgets", reason="ipywidgets are not installed: extra `lab`")
MODELS = tuple(models_of_seeds().values())
case_of = cache(case_of)  # the sources are read for each


def panel_of(model, **start):
    case = case_of(model, **start)
    numbers = [item.name for item in case.parameters if not item.choices]
    return Panel(case, next(iter(case.answers)), numbers[0])


@pytest.fixture
def margin():
    return panel_of(models.margin_uplift)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_model_has_a_panel_with_every_input_at_its_base_value(model):
    panel = panel_of(model)
    assert list(panel.controls) == list(panel.case.base)
    assert panel.values == panel.case.base
    assert panel.message.value == ""
    for name in panel.case.answers:
        panel.result.value = name
        assert panel.message.value == ""


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_slider_changes_only_its_input_and_reset_restores_all(model, monkeypatch):
    panel = panel_of(model)
    # What a chart shows of its values is for test_chart.py; here, which values it was given.
    monkeypatch.setattr(panel._chart, "draw", lambda values, *more: (repr((values, more)).encode(), "words"))
    panel.redraw()
    picture, numbers = panel.picture.value, panel.numbers.value
    for name, control in panel.controls.items():
        if not hasattr(control, "slider"):
            continue
        if not control.given.value:
            control.given.value = True
        before = dict(panel.values)
        control.slider.value = control.slider.max if control.slider.value < control.slider.max else control.slider.min
        changed = {key for key, value in panel.values.items() if value != before[key]}
        assert changed == {name}
        assert panel.values[name] == pytest.approx(panel.case.scale(name).high, rel=1e-9)
        panel.reset.click()
        assert panel.values == panel.case.base
    assert (panel.picture.value, panel.numbers.value) == (picture, numbers)


def test_a_move_that_arrives_right_after_a_reset_was_made_before_it(margin, monkeypatch):
    """A browser holds back the last place of a slider until the kernel is done with the one before."""
    monkeypatch.setattr("analysis.explorer.panel._SETTLE", 0.05)
    profit = margin.controls["foil_profit_usd_per_t"]

    async def moves():
        profit.slider.value = 1420
        margin.reset.click()
        profit.slider.value = 1460
        assert margin.values["foil_profit_usd_per_t"] == 1460
        await asyncio.sleep(0.2)

    asyncio.run(moves())
    assert margin.values == dict(margin.case.base)
    assert (profit.field.value, profit.slider.value) == (1400, 1400)


def test_fractions_of_the_model_are_percent_on_the_slider(margin):
    share = margin.controls["foil_share"]
    assert (share.slider.value, share.field.value) == (10.0, 10.0)
    share.slider.value = 17.0
    assert (margin.values["foil_share"], share.field.value) == (0.17, 17.0)


def test_the_field_accepts_values_beyond_the_slider(margin):
    foil = margin.controls["foil_profit_usd_per_t"]
    foil.field.value = 9000.0
    assert margin.values["foil_profit_usd_per_t"] == 9000
    assert foil.slider.value == foil.slider.max


def test_rounding_to_the_nearest_step_by_the_browser_changes_nothing(margin):
    """noUiSlider rounds when it is drawn: 7.142857 would become 7.1 before anybody touched it."""
    rate = margin.controls["implied_cny_per_usd"]
    before = margin.values["implied_cny_per_usd"]
    rate.slider.value = round(before / rate.slider.step) * rate.slider.step
    assert margin.values["implied_cny_per_usd"] == before
    rate.slider.value += rate.slider.step
    assert margin.values["implied_cny_per_usd"] == pytest.approx(rate.slider.value)


def test_a_rejected_value_shows_an_error_until_the_next_valid_one(margin):
    numbers = margin.numbers.value
    margin.controls["foil_share"].field.value = 150.0
    assert 'role="alert"' in margin.message.value
    assert "foil_share" in margin.message.value
    assert "1.5" in margin.message.value
    assert margin.numbers.value == ""
    assert "explorer-stale" in margin.picture._dom_classes
    margin.controls["foil_share"].field.value = 10.0
    assert (margin.message.value, margin.numbers.value) == ("", numbers)
    assert "explorer-stale" not in margin.picture._dom_classes


def test_a_reading_is_chosen_by_its_label():
    panel = panel_of(models.automation_effects)
    scope = panel.controls["cost_scope"]._list
    assert dict(scope.options)["energy alone"] == "energy_only"
    scope.value = "energy_only"
    assert panel.values["cost_scope"] == "energy_only"
    expected = models.automation_effects(**panel.values).unit_cost_change
    assert readable(f"{100 * expected:.4g}") in panel.numbers.value


def test_an_optional_input_is_none_until_its_box_is_checked():
    panel = panel_of(models.growth_scenarios)
    growth = panel.controls["growth_per_year"]
    assert panel.values["growth_per_year"] is None
    assert growth.slider.disabled
    growth.given.value = True
    assert panel.values["growth_per_year"] == pytest.approx(growth.slider.value / 100)
    assert not growth.slider.disabled
    growth.given.value = False
    assert panel.values["growth_per_year"] is None


def test_the_panel_starts_from_the_preset_and_reset_returns_to_the_sources():
    panel = panel_of(models.margin_uplift, scenario="high")
    assert panel.values["foil_share"] == panel.case.presets["high"].values["foil_share"]
    assert panel.values != panel.case.base
    panel.reset.click()
    assert panel.values == panel.case.base


def test_a_field_shows_four_digits_and_the_value_stays_exact_until_it_is_edited():
    panel = panel_of(models.margin_uplift)
    control, exact = panel.controls["implied_cny_per_usd"], panel.values["implied_cny_per_usd"]
    assert (control.field.value, round(exact, 6)) == (7.143, 7.142857)
    control.show(exact)
    assert panel.values["implied_cny_per_usd"] == exact
    control.field.value = 7.12345
    assert (control.field.value, panel.values["implied_cny_per_usd"]) == (7.12345, 7.12345)


def test_results_are_shown_with_the_values_of_the_sources(margin):
    case = margin.case
    found = case.results({**case.base, "foil_share": 0.2})
    row = re.search(
        r"<tr><th scope=row[^>]*>Additional profit in a year</th>(.*?)</tr>", results_table(case, found)
    ).group(1)
    assert re.findall(r">([^<>]+)</td>", row) == ["27.7", "million USD a year", "13.85", "+100\N{NO-BREAK SPACE}%"]


def test_the_text_to_copy_follows_the_values(margin):
    margin.controls["foil_share"].slider.value = 20.0
    assert margin.case.command(margin.values) == "analysis run margin_uplift -p foil_share=0.2"
    assert "analysis run margin_uplift -p foil_share=0.2<" in margin.copies.value


def test_the_track_shows_the_band_and_the_value_of_the_sources(margin):
    foil, scale = margin.controls["foil_profit_usd_per_t"], margin.case.scale("foil_profit_usd_per_t")
    css = foil.css(1400.0)
    percent = [float(found) / 100 for found in re.findall(r"([\d.]+)%", css)]
    expected = [scale.place(1400), scale.place(1600) - scale.place(1400), scale.place(1400)]
    assert percent == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize(
    ("model", "words"), [("western_exposure", "1 assumption"), ("margin_uplift", "26 assumptions")]
)
def test_the_button_counts_the_assumptions_below_it(model, words):
    boxes, shown = [panel_of(getattr(models, model)).box], set()
    while boxes:
        box = boxes.pop()
        boxes += getattr(box, "children", ())
        shown.add(getattr(box, "description", ""))
    assert words in shown
