"""What moves an answer most: one input at a time from its low to its high value, the others at base."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Swing:
    """One input of a sensitivity: its two values, and what the answer is at each of them."""

    parameter: str
    low_input: float
    high_input: float
    at_low: float
    at_high: float

    @property
    def width(self) -> float:
        """How far the answer moves, without sign."""
        return abs(self.at_high - self.at_low)


def one_at_a_time(
    model: Callable[..., Any],
    values: Mapping[str, Any],
    ranges: Mapping[str, tuple[float, float]],
    result: str,
) -> list[Swing]:
    """Return the swing of one result for each input, the widest first.

    `values` are the model's keyword arguments at base, `ranges` the low and high value of the inputs to move,
    `result` the name of a field of the outcome.

    >>> from analysis.models import margin_uplift
    >>> swings = one_at_a_time(margin_uplift, {}, {"foil_share": (0.05, 0.25)}, "annual_uplift_usd")
    >>> round(swings[0].width)
    27700000
    """
    swings = []
    for parameter, (low, high) in ranges.items():
        at_low, at_high = (getattr(model(**{**values, parameter: value}), result) for value in (low, high))
        swings.append(Swing(parameter, low, high, float(at_low), float(at_high)))
    return sorted(swings, key=lambda swing: -swing.width)
