"""Parts of a sentence that say something of another thing than its figures: "its contract, which ends in 2027"."""

import re
from functools import lru_cache

from analysis.core.lazy_regex import lazy_regex

_END_OF_ASIDE = r"(?:(?!,\s+(?:19|20)\d\d\b)[^,;()—–])*"  # the comma of "May 4, 2027" is none
_LONGEST_SENTENCE = 2000  # characters; longer ones are tables and lists
# "a goal that it wants to reach in 2028": the clause is about the figure itself.
_VALUE = lazy_regex(
    r"(?:goal|target|plan|aim|objective|ambition|forecast|guidance|budget|price|level|figure|value|sum|amount|number|rate"
    r"|share|profit|loss|margin|cost|revenue|output|production|capacity|total|volume|rise|fall|increase|growth|decline"
    r"|tonne|ton|percent|record|year|quarter|month|half|period|claim|report|idea|view|hope|fact|news|estimate|statement"
    r"|belief|assumption|case|point|price\s+tag)s?",
    re.IGNORECASE,
)
_CLAUSE = lazy_regex(
    rf"""
      (?<![\w’'-])(?P<before_which>[\w’'-]+),?\s+(?P<which>(?:(?:of|in|under|for|at|to|from|with)\s+)?
        which\s{_END_OF_ASIDE})
    | (?<![\w’'-])(?P<before_who>[\w’'-]+),?\s+(?P<who>(?:(?:of|in|under|for|at|to|from|with)\s+)?
        (?:who|whom|whose|where)\s{_END_OF_ASIDE})
    | \b(?:an?|the|its|their|his|her|this|[\w-]+[’']s)\s+(?:[\w-]+\s+){{0,3}}?(?P<before_that>[\w-]+)\s+
      (?P<that>that\s+(?:will|would|is|are|has|have|(?!this|its|was)[a-z]+s|want|plan|start|end)\s{_END_OF_ASIDE})
    | (?<![\w’'-])(?P<before_reduced>[\w’'-]+),\s+(?P<reduced>
        (?:(?:due|set|scheduled)\s+to|meaning\s+that
          |with\s+(?:[a-z]+\s+){{0,3}}(?:due|scheduled|slated|expected|planned|set)\s+(?:for|in|by|to)|valid|to\s+be\s+\w+ed|maturing|expiring|ending|lapsing|running)\s
        {_END_OF_ASIDE})
    | \((?P<bracket>(?:to\s+be|due|set\s+to|which|who|valid|maturing|expiring|ending)\s[^()]*)
    """,
    re.VERBOSE,
)
# A sentence without any of these has no such clause; a cheaper test.
_CUE = lazy_regex(
    r"(?:which|who|whom|whose|where|that)\s|[,(]\s*(?:due|set|scheduled|valid|to|with|meaning|maturing|expiring|ending|lapsing|running)\s"
)
_ENDS = lazy_regex(  # "the agreement runs to 2030", not "the year ending June 2026"
    r"\b(?=[elmrv])(?<!year\s)(?<!months\s)(?<!quarter\s)(?<!half\s)(?<!period\s)(?<!season\s)(?P<ends>(?:ends|ending|expir(?:es|ing)"
    r"|laps(?:es|ing)|matur(?:es|ing)|retires|(?:runs|running|lasts|lasting|valid)\s+(?:out|to|until|till|through))\s+"
    r"(?:(?:in|on|at|by|to|until|the|end|of|mid|late|early|[A-Z][a-z]{2,8}\.?|\d{1,2},?)[\s-]+){0,5}20\d\d\b)"
)
_ENDING = ("ends", "ending", "expir", "laps", "matur", "retires", "run", "last", "valid")  # a cheaper test
# "The new contract, which starts in 2028, sets the price": the figure begins with it.
_BEGINS = lazy_regex(
    r"(?:which|that|due\s+to|set\s+to|scheduled\s+to)\s+(?:(?:will|is\s+to|is\s+due\s+to|is\s+set\s+to)\s+)?"
    r"(?:starts?|begins?|opens?|appl(?:y|ies)|takes?\s+(?:effect|force)|comes?\s+into)\b"
)
_TERMS = lazy_regex(r"(?:contract|agreement|deal|terms|offer)s?\Z", re.IGNORECASE)
# After a figure, "which" is about the noun after a preposition: "at $9 under its contract, which", not "40 t, which".
_OTHER_NOUN = lazy_regex(
    r"\b(?:under|to|with|at|by|from|in|on|for|near|of\s+(?:the|its|their|an?))\s+(?:[\w’'-]+\s+){0,4}[\w’'-]+\Z"
)


@lru_cache(maxsize=4)  # each figure of a sentence asks for them
def _asides(sentence: str) -> tuple[tuple[int, int, int, str], ...]:
    """Where the noun before each aside ends, where the aside begins and ends, and its kind."""
    if len(sentence) > _LONGEST_SENTENCE:
        return ()
    ending = any(map(sentence.__contains__, _ENDING))
    found = [(match.start("ends"), *match.span("ends"), "ends") for match in _ENDS.finditer(sentence) if ending]
    at = 0 if _CUE.search(sentence) else len(sentence)
    while match := _CLAUSE.search(sentence, at):
        kind = match.lastgroup or ""
        start, end = match.span(kind)
        noun = None if kind == "bracket" else f"before_{kind}"
        if noun is None or not _VALUE.fullmatch(match[noun]):
            found.append((match.end(noun) if noun else start, start, end, kind))
        at = start + 1
    return tuple(found)


def in_aside(sentence: str, position: int, start: int, end: int) -> bool:
    """Whether a position in a sentence is in a clause about another thing than the figure from `start` to `end`."""
    return any(
        first <= position < last
        and not first <= start < last
        and _is_apart(sentence, noun, first, last, kind, start, end)
        for noun, first, last, kind in _asides(sentence)
    )


def _is_apart(sentence: str, noun: int, first: int, last: int, kind: str, start: int, end: int) -> bool:
    if kind == "bracket":
        return True
    if kind == "ends":  # "the roadmap runs to 2033 and ends at $9": before the figure, it is the sentence itself
        return first >= end or sentence[first:last].split()[0].endswith("ing")
    begins = _BEGINS.match(sentence, first)
    if last <= start:
        return kind != "that" and not begins and sentence[last : last + 1] in (",", ")", "—", "–")
    if begins and _TERMS.search(sentence, end, noun):
        return False
    return noun > end and (kind != "which" or bool(_OTHER_NOUN.search(sentence, end, noun)))
