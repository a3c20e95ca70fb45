"""Directions: whether a figure is the amount of a rise or a fall.

Each language has its own table of rules; this module defines what a rule sees and what it returns.
"""

from typing import NamedTuple

from analysis.extraction.lexer import Tokens
from analysis.extraction.quantity import Quantity


class Surroundings(NamedTuple):
    """What the direction rules see: a figure, the tokens around it and the directions of the figures before it.

    `hedge_start` is where the hedge of the figure begins.
    `left` are the nearest tokens before the figure and its hedge, back to the previous figure; `words` are the words
    among them, and `last` is the last word if it comes right before the figure.
    `adjacent` are the last two words without adverbs; empty for a span of time, which cannot rise or fall.
    `right` are the tokens after the figure.
    `before` is the direction of the previous figure if both are in one list, and `carried` the last direction in the
    sentence other than "none".
    """

    quantity: Quantity
    hedge_start: int
    left: Tokens
    right: Tokens
    words: tuple[str, ...]
    last: str
    adjacent: tuple[str, str]
    unit: str
    share: bool
    before: str = "none"
    carried: str = "none"

    @property
    def hedge(self) -> Tokens:
        """The tokens of the hedge."""
        return self.quantity.sentence.between(self.hedge_start, self.quantity.start)

    @property
    def figure(self) -> Tokens:
        """The tokens of the figure."""
        return self.quantity.sentence.between(self.quantity.start, self.quantity.end)

    @property
    def value(self) -> float:
        """The value; zero for a range from a fall to a rise."""
        low, high = self.quantity.low, self.quantity.high
        return low if low >= 0 or high <= 0 else 0.0

    def before_hedge(self, reach: int) -> Tokens:
        """Return the tokens within `reach` characters before the hedge, including other figures of the sentence."""
        return self.quantity.sentence.between(self.hedge_start - reach, self.hedge_start)


class DirectionFound(NamedTuple):
    """A direction and the name of the rule that gave it; the name is empty if no rule applied."""

    direction: str = "none"
    rule: str = ""
