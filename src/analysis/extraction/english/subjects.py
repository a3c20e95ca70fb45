"""A short phrase from the text for what a figure measures; None if uncertain."""

from itertools import dropwhile, takewhile

from analysis.extraction import lexicon as lex
from analysis.extraction.language import SubjectFound
from analysis.extraction.lexer import Token, Tokens
from analysis.extraction.quantity import Quantity

_REACH = 120
_MOST_WORDS = 8
_MOST_WORDS_AFTER = 6
_AUXILIARIES = frozenset("is are was were will would has have had can could may might should be been now".split())
_STOPS = frozenset(
    "in on at by from to with as and or but while that which who when after before over under per versus against "
    "across through during since until than".split()
)
_CLAUSE_OPENERS = frozenset({"while", "whereas"})
_DETERMINERS = frozenset("the a an its their his her our this that these those".split())
# Verbs that state a level: the words before them are what is measured.
_STATING = frozenset(
    "reached reaches reach hit hits totalled totals stood stands exceeded exceeds exceed surpassed surpasses "
    "represent represents represented account accounts accounted generated generates earned earns makes made "
    "averaged averages topped tops passed passes crossed crosses posted expanded".split()
)

_PHRASE_ENDS = _STOPS | _AUXILIARIES | _STATING | lex.DIRECTION_WORDS.keys() | {"of", "for"}


def subject_of(quantity: Quantity, hedge_start: int) -> SubjectFound:
    """Return what a figure measures; `hedge_start` is where its hedge begins.

    It is the object of a change ("cutting costs by 10%"), else the phrase after the figure ("$15 for basic copper
    wire"), else the subject of the clause ("output rose 5%").
    """
    words = []
    for token in reversed(quantity.sentence.between(max(quantity.floor, hedge_start - _REACH), hedge_start)):
        if token.kind == "boundary" or token.word in _CLAUSE_OPENERS:
            break
        if token.kind == "word":
            words.append(token)
    words.reverse()
    if changed := _changed(words):
        return SubjectFound(changed, "object of the change")
    if phrase := _phrase_after(quantity.right):
        return SubjectFound(phrase, "words after the figure")
    subject = _clause_subject(words)
    return SubjectFound(subject, "subject of the clause") if subject else SubjectFound()


def _changed(words: list[Token]) -> str | None:
    """The words between a verb of change and "by", or between it and the figure."""
    lowered = [token.word for token in words]
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


def _clause_subject(words: list[Token]) -> str | None:
    """The words before the first verb of a clause that begins with its subject."""
    lowered = [token.word for token in words]
    for index, word in enumerate(lowered):
        if word in _AUXILIARIES or word in _STATING or (index and word in lex.DIRECTION_WORDS):
            if word in lex.CHANGE_NOUNS and lowered[index + 1 : index + 2] in ([], ["of"], ["for"], ["in"]):
                return None  # "annual growth of" is a noun: nothing before it is its subject
            rest = set(lowered[:index])
            owner = word in {"has", "have", "had"}  # "the province has built" measures no province
            return _join(words[:index]) if index and not owner and not rest & (_STOPS | _AUXILIARIES) else None
    return None


def _phrase_after(right: Tokens) -> str | None:
    """The noun phrase after "of", "in" or "for" right after a figure."""
    if not right or right[0].word not in {"of", "in", "for"}:
        return None
    phrase = right[1 : 1 + _MOST_WORDS_AFTER]
    return _join(list(takewhile(lambda token: token.kind == "word" and token.word not in _PHRASE_ENDS, phrase)))


def _join(words: list[Token]) -> str | None:
    printed = [token.printed for token in dropwhile(lambda token: token.word in _DETERMINERS, words)]
    return " ".join(printed) if 0 < len(printed) <= _MOST_WORDS else None
