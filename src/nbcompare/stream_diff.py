"""Compare what a cell printed: its text, its warnings, and whether it came before or after each display."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from nbcompare.difference import Difference, shorten
from nbcompare.path_diff import unwrapped
from nbcompare.sanitize_rules import normalise, without_volatile_lines
from nbcompare.settings import Settings
from nbcompare.text_diff import compare_texts

_OVERWRITTEN = re.compile(r"^[^\n]*\r(?!\n)", re.MULTILINE)
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_MOVES = re.compile(r"\n|\x1b\[(\d*)A|\x1b\[[0-9;]*K")


def shown(text: str) -> str:
    r"""Return the lines that a terminal shows at the end; a nested progress bar moves the cursor up with `\x1b[A`."""
    if "\x1b[" not in text or not re.search(r"\x1b\[\d*A", text):
        return _OVERWRITTEN.sub("", text)
    lines, row, end = [""], 0, 0
    for match in [*_MOVES.finditer(text), None]:
        piece = text[end : match.start() if match else len(text)]
        if match and match[0] == "\n":
            piece = piece.rstrip("\r")
        lines[row] = (lines[row] + piece).rpartition("\r")[2] if piece.strip("\r") else lines[row]
        if match is None:
            break
        end = match.end()
        if match[0] == "\n":
            row += 1
            if row == len(lines):
                lines.append("")
        elif match[0].endswith("A"):
            row = max(0, row - int(match[1] or 1))
    return "\n".join(lines)


Output = Mapping[str, Any]

_NAMES = {"stdout": "printed text", "stderr": "text on stderr"}
_WARNING = re.compile(r"^(?:.*?[ \t:])?(?P<name>\w*Warning): (?P<message>.*)$", re.MULTILINE)
_BLANK_ENDS = re.compile(r"[ \t]+$", re.MULTILINE)  # what nobody sees


def compare_streams(before: Sequence[Output], after: Sequence[Output], settings: Settings) -> list[Difference]:
    """Return the differences of what two lists of outputs printed."""
    found: list[Difference] = []
    for name, words in _NAMES.items():
        old, new = (shown("".join(_parts(side, name))) for side in (before, after))
        if bool(_COLOURS.search(old)) != bool(_COLOURS.search(new)):  # whether there are some depends on the terminal
            old, new = (_COLOURS.sub("", side) for side in (old, new))
        of_stream = _compare_warnings(old, new) if name == "stderr" else []
        old, new = _trimmed(old), _trimmed(new)
        if not of_stream and bool(old.strip()) != bool(new.strip()):
            state = f"the {words} is missing: {shorten(old)!r}" if old.strip() else f"new {words}: {shorten(new)!r}"
            of_stream = [Difference(state)]
        of_stream = of_stream or [item.within(words) for item in compare_texts(old, new, settings, folders=True)]
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


def _compare_places(before: Sequence[str], after: Sequence[str], name: str) -> list[Difference]:
    """Equal text that moved before another display, which happens only if the code changed.

    A kernel sends what was printed before it sends a display.
    """
    if len(before) != len(after):  # a display is missing or new, which is reported by itself
        return []
    for number, pair in enumerate(zip(before, after, strict=True), start=1):
        texts = unwrapped(*map(without_volatile_lines, pair))
        one, other = ([line for line in shown(text).splitlines() if line.strip()] for text in texts)
        if len(one) != len(other):
            line, way = (one[-1], "after") if len(one) > len(other) else (other[-1], "before")
            return [Difference(f"the {name} moved: {shorten(line)!r} is now {way} output {number}")]
    return []


def _compare_warnings(before: str, after: str) -> list[Difference]:
    """The new and missing warnings; one with a changed text is left to the comparison of texts."""
    old, new = (
        Counter(f"{match['name']}: {match['message']}" for match in _WARNING.finditer(normalise(text)))
        for text in (before, after)
    )
    names = [Counter(line.partition(":")[0] for line in side.elements()) for side in (old, new)]
    if names[0] == names[1]:
        return []
    words = [(line, "given more often" if line in old else "new") for line in new - old]
    words += [(line, "given less often" if line in new else "gone") for line in old - new]
    told = {"new": "a new warning"}
    return [Difference(f"{told.get(way, f'a warning is {way}')}: {shorten(line, 120)}") for line, way in words]
