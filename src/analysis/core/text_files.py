"""CSV and JSON files: read the rows of data/, and write files that people open in a spreadsheet or an editor."""

import csv
import io
import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

from analysis.core.errors import AnalysisError
from analysis.core.lazy_regex import lazy_regex

_NUMBER = lazy_regex(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")  # rejects 1_000 and non-ASCII digits
# After a sign, only what calls a function or another program can do anything: -5 and "- a point of a list" cannot.
_FORMULA = lazy_regex(r"[=@\t\r].|[+-].*[(|!]", re.DOTALL)


def read_table(path: Path) -> str:
    """Return the text of a CSV file; raise AnalysisError, naming the file, if it is unreadable or not UTF-8."""
    try:
        return path.read_text(encoding="utf-8-sig")  # spreadsheets write a byte order mark
    except OSError as error:
        raise AnalysisError(f"{path}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError as error:
        raise AnalysisError(f"{path}: byte {error.start} is not valid UTF-8; save the table as CSV in UTF-8") from None


def data_rows(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows of a CSV file with their line numbers; AnalysisError if columns are wrong or a row is incomplete.

    >>> from analysis.core.paths import data_folder
    >>> line, row = next(data_rows(data_folder() / "judgements.csv", ["claim", "verdict", "reason", "references"]))
    >>> line, sorted(row)
    (2, ['claim', 'reason', 'references', 'verdict'])
    """
    with io.StringIO(read_table(path), newline="") as file:
        reader = csv.DictReader(file)
        if reader.fieldnames != list(columns):
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


def json_text(content: Any) -> str:
    r"""Return content as indented JSON; anything that JSON does not know, such as a path, is written as its text.

    >>> json_text({"folder": Path("seeds")})
    '{\n "folder": "seeds"\n}\n'
    """
    return json.dumps(content, indent=1, ensure_ascii=False, default=str) + "\n"


def write_json(path: Path, content: Any) -> None:
    """Write content to a file as `json_text`."""
    path.write_text(json_text(content), encoding="utf-8")


def merge_conflict_in(text: str) -> int:
    r"""Return the line at which git has marked a merge conflict in a file; 0 if there is none.

    >>> merge_conflict_in("a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> other\n"), merge_conflict_in("a < b")
    (2, 0)
    """
    mark = re.search(r"^(?:<{7}|>{7})(?: |$)", text, re.MULTILINE)
    return text.count("\n", 0, mark.start()) + 1 if mark else 0
