"""Tables that are equal in notebooks, reports and terminals, and do not change between runs."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from analysis.core.formatting import number
from analysis.core.html_table import HtmlCell, Table
from analysis.models.results import results_of
from analysis.notebook.provenance_links import Mark

if TYPE_CHECKING:
    import pandas as pd


def table(rows: "pd.DataFrame | Iterable[Mapping[str, Any]] | Any", digits: int = 5) -> None:
    """Display rows as a plain table: a data frame, a list of mappings, or the outcome of a model.

    Numbers are rounded to `digits` significant digits, so that rounding errors never show. In a report, a cell that is
    a `Mark` links to its origin.
    """
    import pandas as pd
    from IPython.display import display

    if not isinstance(rows, pd.DataFrame):
        rows = pd.DataFrame(_rows(rows))
    plain = rows.apply(_unmarked)
    shown = plain.map(lambda value: number(value, digits))
    numeric = {name for name in plain.columns if pd.api.types.is_numeric_dtype(plain[name])}
    pairs = zip(rows.itertuples(index=False, name=None), shown.itertuples(index=False, name=None), strict=True)
    # Numeric columns are marked here, since pandas does not give cells a class.
    cells = Table(list(shown.columns), [list(map(_cell, row, texts)) for row, texts in pairs], numeric=numeric)
    display({"text/html": cells.html, "text/plain": shown.to_string(index=False)}, raw=True)  # type: ignore[no-untyped-call]


def _rows(rows: Any) -> list[Mapping[str, Any]]:
    if isinstance(rows, (list, tuple)):
        return list(rows)
    return [
        {"Result": name, "Value": Mark(item.value, "result", name), "Unit": item.unit, "Meaning": item.meaning}
        for name, item in results_of(rows).items()
    ]


def _unmarked(column: "pd.Series[Any]") -> "pd.Series[Any]":
    """A column with the values of its marks, of their type."""
    if not any(isinstance(cell, Mark) for cell in column):
        return column
    return column.map(lambda cell: cell.value if isinstance(cell, Mark) else cell).infer_objects()


def _cell(value: Any, text: str) -> HtmlCell | str:
    return HtmlCell(text, value.html(text)) if isinstance(value, Mark) else text
