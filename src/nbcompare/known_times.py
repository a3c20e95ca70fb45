"""Times and durations that an execution explains: it ran just now, and nothing that it measured took longer."""

import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache

from nbcompare.paired_places import Kind

LEVELS = "TRACE|DEBUG|INFO|NOTICE|SUCCESS|WARN(?:ING)?|ERROR|CRITICAL|FATAL"  # of log lines
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}"
DATE = (
    r"(?:\d{4}(?:[-/.]\d{1,2}[-/.]\d{1,2}|年\d{1,2}月\d{1,2}日)"
    rf"|\d{{1,2}}[-/.](?:\d{{1,2}}|{_MONTH})[-/.](?:\d{{4}}|\d{{2}})|\d{{1,2}}\.? ?{_MONTH},? ?\d{{4}}"
    rf"|{_MONTH} [ \d]?\d,? \d{{4}})"
)
_DAY = (  # glog and absl write the letter of the level before a day, `I1129`
    rf"(?:[A-Z][a-z]{{2,8}},? )?(?:{DATE}|\d{{8}}|\d{{6}}"
    rf"|(?P<yearless>\d{{2}}[-/]\d{{2}}|{_MONTH} [ \d]?\d|\d{{1,2}}[ -]{_MONTH}|(?<=[DEFIVW])\d{{4}}))"
)
_ZONE = r"(?: ?(?:UTC|GMT|MSK|[A-Z]{2,4}T|[+-]\d{2}(?::?\d{2})?|Z)(?!\w))?"
_SECOND = r"(?:[.,]\d+)?(?: ?[AP]M)?"
_TIME = (
    rf"(?<![\d:.])(?<!\d-)(?P<day>{_DAY})(?:[T_:,-]| at |,? {{1,2}})"
    rf"(?P<clock>\d{{1,2}}(?::\d{{2}}(?::\d{{2}})?|-\d{{2}}-\d{{2}}|\.\d{{2}}\.\d{{2}}|h\d{{2}}(?:m\d{{2}}s?)?)"
    rf"|(?<=T)\d{{6}}){_SECOND}"
    rf"(?P<zone>{_ZONE})(?:(?(yearless)(?P<year> 20\d\d)(?![\w/-]|[.:,]\d)|(?!)))?(?![\d:])"
    r"|(?<!\d)(?P<stamp>20\d{6})(?P<then>[-_T]?\d{6}|[-_T]\d{4})(?!\d)"
    r"|\bdatetime\.datetime\((?P<parts>\d{4}(?:, \d{1,2}){3,5}(?:, \d{1,6})?)(?=[,)])"
    r"|(?<![\d.])(?P<epoch>1\d{9}(?:\d{3}|\d{6}|\d{9})?)(?:\.\d+)?(?!\d)"
    rf"|(?<![\d:.-])(?P<first>\d{{1,2}}:\d{{2}}(?::\d{{2}})?){_SECOND}(?P<date>(?:,? | on ){DATE})(?![\w:-]|\.\d)"
    rf"|(?<![\d:.-])(?P<only>\d{{1,2}}:\d{{2}}:\d{{2}}){_SECOND}(?P<zone2>{_ZONE})(?![\d:])"
    rf"|(?m:^)(?P<minute>\d{{1,2}}:\d{{2}})(?=\W{{1,3}}(?:{LEVELS})\b)"
)
_BEGIN = r"(?=\d|[A-Z][a-z]{2,8},? {1,2}[A-Z\d]|datetime\.)(?<![\d.])"  # elsewhere, none is looked for, which is slow
_HINT = r":|\d{8}|datetime\(|T\d{6}|\dh\d|_\d\d-\d\d|\d\.\d\d\.\d\d"
TIME = Kind(re.compile(f"{_BEGIN}(?:{_TIME})"), re.compile(_HINT))
_ZEROS = str.maketrans("123456789", "0" * 9)
_UNITS = {  # in seconds, by the letters with which each begins
    "n": 1e-9, "µ": 1e-6, "μ": 1e-6, "us": 1e-6, "mic": 1e-6, "ms": 1e-3, "mil": 1e-3, "m": 60.0, "h": 3600.0,
}  # fmt: skip
_MEASURED = (
    r"elapsed|run[ _-]?time|wall[ _-]?(?:time|clock)|(?:tot|cum)time|percall|(?:total|execution|cpu|fit|score)[ _-]time"
)
_UNIT_NAMES = r"(?:[mµμun]?s|secs?|(?:milli|micro|nano)?seconds?)\b"
_SAID_UNIT = rf"(?:_|[ _]?[(\[]| ){_UNIT_NAMES}[)\]]?['\"]?"  # as in elapsed_ms
HEADING = re.compile(
    rf"(?i)(?<!\w)\w{{0,30}}(?<![A-Za-z])(?:{_MEASURED}|seconds|duration(?={_SAID_UNIT}))\w*"
    r"(?: ?[(\[][^)\]\n]{0,20}[)\]])?"
)
_DURATION = (
    rf"(?P<lead>(?P<said>(?i:(?<![A-Za-z])(?:{_MEASURED})[^\n\d]{{0,30}}?))|(?P<named>(?i:(?<![A-Za-z])seconds: ))"
    rf"|(?P<within>(?i:(?<![A-Za-z])duration{_SAID_UNIT})(?:[:=] ?| = ))"
    r"|(?i:(?<![A-Za-z])(?:time|duration)(?:_m?s)?:? |\b(?:took|taken)\b[^\n\d]{0,20}?|\b(?:in|after|within) )"
    r"|--- |(?m:^)\[|\[(?=[\d.e-]+ ?[a-zµμ]+\](?m:$))|\.\.\. ?"
    r"|(?i:\b(?:done|finished|completed?|ok|passed|saved|loaded"
    r"|(?<=\d )(?:rows?(?: in set)?|results?|lines?)) ?\())(?:0 ?m(?:in)? )?"
    r"(?:(?<=\.\.\.)|(?<![\w.-]))"
    r"(?:(?P<number>\d+(?:\.\d+)?(?:e-?\d+)?)(?P<unit> ?(?:seconds?|secs?|s|milliseconds?|ms|microseconds?"
    r"|[µμu]s|nanoseconds?|ns|min(?:ute)?s?|h(?:ours?)?)(?![\w/]))?|(?P<timer>\d+:\d{2}:\d{2}(?:\.\d+)?))(?![\w:]|\.\d)"
    r"|(?P<call>timedelta\(microseconds=)(?P<micro>\d+)(?=\))"
    r"|(?<![\d:.-])(?:0 days )?(?P<fine>0{1,2}:\d{2}:\d{2}\.\d{6,9})(?!\d)"
)
# Any number of seconds, if the code measures some.
QUANTITY = Kind(
    re.compile(
        r"(?: (?<!  ) *)?\d(?<![\w.,-].)(?:\d*+\.)?\d*+(?:e-\d+)?"  # with the blanks that pad it
        r"(?P<unit> ?(?:seconds?|secs?|s|milliseconds?|ms|microseconds?|[µμu]s))(?![\w/])"
    ),
    re.compile(r"\d ?[smuµμ]"),
)
# A number without a unit, at the end of what is said.
_ALONE = re.compile(r"[\d.e-]+\s*(?:$|[\n,;)\]}|<'\"]|\w+=)")
_UNIT = re.compile(rf"[_ (\[](?P<unit>{_UNIT_NAMES})[^\w\n]{{0,4}}\Z")
DURATION = Kind(
    re.compile(rf"(?:(?<![A-Za-z])(?=[ERWTCFSDIAOPLerwtcfsdiaopl0\[])|(?=---|\.\.\.))(?:{_DURATION})"),
    re.compile(
        r"lapsed|LAPSED|ime|IME|all|ALL|uration|URATION|ook|OOK|aken|AKEN|in |In |IN |fter |FTER |econds: |ECONDS: "
        r"|[A-Za-z] ?\([\d.e-]+ ?[a-zµμ]|\.\.\. ?\d"
        r"|--- |\[[\d.e-]+ ?[a-zµμ]|\[\d+:\d\d:|0:\d\d:\d\d\.|microseconds="
    ),
)


def durations(before: re.Match[str], after: re.Match[str], cell: float, notebook: float) -> tuple[str, str] | None:
    """Return two durations replaced, if the fresh one is not longer than its cell, or its notebook where it says so."""
    found = _seconds(after)
    if found is None or _seconds(before) is None:
        return None
    if found > time.time() + 0.01 - (notebook if after["said"] or after["fine"] else cell):
        return None
    leads = [found["lead"] or found["call"] or "" for found in (before, after)]
    return f"{leads[0]}…", f"{leads[1]}…"


def quantities(before: re.Match[str], after: re.Match[str], began: float) -> tuple[str, str] | None:
    """Return two numbers of seconds replaced, if the fresh one is not longer than what began at a time."""
    unit = after["unit"].strip()
    seconds = float(after[0].removesuffix(after["unit"])) * _in_seconds(unit)
    return ("…", "…") if unit == before["unit"].strip() and seconds <= time.time() + 0.01 - began else None


def _in_seconds(unit: str) -> float:
    return next((value for key, value in _UNITS.items() if unit.startswith(key)), 1.0)


def _seconds(found: re.Match[str]) -> float | None:
    if found["micro"]:
        return int(found["micro"]) * 1e-6
    if timer := found["timer"] or found["fine"]:
        hours, minutes, seconds = map(float, timer.split(":"))
        return hours * 3600 + minutes * 60 + seconds
    unit = (found["unit"] or "").strip()
    if not unit:
        unit = named["unit"] if (named := _UNIT.search(found["lead"])) else ""
        whole = found["number"].isdigit() and not (found["said"] and unit[:1] not in ("", "s"))
        if whole or not (found["said"] or found["named"] or found["within"]):
            return None
        if not _ALONE.match(found.string, found.start("number")):
            return None
    return float(found["number"]) * _in_seconds(unit)


def times(before: re.Match[str], after: re.Match[str], since: float) -> tuple[str, str] | None:
    """Return two times of the same form replaced, if the fresh one is between a moment and now."""
    one, other = (found[0].translate(_ZEROS) for found in (before, after))
    if not (one == other or _form(before) == _form(after)):
        return None
    began, until = int(since) - 1, int(time.time()) + 1  # in whole seconds: lines of a log often have the same time
    if after["epoch"]:
        now = began <= int(after["epoch"][:10]) <= until
    else:
        day = after["day"] or after["stamp"] or ""
        clock = after["clock"] or after["then"] or after["first"] or after["only"] or after["minute"]
        if parts := after["parts"]:
            day, clock = (" ".join(side) for side in (parts.split(", ")[:3], parts.split(", ")[3:]))
        cycle = 43200 if after[0].endswith("M") else 86400
        behind = after["year"] or after["date"] or ""
        now = _is_now(day + behind, clock, began, until, cycle)
        if behind and not now and (day or clock.count(":") > 1):  # behind the time, it is data
            kept = tuple(f"<now>{found['year'] or found['date'] or ''}" for found in (before, after))
            return (kept[0], kept[1]) if _is_now(day, clock, began, until, cycle) else None
    return ("<now>", "<now>") if now else None


def _form(found: re.Match[str]) -> str:
    text = found[0].replace(found["zone"] or found["zone2"] or "\0", "", 1)
    return re.sub(r" +", " ", re.sub(r"\d+|[A-Za-z]+", "0", re.sub(r"[.,]\d+$", "", text)))


@lru_cache(maxsize=1_000)
def _is_now(told: str, clock: str, since: int, until: int, cycle: int) -> bool:
    day = _numbers(told)
    numbers = [int(number) for number in re.findall(r"\d\d?", clock)]
    hour, minute, second = (*numbers, 0, 0)[:3]
    step = 1 if len(numbers) > 2 else 60
    second += hour * 3600 + minute * 60
    for offset in _offsets(until, everywhere=bool(day) and step == 1):
        begin = (since + offset) // step * step
        if (second - begin) % cycle <= until + offset - begin and (
            not day or any(_same_day(day, moment + offset) for moment in (since, until))
        ):
            return True
    return False


def is_day_of(told: str, since: float, until: float) -> bool:
    """Return whether a day with its year is that of one of two moments, in local time or UTC.

    >>> is_day_of("1 Jan 1970", 0.0, 60.0), is_day_of("1969-12-01", 0.0, 60.0)
    (True, False)
    """
    day = _numbers(told)
    moments = [moment + offset for moment in (since, until) for offset in _offsets(until, everywhere=False)]
    return len(day) > 2 and any(_same_day(day, moment) for moment in moments)


def _numbers(told: str) -> list[int]:
    """The numbers of a day, a month and, if stated, a year, in any order."""
    told = re.sub(r"(\d\d(?:\d\d)?)(\d\d)(\d\d)(?!\d)|^(\d\d)(\d\d)(?= 20\d\d$|$)", r"\1\4 \2\5 \3", told)
    day = [int(number) for number in re.findall(r"\d+", told)]
    if month := re.search(_MONTH, told):
        day.append("JanFebMarAprMayJunJulAugSepOctNovDec".index(month[0][:3]) // 3 + 1)
    return day


def _offsets(now: float, *, everywhere: bool) -> Iterator[float]:
    """The time zones, in seconds from UTC, in which a time may be stated: the local one, UTC, or any."""
    yield from (float(time.localtime(now).tm_gmtoff), 0.0)
    yield from (900.0 * quarters for quarters in range(-48, 57)) if everywhere else ()


def _same_day(numbers: list[int], moment: float) -> bool:
    day = datetime.fromtimestamp(moment, UTC)
    return sorted(numbers) in (sorted([day.day, day.month, *year]) for year in ((), (day.year,), (day.year % 100,)))
