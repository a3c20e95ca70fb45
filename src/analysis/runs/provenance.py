"""The provenance of a run: commit, versions and sources."""

import platform
import subprocess
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import analysis
from analysis.core.paths import portable, project_folder
from analysis.documents.sources import Sources

_PACKAGES = (
    "ipykernel",
    "matplotlib",
    "nbclient",
    "nbconvert",
    "numpy",
    "pandas",
    "papermill",
    "pint",
    "scipy",
    "seaborn",
)


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


def source_records(sources: Sources) -> list[dict[str, Any]]:
    """Return the record of each source for run.json."""
    return [
        {
            "source_id": document.source_id,
            "file": portable(document.path),
            "sha256": document.sha256,
            "encoding": document.encoding,
            "published": document.published.isoformat() if document.published else None,
            "publisher": document.metadata.get("publisher"),
            "title": document.metadata.get("title"),
            "caveat": document.metadata.get("caveat"),
            "figures": len(document.figures),
            "reader": document.reader or "metals-analysis",
            "notes": document.notes,
        }
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
