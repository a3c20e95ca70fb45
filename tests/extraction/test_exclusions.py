"""The cheap checks before the exclusions are tried let every exclusion through."""

import re

import pytest

from analysis.extraction import patterns
from analysis.extraction.patterns import EXCLUSIONS

SETTINGS = ("{}", "See {} today", "In 5 days, {}.", "The row {}\n", "Then {}, and more")


def starts_of(item, text):
    """Where numbers begin that the exclusion covers, found by its two patterns alone."""
    numbers = (match.start() for match in re.finditer(r"(?<!\d)\d|\b[A-Za-z]", text))
    return [
        start
        for start in numbers
        if re.compile(item.at, re.MULTILINE).match(text, start)
        and re.search(rf"(?:{item.before})\Z", text[max(0, start - patterns._LONGEST_BEFORE) : start])
    ]


@pytest.mark.parametrize("item", EXCLUSIONS, ids=lambda item: f"{item.what} {item.example}")
def test_no_check_skips_an_example_of_an_exclusion(item):
    assert starts_of(item, item.example)
    with_before = [other for other in EXCLUSIONS if other.before]
    for setting in SETTINGS:
        text = setting.format(item.example)
        for start in starts_of(item, text):
            if item.before:
                pair = patterns._WITH_BEFORE[with_before.index(item)]
                assert pair in patterns._may_be_named(text, start), (text, start)
            else:
                assert patterns._may_be_excluded(text, start), (text, start)
