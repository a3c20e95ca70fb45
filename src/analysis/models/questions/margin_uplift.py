"""The effect of foil in the mix on profit: uplift per tonne, year and square metre, and the capital cost it supports.

The source compares two *products*, copper wire and lithium-battery foil, not one margin over time, with its
"from $15 to over $1,400".
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from numpy.typing import ArrayLike

from analysis.core.money_basis import BEFORE_TAX
from analysis.models.evaluator import declared_by, evaluate
from analysis.models.finance import ANNUITY_FACTOR, DISCOUNT_RATE, DISCOUNTED_PAYBACK_YEARS, HORIZON_YEARS
from analysis.models.parameters import Kind, Parameter, Parameters, Value, amount, positive, reading, share
from analysis.models.results import Outcome, result

IMPLIED_CNY_PER_USD = 1e12 / 140e9  # assumption: the rate of "over CNY 1 tn (about USD 140 bn)" in one article
ROUND_WIRE_PROFIT_CNY_PER_T = 100.0  # assumption: USD 14 and USD 1,400 are round numbers in CNY,
ROUND_FOIL_PROFIT_CNY_PER_T = 10_000.0  # so the original may have printed these two

BEFORE_DEPRECIATION, AFTER_DEPRECIATION = "before_depreciation", "after_depreciation"
NET = "without_vat"  # prices and fees; a fee that the market quotes with 13 % is divided by 1.13 first
WIRE_FEE_USD_PER_T = 53.0
FOIL_FEE_USD_PER_T = 3447.0


def _profit(name: str, unit: str, kind: Kind, meaning: str) -> Parameter:
    return Parameter(name, unit, kind, meaning, profit_basis=BEFORE_TAX)


def _fee(name: str, meaning: str) -> Parameter:
    return amount(name, "USD/t", "assumption", meaning, tax_basis=NET)


PARAMETERS = Parameters(
    (
        _profit("wire_profit_usd_per_t", "USD/t", "claim", "profit on copper wire, below 0 a loss"),
        _profit("foil_profit_usd_per_t", "USD/t", "claim", "profit on battery foil, below 0 a loss"),
        positive("foil_thickness_um", "um", "claim", "thickness of the battery foil"),
        share("foil_share", "assumption", "share of foil in the tonnage"),
        amount("tonnage_t_per_year", "t/year", "assumption", "tonnage of the products"),
        amount("capex_usd_per_t_year", "USD/(t/year)", "assumption", "capital cost of foil capacity"),
        DISCOUNT_RATE,
        HORIZON_YEARS,
        _profit("target_profit_usd_per_t", "USD/t", "assumption", "profit per tonne that the mix is to reach"),
        positive("reference_thickness_um", "um", "assumption", "thickness of the foil to compare with"),
        positive("copper_price_usd_per_t", "USD/t", "assumption", "price of copper", tax_basis=NET),
        _fee("wire_fee_usd_per_t", "fee for wire on top of the copper"),
        _fee("foil_fee_usd_per_t", "fee for foil on top of the copper"),
        positive("copper_density_g_per_cm3", "g/cm3", "constant", "density of copper"),
        reading(
            "unit_profit_source",
            "USD as printed, or the round CNY numbers they were probably converted from",
            ("usd_printed", "cny_round"),
        ),
        positive("implied_cny_per_usd", "CNY/USD", "assumption", "exchange rate between yuan and dollars"),
        _profit(
            "wire_profit_cny_per_t",
            "CNY/t",
            "assumption",
            "round CNY number that the wire profit was probably converted from, negative for a loss",
        ),
        _profit(
            "foil_profit_cny_per_t",
            "CNY/t",
            "assumption",
            "round CNY number that the foil profit was probably converted from, negative for a loss",
        ),
        reading(
            "profit_basis",
            "whether the profits are before or after the depreciation of the plant",
            (BEFORE_DEPRECIATION, AFTER_DEPRECIATION),
        ),
        positive("depreciation_years", "year", "assumption", "life of the plant in its books"),
        _fee("reference_fee_usd_per_t", "fee for foil of the reference thickness"),
        _fee("fee_mean_usd_per_t", "mean that the fee returns to"),
        Parameter(
            "fee_reversion",
            "fraction/year",
            "assumption",
            "part of the distance to the mean that goes in a year",
            low=0,
            high=1,
        ),
        positive("foil_fee_thickness_um", "um", "assumption", "thickness of the foil that the fee is for"),
        _fee("foil_conversion_cost_usd_per_t", "cost of making foil"),
        share("foil_yield", "assumption", "foil sold as a share of foil made"),
        share("utilisation", "assumption", "output as a share of capacity"),
        amount("ramp_years", "year", "assumption", "years in which output rises from nothing"),
        amount("working_capital_usd_per_t_year", "USD/(t/year)", "assumption", "copper and receivables tied up"),
        share("tax_rate", "assumption", "tax on profit after depreciation"),
        positive(
            "national_foil_mt_per_year",
            "Mt/year",
            "assumption",
            "battery foil that China makes, the most that can be sold",
        ),
    )
).sourced(
    {
        "foil_share": "assumption: a tenth of the tonnage",
        "tonnage_t_per_year": "assumption: a round number",
        "capex_usd_per_t_year": "assumption: a round number between HLCAP / FX2025 and JCCAPFU",
        "target_profit_usd_per_t": "assumption: a round number",
        "reference_thickness_um": "FTHINS",
        "copper_price_usd_per_t": "CU2025, rounded",
        "wire_fee_usd_per_t": "ROD25 / 1.13 / FX2025",
        "foil_fee_usd_per_t": "FF2025T / 1.13 / FX2025",
        "copper_density_g_per_cm3": "CUDEN",
        "implied_cny_per_usd": "assumption: CNY 1 trillion is USD 140 billion",
        "wire_profit_cny_per_t": "assumption: USD 14 at the assumed exchange rate",
        "foil_profit_cny_per_t": "assumption: USD 1,400 at the assumed exchange rate",
        "depreciation_years": "assumption: a straight line over ten years",
        "reference_fee_usd_per_t": "FF2025 / 1.13 / FX2025",
        "fee_mean_usd_per_t": "least squares on the fees from FF2022 to FF2025, only three yearly steps",
        "fee_reversion": "least squares on the fees from FF2022 to FF2025, only three yearly steps",
        "foil_fee_thickness_um": "FF2025T",
        "foil_conversion_cost_usd_per_t": "FSPREADC / FX2025",
        "foil_yield": "assumption: no yield by thickness was found",
        "utilisation": "FOP25",
        "ramp_years": "assumption: a plant announced in 2021 produced in 2023",
        "working_capital_usd_per_t_year": "JCCAPW / FX2025",
        "tax_rate": "assumption: the statutory rate",
        "national_foil_mt_per_year": "FOUT25",
    }
)


@dataclass(frozen=True, repr=False)
class MarginUplift(Outcome):
    """What `margin_uplift` returns; each field carries its unit, meaning and equation."""

    parameters: ClassVar[Parameters] = PARAMETERS
    terms: ClassVar[Mapping[str, str]] = {
        # in the currency of the source: the exchange rate does not affect ratios
        "wire_stated": "wire_profit_usd_per_t if unit_profit_source == 'usd_printed' else wire_profit_cny_per_t",
        "foil_stated": "foil_profit_usd_per_t if unit_profit_source == 'usd_printed' else foil_profit_cny_per_t",
        "mix_stated": "(1 - foil_share) * wire_stated + foil_share * foil_stated",
        "wire_profit": "wire_stated if unit_profit_source == 'usd_printed' else wire_stated / implied_cny_per_usd",
        "foil_profit": "foil_stated if unit_profit_source == 'usd_printed' else foil_stated / implied_cny_per_usd",
        "annuity_factor": ANNUITY_FACTOR,
        "depreciation": "capex_usd_per_t_year / depreciation_years",
        "uplift_cash": "uplift_usd_per_t + depreciation if profit_basis == 'after_depreciation' else uplift_usd_per_t",
        "cover": "1 - annuity_factor / depreciation_years if profit_basis == 'after_depreciation' else 1",
        # a plant as others have measured it: the distance to the mean fee decays, so its present value is an annuity
        "decay_rate": "(1 + discount_rate) / (1 + -fee_reversion) - 1",
        "decay_factor": ANNUITY_FACTOR.replace("discount_rate", "decay_rate"),
        "ramp_factor": ANNUITY_FACTOR.replace("horizon_years", "ramp_time"),
        "ramp_time": "min(ramp_years, horizon_years)",
        "producing_factor": "annuity_factor - ramp_factor / 2",
        "fee_drift": "(fee_mean_usd_per_t - reference_fee_usd_per_t) * (1 - decay_factor / annuity_factor)",
        "capital": "capex_usd_per_t_year + working_capital_usd_per_t_year",
        "plant_earned": "utilisation * foil_yield * (uplift_cash + fee_drift)",
        "plant_tax": "tax_rate * (max(plant_earned, depreciation) - depreciation)",
        "thinner": "(reference_thickness_um - foil_thickness_um) / (reference_thickness_um - foil_fee_thickness_um) "
        "if reference_thickness_um != foil_fee_thickness_um else nan",
        "released": "working_capital_usd_per_t_year * (1 + discount_rate) ** -horizon_years",
        "t_per_mt": "1e6",
        "foil_sold": "min(tonnage_t_per_year * foil_share, national_foil_mt_per_year * t_per_mt)",
        "wire_revenue": "copper_price_usd_per_t + wire_fee_usd_per_t",
        "foil_revenue": "copper_price_usd_per_t + foil_fee_usd_per_t",
        "g_per_t": "1e6",
    }
    uplift_usd_per_t: Value = result("USD/t", "foil profit above wire profit, per tonne", "foil_profit - wire_profit")
    uplift_ratio: Value = result(
        "multiple",
        "foil profit as a multiple of wire profit; undefined unless wire earns",
        "foil_stated / wire_stated if wire_stated > 0 else nan",
    )
    blended_profit_usd_per_t: Value = result(
        "USD/t", "profit per tonne of the mix", "(1 - foil_share) * wire_profit + foil_share * foil_profit"
    )
    annual_uplift_usd: Value = result(
        "USD/year",
        "profit that the foil share adds in a year; foil beyond the country's demand earns nothing",
        "foil_sold * uplift_usd_per_t",
    )
    foil_profit_share: Value = result(
        "fraction",
        "share of foil in the profit; undefined if the mix earns none",
        "foil_share * foil_stated / mix_stated if mix_stated > 0 else nan",
    )
    share_for_target: Value = result(
        "fraction",
        "foil share at which the mix earns the target; 0 if every mix does, inf if none does",
        "inf if target_profit_usd_per_t > max(wire_profit, foil_profit) "
        "else 0 if wire_profit == foil_profit "
        "else 0 if target_profit_usd_per_t < min(wire_profit, foil_profit) "
        "else (target_profit_usd_per_t - wire_profit) / uplift_usd_per_t",
    )
    doubling_share: Value = result(
        "fraction",
        "foil share that doubles the profit of wire; inf if none does, undefined unless wire earns",
        "1 / (uplift_ratio - 1) if uplift_ratio >= 2 else inf if uplift_ratio < 2 else nan",
    )
    areal_mass_g_per_m2: Value = result(
        "g/m2", "mass of a square metre of foil", "foil_thickness_um * copper_density_g_per_cm3"
    )
    area_m2_per_t: Value = result("m2/t", "area of a tonne of foil", "g_per_t / areal_mass_g_per_m2")
    profit_usd_per_m2: Value = result("USD/m2", "profit on a square metre of foil", "foil_profit / area_m2_per_t")
    equivalent_profit_at_reference_usd_per_t: Value = result(
        "USD/t",
        "profit per tonne of foil of the reference thickness that earns the same per m2",
        "foil_profit * foil_thickness_um / reference_thickness_um",
    )
    copper_saved_per_m2: Value = result(
        "fraction",
        "copper saved per m2 against the reference thickness",
        "1 - foil_thickness_um / reference_thickness_um",
    )
    breakeven_capex_usd_per_t_year: Value = result(
        "USD/(t/year)",
        "highest capital cost that pays back with interest within the horizon; inf if any does, 0 if none does",
        "0 if uplift_usd_per_t <= 0 else uplift_usd_per_t * annuity_factor / cover if cover > 0 else inf",
    )
    payback_years: Value = result(
        "year",
        "years until the uplift, before depreciation, adds up to the capex; inf if never",
        "0 if capex_usd_per_t_year == 0 else capex_usd_per_t_year / uplift_cash if uplift_cash > 0 else inf",
    )
    discounted_payback_years: Value = result(
        "year",
        "years until the uplift pays back the capital cost with interest; inf if never",
        DISCOUNTED_PAYBACK_YEARS,
    )
    profit_per_tonne_multiple: Value = result(
        "multiple",
        "profit per tonne of the mix as a multiple of the profit of wire alone; undefined unless wire earns",
        "mix_stated / wire_stated if wire_stated > 0 else nan",
    )
    revenue_per_tonne_multiple: Value = result(
        "multiple",
        "revenue per tonne of the mix as a multiple of the revenue of wire alone",
        "((1 - foil_share) * wire_revenue + foil_share * foil_revenue) / wire_revenue",
    )
    fee_at_thickness_usd_per_t: Value = result(
        "USD/t",
        "fee for this thickness by the fees that others report for two others; undefined for one thickness",
        "reference_fee_usd_per_t + (foil_fee_usd_per_t - reference_fee_usd_per_t) * thinner",
    )
    profit_by_fee_usd_per_t: Value = result(
        "USD/t",
        "profit by the fees of others after the cost of making foil",
        "foil_yield * fee_at_thickness_usd_per_t - foil_conversion_cost_usd_per_t",
    )
    fee_half_life_years: Value = result(
        "year",
        "years in which the gap of a fee to its mean halves, estimated from only three yearly steps; inf if never",
        "inf if fee_reversion == 0 else log(0.5) / log(1 + -fee_reversion)",
    )
    plant_cash_usd_per_t: Value = result(
        "USD/t",
        "cash in a full year for a tonne of foil capacity, at the utilisation, yield, fees and tax of others",
        "plant_earned - plant_tax",
    )
    plant_npv_usd_per_t_year: Value = result(
        "USD/(t/year)",
        "net present value of a tonne of foil capacity at the numbers of others, with ramp-up and working capital",
        "plant_cash_usd_per_t * producing_factor + released - capital",
    )
    plant_payback_years: Value = result(
        "year",
        "years until a foil plant at the numbers of others has paid for itself, without interest; inf if never",
        "0 if capital == 0 else capital / plant_cash_usd_per_t + ramp_years / 2 if plant_cash_usd_per_t > 0 else inf",
    )
    foil_in_national_output: Value = result(
        "fraction",
        "foil of this tonnage as a share of the battery foil that China makes",
        "tonnage_t_per_year * foil_share / t_per_mt / national_foil_mt_per_year",
    )


@declared_by(MarginUplift)
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
    wire_fee_usd_per_t: ArrayLike = WIRE_FEE_USD_PER_T,
    foil_fee_usd_per_t: ArrayLike = FOIL_FEE_USD_PER_T,
    copper_density_g_per_cm3: ArrayLike = 8.96,
    unit_profit_source: str = "usd_printed",
    implied_cny_per_usd: ArrayLike = IMPLIED_CNY_PER_USD,
    wire_profit_cny_per_t: ArrayLike = ROUND_WIRE_PROFIT_CNY_PER_T,
    foil_profit_cny_per_t: ArrayLike = ROUND_FOIL_PROFIT_CNY_PER_T,
    profit_basis: str = BEFORE_DEPRECIATION,
    depreciation_years: ArrayLike = 10.0,
    reference_fee_usd_per_t: ArrayLike = 2462.0,
    fee_mean_usd_per_t: ArrayLike = 2261.0,
    fee_reversion: ArrayLike = 0.737,
    foil_fee_thickness_um: ArrayLike = 4.5,
    foil_conversion_cost_usd_per_t: ArrayLike = 1377.0,
    foil_yield: ArrayLike = 0.9,
    utilisation: ArrayLike = 0.8284,
    ramp_years: ArrayLike = 2.0,
    working_capital_usd_per_t_year: ArrayLike = 5009.0,
    tax_rate: ArrayLike = 0.25,
    national_foil_mt_per_year: ArrayLike = 1.035,
) -> MarginUplift:
    """Return every result of the margin model; units and limits are in PARAMETERS, arrays broadcast.

    Losses, zero and equal profits are valid; an unreachable target gives the share inf. Raises
    ParameterError for an impossible value. The results from `fee_at_thickness_usd_per_t` on use what others have
    measured at foil plants and ignore the printed figures.

    >>> margin_uplift(foil_share=0.25).blended_profit_usd_per_t
    361.25
    """
    return evaluate(MarginUplift, locals())


_CONVERTED = 0.1  # assumption: converting and rounding change a number by no more


def may_be_round_yuan(values: Mapping[str, Any]) -> bool:
    """Return whether the profits in dollars may be conversions of the round amounts in yuan, or are set that way."""
    return values["unit_profit_source"] != "usd_printed" or all(
        math.isclose(
            values[f"{product}_profit_usd_per_t"] * values["implied_cny_per_usd"],
            values[f"{product}_profit_cny_per_t"],
            rel_tol=_CONVERTED,
        )
        for product in ("wire", "foil")
    )
