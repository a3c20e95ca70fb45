"""Run notebooks on sources: find figures, resolve parameters, execute, and write the report folder in one step."""

import json
import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, fields, replace
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from analysis.binding.candidates import not_facts
from analysis.binding.question_files import heading_of, short_name
from analysis.claims.presets import BASE
from analysis.claims.question_problems import ignored_files, project_problems, unusable_files
from analysis.core.errors import AnalysisError, ParameterError, none_read
from analysis.core.figures import Figure
from analysis.core.paths import portable
from analysis.core.run_record import ChangesSince, NotebookRecord, RunRecord
from analysis.core.text_files import save_csv, write_json
from analysis.core.words import counted
from analysis.documents.document import is_ahead
from analysis.documents.sources import Sources
from analysis.notebook.record import RESULTS_FROM, UNANSWERED, Recorded
from analysis.runs.answer_changes import answer_changes
from analysis.runs.chosen_sources import ChosenSources, chosen_sources
from analysis.runs.execution_cache import RESULTS_FOLDER, ExecutionResult, Manner, Store, identity, made_of, make_task
from analysis.runs.job_graph import Node, perform_all
from analysis.runs.plan import Job, ResolvedParameter, check_names, find_notebooks, needed_by, plan, refuse_picks
from analysis.runs.progress import Progress
from analysis.runs.run_comparison import changes_in_words, compare_runs
from analysis.runs.run_history import (
    EXECUTIONS,
    Run,
    asked_for,
    claimed,
    clean,
    git_commit,
    past_runs,
    point_latest,
    prune,
    same_run,
    source_records,
    status_of,
    versions,
    write_overview,
)
from warmkernels.limits import Limits

_TIME = "%Y-%m-%d %H:%M:%S UTC"
MOST_NOTES = 2  # lines of notes on the sources, shown before a run


def run(
    notebooks: Sequence[str] = (),
    *,
    sources: Path,
    scenario: str = BASE,
    given: Mapping[str, Any] | None = None,
    out: Path,
    workers: int = 1,
    force: bool = False,
    warm: bool = True,
    limits: Limits | None = None,
    keep: int | None = None,
    strict: bool = False,
    as_of: date | None = None,
    cluster: str | None = None,
    figures: Path | None = None,
    picked: Collection[str] = (),
    progress: Progress | None = None,
) -> Run:
    """Execute notebooks on a folder of sources and write a report folder below `out`; return the finished run.

    Executions with the same inputs are reused, and if a good run consists of exactly these, that run is returned,
    unless `force`. The folder is written under another name and then renamed, so that a reader never sees half a
    report. If a notebook fails, the run is marked failed and holds what was executed. `keep` removes older runs.
    `workers` notebooks are executed at a time; `warm` forks their kernels; `limits` are in seconds.
    A question whose inputs are not in the sources is not executed; the report says what is missing. With `strict` this
    is an error, NamedFigureError, and nothing is written; so is a file of the project that cannot be used.
    Of more than fifty articles, notebooks read the current ones, and the ledger has all of them; articles
    after `as_of` are ignored. New articles of an archive are read on the Dask scheduler at `cluster`, if given.
    `figures` is a file of figures that another reader found in the articles, see `read_other_figures`;
    `picked` are the named figures that the caller has just picked, which are refused if their question refuses them.

    Raises SourceError if no document can be read, ParameterError and NotebookError for a plan that is impossible, and
    AnalysisError if `out` cannot be written.
    """
    progress = progress or Progress()
    paths = find_notebooks(notebooks)
    check_names(paths, given or {})
    if (out / "sweep.json").exists():
        raise AnalysisError(f"{out} contains a sweep, and reports would replace its index.html; choose another --out")
    with chosen_sources(sources, out, as_of=as_of, cluster=cluster, figures=figures, say=progress.say) as chosen:
        today = datetime.now(UTC).date()
        ahead = [item for item in chosen.read.documents if is_ahead(item.published, today)]
        dated = [f"{item.path.name}: dated {item.published}, after today; check its date" for item in ahead[:1]]
        if len(ahead) > 1:
            dated = [f"{dated[0]}, and those of {counted(len(ahead) - 1, 'more article')}"]
        if not chosen.read.documents:
            raise none_read(chosen.read.errors)
        _say_some([*dated, *chosen.read.messages], progress)
        if strict and (unusable := unusable_files()):
            raise ParameterError("\n".join(unusable))
        for told in project_problems(but={short_name(path.stem) for path in paths}):  # these say so in their place
            progress.say(told)
        jobs = plan(paths, chosen.read, scenario, given, strict=strict)
        refuse_picks(jobs, picked)
        manner = Manner(force, warm, limits=limits or Limits())
        asked = asked_for(paths, chosen.archive.folder, scenario, given, as_of, figures)
        return _run(jobs, chosen, asked, out, progress, workers, keep, manner)


def _run(
    jobs: Sequence[Job],
    chosen: ChosenSources,
    asked: Mapping[str, Any],
    out: Path,
    progress: Progress,
    workers: int,
    keep: int | None,
    manner: Manner,
) -> Run:
    """Execute planned notebooks in this manner, or return the run that consists of the same executions."""
    read, folder_name = chosen.read, portable(chosen.archive.folder)
    names = _identities(jobs, read, chosen.parameter)
    resolved = [[name, item.decided_by, item.because] for job in jobs for name, item in job.resolved.items()]
    run_identity = _digest([names, asked, resolved, [str(error) for error in read.errors], chosen.archive.digest])
    is_latest = asked["as_of"] is None  # a look back is not the newest state
    if not manner.force and (same := same_run(out, run_identity)) is not None:
        os.utime(same.folder / "run.json")  # counts as a run of today, see schedule.is_due
        _publish(out, same.run_id, keep, progress, latest=is_latest)
        return replace(same, unchanged=True)
    started = datetime.now(UTC)
    try:
        with claimed(out, f"{started:%Y-%m-%d_%H%M%S}_{asked['scenario']}") as (running, folder):
            unanswered = {
                job.path.stem: {"title": heading_of(job.path), "reasons": job.unanswered.reasons}
                for job in jobs
                if job.unanswered
            }
            if unanswered:  # for notebooks that read results
                write_json(running / UNANSWERED, unanswered)
            nodes = _nodes(jobs, names, chosen.parameter, running, out, manner)
            done = perform_all(nodes, workers, progress)
            results = {name: one.results for name, one in done.items() if one.status == "ok"}
            results = {job.path.stem: results[job.path.stem] for job in jobs if job.path.stem in results}
            entries = [
                _notebook_record(job, done.get(job.path.stem), names[job.path.stem], running, folder, folder_name)
                for job in jobs
            ]
            record = _run_record(folder.name, run_identity, started, asked, chosen, entries)
            record = _write(running, replace(record, made_of=made_of(jobs, read)), chosen, results, out)
            os.replace(running, folder)
    finally:
        progress.close()
        clean(out)
    _publish(out, folder.name, keep, progress, latest=is_latest and record.status == "ok")
    return Run(folder, record, results)


def _say_some(messages: Sequence[str], progress: Progress) -> None:
    """Say the first notes on the sources, and every error; the report has all of them."""
    errors = [message for message in messages if message.startswith("error: ")]
    notes = [message for message in messages if message not in errors]
    first = notes if len(notes) <= MOST_NOTES else notes[: MOST_NOTES - 1]
    for message in [*errors, *first]:
        progress.say(message)
    if len(notes) > MOST_NOTES:
        progress.say(f"and {len(notes) - len(first):,} more notes on the sources, in the report")


def _publish(out: Path, run_id: str, keep: int | None, progress: Progress, *, latest: bool) -> None:
    """Let `latest` point to a run, remove older runs, and list the rest."""
    if latest:
        try:
            point_latest(out, run_id)
        except OSError as error:
            progress.say(f"{portable(out)}/latest was not updated: {error}")
    if keep is not None:
        prune(out, keep, never=[run_id])
    write_overview(out)


def _identities(jobs: Sequence[Job], sources: Sources, folder: str) -> dict[str, str]:
    """The identity of each notebook's execution, which includes the identities of those that it needs."""
    names: dict[str, str] = {}
    for job in jobs:
        needs = {name: names[name] for name in needed_by(job, jobs) if name in names}
        names[job.path.stem] = (
            _digest(asdict(job.unanswered.record)) if job.unanswered else identity(job, sources, folder, needs)
        )
    return names


def _digest(content: Any) -> str:
    """The hash of anything that can be written as JSON, 32 hexadecimal digits."""
    return sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:32]


def _nodes(
    jobs: Sequence[Job], names: Mapping[str, str], sources_folder: str, running: Path, out: Path, manner: Manner
) -> list[Node]:
    """The job graph: each notebook with its task, and the notebooks whose results it reads."""
    store = Store(str(out / EXECUTIONS))
    nodes = []
    answered = {job.path.stem for job in jobs if not job.unanswered}
    for job in (job for job in jobs if not job.unanswered):
        places = {"sources": sources_folder, "results": portable(running)}
        task = make_task(job, names[job.path.stem], store, manner, **places)
        needs = [name for name in needed_by(job, jobs) if name in answered]
        output = running / f"{job.path.stem}.ipynb"
        nodes.append(Node(task, tuple(needs), output, any_of_them=job.parameters.needs_every))
    return nodes


def _notebook_record(
    job: Job, done: ExecutionResult | None, identity: str, running: Path, folder: Path, sources: str
) -> NotebookRecord:
    """The record of a notebook in run.json; paths in its outputs are changed to the folder of the finished run."""
    record = NotebookRecord(notebook=job.path.stem, title=heading_of(job.path), identity=identity)
    if done is None:
        return replace(record, status="unanswered", unanswered=job.unanswered.record if job.unanswered else None)
    resolved = dict(job.resolved)
    for name, value, by in (("sources", sources, "--sources"), (RESULTS_FROM, portable(folder), "run")):
        if name in resolved:
            resolved[name] = ResolvedParameter(value, by)
    output = running / f"{job.path.stem}.ipynb"
    if output.exists():
        text = output.read_text(encoding="utf-8").replace(RESULTS_FOLDER, portable(folder))
        output.write_text(text.replace(portable(running), portable(folder)), encoding="utf-8")
    return replace(
        record,
        status=done.status,
        seconds=round(done.seconds, 2),
        cached=done.cached,
        parameters={name: item.record for name, item in resolved.items()},
        page=output.with_suffix(".html").name if output.exists() else None,
        failure=done.failure,
    )


def _changes_since(out: Path, now: Run) -> ChangesSince | None:
    """The changes since the newest good run of the same notebooks, sources and scenario, None if there is none."""

    def kind(record: RunRecord) -> tuple[Any, ...]:
        names = [entry.notebook for entry in record.notebooks]
        return names, record.scenario, record.sources_folder, record.as_of is None

    for past in past_runs(out):
        if past.status == "ok" and kind(past.record) == kind(now.record):
            changes = changes_in_words(compare_runs(past, now), past.record, now.record)
            return ChangesSince(past.run_id, changes, tuple(answer_changes(past, now)))
    return None


def _run_record(
    run_id: str,
    run_identity: str,
    started: datetime,
    asked: Mapping[str, Any],
    chosen: ChosenSources,
    notebooks: Sequence[NotebookRecord],
) -> RunRecord:
    folder, sources = chosen.archive.folder, chosen.read
    source_errors = [str(error).replace(str(folder), portable(folder)) for error in sources.errors]
    return RunRecord(
        run_id=run_id,
        identity=run_identity,
        status=status_of(notebooks, source_errors),
        errors=[*source_errors, *(entry.error for entry in notebooks if entry.error)],
        left_out=ignored_files(),
        started=f"{started:{_TIME}}",
        scenario=asked["scenario"],
        sources_folder=asked["sources"],
        sources=source_records(sources),
        archive=chosen.archive.articles,
        as_of=asked["as_of"],
        asked=asked,
        notebooks=notebooks,
        git=git_commit(),
        versions=versions(),
        finished=f"{datetime.now(UTC):{_TIME}}",
    )


def _write(
    running: Path, record: RunRecord, chosen: ChosenSources, results: Mapping[str, Recorded], out: Path
) -> RunRecord:
    """Write the figures, the results, the pages and the record of the run; return the record with what changed.

    An interrupted run has one page: all would take seconds, for which the user who stops it would wait.
    """
    from analysis.report.ledger_page import write_ledger
    from analysis.report.templating import render
    from analysis.report.write_report import verified_in, write_pages

    (running / UNANSWERED).unlink(missing_ok=True)  # run.json has it
    marks = not_facts(chosen.read.documents)
    rows = ({**figure.to_dict(), "stated_as": marks.get(figure.place, "")} for figure in chosen.read.figures)
    columns = [*(field.name for field in fields(Figure)), "stated_as"]
    save_csv(running / "figures.csv", columns, rows)
    write_json(running / "results.json", results)
    if record.status == "interrupted":
        record = replace(record, notebooks=[replace(entry, page=None) for entry in record.notebooks])
        executed = {path.stem for path in running.glob("*.ipynb")}
        page = render("interrupted.html.j2", run=record, executed=executed)
        (running / "index.html").write_text(page, encoding="utf-8")
        write_json(running / "run.json", record.to_json())
        return record
    verified = verified_in(results, chosen.read)
    write_ledger(running, record, chosen.archive, verified)
    write_first_page = write_pages(running, record, results, chosen.read, verified)
    record = replace(record, since=_changes_since(out, Run(running, record, results)))  # knows its references now
    write_json(running / "run.json", record.to_json())
    write_first_page(record)
    return record
