"""Headings that are a period."""

from datetime import date

import pytest

from analysis.extraction.english.period_context import headings_in
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
        "Staff",
        "2023 or 2025",
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


QUARTER = "In the third quarter of 2025 it sold 9 kt."


@pytest.mark.parametrize(
    ("sentences", "expected"),
    [
        ("Profit rose to $5 million.", ["2025-07/2025-09"]),
        ("Profit rose to $5 million from $4 million a year earlier.", ["2025-07/2025-09", "2024-07/2024-09"]),
        ("Profit in the quarter is $5 million.", ["2025-07/2025-09"]),
        ("On 4 November 2025 it cost $5. Profit rose to $4.", ["2025-11-04", "2025-07/2025-09"]),
        ("In Q3 2024 it sold 5 kt. Profit was $4 million.", ["2024-07/2024-09", "2025-07/2025-09"]),
        ("In Q4 2025 it sold 5 kt. Profit was $4 million.", ["2025-10/2025-12", "2025-10/2025-12"]),
        ("In 2027 it will sell 5 kt. Profit was $4 million.", ["2027", "2025-07/2025-09"]),
        ("It sold 5 kt in Q1 2026, and 4 kt in Q2 2026. Sales fell 3%.", ["2026-01/2026-03", "2026-04/2026-06", None]),
        ("In 2024 the market shrank sharply and prices fell. It sold 5 kt. Profit fell 3%.", ["2025-07/2025-09"] * 2),
        ("In Q4 2025 it sold 5 kt, above all in October. Profit fell 3%.", ["2025-10/2025-12", "2025-10/2025-12"]),
        ("In Q1 2026 prices rose. Profit fell 3%.", ["2026-01/2026-03"]),
        # about another time, or always so
        ("It could sell 5 kt a year. It sold 5 kt a year.", [None, None]),
        ("A year earlier it sold 5 kt.", ["2024-07/2024-09"]),
        ("The park cost $5 million in total and is 4 km from the sea.", [None, None]),
        ("It stood 5 km from the sea.", [None]),
        ("It holds 5% of a mine.", [None]),
        ("It planned to sell 5 kt since January.", [None]),
        ("It sold 5 kt in the half year.", [None]),
        (f"It had another long sentence{' and so on' * 40}. Profit rose to $5 million.", [None]),
    ],
)  # fmt: skip
def test_sentences_go_on_about_the_period_of_the_one_before(sentences, expected):
    assert periods(f"{QUARTER} {sentences}")[1:] == expected


def test_a_heading_ends_what_was_told_before():
    assert periods("In 2024 it sold 5 kt.\n\nQ3 2025\n\nProfit rose to $4 million.") == ["2024", "2025-07/2025-09"]


@pytest.mark.parametrize(
    ("sentences", "expected"),
    [
        ("It wants to sell 5 t by 2029. Shares rose 3%.", None),
        ("It wants to open a shop in 2029. Shares rose 3%.", None),  # a sentence without figures
        ("In 2025 it sold 5 t. It wants to sell 6 t in 2029. Profit rose 3%.", "2025"),
        ("In 2025 it sold 5 t. Profit rose 3%.", "2025"),
    ],
)
@pytest.mark.parametrize("published", [date(2026, 10, 18), None])
def test_sentences_about_the_past_do_not_go_on_about_a_plan(sentences, expected, published):
    assert extract_figures(sentences, published=published)[-1].period == expected


def test_sentences_about_the_past_do_not_go_on_about_a_year_after_the_publication():
    sentences = "Oslo is after a cut of 5 t by 2029. Shares rose 3%."
    assert [item.period for item in extract_figures(sentences, published=date(2026, 10, 18))] == ["2029", None]
