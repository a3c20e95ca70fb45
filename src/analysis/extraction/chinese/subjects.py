"""A short phrase from a Chinese text for what a figure measures; None if uncertain."""

from itertools import zip_longest

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction.chinese import words
from analysis.extraction.language import SubjectFound
from analysis.extraction.lexer import Token, Tokens
from analysis.extraction.quantity import Quantity

_CHANGES = words.RISES | words.FALLS
_TIMES = frozenset("上月 上年 上周 上季度 去年 前月 前一年".split())
_STOPS = _CHANGES | words.YEARLY | words.YEAR_BEFORE | words.LEVELS | words.BEFORE.keys() | words.FILLERS | _TIMES
_OPENERS = lazy_regex(
    "^(?:其中|截至|目前|据测算|数据显示|此外|预计|全年|当前|年产|日均|实现|完成|形成|并且|而且|同时|来看|[而且]|"
    "前?[一二三四]季度|[上下]半年|本[周月季]|[今去]年|年内|当月|近日)+"
)
# After a number that is not a figure, or after the number of what is counted: "2025年铜产量", "10种有色金属产量".
_AFTER_NUMBER = lazy_regex("^(?:年[底末初度]?|月[份末底]?|日|[种家个条台项座名类])")
# Who says it, where it is, or the scale of a number: nothing that is measured.
_NOTHING = lazy_regex("发布|公布|数据|统计|消息|显示|^[亿万]|^(?:全国|我国|中国|国内|全球|全省|全市|主要产品中)$")
_ENDS = lazy_regex("(?:由于|录得|实现|突破|力争|迈上|有望|预计|[由从为是有占报共在将达到的拟可])+$")
_BOUNDARIES = frozenset("，,;、:()")
# Characters of words of change, hedges or fillers that are also parts of nouns: 成本, 效率, 销售额.
_PARTS = frozenset("再 率 额 额度 比例 幅度 比 成 大 高 低 以 在 快 慢 短 的 许 起 强 幅 少 多".split())
_LEADING = frozenset("成 大 高 低 多 少 再".split())
_MOST = 20


def subject_of(quantity: Quantity, hedge_start: int) -> SubjectFound:
    """Return what a figure measures: the words of its clause before the verb, else those of the clause before."""
    tokens = quantity.sentence.between(quantity.sentence.start, hedge_start)
    clauses = _clauses(tokens, quantity.floor)
    numbers = {quantity.floor, *(token.end for token in tokens if token.kind == "number")}
    for place, clause in enumerate(reversed(clauses)):
        phrase = _phrase(clause, numbered=bool(clause) and clause[0].start in numbers)
        if phrase:
            return SubjectFound(phrase, "words before the figure" if not place else "words of the clause before")
        if place == 4:
            break
    return SubjectFound()


def _clauses(tokens: Tokens, floor: int) -> list[list[Token]]:
    """The words of each clause: of the last one those after the figure before, of the others those before a figure."""
    clauses: list[list[Token]] = [[]]
    closed = False
    outside: list[int] = []  # for each open bracket, how many clauses there were
    for token in tokens:
        if token.word == ")" and outside:
            clauses = clauses[: outside.pop()]
        elif token.word in _BOUNDARIES:
            outside += [len(clauses)] if token.word == "(" else []
            clauses.append([])
            closed = False
        elif token.kind == "number":
            if token.start >= floor:  # a year
                clauses.append([])
            closed = token.start < floor
        elif token.start >= floor >= 0 and closed:
            clauses.append([token])  # after the figure before, in its clause
            closed = False
        elif not closed:
            clauses[-1].append(token)
    return clauses


def _phrase(clause: list[Token], *, numbered: bool) -> str | None:
    kept: list[str] = []
    for token, following in zip_longest(clause, clause[1:]):
        begins = following is not None and following.word not in _STOPS and following.start == token.end
        part = token.word in (_PARTS if kept else _LEADING if begins else ()) or (
            begins and token.word in {"平均", "均"}
        )
        part = part or (token.word == "约" and bool(kept) and kept[-1].endswith("合"))
        if token.word == "比" and not (kept and kept[-1].endswith(("占", "佔"))):
            part = False
        if token.word in _STOPS and not part:
            if kept:
                break
        elif token.kind == "word":
            kept.append(token.printed)
    phrase = "".join(kept)
    phrase = _AFTER_NUMBER.sub("", phrase) if numbered else phrase
    phrase = _ENDS.sub("", _OPENERS.sub("", phrase))
    return phrase if 2 <= len(phrase) <= _MOST and not _NOTHING.search(phrase) else None
