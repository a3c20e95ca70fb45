"""Find the numbers of a Chinese text, in digits and characters, each with its unit, and digits that are not figures."""

from bisect import bisect_right
from typing import NamedTuple

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction import lexicon as lex
from analysis.extraction import patterns
from analysis.extraction.chinese import words
from analysis.extraction.chinese.numerals import ONES, HanNumeral, read_numeral
from analysis.extraction.chinese.units import Unit, before_number, rate_after, unit_after, unit_here, yuan_of
from analysis.extraction.document_conventions import Context
from analysis.extraction.patterns import Exclusion, alternatives
from analysis.extraction.quantity import EXCLUDED, Printed, Quantity, Rejected, ScanResult
from analysis.extraction.unit_parser import Prefix

_TO = r" ?[-—–~至到、] ?"
_SMALL = rf"(?:\d{{1,2}}|[{ONES}十]{{1,3}})"
# A row matches at the first number of what it covers, after `before`; the text is folded.
EXCLUSIONS: tuple[Exclusion, ...] = (
    Exclusion("year", "", r"(?:19|20)\d\d ?年(?!期)(?:\d{1,2}月(?:\d{1,2}日)?)?", "2025年"),
    Exclusion("years", "", rf"(?:19|20)\d\d(?:年)?{_TO}(?:19|20)?\d\d年", "2021—2024年"),
    Exclusion("year in characters", "", rf"[一二][零{ONES}]{{3}}年", "二零二五年"),
    Exclusion("decade", "", rf"(?:[{ONES}十]+|(?:19|20)?\d0)年代", "八九十年代"),
    Exclusion("year of the republic", "", r"1\d\d年(?=\d{1,2}月)", "114年9月"),
    Exclusion("shortened year", "", r"0\d年(?!期)", "08年"),
    Exclusion("shortened year", "", r"\d\d年(?=[初末底]|\d{1,2}月|[上下]半年|第[一二三四]|[一二三四]季度|同期|全年|版)", "24年一季度"),
    Exclusion("month or months", "", rf"{_SMALL}(?:{_TO}{_SMALL})?月(?:份|{_SMALL}(?:{_TO}{_SMALL})?[日号])?", "1-8月"),
    Exclusion("day", "", rf"\d{{1,2}}(?:{_TO}\d{{1,2}})?(?:日(?!均|产|元)|号(?!线))", "22日"),
    Exclusion("numeric date", "", r"(?:19|20)\d\d[-./]\d{1,2}(?:[-./]\d{1,2})?(?![\d%万亿吨点个倍]|.?元|英镑|美分)", "2025-08-22"),
    Exclusion("day of the week", r"(?<!每)周|星期|礼拜", "[一二三四五六](?![万千百十])", "周四"),
    Exclusion("number of an item", r"(?:\A|\n ?)", r"\d{1,2}(?=、)", "9、"),
    Exclusion("five-year plan", "", "十[一二三四五]五(?=期间|时期|规划|期?末)", "十四五期间"),
    Exclusion("number of digits", "", rf"[{ONES}两十]位数", "两位数"),
    Exclusion("time of day", "", r"\d{1,2}(?:[:：]\d{2}){1,2}(?!\d)|\d{1,2}点(?:\d{1,2}分|整|半)", "8点58分"),
    Exclusion("ordinal", r"第 ?|[年月]第", rf"(?:\d+|[{ONES}十百零两]+)", "第三批"),
    Exclusion("rank", r"[前头]|位列(?:第)?|排名|位居|列", rf"(?:\d{{1,3}}|[{ONES}十百]{{1,2}})(?=[名位强季]|个[月季])", "前10名"),
    Exclusion("this year and the next", r"今明|今后|明后", r"[两二三]年", "今明两年"),
    Exclusion("vague amount", r"[数几成]|(?<![迈登站跨冲再])上", "[十百千万亿]+", "数百"),
    Exclusion("vague amount", "", "一两(?=[年个家天周次倍])", "一两年"),
    Exclusion("vague amount", "", f"[十百千]*[十百千]几|[{ONES}]?十[来几]", "十几"),
    Exclusion("word with a numeral", "", "十分(?!之)", "十分"),
    Exclusion("word with a numeral", "", f"(?!一个[半多])(?:{alternatives(words.NAMES)})", "一般"),
    Exclusion("name of a firm", "", "百度(?!电)", "百度"),
    Exclusion("name with a numeral", r"(?<![0-9万亿])(?<!每.)", r"三元(?![/钱人整每]|左右|以上|以下)", "三元电池"),
    Exclusion("phase", r"(?<!分)", rf"[{ONES}](?=期(?![货限]))", "二期"),
    Exclusion("part of the year", "[上下前后]", "半(?=年)", "上半年"),
    Exclusion("unit with a prefix", "", "[千百](?=[瓦克米卡帕伏])", "千瓦时"),
    Exclusion("part of the year", "", rf"[{ONES}\d](?=季度|季(?![节度]))", "四季度"),
    Exclusion("grade or number", "", r"\d+(?:#|号(?!线)|系(?!列)|级(?!企)|线城)", "1#"),
    Exclusion("code or name", r"[A-Za-z_&.@#]-?", r"\d[\d.,]*(?![\d.,]|万|亿|(?:[-~—至]\d[\d.,]*)?(?:[美欧]?元|美分))", "A00"),
    Exclusion("name in quotes", r"[“”\"「『]", r"\d+(?:\+\w+)?[”\"」』]", "“1269”"),
    Exclusion("telephone number", r"电话 ?[:：]?|热线 ?[:：]?|传真 ?[:：]?", r"[\d()-]{7,}", "电话：0791-8823416"),
    Exclusion("document or stock number", r"[\[〔([]", r"\d{4,6}(?:\.[A-Z]{2})?[\]〕)]", "〔2016〕"),
    Exclusion("contract", "", r"\d{4}(?=合约)", "2511合约"),
)  # fmt: skip
_AT = lazy_regex("|".join(f"(?:{item.at})" for item in EXCLUSIONS if not item.before))
_AFTER = [(lazy_regex(rf"(?:{item.before})\Z"), lazy_regex(item.at)) for item in EXCLUSIONS if item.before]
_LONGEST_BEFORE = 6
_CURRENCY = lazy_regex(rf"(?:{alternatives(words.CURRENCIES)})\Z")
# Where a number may begin; characters inside words such as 一般 are rejected later.
_ANCHOR = lazy_regex(r"\d+|[一二三四五六七八九十百千万亿两半翻对]")
_RANGE_NEXT = lazy_regex(r" ?[-—~至到] ?[\d一二三四五六七八九十百千两]")
_WARMTH = lazy_regex(r"[温热冷寒]|正负|零下")
_UNIT_RULE = "unit after the number"
# A bare 万 or 亿 is one of it only as a class ("亿元级") or after a word that compares ("过亿元").
_HEDGED = lazy_regex(r"(?:[近约逾超足到达]过?|[少多短长]于|至少|最少|起码|最多|至多|[不未]满)\Z")
_OF_IDIOMS = frozenset(f"count:{noun}" for noun in ("county", "floor", "place", "furnace", "tree"))  # "千层浪"
_OVER_ONE = lazy_regex(r"(?:[过超破逾达近]|突破|超过|首个|不足|不到|低于)\Z")


class Yuan(NamedTuple):
    """A text, the money that a bare 元 means in it, and whether it names shares listed in Hong Kong."""

    context: Context
    name: str
    in_hong_kong: bool = False


# Prices of shares listed in Hong Kong are in its dollars: "目标价由3.7元降至2.6元".
_SHARE_PRICE = lazy_regex(r"(?:目标价|股价|现价|收报|报价)[^，。;；]{0,16}")
_PRICE_REACH = 24


def numbers_in(context: Context, tables: list[tuple[int, int]]) -> ScanResult:
    """Return each number outside `tables` with its unit, and the rejected ones with the reason."""
    text = context.text
    covered = patterns.excluded_spans(text)
    spans = sorted([*covered, *tables])
    begins = [begin for begin, _ in spans]
    found: list[Quantity] = []
    rejected = [Rejected(*span, "header or web address") for span in covered]
    done = 0
    yuan = Yuan(context, yuan_of(text), in_hong_kong=".HK" in text)
    for anchor in _ANCHOR.finditer(text):
        start = anchor.start()
        if start < done:
            continue
        if spans and (index := bisect_right(begins, start) - 1) >= 0 and spans[index][1] > start:
            continue
        reading = _read(text, start, found[-1].end if found else 0, yuan)
        if isinstance(reading, Rejected):
            rejected.append(reading)
            done = max(reading.resume, start + 1)
        elif reading is None:
            continue
        else:
            found.append(reading)
            done = reading.end
    return ScanResult(found, rejected)


def _read(text: str, start: int, floor: int, yuan: Yuan) -> Quantity | Rejected | None:
    """The quantity whose number begins at `start`, why it is not one, or None if no number begins there."""
    excluded = excluded_end(text, start)
    if excluded >= 0:
        return Rejected(start, excluded, EXCLUDED, excluded)
    numeral = read_numeral(text, start)
    if numeral is None:
        return None
    return _assemble(text, before_number(text, start, floor), start, numeral, yuan)


def _assemble(text: str, prefix: Prefix, start: int, numeral: HanNumeral, yuan: Yuan) -> Quantity | Rejected:
    """Join a number with its scale, unit and rate, or say why it is not a quantity."""
    if yuan.in_hong_kong and text[prefix.start] == "$":
        prefix.money = "HKD"
    end, scale, over = numeral.end, numeral.scale, False
    factor = 1.0
    digits = numeral.kind == "digits"
    following = text[end : end + 1]
    if following and following in words.OVER:
        after = end + 1
        more = _scale_at(text, after)
        unit = unit_after(text, more[1] if more else after)
        if unit or more:
            over, end = True, after
            if more:
                factor, end = more
                scale = factor
    low, high = numeral.low * factor, numeral.high * factor
    unit_name, rule, money, rated = None, "", False, False
    if numeral.kind in {"tenths", "percent"}:
        unit_name, rule = "percent", "percentage in words"
        if text[end : end + 1] in words.OVER:
            over, end = True, end + 1
    elif numeral.kind in {"fraction", "multiple"}:
        unit_name, rule = numeral.kind, f"{numeral.kind} in words"
    else:
        unit = unit_here(text, numeral, start, end)
        if unit:
            low, high, over = low + unit.more, high + unit.more, over or unit.over
        if unit and (why := _no_unit(text, start, end, numeral, unit, over=over)):
            return Rejected(start, end, why, end)
        if unit and unit.counted:
            unit_name, rule = unit.name, "measure word"
            end = numeral.end if over and factor == 1 else end
        elif unit:
            unit_name, rule, end = unit.name, _UNIT_RULE, unit.end
            unit_name, factor_of_unit = _named(text, unit, yuan, prefix, scale)
            low, high = low * unit.factor * factor_of_unit, high * unit.factor * factor_of_unit
            money = unit_name in words.MONEY
        elif prefix.money:
            unit_name, rule, money = prefix.money, "money before the number", True
    per = None if unit_name in lex.SHARES else rate_after(text, end)
    if unit_name and prefix.per and "/" not in unit_name:
        unit_name, rated = f"{unit_name}/{prefix.per}", True
    elif unit_name and per:
        unit_name, end, rated = f"{unit_name}/{per[0]}", per[1], True
    if unit_name is None and not digits and not _RANGE_NEXT.match(text, end):
        return Rejected(start, end, "word that is not a number here", end)
    if prefix.negative:
        low, high = -high, -low
    surface = text[prefix.start : end]
    total = abs(low / numeral.low) * numeral.scale if numeral.low else scale
    printed = Printed(scale, total, scaled=scale != 1, decimal="." in surface, word=not digits, plus=over, text=surface)
    begin = prefix.start if unit_name else start
    rate = (per[0], 1.0, per[1]) if per and unit_name is None and digits else None
    return Quantity(begin, end, low, high, unit_name, rule, money, rated=rated, printed=printed, rate=rate)


def _scale_at(text: str, position: int) -> tuple[float, int] | None:
    """The scale after 余 or 多, and where it ends: "3100余万元"."""
    for surface in ("万亿", "千万", "百万", "万", "亿"):
        if text.startswith(surface, position):
            return words.SCALES[surface], position + len(surface)
    return None


def _named(text: str, unit: Unit, yuan: Yuan, prefix: Prefix, scale: float) -> tuple[str, float]:
    """The name of a unit that depends on its surroundings: whose 元, and a factor if it is another unit."""
    if unit.name in words.SHARED_MONEY:
        return yuan.context.shared_money(words.SHARED_MONEY[unit.name], unit.end) or unit.name, 1.0
    surface = text[unit.end - 1 : unit.end]
    if unit.name == "CNY" and surface in {"元", "角"}:
        priced = yuan.in_hong_kong and _SHARE_PRICE.search(text, max(0, unit.end - _PRICE_REACH), unit.end)
        return prefix.money or ("HKD" if priced else yuan.name), 1.0
    if (
        surface == "度"
        and unit.name == "kWh"
        and scale <= 10
        and _WARMTH.search(text[max(0, unit.end - 16) : unit.end])
    ):
        return "degC", 1.0
    return unit.name, 1.0


def _no_unit(text: str, start: int, end: int, numeral: HanNumeral, unit: Unit, *, over: bool) -> str:
    """Why the word after a number is not a unit here, and the number not a quantity; empty if it is one."""
    surface = text[start:end]
    if unit.counted and surface in {"一", "1"} and text[end : end + 1] != "元":
        return "article"
    if surface == "一" and unit.name in lex.DURATIONS and not over:
        before = text[max(0, start - 2) : start]
        return (
            ""
            if _HEDGED.search(before) or "半" in text[start : unit.end] or text.startswith("多", unit.end)
            else "article"
        )
    if unit.counted and unit.name in _OF_IDIOMS and set(surface) <= set("百千万亿"):
        return "scale without a number"
    if surface in {"万", "亿"} or (unit.name in words.MONEY and surface in {"百", "千", "百万", "千万", "十万"}):
        is_class = text.startswith("级", unit.end) or _OVER_ONE.search(text[max(0, start - 2) : start])
        return "" if is_class else "scale without a number"
    if unit.name == "point" and not (numeral.low >= 25 or "." in surface):
        return "time of day"
    return ""


def excluded_end(text: str, start: int) -> int:
    """Return where the exclusion at `start` of a folded text ends, -1 if there is none."""
    match = _AT.match(text, start)
    if match:
        return match.end()
    left = text[max(0, start - _LONGEST_BEFORE) : start]
    for before, at in _AFTER:
        if (match := at.match(text, start)) and before.search(left) and not _CURRENCY.search(left):
            return match.end()
    return -1
