"""Units convert only into units of the same dimension."""

import pytest

from analysis.core.errors import UnitError
from analysis.core.units import check_unit, convert, share_refusal
from analysis.extraction.lexicon import CURRENCY_NAMES, PER_ONLY, UNITS
from analysis.models import PARAMETERS


@pytest.mark.parametrize(
    ("value", "unit", "to", "expected"),
    [
        (1e12, "CNY", "CNY bn", 1000.0),
        (140e9, "USD", "USD bn", 140.0),
        (20e6, "t", "Mt", 20.0),
        (10.0, "percent", "fraction", 0.1),
        (1.5, "percent", "fraction", 0.015),
        (39.5e9, "dimensionless", "bn", 39.5),
        (1.0, "ozt", "g", 31.1034768),
        (25.0, "basis_point", "percentage_point", 0.25),
        (1.0, "USD/kg", "USD/t", 1000.0),
    ],
)
def test_units_of_the_same_dimension_convert(value, unit, to, expected):
    assert convert(value, unit, to) == expected


@pytest.mark.parametrize(
    ("unit", "to"),
    [
        ("percent", "percentage_point"),
        ("USD", "CNY"),
        ("t", "um"),
        ("t/year", "t"),
        ("USD/t", "USD"),
        ("count:job", "t"),
    ],
)
def test_units_of_different_dimensions_do_not_convert(unit, to):
    with pytest.raises(UnitError, match=" to "):
        convert(1.0, unit, to)


def test_an_unknown_unit_is_named():
    with pytest.raises(UnitError, match="furlongish"):
        check_unit("furlongish")


def test_the_registry_knows_every_unit_of_the_lexicon():
    written = {name for name, _ in UNITS.values()} | {name for name, _ in CURRENCY_NAMES.values()}
    for unit in written | {f"USD/{per}" for per in PER_ONLY.values()}:
        assert check_unit(unit) == unit


def test_the_registry_knows_every_unit_of_the_models():
    for parameter in PARAMETERS.values():
        if parameter.unit:
            assert check_unit(parameter.unit) == parameter.unit


def test_kt_is_the_kilotonne():
    assert convert(3, "kt", "t") == 3000
    assert convert(3, "kt/year", "Mt/year") == pytest.approx(0.003)


@pytest.mark.parametrize(
    ("part", "whole", "result"),
    [
        ("t/year", "t", "is a rate per year"),
        ("Mt/year", "t", "is a rate per year"),
        ("t", "t/year", "gives year"),
        ("USD", "t", "gives USD/t"),
    ],
)
def test_a_ratio_with_a_dimension_is_not_a_share(part, whole, result):
    refusal = share_refusal(part, whole)
    assert refusal.endswith(f"{part} divided by {whole} {result}, not a share")
    assert refusal.startswith("a flow over a stock: ") == (result == "is a rate per year")


@pytest.mark.parametrize(("part", "whole"), [("t", "t"), ("kg", "Mt"), ("t/year", "kt/year"), ("percent", "fraction")])
def test_a_ratio_without_dimension_is_a_share(part, whole):
    assert share_refusal(part, whole) == ""
