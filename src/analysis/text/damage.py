"""Text that was decoded with the wrong code page: recognised, repaired where unambiguous, reported.

UTF-8 read as the Thai code page 874 turns "—" into "โ€”", and the characters in the middle are often lost on
the way, so that every dash and quote is left as "โ".
What is left of the bytes, and the letters on both sides, decide; where they do not, the text stays as it is.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass

# Thai letters are damage only where they are rare among Latin ones and form no Thai word.
_RUN = re.compile(r"[\u0e01-\u0e5b][\u0e01-\u0e5b\u20ac\u2026\u2018-\u201d\u2022\u2013\u2014\u0080-\u00a0]{0,2}")
_THAI = re.compile(r"[\u0e01-\u0e5b]")
_LATIN = re.compile(r"[A-Za-z]+")
_THAI_WORD = re.compile(r"[\u0e01-\u0e5b]{4,}")
# "โ" is the first byte of all general punctuation; by its last byte, where that was not lost:
_BY_LAST_BYTE = {
    0xA6: "…",
    0xAC: "€",
    0xB0: "‰",
    0xA4: "≤",
    0xA5: "≥",
}


@dataclass(frozen=True, slots=True)
class Repair:
    """One damaged place of the stored text: `before` at `start`, and `after`, None where it is ambiguous."""

    start: int
    before: str
    after: str | None


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text with its repairs, and the way from its offsets back to those of the stored text."""

    text: str
    repairs: tuple[Repair, ...]
    _ends: tuple[int, ...] = ()
    _shifts: tuple[int, ...] = ()

    def stored(self, position: int) -> int:
        """Return the offset in the stored text of an offset in the repaired text."""
        index = bisect_right(self._ends, position)
        return position + (self._shifts[index - 1] if index else 0)


def repair(text: str) -> Repaired:
    """Undo UTF-8 read as the Thai code page, as far as it is unambiguous.

    >>> repair("a shiftโone of Chinaโs").text
    'a shift—one of China’s'
    """
    if not _THAI.search(text) or _is_thai(text):
        return Repaired(text, ())
    repairs: list[Repair] = []
    parts: list[str] = []
    ends: list[int] = []
    shifts: list[int] = []
    done = length = 0
    open_quotes = 0
    for match in _RUN.finditer(text):
        if match.start() < done:
            continue
        before, after, open_quotes = _read(text, match, open_quotes)
        repairs.append(Repair(match.start(), before, after))
        kept = before if after is None else after
        parts += [text[done : match.start()], kept]
        length += match.start() - done + len(kept)
        done = match.start() + len(before)
        if len(kept) != len(before):
            ends.append(length)
            shifts.append(done - length)
    parts.append(text[done:])
    return Repaired("".join(parts), tuple(repairs), tuple(ends), tuple(shifts))


def _is_thai(text: str) -> bool:
    return bool(_THAI_WORD.search(text)) or len(_THAI.findall(text)) > sum(map(len, _LATIN.findall(text)))


def _read(text: str, match: re.Match[str], open_quotes: int) -> tuple[str, str | None, int]:
    """Return what stands there, what it was, and how many quotes are open after it."""
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
    if last == b"\xa2":  # the trade mark follows its word, the bullet stands apart
        return run[:2], "™" if left.isalnum() else "•" if not left.strip() else None, open_quotes
    return run[0], *_mark(text, match.start(), left, right, open_quotes)


def _bytes(letters: str) -> bytes:
    """The bytes that were read as these letters; code page 874 leaves some undefined, kept as controls."""
    return b"".join(
        bytes([ord(char)]) if "\x80" <= char <= "\xa0" else char.encode("cp874", "replace") for char in letters
    )


def _mark(text: str, place: int, left: str, right: str, open_quotes: int) -> tuple[str | None, int]:
    """Tell apostrophe, dash and quotes apart by what stands on both sides."""
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
