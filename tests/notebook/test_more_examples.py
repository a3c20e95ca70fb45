"""Examples of functions inside the package: what they return for typical arguments."""

import math
import re

import pytest

from analysis.claims.presets import load_presets
from analysis.notebook.provenance_links import Mark
from analysis.notebook.quantity_text import (
    axis_scale,
    bounded_text,
    by_sign,
    chance_number,
    difference_text,
    digits_of_range,
    event_meaning,
    likelihood_word,
    more_or_less,
    payback_text,
    percent_number,
    percent_span,
    percent_text,
    probability_text,
    quantity_text,
    range_text,
    rounded_in_range,
)
from analysis.notebook.questions.verification import confirmed_text, judged_rows, meanings_of, outside_text
from analysis.notebook.record import filled
from analysis.notebook.scenario_table import scenario_start
from analysis.notebook.study import extra_parameters
from analysis.notebook.uncertainty import _in_unit


def test_examples_of_percent_number():
    assert percent_number(-12.345) == "−12.3"
    assert percent_number(1e-70) == "almost 0"
    assert percent_number(0.0) == "0"


@pytest.mark.parametrize(
    ("low", "high", "unit"),
    [
        (97_001.3, 120_000.7, "USD/t"),
        (10_021.0, 11_320.0, "CNY/t"),
        (1385.0, 1600.0, "USD/t"),
        (15_253.0, 15_352.0, "USD/t"),
        (97_001.3, 97_010.0, "t"),
        (0.123, 0.5, "fraction"),
        (-5000.4, 7000.6, "USD/t"),
        (9.7e6, 1.3e7, "USD/year"),
    ],
)
def test_the_ends_of_a_range_read_alike_in_a_table_and_in_a_sentence(low, high, unit):
    digits = digits_of_range(low, high)
    cells = [quantity_text(rounded_in_range(end, low, high), unit, digits) for end in (low, high)]
    numbers = [re.search(r"−?[\d.,]*\d", cell)[0] for cell in cells]
    assert " to ".join(numbers) in range_text(low, high, unit)


def test_examples_of_range_text():
    assert range_text(1385.0, 1600.0, "USD/t") == "USD 1,380 to 1,600 per tonne"
    assert range_text(-5.0, 1.25e7, "USD/year") == "USD 0 to 12.5 million a year"
    assert range_text(0.0, 0.3, "fraction") == "0 to 30 %"
    assert range_text(2.05, 11_507.0, "Mt") == "2 to 11,500 Mt"  # no end is shown as zero
    assert range_text(0.97, 44_500.0, "Mt") == "1 to 44,500 Mt"
    assert range_text(-0.3, 1000.0, "USD/t") == "USD −0.3 to 1,000 per tonne"
    assert range_text(4.2, math.inf, "year") == "4.2 years to never"
    assert range_text(1.0, 1.0, "multiple") == "1"
    assert range_text(0.1, math.inf, "fraction") == "10 % or more"
    assert range_text(15250.0, 15350.0, "USD/t") == "USD 15,250 to 15,350 per tonne"
    assert range_text(1e6, 1e6 + 1e-3, "t") == "1,000,000 t"


def test_examples_of_digits_of_range():
    assert digits_of_range(10.5, 10.95) == 4
    assert digits_of_range(18.6, 29.1) == 3
    assert digits_of_range(1.0, 1.0) == 3


def test_examples_of_by_sign():
    words = ("a saving of {}", "an extra cost of {}", "no saving")
    assert by_sign(3e6, "USD/year", *words) == "a saving of USD 3 million a year"
    assert by_sign(-3e6, "USD/year", *words) == "an extra cost of USD 3 million a year"
    assert by_sign(0.0, "USD/year", *words) == "no saving"


def test_examples_of_more_or_less():
    assert more_or_less(1385.0, "USD") == "USD 1,385 more than"
    assert more_or_less(-432.0, "USD") == "USD 432 less than"
    assert more_or_less(0.0, "USD") == "as much as"


def test_examples_of_bounded_text():
    assert bounded_text(90.0, 90.0, math.inf, "Mt") == "at least 90 Mt"
    assert bounded_text(44.0, 44.0, 44.0, "Mt") == "44 Mt"


def test_examples_of_difference_text():
    assert difference_text(0.227, "fraction") == "22.7 points"
    assert difference_text(-0.01, "fraction/year") == "−1 point a year"
    assert difference_text(-40.8, "CNY bn") == "CNY −40.8 billion"


def test_examples_of_payback_text():
    assert payback_text(10 / 3) == "pays back in 3.3 years"
    assert payback_text(14285.7) == "pays back in 14,300 years"
    assert payback_text(10.0) == "pays back in 10 years"
    assert payback_text(1.0) == "pays back in 1 year"
    assert payback_text(math.inf) == "never pays back"
    assert payback_text(0.0) == "pays back at once"


def test_examples_of_probability_text():
    assert probability_text(0.009589) == "0.96 %"
    assert probability_text(1e-9) == "less than 0.01 %"
    assert probability_text(1.0) == "100 %"
    assert probability_text(0.99999) == "more than 99.99 %"


def test_examples_of_axis_scale():
    assert axis_scale([2e6, -13_850_000.0], "USD/year") == (1e-06, "million USD a year")
    assert axis_scale([0.1], "fraction") == (100.0, "%")
    assert axis_scale([15.0], "USD/t") == (1.0, "USD per tonne")
    assert axis_scale([7.2], "year") == (1.0, "years")
    assert axis_scale([68.1], "worker") == (1.0, "workers")


def test_examples_of_likelihood_word():
    assert likelihood_word(0.13) == "unlikely"
    assert likelihood_word(1.0) == "certain under these assumptions"


def test_examples_of_percent_span():
    assert percent_span(0.012, 0.41) == "1 to 41 %"
    assert percent_span(0.471, 0.473) == "47 %"


def test_examples_of_chance_number():
    assert chance_number(0.134) == "about 13 % chance"
    assert chance_number(1e-6) == "less than 0.1 % chance"
    assert chance_number(0.0) == "no chance"
    assert chance_number(1.0) == "certain"


def test_examples_of_percent_text():
    assert percent_text(0.146) == "15"
    assert percent_text(0.0042) == "0.4"
    assert percent_text(1e-9) == "less than 0.1"
    assert percent_text(0.99999) == "more than 99.9"


def test_examples_of_event_meaning():
    assert (
        event_meaning("probability of the target, if all inputs are exactly as stated")
        == "probability of the target, over all that is uncertain"
    )


def test_examples_of_filled():
    assert filled("It earns {gain}.", gain=Mark("5 USD/t", "result", "20_margin_uplift/uplift_usd_per_t")).quotes == (
        (9, 16, "20_margin_uplift/uplift_usd_per_t"),
    )


def test_examples_of_scenario_start():
    from analysis.notebook.study import study

    case = study({"sources": "seeds", "target_year": 2030, "growth_source": "target"}, "growth_scenarios")
    start, taken = scenario_start(case, load_presets("growth_scenarios", case.inputs))
    assert start["target_year"] == 2030
    assert start["growth_source"] == "history"
    assert taken == ["target_implied"]


def test_examples_of_extra_parameters():
    assert extra_parameters("growth_scenarios")["foil_share"] == 0.1
    assert extra_parameters("margin_uplift") == {}


def test_examples_of_in_unit():
    assert _in_unit("PERT, 7.5e+06 to 1.5e+07, mode 1e+07", "USD") == "PERT, 7,500,000 to 15,000,000, mode 10,000,000"
    assert _in_unit("one of 2024, 2025", "year") == "one of 2024, 2025"
    assert (
        _in_unit("over 0.3: up to one rounding step of 0.05 more, with 90 % of the probability", "fraction")
        == "over 30 %: up to one rounding step of 5 points more, with 90 % of the probability"
    )
    assert (
        _in_unit("about 0.03: half a rounding step of 0.01 to both sides", "fraction")
        == "about 3 %: half a rounding step of 1 point to both sides"
    )
    assert _in_unit("Pareto from 1400, exponent 17.24", "USD/t") == "Pareto from 1,400, exponent 17.24"


def test_examples_of_meanings_of():
    from analysis.claims import verify
    from analysis.core.paths import resolve
    from analysis.documents.sources import read_sources

    assert (
        meanings_of(verify(read_sources(resolve("tests/data/other_articles"))), "confirmed").split("; ")[0]
        == "conversion of the revenue of the province's non-ferrous metals industry into dollars (2)"
    )


def test_each_claim_and_target_is_named_under_its_label_alone_and_every_label_is_counted():
    from analysis.claims import counts, target_counts, verify
    from analysis.claims.verdicts import LABELS
    from analysis.core.paths import resolve
    from analysis.documents.sources import read_sources

    verified = verify(read_sources(resolve("tests/data/other_articles")))
    every = {**counts(verified), **target_counts(verified)}
    assert (
        {"quotation not checked, barely within reach", "quotation not checked, not due yet"}
        <= set(every)
        <= set(LABELS)
    )
    for label, count in every.items():
        meanings = filter(None, meanings_of(verified, label).split("; "))
        often = [re.search(r" \((\d+)\)$", meaning) for meaning in meanings]
        assert sum(int(found[1]) if found else 1 for found in often) == count, label


def test_examples_of_confirmed_text():
    assert confirmed_text(1, 17) == "1 of 17 claims is confirmed by others"
    assert confirmed_text(0, 17) == "None of 17 claims is confirmed by others"
    assert confirmed_text(0, 1) == "The one claim is not confirmed by others"


def test_examples_of_outside_text():
    assert outside_text(2, 8) == "2 of 8 claims lie beyond all references of their quantity"
    assert outside_text(1, 4) == "1 of 4 claims lies beyond all references of its quantity"
    assert outside_text(0, 3) == "None of 3 claims lies beyond all references of its quantity"
    assert outside_text(1, 1) == "The claim lies beyond all references of its quantity"
    assert outside_text(1, 1, 1) == "The claim lies beyond the one reference of its quantity"
    assert outside_text(1, 4, 1) == "1 of 4 claims lies beyond all references of its quantity"


def test_examples_of_judged_rows():
    from analysis.claims import judged_alone
    from analysis.core.paths import resolve
    from analysis.documents.sources import read_sources

    found = read_sources(resolve("seeds"))
    assert judged_rows(judged_alone(found), found)[0]["Source"] == "Rare Earth Exchanges, 2026-01-26"
    assert judged_rows(judged_alone(found), found)[0]["Part"] == "body"
