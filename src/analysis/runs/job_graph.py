"""Execute the notebooks of a run on several threads, each after the notebooks whose results it reads."""

import signal
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from analysis.core.run_record import Failure
from analysis.runs.execution_cache import ExecutionResult, ExecutionTask, perform
from analysis.runs.notebook_execution import end_kernels
from analysis.runs.progress import Progress
from warmkernels import stopping

_SIGNALS_WITHIN_S = 0.2  # a signal that the system gave to another thread does not end a wait of the main thread


@dataclass(frozen=True)
class Node:
    """A task, the notebooks that it depends on, and the path of its executed notebook."""

    task: ExecutionTask
    needs: tuple[str, ...]
    output: Path
    any_of_them: bool = False


def perform_all(nodes: Sequence[Node], workers: int, progress: Progress) -> dict[str, ExecutionResult]:
    """Execute all tasks, `workers` at a time, and return the result of each notebook by name."""
    if stopping.is_set():  # an interrupt that was lost before
        raise KeyboardInterrupt
    stopped = threading.Event()
    try:
        with _stopped_by_signals(stopped):
            done = _perform_all(nodes, max(1, workers), progress, stopped)
    finally:
        stopping.clear()
    if stopped.is_set() and all(result.status == "ok" for result in done.values()):
        raise KeyboardInterrupt
    return done


def _perform_all(
    nodes: Sequence[Node], workers: int, progress: Progress, stopped: threading.Event
) -> dict[str, ExecutionResult]:
    done: dict[str, ExecutionResult] = {}
    progress.begin(len(nodes), sum(node.task.code_cells for node in nodes))
    left = list(nodes)
    running: dict[Future[ExecutionResult], Node] = {}
    executor = ThreadPoolExecutor(workers, thread_name_prefix="notebook")
    try:
        while left or running:
            for node in [node for node in left if all(need in done for need in node.needs)]:
                if len(running) >= workers and not stopped.is_set():
                    break
                left.remove(node)
                missing = [need for need in node.needs if done[need].status != "ok" and not node.any_of_them]
                if missing or stopped.is_set():
                    reason = "the run was stopped" if stopped.is_set() else f"it needs {', '.join(missing)}"
                    failure = Failure(None, "", "Skipped", reason)
                    skipped = ExecutionResult(node.task.name, node.task.identity, "skipped", 0.0, failure, {})
                    done[node.task.name] = skipped
                    progress.end(skipped)
                else:
                    running[executor.submit(_perform, node, progress)] = node
            progress.running(node.task.name for node in running.values())
            for future in wait(running, _SIGNALS_WITHIN_S, FIRST_COMPLETED).done if running else ():
                name, result = running.pop(future).task.name, future.result()
                if stopped.is_set() and result.status != "ok":  # whatever its own status says of a killed kernel
                    failure = Failure(None, "", "Interrupted", "stopped by the user")
                    result = replace(result, status="interrupted", failure=failure)
                done[name] = result
                progress.end(result)
    finally:
        executor.shutdown(cancel_futures=True)
    return done


@contextmanager
def _stopped_by_signals(stopped: threading.Event) -> Iterator[None]:
    """On SIGINT and SIGTERM set `stopped` and kill the kernels, instead of raising KeyboardInterrupt somewhere.

    An exception may be lost where it is raised: in a callback, or while a lock is taken. A signal that the caller
    ignores, or leaves to the system, is left alone.
    """
    before: dict[signal.Signals, Any] = {}
    threads = []

    def stop(number: int, frame: object) -> None:
        stopped.set()
        stopping.set()
        threads.append(threading.Thread(target=end_kernels))  # not here, since a handler must not wait for a lock
        threads[-1].start()

    if threading.current_thread() is threading.main_thread():  # only there, handlers can be set and are called
        for number in (signal.SIGINT, signal.SIGTERM):
            if callable(signal.getsignal(number)):
                before[number] = signal.signal(number, stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        for thread in threads:
            thread.join()


def _perform(node: Node, progress: Progress) -> ExecutionResult:
    """Execute a task and copy its notebook into the run, where other notebooks find its results."""
    waiting = f"{node.task.name}: already being executed by another process; waiting for its result"
    done = perform(node.task, on_cell=lambda cell: progress.cell(), waiting=lambda: progress.say(waiting))
    text = node.task.store.read(f"{done.identity}.ipynb")
    if text is not None:
        node.output.write_bytes(text)
    return done
