"""The periods that a stretch of an English text names, and which figures each may belong to."""

import re
from dataclasses import replace
from datetime import date, timedelta

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction import periods
from analysis.extraction.english.dates import (
    AGO,
    FISCAL,
    LENGTHS,
    MONTH,
    ORDINALS,
    YEAR,
    fiscal_year_of,
    in_fiscal_year,
)
from analysis.extraction.english.period_forms import (
    COMPARISON_FIRST_WORDS,
    COUNT,
    FIRST_WORDS,
    FORMS,
    OF_MONTHS,
    RELATIVE_FIRST_WORDS,
    RELATIVE_FORMS,
    SEASON,
    WEEKDAY,
    Form,
    compared,
    in_own_year,
    number_of,
    ordinal_alone,
    recent_part,
    same,
    season_of,
    shifted,
)
from analysis.extraction.lexicon import MONTHS
from analysis.extraction.patterns import word_tree
from analysis.extraction.periods import Period


def _any_of(forms: tuple[Form, ...], first_words: list[str]) -> re.Pattern[str]:
    """A pattern for any of the forms, tried only where a digit or one of their first words begins."""
    patterns = "|".join(f"(?P<form{place}>{form.pattern})" for place, form in enumerate(forms))
    first = word_tree([word.lower() for word in first_words])
    return lazy_regex(rf"\b(?-i:(?=\d|{first}))(?:{patterns})", re.IGNORECASE)


_DATED = _any_of(FORMS, FIRST_WORDS)
_RELATIVE = _any_of(RELATIVE_FORMS[:-1], RELATIVE_FIRST_WORDS)
_RELATIVE_OR_COMPARISON = _any_of(RELATIVE_FORMS, [*RELATIVE_FIRST_WORDS, *COMPARISON_FIRST_WORDS])
# Every period contains one of these; the slow patterns above are tried only around them.
_LONGEST, _REST = 36, 32
_SIGNS = (
    rf"(?:(?<!\d)(?:19|20)\d\d(?!\d)|(?<![A-Za-z]{{2}})[CF]Y\s?['’]?\d\d(?!\d)|\b(?:[1-4][QH](?:\d\d|\b)|[QH][1-4]\s?['’]\d\d\b"
    rf"|(?:[Ll]ast|[Tt]his|[Nn]ext|past)\s(?:\w{{1,8}}\s)?(?:years?|month|quarter|week|decade|fiscal|{SEASON}|fall)\b|\b(?:[Tt]oday|[Yy]esterday)\b"
    rf"|(?:\b[Ii]n|\b[Ff]or|\b[Tt]his|(?<=end\s)of|(?<=start\s)of)\s(?:(?:early|mid|late)[\s-])?(?:{MONTH})\b(?!\.?\s?['’]\d)"
    rf"|(?:(?<=uring\s)|(?<=\bended\s)|(?<=\bending\s)|(?<=[rsfk]\sto\s)|(?<=hrough\s)|(?<=nd-)|(?<=\b[Aa]t\s))(?:\d{{1,2}}(?:st|th)?\s)?(?:{MONTH})\b"
    rf"|(?:[Oo]n|(?<=[Aa]s\s)of)\s(?:(?:{WEEKDAY}|{MONTH})\b|\d{{1,2}}\s(?:{MONTH})\b)"
    rf"|(?:{MONTH})(?:\.?\s?['’]\d\d\b|[\s-]?(?:[-–]|to|through|and)[\s-]?(?:{MONTH})\b|[\s-](?:quarter|half)\b(?!\s(?:of\s)?(?:19|20)\d\d)|\.?\s\d{{1,2}}\s?(?:[-–]|to)\s?\d"
    rf"|(?:['’]s)?\s(?=(?!quarter)(?:[A-Za-z-]+\s){{0,3}}(?:{OF_MONTHS})\b)|['’]s\s(?=\W?\d)|(?<=\([A-Z]\w\w)\w*(?=:))"
    r"|(?<=the\s)(?:first|opening|last|final)\s\w{1,8}\s(?:month|quarter|day)s\b(?!\s(?:of|in)\s(?:\d|FY))"
    r"|(?<=[nrg]\s)th(?:e|at)\s(?:same\s|current\s|reporting\s)?(?:quarter|half|month|period|year)\b"
    r"|(?:[Ff]irst|[Ss]econd|[Tt]hird|[Ff]ourth|[Oo]pening|[Ff]inal|[Cc]losing)[\s-](?:quarter|half)\b|(?<=n\sthe\s)(?:first|second|third|fourth)(?=[.,;:)])|Q[1-4]\b(?!\s?(?:FY|\d|['’]\d))))"
)
_SIGN = lazy_regex(rf"(?<![a-z])(?=[1-9A-Zcfilnopsty]){_SIGNS}")
_SIGN_OR_COMPARISON = lazy_regex(
    r"(?<![a-z])(?=[1-9A-Zcdefilm-qstwy])(?:\b(?:same|corresponding|comparable|equivalent|prior|previous|preceding)[\s-](?:[a-z-]+\s)?"
    r"(?:period|month|quarter|half|year|fiscal|week|decade|years)\b"
    rf"|\b[Tt]his\stime\slast\b|\b(?:year|quarter|month|week|day|decade)s?[\s-](?:earlier|ago|before|previously|prior)\b|{_SIGNS})"
)
_COMPARISON_CUES = "ame |orresponding|omparable|quivalent|prior|revious|receding|his time|arlier|ago|before".split("|")
# A stretch without any of these has no sign; a cheaper test.
_CUES = (
    *"19 20 Q H FY CY fiscal year month week quarter half decade period day fall".split(),
    *SEASON.split("|"),
    *(month[:3] for month in MONTHS[:12]),
)
_SHORT_YEAR = lazy_regex(r"[CF]Y|.{2,14}\s?['’]\d\d\Z")
_YEARS_OF_FISCAL = lazy_regex(rf"{FISCAL}(?!.*\d[-–/]\d\d\b)|(?P<both>\d[-–/]\d\d\b)")
# "Founded in 1998", "since its launch in 2018": the date of a beginning is not the period of a measurement.
_BEGINNING = lazy_regex(
    r"\b(?:found(?:ed|ing)|establish(?:ed|ment)|incorporated|listed|listing|opened|opening|built|launch(?:ed)?|born|acquired|"
    r"commissioned|began|begun|started|joined|bought|patented|signed|founder|reopened"
    r"|since|payable (?:on|in|by|from)|maturing|dated|record date)\b[^.;:\d]{0,30}\Z"
    r"|\bbefore\sthe\s[^.,;:\d]{0,40}\Z|\b(?:record|peak|high|low)\sof\s\Z",
    re.IGNORECASE,
)
_BEGINNING_REACH = 48
# "The furnace, idled in May 2023 after a fire, melts": an aside about another time.
_REDUCED = lazy_regex(r"[,(]\s?(?:which\swas\s)?[a-z]+(?:ed|[dil]t)\s(?:(?:in|on|since)\s)?\Z")
_REDUCED_ENDS = frozenset(("d ", "t ", "n ", "e "))
_CLOSED = lazy_regex(r"[^,;:()\d]{0,40}[,)]")
_OF_A_PAPER = lazy_regex(
    r"\s(?:update|report|study|survey|note|paper|article|edition|statement|presentation|filing|interview|census|poll)\b"
)
_ARTICLE = lazy_regex(r"\b(?:an?|its|their|this)\s\Z", re.IGNORECASE)
# "Nine months ended September 30, 2025", "the year to March 2025": the date is the end of a span.
_SPAN_ENDED = lazy_regex(
    rf"\b(?:(?P<count>{COUNT})[\s-])?(?P<kind>month|week|quarter|half|year)s?(?:[\s-]year)?(?:\speriod)?\s"
    r"(?:ended|ending|to|until|through)\s(?:the\s|in\s)?\Z",
    re.IGNORECASE,
)
_ENDING = lazy_regex(r"(?:ed|ing|to|til|ough)\s(?:the\s|in\s)?\Z", re.IGNORECASE)  # a cheaper test
_LONGEST_ENDING = len("ough the ")
# What a figure is compared with: "3 % less than in 2024", "44 % below the $165 of 2026", "up from 5 t in 2023".
_COMPARED_FIGURE = (
    r"[^,;:()\d]{0,40}\d[\d.,]*(?:[-–]\d[\d.,]*)?[^.,;:()\d]{0,32}"
    r"(?:\([^()]{1,24}\)[^.,;:()\d]{0,16}|\sor\s\W?\d[\d.]*[^.,;:()\d]{0,24})?"
)
_BASE = lazy_regex(
    r"(?:\b(?:than|from|against|versus|vs\.?|relative\sto|(?:[Cc]ompared|comparison)\s(?:with|to)|in\sline\swith|since|below|above|over)\s)"
    rf"(?:[^.,;:()\d]{{0,24}}|{_COMPARED_FIGURE})\Z|[%\d]\s(?:up\s|down\s)?on\s(?!(?:(?:an?|the|last|previous|annual|yearly)\s){{0,2}}(?:year|quarter|month|week|day|basis|average)\b)[^.,;:()\d]{{0,24}}\Z"
    rf"|\b(?:after|following)\s(?!tax\b){_COMPARED_FIGURE}\Z"
)
_BASE_REACH = 64
_PREMIUM = lazy_regex(r"\b(?:premium|discount|spread)s?\b[^;:()]*\Z")
_HEDGED = lazy_regex(r"(?:than|over|above|below)\s\W?\d")
_MULTIPLE = lazy_regex(r"than\s(?:doubl|tripl|trebl|quadrupl|halv)")
_BEFORE_HEDGE = lazy_regex(
    r"\b(?:to|of|at|with|by|for|in|is|was|were|be|\w+ed|sold|made|built|won)\s(?:(?:just|well|slightly)\s)?(?:(?:more|less|fewer|greater)\s)?\Z"
)
_LEVEL_REACHED = lazy_regex(r",?\sto\b")
# "$902 a tonne (FY23: $1,230)", "30 kt (2022: 28 kt; 2021: 25 kt)": the period of the figure that follows it alone.
_LABELLED = lazy_regex(r":[^;()]*")
_FIGURE = lazy_regex(r"\d")


def periods_in(text: str, start: int, end: int, published: date | None, before: str = "") -> tuple[Period, ...]:
    """Return the periods in a stretch of text, in order; `reading` is empty if its date of publication is not known.

    `before` is the period that the sentences before are about, which "in the quarter" and "a year earlier" refer to.

    >>> [period.reading for period in periods_in("from 2025 to 2026, and last year", 0, 32, date(2027, 3, 1))]
    ['2025/2026', '2026']
    """
    found: list[Period] = []
    done = start
    stretch = text[start:end]
    if not any(map(stretch.__contains__, _CUES)):
        return ()
    signs, relative = _SIGN, _RELATIVE
    if any(map(stretch.__contains__, _COMPARISON_CUES)):
        signs, relative = _SIGN_OR_COMPARISON, _RELATIVE_OR_COMPARISON
    for sign in signs.finditer(text, start, end):
        cue = sign.group()
        dated = (cue[0].isdigit() and len(cue) > 2 and " " not in cue) or bool(_SHORT_YEAR.match(cue))
        pattern, forms = (_DATED, FORMS) if dated else (relative, RELATIVE_FORMS)
        for match in pattern.finditer(text, max(done, sign.start() - _LONGEST), min(end, sign.end() + _REST)):
            if match.start() >= sign.end():
                break  # it has a sign of its own
            done = match.end()
            if not _dates_something_else(text, start, end, match):
                form = forms[int((match.lastgroup or "").removeprefix("form"))]
                reading = _reading(text, form, match, published, found, before, not dated)
                if form.read in (same, ordinal_alone) and not reading:
                    break
                recent = form.recent
                if recent and published:  # no other year can be meant by months that include that of the publication
                    first, _, last = reading.partition("/")
                    recent = periods.is_day(first) or not first <= f"{published:%Y-%m}" <= (last or first)
                passing = bool(_PART_OF_A_MONTH.match(match.group())) or match.group().endswith("week")
                period = Period(*match.span(), reading, recent=recent, compared=form.read is compared, passing=passing)
                if found and (whole := _from_one_to_another(text, found[-1], period)):
                    found.pop()
                    period = whole
                _put_in_context(text, start, end, period)
                if (
                    period.owner
                    and match.group().lower() == "last year"
                    and (earlier := _before_now("a year ago", found, before))
                ):
                    period.reading = earlier  # "5 t in April, up from 4 t last year"
                if found and (joined := _joined(text, found[-1], period)):
                    found[-1] = joined
                else:
                    found.append(period)
            if done >= sign.end():
                break
    return tuple(found)


_PART_OF_A_MONTH = lazy_regex(r"\w+ (?:early|mid|late)[ -](?!\d)", re.IGNORECASE)


def _dates_something_else(text: str, begin: int, stop: int, match: re.Match[str]) -> bool:
    """Whether a date belongs to a paper, a beginning or an aside rather than a measurement."""
    start, end = match.span()
    if match.group()[:5].lower() == "since":
        return True  # "since 2020" says no end
    if _OF_A_PAPER.match(text, end) and _ARTICLE.search(text, max(begin, start - 6), start):
        return True  # "according to a January 2020 update"
    reach = max(begin, start - _BEGINNING_REACH), start
    if text[start - 2 : start] in _REDUCED_ENDS and _REDUCED.search(text, *reach) and _CLOSED.match(text, end, stop):
        return True
    return _BEGINNING.search(text, *reach) is not None


def _reading(
    text: str,
    form: Form,
    match: re.Match[str],
    published: date | None,
    found: list[Period],
    before: str,
    relative: bool,
) -> str:
    """What a form means in a text, which may say when its fiscal year begins, after the periods found before it."""
    if form.read is compared:
        return _before_now(match.group(), found, before)
    printed = [group for group in match.groups() if group is not None][1:]
    if form.read is same:
        return next((item for item in [*_own(found)[::-1], before] if _has_length(item, printed[0])), "")
    if form.read is ordinal_alone:
        return _other_part(text, printed[0], found, published)
    if relative:
        if published is None:
            return ""
        fiscal = form.read is shifted and printed[1][0] in "fF"  # "the previous fiscal"
        begins = fiscal_year_of(text).begins if fiscal or form.read is recent_part else None
        if fiscal and begins is None:
            return ""
        return in_own_year(form.read, published, begins, *printed) if begins else form.read(published, *printed)
    reading = form.read(*printed)
    years = _YEARS_OF_FISCAL.search(match.group())
    if years is None or form.read is season_of or "/20" in reading[:7]:
        return reading
    return in_fiscal_year(reading, fiscal_year_of(text), both_years=years.lastgroup == "both")


def _other_part(text: str, printed: str, found: list[Period], published: date | None) -> str:
    """The quarter or half of a year in which another one is named before: "in the third quarter, 58% in the second"."""
    named = next((item for item in reversed(found) if item.reading), None)
    ordinal = _ORDINAL.search(text, named.start, named.end) if named else None
    if named is None or ordinal is None:
        return ""
    begin, end = periods.bounds(named.reading)
    length, number = end - begin, ORDINALS[printed]
    if length not in (LENGTHS["quarter"], LENGTHS["half"]) or number * length > LENGTHS["year"]:
        return ""
    steps = number - (ORDINALS.get(ordinal.group().lower()) or int(ordinal.group()[-1]))
    reading = periods.moved(named.reading, steps * length)
    is_ahead = published is not None and reading > f"{published:%Y-%m}"
    return periods.moved(reading, -LENGTHS["year"]) if is_ahead else reading


_ORDINAL = lazy_regex(r"\b(?:first|second|third|fourth|[QH][1-4])\b", re.IGNORECASE)


def _own(found: list[Period]) -> list[str]:
    """The periods that a sentence is about, without those that it compares them with, and without days."""
    return [period.reading for period in found if period.lasts]


def _has_length(reading: str, name: str) -> bool:
    """Whether a period is as long as its name says: "quarter"."""
    begin, end = periods.bounds(reading)
    return end - begin == LENGTHS.get(name.lower(), end - begin) and bool(reading)


def _before_now(printed: str, found: list[Period], before: str) -> str:
    """The period of a comparison: a year, a quarter or a month before the one that the text is about."""
    named = set(_own(found)) or {item.reading for item in found if item.passing} or {before}
    words = printed.lower().split()
    part = next((word for word in words if word in ("month", "quarter", "half")), "")
    reading = named.pop() if len(named) == 1 else ""
    reading = reading if not part or words[-1] in AGO or _has_length(reading, part) else ""
    begin, end = periods.bounds(reading)
    year = _ANY_YEAR.search(printed)
    if year and not _YEARS_OF_FISCAL.search(printed):
        last = reading.rpartition("/")[2]
        return periods.moved(reading, 12 * (int(year.group()) - int(last[:4]))) if reading else ""
    corresponding = "corresponding" in words[2:3]  # "the previous corresponding period"
    previous = words[1] in {"previous", "prior", "preceding"} and not corresponding
    if previous or words[-1] in AGO:
        length = _STEPS.get(words[2 if previous else -2].removesuffix("s"), 0)
        back = length * (number_of(words[0]) if not previous and words[-2].endswith("s") else 1)
        plain = end - begin == length or (back % LENGTHS["year"] == 0 and not previous)
        return periods.moved(reading, -back) if back and plain else ""
    dated = words[-1][-1].isdigit() or "year" in printed or "fiscal" in printed or corresponding
    return periods.moved(reading, -12) if dated else ""


_STEPS = LENGTHS | {"decade": 120}  # in months
_ANY_YEAR = lazy_regex(YEAR)


def _from_one_to_another(text: str, first: Period, second: Period) -> Period | None:
    """One period for two: "from April 2025 to March 2026", "between Q4 2025 and Q1 2026"."""
    far = second.start - first.end > len(" through ") or first.compared or second.compared
    until = None if far else _UNTIL.fullmatch(text, first.end, second.start)
    if until is None:
        return None
    lead = _FROM.search(text, max(0, first.start - 8), first.start)
    if (first.owner and not lead) or (until.group() == " and " and not (lead and lead.group()[0] in "bB")):
        return None
    reading = periods.joined(first.reading, second.reading)
    return Period(lead.start() if lead else first.start, second.end, reading) if reading else None


_UNTIL = lazy_regex(r"\s?(?:[-–—]|\b(?:to|until|till|through|and))\s?")
_FROM = lazy_regex(r"\b(?:[Ff]rom|[Bb]etween)\s\Z")


def _joined(text: str, first: Period, second: Period) -> Period | None:
    """A part of a period with the whole, as one period: "the third quarter (October-December) of fiscal 2025-26"."""
    if second.start - first.end > _FARTHEST_PART:
        return None
    dated = _ANY_YEAR.search(text, first.start, first.end)
    if second.compared and not dated and text[first.end : second.end] in _YEAR_AGO:
        # "in the second quarter a year ago"
        return replace(first, end=second.end, reading=periods.moved(first.reading, -12), recent=False, compared=True)
    if not _PART_OF.fullmatch(text, first.end, second.start) or first.owner or first.compared or second.compared:
        return None
    parts = sorted([second, first], key=lambda item: periods.bounds(item.reading)[1] - periods.bounds(item.reading)[0])
    (begin, end), (whole_begin, whole_end) = (periods.bounds(item.reading) for item in parts)
    again = text[first.end : second.start] == " (" and not _FIGURE.search(text, second.start, second.end)
    if again and end - begin == whole_end - whole_begin:
        return replace(first, end=second.end)  # "H1 FY26 (April-September)"
    # "July-September of FY25": the year is that of the whole.
    moved = -((begin - whole_begin) // 12 * 12) if begin and whole_begin and not dated and parts[0] is first else 0
    if not whole_begin <= begin + moved < end + moved <= whole_end:
        return None
    reading = periods.moved(first.reading, moved) if moved else parts[0].reading
    return replace(first, end=second.end, reading=reading, until=max(first.until, second.until))


_PART_OF = lazy_regex(
    r"(?:\s(?:period|quarter|half))?\)?,?\s?\(?(?:(?:of|in|for)\s)?(?:(?:the|its)\s)?"
    r"(?:(?:previous|preceding|prior|last|current)\s)?"
)
_FARTHEST_PART = len(" period), (of the preceding ")
_YEAR_AGO = (" a year ago", " a year earlier", " one year ago", " one year earlier", " a year before")


def _put_in_context(text: str, begin: int, stop: int, period: Period) -> None:
    """Complete a new period by the words around it: the span that it ends, and the figures that it belongs to."""
    start, end, reading = period.start, period.end, period.reading
    left = text[max(begin, start - _BASE_REACH) : start]
    if reading and _ENDING.search(left[-_LONGEST_ENDING:]) and (ended := _SPAN_ENDED.search(left)):
        start, reading, left = start - len(left) + ended.start(), _span(ended, reading), left[: ended.start()]
    period.start, period.reading = start, reading
    if text.rfind("(", begin, start + 1) > text.rfind(")", begin, start):
        labelled = _LABELLED.match(text, end, stop)
        if labelled:
            period.owner, period.until = start, labelled.end()
            return
    base = _BASE.search(left)
    if base and _PREMIUM.search(left, 0, base.start()):
        base = None  # "a premium of $12 over the index in May"
    multiple = base and _MULTIPLE.match(base.group())
    if base and (multiple or (_HEDGED.match(base.group()) and _BEFORE_HEDGE.search(left, 0, base.start()))):
        base = None  # "rose to more than 440 GW in 2023"
    words = base.group().lower() if base else ""
    if (
        base is None
        or (words[0] in "%0123456789" and periods.is_day(reading))  # "fell 5% on May 4", unlike "fell 5% on 2023"
        or (words.startswith("over ") and ("/" in reading or "whole" in words))  # "grows 4% a year over 2025-30"
    ):
        return
    # "From 5 t in 2023 to 4 t": the period is not of the level reached.
    level = _LEVEL_REACHED.match(text, end, stop)
    period.owner = start - len(left) + base.start()
    if level and not period.compared:
        period.until = level.end()


def _span(match: re.Match[str], last: str) -> str:
    """The interval of months or weeks that ends with a day, a month or a year."""
    count, kind = number_of(match["count"] or "1"), match["kind"].lower()
    if kind == "week":
        first = date.fromisoformat(last) - timedelta(weeks=count, days=-1) if periods.is_day(last) else ""
        return periods.joined(str(first), last)
    if "/" in last or len(last) < 7:
        return periods.joined(str(int(last[:4]) - count + 1), last) if kind == "year" and len(last) == 4 else ""
    return periods.months_up_to(int(last[:4]), int(last[5:7]), count * LENGTHS[kind])
