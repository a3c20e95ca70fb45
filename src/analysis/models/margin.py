"""What foil in the mix does to profit: uplift per tonne, per year, per square metre, and what it may cost.

The source names two *products*, copper wire and lithium-battery foil: its "from $15 to over $1,400" is no
rise of one margin over time. Arrays broadcast in every function; impossible values raise ParameterError.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from analysis.models import foil, revenue
from analysis.models.finance import (
    ANNUITY_FACTOR,
    DISCOUNT_RATE,
    DISCOUNTED_PAYBACK_YEARS,
    HORIZON_YEARS,
    annuity_factor,
    discounted_payback_years,
    payback_years,
)
from analysis.models.parameters import Parameter, Parameters, Value, plain, refuse_where
from analysis.models.results import Outcome, result

ROUND_WIRE_PROFIT_CNY_PER_T = 100.0  # assumption: USD 14 and USD 1,400 are round numbers in CNY,
ROUND_FOIL_PROFIT_CNY_PER_T = 10_000.0  # so the original may have printed these two

UNIT_PROFIT_PARAMETERS = (  # what `unit_profits` takes, in its order
    "unit_profit_source",
    "wire_profit_usd_per_t",
    "foil_profit_usd_per_t",
    "implied_cny_per_usd",
    "wire_profit_cny_per_t",
    "foil_profit_cny_per_t",
)

PARAMETERS = Parameters(
    (
        Parameter("wire_profit_usd_per_t", "USD/t", "claim", "profit on copper wire", low=0, low_open=True),
        foil.PARAMETERS["foil_profit_usd_per_t"],
        foil.PARAMETERS["foil_thickness_um"],
        revenue.PARAMETERS["foil_share"],
        revenue.PARAMETERS["tonnage_t_per_year"],
        Parameter("capex_usd_per_t_year", "USD/(t/year)", "assumption", "capex of foil capacity", low=0),
        DISCOUNT_RATE,
        HORIZON_YEARS,
        Parameter("target_profit_usd_per_t", "USD/t", "assumption", "blended profit to reach"),
        foil.PARAMETERS["reference_thickness_um"],
        revenue.PARAMETERS["copper_price_usd_per_t"],
        revenue.PARAMETERS["wire_fee_usd_per_t"],
        revenue.PARAMETERS["foil_fee_usd_per_t"],
        foil.PARAMETERS["copper_density_g_per_cm3"],
        Parameter(
            "unit_profit_source",
            "",
            "reading",
            "USD as printed, or the round CNY numbers probably behind them",
            choices=("usd_printed", "cny_round"),
        ),
        revenue.PARAMETERS["implied_cny_per_usd"],
        Parameter(
            "wire_profit_cny_per_t",
            "CNY/t",
            "assumption",
            "round number probably behind the wire profit",
            low=0,
            low_open=True,
        ),
        Parameter(
            "foil_profit_cny_per_t",
            "CNY/t",
            "assumption",
            "round number probably behind the foil profit, below 0 a loss",
        ),
    )
)


@dataclass(frozen=True, repr=False)
class MarginUplift(Outcome):
    """What `margin_uplift` returns; each field carries its unit, meaning and equation."""

    parameters: ClassVar[Parameters] = PARAMETERS
    terms: ClassVar[Mapping[str, str]] = {
        "wire_profit": "wire_profit_usd_per_t if unit_profit_source == 'usd_printed' "
        "else wire_profit_cny_per_t / implied_cny_per_usd",
        "foil_profit": "foil_profit_usd_per_t if unit_profit_source == 'usd_printed' "
        "else foil_profit_cny_per_t / implied_cny_per_usd",
        "annuity_factor": ANNUITY_FACTOR,
        "wire_revenue": "copper_price_usd_per_t + wire_fee_usd_per_t",
        "foil_revenue": "copper_price_usd_per_t + foil_fee_usd_per_t",
        "g_per_t": "1e6",
        "cny_per_cny_bn": "1e9",
    }

    uplift_usd_per_t: Value = result("USD/t", "foil profit above wire profit, per tonne", "foil_profit - wire_profit")
    uplift_ratio: Value = result(  # the exchange rate cancels, so it is no input of what is made of ratios alone
        "multiple",
        "foil profit over wire profit",
        "foil_profit_usd_per_t / wire_profit_usd_per_t if unit_profit_source == 'usd_printed' "
        "else foil_profit_cny_per_t / wire_profit_cny_per_t",
    )
    blended_profit_usd_per_t: Value = result(
        "USD/t", "profit per tonne of the mix", "(1 - foil_share) * wire_profit + foil_share * foil_profit"
    )
    annual_uplift_usd: Value = result(
        "USD/year",
        "profit that the foil share adds in a year",
        "tonnage_t_per_year * foil_share * uplift_usd_per_t",
    )
    foil_profit_share: Value = result(
        "fraction",
        "share of foil in the profit; nan if the mix earns none",
        "foil_share * uplift_ratio / profit_per_tonne_multiple if profit_per_tonne_multiple > 0 else nan",
    )
    share_for_target: Value = result(
        "fraction",
        "foil share at which the mix earns the target; 0 if every mix does, inf if none does",
        "0 if target_profit_usd_per_t < min(wire_profit, foil_profit) "
        "else inf if target_profit_usd_per_t > max(wire_profit, foil_profit) "
        "else (target_profit_usd_per_t - wire_profit) / uplift_usd_per_t",
    )
    doubling_share: Value = result(
        "fraction",
        "foil share that doubles the profit of wire; inf if none does",
        "1 / (uplift_ratio - 1) if uplift_ratio >= 2 else inf",
    )
    areal_mass_g_per_m2: Value = result(
        "g/m2", "mass of a square metre of foil", "foil_thickness_um * copper_density_g_per_cm3"
    )
    area_m2_per_t: Value = result("m2/t", "area of a tonne of foil", "g_per_t / areal_mass_g_per_m2")
    profit_usd_per_m2: Value = result("USD/m2", "profit on a square metre of foil", "foil_profit / area_m2_per_t")
    equivalent_profit_at_reference_usd_per_t: Value = result(
        "USD/t",
        "profit per tonne at the reference thickness for the same profit per m2",
        "foil_profit * foil_thickness_um / reference_thickness_um",
    )
    copper_saved_per_m2: Value = result(
        "fraction",
        "copper saved per m2 against the reference thickness",
        "1 - foil_thickness_um / reference_thickness_um",
    )
    breakeven_capex_usd_per_t_year: Value = result(
        "USD/(t/year)", "capex that the uplift pays back in the horizon", "uplift_usd_per_t * annuity_factor"
    )
    payback_years: Value = result(
        "year",
        "years until the uplift adds up to the capex; inf if never",
        "capex_usd_per_t_year / uplift_usd_per_t if uplift_usd_per_t > 0 else 0 if capex_usd_per_t_year == 0 else inf",
    )
    discounted_payback_years: Value = result("year", "the same with interest; inf if never", DISCOUNTED_PAYBACK_YEARS)
    profit_per_tonne_multiple: Value = result(
        "multiple",
        "profit per tonne of the mix over that of wire alone",
        "1 - foil_share + foil_share * uplift_ratio",
    )
    foil_profit_cny_bn: Value = result(
        "CNY bn/year",
        "profit in a year if all the tonnage were foil",
        "tonnage_t_per_year * foil_profit * implied_cny_per_usd / cny_per_cny_bn",
    )
    revenue_per_tonne_multiple: Value = result(
        "multiple",
        "revenue per tonne of the mix over that of wire alone",
        "((1 - foil_share) * wire_revenue + foil_share * foil_revenue) / wire_revenue",
    )


def uplift(wire_profit_usd_per_t: ArrayLike, foil_profit_usd_per_t: ArrayLike) -> Value:
    """Return the gain of a tonne of foil over a tonne of wire, USD/t: D = m_f - m_w.

    >>> uplift(15, 1400)
    1385.0
    """
    p = PARAMETERS.check(locals())
    return plain(p["foil_profit_usd_per_t"] - p["wire_profit_usd_per_t"])


def uplift_ratio(wire_profit_usd_per_t: ArrayLike, foil_profit_usd_per_t: ArrayLike) -> Value:
    """Return R = m_f / m_w; a poor headline, since most of its spread is the small denominator.

    >>> round(uplift_ratio(15, 1400), 4)
    93.3333
    """
    p = PARAMETERS.check(locals())
    return plain(p["foil_profit_usd_per_t"] / p["wire_profit_usd_per_t"])


def blended_profit(foil_share: ArrayLike, wire_profit_usd_per_t: ArrayLike, foil_profit_usd_per_t: ArrayLike) -> Value:
    """Return the profit of the mix, USD/t: M(s) = (1 - s) m_w + s m_f, which is m_w + s D.

    This form gives m_w at s = 0 and m_f at s = 1 to the last digit.

    >>> blended_profit(0.1, 15, 1400)
    153.5
    """
    p = PARAMETERS.check(locals())
    share = p["foil_share"]
    return plain((1 - share) * p["wire_profit_usd_per_t"] + share * p["foil_profit_usd_per_t"])


def annual_uplift(
    tonnage_t_per_year: ArrayLike,
    foil_share: ArrayLike,
    wire_profit_usd_per_t: ArrayLike,
    foil_profit_usd_per_t: ArrayLike,
) -> Value:
    """Return what the foil share adds in a year, USD/year: Q s D.

    >>> annual_uplift(100_000, 0.1, 15, 1400)
    13850000.0
    """
    p = PARAMETERS.check(locals())
    gain = p["foil_profit_usd_per_t"] - p["wire_profit_usd_per_t"]
    return plain(p["tonnage_t_per_year"] * p["foil_share"] * gain)


def foil_profit_share(
    foil_share: ArrayLike, wire_profit_usd_per_t: ArrayLike, foil_profit_usd_per_t: ArrayLike
) -> Value:
    """Return the share of foil in the profit: s m_f / M(s); nan where the mix earns nothing or less.

    >>> round(foil_profit_share(0.1, 15, 1400), 5)
    0.91205
    """
    p = PARAMETERS.check(locals())
    foil = np.asarray(p["foil_share"] * p["foil_profit_usd_per_t"])
    mix = (1 - p["foil_share"]) * p["wire_profit_usd_per_t"] + foil
    return plain(foil / np.where(mix > 0, mix, np.nan))


def share_for_target(
    target_profit_usd_per_t: ArrayLike, wire_profit_usd_per_t: ArrayLike, foil_profit_usd_per_t: ArrayLike
) -> Value:
    """Return the foil share at which the mix earns the target: s* = (M* - m_w) / D.

    Raises ParameterError where wire and foil earn the same, so that every share or none gives the target, and
    where the target is out of reach of every share from 0 to 1.

    >>> round(share_for_target(150, 15, 1400), 7)
    0.0974729
    >>> share_for_target(10, 15, 1400)
    Traceback (most recent call last):
    analysis.core.errors.ParameterError: target_profit_usd_per_t is 10 USD/t, allowed is 15 to 1400:
    what the mix can earn between all wire and all foil.
    """
    p = PARAMETERS.check(locals())
    target, wire, foil = np.broadcast_arrays(*p.values())
    refuse_where(
        wire == foil,
        "foil_profit_usd_per_t is {foil} USD/t, allowed is anything but the wire_profit_usd_per_t of {foil}: "
        "with equal profits no foil share leads to a target.",
        foil=foil,
    )
    low, high = np.minimum(wire, foil), np.maximum(wire, foil)
    refuse_where(
        (target < low) | (target > high),
        "target_profit_usd_per_t is {target} USD/t, allowed is {low} to {high}: "
        "what the mix can earn between all wire and all foil.",
        target=target,
        low=low,
        high=high,
    )
    return plain((target - wire) / (foil - wire))


def _share_for_target_or_never(target: ArrayLike, wire: ArrayLike, foil_profit: ArrayLike) -> Value:
    """Return `share_for_target`, 0 where every mix earns more than the target and inf where none earns as much."""
    least, most = np.minimum(wire, foil_profit), np.maximum(wire, foil_profit)
    share = np.asarray(share_for_target(np.clip(target, least, most), wire, foil_profit))
    return plain(np.where(np.less(target, least), 0.0, np.where(np.greater(target, most), np.inf, share)))


def doubling_share(wire_profit_usd_per_t: ArrayLike, foil_profit_usd_per_t: ArrayLike) -> Value:
    """Return the foil share that doubles the profit of wire: m_w / D; inf where even all foil does not.

    >>> round(doubling_share(15, 1400), 7)
    0.0108303
    >>> doubling_share(15, 20)
    inf
    """
    p = PARAMETERS.check(locals())
    wire, foil = np.asarray(p["wire_profit_usd_per_t"]), np.asarray(p["foil_profit_usd_per_t"])
    enough = foil >= 2 * wire
    return plain(np.where(enough, wire / np.where(enough, foil - wire, 1.0), np.inf))


def breakeven_capex(
    wire_profit_usd_per_t: ArrayLike,
    foil_profit_usd_per_t: ArrayLike,
    discount_rate: ArrayLike,
    horizon_years: ArrayLike,
) -> Value:
    """Return the capex that the uplift just pays back in the horizon, USD/(t/year): D AF(r, n).

    >>> round(breakeven_capex(15, 1400, 0.08, 10), 4)
    9293.4627
    """
    p = PARAMETERS.check(locals())
    gain = p["foil_profit_usd_per_t"] - p["wire_profit_usd_per_t"]
    return plain(gain * annuity_factor(p["discount_rate"], p["horizon_years"]))


def unit_profits(
    unit_profit_source: str,
    wire_profit_usd_per_t: ArrayLike = 15.0,
    foil_profit_usd_per_t: ArrayLike = 1400.0,
    implied_cny_per_usd: ArrayLike = revenue.IMPLIED_CNY_PER_USD,
    wire_profit_cny_per_t: ArrayLike = ROUND_WIRE_PROFIT_CNY_PER_T,
    foil_profit_cny_per_t: ArrayLike = ROUND_FOIL_PROFIT_CNY_PER_T,
) -> tuple[Value, Value]:
    """Return the profits on wire and foil, USD/t, as printed or from the round CNY numbers behind them.

    "cny_round" takes the two numbers in CNY at `implied_cny_per_usd`, *in place of* the two in USD: an inference,
    since USD 1,400 x 7.142857 is CNY 10,000, that the source does not state.

    >>> [round(profit, 9) for profit in unit_profits("cny_round")]
    [14.0, 1400.0]
    """
    p = PARAMETERS.check(locals())
    if p["unit_profit_source"] == "usd_printed":
        return plain(p["wire_profit_usd_per_t"]), plain(p["foil_profit_usd_per_t"])
    rate = p["implied_cny_per_usd"]
    return plain(np.divide(p["wire_profit_cny_per_t"], rate)), plain(np.divide(p["foil_profit_cny_per_t"], rate))


def margin_uplift(
    *,
    wire_profit_usd_per_t: ArrayLike = 15.0,
    foil_profit_usd_per_t: ArrayLike = 1400.0,
    foil_thickness_um: ArrayLike = 3.5,
    foil_share: ArrayLike = 0.10,
    tonnage_t_per_year: ArrayLike = 100_000.0,
    capex_usd_per_t_year: ArrayLike = 10_000.0,
    discount_rate: ArrayLike = 0.08,
    horizon_years: ArrayLike = 10.0,
    target_profit_usd_per_t: ArrayLike = 150.0,
    reference_thickness_um: ArrayLike = 6.0,
    copper_price_usd_per_t: ArrayLike = 10_000.0,
    wire_fee_usd_per_t: ArrayLike = 70.0,
    foil_fee_usd_per_t: ArrayLike = 3920.0,
    copper_density_g_per_cm3: ArrayLike = 8.96,
    unit_profit_source: str = "usd_printed",
    implied_cny_per_usd: ArrayLike = revenue.IMPLIED_CNY_PER_USD,
    wire_profit_cny_per_t: ArrayLike = ROUND_WIRE_PROFIT_CNY_PER_T,
    foil_profit_cny_per_t: ArrayLike = ROUND_FOIL_PROFIT_CNY_PER_T,
) -> MarginUplift:
    """Return every result of the margin model; units and limits are in PARAMETERS, arrays broadcast.

    Raises ParameterError for an impossible value, and where wire and foil earn the same. A target out of reach
    is no error here, since the other results stand without it: its share is inf.

    >>> margin_uplift(foil_share=0.25).blended_profit_usd_per_t
    361.25
    """
    p = PARAMETERS.check(locals())
    wire, foil_profit = unit_profits(*(p[name] for name in UNIT_PROFIT_PARAMETERS))
    share, thickness, density = p["foil_share"], p["foil_thickness_um"], p["copper_density_g_per_cm3"]
    reference, rate = p["reference_thickness_um"], p["discount_rate"]
    gain = uplift(wire, foil_profit)
    blended = blended_profit(share, wire, foil_profit)
    prices = (p["copper_price_usd_per_t"], p["wire_fee_usd_per_t"], p["foil_fee_usd_per_t"])
    return MarginUplift(
        uplift_usd_per_t=gain,
        uplift_ratio=uplift_ratio(wire, foil_profit),
        blended_profit_usd_per_t=blended,
        annual_uplift_usd=annual_uplift(p["tonnage_t_per_year"], share, wire, foil_profit),
        foil_profit_share=foil_profit_share(share, wire, foil_profit),
        share_for_target=_share_for_target_or_never(p["target_profit_usd_per_t"], wire, foil_profit),
        doubling_share=doubling_share(wire, foil_profit),
        areal_mass_g_per_m2=foil.areal_mass(thickness, density),
        area_m2_per_t=foil.area_per_tonne(thickness, density),
        profit_usd_per_m2=foil.profit_per_m2(foil_profit, thickness, density),
        equivalent_profit_at_reference_usd_per_t=foil.equivalent_profit(foil_profit, thickness, reference),
        copper_saved_per_m2=foil.copper_saved(thickness, reference),
        breakeven_capex_usd_per_t_year=breakeven_capex(wire, foil_profit, rate, p["horizon_years"]),
        payback_years=payback_years(p["capex_usd_per_t_year"], gain),
        discounted_payback_years=discounted_payback_years(p["capex_usd_per_t_year"], gain, rate),
        profit_per_tonne_multiple=plain(np.asarray(blended) / wire),
        foil_profit_cny_bn=revenue.foil_profit_cny_bn(p["tonnage_t_per_year"], foil_profit, p["implied_cny_per_usd"]),
        revenue_per_tonne_multiple=plain(
            np.asarray(revenue.revenue_per_tonne(share, *prices)) / revenue.revenue_per_tonne(0, *prices)
        ),
    )
