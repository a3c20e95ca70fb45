"""Foil lifts profit per tonne far more than revenue per tonne; growth in logarithms adds up."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.core.errors import ParameterError
from analysis.models import margin_uplift
from analysis.models.decompositions import growth_decomposition

shares = st.floats(0, 1)


def test_check_values():
    assert margin_uplift(foil_share=1).revenue_per_tonne_multiple == pytest.approx(13_447 / 10_053, rel=1e-14)


def revenue_per_tonne(share, price=10_000):
    return price + (1 - share) * 53 + share * 3447


@given(target=st.floats(1, 1e5), price=st.floats(-0.5, 1), s0=shares, s1=shares, years=st.floats(0, 10))
def test_the_parts_sum_to_the_growth(target, price, s0, s1, years):
    found = growth_decomposition(
        cluster_target_cny_bn=target,
        years=years,
        price_growth=price,
        foil_share_before=s0,
        foil_share_after=s1,
    )
    assert found.volume + found.price + found.mix + found.cross == pytest.approx(found.total, rel=1e-14, abs=1e-14)
    assert found.total == pytest.approx(math.log(target / 600), rel=1e-12, abs=1e-12)
    # Tonnes that grow by `volume` at the new revenue per tonne reach the target.
    old, new = revenue_per_tonne(s0), revenue_per_tonne(s1, 10_000 * (1 + price) ** years)
    assert 600 * math.exp(found.volume) * new / old == pytest.approx(target, rel=1e-11)


def test_the_parts_by_hand():
    found = growth_decomposition(price_growth=0.10)
    assert found.price == pytest.approx(math.log(12_153 / 10_053), rel=1e-12)
    assert found.mix == pytest.approx(math.log(10_392.4 / 10_053), rel=1e-12)
    assert found.cross == pytest.approx(math.log(12_492.4 * 10_053 / (12_153 * 10_392.4)), rel=1e-10)
    assert found.volume == pytest.approx(math.log(1000 / 600) - math.log(12_492.4 / 10_053), rel=1e-12)


def test_one_cause_alone_has_no_cross_term():
    only_price = growth_decomposition(price_growth=0.10, foil_share_after=0)
    assert (only_price.mix, only_price.cross) == (0, 0)
    only_mix = growth_decomposition()
    assert (only_mix.price, only_mix.cross) == (0, 0)
    neither = growth_decomposition(foil_share_after=0)
    assert neither.volume == pytest.approx(math.log(1000 / 600), rel=1e-15)


def test_arrays_equal_the_loop_over_numbers():
    growths = np.array([-0.1, 0.0, 0.1])
    found = growth_decomposition(price_growth=growths)
    for position, growth in enumerate(growths):
        one = growth_decomposition(price_growth=growth)
        assert found.cross[position] == pytest.approx(one.cross, abs=1e-15)
        assert found.volume[position] == pytest.approx(one.volume, rel=1e-13)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (
            lambda: growth_decomposition(copper_price_usd_per_t=0),
            r"copper_price_usd_per_t must be .*, got 0",
        ),
        (lambda: growth_decomposition(cluster_cny_bn=0), r"cluster_cny_bn must be .*, got 0"),
        (lambda: growth_decomposition(years=-1), r"years must be .*, got -1"),
        (lambda: growth_decomposition(foil_share_after=1.1), r"foil_share_after must be .*, got 1\.1"),
    ],
)
def test_impossible_input_is_named(call, words):
    with pytest.raises(ParameterError, match=words):
        call()
