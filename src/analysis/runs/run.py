"""One run: sources to named figures to parameters to executed notebooks to a report, written aside and renamed."""

import json
import os
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from analysis.errors import AnalysisError, NotebookError
from analysis.figure_files import write_figures
from analysis.paths import portable
from analysis.runs.engine import Execution, Failure, execute, start_server
from analysis.runs.plan import Decided, Job, find_notebooks, plan
from analysis.scenarios import BASE, short_name
from analysis.show.record import Recorded, results_in
from analysis.text.sources import Sources, read_sources

RESULTS_FROM = "results_from"  # the parameter by which a notebook is told where the results of the others are


@dataclass(frozen=True)
class Run:
    """A finished run: where it is, how it ended, and what went wrong."""

    folder: Path
    status: str
    errors: list[str]
    results: Mapping[str, Recorded]

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
    warm: bool = True,
) -> Run:
    """Execute notebooks on a folder of sources and write a report folder below `out`; return the finished run.

    The folder is written aside and renamed, so that a reader never sees half a report. A notebook that fails
    leaves a run marked failed, with what was executed. Kernels are forked from a process that has imported the
    libraries, where that is possible and `warm` is true.
    """
    read = read_sources(sources)
    for message in read.messages:
        tell(message)
    if not read.documents:
        raise read.errors[0]
    jobs = plan(find_notebooks(notebooks), read, scenario, given)
    if warm:
        for job in jobs:
            start_server(job.path)
    started = datetime.now(UTC)
    aside, folder = _claim(out, f"{started:%Y-%m-%d_%H%M%S}_{scenario}")
    try:
        record = _record(folder.name, started, scenario, sources, read)
        results = _execute_all(jobs, aside, folder, record, tell, progress, warm)
        _write(aside, record, read, results)
        os.replace(aside, folder)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise
    finally:
        _remove_if_empty(aside.parent)
    if record["status"] == "ok":
        _point_latest(out, folder.name)
    return Run(folder, record["status"], record["errors"], results)


def _execute_all(
    jobs: Sequence[Job],
    aside: Path,
    folder: Path,
    record: dict[str, Any],
    tell: Callable[[str], None],
    progress: bool,
    warm: bool,
) -> dict[str, Recorded]:
    """Execute the notebooks in order, note what became of each in `record`, and return their results."""
    from analysis.runs.report import write_notebook_page

    results: dict[str, Recorded] = {}
    for number, job in enumerate(jobs, start=1):
        name = job.path.stem
        missing = [need for need in job.parameters.needs if not any(need in (n, short_name(n)) for n in results)]
        entry: dict[str, Any] = {
            "notebook": name,
            "title": _heading(job.path),
            "parameters": {key: item.record for key, item in job.decided.items()},
            "page": None,
            "failure": None,
            "seconds": 0.0,
        }
        record["notebooks"].append(entry)
        if missing or record["status"] == "interrupted":
            _skip(record, entry, missing, tell)
            continue
        output = aside / job.path.name
        values = _values(job, entry, aside, folder, record)
        execution = execute(job.path, output, values, progress=progress, warm=warm)
        if execution.status == "ok":
            try:
                results[name] = results_in(output)
            except NotebookError as error:
                execution = replace(execution, status="failed", failure=Failure(None, "", "NotebookError", str(error)))
        entry |= {"status": execution.status, "seconds": round(execution.seconds, 2)}
        tell(f"[{number}/{len(jobs)}] {name} {execution.status} in {execution.seconds:.1f} s")
        if execution.failure:
            _note_failure(record, entry, execution)
            for line in (f"{name} {execution.status}", *execution.failure.lines):
                tell(f"  {line}")
        if output.exists():
            _make_portable(output, aside, folder)
            entry["page"] = write_notebook_page(output, record).name
    return results


def _values(job: Job, entry: dict[str, Any], aside: Path, folder: Path, record: Mapping[str, Any]) -> dict[str, Any]:
    """What is injected into a notebook, with the folders that only the run knows, noted in its entry."""
    values = dict(job.values)
    if "sources" in job.parameters.items:
        values["sources"] = record["sources_folder"]
        entry["parameters"]["sources"] = Decided(values["sources"], "--sources").record
    if RESULTS_FROM in job.parameters.items:
        values[RESULTS_FROM] = portable(aside)
        entry["parameters"][RESULTS_FROM] = Decided(portable(folder), "run").record
    return values


def _skip(record: dict[str, Any], entry: dict[str, Any], missing: Sequence[str], tell: Callable[[str], None]) -> None:
    """Note a notebook that was not executed: the run is not a good one then."""
    entry["status"] = "skipped"
    if missing:
        record["status"] = "failed"
        record["errors"].append(f"{entry['notebook']} was skipped: it needs {', '.join(missing)}")
        tell(record["errors"][-1])


def _make_portable(notebook: Path, aside: Path, folder: Path) -> None:
    """Take the machine's folders out of an executed notebook, and name the run by where it will stand."""
    content = json.loads(notebook.read_text(encoding="utf-8").replace(portable(aside), portable(folder)))
    note = content["metadata"].get("papermill", {})
    for key in ("input_path", "output_path"):
        if note.get(key):
            note[key] = Path(note[key]).name
    notebook.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


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
        "errors": [str(error).replace(str(folder), portable(folder)) for error in sources.errors],
        "started": f"{started:%Y-%m-%d %H:%M:%S} UTC",
        "scenario": scenario,
        "sources_folder": portable(folder),
        "sources": source_records(sources),
        "notebooks": [],
        "git": git_commit(),
        "versions": versions(),
    }


def _write(aside: Path, record: dict[str, Any], sources: Sources, results: Mapping[str, Recorded]) -> None:
    """Write what the notebooks did not write themselves: figures, results, the record of the run, the index."""
    from analysis.runs.report import write_index

    write_figures(sources.figures, aside / "figures.csv", "csv")
    record["finished"] = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC"
    _write_json(aside / "results.json", results)
    _write_json(aside / "run.json", record)
    write_index(aside, record, results)


def _write_json(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False, default=str) + "\n", encoding="utf-8")


def _heading(path: Path) -> str:
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        text = "".join(cell["source"])
        if cell["cell_type"] == "markdown" and text.startswith("# "):
            return text.splitlines()[0].removeprefix("# ")
    return path.stem


def _claim(out: Path, name: str) -> tuple[Path, Path]:
    """Return the folder to write in and the one to rename it to; no other run can claim the same."""
    number, free = 1, name
    while True:
        aside = out / ".running" / free
        try:
            aside.parent.mkdir(parents=True, exist_ok=True)
            aside.mkdir()
            if not (out / free).exists():
                return aside, out / free
            aside.rmdir()
        except FileExistsError:
            if not aside.is_dir():
                raise AnalysisError(f"{out}: no folder for reports. Choose another --out.") from None
        except OSError as error:
            raise AnalysisError(f"{out}: reports cannot be written here ({error.strerror}).") from None
        number += 1
        free = f"{name}_{number}"


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
