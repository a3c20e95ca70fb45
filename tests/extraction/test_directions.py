"""Each direction rule decides its example and leaves its counter-example to others; directions in sentences."""

import pytest

from analysis.extraction.english.direction_rules import DIRECTION_RULES
from analysis.extraction.extract import extract_figures, read_figures


def direction_in(text, figure):
    (found,) = [reading for reading in read_figures(text) if reading.figure.text == figure]
    return found.figure.direction, found.direction_rule


@pytest.mark.parametrize("rule", DIRECTION_RULES, ids=lambda rule: rule.name)
def test_a_rule_decides_its_example(rule):
    text, figure, expected = rule.example
    assert direction_in(text, figure) == (expected, rule.name)


@pytest.mark.parametrize("rule", DIRECTION_RULES, ids=lambda rule: rule.name)
def test_a_rule_leaves_its_counter_example_to_others(rule):
    text, figure, expected = rule.counter_example
    found, name = direction_in(text, figure)
    assert found == expected
    assert name != rule.name


def test_rules_have_different_names():
    names = [rule.name for rule in DIRECTION_RULES]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Output rose 5%.", "up"),
        ("Output rose to 5%.", "none"),
        ("Output rose above 5%.", "none"),
        ("Output rose over 5%.", "up"),
        ("Output is up by nearly 5 t.", "up"),
        ("Costs are 5% lower.", "down"),
        ("Costs fell just 5%.", "down"),
        ("A cut of 5% is planned.", "down"),
        ("A 5% increase is planned.", "up"),
        ("It raised $5 million.", "none"),  # money found is not a change
        ("It raised output 5%.", "up"),
        ("Foil makes up 5% of sales.", "none"),
        ("It holds a share of 5%.", "none"),
        ("Growth slowed to 5%.", "up"),  # a rate of growth is a change whatever it does
        ("Costs were halved.", "down"),
        ("Sales trebled.", "up"),
        ("5 t were added to its output.", "up"),
        ("$5 million were wiped off its value.", "down"),
        ("It is 5 t.", "none"),
    ],
)
def test_only_the_amount_of_a_change_has_a_direction(text, expected):
    (figure,) = extract_figures(text)
    assert figure.direction == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the verb written once holds for the list
        ("It cut costs by 8%, power by 12% and waste by 3%.", ["down", "down", "down"]),
        ("Sales rose 8%, profit 12% and output 3%.", ["up", "up", "up"]),
        # but each verb has its own
        ("Costs fell 8% while output rose 3%.", ["down", "up"]),
        # a share in between is none
        ("Sales rose 8%, with 40% of them abroad.", ["up", "none"]),
    ],
)
def test_directions_in_a_list(text, expected):
    assert [figure.direction for figure in extract_figures(text)] == expected
