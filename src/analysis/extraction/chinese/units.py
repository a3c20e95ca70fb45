"""Parse what is next to a Chinese number: money and rate before it; unit, money, rate or measure word after it.

Some units depend on what is around: 块 of money, pct of points, X of a multiple, and a half more.
"""

import re
from typing import NamedTuple

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction import lexicon as lex
from analysis.extraction.chinese import words
from analysis.extraction.chinese.numerals import HanNumeral, number_in
from analysis.extraction.language import Labels, LabelUnit
from analysis.extraction.patterns import alternatives
from analysis.extraction.unit_parser import Prefix, unit_at

_UNITS_BY_FIRST: dict[str, list[str]] = {}
for _surface in sorted({*words.UNITS, *words.COUNTED}, key=len, reverse=True):
    _UNITS_BY_FIRST.setdefault(_surface[0], []).append(_surface)
_LATIN = lazy_regex(r"[^\u2e80-\u9fff]{0,40}")
_DENOMINATOR = alternatives(words.DENOMINATORS)
_PER = lazy_regex(rf" ?(?:/|每|\((?:[A-Z]{{2,5}}[0-9₂₃]*)\)/) ?(?P<per>{_DENOMINATOR})(?![A-Za-z])")
_CODE = alternatives(words.CURRENCIES)
# "每吨1.72万元", "每股 0.5 元", "人民币86亿元", "每公吨新台币500元": rate and money right before a number.
_BEFORE = lazy_regex(rf"(?:每 ?(?P<per>{_DENOMINATOR}) ?)?(?P<money>(?<![A-Za-z])(?:{_CODE}))? ?\Z")
_LONGEST_BEFORE = 12


class Unit(NamedTuple):
    """A unit after a number: its name and factor, where it ends, and what its words add to the number.

    `more` is 0.5 in "两年半" and "三个半月"; `over` is true in "三个多月".
    """

    name: str
    factor: float
    end: int
    counted: bool = False
    more: float = 0.0
    over: bool = False


def before_number(text: str, start: int, floor: int) -> Prefix:
    """Return what is right before the number at `start`, not reaching before `floor`."""
    begin, negative = start, False
    mark = text[start - 1] if start > floor else ""
    if mark in _SIGNS and mark:
        spaced = text[max(floor, start - 2) : start - 1] == " "
        outer = start - 2 - spaced
        joins = (outer + 1 == floor and floor > 0) or (outer >= floor and text[outer] in _JOINED_BY_A_DASH)
        if not joins:
            begin, negative = start - 1, mark in _MINUS
    elif text.startswith("零下", start - 2) and start - 2 >= floor:
        begin, negative = start - 2, True
    match = _BEFORE.search(text, max(floor, begin - _LONGEST_BEFORE), begin)
    if match and match.start() < begin and (match["per"] or match["money"]):
        money = words.CURRENCIES[match["money"]] if match["money"] else None
        return Prefix(match.start(), negative, money, words.DENOMINATORS[match["per"]] if match["per"] else "")
    return Prefix(begin, negative)


_MINUS = frozenset("-−负")
_SIGNS = _MINUS | {"+", "±"}
_JOINED_BY_A_DASH = frozenset("0123456789%)]abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ年月日号正")


def unit_after(text: str, position: int) -> Unit | None:
    """Return the unit or measure word at `position`, after at most one space or line break; None if there is none."""
    gap = text[position : position + 1]
    place = position + 1 if gap in {" ", "\n"} else position
    first = text[place : place + 1]
    for surface in _UNITS_BY_FIRST.get(first, ()):
        if text.startswith(surface, place) and not _goes_on(text, place, surface):
            end = place + len(surface)
            if surface in words.UNITS:
                name, factor = words.UNITS[surface]
                return Unit(name, factor, end)
            return Unit(f"count:{words.COUNTED[surface]}", 1.0, end, counted=True) if gap != "\n" else None
    square = first in lex.SQUARE_UNITS
    if square or (first.isascii() and first.isalpha()) or first in "µμ℃°":
        latin = _LATIN.match(text, place + square)  # characters follow without a space: "6μm铜箔"
        found = unit_at(first * square + latin.group(), 0) if latin else None
        if found and (len(found.surface) > 1 or found.surface in words.SINGLE_LETTERS or not first.isascii()):
            return Unit(found.name, found.factor, place + found.end)
        for code in ("RMB", "CNY", "USD", "HKD"):
            if text.startswith(code, place):
                return Unit(words.CURRENCIES[code], 1.0, place + 3)
    return None


def _goes_on(text: str, place: int, surface: str) -> bool:
    """Whether a unit at `place` is only the beginning of a longer word: "毛利", "BPM"."""
    following = text[place + len(surface) : place + len(surface) + 1]
    latin = surface[-1].isascii() and surface[-1].isalpha()
    return following != "" and (
        following in words.NOT_BEFORE.get(surface, "") or (latin and following.isascii() and following.isalpha())
    )


def rate_after(text: str, position: int) -> tuple[str, int] | None:
    """Return the denominator after a unit that ends at `position`, and where it ends; None if it is not a rate."""
    match = _PER.match(text, position)
    if match is None:
        return None
    name = words.DENOMINATORS[match["per"]]
    end = position if "(" in match.group() else match.end()  # what is in brackets belongs to no figure
    return name, end


def yuan_of(text: str) -> str:
    """Return the money that a bare 元 means: Taiwan dollars where a text mentions Taiwan and not the mainland."""
    local = text.count("新台币") + text.count("台币") + text.count("证交所") + text.count("台股") + text.count("中央社")
    local += text.count("法人") * ("台" in text) + text.count(".TW") + text.count("新北市") + text.count("竹科")
    return "TWD" if local > text.count("人民币") else "CNY"


def is_money(unit: str) -> bool:
    """Return whether a unit is an amount of money without a rate."""
    return unit in words.MONEY


_REACH = 16  # characters before a number that say what its unit is
_LARGE = 1e4


def unit_here(text: str, numeral: HanNumeral, start: int, end: int) -> Unit | None:
    """Return the unit at `end` of a number that begins at `start`; None if there is none."""
    if split := _SPLIT_UNIT.match(text, end):
        name, factor = words.UNITS[_WHOLE[split["unit"]]]
        halved = split["more"] == "半"
        return Unit(name, factor, split.end(), more=0.5 if halved else 0.0, over=not halved)
    unit = unit_after(text, end)
    before = text[max(0, start - _REACH) : start]
    if unit is None:
        valued = _TIMES.match(text, end) and _VALUATION.search(text, max(0, start - _REACH), end + 8)
        return Unit("multiple", 1.0, end + 1) if valued else None
    surface = text[end : unit.end].strip()
    following = text[unit.end : unit.end + 1]
    if unit.name == "count:case" and (numeral.scale >= _LARGE or following in _LEAST_PRICE):
        return None  # "7万起", "3000起步"
    if unit.name == "count:piece" and surface == "块" and _is_paid(text, unit.end, before):
        unit = Unit("CNY", 1.0, unit.end)
    if unit.name == "percent" and surface.lower().startswith("pct") and _MOVED.search(before):
        unit = Unit("percentage_point", 1.0, unit.end)
    if unit.name == "CNY" and (parts := _TENTHS.match(text, unit.end)) and surface in {"元", "块"}:
        cents = number_in(parts["cents"]) if parts["cents"] else 0.0
        return unit._replace(end=parts.end(), more=number_in(parts["tenths"]) / 10 + cents / 100)
    halved = unit.name == "multiple" or (unit.name not in lex.SHARES and not unit.counted and unit.factor == 1)
    if halved and unit.name not in words.MONEY and _AND_A_HALF.match(text, unit.end):
        return unit._replace(end=unit.end + 1, more=0.5)
    return unit


_AND_A_HALF = lazy_regex("半(?![导成固决个价数径挂自球圆钢年])")
_WHOLE = {"月": "个月", "小时": "个小时", "星期": "个星期", "百分点": "个百分点"}
_SPLIT_UNIT = lazy_regex(f"个(?P<more>[半多])(?P<unit>{alternatives(_WHOLE)})")
_TENTHS = lazy_regex("(?P<tenths>[1-9一二三四五六七八九])[角毛](?:(?P<cents>[1-9一二三四五六七八九])分)?")
_TIMES = lazy_regex("[xX](?![A-Za-z0-9])")
_VALUATION = lazy_regex("(?:PE|PB|PS|P/E|P/B|EV|EBITDA|PEG)(?![a-z])|市[盈净销]|估值")
_LEAST_PRICE = frozenset("步价拍售跳卖投租付算就")
_MOVED = lazy_regex("[升降增减提涨跌高低多少快慢滑落缩扩善化比+↑↓▲▼-][^,，;。:()]{0,3}\\Z")


def _is_paid(text: str, end: int, before: str) -> bool:
    """Whether 块 before `end` means money: "赚不到200块。", "200块/吨"; not "光伏板200块", "200块电池"."""
    return bool(_RATED.match(text, end)) or bool(_ENDS.match(text, end) and _PAID.search(before))


_RATED = lazy_regex(rf" ?(?:/|[一每]) ?(?:{alternatives(words.DENOMINATORS)})|人民币")
_ENDS = lazy_regex(r"[多左上出以起到]|[,，。;:、!！?？)”]|\Z")
_PAID = lazy_regex("[赚挣卖价贵宜花付钱元费亏补涨跌降收利润本报薪资罚奖]|每[吨斤公磅度克]")


_SCALE = lazy_regex(r"(?:万亿|千万|百万|十万|亿|万|千(?![瓦克米卡帕伏])|百)")
_MONEY = lazy_regex(rf"(?:{alternatives(words.CURRENCIES)}) ?")
_PERIOD = lazy_regex(
    r"^(?:[12一二][\d零一二三四五六七八九]{3}年?(?:度|[AEF])?|\d{2}年|全年|本期|上期|上年同期|去年同期|本月|上月|累计)?"
    r"(?:\d{1,2}(?:[-—–~至]\d{1,2})?月(?:份|末|底)?(?:\d{1,2}日)?|[上下]半年|前?[一二三四1-4]季度|第[一二三四]季度|Q[1-4]|H[12])?"
    r"(?:累计|末|底|止)?"
)
_BRACKETS = lazy_regex(r"[(\[]([^()\[\]]{1,24})[)\]]")
_UNIT_AFTER = lazy_regex(r"(?:[量存]|涨跌|增减)/(?P<unit>[^\s/]{1,6})\Z")  # "库存/吨"
_UNIT_LINE = lazy_regex(r"单位 ?:? ?(?P<unit>[^\s|,，;。()]{1,16})")
_CHANGE = lazy_regex(
    r"同比|环比|涨跌|涨幅|跌幅|增减|增幅|降幅|变动|变化|增长|增速|较上|较前|比上|升降|升跌|日涨|周涨|按年|^ ?\(?%\)? ?$|[±+] ?/ ?-"
)
_NO_FIGURES = lazy_regex(r"^ ?(?:附注|序号|编号|排名|名次|页码?|备注|日期|年份|月份|代码|合约)")
_STAFF = lazy_regex(r"员工|职工|人数|雇员")


def unit_of(text: str) -> LabelUnit | None:
    """Return the unit that makes up the whole text, after a period if there is one; None if there is anything else."""
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
    if rate := rate_after(text, place):
        name, place = f"{name}/{rate[0]}", rate[1]
    return LabelUnit(name, factor) if place == len(text) else None


def unit_of_label(label: str) -> LabelUnit | None:
    """Return the unit of a label: in brackets, after 单位, or all of it."""
    for bracket in reversed(_BRACKETS.findall(label)):
        for part in (bracket, re.split("[,，、]", bracket)[0]):
            if found := _stated(part):
                return found
    return _stated(label)


def _stated(text: str) -> LabelUnit | None:
    stated = _UNIT_LINE.search(text) or _UNIT_AFTER.search(text)
    return unit_of(stated["unit"]) if stated else unit_of(text)


LABELS = Labels(
    unit_of, unit_of_label, lambda caption, label: unit_of_label(caption), lambda label: "person" if _STAFF.search(label) else "",
    lambda label: "每股" in label, _CHANGE, lazy_regex(rf"(?:{_PERIOD.pattern})$"), _NO_FIGURES,
)  # fmt: skip
