"""What a result is made of follows from its equation, and an equation that says nothing is refused by name."""

from dataclasses import make_dataclass

import pytest

from analysis.models import automation_effects
from analysis.models.equations import IMPLICIT, explained
from analysis.models.parameters import Parameter
from analysis.models.results import result

CAPEX = Parameter("capex", "USD", "assumption", "money invested at the start")
SAVING = Parameter("saving", "USD/year", "assumption", "gain each year")


def outcome(terms=(), **equations):
    """The class of an outcome that takes a capex and a saving."""
    columns = [(name, float, result("USD", "money", equation)) for name, equation in equations.items()]
    return make_dataclass("Outcome", columns, namespace={"terms": dict(terms), "parameters": (CAPEX, SAVING)})


def test_inputs_come_through_steps_and_steps_in_order_of_use():
    found = explained(outcome({"b": "log(capex)", "a": "b + 1"}, left="right * a", right="saving"))
    assert list(found) == ["left", "right"]
    assert list(found["left"].steps.items()) == [("right", "saving"), ("a", "b + 1"), ("b", "log(capex)")]
    assert found["left"].inputs == ("capex", "saving")
    assert (found["right"].steps, found["right"].inputs) == ({}, ("saving",))


def test_words_and_conditions_are_not_names_of_quantities():
    found = explained(outcome(left="inf if capex is None else nan if saving in ('a', 'b') else 0"))["left"]
    assert found.inputs == ("capex", "saving")


def test_a_root_occurs_in_its_own_equation_but_is_not_a_step_of_itself():
    irr = explained(automation_effects())["irr"]
    assert irr.equation.startswith(IMPLICIT)
    assert "irr" not in irr.steps
    assert "annuity_factor_at_irr" in irr.steps
    assert not explained(automation_effects())["npv_usd"].equation.startswith(IMPLICIT)


@pytest.mark.parametrize(
    ("equation", "words"),
    [
        ("capax - saving", r"the equation of Outcome\.left uses 'capax' in 'capax - saving'"),
        ("capex - ", r"the equation of Outcome\.left cannot be read, in left = 'capex - '"),
        ("log10(capex)", r"Outcome\.left uses 'log10'"),
        ("2 * left", r"Outcome\.left goes round: left -> left"),
        ("right", r"Outcome\.left goes round: left -> right -> left"),
        ("c", r"Outcome\.left uses 'cutt' in 'cutt \+ 1'"),
    ],
)
def test_an_equation_that_says_nothing_is_refused_by_name(equation, words):
    with pytest.raises(ValueError, match=words):
        explained(outcome({"c": "cutt + 1"}, left=equation, right="left"))


@pytest.mark.parametrize(("terms", "name"), [({"left": "1"}, "left"), ({"capex": "1"}, "capex")])
def test_a_name_means_one_thing(terms, name):
    with pytest.raises(ValueError, match=f"Outcome: duplicate name {name}"):
        explained(outcome(terms, left="saving"))


def test_results_without_an_equation_are_left_out_and_other_objects_refused():
    assert explained(outcome(left="", right="saving")).keys() == {"right"}
    assert explained(make_dataclass("Bare", [("a", float, result("t", "mass"))])) == {}
    with pytest.raises(TypeError, match=r"^float "):
        explained(3.0)


def test_callers_may_change_the_explanation_that_they_get():
    explained(automation_effects()).clear()
    assert explained(automation_effects())
