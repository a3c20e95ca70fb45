"""Set the columns of a printed table apart again where some rows of it have lost the gaps between their numbers.

A font whose widths are missing or wrong leaves one space between cells in some lines, and wide gaps in others.
"""

from collections.abc import Sequence
from typing import NamedTuple

from analysis.core.lazy_regex import lazy_regex

_VALUE = lazy_regex(
    r"[-−–+(<>~]{0,2}(?:US)?[$€£¥]?[er]?\d(?:[\d,.]*\d)?[%)]{0,2}[a-z*]?|[—–-]|NA|W|E|XX|[nN][./]?[aA]\.?"
)
_GROUPED = lazy_regex(r"(?<![\d.,])\d{1,3} \d{3}(?!\d)")  # thousands, which may be one number or two
_NOTE = lazy_regex(r"\(\d{1,2}\)")
_WORD = lazy_regex(r"\S+")
_DIGIT = lazy_regex(r"\d")
_LEAST_NUMBERS = 2  # of a row
_LEAST_ROWS = 3
_MOST_BETWEEN = 2  # lines between two rows
_LONGEST_LINE = 400
_GAP = 3


class _Row(NamedTuple):
    """A line with numbers at its end: its label, the numbers, where each ends, and the narrowest gap before one."""

    label: str
    numbers: list[str]
    ends: list[int]
    gap: int


def with_columns(lines: Sequence[str]) -> list[str]:
    """Return lines with wide gaps in the rows that have as many numbers as their neighbours.

    >>> for line in with_columns(["Coal       12     14", "Coke 7 9", "Ore sinter and lumps 3 4"]): print(line)
    Coal       12     14
    Coke        7      9
    Ore sinter and lumps   3   4
    """
    rows = [_row(line) for line in lines]
    written = list(lines)
    for block in _blocks(rows):
        found = [(at, row) for at in block if (row := rows[at])]
        spread = [row for _, row in found if row.gap > 1]
        tight = [at for at, row in found if row.gap < 2]
        if not tight or not any(row.gap > 1 or _is_uneven(lines[at], row) for at, row in found):
            continue  # nothing to mend, or nothing that says where the columns are
        ends = spread[0].ends if spread else _ends([row for _, row in found])
        for at in tight if spread else block:
            if row := rows[at]:
                written[at] = _set(row, ends)
    return written


def _row(line: str) -> _Row | None:
    words = [] if len(line) > _LONGEST_LINE or _GROUPED.search(line) else [*_WORD.finditer(line)]
    count = 0
    while count < len(words) and _VALUE.fullmatch(words[-1 - count][0]):
        count += 1
    if 1 < count < len(words) and _NOTE.fullmatch(words[-count][0]):
        count -= words[-count].start() - words[-count - 1].end() == 1  # the mark of a note at the end of the label
    if count < _LEAST_NUMBERS or not any(_DIGIT.search(word[0]) for word in words[-count:]):
        return None
    numbers = words[-count:]
    before = words[-count - 1 : -count] if count < len(words) else []
    gaps = [
        right.start() - left.end() for left, right in zip([*before, *numbers], [*before, *numbers][1:], strict=False)
    ]
    label = line[: numbers[0].start()].rstrip()
    return _Row(label, [word[0] for word in numbers], [word.end() for word in numbers], min(gaps, default=_GAP))


def _blocks(rows: Sequence[_Row | None]) -> list[list[int]]:
    """The places of rows that have as many numbers, with few lines between them."""
    blocks: list[list[int]] = []
    last: dict[int, list[int]] = {}  # the block that rows of so many numbers go on
    for at, row in enumerate(rows):
        if row is None:
            continue
        size = len(row.numbers)
        if size in last and at - last[size][-1] <= _MOST_BETWEEN + 1:
            last[size].append(at)
        else:
            last[size] = [at]
            blocks.append(last[size])
    return [block for block in blocks if len(block) >= _LEAST_ROWS]


def _is_uneven(line: str, row: _Row) -> bool:
    """Whether some of the gaps before the numbers of a row are wide."""
    return "  " in line[len(row.label) :].strip() or line[len(row.label) :].startswith("  ")


def _ends(rows: Sequence[_Row]) -> list[int]:
    """Where columns end that are as wide as their widest number."""
    place = max(len(row.label) for row in rows)
    ends = []
    for numbers in zip(*(row.numbers for row in rows), strict=True):
        place += _GAP + max(map(len, numbers))
        ends.append(place)
    return ends


def _set(row: _Row, ends: Sequence[int]) -> str:
    """A row with its numbers at the ends of the columns, or as near as its label leaves room."""
    line = row.label
    for number, end in zip(row.numbers, ends, strict=True):
        line += " " * max(_GAP, end - len(line) - len(number)) + number
    return line
