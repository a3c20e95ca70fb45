"""Temporary folders that are removed with their process or, if it is killed, by the next process.

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
    made = tempfile.mkdtemp(prefix=f".{prefix}", suffix=_ENDING, dir=place)
    lock = _lock(made)
    folder = os.path.join(place, os.path.basename(made)[1:])
    os.rename(made, folder)  # only now, since a folder of this name that is not locked is taken for abandoned
    _own[folder] = os.getpid(), lock
    return folder


def remove_folder(folder: str) -> None:
    """Remove a folder that `make_folder` has created."""
    shutil.rmtree(folder, ignore_errors=True)
    _, lock = _own.pop(folder, (0, -1))
    if lock >= 0:
        os.close(lock)


def _lock(folder: str) -> int:
    """Lock a folder and return its descriptor, -1 if it is locked or gone, or its file system has no such locks."""
    descriptor = -1
    try:
        if fcntl is not None:
            descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        if descriptor >= 0:
            os.close(descriptor)
        return -1
    return descriptor


@cache
def _remove_abandoned(prefix: str, place: str) -> None:
    """Remove the folders of this user that no process has locked, once in a process."""
    name = re.compile(re.escape(prefix) + "[a-z0-9_]{8}" + re.escape(_ENDING))  # as tempfile names them
    with suppress(OSError), os.scandir(place) as entries:
        for entry in entries:
            if name.fullmatch(entry.name) and (lock := _lock(entry.path)) >= 0:  # so the system has owners
                if os.fstat(lock).st_uid == os.geteuid():
                    shutil.rmtree(entry.path, ignore_errors=True)
                os.close(lock)


@atexit.register
def _remove_own() -> None:
    """Remove the folders whose block was interrupted; a forked process leaves its parent's folders alone."""
    for folder, (owner, _) in list(_own.items()):
        if owner == os.getpid():
            remove_folder(folder)
