"""What the rare earth claims imply, and the one that is refused."""

import math

import pytest

from analysis.core.errors import ParameterError
from analysis.models import rare_earths


def test_check_values():
    found = rare_earths()
    assert found.implied_world_reserves_mt == 137.5
    assert found.implied_world_reserves_low_mt == pytest.approx(52.5 / 0.45, rel=1e-12)
    assert found.implied_world_reserves_high_mt == pytest.approx(57.5 / 0.35, rel=1e-12)
    assert round(found.implied_world_reserves_low_mt, 1) == 116.7
    assert round(found.implied_world_reserves_high_mt, 1) == 164.3


def test_exact_numbers_leave_no_range():
    found = rare_earths(reserve_half_grain_mt=0, share_half_grain=0)
    assert found.implied_world_reserves_low_mt == found.implied_world_reserves_high_mt == 137.5


def test_all_the_reserves_are_the_worlds():
    assert rare_earths(rare_earth_reserve_share=1).implied_world_reserves_mt == 55
    assert rare_earths(rare_earth_reserve_share=1).implied_world_reserves_low_mt == 52.5  # a share stops at 1


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (
            lambda: rare_earths(rare_earth_reserves_mt=0),
            r"rare_earth_reserves_mt must be .*, got 0",
        ),
        (lambda: rare_earths(rare_earth_reserve_share=40), r"rare_earth_reserve_share must be .*, got 40"),
        (lambda: rare_earths(rare_earth_reserve_share=math.nan), r"rare_earth_reserve_share must be .*, got nan"),
        (lambda: rare_earths(share_half_grain=0.4), r"share_half_grain must be .*, got 0\.4"),
        (
            lambda: rare_earths(reserve_half_grain_mt=60),
            r"reserve_half_grain_mt must be .*, got 60",
        ),
    ],
)
def test_impossible_input_is_named(call, words):
    with pytest.raises(ParameterError, match=words):
        call()
