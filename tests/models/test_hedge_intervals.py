"""Low, base and high of hedged numbers; the closed forms of their tails."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.core.errors import ParameterError
from analysis.models.hedge_intervals import (
    about_deviation,
    grain,
    half_grain,
    hedge_class,
    hedge_interval,
    is_round,
    tail_exponent,
)

printed = st.builds(lambda digits, k: float(f"{digits}e{k}"), st.integers(1, 99_999), st.integers(-6, 6))


@pytest.mark.parametrize(
    ("value", "divisor", "expected"),
    [(15, 3, 5), (55, 3, 5), (0.40, 3, 0.1), (40, 3, 10), (1400, 6, 200), (600, 6, 100), (90, 6, 10),
     (0.9, 6, 0.1), (1000, 6, 100), (1000, 3, 200), (3.5, 3, 0.5), (63, 6, 1), (19.15, 3, 0.05), (7, 3, 1),
     (1, 1, 1), (1e12, 6, 1e11), (1e-300, 3, 2e-301)],
)  # fmt: skip
def test_grains(value, divisor, expected):
    assert grain(value, divisor) == expected


@given(value=printed, divisor=st.sampled_from([3, 6]))
def test_the_grain_is_the_coarsest_step_that_divides(value, divisor):
    number, step = Fraction(repr(value)), Fraction(repr(grain(value, divisor)))
    assert number % step == 0
    assert step <= number / divisor
    coarser = [digit * Fraction(10) ** k for k in range(-13, 13) for digit in (1, 2, 5)]
    assert not [one for one in coarser if step < one <= number / divisor and number % one == 0]


@given(value=printed, power=st.integers(-3, 3))
def test_the_grain_scales_with_the_unit(value, power):
    scaled = float(Fraction(repr(value)) * Fraction(10) ** power)
    assert grain(scaled, 3) == pytest.approx(grain(value, 3) * 10.0**power, rel=1e-12)


@pytest.mark.parametrize(
    ("arguments", "options", "expected"),
    [
        ((1400, ">"), {}, (1400, 1400, 1600)),
        ((600, ">="), {}, (600, 600, 700)),
        ((90, "<"), {}, (80, 90, 90)),
        ((90, "<="), {}, (80, 90, 90)),
        ((15, "~"), {}, (12.5, 15, 17.5)),
        ((90, "~"), {"hedge": "nearly"}, (80, 90, 90)),
        ((0.9, "~"), {"hedge": "nearly"}, (0.8, 0.9, 0.9)),
        ((55, "="), {}, (52.5, 55, 57.5)),
        ((0.4, "="), {}, (0.35, 0.4, 0.45)),
        ((63, "="), {}, (63, 63, 63)),
        ((39.5, "="), {}, (39.5, 39.5, 39.5)),
        ((0, "="), {}, (0, 0, 0)),
        ((1000, ">"), {"hedge": "fixed"}, (1000, 1000, 1000)),
        ((10, "=", 15), {}, (10, 12.5, 15)),
        ((10, "~", 15), {}, (10, 12.5, 15)),
        ((63, "=", 63), {}, (63, 63, 63)),
    ],
)
def test_intervals(arguments, options, expected):
    found = hedge_interval(*arguments, **options)
    assert (found.low, found.base, found.high) == expected


@pytest.mark.parametrize(
    ("arguments", "options", "rule"),
    [
        ((1400, ">"), {}, "over 1400: up to one rounding step of 200 more"),
        ((90, "<"), {}, "less than 90: up to one rounding step of 10 less"),
        ((600, ">="), {}, "at least 600: up to one rounding step of 100 more"),
        ((600, ">="), {"hedge": "over"}, "over 600: up to one rounding step of 100 more"),
        ((15, "~"), {}, "about 15: half a rounding step of 5 to both sides"),
        ((63, "="), {}, "fixed: 63 as printed"),
        ((10, "=", 15), {}, "range: 10 to 15"),
    ],
)
def test_the_rule_is_stated_in_words(arguments, options, rule):
    assert hedge_interval(*arguments, **options).rule == rule


@given(value=printed, qualifier=st.sampled_from(["=", "~", ">", ">=", "<", "<="]))
def test_base_is_always_the_printed_number_and_inside(value, qualifier):
    found = hedge_interval(value, qualifier)
    assert found.base == value
    assert 0 < found.low <= found.base <= found.high


@pytest.mark.parametrize(
    ("value", "expected"),
    [(55, True), (40, True), (3.5, True), (5, True), (1e12, True), (0.05, True), (1e-7, True),
     (1 / 3, True), (0.333333333333, True), (2 / 3, True), (0.1 * 3, True), (12.345678901234, False), (0.33, False),
     (63, False), (1400, False), (2025, False), (39.5, False), (108, False), (0, False)],
)  # fmt: skip
def test_round_numbers(value, expected):
    assert is_round(value) is expected


def test_a_bare_round_number_is_about_and_another_is_fixed():
    assert hedge_class(55, "=") == "about"
    assert hedge_class(63, "=") == "fixed"
    assert hedge_class(55, "=", 60) == "range"


def test_tail_check_values():
    over_1400, over_600 = tail_exponent(1400, "over"), tail_exponent(600, "over")
    assert over_1400 == pytest.approx(17.243774, abs=5e-7)
    assert 1400 * 2 ** (1 / over_1400) == pytest.approx(1457.4, abs=0.05)
    assert over_600 == pytest.approx(14.9372, abs=5e-5)
    assert 600 * 2 ** (1 / over_600) == pytest.approx(628.5, abs=0.05)
    nearly_90 = 90 * 0.5 ** (1 / tail_exponent(90, "nearly"))
    assert nearly_90 == pytest.approx(90 * (8 / 9) ** (math.log(2) / math.log(10)), rel=1e-12)  # 86.8648
    assert about_deviation(15) == pytest.approx(1.5199, abs=5e-5)


def test_the_expected_ratio_of_the_two_profits():
    alpha, spread = tail_exponent(1400, "over"), about_deviation(15) / 15
    foil = 1400 * alpha / (alpha - 1)  # mean of the Pareto distribution
    one_over_wire = (1 + spread**2) / 15  # mean of 1 / X for a lognormal X of mean 15
    assert foil * one_over_wire == pytest.approx(100.096, abs=5e-4)


@given(value=printed)
def test_the_tail_holds_nine_tenths_within_one_grain(value):
    step = grain(value, 6)
    beyond = (value / (value + step)) ** tail_exponent(value, "over")
    assert 1 - beyond == pytest.approx(0.9, rel=1e-9)
    below = ((value - step) / value) ** tail_exponent(value, "nearly")
    assert 1 - below == pytest.approx(0.9, rel=1e-9)


@pytest.mark.parametrize(
    ("value", "high"),
    [
        (1 / 3, 1 / 3 + 0.01),
        (0.333333333333, 0.343333333333),
        (2 / 3, 2 / 3 + 0.01),
        (1 / 7, 1 / 7 + 0.02),
        (0.1 * 3, 0.35),
        (0.25, 0.26),
    ],
)
def test_a_third_is_rounded_like_a_quarter(value, high):
    assert hedge_interval(value, ">").high == pytest.approx(high, abs=1e-12)
    assert grain(value, 3) >= 0.01


@pytest.mark.parametrize("value", [44, 55, 40, 0.4, 0.49, 1400, 1 / 3, 0.347, 7])
def test_a_bare_number_is_off_by_what_its_interval_allows(value):
    interval = hedge_interval(value, "=")
    assert half_grain(value) == pytest.approx(interval.high - value, abs=1e-12)


def test_half_grains_of_arrays_equal_the_loop():
    values = np.array([[55, 0.4], [44, 3.5]])
    expected = np.vectorize(half_grain)(values)
    np.testing.assert_array_equal(half_grain(values), expected)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: hedge_interval(-1, "~"), r"value must be .*, got -1"),
        (lambda: hedge_interval(0, "~"), r"value must be .*, got 0\.0"),
        (lambda: hedge_interval(math.nan, "="), r"value must be .*, got nan"),
        (lambda: hedge_interval("15", "~"), r"value must be .*, got '15'"),
        (lambda: hedge_interval(True, "="), r"value must be .*, got True"),
        (lambda: hedge_interval([15, 16], "~"), r"value must be .*, got an array of shape \(2,\)"),
        (lambda: hedge_interval(15, "about"), r"qualifier must be one of =, ~, >, >=, <, <=, got 'about'"),
        (lambda: hedge_interval(15, "~", hedge="roughly"), r"hedge must be one of over.*, got 'roughly'"),
        (lambda: hedge_interval(15, "=", 10), r"high end .* 15, got 10"),
        (lambda: hedge_interval(15, "=", hedge="range"), r"high end .*, got None"),
        (lambda: hedge_interval(15, "=", math.inf), r"got inf"),
        (lambda: grain(15, 0), r"divisor must be .*, got 0"),
    ],
)
def test_impossible_input_is_named(call, words):
    with pytest.raises(ParameterError, match=words):
        call()
