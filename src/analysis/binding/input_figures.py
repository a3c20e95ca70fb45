"""The figures of a document that an input can take: "doubled" as 100 percent, money a tonne as a rate."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace

from analysis.binding.concepts import dimension_of, overlap
from analysis.binding.gloss import Gloss
from analysis.binding.told_figures import against_before, bare_numbers, mass_for, multiples, shares
from analysis.core.figures import Figure
from analysis.core.lazy_regex import lazy_regex, phrase_regex
from analysis.core.units import CURRENCY_CODES
from analysis.extraction import lexicon as lex
from analysis.extraction.sentences import sentence_span

_SIZE_CLASS = lazy_regex(r"(?:million|billion|trillion)[-\s]", re.IGNORECASE)  # "a trillion-yuan cluster"
_COUNTS = {"a": 1, "an": 1} | {word: value for word, value in lex.NUMBER_WORDS.items() if 0 < value <= 20}
_PARTS_OF_ONE = lex.FRACTION_WORDS | {"halve": 1 / 2}
# After other words "a fifth" is the one after the fourth.
_FRACTION = phrase_regex(
    rf"\b(?P<count>{'|'.join(_COUNTS)})[\s-](?:(?:good|full|solid|whole|mere|bare|clear|strong|scant|further|cool"
    rf"|round)\s)?(?P<part>(?:{'|'.join(_PARTS_OF_ONE)})s?)\b(?= (?:of|less|more|lower|higher|off|cheaper|fewer|below"
    rf"|above|in|on|smaller|larger|greater|than|with|since|thanks|because|through|from|under|over|at|as|after|when"
    rf"|while|without|now|and|but)\b|\s*[.,;:!?)|\n]|\s*\Z)",
    re.IGNORECASE,
)
_AFTER_DOLLARS = phrase_regex(r" (?:(?:if|when) (?:\w+ ){1,3})?in (?:US |American )?dollars\b", re.IGNORECASE)
_IN_DOLLARS = phrase_regex(
    r"\bin (?:US |American )?(?:dollars|dollar terms|US currency|(?:US|American) (?:money|currency)|greenbacks)\b",
    re.IGNORECASE,
)
_SIGN = lazy_regex(r"(?P<sign>plus|minus)\s*\Z", re.IGNORECASE)
_SIGN_INSIDE = lazy_regex(r"(?P<sign>plus|minus|[+−-])\s?(?:[A-Z]{0,3}[$¥€£]|[A-Z]{2,3}\s?)?\d", re.IGNORECASE)
_SCALE = lazy_regex(r"\b(?:billion|trillion|bn|tn)\b", re.IGNORECASE)
_BARE_AMOUNT = lazy_regex(r"[\d.,]+\s*(?:billion|trillion|bn|tn)\.?", re.IGNORECASE)
_ROW = lazy_regex(r"[|\t;]|[ ]{3,}")
_LOOK_BACK = 3  # sentences in which "a tonne" makes the money after it a rate
_ROWS = 8  # the same for the rows of a table


def input_figures(document: Gloss, starts: list[int]) -> list[Figure]:
    """Return the figures of a document, completed from the text around them, in the order of the text.

    `starts` are the positions at which its sentences begin. "Doubled" becomes 100 percent, "halved" a fall of 50,
    "two tonnes in five" a fraction; money in a passage that mentions "a tonne" becomes a rate, and an amount in
    billions without a currency takes the currency of the amount before it.
    """
    read = [item for item in document.figures if not _SIZE_CLASS.match(item.text)]
    told = [document.figure(starts, *item) for item in (*shares(document.text), *multiples(document.text))]
    found = [item for item in read if not any(overlap(item, other) for other in told)]
    found = [_completed(item, document, starts) for item in found] + told
    for match in _FRACTION.finditer(document.text):
        item = _fraction(match, document, starts)
        if not any(overlap(item, other) for other in found):
            found.append(item)
    bare = bare_numbers(document, starts, found)
    found = [item for item in found if not any(overlap(item, other) for other in bare)] + bare
    return list(_with_currency(sorted(found, key=lambda item: item.start), document.text, starts))


def _with_currency(figures: Iterable[Figure], text: str, starts: list[int]) -> Iterable[Figure]:
    """Give a bare amount in billions the currency of the money before it, or of "in dollars".

    A conversion in brackets is skipped: "610 billion yuan ($86 billion), 190 billion more".
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
        if item.unit == "dimensionless" and money and _SCALE.search(item.text):
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
        back = _ROWS if _ROW.search(text, begin, end) else _LOOK_BACK
        mass = mass_for(text, begin, end, starts[max(0, index - back)])
        if mass:
            low, high = figure.low / mass.number, figure.high / mass.number
            return replace(figure, low=low, high=high, unit=f"{figure.unit}/{mass.unit}")
    if dimension_of(figure.unit) == "percent":
        if told := against_before(figure, text):
            return document.figure(starts, *told)
        sign = _SIGN.search(text, max(0, figure.start - 12), figure.start) or _SIGN_INSIDE.match(figure.text)
        if sign:
            return replace(figure, direction="up" if sign["sign"].lower() in ("plus", "+") else "down")
    return figure


def _fraction(match: re.Match[str], document: Gloss, starts: list[int]) -> Figure:
    share = _COUNTS[match["count"].lower()] * _PARTS_OF_ONE[match["part"].lower().removesuffix("s")]
    return document.figure(starts, *match.span(), share, "fraction")
