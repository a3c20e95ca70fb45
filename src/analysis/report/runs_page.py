"""The page over all runs in a folder of reports, the newest first."""

from collections.abc import Mapping, Sequence
from typing import Any

from analysis.report.templating import templates


def runs_page(records: Sequence[Mapping[str, Any]]) -> str:
    """Return the page as HTML; `records` are what each run.json says, in the order in which they are listed."""
    return templates().get_template("runs.html.j2").render(runs=records, up="")
