"""The order of cells on the page of a question: its answer comes first, and code that shows nothing last."""

from collections.abc import Iterable
from itertools import pairwise, takewhile
from typing import Any

from analysis.notebook.cards import CHANGE, NUMBER
from analysis.notebook.record import MIME, SENTENCES

_QUESTION = "## The question\n\n"
CODE_ONLY = "Parameters and imports"  # heading of the cells that print nothing
_PREPARATION = f"### {CODE_ONLY}\n\nThe code that runs before the answer."


def answer_first(cells: Iterable[Any]) -> list[Any]:
    """Return the cells of a notebook as a page shows them.

    The title is followed by the cells of the answer, then by what else its cell says. Code before the answer that
    shows nothing goes to the end. A notebook that does not begin with a title, or whose first code cells record no
    sentence, keeps its order.
    """
    from nbformat.v4 import new_markdown_cell

    cells = list(cells)
    if not cells or cells[0].cell_type != "markdown" or not cells[0].source.startswith("# "):
        return cells
    lead = list(takewhile(lambda cell: cell.cell_type == "code", cells[1:]))
    if not any(_records_sentence(cell) for cell in lead):
        return cells
    heading, _, question = cells[0].source.partition("\n")
    title = type(cells[0])({**cells[0], "source": heading})
    asked = [new_markdown_cell(_QUESTION + question.strip())] if question.strip() else []  # type: ignore[no-untyped-call]
    silent = [cell for cell in lead if not cell.outputs]
    told = [new_markdown_cell(_PREPARATION)] if silent else []  # type: ignore[no-untyped-call]
    shown = [cell for cell in lead if cell.outputs]
    return [title, *shown, *asked, *cells[1 + len(lead) :], *told, *silent]


def label_card(cell: Any) -> None:
    """Show the number of a card large, and what would change the answer with these words, as the first page does."""
    for shown, recorded in pairwise(cell.outputs):
        html = shown.get("data", {}).get("text/html")
        names = {entry.get("name") for entry in recorded.get("data", {}).get(MIME, {}).get("results", ())}
        if isinstance(html, str) and NUMBER in names:
            shown["data"]["text/html"] = html.replace("<p>", '<p class="big"><strong>', 1).replace(
                "</p>", "</strong></p>"
            )
        elif isinstance(html, str) and CHANGE in names:
            shown["data"]["text/html"] = html.replace("<p>", "<p><strong>What would change it.</strong> ", 1)


def _records_sentence(cell: Any) -> bool:
    recorded = (output.get("data", {}).get(MIME, {}) for output in cell.outputs)
    return any(entry.get("unit") in SENTENCES for record in recorded for entry in record.get("results", ()))
