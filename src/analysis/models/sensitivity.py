"""Sensitivity of an answer: one input at a time over its range, and all at once by Sobol indices.

One at a time shows direction and shape, at five points, so that an answer that rises and falls again shows; the
others stay at base. Sobol indices share out the variance of the answer among inputs that all vary, and what only
their interaction explains.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.core.errors import ParameterError
from analysis.models.distribution_families import Uniform
from analysis.models.distributions import Distribution
from analysis.models.parameters import Numbers, defaults_of
from analysis.models.sampling import TINY, SamplingPlan, draw, stream
from analysis.models.simulation import checked_inputs, results_for_draws
from analysis.models.spread import ROUNDING

POINTS = 5


@dataclass(frozen=True)
class TornadoBar:
    """One input of a sensitivity: the values it took, from low to high, and the answer at each of them."""

    parameter: str
    inputs: tuple[float, ...]
    answers: tuple[float, ...]

    @property
    def width(self) -> float:
        """How far the answer moves, without sign; inf if it is infinite at one end, 0 if the move is only rounding."""
        width = max(self.answers) - min(self.answers)
        if math.isinf(width):
            return math.inf
        return width if width > ROUNDING * max(abs(answer) for answer in self.answers) else 0.0

    @property
    def turns(self) -> bool:
        """Whether the answer moves in more than one direction.

        >>> TornadoBar("x", (0.0, 1.0, 2.0), (0.0, 1.0, 0.5)).turns
        True
        """
        steps = np.sign(np.diff(self.answers))
        return bool((steps > 0).any() and (steps < 0).any())


def input_levels(low: float, base: float | None, high: float, *, whole: bool = False) -> tuple[float, ...]:
    """Return the values that an input takes from low to high: five, plus its base value if it lies between them."""
    first, last = float(low), float(high)
    inside = base is not None and min(first, last) < base < max(first, last)
    points = np.linspace(first, last, POINTS)
    if inside and base is not None:
        points = np.array([first, (first + base) / 2, base, (base + last) / 2, last])
    if whole:
        points = np.round(points).astype(int)
    return tuple(dict.fromkeys(points.tolist()))


def one_at_a_time(
    model: Callable[..., Any], values: Mapping[str, Any], ranges: Mapping[str, tuple[float, float]], result: str
) -> list[TornadoBar]:
    """Return the bar of one result for each input, the widest first."""
    from analysis.models import PARAMETERS

    defaults = defaults_of(model)
    model(**values)  # the base case is checked
    bars = []
    for name, (low, high) in ranges.items():
        points = input_levels(low, values.get(name, defaults[name]), high, whole=isinstance(defaults[name], int))
        for point in points:
            if name in PARAMETERS:
                PARAMETERS[name].check(point)
        # As a draw is: a size may move beyond its target.
        found = results_for_draws(model, values, [result], {name: np.array(points)})[result]
        answers = np.broadcast_to(np.asarray(found, dtype=float), len(points))
        bars.append(TornadoBar(name, points, tuple(answers.tolist())))
    return sorted(bars, key=lambda bar: -bar.width)


@dataclass(frozen=True)
class Indices:
    """Sobol indices of one result, by input: the share of its variance that each explains alone, and in all."""

    result: str
    first: Mapping[str, float]
    total: Mapping[str, float]

    @property
    def interaction(self) -> float:
        """The share of the variance that no input explains alone."""
        return 1 - sum(self.first.values())


def sobol_indices(
    model: Callable[..., Any],
    values: Mapping[str, Any],
    distributions: Mapping[str, Distribution],
    results: Sequence[str],
    plan: SamplingPlan | None = None,
) -> dict[str, Indices]:
    """Return the Sobol indices of each result for all inputs that have a distribution.

    Inputs that share a stream are one input here, named "a and b". `plan.draws` is the number of base points, rounded
    down to a power of 2. Source: Saltelli and others, Computer Physics Communications 181 (2010), as scipy has it.
    Results that do not vary, or that are not finite everywhere, have no indices and are left out. Raises
    ParameterError for correlated inputs, whose variance cannot be shared out, and for what `simulate` refuses.
    """
    from scipy import stats

    plan = plan or SamplingPlan(draws=4096)
    if plan.correlations:
        raise ParameterError("Sobol indices need independent inputs; remove the correlations")
    if not distributions:
        raise ParameterError("Sobol indices need at least one input with a distribution")
    _, within = checked_inputs(model, distributions, plan)
    results_for_draws(model, values, results, {})  # the base case is checked in full
    groups: dict[str, list[str]] = {}
    for name, item in within.items():
        groups.setdefault(item.stream or name, []).append(name)
    names = [" and ".join(group) for group in groups.values()]
    probability: Any = Distribution(Uniform(0.0, 1.0), "probability")
    unfit: set[str] = set()

    def finite(points: Numbers) -> Numbers:
        draws = {
            name: within[name].quantile(np.clip(row, TINY, 1 - TINY))
            for group, row in zip(groups.values(), points, strict=True)
            for name in group
        }
        found = results_for_draws(model, values, results, draws)
        rows = np.stack([np.broadcast_to(found[name], points.shape[1:]) for name in results])
        for name, row in zip(results, rows, strict=True):
            if not np.isfinite(row).all() or np.ptp(row) <= ROUNDING * np.abs(row).max():
                unfit.add(name)
                row[:] = points[0]  # a placeholder: this result has no indices and is left out below
        return rows

    points = 1 << (int(plan.draws).bit_length() - 1)
    if len(names) == 1:  # scipy wants two
        finite(np.array([[0.05, 0.3, 0.7, 0.95]]))
        first = total = np.ones((len(results), 1))
    else:
        rng = stream(plan.seed, "sobol indices", 0)
        found = stats.sobol_indices(func=finite, n=points, dists=[probability] * len(names), rng=rng)
        first, total = (np.reshape(x, (len(results), len(names))) for x in (found.first_order, found.total_order))
    return {
        result: Indices(
            result,
            dict(zip(names, first[place].tolist(), strict=True)),
            dict(zip(names, total[place].tolist(), strict=True)),
        )
        for place, result in enumerate(results)
        if result not in unfit
    }


@dataclass(frozen=True)
class Shift:
    """One input given an event: its mean over all draws, and its mean over the draws in which the event happens."""

    parameter: str
    mean: float
    mean_where: float
    standardised: float


def conditional_means(
    model: Callable[..., Any],
    values: Mapping[str, Any],
    distributions: Mapping[str, Distribution],
    chance: str,
    plan: SamplingPlan | None = None,
) -> list[Shift]:
    """Return the conditional means of the inputs given an event, those that differ most from their mean first.

    `chance` names a result that is the probability of it for given inputs; a draw counts by that probability:
    E[x | event] = E[x p(x)] / E[p(x)]. Empty if it never happens. Raises what `simulate` raises.
    """
    plan = plan or SamplingPlan()
    order, within = checked_inputs(model, distributions, plan)
    results_for_draws(model, values, [chance], {})
    sums = {name: np.zeros(3) for name in within}
    total, count = 0.0, plan.batches * plan.size
    for batch in range(plan.batches if within else 0):
        draws = draw(within, plan, [batch], order)
        found = results_for_draws(model, values, [chance], draws)[chance]
        weights = np.broadcast_to(np.asarray(found, dtype=float), plan.size)
        total += float(weights.sum())
        for name, drawn in draws.items():
            sums[name] += (drawn.sum(), (drawn * drawn).sum(), (drawn * weights).sum())
    if not total > 0:
        return []
    shifts = []
    for name, (first, second, where) in ((name, found.tolist()) for name, found in sums.items()):
        mean, mean_where = first / count, where / total
        deviation = math.sqrt(max(second / count - mean * mean, 0.0))
        shifts.append(Shift(name, mean, mean_where, (mean_where - mean) / deviation if deviation else 0.0))
    return sorted(shifts, key=lambda shift: -abs(shift.standardised))
