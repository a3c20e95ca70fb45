"""The page that compares two runs."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from analysis.report.templating import render

_HEADINGS = {"status": "Status", "source": "Sources", "parameter": "Parameters", "result": "Results"}


def comparison_page(
    old: Mapping[str, Any],
    new: Mapping[str, Any],
    changes: Sequence[Any],
    answers: Sequence[Any],
    addresses: tuple[str, str],
) -> str:
    """Return the page as HTML; `old` and `new` are the run.json records, `addresses` link to the two reports.

    `changes` are the `Change` records of `analysis.runs.run_comparison`, `answers` the `AnswerChange` records of
    `analysis.runs.answer_changes`; the addresses of their causes are relative to the new report.
    """
    titles = {entry["notebook"]: entry["title"] for run in (old, new) for entry in run.get("notebooks", ())}
    groups = [(heading, [change for change in changes if change.kind == kind]) for kind, heading in _HEADINGS.items()]
    return render(
        "comparison.html.j2",
        titles=titles,
        old=old,
        new=new,
        addresses=addresses,
        answers=[_from_here(answer, addresses[1]) for answer in answers],
        groups=[group for group in groups if group[1]],
    )


def _from_here(answer: Any, index: str) -> Any:
    """The change of an answer with addresses that lead into the report whose first page is `index`."""
    folder = index.rpartition("/")[0]
    causes = [
        replace(cause, address=f"{folder}/{cause.address}" if cause.address and folder else "")
        for cause in answer.causes
    ]
    return replace(answer, causes=causes)
