"""A lock file: one process at a time, given back however that process ends."""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def locked(path: Path, waiting: Callable[[], None] | None = None) -> Iterator[None]:
    """Hold the lock of the file at `path`, which is made and removed again; its folder is made where it is missing.

    Where another process has it, `waiting` is called once and then it is waited for; without `waiting` it is a
    BlockingIOError. OSError where the file cannot be written.
    """
    descriptor = _lock(path, waiting)
    try:
        yield
    finally:
        with suppress(OSError):  # the work in its folder may have ended with the removal of that folder
            path.unlink()
        os.close(descriptor)  # which unlocks; so does the end of a process, however it ends


def _lock(path: Path, waiting: Callable[[], None] | None) -> int:
    while True:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if waiting is None:
                    raise
                waiting()
                waiting = _silence
                fcntl.flock(descriptor, fcntl.LOCK_EX)
            if _is_same(path, descriptor):
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)  # the one who had it has removed the file


def _silence() -> None:
    """Say that one waits no second time."""


def _is_same(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(os.stat(path), os.fstat(descriptor))
    except FileNotFoundError:
        return False
