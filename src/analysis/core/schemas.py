"""Read files of data/ and of a project: check them with JSON schemas, naming file, line and key, and combine them."""

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from analysis.core.errors import AnalysisError, did_you_mean
from analysis.core.paths import data_files, data_folder, portable, shown_path
from analysis.core.text_files import data_rows, merge_conflict_in, number_in, read_file

Place = tuple[str | int, ...]  # keys and list positions that lead from the top of a file to a value
_KINDS = {"object": "a mapping", "array": "a list", "string": "text", "number": "a number", "null": "empty"}
_KINDS |= {"boolean": "true or false", "integer": "a whole number"}
_MUST = {"enum": "be one of {}", "type": "be {}", "minimum": "be at least {}", "maximum": "be at most {}"}
_MUST |= {"minItems": "have at least {} entries", "maxItems": "have at most {} entries"}
_MUST |= {"minLength": "have at least {} characters"}


def read_checked_yaml(
    path: Path,
    schema: str,
    error: type[AnalysisError] = AnalysisError,
    sections: Mapping[str, str] = MappingProxyType({}),
) -> dict[str, Any]:
    """Read a YAML file and validate it with `data/<schema>.schema.json`."""
    import yaml

    text = read_file(path, error)
    try:
        content, tree = _parsed(text)
    except (yaml.YAMLError, ValueError) as problem:  # ValueError: a date such as 2026-13-01
        line = merge_conflict_in(text)
        told = f", line {line}: a merge conflict; resolve it" if line else _yaml_problem(problem)
        raise error(f"{shown_path(path)}{told}") from None
    if content is None or tree is None:
        return {}
    lines: dict[Place, int] = {(): tree.start_mark.line + 1}
    for place, line, problem_found in _places(tree):
        if problem_found:
            raise error(f"{shown_path(path)}, line {line}: {problem_found}")
        lines[place] = line
    filled = [name for name in sections if isinstance(content, Mapping) and content.get(name)]
    for top, part in (((), schema), *(((name,), sections[name]) for name in filled)):
        found = _first_error(part, content[top[0]] if top else content)
        if found is not None:
            place, key, message = (*top, *found[0]), found[1], found[2]
            exact = next(candidate for candidate in ((*place, *key), place) if candidate in lines)
            keys = "".join(f", {name}" for name in place if isinstance(name, str))
            raise error(f"{shown_path(path)}, line {lines[exact]}{keys}: {message}")
    checked: dict[str, Any] = content
    return checked


def _yaml_problem(problem: Any) -> str:
    """Return the line of a YAML error and what is wrong, with the line of an unclosed bracket or quote."""
    mark, began = getattr(problem, "problem_mark", None), getattr(problem, "context_mark", None)
    told = str(getattr(problem, "problem", problem)).splitlines()[0].removeprefix("but ")
    if "'\\t'" in told:
        told = "a tab; indent with spaces"
    if mark and began and began.line != mark.line and "block" not in (problem.context or ""):
        told += f"; see what begins in line {began.line + 1}"
    return (f", line {mark.line + 1}" if mark else "") + f": invalid YAML ({told})"


def line_in(path: Path, *place: str) -> str:
    """Return the location of an entry in a YAML file, in words; the last of the keys that lead to it may be missing."""
    _, tree = _parsed(path.read_text(encoding="utf-8-sig"))
    lines = {known: line for known, line, _ in _places(tree)}
    found = next((place[:end] for end in range(len(place), 0, -1) if place[:end] in lines), ())
    keys = "".join(f", {name}" for name in place)
    return f"{shown_path(path)}, line {lines[found]}{keys}" if found else f"{shown_path(path)}{keys}"


def _parsed(text: str) -> tuple[Any, Any]:
    """Return the content of a YAML document and its tree, both None if it is empty."""
    import yaml

    try:
        loader: Any = yaml.CSafeLoader(text)  # libyaml is ten times as fast, but names another line in its errors
        tree = loader.get_single_node()
    except (AttributeError, yaml.YAMLError):  # it is not in every build of PyYAML
        loader = yaml.SafeLoader(text)
        tree = loader.get_single_node()
    return (None if tree is None else loader.construct_document(tree)), tree


def check_row(row: Mapping[str, Any], schema: str, where: str) -> None:
    """Validate a row with `data/<schema>.schema.json`; AnalysisError names `where`, the column and the value."""
    found = _first_error(schema, row)
    if found is not None:
        place, _, message = found
        raise AnalysisError(f"{where}: {': '.join([*map(str, place), message])}")


def checked_rows(
    path: Path, schema: str, columns: Sequence[str], numbers: Sequence[str] = (), whole: Sequence[str] = ()
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the place of each row of a CSV file, for messages, and its record, in which empty cells are None."""
    for line, row in data_rows(path, columns):
        where = f"{path.name}, line {line}"
        record: dict[str, Any] = {name: text or None for name, text in row.items()}
        record |= {name: number_in(row[name], f"{where}: {name}") for name in numbers}
        record |= {name: int(row[name]) for name in whole if row[name].isdecimal()}
        check_row(record, schema, where)
        yield where, record


@cache
def validator(schema: str) -> Any:
    """Return the validator of `data/<schema>.schema.json`."""
    from warmkernels.early_jsonschema import jsonschema

    content = json.loads((data_folder() / f"{schema}.schema.json").read_text(encoding="utf-8"))
    return jsonschema.Draft202012Validator(content)


def _first_error(schema: str, content: Any) -> tuple[Place, Place, str] | None:
    """Return the place of the first error, the unknown key if that is the error, and the message."""
    checks = validator(schema)
    errors = sorted(checks.iter_errors(content), key=lambda error: [str(key) for key in error.absolute_path])
    if not errors:
        return None
    place, key = tuple(errors[0].absolute_path), Place()
    if errors[0].validator == "additionalProperties":
        key = (next(name for name in errors[0].instance if name not in errors[0].schema.get("properties", {})),)
    column = checks.schema.get("properties", {}).get(place[0], {}) if place else {}
    meaning = errors[0].schema.get("description") or column.get("description")
    return place, key, _message(errors[0], key) + (f" ({meaning})" if meaning and not key else "")


def _message(error: Any, key: Place) -> str:
    """Describe an error in plain words."""
    expected, given = error.validator_value, error.instance
    if error.validator == "required":
        missing = [name for name in expected if name not in given]
        return f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing"
    if key:
        known = error.schema.get("properties", {})
        hint = did_you_mean(str(key[0]), known, f"the keys are {', '.join(known)}", listed=False)
        return f"unknown key {key[0]}; {hint}"
    if given is None or given == "":
        return "must not be empty"
    if error.validator == "enum":
        expected = ", ".join(map(str, expected))
    elif error.validator == "type":
        keys = error.schema.get("required", [])
        expected = " or ".join(_KINDS[kind] for kind in ([expected] if isinstance(expected, str) else expected))
        expected += f" with the keys {' and '.join(keys)}" if keys else ""
    elif error.validator not in _MUST:
        return f"invalid value {given!r}"
    return f"must {_MUST[error.validator].format(expected)}, got {given!r}"


def _places(node: Any, place: Place = ()) -> Iterator[tuple[Place, int, str]]:
    """Yield each key and list entry of a YAML tree: its place, its line from 1, and an error in the key itself."""
    if node.id == "mapping":
        known: set[str] = set()
        for key, value in node.value:
            line, name = key.start_mark.line + 1, str(key.value)
            if not str(key.tag).endswith(":str"):
                yield (*place, name), line, f"the key {name} must be text; put it in quotes"
            elif name in known:
                yield (*place, name), line, f"duplicate key {name}; remove one of them"
            known.add(name)
            yield (*place, name), line, ""
            yield from _places(value, (*place, name))
    elif node.id == "sequence":
        for number, value in enumerate(node.value):
            yield (*place, number), value.start_mark.line + 1, ""
            yield from _places(value, (*place, number))


@dataclass(frozen=True, eq=False)  # compared by identity, since files are read once
class Layers:
    """The content of the package's file, then of the project's; `problem` says why the latter cannot be used."""

    contents: tuple[Any, ...]
    problem: str = ""

    @property
    def hint(self) -> str:
        """What to add to a message that something is missing: it may be in the file that was ignored."""
        return f" ({self.problem})" if self.problem else ""


def read_layers(name: str, read: Callable[[Path], Any]) -> Layers:
    """Read a file of data/ of the package and of the project with `read`; a malformed one of a project is left out."""
    return _read(read, tuple((path, os.stat(path).st_mtime_ns) for path in data_files(name)))


@lru_cache(maxsize=32)
def _read(read: Callable[[Path], Any], paths: tuple[tuple[Path, int], ...]) -> Layers:
    """Content of the files; modification times are part of the cache key."""
    (shipped, _), *own = paths
    contents = [read(shipped)]
    for path, _ in own:
        try:
            contents.append(read(path))
        except AnalysisError as error:
            return Layers(tuple(contents), left_out(path, error))
    return Layers(tuple(contents))


def left_out(path: Path, error: AnalysisError | str) -> str:
    """Return the message about a file of the project that is left out because of an error in it."""
    told = str(error).removeprefix(str(path)).removeprefix(shown_path(path)).removeprefix(path.name).rstrip(".")
    told = told if told.startswith((",", ":")) else f": {told}"
    return f"{portable(path)}{told}; the file is left out until that is corrected"
