"""Tables that read the same in a notebook, in a report and in a terminal, and never change between two runs."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from analysis.models.results import results_of
from analysis.show.marks import Mark
from analysis.wording import number

if TYPE_CHECKING:
    import pandas as pd


def table(rows: "pd.DataFrame | Iterable[Mapping[str, Any]] | Any", digits: int = 5) -> None:
    """Display rows as a plain table: a data frame, a list of mappings, or the outcome of a model.

    Numbers are rounded to `digits` significant digits, so that the last bits of a float never show. A cell that is a
    `Mark` leads in a report to where it comes from.
    """
    import pandas as pd
    from IPython.display import display

    if not isinstance(rows, pd.DataFrame):
        rows = pd.DataFrame(_rows(rows))
    plain = rows.apply(_unmarked)
    shown = plain.map(lambda value: number(value, digits))
    numeric = {name for name in plain.columns if pd.api.types.is_numeric_dtype(plain[name])}
    display(  # type: ignore[no-untyped-call]
        {"text/html": _html(rows, shown, numeric), "text/plain": shown.to_string(index=False)}, raw=True
    )


def _rows(rows: Any) -> list[Mapping[str, Any]]:
    if isinstance(rows, (list, tuple)):
        return list(rows)
    return [
        {"Result": name, "Value": Mark(item.value, "result", name), "Unit": item.unit, "Meaning": item.meaning}
        for name, item in results_of(rows).items()
    ]


def _unmarked(column: "pd.Series[Any]") -> "pd.Series[Any]":
    """A column without its marks, of the type that its values have without them."""
    if not any(isinstance(cell, Mark) for cell in column):
        return column
    return column.map(lambda cell: cell.value if isinstance(cell, Mark) else cell).infer_objects()


def _html(rows: "pd.DataFrame", shown: "pd.DataFrame", numeric: set[str]) -> str:
    """The table with its numeric columns marked: pandas gives cells no class of their own."""
    from html import escape

    def cells(tag: str, values: Iterable[Any], texts: Iterable[str], scope: str = "") -> str:
        return "".join(
            f"<{tag}{scope}{' class=num' if name in numeric else ''}>"
            f"{cell.html(text) if isinstance(cell, Mark) else escape(str(text))}</{tag}>"
            for name, cell, text in zip(shown.columns, values, texts, strict=True)
        )

    head = f"<thead><tr>{cells('th', shown.columns, shown.columns, ' scope=col')}</tr></thead>"
    pairs = zip(rows.itertuples(index=False, name=None), shown.itertuples(index=False, name=None), strict=True)
    body = "".join(f"<tr>{cells('td', row, texts)}</tr>" for row, texts in pairs)
    return f"<table>{head}<tbody>{body}</tbody></table>"
