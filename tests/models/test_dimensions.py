"""Every equation with units: computed by pint from the notes' formulas, it is what the plain numbers say.

The formulas stand here a second time, on quantities: pint refuses to add dollars to tonnes, and a factor of a
thousand that one side forgets shows in the number.
"""

import math
from types import SimpleNamespace

import numpy as np
import pytest
from pint import DimensionalityError

from analysis.models import PARAMETERS, automation, automation_effects, growth_scenarios, margin_uplift, rare_earths
from analysis.models.automation import SCOPES
from analysis.models.bridge import PARAMETERS as BRIDGE
from analysis.models.bridge import profit_bridge
from analysis.models.growth import fan_quantile
from analysis.models.results import results_of
from analysis.models.revenue import PARAMETERS as REVENUE
from analysis.models.revenue import foil_profit_share_of_cluster, growth_decomposition, revenue_per_tonne
from analysis.units import convert, registry

YEAR = registry().Quantity(1.0, "year")
ONE = registry().Quantity(1.0, "")


def unit_of(name):
    text = name.replace("cm3", "cm^3").replace("m2", "m^2").replace(" ", "*")
    return registry().parse_units(text)


def quantities(parameters, values):
    """The values with the units of their parameters, by name; words as they are."""
    return SimpleNamespace(
        **{
            name: value
            if isinstance(value, str) or value is None
            else registry().Quantity(value, unit_of(parameters[name].unit))
            for name, value in values.items()
        }
    )


def plain(quantity):
    """A number without a unit; DimensionalityError where it has one."""
    return (quantity * ONE).to("dimensionless").magnitude


def rate(per_year):
    """Growth in one year as a number: a rate times a year."""
    return plain(per_year * YEAR)


def annuity(r, n):
    number = rate(r)
    return (1 - (1 + number) ** -plain(n / YEAR)) / number * YEAR


def discounted_payback(k, s, r):
    """K and S are amounts at the start and each year; K r / S has no dimension."""
    left = 1 - plain(k * r / s)
    return (-math.log(left) / math.log(1 + rate(r)) if left > 0 else math.inf) * YEAR


def margin_formulas(p):
    if p.unit_profit_source == "cny_round":
        p.wire_profit_usd_per_t = p.wire_profit_cny_per_t / p.implied_cny_per_usd
        p.foil_profit_usd_per_t = p.foil_profit_cny_per_t / p.implied_cny_per_usd
    gain = p.foil_profit_usd_per_t - p.wire_profit_usd_per_t
    share, tonnes = p.foil_share, p.tonnage_t_per_year
    blended = p.wire_profit_usd_per_t + share * gain
    areal = p.copper_density_g_per_cm3 * p.foil_thickness_um
    af = annuity(p.discount_rate, p.horizon_years)

    def value(s):
        return p.copper_price_usd_per_t + (1 - s) * p.wire_fee_usd_per_t + s * p.foil_fee_usd_per_t

    return {
        "uplift_usd_per_t": gain,
        "uplift_ratio": p.foil_profit_usd_per_t / p.wire_profit_usd_per_t,
        "blended_profit_usd_per_t": blended,
        "annual_uplift_usd": tonnes * share * gain,
        "foil_profit_share": share * p.foil_profit_usd_per_t / blended,
        "share_for_target": (p.target_profit_usd_per_t - p.wire_profit_usd_per_t) / gain,
        "doubling_share": p.wire_profit_usd_per_t / gain,
        "areal_mass_g_per_m2": areal,
        "area_m2_per_t": 1 / areal,
        "profit_usd_per_m2": p.foil_profit_usd_per_t * areal,
        "equivalent_profit_at_reference_usd_per_t": p.foil_profit_usd_per_t
        * p.foil_thickness_um
        / p.reference_thickness_um,
        "copper_saved_per_m2": 1 - p.foil_thickness_um / p.reference_thickness_um,
        "breakeven_capex_usd_per_t_year": gain * af,
        "payback_years": p.capex_usd_per_t_year / gain,
        "discounted_payback_years": discounted_payback(p.capex_usd_per_t_year, gain, p.discount_rate),
        "profit_per_tonne_multiple": blended / p.wire_profit_usd_per_t,
        "foil_profit_cny_bn": tonnes * p.foil_profit_usd_per_t * p.implied_cny_per_usd,
        "revenue_per_tonne_multiple": value(share) / value(0 * share),
    }


def automation_formulas(p):
    """Under every reading: which parts of the cost fall by the cut, and what the gain divides."""
    other = 1 - p.energy_share - p.labour_share - p.fixed_share
    gain = 1 + p.productivity_gain
    scope = {"conversion": "OLF", "variable": "OL", "labour_energy": "L", "energy_only": "", "annual_total": ""}[
        p.cost_scope
    ]
    divided = {"embedded": "", "labour": "L", "throughput": "LF"}[p.productivity_reading]

    def left(part):
        return (1 - p.cost_cut if part in scope else 1) / (gain if part in divided else 1)

    parts = other * left("O") + p.labour_share * left("L") + p.fixed_share * left("F")
    after = parts + p.energy_share * (1 - p.energy_cut)
    if p.cost_scope == "annual_total":
        after = (1 - p.cost_cut) / gain
    saving = p.throughput_t_per_year * p.conversion_cost_usd_per_t * (1 - after)
    af = annuity(p.discount_rate, p.horizon_years)
    total = p.energy_basis == "total"
    return {
        "unit_cost_change": after - 1,
        "annual_saving_usd": saving,
        "payback_years": p.capex_usd / saving,
        "discounted_payback_years": discounted_payback(p.capex_usd, saving, p.discount_rate),
        "npv_usd": saving * af - p.capex_usd,
        "breakeven_capex_usd": saving * af,
        "labour_hours_change": 1 / gain - 1,
        "energy_total_change": -p.energy_cut if total else gain * (1 - p.energy_cut) - 1,
        "reconciling_labour_share": (p.cost_cut - p.energy_share * p.energy_cut) / (1 - 1 / gain),
    }


def growth_formulas(p):
    base = p.revenue_cny_bn - p.five_year_increase_cny_bn
    years = p.target_year - p.base_year
    required = (plain(p.cluster_target_cny_bn / p.cluster_cny_bn) ** (1 / plain(years / YEAR)) - 1) / YEAR
    historic = (plain(p.revenue_cny_bn / base) ** (1 / plain(p.intervals / YEAR)) - 1) / YEAR
    assumed = required if p.growth_source == "target" else historic
    step = math.log(1 + rate(assumed))
    projected = p.cluster_cny_bn * math.exp(plain(years / YEAR) * step)
    ahead = math.log(plain(p.cluster_cny_bn / p.cluster_target_cny_bn)) + plain(years / YEAR) * step
    spread = math.sqrt(plain(p.volatility**2 * years + (years * p.growth_uncertainty) ** 2))
    recycling = p.recycled_target_year - p.recycled_latest_year
    more = plain(p.recycled_target_mt / p.recycled_latest_mt)
    return {
        "historic_growth": historic,
        "assumed_growth": assumed,
        "required_growth": required,
        "projected_cny_bn": projected,
        "gap_cny_bn": p.cluster_target_cny_bn - projected,
        "years_to_target": math.log(plain(p.cluster_target_cny_bn / p.cluster_cny_bn)) / step * YEAR,
        "probability_of_target": 0.5 * (1 + math.erf(ahead / spread / math.sqrt(2))) * ONE,
        "value_added_index": 100 * (1 + rate(p.value_added_growth)) ** 2 * ONE,
        "output_index": 100 * (1 + rate(p.output_growth)) ** 2 * ONE,
        "value_per_tonne_growth": ((1 + rate(p.value_added_growth)) / (1 + rate(p.output_growth)) - 1) / YEAR,
        "recycled_growth_needed": (more ** (1 / plain(recycling / YEAR)) - 1) / YEAR,
        "volume_and_mix_growth": ((1 + rate(required)) / (1 + rate(p.price_growth)) - 1) / YEAR,
        "implied_cny_per_usd": p.revenue_cny_bn / p.revenue_usd_bn,
    }


def rare_earth_formulas(p):
    mass, share = p.rare_earth_reserves_mt, p.rare_earth_reserve_share
    return {
        "implied_world_reserves_mt": mass / share,
        "implied_world_reserves_low_mt": (mass - p.reserve_half_grain_mt) / (share + p.share_half_grain),
        "implied_world_reserves_high_mt": (mass + p.reserve_half_grain_mt) / (share - p.share_half_grain),
    }


def bridge_formulas(p):
    before = p.wire_profit_usd_per_t_before + p.foil_share_before * (
        p.foil_profit_usd_per_t_before - p.wire_profit_usd_per_t_before
    )
    after = p.wire_profit_usd_per_t_after + p.foil_share_after * (
        p.foil_profit_usd_per_t_after - p.wire_profit_usd_per_t_after
    )
    gain = p.foil_profit_usd_per_t_before - p.wire_profit_usd_per_t_before
    volume = (p.tonnage_t_per_year_after - p.tonnage_t_per_year_before) * before
    mix = p.tonnage_t_per_year_after * (p.foil_share_after - p.foil_share_before) * gain
    total = p.tonnage_t_per_year_after * after - p.tonnage_t_per_year_before * before
    return {"volume_usd": volume, "mix_usd": mix, "rate_usd": total - volume - mix, "total_usd": total}


def decomposition_formulas(p):
    def value(price, share):
        return price + (1 - share) * p.wire_fee_usd_per_t + share * p.foil_fee_usd_per_t

    old = p.copper_price_usd_per_t
    new = old * (1 + rate(p.price_growth)) ** plain(p.years / YEAR)
    start = value(old, p.foil_share_before)
    price = math.log(plain(value(new, p.foil_share_before) / start))
    mix = math.log(plain(value(old, p.foil_share_after) / start))
    both = math.log(plain(value(new, p.foil_share_after) / start))
    total = math.log(plain(p.cluster_target_cny_bn / p.cluster_cny_bn))
    parts = {"volume": total - both, "price": price, "mix": mix, "cross": both - price - mix, "total": total}
    return {name: part * ONE for name, part in parts.items()}


READINGS = [  # of automation_effects; a yearly total has one productivity reading only
    {"cost_scope": scope, "productivity_reading": reading}
    for scope in SCOPES
    for reading in automation.READINGS
    if scope != "annual_total" or reading == "throughput"
]
CASES = [
    (margin_uplift, PARAMETERS, margin_formulas, (), {}),
    (margin_uplift, PARAMETERS, margin_formulas, (), {"unit_profit_source": "cny_round"}),
    # A root has no formula, see test_finance for the internal rate of return.
    *((automation_effects, PARAMETERS, automation_formulas, ("irr",), reading) for reading in READINGS),
    (automation_effects, PARAMETERS, automation_formulas, ("irr",), {"energy_basis": "total"}),
    (growth_scenarios, PARAMETERS, growth_formulas, (), {}),
    (growth_scenarios, PARAMETERS, growth_formulas, (), {"growth_source": "target"}),
    (
        rare_earths,
        PARAMETERS,
        rare_earth_formulas,
        (),
        {"reserve_half_grain_mt": 2.5, "share_half_grain": 0.05},
    ),
    (profit_bridge, BRIDGE, bridge_formulas, (), {}),
    (growth_decomposition, REVENUE, decomposition_formulas, (), {"price_growth": 0.1}),
]
STILL = {"target_year", "base_year", "recycled_target_year", "recycled_latest_year", "intervals", "growth_per_year"}


def values_near_the_defaults(model, more, seed):
    """The defaults, each number up to a fifth larger or smaller."""
    import inspect

    generator = np.random.default_rng(seed)
    values = {name: item.default for name, item in inspect.signature(model).parameters.items()} | more
    return {
        name: value if isinstance(value, str) or value is None or name in STILL else value * generator.uniform(0.8, 1.2)
        for name, value in values.items()
    }


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    ("model", "parameters", "formulas", "without", "more"), CASES, ids=lambda case: getattr(case, "__name__", "")
)
def test_every_result_has_its_unit_and_its_value(model, parameters, formulas, without, more, seed):
    values = values_near_the_defaults(model, more, seed)
    found = results_of(model(**values))
    by_formula = formulas(quantities(parameters, values))
    assert set(by_formula) | set(without) == set(found)
    for name, quantity in by_formula.items():
        in_its_unit = quantity.to(unit_of(found[name].unit)).magnitude
        assert found[name].value == pytest.approx(in_its_unit, rel=1e-9, abs=1e-12), name


def test_revenue_per_tonne_and_the_share_of_the_cluster():
    p = quantities(REVENUE, {"tonnage_t_per_year": 1e5, "foil_profit_usd_per_t": 1400.0, "implied_cny_per_usd": 50 / 7})
    earned = (p.tonnage_t_per_year * p.foil_profit_usd_per_t * p.implied_cny_per_usd * YEAR).to(unit_of("CNY bn"))
    share = plain(earned / registry().Quantity(600, unit_of("CNY bn")))
    assert foil_profit_share_of_cluster(1e5, 1400, 600) == pytest.approx(share, rel=1e-12)
    assert revenue_per_tonne(0.1) == pytest.approx(10_000 + 0.9 * 70 + 0.1 * 3920)


def test_the_size_at_a_quantile():
    p = quantities(
        PARAMETERS, {"cluster_cny_bn": 600.0, "growth_per_year": 0.1, "volatility": 0.12, "growth_uncertainty": 0.03}
    )
    years = 3 * YEAR
    spread = math.sqrt(plain(p.volatility**2 * years + (years * p.growth_uncertainty) ** 2))
    z = 1.6448536269514722
    exact = p.cluster_cny_bn * math.exp(3 * math.log(1 + rate(p.growth_per_year)) + z * spread)
    found = fan_quantile(600, 0.1, 3, 0.12, 0.95, 0.03)
    assert found == pytest.approx(exact.to(unit_of("CNY bn")).magnitude, rel=1e-9)


def test_pint_refuses_what_does_not_add_up():
    p = quantities(PARAMETERS, {"foil_profit_usd_per_t": 1400.0, "tonnage_t_per_year": 1e5, "foil_thickness_um": 3.5})
    with pytest.raises(DimensionalityError):
        p.foil_profit_usd_per_t + p.tonnage_t_per_year
    with pytest.raises(DimensionalityError):
        (p.foil_profit_usd_per_t * p.foil_thickness_um).to(unit_of("USD/m2"))
    assert convert(1.0, "g/cm3", "t/m^3") == 1.0


def test_every_name_that_ends_in_a_unit_has_that_unit():
    endings = {
        "_usd_per_t": "USD/t",
        "_cny_bn": "CNY bn",
        "_usd_bn": "USD bn",
        "_mt": "Mt",
        "_um": "um",
        "_cny_per_t": "CNY/t",
    }
    for name, parameter in PARAMETERS.items():
        for ending, unit in endings.items():
            if name.endswith(ending):
                assert parameter.unit == unit, name
