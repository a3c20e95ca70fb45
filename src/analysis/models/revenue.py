"""Whether the margin story delivers the revenue story: foil lifts profit per tonne, revenue hardly.

Arrays broadcast in every function; impossible values raise ParameterError.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from analysis.models import foil, growth
from analysis.models.parameters import Parameter, Parameters, Value, plain
from analysis.models.results import result

IMPLIED_CNY_PER_USD = 1e12 / 140e9  # claim: "over CNY 1 tn (about USD 140 bn)"

PARAMETERS = Parameters(
    (
        Parameter("foil_share", "fraction", "assumption", "foil in tonnage", low=0, high=1),
        Parameter("tonnage_t_per_year", "t/year", "assumption", "tonnage of the products", low=0),
        foil.PARAMETERS["foil_profit_usd_per_t"],
        Parameter("copper_price_usd_per_t", "USD/t", "assumption", "price of copper", low=0, low_open=True),
        Parameter("wire_fee_usd_per_t", "USD/t", "assumption", "fee for wire on top of the copper", low=0),
        Parameter("foil_fee_usd_per_t", "USD/t", "assumption", "fee for foil on top of the copper", low=0),
        Parameter("implied_cny_per_usd", "CNY/USD", "claim", "the source's own rate", low=0, low_open=True),
        growth.PARAMETERS["cluster_cny_bn"],
        growth.PARAMETERS["cluster_target_cny_bn"],
        growth.PARAMETERS["price_growth"],
        Parameter("years", "year", "assumption", "years until the target", low=0),
        Parameter("foil_share_before", "fraction", "assumption", "foil in tonnage, start", low=0, high=1),
        Parameter("foil_share_after", "fraction", "assumption", "foil in tonnage, end", low=0, high=1),
    )
)


def revenue_per_tonne(
    foil_share: ArrayLike,
    copper_price_usd_per_t: ArrayLike = 10_000.0,
    wire_fee_usd_per_t: ArrayLike = 70.0,
    foil_fee_usd_per_t: ArrayLike = 3920.0,
) -> Value:
    """Return the revenue of the mix, USD/t: V(s) = P + (1 - s) fee_wire + s fee_foil.

    >>> round(revenue_per_tonne(0.1) / revenue_per_tonne(0), 5)
    1.03823
    """
    p = PARAMETERS.check(locals())
    fees = (1 - p["foil_share"]) * p["wire_fee_usd_per_t"] + p["foil_share"] * p["foil_fee_usd_per_t"]
    return plain(p["copper_price_usd_per_t"] + fees)


def foil_profit_cny_bn(
    tonnage_t_per_year: ArrayLike,
    foil_profit_usd_per_t: ArrayLike,
    implied_cny_per_usd: ArrayLike = IMPLIED_CNY_PER_USD,
) -> Value:
    """Return what a tonnage of foil earns in a year, CNY bn: Q m_f x rate / 1e9.

    >>> round(foil_profit_cny_bn(100_000, 1400), 9)
    1.0
    """
    p = PARAMETERS.check(locals())
    earned_usd = p["tonnage_t_per_year"] * p["foil_profit_usd_per_t"]
    return plain(earned_usd * p["implied_cny_per_usd"] / 1e9)


def foil_profit_share_of_cluster(
    tonnage_t_per_year: ArrayLike,
    foil_profit_usd_per_t: ArrayLike,
    cluster_cny_bn: ArrayLike,
    implied_cny_per_usd: ArrayLike = IMPLIED_CNY_PER_USD,
) -> Value:
    """Return that profit as a fraction of the size of the cluster, whatever "size" means in the source.

    >>> round(foil_profit_share_of_cluster(100_000, 1400, 600), 6)
    0.001667
    """
    p = PARAMETERS.check(locals())
    cluster = p.pop("cluster_cny_bn")
    return plain(foil_profit_cny_bn(**p) / np.asarray(cluster))


@dataclass(frozen=True)
class GrowthDecomposition:
    """What a growth in revenue is made of, in logarithms, so that the parts add up to `total`."""

    parameters: ClassVar[Parameters] = PARAMETERS
    terms: ClassVar[Mapping[str, str]] = {
        "copper_price_after": "copper_price_usd_per_t * (1 + price_growth) ** years",
        "fee_before": "(1 - foil_share_before) * wire_fee_usd_per_t + foil_share_before * foil_fee_usd_per_t",
        "fee_after": "(1 - foil_share_after) * wire_fee_usd_per_t + foil_share_after * foil_fee_usd_per_t",
        "revenue_before": "copper_price_usd_per_t + fee_before",
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


def growth_decomposition(
    *,
    cluster_cny_bn: ArrayLike = 600.0,
    cluster_target_cny_bn: ArrayLike = 1000.0,
    years: ArrayLike = 2.0,
    price_growth: ArrayLike = 0.0,
    foil_share_before: ArrayLike = 0.0,
    foil_share_after: ArrayLike = 0.10,
    copper_price_usd_per_t: ArrayLike = 10_000.0,
    wire_fee_usd_per_t: ArrayLike = 70.0,
    foil_fee_usd_per_t: ArrayLike = 3920.0,
) -> GrowthDecomposition:
    """Split ln(T/C) into volume + price + mix + cross, an exact sum.

    Revenue is tonnes Q times revenue per tonne V(P, s), see `revenue_per_tonne`; the copper price grows from
    P0 to P1 = P0 (1 + price growth)^years, the foil share moves from s0 to s1, the fees stay:

        price = ln V(P1, s0) / V(P0, s0)        mix = ln V(P0, s1) / V(P0, s0)
        cross = ln V(P1, s1) / V(P0, s0) - price - mix
        volume = ln T/C - ln V(P1, s1) / V(P0, s0) = ln Q1 / Q0

    Volume is what the tonnes have to deliver. Cross is below 0 where copper gets dearer and foil gains: a fee
    is a smaller part of a dearer tonne. It is 0 where only one of the two moves.

    >>> parts = growth_decomposition(price_growth=0.10)
    >>> [round(part, 4) for part in (parts.volume, parts.price, parts.mix, parts.cross)]
    [0.2903, 0.1894, 0.0375, -0.0064]
    """
    p = PARAMETERS.check(locals())
    fees = (p["wire_fee_usd_per_t"], p["foil_fee_usd_per_t"])
    old_price = p["copper_price_usd_per_t"]
    new_price = growth.projection(old_price, p["price_growth"], p["years"])

    def log_gain(copper_price: ArrayLike, foil_share: ArrayLike) -> Value:
        start = np.asarray(revenue_per_tonne(p["foil_share_before"], old_price, *fees))
        return plain(np.log(np.asarray(revenue_per_tonne(foil_share, copper_price, *fees)) / start))

    price, mix = log_gain(new_price, p["foil_share_before"]), log_gain(old_price, p["foil_share_after"])
    both = log_gain(new_price, p["foil_share_after"])
    cross = both - price - mix
    volume = np.log(p["cluster_target_cny_bn"] / np.asarray(p["cluster_cny_bn"])) - both
    # The total is the sum of the parts: ln(T/C) to the last rounding, and exact for who adds them up.
    return GrowthDecomposition(plain(volume), price, mix, plain(cross), plain(volume + price + mix + cross))
