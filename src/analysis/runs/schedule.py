"""Configurations for scheduled reports, for cron, systemd, GitHub and Airflow, as text to print.

All run the same command, `analysis run --due ... --keep ...`, with an absolute interpreter, a lock, a log and a time
limit. With `--due` it runs only if there is no good run since the report was last due, so that it can also be called
when a machine starts, to catch up.
"""

import shlex
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from analysis.claims.presets import BASE
from analysis.core.errors import ParameterError
from analysis.report.templating import render
from analysis.runs.notebook_parameters import read_parameters
from analysis.runs.plan import find_notebooks
from analysis.runs.run_history import past_runs
from analysis.runs.schedule_times import DueTimes


@dataclass(frozen=True)
class Schedule:
    """When to run what, where, and the time limit in seconds; `on_failure` is a shell command, empty for none."""

    at: str
    times: DueTimes
    notebooks: Sequence[str]
    scenario: str
    given: Mapping[str, str]
    sources: Path
    python: Path
    project: Path
    reports: Path
    keep: int
    limit_s: int
    on_failure: str = ""

    @property
    def command(self) -> list[str]:
        """The command line of the run, starting with the interpreter."""
        places = ["--sources", str(self.sources), "--out", str(self.reports)]
        own = ["--due", self.at, "--keep", str(self.keep), *places]
        return [str(self.python), "-m", "analysis", "run", *own, *self.arguments]

    @property
    def arguments(self) -> list[str]:
        """The notebooks and options of the run, without those of the schedule."""
        given = [part for name, value in self.given.items() for part in ("-p", f"{name}={value}")]
        scenario = ["--scenario", self.scenario] if self.scenario != BASE else []
        return [*self.notebooks, "--strict", *scenario, *given]  # a question without an answer is worth a message

    @property
    def locked_command(self) -> list[str]:
        """The command with its lock and its time limit: SIGTERM when it is over, and SIGKILL a minute later."""
        limit = ["/usr/bin/timeout", "--kill-after=60", str(self.limit_s)]
        lock = [
            "/usr/bin/flock",
            "--nonblock",
            "--conflict-exit-code=0",
            str(self.lock),
        ]  # a run that is still going is not a failure
        return [*lock, *limit, *self.command]

    @property
    def lock(self) -> Path:
        """The file that is locked during a scheduled run."""
        return self.reports / ".schedule.lock"

    @property
    def log(self) -> Path:
        """The file that scheduled runs write their messages to."""
        return self.reports / "schedule.log"


def scheduled(kind: str, schedule: Schedule) -> str:
    """Return the configuration for a kind (cron, systemd, github, airflow); its comments say how to install it.

    ParameterError for a line break, which would end the line of a crontab or a systemd unit.
    """
    for option, text in (("--on-failure", schedule.on_failure), *(("the command", word) for word in schedule.command)):
        if "\n" in text or "\r" in text:
            raise ParameterError(f"{option} contains a line break in {text!r}, which ends a line of the schedule")
    line = f"cd {shlex.quote(str(schedule.project))} && mkdir -p {shlex.quote(str(schedule.reports))}"
    line += f" && {shlex.join(schedule.locked_command)} >> {shlex.quote(str(schedule.log))} 2>&1"
    if schedule.on_failure:
        line += f" || {{ {schedule.on_failure}; }}"
    return render(
        f"schedule_{kind}.j2",
        package="analysis.runs",
        schedule=schedule,
        cron_line=line.replace("%", r"\%"),  # a bare % ends the command in a crontab
        shell=shlex.join,
        unit=_unit,
        needs=_needs_of(schedule.notebooks),
    )


def _needs_of(notebooks: Sequence[str]) -> dict[str, list[str]]:
    """The notebooks of the schedule, each with the notebooks whose results it reads."""
    found: dict[str, list[str]] = {}
    parameters = [read_parameters(path) for path in find_notebooks(notebooks)]
    for one in parameters:
        found[one.notebook] = [
            other.notebook
            for other in parameters
            if other.notebook in found and one.needs_results_of(other.notebook, needs_every=other.needs_every)
        ]
    return found


def is_due(times: DueTimes, out: Path, now: datetime) -> str:
    """Return why a report is due now, empty if there is a good run since it was last due."""
    last = times.last(now)
    for run in past_runs(out):
        if run.good:
            known = [datetime.fromtimestamp((run.folder / "run.json").stat().st_mtime, now.tzinfo)]
            with suppress(ValueError):  # an older version wrote no time
                known.append(datetime.strptime(run.content.started, "%Y-%m-%d %H:%M:%S UTC").replace(tzinfo=UTC))
            known = [time for time in known if time <= now]
            if not known:  # the clock has gone back
                continue
            if max(known) >= last:
                return ""
            return f"the last good run, {run.run_id}, is older than {last:%a %Y-%m-%d %H:%M}"
    return "there is no good run yet"


def _unit(arguments: Sequence[str]) -> str:
    """Arguments as systemd expects them: in double quotes where needed, % and $ doubled."""

    def quoted(text: str) -> str:
        text = text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
        return f'"{text}"' if not text or set(text) & set(" \t'\";") else text

    return " ".join(map(quoted, arguments))
