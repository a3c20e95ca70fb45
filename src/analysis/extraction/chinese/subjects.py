"""A short phrase from a Chinese text for what a figure measures; None if uncertain."""

from itertools import takewhile, zip_longest

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction.chinese import words
from analysis.extraction.language import SubjectFound
from analysis.extraction.lexer import Token, Tokens
from analysis.extraction.quantity import Quantity

_CHANGES = words.RISES | words.FALLS
_COMPARING = frozenset("较 比".split())
_TIMES = frozenset(
    "上月 上年 上周 上季度 去年 前月 前一年 上年末 上年底 去年末 去年底 上月末 上季末 年初 截至 截止".split()
)
_STOPS = (
    _CHANGES
    | words.YEARLY
    | words.YEAR_BEFORE
    | words.LEVELS
    | words.BEFORE.keys()
    | words.AFTER.keys()
    | words.FILLERS
    | _TIMES
)
_OPENERS = lazy_regex(
    "^(?:其中|并?于月[末初]|综合导致|导致|截至|目前|据测算|数据显示|此外|预计|全年|当前|年产|日均|实现|完成|形成|并且|而且|同时|来看|[而且的]|"
    "前?[一二三四]季度|[上下]半年|本[周月季期][一二三四五六日末]?|[今去]年|[年期]内|报告期内?|当[月期]|近日)+"
)
# Who reaches what is measured: "公司实现营业总收入".
_REACHING = lazy_regex(r"^.{0,8}?(?:实现|录得|取得|达成|[拥现共]有)(?=..)")
# Who has what the words after the figure name: "拥有5万吨产能", "采购80台设备".
_HAVING = lazy_regex(
    r"(?:[拥设建配持装]有|配备|建成|新建|采购了?|雇用|需要|完成|利用|形成|生产|(?:投资)?建设|投建|扩建|交付)$"
)
# After a number that is not a figure, or after the number of what is counted: "2025年铜产量", "10种有色金属产量".
_AFTER_NUMBER = lazy_regex(
    "^(?:年[底末初度]?|月[份末底]?|日|期|(?:[种家个条台座名类辆只件套吨]|项(?!目))(?:快速|迅速|持续|大幅|稳步)*)"
)
# Who says it, where it is, when, or the scale of a number: nothing that is measured.
_NOTHING = lazy_regex(
    "发布|公布|数据|统计|消息|显示|报告|表示|指出|认为|^[亿万]|^(?:全国|我国|中国|国内|全球|全省|全市|主要产品中|本?公司|集团|企业|零[下上]|据悉|据了解|最[快慢短长]|解决就业)$|^[一每平][年月日天周均]每?$|年产$"
)
_ENDS = lazy_regex(
    "(?:由于|录得|实现|突破|力争|迈上|有望|预[计测期估]|估计|报收于?|收于|单周|每.{1,2}|(?<![拥设建配持装])有|[由从为是占报共在将达到的拟可])+$"
)
_LISTING = lazy_regex("[及和与或]$")
_BOUNDARIES = frozenset("，,;、:()")
_BULLETS = frozenset("-•·●◆■▪")
# Characters of words of change, hedges or fillers that are also parts of nouns: 成本, 效率, 销售额.
_PARTS = frozenset("再 率 额 额度 比例 幅度 比 成 大 高 低 以 在 快 慢 短 的 许 起 强 幅 少 多".split())
_LEADING = frozenset("成 大 高 低 多 少 再".split())
_BEFORE_NOUN = frozenset("平均 均 最高 最低 最大 累计".split())
_MOST = 20
_MOST_AFTER = 10


def subject_of(quantity: Quantity, hedge_start: int) -> SubjectFound:
    """Return what a figure measures: the words of its clause before the verb, else those of the clause before.

    The base of a comparison ("较上年末增长5%") is what is measured only if no clause before names anything.
    """
    tokens = quantity.sentence.between(quantity.sentence.start, hedge_start)
    clauses = _clauses(tokens, quantity.floor)
    numbers = {
        *([quantity.floor] if quantity.floor > 0 else []),
        *(token.end for token in tokens if token.kind == "number"),
    }
    base = None
    for place, clause in enumerate(reversed(clauses)):
        numbered = bool(clause) and not numbers.isdisjoint((clause[0].start, clause[0].start - 1))
        phrase = _phrase(clause, numbered=numbered)
        if phrase and _HAVING.search(phrase):
            return _after(quantity) if place == 0 else SubjectFound()
        if phrase and clause[0].word in _COMPARING:
            base = base or phrase
        elif phrase:
            return SubjectFound(phrase, "words before the figure" if not place else "words of the clause before")
        if place == 4:
            break
    return SubjectFound(base, "words before the figure") if base else SubjectFound()


def _after(quantity: Quantity) -> SubjectFound:
    """The words after a figure that is had or built: "拥有5万吨铜箔产能"."""
    counted = (quantity.unit or "").startswith("count:")
    following = takewhile(lambda token: token.kind == "word" and token.word not in _STOPS - {"的"}, quantity.right)
    phrase = "".join([token.printed for token in following])[1 if counted else 0 :].removeprefix("的")
    named = 2 <= len(phrase) <= _MOST_AFTER and not _NOTHING.search(phrase)
    return SubjectFound(phrase, "words after the figure") if named else SubjectFound()


def _clauses(tokens: Tokens, floor: int) -> list[list[Token]]:
    """The words of each clause: of the last one those after the figure before, of the others those before a figure."""
    clauses: list[list[Token]] = [[]]
    closed = False
    outside: list[int] = []  # for each open bracket, how many clauses there were
    last = None
    for token in tokens:
        gap = last is not None and token.start > last.end
        if token.word == ")" and outside:
            clauses = clauses[: outside.pop()]
        elif token.word in _BOUNDARIES or (gap and token.word in _BULLETS):
            outside += [len(clauses)] if token.word == "(" else []
            clauses.append([])
            closed = False
        elif token.kind == "number":
            if token.start >= floor and not (clauses[-1] and clauses[-1][-1].word in _COMPARING):  # a year
                clauses.append([])
            closed = token.start < floor
        elif gap and token.kind == "word" and last and _parts(token, last, closed=closed):
            clauses.append([token])
            closed = False
        elif token.start >= floor >= 0 and closed:
            clauses.append([token])  # after the figure before, in its clause
            closed = False
        elif not closed:
            clauses[-1].append(token)
        last = token
    return clauses


def _parts(token: Token, last: Token, *, closed: bool) -> bool:
    """Whether a blank before a word parts clauses: after a figure ("12亿元 净利润"), or before words that open one."""
    return (closed and last.kind != "number") or (last.kind == "word" and bool(_OPENERS.match(token.word)))


def _phrase(clause: list[Token], *, numbered: bool) -> str | None:
    kept: list[Token] = []
    for token, following in zip_longest(clause, clause[1:]):
        begins = following is not None and following.word not in _STOPS and following.start == token.end
        part = token.word in (_PARTS if kept else _LEADING if begins else ()) or (begins and token.word in _BEFORE_NOUN)
        part = part or (token.word == "约" and bool(kept) and kept[-1].word.endswith("合"))
        if token.word == "比" and not (kept and kept[-1].word.endswith("占")):
            part = False
        if token.word in _STOPS and not part:
            if kept:
                break
        elif token.kind == "word":
            kept.append(token)
    whole = "".join([token.word for token in kept])
    phrase = _ENDS.sub("", whole)
    end = len(phrase)
    phrase = _AFTER_NUMBER.sub("", phrase) if numbered else phrase
    phrase = _REACHING.sub("", _OPENERS.sub("", phrase))
    named = 2 <= len(phrase) <= _MOST and not _NOTHING.search(phrase) and not _LISTING.search(phrase)
    return "".join([token.printed for token in kept])[end - len(phrase) : end] if named else None
