"""Compare two texts line by line, or two JSON values: numbers with a tolerance, everything else exactly."""

import base64
import binascii
import difflib
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from nbcompare.difference import Difference, shorten
from nbcompare.known_run import is_measured, without_known
from nbcompare.number_diff import PrintedNumber, compare_numbers, split
from nbcompare.random_ids import match_ids, numbered
from nbcompare.sanitize_rule import SanitizeRule
from nbcompare.sanitize_rules import NUMBERED, normalise, without_volatile_lines
from nbcompare.settings import Settings
from nbcompare.value_diff import close, from_to, is_number
from nbcompare.wrapped_text import unwrapped

_CONTEXT = 30  # characters before a number that say which one it is
_QUOTED = 70  # characters of a line that a message quotes
MOST_LISTED = 200  # differences of one text, or of the rows of one table
_SEARCHED = 1_000  # lines that tell whether numbers got longer
_QUADRATIC = 250_000  # pairs of lines that are compared with each other
_LONG = 100_000  # characters of a line that is compared word by word
_DECIMAL = re.compile(r"-?[0-9]{1,200}\.([0-9]+)")
_ADDRESS = re.compile(r"://[^\s<>\"']*\Z")
_DIGITS = re.compile(r"[-+−]?\d[\d.,]*(?:[eE][-+]?\d+)?")
# Number and text of a line on both sides, and by how much a path in it got longer.
LinePair: TypeAlias = tuple[int, str | None, int, str | None, int]


def compare_texts(before: str, after: str, settings: Settings) -> list[Difference]:
    """Return the differences of two texts, volatile parts replaced on both sides; at most some hundred are listed.

    >>> [item.message for item in compare_texts("pays 1.5 USD", "pays 1.6 USD", Settings())]
    ["'pays': from 1.5 to 1.6 (by +0.1, +6.67 %)"]
    >>> compare_texts("pays 0.3 USD", "pays 0.30000000000000004 USD", Settings())
    []
    """
    if before == after:
        return []
    if not settings.replacements and _same_decimal(before, after, settings):
        return []
    for pattern, replacement in settings.replacements:
        before, after = (re.sub(pattern, replacement, text) for text in (before, after))
    before, after = match_ids(without_volatile_lines(before), without_volatile_lines(after))
    before, after = unwrapped(before, after)
    lines = before.splitlines()
    pairs = _changed_lines(lines, after.splitlines(), settings)
    if not pairs and before != after:  # only the line endings differ
        return [Difference("text", f"the end of a line: from {before[-20:]!r} to {after[-20:]!r}")]
    if not (before and after):
        return [Difference("text", f"from {shorten(before)!r} to {shorten(after)!r}")]
    found: list[Difference] = []
    several = "\n" in before.rstrip("\n")
    layout: bool | None = None
    beside_paths = _beside_longer_paths(pairs, lines)
    for number, (i, old, j, new, _) in enumerate(pairs):
        if len(found) >= MOST_LISTED:
            return [*found, Difference("text", f"the lines after the first {len(found)} differences were not compared")]
        if old is None or new is None:
            words = f"line {j + 1} is new: {shorten(new)!r}" if new is not None else ""
            found.append(Difference("text", words or f"line {i + 1} is missing: {shorten(old or '')!r}"))
        elif old != new:
            if layout is None:
                layout = _may_realign(pairs)
            blanks = layout or number in beside_paths
            found += _compare_lines(old, new, f"line {i + 1}, " if several else "", settings, blanks)
    return found


def _same_decimal(before: str, after: str, settings: Settings) -> bool:
    """Whether both are a number with equally many decimals, within the tolerance: most cells of a long table are."""
    old, new = _DECIMAL.fullmatch(before), _DECIMAL.fullmatch(after)
    if not (old and new and len(old[1]) == len(new[1])):
        return False
    return close(float(before), float(after), settings.rtol, settings.atol)


def _changed_lines(before: list[str], after: list[str], settings: Settings) -> list[LinePair]:
    """The lines that differ before volatile parts are replaced, in pairs and with these replaced."""
    pairs = [
        (i or 0, None if i is None else before[i], j or 0, None if j is None else after[j])
        for i, j in aligned(before, after, _key)
        if i is None or j is None or before[i] != after[j]
    ]
    sides = without_known(
        "\n".join(pair[1] or "" for pair in pairs), "\n".join(pair[3] or "" for pair in pairs), settings
    )
    normal = [iter(_normal_lines(side.split("\n"))) for side in sides]
    replaced = []
    for i, old, j, new in pairs:
        texts = [next(side) for side in normal]
        one, other = (None if line is None else text for line, text in zip((old, new), texts, strict=True))
        longer = 0
        if old and new and one and other and all("…/" in text or "…:" in text for text in (one, other)):
            longer = (len(new) - len(other)) - (len(old) - len(one))
        replaced.append((i, one, j, other, longer))
    return replaced


def _beside_longer_paths(pairs: Sequence[LinePair], lines: Sequence[str]) -> set[int]:
    """The changed lines with at most one line of text between them, where a path got longer in one of them."""
    blocks: list[list[int]] = []
    last = (-1, -1)
    for number, (i, old, j, new, _) in enumerate(pairs):
        if old is None or new is None:
            continue
        step = i - last[0]
        if not blocks or step != j - last[1] or step > 2 or not lines[i - 1].strip():
            blocks.append([])
        blocks[-1].append(number)
        last = (i, j)
    return {number for block in blocks if any(pairs[place][4] for place in block) for number in block}


def _normal_lines(lines: list[str]) -> list[str]:
    """Lines with their volatile parts replaced; all in one piece, which is much faster."""
    found = normalise("\n".join(lines)).split("\n")
    return found if len(found) == len(lines) else [normalise(line) for line in lines]


def aligned(
    before: Sequence[str], after: Sequence[str], key: Callable[[str], str] = str
) -> Iterator[tuple[int | None, int | None]]:
    """Yield pairs of positions that belong together, with None where the other side has nothing.

    Sides of equal length are paired by position. Otherwise equal beginnings and ends are paired, and between them the
    longest runs of equal keys. Where the rest is long, texts that occur once on each side divide it first, since
    finding the longest runs takes quadratic time.

    >>> list(aligned("abc", "ac"))
    [(0, 0), (1, None), (2, 1)]
    """
    if len(before) == len(after):
        yield from ((i, i) for i in range(len(before)))
        return
    start, shorter = 0, min(len(before), len(after))
    while start < shorter and before[start] == after[start]:
        start += 1
    end = 0
    while end < shorter - start and before[-1 - end] == after[-1 - end]:
        end += 1
    yield from ((i, i) for i in range(start))
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    if len(old) * len(new) <= _QUADRATIC:
        old, new = [key(text) for text in old], [key(text) for text in new]
    for i, j in _paired(old, new):
        yield None if i is None else start + i, None if j is None else start + j
    yield from ((len(before) - k, len(after) - k) for k in range(end, 0, -1))


def _paired(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int | None, int | None]]:
    a = c = 0
    for b, d in [*_anchors(old, new), (len(old), len(new))]:
        yield from _runs(old[a:b], new[c:d], a, c)
        if b < len(old):
            yield b, d
        a, c = b + 1, d + 1


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of texts that occur once on each side, in an order that both sides have; none if the sides are short."""
    if len(old) * len(new) <= _QUADRATIC:
        return []
    counts = Counter(old), Counter(new)
    places = {text: j for j, text in enumerate(new) if counts[1][text] == 1}
    pairs = [(i, places[text]) for i, text in enumerate(old) if counts[0][text] == 1 and text in places]
    ends: list[
        int
    ] = []  # the longest rising sequence: for each length the pair with the smallest end, and what it follows
    follows: list[int] = []
    values: list[int] = []
    for number, (_, j) in enumerate(pairs):
        length = bisect_left(values, j)
        follows.append(ends[length - 1] if length else -1)
        ends[length : length + 1] = [number]
        values[length : length + 1] = [j]
    chosen, number = [], ends[-1] if ends else -1
    while number >= 0:
        chosen.append(pairs[number])
        number = follows[number]
    return chosen[::-1]


def _runs(old: Sequence[str], new: Sequence[str], a: int, c: int) -> Iterator[tuple[int | None, int | None]]:
    """Pair two parts, which begin at `a` and `c`, by the longest runs of equal texts, or long ones by position."""
    whole = ("replace", 0, len(old), 0, len(new))
    long = len(old) * len(new) > _QUADRATIC
    codes = [whole] if long else difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for _, i, j, k, m in codes:
        both = min(j - i, m - k)
        yield from ((a + i + n, c + k + n) for n in range(both))
        yield from ((a + n, None) for n in range(i + both, j))
        yield from ((None, c + n) for n in range(k + both, m))


def compare_json(before: Any, after: Any, settings: Settings, place: str = "") -> list[Difference]:
    """Return the differences of two JSON values, each with the path to it.

    Whole numbers and truth values must be equal; other numbers and those in texts may differ by the tolerance.

    >>> [item.message for item in compare_json({"a": [1, 2.0]}, {"a": [1, 2.5]}, Settings())]
    ['a[1]: from 2.0 to 2.5 (by +0.5, +25 %)']
    """
    texts = ["\n".join(_texts_and_keys(value)) for value in (before, after)]
    for rule in NUMBERED:
        sides = rule.ids(texts[0]), rule.ids(texts[1])
        if any(sides):
            names = numbered(rule, *sides)
            before, after = (_renamed(value, rule, side) for value, side in zip((before, after), names, strict=True))
    return _compare_values(before, after, settings, place)


def _texts_and_keys(value: Any) -> list[str]:
    """The texts in a JSON value in the order of sorted keys, and then all keys, so that their order matters least."""
    texts: list[str] = []
    keys: list[str] = []

    def walk(value: Any) -> None:
        if isinstance(value, str):
            texts.append(value)
        elif isinstance(value, Mapping):
            keys.extend(value)
            for name in sorted(value):
                if isinstance(value[name], str):
                    texts.append(f'"{name}": "{value[name]}"')
                else:
                    walk(value[name])
        elif _is_list(value) and not isinstance(value[0] if value else 0, (int, float)):  # lists of numbers are long
            for item in value:
                walk(item)

    walk(value)
    return texts + [f'"name": "{key}"' for key in dict.fromkeys(keys)]


def _renamed(value: Any, rule: SanitizeRule, names: dict[str, str]) -> Any:
    if isinstance(value, str):
        return rule.rename(value, names)
    if isinstance(value, Mapping):
        return {rule.rename(name, names): _renamed(item, rule, names) for name, item in value.items()}
    return [_renamed(item, rule, names) for item in value] if _is_list(value) else value


def _compare_values(before: Any, after: Any, settings: Settings, place: str) -> list[Difference]:
    before, after = _array(before), _array(after)
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        found = []
        for name in dict.fromkeys([*before, *after]):
            way = f"{place}.{name}" if place else str(name)
            if name not in after or name not in before:
                found.append(Difference("output", f"{way} {'is missing' if name in before else 'is new'}"))
            else:
                found += _compare_values(before[name], after[name], settings, way)
        return found
    if _is_list(before) and _is_list(after):
        if len(before) != len(after):
            return [Difference("output", f"{place or 'the list'}: from {len(before)} to {len(after)} entries")]
        pairs = enumerate(zip(before, after, strict=True))
        return [item for i, (a, b) in pairs for item in _compare_values(a, b, settings, f"{place}[{i}]")]
    change = _change(before, after, settings)
    if change and is_number(before) and is_measured(place.rpartition(".")[2], str(before), str(after), settings):
        return []
    return [Difference("number", f"{place}: {change}" if place else change)] if change else []


def _array(value: Any) -> Any:
    """The numbers of an array that plotly has packed into Base64; any other value as it is."""
    if not (isinstance(value, Mapping) and {"dtype", "bdata"} <= value.keys() <= {"dtype", "bdata", "shape"}):
        return value
    import numpy as np

    try:
        array = np.frombuffer(base64.b64decode(value["bdata"]), dtype=str(value["dtype"]))
        shape = [int(length) for length in str(value.get("shape", array.size)).split(",")]
        return array.reshape(shape).tolist()
    except (TypeError, ValueError, binascii.Error):
        return value


def _is_list(value: object) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _change(before: Any, after: Any, settings: Settings) -> str | None:
    """The change of one value in words, None if it is the same."""
    if type(before) is type(after) and before == after:
        return None
    if is_number(before) and is_number(after):
        exact = isinstance(before, int) and isinstance(after, int) and not settings.explicit
        same = before == after if exact else close(before, after, settings.rtol, settings.atol)
        return None if same else from_to(before, after)
    if isinstance(before, str) and isinstance(after, str):
        found = compare_texts(before, after, settings)
        return "; ".join(item.message for item in found[:3]) or None
    return f"from {shorten(repr(before))} to {shorten(repr(after))}"


def _compare_lines(before: str, after: str, place: str, settings: Settings, layout: bool) -> list[Difference]:
    """Differences of two lines; with `layout`, runs of blanks may differ because a number got longer or shorter."""
    if max(len(before), len(after)) > _LONG and " " in before:
        return _compare_words(before, after, place, settings)
    (old, numbers), (new, others) = split(before), split(after)
    if old != new and not (layout and _blanks(old) == _blanks(new)):
        return [Difference("text", f"{place}{_quoted(before, after)}")]
    found: list[Difference] = []
    for number, counterpart in zip(numbers, others, strict=True):
        if len(found) >= MOST_LISTED:
            break
        change = compare_numbers(number, counterpart, settings)
        if change:
            words = _words_before(before, number)
            if _ADDRESS.search(before, max(0, number.start - _SEARCHED), number.start):
                change = change.partition(" (by ")[0]  # the number is an identifier
            found.append(Difference("number", f"{place}{words}{change}"))
    return found


def _compare_words(before: str, after: str, place: str, settings: Settings) -> list[Difference]:
    """Differences of two very long lines: only words that differ are looked at."""
    old, new = before.split(" "), after.split(" ")
    if len(old) != len(new):
        return [Difference("text", f"{place}{_quoted(before, after)}")]
    found: list[Difference] = []
    for number, (one, other) in enumerate(zip(old, new, strict=True), start=1):
        if one != other and len(found) < MOST_LISTED:
            found += _compare_lines(one, other, f"{place}word {number}, ", settings, False)
    return found


def _words_before(line: str, number: PrintedNumber) -> str:
    begin = max(0, number.start - 2 * _CONTEXT)
    words = line[begin : number.start].rstrip(" =:")
    if not words.strip():
        return ""
    return f"{'…' if begin or len(words) > _CONTEXT else ''}{words[-_CONTEXT:].strip()!r}: "


def _quoted(before: str, after: str) -> str:
    """The change of a line in words: where only blanks changed, these and the word after them."""
    if before.split() != after.split():
        one, other = _around(before, after)
        return f"from {one!r} to {other!r}"
    words = before.split()
    if not words:
        return f"the blanks: from {before!r} to {after!r}"
    old, new = (re.split(r"\S+", line) for line in (before, after))
    place = next(i for i, (a, b) in enumerate(zip(old, new, strict=True)) if a != b)
    beside = f"before {shorten(words[place])!r}" if place < len(words) else f"after {shorten(words[-1])!r}"
    return f"the blanks {beside}: from {old[place]!r} to {new[place]!r}"


def _around(before: str, after: str) -> tuple[str, str]:
    """Two lines as quoted: as a whole, or where they begin to differ if they are long."""
    if max(len(before), len(after)) <= _QUOTED:
        return shorten(before), shorten(after)
    pairs = enumerate(zip(before, after, strict=False))
    equal = next((place for place, (one, other) in pairs if one != other), min(len(before), len(after)))
    begin = max(0, equal - _CONTEXT)
    cut = slice(begin, begin + _QUOTED)
    one, other = (f"{'…' if begin else ''}{line[cut]}{'…' if len(line) > cut.stop else ''}" for line in (before, after))
    return shorten(one, _QUOTED + 2), shorten(other, _QUOTED + 2)


def _may_realign(pairs: Sequence[LinePair]) -> bool:
    """Whether a number is printed longer or shorter, so that columns are padded with more or fewer blanks."""
    for _, before, _, after, _ in pairs[:_SEARCHED]:
        if before and after and before != after and len(before) <= _LONG:
            old, new = split(before)[1], split(after)[1]
            if len(old) == len(new) and any(len(a.printed) != len(b.printed) for a, b in zip(old, new, strict=True)):
                return True
    return False


def _blanks(pieces: Sequence[str]) -> list[str]:
    return [re.sub(r"[ \t]+", " ", re.sub(r"[ \t]+(?=[\])])|^[ \t]+|[ \t]+$", "", piece)) for piece in pieces]


def _key(line: str) -> str:
    """A line without its numbers, so that lines are paired by their words."""
    return _DIGITS.sub("#", line)
