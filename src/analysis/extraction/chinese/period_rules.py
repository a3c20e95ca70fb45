"""Which of the periods that a Chinese sentence names a figure belongs to."""

from itertools import takewhile

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction import lexicon as lex
from analysis.extraction.lexer import Token
from analysis.extraction.periods import PeriodCandidate, PeriodSeen
from analysis.extraction.rules import Example, Rule

_COMPARING = frozenset("较比")
_MEASURED_FROM = frozenset("较比由从自")
# Spans of time that a period can be of, before the figure.
_TIMED = lazy_regex(r"天数|时间|时长|周期|工期|寿命|年限|期限|小时数")
_EQUALS = lazy_regex(r"(?:[为是]|相当于至?)\Z")
# After the date of an agency's dateline, and who says something on a day.
_SENT = lazy_regex(r"[电讯](?=[\s(（,，:：])|.{0,4}(?:消息|报道)")
_SAID = lazy_regex(r"披露|公布|发布|宣布|公告|通报|表示|报道|透露|获悉|了解到|[^名]称[,，:：]")
_RECORD = lazy_regex(r"(?:以来|来|之?后)[^,，;；。]{0,12}?(?:最[高低大小快多少佳好]|首次|首度|新[高低])")
_COMPARED = lazy_regex(r"\s?[末底初]?(?:同期|全年)?(?:相|对)?比")
_EVENT = lazy_regex(
    r"[^,，;；。]{0,4}(?:开工|投产|竣工|完工|上市|成立|启动|开业|签署|落成|到期|动工)[^,，;；。]{0,6}[,，]"
)
_CLAUSE = frozenset("，,;。")


def _in_clause(seen: PeriodCandidate) -> bool:
    if not seen.after or not _CLAUSE.isdisjoint([token.word for token in seen.between]):
        return False
    last = seen.between[-1] if seen.between else None
    bracket = last is not None and last.word == "("
    return bracket or seen.period.start == (last.end if last else seen.quantity.end)  # a blank parts titles


def _is_of_a_report(seen: PeriodCandidate) -> bool:
    """Whether the period is the day of a report: "2月10日电", "12日公布的数据"."""
    if seen.after:
        return False
    day = len(seen.period.reading) == len("2026-02-10")
    said = day and _SAID.search(seen.text, seen.period.end, seen.quantity.start)
    return bool(said or _SENT.match(seen.text, seen.period.end))


def _is_compared_with(seen: PeriodCandidate) -> bool:
    """Whether the period is what a change is measured from: "较2020年下降5%", but not the level in "由2020年的6吨"."""
    before = seen.text[seen.period.start - 1 : seen.period.start]
    if seen.after:
        return False
    if before in {"与", "和", "同"} and _COMPARED.match(seen.text, seen.period.end):
        return True
    if seen.text.startswith("相对于", seen.period.start - 3):
        return True
    told = seen.between[-1:] and seen.between[-1].word == "的"
    if (
        told
        and seen.quantity.unit in lex.SHARES
        and _EQUALS.search(seen.text, seen.period.start - 4, seen.period.start)
    ):
        return True
    if before not in _MEASURED_FROM:
        return False
    of_another = any(token.kind == "number" for token in seen.between)
    of_it = "".join([token.word for token in seen.between]) in {"的", "同期的"}
    return of_another or (before in _COMPARING and not of_it)


def _has_another_figure(seen: PeriodCandidate) -> bool:
    """Whether a period after the figure is of another one: "35%（2023年30%）", "由900亿元增至2030年的1500亿元"."""
    if seen.after and seen.text.startswith("的", seen.period.end) and seen.following[1:2]:
        return seen.following[1].kind == "number"
    if not seen.after or "(" not in [token.word for token in seen.between]:
        return False
    inside = list(takewhile(lambda token: token.word != ")", seen.following))
    return any(token.kind == "number" for token in inside) or (bool(inside) and inside[0].word == ":")


def _is_over(seen: PeriodCandidate) -> bool:
    """Whether the period is only of a figure between it and this one: in brackets, of a year before, in an item."""
    first = next((place for place, token in enumerate(seen.between) if token.kind == "number"), None)
    if seen.after or first is None:
        return False
    if first == 1 and seen.between[0].word == "的":
        return True  # "增长到2020年的6吨，年均增长1吨"
    if "同期" in seen.text[seen.period.start : seen.period.end + 2]:
        return True
    said = [token.word for token in seen.between]
    if ")" in said:
        depth = max(0, sum(_DEPTHS.get(word, 0) for word in said[:first]))
        if any((depth := depth + _DEPTHS.get(word, 0)) < 0 for word in said[first:]):
            return True
    return not _BULLETS.isdisjoint(said) and any(_begins_item(seen.text, token) for token in seen.between[first:])


_DEPTHS = {"(": 1, ")": -1}


def _begins_item(text: str, token: Token) -> bool:
    """Whether a token is the mark of the next item of a list that lost its line breaks: "5% - 产量"."""
    return token.word in _BULLETS and text[token.start - 1 : token.end + 1] == f" {token.word} "


_BULLETS = frozenset("-•·●◆■▪")


def _each_of_list(seen: PeriodSeen) -> str | None:
    """The period at the place of the figure in its list: "2023—2025年产量分别为5、6和9万吨"."""
    last = next((item for item in reversed(seen.candidates) if not item.after), None)
    named = _listed(seen, last) if last else []
    if last is None or len(named) < 2:
        return None
    before, right = last.between, seen.quantity.right
    begins = next((at for at in reversed(range(len(before))) if before[at].word in _LIST_BEGINS), -1)
    clause = takewhile(lambda token: token.word not in _LIST_ENDS, reversed(before[: max(begins, 0)]))
    if any(token.word == "、" for token in clause):
        return None  # each is of another thing: "铜、铝消费分别增长"
    place = sum(token.kind == "number" for token in before[begins + 1 :])
    after = takewhile(lambda token: token.word not in _LIST_ENDS, right)
    count = place + 1 + sum(token.kind == "number" for token in after)
    parted = any(token.word == "分别" for token in before)
    slashed = any(token.word == "/" for token in (*before[-1:], *right[:1]))
    return named[place] if len(named) == count and (parted or slashed) else None


def _listed(seen: PeriodSeen, last: PeriodCandidate) -> list[str]:
    """The periods of the list that ends with the last one: the years of an interval, or those joined to it."""
    first, interval, second = last.period.reading.partition("/")
    if interval and len(first) == 4:
        return [str(year) for year in range(int(first), int(second) + 1)] if len(second) == 4 else []
    named = [last.period]
    for item in reversed(seen.candidates):
        if item.period.end <= named[0].start and _JOINT.fullmatch(last.text[item.period.end : named[0].start]):
            named.insert(0, item.period)
    return [period.reading for period in named]


_JOINT = lazy_regex(r" ?年?[、/和及与] ?")
_LIST_BEGINS = frozenset("分别 ， , ; (".split())
_LIST_ENDS = frozenset("， , ; ( ) 。".split())


PERIOD_EXCLUSIONS: tuple[Rule[PeriodCandidate, bool], ...] = (
    Rule("part of the figure", lambda seen: seen.is_part, Example("近五年产量增长6吨。", "五年", ""), Example("2025年产量增长6吨。", "6吨", "2025")),
    Rule("date of the article", _is_of_a_report, Example("新华社南昌2026年2月10日电 每吨利润15美元。", "15美元", ""), Example("2026年2月10日电价为15美元。", "15美元", "2026-02-10")),
    Rule("only what is compared with", _is_compared_with, Example("能耗较2020年下降6吨。", "6吨", ""), Example("2020年能耗下降6吨。", "6吨", "2020")),
    Rule("of another figure", _has_another_figure, Example("自给率为35%（2023年为30%）。", "35%", ""), Example("自给率为35%（2023年）。", "35%", "2023")),
    Rule("of a figure before", _is_over, Example("产量6吨（2023年为5吨），增长20%。", "20%", ""), Example("2024年产量6吨，增长20%。", "20%", "2024")),
    Rule("of a record or an event", lambda seen: bool(_RECORD.match(seen.text, seen.period.end) or (not seen.after and _EVENT.match(seen.text, seen.period.end))), Example("库存为2012年后首次突破6吨。", "6吨", ""), Example("2012年库存突破6吨。", "6吨", "2012")),
    Rule("of no length of time", lambda seen: seen.quantity.unit in lex.DURATIONS and not _TIMED.search("".join([token.word for token in seen.quantity.left[-5:]])), Example("2012年执行6年。", "6年", ""), Example("2012年库存6吨。", "6吨", "2012")),
)  # fmt: skip
PERIOD_RULES: tuple[Rule[PeriodSeen, str], ...] = (
    Rule("head of the column", lambda seen: seen.head, Example("| 产品 | 2024年 | 2025年 |\n| --- | --- | --- |\n| 铜（万吨） | 5 | 6 |", "6", "2025"), Example("2025年产量6吨。", "6吨", "2025")),
    Rule("each of a list", _each_of_list, Example("2023—2024年产量分别为5吨、6吨。", "5吨", "2023"), Example("2023—2024年产量为5吨。", "5吨", "2023/2024")),
    Rule("last period named before", lambda seen: next((item.period.reading for item in reversed(seen.candidates) if not item.after), None), Example("2024年产量5吨，2025年6吨。", "6吨", "2025"), Example("产量6吨（2025年）。", "6吨", "2025")),
    Rule("period in the same clause", lambda seen: next((item.period.reading for item in seen.candidates if _in_clause(item)), None), Example("产量6吨（2025年）。", "6吨", "2025"), Example("产量6吨，到2025年关闭。", "6吨", "")),
)  # fmt: skip
