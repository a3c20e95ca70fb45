"""Changes over several years: a rise in percent is an amount, a level is no rise, and a total is no yearly rate."""

from pathlib import Path

import pytest

from analysis.binding.inputs import model_inputs
from analysis.binding.named_figures import bind_figures
from analysis.binding.picks import keep_picks, parse_pick
from analysis.documents.document import document_of
from analysis.documents.sources import Sources, read_sources

BEGIN = "Metals of Anhui\n\nHEFEI, 8 April 2026 - "
REACHED, LEFT = 455e9, 200e9
RISES = [
    ("Revenue of the metals industry rose to 455 billion yuan, up 65 percent over five years.", REACHED, 65, "="),
    ("The metals industry had revenue of 455 billion yuan, 65% more than five years ago.", REACHED, 65, "="),
    ("Over five years the revenue of the metals industry grew by 65 percent to 455 billion yuan.", REACHED, 65, "="),
    ("The industry earns 455 billion yuan ($64 billion), a rise of about 65 percent in five years.", REACHED, 65, "~"),
    ("The metals industry took in 455 billion yuan. That was over 65 percent more than in 2020.", REACHED, 65, ">"),
    ("The metals industry's revenue has doubled in five years, to 455 billion yuan.", REACHED, 100, "="),
    ("The metals industry's revenue grew 40 percent in five years from 200 billion yuan.", LEFT, 40, "="),
]  # fmt: skip
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


@pytest.mark.parametrize(("text", "level", "percent", "qualifier"), RISES)
def test_a_rise_in_percent_over_five_years_is_an_amount(text, level, percent, qualifier):
    figure = bound(text, "five_year_increase").figure
    before = level if level == LEFT else level / (1 + percent / 100)
    assert figure.low == figure.high == pytest.approx(before * percent / 100, rel=0.005)
    assert (figure.unit, figure.qualifier, figure.direction) == ("CNY", qualifier, "up")
    assert str(percent) in figure.text or figure.text == "doubled"


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


def test_what_is_so_today_is_not_the_target():
    text = "The target for the copper cluster, 95 billion yuan at present, is {} billion yuan by 2030."
    assert bound(text.format(150), "copper_cluster_target").figure.low == 150e9
    text = "The copper cluster is now to reach {} billion yuan by 2030."
    assert bound(text.format(150), "copper_cluster_target").figure.low == 150e9


def test_a_rise_in_percent_can_be_picked_as_an_amount(tmp_path):
    text = f"{BEGIN}Foil mills took in 455 billion yuan, 65 percent more than five years ago.\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    start = text.index("65")
    keep_picks([parse_pick(f"five_year_increase=a:{start}-{start + 2}")], read_sources(tmp_path))
    found = model_inputs(read_sources(tmp_path), ["five_year_increase_cny_bn"])["five_year_increase_cny_bn"]
    assert found.value == pytest.approx(455 - 455 / 1.65, rel=0.005)
