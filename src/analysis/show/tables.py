"""Tables that read the same in a notebook, in a report and in a terminal, and never change between two runs."""

import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from analysis.models.results import results_of

if TYPE_CHECKING:
    import pandas as pd


def number(value: Any, digits: int = 5) -> str:
    """Return a number as people write it: so many significant digits, thousands separated, no exponent.

    Whole numbers below 10,000 stay as they are: most of them are years.

    >>> number(93.33333333), number(13_850_000.0), number(0.0108303), number(float("inf")), number(2027)
    ('93.333', '13,850,000', '0.01083', 'never', '2027')
    """
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return "" if value is None else str(value)
    if math.isnan(value):
        return "–"
    if math.isinf(value):
        return "never"
    if value == 0:
        return "0"
    if isinstance(value, int):
        return str(value) if abs(value) < 10_000 else f"{value:,}"
    places = max(0, digits - 1 - math.floor(math.log10(abs(value))))
    text = f"{value:,.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


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
