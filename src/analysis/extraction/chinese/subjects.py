"""A short phrase from a Chinese text for what a figure measures; None if uncertain."""

from itertools import zip_longest

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction.chinese import words
from analysis.extraction.language import SubjectFound
from analysis.extraction.lexer import Token, Tokens
from analysis.extraction.quantity import Quantity

_CHANGES = words.RISES | words.FALLS
_STOPS = _CHANGES | words.YEARLY | words.YEAR_BEFORE | words.LEVELS | words.BEFORE.keys() | words.FILLERS
_OPENERS = lazy_regex("^(?:其中|截至|目前|据测算|数据显示|此外|预计|全年|当前|年产|日均)+")
_ENDS = lazy_regex("(?:由于|录得|实现|突破|力争|迈上|有望|预计|[由从为是有占报共在将达到的拟可])+$")
_BOUNDARIES = frozenset("，;、:()")
# Characters of words of change, hedges or fillers that are also parts of nouns: 成本, 效率, 销售额.
_PARTS = frozenset("再 率 额 额度 比例 幅度 比 成 大 高 低 以 在 快 慢 短 的 许 起 强 幅 少 多".split())
_LEADING = frozenset("成 大 高 低 多 少 再".split())
_MOST = 20


def subject_of(quantity: Quantity, hedge_start: int) -> SubjectFound:
    """Return what a figure measures: the words of its clause before the verb, else those of the clause before."""
    tokens = quantity.sentence.between(quantity.sentence.start, hedge_start)
    clauses = _clauses(tokens, quantity.floor)
    for place, clause in enumerate(reversed(clauses)):
        phrase = _phrase(clause)
        if phrase:
            return SubjectFound(phrase, "words before the figure" if not place else "words of the clause before")
        if place == 4:
            break
    return SubjectFound()


def _clauses(tokens: Tokens, floor: int) -> list[list[Token]]:
    """The words of each clause: of the last one those after the figure before, of the others those before a figure."""
    clauses: list[list[Token]] = [[]]
    closed = False
    for token in tokens:
        if token.word in _BOUNDARIES:
            clauses.append([])
            closed = False
        elif token.kind == "number":
            closed = True
        elif token.start >= floor >= 0 and closed:
            clauses.append([token])  # after the figure before, in its clause
            closed = False
        elif not closed:
            clauses[-1].append(token)
    return clauses


def _phrase(clause: list[Token]) -> str | None:
    kept: list[str] = []
    for token, following in zip_longest(clause, clause[1:]):
        begins = following is not None and following.word not in _STOPS and following.start == token.end
        part = token.word in (_PARTS if kept else _LEADING if begins else ())
        if token.word == "比" and not (kept and kept[-1].endswith(("占", "佔"))):
            part = False
        if token.word in _STOPS and not part:
            if kept:
                break
        elif token.kind == "word":
            kept.append(token.printed)
    phrase = _OPENERS.sub("", "".join(kept))
    phrase = _ENDS.sub("", phrase)
    return phrase if 2 <= len(phrase) <= _MOST else None
