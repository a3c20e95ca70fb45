"""Find tables in a text: rows of cells between pipes, tabs, wide gaps or commas, and lists of labels and numbers."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, takewhile, zip_longest

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction import lexicon as lex
from analysis.extraction.table_cells import YEAR, TextCell, cell_of, has_numbers, is_number, is_value, with_signs

# "1.38  - 1.42" is one cell, "1,086 23%" are two.
_GAPS = lazy_regex(r"[^\S\n]*\t[^\S\n]*|[^\S\n]{2,}(?![-–]\s\d)|(?<=\d)[^\S\n](?=\(?[-−+]?\d{1,3}(?:\.\d+)?\)?%)")
# A line of a list: "Heavy copper 6,520", "Callao - Qingdao: 38.00".
_LISTED = lazy_regex(
    r"\s*(?:[-•*]\s)?(?P<label>[A-Z][^|;\t\n]{1,60}?):?[^\S\n](?P<value>[-+−]?\d[\d.,]*(?<!,)(?:\s?[-–]\s?\d[\d.,]*(?<!,))?)[^\S\n]*$"
)
# The label of such a line ends with numbers of other columns, not with that of a grade: "China 10,480 11,060".
_MORE_COLUMNS = lazy_regex(r"\s(?:[-+−(]?\d{1,3}(?:,\d{3})+\)?|[-+−]\d[\d.,]*%?|\d[\d.,]*\s\d[\d.,]*)\Z")
# The label of a line that is a day: "Three months ended March 31,"
_MONTH_AT_END = lazy_regex(rf"\b(?:{lex.MONTH_STEMS})[a-z]{{0,6}}\.?\Z")
_LEAST_LISTED, _MOST_GROUPS, _MOST_HEADS = 3, 3, 5  # lines of a list, lines that head rows, lines of headings
_LEFT_OF_COLUMN = 4  # characters that a heading begins to the left of its first column
# A line of comma-separated values: cells without a space after the comma; a label, a day or a year begins it.
_COMMA_CELL = r'(?:"[^"\n]{0,60}"|[^,"|\t\n]{0,60})'
_COMMAS = lazy_regex(rf'(?:"[^"\n]{{1,60}}"|[^,"|\t\n]{{1,60}})(?:,(?! ){_COMMA_CELL})+[^\S\n]*\n?')
_CELLS = lazy_regex(rf"(?:\A|,)({_COMMA_CELL})")
_COMMAS_LIKELY = lazy_regex(rf"^[^,\n]{{1,60}},(?! )[^\n]*\n(?:{_COMMA_CELL},)", re.MULTILINE)
_ROW_LABEL = lazy_regex(r".*[^\d\s]|(?:19|20)\d\d(?:-\d\d){0,2}")
_RULES = "-=_—.*~+: "
RULE = lazy_regex(r"\s*(?:[-=_—.*~+|]\s?){3,}\s*")
# What may be below rows that no separators mark: other lines are more likely to be labels.
_IS_NOTE = lazy_regex(r"(?i)\W*(?:notes?|sources?|prices?|figures|amounts|all|data|values?|in)\b")
# A note that explains a heading: "(1) Thousand tonnes", "A: copper, kt".
NOTE_OF_HEAD = lazy_regex(r"\s*(?:\(\w\)|\d\)|[*†‡]{1,3}|[¹²³⁴-⁹]|[A-Za-z]{1,6}\.?\s?[:=–-]\s)\s?\S")
_LINES_ABOVE, _LINES_BELOW, _MOST_NOTES = 8, 2, 8
_LONGEST_ABOVE, _LONGEST_BELOW, _LONGEST_BESIDE = 200, 160, 30
_STATED_AT_THE_END = lazy_regex(r"\((?:[^()]{0,60}\s)?in\s[^()]{3,80}\)\W{0,3}\Z")
# The label of the row above goes on: "kilogram lot size:3".
_WRAPPED = lazy_regex(r"\s*[a-z][^:|\n]{1,58}(?::[\d, ]*)?\s*\Z")
_GOES_ON = lazy_regex(r"[a-z(]")  # the second line of a label
_HEAD_OF_ROWS = lazy_regex(r"[A-Z][^|;:\t\n.!?]{2,70}")
# A line that heads the rows below it: "Price, average, dollars per kilogram:6".
GROUP = lazy_regex(r"\s*(?P<head>[A-Z][^|;:\t\n]{2,70}):[\w, ]{0,8}\s*\Z")


@dataclass(slots=True)
class TextTable:
    """Consecutive rows of cells, the two lines right above and the first lines below, and the unit of all tables.

    `above` are a few more lines above, nearest first; only those that are units are captions.
    `before` is the table right above, whose `heads` and captions may go on.
    """

    rows: list[list[TextCell]]
    captions: list[str] = field(default_factory=list)
    above: list[str] = field(default_factory=list)
    below: list[str] = field(default_factory=list)
    stated: str = ""
    heads: list[list[TextCell]] = field(default_factory=list)
    before: "TextTable | None" = None


@dataclass(slots=True)
class _Rows:
    """The rows of a table so far.

    `listed` says that they are labels and numbers with one space between, `wrapped` that labels take several lines, and
    `grouped` that the first row has a head of rows, so that later lines without a mark are heads too, else labels.
    `beside` are lines between the heads and the first row, and `begun` is the first line of the label of the next one.
    """

    cells: list[list[TextCell]] = field(default_factory=list)
    listed: bool = False
    wrapped: bool = False
    grouped: bool = False
    beside: list[str] = field(default_factory=list)
    begun: TextCell | None = None

    def add(self, cells: list[TextCell]) -> None:
        """Add a row, whose label the line before may begin, or be."""
        begun, self.begun = self.begun, None
        if begun and is_value(cells[0].text):
            cells = [begun, *cells]
        self.cells.append(
            [replace(cells[0], more=f" {begun.text}"), *cells[1:]] if begun and cells[0] is not begun else cells
        )

    def take(self, line: str, start: int, following: list[TextCell]) -> bool:
        """Add a line without cells if it is the heading of the rows below it, or the rest of the label above it."""
        if not self.cells:
            return False
        if len(following) > 1 and following[0].column is not None:
            text = line.strip()
            beside = len(line.rstrip()) < following[0].column and all(is_value(cell.text) for cell in following)
            likely = _HEAD_OF_ROWS.fullmatch(text.rstrip(",-.")) and not text[0].islower() and not _IS_NOTE.match(text)
            if likely and (beside or _GOES_ON.match(following[0].text)):
                self.begun = cell_of(start, 0, line, aligned=True)
                return True
        heads = _heads_rows(line, following)
        self.grouped = self.grouped or (heads and _is_first(line, self.cells[-1], following))
        if GROUP.match(line) or (heads and self.grouped):
            self.cells.append([cell_of(start, 0, line)])
            return True
        self.wrapped = self.wrapped or heads
        rest = bool(_WRAPPED.match(line) or (self.wrapped and _HEAD_OF_ROWS.fullmatch(line.strip())))
        if rest:
            self.cells[-1][0] = replace(self.cells[-1][0], more=f"{self.cells[-1][0].more} {line.strip()}")
        return rest

    def are_heads(self) -> bool:
        """Whether all rows are aligned headings so far."""
        return bool(self.cells) and self.cells[-1][0].column is not None and not any(map(has_numbers, self.cells))

    def take_beside(self, line: str, following: list[TextCell]) -> bool:
        """Keep a short line in brackets between the heads and the rows: "(In millions)"."""
        text = line.strip()
        short = text[:1] == "(" and text[-1:] == ")" and len(text) <= _LONGEST_BESIDE
        if beside := short and bool(self.cells) and len(following) > 1 and not any(map(has_numbers, self.cells)):
            self.beside.append(text)
        return beside

    def last(self, count: int) -> list[str]:
        """The last rows as lines of text."""
        return [" ".join(cell.text for cell in row) for row in self.cells[-count:]]


def tables_in(text: str, loose: Mapping[int, list[TextCell]]) -> Iterator[TextTable]:
    """Yield blocks of at least two lines of cells, or a line that contains the rows of a table.

    `loose` are the cells of rows without separators, by the number of the line; none for lines that belong to the row
    before.
    """
    lines = text.splitlines(keepends=True)
    starts = list(accumulate(map(len, lines), initial=0))
    commas = _comma_lines(lines) if may_have_commas(text) else frozenset()
    every = [
        loose[number] if number in loose else (_comma_cells if number in commas else _cells)(line, starts[number])
        for number, line in enumerate(lines)
    ]
    rows = _Rows()
    before: list[str] = []
    table: TextTable | None = None  # complete but for the lines below it
    near = from_loose = False
    for number, (line, cells) in enumerate(zip(lines, every, strict=True)):
        loosely = loose.get(number)
        if loosely == []:
            continue
        listed = loosely is None and number not in commas and _is_listed(cells)
        if cells and rows.cells and listed != rows.listed:
            if listed:
                cells = []  # a line of text below a table
            else:
                before, rows = rows.last(2), _Rows()  # text above it
        if cells and not any(cell.text.strip(_RULES) for cell in cells):
            continue  # only pipes, or a rule below each column
        if len(cells) == 1 and _is_over_columns(cells[0], every[number + 1 : number + 1 + _MOST_HEADS]):
            cells = [TextCell(starts[number], "", 0), *cells]
        if len(cells) > 1 or loosely:
            if table:
                table.below = table.below if near else []  # else the lines are the caption of this table
                yield table
                table = None
            rows.add(cells)
            rows.listed, from_loose = listed, bool(loosely)
            continue
        if line[0] in "-=_—.*~+ " and RULE.fullmatch(line):
            continue
        following = every[number + 1] if number + 1 < len(every) else []
        if rows.take(line, starts[number], following) or rows.take_beside(line, following):
            continue
        if rows.are_heads() and (_heads_block(lines, every, number) or _is_corner(line, following)):
            rows.cells.append([cell_of(starts[number], 0, line)])
            continue
        if rows.cells:
            table, near = _whole(rows, before), True
            before, rows = [] if table else rows.last(1), _Rows()
        if not line.strip("| \t\r\n"):
            near = near and bool(table and table.below)
            continue
        before = [*before[1 - _LINES_ABOVE :], line.strip("| \t\r\n")]
        if table and _is_beyond(table, line, from_loose=from_loose):
            yield table
            table = None
        elif table:
            table.below.append(line.strip())
    if rows.cells:
        table = _whole(rows, before)
    if table:
        yield table


def _is_over_columns(cell: TextCell, below: Sequence[Sequence[TextCell]]) -> bool:
    """Whether the only cell of a line is a heading of the columns in the lines below it: it is not above the labels."""
    if not cell.column or (is_number(cell.text) and not YEAR.match(cell.text)) or cell.text[0] + cell.text[-1] == "()":
        return False
    first = next((row[1] for row in below if has_numbers(row[1:]) and row[0].column is not None), None)
    left = (first.column or 0) - _LEFT_OF_COLUMN if first else 0
    next_to = bool(below) and (len(below[0]) > 1 or any((head.column or 0) >= left for head in below[0]))
    return first is not None and next_to and cell.column >= left and cell.text[-1] != "."


def _is_beyond(table: TextTable, line: str, *, from_loose: bool) -> bool:
    """Whether a line of text is too far below a table, or too long, to describe it."""
    note = NOTE_OF_HEAD.match(line)
    far = len(table.below) >= (_MOST_NOTES if note else _LINES_BELOW) or len(line) > _LONGEST_BELOW
    return far or (from_loose and not (note or _IS_NOTE.match(line)))


def _heads_rows(line: str, following: list[TextCell]) -> bool:
    """Whether a line without a mark is the heading of the aligned row below it."""
    text = line.strip()
    return (
        len(following) > 2
        and following[-1].column is not None
        and _HEAD_OF_ROWS.fullmatch(text) is not None
        and not _IS_NOTE.match(text)
        and has_numbers(following[1:])
    )


def _heads_block(lines: list[str], every: list[list[TextCell]], number: int) -> bool:
    """Whether a line and perhaps a few below it are the headings of aligned rows: "Assets", "Current assets:"."""
    for at in range(number, min(number + _MOST_GROUPS, len(lines) - 1)):
        text = lines[at].strip().rstrip(":")
        if len(every[at]) > 1 or not _HEAD_OF_ROWS.fullmatch(text) or _IS_NOTE.match(text):
            return False
        row = every[at + 1]
        if len(row) > 1:
            return row[-1].column is not None and has_numbers(row[1:])
    return False


def _is_corner(line: str, following: list[TextCell]) -> bool:
    """Whether a line between two lines of headings is above the labels: "Product", in print beside both."""
    left = len(following) > 1 and len(line.rstrip()) < (following[0].column or 0)
    return left and not has_numbers(following) and _HEAD_OF_ROWS.fullmatch(line.strip()) is not None


def _is_first(line: str, before: list[TextCell], following: list[TextCell]) -> bool:
    """Whether the heading of a row is directly below the column headings, or further to the left than the row."""
    deeper = (following[0].column or 0) - (len(line) - len(line.lstrip())) > 1
    return deeper or not has_numbers(before[1:])


def may_have_commas(text: str) -> bool:
    """Return whether a text may have lines of comma-separated values; a cheap test."""
    return _COMMAS_LIKELY.search(text) is not None


def _comma_lines(lines: list[str]) -> frozenset[int]:
    """Which lines are comma-separated values: headings without numbers except years, above rows with as many cells."""
    found: set[int] = set()
    head, count = -1, 0
    for place, line in enumerate(lines):
        cells = [cell.strip('"') for cell in _CELLS.findall(line.rstrip())] if _COMMAS.fullmatch(line) else []
        if head >= 0 and len(cells) == count and _ROW_LABEL.fullmatch(cells[0]):
            found |= {head, place}
        else:
            is_head = len(cells) > 1 and not any(is_number(cell) and not YEAR.match(cell) for cell in cells)
            head, count = (place, len(cells)) if is_head else (-1, 0)
    return frozenset(found)


def _comma_cells(line: str, position: int) -> list[TextCell]:
    pieces = [(match.start(1), match[1]) for match in _CELLS.finditer(line.rstrip())]
    quoted = [(at + piece.startswith('"'), piece.strip('"')) for at, piece in pieces]
    return [cell_of(position, at, piece) for at, piece in quoted]


def _whole(found: _Rows, before: list[str]) -> TextTable | None:
    """The table of some rows and the lines before them, if they are one."""
    rows = found.cells if len(found.cells) > 1 else _flat_rows(found.cells[0])
    beyond = min(sum(1 for _ in takewhile(lambda cell: not cell.text, reversed(row))) for row in rows) if rows else 0
    rows = [row[: len(row) - beyond] for row in rows] if beyond else rows  # what follows the last pipe of each line
    if found.listed and len(rows) < _LEAST_LISTED:
        return None
    if len(rows) > 1 or any(len(row) > 2 for row in rows):
        near = [*filter(None, map(_brief, before[-2:]))]
        captions = [*near[-1:], (" " if near and near[-1][:1].islower() else ". ").join(near)]
        return TextTable(rows, captions if before and _brief(before[-1]) else [], found.beside + before[::-1])
    return None


def _brief(line: str) -> str:
    """A line that may be a caption; of a long one what it states in brackets at the end: "... (in millions):"."""
    stated = _STATED_AT_THE_END.search(line) if len(line) >= _LONGEST_ABOVE else None
    return line if len(line) < _LONGEST_ABOVE else stated[0] if stated else ""


def _is_listed(row: list[TextCell]) -> bool:
    """Whether a row is a label and a number with one space between: "Heavy copper 6,520"."""
    return len(row) == 2 and row[1].start - row[0].end < 3 and is_number(row[1].text)


def _flat_rows(cells: list[TextCell]) -> list[list[TextCell]]:
    """The rows of a table that lost its line breaks: empty cells separate them, except for an empty unit."""
    rows: list[list[TextCell]] = [[]]
    for cell, following in zip_longest(cells, cells[1:]):
        if cell.text:
            rows[-1].append(cell)
        elif rows[-1] and not (len(rows[-1]) == 1 and following and is_number(following.text)):
            rows.append([])
    return [row for row in rows if row]


def _cells(line: str, position: int) -> list[TextCell]:
    """The cells of a line; fewer than two if it is not part of a table."""
    aligned = False
    if line.count("|") > 1 or " | " in line:
        pieces = _pieces(line, "|")
        pieces = pieces if pieces[0][1].strip() else pieces[1:]
    elif line.count(";") > 1 and "; " not in line:
        pieces = _pieces(line.rstrip(), ";")
    elif "\t" in line or "   " in line or line.count("  ") > 1:
        pieces, offset, aligned = [], 0, "\t" not in line
        for gap in _GAPS.finditer(line.rstrip()):
            if gap.start():
                pieces.append((offset, line[offset : gap.start()]))
            offset = gap.end()
        pieces.append((offset, line[offset:]))
    elif (match := _LISTED.match(line)) and not (
        YEAR.match(match["value"]) or _MORE_COLUMNS.search(match["label"]) or _MONTH_AT_END.search(match["label"])
    ):
        pieces = [(match.start(name), match[name]) for name in ("label", "value")]
    else:
        return []
    found = [cell_of(position, at, piece, aligned=aligned) for at, piece in pieces]
    return with_signs(found) if aligned else found


def _pieces(line: str, separator: str) -> list[tuple[int, str]]:
    """The pieces between separators, each with its offset."""
    pieces = line.split(separator)
    offsets = accumulate((len(piece) + 1 for piece in pieces), initial=0)
    return list(zip(offsets, pieces, strict=False))
