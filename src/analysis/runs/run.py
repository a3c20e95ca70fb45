"""One run: sources to named figures to parameters to executed notebooks to a report, written aside and renamed."""

import json
import os
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from analysis.figure_files import write_figures
from analysis.paths import portable
from analysis.runs.engine import Execution, execute
from analysis.runs.plan import Decided, Job, find_notebooks, plan
from analysis.scenarios import BASE, short_name
from analysis.text.sources import Sources, read_sources

RESULTS_FROM = "results_from"  # the parameter by which a notebook is told where the results of the others are


@dataclass
class Run:
    """A finished run: where it is, how it ended, and what went wrong."""

    folder: Path
    status: str
    errors: list[str] = field(default_factory=list)
    results: dict[str, Any] = field(default_factory=dict)

    @property
    def index(self) -> Path:
        """The first page of the report."""
        return self.folder / "index.html"


def run(
    notebooks: Sequence[str] = (),
    *,
    sources: Path,
    scenario: str = BASE,
    given: Mapping[str, Any] | None = None,
    out: Path,
    tell: Callable[[str], None] = lambda text: None,
    progress: bool = False,
) -> Run:
    """Execute notebooks on a folder of sources and write a report folder below `out`; return the finished run.

    The folder is written aside and renamed, so that a reader never sees half a report. A notebook that fails
    leaves a run marked failed, with what was executed.
    """
    read = read_sources(sources)
    for note in [note for document in read.documents for note in document.notes]:
        tell(note)
    if read.skipped:
        tell(f"not read, no .txt or .md: {', '.join(path.name for path in read.skipped)}")
    for error in read.errors:
        tell(f"error: {error}")
    if not read.documents:
        raise read.errors[0]
    jobs = plan(find_notebooks(notebooks), read, scenario, given)
    started = datetime.now(UTC)
    run_id = _free_name(out, f"{started:%Y-%m-%d_%H%M%S}_{scenario}")
    aside = out / ".running" / f"{run_id}_{os.getpid()}"
    aside.mkdir(parents=True)
    try:
        record = _record(run_id, started, scenario, sources, read)
        _execute_all(jobs, aside, record, tell, progress)
        finished = _write(aside, record, read)
        folder = out / run_id
        os.replace(aside, folder)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    finally:
        _remove_if_empty(aside.parent)
    finished.folder = folder
    if finished.status == "ok":
        _point_latest(out, run_id)
    return finished


def _execute_all(
    jobs: Sequence[Job],
    aside: Path,
    record: dict[str, Any],
    tell: Callable[[str], None],
    progress: bool,
) -> None:
    from analysis.runs.report import write_notebook_page

    done: dict[str, str] = {}
    for number, job in enumerate(jobs, start=1):
        name = job.path.stem
        failed = [need for need in job.parameters.needs if done.get(_full(need, done)) != "ok"]
        entry: dict[str, Any] = {
            "notebook": name,
            "title": _heading(job.path),
            "parameters": {key: item.record for key, item in job.decided.items()},
            "page": None,
            "failure": None,
        }
        record["notebooks"].append(entry)
        if failed or record["status"] == "interrupted":
            done[name] = "skipped"
            entry |= {"status": "skipped", "seconds": 0.0}
            if failed:
                record["errors"].append(f"{name} was skipped: it needs {', '.join(failed)}")
            continue
        output = aside / job.path.name
        values = dict(job.values)
        if "sources" in job.parameters.items and "sources" not in values:
            values["sources"] = record["sources_folder"]
            entry["parameters"]["sources"] = Decided(values["sources"], "--sources").record
        if RESULTS_FROM in job.parameters.items and RESULTS_FROM not in values:
            values[RESULTS_FROM] = portable(aside)
            entry["parameters"][RESULTS_FROM] = Decided("this run", "run").record
        execution = execute(job.path, output, values, progress=progress)
        done[name] = execution.status
        entry |= {"status": execution.status, "seconds": round(execution.seconds, 2)}
        tell(f"[{number}/{len(jobs)}] {name} {execution.status} in {execution.seconds:.1f} s")
        if execution.failure:
            _note_failure(record, entry, execution)
            for line in (f"{name} {execution.status}", *execution.failure.lines):
                tell(f"  {line}")
        if output.exists():
            entry["page"] = write_notebook_page(output, record).name


def _note_failure(record: dict[str, Any], entry: dict[str, Any], execution: Execution) -> None:
    failure = execution.failure
    assert failure is not None
    entry["failure"] = {
        "cell": failure.cell,
        "place": failure.lines[0],
        "line": failure.line,
        "error": failure.error,
        "message": failure.message,
    }
    record["errors"].append(
        f"{entry['notebook']} {execution.status} {failure.lines[0]} ({failure.error}: {failure.message})"
    )
    record["status"] = "interrupted" if execution.status == "interrupted" else "failed"


def _record(run_id: str, started: datetime, scenario: str, folder: Path, sources: Sources) -> dict[str, Any]:
    from analysis.runs.provenance import git_commit, source_records, versions

    return {
        "run_id": run_id,
        "status": "failed" if sources.errors else "ok",
        "errors": [str(error) for error in sources.errors],
        "started": f"{started:%Y-%m-%d %H:%M:%S} UTC",
        "scenario": scenario,
        "sources_folder": portable(folder),
        "sources": source_records(sources),
        "notebooks": [],
        "git": git_commit(),
        "versions": versions(),
    }


def _write(aside: Path, record: dict[str, Any], sources: Sources) -> Run:
    """Write what the notebooks did not write themselves: figures, results, the record of the run, the index."""
    from analysis.runs.report import write_index
    from analysis.show.record import results_in

    write_figures(sources.figures, aside / "figures.csv", "csv")
    results = {
        entry["notebook"]: results_in(aside / f"{entry['notebook']}.ipynb")
        for entry in record["notebooks"]
        if entry["status"] == "ok"
    }
    record["finished"] = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC"
    _write_json(aside / "results.json", results)
    _write_json(aside / "run.json", record)
    write_index(aside, record, results)
    return Run(aside, record["status"], record["errors"], results)


def _write_json(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False, default=str) + "\n", encoding="utf-8")


def _heading(path: Path) -> str:
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        text = "".join(cell["source"])
        if cell["cell_type"] == "markdown" and text.startswith("# "):
            return text.splitlines()[0].removeprefix("# ")
    return path.stem


def _full(need: str, done: Mapping[str, str]) -> str:
    return next((name for name in done if need in (name, short_name(name))), need)


def _free_name(out: Path, name: str) -> str:
    number, free = 1, name
    while (out / free).exists():
        number += 1
        free = f"{name}_{number}"
    return free


def _remove_if_empty(folder: Path) -> None:
    try:
        folder.rmdir()
    except OSError:
        return  # another run is being written


def _point_latest(out: Path, run_id: str) -> None:
    """Let `latest` point at the newest good run; a link is replaced in one step."""
    link = out / f".latest_{os.getpid()}"
    try:
        link.unlink(missing_ok=True)
        link.symlink_to(run_id, target_is_directory=True)
        os.replace(link, out / "latest")
    except OSError as error:
        print(f"reports/latest was not updated: {error}", file=sys.stderr)
