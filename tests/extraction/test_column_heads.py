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


# Tables as pages and PDFs print them, and the value and unit of each figure by rows.
SHAPES = {
    "heads without one above the labels": (
        """
| May 2026 (kt) | % change | Jan-May 2026 (kt) | % change | |
| North | 41 | -2.5 | 190 | 1.1 |
| South (9) | 12 | 3.0 | 66 | -0.4 |
""",
        [
            (41e3, "t"),
            (-2.5, "percent"),
            (190e3, "t"),
            (1.1, "percent"),
            (12e3, "t"),
            (3.0, "percent"),
            (66e3, "t"),
            (-0.4, "percent"),
        ],
    ),
    "labels between two blocks of numbers": (
        """
Jun 2026 | Mar 2026 | | Item | | Mar 2026 | Jun 2026
4,105 | 4,230 | oz | Gold sold | kg | 131.6 | 127.7
88 | 91 | US$m | Revenue | Rm | 1,640 | 1,588
""",
        [
            (4105, "ozt"),
            (4230, "ozt"),
            (131.6, "kg"),
            (127.7, "kg"),
            (88e6, "USD"),
            (91e6, "USD"),
            (1640e6, "ZAR"),
            (1588e6, "ZAR"),
        ],
    ),
    "marks of revised values in cells of their own": (
        """
(Thousand tonnes and thousand dollars)
| Origin | Quantity | Value | Quantity | Value | | |
| Peru | 61 | r | 1,930 | 58 | 1,870 | |
| Mali | 7 | 220 | r | 9 | 301 | |
""",
        [
            (61e3, "t"),
            (1.93e6, "USD"),
            (58e3, "t"),
            (1.87e6, "USD"),
            (7e3, "t"),
            (220e3, "USD"),
            (9e3, "t"),
            (301e3, "USD"),
        ],
    ),
    "heads divided by line breaks, and a label that goes on from above": (
        """
Area | Harbour | Price (EUR/t) |
Change |
Baltic | Gdansk | 415 | -5 |
North Sea | Antwerp | 402 | -8 |
Bremen | 405 | -7 | |
""",
        [(415, "EUR/t"), (-5, "EUR/t"), (402, "EUR/t"), (-8, "EUR/t"), (405, "EUR/t"), (-7, "EUR/t")],
    ),
    "bid and ask in one cell": (
        """
Close, USD/t
Metal Cash Forward
Lead 1,951.0/1,952.5 1,980.0/1,981.5
Tin 31,050/31,100 31,220/31,250
""",
        [(value, "USD/t") for value in (1951, 1952.5, 1980, 1981.5, 31050, 31100, 31220, 31250)],
    ),
    "a unit some lines above, for parts with the same heads": (
        """
Table 7. Use of power by hall (in MWh/year) and year,
all shifts, 2024 to 2026
Plan A
  Hall in:     2024     2025     2026
  East        1,410    1,422    1,431
  West        1,380    1,391    1,402
Plan B
  Hall in:     2024     2025     2026
  East        1,405    1,400    1,396
""",
        [(value, "MWh/year") for value in (1410, 1422, 1431, 1380, 1391, 1402, 1405, 1400, 1396)],
    ),
    "money in labels, and its rate above": (
        """
Silicon (Per KG) |
| Item | High | Low | Change |
| Dense (CNY) | 41 | 38 | ( -1.5 % ) |
| Granular (USD) | 19 | 17.5 | ( 0.4 % ) |
""",
        [(41, "CNY/kg"), (38, "CNY/kg"), (-1.5, "percent"), (19, "USD/kg"), (17.5, "USD/kg"), (0.4, "percent")],
    ),
    "numbers before labels, heads before a head of rows": (
        """
  NO.      STATION        RAIN       USUAL
                          (mm)        (mm)      % DEP.      CLASS
AREA : COAST
   1     Port East        11.5        18.0        -36%         D
   2     Port West         4.0         4.1         -2%         N
AREA : HILLS
   1     Upper Mill       27.5        20.0         38%         E
""",
        [
            (11.5, "mm"),
            (18, "mm"),
            (-36, "percent"),
            (4, "mm"),
            (4.1, "mm"),
            (-2, "percent"),
            (27.5, "mm"),
            (20, "mm"),
            (38, "percent"),
        ],
    ),
    "heads over many lines, one of them above others": (
        """
Class Tonnes
(millions)
Grade Metal
Sn
(%)
Ag
(g/t)
lb Sn
(millions)
Proven 21 0.41 3.1 189
Likely 55 0.36 2.2 436
""",
        [
            (21e6, "t"),
            (0.41, "percent"),
            (3.1, "g/t"),
            (189e6, "lb"),
            (55e6, "t"),
            (0.36, "percent"),
            (2.2, "g/t"),
            (436e6, "lb"),
        ],
    ),
    "a cell in each line, divided units, no heads": (
        """
East pit
|
Ore mined |
000
tonnes |
310 |
|
290 |
Grade mined |
g/t |
1.74 |
|
1.81 |
Gold sold |
kg |
452 |
|
431 |
""",
        [(310e3, "t"), (290e3, "t"), (1.74, "g/t"), (1.81, "g/t"), (452, "kg"), (431, "kg")],
    ),
    "labels and numbers in lines of their own": (
        """
EUR per tonne |
|||
Metal |
Bid |
Ask |
LEAD |
1,951 | 1,952 |
ZINC |
2,710 | 2,712 |
""",
        [(value, "EUR/t") for value in (1951, 1952, 2710, 2712)],
    ),
    "units in heads that are a sentence": (
        """
Land Gold held in tons Its share of all reserves in the bank
Norway 1,204.5 71.2%
Peru 88.1 9.4%
""",
        [(1204.5, "t"), (71.2, "percent"), (88.1, "t"), (9.4, "percent")],
    ),
    "years and units in lines of their own above rows": (
        """
Output and cost
by mine
2026
'000
tonnes
2025
'000
tonnes
2026
US cents
2025
US cents
Tin
North 41.8 38.4 78.3 79.1
Reef 9.1 8.6 83.2 354.7
""",
        [
            *[(41.8e3, "t"), (38.4e3, "t"), (0.783, "USD"), (0.791, "USD")],
            *[(9.1e3, "t"), (8.6e3, "t"), (0.832, "USD"), (3.547, "USD")],
        ],
    ),
    "heads over repeated heads, one space apart": (
        """
Sales by kind
Quantity (kt) Value (EUR million)
-------------------------
Kind 2025 2026 2025 2026
-------------------------
Foil 8.1 8.6 41.0 44.5
Wire 12.0 11.4 88.2 80.1
""",
        [
            *[(8.1e3, "t"), (8.6e3, "t"), (41e6, "EUR"), (44.5e6, "EUR")],
            *[(12e3, "t"), (11.4e3, "t"), (88.2e6, "EUR"), (80.1e6, "EUR")],
        ],
    ),
    "periods and shares in heads one space apart": (
        """
Works and plans (tonnes)
Site March 2026 YTD March 2025 YTD Percentage Change 9M 2025 % complete
East 410 395 3.8% 1,180 70%
West 120 133 -9.8% 402 31%
""",
        [
            *[(410, "t"), (395, "t"), (3.8, "percent"), (1180, "t"), (70, "percent")],
            *[(120, "t"), (133, "t"), (-9.8, "percent"), (402, "t"), (31, "percent")],
        ],
    ),
    "units after commas in heads one space apart": (
        """
Reserves at the end of the year
Ore, Mt Sn, % Sn, kt Ag, g/t
Proved 11.4 0.62 70.7 2.1
Likely 30.5 0.48 146.4 1.7
""",
        [
            *[(11.4e6, "t"), (0.62, "percent"), (70.7e3, "t"), (2.1, "g/t")],
            *[(30.5e6, "t"), (0.48, "percent"), (146.4e3, "t"), (1.7, "g/t")],
        ],
    ),
    "a change one space after a number": (
        """
               June 2026   March 2026 Change
Zinc mined kt   2,477   1,948 27%
Zinc cost USD/t   615   667 (8)%
""",
        [
            *[(2477e3, "t"), (1948e3, "t"), (27, "percent")],
            *[(615, "USD/t"), (667, "USD/t"), (-8, "percent")],
        ],
    ),
    "a caption at the right of a title": (
        """
                     Plan for 2026-27                        (in crores of rupees)
Department            Revenue     Capital       Total
1.   Roads             410.50       61.20      471.70
2.   Ports              93.10         ...       93.10
""",
        [(value, "INR") for value in (4105e6, 612e6, 4717e6, 931e6, 931e6)],
    ),
}


@pytest.mark.parametrize(("text", "expected"), SHAPES.values(), ids=SHAPES)
def test_tables_as_pages_print_them(text, expected):
    found = [(figure.low, figure.unit) for figure in extract_figures(text)]
    assert [pair for pair in found if pair[1] != "dimensionless"] == [
        (pytest.approx(value), unit) for value, unit in expected
    ]


def test_a_stock_in_chinese_may_have_its_unit_after_a_stroke():
    text = "今日库存如下。\n金属\n|\n库存/公吨\n|\n涨跌/公吨\n|\n铅 |\n15790 |\n+185 |\n锡 |\n4810 |\n-20 |\n"
    assert [(figure.low, figure.unit) for figure in extract_figures(text)] == [
        *[(15790, "t"), (185, "t"), (4810, "t"), (-20, "t")]
    ]
