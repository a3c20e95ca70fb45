"""Compare HTML: tables by cell, with the names of row and column, pictures, and the surrounding markup as text."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from nbcompare.html_reader import Cell, HtmlRow, ParsedTable, read_html
from nbcompare.image_diff import compare_encoded
from nbcompare.json_diff import Unsettled, compare_json, settled
from nbcompare.settings import Settings
from nbcompare.text_diff import aligned, compare_texts
from nbcompare.value_diff import Difference, first_of, shorten

_SHOWN = 3  # cells that are quoted of a missing or new row


def compare_html(before: str, after: str, settings: Settings) -> list[Difference]:
    """Return the differences of two pieces of HTML: of their tables, their pictures and all other markup."""
    if before == after:
        return []
    old, new = read_html(before), read_html(after)
    if len(old.tables) != len(new.tables):
        return [Difference(f"from {len(old.tables)} to {len(new.tables)} tables")]
    found: list[Difference] = []
    for number, (one, another) in enumerate(zip(old.tables, new.tables, strict=True), start=1):
        name = f"table {number}" if len(old.tables) > 1 else "table"
        items = settled(_compare(one, another, settings), settings)
        found += first_of(Difference(f"{name}, {item.message}") for item in items)
    found = found or [item.within("markup") for item in compare_texts(old.markup, new.markup, settings)]
    if len(old.data) == len(new.data):
        for value, other in zip(old.data, new.data, strict=True):
            found += [item.within("script") for item in compare_json(value, other, settings)]
    if len(old.pictures) == len(new.pictures):
        for number, pair in enumerate(zip(old.pictures, new.pictures, strict=True), start=1):
            name = f"picture {number} of {len(old.pictures)}" if len(old.pictures) > 1 else "picture"
            changes = compare_encoded(*pair, settings.picture)
            found += [replace(item, message=item.message.replace("picture", name, 1)) for item in changes]
    for frame, other in zip(old.frames, new.frames, strict=False):
        found += [item.within("embedded document") for item in compare_html(frame, other, settings)]
    return found


def _compare(before: ParsedTable, after: ParsedTable, settings: Settings) -> Iterator[Difference | Unsettled]:
    yield from (item.within("caption") for item in compare_texts(before.caption, after.caption, settings))
    yield from (item.within("look of the table") for item in compare_texts(before.frame, after.frame, settings))
    heads = _compare_columns(before, after)
    if heads:
        yield from heads
        return
    columns = before.columns
    for number, (one, other) in enumerate(
        zip(before.rows[: before.header], after.rows[: after.header], strict=True), start=1
    ):
        yield from _compare_rows(one, other, f"head row {number}", columns, settings)
    old, new = before.rows[before.header :], after.rows[after.header :]
    if len(old) == len(new):
        moved = [i for i, (a, b) in enumerate(zip(old, new, strict=True)) if a != b]
        if moved and Counter(old[i] for i in moved) == Counter(new[i] for i in moved):
            yield Difference(f"the order of the rows changed, from row {moved[0] + 1} on")
            return
    for i, j in aligned([row.name for row in old], [row.name for row in new]):
        if i is None and j is not None:
            yield Difference(f"row {after.label(j + after.header)} is new ({_shown(new[j])})")
        elif j is None and i is not None:
            yield Difference(f"row {before.label(i + before.header)} is missing ({_shown(old[i])})")
        elif i is not None and j is not None and old[i] != new[j]:
            place = f"row {before.label(i + before.header)}"
            yield from _compare_rows(old[i], new[j], place, columns, settings)


def _compare_columns(before: ParsedTable, after: ParsedTable) -> list[Difference]:
    """The columns that are missing, new or renamed; their cells are then not compared."""
    old, new = before.columns, after.columns
    if old == new and before.header == after.header:
        return []
    if len(old) == len(new):
        renamed = [f"{a!r} is now {b!r}" for a, b in zip(old, new, strict=True) if a != b]
        return [Difference(f"column {change}") for change in renamed] or [
            Difference(f"from {before.header} to {after.header} header rows")
        ]
    found = []
    for i, j in aligned(old, new):
        if j is None and i is not None:
            found.append(Difference(f"column {old[i]!r} is missing"))
        elif i is None and j is not None:
            found.append(Difference(f"column {new[j]!r} is new"))
    return found or [Difference(f"from {len(old)} to {len(new)} columns")]


def _compare_rows(
    before: HtmlRow, after: HtmlRow, place: str, columns: list[str], settings: Settings
) -> Iterator[Difference | Unsettled]:
    yield from (item.within(f"{place}, look") for item in compare_texts(before.look, after.look, settings))
    if len(before.cells) != len(after.cells):
        yield Difference(f"{place}: from {len(before.cells)} to {len(after.cells)} cells")
        return
    for one, other in zip(before.cells, after.cells, strict=True):
        if one != other:
            name = columns[one.column] if one.column < len(columns) else f"column {one.column + 1}"
            tell = partial(_compare_cells, one, other, f"{place}, column {name!r}", settings)
            yield Unsettled(one.text, other.text, tell, name)


def _compare_cells(
    before: Cell, after: Cell, place: str, settings: Settings, texts: Sequence[Difference]
) -> list[Difference]:
    """The differences of two cells, given the differences of their texts."""
    found = [f": {item.message}" for item in texts]
    found += [f", look: {item.message}" for item in compare_texts(before.look, after.look, settings)]
    for what, old, new in (("columns", before.across, after.across), ("rows", before.down, after.down)):
        if old != new:
            found.append(f" spans {new} {what}, {old} when stored")
    if before.tag != after.tag:
        words = {"th": "a heading", "td": "an ordinary cell"}
        found.append(f": from {words[before.tag]} to {words[after.tag]}")
    if not found and before.column != after.column:
        found.append(f" moved to column {after.column + 1}")
    return [Difference(place + words) for words in found]


def _shown(row: HtmlRow) -> str:
    texts = [cell.text for cell in row.cells]
    return shorten(", ".join(texts[1 : 1 + _SHOWN])) + (", …" if len(texts) > 1 + _SHOWN else "")
