"""Sweep parameter sets through a model, or through a notebook for each set, into one table and one page.

<out>/index.html           small multiples and the table
<out>/results.csv          one row per set: parameters, results, status, seconds; also results.parquet
<out>/sweep.json           the record: sources, units, versions
<out>/sets/                the executed notebooks, see runs/execution_cache.py; absent if the model was called
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from analysis.claims.presets import BASE
from analysis.claims.question_files import short_name
from analysis.claims.question_problems import ignored_files
from analysis.core.errors import AnalysisError, ParameterError
from analysis.core.paths import portable, project_folder
from analysis.core.pool import ItemResult, apply
from analysis.documents.sources import Sources, read_sources
from analysis.runs.array_sweep import ArraySweep, plan_arrays, write_table
from analysis.runs.execution_cache import ExecutionResult, ExecutionTask, finished, identity, make_task, perform
from analysis.runs.notebook_execution import Failure
from analysis.runs.parameter_sets import PRESET, ParameterSet, ParameterSets
from analysis.runs.plan import RESULTS_FROM, Job, Planner, check_names, find_notebooks
from analysis.runs.progress import Progress
from analysis.runs.run_history import refuse_folder_of_runs
from analysis.runs.store import Store
from analysis.runs.sweep_page import Overview, overview_of, sweep_page
from analysis.runs.sweep_table import results_table, table_bytes
from warmkernels.limits import Limits

SETS = "sets"
_WRONG_SHOWN = 5  # invalid sets named in an error; the rest are counted


@dataclass(frozen=True)
class SweepResult:
    """A finished sweep: its folder, the number of sets, their statuses, and how many were cached."""

    place: str
    sets: int
    counts: Mapping[str, int]
    cached: int

    @property
    def status(self) -> str:
        """Return ok if all sets are ok, otherwise failed."""
        return "ok" if set(self.counts) <= {"ok"} else "failed"


def sweep(
    notebook: str,
    sets: Sequence[ParameterSet],
    *,
    sources: Path,
    out: str | None = None,
    workers: int = 0,
    cluster: str | None = None,
    force: bool = False,
    warm: bool = True,
    charts: bool = True,
    notebooks: bool = False,
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> SweepResult:
    """Compute a model, or execute a notebook, for each set; write the results to `out` and return a summary.

    If the results of the notebook are those of one model, the model is called with arrays (see `array_sweep`), unless
    `notebooks` is true. All values are validated first: ParameterError names the invalid ones. A set that fails does
    not stop the others. Notebooks that are already finished in `out` are not executed again unless `force`.
    """
    progress = progress or Progress(each=False)
    if out and "://" not in out:
        refuse_folder_of_runs(Path(out))
    paths, read = _begin(notebook, sets, sources, progress)
    if not notebooks:
        whole = sets if isinstance(sets, ParameterSets) else ParameterSets(sets)
        arrays = (
            plan_arrays(paths[0], Planner(paths, read), whole) if cluster is None else "--cluster executes notebooks"
        )
        if isinstance(arrays, ArraySweep):
            return _sweep_arrays(paths[0], arrays, read, sources, out)
        progress.say(f"executing the notebook for each set: {arrays}")
    planned = _plan(paths, read, sets, sources, charts)
    place = out or str(_default(planned))
    folder = Store(
        place if "://" in place else str(Path(place).resolve())
    )  # absolute, since workers run in other folders
    store = Store(f"{folder.place.rstrip('/')}/{SETS}")
    try:
        with folder.locked(".sweep"):
            do_all = partial(apply, perform, workers=workers, cluster=cluster)
            found = _execute(planned, store, sources, do_all, progress, force=force, warm=warm, limits=limits)
            return _write(folder, planned, sets, found, sources)
    except BlockingIOError:
        raise _busy(folder) from None


def execute_sets(
    notebook: str, sets: Sequence[ParameterSet], *, sources: Path, place: str, workers: int = 1,
    progress: Progress | None = None,
) -> list[ExecutionResult]:  # fmt: skip
    """Execute a notebook for each set, without charts, and return the results; `place` is the cache.

    `workers` are threads, since starting processes costs more than it saves for a few sets.
    """
    progress = progress or Progress(each=False)
    planned = _plan(*_begin(notebook, sets, sources, progress), sets, sources, False)

    def on_threads(tasks: Iterable[ExecutionTask]) -> Iterator[ItemResult[ExecutionTask, ExecutionResult]]:
        with ThreadPoolExecutor(workers) as pool:
            yield from pool.map(lambda task: ItemResult(task, perform(task)), tasks)

    return _execute(planned, Store(place), sources, on_threads, progress)


@dataclass(frozen=True)
class _Planned:
    """The job of each set, its identity, the sources, and whether charts are drawn."""

    jobs: list[Job]
    names: list[str]
    read: Sources
    charts: bool


def _execute(
    planned: _Planned,
    store: Store,
    sources: Path,
    do_all: Callable[[Iterable[ExecutionTask]], Iterable[ItemResult[ExecutionTask, ExecutionResult]]],
    progress: Progress,
    *,
    force: bool = False,
    warm: bool = True,
    limits: Limits | None = None,
) -> list[ExecutionResult]:
    """Return the result of each set, from the store if it is finished, otherwise by `do_all`."""
    there = set() if force else {name.partition(".")[0] for name in store.names("")}
    names = dict.fromkeys(planned.names)
    cached = {name: done for name in names if name in there and (done := finished(store, name))}
    todo = {name: job for name, job in zip(planned.names, planned.jobs, strict=True) if name not in cached}
    progress.begin(len(cached) + len(todo), cached=len(cached))
    more = {"force": force, "warm": warm, "charts": planned.charts, "limits": limits or Limits()}
    tasks = (make_task(job, name, _values(job, sources), store, **more) for name, job in todo.items())
    found = {**cached}
    try:
        for outcome in do_all(tasks):
            done = found[outcome.item.identity] = outcome.result or _lost(outcome.item)
            progress.end(done)
    finally:
        progress.close()
    return [found[name] for name in planned.names]


def _begin(notebook: str, sets: Sequence[ParameterSet], folder: Path, progress: Progress) -> tuple[list[Path], Sources]:
    """Find the notebook, check the names of the parameters, and read the sources."""
    paths = find_notebooks([notebook])
    if len(paths) > 1:
        needs = ", ".join(path.stem for path in paths[:-1])
        raise ParameterError(f"{paths[-1].stem} reads the results of {needs} and cannot be swept; sweep one of these")
    names = sets.names if isinstance(sets, ParameterSets) else [name for item in sets for name in item.values]
    check_names(paths, dict.fromkeys(names))
    read = read_sources(folder)
    for message in [*read.messages, *ignored_files()]:
        progress.say(message)
    if not read.documents:
        raise read.errors[0]
    return paths, read


def _plan(paths: Sequence[Path], read: Sources, sets: Sequence[ParameterSet], folder: Path, charts: bool) -> _Planned:
    """Plan and validate the job of each set."""
    planner, wrong = Planner(paths, read), []
    jobs: list[Job] = []
    for number, item in enumerate(sets, start=1):
        try:
            jobs += planner.jobs(item.preset, item.values)
        except ParameterError as error:
            wrong.append(f"set {number}: {error}" if len(sets) > 1 else str(error))
    if wrong:
        more = [f"and {len(wrong) - _WRONG_SHOWN:,} more sets"] if len(wrong) > _WRONG_SHOWN else []
        raise ParameterError("\n".join(dict.fromkeys([*wrong[:_WRONG_SHOWN], *more])))
    names = [identity(job, read, portable(folder), {}, charts=charts) for job in jobs]
    return _Planned(jobs, names, read, charts)


def _sweep_arrays(path: Path, swept: ArraySweep, read: Sources, sources: Path, out: str | None) -> SweepResult:
    """Compute all sets with arrays; write the table, the record and the page."""
    place = out or str(_folder(path.stem, swept.digest))
    folder = Store(place if "://" in place else str(Path(place).resolve()))
    try:
        with folder.locked(".sweep"), folder.filled() as part:
            shown = write_table(swept, part)
            found = {"ok": shown.good, "failed": shown.sets - shown.good}
            counts = {status: count for status, count in found.items() if count}
            record = _record(path.stem, shown.sets, counts, swept.varied, swept.units, read, sources)
            record["computed"] = short_name(path.stem)
            for name, data in _pages(record, shown):
                (part / name).write_bytes(data)
    except BlockingIOError:
        raise _busy(folder) from None
    return SweepResult(folder.place, shown.sets, counts, 0)


def _busy(folder: Store) -> AnalysisError:
    return AnalysisError(f"{folder.place} is in use by another sweep; wait for it, or choose another --out")


def _lost(task: ExecutionTask) -> ExecutionResult:
    """The result of a task whose process died twice."""
    failure = Failure(None, "", "Killed", "the worker process died twice")
    return ExecutionResult(task.name, task.identity, "killed", 0.0, failure, {})


def _values(job: Job, sources: Path) -> dict[str, Any]:
    values = dict(job.values)
    if "sources" in job.parameters.items:
        values["sources"] = portable(sources)
    values.pop(RESULTS_FROM, None)
    return values


def _default(planned: _Planned) -> Path:
    """The default folder of a sweep; it depends only on the sets, so that a second call resumes."""
    return _folder(planned.jobs[0].path.stem, sha256("".join(sorted(planned.names)).encode()).hexdigest())


def _folder(notebook: str, digest: str) -> Path:
    return project_folder() / "reports" / "sweeps" / f"{notebook}_{digest[:8]}"


def _write(
    folder: Store, planned: _Planned, sets: Sequence[ParameterSet], found: Sequence[ExecutionResult], sources: Path
) -> SweepResult:
    """Write the table, the record and the page."""
    jobs = planned.jobs
    varied = varied_parameters(jobs)
    rows = [
        {
            PRESET: item.preset,
            **{name: job.resolved[name].value for name in varied},
        }
        for item, job in zip(sets, jobs, strict=True)
    ]
    if all(item.preset == BASE for item in sets):
        rows = [{name: value for name, value in row.items() if name != PRESET} for row in rows]
    table = results_table(rows, found)
    counts: dict[str, int] = {}
    for done in found:
        counts[done.status] = counts.get(done.status, 0) + 1
    record = _record(jobs[0].path.stem, len(sets), counts, varied, table.units, planned.read, sources)
    for form, data in table_bytes(table):
        folder.write(f"results.{form}", data)
    for name, data in _pages(record, overview_of(table)):
        folder.write(name, data)
    return SweepResult(folder.place, len(sets), counts, sum(done.cached for done in found))


def _record(
    notebook: str,
    sets: int,
    counts: Mapping[str, int],
    varied: Sequence[str],
    units: Mapping[str, str],
    read: Sources,
    sources: Path,
) -> dict[str, Any]:
    """The content of sweep.json."""
    from analysis.runs.provenance import git_commit, source_records, versions

    return {
        "notebook": notebook,
        "computed": "",  # the model, if it was called instead of the notebook
        "sets": sets,
        "status": counts,
        "varied": varied,
        "units": units,
        "sources_folder": portable(sources),
        "sources": source_records(read),
        "git": git_commit(),
        "versions": versions(),
        "started": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
    }


def _pages(record: Mapping[str, Any], shown: Overview) -> Iterator[tuple[str, bytes]]:
    """Yield the record and the page as (file name, content)."""
    yield "sweep.json", (json.dumps(record, indent=1, ensure_ascii=False, default=str) + "\n").encode()
    yield "index.html", sweep_page(record, shown).encode()


def varied_parameters(jobs: Sequence[Job]) -> list[str]:
    """Return the parameters that vary among the sets, in the order of the notebook."""
    first = jobs[0].resolved
    return [name for name in first if any(job.resolved[name].value != first[name].value for job in jobs)]
