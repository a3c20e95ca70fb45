"""Divide a line of words into column headings, above rows whose cells are separated by single spaces.

It is divided where headings are likely to begin, if that is clear.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise, takewhile
from typing import NamedTuple

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction import lexicon as lex
from analysis.extraction.column_arithmetic import Kind, proven_columns
from analysis.extraction.language import Labels
from analysis.extraction.pipe_rows import CellLines
from analysis.extraction.table_headers import SMALL
from analysis.extraction.text_tables import MONEY_SIGNS, YEAR, TextCell, is_number, is_value

_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
A_MONTH = lazy_regex(rf"{_MONTH}\Z")
DAY = lazy_regex(r"\d\d?,?\Z")
# What a year belongs to: "May 2025", "31 December 2024", "Q3 FY25".
DATED = lazy_regex(
    rf"(?:.*[\s–-])?(?:{_MONTH}(?: \d\d?,)?|[1-4]?[QH][1-4]?|\d\d?M|FY|CY|YTD|quarter|half|year|months)\Z"
)
LONGEST_LINE = 200
_LONGEST_GROUP = 120
_LONGEST_WRAPPED = 30  # a line of heads that take several lines
MOST_GROUPS = 3  # lines between two rows, the label of the second among them
_FARTHEST_HEAD = 4  # lines above the first row; heads of rows may be between
_WORD = lazy_regex(r"\([^()\n]*\)|\S+")
_ITS_YEAR = lazy_regex(r"(?:\d\d?,)?(?:(?:FY|CY)?['’]?(?:19|20)|(?:FY|CY)['’]?|['’])\d\d[AEFaef]?\Z")
_SHORT_YEAR = lazy_regex(rf"(?:{_MONTH}[\s'’-]{{0,3}}|[QH][1-4] |[1-4][QH] |\d\d?M |FY |CY )\d\d\Z")
_GOES_ON = lazy_regex(r"(?:(?:\w\S*)?[,/&–-]|on|of|in|from|per|to|by|for|at|over|vs\.?|and|the|ended)\Z")
_CHANGE = lazy_regex(r"(?i)(?:change|chg|ch|var(?:iance|iation)?|difference)\b")
CORNER = lazy_regex(
    r"(?i)(?:metal|grade|product|item|material|commodity|country|region|port|mine|plant|company|contract|route|type|"
    r"date|day|week|month|quarter|year|period|name|destination|origin|location|category)\b\D*\Z"
)
_UNIT_IN_HEAD = lazy_regex(r"[(,/$€£¥]|\b(?:tonnes|kt|oz)\b")
_PERCENT = lazy_regex(r"%|(?i:percent(?:age)?)")
_ELEMENT = lazy_regex(r"(?:A[glu]|C[oru]?|Fe|Li|Mg|M[no]|Ni|Pb|P[dt]?|S[bin]?|Ti|V|W|Zn)(?:\d?O\d?)?\Z")
_COMPARED = lazy_regex(r"(?:19|20)?\d\d[/–-](?:19|20)?\d\d")
_PART_OF_YEAR = lazy_regex(r"(?:[QH][1-4]|[1-4][QH]|\d\d?M)")
_OF_TIME = lazy_regex(r"(?:day|week|month|quarter|half|year|season|period)s?\Z")
_WHICH = lazy_regex(r"(?i)(?:this|last|previous|prior|current|same|full|whole|a|one|per)\Z")
_OF_LABEL = lazy_regex(r"\d{1,2}(?:\.\d+)?\Z")  # a number at the end of a label: "Al 99.7", "Tank 4"
_CAPITALIZED = lazy_regex(r"[A-Z][a-z]{3,}\Z")
# How likely a word begins a head; a line has as many heads as there are columns if their first words are the likeliest.
_NEVER, _HARDLY, _PERHAPS, _LIKELY_SO, _SURELY = 0, 1, 3, 4, 5
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
        words, begins = _beginnings(line.text, labels)
        every = _divided(line, words, [at for at, begin in enumerate(begins) if begin > _PERHAPS and at])
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
    words, begins = _beginnings(line.text, labels)
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
    likely = [*sorted(begins[1:], reverse=True), _NEVER]
    if not 1 < count <= len(begins) or likely[count - 2] < _PERHAPS:
        return 0
    return likely[count - 2] - likely[count - 1]


@lru_cache(maxsize=1024)  # tables of one document have the same heads
def _beginnings(text: str, labels: Labels) -> tuple[list[TextCell], list[int]]:
    """The words of a line of headings, and how likely each is to begin one."""
    words = words_in(TextCell(0, text))
    alike = not any(word.text[0].isupper() or word.text[0] in "([" for word in words[1:])
    alike = alike and not any(_GOES_ON.match(word.text) for word in words)
    begins, head = [_SURELY], words[0].text
    for before, word, following in zip(words, words[1:], [*words[2:], None], strict=False):
        likely = _begins(head, word.text, following.text if following else "", labels)
        if likely == _HARDLY and alike:
            likely = _PERHAPS
        new_line = _NEVER < likely < _SURELY and "\n" in text[before.end : word.start]
        begins.append(likely + new_line)
        head = word.text if begins[-1] > _PERHAPS else f"{head} {word.text}"
    return words, begins


def _begins(head: str, word: str, following: str, labels: Labels) -> int:
    """How likely a word is to begin a heading, after one that may be another heading."""
    before, digits = head.split()[-3:], word.rstrip(",")
    last, ends = before[-1], [" ".join(before[-count:]) for count in (1, 2, 3)]
    if any(_SHORT_YEAR.match(f"{end} {digits}") for end in ends) or (DATED.match(head) and _ITS_YEAR.match(digits)):
        return _NEVER
    if digits in SMALL or word[0] in "([" or _GOES_ON.match(last) or (word == "YTD" and YEAR.match(last)):
        return _NEVER
    compared = _COMPARED.fullmatch(word) or (_COMPARED.fullmatch(following) and _is_period(word, labels))
    if compared and labels.change.search(head) and "%" not in last:  # "% change Jan-Sep 21/20"
        return _NEVER
    if word in {"FY", "CY"} and _PART_OF_YEAR.fullmatch(last):  # "H1 FY 26"
        return _NEVER
    if word.islower() and _OF_TIME.match(word) and _WHICH.match(last):
        return _NEVER
    complete = last[-1] in ")%" or any(_is_period(end, labels) or labels.unit_of(end) for end in ends)
    if YEAR.match(digits):
        return _SURELY if digits == word or complete else _HARDLY
    if A_MONTH.match(word):
        return _NEVER if DAY.match(last) and not any(map(_SHORT_YEAR.match, ends)) else _SURELY
    if (
        _is_period(word, labels)
        or (DATED.match(word) and word[-1].isupper())
        or (A_MONTH.match(following) and DAY.match(word))
    ):
        return _SURELY
    if _PERCENT.fullmatch(last):
        return _NEVER if _CHANGE.match(word) or word[0].islower() or _ELEMENT.match(word) else _SURELY
    if word == "%":
        return _SURELY if complete or following[:1].islower() or _CHANGE.match(following) else _NEVER
    if not _CAPITALIZED.match(word):
        if labels.unit_of(f"{last} {word}") and word[-1] != ",":  # "US$ million", "lb Cu", not "kt Cu, %"
            return _NEVER
        if labels.unit_of(word) or labels.unit_of(f"{word} {following}"):
            if head[0] == "%" or labels.unit_of_label(head):
                return _SURELY
            return _PERHAPS if head == last and not _is_period(head, labels) else _HARDLY
    if labels.change.search(word) and labels.unit_of_label(head):
        return _SURELY
    if not word[0].isupper():
        return _HARDLY
    if YEAR.match(last):  # "2024 Output 2023 Output"
        return _PERHAPS
    return _SURELY if complete else _LIKELY_SO if last[0].islower() else _PERHAPS


def agree(heads: Sequence[TextCell], rows: Sequence[Sequence[TextCell]]) -> bool:
    """Return whether percent signs in the cells, if any, are below headings that allow percentages."""
    signed = [any("%" in row[place].text for row in rows) for place in range(len(heads))]
    return not any(signed) or all(
        sign if _PERCENT.search(head.text) else not (sign and _UNIT_IN_HEAD.search(head.text))
        for sign, head in zip(signed, heads, strict=True)
    )


def _tell_all(columns: int, heads: CellLines, labels: Labels) -> bool:
    return columns > 0 and all(tells(head.text, labels) for row in heads.values() for head in row[-columns:])


def _count_columns(heads: Sequence[TextCell], rows: Sequence[LooseRow], labels: Labels) -> int:
    """The number of columns of numbers, although labels may also end with numbers; 0 if uncertain."""
    counts = Counter(row.numbers for row in rows)
    fewest, usual = min(counts), counts.most_common(1)[0][0]
    if len(heads) > usual:
        sure = not _is_period(heads[0].text, labels) or all(tells(head.text, labels) for head in heads[-usual:])
        return usual if sure else 0
    if CORNER.match(heads[0].text):
        of_labels = (row.words[-usual].text for row in rows if row.numbers == usual)
        return usual - 1 if all(map(_OF_LABEL.match, of_labels)) else 0
    return usual if fewest == usual or tells(heads[0].text, labels) else 0


def are_ranked(heads: Sequence[TextCell], rows: Sequence[LooseRow], labels: Labels) -> bool:
    """Return whether a rank is before each label."""
    first = rows[0].words
    return bool(labels.no_figures.match(heads[0].text)) and first[0].text.isdigit() and not is_value(first[1].text)


def _is_period(head: str, labels: Labels) -> bool:
    return bool(labels.period.match(head) or _SHORT_YEAR.match(head) or _ITS_YEAR.match(head.rsplit(" ", 1)[-1]))


def tells(head: str, labels: Labels) -> bool:
    """Return whether a head has a unit, a period or a change, so that it is certainly the head of a column."""
    return head != "" and bool(
        "%" in head
        or _is_period(head, labels)
        or labels.change.search(head)
        or labels.unit_of(head)
        or labels.unit_of_label(head)
    )


def is_group(line: str) -> bool:
    """Return whether a line may head the rows below it: neither a sentence nor the headings of other columns."""
    words = line.rsplit(" ", 2)
    years = len(words) > 1 and all(YEAR.match(word) for word in words[-2:])
    return line[:1].isupper() and len(line) <= _LONGEST_GROUP and line[-1] != "." and not years


def words_in(line: TextCell) -> list[TextCell]:
    """Return the words of a line; text in brackets counts as one word."""
    return [TextCell(line.start + word.start(), word[0]) for word in _WORD.finditer(line.text)]


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
