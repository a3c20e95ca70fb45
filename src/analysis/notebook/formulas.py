"""Convert the equations of a model to LaTeX, with names as plain words."""

import ast
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from analysis.core.formatting import label, name_text, number, unit_text
from analysis.models import PARAMETERS
from analysis.models.equations import IMPLICIT, explained, expression_of
from analysis.models.results import results_of
from analysis.notebook.quantity_text import quantity_text

_OPERATORS: dict[type, tuple[str, int]] = {ast.Add: ("+", 1), ast.Sub: ("-", 1), ast.Mult: (r"\times", 2)}
_RELATIONS: dict[type, str] = {
    ast.Eq: "=",
    ast.NotEq: r"\ne",
    ast.Lt: "<",
    ast.LtE: r"\le",
    ast.Gt: ">",
    ast.GtE: r"\ge",
}
_FUNCTIONS = {
    "log": r"\ln",
    "max": r"\max",
    "min": r"\min",
    "normal_cdf": r"\Phi",
    "half_grain": r"\text{half the rounding step of }",
}
_NUMBERS = {"inf": r"\infty", "nan": r"\text{undefined}"}
_ATOM, _UNARY, _POWER = 9, 2, 3
_WIDEST = 80  # letters of a sum on one line
_COMMAND = re.compile(r"\\[a-z]+|[{}\\]")


def latex(expression: str, words: Mapping[str, str] | None = None) -> str:
    """Return a Python expression as LaTeX; `words` maps names to labels, by default the name as words."""
    return _latex(expression_of(expression), words or {})[0]


def equations(outcome: Any, *names: str) -> None:
    """Show the equations of some results as formulas, then the equations of the quantities that they use.

    A notebook typesets them, a terminal prints the expressions. Raises KeyError for a name that is not a result with an
    equation.
    """
    from IPython.display import display

    shown: dict[str, str] = {name: explained(outcome)[name].equation for name in names}
    used = {step: text for name in names for step, text in explained(outcome)[name].steps.items() if step not in shown}
    found = results_of(outcome)
    units = {name: item.unit for name, item in found.items()}
    inputs = (one for name in names for one in explained(outcome)[name].inputs)
    words = labels_of([*shown, *(step for name in names for step in explained(outcome)[name].steps), *inputs], units)
    meanings = {name: item.meaning for name, item in found.items()}

    def displayed(name: str, text: str) -> str:
        return f"$${formula(name, text, words, units.get(name, ''), meanings.get(name, ''))}$$"

    parts = [displayed(name, text) for name, text in shown.items()]
    if used:
        parts += ["where", *(displayed(name, text) for name, text in used.items())]
    plain = "\n".join(
        f"{name} {text if text.startswith(IMPLICIT) else f'= {text}'}" for name, text in {**shown, **used}.items()
    )
    display({"text/markdown": "\n\n".join(parts), "text/plain": plain}, raw=True)


def formula(name: str, equation: str, words: Mapping[str, str], unit: str = "", meaning: str = "") -> str:
    r"""Return an equation as LaTeX; an infinite value is said as the unit and meaning of the result say it.

    >>> print(formula("payback", "cost if cash > 0 else inf", {"payback": "Payback", "cost": "Cost"}, "year"))
    \text{Payback}=\begin{cases}\text{Cost} & \text{if }\text{cash}>0\\\text{never} & \text{otherwise}\end{cases}
    """
    solves = " solves }0" if equation.startswith(IMPLICIT) else "}"
    words = {**words, "inf": quantity_text(math.inf, unit, meaning=meaning)}
    return f"\\text{{{_escaped(words[name])}{solves}={latex(equation, words)}"


def labels_of(names: Iterable[str], units: Mapping[str, str]) -> dict[str, str]:
    """Return the label of each name in some equations, with its unit if another name has the same label."""
    names = dict.fromkeys(names)
    units = {**units, **{name: PARAMETERS[name].unit for name in names if name in PARAMETERS}}
    labels = {name: label(name, units.get(name, "")) for name in names}
    often = Counter(labels.values())
    return {
        name: f"{text} ({unit_text(units[name])})" if often[text] > 1 and unit_text(units.get(name, "")) else text
        for name, text in labels.items()
    }


def _latex(node: ast.expr, words: Mapping[str, str]) -> tuple[str, int]:
    """The LaTeX of an expression, and its operator precedence."""
    match node:
        case ast.Name(id=name):
            if name in _NUMBERS and name not in words:
                return _NUMBERS[name], _ATOM
            return rf"\text{{{_escaped(words.get(name, name.replace('_', ' ')))}}}", _ATOM
        case ast.Constant(value=str(text)):
            return rf"\text{{{_escaped(name_text(text))}}}", _ATOM
        case ast.Constant(value=value):
            return _number(value), _ATOM
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return f"-{_inside(operand, words, _UNARY)}", _UNARY
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            return rf"\frac{{{_latex(left, words)[0]}}}{{{_latex(right, words)[0]}}}", _POWER
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            return f"{{{_inside(left, words, _ATOM)}}}^{{{_exponent(right, words)}}}", _POWER
        case ast.BinOp(left=left, op=operator, right=right) if type(operator) in _OPERATORS:
            sign, binds = _OPERATORS[type(operator)]
            space = " " if sign.startswith("\\") else ""
            tighter = binds + 1 if isinstance(operator, ast.Sub) or isinstance(right, ast.UnaryOp) else binds
            if binds == 1 and len(parts := _terms(node, words)) > 1 and sum(map(_width, parts)) > _WIDEST:
                return _on_lines(parts), binds
            return f"{_inside(left, words, binds)}{sign}{space}{_inside(right, words, tighter)}", binds
        case ast.Call(func=ast.Name(id="sqrt"), args=[argument]):
            return rf"\sqrt{{{_latex(argument, words)[0]}}}", _ATOM
        case ast.Call(func=ast.Name(id=name), args=arguments):
            listed = r",\;".join(_latex(argument, words)[0] for argument in arguments)
            function = _FUNCTIONS.get(name, rf"\text{{{name.replace('_', ' ')}}}")
            return rf"{function}\left({listed}\right)", _ATOM
        case ast.IfExp():
            return _cases(node, words), 0
        case ast.Compare(left=left, ops=[ast.In()], comparators=[ast.Tuple(elts=listed)]):
            choices = r"\text{ or }".join(_latex(item, words)[0] for item in listed)
            return rf"{_latex(left, words)[0]}\text{{ is }}{choices}", 0
        case ast.Compare(left=left, ops=[ast.Eq()], comparators=[ast.Constant(value=str()) as word]):
            return rf"{_latex(left, words)[0]}\text{{ is }}{_latex(word, words)[0]}", 0
        case ast.Compare(left=left, ops=[ast.Is() | ast.IsNot() as relation], comparators=[ast.Constant(value=None)]):
            state = "not set" if isinstance(relation, ast.Is) else "set"
            return rf"{_latex(left, words)[0]}\text{{ is {state}}}", 0
        case ast.Compare(left=left, ops=relations, comparators=others) if all(
            type(relation) in _RELATIONS for relation in relations
        ):
            pairs = zip(relations, others, strict=True)
            return _latex(left, words)[0] + "".join(
                f"{_RELATIONS[type(relation)]}{' ' if _RELATIONS[type(relation)].startswith(chr(92)) else ''}"
                f"{_latex(other, words)[0]}"
                for relation, other in pairs
            ), 0
        case ast.BoolOp(op=operator, values=values):
            joint = r"\text{ and }" if isinstance(operator, ast.And) else r"\text{ or }"
            return joint.join(_latex(value, words)[0] for value in values), 0
    raise ValueError(f"{ast.unparse(node)!r} cannot be shown as a formula.")


def _terms(node: ast.expr, words: Mapping[str, str]) -> list[str]:
    """The terms of a sum, each but the first with its sign."""
    if not (isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub))):
        return [_inside(node, words, 1)]
    sign, tighter = ("+", 1) if isinstance(node.op, ast.Add) else ("-", 2)
    return [*_terms(node.left, words), f"{sign}{_inside(node.right, words, tighter)}"]


def _width(term: str) -> int:
    """The approximate width of a term in letters."""
    return len(_COMMAND.sub("", term))


def _on_lines(terms: list[str]) -> str:
    r"""A long sum on several lines, each beginning with a sign.

    >>> print(_on_lines([r"\text{%s}" % ("a" * 60), r"+\text{%s}" % ("b" * 60)])[:25])
    \begin{array}{l}\text{aaa
    """
    lines: list[list[str]] = [[]]
    for term in terms:
        if lines[-1] and sum(map(_width, lines[-1])) + _width(term) > _WIDEST:
            lines.append([])
        lines[-1].append(term)
    return r"\begin{array}{l}" + r"\\".join("".join(line) for line in lines) + r"\end{array}"


def _inside(node: ast.expr, words: Mapping[str, str], binds: int) -> str:
    text, own = _latex(node, words)
    return text if own >= binds else rf"\left({text}\right)"


def _exponent(node: ast.expr, words: Mapping[str, str]) -> str:
    """An exponent; a fraction on one line, since stacked letters would be too small."""
    match node:
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            return f"{_inside(left, words, _UNARY)}/{_inside(right, words, _ATOM)}"
    return _latex(node, words)[0]


def _cases(node: ast.IfExp, words: Mapping[str, str]) -> str:
    rows, rest = [], node
    last: ast.expr = node
    while isinstance(last, ast.IfExp):
        rest = last
        rows.append(rf"{_latex(rest.body, words)[0]} & \text{{if }}{_latex(rest.test, words)[0]}")
        last = rest.orelse
    rows.append(rf"{_latex(last, words)[0]} & \text{{otherwise}}")
    return r"\begin{cases}" + r"\\".join(rows) + r"\end{cases}"


def _number(value: Any) -> str:
    power = len(str(int(value))) - 1 if isinstance(value, (int, float)) and value >= 1e5 else 0
    return f"10^{{{power}}}" if power and value == 10**power else number(value).replace(",", "{,}")


def _escaped(text: str) -> str:
    return "".join(f"\\{letter}" if letter in "#$%&_{}" else letter for letter in text)
