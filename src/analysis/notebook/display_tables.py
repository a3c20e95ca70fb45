"""Tables that look the same in notebooks, reports and terminals, and do not change between runs."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from analysis.core.formatting import label, meaning_text, number, readable
from analysis.core.html_table import HtmlCell, Table, in_groups
from analysis.core.words import capitalised
from analysis.models.results import results_of
from analysis.notebook.provenance_links import Mark, readable_html
from analysis.notebook.quantity_text import percent_number, quantity_text

if TYPE_CHECKING:
    import pandas as pd

# Columns with texts of a source or units: they begin as written there.
_AS_WRITTEN = frozenset({"Sentence", "Subject", "Of what", "Unit", "Printed"})
EMPTY_SECTION = "empty_section"  # in the metadata of an output: the section around it has nothing to show
_FIRST_LETTER = re.compile(r"(?P<tags>(?:<[^>]*>)*)(?P<words>[^<]+)")


def table(rows: "pd.DataFrame | Iterable[Mapping[str, Any]] | Any", digits: int = 3, fold: str = "") -> None:
    """Display rows as a plain table: a data frame, a list of mappings, or the outcome of a model.

    Numbers are rounded to `digits` significant digits, but never above the decimal point; in a column of years
    they have no separator. Names of parameters, units and references are shown in words. Headings and cells begin with
    a capital letter unless they quote a source. Columns without any content are left out; no rows, no table. In a
    report, a cell that is a `Mark` links to its origin.

    `fold` is a column that groups the rows: each value heads a separate table with the number of its
    rows, which a reader can fold; without that column, there are no groups. A report shows them folded on a phone.
    """
    import pandas as pd
    from IPython.display import display

    if not isinstance(rows, pd.DataFrame):
        rows = pd.DataFrame(_rows(rows))
    if rows.empty:
        return
    if fold in rows.columns:
        html, text = in_groups(
            {
                capitalised(readable(str(value))): _as_table(own.drop(columns=fold), digits)
                for value, own in rows.groupby(fold, sort=False)
            }
        )
        display({"text/html": html, "text/plain": text}, raw=True)
        return
    cells = _as_table(rows, digits)
    display({"text/html": cells.html, "text/plain": cells.text}, raw=True)


def _as_table(rows: "pd.DataFrame", digits: int) -> Table:
    """The rows as the cells of a table, in words."""
    import pandas as pd

    texts = {name: rows[name].fillna("") for name in rows.columns if isinstance(rows[name].dtype, pd.StringDtype)}
    rows = rows.assign(**texts)  # no text, rather than an undefined number
    rows = rows[[name for name in rows.columns if any(map(_filled, rows[name]))]]
    rows.columns = [capitalised(readable(str(name))) for name in rows.columns]
    plain = rows.apply(_unmarked)
    every = any("cells in %" in name for name in plain.columns)
    shown = plain.apply(lambda column: column.map(_form(str(column.name), digits, percent=every)))
    numeric = {name for name in plain.columns if pd.api.types.is_numeric_dtype(plain[name])}
    aligned = shown.apply(lambda column: _aligned(column) if column.name in numeric else column)
    pairs = zip(rows.itertuples(index=False, name=None), aligned.itertuples(index=False, name=None), strict=True)
    # Numeric columns are marked here, since pandas does not give cells a class.
    columns = list(shown.columns)
    return Table(columns, [list(map(_cell, columns, row, texts)) for row, texts in pairs], numeric=numeric)


def note(text: str, metadata: Mapping[str, Any] | None = None) -> None:
    """Display a sentence, whose ids of references become citations, as a paragraph or as plain text."""
    from IPython.display import display

    words, html = readable_html(text)
    display({"text/html": f"<p>{html}</p>", "text/plain": words}, metadata=metadata, raw=True)


def nothing_here(text: str) -> None:
    """Display why a section of a notebook has nothing to show; the page of a report leaves such a section out."""
    note(text, {EMPTY_SECTION: True})


def _rows(rows: Any) -> list[Mapping[str, Any]]:
    if isinstance(rows, (list, tuple)):
        return list(rows)
    return [
        {
            "Result": label(name, item.unit),
            "Value": Mark(
                quantity_text(item.value, item.unit, meaning=item.meaning, chance=item.chance), "result", name
            ),
            "Meaning": meaning_text(item.meaning),
        }
        for name, item in results_of(rows).items()
    ]


def _unmarked(column: "pd.Series[Any]") -> "pd.Series[Any]":
    """A column with the values of its marks, of their type."""
    if not any(isinstance(cell, Mark) for cell in column):
        return column
    return column.map(lambda cell: cell.value if isinstance(cell, Mark) else cell).infer_objects()


def _form(column: str, digits: int, *, percent: bool) -> Callable[[Any], str]:
    """How the cells of a column are shown: a number by its digits, a year without a separator, a text in words."""
    percent = percent or "(%" in column
    of_years = column.lower().rpartition(" ")[2] in ("year", "edition")

    def shown(value: Any) -> str:
        if isinstance(value, HtmlCell):
            return value.text
        if isinstance(value, str):
            return _begun(column, readable_html(value)[0])
        if of_years and isinstance(value, (int, float)) and value == value // 1:
            return f"{value:.0f}"
        if percent and isinstance(value, float):
            return percent_number(value, digits)
        return readable(number(value, digits))

    return shown


def _aligned(column: "pd.Series[str]") -> "pd.Series[str]":
    """The numbers of a column, padded with digit-wide spaces so that their decimal points align."""
    places = column.map(lambda text: len(text.partition(".")[2]))
    most = int(places.max()) if len(places) else 0
    ends = [
        ("" if place or not most else "\N{PUNCTUATION SPACE}") + "\N{FIGURE SPACE}" * (most - place) for place in places
    ]
    return column + ends


def _filled(cell: Any) -> bool:
    value = cell.value if isinstance(cell, Mark) else cell.text if isinstance(cell, HtmlCell) else cell
    return value is not None and value != ""


def _cell(column: str, value: Any, text: str) -> HtmlCell | str:
    if isinstance(value, (HtmlCell, Mark)):
        return HtmlCell(text, value.html if isinstance(value, HtmlCell) else value.html(text))
    return HtmlCell(text, _begun(column, readable_html(value)[1])) if isinstance(value, str) else text


def _begun(column: str, text: str) -> str:
    """A text, or HTML that may begin with a link, as it begins in a column."""
    if column in _AS_WRITTEN:
        return text
    return _FIRST_LETTER.sub(lambda match: match["tags"] + capitalised(match["words"]), text, count=1)
