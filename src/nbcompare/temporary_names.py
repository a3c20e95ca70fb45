"""Random names of temporary files and folders: eight characters that Python's tempfile draws from a-z, 0-9 and _.

One in seventeen has only letters and resembles a word; only both sides together can show which it is. mktemp draws
ten characters, also capitals, and a program may append a random uuid (version 4).
"""

import re
import tempfile

from nbcompare.paired_places import Kind, Texts, matched

HINTS = ("tmp", "temp", "Temp", "/T/", "\\T\\", tempfile.gettempdir())
_FOLDERS = "|".join(["tmp", "temp", "Temp", "T", re.escape(tempfile.gettempdir().strip("/\\"))])
PATH = rf"(?<=[/\\])(?:{_FOLDERS})[/\\]{{1,2}}[\w.+@~/\\-]+"
NAME = r"(?<![A-Za-z0-9_])tmp(?!_[a-z]+(?![a-z0-9_]))[a-z0-9_]{8}(?![A-Za-z0-9])"
_PATHS = Kind(re.compile(PATH), re.compile("|".join(map(re.escape, HINTS))))
_NAMES = re.compile(NAME)
MKTEMP = r"tmp\.(?![A-Z]?[a-z]+\d*(?![A-Za-z0-9]))[A-Za-z0-9]{10}"
_UUID4 = r"[0-9a-f]{8}(?P<sign>-?)[0-9a-f]{4}(?P=sign)4[0-9a-f]{3}(?P=sign)[89ab][0-9a-f]{3}(?P=sign)[0-9a-f]{12}"
_PART = re.compile(
    rf"(?P<before>(?<=[/\\])(?:[\w.+@~-]{{0,100}}[-_.])?)(?P<name>{MKTEMP}|{_UUID4}|(?:tmp)?[a-z0-9_]{{8}})"
    r"(?P<after>(?:[-_.][A-Za-z]\w{0,15}){0,2})(?![\w.+@~-])"
)
_WORD = re.compile(r"(?:[a-z]+_?)+\d*|\d+")
_ODD = re.compile(
    r"q(?!u)|[jqvz][bcdfgjkmpqvwxz]|(.)\1\1|[bcdfghjklmnpqrstvwxz]{5}|(?<![a-z])[bcdfghjklmnpqrstvwxz]{4}"
)
_VOWEL = re.compile(r"[aeiouy]")


def is_word(name: str) -> bool:
    """Whether a person could have chosen a name: it consists of words, with digits only after them."""
    letters = sum(letter.isalpha() for letter in name)
    odd = _ODD.search(name) or len(_VOWEL.findall(name)) * 5 < letters
    return bool(_WORD.fullmatch(name)) and not odd


def without_random_names(path: str) -> str:
    """Return a path, or a part of one, with `tmp…` for the names that only tempfile gives."""
    path = _NAMES.sub("tmp…", path)
    return _PART.sub(lambda match: _replaced(match) if _is_random(match) else match[0], path)


def _replaced(match: re.Match[str]) -> str:
    return f"{match['before']}tmp…{match['after']}"


def match_names(before: str, after: str) -> tuple[str, str]:
    """Return two texts in which a name that looks like a word is replaced if its counterpart is random."""
    return matched(before, after, _PATHS, _names)


def _names(before: re.Match[str], after: re.Match[str]) -> Texts:
    sides = [before[0], after[0]]
    parts = [list(_PART.finditer(side)) for side in sides]
    for names in zip(reversed(parts[0]), reversed(parts[1]), strict=False):  # the folder may be of another depth
        random = [_is_random(name) for name in names]
        if random[0] != random[1] and names[0].group("before", "after") == names[1].group("before", "after"):
            side = random.index(False)
            begin, end = names[side].span()
            sides[side] = f"{sides[side][:begin]}{_replaced(names[side])}{sides[side][end:]}"
    return sides[0], sides[1]


def _is_random(match: re.Match[str]) -> bool:
    name = match["name"]
    return bool(_NAMES.fullmatch(name)) or not is_word(name)
