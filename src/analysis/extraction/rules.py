"""Tables of rules that are tried in order, and the input and output of the rules for hedges and directions."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from analysis.extraction.lexer import Tokens
from analysis.extraction.quantity import Quantity


@dataclass(slots=True)
class Surroundings:
    """The input of the direction rules: a figure, the tokens around it and the directions of previous figures.

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
        start = self.quantity.start
        return self.quantity.sentence.between(self.hedge_start, start) if self.hedge_start < start else ()

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


class Found(NamedTuple):
    """The direction, period or subject of a figure, None if uncertain, and the rule that gave it, empty if none did."""

    answer: str | None = None
    rule: str = ""


@dataclass(slots=True)
class HedgeCandidate:
    """A figure and the words before it that may hedge it.

    `words` is the hedge in lower case (empty if there is none) and `meaning` its qualifier; it begins at `position`.
    `left` are the tokens before it, back to the previous figure, and `article` is an article after it.
    """

    words: str
    meaning: str
    position: int
    left: Tokens
    quantity: Quantity
    article: str = ""


@dataclass(slots=True)
class HedgeFound:
    """A qualifier, where its words begin if they precede the figure, and the name of the rule."""

    qualifier: str
    start: int
    rule: str = ""


Seen = TypeVar("Seen")
Answer = TypeVar("Answer", covariant=True)


class Example(NamedTuple):
    """A sentence, a figure in it, and the reading of that figure: its direction or its qualifier."""

    text: str
    figure: str
    reading: str


@dataclass(slots=True)
class Rule(Generic[Seen, Answer]):
    """One way in which a text states, or seems to state, something about a figure.

    `decide` returns the answer, or None to leave the decision to the next rule.
    The rule decides `example`; it leaves `counter_example`, which looks similar, to other rules.
    """

    name: str
    decide: Callable[[Seen], Answer | None]
    example: Example
    counter_example: Example


def first_answer(seen: Seen, rules: tuple[Rule[Seen, Answer], ...]) -> tuple[Answer | None, str]:
    """Return the answer of the first applicable rule and the name of the rule; None and "" if no rule applies."""
    for rule in rules:
        answer = rule.decide(seen)
        if answer is not None:
            return answer, rule.name
    return None, ""
