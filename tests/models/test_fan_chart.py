"""The fan and the chance by year: closed forms without hedges, the same on average with them."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import stats

from analysis.core.errors import ParameterError
from analysis.models import growth_scenarios
from analysis.models.distributions import hedge_distribution
from analysis.models.fan_chart import growth_fan, growth_path
from analysis.models.parameters import defaults_of
from analysis.models.questions.growth_scenarios import VOLATILITY
from analysis.models.sampling import SamplingPlan

LARGEST_CNY_BN = 1e7  # a model refuses more

CLUSTER = {"cluster_cny_bn": hedge_distribution(600, ">")}
VALUES = {"growth_per_year": 0.1}


def path(years, luck=0.5, **changes):
    """The size and the chance after some years."""
    case = {**defaults_of(growth_scenarios), **VALUES, **changes, "base_year": 0}
    return growth_path(case, [years], luck)[0]


def test_without_hedges_it_is_the_closed_form():
    fan = growth_fan(VALUES, last_year=2030)
    assert fan.years == (2025, 2026, 2027, 2028, 2029, 2030)
    for place in range(6):
        assert fan.sizes[0.5][place].value == pytest.approx(600 * 1.1**place, rel=1e-12)
        assert fan.sizes[0.95][place].value == path(place, 0.95)[0]
    assert fan.chance[2].value == growth_scenarios(**VALUES).probability_of_target
    assert all(estimate.standard_error == 0 for estimate in fan.chance)


def test_without_a_given_growth_history_sets_it():
    fan = growth_fan({}, last_year=2027)
    assert fan.sizes[0.5][-1].value == pytest.approx(growth_scenarios().projected_cny_bn, rel=1e-12)


@given(
    luck=st.floats(0.01, 0.99),
    rate=st.floats(-0.5, 1.0),
    years=st.floats(0.5, 30),
    volatility=st.floats(0.01, 0.5),
    unsure=st.floats(0, 0.2),
)
def test_the_chance_of_a_size_is_one_less_its_luck(luck, rate, years, volatility, unsure):
    case = {"growth_per_year": rate, "volatility": volatility, "growth_uncertainty": unsure}
    size = path(years, luck, **case)[0]
    assume(size <= LARGEST_CNY_BN)
    assert path(years, cluster_target_cny_bn=size, **case)[1] == pytest.approx(1 - luck, abs=1e-9)
    assert path(years, **case)[0] == pytest.approx(600 * (1 + rate) ** years, rel=1e-12)


def test_nothing_grows_in_no_time_and_only_the_start_counts():
    assert path(0, 0.9)[0] == 600
    found = path(0, cluster_cny_bn=[999, 1000, 1001])[1]
    assert found.tolist() == [0, 1, 1]


def test_a_path_of_draws_hits_the_target_as_often():
    rng, draws = np.random.default_rng(20251220), 400_000
    mean = math.log1p(0.10) + 0.03 * rng.standard_normal(draws)
    logs = math.log(600) + 3 * mean + VOLATILITY * rng.standard_normal((3, draws)).sum(axis=0)
    simulated, closed = float(np.mean(logs >= math.log(1000))), path(3)[1]
    assert abs(simulated - closed) < 4 * math.sqrt(closed * (1 - closed) / draws)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_with_a_hedge_it_is_the_mixture(seed):
    fan = growth_fan(VALUES, CLUSTER, last_year=2028, plan=SamplingPlan(65_536, seed))
    alpha = CLUSTER["cluster_cny_bn"].shape.alpha
    for years in (1, 2, 3):
        spread = math.sqrt(VOLATILITY**2 * years + (0.03 * years) ** 2)
        logs = stats.exponnorm(1 / (alpha * spread), loc=math.log(600) + years * math.log(1.1), scale=spread)
        chance = fan.chance[years]
        assert abs(chance.value - logs.sf(math.log(1000))) < 4 * chance.standard_error
        for p, sizes in fan.sizes.items():
            exact, found = math.exp(logs.ppf(p)), sizes[years]
            assert abs(found.value - exact) < 4 * found.standard_error, (years, p)


def test_the_hedge_raises_the_chance():
    plain, hedged = (growth_fan(VALUES, cases, last_year=2027).chance[-1].value for cases in ({}, CLUSTER))
    assert hedged > 1.5 * plain


def test_inputs_that_the_fan_does_not_have_change_nothing():
    other = {"recycled_latest_mt": hedge_distribution(19.15, "~")}
    assert growth_fan(VALUES, other, last_year=2027) == growth_fan(VALUES, last_year=2027)


@pytest.mark.parametrize(
    ("values", "last_year", "words"),
    [
        ({"growth_source": "target"}, 2027, "growth_source .*, got 'target'"),
        ({}, 2025, "last_year must be .*, got 2025"),
        ({}, 3000, "last_year must be .*, got 3000"),
        ({}, 2030.5, "last_year must be .*, got 2030.5"),
        ({}, "2030", "last_year must be .*, got 2030"),
        ({"cluster_target_cny_bn": 500}, 2027, "cluster_target_cny_bn must be .*, got 500"),
    ],
)
def test_a_fan_that_cannot_be_says_why(values, last_year, words):
    with pytest.raises(ParameterError, match=words):
        growth_fan(values, last_year=last_year)


def test_growth_that_is_given_has_a_fan_whatever_its_source():
    assert growth_fan({"growth_source": "target", "growth_per_year": 0.1}, last_year=2027) == growth_fan(
        VALUES, last_year=2027
    )
