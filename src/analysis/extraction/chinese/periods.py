"""The periods that a Chinese text names, and which one a figure belongs to."""

import re
from datetime import date
from functools import lru_cache
from itertools import takewhile
from operator import attrgetter

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction.chinese import words
from analysis.extraction.chinese.lexer import fold
from analysis.extraction.periods import Candidate, Period, PeriodSeen, day, months
from analysis.extraction.rules import Example, Rule

_TO = r"[-—–~至到]"
_DIGIT_YEARS = "[一二][零一二三四五六七八九]{3}"
_HAN_NUMBER = "[一二三四五六七八九十]{1,3}"
_PERIOD = lazy_regex(
    rf"""
    (?=[\d一二三四五六七八九十今去明前本上下全第])       # most characters begin no period
    (?:(?P<first>(?:19|20)\d\d)年?{_TO}(?P<second>(?:19|20)\d\d)年)
  | (?:(?P<year>(?:19|20)\d\d|{_DIGIT_YEARS}|1\d\d(?=年\d{{1,2}}月))年|(?P<relative>今年|去年|明年|前年|本年|上年))?
    (?:
      前?(?P<from>\d{{1,2}}){_TO}(?P<to>\d{{1,2}})月
    | (?P<month>\d{{1,2}}|{_HAN_NUMBER})月(?:份)?(?:(?P<day>\d{{1,2}})日)?
    | 前(?P<months>[二三四五六七八九十]|两|\d{{1,2}})个月
    | 前(?P<quarters>[二三]|两)?季度
    | 第?(?P<quarter>[一二三四1-4])季度?(?![节])
    | (?P<half>[上下])半年
    | (?P<whole>全年|度)?
    )
    """,
    re.VERBOSE,
)
_SHIFT = {"今年": 0, "本年": 0, "去年": -1, "上年": -1, "明年": 1, "前年": -2}
_LAST_YEARS = lazy_regex(r"(?P<way>近|过去|未来|最近)(?P<years>[一二三四五六七八九十两]|\d{1,2})年")
_SENT = lazy_regex(r"[电讯](?=[\s(（,，:：])")  # after the date of an agency's dateline
_CLAUSE = frozenset("，;。")


def periods_in(text: str, start: int, end: int, published: date | None) -> tuple[Period, ...]:
    """Return the periods in a sentence, in order; relative ones need the date of publication.

    One without a year is of the year that the sentence named before.

    >>> [period.reading for period in periods_in("2025年1—8月产量增长，8月回落；到2027年", 0, 25, None)]
    ['2025-01/2025-08', '2025-08', '2027']
    >>> periods_in("前三季度利润增长", 0, 8, date(2025, 11, 2))[0].reading
    '2025-01/2025-09'
    """
    found: list[Period] = []
    year = published.year if published else None
    for match in _PERIOD.finditer(text, start, end):
        if not match.group():
            continue
        stated = _year(match, published)
        named = _reading(match, stated or year, published, stated=stated is not None)
        if named:
            found.append(Period(match.start(), match.end(), named))
            year = stated or year
    if published:
        for span in _LAST_YEARS.finditer(text, start, end):
            years = words.DIGITS.get(span["years"]) or (10 if span["years"] == "十" else int(span["years"]))
            ends = (0, years) if span["way"] == "未来" else (-years, 0)
            reading = f"{published.year + ends[0]}/{published.year + ends[1]}"
            found.append(Period(span.start(), span.end(), reading))
    return tuple(sorted(found, key=attrgetter("start", "end", "reading")))


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
        if not stated and published and month > published.month and year == published.year:
            year -= 1
        return day(year, month, int(match["day"])) if match["day"] else f"{year}-{month:02d}"
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
    if seen.after or before not in _MEASURED_FROM:
        return False
    of_it = seen.text[seen.period.end : seen.period.end + 3].removeprefix("同期").startswith("的")
    of_another = any(token.kind == "number" for token in seen.between)
    return of_another or (before in {"较", "比"} and not of_it)


def _has_another_figure(seen: Candidate) -> bool:
    """Whether a period after the figure is of another one: "35%（2023年30%）", "由900亿元增至2030年的1500亿元"."""
    if seen.after and seen.text.startswith("的", seen.period.end) and seen.following[1:2]:
        return seen.following[1].kind == "number"
    if not seen.after or "(" not in [token.word for token in seen.between]:
        return False
    inside = takewhile(lambda token: token.word != ")", seen.following)
    return any(token.kind == "number" for token in inside)


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
    """Return the period in the head of a column; empty if it names none or several.

    >>> period_of_head("2025年1-8月"), period_of_head("同比")
    ('2025-01/2025-08', '')
    """
    found = {period.reading for period in periods_in(fold(head), 0, len(head), None)}
    return found.pop() if len(found) == 1 else ""
