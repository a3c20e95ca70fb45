"""Sweep a model without its notebook: call it with arrays, one chunk of parameter sets at a time.

If the results that a notebook has recorded are exactly those of one model, the model alone gives the results for other
parameters. `why_notebooks` says when that is not so.
"""

import math
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.claims.presets import BASE
from analysis.claims.question_files import short_name
from analysis.core.errors import ParameterError
from analysis.models import MODELS, PARAMETERS
from analysis.models.evaluator import constraint_checks, declaration_of, fill, prepared, refusal
from analysis.models.parameters import defaults_of
from analysis.models.results import Outcome, results_declared, results_of
from analysis.notebook.record import NEVER, NOT_NUMBERS, recorded_value, results_in
from analysis.runs.notebook_parameters import NotebookParameter, read_parameters
from analysis.runs.parameter_sets import PRESET, ParameterSets
from analysis.runs.plan import Job, Planner
from analysis.runs.sweep_page import MOST_DRAWN, MOST_ROWS, Overview
from analysis.runs.sweep_table import PartWriter

PART = 65_536  # sets per chunk, about 20 MB
RTOL = 1e-9
MOST_WRONG = 5  # invalid values named in an error; the rest are counted
Column = NDArray[Any]


@dataclass(frozen=True)
class ArraySweep:
    """The plan of a sweep: the sets, the model, its inputs, and the unit of each result.

    `fixed` holds the inputs of the model that are equal in all sets, `columns` those that vary.
    """

    sets: ParameterSets
    kind: type[Outcome]
    inputs: Collection[str]
    fixed: Mapping[str, Any]
    columns: "Mapping[str, _Column]"
    varied: Sequence[str]
    recorded_inputs: Sequence[str]
    units: Mapping[str, str]

    @property
    def digest(self) -> str:
        """A hash of the model and all parameter sets."""
        digest = sha256(repr((self.kind.__name__, sorted(self.fixed.items()))).encode())
        for name, column in self.columns.items():
            digest.update(f"{name} {column.width} {len(self.sets)}".encode())
            digest.update(repr(column.values.tolist()).encode())
        return digest.hexdigest()

    @property
    def results(self) -> list[str]:
        """The names of the result columns; a result named like a varied parameter has a suffix."""
        return list(self.units)


def why_notebooks(path: Path, sets: ParameterSets) -> str:
    """Return why the notebook must be executed for each set, judged by names alone; empty if it need not be."""
    model = MODELS.get(short_name(path.stem))
    if model is None:
        return f"{path.name} is not the notebook of one model"
    own = [name for name in sets.names if name not in defaults_of(model)]
    return f"{', '.join(own)} is a parameter of the notebook, not of {model.__name__}" if own else ""


def why_stored(job: Job) -> str:
    """Return why the notebook of a job must be executed, judged by its stored results; empty if it need not be."""
    model = MODELS.get(short_name(job.path.stem))
    if model is None:
        return f"{job.path.name} is not the notebook of one model"
    inputs = defaults_of(model)
    stored = {name: item for name, item in results_in(job.path).items() if item["unit"] not in NOT_NUMBERS}
    own_values = {name: item.default for name, item in job.parameters.items.items()}
    try:
        found = results_of(model(**{name: own_values[name] for name in inputs}))
    except (KeyError, ParameterError):
        return f"{job.path.name} lacks parameters of {model.__name__}"
    expected = {name: result.value for name, result in found.items()}
    expected |= {name: own_values[name] for name in stored.keys() - expected.keys() if name in inputs}
    if stored.keys() != expected.keys() or not all(_same(stored[name]["value"], expected[name]) for name in stored):
        return (
            f"the results stored in {job.path.name} are not those of {model.__name__} for its parameters; "
            f"`analysis accept {model.__name__}` stores them, and a sweep then takes seconds"
        )
    return ""


def computed(job: Job) -> dict[tuple[str, str], Any]:
    """Return what the notebook of a job would record, by result and unit, if `why_stored` has no objection.

    Raises ParameterError for values that the model rejects.
    """
    model = MODELS[short_name(job.path.stem)]
    values = {name: item.value for name, item in job.resolved.items()}
    found = {
        name: item.value
        for name, item in results_of(model(**{name: values[name] for name in defaults_of(model)})).items()
    }
    units = {name: item["unit"] for name, item in results_in(job.path).items() if item["unit"] not in NOT_NUMBERS}
    return {(name, unit): recorded_value(found.get(name, values.get(name))) for name, unit in units.items()}


def _same(stored: Any, value: Any) -> bool:
    if stored is None or stored == NEVER:
        return bool(math.isnan(value) if stored is None else value == math.inf)
    return isinstance(stored, (int, float)) and math.isclose(stored, value, rel_tol=RTOL, abs_tol=RTOL)


def plan_arrays(path: Path, planner: Planner, sets: ParameterSets) -> ArraySweep | str:
    """Resolve and validate every parameter of every set, or return why the notebook must be executed.

    Raises ParameterError for invalid values, and NamedFigureError for a missing figure.
    """
    reason = why_notebooks(path, sets)
    if reason:
        return reason
    items = read_parameters(path).items
    try:
        groups = _groups(planner, sets)
    except ParameterError:
        _refuse(path, _columns(sets, {}, items)[1])  # names all invalid values at once
        raise
    first = next(iter(groups.values()))
    reason = next(filter(None, map(why_stored, groups.values())), "")
    if reason:
        return reason
    columns, wrong = _columns(sets, groups, items)
    _refuse(path, wrong)
    model = MODELS[short_name(first.path.stem)]
    kind = declaration_of(model)
    assert kind is not None  # every model of MODELS is declared
    varied = [name for name in items if name in columns]
    fixed = {name: first.resolved[name].value for name in defaults_of(model) if name not in columns}
    stored = results_in(first.path)
    declared = {name: item.unit for name, item in results_of(model()).items()}
    extra = [name for name, item in stored.items() if name not in declared and item["unit"] not in NOT_NUMBERS]
    units = {name: str(stored[name]["unit"]) for name in stored if name in declared or name in extra}
    units = {f"{name}_result" if name in varied else name: unit for name, unit in units.items()}
    return ArraySweep(sets, kind, frozenset(defaults_of(model)), fixed, columns, varied, extra, units)


def _refuse(path: Path, wrong: Sequence[tuple[str, str]]) -> None:
    """Raise ParameterError if there are invalid values."""
    if wrong:
        more = [f"and {len(wrong) - MOST_WRONG:,} more values"] if len(wrong) > MOST_WRONG else []
        raise ParameterError("\n".join([*(f"{place}{path.stem}: {text}" for place, text in wrong[:MOST_WRONG]), *more]))


def _groups(planner: Planner, sets: ParameterSets) -> dict[tuple[str, tuple[str, ...]], Job]:
    """The job of the first set for each preset and combination of given names."""
    combination = {name: values[0] for name, values in sets.lists.items()}
    point = {name: float(values[0]) for name, values in sets.points.items()}
    groups: dict[tuple[str, tuple[str, ...]], Job] = {}
    for number, start in enumerate(sets.starts):
        key = start.preset, tuple(start.values)
        if key not in groups:
            try:
                groups[key] = planner.jobs(start.preset, {**start.values, **combination, **point})[-1]
            except ParameterError as error:
                place = f"set {number * sets.inner + 1}: " if len(sets) > 1 else ""
                raise ParameterError(f"{place}{error}") from None
    return groups


@dataclass(frozen=True)
class _Column:
    """The values of one parameter; set number n has the value n // `width` % the number of values."""

    values: Column
    width: int

    def part(self, numbers: NDArray[np.int64]) -> Column:
        return np.asarray(self.values[(numbers // self.width) % len(self.values)])


def _columns(
    sets: ParameterSets, groups: Mapping[tuple[str, tuple[str, ...]], Job], items: Mapping[str, NotebookParameter]
) -> tuple[dict[str, _Column], list[tuple[str, str]]]:
    """The parameters that vary, and the invalid values with the first set that has them."""
    found: dict[str, _Column] = {}
    wrong: list[tuple[str, str]] = []

    def add(name: str, raw: Sequence[Any], width: int) -> None:
        values, refused = _converted(items[name], raw)
        for place, text in refused:
            wrong.append((f"set {place * width + 1}: " if len(sets) > 1 else "", text))
        if not refused and len(raw) > 1 and any(value != values[0] for value in values[1:].tolist()):
            found[name] = _Column(values, width)

    width = sets.inner
    for name, raw in sets.lists.items():
        width //= len(raw)
        add(name, raw, width)
    for name, points in sets.points.items():
        add(name, points.tolist(), 1)
    jobs = [groups.get((start.preset, tuple(start.values))) for start in sets.starts]
    given = {name for start in sets.starts for name in start.values}
    for name in items:
        differ = name in given or len({repr(job.resolved[name].value) for job in groups.values()}) > 1
        if differ and name not in sets.lists and name not in sets.points:
            unset = [job.resolved[name].value if job else items[name].default for job in jobs]
            pairs = zip(sets.starts, unset, strict=True)
            add(name, [start.values.get(name, value) for start, value in pairs], sets.inner)
    return found, wrong


def _converted(item: NotebookParameter, raw: Sequence[Any]) -> tuple[Column, list[tuple[int, str]]]:
    """The values of a parameter as an array, numeric if all are numbers, and the positions of invalid ones."""
    if item.type is float and item.name in PARAMETERS:
        try:  # all at once; after an error one by one, to find its place
            return PARAMETERS[item.name].check(np.asarray(raw, dtype=float)), []
        except (ParameterError, ValueError, TypeError):
            pass
    known: dict[Any, Any] = {}
    refused: list[tuple[int, str]] = []
    values: list[Any] = []
    for place, one in enumerate(raw):
        key = one if isinstance(one, (str, float, int)) else repr(one)
        if key not in known:
            try:
                known[key] = item.convert(one)
            except ParameterError as error:
                refused.append((place, str(error)))
                known[key] = None
        values.append(known[key])
    numbers = all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in values)
    kind = (np.int64 if item.type is int else float) if numbers else object
    array = np.empty(len(values), dtype=kind)
    array[:] = values
    return array, refused


def parts(swept: ArraySweep, progress: Callable[[int], None] | None = None) -> Iterator[dict[str, Column]]:
    """Yield the table in chunks, each a mapping of column names to arrays.

    A set that the model rejects has no results, the status failed, and the reason as its error.
    """
    edges = [*range(0, len(swept.sets), PART), len(swept.sets)]
    presets = np.array([start.preset for start in swept.sets.starts], dtype=object)
    with_presets = any(preset != BASE for preset in presets)
    for first, last in pairwise(edges):
        begun = time.perf_counter()
        numbers = np.arange(first, last)
        given = {name: column.part(numbers) for name, column in swept.columns.items()}
        results, errors = _computed(swept, given, last - first)
        table: dict[str, Column] = {"set": numbers + 1}
        if with_presets:
            table[PRESET] = presets[numbers // swept.sets.inner]
        table |= {name: given[name] for name in swept.varied}
        for column, name in zip(swept.results, _names(swept), strict=True):
            table[column] = results[name]
        failed = np.array([error is not None for error in errors])
        table["status"] = np.where(failed, "failed", "ok").astype(object)
        table["seconds"] = np.full(last - first, (time.perf_counter() - begun) / (last - first))
        table["identity"] = np.full(last - first, None, dtype=object)
        table["error"] = errors
        yield table
        if progress:
            progress(last)


def _names(swept: ArraySweep) -> list[str]:
    """The names of the results in the order of their columns."""
    return [name.removesuffix("_result") if name.removesuffix("_result") in swept.varied else name
            for name in swept.results]  # fmt: skip


def _computed(
    swept: ArraySweep, given: Mapping[str, Column], count: int
) -> tuple[dict[str, Column], NDArray[np.object_]]:
    """The results of one chunk, nan if missing, and the error of each set that the model rejects."""
    results = {name: np.full(count, np.nan) for name in (*results_declared(swept.kind), *swept.recorded_inputs)}
    errors = np.full(count, None, dtype=object)
    words = [name for name, column in given.items() if column.dtype == object]
    for places in _same_words([given[name] for name in words], count):
        values = dict(swept.fixed)
        for name, column in given.items():
            if name in swept.inputs:
                values[name] = column[places][0] if name in words else column[places]
        known = prepared(swept.kind, values)
        fine = np.ones(len(places), dtype=bool)
        for constraint, holds in constraint_checks(swept.kind, known):
            broken = fine & ~np.broadcast_to(np.asarray(holds, dtype=bool), fine.shape)
            for place in np.flatnonzero(broken):
                one = {name: _at(value, place) for name, value in known.items()}
                errors[places[place]] = f"ParameterError: {refusal(constraint, np.False_, one)}"
            fine &= ~broken
        fill(swept.kind, known, results_declared(swept.kind))
        for name, column in results.items():
            value = np.broadcast_to(np.asarray(known[name], dtype=float), fine.shape)
            column[places] = np.where(fine & np.isfinite(value), value, np.nan)
    return results, errors


def _at(value: Any, place: Any) -> Any:
    return value[place] if isinstance(value, np.ndarray) else value


def _same_words(columns: Sequence[Column], count: int) -> Iterator[NDArray[np.int64]]:
    """Group sets by their values that are words, since a model takes arrays of numbers but only single words."""
    if not columns:
        yield np.arange(count)
        return
    codes = np.zeros(count, dtype=np.int64)
    for column in columns:
        names = {value: code for code, value in enumerate(dict.fromkeys(column.tolist()))}
        codes = codes * len(names) + np.array([names[value] for value in column.tolist()])
    for code in np.unique(codes):
        yield np.flatnonzero(codes == code)


def write_table(swept: ArraySweep, folder: Path, progress: Callable[[int], None] | None = None) -> Overview:
    """Write the table into a folder in chunks, and return what its page shows.

    Charts show at most `MOST_DRAWN` sets, drawn at random with a fixed seed; minimum and maximum cover all sets.
    """
    count = len(swept.sets)
    chosen = np.arange(count)
    if count > MOST_DRAWN:
        chosen = np.sort(np.random.default_rng(0).choice(count, MOST_DRAWN, replace=False))
    writer, page = PartWriter(folder), _PageContent([], [], [], {}, 0)
    for table in parts(swept, progress):
        writer.write(table)
        page.add(table, swept.results, chosen)
    writer.close()
    names = [name for name in page.drawn[0] if name not in ("set", "status", "seconds", "identity", "error")]
    whole = {name: seen for name, seen in page.seen.items() if seen.count == count > 1}
    return Overview(
        parameters=[name for name in names if name not in swept.units],
        units=swept.units,
        sets=count,
        good=page.good,
        head=page.head[:MOST_ROWS],
        failed=page.failed[:MOST_ROWS],
        drawn={name: np.concatenate([part[name] for part in page.drawn]) for name in names},
        ranges={name: (seen.least, seen.most) for name, seen in page.seen.items() if seen.count},
        same={name: seen.least for name, seen in whole.items() if seen.least == seen.most},
    )


@dataclass
class _Range:
    """The number of values of a result so far, with their minimum and maximum."""

    count: int = 0
    least: float = math.inf
    most: float = -math.inf

    def add(self, column: Column) -> None:
        known = column[~np.isnan(column)]
        if known.size:
            self.count += known.size
            self.least, self.most = min(self.least, float(known.min())), max(self.most, float(known.max()))


@dataclass
class _PageContent:
    """The data of all chunks that the page needs: a few rows, and the range of each result."""

    head: list[dict[str, Any]]
    failed: list[dict[str, Any]]
    drawn: list[dict[str, Column]]
    seen: dict[str, _Range]
    good: int

    def add(self, table: Mapping[str, Column], results: Sequence[str], chosen: Column) -> None:
        first, count = int(table["set"][0]) - 1, len(table["set"])
        ok = table["status"] == "ok"
        self.good += int(ok.sum())
        self.head += _rows(table, np.arange(min(count, MOST_ROWS - len(self.head))))
        self.failed += _rows(table, np.flatnonzero(~ok)[: MOST_ROWS - len(self.failed)])
        here = chosen[np.searchsorted(chosen, first) : np.searchsorted(chosen, first + count)] - first
        self.drawn.append({name: column[here[ok[here]]] for name, column in table.items()})
        for name in results:
            self.seen.setdefault(name, _Range()).add(table[name])


def _rows(table: Mapping[str, Column], places: Column) -> list[dict[str, Any]]:
    """Some rows of a chunk, with None for nan."""
    columns = [column[places].tolist() for column in table.values()]
    cleaned = [[None if value != value else value for value in column] for column in columns]  # nan is not itself
    return [dict(zip(table, row, strict=True)) for row in zip(*cleaned, strict=True)]
