"""One execution of a notebook: known by what goes into it, done once, kept as a whole.

    <store>/<identity>.ipynb    the executed notebook
    <store>/<identity>.json     what became of it, written behind the notebook: with it the execution is finished

Runs and sweeps share this: what is finished is not done again, whoever stopped, and however.
"""

import json
import os
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from analysis.core.errors import NotebookError
from analysis.core.paths import data_folder
from analysis.documents.sources import Sources
from analysis.notebook.chart_style import CHARTS
from analysis.notebook.record import Recorded, results_in
from analysis.runs.notebook_execution import Execution, Failure, Status, execute
from analysis.runs.notebook_parameters import read_parameters
from analysis.runs.plan import RESULTS_FROM, Job
from analysis.runs.provenance import versions
from analysis.runs.store import Store
from warmkernels.limits import Limits

_NOT_IN_KERNELS = {"__main__.py", "cli"}
RESULTS_FOLDER = "@results_from@"  # stands in a kept notebook for the folder of the run that it becomes part of


@dataclass(frozen=True)
class Task:
    """All that one execution needs, so that another process or machine can do it.

    `notebook` is its text without outputs, `folder` the one it runs in where that is there, `values` what is injected.
    """

    name: str
    identity: str
    notebook: str
    folder: str
    values: Mapping[str, Any]
    store: Store
    force: bool = False
    warm: bool = True
    charts: bool = True
    limits: Limits = field(default_factory=Limits)

    @property
    def code_cells(self) -> int:
        """How many cells there are to execute."""
        return sum(cell["cell_type"] == "code" for cell in json.loads(self.notebook)["cells"])


@dataclass(frozen=True)
class Done:
    """What became of a task: its status, seconds, failure and results, and whether it was finished before."""

    name: str
    identity: str
    status: Status
    seconds: float
    failure: Failure | None
    results: Recorded
    kept: bool = False


def identity(job: Job, sources: Sources, sources_folder: str, needs: Mapping[str, str], *, charts: bool = True) -> str:
    """Return the hash of all that decides what an execution gives, 32 hexadecimal digits.

    The notebook's cells, its resolved parameters, the sources where it reads them, the executions that it `needs`
    (by notebook), the files of data/, this package and the libraries that compute and draw.
    """
    values = {name: item.value for name, item in job.decided.items() if name not in ("sources", RESULTS_FROM)}
    made_of: dict[str, Any] = {
        "name": job.path.stem,
        "cells": [(cell["cell_type"], cell["source"]) for cell in _cells(job.path)],
        "values": values,
        "needs": dict(needs),
        "package": package_digest(),
        "charts": charts,
    }
    if "sources" in job.parameters.items:
        made_of["sources"] = [sources_folder, sorted((doc.source_id, doc.sha256) for doc in sources.documents)]
        made_of["picks"] = sources.picks_text
    return sha256(json.dumps(made_of, sort_keys=True, default=repr).encode()).hexdigest()[:32]


@cache
def package_digest() -> str:
    """Return the hash of this package's modules, of data/ and of the versions of the libraries, once a process.

    What a notebook never loads is left out: the command line and the comparison of outputs.
    """
    digest = sha256(json.dumps(versions(), sort_keys=True).encode())
    package = Path(__file__).resolve().parents[1]
    for folder, pattern in ((package, "*.py"), (data_folder(), "*")):
        for path in sorted(folder.rglob(pattern)):
            relative = path.relative_to(folder).parts[0]
            if path.is_file() and not path.name.startswith(".") and relative not in _NOT_IN_KERNELS:
                digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def make_task(job: Job, name: str, values: Mapping[str, Any], store: Store, **more: Any) -> Task:
    """Return the task of a job under the identity `name`."""
    content = json.loads(job.path.read_text(encoding="utf-8"))
    for cell in content["cells"]:
        if cell["cell_type"] == "code":
            cell |= {"outputs": [], "execution_count": None}
    return Task(job.path.stem, name, json.dumps(content), str(job.path.parent), values, store, **more)


def finished(store: Store, identity: str) -> Done | None:
    """Return a finished execution, None where there is none that ended well."""
    data = store.read(f"{identity}.json")
    try:
        entry = json.loads(data) if data else {}
        done = Done(**{**entry, "failure": Failure(**entry["failure"]) if entry["failure"] else None, "kept": True})
    except (ValueError, KeyError, TypeError):  # of another version, or none of ours
        return None
    return done if done.status == "ok" else None


def perform(
    task: Task, *, on_cell: Callable[[int], None] | None = None, waiting: Callable[[], None] = lambda: None
) -> Done:
    """Do a task, unless it is finished, and keep it as a whole; return what became of it.

    Another process that does the same task is waited for, and `waiting` called then. What failed is kept too, so that
    one can look at it, and is done again the next time.
    """
    with task.store.locked(task.identity, waiting):
        done = None if task.force else finished(task.store, task.identity)
        if done is None:
            return _perform(task, on_cell)
        for ending in ("json", "ipynb"):
            task.store.touch(f"{task.identity}.{ending}")
        return done


def _perform(task: Task, on_cell: Callable[[int], None] | None) -> Done:
    with tempfile.TemporaryDirectory(prefix="analysis-") as folder:
        notebook, output = Path(folder, f"{task.name}.in.ipynb"), Path(folder, f"{task.name}.ipynb")
        notebook.write_text(task.notebook, encoding="utf-8")
        execution = execute(
            notebook,
            output,
            task.values,
            folder=Path(task.folder) if os.path.isdir(task.folder) else Path(folder),
            environment={} if task.charts else {CHARTS: "none"},
            on_cell=on_cell,
            limits=task.limits,
            warm=task.warm,
        )
        results: Recorded = {}
        if execution.status == "ok":
            try:
                results = results_in(output)
            except NotebookError as error:
                failure = Failure(None, "", "NotebookError", str(error))
                execution = Execution("failed", execution.seconds, failure)
        seconds = round(execution.seconds, 3)
        done = Done(task.name, task.identity, execution.status, seconds, execution.failure, results)
        if output.exists():
            content = _portable(output.read_text(encoding="utf-8"), task)
            text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
            task.store.write(f"{task.identity}.ipynb", text.encode())
    entry = {name: value for name, value in asdict(done).items() if name != "kept"}
    task.store.write(f"{task.identity}.json", json.dumps(entry, ensure_ascii=False).encode())
    return done


def _portable(text: str, task: Task) -> dict[str, Any]:
    """An executed notebook without the machine's folders, its folder of results named by a sign."""
    folder = task.values.get(RESULTS_FROM)
    if folder:
        text = text.replace(str(folder), RESULTS_FOLDER)
    content: dict[str, Any] = json.loads(text)
    note = content["metadata"].get("papermill", {})
    for key in ("input_path", "output_path"):
        if note.get(key):
            note[key] = f"{task.name}.ipynb"
    return content


def _cells(notebook: Path) -> Iterable[dict[str, Any]]:
    read_parameters(notebook)  # NotebookError for what is no notebook
    for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
        source = cell["source"]
        yield {**cell, "source": source if isinstance(source, str) else "".join(source)}
