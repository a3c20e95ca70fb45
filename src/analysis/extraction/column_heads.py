"""Which heads each column of a table has: by count; where one head spans several columns, by its place in the line."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple

from analysis.extraction.head_lines import CORNER, tells
from analysis.extraction.language import Labels
from analysis.extraction.text_tables import FLAGS, YEAR, TextCell, TextTable, is_number, is_value

Rows = list[list[TextCell]]
_Span = tuple[int, int]
_LEAST_BETWEEN = 2  # rows whose label is between numbers
_LEAST_CELLS = 4  # of such a row
_MOST_COLUMNS = 30


class Heads(NamedTuple):
    """The heads of each cell of a row, the upper ones first, and the corners above the labels of the rows."""

    above: tuple[tuple[str, ...], ...]
    corners: tuple[str, ...]


def halves(table: TextTable, labels: Labels) -> Iterator[TextTable]:
    """Yield a table, as two with the labels first if they are between two blocks of numbers."""
    places = Counter(place for row in table.rows if (place := _label_between(row, labels)))
    place, count = places.most_common(1)[0] if places else (0, 0)
    if count < _LEAST_BETWEEN:
        yield table
        return
    rows = [row for row in table.rows if len(row) > place and row[place].text]
    for half in (slice(0, place), slice(place + 1, None)):
        yield replace(table, rows=[[row[place], *row[half]] for row in rows])


def _label_between(row: Sequence[TextCell], labels: Labels) -> int:
    """Where the label of a row is, if that is between numbers; 0 if not, or if it is uncertain."""
    if not is_number(row[0].text) or YEAR.match(row[0].text) or len(row) < _LEAST_CELLS:
        return 0
    texts = (at for at, cell in enumerate(row) if len(cell.text) > 1 and not is_value(cell.text))
    names = [at for at in texts if not labels.unit_of(row[at].text)]
    numbers = [at for at, cell in enumerate(row) if is_number(cell.text)]
    between = len(names) == 1 and numbers[1] < names[0] < numbers[-1]
    return names[0] if between else 0


def matched(row: list[TextCell], lines: Rows, labels: Labels) -> tuple[list[TextCell], Rows]:
    """Return a row and its lines of heads so that each cell is below its head.

    Flags in cells of their own are left out, and heads without a corner moved off the labels.
    """
    if not lines or row[0].column is not None:
        return row, lines
    lowest = lines[-1]
    below = zip(row[1:], lowest[1:], strict=False)
    if any(cell.text in FLAGS for cell in row) and any(is_number(cell.text) and not head.text for cell, head in below):
        filled = [cell for cell in row if cell.text and cell.text not in FLAGS]
        heads = [heads for line in lines if len(heads := [head for head in line if head.text]) > 1]
        if heads and len(filled) - len(heads[-1]) in {0, 1}:
            return filled, heads
    if len(lowest) != len(row):
        return row, lines
    empty = _empty_at_the_end(lowest)
    if empty and all(is_number(cell.text) for cell in row[-empty:]) and tells(lowest[0].text, labels):
        return row, [[*line[-empty:], *line[:-empty]] if len(line) == len(row) else line for line in lines]
    empty = _empty_at_the_end(row)  # the label goes on from the row above
    if empty and is_number(row[1].text) and tells(lowest[-1].text, labels) and not tells(lowest[1].text, labels):
        return [row[0], *row[-empty:], *row[1:-empty]], lines
    return row, lines


def _empty_at_the_end(row: Sequence[TextCell]) -> int:
    """How many cells at the end of a row are empty; 0 if all are."""
    empty = sum(1 for _ in takewhile(lambda cell: not cell.text, reversed(row)))
    return empty if empty < len(row) else 0


def heads_above(row: Sequence[TextCell], lines: Sequence[Sequence[TextCell]]) -> Heads:
    """Return the heads of the cells of a row from the lines of heads above it."""
    columns, places = _columns(row, lines[-1] if lines else ())
    above: list[list[str]] = []
    corners: list[str] = []
    for line in reversed(lines):
        spans = 1 < len(line) < len(columns)
        if spans and line is not lines[-1] and line[0].column is None and CORNER.match(line[0].text):
            corners, line = [line[0].text, *corners], line[1:]
        at_left = line[0].column is not None and row[0].column is not None and line[0].column <= row[0].column
        first = int(_is_corner(line[0], row[0])) if spans else max(int(at_left), len(line) - len(columns))
        corners[:0] = [head.text for head in line[:first]]
        above.insert(0, _spread(line[first:], columns, lines[-1], above[-1] if above else ()))
    heads = [tuple(filter(None, column)) for column in zip(*above, strict=True)] or [()] * len(columns)
    return Heads(((), *(heads[place] for place in places)), tuple(corners))


def _columns(row: Sequence[TextCell], lowest: Sequence[TextCell]) -> tuple[Sequence[TextCell], Sequence[int]]:
    """The columns, and the one of each cell after the label; more columns than cells if some of these are empty."""
    cells = row[1:]
    heads = [head for head in lowest if head.column is not None and head.column >= _span(row[0])[1]]
    if len(cells) < len(heads) and (nearest := _nearest(cells, heads)):
        return heads, nearest
    return cells, range(len(cells))


def _nearest(cells: Sequence[TextCell], columns: Sequence[TextCell]) -> Sequence[int]:
    """The nearest of more columns for each cell; none if they are not aligned, or too many."""
    if len(columns) > _MOST_COLUMNS or any(cell.column is None for cell in (*cells, *columns)):
        return ()
    nearest = [min(range(len(columns)), key=lambda at: _apart(_span(columns[at]), _span(cell))) for cell in cells]
    return nearest if len(set(nearest)) == len(nearest) else ()


def _is_corner(head: TextCell, label: TextCell) -> bool:
    """Whether a head is above the labels, so that it is none of the columns."""
    if head.column is None or label.column is None:
        return False
    return head.column <= label.column or sum(_span(head)) / 2 < _span(label)[1]


def _spread(
    heads: Sequence[TextCell], columns: Sequence[TextCell], lowest: Sequence[TextCell], below: Sequence[str]
) -> list[str]:
    """The head of each column in one line of heads; `below` are those in the last line, where each column has one."""
    upper = heads and heads[-1] is not lowest[-1]
    if upper and len(heads) < len(columns):
        runs = _runs(below)
        if runs[-1] == len(heads) - 1:
            return [heads[run].text for run in runs]
        groups = _groups(heads, lowest[-len(columns) :] if len(lowest) >= len(columns) else columns)
        return [heads[group].text if group is not None else "" for group in groups]
    if 0 < len(heads) < len(columns) and (nearest := _nearest(heads, columns)):
        return [heads[nearest.index(at)].text if at in nearest else "" for at in range(len(columns))]
    texts = [head.text for head in heads[-len(columns) :]] if columns else []
    if upper:  # an empty cell continues the one to its left
        for place, text in enumerate(texts):
            texts[place] = text or texts[max(0, place - 1)]
    return [""] * (len(columns) - len(texts)) + texts


def _runs(heads: Sequence[str]) -> list[int]:
    """For each column, the number of its run, which ends before a head that it has, and where heads are lacking."""
    runs: list[int] = []
    run: list[str] = []
    for head in heads:
        if head in run or (run and not (head and run[-1])):
            run = []
        runs.append(runs[-1] + (not run) if runs else 0)
        run.append(head)
    return runs


def _groups(heads: Sequence[TextCell], columns: Sequence[TextCell]) -> Sequence[int | None]:
    """For each column, which of fewer heads spans it; counted where the table is not aligned, or too wide to try."""
    if len(columns) > _MOST_COLUMNS or any(cell.column is None for cell in (*heads, *columns)):
        size, rest = divmod(len(columns), len(heads))
        counted = [place // size for place in range(len(columns))]
        return [None] * (len(columns) - len(heads)) + [*range(len(heads))] if rest else counted
    return _aligned_groups(tuple(map(_span, heads)), tuple(map(_span, columns)))


def _span(cell: TextCell) -> _Span:
    return (cell.column or 0), (cell.column or 0) + len(cell.text)


@lru_cache(maxsize=256)  # the rows of a table ask the same
def _aligned_groups(heads: tuple[_Span, ...], columns: tuple[_Span, ...]) -> Sequence[int | None]:
    """The head above each column: of equal groups if those fit, else the nearest one."""
    nearest = [min(range(len(heads)), key=lambda at: _apart(heads[at], column)) for column in columns]
    size, rest = divmod(len(columns), len(heads))
    equal = [at // size for at in range(len(columns))]
    spans = [] if rest else [(columns[at][0], columns[at + size - 1][1]) for at in range(0, len(columns), size)]
    fits = spans and all(_apart(*pair)[0] == 0 for pair in zip(heads, spans, strict=True))
    return equal if fits else nearest


def _apart(one: _Span, other: _Span) -> tuple[int, int]:
    """How far apart two spans are, and their right edges."""
    return max(0, one[0] - other[1], other[0] - one[1]), abs(one[1] - other[1])
