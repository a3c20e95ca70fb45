"""What a sentence is about: the period of the sentences before it, another time, or the future."""

import re
from itertools import takewhile

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction import lexicon as lex
from analysis.extraction.english.days import YEAR
from analysis.extraction.lexer import Sentence, Token, said
from analysis.extraction.lexicon import MONTHS
from analysis.extraction.patterns import alternatives
from analysis.extraction.periods import Period

_AHEAD = lazy_regex(
    r"\b(?:will|would|plans?|expects?|expected to|expecting|(?:is|are|be|was|were) due|due (?:in|by|on)|aims?|targets?"
    r"|forecasts? (?:to|that|an?|of)|should|next|starts|begins|opens)\b"
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
    r"(?: (?:of |a )?(?:(?:the previous|last) )?(?:year ?)?(?:ago|earlier|before|prior)?)?"
    rf"|(?:from|than|with|to|against|over) (?:in )?(?:[a-z]+ )?{YEAR}\b"
    rf"|(?:from|than|with|to|against|versus) (?:(?:\S+ ){{1,4}}in )?(?:{alternatives(MONTHS[:12])})\b(?: {YEAR})?)",
    re.IGNORECASE,
)
_BRACKETS = lazy_regex(r"\([^()]*\)")
_PRESENT = frozenset(
    "is are has have produces accounts makes supplies can may could would should must hold holds own owns employ "
    "employs remain remains agreed forecast forecasts rated capacity".split()
)
_LENGTHS = lex.DURATIONS | {"km", "m", "cm", "mm", "um", "mi", "ft"}
_PAST = frozenset(
    "was were did rose fell grew made sold shrank went came led lost took hit saw bought built spent held kept left "
    "met paid ran sank slid stood told won wrote brought drove cut put set shed began became shot swung sent".split()
)


def looks_ahead(sentence: Sentence, period: Period) -> bool:
    """Return whether the clause of a period says what will be, so that "in May" is not the last May."""
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
    """Return whether a sentence tells what was, and names no time of its own."""
    words = {token.word for token in sentence.tokens}
    past = not _PAST.isdisjoint(words) or any(word.endswith("ed") and word[:2] != "un" for word in words)
    return past and _PRESENT.isdisjoint(words) and not names_a_time(sentence)


def is_of_no_time(unit: str) -> bool:
    """Return whether a figure in a unit is a length, a duration or an amount per year."""
    return unit in _LENGTHS or unit.endswith("/year")


def names_a_time(sentence: Sentence) -> bool:
    """Return whether a sentence names another time than a heading or the sentences before it."""
    words = said(sentence.tokens)
    return bool(_OTHER_TIME.search(words) and _OTHER_TIME.search(_COMPARISONS.sub("", _BRACKETS.sub("", words))))
