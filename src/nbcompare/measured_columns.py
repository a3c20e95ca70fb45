"""Columns of printed tables whose heading says that they are measured, such as `fit_time`, as the execution explains.

pandas prints a number so that it ends below the end of its heading; polars, rich and Markdown separate cells by bars.
"""

import re
from collections.abc import Iterator

from nbcompare.known_run import are_measured
from nbcompare.known_times import HEADING
from nbcompare.settings import Settings

_BAR = re.compile(r"[|│┃┆║]")
_RULE = re.compile(r"[\s|+:=─━═┄-]*[─━═=-]{2}[^\w\s]*")  # a line of a frame
_HINTS = "ime", "IME", "lapsed", "LAPSED", "econds", "SECONDS", "uration", "DURATION"
_RUN = re.compile(r"([─━═=-])\1+")
Span = tuple[int, int]
Lines = tuple[list[str], list[str]]
Names = tuple[re.Match[str], re.Match[str]]


def without_measured_columns(before: str, after: str, settings: Settings) -> tuple[str, str]:
    r"""Return two texts of equally many lines without the measured durations below a heading, and what pads them.

    >>> without_measured_columns("elapsed\n   0.50", "elapsed\n   0.60", Settings())
    ('elapsed\n   0.50', 'elapsed\n   0.60')
    """
    lines = before.split("\n"), after.split("\n")
    known = settings.notebook_began and len(lines[0]) == len(lines[1]) and any(hint in after for hint in _HINTS)
    for head, end in _tables(*lines) if known else ():
        headings = [list(HEADING.finditer(side[head])) for side in lines]
        for names in reversed(list(zip(*headings, strict=True))):
            _without(lines, head, end, names, settings)
    return "\n".join(lines[0]), "\n".join(lines[1])


def _tables(before: list[str], after: list[str]) -> Iterator[tuple[int, int]]:
    """The line of each heading, and the one after the last row below it."""
    head = -1
    for number, (one, other) in enumerate(zip(before, after, strict=True)):
        blank = not (one.strip() and other.strip())
        named = any(hint in other for hint in _HINTS) and ":" not in other and "=" not in other  # faster than to search
        new = named and not blank and HEADING.search(other)
        if (blank or new) and head >= 0:
            yield head, number
            head = -1
        if new and one.split() == other.split():
            head = number
    if head >= 0:
        yield head, len(after)


def _without(lines: Lines, head: int, end: int, names: Names, settings: Settings) -> None:
    """Replace what is below the name of a column, given as it was found in the heading of both sides."""
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
    """The place in a line of what is below a name: between the same bars, or a word that ends where the name does."""
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
