"""The days and the fiscal year that a text names, and the days of datelines, which are never the period of a figure."""

import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction import periods
from analysis.extraction.lexicon import MONTHS
from analysis.extraction.patterns import alternatives, first_of
from analysis.extraction.periods import day

MONTH = f"{first_of(MONTHS)}(?:{alternatives(MONTHS)})"
_MONTH_NUMBERS = {month[:3].lower(): index for index, month in enumerate(MONTHS[:12], start=1)}
# How many months parts of a year have, and their numbers in words.
LENGTHS = {"month": 1, "quarter": 3, "q": 3, "half": 6, "h": 6, "year": 12}
AGO = frozenset(("earlier", "ago", "before", "previously", "prior"))
ORDINALS = {"first": 1, "1st": 1, "opening": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
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


FISCAL = r"(?:FY|(?:fiscal|financial)(?:\syear)?)"
# "The third quarter (October-December)", "Q2 (September quarter)", "the second quarter ended 30 September".
_QUARTER = lazy_regex(
    r"\b(?:([QH])([1-4])|([1-4])([QH])|(first|second|third|fourth)[\s-](quarter|half))[,\s]{1,2}"
    r"(?:FY\s?['’]?\d\d(?:\d\d)?\s)?\(?(?:the\s|that\s)?"
    rf"(?:(?:ended|ending|to|{MONTH}\s?(?:-|–|to)\s?)\s?(?:\d{{1,2}}\s)?({MONTH})\b|({MONTH})\s(?:quarter|half)\b)"
)
# "FY2025 (April 2025 to March 2026)", "the fiscal year ending March 2026 (FY2025)".
_NAMED = lazy_regex(
    rf"\bFY\s?['’]?(\d\d(?:\d\d)?)\s\([^()\n]{{0,40}}?(?:-|–|\b(?:ended|ending|to))\s?(?:\d{{1,2}}\s)?({MONTH})\.?\s(?:\d{{1,2}},?\s)?({YEAR})\)"
    rf"|year\s(?:ended|ending)\s(?:\d{{1,2}}\s)?({MONTH})\.?\s(?:\d{{1,2}},?\s)?({YEAR})\s\([\"“]?FY\s?['’]?(\d\d(?:\d\d)?)\b"
)
_ENDING = lazy_regex(
    rf"\b(?:(?:[Ff]iscal|[Ff]inancial|[Ff]ull)[\s-][Yy]ear\s(?:[A-Z]?\d\d\d?\d?\s)?(?:ended|ending|ends|to|through|until)"
    rf"|[Yy]ear\s[Ee]nd(?:ed|ing)(?=\s(?:{MONTH}\s)?(?:28|29|30|31)\b))\s(?:on\s|in\s)?(?:the\s)?"
    rf"(?:\d{{1,2}}(?:st|th)?\s(?:of\s)?)?({MONTH})\b"
)
# In India a fiscal year begins in April; its money is counted in crores also elsewhere.
_INDIAN = ("₹", "INR", "Sensex", " Rs ", " Rs.", " crore")
_IN_INDIA = lazy_regex(
    r"\b(?:current|last|previous|preceding|ongoing|this)\sfiscal\b(?!\syear)|\bFY\s?20\d\d[-–]\d\d\b|\b20\d\d[-–]\d\d\sf"
)
_AUSTRALIAN = ("ASX", "A$", "$A", "Queensland")  # a year of two names, as 2025-26, begins in July
_ELSEWHERE = ("Pakistan", "Bangladesh", "Nepal", "Sri Lanka", "Tk ", "Indonesia", "Mauritius")
# A text without any of these says no months of a quarter; a cheaper test.
_CUES_OF_QUARTERS = (
    *"FY|uarter (|half (|uarter end|half end|uarter to|half to|uarter, ".split("|"),
    *(f"{part} (" for part in "Q1 Q2 Q3 Q4 1Q 2Q 3Q 4Q H1 H2".split()),
)


class FiscalYear(NamedTuple):
    """A fiscal year: how many months after January it begins, None if the text does not say so.

    `moved` is its offset in months from the calendar year of its name, None if uncertain: FY26 of
    India begins nine months before 2026.
    """

    begins: int | None = None
    moved: int | None = None


@lru_cache(maxsize=4)
def fiscal_year_of(text: str) -> FiscalYear:
    """Return the fiscal year of a text.

    >>> fiscal_year_of("In the second quarter (July-September) of FY26")
    FiscalYear(begins=3, moved=-9)
    """
    fiscal = "FY" in text or "iscal" in text or "ear end" in text or "inancial year" in text
    if fiscal and (named := _NAMED.search(text)):
        name, month, year = named.group(1, 2, 3) if named[1] else named.group(6, 4, 5)
        begins = month_of(month) % 12
        return FiscalYear(begins, begins - 12 * (int(year) % 100 == int(name) % 100) if begins else 0)
    if any(map(text.__contains__, _CUES_OF_QUARTERS)) and (quarter := _QUARTER.search(text)):
        *part, month = filter(None, quarter.groups())
        place, kind = part if part[1].lower() in LENGTHS else part[::-1]
        begins = (month_of(month) - (ORDINALS.get(place) or int(place)) * LENGTHS[kind.lower()]) % 12
    elif fiscal and (ending := _ENDING.search(text)):
        begins = month_of(ending[1]) % 12
    elif any(map(text.__contains__, _AUSTRALIAN)):
        return FiscalYear(6)
    elif ("India" in text and _IN_INDIA.search(text)) or (
        any(map(text.__contains__, _INDIAN)) and not any(map(text.__contains__, _ELSEWHERE))
    ):
        begins = 3
    else:
        return FiscalYear()
    return FiscalYear(begins, begins - 12 if begins else 0)


def in_fiscal_year(reading: str, fiscal: FiscalYear, *, both_years: bool) -> str:
    """Return months of a calendar year as those of the fiscal year with its name; `both_years` for "2025-26"."""
    if both_years:
        return periods.moved(reading, fiscal.begins - 12) if fiscal.begins else ""
    if fiscal.moved is None:
        return reading if len(reading) == len("2026") else ""
    return periods.moved(reading, fiscal.moved)
