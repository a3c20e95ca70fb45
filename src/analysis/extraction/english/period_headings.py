"""Headings of an English text that are a period, and heads of columns: "Q4 FY23", "Results for 2024"."""

import re
from functools import lru_cache

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction.english.days import MONTH, YEAR, month_of
from analysis.extraction.english.period_search import periods_in
from analysis.extraction.periods import Headings

_LINE = lazy_regex(r"[#*\t ]{0,8}(?P<text>[^\n|;]{2,70}?)[:*\t ]{0,8}$", re.MULTILINE)
# "Q4 FY23 (24 May 2023). Net profit fell": the first words of a paragraph.
_OPENING = lazy_regex(r"[#*\t ]{0,8}(?P<text>[^\n|;:.(]{2,30}?)(?: \([^()\n]{2,40}\))?[.:] (?=[A-Z])")
_LONGEST_CUE = 80  # characters at the beginning of a line in which a heading has a digit or "#"
_CUE = lazy_regex(r"[#\d]")
_A_YEAR = lazy_regex(r"\b(?:19|20)\d\d\b")
_A_DAY = lazy_regex(r"\d{4}-\d\d-\d\d")  # dates the text, not a measurement
_WORD = lazy_regex(r"[A-Za-z]+")
# A heading of other words is about something else, or is the title of an article.
_PLAIN = frozenset(
    "results result preliminary outlook guidance highlights review summary report figures overview update statement "
    "performance operations operational operating financial production trading annual interim quarterly full year "
    "half quarter key business group consolidated unaudited ended ending to the of for in and months six nine first "
    "second third fourth three period forecast forecasts plan budget january february march april may june july "
    "august september october november december fy q h".split()
)


def headings_in(text: str) -> Headings:
    """Return the headings of a text that are a period."""
    starts, readings = [], []
    lines = [0, *(match.end() for match in re.finditer("\n", text))]
    cued = [begin for begin in lines if _CUE.search(text, begin, begin + _LONGEST_CUE)]
    for match in filter(None, (pattern.match(text, begin) for begin in cued for pattern in (_LINE, _OPENING))):
        line = match["text"]
        if line.lstrip().startswith(("-", "•")) or not (any(map(str.isdigit, line)) or match.group().startswith("#")):
            continue
        found = _period_of(text, *match.span("text"))
        if found or match.group().lstrip().startswith("#"):
            starts.append(match.end())
            readings.append(found)
    return Headings(tuple(starts), tuple(readings)) if any(readings) else Headings()


def _period_of(text: str, start: int, end: int) -> str:
    """The period that a line is, empty if it names none or several, or anything else."""
    line = text[start:end]
    words = [word.lower() for word in _WORD.findall(line)]
    if not (words or _A_YEAR.search(line)):
        return ""  # the number in a cell
    if not all(word in _PLAIN for word in words) or line.rstrip()[-1] in ".,!?":
        return ""
    named = periods_in(text, start, end, None)
    readings = {period.reading for period in named}
    rest = line
    for period in reversed(named):
        rest = rest[: period.start - start] + rest[period.end - start :]
    if not named and len(years := _A_YEAR.findall(rest)) == 1:  # "Full year 2025"
        readings, rest = {years[0]}, _A_YEAR.sub("", rest)
    plain = len(readings) == 1 and not any(map(str.isdigit, rest))
    reading = readings.pop() if plain else ""
    return "" if _A_DAY.fullmatch(reading) else reading


@lru_cache(maxsize=1024)  # a head is asked for once for each cell below it
def period_of_head(head: str) -> str:
    """Return the period in the head of a column; empty if it names none or several."""
    if _ISO.fullmatch(head):
        return head
    if month := _SHORT_MONTH.fullmatch(head):
        return f"20{month['year']}-{month_of(month['month']):02d}"
    found = {period.reading for period in periods_in(head, 0, len(head), None)} - {""} or set(_LONE_YEAR.findall(head))
    return found.pop() if len(found) == 1 else ""


_SHORT_MONTH = lazy_regex(rf"(?P<month>{MONTH})[-\s'‘’]{{1,2}}(?P<year>\d\d)", re.IGNORECASE)  # "Sep-28"
_ISO = lazy_regex(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
_LONE_YEAR = lazy_regex(rf"(?<![\d/-]){YEAR}(?![\d/-])")
