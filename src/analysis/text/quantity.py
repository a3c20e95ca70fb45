"""A quantity while it is being read."""

from dataclasses import dataclass


@dataclass(slots=True)
class Quantity:
    """A number as read: value in `unit`, None while it is bare; `rated` and `scaled` say what was written out."""

    start: int
    end: int
    low: float
    high: float
    unit: str | None
    currency: bool = False
    cents: bool = False
    rated: bool = False
    scaled: bool = False
    grouped: bool = False
    word: bool = False
    plus: bool = False
    per_number: float = 1.0
    span: tuple[int, int] = (0, 0)
    floor: int = -1
