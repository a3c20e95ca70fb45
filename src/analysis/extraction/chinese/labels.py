"""Units and periods in the heads, captions and labels of Chinese tables."""

import re
from functools import lru_cache

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction.chinese import words
from analysis.extraction.chinese.units import rate_after, unit_after
from analysis.extraction.language import Labels, LabelUnit
from analysis.extraction.patterns import alternatives

_SCALE = lazy_regex(r"(?:万亿|千万|百万|十万|亿|万|千(?![瓦克米卡帕伏])|百)")
_MONEY = lazy_regex(rf"(?:{alternatives(words.CURRENCIES)}) ?")
_PERIOD = lazy_regex(
    r"^(?:[12一二][\d零一二三四五六七八九]{3}年?(?:度|[AEF])?|\d{2}年|全年|本期|上期|上年同期|去年同期|本月|上月|累计)?"
    r"(?:\d{1,2}(?:[-—–~至]\d{1,2})?月(?:份|末|底)?(?:\d{1,2}日)?|[上下]半年|前?[一二三四1-4]季度|第[一二三四]季度|Q[1-4]|H[12])?"
    r"(?:累计|末|底|止)?"
)
_BRACKETS = lazy_regex(r"[(\[]([^()\[\]]{1,24})[)\]]")
_UNIT_LINE = lazy_regex(r"单位 ?:? ?(?P<unit>[^\s|,，;。()]{1,16})")
_CHANGE = lazy_regex(
    r"同比|环比|涨跌|涨幅|跌幅|增减|增幅|降幅|变动|变化|增长|增速|较上|较前|比上|升降|升跌|日涨|周涨|按年|^ ?\(?%\)? ?$|[±+] ?/ ?-"
)
_NO_FIGURES = lazy_regex(r"^ ?(?:附注|序号|编号|排名|名次|页码?|备注|日期|年份|月份|代码|合约)")
_STAFF = lazy_regex(r"员工|职工|人数|雇员")


def unit_of(text: str) -> LabelUnit | None:
    """Return the unit that makes up the whole text, after a period if there is one; None if there is anything else.

    >>> unit_of("万吨"), unit_of("2024年 千港元"), unit_of("收入")
    (LabelUnit(unit='t', factor=10000.0), LabelUnit(unit='HKD', factor=1000.0), None)
    """
    text = text.strip()
    period = _PERIOD.match(text)
    text = text[period.end() if period else 0 :].strip(" :()")
    money = _MONEY.match(text)
    place = money.end() if money else 0
    scale = _SCALE.match(text, place)
    factor = 1.0
    if scale:
        place, factor = scale.end(), words.SCALES[scale.group()]
    unit = unit_after(text, place)
    if unit is None or unit.counted:
        whole = money and place == len(text)
        return LabelUnit(words.CURRENCIES[money.group().strip()], factor) if money and whole else None
    name, factor, place = unit.name, factor * unit.factor, unit.end
    if name == "CNY" and money:
        name = words.CURRENCIES[money.group().strip()]
    if rate := rate_after(text, place):
        name, place = f"{name}/{rate[0]}", rate[1]
    return LabelUnit(name, factor) if place == len(text) else None


def unit_of_label(label: str) -> LabelUnit | None:
    """Return the unit of a label: in brackets, after 单位, or all of it.

    >>> unit_of_label("产量（万吨）".replace("（", "(").replace("）", ")")), unit_of_label("单位:元/吨").unit
    (LabelUnit(unit='t', factor=10000.0), 'CNY/t')
    """
    for bracket in reversed(_BRACKETS.findall(label)):
        for part in (bracket, re.split("[,，、]", bracket)[0]):
            if found := _stated(part):
                return found
    return _stated(label)


def _stated(text: str) -> LabelUnit | None:
    stated = _UNIT_LINE.search(text)
    return unit_of(stated["unit"]) if stated else unit_of(text)


@lru_cache(maxsize=256)
def _unit_of_caption(caption: str, label: str) -> LabelUnit | None:
    return unit_of_label(caption)


LABELS = Labels(
    unit_of, unit_of_label, _unit_of_caption, lambda label: "person" if _STAFF.search(label) else "",
    lambda label: "每股" in label, _CHANGE, lazy_regex(rf"(?:{_PERIOD.pattern})$"), _NO_FIGURES,
)  # fmt: skip
