"""The periods that a Chinese sentence names, and which one a figure belongs to."""

import re
from datetime import date
from functools import lru_cache

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction.chinese import words
from analysis.extraction.chinese.lexer import fold
from analysis.extraction.language import Period, PeriodFound

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
_THIS_MONTH = lazy_regex(r"(?P<which>本月|上月|当月)")
_CLAUSE = lazy_regex(r"[，;。]")


def periods_in(sentence: str, published: date | None) -> tuple[Period, ...]:
    """Return the periods that a sentence names; relative ones need the date of publication.

    >>> [period.reading for period in periods_in("2025年1—8月产量增长，8月回落；到2027年", None)]
    ['2025-01/2025-08', '2025-08', '2027']
    >>> periods_in("前三季度利润增长", date(2025, 11, 2))[0].reading
    '2025-01/2025-09'
    """
    text = fold(sentence)
    found: list[Period] = []
    year: int | None = published.year if published else None
    for match in _PERIOD.finditer(text):
        if not match.group():
            continue
        stated = _year(match, published)
        named = _reading(match, stated or year, published, stated=stated is not None)
        if named:
            found.append(Period(match.start(), match.end(), named))
            year = stated or year
    if published:
        for span in _LAST_YEARS.finditer(text):
            years = words.DIGITS.get(span["years"]) or (10 if span["years"] == "十" else int(span["years"]))
            ends = (0, years) if span["way"] == "未来" else (-years, 0)
            reading = f"{published.year + ends[0]}/{published.year + ends[1]}"
            found.append(Period(span.start(), span.end(), reading))
    return tuple(sorted(found))


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
        return _months(year, int(match["from"]), int(match["to"]))
    if match["month"]:
        month = _number(match["month"])
        if not 1 <= month <= 12:
            return None
        if not stated and published and month > published.month and year == published.year:
            year -= 1
        return _day(year, month, int(match["day"])) if match["day"] else f"{year}-{month:02d}"
    if match["months"]:
        return _months(year, 1, _number(match["months"]))
    if match.group().endswith("季度") or match["quarter"]:
        if match["quarter"]:
            last = 3 * _number(match["quarter"])
            return _months(year, last - 2, last)
        return _months(year, 1, 3 * _number(match["quarters"])) if match["quarters"] else None
    if match["half"]:
        return _months(year, 1, 6) if match["half"] == "上" else _months(year, 7, 12)
    return str(year) if stated or match["whole"] == "全年" else None


def _number(printed: str) -> int:
    if printed.isdigit():
        return int(printed)
    tens, found, ones = printed.partition("十")
    if not found:
        return words.DIGITS.get(printed, 0)
    return 10 * (words.DIGITS[tens] if tens else 1) + (words.DIGITS[ones] if ones else 0)


def _months(year: int, first: int, last: int) -> str | None:
    if not 1 <= first <= last <= 12:
        return None
    if (first, last) == (1, 12):
        return str(year)
    return f"{year}-{first:02d}/{year}-{last:02d}"


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def period_at(periods: tuple[Period, ...], sentence: str, start: int, end: int) -> PeriodFound:
    """Return the period of the figure from `start` to `end`: the last one named before it, else in its clause."""
    before = [period for period in periods if period.end <= start]
    if before:
        return PeriodFound(before[-1].reading, "last period named before")
    for period in periods:
        if period.start >= end and not _CLAUSE.search(fold(sentence[end : period.start])):
            return PeriodFound(period.reading, "period in the same clause")
    return PeriodFound()


@lru_cache(maxsize=1024)  # a head is asked for once for each cell below it
def period_of_head(head: str) -> PeriodFound:
    """Return the period in the head of a column; None if it names none or several.

    >>> period_of_head("2025年1-8月").reading, period_of_head("同比").reading
    ('2025-01/2025-08', None)
    """
    found = {period.reading for period in periods_in(head, None)}
    return PeriodFound(found.pop(), "head of the column") if len(found) == 1 else PeriodFound()
