"""The hedge rules of Chinese: words before or after a figure that make it "about", "more than" or "at most"."""

from analysis.extraction import lexicon as lex
from analysis.extraction.chinese import words
from analysis.extraction.quantity import Quantity
from analysis.extraction.rules import Example, HedgeCandidate, HedgeFound, Rule, first_answer

_REACH = 24  # characters before a share in which "约占" may be
_MOST_BETWEEN = 4  # characters between 最高 and the figure
_BOUNDS = frozenset({">", "<", "<="})


def hedge_around(quantity: Quantity) -> HedgeFound:
    """Return the hedge of a figure; `start` is where the words before the figure begin."""
    left = quantity.left
    meaning = words.BEFORE.get(left[-1].word, "") if left else ""
    if meaning:
        hedged = HedgeCandidate(left[-1].word, meaning, left[-1].start, left[:-1], quantity)
    else:
        hedged = HedgeCandidate("", "=", quantity.start, left, quantity)
    answer, rule = first_answer(hedged, HEDGE_RULES)
    return HedgeFound(answer or "=", hedged.position, rule)


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
    more = near.quantity.printed.plus or (bool(right) and right[0].word[:1] in words.OVER and len(right[0].word) < 3)
    return ">" if more else None


def _words_after(near: HedgeCandidate) -> str | None:
    right = near.quantity.right
    if near.words and near.meaning in _BOUNDS:
        return None
    if right and near.quantity.unit and near.quantity.unit.startswith("count:") and right[0].word not in words.AFTER:
        right = right[1:]  # "30家以上": the measure word is not part of the figure
    return words.AFTER.get(right[0].word) if right else None


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
    Rule("years up to now", lambda near: "=" if near.words == "近" and near.quantity.unit in lex.DURATIONS else None, Example("近五年来增长", "五年", "="), Example("近五万吨", "五万吨", "~")),
    Rule("hedge of a multiple", _of_a_multiple, Example("约为6米产品的2倍", "6米", "="), Example("约为6米，是去年的2倍", "6米", "~")),
    Rule("highest of several", _highest, Example("最高可达5万元", "5万元", "<="), Example("可达5万元", "5万元", "=")),
    Rule("and more", _and_more, Example("5000多吨", "5000多吨", ">"), Example("5000吨", "5000吨", "=")),
    Rule("words after the figure", _words_after, Example("约5万吨左右", "5万吨", "~"), Example("超过5万吨以上", "5万吨", ">")),
    Rule("words before the figure", lambda near: near.meaning if near.words else None, Example("不低于5万吨", "5万吨", ">="), Example("高度5米", "5米", "=")),
    Rule("share of something", _share_of_something, Example("约占全国的五分之一", "五分之一", "~"), Example("约5吨，占五分之一", "五分之一", "=")),
)  # fmt: skip
