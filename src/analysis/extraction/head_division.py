"""Divide a line of words into column headings, above rows whose cells are separated by single spaces.

It is divided where headings are likely to begin, if that is clear.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise, takewhile
from typing import NamedTuple

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction import lexicon as lex
from analysis.extraction.column_arithmetic import Kind, proven_columns
from analysis.extraction.head_beginnings import (
    A_MONTH,
    DATED,
    DAY,
    NEVER,
    PERCENT,
    PERHAPS,
    beginnings,
    is_period,
    words_in,
)
from analysis.extraction.language import Labels
from analysis.extraction.pipe_rows import CellLines
from analysis.extraction.table_cells import MONEY_SIGNS, YEAR, TextCell, is_number, is_value
from analysis.extraction.table_headers import SMALL

LONGEST_LINE = 200
_LONGEST_GROUP = 120
_LONGEST_WRAPPED = 30  # a line of heads that take several lines
MOST_GROUPS = 3  # lines between two rows, the label of the second among them
_FARTHEST_HEAD = 4  # lines above the first row; heads of rows may be between
CORNER = lazy_regex(
    r"(?i)(?:metal|grade|product|item|material|commodity|country|region|port|mine|plant|company|contract|route|type|"
    r"date|day|week|month|quarter|year|period|name|destination|origin|location|category)\b\D*\Z"
)
_UNIT_IN_HEAD = lazy_regex(r"[(,$€£¥]|(?<!\b[dwmqy])/|\b(?:tonnes|kt|oz)\b")
_OF_LABEL = lazy_regex(r"\d{1,2}(?:\.\d+)?\Z")  # a number at the end of a label: "Al 99.7", "Tank 4"
_CLEAR = 2


def runs_of(heads: Sequence[str]) -> list[int]:
    """Return the run of headings that each column is in; it ends before a repeated heading and at a missing one."""
    runs: list[int] = []
    run: list[str] = []
    for head in heads:
        if head in run or (run and not (head and run[-1])):
            run = []
        runs.append(runs[-1] + (not run) if runs else 0)
        run.append(head)
    return runs


class LooseRow(NamedTuple):
    """A line of words and numbers: its words, and how many of the last words are numbers."""

    words: list[TextCell]
    numbers: int


def heads_of(
    text: str, rows: Sequence[LooseRow], above: Sequence[tuple[int, TextCell]], labels: Labels
) -> tuple[int, CellLines]:
    """Return how many numbers of each row have a heading (0 if uncertain), and the one or two lines of headings."""
    fitting: list[tuple[int, CellLines]] = []  # the nearest first
    for number, line in reversed(above[-_FARTHEST_HEAD:]):
        fitting.append(_fitting(rows, number, line, labels))
        if not fitting[-1][0] and not is_group(line.text):
            break
    at = next((at for at, split in enumerate(fitting) if _tell_all(*split, labels)), 0)
    columns, heads = fitting[at] if fitting else (0, {})
    if columns and at + 1 < len(fitting) and fitting[at + 1][0] == columns:
        upper = fitting[at + 1]
        if _tell_all(*upper, labels) or all(labels.unit_of(head.text) for row in heads.values() for head in row):
            heads = upper[1] | heads
    elif columns and at + 1 < len(above):  # heads that each span a repetition of those below
        number, line = above[-2 - at]
        spanned = runs_of([head.text for head in heads[above[-1 - at][0]][-columns:]])[-1] + 1
        if spanned > 1 and (upper_heads := _heads_in(line, [spanned], labels)):
            heads = {number: upper_heads} | heads
    return (columns, heads) if columns else _wrapped_heads(text, rows, above, labels)


def _wrapped_heads(
    text: str, rows: Sequence[LooseRow], above: Sequence[tuple[int, TextCell]], labels: Labels
) -> tuple[int, CellLines]:
    """The same if the heads take several lines; each must say a period, a unit or a change."""
    for last in range(len(above), max(0, len(above) - MOST_GROUPS), -1):
        short = takewhile(lambda at: len(above[at][1].text) <= _LONGEST_WRAPPED, range(last - 1, -1, -1))
        for first in reversed([*short][1:]):
            number, line = above[first]
            split = _fitting(rows, number, TextCell(line.start, text[line.start : above[last - 1][1].end]), labels)
            if _tell_all(*split, labels):
                return split
    return 0, {}


def _fitting(rows: Sequence[LooseRow], number: int, line: TextCell, labels: Labels) -> tuple[int, CellLines]:
    """How many columns the heads in a line fit, and the heads."""
    usual = Counter(row.numbers for row in rows).most_common(1)[0][0]
    heads = _heads_in(line, range(usual, usual + 3), labels)
    columns = _count_columns(heads, rows, labels) if heads else 0
    if not columns and "\n" in line.text:  # those that say a period, a unit or a change may be as many
        words, begins = beginnings(line.text, labels)
        every = _divided(line, words, [at for at, begin in enumerate(begins) if begin > PERHAPS and at])
        heads = [head for head in every if tells(head.text, labels)]
        columns = usual if len(heads) == usual and heads[-1] is every[-1] else 0
    if not columns or any(is_number(head.text) and not YEAR.match(head.text) for head in heads):
        return 0, {}
    fits = agree(heads[-columns:], [row.words[-columns:] for row in rows if row.numbers >= columns])
    return (columns, {number: heads}) if fits else (0, {})


def _heads_in(line: TextCell, counts: Iterable[int], labels: Labels) -> list[TextCell]:
    """The heads in a line if it clearly has one of some numbers of them."""
    if not 0 < len(line.text) <= LONGEST_LINE:
        return []
    words, begins = beginnings(line.text, labels)
    clear, count = max((_clearness(begins, count), count) for count in counts)
    likeliest = sorted(range(1, len(words)), key=begins.__getitem__, reverse=True)[: count - 1]
    return _divided(line, words, likeliest) if clear >= _CLEAR else []


def _divided(line: TextCell, words: Sequence[TextCell], begins: Sequence[int]) -> list[TextCell]:
    """The heads in a line that begin with some of its words."""
    return [
        TextCell(line.start + words[at].start, line.text[words[at].start : words[end - 1].end].replace("\n", " "))
        for at, end in pairwise([0, *sorted(begins), len(words)])
    ]


def _clearness(begins: Sequence[int], count: int) -> int:
    """Margin between the `count` best head starts and the next best."""
    likely = [*sorted(begins[1:], reverse=True), NEVER]
    if not 1 < count <= len(begins) or likely[count - 2] < PERHAPS:
        return 0
    return likely[count - 2] - likely[count - 1]


def agree(heads: Sequence[TextCell], rows: Sequence[Sequence[TextCell]]) -> bool:
    """Return whether percent signs in the cells, if any, are below headings that allow percentages."""
    signed = [any("%" in row[place].text for row in rows) for place in range(len(heads))]
    return not any(signed) or all(
        sign if PERCENT.search(head.text) else not (sign and _UNIT_IN_HEAD.search(head.text))
        for sign, head in zip(signed, heads, strict=True)
    )


def _tell_all(columns: int, heads: CellLines, labels: Labels) -> bool:
    return columns > 0 and all(tells(head.text, labels) for row in heads.values() for head in row[-columns:])


def _count_columns(heads: Sequence[TextCell], rows: Sequence[LooseRow], labels: Labels) -> int:
    """The number of columns of numbers, although labels may also end with numbers; 0 if uncertain."""
    counts = Counter(row.numbers for row in rows)
    fewest, usual = min(counts), counts.most_common(1)[0][0]
    if len(heads) > usual:
        sure = not is_period(heads[0].text, labels) or all(tells(head.text, labels) for head in heads[-usual:])
        return usual if sure else 0
    if CORNER.match(heads[0].text):
        of_labels = (row.words[-usual].text for row in rows if row.numbers == usual)
        return usual - 1 if all(map(_OF_LABEL.match, of_labels)) else 0
    return usual if fewest == usual or tells(heads[0].text, labels) else 0


def are_ranked(heads: Sequence[TextCell], rows: Sequence[LooseRow], labels: Labels) -> bool:
    """Return whether a rank is before each label."""
    first = rows[0].words
    return bool(labels.no_figures.match(heads[0].text)) and first[0].text.isdigit() and not is_value(first[1].text)


def tells(head: str, labels: Labels) -> bool:
    """Return whether a head has a unit, a period or a change, so that it is certainly the head of a column."""
    return head != "" and bool(
        "%" in head
        or is_period(head, labels)
        or labels.change.search(head)
        or labels.unit_of(head)
        or labels.unit_of_label(head)
    )


def is_group(line: str) -> bool:
    """Return whether a line may head the rows below it: neither a sentence nor the headings of other columns."""
    words = line.rsplit(" ", 2)
    years = len(words) > 1 and all(YEAR.match(word) for word in words[-2:])
    return line[:1].isupper() and len(line) <= _LONGEST_GROUP and line[-1] != "." and not years


def with_values(line: TextCell) -> list[TextCell]:
    """Return the words of a row; a number with its sign or note, or a date at the beginning, counts as one."""
    joined: list[TextCell] = []
    for word in words_in(line):
        last = joined[-1] if joined else word
        noted = is_number(last.text) and not is_number(word.text) and is_number(f"{last.text} {word.text}")
        dated = (YEAR.match(word.text) and DATED.match(last.text)) or (
            A_MONTH.match(word.text) and DAY.match(last.text)
        )
        if joined and (noted or (dated and len(joined) == 1)):
            joined[-1] = together(line, (last, word))
        else:
            joined.append(word)
    if sum(word.text in MONEY_SIGNS for word in joined) < 2:  # of one, the label may be "Sales, Mio. €"
        return joined
    amounts: list[TextCell] = []
    for word in joined:
        signed = amounts and amounts[-1].text in MONEY_SIGNS and is_number(word.text)
        amounts[-1 if signed else len(amounts) :] = [together(line, (amounts[-1], word)) if signed else word]
    return amounts


def together(line: TextCell, words: Sequence[TextCell]) -> TextCell:
    """Return successive words of a line as one cell."""
    if len(words) == 1:
        return words[0]
    return TextCell(words[0].start, line.text[words[0].start - line.start : words[-1].end - line.start])


# Rows below heads that cannot be divided are read where it does not matter, as no head has a unit of its own: what the
# numbers prove to be a change has a head, and any other column has the unit of its row or of the table.
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
    """Return how many numbers each row has (0 if headings matter), and a line of headings if any are known."""
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
    """Whether a line may be column headings: neither a sentence nor the unit of the table."""
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
