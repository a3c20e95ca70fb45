"""Extract figures from any number of documents to disk, in parts, in parallel, and resumable."""

import json
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import analysis
from analysis.core.errors import AnalysisError, SourceError
from analysis.core.figures import Figure
from analysis.core.paths import fingerprint
from analysis.core.pool import apply, check_same_version
from analysis.core.text_files import atomic_output, check_format, to_bytes, write_rows
from analysis.documents.partitions import Partitions, Record, file_hash, file_state, locked_partitions
from analysis.documents.sources import STDIN, Place, find_documents, read_place
from warmkernels.limits import cores

PART = 200  # documents per part: seconds of work, the most that is lost if a process is killed
PART_BYTES = 50_000_000  # of files per part, so that parts of long documents stay small
_MAX_MESSAGES = 20  # shown; all of them are in files
# These determine the text of a document:
_LIBRARIES = ("charset-normalizer", "ftfy", "pdfminer.six", "pypdf", "trafilatura")


@dataclass(frozen=True, slots=True)
class PartTask:
    """A part to extract: its documents, the folder of relative paths, the format, and the version (`stamp`)."""

    index: int
    places: tuple[Place, ...]
    folder: str
    form: str
    stamp: str
    fatal: frozenset[str] = frozenset()  # documents that crash the process that reads them


@dataclass(frozen=True, slots=True)
class Part:
    """An extracted part: the content of its file, and a record of each document."""

    index: int
    data: bytes
    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """The result of `extract`; `cached` documents were extracted before and have not changed."""

    documents: int
    figures: int
    errors: int
    cached: int
    errors_file: Path | None = None


def extract(
    paths: Sequence[Path | str],
    out: Path,
    form: str,
    *,
    single_file: bool,
    workers: int | None = None,
    cluster: str | None = None,
    on_message: Callable[[str], None] = lambda text: None,
    progress: bool = False,
) -> Summary:
    """Extract the figures of the documents at `paths` to `out`, and return a summary."""
    check_format(form)
    found = find_documents(paths)
    for message in found.messages:
        on_message(message)
    if os.path.realpath(out) in (os.path.realpath(place.path) for place in found.places if place.path != STDIN):
        raise AnalysisError(f"--out {out} is one of the documents to read; choose another name")
    parts = _parts(found.places)
    folder = out.with_name(f".{out.name}.parts") if single_file else out
    if single_file:
        _check_own(folder)
    part_form = "jsonl" if single_file else form
    with locked_partitions(folder, part_form, stamp()) as partitions:
        todo = [PartTask(index, parts[index], os.getcwd(), part_form, stamp()) for index in partitions.begin(parts)]
        cached = len(found.places) - sum(len(task.places) for task in todo)
        pool: dict[str, Any] = {"workers": _workers(workers, cluster, todo, found.places), "cluster": cluster}
        try:
            with (
                _bar(len(found.places), cached, shown=progress) as bar,
                closing(apply(extract_part, todo, **pool)) as outcomes,
            ):
                for outcome in outcomes:
                    part = outcome.result or _without_fatal(outcome.item, pool)
                    partitions.save(part.index, part.data, part.records)
                    bar.update(len(part.records))
        except KeyboardInterrupt:
            on_message(f"stopped; repeat the command to resume from {folder}")
            raise
        errors_file = out.with_name(f"{out.name}.errors.jsonl") if single_file else out / "errors.jsonl"
        summary = _report(partitions, len(parts), errors_file, on_message)
        if single_file:
            write_rows(partitions.rows(len(parts)), out, form)
            partitions.remove()
        else:  # written last: this list marks the folder as complete
            _list_documents(partitions.records(len(parts)), out / "documents.jsonl")
    return replace(summary, cached=cached)


def _check_own(folder: Path) -> None:
    """Raise AnalysisError if others may have created the folder of parts, whose name is predictable in a shared folder.

    They could plant figures that an interrupted extraction resumes with, or choose the folder that is written to.
    """
    try:
        folder.mkdir(parents=True)
        return
    except FileExistsError:
        pass
    except OSError:  # reported when the folder is used
        return
    state, parent = folder.lstat(), folder.parent.stat()
    shared = parent.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    if not stat.S_ISDIR(state.st_mode) or (shared and hasattr(os, "geteuid") and state.st_uid != os.geteuid()):
        raise AnalysisError(f"{folder}: this folder belongs to another user; choose another --out")


def _parts(places: list[Place]) -> list[tuple[Place, ...]]:
    """Split documents into parts of limited count and size; a single long document may exceed the size."""
    parts: list[tuple[Place, ...]] = []
    start = length = 0
    for at, place in enumerate(places):
        size = max(0, file_state(place.path)[0])
        if at > start and (at - start == PART or length + size > PART_BYTES):
            parts.append(tuple(places[start:at]))
            start, length = at, 0
        length += size
    return [*parts, tuple(places[start:])]


def _workers(workers: int | None, cluster: str | None, todo: list[PartTask], places: list[Place]) -> int:
    """The number of processes to start; 0 for a single part, and for standard input, which workers cannot read."""
    if any(place.path == STDIN for place in places):
        if workers or cluster:
            raise AnalysisError("standard input cannot be read by --workers or --cluster; save the document in a file")
        return 0
    if workers is None:
        workers = cores() if len(todo) > 1 else 0
    return min(workers, len(todo))


def _without_fatal(task: PartTask, pool: dict[str, Any]) -> Part:
    """Extract a part whose process died: try each document on its own, and skip those that crash their process."""
    alone = [replace(task, places=(place,)) for place in task.places]
    with closing(apply(extract_part, alone, **pool)) as outcomes:
        fatal = frozenset(outcome.item.places[0].source_id for outcome in outcomes if outcome.result is None)
    with closing(apply(extract_part, [replace(task, fatal=fatal)], **pool)) as outcomes:
        part = next(outcomes).result
    # If only all of them together crash a process, read none: this process must not crash.
    return part or extract_part(replace(task, fatal=frozenset(place.source_id for place in task.places)))


def extract_part(task: PartTask) -> Part:
    """Extract the figures of a part, in a worker."""
    check_same_version(stamp(), task.stamp)
    records: list[Record] = []
    figures: list[Figure] = []
    for place in task.places:
        record, found = _read(place, task)
        records.append(record)
        figures += found
    return Part(task.index, to_bytes(figures, task.form), tuple(records))


def _read(place: Place, task: PartTask) -> tuple[Record, list[Figure]]:
    if place.source_id in task.fatal:
        return _failed(
            place, task, f"{place.path}: the worker process crashed while reading it, possibly out of memory"
        ), []
    try:
        place.source_id.encode()
        # Before reading, so that a later change is noticed the next time.
        size, mtime_ns = file_state(os.path.join(task.folder, place.path))
        document = read_place(place, Path(task.folder))
        figures, notes = document.figures, tuple(document.notes)
    except SourceError as error:
        return _failed(place, task, str(error)), []
    except UnicodeEncodeError:
        return _failed(place, task, f"{place.path!r}: the file name is not valid UTF-8; rename the file"), []
    except Exception as error:  # a bug triggered by one document must not stop the other 99,999
        text = f"{place.path}: internal error ({type(error).__name__}: {error}); please report it"
        return _failed(place, task, text), []
    return Record(place.source_id, place.path, document.sha256, size, mtime_ns, len(figures), notes), figures


def _failed(place: Place, task: PartTask, error: str) -> Record:
    """The record of a failed document, with its hash if the file can be read."""
    path = os.path.join(task.folder, place.path)
    digest = None if place.source_id in task.fatal else file_hash(path)
    state = file_state(path) if digest else (-1, -1)
    return Record(place.source_id, place.path, digest, *state, error=error)


def _report(partitions: Partitions, parts: int, errors_file: Path, on_message: Callable[[str], None]) -> Summary:
    """Summarize the parts, list unreadable documents, and show the first messages."""
    documents = figures = errors = messages = 0
    with atomic_output(errors_file) as path, path.open("wb") as file:
        for record in partitions.records(parts):
            documents += 1
            figures += record.figures
            if record.error:
                errors += 1
                file.write(_line({"source_id": record.source_id, "path": record.path, "error": record.error}))
            for message in [*record.notes, *([f"error: {record.error}"] if record.error else [])]:
                messages += 1
                if messages <= _MAX_MESSAGES:
                    on_message(message)
    if messages > _MAX_MESSAGES:
        on_message(f"and {messages - _MAX_MESSAGES:,} more messages")
    if not errors:
        errors_file.unlink()
    return Summary(documents, figures, errors, 0, errors_file if errors else None)


def _list_documents(records: Iterator[Record], path: Path) -> None:
    with atomic_output(path) as part, part.open("wb") as file:
        for record in records:
            if not record.error:
                known = {"source_id": record.source_id, "path": record.path, "sha256": record.sha256}
                file.write(_line({**known, "figures": record.figures, "notes": record.notes}))


def _line(fields: dict[str, Any]) -> bytes:
    """Encode a line of JSON; names that are not valid UTF-8 are escaped."""
    return json.dumps(fields, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"


def _bar(total: int, done: int, *, shown: bool) -> Any:
    from tqdm import tqdm

    return tqdm(total=total, initial=done, unit=" documents", disable=not shown, dynamic_ncols=True)


@cache
def stamp() -> str:
    """A stamp of everything but the documents that determines the figures: the code and the versions of libraries."""
    package = Path(__file__).parents[1]
    digest = fingerprint((package / part, "*.py") for part in ("core", "documents", "extraction"))
    libraries = " ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    return f"{analysis.__version__}+{digest[:12]} {libraries}"
