"""Tables whose cells have one space between them, or a line each, are read like those with pipes."""

import pytest

from analysis.core.figures import Figure
from analysis.extraction.extract import extract_figures, read_figures
from analysis.extraction.loose_tables import loose_rows
from analysis.extraction.table_headers import ENGLISH_LABELS

from ..cpu_time import is_linear

# The lines above a table, its rows with pipes between the cells, and a figure: value, unit, subject and period.
TABLES = [
    (
        "Light metals (USD/t)",
        ["Grade|Monday|Friday|Change", "Aluminium|2,345|2,410|65", "Al 99.7|2,377|2,390|13"],
        (2390.0, "USD/t", "Al 99.7", None),
    ),
    (
        "",
        [
            "Metal|Price, USD/t|Change on week, %|Stocks, t",
            "Copper|9,410|-1.2|121,300",
            "Zinc|2,710|0.4|204,150",
        ],
        (121300.0, "t", "Copper", None),
    ),
    (
        "Refined output, thousand tonnes",
        ["Country|2021|2022|2023", "Chile|2,270|2,150|2,080", "United States|970|945|890"],
        (890000.0, "t", "United States", "2023"),
    ),
    (
        "Key figures, in millions of euros",
        ["Item|Q1 2025|Q1 2024|Change, %", "Net sales|812.4|790.1|2.8", "Profit before tax|55.1|49.9|10.4"],
        (49.9e6, "EUR", "Profit before tax", "2024-01/2024-03"),
    ),
    (
        "Alumina imports, kt",
        ["Port|Jan|Feb|Mar", "Qingdao|210|-|198", "Rizhao|n.a.|34|41"],
        (34000.0, "t", "Rizhao", None),
    ),
    (
        "",
        ["Year|Output, kt|Price, USD/t", "2021|1,204|2,475", "2022|1,330|2,705", "2023|1,362|2,250"],
        (2705.0, "USD/t", "Price, USD/t", "2022"),
    ),
    (
        "Operating summary",
        ["Item|Unit|Q2 2025|Q1 2025", "Ore milled|kt|1,210|1,180", "Gold|oz|2,310|2,275"],
        (2275.0, "ozt", "Gold", "2025-01/2025-03"),
    ),
    (
        "Statement of income, in thousands of US dollars",
        ["Item|2024|2023", "Revenue|41,220|39,870", "Net loss|(1,207)|(3,316)"],
        (-3316000.0, "USD", "Net loss", "2023"),
    ),
    (
        "",
        [
            "Rank|Country|Bauxite, kt|Share, %",
            "1|Guinea|130,000|28.9",
            "2|Australia|100,000|22.2",
            "3|China|93,000|20.7",
        ],
        (100e6, "t", "Australia", None),
    ),
    (
        "Steel exports (tonnes)",
        ["Destination|May 2025|June 2025|Change, %", "Viet Nam|812,400|790,900|-2.6", "Other|98,000|99,700|1.7"],
        (790900.0, "t", "Viet Nam", "2025-06"),
    ),
    (
        "",
        ["Warehouse|On warrant, t|Cancelled, t|Total, t", "Port A|210,300|98,100|308,400", "Port B|1,200|N/A|1,200"],
        (98100.0, "t", "Port A", None),
    ),
    (
        "Battery cell cost",
        ["Component|2023, USD/kWh|2025, USD/kWh", "Cathode|44.1|28.9", "Foils (Cu and Al)|6.2|5.5"],
        (5.5, "USD/kWh", "Foils", "2025"),
    ),
    (
        "Kilns",
        ["Item|2024/25|2023/24|Veränderung", "Umsatz|Mio. €|2.635|2.793|-6 %", "Durchsatz|1.000 t|576|509|13,2 %"],
        (509000.0, "t", "Durchsatz", None),
    ),
]


def what(figures: list[Figure]) -> set[tuple[object, ...]]:
    """What figures say, wherever they are."""
    return {(figure.low, figure.high, figure.unit, figure.subject, figure.period) for figure in figures}


def article(*lines: str, between: str = "\n") -> str:
    """Text with a table in the middle."""
    table = between.join(line for line in lines if line)
    return f"The market was calm, the paper said.\n\n{table}\n\nMore follows."


@pytest.mark.parametrize(("above", "rows", "expected"), TABLES)
@pytest.mark.parametrize("separator", [" ", "\n", "\n\n"])
def test_cells_apart_by_a_space_or_a_line_are_read(
    above: str, rows: list[str], expected: tuple[float, str, str, str | None], separator: str
) -> None:
    lines = [row.replace("|", separator) for row in rows]
    found = what(extract_figures(article(above, *lines, between="\n\n" if separator == "\n\n" else "\n")))
    value, unit, subject, period = expected
    assert (value, value, unit, subject, period) in found


# Lines above rows that do not say for certain which column each number is in.
UNCERTAIN = {
    "more heads than numbers": ["Metal Official Cash Price Yearly High", "Copper 9,410 9,700", "Zinc 2,710 2,990"],
    "fewer heads than numbers": ["Metal Price (USD/t)", "Copper 9,410 9,700 12", "Zinc 2,710 2,990 13"],
    "a period is no corner": ["Dec 2021 Sept 2021 Gap Spread, %", "Ore mined 375 419 11", "Ore milled 380 401 12"],
    "signs of percent below a price": ["Metal Price, USD/t Change, %", "Copper 1.2% 9,410", "Zinc 0.4% 2,710"],
    "no sign of percent below a percentage": ["Metal Change, % Move", "Copper 31 1.2%", "Zinc -12 0.4%"],
    "no sign of percent in a cell in a line of its own": [
        *("Product", "Percentage of change", "2023", "2024"),
        *("Ore (kt)", "340", "355", "4.6%", "Pellets (kt)", "52", "58", "10.5%"),
    ],
    "numbers above": ["9,405 9,401", "Copper 9,410 9,700", "Zinc 2,710 2,990"],
    "one row": ["Metal Bid Ask", "Copper 9,410 9,412"],
    "lines of a text": ["Output was high in the year, with", "Chile at 5,330 5,320", "and Peru at 2,400 2,440"],
    "no heads over cells in lines": ["Copper", "9,410", "9,700", "Zinc", "2,710", "2,990"],
    "a sentence over cells in lines": [
        *("Prices rose.", "Demand was weak.", "Stocks fell."),
        *("Copper", "9,410", "9,700", "Zinc", "2,710", "2,990"),
    ],
}


@pytest.mark.parametrize("lines", UNCERTAIN.values(), ids=UNCERTAIN)
def test_lines_remain_text_if_their_columns_are_uncertain(lines: list[str]) -> None:
    rows = loose_rows(article("Prices in USD/t", *lines), ENGLISH_LABELS)
    assert not any(len(row) > 1 for row in rows.values())


# What is around the rows of a table, and figures of it.
SURROUNDINGS = {
    "heads of rows, and heads above them": (
        [
            "Balance sheet in Rs. Cr.",
            "Mar 21 Mar 20",
            "FUNDS OF SHAREHOLDERS",
            "Share capital 4,130 4,120",
            "Loans",
            "Bonds 19 34",
        ],
        {(34e7, "INR", "Bonds")},
    ),
    "dates in heads, and a long head of rows": (
        [
            "(Rs. in Crore)",
            "Particulars As at March 31,2015 As at March 31, 2014",
            "Claims against the company that it does not acknowledge as debts, in court or in arbitration (all)",
            "- Suppliers 42.1 101.8",
            "- Others 306.3 123.5",
        ],
        {(421e6, "INR", "Suppliers"), (1235e6, "INR", "Others")},
    ),
    "shares beside amounts": (
        [
            "Sales by product",
            "US$ million % of total sales US$ million % of total sales Change, %",
            "Sales to others",
            "Wire 6,580 74.1 6,219 80.3 5.8",
            "Foil 254 2.9 192 2.5 32.3",
        ],
        {(192e6, "USD", "Foil"), (80.3, "percent", "Wire"), (32.3, "percent", "Foil")},
    ),
    "a scale after a comma": (
        ["(US$, in thousands)", "Item 2024 2023", "Sales 410 388", "Costs 300 290"],
        {(388000.0, "USD", "Sales")},
    ),
    "long heads": (
        [
            "PARTICULARS For the year ended 31-03-2018 (Rs in lakhs) As at 31 March 2017 (Rs in lakhs)",
            "Other income 5,522 6,317",
            "Deferred tax (595) 27",
        ],
        {(-595e5, "INR", "Deferred tax"), (6317e5, "INR", "Other income")},
    ),
    "heads in several lines": (
        [
            "Northern mine",
            "June",
            "2024",
            "March",
            "2024",
            "%",
            "Variance",
            "Ore 000 tonnes 1,052 1,023 3 %",
            "Gold 000'oz 62.5 64.3 (3)%",
        ],
        {(1052000.0, "t", "Ore"), (64300.0, "ozt", "Gold"), (-3.0, "percent", "Gold")},
    ),
    "units in a second line of heads": (
        ["Metal Price Price Stocks", "USD/t CNY/t kt", "Copper 9,410 77,500 121", "Zinc 2,710 22,400 98"],
        {(77500.0, "CNY/t", "Copper"), (98000.0, "t", "Zinc")},
    ),
    "labels in lines of their own": (
        ["(Rs crore)", "Mar ' 23 Mar ' 22", "Income", "Sales", "34.5 29.0", "Expenses", "Materials", "1.5 -2.5"],
        {(345e6, "INR", "Sales"), (-25e6, "INR", "Materials")},
    ),
    "a row without its last number": (
        [
            "Results (EUR million)",
            "Item 2024/25 2023/24 Change, %",
            "Sales 2,635 2,793 -6",
            "Tax 105 104 1",
            "Margin 11 3",
        ],
        {(104e6, "EUR", "Tax"), (-6.0, "percent", "Sales")},
    ),
    "signs of money before each number": (
        ["USD million 2024 2023", "Sales $ 410 $ 388", "Costs 300 290"],
        {(388e6, "USD", "Sales"), (290e6, "USD", "Costs")},
    ),
    "a unit some lines above, and years that do not begin in January": (
        [
            "Rs. in crores",
            "Particulars",
            "Alone",
            "Together",
            "2017-18 2016-17 2017-18 2016-17",
            "Revenue 1323.4 989.8 1343.4 999.8",
            "Other income 177.7 221.1 187.7 231.1",
            "Ratios",
            "Ratio 2017-18 2016-17",
            "Margin (%) 53.6 52.1",
            "Return (%) 15.0 10.9",
        ],
        {(2311e6, "INR", "Other income"), (52.1, "percent", "Margin")},
    ),
    "letters and periods in labels": (
        [
            "(Rs. in crore)",
            "Item 2017-18 2016-17",
            "(c) Charges 164.65 141.90",
            "(g) Tax 21.29 9.01",
            "(k) Profit for the year 84.6 57.8",
            "(l) Balance of the previous year 70.8 64.2",
            "(m) Cost per tonne 0.2 0.3",
        ],
        {(90100000.0, "INR", "Tax"), (846e6, "INR", "Profit for the year"), (1646500000.0, "INR", "Charges")},
    ),
    "a unit that continues the row above": (
        ["Item Q2 2025 Q1 2025", "Gold produced kg 2,387 2,744", "oz 76,800 88,200", "Cost Rm 468 261"],
        {(88200.0, "ozt", None), (468e6, "ZAR", "Cost")},
    ),
}


@pytest.mark.parametrize(("lines", "expected"), SURROUNDINGS.values(), ids=SURROUNDINGS)
def test_what_is_around_the_rows_is_understood(lines: list[str], expected: set[tuple[float, str, str | None]]) -> None:
    found = {(figure.low, figure.unit, figure.subject) for figure in extract_figures(article(*lines))}
    assert found >= expected


def test_a_row_with_fewer_numbers_is_not_read_as_part_of_the_table() -> None:
    lines = [
        "Results (EUR million)",
        "Item 2024 2023 Change, %",
        "Sales 2,635 2,793 -6",
        "Tax 105 104 1",
        "Margin 1,111 1,113",
    ]
    read = {reading.figure.text for reading in read_figures(article(*lines)) if "heads" in reading.unit_rule}
    assert read == {"2,635", "2,793", "-6", "105", "104", "1"}


@pytest.mark.parametrize(
    ("below", "units"),
    [("Grade (g/t)", {"t"}), ("All figures in kg unless stated", {"kg"}), ("(Prices in kg)", {"kg"})],
)
def test_only_a_note_below_the_rows_is_their_caption(below: str, units: set[str]) -> None:
    lines = ["Item", "2024", "2023", "Milled", "181,702", "158,218", "Mined", "190,100", "171,300", below]
    lines = ["Output, tonnes", *lines] if units == {"t"} else lines
    assert {figure.unit for figure in extract_figures(article(*lines))} == units


def test_other_numbers_of_a_row_take_no_unit_from_its_figures() -> None:
    lines = ["Port Stocks (kt) Rating Flow (kt)", "Rizhao 4 11,250 24 210", "Tianjin 5 9,015 19 -40"]
    assert {figure.text for figure in extract_figures(article(*lines))} == {"11,250", "210", "9,015", "-40"}


def test_a_label_of_a_list_does_not_end_with_numbers_of_other_columns() -> None:
    lines = [
        "Stocks and prices (tonnes)",
        "Copper 9,410 -1.2 121,300",
        "Zinc 2,710 0.4 204,150",
        "Lead 1,988 -0.3 98,200",
    ]
    assert all(not (figure.subject or "")[-1:].isdigit() for figure in extract_figures(article(*lines)))


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["Rank | Country | Output, kt", "1 | Guinea | 130", "2 | Ghana | 97"], {(130000.0, "t"), (97000.0, "t")}),
        (["Item | Unit | 2024", "Input | 1.000 t | 576", "Loans | Rs. Cr. | 4"], {(576000.0, "t"), (4e7, "INR")}),
        (["Rs. crore", "Note", "Item | 2017-18 | 2016-17", "Sales | 4 | 3"], {(4e7, "INR"), (3e7, "INR")}),
        (["Item | Unit | 2024", "Capital | Rm | 4", "Gold | 000'oz | 80"], {(4e6, "ZAR"), (80000.0, "ozt")}),
        (
            ["Port | May, t | June, t", "Hamburg | N/A | 1,200", "Bremen | 40 | 50"],
            {(1200.0, "t"), (40.0, "t"), (50.0, "t")},
        ),
        (
            ["Item | Unit | Price | Price in USD", "Tin | CNY/t | 262,000 | 36,500"],
            {(262000.0, "CNY/t"), (36500.0, "dimensionless")},
        ),
    ],
)
def test_rows_between_pipes(rows: list[str], expected: set[tuple[float, str]]) -> None:
    assert {(figure.low, figure.unit) for figure in extract_figures(article(*rows))} == expected


def test_many_rows_with_a_cell_in_each_line_take_linear_time():
    rows = "Tin\n1\n2\n3\n"
    loose_rows(rows, ENGLISH_LABELS)
    assert is_linear(lambda text: loose_rows(text, ENGLISH_LABELS), rows * 1_000, rows * 8_000)


def test_many_tables_below_the_same_headings_take_linear_time():
    table = f"A head\nB head\nTin\n1\n2\nZinc\n1\n2\nA long line {'x' * 110}\n"
    extract_figures(table)
    assert is_linear(extract_figures, table * 200, table * 1_600)


def test_a_row_with_more_numbers_ends_the_rows_before_it():
    text = "Metal\nPrice, USD/t\nStocks, t\nTin\n31\n7\nZinc\n25\n9\nLead\n19\n8\n6\n"
    assert [figure.unit for figure in extract_figures(text)][:4] == ["USD/t", "t"] * 2


@pytest.mark.parametrize("time", ["Week Ago", "Month ago", "Year Earlier"])
def test_a_time_that_is_over_heads_one_column_and_is_no_unit(time):
    figures = extract_figures(f"Metal Price, USD/t {time}, USD/t\nZinc 2,345 2,410\nTin 31,345 31,410\n")
    assert [(figure.unit, figure.subject) for figure in figures] == [("USD/t", "Zinc")] * 2 + [("USD/t", "Tin")] * 2


def test_heads_of_rows_may_be_between_rows_of_a_cell_in_each_line() -> None:
    lines = ["Unit", "H1 2024", "H1 2025", "Operations", "Output", "kt", "610", "598", "Sales", "kt", "590", "601"]
    lines += ["Accounts", "Revenue", "EUR m", "310.5", "322.0", "Margin", "%", "8.1", "7.9"]
    found = [(figure.low, figure.unit) for figure in extract_figures("\n\n".join(lines))]
    assert found == [
        *[(610e3, "t"), (598e3, "t"), (590e3, "t"), (601e3, "t")],
        *[(310.5e6, "EUR"), (322e6, "EUR"), (8.1, "percent"), (7.9, "percent")],
    ]


def test_the_ends_of_a_price_may_be_joined_by_a_tilde() -> None:
    lines = ["Product Price Change", "Cerium metal (yuan/ton) 26000~26500 -", "Terbium oxide (yuan/kg) 7950~8150 +125"]
    assert [(figure.low, figure.high, figure.unit) for figure in extract_figures(article(*lines))] == [
        *[(26000, 26500, "CNY/t"), (7950, 8150, "CNY/kg"), (125, 125, "CNY/kg")]
    ]


@pytest.mark.parametrize(
    ("heads", "unit"),
    [
        (["(Million tonnes)", "State 2024 Annual Output 2023 Annual Output 2022 Annual Output"], None),
        (["(Million tonnes)", "2023", "2024", "Percent Change", "2023 - 2024"], "percent"),
        (["Million tonnes 2023", "Jan-Oct Oct"], None),
    ],
)
def test_heads_begin_with_a_period_or_are_nothing_else(heads: list[str], unit: str | None) -> None:
    lines = [*heads, "Ohio 22.3 21.3 6.6", "West Virginia 148.0 153.6 2.9"]
    found = [(figure.low, figure.unit) for figure in extract_figures(article(*lines)) if figure.low != 0]
    last = [(value, unit) if unit else (pytest.approx(value * 1e6), "t") for value in (6.6, 2.9)]
    assert found == [(22.3e6, "t"), (21.3e6, "t"), last[0], (148e6, "t"), (153.6e6, "t"), last[1]]


def test_pipes_at_the_ends_of_lines_leave_a_cell_in_each() -> None:
    lines = ["|", "Q3", "|", "Q2", "|", "%", "|", "Copper", "|", "kt", "|", "463.7", "|", "469.1", "|", "(1.2)", "|"]
    lines += ["Gold |", "koz |", "118.7 |", "143.6 |", "(17.3) |"]
    assert {(figure.low, figure.unit) for figure in extract_figures("\n".join(lines))} == {
        *[(463.7e3, "t"), (469.1e3, "t"), (-1.2, "percent")],
        *[(118.7e3, "ozt"), (143.6e3, "ozt"), (-17.3, "percent")],
    }


# Tables of which each number is below its head, as on narrow pages: the line above, rows, and figures.
CARDS = {
    "a change": (
        "Zinc stocks, tonnes",
        ["Port|3 March|10 March|Change", "Antwerp|12,400|11,950|-450", "Port Klang|88,025|90,300|2,275"],
        [(value, "t") for value in (12400, 11950, -450, 88025, 90300, 2275)],
    ),
    "units in labels": (
        "Key figures",
        ["Item|4-6 2025|4-6 2024", "Net sales, EUR million|356.3|377.8", "Margin, %|11.90%|11.70%"],
        [(356.3e6, "EUR"), (377.8e6, "EUR"), (11.9, "percent"), (11.7, "percent")],
    ),
    "a unit for each row": (
        "Mineral output",
        ["Mineral|Unit|2023|2024", "Gold|kg|12,310|11,905", "Chromite|t|440,120|451,007"],
        [(12310, "kg"), (11905, "kg"), (440120, "t"), (451007, "t")],
    ),
    "units in heads": (
        "",
        ["Plant|Capacity (kt)|Cost (USD/t)", "Red cliff|120|1,510", "Old town|40|1,790"],
        [(120e3, "t"), (1510, "USD/t"), (40e3, "t"), (1790, "USD/t")],
    ),
}


@pytest.mark.parametrize(("above", "rows", "figures"), CARDS.values(), ids=CARDS)
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_numbers_below_their_heads_are_read(above, rows, figures, between) -> None:
    heads, *others = [row.split("|") for row in rows]
    cards = [line for row in others for line in (row[0], *sum(zip(heads[1:], row[1:], strict=True), ()))]
    found = [(figure.low, figure.unit) for figure in extract_figures(article(above, *cards, between=between))]
    assert found == [(pytest.approx(value), unit) for value, unit in figures]


def test_the_heads_of_numbers_in_lines_are_the_same_below_each_label() -> None:
    lines = ["Ore", "Bid, EUR", "9,410", "Ask, EUR", "9,412", "Ash", "Bid, CHF", "2,710", "Ask, CHF", "2,712"]
    units = [figure.unit for figure in extract_figures(article(*lines))]
    assert units.count("EUR") != 4
