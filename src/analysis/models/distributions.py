"""Hedges as probability distributions, and the distributions that a user may set instead.

"Over 1,400" is a Pareto distribution from 1,400, "nearly 90" its mirror below 90, "about 15" a lognormal around
15; two numbers are uniform between them. The mass within one grain of the printed number is 0.9 by convention
(`hedge_intervals.MASS_WITHIN_ONE_GRAIN`). Targets and constants have no distribution: asking for one is an error.
"""

import math
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from analysis.core.errors import ParameterError
from analysis.models.distribution_families import DiscreteUniform, Lognormal, Pareto, Pert, Power, Uniform
from analysis.models.hedge_intervals import (
    MASS_WITHIN_ONE_GRAIN,
    Hedge,
    Interval,
    about_deviation,
    hedge_class,
    hedge_interval,
    tail_exponent,
)
from analysis.models.parameters import Numbers, Parameter, Value, plain

UNCERTAIN_KINDS = ("claim", "assumption")


@dataclass(frozen=True)
class Distribution:
    """The distribution of one model input, and the convention that gave it, in words.

    `shape` is in the unit of the printed number, `scale` leads to the unit of the input (0.01 from percent, below
    0 for a number that is a loss). Values stop at the hard limits, which are in the unit of the input. Inputs with
    the same `stream` are read from one printed number, so they are drawn once, together.
    """

    shape: "Shape"
    rule: str
    scale: float = 1.0
    lower_limit: float = -math.inf
    upper_limit: float = math.inf
    stream: str = ""

    def quantile(self, probability: ArrayLike) -> Value:
        """Return the value that is not passed with `probability`, which is above 0 and below 1. Broadcasts.

        >>> round(hedge_distribution(1400, ">").quantile(0.5), 1)
        1457.4
        """
        p = np.asarray(probability, dtype=float)
        values = self.shape.quantile(p) if self.scale > 0 else self.shape.quantile(1 - p)
        if self.scale != 1:
            values = values * self.scale
        if math.isfinite(self.lower_limit) or math.isfinite(self.upper_limit):
            values = np.clip(values, self.lower_limit, self.upper_limit)
        return plain(values)

    ppf = quantile  # scipy.stats.sobol_indices calls it

    def cdf(self, value: ArrayLike) -> Value:
        """Return the probability of `value` or less. Broadcasts.

        >>> round(hedge_distribution(1400, ">").cdf(1600), 9)
        0.9
        """
        x = np.asarray(value, dtype=float)
        y = x / self.scale
        p = self.shape.cdf(y) if self.scale > 0 else 1 - self.shape.cdf(np.nextafter(y, -math.inf))
        return plain(np.where(x < self.lower_limit, 0.0, np.where(x >= self.upper_limit, 1.0, p)))

    def scaled(self, factor: float, lower_limit: float = -math.inf, upper_limit: float = math.inf) -> "Distribution":
        """Return the distribution in another unit, with the limits converted."""
        return replace(self, scale=self.scale * factor, lower_limit=lower_limit, upper_limit=upper_limit)

    @property
    def description(self) -> str:
        """The family and its numbers in words, in the unit of the printed number; a loss without its minus."""
        return str(self.shape) if self.scale > 0 else f"{self.shape}, below zero"


@dataclass(frozen=True)
class Mixture:
    """One of several distributions of the same quantity, each with the probability that it is the right one."""

    parts: tuple[tuple[float, Distribution], ...]

    def __post_init__(self) -> None:
        weights = [weight for weight, _ in self.parts]
        if not weights or min(weights) <= 0 or not math.isclose(math.fsum(weights), 1):
            raise ParameterError(f"the weights of a mixture must be positive and add up to 1, got {weights}.")

    def quantile(self, probability: Numbers) -> Numbers:
        """Return the value that is not passed with each probability.

        >>> low, high = Distribution(Uniform(0, 1), ""), Distribution(Uniform(2, 4), "")
        >>> Mixture(((0.25, low), (0.75, high))).quantile(np.array([0.125, 0.625])).round(3).tolist()
        [0.5, 3.0]
        """
        found = np.interp(probability, *self._table)
        return np.where(np.abs(found) < np.finfo(float).tiny, 0.0, found)  # right below zero

    def cdf(self, value: Numbers) -> Numbers:
        """Return the weighted probability of each value or less."""
        return np.asarray(sum(weight * np.asarray(part.cdf(value)) for weight, part in self.parts), dtype=float)

    @cached_property
    def _table(self) -> tuple[Numbers, Numbers]:
        """The cumulative probability at the quantiles of the parts and just below them, as it may jump there."""
        values = np.unique([part.quantile(_MIXTURE_POINTS) for _, part in self.parts])
        values = np.unique([np.nextafter(values, -math.inf), values])
        return self.cdf(values), values

    def __str__(self) -> str:
        return f"mixture of {len(self.parts)}"


Shape = Pareto | Power | Lognormal | Uniform | Pert | DiscreteUniform | Mixture
# Closer together towards both ends, where the tails are long.
_MIXTURE_POINTS = 1 / (1 + np.exp(-np.linspace(-21.0, 21.0, 2049)))


def hedge_distribution(
    value: float, qualifier: str, high: float | None = None, *, hedge: Hedge | None = None
) -> Distribution | None:
    """Return the distribution of a hedged number, None for one that is taken as printed.

    It takes the arguments of `hedge_interval` and raises the same errors. "Over" gives a Pareto, "nearly" a power law,
    "about" a lognormal, a range a uniform distribution; the formulas are in docs/models.md.

    >>> hedge_distribution(600, ">").description, hedge_distribution(63, "=")
    ('Pareto from 600, exponent 14.94', None)
    """
    interval = hedge_interval(value, qualifier, high, hedge=hedge)  # checks all of them
    name = hedge_class(value, qualifier, high) if hedge is None else hedge
    shape = _shape(name, interval)
    if shape is None:
        return None
    within = "" if name == "range" else f", with {100 * MASS_WITHIN_ONE_GRAIN:g} % of the probability"
    return Distribution(shape, f"{interval.rule}{within}")


_WHY_CERTAIN = {
    "target": "a target is a threshold that is hit or missed and has no distribution",
    "constant": "a constant is known and has no distribution",
    "reading": "a reading is chosen and has no distribution",
}


def certain(parameter: Parameter) -> ParameterError:
    """Return the error for a distribution on an input that cannot have one."""
    return ParameterError(
        f"{parameter.name} must be a claim or an assumption to have a distribution, got a {parameter.kind}: "
        f"{_WHY_CERTAIN[parameter.kind]}"
    )


def _shape(name: Hedge, interval: Interval) -> Shape | None:
    number = float(interval.base)
    if name == "over":
        return Pareto(number, tail_exponent(number, "over"))
    if name == "nearly":
        return Power(number, tail_exponent(number, "nearly"))
    if name == "about":
        return Lognormal(number, about_deviation(number))
    if name == "range":
        return Uniform(interval.low, interval.high)
    return None


SETTINGS = {  # what a user may write in place of a hedge: the words of the numbers that follow
    "about": (),
    "over": (),
    "nearly": (),
    "fixed": (),
    "uniform": ("low", "high"),
    "pert": ("low", "mode", "high"),
    "lognormal": ("mean", "sd"),
}
_ALLOWED = ", ".join(f"'{' '.join((name, *(word.upper() for word in words)))}'" for name, words in SETTINGS.items())
_BY_HEDGE: dict[str, Literal["~", ">", "<"]] = {"about": "~", "over": ">", "nearly": "<"}


def set_distribution(parameter: Parameter, setting: str, value: float | None) -> Distribution | None:
    """Return the distribution that a user sets for an input, None for "fixed".

    `setting` is a hedge (about, over, nearly, fixed) on `value`, or "uniform LOW HIGH", "pert LOW MODE HIGH",
    "lognormal MEAN SD" in the unit of the parameter. Raises ParameterError, naming the parameter, for a target, a
    constant or a reading, for another setting, and for numbers outside what the parameter allows.
    """
    name = parameter.name
    if parameter.kind not in UNCERTAIN_KINDS:
        raise certain(parameter)
    words = setting.split() if isinstance(setting, str) else []
    family, texts = (words[0].lower(), words[1:]) if words else ("", [])
    expected = SETTINGS.get(family)
    if expected is None or len(texts) != len(expected):
        raise ParameterError(f"the hedge of {name} must be one of {_ALLOWED}, got {setting!r}")
    if not expected:
        if family == "fixed":
            return None
        if value is None:
            raise ParameterError(f"the hedge {setting!r} of {name} needs a value to apply to; set {name}")
        sign = -1.0 if value < 0 else 1.0
        try:
            found = hedge_distribution(abs(value), _BY_HEDGE[family])
        except ParameterError as error:
            raise ParameterError(f"the hedge of {name} is {setting!r}: {error}") from None
        assert found is not None  # none of the three hedges is "fixed"
        return limited(parameter, replace(found.scaled(sign), rule=f"set by hand: {found.rule}"))
    try:
        numbers = [float(text) for text in texts]
    except ValueError:
        raise ParameterError(f"the hedge of {name} must be one of {_ALLOWED}, got {setting!r}") from None
    shape = _set_shape(parameter, family, numbers, setting)
    return limited(parameter, Distribution(shape, f"set by hand: {shape}"))


def _set_shape(parameter: Parameter, family: str, numbers: list[float], setting: str) -> Shape:
    if family == "lognormal":
        mean, sd = parameter.check(numbers[0]), numbers[1]
        if not (mean > 0 and 0 < sd < math.inf):
            raise ParameterError(f"the MEAN and SD of {parameter.name} must be above 0, got {setting!r}")
        return Lognormal(mean, sd)
    checked = [float(parameter.check(number)) for number in numbers]
    if sorted(checked) != checked or checked[0] == checked[-1]:
        raise ParameterError(f"the numbers of {parameter.name} must be in increasing order, got {setting!r}")
    return Uniform(checked[0], checked[1]) if family == "uniform" else Pert(checked[0], checked[1], checked[2])


def limited(parameter: Parameter, found: Distribution) -> Distribution:
    """Return a distribution within the limits of its parameter: tails beyond them are cut.

    For a whole number all values of a uniform distribution are equally likely. Raises ParameterError for a parameter
    that cannot have a distribution, for a median or an end outside what it allows, and for another family than uniform
    for a whole number.
    """
    if parameter.kind not in UNCERTAIN_KINDS:
        raise certain(parameter)
    if parameter.whole:
        if isinstance(found.shape, Uniform) and found.scale == 1:
            shape = DiscreteUniform(
                tuple(float(n) for n in range(math.ceil(found.shape.low), math.floor(found.shape.high) + 1))
            )
            found = Distribution(shape, found.rule)
        if not isinstance(found.shape, DiscreteUniform) or not found.shape.values:
            raise ParameterError(
                f"the distribution of {parameter.name}, a whole number, must be 'uniform LOW HIGH', "
                f"got {found.description}"
            )
    bounded = isinstance(found.shape, (Uniform, Pert, DiscreteUniform))
    for probability in (0.0, 0.5, 1.0) if bounded else (0.5,):
        parameter.check(found.quantile(probability))
    least = math.nextafter(parameter.low, math.inf) if parameter.low_open else parameter.low
    most = math.nextafter(parameter.high, -math.inf) if parameter.high_open else parameter.high
    return replace(found, lower_limit=max(found.lower_limit, least), upper_limit=min(found.upper_limit, most))


def between(low: float, base: float | None, high: float, *, whole: bool = False) -> Distribution:
    """Return the distribution of an assumption between two values.

    PERT with the base as mode if it lies between them, else uniform; whole numbers are equally likely.
    """
    low, high = sorted((float(low), float(high)))
    if not (math.isfinite(low) and math.isfinite(high) and low < high):
        raise ParameterError(f"low and high must be two different finite numbers, got {low:g} and {high:g}")
    if whole:
        shape: Shape = DiscreteUniform(tuple(float(number) for number in range(round(low), round(high) + 1)))
    elif base is not None and low <= base <= high:
        shape = Pert(low, float(base), high)
    else:
        shape = Uniform(low, high)
    return Distribution(shape, f"assumption: {shape}")
