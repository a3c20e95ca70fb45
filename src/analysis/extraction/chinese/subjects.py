"""A short phrase from a Chinese text for what a figure measures; None if uncertain."""

import re

from analysis.extraction.chinese import words
from analysis.extraction.language import SubjectFound
from analysis.extraction.lexer import Token, Tokens
from analysis.extraction.quantity import Quantity

_CHANGES = words.RISES | words.FALLS
_STOPS = _CHANGES | words.YEARLY | words.LEVELS | words.BEFORE.keys() | words.FILLERS
_OPENERS = re.compile("^(?:其中|截至|目前|据测算|数据显示|此外|预计|全年|当前)+")
_ENDS = re.compile("(?:由于|录得|实现|突破|[由从为是有占报共收在将达到])+$")
_MOST = 20


def subject_of(quantity: Quantity, hedge_start: int) -> SubjectFound:
    """Return what a figure measures: the words of its clause before the verb, else those of the clause before."""
    tokens = quantity.sentence.between(quantity.sentence.start, hedge_start)
    clauses = _clauses(tokens)
    for place, clause in enumerate(reversed(clauses)):
        phrase = _phrase(clause)
        if phrase:
            return SubjectFound(phrase, "words before the figure" if not place else "words of the clause before")
        if place == 2:
            break
    return SubjectFound()


def _clauses(tokens: Tokens) -> list[list[Token]]:
    clauses: list[list[Token]] = [[]]
    for token in tokens:
        if token.word in {"，", ";", "、", ":", "(", ")"}:
            clauses.append([])
        elif token.kind == "number":
            clauses[-1] = []  # what came before another number is not measured by this one
        else:
            clauses[-1].append(token)
    return clauses


def _phrase(clause: list[Token]) -> str | None:
    kept: list[str] = []
    for token in clause:
        if token.word in _STOPS and kept:
            break
        if token.kind == "word" and token.word not in _STOPS:
            kept.append(token.printed)
    phrase = _OPENERS.sub("", "".join(kept))
    phrase = _ENDS.sub("", phrase)
    return phrase if 2 <= len(phrase) <= _MOST else None
