"""Decide whether "mt" after a number means tonnes or million tonnes."""

import re
from functools import lru_cache

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction import lexicon as lex
from analysis.extraction.document_conventions import Context
from analysis.extraction.number_parser import Numeral

_BULK = lazy_regex(rf"\b(?:{'|'.join(lex.BULK_GOODS)})\b", re.IGNORECASE)
_FLOW = lazy_regex(rf"\b(?:{'|'.join(lex.FLOWS)})\b", re.IGNORECASE)
_NATION = lazy_regex(rf"\b(?:{'|'.join(lex.NATIONAL)})\b", re.IGNORECASE)
_LOT = lazy_regex(rf"\b(?:{'|'.join(lex.LOTS)})\b|/\s?mt\b|\d,\d{{3}}(?:\.\d{{1,3}})?\s?mt\b", re.IGNORECASE)
_METALS = lazy_regex(r"\b(?:copper|nickel|zinc|lead|tin|cobalt|lithium|gallium|germanium|indium|silver|gold)\b", re.I)
_MOST_METAL = 100.0  # million tonnes: no metal but iron has a larger market


def are_millions(context: Context, start: int, numeral: Numeral, *, attached: bool) -> bool:
    """Return whether "mt" after the number at `start` is million tonnes; where the sentence does not tell, it is not.

    `attached` is true for "65mt" and false for "65 mt". Million tonnes are what a nation makes in a year, above all of
    coal, ore and steel. A parcel or a warehouse holds tonnes, and so does a sentence that prints "3,310mt" or "$90/mt".
    A document that writes it out once, "4 million tonnes (MT)", means the same everywhere.
    """
    if numeral.grouped or numeral.value >= 1000:
        return False
    if context.in_megatonnes is not None:
        return context.in_megatonnes
    begin, stop = context.sentence(start)
    lot, bulk, flows, nation = _speaks_of(context.text[begin:stop])
    if lot or bulk:
        return bulk and not lot
    if not attached:  # "India's imports rose to 3.62 MT"
        named = _METALS.search(context.text, begin, stop)
        stated = flows and nation and numeral.value < _MOST_METAL and not named
        return numeral.decimal and (stated or context.of_bulk)
    if flows and context.of_bulk:
        return True
    stated = numeral.decimal or (flows and nation)  # parcels are whole tonnes
    return stated and (numeral.value < _MOST_METAL or context.of_bulk)


@lru_cache(maxsize=4)  # a list of tonnages is one sentence
def _speaks_of(sentence: str) -> tuple[bool, ...]:
    """Whether a sentence mentions a parcel or warehouse, bulk goods, output or trade, and a nation."""
    return tuple(bool(cue.search(sentence)) for cue in (_LOT, _BULK, _FLOW, _NATION))
