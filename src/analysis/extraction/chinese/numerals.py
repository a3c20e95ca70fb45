"""Parse Chinese numerals in digits and characters: 13万3154, 六成五, 三分之一, 翻一番, 三四十."""

import re
from typing import NamedTuple

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction.chinese import words

_SCALE = "万亿|千万|百万|十万|千亿|百亿|十亿|[万亿]"
# "5千克" are kilograms, "5千吨" are thousands.
_SMALL_SCALE = "[千百](?![瓦克米卡帕伏分焦赫]|安(?!士))"
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?:\.\d+(?=[ ]?[万亿千百吨元美公克米度%家人]))?(?![\d.,])|\d+(?:\.\d+)?"
# What follows a scale: "23亿1千万", "2亿3,415万", "5万8".
_PARTS = r"(?P<zero>零?)(?P<part>\d,\d{3}|\d{1,4})(?P<decimals>(?:\.\d+)?)(?P<of>千万|百万|十万|[万千]|百(?![瓦克米卡帕伏分]))"
_REST = rf"(?:{re.sub('[?]P<[a-z]+>', '?:', _PARTS)})*(?:零?(?:\d,\d{{3}}|\d{{1,4}})(?:\.\d+)?)?(?<=[\d万千百])"
ONES = "一二三四五六七八九"
_DIGIT = f"零{ONES}"
_HAN = f"[{_DIGIT}两十百千万亿]+(?:点[{_DIGIT}]+(?:万亿|[万亿])?)?"
NUMERAL = lazy_regex(
    rf"""
      (?P<of>[{_DIGIT}十百千万]+|\d+)分之(?P<parts>[{_DIGIT}两十百千]+(?:点[{_DIGIT}]+)?|\d+(?:\.\d+)?)
    | (?P<tenths>[一二三四五六七八九两]|\d(?:\.\d)?)成(?P<tenth>[一二三四五六七八九半](?![个家年月天倍万亿千百十])|\d(?![\d.,%个家年月天日倍万亿千百十吨元])|)(?![为立品本员都果效交长功就套]|分(?![布别占属]))
    | 翻了?(?P<times>[一两二三四\d])(?:番|倍)|(?P<double>翻倍|翻番)
    | (?<!/)(?P<part>\d{{1,2}})/(?P<whole>\d{{1,3}})(?![\d/.%万亿倍元吨])
    | (?P<digits>{_DIGITS})(?:[\ \n]?(?P<scale>{_SCALE}|{_SMALL_SCALE})(?:(?P<rest>{_REST}))?)?
    | (?P<half>一半|半数|对半)
    | (?P<halfof>半)(?=年(?!报|度|线)|个月|小时|天|个百分点|个工作日|个交易日)
    | (?P<teens>十?)(?P<few>[一二两三四五六七八九]、?[二三四五六七八九](?=[成倍年个天家万亿千百十吨种人名元块公米岁]))(?P<fewscale>{_SCALE}|{_SMALL_SCALE}|十(?!分))?
    | (?P<han>{_HAN})
    """,
    re.VERBOSE,
)
_PART = lazy_regex(_PARTS)
_FEW = lazy_regex(rf"([{_DIGIT}两])、?([{_DIGIT}])\Z")


class HanNumeral(NamedTuple):
    """A number: its ends (equal unless it is a range such as "three or four"), where it stops, and how it is written.

    `kind` is "digits", "words", "fraction", "percent", "tenths" or "multiple"; `scale` is the factor of a scale that is written.
    """

    low: float
    high: float
    end: int
    kind: str
    scale: float = 1.0


def read_numeral(text: str, start: int) -> HanNumeral | None:
    """Return the number that begins at `start` of a folded text; None if there is none."""
    match = NUMERAL.match(text, start)
    return _numeral(match) if match else None


def _numeral(match: re.Match[str]) -> HanNumeral | None:
    found, end = match.groupdict(), match.end()
    if found["of"]:
        whole, part = number_in(found["of"]), number_in(found["parts"])
        if whole == 100:
            return HanNumeral(part, part, end, "percent")
        return HanNumeral(part / whole, part / whole, end, "fraction") if whole else None
    if found["tenths"]:
        tenth = found["tenth"]
        value = 10 * number_in(found["tenths"]) + (5 if tenth == "半" else number_in(tenth) if tenth else 0)
        return HanNumeral(value, value, end, "tenths")
    if found["double"] or found["times"]:
        return _doubled(match)
    if found["part"]:
        whole = int(found["whole"])
        part = int(found["part"])
        if 0 < part < whole:
            return HanNumeral(part / whole, part / whole, end, "fraction")
        return HanNumeral(part, part, match.end("part"), "digits")
    if found["digits"]:
        return _with_scale(match)
    if found["half"] or found["halfof"]:
        return HanNumeral(0.5, 0.5, end, "fraction" if found["half"] else "words")
    if found["few"]:
        pair = _FEW.match(found["few"])
        low, high = (words.DIGITS[digit] for digit in pair.groups()) if pair else (0, 0)
        if high != low + 1:
            return None
        if found["teens"]:
            low, high = low + 10, high + 10
        scale = (words.SCALES | words.TENS)[found["fewscale"]] if found["fewscale"] else 1.0
        if scale != 1:
            return HanNumeral(low * scale, high * scale, end, "words", scale)
        tenths = match.string[end : end + 1] == "成"
        return HanNumeral(
            low * (10 if tenths else 1), high * (10 if tenths else 1), end + tenths, "tenths" if tenths else "words"
        )
    value = number_in(found["han"])
    return HanNumeral(value, value, end, "words") if value == value else None  # nan for characters that make no number


def _with_scale(match: re.Match[str]) -> HanNumeral:
    """Digits, a scale and the digits of smaller ones: "13万3154", "2亿3,415万"; "5万8" are 58 000."""
    scale = last = words.SCALES[match["scale"]] if match["scale"] else 1.0
    value = number_in(match["digits"]) * scale
    rest = match["rest"]
    if not rest:
        return HanNumeral(value, value, match.end(), "digits", scale)
    section, done = 0.0, 0
    for part in _PART.finditer(rest):
        last, done = words.SCALES[part["of"]], part.end()
        section += number_in(part["part"] + part["decimals"]) * (last / 1e4 if last >= 1e4 else last)
        if last >= 1e4:
            value, section = value + section * 1e4, 0.0
    tail = rest[done:]
    value += section
    if tail:
        colloquial = len(tail) == 1 and last > 10
        value += number_in(tail.lstrip("零")) * (last / 10 if colloquial else 1.0)
    return HanNumeral(value, value, match.end(), "digits")


def _doubled(match: re.Match[str]) -> HanNumeral:
    """A multiple: 翻一番 is twice, 翻两番 four times as much, and 翻一倍 twice."""
    times = int(number_in(match["times"])) if match["times"] else 1
    value = float(2**times) if match.group().endswith("番") or times == 1 else float(times)
    return HanNumeral(value, value, match.end(), "multiple")


def number_in(surface: str) -> float:
    """Return the value of digits or of a number in characters; nan for characters that make no number."""
    if surface[0].isdigit():
        return float("".join([mark for mark in surface if mark not in ", \u00a0\u2009\u202f"]))
    whole, _, decimals = surface.partition("点")
    if decimals:
        kept = decimals.rstrip("万亿")
        scale = words.SCALES.get(decimals[len(kept) :], 1.0)
        digits = "".join([str(words.DIGITS[mark]) for mark in kept])
        return float(f"{_whole(whole):.0f}.{digits}") * scale
    return _whole(whole)


def _whole(surface: str) -> float:
    if len(surface) > 1 and not set(surface) & set("十百千万亿"):
        return float("".join([str(words.DIGITS[mark]) for mark in surface]))  # a year, digit by digit
    total = section = 0.0
    digit: int | None = None
    last = 1.0  # the scale of a digit at the end: "三千五" is 3500
    for mark in surface:
        if mark in words.DIGITS:
            digit = words.DIGITS[mark]
            last = 1.0 if digit == 0 else last
        elif mark in words.TENS:
            last = words.TENS[mark] / 10
            section += (1 if digit is None or (digit == 0 and mark == "十") else digit) * words.TENS[mark]
            digit = None
        else:
            section += digit or 0
            scale = words.SCALES[mark]
            last = scale / 10
            if mark == "亿" and total:
                total = (total + section) * scale
            else:
                total += (section or (1.0 if not total else 0.0)) * scale
            section, digit = 0.0, None
    return total + section + (digit or 0) * last
