"""Whether a figure is the amount of a rise or a fall: a table of rules, tried in order.

A language brings the rules; this module says what a rule sees and how the table is read.
"""

from collections.abc import Callable
from typing import NamedTuple

from analysis.extraction.lexer import Tokens


class Surroundings(NamedTuple):
    """What the direction rules see of a figure: the tokens around it, its value and the figures before it.

    `left` are the tokens before the figure and its hedge, as far back as a rule needs to look, but not past another
    figure; `hedge` those of the hedge, `figure` those of the figure, `right` those after it in the sentence.
    `clauses` are the tokens before the figure as far as the beginning of its sentence, other figures included.
    `words` are the words of `left`, and `last` the last of them if it is right before the figure.
    `adjacent` are the last two words, adverbs aside; empty if the figure is a span of time, which no word changes.
    `before` is the direction of the figure before, if it is in the same list, and `carried` the last direction in the
    sentence other than "none".
    """

    left: Tokens
    hedge: Tokens
    figure: Tokens
    right: Tokens
    clauses: Tokens
    unit: str
    value: float
    share: bool
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
    """Return the direction that the first applicable rule gives, "none" if no rule applies."""
    for rule in rules:
        direction = rule.decide(surroundings)
        if direction is not None:
            return DirectionFound(direction, rule.name)
    return DirectionFound()
