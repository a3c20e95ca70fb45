"""The parts of a change of profit and of a growth of revenue add up, and each is nothing without its cause."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.core.errors import ParameterError
from analysis.models import margin_uplift
from analysis.models.decompositions import growth_decomposition, profit_bridge

profits = st.floats(0.1, 1e4)
shares = st.floats(0, 1)
tonnes = st.floats(0, 1e6)


def blended_profit(share, wire, foil):
    return (1 - share) * wire + share * foil


def test_check_values_of_a_change_of_profit():
    found = profit_bridge()
    assert found.volume_usd == pytest.approx(0.30e6, rel=1e-12)
    assert found.mix_usd == pytest.approx(16.62e6, rel=1e-12)
    assert found.rate_usd == pytest.approx(1.20e6, rel=1e-12)
    assert found.total_usd == pytest.approx(18.12e6, rel=1e-12)


@given(tonnes, tonnes, shares, shares, profits, profits, profits, profits)
def test_the_parts_sum_exactly_to_the_change_of_profit(q0, q1, s0, s1, w0, w1, f0, f1):
    found = profit_bridge(
        tonnage_t_per_year_before=q0,
        tonnage_t_per_year_after=q1,
        foil_share_before=s0,
        foil_share_after=s1,
        wire_profit_usd_per_t_before=w0,
        wire_profit_usd_per_t_after=w1,
        foil_profit_usd_per_t_before=f0,
        foil_profit_usd_per_t_after=f1,
    )
    assert found.volume_usd + found.mix_usd + found.rate_usd == found.total_usd
    size = (q0 + q1) * (w0 + w1 + f0 + f1)
    change = q1 * blended_profit(s1, w1, f1) - q0 * blended_profit(s0, w0, f0)
    assert found.total_usd == pytest.approx(change, rel=0, abs=1e-14 * size + 1e-12)


def test_a_missing_cause_leaves_its_part_at_zero():
    assert profit_bridge(tonnage_t_per_year_after=100_000).volume_usd == 0
    assert profit_bridge(foil_share_after=0).mix_usd == 0
    assert profit_bridge(foil_profit_usd_per_t_after=1400).rate_usd == 0


def test_impossible_input_is_named_with_its_time():
    with pytest.raises(ParameterError, match=r"foil_share_after must be .*, got 2"):
        profit_bridge(foil_share_after=2)
    with pytest.raises(ParameterError, match=r"tonnage_t_per_year_before must be .*, got -1"):
        profit_bridge(tonnage_t_per_year_before=-1)


def test_a_tonne_of_foil_earns_little_more_revenue():
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
def test_impossible_input_of_a_growth_is_named(call, words):
    with pytest.raises(ParameterError, match=words):
        call()
