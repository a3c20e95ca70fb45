"""Sweep parameter sets through a model, or through a notebook for each set, into one table and one page.

<out>/index.html           small multiples and the table
<out>/results.csv          one row per set: parameters, results, status, seconds; also results.parquet
<out>/sweep.json           the record: sources, units, versions
<out>/sets/                the executed notebooks, see runs/execution_cache.py; absent if the model was called
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path

from analysis.binding.question_files import short_name
from analysis.claims.presets import BASE
from analysis.claims.question_problems import project_problems
from analysis.core.errors import AnalysisError, ParameterError, none_read
from analysis.core.formatting import name_text
from analysis.core.paths import portable, project_folder
from analysis.core.pool import ItemResult, apply
from analysis.core.run_record import Failure
from analysis.core.text_files import write_json
from analysis.documents.sources import Sources, read_sources
from analysis.runs.array_sweep import ArraySweep, parts, plan_arrays
from analysis.runs.execution_cache import (
    ExecutionResult,
    ExecutionTask,
    Manner,
    Store,
    finished,
    identity,
    make_task,
    perform,
)
from analysis.runs.parameter_sets import PRESET, ParameterSets, first_of
from analysis.runs.plan import Job, Planner, check_names, find_notebooks
from analysis.runs.progress import Progress
from analysis.runs.run_history import git_commit, past_runs, source_records, versions
from analysis.runs.sweep_page import sweep_page
from analysis.runs.sweep_table import Column, executed_table, write_table
from warmkernels.limits import Limits

SETS = "sets"


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
    sets: ParameterSets,
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
    """Compute a model, or execute a notebook, for each set; write the results to `out` and return a summary."""
    progress = progress or Progress(each=False)
    if out and "://" not in out and past_runs(Path(out)):
        raise AnalysisError(f"{out} contains runs, and a sweep would replace their index.html; choose another --out")
    begun = _begin(notebook, sets, sources, progress)
    if not notebooks:
        arrays = plan_arrays(begun.notebook, begun.planner, sets) if cluster is None else "--cluster executes notebooks"
        if isinstance(arrays, ArraySweep):
            for reason in arrays.left_out.values():
                progress.say(reason)
            with _locked(out, begun, arrays.digest) as folder:
                return _write(folder, begun, parts(arrays), arrays.units, arrays.varied, progress, computed=True)
        progress.say(f"executing the notebook for each set: {arrays}")
    jobs, names = _plan(begun, charts)
    with _locked(out, begun, sha256("".join(sorted(names)).encode()).hexdigest()) as folder:
        store = Store(f"{folder.place.rstrip('/')}/{SETS}")
        do_all = partial(apply, perform, workers=workers, cluster=cluster)
        manner = Manner(force, warm, charts, limits or Limits())
        found = _execute(jobs, names, portable(begun.folder), store, do_all, progress, manner)
        first = jobs[0].resolved
        varied = [name for name in first if any(job.resolved[name].value != first[name].value for job in jobs)]
        rows = [{name: job.resolved[name].value for name in varied} for job in jobs]
        if any(item.preset != BASE for item in sets):
            rows = [{PRESET: item.preset, **row} for item, row in zip(sets, rows, strict=True)]
        table, units = executed_table(rows, found)
        return _write(folder, begun, [table], units, varied, progress, cached=sum(done.cached for done in found))


@contextmanager
def _locked(out: str | None, begun: "_Begun", digest: str) -> Iterator[Store]:
    """Lock the folder of a sweep; its default name depends on the sets alone, so that a second call resumes."""
    place = out or str(project_folder() / "reports" / "sweeps" / f"{begun.notebook.stem}_{digest[:8]}")
    folder = Store(place if "://" in place else str(Path(place).resolve()))  # workers run in other folders
    try:
        with folder.locked(".sweep"):
            yield folder
    except BlockingIOError:
        raise AnalysisError(
            f"{folder.place} is in use by another sweep; wait for it, or choose another --out"
        ) from None


def execute_jobs(
    jobs: Sequence[Job], read: Sources, folder: Path, *, place: str, workers: int, progress: Progress
) -> list[ExecutionResult]:
    """Execute jobs on the sources in a folder, without charts, and return the results; `place` is the cache."""

    def on_threads(tasks: Iterable[ExecutionTask]) -> Iterator[ItemResult[ExecutionTask, ExecutionResult]]:
        with ThreadPoolExecutor(workers) as pool:
            yield from pool.map(lambda task: ItemResult(task, perform(task)), tasks)

    shown = portable(folder)
    names = [identity(job, read, shown, {}, charts=False) for job in jobs]
    return _execute(jobs, names, shown, Store(place), on_threads, progress, Manner(charts=False))


@dataclass(frozen=True)
class _Begun:
    """The subject of a sweep: the notebook, its planner, its parameter sets, the sources, and their location."""

    notebook: Path
    planner: Planner
    sets: ParameterSets
    read: Sources
    folder: Path


def _execute(
    jobs: Sequence[Job],
    names: Sequence[str],
    folder: str,
    store: Store,
    do_all: Callable[[Iterable[ExecutionTask]], Iterable[ItemResult[ExecutionTask, ExecutionResult]]],
    progress: Progress,
    manner: Manner,
) -> list[ExecutionResult]:
    """Return the result of each job, from the store if it is finished, otherwise by `do_all`."""
    there = set() if manner.force else {name.partition(".")[0] for name in store.names("")}
    found = {name: done for name in dict.fromkeys(names) if name in there and (done := finished(store, name))}
    todo = {name: job for name, job in zip(names, jobs, strict=True) if name not in found}
    progress.begin(len(found) + len(todo), cached=len(found))
    tasks = (make_task(job, name, store, manner, sources=folder) for name, job in todo.items())
    try:
        for outcome in do_all(tasks):
            task, done = outcome.item, outcome.result
            if done is None:
                failure = Failure(None, "", "Killed", "the worker process died twice")
                done = ExecutionResult(task.name, task.identity, "killed", 0.0, failure, {})
            found[task.identity] = done
            progress.end(done)
    finally:
        progress.close()
    return [found[name] for name in names]


def _begin(notebook: str, sets: ParameterSets, folder: Path, progress: Progress) -> _Begun:
    """Find the notebook, check the names of the parameters, and read the sources."""
    paths = find_notebooks([notebook])
    if len(paths) > 1:
        needs = ", ".join(path.stem for path in paths[:-1])
        raise ParameterError(f"{paths[-1].stem} reads the results of {needs} and cannot be swept; sweep one of these")
    check_names(paths, sets.names)
    read = read_sources(folder)
    if not read.documents:
        raise none_read(read.errors)
    for message in [*read.messages, *project_problems(but={short_name(path.stem) for path in paths})]:
        progress.say(message)
    return _Begun(paths[0], Planner(paths, read), sets, read, folder)


def _plan(begun: _Begun, charts: bool) -> tuple[list[Job], list[str]]:
    """Plan and validate the job of each set; return the jobs and their identities."""
    jobs: list[Job] = []
    wrong: list[str] = []
    for number, item in enumerate(begun.sets, start=1):
        try:
            jobs += begun.planner.jobs(item.preset, item.values, assume=True)
        except ParameterError as error:
            wrong.append(f"set {number}: {error}" if len(begun.sets) > 1 else str(error))
    if wrong:
        raise ParameterError(first_of(wrong, "sets"))
    return jobs, [identity(job, begun.read, portable(begun.folder), {}, charts=charts) for job in jobs]


def _write(
    folder: Store,
    begun: _Begun,
    table: Iterable[Mapping[str, Column]],
    units: Mapping[str, str],
    varied: Sequence[str],
    progress: Progress,
    *,
    computed: bool = False,
    cached: int = 0,
) -> SweepResult:
    first = begun.sets[0]
    job = begun.planner.jobs(first.preset, first.values, assume=True)[-1]
    assumed = [name_text(name) for name, item in job.resolved.items() if item.decided_by == "assumed"]
    with folder.filled() as part:
        shown = write_table(table, units, len(begun.sets), part)
        record = {
            "notebook": begun.notebook.stem,
            "computed": short_name(begun.notebook.stem) if computed else "",  # the model, if it was called
            "sets": shown.sets,
            "status": dict(shown.counts),
            "varied": varied,
            "units": units,
            "assumed": assumed,
            "sources_folder": portable(begun.folder),
            "sources": [asdict(item) for item in source_records(begun.read)],
            "git": git_commit(),
            "versions": versions(),
            "started": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        }
        write_json(part / "sweep.json", record)
        (part / "index.html").write_text(sweep_page(record, shown), encoding="utf-8")
    if assumed:
        progress.say(f"assumed in {short_name(begun.notebook.stem)}: {', '.join(assumed)}")
    return SweepResult(folder.place, shown.sets, shown.counts, cached)
