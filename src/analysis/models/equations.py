"""The equations of a model as text: which names they use, and the steps that lead to a result.

An equation is the right-hand side of a result, a Python expression over full names: parameters of the model, other
results of the same outcome, its `terms`, and FUNCTIONS. Division works as in numpy: x / 0 is inf or -inf, 0 / 0 is
nan. An equation without a closed form begins with IMPLICIT, and the expression after it is 0 at the result.

    terms: ClassVar[Mapping[str, str]]       quantities on the way, name to expression
    parameters: ClassVar[Iterable[Parameter]]    the inputs, in the order in which they are shown
"""

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import Any

from analysis.core.errors import did_you_mean

IMPLICIT = "solves: 0 = "
FUNCTIONS = {  # and what each is, for a reader who opens an equation
    "abs": "without its sign",
    "exp": "e to the power of",
    "half_grain": "half the step to which a number seems rounded: of 1, 2 or 5 x 10^k the largest that divides it "
    "and is at most a third of it; 0 if the number is not round",
    "log": "natural logarithm",
    "max": "the larger of two",
    "min": "the smaller of two",
    "normal_cdf": "probability that a standard normal variable is at most this",
    "normal_quantile": "the value that a standard normal variable exceeds with one minus this probability",
    "output_of": "output in a year by data/exposure.csv: of a country, the world (all rows) or the largest producers",
    "sqrt": "square root",
    "squared_outputs": "sum of the squared outputs of the countries that are named in data/exposure.csv",
    "tonnes_per_unit": "tonnes in the unit of data/exposure.csv, undefined where it has only shares of the world",
    "years_known": "stages and years of a material in data/exposure.csv",
}
NUMBERS = ("inf", "nan")


class EquationError(ValueError):
    """An equation that cannot be computed; `step` is the result or term that it belongs to."""

    def __init__(self, step: str, told: str) -> None:
        super().__init__(told)
        self.step = step


@dataclass(frozen=True)
class Derivation:
    """How one result comes about.

    `steps` are the terms and other results that it uses, directly or through others, name to expression in the
    order of first use; `inputs` are the parameters that it takes through all steps, in the order of the model's.
    """

    equation: str
    steps: Mapping[str, str]
    inputs: tuple[str, ...]


def explained(outcome: Any) -> dict[str, Derivation]:
    """Return how every result of an outcome, or of its class, comes about; results without equation are left out.

    Raises TypeError for anything that is not an outcome, and EquationError, with the result and the name, for an
    equation that cannot be read, that goes round in a circle, or that uses an unknown name.

    >>> from analysis.models import margin_uplift
    >>> found = explained(margin_uplift())["profit_usd_per_m2"]
    >>> list(found.steps)
    ['foil_profit', 'foil_stated', 'area_m2_per_t', 'g_per_t', 'areal_mass_g_per_m2']
    >>> found.inputs[:2]
    ('foil_profit_usd_per_t', 'foil_thickness_um')
    """
    kind = outcome if isinstance(outcome, type) else type(outcome)
    if not is_dataclass(kind):
        raise TypeError(
            f"{kind.__name__} is not an outcome of a model: expected a dataclass whose fields are made by result()"
        )
    return dict(_explained(kind))


def expression_of(equation: str) -> ast.expr:
    """Return the expression of an equation (for an implicit one, the part that is 0); raise SyntaxError if invalid."""
    return ast.parse(equation.removeprefix(IMPLICIT), mode="eval").body


def names_in(expression: ast.expr) -> list[str]:
    """Return the names of an expression as they are read, from left to right, without functions and numbers."""
    found = [node for node in ast.walk(expression) if isinstance(node, ast.Name)]
    ordered = sorted(found, key=lambda node: (node.lineno, node.col_offset))
    return [node.id for node in ordered if node.id not in FUNCTIONS and node.id not in NUMBERS]


def inputs_taken(equation: str, steps: Mapping[str, str], values: Mapping[str, Any]) -> set[str]:
    """Return the inputs of an equation and its steps that matter for these values of the readings.

    >>> steps = {"stated": "yuan / rate if source == 'yuan' else dollars"}
    >>> sorted(inputs_taken("2 * stated", steps, {"source": "dollars"}))
    ['dollars', 'source']
    """
    taken: set[str] = set()
    waiting = [equation]
    for expression in waiting:
        names = set(_names_taken(expression_of(expression), values))
        taken |= names - steps.keys()
        waiting += [steps[name] for name in names & steps.keys() if steps[name] not in waiting]
    return taken


def _names_taken(node: ast.AST, values: Mapping[str, Any]) -> Iterator[str]:
    """The names of an expression without those of a branch that a reading does not take."""
    if isinstance(node, ast.IfExp):
        match node.test:
            case ast.Compare(left=ast.Name(id=name), ops=[ast.Eq() | ast.In()], comparators=[chosen]):
                options = [part.value for part in ast.walk(chosen) if isinstance(part, ast.Constant)]
                if options and isinstance(values.get(name), str):
                    yield name
                    yield from _names_taken(node.body if values[name] in options else node.orelse, values)
                    return
    if isinstance(node, ast.Name):
        yield node.id
    for child in ast.iter_child_nodes(node):
        yield from _names_taken(child, values)


@cache  # a class never changes its equations
def expressions_of(kind: type) -> Mapping[str, str]:
    """Return the expression of every result and term of an outcome's class; ValueError if a name is used twice."""
    results = {item.name: equation for item in fields(kind) if (equation := item.metadata.get("equation", ""))}
    terms: Mapping[str, str] = getattr(kind, "terms", {})
    inputs = {parameter.name for parameter in getattr(kind, "parameters", ())}
    twice = sorted((terms.keys() & results.keys()) | (inputs & {*terms, *results}))
    if twice:
        raise ValueError(f"{kind.__name__}: duplicate name {', '.join(twice)}; rename the term")
    return {**results, **terms}


@cache  # a report asks for each of its rows
def _explained(kind: type) -> dict[str, Derivation]:
    expressions = expressions_of(kind)
    parameters: Iterable[Any] = getattr(kind, "parameters", ())
    inputs = tuple(parameter.name for parameter in parameters)
    results = [item.name for item in fields(kind) if item.name in expressions]
    return {  # not of terms: each is a step of the results that need it
        name: _explanation(f"{kind.__name__}.{name}", name, expressions, inputs) for name in results
    }


def _explanation(shown: str, name: str, expressions: Mapping[str, str], inputs: tuple[str, ...]) -> Derivation:
    steps: dict[str, str] = {}
    taken: set[str] = set()

    def follow(step: str, path: tuple[str, ...]) -> None:
        try:
            names = names_in(expression_of(expressions[step]))
        except SyntaxError as problem:
            told = f"the equation of {shown} cannot be read, in {step} = {expressions[step]!r}: {problem.msg}."
            raise EquationError(step, told) from None
        for used in names:
            if used in path:
                if not expressions[used].startswith(IMPLICIT):  # a root appears in its own equation
                    raise EquationError(step, f"the equation of {shown} goes round: {' -> '.join((*path, used))}.")
            elif used in expressions:
                if used not in steps:
                    steps[used] = expressions[used]
                    follow(used, (*path, used))
            elif used in inputs:
                taken.add(used)
            else:
                known = (*inputs, *expressions, *FUNCTIONS)
                hint = did_you_mean(used, known, "declare it as a parameter, a term or a result", listed=False)
                raise EquationError(step, f"the equation of {shown} uses {used!r} in {expressions[step]!r}; {hint}")

    follow(name, (name,))
    return Derivation(expressions[name], steps, tuple(one for one in inputs if one in taken))
