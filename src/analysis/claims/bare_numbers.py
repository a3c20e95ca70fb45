"""Give a bare number the unit stated nearby: "They are dollars per tonne", or the money before it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from analysis.claims.concepts import dimension_of
from analysis.claims.gloss import Gloss
from analysis.claims.per_mass import Mass, masses
from analysis.core.figures import Figure
from analysis.core.lazy_regex import lazy_regex, phrase_regex
from analysis.extraction import lexicon as lex
from analysis.extraction.number_parser import read_digits, read_words
from analysis.extraction.sentences import sentence_span

_LEAST_RATE, _MOST_RATE = 1.0, 100_000.0  # money a tonne: anything else is a count or a total
_MOST_MICRONS = 100
_SIMILAR = 4.0  # a length without a unit is at most this many times as long as the one before
_SENTENCES = 3  # after one that names a unit
_ROWS = 12  # lines below a caption that give their numbers its unit
_DIGITS = lazy_regex(r"(?<![\w.,$€¥£%/+-])(?:\d{1,3}(?:,\d{3})+|\d{1,6})(?:\.\d{1,3})?(?![\w%]|[.,:/-]\d)")
_TENS = "|".join(sorted(word for word, value in lex.NUMBER_WORDS.items() if value > 1))
_WORDS = phrase_regex(
    rf"(?<![\w-])(?:(?:an?|one) hundred|(?:{_TENS})(?:[\s-]+(?:and )?(?:{_TENS}|hundred|thousand))*)(?![\w-])", re.I
)
_BILLIONS = phrase_regex(
    r"\s(?P<scale>billion|trillion)\b(?! (?:people|tonnes|tons|years)\b)(?![\s-](?:yuan|dollar))", re.I
)
# What can follow a number that counts nothing: the end of a clause, or a word other than a noun.
_NO_NOUN = phrase_regex(
    r"\s*(?:[.;,()!?\"”’|\t\n]|:\s*\n|\Z)| (?:(?:last|this) year|today|for|on|with|from|in|at|and|but|or"
    r"|against|to|as|when|while|after|before|by)\b",
    re.IGNORECASE,
)
_NAMED_NUMBER = lazy_regex(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December|[A-Z][a-z]{2}\."
    r"|since|until|number|no|page|table|line|hall|phase|stage|point|furnace|unit|chapter|item|room|aged?"
    r"|figure)\.?\s*\Z",
    re.IGNORECASE,
)
_MONEY = r"(?:US |U\.S\. )?(?:dollars?|USD|US\$|\$|yuan|RMB|CNY)"
_EACH = (
    r"(?:/|\s*,?\s*(?:and )?(?:they are |all )?(?:per|a|for (?:a|each|every)) )"
    r"(?:metric )?(?:tonne|ton|t)\b"
)
_UNIT_NAMED = phrase_regex(
    rf"(?<!\d\s)(?<![\w$])(?:(?P<money>{_MONEY})(?P<each>{_EACH})?"
    r"|(?<=in\s)(?P<percent>per\s?cent\b|%)|(?:microns?|micromet(?:re|er)s?|[µμ]m)\b)",
    re.IGNORECASE,
)
_SAYS_UNIT = phrase_regex(
    r"\W*(?:They|These|Those|(?P<both>Both)|(?:The|All|Both) (?:\w+ )?(?:numbers?|figures?|amounts?|values?"
    r"|units?)|All)\b"
)
# "The books are kept in dollars", "How many dollars"
_OF_UNIT = phrase_regex(r"(?:\b(?:in|are|is|many)|\()\s*(?:the )?\Z", re.IGNORECASE)
# "And on the foil?" asks the same of another product; a question with a question word asks something else.
_SAME_ASKED = lazy_regex(
    r"(?:(?!\b(?:how|which|when|where|who|what|why|year|before|earlier|do|did|does)\b)[^?])+\?[\s\"”’]*", re.IGNORECASE
)
_IN_UNIT = phrase_regex(r"(?:\bin |\(\s*)\Z", re.IGNORECASE)
_ANSWER = lazy_regex(r"[^.!?;\n]{1,60}")
_TURNS = 4  # sentences
_SHORT_ANSWER = phrase_regex(
    rf"[\W_]*(?P<number>(?:(?:{_TENS}|an?|hundred)[\s-]+(?:and )?)*(?:{_TENS}|hundred)"
    rf"|\d{{2,3}}(?:\.\d)?)(?![\w%]|[.,:/-]\d)"
    r"[,.!]?(?: (?:by|in|for) 20\d\d)?\W*",
    re.IGNORECASE,
)
_UNIT_PRINTED = lazy_regex(r"(?!(?:and|point|million|billion|trillion|bn|tn)\b)[^\W\d_]{1,}|[$¥€£%]", re.IGNORECASE)
_MARKED = lazy_regex(r"[.)][^\S\n]+\S")
_YEAR = lazy_regex(r"(?:19|20)\d\d")
_SEPARATED = lazy_regex(r"[^|;\t\n]*([|;\t])(?=[^\n]*\1)")  # a line of three cells or more
_ROW = lazy_regex(r"[|\t;:]|^\s*[-•*–]\s", re.MULTILINE)


class _Reach(NamedTuple):
    """A stretch of text whose bare numbers have a unit, and the figure that gave it, if one did."""

    start: int
    end: int
    unit: str
    given_by: Figure | None = None
    years: tuple[str, ...] = ()  # at the heads of the columns
    scale: float = 1.0


def bare_numbers(document: Gloss, starts: list[int], found: list[Figure]) -> list[Figure]:
    """Return figures for the bare numbers of a document whose unit the text around them gives."""
    text = document.text
    printed = [item for item in found if item.unit != "dimensionless" and not item.unit.startswith("count:number")]
    taken = sorted((item.start, item.end) for item in printed)
    every: dict[int, Figure] = {}
    for reach in (*_after_figures(document, starts, printed), *_named(text, starts, printed), *_captions(text)):
        numbers = list(_numbers(text, reach))
        years = reach.years if len(reach.years) == len(numbers) else [None] * len(numbers)
        for (start, end, value), year in zip(numbers, years, strict=True):
            if start in every or any(start < stop and begin < end for begin, stop in taken):
                continue
            apart = reach.given_by and _follows_another(document, starts, start, reach.unit, printed)
            if _fits(value, reach) and not apart:
                every[start] = replace(
                    document.figure(starts, start, end, value * reach.scale, reach.unit), period=year
                )
    for start, end, value in _billions(text):
        if start not in every and not any(start < stop and begin < end for begin, stop in taken):
            every[start] = document.figure(starts, start, end, value, "dimensionless")
    return [every[start] for start in sorted(every)]


def _after_figures(document: Gloss, starts: list[int], printed: Iterable[Figure]) -> Iterator[_Reach]:
    """What follows a price per tonne or a thickness, to the end of the next sentence, or of the answer to it.

    After billions it is the first number of a short answer: "192 billion yuan." - "And for 2034?" - "280."
    """
    text = document.text
    for item in printed:
        scale = next((value for value in (1e12, 1e9) if item.high >= value), 0.0)
        if dimension_of(item.unit) == "money" and item.unit != "dimensionless" and scale:
            begin, end = sentence_span(starts, text, item.start)
            for _ in range(_TURNS):
                begin, end = _next_sentence(starts, text, begin)
                if end > item.end and (short := _SHORT_ANSWER.match(text, begin, end)) and short.end() == end:
                    yield _Reach(begin, short.end("number"), item.unit.removesuffix("/year"), item, scale=scale)
        if dimension_of(item.unit) in ("rate", "length"):
            begin, end = _next_sentence(starts, text, item.start)
            yield _Reach(item.end, end, item.unit, item)
            if "?" not in text[begin:end]:  # "Nineteen dollars. On a bad day, eighteen. And on foil?"
                begin, end = _next_sentence(starts, text, begin)
            if _SAME_ASKED.fullmatch(text, begin, end) and end < len(text):
                begin, end = _next_sentence(starts, text, begin)
                if first := _ANSWER.match(text, begin, end):
                    yield _Reach(begin, first.end(), item.unit, item)


def _next_sentence(starts: list[int], text: str, position: int) -> tuple[int, int]:
    _, end = sentence_span(starts, text, position)
    return sentence_span(starts, text, min(end + 1, len(text)))


def _named(text: str, starts: list[int], printed: Sequence[Figure]) -> Iterator[_Reach]:
    """What has the unit that a sentence names without a number.

    It is what follows "In dollars per tonne", the sentence before "They are dollars per tonne", and the sentences after
    "We count in dollars per tonne". Money without "per tonne" counts in sentences that name a tonne.
    """
    taken = [(item.start, item.end) for item in printed]
    for match in _UNIT_NAMED.finditer(text):
        if any(match.start() < stop and begin < match.end() for begin, stop in taken):
            continue
        begin, end = sentence_span(starts, text, match.start())
        numbers = any(map(str.isdigit, _YEAR.sub("", text[begin:end])))
        if _SEPARATED.match(text, begin, end) and not numbers:
            continue  # the head of a column
        unit = _unit(match, text, begin, end)
        if unit and (_IN_UNIT.search(text, begin, match.start()) or text[match.end() : match.end() + 1] == ":"):
            yield _Reach(begin, end, unit)
        if begin and (says := _SAYS_UNIT.match(text, begin)):
            before = begin
            for _ in range(2 if says["both"] else 1):
                start, stop = sentence_span(starts, text, max(0, before - 2))
                if found := unit or _unit(match, text, start, stop):
                    yield _Reach(start, before, found)
                before = start
        if numbers or not _OF_UNIT.search(text, 0, match.start()):
            continue
        for _ in range(_SENTENCES):
            start, end = _next_sentence(starts, text, end - 1)
            if start < end and (found := unit or _unit(match, text, start, end)):
                yield _Reach(start, end, found)


def _unit(match: re.Match[str], text: str, begin: int, end: int) -> str:
    """The unit that is named, in a sentence; empty for money, if the sentence does not say that it is per tonne."""
    if match["money"] is None:
        return "percent" if match["percent"] else "um"
    per_tonne = match["each"] or any(mass == Mass("t") for mass in masses(text, begin, end))
    return ("CNY/t" if match["money"].lower() in ("yuan", "rmb", "cny") else "USD/t") if per_tonne else ""


def _captions(text: str) -> Iterator[_Reach]:
    """The rows below a line that is a caption with a unit, or above one if there are none below."""
    lines = [match.span() for match in re.finditer(r"[^\n]+", text)]
    for number, (begin, end) in enumerate(lines):
        if any(map(str.isdigit, _YEAR.sub("", text[begin:end]))):
            continue
        for match in _UNIT_NAMED.finditer(text, begin, end):
            if unit := _unit(match, text, begin, end):
                below = list(_rows(text, lines[number + 1 : number + 1 + _ROWS]))
                heads = [_YEAR.findall(text, *row) for row in below]
                years = tuple(next((found for found in heads if len(found) > 1), ()))
                mark = _SEPARATED.match(text, begin, end)
                column = text.count(mark[1], begin, match.start()) if mark else 0
                for start, stop in below or _rows(text, lines[max(0, number - _ROWS) : number][::-1]):
                    yield (
                        _Reach(*_cell(text, start, stop, mark[1], column), unit)
                        if mark
                        else _Reach(start, stop, unit, years=years)
                    )


def _cell(text: str, start: int, stop: int, mark: str, column: int) -> tuple[int, int]:
    """The span of a cell of a row, or of the whole row if it has fewer cells."""
    ends = [*(at for at in range(start, stop) if text[at] == mark), stop]
    return (ends[column - 1] + 1 if column else start, ends[column]) if column < len(ends) else (start, stop)


def _rows(text: str, lines: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The rows of a list or table, as long as the lines are not prose with numbers."""
    for start, stop in lines:
        if _ROW.search(text, start, stop) and stop - start < 100:
            yield start, stop
        elif _DIGITS.search(text, start, stop):
            break


def _numbers(text: str, reach: _Reach) -> Iterator[tuple[int, int, float]]:
    for pattern in (_DIGITS, _WORDS):
        for match in pattern.finditer(text, reach.start, reach.end):
            if not _NO_NOUN.match(text, match.end()) or _NAMED_NUMBER.search(
                text, max(0, match.start() - 14), match.start()
            ):
                continue
            if _YEAR.fullmatch(match.group()) or _is_marker(text, *match.span()):
                continue
            read = (
                read_digits(text, match.start(), decimal_comma=False)
                if match.group()[0].isdigit()
                else read_words(text, match.start(), match.group().split()[0].split("-")[0].lower())
            )
            if read and read.end == match.end() and read.kind != "fraction":
                yield match.start(), match.end(), read.value


def _is_marker(text: str, start: int, end: int) -> bool:
    """Whether a number numbers the items of a list: "(2) Profit", "2. Profit"."""
    if (text[start - 1 : start], text[end : end + 1]) == ("(", ")"):
        return True
    leads = not text[text.rfind("\n", 0, start) + 1 : start].strip()
    if not (leads and text[start:end].isdigit() and _MARKED.match(text, end)):
        return False
    number = int(text[start:end])  # "23. It used to be less" has no neighbour
    return bool(re.search(rf"^\s*(?:{number - 1}|{number + 1})[.)]\s", text, re.MULTILINE))


def _fits(value: float, reach: _Reach) -> bool:
    """Whether a number can be of the unit of its reach."""
    if reach.given_by and reach.scale > 1:
        return 1 / _SIMILAR <= value * reach.scale / reach.given_by.low <= _SIMILAR
    if dimension_of(reach.unit) == "length":
        given = reach.given_by
        if given is None:
            return 0 < value < _MOST_MICRONS
        return bool(given.low and 1 / _SIMILAR <= value / given.low <= _SIMILAR and value != int(value))
    return 0 < value <= 100 if reach.unit == "percent" else _LEAST_RATE < value < _MOST_RATE


def _follows_another(document: Gloss, starts: list[int], start: int, unit: str, printed: Iterable[Figure]) -> bool:
    """Whether a figure of another kind comes before a number in its sentence: "eleven people, the second ninety"."""
    begin, _ = sentence_span(starts, document.text, start)
    before = [item for item in printed if begin <= item.start < start]
    return bool(before) and dimension_of(before[-1].unit) != dimension_of(unit)


def has_own_unit(figure: Figure) -> bool:
    """Whether the unit of a figure is printed with it."""
    return bool(_UNIT_PRINTED.search(_WORDS.sub("", figure.text)))


def _billions(text: str) -> Iterator[tuple[int, int, float]]:
    """Amounts in words without a currency: "Seventy billion is the goal"."""
    for match in _WORDS.finditer(text):
        scale = _BILLIONS.match(text, match.end())
        read = scale and read_words(text, match.start(), match.group().split()[0].split("-")[0].lower())
        if scale and read:
            yield match.start(), scale.end(), read.value * lex.SCALES[scale["scale"].lower()]
