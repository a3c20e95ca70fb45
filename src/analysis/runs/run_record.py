"""What the record of a run says of its request, its status, its sources, and the program that made it."""

import platform
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import analysis
from analysis.core.paths import portable, project_folder
from analysis.core.run_record import FINE, NotebookRecord, RunStatus, SourceRecord

if TYPE_CHECKING:
    from analysis.documents.sources import Sources

_PACKAGES = "ipykernel matplotlib nbclient nbconvert numpy pandas papermill pint scipy seaborn".split()


def asked_for(
    notebooks: Iterable[Path],
    sources: Path,
    scenario: str,
    given: Mapping[str, Any] | None = None,
    as_of: date | None = None,
    figures: Path | None = None,
) -> dict[str, Any]:
    """Return the request of a run, as recorded in run.json; runs of the same kind have the same request."""
    return {
        "notebooks": [path.stem for path in notebooks],
        "sources": portable(sources),
        "scenario": scenario,
        "given": {name: str(value) for name, value in sorted((given or {}).items())},
        "as_of": as_of.isoformat() if as_of else None,
        "figures": portable(figures) if figures else None,
    }


def status_of(notebooks: Sequence[NotebookRecord], source_errors: Sequence[str]) -> RunStatus:
    """Return the status of a run: interrupted if any notebook was, failed if anything was, unanswered if all were."""
    statuses = {entry.status for entry in notebooks}
    if "interrupted" in statuses:
        return "interrupted"
    if source_errors or statuses - FINE:
        return "failed"
    return "unanswered" if statuses == {"unanswered"} else "ok"


@cache
def versions() -> dict[str, str]:
    """Return the versions of Python, of this package, and of the libraries that compute and draw."""
    found = {"python": platform.python_version(), "metals-analysis": analysis.__version__}
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def git_commit() -> dict[str, Any] | None:
    """Return the commit of the project and the number of changed files; None outside a git checkout."""
    commit = _git("rev-parse", "HEAD")
    if commit is None:
        return None
    return {"commit": commit, "changed_files": len((_git("status", "--porcelain") or "").splitlines())}


def source_records(sources: "Sources") -> list[SourceRecord]:
    """Return the record of each source for run.json."""
    return [
        SourceRecord(
            source_id=document.source_id,
            file=portable(document.path),
            sha256=document.sha256,
            encoding=document.encoding,
            published=document.published.isoformat() if document.published else None,
            publisher=document.metadata.get("publisher"),
            title=document.title,
            caveat=document.metadata.get("caveat"),
            figures=len(document.figures),
            reader=document.reader or "metals-analysis",
            notes=document.notes,
        )
        for document in sources.documents
    ]


def _git(*arguments: str) -> str | None:
    try:
        done = subprocess.run(
            ["git", "-C", str(project_folder()), *arguments], capture_output=True, text=True, timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() if done.returncode == 0 else None
