"""Prove from the numbers of a table that one column is the change between two others.

A heading such as "Change" or "2025/2024" leaves open whether its column is in percent; the numbers decide.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import permutations
from typing import Literal, NamedTuple

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction.table_cells import YEAR, TextCell, is_number

Kind = Literal["percent", "difference", "signed"]

_NUMBER = lazy_regex(
    r"(?P<minus>[(−–-]?)\s?(?:(?P<falls>[▼▽])|[+▲△])?\s?(?P<minus2>[−–-]?)(?P<digits>\d[\d,. ']*?)\s?%?\)?[a-z*]?"
)
MOST_CELLS = 40  # of a row that no head fits: a longer one is several rows, or a list
_MOST_ROWS = 12  # that are looked at
_MOST_COLUMNS = 14
_REACH = 4  # how many columns before it may be the ones that a column compares
_LEAST_ROWS = 3  # in which the numbers agree, and are not 0
_MOST_OTHERS = 0.2  # of the rows may be misprinted


class _Printed(NamedTuple):
    """A number and half a unit of its last digit, the largest rounding error."""

    value: float
    half: float


_Column = Sequence[_Printed | None]


def kinds_of_columns(table: Sequence[Sequence[TextCell]], *, decimal_comma: bool) -> dict[int, Kind]:
    """Return what the numbers prove about the columns, counted from the last one, in rows of the most common length."""
    width, count = Counter(len(row) for row in table).most_common(1)[0]
    if count < _LEAST_ROWS or width > MOST_CELLS:
        return {}
    texts = [[cell.text for cell in row[1:]] for row in table if len(row) == width]
    numbers = [row for row in texts if sum(map(is_number, row)) > 1]
    signed: dict[int, Kind] = dict.fromkeys(signed_columns(texts), "signed")
    for place in range(width - 1):
        column = [row[place] for row in numbers if is_number(row[place]) and not YEAR.match(row[place])]
        if len(column) > _LEAST_ROWS and "%" in column[0] and "%" in column[-1]:
            signed[place] = "percent"  # the sign is at both ends of the column
    return {
        place - width + 1: kind
        for place, kind in (signed | proven_columns(numbers, decimal_comma=decimal_comma)).items()
    }


def proven_columns(rows: Sequence[Sequence[str]], *, decimal_comma: bool = False) -> dict[int, Kind]:
    """Return which columns of rows of equal length are percentage changes or differences of other columns.

    Columns with a percent sign need no proof: there, a number without it is something else.

    >>> proven_columns([["410", "400", "2.5"], ["90", "100", "-10.0"], ["330", "300", "10.0"]])
    {2: 'percent'}
    >>> proven_columns([["410", "400", "10"], ["90", "100", "-10"], ["330", "300", "30"]])
    {2: 'difference'}
    """
    numbers = [[_printed(text, decimal_comma) for text in row] for row in rows[:_MOST_ROWS]]
    width = min(map(len, numbers), default=0)
    if len(numbers) < _LEAST_ROWS or not 2 < width + 1 <= _MOST_COLUMNS + 1:
        return {}
    columns = [[row[place] for row in numbers] for place in range(width)]
    found: dict[int, Kind] = {}
    for place in range(1, width):
        signed = any("%" in row[place] for row in rows)
        if not signed and (kind := next(_kinds(columns, place, found), None)):
            found[place] = kind
    return found


def signed_columns(rows: Sequence[Sequence[str]]) -> set[int]:
    """Return which columns have a sign at every number, with at least one plus: they are changes.

    >>> signed_columns([["410", "+5"], ["90", "-2"], ["300", "-"]])
    {1}
    """
    found = set()
    for place in range(min(map(len, rows), default=0)):
        texts = [row[place] for row in rows if any(map(str.isdigit, row[place]))]
        if len(texts) > 1 and all(text[0] in "+-−–" or text.strip("0.,%") == "" for text in texts):
            found |= {place} if any(text[0] == "+" for text in texts) else set()
    return found


def _kinds(columns: Sequence[_Column], place: int, found: dict[int, Kind]) -> Iterator[Kind]:
    column = columns[place]
    others = [at for at in range(max(0, place - _REACH), place) if at not in found]
    for new, old in permutations(reversed(others), 2):
        if _agree(_percent, columns[new], columns[old], column):
            yield "percent"
        if _agree(_difference, columns[new], columns[old], column):
            yield "difference"


def _agree(
    follows: Callable[[_Printed, _Printed, _Printed], bool], new: _Column, old: _Column, column: _Column
) -> bool:
    """Whether the numbers of a column follow from those of two others in nearly all rows."""
    right = wrong = 0
    for a, b, c in zip(new, old, column, strict=True):
        if a is None or b is None or c is None or (a.value == b.value == 0):
            continue
        fits = follows(a, b, c)
        wrong += not fits
        right += fits and c.value != 0
        if wrong > _MOST_ROWS * _MOST_OTHERS:
            return False
    return right >= _LEAST_ROWS and wrong <= _MOST_OTHERS * (right + wrong)


def _percent(new: _Printed, old: _Printed, change: _Printed) -> bool:
    if old.value <= 0:
        return False
    error = 100 * (new.half + old.half * abs(new.value / old.value)) / old.value
    return (
        error < max(1, abs(change.value))
        and abs(100 * (new.value / old.value - 1) - change.value) <= change.half + error
    )


def _difference(new: _Printed, old: _Printed, change: _Printed) -> bool:
    return abs(new.value - old.value - change.value) <= 1.001 * (new.half + old.half + change.half)


def _printed(text: str, decimal_comma: bool) -> _Printed | None:
    match = _NUMBER.fullmatch(text.strip())
    if match is None:
        return None
    digits = match["digits"].replace(" ", "").replace("'", "")
    digits = digits.replace(".", "").replace(",", ".") if decimal_comma else digits.replace(",", "")
    whole, _, decimals = digits.partition(".")
    if not whole.isdigit() or (decimals and not decimals.isdigit()):
        return None
    sign = -1 if match["minus"] or match["minus2"] or match["falls"] else 1
    return _Printed(sign * float(digits), 0.5 * 10.0 ** -len(decimals))
