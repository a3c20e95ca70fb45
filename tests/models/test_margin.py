"""The margin model against its check values, its limits and independent ways to the same number."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis.core.errors import ParameterError
from analysis.models import margin_uplift
from analysis.models.evaluator import compute
from analysis.models.questions.margin_uplift import MarginUplift
from analysis.models.results import results_of

profits = st.floats(0.1, 1e5)
shares = st.floats(0.0, 1.0)
rates = st.floats(-0.2, 0.5).filter(lambda rate: rate == 0 or abs(rate) > 1e-200)  # products keep their digits


def blended_profit(share, wire, foil):
    return compute(MarginUplift, "blended_profit_usd_per_t", foil_share=share, wire_profit=wire, foil_profit=foil)


def share_for_target(target, wire, foil):
    return compute(MarginUplift, "share_for_target", target_profit_usd_per_t=target, wire_profit=wire, foil_profit=foil)


def profits_of(wire, foil, **more):
    return margin_uplift(wire_profit_usd_per_t=wire, foil_profit_usd_per_t=foil, **more)


CHECK_VALUES = {  # result: (value, half a unit of its last digit)
    "uplift_usd_per_t": (1385, 1e-9),
    "uplift_ratio": (93.3333, 5e-5),
    "blended_profit_usd_per_t": (153.5, 1e-9),
    "annual_uplift_usd": (13.85e6, 1e-3),
    "foil_profit_share": (0.91205, 5e-6),
    "share_for_target": (0.0974729, 5e-8),
    "doubling_share": (0.0108303, 5e-8),
    "areal_mass_g_per_m2": (31.36, 1e-9),
    "area_m2_per_t": (31_887.755, 5e-4),
    "profit_usd_per_m2": (0.043904, 1e-12),
    "equivalent_profit_at_reference_usd_per_t": (816.667, 5e-4),
    "copper_saved_per_m2": (0.416667, 5e-7),
    "breakeven_capex_usd_per_t_year": (9293.4627, 5e-5),
    "payback_years": (7.2202, 5e-5),
    "discounted_payback_years": (11.1984, 5e-5),
    "profit_per_tonne_multiple": (10.2333, 5e-5),
    "revenue_per_tonne_multiple": (1 + 0.1 * (3447 - 53) / 10_053, 1e-12),
}


def test_the_results_match_the_notes():
    found = results_of(margin_uplift())
    assert set(CHECK_VALUES) <= set(found)
    for name, (expected, tolerance) in CHECK_VALUES.items():
        assert found[name].value == pytest.approx(expected, rel=0, abs=tolerance), name


@pytest.mark.parametrize(
    ("share", "expected"), [(0, 15), (0.01, 28.85), (0.05, 84.25), (0.1, 153.5), (0.25, 361.25), (1, 1400)]
)
def test_blended_profit(share, expected):
    assert blended_profit(share, 15, 1400) == pytest.approx(expected, rel=1e-14)


def test_other_check_values():
    assert margin_uplift(foil_share=0.01).foil_profit_share == pytest.approx(0.48527, abs=5e-6)
    assert share_for_target(500, 15, 1400) == pytest.approx(0.35018, abs=5e-6)
    assert margin_uplift(foil_thickness_um=6).areal_mass_g_per_m2 == pytest.approx(53.76, rel=1e-14)


@given(wire=profits, gain=profits)
def test_no_foil_earns_what_wire_earns_and_all_foil_what_foil_earns(wire, gain):
    none, all_foil = (profits_of(wire, wire + gain, foil_share=share) for share in (0, 1))
    assert none.blended_profit_usd_per_t == wire
    assert all_foil.blended_profit_usd_per_t == wire + gain
    assert none.annual_uplift_usd == none.foil_profit_share == 0
    assert all_foil.foil_profit_share == 1


@given(share=shares, wire=profits, foil_profit=profits)
def test_blended_profit_is_wire_and_uplift(share, wire, foil_profit):
    expected = wire + share * (foil_profit - wire)
    assert blended_profit(share, wire, foil_profit) == pytest.approx(expected, rel=1e-12, abs=1e-9)


@given(share=shares, wire=profits, gain=st.floats(1.0, 1e5))
def test_share_for_target_undoes_blended_profit(share, wire, gain):
    target = min(max(blended_profit(share, wire, wire + gain), wire), wire + gain)
    assert share_for_target(target, wire, wire + gain) == pytest.approx(share, abs=1e-9 * (1 + wire / gain))


@given(wire=profits, multiple=st.floats(2.001, 100))
def test_the_doubling_share_doubles(wire, multiple):
    share = profits_of(wire, wire * multiple).doubling_share
    assert blended_profit(share, wire, wire * multiple) == pytest.approx(2 * wire, rel=1e-12)


def test_doubling_takes_all_foil_at_twice_the_profit_and_is_out_of_reach_below():
    assert profits_of(15, 30).doubling_share == 1
    assert profits_of(15, 29.9).doubling_share == math.inf
    assert compute(MarginUplift, "doubling_share", uplift_ratio=1) == math.inf


@given(wire=profits, foil_profit=st.floats(2e5, 1e6), fx=st.floats(0.01, 100))
def test_another_currency_changes_neither_ratio_nor_share(wire, foil_profit, fx):
    here, there = profits_of(wire, foil_profit), profits_of(fx * wire, fx * foil_profit)
    assert there.uplift_ratio == pytest.approx(here.uplift_ratio, rel=1e-12)
    expected = share_for_target(1.5e5, wire, foil_profit)
    assert share_for_target(fx * 1.5e5, fx * wire, fx * foil_profit) == pytest.approx(expected, rel=1e-9)


@given(wire=profits, foil_profit=profits, rate=rates, horizon=st.floats(1, 40))
def test_the_breakeven_capex_pays_back_at_the_horizon(wire, foil_profit, rate, horizon):
    assume(wire < foil_profit)
    case = {"discount_rate": rate, "horizon_years": horizon}
    capex = profits_of(wire, foil_profit, **case).breakeven_capex_usd_per_t_year
    annuity = compute(MarginUplift, "annuity_factor", **case)
    assert capex == pytest.approx((foil_profit - wire) * annuity, rel=1e-12)
    if capex > 1 and rate * annuity < 0.999:
        back = profits_of(wire, foil_profit, capex_usd_per_t_year=capex, **case).discounted_payback_years
        assert back == pytest.approx(horizon, rel=1e-9)


@given(profit=profits, thickness=st.floats(1, 50), reference=st.floats(1, 50))
def test_the_equivalent_profit_earns_the_same_per_m2(profit, thickness, reference):
    found = profits_of(15, profit, foil_thickness_um=thickness, reference_thickness_um=reference)
    equivalent = found.equivalent_profit_at_reference_usd_per_t
    same = profits_of(15, equivalent, foil_thickness_um=reference)
    assert same.profit_usd_per_m2 == pytest.approx(found.profit_usd_per_m2, rel=1e-12)
    saved = 1 - found.areal_mass_g_per_m2 / same.areal_mass_g_per_m2
    assert found.copper_saved_per_m2 == pytest.approx(saved, abs=1e-12)


def test_the_round_cny_reading_replaces_the_printed_profits():
    printed = {"wire_profit_usd_per_t": 16, "foil_profit_usd_per_t": 1500}
    found = margin_uplift(unit_profit_source="cny_round", **printed)
    assert found.uplift_usd_per_t == pytest.approx(1386, rel=1e-14)
    assert found.uplift_ratio == pytest.approx(100, rel=1e-14)
    assert margin_uplift(**printed).uplift_usd_per_t == 1484
    weaker = margin_uplift(unit_profit_source="cny_round", implied_cny_per_usd=7.0)
    assert weaker.uplift_usd_per_t == pytest.approx(9900 / 7, rel=1e-14)


def test_foil_that_earns_less_than_wire_never_pays_back():
    found = margin_uplift(wire_profit_usd_per_t=200, foil_profit_usd_per_t=100)
    assert found.payback_years == math.inf
    assert found.discounted_payback_years == math.inf
    assert found.share_for_target == pytest.approx(0.5, rel=1e-14)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"tonnage_t_per_year": -1}, r"tonnage_t_per_year must be .*, got -1"),
        ({"foil_share": 1.1}, r"foil_share must be .*, got 1\.1"),
        ({"foil_share": "0.1"}, r"foil_share must be .*, got '0\.1'"),
        ({"foil_share": True}, r"foil_share must be .*, got True"),
        ({"foil_share": [0.1, math.nan]}, r"foil_share must be .*, got nan"),
        ({"horizon_years": 0}, r"horizon_years must be .*, got 0"),
        ({"discount_rate": -1}, r"discount_rate must be .*, got -1"),
        ({"foil_profit_usd_per_t": math.inf}, r"foil_profit_usd_per_t must be .*, got inf"),
        ({"foil_thickness_um": 0}, r"foil_thickness_um must be .*, got 0"),
        (
            {"unit_profit_source": "cny"},
            r"unit_profit_source must be .*, got 'cny'",
        ),
        (
            {"foil_share": [0, 1], "capex_usd_per_t_year": [1, 2, 3]},
            r"incompatible shapes: foil_share \(2,\)",
        ),
    ],
)
def test_impossible_input_is_named(changes, words):
    with pytest.raises(ParameterError, match=words):
        margin_uplift(**changes)


def test_an_unreachable_target_does_not_affect_the_other_results():
    assert margin_uplift(foil_profit_usd_per_t=100).share_for_target == math.inf
    assert margin_uplift(target_profit_usd_per_t=10).share_for_target == 0
    assert margin_uplift(target_profit_usd_per_t=15).share_for_target == 0
    assert margin_uplift(target_profit_usd_per_t=1400).share_for_target == 1
    found = margin_uplift(target_profit_usd_per_t=np.array([10.0, 150.0, 1500.0])).share_for_target
    assert found.tolist() == [0.0, margin_uplift().share_for_target, math.inf]
