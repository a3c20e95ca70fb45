"""Compare two texts line by line: numbers with a tolerance, everything else exactly."""

import difflib
import hashlib
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from nbcompare.known_run import without_known, without_measured_columns
from nbcompare.number_diff import PrintedNumber, compare_numbers, same_decimals, split
from nbcompare.path_diff import compare_folders, unwrapped
from nbcompare.sanitize_rules import LINE_HINTS, match_ids, normalise, without_volatile_lines
from nbcompare.settings import Settings
from nbcompare.value_diff import MOST_LISTED, Difference, first_of, shorten

_CONTEXT = 30  # characters before a number that say which one it is
_QUOTED = 70  # characters of a line that a message quotes
_SEARCHED = 1_000  # lines that tell whether numbers got longer
_QUADRATIC = 250_000  # pairs of lines that are compared with each other
_LONG = 100_000  # characters of a line that is compared word by word
_PACKED_LEAST = 5_000  # characters; no word or path is as long
_PACKED = re.compile(rf"(?<![A-Za-z0-9+/=])[A-Za-z0-9+/=]{{{_PACKED_LEAST},}}")  # bytes as Base64
_LETTERS = str.maketrans("0123456789", "ghijklmnop")  # a checksum without numbers
_ADDRESS = re.compile(r"(?:://[^\s<>\"']*|<(?:\w+ id|uuid) )\Z")  # or the number of a random id
_TERMINAL_COLOUR = re.compile(r"\x1b\[([\d;]*)m(?=([^\x1b\n]{0,30}))")
_COLOUR = re.compile(r"\brgba?\([^()\n]{1,40}\)")
_DIGITS = re.compile(r"[-+−]?\d[\d.,]*(?:[eE][-+]?\d+)?")
# Number and text of a line on both sides; and by how much a path in it got longer.
Pair: TypeAlias = tuple[int, str | None, int, str | None]
LinePair: TypeAlias = tuple[int, str | None, int, str | None, int]


def compare_texts(before: str, after: str, settings: Settings, *, folders: bool = False) -> list[Difference]:
    """Return the differences of two texts, volatile parts replaced on both sides; at most some hundred are listed."""
    if before == after or (not settings.replacements and _same_words(before, after, settings)):
        return []
    for pattern, replacement in settings.replacements:
        before, after = (re.sub(pattern, replacement, text) for text in (before, after))
    before, after = (_PACKED.sub(_digest, text) for text in (before, after))
    before, after = match_ids(without_volatile_lines(before), without_volatile_lines(after))
    before, after = without_measured_columns(*unwrapped(before, after), settings)
    if before == after:
        return []
    lines, others = before.splitlines(), after.splitlines()
    pairs = [
        (i or 0, None if i is None else lines[i], j or 0, None if j is None else others[j])
        for i, j in aligned(lines, others, lambda line: _DIGITS.sub("#", line))  # by their words
        if i is None or j is None or lines[i] != others[j]
    ]
    if not pairs:  # only the line endings differ
        return [Difference(f"the end of a line: from {before[-20:]!r} to {after[-20:]!r}")]
    if not (before and after):
        return [Difference(f"from {shorten(before)!r} to {shorten(after)!r}")]
    pairs[_SEARCHED:] = [
        (i, one, j, one if one and other and _same_words(one, other, settings) else other)
        for i, one, j, other in pairs[_SEARCHED:]
    ]
    found: list[Difference] = []
    for part in (pairs[:_SEARCHED], pairs)[len(pairs) <= _SEARCHED :]:  # if everything differs, the first ones tell
        if len(found) <= MOST_LISTED:
            found = first_of(_differences(part, lines, settings, folders=folders, more=len(part) < len(pairs)))
    return found


def _digest(packed: re.Match[str]) -> str:
    """A summary of packed bytes, in which the rules for text would find names and numbers; digits stay."""
    if packed[0].isdigit():
        return packed[0]
    checksum = hashlib.sha256(packed[0].encode()).hexdigest().translate(_LETTERS)[:16]
    return f"({len(packed[0])} characters without a space, checksum {checksum})"


def _differences(
    pairs: Sequence[Pair], lines: Sequence[str], settings: Settings, *, folders: bool, more: bool
) -> Iterator[Difference]:
    """Yield the differences of changed lines; with `more`, others follow that may have a longer path."""
    sides = without_known(
        "\n".join(pair[1] or "" for pair in pairs), "\n".join(pair[3] or "" for pair in pairs), settings
    )
    if folders:
        yield from compare_folders(*sides)
    replaced = _normalised(pairs, *sides)
    beside_paths = _beside_longer_paths(replaced, lines, more)
    layout: bool | None = None
    several = any(lines[1:])
    for number, (i, old, j, new, _) in enumerate(replaced):
        if old is None or new is None:
            words = f"line {j + 1} is new: {shorten(new)!r}" if new is not None else ""
            yield Difference(words or f"line {i + 1} is missing: {shorten(old or '')!r}")
        elif old != new:
            if layout is None:
                layout = _may_realign(replaced)
            blanks = layout or number in beside_paths
            yield from _compare_lines(old, new, f"line {i + 1}, " if several else "", settings, blanks)


def compare_each(pairs: Sequence[tuple[str, str]], settings: Settings) -> list[list[Difference]]:
    """Return the differences of each pair of texts. They are compared together, which takes a tenth of the time."""
    found: list[list[Difference]] = [[] for _ in pairs]
    short: list[int] = []
    for number, (before, after) in enumerate(pairs):
        if before == after or (not settings.replacements and _same_words(before, after, settings)):
            continue
        if settings.replacements or not (_is_line(before) and _is_line(after)):
            found[number] = compare_texts(before, after, settings)
        else:
            short.append(number)
    if not short:
        return found
    old, new = match_ids(*("\n".join(pairs[number][side] for number in short) for side in (0, 1)))
    lines = [(i, one, i, other) for i, one, other in zip(short, old.split("\n"), new.split("\n"), strict=True)]
    for pair in _normalised(lines, *without_known(old, new, settings)):
        number, one, _, other, longer = pair
        if one is not None and other is not None and one != other:
            found[number] = _compare_lines(one, other, "", settings, bool(longer) or _may_realign([pair]))
    return found


def _is_line(text: str) -> bool:
    """Whether a text is a single line without packed bytes in which no rule applies that needs the lines around."""
    return len(text) < _PACKED_LEAST and text.splitlines() == [text] and not LINE_HINTS.search(text)


def _same_words(before: str, after: str, settings: Settings) -> bool:
    """Whether two texts differ only in numbers with a decimal point, within the tolerance and between blanks."""
    words = before.split(" "), after.split(" ")
    return len(words[0]) == len(words[1]) and all(
        one == other or same_decimals(one, other, settings) for one, other in zip(*words, strict=True)
    )


def _normalised(pairs: Sequence[Pair], before: str, after: str) -> list[LinePair]:
    """Pairs of lines with their volatile parts replaced, from the texts of both sides without what is known."""
    sides = before.split("\n"), after.split("\n")
    changed = [i for i, (one, other) in enumerate(zip(*sides, strict=True)) if one != other]
    for side in sides if changed else ():
        lines = [side[i] for i in changed]
        found = normalise("\n".join(lines)).split("\n")  # all in one piece, which is much faster
        for i, line in zip(changed, found if len(found) == len(lines) else map(normalise, lines), strict=True):
            side[i] = line
    replaced = []
    for (i, old, j, new), one, other in zip(pairs, *sides, strict=True):
        longer = 0
        if old and new and all("…/" in text or "…:" in text for text in (one, other)):
            longer = (len(new) - len(other)) - (len(old) - len(one))
        replaced.append((i, None if old is None else one, j, None if new is None else other, longer))
    return replaced


def _beside_longer_paths(pairs: Sequence[LinePair], lines: Sequence[str], more: bool) -> set[int]:
    """The groups of changed lines, at most one line of text apart, in which a path got longer.

    With `more`, it may do so after the last one.
    """
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
    longer = [block for block in blocks if any(pairs[place][4] for place in block)] + (blocks[-1:] if more else [])
    return {number for block in longer for number in block}


def aligned(
    before: Sequence[str], after: Sequence[str], key: Callable[[str], str] = str
) -> Iterator[tuple[int | None, int | None]]:
    """Yield pairs of positions that belong together, with None where the other side has nothing.

    Sides of equal length are paired by position. Otherwise equal beginnings and ends are paired, and between them the
    longest runs of equal keys. If the rest is long, texts that occur once on each side divide it first, since
    finding the longest runs takes quadratic time.
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
    # The longest rising sequence: for each length the pair with the smallest end, and what it follows.
    ends: list[int] = []
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


def _compare_lines(before: str, after: str, place: str, settings: Settings, layout: bool) -> list[Difference]:
    """Differences of two lines; with `layout`, runs of blanks may differ because a number got longer or shorter."""
    if max(len(before), len(after)) > _LONG and " " in before:
        return _compare_words(before, after, place, settings)
    (old, numbers), (new, others) = split(before), split(after)
    if old != new and not (layout and _blanks(old) == _blanks(new)):
        return [Difference(f"{place}{_recoloured(before, after) or _quoted(before, after)}")]
    found: list[Difference] = []
    told = 0
    for number, counterpart in zip(numbers, others, strict=True):
        if len(found) >= MOST_LISTED:
            break
        change = compare_numbers(number, counterpart, settings) if number.start >= told else None
        if not change:
            continue
        old_colour, new_colour = _colour(before, number), _colour(after, counterpart)
        if old_colour and new_colour:
            told = old_colour.end()
            found.append(Difference(f"{place}the colour: from {old_colour[0]} to {new_colour[0]}"))
        else:
            words = _words_before(before, number)
            if _ADDRESS.search(before, max(0, number.start - _SEARCHED), number.start):
                change = change.partition(" (by ")[0]  # the number is an identifier
            found.append(Difference(f"{place}{words}{change}"))
    return found


def _colour(line: str, number: PrintedNumber) -> re.Match[str] | None:
    """The colour in a style sheet that a number belongs to."""
    near = _COLOUR.finditer(line, max(0, number.start - 2 * _CONTEXT), number.start + 2 * _CONTEXT)
    return next((match for match in near if match.start() < number.start < match.end()), None)


def _recoloured(before: str, after: str) -> str:
    """The first colour of a terminal that changed, if nothing else did; empty otherwise."""
    old, new = (_TERMINAL_COLOUR.findall(line) for line in (before, after))
    if len(old) != len(new) or _TERMINAL_COLOUR.sub("", before) != _TERMINAL_COLOUR.sub("", after):
        return ""
    changed = next(pair for pair in zip(old, new, strict=True) if pair[0] != pair[1])
    return f"the colour of {shorten(changed[0][1])!r}: from code {changed[0][0] or 'none'} to {changed[1][0] or 'none'}"


def _compare_words(before: str, after: str, place: str, settings: Settings) -> list[Difference]:
    """Differences of two very long lines: only words that differ are looked at."""
    old, new = before.split(" "), after.split(" ")
    if len(old) != len(new):
        return [Difference(f"{place}{_quoted(before, after)}")]
    found: list[Difference] = []
    for number, (one, other) in enumerate(zip(old, new, strict=True), start=1):
        if one != other and len(found) < MOST_LISTED:
            found += _compare_lines(one, other, f"{place}word {number}, ", settings, False)
    return found


def _words_before(line: str, number: PrintedNumber) -> str:
    begin = max(0, number.start - 2 * _CONTEXT)
    words = _TERMINAL_COLOUR.sub("", line[begin : number.start]).rstrip(" =:")
    if not words.strip():
        return ""
    return f"{'…' if begin or len(words) > _CONTEXT else ''}{words[-_CONTEXT:].strip()!r}: "


def _quoted(before: str, after: str) -> str:
    """The change of a line in words: if only blanks changed, these and the next word."""
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
    """Two lines as quoted: in full, or from where they begin to differ if they are long."""
    if max(len(before), len(after)) <= _QUOTED:
        return shorten(before), shorten(after)
    lengths = range(1, min(len(before), len(after)) + 1)
    equal = bisect_left(lengths, True, key=lambda length: before[:length] != after[:length])
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
