"""Rows below heads that cannot be divided are read if no head has a unit of its own; numbers prove changes."""

import pytest

from analysis.extraction.column_arithmetic import proven_columns
from analysis.extraction.extract import extract_figures
from analysis.extraction.loose_tables import loose_rows
from analysis.extraction.table_headers import ENGLISH_LABELS

# A table with one space between the cells, and its figures by rows.
TABLES = {
    "words for periods": (
        """
Coal output by basin
(million tonnes)
Basin Calendar Year to Latest Month Full Year Before Full Year Back
Eastern 41.2 60.3 58.8
Western 12.9 19.0 21.1
Northern 88.4 131.7 127.0
""",
        [(value * 1e6, "t") for value in (41.2, 60.3, 58.8, 12.9, 19.0, 21.1, 88.4, 131.7, 127.0)],
    ),
    "words in lower case": (
        """
Metal recovered, ounces
Mill operation gold poured gold in circuit gold shipped
Alder 4,120 310 4,090
Birch 2,875 225 2,900
Cedar 6,410 512 6,377
""",
        [(value, "ozt") for value in (4120, 310, 4090, 2875, 225, 2900, 6410, 512, 6377)],
    ),
    "changes that the numbers prove": (
        """
Turnover of the metal industry, million euros
Branch of industry third quarter second quarter growth rate
Foundries 412.4 406.0 1.6
Forges 288.1 290.4 -0.8
Rolling mills 1,020.7 988.2 3.3
""",
        [
            *[(412.4e6, "EUR"), (406e6, "EUR"), (1.6, "percent")],
            *[(288.1e6, "EUR"), (290.4e6, "EUR"), (-0.8, "percent")],
            *[(1020.7e6, "EUR"), (988.2e6, "EUR"), (3.3, "percent")],
        ],
    ),
    "a change without a word for it, in the unit of the others": (
        """
Inventories at refineries, kt
Kind of metal opening closing movement
Cathode 41.2 39.9 -1.3
Blister 12.0 13.4 1.4
Anode 8.8 8.1 -0.7
""",
        [(value * 1e3, "t") for value in (41.2, 39.9, -1.3, 12.0, 13.4, 1.4, 8.8, 8.1, -0.7)],
    ),
    "units in labels": (
        """
Key results
Item Unit latest earlier
Crude steel kt 1,410 1,377
Rolled products kt 1,288 1,240
Energy cost EUR/t 88 93
""",
        [(1410e3, "t"), (1377e3, "t"), (1288e3, "t"), (1240e3, "t"), (88, "EUR/t"), (93, "EUR/t")],
    ),
    "a unit in a line below the heads": (
        """
Quarter ended Half year ended
Jun 2025 Jun 2024 Jun 2025 Jun 2024
Key figures (CHF million)
Sales 1,370 1,326 2,722 2,690
Result 41 40 29 299
Key ratios (%)
Margin 6.2 3.1 8.6 7.2
Equity ratio 41.0 40.2 41.0 40.2
""",
        [
            *[(value * 1e6, "CHF") for value in (1370, 1326, 2722, 2690, 41, 40, 29, 299)],
            *[(value, "percent") for value in (6.2, 3.1, 8.6, 7.2, 41.0, 40.2, 41.0, 40.2)],
        ],
    ),
}


@pytest.mark.parametrize(("text", "figures"), TABLES.values(), ids=TABLES)
def test_a_figure_has_the_unit_of_the_table(text, figures) -> None:
    found = [(figure.low, figure.unit) for figure in extract_figures(text)]
    assert found == [(pytest.approx(value), unit) for value, unit in figures]


@pytest.mark.parametrize(
    "text",
    [
        # a growth that is not proven, a unit of one column, and two rows
        "Branch of industry third quarter second quarter growth\nA 1,410 1,390 7\nB 1,200 1,300 3\nC 8,080 8,077 1\n",
        "Branch third quarter USD/t second quarter before\nA 1,410 1,390 7\nB 1,200 1,300 3\nC 8,080 8,077 1\n",
        "Branch of industry third quarter second quarter before\nA 1,410 1,390 7\nB 1,200 1,300 3\n",
    ],
)
def test_lines_remain_text_if_it_matters_what_heads_say(text) -> None:
    assert not any(len(row) > 1 for row in loose_rows(f"Output, kt\n{text}", ENGLISH_LABELS).values())


@pytest.mark.parametrize(
    ("rows", "kinds"),
    [
        (["112.0 110.2 1.6", "95.1 99.0 -3.9", "20.0 20.0 0.0", "48.3 40.1 20.4"], {2: "percent"}),
        (["1,205 1,190 15", "830 860 -30", "77 70 7"], {2: "difference"}),
        (["10 5 40.0", "20 8 150.0", "30 7 99.0"], {}),
        (["112.0 110.2 1.6%", "95.1 99.0 -3.9%", "48.3 40.1 20.4%"], {}),  # a sign needs no proof
        (["112.0 110.2 1.6", "95.1 99.0 -3.9"], {}),
    ],
)
def test_what_numbers_prove(rows, kinds) -> None:
    assert proven_columns([row.split() for row in rows]) == kinds


def test_a_change_is_in_percent_if_the_numbers_say_so() -> None:
    rows = ["Ore (kt) | 412 | 400 | 3.0", "Slag (kt) | 95 | 100 | -5.0", "Dust (kt) | 30 | 24 | 25.0"]
    text = "\n".join(["Item | 2025 | 2024 | Change", *rows])
    assert [(figure.low, figure.unit, figure.direction) for figure in extract_figures(text)][2::3] == [
        (3.0, "percent", "up"),
        (-5.0, "percent", "down"),
        (25.0, "percent", "up"),
    ]
    other = text.replace("3.0", "12").replace("-5.0", "-5").replace("25.0", "6")
    assert [(figure.low, figure.unit) for figure in extract_figures(other)][2::3] == [
        (pytest.approx(12e3), "t"),
        (pytest.approx(-5e3), "t"),
        (pytest.approx(6e3), "t"),
    ]


def test_all_figures_may_be_changes() -> None:
    rows = ["| Feb | Jan | |", "| Ores | -1.4 | 0.8 |", "| Steel | 2.3 | -0.1 |"]
    text = "\n".join([*rows, "All figures are percentage changes on a year before."])
    assert [(figure.low, figure.unit, figure.direction) for figure in extract_figures(text)] == [
        (-1.4, "percent", "down"),
        (0.8, "percent", "up"),
        (2.3, "percent", "up"),
        (-0.1, "percent", "down"),
    ]


def test_a_corner_in_percent_is_about_the_columns_that_are() -> None:
    rows = ["Exports | 40.4 | 35.3 | 14.4", "Imports | 59.1 | 48.9 | 20.9", "Transit | 18.7 | 20.2 | -7.4"]
    text = "\n".join(["Value in billion USD", "% growth | Mar-22 | Mar-21 | Mar-22 over Mar-21", *rows])
    assert [figure.unit for figure in extract_figures(text)] == ["USD", "USD", "percent"] * 3
