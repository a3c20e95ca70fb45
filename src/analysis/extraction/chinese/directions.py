"""The direction rules of Chinese, in the order in which they are tried."""

from analysis.extraction import lexicon as lex
from analysis.extraction.chinese import words
from analysis.extraction.lexer import Tokens
from analysis.extraction.quantity import Quantity
from analysis.extraction.rules import Example, Rule, Surroundings

_CHANGE = dict.fromkeys(words.RISES, "up") | dict.fromkeys(words.FALLS, "down")
_NOUNS = dict.fromkeys(words.RISE_NOUNS, "up") | dict.fromkeys(words.FALL_NOUNS, "down")
_COMPARED = dict.fromkeys(words.RISE_COMPARED, "up") | dict.fromkeys(words.FALL_COMPARED, "down")
_REACHED = frozenset("至 到 成 至约 到约".split())
_LEVEL_VERBS = frozenset("增至 增到 降至 降到 升至 升到 减至 减到 跌至 涨至 新增 跌破 跌穿".split())
_SKIPPED = words.FILLERS | words.BEFORE.keys()
_MOST_BETWEEN = 5


def surroundings_of(quantity: Quantity, hedge_start: int, before: str, carried: str) -> Surroundings:
    """Collect what the rules need to know about a figure whose hedge begins at `hedge_start`."""
    unit = quantity.unit or "dimensionless"
    left = quantity.before(hedge_start)
    found = tuple([token.word for token in left])
    return Surroundings(
        quantity, hedge_start, left, quantity.right, found, found[-1] if found else "", ("", ""), unit,
        unit in lex.SHARES, before, carried,
    )  # fmt: skip


def sense_after(right: Tokens, unit: str) -> str | None:
    """Return the direction of a noun of change after a figure: "5%的涨幅"."""
    rest = right[1:] if right and right[0].word == "的" else right
    if not rest or unit not in lex.SHARES:
        return None
    return _NOUNS.get(rest[0].word) or (_CHANGE.get(rest[0].word) if rest is not right else None)


def _signed(near: Surroundings) -> str | None:
    """A sign says the direction of a change, but not of a margin or a loss."""
    sign = next((mark for mark in near.quantity.printed.text[:1] if mark in "+-−"), "")
    if not sign or near.value == 0:
        return None
    changes = [
        word
        for word in near.words[-4:]
        if word in words.YEARLY or word in _CHANGE or word in _NOUNS or word in {"变动", "涨跌"}
    ]
    alone = near.share and bool(near.right) and near.right[0].word == ")"  # a price, and "(-2.1%)" after it
    bracketed = near.words[-1:] == ("(",) and (near.before != "none" or alone)
    return ("up" if near.value > 0 else "down") if changes or bracketed or (sign == "+" and near.share) else None


def _rate_of_change(near: Surroundings) -> str | None:
    """A rate of growth is a change whatever it does: 增速12.8%, 涨幅收窄至0.5%."""
    if not near.share:
        return None
    direction = None
    for word in reversed(near.words[-4:]):
        if word in _NOUNS:
            return _NOUNS[word] if near.unit == "percent" or direction is None else None
        if word in _CHANGE or word in _REACHED or word in _SKIPPED or word in {"为", "在"}:
            direction = direction or _CHANGE.get(word)
            continue
        return None
    return None


# "From the view of growth, ...": after a noun of change at the end of its clause.
_IN_VIEW_OF = frozenset("上 看 来看 方面 方面看 中 里 角度 而言 来说 一项 如下".split())
_OTHER_MEASURES = ("占", "率", "比", "份额", "达", "为", "是", "至")
_TOPIC_REACH = 80


def _topic(near: Surroundings) -> str | None:
    """Read "产量增速上，铝材11.9%，氧化铝8.4%": what the clause before names is the change in each."""
    if near.unit not in {"percent", "percentage_point"}:
        return None
    tokens = near.before_hedge(_TOPIC_REACH)
    for place in range(len(tokens) - 1, 0, -1):
        word = tokens[place].word
        if tokens[place].kind == "boundary":
            at = place - 1
            while at and tokens[at].word in _IN_VIEW_OF:
                at -= 1
            if tokens[at].word in _NOUNS and (at < place - 1 or word == ":"):
                return _NOUNS[tokens[at].word]
            if word not in {"，", ",", "、"}:
                return None
        elif word in _CHANGE or word in _NOUNS or word.endswith(_OTHER_MEASURES):
            return None
    return None


def _verb(near: Surroundings) -> str | None:
    if near.unit in lex.DURATIONS and near.last not in {"缩短", "延长", "少", "多"}:
        return None
    for word in reversed(near.words[-_MOST_BETWEEN:]):
        if word in _LEVEL_VERBS or word in _REACHED:
            return "none"
        if word in _CHANGE:
            return _CHANGE[word]
        if word not in _SKIPPED:
            return None
    return None


def _compared(near: Surroundings) -> str | None:
    """A word of comparison right before the figure: "快6.8个百分点", "比上月多5亿元"."""
    direction = _COMPARED.get(near.last)
    if direction is None:
        return None
    if (
        near.unit == "percentage_point"
        or set(near.words[-6:]) & words.YEARLY
        or near.last in {"增", "涨", "减", "跌", "降"}
    ):
        return direction
    return None


def _listed(near: Surroundings) -> str | None:
    if near.before == "none" or not near.words:
        return None
    joints = set(near.words)
    if joints <= words.LIST_JOINTS and joints != {"，"}:
        return near.before
    return near.before if near.words == ("(",) and near.unit == "percent" else None


DIRECTION_RULES: tuple[Rule[Surroundings, str], ...] = (
    Rule("doubling", lambda near: "up" if near.quantity.unit_rule == "multiple in words" else None, Example("产量翻一番", "翻一番", "up"), Example("产量是2倍", "2倍", "none")),
    Rule("sign of a change", _signed, Example("同比-1.6%", "-1.6%", "down"), Example("毛利率-1.6%", "-1.6%", "none")),
    Rule("rate of change", _rate_of_change, Example("降幅收窄至5%", "5%", "down"), Example("占比降至5%", "5%", "none")),
    Rule("change named by the clause before", _topic, Example("从增速看，铜6%，锌3%", "3%", "up"), Example("从增速看，铜占6%", "6%", "none")),
    Rule("verb of change", _verb, Example("产量同比增长约5%", "5%", "up"), Example("工业增加值5%", "5%", "none")),
    Rule("comparison", _compared, Example("增速快5个百分点", "5个百分点", "up"), Example("共快5吨", "5吨", "none")),
    Rule("list after a change", _listed, Example("分别增长5%和6%", "6%", "up"), Example("增长5%，占6%", "6%", "none")),
    Rule("noun after the figure", lambda near: sense_after(near.right, near.unit), Example("有5%的涨幅", "5%", "up"), Example("有5%的份额", "5%", "none")),
)  # fmt: skip
