"""Repair text that was decoded with the wrong code page, if it is unambiguous, and report it.

UTF-8 decoded as the Thai code page 874 turns "—" into "โ€”", and the middle characters are often lost, which leaves
"โ" for every dash and quote. The remaining bytes and the letters on both sides decide; if they do not, the text is
not changed.
UTF-8 decoded as another code page ("â€”", "Â£5") keeps all its bytes, and ftfy distinguishes it from real text.
Straight quotes, full-width forms and HTML entities are not damage and stay.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from analysis.core.lazy_regex import lazy_regex

# Thai letters are damage only if they are rare among Latin ones and do not form a Thai word.
_RUN = lazy_regex(r"[\u0e01-\u0e5b][\u0e01-\u0e5b\u20ac\u2026\u2018-\u201d\u2022\u2013\u2014\u0080-\u00a0]{0,2}")
_THAI = lazy_regex(r"[\u0e01-\u0e5b]")
_LATIN = lazy_regex(r"[A-Za-z]+")
_THAI_WORD = lazy_regex(r"[\u0e01-\u0e5b]{4,}")
# "โ" is the first byte of all general punctuation; by its last byte, where that was not lost:
_BY_LAST_BYTE = {
    0xA6: "…",
    0xAC: "€",
    0xB0: "‰",
    0xA4: "≤",
    0xA5: "≥",
}
# What a lead byte of UTF-8 and the byte after it look like in a code page of Latin, Greek or Cyrillic letters; some
# real text looks like it too ("à «"), so this only decides whether to load ftfy.
_SUSPECT = lazy_regex(
    r"[\u00c2-\u00f4\u0102-\u0163\u0390-\u044f]"
    r"[ \u0080-\u00bf\u0104-\u017e\u0192\u02c6-\u02dd\u0384-\u038f\u0401-\u040f\u0451-\u045f\u0490-\u0491\u2013-\u2122]"
)
# Control characters that do not occur in text: marks of code page 1252 read as Latin-1. U+0085 is a newline.
_CONTROL = lazy_regex(r"[\u0080-\u0084\u0086-\u009f]")


@dataclass(frozen=True, slots=True)
class Repair:
    """A damaged place in the stored text: `before` at `start`, and its repair `after` (None if ambiguous)."""

    start: int
    before: str
    after: str | None


@dataclass(frozen=True, slots=True)
class Repaired:
    """A repaired text, and the map of its offsets to the stored text."""

    text: str
    repairs: tuple[Repair, ...]
    _ends: tuple[int, ...] = ()
    _shifts: tuple[int, ...] = ()

    def stored(self, position: int) -> int:
        """Return the offset in the stored text of an offset in the repaired text."""
        index = bisect_right(self._ends, position)
        return position + (self._shifts[index - 1] if index else 0)


def repair(text: str) -> Repaired:
    """Repair UTF-8 that was decoded as another code page, if that is unambiguous."""
    if text.isascii():
        return Repaired(text, ())
    repairs = [*_thai_code_page(text), *_other_code_pages(text)]
    return _apply(text, sorted(repairs, key=lambda item: item.start)) if repairs else Repaired(text, ())


def _apply(text: str, repairs: list[Repair]) -> Repaired:
    """Apply the repairs, except those that overlap with the one before."""
    kept: list[Repair] = []
    parts: list[str] = []
    ends: list[int] = []
    shifts: list[int] = []
    done = length = 0
    for item in repairs:
        if item.start < done:
            continue
        kept.append(item)
        parts.append(text[done : item.start])
        length += item.start - done
        done = item.start
        for width, after in _pieces(item):
            parts.append(after)
            length += len(after)
            done += width
            if width != len(after):
                ends.append(length)
                shifts.append(done - length)
    parts.append(text[done:])
    return Repaired("".join(parts), tuple(kept), tuple(ends), tuple(shifts))


def _pieces(item: Repair) -> Iterable[tuple[int, str]]:
    """Each repaired letter with the number of stored letters it replaces; one piece if that is unknown."""
    if item.after is None:
        return [(len(item.before), item.before)]
    letters = [(len(letter.encode()), letter) for letter in item.after]
    return letters if sum(width for width, _ in letters) == len(item.before) else [(len(item.before), item.after)]


def _other_code_pages(text: str) -> Iterator[Repair]:
    """UTF-8 decoded as a code page other than Thai, and marks decoded as control characters."""
    for match in _CONTROL.finditer(text):
        mark = match.group().encode("latin-1").decode("cp1252", "ignore")
        if mark:
            yield Repair(match.start(), match.group(), mark)
    if not _SUSPECT.search(text):
        return
    from ftfy.chardata import UTF8_DETECTOR_RE

    for match in UTF8_DETECTOR_RE.finditer(text):
        after = _original(match.group())
        if after != match.group():
            yield Repair(match.start(), match.group(), after)


def _original(run: str) -> str:
    """The original of a damaged run; the run itself if it may be real text."""
    from ftfy import fix_encoding
    from ftfy.badness import is_bad

    if is_bad(run):
        return fix_encoding(run)
    try:  # too short for ftfy to be sure, as "Â¥" and "â„¢"; no word ends in a letter and such a sign
        original = run.encode("sloppy-windows-1252").decode("utf-8")
    except UnicodeError:
        return run
    return original if all(unicodedata.category(letter)[0] in "SP" for letter in original) else run


def _thai_code_page(text: str) -> Iterator[Repair]:
    """The places where UTF-8 was decoded as the Thai code page."""
    if not _THAI.search(text) or _is_thai(text):
        return
    done = open_quotes = 0
    for match in _RUN.finditer(text):
        if match.start() < done:
            continue
        before, after, open_quotes = _read(text, match, open_quotes)
        yield Repair(match.start(), before, after)
        done = match.start() + len(before)


def _is_thai(text: str) -> bool:
    return bool(_THAI_WORD.search(text)) or len(_THAI.findall(text)) > sum(map(len, _LATIN.findall(text)))


def _read(text: str, match: re.Match[str], open_quotes: int) -> tuple[str, str | None, int]:
    """Return the damaged text, its original, and the number of open quotes after it."""
    run = match.group()
    for length in range(len(run), 1, -1):
        try:
            original = _bytes(run[:length]).decode("utf-8")
        except UnicodeError:
            continue
        if len(original) == 1:
            return run[:length], original, open_quotes
    if run[0] != "โ":
        return run[0], None, open_quotes
    last = _bytes(run[1:2])
    if last and last[0] in _BY_LAST_BYTE:
        return run[:2], _BY_LAST_BYTE[last[0]], open_quotes
    left, right = text[match.start() - 1 : match.start()], text[match.start() + 1 : match.start() + 2]
    if last == b"\xa2":  # the trade mark follows its word, the bullet is apart from words
        return run[:2], "™" if left.isalnum() else "•" if not left.strip() else None, open_quotes
    return run[0], *_mark(text, match.start(), left, right, open_quotes)


def _bytes(letters: str) -> bytes:
    """The bytes that were decoded as these letters; bytes that code page 874 does not define are kept as controls."""
    return b"".join(
        bytes([ord(char)]) if "\x80" <= char <= "\xa0" else char.encode("cp874", "replace") for char in letters
    )


def _mark(text: str, place: int, left: str, right: str, open_quotes: int) -> tuple[str | None, int]:
    """Choose between apostrophe, dash and quotes by the characters on both sides."""
    before, after = bool(left.strip()), bool(right.strip())
    if before and after:
        if left.isdigit() and right.isdigit():
            return "–", open_quotes
        if left.isalpha() and re.match(r"(?:s|t|d|m|re|ve|ll)\b", text[place + 1 : place + 4]):
            return "’", open_quotes
        if left in "([" or (open_quotes == 0 and left in "—–"):
            return "“", open_quotes + 1
        if open_quotes and right in ".,;:!?)":
            return "”", open_quotes - 1
        return "—", open_quotes
    if not before and not after:
        return ("—", open_quotes) if left == " " and right == " " else (None, open_quotes)
    if after:
        return "“", open_quotes + 1
    return ("”", open_quotes - 1) if open_quotes else (None, open_quotes)
