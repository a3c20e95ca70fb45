"""Heads of columns: one above a group of columns, an empty cell below a head, marks of footnotes."""

import pytest

from analysis.extraction.extract import extract_figures

# A table, and the value and unit of each figure by rows.
TABLES = {
    "a corner, and groups of equal size": (
        """
                 Output (kt)           Recovery (%)
Site           2023     2024        2023      2024
North           44       46          88.1      88.9
""",
        [(44e3, "t"), (46e3, "t"), (88.1, "percent"), (88.9, "percent")],
    ),
    "groups without a corner, one without a unit": (
        """
            Revenue (EUR m)        Headcount
           2024      2025      2024      2025
Rod        310.5     322.0     1,210     1,190
""",
        [(310.5e6, "EUR"), (322e6, "EUR"), (1210, "count:employee"), (1190, "count:employee")],
    ),
    "groups of different size": (
        """
                       Shipments (kt)                  Margin
Division        Q1      Q2      Q3      Q4      EUR/t
Foil            8.1     8.4     8.0     8.6       410
""",
        [(8100, "t"), (8400, "t"), (8000, "t"), (8600, "t"), (410, "EUR/t")],
    ),
    "a first column outside of any group": (
        """
                              Assay (ppm)
Hole     Depth (m)      Au      Ag      Cu
DH-01        118       0.4     3.1     420
""",
        [(118, "m"), (0.4, "ppm"), (3.1, "ppm"), (420, "ppm")],
    ),
    "units below the groups": (
        """
             Tungsten            Tantalum
           2024     2025       2024     2025
             t        t          kg       kg
Rwanda     1,100    1,150      480,000  510,000
""",
        [(1100, "t"), (1150, "t"), (480000, "kg"), (510000, "kg")],
    ),
    "a change in each group": (
        """
               Sales (kt)                  Price (USD/t)
Product      Q1     Q2   Change %       Q1      Q2    Change %
Strip        7.4    7.1     -4.1     10,900  11,020      1.1
""",
        [(7400, "t"), (7100, "t"), (-4.1, "percent"), (10900, "USD/t"), (11020, "USD/t"), (1.1, "percent")],
    ),
    "groups in Markdown": (
        """
| | Imports | | Exports | |
|---|---|---|---|---|
| Product | t | USD m | t | USD m |
| Powder | 810 | 41 | 95 | 5.2 |
""",
        [(810, "t"), (41e6, "USD"), (95, "t"), (5.2e6, "USD")],
    ),
    "an empty cell": (
        """
            Price (USD/t)    Stock (t)    Workers
Port A          2,410          3,300        120
Port B          2,395                        85
Port C                         1,150         40
""",
        [
            *[(2410, "USD/t"), (3300, "t"), (120, "count:employee")],
            *[(2395, "USD/t"), (85, "count:employee"), (1150, "t"), (40, "count:employee")],
        ],
    ),
    "a row of dashes is not a head": (
        """
Sales, tonnes
            2023     2024
Foil           —        —
Wire         360      450
""",
        [(360, "t"), (450, "t")],
    ),
    "footnotes": (
        """
Cobalt output, tonnes
             2023       2024(p)    2025(e)
Finland     11,200(1)   11,900     12,100 e
Belgium      1,300 r     1,250¹     1,280 [3]
""",
        [(value, "t") for value in (11200, 11900, 12100, 1300, 1250, 1280)],
    ),
    "money for a hundred kilograms": (
        """
Scrap prices            EUR/100 kg
Brass turnings            498.50
Copper No. 1              845.00
""",
        [(4.985, "EUR/kg"), (8.45, "EUR/kg")],
    ),
    "a unit at the end of a label or a head": (
        """
| Site | Ore milled kt | Gold sold $M | Price USD/oz | Waste |
|---|---|---|---|---|
| Dune | 310 | 41.5 | 2,610 | 17 |
| Reef, shipments to the US | 290 | 38.0 | 2,590 | 12 |
""",
        [(310e3, "t"), (41.5e6, "USD"), (2610, "USD/ozt"), (290e3, "t"), (38e6, "USD"), (2590, "USD/ozt")],
    ),
    "groups where the lower heads repeat": (
        """
  Mine            Tin ore             Tin metal         Share, %
              2023    2024    2025      2024    2025
  Heath        410     420     433       300     311       71.2
""",
        [(71.2, "percent")],
    ),
    "units by quantity and value": (
        """
(Thousand tonnes and thousand dollars)

| Partner | Quantity | Value² |
|---|---|---|
| Norway | 12 | 1,380 |
""",
        [(12e3, "t"), (1.38e6, "USD")],
    ),
    "a unit of mass below a price": (
        """
Prices of scrap on 4 May, in yuan

Kind          Unit      Price        Price (last week)
Tin dross     Tonne    81000-83000    80000-82000
Silver        Kg        5400-5600      5300-5500
""",
        [(81000, "CNY/t"), (80000, "CNY/t"), (5400, "CNY/kg"), (5300, "CNY/kg")],
    ),
    "amounts with a sign of money below a price": (
        """
| Metal | kg per EV | Price ($/kg) |
|---|---|---|
| Nickel | 25 | $15 |
""",
        [(25, "kg"), (15, "USD/kg")],
    ),
    "a change with its own unit, and percent in words": (
        """
| Metal | Stocks (kt) | Change, t | Percent change |
|---|---|---|---|
| Zinc | 301 | -4,100 | -1.3 |
""",
        [(301e3, "t"), (-4100, "t"), (-1.3, "percent")],
    ),
    "a head of rows in its own row": (
        """
| | 2024 | Absolute change | Percent change |
|---|---|---|---|
| Exports, million $ | | | |
| Ores | 161 | -10.2 | -9.4 |
| Imports, kt | | | |
| Ores | 35 | 3 | 9.1 |
""",
        [(161e6, "USD"), (-10.2e6, "USD"), (-9.4, "percent"), (35e3, "t"), (3e3, "t"), (9.1, "percent")],
    ),
    "a caption of two sentences": (
        """
Table 9: Mine and refinery production
Thousand tonnes of nickel content. Shares in per cent.
| Country | Mines | Share |
|---|---|---|
| Canada | 160 | 4.0 |
""",
        [(160e3, "t"), (4, "percent")],
    ),
    "numbers as labels": (
        """
| Code | Product | Quantity (t) | | Value (USD '000) | |
|---|---|---|---|---|---|
| | | 2024 | 2025 | 2024 | 2025 |
| 2611.00 | Ores | 1,204 | 988 | 770 | 814 |

Week  Arrivals (t)  Price (EUR/t)
44          3,410          8,905
45          3,288          8,870
""",
        [
            *[(1204, "t"), (988, "t"), (770e3, "USD"), (814e3, "USD")],
            *[(3410, "t"), (8905, "EUR/t"), (3288, "t"), (8870, "EUR/t")],
        ],
    ),
    "a scale above labels with units": (
        """
| 000's | 2025 | 2026 |
|---|---|---|
| Copper (contained tonnes) | 380 – 440 | 390 |
| Gold (ounces) | 135 | 140 |
| Recovery (%) | 91 | 92 |
""",
        [(380e3, "t"), (390e3, "t"), (135e3, "ozt"), (140e3, "ozt"), (91, "percent"), (92, "percent")],
    ),
    "a head of rows without a mark, a unit above the labels": (
        """
                     June 2026    June 2025    Change, %
(million euro)            6M           6M
North division
  Revenue               124.3        130.1         -4.5
  Profit                 10.2          2.4        325.0
""",
        [(124.3e6, "EUR"), (130.1e6, "EUR"), (-4.5, "percent"), (10.2e6, "EUR"), (2.4e6, "EUR"), (325, "percent")],
    ),
    "more than the unit in a label or head": (
        """
| Kind | Price, USD/kg FOB | Price (spot grade, EUR/kg) |
|---|---|---|
| Oxide | 74.5 | 70.1 |

| Item | 2024 | 2025 |
|---|---|---|
| Stocks, days of usage | 14 | 15 |
| Imports (% of all imports) | 8.1 | 8.3 |
| Copper Mt (metal) | 5.9 | 6.1 |
""",
        [
            *[(74.5, "USD/kg"), (70.1, "EUR/kg"), (14, "day"), (15, "day")],
            *[(8.1, "percent"), (8.3, "percent"), (5.9e6, "t"), (6.1e6, "t")],
        ],
    ),
    "heads of rows and labels that go on in another line": (
        """
Freight (USD/t)
                        Low     High    Change on week
Coal
  Capesize, Hay Point  9.80    10.10         +0.40
Metals (EUR/t)
  Copper, Hamburg      31.0     32.5         -0.50

Route                   Low     High
Premium, duty paid      310      325
Rotterdam, USD/t
Premium, US Midwest,   64.0     66.0
cents/lb
""",
        [
            *[(9.8, "USD/t"), (10.1, "USD/t"), (0.4, "USD/t"), (31, "EUR/t"), (32.5, "EUR/t"), (-0.5, "EUR/t")],
            *[(310, "USD/t"), (325, "USD/t"), (0.64, "USD/lb"), (0.66, "USD/lb")],
        ],
    ),
    "rules between lines, a title with a gap, withheld values": (
        """
World balance of indium                Tonnes (metal content)

===========================================
                  2024    2025     pct chg
-------------------------------------------
Primary              W       W           W
Supply             301     294        -2.3
===========================================
""",
        [(301, "t"), (294, "t"), (-2.3, "percent")],
    ),
    "the nearest line of a caption, a scale in brackets": (
        """
Exports as a percentage of all exports, 2022
Sector               Value ($ billion)   Tonnes (k)  Silver (k oz)
Metals                           110.7     5,158               301
""",
        [(110.7e9, "USD"), (5158e3, "t"), (301e3, "ozt")],
    ),
    "flags beside values, an empty last cell": (
        """
UNIT | Thousand tonnes | | | |
TIME | 2023 | | 2024 |
Belgium | 5,873 | | 7,104 | p
Finland | 3,799 | c | |
""",
        [(5873e3, "t"), (7104e3, "t"), (3799e3, "t")],
    ),
    "an empty cell of changes, ranges of money": (
        """
Item | 2024 | 2023 | Change, %
Margin (%) | 12.9 | 11.3 |
Platinum [koz t] | 185 | 174 | -6
Energy (USD/MWh) | $300–$400 | $50–$70 |
""",
        [
            *[(12.9, "percent"), (11.3, "percent"), (185e3, "ozt"), (174e3, "ozt"), (-6, "percent")],
            *[(300, "USD/MWh"), (50, "USD/MWh")],
        ],
    ),
    "notes behind the numbers, a rate of percent, a bracket before the unit": (
        """
| Item | Value | Source |
|---|---|---|
| Volatility | 0.129 | yearly changes in yuan |

| Item | Growth (% a year) |
|---|---|
| Output | 8.1 |

Item 2024 2023 Change, %
Investments (without shares) EUR m 21 48 -56
Depreciation (all assets) EUR m 14 13 8
""",
        [
            *[(0.129, "dimensionless"), (8.1, "percent/year"), (21e6, "EUR"), (48e6, "EUR"), (-56, "percent")],
            *[(14e6, "EUR"), (13e6, "EUR"), (8, "percent")],
        ],
    ),
    "a scale with a blank in it": (
        """
| Product | Sales |
|---|---|
| | 1 000 t |
| Rebar | 640.0 |
""",
        [(640e3, "t")],
    ),
}


@pytest.mark.parametrize(("text", "expected"), TABLES.values(), ids=TABLES)
def test_a_figure_has_the_unit_of_the_heads_above_it(text, expected):
    assert [(figure.low, figure.unit) for figure in extract_figures(text)] == [
        (pytest.approx(value), unit) for value, unit in expected
    ]


def test_an_empty_cell_leaves_the_periods_of_the_others():
    text = "            2023     2024     2025\nOutput (t)   410               395\n"
    assert [(figure.low, figure.period) for figure in extract_figures(text)] == [(410, "2023"), (395, "2025")]


def test_a_power_next_to_a_capacity_is_not_a_rate():
    assert [figure.unit for figure in extract_figures("The park has 250MW/1,000MWh.")] == ["MW", "MWh"]


@pytest.mark.parametrize("number", ["2183167012312112312312.5E-370", "1,2,3E5", "9" * 400 + ".5E4"])
def test_a_number_with_an_exponent_beyond_all_measure_stops_nothing(number):
    assert [figure.text for figure in extract_figures(f"It weighs {number} t. The price is $15.")][-1:] == ["$15"]
