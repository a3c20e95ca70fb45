"""The notebooks of a run on several threads, each behind those whose results it reads."""

import threading
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from pathlib import Path

from analysis.runs.execution_cache import Done, Task, perform
from analysis.runs.notebook_execution import Failure, end_kernels
from analysis.runs.progress import Progress


@dataclass(frozen=True)
class Step:
    """A task, the notebooks that it needs, and where its executed notebook is to be."""

    task: Task
    needs: tuple[str, ...]
    output: Path


def perform_all(steps: Sequence[Step], workers: int, progress: Progress) -> dict[str, Done]:
    """Do all tasks, `workers` at a time, and return what became of each notebook, by name.

    One whose needs did not end well is skipped. Ctrl-C, or a signal that raises KeyboardInterrupt, ends the kernels:
    what ran is interrupted then, and the rest skipped.
    """
    done: dict[str, Done] = {}
    progress.begin(len(steps), sum(step.task.code_cells for step in steps))
    left = list(steps)
    running: dict[Future[Done], Step] = {}
    stopped = threading.Event()
    executor = ThreadPoolExecutor(max(1, workers), thread_name_prefix="notebook")
    try:
        while left or running:
            for step in [step for step in left if all(need in done for need in step.needs)]:
                if len(running) >= max(1, workers) and not stopped.is_set():
                    break
                left.remove(step)
                reason = "the run was stopped" if stopped.is_set() else _missing(step, done)
                if reason:
                    done[step.task.name] = _skipped(step, reason)
                    progress.end(done[step.task.name])
                else:
                    running[executor.submit(_perform, step, progress)] = step
            progress.running(step.task.name for step in running.values())
            if not running:
                continue
            try:
                ended = wait(running, return_when=FIRST_COMPLETED).done
            except KeyboardInterrupt:
                stopped.set()
                end_kernels()
                continue
            for future in ended:
                name = running.pop(future).task.name
                done[name] = _interrupted(future.result()) if stopped.is_set() else future.result()
                progress.end(done[name])
    finally:
        executor.shutdown(cancel_futures=True)
    return done


def _perform(step: Step, progress: Progress) -> Done:
    """Do a task and put its notebook where the run wants it, so that others find its results."""

    def waiting() -> None:
        progress.say(f"{step.task.name}: another process executes the same; its result will be taken")

    done = perform(step.task, on_cell=lambda cell: progress.cell(), waiting=waiting)
    text = step.task.store.read(f"{done.identity}.ipynb")
    if text is not None:
        step.output.write_bytes(text)
    return done


def _missing(step: Step, done: dict[str, Done]) -> str:
    missing = [need for need in step.needs if done[need].status != "ok"]
    return f"it needs {', '.join(missing)}" if missing else ""


def _skipped(step: Step, reason: str) -> Done:
    failure = Failure(None, "", "Skipped", reason)
    return Done(step.task.name, step.task.identity, "skipped", 0.0, failure, {})


def _interrupted(done: Done) -> Done:
    """What a kernel that was ended from here became, whatever it looked like from there."""
    if done.status == "ok":
        return done
    return replace(done, status="interrupted", failure=Failure(None, "", "Interrupted", "stopped by the user"))
