"""Join the two numbers of a range, and complete numbers whose unit or rate is written once."""

import re
from dataclasses import replace

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction import lexicon as lex
from analysis.extraction.chinese import words
from analysis.extraction.chinese.units import is_money, unit_of, yuan_of
from analysis.extraction.document_conventions import Context, money_of_other_prices
from analysis.extraction.language import LabelUnit
from analysis.extraction.patterns import alternatives
from analysis.extraction.quantity import Quantity

_TO = lazy_regex(r" ?(?:[-—–−~∼]{1,2}|至|到) ?\Z")
_LISTED = lazy_regex(r" ?(?:[、/,]|和|及|与|以及|或) ?\Z")
_PER = lazy_regex(
    rf"(?:每|单(?=吨|瓦|台|度|公斤|千瓦时))(?P<per>{alternatives(words.DENOMINATORS)})|(?P<power>度电)(?=成本|利润|电价|收益|补贴|毛利)|[吨单](?:吨)?(?=[铝钢铜锌铅锡镍硅锂矿煤镁产利加净毛成]|铝|钢)|吨(?=价)"
)
_CHANGES = words.RISES | words.FALLS
_LEVEL = 5
_LEVEL_OF_A_FLOW = 2  # "减少128万桶/日至364万桶/日"
_LEAST_AMOUNT = 1e8
_RATED_UNITS = frozenset({"kWh", "kg", "m^3", "tce", "g", "L", "MJ", "GJ"})
_UNRATED_WORDS = lazy_regex(r"营收|收入|总投资|产值|市值|总额|合计|共|年节约|年降")


def prices_without_money(context: Context, numbers: list[Quantity]) -> list[Quantity]:
    """Return the numbers with bare prices in yuan if the document states such a price: "8.6万/吨" next to "8.5万元/吨"."""
    return money_of_other_prices(numbers, home=yuan_of(context.text))


# A line such as "(单位:万吨)".
_UNIT_LINE = lazy_regex(
    r"^[ \t]*[(\[]?(?:(?:以下)?数据|计量|计价|产量|价格)?单位(?:均为|[:为]) ?(?P<unit>[^\s(),，。;:]{1,12})[)\]]?。?[ \t]*$",
    re.MULTILINE,
)
_NOT_MEASURED = lazy_regex(r"[号码话第编前后]\Z")


def units_stated_above(context: Context, numbers: list[Quantity]) -> list[Quantity]:
    """Return the numbers with bare ones in the unit that a line above states: "单位:万吨" above "产量为365.2"."""
    stated = [(line.end(), unit_of(line["unit"])) for line in _UNIT_LINE.finditer(context.text)]
    return [_in_stated(item, stated) for item in numbers] if any(unit for _, unit in stated) else numbers


def _in_stated(item: Quantity, stated: list[tuple[int, LabelUnit | None]]) -> Quantity:
    unit = next((unit for end, unit in reversed(stated) if end < item.start), None)
    plain = item.unit is None and not (item.rate or item.printed.scaled or item.printed.word)
    apart = not item.right or item.right[0].kind != "word" or item.right[0].word in {"至", "到", "和", "及"}
    told = (
        item.left
        and (item.left[-1].kind == "word" or _TO.match(item.left[-1].word))
        and not _NOT_MEASURED.search(item.left[-1].word)
    )
    if unit is None or not (plain and apart and told):
        return item
    return replace(
        item.times(unit.factor), unit=unit.unit, unit_rule="unit of a line above", currency=is_money(unit.unit)
    )


def join_ranges(context: Context, numbers: list[Quantity]) -> list[Quantity]:
    """Return the numbers with the two ends of each range joined; a unit or scale written once holds for both."""
    joined: list[Quantity] = []
    for item in numbers:
        last = joined[-1] if joined else None
        if last and last.low == last.high and _TO.match(_between(last, item)) and (pair := _range(last, item)):
            joined[-1] = pair
        else:
            joined.append(item)
    return joined


def _between(last: Quantity, item: Quantity) -> str:
    """The folded text between two numbers of one sentence; a word that cannot join if they are in different ones."""
    if last.sentence is not item.sentence or item.start - last.end > 4:
        return "…"
    between = item.sentence.between(last.end, item.start)
    return "".join([token.word for token in between]) or (" " if item.start > last.end else "")


def _range(first: Quantity, second: Quantity) -> Quantity | None:
    """Both ends as one quantity, if their units allow and the second is not a level that the first one led to."""
    joint = second.sentence.between(first.end, second.start)
    alike = first.unit == second.unit or (second.unit or "").startswith(f"{first.unit}/")
    reached = bool(joint) and joint[-1].word in {"至", "到"} and alike
    least = _LEVEL if first.unit in lex.SHARES or is_money(first.unit or "") else _LEVEL_OF_A_FLOW
    if reached and second.low >= least * abs(first.high) and any(token.word in _CHANGES for token in first.left):
        return None  # "下跌200元至9800元" is a change and a level
    if second.unit is None:
        return None
    low = first.low
    if first.unit is None:
        if second.printed.text.endswith("成"):
            low *= 10.0  # "两到三成"
        low *= second.printed.factor if first.printed.scale == 1 else second.printed.factor / second.printed.scale
    elif (
        first.unit != second.unit
        and not second.unit.startswith(f"{first.unit}/")
        and not first.unit.startswith(f"{second.unit}/")
    ):
        return None
    ends = sorted((low, second.high))
    unit = first.unit if first.unit and "/" in first.unit else second.unit
    printed = replace(second.printed, text=f"{first.printed.text}-{second.printed.text}", plus=second.printed.plus)
    whole = replace(
        second, low=ends[0], high=ends[1], unit=unit, unit_rule="range", rated="/" in (unit or ""), printed=printed
    )
    return whole.placed(first.start, second.end, first.floor)


def share_units(context: Context, numbers: list[Quantity]) -> list[Quantity]:
    """Return the numbers with a bare one in a list completed by the next: "844、3187和467万吨"."""
    completed = list(numbers)
    for index in range(len(numbers) - 2, -1, -1):
        item, following = completed[index], completed[index + 1]
        if item.unit is None and following.unit and _LISTED.match(_between(item, following)):
            factor = following.printed.factor
            if item.printed.scale != 1:
                factor /= following.printed.scale
            shared = item.times(factor).with_unit_of(following, "unit of the list")
            completed[index] = replace(shared, printed=replace(item.printed, factor=factor * item.printed.scale))
    return completed


def propagate_rates(context: Context, numbers: list[Quantity]) -> list[Quantity]:
    """Return the numbers with the rate told before: "每吨利润约15美元", "一吨箔赚3000元", "71200元/吨，涨350元"."""
    rated = []
    carried: tuple[int, str] = (-1, "")  # the end of the last number of the clause, and its rate
    price: Quantity | None = None  # the last rated price, with nothing but shares since
    last: Quantity | None = None
    for item in numbers:
        per = ""
        if item.unit and "/" not in item.unit and (is_money(item.unit) or item.unit in _RATED_UNITS):
            clause = _clause(item)
            found = list(_PER.finditer(clause))
            if found and not _UNRATED_WORDS.search(clause, found[-1].end()):
                per = _rate_of(found[-1])
            elif carried[0] == item.floor and carried[1] and "," not in clause and "，" not in clause:
                per = carried[1]
            elif (
                last
                and last.low == last.high == 1  # "一吨铜杆"
                and last.unit in _PRICED
                and is_money(item.unit)
                and last.sentence is item.sentence
                and not set(clause) & set("，,;")
            ):
                per = last.unit or ""
            elif carried[0] == item.floor and carried[1] and _OF_THE_SAME.fullmatch(clause):
                per = carried[1]
            elif found_before := _PER_OF_COST.search(_said_between(last, item)):
                per = _rate_of(found_before)
            elif price and price.sentence is item.sentence:
                per = _rate_of_price(price, item)
        if per:
            item = replace(item, unit=f"{item.unit}/{per}", rated=True)
        carried = (item.end, per if per else "")
        if item.unit not in lex.SHARES:
            price = item if is_money((item.unit or "").partition("/")[0]) and "/" in (item.unit or "") else None
        rated.append(item)
        last = item
    return rated


def _rate_of(found: re.Match[str]) -> str:
    groups = found.groupdict()
    return "kWh" if groups.get("power") else words.DENOMINATORS[groups["per"]] if groups["per"] else "t"


def _rate_of_price(price: Quantity, item: Quantity) -> str:
    """The rate of a price that is also that of it in other money, the change after it, or the next price of a list."""
    money, _, per = (price.unit or "").partition("/")
    said = _said_between(price, item)
    if item.unit != money:
        return per if is_money(item.unit or "") and _CONVERTED.fullmatch(said) else ""
    if price.low <= 0:
        return ""
    if item.high < _LARGEST_CHANGE * price.high and _CHANGED.fullmatch(said):
        return per
    return per if price.low / _PRICE_RATIO < item.low < _PRICE_RATIO * price.high and _NEXT.fullmatch(said) else ""


def _said_between(last: Quantity | None, item: Quantity) -> str:
    """The folded text between two figures of one sentence, or from its beginning, without hedges."""
    begin = last.end if last and last.sentence is item.sentence else item.sentence.start
    tokens = item.sentence.between(begin, item.start)
    return "".join([token.word for token in tokens if token.word not in words.BEFORE and token.word not in words.AFTER])


_PRICED = frozenset("t kg g lb ozt bbl kWh W".split())
_PRICE_RATIO = 10
_LARGEST_CHANGE = 0.6
_CHANGED = lazy_regex(
    r"[，,;(](?:\d[\d.]*%[，,;])?(?:(?:价格|均价|报价|并|且|也|又|均|再|[日周月年单]|较.{1,6}?|比.{1,6}?|同比|环比|单日|当日|今日|今天|大幅|小幅|微幅|继续))*"
    rf"(?:{alternatives(_CHANGES)}|[涨跌升降高低])[了去]?"
)
_CONVERTED = lazy_regex(r"\(|[(，,]?(?:[约折]?合|折算[为成]?|换算[为成]?|相当于|等于)[为约]?")
# Another material, time or kind of price, and its price.
_NEXT = lazy_regex(
    r"[，,;、](?:\d[\d.]*%)?(?:[^，,;、0-9]{0,8}[铜铝锌铅锡镍钴锂钨钼锑镁钛铟锗镓铋铁矿砂锭粉铵硅锰铬钒钢箔管棒板线丝]|平均|成交|结算|中间"
    r"|(?:去年|上年|前年|上月|上周|昨日|上一?交易日|年初|月初)(?:同期)?)?(?:现货|均价|价格|价|则|也|报|为|在|的|于|收于)*"
)
_COST = "成本|利润|毛利|净利|价格|售价|均价|加工费|费用|盈利|亏损"
_OF_THE_SAME = lazy_regex(rf"[，,;](?:{_COST})[约为达仅]?")
_PER_OF_COST = lazy_regex(
    rf"[每单](?P<per>{alternatives(words.DENOMINATORS)})[^，,;、0-9]{{0,6}}，(?:{_COST})[^，,;]{{0,6}}\Z"
)


def _clause(item: Quantity) -> str:
    """The folded text of the clause before a number, back to the number before it."""
    words_before: list[str] = []
    for token in reversed(item.left):
        if token.word in {"，", ";", "。", ":", "("}:
            words_before.append("，" if token.word == "，" else ";")
            break
        words_before.append(token.word)
    return "".join(reversed(words_before))


_MONEY = lazy_regex(
    r"元|[资基]金|[投融]资|贷款|债|利润|盈利|收入|营收|销售额|市值|产值|税|成本|补贴|规模|美金|[收耗斥]资|估值|交易"
)


def name_amounts(context: Context, numbers: list[Quantity]) -> list[Quantity]:
    """Return the numbers with hundreds of millions without a unit as money where money is spoken of: "利税超10亿"."""
    named = []
    for item in numbers:
        if item.unit is None and item.printed.scale >= _LEAST_AMOUNT:
            begin, end = item.sentence.start, item.sentence.end
            unit = yuan_of(context.text) if _MONEY.search(context.text, begin, end) else "dimensionless"
            item = replace(item, unit=unit, unit_rule="amount without a unit", currency=unit != "dimensionless")
        named.append(item)
    return named
