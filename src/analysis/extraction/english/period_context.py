"""The time that a sentence is about: the period of a heading or of previous sentences, another time, or the future."""

import re
from functools import lru_cache
from itertools import takewhile

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction import lexicon as lex
from analysis.extraction.english.dates import MONTH, YEAR, month_of
from analysis.extraction.english.period_search import periods_in
from analysis.extraction.lexer import Sentence, Token, said
from analysis.extraction.lexicon import MONTHS
from analysis.extraction.patterns import alternatives
from analysis.extraction.periods import Headings, Period

_AHEAD = lazy_regex(
    r"\b(?:will|would|plans?|expects?|expected to|expecting|(?:is|are|be|was|were) due|due (?:in|by|on)|aims?|targets?"
    r"|forecasts? (?:to|that|an?|of)|should|could|might|next|upcoming|starts|begins|opens"
    r"|slated|scheduled|set to|poised to|hop(?:es?|ing) to|intends?|wants?|seeks? to|(?:is|are) to|aiming|planning to"
    r"|projected to|for delivery)\b"
)
# In a clause beside that of a period: a time of its own, or what is so at all times.
OWN_TIME = lazy_regex(
    r"\b(?:year[ -]to[ -]date|so far this year|now|currently|at present"
    r"|(?:which|and) (?:holds|owns|has|employs))\b"
)
_OTHER_TIME = lazy_regex(
    r"\b(?:year[- ](?:ago|earlier|before)|earlier|ago|previous(?:ly)?|prior|last|next|since|until|by then|now|today"
    r"|currently|so far|target|expects?|plans?|will|would|(?:for|in|during|over) the"
    r" (?:half|full|year|quarter|month|period)|full[- ]year"
    rf"|year to date|ytd|months|{YEAR}|january|february|april|june|july|august|september|october|november|december)\b"
)

# What a figure is compared with, but not at the beginning of the sentence, which is then about that time.
_COMPARISONS = lazy_regex(
    r"\b(?<=.{12})(?:(?:(?:an?|one|the) (?:year|quarter|month)|year[- ](?:ago|earlier)|(?:same|corresponding"
    r"|comparable) (?:period|quarter|month|half)|(?:previous|prior|last|preceding) (?:year|quarter|month|period))\b"
    rf"(?: (?:of |a )?(?:(?:the previous|last) )?(?:year ?|{YEAR})?(?:ago|earlier|before|prior)?)?"
    rf"|(?:from|than|with|to|against|versus|over) (?:(?:\S+ ){{0,6}}?(?:in|of|for) )?(?:the )?(?:[a-z]\S* ){{0,3}}"
    rf"(?:{YEAR}|(?:{alternatives(MONTHS[:12])})(?: {YEAR})?)\b)",
    re.IGNORECASE,
)
_BRACKETS = lazy_regex(r"\([^()]*\)")
_PRESENT = frozenset(
    "is are has have produces accounts makes supplies can may could would should must hold holds own owns employ "
    "employs remain remains agreed forecast forecasts rated capacity".split()
)
_LENGTHS = lex.DURATIONS | {"km", "m", "cm", "mm", "um", "mi", "ft"}


def looks_ahead(sentence: Sentence, period: Period) -> bool:
    """Return whether the clause of a period is about the future, so that "in May" is not the last May."""
    if not _AHEAD.search(said(sentence.tokens)):
        return False
    before = sentence.between(sentence.start, period.start)
    after = sentence.between(period.end, sentence.end)
    left = said(tuple(takewhile(_goes_on, reversed(before)))[::-1])
    right = said(tuple(takewhile(_goes_on, after[1:] if len(left.split()) < 2 else after)))
    return bool(_AHEAD.search(f"{left} {right}"))


def _goes_on(token: Token) -> bool:
    return token.word not in {",", ";"}


def tells_on(sentence: Sentence) -> bool:
    """Return whether a sentence is about the past and names no time of its own."""
    words = {token.word for token in sentence.tokens}
    past = not lex.PAST_VERBS.isdisjoint(words) or any(word.endswith("ed") and word[:2] != "un" for word in words)
    return past and _PRESENT.isdisjoint(words) and not names_a_time(sentence)


def is_of_no_time(unit: str) -> bool:
    """Return whether a figure in a unit is a length, a duration or an amount per year."""
    return unit in _LENGTHS or unit.endswith("/year")


@lru_cache(maxsize=4)  # each figure of a sentence asks
def names_a_time(sentence: Sentence) -> bool:
    """Return whether a sentence names another time than a heading or the sentences before it."""
    words = said(sentence.tokens)
    return bool(_OTHER_TIME.search(words) and _OTHER_TIME.search(_COMPARISONS.sub("", _BRACKETS.sub("", words))))


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
    head = _YEAR_FIRST.sub(r"\2 \1", head)
    found = {period.reading for period in periods_in(head, 0, len(head), None)} - {""} or set(_LONE_YEAR.findall(head))
    return found.pop() if len(found) == 1 else ""


_SHORT_MONTH = lazy_regex(rf"(?P<month>{MONTH})[-\s'‘’]{{1,2}}(?P<year>\d\d)", re.IGNORECASE)  # "Sep-28"
# "2025 Jan-Nov", "2025 11M"
_YEAR_FIRST = lazy_regex(rf"\A({YEAR}) (\d{{1,2}}M|(?:{MONTH})\.?\s?[-–]\s?(?:{MONTH})\.?)\Z", re.IGNORECASE)
_ISO = lazy_regex(r"(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
_LONE_YEAR = lazy_regex(rf"(?<![\d/-]){YEAR}(?![\d/-])")
