"""Compare two texts line by line, or two JSON values: numbers with a tolerance, everything else exactly."""

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from nbcompare.difference import Difference, shorten
from nbcompare.number_diff import PrintedNumber, compare_numbers, split
from nbcompare.sanitize_rules import normalise
from nbcompare.settings import Settings
from nbcompare.value_diff import close, from_to, is_number

_CONTEXT = 30  # characters before a number that say which one it is


def compare_texts(before: str, after: str, settings: Settings) -> list[Difference]:
    """Return the differences of two texts, volatile parts replaced on both sides.

    >>> [item.message for item in compare_texts("pays 1.5 USD", "pays 1.6 USD", Settings())]
    ["'pays': from 1.5 to 1.6 (by +0.1, +6.67 %)"]
    >>> compare_texts("pays 0.3 USD", "pays 0.30000000000000004 USD", Settings())
    []
    """
    before, after = (normalise(text, settings.replacements) for text in (before, after))
    if before == after:
        return []
    if not (before and after):
        return [Difference("text", f"from {shorten(before)!r} to {shorten(after)!r}")]
    old, new = before.splitlines(), after.splitlines()
    found: list[Difference] = []
    layout = _may_realign(before, after)
    for i, j in aligned([_key(line) for line in old], [_key(line) for line in new]):
        if i is None and j is not None:
            found.append(Difference("text", f"line {j + 1} is new: {shorten(new[j])!r}"))
        elif j is None and i is not None:
            found.append(Difference("text", f"line {i + 1} is missing: {shorten(old[i])!r}"))
        elif i is not None and j is not None:
            place = f"line {i + 1}, " if len(old) > 1 else ""
            found += _compare_lines(old[i], new[j], place, settings, layout)
    if not found and old == new:  # only the line endings differ
        found.append(Difference("text", f"the end of a line: from {before[-20:]!r} to {after[-20:]!r}"))
    return found


def aligned(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[int | None, int | None]]:
    """Yield pairs of positions that belong together, with None where the other side has nothing.

    Sides of equal length are paired by position; otherwise the longest runs of equal keys decide.

    >>> list(aligned("abc", "ac"))
    [(0, 0), (1, None), (2, 1)]
    """
    if len(before) == len(after):
        yield from ((i, i) for i in range(len(before)))
        return
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for _, a, b, c, d in matcher.get_opcodes():
        paired = min(b - a, d - c)
        yield from ((a + k, c + k) for k in range(paired))
        yield from ((i, None) for i in range(a + paired, b))
        yield from ((None, j) for j in range(c + paired, d))


def compare_json(before: Any, after: Any, settings: Settings, place: str = "") -> list[Difference]:
    """Return the differences of two JSON values, each with the path to it.

    Whole numbers and truth values must be equal; other numbers and those in texts may differ by the tolerance.

    >>> [item.message for item in compare_json({"a": [1, 2.0]}, {"a": [1, 2.5]}, Settings())]
    ['a[1]: from 2.0 to 2.5 (by +0.5, +25 %)']
    """
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        found = []
        for name in dict.fromkeys([*before, *after]):
            way = f"{place}.{name}" if place else str(name)
            if name not in after or name not in before:
                found.append(Difference("output", f"{way} {'is missing' if name in before else 'is new'}"))
            else:
                found += compare_json(before[name], after[name], settings, way)
        return found
    if _is_list(before) and _is_list(after):
        if len(before) != len(after):
            return [Difference("output", f"{place or 'the list'}: from {len(before)} to {len(after)} entries")]
        pairs = enumerate(zip(before, after, strict=True))
        return [item for i, (a, b) in pairs for item in compare_json(a, b, settings, f"{place}[{i}]")]
    change = _change(before, after, settings)
    return [Difference("number", f"{place}: {change}" if place else change)] if change else []


def _is_list(value: object) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _change(before: Any, after: Any, settings: Settings) -> str | None:
    """The change of one value in words, None if it is the same."""
    if is_number(before) and is_number(after):
        exact = isinstance(before, int) and isinstance(after, int) and not settings.explicit
        same = before == after if exact else close(before, after, settings.rtol, settings.atol)
        return None if same else from_to(before, after)
    if isinstance(before, str) and isinstance(after, str):
        found = compare_texts(before, after, settings)
        return "; ".join(item.message for item in found) or None
    same = type(before) is type(after) and before == after
    return None if same else f"from {shorten(repr(before))} to {shorten(repr(after))}"


def _compare_lines(before: str, after: str, place: str, settings: Settings, layout: bool) -> list[Difference]:
    """Differences of two lines; with `layout`, runs of blanks may differ because a number got longer or shorter."""
    if before == after:
        return []
    (old, numbers), (new, others) = split(before), split(after)
    if old != new and not (layout and _blanks(old) == _blanks(new)):
        return [Difference("text", f"{place}from {shorten(before)!r} to {shorten(after)!r}")]
    found = []
    for number, other in zip(numbers, others, strict=True):
        change = compare_numbers(number, other, settings)
        if change:
            words = _words_before(before, number)
            found.append(Difference("number", f"{place}{words}{change}"))
    return found


def _words_before(line: str, number: PrintedNumber) -> str:
    words = line[: number.start].rstrip(" =:")
    if not words.strip():
        return ""
    return f"{'…' if len(words) > _CONTEXT else ''}{words[-_CONTEXT:].strip()!r}: "


def _may_realign(before: str, after: str) -> bool:
    """Whether a number is printed longer or shorter, so that columns are padded with more or fewer blanks."""
    old, new = split(before)[1], split(after)[1]
    return len(old) == len(new) and any(len(a.printed) != len(b.printed) for a, b in zip(old, new, strict=True))


def _blanks(pieces: Sequence[str]) -> list[str]:
    return [re.sub(r"[ \t]+", " ", re.sub(r"[ \t]+(?=[\])])|^[ \t]+|[ \t]+$", "", piece)) for piece in pieces]


def _key(line: str) -> str:
    """A line without its numbers, so that lines are paired by their words."""
    return "#".join(split(line)[0])
