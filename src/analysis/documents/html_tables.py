"""Write each table of a page as plain rows: one cell per column, below the headings that span the column.

Pages give an amount, its sign and its closing bracket cells of their own, put empty columns between, let heads span
columns and labels span rows, and write captions and notes as rows.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction.table_cells import MONEY_SIGNS, YEAR, is_number
from analysis.extraction.table_units import SCALED_LINE

_BLOCKS = frozenset("address article blockquote br div dd dl dt h1 h2 h3 h4 h5 h6 hr li ol p pre section ul".split())
_CELLS = ("td", "th")
_UNSEEN = ("script", "style", "template", "noscript")
_CLOSING = lazy_regex(r"\)?\s?%|\)|\)\s?%|p\.?p\.?|bps?")
_OPENING = frozenset({*MONEY_SIGNS, "(", "(US$", *(f"({sign}" for sign in MONEY_SIGNS)})
_ENDS_AMOUNT = lazy_regex(r"\d\)?\Z")
_AMOUNT = lazy_regex(r"[\d(.−–—-]")
_ZERO_WIDTH = re.compile("[\u200b\u200c\u2060\ufeff\u00ad]")
_MOST_COLUMNS = 400
_LONGEST_CELL = 2_000  # characters; a longer one is a part of a page laid out as a table
_LEAST_ROWS = 2
_NEAR = 1  # columns between a head and the numbers that it is above, if it is above the column of their signs
_LONGEST_SPAN = 1_000  # rows
# Marks in cells of their own, which stay where a paragraph would be left out as too short.
_PLAIN = "data-plain"
_TABLE, _LINE = "\u2e3a\u2e3b", "\u2e3b\u2e3a"
_EMPTY = lazy_regex(r"\n{3,}")
_MARKED = lazy_regex(rf"\|?[^\S\n]*(?:{_TABLE}|{_LINE}(?P<line>[^\n]*?))[^\S\n|]*(?:\|[^\S\n|]*)*(?=\n|\Z)")
# A head that is about the whole table: "(In millions)", "Thousand tonnes", "US$ million, except per share".
_STATES = lazy_regex(
    r"(?i)[(\[]?\s*(?:(?:all |the )?(?:data|figures|values|amounts|dollars|shares) )?(?:are )?in\b|[(\[].*[)\]]\Z"
)


@dataclass(frozen=True, slots=True)
class _SpanningCell:
    """The text of a cell, and the columns that it spans: from `start` up to, not including, `end`."""

    text: str
    start: int
    end: int

    def shared(self, other: "_SpanningCell") -> int:
        """How many columns both span."""
        return min(self.end, other.end) - max(self.start, other.start)


_Row = list[_SpanningCell]


def with_plain_tables(tree: Any) -> None:
    """Rewrite the tables of a parsed page that have rows of numbers; others, such as layout tables, stay."""
    for table in [*tree.iter("table")]:
        if next(table.iterdescendants("table"), None) is None and table.getparent() is not None:
            rows = _grid(table)
            if plain := _plain(rows):
                _write(table, *plain)
            elif len(rows) > 1:
                table.insert(0, _row(table, [_TABLE]))


def plain_lines(table: Any) -> list[str]:
    """Return the lines of a parsed table that has rows of numbers, cells between pipes; none for another table."""
    plain = _plain(_grid(table))
    if plain is None:
        return []
    captions, rows, notes = plain
    return [*captions, "", *(f"| {' | '.join(row)} |" for row in rows), "", *notes]


def is_plain(row: Any) -> bool:
    """Return whether a row of a parsed page belongs to a rewritten table."""
    return row is not None and row.tag == "tr" and row.get(_PLAIN) is not None


def _text(cell: Any) -> str:
    """The visible text of an element in one line, with a space where a block begins or ends."""
    parts: list[str] = []

    def add(element: Any) -> None:
        if not isinstance(element.tag, str) or element.tag in _UNSEEN:
            return
        block = element.tag in _BLOCKS
        parts.append(" " if block else "")
        parts.append(element.text or "")
        for child in element:
            add(child)
            parts.append(child.tail or "")
        parts.append(" " if block else "")

    add(cell)
    return " ".join(_ZERO_WIDTH.sub("", "".join(parts)).replace("|", "/").split())


def _grid(table: Any) -> list[_Row]:
    """The non-empty cells by row, with labels that span rows repeated; none for a layout table."""
    rows: list[_Row] = []
    below: dict[int, tuple[int, _SpanningCell]] = {}  # cells that span further rows: how many, by their first column
    for line in table.iter("tr"):
        row: _Row = []
        at = 0
        for cell in line:
            if cell.tag not in _CELLS:
                continue
            while at in below:
                at = below[at][1].end
            text = _text(cell)
            made = _SpanningCell(text, at, at + _number(cell.get("colspan"), _MOST_COLUMNS))
            at = made.end
            if at > _MOST_COLUMNS or len(text) > _LONGEST_CELL:
                return []
            deep = _number(cell.get("rowspan"), _LONGEST_SPAN) - 1
            if deep > 0:
                below[made.start] = (deep + 1, made)
            if text:
                row.append(made)
        here = {id(cell) for cell in row}
        row += [cell for _, cell in below.values() if cell.text and id(cell) not in here and not is_number(cell.text)]
        below = {start: (deep - 1, cell) for start, (deep, cell) in below.items() if deep > 1}
        if row:
            rows.append(_signed(sorted(row, key=lambda cell: cell.start)))
    return rows


def _number(stated: str | None, most: int) -> int:
    digits = (stated or "").strip()
    return min(most, int(digits)) if digits.isdecimal() and int(digits[:9]) else 1


def _signed(row: _Row) -> _Row:
    """A row in which the signs of an amount are in its cell: "$" before it, ")" and "%" behind it."""
    joined: _Row = []
    for cell in row:
        before = joined[-1] if joined else None
        opens = before and before.text in _OPENING and _AMOUNT.match(cell.text)
        closes = before and _ENDS_AMOUNT.search(before.text) and _CLOSING.fullmatch(cell.text)
        if before and (opens or closes):
            joined[-1] = _SpanningCell(before.text + cell.text, before.start, cell.end)
        else:
            joined.append(cell)
    return joined


def _is_data(row: _Row) -> bool:
    """Whether a row has a number, other than a year, after its first column."""
    return any(cell.start and is_number(cell.text) and not YEAR.match(cell.text) for cell in row)


def _plain(rows: list[_Row]) -> tuple[list[str], list[list[str]], list[str]] | None:
    """The captions, the rows, one cell for each column, and the notes of a table; None if it has no columns."""
    data = [at for at, row in enumerate(rows) if _is_data(row)]
    if len(data) < _LEAST_ROWS:
        return None
    columns = _columns([rows[at] for at in data if len(rows[at]) > 1])
    columns = _with_empty(columns, rows[: data[0]])
    if len(columns) < 2:
        return None
    last = data[-1]
    captions: list[str] = []
    written: list[list[str]] = []
    for at, row in enumerate(rows[: last + 1]):
        if at < data[0] and len(row) == 1 and _is_caption(row[0], columns, first=not written):
            captions.append(row[0].text)
        else:
            is_group = len(row) == 1 and row[0].shared(columns[0]) > 0
            written.append(_in_columns(row, columns, spread=not (is_group or _is_data(row))))
    notes = [row[0].text if len(row) == 1 else " ".join(cell.text for cell in row) for row in rows[last + 1 :]]
    return captions, written, notes


def _is_caption(cell: _SpanningCell, columns: Sequence[_SpanningCell], *, first: bool) -> bool:
    """Whether the only cell of a row is about the whole table, not the head of columns or of the rows below it."""
    over = sum(cell.shared(column) > 0 for column in columns)
    return over > 1 and (
        (first and cell.start <= columns[0].start)
        or (over >= len(columns) - 1 and any(pattern.match(cell.text) for pattern in (_STATES, SCALED_LINE)))
    )


def _columns(rows: list[_Row]) -> list[_SpanningCell]:
    """The columns: the spans of cells that most rows have, without overlap."""
    counts = Counter((cell.start, cell.end) for row in rows for cell in row)
    found: list[_SpanningCell] = []
    for (start, end), _ in sorted(counts.items(), key=lambda item: (-item[1], item[0][1] - item[0][0], item[0])):
        cell = _SpanningCell("", start, end)
        if all(cell.shared(other) <= 0 for other in found):
            found.append(cell)
    return sorted(found, key=lambda cell: cell.start)


def _with_empty(columns: list[_SpanningCell], heads: list[_Row]) -> list[_SpanningCell]:
    """The columns, and those that have a heading but no cells, next to columns with their own headings."""
    for row in heads:
        bare = [column for column in columns if all(cell.shared(column) <= 0 for cell in row)]
        for cell in row:
            apart = min((-cell.shared(column) for column in bare), default=_MOST_COLUMNS)
            if all(cell.shared(column) <= 0 for column in columns) and apart > _NEAR:
                columns = sorted([*columns, cell], key=lambda column: column.start)
    return columns


def _in_columns(row: _Row, columns: Sequence[_SpanningCell], *, spread: bool) -> list[str]:
    """The text of each column; a cell that spans several is in the first of them, if not `spread` over all."""
    texts = [""] * len(columns)
    for cell in row:
        over = [at for at, column in enumerate(columns) if cell.shared(column) > 0]
        if not over:  # above a column without numbers: the nearest
            over = [min(range(len(columns)), key=lambda at: -cell.shared(columns[at]))]
        for at in over if spread else over[:1]:
            texts[at] = f"{texts[at]} {cell.text}".strip()
    return texts


def _write(table: Any, captions: list[str], rows: list[list[str]], notes: list[str]) -> None:
    """Replace the content of a table; captions and notes are marked as lines above or below it."""
    above = [*filter(None, map(_text, table.iter("caption"))), *captions]
    for child in [*table]:
        table.remove(child)
    table.text = None
    lines = [_LINE + text for text in above]
    for row in ([_TABLE], *([line] for line in lines), *rows, *([_LINE + text] for text in notes)):
        table.append(_row(table, row))


def _row(table: Any, texts: Sequence[str]) -> Any:
    line = table.makeelement("tr", {_PLAIN: ""})
    for text in texts:
        cell = line.makeelement("td")
        cell.text = text
        line.append(cell)
    return line


def with_lines(text: str) -> str:
    """Return the text of a page with an empty line before each table, and captions and notes as lines of their own."""
    if _TABLE not in text:
        return text
    marked = _MARKED.sub(lambda match: "" if match["line"] is None else f"\n{match['line'].strip()}\n", text)
    return _EMPTY.sub("\n\n", marked)
