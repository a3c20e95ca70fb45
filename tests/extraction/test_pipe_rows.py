"""Rows with pipes are put together where line breaks divide them; a figure has the unit of its head."""

import pytest

from analysis.extraction.extract import extract_figures


def one_cell_a_line(rows: list[list[str]]) -> str:
    """Each pipe in a line of its own."""
    return "".join(f"{cell}\n|\n" for row in rows for cell in row)


def a_pipe_behind_each(rows: list[list[str]]) -> str:
    """Each cell in a line, with its pipe."""
    return "".join(f"{cell} |\n" for row in rows for cell in row)


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


@pytest.mark.parametrize("style", [one_cell_a_line, a_pipe_behind_each])
@pytest.mark.parametrize(("above", "rows", "figures"), TABLES.values(), ids=TABLES)
def test_divided_rows_are_read_like_whole_ones(style, above, rows, figures) -> None:
    text = f"{above}\n{style([row.split('|') for row in rows])}"
    found = [(figure.low, figure.unit) for figure in extract_figures(text)]
    assert found == [(pytest.approx(value), unit) for value, unit in figures]


# Tables as converted pages have them, and their figures.
PAGES = {
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
}


@pytest.mark.parametrize(("text", "figures"), PAGES.values(), ids=PAGES)
def test_tables_of_converted_pages(text, figures) -> None:
    found = [(figure.low, figure.unit) for figure in extract_figures(text)]
    assert found == [(pytest.approx(value), unit) for value, unit in figures]
