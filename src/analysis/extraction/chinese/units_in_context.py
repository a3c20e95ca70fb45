"""Units that depend on what is around a Chinese number: 块 of money, pct of points, X of a multiple, and a half more."""

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction import lexicon as lex
from analysis.extraction.chinese import words
from analysis.extraction.chinese.numerals import HanNumeral, number_in
from analysis.extraction.chinese.units import Unit, unit_after
from analysis.extraction.patterns import alternatives

_BEFORE = 16  # characters
_LARGE = 1e4


def unit_here(text: str, numeral: HanNumeral, start: int, end: int) -> tuple[Unit | None, float]:
    """Return the unit at `end` of a number that begins at `start`, and what it adds to it: 0.5 in "两年半", "三个半月"."""
    if more := _AND_A_HALF_UNIT.match(text, end):
        name, factor = words.UNITS[_WHOLE.get(more["unit"], more["unit"])]
        return Unit(name, factor, more.end()), 0.5
    unit = unit_after(text, end)
    before = text[max(0, start - _BEFORE) : start]
    if unit is None:
        valued = _TIMES.match(text, end) and _VALUATION.search(text, max(0, start - _BEFORE), end + 8)
        return (Unit("multiple", 1.0, end + 1), 0.0) if valued else (None, 0.0)
    surface = text[end : unit.end].strip()
    following = text[unit.end : unit.end + 1]
    if unit.name == "count:case" and (numeral.scale >= _LARGE or following in _LEAST_PRICE):
        return None, 0.0  # "7万起", "3000起步"
    if unit.name == "count:piece" and surface == "块" and _is_money(text, unit.end, before):
        unit = Unit("CNY", 1.0, unit.end)
    if unit.name == "percent" and surface.lower().startswith("pct") and _CHANGED.search(before):
        unit = Unit("percentage_point", 1.0, unit.end)
    if unit.name == "CNY" and (parts := _TENTHS.match(text, unit.end)) and surface in {"元", "块"}:
        cents = number_in(parts["cents"]) if parts["cents"] else 0.0
        return unit._replace(end=parts.end()), number_in(parts["tenths"]) / 10 + cents / 100
    halved = unit.name == "multiple" or (unit.name not in lex.SHARES and not unit.counted and unit.factor == 1)
    if halved and unit.name not in words.MONEY and _AND_A_HALF.match(text, unit.end):
        return unit._replace(end=unit.end + 1), 0.5
    return unit, 0.0


_AND_A_HALF = lazy_regex("半(?![导成固决个价数径挂自球圆钢年])")
_WHOLE = {"月": "个月", "小时": "个小时", "星期": "个星期", "百分点": "个百分点"}
_AND_A_HALF_UNIT = lazy_regex(f"个半(?P<unit>{alternatives(_WHOLE)})")
_TENTHS = lazy_regex("(?P<tenths>[1-9一二三四五六七八九])[角毛](?:(?P<cents>[1-9一二三四五六七八九])分)?")
_TIMES = lazy_regex("[xX](?![A-Za-z0-9])")
_VALUATION = lazy_regex("(?:PE|PB|PS|P/E|P/B|EV|EBITDA|PEG)(?![a-z])|市[盈净销]|估值")
_LEAST_PRICE = frozenset("步价拍售跳卖投租付算就")
_CHANGED = lazy_regex("[升降增减提涨跌高低多少快慢滑落缩扩善化比+↑↓▲▼-][^,，;。:()]{0,3}\\Z")


def _is_money(text: str, end: int, before: str) -> bool:
    """Whether 块 before `end` means money: "赚不到200块。", "200块/吨"; not "光伏板200块", "200块电池"."""
    return bool(_RATED.match(text, end)) or bool(_ENDS.match(text, end) and _PAID.search(before))


_RATED = lazy_regex(rf" ?(?:/|[一每]) ?(?:{alternatives(words.DENOMINATORS)})|人民币")
_ENDS = lazy_regex(r"[多左上出以起到]|[,，。;:、!！?？)”]|\Z")
_PAID = lazy_regex("[赚挣卖价贵宜花付钱元费亏补涨跌降收利润本报薪资罚奖]|每[吨斤公磅度克]")
