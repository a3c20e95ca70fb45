"""The record that the steps of the pipeline pass on: a number with its unit.

Each step returns new records. They are not frozen: a frozen one takes four times as long to create, and a named tuple
four times as long to read.
"""

from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import NamedTuple

from analysis.extraction.lexer import Sentence, Tokens

_NOWHERE = Sentence()


@dataclass(slots=True)
class Printed:
    """How the number of a quantity is printed.

    `scale` is the factor of a scale that is written out ("million"); `scaled` is true if there is one, and `factor` is
    the product of everything that the printed number was multiplied by.
    `grouped` and `decimal` describe the digits ("1,234", "1.5"); `word` marks a number in words, and `plus` a plus sign
    after the number.
    `text` is the number in lower case.
    `per_number` is the number in "per 100 kg".
    """

    scale: float = 1.0
    factor: float = 1.0
    scaled: bool = False
    grouped: bool = False
    decimal: bool = False
    word: bool = False
    plus: bool = False
    per_number: float = 1.0
    text: str = ""


class InTable(NamedTuple):
    """What a table says about a quantity: its direction, the label of its row and the head of its column.

    `caption` is what names the period of columns whose heads do not.
    """

    direction: str
    subject: str | None
    column_head: str = ""
    caption: str = ""


@dataclass(slots=True)
class Quantity:
    """A number and its value in `unit`, which is None while the unit is unknown (a bare number).

    `unit_rule` is the name of the rule that gave the unit.
    `currency` is true if the unit is money, `cents` if it was printed in hundredths, `rated` if it is a rate.
    `awaits` marks the "four-" of "four- to six-micron", whose unit follows the next number.
    `rate` is the name, divisor and end of a rate that a bare number states for the number before it.
    `sentence` holds the tokens around the number; `floor` is where the previous figure of the sentence ends, -1 if this
    is the first. `left` are the tokens between that figure and this number, and `right` those after the number, to the
    end of the sentence.
    """

    start: int
    end: int
    low: float
    high: float
    unit: str | None = None
    unit_rule: str = ""
    currency: bool = False
    cents: bool = False
    rated: bool = False
    printed: Printed = field(default_factory=Printed)
    awaits: bool = False
    rate: tuple[str, float, int] | None = None
    table: InTable | None = None
    sentence: Sentence = _NOWHERE
    floor: int = -1
    left: Tokens = ()
    right: Tokens = ()

    def before(self, place: int, reach: int = 1000) -> Tokens:
        """Return the tokens from the figure before, or from `reach` characters before `place`, to `place`."""
        if place == self.start and (not self.left or self.left[0].start >= place - reach):
            return self.left
        return self.sentence.between(max(self.floor, place - reach), place)

    def in_sentence(self, sentence: Sentence, floor: int, left: Tokens, right: Tokens) -> "Quantity":
        """Return the quantity in a sentence, with the tokens around it."""
        other = self._copy()
        other.sentence, other.floor, other.left, other.right = sentence, floor, left, right
        return other

    def placed(self, start: int, end: int, floor: int) -> "Quantity":
        """Return the quantity at another place in its sentence, with the tokens around it."""
        other = self._copy()
        other.start, other.end, other.floor = start, end, floor
        other.left, other.right = self.sentence.between(floor, start), self.sentence.after(end)
        return other

    def with_unit(self, unit: str | None, rule: str) -> "Quantity":
        """Return the quantity with a unit, and the name of the rule that gave it."""
        other = self._copy()
        other.unit, other.unit_rule = unit, rule
        return other

    def times(self, factor: float) -> "Quantity":
        """Return the quantity with its value multiplied.

        >>> Quantity(0, 1, 5.0, 6.0).times(1000.0).high
        6000.0
        """
        other = self._copy()
        other.low, other.high = self.low * factor, self.high * factor
        return other

    def with_unit_of(self, other: "Quantity", rule: str) -> "Quantity":
        """Return the quantity with the unit of another one, and the name of the rule that gave it."""
        named = self.with_unit(other.unit, rule)
        named.currency, named.rated, named.cents = other.currency, other.rated, other.cents
        return named

    def _copy(self) -> "Quantity":
        return Quantity(*_values(self))  # a third of the time that `replace` takes


_values = attrgetter(*[column.name for column in fields(Quantity)])
EXCLUDED = "excluded"  # the name of the exclusion is looked up only for an explanation
NO_STYLE = "digits in no known style"


class Rejected(NamedTuple):
    """A number that is not a quantity: its place, the reason, and where reading resumes (0: at the next number)."""

    start: int
    end: int
    reason: str
    resume: int = 0


class ScanResult(NamedTuple):
    """The quantities of a document, in order and without overlap, and the numbers that were rejected."""

    quantities: list[Quantity]
    rejected: list[Rejected]
