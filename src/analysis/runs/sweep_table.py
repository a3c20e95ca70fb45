"""The tidy table of a sweep: one row per set with its parameters, results, status and duration."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.core.text_files import spreadsheet_cell
from analysis.notebook.record import NOT_NUMBERS
from analysis.runs.execution_cache import ExecutionResult

REPEATED = "_result"  # after the name of a result that is named like a parameter

MOST_ROWS = 500  # on the page; more would be slow in a browser
MOST_DRAWN = 1_000  # sets in the charts
LAST_COLUMNS = ("status", "seconds", "identity", "error")
Column = NDArray[Any]


@dataclass(frozen=True)
class Overview:
    """What the page shows of a table of any length.

    `head` holds the first rows, `failed` the first failed ones, `drawn` the columns of all good sets or a sample of
    them, `ranges` the minimum and maximum of each result over the good sets, and `same` the constant results.
    """

    parameters: Sequence[str]
    units: Mapping[str, str]
    counts: Mapping[str, int]
    head: Sequence[Mapping[str, Any]]
    failed: Sequence[Mapping[str, Any]]
    drawn: Mapping[str, Column]
    ranges: Mapping[str, tuple[float, float]]
    same: Mapping[str, Any]

    @property
    def sets(self) -> int:
        """The number of rows."""
        return sum(self.counts.values())

    @property
    def good(self) -> int:
        """The number of rows with results."""
        return self.counts.get("ok", 0)


def executed_table(
    rows: Sequence[Mapping[str, Any]], found: Sequence[ExecutionResult]
) -> tuple[dict[str, Column], dict[str, str]]:
    """Return the parameters and the results of executed sets as columns, and the unit of each result."""
    units: dict[str, str] = {}
    columns: dict[str, list[Any]] = {"set": list(range(1, len(rows) + 1))}
    columns |= {name: [row[name] for row in rows] for name in rows[0]}
    for name, unit in {name: item["unit"] for done in found for name, item in done.results.items()}.items():
        if unit not in NOT_NUMBERS:
            column = f"{name}{REPEATED}" if name in rows[0] else name
            units[column] = str(unit)
            values = [done.results.get(name, {}).get("value") for done in found]
            numbers = [value if isinstance(value, (int, float)) else None for value in values]
            columns[column] = values if set(numbers) == {None} else numbers
    columns |= {name: [getattr(done, name) for done in found] for name in LAST_COLUMNS[:-1]}
    columns["error"] = ["; ".join(done.failure.lines[:2]) if done.failure else None for done in found]
    return {name: _array(values) for name, values in columns.items()}, units


def _array(values: Sequence[Any]) -> Column:
    """An array of numbers, with nan for None, or of objects."""
    known = [value for value in values if value is not None]
    if known and all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in known):
        return np.array([math.nan if value is None else value for value in values])
    array = np.empty(len(values), dtype=object)
    array[:] = values
    return array


def write_table(parts: Iterable[Mapping[str, Column]], units: Mapping[str, str], count: int, folder: Path) -> Overview:
    """Write a table of `count` rows, which comes in chunks, into a folder, and return what its page shows."""
    chosen = np.arange(count)
    if count > MOST_DRAWN:
        chosen = np.sort(np.random.default_rng(0).choice(count, MOST_DRAWN, replace=False))
    writer, page = PartWriter(folder), _PageContent()
    for table in parts:
        writer.write(table)
        page.add(table, units, chosen)
    writer.close()
    names = [name for name in page.drawn[0] if name not in ("set", *LAST_COLUMNS)]
    whole = {name: seen for name, seen in page.seen.items() if seen.count == count > 1}
    return Overview(
        parameters=[name for name in names if name not in units],
        units=units,
        counts=page.counts,
        head=page.head,
        failed=page.failed,
        drawn={name: np.concatenate([part[name] for part in page.drawn]) for name in names},
        ranges={name: (seen.least, seen.most) for name, seen in page.seen.items() if seen.count},
        same={name: seen.least for name, seen in whole.items() if seen.least == seen.most} | page.undefined(units),
    )


@dataclass
class _Range:
    """The number of values of a result so far, with their minimum and maximum."""

    count: int = 0
    least: float = math.inf
    most: float = -math.inf

    def add(self, column: Column) -> None:
        known = column[~np.isnan(column)]
        if known.size:
            self.count += known.size
            self.least, self.most = min(self.least, float(known.min())), max(self.most, float(known.max()))


@dataclass
class _PageContent:
    """The part of all chunks that the page needs: a few rows, the statuses, and the range of each result."""

    head: list[dict[str, Any]] = field(default_factory=list)
    failed: list[dict[str, Any]] = field(default_factory=list)
    drawn: list[dict[str, Column]] = field(default_factory=list)
    seen: dict[str, _Range] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    def undefined(self, results: Iterable[str]) -> dict[str, float]:
        """The results without a number in any of several sets."""
        few = self.counts["ok"] < 2
        return {name: math.nan for name in results if not few and name in self.seen and not self.seen[name].count}

    def add(self, table: Mapping[str, Column], results: Iterable[str], chosen: Column) -> None:
        first, count = int(table["set"][0]) - 1, len(table["set"])
        ok = table["status"] == "ok"
        self.counts.update(table["status"].tolist())
        self.head += _rows(table, np.arange(min(count, MOST_ROWS - len(self.head))))
        self.failed += _rows(table, np.flatnonzero(~ok)[: MOST_ROWS - len(self.failed)])
        here = chosen[np.searchsorted(chosen, first) : np.searchsorted(chosen, first + count)] - first
        self.drawn.append({name: column[here[ok[here]]] for name, column in table.items()})
        for name in results:
            if table[name].dtype != object:
                self.seen.setdefault(name, _Range()).add(table[name])


def _rows(table: Mapping[str, Column], places: Column) -> list[dict[str, Any]]:
    columns = [column[places].tolist() for column in table.values()]
    cleaned = [[None if value != value else value for value in column] for column in columns]  # nan is not itself
    return [dict(zip(table, row, strict=True)) for row in zip(*cleaned, strict=True)]


class PartWriter:
    """Writes a table in chunks as CSV, and as Parquet if pyarrow is installed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._csv: Any = None
        self._parquet: Any = None

    def write(self, table: Mapping[str, Column]) -> None:
        """Append a chunk, an array for each column; nan becomes an empty cell."""
        columns = {name: _words(column) if column.dtype == object else column for name, column in table.items()}
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


def _words(column: Column) -> Column:
    """Return values as words, lists and mappings as after -p; none can be mistaken for a spreadsheet formula."""
    return _array([None if value is None else spreadsheet_cell(str(value)) for value in column.tolist()])


def _arrow(column: Column) -> Any:
    """Return a column as an Arrow array with nan and None as null; from buffers, since pyarrow.array loads pandas."""
    import pyarrow as pa

    if column.dtype == object:
        texts = [b"" if value is None else value.encode() for value in column.tolist()]
        filled = np.array([value is not None for value in column.tolist()])
        ends = np.cumsum([0, *map(len, texts)], dtype=np.int32)
        kind, data = pa.string(), [pa.py_buffer(ends), pa.py_buffer(b"".join(texts))]
    else:
        filled = ~np.isnan(column)
        kind, data = pa.from_numpy_dtype(column.dtype), [pa.py_buffer(np.ascontiguousarray(column))]
    known = pa.py_buffer(np.packbits(filled, bitorder="little"))
    return pa.Array.from_buffers(kind, len(column), [known, *data])
