"""The cache of notebook executions, each identified by a hash of its inputs.

    <store>/<identity>.ipynb    the executed notebook
    <store>/<identity>.json     its status and results; written last, so its presence marks a finished execution

Runs and sweeps share this cache. A finished execution is never repeated, regardless of how the previous process ended.
"""

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from analysis.binding.picks import read_picks
from analysis.core.errors import AnalysisError, NotebookError
from analysis.core.paths import (
    OWN_MODELS,
    PROJECT_VARIABLE,
    data_folder,
    fingerprint,
    own_data_folder,
    portable,
    project_folder,
)
from analysis.core.run_record import Failure, Status
from analysis.core.text_files import atomic_output, locked
from analysis.documents.sources import Sources
from analysis.notebook.chart_style import CHARTS
from analysis.notebook.record import RESULTS_FROM, Recorded, results_in
from analysis.runs.notebook_execution import Execution, execute
from analysis.runs.notebook_parameters import read_parameters
from analysis.runs.plan import Job
from analysis.runs.run_history import versions
from warmkernels.limits import Limits
from warmkernels.temporary_folders import temporary_folder

_NOT_IN_KERNELS = {"__main__.py", "cli"}
PICK, PACKAGE = "pick of ", "package metals-analysis"  # in `made_of`; the other names are files
RESULTS_FOLDER = "@results_from@"  # placeholder in cached notebooks for the folder of the run


@dataclass(frozen=True)
class Store:
    """Files by name in the folder `place`, a path or an address such as `s3://bucket/folder`."""

    place: str

    @property
    def is_local(self) -> bool:
        """Whether the folder is a local path."""
        return "://" not in self.place

    def read(self, name: str) -> bytes | None:
        """Return the content of a file, None if there is none."""
        try:
            return Path(self.place, name).read_bytes() if self.is_local else self._remote().cat_file(self._at(name))
        except FileNotFoundError:
            return None
        except OSError as error:
            raise AnalysisError(f"{self.place}/{name}: cannot be read ({error})") from None

    def write(self, name: str, data: bytes) -> None:
        """Write a file atomically: a reader sees the old content or the new one."""
        if self.is_local:
            with atomic_output(Path(self.place, name)) as part:
                part.write_bytes(data)
            return
        try:
            filesystem = self._remote()
            parent = self._at(name).rpartition("/")[0]
            filesystem.makedirs(parent, exist_ok=True)
            filesystem.pipe_file(self._at(name), data)  # object stores write atomically
        except OSError as error:
            raise AnalysisError(f"{self.place}/{name}: cannot be written ({error})") from None

    @contextmanager
    def filled(self) -> Iterator[Path]:
        """Yield a temporary folder; its files are moved into the store when the block ends."""
        try:
            home = Path(self.place) if self.is_local else None
            if home is not None:
                home.mkdir(parents=True, exist_ok=True)
            with temporary_folder(".part-", str(home) if home else None) as folder:
                yield Path(folder)
                for path in sorted(Path(folder).iterdir()):
                    if home is not None:
                        os.replace(path, home / path.name)
                    else:
                        self.write(path.name, path.read_bytes())
        except OSError as error:
            raise AnalysisError(f"{self.place}: cannot be written ({error.strerror})") from None

    def touch(self, name: str) -> None:
        """Update the modification time of a local file, so that it counts as used."""
        if self.is_local:
            with suppress(OSError):
                os.utime(Path(self.place, name))

    def names(self, folder: str) -> set[str]:
        """Return the names of the files in a folder of the store."""
        try:
            if self.is_local:
                return {entry.name for entry in os.scandir(Path(self.place, folder)) if entry.is_file()}
            return {path.rpartition("/")[2] for path in self._remote().ls(self._at(folder), detail=False, refresh=True)}
        except FileNotFoundError:
            return set()
        except OSError as error:
            raise AnalysisError(f"{self.place}/{folder}: cannot be listed ({error})") from None

    @contextmanager
    def locked(self, name: str, waiting: Callable[[], None] | None = None) -> Iterator[None]:
        """Hold the lock `name`, which is released even if the process is killed.

        If another process holds it, call `waiting` and wait; without `waiting`, raise BlockingIOError. A remote store
        has no locks; there the scheduler hands out each task only once.
        """
        if not self.is_local:
            yield
            return
        try:
            with locked(Path(self.place, f"{name}.lock"), waiting):
                yield
        except BlockingIOError:
            raise
        except OSError as error:
            raise AnalysisError(f"{self.place}: cannot be written ({error.strerror})") from None

    def _at(self, name: str) -> str:
        return f"{self.place.rstrip('/')}/{name}"

    def _remote(self) -> Any:
        protocol = self.place.partition("://")[0]
        try:
            import fsspec

            return fsspec.filesystem(protocol)
        except ImportError as error:
            raise AnalysisError(f"{self.place}: {error}; install the library that fsspec asks for") from None
        except ValueError as error:
            raise AnalysisError(f"{self.place}: {error}; pass a folder, or an address that fsspec supports") from None


@dataclass(frozen=True)
class Manner:
    """How to execute: again if finished (`force`), in a `warm` kernel, with `charts`, within `limits`."""

    force: bool = False
    warm: bool = True
    charts: bool = True
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True)
class ExecutionTask:
    """Everything that an execution needs, so that it can be sent to another process or machine."""

    name: str
    identity: str
    notebook: str
    folder: str
    values: Mapping[str, Any]
    store: Store
    manner: Manner

    @property
    def code_cells(self) -> int:
        """The number of code cells."""
        return sum(cell["cell_type"] == "code" for cell in json.loads(self.notebook)["cells"])


@dataclass(frozen=True)
class ExecutionResult:
    """The status, duration, failure and results of an execution; `cached` if an earlier execution was reused."""

    name: str
    identity: str
    status: Status
    seconds: float
    failure: Failure | None
    results: Recorded
    cached: bool = False


def identity(job: Job, sources: Sources, sources_folder: str, needs: Mapping[str, str], *, charts: bool = True) -> str:
    """Return the hash of everything that determines the outputs of an execution, 32 hexadecimal digits."""
    values = {name: item.value for name, item in job.resolved.items() if name not in ("sources", RESULTS_FROM)}
    content: dict[str, Any] = {
        "name": job.path.stem,
        "cells": _texts(job.path),
        "values": values,
        "needs": dict(needs),
        "package": _package_digest(project_folder()),
        "charts": charts,
    }
    if "sources" in job.parameters.items:
        content["sources"] = [sources_folder, sorted((doc.source_id, doc.sha256) for doc in sources.documents)]
        content["picks"] = sources.picks_text
    return sha256(json.dumps(content, sort_keys=True, default=repr).encode()).hexdigest()[:32]


def made_of(jobs: Sequence[Job], sources: Sources) -> dict[str, str]:
    """Return what the answers of a run depend on besides articles and parameters, each with a hash or a place.

    These are the notebooks, the files of the project in `data/` and `models/`, the picks, and this package.
    """
    project, own = project_folder(), own_data_folder()
    files = [path for folder in (data_folder(), own) if folder for path in folder.rglob("*")]
    files += (project / OWN_MODELS).rglob("*.py")
    shown = sorted(path for path in set(files) if path.is_file() and not path.name.startswith("."))
    found = {portable(path): sha256(path.read_bytes()).hexdigest()[:16] for path in shown if _is_in(path, project)}
    found |= {
        portable(job.path): sha256(repr(_texts(job.path)).encode()).hexdigest()[:16]
        for job in jobs
        if not job.unanswered
    }
    found |= {f"{PICK}{name}": pick.place for name, pick in read_picks(sources).items()}
    package = [(Path(__file__).resolve().parents[1], "*.py")]
    package += [] if _is_in(data_folder(), project) else [(data_folder(), "*")]
    return found | {PACKAGE: fingerprint(package, without=_NOT_IN_KERNELS)[:16]}


def _is_in(path: Path, project: Path) -> bool:
    return path.resolve().is_relative_to(project.resolve())


@cache
def _package_digest(project: Path) -> str:
    """The hash of the modules of this package, of the data and models of the project, and of library versions."""
    folders = [(Path(__file__).resolve().parents[1], "*.py"), (data_folder(), "*"), (project / OWN_MODELS, "*.py")]
    folders += [(own, "*")] if (own := own_data_folder()) else []
    return fingerprint(folders, json.dumps(versions(), sort_keys=True), without=_NOT_IN_KERNELS)


def make_task(
    job: Job, name: str, store: Store, manner: Manner, *, sources: str, results: str | None = None
) -> ExecutionTask:
    """Return the task that executes a job; `name` is its identity, `results` the folder of other results."""
    places = {"sources": sources, RESULTS_FROM: results}
    values = job.values | {key: place for key, place in places.items() if place and key in job.parameters.items}
    content = json.loads(job.path.read_text(encoding="utf-8-sig"))
    for cell in content["cells"]:
        if cell["cell_type"] == "code":
            cell |= {"outputs": [], "execution_count": None}
    return ExecutionTask(job.path.stem, name, json.dumps(content), str(job.path.parent), values, store, manner)


def finished(store: Store, identity: str) -> ExecutionResult | None:
    """Return the cached result of a successful execution, None if there is none."""
    data = store.read(f"{identity}.json")
    try:
        entry = json.loads(data) if data else {}
        done = ExecutionResult(
            **{**entry, "failure": Failure(**entry["failure"]) if entry["failure"] else None, "cached": True}
        )
    except (ValueError, KeyError, TypeError):  # written by another version, or not by this project
        return None
    return done if done.status == "ok" else None


def perform(
    task: ExecutionTask, *, on_cell: Callable[[int], None] | None = None, waiting: Callable[[], None] = lambda: None
) -> ExecutionResult:
    """Execute a task unless its result is cached, store the result, and return it."""
    with task.store.locked(task.identity, waiting):
        done = None if task.manner.force else finished(task.store, task.identity)
        if done is None:
            return _perform(task, on_cell)
        for ending in ("json", "ipynb"):
            task.store.touch(f"{task.identity}.{ending}")
        return done


def _perform(task: ExecutionTask, on_cell: Callable[[int], None] | None) -> ExecutionResult:
    with temporary_folder("analysis-") as folder:
        notebook, output = Path(folder, f"{task.name}.in.ipynb"), Path(folder, f"{task.name}.ipynb")
        notebook.write_text(task.notebook, encoding="utf-8")
        execution = execute(
            notebook,
            output,
            task.values,
            folder=Path(task.folder) if os.path.isdir(task.folder) else Path(folder),
            environment={PROJECT_VARIABLE: str(project_folder()), **({} if task.manner.charts else {CHARTS: "none"})},
            on_cell=on_cell,
            limits=task.manner.limits,
            warm=task.manner.warm,
        )
        results: Recorded = {}
        if execution.status == "ok":
            try:
                results = results_in(output)
            except NotebookError as error:
                failure = Failure(None, "", "NotebookError", str(error))
                execution = Execution("failed", execution.seconds, failure)
        seconds = round(execution.seconds, 3)
        done = ExecutionResult(task.name, task.identity, execution.status, seconds, execution.failure, results)
        if output.exists():
            content = _portable(output.read_text(encoding="utf-8"), task)
            text = json.dumps(content, indent=0, ensure_ascii=False) + "\n"  # indentation is a tenth of a report
            task.store.write(f"{task.identity}.ipynb", text.encode())
    entry = {name: value for name, value in asdict(done).items() if name != "cached"}
    task.store.write(f"{task.identity}.json", json.dumps(entry, ensure_ascii=False).encode())
    return done


def _portable(text: str, task: ExecutionTask) -> dict[str, Any]:
    """Remove the folders of this machine from an executed notebook; a placeholder replaces the folder of results."""
    folder = task.values.get(RESULTS_FROM)
    if folder:
        text = text.replace(str(folder), RESULTS_FOLDER)
    content: dict[str, Any] = json.loads(text)
    for cell in content["cells"]:
        cell["metadata"].pop("execution", None)  # times that papermill notes as well
    note = content["metadata"].get("papermill", {})
    for key in ("input_path", "output_path"):
        if note.get(key):
            note[key] = f"{task.name}.ipynb"
    return content


def _texts(notebook: Path) -> list[tuple[str, str]]:
    read_parameters(notebook)  # raises NotebookError for an invalid notebook
    cells = json.loads(notebook.read_text(encoding="utf-8-sig"))["cells"]
    return [(cell["cell_type"], "".join(cell["source"])) for cell in cells]
