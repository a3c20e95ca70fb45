"""When a report is due: parse "Mon 07:00", write it for cron and systemd, and find the last time it was due."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from analysis.core.errors import ParameterError

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
    """Parse days and a time of day; ParameterError for anything else.

    >>> read_times("daily 06:00")
    DueTimes(hour=6, minute=0, weekdays=(0, 1, 2, 3, 4, 5, 6), day_of_month=None)
    """
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
