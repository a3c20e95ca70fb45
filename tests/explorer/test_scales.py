"""Sliders cover all known values, stay within the limits, and mark the hedge of the figure."""

import inspect
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import models
from analysis.explorer.case import STEPS, Band, Scale, case_of, scale_of
from analysis.models import PARAMETERS
from analysis.models.parameters import Parameter

from ..conftest import models_of_seeds

MODELS = tuple(models_of_seeds().values())
NUMBERS = [
    (model, name) for model in MODELS for name in inspect.signature(model).parameters if not PARAMETERS[name].choices
]


@pytest.fixture(scope="module")
def cases():
    return {model: case_of(model) for model in MODELS}


@pytest.mark.parametrize(("model", "name"), NUMBERS, ids=lambda item: getattr(item, "__name__", item))
def test_every_number_of_every_model_has_a_slider_that_covers_its_base_and_band(model, name, cases):
    case, parameter = cases[model], PARAMETERS[name]
    scale, base = case.scale(name), case.base[name]
    assert scale.low < scale.high
    for value in (base, *((scale.band.low, scale.band.high) if scale.band else ())):
        assert value is None or scale.low <= value <= scale.high
    for end in (scale.low, scale.high):
        parameter.check(int(end) if parameter.whole else end)
    if parameter.whole:
        assert scale.step == 1
    else:
        assert round((scale.high - scale.low) / scale.step) >= STEPS - 1  # an open limit costs one step


@pytest.mark.parametrize(("model", "name"), NUMBERS, ids=lambda item: getattr(item, "__name__", item))
def test_the_band_shows_the_hedge_of_a_claim_or_the_presets_of_an_assumption(model, name, cases):
    case = cases[model]
    band, found = case.scale(name).band, case.inputs.get(name)
    if found and found.low < found.high:
        assert band == Band(found.low, found.high, "hedge")
    elif found:  # a target, or a figure taken as printed
        assert band is None
    else:
        ends = [case.presets[end].values.get(name, case.base[name]) for end in ("low", "high")]
        given = any(name in case.presets[end].values for end in ("low", "high"))
        assert band == (Band(min(ends), max(ends), "presets") if given else None)


def test_over_1400_reaches_to_1600(cases):
    """The printed value is the low end, since "over" excludes smaller values."""
    assert cases[models.margin_uplift].scale("foil_profit_usd_per_t").band == Band(1400, 1600, "hedge")


@given(
    base=st.floats(-1e9, 1e9).filter(lambda x: x == 0 or abs(x) > 1e-6),
    width=st.floats(0, 1e9).filter(lambda x: x == 0 or x > 1e-3),
)
def test_a_slider_covers_any_base_and_band(base, width):
    scale = scale_of(Parameter("x", "USD", "claim", "x"), base, Band(base, base + width, "hedge"))
    assert scale.low <= base <= scale.high or math.isclose(base, scale.low) or math.isclose(base, scale.high)
    assert scale.high >= (base + width) * (1 - 1e-9) - 1e-9
    assert not (base > 0 > scale.low)


def test_an_open_limit_is_not_on_the_slider():
    share = Parameter("share", "fraction", "assumption", "x", low=0, high=1, low_open=True, high_open=True)
    scale = scale_of(share, 0.5)
    assert 0 < scale.low < scale.high < 1


def test_a_value_beyond_the_ends_is_placed_at_the_end():
    scale = Scale(0, 10, 1)
    assert [scale.place(value) for value in (-5, 0, 5, 10, 15)] == [0, 0, 0.5, 1, 1]
