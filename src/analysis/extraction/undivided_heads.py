"""Read rows below heads that cannot be divided, where it does not matter: no head has a unit of its own.

What the numbers prove to be a change has a head; any other column has the unit of its row or of the table.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise, takewhile

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction import lexicon as lex
from analysis.extraction.column_arithmetic import Kind, proven_columns
from analysis.extraction.head_division import LooseRow, words_in
from analysis.extraction.language import Labels
from analysis.extraction.pipe_rows import CellLines
from analysis.extraction.table_headers import SMALL
from analysis.extraction.text_tables import TextCell

_LEAST_ROWS = 3
_MOST_LINES = 4  # of heads
_LONGEST_HEADS = 120
_USUAL = 0.8  # of the rows have as many numbers
_CHANGES = lazy_regex(
    r"(?i)%\s?(?:change|chg|var|growth)\b\.?|%|\b(?:change|chg|growth|variation|share|difference|increase)\b"
)
_HEADS = {"percent": "Change, %", "difference": "Change"}


def undivided_heads(
    rows: Sequence[LooseRow], above: Sequence[tuple[int, TextCell]], labels: Labels
) -> tuple[int, CellLines]:
    """Return how many numbers each row has, 0 if it matters what heads say, and a line of heads if any are known."""
    columns, usual = Counter(row.numbers for row in rows).most_common(1)[0]
    label = rows[0].words[0]
    if len(rows) < _LEAST_ROWS or usual < _USUAL * len(rows) or not above or " " in label.text:
        return 0, {}  # a label in the line before may be the caption
    whole = [row for row in rows if row.numbers == columns]
    texts = [[word.text for word in row.words[-columns:]] for row in whole]
    kinds: dict[int, Kind] = {at: "percent" for at in range(columns) if any("%" in row[at] for row in texts)}
    falls = {at for at in range(columns) if any(row[at][0] in "-–−(▼" for row in texts)}  # no parts of a sum
    kinds |= {at: kind for at, kind in proven_columns(texts).items() if kind != "difference" or at in falls}
    number, nearest = above[-1]
    others = takewhile(
        lambda line: _may_be_heads(line, labels), (line for _, line in above[-2 : -_MOST_LINES - 1 : -1])
    )
    lines = [nearest, *others] if _may_be_heads(nearest, labels) else []
    said = sum(len(_CHANGES.findall(line.text)) for line in lines)
    if said > len(kinds) or any(_has_unit(line, labels) for line in lines):
        return 0, {}
    heads = [_HEADS[kinds[at]] if at in kinds else "" for at in range(columns)]
    return columns, {number: [TextCell(nearest.start, text) for text in ("", *heads)]} if kinds and lines else {}


def _may_be_heads(line: TextCell, labels: Labels) -> bool:
    """Whether a line may have heads of columns: it is no sentence, and not the unit of the table."""
    text = line.text.strip("()[]: ")
    if not text or len(text) > _LONGEST_HEADS or text.endswith(".") or labels.unit_of(text):
        return False
    unit = labels.unit_of_label(line.text)
    return unit is None or unit.unit == "percent"


def _has_unit(line: TextCell, labels: Labels) -> bool:
    """Whether a line has the unit of one of several columns."""
    words = [word.text.strip("(),;") for word in words_in(line)]
    texts = [word.lower() if word.istitle() else word for word in words if len(word) > 1 and word.lower() not in SMALL]
    pairs = [f"{one} {other}" for one, other in pairwise(texts)]
    units = [unit for text in (*texts, *pairs) if (unit := labels.unit_of(text))]
    return any(unit.unit != "percent" and unit.unit not in lex.DURATIONS for unit in units)
