"""The cells of tables in a text: numbers with their signs and marks, years, and what stands for no value."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from analysis.core.lazy_regex import lazy_regex

# A mark of a footnote, or "e" and "r" for what is estimated or revised: "1,850 (a)", "430e", "330[^2]".
NOTE = r"(?:\s?(?:\([a-z1-9]\)|\[\^?\w{1,2}\]|[er])|<sup>\w{1,2}</sup>|\^\w|[¹²³⁴-⁹]{1,2}|(?:\\?[*†‡]){1,3})"
_SECOND = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{3,9}(?:\.\d+)?|\d{1,9}\.\d+"  # of bid and ask: "9,405.0/9,406.5"
NUMBER_CELL = lazy_regex(
    rf"""(?P<hedge>[<>≤≥~≈]\s?|e(?=\d))?(?P<arrow>[▲▼△▽↑↓]\s?)?(?P<open>\(\s?)?(?:(?P<sign>[-−+–]|\([-−–]\))\s?)?
    (?:(?P<money>(?:US|A|C|HK|NZ)?\$|[€£¥₹])\s{{0,30}})?(?P<open2>\()?(?P<sign2>[-−])?
    (?P<digits>\d[\d.,'’\u00a0\u202f\ ]{{0,40}})
    (?:[-–~～]\ ?[$€£¥]?(?P<to>\d[\d.,]{{0,30}})|(?<=\d{{3}}|\d\.\d|\.\d\d)/(?P<second>{_SECOND}))?
    (?P<percent>\s?(?:%|p\.c\.|bps?|pp))?(?P<close>\s?\))?(?P<unit2>\s?(?:%|bps?|[Pp]p\.?|ppts?|pts))?
    (?P<note>{NOTE})?\Z""",
    re.VERBOSE,
)
# A cell without a figure
NO_VALUE = lazy_regex(r"(?i)[-–—:= .…]+|\(?n[./]?[am]\.?\)?|n\.[am]\.|nil|W|XX|\([DXZ]\)")
# Marks of values in cells of their own: confidential, estimated, provisional, revised.
FLAGS = frozenset({"c", "e", "p", "r"})
# Signs in cells of their own, beside an amount.
MONEY_SIGNS = frozenset({"$", "US$", "A$", "C$", "€", "£", "¥", "₹"})
UNIT_HEADS = frozenset({"unit", "units", "einheit", "单位"})
SIGNS = MONEY_SIGNS | {"%", ")", ")%"}
# A year, also one that does not begin in January: "2024", "2025E", "2024-25".
_NEXT = "|".join(rf"{digit}(?:[-–/](?:19|20)?(?P=ten){digit + 1})?" for digit in range(9))
YEAR = lazy_regex(rf"(?:19|20)(?P<ten>\d)(?:{_NEXT}|9(?:[-–/](?:19|20)?\d0)?)(?:[AEFPaefp]|{NOTE})?\Z")


@dataclass(frozen=True, slots=True)
class TextCell:
    """A cell: its text without surrounding space, and its start; also the start in its line if spaces align the cells.

    `more` is the rest of a label that takes several lines, or the sign of an amount that is in a separate cell.
    """

    start: int
    text: str
    column: int | None = None
    more: str = ""

    @property
    def end(self) -> int:
        """Where the cell ends."""
        return self.start + len(self.text)


def with_signs(cells: Sequence[TextCell]) -> list[TextCell]:
    """Return cells in which "$", "%" and ")" in cells of their own are signs of the value beside them."""
    joined: list[TextCell] = []
    for cell in cells:
        last = joined[-1] if joined else cell
        if last.text in MONEY_SIGNS and is_value(cell.text):
            joined[-1] = replace(cell, more=last.text)
        elif cell.text in SIGNS - MONEY_SIGNS and is_value(last.text):
            joined[-1] = replace(last, more=last.more + cell.text)
        else:
            joined.append(cell)
    return joined


def cell_of(line: int, at: int, piece: str, *, aligned: bool = False) -> TextCell:
    """Return a cell without surrounding space and marks of emphasis, given where its line begins."""
    text = piece.strip()
    bold = next((mark for mark in ("**", "__") if text.startswith(mark) and text.endswith(mark)), "")
    text = text[len(bold) : -len(bold)].strip() if bold and len(text) > 2 * len(bold) else text
    at += piece.find(text) if text else 0
    return TextCell(line + at, text, at if aligned else None)


@lru_cache(maxsize=1024)  # several steps ask for each cell
def is_number(text: str) -> bool:
    """Return whether the text of a cell is a number, with its sign, unit or mark."""
    return bool(NUMBER_CELL.match(text))


def has_numbers(cells: Sequence[TextCell]) -> bool:
    """Return whether cells have a number other than a year."""
    return any(is_number(cell.text) and not YEAR.match(cell.text) for cell in cells)


def is_value(text: str) -> bool:
    """Return whether the text of a cell is a number, or a mark for a missing one."""
    return is_number(text) or NO_VALUE.fullmatch(text) is not None
