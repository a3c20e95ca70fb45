"""Paths in texts: the same file below another location is the same; another folder within one location is not."""

import re

from nbcompare.difference import Difference

_PATH = re.compile(r"(?<![\w.:/~<-])/(?:[\w.@+~-]+/)+[\w.@+~-]+")
_TEMPORARY = ("tmp", "var", "private")
_PYTHON = re.compile(r"python\d[\d.]*")  # the folder of an installed Python
_OWN = 2  # parts such as /srv/one, which differ between machines


def compare_folders(before: str, after: str, folder: str = "") -> list[Difference]:
    """Return the paths in which one folder changed that is not the location of the project; `folder` is its notebook's.

    >>> compare_folders("read /srv/one/metals/data/a.csv", "read /mnt/metals/data/a.csv")
    []
    >>> old, new = (f"read /srv/one/metals/2026Q{quarter}/a.csv" for quarter in (1, 2))
    >>> [item.message for item in compare_folders(old, new)]
    ["the folder of 'a.csv': from '2026Q1' to '2026Q2'"]
    """
    if before == after or "/" not in before:
        return []
    lines = before.splitlines(), after.splitlines()
    if len(lines[0]) == len(lines[1]):  # equal lines have equal paths, and most lines of a long text are equal
        changed_lines = [(one, other) for one, other in zip(*lines, strict=True) if one != other]
        before, after = ("\n".join(pair[side] for pair in changed_lines) for side in (0, 1))
    old, new = _PATH.findall(before), _PATH.findall(after)
    if len(old) != len(new):
        return []
    own = folder.replace("\\", "/").strip("/").split("/")
    found = []
    for one, other in dict.fromkeys(zip(old, new, strict=True)):
        changed = _changed(one.strip("/").split("/"), other.strip("/").split("/"), own) if one != other else None
        if changed:
            name = one.rpartition("/")[2]
            found.append(Difference("text", f"the folder of {name!r}: from {changed[0]!r} to {changed[1]!r}"))
    return found


def _changed(before: list[str], after: list[str], own: list[str]) -> tuple[str, str] | None:
    """The one folder that changed, None if the paths differ in their location only."""
    if len(before) != len(after) or before[0] in _TEMPORARY or "ipykernel" in before[-2]:
        return None
    places = [i for i, (one, other) in enumerate(zip(before, after, strict=True)) if one != other]
    if len(places) != 1 or not _OWN <= places[0] < len(before) - 1:
        return None
    place = places[0]
    if _PYTHON.fullmatch(before[place]) and _PYTHON.fullmatch(after[place]):
        return None
    if after[: place + 1] == own[: place + 1]:  # the notebook itself is in this folder, so it is the location
        return None
    return before[place], after[place]
