"""The hedge rules of Chinese: words before or after a figure that make it "about", "more than" or "at most"."""

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction import lexicon as lex
from analysis.extraction.chinese import words
from analysis.extraction.lexer import Tokens
from analysis.extraction.quantity import Quantity
from analysis.extraction.rules import Example, HedgeCandidate, HedgeFound, Rule, first_answer

_REACH = 24  # characters before a share in which "约占" may be
_MOST_BETWEEN = 4  # characters between 最高 and the figure
_BOUNDS = frozenset({">", "<", "<="})


def hedge_around(quantity: Quantity) -> HedgeFound:
    """Return the hedge of a figure; `start` is where the words before the figure begin."""
    left = quantity.left
    if left and left[-1].word in _PLUS_MINUS:
        left = left[:-1]
    meaning = words.BEFORE.get(left[-1].word, "") if left and not _is_a_surplus(left) else ""
    if meaning:
        hedged = HedgeCandidate(left[-1].word, meaning, left[-1].start, left[:-1], quantity)
    else:
        hedged = HedgeCandidate("", "=", quantity.start, left, quantity)
    answer, rule = first_answer(hedged, HEDGE_RULES)
    return HedgeFound(answer or "=", hedged.position, rule)


def _is_a_surplus(left: Tokens) -> bool:
    """Whether 超 is part of 买超 or 卖超, more bought than sold; not of "购买超5万吨"."""
    bought = "".join([token.word for token in left[-3:-1]])
    return left[-1].word == "超" and bought.endswith(("买", "卖")) and not bought.endswith("购买")


def _years_up_to_now(near: HedgeCandidate) -> str | None:
    """近五年 is a period that ends now; 采了近五年 and 历时近五年 are how long something took."""
    if near.words != "近" or near.quantity.unit not in lex.DURATIONS:
        return None
    right = near.quantity.right
    ends = not right or right[0].kind == "boundary" or right[0].word.startswith(("时间", "之久", "才"))
    return None if ends and near.left and near.left[-1].word.endswith(_LASTING) else "="


_LASTING = tuple("了有达时用需续为要花费长")


def _of_a_multiple(near: HedgeCandidate) -> str | None:
    """The hedge of "约为6微米产品的2.5倍" belongs to the multiple."""
    if near.words not in {"约为", "约"}:
        return None
    told: list[str] = []
    for token in near.quantity.right[:8]:
        if token.kind == "boundary":
            break
        told.append(token.word[-1:])
    return "=" if "的" in told and "倍" in told[told.index("的") :] else None


def _highest(near: HedgeCandidate) -> str | None:
    if near.words not in {"", "达", "达到"}:
        return None
    length = 0
    for token in reversed(near.left[-3:]):
        if token.word == "最高":
            return "<="
        length += len(token.word)
        if token.kind != "word" or length > _MOST_BETWEEN:
            return None
    return None


def _and_more(near: HedgeCandidate) -> str | None:
    right = near.quantity.right
    more = near.quantity.printed.plus or (
        bool(right)
        and right[0].word[:1] in words.OVER
        and len(right[0].word) < 3
        and right[0].word not in words.NO_CHANGE
    )
    return ">" if more else None


def _words_after(near: HedgeCandidate) -> str | None:
    right = near.quantity.right
    if (near.words and near.meaning in _BOUNDS) or not right:
        return None
    unit = near.quantity.unit or ""
    if unit == "count:case" or (unit.startswith("count:") and right[0].word not in words.AFTER):
        right = right[1:]  # "30家以上": the measure word is not part of the figure
    said = [token.word for token in right[:4]]
    if said[:1] and said[0] in _LANDMARKS:
        del said[0]  # "1.4万元关口附近"
    bracket = said[1] if len(said) == 4 and said[0] == "(" and said[2] == ")" else ""
    meaning = words.AFTER.get(said[3 if bracket else 0]) if said else None
    if said[:1] == ["不到"] and (len(right) == 1 or right[1].kind == "boundary"):
        return "<"
    if said and said[0] in {"强", "弱"} and unit.startswith("count:"):
        return None
    if said and said[0] in words.BEGINNING and _SINCE.search(_before(near)):
        return None
    if meaning in {"<", ">="} and bracket:
        return meaning[0] if bracket == "不含" else f"{meaning[0]}="
    return meaning


_LANDMARKS = frozenset("关口 大关 关 整数关口".split())
_PLUS_MINUS = frozenset("正负 ±".split())
_SINCE = lazy_regex(r"[自从由][^，,;。:()、]{0,12}\Z")


def _before(near: HedgeCandidate) -> str:
    """The folded text right before the figure."""
    quantity = near.quantity
    begin = max(quantity.sentence.start, quantity.start - _REACH)
    return "".join([token.word for token in quantity.sentence.between(begin, quantity.start)])


def _multiple_of_something(near: HedgeCandidate) -> str | None:
    """Read "接近前者的六倍", "不到去年的三分之一"."""
    quantity = near.quantity
    tenths = quantity.unit == "percent" and "成" in quantity.printed.text
    if quantity.unit not in {"multiple", "fraction"} and not tenths:
        return None
    *between, last = near.left[-_MOST_OF_SOMETHING:] or (None,)
    if last is None or not last.word.endswith("的"):
        return None
    for token in reversed(between):
        meaning = words.BEFORE.get(token.word, "=")
        if token.kind in {"boundary", "mark"} or meaning != "=":
            return None if token.word in _LEVELS or meaning == "=" else meaning
    return None


_LEVELS = frozenset("高于 大于 多于 低于 少于 小于 最高 最多 上限 下限".split())  # "低于同行的22倍" is a level
_MOST_OF_SOMETHING = 6  # words


def _share_of_something(near: HedgeCandidate) -> str | None:
    quantity = near.quantity
    if quantity.unit not in lex.SHARES:
        return None
    for token in reversed(
        quantity.sentence.between(max(quantity.sentence.start, quantity.start - _REACH), quantity.start)
    ):
        if token.kind == "boundary" and token.word != "、":
            return None
        if token.word in {"约占", "约为"}:
            return "~"
    return None


HEDGE_RULES: tuple[Rule[HedgeCandidate, str], ...] = (
    Rule("years up to now", _years_up_to_now, Example("近五年来增长", "五年", "="), Example("近五万吨", "五万吨", "~")),
    Rule("hedge of a multiple", _of_a_multiple, Example("约为6米产品的2倍", "6米", "="), Example("约为6米，是去年的2倍", "6米", "~")),
    Rule("highest of several", _highest, Example("最高可达5万元", "5万元", "<="), Example("可达5万元", "5万元", "=")),
    Rule("and more", _and_more, Example("5000多吨", "5000多吨", ">"), Example("5000吨", "5000吨", "=")),
    Rule("words after the figure", _words_after, Example("约5万吨左右", "5万吨", "~"), Example("超过5万吨以上", "5万吨", ">")),
    Rule("words before the figure", lambda near: near.meaning if near.words else None, Example("不低于5万吨", "5万吨", ">="), Example("高度5米", "5米", "=")),
    Rule("share of something", _share_of_something, Example("约占全国的五分之一", "五分之一", "~"), Example("约5吨，占五分之一", "五分之一", "=")),
    Rule("multiple of something", _multiple_of_something, Example("接近前者的六倍", "六倍", "~"), Example("接近5米，是前者的六倍", "六倍", "=")),
)  # fmt: skip
