"""Tables printed as one line are read if their heads can be told from the first label."""

import pytest

from analysis.extraction.extract import extract_figures
from analysis.extraction.paragraph_tables import paragraph_table
from analysis.extraction.table_cells import TextCell
from analysis.extraction.table_headers import ENGLISH_LABELS

from ..cpu_time import is_linear

# A text, and its figures.
TABLES = {
    "heads with units": (
        "Output fell. Mine Ore, kt Grade, % Cu Recovery, % North pit 1,820 0.61 88.2 South pit 940 0.74 90.1 "
        "Underground 410 1.92 93.0",
        [
            *[(1820e3, "t"), (0.61, "percent"), (88.2, "percent"), (940e3, "t"), (0.74, "percent"), (90.1, "percent")],
            *[(410e3, "t"), (1.92, "percent"), (93.0, "percent")],
        ],
    ),
    "a caption in the line above, numbers in labels": (
        "Steel output by region, Mt\n"
        "Region May 2025 May 2024 Africa 1.4 1.3 EU (27) 12.7 11.9 Total 64 countries 144.4 140.0 Others 3.1 3.3",
        [(value * 1e6, "t") for value in (1.4, 1.3, 12.7, 11.9, 144.4, 140.0, 3.1, 3.3)],
    ),
    "changes between periods": (
        "Table 1. Output by region Sep 2021 (kt) % change Sep 21/20 Jan-Sep 2021 (kt) % change Jan-Sep 21/20 "
        "Africa 1.4 51.0 11.9 31.2 Asia and Oceania 101.9 -14.6 1,066.0 5.5 Middle East 2.2 -35.7 28.9 -3.0",
        [
            *[(1.4e3, "t"), (51.0, "percent"), (11.9e3, "t"), (31.2, "percent")],
            *[(101.9e3, "t"), (-14.6, "percent"), (1066e3, "t"), (5.5, "percent")],
            *[(2.2e3, "t"), (-35.7, "percent"), (28.9e3, "t"), (-3.0, "percent")],
        ],
    ),
    "units at the end of labels": (
        "Item Q2 2025 Q1 2025 Gold sold (oz) 41,220 39,815 Cash cost ($/oz) 1,122 1,190 Silver sold (koz) 512 498",
        [(41220, "ozt"), (39815, "ozt"), (1122, "USD/ozt"), (1190, "USD/ozt"), (512e3, "ozt"), (498e3, "ozt")],
    ),
    "signs of money, and a rate in the heads": (
        "City 22K Gold price (per 10 gram) 24K Gold price (per 10 gram) Bhopal ₹ 55,200 ₹ 60,220 "
        "Surat, Kolkata ₹ 55,150 ₹ 60,160 Chennai ₹ 55,450 ₹ 60,490",
        [(value, "INR/g") for value in (5520, 6022, 5515, 6016, 5545, 6049)],
    ),
    "parts of fiscal years, units of two words": (
        "Unit H1 FY 26 H1 FY 25 Crude Steel Million Tonne 8.63 8.24 Net Sales Rs. Crore 50275 47469 "
        "Profit Rs. Crore 391 815",
        [
            *[(value * 1e6, "t") for value in (8.63, 8.24)],
            *[(value * 1e7, "INR") for value in (50275, 47469, 391, 815)],
        ],
    ),
    "a unit before heads that are not divided": (
        "Statement 1: Trade in goods Value in Billion USD % Growth Mar-26 Mar-25 Mar-24 Mar-26 over Mar-25 "
        "Mar-26 over Mar-24 Exports 40.4 35.3 30.1 14.4 34.2 Imports 59.1 48.9 50.2 20.9 17.7 "
        "Transit 18.7 20.2 17.0 -7.4 10.0",
        [
            *[(40.4e9, "USD"), (35.3e9, "USD"), (30.1e9, "USD"), (14.4, "percent"), (34.2, "percent")],
            *[(59.1e9, "USD"), (48.9e9, "USD"), (50.2e9, "USD"), (20.9, "percent"), (17.7, "percent")],
            *[(18.7e9, "USD"), (20.2e9, "USD"), (17.0e9, "USD"), (-7.4, "percent"), (10.0, "percent")],
        ],
    ),
}


@pytest.mark.parametrize(("text", "figures"), TABLES.values(), ids=TABLES)
def test_a_table_in_one_line_is_read(text, figures) -> None:
    found = [(figure.low, figure.unit) for figure in extract_figures(text)]
    assert found == [(pytest.approx(value), unit) for value, unit in figures]


@pytest.mark.parametrize(
    "text",
    [
        "Prices in USD/t were mixed. Copper was 9,410 9,420 while Zinc rose 2,710 2,720 and Lead fell 1,990 1,995.",
        "Stocks, t: the ports Antwerp 12,400 11,950 Hull 3,125 3,100 had less than before, the paper said on Monday.",
        "Output, kt Plant made sold growth last Alder 1,410 1,390 7 2 Birch 1,200 1,300 3 4 Cedar 8,080 8,077 1 6",
    ],
)
def test_other_lines_remain_text(text) -> None:
    assert paragraph_table(TextCell(0, text), ENGLISH_LABELS) is None


def test_time_grows_linearly() -> None:
    rows = "".join(f"Place {number * 7 + 1000} {number * 3 + 1000} " for number in range(2_000))
    text = "Output, kt\nCountry 2023 2024 "
    assert is_linear(extract_figures, text + rows[:2_000], text + rows[:16_000])
