"""The size of the cluster by year, for given growth rates and for an uncertain one."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from analysis.models.fan_chart import Fan
from analysis.notebook.study import Study


def growth_paths(study: Study, rates: Mapping[str, float]) -> dict[str, list[float]]:
    """Return the size of the cluster in CNY bn for each year from base year to target year, by label of the rate.

    >>> from analysis.notebook.study import study
    >>> growth_paths(study({"sources": "seeds"}, "growth_scenarios"), {"a tenth": 0.1})
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


def industry_past(study: Study) -> tuple[list[int], list[float]]:
    """Return the years and the revenues of the industry's history, CNY bn.

    >>> from analysis.notebook.study import study
    >>> industry_past(study({"sources": "seeds"}, "growth_scenarios"))
    ([2020, 2025], [800.0, 1000.0])
    """
    values = study.values
    last, revenue = values["revenue_year"], values["revenue_cny_bn"]
    return [last - values["intervals"], last], [revenue - values["five_year_increase_cny_bn"], revenue]


def required_path(study: Study, first: int) -> tuple[list[int], list[float]]:
    """Return the years and sizes of a cluster that grows steadily to its target from a first year on, CNY bn.

    >>> from analysis.notebook.study import study
    >>> years, sizes = required_path(study({"sources": "seeds"}, "growth_scenarios"), 2025)
    >>> years, [round(size, 1) for size in sizes]
    ([2025, 2026, 2027], [600.0, 774.6, 1000.0])
    """
    values = study.values
    years = list(range(first, values["target_year"] + 1))
    return years, np.geomspace(values["cluster_cny_bn"], values["cluster_target_cny_bn"], len(years)).tolist()


def path_rows(study: Study, paths: Mapping[str, list[float]]) -> list[dict[str, Any]]:
    """Return table rows with the sizes of some paths, one per year.

    >>> from analysis.notebook.study import study
    >>> path_rows(study({"sources": "seeds"}, "growth_scenarios"), {"a tenth": [600.0, 660.0]})
    [{'Year': '2025', 'a tenth (CNY bn)': 600.0}, {'Year': '2026', 'a tenth (CNY bn)': 660.0}]
    """
    first = study.values["base_year"]
    return [
        {"Year": str(first + place), **{f"{label} (CNY bn)": size for label, size in zip(paths, sizes, strict=True)}}
        for place, sizes in enumerate(zip(*paths.values(), strict=True))
    ]


def fan_rows(fan: Fan) -> list[dict[str, Any]]:
    """Return table rows of a fan, one per year: sizes by quantile, and the chance of the target in percent."""
    rows = []
    for place, year in enumerate(fan.years):
        sizes = {f"{100 * p:g} % (CNY bn)": found[place].value for p, found in fan.sizes.items()}
        rows.append({"Year": str(year), **sizes, "Chance at the end of the year (%)": 100 * fan.chance[place].value})
    return rows
