"""Annuity, payback, net present value and internal rate of return against sums of single payments."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.core.errors import ParameterError
from analysis.models.evaluator import compute
from analysis.models.finance import internal_rate_of_return
from analysis.models.questions.automation_effects import AutomationEffects

money = st.floats(1.0, 1e9)
rates = st.floats(-0.5, 2.0).filter(lambda rate: rate == 0 or abs(rate) > 1e-200)  # products keep their digits
horizons = st.floats(0.5, 50.0)


def annuity_factor(rate, horizon):
    return compute(AutomationEffects, "annuity_factor", discount_rate=rate, horizon_years=horizon)


def payback_years(capex, saving):
    return compute(AutomationEffects, "payback_years", capex_usd=capex, annual_saving_usd=saving)


def discounted_payback_years(capex, saving, rate):
    money_back = {"capex_usd": capex, "annual_saving_usd": saving}
    return compute(AutomationEffects, "discounted_payback_years", **money_back, discount_rate=rate)


def net_present_value(capex, saving, rate, horizon):
    terms = {"capex_usd": capex, "annual_saving_usd": saving, "discount_rate": rate, "horizon_years": horizon}
    return compute(AutomationEffects, "npv_usd", **terms)


@given(rate=rates, years=st.integers(1, 40))
def test_annuity_factor_is_the_sum_of_discounted_payments(rate, years):
    expected = math.fsum((1 + rate) ** -year for year in range(1, years + 1))
    assert annuity_factor(rate, years) == pytest.approx(expected, rel=1e-10, abs=1e-12)


def test_annuity_factor_check_values():
    assert annuity_factor(0.08, 10) == pytest.approx(6.710081398941497, rel=1e-14)
    assert annuity_factor(0, 10) == 10.0


@pytest.mark.parametrize("rate", [1e-4, 1e-8, 1e-12, 1e-15, -1e-12, 5e-324])
def test_annuity_factor_keeps_its_digits_near_zero(rate):
    # n - n (n + 1) r / 2 + n (n + 1) (n + 2) r^2 / 6 - ...
    expected = 10 - 55 * rate + 220 * rate**2 - 715 * rate**3
    assert annuity_factor(rate, 10) == pytest.approx(expected, rel=1e-13)


def test_annuity_factor_overflows_to_inf_without_a_warning():
    assert annuity_factor(-0.999, 1000) == math.inf


@pytest.mark.parametrize(
    ("capex", "saving", "expected"),
    [(10e6, 3e6, 10 / 3), (10e6, 0, math.inf), (10e6, -1, math.inf), (0, 3e6, 0), (0, 0, 0),
     (1e15, 1e-300, math.inf)],  # beyond the largest float
)  # fmt: skip
def test_payback(capex, saving, expected):
    assert payback_years(capex, saving) == expected


def test_discounted_payback_check_value_and_limits():
    assert discounted_payback_years(10e6, 3e6, 0.08) == pytest.approx(4.0300, abs=5e-5)
    assert discounted_payback_years(10e6, 3e6, 0) == payback_years(10e6, 3e6)
    assert discounted_payback_years(10e6, 3e6, 1e-14) == pytest.approx(10 / 3, rel=1e-12)
    assert discounted_payback_years(0, 3e6, 0.08) == 0.0
    assert discounted_payback_years(0, 0, 0.08) == 0.0
    assert discounted_payback_years(10e6, 0.8e6, 0.08) == math.inf  # K r / S = 1: only the interest is paid
    assert discounted_payback_years(10e6, 0, -0.05) == math.inf


@given(capex=money, saving=money, rate=rates)
def test_at_the_discounted_payback_the_net_present_value_is_zero(capex, saving, rate):
    years = discounted_payback_years(capex, saving, rate)
    if math.isfinite(years) and 0 < years < 200:
        assert net_present_value(capex, saving, rate, years) == pytest.approx(0, abs=1e-9 * capex)
    elif math.isinf(years):
        assert capex * rate / saving >= 1 - 1e-12


@given(capex=money, saving=money, horizon=horizons)
def test_without_interest_the_net_present_value_is_the_sum(capex, saving, horizon):
    expected = -capex + horizon * saving
    assert net_present_value(capex, saving, 0, horizon) == pytest.approx(expected, rel=1e-12, abs=1e-6)


@given(saving=st.floats(1e3, 1e9), ratio=st.floats(0.05, 100.0), horizon=horizons)
def test_at_the_internal_rate_of_return_the_net_present_value_is_zero(saving, ratio, horizon):
    capex = saving * ratio
    rate = internal_rate_of_return(capex, saving, horizon)
    assert rate > -1
    if rate > -0.999:  # nearer to -1 the last digit of the rate moves the value more than the tolerance
        assert net_present_value(capex, saving, rate, horizon) == pytest.approx(0, abs=1e-8 * capex)


def test_internal_rate_of_return_check_value():
    assert internal_rate_of_return(10e6, 3e6, 10) == pytest.approx(0.2732, abs=5e-5)
    assert internal_rate_of_return(1e6, 1e6 / annuity_factor(0.08, 10), 10) == pytest.approx(0.08, rel=1e-12)
    assert internal_rate_of_return(100, 10, 10) == pytest.approx(0, abs=1e-12)
    assert internal_rate_of_return(100, 110, 1) == pytest.approx(0.10, rel=1e-12)
    assert internal_rate_of_return(100, 50, 1) == pytest.approx(-0.50, rel=1e-12)


def test_internal_rate_of_return_conventions():
    assert internal_rate_of_return(0, 1, 10) == math.inf
    for capex, saving in ((0, 0), (1, 0), (1, -1), (0, -1)):
        assert math.isnan(internal_rate_of_return(capex, saving, 10))


@pytest.mark.parametrize(
    ("function", "arrays"),
    [
        (annuity_factor, ([[-0.1], [0.0], [0.08]], [1, 10])),
        (payback_years, ([[0.0], [10.0]], [-1.0, 0.0, 3.0])),
        (discounted_payback_years, ([[0.0], [10.0]], [0.5, 1.0, 3.0], 0.08)),
        (net_present_value, ([[0.0], [10.0]], [0.5, 1.0, 3.0], 0.08, 10)),
        (internal_rate_of_return, ([[0.0], [10.0], [100.0]], [-1.0, 0.5, 1.0, 3.0], 10)),
    ],
)
def test_arrays_equal_the_loop_over_numbers(function, arrays):
    expected = np.vectorize(function, otypes=[float])(*arrays)
    np.testing.assert_allclose(function(*arrays), expected, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: annuity_factor(-1, 10), "discount_rate must be .*, got -1"),
        (lambda: annuity_factor(0.08, 0), "horizon_years must be .*, got 0"),
        (lambda: payback_years(-1, 1), "capex_usd must be .*, got -1"),
        (lambda: compute(AutomationEffects, "payback_years", capex_usd=1), "payback_years needs throughput_t_per_year"),
        (lambda: compute(AutomationEffects, "pay", capex_usd=1), "pay: AutomationEffects has no such"),
        (lambda: compute(AutomationEffects, "npv_usd", capex=1), "capex: AutomationEffects has no such"),
    ],
)
def test_impossible_input_is_named(call, words):
    with pytest.raises(ParameterError, match=words):
        call()
