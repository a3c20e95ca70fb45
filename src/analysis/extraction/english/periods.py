"""The period of a figure in ISO 8601; None if uncertain."""

import re
import sys
from datetime import date
from functools import lru_cache

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction.english.asides import in_aside
from analysis.extraction.english.days import MONTH, MONTH_NUMBER, YEAR, iso_day
from analysis.extraction.language import Period, PeriodFound
from analysis.extraction.lexicon import NUMBER_WORDS
from analysis.extraction.patterns import alternatives

_PARTS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
_PERIOD = lazy_regex(
    rf"""
      \b(?:(?:from\s|between\s)?(?P<first>{YEAR})\s?(?:-|–|—|to|through|and)\s?(?P<second>{YEAR}|(?<=\d[-–])(?:1[3-9]|[2-9]\d))\b(?![\d%])
    | (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?(?P<day_month>{MONTH})\b\.?,?\s(?P<day_year>{YEAR})\b
    | (?P<month_day>{MONTH})\b\.?\s(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<day2_year>{YEAR})\b
    | (?P<from_month>{MONTH})\b\.?\s?(?:-|–|to|through|and)\s?(?P<to_month>{MONTH})\b\.?
      ,?\s(?:of\s)?(?P<months_year>{YEAR})\b
    | (?P<month>{MONTH})\b\.?,?\s(?P<month_year>{YEAR})\b
    | (?:(?:the\s)?(?P<part>first|second|third|fourth|1st|2nd|3rd|4th)[\s-](?P<parts>quarter|half)(?:\sof|,)?\s
        |(?P<letter>[QH])(?P<number>[1-4])[\s-]?)(?:of\s)?(?:(?:FY\s?)?(?P<part_year>{YEAR})\b(?![-–/]\d)
        |(?:FY\s?|['’])(?P<fiscal_part>\d\d)\b)
    | (?P<number_first>[1-4])(?P<letter_after>[QH])\s?(?P<short_year>{YEAR}|\d\d)\b
    | (?:FY\s?|fiscal\s)(?P<fiscal>{YEAR})\b(?![-–/\d])
    | FY\s?['’]?(?P<fiscal_short>\d\d)\b(?![-–/\d])
    | (?:in|by|for|during|since|until|of|end-|late|early|mid-|through)\s?
      (?:the\syear\s|fiscal\s|end\sof\s|around\s)?(?P<year>{YEAR})\b(?![-–/\d])
    | (?<=[;,]\s)(?P<listed>{YEAR})(?=:\s)
    | (?<=\b(?:its|our|the)\s)(?P<year_of>{YEAR})(?=\s[a-z]{{3,}}(?:\s[a-z]{{3,}}){{0,2}}\s(?:of|at|by|to|is|was)\s)
    | (?P<year_alone>{YEAR})(?=\s(?:target|goal|output|revenue|production|level|total|figure|sales|profit
        |exports?|imports?|results?|capacity|guidance|forecast)))
    | \((?P<bracket>{YEAR})(?=[:)])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_COUNT = rf"\d{{1,2}}|{alternatives(NUMBER_WORDS)}"
# These depend on the date of publication.
_RELATIVE = lazy_regex(
    rf"""
      \b(?:(?:over|in|during|within)\sthe\s(?P<way>past|last|next)\s(?:(?P<span>{_COUNT})\syears|(?P<decade>decade))\b
    | (?P<relative>last|this|next)\s(?P<unit>year|month|quarter)\b(?!['’]s)
    | on\s(?P<day_month>{MONTH})\.?\s(?P<bare_day>\d{{1,2}})\b(?!,?\s\d{{4}}|\d|:)
    | on\s(?P<bare_day2>\d{{1,2}})\s(?P<day_month2>{MONTH})\b(?!,?\s\d{{4}})
    | (?P<from_month>{MONTH})\s?[-–]\s?(?P<to_month>{MONTH})\b(?!\.?,?\s\d)
    | (?:(?P<part>first|second|third|fourth)[\s-](?P<parts>quarter|half)\b|(?P<letter>Q)(?P<number>[1-4])\b)
      (?!\s?(?:of\s)?(?:FY|fiscal|\d|['’]\d))
    | in\s(?P<bare_month>{MONTH})\b(?!\.?,?\s\d{{4}}|\.?\s\d|\sand\s(?:{MONTH})\b|['’]|\s?[-–]|\s(?:to|through)\b)
    | (?<=\()(?P<label_month>{MONTH})(?=:))
    """,
    re.VERBOSE | re.IGNORECASE,
)
# Every period contains one of these; the slow patterns above are tried only around them.
_LONGEST, _REST = 48, 32
_ANY = lazy_regex(
    rf"(?=[1-4A-Zfilnopst])(?:(?<!\d)(?:19|20)\d\d(?!\d)|\b(?:[1-4][QH]\d\d|FY\s?['’]?\d\d\b|[QH][1-4]\s?['’]\d\d\b"
    rf"|(?:[Ll]ast|[Tt]his|[Nn]ext|past)\s(?:\w{{1,8}}\s)?(?:years?|month|quarter|decade)\b|[Ii]n\s(?:{MONTH})\b"
    rf"|[Oo]n\s(?:(?:{MONTH})\b|\d{{1,2}}\s(?:{MONTH})\b)|(?:{MONTH})\s?[-–]\s?(?:{MONTH})\b"
    r"|(?:[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth)[\s-](?:quarter|half)\b|Q[1-4]\b(?!\s?(?:FY|\d|['’]))"
    rf"|(?<=\()(?:{MONTH})(?=:)))"
)
# "Founded in 1998", "since its launch in 2018": the date of a beginning is not the period of a measurement.
_BEGINNING = lazy_regex(
    r"\b(?:found(?:ed|ing)|establish(?:ed|ment)|incorporated|listed|listing|opened|opening|built|launch(?:ed)?|born|acquired|"
    r"commissioned|began|begun|started|joined|bought|patented|signed|founder|reopened"
    r"|payable|maturing|dated|record date)\b[^.;:\d]{0,30}\Z",
    re.IGNORECASE,
)
# "Nine months ended September 30, 2025", "the year to March 2025": the date is the end of a span.
_SPAN_ENDED = lazy_regex(
    rf"\b(?:(?P<months>{_COUNT})[\s-]months?|(?P<year>year)|(?P<quarter>quarter)|(?P<half>half[\s-]year))\s"
    r"(?:ended|ending|to|until|through)\s(?:the\s)?\Z",
    re.IGNORECASE,
)
_AHEAD = lazy_regex(
    r"\b(?:will|would|plans?|expects?|expected\sto|expecting|due|aims?|targets?"
    r"|forecasts?\s(?:to|that|an?|of)|should|next|starts|begins|opens)\b",
    re.IGNORECASE,
)
_COMPARED = lazy_regex(r"\b(?:vs|versus|against|compared)\b")
_CLAUSE = lazy_regex(r"[,;:()]|\b(?:while|but|and|whereas)\b")


def period_at(periods: tuple[Period, ...], sentence: str, start: int, end: int) -> PeriodFound:
    """Choose the period of the figure at `start` to `end` from the periods of its sentence.

    The sentence must name one period, or one in the clause of the figure; a period after a later figure of another
    clause belongs to that figure. The period is None if several remain.

    >>> sentence = "In 2025 revenue passed 1 trillion"
    >>> period_at(periods_in(sentence, None), sentence, 23, 33)
    PeriodFound(reading='2025', rule='only one in the sentence')
    """
    if not periods:
        return PeriodFound()
    own = [item for item in periods if item.owner <= start < item.until]
    others = [
        item
        for item in own
        if not (item.start < end and start < item.end) and not in_aside(sentence, item.start, start, end)
    ]
    base = bool(_IS_BASE.search(sentence, max(0, start - _IS_BASE_REACH), start))
    base = base and " to " not in sentence[start:end]
    if _IS_OTHER.search(sentence, max(0, start - _IS_BASE_REACH), start) or _IS_EARLIER.match(sentence, end):
        return PeriodFound()
    if sentence[start:end].isalpha():  # "three people said": a number in words is rarely of the period of the others
        others = [item for item in others if _same_clause(sentence, item, start, end)]
    others = [
        item
        for item in others
        if item.end > start or not (base or (";" in sentence[item.end : start] and sentence[item.end] != ":"))
    ]
    found, rule = [item for item in others if _is_label(sentence, item, start, end)], "label of the figure"
    if not found:
        found, rule = (
            [
                item
                for item in others
                if not _of_a_later_figure(sentence, end, item)
                and not (item.owner and item.end <= start and _GOING_ON.match(sentence, item.end))
            ],
            "only one in the sentence",
        )
    for narrower, narrowed in _NARROWER:
        if len({item.reading for item in found}) > 1:
            near = [item for item in found if narrower(sentence, item, start, end)]
            found, rule = (near, narrowed) if near or narrower is not _right_after else (found, rule)
    readings = {item.reading for item in found}
    reading = readings.pop() if len(readings) == 1 else ""
    return PeriodFound(reading, rule) if reading else PeriodFound()


def periods_in(sentence: str, published: date | None) -> tuple[Period, ...]:
    """Return the periods that a sentence names; `reading` is empty if it depends on an unknown date of publication.

    >>> [period.reading for period in periods_in("from 2025 to 2026, and last year", date(2027, 3, 1))]
    ['2025/2026', '2026']
    """
    found: list[Period] = []
    done = 0
    for sign in _ANY.finditer(sentence):
        begin = max(done, sign.start() - _LONGEST)
        dated = sign.group()[0].isdigit() or bool(_SHORT_FISCAL.match(sign.group()))
        pattern = _PERIOD if dated else _RELATIVE
        for match in pattern.finditer(sentence, begin, sign.end() + _REST):
            done = match.end()
            left = sentence[max(0, match.start() - _LONGEST) : match.start()]
            if _BEGINNING.search(left):
                continue
            reading = _read(match) if dated else _read_relative(match, published, sentence)
            if reading and (ended := _SPAN_ENDED.search(left)):
                reading = _span(ended, reading)
            base = _BASE.search(sentence, max(0, match.start() - _BASE_REACH), match.start())
            if base and base.group().startswith("%") and len(reading or "") == _DAY_LENGTH:
                base = None  # "fell 5% on May 4", unlike "fell 5% on 2023"
            if base and base.group().startswith("over ") and "/" in (reading or ""):
                base = None  # "grows 4% a year over 2025-30"
            if _SAME_AS.search(left):
                reading = None  # "the same period last year": which one the text says elsewhere
            inside = sentence.rfind("(", 0, match.start() + 1) > sentence.rfind(")", 0, match.start())
            labelled = _LABELLED.match(sentence, match.end()) if inside else None
            found.append(
                Period(match.start(), match.end(), reading or "", match.start(), labelled.end())
                if labelled
                else _plain(sentence, match, reading or "", base)
            )
    return tuple(found)


def _plain(sentence: str, match: re.Match[str], reading: str, base: re.Match[str] | None) -> Period:
    """A period that labels no figure; that of "from 5 t in 2023 to 4 t" is not of the level reached."""
    level = _LEVEL_REACHED.match(sentence, match.end()) if base and base.group()[:4].lower() == "from" else None
    end = level.end() if level else sys.maxsize
    return Period(match.start(), match.end(), reading, base.start() if base else 0, end)


_LEVEL_REACHED = lazy_regex(r",?\sto\b")
_RECENT = 5  # a quarter without a year ended at most so many months before the publication
_SHORT_FISCAL = lazy_regex(r"FY|[QH][1-4]\s?['’]\d\d")
_BASE_REACH = 64
# "$902 a tonne (FY23: $1,230)", "30 kt (2022: 28 kt; 2021: 25 kt)": the period of the figure that follows it alone.
_LABELLED = lazy_regex(r":[^;()]*")
_SAME_AS = lazy_regex(r"\bsame\s(?:period|month|quarter|time)\s(?:of\s)?(?:the\s)?\Z", re.IGNORECASE)
# What a figure is compared with: "3 % less than in 2024", "44 % below the $165 of 2026", "up from 5 t in 2023".
_BASE = lazy_regex(
    r"(?:\b(?:than|from|against|versus|vs\.?|compared\s(?:with|to)|since|below|above|over)|%\s(?:up\s|down\s)?on)\s"
    r"(?:[^.,;:()\d]{0,24}|[^,;:()\d]{0,16}\d[\d.,]*[^.,;:()\d]{0,24})\Z"
)


def _span(match: re.Match[str], last: str) -> str | None:
    """The interval of months that ends with a day or month."""
    if "/" in last or len(last) < 7:
        return last if match["year"] and len(last) == 4 else None
    year, month = int(last[:4]), int(last[5:7])
    count = NUMBER_WORDS.get((match["months"] or "").lower()) or int(match["months"] or 0)
    months = count or (12 if match["year"] else 3 if match["quarter"] else 6)
    if months == 12 and month == 12:
        return str(year)
    first = year * 12 + month - months
    return f"{first // 12}-{first % 12 + 1:02d}/{year}-{month:02d}"


def _read(match: re.Match[str]) -> str | None:
    part = match.groupdict()
    if part["first"]:
        return _span_of_years(int(part["first"]), part["second"])
    if part["day"]:
        return iso_day(part["day_year"], part["day_month"], part["day"])
    if part["month_day"]:
        return iso_day(part["day2_year"], part["month_day"], part["day2"])
    if part["month"]:
        return f"{part['month_year']}-{MONTH_NUMBER[part['month'][:3].lower()]:02d}"
    if part["from_month"]:
        first, last = (MONTH_NUMBER[part[name][:3].lower()] for name in ("from_month", "to_month"))
        return f"{part['months_year']}-{first:02d}/{part['months_year']}-{last:02d}" if first < last else None
    if part["part_year"] or part["short_year"] or part["fiscal_part"]:
        return _part_of_year(part)
    if part["fiscal_short"]:
        return f"20{part['fiscal_short']}"
    return part["year"] or part["year_alone"] or part["year_of"] or part["fiscal"] or part["bracket"] or part["listed"]


def _span_of_years(first: int, end: str) -> str | None:
    """The years of "2025-2028" or "2025-28"; not "2025-26", which may be one fiscal year, nor "2025-11", a month."""
    last = int(end) if len(end) > 2 else first // 100 * 100 + int(end)
    return f"{first}/{last}" if last - first > (len(end) == 2) else None


def _read_relative(match: re.Match[str], published: date | None, sentence: str) -> str | None:
    if published is None:
        return None
    part = match.groupdict()
    if name := part["bare_month"] or part["label_month"]:
        month = MONTH_NUMBER[name[:3].lower()]
        return None if _AHEAD.search(sentence) else f"{published.year - (month > published.month)}-{month:02d}"
    if part["day_month"] or part["day_month2"]:
        month = MONTH_NUMBER[(part["day_month"] or part["day_month2"])[:3].lower()]
        day = int(part["bare_day"] or part["bare_day2"])
        year = published.year - ((month, day) > (published.month, published.day))
        return None if _AHEAD.search(sentence) or not 0 < day < 32 else f"{year}-{month:02d}-{day:02d}"
    if part["from_month"]:
        first, last = (MONTH_NUMBER[part[name][:3].lower()] for name in ("from_month", "to_month"))
        year = published.year - (last > published.month)
        return f"{year}-{first:02d}/{year}-{last:02d}" if first < last and not _AHEAD.search(sentence) else None
    if part["part"] or part["letter"]:
        months = 6 if part["parts"] == "half" else 3
        number = _PARTS.get((part["part"] or "").lower()) or int(part["number"])
        year = published.year - ((number - 1) * months + 1 > published.month)
        age = published.year * 12 + published.month - (year * 12 + number * months)  # months since its end
        fits = number * months <= 12 and age <= _RECENT and not _AHEAD.search(sentence)
        return f"{year}-{(number - 1) * months + 1:02d}/{year}-{number * months:02d}" if fits else None
    if part["relative"]:
        shift = {"last": -1, "this": 0, "next": 1}[part["relative"].lower()]
        return _shifted(published, part["unit"].lower(), shift)
    years = 10 if part["decade"] else NUMBER_WORDS.get(part["span"].lower()) or int(part["span"])
    if part["way"].lower() == "next":
        return f"{published.year}/{published.year + years}"
    return f"{published.year - years}/{published.year}"


def _shifted(published: date, unit: str, shift: int) -> str:
    """The year, month or quarter of a date, or the one before or after it."""
    if unit == "year":
        return str(published.year + shift)
    if unit == "month":
        month = published.year * 12 + published.month - 1 + shift
        return f"{month // 12}-{month % 12 + 1:02d}"
    quarter = published.year * 4 + (published.month - 1) // 3 + shift
    first = quarter % 4 * 3 + 1
    return f"{quarter // 4}-{first:02d}/{quarter // 4}-{first + 2:02d}"


def _part_of_year(part: dict[str, str | None]) -> str | None:
    """The months of a quarter or a half, as ISO 8601 writes an interval: "Q3 2024" is 2024-07/2024-09."""
    year = part["part_year"] or part["short_year"] or part["fiscal_part"] or ""
    year = year if len(year) == 4 else f"20{year}"
    word = (part["part"] or "").lower()
    number = _PARTS.get(word) or int(part["number"] or part["number_first"] or 1)
    quarter = part["parts"] == "quarter" or (part["letter"] or part["letter_after"]) == "Q"
    months = 3 if quarter else 6
    if number * months > 12:
        return None
    return f"{year}-{(number - 1) * months + 1:02d}/{year}-{number * months:02d}"


@lru_cache(maxsize=1024)  # a head is asked for once for each cell below it
def period_of_head(head: str) -> PeriodFound:
    """Return the period in the head of a column; None if it names none or several.

    >>> period_of_head("Q3 2024").reading, period_of_head("2025 guidance").reading, period_of_head("Change (%)").reading
    ('2024-07/2024-09', '2025', None)
    """
    found = {period.reading for period in periods_in(head, None) if period.reading}
    if month := _SHORT_MONTH.fullmatch(head):
        found = {f"20{month['year']}-{MONTH_NUMBER[month['month'][:3].lower()]:02d}"}
    if not found:
        found = set(re.findall(rf"(?<![\d/-]){YEAR}(?![\d/-])", head))
    return PeriodFound(found.pop(), "head of the column") if len(found) == 1 else PeriodFound()


_SHORT_MONTH = lazy_regex(rf"(?P<month>{MONTH})[-\s'’]{{1,2}}(?P<year>\d\d)", re.IGNORECASE)  # "Sep-28"
# "84,000 t of copper and 19,000 t of aluminium in 2027": the period is that of both.
_BOTH = lazy_regex(r" of [a-z][a-z -]{1,30} and [^;:()]{1,24} of [a-z][a-z -]{1,30}")


def _of_a_later_figure(sentence: str, end: int, item: Period) -> bool:
    """Whether a period after a figure belongs to another clause that has a figure too."""
    opening = sentence[item.start : item.start + 1] == "("
    rest = re.sub(r"\([^()]*\)", "", sentence[end : item.start + opening])
    if not rest or not (_CLAUSE.search(rest) or _COMPARED.search(rest)) or _BOTH.fullmatch(rest):
        return False
    return bool(re.search(r"\d", rest) or re.search(r"\d", sentence[item.end : item.end + _LONGEST].split(";")[0]))


# After the year of a comparison the clause goes on: "21p more than in 2023, and £6.75 in London".
_GOING_ON = lazy_regex(r",?\s(?:and|but|while|with|because|up|down|a (?:rise|fall)|an increase)\b|;|\s\(")
# "A decline from $39 billion": the figure is what another one is compared with, so of another period.
_IS_BASE = lazy_regex(r"\b(?:from|against|versus|vs\.?|compared\s(?:with|to))\s(?:about\s|around\s|some\s)?\Z")
_IS_BASE_REACH = 24
_DAY_LENGTH = len("2026-05-04")
_IS_OTHER = lazy_regex(
    r"\b(?:previous|prior|preceding|earlier|usual|normal|guidance\s(?:to|of|at|is|was))\s(?:about\s|around\s)?\Z"
)
_IS_EARLIER = lazy_regex(
    r"\s(?:(?:an?|one)\s(?:day|week|month|quarter|year)\s(?:earlier|ago|before)"
    r"|(?:in|for|during)\s(?:the|a)\s(?:year[- ](?:ago|earlier)|previous|prior|preceding))\b"
)


def _is_label(sentence: str, item: Period, start: int, end: int) -> bool:
    """Whether a period labels a figure: "Q3 2024: 45 kt", "45 kt (2024)"."""
    if item.end <= start:
        return sentence[item.end : start].strip(": ") == ""
    if item.owner and item.owner <= start:  # "3 % less than the 5 t of 2024"
        return start < item.start or not _GOING_ON.match(sentence, item.end)
    bracketed = sentence[item.start : item.start + 1] == "(" and sentence[item.end : item.end + 1] == ")"
    return bracketed and sentence[end : item.start].strip() == ""


def _same_clause(sentence: str, item: Period, start: int, end: int) -> bool:
    if item.end > start:
        return not _CLAUSE.search(sentence[end : item.start])
    between = sentence[item.end : start]
    opening = sentence[: item.start].rstrip()
    if not opening or opening[-1] in ",;(":
        between = between.removeprefix(",")  # "In 2025, sales rose": the period opens its clause
    return not _CLAUSE.search(between.replace(":", ""))


def _nothing_between(sentence: str, item: Period, start: int, end: int) -> bool:
    """Whether no other figure is between a figure and a period."""
    between = sentence[item.end : start] if item.end <= start else sentence[end : item.start]
    return not re.search(r"\d", between)


def _right_after(sentence: str, item: Period, start: int, end: int) -> bool:
    """Whether a period comes right after a figure: "from 5 t in 2023 to 4 t in 2024"."""
    return item.start >= end and not sentence[end : item.start].strip()


_NARROWER = (
    (_right_after, "right after the figure"),
    (_same_clause, "same clause"),
    (_nothing_between, "no figure in between"),
)
