"""Draws: reproducible, independent of each other, spread evenly, tied by a copula where asked."""

import subprocess
import sys
from dataclasses import replace
from zlib import crc32

import numpy as np
import pytest
from scipy import stats

from analysis.core.errors import ParameterError
from analysis.models.distribution_families import Uniform
from analysis.models.distributions import Distribution, hedge_distribution
from analysis.models.sampling import METHODS, SamplingPlan, correlation_factor, draw, stream

UNIT = Distribution(Uniform(0.0, 1.0), "")
NAMES = ("a", "b", "c")


def unit_draws(plan, batch=0, names=NAMES, order=NAMES):
    return draw(dict.fromkeys(names, UNIT), plan, [batch], order)


def is_stratified(values):
    """One point in each of n equal parts."""
    return sorted((values * values.size).astype(int)) == list(range(values.size))


def test_a_stream_is_the_child_of_the_seed_sequence_of_its_name():
    sequence = np.random.SeedSequence(7, spawn_key=(crc32(b"foil_share"),)).spawn(3)[2]
    expected = np.random.Generator(np.random.SFC64(sequence)).random(5)
    assert stream(7, "foil_share", 2).random(5).tolist() == expected.tolist()


@pytest.mark.parametrize("method", METHODS)
def test_another_process_draws_the_same_bits(method):
    code = (
        "from analysis.models.sampling import *; from analysis.models.distributions import Distribution; "
        "from analysis.models.distribution_families import Uniform; "
        f"unit = Distribution(Uniform(0.0, 1.0), ''); plan = SamplingPlan(2048, 3, '{method}'); "
        "print(draw({'a': unit}, plan, [5], ['a'])['a'].tobytes().hex())"
    )
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
    assert draw({"a": UNIT}, SamplingPlan(2048, 3, method), [5], ["a"])["a"].tobytes().hex() == other


@pytest.mark.parametrize("method", METHODS)
def test_batches_drawn_together_are_those_drawn_alone(method):
    plan = SamplingPlan(2048, 3, method, {("a", "b"): 0.6})
    together = draw(dict.fromkeys(NAMES, UNIT), plan, range(3, 6), NAMES)
    for name in NAMES:
        assert together[name].tolist() == [value for n in (3, 4, 5) for value in unit_draws(plan, n)[name].tolist()]


@pytest.mark.parametrize("method", METHODS)
def test_an_added_input_does_not_change_the_draws_of_the_others(method):
    plan = SamplingPlan(4096, method=method)
    every, two, one = (unit_draws(plan, names=names) for names in (NAMES, ("a", "c"), ("c",)))
    for name in ("a", "c"):
        assert every[name].tolist() == two[name].tolist()
    assert every["c"].tolist() == one["c"].tolist()
    appended = draw(dict.fromkeys((*NAMES, "luck"), UNIT), plan, [0], NAMES)
    assert appended["a"].tolist() == every["a"].tolist()


@pytest.mark.parametrize("method", METHODS)
def test_inputs_batches_and_seeds_differ(method):
    plan = SamplingPlan(65_536, method=method)
    first = unit_draws(plan)
    assert abs(np.corrcoef(first["a"], first["b"])[0, 1]) < 4 / np.sqrt(plan.size)
    for other in (unit_draws(plan, batch=1)["a"], unit_draws(SamplingPlan(65_536, 2, method))["a"]):
        # Sobol points come in one order, so two batches are compared as sets of points.
        assert not np.isclose(np.sort(first["a"]), np.sort(other), rtol=0, atol=1e-9).any()


def test_every_batch_of_sobol_points_is_stratified_and_plain_draws_are_not():
    for batch in range(3):
        for values in unit_draws(SamplingPlan(4096), batch).values():
            assert is_stratified(values)
    assert not is_stratified(unit_draws(SamplingPlan(4096, method="plain"))["a"])


def test_scrambling_keeps_two_dimensions_in_every_box_of_equal_area():
    plan = SamplingPlan(4096)
    drawn = unit_draws(plan)
    for power in range(plan.size.bit_length()):
        wide, high = 1 << power, plan.size >> power
        boxes = {(int(x * wide), int(y * high)) for x, y in zip(drawn["a"], drawn["b"], strict=True)}
        assert len(boxes) == plan.size
    plain = unit_draws(SamplingPlan(4096, method="plain"))
    assert len({(int(x * 16), int(y * 16)) for x, y in zip(plain["a"], plain["b"], strict=True)}) < plan.size


def test_scrambled_points_are_uniform_in_each_place():
    seeds = [unit_draws(SamplingPlan(1024, seed))["b"][[0, 1, 40]] for seed in range(400)]
    for place in np.array(seeds).T:
        assert stats.kstest(place, "uniform").pvalue > 1e-4


def test_no_probability_is_zero_or_one():
    for method in METHODS:
        values = unit_draws(SamplingPlan(65_536, method=method))["a"]
        assert values.min() > 0
        assert values.max() < 1


@pytest.mark.parametrize("correlation", [0.6, -0.9])
@pytest.mark.parametrize("method", METHODS)
def test_a_copula_ties_inputs_and_keeps_their_distributions(correlation, method):
    tied = SamplingPlan(262_144, method=method, correlations={("a", "b"): correlation})
    drawn, free = unit_draws(tied), unit_draws(SamplingPlan(262_144, method=method))
    normal = stats.norm.ppf([drawn["a"], drawn["b"]])
    assert np.corrcoef(normal)[0, 1] == pytest.approx(correlation, abs=4 / np.sqrt(tied.size))
    assert stats.kstest(drawn["b"], "uniform").pvalue > 1e-4
    assert drawn["c"].tolist() == free["c"].tolist()
    np.testing.assert_allclose(drawn["a"], free["a"], rtol=1e-9)  # the first of a pair stays


def test_a_correlation_with_an_input_that_is_not_drawn_does_nothing():
    tied = SamplingPlan(1024, correlations={("a", "fixed"): 0.5})
    assert unit_draws(tied)["a"].tolist() == unit_draws(SamplingPlan(1024))["a"].tolist()


def test_correlated_inputs_keep_their_own_limits():
    over = hedge_distribution(1400, ">")
    drawn = draw({"a": over, "b": UNIT}, SamplingPlan(4096, correlations={("a", "b"): 0.99}), [0], NAMES)
    assert drawn["a"].min() >= 1400


@pytest.mark.parametrize(
    ("correlations", "words"),
    [
        ({("a", "b"): 1.0}, r"the correlation of a and b must be .*, got 1\.0"),
        ({("a", "b"): float("nan")}, "the correlation of a and b must be .*, got nan"),
        ({("a", "b"): "high"}, "the correlation of a and b must be .*, got 'high'"),
        ({("a", "a"): 0.5}, "correlate a with itself"),
        ({"a b": 0.5}, "correlations must map pairs .*, got {'a b': 0.5}"),
        ([0.5], r"correlations must map pairs .*, got \[0.5\]"),
        ({("a", "b"): 0.5, ("b", "a"): 0.4}, "duplicate correlation of b and a"),
        ({("a", "b"): 0.9, ("b", "c"): 0.9, ("a", "c"): -0.9}, r"contradict each other: a and b 0\.9"),
    ],
)
def test_correlations_that_cannot_be_are_named(correlations, words):
    with pytest.raises(ParameterError, match=words):
        unit_draws(SamplingPlan(1024, correlations=correlations))


def test_the_factor_gives_the_correlations_back():
    factor = correlation_factor({("a", "b"): 0.5, ("b", "c"): -0.3})
    np.testing.assert_allclose(factor @ factor.T, [[1, 0.5, 0], [0.5, 1, -0.3], [0, -0.3, 1]], atol=1e-12)


@pytest.mark.parametrize("draws", [1024, 1025, 65_536, 1_000_000, 10_000_000])
def test_a_plan_has_enough_batches_of_bounded_size(draws):
    plan = SamplingPlan(draws)
    assert plan.batches >= 16
    assert plan.size <= 16_384
    assert draws <= plan.batches * plan.size < draws + plan.size


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"draws": 100}, "draws must be .*, got 100"),
        ({"draws": 2000.5}, r"draws must be .*, got 2000\.5"),
        ({"draws": "many"}, "draws must be .*, got 'many'"),
        ({"seed": -1}, "seed must be .*, got -1"),
        ({"method": "latin"}, "method must be one of sobol, plain, got 'latin'"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(settings, words):
    with pytest.raises(ParameterError, match=words):
        SamplingPlan(**settings)


def test_inputs_of_one_stream_are_drawn_once():
    one = hedge_distribution(600, ">")
    pair = {"a": replace(one, stream="a"), "b": replace(one, stream="a"), "c": one}
    drawn = draw(pair, SamplingPlan(1024), [0], ["a", "b", "c"])
    assert (drawn["a"] == drawn["b"]).all()
    assert (drawn["a"] != drawn["c"]).any()
    alone = draw({"a": one}, SamplingPlan(1024), [0], ["a", "b", "c"])
    assert (alone["a"] == drawn["a"]).all()
