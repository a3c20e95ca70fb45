"""The direction rules of Chinese, in the order in which they are tried."""

from itertools import takewhile

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction import lexicon as lex
from analysis.extraction.chinese import words
from analysis.extraction.lexer import Tokens
from analysis.extraction.patterns import alternatives
from analysis.extraction.quantity import Quantity
from analysis.extraction.rules import Example, Rule, Surroundings

_CHANGE = dict.fromkeys(words.RISES, "up") | dict.fromkeys(words.FALLS, "down")
_NOUNS = dict.fromkeys(words.RISE_NOUNS, "up") | dict.fromkeys(words.FALL_NOUNS, "down")
_COMPARED = dict.fromkeys(words.RISE_COMPARED, "up") | dict.fromkeys(words.FALL_COMPARED, "down")
_REACHED = frozenset("至 到 成 至约 到约".split())
_LEVEL_VERBS = frozenset("增至 增到 降至 降到 升至 升到 减至 减到 跌至 涨至 新增 跌破 跌穿".split())
_SKIPPED = words.FILLERS | words.BEFORE.keys() | {"|", "｜"}
_MOST_BETWEEN = 5
_LONGEST_PHRASE = 8


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
    while rest is not right and rest and (rest[0].word in words.YEARLY or rest[0].word in words.OF_A_CHANGE):
        rest = rest[1:]
    if not rest or unit not in lex.SHARES:
        return None
    if "的" in (right[0].word, *[token.word for token in right[1:2] if right[0].word in words.AFTER]):
        phrase = list(takewhile(lambda token: token.kind == "word", right[:_LONGEST_PHRASE]))
        if len(phrase) < _LONGEST_PHRASE and phrase[-1].word in _NOUNS:
            return _NOUNS[phrase[-1].word]  # "2.8%的整体进出口增幅"
    return _NOUNS.get(rest[0].word) or (_CHANGE.get(rest[0].word) if rest is not right else None)


def _signed(near: Surroundings) -> str | None:
    """A sign says the direction of a change, but not of a margin or a loss."""
    arrow = words.ARROWS.get(near.last, "")
    if arrow and near.left[-1].end == near.hedge_start:
        return arrow
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


# Between a rate of change and the figure, besides fillers.
_AHEAD = frozenset("为 在 则 料 将 或 预计 有望".split())


def _rate_of_change(near: Surroundings) -> str | None:
    """A rate of growth is always a change: 增速12.8%, 涨幅收窄至0.5%."""
    if not near.share:  # "降幅约两千元"; a rate or an increment in other units is a level
        return _NOUNS.get(near.last) if near.last.endswith("幅") and near.unit[:3].isupper() else None
    direction = None
    for word in reversed(near.words[-4:]):
        if word in _NOUNS:
            return _NOUNS[word] if near.unit == "percent" or direction is None else None
        if word in _CHANGE or word in _REACHED or word in _SKIPPED or word in _AHEAD:
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


_LENGTHS = frozenset("缩短 延长 拉长 缩减 压缩 减少 增加 少 多 少了 多了".split())


def _verb(near: Surroundings) -> str | None:
    if near.unit in lex.DURATIONS and near.last not in _LENGTHS:
        return None
    after = ""
    for word in reversed(near.words[-_MOST_BETWEEN:]):
        if word in _LEVEL_VERBS or word in _REACHED:
            return "none"
        if word in _CHANGE:
            level = after == "为" and (not near.share or _is_from(near))  # "由130元收窄为85元"
            return "none" if level else _CHANGE[word]
        if word not in _SKIPPED:
            return None
        after = word
    return None


def _is_from(near: Surroundings) -> bool:
    """Whether the clause says from what: "由3%上调为5%"."""
    for token in reversed(near.before_hedge(_FROM_REACH)):
        if token.kind == "boundary":
            return False
        if token.word.endswith(("由", "从")):
            return True
    return False


_FROM_REACH = 24


def _compared(near: Surroundings) -> str | None:
    """A word of comparison right before the figure: "快6.8个百分点", "比上月多5亿元", "同比多进5万吨"."""
    said = _clause_before(near)
    found = _MORE_OR_LESS.search(said)
    if found is None or near.last in words.NO_CHANGE:
        return None
    amount = near.unit not in lex.DURATIONS
    compares = bool(_COMPARING.search(said, 0, found.start()))
    if found["done"]:
        return words.COMPARED_ENDS[found["more"]] if compares or amount else None
    if found["close"]:
        return words.COMPARED_ENDS[found["close"]]
    direction = _COMPARED.get(found["end"])
    if near.unit == "percentage_point" and direction:
        return direction
    if compares or (amount and found["end"] in {"增", "涨", "升", "减", "跌", "降"}):
        return direction or words.COMPARED_ENDS[found["end"]]
    return None


def _clause_before(near: Surroundings) -> str:
    """The folded words between the figure and the boundary before it, or the figure before."""
    said: list[str] = []
    for token in reversed(near.left):
        if token.kind == "boundary":
            break
        said.append(token.word)
    return "".join(reversed(said))


_COMPARING = lazy_regex("比(?![率重例值价亚特])|较|按年|按月|按季|相比")
# What one does more or less of, directly before the amount.
_DONE = (
    "[产进出销卖买收赚挣付花用耗运发计提采挖存装缴交投拿增亏赔还得算退征供售开烧加减]"
    "|进口|出口|生产|销售|消耗|支付|支出|计提|回收|采购|缴纳|发电|交付|投入|开采|收入"
)
_MORE_OR_LESS = lazy_regex(
    rf"(?:(?<![最很许众太至不大])(?P<more>[多少])(?P<done>{_DONE})|收(?P<close>[高低])|(?P<end>高出|好于|便宜|[{''.join(words.COMPARED_ENDS)}增涨升减跌降]))[了上出过]?\Z"
)


def _ahead_or_behind(near: Surroundings) -> str | None:
    """Read "快于全省2个百分点": what it is faster or slower than comes between."""
    if near.unit not in {"percentage_point", "basis_point"}:
        return None
    found = _AHEAD_OR_BEHIND.search(_clause_before(near))
    return words.COMPARED_WITH[found["than"]] if found else None


_AHEAD_OR_BEHIND = lazy_regex(rf"(?P<than>{alternatives(words.COMPARED_WITH)})(?!预期|目标).{{1,13}}(?<!的)\Z")


def _transitive(near: Surroundings) -> str | None:
    """Read "下调基准利率25个基点": what changes comes between the verb and the amount."""
    if near.unit in lex.DURATIONS or near.unit.startswith("count:"):
        return None
    object_: list[str] = []
    for word in reversed(near.words[-_MOST_IN_AN_OBJECT:]):
        if word in _CHANGE:
            takes = word.endswith(tuple(words.TRANSITIVE)) and 2 <= len("".join(object_)) <= _LONGEST_OBJECT
            return _CHANGE[word] if takes else None
        if word in _LEVEL_VERBS or word in _REACHED or word in _NO_OBJECT:
            return None
        if word not in _SKIPPED:
            object_.append(word)
    return None


_MOST_IN_AN_OBJECT = 5
_LONGEST_OBJECT = 8
_NO_OBJECT = frozenset("的 为 在 后 , ， 、 ; ( ) 。 :".split())


def _listed(near: Surroundings) -> str | None:
    if near.before == "none" or not near.words:
        return None
    joints = set(near.words) - ({"，"} if near.last == "或" else set())
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
    Rule("ahead or behind", _ahead_or_behind, Example("增速快于全省2个百分点", "2个百分点", "up"), Example("增速快于2个百分点", "2个百分点", "none")),
    Rule("verb and what changes", _transitive, Example("下调基准利率25个基点", "25个基点", "down"), Example("下调后的基准利率25个基点", "25个基点", "none")),
    Rule("list after a change", _listed, Example("分别增长5%和6%", "6%", "up"), Example("增长5%，占6%", "6%", "none")),
    Rule("noun after the figure", lambda near: sense_after(near.right, near.unit), Example("有5%的涨幅", "5%", "up"), Example("有5%的份额", "5%", "none")),
)  # fmt: skip
