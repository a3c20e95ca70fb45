"""From the past rate to a target year: what is required, what is projected, how likely a target is.

A target is a threshold that is hit or missed; it has no distribution. Rates are fractions per year, sizes of
the industry are CNY bn. Arrays broadcast in every function; impossible values raise ParameterError.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from analysis.models.growth_parameters import PARAMETERS as PARAMETERS
from analysis.models.growth_parameters import QUANTITIES
from analysis.models.parameters import Parameters, Value, plain, refuse_base_where, refuse_where
from analysis.models.results import Outcome, result

PLAN_YEARS = 2  # the plan of source 001 covers 2025 and 2026
AT_THE_TARGET = 1e-12  # a log distance to the target below this is rounding: the path ends on the target


@dataclass(frozen=True, repr=False)
class GrowthScenarios(Outcome):
    """What `growth_scenarios` returns; each field carries its unit, meaning and equation."""

    parameters: ClassVar[Parameters] = PARAMETERS
    terms: ClassVar[Mapping[str, str]] = {
        "years": "target_year - base_year",
        "ahead": "log(cluster_cny_bn / cluster_target_cny_bn) + years * log(1 + assumed_growth)",
        "spread": "sqrt(volatility ** 2 * years + (growth_uncertainty * years) ** 2)",
        "rounding": f"{AT_THE_TARGET}",
        "plan_years": f"{PLAN_YEARS}",
        "recycling_years": "recycled_target_year - recycled_latest_year",
    }

    historic_growth: Value = result(
        "fraction/year",
        "growth of the industry's revenue in the five years",
        "(revenue_cny_bn / (revenue_cny_bn - five_year_increase_cny_bn)) ** (1 / intervals) - 1",
    )
    assumed_growth: Value = result(
        "fraction/year",
        "growth of the cluster that the projection goes by",
        "growth_per_year if growth_per_year is not None "
        "else historic_growth if growth_source == 'history' else required_growth",
    )
    required_growth: Value = result(
        "fraction/year",
        "growth that leads the cluster to its target",
        "(cluster_target_cny_bn / cluster_cny_bn) ** (1 / years) - 1",
    )
    projected_cny_bn: Value = result(
        "CNY bn",
        "the cluster in the target year at growth_per_year",
        "cluster_cny_bn * (1 + assumed_growth) ** years",
    )
    gap_cny_bn: Value = result(
        "CNY bn",
        "target less projection; below 0 the target is passed",
        "cluster_target_cny_bn - projected_cny_bn",
    )
    years_to_target: Value = result(
        "year",
        "years to the target at growth_per_year; inf if never",
        "0 if cluster_cny_bn >= cluster_target_cny_bn else inf if assumed_growth <= 0 "
        "else log(cluster_target_cny_bn / cluster_cny_bn) / log(1 + assumed_growth)",
    )
    probability_of_target: Value = result(
        "fraction",
        "probability that the target is reached in its year",
        "normal_cdf(ahead / spread) if spread > 0 else 1 if ahead > -rounding else 0",
    )
    value_added_index: Value = result(
        "index",
        "value added after the two years of the plan, start = 100",
        "100 * (1 + value_added_growth) ** plan_years",
    )
    output_index: Value = result(
        "index",
        "output after the two years of the plan, start = 100",
        "100 * (1 + output_growth) ** plan_years",
    )
    value_per_tonne_growth: Value = result(
        "fraction/year",
        "growth of value added per tonne in the plan",
        "(1 + value_added_growth) / (1 + output_growth) - 1",
    )
    recycled_growth_needed: Value = result(
        "fraction/year",
        "growth that leads recycled metal to its target",
        "(recycled_target_mt / recycled_latest_mt) ** (1 / recycling_years) - 1",
    )
    volume_and_mix_growth: Value = result(
        "fraction/year",
        "required growth that prices do not deliver",
        "(1 + required_growth) / (1 + price_growth) - 1",
    )
    implied_cny_per_usd: Value = result(
        "CNY/USD", "exchange rate implied by the two revenues of the source", "revenue_cny_bn / revenue_usd_bn"
    )


def growth_rate(start: ArrayLike, end: ArrayLike, intervals: ArrayLike) -> Value:
    """Return the compound growth per year: (b / a)^(1/n) - 1.

    >>> round(growth_rate(800, 1000, 5), 7)
    0.0456396
    """
    p = QUANTITIES.check(locals())
    return plain(np.expm1(np.log(p["end"] / p["start"]) / p["intervals"]))


def historic_growth(revenue_cny_bn: ArrayLike, five_year_increase_cny_bn: ArrayLike, intervals: ArrayLike = 5) -> Value:
    """Return the growth per year that led to a revenue by a rise of it: (b / (b - rise))^(1/n) - 1.

    Raises ParameterError for a rise that leaves no base.

    >>> round(historic_growth(1000, 200), 7)
    0.0456396
    """
    p = PARAMETERS.check(locals())
    base = np.subtract(p["revenue_cny_bn"], p["five_year_increase_cny_bn"])
    refuse_where(
        base <= 0,
        "five_year_increase_cny_bn is {increase} CNY bn, allowed is below the revenue_cny_bn of {revenue}.",
        increase=p["five_year_increase_cny_bn"],
        revenue=p["revenue_cny_bn"],
    )
    return growth_rate(base, p["revenue_cny_bn"], p["intervals"])


def required_growth(start: ArrayLike, target: ArrayLike, intervals: ArrayLike) -> Value:
    """Return the growth per year that leads to the target: (T / C)^(1/n) - 1, below 0 for a lower target.

    >>> round(required_growth(600, 1000, 2), 7)
    0.2909944
    """
    p = QUANTITIES.check(locals())
    return growth_rate(p["start"], p["target"], p["intervals"])


def projection(start: ArrayLike, growth_per_year: ArrayLike, years: ArrayLike) -> Value:
    """Return the size after `years`: C (1 + g)^n, which is C at n = 0.

    >>> round(projection(600, 0.0456396, 2), 3)
    656.017
    """
    p = QUANTITIES.check(locals())
    return plain(p["start"] * np.exp(p["years"] * np.log1p(p["growth_per_year"])))


def gap(target: ArrayLike, projected: ArrayLike) -> Value:
    """Return what the projection lacks to the target: T - projection, below 0 where it passes the target.

    Exactly 0 where the path ends on the target (to 1e-12 of it).

    >>> gap(1000, 656)
    344.0
    """
    p = QUANTITIES.check(locals())
    lacking = np.asarray(p["target"] - p["projected"])
    return plain(np.where(np.abs(lacking) < AT_THE_TARGET * np.asarray(p["target"]), 0.0, lacking))


def years_to_target(start: ArrayLike, target: ArrayLike, growth_per_year: ArrayLike) -> Value:
    """Return the years until the target is reached: ln(T / C) / ln(1 + g).

    0 where the start is at the target or above it, inf where growth at or below 0 never leads there.

    >>> round(years_to_target(600, 1000, 0.0456396), 4)
    11.4461
    >>> years_to_target(600, 1000, 0)
    inf
    """
    p = QUANTITIES.check(locals())
    distance, step = np.log(p["target"] / p["start"]), np.log1p(p["growth_per_year"])
    with np.errstate(over="ignore"):  # beyond the largest float is never
        years = np.where(step > 0, distance / np.where(step > 0, step, 1.0), np.inf)
    return plain(np.where(distance <= 0, 0.0, years))


def real_growth(nominal_growth: ArrayLike, inflation: ArrayLike) -> Value:
    """Return growth without the rise of prices: (1 + g) / (1 + inflation) - 1.

    >>> round(real_growth(0.05, 0.015), 7)
    0.0344828
    """
    p = QUANTITIES.check(locals())
    return plain((p["nominal_growth"] - p["inflation"]) / (1 + p["inflation"]))


def probability_of_target(
    start: ArrayLike,
    target: ArrayLike,
    growth_per_year: ArrayLike,
    years: ArrayLike,
    volatility: ArrayLike,
    growth_uncertainty: ArrayLike = 0.0,
) -> Value:
    """Return P(size >= target): Phi((ln(C/T) + n ln(1+g)) / sqrt(sigma^2 n + n^2 s_g^2)).

    Log growth is normal: sigma from year to year, s_g in its mean. Exactly 1/2 where the path ends on the
    target (to 1e-12 in logarithms). Without any spread it is 1 where the path passes the target or ends on
    it, else 0.

    >>> round(probability_of_target(600, 1000, 0.10, 2, 0.12), 7)
    0.0295918
    """
    p = QUANTITIES.check(locals())
    from scipy.special import ndtr

    n = np.asarray(p["years"])
    ahead = np.log(p["start"] / np.asarray(p["target"])) + n * np.log1p(p["growth_per_year"])
    ahead = np.where(np.abs(ahead) < AT_THE_TARGET, 0.0, ahead)
    spread = np.sqrt(p["volatility"] ** 2 * n + (n * p["growth_uncertainty"]) ** 2)
    certain = spread == 0
    with np.errstate(over="ignore"):  # a tiny spread makes it certain
        chance = ndtr(ahead / np.where(certain, 1.0, spread))
    return plain(np.where(certain, ahead >= 0, chance))


def fan_quantile(
    start: ArrayLike,
    growth_per_year: ArrayLike,
    years: ArrayLike,
    volatility: ArrayLike,
    probability: ArrayLike,
    growth_uncertainty: ArrayLike = 0.0,
) -> Value:
    """Return the size that is not passed with `probability`: C exp(n ln(1+g) + z sqrt(sigma^2 n + n^2 s_g^2)).

    The median, z = 0, is the projection. The size at probability 1 - P(hit) is the target of
    `probability_of_target`. Drawing `probability` from 0 to 1 draws sizes.

    >>> fan_quantile(600, 0.10, 2, 0.12, 0.5) == projection(600, 0.10, 2)
    True
    """
    p = QUANTITIES.check(locals())
    from scipy.special import ndtri

    n = np.asarray(p["years"])
    drift = n * np.log1p(p["growth_per_year"])
    spread = np.sqrt(p["volatility"] ** 2 * n + (n * p["growth_uncertainty"]) ** 2)
    return plain(p["start"] * np.exp(drift + ndtri(p["probability"]) * spread))


def plan_index(growth_per_year: ArrayLike, years: ArrayLike = PLAN_YEARS) -> Value:
    """Return the index after the years of the plan, with 100 at the start: 100 (1 + g)^n.

    >>> round(plan_index(0.05), 9)
    110.25
    """
    p = QUANTITIES.check(locals())
    return projection(100.0, p["growth_per_year"], p["years"])


def value_per_tonne_growth(value_added_growth: ArrayLike, output_growth: ArrayLike) -> Value:
    """Return the growth of value per tonne, where value grows by one rate and tonnes by another.

    (1 + value) / (1 + output) - 1.

    >>> round(value_per_tonne_growth(0.05, 0.015), 7)
    0.0344828
    """
    p = PARAMETERS.check(locals())
    return real_growth(p["value_added_growth"], p["output_growth"])


def volume_and_mix_growth(growth_per_year: ArrayLike, inflation: ArrayLike) -> Value:
    """Return the part of a growth in money that prices do not deliver: (1 + g) / (1 + price) - 1.

    >>> round(volume_and_mix_growth(0.2909944, 0.10), 4)
    0.1736
    """
    p = QUANTITIES.check(locals())
    return real_growth(p["growth_per_year"], p["inflation"])


def _years_between(first: ArrayLike, last: ArrayLike, first_name: str, last_name: str) -> ArrayLike:
    years = np.subtract(last, first)
    refuse_where(
        years <= 0,
        f"{last_name} is {{last}} with {first_name} {{first}}, allowed is a {last_name} after {first_name}.",
        first=first,
        last=last,
    )
    return years


def growth_scenarios(
    *,
    revenue_cny_bn: ArrayLike = 1000.0,
    revenue_usd_bn: ArrayLike = 140.0,
    five_year_increase_cny_bn: ArrayLike = 200.0,
    cluster_cny_bn: ArrayLike = 600.0,
    cluster_target_cny_bn: ArrayLike = 1000.0,
    target_year: ArrayLike = 2027,
    value_added_growth: ArrayLike = 0.05,
    output_growth: ArrayLike = 0.015,
    recycled_target_mt: ArrayLike = 20.0,
    intervals: ArrayLike = 5,
    base_year: ArrayLike = 2025,
    growth_per_year: ArrayLike | None = None,
    growth_source: str = "history",
    volatility: ArrayLike = 0.12,
    growth_uncertainty: ArrayLike = 0.03,
    price_growth: ArrayLike = 0.0,
    recycled_latest_mt: ArrayLike = 19.15,
    recycled_latest_year: ArrayLike = 2024,
    recycled_target_year: ArrayLike = 2025,
) -> GrowthScenarios:
    """Return every result of the growth model; units and limits are in PARAMETERS.

    Without `growth_per_year` the cluster grows at the historic rate of the industry, or, where `growth_source` is
    "target", at the rate that the target requires: a normative path, which says what has to happen and not what
    will. Raises ParameterError for an impossible value, an increase that leaves no base, a target below the size,
    and a target year that is not after its base.

    >>> round(growth_scenarios(base_year=2024).required_growth, 7)
    0.1856311
    """
    p = PARAMETERS.check(locals())
    cluster, target = p["cluster_cny_bn"], p["cluster_target_cny_bn"]
    historic = historic_growth(p["revenue_cny_bn"], p["five_year_increase_cny_bn"], p["intervals"])
    refuse_base_where(
        np.less(target, cluster),
        "cluster_target_cny_bn is {target} CNY bn, allowed is at least the cluster_cny_bn of {cluster}: "
        "a target below the base is met before it begins.",
        target=target,
        cluster=cluster,
    )
    years = _years_between(p["base_year"], p["target_year"], "base_year", "target_year")
    recycling_years = _years_between(
        p["recycled_latest_year"], p["recycled_target_year"], "recycled_latest_year", "recycled_target_year"
    )
    required = required_growth(cluster, target, years)
    unless_given = historic if p["growth_source"] == "history" else required
    growth = unless_given if p["growth_per_year"] is None else p["growth_per_year"]
    projected = projection(cluster, growth, years)
    return GrowthScenarios(
        historic_growth=historic,
        assumed_growth=plain(growth),
        required_growth=required,
        projected_cny_bn=projected,
        gap_cny_bn=gap(target, projected),
        years_to_target=years_to_target(cluster, target, growth),
        probability_of_target=probability_of_target(
            cluster, target, growth, years, p["volatility"], p["growth_uncertainty"]
        ),
        value_added_index=plan_index(p["value_added_growth"]),
        output_index=plan_index(p["output_growth"]),
        value_per_tonne_growth=value_per_tonne_growth(p["value_added_growth"], p["output_growth"]),
        recycled_growth_needed=required_growth(p["recycled_latest_mt"], p["recycled_target_mt"], recycling_years),
        volume_and_mix_growth=volume_and_mix_growth(required, p["price_growth"]),
        implied_cny_per_usd=plain(p["revenue_cny_bn"] / np.asarray(p["revenue_usd_bn"])),
    )
