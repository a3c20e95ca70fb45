"""The page over all runs in a folder of reports, the newest first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.pages.templating import templates

_WORDS = ("run_id", "status", "scenario", "started")


@dataclass(frozen=True)
class Line:
    """A run in the list; what an older version did not write down is empty."""

    run_id: str
    status: str
    scenario: str
    started: str
    sources: int
    notebooks: int
    changes: int | None

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> "Line":
        """Return the line of what a run.json says."""
        run_id, status, scenario, started = (str(record.get(name, "")) for name in _WORDS)
        sources, notebooks = (len(record.get(name) or ()) for name in ("sources", "notebooks"))
        since = record.get("since")
        return cls(run_id, status, scenario, started, sources, notebooks, len(since["changes"]) if since else None)


def runs_page(records: Sequence[Mapping[str, Any]]) -> str:
    """Return the page as HTML; `records` are what each run.json says, in the order in which they are listed."""
    return templates().get_template("runs.html.j2").render(runs=[Line.of(record) for record in records], up="")
