"""The record of a run in run.json, which pages and comparisons read, with its commit, versions and sources."""

import platform
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import date
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import analysis
from analysis.core.paths import portable, project_folder
from analysis.runs.notebook_execution import Failure, Status

if TYPE_CHECKING:
    from analysis.documents.sources import Sources

_PACKAGES = "ipykernel matplotlib nbclient nbconvert numpy pandas papermill pint scipy seaborn".split()
RunStatus = Literal["ok", "unanswered", "failed", "interrupted"]
FINE = frozenset({"ok", "unanswered"})  # a question that the sources do not answer is not a failure


@dataclass(frozen=True)
class NotebookRecord:
    """The record of one notebook of a run.

    `parameters` holds for each name its value, its origin, the figure and the reason. `cached`
    is true if the results come from the cache, and `page` is None if there is no executed notebook to show.
    `unanswered` says which inputs are missing in the sources, with the nearest figures.
    """

    notebook: str
    title: str = ""
    identity: str = ""
    status: Status | Literal["unanswered", ""] = ""
    seconds: float = 0.0
    cached: bool = False
    parameters: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    page: str | None = None
    failure: Failure | None = None
    unanswered: Mapping[str, Any] | None = None

    @property
    def error(self) -> str:
        """One line that says how the notebook failed, empty if it ended well."""
        if self.status in FINE:
            return ""
        if self.failure is None:
            return f"{self.notebook} {self.status}"
        if self.status == "skipped":
            return f"{self.notebook} skipped: {self.failure.message}"
        return f"{self.notebook} {self.status} {self.failure.place} ({self.failure.error}: {self.failure.message})"


@dataclass(frozen=True)
class Cause:
    """Why an answer changed, in words; `address` is the place of a figure in the new report, if there is one."""

    kind: Literal["figure", "reference", "parameter", "preset", "default", "question", "article", "program"]
    words: str
    address: str = ""


@dataclass(frozen=True)
class AnswerChange:
    """The answer to a question in an old and a new run, by how much its number moved, and why."""

    notebook: str
    title: str
    before: str
    after: str
    by: str = ""
    causes: Sequence[Cause] = ()


@dataclass(frozen=True)
class ChangesSince:
    """The last good run of the same notebooks, sources and scenario, and each change since, also by answer."""

    run_id: str
    changes: Sequence[Mapping[str, str] | str] = ()  # a row of a table; of an older version a sentence
    answers: Sequence[AnswerChange] = ()


@dataclass(frozen=True)
class RunRecord:
    """The provenance and the outcome of a run; times are in UTC."""

    run_id: str
    identity: str = ""
    status: RunStatus | Literal[""] = ""
    errors: Sequence[str] = ()
    left_out: Sequence[str] = ()  # files of the project that cannot be used, each with its place and why
    started: str = ""
    scenario: str = ""
    sources_folder: str = ""
    sources: Sequence[Mapping[str, Any]] = ()
    archive: int = 0  # articles in the folder, of which `sources` were read by notebooks
    as_of: str | None = None
    asked: Mapping[str, Any] = field(default_factory=dict)  # what the run was asked for, see `asked_for`
    notebooks: Sequence[NotebookRecord] = ()
    git: Mapping[str, Any] | None = None
    versions: Mapping[str, str] = field(default_factory=dict)
    made_of: Mapping[str, str] = field(default_factory=dict)  # notebooks, picks, files: see `execution_cache.made_of`
    since: ChangesSince | None = None
    finished: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the content of run.json, with the place of each failure in words."""
        content = asdict(self)
        for entry, record in zip(content["notebooks"], self.notebooks, strict=True):
            if record.failure:
                entry["failure"]["place"] = record.failure.place
        return content

    def covers(self, asked: Mapping[str, Any]) -> bool:
        """Return whether the run covers a request: the same kind, with at least these notebooks."""
        done = {
            **self.asked,
            "notebooks": [name for name in asked["notebooks"] if name in self.asked.get("notebooks", ())],
        }
        return done == asked

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> "RunRecord":
        """Read a record that this or an older version wrote; missing keys get their defaults, unknown ones are ignored.

        Raises TypeError, KeyError or AttributeError if the content is not the record of a run.
        """
        since = content.get("since")
        more: dict[str, Any] = {
            "errors": tuple(content.get("errors", ())),
            "left_out": tuple(content.get("left_out", ())),
            "sources": tuple(content.get("sources", ())),
            "notebooks": tuple(_notebook(entry) for entry in content.get("notebooks", ())),
            "since": _since(since) if since else None,
        }
        return cls(**_known(cls, content) | more)


def _since(content: Mapping[str, Any]) -> ChangesSince:
    answers = tuple(
        AnswerChange(**{**entry, "causes": tuple(Cause(**cause) for cause in entry["causes"])})
        for entry in content.get("answers", ())
    )
    return ChangesSince(content["run_id"], tuple(content.get("changes", ())), answers)


def _notebook(entry: Mapping[str, Any]) -> NotebookRecord:
    failure = entry.get("failure")
    more = {"failure": Failure(**_known(Failure, failure)) if failure else None}
    cached = entry.get("cached", entry.get("kept", False))  # older versions wrote "kept"
    return NotebookRecord(**_known(NotebookRecord, {**entry, "cached": cached}) | more)


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


def _known(record: Any, content: Mapping[str, Any]) -> dict[str, Any]:
    return {item.name: content[item.name] for item in fields(record) if item.name in content}


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


def source_records(sources: "Sources") -> list[dict[str, Any]]:
    """Return the record of each source for run.json."""
    return [
        {
            "source_id": document.source_id,
            "file": portable(document.path),
            "sha256": document.sha256,
            "encoding": document.encoding,
            "published": document.published.isoformat() if document.published else None,
            "publisher": document.metadata.get("publisher"),
            "title": document.title,
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
