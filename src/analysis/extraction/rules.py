"""Tables of rules that are tried in order; each has an example that it decides and a similar one that it leaves."""

from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar

Seen = TypeVar("Seen")
Answer = TypeVar("Answer", covariant=True)


class Example(NamedTuple):
    """A sentence, a figure in it, and the reading of that figure: its direction or its qualifier."""

    text: str
    figure: str
    reading: str


class Rule(NamedTuple, Generic[Seen, Answer]):
    """One way in which a text says something about a figure, or seems to.

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
