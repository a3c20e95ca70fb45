"""A quantity while it is being read."""

from dataclasses import dataclass


@dataclass(slots=True)
class Quantity:
    """A number as read: value in `unit`, None while it is bare.

    `scale` is the factor of a scale word that was written out, `factor` all that the printed number was multiplied
    with, `rate` one that a bare number states of what its neighbour measures.
    A number that `awaits` is the "four-" of "four- to six-micron"; `grouped` and `decimal` say how digits are written.
    A table says `direction`, `subject` and the `head` of its column at once.
    `span` is its sentence, `floor` the end of the figure before it in there, -1 where there is none.
    """

    start: int
    end: int
    low: float
    high: float
    unit: str | None = None
    currency: bool = False
    cents: bool = False
    rated: bool = False
    scale: float = 1.0
    factor: float = 1.0
    scaled: bool = False
    grouped: bool = False
    decimal: bool = False
    word: bool = False
    plus: bool = False
    awaits: bool = False
    per_number: float = 1.0
    rate: tuple[str, float, int] | None = None
    direction: str | None = None
    subject: str | None = None
    head: str = ""
    span: tuple[int, int] = (0, 0)
    floor: int = -1
