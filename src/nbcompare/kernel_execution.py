"""Execute a notebook cell by cell, as JupyterLab does, within time limits.

nbclient executes for pytest as well as for check and accept, so that an accepted notebook also passes under pytest.
nbval's own loop stores no history, so that IPython shows the value of a cell that ends in `;`; it waits for its whole
timeout when a kernel has died; and it ignores updates and clearing of outputs.
"""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from importlib import import_module
from typing import TYPE_CHECKING, Any

from nbcompare import KernelError
from nbcompare.normal_form import place
from nbcompare.settings import Settings
from nbcompare.value_diff import shorten
from nbcompare.widget_content import add_contents, model_of, values
from warmkernels.limits import KERNEL_ARGUMENTS, Limits

if TYPE_CHECKING:
    from pathlib import Path

NOTEBOOK_S = 600.0  # far above what a notebook under test normally needs
_OUTPUT_SECONDS = 120  # between the end of a cell and the last of its outputs
# nbclient logs each timeout, and jupyter_client the traceback of a failed start; the error says it once, and better.
_LOG = logging.getLogger(__name__)
_LOG.setLevel(logging.CRITICAL + 1)


@dataclass
class RunningNotebook:
    """A notebook whose kernel runs, and whose cells are executed one by one."""

    notebook: Any
    limits: Limits
    client: Any
    started: float = field(default_factory=time.monotonic)
    began: float = field(default_factory=time.time)
    cell_began: float = field(default_factory=time.time)
    sources: list[str] = field(default_factory=list)

    def known(self, settings: Settings) -> Settings:
        """Return settings with the facts about this execution: process, code, and when it and its last cell began."""
        process = getattr(getattr(self.client.km, "provisioner", None), "pid", None) or 0
        return replace(
            settings,
            process=process,
            notebook_began=self.began,
            cell_began=self.cell_began,
            code="\n".join(self.sources),
            source="".join(self.sources[-1:]),
        )

    def execute(self, number: int) -> list[Any]:
        """Execute a cell, given its number from 1 among all cells, and return its outputs.

        An exception is an output like any other. KernelError says that the kernel died or that a time limit was
        reached; no more cells can be executed then.
        """
        from nbclient.exceptions import CellTimeoutError, DeadKernelError
        from nbformat.validator import NotebookValidationError

        cell, where = self.notebook.cells[number - 1], place(self.notebook, number)
        left = self.limits.notebook_s - (time.monotonic() - self.started)
        if left <= 0:
            raise KernelError(f"the notebook ran longer than {self.limits.notebook_s:g} s before {where}")
        seconds = min(self.limits.cell_s, left)
        self.client.timeout_func = lambda _: seconds
        self.client.displayed = {}
        self.cell_began = time.time()
        self.sources.append(cell.source)
        try:
            self.client.execute_cell(cell, number - 1)
        except DeadKernelError:
            raise KernelError(f"the kernel died in {where}") from None
        except CellTimeoutError:
            whole = seconds < self.limits.cell_s
            limit = self.limits.notebook_s if whole else self.limits.cell_s
            raise KernelError(f"the {'notebook' if whole else 'cell'} ran longer than {limit:g} s in {where}") from None
        except NotebookValidationError as error:
            raise KernelError(f"an output of {where} cannot be stored: {_reason(error)}") from None
        except Exception as error:  # zmq, asyncio and nbclient have many; they all mean the same here
            raise KernelError(f"the kernel does not answer in {where} ({type(error).__name__}: {error})") from None
        outputs: list[Any] = cell.get("outputs", [])
        add_contents(outputs, self.client.widget_state, self.client.displayed)
        return outputs


def _reason(error: Any) -> str:
    """Why the notebook format does not allow an output, and what to do, on one line."""
    match list(error.original.absolute_path):
        case ["data", mime, *_] if not str(mime).endswith("json"):
            advice = "Display text under this type"
        case ["data", mime, *_]:
            advice = (
                "Display it under a type that ends in +json, or in another form (altair: alt.renderers.enable('html'))"
            )
        case _:
            return f"{shorten(error.original.message, 120)}. Correct what the cell displays."
    return f"its form {mime} is not text, which only types that end in +json may be. {advice}."


@contextmanager
def execution(
    notebook: Any, folder: "Path", limits: Limits | None = None, kernel_name: str = "python3"
) -> Iterator[RunningNotebook]:
    """Start a kernel in a folder and yield the execution of a notebook, whose cells get the fresh outputs."""
    import_module("warmkernels.early_jsonschema")  # before nbclient
    from nbclient import NotebookClient

    from warmkernels.import_scan import imports_of
    from warmkernels.manager import kernel_manager

    class Client(NotebookClient):
        """nbclient's client with forked kernels; it shuts down the kernel of a manager that it created itself."""

        displayed: dict[str, dict[str, Any]]  # of the cell that is executed, the values of each widget

        def create_kernel_manager(self) -> Any:
            code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
            self.km = kernel_manager(kernel_name, imports_of(code), log=_LOG)
            return self.km

        def process_message(self, msg: Any, cell: Any, cell_index: int) -> Any:
            """Store the values of a widget when it is displayed, since the cell may change them afterwards."""
            model = model_of(msg["content"].get("data") or {})
            if model is not None:
                self.displayed.setdefault(model, values(model, self.widget_state))
            return super().process_message(msg, cell, cell_index)

    limits = limits or Limits(notebook_s=NOTEBOOK_S)
    client = Client(
        notebook,
        kernel_name=kernel_name,
        resources={"metadata": {"path": str(folder)}},
        record_timing=False,
        allow_errors=True,
        shutdown_kernel="immediate",  # like nbval: asking a kernel to stop takes half as long as starting it
        startup_timeout=max(1, round(limits.startup_s)),
        iopub_timeout=_OUTPUT_SECONDS,
        raise_on_iopub_timeout=True,
        extra_arguments=list(KERNEL_ARGUMENTS) if kernel_name.startswith("python") else [],
        log=_LOG,
    )
    kernel = client.setup_kernel()
    try:
        kernel.__enter__()
    except Exception as error:  # a missing kernel, a broken environment, a timeout: each has its own
        raise KernelError(f"the kernel {kernel_name!r} does not start ({type(error).__name__}: {error}).") from None
    try:
        yield RunningNotebook(notebook, limits, client)
    finally:
        kernel.__exit__(None, None, None)
