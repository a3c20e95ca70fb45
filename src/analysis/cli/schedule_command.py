"""`analysis schedule`: print a configuration for scheduled reports."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from analysis.cli.shared_options import COUNT, OK, TEXT, report_options, reports_folder, say, seconds, sources_folder

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
