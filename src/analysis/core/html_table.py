"""Tables as accessible, escaped HTML and as plain text."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from analysis.core.lazy_regex import lazy_regex

_UNBROKEN = lazy_regex(r"<[^>]*>|(?P<date>\b\d{4}-\d\d(?:-\d\d)?\b)|(?P<share>(?<=\d) %)")
_LONG = 300  # characters of a cell that needs a wide column, which a report gives to the class `long`


@dataclass(frozen=True)
class HtmlCell:
    """A cell with its own HTML, such as a link."""

    text: str
    html: str

    def __str__(self) -> str:
        return self.text


# An address of the web, with or without its scheme: a host and a path, or a host alone that is not the name of a file.
_WEB = lazy_regex(
    r"(?<!\S)(?:https?://)?(?P<host>[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}"
    r"(?:/[^\s,;]*|(?<!\.csv)(?<!\.json)(?<!\.pdf)(?<!\.txt)))(?=$|[\s,;])"
)


def linked_addresses(text: str) -> str:
    """Return a text as HTML in which addresses of the web are links."""

    def link(match: re.Match[str]) -> str:
        return f'<a href="https://{match["host"]}" rel="noopener noreferrer">{match[0]}</a>'

    return _WEB.sub(link, escape(text, quote=True))


def linked_title(publisher: str, title: str, date: str | None, address: str) -> HtmlCell:
    """Return a cell with publisher, title and date, in which the title leads to the first address of the web."""
    found = _WEB.search(address)
    shown = escape(title)
    if found:
        shown = f'<a href="https://{escape(found["host"])}" rel="noopener noreferrer">{shown}</a>'
    parts = [publisher, title, date or ""]
    html = [escape(publisher), shown if title else "", escape(date or "")]
    return HtmlCell(", ".join(filter(None, parts)), ", ".join(filter(None, html)))


@dataclass(frozen=True)
class Table:
    """Rows of cells under named columns; the columns in `numeric` are right-aligned.

    With `row_heads` the first cell of each row is a header. `note` is a line below the table.

    >>> table = Table(["Name", "Value"], [["uplift", "1385"], ["ratio", "93.3"]], numeric=["Value"])
    >>> print(table.text)
    Name    Value
    uplift   1385
    ratio    93.3
    >>> Table(["Unit"], [["<USD/t>"]], caption="Units").html[:69]
    '<table><caption>Units</caption><thead><tr><th scope=col style="text-a'
    """

    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]
    caption: str = ""
    numeric: Collection[str] = ()
    row_heads: bool = False
    note: str = ""

    @property
    def html(self) -> str:
        """The table as escaped HTML; numeric cells have the class `num`."""
        title = f"<caption>{escape(self.caption)}</caption>" if self.caption else ""
        head = f"<thead><tr>{self._cells(self.columns, 'th scope=col')}</tr></thead>"
        body = "".join(f"<tr>{self._cells(row, 'td')}</tr>" for row in self.rows)
        note = f"<p>{escape(self.note)}</p>" if self.note else ""
        return f"<table>{title}{head}<tbody>{body}</tbody></table>{note}"

    def _cells(self, values: Sequence[Any], tag: str) -> str:
        shown = []
        for place, (name, value) in enumerate(zip(self.columns, values, strict=True)):
            own = "th scope=row" if self.row_heads and place == 0 and tag == "td" else tag
            number = name in self.numeric
            # Front ends align table cells differently, so each cell says how.
            mark = ' class=num style="text-align:right"' if number else ' style="text-align:left"'
            if len(str(value)) > _LONG and tag == "td":
                mark = f" class=long{mark}"
            words = value.html if isinstance(value, HtmlCell) else escape(str(value))
            shown.append(f"<{own}{mark}>{_UNBROKEN.sub(_unbroken, words)}</{own[:2]}>")
        return "".join(shown)

    @property
    def text(self) -> str:
        """The table as plain text with aligned columns."""
        lines = [[str(cell) for cell in row] for row in (self.columns, *self.rows)]
        widths = [max(len(line[place]) for line in lines) for place in range(len(self.columns))]
        shown = [
            "  ".join(
                cell.rjust(width) if name in self.numeric else cell.ljust(width)
                for cell, width, name in zip(line, widths, self.columns, strict=True)
            ).rstrip()
            for line in lines
        ]
        return "\n".join([*([self.caption] if self.caption else []), *shown, *([self.note] if self.note else [])])


def in_groups(tables: Mapping[str, Table]) -> tuple[str, str]:
    """Return tables by title as HTML, in groups that a reader can fold, and as text; each title has the number of rows.

    >>> html, text = in_groups({"Open": Table(["Claim"], [["a"], ["b"]])})
    >>> html[:62]
    '<details class="group" open><summary>Open (2)</summary><table>'
    >>> print(text)
    Open (2)
    Claim
    a
    b
    """
    counted = {f"{title} ({len(table.rows)})": table for title, table in tables.items()}
    html = "".join(
        f'<details class="group" open><summary>{escape(title)}</summary>{table.html}</details>'
        for title, table in counted.items()
    )
    return html, "\n\n".join(f"{title}\n{table.text}" for title, table in counted.items())


def _unbroken(match: re.Match[str]) -> str:
    """A date or a share in which no front end breaks a line; tags stay as they are."""
    if match["date"]:
        return f'<span style="white-space:nowrap">{match["date"]}</span>'
    return "\N{NO-BREAK SPACE}%" if match["share"] else match[0]


class Shown:
    """Base of objects that are displayed as a table: HTML in a notebook, plain text in a terminal."""

    __slots__ = ()

    def _table(self, most: int) -> Table:
        raise NotImplementedError

    def __repr__(self) -> str:
        return self._table(20).text

    def _repr_html_(self) -> str:
        return self._table(200).html
