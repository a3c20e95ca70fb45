"""A bridge of profits adds up, and each part is nothing when its cause is missing."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.core.errors import ParameterError
from analysis.models.decompositions import profit_bridge

profits = st.floats(0.1, 1e4)
shares = st.floats(0, 1)
tonnes = st.floats(0, 1e6)


def blended_profit(share, wire, foil):
    return (1 - share) * wire + share * foil


def test_check_values():
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


def test_arrays_equal_the_loop_over_numbers():
    shares_after = np.array([0.0, 0.1, 1.0])
    expected = [profit_bridge(foil_share_after=share).total_usd for share in shares_after]
    np.testing.assert_array_equal(profit_bridge(foil_share_after=shares_after).total_usd, expected)


def test_impossible_input_is_named_with_its_time():
    with pytest.raises(ParameterError, match=r"foil_share_after must be .*, got 2"):
        profit_bridge(foil_share_after=2)
    with pytest.raises(ParameterError, match=r"tonnage_t_per_year_before must be .*, got -1"):
        profit_bridge(tonnage_t_per_year_before=-1)
