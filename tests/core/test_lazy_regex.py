"""A pattern that is compiled at its first use is used as any other pattern."""

import re

import pytest

from analysis.core.lazy_regex import lazy_regex

TEXT = "From 12 t in 2024, to 15 t."


@pytest.mark.parametrize(
    "use",
    [
        lambda pattern: pattern.search(TEXT, 8, 17).span(),
        lambda pattern: pattern.match(TEXT, 5)["digits"],
        lambda pattern: pattern.fullmatch("2024").group(),
        lambda pattern: [match.span() for match in pattern.finditer(TEXT)],
        lambda pattern: pattern.findall(TEXT),
        lambda pattern: pattern.sub("#", TEXT, count=2),
        lambda pattern: pattern.subn("#", TEXT),
        lambda pattern: pattern.split(TEXT),
        lambda pattern: (pattern.pattern, pattern.flags, pattern.groups, dict(pattern.groupindex)),
    ],
)
def test_it_is_used_as_a_compiled_pattern(use):
    arguments = r"(?P<digits>\d+)  # a number", re.VERBOSE | re.IGNORECASE
    lazy, compiled = lazy_regex(*arguments), re.compile(*arguments)
    assert use(lazy) == use(compiled)
    assert use(lazy) == use(compiled), "the second use, too"


def test_a_pattern_of_bytes_finds_bytes():
    assert lazy_regex(rb"\d").findall(b"a1") == [b"1"]


def test_a_wrong_pattern_raises_at_its_first_use():
    wrong = lazy_regex("(")
    with pytest.raises(re.error):
        wrong.search("a")


def test_an_attribute_that_no_pattern_has_raises():
    with pytest.raises(AttributeError, match="matches"):
        _ = lazy_regex("a").matches
