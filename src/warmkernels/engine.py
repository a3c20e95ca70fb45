"""The papermill engine `warm`: each notebook runs in its own kernel, forked from a process with its libraries."""

import logging
import os
import time
from collections.abc import Callable
from contextlib import suppress
from queue import Empty
from typing import Any

from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbclient.util import run_sync
from nbformat.v4 import new_output
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, NotebookExecutionManager
from papermill.log import logger as papermill_logger
from traitlets import Float, Instance

from warmkernels import stopping
from warmkernels.import_scan import Imports, imports_of
from warmkernels.manager import DIED_AT_START, kernel_manager
from warmkernels.provisioner import WarmProvisioner

_SAVED_EVERY_S = 1.0
_IDLE_WITHIN_S = 30.0
_OUTPUT_WITHIN_S = 60  # between the end of a cell and its last output
logger = logging.getLogger(__name__)


class PapermillEngine(Engine):  # type: ignore[misc]
    """Executes notebooks in forked kernels, or in launched ones if forking is not possible."""

    @classmethod
    def execute_notebook(
        cls,
        nb: Any,
        kernel_name: str,
        output_path: str | None = None,
        progress_bar: bool = True,
        log_output: bool = False,
        autosave_cell_every: int = 30,
        on_cell: Callable[[int], None] | None = None,
        **options: Any,
    ) -> Any:
        """Execute a notebook like papermill, but save it less often.

        `autosave_cell_every` is ignored. `on_cell` is called with the index (from 0) of each finished cell.
        """
        manager = _Saver(nb, output_path, log_output, progress_bar, autosave_cell_every=0)  # not for each message
        manager.on_cell = on_cell
        manager.notebook_start()
        try:
            cls.execute_managed_notebook(manager, kernel_name, log_output=log_output, **options)
            _accept_expected_errors(manager.nb)
        finally:
            manager.cleanup_pbar()
            manager.notebook_complete()
        return manager.nb

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: Any,
        kernel_name: str,
        start_timeout: int = 60,
        execution_timeout: float | None = None,
        run_timeout: float | None = None,
        warm: bool = True,
        kernel_cwd: str | None = None,
        environment: dict[str, str] | None = None,
        **options: Any,
    ) -> None:
        """Execute the cells; retry in a launched kernel if the first kernel dies before it replies.

        `execution_timeout` limits each cell, and `run_timeout` the whole notebook including the start of the kernel, in
        seconds. `kernel_cwd` and `environment` default to this process's.
        """
        options.pop("input_path", None)
        cells = [str(cell["source"]) for cell in nb_man.nb["cells"] if cell["cell_type"] == "code"]
        imports = imports_of(cells) if warm else Imports(frozenset(), "requested")
        started = time.monotonic()
        for attempt in (1, 2):
            client = _Client(
                nb_man,
                imports=imports,
                deadline=None if run_timeout is None else started + run_timeout,
                run_seconds=run_timeout,
                cell_seconds=execution_timeout,
                startup_timeout=start_timeout,
                iopub_timeout=_OUTPUT_WITHIN_S,
                kernel_name=kernel_name,
                log=papermill_logger,
                **options,
            )
            kernel_options = {"cwd": kernel_cwd or os.getcwd()} | ({"env": environment} if environment else {})
            try:
                client.execute(**kernel_options)
            except RuntimeError as error:
                if attempt == 2 or DIED_AT_START not in str(error) or stopping.is_set():
                    raise
                logger.info("the kernel died before it replied; retrying in a launched kernel")
                imports = Imports(frozenset(), "the first kernel died before it replied")
            else:
                return


class _Saver(NotebookExecutionManager):  # type: ignore[misc]
    """Saves the notebook at most once per cell and per second, and always at the end."""

    on_cell: Callable[[int], None] | None = None

    is_due = True

    def cell_start(self, cell: Any, cell_index: int | None = None, **options: Any) -> None:
        self.is_due = False
        super().cell_start(cell, cell_index, **options)

    def cell_complete(self, cell: Any, cell_index: int | None = None, **options: Any) -> None:
        failed = cell.metadata.papermill["status"] == self.FAILED
        self.is_due = failed or (self.now() - self.last_save_time).total_seconds() >= _SAVED_EVERY_S
        super().cell_complete(cell, cell_index, **options)
        self.is_due = True  # at the end of the notebook
        if self.on_cell and cell_index is not None:
            self.on_cell(cell_index)

    def save(self, **options: Any) -> None:
        """Save the notebook if that is due."""
        if self.is_due:
            super().save(**options)


class _Client(PapermillNotebookClient):  # type: ignore[misc]
    """Papermill's client with forked kernels, and with time limits for cell and notebook."""

    imports = Instance(Imports)
    deadline = Float(None, allow_none=True)  # of the notebook, by the clock of `time.monotonic`
    run_seconds = Float(None, allow_none=True)
    cell_seconds = Float(None, allow_none=True)

    def create_kernel_manager(self) -> Any:
        self.km = kernel_manager(self.kernel_name, self.imports, config=self.config)
        return self.km

    def execute_cell(self, cell: Any, cell_index: int, *arguments: Any, **options: Any) -> Any:
        """Execute a cell; add its index and the time limit to errors about the kernel."""
        try:
            return super().execute_cell(cell, cell_index, *arguments, **options)
        except (CellTimeoutError, DeadKernelError) as error:
            found: Any = error
            found.cell_index, found.limit = cell_index, self._limit(error)
            raise

    def wait_for_reply(self, msg_id: str, cell: Any = None) -> Any:
        """Wait until the kernel has replied and is idle, so that a later interrupt does not hit an idle kernel."""
        reply = super().wait_for_reply(msg_id, cell)
        run_sync(self._idle_after)(msg_id)
        return reply

    async def _idle_after(self, msg_id: str) -> None:
        with suppress(Empty):
            while True:
                message = await self.kc.iopub_channel.get_msg(timeout=_IDLE_WITHIN_S)
                idle = message["content"].get("execution_state") == "idle"
                if idle and message["parent_header"].get("msg_id") == msg_id:
                    return

    async def _async_poll_kernel_alive(self) -> None:
        """Notice at once that the kernel has ended, instead of within a second like nbclient."""
        if not isinstance(self.km.provisioner, WarmProvisioner):
            await super()._async_poll_kernel_alive()
            return
        await self.km.provisioner.ended()
        self.task_poll_for_reply.cancel()  # as nbclient does

    def timeout_func(self, cell: Any) -> float | None:
        """Return the seconds that a cell may take; nbclient asks before each one."""
        left = None if self.deadline is None else max(0.001, self.deadline - time.monotonic())
        return min((seconds for seconds in (self.cell_seconds, left) if seconds is not None), default=None)

    def _limit(self, error: Exception) -> str:
        if "IOPub" in str(error):
            return f"the cell ended, but its output did not arrive within {_OUTPUT_WITHIN_S} s"
        if self.deadline is not None and time.monotonic() >= self.deadline:
            return f"the notebook ran longer than {self.run_seconds:g} s"
        return f"a cell ran longer than {self.cell_seconds:g} s"


def _accept_expected_errors(notebook: Any) -> None:
    """Turn the error of each cell tagged `raises-exception` into text on stderr.

    nbclient continues after such a cell, but papermill treats any error output as a failure.
    """
    for cell in notebook.cells:
        if cell.cell_type == "code" and "raises-exception" in cell.metadata.get("tags", ()):
            cell.outputs = [
                new_output("stream", name="stderr", text="\n".join(output.traceback) + "\n")  # type: ignore[no-untyped-call]
                if output.output_type == "error"
                else output
                for output in cell.outputs
            ]
