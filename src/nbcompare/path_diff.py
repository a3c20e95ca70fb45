"""Paths in texts: lines wrapped because a path is longer, and the single folder of a path that changed."""

import re
from collections.abc import Iterator

from nbcompare.sanitize_rules import ROOTS
from nbcompare.value_diff import Difference

_ABSOLUTE = re.compile(rf"(?<![\w.:/~<])/(?:{ROOTS})/|\b[A-Za-z]:\\")
_TOKENS = re.compile(
    r"""(?P<text>'[^'\\\n]*+(?:\\.[^'\\\n]*+)*'|"[^"\\\n]*+(?:\\.[^"\\\n]*+)*")"""
    r"""|(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<end>,?\n[ \t]*)"""
    r"""|(?P<other>[^'"()\[\]{}\n,]++)|.""",
    re.VERBOSE,
)
_PATH = re.compile(r"/(?<![\w.:/~<-]/)(?:[\w.@+~-]+/)+[\w.@+~-]+")
_TEMPORARY = ("tmp", "var", "private")
_PYTHON = re.compile(r"python\d[\d.]*")  # the folder of an installed Python
_OWN = 2  # parts such as /srv/one, which differ between machines
_CLOSING = {"(": ")", "[": "]", "{": "}"}


def unwrapped(before: str, after: str) -> tuple[str, str]:
    """Return two texts with different numbers of lines, without line breaks inside brackets that contain a path."""
    if before.count("\n") == after.count("\n") or not (_ABSOLUTE.search(before) and _ABSOLUTE.search(after)):
        return before, after
    return _joined(before), _joined(after)


def _joined(text: str) -> str:
    opened: list[re.Match[str]] = []
    ends: list[re.Match[str]] = []  # of lines, in brackets that may contain a path
    inside: list[re.Match[str]] = []
    path = -1  # where the last one is
    for token in _TOKENS.finditer(text):
        kind = token.lastgroup
        if kind == "open":
            opened.append(token)
        elif kind == "end":
            ends.append(token)
        elif kind in ("text", "other") and _ABSOLUTE.search(token[0]):
            path = token.start()
        elif kind == "close" and opened and _CLOSING[opened[-1][0]] == token[0]:
            begin = opened.pop().start()
            while path > begin and ends and ends[-1].start() > begin:
                inside.append(ends.pop())
    parts: list[str] = []
    last = 0
    for end in sorted(inside, key=re.Match.start):
        beside = text[end.start() - 1] in "([{" or text[end.end() : end.end() + 1] in (")", "]", "}")
        parts += [text[last : end.start()], "" if beside else f"{end[0].split(chr(10))[0]} "]
        last = end.end()
    return "".join([*parts, text[last:]])


def compare_folders(before: str, after: str) -> Iterator[Difference]:
    """Yield the paths in which one folder changed that is not part of the project's location.

    Lines with different numbers of paths are left out, or the whole texts if these have different numbers of lines.
    """
    if before == after or "/" not in before:
        return
    lines = before.split("\n"), after.split("\n")
    seen = set()
    for pair in zip(*lines, strict=True) if len(lines[0]) == len(lines[1]) else [(before, after)]:
        if pair[0] == pair[1] or "/" not in pair[0]:
            continue
        old, new = (_PATH.findall(side) for side in pair)
        for one, other in zip(old, new, strict=True) if len(old) == len(new) else ():
            if one != other and (one, other) not in seen:
                seen.add((one, other))
                if changed := _changed(one.strip("/").split("/"), other.strip("/").split("/")):
                    name = one.rpartition("/")[2]
                    yield Difference(f"the folder of {name!r}: from {changed[0]!r} to {changed[1]!r}")


def _changed(before: list[str], after: list[str]) -> tuple[str, str] | None:
    """The one folder that changed, None if the paths differ in their location only."""
    if len(before) != len(after) or before[0] in _TEMPORARY or "ipykernel" in before[-2]:
        return None
    places = [i for i, (one, other) in enumerate(zip(before, after, strict=True)) if one != other]
    if len(places) != 1 or not _OWN <= places[0] < len(before) - 1:
        return None
    place = places[0]
    if _PYTHON.fullmatch(before[place]) and _PYTHON.fullmatch(after[place]):
        return None
    return before[place], after[place]
