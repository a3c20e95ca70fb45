"""Limits of an execution, the cores it may use, and the arguments that every kernel is started with."""

import os
from dataclasses import dataclass

# ipykernel 7 prints a line about TCP at every start; the pause after each cell is for clients that do not wait for all
# of its output. The history of a kernel is on, since libraries read it, as plotly does to name its files; nbclient
# keeps it in memory.
KERNEL_ARGUMENTS = ("--log-level=ERROR", "--Kernel._execute_sleep=0")
_THREAD_VARIABLES = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS")


@dataclass(frozen=True)
class Limits:
    """Seconds that a cell, a notebook and the start of a kernel may take; threads for linear algebra, None for all.

    >>> Limits(threads=2).thread_variables["OMP_NUM_THREADS"]
    '2'
    """

    cell_s: float = 600.0  # far above what a cell normally needs; a longer one hangs
    notebook_s: float = 3600.0
    startup_s: float = 300.0  # a kernel that dies is noticed at once; a busy machine may take a minute for one
    threads: int | None = None

    @property
    def thread_variables(self) -> dict[str, str]:
        """The environment variables that limit the threads; libraries read them when they are imported."""
        return {} if self.threads is None else dict.fromkeys(_THREAD_VARIABLES, str(self.threads))


def cores() -> int:
    """Return the number of cores available to this process, which a container or `taskset` may restrict."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
