"""Decompose a change of profit into the effects of tonnage, product mix and profit per tonne."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from numpy.typing import ArrayLike

from analysis.models.evaluator import declared_by, evaluate
from analysis.models.parameters import Parameters, Value
from analysis.models.questions import margin_uplift as margin
from analysis.models.results import Outcome, result

PARAMETERS = Parameters(
    tuple(
        replace(margin.PARAMETERS[name], name=f"{name}_{when}")
        for name in ("tonnage_t_per_year", "foil_share", "wire_profit_usd_per_t", "foil_profit_usd_per_t")
        for when in ("before", "after")
    )
)


@dataclass(frozen=True, repr=False)
class ProfitBridge(Outcome):
    """What `profit_bridge` returns: three parts and their sum."""

    parameters: ClassVar[Parameters] = PARAMETERS
    terms: ClassVar[Mapping[str, str]] = {
        "blended_profit_before": "(1 - foil_share_before) * wire_profit_usd_per_t_before "
        "+ foil_share_before * foil_profit_usd_per_t_before",
        "uplift_before": "foil_profit_usd_per_t_before - wire_profit_usd_per_t_before",
        "wire_profit_rise": "wire_profit_usd_per_t_after - wire_profit_usd_per_t_before",
        "foil_profit_rise": "foil_profit_usd_per_t_after - foil_profit_usd_per_t_before",
    }

    volume_usd: Value = result(
        "USD/year",
        "more tonnes of the old mix at the old profits",
        "(tonnage_t_per_year_after - tonnage_t_per_year_before) * blended_profit_before",
    )
    mix_usd: Value = result(
        "USD/year",
        "another mix of the new tonnes at the old profits",
        "tonnage_t_per_year_after * (foil_share_after - foil_share_before) * uplift_before",
    )
    rate_usd: Value = result(
        "USD/year",
        "new profits per tonne on the new tonnes in the new mix",
        "tonnage_t_per_year_after * ((1 - foil_share_after) * wire_profit_rise + foil_share_after * foil_profit_rise)",
    )
    total_usd: Value = result(
        "USD/year", "the sum of the three: profit after less profit before", "volume_usd + mix_usd + rate_usd"
    )


@declared_by(ProfitBridge)
def profit_bridge(
    *,
    tonnage_t_per_year_before: ArrayLike = 100_000.0,
    tonnage_t_per_year_after: ArrayLike = 120_000.0,
    foil_share_before: ArrayLike = 0.0,
    foil_share_after: ArrayLike = 0.10,
    wire_profit_usd_per_t_before: ArrayLike = 15.0,
    wire_profit_usd_per_t_after: ArrayLike = 15.0,
    foil_profit_usd_per_t_before: ArrayLike = 1400.0,
    foil_profit_usd_per_t_after: ArrayLike = 1500.0,
) -> ProfitBridge:
    """Split a change of profit, USD per year, into volume, mix and rate, in this order, without a remainder."""
    return evaluate(ProfitBridge, locals())
