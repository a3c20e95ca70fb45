"""A sweep: one notebook for many parameter sets, resumed where it stopped, into one table and one page.

<out>/index.html           small multiples and the table
<out>/results.csv          one row a set: parameters, results, status, seconds; results.parquet the same
<out>/sweep.json           what was swept, from which sources, with which versions
<out>/sets/                the executions, see runs/executions.py
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
from analysis.core.errors import AnalysisError, ParameterError
from analysis.core.paths import portable, project_folder
from analysis.core.pool import Outcome, apply
from analysis.documents.sources import Sources, read_sources
from analysis.runs.execution_cache import Done, Task, finished, identity, make_task, perform
from analysis.runs.notebook_execution import Failure, Limits
from analysis.runs.parameter_sets import PRESET, ParameterSet
from analysis.runs.plan import RESULTS_FROM, Job, Planner, check_names, find_notebooks
from analysis.runs.progress import Progress
from analysis.runs.store import Store
from analysis.runs.sweep_table import results_table, table_bytes

SETS = "sets"
_WRONG_SHOWN = 5  # sets that cannot be, named in an error; the rest are counted


@dataclass(frozen=True)
class Swept:
    """A finished sweep: where it is, how many sets, what became of them, and how many were finished before."""

    place: str
    sets: int
    counts: Mapping[str, int]
    kept: int

    @property
    def status(self) -> str:
        """Return ok where every set is, else failed."""
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
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> Swept:
    """Execute a notebook for each set and write the results below `out`; return what became of them.

    Every set is checked before anything is executed: ParameterError names those that cannot be. A set that fails does
    not stop the others. Sets that are finished in `out` are not done again unless `force`.
    """
    progress = progress or Progress(each=False)
    planned = _plan(notebook, sets, sources, charts, progress)
    place = out or str(_default(planned))
    folder = Store(place if "://" in place else str(Path(place).resolve()))  # workers have folders of their own
    store = Store(f"{folder.place.rstrip('/')}/{SETS}")
    try:
        with folder.locked(".sweep"):
            do_all = partial(apply, perform, workers=workers, cluster=cluster)
            found = _execute(planned, store, sources, do_all, progress, force=force, warm=warm, limits=limits)
            return _write(folder, planned, sets, found, sources)
    except BlockingIOError:
        raise AnalysisError(
            f"{folder.place}: another process sweeps into it. Wait for it, or name another --out."
        ) from None


def execute_sets(
    notebook: str, sets: Sequence[ParameterSet], *, sources: Path, place: str, workers: int = 1,
    progress: Progress | None = None,
) -> list[Done]:  # fmt: skip
    """Execute a notebook for each set, without charts, and return what became of each; `place` keeps the executions.

    `workers` are threads here: for a few sets the start of a process costs more than it saves.
    """
    progress = progress or Progress(each=False)
    planned = _plan(notebook, sets, sources, False, progress)

    def on_threads(tasks: Iterable[Task]) -> Iterator[Outcome[Task, Done]]:
        with ThreadPoolExecutor(workers) as pool:
            yield from pool.map(lambda task: Outcome(task, perform(task)), tasks)

    return _execute(planned, Store(place), sources, on_threads, progress)


@dataclass(frozen=True)
class _Planned:
    """The job of each set, its identity, the sources that were read, and whether charts are drawn."""

    jobs: list[Job]
    names: list[str]
    read: Sources
    charts: bool


def _execute(
    planned: _Planned,
    store: Store,
    sources: Path,
    do_all: Callable[[Iterable[Task]], Iterable[Outcome[Task, Done]]],
    progress: Progress,
    *,
    force: bool = False,
    warm: bool = True,
    limits: Limits | None = None,
) -> list[Done]:
    """What became of each set: those that are finished from the store, the others by `do_all`."""
    there = set() if force else {name.partition(".")[0] for name in store.names("")}
    names = dict.fromkeys(planned.names)
    kept = {name: done for name in names if name in there and (done := finished(store, name))}
    todo = {name: job for name, job in zip(planned.names, planned.jobs, strict=True) if name not in kept}
    progress.begin(len(kept) + len(todo), kept=len(kept))
    more = {"force": force, "warm": warm, "charts": planned.charts, "limits": limits or Limits()}
    tasks = (make_task(job, name, _values(job, sources), store, **more) for name, job in todo.items())
    found = {**kept}
    try:
        for outcome in do_all(tasks):
            done = found[outcome.item.identity] = outcome.result or _lost(outcome.item)
            progress.end(done)
    finally:
        progress.close()
    return [found[name] for name in planned.names]


def _plan(notebook: str, sets: Sequence[ParameterSet], folder: Path, charts: bool, progress: Progress) -> _Planned:
    """The job of each set, all of them checked."""
    paths = find_notebooks([notebook])
    if len(paths) > 1:
        needs = ", ".join(path.stem for path in paths[:-1])
        raise ParameterError(f"{paths[-1].stem} reads the results of {needs}: sweep one of these.")
    check_names(paths, dict.fromkeys(name for item in sets for name in item.values))
    read = read_sources(folder)
    for message in read.messages:
        progress.say(message)
    if not read.documents:
        raise read.errors[0]
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


def _lost(task: Task) -> Done:
    """A task whose process died each time it was tried."""
    failure = Failure(None, "", "Killed", "the process that executed it died, twice")
    return Done(task.name, task.identity, "killed", 0.0, failure, {})


def _values(job: Job, sources: Path) -> dict[str, Any]:
    values = dict(job.values)
    if "sources" in job.parameters.items:
        values["sources"] = portable(sources)
    values.pop(RESULTS_FROM, None)
    return values


def _default(planned: _Planned) -> Path:
    """The folder of a sweep that was not named: the same sets have the same, so that a second call carries on."""
    digest = sha256("".join(sorted(planned.names)).encode()).hexdigest()[:8]
    return project_folder() / "reports" / "sweeps" / f"{planned.jobs[0].path.stem}_{digest}"


def _write(
    folder: Store, planned: _Planned, sets: Sequence[ParameterSet], found: Sequence[Done], sources: Path
) -> Swept:
    """Write the table, the record and the page."""
    from analysis.runs.provenance import git_commit, source_records, versions
    from analysis.runs.sweep_page import sweep_page

    jobs = planned.jobs
    varied = varied_parameters(jobs)
    rows = [
        {
            PRESET: item.preset,
            **{name: job.decided[name].value for name in varied},
        }
        for item, job in zip(sets, jobs, strict=True)
    ]
    if all(item.preset == BASE for item in sets):
        rows = [{name: value for name, value in row.items() if name != PRESET} for row in rows]
    table = results_table(rows, found)
    counts: dict[str, int] = {}
    for done in found:
        counts[done.status] = counts.get(done.status, 0) + 1
    record = {
        "notebook": jobs[0].path.stem,
        "sets": len(sets),
        "status": counts,
        "varied": varied,
        "units": table.units,
        "sources_folder": portable(sources),
        "sources": source_records(planned.read),
        "git": git_commit(),
        "versions": versions(),
        "started": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
    }
    for form, data in table_bytes(table):
        folder.write(f"results.{form}", data)
    folder.write("sweep.json", (json.dumps(record, indent=1, ensure_ascii=False, default=str) + "\n").encode())
    folder.write("index.html", sweep_page(record, table).encode())
    return Swept(folder.place, len(sets), counts, sum(done.kept for done in found))


def varied_parameters(jobs: Sequence[Job]) -> list[str]:
    """The parameters that are not the same in all sets, in the notebook's order."""
    first = jobs[0].decided
    return [name for name in first if any(job.decided[name].value != first[name].value for job in jobs)]
