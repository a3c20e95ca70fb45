"""The forms in which English texts print periods, and how each is read."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from analysis.extraction import periods
from analysis.extraction.english.dates import FISCAL, LENGTHS, MONTH, ORDINALS, YEAR, month_of
from analysis.extraction.lexicon import MONTHS, NUMBER_WORDS
from analysis.extraction.patterns import alternatives


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


_RECENT = 5  # a quarter without a year ended at most this many months before the publication
_SHIFTS = {"last": -1, "previous": -1, "prior": -1, "preceding": -1, "this": 0, "current": 0, "next": 1}
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEKDAY = "Monday|Tuesday|Wednesday|Thursday|Friday"
COUNT = rf"\d{{1,2}}|{alternatives(NUMBER_WORDS)}"
# What is measured for a month: "May exports", but not the price of "the May contract".
OF_MONTHS = (
    r"outputs?|production|(?:ex|im)ports?(?!\s(?:ban|quota|licen|tax|dut|polic|rule|control|curb|permit))|sales|volumes?|shipments?|deliveries|consumption|demand|arrivals|deficit"
    "|surplus|readings?|PMI|ind(?:ex|ices)|figures?|data|numbers|totals?|inflation|turnover|registrations|installations|additions|deployments?|investments?|spending"
    "|earnings|profits?|revenues?|loss(?:es)?|income|increase|decrease|decline|growth|gain|rise|drop|fall|jump|slump"
)
# "2025", "FY26", "fiscal 2025-26", "FY2025/26": the last one is named by both of its years.
_ONE_YEAR = rf"((?:(?:{FISCAL}|CY)\s?)?{YEAR}(?:[-–/]\d\d)?(?:\s(?:fiscal|financial)\syear)?|(?:FY|CY)?\s?['’]\d\d|(?:FY|CY)\s?\d\d(?:[-–/]\d\d)?)(?![-–/]?\d)"
_PART_YEAR = rf"(?:of\s(?:the\s)?)?{_ONE_YEAR}"
_MONTHS = rf"({MONTH})\b\.?[\s-]?(?:[-–]|to|through|and)[\s-]?({MONTH})\b"
_SEASONS = {"winter": 1, "spring": 4, "summer": 7, "autumn": 10, "fall": 10}
SEASON = "winter|spring|summer|autumn"


def number_of(printed: str) -> int:
    """Return the number of digits or a word."""
    return NUMBER_WORDS.get(printed.lower()) or int(printed)


def _whole(printed: str) -> int:
    """The year of "2025", "FY26" or "fiscal 2025-26" (the last one); 0 for other years."""
    first, *last = re.findall(r"\d+", printed)
    year = int(first) if len(first) == 4 else 2000 + int(first)
    if not last:
        return year
    return year + 1 if (year + 1) % 100 == int(last[0]) else 0


def _years(first: str, end: str) -> str:
    """The years of "2025-2028" or "2025-28", the last one of the fiscal year 2025-26; none of "2025-11", a month."""
    last = int(end) if len(end) > 2 else int(first) // 100 * 100 + int(end)
    if len(end) == 2 and last == int(first) + 1:
        return str(last)
    return f"{first}/{last}" if last > int(first) else ""


def _part(part: str, kind: str, year: str) -> str:
    """The months of a quarter or a half: "Q3 2024"."""
    return periods.months(_whole(year), *_months_of_part(part, kind)) if _whole(year) else ""


_LAST_PARTS = frozenset("last back latter final closing".split())


def _months_of_part(part: str, kind: str) -> tuple[int, int]:
    """The first and the last month of a quarter or a half, whose number may be after its name."""
    part, kind = (part, kind) if kind.lower() in LENGTHS else (kind, part)
    count = LENGTHS[kind.lower()]
    last = 12 if part.lower() in _LAST_PARTS else (ORDINALS.get(part.lower()) or int(part)) * count
    return last - count + 1, last


def _months_between(year: int, first: str, last: str) -> str:
    """The months from one to another, which is in the given year."""
    return periods.months_up_to(year, month_of(last), (month_of(last) - month_of(first)) % 12 + 1)


def _months_of_year(place: str, *rest: str) -> str:
    """The first or last months of a year, or only one."""
    *count, kind, year = rest
    months = (number_of(count[0]) if count else 1) * LENGTHS[kind.lower()]
    return periods.months_up_to(_whole(year), 12 if place.lower() in {"last", "final"} else months, months)


def compared(*_: str) -> str:
    """The period of a comparison is read once the compared one is known."""
    return ""


def ordinal_alone(*_: str) -> str:
    """A quarter or half without its noun is read once another one is known: "in the third quarter, 58% in the second"."""
    return ""


def same(*_: str) -> str:
    """A reference to a period named before is read once that is known."""
    return ""


def recent_part(published: date, *printed: str) -> str:
    """The months of the last quarter or half before the publication, if it ended a short time ago.

    A first word ("prior", "year-ago") refers to the year before.
    """
    *prior, part, kind = printed
    first, last = _months_of_part(part, kind)
    year = published.year - (first > published.month)
    age = published.year * 12 + published.month - (year * 12 + last)
    return periods.months(year - len(prior), first, last) if age <= _RECENT else ""


def in_own_year(read: Callable[..., str], published: date, begins: int, *printed: str) -> str:
    """Return what a relative form means where the year begins that many months later."""
    year, month = divmod(published.year * 12 + published.month - 1 - begins, 12)
    return periods.moved(read(date(year, month + 1, 1), *printed), begins)


def _recent_months(published: date, *printed: str) -> str:
    first, last = printed[-2:]
    year = published.year - (month_of(last) > published.month)
    return _months_between(year, first, last)


def _months_ended(published: date, *printed: str) -> str:
    """The months that end with the last one of a name before the publication: "the three months ended June"."""
    span, month = printed[-2:]
    count = number_of(printed[0]) if len(printed) > 2 else LENGTHS[span.lower()]
    return periods.months_up_to(published.year - (month_of(month) > published.month), month_of(month), count)


def _first_months(published: date, place: str, printed: str, kind: str, year: str = "the") -> str:
    """The first or last months of last year, of this year, or of the last year in which they were over by then."""
    first = place.lower() in {"first", "opening"}
    count = number_of(printed) * LENGTHS[kind.lower()]
    earlier = year == "last" or (year == "the" and (count >= published.month if first else published.month <= _RECENT))
    if not (first or earlier):
        return ""
    return periods.months_up_to(published.year - earlier, count if first else 12, count)


def _part_to(latest: int, *printed: str) -> str:
    """The three or six months that end with one, of the year printed or the latest one: "the March quarter"."""
    part = next(item for item in printed if item.lower() in LENGTHS)
    month = next(item for item in printed if item.isalpha() and item != part)
    year = next((int(item) for item in printed if item.isdigit()), latest)
    return periods.months_up_to(year, month_of(month), LENGTHS[part.lower()])


def _month_and_day(*printed: str) -> tuple[int, int]:
    day, month = printed if printed[0].isdigit() else printed[::-1]
    return month_of(month), int(day)


def _recent_day(published: date, *printed: str) -> str:
    place = _month_and_day(*printed)
    year = published.year - (place > (published.month, published.day))
    return periods.day(year, *place)


def _recent_days(published: date, *printed: str) -> str:
    """The first days of a month, or from one of its days to another."""
    first, last = ("1", printed[0]) if len(printed) == 2 else printed[1:]
    month = next(item for item in printed if item.isalpha())
    return periods.joined(_recent_day(published, first, month), _recent_day(published, last, month))


def shifted(published: date, way: str, unit: str) -> str:
    """Return the year, quarter, month or week of a date, or the one before or after it."""
    shift = _SHIFTS[way.lower()]
    if unit.lower() == "week":
        monday = published + timedelta(weeks=shift, days=-published.weekday())
        exact = not isinstance(published, periods.MonthEnd)
        return periods.joined(monday.isoformat(), (monday + timedelta(6)).isoformat()) if exact else ""
    if unit[0].lower() in "fy":  # a fiscal year, or a year
        return str(published.year + shift)
    length = 1 if unit.lower() == "month" else 3
    year, place = divmod((published.year * 12 + published.month - 1) // length + shift, 12 // length)
    return periods.months(year, place * length + 1, place * length + length)


def _season(published: date, way: str, name: str) -> str:
    """The months of a season around a date: "this summer" is the nearest one, "last winter" ended some time ago."""
    now, middle = published.year * 12 + published.month, _SEASONS[name.lower()]
    way = way.lower()
    latest = {"this": now + 5, "last": now - 3, "next": now + 13}.get(way, now + 1)
    end = latest - (latest - middle) % 12
    return periods.months_up_to(end // 12, end % 12 + 1, 3)


def season_of(name: str, year: str, *next_year: str) -> str:
    """Return the months of a season of a year; none of "winter 2024", which is one or the next."""
    middle = _SEASONS[name.lower()]
    if middle == 1:
        return periods.months_up_to(int(year) + 1, 2, 3) if next_year else ""
    return periods.months(int(year), middle - 1, middle + 1)


def _near_day(published: date, word: str) -> str:
    """Today, yesterday, or the last day with a name, which may be that of the publication."""
    if isinstance(published, periods.MonthEnd):
        return ""
    day = word[:3].lower()
    back = (published.weekday() - _WEEKDAYS.index(day)) % 7 if day in _WEEKDAYS else day == "yes"
    return (published - timedelta(back)).isoformat()


# What a period is compared with: "the same period last year", "the corresponding quarter of fiscal 2024", "a year earlier".
_COMPARISON = (
    r"(?:the\s)?(?:same|(?:previous\s)?corresponding|comparable|equivalent|year[\s-](?:ago|earlier)|prior[\s-]year|previous[\s-]year)\s"
    r"(?:(?!first|second|third|fourth)[a-z-]+\s)?(?:period|month|quarter|half)(?:,?\s(?:(?:of|in|a)\s)?(?:the\s)?"
    rf"(?:(?:(?:last|previous|prior|preceding)\s(?:fiscal\s|financial\s)?)?(?:year|fiscal)(?:\s(?:earlier|ago|before))?\b|{_ONE_YEAR}))?"
    r"|this\stime\slast\syear\b|(?:an?|one|the)\s(?:year|quarter|month|week|day|decade)\s(?:earlier|ago|before|previously|prior)\b(?!\s\d)"
    rf"|(?:{COUNT})\s(?:years|quarters|months|decades)\s(?:earlier|before|previously|prior)\b(?!\s(?:\d|than))"
    r"|the\s(?:previous|prior|preceding)\s(?:(?:year|quarter|month|week|decade)\b(?!\send)|\w+\syears)"
)
FORMS = (
    Form("season", rf"({SEASON}|fall(?=\sof))(?:\smonths)?(?:\sof)?\s({YEAR})(?:[-–/]((?:\d\d)?\d\d))?\b", season_of, "the summer of 2024", "2024-06/2024-08"),
    Form("years", rf"(?:from\s|between\s)?({YEAR})\s?(?:-|–|—|to|through|and)\s?({YEAR}|(?<=\d[-–])(?:1[3-9]|[2-9]\d))\b(?![\d%])", _years, "from 2025 to 2028", "2025/2028"),
    Form("day", rf"(?:(\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?({MONTH})\b\.?,?|({MONTH})\b\.?\s(\d{{1,2}})(?:st|nd|rd|th)?,?)\s({YEAR})\b", lambda *printed: periods.day(int(printed[2]), *_month_and_day(*printed[:2])), "3rd of May 2025", "2025-05-03"),
    Form("quarter to a month", rf"(?:({MONTH})\b\.?\s(?:({YEAR})\s(quarter|half)|(quarter|half)\s(?:of\s)?({YEAR}))|(?<!\d\s)({YEAR})\s({MONTH})[\s-](quarter|half))\b", lambda *printed: _part_to(0, *printed), "March 2025 quarter", "2025-01/2025-03"),
    Form("months", rf"(?:(?:between|from)\s)?{_MONTHS}\.?,?\s(?:of\s)?({YEAR})\b", lambda first, last, year: _months_between(int(year), first, last), "January to July 2026", "2026-01/2026-07"),
    Form("month", rf"({MONTH})\b\.?(?:,?\s({YEAR})|\s?['’](\d\d))\b", lambda month, year: f"{_whole(year)}-{month_of(month):02d}", "Sept. 2024", "2024-09"),
    Form("part as before", rf"(?:in\s)?the\s{YEAR}\s(?:period|month|quarter|half)\b", compared, "in Q2 2025, from 5 t in the 2024 quarter", "2024-04/2024-06"),
    Form("first or last months", rf"(first|opening|last|final|(?=nine|six|three|[369]\s))\s?(?:({COUNT})[\s-])?(month|quarter)s?\s(?:period\s)?(?:of|in)\s{_ONE_YEAR}", _months_of_year, "first nine months of 2025", "2025-01/2025-09"),
    Form("months with a letter", rf"([369]|12)M[\s-]?{_PART_YEAR}", lambda count, year: _months_of_year("first", count, "month", year), "9M 2025", "2025-01/2025-09"),
    Form("part in words", rf"(?:the\s)?(first|second|third|fourth|1st|2nd|3rd|4th|opening|final|closing|(?:last|back|latter)(?=\shalf))[\s-](quarter|half),?(?:\s\([A-Z][^()]{{2,30}}\))?\s{_PART_YEAR}", _part, "the first half of 2024", "2024-01/2024-06"),
    Form("part", rf"(?:([QH])([1-4])[\s-]?{_PART_YEAR}|([1-4])([QH])\s?(?:of\s)?((?:FY\s?|CY)?['’]?(?:{YEAR}|\d\d))\b)", _part, "Q3 2024", "2024-07/2024-09"),
    Form("part behind the year", rf"(?=[\dFfC'’]){_ONE_YEAR}[\s/-]?(Q[1-4]|H[12])\b", lambda year, part: _part(part[1], part[0], year), "2024 Q3", "2024-07/2024-09"),
    Form("whole year", rf"(?=[\dFfCc])((?:{FISCAL}|CY|calendar(?:\syear)?|full[\s-]year)\s?{YEAR}(?:[-–/]\d\d)?|{YEAR}/\d\d|(?:FY|CY)\s?['’]?\d\d(?:[-–/]\d\d)?)(?![-–/]?\d)", lambda printed: str(_whole(printed) or ""), "fiscal 2025", "2025"),
    Form("year after a preposition", rf"(?:in|by|for|during|since|until|of|end-|year-end|late|early|mid-|through|ended|finished|closed)\s?(?:the\syear\s|fiscal\s|end\sof\s|around\s)?({YEAR})[EF]?\b(?![-–/\d]|\s[QH][1-4]\b|\s(?:and|to|through|-|–)\s{YEAR}\b)", str, "by the end of 2027", "2027"),
    Form("year with a pronoun", rf"(?<=\b(?:its|our|the)\s)({YEAR})(?=\s[a-z]{{3,}}(?:\s[a-z]{{3,}}){{0,2}}\s(?:of|at|by|to|is|was)\s)", str, "its 2025 sales target of 5 t", "2025"),
    Form("year with a noun", rf"(?<!half of the )(?<!quarter of the )({YEAR})(?=\s(?:(?:[a-z-]+\s)?(?:target|level|{OF_MONTHS}|goal|results?|capacity|guidance|forecast|average|budget|estimate)\b|(?:financial|fiscal)\syear))", str, "2025 guidance", "2025"),
    Form("year as a subject", rf"(?:(?<![^.;,\n]\s)|(?<=\D\sand\s)|(?<=\sbut\s)|(?<=\swhile\s))({YEAR})(?=\s(?:also\s)?(?:was|saw|had|brought|only|dropped|fell|rose|declined|increased|climbed|will|should|is|could|may)\b)", str, "output was 5 t, 2025 was 4 t", "2025"),
    Form("year in brackets", rf"(?:(?<=\()|(?<=[;,]\s)(?=\d{{4}}:))({YEAR})(?=[:)])", str, "5 t (2025)", "2025"),
)  # fmt: skip
RELATIVE_FORMS = (
    Form("season around", rf"(last|this|next|past)\s({SEASON}|fall)\b", _season, "last summer", "2024-06/2024-08"),
    Form("day around", r"(today|yesterday)\b", _near_day, "yesterday", "2025-06-14"),
    Form("years around", rf"(?:over|in|during|within)\sthe\s(past|last|next)\s(?:({COUNT})\syears|(decade))\b", lambda published, way, span: periods.years_around(published, 10 if span.lower() == "decade" else number_of(span), ahead=way.lower() == "next"), "over the past five years", "2020/2024"),
    Form("part of a year around", r"(?:(first|second|third|fourth|opening|final|closing|latter)[\s-](quarter|half)|([QH])([1-4])),?\s(?:of\s|in\s)?(this|last|next|the\s(?:current|previous))\syear\b(?!['’]s)", lambda published, part, kind, year: _part(part, kind, str(published.year + _SHIFTS[year.split()[-1].lower()])), "the first half of last year", "2024-01/2024-06"),
    Form("months ended", rf"(?:({COUNT})[\s-](months?)(?:\speriod)?|(quarter|half|(?<!fiscal\s)(?<!financial\s)year))\s(?:ended|ending|to|(?<!year\s)through)\s(?:\d{{1,2}}(?:st|th)?\s|(?:the\s)?end(?:\sof\s|-))?({MONTH})\b(?!\.?,?\s\d{{4}}|\.?\s\d{{1,2}}(?:st|th)?,?\s\d{{4}})", _months_ended, "three months ended May", "2025-03/2025-05", recent=True),
    Form("weekday", rf"(?:on|(?<=as\s)of)\s({WEEKDAY})\b(?!['’]s|,?\s(?:\d{{1,2}}(?:st|nd|rd|th)?\s(?:of\s)?)?(?:{MONTH})\b|\s\d|,\s\d{{1,2}}/)", _near_day, "on Thursday", "2025-06-12", recent=True),
    Form("last, this or next", rf"(last|this|next|(?:current|previous|preceding|prior)(?=\sfi))\s(year|month|quarter|week|(?:fiscal|financial)(?:\syear)?)\b(?!['’]s(?!\s(?:[a-z-]+\s){{0,3}}(?:{OF_MONTHS})\b))", shifted, "last quarter", "2025-01/2025-03"),
    Form("same as before", rf"(?:in|for|during|over)\s(?:the|that)\s(?:same\s|current\s|reporting\s)?(quarter|half|month|period|year)\b(?!-|,?\s(?:to|ended|ending|of|through|ahead|before|earlier|ago|from\s(?:the|{YEAR}|{MONTH})|when|in|which|that|since|last|as|a)\b|\s\d)", same, "in Q1 2025 and over the period", "2025-01/2025-03"),
    Form("days of a month", rf"(?:first\s(\d{{1,2}})\sdays\sof\s({MONTH})\b|(?:from\s)?({MONTH})\.?\s(\d{{1,2}})\s?(?:[-–]|to)\s?(\d{{1,2}})\b(?!\d))(?!,?\s\d{{4}})", _recent_days, "June 1-10", "2025-06-01/2025-06-10", recent=True),
    Form("recent day", rf"(?:(?:on|at|(?<=as\s)of)\s|(?<=week\sto\s)|(?<=week\sended\s)|(?<=week\sending\s))(?:(?:{WEEKDAY}),?\s)?(?:({MONTH})\.?\s(\d{{1,2}})(?:st|nd|rd|th)?\b(?!\d|:)|(\d{{1,2}})\s({MONTH})\b)(?!,?\s\d{{4}})", _recent_day, "on May 4", "2025-05-04", recent=True),
    Form("recent months", rf"(?:(?:between|from|(for))\s)?{_MONTHS}(?!\.?,?\s(?:\d{{1,2}}\b(?!\s?[a-z%]|[.,]\d)|\d{{4}})|\s(?:this|last|next)\syear)", _recent_months, "January-April", "2025-01/2025-04", recent=True),
    Form("recent part in words", r"(?:(prior|previous)[\s-]year(?:['’]s)?\s|(year[\s-](?:ago|earlier))\s)?(first|second|third|fourth|opening|final|closing)[\s-](quarter|half)\b(?!\s?(?:of\s(?:the\s)?)?(?:FY|fiscal|\d|['’]\d|(?:previous|preceding|prior|last)\sfi))", recent_part, "the first quarter", "2025-01/2025-03", recent=True),
    Form("recent part", r"(?:(Q)([1-4])|([1-4])([QH]))\b(?!\s?(?:of\s)?(?:FY|fiscal|\d|['’]\d))", recent_part, "Q1", "2025-01/2025-03", recent=True),
    Form("recent month", rf"(?:(?:in|for|during|this|(?:end|start)\sof)\s(?:(?:early|mid|late)[\s-])?|end-|(?<=\()(?=[A-Z][a-z]{{2,8}}:))({MONTH})\b(?!\.?,?\s\d{{4}}|\.?\s\d|\sand\s(?:{MONTH})\b|[\s-](?:quarter|half)|['’]|\s?[-–]|\s(?:to|through)\s(?:\d{{1,2}}\s)?(?:{MONTH})\b|\s(?:deliver|contract|futures|shipment|loading|settlement|arrival|option))", lambda published, month: _recent_months(published, month, month), "in May", "2025-05", recent=True),
    Form("recent first or last months", rf"(?<=the\s)(first|opening|last(?=.*\sof)|final(?=.*\sof))\s({COUNT})\s(month|quarter)s\b(?!\s(?:of|in)\s\d)(?:\s(?:of\s)?(the|this|last)\s(?:current\s|fiscal\s|financial\s)?year\b)?", _first_months, "the first three months", "2025-01/2025-03", recent=True),
    Form("recent quarter to a month", rf"({MONTH})[\s-](quarter|half)\b(?!\s(?:of\s)?(?:19|20)\d\d)", lambda published, *printed: _part_to(published.year - (month_of(printed[0]) > published.month), *printed), "the December quarter", "2024-10/2024-12", recent=True),
    Form("month with a noun", rf"(?<!\bfor\s)(?-i:({MONTH}))(?:(?:['’]s)?(?=[®\s]\s?(?:[a-z-]+\s){{0,3}}(?:{OF_MONTHS})\b)|['’]s(?=\s\W?\d))", lambda published, month: _recent_months(published, month, month), "May exports", "2025-05", recent=True),
    Form("quarter without a noun", r"(?<=n\sthe\s)(first|second|third|fourth)\b(?=[.,;:)])", ordinal_alone, "in the third quarter of 2025, from 5 t in the second,", "2025-04/2025-06"),
    Form("period of comparison", _COMPARISON, compared, "in 2024, from 5 t a year earlier", "2023"),
)  # fmt: skip
# How the forms begin, if not with a digit.
_BEGINNINGS = [
    *MONTHS, *(f"{part}{number}" for part in "qh" for number in range(1, 5)),
    *"in for during of from between end first second third fourth opening last final closing latter year".split(),
]  # fmt: skip
FIRST_WORDS = [
    *_BEGINNINGS, *SEASON.split("|"),
    *"fall the nine six three back fy cy fiscal financial calendar full by since until late early mid through ended".split(),
    *"finished closed".split(),
]  # fmt: skip
RELATIVE_FIRST_WORDS = [
    *_BEGINNINGS, *NUMBER_WORDS,
    *"this next past today yesterday over within quarter half on current previous preceding prior at start".split(),
]  # fmt: skip
COMPARISON_FIRST_WORDS = "the same corresponding comparable equivalent a".split()
