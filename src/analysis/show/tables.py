"""Tables that read the same in a notebook, in a report and in a terminal, and never change between two runs."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from analysis.markup import Table
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
    # The numeric columns are marked here: pandas gives cells no class of their own.
    cells = Table(list(shown.columns), list(shown.itertuples(index=False, name=None)), numeric=numeric)
    display({"text/html": cells.html, "text/plain": shown.to_string(index=False)}, raw=True)  # type: ignore[no-untyped-call]


def _rows(rows: Any) -> list[Mapping[str, Any]]:
    if isinstance(rows, (list, tuple)):
        return list(rows)
    return [
        {"Result": name, "Value": item.value, "Unit": item.unit, "Meaning": item.meaning}
        for name, item in results_of(rows).items()
    ]
