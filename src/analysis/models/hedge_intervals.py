"""The interval that the hedge of a printed number allows: low, base and high.

The convention: a number is printed to a grain, the coarsest step 1, 2 or 5 x 10^k that divides it and is
small against it. "About" reaches half a grain to both sides, "over" and "nearly" one grain to one side. Base
is always the printed number. A figure is one number, so these functions take a single number rather than arrays, except
`half_grain`.
"""

import math
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import count
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from analysis.core.errors import ParameterError
from analysis.models.parameters import Parameter, Value, positive

Hedge = Literal["over", "nearly", "about", "range", "fixed"]
HEDGES: tuple[Hedge, ...] = ("over", "nearly", "about", "range", "fixed")
BY_QUALIFIER: dict[str, Hedge] = {"=": "fixed", "~": "about", ">": "over", ">=": "over", "<": "nearly", "<=": "nearly"}
# How a rule calls a number where the name of its class is not what the source says.
_AS_PRINTED = {"=": "the round number", ">=": "at least", "<": "less than", "<=": "at most"}
ABOUT_DIVISOR = 3  # assumption: the grain of "about" is at most a third of the number,
BOUND_DIVISOR = 6  # assumption: the grain of a bound is at most a sixth
_MOST_DIGITS = 12  # no article prints as many; a float with as many is a third or the like, or a sum with an error
MASS_WITHIN_ONE_GRAIN = 0.9  # assumption: how much of the distribution lies within the grain

_VALUE = Parameter("value", "units as printed", "claim", "printed number without its direction", low=0)
_SIZE = positive("value", "units as printed", "claim", "printed number")
_DIVISOR = Parameter("divisor", "", "assumption", "how many grains the number has at least", low=1)


@dataclass(frozen=True)
class Interval:
    """The lowest, printed and highest value of a hedged number, and the rule that gave them, in words."""

    low: float
    base: float
    high: float
    rule: str


def grain(value: float, divisor: float) -> float:
    """Return the coarsest step 1, 2 or 5 x 10^k that divides `value` and is at most value / divisor.

    "Divides" refers to the printed decimal number: 0.1 divides 0.4.
    """
    return _grain(_SIZE.check(_one("value", value)), _DIVISOR.check(_one("divisor", divisor)))


def _grain(number: float, divisor: float) -> float:
    printed = _printed(number)
    exponent = int(printed.as_tuple().exponent)
    digits = int(printed.scaleb(-exponent))  # the last digit is not 0, so no larger step divides it
    for below in count():  # ends: every printed number is a multiple of a power of ten
        for step in (5, 2, 1):
            if step * divisor <= digits * 10**below and (below or digits % step == 0):
                return float(f"{step}e{exponent - below}")
    raise AssertionError


def _printed(number: float) -> Decimal:
    """A number as its article prints it; "a third", which no step divides, is 33 %."""
    printed = Decimal(repr(number)).normalize()
    if len(printed.as_tuple().digits) >= _MOST_DIGITS:
        nearly = Decimal(f"{number:.{_MOST_DIGITS}g}").normalize()
        printed = nearly if len(nearly.as_tuple().digits) < _MOST_DIGITS else Decimal(f"{number:.2g}").normalize()
    return printed


def _one(name: str, value: Any) -> Any:
    if np.ndim(value):
        raise ParameterError(f"{name} must be a single number, got an array of shape {np.shape(value)}")
    return value


def half_grain(value: ArrayLike) -> Value:
    """Return how far a bare number may be off on both sides: half its grain, or 0 if it is not round. Broadcasts.

    >>> half_grain([55, 44]).tolist()
    [2.5, 0.0]
    """
    numbers = _SIZE.check(value)
    if not isinstance(numbers, np.ndarray):
        return _half_grain(numbers)
    printed, places = np.unique(numbers, return_inverse=True)  # a sweep has few numbers, often
    halves = np.array([_half_grain(number) for number in printed.tolist()])
    return np.asarray(halves[places].reshape(numbers.shape))


def _half_grain(number: float) -> float:
    return _grain(number, ABOUT_DIVISOR) / 2 if is_round(number) else 0.0


def is_round(value: float) -> bool:
    """Return whether a bare number looks rounded: one significant digit, two with a 5 as the second, or a third."""
    number = _VALUE.check(_one("value", value))
    printed = _printed(number)
    digits = "".join(map(str, printed.as_tuple().digits)).strip("0")
    is_third = not math.isclose(number, float(printed)) and math.isclose(number, Fraction(number).limit_denominator(12))
    return len(digits) == 1 or (len(digits) == 2 and digits[1] == "5") or is_third


def hedge_class(value: float, qualifier: str, high: float | None = None) -> Hedge:
    """Return the class of a figure from its qualifier.

    Two values make a range, regardless of the qualifier; a bare round number counts as "about".
    """
    number = _VALUE.check(_one("value", value))
    if not isinstance(qualifier, str) or qualifier not in BY_QUALIFIER:
        raise ParameterError(f"qualifier must be one of {', '.join(BY_QUALIFIER)}, got {qualifier!r}")
    if high is not None and _VALUE.check(_one("high", high)) != number:
        return "range"
    return "about" if qualifier == "=" and is_round(number) else BY_QUALIFIER[qualifier]


def hedge_interval(value: float, qualifier: str, high: float | None = None, *, hedge: Hedge | None = None) -> Interval:
    """Return low, base and high of a figure, and the rule in words.

    `qualifier` is as in the figure record: = ~ > >= < <=. `hedge` names the class where the qualifier does
    not say enough: "nearly" for a "~" that means nearly, "fixed" for a target, a constant, or a round
    number that is exact. `high` is the second value of a range. Raises ParameterError for a number below 0
    (the direction of a figure is separate), a hedge on 0, a range that falls, and an unknown qualifier or hedge.

    >>> hedge_interval(1400, ">")
    Interval(low=1400.0, base=1400.0, high=1600.0, rule='over 1400: up to one rounding step of 200 more')
    >>> hedge_interval(0.9, "~", hedge="nearly").low
    0.8
    """
    number = _VALUE.check(_one("value", value))
    name = hedge_class(number, qualifier, high) if hedge is None else hedge
    if name not in HEDGES:
        raise ParameterError(f"hedge must be one of {', '.join(HEDGES)}, got {hedge!r}")
    if name == "range":
        if high is None or not high > number:
            raise ParameterError(f"the high end of a range must be above its low end of {number:g}, got {high}")
        return Interval(number, (number + high) / 2, float(high), f"range: {number:g} to {high:g}")
    found = _around(number, name)
    if hedge is None and name != "fixed":
        found = replace(found, rule=found.rule.replace(name, _AS_PRINTED.get(qualifier, name), 1))
    return found


def _around(number: float, name: Hedge) -> Interval:
    if name == "fixed":
        return Interval(number, number, number, f"fixed: {number:g} as printed")
    step = grain(number, ABOUT_DIVISOR if name == "about" else BOUND_DIVISOR)
    if name == "about":
        words = f"about {number:g}: half a rounding step of {step:g} to both sides"
        return Interval(_add(number, -step / 2), number, _add(number, step / 2), words)
    words = f"{name} {number:g}: up to one rounding step of {step:g} {'more' if name == 'over' else 'less'}"
    if name == "over":
        return Interval(number, number, _add(number, step), words)
    return Interval(_add(number, -step), number, number, words)


def _add(number: float, step: float) -> float:
    """Add decimals as printed: 0.9 - 0.1 is 0.8, not 0.8000000000000000x."""
    return float(Fraction(repr(number)) + Fraction(repr(step)))


def tail_exponent(value: float, hedge: Literal["over", "nearly"]) -> float:
    """Return alpha of the one-sided distribution whose first grain holds q = 0.9 of it.

    over: Pareto from x, alpha = ln(1 / (1 - q)) / ln(1 + grain / x).
    nearly: x U^(1/alpha) with U uniform, alpha = ln(1 - q) / ln(1 - grain / x).
    """
    share = grain(value, BOUND_DIVISOR) / value
    tail = -math.log1p(share) if hedge == "over" else math.log1p(-share)
    return math.log1p(-MASS_WITHIN_ONE_GRAIN) / tail


def about_deviation(value: float) -> float:
    """Return the standard deviation of a number hedged with "about": half a grain is 1.645 of them.

    1.645 is the quantile of the normal distribution at (1 + q) / 2, for the mass q = 0.9 within the grain.
    """
    from statistics import NormalDist

    return grain(value, ABOUT_DIVISOR) / 2 / NormalDist().inv_cdf((1 + MASS_WITHIN_ONE_GRAIN) / 2)
