"""Periods in ISO 8601, the input of the rules that choose the period of a figure, and headings that are a period."""

import sys
from bisect import bisect_right
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from analysis.extraction.lexer import Tokens
from analysis.extraction.quantity import Quantity
from analysis.extraction.rules import Found, Rule, first_answer

UNCERTAIN = "its date is not certain"
_LONGEST = 12  # months that several sentences are about
_FOLLOWING = 48  # characters after a period that rules look at


class MonthEnd(date):
    """The last day of a month, for an article whose day is unknown; "yesterday" is not resolved from it."""

    @classmethod
    def of(cls, day: date) -> "MonthEnd":
        """Return the last day of the month of a day."""
        return cls(day.year, day.month, monthrange(day.year, day.month)[1])


@dataclass(slots=True)
class Period:
    """A period that a text names: its position, and the period in ISO 8601, empty if unknown.

    Figures before `owner` do not take it: in "3 % less than in 2024" it is only what is compared with.
    Neither do figures from `until` on: in "$9 (2023: $8), up 12 %" it is only of the figure in the brackets.
    `recent` marks one without a year ("in May"), which is the last before the publication, and `compared` one that
    another is compared with ("a year earlier"), which is only of the figure beside it. `passing` marks a part of a
    month ("in early May").
    """

    start: int
    end: int
    reading: str
    owner: int = 0
    until: int = sys.maxsize
    recent: bool = False
    compared: bool = False
    passing: bool = False

    @property
    def lasts(self) -> bool:
        """Whether later sentences may be about it: not a day, a part of a month, or a period of comparison."""
        return not (self.owner or self.compared or self.passing or is_day(self.reading))


@dataclass(slots=True)
class PeriodCandidate:
    """A period in the sentence of a figure, the tokens between the two, and the nearest tokens after the period."""

    text: str
    quantity: Quantity
    period: Period
    between: Tokens
    following: Tokens

    @property
    def after(self) -> bool:
        """Whether the period comes after the figure."""
        return self.period.start >= self.quantity.end

    @property
    def is_part(self) -> bool:
        """Whether the period and the figure overlap: "over the past five years"."""
        return self.period.start < self.quantity.end and self.quantity.start < self.period.end


@dataclass(slots=True)
class PeriodSeen:
    """What the period rules see: a figure, and the periods of its sentence that may be its own.

    `head` is the period in the head of its column, empty if that names none, and None outside tables.
    `heading` is the period of the heading above, and `before` that of the sentences before, if the sentence names none.
    """

    quantity: Quantity
    candidates: tuple[PeriodCandidate, ...] = ()
    head: str | None = None
    heading: str = ""
    before: str = ""


class Headings(NamedTuple):
    """Where the text below each heading begins, and its period, empty below a heading without one."""

    starts: tuple[int, ...] = ()
    readings: tuple[str, ...] = ()

    def above(self, position: int) -> str:
        """Return the period of the heading above a position, empty if there is none."""
        place = bisect_right(self.starts, position) - 1
        return self.readings[place] if place >= 0 else ""


def choose_period(
    text: str,
    quantity: Quantity,
    named: tuple[Period, ...],
    exclusions: tuple[Rule[PeriodCandidate, bool], ...],
    rules: tuple[Rule[PeriodSeen, str], ...],
    *,
    head: str | None = None,
    heading: str = "",
    before: str = "",
) -> Found:
    """Return the period of a figure: the `rules` choose among the `named` ones that no rule excludes."""
    candidates, excluded, sentence = [], "", quantity.sentence
    for period in named if head is None else ():
        after = period.start >= quantity.end
        gap = (quantity.end, period.start) if after else (period.end, quantity.start)
        following = sentence.between(period.end, period.end + _FOLLOWING)
        candidate = PeriodCandidate(text, quantity, period, sentence.between(*gap), following)
        for rule in exclusions:
            if rule.decide(candidate):
                excluded = rule.name
                break
        else:
            candidates.append(candidate)
    own = tuple([item for item in candidates if item.period.compared]) or tuple(candidates)
    reading, chosen = first_answer(PeriodSeen(quantity, own, head, heading, before), rules)
    return Found(reading or None, UNCERTAIN if reading == "" and head is None else chosen or excluded)


def carried(named: tuple[Period, ...], before: str) -> str:
    """Return the period that carries over to the next sentences; empty if a sentence names several.

    Days do not change it, as they are often those of a report, nor do earlier periods, which it is compared with, and
    several years.
    """
    own = [item.reading for item in named if item.lasts]
    if not own:
        return before
    start = bounds(before)[0]
    own = [item for item in own if not any(bounds(item)) or start < bounds(item)[1] <= bounds(item)[0] + _LONGEST]
    spans = [bounds(item) for item in own]
    for first, last in spans[1:]:  # "during the quarter, above all in July"
        if not spans[0][0] <= first < last <= spans[0][1] and not first <= spans[0][0] < spans[0][1] <= last:
            return ""
    return own[0] if own else before


def is_day(reading: str) -> bool:
    """Return whether a period is a day."""
    return len(reading) == len("2026-05-04")


def is_later(reading: str, published: date | None) -> bool:
    """Return whether years or months begin after the month of publication.

    >>> is_later("2029", date(2026, 10, 18)), is_later("2026", date(2026, 10, 18)), is_later("2029", None)
    (True, False, False)
    """
    return published is not None and bounds(reading)[0] >= published.year * 12 + published.month


def months(year: int, first: int, last: int) -> str:
    """Return the months of a year from `first` to `last`; empty if there are no such months."""
    if not 1 <= first <= last <= 12:
        return ""
    if (first, last) == (1, 12):
        return str(year)
    return f"{year}-{first:02d}" if first == last else f"{year}-{first:02d}/{year}-{last:02d}"


def months_up_to(year: int, month: int, count: int) -> str:
    """Return a number of months that end with the given one."""
    if not 1 <= month <= 12:
        return ""
    if month >= count:
        return months(year, month - count + 1, month)
    first = year * 12 + month - count
    return f"{first // 12}-{first % 12 + 1:02d}/{year}-{month:02d}"


def moved(reading: str, by: int) -> str:
    """Return years or months moved by a number of months; days only by whole years.

    >>> moved("2026", -9), moved("2025-01/2025-03", -12), moved("2024/2025", 12)
    ('2025-04/2026-03', '2024-01/2024-03', '2025/2026')
    """
    begin, end = bounds(reading)
    if begin != end:
        return _from_to(begin + by, end + by)
    moved_days = [day(int(item[:4]) + by // 12, int(item[5:7]), int(item[8:])) for item in reading.split("/") if item]
    return "/".join(moved_days) if by % 12 == 0 and all(moved_days) else ""


def joined(first: str, last: str) -> str:
    """Return the period from the beginning of one to the end of another; empty if that is not later.

    >>> joined("2024-04", "2025-03"), joined("2024-05-03", "2024-06-09"), joined("2023", "2024-06")
    ('2024-04/2025-03', '2024-05-03/2024-06-09', '2023-01/2024-06')
    """
    begin, end = bounds(first)[0], bounds(last)[1]
    if begin and end:
        return _from_to(begin, end) if begin < end else ""
    return f"{first}/{last}" if is_day(first) and is_day(last) and first < last else ""


def _from_to(begin: int, end: int) -> str:
    """Whole years or months, given the number of months before the beginning and before the end."""
    if end - begin > 12 and begin % 12 == 0 == end % 12:
        return f"{begin // 12}/{end // 12 - 1}"
    return months_up_to((end - 1) // 12, (end - 1) % 12 + 1, end - begin)


def bounds(reading: str) -> tuple[int, int]:
    """Return the number of months before the beginning and before the end of years or months; zeros for days."""
    first, last = reading.partition("/")[0], reading.rpartition("/")[2]
    if not reading or len(first) > len("2026-05"):
        return 0, 0
    return int(first[:4]) * 12 + int(first[5:] or 1) - 1, int(last[:4]) * 12 + int(last[5:] or 12)


def years_around(published: date, count: int, *, ahead: bool) -> str:
    """Return a number of whole years that end, or begin, at the turn of the year nearest to the publication.

    >>> years_around(date(2026, 1, 26), 5, ahead=False), years_around(date(2026, 11, 3), 5, ahead=True)
    ('2021/2025', '2027/2031')
    """
    nearest = published.year - (published.month <= 6)
    first = nearest + 1 if ahead else nearest - count + 1
    return f"{first}/{first + count - 1}" if count > 1 else str(first)


def day(year: int, month: int, number: int) -> str:
    """Return a day; empty if the calendar has no such day."""
    try:
        return date(year, month, number).isoformat()
    except ValueError:
        return ""
