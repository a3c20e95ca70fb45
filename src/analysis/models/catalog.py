"""Find the models: one in each module of `analysis.models.questions`, and one in each of `models/` of a project."""

import importlib
import os
import pkgutil
import re
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar, get_args

from analysis.core.errors import NotebookError, ParameterError, UnitError, did_you_mean
from analysis.core.paths import OWN_MODELS, PROJECT_VARIABLE, marked_folder, project_folder
from analysis.core.text_files import merge_conflict_in
from analysis.core.units import check_unit
from analysis.models import questions
from analysis.models.equations import EquationError, explained
from analysis.models.evaluator import declaration_of
from analysis.models.parameters import UNNAMED_UNITS, Kind, Parameter, defaults_of
from analysis.models.results import Outcome
from analysis.models.sampling import DRAWS, SEED
from analysis.models.unit_check import check_units

Model = Callable[..., Outcome]
Item = TypeVar("Item")


@dataclass(frozen=True)
class Catalog:
    """The models by name, their parameters by name, and the messages about models that cannot be used."""

    models: Mapping[str, Model]
    parameters: Mapping[str, Parameter]
    problems: Mapping[str, str]
    files: Mapping[str, Path]


def catalog() -> Catalog:
    """Return the models of the package and of the project."""
    return _catalog_of(project_folder())


@cache
def _shipped() -> Catalog:
    models: dict[str, Model] = {}
    parameters = {item.name: item for item in (DRAWS, SEED)}
    for name in (module.name for module in pkgutil.iter_modules(questions.__path__)):
        models[name], own = _declared(importlib.import_module(f"{questions.__name__}.{name}"), name)
        parameters |= own
    return Catalog(models, parameters, {}, {})


@cache  # as Python caches modules: a changed model takes effect in the next process
def _catalog_of(project: Path) -> Catalog:
    shipped = _shipped()
    models, parameters = dict(shipped.models), dict(shipped.parameters)
    problems: dict[str, str] = {}
    files: dict[str, Path] = {}
    for path in sorted((project / OWN_MODELS).glob("[!._]*.py")):
        name, place = path.stem, f"{OWN_MODELS}/{path.name}"
        try:
            if name in shipped.models:
                raise ParameterError(f"{place}: a shipped question has the name {name}; choose another one")
            model, own = _declared(_import(path), name)
            _check_declared(model, own, path)
            _compute_once(model, path)
            for other_name, other_model in models.items():
                declared: Any = declaration_of(other_model)
                for other in declared.parameters:
                    if (mine := own.get(other.name, other)) != other:
                        raise ParameterError(
                            f"{_place_of(mine.name, path)}: {mine.name} is declared as {mine.declaration} here, but as "
                            f"{other.declaration} in the model {other_name}; rename it, or declare it in the same way"
                        )
        except ParameterError as error:
            problems[name] = str(error)
            continue
        models[name], files[name] = model, path
        parameters |= own
    return Catalog(models, parameters, problems, files)


def _place_of(word: str, path: Path) -> str:
    """The file and the line in which a model first names a parameter."""
    lines = path.read_text(encoding="utf-8").splitlines()
    name = re.escape(word)
    for pattern in (f'"{name}"', rf"^\s*{name}\s*:", rf"\b{name}\b"):  # where it is declared, else where it is used
        line = next((number for number, text in enumerate(lines, start=1) if re.search(pattern, text)), None)
        if line:
            break
    return f"{OWN_MODELS}/{path.name}" + (f", line {line}" if line else "")


def _import(path: Path) -> ModuleType:
    """Import a module of a project by its path; ParameterError, with the line, for any error in it."""
    name = f"analysis_project.{path.stem}"
    spec = spec_from_file_location(name, path)
    assert spec is not None  # a file that ends in .py has both
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[name] = module  # a data class looks its own module up
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:  # a script that calls sys.exit must not end the program
        del sys.modules[name]
        line = _line_of(error, path)
        where = f"{OWN_MODELS}/{path.name}" + (f", line {line}" if line else "")
        told = error.msg if isinstance(error, SyntaxError) else str(error)
        if isinstance(error, SyntaxError) and merge_conflict_in(path.read_text(encoding="utf-8", errors="replace")):
            told = "a merge conflict"
        advice = "install it, or correct the model" if isinstance(error, ModuleNotFoundError) else "correct the model"
        raise ParameterError(f"{where}: {type(error).__name__}: {told}; {advice}") from None
    return module


def _check_declared(model: Model, own: Mapping[str, Parameter], path: Path) -> None:
    """Raise ParameterError for an unknown kind or unit, and for an argument of the model that is not declared."""
    for parameter in own.values():
        if parameter.kind not in get_args(Kind):
            hint = did_you_mean(parameter.kind, get_args(Kind), "the kinds are")
            where = _place_of(parameter.name, path)
            raise ParameterError(f"{where}: {parameter.name} has the unknown kind {parameter.kind!r}; {hint}")
    kind: Any = declaration_of(model)  # a dataclass
    units = {item.name: str(item.metadata["unit"]) for item in fields(kind)}
    for name, unit in (units | {parameter.name: parameter.unit for parameter in own.values()}).items():
        if unit not in UNNAMED_UNITS:
            try:
                check_unit(unit)
            except UnitError as error:
                told = f"{name}: {error}; units are written as in t, Mt, USD/t, fraction, t/year"
                raise ParameterError(f"{_place_of(name, path)}: {told}") from None
    for name in defaults_of(model):
        if name not in own:
            hint = did_you_mean(name, own, "the parameters are")
            raise ParameterError(f"{_place_of(name, path)}: no Parameter declares the argument {name}; {hint}")


def _compute_once(model: Model, path: Path) -> None:
    """Compute a model with its defaults; ParameterError if that fails, such as for an unknown name in an equation."""
    kind = declaration_of(model)
    try:
        explained(kind)
        check_units(kind)
        if not isinstance(model(), kind or Outcome):
            raise TypeError(f"it returns no {kind.__name__ if kind else ''}; return evaluate(...)")
    except Exception as error:
        told, place = str(error), f"{OWN_MODELS}/{path.name}"
        if isinstance(error, EquationError):
            told = told if told.endswith("?") else f"{told.removesuffix('.')}; correct it"
            raise ParameterError(f"{_place_of(error.step, path)}: {told}") from None
        if isinstance(error, KeyError):
            place = _place_of(str(error.args[0]), path)
            told = f"an equation names {error}, which is not a parameter, term or result"
        elif kind and (first := told.partition(" ")[0]) in (item.name for item in kind.parameters):  # out of its limits
            place = _place_of(first, path)
        raise ParameterError(f"{place}: with the defaults, {told}; correct the model") from None


def _line_of(error: BaseException, path: Path) -> int | None:
    if isinstance(error, SyntaxError):
        return error.lineno
    frames = traceback.extract_tb(error.__traceback__)
    return next((frame.lineno for frame in reversed(frames) if frame.filename == str(path)), None)


def _declared(module: ModuleType, name: str) -> tuple[Model, dict[str, Parameter]]:
    """The model of a module, and its parameters by name; ParameterError if it declares none."""
    model: Any = getattr(module, name, None)
    kind = declaration_of(model) if callable(model) else None
    if kind is None:
        where = Path(module.__file__ or name).name
        raise ParameterError(
            f"{OWN_MODELS}/{where}: it declares no model {name}; define a function {name} marked with @declared_by"
        )
    return model, {item.name: item for item in kind.parameters}


def model_named(name: str) -> Model:
    """Return a model by its name; NotebookError if there is none, or if it cannot be used."""
    if name not in MODELS:
        problem = catalog().problems.get(name)
        known = f"unknown model {name!r}; the models are {', '.join(MODELS)}"
        if not (os.environ.get(PROJECT_VARIABLE) or marked_folder(Path.cwd())):
            known += f". This folder is not in a project; work in one, or set {PROJECT_VARIABLE} to its folder"
        raise NotebookError(problem or f"{known}.")
    return MODELS[name]


class ByProject(Mapping[str, Item]):
    """A mapping whose content is found when it is first used, by the folder of the project."""

    def __init__(self, found: Callable[[], Mapping[str, Item]]) -> None:
        """Find the content by calling `found` at each use."""
        self._found = found

    def __getitem__(self, name: str) -> Item:
        return self._found()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found())

    def __len__(self) -> int:
        return len(self._found())

    def __repr__(self) -> str:
        return repr(dict(self._found()))


MODELS: Mapping[str, Model] = ByProject(lambda: catalog().models)
PARAMETERS: Mapping[str, Parameter] = ByProject(lambda: catalog().parameters)
