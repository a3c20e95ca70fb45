"""A lock file that is released when its process ends, even if the process is killed."""

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout


@contextmanager
def locked(path: Path, waiting: Callable[[], None] | None = None) -> Iterator[None]:
    """Hold a lock on the file at `path`; the file is created, with its folder, and removed afterwards.

    If another process holds the lock, call `waiting` once and wait; without `waiting`, raise BlockingIOError.
    Raise OSError if the file cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(path, fallback_to_soft=False)  # a soft lock would outlive a killed process
    try:
        lock.acquire(timeout=0)
    except Timeout:
        if waiting is None:
            raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN), str(path)) from None
        waiting()
        lock.acquire()
    try:
        yield
    finally:
        # Removed while locked, so that a waiting process creates a new file. On Windows the file stays.
        with suppress(OSError):  # the block may have removed the folder
            path.unlink()
        lock.release()
