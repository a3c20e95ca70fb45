"""A lock file: one process at a time, given back however that process ends."""

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout


@contextmanager
def locked(path: Path, waiting: Callable[[], None] | None = None) -> Iterator[None]:
    """Hold the lock of the file at `path`, which is created and removed again, as is its folder where it is missing.

    If another process holds it, `waiting` is called once and the lock is waited for; without `waiting` a
    BlockingIOError is raised. OSError if the file cannot be written.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder, locked(Path(folder, "work.lock")):
    ...     os.listdir(folder)
    ['work.lock']
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(path, fallback_to_soft=False)  # the soft lock would outlive a process that is killed
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
        # Removed while it is held: whoever waits for it finds no name left and makes a new file. Windows keeps it.
        with suppress(OSError):  # the work in its folder may have ended with the removal of that folder
            path.unlink()
        lock.release()
