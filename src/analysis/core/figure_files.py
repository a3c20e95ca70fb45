"""Write figures to disk as JSON Lines, CSV or Parquet; a file appears only once it is complete."""

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
from analysis.core.text_files import write_csv
from nbcompare.atomic_write import atomic_write

FORMATS = ("jsonl", "csv", "parquet")
_COLUMNS = [field.name for field in fields(Figure)]
_FLOATS, _INTEGERS = ("low", "high"), ("start", "end")
_ROWS = 50_000  # per Parquet row group


def write_text(figures: Iterable[Figure], form: str, file: IO[str]) -> None:
    """Write figures as JSON Lines or CSV to an open file, one per line."""
    _write_rows(map(Figure.to_dict, figures), form, file)


def to_bytes(figures: Iterable[Figure], form: str) -> bytes:
    """Return figures encoded in one of FORMATS, as bytes."""
    if form == "parquet":
        sink = BytesIO()
        _write_parquet(map(Figure.to_dict, figures), sink)
        return sink.getvalue()
    text = StringIO(newline="")
    write_text(figures, form, text)
    return text.getvalue().encode("utf-8")


def write_rows(rows: Iterable[Mapping[str, Any]], path: Path, form: str) -> None:
    """Stream the fields of figures to `path` in one of FORMATS, with at most one row group in memory.

    Raises AnalysisError if that fails.
    """
    try:
        with atomic_output(path) as part:
            if form == "parquet":
                _write_parquet(rows, part)
            else:
                with part.open("w", encoding="utf-8", newline="") as file:
                    _write_rows(rows, form, file)
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


def _write_rows(rows: Iterable[Mapping[str, Any]], form: str, file: IO[str]) -> None:
    if form == "jsonl":
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    else:
        write_csv(file, _COLUMNS, rows)


def _write_parquet(rows: Iterable[Mapping[str, Any]], sink: Path | BytesIO) -> None:
    parquet = _pyarrow()
    import pyarrow as pa

    kinds = {**dict.fromkeys(_FLOATS, pa.float64()), **dict.fromkeys(_INTEGERS, pa.int64())}
    schema = pa.schema([(name, kinds.get(name, pa.string())) for name in _COLUMNS])
    rows = iter(rows)
    with parquet.ParquetWriter(sink, schema) as writer:
        while group := list(islice(rows, _ROWS)):
            writer.write_table(pa.Table.from_pylist(group, schema=schema))


def _pyarrow() -> Any:
    """Import `pyarrow.parquet`."""
    try:
        from pyarrow import parquet
    except ImportError:
        raise AnalysisError("Parquet requires pyarrow: pip install 'metals-analysis[parquet]'") from None
    return parquet
