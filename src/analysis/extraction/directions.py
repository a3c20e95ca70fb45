"""Whether a figure is the amount of a rise or a fall: a table of rules, tried in order.

A language brings the rules; this module says what a rule sees and how the table is read.
"""

from collections.abc import Callable
from typing import NamedTuple


class Surroundings(NamedTuple):
    """What the direction rules see of a figure: its sentence, its value and the figures before it.

    `begin` to `stop` is the sentence, `floor` the end of the figure before in it (or `begin`), `start` to `end` the
    figure with its hedge.
    `left` is the text before the figure, as far as a rule needs to look, `words` its words in lower case, and `last`
    the last of them if nothing but space separates it from the figure.
    `adjacent` are the last two words, adverbs aside; empty if the figure is a span of time, which no word changes.
    `before` is the direction of the figure before, if it is in the same list, and `carried` the last direction in the
    sentence other than "none".
    """

    text: str
    begin: int
    floor: int
    start: int
    end: int
    stop: int
    unit: str
    value: float
    share: bool
    left: str
    words: tuple[str, ...]
    last: str
    adjacent: tuple[str, str]
    before: str = "none"
    carried: str = "none"


class DirectionCase(NamedTuple):
    """A sentence, a figure in it and the direction of that figure."""

    text: str
    figure: str
    direction: str


class DirectionRule(NamedTuple):
    """One way in which a text says that a figure is a change, or that it is none.

    `decide` returns the direction, or None to leave the decision to the next rule.
    The rule decides `example`; it leaves `counter_example`, which looks similar, to other rules.
    """

    name: str
    decide: Callable[[Surroundings], str | None]
    example: DirectionCase
    counter_example: DirectionCase


class DirectionFound(NamedTuple):
    """A direction and the name of the rule that gave it; the name is empty if no rule applied."""

    direction: str = "none"
    rule: str = ""


def direction_of(surroundings: Surroundings, rules: tuple[DirectionRule, ...]) -> DirectionFound:
    """Return the direction that the first applicable rule gives.

    >>> from analysis.extraction.english.direction_rules import DIRECTION_RULES, surroundings_of
    >>> sentence = "while lifting productivity 30%"
    >>> direction_of(surroundings_of(sentence, (0, 30), 0, 27, 30, unit="percent", value=30), DIRECTION_RULES)
    DirectionFound(direction='up', rule='verb with its object')
    """
    for rule in rules:
        direction = rule.decide(surroundings)
        if direction is not None:
            return DirectionFound(direction, rule.name)
    return DirectionFound()
