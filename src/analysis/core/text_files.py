"""CSV, JSON and Parquet files: read the rows of data/, and write figures and tables, each file whole or not at all."""

import csv
import errno
import io
import json
import math
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import fields
from io import BytesIO, TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import IO, Any

from analysis.core.errors import AnalysisError
from analysis.core.figures import Figure
from analysis.core.lazy_regex import lazy_regex
from analysis.core.paths import shown_path
from nbcompare.atomic_write import atomic_write

_NUMBER = lazy_regex(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")  # rejects 1_000 and non-ASCII digits
# After a sign, only what calls a function or another program can do anything: -5 and "- a point of a list" cannot.
_FORMULA = lazy_regex(r"[=@\t\r].|[+-].*[(|!]", re.DOTALL)


def read_file(path: Path, kind: type[AnalysisError] = AnalysisError) -> str:
    """Return the text of a file; an error of a `kind` names the file if it is unreadable or not UTF-8."""
    try:
        return path.read_text(encoding="utf-8-sig")  # spreadsheets write a byte order mark
    except OSError as error:
        raise kind(f"{shown_path(path)}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        told = f"byte {error.start} is not valid UTF-8; save the file as UTF-8"
        raise kind(f"{shown_path(path)}, line {line}: {told}") from None


def data_rows(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows of a CSV file with their line numbers; AnalysisError if columns are wrong or a row is incomplete.

    >>> from analysis.core.paths import data_folder
    >>> line, row = next(data_rows(data_folder() / "judgements.csv", ["claim", "verdict", "reason", "references"]))
    >>> line, sorted(row)
    (2, ['claim', 'reason', 'references', 'verdict'])
    """
    with io.StringIO(read_file(path), newline="") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames != list(columns):
            raise AnalysisError(f"{path.name}, line 1: the columns must be {', '.join(columns)}, in this order.")
        for row in reader:
            if None in row or None in row.values():
                where = f"{path.name}, line {reader.line_num}"
                raise AnalysisError(f"{where}: expected {len(columns)} columns. Quote a text that contains commas.")
            yield reader.line_num, {name: text.strip() for name, text in row.items()}


def number_in(text: str, where: str) -> float | None:
    """Return the number in a cell, None if it is empty; AnalysisError names `where` and the text."""
    if not text:
        return None
    number = float(text) if _NUMBER.fullmatch(text) else math.nan
    if not math.isfinite(number):
        raise AnalysisError(
            f"{where} must be a number, got {text!r}. Write one value per row, such as 1200.5, without spaces."
        )
    return number


def spreadsheet_cell(value: Any) -> Any:
    """Return a value for a cell of a CSV file; a text that a spreadsheet would take for a formula begins with `'`.

    Spreadsheets show it without the apostrophe. Numbers, and texts that cannot call anything, stay as they are.
    """
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value


def write_csv(file: IO[str], columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """Write rows under a header to an open file, which must not translate newlines; None is an empty cell.

    >>> import sys
    >>> write_csv(sys.stdout, ["text", "value"], [{"text": "@SUM(A1)", "value": -2.0}, {"text": "x", "value": None}])
    text,value
    '@SUM(A1),-2.0
    x,
    """
    writer = csv.DictWriter(file, columns, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: spreadsheet_cell(value) for name, value in row.items()})


def save_csv(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> None:
    """Write rows to a file as `write_csv`."""
    with path.open("w", encoding="utf-8", newline="") as file:
        write_csv(file, columns, rows)


def json_text(content: Any) -> str:
    """Return content as indented JSON; types unknown to JSON, such as a path, are written as text."""
    return json.dumps(content, indent=1, ensure_ascii=False, default=str) + "\n"


def write_json(path: Path, content: Any) -> None:
    """Write content to a file as `json_text`."""
    path.write_text(json_text(content), encoding="utf-8")


def merge_conflict_in(text: str) -> int:
    """Return the line at which git has marked a merge conflict in a file; 0 if there is none."""
    mark = re.search(r"^(?:<{7}|>{7})(?: |$)", text, re.MULTILINE)
    return text.count("\n", 0, mark.start()) + 1 if mark else 0


FORMATS = ("jsonl", "csv", "parquet")
_COLUMNS = [field.name for field in fields(Figure)]
_FLOATS, _INTEGERS = ("low", "high"), ("start", "end")
_ROWS = 50_000  # per Parquet row group


def write_text(rows: Iterable[Mapping[str, Any]], form: str, file: IO[str]) -> None:
    """Write the fields of figures as JSON Lines or CSV to an open file, one figure per line."""
    if form == "jsonl":
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    else:
        write_csv(file, _COLUMNS, rows)


def to_bytes(figures: Iterable[Figure], form: str) -> bytes:
    """Return figures encoded in one of FORMATS, as bytes."""
    sink = BytesIO()
    _write(map(Figure.to_dict, figures), form, sink)
    return sink.getvalue()


def write_rows(rows: Iterable[Mapping[str, Any]], path: Path, form: str) -> None:
    """Stream the fields of figures to `path` in one of FORMATS, with at most one row group in memory."""
    try:
        with atomic_output(path) as part, part.open("wb") as sink:
            _write(rows, form, sink)
    except UnicodeEncodeError as error:
        raise AnalysisError(f"{error.object!r} cannot be written as UTF-8; rename the source") from None


@contextmanager
def atomic_output(path: Path, folder: Path | None = None) -> Iterator[Path]:
    """Like `nbcompare.atomic_write`, but raise AnalysisError, naming `path`, if the file cannot be written."""
    try:
        with atomic_write(path, folder) as part:
            yield part
    except OSError as error:
        raise AnalysisError(f"{path}: cannot be written ({error.strerror})") from None


def check_format(form: str) -> None:
    """Raise AnalysisError if the library for a format is missing; call this before any work is done."""
    if form == "parquet":
        _pyarrow()


def _write(rows: Iterable[Mapping[str, Any]], form: str, sink: IO[bytes]) -> None:
    if form != "parquet":
        text = TextIOWrapper(sink, encoding="utf-8", newline="")
        write_text(rows, form, text)
        text.detach()  # leaves the sink open
        return
    parquet = _pyarrow()
    import pyarrow as pa

    kinds = {**dict.fromkeys(_FLOATS, pa.float64()), **dict.fromkeys(_INTEGERS, pa.int64())}
    schema = pa.schema([(name, kinds.get(name, pa.string())) for name in _COLUMNS])
    rows = iter(rows)
    with parquet.ParquetWriter(sink, schema) as writer:
        while group := list(islice(rows, _ROWS)):
            writer.write_table(pa.Table.from_pylist(group, schema=schema))


def _pyarrow() -> Any:
    try:
        from pyarrow import parquet
    except ImportError:
        raise AnalysisError("Parquet requires pyarrow: pip install 'metals-analysis[parquet]'") from None
    return parquet


@contextmanager
def locked(path: Path, waiting: Callable[[], None] | None = None) -> Iterator[None]:
    """Hold a lock on the file at `path`; the file is created, with its folder, and removed afterwards.

    If another process holds the lock, call `waiting` once and wait; without `waiting`, raise BlockingIOError.
    Raise OSError if the file cannot be written.
    """
    from filelock import FileLock, Timeout

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
