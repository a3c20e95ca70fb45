"""One declaration computes numbers and arrays, keeps its digits, and refuses by name."""

import math
from dataclasses import dataclass, fields
from typing import ClassVar

import numpy as np
import pytest

from analysis.core.errors import ParameterError
from analysis.models import MODELS, growth_scenarios, margin_uplift, rare_earths
from analysis.models.equations import FUNCTIONS
from analysis.models.evaluator import _SCOPE, compute, compute_results, declaration_of, evaluate
from analysis.models.parameters import Parameter, Parameters, defaults_of
from analysis.models.questions.growth_scenarios import GrowthScenarios
from analysis.models.questions.margin_uplift import MarginUplift
from analysis.models.results import Constraint, Outcome, result, results_of

START = Parameter("start", "t", "assumption", "tonnes before", low=0)
END = Parameter("end", "t", "assumption", "tonnes after", low=0)
RATE = Parameter("rate", "fraction/year", "assumption", "growth", low=-1, low_open=True)
WAY = Parameter("way", "", "reading", "which of two", choices=("up", "down"))
LIMIT = Parameter("limit", "t", "assumption", "most", low=0, optional=True)


@dataclass(frozen=True, repr=False)
class Moved(Outcome):
    parameters: ClassVar = Parameters((START, END, RATE, WAY, LIMIT))
    terms: ClassVar = {"moved": "end - start if way == 'up' else start - end"}
    constraints: ClassVar = (
        Constraint("end >= start", "end is {end}, less than the start of {start} on the way {way}.", of_draws=False),
        Constraint("moved != 1", "moved is {moved}."),
    )
    share: float = result("fraction", "of the start", "moved / start")
    capped: float = result("t", "the least of both", "moved if limit is None else min(moved, limit)")
    years: float = result("year", "time", "inf if rate == 0 else log(1 + rate) / rate")
    gain: float = result("fraction", "in ten years", "(1 + rate) ** 10 - 1")
    loss: float = result("fraction", "in ten years", "1 - (1 + rate) ** -10")


def moved(**values):
    return evaluate(Moved, {"start": 2.0, "end": 4.0, "rate": 0.1, "way": "up", "limit": None, **values})


def test_numbers_give_floats_and_arrays_give_arrays():
    assert type(moved().share) is float
    found = moved(end=[[2.0], [5.0]], limit=[0.5, 9.0])
    assert found.share.shape == (2, 1)
    assert found.capped.tolist() == [[0.0, 0.0], [0.5, 3.0]]
    assert type(found.gain) is float


def test_division_follows_numpy_and_an_unused_branch_does_not_warn():
    assert moved(start=0).share == math.inf
    assert math.isnan(moved(start=0, end=0).share)
    assert moved(rate=[0.0, 1.0]).years.tolist() == [math.inf, math.log(2)]


@pytest.mark.parametrize("rate", [1e-13, -1e-13, 1e-300])
def test_small_rates_keep_their_digits(rate):
    found = moved(rate=rate)
    assert found.gain == pytest.approx(10 * rate, rel=1e-11, abs=0)
    assert found.loss == pytest.approx(10 * rate, rel=1e-11, abs=0)
    assert found.years == pytest.approx(1, rel=1e-12)


def test_a_rule_names_the_first_values_that_break_it():
    with pytest.raises(ParameterError, match=r"^end is 1, .* 2 on the way up\.$"):
        moved(end=[2.0, 1.0])
    with pytest.raises(ParameterError, match=r"^moved is 1\.$"):
        moved(end=3)


def test_draws_obey_limits_and_the_rules_of_draws():
    values = {"start": 2.0, "end": np.array([1.5, 4.0]), "rate": 0.1, "way": "up", "limit": None}
    assert compute_results(Moved, values, ["share"], drawn=["end"])["share"].tolist() == [-0.25, 1.0]
    with pytest.raises(ParameterError, match="moved is 1"):
        compute_results(Moved, {**values, "end": np.array([3.0])}, ["share"], drawn=["end"])
    with pytest.raises(ParameterError, match=r"end must be .*, got -1\.0"):
        compute_results(Moved, {**values, "end": np.array([-1.0])}, ["share"], drawn=["end"])


@pytest.mark.parametrize("values", [{"foil_share": 7}, {"foil_share": np.array([0.1, 7])}])
def test_an_impossible_value_is_refused_among_draws_as_well(values):
    with pytest.raises(ParameterError, match=r"foil_share must be .*, got 7"):
        margin_uplift(**values)
    with pytest.raises(ParameterError, match=r"foil_share must be .*, got 7"):
        compute_results(MarginUplift, {**defaults_of(margin_uplift), **values}, ["uplift_ratio"], drawn=["foil_share"])


def test_the_same_inputs_give_the_same_results_whatever_was_called_before():
    before = results_of(rare_earths())
    compute_results(declaration_of(rare_earths), {**defaults_of(rare_earths)}, ["implied_world_reserves_low_mt"],
                    drawn=["rare_earth_reserves_mt"])  # fmt: skip
    assert results_of(rare_earths()) == before


def test_one_equation_is_computed_from_the_quantities_it_needs():
    assert compute(Moved, "share", moved=1, start=[2, 4]).tolist() == [0.5, 0.25]
    for call, words in (
        ({"result": "share", "start": 2}, "share needs end, way as well"),
        ({"result": "shares", "start": 2}, "shares: Moved has no such"),
        ({"result": "share", "starts": 2}, "starts: Moved has no such"),
        ({"result": "share", "moved": 1, "start": -2}, "start must be .*, got -2"),
    ):
        with pytest.raises(ParameterError, match=words):
            compute(Moved, call.pop("result"), **call)


@pytest.mark.parametrize("names", [[], ["shares"]])
def test_results_that_a_model_does_not_have_are_refused(names):
    with pytest.raises(ParameterError, match="the model has no results"):
        compute_results(GrowthScenarios, defaults_of(growth_scenarios), names)


def test_every_function_that_a_reader_may_meet_can_be_computed():
    assert FUNCTIONS.keys() <= _SCOPE.keys()


@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS)
def test_the_verbs_take_the_parameters_of_their_declarations(model):
    kind = declaration_of(model)
    assert isinstance(model(), kind)
    assert defaults_of(model).keys() <= {parameter.name for parameter in kind.parameters}
    assert [item.name for item in fields(kind)] == list(results_of(model()))
