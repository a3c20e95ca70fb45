"""The unit that an equation gives, against the declared one."""

from dataclasses import make_dataclass
from typing import ClassVar

import pytest

from analysis.models import MODELS
from analysis.models.equations import EquationError
from analysis.models.evaluator import declaration_of
from analysis.models.parameters import Parameter, Parameters
from analysis.models.results import Outcome, result
from analysis.models.unit_check import check_units

UNITS = {
    "margin": "EUR/t", "output": "kt", "flow": "kt/year", "power": "MW", "tariff": "USD/MWh", "use": "MWh/t",
    "share": "fraction", "growth": "fraction/year", "years": "year", "staff": "worker", "wage": "EUR",
    "rate": "USD/EUR", "thickness": "um", "density": "g/cm3", "price": "USD/lb", "volume": "m^3", "reading": "",
}  # fmt: skip


def outcome(unit, equation, **terms):
    inputs = Parameters(tuple(Parameter(name, own, "assumption", name) for name, own in UNITS.items()))
    space = {"parameters": inputs, "terms": terms, "__annotations__": {"parameters": ClassVar, "terms": ClassVar}}
    return make_dataclass("Found", [("found", float, result(unit, "what is found", equation))], bases=(Outcome,),
                          frozen=True, namespace=space)  # fmt: skip


@pytest.mark.parametrize(
    ("unit", "equation"),
    [
        ("EUR", "margin * output * 1e3"),
        ("EUR/year", "margin * output * 1e3"),  # "in a year" is told either way
        ("EUR mn", "margin * flow * years / 1e3"),
        ("USD", "power * 8760 * tariff"),
        ("USD/t", "use * tariff"),
        ("USD/t", "price * 2204.62"),
        ("USD", "margin * output * 1e3 * rate"),
        ("g/m2", "thickness * density"),
        ("t", "volume * density"),
        ("kt", "output * (1 + growth) ** years"),
        ("EUR", "max(margin, 0) * 1e3 * output"),
        ("EUR/worker", "margin * output * 1e3 / staff"),
        ("EUR", "staff * wage"),
        ("count", "1.2 * staff"),
        ("fraction", "normal_cdf(log(output / flow) / share)"),
        ("percentage_point", "100 * share"),
        ("EUR/t", "margin if reading == 'high' else 0.5 * margin"),
        ("EUR2/t2", "margin ** 2"),
        ("EUR/t", "sqrt(margin * margin)"),
        ("t", "output_of('China', 2024) * share"),
        ("units as printed", "margin"),
        ("year", "years + 2026"),
        ("EUR/t", "5"),
        ("kt", "inf if share == 0 else output / share"),
    ],
)
def test_an_equation_of_the_declared_dimensions_passes(unit, equation):
    check_units(outcome(unit.replace("EUR2/t2", "EUR*EUR/t/t"), equation))


@pytest.mark.parametrize(
    ("unit", "equation", "told"),
    [
        ("EUR/t", "margin * output * 1e3", "gives EUR, but its unit is EUR/t"),
        ("EUR", "margin", "gives EUR/t, but its unit is EUR;"),
        ("USD", "margin * output * 1e3", "gives EUR, but its unit is USD"),
        ("t", "output / share * margin", "gives EUR, but its unit is t"),
        ("MWh", "use * share", "but its unit is MWh"),
        ("fraction", "margin / wage", "gives 1/t, but its unit is fraction"),
        ("EUR", "margin + wage", "joins EUR/t and EUR"),
        ("EUR", "wage if share > 0.5 else margin", "joins EUR and EUR/t"),
        ("EUR", "max(0, wage, output)", "joins EUR and "),
        ("EUR/t", "2 * earned", "gives EUR, but"),
        ("EUR", "margin ** 2", "but its unit is EUR"),
        ("t", "sqrt(output)", "but its unit is t"),
        ("USD", "price * 2204.62", "but its unit is USD"),
        ("fraction", "output", "but its unit is fraction"),
        ("EUR", "share * 100", "gives a share, but its unit is EUR"),
    ],
)
def test_an_equation_of_other_dimensions_is_refused_with_both_units(unit, equation, told):
    with pytest.raises(EquationError, match=told) as problem:
        check_units(outcome(unit, equation, earned="margin * output * 1e3"))
    assert problem.value.step == "found"


@pytest.mark.parametrize("name", ["automation_effects", "growth_scenarios", "margin_uplift", "rare_earths",
                                  "western_exposure"])  # fmt: skip
def test_every_shipped_model_passes(name):
    check_units(declaration_of(MODELS[name]))
