"""Read the parameters of a notebook from its tagged cell; convert and validate values before any kernel starts.

The cell holds the few most important parameters. A second tag, such as `model:margin_uplift`, names the model that the
notebook computes; all parameters of that model can then be set too, and otherwise have their defaults.
"""

import ast
import io
import json
import math
import operator
import re
import tokenize
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.binding.inputs import figure_names
from analysis.binding.question_files import short_name
from analysis.claims.question_problems import question_problems
from analysis.core.errors import NotebookError, ParameterError, did_you_mean
from analysis.core.secret_names import refuse_secrets
from analysis.core.text_files import merge_conflict_in
from analysis.models import MODELS, PARAMETERS
from analysis.notebook.study import SETTING_NOTES, parameter_defaults

_NEEDS = re.compile(r"\bresults of (?P<names>[\w ]+)")
MODEL_TAG = "model:"
_TRUE, _FALSE, _NONE = {"true", "yes", "on", "1"}, {"false", "no", "off", "0"}, {"none", "null", ""}


@dataclass(frozen=True)
class NotebookParameter:
    """A parameter of a notebook: its name, type, default, and the comment that describes it."""

    name: str
    type: type
    default: Any
    comment: str = ""
    optional: bool = False
    choices: tuple[Any, ...] = ()
    computed_from: frozenset[str] = frozenset()

    def convert(self, value: Any) -> Any:
        """Convert a value given as text or from YAML to the type of the parameter; ParameterError if that fails.

        >>> NotebookParameter("growth", float, 0.1).convert("1e-2")
        0.01
        >>> NotebookParameter("growth", float, 0.1).convert("abc")
        Traceback (most recent call last):
        analysis.core.errors.ParameterError: growth must be a number, got 'abc' (e.g. 0.1)
        """
        refuse_secrets([self.name])
        if value is None or (self.optional and isinstance(value, str) and value.lower() in _NONE):
            if self.optional:
                return None
            raise self._refusal(value)
        try:
            converted = self._converted(value)
        except (TypeError, ValueError, SyntaxError, OverflowError):
            raise self._refusal(value) from None
        if self.choices and converted not in self.choices:
            allowed = ", ".join(map(repr, self.choices))
            raise ParameterError(f"{self.name} must be one of {allowed}, got {value!r}")
        return PARAMETERS[self.name].check(converted) if self.name in PARAMETERS else converted

    def _converted(self, value: Any) -> Any:
        if self.type is bool:
            word = str(value).lower()
            if word in _TRUE | _FALSE:
                return word in _TRUE
            raise ValueError
        if self.type in (int, float):
            if isinstance(value, bool):
                raise TypeError
            if self.type is float:
                real = float(value)
                if not math.isfinite(real):  # which JSON, and so run.json, cannot hold
                    raise ValueError
                return real
            try:
                return int(value) if isinstance(value, str) else operator.index(value)
            except (TypeError, ValueError):  # such as 1e6, which a whole number below 2**53 may be written as
                real = float(value)
                if real != int(real):
                    raise ValueError from None
                return int(real)
        if self.type is str:
            if not isinstance(value, str):
                raise TypeError
            return value
        try:
            found = ast.literal_eval(value) if isinstance(value, str) else value
        except (ValueError, SyntaxError):
            if self.type is not object:
                raise
            return value  # of any type: a literal as in Python, otherwise text
        if not isinstance(found, self.type):
            raise TypeError
        return found

    def _refusal(self, value: Any) -> ParameterError:
        kinds = {float: "a number", int: "a whole number", bool: "true or false", str: "text"}
        expected = kinds.get(self.type, f"a {self.type.__name__}") + (" or none" if self.optional else "")
        example = f" (e.g. {self.default!r})" if self.default is not None else ""
        return ParameterError(f"{self.name} must be {expected}, got {value!r}{example}")


@dataclass(frozen=True)
class NotebookParameters:
    """The parameters of one notebook by name, the notebooks whose results it reads, and the models that it computes."""

    notebook: str
    items: Mapping[str, NotebookParameter]
    needs: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    needs_every: bool = False
    problem: str = ""

    def needs_results_of(self, notebook: str, *, needs_every: bool = False) -> bool:
        """Whether this notebook reads the results of another one, which may itself read every question."""
        if self.needs_every:
            return notebook != self.notebook and not needs_every
        return bool({notebook, short_name(notebook)} & set(self.needs))

    def convert(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """Convert and check values by name; ParameterError lists every unknown name and invalid value."""
        refuse_secrets(given, self.notebook)
        wrong = [unknown_parameter(name, self.items, self.notebook) for name in given if name not in self.items]
        converted = {}
        for name, value in given.items():
            if name in self.items:
                try:
                    converted[name] = self.items[name].convert(value)
                    if name in PARAMETERS:
                        PARAMETERS[name].refuse_percent(converted[name])
                except ParameterError as error:
                    wrong.append(f"{self.notebook}: {error}")
        wrong += [
            f"{self.notebook}: {item.name} is computed from {', '.join(sorted(item.computed_from & given.keys()))} "
            f"before the new value is set; compute it in a later cell, or set {item.name} as well"
            for item in self.items.values()
            if item.name not in given and item.computed_from & given.keys()
        ]
        if wrong:
            raise ParameterError("\n".join(wrong))
        return converted


def unknown_parameter(name: str, known: Iterable[str], where: str) -> str:
    """Return a message about a parameter that does not exist, with the one that was probably meant."""
    names = list(known)
    if not names:
        return f"{where} has no parameters, so {name} cannot be set; give the cell that assigns it the tag parameters"
    return f"{where} has no parameter {name}; {did_you_mean(name, names, 'it has')}"


def read_parameters(notebook: Path) -> NotebookParameters:
    """Read the cell tagged `parameters` of a notebook."""
    problems = question_problems()
    problem = problems.get(notebook.stem) or problems.get(short_name(notebook.stem))
    if problem:
        return NotebookParameters(notebook.stem, {}, problem=problem)
    try:
        text = notebook.read_text(encoding="utf-8-sig")  # some editors write a byte order mark
        content = json.loads(text)
        if not isinstance(content["nbformat"], int) or content["nbformat"] < 4:
            raise ValueError
        tagged = [cell for cell in content["cells"] if "parameters" in cell["metadata"].get("tags", [])]
    except FileNotFoundError:
        raise NotebookError(f"{notebook}: no such notebook; check the path") from None
    except json.JSONDecodeError as error:
        conflict = "; resolve the merge conflict" if merge_conflict_in(text) else "; restore or write the file again"
        raise NotebookError(f"{notebook}, line {error.lineno}: not a valid notebook ({error.msg}){conflict}") from None
    except (ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        raise NotebookError(
            f"{notebook}: not a valid notebook ({type(error).__name__}); save it as a notebook of format 4"
        ) from None
    if not tagged:
        name = short_name(notebook.stem)
        if name in MODELS:
            raise NotebookError(
                f"{notebook}: no cell has the tag parameters, so the figures of the sources cannot reach it; give the "
                f"tags parameters and {MODEL_TAG}{name} to the cell that assigns `sources`"
            )
        return NotebookParameters(notebook.stem, {})  # a notebook of someone else, which takes no parameters
    if len(tagged) != 1 or tagged[0].get("cell_type") != "code":
        raise NotebookError(
            f"{notebook.name} has {len(tagged)} cells tagged parameters; tag exactly one code cell, the "
            "one that assigns its parameters"
        )
    source = tagged[0]["source"]
    items = _read_cell(source if isinstance(source, str) else "".join(source), notebook.name)
    models = [tag.removeprefix(MODEL_TAG) for tag in tagged[0]["metadata"]["tags"] if tag.startswith(MODEL_TAG)]
    for model in models:
        items = {**_of_model(model, notebook.name), **items}
    needs = [match["names"].strip() for item in items.values() if (match := _NEEDS.search(item.comment))]
    every = "every question" in needs
    return NotebookParameters(
        notebook.stem, items, () if every else tuple(" ".join(needs).split()), tuple(models), every
    )


def _read_cell(source: str, where: str) -> dict[str, NotebookParameter]:
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        raise NotebookError(f"{where}, cell parameters, line {error.lineno}: {error.msg}; correct it") from None
    comments = {
        token.start[0]: token.string.lstrip("# ")
        for token in tokenize.generate_tokens(io.StringIO(source).readline)
        if token.type == tokenize.COMMENT
    }
    items: dict[str, NotebookParameter] = {}
    for statement in tree.body:
        if isinstance(statement, ast.Import | ast.ImportFrom):  # for an annotation, or for a value
            continue
        item = _read_assignment(statement, comments, where)
        if item.name in items:
            raise NotebookError(f"{where}, cell parameters, line {statement.lineno}: {item.name} is assigned twice")
        items[item.name] = item
    return items


def _of_model(model: str, where: str) -> dict[str, NotebookParameter]:
    try:
        defaults = parameter_defaults(model)
    except NotebookError as error:
        raise NotebookError(f"{where}, tag {MODEL_TAG}{model}: {error}") from None
    figures = figure_names(defaults)
    return {name: _declared(name, default, figures.get(name)) for name, default in defaults.items()}


def _declared(name: str, default: Any, figure: str | None) -> NotebookParameter:
    known = PARAMETERS.get(name)
    if known is None:
        return NotebookParameter(name, type(default), default, SETTING_NOTES[name])
    kind: type = str if known.choices else int if known.whole else float
    notes = [known.unit, known.kind, f"figure {figure}" if figure else ""]
    return NotebookParameter(name, kind, default, ", ".join(note for note in notes if note), known.optional)


def _read_assignment(statement: ast.stmt, comments: Mapping[int, str], where: str) -> NotebookParameter:
    place = f"{where}, cell parameters, line {statement.lineno}"
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target, value, annotation = statement.targets[0], statement.value, None
    elif isinstance(statement, ast.AnnAssign) and statement.value is not None:
        target, value, annotation = statement.target, statement.value, statement.annotation
    else:
        raise NotebookError(f"{place}: this cell may only contain assignments, one per line")
    if not isinstance(target, ast.Name):
        raise NotebookError(f"{place}: only plain names can be assigned in this cell")
    try:
        default = ast.literal_eval(value)
        computed = False
    except ValueError:
        default, computed = None, True
    kind, optional, choices = _type_of(annotation, default, computed)
    # A formatter may have split it over several lines.
    lines = range(statement.lineno, (statement.end_lineno or statement.lineno) + 1)
    comment = " ".join(comments[line] for line in lines if line in comments)
    names = frozenset(node.id for node in ast.walk(value) if isinstance(node, ast.Name)) if computed else frozenset()
    return NotebookParameter(target.id, kind, default, comment, optional, choices, names)


def _type_of(annotation: ast.expr | None, default: Any, computed: bool) -> tuple[type, bool, tuple[Any, ...]]:
    """The type of a parameter, whether it may be None, and the values of a Literal."""
    known: dict[str, type] = {"float": float, "int": int, "str": str, "bool": bool, "list": list, "dict": dict}
    if annotation is None:
        return (object, True, ()) if computed or default is None else (type(default), False, ())
    if isinstance(annotation, ast.Subscript) and _name(annotation.value) == "Optional":
        kind, _, choices = _type_of(annotation.slice, default, computed)
        return kind, True, choices
    if isinstance(annotation, ast.BinOp):  # float | None
        sides = [side for side in _union(annotation) if ast.unparse(side) != "None"]
        if len(sides) != 1:
            return object, True, ()
        kind, optional, choices = _type_of(sides[0], default, computed)
        return kind, optional or len(sides) < len(_union(annotation)), choices
    if isinstance(annotation, ast.Subscript) and _name(annotation.value) == "Literal":
        values = annotation.slice.elts if isinstance(annotation.slice, ast.Tuple) else [annotation.slice]
        choices = tuple(ast.literal_eval(value) for value in values)
        kinds = {type(value) for value in choices}
        return (kinds.pop() if len(kinds) == 1 else object), None in choices, choices
    name = _name(annotation.value if isinstance(annotation, ast.Subscript) else annotation).lower()
    kind = known.get(name, object)
    return kind, kind is object, ()


def _union(annotation: ast.expr) -> list[ast.expr]:
    if isinstance(annotation, ast.BinOp) and isinstance(annotation.op, ast.BitOr):
        return [*_union(annotation.left), *_union(annotation.right)]
    return [annotation]


def _name(annotation: ast.expr) -> str:
    """The last part of a name such as `typing.Optional`."""
    return ast.unparse(annotation).rpartition(".")[2]
