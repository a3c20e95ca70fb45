"""Every equation computed with units: pint refuses to add dollars to tonnes, and a lost factor shows in the number."""

import ast
import math
import operator
from dataclasses import dataclass, field, fields, make_dataclass
from functools import cache

import numpy as np
import pytest
from pint import DimensionalityError

from analysis.core.units import convert, registry
from analysis.models import automation_effects, growth_scenarios, margin_uplift, rare_earths
from analysis.models.decompositions import growth_decomposition, profit_bridge
from analysis.models.equations import IMPLICIT, explained, expression_of, expressions_of
from analysis.models.evaluator import declaration_of, evaluate
from analysis.models.hedge_intervals import half_grain
from analysis.models.parameters import defaults_of
from analysis.models.questions.automation_effects import READINGS, SCOPES
from analysis.models.results import Outcome, results_of

YEAR = registry().Quantity(1.0, "year")


def unit_of(name):
    text = name.replace("cm3", "cm^3").replace("m2", "m^2").replace(" ", "*")
    return registry().parse_units(text)


def quantity(value, unit=""):
    return registry().Quantity(np.float64(value), unit_of(unit))  # numpy's floats divide by 0 as the equations do


def plain(number):
    """A number without a unit; DimensionalityError where it has one."""
    return number.to("dimensionless").magnitude


@dataclass(frozen=True)
class Growth:
    """By what something is multiplied in one year: no plain number, since the length of the year is in it."""

    factor: float

    def __mul__(self, other):
        return Growth(self.factor * other.factor)

    def __truediv__(self, other):
        return Growth(self.factor / other.factor)

    def __sub__(self, other):
        assert plain(other) == 1, "a growth less 1 is a rate; less anything else it is nothing"
        return (self.factor - 1) / YEAR

    def __pow__(self, years):
        return quantity(self.factor ** (years / YEAR).to("dimensionless").magnitude)


def add(left, right):
    if not isinstance(left, Growth) and not isinstance(right, Growth) and right.check("1/[time]"):
        return Growth(1 + plain(right * YEAR)) if left.dimensionless and plain(left) == 1 else left + right
    return left + right


def power(base, exponent):
    if isinstance(base, Growth):
        return base**exponent
    if exponent.check("1/[time]"):  # a root whose degree is a number of years
        return Growth(plain(base) ** plain(exponent * YEAR))
    return base ** plain(exponent)


def log(number):
    """Of a growth it is a rate: what is added in one year."""
    return math.log(number.factor) / YEAR if isinstance(number, Growth) else quantity(np.log(plain(number)))


def compared(operation, left, right):
    """Whether it holds; nothing but 0 can be compared with what has another dimension."""
    if isinstance(left, str) or left is None or right is None:
        return operation(left, right)
    if not (right.dimensionless and plain(right) == 0):
        left, right = left - right, right - right
    return operation(left.magnitude, right.magnitude)


FUNCTIONS = {
    "abs": abs,
    "exp": lambda x: quantity(math.exp(plain(x))),
    "half_grain": lambda x: registry().Quantity(half_grain(x.magnitude), x.units),
    "log": log,
    "max": lambda a, b: a if compared(operator.ge, a, b) else b,
    "min": lambda a, b: a if compared(operator.le, a, b) else b,
    "normal_cdf": lambda x: quantity(math.erfc(-plain(x) / math.sqrt(2)) / 2),
    "sqrt": lambda x: x**0.5,
}
OPERATIONS = {ast.Add: add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv, ast.Pow: power}
COMPARISONS = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Is: operator.is_,
    ast.IsNot: operator.is_not,
    ast.In: lambda word, words: word in words,
}
TERM_UNITS = {
    "g_per_t": "g/t",
    "cny_per_cny_bn": "CNY/(CNY bn)",
    "plan_years": "year",
    "kg_per_t": "kg/t",
    "t_per_mt": "t/Mt",
    "a_year": "year",
}  # terms that are bare numbers


def computed(node, look_up):
    """The value of an expression as a quantity, a growth, a word, words or None."""
    match node:
        case ast.Constant(value=str() | None as value):
            return value
        case ast.Constant(value=value):
            return quantity(value)
        case ast.Tuple(elts=parts):
            return [computed(part, look_up) for part in parts]
        case ast.Name(id=name):
            return quantity(float(name)) if name in ("inf", "nan") else look_up(name)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -computed(operand, look_up)
        case ast.BinOp(left=left, op=operation, right=right):
            return OPERATIONS[type(operation)](computed(left, look_up), computed(right, look_up))
        case ast.Compare(left=left, ops=[operation], comparators=[right]):
            return compared(COMPARISONS[type(operation)], computed(left, look_up), computed(right, look_up))
        case ast.IfExp(test=test, body=body, orelse=orelse):
            return computed(body if computed(test, look_up) else orelse, look_up)
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
            return FUNCTIONS[name](*(computed(argument, look_up) for argument in arguments))
    raise AssertionError(f"an equation has no {ast.dump(node)}")


def by_units(kind, values, given):
    """A function of a name: its value as a quantity, by its equation with units but for what is `given`."""
    units = {item.name: item.metadata["unit"] for item in fields(kind)} | TERM_UNITS
    units |= {parameter.name: parameter.unit for parameter in kind.parameters}
    expressions = expressions_of(kind)

    @cache
    def look_up(name):
        if name in given or name in values:
            value = given[name] if name in given else values[name]
            return value if isinstance(value, str) or value is None else quantity(value, units[name])
        value = computed(expression_of(expressions[name]), look_up)
        if name not in units:
            return value
        if name in TERM_UNITS or (value.dimensionless and (plain(value) == 0 or not math.isfinite(plain(value)))):
            return quantity(plain(value), units[name])  # 0, inf and nan stand for any unit
        return value.to(unit_of(units[name]))

    return look_up


def check_units(kind, values):
    """Every result has its unit, and with units the value that the evaluator gives without: no factor is lost."""
    found = {name: item.value for name, item in results_of(evaluate(kind, values)).items()}
    roots = {name: found[name] for name, one in explained(kind).items() if one.equation.startswith(IMPLICIT)}
    look_up = by_units(kind, values, roots)
    with np.errstate(all="ignore"):
        for name, value in found.items():
            if name in roots:
                check_root(left_over(kind, values, name), value)
            else:
                assert look_up(name).magnitude == pytest.approx(value, rel=1e-9, abs=1e-12, nan_ok=True), name


def left_over(kind, values, name):
    """What an implicit equation leaves instead of 0, as a function of the result."""
    expression = expression_of(expressions_of(kind)[name])
    return lambda x: computed(expression, by_units(kind, values, {name: x})).magnitude


def check_root(function, value):
    """The function falls through 0 at the value; it stays above 0 where that is inf, and nowhere is where it is nan."""
    if math.isfinite(value):
        step = 1e-9 * (1 + abs(value))
        assert function(value - step) > 0 > function(value + step)
    else:
        assert {function(x) > 0 for x in (-0.9, -0.1, 0.0, 0.1, 1.0, 100.0)} == {value == math.inf}


READINGS = [  # of automation_effects; a yearly total has one productivity reading only
    {"cost_scope": scope, "productivity_reading": reading}
    for scope in SCOPES
    for reading in READINGS
    if scope != "annual_total" or reading == "throughput"
]
WITHOUT_SPREAD = {"volatility": 0.0, "growth_uncertainty": 0.0}
CASES = {  # every reading, and what brings each branch of an equation to bear
    margin_uplift: [
        {},
        {"unit_profit_source": "cny_round"},
        {"foil_profit_usd_per_t": -200.0},
        {"foil_profit_usd_per_t": -200.0, "capex_usd_per_t_year": 0.0},
        {"foil_profit_usd_per_t": -20.0},
        {"wire_profit_usd_per_t": 15.0, "foil_profit_usd_per_t": 20.0},
        {"wire_profit_usd_per_t": 500.0},
        {"capex_usd_per_t_year": 0.0},
        {"capex_usd_per_t_year": 2.5e4},
        {"discount_rate": 0.0},
        {"target_profit_usd_per_t": 5.0},
        {"target_profit_usd_per_t": 5000.0},
        {"wire_profit_usd_per_t": -300.0},
        {"profit_basis": "after_depreciation"},
        {"profit_basis": "after_depreciation", "depreciation_years": 4.0},
        {"foil_profit_usd_per_t": 4000.0},
    ],
    automation_effects: [
        *READINGS,
        {"energy_basis": "total"},
        {"energy_basis": "total", "productivity_reading": "throughput"},
        {"productivity_gain": 0.0},
        {"productivity_gain": 0.0, "cost_cut": 0.0, "energy_cut": 0.0},
        {"productivity_gain": 0.0, "cost_cut": 0.0, "energy_cut": 0.0, "capex_usd": 0.0},
        {"productivity_gain": -0.3, "cost_cut": 0.0, "energy_cut": 0.0, "productivity_reading": "throughput"},
        {"energy_share": 0.5, "labour_share": 0.25, "fixed_share": 0.25},
        {"capex_usd": 0.0},
        {"capex_usd": 6e7},
        {"discount_rate": 0.0},
    ],
    growth_scenarios: [
        {},
        {"growth_source": "target"},
        {"growth_per_year": 0.1},
        {"growth_per_year": -0.03, "price_growth": 0.1},
        {"cluster_cny_bn": 600.0, "cluster_target_cny_bn": 600.0},
        WITHOUT_SPREAD,
        WITHOUT_SPREAD | {"growth_per_year": 0.9},
        WITHOUT_SPREAD | {"growth_source": "target"},  # the path ends on the target
    ],
    rare_earths: [
        {},
        {"reserve_half_grain_mt": 2.5, "share_half_grain": 0.05},
        {"rare_earth_reserve_share": 0.98, "share_half_grain": 0.05},
    ],
    profit_bridge: [{}, {"foil_share_before": 0.05, "foil_profit_usd_per_t_after": -200.0}],
    growth_decomposition: [{}, {"price_growth": 0.1, "foil_share_before": 0.05}],
}
STILL = {
    "earliest_base_year",
    "earlier_revenue_year",
    "revenue_year",
    "target_year",
    "base_year",
    "recycled_target_year",
    "recycled_latest_year",
    "intervals",
}


def values_near_the_defaults(model, more, seed):
    """The defaults, each number up to a fifth larger or smaller, and what is given as it is."""
    generator = np.random.default_rng(seed)
    high = {parameter.name: parameter.high for parameter in declaration_of(model).parameters}
    return {
        name: value
        if isinstance(value, str) or value is None or name in STILL
        else min(value * generator.uniform(0.8, 1.2), high[name])
        for name, value in defaults_of(model).items()
    } | more


every_model = pytest.mark.parametrize("model", CASES, ids=lambda model: model.__name__)


@every_model
def test_every_result_has_an_equation(model):
    assert list(explained(model())) == list(results_of(model()))
    assert all(item.equation == explained(model())[name].equation for name, item in results_of(model()).items())


@pytest.mark.parametrize(
    ("model", "more"),
    [(model, more) for model, cases in CASES.items() for more in cases],
    ids=lambda case: getattr(case, "__name__", "-".join(map(str, case.values())) if isinstance(case, dict) else ""),
)
def test_every_result_has_its_unit(model, more):
    check_units(declaration_of(model), values_near_the_defaults(model, more, seed=1))


def altered(kind, **equations):
    """The declaration of a model with other equations."""
    columns = [
        (item.name, float, field(metadata={**item.metadata, "equation": equations.get(item.name, old)}))
        for item, old in ((item, item.metadata["equation"]) for item in fields(kind))
    ]
    declared = {name: getattr(kind, name) for name in ("terms", "parameters", "constraints", "rounding")}
    return make_dataclass(kind.__name__, columns, bases=(Outcome,), namespace=declared, frozen=True)


@pytest.mark.parametrize(
    ("model", "name", "equation", "refusal"),
    [
        (margin_uplift, "annual_uplift_usd", "tonnage_t_per_year + uplift_usd_per_t", DimensionalityError),
        (margin_uplift, "annual_uplift_usd", "foil_share * uplift_usd_per_t", DimensionalityError),
        (margin_uplift, "profit_usd_per_m2", "foil_profit * areal_mass_g_per_m2", AssertionError),  # a factor is lost
        (margin_uplift, "copper_saved_per_m2", "1 - foil_thickness_um", DimensionalityError),
        (automation_effects, "irr", "solves: 0 = annual_saving_usd * annuity_factor_at_irr", AssertionError),
        (automation_effects, "irr", "solves: 0 = annual_saving_usd * irr - capex_usd", DimensionalityError),
        (growth_scenarios, "value_added_index", "100 * (1 + value_added_growth) ** 2", DimensionalityError),
        (growth_scenarios, "years_to_target", "log(cluster_cny_bn)", DimensionalityError),
    ],
)
def test_a_wrong_equation_is_caught_by_its_unit(model, name, equation, refusal):
    with pytest.raises(refusal):
        check_units(altered(declaration_of(model), **{name: equation}), values_near_the_defaults(model, {}, seed=1))


def test_pint_refuses_to_add_incompatible_units():
    profit, tonnes, thickness = quantity(1400, "USD/t"), quantity(1e5, "t/year"), quantity(3.5, "um")
    with pytest.raises(DimensionalityError):
        profit + tonnes
    with pytest.raises(DimensionalityError):
        (profit * thickness).to(unit_of("USD/m2"))
    with pytest.raises(AttributeError):
        Growth(1.05) * profit
    assert convert(1.0, "g/cm3", "t/m^3") == 1.0
