"""Monte Carlo: draws of the uncertain inputs through a model, batch by batch, into means and quantiles.

Every number that is estimated has a standard error, from the spread between independent batches, and a result says
whether it has converged. Memory hardly grows with the number of draws: a batch is summed up in a few numbers.
"""

import inspect
import math
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Any

import numpy as np

from analysis.core.errors import ParameterError
from analysis.core.formatting import name_text, number
from analysis.core.html_table import Shown, Table
from analysis.core.words import capitalised, listed
from analysis.models.distributions import Distribution, limited
from analysis.models.evaluator import compute_results, declaration_of
from analysis.models.parameters import Numbers, defaults_of
from analysis.models.sampling import LARGEST_BATCH, SamplingPlan, draw
from analysis.models.spread import CONVERGED, HIGH, LOW, MEDIAN, Batch, Spread, spread_of, sum_up
from warmkernels.limits import cores

Evaluate = Callable[[Mapping[str, Numbers]], Mapping[str, Any]]


@dataclass(frozen=True, repr=False)
class Simulation(Shown):
    """The spreads of several results under one plan, and the distributions that they come from."""

    spreads: Mapping[str, Spread]
    plan: SamplingPlan
    distributions: Mapping[str, Distribution]

    def _table(self, most: int) -> Table:
        columns = ("Result", "Base", "Mean", "5 %", "Median", "95 %")
        rows = [
            (name, number(spread.base), spread.mean, *(spread.quantiles[p] for p in (LOW, MEDIAN, HIGH)))
            for name, spread in self.spreads.items()
        ]
        return Table(columns, rows, "Simulation", columns[1:], row_heads=True, note=self.convergence)

    @property
    def convergence(self) -> str:
        """What was drawn and how exact it is, in words; how many draws are missing if it has not converged."""
        if not self.distributions:
            return "Nothing is uncertain here: no draws."
        told = f"{self.plan.batches * self.plan.size:,} draws, seed {self.plan.seed}: "
        judged = {name: spread.error for name, spread in self.spreads.items() if not math.isnan(spread.error)}
        open_ones = [name_text(name) for name in self.spreads if name not in judged]
        worst = max(judged, key=judged.__getitem__, default="")
        if worst and judged[worst] > CONVERGED:
            more = number(math.ceil((judged[worst] / CONVERGED) ** 2))
            told += (
                f"not converged, the standard error of {name_text(worst)} is {_percent(judged[worst])} of its range, "
                f"above the limit of {_percent(CONVERGED)}. Take about {more} times as many draws."
            )
        elif worst:
            told += f"converged, no standard error is above {_percent(judged[worst])} of its range."
        if open_ones:
            verb = "has no standard error" if len(open_ones) == 1 else "have no standard errors"
            told += f" {capitalised(listed(open_ones))} {verb}: some draws have no finite value."
        return told.replace(":  ", ": ")


def _percent(fraction: float) -> str:
    return f"{100 * fraction:.3g} %"


def simulate(
    model: Callable[..., Any],
    values: Mapping[str, Any],
    distributions: Mapping[str, Distribution],
    results: Sequence[str],
    plan: SamplingPlan | None = None,
    order: Sequence[str] = (),
    limits: Mapping[str, float] | None = None,
) -> Simulation:
    """Draw the inputs that have a distribution, keep the others at `values`, and sum up the results named.

    `order` names all inputs that could be uncertain (see `sampling.draw`), the model's own unless given, `limits` the
    limit of a result that `Spread.above` asks about, 0 unless given. Raises ParameterError where the base case is
    impossible, and for an input that the model lacks, or a target.

    >>> from analysis.models import growth_scenarios
    >>> from analysis.models.distributions import hedge_distribution
    >>> over_600 = {"cluster_cny_bn": hedge_distribution(600, ">")}
    >>> found = simulate(growth_scenarios, {}, over_600, ["required_growth"]).spreads["required_growth"]
    >>> round(found.base, 4), round(found.quantiles[0.5].value, 3)
    (0.291, 0.261)
    """
    plan = plan or SamplingPlan()
    names, within = checked_inputs(model, distributions, plan, order)
    evaluate = partial(results_for_draws, model, values, results)
    return _summed_up(evaluate, within, names, plan, limits or {})


def simulate_difference(
    model: Callable[..., Any],
    values: Mapping[str, Any],
    other_values: Mapping[str, Any],
    distributions: Mapping[str, Distribution],
    results: Sequence[str],
    plan: SamplingPlan | None = None,
) -> Simulation:
    """Do what `simulate` does for the difference between two cases, `values` less `other_values`.

    Both get the same draws (common random numbers), so that what they share cancels in the standard error. The
    distributions belong to `other_values`; an input that `values` sets to another value keeps that value there.
    """

    def evaluate(draws: Mapping[str, Numbers]) -> dict[str, Any]:
        own = results_for_draws(model, values, results, {name: draws[name] for name in draws if name not in fixed})
        other = results_for_draws(model, other_values, results, draws)
        with np.errstate(invalid="ignore"):  # never less never is undefined, and counted as that
            return {name: np.subtract(own[name], other[name]) for name in results}

    plan = plan or SamplingPlan()
    names, within = checked_inputs(model, distributions, plan)
    defaults = defaults_of(model)
    own_case, other_case = {**defaults, **values}, {**defaults, **other_values}
    fixed = {name for name in within if own_case.get(name) != other_case.get(name)}
    return _summed_up(evaluate, within, names, plan, {})


def checked_inputs(
    model: Callable[..., Any], distributions: Mapping[str, Distribution], plan: SamplingPlan, order: Sequence[str] = ()
) -> tuple[Sequence[str], dict[str, Distribution]]:
    """Return the names of all inputs, by default the model's own, and the distributions within their limits."""
    from analysis.models import PARAMETERS

    names = order or list(inspect.signature(model).parameters)
    for name in (*distributions, *chain(*plan.correlations)):
        if name not in names:
            called = getattr(model, "__name__", "the model")
            raise ParameterError(f"{called} has no input {name}; its inputs are {', '.join(names)}")
    for name, item in distributions.items():
        if not isinstance(item, Distribution):
            raise ParameterError(f"the distribution of {name} must be a Distribution, got {item!r}")
    return names, {
        name: limited(PARAMETERS[name], item) if name in PARAMETERS else item for name, item in distributions.items()
    }


def results_for_draws(
    model: Callable[..., Any], values: Mapping[str, Any], results: Sequence[str], draws: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the named results for drawn inputs, or the base case if no input is drawn."""
    kind = declaration_of(model)
    if kind is not None:
        return dict(compute_results(kind, {**defaults_of(model), **values, **draws}, results, draws.keys()))
    outcome = model(**{**values, **draws})
    found = (
        outcome if isinstance(outcome, Mapping) else {n: getattr(outcome, n) for n in results if hasattr(outcome, n)}
    )
    missing = [name for name in results if name not in found]
    if missing or not results:
        raise ParameterError(f"the model has no results {', '.join(results) or 'at all'}")
    return {name: found[name] for name in results}


def _summed_up(
    evaluate: Evaluate,
    distributions: Mapping[str, Distribution],
    order: Sequence[str],
    plan: SamplingPlan,
    limits: Mapping[str, float],
) -> Simulation:
    found = evaluate({})  # checked: what is impossible ends here
    arrays = [name for name, value in found.items() if np.ndim(value)]
    if arrays:
        raise ParameterError(f"the base case must give single values, got arrays for {', '.join(arrays)}")
    base = {name: float(value) for name, value in found.items()}

    def summed(group: range, edges: Mapping[str, Numbers]) -> list[dict[str, Batch]]:
        """Draw some batches, and sum each one up; without `edges` the first decides them."""
        results = evaluate(draw(distributions, plan, group, order))
        summaries: list[dict[str, Batch]] = [{} for _ in group]
        for name, values in results.items():
            bins = edges.get(name)
            drawn = np.broadcast_to(np.asarray(values, dtype=float), len(group) * plan.size)
            for summary, row in zip(summaries, drawn.reshape(len(group), plan.size), strict=True):
                summary[name] = sum_up(row, limits.get(name, 0.0), bins)
                bins = summary[name].edges
        return summaries

    batches: list[dict[str, Batch]] = []
    if distributions:
        together = (1 << LARGEST_BATCH) // plan.size  # of small arrays the calls take longer than the numbers
        first, *rest = (range(n, min(n + together, plan.batches)) for n in range(0, plan.batches, together))
        batches = summed(first, {})
        edges = {name: one.edges for name, one in batches[0].items()}
        with ThreadPoolExecutor(min(4, cores()) if together == 1 else 1) as threads:  # numpy frees the interpreter lock
            for more in threads.map(lambda group: summed(group, edges), rest):
                batches += more
    spreads = {name: spread_of(base[name], limits.get(name, 0.0), [batch[name] for batch in batches]) for name in base}
    return Simulation(spreads, plan, dict(distributions))
