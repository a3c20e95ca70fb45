"""Random names of temporary files and folders: eight characters that Python's tempfile draws from a-z, 0-9 and _.

One in seventeen has only letters, so that it cannot always be told from a word: both sides together can.
"""

import re
import tempfile

HINTS = ("tmp", "temp", "Temp", "/T/", "\\T\\", tempfile.gettempdir())
_FOLDERS = "|".join(["tmp", "temp", "Temp", "T", re.escape(tempfile.gettempdir().strip("/\\"))])
PATH = rf"(?<=[/\\])(?:{_FOLDERS})[/\\]{{1,2}}[\w.+@~/\\-]+"
NAME = r"(?<![A-Za-z0-9_])tmp(?!_[a-z]+(?![a-z0-9_]))[a-z0-9_]{8}(?![A-Za-z0-9])"
_PATHS, _NAMES = re.compile(PATH), re.compile(NAME)
_PART = re.compile(
    r"(?P<before>(?<=[/\\])(?:[\w.+@~-]{0,100}[-_.])?)(?P<name>[a-z0-9_]{8})(?P<after>(?:[-_.][A-Za-z]\w{0,15}){0,2})(?![\w.+@~-])"
    r"|(?<=[/\\])(?P<pulp>[0-9a-f]{32})(?=-pulp\.)"
)
_WORD = re.compile(r"(?:[a-z]+_?)+\d*|\d+")
_ODD = re.compile(
    r"q(?!u)|[jqvz][bcdfgjkmpqvwxz]|(.)\1\1|[bcdfghjklmnpqrstvwxz]{5}|(?<![a-z])[bcdfghjklmnpqrstvwxz]{4}"
)
_VOWEL = re.compile(r"[aeiouy]")


def is_word(name: str) -> bool:
    """Whether a person could have chosen a name: it consists of words, with digits only after them.

    >>> is_word("outputs1"), is_word("concentr"), is_word("xzbmrqvs"), is_word("k3x_9abd")
    (True, True, False, False)
    """
    letters = sum(letter.isalpha() for letter in name)
    odd = _ODD.search(name) or len(_VOWEL.findall(name)) * 5 < letters
    return bool(_WORD.fullmatch(name)) and not odd


def without_random_names(path: str) -> str:
    """Return a path, or a part of one, with `tmp…` for the names that only tempfile gives.

    >>> without_random_names("tmp/report_k3x_9abd.csv")
    'tmp/report_tmp….csv'
    """
    path = _NAMES.sub("tmp…", path)
    return _PART.sub(lambda match: match[0] if is_word(match["name"] or "") else _replaced(match), path)


def _replaced(match: re.Match[str]) -> str:
    return f"{match['before'] or ''}tmp…{match['after'] or ''}"


def match_names(before: str, after: str) -> tuple[str, str]:
    """Return two texts in which a name that looks like a word is replaced if the other has a random one there.

    >>> match_names("/tmp/run_oilenado", "/tmp/run_k3x_9abd")[0]
    '/tmp/run_tmp…'
    """
    if not any(hint in before for hint in HINTS):
        return before, after
    paths = [list(_PATHS.finditer(side)) for side in (before, after)]
    if len(paths[0]) != len(paths[1]):
        return before, after
    places: tuple[list[tuple[int, re.Match[str]]], ...] = ([], [])
    for pair in zip(*paths, strict=True):
        parts = [list(_PART.finditer(path[0])) for path in pair] if pair[0][0] != pair[1][0] else [[], []]
        for names in zip(reversed(parts[0]), reversed(parts[1]), strict=False):  # the folder may be of another depth
            words = [is_word(name["name"] or "") for name in names]
            if words[0] != words[1] and names[0].group("before", "after") == names[1].group("before", "after"):
                side = words.index(True)
                places[side].append((pair[side].start(), names[side]))
    one, other = (_filled(text, found) for text, found in zip((before, after), places, strict=True))
    return one, other


def _filled(text: str, places: list[tuple[int, re.Match[str]]]) -> str:
    parts: list[str] = []
    last = 0
    for begin, name in sorted(places, key=lambda place: place[0] + place[1].start()):
        parts += [text[last : begin + name.start()], _replaced(name)]
        last = begin + name.end()
    return "".join([*parts, text[last:]])
