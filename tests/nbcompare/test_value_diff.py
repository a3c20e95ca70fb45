"""One rule for equal values and one wording for changes, for all comparisons."""

import math

import pytest

from nbcompare.value_diff import by, close, difference, from_to, is_number, percent, same


@pytest.mark.parametrize(
    ("before", "after", "equal"),
    [
        (1.0, 1.0 + 9e-7, True),
        (1.0, 1.0 + 2e-6, False),
        (0.0, 9e-16, True),
        (0.0, 2e-15, False),
        (6.6e-34, 6.7e-34, False),
        (-5.551115123125783e-17, 1.1102230246251565e-16, True),
        (-9e-16, 9e-16, False),
        (1.2246467991473532e-16, 2.4492935982947064e-16, False),
        (math.nan, math.nan, True),
        (math.nan, 1.0, False),
        (math.inf, math.inf, True),
        (math.inf, -math.inf, False),
        (math.inf, 1e308, False),
        (5, 5.0, True),
        (2_000_000, 2_000_001, False),
        (2_000_000.0, 2_000_001, True),
        (1, True, False),
        (0, False, False),
        ("never", "never", True),
        ("1.0", 1.0, False),
        (None, 0, False),
        (None, None, True),
        ({"a": 1}, {"a": 2}, False),
    ],
)
def test_equal_values(before, after, equal):
    assert same(before, after) is equal
    assert same(after, before) is equal


def test_an_explicit_absolute_tolerance_applies_everywhere():
    assert close(1.0, 1.4, atol=0.5)
    assert not close(1.0, 1.6, atol=0.5)


@pytest.mark.parametrize(
    ("before", "after", "words", "moved"),
    [
        (138.5, 137.5, "from 138.5 to 137.5 (by -1, -0.722 %)", "-0.722 %"),
        (-50.0, -25.0, "from -50.0 to -25.0 (by +25, +50 %)", "+50 %"),
        (0, 2, "from 0 to 2 (by +2)", "+2"),
        (0, -2000, "from 0 to -2000 (by -2,000)", "-2,000"),
        (2.0, 25.0, "from 2.0 to 25.0 (by +23, +1,150 %)", "+1,150 %"),
        (10**19, 10**19 + 1, "from 10000000000000000000 to 10000000000000000001 (by +1, +1e-17 %)", "+1e-17 %"),
        (1, 10**400, f"from 1 to {10**400}", ""),
        (-(10**308), 10**308, f"from {-(10**308)} to {10**308}", ""),
        (1.0, math.inf, "from 1.0 to inf", ""),
        (math.nan, 1.0, "from nan to 1.0", ""),
        ("never", 5.0, "from never to 5.0", ""),
        (True, 5, "from True to 5", ""),
    ],
)
def test_a_change_in_words(before, after, words, moved):
    assert from_to(before, after) == words
    assert by(before, after) == moved


def test_a_change_is_worded_with_displayed_values():
    assert from_to(1385.0, 1108.0, "1,385", "1,108 USD/t") == "from 1,385 to 1,108 USD/t (by -277, -20 %)"


def test_only_numbers_have_a_difference():
    assert (difference("a", 1), percent(1, None), is_number(True), is_number(2)) == (None, None, False, True)
