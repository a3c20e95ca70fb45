"""A notebook in a kernel, cell by cell, as JupyterLab executes it, within limits of time.

nbclient executes, for pytest as for `analysis check` and `analysis accept`, so that what was accepted also passes.
nbval's own loop leaves the history out, which shows the value of a cell that ends in `;`; it waits for its timeout
when a kernel has died; and it does not know updates and clearing of outputs.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from analysis.core.errors import KernelError
from analysis.core.lazy_imports import import_jsonschema
from analysis.core.silence import quiet
from analysis.runs.notebook_execution import KERNEL_ARGUMENTS, Limits
from nbcompare.stored_outputs import place

if TYPE_CHECKING:
    from pathlib import Path

NOTEBOOK_S = 600.0  # all notebooks of this project together need a tenth of it
_OUTPUT_SECONDS = 120  # between the end of a cell and the last of its outputs
# nbclient tells of each timeout as it happens; the error says it once, and better.
_LOG = logging.getLogger(__name__)
_LOG.setLevel(logging.CRITICAL + 1)


class Execution:
    """A notebook whose cells are executed one by one; `lost` says why none can be any more."""

    def __init__(self, notebook: Any, limits: Limits, client: Any) -> None:
        """Start the clock for a notebook whose kernel has started."""
        self.notebook = notebook
        self.limits = limits
        self.client = client
        self.started = time.monotonic()
        self.lost = ""

    def execute(self, number: int) -> list[Any]:
        """Execute a cell, by its number from 1 among all cells, and return its outputs.

        An exception is an output like others. KernelError says that the kernel died or that time was up; it is
        raised again for each cell after that.
        """
        from nbclient.exceptions import CellTimeoutError, DeadKernelError

        if self.lost:
            raise KernelError(self.lost)
        cell = self.notebook.cells[number - 1]
        left = self.limits.notebook_s - (time.monotonic() - self.started)
        if left <= 0:
            self._lose(
                f"the notebook ran longer than {self.limits.notebook_s:g} s before {place(self.notebook, number)}"
            )
        seconds = min(self.limits.cell_s, left)
        self.client.timeout_func = lambda _: seconds
        where = place(self.notebook, number)
        try:
            self.client.execute_cell(cell, number - 1)
        except DeadKernelError:
            self._lose(f"the kernel died in {where}")
        except CellTimeoutError:
            whole = seconds < self.limits.cell_s
            limit = f"{self.limits.notebook_s:g} s, in" if whole else f"{self.limits.cell_s:g} s, which is the most:"
            self._lose(f"the {'notebook' if whole else 'cell'} ran longer than {limit} {where}")
        except Exception as error:  # zmq, asyncio and nbclient have many; to the notebook each is the same
            self._lose(f"the kernel does not answer in {where} ({type(error).__name__}: {error})")
        outputs: list[Any] = cell.get("outputs", [])
        return outputs

    def _lose(self, reason: str) -> None:
        self.lost = reason
        raise KernelError(reason)


@contextmanager
def execution(
    notebook: Any, folder: "Path", limits: Limits | None = None, kernel_name: str = "python3"
) -> Iterator[Execution]:
    """Start a kernel for a notebook in a folder and yield its execution; the notebook's cells are changed.

    The kernel is forked where that is possible, see docs/warm_kernels.md. KernelError is raised where none starts.
    """
    import_jsonschema()
    from nbclient import NotebookClient

    from warmkernels.import_scan import imports_of
    from warmkernels.manager import kernel_manager

    class Client(NotebookClient):
        """nbclient's own, whose kernels are forked; it ends the kernel of a manager that it has made itself."""

        def create_kernel_manager(self) -> Any:
            code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
            self.km = kernel_manager(kernel_name, imports_of(code))
            return self.km

    limits = limits or Limits(notebook_s=NOTEBOOK_S)
    client = Client(
        notebook,
        kernel_name=kernel_name,
        resources={"metadata": {"path": str(folder)}},
        record_timing=False,
        allow_errors=True,
        shutdown_kernel="immediate",  # as nbval does: asking a kernel to stop takes half as long as starting it
        startup_timeout=max(1, round(limits.startup_s)),
        iopub_timeout=_OUTPUT_SECONDS,
        raise_on_iopub_timeout=True,
        extra_arguments=list(KERNEL_ARGUMENTS) if kernel_name.startswith("python") else [],
        log=_LOG,
    )
    kernel = client.setup_kernel()
    try:
        with quiet("traitlets"):  # jupyter_client logs a traceback of what the error says
            kernel.__enter__()
    except Exception as error:  # a missing kernel, a broken environment, a timeout: each has its own
        raise KernelError(f"no kernel {kernel_name!r} starts ({type(error).__name__}: {error}).") from None
    try:
        yield Execution(notebook, limits, client)
    finally:
        kernel.__exit__(None, None, None)
