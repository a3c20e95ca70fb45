"""Each exclusion covers its example, and lets pass what only looks like it."""

import re

import pytest

from analysis.extraction.extract import extract_figures
from analysis.extraction.patterns import EXCLUSIONS, axis_spans, excluded_end, excluded_spans, list_spans

# For the example of each exclusion, a text that comes near it and does hold figures.
NEAR_MISSES = {
    "24/7": ("24 plants", ["24"]),
    "22 March 2019": ("22 marchers", ["22"]),
    "2019.03.18": ("2019.03 tonnes", ["2019.03 tonnes"]),
    "5:00pm": ("500 pumps", ["500"]),
    "at 0800": ("at 800 plants", ["800"]),
    "2025-2026": ("2,025-2,026 tonnes", ["2,025-2,026 tonnes"]),
    "between 1600 and 1900": ("between 1600 and 1900 tonnes", ["1600 and 1900 tonnes"]),
    "1990s": ("1990 shafts", []),
    "3Q24": ("3 quarries", ["3"]),
    "20th": ("20 t", ["20 t"]),
    "5G": ("5 g", ["5 g"]),
    "43-101": ("43-105 tonnes", ["43-105 tonnes"]),
    "1-800-55": ("1-8 km", ["1-8 km"]),
    "five-year plan": ("five-year loan", ["five-year"]),
    "2711 contract": ("2,711 contracts", ["2,711"]),
    "3,107 messages": ("3,107 messengers", ["3,107"]),
    "4 min read": ("4 min later", ["4 min"]),
    "Tel: +44 20 5550 1234": ("Phone sales rose +12%", ["+12%"]),
    "December 20, 2025": ("In December 20% were lost", ["20%"]),
    "January 2015": ("In March 2,015 tonnes came", ["2,015 tonnes"]),
    "Mar-24": ("Mar 24% off", ["24%"]),
    "Q3 2024": ("A quarter of 3,024 tonnes", ["A quarter", "3,024 tonnes"]),
    "’24": ("’twas 24 t", ["24 t"]),
    "2019[7]": ("in 2019[7 t]", ["7 t"]),
    "'000 t": ("’twas 300 t", ["300 t"]),
    "SHFE 2711": ("SHFE traded 2,711 contracts", ["2,711"]),
    "4A HDG": ("4A of current", ["4A"]),
    "304 stainless": ("304 sheets of stainless steel", ["304"]),
    "4680 cells": ("It has 4,680 cells", ["4,680"]),
    "2022′": ("2022 ft", ["2022 ft"]),
    "9,123,456 B2": ("9,123,456 Big lots", ["9,123,456"]),
    "the R18 rule": ("it fell R18 on Monday", ["R18"]),
    "patent no. 8,123,987": ("patents: 8,123,987 in force", ["8,123,987"]),
    "UN 3480": ("UN staff of 3,480", ["3,480"]),
    "Section 301": ("A section of 301 km", ["301 km"]),
    "ABN 55 017 338 201": ("It made 55 017 tonnes", ["55 017 tonnes"]),
    "top 20": ("the top 20% of mines", ["20%"]),
    "HMS 1/2": ("HMS 12% off", ["12%"]),
    "S&P 500": ("the S&P fell 500 points", ["500"]),
    "Lower 48": ("a lower 48 V supply", ["48 V"]),
    "iPhone 11": ("the phone has 11 parts", ["11"]),
    "HKEX: 0358": ("EBITDA: $358", ["$358"]),
    "600362.SH": ("600,362.5 t", ["600,362.5 t"]),
    "Comments 12": ("Comments: 12 tonnes", ["12 tonnes"]),
    "12 Harbour Street": ("12 harbour cranes", ["12"]),
    "Suite 40": ("a suite of 40 tests", ["40"]),
}
# The header and addresses are looked up once for the whole text.
SPANS = {
    "---\ndate: 2025-01-02\n---": ("Intro\n---\n5 tonnes\n---", ["5 tonnes"]),
    "https://example.org/a/2025-01": ("http is 25 years old", ["25 years"]),
    "desk7@example.org": ("7 tonnes @ example.org", ["7 tonnes"]),
}


@pytest.mark.parametrize("exclusion", EXCLUSIONS, ids=lambda item: item.example[:20])
def test_an_exclusion_covers_its_example_and_no_near_miss(exclusion):
    at = re.compile(exclusion.at, re.MULTILINE)
    before = re.compile(rf"(?:{exclusion.before})\Z")
    text = exclusion.example
    first = next(place for place in range(len(text)) if at.match(text, place) and before.search(text[:place]))
    assert excluded_end(text, first)[0] > first
    assert extract_figures(text) == []
    near, figures = NEAR_MISSES[text]
    assert [figure.text for figure in extract_figures(near)] == figures


@pytest.mark.parametrize("example", SPANS)
def test_the_header_and_addresses_hold_no_figures(example):
    assert excluded_spans(example)
    assert extract_figures(example) == []
    near, figures = SPANS[example]
    assert [figure.text for figure in extract_figures(near)] == figures


@pytest.mark.parametrize("axis", ["0 500 1,000 1,500 2,000", "100%\n80%\n60%\n40%\n20%", "1.5 2.0 2.5 3.0 3.5"])
def test_even_steps_are_an_axis(axis):
    assert axis_spans(axis) == [(0, len(axis))]
    assert extract_figures(axis) == []


@pytest.mark.parametrize(
    "numbers", ["0 500 1,000 1,500 2,100", "3.5 3.5 3.5 3.5 3.5", "10 20 30 40", "10, 20, 30, 40, 50"]
)
def test_other_numbers_are_not_an_axis(numbers):
    assert axis_spans(numbers) == []


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        (
            "(1) revenue of $5 million; (2) profit of $300 a tonne; (3) 6 microns",
            ["$5 million", "$300 a tonne", "6 microns"],
        ),
        ("It plans 1) sales of $5 million, 2) profit of $3 million.", ["$5 million", "$3 million"]),
        ("It earned $5 (2) a share, and (3) in all.", ["$5", "2", "3"]),  # no list begins with 2
    ],
)
def test_the_numbers_of_a_list_are_not_figures(text, figures):
    assert [figure.text for figure in extract_figures(text)] == figures


def test_long_rows_of_numbers_are_searched_once():
    """A pattern that tries every way to cut the numbers of such a row does not end."""
    assert list_spans("12,345.6 67.8% " * 48 + "tonnes") == []
    row = "12,345.6 67.8% " * 60
    assert list_spans(f"Output {row}tonnes") == [(7, 7 + len(row) - 1)]


@pytest.mark.parametrize(
    ("rows", "is_list"),
    [
        ("Tin\n1\n2\n3\n" * 40, True),
        ("Tin 1,234 5,678\nZinc (3.4) -5\n" * 30, True),
        ("Tin 1,234 5,678\nZinc (3.4) -5\n" * 20, False),  # 80 numbers
        ("Tin 5%\nZinc 6%\n" * 60, False),  # a unit says what they are
        ("Tin 5 kt\nZinc 6 kt\n" * 60, False),
        ("Sales of tin 1,234\n" * 120, False),
    ],
)
def test_long_rows_of_a_label_and_bare_numbers_are_a_list(rows, is_list):
    assert bool(list_spans(f"Prices\n{rows}")) is is_list


def test_every_exclusion_has_a_near_miss():
    assert {item.example for item in EXCLUSIONS} == set(NEAR_MISSES)


@pytest.mark.parametrize(
    "text",
    [
        "The #2 tin, grade A356 and hole DDH-102 are names.",
        "It was the fourth batch of the sixth round.",
        "Dozens of firms, several plants and one of the mines.",
        "The 1269 plan, the '1269' plan and 2025.",
        "A double-digit gain, twice a year, in the first half.",
        "Plant 7 on Route 66, ISO 9001:2015, DOI 10.1000/182.",
    ],
)
def test_names_ordinals_and_vague_words_are_not_figures(text):
    assert extract_figures(text) == []


@pytest.mark.parametrize("words", ["two to three quarters", "one or three quarters", "2-three quarters"])
def test_quarters_that_are_counted_are_not_a_fraction(words):
    assert all(figure.unit != "fraction" for figure in extract_figures(f"The cycle lags prices by {words}."))
    assert [figure.low for figure in extract_figures("Up to three quarters of the ore is shipped.")] == [0.75]
