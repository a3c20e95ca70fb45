"""Pair the places of one kind in two texts, in lines that have equally many of them."""

import re
from collections import Counter
from collections.abc import Callable
from itertools import accumulate, pairwise
from typing import NamedTuple

_AT_ONCE = 1_000  # lines
Texts = tuple[str, str]
Alike = Callable[[re.Match[str], re.Match[str]], Texts | None]


class Kind(NamedTuple):
    """The places of one kind; a line without its hint has none, which is quick to check."""

    pattern: re.Pattern[str]
    hint: re.Pattern[str]


def matched(before: str, after: str, kind: Kind, alike: Alike) -> Texts:
    """Return two texts with each matching pair of places replaced; a line has equally many places on both sides.

    >>> number = re.compile("[0-9]+")
    >>> matched("5 t, 7", "6 t, 7", Kind(number, number), lambda one, other: ("…", "…"))
    ('… t, 7', '… t, 7')
    """
    if before == after:
        return before, after
    lines = before.split("\n"), after.split("\n")
    if len(lines[0]) != len(lines[1]):
        return _replaced(before, after, kind.pattern, alike)
    numbers = [i for i, (one, other) in enumerate(zip(*lines, strict=True)) if one != other and kind.hint.search(other)]
    for begin in range(0, len(numbers), _AT_ONCE):  # faster than line by line, or than millions of places at once
        block = numbers[begin : begin + _AT_ONCE]
        one, other = ("\n".join([side[i] for i in block]) for side in lines)
        found = _replaced(one, other, kind.pattern, alike)
        for side, text in zip(lines, found, strict=True):
            for i, line in zip(block, text.split("\n"), strict=True):
                side[i] = line
    return "\n".join(lines[0]), "\n".join(lines[1])


def _replaced(before: str, after: str, pattern: re.Pattern[str], alike: Alike) -> Texts:
    places = [list(pattern.finditer(text)) for text in (before, after)]
    if before.count("\n") == after.count("\n"):
        starts = [[0, *(place.start() for place in side)] for side in places]
        lines = [
            list(accumulate(text.count("\n", *span) for span in pairwise(side)))
            for text, side in zip((before, after), starts, strict=True)
        ]
        if lines[0] != lines[1]:
            counts = [Counter(side) for side in lines]
            places = [
                [match for match, line in zip(*side, strict=True) if counts[0][line] == counts[1][line]]
                for side in zip(places, lines, strict=True)
            ]
    if len(places[0]) != len(places[1]):
        return before, after
    parts: tuple[list[str], list[str]] = ([], [])
    last = [0, 0]
    for one, other in zip(*places, strict=True):
        if one[0] != other[0] and (found := alike(one, other)):
            parts[0].extend((before[last[0] : one.start()], found[0]))
            parts[1].extend((after[last[1] : other.start()], found[1]))
            last = [one.end(), other.end()]
    return "".join([*parts[0], before[last[0] :]]), "".join([*parts[1], after[last[1] :]])
