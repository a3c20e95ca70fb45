"""The periods that a Chinese text names, and which of those in a sentence a figure belongs to."""

import re
from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache
from itertools import takewhile
from operator import attrgetter

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction import lexicon as lex
from analysis.extraction.chinese import words
from analysis.extraction.chinese.lexer import fold
from analysis.extraction.lexer import Sentence
from analysis.extraction.periods import (
    MonthEnd,
    Period,
    PeriodCandidate,
    PeriodSeen,
    day,
    months,
    months_up_to,
    moved,
    years_around,
)
from analysis.extraction.rules import Example, Rule

_TO = r"[-—–~至到]"
_DIGIT_YEARS = "[一二][零一二三四五六七八九]{3}"
_HAN_NUMBER = "[一二三四五六七八九十]{1,3}"
_YEAR = r"(?:19|20)\d\d"
_PERIOD = lazy_regex(
    rf"""
    (?:(?<![\d.])(?=\d)|(?=[一二三四五六七八九十今去明前本上这下全第半昨周星“"‘]))     # most characters begin no period
    (?:
    [“"‘]?十(?P<plan>[一二三四五])五[”"’]?(?:期间|时期|(?P<close>末期?|期末))
  | (?<![^\s，,。;；:：(（“"截至者署局部于在司午])(?P<bare>\d{{1,2}})日(?![均元内本])
  | (?P<near>[昨今][日天]|(?<![样以])[上本](?:周(?![期一二三四五六日])|月(?![初中下底末])))(?!后|前)
  | (?P<way>(?<![样以])[上本这])?(?<![每逢下几个一二两三四五六七八九十\d])(?<!周[一二三四五][至到])(?:周|星期)(?P<weekday>[一二三四五六日天])(?![期次个天届例均至到])
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

    One without a year takes the year that the sentence named before.
    """
    found: list[Period] = []
    if not any(map(text[start:end].__contains__, "年月季周星日天五")):
        return ()
    year = published.year if published else None
    for match in _PERIOD.finditer(text, start, end):
        if match["listed"]:
            found += [Period(*item.span(), item.group()) for item in _ANY_YEAR.finditer(text, *match.span())]
            continue
        if match["bare"] or match["near"] or match["weekday"]:
            found.append(Period(*match.span(), _by_publication(match, published)))
            continue
        compared = match.start() if text[match.start() - 1] in _COMPARING else 0
        if match["same"]:
            reading = moved(found[-1].reading, -12) if found else ""
            found.append(Period(*match.span(), reading, owner=match.start()))
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
        ahead = (
            named
            and match["month"]
            and published
            and stated is None
            and year == published.year
            and not named.startswith(str(year))
        )
        if ahead and _AHEAD.search(text, max(start, match.start() - _NEAR), match.end() + _NEAR):
            named = ""  # still to come: "7月合约"
        if named == match["year"] and found and text.startswith("同期", match.end()):
            last = found[-1].reading or match["year"]  # "2024年上半年…2025年同期"
            named = moved(last, 12 * (int(match["year"]) - int(last[:4])))
        if (named or (named == "" and match["month"])) and not _is_since(text, match.end(), named, published):
            found.append(Period(match.start(), match.end(), named, owner=compared))
            if text[match.start() - 1 : match.start()] not in _COMPARING:
                year = stated or year
    if published:
        for span in _LAST_YEARS.finditer(text, start, end):
            years = words.DIGITS.get(span["years"]) or (10 if span["years"] == "十" else int(span["years"]))
            reading = years_around(published, years, ahead=span["way"] == "未来")
            found.append(Period(span.start(), span.end(), reading))
    found = _joined(text, sorted(found, key=attrgetter("start", "end", "reading")))
    return tuple(found)


def _by_publication(match: re.Match[str], published: date | None) -> str:
    """A day, week or month by the date of publication: "13日", "昨日", "上周", "本月", "周三" (the last one), "上周五"."""
    word = match["near"] or "周日"
    if published is None or (isinstance(published, MonthEnd) and not match["bare"] and word[1] != "月"):
        return ""
    if match["bare"]:
        last = published if int(match["bare"]) <= published.day else published - timedelta(published.day)
        return day(last.year, last.month, int(match["bare"]))
    if match["weekday"]:
        back = published.weekday() - "一二三四五六日".index(match["weekday"].replace("天", "日"))
        return (published - timedelta(back + 7 * (match["way"] == "上") if match["way"] else back % 7)).isoformat()
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


def _reading(match: re.Match[str], year: int | None, published: date | None, *, stated: bool) -> str | None:
    if match["first"]:
        return f"{match['first']}/{match['second']}" if match["first"] < match["second"] else None
    if year is None:
        return None
    if match["until"]:
        return months(year, 1, _number(match["until"]))
    if match["from"]:
        return months(year, int(match["from"]), int(match["to"]))
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
    """Whether a period after the figure belongs to another one: "35%（2023年30%）", "由900亿元增至2030年的1500亿元"."""
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
    # The mark of the next item of a list that lost its line breaks: "5% - 产量".
    return not _BULLETS.isdisjoint(said) and any(
        token.word in _BULLETS and seen.text[token.start - 1 : token.end + 1] == f" {token.word} "
        for token in seen.between[first:]
    )


_DEPTHS = {"(": 1, ")": -1}


_BULLETS = frozenset("-•·●◆■▪")


def _each_of_list(seen: PeriodSeen) -> str | None:
    """The period at the place of the figure in its list: "2023—2025年产量分别为5、6和9万吨"."""
    last = next((item for item in reversed(seen.candidates) if not item.after), None)
    named = _listed(seen, last) if last else []
    if last is None or len(named) < 2:
        return None
    before, right = last.between, seen.quantity.right
    begins = next((at for at in reversed(range(len(before))) if before[at].word in _LIST_BEGINS), -1)
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
    Rule("sentence before", lambda seen: None if seen.quantity.unit in lex.DURATIONS else seen.before or None, Example("2024年产量5吨。其中铜2万吨。", "2万吨", "2024"), Example("2024年产量5吨。目前产能2万吨。", "2万吨", "")),
)  # fmt: skip


def tells_on(sentence: Sentence) -> bool:
    """Return whether a sentence that names no time goes on about that of the one before: "其中", "同比增长"."""
    said = "".join([token.word for token in sentence.tokens])
    return bool(_GOING_ON.search(said)) and not _OTHER_TIME.search(_YEAR_BEFORE.sub("", said))


_GOING_ON = lazy_regex("^其中|同[比期]|环比|期内|^[分按从][^,，]{1,6}[看分][,，]")
_YEAR_BEFORE = lazy_regex("[去上]年同?期?|同比")
_OTHER_TIME = lazy_regex("[年月季周日]|目前|当前|现[有在]|预[计测期]|计划|[拟将]|力争|目标|截[至止]|累计")
