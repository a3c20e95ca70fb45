"""One notebook through papermill: executed in its own folder, and what really became of it."""

import logging
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

Status = Literal["ok", "failed", "timeout", "killed", "interrupted", "skipped"]
CELL_SECONDS = 600  # no cell of this project needs a tenth of it: more means that it hangs
_MARKED = re.compile(r"-+>\s+\d+\s(?P<line>.*)")  # how IPython marks the line of a cell that failed
# ipykernel 7 prints a line about TCP at every start; the history database is of no use to a run.
KERNEL_ARGUMENTS = ["--log-level=ERROR", "--HistoryManager.enabled=False"]


@dataclass(frozen=True)
class Failure:
    """Where and why a notebook stopped: the cell's place (from 1, all cells), its line, and the error."""

    cell: int | None
    line: str
    error: str
    message: str

    @property
    def lines(self) -> list[str]:
        """The failure in at most four lines."""
        place = f"in cell {self.cell}" if self.cell else "outside a cell"
        message = [line for line in self.message.splitlines() if line.strip()][:2]
        return [f"{place}: {self.line}" if self.line else place, f"{self.error}: {message[0] if message else ''}"] + [
            f"  {line.strip()}" for line in message[1:]
        ]


@dataclass(frozen=True)
class Execution:
    """What became of one notebook: status, seconds, and the failure if there was one."""

    status: Status
    seconds: float
    failure: Failure | None = None


def execute(notebook: Path, output: Path, parameters: Mapping[str, Any], *, progress: bool) -> Execution:
    """Execute a notebook with the parameters into `output`, which holds what was executed also if it fails.

    The kernel's folder is the notebook's, as in JupyterLab and under nbval. KeyboardInterrupt is an execution
    with the status interrupted, so that the caller can still write down what there is.
    """
    import papermill
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    logging.getLogger("papermill").setLevel(logging.ERROR)  # it warns of what is checked here before
    started = time.perf_counter()
    status: Status = "ok"
    failure = None
    try:
        papermill.execute_notebook(
            notebook,
            output,
            dict(parameters),
            cwd=notebook.parent,
            kernel_name="python3",
            progress_bar=progress,
            execution_timeout=CELL_SECONDS,
            extra_arguments=KERNEL_ARGUMENTS,
        )
    except PapermillExecutionError as error:
        status, failure = "failed", _failure(error)
    except CellTimeoutError:
        status, failure = "timeout", Failure(None, "", "Timeout", f"a cell ran longer than {CELL_SECONDS} s")
    except DeadKernelError as error:
        status, failure = "killed", Failure(None, "", "DeadKernel", f"the kernel died: {error}")
    except KeyboardInterrupt:
        status, failure = "interrupted", Failure(None, "", "Interrupted", "stopped by the user")
    except Exception as error:  # whatever papermill meets: the run goes on, and tells it
        status, failure = "failed", Failure(None, "", type(error).__name__, str(error))
    return Execution(status, time.perf_counter() - started, failure)


def _failure(error: Any) -> Failure:
    """The failing cell and line from papermill's error, without its frames."""
    source = str(error.source).splitlines()
    marked = [match["line"] for text in _plain(error.traceback) if (match := _MARKED.match(text))]
    line = marked[0] if marked else next((text for text in source if text.strip()), "")
    return Failure(int(error.cell_index) + 1, line.strip(), str(error.ename), str(error.evalue))


def _plain(traceback: Any) -> list[str]:
    """The lines of a traceback without the terminal's colours."""
    text = "\n".join(traceback) if isinstance(traceback, (list, tuple)) else str(traceback)
    return re.sub(r"\x1b\[[0-9;]*m", "", text).splitlines()
