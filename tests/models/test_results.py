"""Every field of an outcome can be recorded by name with unit and meaning."""

from dataclasses import dataclass, fields

import pytest

from analysis.models import automation_effects, growth_scenarios, margin_uplift, rare_earths
from analysis.models.decompositions import growth_decomposition, profit_bridge
from analysis.models.results import Result, results_of


@pytest.mark.parametrize(
    "model",
    [margin_uplift, automation_effects, growth_scenarios, rare_earths, profit_bridge, growth_decomposition],
)
def test_every_field_of_every_model_has_a_value_a_unit_and_a_meaning(model):
    outcome = model()
    found = results_of(outcome)
    assert list(found) == [item.name for item in fields(outcome)]
    for name, one in found.items():
        assert one.value is getattr(outcome, name)
        assert type(one.value) is float
        assert one.unit
        assert one.meaning


def test_a_result_has_its_declared_attributes():
    expected = Result(1385.0, "USD/t", "foil profit above wire profit, per tonne", "foil_profit - wire_profit")
    assert results_of(margin_uplift())["uplift_usd_per_t"] == expected


@dataclass
class Bare:
    value: float = 1.0


@pytest.mark.parametrize("thing", [None, {"a": 1}, Bare(), Bare])
def test_an_object_that_is_not_an_outcome_is_refused(thing):
    with pytest.raises(TypeError, match="outcome of a model"):
        results_of(thing)
