"""Whether the words around a figure say that it is about, more than or at most what is printed.

A language brings the hedges and a table of rules, tried in order; this module says how the table is read.
"""

from collections.abc import Callable
from typing import NamedTuple

from analysis.extraction.lexer import Tokens


class HedgeCandidate(NamedTuple):
    """Words before a figure that may hedge it, and what is around them.

    `words` is the hedge in lower case, empty if there is none, and `meaning` its qualifier; it begins at `position`,
    and the figure at `start`.
    `left` are the tokens before the hedge, back to the figure before in the sentence; `right` those after the figure.
    `article` is the article between hedge and figure, `compared` says that another figure is right before the hedge,
    `plus` that a plus sign follows the number, `duration` that the figure is a span of time.
    """

    words: str
    meaning: str
    position: int
    start: int
    left: Tokens
    right: Tokens
    article: str = ""
    compared: bool = False
    plus: bool = False
    duration: bool = False


class HedgeFound(NamedTuple):
    """A qualifier, where its words start if they are before the figure, and the name of the rule."""

    qualifier: str
    start: int
    rule: str = ""


class HedgeCase(NamedTuple):
    """A sentence, a figure in it and the qualifier of that figure."""

    text: str
    figure: str
    qualifier: str


class HedgeRule(NamedTuple):
    """One way in which words around a figure hedge it, or seem to.

    `decide` returns the qualifier and the start of its words, or None to leave the decision to the next rule.
    The rule decides `example`; it leaves `counter_example`, which looks similar, to other rules.
    """

    name: str
    decide: Callable[[HedgeCandidate], tuple[str, int] | None]
    example: HedgeCase
    counter_example: HedgeCase


def hedge_of(candidate: HedgeCandidate, rules: tuple[HedgeRule, ...]) -> HedgeFound:
    """Return the hedge that the first applicable rule gives, "=" if none applies."""
    for rule in rules:
        found = rule.decide(candidate)
        if found is not None:
            return HedgeFound(*found, rule.name)
    return HedgeFound("=", candidate.start)
