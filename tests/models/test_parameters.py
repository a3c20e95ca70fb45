"""Parameters accept what is possible and name what is not."""

import math

import numpy as np
import pytest

from analysis.core.errors import ParameterError
from analysis.models.parameters import Parameter, Parameters, plain

SHARE = Parameter("foil_share", "fraction", "assumption", "foil in tonnage", low=0, high=1)
YEAR = Parameter("base_year", "year", "assumption", "of the size", low=1900, high=2200, whole=True)
SCOPE = Parameter("cost_scope", "", "reading", "which costs", choices=("variable", "conversion"))


@pytest.mark.parametrize(("value", "expected"), [(0, 0.0), (1, 1.0), (np.float32(0.5), 0.5), (np.int64(1), 1.0)])
def test_limits_belong_to_the_allowed_values(value, expected):
    actual = SHARE.check(value)
    assert actual == expected
    assert type(actual) is float


@pytest.mark.parametrize(
    "value",
    [-1e-12, 1.5, math.nan, math.inf, -math.inf, "0.1", b"1", True, np.True_, None, 1j, {}, [0.1, "a"],
     ["0.1"], [True], [[0.1], [0.1, 0.2]], [0.1, math.nan], [0.1, 2.0], np.array(7.0), 10**400],
)  # fmt: skip
def test_errors_for_impossible_values_state_the_allowed_ones(value):
    with pytest.raises(ParameterError, match=r"^foil_share must be .*, got .*"):
        SHARE.check(value)


def test_the_first_wrong_value_of_an_array_is_shown():
    with pytest.raises(ParameterError, match=r"^foil_share must be .*, got 1\.5"):
        SHARE.check([0.1, 1.5, 2.5])


@pytest.mark.parametrize("value", [1e30, -1e30, np.array([1.0, 1e30])])
def test_a_size_that_nothing_has_is_refused_with_the_limit(value):
    profit = Parameter("foil_profit_usd_per_t", "USD/t", "claim", "profit on battery foil")
    assert profit.check(-2e9) == -2e9
    told = r"^foil_profit_usd_per_t must be between -1e\+10 and 1e\+10 USD/t, got -?1e\+30 \(profit on battery foil\)"
    with pytest.raises(ParameterError, match=told):
        profit.check(value)


@pytest.mark.parametrize(
    ("unit", "named"),
    [("USD/(t/year)", "between 0 and 1e+10 USD/(t/year)"), ("t/year", "1e+12"), ("EUR/t", "1e+15"), ("year", "10000")],
)
def test_the_limit_of_a_size_depends_on_its_unit_and_leaves_the_own_ones(unit, named):
    amount = Parameter("capital", unit, "assumption", "capital cost", low=0)
    with pytest.raises(ParameterError) as raised:
        amount.check(1e16)
    assert named in str(raised.value)
    with pytest.raises(ParameterError, match=r"must be at least 0"):
        amount.check(-1)
    assert Parameter("draws", "count", "assumption", "draws", low=0, high=1e20).check(1e18) == 1e18


def test_a_rise_of_a_source_may_be_larger_than_one_that_is_set_by_hand():
    rise = Parameter("gain", "fraction", "claim", "rise of productivity", low=-1)
    assert rise.check(7) == 7
    rise.refuse_percent(5)
    with pytest.raises(ParameterError, match=r"^gain must be at most 5 .*, got 7 .*; 7 is 700 %, and 7 % is 0\.07"):
        rise.refuse_percent(7)


def test_lists_become_arrays_of_floats():
    actual = SHARE.check([0, 1])
    assert actual.dtype == float
    np.testing.assert_array_equal(actual, [0.0, 1.0])


@pytest.mark.parametrize("value", [2025, 2025.0, np.int32(2025)])
def test_whole_numbers_stay_whole(value):
    actual = YEAR.check(value)
    assert actual == 2025
    assert type(actual) is int


@pytest.mark.parametrize("value", [2025.5, [2025, 2025.5], 1899])
def test_broken_years_are_refused(value):
    with pytest.raises(ParameterError, match=r"base_year must be .*, got .*"):
        YEAR.check(value)


def test_open_limits_do_not_belong_to_the_allowed_values():
    parameter = Parameter("rate", "fraction", "assumption", "x", low=-1, high=1, low_open=True, high_open=True)
    assert parameter.allowed == "above -1 and below 1"
    assert parameter.check(0.999) == 0.999
    for value in (-1, 1, [0, 1], [-1, 0]):
        with pytest.raises(ParameterError):
            parameter.check(value)


@pytest.mark.parametrize("value", ["all", 1, None, np.array(["variable", "variable"])])
def test_words_are_one_of_the_choices(value):
    assert SCOPE.check("variable") == "variable"
    with pytest.raises(ParameterError, match="must be one of variable, conversion"):
        SCOPE.check(value)


def test_only_an_optional_parameter_may_be_missing():
    assert Parameter("growth", "x", "assumption", "x", optional=True).check(None) is None


def test_arrays_of_unlike_shape_are_named():
    parameters = Parameters((SHARE, YEAR))
    checked = parameters.check({"foil_share": [[0.1], [0.2]], "base_year": [2024, 2025, 2026]})
    assert np.broadcast_shapes(*(value.shape for value in checked.values())) == (2, 3)
    with pytest.raises(ParameterError, match=r"incompatible shapes: foil_share \(2,\), base_year \(3,\)"):
        parameters.check({"foil_share": [0.1, 0.2], "base_year": [2024, 2025, 2026]})


@pytest.mark.parametrize("wrong", [-0.1, 1.5, math.nan, math.inf])
def test_one_wrong_number_among_many_is_named(wrong):
    numbers = np.full(100_000, 0.5)
    numbers[77_777] = wrong
    with pytest.raises(ParameterError, match=f"foil_share must be .*, got {wrong}"):
        SHARE.check(numbers)


def test_an_unknown_name_is_a_key_error():
    with pytest.raises(KeyError):
        Parameters((SHARE,))["share"]


def test_plain_returns_a_float_for_one_number():
    assert type(plain(np.float64(2))) is float
    np.testing.assert_array_equal(plain([1, 2]), [1.0, 2.0])
