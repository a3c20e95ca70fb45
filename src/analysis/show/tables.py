"""Tables that read the same in a notebook, in a report and in a terminal, and never change between two runs."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from analysis.models.results import results_of
from analysis.wording import number

if TYPE_CHECKING:
    import pandas as pd


def table(rows: "pd.DataFrame | Iterable[Mapping[str, Any]] | Any", digits: int = 5) -> None:
    """Display rows as a plain table: a data frame, a list of mappings, or the outcome of a model.

    Numbers are rounded to `digits` significant digits, so that the last bits of a float never show.
    """
    import pandas as pd
    from IPython.display import display

    if not isinstance(rows, pd.DataFrame):
        rows = pd.DataFrame(_rows(rows))
    shown = rows.map(lambda value: number(value, digits))
    numeric = {name for name in rows.columns if pd.api.types.is_numeric_dtype(rows[name])}
    display({"text/html": _html(shown, numeric), "text/plain": shown.to_string(index=False)}, raw=True)  # type: ignore[no-untyped-call]


def _rows(rows: Any) -> list[Mapping[str, Any]]:
    if isinstance(rows, (list, tuple)):
        return list(rows)
    return [
        {"Result": name, "Value": item.value, "Unit": item.unit, "Meaning": item.meaning}
        for name, item in results_of(rows).items()
    ]


def _html(shown: "pd.DataFrame", numeric: set[str]) -> str:
    """The table with its numeric columns marked: pandas gives cells no class of their own."""
    from html import escape

    def cells(tag: str, values: Iterable[Any], scope: str = "") -> str:
        return "".join(
            f"<{tag}{scope}{' class=num' if name in numeric else ''}>{escape(str(value))}</{tag}>"
            for name, value in zip(shown.columns, values, strict=True)
        )

    head = f"<thead><tr>{cells('th', shown.columns, ' scope=col')}</tr></thead>"
    body = "".join(f"<tr>{cells('td', row)}</tr>" for row in shown.itertuples(index=False, name=None))
    return f"<table>{head}<tbody>{body}</tbody></table>"
