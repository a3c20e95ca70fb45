"""What is known of the execution that has just produced the fresh outputs: where, when, how long, in which process.

A path, a time, a duration or a number in them is volatile if this execution explains it, and if the stored output has
another one of the same form in its place. Both are then replaced.
"""

import getpass
import os
import re
import tempfile
from collections.abc import Sequence
from functools import lru_cache
from itertools import takewhile
from pathlib import Path

from nbcompare.known_times import DURATION, LEVELS, TIME, durations, times
from nbcompare.paired_places import Kind, Texts, matched
from nbcompare.settings import Settings
from nbcompare.temporary_names import MKTEMP, match_names, without_random_names

PATHS = Kind(
    re.compile(  # begins with the slash, which is faster to find
        r"/(?:(?<![\w.:/~<-]/)|(?<=file:///)|(?<=\x1b\[\dm/)|(?<=\x1b\[\d\dm/))"
        r"(?:[\w.@+~…-]+/)*[\w.@+~…-]*[\w@+~…-](?:\.\.\.)?"
    ),
    re.compile(r"/(?<!</)[\w.@+~…-]"),
)
_SHARED = 2  # folders of a path that also lead to the notebook, so that they are the location of the project
_KINDS = {"~": ("home", "Users", "users", "root"), "tmp": ("tmp", "temp", "Temp", "T", "scratch", "var")}
_NUMBER = re.compile(r"(?<![\dA-Za-z])(?<!\d\.)\d+(?![\dA-Za-z])(?!\.\d)")
_LOG = re.compile(rf".{{0,80}}?(?:<now>|\b(?:{LEVELS})\b)")
_OF_PROCESS = re.compile(  # before a number
    rf"(?:\b(?:[Cc]hild|[Pp]rocess|[Ww]orker|[Kk]ernel|pid|PID)\W{{1,4}}|<now>\W{{1,6}}|^(?={_LOG.pattern}).*[\[(|:/])\Z"
)
_USER = re.compile(
    r"(?i:\b(?:user(?:name)?|login|logname|by|as|owner)\b[^\w\n]{1,4})(?P<name>[\w.-]+)"
    r"|(?m:^['\"]?)(?P<line>[\w.-]+)(?m:(?=['\"]?$))"
)
_NAMED = re.compile(r"(?i)time|second|elapsed|duration|took|pid|process|epoch|created|started|finished")
_MILLISECONDS = re.compile(r"(?:[_ ]|[(\[])ms\b")
_LEAST, _IN_LOG, _LONGEST = 1000, 100, 8  # a smaller number of a process is also a common count, in a log line too
_YEARS = 1900, 2100
_PAGE = 100_000  # characters of a line
_SAID = re.compile(rf"hild|rocess|orker|pid|PID|<now>|{LEVELS}")  # begins with letters, for a faster search
_BEFORE = 120  # characters before a number that say that it is that of a process


def without_known(before: str, after: str, settings: Settings) -> Texts:
    """Return two texts of equally many lines without what the execution of the second one explains.

    >>> settings = Settings(process=4711, folder="/srv/two/shop")
    >>> without_known("4242 reads /mnt/shop/a/b.csv", "4711 reads /srv/two/shop/a/b.csv", settings)
    ('… reads …:a/b.csv', '… reads …:a/b.csv')
    """
    before, after = without_known_folders(before, after, settings)
    if settings.notebook_began:
        cell, notebook = settings.cell_began, settings.notebook_began
        before, after = matched(before, after, DURATION, lambda one, other: durations(one, other, cell, notebook))
        before, after = matched(before, after, TIME, lambda one, other: times(one, other, notebook))
        if drawn := _in_temporary_folder(notebook, cell):
            before, after = matched(before, after, drawn, lambda one, other: _drawn(one[0], other[0], drawn.hint))
    return _without_process(before, after, settings) if settings.process else (before, after)


def are_measured(items: Sequence[tuple[str, str, str]], settings: Settings) -> list[bool]:
    """Return of each name, that of a column or of a key, and its two values whether the execution explains the change.

    >>> are_measured([("worker_pid", "4242", "4711"), ("price", "4242", "4711")], Settings(process=4711))
    [False, False]
    """
    found = [False] * len(items)
    if settings.notebook_began:
        named = [i for i, item in enumerate(items) if _NAMED.search(item[0]) and "\n" not in "".join(item)]
        units = {i: " ms" if _MILLISECONDS.search(items[i][0]) else "" for i in named}
        sides = ["\n".join(f"{items[i][0]}: {items[i][side]}{units[i]}" for i in named) for side in (1, 2)]
        lines = (side.split("\n") for side in without_known(sides[0], sides[1], settings))
        for i, one, other in zip(named, *lines, strict=True) if named else ():
            found[i] = one == other
    return found


def without_known_folders(before: str, after: str, settings: Settings) -> Texts:
    """Return two texts with `…:` for the folders of the fresh one that this process knows, and for their counterparts.

    >>> without_known_folders("/mnt/shop/a/b.csv", "/srv/two/shop/a/b.csv", Settings(folder="/srv/two/shop"))
    ('…:a/b.csv', '…:a/b.csv')
    """
    known = _known_folders(settings.folder)
    own = f"{settings.folder.rstrip('/')}/"
    nested = any("/".join(["", *root]).startswith(own) for root in known.values())

    def alike(one: re.Match[str], other: re.Match[str]) -> Texts | None:
        rest = other[0].removeprefix(own)
        if not nested and len(rest) < len(other[0]) and one[0].endswith(f"/{rest}") and "ipykernel_" not in rest:
            return f"…:{rest}", f"…:{rest}"  # the usual case, in a fourth of the time
        return _paths(_parts(one[0]), _parts(other[0]), known)

    return matched(before, after, PATHS, alike)


@lru_cache(maxsize=1)
def _known_folders(folder: str) -> dict[str, list[str]]:
    roots = {"cwd": folder, "tmp": tempfile.gettempdir(), "~": str(Path.home())}
    return {name: _parts(root) for name, root in roots.items() if root.strip("/")}


def _parts(path: str) -> list[str]:
    return path.strip("/").split("/")


def _paths(before: list[str], after: list[str], known: dict[str, list[str]]) -> Texts | None:
    """Two paths by what follows a known folder, which is a change unless both have the same there."""
    inside = {name: len(root) for name, root in known.items() if after[: len(root)] == root}
    own = known.get("cwd", [])
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(after, own, strict=False)))
    if shared >= _SHARED and shared == max([shared, *inside.values()]) and shared not in inside.values():
        inside = {"parent" if shared == len(own) - 1 else "": min(shared, len(after) - 1)}
    if not inside or "ipykernel_" in after[-2:][0]:
        return None
    name = max(inside, key=lambda name: (inside[name], name))
    rest = after[inside[name] :]
    if not rest:
        same = before[-1] == after[-1] or (
            set(before) & set(_KINDS[name]) if name in _KINDS else after[-1] not in before
        )
        return ("…:", "…:") if same else None
    old, new = "/".join(before[-len(rest) :]), "/".join(rest)
    if name == "tmp":
        old, new = f"/tmp/{old}", f"/tmp/{new}"
        names = without_random_names(old), without_random_names(new)
        if names[0] != names[1]:
            old, new = match_names(old, new)
            names = without_random_names(old), without_random_names(new)
        old, new = (path[5:] for path in names)
    for one, other in ((old, new), (new, old)):
        if one.endswith("...") and other.startswith(one[:-3]):  # pandas has shortened it
            old = new = one
    return (f"…:{old}", f"…:{new}") if old == new or (name and len(before) > len(rest)) else None


@lru_cache(maxsize=1)
def _in_temporary_folder(began: float, _: float) -> Kind | None:
    """The names that are new in the temporary folder since a notebook began, after the cell that began at a time."""
    try:
        with os.scandir(tempfile.gettempdir()) as entries:
            names = [entry.name for entry in entries if entry.stat(follow_symlinks=False).st_mtime > began - 1]
    except OSError:
        return None
    found = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    name = rf"(?<![\w./-])(?:(?:{found})(?![\w-])|[\w.-]*[a-z0-9_]{{8}}[\w.-]*|{MKTEMP})"
    return Kind(re.compile(name), re.compile(found)) if names else None


def _drawn(before: str, after: str, new: re.Pattern[str]) -> Texts | None:
    """Two names without their folder, if they differ only in what was drawn at random."""
    one, other = (without_random_names(f"/tmp/{name}")[5:] for name in (before, after))
    return (one, other) if one == other and new.fullmatch(after) else None


def _without_process(before: str, after: str, settings: Settings) -> Texts:
    """Two texts without the number of the process, those of the processes that it started, and its user."""
    process = settings.process
    newest, user, hints = _processes(process, settings.cell_began)
    stored: set[str] = set()

    def numbers(one: re.Match[str], other: re.Match[str]) -> Texts | None:
        number = int(other[0]) if len(other[0]) < _LONGEST else 0
        if not (process <= number <= newest) or len(one[0]) > _LONGEST:
            return None
        begin = max(0, other.start() - _BEFORE)
        lead = other.string[max(begin, other.string.rfind("\n", begin, other.start()) + 1) : other.start()]
        sure = number == process and (
            (number >= _LEAST and not _YEARS[0] <= number < _YEARS[1]) or (number >= _IN_LOG and _LOG.match(lead))
        )
        if not sure and not _OF_PROCESS.search(lead):
            return None
        if number == process:
            stored.add(one[0])
        return "…", "…"

    def names(one: re.Match[str], other: re.Match[str]) -> Texts | None:
        lead = other[0][: -len(user)]
        return (lead + "…", lead + "…") if other[0] == lead + user and one[0].startswith(lead) else None

    before, after = matched(before, after, Kind(_USER, hints[0]), names)
    # in a line as long as a page, one of thousands of numbers is that of the process by chance
    page = len(after) > _PAGE * (after.count("\n") + 1)
    one, other = matched(before, after, Kind(_NUMBER, _SAID if page else hints[1]), numbers)
    return (one, other) if len(stored) < 2 else (before, after)


@lru_cache(maxsize=1)
def _processes(process: int, _: float) -> tuple[int, str, tuple[re.Pattern[str], re.Pattern[str]]]:
    """The number of the newest process after a cell that began at a time, the user, and the hints of both."""
    try:
        newest = int(Path("/proc/loadavg").read_text(encoding="ascii").split()[-1])
    except (OSError, ValueError, IndexError):
        newest = 0
    try:
        user = getpass.getuser()
    except (OSError, KeyError):  # a container may have no name for its user
        user = "\0"
    words = rf"{process}|{_SAID.pattern}"
    # where the system does not say, or where the numbers began again
    newest = newest if newest >= process else process + 1000
    return newest, user, (re.compile(re.escape(user)), re.compile(words))
