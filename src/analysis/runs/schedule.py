"""Configurations for scheduled reports, for cron, systemd, GitHub and Airflow, as text to print.

All run the same command, `analysis run --due ... --keep ...`, with an absolute interpreter, a lock, a log and a time
limit. With `--due` it runs only if there is no good run of the same kind since the report was last due, so that it can
also be called when a machine starts, to catch up.
"""

import json
import re
import shlex
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from analysis.claims.presets import BASE
from analysis.core.errors import ParameterError, none_read
from analysis.report.templating import render
from analysis.runs.chosen_sources import chosen_sources
from analysis.runs.notebook_parameters import read_parameters
from analysis.runs.plan import find_notebooks, plan
from analysis.runs.run_history import past_runs

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_TIME = re.compile(r"(?P<days>.+?)\s+(?P<hour>\d{1,2}):(?P<minute>\d{2})")
_OF_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th|\.)?")
_EXPECTED = 'expected e.g. "Mon 07:00", "Mon,Thu 18:30", "daily 06:00", "weekdays 07:00" or "1st 07:00"'


@dataclass(frozen=True)
class DueTimes:
    """A time of day on days of the week (0 is Monday), or on one day of each month."""

    hour: int
    minute: int
    weekdays: tuple[int, ...] = tuple(range(7))
    day_of_month: int | None = None

    @property
    def cron(self) -> str:
        """The five fields of a crontab.

        >>> read_times("Mon,Thu 07:05").cron, read_times("1st 18:30").cron
        ('5 7 * * 1,4', '30 18 1 * *')
        """
        if self.day_of_month:
            return f"{self.minute} {self.hour} {self.day_of_month} * *"
        every = len(self.weekdays) == len(DAYS)
        days = "*" if every else ",".join(str((day + 1) % 7) for day in self.weekdays)  # there 0 is Sunday
        return f"{self.minute} {self.hour} * * {days}"

    @property
    def calendar(self) -> str:
        """The calendar event of systemd.

        >>> read_times("weekdays 7:00").calendar, read_times("1st 18:30").calendar
        ('Mon,Tue,Wed,Thu,Fri *-*-* 07:00:00', '*-*-01 18:30:00')
        """
        time = f"{self.hour:02d}:{self.minute:02d}:00"
        if self.day_of_month:
            return f"*-*-{self.day_of_month:02d} {time}"
        days = "" if len(self.weekdays) == len(DAYS) else ",".join(DAYS[day] for day in self.weekdays) + " "
        return f"{days}*-*-* {time}"

    def last(self, now: datetime) -> datetime:
        """Return the last time it was due, up to and including `now`, in the time zone of `now`.

        >>> read_times("Mon 07:00").last(datetime(2026, 11, 22, 12, 0))
        datetime.datetime(2026, 11, 16, 7, 0)
        """
        day = now.replace(hour=self.hour, minute=self.minute, second=0, microsecond=0)
        if day > now:
            day -= timedelta(days=1)
        while not (day.day == self.day_of_month if self.day_of_month else day.weekday() in self.weekdays):
            day -= timedelta(days=1)
        return day


def read_times(text: str) -> DueTimes:
    """Parse days and a time of day; ParameterError for anything else."""
    match = _TIME.fullmatch(text.strip())
    if match is None or int(match["hour"]) > 23 or int(match["minute"]) > 59:
        raise ParameterError(f"invalid time {text!r}: {_EXPECTED}")
    hour, minute, days = int(match["hour"]), int(match["minute"]), match["days"].lower()
    if days in ("daily", "every day"):
        return DueTimes(hour, minute)
    if days == "weekdays":
        return DueTimes(hour, minute, tuple(range(5)))
    of_month = _OF_MONTH.fullmatch(days)
    if of_month:
        if not 1 <= int(of_month[1]) <= 28:
            raise ParameterError(f"invalid time {text!r}: not every month has day {of_month[1]}; choose a day up to 28")
        return DueTimes(hour, minute, day_of_month=int(of_month[1]))
    known = {name.lower(): number for number, name in enumerate(DAYS)}
    named = [known.get(part.strip()[:3]) for part in days.split(",")]
    if None in named or not all(re.fullmatch(r"[a-z]{3,9}", part.strip()) for part in days.split(",")):
        raise ParameterError(f"invalid time {text!r}: unknown days {match['days']!r}; {_EXPECTED}")
    return DueTimes(hour, minute, tuple(sorted({day for day in named if day is not None})))


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
    unanswered: Sequence[str] = ()  # notebooks that the articles do not answer
    strict: bool = True

    @property
    def command(self) -> list[str]:
        """The command line of the run, starting with the interpreter."""
        places = ["--sources", str(self.sources), "--out", str(self.reports)]
        own = ["--due", self.at, "--keep", str(self.keep), *places]
        return [str(self.python), "-m", "analysis", "run", *own, *self.arguments]

    @property
    def arguments(self) -> list[str]:
        """The notebooks and options of the run, without the options of the schedule."""
        given = [part for name, value in self.given.items() for part in ("-p", f"{name}={value}")]
        scenario = ["--scenario", self.scenario] if self.scenario != BASE else []
        strict = ["--strict"] if self.strict else []  # a question that loses its answer is worth a message
        return [*self.notebooks, *strict, *scenario, *given]

    @property
    def in_repository(self) -> tuple[str, str]:
        """The folders of sources and reports relative to the project; ParameterError if one is outside of it."""
        project = self.project.resolve()
        for option, place in (("--sources", self.sources), ("--out", self.reports)):
            if not place.resolve().is_relative_to(project):
                raise ParameterError(f"{option} {place} is outside the project; GitHub has only the files in {project}")
        sources, reports = (place.resolve().relative_to(project).as_posix() for place in (self.sources, self.reports))
        return sources, reports

    @property
    def needs(self) -> dict[str, list[str]]:
        """The notebooks that the articles answer, each with the notebooks whose results it reads."""
        found: dict[str, list[str]] = {}
        parameters = [read_parameters(path) for path in find_notebooks(self.notebooks)]
        for one in parameters:
            if one.notebook not in self.unanswered:
                found[one.notebook] = [
                    other.notebook
                    for other in parameters
                    if other.notebook in found and one.needs_results_of(other.notebook, needs_every=other.needs_every)
                ]
        return found

    @property
    def locked_command(self) -> list[str]:
        """The command with its lock and its time limit: SIGTERM when it is over, and SIGKILL a minute later."""
        limit = ["/usr/bin/timeout", "--kill-after=60", str(self.limit_s)]
        # A run that is still going is not a failure.
        lock = ["/usr/bin/flock", "--nonblock", "--conflict-exit-code=0", str(self.lock)]
        return [*lock, *limit, *self.command]

    @property
    def lock(self) -> Path:
        """The file that is locked during a run of this schedule; another schedule of the folder has its own."""
        own = sha256(shlex.join([*self.arguments, str(self.sources)]).encode()).hexdigest()[:8]
        return self.reports / f".schedule_{own}.lock"

    @property
    def log(self) -> Path:
        """The file that scheduled runs write their messages to."""
        return self.reports / "schedule.log"


def scheduled(kind: str, schedule: Schedule) -> str:
    """Return the configuration for a kind (cron, systemd, github, airflow); its comments say how to install it."""
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
        quoted=partial(json.dumps, ensure_ascii=False),  # for YAML and Python; the filter tojson escapes & and <
    )


def not_answered_today(
    notebooks: Sequence[str], sources: Path, out: Path, scenario: str, given: Mapping[str, str]
) -> tuple[list[str], list[str]]:
    """Return the notebooks that the articles do not answer, and those that take a value that none of them states."""
    with chosen_sources(sources, out) as chosen:
        if not chosen.read.documents:
            raise none_read(chosen.read.errors)
        jobs = plan(find_notebooks(notebooks), chosen.read, scenario, given, strict=False)
    assumed = (job for job in jobs if any(item.decided_by == "assumed" for item in job.resolved.values()))
    return [job.path.stem for job in jobs if job.unanswered], [job.path.stem for job in assumed if not job.unanswered]


def is_due(times: DueTimes, out: Path, now: datetime, asked: Mapping[str, Any]) -> str:
    """Return why a report is due now, empty if there is a good run of what is `asked` since it was last due."""
    last = times.last(now)
    for run in past_runs(out):
        if run.status == "ok" and run.record.covers(asked):
            known = [datetime.fromtimestamp((run.folder / "run.json").stat().st_mtime, now.tzinfo)]
            with suppress(ValueError):
                known.append(datetime.strptime(run.record.started, "%Y-%m-%d %H:%M:%S UTC").replace(tzinfo=UTC))
            known = [time for time in known if time <= now]
            if not known:  # the clock has gone back
                continue
            if max(known) >= last:
                return ""
            return f"the last good run of this kind, {run.run_id}, is older than {last:%a %Y-%m-%d %H:%M}"
    return "there is no good run of this kind yet"


def _unit(arguments: Sequence[str]) -> str:
    """Arguments as systemd expects them: in double quotes where needed, % and $ doubled."""

    def quoted(text: str) -> str:
        text = text.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
        return f'"{text}"' if not text or set(text) & set(" \t'\";") else text

    return " ".join(map(quoted, arguments))
