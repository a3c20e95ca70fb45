"""The periods that a Chinese text names, and which one a figure belongs to."""

import re
from datetime import date
from functools import lru_cache
from itertools import takewhile
from operator import attrgetter

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction.chinese import words
from analysis.extraction.chinese.lexer import fold
from analysis.extraction.lexer import Token
from analysis.extraction.periods import Candidate, Period, PeriodSeen, day, months, months_up_to
from analysis.extraction.rules import Example, Rule

_TO = r"[-—–~至到]"
_DIGIT_YEARS = "[一二][零一二三四五六七八九]{3}"
_HAN_NUMBER = "[一二三四五六七八九十]{1,3}"
_YEAR = r"(?:19|20)\d\d"
_PERIOD = lazy_regex(
    rf"""
    (?=[\d一二三四五六七八九十今去明前本上下全第])       # most characters begin no period
    (?:(?P<first>{_YEAR})\ ?年?\ ?{_TO}\ ?(?P<second>{_YEAR})\ ?年)
  | (?P<listed>{_YEAR}(?:\ ?年?[、/和及与]\ ?{_YEAR})+)\ ?年(?!\ ?\d{{1,2}}\ ?月)
  | (?P<same>[去上]年同期)
  | (?:(?P<year>{_YEAR}|{_DIGIT_YEARS}|1\d\d(?=年\d{{1,2}}月))\ ?年|(?P<relative>今年|去年|明年|前年|本年|上年))?
    (?:\ ?(?:                                          # "2025 年 8 月 22 日"
      前?(?P<from>\d{{1,2}})\ ?{_TO}\ ?(?P<to>\d{{1,2}})\ ?月
    | (?P<month>\d{{1,2}}|{_HAN_NUMBER})\ ?月(?:份)?(?:\ ?(?P<day>\d{{1,2}}|{_HAN_NUMBER})\ ?日)?
      (?:[底末]?止\ ?的?首?(?P<span>(?:财政|会计)?年度|财年|全年|中期|[上半]半?年度?|季度|(?P<count>\d{{1,2}}|{_HAN_NUMBER})\ ?个月))?
    | 前\ ?(?P<months>[二三四五六七八九十]|两|\d{{1,2}})\ ?个月
    | 前(?P<quarters>[二三]|两)?季度
    | 第?\ ?(?P<quarter>[一二三四1-4])\ ?季度?(?![节])
    | (?P<half>[上下])半年
    | (?P<whole>全年|度)
    ))?
    """,
    re.VERBOSE,
)
_SPANS = {"中": 6, "上": 6, "半": 6, "季": 3}  # months, by the first character; of any other span a year
_ANY_YEAR = lazy_regex(r"(?<!\d)\d{4}(?!\d)")
_COMPARING = frozenset("较比")
_SHIFT = {"今年": 0, "本年": 0, "去年": -1, "上年": -1, "明年": 1, "前年": -2}
_LAST_YEARS = lazy_regex(r"(?P<way>近|过去|未来|最近)(?P<years>[一二三四五六七八九十两]|\d{1,2})年")
_SENT = lazy_regex(r"[电讯](?=[\s(（,，:：])")  # after the date of an agency's dateline
_CLAUSE = frozenset("，,;。")


def periods_in(text: str, start: int, end: int, published: date | None) -> tuple[Period, ...]:
    """Return the periods in a sentence, in order; relative ones need the date of publication.

    One without a year is of the year that the sentence named before.
    """
    found: list[Period] = []
    if not any(map(text[start:end].__contains__, "年月季")):
        return ()
    year = published.year if published else None
    for match in _PERIOD.finditer(text, start, end):
        if not match.group():
            continue
        if match["listed"]:
            found += [Period(*item.span(), item.group()) for item in _ANY_YEAR.finditer(text, *match.span())]
            continue
        if match["same"]:
            found.append(Period(match.start(), match.end(), _year_before(found[-1].reading) if found else ""))
            continue
        stated = _year(match, published)
        named = _reading(match, stated or year, published, stated=stated is not None)
        if named:
            found.append(Period(match.start(), match.end(), named))
            if text[match.start() - 1 : match.start()] not in _COMPARING:
                year = stated or year
    if published:
        for span in _LAST_YEARS.finditer(text, start, end):
            years = words.DIGITS.get(span["years"]) or (10 if span["years"] == "十" else int(span["years"]))
            ends = (0, years) if span["way"] == "未来" else (-years, 0)
            reading = f"{published.year + ends[0]}/{published.year + ends[1]}"
            found.append(Period(span.start(), span.end(), reading))
    found = _joined(text, sorted(found, key=attrgetter("start", "end", "reading")))
    return tuple(found)


def _joined(text: str, found: list[Period]) -> list[Period]:
    """The periods, with two days or months joined to an interval: "1月1日至3月6日"."""
    joined: list[Period] = []
    for period in found:
        last = joined[-1] if joined else None
        alike = last and len(last.reading) == len(period.reading) > 4 and "/" not in last.reading
        if last and alike and last.reading < period.reading and _UP_TO.fullmatch(text, last.end, period.start):
            joined[-1] = Period(last.start, period.end, f"{last.reading}/{period.reading}")
        else:
            joined.append(period)
    return joined


_UP_TO = lazy_regex(r" ?(?:至|到|[-—–~]) ?")


def _year(match: re.Match[str], published: date | None) -> int | None:
    if match["relative"]:
        return published.year + _SHIFT[match["relative"]] if published else None
    printed = match["year"]
    if not printed:
        return None
    if not printed.isdigit():
        printed = "".join([str(words.DIGITS[mark]) for mark in printed])
    number = int(printed)
    return number + 1911 if number < 200 else number  # years of the Republic of China


def _year_before(reading: str) -> str:
    """The same period of the year before."""
    return _ANY_YEAR.sub(lambda printed: str(int(printed.group()) - 1), reading)


def _reading(match: re.Match[str], year: int | None, published: date | None, *, stated: bool) -> str | None:
    if match["first"]:
        return f"{match['first']}/{match['second']}" if match["first"] < match["second"] else None
    if year is None:
        return None
    if match["from"]:
        return months(year, int(match["from"]), int(match["to"]))
    if match["month"]:
        month = _number(match["month"])
        if not 1 <= month <= 12:
            return None
        if match["span"]:
            count = _number(match["count"]) if match["count"] else _SPANS.get(match["span"][0], 12)
            return months_up_to(year, month, count)
        if not stated and published and month > published.month and year == published.year:
            year -= 1
        return day(year, month, _number(match["day"])) if match["day"] else f"{year}-{month:02d}"
    if match["months"]:
        return months(year, 1, _number(match["months"]))
    if match.group().endswith("季度") or match["quarter"]:
        if match["quarter"]:
            last = 3 * _number(match["quarter"])
            return months(year, last - 2, last)
        return months(year, 1, 3 * _number(match["quarters"])) if match["quarters"] else None
    if match["half"]:
        return months(year, 1, 6) if match["half"] == "上" else months(year, 7, 12)
    return str(year) if stated or match["whole"] == "全年" else None


def _number(printed: str) -> int:
    if printed.isdigit():
        return int(printed)
    tens, found, ones = printed.partition("十")
    if not found:
        return words.DIGITS.get(printed, 0)
    return 10 * (words.DIGITS[tens] if tens else 1) + (words.DIGITS[ones] if ones else 0)


def _in_clause(seen: Candidate) -> bool:
    return seen.after and _CLAUSE.isdisjoint([token.word for token in seen.between])


_MEASURED_FROM = frozenset("较比由从自")


def _is_compared_with(seen: Candidate) -> bool:
    """Whether the period is what a change is measured from: "较2020年下降5%", but not the level in "由2020年的6吨"."""
    before = seen.text[seen.period.start - 1 : seen.period.start]
    if seen.after:
        return False
    rest = seen.text[seen.period.end : seen.period.end + 4].lstrip()
    if before in {"与", "和", "同"} and rest.startswith(("相比", "对比", "比")):
        return True
    if before not in _MEASURED_FROM:
        return False
    of_another = any(token.kind == "number" for token in seen.between)
    of_it = "".join([token.word for token in seen.between]) in {"的", "同期的"}
    return of_another or (before in _COMPARING and not of_it)


def _has_another_figure(seen: Candidate) -> bool:
    """Whether a period after the figure is of another one: "35%（2023年30%）", "由900亿元增至2030年的1500亿元"."""
    if seen.after and seen.text.startswith("的", seen.period.end) and seen.following[1:2]:
        return seen.following[1].kind == "number"
    if not seen.after or "(" not in [token.word for token in seen.between]:
        return False
    inside = list(takewhile(lambda token: token.word != ")", seen.following))
    return any(token.kind == "number" for token in inside) or (bool(inside) and inside[0].word == ":")


def _is_over(seen: Candidate) -> bool:
    """Whether the period is only of a figure between it and this one: in brackets, of a year before, in an item."""
    first = next((place for place, token in enumerate(seen.between) if token.kind == "number"), None)
    if seen.after or first is None:
        return False
    rest = seen.between[first:]
    words_between = [token.word for token in rest]
    closed = ")" in words_between and "(" not in words_between[: words_between.index(")")]
    of_the_year_before = "同期" in seen.text[seen.period.start : seen.period.end + 2]
    return closed or of_the_year_before or any(_begins_item(seen.text, token) for token in rest)


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


def _listed(seen: PeriodSeen, last: Candidate) -> list[str]:
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


Exclusion = Rule[Candidate, bool]
PERIOD_EXCLUSIONS: tuple[Exclusion, ...] = (
    Exclusion(
        "part of the figure",
        lambda seen: seen.is_part,
        Example("近五年产量增长6吨。", "五年", ""),
        Example("2025年产量增长6吨。", "6吨", "2025"),
    ),
    Exclusion(
        "date of the article",
        lambda seen: not seen.after and bool(_SENT.match(seen.text, seen.period.end)),
        Example("新华社南昌2026年2月10日电 每吨利润15美元。", "15美元", ""),
        Example("2026年2月10日电价为15美元。", "15美元", "2026-02-10"),
    ),
    Exclusion(
        "only what is compared with",
        _is_compared_with,
        Example("能耗较2020年下降6吨。", "6吨", ""),
        Example("2020年能耗下降6吨。", "6吨", "2020"),
    ),
    Exclusion(
        "of another figure",
        _has_another_figure,
        Example("自给率为35%（2023年为30%）。", "35%", ""),
        Example("自给率为35%（2023年）。", "35%", "2023"),
    ),
    Exclusion(
        "of a figure before",
        _is_over,
        Example("产量6吨（2023年为5吨），增长20%。", "20%", ""),
        Example("2024年产量6吨，增长20%。", "20%", "2024"),
    ),
)
PeriodRule = Rule[PeriodSeen, str]
PERIOD_RULES: tuple[PeriodRule, ...] = (
    PeriodRule(
        "head of the column",
        lambda seen: seen.head,
        Example("| 产品 | 2024年 | 2025年 |\n| --- | --- | --- |\n| 铜（万吨） | 5 | 6 |", "6", "2025"),
        Example("2025年产量6吨。", "6吨", "2025"),
    ),
    PeriodRule(
        "each of a list",
        _each_of_list,
        Example("2023—2024年产量分别为5吨、6吨。", "5吨", "2023"),
        Example("2023—2024年产量为5吨。", "5吨", "2023/2024"),
    ),
    PeriodRule(
        "last period named before",
        lambda seen: next((item.period.reading for item in reversed(seen.candidates) if not item.after), None),
        Example("2024年产量5吨，2025年6吨。", "6吨", "2025"),
        Example("产量6吨（2025年）。", "6吨", "2025"),
    ),
    PeriodRule(
        "period in the same clause",
        lambda seen: next((item.period.reading for item in seen.candidates if _in_clause(item)), None),
        Example("产量6吨（2025年）。", "6吨", "2025"),
        Example("产量6吨，到2025年关闭。", "6吨", ""),
    ),
)


@lru_cache(maxsize=1024)  # a head is asked for once for each cell below it
def period_of_head(head: str) -> str:
    """Return the period in the head of a column; empty if it names none or several."""
    found = {period.reading for period in periods_in(fold(head), 0, len(head), None)}
    return found.pop() if len(found) == 1 else ""
