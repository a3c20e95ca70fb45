"""The families of distributions that a hedge or a user may name: quantile, mean, and the numbers in words."""

import math
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from analysis.models.parameters import Numbers


class Shape(Protocol):
    """A family of distributions with its numbers: what it returns at a probability, its mean, its name."""

    def quantile(self, probability: Numbers) -> Numbers:
        """Return the value that is not passed with each probability, which is above 0 and below 1."""

    @property
    def mean(self) -> float:
        """The expected value, in closed form."""

    @property
    def spoken(self) -> str:
        """The family and its numbers in words."""


@dataclass(frozen=True)
class Pareto:
    """Values from `minimum` on: P(X > x) = (minimum / x)^alpha, for "over"."""

    minimum: float
    alpha: float

    def quantile(self, probability: Numbers) -> Numbers:
        """Return minimum (1 - p)^(-1 / alpha)."""
        return self.minimum * np.exp(np.log1p(-probability) * (-1 / self.alpha))

    @property
    def mean(self) -> float:
        """Alpha / (alpha - 1) times the minimum, inf where alpha is at most 1."""
        return self.minimum * self.alpha / (self.alpha - 1) if self.alpha > 1 else math.inf

    @property
    def spoken(self) -> str:
        """The family and its numbers in words."""
        return f"Pareto from {self.minimum:g}, exponent {self.alpha:.4g}"


@dataclass(frozen=True)
class Power:
    """Values up to `maximum`: P(X < x) = (x / maximum)^alpha, for "nearly"."""

    maximum: float
    alpha: float

    def quantile(self, probability: Numbers) -> Numbers:
        """Return maximum p^(1 / alpha)."""
        return self.maximum * np.exp(np.log(probability) * (1 / self.alpha))

    @property
    def mean(self) -> float:
        """Alpha / (alpha + 1) times the maximum."""
        return self.maximum * self.alpha / (self.alpha + 1)

    @property
    def spoken(self) -> str:
        """The family and its numbers in words."""
        return f"power law up to {self.maximum:g}, exponent {self.alpha:.4g}"


@dataclass(frozen=True)
class Lognormal:
    """Values around `mean` with a standard deviation `sd`, both those of the value itself, for "about"."""

    mean: float
    sd: float

    def quantile(self, probability: Numbers) -> Numbers:
        """Return exp(mu + s z) with s^2 = ln(1 + (sd / mean)^2) and mu = ln(mean) - s^2 / 2."""
        from scipy.special import ndtri

        variance = math.log1p((self.sd / self.mean) ** 2)
        z = np.asarray(ndtri(probability))
        return np.exp(math.log(self.mean) - variance / 2 + math.sqrt(variance) * z)

    @property
    def spoken(self) -> str:
        """The family and its numbers in words."""
        return f"lognormal, mean {self.mean:g}, sd {self.sd:.4g}"


@dataclass(frozen=True)
class Uniform:
    """Every value from `low` to `high` alike, for a range."""

    low: float
    high: float

    def quantile(self, probability: Numbers) -> Numbers:
        """Return low + p (high - low)."""
        return self.low + probability * (self.high - self.low)

    @property
    def mean(self) -> float:
        """The middle."""
        return (self.low + self.high) / 2

    @property
    def spoken(self) -> str:
        """The family and its numbers in words."""
        return f"uniform, {self.low:g} to {self.high:g}"


@dataclass(frozen=True)
class Pert:
    """Values from `low` to `high`, most of them near `mode`: a beta distribution with lambda = 4."""

    low: float
    mode: float
    high: float

    def quantile(self, probability: Numbers) -> Numbers:
        """Return low + (high - low) B with B the beta quantile, shapes 1 + 4 (m - l)/(h - l), 1 + 4 (h - m)/(h - l)."""
        from scipy.special import betaincinv

        width = self.high - self.low
        first, second = 1 + 4 * (self.mode - self.low) / width, 1 + 4 * (self.high - self.mode) / width
        inside = np.asarray(betaincinv(first, second, probability), dtype=float)
        return self.low + width * inside

    @property
    def mean(self) -> float:
        """(low + 4 mode + high) / 6."""
        return (self.low + 4 * self.mode + self.high) / 6

    @property
    def spoken(self) -> str:
        """The family and its numbers in words."""
        return f"PERT, {self.low:g} to {self.high:g}, mode {self.mode:g}"


@dataclass(frozen=True)
class Alike:
    """A few values, each as likely as the others: what whole numbers such as years may be."""

    values: tuple[float, ...]

    def quantile(self, probability: Numbers) -> Numbers:
        """Return the first of k values up to 1 / k, the second up to 2 / k, and so on."""
        places = np.minimum((probability * len(self.values)).astype(int), len(self.values) - 1)
        chosen: Numbers = np.asarray(self.values, dtype=float)[places]
        return chosen

    @property
    def mean(self) -> float:
        """Their mean."""
        return math.fsum(self.values) / len(self.values)

    @property
    def spoken(self) -> str:
        """The family and its numbers in words."""
        return f"one of {', '.join(f'{value:g}' for value in self.values)}, all alike"
