"""The words of a table that belong to a figure in it: the label of its row, the head of its column, its title."""

from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING

from analysis.claims.concepts import Mention, dimension_of
from analysis.core.figures import Figure
from analysis.core.lazy_regex import lazy_regex

if TYPE_CHECKING:
    from analysis.claims.passages import Passages

_CELLS = lazy_regex(r"[|\t;]|\s{2,}")
_CELL_END = lazy_regex(r"[^|\t;\n]{0,20}[|\t]")
_ROWS = 8


def label_of_row(
    passages: "Passages", family: str, dimension: str, begin: int, rivals: list[Figure]
) -> tuple[Mention, ...]:
    """Return the words before the first cell of a row of a table, which belong to each of its cells, nearest first."""
    if len(rivals) < 2 or not all(_CELL_END.match(passages.text, a.end, b.start) for a, b in pairwise(rivals)):
        return ()
    return tuple(reversed(passages.mentions(family, dimension, begin, rivals[0].start)))


def head_of_column(
    passages: "Passages", family: str, dimension: str, begin: int, figure: Figure, rivals: list[Figure]
) -> Mention | None:
    """Return the word at the head of the column, where a line above has one word for each figure of this row."""
    if len(rivals) < 2 or not _CELLS.search(passages.text, rivals[0].end, rivals[1].start):
        return None
    index = bisect_right(passages.starts, begin) - 1
    for back in range(1, min(index, _ROWS) + 1):
        if is_row(passages, index - back):
            continue  # a row of its own, not the heads of the columns
        line = passages.mentions(family, dimension, passages.starts[index - back], passages.starts[index - back + 1])
        # "wire rod" is one head of two words
        heads = [item for n, item in enumerate(line) if not (n and item.start - line[n - 1].end == 1)]
        if len(heads) == len(rivals):
            return heads[rivals.index(figure)]
    return None


def is_row(passages: "Passages", index: int) -> bool:
    """Return whether a sentence is a row of a table with figures."""
    start = passages.starts[index]
    return "|" in passages.text[start : passages.end_of(index)] and any(
        dimension_of(item.unit) for item in passages.by_sentence.get(start, ())
    )


def above_table(passages: "Passages", index: int) -> int:
    """Return the number of the line above a table, its title or caption, given one of its rows."""
    while index and "|" in passages.text[passages.starts[index] : passages.end_of(index)]:
        index -= 1
    return index
