"""The fan and the chance by year: closed forms without hedges, the same on average with them."""

import math

import pytest
from scipy import stats

from analysis.core.errors import ParameterError
from analysis.models import growth_scenarios
from analysis.models.distributions import hedge_distribution
from analysis.models.fan_chart import growth_fan
from analysis.models.growth import fan_quantile, probability_of_target, projection
from analysis.models.sampling import Plan

CLUSTER = {"cluster_cny_bn": hedge_distribution(600, ">")}
VALUES = {"growth_per_year": 0.1}


def test_without_hedges_it_is_the_closed_form():
    fan = growth_fan(VALUES, last_year=2030)
    assert fan.years == (2025, 2026, 2027, 2028, 2029, 2030)
    for place in range(6):
        assert fan.sizes[0.5][place].value == pytest.approx(projection(600, 0.1, place), rel=1e-12)
        assert fan.sizes[0.95][place].value == fan_quantile(600, 0.1, place, 0.12, 0.95, 0.03)
    assert fan.chance[2].value == growth_scenarios(**VALUES).probability_of_target
    assert all(estimate.standard_error == 0 for estimate in fan.chance)


def test_without_a_growth_of_its_own_it_goes_by_history():
    fan = growth_fan({}, last_year=2027)
    assert fan.sizes[0.5][-1].value == pytest.approx(growth_scenarios().projected_cny_bn, rel=1e-12)


def test_the_size_at_one_less_the_chance_is_the_target():
    chance = probability_of_target(600, 1000, 0.1, 5, 0.12, 0.03)
    assert fan_quantile(600, 0.1, 5, 0.12, 1 - chance, 0.03) == pytest.approx(1000, rel=1e-9)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_with_a_hedge_it_is_the_mixture(seed):
    fan = growth_fan(VALUES, CLUSTER, last_year=2028, plan=Plan(65_536, seed))
    alpha = CLUSTER["cluster_cny_bn"].shape.alpha
    for years in (1, 2, 3):
        spread = math.sqrt(0.12**2 * years + (0.03 * years) ** 2)
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
        ({"growth_source": "target"}, 2027, "growth_source is 'target', allowed for a fan is history: a normative"),
        ({}, 2025, "last_year is 2025, allowed is above the base_year of 2025"),
        ({}, 3000, "last_year is 3000"),
        ({}, 2030.5, "last_year is 2030.5"),
        ({}, "2030", "last_year is 2030"),
        ({"cluster_target_cny_bn": 500}, 2027, "cluster_target_cny_bn is 500"),
    ],
)
def test_a_fan_that_cannot_be_says_why(values, last_year, words):
    with pytest.raises(ParameterError, match=words):
        growth_fan(values, last_year=last_year)


def test_growth_that_is_given_has_a_fan_whatever_its_source():
    assert growth_fan({"growth_source": "target", "growth_per_year": 0.1}, last_year=2027) == growth_fan(
        VALUES, last_year=2027
    )
