"""Rows with pipes are put together where line breaks divide them; a figure has the unit of its head."""

import pytest

from analysis.extraction.extract import extract_figures
from analysis.extraction.pipe_rows import pipe_rows

from ..cpu_time import is_linear


def one_cell_a_line(rows: list[list[str]]) -> str:
    """Each pipe in a line of its own."""
    return "".join(f"{cell}\n|\n" for row in rows for cell in row)


def a_pipe_behind_each(rows: list[list[str]]) -> str:
    """Each cell in a line, with its pipe."""
    return "".join(f"{cell} |\n" for row in rows for cell in row)


def labels_apart(rows: list[list[str]]) -> str:
    """The heads in one line, the label in its own, each number above its pipe."""
    heads, *others = rows
    return " | ".join(heads) + " |\n" + "".join(f"{row[0]} |\n" + one_cell_a_line([row[1:]]) for row in others)


def long_labels(rows: list[list[str]]) -> str:
    """Lines between pipes, and labels that take two lines."""
    heads, *others = ["| " + " | ".join(row) + " |\n" for row in rows]
    return heads + "".join(row.replace(" ", " \n    ", 2).replace(" \n", "", 1) for row in others)


# The line above a table, its rows, and its figures by rows.
TABLES = {
    "a caption, and a change": (
        "Zinc stocks by port, tonnes",
        ["Port|3 March|10 March|Change", "Port of Antwerp|12,400|11,950|-450", "New Orleans|3,125|3,100|-25"],
        [(12400, "t"), (11950, "t"), (-450, "t"), (3125, "t"), (3100, "t"), (-25, "t")],
    ),
    "units in heads": (
        "",
        ["Mine|Ore, kt|Grade, % Cu|Recovery, %", "North pit|1,820|0.61|88.2", "South pit|940|0.74|90.1"],
        [*[(1820e3, "t"), (0.61, "percent"), (88.2, "percent")], *[(940e3, "t"), (0.74, "percent"), (90.1, "percent")]],
    ),
    "money and its scale in the caption": (
        "Amounts in EUR million",
        ["Line item|1-6/2025|1-6/2024|Change %", "Net turnover|612.3|640.9|-4.5", "Operating result|48.1|41.7|15.3"],
        [
            *[(612.3e6, "EUR"), (640.9e6, "EUR"), (-4.5, "percent")],
            *[(48.1e6, "EUR"), (41.7e6, "EUR"), (15.3, "percent")],
        ],
    ),
    "units in labels": (
        "Quarterly highlights",
        ["Item|Q2 2025|Q1 2025", "Gold sold (oz)|41,220|39,815", "Cash cost ($/oz)|1,122|1,190"],
        [(41220, "ozt"), (39815, "ozt"), (1122, "USD/ozt"), (1190, "USD/ozt")],
    ),
    "a column of units": (
        "Mineral output",
        ["Mineral|Unit|2023|2024", "Fine gold|kg|12,310|11,905", "Rough diamonds|carat|91,400|88,230"],
        [(12310, "kg"), (11905, "kg"), (91400, "carat"), (88230, "carat")],
    ),
    "crores behind a stroke": (
        "Rs./Crores",
        ["Item|Quarter to 31-12-2025|Year to 31-03-2025", "Other income|8.4|40.7", "Net sales|1,416.1|5,903.4"],
        [(8.4e7, "INR"), (40.7e7, "INR"), (1416.1e7, "INR"), (5903.4e7, "INR")],
    ),
    "a scale alone, and signs of money in some cells": (
        "Income statement (in thousands, except per share data)",
        ["Item|2025|2024", "Net sales|$ 41,220|$ 39,870", "Other costs|30,115|29,430", "Loss per share|$ 0.41|$ 0.38"],
        [
            *[(value, "USD") for value in (41220e3, 39870e3, 30115e3, 29430e3)],
            *[(value, "USD/share") for value in (0.41, 0.38)],
        ],
    ),
}


@pytest.mark.parametrize("style", [one_cell_a_line, a_pipe_behind_each, labels_apart, long_labels])
@pytest.mark.parametrize(("above", "rows", "figures"), TABLES.values(), ids=TABLES)
def test_divided_rows_are_read_like_whole_ones(style, above, rows, figures) -> None:
    text = f"{above}\n{style([row.split('|') for row in rows])}"
    found = [(figure.low, figure.unit) for figure in extract_figures(text)]
    assert found == [(pytest.approx(value), unit) for value, unit in figures]


# Tables as converted pages have them, and their figures.
PAGES = {
    "signs of money in cells of their own, empty cells at the end": (
        """
|
Quarter ended | Half year ended | ||||||
30 June | 30 June | |||||||
2025 | 2024 | 2025 | 2024 | |||||
(in thousands, except per share data) | ||||||||
Net sales
|
$ | 8,120 | $ | 7,990 | $ | 16,040 | $ | 15,310 |
Net loss
|
$ | (311) | $ | (402) | $ | (655) | $ | (790) |
Loss per share
|
$ | (0.11) | $ | (0.14) | $ | (0.23) | $ | (0.27) |
""",
        [
            *[(value, "USD") for value in (8120e3, 7990e3, 16040e3, 15310e3, -311e3, -402e3, -655e3, -790e3)],
            *[(value, "USD/share") for value in (-0.11, -0.14, -0.23, -0.27)],
        ],
    ),
    "heads of the last columns moved to the left": (
        """
Trade in metals
Million EUR
|
|||||
---|---|---|---|---|---|
Absolute change
|
Percent change
|
||||
Item | 2023 | 2024 | 2025 | 2024-25 | 2024-25 |
Ores |
410
|
400
|
420
|
20
|
5.0
|
Scrap |
90
|
100
|
95
|
-5
|
-5.0
|
Alloys |
310
|
280
|
350
|
70
|
25.0
|
""",
        [
            *[(value, "EUR") for value in (410e6, 400e6, 420e6, 20e6)],
            (5.0, "percent"),
            *[(value, "EUR") for value in (90e6, 100e6, 95e6, -5e6)],
            (-5.0, "percent"),
            *[(value, "EUR") for value in (310e6, 280e6, 350e6, 70e6)],
            (25.0, "percent"),
        ],
    ),
    "rows with one pipe more than those before": (
        """
Growth of imports
(% per year)
Country
|
2023
|
2024
|
2025
|
Chile
|
2.5
|
3.1
|
-0.4
|
Peru
|
1.9
|
2.2
|
0.8
|
|
Bolivia
|
4.0
|
-
|
1.1
|
|
Ecuador
|
0.3
|
0.6
|
0.9
|
""",
        [(value, "percent/year") for value in (2.5, 3.1, -0.4, 1.9, 2.2, 0.8, 4.0, 1.1, 0.3, 0.6, 0.9)],
    ),
    "closing brackets and empty cells between numbers, heads elsewhere": (
        """
|Costs
|
|
|
|
2025
$’000
|
|
|
2024
$’000
|
|
Freight
|
|
|
–
|
|
|
|
441
|
|
|
Ore and scrap
|
|
|
25,491
|
|
|
|
(3,262
|
)
|
|
Other
|
|
|
(12
|
)
|
|
|
77
|
|
|
""",
        [(value, "USD") for value in (441e3, 25491e3, -3262e3, -12e3, 77e3)],
    ),
    "a pipe before each cell, text behind the last one": (
        """
First half at a glance:
|Unit
|H1 FY 26
|H1 FY 25
|Steel output
|Million Tonne
|8.63
|8.24
|Profit
|Rs. Crore
|(-) 51
|815
Second half at a glance:
|Unit
|H2 FY 26
|H2 FY 25
|Steel output
|Million Tonne
|9.10
|8.80
|Profit
|Rs. Crore
|39
|43
Margins fell.
""",
        [
            *[(8.63e6, "t"), (8.24e6, "t"), (-51e7, "INR"), (815e7, "INR")],
            *[(9.1e6, "t"), (8.8e6, "t"), (39e7, "INR"), (43e7, "INR")],
        ],
    ),
    "a pipe too many": (
        """
Product
|
Price (EUR/t)
|
Weekly change, %
|
Rebar
|
640
|
1.6
|
Hot rolled coil
|
655
|
-0.8
|
|
Heavy plate
|
712
|
0.0
|
""",
        [(640, "EUR/t"), (1.6, "percent"), (655, "EUR/t"), (-0.8, "percent"), (712, "EUR/t"), (0, "percent")],
    ),
    "serial numbers, and heads of rows": (
        """
| (GBP million) | |||
| No. | Particulars of the
   accounts | 2025 | 2024 |
| 1. | Income | ||
| a) Sales of
   ingots | 41.2 | 39.9 | |
| b) Other income | 3.1 | 2.8 | |
| 2. | Costs | ||
| a) Staff costs | 12.0 | 11.7 | |
""",
        [(value, "GBP") for value in (41.2e6, 39.9e6, 3.1e6, 2.8e6, 12.0e6, 11.7e6)],
    ),
}


@pytest.mark.parametrize(("text", "figures"), PAGES.values(), ids=PAGES)
def test_tables_of_converted_pages(text, figures) -> None:
    found = [(figure.low, figure.unit) for figure in extract_figures(text)]
    assert found == [(pytest.approx(value), unit) for value, unit in figures]


@pytest.mark.parametrize(
    "text",
    [
        "A note |\non prices |\nof metals |\n",
        "Copper | 5\nZinc | 7\n",
        "| Copper | 5 |\n| Zinc | 7 |\n",
        "Copper |\n5 |\nand 7 t of zinc\n",
    ],
)
def test_other_lines_are_left_alone(text) -> None:
    assert not pipe_rows(text.splitlines(keepends=True)).rows


def test_time_grows_linearly() -> None:
    rows = "".join(f"Ore {number} |\n{number * 7}\n|\n{number * 3}\n|\n" for number in range(8_000)).splitlines(True)
    assert is_linear(pipe_rows, rows[:5_000], rows)
