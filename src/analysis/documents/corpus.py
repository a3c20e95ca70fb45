"""Any number of documents to figures on disk: part by part, on several processes or machines, and resumable."""

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cache
from hashlib import file_digest, sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

import analysis
from analysis.core.cores import cores
from analysis.core.errors import AnalysisError, SourceError
from analysis.core.figure_files import atomic_output, check_format, to_bytes, write_rows
from analysis.core.figures import Figure
from analysis.core.pool import apply
from analysis.documents.partitions import Partitions, Record, locked_partitions
from analysis.documents.sources import STDIN, Place, find_documents, read_place

PART = 200  # documents of a part: seconds of work, which is what a kill can cost, and few enough to hold
PART_BYTES = 50_000_000  # of files: what bounds the figures of a part where documents are long
_TOLD = 20  # messages on documents; the rest is in a file
_LIBRARIES = ("charset-normalizer", "ftfy", "pypdf", "trafilatura")  # which decide what the text of a document is


@dataclass(frozen=True, slots=True)
class PartTask:
    """A part to be made: its documents, where their paths start, the format, and by which version."""

    index: int
    places: tuple[Place, ...]
    folder: str
    form: str
    stamp: str
    fatal: frozenset[str] = frozenset()  # documents that killed whatever read them


@dataclass(frozen=True, slots=True)
class Part:
    """A part that was made: its file, and what is known of each document."""

    index: int
    data: bytes
    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """What a call of `extract` came to; `cached` documents were done before and had not changed."""

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
    tell: Callable[[str], None] = lambda text: None,
    progress: bool = False,
) -> Summary:
    """Read every figure of the documents at `paths` into `out`, and return how many there were.

    `out` becomes one file where `whole` is set, and else a folder with a file for each 200 documents and a list of
    the documents. What a call that was stopped had done is not done again, unless a document, this package or a
    library for documents has changed; the result is the same, whatever the number of `workers`.
    Documents that cannot be read are listed in `errors.jsonl`, which is next to the output if that is one file.
    """
    check_format(form)
    found = find_documents(paths)
    for message in found.messages:
        tell(message)
    _check_out(out, found.places)
    parts = _parts(found.places)
    folder = out.with_name(f".{out.name}.parts") if single_file else out
    part_form = "jsonl" if single_file else form
    with locked_partitions(folder, part_form, stamp()) as partitions:
        todo = [PartTask(index, parts[index], os.getcwd(), part_form, stamp()) for index in partitions.begin(parts)]
        cached = len(found.places) - sum(len(task.places) for task in todo)
        pool = {"workers": _workers(workers, cluster, todo, found.places), "cluster": cluster}
        try:
            with _bar(len(found.places), cached, shown=progress) as bar:
                _make_all(todo, pool, partitions, bar)
        except KeyboardInterrupt:
            tell(f"stopped; what is done is kept in {folder}, and the same command goes on from there")
            raise
        errors_file = out.with_name(f"{out.name}.errors.jsonl") if single_file else out / "errors.jsonl"
        summary = _report(partitions, len(parts), errors_file, tell)
        if single_file:
            write_rows(partitions.rows(len(parts)), out, form)
            partitions.remove()
        else:  # last: this list says that all is there
            _list_documents(partitions.records(len(parts)), out / "documents.jsonl")
    return replace(summary, cached=cached)


def _check_out(out: Path, places: list[Place]) -> None:
    """Refuse an output that is one of the documents: it would be overwritten."""
    target = os.path.realpath(out)
    for place in places:
        if place.path != STDIN and os.path.realpath(place.path) == target:
            raise AnalysisError(f"--out {out}: this is one of the documents to be read. Choose another name.")


def _parts(places: list[Place]) -> list[tuple[Place, ...]]:
    """Cut documents into parts of a bounded number and, but for a single long document, a bounded length."""
    parts: list[tuple[Place, ...]] = []
    start = length = 0
    for at, place in enumerate(places):
        size = max(0, _state_of(place.path)[0])
        if at > start and (at - start == PART or length + size > PART_BYTES):
            parts.append(tuple(places[start:at]))
            start, length = at, 0
        length += size
    return [*parts, tuple(places[start:])]


def _workers(workers: int | None, cluster: str | None, todo: list[PartTask], places: list[Place]) -> int:
    """How many processes to start; none where there is only one part to make, or a document only this one can read."""
    if any(place.path == STDIN for place in places):
        if workers or cluster:
            raise AnalysisError(f"{STDIN}: only this process can read standard input. Save the document in a file.")
        return 0
    if workers is None:
        workers = cores() if len(todo) > 1 else 0
    return min(workers, len(todo))


def _make_all(todo: list[PartTask], pool: dict[str, Any], partitions: Partitions, bar: Any) -> None:
    with closing(apply(make_part, todo, **pool)) as outcomes:
        for outcome in outcomes:
            part = outcome.result or _without_fatal(outcome.item, pool)
            partitions.save(part.index, part.data, part.records)
            bar.update(len(part.records))


def _without_fatal(task: PartTask, pool: dict[str, Any]) -> Part:
    """Make a part without the documents that kill the process that reads them: each is tried on its own."""
    alone = [replace(task, places=(place,)) for place in task.places]
    with closing(apply(make_part, alone, **pool)) as outcomes:
        fatal = frozenset(outcome.item.places[0].source_id for outcome in outcomes if outcome.result is None)
    with closing(apply(make_part, [replace(task, fatal=fatal)], **pool)) as outcomes:
        part = next(outcomes).result
    # Where it is only all of them together that kill, none is read here: this process must not die.
    return part or make_part(replace(task, fatal=frozenset(place.source_id for place in task.places)))


def make_part(task: PartTask) -> Part:
    """Read the documents of a part; this is what a worker does.

    AnalysisError where another version of this package gave the task: their results must not be mixed.
    """
    if task.stamp != stamp():
        raise AnalysisError(
            f"a worker has another version of metals-analysis or its libraries ({stamp()}) than the one that "
            f"started it ({task.stamp}). Install the same ones."
        )
    records: list[Record] = []
    figures: list[Figure] = []
    for place in task.places:
        record, found = _read(place, task)
        records.append(record)
        figures += found
    return Part(task.index, to_bytes(figures, task.form), tuple(records))


def _read(place: Place, task: PartTask) -> tuple[Record, list[Figure]]:
    if place.source_id in task.fatal:
        return _failed(place, task, f"{place.path}: whatever read it died, it may need more memory than there is."), []
    try:
        place.source_id.encode()
        size, mtime_ns = _state_of(
            os.path.join(task.folder, place.path)
        )  # before reading: a change from here on is seen the next time
        document = read_place(place, Path(task.folder))
        figures, notes = document.figures, tuple(document.notes)
    except SourceError as error:
        return _failed(place, task, str(error)), []
    except UnicodeEncodeError:
        return _failed(place, task, f"{place.path!r}: the file name is not valid UTF-8. Rename the file."), []
    except Exception as error:  # a fault of ours in one document must not cost the other 99,999
        text = f"{place.path}: a fault of metals-analysis ({type(error).__name__}: {error}). Please report it."
        return _failed(place, task, text), []
    return Record(place.source_id, place.path, document.sha256, size, mtime_ns, len(figures), notes), figures


def _failed(place: Place, task: PartTask, error: str) -> Record:
    """The record of a document without figures, with its hash where its bytes can be read."""
    nothing = Record(place.source_id, place.path, None, error=error)
    path = os.path.join(task.folder, place.path)
    if place.source_id in task.fatal or not os.path.isfile(path):
        return nothing
    try:
        size, mtime_ns = _state_of(path)
        with open(path, "rb") as file:
            return replace(nothing, sha256=file_digest(file, "sha256").hexdigest(), size=size, mtime_ns=mtime_ns)
    except OSError:
        return nothing


def _state_of(path: str) -> tuple[int, int]:
    """Size and time of a file, -1 and -1 for standard input and what is not there."""
    if path == STDIN or path.endswith(f"{os.sep}{STDIN}"):
        return -1, -1
    try:
        stat = os.stat(path)
    except OSError:  # reading it says what is wrong
        return -1, -1
    return stat.st_size, stat.st_mtime_ns


def _report(partitions: Partitions, parts: int, errors_file: Path, tell: Callable[[str], None]) -> Summary:
    """Count what the parts hold, list the documents that could not be read, and tell the first messages."""
    documents = figures = errors = told = 0
    with atomic_output(errors_file) as path, path.open("wb") as file:
        for record in partitions.records(parts):
            documents += 1
            figures += record.figures
            if record.error:
                errors += 1
                file.write(_line({"source_id": record.source_id, "path": record.path, "error": record.error}))
            for message in [*record.notes, *([f"error: {record.error}"] if record.error else [])]:
                told += 1
                if told <= _TOLD:
                    tell(message)
    if told > _TOLD:
        tell(f"and {told - _TOLD:,} more messages")
    if not errors:
        errors_file.unlink()
    return Summary(documents, figures, errors, 0, errors_file if errors else None)


def _list_documents(records: Iterator[Record], path: Path) -> None:
    """Write what a reader of the figures wants to know of each document that was read."""
    with atomic_output(path) as part, part.open("wb") as file:
        for record in records:
            if not record.error:
                known = {"source_id": record.source_id, "path": record.path, "sha256": record.sha256}
                file.write(_line({**known, "figures": record.figures, "notes": record.notes}))


def _line(fields: dict[str, Any]) -> bytes:
    """A line of JSON; a name that is not valid UTF-8 is escaped."""
    return json.dumps(fields, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"


def _bar(total: int, done: int, *, shown: bool) -> Any:
    from tqdm import tqdm

    return tqdm(total=total, initial=done, unit=" documents", disable=not shown, dynamic_ncols=True)


@cache
def stamp() -> str:
    """What decides the figures besides the documents: this package, file by file, and the libraries it reads with."""
    digest = sha256()
    package = Path(__file__).parents[1]
    for room in ("core", "documents", "extraction"):
        for path in sorted((package / room).rglob("*.py")):
            digest.update(path.read_bytes())
    libraries = " ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    return f"{analysis.__version__}+{digest.hexdigest()[:12]} {libraries}"
