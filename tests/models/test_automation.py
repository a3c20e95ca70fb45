"""The automation model against its table, its limits and independent ways to the same number."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.core.errors import ParameterError
from analysis.models import automation_effects
from analysis.models.questions.automation_effects import (
    READINGS,
    SCOPES,
)
from analysis.models.results import results_of

CHECK_VALUES = {  # result: (value, half a unit of its last digit)
    "unit_cost_change": (-0.10, 1e-12),
    "annual_saving_usd": (3.0e6, 1e-6),
    "payback_years": (3.33333, 5e-6),
    "discounted_payback_years": (4.0300, 5e-5),
    "npv_usd": (10_130_244.2, 0.05),
    "irr": (0.2732, 5e-5),
    "breakeven_capex_usd": (20_130_244.2, 0.05),
    "labour_hours_change": (-0.230769, 5e-7),
    "energy_intensity_change": (-0.10, 1e-12),
    "energy_total_change": (-0.10, 1e-12),
    "labour_share_productivity_alone": (0.433333, 5e-7),
    "labour_share_with_energy": (0.281667, 5e-7),
    "posts_saved": (295 * 0.3 / 1.3, 1e-9),
    "co2_saved_t_per_year": (300_000 * 350 * 0.10 * 0.5366 / 1000, 1e-6),
}
NAN = math.nan


def unit_cost_ratio(scope="conversion", reading="embedded", **values):
    return 1 + automation_effects(cost_scope=scope, productivity_reading=reading, **values).unit_cost_change


def labour_share_with_energy(cut, energy_cut, gain, energy):
    claims = {"cost_cut": cut, "energy_cut": energy_cut, "productivity_gain": gain, "energy_share": energy}
    return automation_effects(**claims, labour_share=0.0, fixed_share=0.0).labour_share_with_energy


TABLE_PERCENT = [
    [-10.000, -14.154, -18.308],
    [-8.000, -12.154, -16.769],
    [-5.500, -9.654, -14.269],
    [-3.500, -8.115, -12.731],
    [NAN, NAN, -30.769],
]


def test_the_results_match_the_notes():
    found = results_of(automation_effects())
    assert set(found) == set(CHECK_VALUES)
    for name, (expected, tolerance) in CHECK_VALUES.items():
        assert found[name].value == pytest.approx(expected, rel=0, abs=tolerance), name


def test_the_table_of_every_scope_and_reading():
    assert list(SCOPES) == ["conversion", "variable", "labour_energy", "energy_only", "annual_total"]
    for scope, row in zip(SCOPES, TABLE_PERCENT, strict=True):
        for reading, expected in zip(READINGS, row, strict=True):
            if math.isnan(expected):  # the reading has no meaning
                with pytest.raises(ParameterError, match=reading):
                    automation_effects(cost_scope=scope, productivity_reading=reading)
            else:
                found = automation_effects(cost_scope=scope, productivity_reading=reading)
                assert 100 * found.unit_cost_change == pytest.approx(expected, abs=5e-4)


def test_ten_percent_off_every_cost_is_ten_percent_off_the_unit_cost():
    for share in (0.0, 0.2, 0.35, 0.6):
        for reading in READINGS:
            ratio = unit_cost_ratio("conversion", reading, productivity_gain=0, energy_share=share)
            assert ratio == pytest.approx(0.9, rel=1e-15)


@given(parts=st.tuples(*[st.floats(0, 1 / 3)] * 3), scope=st.sampled_from([*SCOPES][:4]))
def test_no_cut_and_no_gain_leave_exactly_the_old_cost(parts, scope):
    energy, labour, fixed = parts
    shares = {"energy_share": energy, "labour_share": labour, "fixed_share": fixed}
    for reading in READINGS:
        ratio = unit_cost_ratio(scope, reading, cost_cut=0, energy_cut=0, productivity_gain=0, **shares)
        assert ratio == 1.0


def test_without_any_effect_it_never_pays_back():
    found = automation_effects(cost_cut=0, energy_cut=0, productivity_gain=0)
    assert found.annual_saving_usd == 0
    assert found.payback_years == math.inf
    assert found.discounted_payback_years == math.inf
    assert found.npv_usd == -10e6
    assert math.isnan(found.irr)


def test_a_saving_below_the_interest_never_pays_back_with_interest():
    found = automation_effects(capex_usd=40e6)  # 40e6 x 8 % is 3.2e6, the saving 3.0e6
    assert found.payback_years == pytest.approx(40 / 3, rel=1e-14)
    assert found.discounted_payback_years == math.inf


def test_an_investment_of_zero_pays_back_at_once():
    found = automation_effects(capex_usd=0)
    assert (found.payback_years, found.discounted_payback_years, found.irr) == (0, 0, math.inf)


def test_without_interest_the_value_is_the_sum_of_the_savings():
    assert automation_effects(discount_rate=0).npv_usd == pytest.approx(-10e6 + 10 * 3e6, rel=1e-14)
    assert automation_effects(discount_rate=1e-13).npv_usd == pytest.approx(20e6, rel=1e-11)


@given(cut=st.floats(0.01, 0.9), capex=st.floats(1e5, 1e9), rate=st.floats(0, 0.5), years=st.floats(1, 30))
def test_breakeven_capex_and_irr_make_the_value_zero(cut, capex, rate, years):
    found = automation_effects(cost_cut=cut, capex_usd=capex, discount_rate=rate, horizon_years=years)
    at_breakeven = automation_effects(
        cost_cut=cut, capex_usd=found.breakeven_capex_usd, discount_rate=rate, horizon_years=years
    )
    assert at_breakeven.npv_usd == pytest.approx(0, abs=1e-9 * found.breakeven_capex_usd)
    case = {"cost_cut": cut, "capex_usd": capex, "horizon_years": years}
    if found.irr > -0.99:
        value = automation_effects(**case, discount_rate=found.irr).npv_usd
        assert value == pytest.approx(0, abs=1e-8 * capex)


@given(cut=st.floats(0, 0.5), energy=st.floats(0, 0.5), energy_cut=st.floats(0, 1), gain=st.floats(0.05, 2))
def test_the_labour_share_with_energy_explains_the_cut(cut, energy, energy_cut, gain):
    share = labour_share_with_energy(cut, energy_cut, gain, energy)
    if math.isfinite(share):
        assert 0 <= share <= 1 - energy
        ratio = unit_cost_ratio(
            "energy_only",
            "labour",
            cost_cut=cut,
            energy_cut=energy_cut,
            productivity_gain=gain,
            energy_share=energy,
            labour_share=share,
            fixed_share=0,
        )
        assert ratio == pytest.approx(1 - cut, abs=1e-12)


def test_the_labour_share_with_energy_at_its_edges():
    assert labour_share_with_energy(0.10, 0.10, 0.30, 0) == pytest.approx(0.433333, abs=5e-7)
    assert labour_share_with_energy(0.10, 0.10, 0, 0.35) == math.inf
    assert labour_share_with_energy(0.01, 0.10, 0, 0.35) == math.inf
    assert math.isnan(labour_share_with_energy(0, 0, 0, 0.35))


def test_energy_in_total_and_per_tonne():
    whole = {"productivity_reading": "throughput"}  # output rises, so a total differs from what a tonne takes
    assert automation_effects(**whole).energy_total_change == pytest.approx(1.3 * 0.9 - 1, rel=1e-14)
    total = automation_effects(**whole, energy_basis="total")
    assert total.energy_total_change == pytest.approx(-0.10, rel=1e-14)
    assert total.energy_intensity_change == pytest.approx(0.9 / 1.3 - 1, rel=1e-14)
    for basis in ("total", "intensity"):  # without more output there is one energy cut
        assert automation_effects(energy_basis=basis).energy_total_change == pytest.approx(-0.10, rel=1e-14)


def test_doubled_productivity_halves_the_hours():
    assert automation_effects(productivity_gain=1.0).labour_hours_change == -0.5
    assert automation_effects(productivity_gain=0.0).labour_hours_change == 0.0


def test_shares_that_fill_the_unit_cost_may_pass_one_by_rounding():
    assert 0.7 + 0.2 + 0.1 != 1.0  # the sum has a rounding error
    ratio = unit_cost_ratio(energy_share=0.7, labour_share=0.2, fixed_share=0.1)
    assert ratio == pytest.approx(0.9, rel=1e-15)


@pytest.mark.parametrize("reading", ["embedded", "labour"])
def test_a_reading_without_meaning_says_which_is_allowed(reading):
    words = f"productivity_reading must be .*, got '{reading}'"
    with pytest.raises(ParameterError, match=words):
        unit_cost_ratio("annual_total", reading)
    with pytest.raises(ParameterError, match=words):
        automation_effects(cost_scope="annual_total", productivity_reading=reading)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"energy_share": 0.7}, r"energy_share 0\.7, labour_share 0\.2 and fixed_share 0\.2 must .*, got 1\.1"),
        ({"labour_share": [0.2, 0.5]}, r"labour_share 0\.5 .* got 1\.05"),
        ({"labour_share": -0.1}, r"labour_share must be .*, got -0\.1"),
        ({"cost_cut": 1.1}, r"cost_cut must be .*, got 1\.1"),
        ({"productivity_gain": -1}, r"productivity_gain must be .*, got -1"),
        ({"throughput_t_per_year": -1}, r"throughput_t_per_year must be .*, got -1"),
        ({"capex_usd": -1}, r"capex_usd must be .*, got -1"),
        ({"horizon_years": 0}, r"horizon_years must be .*, got 0"),
        ({"cost_scope": "all"}, r"cost_scope must be .*, got 'all'"),
        ({"productivity_reading": None}, r"productivity_reading must be .*, got None"),
        ({"energy_basis": "power"}, r"energy_basis must be .*, got 'power'"),
        ({"cost_cut": [0.1, 0.2], "capex_usd": [1, 2, 3]}, r"incompatible shapes: cost_cut \(2,\)"),
    ],
)  # fmt: skip
def test_impossible_input_is_named(changes, words):
    with pytest.raises(ParameterError, match=words):
        automation_effects(**changes)
