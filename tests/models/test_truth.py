"""What the models must not get wrong: losses and zeros, one cut counted once, gross and net, like beside like.

Each expected value is computed here from the inputs, in another way than the equation of the model.
"""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import chdtri

from analysis.core.errors import UnitError
from analysis.core.money_basis import Basis, check_basis
from analysis.core.references import load_references
from analysis.models import automation_effects, growth_scenarios, margin_uplift
from analysis.models.decompositions import growth_decomposition
from analysis.models.questions.growth_scenarios import PARAMETERS as GROWTH
from analysis.models.questions.growth_scenarios import VOLATILITY
from analysis.models.questions.margin_uplift import FOIL_FEE_USD_PER_T, WIRE_FEE_USD_PER_T
from analysis.models.questions.margin_uplift import PARAMETERS as MARGIN
from analysis.models.results import results_of

profits = st.floats(-5e3, 5e3)


@given(wire=profits, foil=profits, target=profits)
def test_losses_zero_and_equal_profits_are_answers(wire, foil, target):
    found = margin_uplift(wire_profit_usd_per_t=wire, foil_profit_usd_per_t=foil, target_profit_usd_per_t=target)
    assert found.uplift_usd_per_t == foil - wire
    assert (found.payback_years < math.inf) == (foil > wire and 10_000 / (foil - wire) < math.inf)
    assert math.isnan(found.uplift_ratio) == (wire <= 0)
    if math.isfinite(found.share_for_target) and wire != foil:
        mixed = wire + found.share_for_target * (foil - wire)
        assert mixed == pytest.approx(target, abs=1e-6) or mixed >= target
    assert (found.share_for_target == math.inf) == (target > max(wire, foil))


def test_foil_that_earns_what_wire_earns():
    found = margin_uplift(foil_profit_usd_per_t=15.0, target_profit_usd_per_t=15.0)
    assert (found.uplift_usd_per_t, found.annual_uplift_usd, found.share_for_target) == (0, 0, 0)
    assert (found.payback_years, found.discounted_payback_years) == (math.inf, math.inf)
    assert margin_uplift(foil_profit_usd_per_t=15.0).share_for_target == math.inf


def test_productivity_alone_and_with_the_energy_cut_need_different_labour_shares():
    saved = 1 - 1 / 1.3  # hours per tonne
    found = automation_effects()
    assert found.labour_share_productivity_alone * saved == pytest.approx(0.10, rel=1e-12)  # 43.3 % of the cost
    assert found.labour_share_with_energy * saved + 0.35 * 0.10 == pytest.approx(0.10, rel=1e-12)  # 28.2 %
    assert automation_effects(cost_cut=0.02).labour_share_with_energy == math.inf  # the energy cut alone is more
    far = automation_effects(cost_cut=0.5)
    assert (far.labour_share_productivity_alone, far.labour_share_with_energy) == (math.inf, math.inf)
    # 70 % of labour and 35 % of energy are more than the whole cost
    assert automation_effects(cost_cut=0.2, productivity_gain=0.3, energy_cut=0.11).labour_share_with_energy == math.inf


@pytest.mark.parametrize("energy_cut", [0.0, 0.09, 0.5])
@pytest.mark.parametrize(("scope", "share"), [("conversion", 1.0), ("variable", 0.8), ("labour_energy", 0.55)])
def test_a_cut_of_costs_includes_the_energy(scope, share, energy_cut):
    """Production costs 14 % and energy 9 % lower is one cut of 14 %, whatever the energy is of it."""
    found = automation_effects(cost_cut=0.14, energy_cut=energy_cut, cost_scope=scope)
    assert found.unit_cost_change == pytest.approx(-0.14 * share, rel=1e-12)


def test_a_total_energy_cut_with_more_output_is_a_larger_cut_per_tonne():
    """Cost of a tonne by its parts: energy is used for 1.3 tonnes, labour and fixed cost are spread over them."""
    energy, labour, fixed, other = 0.35 * 0.9 / 1.3, 0.2 * 0.9 / 1.3, 0.2 * 0.9 / 1.3, 0.25 * 0.9
    found = automation_effects(energy_basis="total", productivity_reading="throughput")
    assert 1 + found.unit_cost_change == pytest.approx(energy + labour + fixed + other, rel=1e-12)
    assert found.unit_cost_change == pytest.approx(-0.256, abs=5e-4)
    assert automation_effects().energy_total_change == pytest.approx(-0.10, rel=1e-12)  # no more output, no more energy


@given(
    gain=st.floats(-0.9, 5),
    cut=st.floats(0, 1),
    basis=st.sampled_from(["intensity", "total"]),
    reading=st.sampled_from(["embedded", "labour", "throughput"]),
)
def test_energy_in_total_is_energy_per_tonne_times_tonnes(gain, cut, basis, reading):
    found = automation_effects(productivity_gain=gain, energy_cut=cut, energy_basis=basis, productivity_reading=reading)
    output = 1 + gain if reading == "throughput" else 1
    per_tonne, total = 1 + found.energy_intensity_change, 1 + found.energy_total_change
    assert total == pytest.approx(per_tonne * output, rel=1e-9, abs=1e-9)
    assert (total if basis == "total" else per_tonne) == pytest.approx(1 - cut, rel=1e-9, abs=1e-9)


def cash_years(capex, cash, rate):
    """Years until yearly cash, at this interest, has paid the capex: by running the account, part of a year last."""
    left, years = capex, 0
    while left > 0 and years < 10_000:
        with_interest = left * (1 + rate)
        if with_interest <= cash:
            break
        left, years = with_interest - cash, years + 1
    return years, left


def test_a_profit_after_depreciation_pays_the_plant_once():
    after = margin_uplift(profit_basis="after_depreciation")
    cash = 1385 + 10_000 / 10  # depreciation is not a cash outflow
    assert after.payback_years == pytest.approx(10_000 / cash, rel=1e-12)  # 4.2 years
    assert (round(after.payback_years, 1), round(after.discounted_payback_years, 1)) == (4.2, 5.3)
    years, left = cash_years(10_000, cash, 0.08)
    assert years == math.floor(after.discounted_payback_years)
    assert 0 < left < cash
    before = margin_uplift()
    assert (round(before.payback_years, 1), round(before.discounted_payback_years, 1)) == (7.2, 11.2)


@given(uplift=st.floats(1, 5e3), rate=st.floats(0.01, 0.3), life=st.floats(2, 30))
def test_the_breakeven_capex_pays_back_in_the_horizon_on_either_basis(uplift, rate, life):
    case = {"profit_basis": "after_depreciation", "depreciation_years": life, "discount_rate": rate}
    case |= {"wire_profit_usd_per_t": 0.0, "foil_profit_usd_per_t": uplift}
    capex = margin_uplift(**case).breakeven_capex_usd_per_t_year
    if math.isfinite(capex) and capex < 1e12:
        back = margin_uplift(**case, capex_usd_per_t_year=capex).discounted_payback_years
        assert back == pytest.approx(10, rel=1e-6)
    else:  # what is written off alone is worth more than the plant costs
        assert (1 - (1 + rate) ** -10) / rate / life == pytest.approx(1, abs=1e-6) or life < 10


def test_foil_of_the_cluster_is_compared_with_foil_of_the_country():
    found = growth_decomposition()
    tonnes = 600e9 / (10_000 * 1e12 / 140e9) / 1e6  # CNY over CNY per tonne
    assert found.cluster_tonnage_mt == pytest.approx(tonnes, rel=1e-12)
    assert tonnes == pytest.approx(8.4, rel=1e-9)
    assert found.foil_tonnage_mt == pytest.approx(0.84, rel=1e-9)
    assert found.foil_over_national_output == pytest.approx(0.84 / 1.035, rel=1e-9)
    assert found.mix_multiple == pytest.approx(margin_uplift().revenue_per_tonne_multiple, rel=1e-12)
    assert found.mix_multiple < 1000 / 600  # the mix alone does not deliver the target


def test_fees_are_without_value_added_tax_as_the_price_of_copper_is():
    known = load_references()
    quoted, rate = known["FF2025T"].value, known["FX2025"].value  # 28,000 yuan with 13 % tax
    assert round(quoted / 1.13 / rate) == FOIL_FEE_USD_PER_T
    assert round(known["ROD25"].value / 1.13 / rate) == WIRE_FEE_USD_PER_T
    assert round(known["FF2025"].value / 1.13 / rate) == margin_uplift.__kwdefaults__["reference_fee_usd_per_t"]
    fees = [one for one in MARGIN if "fee" in one.name and one.unit == "USD/t"]
    assert {one.basis.tax_basis for one in (*fees, MARGIN["copper_price_usd_per_t"])} == {"without_vat"}


def test_the_growth_of_a_price_has_a_currency():
    for name in ("growth_per_year", "price_growth", "copper_price_growth", "national_growth"):
        check_basis(Basis("CNY"), GROWTH[name].basis, name)
        with pytest.raises(UnitError, match=f"{name}.*USD.*CNY"):
            check_basis(Basis("USD"), GROWTH[name].basis, name)
    with pytest.raises(UnitError, match="with_vat"):
        check_basis(Basis("USD", "with_vat"), MARGIN["foil_fee_usd_per_t"].basis, "foil_fee_usd_per_t")
    with pytest.raises(UnitError, match="gross"):
        check_basis(Basis("USD", "", "gross"), Basis("USD", "", "net"), "a profit")


@pytest.mark.parametrize("name", [one.name for one in MARGIN if "profit" in one.name and one.unit.endswith("/t")])
def test_a_profit_per_tonne_is_before_tax(name):
    """The model takes tax off by itself, and `profit_basis` says what is done with depreciation."""
    for basis in ("", "gross", "before_depreciation", "after_depreciation"):
        check_basis(Basis(profit_basis=basis), MARGIN[name].basis, name)
    with pytest.raises(UnitError, match=f"{name}.*net"):
        check_basis(Basis(profit_basis="net"), MARGIN[name].basis, name)


def test_no_more_foil_is_sold_than_the_country_takes():
    demand = margin_uplift.__kwdefaults__["national_foil_mt_per_year"]
    below = margin_uplift(foil_share=0.1, tonnage_t_per_year=0.999e7 * demand)
    assert below.annual_uplift_usd == pytest.approx(0.999e6 * demand * below.uplift_usd_per_t, rel=1e-12)
    above = margin_uplift(foil_share=[0.1, 0.2, 1.0], tonnage_t_per_year=3e7)
    assert above.annual_uplift_usd == pytest.approx([demand * 1e6 * below.uplift_usd_per_t] * 3, rel=1e-12)
    smaller = margin_uplift(tonnage_t_per_year=3e7, national_foil_mt_per_year=0.5)
    assert smaller.annual_uplift_usd == pytest.approx(0.5e6 * 1385, rel=1e-12)


def test_the_half_life_of_a_fee_says_how_little_it_rests_on():
    known = load_references()
    fees = [known[f"FF{year}"].value for year in (2022, 2023, 2024, 2025)]
    assert len(fees) - 1 == 3
    declared = results_of(margin_uplift())["fee_half_life_years"]
    assert "three yearly steps" in declared.meaning
    assert "three yearly steps" in MARGIN["fee_reversion"].source
    assert (1 - 0.737) ** declared.value == pytest.approx(0.5, rel=1e-12)
    edges = margin_uplift(fee_reversion=[0.0, 0.5, 1.0]).fee_half_life_years
    assert edges.tolist() == [math.inf, pytest.approx(1.0), 0.0]


def test_value_added_over_tonnes_does_not_claim_to_value_more_each_tonne():
    """It is real and of one industry, the tonnes are of ten metals: the meaning says both."""
    meaning = results_of(growth_scenarios())["value_added_over_output_growth"].meaning
    assert all(words in meaning for words in ("real value added of the industry", "ten metals"))
    assert "each tonne" not in meaning


def test_copper_at_constant_tonnes_in_yuan_does_not_reach_the_target():
    known = load_references()
    dollars = known["CU2026"].value / known["CU2025"].value - 1
    yuan = known["CUG2026C"].value
    assert round(dollars, 3) == 0.307
    assert round(yuan, 2) == 0.25
    assert 600 * (1 + yuan) ** 2 < 1000 < 600 * (1 + dollars) ** 2
    found = growth_scenarios(growth_per_year=yuan)
    assert found.projected_cny_bn == pytest.approx(600 * (1 + yuan) ** 2, rel=1e-12)
    assert found.probability_of_target < 0.5


def test_the_volatility_equals_the_volatility_of_copper_in_yuan():
    known = load_references()
    prices = [known[f"CU{year}"].value * known[f"FX{year}"].value for year in range(2018, 2026)]
    logs = [math.log(after / before) for before, after in pairwise(prices)]
    mean = sum(logs) / 7
    deviation = math.sqrt(sum((one - mean) ** 2 for one in logs) / 6)
    assert round(deviation, 3) == VOLATILITY
    bounds = [deviation * math.sqrt(6 / chdtri(6, p)) for p in (0.05, 0.95)]
    assert [round(bound, 3) for bound in bounds] == [0.089, 0.246]  # docs/models.md


def test_the_fee_returns_to_its_mean():
    """The defaults fit x(t + 1) = mean + (1 - reversion) (x(t) - mean) best, by least squares."""
    known = load_references()
    fees = [known[f"FF{year}"].value for year in (2022, 2023, 2024, 2025)]
    kept, constant = np.polyfit(fees[:-1], fees[1:], 1)
    defaults = margin_uplift.__kwdefaults__
    assert round(1 - kept, 3) == defaults["fee_reversion"]
    assert round(constant / (1 - kept) / 1.13 / known["FX2025"].value) == defaults["fee_mean_usd_per_t"]


NEUTRAL = {"foil_yield": 1.0, "fee_mean_usd_per_t": 2462.0, "utilisation": 1.0, "ramp_years": 0.0, "tax_rate": 0.0}
NEUTRAL |= {"working_capital_usd_per_t_year": 0.0}


@given(foil=profits, rate=st.floats(0.01, 0.3))
def test_a_plant_without_what_others_measured_is_the_printed_one(foil, rate):
    found = margin_uplift(foil_profit_usd_per_t=foil, discount_rate=rate, **NEUTRAL)
    annuity = sum((1 + rate) ** -year for year in range(1, 11))
    assert found.plant_npv_usd_per_t_year == pytest.approx((foil - 15) * annuity - 10_000, rel=1e-9, abs=1e-6)
    assert found.plant_payback_years == pytest.approx(found.payback_years, rel=1e-12)


def test_the_plant_of_others_year_by_year():
    """Ten years of cash with a fee that returns to its mean: tax and utilisation on the level of these years."""
    reversion, rate = 0.737, 0.08
    weights = [(1 + rate) ** -year for year in range(1, 11)]
    drift = sum(w * (2261 - 2462) * (1 - (1 - reversion) ** year) for year, w in enumerate(weights, 1)) / sum(weights)
    earned = 0.8284 * 0.9 * (1385 + drift)
    cash = earned - 0.25 * max(earned - 1000, 0)
    ramp = (weights[0] + weights[1]) / 2
    worth = cash * (sum(weights) - ramp) + 5009 * weights[-1] - 15_009
    found = margin_uplift()
    assert found.plant_cash_usd_per_t == pytest.approx(cash, rel=1e-9)
    assert found.plant_npv_usd_per_t_year == pytest.approx(worth, rel=1e-9)
    assert found.plant_payback_years == pytest.approx(15_009 / cash + 1, rel=1e-9)


def test_the_fee_at_a_thickness_goes_through_both_fees():
    assert margin_uplift(foil_thickness_um=6.0).fee_at_thickness_usd_per_t == pytest.approx(2462)
    assert margin_uplift(foil_thickness_um=4.5).fee_at_thickness_usd_per_t == pytest.approx(3447)
    assert margin_uplift().fee_at_thickness_usd_per_t == pytest.approx(3447 + (3447 - 2462) / 1.5)


def test_growth_taken_from_the_target_has_no_chance():
    assert math.isnan(growth_scenarios(growth_source="target").probability_of_target)
    assert 0 < growth_scenarios(growth_source="target", growth_per_year=0.1).probability_of_target < 1


@given(year=st.integers(2000, 2026), first=st.integers(1990, 2030))
def test_an_earlier_base_year_asks_for_less(year, first):
    found = growth_scenarios(base_year=year, earliest_base_year=first)
    assert found.required_growth_earliest <= found.required_growth + 1e-12
    years = 2027 - min(year, first)
    assert 600 * (1 + found.required_growth_earliest) ** years == pytest.approx(1000, rel=1e-9)
