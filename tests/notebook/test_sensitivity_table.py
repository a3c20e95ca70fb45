"""A sensitivity moves claims by their hedge and assumptions by the presets, the widest first."""

import inspect

import pytest

from analysis.claims.inputs import model_inputs
from analysis.documents.sources import read_sources
from analysis.models import margin_uplift
from analysis.notebook.sensitivity_table import sensitivity

from ..conftest import ROOT


@pytest.fixture
def values():
    return {name: item.default for name, item in inspect.signature(margin_uplift).parameters.items()}


@pytest.fixture
def displayed(monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda data, **kwargs: shown.append(data["text/plain"]))
    return shown


def test_hedges_and_presets_move_the_result(values, displayed):
    inputs = model_inputs(read_sources(ROOT / "seeds"), values)
    swings = sensitivity(margin_uplift, values, inputs, "uplift_usd_per_t", presets="margin_uplift")
    found = [(s.parameter, s.low_input, s.high_input, s.at_low, s.at_high) for s in swings]
    assert found == [
        ("foil_profit_usd_per_t", 1400, 1600, 1385, 1585),
        ("wire_profit_usd_per_t", 12.5, 17.5, 1387.5, 1382.5),
    ]
    assert "foil_profit_usd_per_t" in displayed[0]


def test_a_value_set_by_hand_has_no_hedge_but_keeps_its_presets(values, displayed):
    inputs = model_inputs(read_sources(ROOT / "seeds"), values)
    values |= {"foil_profit_usd_per_t": 1500.0}
    swings = sensitivity(margin_uplift, values, inputs, "uplift_usd_per_t", presets="margin_uplift")
    assert (swings[0].parameter, swings[0].low_input, swings[0].high_input) == ("foil_profit_usd_per_t", 737, 1600)


def test_further_ranges_and_nothing_that_moves(values, displayed):
    swings = sensitivity(margin_uplift, values, {}, "annual_uplift_usd", more={"foil_share": (0.0, 0.2)})
    assert [(s.at_low, s.at_high) for s in swings] == [(0.0, pytest.approx(27.7e6))]
    assert sensitivity(margin_uplift, values, {}, "annual_uplift_usd", more={"horizon_years": (5, 20)}) == []
