"""The periods that a Chinese text names."""

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache
from operator import attrgetter

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction.chinese import words
from analysis.extraction.chinese.lexer import fold
from analysis.extraction.periods import MonthEnd, Period, day, months, months_up_to, years_around

_TO = r"[-—–~至到]"
_DIGIT_YEARS = "[一二][零一二三四五六七八九]{3}"
_HAN_NUMBER = "[一二三四五六七八九十]{1,3}"
_YEAR = r"(?:19|20)\d\d"
_PERIOD = lazy_regex(
    rf"""
    (?:(?<![\d.])(?=\d)|(?=[一二三四五六七八九十今去明前本上下全第半昨“"‘]))     # most characters begin no period
    (?:
    (?P<season>(?:19|20)\d\d)/\d\d年度(?:\([^()]{{1,16}}\))?      # "2023/24年度(10月-次年9月)"
  | [“"‘]?十(?P<plan>[一二三四五])五[”"’]?(?:期间|时期|(?P<close>末期?|期末))
  | (?P<first_month>\d{{1,2}})\ ?月?份?[、和及与](?:\d{{1,2}}\ ?月份?[、和及与])*(?P<last_month>\d{{1,2}})\ ?月份?(?=[^，,。;；]{{0,12}}(?:总计|合计|累计|共))
  | (?<![^\s，,。;；:：(（“"截至者署局部于在司午])(?P<bare>\d{{1,2}})日(?![均元内本])
  | (?P<near>[昨今][日天]|(?<![样以])[上本](?:周(?![期一二三四五六日])|月(?![初中下底末])))(?!后|前)
  | (?:(?P<first>{_YEAR})\ ?年?\ ?{_TO}\ ?(?P<second>{_YEAR})\ ?年)
  | (?P<listed>{_YEAR}(?:\ ?年?[、/和及与]\ ?{_YEAR})+)\ ?年(?!\ ?\d{{1,2}}\ ?月)
  | (?P<same>(?:去年|上一?年度?)同期)
  | (?:(?P<year>{_YEAR}|{_DIGIT_YEARS}|1\d\d(?=年\d{{1,2}}月))\ ?年|(?P<relative>今年(?![春夏秋冬])|去年|明年|前年|本年|上年))?
    (?:\ ?(?:                                          # "2025 年 8 月 22 日"
      前(?P<until>\d{{1,2}}|[二三四五六七八九十两])\ ?月(?!份)
    | 前?(?P<from>\d{{1,2}})\ ?{_TO}\ ?(?P<to>\d{{1,2}})\ ?月
    | (?:(?P<month>\d{{1,2}}|{_HAN_NUMBER})\ ?月|(?P<january>元月))(?!合约|期货|交割)(?:份)?(?:\ ?(?P<third>[上中下])旬|\ ?(?P<day>\d{{1,2}}|{_HAN_NUMBER})\ ?日?{_TO}(?P<last>\d{{1,2}})\ ?日|\ ?(?P<one>\d{{1,2}}|{_HAN_NUMBER})\ ?日)?
      (?:(?:[底末]?止\ ?的?首?|的上?一?个?(?=财年|财政|会计))(?P<span>(?:财政|会计)?年度|财年|全年|中期|[上半]半?年度?|季度|(?P<count>\d{{1,2}}|{_HAN_NUMBER})\ ?个月))?
    | 前\ ?(?P<months>[二三四五六七八九十]|两|\d{{1,2}})\ ?个月
    | 前\ ?(?P<quarters>[二三23]|两)?\ ?季度
    | (?<![上下前])第?\ ?(?P<quarter>[一二三四1-4])\ ?季度?(?![节])
    | (?P<half>[上下])半年|(?P<report>半年(?=度|报))度?
    | (?P<whole>全年|度)
    ))?)
    """,
    re.VERBOSE,
)
# Around a month that the year of the publication has not reached yet: still to come.
_AHEAD = lazy_regex("预[计期测]|计划|拟|有望|将|互换|掉期|合约|期货|交割")
_NEAR = 16
_THIRDS = {"上": (1, 10), "中": (11, 20), "下": (21, 0)}  # days of a month, 0 for the last
_SPANS = {"中": 6, "上": 6, "半": 6, "季": 3}  # months, by the first character; of any other span a year
_ANY_YEAR = lazy_regex(r"(?<!\d)\d{4}(?!\d)")
_COMPARING = frozenset("较比")
_SHIFT = {"今年": 0, "本年": 0, "去年": -1, "上年": -1, "明年": 1, "前年": -2}
_LAST_YEARS = lazy_regex(r"(?P<way>近|过去|未来|最近)(?P<years>[一二三四五六七八九十两]|\d{1,2})年")


def periods_in(text: str, start: int, end: int, published: date | None, before: str = "") -> tuple[Period, ...]:
    """Return the periods in a sentence, in order; relative ones need the date of publication.

    One without a year is of the year that the sentence named before.
    """
    found: list[Period] = []
    if not any(map(text[start:end].__contains__, "年月季周日天五")):
        return ()
    year = published.year if published else None
    for match in _PERIOD.finditer(text, start, end):
        if match["listed"]:
            found += [Period(*item.span(), item.group()) for item in _ANY_YEAR.finditer(text, *match.span())]
            continue
        if match["bare"]:
            found.append(Period(*match.span(), _last_day(int(match["bare"]), published)))
            continue
        if match["near"]:
            found.append(Period(*match.span(), _near(match["near"], published)))
            continue
        if match["same"]:
            found.append(Period(match.start(), match.end(), _year_before(found[-1].reading) if found else ""))
            continue
        stated = _year(match, published)
        if match["plan"]:
            first = 2006 + 5 * (words.DIGITS[match["plan"]] - 1)
            found.append(Period(*match.span(), str(first + 4) if match["close"] else f"{first}/{first + 4}"))
            continue
        if match["whole"] == "全年" and stated is None and not found:
            continue  # of the year before, at the beginning of a year
        if stated is None and published and match["month"] and found and text[match.start() - 1] in "到至":
            apart = found[-1].end < match.start() - 1  # "由去年的5万元涨到3月的6万元": not the end of one interval
            year = published.year if apart else year
        named = _reading(match, stated or year, published, stated=stated is not None)
        moved = (
            named
            and match["month"]
            and published
            and stated is None
            and year == published.year
            and not named.startswith(str(year))
        )
        if moved and _AHEAD.search(text, max(start, match.start() - _NEAR), match.end() + _NEAR):
            named = ""  # still to come: "7月合约"
        if named == match["year"] and found and text.startswith("同期", match.end()):
            named = _moved(found[-1].reading, int(match["year"]))
        if (named or (named == "" and match["month"])) and not _is_since(text, match.end(), named, published):
            found.append(Period(match.start(), match.end(), named))
            if text[match.start() - 1 : match.start()] not in _COMPARING:
                year = stated or year
    if published:
        for span in _LAST_YEARS.finditer(text, start, end):
            years = words.DIGITS.get(span["years"]) or (10 if span["years"] == "十" else int(span["years"]))
            reading = years_around(published, years, ahead=span["way"] == "未来")
            found.append(Period(span.start(), span.end(), reading))
    found = _joined(text, sorted(found, key=attrgetter("start", "end", "reading")))
    return tuple(found)


def _last_day(number: int, published: date | None) -> str:
    """The last day with this number before the publication: "13日"."""
    if published is None:
        return ""
    last = published if number <= published.day else published - timedelta(published.day)
    return day(last.year, last.month, number)


def _moved(reading: str, year: int) -> str:
    """The same part of another year: "2024年上半年…2025年同期"."""
    shift = year - int(reading[:4]) if reading else 0
    return _ANY_YEAR.sub(lambda printed: str(int(printed.group()) + shift), reading) or str(year)


def _near(word: str, published: date | None) -> str:
    """A day, week or month by the date of publication: "昨日", "上周", "本月"."""
    if published is None or (isinstance(published, MonthEnd) and word[1] != "月"):
        return ""
    if word[1] in "日天":
        return (published - timedelta(word[0] == "昨")).isoformat()
    if word[1] == "周":
        monday = published - timedelta(published.weekday() + 7 * (word[0] == "上"))
        return f"{monday.isoformat()}/{(monday + timedelta(6)).isoformat()}"
    last = published if word[0] == "本" else published - timedelta(published.day)
    return f"{last.year}-{last.month:02d}"


def _is_since(text: str, end: int, named: str, published: date | None) -> bool:
    """Whether a period is only when something began: "去年以来"; "今年以来" is the part of this year so far."""
    if not _SINCE.match(text, end):
        return False
    last = named.rpartition("/")[2]
    return published is None or not named[:4] <= published.isoformat()[: len(last)] <= last


_SINCE = lazy_regex(r"[初底末]?(?:以来|至今|到(?:现在|目前|今)|开始|起(?![码重初到])|以后|之后)")


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
    if match["season"]:
        return f"{match['season']}/{int(match['season']) + 1}"
    if match["first"]:
        return f"{match['first']}/{match['second']}" if match["first"] < match["second"] else None
    if year is None:
        return None
    if match["until"]:
        return months(year, 1, _number(match["until"]))
    if match["from"]:
        return months(year, int(match["from"]), int(match["to"]))
    if match["first_month"]:
        return months(year, int(match["first_month"]), int(match["last_month"]))
    if match["month"] or match["january"]:
        month = _number(match["month"] or "1")
        if not 1 <= month <= 12:
            return None
        if match["span"]:
            count = _number(match["count"]) if match["count"] else _SPANS.get(match["span"][0], 12)
            return months_up_to(year, month, count)
        if not stated and published and month > published.month and year == published.year:
            year -= 1
        if match["third"]:
            first, last = _THIRDS[match["third"]]
            return f"{day(year, month, first)}/{day(year, month, last or monthrange(year, month)[1])}"
        if match["last"]:
            return f"{day(year, month, _number(match['day']))}/{day(year, month, int(match['last']))}"
        return day(year, month, _number(match["one"])) if match["one"] else f"{year}-{month:02d}"
    if match["months"]:
        return months(year, 1, _number(match["months"]))
    if match.group().endswith("季度") or match["quarter"]:
        if match["quarter"]:
            last = 3 * _number(match["quarter"])
            return months(year, last - 2, last)
        return months(year, 1, 3 * _number(match["quarters"])) if match["quarters"] else None
    if match["half"] or match["report"]:
        return months(year, 1, 6) if match["half"] != "下" else months(year, 7, 12)
    return str(year) if stated or match["whole"] == "全年" else None


def _number(printed: str) -> int:
    if printed.isdigit():
        return int(printed)
    tens, found, ones = printed.partition("十")
    if not found:
        return words.DIGITS.get(printed, 0)
    return 10 * (words.DIGITS[tens] if tens else 1) + (words.DIGITS[ones] if ones else 0)


@lru_cache(maxsize=1024)  # a head is asked for once for each cell below it
def period_of_head(head: str) -> str:
    """Return the period in the head of a column; empty if it names none or several."""
    found = {period.reading for period in periods_in(fold(head), 0, len(head), None)}
    return found.pop() if len(found) == 1 else ""
