"""Exposure: limits and closed forms first, then the values that were computed by hand."""

import math

import numpy as np
import pytest

from analysis.core.errors import ParameterError
from analysis.models import western_exposure
from analysis.models.producers import REST, Producer, load_producers
from analysis.models.results import results_of


@pytest.fixture
def outputs(monkeypatch):
    """Put a table of outputs, country to tonnes, in the place of mined copper in 2025."""

    def put(unit="t", **countries):
        rows = tuple(
            Producer("copper", "mined", 2025, REST if name == "rest" else name, value, unit, "E", "P", "T", None, "a.b",
                     "primary", None)
            for name, value in countries.items()
        )  # fmt: skip
        monkeypatch.setattr(
            "analysis.models.producers.load_producers", lambda: {("copper", "mined", 2025): {"E": rows}}
        )

    return put


def copper(**more):
    return western_exposure(material="copper", **more)


def test_a_single_producer_has_all_of_it_and_no_growth_elsewhere_is_enough(outputs):
    outputs(China=500.0)
    found = copper(share_limit=0.5)
    assert (found.china_share, found.concentration_points, found.concentration_at_most_points) == (1, 10_000, 10_000)
    assert (found.output_to_add, found.output_to_add_t, found.growth_elsewhere) == (1, 500, math.inf)
    assert (found.largest_share, found.three_largest_share) == (1, 1)


@pytest.mark.parametrize("count", [1, 2, 4, 10, 100])
def test_n_equal_producers_have_a_concentration_of_10000_over_n(outputs, count):
    outputs(**{f"Country {number}": 7.0 for number in range(count)})
    found = copper()
    assert found.concentration_points == pytest.approx(10_000 / count, rel=1e-12)
    assert found.three_largest_share == pytest.approx(min(3 / count, 1), rel=1e-12)


@pytest.mark.parametrize(("china", "others"), [(70.0, 30.0), (99.0, 1.0), (5.0, 95.0), (1e-9, 1.0)])
@pytest.mark.parametrize("limit", [0.01, 0.3, 0.5, 0.69, 0.95, 1.0])
def test_the_addition_brings_the_share_to_the_limit(outputs, china, others, limit):
    outputs(China=china, Chile=others)
    found = copper(share_limit=limit)
    reached = china / (china + others + found.output_to_add_t)
    if found.china_share <= limit:
        assert (found.output_to_add_t, found.growth_elsewhere) == (0, 0)
    else:
        assert reached == pytest.approx(limit, rel=1e-12)
        assert found.output_to_add_t == pytest.approx(china / limit - (china + others), rel=1e-9)
        assert others * (1 + found.growth_elsewhere) == pytest.approx(others + found.output_to_add_t, rel=1e-12)


def test_a_share_at_the_limit_needs_nothing_and_a_limit_of_0_is_out_of_reach(outputs):
    outputs(China=1.0, Chile=3.0)
    assert copper(share_limit=0.25).output_to_add == 0
    found = copper(share_limit=0)
    assert (found.output_to_add, found.output_to_add_t, found.growth_elsewhere) == (math.inf, math.inf, math.inf)
    outputs(Chile=3.0)
    assert (copper(share_limit=0).china_share, copper(share_limit=0).output_to_add) == (0, 0)


def test_other_countries_are_many_small_ones_or_at_most_one(outputs):
    outputs(China=50.0, Chile=30.0, rest=20.0)
    found = copper()
    assert found.concentration_points == pytest.approx(2500 + 900)
    assert found.concentration_at_most_points == pytest.approx(2500 + 900 + 400)
    assert found.largest_share == 0.5
    assert found.three_largest_share == pytest.approx(0.8)  # of those that are named


def test_shares_without_tonnes_have_no_tonnes_to_add(outputs):
    outputs(unit="fraction", China=0.9, rest=0.1)
    found = copper(share_limit=0.5)
    assert found.output_to_add == pytest.approx(0.8)
    assert math.isnan(found.world_output_t)
    assert math.isnan(found.output_to_add_t)


@pytest.mark.parametrize(
    ("material", "stage", "share", "points"),
    [
        ("rare earths", "mined", 0.694, 5072),
        ("copper", "refined", 0.483, 2537),
        ("copper", "mined", 0.078, 1036),
        ("tungsten", "mined", 0.787, 6234),
        ("gallium", "refined", 0.990, 9804),
    ],
)
def test_the_values_of_2025_that_were_computed_by_hand(material, stage, share, points):
    found = western_exposure(material=material, stage=stage)
    assert found.china_share == pytest.approx(share, abs=5e-4)
    assert found.concentration_points == pytest.approx(points, abs=0.5)
    assert found.concentration_points <= found.concentration_at_most_points <= 10_000


def test_every_row_of_the_table_gives_shares_between_0_and_1():
    for material, stage, year in load_producers():
        for limit in (0.0, 0.2, 1.0):
            found = western_exposure(material=material, stage=stage, year=year, share_limit=limit)
            assert 0 <= found.china_share <= found.three_largest_share <= 1
            assert 0 < found.largest_share <= found.three_largest_share
            assert 0 < found.concentration_points <= found.concentration_at_most_points <= 10_000 + 1e-9
            assert min(found.output_to_add, found.growth_elsewhere) >= 0


def test_refining_is_set_against_mining_of_the_same_year():
    found = western_exposure(material="copper", stage="refined")
    assert found.china_mined_share == western_exposure(material="copper", stage="mined").china_share
    assert math.isnan(western_exposure(material="gallium", stage="refined").china_mined_share)


def test_arrays_of_years_and_limits_give_what_single_calls_give():
    years, limits = np.array([2018, 2024, 2025]), np.array([[0.3], [0.65]])
    many = results_of(western_exposure(year=years, share_limit=limits))
    for row, limit in enumerate(limits[:, 0]):
        for column, year in enumerate(years):
            for name, one in results_of(western_exposure(year=int(year), share_limit=limit)).items():
                assert np.broadcast_to(many[name].value, (2, 3))[row, column] == one.value, name


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"material": "coper"}, "'coper'.*did you mean copper"),
        ({"material": 7}, "material"),
        ({"stage": "melted"}, "mined, refined.*'melted'"),
        ({"material": "gallium"}, r"no gallium \(mined\) for 2025, but refined in 2024 to 2025"),
        ({"year": 1950}, r"no rare earths \(mined\) for 1950, but mined in 2018 to 2025"),
        ({"year": [2025, 1950]}, "1950"),
        ({"year": 2025.5}, "year"),
        ({"share_limit": 1.01}, "share_limit"),
        ({"share_limit": -0.1}, "share_limit"),
        ({"share_limit": math.nan}, "share_limit"),
    ],
)
def test_missing_rows_of_the_table_are_refused_by_name(given, named):
    with pytest.raises(ParameterError, match=named):
        western_exposure(**given)
