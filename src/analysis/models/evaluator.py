"""Compute a model from its declaration, for numbers and arrays.

A declaration is the class of an outcome: its parameters with their limits, their constraints, and its results and
terms with their equations (`equations` says how these are written). A verb such as `margin_uplift` names the
inputs with their defaults and hands them to `evaluate`.
"""

import ast
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache
from importlib import import_module
from string import Formatter
from types import CodeType
from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike

from analysis.core.errors import ParameterError, did_you_mean
from analysis.models.equations import IMPLICIT, expression_of, expressions_of, names_in
from analysis.models.hedge_intervals import half_grain
from analysis.models.parameters import Value, plain
from analysis.models.producers import output_of, squared_outputs, tonnes_per_unit, years_known
from analysis.models.results import Constraint, Outcome, results_declared

Kind = TypeVar("Kind", bound=Outcome)
Verb = TypeVar("Verb", bound=Callable[..., Outcome])
_DECLARED: dict[Callable[..., Any], type[Outcome]] = {}


def declared_by(kind: type[Outcome]) -> Callable[[Verb], Verb]:
    """Mark a verb that hands its arguments to `evaluate` with this declaration, so that draws and sweeps find it."""

    def mark(verb: Verb) -> Verb:
        _DECLARED[verb] = kind
        return verb

    return mark


def declaration_of(model: Callable[..., Any]) -> type[Outcome] | None:
    """Return the declaration of a verb, None for any other function."""
    return _DECLARED.get(model)


def evaluate(kind: type[Kind], values: Mapping[str, Any]) -> Kind:
    """Check the inputs of a model and compute all its results.

    `values` are numbers, words or arrays that broadcast. Raises ParameterError for a value outside its limits, for
    shapes that do not fit together, and for what violates a constraint of the model.

    >>> from analysis.models import margin_uplift
    >>> margin_uplift(foil_share=[0.1, 0.25]).blended_profit_usd_per_t.tolist()
    [153.5, 361.25]
    """
    return kind(**compute_results(kind, values, results_declared(kind)))


def compute_results(
    kind: type[Outcome], values: Mapping[str, Any], results: Sequence[str], drawn: Collection[str] = ()
) -> dict[str, Value]:
    """Check the inputs of a model and compute only the results named, by name."""
    known = results_declared(kind)
    unknown = [name for name in results if name not in known]
    if unknown or not results:
        hint = f"; {did_you_mean(unknown[0], known, 'it has')}" if unknown else ""
        raise ParameterError(f"the model has no results {', '.join(unknown) or 'at all'}{hint}")
    quantities = prepared(kind, values, drawn)
    for constraint, holds in constraint_checks(kind, quantities, drawn):
        if not np.all(holds):
            raise ParameterError(refusal(constraint, holds, quantities))
    fill(kind, quantities, results)
    return {name: plain(quantities[name]) for name in results}


def compute(kind: type[Outcome], result: str, /, **quantities: ArrayLike | None) -> Value:
    """Compute one result or term from the quantities that it needs: parameters, terms or other results.

    Limits of parameters are checked; the constraints between them are not. Raises ParameterError for what is missing.

    >>> from analysis.models.questions.growth_scenarios import GrowthScenarios
    >>> sizes = {"cluster_cny_bn": 600, "cluster_target_cny_bn": 1000}
    >>> round(compute(GrowthScenarios, "required_growth", **sizes, years=2), 7)
    0.2909944
    """
    declared: type = kind
    inputs, steps = {parameter.name for parameter in kind.parameters}, _steps(declared)
    stray = [name for name in (*quantities, result) if name not in inputs and name not in steps]
    if stray:
        raise ParameterError(f"{', '.join(stray)}: {kind.__name__} has no such parameter, term or result.")
    known = prepared(kind, {name: value for name, value in quantities.items() if name in inputs})
    for name in quantities.keys() - inputs:
        known[name] = np.float64(1) * np.asarray(quantities[name], dtype=float)
    missing = [name for name in _order(declared, (result,), frozenset(known)) if name in inputs]
    if missing:
        raise ParameterError(f"{result} needs {', '.join(missing)} as well.")
    fill(kind, known, [result], frozenset(known))
    return plain(known[result])


def prepared(kind: type[Outcome], values: Mapping[str, Any], drawn: Collection[str] = ()) -> dict[str, Any]:
    """Return the checked inputs of a model as its equations take them."""
    known = {
        name: np.float64(value) if isinstance(value, (int, float)) else value
        for name, value in kind.parameters.check(values).items()
    }
    for name in drawn:
        if name in kind.rounding and known.get(kind.rounding[name], 0) is None:
            known[kind.rounding[name]] = np.float64(0)
    return known


def constraint_checks(
    kind: type[Outcome], known: dict[str, Any], drawn: Collection[str] = ()
) -> Iterator[tuple[Constraint, Any]]:
    """Yield each constraint of a model and where it holds; the quantities it needs are added to `known`."""
    declared: type = kind
    steps = _steps(declared)
    for constraint in kind.constraints:
        if constraint.of_draws or not drawn:
            compiled = _compiled(constraint.holds)
            # What a refusal names.
            named = [name for _, name, _, _ in Formatter().parse(constraint.words) if name and name in steps]
            fill(kind, known, (*compiled.names, *named))
            yield constraint, eval(compiled.code, _SCOPE, known)


def refusal(constraint: Constraint, holds: Any, known: Mapping[str, Any]) -> str:
    """Return which values violate a constraint, at the first position where it does not hold."""
    shape = np.shape(holds)
    place = np.unravel_index(int(np.argmin(holds)), shape)

    def shown(value: Any) -> str:
        return value if isinstance(value, str) else f"{np.broadcast_to(np.asarray(value), shape)[place]:g}"

    return constraint.words.format(
        **{name: shown(value) for name, value in known.items() if f"{{{name}}}" in constraint.words}
    )


def fill(kind: type, known: dict[str, Any], wanted: Sequence[str], given: frozenset[str] = frozenset()) -> None:
    """Compute the requested results and everything they depend on, and store them in `known`."""
    steps = _steps(kind)
    with np.errstate(all="ignore"):  # a branch that is not taken may divide by 0, and never is inf
        for name in _order(kind, tuple(wanted), given):
            if name not in known:
                step = steps[name]
                known[name] = (
                    eval(step.code, _SCOPE, known)
                    if step.solver is None
                    else step.solver(*(known[needed] for needed in step.names))
                )


@dataclass(frozen=True)
class _Step:
    """An expression, compiled, or the solver in its place; and the names that it takes."""

    code: CodeType
    names: tuple[str, ...]
    solver: Callable[..., Value] | None = None


@cache
def _order(kind: Any, wanted: tuple[str, ...], given: frozenset[str]) -> tuple[str, ...]:
    """The names needed for the requested ones, in dependency order; inputs are included."""
    steps, order = _steps(kind), dict[str, None]()

    def follow(name: str) -> None:
        if name not in order and name not in given:
            for needed in steps[name].names if name in steps else ():
                follow(needed)
            order[name] = None

    for name in wanted:
        follow(name)
    return tuple(order)


@cache
def _steps(kind: Any) -> Mapping[str, _Step]:
    """The results and terms of a declaration, ready to be computed."""
    solvers = {item.name: item.metadata["solver"] for item in fields(kind)}
    steps = {}
    for name, equation in expressions_of(kind).items():
        steps[name] = _compiled(equation)
        if equation.startswith(IMPLICIT):
            solver, takes = solvers[name]
            steps[name] = replace(steps[name], names=takes, solver=solver)
    return steps


@cache
def _compiled(equation: str) -> _Step:
    expression = expression_of(equation)
    names = tuple(names_in(expression))
    tree = ast.fix_missing_locations(ast.Expression(_ForArrays().visit(expression)))
    return _Step(compile(tree, "<equation>", "eval"), names)


class _ForArrays(ast.NodeTransformer):
    """Rewrites an expression so that it takes arrays, and keeps its digits where rates are small.

    `a if c else b` becomes `where(c, a, b)` unless words decide, log(1 + x) becomes log1p(x), and
    (1 + x) ** y - 1 becomes expm1(y * log1p(x)).
    """

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        words = any(isinstance(one, ast.Constant) and isinstance(one.value, str | None) for one in ast.walk(node.test))
        self.generic_visit(node)
        return node if words else _call("where", node.test, node.body, node.orelse)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        small = _beyond_one(node.args[0])
        if isinstance(node.func, ast.Name) and node.func.id == "log" and small is not None:
            return _call("log1p", small)
        return node

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.op, ast.Sub):
            for power, one, sign in ((node.left, node.right, False), (node.right, node.left, True)):
                if isinstance(power, ast.BinOp) and isinstance(power.op, ast.Pow) and _is_one(one):
                    small = _beyond_one(power.left)
                    if small is not None:
                        found = _call("expm1", ast.BinOp(power.right, ast.Mult(), _call("log1p", small)))
                        return ast.UnaryOp(ast.USub(), found) if sign else found
        return node


def _call(name: str, *arguments: ast.expr) -> ast.Call:
    return ast.Call(ast.Name(name, ast.Load()), list(arguments), [])


def _is_one(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value == 1


def _beyond_one(node: ast.expr) -> ast.expr | None:
    """The x of 1 + x and of 1 - x, with its sign."""
    if not isinstance(node, ast.BinOp) or not _is_one(node.left):
        return None
    if isinstance(node.op, ast.Add):
        return node.right
    return ast.UnaryOp(ast.USub(), node.right) if isinstance(node.op, ast.Sub) else None


def _where(condition: Any, then: Any, otherwise: Any) -> Any:
    if isinstance(condition, np.ndarray):
        return np.where(condition, then, otherwise)
    return then if condition else otherwise


def _special(name: str) -> Callable[..., Any]:
    """A function of scipy.special, which is imported when it is first called."""
    return lambda *values: getattr(import_module("scipy.special"), name)(*values)


_SCOPE: dict[str, Any] = {
    "__builtins__": {},
    "abs": np.abs,
    "exp": np.exp,
    "expm1": np.expm1,
    "half_grain": half_grain,
    "inf": np.float64(np.inf),
    "log": np.log,
    "log1p": np.log1p,
    "max": np.maximum,
    "min": np.minimum,
    "nan": np.float64(np.nan),
    "normal_cdf": _special("ndtr"),
    "normal_quantile": _special("ndtri"),
    "output_of": output_of,
    "sqrt": np.sqrt,
    "squared_outputs": squared_outputs,
    "tonnes_per_unit": tonnes_per_unit,
    "where": _where,
    "years_known": years_known,
}
