"""`analysis run`: execute notebooks and write a report."""

import json
import os
import shlex
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from analysis.claims.question_files import short_name
from analysis.cli.messages import FAILED, INTERRUPTED, OK, say
from analysis.cli.shared_options import (
    COUNT,
    TEXT,
    as_of_option,
    execution_options,
    figures_option,
    keep_given_picks,
    limits_of,
    pick_option,
    report_options,
    reports_folder,
    sources_folder,
)
from analysis.core.cores import cores
from analysis.core.formatting import name_text
from analysis.runs.run_record import NotebookRecord

_MOST_QUESTIONS = 4  # unanswered questions shown; the report has all of them


_MOST_INPUTS = 2  # missing inputs for which a command is printed


_EXTENTS = ("brief", "full")


class PdfBeforeNotebooks(click.Command):
    """A command whose `--pdf` may stand before a notebook: only the name of an extent is its value."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the arguments, after a bare `--pdf` was given its value."""
        words = args[: args.index("--")] if "--" in args else args
        for place, word in enumerate(words):
            if word == "--pdf" and args[place + 1 : place + 2] not in [[extent] for extent in _EXTENTS]:
                args[place] = f"--pdf={_EXTENTS[0]}"
        return super().parse_args(ctx, args)


@click.command(cls=PdfBeforeNotebooks, short_help="Run notebooks on sources and write a report.")
@report_options
@pick_option
@as_of_option
@figures_option
@click.option("--workers", type=COUNT, metavar="N", help="Notebooks executed at a time (default: one per core).")
@click.option(
    "--keep", type=COUNT, metavar="N",
    help="Remove all but the newest N runs; the last good one is always kept.",
)  # fmt: skip
@click.option("--due", type=TEXT, metavar="AT", help='Run only if there is no good run since then, e.g. "Mon 07:00".')
@click.option(
    "--cluster", type=TEXT, metavar="ADDRESS", help="Read new articles on a Dask cluster, e.g. tcp://host:8786."
)
@click.option("--strict", is_flag=True, help="Fail unless the sources answer every question, e.g. in a schedule.")
@click.option(
    "--pdf",
    is_flag=False,
    flag_value=_EXTENTS[0],
    type=click.Choice(_EXTENTS),
    help="Also print report.pdf: the first page and the references, or with `--pdf full` all pages; requires Chromium.",
)
@execution_options
def run(
    notebooks: Sequence[str],
    picks: Sequence[str],
    sources: Path | None,
    out: Path | None,
    workers: int | None,
    due: str | None,
    pdf: str | None,
    cold: bool,
    cell_limit: float | None,
    time_limit: float | None,
    as_json: bool,
    **options: Any,
) -> int:
    """Execute notebooks on a folder of source documents and write a report.

    NOTEBOOK is a path or a name such as margin_uplift; the default is all numbered notebooks.
    A question whose inputs are not in the sources is left out, and the report and the terminal say what is missing and
    how to choose it. Picks by --pick are kept in picks.yaml beside the sources and apply to later runs.
    """
    from analysis.cli.run_command import question_lines
    from analysis.core.formatting import counted
    from analysis.runs.progress import progress_for
    from analysis.runs.run import run as run_notebooks
    from analysis.runs.schedule import is_due
    from analysis.runs.schedule_times import read_times

    workers = min(workers or cores(), cores())
    if due:
        why = is_due(read_times(due), reports_folder(out), datetime.now().astimezone())
        say(f"due: {why}" if why else f"not due: there is a good run since {due}")
        if not why:
            return OK
    if pdf:
        from analysis.report.print_pdf import find_chromium, write_pdf

        find_chromium()  # fail now rather than after everything is computed
    folder = sources_folder(sources, notebooks)
    keep_given_picks(picks, folder)
    finished = run_notebooks(
        notebooks,
        sources=folder,
        out=reports_folder(out),
        workers=workers,
        warm=not cold,
        limits=limits_of(cell_limit, time_limit, workers),
        progress=progress_for(as_json=as_json),
        **options,  # with the names that the function has
    )
    if as_json:
        print(json.dumps({"event": "run", "status": finished.status, "folder": str(finished.folder)}))
    else:
        results = sum(len(found) for found in finished.results.values())
        unchanged = ", unchanged since the last run (use --force to repeat it)" if finished.unchanged else ""
        print(f"{finished.status}: {results} results of {len(finished.results)} notebooks{unchanged}")
        for line in question_lines(finished.notebooks, str(sources or os.path.relpath(folder)), notebooks):
            print(line)
        if finished.since:
            answers = sum(change.before != change.after for change in finished.since.answers)
            print(f"since {finished.since.run_id}: {counted(answers, 'answer') if answers else 'no answers'} changed")
        print(os.path.relpath(finished.index))
    if pdf and finished.status != "interrupted":  # last, so that the report exists whatever happens here
        sys.stdout.flush()
        printed = write_pdf(finished.folder, pdf)
        if not as_json:
            print(os.path.relpath(printed))
    return OK if finished.status == "ok" else INTERRUPTED if finished.status == "interrupted" else FAILED


def question_lines(notebooks: Sequence[NotebookRecord], sources: str, asked: Sequence[str] = ()) -> list[str]:
    r"""Return the lines about unanswered questions, none if all are answered.

    `sources` is the folder that was read, `asked` are the notebooks as given to the command.

    >>> missing = {"reasons": ["profit of wire is missing"], "missing": [{}], "arguments": "--pick a=b:1-2"}
    >>> records = [NotebookRecord("10_figures", status="ok")]
    >>> records += [NotebookRecord("20_margin", status="unanswered", unanswered=missing)]
    >>> print("\n".join(question_lines(records, "my articles", ["margin"])))
    answered 1 of 2: figures
    not answered: margin (profit of wire is missing), for example:
      analysis run margin --sources 'my articles' --pick a=b:1-2
    all candidates: analysis inputs --sources 'my articles'
    """
    open_ones = [entry for entry in notebooks if entry.unanswered]
    assumed = [line for entry in notebooks if entry.status == "ok" for line in _assumed(entry)]
    if not open_ones:
        return assumed
    answered = [short_name(entry.notebook) for entry in notebooks if entry.status == "ok"]
    folder = f"--sources {shlex.quote(sources)}"
    lines = [f"answered {len(answered)} of {len(notebooks)}: {', '.join(answered) or 'none'}", *assumed]
    for entry in open_ones[:_MOST_QUESTIONS]:
        lines += _about(entry, " ".join([*map(shlex.quote, asked), folder]))
    if len(open_ones) > _MOST_QUESTIONS:
        rest = ", ".join(short_name(entry.notebook) for entry in open_ones[_MOST_QUESTIONS:])
        lines.append(f"also not answered: {rest}")
    return [*lines, f"all candidates: analysis inputs {folder}"]


def _assumed(entry: NotebookRecord) -> list[str]:
    names = [name for name, item in entry.parameters.items() if item["decided_by"] == "assumed"]
    return [f"assumed in {short_name(entry.notebook)}: {', '.join(map(name_text, names))}"] if names else []


def _about(entry: NotebookRecord, given: str) -> list[str]:
    found = entry.unanswered or {}
    if len(found["missing"]) > _MOST_INPUTS:
        why = f"{found['missing'][0]['sentence']}, and {len(found['missing']) - 1} more inputs"
    else:
        why = "; ".join(found["reasons"])
    line = f"not answered: {short_name(entry.notebook)} ({why})"
    if not found["arguments"] or len(found["missing"]) > _MOST_INPUTS:
        return [line]
    return [f"{line}, for example:", f"  analysis run {given} {found['arguments']}"]
