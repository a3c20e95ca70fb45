"""Tables of accounts and shares: signs in some rows, a scale above, amounts per share, a title of percentages."""

import json
from pathlib import Path

import pytest

from analysis.extraction.extract import extract_figures

LINES = (Path(__file__).parent.parent / "data" / "account_tables.jsonl").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("line", LINES)
def test_cells_have_the_value_and_unit_that_the_table_states(line: str) -> None:
    example = json.loads(line)
    figures = [figure for figure in extract_figures(example["text"]) if figure.unit != "dimensionless"]
    place = 0
    for raw, value, unit, *period in example["figures"]:
        place = example["text"].index(raw, place)
        found = [figure for figure in figures if figure.start < place + len(raw) and figure.end > place]
        assert [figure.unit for figure in found] == ([unit] if unit else [])
        assert [figure.low for figure in found] == pytest.approx([value] if unit else [])
        assert not period or [figure.period for figure in found] == period
        place += 1


def test_the_caption_dates_the_columns_that_name_no_other_time() -> None:
    rows = "| Grade | USD/kg | Week ago, USD/kg |\n| One | 7.10 | 7.00 |\n| Two | 6.85 | 6.80 |\n"
    table = "Price of sponge, May 2026\n\n" + rows
    periods = [figure.period for figure in extract_figures(table)]
    assert periods == ["2026-05", None, "2026-05", None]
    assert {figure.period for figure in extract_figures(table.replace("May 2026", "May 2026 and May 2025"))} == {None}


@pytest.mark.parametrize(
    ("caption", "period"),
    [
        ("Ore shipped from Chile, 2025 (t)", "2025"),
        ("Sales from January to March 2026 (t)", "2026-01/2026-03"),
        ("Real wages, constant 2019 euros (EUR)", None),
        ("Stocks compared with March 2025 (t)", None),
        ("Costs in 2012 dollars (USD)", None),
        ("Targets to 2035 (t)", None),
        ("Quotas under the law of 2021 (t)", None),
        ("Shipments have been falling since May 2025. In tonnes.", None),
    ],
)
def test_a_caption_with_what_is_compared_with_dates_no_column(caption: str, period: str | None) -> None:
    table = "\n\n| Item | Low | High |\n| Bars | 412 | 388 |\n| Rods | 96 | 91 |\n"
    figures = [figure for figure in extract_figures(caption + table) if figure.start > len(caption)]
    assert [figure.period for figure in figures] == [period] * 4


def test_a_scale_below_a_heading_is_that_of_the_tables_below_it() -> None:
    table = "|  | 2025 | 2024 |\n| Work in progress | $ 88 | $ 71 |\n| Spare parts | 12 | 9 |\n"
    notes = "Notes to the accounts\n\n(Dollars in millions)\n\n" + 6 * "The works are stated at cost.\n\n"
    figures = extract_figures(notes + table)
    assert [(figure.low, figure.unit) for figure in figures] == [
        (88e6, "USD"),
        (71e6, "USD"),
        (12e6, "USD"),
        (9e6, "USD"),
    ]
