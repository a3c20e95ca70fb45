"""The unit that an equation gives, compared with the declared one in its dimensions: EUR/t times kt is money.

Factors are not compared, since a pure number may convert. Time is not compared either, as a quantity "in a year" is
declared as t or as t/year; and neither are counted things, which are declared as a count or as workers.
"""

import ast
from dataclasses import fields
from functools import reduce
from typing import Any

from analysis.core.units import as_words, unit_parsed
from analysis.models.equations import IMPLICIT, EquationError, expression_of, expressions_of

_NUMBER = "a pure number"  # it may be added to anything
_UNKNOWN = None
_COMPARED = ("[mass]", "[length]", "[current]", "[temperature]", "[luminosity]", "[substance]", "[money_")
_OPEN = ("", "units as printed")  # declared units that say nothing
_ALIKE = ("abs", "half_grain")  # these keep the unit of what they take
_OF_NUMBERS = ("exp", "log", "normal_cdf", "normal_quantile")


def check_units(kind: Any) -> None:
    """Raise EquationError for a result of an outcome's class whose equation gives another unit than the declared one.

    Equations that are solved, and those with values from tables, are not compared.
    """
    expressions = expressions_of(kind)
    declared = {item.name: item.metadata["unit"] for item in fields(kind)}
    known = {name: _declared(unit) for name, unit in declared.items()}
    known |= {parameter.name: _declared(parameter.unit) for parameter in kind.parameters}
    for name, unit in declared.items():
        equation = expressions.get(name, IMPLICIT)
        if equation.startswith(IMPLICIT):
            continue
        given = _Reader(name, known, expressions).of(expression_of(equation))
        if not _alike(given, known[name]):
            raise EquationError(
                name,
                f"{name}: its equation gives {as_words(given)}, but its unit is {unit}; correct one of them "
                "(an exchange rate or a density is a parameter with a unit, not a pure number)",
            )


def _declared(unit: str) -> Any:
    if unit in _OPEN:
        return _UNKNOWN
    return unit_parsed(
        "dimensionless" if unit_parsed(unit).dimensionless else unit
    )  # in messages EUR, not EUR*fraction


def _alike(left: Any, right: Any) -> bool:
    """Whether two units have the same dimensions as far as these are compared; pure numbers fit all."""
    if any(unit is _UNKNOWN or unit is _NUMBER for unit in (left, right)):
        return True
    return _dimensions(left) == _dimensions(right)


def _dimensions(unit: Any) -> dict[str, float]:
    found = dict(unit.dimensionality).items()
    return {name: round(power, 6) for name, power in found if name.startswith(_COMPARED) and abs(power) > 1e-6}


class _Reader:
    """Reads the unit of the expressions of one result, and of the terms that it uses."""

    def __init__(self, result: str, known: dict[str, Any], expressions: Any) -> None:
        self.result, self.known, self.expressions = result, known, expressions

    def of(self, node: ast.expr) -> Any:
        """The unit of an expression: of the registry, a pure number, or unknown."""
        match node:
            case ast.Constant(value=int() | float()) | ast.Name(id="inf" | "nan") | ast.Compare() | ast.BoolOp():
                return _NUMBER
            case ast.Name(id=name):
                if name not in self.known:
                    self.known[name] = self.of(expression_of(self.expressions[name]))
                return self.known[name]
            case ast.UnaryOp(operand=operand):
                return self.of(operand)
            case ast.BinOp(left=left, op=ast.Add() | ast.Sub(), right=right):
                return self._same(left, right)
            case ast.BinOp(left=left, op=ast.Mult() | ast.Div() as sign, right=right):
                return _product(self.of(left), self.of(right), isinstance(sign, ast.Div))
            case ast.BinOp(left=left, op=ast.Pow(), right=right):
                return self._power(self.of(left), right)
            case ast.IfExp(test=test, body=body, orelse=orelse):
                by_word = any(isinstance(part, ast.Constant) and isinstance(part.value, str) for part in ast.walk(test))
                if by_word and not _alike(self.of(body), self.of(orelse)):
                    return _UNKNOWN  # a reading may choose the currency
                return self._same(body, orelse)
            case ast.Call(func=ast.Name(id=name), args=arguments):
                return self._call(name, arguments)
        return _UNKNOWN

    def _call(self, name: str, arguments: list[ast.expr]) -> Any:
        if name in ("max", "min"):
            return self._same(*arguments)
        if name == "sqrt":
            return self._power(self.of(arguments[0]), ast.Constant(0.5))
        if name in _ALIKE:
            return self.of(arguments[0])
        if name in _OF_NUMBERS:
            taken = self.of(arguments[0])
            return _NUMBER if taken is _NUMBER or (taken is not _UNKNOWN and not _dimensions(taken)) else _UNKNOWN
        return _UNKNOWN

    def _same(self, *nodes: ast.expr) -> Any:
        """The unit of a sum or of the larger of two; EquationError if theirs differ."""
        return reduce(self._joined, map(self.of, nodes))

    def _joined(self, left: Any, right: Any) -> Any:
        if not _alike(left, right):
            told = f"{self.result}: its equation joins {as_words(left)} and {as_words(right)}, which do not add up"
            raise EquationError(self.result, told)
        return right if left is _NUMBER or right is _UNKNOWN else left

    def _power(self, base: Any, exponent: ast.expr) -> Any:
        if base is _NUMBER or base is _UNKNOWN:
            return base
        try:
            return base ** ast.literal_eval(exponent)
        except (ValueError, TypeError):  # no number
            return _UNKNOWN if _dimensions(base) else _NUMBER


def _product(left: Any, right: Any, divided: bool) -> Any:
    if left is _UNKNOWN or right is _UNKNOWN:
        return _UNKNOWN
    if right is _NUMBER:
        return left
    if left is _NUMBER:
        return right**-1 if divided else right
    return left / right if divided else left * right
