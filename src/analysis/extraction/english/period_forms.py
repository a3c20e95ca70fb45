"""The periods that an English text and its headings name: a table of the forms in which they are printed."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction import periods
from analysis.extraction.english.days import MONTH, MONTH_NUMBER, YEAR
from analysis.extraction.lexicon import MONTHS, NUMBER_WORDS
from analysis.extraction.patterns import alternatives
from analysis.extraction.periods import Period


class Form(NamedTuple):
    """A form in which periods are printed: a pattern, what its groups that matched mean in ISO 8601, and an example.

    The groups of a relative form mean something only with the date of publication; `recent` ones are before it.
    """

    name: str
    pattern: str
    read: Callable[..., str]
    example: str
    reading: str
    recent: bool = False


_PARTS = {
    "last": 2,
    "back": 2,
    "first": 1,
    "1st": 1,
    "second": 2,
    "2nd": 2,
    "third": 3,
    "3rd": 3,
    "fourth": 4,
    "4th": 4,
}
_MONTHS_OF = {"quarter": 3, "q": 3, "half": 6, "h": 6}
_RECENT = 5  # a quarter without a year ended at most this many months before the publication
_SHIFTS = {"last": -1, "previous": -1, "this": 0, "current": 0, "next": 1}
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = "Monday|Tuesday|Wednesday|Thursday|Friday"
_COUNT = rf"\d{{1,2}}|{alternatives(NUMBER_WORDS)}"
# What is measured for a month: "May exports", but not the price of "the May contract".
_OF_MONTHS = (
    r"outputs?|production|(?:ex|im)ports?(?!\s(?:ban|quota|licen|tax|dut|polic|rule|control|curb|permit))|sales|volumes?|shipments?|deliveries|consumption|demand|arrivals|deficit"
    "|surplus|totals?|inflation|turnover|registrations|installations|additions|deployments?|investments?|spending"
    "|earnings|profits?|revenues?|increase|decrease|decline|growth"
)
_PART_YEAR = rf"(?:of\s)?(?:(?:FY\s?)?({YEAR})\b(?![-–/]\d)|(?:FY\s?|['’])(\d\d)\b)"
_TO = r"\s?(?:-|–|to|through|and)\s?"


def _number(printed: str) -> int:
    return NUMBER_WORDS.get(printed.lower()) or int(printed)


def _month(name: str) -> int:
    return MONTH_NUMBER[name[:3].lower()]


def _whole(year: str) -> int:
    return int(year) if len(year) == 4 else 2000 + int(year)


def _years(first: str, end: str) -> str:
    """The years of "2025-2028" or "2025-28"; not "2025-26", which may be one fiscal year, nor "2025-11", a month."""
    last = int(end) if len(end) > 2 else int(first) // 100 * 100 + int(end)
    return f"{first}/{last}" if last - int(first) > (len(end) == 2) else ""


def _part(part: str, kind: str, year: str) -> str:
    """The months of a quarter or a half: "Q3 2024"."""
    last = (_PARTS.get(part.lower()) or int(part)) * _MONTHS_OF[kind.lower()]
    return periods.months(_whole(year), last - _MONTHS_OF[kind.lower()] + 1, last)


def _recent_part(published: date, *printed: str) -> str:
    """The months of the last quarter or half before the publication, if it ended a short time ago.

    A first word ("prior", "year-ago") says that it is that of the year before.
    """
    *prior, part, kind = printed
    last = (_PARTS.get(part.lower()) or int(part)) * _MONTHS_OF[kind.lower()]
    first = last - _MONTHS_OF[kind.lower()] + 1
    year = published.year - (first > published.month)
    age = published.year * 12 + published.month - (year * 12 + last)
    return periods.months(year - len(prior), first, last) if age <= _RECENT else ""


def _recent_quarter(published: date, kind: str, part: str) -> str:
    return _recent_part(published, part, kind)


def _fiscal_part(published: date, shift: int, *printed: str) -> str:
    """The months of the last quarter or half before the publication, of a year that begins `shift` months later."""
    *prior, part, kind = printed if printed[-1].isalpha() else (printed[1], printed[0])
    months = published.year * 12 + published.month - 1 - shift
    reading = _recent_part(date(months // 12, months % 12 + 1, 1), *prior, part, kind)
    if not reading:
        return ""
    year, month = reading.split("/")[-1].split("-")
    last = int(year) * 12 + int(month) - 1 + shift
    return periods.months_up_to(last // 12, last % 12 + 1, _MONTHS_OF[kind.lower()])


def _recent_months(published: date, first: str, last: str) -> str:
    year = published.year - (_month(last) > published.month)
    return periods.months(year, _month(first), _month(last))


def _months_of(published: date, first: str, *rest: str) -> str:
    """The months of this year, the last or the next one: "in June last year"."""
    *last, year = rest
    return periods.months(published.year + _SHIFTS[year.lower()], _month(first), _month(last[0] if last else first))


def _part_of(published: date, part: str, kind: str, year: str) -> str:
    """The months of a part of this year, the last or the next one."""
    return _part(part, kind, str(published.year + _SHIFTS[year.split()[-1].lower()]))


def _months_ended(published: date, *printed: str) -> str:
    """The months that end with the last one of a name before the publication: "the three months ended June"."""
    span, month = printed[-2:]
    count = _number(printed[0]) if len(printed) > 2 else {"q": 3, "h": 6, "y": 12}.get(span[0].lower(), 1)
    return periods.months_up_to(published.year - (_month(month) > published.month), _month(month), count)


def _weekday(published: date, name: str) -> str:
    """The last day of that name, which may be the day of the publication."""
    back = (published.weekday() - _WEEKDAYS.index(name[:3].lower())) % 7
    return (published - timedelta(days=back)).isoformat()


def _first_months(published: date, count: str, year: str = "the") -> str:
    """The first months of last year, of this year, or of the last year in which they were over at the publication."""
    earlier = year == "last" or (year == "the" and _number(count) > published.month)
    return periods.months(published.year - earlier, 1, _number(count))


def _quarter_to(year: int, month: str) -> str:
    """The three months that end with one: "the March quarter"."""
    return periods.months(year, _month(month) - 2, _month(month))


def _recent_day(published: date, month: str, day: str) -> str:
    place = _month(month), int(day)
    year = published.year - (place > (published.month, published.day))
    return periods.day(year, *place)


def _shifted(published: date, way: str, unit: str) -> str:
    """The year, month or quarter of a date, or the one before or after it."""
    shift = _SHIFTS[way.lower()]
    if unit.lower() == "year":
        return str(published.year + shift)
    length = 1 if unit.lower() == "month" else 3
    year, place = divmod((published.year * 12 + published.month - 1) // length + shift, 12 // length)
    return periods.months(year, place * length + 1, place * length + length)


def _around(published: date, way: str, span: str) -> str:
    count = 10 if span.lower() == "decade" else _number(span)
    return periods.years_around(published, count, ahead=way.lower() == "next")


FORMS = (
    Form("years", rf"(?:from\s|between\s)?({YEAR})\s?(?:-|–|—|to|through|and)\s?({YEAR}|(?<=\d[-–])(?:1[3-9]|[2-9]\d))\b(?![\d%])", _years, "from 2025 to 2028", "2025/2028"),
    Form("day and month", rf"(\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?({MONTH})\b\.?,?\s({YEAR})\b", lambda day, month, year: periods.day(int(year), _month(month), int(day)), "3rd of May 2025", "2025-05-03"),
    Form("month and day", rf"({MONTH})\b\.?\s(\d{{1,2}})(?:st|nd|rd|th)?,?\s({YEAR})\b", lambda month, day, year: periods.day(int(year), _month(month), int(day)), "May 3, 2025", "2025-05-03"),
    Form("quarter to a month", rf"({MONTH})\b\.?\s(?:quarter\s(?:of\s)?({YEAR})|({YEAR})\squarter)\b", lambda month, year: _quarter_to(int(year), month), "March 2025 quarter", "2025-01/2025-03"),
    Form("months", rf"({MONTH})\b\.?{_TO}({MONTH})\b\.?,?\s(?:of\s)?({YEAR})\b", lambda first, last, year: periods.months(int(year), _month(first), _month(last)), "January to July 2026", "2026-01/2026-07"),
    Form("month", rf"({MONTH})\b\.?,?\s({YEAR})\b", lambda month, year: f"{year}-{_month(month):02d}", "Sept. 2024", "2024-09"),
    Form("first months", rf"first\s({_COUNT})\smonths\s(?:of|in)\s({YEAR})\b", lambda count, year: periods.months(int(year), 1, _number(count)), "first nine months of 2025", "2025-01/2025-09"),
    Form("part in words", rf"(?:the\s)?(first|second|third|fourth|1st|2nd|3rd|4th|(?:last|back)(?=\shalf))[\s-](quarter|half)(?:\sof|,)?\s{_PART_YEAR}", _part, "the first half of 2024", "2024-01/2024-06"),
    Form("part", rf"([QH])([1-4])[\s-]?{_PART_YEAR}", lambda kind, part, year: _part(part, kind, year), "Q3 2024", "2024-07/2024-09"),
    Form("part with a letter behind", rf"([1-4])([QH])\s?({YEAR}|\d\d)\b", _part, "3Q24", "2024-07/2024-09"),
    Form("part behind the year", rf"(?:(?:FY\s?|fiscal\s)?({YEAR})|FY\s?['’]?(\d\d))[\s/-]?(Q[1-4]|H[12])\b", lambda year, part: _part(part[1], part[0], year), "FY2024 Q3", "2024-07/2024-09"),
    Form("fiscal year", rf"(?:FY\s?|fiscal\s|calendar\s|full[\s-]year\s)({YEAR})\b(?![-–/\d])", str, "fiscal 2025", "2025"),
    Form("short fiscal year", r"FY\s?['’]?(\d\d)\b(?![-–/\d])", lambda year: f"20{year}", "FY'25", "2025"),
    Form("year after a preposition", rf"(?:in|by|for|during|since|until|of|end-|late|early|mid-|through)\s?(?:the\syear\s|fiscal\s|end\sof\s|around\s)?({YEAR})\b(?![-–/\d]|\s[QH][1-4]\b|\s(?:and|to)\s{YEAR}\b)", str, "by the end of 2027", "2027"),
    Form("year in a list", rf"(?<=[;,]\s)({YEAR})(?=:\s)", str, "(2023: 5 t; 2022: 4 t)", "2022"),
    Form("year with a pronoun", rf"(?<=\b(?:its|our|the)\s)({YEAR})(?=\s[a-z]{{3,}}(?:\s[a-z]{{3,}}){{0,2}}\s(?:of|at|by|to|is|was)\s)", str, "its 2025 sales target of 5 t", "2025"),
    Form("year with a noun", rf"(?<!half of the )(?<!quarter of the )({YEAR})(?=\s(?:target|goal|output|revenue|production|level|total|figure|sales|profit|exports?|imports?|results?|capacity|guidance|forecast|increase|decrease|decline|growth|deficit|surplus|average|budget|estimate|(?:financial|fiscal)\syear))", str, "2025 guidance", "2025"),
    Form("year as a subject", rf"(?:(?<![^.;,\n]\s)|(?<=\D\sand\s)|(?<=\sbut\s)|(?<=\swhile\s))({YEAR})(?=\s(?:also\s)?(?:was|saw|had|brought|only|dropped|fell|rose|declined|increased|climbed|will|should|is|could|may)\b)", str, "output was 5 t, 2025 was 4 t", "2025"),
    Form("year in brackets", rf"(?<=\()({YEAR})(?=[:)])", str, "5 t (2025)", "2025"),
)  # fmt: skip
RELATIVE_FORMS = (
    Form("years around", rf"(?:over|in|during|within)\sthe\s(past|last|next)\s(?:({_COUNT})\syears|(decade))\b", _around, "over the past five years", "2020/2024"),
    Form("months of a year around", rf"(?:(?:in|for|during)\s(?:the\s)?)?({MONTH})\b(?:\s?(?:[-–]|to|through)\s?({MONTH})\b(?:\speriod)?)?,?\s(?:of\s|in\s)?(this|last|next)\syear\b(?!['’]s)", _months_of, "in June last year", "2024-06"),
    Form("part of a year around", r"(first|second|third|fourth)[\s-](quarter|half),?\s(?:of\s|in\s)?(this|last|next|the\s(?:current|previous))\syear\b(?!['’]s)", _part_of, "the first half of last year", "2024-01/2024-06"),
    Form("months ended", rf"(?:({_COUNT})[\s-](months)|(quarter|half|(?<!fiscal\s)(?<!financial\s)year))\s(?:ended|ending|to)\s(?:\d{{1,2}}(?:st|th)?\s)?({MONTH})\b(?!,?\s\d{{4}}|\s\d{{1,2}}(?:st|th)?,?\s\d{{4}})", _months_ended, "three months ended May", "2025-03/2025-05", recent=True),
    Form("weekday", rf"on\s({_WEEKDAY})\b(?!['’]s|,?\s(?:{MONTH})\b|,?\s\d)", _weekday, "on Thursday", "2025-06-12", recent=True),
    Form("last, this or next", rf"(last|this|next)\s(year|month|quarter)\b(?!['’]s(?!\s(?:[a-z-]+\s){{0,3}}(?:{_OF_MONTHS})\b))", _shifted, "last quarter", "2025-01/2025-03"),
    Form("recent month and day", rf"on\s(?:(?:{_WEEKDAY}),?\s)?({MONTH})\.?\s(\d{{1,2}})\b(?!,?\s\d{{4}}|\d|:)", _recent_day, "on May 4", "2025-05-04", recent=True),
    Form("recent day and month", rf"on\s(\d{{1,2}})\s({MONTH})\b(?!,?\s\d{{4}})", lambda published, day, month: _recent_day(published, month, day), "on 4 May", "2025-05-04", recent=True),
    Form("recent months", rf"({MONTH})\s?(?:[-–]\s?|(?:to|through)\s(?=[A-Z][a-z]+\s(?:period|{_OF_MONTHS})\b))({MONTH})\b(?!\.?,?\s\d)", _recent_months, "January-April", "2025-01/2025-04", recent=True),
    Form("months between", rf"(?:between|period\sfrom)\s({MONTH})\s(?:and|to|through)\s({MONTH})\b(?!\.?,?\s\d|\s(?:this|last|next)\syear)", _recent_months, "between March and May", "2025-03/2025-05", recent=True),
    Form("recent part in words", r"(?:(prior|previous)[\s-]year(?:['’]s)?\s|(year[\s-](?:ago|earlier))\s)?(first|second|third|fourth)[\s-](quarter|half)\b(?!\s?(?:of\s(?:the\s)?)?(?:FY|fiscal|\d|['’]\d))", _recent_part, "the first quarter", "2025-01/2025-03", recent=True),
    Form("recent part", r"(Q)([1-4])\b(?!\s?(?:of\s)?(?:FY|fiscal|\d|['’]\d))", _recent_quarter, "Q1", "2025-01/2025-03", recent=True),
    Form("recent part with a letter behind", r"([1-4])([QH])\b(?!\s?\d)", _recent_part, "the 1Q", "2025-01/2025-03", recent=True),
    Form("recent month", rf"(?:in|for|during)\s({MONTH})\b(?!\.?,?\s\d{{4}}|\.?\s\d|\sand\s(?:{MONTH})\b|['’]|\s?[-–]|\s(?:to|through)\s(?:\d{{1,2}}\s)?(?:{MONTH})\b|\s(?:deliver|contract|futures|shipment|loading|settlement|arrival|option))", lambda published, month: _recent_months(published, month, month), "in May", "2025-05", recent=True),
    Form("recent first months", rf"(?<=the\s)first\s({_COUNT})\smonths\b(?!\s(?:of|in)\s\d)(?:\s(?:of\s)?(the|this|last)\s(?:current\s)?year\b)?", _first_months, "the first three months", "2025-01/2025-03", recent=True),
    Form("recent quarter to a month", rf"({MONTH})\squarter\b(?!\s(?:of\s)?(?:19|20)\d\d)", lambda published, month: _quarter_to(published.year - (_month(month) > published.month), month), "the December quarter", "2024-10/2024-12", recent=True),
    Form("month with a noun", rf"(?<!\bfor\s)(?-i:({MONTH}))(?:['’]s)?(?=\s(?:[a-z-]+\s){{0,3}}(?:{_OF_MONTHS})\b)", lambda published, month: _recent_months(published, month, month), "May exports", "2025-05", recent=True),
    Form("month in brackets", rf"(?<=\()({MONTH})(?=:)", lambda published, month: _recent_months(published, month, month), "(May: 5 t)", "2025-05", recent=True),
)  # fmt: skip


def _any_of(forms: tuple[Form, ...]) -> re.Pattern[str]:
    patterns = "|".join(f"(?P<form{place}>{form.pattern})" for place, form in enumerate(forms))
    return lazy_regex(rf"\b(?=\w)(?:{patterns})", re.IGNORECASE)


_DATED, _RELATIVE = _any_of(FORMS), _any_of(RELATIVE_FORMS)
# Every period contains one of these; the slow patterns above are tried only around them.
_LONGEST, _REST = 36, 32
_SIGN = lazy_regex(
    rf"(?=[1-4A-Zfilnopst])(?:(?<!\d)(?:19|20)\d\d(?!\d)|\b(?:[1-4][QH](?:\d\d|\b)|FY\s?['’]?\d\d\b|[QH][1-4]\s?['’]\d\d\b"
    rf"|(?:[Ll]ast|[Tt]his|[Nn]ext|past)\s(?:\w{{1,8}}\s)?(?:years?|month|quarter|decade)\b|\b(?:[Ii]n|[Ff]or)\s(?:{MONTH})\b|(?<=uring\s)(?:{MONTH})\b"
    rf"|(?:(?<=\bended\s)|(?<=\bending\s)|(?<=[rsf]\sto\s))(?:\d{{1,2}}(?:st|th)?\s)?(?:{MONTH})\b"
    rf"|[Oo]n\s(?:(?:{_WEEKDAY}|{MONTH})\b|\d{{1,2}}\s(?:{MONTH})\b)|(?:{MONTH})\s?(?:[-–]|to|through|and)\s?(?:{MONTH})\b"
    rf"|(?<=the\s)first\s\w{{1,8}}\smonths\b(?!\s(?:of|in)\s\d)|\b(?:{MONTH})\squarter\b(?!\s(?:of\s)?(?:19|20)\d\d)|\b(?:{MONTH})(?:['’]s)?\s(?=(?!quarter)(?:[a-z-]+\s){{0,3}}(?:{_OF_MONTHS})\b)"
    r"|(?:[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth)[\s-](?:quarter|half)\b|Q[1-4]\b(?!\s?(?:FY|\d|['’]\d))"
    rf"|(?<=\()(?:{MONTH})(?=:)))"
)
# A stretch without any of these has no sign; a cheaper test.
_CUES = (*"19 20 Q H FY year month quarter half decade day".split(), *(month[:3] for month in MONTHS[:12]))
_SHORT_FISCAL = lazy_regex(r"FY|[QH][1-4]\s?['’]\d\d")
# "Founded in 1998", "since its launch in 2018": the date of a beginning is not the period of a measurement.
_BEGINNING = lazy_regex(
    r"\b(?:found(?:ed|ing)|establish(?:ed|ment)|incorporated|listed|listing|opened|opening|built|launch(?:ed)?|born|acquired|"
    r"commissioned|began|begun|started|joined|bought|patented|signed|founder|reopened"
    r"|since|payable (?:on|in|by|from)|maturing|dated|record date)\b[^.;:\d]{0,30}\Z",
    re.IGNORECASE,
)
_BEGINNING_REACH = 48
_OF_A_PAPER = lazy_regex(
    r"\s(?:update|report|study|survey|note|paper|article|edition|statement|presentation|filing|interview|census|poll)\b"
)
_ARTICLE = lazy_regex(r"\b(?:an?|its|their|this)\s\Z", re.IGNORECASE)
# "Nine months ended September 30, 2025", "the year to March 2025": the date is the end of a span.
_SPAN_ENDED = lazy_regex(
    rf"\b(?:(?P<months>{_COUNT})[\s-]months?|(?P<weeks>{_COUNT})[\s-]weeks?|(?P<year>year)|(?P<quarter>quarter)|(?P<half>half[\s-]year))\s"
    r"(?:ended|ending|to|until|through)\s(?:the\s)?\Z",
    re.IGNORECASE,
)
_ENDING = lazy_regex(r"(?:ed|ing|to|til|ough)\s(?:the\s)?\Z", re.IGNORECASE)  # a cheaper test
_SAME_AS = lazy_regex(r"\bsame\s(?:period|month|quarter|time)\s(?:of\s)?(?:the\s)?\Z", re.IGNORECASE)
# What a figure is compared with: "3 % less than in 2024", "44 % below the $165 of 2026", "up from 5 t in 2023".
_BASE = lazy_regex(
    r"(?:\b(?:than|from|against|versus|vs\.?|(?:compared|comparison)\s(?:with|to)|in\sline\swith|since|below|above|over)|%\s(?:up\s|down\s)?on)\s"
    r"(?:[^.,;:()\d]{0,24}|(?:the\s)?(?:previous\s|prior\s|corresponding\s|same\s)?(?:quarter|year|month|period)\s(?:(?:end(?:ed|ing)|in|of)\s)?|[^,;:()\d]{0,16}\d[\d.,]*(?:[-–]\d[\d.,]*)?[^.,;:()\d]{0,24})\Z"
)
_BASE_REACH = 64
_HEDGED = lazy_regex(r"(?:than|over|above|below)\s\W?\d")
_MULTIPLE = lazy_regex(r"than\s(?:doubl|tripl|trebl|quadrupl|halv)")
_BEFORE_HEDGE = lazy_regex(
    r"\b(?:to|of|at|with|by|for|in|is|was|were|be|\w+ed|sold|made|built|won)\s(?:(?:just|well|slightly)\s)?(?:(?:more|less|fewer|greater)\s)?\Z"
)
_LEVEL_REACHED = lazy_regex(r",?\sto\b")
_DAY_LENGTH = len("2026-05-04")
# "$902 a tonne (FY23: $1,230)", "30 kt (2022: 28 kt; 2021: 25 kt)": the period of the figure that follows it alone.
_LABELLED = lazy_regex(r":[^;()]*")
_BRACKET = lazy_regex(r"[^()]*\)")
_FIGURE = lazy_regex(r"\d")


def periods_in(text: str, start: int, end: int, published: date | None) -> tuple[Period, ...]:
    """Return the periods in a stretch of text, in order; `reading` is empty if it depends on an unknown publication date.

    >>> [period.reading for period in periods_in("from 2025 to 2026, and last year", 0, 32, date(2027, 3, 1))]
    ['2025/2026', '2026']
    """
    found: list[Period] = []
    done = start
    if not any(map(text[start:end].__contains__, _CUES)):
        return ()
    for sign in _SIGN.finditer(text, start, end):
        dated = (sign.group()[0].isdigit() and len(sign.group()) > 2 and " " not in sign.group()) or bool(
            _SHORT_FISCAL.match(sign.group())
        )
        pattern, forms = (_DATED, FORMS) if dated else (_RELATIVE, RELATIVE_FORMS)
        for match in pattern.finditer(text, max(done, sign.start() - _LONGEST), min(end, sign.end() + _REST)):
            if match.start() >= sign.end():
                break  # it has a sign of its own
            done = match.end()
            if _OF_A_PAPER.match(text, match.end()) and _ARTICLE.search(
                text, max(start, match.start() - 6), match.start()
            ):
                continue  # "according to a January 2020 update"
            begins = match.group()[:5].lower() == "since"  # "since 2020" says no end
            if not (begins or _BEGINNING.search(text, max(start, match.start() - _BEGINNING_REACH), match.start())):
                form = forms[int((match.lastgroup or "").removeprefix("form"))]
                printed = [group for group in match.groups() if group is not None][1:]
                known = [] if dated else [published]
                fiscal = published and form.read in _FISCAL_READERS and _fiscal_shift(text)
                if published and fiscal:
                    reading = _fiscal_part(published, fiscal, *printed)
                else:
                    reading = form.read(*known, *printed) if dated or published else ""
                recent = form.recent and not (published and _holds(reading, published))
                period = Period(*match.span(), reading, recent=recent)
                found.append(_in_context(text, start, end, period))
            if done >= sign.end():
                break
    return tuple(found)


_FISCAL_READERS = (_recent_part, _recent_quarter)
# "Q2 (September quarter)", "the second quarter ended 30 September": the year does not begin in January.
_FISCAL_QUARTER = lazy_regex(
    rf"(?:\bQ([1-4])|\b(first|second|third|fourth)[\s-]quarter),?\s\(?(?:the\s)?"
    rf"(?:(?:ended|ending|to)\s(?:\d{{1,2}}\s)?({MONTH})\b|({MONTH})\squarter\b)"
)


@lru_cache(maxsize=4)
def _fiscal_shift(text: str) -> int:
    """By how many months the quarters of a text end later than those of the calendar."""
    found = _FISCAL_QUARTER.search(text)
    if not found:
        return 0
    number, word, ended, named = found.groups()
    shift = (_month(ended or named) - 3 * (_PARTS[word] if word else int(number))) % 12
    return shift - 12 if shift > 6 else shift


def _holds(reading: str, published: date) -> bool:
    """Whether the months of a reading include the month of the publication, so that no other year can be meant."""
    first, _, last = reading.partition("/")
    return len(first) < _DAY_LENGTH and first <= f"{published:%Y-%m}" <= (last or first)


def _in_context(text: str, begin: int, stop: int, period: Period) -> Period:
    """A period as the words around it mean it: the span that it ends, and the figures that it belongs to."""
    start, end, reading = period.start, period.end, period.reading
    left = text[max(begin, start - _BASE_REACH) : start]
    if reading and _ENDING.search(left) and (ended := _SPAN_ENDED.search(left)):
        reading = _span(ended, reading)
    same = _SAME_AS.search(left)
    if same:
        reading = ""  # "the same period last year": which one the text says elsewhere
    period = Period(start, end, reading, recent=period.recent)
    if text.rfind("(", begin, start + 1) > text.rfind(")", begin, start):
        labelled = _LABELLED.match(text, end, stop)
        if labelled:
            return replace(period, owner=start, until=labelled.end())
        inside = _BRACKET.match(text, end, stop)
        if inside and _FIGURE.search(text, text.rfind("(", begin, start), start):
            period = replace(period, until=inside.end())  # "(from 6 t in August), but 17% more"
    base = _BASE.search(left)
    multiple = base and _MULTIPLE.match(base.group())
    if base and (multiple or (_HEDGED.match(base.group()) and _BEFORE_HEDGE.search(left, 0, base.start()))):
        base = None  # "rose to more than 440 GW in 2023"
    words = base.group().lower() if base else ""
    if (
        base is None
        or (words.startswith("%") and len(reading) == _DAY_LENGTH)  # "fell 5% on May 4", unlike "fell 5% on 2023"
        or (words.startswith("over ") and "/" in reading)  # "grows 4% a year over 2025-30"
    ):
        return period
    # "From 5 t in 2023 to 4 t": the period is not of the level reached.
    level = _LEVEL_REACHED.match(text, end, stop)
    owner = start - len(left) + base.start()
    return replace(period, owner=owner, until=level.end() if level else end if same else period.until)


def _span(match: re.Match[str], last: str) -> str:
    """The interval of months that ends with a day or month."""
    if match["weeks"]:
        begin = date.fromisoformat(last) - timedelta(weeks=_number(match["weeks"]), days=-1) if len(last) > 7 else None
        return f"{begin}/{last}" if begin else ""
    if "/" in last or len(last) < 7:
        return last if match["year"] and len(last) == 4 else ""
    count = _number(match["months"]) if match["months"] else 12 if match["year"] else 3 if match["quarter"] else 6
    return periods.months_up_to(int(last[:4]), int(last[5:7]), count)
