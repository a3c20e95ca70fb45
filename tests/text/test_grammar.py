"""Each exclusion covers its example, and lets pass what only looks like it."""

import re

import pytest

from analysis.text.extract import extract_figures
from analysis.text.grammar import EXCLUDED, EXCLUSIONS

# For the example of each exclusion, a text that comes near it and does hold figures.
NEAR_MISSES = {
    "---\ndate: 2025-01-02\n---": ("Intro\n---\n5 tonnes\n---", ["5 tonnes"]),
    "https://example.org/a/2025-01": ("http is 25 years old", ["25 years"]),
    "desk7@example.org": ("7 tonnes @ example.org", ["7 tonnes"]),
    "Tel: +44 20 5550 1234": ("Phone sales rose +12%", ["+12%"]),
    "22 March 2019": ("22 marchers", ["22"]),
    "December 20, 2025": ("In December 20% were lost", ["20%"]),
    "January 2015": ("In March 2,015 tonnes came", ["2,015 tonnes"]),
    "2019.03.18": ("2019.03 tonnes", ["2019.03 tonnes"]),
    "5:00pm": ("500 pumps", ["500"]),
    "2025-2026": ("2,025-2,026 tonnes", ["2,025-2,026 tonnes"]),
    "Q3 2024": ("A quarter of 3,024 tonnes", ["A quarter", "3,024 tonnes"]),
    "20th": ("20 t", ["20 t"]),
    "Five-Year Plan": ("five-year loan", ["five-year"]),
    "SHFE 2711": ("SHFE traded 2,711 contracts", ["2,711"]),
    "Section 301": ("A section of 301 km", ["301 km"]),
    "top 20": ("the top 20% of mines", ["20%"]),
    "5G": ("5 g", ["5 g"]),
    "one in five": ("once in five years", ["five years"]),
    "[12]": ("[12 t]", ["12 t"]),
    "several million": ("seven million tonnes", ["seven million tonnes"]),
    "3,107 messages": ("3,107 messengers", ["3,107"]),
    "Comments 12": ("Comments: 12 tonnes", ["12 tonnes"]),
}


@pytest.mark.parametrize("exclusion", EXCLUSIONS, ids=lambda item: item.example[:20])
def test_an_exclusion_covers_its_example_and_no_near_miss(exclusion):
    match = EXCLUDED.search(exclusion.example)
    assert match is not None
    first = next((at for at, char in enumerate(exclusion.example) if char.isdigit()), 0)
    assert match.start() <= first < match.end()
    assert re.search(exclusion.pattern, exclusion.example, re.MULTILINE), "another exclusion covers it"
    assert extract_figures(exclusion.example) == []
    near, figures = NEAR_MISSES[exclusion.example]
    assert [figure.text for figure in extract_figures(near)] == figures


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
def test_names_ordinals_and_vague_words_are_no_figures(text):
    assert extract_figures(text) == []
