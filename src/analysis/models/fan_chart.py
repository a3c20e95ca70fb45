"""The fan of sizes from the base year, and the chance of meeting the target at the end of each year."""

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np

from analysis.core.errors import ParameterError
from analysis.models.distribution_families import Uniform
from analysis.models.distributions import Distribution
from analysis.models.evaluator import fill, prepared
from analysis.models.parameters import defaults_of
from analysis.models.questions import growth_scenarios as growth
from analysis.models.sampling import SamplingPlan
from analysis.models.simulation import simulate
from analysis.models.spread import QUANTILES, Estimate

PARAMETERS = (  # of growth_scenarios, which the fan depends on
    "revenue_cny_bn five_year_increase_cny_bn intervals revenue_year earlier_revenue_cny_bn earlier_revenue_year "
    "cluster_cny_bn growth_per_year volatility growth_uncertainty"
).split()
LUCK = "luck"  # where in the fan a path ends: the probability that a size is not passed


@dataclass(frozen=True)
class Fan:
    """Sizes by quantile and year, CNY bn, and the chance that the size is the target or more at each year's end."""

    years: tuple[int, ...]
    sizes: Mapping[float, tuple[Estimate, ...]]
    chance: tuple[Estimate, ...]


def growth_fan(
    values: Mapping[str, Any],
    distributions: Mapping[str, Distribution] | None = None,
    *,
    last_year: int,
    plan: SamplingPlan | None = None,
) -> Fan:
    """Return the fan of the parameters of `growth_scenarios`, from the base year to `last_year`.

    Without distributions it is the closed form; with them, it is computed from all draws together.
    Raises ParameterError for a normative path, and for a last year that is not after the base year.

    >>> from analysis.models import growth_scenarios
    >>> values = {"base_year": 2025, "target_year": 2027, "cluster_cny_bn": 600.0, "growth_per_year": 0.1}
    >>> values |= {"cluster_target_cny_bn": 1000.0, "volatility": 0.12, "growth_uncertainty": 0.0}
    >>> fan = growth_fan(values, last_year=2027)
    >>> round(fan.sizes[0.5][-1].value, 6), round(fan.chance[-1].value, 7)
    (726.0, 0.0295918)
    """
    given = {**defaults_of(growth.growth_scenarios), **values}
    if given["growth_source"] == "target" and given["growth_per_year"] is None:
        raise ParameterError(
            "a fan needs growth_source 'history', got 'target': a normative path says what has to happen"
        )
    growth.growth_scenarios(**given)  # the base case is checked in full
    base_year = int(given["base_year"])
    if isinstance(last_year, bool) or not isinstance(last_year, int) or not base_year < last_year <= 2200:
        raise ParameterError(f"last_year must be after the base_year {base_year} and at most 2200, got {last_year}")
    years = tuple(range(base_year, last_year + 1))
    used = {name: item for name, item in (distributions or {}).items() if name in (*PARAMETERS, "base_year")}
    if not used:
        paths = {p: growth_path(given, years, p) for p in QUANTILES}
        sizes = {p: tuple(Estimate(float(size), 0.0) for size, _ in path) for p, path in paths.items()}
        return Fan(years, sizes, tuple(Estimate(float(chance), 0.0) for _, chance in paths[0.5]))
    names = [f"{what} {year}" for year in years for what in ("size", "chance")]

    def model(**drawn: Any) -> dict[str, Any]:
        return dict(zip(names, chain(*growth_path({**given, **drawn}, years, drawn[LUCK])), strict=True))

    order = (*inspect.signature(growth.growth_scenarios).parameters, LUCK)
    luck = Distribution(Uniform(0.0, 1.0), LUCK)
    spreads = simulate(model, {LUCK: 0.5}, {**used, LUCK: luck}, names, plan, order).spreads
    return Fan(
        years,
        {p: tuple(spreads[f"size {year}"].quantiles[p] for year in years) for p in QUANTILES},
        tuple(spreads[f"chance {year}"].mean for year in years),
    )


def growth_path(case: Mapping[str, Any], years: Sequence[float], luck: Any) -> list[tuple[Any, Any]]:
    """Return the `luck` quantile of the size and the chance of the target, at each year's end.

    Both are by the equations of `growth_scenarios`, whose constraints are not checked; `years` are calendar years.
    """
    from scipy.special import ndtri

    kind = growth.GrowthScenarios
    checked = prepared(kind, {name: case[name] for name in (*PARAMETERS, "growth_source", "cluster_target_cny_bn")})
    path = []
    for year in years:
        known = {**checked, "years": np.maximum(year - np.asarray(case["base_year"], dtype=float), 0.0)}
        fill(kind, known, ("projected_cny_bn", "spread", "target_chance"), frozenset(known))
        path.append((known["projected_cny_bn"] * np.exp(ndtri(luck) * known["spread"]), known["target_chance"]))
    return path
