"""What foil in the mix does to profit: uplift per tonne, per year, per square metre, and what it may cost.

The source names two *products*, copper wire and lithium-battery foil: its "from $15 to over $1,400" is no
rise of one margin over time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from numpy.typing import ArrayLike

from analysis.models.evaluator import declared_by, evaluate
from analysis.models.finance import ANNUITY_FACTOR, DISCOUNT_RATE, DISCOUNTED_PAYBACK_YEARS, HORIZON_YEARS
from analysis.models.parameters import Parameter, Parameters, Value
from analysis.models.results import Outcome, Rule, result

IMPLIED_CNY_PER_USD = 1e12 / 140e9  # claim: "over CNY 1 tn (about USD 140 bn)"
ROUND_WIRE_PROFIT_CNY_PER_T = 100.0  # assumption: USD 14 and USD 1,400 are round numbers in CNY,
ROUND_FOIL_PROFIT_CNY_PER_T = 10_000.0  # so the original may have printed these two

PARAMETERS = Parameters(
    (
        Parameter("wire_profit_usd_per_t", "USD/t", "claim", "profit on copper wire", low=0, low_open=True),
        Parameter("foil_profit_usd_per_t", "USD/t", "claim", "profit on battery foil, below 0 a loss"),
        Parameter("foil_thickness_um", "um", "claim", "thickness of that foil", low=0, low_open=True),
        Parameter("foil_share", "fraction", "assumption", "foil in tonnage", low=0, high=1),
        Parameter("tonnage_t_per_year", "t/year", "assumption", "tonnage of the products", low=0),
        Parameter("capex_usd_per_t_year", "USD/(t/year)", "assumption", "capex of foil capacity", low=0),
        DISCOUNT_RATE,
        HORIZON_YEARS,
        Parameter("target_profit_usd_per_t", "USD/t", "assumption", "blended profit to reach"),
        Parameter("reference_thickness_um", "um", "assumption", "foil to compare with", low=0, low_open=True),
        Parameter("copper_price_usd_per_t", "USD/t", "assumption", "price of copper", low=0, low_open=True),
        Parameter("wire_fee_usd_per_t", "USD/t", "assumption", "fee for wire on top of the copper", low=0),
        Parameter("foil_fee_usd_per_t", "USD/t", "assumption", "fee for foil on top of the copper", low=0),
        Parameter("copper_density_g_per_cm3", "g/cm3", "constant", "density of copper", low=0, low_open=True),
        Parameter(
            "unit_profit_source",
            "",
            "reading",
            "USD as printed, or the round CNY numbers probably behind them",
            choices=("usd_printed", "cny_round"),
        ),
        Parameter("implied_cny_per_usd", "CNY/USD", "claim", "the source's own rate", low=0, low_open=True),
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
    rules: ClassVar[tuple[Rule, ...]] = (
        Rule(
            "wire_profit != foil_profit",
            "foil_profit_usd_per_t is {foil_profit} USD/t, allowed is anything but the wire_profit_usd_per_t of "
            "{wire_profit}: with equal profits no foil share leads to a target.",
        ),
    )

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
    wire_fee_usd_per_t: ArrayLike = 70.0,
    foil_fee_usd_per_t: ArrayLike = 3920.0,
    copper_density_g_per_cm3: ArrayLike = 8.96,
    unit_profit_source: str = "usd_printed",
    implied_cny_per_usd: ArrayLike = IMPLIED_CNY_PER_USD,
    wire_profit_cny_per_t: ArrayLike = ROUND_WIRE_PROFIT_CNY_PER_T,
    foil_profit_cny_per_t: ArrayLike = ROUND_FOIL_PROFIT_CNY_PER_T,
) -> MarginUplift:
    """Return every result of the margin model; units and limits are in PARAMETERS, arrays broadcast.

    Raises ParameterError for an impossible value, and where wire and foil earn the same. A target out of reach
    is no error here, since the other results stand without it: its share is inf.

    >>> margin_uplift(foil_share=0.25).blended_profit_usd_per_t
    361.25
    """
    return evaluate(MarginUplift, locals())
