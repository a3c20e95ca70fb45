"""Rejoin the rows of pipe tables that line breaks divide, within cells or between them.

Converted pages often have such tables. How many cells a row has follows from the cells: each row ends with a line, and
each column has either numbers or words.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise, zip_longest
from typing import NamedTuple

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction.table_cells import SIGNS, YEAR, TextCell, is_number, is_value

CellLines = dict[int, list[TextCell]]  # cells by the number of their line
_FIGURE = lazy_regex(r"[-+−–(]{0,2}(?:[A-Z]{0,2}[$€£¥₹] ?)?[-+−–(]?\d")
# The kinds of columns: perhaps ranks, then labels, then numbers.
_LABELLED = lazy_regex(r"(?!.*NNT+NN)N?T+N[NT]*")  # and not two rows in one
_SERIAL = lazy_regex(r"\d{1,2}[.)]")
_RANK = lazy_regex(r"\d{1,3}(?=[.)]?\Z)")
_DASHES = lazy_regex(r"[\s|:-]*-{3}[\s|:-]*")
_MOST_OPEN = 6  # lines of one cell
_LONGEST_OPEN = 120
_MOST_CELLS = 60  # of a row, many of which may be empty
_MOST_TRIED = 600  # cells that decide how many a row has
_MOST_OTHERS = 2  # rows with numbers that are heads, or moved
_LEAST_ROWS = 2


class _PipeCell(NamedTuple):
    """A cell, the number of the line where it begins, and whether its pipe is at an end of a line."""

    cell: TextCell
    line: int
    ends: bool


class PipeRows(NamedTuple):
    """Rows that line breaks divided, and the cells, by line, of tables whose row length is uncertain."""

    rows: CellLines
    cells: CellLines


def pipe_rows(lines: Sequence[str]) -> PipeRows:
    r"""Return the cells of divided rows by the number of their first line; other lines have no entry.

    >>> found = pipe_rows(["Metal |\n", "t\n", "|\n", "Copper |\n", "5\n", "|\n", "Zinc |\n", "7\n", "|\n"])
    >>> [[cell.text for cell in row] for row in found.rows.values() if row]
    [['Metal', 't'], ['Copper', '5'], ['Zinc', '7']]
    """
    starts = [*accumulate(map(len, lines), initial=0)]
    found = PipeRows({}, {})
    for first, end in _blocks(lines):
        piped = [line.strip() for line in lines[first:end] if not _DASHES.fullmatch(line)]
        whole = len({line.count("|") for line in piped}) == 1
        if whole or not all("|" in {line[0], line[-1]} for line in piped if "|" in line):
            continue  # each line is a row
        cells = [*_cells(lines, starts, first, end)]
        if rows := _rows(cells):
            found.rows.update({number: [] for number in range(first, end)} | _filled(rows))
        else:
            found.cells.update((number, []) for number in range(first, end))
            for cell in cells:
                found.cells[cell.line] += [cell.cell] if cell.cell.text else []
    return found


def _blocks(lines: Sequence[str]) -> Iterator[tuple[int, int]]:
    """The blocks of lines with pipes, including lines between them that are part of a cell."""
    piped = [number for number, line in enumerate(lines) if "|" in line]
    at = 0
    while at < len(piped):
        first = piped[at]
        if first and lines[first].lstrip()[0] == "|" and _is_part(lines[first - 1]) and not _is_closed(lines[first]):
            first -= 1
        while at + 1 < len(piped) and _goes_on(lines, piped[at], piped[at + 1]):
            at += 1
        if piped[at] > first + 1:
            yield first, piped[at] + 1
        at += 1


def _goes_on(lines: Sequence[str], number: int, following: int) -> bool:
    """Whether the lines between two lines with pipes are part of a cell; blank ones only if each line has a cell."""
    between = lines[number + 1 : following]
    if lines[number].count("|") == lines[following].count("|") == 1:
        between = [line for line in between if line.strip()]
    value = is_value(lines[number].rpartition("|")[2].strip())  # does not go on in another line
    return len(between) <= _MOST_OPEN and all(map(_is_part, between)) and not (between and value)


def _is_part(line: str) -> bool:
    return 0 < len(line.strip()) <= _LONGEST_OPEN


def _is_closed(line: str) -> bool:
    """Whether a line is a row between two pipes."""
    text = line.strip()
    return len(text) > 1 and text[-1] == "|"


def _cells(lines: Sequence[str], starts: Sequence[int], first: int, end: int) -> Iterator[_PipeCell]:
    """The pieces before each pipe of some lines, and after the last one."""
    parts: list[tuple[int, str]] = []  # of a cell: line and text
    at = starts[first]
    for number in range(first, end):
        line = lines[number]
        if _DASHES.fullmatch(line):
            continue
        pieces = line.split("|")
        offset = starts[number]
        for place, piece in enumerate(pieces):
            parts.append((number, piece))
            at = at if len(parts) > 1 else offset
            offset += len(piece) + 1
            if place < len(pieces) - 1:
                before, behind = "".join(pieces[: place + 1]), "".join(pieces[place + 1 :])
                yield _cell(parts, at, ends=not behind.strip() or not before.strip())
                parts = []
    if any(part.strip() for _, part in parts):
        yield _cell(parts, at, ends=True)


def _cell(parts: Sequence[tuple[int, str]], at: int, *, ends: bool) -> _PipeCell:
    text = "".join(part for _, part in parts)
    stripped = text.strip()
    line = next((number for number, part in parts if part.strip()), parts[-1][0])
    return _PipeCell(TextCell(at + text.find(stripped), stripped.replace("\n", " ")), line, ends)


def _rows(cells: Sequence[_PipeCell]) -> list[Sequence[_PipeCell]]:
    """The cells divided into rows, of as few cells as possible; none if there are no columns of numbers.

    The text before the first complete row is headings or a caption.
    """
    some = cells[:_MOST_TRIED]
    kinds = "".join(_kind(cell.cell.text) for cell in some)
    fitting: list[tuple[int, int, int]] = []
    for size in range(2, min(_MOST_CELLS, len(some) // _LEAST_ROWS) + 1):
        for skip in range(size):
            if all(cell.ends for cell in some[skip + size - 1 :: size]):
                trailing = _words_at_the_end(some, kinds, size, skip)
                fitting += [(trailing, size, skip)] if trailing is not None else []
        if fitting and min(fitting)[0] == 0:
            break
    if not fitting:
        return []
    _, size, skip = min(fitting)
    if not all(cell.ends for cell in cells[skip + size - 1 :: size]):
        return []
    rows = [cells[at : at + size] for at in range(skip, len(cells), size)]
    return [cells[:skip], *rows] if skip else rows


def _words_at_the_end(cells: Sequence[_PipeCell], kinds: str, size: int, skip: int) -> int | None:
    """The number of word columns after the number columns, if each column, except headings, has only one kind."""
    rows = [row for at in range(skip, len(kinds), size) if "N" in (row := kinds[at : at + size])]
    columns = "".join(map(_usual, zip_longest(*rows, fillvalue="E")))
    fitting = sum(all(a == b or b == "E" for a, b in zip(columns, row, strict=False)) for row in rows)
    if fitting < _LEAST_ROWS or len(rows) - fitting > min(_MOST_OTHERS, fitting - 1):
        return None
    first = columns.find("T")
    labelled = sum(row[first : first + 1] == "T" for row in rows)
    moved = any(row[first : first + 1] == "N" and "T" in row for row in rows)
    if not _LABELLED.fullmatch(columns.replace("E", "")) or moved or 2 * labelled < len(rows):
        return None
    for at in range(skip, len(kinds), size):
        row = kinds[at : at + size]
        later = next(
            (place for place, (a, b) in enumerate(zip(columns, row, strict=False)) if a == "N" and b == "T"), size
        )
        if any(_is_amount(cell.cell.text) for cell in cells[at + later : at + size]):
            return None  # words where others have numbers, before numbers: the label of another row
    ranks = columns.find("N") if columns.lstrip("E")[0] == "N" else -1
    if ranks >= 0 and not _are_ranks([cell.cell.text for cell in cells[skip + ranks :: size]]):
        return None
    last = len(columns.rstrip("E")) - 1
    again = [cells[at + first].cell.text == cells[at + last].cell.text for at in range(skip, len(cells) - last, size)]
    return 0 if 2 * sum(again) > len(again) else len(columns.rstrip("E")) - len(columns.rstrip("TE"))


def _is_amount(text: str) -> bool:
    return is_number(text) and not YEAR.match(text)


def _usual(kinds: Sequence[str]) -> str:
    """The kind of most non-empty cells of a column."""
    numbers, words = kinds.count("N"), kinds.count("T")
    return "E" if numbers == words == 0 else "N" if numbers >= words else "T"


def _are_ranks(texts: Sequence[str]) -> bool:
    """Whether numbers count the rows."""
    ranks = [int(match[0]) for text in texts if (match := _RANK.match(text))]
    return len(ranks) >= _LEAST_ROWS and all(after - before == 1 for before, after in pairwise(ranks))


def _kind(text: str) -> str:
    if not text or text in SIGNS:
        return "E"
    return "N" if (_FIGURE.match(text) or is_value(text)) and not _SERIAL.fullmatch(text) else "T"


def _filled(rows: Sequence[Sequence[_PipeCell]]) -> CellLines:
    """The rows without empty columns, by line number; a line above them is a row of its own."""
    if sum(row[0].cell.text != "" for row in rows) == 1 and rows[0][0].cell.text:
        rows = [rows[0][:1], rows[0][1:], *(row[1:] for row in rows[1:])]
    columns = {place for row in rows for place, cell in enumerate(row) if cell.cell.text}
    cells = [[cell for place, cell in enumerate(row) if place in columns] for row in rows]
    return {row[0].line: [cell.cell for cell in row] for row in cells if any(cell.cell.text for cell in row)}
