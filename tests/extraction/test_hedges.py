"""Each hedge rule decides its example and leaves its counter-example to others; hedges in sentences."""

import pytest

from analysis.extraction.english.hedge_rules import HEDGE_RULES
from analysis.extraction.extract import extract_figures, read_figures


def hedge_in(text, figure):
    (found,) = [reading for reading in read_figures(text) if reading.figure.text == figure]
    return found.figure.qualifier, found.hedge_rule


@pytest.mark.parametrize("rule", HEDGE_RULES, ids=lambda rule: rule.name)
def test_a_rule_decides_its_example(rule):
    text, figure, expected = rule.example
    assert hedge_in(text, figure) == (expected, rule.name)


@pytest.mark.parametrize("rule", HEDGE_RULES, ids=lambda rule: rule.name)
def test_a_rule_leaves_its_counter_example_to_others(rule):
    text, figure, expected = rule.counter_example
    found, name = hedge_in(text, figure)
    assert found == expected
    assert name != rule.name


def test_rules_have_different_names():
    names = [rule.name for rule in HEDGE_RULES]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is roughly 5%.", "~"),
        ("It is some 5%.", "~"),
        ("It is ~5%.", "~"),
        ("It is just under 5%.", "<"),
        ("It is not less than 5%.", ">="),
        ("It is no more than 5%.", "<="),
        ("It is in excess of 5%.", ">"),
        ("It is 5% or so.", "~"),
        ("It is 5% at most.", "<="),
        ("Sales topped 5 t.", ">"),
        ("It is at or below 5%.", "<="),
        ("It is at or above 5%.", ">="),
        ("Purity: 5% min", ">="),
        # "more than" is a hedge of what follows
        ("It is 5% or more.", ">="),
        ("It is 5% and more than enough.", "="),
        # "up to" says where a ramp goes; elsewhere it is a bound
        ("It is ramping up to 5 t.", "="),
        ("It makes up to 5 t.", "<="),
        # "over five years" is a span of time, "for over five years" a hedge
        ("It grew over five years.", "="),
        ("It ran for over five years.", ">"),
        # a plain number
        ("It is a record 5%.", "="),
    ],
)
def test_the_hedge_is_kept(text, expected):
    (figure,) = extract_figures(text)
    assert figure.qualifier == expected
