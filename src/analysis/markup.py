"""Tables as HTML: escaped, with heads that a screen reader can tell, and numbers that line up."""

from collections.abc import Container, Iterable, Sequence
from html import escape
from typing import Any


def html_table(
    columns: Sequence[str],
    rows: Iterable[Sequence[Any]],
    *,
    caption: str = "",
    numeric: Container[str] = (),
    row_heads: bool = False,
) -> str:
    """Return a table as HTML, every text escaped; cells of the columns in `numeric` have the class num.

    With `row_heads` the first cell of each row is the head of its row.

    >>> html_table(["Unit"], [["<USD/t>"]], caption="Units")
    '<table><caption>Units</caption><thead><tr><th scope=col>Unit</th></tr></thead><tbody><tr><td>&lt;USD/t&gt;</td></tr></tbody></table>'
    """  # noqa: E501 - the markup is one line

    def cells(values: Sequence[Any], tag: str, scope: str = "") -> str:
        shown = []
        for place, (name, value) in enumerate(zip(columns, values, strict=True)):
            head = row_heads and place == 0 and tag == "td"
            open_tag = "th scope=row" if head else f"{tag}{scope}"
            mark = " class=num" if name in numeric else ""
            shown.append(f"<{open_tag}{mark}>{escape(str(value))}</{open_tag.split()[0]}>")
        return "".join(shown)

    title = f"<caption>{escape(caption)}</caption>" if caption else ""
    head = f"<thead><tr>{cells(columns, 'th', ' scope=col')}</tr></thead>"
    body = "".join(f"<tr>{cells(row, 'td')}</tr>" for row in rows)
    return f"<table>{title}{head}<tbody>{body}</tbody></table>"


def plain_table(columns: Sequence[str], rows: Iterable[Sequence[Any]], numeric: Container[str] = ()) -> str:
    """Return a table as lines of text, its columns aligned: numbers to the right, words to the left.

    >>> print(plain_table(["Name", "Value"], [["uplift", "1385"], ["ratio", "93.3"]], numeric=["Value"]))
    Name    Value
    uplift   1385
    ratio    93.3
    """
    lines = [[str(cell) for cell in row] for row in (columns, *rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(columns))]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if name in numeric else cell.ljust(width)
            for cell, width, name in zip(line, widths, columns, strict=True)
        ).rstrip()
        for line in lines
    )
