"""The rows of the CSV files in data/, with their line numbers, and the numbers in them."""

import csv
import io
import math
import re
from collections.abc import Iterator
from pathlib import Path

from analysis.core.errors import AnalysisError
from analysis.core.paths import read_table

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")  # rejects 1_000 and non-ASCII digits


def data_rows(path: Path, columns: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows of a CSV file with their line numbers; AnalysisError if columns are wrong or a row is incomplete.

    >>> from analysis.core.paths import data_folder
    >>> line, row = next(data_rows(data_folder() / "judgements.csv", ["claim", "verdict", "reason", "references"]))
    >>> line, sorted(row)
    (2, ['claim', 'reason', 'references', 'verdict'])
    """
    with io.StringIO(read_table(path), newline="") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames != columns:
            raise AnalysisError(f"{path.name}, line 1: the columns must be {', '.join(columns)}, in this order.")
        for row in reader:
            if None in row or None in row.values():
                where = f"{path.name}, line {reader.line_num}"
                raise AnalysisError(f"{where}: expected {len(columns)} columns. Quote a text that contains commas.")
            yield reader.line_num, {name: text.strip() for name, text in row.items()}


def number_in(text: str, where: str) -> float | None:
    """Return the number in a cell, None if it is empty; AnalysisError names `where` and the text.

    >>> number_in("1200.5", "reference.csv, line 2: value"), number_in("", "reference.csv, line 2: low")
    (1200.5, None)
    """
    if not text:
        return None
    number = float(text) if _NUMBER.fullmatch(text) else math.nan
    if not math.isfinite(number):
        raise AnalysisError(
            f"{where} must be a number, got {text!r}. Write one value per row, such as 1200.5, without spaces."
        )
    return number
