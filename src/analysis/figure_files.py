"""Figures on disk: JSON Lines, CSV or Parquet, written aside and renamed, so that none is ever half a file."""

import csv
import json
import os
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path
from typing import IO

from analysis.errors import AnalysisError
from analysis.figures import Figure

FORMATS = ("jsonl", "csv", "parquet")
_COLUMNS = [field.name for field in fields(Figure)]


def write_text(figures: Iterable[Figure], form: str, file: IO[str]) -> None:
    """Write figures as JSON Lines or CSV, one a line, to an open file."""
    if form == "jsonl":
        file.writelines(json.dumps(figure.to_dict(), ensure_ascii=False) + "\n" for figure in figures)
    else:
        writer = csv.DictWriter(file, _COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(figure.to_dict() for figure in figures)


def write_figures(figures: Iterable[Figure], path: Path, form: str) -> None:
    """Write figures to `path` in one of FORMATS; raise AnalysisError where that is not possible."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if form == "parquet":
            _write_parquet(figures, part)
        else:
            with part.open("w", encoding="utf-8", newline="") as file:
                write_text(figures, form, file)
        os.replace(part, path)
    except OSError as error:
        raise AnalysisError(f"{path}: cannot be written ({error.strerror}).") from None
    except UnicodeEncodeError as error:
        raise AnalysisError(f"{error.object!r} cannot be written as UTF-8. Rename the source.") from None
    finally:
        part.unlink(missing_ok=True)


def _write_parquet(figures: Iterable[Figure], path: Path) -> None:
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        raise AnalysisError("Parquet needs pyarrow: pip install 'metals-analysis[parquet]'.") from None
    number, whole = {"low", "high"}, {"start", "end"}
    schema = pa.schema(
        [(name, pa.float64() if name in number else pa.int64() if name in whole else pa.string()) for name in _COLUMNS]
    )
    parquet.write_table(pa.Table.from_pylist([figure.to_dict() for figure in figures], schema=schema), path)
