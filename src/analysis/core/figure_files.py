"""Figures on disk: JSON Lines, CSV or Parquet, written aside and renamed, so that none is ever half a file."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from io import BytesIO, StringIO
from itertools import islice
from pathlib import Path
from typing import IO, Any

from analysis.core.errors import AnalysisError
from analysis.core.figures import Figure
from nbcompare.atomic_write import atomic_write

FORMATS = ("jsonl", "csv", "parquet")
_COLUMNS = [field.name for field in fields(Figure)]


_NUMBERS, _WHOLE = ("low", "high"), ("start", "end")
_ROWS = 50_000  # of a Parquet row group


def write_text(figures: Iterable[Figure], form: str, file: IO[str]) -> None:
    """Write figures as JSON Lines or CSV, one a line, to an open file."""
    _write_rows((figure.to_dict() for figure in figures), form, file)


def to_bytes(figures: Iterable[Figure], form: str) -> bytes:
    """Return figures in one of FORMATS, as a file of them would hold."""
    if form == "parquet":
        parquet = _pyarrow()
        sink = BytesIO()
        with parquet.ParquetWriter(sink, _schema()) as writer:
            _write_row_groups((figure.to_dict() for figure in figures), writer)
        return sink.getvalue()
    text = StringIO(newline="")
    write_text(figures, form, text)
    return text.getvalue().encode("utf-8")


def write_figures(figures: Iterable[Figure], path: Path, form: str) -> None:
    """Write figures to `path` in one of FORMATS; raise AnalysisError where that is not possible."""
    write_rows((figure.to_dict() for figure in figures), path, form)


def write_rows(rows: Iterable[Mapping[str, Any]], path: Path, form: str) -> None:
    """Write the fields of figures to `path` as they come, in one of FORMATS, and hold no more of them than needed."""
    try:
        with atomic_output(path) as part:
            if form == "parquet":
                with _pyarrow().ParquetWriter(part, _schema()) as writer:
                    _write_row_groups(rows, writer)
            else:
                with part.open("w", encoding="utf-8", newline="") as file:
                    _write_rows(rows, form, file)
    except UnicodeEncodeError as error:
        raise AnalysisError(f"{error.object!r} cannot be written as UTF-8; rename the source") from None


@contextmanager
def atomic_output(path: Path, folder: Path | None = None) -> Iterator[Path]:
    """Yield a temporary file that replaces `path` once it is complete, see `nbcompare.atomic_write`.

    AnalysisError names `path` if it cannot be written; an existing file then stays as it is.
    """
    try:
        with atomic_write(path, folder) as part:
            yield part
    except OSError as error:
        raise AnalysisError(f"{path}: cannot be written ({error.strerror}).") from None


def check_format(form: str) -> None:
    """Raise AnalysisError where the library for a format is missing, before any work is done."""
    if form == "parquet":
        _pyarrow()


def _write_rows(rows: Iterable[Mapping[str, Any]], form: str, file: IO[str]) -> None:
    if form == "jsonl":
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    else:
        writer = csv.DictWriter(file, _COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _write_row_groups(rows: Iterable[Mapping[str, Any]], writer: Any) -> None:
    import pyarrow as pa

    rows = iter(rows)
    while group := list(islice(rows, _ROWS)):
        writer.write_table(pa.Table.from_pylist(group, schema=_schema()))


def _schema() -> Any:
    import pyarrow as pa

    def kind(name: str) -> Any:
        return pa.float64() if name in _NUMBERS else pa.int64() if name in _WHOLE else pa.string()

    return pa.schema([(name, kind(name)) for name in _COLUMNS])


def _pyarrow() -> Any:
    """The part of pyarrow that writes Parquet."""
    try:
        from pyarrow import parquet
    except ImportError:
        raise AnalysisError("Parquet requires pyarrow: pip install 'metals-analysis[parquet]'") from None
    return parquet
