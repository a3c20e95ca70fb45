"""Find the folder that changed in a path. The same file below another location has the same path."""

import re
from collections.abc import Iterator

from nbcompare.difference import Difference

_PATH = re.compile(r"/(?<![\w.:/~<-]/)(?:[\w.@+~-]+/)+[\w.@+~-]+")
_TEMPORARY = ("tmp", "var", "private")
_PYTHON = re.compile(r"python\d[\d.]*")  # the folder of an installed Python
_OWN = 2  # parts such as /srv/one, which differ between machines


def compare_folders(before: str, after: str) -> Iterator[Difference]:
    """Yield the paths in which one folder changed that is not the location of the project.

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
