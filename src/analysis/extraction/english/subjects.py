"""A short phrase of the text for what a figure measures, or None if it is unsure."""

import re

from analysis.extraction import lexicon as lex
from analysis.extraction.language import SubjectFound
from analysis.extraction.patterns import WORD

_REACH = 120
_MOST_WORDS = 8
_AFTER = re.compile(r"\s(?:of|in|for)\s(?P<phrase>(?:[A-Za-z][\w'’-]*\s?){1,6})")
_AUXILIARIES = frozenset("is are was were will would has have had can could may might should be been now".split())
_STOPS = frozenset(
    "in on at by from to with as and or but while that which who when after before over under per versus against "
    "across through during since until than".split()
)
_DETERMINERS = frozenset("the a an its their his her our this that these those".split())
# A verb that states a level: the words before it are what is measured.
_STATING = frozenset(
    "reached reaches reach hit hits totalled totals stood stands exceeded exceeds exceed surpassed surpasses "
    "represent represents represented account accounts accounted generated generates earned earns makes made "
    "averaged averages topped tops passed passes crossed crosses posted expanded".split()
)
_CLAUSE = re.compile(r"[,;:()\n•]|\s[–—-]+\s|—")


def subject_of(text: str, begin: int, start: int, end: int, stop: int) -> SubjectFound:
    """Return what the figure at `start` to `end` of the sentence from `begin` to `stop` measures.

    Three places are looked at: the object of a change ("cutting costs by 10%"), the words after the
    figure ("$15 for basic copper wire"), the subject of its clause ("output rose 5%").

    >>> subject_of("enabling $15 for basic copper wire", 0, 9, 12, 34)
    SubjectFound(phrase='basic copper wire', rule='words after the figure')
    """
    left = text[max(begin, start - _REACH) : start]
    clause = _CLAUSE.split(left)[-1]
    words = WORD.findall(clause)
    lowered = WORD.findall(clause.lower())
    if changed := _changed(words, lowered):
        return SubjectFound(changed, "object of the change")
    after = _AFTER.match(text, end, stop)
    if after and (phrase := _phrase(after["phrase"])):
        return SubjectFound(phrase, "words after the figure")
    subject = _clause_subject(words, lowered)
    return SubjectFound(subject, "subject of the clause") if subject else SubjectFound()


def _changed(words: list[str], lowered: list[str]) -> str | None:
    """The words between a verb of change and "by", or between it and the figure."""
    if "by" in lowered:
        last = len(lowered) - 1 - lowered[::-1].index("by")
        words, lowered = words[:last], lowered[:last]
    for index in range(len(lowered) - 1, -1, -1):
        if lowered[index] in lex.TRANSITIVE:
            rest = words[index + 1 :]
            if rest and not set(lowered[index + 1 :]) & (_STOPS - {"and"}):
                return _join(rest)
            return None
    return None


def _clause_subject(words: list[str], lowered: list[str]) -> str | None:
    """The words before the first verb of a clause that begins with its subject."""
    for index, word in enumerate(lowered):
        if word in _AUXILIARIES or word in _STATING or (index and word in lex.DIRECTION_WORDS):
            if word in lex.CHANGE_NOUNS and words[index + 1 : index + 2] in ([], ["of"], ["for"], ["in"]):
                return None  # "annual growth of" is a noun: nothing before it is its subject
            rest = set(lowered[:index])
            owner = word in {"has", "have", "had"}  # "the province has built" measures no province
            return _join(words[:index]) if index and not owner and not rest & (_STOPS | _AUXILIARIES) else None
    return None


def _phrase(words: str) -> str | None:
    """The noun phrase at the beginning of `words`."""
    kept: list[str] = []
    for word in words.split():
        lowered = word.lower()
        if lowered in _STOPS | _AUXILIARIES | _STATING | lex.DIRECTION_WORDS.keys() or lowered in {
            "of",
            "for",
        }:
            break
        kept.append(word)
    return _join(kept)


def _join(words: list[str]) -> str | None:
    while words and words[0].lower() in _DETERMINERS:
        words = words[1:]
    return " ".join(words) if 0 < len(words) <= _MOST_WORDS else None
