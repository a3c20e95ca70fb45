"""The page that compares two runs."""

from collections.abc import Mapping, Sequence
from typing import Any

from analysis.report.templating import render

_HEADINGS = {"status": "Status", "source": "Sources", "parameter": "Parameters", "result": "Results"}


def comparison_page(
    old: Mapping[str, Any], new: Mapping[str, Any], changes: Sequence[Any], addresses: tuple[str, str]
) -> str:
    """Return the page as HTML; `old` and `new` are the run.json records, `addresses` link to the two reports.

    `changes` are the `Change` records of `analysis.runs.run_comparison`.
    """
    titles = {entry["notebook"]: entry["title"] for run in (old, new) for entry in run.get("notebooks", ())}
    groups = [(heading, [change for change in changes if change.kind == kind]) for kind, heading in _HEADINGS.items()]
    return render(
        "comparison.html.j2",
        titles=titles,
        old=old,
        new=new,
        addresses=addresses,
        groups=[group for group in groups if group[1]],
    )
