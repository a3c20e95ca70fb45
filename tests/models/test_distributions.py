"""Hedges as distributions: check values, closed forms, limits, and what has no distribution."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import integrate, stats

from analysis.core.errors import ParameterError
from analysis.models import PARAMETERS
from analysis.models.distribution_families import DiscreteUniform, Lognormal, Pareto, Pert, Power, Uniform
from analysis.models.distributions import Distribution, Mixture, between, hedge_distribution, limited, set_distribution
from analysis.models.parameters import Parameter

PROBABILITIES = np.linspace(0.01, 0.99, 99)
printed = st.builds(lambda digits, k: float(f"{digits}e{k}"), st.integers(1, 99_999), st.integers(-6, 6))


@pytest.mark.parametrize(
    ("value", "qualifier", "hedge", "median"),
    [(1400, ">", None, 1457.4), (600, ">=", None, 628.5), (90, "<", None, 86.865), (90, "~", "nearly", 86.865)],
)
def test_the_medians_of_the_notes(value, qualifier, hedge, median):
    found = hedge_distribution(value, qualifier, hedge=hedge)
    assert found.quantile(0.5) == pytest.approx(median, abs=0.05)


def test_the_exponents_and_deviations_of_the_notes():
    assert hedge_distribution(1400, ">").shape == Pareto(1400, pytest.approx(17.243774, abs=5e-7))
    assert hedge_distribution(600, ">").shape.alpha == pytest.approx(14.9372, abs=5e-5)
    assert hedge_distribution(15, "~").shape == Lognormal(15, pytest.approx(1.5199, abs=5e-5))


def test_the_expected_ratio_of_the_two_profits_matches_the_notes():
    foil, wire = hedge_distribution(1400, ">").shape, hedge_distribution(15, "~").shape
    one_over_wire = (1 + (wire.sd / wire.mean) ** 2) / wire.mean
    assert foil.minimum * foil.alpha / (foil.alpha - 1) * one_over_wire == pytest.approx(100.096, abs=5e-4)


@given(value=printed, qualifier=st.sampled_from([">", "<"]))
def test_nine_tenths_lie_within_one_grain(value, qualifier):
    from analysis.models.hedge_intervals import grain

    found, step = hedge_distribution(value, qualifier), grain(value, 6)
    if qualifier == ">":
        assert found.quantile(0.9) == pytest.approx(value + step, rel=1e-9)
    else:
        assert found.quantile(0.1) == pytest.approx(value - step, rel=1e-9)


@given(value=printed)
def test_about_holds_nine_tenths_within_half_a_grain_as_far_as_a_lognormal_can(value):
    from analysis.models.hedge_intervals import grain

    shape, half = hedge_distribution(value, "~").shape, grain(value, 3) / 2
    spread = math.sqrt(math.log1p((shape.sd / shape.mean) ** 2))
    scale = shape.mean * math.exp(-(spread**2) / 2)
    within = stats.lognorm.cdf(value + half, spread, scale=scale) - stats.lognorm.cdf(value - half, spread, scale=scale)
    assert within == pytest.approx(0.9, abs=0.003)
    assert shape.mean == value


@pytest.mark.parametrize(
    ("shape", "peer"),
    [
        (Pareto(1400.0, 17.0), stats.pareto(17.0, scale=1400)),
        (Power(90.0, 19.0), stats.powerlaw(19.0, scale=90)),
        (Uniform(10.0, 15.0), stats.uniform(10, 5)),
        (Pert(0.05, 0.1, 0.25), stats.beta(2, 4, loc=0.05, scale=0.2)),
        (Lognormal(15.0, 1.5), stats.lognorm(0.0997513451195927, scale=15 * math.exp(-(0.0997513451195927**2) / 2))),
    ],
    ids=lambda item: type(item).__name__ if hasattr(item, "description") else "",
)
def test_the_shapes_match_scipy(shape, peer):
    np.testing.assert_allclose(shape.quantile(PROBABILITIES), peer.ppf(PROBABILITIES), rtol=1e-7)
    around = np.concatenate([[-1.0, 0.0], peer.ppf(PROBABILITIES), [1e6]])
    np.testing.assert_allclose(shape.cdf(around), peer.cdf(around), rtol=1e-9, atol=1e-12)
    mean, _ = integrate.quad(lambda p: float(shape.quantile(np.asarray(p))), 0, 1)
    assert mean == pytest.approx(peer.mean(), rel=1e-5)


def test_whole_values_are_equally_likely():
    found = between(2024, 2025, 2026, whole=True)
    assert found.shape == DiscreteUniform((2024, 2025, 2026))
    assert found.quantile([0.01, 0.33, 0.34, 0.66, 0.67, 0.99]).tolist() == [2024, 2024, 2025, 2025, 2026, 2026]


def test_two_equal_ends_are_not_a_range():
    with pytest.raises(ParameterError, match=r"low and high must be .*, got 1 and 1"):
        between(1, 1, 1)


def test_an_assumption_between_presets_is_pert_around_its_base_or_uniform():
    assert between(0.25, 0.1, 0.05).shape == Pert(0.05, 0.1, 0.25)
    assert between(0.05, None, 0.25).shape == Uniform(0.05, 0.25)
    assert between(0.05, 0.5, 0.25).shape == Uniform(0.05, 0.25)


@given(scale=st.sampled_from([0.01, 1.0, -1.0, -0.01]))
def test_quantiles_rise_in_every_unit_and_sign(scale):
    found = hedge_distribution(30, "~").scaled(scale).quantile(PROBABILITIES)
    assert (np.diff(found) > 0).all()
    assert np.sign(found).tolist() == [np.sign(scale)] * found.size


def test_values_stop_at_the_hard_limits():
    share = hedge_distribution(90, ">").scaled(0.01, 0.0, 1.0)
    assert share.quantile(0.5) < 1
    assert share.quantile([0.95, 0.999]).tolist() == [1, 1]


def test_a_range_is_uniform_and_an_exact_number_has_no_distribution():
    assert hedge_distribution(10, "~", 15).shape == Uniform(10, 15)
    assert hedge_distribution(63, "=") is None
    assert hedge_distribution(55, "=").rule.startswith("the round number 55: half a rounding step of 5")


@pytest.mark.parametrize(
    ("kind", "why"), [("target", "hit or missed"), ("constant", "is known"), ("reading", "is chosen")]
)
def test_a_kind_without_a_distribution_is_refused(kind, why):
    parameter = Parameter("size", "t", kind, "size of the plant")
    with pytest.raises(ParameterError, match=f"size must be .*, got a {kind}: .*{why}"):
        limited(parameter, hedge_distribution(1000, ">"))


@pytest.mark.parametrize(
    ("name", "setting", "value", "shape"),
    [
        ("foil_share", "uniform 0.1 0.3", 0.1, Uniform(0.1, 0.3)),
        ("foil_share", "PERT 0.05 0.1 0.25", 0.1, Pert(0.05, 0.1, 0.25)),
        ("capex_usd", "lognormal 1e7 2e6", 1e7, Lognormal(1e7, 2e6)),
        ("tonnage_t_per_year", "over", 600.0, hedge_distribution(600, ">").shape),
        ("tonnage_t_per_year", "nearly", 90.0, hedge_distribution(90, "<").shape),
        ("foil_profit_usd_per_t", "about", -300.0, hedge_distribution(300, "~").shape),
    ],
)
def test_a_distribution_may_be_set_by_hand(name, setting, value, shape):
    found = set_distribution(PARAMETERS[name], setting, value)
    assert found.shape == shape
    assert found.rule.startswith("set by hand: ")
    assert np.sign(found.quantile(0.5)) == np.sign(value)


def test_an_input_may_be_fixed_by_hand():
    assert set_distribution(PARAMETERS["foil_profit_usd_per_t"], "fixed", 1400.0) is None


@pytest.mark.parametrize(
    ("name", "setting", "words"),
    [
        ("cluster_target_cny_bn", "over", "cluster_target_cny_bn must be .*, got a target"),
        ("copper_density_g_per_cm3", "about", "copper_density_g_per_cm3 must be .*, got a constant"),
        ("cost_scope", "about", "cost_scope must be .*, got a reading"),
        ("foil_share", "roughly", "the hedge of foil_share must be .*, got 'roughly'"),
        ("foil_share", "", "the hedge of foil_share must be .*, got ''"),
        ("foil_share", 0.1, "the hedge of foil_share must be .*, got 0.1"),
        ("foil_share", "uniform 0.1", "the hedge of foil_share must be .*, got 'uniform 0.1'"),
        ("foil_share", "uniform a b", "the hedge of foil_share must be .*, got 'uniform a b'"),
        ("foil_share", "uniform 0.3 0.1", "foil_share must be .*, got 'uniform 0.3 0.1'"),
        ("foil_share", "pert 0.1 0.1 0.1", "foil_share must be .*, got 'pert 0.1 0.1 0.1'"),
        ("foil_share", "uniform 0.5 1.5", r"foil_share must be .*, got 1\.5"),
        ("foil_share", "uniform nan 0.5", "foil_share must be .*, got nan"),
        ("foil_share", "lognormal 0.1 0", "foil_share must be .*, got 'lognormal 0.1 0'"),
        ("tonnage_t_per_year", "lognormal -5 1", "tonnage_t_per_year must be .*, got -5.0"),
    ],
)
def test_a_setting_that_cannot_be_names_the_input(name, setting, words):
    with pytest.raises(ParameterError, match=words):
        set_distribution(PARAMETERS[name], setting, 0.1)


def test_an_input_without_a_value_has_no_hedge():
    with pytest.raises(ParameterError, match="'about' of growth_per_year needs a value"):
        set_distribution(PARAMETERS["growth_per_year"], "about", None)


def test_a_distribution_says_what_it_is():
    assert Distribution(Uniform(1, 2), "why").description == "uniform, 1 to 2"


def test_the_ends_of_a_pert_are_its_limits():
    assert Pert(0.05, 0.1, 0.25).quantile(np.array([0.0, 1.0])).tolist() == [0.05, 0.25]


LOSS = Distribution(Lognormal(417.0, 10.0), "", scale=-1.0)
PARTS = ((0.5, hedge_distribution(1400, ">")), (0.3, LOSS), (0.2, Distribution(DiscreteUniform((403.0,)), "")))


def test_the_quantile_of_a_mixture_inverts_its_probability():
    found = Mixture(PARTS)
    for p in (0.01, 0.15, 0.29, 0.6, 0.99):
        assert found.cdf(found.quantile(np.array([p]))) == pytest.approx([p], abs=1e-5)
    assert found.quantile(np.array([0.31, 0.4, 0.49])) == pytest.approx([403.0] * 3)  # one value has a fifth of it
    assert found.cdf(np.array([402.999, 403.0])) == pytest.approx([0.3, 0.5])


def test_a_mixture_with_zero_in_it_has_zero_and_no_number_beside_it():
    nothing = Distribution(DiscreteUniform((0.0,)), "")
    assert Mixture(((0.6, nothing), (0.4, LOSS))).quantile(np.linspace(0.41, 0.99, 59)).tolist() == [0.0] * 59


def test_the_mean_of_a_mixture_equals_the_mean_of_its_draws():
    found = Mixture(PARTS)
    points = (np.arange(400_000) + 0.5) / 400_000
    expected = sum(weight * part.quantile(points).mean() for weight, part in PARTS)
    assert found.quantile(points).mean() == pytest.approx(expected, rel=1e-4)


@pytest.mark.parametrize("weights", [(), (0.5, 0.4), (1.5, -0.5), (1.0, 0.0)])
def test_weights_that_are_not_probabilities_are_refused(weights):
    with pytest.raises(ParameterError, match="weights"):
        Mixture(tuple((weight, LOSS) for weight in weights))


@given(value=printed, qualifier=st.sampled_from([">", "<", "~"]), sign=st.sampled_from([1.0, -1.0]))
def test_the_probability_of_a_quantile_is_its_own(value, qualifier, sign):
    found = hedge_distribution(value, qualifier).scaled(sign)
    assert np.asarray(found.cdf(found.quantile(PROBABILITIES))) == pytest.approx(PROBABILITIES, abs=1e-9)
