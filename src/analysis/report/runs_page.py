"""The page that lists all runs in a folder of reports, newest first."""

from collections.abc import Mapping, Sequence
from typing import Any

from analysis.report.templating import render


def runs_page(records: Sequence[Mapping[str, Any]]) -> str:
    """Return the page as HTML; `records` are the run.json records in the order of the list."""
    return render("runs.html.j2", runs=records)
