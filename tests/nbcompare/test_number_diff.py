"""Finding numbers in a text, and comparing them."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nbcompare.number_diff import PrintedNumber, compare_numbers, split
from nbcompare.settings import Settings
from nbcompare.value_diff import close


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("profit 1.5", ["1.5"]),
        ("−5.2 and -3 and +7", ["−5.2", "-3", "+7"]),
        ("10-20 and 10–20", ["10", "20", "10", "20"]),
        ("1,234,567.5 t", ["1,234,567.5"]),
        ("12,34", ["12", "34"]),
        ("[1,234]", ["1", "234"]),
        ('{"a":[1,200],"b":5}', ["1", "200", "5"]),
        ("POINT(13,405)", ["13", "405"]),
        ("(1,234 tonnes), 2,000,000", ["1,234", "2,000,000"]),
        ("1e-05, 2.5E+3, 1e5", ["1e-05", "2.5E+3", "1e5"]),
        ("10.0% of 5GWh", ["10.0", "5"]),
        ("[1. 2.5 .5]", ["1.", "2.5", ".5"]),
        ("format .1f, ,.2f, .3s", []),
        (".5e3 .5", [".5e3", ".5"]),
        ("nan, -inf, NaN, ∞", ["nan", "-inf", "NaN", "∞"]),
        ("nanny infer", []),
        ("on 2026-11-22 at 06:56", []),
        ("version 1.26.4, v2.1", []),
        ("cell-03, CO2, x1, 3b2f, 007", []),
        ("f(-1.5)", ["-1.5"]),
        ("a=-1.5", ["-1.5"]),
    ],
)
def test_numbers_in_text(text, numbers):
    assert [number.printed for number in split(text)[1]] == numbers


@given(st.text())
def test_splitting_is_lossless(text):
    between, numbers = split(text)
    assert len(between) == len(numbers) + 1
    joined = between[0] + "".join(n.printed + b for n, b in zip(numbers, between[1:], strict=True))
    assert joined == text


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_every_float_as_python_prints_it_is_one_number(value):
    (number,) = split(f"x = {value!r}")[1]
    assert number.printed == repr(value)
    assert number.value == value or math.isnan(value)


@pytest.mark.parametrize(
    ("before", "after", "by"),
    [
        ("12345678901234567890", "12345678901234567891", " (by +1, +8.1e-18 %)"),
        ("−12,345,678,901,234,567,891", "−12,345,678,901,234,567,890", " (by +1, +8.1e-18 %)"),
        ("9007199254740993", "9007199254740992.0", " (a whole number became a float)"),
        ("1" + 400 * "0", "2" + 400 * "0", ""),
    ],
)
def test_the_difference_of_long_numbers_is_exact(before, after, by):
    change = compare_numbers(PrintedNumber(before, 0), PrintedNumber(after, 0), Settings())
    assert change is not None
    assert change.endswith(by)
    assert ("(by" in change) is ("(by" in by)


SAME = [
    ("0.30000000000000004", "0.3"),
    ("1385.0", "1384.9999999999998"),
    ("1,385.5", "1385.5"),
    ("−5.5", "-5.5"),
    ("0.0", "-0.0"),
    ("0.0", "5.551115123125783e-17"),
    ("1e-05", "0.00001"),
    ("nan", "nan"),
    ("inf", "inf"),
    ("3", "3.00000000001"),
    ("6.62607015e-34", "6.626070151e-34"),
]
OTHER = [
    ("1.2346", "1.2345"),
    ("9.9", "10.0"),
    ("5.5", "-5.5"),
    ("0.0", "1e-12"),
    ("6.6e-34", "6.7e-34"),
    ("5", "5.0"),
    ("5.0", "5"),
    ("1385000", "1385001"),
    ("2025", "2026"),
    ("nan", "1.5"),
    ("inf", "-inf"),
    ("inf", "1e308"),
    ("9e999", "8e999"),
    ("12345678901234567890", "12345678901234567891"),
    ("1.0", "1.00001"),
]


@pytest.mark.parametrize(("before", "after"), SAME)
def test_equal_numbers(before, after):
    assert compare_numbers(PrintedNumber(before, 0), PrintedNumber(after, 0), Settings()) is None


@pytest.mark.parametrize(("before", "after"), OTHER)
def test_different_numbers(before, after):
    assert f"from {before} to {after}" in compare_numbers(PrintedNumber(before, 0), PrintedNumber(after, 0), Settings())


def test_an_explicit_tolerance_applies_to_whole_numbers():
    settings = Settings(rtol=1e-2, explicit=True)
    assert compare_numbers(PrintedNumber("1000", 0), PrintedNumber("1005", 0), settings) is None
    assert compare_numbers(PrintedNumber("1000", 0), PrintedNumber("1050", 0), settings) is not None


def test_an_explicit_absolute_tolerance_applies_to_small_numbers():
    assert close(2e-10, 3e-10, atol=1e-9)
    assert not close(2e-10, 3e-10)


@given(st.floats(allow_nan=False, allow_infinity=False), st.floats(min_value=1e-5, max_value=1))
def test_a_difference_above_the_tolerance_is_always_reported(value, share):
    other = value * (1 + share)
    if value and math.isfinite(other) and abs(other - value) > 2e-6 * abs(value) and min(abs(value), abs(other)) > 0:
        assert not close(value, other)


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        ("1,234,567.89", "1,234,567.9", False),
        ("26.00", "26.0", False),
        ("4.0", "4.000", False),
        ("987654.321", "987654.32", False),
        ("0.3", "0.30000000000000004", True),
        ("7.10", "7.1000000000000005", True),
        ("1.5", "1.5000000001", True),
        ("100000.0", "100000.00000000001", True),
        ("1e-3", "1.0e-3", True),
    ],
)
def test_another_number_of_decimals_is_a_change_of_format(before, after, same):
    change = compare_numbers(PrintedNumber(before, 0), PrintedNumber(after, 0), Settings())
    assert (change is None) == same
    if not same:
        assert "decimals" in change
        loose = Settings(rtol=1e-3, explicit=True)
        assert compare_numbers(PrintedNumber(before, 0), PrintedNumber(after, 0), loose) is None


@pytest.mark.parametrize("settings", [Settings(), Settings(explicit=True)], ids=["default", "explicit"])
@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("+0.5", "0.5", "missing"),
        ("0.5", "+0.5", "new"),
        ("+5", "5", "missing"),
        ("1,234", "+1,234", "new"),
        ("+inf", "inf", "missing"),
        ("+1e5", "1e5", "missing"),
        ("+0.0", "0.0", "missing"),
        ("+0.3", "0.30000000000000004", "missing"),
        ("+0.0", "-0.0", ""),
        ("−0.0", "+0.0", ""),
        ("+0.3", "+0.30000000000000004", ""),
    ],
)
def test_a_plus_sign_is_a_format(before, after, words, settings):
    change = compare_numbers(PrintedNumber(before, 0), PrintedNumber(after, 0), settings)
    said = f"from {before} to {after} (the plus sign is {words})"
    assert change == (said if words and not settings.explicit else None)


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        ("850,850,425.0", "850,850,425.5", False),  # a row of three numbers
        ("123,456,789,111,425.0", "123,457,789,111,425.0", False),
        ("1,999.9999999", "2,000.0000000", True),
        ("1,234,567.8900001", "1,234,567.8900002", True),
        ("1234567.0", "1234567.5", True),
    ],
)
def test_a_row_of_three_digit_numbers_is_not_taken_for_a_large_one(before, after, same):
    assert (compare_numbers(PrintedNumber(before, 0), PrintedNumber(after, 0), Settings()) is None) == same
