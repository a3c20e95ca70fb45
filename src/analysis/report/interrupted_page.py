"""The only page of an interrupted run, which must end at once."""

from collections.abc import Collection, Mapping
from typing import Any

from analysis.report.templating import render


def interrupted_page(run: Mapping[str, Any], executed: Collection[str]) -> str:
    """Return the page as HTML; `run` is the content of run.json, `executed` names the notebooks that are there."""
    return render("interrupted.html.j2", run=run, executed=executed)
