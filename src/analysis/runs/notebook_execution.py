"""Execute one notebook with papermill, in its own folder, and report its actual status."""

import json
import logging
import os
import re
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from math import inf
from pathlib import Path
from typing import Any

from analysis.core.run_record import Failure, Status
from warmkernels import stopping
from warmkernels.limits import KERNEL_ARGUMENTS, Limits

_MARKED = re.compile(r"-+>\s+\d+\s(?P<line>.*)")  # how IPython marks the failing line


@dataclass(frozen=True)
class Execution:
    """The status of an executed notebook, its duration in seconds, and its failure if there was one."""

    status: Status
    seconds: float
    failure: Failure | None = None


def execute(
    notebook: Path,
    output: Path,
    parameters: Mapping[str, Any],
    *,
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
    on_cell: Callable[[int], None] | None = None,
    limits: Limits | None = None,
    warm: bool = True,
) -> Execution:
    """Execute a notebook with parameters and write it to `output`, even if it fails.

    The kernel runs in `folder`, by default the folder of the notebook, as in JupyterLab and under nbval; `environment`
    is added to the environment of this process. The kernel is forked from a process that has imported the libraries of
    the notebook, unless `warm` is false. `on_cell` is called with the index (from 0) of each finished cell.
    KeyboardInterrupt gives the status interrupted, so that the caller can still record the rest.
    """
    started = time.perf_counter()
    status: Status = "ok"
    failure = None
    limits = limits or Limits()
    folder = (folder or notebook.parent).resolve()
    variables = {**os.environ, **limits.thread_variables, **(environment or {})}
    try:
        if warm:
            from warmkernels.client import start

            start(notebook.resolve(), folder, variables)
        import_module("warmkernels.early_jsonschema")  # before papermill
        import papermill

        logging.getLogger("papermill").setLevel(logging.ERROR)  # its warnings repeat checks that were made before
        # The folder is passed to the kernel, since papermill would change the folder of this process.
        papermill.execute_notebook(
            notebook.resolve(),
            output.resolve(),
            dict(parameters),
            engine_name="warm",
            kernel_name="python3",
            progress_bar=False,
            execution_timeout=limits.cell_s,
            extra_arguments=list(KERNEL_ARGUMENTS),  # a list, since nbclient appends to it
            run_timeout=limits.notebook_s,
            start_timeout=limits.startup_s,
            warm=warm,
            kernel_cwd=str(folder),
            environment=variables,
            on_cell=on_cell,
        )
    except KeyboardInterrupt:
        status, failure = "interrupted", Failure(None, "", "Interrupted", "stopped by the user")
    except Exception as error:  # any error of papermill becomes a status, and the run continues
        status, failure = _status_of(error, limits.cell_s)
        if parameters and failure.cell and failure.cell > _cells_before_injected(notebook):
            failure = replace(failure, cell=max(1, failure.cell - 1))
    finally:
        if threading.current_thread() is not threading.main_thread():  # nbclient made a loop for this thread
            from jupyter_core.utils import ensure_event_loop

            ensure_event_loop().close()
    return Execution(status, time.perf_counter() - started, failure)


def end_kernels() -> None:
    """Kill the kernels of the notebooks that other threads of this process execute."""
    stopping.set()  # first: a kernel that is starting now ends itself
    manager = sys.modules.get("warmkernels.manager")
    if manager is not None:  # else no kernel was started
        manager.end_kernels()


def _status_of(error: Exception, cell_seconds: float) -> tuple[Status, Failure]:
    """The status and failure of a notebook for which papermill raised an error."""
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    index = getattr(error, "cell_index", None)
    cell = None if index is None else index + 1
    if isinstance(error, PapermillExecutionError):
        return "failed", _failure(error)
    if isinstance(error, CellTimeoutError):
        limit = getattr(error, "limit", f"a cell ran longer than {cell_seconds:g} s")
        return "timeout", Failure(cell, "", "Timeout", limit)
    if isinstance(error, DeadKernelError):
        return "killed", Failure(cell, "", "DeadKernel", "the kernel died, for example for lack of memory")
    return "failed", Failure(None, "", type(error).__name__, str(error))


def _cells_before_injected(notebook: Path) -> float:
    """How many cells precede the one that papermill inserts; infinite if the notebook has one, which is replaced."""
    tags = [cell["metadata"].get("tags", ()) for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]]
    if any("injected-parameters" in names for names in tags):
        return inf
    return next((number for number, names in enumerate(tags, start=1) if "parameters" in names), 0)


def _failure(error: Any) -> Failure:
    """The failing cell and line of an error of papermill, without its traceback."""
    source = str(error.source).splitlines()
    lines = error.traceback if isinstance(error.traceback, (list, tuple)) else [str(error.traceback)]
    plain = re.sub(r"\x1b\[[0-9;]*m", "", "\n".join(lines)).splitlines()
    marked = [match["line"] for text in plain if (match := _MARKED.match(text))]
    line = marked[0] if marked else next((text for text in source if text.strip()), "")
    message = str(error.evalue) or "there is no traceback; the output of the cell says why"  # such as an unknown magic
    return Failure(int(error.cell_index) + 1, line.strip(), str(error.ename), message)
