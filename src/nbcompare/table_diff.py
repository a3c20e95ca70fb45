"""HTML compared: tables by their cells, with the name of row and column, and the markup around them as text."""

from dataclasses import dataclass
from typing import Any

from nbcompare.difference import Difference, shorten
from nbcompare.settings import Settings
from nbcompare.text_diff import aligned, compare_texts

# The look and the links of a cell; its ids and classes only repeat its position.
_LOOK = ("style", "bgcolor", "color", "src", "href")
_SHOWN = 3  # cells that are quoted of a missing or new row


@dataclass(frozen=True)
class ParsedTable:
    """A table as rows of cells, each a text and its look; `header` counts the rows that name the columns."""

    rows: tuple[tuple[tuple[str, str], ...], ...]
    header: int

    @property
    def columns(self) -> list[str]:
        """The names of the columns, joined where the header has several rows."""
        named = [[text for text, _ in row] for row in self.rows[: self.header]]
        width = max((len(row) for row in self.rows), default=0)
        names = [[row[i] for row in named if i < len(row) and row[i]] for i in range(width)]
        return [" / ".join(dict.fromkeys(parts)) or f"column {i + 1}" for i, parts in enumerate(names)]

    def label(self, row: int) -> str:
        """The name of a row: its first cell, or its number among the rows below the header."""
        first = self.rows[row][0][0] if self.rows[row] else ""
        return repr(first) if first else str(row - self.header + 1)


def read_html(html: str) -> tuple[list[ParsedTable], str]:
    """Return the outermost tables of a piece of HTML, and the markup with an empty table in place of each.

    >>> tables, rest = read_html("<p>Prices</p><table><tr><th>t</th></tr><tr><td>5</td></tr></table>")
    >>> tables[0].columns, tables[0].rows[1]
    (['t'], (('5', ''),))
    >>> rest
    '<p>Prices</p><table></table>'
    """
    from lxml import html as parser

    root = parser.fragment_fromstring(html, create_parent="div")
    tables = []
    for element in root.xpath(".//table[not(ancestor::table)]"):
        tables.append(_table(element))
        tail = element.tail
        element.clear()
        element.tail = tail
    text = parser.tostring(root, encoding="unicode").strip()
    return tables, text.removeprefix("<div>").removesuffix("</div>")


def compare_html(before: str, after: str, settings: Settings) -> list[Difference]:
    """Return the differences of two pieces of HTML: of their tables, and of the markup around them.

    >>> one = "<table><tr><th>metal</th><th>price</th></tr><tr><th>Cu</th><td>{}</td></tr></table>"
    >>> [item.message for item in compare_html(one.format("9.5"), one.format("9.6"), Settings())]
    ["table, row 'Cu', column 'price': from 9.5 to 9.6 (by +0.1, +1.05 %)"]
    """
    if before == after:
        return []
    (old, markup), (new, other) = read_html(before), read_html(after)
    if len(old) != len(new):
        return [Difference("table", f"from {len(old)} to {len(new)} tables")]
    found = []
    for number, (one, another) in enumerate(zip(old, new, strict=True), start=1):
        name = f"table {number}" if len(old) > 1 else "table"
        found += [Difference("table", f"{name}, {item.message}") for item in _compare(one, another, settings)]
    return found or [item.within("markup") for item in compare_texts(markup, other, settings)]


def _compare(before: ParsedTable, after: ParsedTable, settings: Settings) -> list[Difference]:
    found = _compare_columns(before, after)
    if found:
        return found
    old, new = before.rows[before.header :], after.rows[after.header :]
    if old != new and len(old) == len(new) and sorted(old) == sorted(new):
        moved = next(i for i, (a, b) in enumerate(zip(old, new, strict=True)) if a != b)
        return [Difference("table", f"the order of the rows changed, from row {moved + 1} on")]
    columns = before.columns
    for i, j in aligned([_name(row) for row in old], [_name(row) for row in new]):
        if i is None and j is not None:
            found.append(Difference("table", f"row {after.label(j + after.header)} is new ({_shown(new[j])})"))
        elif j is None and i is not None:
            found.append(Difference("table", f"row {before.label(i + before.header)} is missing ({_shown(old[i])})"))
        elif i is not None and j is not None:
            found += _compare_rows(old[i], new[j], before.label(i + before.header), columns, settings)
    return found


def _compare_columns(before: ParsedTable, after: ParsedTable) -> list[Difference]:
    """The columns that are missing, new or renamed; their cells are then not compared."""
    old, new = before.columns, after.columns
    if old == new and before.header == after.header:
        return []
    if len(old) == len(new):
        renamed = [f"{a!r} is now {b!r}" for a, b in zip(old, new, strict=True) if a != b]
        return [Difference("table", f"column {change}") for change in renamed] or [
            Difference("table", f"from {before.header} to {after.header} header rows")
        ]
    found = []
    for i, j in aligned(old, new):
        if j is None and i is not None:
            found.append(Difference("table", f"column {old[i]!r} is missing"))
        elif i is None and j is not None:
            found.append(Difference("table", f"column {new[j]!r} is new"))
    return found


def _compare_rows(
    before: tuple[tuple[str, str], ...],
    after: tuple[tuple[str, str], ...],
    label: str,
    columns: list[str],
    settings: Settings,
) -> list[Difference]:
    if len(before) != len(after):
        return [Difference("table", f"row {label}: from {len(before)} to {len(after)} cells")]
    found = []
    for column, (text, look), (other, change) in zip(columns, before, after, strict=False):
        place = f"row {label}, column {column!r}"
        found += [Difference("table", f"{place}: {item.message}") for item in compare_texts(text, other, settings)]
        found += [
            Difference("table", f"{place}, look: {item.message}") for item in compare_texts(look, change, settings)
        ]
    return found


def _name(row: tuple[tuple[str, str], ...]) -> str:
    return row[0][0] if row else ""


def _shown(row: tuple[tuple[str, str], ...]) -> str:
    texts = [text for text, _ in row]
    return shorten(", ".join(texts[1 : 1 + _SHOWN])) + (", …" if len(texts) > 1 + _SHOWN else "")


def _table(element: Any) -> ParsedTable:
    """Read a table; a cell is repeated over the columns and rows that it spans."""
    rows: list[tuple[tuple[str, str], ...]] = []
    below: dict[int, tuple[tuple[str, str], int]] = {}  # column: the cell that reaches down, and how many rows more
    header = 0
    for line in element.iter("tr"):
        row: list[tuple[str, str]] = []
        cells = [cell for cell in line if cell.tag in ("td", "th")]
        queue = list(cells)
        reaching: dict[int, tuple[tuple[str, str], int]] = {}
        while queue or len(row) in below:
            if len(row) in below:
                cell, left = below.pop(len(row))
                if left > 1:
                    reaching[len(row)] = (cell, left - 1)
                row.append(cell)
                continue
            source = queue.pop(0)
            cell = (" ".join("".join(source.itertext()).split()), _look(source))
            for _ in range(_span(source, "colspan")):
                if _span(source, "rowspan") > 1:
                    reaching[len(row)] = (cell, _span(source, "rowspan") - 1)
                row.append(cell)
        below = reaching
        in_head = line.getparent() is not None and line.getparent().tag == "thead"
        if len(rows) == header and (in_head or (cells and all(cell.tag == "th" for cell in cells))):
            header += 1
        rows.append(tuple(row))
    return ParsedTable(tuple(rows), header)


def _span(cell: Any, name: str) -> int:
    text = cell.get(name, "1")
    return min(int(text), 1000) if text.isdecimal() and int(text) else 1  # HTML itself stops at a thousand columns


def _look(cell: Any) -> str:
    parts = [f"{name}={element.get(name)}" for element in cell.iter() for name in _LOOK if element.get(name)]
    return "; ".join(parts)
