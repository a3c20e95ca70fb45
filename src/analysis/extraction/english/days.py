"""The days that a text names, in ISO 8601, and those of datelines, which are the period of no figure."""

import re
from datetime import date

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction.lexicon import MONTHS
from analysis.extraction.patterns import alternatives, first_of
from analysis.extraction.periods import day

MONTH = f"{first_of(MONTHS)}(?:{alternatives(MONTHS)})"
_MONTH_NUMBERS = {month[:3].lower(): index for index, month in enumerate(MONTHS[:12], start=1)}
# How many months parts of a year have, and their numbers in words.
LENGTHS = {"month": 1, "quarter": 3, "q": 3, "half": 6, "h": 6, "year": 12}
ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
YEAR = r"(?:19|20)\d\d"
_DAY = lazy_regex(
    rf"""
      \b(?P<before>{MONTH})\b\.?\s(?P<day_before>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\d|:)(?:,?\s(?P<year_before>{YEAR})\b)?
    | \b(?P<day_after>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?(?P<after>{MONTH})\b\.?(?:,?\s(?P<year_after>{YEAR})\b)?
    | (?<=\b[Oo]n\s)the\s(?P<day_only>\d{{1,2}})(?:st|nd|rd|th)\b(?!\s[A-Z])
    """,
    re.VERBOSE,
)


def month_of(name: str) -> int:
    """Return the number of a month."""
    return _MONTH_NUMBERS[name[:3].lower()]


def days_of(text: str, published: date | None = None) -> list[tuple[int, str]]:
    """Return the place and ISO 8601 date of every day that a text names, `--12-20` if the year is unknown.

    "On the 21st" is in the month of publication, or in the month before if it would be in the future.
    """
    found = []
    for match in _DAY.finditer(text):
        month = match["before"] or match["after"]
        number = int(match["day_before"] or match["day_after"] or match["day_only"])
        if month:
            year = match["year_after"] or match["year_before"]
            place = month_of(month)
            period = day(int(year), place, number) if year else f"--{place:02d}-{number:02d}" if number <= 31 else ""
        else:
            period = _day_before(published, number) if published else ""
        if period:
            found.append((match.start(), period))
    return found


def _day_before(published: date, number: int) -> str:
    month, year = published.month, published.year
    if number > published.day:
        month, year = (month - 1, year) if month > 1 else (12, year - 1)
    return day(year, month, number)


# "NEW DELHI/MUMBAI (Agency), " and "Perth, Australia, Monday, " before the date of a dateline, and what ends one.
_TOWN = lazy_regex(
    r"\(?(?:(?:[A-Z][\w.'’/-]*|of|de|do|del|la)[ ,]+){1,5}(?:\([^()]{1,30}\),? ?)?(?:[-–—]{1,2} )?"
    r"(?:[A-Z][a-z]+day,? )?"
)
_DATELINE_END = lazy_regex(
    r"(?:\d{4}-\d\d-\d\d|[\w.]+(?:,? [\w.]+){0,2}?)[.)]?"
    r"(?:(?P<colon>:)|(?: ?\([^()]{1,30}\)| ?/[^/\n]{1,30}/)? ?[-–—]{1,2}\s)"
)
_LONGEST_PLACE = 90
_CAPITALS = lazy_regex(r"\(?[A-Z]{3}")
_LABELS = lazy_regex(  # a date after such a word belongs to what follows: "Stocks, 3 March 2026 - 90,000 t"
    r"\(?(?:As|At|By|From|Since|On|In|Until|To|For|\w*[Pp]rices?|Stocks?|Inventor\w+|Output|Sales|Shares?|Reserves?|Exports?"
    r"|Imports?|Figures?|Results?|Table|Close|Closing|Data)\b"
)


def in_dateline(text: str, begin: int, start: int) -> bool:
    """Return whether the day that begins at `start` dates a dateline at the beginning of a sentence."""
    place = text[begin:start]
    if len(place) > _LONGEST_PLACE or not _TOWN.fullmatch(place) or _LABELS.match(place):
        return False
    end = _DATELINE_END.match(text, start)
    return bool(end and (end["colon"] is None or _CAPITALS.match(place)))
