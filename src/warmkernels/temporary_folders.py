"""Temporary folders that end with their process: if it is killed, the next process removes them.

A process holds a lock on each of its folders, which the system releases with the process.
"""

import atexit
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache

try:
    import fcntl
except ImportError:  # Windows, where the folder of a killed process stays
    fcntl = None  # type: ignore[assignment]

_ENDING = ".tmp"
_own: dict[str, tuple[int, int]] = {}  # the folders of this process: its id, and the descriptor that holds the lock


@contextmanager
def temporary_folder(prefix: str, place: str | None = None) -> Iterator[str]:
    """Create a folder for a block, as `make_folder` does, and remove it afterwards."""
    folder = make_folder(prefix, place)
    try:
        yield folder
    finally:
        remove_folder(folder)


def make_folder(prefix: str, place: str | None = None) -> str:
    """Create a private folder in `place`, by default that for temporary files, and return its path."""
    place = place or tempfile.gettempdir()
    _remove_abandoned(prefix, place)
    while True:
        folder = tempfile.mkdtemp(prefix=prefix, suffix=_ENDING, dir=place)
        try:
            lock = _lock(folder)
        except BlockingIOError:  # another process takes it for abandoned, since it was not locked yet, and removes it
            continue
        if os.path.isdir(folder):
            _own[folder] = os.getpid(), lock
            return folder
        if lock >= 0:
            os.close(lock)


def remove_folder(folder: str) -> None:
    """Remove a folder that `make_folder` has created."""
    shutil.rmtree(folder, ignore_errors=True)
    _, lock = _own.pop(folder, (0, -1))
    if lock >= 0:
        os.close(lock)


def _lock(folder: str) -> int:
    """Lock a folder and return its descriptor, -1 if it is gone or its file system has no such locks."""
    if fcntl is None:
        return -1
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return -1
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        os.close(descriptor)
        if isinstance(error, BlockingIOError):
            raise
        return -1
    return descriptor


@cache
def _remove_abandoned(prefix: str, place: str) -> None:
    """Remove the folders of this user that no process has locked, once in a process."""
    name = re.compile(re.escape(prefix) + "[a-z0-9_]{8}" + re.escape(_ENDING))  # as tempfile names them
    with suppress(OSError), os.scandir(place) as entries:
        for entry in entries:
            if not name.fullmatch(entry.name) or not entry.is_dir(follow_symlinks=False):
                continue
            with suppress(BlockingIOError):
                if (lock := _lock(entry.path)) >= 0:  # so the system has owners
                    if os.fstat(lock).st_uid == os.geteuid():
                        shutil.rmtree(entry.path, ignore_errors=True)
                    os.close(lock)


@atexit.register
def _remove_own() -> None:
    """Remove the folders whose block was interrupted; a forked process leaves its parent's folders alone."""
    for folder, (owner, _) in list(_own.items()):
        if owner == os.getpid():
            remove_folder(folder)
