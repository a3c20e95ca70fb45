"""Monte Carlo: draws of the uncertain inputs through a model, batch by batch, into means and quantiles.

Every number that is estimated has a standard error, from the spread between independent batches, and a result says
whether it has converged. Memory hardly grows with the number of draws: a batch is summed up in a few numbers.
"""

import inspect
import math
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Any

import numpy as np

from analysis.core.errors import ParameterError
from analysis.core.formatting import number
from analysis.core.html_table import Shown, Table
from analysis.models.distributions import Distribution, limited
from analysis.models.evaluator import compute_results, declaration_of
from analysis.models.parameters import Numbers, defaults_of
from analysis.models.sampling import LARGEST_BATCH, Plan, draw

LOW, MEDIAN, HIGH = 0.05, 0.5, 0.95
QUANTILES = (LOW, 0.25, MEDIAN, 0.75, HIGH)
CONVERGED = 0.01  # assumption: a standard error of 1 % of the range from 5 to 95 % is good enough to print
BINS = 48
ROUNDING = 1e-12  # relative: a result that moves by less does not depend on what was drawn
Evaluate = Callable[[Mapping[str, Numbers]], Mapping[str, Any]]


@dataclass(frozen=True)
class Estimate:
    """A number that was estimated, and its standard error."""

    value: float
    standard_error: float

    def __str__(self) -> str:
        """The number with the digits that its standard error leaves, then the error; inf is "never".

        >>> str(Estimate(0.0376123, 0.00021)), str(Estimate(1486.19, 12.0)), str(Estimate(1385.0, 0.0))
        ('0.0376 ± 0.0002', '1,486 ± 12', '1,385')
        """
        if self.standard_error == 0 or not math.isfinite(self.value + self.standard_error):
            return number(self.value, 6)
        # One digit of the error, two where the first is a 1: then the last digit printed means something.
        first = math.floor(math.log10(self.standard_error))
        places = -first + (1 if self.standard_error / 10.0**first < 2 else 0)
        shown = (round(x, places) + 0.0 for x in (self.value, self.standard_error))  # no minus before a zero
        return " ± ".join(f"{x:,.{max(0, places)}f}" for x in shown)


@dataclass(frozen=True)
class Spread:
    """How one result spreads when the inputs do: mean, standard deviation, quantiles, and a histogram.

    `mean` and `sd` are of the draws that have a finite value; `never` is the share that is infinite and
    `undefined` the share that has none. Quantiles count "never" as larger than everything, and so does `above`, the
    share of the draws that are above the `limit`.
    `edges` are the bounds of the bins of `counts`, which leave out half a percent of the draws at each end.
    """

    base: float
    mean: Estimate
    sd: float
    quantiles: Mapping[float, Estimate]
    never: float
    undefined: float
    edges: Numbers
    counts: Numbers
    limit: float = 0.0
    above: float = math.nan

    @property
    def low(self) -> float:
        """The quantile at 5 %."""
        return self.quantiles[LOW].value

    @property
    def high(self) -> float:
        """The quantile at 95 %."""
        return self.quantiles[HIGH].value

    @property
    def error(self) -> float:
        """The largest standard error of what is printed, over the range from 5 to 95 %; 0 without a spread.

        Over the standard deviation where the range has no width, as for what happens or not; nan where draws are
        infinite or undefined, so that nothing can be judged.
        """
        if self.sd == 0 and not self.never and not self.undefined:
            return 0.0
        width = self.high - self.low
        errors = [self.mean.standard_error, *(self.quantiles[p].standard_error for p in (LOW, MEDIAN, HIGH))]
        if self.never or self.undefined or not math.isfinite(width + sum(errors)):
            return math.nan
        return max(errors) / (width if width > ROUNDING * abs(self.mean.value) else self.sd)

    @property
    def converged(self) -> bool:
        """Whether the largest standard error is at most 1 % of the range."""
        return self.error <= CONVERGED


@dataclass(frozen=True, repr=False)
class Simulation(Shown):
    """The spreads of several results under one plan, and the distributions that they come from."""

    spreads: Mapping[str, Spread]
    plan: Plan
    distributions: Mapping[str, Distribution]

    def _table(self, most: int) -> Table:
        columns = ("Result", "Base", "Mean", "5 %", "Median", "95 %")
        rows = [
            (name, number(spread.base), spread.mean, *(spread.quantiles[p] for p in (LOW, MEDIAN, HIGH)))
            for name, spread in self.spreads.items()
        ]
        return Table(columns, rows, "Simulation", columns[1:], row_heads=True, note=self.convergence)

    @property
    def converged(self) -> bool:
        """Whether every result has converged."""
        return all(spread.converged for spread in self.spreads.values())

    @property
    def convergence(self) -> str:
        """What was drawn and how exact it is, in words; how many draws are missing if it has not converged."""
        if not self.distributions:
            return "Nothing is uncertain here: no draws."
        told = f"{self.plan.batches * self.plan.size:,} draws, seed {self.plan.seed}: "
        judged = {name: spread.error for name, spread in self.spreads.items() if not math.isnan(spread.error)}
        open_ones = [name for name in self.spreads if name not in judged]
        worst = max(judged, key=judged.__getitem__, default="")
        if worst and judged[worst] > CONVERGED:
            more = math.ceil((judged[worst] / CONVERGED) ** 2)
            told += (
                f"NOT CONVERGED, the standard error of {worst} is {_percent(judged[worst])} of its range, "
                f"allowed is {_percent(CONVERGED)}. Take about {more} times as many draws."
            )
        elif worst:
            told += f"converged, no standard error is above {_percent(judged[worst])} of its range."
        if open_ones:
            told += f" Not judged, as some draws have no finite value: {', '.join(open_ones)}."
        return told.replace(":  ", ": ")


def _percent(fraction: float) -> str:
    return f"{100 * fraction:.3g} %"


def simulate(
    model: Callable[..., Any],
    values: Mapping[str, Any],
    distributions: Mapping[str, Distribution],
    results: Sequence[str],
    plan: Plan | None = None,
    order: Sequence[str] = (),
    limits: Mapping[str, float] | None = None,
) -> Simulation:
    """Draw the inputs that have a distribution, keep the others at `values`, and sum up the results named.

    `model` takes keyword arguments and returns an outcome with a field for each of `results`, or a mapping.
    `order` names all inputs that could be uncertain (see `sampling.draw`), the model's own unless given, `limits` the
    limit of a result that `Spread.above` asks about, 0 unless given. Raises ParameterError where the base case is
    impossible, and for an input that is none of the model's, or a target.

    >>> from analysis.models import growth_scenarios
    >>> from analysis.models.distributions import hedge_distribution
    >>> over_600 = {"cluster_cny_bn": hedge_distribution(600, ">")}
    >>> found = simulate(growth_scenarios, {}, over_600, ["required_growth"]).spreads["required_growth"]
    >>> round(found.base, 4), round(found.quantiles[0.5].value, 3)
    (0.291, 0.261)
    """
    names = order or list(inspect.signature(model).parameters)
    plan = plan or Plan()
    within = checked_inputs(model, distributions, plan, names)
    evaluate = partial(results_for_draws, model, values, results)
    return _summed_up(evaluate, within, names, plan, limits or {})


def simulate_difference(
    model: Callable[..., Any],
    values: Mapping[str, Any],
    other_values: Mapping[str, Any],
    distributions: Mapping[str, Distribution],
    results: Sequence[str],
    plan: Plan | None = None,
) -> Simulation:
    """Do what `simulate` does for the difference between two cases, `values` less `other_values`.

    Both get the same draws (common random numbers), so that what they share cancels in the standard error. The
    distributions are those of `other_values`; an input that `values` sets to another value keeps that value there.

    >>> from analysis.models import margin_uplift
    >>> from analysis.models.distributions import hedge_distribution
    >>> foil = {"foil_profit_usd_per_t": hedge_distribution(1400, ">")}
    >>> cases = {"foil_share": 0.2}, {"foil_share": 0.1}
    >>> found = simulate_difference(margin_uplift, *cases, foil, ["blended_profit_usd_per_t"])
    >>> round(found.spreads["blended_profit_usd_per_t"].base, 9)
    138.5
    """

    def evaluate(draws: Mapping[str, Numbers]) -> dict[str, Any]:
        own = results_for_draws(model, values, results, {name: draws[name] for name in draws if name not in fixed})
        other = results_for_draws(model, other_values, results, draws)
        with np.errstate(invalid="ignore"):  # never less never is undefined, and counted as that
            return {name: np.subtract(own[name], other[name]) for name in results}

    names = list(inspect.signature(model).parameters)
    plan = plan or Plan()
    within = checked_inputs(model, distributions, plan, names)
    defaults = defaults_of(model)
    own_case, other_case = {**defaults, **values}, {**defaults, **other_values}
    fixed = {name for name in within if own_case.get(name) != other_case.get(name)}
    return _summed_up(evaluate, within, names, plan, {})


def checked_inputs(
    model: Callable[..., Any], distributions: Mapping[str, Distribution], plan: Plan, names: Sequence[str]
) -> dict[str, Distribution]:
    """Return the distributions within the limits of their parameters.

    Raises ParameterError for one on what is no input of the model, on an input that can have none, and for one that
    lies outside what its parameter allows.
    """
    from analysis.models import PARAMETERS

    for name in (*distributions, *chain(*plan.correlations)):
        if name not in names:
            called = getattr(model, "__name__", "the model")
            raise ParameterError(f"{name} is no input of {called}, allowed is one of {', '.join(names)}.")
    for name, item in distributions.items():
        if not isinstance(item, Distribution):
            raise ParameterError(f"the distribution of {name} is {item!r}, allowed is a Distribution.")
    return {
        name: limited(PARAMETERS[name], item) if name in PARAMETERS else item for name, item in distributions.items()
    }


def results_for_draws(
    model: Callable[..., Any], values: Mapping[str, Any], results: Sequence[str], draws: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the results named where some inputs are draws, or the base case where none are.

    Of a model that is declared only these results are computed, see `evaluator.compute_results`; any other function
    is called. Raises ParameterError for results that the model does not have.
    """
    kind = declaration_of(model)
    if kind is not None:
        return dict(compute_results(kind, {**defaults_of(model), **values, **draws}, results, draws.keys()))
    outcome = model(**{**values, **draws})
    found = (
        outcome if isinstance(outcome, Mapping) else {n: getattr(outcome, n) for n in results if hasattr(outcome, n)}
    )
    missing = [name for name in results if name not in found]
    if missing or not results:
        raise ParameterError(f"results are {', '.join(results) or 'none'}, allowed are those of the model.")
    return {name: found[name] for name in results}


def _summed_up(
    evaluate: Evaluate,
    distributions: Mapping[str, Distribution],
    order: Sequence[str],
    plan: Plan,
    limits: Mapping[str, float],
) -> Simulation:
    found = evaluate({})  # checked: what is impossible ends here
    arrays = [name for name, value in found.items() if np.ndim(value)]
    if arrays:
        raise ParameterError(f"the base case gives arrays for {', '.join(arrays)}, allowed are single values.")
    base = {name: float(value) for name, value in found.items()}
    batches: list[dict[str, _Batch]] = []
    if distributions:
        first = _batch(evaluate, distributions, order, plan, limits, {}, 0)
        edges = {name: one.edges for name, one in first.items()}
        rest = partial(_batch, evaluate, distributions, order, plan, limits, edges)
        batches = [first, *_in_order(rest, plan)]
    spreads = {name: _spread(base[name], limits.get(name, 0.0), [batch[name] for batch in batches]) for name in base}
    return Simulation(spreads, plan, dict(distributions))


def _in_order(task: Callable[[int], dict[str, "_Batch"]], plan: Plan) -> Iterator[dict[str, "_Batch"]]:
    """The batches behind the first; large ones on a few threads, as numpy lets go of the interpreter lock."""
    numbers = range(1, plan.batches)
    if plan.size < 1 << LARGEST_BATCH:
        yield from map(task, numbers)
        return
    with ThreadPoolExecutor(min(4, os.cpu_count() or 1)) as threads:
        yield from threads.map(task, numbers)


@dataclass(frozen=True)
class _Batch:
    """What is kept of one batch of one result: a few hundred bytes, however large the batch is."""

    mean: float
    variance: float
    never: float
    undefined: float
    above: float
    quantiles: tuple[float, ...]
    edges: Numbers
    counts: Numbers


def _batch(
    evaluate: Evaluate,
    distributions: Mapping[str, Distribution],
    order: Sequence[str],
    plan: Plan,
    limits: Mapping[str, float],
    edges: Mapping[str, Numbers],
    number: int,
) -> dict[str, _Batch]:
    """Draw one batch, put it through the model, and sum it up."""
    results = evaluate(draw(distributions, plan, number, order))
    return {
        name: _sum_up(
            np.broadcast_to(np.asarray(values, dtype=float), plan.size), limits.get(name, 0.0), edges.get(name)
        )
        for name, values in results.items()
    }


def _sum_up(values: Numbers, limit: float, edges: Numbers | None) -> _Batch:
    """Sum up one batch of a result; without `edges` it decides where the bins of all batches are."""
    ordered = np.sort(values)  # nan come last
    known = ordered[: ordered.size - int(np.isnan(values).sum())] if np.isnan(ordered[-1]) else ordered
    finite = known
    if known.size and not (math.isfinite(known[0]) and math.isfinite(known[-1])):
        finite = known[np.isfinite(known)]
    if edges is None:  # without the last half percent at each end, which would leave most bins empty
        beyond = int(0.005 * finite.size)
        edges = _bins(finite[beyond : finite.size - beyond])
    below = np.searchsorted(finite, edges, side="right")  # sorted already: a few searches, no pass
    return _Batch(
        mean=float(finite.mean()) if finite.size else math.nan,
        variance=float(finite.var()) if finite.size else math.nan,
        never=1 - finite.size / known.size if known.size else 0.0,
        undefined=1 - known.size / values.size,
        above=1 - float(np.searchsorted(known, limit, side="right")) / known.size if known.size else math.nan,
        quantiles=tuple(_quantile(known, p) for p in QUANTILES),
        edges=edges,
        counts=np.diff(below),
    )


def _quantile(ordered: Numbers, probability: float) -> float:
    """The quantile of an ordered batch at the midpoint rank p n - 1/2 (Hazen).

    Ranks that are half a place off would be off in every batch alike, where no standard error shows it.
    """
    if not ordered.size:
        return math.nan
    place = min(max(probability * ordered.size - 0.5, 0.0), ordered.size - 1.0)
    below = int(place)
    low, high = float(ordered[below]), float(ordered[min(below + 1, ordered.size - 1)])
    if not math.isfinite(low + high):  # half way to never is the nearer of the two
        return high if place - below >= 0.5 else low
    return low + (place - below) * (high - low)


def _bins(ordered: Numbers) -> Numbers:
    """Bins from the first value to the last, or around the only one that there is."""
    first, last = (float(ordered[0]), float(ordered[-1])) if ordered.size else (0.0, 0.0)
    least = ROUNDING * max(abs(first), abs(last))
    if last - first <= least:
        first, last = first - max(1e6 * least, 1e-6), last + max(1e6 * least, 1e-6)
    return np.linspace(first, last, BINS + 1)


def _spread(base: float, limit: float, batches: Sequence[_Batch]) -> Spread:
    """What all batches of a result say together."""
    if not batches:  # nothing is uncertain
        exact = Estimate(base, 0.0)
        never, above = float(math.isinf(base) and base > 0), float(base > limit)
        quantiles = dict.fromkeys(QUANTILES, exact)
        return Spread(
            base, exact, 0.0, quantiles, never, float(math.isnan(base)), np.empty(0), np.empty(0), limit, above
        )
    known = [batch for batch in batches if math.isfinite(batch.mean)]
    means = np.array([batch.mean for batch in known])
    within = np.array([batch.variance for batch in known])
    sd = float(np.sqrt(within.mean() + means.var())) if known else math.nan
    by_quantile = zip(*(batch.quantiles for batch in batches), strict=True)
    return Spread(
        base=base,
        mean=_estimate(means),
        sd=0.0 if known and sd <= ROUNDING * float(np.abs(means).max()) else sd,
        quantiles={p: _estimate(np.array(column)) for p, column in zip(QUANTILES, by_quantile, strict=True)},
        never=float(np.mean([batch.never for batch in batches])),
        undefined=float(np.mean([batch.undefined for batch in batches])),
        edges=batches[0].edges,
        counts=np.sum([batch.counts for batch in batches], axis=0),
        limit=limit,
        above=float(np.mean([batch.above for batch in batches])),
    )


def _estimate(batch_values: Numbers) -> Estimate:
    """The mean of the batches and its standard error, from the spread between them."""
    if not batch_values.size or not np.isfinite(batch_values).all():
        return Estimate(float(np.median(batch_values)) if batch_values.size else math.nan, math.nan)
    mean = float(batch_values.mean())
    error = float(batch_values.std(ddof=1)) / math.sqrt(batch_values.size)
    return Estimate(mean, error if error > ROUNDING * abs(mean) else 0.0)
