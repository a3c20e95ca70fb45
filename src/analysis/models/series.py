"""Estimate volatility and mean reversion from a series of yearly values."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.core.errors import ParameterError


@dataclass(frozen=True)
class Volatility:
    """Standard deviation of the yearly log changes, and its bounds at 90 % by the chi-square distribution."""

    value: float
    low: float
    high: float
    changes: int


@dataclass(frozen=True)
class Reversion:
    """The mean that a series returns to, and the part of the distance that goes in a year."""

    mean: float
    per_year: float
    pairs: int


def volatility(values: Sequence[float]) -> Volatility:
    """Return how much a series of positive yearly values varies, from the logarithms of their ratios.

    The bounds hold for independent normal changes. Raises ParameterError for fewer than three values.

    >>> found = volatility([100.0, 110.0, 100.0, 110.0])
    >>> round(found.value, 4), round(found.low, 4), round(found.high, 4)
    (0.1101, 0.0636, 0.4859)
    """
    from scipy.special import chdtri

    _check(values, 3)
    if min(values) <= 0:
        raise ParameterError("a volatility needs values above 0, because it is that of their logarithms")
    changes = np.diff(np.log(np.asarray(values, dtype=float)))
    deviation, free = float(changes.std(ddof=1)), changes.size - 1
    low, high = (deviation * math.sqrt(free / float(chdtri(free, p))) for p in (0.05, 0.95))
    return Volatility(deviation, low, high, int(changes.size))


def mean_reversion(values: Sequence[float]) -> Reversion:
    """Return the mean and the speed that fit x(t + 1) = mean + (1 - speed) (x(t) - mean) best, by least squares.

    A speed below 0 or above 1 means that the series does not return steadily; it stops there. Raises ParameterError
    for fewer than three values, and for a series that does not move.

    >>> mean_reversion([16.0, 8.0, 4.0, 2.0, 1.0])
    Reversion(mean=0.0, per_year=0.5, pairs=4)
    """
    _check(values, 3)
    before, after = np.asarray(values[:-1], dtype=float), np.asarray(values[1:], dtype=float)
    spread = before - before.mean()
    if not spread.any():
        raise ParameterError("the series does not move, so that it says nothing about its return to a mean")
    kept = float(np.clip(spread @ (after - after.mean()) / (spread @ spread), 0.0, 1.0))
    mean = float(before.mean()) if kept == 1 else float((after.mean() - kept * before.mean()) / (1 - kept))
    return Reversion(mean + 0.0, 1 - kept, before.size)


def _check(values: Sequence[float], least: int) -> None:
    if len(values) < least or not np.isfinite(np.asarray(values, dtype=float)).all():
        raise ParameterError(f"an estimate needs at least {least} numbers, one for each year, got {list(values)}")
