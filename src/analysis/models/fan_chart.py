"""The fan of sizes from the base year on, and the chance of meeting the target at the end of each year."""

import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from analysis.core.errors import ParameterError
from analysis.models.distribution_families import Uniform
from analysis.models.distributions import Distribution
from analysis.models.equations import expressions_of
from analysis.models.evaluator import compute_results
from analysis.models.parameters import Parameter, Parameters, Value, defaults_of
from analysis.models.questions import growth_scenarios as growth
from analysis.models.results import Outcome, result
from analysis.models.sampling import Plan
from analysis.models.simulation import simulate
from analysis.models.spread import QUANTILES, Estimate

PARAMETERS = (  # of growth_scenarios, which the fan depends on
    "revenue_cny_bn five_year_increase_cny_bn intervals revenue_year earlier_revenue_cny_bn earlier_revenue_year "
    "cluster_cny_bn growth_per_year volatility growth_uncertainty"
).split()
LUCK = Parameter(
    "luck", "fraction", "assumption", "where in the fan a path ends", low=0, high=1, low_open=True, high_open=True
)
_GROWTH = expressions_of(growth.GrowthScenarios)


@dataclass(frozen=True, repr=False)
class GrowthPath(Outcome):
    """Size of the cluster after some years, by the equations of `growth_scenarios`."""

    parameters: ClassVar[Parameters] = Parameters(
        (
            *(growth.PARAMETERS[name] for name in (*PARAMETERS, "growth_source", "cluster_target_cny_bn")),
            Parameter("years", "year", "assumption", "years from the base year", low=0),
            LUCK,
        )
    )
    terms: ClassVar[Mapping[str, str]] = {
        name: _GROWTH[name]
        for name in (
            "historic_growth recent_growth years_since_earlier assumed_growth required_growth log_distance ahead "
            "spread rounding"
        ).split()
    }

    size_cny_bn: Value = result(
        "CNY bn",
        "the size that is not passed with the probability luck",
        "cluster_cny_bn * (1 + assumed_growth) ** years * exp(normal_quantile(luck) * spread)",
    )
    chance: Value = result("fraction", "probability that the size is the target or more", _GROWTH["target_chance"])


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
    plan: Plan | None = None,
) -> Fan:
    """Return the fan of the parameters of `growth_scenarios`, from the base year to `last_year`.

    Without distributions it is the closed form of `GrowthPath`; with them, it is computed from all draws together.
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
        by_probability = {p: _path(given, years, p)[0] for p in QUANTILES}
        sizes = {p: tuple(Estimate(size, 0.0) for size in found) for p, found in by_probability.items()}
        return Fan(years, sizes, tuple(Estimate(chance, 0.0) for chance in _path(given, years, 0.5)[1]))
    names = [f"{what} {year}" for what in ("size", "chance") for year in years]

    def model(**drawn: Any) -> dict[str, Any]:
        case = {**given, **drawn}
        sizes, chances = _path(case, years, case[LUCK.name])
        return dict(zip(names, [*sizes, *chances], strict=True))

    order = (*inspect.signature(growth.growth_scenarios).parameters, LUCK.name)
    luck = Distribution(Uniform(0.0, 1.0), LUCK.name)
    spreads = simulate(model, {LUCK.name: 0.5}, {**used, LUCK.name: luck}, names, plan, order).spreads
    return Fan(
        years,
        {p: tuple(spreads[f"size {year}"].quantiles[p] for year in years) for p in QUANTILES},
        tuple(spreads[f"chance {year}"].mean for year in years),
    )


def _path(case: Mapping[str, Any], years: tuple[int, ...], luck: Any) -> tuple[list[Any], list[Any]]:
    """The size and the chance at each year."""
    names = {parameter.name for parameter in GrowthPath.parameters}
    values = {name: value for name, value in case.items() if name in names} | {"luck": luck}
    results = ("size_cny_bn", "chance")
    base_year = np.asarray(case["base_year"])
    found = [
        compute_results(GrowthPath, values | {"years": np.maximum(year - base_year, 0)}, results) for year in years
    ]
    return [one["size_cny_bn"] for one in found], [one["chance"] for one in found]
