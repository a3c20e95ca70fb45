"""Cells of CSV files that people open in a spreadsheet, which would run a text that begins like a formula."""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import IO, Any

# After a sign, only what calls a function or another program can do anything: -5 and "- a point of a list" cannot.
_FORMULA = re.compile(r"[=@\t\r].|[+-].*[(|!]", re.DOTALL)


def spreadsheet_cell(value: Any) -> Any:
    """Return a value for a cell of a CSV file; a text that a spreadsheet would take for a formula begins with `'`.

    Spreadsheets show it without the apostrophe. Numbers, and texts that cannot call anything, stay as they are.

    >>> [spreadsheet_cell(value) for value in ("=A1", "=", "-10 %", "-SUM(A1)", -10.5)]
    ["'=A1", '=', '-10 %', "'-SUM(A1)", -10.5]
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
