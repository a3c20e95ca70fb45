"""Words near a figure that do not say what it is an amount of, since they are in another part of the sentence.

Add a comparison to `_COMPARISON`.
"""

import re

from analysis.claims.binding_words import SAYING
from analysis.claims.concepts import Mention
from analysis.core.figures import Figure
from analysis.core.lazy_regex import lazy_regex, phrase_regex

_PAID = frozenset(
    ("price", "price change", "fee", "cost", "labour cost", "energy cost", "debt", "revenue", "invested", "exports",
     "imports", "whole economy", "output")
)  # fmt: skip
# "Striving for the goal of 140 billion yuan, it will introduce 50 projects": the figure is in the first part
_FRONTED = lazy_regex(r"\W*[A-Z][a-z]+ing\b[^,;:]*\Z")
# "$880 a tonne, more than the fee", "14 percent above Monday's price", "$880, a fifth of its price"
_COMPARISON = phrase_regex(
    r"(?: (?:a|per) (?:tonne|ton|kilo|year))?(?:,? (?:[\w-]+ ){0,2}?(?:than|above|below|past|against|beyond"
    r"|versus|(?:up|down) on|compared (?:with|to)|as (?:much|many) as)"
    r"|, (?:twice|double|half|treble|(?:(?:about|nearly|almost|roughly|over|just|or|only) )*(?:a|an|one|two"
    r"|three) [\w-]+ of|which is (?:what|as|more|less)))\s",
    re.IGNORECASE,
)
_TOLD_THAT = phrase_regex(
    rf"\b(?:{SAYING}|say|tells|tell|reported|reports|states?d?|reveal\w*|announce[sd]?|admit\w*|answer\w*"
    r"|conclud\w+|know[sn]?|learns?|learn(?:ed|t)|show(?:s|ed|n)?"
    r"|reckons?|finds|notes?d?|claim(?:s|ed)|disclos\w+|inform\w*|explain\w*|add(?:s|ed)|writes?|hears?|heard"
    r"|reads?|confirm\w*)\b"
    r"(?: [\w'’,-]+){0,10}? that\s",
    re.IGNORECASE,
)


def in_its_clause(text: str, near: list[Mention], begin: int, figure: Figure) -> list[Mention]:
    """Return the words without the ones for what a figure is compared with.

    If the figure is in a clause after "said that" with words of its own, those before it are left out, too.
    """
    compared = _COMPARISON.match(text, figure.end)
    aside = compared is not None and "," in compared.group()  # "$880, twice what it earns"
    first = compared.end() if compared else len(text)
    stop = min((at for mark in ",.;" if (at := text.find(mark, first)) >= 0), default=len(text))
    kept = [item for item in near if not (first <= item.start < stop and (aside or item.concept in _PAID))]
    if _FRONTED.match(text, begin, figure.start) and (comma := text.find(",", figure.end)) >= 0:
        kept = [item for item in kept if item.start < comma]
    told = [match.end() for match in _TOLD_THAT.finditer(text, begin, figure.start)]
    return [item for item in kept if item.start >= told[-1]] or kept if told else kept
