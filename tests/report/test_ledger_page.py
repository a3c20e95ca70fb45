"""The charts of the ledger: who stated a figure when."""

import re

import pytest

from analysis.report.ledger_page import _alt, _draw


def rows(*days, value=0.1):
    return [
        {"date": day, "unit": "fraction", "low": value, "value": value, "high": value, "use": "current"} for day in days
    ]


@pytest.mark.parametrize(
    ("days", "most"),
    [(("2026-02-10", "2026-02-12"), 3), (("2026-02-10", "2026-03-15"), 8), (("2015-01-01", "2026-03-15"), 8)],
)
def test_no_tick_is_an_hour_and_there_are_few(tmp_path, days, most):
    _draw(tmp_path / "chart.svg", rows(*days))
    svg = (tmp_path / "chart.svg").read_text(encoding="utf-8")
    labels = re.findall(r"<!-- (.*?) -->", svg.partition('id="matplotlib.axis_2"')[0])
    assert 2 <= len(labels) <= most + 1  # the last one is the month and year of all
    assert not any(":" in label or re.search(r"-\d\d \d\d$", label) for label in labels)


def test_amounts_of_money_begin_with_their_currency():
    found = [
        {**row, "unit": "USD/t", "value": value}
        for row, value in zip(rows("2026-02-10", "2026-02-12"), (29.52, 900.0), strict=True)
    ]
    assert _alt("profit", found).endswith(", USD 30 to 900 per tonne.")


def test_one_value_is_said_once():
    assert (
        _alt("profit", rows("2026-02-10", "2026-02-12"))
        == "Profit: statements by date, 2026-02-10 to 2026-02-12, 10 %."
    )
