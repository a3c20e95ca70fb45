"""Headings that are a period."""

import pytest

from analysis.extraction.english.period_headings import headings_in
from analysis.extraction.extract import extract_figures


def periods(text):
    return [figure.period for figure in extract_figures(text)]


@pytest.mark.parametrize(
    ("heading", "period"),
    [
        ("Q4 2023", "2023-10/2023-12"),
        ("Full year 2025", "2025"),
        ("## Results for 2024", "2024"),
        ("Second quarter 2025 results", "2025-04/2025-06"),
        ("Half year ended 30 June 2026", "2026-01/2026-06"),
        ("**Q1 2026:**", "2026-01/2026-03"),
    ],
)
def test_figures_below_a_period_heading_take_its_period(heading, period):
    assert periods(f"{heading}\n\nSales were $5 million.\n\nCosts fell by 3%.") == [period, period]


@pytest.mark.parametrize(
    "heading",
    [
        "Copper output fell in 2024",
        "Staff",
        "2023 or 2025",
        "Sales were $4 million in 2024.",
        "- Q4 FY23",
        "Plant 2024 A",
        "10 February 2026",  # the day of the article
        "# Results, 10 February 2026",
    ],
)
def test_other_lines_give_no_period(heading):
    assert periods(f"{heading}\n\nCosts were $5 million.")[-1] is None


def test_a_section_ends_at_the_next_heading():
    text = "Q4 2023\n\nSales were $5 million.\n\nQ3 2023\n\nSales were $4 million.\n\n# Staff\n\nIt employs 40 people."
    assert periods(text) == ["2023-10/2023-12", "2023-07/2023-09", None]


@pytest.mark.parametrize(
    "sentence",
    [
        "A year ago sales were $4 million.",
        "Sales will be $6 million.",
        "The loan runs until 2030 and is $9 million.",
        "Last year it sold 5 kt.",
    ],
)
def test_a_sentence_about_another_time_does_not_take_the_period_of_the_heading(sentence):
    assert "2024" not in periods(f"Results for 2024\n\n{sentence}")


def test_a_figure_that_is_compared_with_has_no_period():
    assert periods("Q4 2023\n\nSales rose to $5 million from $4 million.") == ["2023-10/2023-12", None]


def test_the_first_words_of_a_paragraph_may_be_the_heading():
    assert periods("Q4 FY23 (24 May 2023). Sales were INR 5 million.") == ["2023-01/2023-03"]
    assert headings_in("Plain text without a heading, of 2024.").readings == ()
