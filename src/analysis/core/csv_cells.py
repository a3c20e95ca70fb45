"""Cells of CSV files that people open in a spreadsheet, which would run a text that begins like a formula."""

import re
from collections.abc import Mapping
from typing import Any

# After a sign, only what calls a function or another program can do anything: -5 and "- a point of a list" cannot.
_FORMULA = re.compile(r"[=@\t\r].|[+-].*[(|!]", re.DOTALL)


def spreadsheet_cell(value: Any) -> Any:
    """Return a value for a cell of a CSV file; a text that a spreadsheet would take for a formula begins with `'`.

    Spreadsheets show it without the apostrophe. Numbers, and texts that cannot call anything, stay as they are.

    >>> [spreadsheet_cell(value) for value in ("=A1", "=", "-10 %", "-SUM(A1)", -10.5)]
    ["'=A1", '=', '-10 %', "'-SUM(A1)", -10.5]
    """
    return f"'{value}" if isinstance(value, str) and _FORMULA.match(value) else value


def spreadsheet_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row with `spreadsheet_cell` applied to each value.

    >>> spreadsheet_row({"text": "@SUM(A1)", "value": -2.0})
    {'text': "'@SUM(A1)", 'value': -2.0}
    """
    return {name: spreadsheet_cell(value) for name, value in row.items()}
