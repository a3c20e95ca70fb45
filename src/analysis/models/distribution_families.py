"""The families of distributions that a hedge or a user may name.

Each returns the value that is not passed with a probability, which is above 0 and below 1, the probability of a value
or less; `str` gives the family and its numbers in words.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from analysis.models.parameters import Numbers

_LOG_ODDS = 30.0  # where the beta quantile is interpolated: odds of 1e-13


@dataclass(frozen=True)
class Pareto:
    """Values from `minimum` on: P(X > x) = (minimum / x)^alpha, for "over"."""

    minimum: float
    alpha: float

    def quantile(self, probability: Numbers) -> Numbers:
        """Return minimum (1 - p)^(-1 / alpha)."""
        return self.minimum * np.exp(np.log1p(-probability) * (-1 / self.alpha))

    def cdf(self, value: Numbers) -> Numbers:
        """Return 1 - (minimum / x)^alpha from the minimum on, 0 below it."""
        return -np.expm1(-self.alpha * np.log(np.maximum(value, self.minimum) / self.minimum))

    def __str__(self) -> str:
        return f"Pareto from {self.minimum:g}, exponent {self.alpha:.4g}"


@dataclass(frozen=True)
class Power:
    """Values up to `maximum`: P(X < x) = (x / maximum)^alpha, for "nearly"."""

    maximum: float
    alpha: float

    def quantile(self, probability: Numbers) -> Numbers:
        """Return maximum p^(1 / alpha)."""
        return self.maximum * np.exp(np.log(probability) * (1 / self.alpha))

    def cdf(self, value: Numbers) -> Numbers:
        """Return (x / maximum)^alpha, 0 below zero and 1 from the maximum on."""
        share: Numbers = np.clip(value / self.maximum, 0.0, 1.0) ** self.alpha
        return share

    def __str__(self) -> str:
        return f"power law up to {self.maximum:g}, exponent {self.alpha:.4g}"


@dataclass(frozen=True)
class Lognormal:
    """Values around `mean` with a standard deviation `sd`, both of the value and not its logarithm, for "about"."""

    mean: float
    sd: float

    def quantile(self, probability: Numbers) -> Numbers:
        """Return exp(mu + s z) with s^2 = ln(1 + (sd / mean)^2) and mu = ln(mean) - s^2 / 2."""
        from scipy.special import ndtri

        z = np.asarray(ndtri(probability))
        mu, s = self._logarithm
        return np.exp(mu + s * z)

    def cdf(self, value: Numbers) -> Numbers:
        """Return the normal probability of (ln x - mu) / s, 0 where x is not above zero."""
        from scipy.special import ndtr

        mu, s = self._logarithm
        logarithm = np.log(value, out=np.full(np.shape(value), -np.inf), where=value > 0)
        return np.asarray(ndtr((logarithm - mu) / s), dtype=float)

    @property
    def _logarithm(self) -> tuple[float, float]:
        variance = math.log1p((self.sd / self.mean) ** 2)
        return math.log(self.mean) - variance / 2, math.sqrt(variance)

    def __str__(self) -> str:
        return f"lognormal, mean {self.mean:g}, sd {self.sd:.4g}"


@dataclass(frozen=True)
class Uniform:
    """Uniform between `low` and `high`, for a range."""

    low: float
    high: float

    def quantile(self, probability: Numbers) -> Numbers:
        """Return low + p (high - low)."""
        return self.low + probability * (self.high - self.low)

    def cdf(self, value: Numbers) -> Numbers:
        """Return (x - low) / (high - low), from 0 to 1."""
        return np.clip((value - self.low) / (self.high - self.low), 0.0, 1.0)

    def __str__(self) -> str:
        return f"uniform, {self.low:g} to {self.high:g}"


@dataclass(frozen=True)
class Pert:
    """Values from `low` to `high`, concentrated near `mode`: a beta distribution with lambda = 4."""

    low: float
    mode: float
    high: float

    def quantile(self, probability: Numbers) -> Numbers:
        """Return low + (high - low) B with B the beta quantile, shapes 1 + 4 (m - l)/(h - l), 1 + 4 (h - m)/(h - l).

        B is interpolated to 1e-7, which takes a tenth of the time of the exact one.
        """
        from scipy.special import betaincinv, logit

        p = np.asarray(probability, dtype=float)
        log_odds = np.asarray(logit(p))
        inside = np.asarray(self._beta_quantile(np.clip(log_odds, -_LOG_ODDS, _LOG_ODDS)))
        beyond = np.abs(log_odds) > _LOG_ODDS
        if beyond.any():
            inside = np.where(beyond, betaincinv(*self._shapes, p), inside)
        return self.low + (self.high - self.low) * inside

    def cdf(self, value: Numbers) -> Numbers:
        """Return the beta probability of (x - low) / (high - low)."""
        from scipy.special import betainc

        inside = np.clip((value - self.low) / (self.high - self.low), 0.0, 1.0)
        return np.asarray(betainc(*self._shapes, inside), dtype=float)

    @cached_property
    def _beta_quantile(self) -> Callable[[Numbers], Numbers]:
        """The beta quantile by the logarithm of the odds, in which it is smooth at both ends."""
        from scipy.interpolate import CubicSpline
        from scipy.special import betaincinv, expit

        log_odds = np.linspace(-_LOG_ODDS, _LOG_ODDS, 1201)
        spline: Callable[[Numbers], Numbers] = CubicSpline(log_odds, betaincinv(*self._shapes, expit(log_odds)))
        return spline

    @property
    def _shapes(self) -> tuple[float, float]:
        width = self.high - self.low
        return 1 + 4 * (self.mode - self.low) / width, 1 + 4 * (self.high - self.mode) / width

    def __str__(self) -> str:
        return f"PERT, {self.low:g} to {self.high:g}, mode {self.mode:g}"


@dataclass(frozen=True)
class DiscreteUniform:
    """A few equally likely values, for whole numbers such as years."""

    values: tuple[float, ...]

    def quantile(self, probability: Numbers) -> Numbers:
        """Return the first of k values up to 1 / k, the second up to 2 / k, and so on."""
        places = np.minimum((probability * len(self.values)).astype(int), len(self.values) - 1)
        chosen: Numbers = np.asarray(self.values, dtype=float)[places]
        return chosen

    def cdf(self, value: Numbers) -> Numbers:
        """Return the share of the values that are not above x."""
        share: Numbers = np.searchsorted(np.sort(self.values), value, side="right") / len(self.values)
        return share

    def __str__(self) -> str:
        return f"one of {', '.join(f'{value:g}' for value in self.values)}, equally likely"
