"""`analysis run`: execute notebooks and write a report."""

import json
import os
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from analysis.cli.shared_options import (
    COUNT,
    FAILED,
    INTERRUPTED,
    OK,
    TEXT,
    as_of_option,
    execution_options,
    figures_option,
    given_picks,
    limits_of,
    pick_option,
    report_options,
    reports_folder,
    say,
    seconds,
    sources_folder,
)
from warmkernels.limits import cores

_EXTENTS = ("brief", "full")


class PdfBeforeNotebooks(click.Command):
    """A command whose `--pdf` may precede a notebook: only the name of an extent is its value."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the arguments after giving a bare `--pdf` its value."""
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
    help="Remove all but the newest N runs; the last successful run for each source folder is always kept.",
)  # fmt: skip
@click.option(
    "--due", type=TEXT, metavar="AT", help='Run only if there is no good run of this kind since then, e.g. "Mon 07:00".'
)
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
    how to choose it. Picks by --pick are kept in picks.yaml next to the sources and apply to later runs.
    """
    from analysis.cli.run_messages import compared_line, latest_line, question_lines, status_line
    from analysis.runs.plan import find_notebooks
    from analysis.runs.progress import progress_for
    from analysis.runs.run import run as run_notebooks
    from analysis.runs.run_history import asked_for
    from analysis.runs.schedule import is_due, read_times

    workers = min(workers or cores(), cores())
    folder = sources_folder(sources, notebooks)
    kind = {name: options[name] for name in ("scenario", "given", "as_of", "figures")}
    if due:
        times, now = read_times(due), datetime.now().astimezone()
        why = is_due(times, reports_folder(out), now, asked_for(find_notebooks(notebooks), folder, **kind))
        since = f"there is a good run of this kind since {times.last(now):%a %Y-%m-%d %H:%M}"
        say(f"{now:%Y-%m-%d %H:%M} {f'due: {why}' if why else f'not due: {since}'}")
        if not why:
            return OK
    if pdf:
        from analysis.report.print_pdf import find_chromium, write_pdf

        find_chromium()  # fail now rather than after everything is computed
    with given_picks(picks, folder) as picked:
        finished = run_notebooks(
            notebooks,
            sources=folder,
            picked=picked,
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
        unchanged = ", unchanged since the last run (use --force to repeat it)" if finished.unchanged else ""
        print(f"{status_line(finished)}{unchanged}")
        asked = {**asked_for([], folder, **kind), "figures": options["figures"] and str(options["figures"])}
        for line in question_lines(
            finished.record.notebooks, str(sources or os.path.relpath(folder)), asked, notebooks
        ):
            print(line)
        lines = compared_line(finished, os.path.relpath(folder)), latest_line(finished, options["as_of"] is not None)
        for line in filter(None, lines):
            print(line)
        print(os.path.relpath(finished.index))
    if pdf and finished.status != "interrupted":  # last, so that the report exists whatever happens here
        sys.stdout.flush()
        printed = write_pdf(finished.folder, pdf)
        if not as_json:
            print(os.path.relpath(printed))
    return OK if finished.status == "ok" else INTERRUPTED if finished.status == "interrupted" else FAILED


KINDS = ("cron", "systemd", "github", "airflow")


@click.command(short_help="Print the configuration for scheduled reports.")
@click.argument("kind", type=click.Choice(KINDS))
@report_options
@click.option(
    "--at", type=TEXT, required=True, metavar="TIME", help='E.g. "Mon 07:00", "weekdays 06:30" or "1st 07:00".'
)
@click.option("--on-failure", default="", metavar="CMD", help="Shell command to run after a failed run.")
@click.option("--keep", type=COUNT, default=10, metavar="N", help="Number of runs to keep (default: 10).")
@click.option(
    "--time-limit", type=seconds, default="3600", metavar="SECONDS", help="Limit for the whole run (default: 3600)."
)
def schedule(
    kind: str,
    notebooks: Sequence[str],
    scenario: str,
    given: Mapping[str, str],
    sources: Path | None,
    out: Path | None,
    at: str,
    time_limit: float,
    **options: Any,
) -> int:
    """Print a cron, systemd, GitHub or Airflow configuration for scheduled reports.

    The schedule has an absolute interpreter, a lock, a log and a time limit, and catches up after downtime.
    """
    from analysis.binding.question_files import short_name
    from analysis.core.paths import project_folder
    from analysis.core.words import listed
    from analysis.runs.plan import check_parameters, find_notebooks
    from analysis.runs.schedule import Schedule, not_answered_today, read_times, scheduled

    times = read_times(at)
    check_parameters(find_notebooks(notebooks), given, scenario)
    folder, reports = sources_folder(sources, notebooks).resolve(), reports_folder(out)
    unanswered, assumed = not_answered_today(notebooks, folder, reports, scenario, given)
    places = folder, Path(sys.executable), project_folder(), reports
    planned = Schedule(
        at, times, notebooks, scenario, given, *places, limit_s=int(time_limit), unanswered=unanswered,
        strict=not (unanswered or assumed), **options,
    )  # fmt: skip
    print(scheduled(kind, planned), end="")
    if not planned.strict:
        names = listed([short_name(name) for name in unanswered or assumed])
        why = "the articles do not answer" if unanswered else "the articles leave out figures of"
        say(f"{why} {names} today, so these runs do not fail because of a question without an answer (no --strict)")
    return OK
