"""Sweep a model without executing its notebook: call it with arrays, one chunk of parameter sets at a time."""

import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.binding.question_files import short_name
from analysis.claims.presets import BASE
from analysis.core.errors import ParameterError
from analysis.models import MODELS, PARAMETERS
from analysis.models.evaluator import constraint_checks, declaration_of, fill, prepared, refusal
from analysis.models.parameters import defaults_of
from analysis.models.results import Outcome, results_declared, results_of
from analysis.notebook.record import NOT_NUMBERS, from_recorded, recorded_value, results_in
from analysis.runs.notebook_parameters import NotebookParameter, read_parameters
from analysis.runs.parameter_sets import PRESET, ParameterSets, first_of
from analysis.runs.plan import Job, Planner
from analysis.runs.sweep_table import Column
from nbcompare.value_diff import same

PART = 65_536  # sets per chunk, about 20 MB


@dataclass(frozen=True)
class ArraySweep:
    """The plan of a sweep: the sets, the model, its inputs, and the name and the unit of each column of results.

    `fixed` holds the inputs of the model that are equal in all sets, `columns` those that vary. The column of a result
    named like a varied parameter has a suffix.
    """

    sets: ParameterSets
    kind: type[Outcome]
    inputs: Collection[str]
    fixed: Mapping[str, Any]
    columns: "Mapping[str, _Column]"
    varied: Sequence[str]
    results: Mapping[str, str]
    units: Mapping[str, str]
    left_out: Mapping[str, str]  # results that would compare two places, with the reason

    @property
    def digest(self) -> str:
        """A hash of the model and all parameter sets."""
        digest = sha256(repr((self.kind.__name__, sorted(self.fixed.items()))).encode())
        for name, column in self.columns.items():
            digest.update(f"{name} {column.width} {len(self.sets)}".encode())
            digest.update(repr(column.values.tolist()).encode())
        return digest.hexdigest()


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
    stored = _stored_numbers(job)
    try:
        expected = _expected(job, {name: item.default for name, item in job.parameters.items.items()}, stored)
    except (KeyError, ParameterError):
        return f"{job.path.name} lacks parameters of {model.__name__}"
    if stored.keys() == expected.keys() and all(
        same(from_recorded(item["value"]), expected[name]) for name, item in stored.items()
    ):
        return ""
    return (
        f"the results stored in {job.path.name} do not match {model.__name__} for its parameters; "
        f"`analysis accept {model.__name__}` stores them, and a sweep then takes seconds"
    )


def computed(job: Job) -> dict[tuple[str, str], Any]:
    """Return what the notebook of a job would record, by result and unit, if `why_stored` has no objection."""
    stored = _stored_numbers(job)
    found = _expected(job, {name: item.value for name, item in job.resolved.items()}, stored)
    return {(name, item["unit"]): recorded_value(found[name]) for name, item in stored.items()}


def _stored_numbers(job: Job) -> dict[str, Any]:
    return {name: item for name, item in results_in(job.path).items() if item["unit"] not in NOT_NUMBERS}


def _expected(job: Job, values: Mapping[str, Any], stored: Collection[str]) -> dict[str, Any]:
    """The results of the model for these values, and those values that the notebook stores as results."""
    inputs = defaults_of(MODELS[short_name(job.path.stem)])
    found = results_of(MODELS[short_name(job.path.stem)](**{name: values[name] for name in inputs}))
    return {name: values[name] for name in stored if name in inputs} | {name: x.value for name, x in found.items()}


def plan_arrays(path: Path, planner: Planner, sets: ParameterSets) -> ArraySweep | str:
    """Resolve and validate every parameter of every set, or return why the notebook must be executed."""
    if reason := why_notebooks(path, sets):
        return reason
    items = read_parameters(path).items
    try:
        groups = _groups(planner, sets)
    except ParameterError:
        _refuse(path, _columns(sets, {}, items)[1])  # names all invalid values at once
        raise
    first = next(iter(groups.values()))
    if reason := why_stored(first):
        return reason
    columns, wrong = _columns(sets, groups, items)
    _refuse(path, wrong)
    model = MODELS[short_name(first.path.stem)]
    kind = declaration_of(model)
    assert kind is not None  # every model of MODELS is declared
    varied = [name for name in items if name in columns]
    fixed = {name: first.resolved[name].value for name in defaults_of(model) if name not in columns}
    stored = results_in(first.path)
    declared = results_of(model())
    results = {
        f"{name}_result" if name in varied else name: name
        for name, item in stored.items()
        if name in declared or item["unit"] not in NOT_NUMBERS
    }
    units = {column: str(stored[name]["unit"]) for column, name in results.items()}
    left_out = dict(pair for job in groups.values() for pair in planner.left_out(job).items())
    return ArraySweep(sets, kind, frozenset(defaults_of(model)), fixed, columns, varied, results, units, left_out)


def _refuse(path: Path, wrong: Sequence[tuple[str, str]]) -> None:
    if wrong:
        raise ParameterError(first_of([f"{place}{path.stem}: {text}" for place, text in wrong], "values"))


def _groups(planner: Planner, sets: ParameterSets) -> dict[tuple[str, tuple[str, ...]], Job]:
    """The job of the first set for each preset and combination of given names."""
    combination = {name: values[0] for name, values in sets.lists.items()}
    point = {name: float(values[0]) for name, values in sets.points.items()}
    groups: dict[tuple[str, tuple[str, ...]], Job] = {}
    for number, start in enumerate(sets.starts):
        key = start.preset, tuple(start.values)
        if key not in groups:
            try:
                groups[key] = planner.jobs(start.preset, {**start.values, **combination, **point}, assume=True)[-1]
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
            numbers = PARAMETERS[item.name].check(np.asarray(raw, dtype=float))
            PARAMETERS[item.name].refuse_percent(float(numbers.max(initial=0)))
            return numbers, []
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
                if item.name in PARAMETERS:
                    PARAMETERS[item.name].refuse_percent(known[key])
            except ParameterError as error:
                refused.append((place, str(error)))
                known[key] = None
        values.append(known[key])
    numeric = all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in values)
    kind = (np.int64 if item.type is int else float) if numeric else object
    array = np.empty(len(values), dtype=kind)
    array[:] = values
    return array, refused


def parts(swept: ArraySweep) -> Iterator[dict[str, Column]]:
    """Yield the table in chunks, each a mapping of column names to arrays."""
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
        table |= {column: results[name] for column, name in swept.results.items()}
        failed = np.array([error is not None for error in errors])
        table["status"] = np.where(failed, "failed", "ok").astype(object)
        table["seconds"] = np.full(last - first, (time.perf_counter() - begun) / (last - first))
        table["identity"] = np.full(last - first, None, dtype=object)
        table["error"] = errors
        yield table


def _computed(
    swept: ArraySweep, given: Mapping[str, Column], count: int
) -> tuple[dict[str, Column], NDArray[np.object_]]:
    """The results of one chunk, nan if missing, and the error of each set that the model rejects."""
    results = {name: np.full(count, np.nan) for name in swept.results.values()}
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
                one = {name: x[place] if isinstance(x, np.ndarray) else x for name, x in known.items()}
                errors[places[place]] = f"ParameterError: {refusal(constraint, np.False_, one)}"
            fine &= ~broken
        fill(swept.kind, known, results_declared(swept.kind))
        for name in results.keys() - swept.left_out.keys():
            value = np.broadcast_to(np.asarray(known[name], dtype=float), fine.shape)
            results[name][places] = np.where(fine & np.isfinite(value), value, np.nan)
    return results, errors


def _same_words(columns: Sequence[Column], count: int) -> Iterator[NDArray[np.int64]]:
    """Group sets by their word values, since a model takes arrays of numbers but only single words."""
    if not columns:
        yield np.arange(count)
        return
    codes = np.zeros(count, dtype=np.int64)
    for column in columns:
        names = {value: code for code, value in enumerate(dict.fromkeys(column.tolist()))}
        codes = codes * len(names) + np.array([names[value] for value in column.tolist()])
    for code in np.unique(codes):
        yield np.flatnonzero(codes == code)
