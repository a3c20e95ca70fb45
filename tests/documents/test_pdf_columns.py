"""Rows of printed tables that lost the gaps between their numbers."""

import pytest

from analysis.documents.pdf_columns import with_columns

SPREAD = ["Lead               31       33      35", "Tin                 4        5       6"]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("Zinc concentrate 8 9 10", ["Zinc concentrate", "8", "9", "10"]),
        ("Copper, refined 1,208 1,300 998", ["Copper, refined", "1,208", "1,300", "998"]),
        ("Nickel 0.5 — 0.7", ["Nickel", "0.5", "—", "0.7"]),
        ("Cobalt e12 NA W", ["Cobalt", "e12", "NA", "W"]),
        ("Price, dollars per ton   76.50      77.00 78.25", ["Price, dollars per ton", "76.50", "77.00", "78.25"]),
        ("Change, percent -3 4% (5)", ["Change, percent", "-3", "4%", "(5)"]),
        ("Albor (2) 41 42 43", ["Albor (2)", "41", "42", "43"]),
        ("Stocks at the end of the year, in ports and works 7 8 9",
         ["Stocks at the end of the year, in ports and works", "7", "8", "9"]),
        ("World total (rounded) >40 >41 >42", ["World total (rounded)", ">40", ">41", ">42"]),
        ("Salient figures 2023 2024 2025e", ["Salient figures", "2023", "2024", "2025e"]),
    ],
)  # fmt: skip
def test_a_row_has_the_gaps_of_its_neighbours(row: str, expected: list[str]) -> None:
    lines = with_columns([*SPREAD, row])
    assert lines[:2] == SPREAD
    assert [part.strip() for part in lines[2].split("   ") if part.strip()] == expected


def test_numbers_are_below_those_of_the_other_rows() -> None:
    assert with_columns([*SPREAD, "Zinc 8 9 10"])[2] == "Zinc                8        9      10"


def test_rows_without_an_even_one_are_set_in_columns() -> None:
    lines = with_columns(["Brick 410   388", "Tiles and slates   12 9", "Cement 1,204   1,190"])
    assert lines == [
        "Brick                410     388",
        "Tiles and slates      12       9",
        "Cement             1,204   1,190",
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ["The works made 12 14 times as much", "and sold 7 9 tons", "in all"],
        ["Coal 12 14", "Coke 7 9", "Ore 3 4"],
        ["Coal     12     14     16", "Coke 7 9"],
        ["Lead      1 310      1 288", "Tin       1 204      1 190", "Zinc 1 101 1 090"],
        ["Lead               31       33      35", "", "", "", "", "Zinc 8 9 10", "Tin 4 5 6"],
        ["Held on June 30, 2025", "Held on June 30, 2024     12      14", "Held on May 31, 2023     9    8"],
    ],
)
def test_other_lines_stay(lines: list[str]) -> None:
    assert with_columns(lines) == lines


def test_the_time_grows_with_the_length() -> None:
    lines = ["Lead      31      33", "Zinc 8 9"] * 20_000
    assert len(with_columns(lines)) == 40_000
    assert with_columns(["7 " * 50_000]) == ["7 " * 50_000]
