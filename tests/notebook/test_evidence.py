"""Parameters are checked together, and the figures behind them shown with their places."""

import pytest

from analysis.core.errors import NamedFigureError, ParameterError
from analysis.models import margin_uplift
from analysis.notebook.evidence import check_parameters, cite, evidence

SCOPE = {
    "wire_profit_usd_per_t": 15.0,
    "foil_profit_usd_per_t": 1400.0,
    "foil_thickness_um": 3.5,
    "foil_share": 0.1,
    "tonnage_t_per_year": 1e5,
    "capex_usd_per_t_year": 1e4,
    "discount_rate": 0.08,
    "horizon_years": 10.0,
    "target_profit_usd_per_t": 150.0,
    "reference_thickness_um": 6.0,
    "copper_price_usd_per_t": 1e4,
    "wire_fee_usd_per_t": 70.0,
    "foil_fee_usd_per_t": 3920.0,
    "copper_density_g_per_cm3": 8.96,
    "unit_profit_source": "usd_printed",
    "implied_cny_per_usd": 50 / 7,
    "wire_profit_cny_per_t": 100.0,
    "foil_profit_cny_per_t": 10_000.0,
}


@pytest.fixture
def displayed(monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda data, **kwargs: shown.append(data["text/plain"]))
    return shown


def test_checked_parameters_go_straight_into_the_model(displayed):
    values = check_parameters({**SCOPE, "something_else": 1}, margin_uplift)
    assert values == SCOPE
    assert margin_uplift(**values).uplift_usd_per_t == 1385
    assert "lithium_foil_profit" in displayed[0]


def test_every_wrong_parameter_is_named_at_once():
    scope = {**SCOPE, "foil_share": 1.5, "horizon_years": "ten", "unit_profit_source": "eur"}
    del scope["discount_rate"]
    with pytest.raises(ParameterError) as caught:
        check_parameters(scope, margin_uplift)
    lines = str(caught.value).splitlines()
    assert [line.split()[0] for line in lines] == [
        "foil_share",
        "discount_rate",
        "horizon_years",
        "unit_profit_source",
    ]
    assert "foil_share is 1.5 fraction, allowed is 0 to 1" in lines[0]
    assert "discount_rate is missing: add it to the cell tagged parameters" in lines[1]


def test_evidence_shows_reading_hedge_and_place(displayed, sources_folder):
    values = {**SCOPE, "wire_profit_usd_per_t": 20.0, "foil_profit_usd_per_t": 900.0, "foil_thickness_um": 6.0}
    inputs = evidence(str(sources_folder), values)
    assert (inputs["foil_profit_usd_per_t"].low, inputs["foil_profit_usd_per_t"].high) == (900, 1000)
    assert "more than 900 USD/t" in displayed[0]
    assert "article:" in displayed[0]
    assert "set for this run" not in displayed[0]


def test_a_value_that_differs_from_its_figure_is_shown_as_set_by_hand(displayed, sources_folder):
    evidence(str(sources_folder), {"foil_profit_usd_per_t": 1500.0})
    assert "1,500 USD/t, set for this run" in displayed[0]
    assert "more than 900 USD/t" in displayed[0]


def test_a_default_without_a_figure_is_an_error_and_a_value_set_by_hand_is_not(displayed, sources_folder):
    with pytest.raises(NamedFigureError, match=r"automation_cost_cut .* is not in the sources"):
        evidence(str(sources_folder), {"cost_cut": 0.10})
    assert evidence(str(sources_folder), {"cost_cut": 0.07}) == {}
    assert "0.07 fraction, set for this run" in displayed[0]
    assert "not in the sources" in displayed[0]


def test_the_source_line_of_a_chart_tells_figures_from_what_was_set(displayed, sources_folder):
    values = {"wire_profit_usd_per_t": 20.0, "foil_profit_usd_per_t": 1500.0}
    inputs = evidence(str(sources_folder), values)
    assert cite(inputs, values, *values) == "figures copper_wire_profit; set for this run: foil_profit_usd_per_t"
