"""A folder of extracted parts that can be resumed after the process was killed.

    out/part-00000.jsonl    the figures of the first part
    out/documents.jsonl     every document that was read; exists only if all parts do
    out/errors.jsonl        the documents that could not be read, if any
    out/.extract/00000.json the manifest of part 0, written last; it marks the part as done

A part is rebuilt if its manifest does not match the request, so a resumed run gives the same folder as a run from the
start.
"""

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import file_digest
from pathlib import Path
from typing import Any

from analysis.core.errors import AnalysisError
from analysis.core.text_files import atomic_output, locked

_STATE = ".extract"
_LOCK = "lock"


def file_state(path: str) -> tuple[int, int]:
    """Return the size and the modification time of a file; -1 and -1 if it is missing, or standard input."""
    try:
        stat = os.stat(path)
    except OSError:  # reported when it is read
        return -1, -1
    return stat.st_size, stat.st_mtime_ns


def file_hash(path: str) -> str | None:
    """Return the hash of a file, None if it is not one or cannot be read."""
    if not os.path.isfile(path):
        return None
    try:
        with open(path, "rb") as file:
            return file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


@dataclass(frozen=True, slots=True)
class Record:
    """The record of a document, with enough information to notice later that it has changed."""

    source_id: str
    path: str
    sha256: str | None
    size: int = -1
    mtime_ns: int = -1
    figures: int = 0
    notes: tuple[str, ...] = ()
    error: str | None = None

    def is_current(self) -> bool:
        """Whether the file is unchanged since it was read; a file that could not be read is not current."""
        size, mtime_ns = file_state(self.path)
        if self.sha256 is None or size < 0 or size != self.size:
            return False
        return mtime_ns == self.mtime_ns or file_hash(self.path) == self.sha256


@dataclass(frozen=True)
class Partitions:
    """The parts in a folder that this process has locked; `locked_partitions` creates them."""

    folder: Path
    form: str
    stamp: str

    def begin(self, parts: Sequence[Sequence[tuple[str, str]]]) -> list[int]:
        """Return the indices of the parts to build, and remove stale files."""
        todo = [index for index, part in enumerate(parts) if not self._is_done(index, part)]
        done = set(range(len(parts))) - set(todo)
        current = {self._part(index).name for index in done} | {self._manifest(index).name for index in done} | {_LOCK}
        stale = [path for path in self.folder.glob("part-[0-9]*") if path.name not in current]
        stale += [path for path in (self.folder / _STATE).iterdir() if path.name not in current]
        if todo or stale:  # the folder is no longer complete
            (self.folder / "documents.jsonl").unlink(missing_ok=True)
        for path in stale:
            path.unlink()
        return todo

    def save(self, index: int, data: bytes, records: Sequence[Record]) -> None:
        """Write a part and then its manifest."""
        with atomic_output(self._part(index), self.folder / _STATE) as path:
            path.write_bytes(data)
        manifest = {"stamp": self.stamp, "bytes": len(data), "documents": [asdict(record) for record in records]}
        with atomic_output(self._manifest(index), self.folder / _STATE) as path:
            path.write_text(json.dumps(manifest), encoding="ascii")

    def records(self, count: int) -> Iterator[Record]:
        """Yield the records of the documents in the first `count` parts, with one part in memory at a time."""
        for index in range(count):
            manifest = json.loads(self._manifest(index).read_text(encoding="ascii"))
            yield from map(_record, manifest["documents"])

    def rows(self, count: int) -> Iterator[dict[str, Any]]:
        """Yield the figures in the first `count` parts, which must be JSON Lines, as mappings."""
        for index in range(count):
            with self._part(index).open(encoding="utf-8") as file:
                yield from map(json.loads, file)

    def remove(self) -> None:
        """Remove the folder with all parts."""
        shutil.rmtree(self.folder)

    def _is_done(self, index: int, part: Sequence[tuple[str, str]]) -> bool:
        try:
            manifest = json.loads(self._manifest(index).read_text(encoding="ascii"))
            size = self._part(index).stat().st_size
        except (OSError, ValueError):
            return False
        try:
            made = (manifest["stamp"], manifest["bytes"])
            records = [_record(fields) for fields in manifest["documents"]]
        except (KeyError, TypeError):  # not a manifest of this project
            return False
        if made != (self.stamp, size):
            return False
        same = [(record.source_id, record.path) for record in records] == [tuple(place) for place in part]
        return same and all(record.is_current() for record in records)

    def _part(self, index: int) -> Path:
        return self.folder / f"part-{index:05d}.{self.form}"

    def _manifest(self, index: int) -> Path:
        return self.folder / _STATE / f"{index:05d}.json"


@contextmanager
def locked_partitions(folder: Path, form: str, stamp: str) -> Iterator[Partitions]:
    """Lock a folder, which is created if missing, and yield its parts."""
    try:
        if folder.is_dir() and any(folder.iterdir()) and not (folder / _STATE).is_dir():
            raise AnalysisError(f"{folder}: the folder contains other files; choose a new or empty one")
        with locked(folder / _STATE / _LOCK):
            yield Partitions(folder, form, stamp)
    except BlockingIOError:
        raise AnalysisError(f"{folder}: in use by another process; wait for it, or choose another folder") from None
    except OSError as error:
        raise AnalysisError(f"{folder}: cannot be written ({error}); finished parts are kept") from None


def _record(fields: dict[str, Any]) -> Record:
    return Record(**{**fields, "notes": tuple(fields["notes"])})
