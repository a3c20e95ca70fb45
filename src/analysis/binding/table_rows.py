"""The words of a table that belong to a figure in it: the label of its row, the head of its column, its title."""

from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING

from analysis.binding.concepts import Mention, dimension_of
from analysis.core.figures import Figure
from analysis.core.lazy_regex import lazy_regex
from analysis.documents.head import LABEL

if TYPE_CHECKING:
    from analysis.binding.passages import Passages

_CELLS = lazy_regex(r"[|\t;]|\s{2,}")
_CELL_END = lazy_regex(r"[^|\t;\n]{0,20}[|\t]|[^\S\n]{3,}")  # fewer spaces are in glosses
_ROWS = 8
_WORD = lazy_regex(r"[^\W\d_]{2,}")


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
    """Return the word at the head of the column: in the cell above, else of a line with one word for each figure."""
    index = bisect_right(passages.starts, begin) - 1
    has_cells = len(rivals) > 1 and _CELLS.search(passages.text, rivals[0].end, rivals[1].start)
    for back in range(1, min(index, _ROWS) + 1):
        if is_row(passages, index - back):
            continue  # a row of its own, not the heads of the columns
        start, end = passages.starts[index - back], passages.starts[index - back + 1]
        if head := _cell_above(passages, begin, figure, start, end):
            return next(iter(passages.mentions(family, dimension, *head)), None)
        line = passages.mentions(family, dimension, start, end)
        # "wire rod" is one head of two words
        heads = [item for n, item in enumerate(line) if not (n and passages.text[line[n - 1].end : item.start] == " ")]
        if has_cells and len(heads) == len(rivals) and _CELLS.search(passages.text[start:end].strip()):
            return heads[rivals.index(figure)]
    return None


def _cell_above(passages: "Passages", begin: int, figure: Figure, start: int, end: int) -> tuple[int, int] | None:
    """Return the cell of a line above that is at the place of a figure in its row; None if they differ in length."""
    text, bars = passages.text, [at for at in range(start, end) if passages.text[at] == "|"]
    if not _WORD.search(text, start, end) or not bars or len(bars) != text.count("|", *passages.sentence(begin)):
        return None
    place = text.count("|", begin, figure.start)
    edges = [start, *bars, end]
    return edges[place], edges[place + 1]


def is_row(passages: "Passages", index: int) -> bool:
    """Return whether a sentence is a row of a table with figures."""
    start = passages.starts[index]
    return "|" in passages.text[start : passages.end_of(index)] and any(
        dimension_of(item.unit) for item in passages.by_sentence.get(start, ())
    )


def above_table(passages: "Passages", index: int) -> int:
    """Return the number of the line above a table, its title or caption and not its source, given one of its rows."""
    while index:
        line = passages.text[passages.starts[index] : passages.end_of(index)]
        if "|" not in line and not LABEL.fullmatch(line.strip()):
            break
        index -= 1
    return index
