"""Tables in text: captions above and below, several units in one caption, columns of changes."""

import pytest

from analysis.extraction.extract import extract_figures

# A table, and of some of its cells an attribute of the figure.
TABLES = [
    (
        [
            "Grade | May | June",
            "HRC | 52,300 | 51,900",
            "CRC | 58,100 | 57,400",
            "Prices in INR/MT",
        ],
        [("57,400", "unit", "INR/t")],
    ),
    (
        [
            "Metal | Close | Prev.",
            "Zinc | 2,710 | 2,699",
            "Lead | 1,988 | 2,004",
            "",
            "Note: all prices in US$/t, in warehouse.",
        ],
        [("1,988", "unit", "USD/t")],
    ),
    (
        [
            "Port | Jan | Feb",
            "Durban | 410 | 395",
            "Beira | 120 | 133",
            "Source: port authority. Figures in thousand tonnes.",
        ],
        [("133", "low", 133000.0)],
    ),
    (
        [
            "Stocks (copper in tonnes; gold in kilograms)",
            "Metal | May | June",
            "Copper | 12,300 | 11,900",
            "Gold | 581 | 574",
        ],
        [("574", "unit", "kg"), ("11,900", "unit", "t")],
    ),
    (
        [
            "Quotations (tin and lead, USD/t; indium, USD/kg)",
            "Metal | Low | High",
            "Tin | 31,200 | 31,450",
            "Indium | 355 | 372",
        ],
        [("372", "unit", "USD/kg")],
    ),
    (
        [
            "(Data in kilograms of gallium content unless otherwise specified)",
            "Salient Statistics   2022   2023   2024",
            "Production   110   115   120",
            "Imports   11,100   10,700   9,500",
        ],
        [("9,500", "unit", "kg")],
    ),
    (
        [
            "(Data in thousand metric tons of zinc content unless otherwise noted)",
            "Country   2023   2024",
            "Peru   1,400   1,270",
            "China   4,060   4,000",
        ],
        [("1,270", "low", 1270000.0)],
    ),
    (
        [
            "(Data in metric tons, gross weight, unless otherwise specified)",
            "Country | 2023 | 2024",
            "Gabon | 4,600 | 4,590",
            "Ghana | 820 | 700",
        ],
        [("700", "unit", "t")],
    ),
    (
        [
            "Metal | Price, USD/t | D-o-D | W-o-W",
            "Copper | 9,410 | +35 | -1.2%",
            "Zinc | 2,710 | -12 | 0.8%",
        ],
        [("+35", "unit", "USD/t"), ("+35", "direction", "up"), ("0.8%", "direction", "up")],
    ),
    (
        [
            "Metal | Price (USD/t) | D-o-D % | W-o-W %",
            "Copper | 9,410 | 0.4 | -1.2",
            "Lead | 1,990 | 0.3 | 0.1",
        ],
        [("0.4", "unit", "percent"), ("-1.2", "direction", "down")],
    ),
    (
        [
            "Metal | USD/kg | MoM (%) | YoY (%)",
            "Bismuth | 31.5 | 2.4 | 88.0",
            "Germanium | 2,905 | -0.6 | 41.2",
        ],
        [("88.0", "unit", "percent")],
    ),
    (
        [
            "Steel product | CNY/t | d/d | w/w",
            "Rebar | 3,110 | -15 | -40",
            "Wire rod | 3,290 | -10 | -35",
        ],
        [("-40", "unit", "CNY/t"), ("-40", "direction", "down")],
    ),
    (
        [
            "Item | 2024 | 2023",
            "Sales | 4,120 | 3,905",
            "Net profit | 310 | 288",
            "(in millions of euros)",
        ],
        [("288", "low", 288000000.0)],
    ),
    (
        [
            "Table 3: Output, in tonnes",
            "Mine | Q1 | Q2",
            "Alto | 812 | 845",
            "Bajo | 1,204 | -",
        ],
        [("845", "unit", "t")],
    ),
    (
        [
            "Output by mine",
            "Mine | Q1 | Q2",
            "Alto (t) | 812 | 845",
            "Bajo (kg) | 1,204 | 1,190",
        ],
        [("1,190", "unit", "kg")],
    ),
    (
        [
            "Premiums, US cents per pound",
            "Region | Low | High",
            "Midwest | 58.5 | 60.0",
            "Rotterdam | 14.1 | 14.9",
        ],
        [("14.9", "low", 0.149)],
    ),
    (
        [
            "Price | Change | % Change",
            "9,410 | 35 | 0.37",
            "Nickel | 15,200 | -110 | -0.72",
            "unit: USD per tonne",
        ],
        [("-110", "unit", "USD/t")],
    ),
    (
        [
            "Alloy | Asia | EU",
            "ADC12 | 2,410 | 2,655",
            "A380 | 2,300 | 2,590",
            "* Offers in EUR/t, delivered",
        ],
        [("2,590", "unit", "EUR/t")],
    ),
    (
        [
            "Country   2024   2025",
            "India   88   91",
            "Brazil   34   35",
            "",
            "Figures in million tonnes",
        ],
        [("91", "low", 91000000.0)],
    ),
    (
        [
            "Deliveries (silver in ounces; tungsten in kilograms)",
            "Metal | Jan | Feb",
            "Silver | 4,100 | 3,950",
            "Tungsten | 220 | 245",
        ],
        [("245", "unit", "kg"), ("3,950", "unit", "ozt")],
    ),
    (
        [
            "(Data in metric tons of contained tungsten unless otherwise noted)",
            "Country   2023   2024",
            "Vietnam   3,500   3,400",
            "Rwanda   1,200   1,200",
        ],
        [("3,400", "unit", "t")],
    ),
    (
        [
            "Product | Price (CNY/kg) | w-o-w | m-o-m",
            "Tellurium | 512 | 6 | -11",
            "Selenium | 118 | 2 | 3",
        ],
        [("-11", "unit", "CNY/kg"), ("6", "direction", "up")],
    ),
    (
        [
            "Metal | Tonnes | Week-on-week",
            "Zinc | 120,400 | -3,100",
            "Tin | 4,700 | 65",
        ],
        [("-3,100", "unit", "t"), ("-3,100", "direction", "down")],
    ),
    (
        [
            "Metal | Stock (t) | Difference",
            "Lead | 180,000 | 2,150",
            "Tin | 4,700 | 65",
        ],
        [("2,150", "direction", "up")],
    ),
    (
        [
            "Quarterly output, copper in kt and gold in koz",
            "Metal | Q1 | Q2",
            "Copper | 51 | 49",
            "Gold | 22 | 24",
        ],
        [("24", "unit", "ozt")],
    ),
    (
        [
            "Table 1",
            "Metal | A | B",
            "Iron | 4 | 5",
            "",
            "Table 2: Sales in tonnes",
            "Metal | A | B",
            "Iron | 7 | 9",
        ],
        [("9", "unit", "t")],
    ),
    (
        [
            "Region | 2024 | 2025",
            "North | 1,210 | 1,190",
            "South | 880 | 905",
            "Unit: CNY million",
        ],
        [("905", "low", 905000000.0)],
    ),
    (
        [
            "Imports of zinc, thousand tonnes",
            "Origin | May | June",
            "Peru | 21.4 | 19.8",
            "Spain | 8.1 | 9.9",
        ],
        [("9.9", "low", 9900.0)],
    ),
    (
        [
            "Item | Value | YoY growth",
            "Revenue (USD m) | 412 | 12.5%",
            "Margin (%) | 8.1 | 0.4pp",
        ],
        [("12.5%", "direction", "up")],
    ),
    (
        [
            "Three months ended | Year ended | ||||",
            "US$ Millions (except per share amounts) | 2025 | 2024 | 2025 | 2024 | |",
            "Adjusted earnings (loss) 1,2 | 204.0 | 311.5 | 670.2 | 930.4 | |",
            "Cash flow per share3 | 0.41 | 0.60 | 1.35 | 2.10 | |",
        ],
        [
            ("204.0", "low", 204e6),
            ("930.4", "subject", "Adjusted earnings"),
            ("0.60", "unit", "USD/share"),
            ("0.60", "subject", "Cash flow per share"),
        ],
    ),
    (
        ['Metal,"Price, USD/t",Stock (kt)', 'Tin,"33,100",4.2', "Lead,2040,201"],
        [("33,100", "unit", "USD/t"), ("33,100", "subject", "Tin"), ("201", "low", 201000.0)],
    ),
    (
        ["Date,Copper (USD/t)", "2026-01-05,9820", "2026-01-06,9850"],
        [("9850", "unit", "USD/t"), ("9850", "subject", "Copper"), ("9850", "period", "2026-01-06")],
    ),
    (
        ["$ in thousands | H1 | H2", "Sales | 41 | 43"],
        [("43", "low", 43000.0)],
    ),
]


@pytest.mark.parametrize(
    ("lines", "expected"), TABLES, ids=lambda value: value[0][:30] if isinstance(value[0], str) else ""
)
def test_cells_of_a_table(lines, expected):
    found = {figure.text: figure for figure in extract_figures("\n".join(lines))}
    for printed, attribute, value in expected:
        assert getattr(found[printed], attribute) == value


def test_a_caption_between_two_tables_belongs_to_the_second():
    first, caption, second = (
        "Metal | East | West\nIron | 4 | 5\n",
        "Table 2: Sales in tonnes\n",
        "Metal | East | West\nIron | 7 | 9\n",
    )
    assert [figure.text for figure in extract_figures(f"{first}\n{caption}{second}")] == ["7", "9"]


def test_lists_with_commas_are_not_tables():
    found = extract_figures("Smelters,mills and traders met\nThey sold 4,000 t,5,000 t and 6 t.\nHeavy copper 6,520\n")
    assert [figure.low for figure in found] == [4000, 5000, 6, 6520]


def test_a_mark_at_a_label_and_a_unit_above_labels_are_not_figures():
    table = "Million tonnes (wet) | H1 | H2\nShipments (net) 1,2 | 4.1 | 4.3\n"
    assert [figure.text for figure in extract_figures(table)] == ["4.1", "4.3"]


def test_a_paragraph_below_gives_no_unit():
    table = "Metal | East | West\nIron | 4 | 5\n"
    assert extract_figures(f"{table}\nThe mine sells in Asia and reports in May.\n") == []


def test_a_survey_states_its_unit_once_and_heads_its_rows():
    """As mineral surveys print it: the unit under the title, heads of groups, labels over two lines."""
    text = (
        "GALLIUM\n[Data in kilograms of contained metal unless otherwise specified]\nDomestic use: None was made.\n"
        "Statistics:                          2023      2024\n"
        "Imports:e, 4\n"
        "  Wafers                            1,210     1,340\n"
        "Price, average, dollars per kilogram:6\n"
        "  Metal of 99.99% purity in lots of   412       430\n"
        "ten kilograms\n"
        "  Scrap                              110       115\n"
        "Stocks                               900       800\n"
        "Reliance as a percentage of use      >95        90\n"
        "Ratio of price to cost               2.1       2.2\n"
    )
    found = [(figure.low, figure.unit, figure.period) for figure in extract_figures(text) if figure.period]
    assert found == [
        (value, unit, year)
        for unit, *values in [("kg", 1210, 1340), ("USD/kg", 412, 430), ("USD/kg", 110, 115), ("kg", 900, 800)]
        for value, year in zip(values, ("2023", "2024"), strict=True)
    ] + [(95, "percent", "2023"), (90, "percent", "2024")]


def test_the_ends_of_a_range_may_be_separated():
    text = "Ferro-alloys ($/kg)\n   Vanadium      24.80  - 25.40   24.60 - 25.20\n   Moly        51.0   52.0\n"
    assert [(f.low, f.high, f.unit) for f in extract_figures(text)][:2] == [
        (24.8, 25.4, "USD/kg"),
        (24.6, 25.2, "USD/kg"),
    ]


@pytest.mark.parametrize("separator", ["  ", " | ", "\t"])
@pytest.mark.parametrize("corner", ["Mine", ""])
def test_a_row_may_be_as_wide_as_its_head(separator, corner):
    years = [str(year) for year in range(1925, 2025)]
    rows = [
        [corner, *years],
        ["North", *(f"{year}.5" for year in years)],
        ["South", *(f"9,{year[1:]}" for year in years)],
    ]
    text = "Output by year (tonnes)\n\n" + "\n".join(separator.join(row) for row in rows)
    found = extract_figures(text)
    assert {figure.unit for figure in found} == {"t"}
    assert [figure.period for figure in found] == years * 2


def test_a_row_without_a_head_is_not_as_wide_as_a_table():
    row = "  ".join(["North", *(f"{number},500" for number in range(10, 60))])
    assert not {figure.unit for figure in extract_figures(f"Output (tonnes)\n\nMine  Output\n{row}")} & {"t"}
