"""Growth to a target year: the rate required, the size projected, and how likely the target is.

A target is a threshold that is hit or missed; it has no distribution. Rates are fractions per year, sizes of
the industry are CNY bn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from numpy.typing import ArrayLike

from analysis.models.evaluator import declared_by, evaluate
from analysis.models.parameters import (
    Parameter,
    Parameters,
    Value,
    amount,
    defaults_of,
    growth,
    positive,
    reading,
    share,
    year,
)
from analysis.models.questions.margin_uplift import margin_uplift
from analysis.models.results import Constraint, Outcome, result

PLAN_YEARS = 2  # years over which planned growth is compounded
AT_THE_TARGET = 1e-12  # a log distance to the target below this is rounding: the path ends on the target

MONEY = "CNY"  # of the cluster and the industry: a growth in another currency is another growth
VOLATILITY = 0.129  # standard deviation of the yearly log changes of copper in yuan; see `series`

REQUIRED_GROWTH = "(cluster_target_cny_bn / cluster_cny_bn) ** (1 / years) - 1"

PARAMETERS = Parameters(
    (
        positive("revenue_cny_bn", "CNY bn", "claim", "revenue of the industry"),
        positive("revenue_usd_bn", "USD bn", "claim", "revenue of the industry in dollars"),
        Parameter(
            "five_year_increase_cny_bn", "CNY bn", "claim", "rise of the industry's revenue over the past five years"
        ),
        positive("cluster_cny_bn", "CNY bn", "claim", "size of the copper cluster"),
        positive("cluster_target_cny_bn", "CNY bn", "target", "size that the copper cluster is to reach"),
        year("target_year", "target", "year of the cluster's target"),
        growth("value_added_growth", "target", "planned growth of the industry's real value added"),
        growth("output_growth", "target", "planned growth of output in tonnes"),
        positive("recycled_target_mt", "Mt", "target", "planned output of recycled metal"),
        Parameter("intervals", "year", "assumption", "yearly steps in the five years, 4 or 5", low=1, whole=True),
        year("revenue_year", "assumption", "year of the industry's revenue"),
        year("base_year", "assumption", "year of the cluster's size"),
        growth(
            "growth_per_year",
            "assumption",
            "growth until the target year, by growth_source unless given",
            optional=True,
            currency=MONEY,
        ),
        reading(
            "growth_source",
            "growth where none is given: of the past five years, since the earlier revenue, or as the target needs",
            ("history", "recent", "target"),
        ),
        amount("volatility", "fraction/year^0.5", "assumption", "standard deviation of yearly logarithmic growth"),
        amount(
            "growth_uncertainty", "fraction/year", "assumption", "standard deviation of the mean logarithmic growth"
        ),
        growth("price_growth", "assumption", "rise of prices until the target year", currency=MONEY),
        positive("recycled_latest_mt", "Mt", "assumption", "latest output of recycled metal"),
        year("recycled_latest_year", "assumption", "year of the latest output of recycled metal"),
        year("recycled_target_year", "assumption", "year of the recycled target"),
        year("earliest_base_year", "assumption", "first year that the cluster's size may be of"),
        positive(
            "earlier_revenue_cny_bn", "CNY bn", "assumption", "revenue of the industry in an earlier year, at most"
        ),
        year("earlier_revenue_year", "assumption", "year of the industry's earlier revenue"),
        growth(
            "national_growth", "assumption", "past growth of the revenue of the industry in the country", currency=MONEY
        ),
        share("copper_weight", "assumption", "copper in the revenue of the industry"),
        share("tungsten_weight", "assumption", "tungsten in the revenue of the industry"),
        *(
            growth(f"{metal}_price_growth", "assumption", f"past rise of the price of {metal}", currency=MONEY)
            for metal in ("copper", "tungsten", "other")
        ),
    )
).sourced(
    {
        "intervals": "assumption: five years are five yearly steps",
        "revenue_year": "assumption: the year that the source names",
        "base_year": "assumption: a recent year",
        "growth_per_year": "computed as growth_source says",
        "volatility": "seven yearly changes of CU2018 to CU2025 in yuan; nine times in ten 8.9 to 24.6 %",
        "growth_uncertainty": "assumption: three points either way",
        "price_growth": "assumption: prices stay the same",
        "recycled_latest_mt": "RC2024",
        "recycled_latest_year": "RC2024",
        "recycled_target_year": "assumption: the first year of the plan",
        "earliest_base_year": "JXC25",
        "earlier_revenue_cny_bn": "JX2023, an upper bound",
        "earlier_revenue_year": "JX2023",
        "copper_price_growth": "CU2020 to CU2025 in yuan",
        "tungsten_price_growth": "WO2021 to WO2025 in yuan",
        "other_price_growth": "assumption: no series was found",
        "national_growth": "REV25G5",
        "copper_weight": "JXW11",
        "tungsten_weight": "JXW11T",
    }
)


@dataclass(frozen=True, repr=False)
class GrowthScenarios(Outcome):
    """What `growth_scenarios` returns; each field carries its unit, meaning and equation."""

    parameters: ClassVar[Parameters] = PARAMETERS
    extras: ClassVar[Mapping[str, Any]] = {
        name: defaults_of(margin_uplift)[name]
        for name in (
            "foil_share copper_price_usd_per_t wire_fee_usd_per_t foil_fee_usd_per_t national_foil_mt_per_year"
        ).split()
    }
    same_place: ClassVar[Mapping[str, tuple[str, ...]]] = {
        "recent_growth": ("revenue_cny_bn", "earlier_revenue_cny_bn"),
        "industry_price_growth": ("revenue_cny_bn", "copper_weight"),
        "industry_volume_growth": ("revenue_cny_bn", "copper_weight"),
        "recycled_growth_needed": ("recycled_target_mt", "recycled_latest_mt"),
        "value_added_over_output_growth": ("value_added_growth", "output_growth"),
    }
    terms: ClassVar[Mapping[str, str]] = {
        "years": "target_year - base_year",
        "log_distance": "log(cluster_cny_bn / cluster_target_cny_bn) + years * log(1 + assumed_growth)",
        "ahead": "0 if abs(log_distance) < rounding else log_distance",
        "lacking": "cluster_target_cny_bn - projected_cny_bn",
        "spread": "sqrt(volatility ** 2 * years + (growth_uncertainty * years) ** 2)",
        "target_chance": "normal_cdf(ahead / spread) if spread > 0 else 1 if ahead >= 0 else 0",
        "rounding": f"{AT_THE_TARGET}",
        "plan_years": f"{PLAN_YEARS}",
        "recycling_years": "recycled_target_year - recycled_latest_year",
        "years_since_earlier": "revenue_year - earlier_revenue_year",
        "years_at_most": "target_year - min(earliest_base_year, base_year)",
    }
    constraints: ClassVar[tuple[Constraint, ...]] = (
        Constraint(
            "five_year_increase_cny_bn < revenue_cny_bn",
            "five_year_increase_cny_bn must be below revenue_cny_bn, {revenue_cny_bn} CNY bn, got "
            "{five_year_increase_cny_bn} CNY bn",
            of_draws=False,  # a draw of a revenue that hardly exceeds the rise may well be below it
        ),
        Constraint(
            "cluster_target_cny_bn >= cluster_cny_bn",
            "cluster_target_cny_bn must be at least cluster_cny_bn, {cluster_cny_bn} CNY bn, got "
            "{cluster_target_cny_bn} CNY bn: a target below the base has already been reached",
            of_draws=False,  # a draw of the size may well lie beyond its target
        ),
        Constraint("years > 0", "target_year must be after base_year, {base_year}, got {target_year}"),
        Constraint(
            "copper_weight + tungsten_weight <= 1 + 1e-9",
            "copper_weight {copper_weight} and tungsten_weight {tungsten_weight} sum to more than 1: they are parts of "
            "one revenue",
        ),
        Constraint(
            "years_since_earlier > 0 if growth_source == 'recent' else True",
            "earlier_revenue_year must be before revenue_year, {revenue_year}, with growth_source 'recent', got "
            "{earlier_revenue_year}",
        ),
    )

    historic_growth: Value = result(
        "fraction/year",
        "growth of the industry's revenue over the past five years",
        "(revenue_cny_bn / (revenue_cny_bn - five_year_increase_cny_bn)) ** (1 / intervals) - 1",
    )
    assumed_growth: Value = result(
        "fraction/year",
        "growth that the projection assumes",
        "growth_per_year if growth_per_year is not None "
        "else historic_growth if growth_source == 'history' else recent_growth if growth_source == 'recent' "
        "else required_growth",
    )
    required_growth: Value = result("fraction/year", "growth that takes the cluster to its target", REQUIRED_GROWTH)
    projected_cny_bn: Value = result(
        "CNY bn",
        "size of the cluster in the target year at the assumed growth",
        "cluster_cny_bn * (1 + assumed_growth) ** years",
    )
    gap_cny_bn: Value = result(
        "CNY bn",
        "target less projected size; negative where the target is passed",
        "0 if abs(lacking) < rounding * cluster_target_cny_bn else lacking",
    )
    years_to_target: Value = result(
        "year",
        "years to the target at the assumed growth; inf if never",
        "0 if cluster_cny_bn >= cluster_target_cny_bn else inf if assumed_growth <= 0 "
        "else log(cluster_target_cny_bn / cluster_cny_bn) / log(1 + assumed_growth)",
    )
    probability_of_target: Value = result(
        "fraction",
        "probability of the target, if all inputs are exactly as stated; undefined where the target sets the growth",
        "target_chance if growth_per_year is not None else nan if growth_source == 'target' else target_chance",
        chance=True,
    )
    value_added_index: Value = result(
        "index",
        "value added after two years of the planned growth, start = 100",
        "100 * (1 + value_added_growth) ** plan_years",
    )
    output_index: Value = result(
        "index", "output after two years of the planned growth, start = 100", "100 * (1 + output_growth) ** plan_years"
    )
    value_added_over_output_growth: Value = result(
        "fraction/year",
        "planned real value added of the industry against the planned tonnes of ten metals",
        "(1 + value_added_growth) / (1 + output_growth) - 1",
    )
    recycled_growth_needed: Value = result(
        "fraction/year",
        "growth that takes recycled metal to its target; undefined if that is not later",
        "(recycled_target_mt / recycled_latest_mt) ** (1 / recycling_years) - 1 if recycling_years > 0 else nan",
    )
    volume_and_mix_growth: Value = result(
        "fraction/year", "required growth beyond the growth of prices", "(1 + required_growth) / (1 + price_growth) - 1"
    )
    implied_cny_per_usd: Value = result(
        "CNY/USD", "revenue in yuan over revenue in dollars", "revenue_cny_bn / revenue_usd_bn"
    )
    required_multiple: Value = result(
        "multiple", "the target over the size of the cluster", "cluster_target_cny_bn / cluster_cny_bn"
    )
    required_growth_earliest: Value = result(
        "fraction/year",
        "growth that takes the cluster to its target if its size refers to the earliest year",
        REQUIRED_GROWTH.replace("years", "years_at_most"),
    )
    recent_growth: Value = result(
        "fraction/year",
        "growth of the industry's revenue since the earlier year; undefined if that is not earlier",
        "(revenue_cny_bn / earlier_revenue_cny_bn) ** (1 / years_since_earlier) - 1 "
        "if years_since_earlier > 0 else nan",
    )
    industry_price_growth: Value = result(
        "fraction/year",
        "past rise of the prices of the industry's metals, by their weight in its revenue",
        "copper_weight * copper_price_growth + tungsten_weight * tungsten_price_growth "
        "+ (1 - copper_weight - tungsten_weight) * other_price_growth",
    )
    industry_volume_growth: Value = result(
        "fraction/year",
        "growth of the industry's revenue that past prices do not explain: volume, mix and trade",
        "(1 + historic_growth) / (1 + industry_price_growth) - 1",
    )


@declared_by(GrowthScenarios)
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
    revenue_year: ArrayLike = 2025,
    base_year: ArrayLike = 2025,
    growth_per_year: ArrayLike | None = None,
    growth_source: str = "history",
    volatility: ArrayLike = VOLATILITY,
    growth_uncertainty: ArrayLike = 0.03,
    price_growth: ArrayLike = 0.0,
    recycled_latest_mt: ArrayLike = 19.15,
    recycled_latest_year: ArrayLike = 2024,
    recycled_target_year: ArrayLike = 2025,
    earliest_base_year: ArrayLike = 2024,
    earlier_revenue_cny_bn: ArrayLike = 800.0,
    earlier_revenue_year: ArrayLike = 2023,
    national_growth: ArrayLike = 0.118501,
    copper_weight: ArrayLike = 0.635,
    tungsten_weight: ArrayLike = 0.071,
    copper_price_growth: ArrayLike = 0.109,
    tungsten_price_growth: ArrayLike = 0.171,
    other_price_growth: ArrayLike = 0.0,
) -> GrowthScenarios:
    """Return every result of the growth model; units and limits are in PARAMETERS.

    Without `growth_per_year` the cluster grows as `growth_source` says; a path to the target is normative: it states
    what has to happen, not what will. Raises ParameterError for an impossible value or combination.

    >>> round(growth_scenarios(base_year=2024).required_growth, 7)
    0.1856311
    """
    return evaluate(GrowthScenarios, locals())
