"""Facts about the execution that just produced the fresh outputs: place, time, duration, process.

A path, a time, a duration or a number in them is volatile if this execution explains it, and if the stored output has
another one of the same form in its place. Both are then replaced.
"""

import getpass
import importlib.metadata
import os
import platform
import re
import tempfile
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from itertools import takewhile
from pathlib import Path

from nbcompare.id_rules import MKTEMP, match_names, without_random_names
from nbcompare.known_draws import measures_time, without_draws
from nbcompare.known_times import DURATION, HEADING, LEVELS, QUANTITY, TIME, durations, quantities, times
from nbcompare.paired_places import Kind, Texts, matched
from nbcompare.settings import Settings

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
    r"(?i:\b(?:user(?:name)?|login|logname|by|as|owner|host(?:name)?|node|machine|computer|on)\b[^\w\n]{1,4})"
    r"(?P<name>[\w.@-]+)|(?m:^['\"]?)(?P<line>[\w.@-]+)(?m:(?=['\"]?$))"
)
_NAMED = re.compile(r"(?i)time|second|elapsed|duration|took|pid|process|epoch|created|started|finished|percall|^m?s$")
_UNIT = re.compile(r"(?:^|[_ ]|[(\[])(ms)\b|^(s)$")
_LEAST, _IN_LOG, _LONGEST = 1000, 100, 8  # a smaller number of a process is also a common count, in a log line too
_YEARS = 1900, 2100
_PAGE = 100_000  # characters of a line
_ASKS = re.compile(r"\.pid\b|getppid\(")  # the code, for the number of a process
_SAID = re.compile(rf"hild|rocess|orker|pid|PID|<now>|{LEVELS}")  # begins with letters, for a faster search
_BEFORE = 120  # characters before a number that say that it identifies a process


def without_known(before: str, after: str, settings: Settings) -> Texts:
    """Return two texts of equally many lines without anything that the execution of the second one explains."""
    before, after = without_known_folders(before, after, settings)
    if settings.notebook_began:
        cell, notebook = settings.cell_began, settings.notebook_began
        before, after = matched(before, after, DURATION, lambda one, other: durations(one, other, cell, notebook))
        if measures_time(settings.code):
            before, after = matched(before, after, QUANTITY, lambda one, other: quantities(one, other, cell))
        before, after = matched(before, after, TIME, lambda one, other: times(one, other, notebook))
        if drawn := _in_temporary_folder(notebook, cell):

            def in_random_parts(before: re.Match[str], after: re.Match[str]) -> Texts | None:
                one, other = (without_random_names(f"/tmp/{name[0]}")[5:] for name in (before, after))
                return (one, other) if one == other and drawn.hint.fullmatch(after[0]) else None

            before, after = matched(before, after, drawn, in_random_parts)
        before, after = without_versions(before, after, settings.code)
        before, after = without_draws(before, after, settings.code, settings.source, notebook)
    return _without_process(before, after, settings) if settings.process else (before, after)


def are_measured(items: Sequence[tuple[str, str, str]], settings: Settings) -> list[bool]:
    """Return for each name of a column or key, and its two values, whether the execution explains the change.

    >>> are_measured([("worker_pid", "4242", "4711"), ("price", "4242", "4711")], Settings(process=4711))
    [False, False]
    """
    found = [False] * len(items)
    if settings.notebook_began:
        named = [i for i, item in enumerate(items) if _NAMED.search(item[0]) and "\n" not in "".join(item)]
        units = {i: f" {unit[1] or unit[2]}" if (unit := _UNIT.search(items[i][0])) else "" for i in named}
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
    return matched(before, after, PATHS, lambda one, other: _paths(_parts(one[0]), _parts(other[0]), known))


@lru_cache(maxsize=1)
def _known_folders(folder: str) -> dict[str, list[str]]:
    roots = {"cwd": folder, "tmp": tempfile.gettempdir(), "~": str(Path.home())}
    return {name: _parts(root) for name, root in roots.items() if root.strip("/")}


def _parts(path: str) -> list[str]:
    return path.strip("/").split("/")


def _paths(before: list[str], after: list[str], known: dict[str, list[str]]) -> Texts | None:
    """The parts of two paths after a known folder; they are a change unless equal."""
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
        old, new = (without_random_names(path)[5:] for path in match_names(f"/tmp/{old}", f"/tmp/{new}"))
    for one, other in ((old, new), (new, old)):
        if one.endswith("...") and other.startswith(one[:-3]):  # pandas has shortened it
            old = new = one
    return (f"…:{old}", f"…:{new}") if old == new or (name and len(before) > len(rest)) else None


@lru_cache(maxsize=1)
def _in_temporary_folder(began: float, _: float) -> Kind | None:
    """The names that are new in the temporary folder since a notebook began, after the cell that began at a time."""
    names = []
    with suppress(OSError), os.scandir(tempfile.gettempdir()) as entries:
        names = [entry.name for entry in entries if entry.stat(follow_symlinks=False).st_mtime > began - 1]
    found = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    name = rf"(?<![\w./-])(?:(?:{found})(?![\w-])|[\w.-]*[a-z0-9_]{{8}}[\w.-]*|{MKTEMP})"
    return Kind(re.compile(name), re.compile(found)) if names else None


def _without_process(before: str, after: str, settings: Settings) -> Texts:
    """Two texts without the numbers of the process and of those that it started, and without its user and machine."""
    process = settings.process
    newest, known, hints = _processes(process, settings.cell_began)
    asked = process >= _LEAST and bool(_ASKS.search(settings.code))
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
        if not (sure or asked or _OF_PROCESS.search(lead)):
            return None
        if number == process:
            stored.add(one[0])
        return "…", "…"

    def names(one: re.Match[str], other: re.Match[str]) -> Texts | None:
        name = other["name"] or other["line"]
        lead = other[0].removesuffix(name)
        return (lead + "…", lead + "…") if name in known and one[0].startswith(lead) else None

    before, after = matched(before, after, Kind(_USER, hints[0]), names)
    # in a line as long as a page, one of thousands of numbers is the number of the process by chance
    page = len(after) > _PAGE * (after.count("\n") + 1)
    hint = _SAID if page else _NUMBER if asked else hints[1]
    one, other = matched(before, after, Kind(_NUMBER, hint), numbers)
    return (one, other) if len(stored) < 2 else (before, after)


@lru_cache(maxsize=1)
def _processes(process: int, _: float) -> tuple[int, tuple[str, ...], tuple[re.Pattern[str], re.Pattern[str]]]:
    """The number of the newest process after a cell that began at a time, user and machine, and the hints of both."""
    newest, user, host = 0, "\0", platform.node() or "\0"
    with suppress(OSError, ValueError, IndexError):
        newest = int(Path("/proc/loadavg").read_text(encoding="ascii").split()[-1])
    with suppress(OSError, KeyError):  # a container may have no name for its user
        user = getpass.getuser()
    words = rf"{process}|{_SAID.pattern}"
    # where the system does not say, or where the numbers began again
    newest = newest if newest >= process else process + 1000
    hint = re.compile(f"{re.escape(user)}|{re.escape(host)}")
    return newest, (user, host, f"{user}@{host}"), (hint, re.compile(words))


_BAR = re.compile(r"[|│┃┆║]")
_RULE = re.compile(r"[\s|+:=─━═┄-]*[─━═=-]{2}[^\w\s]*")  # a line of a frame
_HINTS = "ime", "IME", "lapsed", "LAPSED", "econds", "SECONDS", "uration", "DURATION"
_RUN = re.compile(r"([─━═=-])\1+")
Span = tuple[int, int]
Lines = tuple[list[str], list[str]]
Names = tuple[re.Match[str], re.Match[str]]


def without_measured_columns(before: str, after: str, settings: Settings) -> tuple[str, str]:
    """Return two texts of equally many lines without the measured durations below a heading, and their padding."""
    lines = before.split("\n"), after.split("\n")
    known = settings.notebook_began and len(lines[0]) == len(lines[1]) and any(hint in after for hint in _HINTS)
    for head, end in _tables(*lines) if known else ():
        headings = [list(HEADING.finditer(side[head])) for side in lines]
        for names in reversed(list(zip(*headings, strict=True))):
            _without(lines, head, end, names, settings)
    return "\n".join(lines[0]), "\n".join(lines[1])


def _tables(before: list[str], after: list[str]) -> Iterator[tuple[int, int]]:
    """The line of each heading, and the one after the last row below it: a blank one, or the next heading."""
    heads = [
        number
        for number, line in enumerate(after)  # hints are faster than a search
        if any(hint in line for hint in _HINTS) and ": " not in line and "=" not in line and HEADING.search(line)
    ]
    blank = [number for number, pair in enumerate(zip(before, after, strict=True)) if not all(map(str.strip, pair))]
    ends = sorted({*heads, *blank, len(after)})
    for head in heads:
        if before[head].split() == after[head].split():
            yield head, ends[bisect_right(ends, head)]


def _without(lines: Lines, head: int, end: int, names: Names, settings: Settings) -> None:
    """Replace the values below the name of a column, given as found in the heading of both sides."""
    rows: list[tuple[int, tuple[Span, Span]]] = []
    for number in range(head + 1, end):
        before, after = (_cell(side[number], side[head], name) for side, name in zip(lines, names, strict=True))
        if before and after:
            rows.append((number, (before, after)))
    values = [(lines[0][i][slice(*one)].strip(), lines[1][i][slice(*other)].strip()) for i, (one, other) in rows]
    if all(one == other for one, other in values):
        return
    alike = are_measured([(names[0][0], *pair) for pair in values], settings)
    for (number, spans), same, (one, other) in zip(rows, alike, values, strict=True):
        if same or one == other:
            for side, span in zip(lines, spans, strict=True):
                _put(side, number, span, one if one == other else "…")
    if all(same or one == other for same, (one, other) in zip(alike, values, strict=True)):  # its width may differ
        for side, name in zip(lines, names, strict=True):
            _put(side, head, _cell(side[head], side[head], name) or name.span(), name[0])
            for number in range(max(0, head - 1), end):
                if _RULE.fullmatch(side[number]):
                    side[number] = _RUN.sub(r"\1", side[number])


def _put(side: list[str], number: int, span: Span, text: str) -> None:
    side[number] = f"{side[number][: span[0]]} {text}{side[number][span[1] :]}"


def _cell(line: str, heading: str, name: re.Match[str]) -> Span | None:
    """The span of the value below a name: between the same bars, or a word that ends at the same column."""
    bars = [bar.start() for bar in _BAR.finditer(heading)]
    if bars:
        edges = [-1, *(bar.start() for bar in _BAR.finditer(line)), len(line)]
        column = sum(bar < name.start() for bar in bars)
        return (edges[column] + 1, edges[column + 1]) if len(edges) == len(bars) + 2 else None
    part, rest = line[: name.end()], line[name.end() :]
    if len(part) < name.end() or part[-1].isspace() or rest[:1].strip():
        return None
    word = name[0] if line is heading else part.split()[-1]
    return len(part[: -len(word)].rstrip()), len(part)


_LEAD = 60  # characters before a version in which its name is
_VERSION = Kind(
    re.compile(r"\d(?<![\d.].)\d*+(?:\.\d++)+(?:[-.]?(?:a|b|rc|dev|post)\d++)*(?:\+[\w.]+)?(?!\w|\.\d)"),
    re.compile(r"\d\.\d+\.\d|[Vv]ersion|VERSION|[Pp]ython|\.org/v?\d"),
)
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-_][A-Za-z0-9]+)*")
_MARKUP = re.compile(r"<[^<>\n]*>|['\"\s]")


def without_versions(before: str, after: str, code: str) -> Texts:
    """Return two texts with `<version>` in place of an installed one in the fresh text, and of its counterpart.

    The name of its package precedes it in the line, or it is alone in its line and the code asks for a version.

    >>> import platform
    >>> without_versions("Python 2.7.18, 5 rows", f"Python {platform.python_version()}, 5 rows", "")
    ('Python <version>, 5 rows', 'Python <version>, 5 rows')
    >>> without_versions("prices version 2.7.18", "prices version 2.7.19", "")
    ('prices version 2.7.18', 'prices version 2.7.19')
    """
    asked = "version" in code.lower()

    def alike(one: re.Match[str], other: re.Match[str]) -> Texts | None:
        owners = _installed().get(other[0], set())
        text, begin = other.string, other.string.rfind("\n", 0, other.start()) + 1
        lead = text[max(begin, other.start() - _LEAD) : other.start()]
        named = any(_plain(word) in owners for word in _WORD.findall(lead))
        end = text.find("\n", other.end())
        alone = asked and owners and _MARKUP.sub("", text[begin : None if end < 0 else end]) == other[0]
        return ("<version>", "<version>") if named or alone else None

    return matched(before, after, _VERSION, alike)


def _plain(name: str) -> str:
    return name.lower().replace("_", "-")


@lru_cache(maxsize=1)
def _installed() -> dict[str, set[str]]:
    """The distributions and modules that have each version, also by its first two numbers."""
    versions = {item.metadata["Name"] or "": item.version for item in importlib.metadata.distributions()}
    modules = importlib.metadata.packages_distributions()
    owned = [*versions.items(), *((module, versions.get(name, "")) for module in modules for name in modules[module])]
    owned += [(name, platform.python_version()) for name in ("python", "cpython")]
    owned.append(platform.python_compiler().partition(" ")[::2])
    found: dict[str, set[str]] = {}
    for name, version in owned:
        for text in (version, ".".join(version.split(".")[:2])):
            found.setdefault(text, set()).add(_plain(name))
    return found
