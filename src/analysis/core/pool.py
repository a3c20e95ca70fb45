"""Apply a function to many items in this process, in a process pool or on a Dask cluster, a few items at a time."""

import os
import shutil
import signal
import tempfile
import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection
from socket import create_connection
from typing import Any, Generic, TypeVar

from analysis.core.errors import AnalysisError
from analysis.core.lazy_regex import lazy_regex
from analysis.core.paths import PROJECT_VARIABLE
from analysis.core.silence import quiet
from warmkernels.temporary_folders import temporary_folder

_ADDRESS = lazy_regex(r"(?:[a-z]+://)?(?P<host>\[[^\]]+\]|[^\s:/]+):(?P<port>\d+)")
T = TypeVar("T")
R = TypeVar("R")
ANSWER_WITHIN_S = 30  # normally milliseconds; seconds on a busy machine
JOIN_WITHIN_S = 30  # a batch system may take a while to start workers
_PER_PROCESS = 2  # items per process: one running and one queued


@dataclass(frozen=True, slots=True)
class ItemResult(Generic[T, R]):
    """An item with its result, or None if each process that worked on it died."""

    item: T
    result: R | None


def apply(
    function: Callable[[T], R], items: Iterable[T], *, workers: int = 0, cluster: str | None = None
) -> Generator[ItemResult[T, R], None, None]:
    """Yield the result for each item as it completes, in any order.

    The function runs in `workers` processes, on the workers of the Dask scheduler at the address `cluster`, or else
    in this process. Function and items are pickled; items are only taken when a worker is free. An exception in the
    function, or closing the iterator, stops everything and leaves no process running.
    """
    if cluster is not None:
        yield from _on_cluster(function, items, cluster)
    elif workers:
        yield from _on_processes(function, iter(items), workers)
    else:
        for item in items:
            yield ItemResult(item, function(item))


def _on_processes(
    function: Callable[[T], R], items: Iterator[T], workers: int
) -> Generator[ItemResult[T, R], None, None]:
    while True:
        lost: list[T] = []
        with _processes(workers) as executor:
            yield from _until_lost(executor, function, items, _PER_PROCESS * workers, lost)
        if not lost:
            return
        _check_that_processes_start()
        for item in lost:  # one of these killed its process; the others were only in flight
            again: list[T] = []
            with _processes(1) as executor:
                yield from _until_lost(executor, function, iter([item]), 1, again)
            if again:
                yield ItemResult(item, None)


def _check_that_processes_start() -> None:
    """Raise AnalysisError if even an idle process dies, so that no item is blamed for it."""
    try:
        with _processes(1) as executor:
            _submit(executor, int, 0).result()
    except BrokenProcessPool:
        raise AnalysisError(
            'worker processes end as soon as they start; in a script, put the call under if __name__ == "__main__":'
        ) from None


def _until_lost(
    executor: ProcessPoolExecutor, function: Callable[[T], R], items: Iterator[T], room: int, lost: list[T]
) -> Generator[ItemResult[T, R], None, None]:
    """Yield results until all items are done or a process dies; then add the items in flight to `lost`."""
    running: dict[Future[R], T] = {}
    while True:
        for item in islice(items, 0 if lost else room - len(running)):
            try:
                running[_submit(executor, function, item)] = item
            except BrokenProcessPool:
                lost.append(item)
                break
        if not running:
            return
        for future in wait(running, return_when=FIRST_COMPLETED).done:
            item = running.pop(future)
            try:
                result = future.result()
            except BrokenProcessPool:
                lost.append(item)
            else:
                yield ItemResult(item, result)


def _submit(executor: ProcessPoolExecutor, function: Callable[[T], R], item: T) -> Future[R]:
    """Submit an item, which may start a process; Ctrl-C does not reach it, not even while Python starts in it."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        return executor.submit(function, item)
    resource_tracker.ensure_running()  # which is started with the first process, and lets signals through
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # a process inherits it
    try:
        return executor.submit(function, item)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _processes(workers: int) -> Iterator[ProcessPoolExecutor]:
    """Start processes that end with the block, or with this process, even if it is killed.

    Each process holds one end of a pipe and ends when the other end, which only this process has, is closed.
    Processes are spawned, since a fork would copy the threads and locks of libraries that the caller has loaded.
    """
    context = get_context("spawn")
    theirs, ours = context.Pipe(duplex=False)
    with temporary_folder("analysis-") as folder:
        executor = ProcessPoolExecutor(workers, mp_context=context, initializer=_end_with, initargs=(theirs, folder))
        try:
            yield executor
            executor.shutdown()
        finally:
            ours.close()
            executor.shutdown(cancel_futures=True)
            theirs.close()


def _end_with(pipe: Connection, temporary: str) -> None:
    """End this process when the pipe is closed, and leave Ctrl-C to the parent.

    Such an end runs no cleanup, so temporary files go to a folder that the parent removes, or this process if the
    parent was killed.
    """
    tempfile.tempdir = temporary

    def watch() -> None:
        try:
            pipe.poll(None)
            shutil.rmtree(temporary, ignore_errors=True)
        finally:
            os._exit(1)

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=watch, daemon=True).start()


def _on_cluster(
    function: Callable[[T], R], items: Iterable[T], address: str
) -> Generator[ItemResult[T, R], None, None]:
    try:
        import distributed  # noqa: F401 - imported here so that its loggers exist and can be silenced
    except ImportError:
        raise AnalysisError("--cluster requires dask.distributed: pip install 'metals-analysis[cluster]'") from None
    with quiet("distributed", "tornado", "asyncio"), _client(address) as client:
        try:
            yield from _by_client(client, function, iter(items), address)
        except (OSError, CancelledError) as error:
            raise AnalysisError(
                f"{address}: lost the connection to the scheduler ({type(error).__name__}); restart it and repeat the "
                "command to resume"
            ) from None


def _by_client(
    client: Any, function: Callable[[T], R], items: Iterator[T], address: str
) -> Generator[ItemResult[T, R], None, None]:
    executor = client.get_executor(pure=False)
    running: dict[Future[R], T] = {}
    while True:
        # Counted each time, since workers come and go.
        room = max(2, _PER_PROCESS * sum(client.nthreads().values()))
        for item in islice(items, max(0, room - len(running))):
            running[executor.submit(function, item)] = item
        if not running:
            return
        # A result that was lost with the last worker would never arrive.
        while not (done := wait(running, JOIN_WITHIN_S, FIRST_COMPLETED).done):
            if not client.nthreads():
                raise AnalysisError(
                    f"{address}: the scheduler has no workers left; start some and repeat the command to resume"
                )
        for future in done:
            yield ItemResult(running.pop(future), _result(future, address))


def _result(future: Future[R], address: str) -> R | None:
    """Return the result of a Dask task, None if each of its workers died; raise AnalysisError if it failed."""
    from distributed import KilledWorker

    try:
        return future.result()
    except KilledWorker:
        return None
    except AnalysisError:
        raise
    except Exception as error:
        if future.cancelled():  # the connection ended, the task itself did not fail
            raise
        raise AnalysisError(
            f"{address}: a worker failed ({type(error).__name__}: {error}); "
            "all workers need the same version of metals-analysis as this machine"
        ) from None


async def _identity(address: str) -> Any:
    """Ask a scheduler for its identity, which only a Dask scheduler can answer."""
    from distributed.core import rpc

    async with rpc(address) as scheduler:
        return await scheduler.identity()


@contextmanager
def _client(address: str) -> Iterator[Any]:
    """Connect to a scheduler with at least one worker; raise AnalysisError if that fails."""
    import asyncio

    from distributed import Client

    parts = _ADDRESS.fullmatch(address)
    if parts is None:
        raise AnalysisError(f"invalid scheduler address {address!r}: expected e.g. tcp://host:8786")
    try:  # Dask would retry for a long time if nothing listens, and forever if it is not a scheduler
        create_connection((parts["host"].strip("[]"), int(parts["port"])), ANSWER_WITHIN_S).close()
        with ThreadPoolExecutor(1) as thread:  # a notebook already runs an event loop in this one
            thread.submit(asyncio.run, asyncio.wait_for(_identity(address), ANSWER_WITHIN_S)).result()
        client = Client(address, timeout=ANSWER_WITHIN_S, set_as_default=False)
    except (OSError, OverflowError) as error:  # TimeoutError is an OSError
        raise AnalysisError(
            f"{address}: no answer from a Dask scheduler ({str(error) or type(error).__name__}); check the address, "
            "and that scheduler, workers and this machine have the same version of dask"
        ) from None
    with client:
        try:
            client.wait_for_workers(1, timeout=JOIN_WITHIN_S)
        except TimeoutError:
            raise AnalysisError(
                f"{address}: the scheduler has no workers; start one with: dask worker {address}"
            ) from None
        yield client


def check_same_version(here: str, there: str) -> None:
    """Raise AnalysisError if a worker, here, is not of the version that has sent its task."""
    if here != there:
        raise AnalysisError(
            f"a worker has another version of metals-analysis, its data or libraries ({here}) than the machine that "
            f"sent its task ({there}); install the same versions, and start the worker in the folder of the "
            f"project, or with {PROJECT_VARIABLE} set to it"
        )
