"""A number with its unit, as the steps of the reading hand it on: each step returns new records."""

from typing import NamedTuple

from analysis.extraction.lexer import Sentence, Tokens


class Printed(NamedTuple):
    """How the number of a quantity is printed.

    `scale` is the factor of a scale that is written out ("million"), `scaled` says that there is one; `factor` is all
    that the printed number was multiplied by.
    `grouped` and `decimal` describe the digits ("1,234", "1.5"), `word` a number in words, `plus` a plus sign after it.
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
    """What a table says of a quantity: its direction, the label of its row, the head of its column."""

    direction: str
    subject: str | None
    column_head: str = ""


class Quantity(NamedTuple):
    """A number as read: its value in `unit`, which is None while the number is bare.

    `unit_rule` names what gave the unit.
    `currency` says that the unit is money, `cents` that it was printed in hundredths, `rated` that it is a rate.
    A number that `awaits` is the "four-" of "four- to six-micron".
    `rate` is the name, divisor and end of a rate that a bare number states for the number before it.
    `sentence` has the tokens around it; `floor` is the end of the figure before it there, -1 if there is none.
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
    printed: Printed = Printed()
    awaits: bool = False
    rate: tuple[str, float, int] | None = None
    table: InTable | None = None
    sentence: Sentence = Sentence()
    floor: int = -1

    @property
    def left(self) -> Tokens:
        """The tokens before it, back to the figure before it in the same sentence."""
        return self.sentence.between(self.floor, self.start)

    @property
    def right(self) -> Tokens:
        """The tokens after it, to the end of the sentence."""
        return self.sentence.after(self.end)

    def times(self, factor: float) -> "Quantity":
        """Return the quantity with its value multiplied.

        >>> Quantity(0, 1, 5.0, 6.0).times(1000.0)[2:4]
        (5000.0, 6000.0)
        """
        return self._replace(low=self.low * factor, high=self.high * factor)

    def with_unit_of(self, other: "Quantity", rule: str) -> "Quantity":
        """Return the quantity with the unit of another, and the name of the rule that says so."""
        return self._replace(
            unit=other.unit, unit_rule=rule, currency=other.currency, rated=other.rated, cents=other.cents
        )
