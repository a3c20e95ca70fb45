"""Random values, timings and clock readings, recognised from the notebook's code.

`print(uuid.uuid4())` shows a text that looks like data. It is volatile if the code of its notebook draws such texts,
and if the stored output has another one of the same form in its place.
"""

import os
import re
import time
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from nbcompare.known_times import DATE, is_day_of
from nbcompare.paired_places import Kind, Texts, matched
from warmkernels.limits import cores

_TIMER = r"\b(?:perf_counter|monotonic|process_time|timeit|default_timer)|\btime\(\)|\bnow\(\) ?- ?\w"
_NUMBERS = re.compile(r"\d[\d.,]*")
_WEEKDAY = r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? )?"


class Draw(NamedTuple):
    """A random draw: the `code` that makes it, unless it also has `but_not`, and the form of the resulting text.

    What `identifies` something is the same text wherever that is named.
    """

    name: str
    code: str
    text: str
    alike: Callable[[str, str], bool]
    hint: str = ""
    but_not: str = ""
    identifies: bool = True


def _unlike(before: str, after: str) -> bool:
    """Whether two texts of equal length share few characters, as two draws do, unlike a text and an edit of it."""
    equal = sum(one == other for one, other in zip(before, after, strict=False) if one.isalnum())
    return len(before) == len(after) and 2 * equal <= len(before)


def _uuid(before: str, after: str) -> bool:
    """Whether two uuids are unlike, or were created at different times on one machine."""
    at_a_time = before.replace("-", "")[12] == "1" and before[-12:] == after[-12:]
    return _unlike(before, after) or (at_a_time and len(before) == len(after))


def _token(before: str, after: str) -> bool:
    """Whether both texts mix letters and digits, so that they are neither words nor numbers, and are unlike."""
    mixed = (any(map(str.isdigit, text)) and any(map(str.isalpha, text)) for text in (before, after))
    return all(mixed) and _unlike(before, after)


def _always(_before: str, _after: str) -> bool:
    return True


def _in_the_same_words(before: str, after: str) -> bool:
    return _NUMBERS.sub("0", before) == _NUMBERS.sub("0", after)


def _same_elements(before: str, after: str) -> bool:
    """Whether two lists or dictionaries have the same elements, with texts among them, whose order changes."""
    sides = [sorted(text.strip("[]{}()").split(", ")) for text in (before, after)]
    brackets = [text[0] in "[{(" and text[0] for text in (before, after)]
    return sides[0] == sides[1] and brackets[0] == brackets[1] and any(map(str.isalpha, before))


DRAWS = (
    Draw(
        "uuid",
        r"\buuid[14]\b|\buuid\.uuid|\buuidgen\b",
        r"(?i)[0-9a-f](?<![0-9a-z].)[0-9a-f]{7}(-?)[0-9a-f]{4}\1[14][0-9a-f]{3}\1[89ab][0-9a-f]{3}\1[0-9a-f]{12}"
        r"(?![0-9a-z-])",
        _uuid,
    ),
    Draw(
        "token",
        r"\bsecrets\.|\btoken_hex\b|\burandom\(|\bgetrandbits\(|\buuid[14]\([^\n]{0,12}\[:",
        r"[0-9a-f](?<!\w.)[0-9a-f]{5,255}(?!\w)",
        _token,
        but_not=r"hashlib|\bsha\d|md5|digest|\bgit\b",
    ),
    Draw(
        "commit",
        r"\bgit\b[^\n]{0,40}\b(?:log|rev-parse|describe)\b|\bhexsha\b",
        r"(?<![\w.])[0-9a-f]{7,40}(?![\w.])",
        lambda one, other: _unlike(one, other) and not (one + other).isdigit(),  # one of them may have only digits
    ),
    Draw(
        "token for an address",
        r"\btoken_urlsafe\b",
        r"[A-Za-z0-9_-](?<![\w-].)[A-Za-z0-9_-]{10,255}(?![\w-])",
        _token,
    ),
    Draw("hash", r"(?<![\w.])hash\(|\b__hash__\b", r"(?:-(?=\d{15})|\d(?<![\d.-].))\d{14,19}(?![\d.])", _always),
    Draw("address", r"(?<![\w.])id\(|\bctypes\b|\.data_ptr\(", r"\b0x(?:7[ef]|5[56])[0-9a-f]{10}\b", _always),
    Draw(
        "memory",
        r"\bru_maxrss\b|\bdisk_usage\b|\bmemory_info\b|\brss\b|\btracemalloc\b|\bvirtual_memory\b",
        r"(?i:\b(?:mem(?:ory)?|rss|peak|used|resident|allocated|available|free|disk|space)\b"
        r"(?! usage: \d)[^\n\d]{0,40}?)\d++(?:,\d{3})*(?:\.\d+)? ?(?:[KMGT]i?B|kB|[Bb]ytes)\b",
        _in_the_same_words,
        identifies=False,
    ),
    Draw(
        "rate",
        _TIMER,
        r"\d(?<![\w.,-].)[\d.,]*+ ?(?!(?:[kcm]m|rad|mol|rev)\b)(?:[KMGk]?i?B|[a-z]{2,12})(?:/s|/sec| per second)\b"
        r"|(?i:\bspeed-?up\b[^\w\n]{0,3}(?:of |is |factor )?)\d[\d.,]*"
        r"|\d(?<![\w.,-].)[\d.,]*+ ?(?:x|×|times) (?:as fast|faster|slower)\b",
        _in_the_same_words,
        identifies=False,
    ),
    Draw(
        "number of cores",
        r"\bcpu_count\b|\bsched_getaffinity\b",
        r"(?<![\w.-])\d{1,3}(?![\w.]*\d)",
        lambda one, other: int(other) in (os.cpu_count(), cores()),
        r"(?i)cpu|core|worker|job|process|thread",
        identifies=False,
    ),
)
SET_ORDER = Draw(
    "elements of a set",
    r"\b(?:list|tuple|join)\((?:set\(|frozenset\(|\{(?![^{}\n]*:))"
    r"|\bfor \w+ in (?:set\(|frozenset\(|\{(?![^{}\n]*:))",
    r"\[[^][\n]*, [^][\n]*\]|\{[^{}\n]*, [^{}\n]*\}|\([^()\n]*, [^()\n]*\)"
    r"|(?m:^|(?<=: ))[^][{}()\n:]*, [^][{}()\n]*(?m:$)",
    _same_elements,
    identifies=False,
)
_DAYS = re.compile(r"\btoday\(|\bnow\(|\b(?:strf|c|local|gm)time\(|\butcnow\(|\bfromtimestamp\(|^!date\b", re.MULTILINE)
_DAY = Kind(
    re.compile(
        rf"(?<![A-Za-z\d.-])(?<!\d/){_WEEKDAY}{DATE}(?: 00:00:00)?(?![A-Za-z\d]|[/.:-]\d|[ T]\d{{1,2}}:\d)"
        r"|(?<=[_-])20\d{6}(?!\d)|(?<=\bdate\()\d{4}, \d{1,2}, \d{1,2}(?=\))"
    ),
    re.compile(r"\d{4}[-/.年]\d|[-/.a-z,] ?(?:20)?\d\d\b|20\d{6}|, \d"),
)


def without_draws(before: str, after: str, code: str, source: str, began: float) -> Texts:
    """Return two texts with `<...>` in place of draws by the code of a notebook, which began at a time in seconds.

    `source` is the last cell of the code; only it can show that the order is that of a set.

    >>> one, other = "run 1b4e28ba-2fa1-41d2-883f-0016d3cca427", "run f2a9c0de-77b1-4c3a-9e55-6d1f20c4b8aa"
    >>> without_draws(one, other, "print('run', uuid.uuid4())", "", 0.0)
    ('run <uuid>', 'run <uuid>')
    >>> without_draws(one, other, "print('run', run.id)", "", 0.0) == (one, other)
    True
    """
    for draw in _drawn_by(code, source):
        before, after = _without(before, after, draw)
    if before == after or not _DAYS.search(code):
        return before, after

    def today(one: re.Match[str], other: re.Match[str]) -> Texts | None:
        forms = [re.sub(r"[A-Za-z]+", "A", re.sub(r"\d+", "0", text)) for text in (one[0], other[0])]
        same = forms[0] == forms[1] and is_day_of(other[0].removesuffix(" 00:00:00"), int(began) - 1, time.time() + 1)
        return ("<today>", "<today>") if same else None

    return matched(before, after, _DAY, today)


def _without(before: str, after: str, draw: Draw) -> Texts:
    """Two texts without what is drawn, if each text has one counterpart and none is in both.

    Otherwise a reference to another one has changed.
    """
    pattern, pairs = re.compile(draw.text), set[Texts]()

    def alike(one: re.Match[str], other: re.Match[str]) -> Texts | None:
        if not draw.alike(one[0], other[0]):
            return None
        pairs.add((one[0], other[0]))
        return f"<{draw.name}>", f"<{draw.name}>"

    found = matched(before, after, Kind(pattern, re.compile(draw.hint)), alike)
    if not (draw.identifies and pairs):
        return found
    old, new = ({pair[side] for pair in pairs} for side in (0, 1))
    stored, fresh = ({match[0] for match in pattern.finditer(text)} for text in (before, after))
    mixed = min(len(old), len(new)) < len(pairs) or old & fresh or new & stored
    return (before, after) if mixed else found


@lru_cache(maxsize=64)
def _drawn_by(code: str, source: str) -> tuple[Draw, ...]:
    found = [
        draw for draw in DRAWS if re.search(draw.code, code) and not (draw.but_not and re.search(draw.but_not, code))
    ]
    return (*found, SET_ORDER) if re.search(SET_ORDER.code, source) else tuple(found)


@lru_cache(maxsize=64)
def measures_time(code: str) -> bool:
    """Return whether the code of a notebook reads a clock before and after something.

    >>> measures_time("start = time.perf_counter()"), measures_time("time = 5")
    (True, False)
    """
    return re.search(_TIMER, code) is not None
