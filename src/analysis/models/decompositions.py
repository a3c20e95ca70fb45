"""Split a change of profit into tonnage, mix and profit per tonne, and growth of revenue also into the copper price."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

from numpy.typing import ArrayLike

from analysis.models.evaluator import declared_by, evaluate
from analysis.models.parameters import Parameters, Value, amount
from analysis.models.questions import growth_scenarios as growth
from analysis.models.questions import margin_uplift as margin
from analysis.models.results import Outcome, result

_BRIDGE = Parameters(
    tuple(
        replace(margin.PARAMETERS[name], name=f"{name}_{when}")
        for name in ("tonnage_t_per_year", "foil_share", "wire_profit_usd_per_t", "foil_profit_usd_per_t")
        for when in ("before", "after")
    )
)


@dataclass(frozen=True, repr=False)
class ProfitBridge(Outcome):
    """What `profit_bridge` returns: three parts and their sum."""

    parameters: ClassVar[Parameters] = _BRIDGE
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


_GROWTH = Parameters(
    (
        growth.PARAMETERS["cluster_cny_bn"],
        growth.PARAMETERS["cluster_target_cny_bn"],
        amount("years", "year", "assumption", "years until the target"),
        growth.PARAMETERS["price_growth"],
        replace(margin.PARAMETERS["foil_share"], name="foil_share_before", meaning="foil in tonnage, start"),
        replace(margin.PARAMETERS["foil_share"], name="foil_share_after", meaning="foil in tonnage, end"),
        margin.PARAMETERS["copper_price_usd_per_t"],
        margin.PARAMETERS["wire_fee_usd_per_t"],
        margin.PARAMETERS["foil_fee_usd_per_t"],
        margin.PARAMETERS["implied_cny_per_usd"],
        margin.PARAMETERS["national_foil_mt_per_year"],
    )
)


@dataclass(frozen=True, repr=False)
class GrowthDecomposition(Outcome):
    """The parts of a growth in revenue, in logarithms, so that they add up to `total`."""

    parameters: ClassVar[Parameters] = _GROWTH
    terms: ClassVar[Mapping[str, str]] = {
        "copper_price_after": "copper_price_usd_per_t * (1 + price_growth) ** years",
        "fee_before": "(1 - foil_share_before) * wire_fee_usd_per_t + foil_share_before * foil_fee_usd_per_t",
        "fee_after": "(1 - foil_share_after) * wire_fee_usd_per_t + foil_share_after * foil_fee_usd_per_t",
        "revenue_before": "copper_price_usd_per_t + fee_before",
        "copper_price_cny_per_t": "copper_price_usd_per_t * implied_cny_per_usd",
        "cny_per_cny_bn": "1e9",
        "t_per_mt": "1e6",
        "a_year": "1",
    }

    volume: Value = result("log", "tonnes, the part that price and mix leave", "total - price - mix - cross")
    price: Value = result(
        "log", "dearer copper in the old mix", "log((copper_price_after + fee_before) / revenue_before)"
    )
    mix: Value = result(
        "log", "more foil at the old copper price", "log((copper_price_usd_per_t + fee_after) / revenue_before)"
    )
    cross: Value = result(
        "log",
        "more foil and dearer copper together, beyond each alone",
        "log((copper_price_after + fee_after) / revenue_before) - price - mix",
    )
    total: Value = result(
        "log", "ln(target / start), the sum of the four", "log(cluster_target_cny_bn / cluster_cny_bn)"
    )
    cluster_tonnage_mt: Value = result(
        "Mt/year",
        "copper that the yearly revenue of the cluster is worth",
        "cluster_cny_bn * cny_per_cny_bn / copper_price_cny_per_t / t_per_mt / a_year",
    )
    foil_tonnage_mt: Value = result(
        "Mt/year", "foil that the share at the end makes of that copper", "foil_share_after * cluster_tonnage_mt"
    )
    foil_over_national_output: Value = result(
        "multiple", "this foil over all battery foil that China makes", "foil_tonnage_mt / national_foil_mt_per_year"
    )
    mix_multiple: Value = result("multiple", "revenue per tonne after the change of mix over before", "exp(mix)")


@declared_by(GrowthDecomposition)
def growth_decomposition(
    *,
    cluster_cny_bn: ArrayLike = 600.0,
    cluster_target_cny_bn: ArrayLike = 1000.0,
    years: ArrayLike = 2.0,
    price_growth: ArrayLike = 0.0,
    foil_share_before: ArrayLike = 0.0,
    foil_share_after: ArrayLike = 0.10,
    copper_price_usd_per_t: ArrayLike = 10_000.0,
    wire_fee_usd_per_t: ArrayLike = margin.WIRE_FEE_USD_PER_T,
    foil_fee_usd_per_t: ArrayLike = margin.FOIL_FEE_USD_PER_T,
    implied_cny_per_usd: ArrayLike = margin.IMPLIED_CNY_PER_USD,
    national_foil_mt_per_year: ArrayLike = 1.035,
) -> GrowthDecomposition:
    """Split ln(T/C) into volume + price + mix + cross, an exact sum.

    Revenue is tonnes times revenue per tonne; the copper price and the foil share change, the fees stay. Volume is
    what the tonnes have to deliver. Cross is below 0 if copper gets dearer and foil gains: a fee is a smaller part
    of a dearer tonne. It is 0 if only one of the two moves.
    """
    return evaluate(GrowthDecomposition, locals())
