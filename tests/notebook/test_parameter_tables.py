"""The parameters of a notebook and the figures behind them, shown with their places."""

import pytest

from analysis.documents.sources import read_sources
from analysis.models import margin_uplift
from analysis.notebook.parameter_tables import evidence, figure_rows, parameter_table, source_line
from analysis.notebook.study import study

from ..conftest import ROOT


@pytest.fixture
def make(sources_folder):
    given = {"wire_profit_usd_per_t": 20.0, "foil_profit_usd_per_t": 900.0, "foil_thickness_um": 6.0}
    return lambda **changes: study({"sources": str(sources_folder), **given, **changes}, margin_uplift)


def test_every_parameter_is_in_the_table_also_those_that_no_cell_sets(displayed, make):
    parameter_table(make(hedges={"foil_share": "about"}))
    for words in ("capex_usd_per_t_year", "USD 10,000", "lithium foil profit", "draws", "hedges", "about"):
        assert words in displayed[0]


def test_evidence_shows_reading_hedge_and_place(displayed, make):
    case = make()
    evidence(case)
    assert (case.inputs["foil_profit_usd_per_t"].low, case.inputs["foil_profit_usd_per_t"].high) == (900, 1000)
    assert "more than USD 900 per tonne" in displayed[0]
    assert "Foil pays, paragraph 2, sentence 1" in displayed[0]
    assert "set for this run" not in displayed[0]


def test_a_value_that_differs_from_its_figure_is_shown_as_set_by_hand(displayed, make):
    evidence(make(foil_profit_usd_per_t=1500.0))
    assert "USD 1,500 per tonne, set for this run" in displayed[0]
    assert "more than USD 900 per tonne" in displayed[0]


def test_the_source_line_of_a_chart_distinguishes_figures_from_set_values(make):
    names = ("wire_profit_usd_per_t", "foil_profit_usd_per_t")
    line = source_line(make(foil_profit_usd_per_t=1500.0), *names)
    assert line == "Foil pays; set for this run: foil profit"


def test_a_default_that_nobody_set_is_called_a_default(make):
    assert source_line(make(), "foil_share") == "by default: foil share"
    assert source_line(make(foil_share=0.2), "foil_share") == "set for this run: foil share"


def test_the_table_says_where_a_value_is_from_that_the_sources_do_not_state(tmp_path, displayed):
    (tmp_path / "a.txt").write_text("Wire earns a profit of $20 and battery foil of $900 per ton.\n", encoding="utf-8")
    given = {"wire_profit_usd_per_t": 20.0, "foil_profit_usd_per_t": 900.0, "foil_thickness_um": 6.0}
    parameter_table(study({"sources": str(tmp_path), **given}, margin_uplift))
    thickness = next(line for line in displayed[0].splitlines() if line.startswith("Foil thickness"))
    assert "Assumed: the standard of the market" in thickness
    assert "The sources: copper wire profit" in displayed[0]


def test_a_row_of_a_figure_has_its_source_and_its_place_in_it():
    sources = read_sources(ROOT / "seeds")
    rows = figure_rows(sources)
    assert len(rows) == len(sources.figures)
    (foil,) = [row for row in rows if row["Printed"].value == "3.5 microns"]
    assert (foil["Source"], foil["Place"].value) == ("Rare Earth Exchanges, 2026-01-26", "paragraph 7, sentence 1")
    assert (foil["Part"], foil["Reading"], foil["Stated as"]) == ("body", "3.5 um", None)
