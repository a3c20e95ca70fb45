"""The fan of sizes from the base year on, and the chance of being at the target or above at the end of each year.

Exploratory only: it starts from an assumed growth and asks where that leads. A normative path, which starts from
the target, has no fan: it says what has to happen and not how likely it is.
"""

import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analysis.core.errors import ParameterError
from analysis.models import growth
from analysis.models.distribution_families import Uniform
from analysis.models.distributions import Distribution
from analysis.models.parameters import defaults_of
from analysis.models.sampling import Plan
from analysis.models.simulation import QUANTILES, Estimate, simulate

PARAMETERS = (  # of growth_scenarios, which the fan depends on
    "revenue_cny_bn",
    "five_year_increase_cny_bn",
    "intervals",
    "cluster_cny_bn",
    "growth_per_year",
    "volatility",
    "growth_uncertainty",
)
LUCK = "luck"  # the draw that decides where in the fan a path ends: a probability, uniform


@dataclass(frozen=True)
class Fan:
    """Sizes by quantile and year, CNY bn, and the chance that the size is the target or more at each year's end.

    That chance is of the year itself: a path that was above and fell back is not counted.
    """

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

    Without distributions it is the closed form of `growth.fan_quantile` and `growth.probability_of_target`; with
    them the inputs are drawn, and the fan is that of all draws together. Raises ParameterError for a normative
    path, and for a last year that is not after the base year.

    >>> from analysis.models import growth_scenarios
    >>> values = {"base_year": 2025, "target_year": 2027, "cluster_cny_bn": 600.0, "growth_per_year": 0.1}
    >>> fan = growth_fan(values | {"cluster_target_cny_bn": 1000.0, "growth_uncertainty": 0.0}, last_year=2027)
    >>> round(fan.sizes[0.5][-1].value, 6), round(fan.chance[-1].value, 7)
    (726.0, 0.0295918)
    """
    given = {**defaults_of(growth.growth_scenarios), **values}
    if given["growth_source"] == "target" and given["growth_per_year"] is None:
        raise ParameterError(
            "growth_source is 'target', allowed for a fan is history: a normative path says what has to happen."
        )
    growth.growth_scenarios(**given)  # the base case is checked in full
    base_year = int(given["base_year"])
    if isinstance(last_year, bool) or not isinstance(last_year, int) or not base_year < last_year <= 2200:
        raise ParameterError(f"last_year is {last_year}, allowed is above the base_year of {base_year}, up to 2200.")
    years = tuple(range(base_year, last_year + 1))
    used = {name: item for name, item in (distributions or {}).items() if name in PARAMETERS}
    if not used:
        by_probability = {p: _sizes(given, years, p) for p in QUANTILES}
        sizes = {p: tuple(Estimate(size, 0.0) for size in found) for p, found in by_probability.items()}
        return Fan(years, sizes, tuple(Estimate(chance, 0.0) for chance in _chances(given, years)))
    names = [f"{what} {year}" for what in ("size", "chance") for year in years]

    def model(**drawn: Any) -> dict[str, Any]:
        case = {**given, **drawn}
        return dict(zip(names, [*_sizes(case, years, case[LUCK]), *_chances(case, years)], strict=True))

    order = (*inspect.signature(growth.growth_scenarios).parameters, LUCK)
    spreads = simulate(
        model, {LUCK: 0.5}, {**used, LUCK: Distribution(Uniform(0.0, 1.0), LUCK)}, names, plan, order
    ).spreads
    return Fan(
        years,
        {p: tuple(spreads[f"size {year}"].quantiles[p] for year in years) for p in QUANTILES},
        tuple(spreads[f"chance {year}"].mean for year in years),
    )


def _growth(case: Mapping[str, Any]) -> Any:
    if case["growth_per_year"] is not None:
        return case["growth_per_year"]
    return growth.historic_growth(case["revenue_cny_bn"], case["five_year_increase_cny_bn"], case["intervals"])


def _sizes(case: Mapping[str, Any], years: tuple[int, ...], probability: Any) -> list[Any]:
    rate = _growth(case)
    spread = case["volatility"], probability, case["growth_uncertainty"]
    return [growth.fan_quantile(case["cluster_cny_bn"], rate, year - years[0], *spread) for year in years]


def _chances(case: Mapping[str, Any], years: tuple[int, ...]) -> list[Any]:
    rate, start, target = _growth(case), case["cluster_cny_bn"], case["cluster_target_cny_bn"]
    spread = case["volatility"], case["growth_uncertainty"]
    return [growth.probability_of_target(start, target, rate, year - years[0], *spread) for year in years]
