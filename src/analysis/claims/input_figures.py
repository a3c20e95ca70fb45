"""The figures of a document that an input can take: "doubled" as 100 percent, money a tonne as a rate."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from analysis.claims.bare_numbers import bare_numbers
from analysis.claims.concepts import dimension_of, overlap
from analysis.claims.gloss import Gloss
from analysis.core.figures import Figure
from analysis.core.lazy_regex import lazy_regex
from analysis.core.units import CURRENCY_CODES
from analysis.extraction import lexicon as lex
from analysis.extraction.sentences import sentence_span

_SIZE_CLASS = lazy_regex(r"(?:million|billion|trillion)[-\s]", re.IGNORECASE)  # "a trillion-yuan cluster"
_COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_PARTS_OF_ONE = {
    "half": 2, "halve": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "fifteenth": 15, "twentieth": 20,
}  # fmt: skip
_FRACTION = lazy_regex(
    rf"\b(?P<count>an?|{'|'.join(_COUNTS[1:])})[\s-](?P<part>(?:{'|'.join(_PARTS_OF_ONE)})s?)\b"
    r"(?=\s+(?:of|less|more|lower|higher|off|cheaper|fewer|below|above|in|on|smaller|larger|greater)\b|\s*[.,;:)|\n]|\s*\Z|\s+(?:and|but|while)\b)",
    re.IGNORECASE,
)
_PER_TONNE = lazy_regex(
    r"\b(?:per|a|each|every|one|any|the)\s+(?:metric\s+|single\s+|sold\s+|finished\s+)?(?:tonne|ton|mt)\b|/\s?(?:t|tonne|ton|mt)\b|\bper-tonne\b",
    re.IGNORECASE,
)
# "90 cents on a kilo of foil", "a kilo of wire earns three cents"
_WEIGHTS = {"kilo": "kg", "kilogram": "kg", "kilogramme": "kg", "kg": "kg", "pound": "lb", "lb": "lb"}
_PER_WEIGHT = lazy_regex(rf"\b(?:per|a|each|every|one|any|the)\s+(?P<weight>{'|'.join(_WEIGHTS)})\b", re.IGNORECASE)
# "440 dollars, or 22 dollars a tonne": the first amount is a total
_A_TONNE_LATER = lazy_regex(
    r"[^.;]{0,60}?\b(?:or|that\s+is|which\s+is|i\.e\.|equal\s+to|meaning)\s+(?:\w+\s+)?[$\d][^.;,]{0,25}?(?:per|a)\s+(?:tonne|ton)\b",
    re.IGNORECASE,
)
# "of the tonnes sold, those of wire returned 36 dollars each"
_EACH = lazy_regex(r"\s*(?:each|apiece)\b", re.IGNORECASE)
_TONNES = lazy_regex(r"\b(?:tonnes|tons)\b", re.IGNORECASE)
# A noun after a bare amount: "2.1 trillion sum" is not of the currency before
_COUNTED = lazy_regex(
    r"\s+(?!(?:in|by|to|for|from|of|on|at|and|but|or|an?|per|more|less|high\w*|low\w*|larg\w+|small\w*|bigg?\w*|great\w*|than|this|last|next|that|which"
    r"|is|was|were|are|will|would|as|while|when|where|after|before|over|under|with|against|above|below|up|down|now|today|then|ago|earlier|later|altogether|together|since"
    r"|until|each|every|it|he|she|they|we|worth|within|if|because|not|only|again|instead|either|too|also|came|went|has|had|have|\w+ly|\w+ed|\w+ing)\b)[a-z]{3,}"
)
_AFTER_DOLLARS = lazy_regex(r"\s+(?:(?:if|when)\s+(?:\w+\s+){1,3})?in\s+(?:US\s+|American\s+)?dollars\b", re.IGNORECASE)
_IN_DOLLARS = lazy_regex(
    r"\bin\s+(?:US\s+|American\s+)?(?:dollars|dollar\s+terms|US\s+currency|(?:US|American)\s+(?:money|currency)|greenbacks)\b",
    re.IGNORECASE,
)
_DOUBLED = lazy_regex(
    r"\b(?P<up>doubl(?:ed|es|ing)|(?P<three>trebl|tripl)(?:ed|es|ing)|twice\s+as\s+(?:high|much|many|productive|large|efficient))\b"
    r"|\b(?P<down>halv(?:ed|es|ing)|half\s+as\s+(?:much|high|many))\b",
    re.IGNORECASE,
)
_SIGN = lazy_regex(r"(?P<sign>plus|minus)\s*\Z", re.IGNORECASE)
# "lost 6 percent and won back 8"
_REGAINED = lazy_regex(
    r"\b(?:w[io]ns?\s+back|regain(?:s|ed)|recover(?:s|ed)|claw(?:s|ed)\s+back)\s+(?:(?:about|some|nearly|almost|over)\s+)?\Z",
    re.IGNORECASE,
)
_SIGN_INSIDE = lazy_regex(r"(?P<sign>plus|minus|[+−-])\s?(?:[A-Z]{0,3}[$¥€£]|[A-Z]{2,3}\s?)?\d", re.IGNORECASE)
_SCALE = lazy_regex(r"\b(?:billion|trillion|bn|tn)\b", re.IGNORECASE)
_BARE_AMOUNT = lazy_regex(r"[\d.,]+\s*(?:billion|trillion|bn|tn)", re.IGNORECASE)
_ROW = lazy_regex(r"[|\t;]|[ ]{3,}")
_LOOK_BACK = 3  # sentences in which "a tonne" makes the money after it a rate
_ROWS = 8  # the same for the rows of a table


def input_figures(document: Gloss, starts: list[int]) -> list[Figure]:
    """Return the figures of a document, completed from the text around them, in the order of the text.

    `starts` are the positions at which its sentences begin. "Doubled" becomes 100 percent, "halved" a fall of 50,
    "two tonnes in five" a fraction; money in a passage that mentions "a tonne" becomes a rate, and an amount in
    billions without a currency takes the currency of the amount before it.

    >>> from pathlib import Path
    >>> from analysis.claims.gloss import gloss_of
    >>> from analysis.documents.document import Document
    >>> text = "The cluster is worth 85 billion yuan. It wants 130 billion. Output doubled."
    >>> found = input_figures(gloss_of(Document("a", Path("a.txt"), text, "0")), [0, 38, 59])
    >>> [(item.text, item.low, item.unit) for item in found]
    [('85 billion yuan', 85000000000.0, 'CNY'), ('130 billion', 130000000000.0, 'CNY'), ('doubled', 100.0, 'percent')]
    """
    read = [item for item in document.figures if not _SIZE_CLASS.match(item.text)]
    shares = [
        document.figure(starts, told.start, told.end, told.value, told.unit) for told in shares_and_parts(document.text)
    ]
    found = [item for item in read if not any(overlap(item, share) for share in shares)]
    found = [_completed(item, document, starts) for item in found] + shares
    for pattern, figure_of in ((_FRACTION, _fraction), (_DOUBLED, _multiple)):
        for match in pattern.finditer(document.text):
            item = figure_of(match, document, starts)
            if not any(overlap(item, other) for other in found):
                found.append(item)
    bare = bare_numbers(document, starts, found)
    found = [item for item in found if not any(overlap(item, other) for other in bare)] + bare
    return list(_with_currency(sorted(found, key=lambda item: item.start), document.text, starts))


def _with_currency(figures: Iterable[Figure], text: str, starts: list[int]) -> Iterable[Figure]:
    """Give a bare amount in billions the currency of the money before it, or that of "in dollars".

    What converts an amount in brackets is passed over: "610 billion yuan ($86 billion), 190 billion more".
    """
    money: Figure | None = None
    bracketed = False
    for item in figures:
        if _BARE_AMOUNT.fullmatch(item.text):
            begin, _ = sentence_span(starts, text, item.start)
            if item.unit == "year" or (bracketed and item.unit in CURRENCY_CODES):
                item = replace(item, unit="dimensionless")
            if _IN_DOLLARS.search(text, begin, item.start) or _AFTER_DOLLARS.match(text, item.end):
                yield replace(item, unit="USD")
                continue
        if item.unit == "dimensionless" and money and _SCALE.search(item.text) and not _COUNTED.match(text, item.end):
            sentences = bisect_right(starts, item.start) - bisect_right(starts, money.start)
            yield replace(item, unit=money.unit.removesuffix("/year")) if sentences <= 2 * _LOOK_BACK else item
            continue
        if item.unit.removesuffix("/year") in CURRENCY_CODES and item.high >= 1e9:
            bracketed = money is not None and text[item.start - 1 : item.start] == "("
            money = money if bracketed else item
        yield item


def _completed(figure: Figure, document: Gloss, starts: list[int]) -> Figure:
    """A figure as read, with a rate or a direction that the text around it gives."""
    text = document.text
    if figure.unit in CURRENCY_CODES and max(abs(figure.low), abs(figure.high)) < 1e6:
        begin, end = sentence_span(starts, text, figure.start)
        index = bisect_right(starts, begin) - 1
        if _A_TONNE_LATER.match(text, figure.end, end):
            return figure
        if _EACH.match(text, figure.end) and _TONNES.search(text, starts[max(0, index - 1)], figure.start):
            return replace(figure, unit=f"{figure.unit}/t")
        back = _ROWS if _ROW.search(text, begin, end) else _LOOK_BACK
        if weight := _PER_WEIGHT.search(text, begin, end):
            return replace(figure, unit=f"{figure.unit}/{_WEIGHTS[weight['weight'].lower().removesuffix('s')]}")
        if _PER_TONNE.search(text, begin, end) or _PER_TONNE.search(text, starts[max(0, index - back)], begin):
            return replace(figure, unit=f"{figure.unit}/t")
    if dimension_of(figure.unit) == "percent":
        if figure.unit == "multiple" and (match := _DOUBLED.match(text, figure.start)):
            return _multiple(match, document, starts, figure)
        if _REGAINED.search(text, max(0, figure.start - 30), figure.start):
            return replace(figure, direction="up")
        sign = _SIGN.search(text, max(0, figure.start - 12), figure.start) or _SIGN_INSIDE.match(figure.text)
        if sign:
            return replace(figure, direction="up" if sign["sign"].lower() in ("plus", "+") else "down")
    if figure.unit in CURRENCY_CODES and (sign := _SIGN_INSIDE.match(figure.text)):
        return replace(figure, direction="up" if sign["sign"] == "+" else figure.direction)
    return figure


def _multiple(match: re.Match[str], document: Gloss, starts: list[int], read: Figure | None = None) -> Figure:
    start = read.start if read else match.start()
    value = 50.0 if match["down"] else 200.0 if match["three"] else 100.0
    end = start + len(match.group())
    return document.figure(starts, start, end, value, "percent", "down" if match["down"] else "up")


def _fraction(match: re.Match[str], document: Gloss, starts: list[int]) -> Figure:
    value = _COUNTS.index(match["count"].lower()) if match["count"].lower() in _COUNTS else 1
    share = value / _PARTS_OF_ONE[match["part"].lower().removesuffix("s")]
    return document.figure(starts, *match.span(), share, "fraction")


_WORDS = "|".join(sorted(lex.NUMBER_WORDS, key=len, reverse=True))
_WORD = rf"(?:(?:an?\s+|one\s+)?(?:hundred|thousand)|(?:{_WORDS})(?:-(?:{_WORDS}))?)"
_ANY = rf"(?:\d{{1,4}}|{_WORD})"
# "43 out of every 100 tonnes", "four kilograms in ten"
_OUT_OF = lazy_regex(
    rf"(?<![\w.,-])(?:(?P<count>{_ANY})\s+(?:[^\W\d]+\s+)?(?:out\s+of|(?:in|of|from)\s+(?:every|each))\s+(?:every\s+|each\s+)?(?P<whole>{_ANY})"
    rf"|(?P<few>{_WORD})\s+(?:[^\W\d]+\s+)?(?:in|of)\s+(?P<all>{_WORD}))(?![\w-]|[.,]\d)",
    re.IGNORECASE,
)
# "of every hundred tonnes that we ship, 52", "of every hundred dollars, it saves eight"
_OF_EVERY = lazy_regex(
    rf"\b(?:of|in|from)\s+(?:every|each)\s+(?P<whole>{_ANY})\s+[^.;,\d]{{1,60}},\s+"
    rf"(?:(?:(?:it|they|he|she|we|the\s+\w+)\s+(?:now\s+)?[a-z]+|about|some|nearly|almost|around)\s+){{0,2}}(?P<count>{_ANY})"
    r"(?![\w-]|[.,]\d|\s*(?:%|per\b|percent\b)|\s+(?:out\s+)?of\b)",
    re.IGNORECASE,
)
_PARTS = {"tenth": 10, "hundredth": 100, "thousandth": 1000}
_UNITS = {"millimet": "mm", "mm": "mm", "centimet": "cm", "cm": "cm", "inch": "inch"}
_PART_OF = lazy_regex(
    rf"(?<![\w.,-])(?P<count>half\s+an?|an?|\d+(?:\.\d+)?|{_WORD})\s+(?P<part>{'|'.join(_PARTS)})s?\s+of\s+an?\s+"
    rf"(?P<unit>{'|'.join(_UNITS)})(?:res?|ers?)?\b",
    re.IGNORECASE,
)


class Told(NamedTuple):
    """An amount in words with its span and its value in a unit."""

    start: int
    end: int
    value: float
    unit: str


def shares_and_parts(text: str) -> Iterator[Told]:
    """Yield the shares and lengths of a text.

    >>> list(shares_and_parts("Of every ten tonnes, six are sold; it is four thousandths of a millimetre thick"))
    [Told(start=21, end=24, value=0.6, unit='fraction'), Told(start=41, end=73, value=0.004, unit='mm')]
    >>> [(told.value, told.unit) for told in shares_and_parts("43 out of every 100 tonnes, two of three")]
    [(43.0, 'percent'), (0.6666666666666666, 'fraction')]
    """
    for match in _OF_EVERY.finditer(text):
        yield from _share(match.span("count"), match["count"], match["whole"])
    for match in _OUT_OF.finditer(text):
        yield from _share(match.span(), match["count"] or match["few"], match["whole"] or match["all"])
    for match in _PART_OF.finditer(text):
        value = _number(match["count"]) / _PARTS[match["part"].lower()]
        yield Told(*match.span(), value, _UNITS[match["unit"].lower()])


def _share(span: tuple[int, int], count: str, whole: str) -> Iterator[Told]:
    part, total = _number(count), _number(whole)
    if 0 < part < total:
        yield Told(*span, part, "percent") if total == 100 else Told(*span, part / total, "fraction")


def _number(words: str) -> float:
    last = re.split(r"\s+", words.lower())
    if last[0] == "half":
        return 0.5
    if last[-1] in ("hundred", "thousand"):
        return lex.SCALES[last[-1]]
    return (
        float(last[-1]) if last[-1][0].isdigit() else float(sum(lex.NUMBER_WORDS[word] for word in last[-1].split("-")))
    )
