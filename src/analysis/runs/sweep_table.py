"""The tidy table of a sweep: one row per set with its parameters, results, status and duration."""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.core.csv_cells import spreadsheet_cell
from analysis.notebook.record import NOT_NUMBERS
from analysis.runs.execution_cache import ExecutionResult

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd


@dataclass(frozen=True)
class SweepTable:
    """The rows of a sweep, the names of their parameters and results, and the unit of each result."""

    frame: "pd.DataFrame"
    parameters: list[str]
    results: list[str]
    units: dict[str, str]


def results_table(rows: Sequence[Mapping[str, Any]], found: Sequence[ExecutionResult]) -> SweepTable:
    """Join parameters and results; a result with a range has the additional columns `_low` and `_high`.

    Words such as "never", and results of failed sets, are empty in numeric columns.
    """
    import pandas as pd

    taken = rows[0].keys() if rows else ()
    columns = {
        name: f"{name}_result" if name in taken else name
        for done in found
        for name, item in done.results.items()
        if item["unit"] not in NOT_NUMBERS
    }
    units = {
        columns[name]: str(done.results[name]["unit"]) for done in found for name in columns if name in done.results
    }
    lines: list[dict[str, Any]] = []
    for row, done in zip(rows, found, strict=True):
        line: dict[str, Any] = {"set": len(lines) + 1, **row}
        for name, column in columns.items():
            item = done.results.get(name, {})
            line[column] = item.get("value")
        line |= {"status": done.status, "seconds": done.seconds, "identity": done.identity}
        line["error"] = "" if done.failure is None else f"{done.failure.lines[0]}; {done.failure.lines[1]}"
        lines.append(line)
    frame = pd.DataFrame(lines)
    parameters = list(rows[0]) if rows else []
    last = ["status", "seconds", "identity", "error"]
    frame = frame[[name for name in frame if name not in last] + last]
    for name in map(str, frame.columns):
        if name not in last and name not in parameters and frame[name].dtype == object:
            numbers = pd.to_numeric(frame[name], errors="coerce")
            if numbers.notna().any():
                frame[name] = numbers
    return SweepTable(frame, parameters, list(units), units)


def table_bytes(table: SweepTable) -> Iterator[tuple[str, bytes]]:
    """Yield the table as CSV, and as Parquet if pyarrow is installed."""
    frame = table.frame.copy()
    for name in frame.columns:
        if frame[name].dtype == object:  # lists and mappings as written after -p
            frame[name] = [None if value is None else str(value) for value in frame[name]]
    yield "csv", frame.map(spreadsheet_cell).to_csv(index=False).encode()
    try:
        import pyarrow  # noqa: F401 - pandas would raise an error
    except ImportError:
        return
    file = io.BytesIO()
    frame.to_parquet(file, index=False)
    yield "parquet", file.getvalue()


class PartWriter:
    """Writes a table in chunks as CSV, and as Parquet if pyarrow is installed."""

    def __init__(self, folder: Path) -> None:
        """Write into an existing folder."""
        self._folder = folder
        self._csv: Any = None
        self._parquet: Any = None

    def write(self, columns: Mapping[str, "np.ndarray[Any, Any]"]) -> None:
        """Append a chunk, an array for each column; nan becomes an empty cell."""
        try:
            import pyarrow as pa
            from pyarrow import csv, parquet
        except ImportError:
            import pandas as pd

            path = self._folder / "results.csv"
            pd.DataFrame(columns).to_csv(path, index=False, header=not path.exists(), mode="a")
            return
        part = pa.Table.from_arrays([_arrow(column) for column in columns.values()], names=list(columns))
        if self._csv is None:
            self._csv = csv.CSVWriter(
                self._folder / "results.csv", part.schema, write_options=csv.WriteOptions(quoting_style="needed")
            )
            self._parquet = parquet.ParquetWriter(self._folder / "results.parquet", part.schema, compression="snappy")
        self._csv.write_table(part)
        self._parquet.write_table(part)

    def close(self) -> None:
        """Close the files."""
        for writer in (self._csv, self._parquet):
            if writer is not None:
                writer.close()


def _arrow(column: "np.ndarray[Any, Any]") -> Any:
    """Return a column as an Arrow array with nan and None as null; from buffers, since pyarrow.array loads pandas."""
    import numpy as np
    import pyarrow as pa

    if column.dtype == object:
        texts = [b"" if value is None else str(value).encode() for value in column.tolist()]
        filled = np.array([value is not None for value in column.tolist()])
        ends = np.cumsum([0, *map(len, texts)], dtype=np.int32)
        kind, data = pa.string(), [pa.py_buffer(ends), pa.py_buffer(b"".join(texts))]
    else:
        filled = ~np.isnan(column)
        kind, data = pa.from_numpy_dtype(column.dtype), [pa.py_buffer(np.ascontiguousarray(column))]
    known = pa.py_buffer(np.packbits(filled, bitorder="little"))
    return pa.Array.from_buffers(kind, len(column), [known, *data])
