"""The fiscal year of a text: when it begins, and by which of its two years it is named."""

from functools import lru_cache
from typing import NamedTuple

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction import periods
from analysis.extraction.english.days import LENGTHS, MONTH, ORDINALS, YEAR, month_of

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
_BEGINNING = lazy_regex(
    rf"\b(?:fiscal|financial)\syear,?\s(?:which\s|that\s)?(?:began|begins|beginning|starts|started|starting|runs\sfrom)"
    rf"\s(?:on\s|in\s|from\s)?(?:\d{{1,2}}(?:st)?\s)?({MONTH})\b"
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
_YEN = lazy_regex(r"\byen\b|\bJPY\b")


class FiscalYear(NamedTuple):
    """A fiscal year: how many months after January it begins, None if the text does not say so.

    `moved` is by how many months it is later than the calendar year of its name, None if that is not certain: FY26 of
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
    elif fiscal and (beginning := _BEGINNING.search(text)):
        begins = month_of(beginning[1]) - 1
    elif any(map(text.__contains__, _AUSTRALIAN)):
        return FiscalYear(6)
    elif ("India" in text and _IN_INDIA.search(text)) or (
        any(map(text.__contains__, _INDIAN)) and not any(map(text.__contains__, _ELSEWHERE))
    ):
        begins = 3
    else:
        return FiscalYear()
    if begins and _YEN.search(text):
        return FiscalYear(begins)  # in Japan both names are in use
    return FiscalYear(begins, begins - 12 if begins else 0)


def in_fiscal_year(reading: str, fiscal: FiscalYear, *, both_years: bool) -> str:
    """Return months of a calendar year as those of the fiscal year with its name; `both_years` for "2025-26"."""
    if both_years:
        return periods.moved(reading, fiscal.begins - 12) if fiscal.begins else ""
    if fiscal.moved is None:
        return reading if len(reading) == len("2026") else ""
    return periods.moved(reading, fiscal.moved)
