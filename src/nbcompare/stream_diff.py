"""Compare what a cell printed: its text, its warnings, and whether it came before or after each display.

In texts, the path of the same file below another location is equal; another folder within a location is reported.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from nbcompare.difference import Difference, shorten
from nbcompare.known_run import without_known_folders
from nbcompare.sanitize_rules import normalise, without_volatile_lines
from nbcompare.settings import Settings
from nbcompare.terminal_text import alike_coloured, shown
from nbcompare.text_diff import compare_texts
from nbcompare.wrapped_text import unwrapped

_PATH = re.compile(r"(?<![\w.:/~<-])/(?:[\w.@+~-]+/)+[\w.@+~-]+")
_TEMPORARY = ("tmp", "var", "private")
_PYTHON = re.compile(r"python\d[\d.]*")  # the folder of an installed Python
_ALL = Settings()
_OWN = 2  # parts such as /srv/one, which differ between machines
Output = Mapping[str, Any]

_NAMES = {"stdout": "printed text", "stderr": "text on stderr"}
_WARNING = re.compile(r"^(?:.*?[\s:])?(?P<name>\w*Warning): (?P<message>.*)$", re.MULTILINE)
_BLANK_ENDS = re.compile(r"[ \t]+$", re.MULTILINE)  # what nobody sees


def compare_streams(before: Sequence[Output], after: Sequence[Output], settings: Settings) -> list[Difference]:
    """Return the differences of what two lists of outputs printed.

    >>> stored = [{"output_type": "stream", "name": "stdout", "text": "1.5"}]
    >>> [item.message for item in compare_streams(stored, [], Settings())]
    ["the printed text is missing: '1.5'"]
    """
    found: list[Difference] = []
    for name, words in _NAMES.items():
        old, new = ("".join(_parts(side, name)) for side in (before, after))
        old, new = alike_coloured(shown(old), shown(new))
        of_stream = _compare_warnings(old, new) if name == "stderr" else []
        of_stream = of_stream or _compare_stream(_trimmed(old), _trimmed(new), words, settings)
        found += of_stream or _compare_places(_parts(before, name), _parts(after, name), words)
    return found


def joined(text: Any) -> str:
    """Return a text that a notebook may store as a list of lines."""
    return "".join(text) if isinstance(text, list) else str(text)


def _parts(outputs: Sequence[Output], name: str) -> list[str]:
    """What was written to a stream before, between and after the displays; where it is split is a matter of timing."""
    parts = [""]
    for output in outputs:
        if output["output_type"] == "stream":
            parts[-1] += joined(output["text"]) if output.get("name") == name else ""
        elif output["output_type"] in ("display_data", "execute_result"):
            parts.append("")
    return parts


def _trimmed(text: str) -> str:
    return _BLANK_ENDS.sub("", text).rstrip("\n") if text.strip() else text


def _compare_stream(before: str, after: str, name: str, settings: Settings) -> list[Difference]:
    if bool(before.strip()) != bool(after.strip()):
        state = f"the {name} is missing: {shorten(before)!r}" if before.strip() else f"new {name}: {shorten(after)!r}"
        return [Difference("output", state)]
    found = compare_folders(before, after, settings) + compare_texts(before, after, settings)
    return [item.within(name) for item in found]


def _compare_places(before: Sequence[str], after: Sequence[str], name: str) -> list[Difference]:
    """Equal text that is before another display than it was, which happens only if the code changed.

    A kernel sends what was printed before it sends a display.
    """
    if len(before) != len(after):  # a display is missing or new, which is reported by itself
        return []
    for number, pair in enumerate(zip(before, after, strict=True), start=1):
        one, other = (_lines(part) for part in unwrapped(*map(without_volatile_lines, pair)))
        if len(one) != len(other):
            line, way = (one[-1], "after") if len(one) > len(other) else (other[-1], "before")
            return [Difference("output", f"the {name} moved: {shorten(line)!r} is now {way} output {number}")]
    return []


def _lines(part: str) -> list[str]:
    return [line for line in shown(part).splitlines() if line.strip()]


def _compare_warnings(before: str, after: str) -> list[Difference]:
    """The warnings that are new or gone; one with a changed text is left to the comparison of texts."""
    old, new = (
        Counter(f"{match['name']}: {match['message']}" for match in _WARNING.finditer(normalise(text)))
        for text in (before, after)
    )
    names = [Counter(line.partition(":")[0] for line in side.elements()) for side in (old, new)]
    if names[0] == names[1]:
        return []
    found = [Difference("warning", f"a new warning: {shorten(line, 120)}") for line in new - old]
    return found + [Difference("warning", f"a warning is gone: {shorten(line, 120)}") for line in old - new]


def compare_folders(before: str, after: str, settings: Settings = _ALL) -> list[Difference]:
    """Return the paths in which one folder changed that is not the location of the project.

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
    before, after = without_known_folders(before, after, settings)
    old, new = _PATH.findall(before), _PATH.findall(after)
    if len(old) != len(new):
        return []
    found = []
    for one, other in dict.fromkeys(zip(old, new, strict=True)):
        changed = _changed(one.strip("/").split("/"), other.strip("/").split("/")) if one != other else None
        if changed:
            name = one.rpartition("/")[2]
            found.append(Difference("text", f"the folder of {name!r}: from {changed[0]!r} to {changed[1]!r}"))
    return found


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
