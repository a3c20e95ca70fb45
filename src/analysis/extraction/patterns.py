"""Patterns that several modules share: space, lists of words, and where digits are not figures."""

import re
from collections.abc import Iterable
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction import lexicon as lex

# White space inside a figure may wrap once; the bounds keep every match linear in the text.
SPACE = r"(?:[^\S\n]{1,3}(?:\n[^\S\n]{0,3})?|\n[^\S\n]{0,3})"
MAYBE_SPACE = rf"{SPACE}?"


def alternatives(words: Iterable[str]) -> str:
    """Return a pattern for any of the words, longest first; a space may be a line break."""
    return "|".join(re.escape(word).replace(r"\ ", SPACE) for word in sorted(words, key=lambda w: (-len(w), w)))


def first_of(words: Iterable[str]) -> str:
    """Return a pattern for places where one of the words may begin, so that a search skips the others quickly.

    >>> first_of(["Tokyo", "yen"])
    '(?=[Ty])'
    """
    return f"(?=[{re.escape(''.join(sorted({word[0] for word in words})))}])"


def word_tree(words: Iterable[str]) -> str:
    """Return a case-insensitive pattern for any of the words that tries each letter once; fast if few match."""
    tails: dict[str, list[str]] = {}
    for word in words:
        if word:
            tails.setdefault(word[0], []).append(word[1:])
    if not tails:
        return ""
    branches = "|".join(f"[{letter}{letter.upper()}]{word_tree(rest)}" for letter, rest in sorted(tails.items()))
    return f"(?:{branches})" + ("?" if "" in set(words) else "")


class Exclusion(NamedTuple):
    """A kind of place where digits are not a figure.

    `before` matches the text right before the number and `at` the text from the number on; both match the example.
    """

    what: str
    before: str
    at: str
    example: str


_MONTH = alternatives(lex.MONTHS)
_YEAR = r"(?:19|20)\d\d"
_ONES = alternatives(word for word, value in lex.NUMBER_WORDS.items() if 0 < value < 10)
_TENS = alternatives(word for word, value in lex.NUMBER_WORDS.items() if value in {10, 15, 20, 30, 40, 50, 100})
_COUNTERS = alternatives(lex.BOILERPLATE_NOUNS)
_NUMBERED = alternatives(lex.NUMBERED_THINGS)
_AMOUNT = (
    r"\s?(?:[%€$£¥]|percent|per\s?cent|pct|k?[tg]\b|(?:m|b|tr)illion|(?:[mb]l?|tr?)n\b|tons?\b|tonnes?\b|mt\b|yuan)"
)
_AMOUNT_NEXT = rf"[\d.,]{{0,12}}{_AMOUNT}"
# "It paid R18 to miners" is money; "the R18 rule" is not.
_AFTER_MONEY = (
    "an?|per|to|and|or|on|in|from|by|for|at|of|with|each|more|less|higher|lower|above|below|million|billion|trillion|bn|mn"
    "|m|k|was|is|are|were|after|last|this|next|the|as|than|that|while|worth|apiece|now|today|yesterday|earlier|cents?|tn"
)
# "9M revenue" is the revenue of nine months, "3M copper" the contract; "9M tonnes" are millions.
_OF_MONTHS = (
    "(?:revenues?|sales|(?:net|gross|operating)\\s(?:profit|loss|income)|profits?|earnings|EBITDA|EBIT|PAT|PBT|output|production"
    "|results|high|low|average|forward|forwards|trailing|rolling|LIBOR|SOFR|EURIBOR|copper|zinc|nickel|tin|lead|aluminium|aluminum)"
)
# The header of a document: `key: value` lines between two lines of three dashes.
FRONT_MATTER = r"\A---\r?\n(?P<lines>(?:(?!---).*\n){0,60})---[ \t\r]*$"
EXCLUSIONS: tuple[Exclusion, ...] = (
    Exclusion("day and month", "", rf"\d{{1,2}}(?:st|nd|rd|th|\.)?\s(?:of\s)?(?:{_MONTH})\b\.?(?:,?\s{_YEAR}\b)?", "22 March 2019"),
    Exclusion("numeric date", "", r"\d{4}[-./]\d{1,2}[-./]\d{1,2}\b|\d{1,2}(?:[-–]\d{1,2}[-–]|\.\d{1,2}\.|/\d{1,2}/)(?:\d{4}|\d{2})\b(?![.,]\d)", "2019.03.18"),
    Exclusion("clock time", "", r"\d{1,2}:\d{2}(?::\d{2})?(?:\s?[ap]\.?m\b\.?)?(?!\d)|\d{1,2}(?:\.\d\d)?\s?(?:[ap]\.?m|[AP]\.?M)\b\.?", "5:00pm"),
    Exclusion("clock time", r"\b(?:at|by|from|until|since)\s", r"0\d[0-5]\d\b(?![.,]\d)", "at 0800"),
    Exclusion("around the clock", "", r"24/7\b", "24/7"),
    Exclusion("year range", "", rf"{_YEAR}\s?[-–—/]\s?(?:{_YEAR}|\d\d)(?![\d.,%]\d|\d|%)", "2025-2026"),
    Exclusion("span of years", r"\b(?:[Bb]etween|[Ff]rom)\s", rf"(?:1[5-9]|20)\d\d\s(?:and|to)\s(?:1[5-9]|20)\d\d\b(?![.,]\d|{_AMOUNT})", "between 1600 and 1900"),
    Exclusion("decade", "", r"(?:(?:19|20)\d0|['’]?\d0)s\b", "1990s"),
    Exclusion("fiscal period", "", rf"(?:[1-4][QH]|(?:3|6|9|12)M(?=\s?(?:(?:19|20)?\d\d\b|['’]\d\d|FY)|\s{_OF_MONTHS}\b))(?:\s?\d{{2,4}}|[A-Z]{{2}}\d{{2}})?\b|\d\.\s?(?:Quartal|Halbjahr)\b", "3Q24"),
    Exclusion("ordinal", "", r"\d+(?:st|nd|rd|th)\b", "20th"),
    Exclusion("generation or code", "", r"\d+(?:\.\d+)?[GDN]\b|\d+-[A-Z]\b|\d+[A-Z]\d[\w-]*", "5G"),
    Exclusion("grade of steel", "", r"\d[A-Z]\s(?=HDG|HRC|CRC|finish|grade|stainless)", "4A HDG"),
    Exclusion("grade of steel", "", r"(?:201|3(?:04|10|16|21|47)|4(?:09|10|30)|904)[LSH]?\s(?=(?:(?:austenit|ferrit)ic\s)?stainless)", "304 stainless"),
    Exclusion("format of a battery", "", r"(?:18650|21700|26650|2170|4680)\s(?=(?:cells?|batter(?:y|ies))\b)", "4680 cells"),
    Exclusion("year", "", rf"{_YEAR}′", "2022′"),
    Exclusion("patent number or class of shares", "", r"\d{1,3}(?:,\d{3}){2}\s[A-C]\d?\b", "9,123,456 B2"),
    Exclusion("code in groups", "", r"\d+(?:-\d+){2,}\b|\d+(?:\.\d+){2,}/\S*", "1-800-55"),
    Exclusion("reporting standard", "", r"43-101\b", "43-101"),
    Exclusion("plan name", "", r"(?i:five[- ]year(?=[- ]plan))", "five-year plan"),
    Exclusion("contract month", "", r"\d{4}\s(?=contract)", "2711 contract"),
    Exclusion("page counter", "", rf"(?i:\d[\d,.]{{0,12}}[kKmM]?\s(?:{_COUNTERS})\b)(?=[^\S\n]{{0,3}}(?:$|[|·•]|\d))", "3,107 messages"),
    Exclusion("reading time", "", r"(?i:\d{1,2}[\s-]min(?:ute)?s?\s(?=read\b))", "4 min read"),
    Exclusion("phone number", r"(?i:\b(?:tel|fax|phone|mobile|call|whatsapp|hotline)\.?:?\s?[(+]{0,2})|(?<![\w.])\+", r"\d[\d\s().-]{6,20}(?![\d%])", "Tel: +44 20 5550 1234"),
    Exclusion("month and day", rf"(?i:\b(?:{_MONTH})\b\.?\s)", rf"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?\b(?!\d|,\d{{3}}|\.\d|\s?%|:)(?:\s?[-–]\s?\d{{1,2}}\b)?(?:,?\s{_YEAR}\b)?", "December 20, 2025"),
    Exclusion("month and year", rf"\b(?:{_MONTH})\b\.?,?[\s-]", r"(?:19|20)\d\d\b(?![,.]\d)", "January 2015"),
    Exclusion("month and year", rf"\b(?:{_MONTH})-", r"\d\d\b(?![.,]\d|\s?%)", "Mar-24"),
    Exclusion("fiscal period", r"\b(?:FY|Q|H|CY|fiscal\s|Fiscal\s)\s?", r"\d{1,4}(?:[-/]\d{2,4})?\b", "Q3 2024"),
    Exclusion("shortened year", r"['‘’]", r"\d\d\b", "’24"),
    Exclusion("citation", r"[\w.,;:%)\]’”'\"]\s?\[", r"\d{1,3}(?:\s?[,–-]\s?\d{1,3})*\]", "2019[7]"),
    Exclusion("thousands in a label", r"['‘’]", r"000s?\b", "'000 t"),
    Exclusion("contract or grade number", r"(?i:\b(?:SHFE|LME|DCE|INE|GFEX|ZCE|CBOT|contract)\s)|#|№\s?", r"\d{1,6}\b(?![,.]\d)", "SHFE 2711"),
    Exclusion("patent number", r"(?i:\bpatents?\s(?:nos?\.?\s)?(?:EP\s|US\s|CN\s)?)", r"\d[\d, ]{4,11}\d\b(?!\s?%)", "patent no. 8,123,987"),
    Exclusion("numbered thing", rf"(?:\b(?:{_NUMBERED})|(?<![A-Za-z])(?i:no\.))\s", rf"\d{{1,6}}(?:[-.]\d{{1,4}}){{0,4}}(?!{_AMOUNT_NEXT})(?:-?[A-Z])?(?:\([a-z\d]\))*\b", "Section 301"),
    Exclusion("company number", r"\b(?:ACN|ABN|ABN:|ACN:)\s", r"\d{2,3}(?:\s\d{3}){2,3}\b", "ABN 55 017 338 201"),
    Exclusion("grade of scrap", r"\b(?:HMS|Zorba|Twitch|Zurik)\s", r"\d{1,2}(?:\s?[/&]\s?\d{1,2})?\b(?![.,]\d|\s?%)", "HMS 1/2"),
    Exclusion("rank", r"\b[Tt]op[- ]", rf"(?:\d{{1,3}}\b|(?i:{_ONES}|{_TENS})\b)(?!{_AMOUNT_NEXT})", "top 20"),
    Exclusion("name of a region", r"\bLower\s", r"48\b(?![.,]\d)", "Lower 48"),
    Exclusion("index name", r"\b(?:S&P|S\s?&\s?P|ASX|FTSE|CSI|Nikkei|Stoxx|STOXX|TSX|KOSPI|MSCI|Nasdaq|Russell|CAC|DAX|Topix|Fortune|Forbes)\s", r"\d{2,4}\b(?![.,]\d)", "S&P 500"),
    Exclusion("name with a number", r"\b[a-z]{1,3}[A-Z][a-z]+\s", r"\d{1,2}\b(?![.,]\d)", "iPhone 11"),
    Exclusion("stock code", r"\b(?:SEHK|HKEX|HKSE|HK|SSE|SZSE|SHA|SHE|TSE|TYO|KRX|KOSDAQ|NSE|BSE|ASX|NYSE|TSXV?|LSE|JSE|[Tt]icker|[Cc]ode)[:.]\s?", r"\d{3,6}(?:\.[A-Z]{1,3})?\b(?![,.]\d)", "HKEX: 0358"),
    Exclusion("stock code", "", r"\d{4,6}\.[A-Z]{1,3}\b", "600362.SH"),
    Exclusion("page counter", rf"(?i:\b(?:{_COUNTERS}):?\s\(?)", r"\d[\d,]{0,12}(?:\.\d)?[kKmM]?\)?(?=[^\S\n]{0,3}(?:$|[.;|·]))", "Comments 12"),
    Exclusion("code with a letter", r"\bR", rf"\d{{1,3}}\b(?![.,]\d)(?=\s(?!(?:{_AFTER_MONEY})\b)[a-z])", "the R18 rule"),
    Exclusion("dangerous goods", r"\bUN\s", r"\d{4}\b(?![.,]\d)", "UN 3480"),
    Exclusion("street address", "", r"\d{1,5}\s(?:[A-Z][a-z]+\s){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Boulevard|Blvd|Lane|Drive|Highway|Hwy|Terrace|Square|Plaza)\b\.?", "12 Harbour Street"),
    Exclusion("street address", r"\b(?:P\.?O\.?\s?Box|Level|Suite|Floor|Room|Unit|[A-Z][a-z]+(?:straße|strasse|weg|platz|allee))\s", r"\d{1,5}[a-z]?\b(?![,.]\d|\s?%)", "Suite 40"),
)  # fmt: skip
AT = lazy_regex("|".join(f"(?:{item.at})" for item in EXCLUSIONS if not item.before), re.MULTILINE)
_WITH_BEFORE = [
    (lazy_regex(rf"(?:{item.before})\Z"), lazy_regex(item.at, re.MULTILINE)) for item in EXCLUSIONS if item.before
]
_LONGEST_BEFORE = 24
# Web and mail addresses and the header are searched for once in a text.
_WEB = r"[hw1](?:(?<=h)ttps?://\S+|(?<=w)ww\.\S+|(?<=\b1)0\.\d{4,}/\S+)"
_ADDRESS = lazy_regex(_WEB)
_ADDRESS_OR_MAIL = lazy_regex(rf"{_WEB}|(?<![\w.+-])[\w.+-]{{1,64}}@[\w-]{{1,64}}(?:\.[\w-]{{1,64}})+")
_DOI = lazy_regex(r"10\.\d{4}")
_TICK = r"(?:[\d,.]{0,9}\d)?%?"  # after its first digit
_NUMBER_RUN = lazy_regex(rf"\d(?<![\w.,$€£¥].){_TICK}(?:\s{{1,3}}\d{_TICK}){{4,40}}(?![\w.,])")
_TWO_NUMBERS = lazy_regex(r"\d%?\s{1,3}\d")
_LEAST_STEPS = 1e-9
_LONGEST_LIST = 100
_HEADER = lazy_regex(FRONT_MATTER, re.MULTILINE)


def excluded_spans(text: str) -> list[tuple[int, int]]:
    """Return the spans of the header and the addresses of a text, in order; they contain no figures."""
    spans = [match.span()] if (match := _HEADER.match(text)) else []
    if "http" in text or "www." in text or "@" in text or _DOI.search(text):
        address = _ADDRESS_OR_MAIL if "@" in text else _ADDRESS  # the second skips to its first letters
        spans += [match.span() for match in address.finditer(text, spans[-1][1] if spans else 0)]
    return spans


def axis_spans(text: str) -> list[tuple[int, int]]:
    """Return the spans of the numbers on chart axes: five or more in even steps."""
    if not _TWO_NUMBERS.search(text):
        return []  # as many texts
    return [match.span() for match in _NUMBER_RUN.finditer(text) if _is_axis(match.group())]


def _is_axis(run: str) -> bool:
    """Whether numbers are in even steps, as on the axis of a chart."""
    try:
        values = [float(number.rstrip("%").replace(",", "")) for number in run.split()]
    except ValueError:
        return False
    step = values[1] - values[0]
    return step != 0 and all(abs(b - a - step) < _LEAST_STEPS for a, b in pairwise(values))


_MARKER = lazy_regex(r"(?<!\S)\(?(\d{1,2})\)(?=\s(?!(?:million|billion|percent|tonnes)\b))")


def enumeration_spans(text: str) -> list[tuple[int, int]]:
    """Return the spans of the numbers of a list within a text: "(1)" and those that follow it in order."""
    spans: list[tuple[int, int]] = []
    number = 0
    for match in _MARKER.finditer(text) if "1) " in text else ():
        if int(match[1]) == number + 1 or match[1] == "1":
            number = int(match[1])
            spans.append(match.span())
    return spans if len(spans) > 1 else []


_PIECE = lazy_regex(r"\S+")
_SHORT_WORD = lazy_regex(r"[^\W\d]{1,4}[.,]?")
_LONG_WORD = lazy_regex(r" [a-z]{5,}(?= )")  # ends a list
_DIGIT = lazy_regex(r"\d")
_BARE = lazy_regex(r"[-+−–(]?\d[\d.,]*\)?")
_ROW_LABEL = lazy_regex(r"(?<=\n)[A-Z][a-z]+\s+[-+−–(]?\d")  # before the numbers of a row that have no unit
_LONGEST_NUMBER = 33


def list_spans(text: str) -> list[tuple[int, int]]:
    """Return the spans of more than 100 numbers in a row with no word, or always the same short one, between them.

    It is unknown what any of "$5 $5 $5 ...", "5 and 5 and 5 ..." or many rows such as "Tin 5 6 7" measures.
    """
    if all(
        _LONG_WORD.search(text, at, at + _LONGEST_LIST) for at in range(0, len(text) - _LONGEST_LIST, _LONGEST_LIST)
    ):
        return []  # as most texts
    words = [0, *(word.start() for word in _LONG_WORD.finditer(text)), len(text)]
    between = [(begin, end) for begin, end in pairwise(words) if end - begin > 2 * _LONGEST_LIST]
    return [span for begin, end in between for span in _lists_between(text, begin, end)]


def _lists_between(text: str, begin: int, end: int) -> list[tuple[int, int]]:
    """The lists of numbers in a stretch of text."""
    spans: list[tuple[int, int]] = []
    numbers: list[re.Match[str]] = []  # those in a row
    joint = word = ""
    for piece in _PIECE.finditer(text, begin, end):
        if len(piece.group()) <= _LONGEST_NUMBER and _DIGIT.search(piece.group()):
            joint = word if len(numbers) == 1 else joint
            if word != joint:
                spans += _listed(numbers)
                numbers, joint = numbers[-1:], word
            numbers.append(piece)
            word = ""
        elif numbers and not word and _BARE.fullmatch(numbers[-1].group()) and _ROW_LABEL.match(text, piece.start()):
            continue
        elif numbers and not word and _SHORT_WORD.fullmatch(piece.group()):
            word = piece.group()
        else:
            spans += _listed(numbers)
            numbers, word = [], ""
    return spans + _listed(numbers)


def _listed(numbers: list[re.Match[str]]) -> list[tuple[int, int]]:
    return [(numbers[0].start(), numbers[-1].end())] if len(numbers) > _LONGEST_LIST else []


def excluded_end(text: str, start: int) -> tuple[int, bool]:
    """Return where the exclusion at `start` ends (-1 if there is none), and whether it is a name before a number.

    A unit after the number overrides a name: "type 2" is a name, "N-type 182 mm" is not.
    """
    match = AT.match(text, start) if _may_be_excluded(text, start) else None
    if match:
        return match.end(), False
    if patterns := _may_be_named(text, start):
        left = text[max(0, start - _LONGEST_BEFORE) : start]
        for before, at in patterns:
            if (match := at.match(text, start)) and before.search(left):
                return match.end(), True
    return -1, False


def exclusion_at(text: str, start: int, exclusions: tuple[Exclusion, ...] = EXCLUSIONS) -> str:
    """Return the name of the exclusion that covers the number at `start`; empty if there is none."""
    left = text[max(0, start - _LONGEST_BEFORE) : start]
    for item in exclusions:
        if lazy_regex(item.at, re.MULTILINE).match(text, start) and re.search(rf"(?:{item.before})\Z", left):
            return item.what
    return ""


# How the words begin that may follow a number that is a date, a time or one of many.
_FOLLOWING = frozenset(
    word[:3]
    for word in ["contract", "min", "stainless", "austenitic", "ferritic", "cells", "batteries", *lex.BOILERPLATE_NOUNS]
)
_SHORT_FOLLOWING = frozenset(["of", "am", "a.", "pm", "p."])
_DIGITS = lazy_regex(r"\d{1,12}(?:,\d{3}){0,4}(?:\.\d+(?![\d.]))?")


def _may_be_excluded(text: str, start: int) -> bool:
    """Whether the text after a number can exclude it; a cheap check, since it usually cannot."""
    digits = _DIGITS.match(text, start)
    if digits is None:
        return text[start] in "fF"  # "five-year plan"
    end = digits.end()
    following = text[end : end + 1]
    if following == " ":
        second = text[end + 1 : end + 2]
        worded = text[end + 1 : end + 4] in _FOLLOWING or text[end + 1 : end + 3] in _SHORT_FOLLOWING
        return worded or second.isupper() or second in "-–—/(" or not second
    return following not in {"%", ",", ")", ";", "$", "€", ""}


@cache
def _naming() -> dict[str, list[tuple[re.Pattern[str], re.Pattern[str]]]]:
    """The patterns before a number that contain a word; other words need no check."""
    found: dict[str, list[tuple[re.Pattern[str], re.Pattern[str]]]] = {}
    for item, pair in zip([item for item in EXCLUSIONS if item.before], _WITH_BEFORE, strict=True):
        plain = re.sub(r"\[([A-Z])[a-z]\]", r"\1", re.sub(r"\\[a-z]", " ", item.before)).lower()
        for word in set(re.findall(r"[a-zß]+\??", plain)):
            for form in {word.rstrip("?"), word[:-2] if word[-1] == "?" else word}:
                found.setdefault(form, []).append(pair)
    return found


_LONGEST_NAME = 14  # letters before a number that are looked at
_MOST_BETWEEN = 4  # spaces and marks between the letters and the number
_NONE: list[tuple[re.Pattern[str], re.Pattern[str]]] = []
_STREETS = ("straße", "strasse", "weg", "platz", "allee")


def _may_be_named(text: str, start: int) -> list[tuple[re.Pattern[str], re.Pattern[str]]]:
    """The patterns that may name a number by the text before it; a cheap check, as there are usually none."""
    end = start
    while end and text[end - 1] in " \u00a0\n\t(.:" and start - end < _MOST_BETWEEN:
        end -= 1
    if not end or not text[end - 1].isalpha():
        mark = text[end - 1 : end]
        named = mark in "#№[’‘'\"“+" if mark and mark not in "-&" else text[max(0, end - 2) : end - 1].isalpha()
        return _WITH_BEFORE if named else _NONE
    word = text[max(0, end - _LONGEST_NAME) : end].rpartition(" ")[2]
    if not word.isalpha():
        word = word[max(place for place, letter in enumerate(word) if not letter.isalpha()) + 1 :]
    # "iPhone 11", "Kaiserstraße 114": no list contains these.
    if (word[0].islower() and not word.islower()) or word.endswith(_STREETS):
        return _WITH_BEFORE
    return _naming().get(word.lower(), _NONE)
