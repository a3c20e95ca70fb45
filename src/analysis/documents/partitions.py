"""A folder of partitions that grows part by part, survives being killed, and knows what is done.

    out/part-00000.jsonl    the figures of the first documents
    out/documents.jsonl     every document that was read; there when, and only when, all parts are
    out/errors.jsonl        the documents that could not be read, where there are any
    out/.extract/00000.json what part 0 holds, written after it; it marks the part as done

A part is rebuilt if its listing does not match the request, so the folder after a restart is that of a
run from the start.
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
from analysis.core.figure_files import atomic_output
from analysis.core.locks import locked

_STATE = ".extract"
_LOCK = "lock"


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of one document once it was read: enough to see later whether it has changed.

    `sha256` is the hash of the file, None if its bytes could not be read; `error` says why it has no figures.
    """

    source_id: str
    path: str
    sha256: str | None
    size: int = -1
    mtime_ns: int = -1
    figures: int = 0
    notes: tuple[str, ...] = ()
    error: str | None = None

    def is_current(self) -> bool:
        """Whether the file is still what was read; what could not be read is worth another try."""
        if self.sha256 is None:
            return False
        try:
            stat = os.stat(self.path)
            if (stat.st_size, stat.st_mtime_ns) == (self.size, self.mtime_ns):
                return True
            if stat.st_size != self.size:
                return False
            with open(self.path, "rb") as file:
                return file_digest(file, "sha256").hexdigest() == self.sha256
        except OSError:
            return False


class Partitions:
    """The parts in a folder, while this process has it to itself.

    `stamp` stands for all that decides what a part holds besides its documents: what was done under another one is
    done again.
    """

    def __init__(self, folder: Path, form: str, stamp: str) -> None:
        """Name the folder and what its parts are made of; `locked_partitions` gives one that may be used."""
        self.folder = folder
        self._form = form
        self._stamp = stamp
        self._state = folder / _STATE

    def begin(self, parts: Sequence[Sequence[tuple[str, str]]]) -> list[int]:
        """Return which parts are to be made, and remove what is left of others.

        A part is a sequence of documents, each its source_id and its path.
        """
        todo = [index for index, part in enumerate(parts) if not self._is_done(index, part)]
        done = set(range(len(parts))) - set(todo)
        kept = {self._part(index).name for index in done} | {self._listing(index).name for index in done} | {_LOCK}
        stale = [path for path in self.folder.glob("part-[0-9]*") if path.name not in kept]
        stale += [path for path in self._state.iterdir() if path.name not in kept]
        if todo or stale:  # from here on it is not complete
            (self.folder / "documents.jsonl").unlink(missing_ok=True)
        for path in stale:
            path.unlink()
        return todo

    def save(self, index: int, data: bytes, records: Sequence[Record]) -> None:
        """Write a part and then its listing, each as a whole."""
        with atomic_output(self._part(index), self._state) as path:
            path.write_bytes(data)
        listing = {"stamp": self._stamp, "bytes": len(data), "documents": [asdict(record) for record in records]}
        with atomic_output(self._listing(index), self._state) as path:
            path.write_text(json.dumps(listing), encoding="ascii")

    def records(self, count: int) -> Iterator[Record]:
        """Yield the record of each document of the first parts, in order, one part in memory at a time."""
        for index in range(count):
            listing = json.loads(self._listing(index).read_text(encoding="ascii"))
            yield from map(_record, listing["documents"])

    def rows(self, count: int) -> Iterator[dict[str, Any]]:
        """Yield the figures in the first parts of JSON Lines, in order, as the fields of each."""
        for index in range(count):
            with self._part(index).open(encoding="utf-8") as file:
                yield from map(json.loads, file)

    def remove(self) -> None:
        """Remove the folder with all parts."""
        shutil.rmtree(self.folder)

    def _is_done(self, index: int, part: Sequence[tuple[str, str]]) -> bool:
        try:
            listing = json.loads(self._listing(index).read_text(encoding="ascii"))
            size = self._part(index).stat().st_size
        except (OSError, ValueError):
            return False
        try:
            made = (listing["stamp"], listing["bytes"])
            records = [_record(fields) for fields in listing["documents"]]
        except (KeyError, TypeError):  # a list of another shape is not ours
            return False
        if made != (self._stamp, size):
            return False
        same = [(record.source_id, record.path) for record in records] == [tuple(place) for place in part]
        return same and all(record.is_current() for record in records)

    def _part(self, index: int) -> Path:
        return self.folder / f"part-{index:05d}.{self._form}"

    def _listing(self, index: int) -> Path:
        return self._state / f"{index:05d}.json"


@contextmanager
def locked_partitions(folder: Path, form: str, stamp: str) -> Iterator[Partitions]:
    """Give the parts in a folder for as long as no other process has them; the folder is made where it is missing.

    AnalysisError where another process works on it, and for a folder that holds anything else.
    """
    try:
        if folder.is_dir() and any(folder.iterdir()) and not (folder / _STATE).is_dir():
            raise AnalysisError(f"{folder}: the folder holds other files. Name a new or empty one.")
        with locked(folder / _STATE / _LOCK):
            yield Partitions(folder, form, stamp)
    except BlockingIOError:
        raise AnalysisError(f"{folder}: another process is writing it. Wait for it, or name another.") from None
    except OSError as error:
        raise AnalysisError(f"{folder}: cannot be written ({error}). What is done is kept.") from None


def _record(fields: dict[str, Any]) -> Record:
    return Record(**{**fields, "notes": tuple(fields["notes"])})
