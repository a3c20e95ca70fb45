"""What an automated line saves: the unit cost under every reading of the claim, and whether it pays back.

The source claims "costs and energy about -10 %, productivity +30 %" and leaves open which costs and which
productivity; `cost_scope` and `productivity_reading` name the readings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from numpy.typing import ArrayLike

from analysis.models import finance
from analysis.models.evaluator import declared_by, evaluate
from analysis.models.parameters import Parameter, Parameters, Value, amount, reading, share
from analysis.models.results import Constraint, Outcome, result

SCOPES = ("conversion", "variable", "labour_energy", "energy_only", "annual_total")  # what the cost cut reaches
READINGS = ("embedded", "labour", "throughput")

PARAMETERS = Parameters(
    (
        share("cost_cut", "claim", "fall of the costs in scope"),
        share("energy_cut", "claim", "fall of energy use"),
        Parameter("productivity_gain", "fraction", "claim", "rise of productivity", low=-1, low_open=True),
        amount("conversion_cost_usd_per_t", "USD/t", "assumption", "conversion cost per tonne before automation"),
        share("energy_share", "assumption", "share of energy in the unit cost"),
        share("labour_share", "assumption", "share of labour in the unit cost"),
        share("fixed_share", "assumption", "share of fixed cost in the unit cost"),
        amount("throughput_t_per_year", "t/year", "assumption", "tonnage of the line"),
        amount("capex_usd", "USD", "assumption", "price of the automation"),
        finance.DISCOUNT_RATE,
        finance.HORIZON_YEARS,
        reading("cost_scope", "which costs fall by the cost cut", SCOPES),
        reading(
            "productivity_reading",
            "what productivity means: embedded in the cost cut, output per hour, or output of the whole line",
            READINGS,
        ),
        reading("energy_basis", "whether energy per tonne or in total falls by the energy cut", ("intensity", "total")),
        amount("staff", "worker", "assumption", "people on the line before automation"),
        amount("electricity_kwh_per_t", "kWh/t", "assumption", "energy of the line per tonne, as electricity"),
        amount("grid_kg_co2_per_kwh", "kg/kWh", "assumption", "carbon dioxide per kWh of the grid"),
    )
).sourced(
    {
        "conversion_cost_usd_per_t": "assumption: a round number, to which the saving is proportional",
        "energy_share": "assumption: about a third",
        "labour_share": "assumption: a fifth",
        "fixed_share": "assumption: a fifth",
        "throughput_t_per_year": "assumption: a round number for one line",
        "capex_usd": "assumption: a round number near AU5C / FX2024",
        "staff": "assumption: 30 % more output per hour saves the 68 posts of AU5 out of 295",
        "electricity_kwh_per_t": "assumption: 300 to 400 in textbooks",
        "grid_kg_co2_per_kwh": "GRID22",
    }
)


@dataclass(frozen=True, repr=False)
class AutomationEffects(Outcome):
    """What `automation_effects` returns; each field carries its unit, meaning and equation."""

    parameters: ClassVar[Parameters] = PARAMETERS
    terms: ClassVar[Mapping[str, str]] = {
        "output_factor": "1 + productivity_gain if productivity_reading == 'throughput' else 1",
        "energy_basis_factor": "output_factor if energy_basis == 'total' else 1",
        "energy_factor": "(1 - cost_cut) / energy_basis_factor "
        "if cost_scope in ('conversion', 'variable', 'labour_energy') else 1 + energy_intensity_change",
        "kg_per_t": "1000",
        "labour_saved": "1 - 1 / (1 + productivity_gain)",
        "share_alone": "cost_cut / labour_saved",
        "share_with_energy": "(cost_cut + energy_share * energy_intensity_change) / labour_saved",
        "labour_factor": "(1 - cost_cut if cost_scope in ('conversion', 'variable', 'labour_energy') else 1) "
        "/ (1 if productivity_reading == 'embedded' else 1 + productivity_gain)",
        "fixed_factor": "(1 - cost_cut if cost_scope == 'conversion' else 1) "
        "/ (1 + productivity_gain if productivity_reading == 'throughput' else 1)",
        "other_factor": "1 - cost_cut if cost_scope in ('conversion', 'variable') else 1",
        "other_share": "max(1 - energy_share - labour_share - fixed_share, 0)",
        "annuity_factor": finance.ANNUITY_FACTOR,
        "annuity_factor_at_irr": finance.ANNUITY_FACTOR.replace("discount_rate", "irr"),
        "share_sum": "energy_share + labour_share + fixed_share",
    }
    constraints: ClassVar[tuple[Constraint, ...]] = (
        Constraint(  # shares that add up to 1 may pass 1 by rounding
            "share_sum <= 1 + 1e-9",
            "energy_share {energy_share}, labour_share {labour_share} and fixed_share {fixed_share} must sum to at "
            "most 1, got {share_sum}: they are parts of one unit cost",
        ),
        Constraint(
            "productivity_reading == 'throughput' if cost_scope == 'annual_total' else True",
            "productivity_reading must be throughput with cost_scope 'annual_total', got '{productivity_reading}': "
            "a cost of the whole year says nothing per tonne unless output is known to rise",
        ),
    )

    unit_cost_change: Value = result(
        "fraction",
        "change of the unit cost; negative where it falls",
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
        "year",
        "years until the saving pays back the capital cost with interest; inf if never",
        finance.DISCOUNTED_PAYBACK_YEARS,
    )
    npv_usd: Value = result(
        "USD", "net present value over the horizon", "annual_saving_usd * annuity_factor - capex_usd"
    )
    irr: Value = result(
        "fraction/year",
        "internal rate of return; inf without capex, nan without a saving",
        "solves: 0 = annual_saving_usd * annuity_factor_at_irr - capex_usd",
        finance.internal_rate_of_return,
        ("capex_usd", "annual_saving_usd", "horizon_years"),
    )
    breakeven_capex_usd: Value = result(
        "USD", "capex that the saving just pays back in the horizon", "annual_saving_usd * annuity_factor"
    )
    labour_hours_change: Value = result("fraction", "change of hours per tonne", "1 / (1 + productivity_gain) - 1")
    energy_intensity_change: Value = result(
        "fraction", "change of the energy per tonne", "(1 - energy_cut) / energy_basis_factor - 1"
    )
    energy_total_change: Value = result(
        "fraction",
        "change of the energy used in a year; output rises in the reading throughput alone",
        "output_factor * (1 + energy_intensity_change) - 1",
    )
    labour_share_productivity_alone: Value = result(
        "fraction",
        "labour share at which the productivity gain alone explains the cost cut; inf if none does",
        "inf if share_alone < 0 else inf if share_alone > 1 else share_alone",
    )
    labour_share_with_energy: Value = result(
        "fraction",
        "labour share at which productivity gain and energy cut together explain the cost cut; inf if none does",
        "inf if share_with_energy < 0 else inf if share_with_energy > 1 - energy_share else share_with_energy",
    )
    posts_saved: Value = result("worker", "jobs no longer needed for the same tonnage", "staff * labour_saved")
    co2_saved_t_per_year: Value = result(
        "t/year",
        "carbon dioxide that the same tonnage no longer causes",
        "throughput_t_per_year * electricity_kwh_per_t * -energy_intensity_change * grid_kg_co2_per_kwh / kg_per_t",
    )


@declared_by(AutomationEffects)
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
    staff: ArrayLike = 295.0,
    electricity_kwh_per_t: ArrayLike = 350.0,
    grid_kg_co2_per_kwh: ArrayLike = 0.5366,
) -> AutomationEffects:
    """Return every result of the automation model; units and limits are in PARAMETERS.

    A cost cut applies to all costs in its scope, including energy, so the energy cut is part of it and moves
    the unit cost only if energy alone gets cheaper. The default reading counts the productivity gain as part of the
    cost cut, too: nothing is counted twice. The saving is for today's tonnage, S = Q c0 (1 - c1/c0), also where the
    line could make more.

    >>> round(automation_effects().payback_years, 6)
    3.333333
    """
    return evaluate(AutomationEffects, locals())
