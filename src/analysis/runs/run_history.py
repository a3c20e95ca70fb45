"""The runs in a folder of reports: what is recorded of each, and how they are listed, found and removed."""

import json
import os
import platform
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import analysis
from analysis.core.errors import AnalysisError
from analysis.core.paths import portable, project_folder
from analysis.core.run_record import FINE, NotebookRecord, RunRecord, RunStatus, SourceRecord, read_record
from analysis.core.text_files import locked
from nbcompare.atomic_write import atomic_write

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


EXECUTIONS = ".executions"  # the cache of executions, in the folder of reports
RUNNING = ".running"
_CACHE_DAYS = 14  # of an unused execution; long enough to continue after a holiday
LATEST = "latest"


@dataclass(frozen=True)
class Run:
    """A finished run: its folder and the record in its run.json, and whether it existed before it was asked for."""

    folder: Path
    record: RunRecord
    found: Mapping[str, Any] | None = None  # the results of a run that is not on disk yet
    unchanged: bool = False

    @property
    def run_id(self) -> str:
        """Its name, which begins with the time at which it started."""
        return self.folder.name

    @property
    def index(self) -> Path:
        """The first page of its report."""
        return self.folder / "index.html"

    @property
    def status(self) -> str:
        """How it ended."""
        return self.record.status

    @property
    def results(self) -> dict[str, dict[str, Any]]:
        """Its results by notebook and name, empty if they cannot be read."""
        if self.found is not None:
            return dict(self.found)
        try:
            found = json.loads((self.folder / "results.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return dict(found)


def past_runs(out: Path) -> list[Run]:
    """Return the runs in a folder, newest first; anything else in it is ignored."""
    runs = []
    for path in out.glob("*/run.json"):
        if path.parent.name == LATEST or path.parent.name.startswith("."):
            continue
        with suppress(OSError, ValueError, TypeError, KeyError, AttributeError):  # not a run of ours
            content = read_record(RunRecord, json.loads(path.read_text(encoding="utf-8")))
            if content.run_id == path.parent.name:
                runs.append(Run(path.parent, content))
    return sorted(runs, key=lambda run: (str(run.record.started), run.run_id), reverse=True)


def find_run(name: str, out: Path) -> Run:
    """Return a run by its name in `out`, by `latest`, or by the path of its folder; AnalysisError if there is none."""
    runs = past_runs(out)
    for folder in (out / name, Path(name)):
        resolved = folder.resolve()
        for run in runs + past_runs(resolved.parent):
            if run.folder.resolve() == resolved:
                return run
    known = ", ".join(run.run_id for run in runs[:5]) or "none"
    raise AnalysisError(f"{out} has no run {name}; the newest are {known}")


def same_run(out: Path, identity: str) -> Run | None:
    """Return the newest good run with the same identity, None if there is none."""
    runs = (run for run in past_runs(out) if run.status == "ok" and run.record.identity == identity)
    return next((run for run in runs if run.index.exists()), None)


def point_latest(out: Path, run_id: str) -> None:
    """Let `latest` point to a run, in one step; OSError if the file system has no links."""
    link = out / f".latest_{os.getpid()}"
    link.unlink(missing_ok=True)
    link.symlink_to(run_id, target_is_directory=True)
    os.replace(link, out / LATEST)


def write_overview(out: Path) -> Path:
    """Write the page that lists all runs of a folder, in one step, and return its path."""
    from analysis.report.templating import render

    page, listed = out / "index.html", None
    while listed != (records := [run.record for run in past_runs(out)]):  # another run may end meanwhile
        listed = records
        with atomic_write(page) as part:
            part.write_text(render("runs.html.j2", runs=records), encoding="utf-8")
    return page


def prune(out: Path, keep: int, never: Iterable[str] = ()) -> list[str]:
    """Remove all but the newest runs, and return their names."""
    runs = past_runs(out)
    spared = {run.run_id for run in runs[:keep]} | set(never)
    newest = {run.record.sources_folder: run.run_id for run in reversed(runs) if run.status == "ok"}
    spared |= set(newest.values())
    removed = []
    for run in runs:
        if run.run_id not in spared:
            # Rename it first, so that a partly removed folder is not taken for a run.
            gone = out / f".removed_{run.run_id}"
            with suppress(OSError):
                os.replace(run.folder, gone)
                removed.append(run.run_id)
    for gone in out.glob(".removed_*"):
        shutil.rmtree(gone, ignore_errors=True)
    return removed


@contextmanager
def claimed(out: Path, name: str) -> Iterator[tuple[Path, Path]]:
    """Reserve a folder name; yield the temporary folder to write in, and the folder to rename it to."""
    number, free = 1, name
    while True:
        running = out / RUNNING / free
        try:
            with locked(_lock_of(running)):
                if not (out / free).exists():
                    shutil.rmtree(running, ignore_errors=True)
                    running.mkdir()
                    yield running, out / free
                    return
        except BlockingIOError:  # claimed by a run that started in the same second
            pass
        except (FileExistsError, NotADirectoryError):
            raise AnalysisError(f"{out}: not a directory; choose another --out") from None
        except OSError as error:
            raise AnalysisError(f"{out}: cannot write reports ({error.strerror}); choose another --out") from None
        number += 1
        free = f"{name}_{number}"


def _lock_of(running: Path) -> Path:
    return running.parent / f"{running.name}.lock"


def clean(out: Path) -> None:
    """Remove unfinished folders of killed runs, and executions that were not used for two weeks."""
    for running in (out / RUNNING).glob("*/"):
        with suppress(OSError), locked(_lock_of(running)):  # BlockingIOError: still being written
            shutil.rmtree(running)
    with suppress(OSError):
        (out / RUNNING).rmdir()
    oldest = datetime.now(UTC).timestamp() - 86_400 * _CACHE_DAYS
    for path in (out / EXECUTIONS).glob("*"):
        with suppress(OSError):
            if path.stat().st_mtime < oldest:
                path.unlink()
