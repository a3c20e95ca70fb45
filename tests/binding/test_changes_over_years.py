"""Changes over several years: a level is no rise, and a total is no yearly rate."""

from pathlib import Path

import pytest

from analysis.binding.named_figures import bind_figures
from analysis.documents.document import document_of
from analysis.documents.sources import Sources

BEGIN = "Metals of Anhui\n\nHEFEI, 8 April 2026 - "
REACHED = 455e9
NO_RISE = [
    "Revenue of the metals industry rose to 455 billion yuan within five years.",
    "Over the past five years the metals industry has expanded to some 455 billion yuan of revenue.",
    "Revenue of the metals industry, at 455 billion yuan in 2025, has risen by almost two thirds in five years.",
    "At 455 billion yuan, the revenue of the metals industry was a third larger in 2025 than in 2020.",
    "The metals industry earned 455 billion yuan, up 8 percent on the year and 9 percent in five years.",
    "The metals industry earned 455 billion yuan, up 8 percent a year over five years.",
    "Revenue of the metals industry is to reach 455 billion yuan in 2030, up 45 percent over five years.",
]
TOTALS = [
    "Value added of the metals industry is to grow 20 percent over the next five years.",
    "The plan foresees that value added of the metals industry rises by 28 percent by 2030.",
    "Value added of the metals industry should grow 9 percent in the three years to 2029.",
    "Value added of the metals industry is to rise by a cumulative 12 percent.",
    "Value added of the metals industry is to be 30 percent higher at the end of the five-year plan.",
]
YEARLY = [
    ("Value added of the metals industry is to grow by 5.1 percent a year from 2026 to 2030.", 5.1),
    ("Value added of the metals industry is to grow by an average of 5 percent over the next five years.", 5),
    ("Value added of the metals industry is planned to grow 4 percent next year.", 4),
]


def bound(text, name):
    document = document_of(f"{BEGIN}{text}\n".encode(), Path("a.txt"), "a")
    return bind_figures(Sources((document,)), [name])[name].chosen


@pytest.mark.parametrize("text", NO_RISE)
def test_a_level_is_not_a_rise(text):
    assert bound(text, "five_year_increase") is None


@pytest.mark.parametrize("text", NO_RISE[:2])
def test_the_level_that_was_reached_in_five_years_is_that_of_a_year(text):
    assert bound(text, "industry_revenue").figure.low == REACHED


@pytest.mark.parametrize("text", TOTALS)
def test_a_total_is_not_a_yearly_rate(text):
    assert bound(text, "value_added_growth") is None


@pytest.mark.parametrize(("text", "percent"), YEARLY)
def test_a_yearly_rate_is_one_whatever_years_it_is_for(text, percent):
    assert bound(text, "value_added_growth").figure.low == percent
