"""Clauses: the clause of a figure, whether two figures of a sentence measure the same thing, and asides."""

import re
from functools import lru_cache

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction import lexicon as lex
from analysis.extraction.english import subject_words as known
from analysis.extraction.english.subject_phrases import is_period, is_time
from analysis.extraction.lexer import Tokens, said
from analysis.extraction.quantity import Quantity

REACH = 120
_MOST_WORDS_BETWEEN = 10
_MOST_IN_BRACKETS = 8
_MOST_WORDS_OF_CHANGE = 9
_MOST_IN_ASIDE = 14


def clause_of(tokens: Tokens) -> Tokens:
    """Return the tokens after the last boundary of a clause; a short bracket or an aside in it is left out."""
    place = len(tokens)
    for token in reversed(tokens):
        place -= 1
        if token.kind == "boundary" or token.word in known.OPENERS:
            if token.word == ")" and (opening := _opening(tokens, place)):
                before = clause_of(tokens[:opening])
                return (*before, *tokens[place + 1 :])
            if token.word == "," and (before := _before_aside(tokens, place)):
                return (*clause_of(before), *tokens[place + 1 :])
            much = place + 1 < len(tokens) and tokens[place + 1].word in {"much", "many", "low", "high", "of"}
            if not (token.word == "as" and much):
                return tokens[place + 1 :]
    return tokens


def _before_aside(tokens: Tokens, place: int) -> Tokens:
    """The text before an aside that ends with the comma at `place`: "Output, however, fell", "NPV, after tax, of"."""
    following = tokens[place + 1].word if place + 1 < len(tokens) else ""
    if following not in {"of", "at"} and (following not in known.VERBS_AFTER_ASIDE or following.endswith("ing")):
        return ()
    for opening in range(place - 1, max(0, place - _MOST_IN_ASIDE), -1):
        if tokens[opening].word == ",":
            listed = tokens[opening + 1].word == "and"  # "Borealia, Kesko, and Nordal, are"
            return () if listed else tokens[:opening]
        if tokens[opening].kind == "boundary":
            break
    return ()


_BRACKETS = frozenset("()")


def _opening(tokens: Tokens, closing: int) -> int:
    """Where the bracket after a common noun, which ends at `closing`, begins: "the ore (spodumene) fell"; or 0."""
    for place in range(closing - 1, max(0, closing - _MOST_IN_BRACKETS), -1):
        if tokens[place].word == "(":
            return place if tokens[place - 1].printed.islower() else 0
        if tokens[place].kind == "boundary":
            break
    return 0


def goes_on(quantity: Quantity, hedge_start: int) -> bool:
    """Return whether a clause without a subject of its own states a figure: "touched $5 and settled at $4"."""
    clause = clause_of(quantity.sentence.between(max(quantity.floor, hedge_start - REACH), quantity.start))
    words = [token.word for token in clause if token.kind == "word"]
    if "and" in words:
        words = words[len(words) - words[::-1].index("and") :]
    while words and words[0] in {"and", "or", "then", "later", "but", "before"}:
        words = words[1:]
    if not words or words[0] in known.NOUN_OR_VERB:
        return False
    return words[0] in known.GOING_ON or (words[0] in lex.DIRECTION_WORDS and words[0].endswith(("ed", "ing")))


def _is_again(between: Tokens) -> bool:
    """Whether a change follows the noun of the figure before: "5 t of ore, down 6 %", "5 t of zinc, a rise of 6 %"."""
    comma = max((place for place, token in enumerate(between) if token.word == ","), default=0)
    noun, change = between[:comma], [token.word for token in between[comma + 1 :]]
    if not noun or not known.SAME_THING.issuperset(change) or (change and change[0] in known.BE):
        return False
    if change[:1] != ["which"] and lex.DIRECTION_WORDS.keys().isdisjoint(change):
        return False
    return _is_noun(noun)


def _is_noun(tokens: Tokens) -> bool:
    """Whether tokens are a noun with its attributes: "of finished steel in May"."""
    words = [token.word for token in tokens if token.kind == "word"]
    barred = (token.word in known.NOT_IN_NOUN and token.printed not in known.PERIODS for token in tokens)
    return 0 < len(words) == len(tokens) and not words[-1].endswith("ed") and not any(barred)


def _without_bracket(between: Tokens) -> Tokens:
    """Tokens without a bracket that has no number: "29 Mt (dry basis) in 2013 to 36 Mt"."""
    if not between or between[0].word != "(":
        return between
    closing = next((place for place, token in enumerate(between) if token.word == ")"), 0)
    return between[closing + 1 :] if closing and all(token.kind == "word" for token in between[1:closing]) else between


def is_same_thing(before: Quantity, quantity: Quantity, *, changed: bool) -> bool:
    """Return whether two figures of a sentence measure the same: "revenue of $9 billion, up 15 % from $8 billion".

    `changed` is true if the second is a rise or a fall.
    """
    between = _without_bracket(quantity.sentence.between(before.end, quantity.start))
    if len(between) > _MOST_WORDS_BETWEEN or quantity.unit in lex.DURATIONS:
        return False
    if changed and said(between) == ",":
        return True  # "$195 a tonne, $109 above that of spring"
    if before.unit == quantity.unit and said(between) in {", including", ", incl", ", incl .", "including"}:
        return True  # "38 m of ore, including 11 m of a better one"
    if between and between[0].word in {"of", "in"}:
        if (changed or "from" in [token.word for token in between[-3:]]) and _is_again(between):
            return True
        timed = is_time(list(between[-2:-1])) and _is_noun(between[:-1])
        preposition = len(quantity.right) > 1 and quantity.right[0].word in known.BEFORE_TIME
        if before.unit == quantity.unit and between[-1].word == "and" and preposition and timed:
            return True  # "7 kt of wire in May and 9 kt in June"
    if between and between[-1].word == "to" and len(between) < _MOST_WORDS_OF_CHANGE and _is_noun(between[:-1]):
        words = [token.word for token in between]
        if "in" in words and any(word in lex.CHANGE_NOUNS for word in words[:3]):
            return True  # "a 6 % drop in output to 70 kt"
    counted = (before.unit or "").startswith("count:") != (quantity.unit or "").startswith("count:")
    again = "it" in [token.word for token in between]  # "$5 million; a year ago it was $4 million"
    first = between[0].word if between else "and"
    ended = (first == ";" and not again) or (first in {"and", ","} and len(between) < 2)
    return not (ended or counted) and all(token.word in known.SAME_THING or is_period([token]) for token in between)


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
