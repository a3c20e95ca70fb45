"""The headings of each column of a table.

Heads are counted, or found by their place in a line where one spans several columns.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile, zip_longest
from typing import NamedTuple

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction import lexicon as lex
from analysis.extraction.head_beginnings import is_period
from analysis.extraction.head_division import CORNER, runs_of, tells
from analysis.extraction.language import Labels
from analysis.extraction.table_cells import (
    FLAGS,
    MONEY_SIGNS,
    NO_VALUE,
    NUMBER_CELL,
    SIGNS,
    UNIT_HEADS,
    YEAR,
    TextCell,
    is_number,
    is_value,
    with_signs,
)
from analysis.extraction.text_tables import TextTable

Rows = list[list[TextCell]]
_Span = tuple[int, int]
_BEGINS_MONEY = frozenset("($€£¥-−UACHN")
_MOST_COLUMNS = 30
_LEAST_BETWEEN = 2  # rows whose label is between numbers
_LEAST_CELLS = 4  # of such a row
_MOST_UNEVEN = 3  # times as many columns below one head as below another
_OFF_THE_MIDDLE = 0.2  # of the width of a table, twice as far as its middle may be
_SET = 2  # characters that a head may be set apart from what it is above


# "Three months ended December 31," above years
_SPAN_ENDED = lazy_regex(
    rf"(?i)\b(?:ended|ending|to)\s(?:\d\d?\s)?(?:{lex.MONTH_STEMS})[a-z]{{0,6}}\.?(?:\s\d\d?)?,?\Z"
)
# A caption that names what is compared with, a base or a law: "Change from 2024", "2015 = 100", "at 2010 prices"
_COMPARED = lazy_regex(
    r"(?i)\b(?:against|base year|constant|(?:compared|comparison) \w+|from|since|than(?: in)?|until|versus|vs\.?)"
    r" (?:\w+ )?(?:19|20)\d\d\b|\bto (?:19|20)\d\d\b|= ?100\b|(?:19|20)\d\d (?:prices|dollars|contracts?)\b|\blaw\b"
)
# The head of a column that is not of the period in the caption
_OTHER_TIME = lazy_regex(
    r"(?i)\b(?:ago|earlier|forecast|guidance|last|plan(?:ned)?|prev\w*|prior|target|yesterday)\b|[上去]|同期|预"
)


class Heads(NamedTuple):
    """The heads of each cell of a row, the upper ones first, and the corners above the labels of the rows."""

    above: tuple[tuple[str, ...], ...]
    corners: tuple[str, ...]


def matched(row: list[TextCell], lines: Rows, labels: Labels) -> tuple[list[TextCell], Rows]:
    """Return a row and its lines of heads so that each cell is below its head.

    Flags in cells of their own are left out, and heads without a corner moved off the labels.
    """
    if not lines or row[0].column is not None:
        return row, lines
    lines = [*map(_without_empty_end, lines[:-1]), lines[-1]]
    lowest = lines[-1]
    below = zip_longest(row[1:], lowest[1:], fillvalue=TextCell(0, ""))
    displaced = any(is_number(cell.text) and not head.text for cell, head in below)
    heads = [heads for line in lines if len(heads := [head for head in line if head.text]) > 1]
    if heads and (displaced or _has_signs(row)):
        filled, size = [cell for cell in row if cell.text], len(heads[-1])
        signs = _has_signs(row) and (len(filled) - size not in {0, 1} or any(cell.text[0] == ")" for cell in filled))
        flags = any(cell.text in FLAGS for cell in row)
        filled = with_signs([cell for cell in filled if cell.text not in FLAGS]) if signs or flags else filled
        moved = signs or flags or tells(heads[-1][0].text, labels)  # no corner is above the labels
        if (displaced or signs) and len(filled) - size in ({0, 1} if moved else {0}):
            return filled, heads
    if len(lowest) != len(row):
        return row, lines
    empty = _empty_at_the_end(row)  # the label goes on from the row above
    if empty and is_number(row[1].text) and tells(lowest[-1].text, labels) and not tells(lowest[1].text, labels):
        return [row[0], *row[-empty:], *row[1:-empty]], lines
    return row, lines


def _without_empty_end(heads: list[TextCell]) -> list[TextCell]:
    """The headings of an upper line without empty cells at the end, if there are none between the headings."""
    filled = [head for head in heads if head.text]
    moved = len(filled) > 1 and filled == heads[: len(filled)]
    return filled if moved and not (CORNER.match(filled[0].text) or filled[0].text.lower() in UNIT_HEADS) else heads


def _has_signs(row: Sequence[TextCell]) -> bool:
    """Whether signs have their own cells; a single one after the label of a row is the unit of its numbers."""
    signs = [place for place, cell in enumerate(row) if cell.text in SIGNS]
    numbers = [place for place, cell in enumerate(row) if is_number(cell.text)]
    return bool(signs and numbers) and (len(signs) == len(numbers) or signs[-1] > numbers[0])


def _empty_at_the_end(row: Sequence[TextCell]) -> int:
    """How many cells at the end of a row are empty; 0 if all are."""
    empty = sum(1 for _ in takewhile(lambda cell: not cell.text, reversed(row)))
    return empty if empty < len(row) else 0


def heads_above(row: Sequence[TextCell], lines: Sequence[Sequence[TextCell]], labels: Labels) -> Heads:
    """Return the heads of the cells of a row from the lines of heads above it."""
    columns, places = _columns(row, lines[-1] if lines else ())
    above: list[list[str]] = []
    corners: list[str] = []
    for line in reversed(lines):
        spans = 1 < len(line) < len(columns)
        if spans and line is not lines[-1] and line[0].column is None and CORNER.match(line[0].text):
            corners, line = [line[0].text, *corners], line[1:]
        at_left = line[0].column is not None and row[0].column is not None and line[0].column <= row[0].column
        first = max(int(at_left), 0 if spans else len(line) - len(columns))
        corners[:0] = [head.text for head in line[:first]]
        cells: Sequence[TextCell] = row[1:] if len(row) == len(columns) + 1 else ()
        above.insert(0, _spread(line[first:], columns, lines[-1], above[-1] if above else (), cells, labels))
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


def _spread(
    heads: Sequence[TextCell],
    columns: Sequence[TextCell],
    lowest: Sequence[TextCell],
    below: Sequence[str],
    cells: Sequence[TextCell],
    labels: Labels,
) -> list[str]:
    """The head of each column in one line of heads; `below` are those in the last line, where each column has one."""
    upper = heads and heads[-1] is not lowest[-1]
    if upper and len(heads) < len(columns):
        runs = runs_of(below)
        sizes = Counter(runs).values()
        counted = runs[-1] == len(heads) - 1 and _fit(heads, runs, lowest[-len(columns) :])
        if counted and max(sizes) <= _MOST_UNEVEN * min(sizes):
            return [heads[run].text for run in runs]
        groups = _groups(heads, lowest[-len(columns) :] if len(lowest) >= len(columns) else columns, cells, labels)
        return [heads[group].text if group is not None else "" for group in groups]
    if 0 < len(heads) < len(columns) and (nearest := _nearest(heads, columns)):
        return [heads[nearest.index(at)].text if at in nearest else "" for at in range(len(columns))]
    texts = [head.text for head in heads[-len(columns) :]] if columns else []
    if upper:  # an empty cell continues the one to its left
        for place, text in enumerate(texts):
            texts[place] = text or texts[max(0, place - 1)]
    return [""] * (len(columns) - len(texts)) + texts


def _fit(heads: Sequence[TextCell], runs: Sequence[int], columns: Sequence[TextCell]) -> bool:
    """Whether heads can be above runs of columns: where they are aligned, nearer to the middle of one than of a column.

    A single head is where it is in print.
    """
    if len(columns) != len(runs) or any(cell.column is None for cell in (*heads, *columns)):
        return True
    middles = [sum(_span(column)) for column in columns]
    for at, head in enumerate(heads):
        of_run = [column for run, column in zip(runs, columns, strict=True) if run == at]
        apart = abs(_span(of_run[0])[0] + _span(of_run[-1])[1] - sum(_span(head)))
        if apart > min(abs(middle - sum(_span(head))) for middle in middles) + 2 * _SET:
            return False
    return len(heads) > 1


def _groups(
    heads: Sequence[TextCell], columns: Sequence[TextCell], cells: Sequence[TextCell], labels: Labels
) -> Sequence[int | None]:
    """For each column, which of fewer heads spans it; counted where the table is not aligned, or too wide to try."""
    if len(columns) > _MOST_COLUMNS or any(cell.column is None for cell in (*heads, *columns)):
        size, rest = divmod(len(columns), len(heads))
        counted = [place // size for place in range(len(columns))]
        return [None] * (len(columns) - len(heads)) + [*range(len(heads))] if rest else counted
    spans = [_spanned(head, columns, cells, labels) for head in heads]
    if all(first == last for first, last in spans) and len(columns) % len(heads) == 0 and _begin_groups(heads, columns):
        return [min(range(len(heads)), key=lambda at: _apart(_span(heads[at]), _span(column))) for column in columns]
    over: list[int | None] = []
    for place, column in enumerate(columns):
        found = [at for at, (first, last) in enumerate(spans) if first <= place <= last]
        over.append(min(found, key=lambda at: abs(sum(_span(heads[at])) - sum(_span(column))), default=None))
    return over


def _begin_groups(heads: Sequence[TextCell], columns: Sequence[TextCell]) -> bool:
    """Whether heads are set above the first column of groups of equal size, to the left."""
    size = len(columns) // len(heads)
    return all(abs(_span(head)[0] - _span(columns[at * size])[0]) <= _SET for at, head in enumerate(heads))


def _spanned(head: TextCell, columns: Sequence[TextCell], cells: Sequence[TextCell], labels: Labels) -> tuple[int, int]:
    """The first and last column that a head is above.

    It is above the middle of the fewest; but a head with a unit or a change is above all whose numbers have decimals
    like those below it, if others do not, or if it is in the middle of the table.
    """
    middle = sum(_span(head))
    every = range(len(columns))
    spans = [
        (abs(_span(columns[first])[0] + _span(columns[last])[1] - middle), last - first, first, last)
        for first in every
        for last in every[first:]
    ]
    *_, first, last = min(spans)
    if len(cells) == len(columns) and tells(head.text, labels):
        near = min(every, key=lambda at: abs(sum(_span(columns[at])) - middle))
        decimals = ["." in cell.text for cell in cells]
        alike = [*every]
        while decimals[alike[0]] != decimals[near] or False in (
            decimals[at] == decimals[near] for at in alike if at < near
        ):
            alike.pop(0)
        while False in (decimals[at] == decimals[near] for at in alike):
            alike.pop()
        width = _span(columns[-1])[1] - _span(columns[0])[0]
        whole = len(alike) == len(columns)
        if not whole or abs(_span(columns[0])[0] + _span(columns[-1])[1] - middle) <= _OFF_THE_MIDDLE * width:
            first, last = alike[0], alike[-1]
    return first, last


def _span(cell: TextCell) -> _Span:
    return (cell.column or 0), (cell.column or 0) + len(cell.text)


def _apart(one: _Span, other: _Span) -> tuple[int, int]:
    """How far apart two spans are, and their right edges."""
    return max(0, one[0] - other[1], other[0] - one[1]), abs(one[1] - other[1])


def title_of(table: TextTable, heads: Sequence[Sequence[str]], corners: Sequence[str], labels: Labels) -> str:
    """Return the caption that may name the period of columns; above periods only one that years complete."""
    near, whole = (table.captions[0], table.captions[-1]) if table.captions else ("", "")
    if any(is_period(head, labels) for column in heads for head in (*column, " ".join(column)) if head):
        return next(filter(_SPAN_ENDED.search, (*corners, near)), "")
    return "" if whole[-1:] == "." or _COMPARED.search(whole) else whole


def dated_by(title: str, head: str) -> tuple[str, str]:
    """Return the head of a column, completed by such a title, and the title if it may name the period instead."""
    if not title or _OTHER_TIME.search(head):
        return head, ""
    ended = YEAR.match(head) and _SPAN_ENDED.search(title)
    return (f"{title.rstrip(', ')} {head}", "") if ended else (head, title)


def units_with_digits(row: Sequence[TextCell], heads: Sequence[Sequence[str]], labels: Labels) -> list[TextCell]:
    """Return the cells of a row that are its unit although they begin with a digit: "1,000 t"."""
    cells = [cell for cell, head in zip(row[1:], heads[1:], strict=True) if not is_figure(cell.text, head)]
    return [
        cell for cell in cells if cell.text[:1].isdigit() and not is_number(cell.text) and labels.unit_of(cell.text)
    ]


def is_figure(text: str, heads: Sequence[str]) -> bool:
    """Return whether a cell such as "10,000 t" is a figure, not the unit of a row: its column has a head."""
    return text[:1] == "1" and bool(heads) and not (heads[-1].lower() in UNIT_HEADS or CORNER.match(heads[-1]))


def halves(table: TextTable, labels: Labels) -> Iterator[TextTable]:
    """Yield a table; if the labels are between two blocks of numbers, as two tables with the labels first."""
    places = Counter(place for row in table.rows if (place := _label_between(row, labels)))
    place, count = places.most_common(1)[0] if places else (0, 0)
    if count < _LEAST_BETWEEN:
        yield table
        return
    rows = [row for row in table.rows if len(row) > place and row[place].text]
    for half in (slice(0, place), slice(place + 1, None)):
        yield replace(table, rows=[[row[place], *row[half]] for row in rows])


def _label_between(row: Sequence[TextCell], labels: Labels) -> int:
    """The position of the label of a row if it is between numbers; 0 if not, or if uncertain."""
    if not is_number(row[0].text) or YEAR.match(row[0].text) or len(row) < _LEAST_CELLS:
        return 0
    texts = (at for at, cell in enumerate(row) if len(cell.text) > 1 and not is_value(cell.text))
    names = [at for at in texts if not labels.unit_of(row[at].text)]
    numbers = [at for at, cell in enumerate(row) if is_number(cell.text)]
    between = len(names) == 1 and len(numbers) > 2 and numbers[1] < names[0] < numbers[-1]
    return names[0] if between else 0


def sign_in(table: TextTable) -> str:
    """Return the currency sign in some rows of a table, often the first and the last."""
    for row in table.rows:
        for cell in row[1:]:
            if sign := sign_of(cell) or (cell.text if cell.text in MONEY_SIGNS else ""):
                return sign
    return ""


def sign_of(cell: TextCell) -> str:
    """Return the currency sign before a number, in its cell or in a separate one."""
    match = NUMBER_CELL.match(cell.text) if cell.text[:1] in _BEGINS_MONEY else None
    empty = cell.text[:1] if cell.text[:1] in MONEY_SIGNS and NO_VALUE.fullmatch(cell.text[1:].strip()) else ""
    return (match["money"] if match else None) or (cell.more if cell.more in MONEY_SIGNS else empty)


def last_signs(table: TextTable) -> dict[int, str]:
    """Return the sign of the last number of each column that has one there, counted from the last column."""
    width = Counter(len(row) for row in table.rows).most_common(1)[0][0]
    last = {
        place - width: sign_of(cell)
        for row in table.rows
        if len(row) == width
        for place, cell in enumerate(row)
        if is_number(cell.text)
    }
    return {place: sign for place, sign in last.items() if sign}
