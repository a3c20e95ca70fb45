"""What an automated line saves: the unit cost under every reading of the claim, and whether it pays back.

The source claims "costs and energy about -10 %, productivity +30 %" and leaves open which costs and which
productivity; `cost_scope` and `productivity_reading` name the readings. Arrays broadcast in every function;
impossible values raise ParameterError.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import ArrayLike

from analysis.core.errors import ParameterError
from analysis.models import finance
from analysis.models.parameters import Numbers, Parameter, Parameters, Value, plain, refuse_where
from analysis.models.results import Outcome, result

SCOPES = {  # the parts of the unit cost that the cost cut reaches, besides energy, which has its own cut
    "conversion": ("other", "labour", "fixed"),
    "variable": ("other", "labour"),
    "labour_energy": ("labour",),
    "energy_only": (),
    "annual_total": (),  # cuts the annual cost as a whole
}
READINGS = ("embedded", "labour", "throughput")
_NUMBERS = {
    "cost_cut": 0.10,
    "energy_cut": 0.10,
    "productivity_gain": 0.30,
    "energy_share": 0.35,
    "labour_share": 0.20,
    "fixed_share": 0.20,
}
SUM_ROUNDING = 1e-9  # how far shares that add up to 1 may pass 1 by rounding

PARAMETERS = Parameters(
    (
        Parameter("cost_cut", "fraction", "claim", "fall of the costs in scope", low=0, high=1),
        Parameter("energy_cut", "fraction", "claim", "fall of energy use", low=0, high=1),
        Parameter("productivity_gain", "fraction", "claim", "rise of productivity", low=-1, low_open=True),
        Parameter("conversion_cost_usd_per_t", "USD/t", "assumption", "unit cost before", low=0),
        Parameter("energy_share", "fraction", "assumption", "energy in the unit cost", low=0, high=1),
        Parameter("labour_share", "fraction", "assumption", "labour in the unit cost", low=0, high=1),
        Parameter("fixed_share", "fraction", "assumption", "fixed cost in the unit cost", low=0, high=1),
        Parameter("throughput_t_per_year", "t/year", "assumption", "tonnage of the line", low=0),
        Parameter("capex_usd", "USD", "assumption", "price of the automation", low=0),
        finance.DISCOUNT_RATE,
        finance.HORIZON_YEARS,
        Parameter("cost_scope", "", "reading", "which costs fall by the cost cut", choices=tuple(SCOPES)),
        Parameter(
            "productivity_reading",
            "",
            "reading",
            "embedded in the cost cut, output per hour, or output of the whole line",
            choices=READINGS,
        ),
        Parameter(
            "energy_basis",
            "",
            "reading",
            "energy per tonne or in total falls by the energy cut",
            choices=("intensity", "total"),
        ),
    )
)


@dataclass(frozen=True, repr=False)
class AutomationEffects(Outcome):
    """What `automation_effects` returns; each field carries its unit, meaning and equation."""

    parameters: ClassVar[Parameters] = PARAMETERS
    terms: ClassVar[Mapping[str, str]] = {
        "energy_factor": "1 - energy_cut",
        "labour_factor": "(1 - cost_cut if cost_scope in ('conversion', 'variable', 'labour_energy') else 1) "
        "/ (1 if productivity_reading == 'embedded' else 1 + productivity_gain)",
        "fixed_factor": "(1 - cost_cut if cost_scope == 'conversion' else 1) "
        "/ (1 + productivity_gain if productivity_reading == 'throughput' else 1)",
        "other_factor": "1 - cost_cut if cost_scope in ('conversion', 'variable') else 1",
        "other_share": "max(1 - energy_share - labour_share - fixed_share, 0)",
        "annuity_factor": finance.ANNUITY_FACTOR,
        "annuity_factor_at_irr": finance.ANNUITY_FACTOR.replace("discount_rate", "irr"),
    }

    unit_cost_change: Value = result(
        "fraction",
        "change of the unit cost, below 0 it falls",
        "(1 - cost_cut) / (1 + productivity_gain) - 1 if cost_scope == 'annual_total' "
        "else energy_share * (energy_factor - 1) + labour_share * (labour_factor - 1) "
        "+ fixed_share * (fixed_factor - 1) + other_share * (other_factor - 1)",
    )
    annual_saving_usd: Value = result(
        "USD/year",
        "saving at the same tonnage",
        "throughput_t_per_year * conversion_cost_usd_per_t * -unit_cost_change",
    )
    payback_years: Value = result(
        "year",
        "years until the saving adds up to the capex; inf if never",
        "capex_usd / annual_saving_usd if annual_saving_usd > 0 else 0 if capex_usd == 0 else inf",
    )
    discounted_payback_years: Value = result(
        "year", "the same with interest; inf if never", finance.DISCOUNTED_PAYBACK_YEARS
    )
    npv_usd: Value = result(
        "USD", "net present value over the horizon", "annual_saving_usd * annuity_factor - capex_usd"
    )
    irr: Value = result(
        "fraction/year",
        "internal rate of return; inf without capex, nan without a saving",
        "solves: 0 = annual_saving_usd * annuity_factor_at_irr - capex_usd",
    )
    breakeven_capex_usd: Value = result(
        "USD", "capex that the saving just pays back in the horizon", "annual_saving_usd * annuity_factor"
    )
    labour_hours_change: Value = result("fraction", "change of hours per tonne", "1 / (1 + productivity_gain) - 1")
    energy_total_change: Value = result(
        "fraction",
        "change of the energy used in a year",
        "-energy_cut if energy_basis == 'total' else (1 + productivity_gain) * (1 - energy_cut) - 1",
    )
    reconciling_labour_share: Value = result(
        "fraction",
        "labour share at which the productivity gain alone explains the cost cut",
        "(cost_cut - energy_share * energy_cut) / (1 - 1 / (1 + productivity_gain))",
    )

    @property
    def verdict(self) -> str:
        """Say in words whether the automation pays back; for one case, not for arrays.

        >>> automation_effects(capex_usd=40e6).verdict
        'pays back in 13.3 years without interest; with interest it never pays back'
        """
        plainly = finance.payback_in_words(self.payback_years)
        discounted = finance.payback_in_words(self.discounted_payback_years)
        return f"{plainly} without interest; with interest it {discounted}"


def unit_cost_ratio(
    cost_scope: str = "conversion",
    productivity_reading: str = "embedded",
    *,
    cost_cut: ArrayLike = 0.10,
    energy_cut: ArrayLike = 0.10,
    productivity_gain: ArrayLike = 0.30,
    energy_share: ArrayLike = 0.35,
    labour_share: ArrayLike = 0.20,
    fixed_share: ArrayLike = 0.20,
) -> Value:
    """Return the unit cost after over before: w_O f_O + w_E f_E + w_L f_L g_L + w_F f_F g_F.

    f is 1 - cut for the costs in scope and 1 - energy cut for energy. The gain p divides labour by 1 + p in
    the labour reading, labour and fixed cost in the throughput reading. For annual_total the annual cost
    falls while output rises: (1 - cut) / (1 + p); only the throughput reading has that meaning, the others
    are an error.

    >>> round(unit_cost_ratio("variable", "labour"), 6)
    0.878462
    >>> unit_cost_ratio("annual_total", "labour")
    Traceback (most recent call last):
    analysis.core.errors.ParameterError: productivity_reading is 'labour', allowed with cost_scope
    'annual_total' is throughput: a cost of the whole year says nothing per tonne unless output is known to
    rise.
    """
    saved = _saved_parts(**PARAMETERS.check(locals()))
    # Summed as what is saved, so that no cut and no gain leave exactly 1, whatever the shares add up to.
    return plain(np.subtract(1.0, sum(saved.values())))


def cost_parts(
    cost_scope: str = "conversion", productivity_reading: str = "embedded", **numbers: ArrayLike
) -> dict[str, Value]:
    """Return what is left of each part of the unit cost, as fractions of the unit cost before.

    The parts are energy, labour, fixed and other; they sum to `unit_cost_ratio`, whose numbers these are.

    >>> {part: round(left, 3) for part, left in cost_parts().items()}
    {'energy': 0.315, 'labour': 0.18, 'fixed': 0.18, 'other': 0.225}
    """
    checked = PARAMETERS.check(
        {**_NUMBERS, **numbers, "cost_scope": cost_scope, "productivity_reading": productivity_reading}
    )
    saved = _saved_parts(**checked)
    shares = {part: checked[f"{part}_share"] for part in ("energy", "labour", "fixed")}
    shares["other"] = np.maximum(1 - sum(shares.values()), 0.0)
    return {part: plain(np.subtract(share, saved[part])) for part, share in shares.items()}


def _saved_parts(
    *,
    cost_scope: str,
    productivity_reading: str,
    cost_cut: Any,
    energy_cut: Any,
    productivity_gain: Any,
    energy_share: Any,
    labour_share: Any,
    fixed_share: Any,
) -> dict[str, Any]:
    """What each part of the unit cost loses, as fractions of the unit cost before."""
    total = energy_share + labour_share + fixed_share
    refuse_where(
        np.asarray(total) > 1 + SUM_ROUNDING,
        "energy_share {energy}, labour_share {labour} and fixed_share {fixed} sum to {total}, "
        "allowed is at most 1: they are parts of one unit cost.",
        energy=energy_share,
        labour=labour_share,
        fixed=fixed_share,
        total=total,
    )
    shares = {"energy": energy_share, "labour": labour_share, "fixed": fixed_share, "other": np.maximum(1 - total, 0.0)}
    gain = 1 / (1 + productivity_gain)
    if cost_scope == "annual_total":
        if productivity_reading != "throughput":
            raise ParameterError(
                f"productivity_reading is {productivity_reading!r}, allowed with cost_scope 'annual_total' is "
                "throughput: a cost of the whole year says nothing per tonne unless output is known to rise."
            )
        return {part: share * (1 - (1 - cost_cut) * gain) for part, share in shares.items()}
    kept = {part: 1 - cost_cut if part in SCOPES[cost_scope] else 1.0 for part in ("labour", "fixed", "other")}
    if productivity_reading in ("labour", "throughput"):
        kept["labour"] = kept["labour"] * gain
    if productivity_reading == "throughput":
        kept["fixed"] = kept["fixed"] * gain
    kept["energy"] = 1 - energy_cut
    return {part: share * (1 - kept[part]) for part, share in shares.items()}


def unit_cost_change_table(**shares_and_cuts: ArrayLike) -> Numbers:
    """Return the change of the unit cost for every scope and reading.

    Rows are SCOPES, columns are READINGS. Takes the numbers of `unit_cost_ratio`. The shape is (5, 3) and
    then that of the arrays given; nan where the reading has no meaning.

    >>> (100 * unit_cost_change_table()).round(3)
    array([[-10.   , -14.154, -18.308],
           [ -8.   , -12.154, -16.769],
           [ -5.5  ,  -9.654, -14.269],
           [ -3.5  ,  -8.115, -12.731],
           [    nan,     nan, -30.769]])
    """
    full: Any = unit_cost_ratio("conversion", "throughput", **shares_and_cuts)
    rows = []
    for scope in SCOPES:
        for reading in READINGS:
            exists = scope != "annual_total" or reading == "throughput"
            ratio = unit_cost_ratio(scope, reading, **shares_and_cuts) if exists else np.nan
            rows.append(np.broadcast_to(ratio, np.shape(full)) - 1)
    return np.stack(rows).reshape(len(SCOPES), len(READINGS), *np.shape(full))


def labour_hours_change(productivity_gain: ArrayLike) -> Value:
    """Return the change of hours per tonne: 1 / (1 + p) - 1.

    >>> round(labour_hours_change(0.30), 6)
    -0.230769
    """
    p = PARAMETERS.check(locals())
    return plain(1 / (1 + p["productivity_gain"]) - 1)


def energy_total_change(energy_cut: ArrayLike, productivity_gain: ArrayLike, energy_basis: str = "intensity") -> Value:
    """Return the change of the energy used in a year when output rises with productivity.

    (1 + p)(1 - e) - 1 if the cut is one per tonne, -e if it is one of the total.

    >>> round(energy_total_change(0.10, 0.30), 9)
    0.17
    """
    p = PARAMETERS.check(locals())
    output = 1 + p["productivity_gain"]
    if p["energy_basis"] == "total":
        return plain(-p["energy_cut"] + 0.0 * output)
    return plain(output * (1 - p["energy_cut"]) - 1)


def energy_intensity_change(
    energy_cut: ArrayLike, productivity_gain: ArrayLike, energy_basis: str = "intensity"
) -> Value:
    """Return the change of energy per tonne: -e if the cut is one per tonne, else (1 - e) / (1 + p) - 1.

    >>> round(energy_intensity_change(0.10, 0.30, "total"), 6)
    -0.307692
    """
    p = PARAMETERS.check(locals())
    output = 1 + p["productivity_gain"]
    if p["energy_basis"] == "total":
        return plain((1 - p["energy_cut"]) / output - 1)
    return plain(-p["energy_cut"] + 0.0 * output)


def reconciling_labour_share(
    cost_cut: ArrayLike, energy_cut: ArrayLike, productivity_gain: ArrayLike, energy_share: ArrayLike
) -> Value:
    """Return the labour share at which productivity and energy alone explain the cost cut.

    Solves w_L (1 - 1/(1+p)) + w_E e = cut. Outside 0 to 1 no labour share does it; without any gain that is
    inf or -inf, and nan where energy alone explains the cut.

    >>> round(reconciling_labour_share(0.10, 0.10, 0.30, 0.35), 6)
    0.281667
    """
    p = PARAMETERS.check(locals())
    rest = np.asarray(p["cost_cut"] - p["energy_share"] * p["energy_cut"])
    gain = np.asarray(p["productivity_gain"])
    with np.errstate(divide="ignore", invalid="ignore"):  # no gain: inf and nan are the documented answers
        return plain(rest / (gain / (1 + gain)))


def automation_effects(
    *,
    cost_cut: ArrayLike = 0.10,
    energy_cut: ArrayLike = 0.10,
    productivity_gain: ArrayLike = 0.30,
    conversion_cost_usd_per_t: ArrayLike = 100.0,
    energy_share: ArrayLike = 0.35,
    labour_share: ArrayLike = 0.20,
    fixed_share: ArrayLike = 0.20,
    throughput_t_per_year: ArrayLike = 300_000.0,
    capex_usd: ArrayLike = 10e6,
    discount_rate: ArrayLike = 0.08,
    horizon_years: ArrayLike = 10.0,
    cost_scope: str = "conversion",
    productivity_reading: str = "embedded",
    energy_basis: str = "intensity",
) -> AutomationEffects:
    """Return every result of the automation model; units and limits are in PARAMETERS.

    The default reading counts the productivity gain as part of the cost cut: nothing is counted twice. The
    saving is that of today's tonnage, S = Q c0 (1 - c1/c0), also where the line could make more.

    >>> round(automation_effects().payback_years, 6)
    3.333333
    """
    p = PARAMETERS.check(locals())
    cut, energy_cut, gain = p["cost_cut"], p["energy_cut"], p["productivity_gain"]
    capex, rate, horizon = p["capex_usd"], p["discount_rate"], p["horizon_years"]
    ratio = unit_cost_ratio(
        p["cost_scope"],
        p["productivity_reading"],
        cost_cut=cut,
        energy_cut=energy_cut,
        productivity_gain=gain,
        energy_share=p["energy_share"],
        labour_share=p["labour_share"],
        fixed_share=p["fixed_share"],
    )
    saving = plain(p["throughput_t_per_year"] * p["conversion_cost_usd_per_t"] * np.subtract(1.0, ratio))
    return AutomationEffects(
        unit_cost_change=plain(np.subtract(ratio, 1.0)),
        annual_saving_usd=saving,
        payback_years=finance.payback_years(capex, saving),
        discounted_payback_years=finance.discounted_payback_years(capex, saving, rate),
        npv_usd=finance.net_present_value(capex, saving, rate, horizon),
        irr=finance.internal_rate_of_return(capex, saving, horizon),
        breakeven_capex_usd=plain(saving * np.asarray(finance.annuity_factor(rate, horizon))),
        labour_hours_change=labour_hours_change(gain),
        energy_total_change=energy_total_change(energy_cut, gain, p["energy_basis"]),
        reconciling_labour_share=reconciling_labour_share(cut, energy_cut, gain, p["energy_share"]),
    )
