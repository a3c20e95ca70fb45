"""Sizes of the cluster by year: along given rates of growth, and by the fan of an uncertain one."""

from collections.abc import Mapping
from typing import Any

from analysis.models.fan_chart import Fan
from analysis.models.growth import VOLATILITY, VOLATILITY_BOUNDS
from analysis.notebook.answers import base_years
from analysis.notebook.study import Study


def growth_paths(study: Study, rates: Mapping[str, float]) -> dict[str, list[float]]:
    """Return the size of the cluster for each year from its base year to the target year, CNY bn, by label of a rate.

    >>> from analysis.models import growth_scenarios
    >>> from analysis.notebook.study import study
    >>> growth_paths(study({"sources": "seeds"}, growth_scenarios), {"a tenth": 0.1})
    {'a tenth': [600.0, 660.0, 726.0]}
    """
    values = study.values
    later = range(values["base_year"] + 1, values["target_year"] + 1)
    return {
        label: [
            values["cluster_cny_bn"],
            *(round(float(study.vary(growth_per_year=rate, target_year=year).projected_cny_bn), 9) for year in later),
        ]
        for label, rate in rates.items()
    }


def chance_range(study: Study) -> tuple[float, ...]:
    """Return the least and the largest chance of the target, at the growth assumed; empty where the target sets it.

    It is taken over the years that the cluster's size may be of, and over the spread within the bounds of its
    estimate, in proportion where the spread is set for this run.

    >>> from analysis.models import growth_scenarios
    >>> from analysis.notebook.study import study
    >>> [round(end, 3) for end in chance_range(study({"sources": "seeds"}, growth_scenarios))]
    [0.001, 0.193]
    """
    values = study.values
    if values["growth_source"] == "target" and values["growth_per_year"] is None:
        return ()
    first, last = base_years(study)
    years = range(first, last + 1)
    spreads = [values["volatility"] * bound / VOLATILITY for bound in (VOLATILITY_BOUNDS[0], VOLATILITY)]
    spreads.append(values["volatility"] * VOLATILITY_BOUNDS[1] / VOLATILITY)
    found = study.vary(base_year=[[year] for year in years], volatility=spreads).probability_of_target
    return float(found.min()), float(found.max())


def path_rows(study: Study, paths: Mapping[str, list[float]]) -> list[dict[str, Any]]:
    """Return a row for each year of some paths, as a table shows them.

    >>> from analysis.models import growth_scenarios
    >>> from analysis.notebook.study import study
    >>> path_rows(study({"sources": "seeds"}, growth_scenarios), {"a tenth": [600.0, 660.0]})
    [{'Year': '2025', 'a tenth (CNY bn)': 600.0}, {'Year': '2026', 'a tenth (CNY bn)': 660.0}]
    """
    first = study.values["base_year"]
    return [
        {"Year": str(first + place), **{f"{label} (CNY bn)": size for label, size in zip(paths, sizes, strict=True)}}
        for place, sizes in enumerate(zip(*paths.values(), strict=True))
    ]


def fan_rows(fan: Fan) -> list[dict[str, Any]]:
    """Return a row for each year of a fan: its sizes by quantile, and the chance of the target in percent."""
    rows = []
    for place, year in enumerate(fan.years):
        sizes = {f"{100 * p:g} % (CNY bn)": found[place].value for p, found in fan.sizes.items()}
        rows.append({"Year": str(year), **sizes, "Chance at the end of the year (%)": 100 * fan.chance[place].value})
    return rows
