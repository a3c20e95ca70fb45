"""Apply a function to many items: in this process, on several, or on a Dask cluster; a few items in flight at a time.

A process that dies takes down no more than the item that it worked on: that one is tried once more, alone, and
then handed back as lost.
"""

import os
import re
import signal
import tempfile
import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from multiprocessing.connection import Connection
from socket import create_connection
from typing import Any, Generic, TypeVar

from analysis.core.errors import AnalysisError
from analysis.core.silence import quiet

_ADDRESS = re.compile(r"(?:[a-z]+://)?(?P<host>\[[^\]]+\]|[^\s:/]+):(?P<port>\d+)")
T = TypeVar("T")
R = TypeVar("R")
ANSWER_WITHIN_S = 30  # a scheduler answers in milliseconds, on a busy machine in seconds
JOIN_WITHIN_S = 30  # workers that a batch system starts take a while
_PER_PROCESS = 2  # items in flight for each process: one at work and one waiting


@dataclass(frozen=True, slots=True)
class ItemResult(Generic[T, R]):
    """What became of an item: its result, or None where each process that worked on it died."""

    item: T
    result: R | None


def apply(
    function: Callable[[T], R], items: Iterable[T], *, workers: int = 0, cluster: str | None = None
) -> Generator[ItemResult[T, R], None, None]:
    """Yield the outcome for each item as it completes, in any order.

    With `workers` the function runs on so many processes, with `cluster` on the workers of the Dask scheduler at
    that address, else here. Function and items are pickled; items are taken as there is room for them.
    An exception of the function ends all, and so does closing the iterator: no process is left behind.

    >>> [outcome.result for outcome in apply(abs, [-1, 2])]
    [1, 2]
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
        for item in lost:  # one of these killed its process, the others were only near
            again: list[T] = []
            with _processes(1) as executor:
                yield from _until_lost(executor, function, iter([item]), 1, again)
            if again:
                yield ItemResult(item, None)


def _check_that_processes_start() -> None:
    """Raise AnalysisError where no process lives long enough to do anything: no item is to blame then."""
    try:
        with _processes(1) as executor:
            executor.submit(int).result()
    except BrokenProcessPool:
        raise AnalysisError(
            "Processes end as soon as they start. A script that starts them needs its calls behind "
            'if __name__ == "__main__":'
        ) from None


def _until_lost(
    executor: ProcessPoolExecutor, function: Callable[[T], R], items: Iterator[T], room: int, lost: list[T]
) -> Generator[ItemResult[T, R], None, None]:
    """Yield outcomes until the items end or a process dies; then add the items that were in flight to `lost`."""
    running: dict[Future[R], T] = {}
    while True:
        for item in islice(items, 0 if lost else room - len(running)):
            try:
                running[executor.submit(function, item)] = item
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


@contextmanager
def _processes(workers: int) -> Iterator[ProcessPoolExecutor]:
    """Processes that end with the block at the latest, and with this process however it ends.

    Each holds one end of a pipe and ends when the other, which is only here, is closed.
    They are spawned: a fork would copy the threads and locks of whatever the caller has loaded.
    """
    context = get_context("spawn")
    theirs, ours = context.Pipe(duplex=False)
    with tempfile.TemporaryDirectory(prefix="analysis-", ignore_cleanup_errors=True) as folder:
        executor = ProcessPoolExecutor(workers, mp_context=context, initializer=_end_with, initargs=(theirs, folder))
        try:
            yield executor
            executor.shutdown()
        finally:
            ours.close()
            executor.shutdown(cancel_futures=True)
            theirs.close()


def _end_with(pipe: Connection, temporary: str) -> None:
    """Let this process end when the pipe is closed, and leave Ctrl-C to the one that started it.

    A process that ends so removes no files: it keeps its temporary ones in a folder that the other one removes.
    """
    tempfile.tempdir = temporary

    def watch() -> None:
        try:
            pipe.poll(None)
        finally:
            os._exit(1)

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=watch, daemon=True).start()


def _on_cluster(
    function: Callable[[T], R], items: Iterable[T], address: str
) -> Generator[ItemResult[T, R], None, None]:
    try:
        import distributed  # noqa: F401 - here, so that there are loggers to silence
    except ImportError:
        raise AnalysisError("A Dask cluster needs dask.distributed: pip install 'metals-analysis[cluster]'.") from None
    with (
        quiet("distributed", "tornado", "asyncio"),
        ThreadPoolExecutor(1) as thread,
        _client(address, thread) as client,
    ):
        try:
            yield from _by_client(client, function, iter(items), address, thread)
        except (OSError, CancelledError) as error:
            raise AnalysisError(
                f"{address}: the scheduler went away ({type(error).__name__}). Start it again, and give the same "
                "command: what is done is kept."
            ) from None


def _by_client(
    client: Any, function: Callable[[T], R], items: Iterator[T], address: str, thread: ThreadPoolExecutor
) -> Generator[ItemResult[T, R], None, None]:
    running: dict[Any, T] = {}
    while True:
        # Counted each time: workers come and go.
        room = max(2, _PER_PROCESS * sum(client.nthreads().values()))
        for item in islice(items, max(0, room - len(running))):
            running[client.submit(function, item, pure=False)] = item
        if not running:
            return
        # In a thread, since a result that was lost with the last worker is waited for without end.
        answer = thread.submit(_first_results, client, [*running], address)
        while not wait([answer], JOIN_WITHIN_S).done:
            if not client.nthreads():
                raise AnalysisError(
                    f"{address}: the scheduler has no workers left. Start some, and give the same command: "
                    "what is done is kept."
                )
        for future, result in answer.result():
            yield ItemResult(running.pop(future), result)


def _first_results(client: Any, futures: list[Any], address: str) -> list[tuple[Any, Any]]:
    """The Dask tasks that are done first, with their results."""
    from distributed import wait as wait_for

    with client.as_current():
        finished = wait_for(futures, return_when="FIRST_COMPLETED")  # type: ignore[no-untyped-call]
    return [(future, _result(future, address)) for future in finished.done]


def _result(future: Any, address: str) -> Any:
    """The result of a Dask task, None where each worker that had it died; raise AnalysisError where it failed."""
    from distributed import KilledWorker

    try:
        return future.result()
    except KilledWorker:
        return None
    except AnalysisError:
        raise
    except Exception as error:
        if future.status != "error":  # nothing of the task: the connection ended
            raise
        raise AnalysisError(
            f"{address}: a worker failed ({type(error).__name__}: {error}). "
            "Install the same version of metals-analysis on every worker as here."
        ) from None


async def _identity(address: str) -> Any:
    """What a scheduler says of itself, first of all that it is one."""
    from distributed.core import rpc

    async with rpc(address) as scheduler:  # type: ignore[no-untyped-call]
        return await scheduler.identity()


@contextmanager
def _client(address: str, thread: ThreadPoolExecutor) -> Iterator[Any]:
    """Connect to a scheduler that has at least one worker; raise AnalysisError, saying what is wrong, otherwise."""
    import asyncio

    from distributed import Client

    parts = _ADDRESS.fullmatch(address)
    if parts is None:
        raise AnalysisError(f"{address}: no address of a Dask scheduler. Wanted is one as tcp://host:8786.")
    try:  # Dask itself would try for long where nobody listens, and for ever where somebody else does
        create_connection((parts["host"].strip("[]"), int(parts["port"])), ANSWER_WITHIN_S).close()
        # In a thread, since a notebook has an event loop of its own in this one.
        thread.submit(asyncio.run, asyncio.wait_for(_identity(address), ANSWER_WITHIN_S)).result()
        client = Client(address, timeout=ANSWER_WITHIN_S, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, OverflowError) as error:  # TimeoutError is an OSError
        raise AnalysisError(
            f"{address}: no Dask scheduler answers there ({str(error) or type(error).__name__}). Check the address, "
            "and that scheduler, workers and this machine have the same version of dask."
        ) from None
    with client:
        try:
            client.wait_for_workers(1, timeout=JOIN_WITHIN_S)
        except TimeoutError:
            raise AnalysisError(f"{address}: the scheduler has no workers. Start one: dask worker {address}") from None
        yield client
