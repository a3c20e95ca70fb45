"""Find tables whose cells have one space between them, or a line each, as copied from a page.

The heads must fit the rows: one for each number of a row, and perhaps one above the labels. Otherwise the lines remain
text.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, takewhile, zip_longest
from typing import NamedTuple

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction.language import Labels
from analysis.extraction.table_headers import SMALL, unit_at_the_end
from analysis.extraction.text_tables import YEAR, TextCell, is_number, is_spread, is_value

_LIKELY = lazy_regex(r"\n(?<=[\d%)\]aA*–-]\n)")  # a line ends as rows do
_LONGEST_LINE = 200
_LONGEST_CELL = 70
_LONGEST_GROUP = 120
_LEAST_ROWS = 2
_MOST_GROUPS = 3  # lines between two rows, the label of the second among them
_FARTHEST_HEAD = 4  # lines above the first row; heads of rows may be between
_FARTHEST_WRAPPED = 8
_LONGEST_WRAPPED = 30  # a line of heads that take several lines
_LEAST_SINGLE = 3  # rows of a table with one column of numbers, a line each
_WORD = lazy_regex(r"\([^()\n]*\)|\S+")
_ENDS = "0123456789%)]aA*–-"
_MONEY = frozenset({"$", "€", "£", "¥", "US$", "A$", "C$"})
_ITS_YEAR = lazy_regex(r"(?:\d\d?,)?(?:(?:FY|CY)?['’]?(?:19|20)|(?:FY|CY)['’]?|['’])\d\d[AEFaef]?\Z")
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_A_MONTH = lazy_regex(rf"{_MONTH}\Z")
_SHORT_YEAR = lazy_regex(rf"(?:{_MONTH}[\s'’-]{{0,3}}|[QH][1-4] |[1-4][QH] )\d\d\Z")
_DAY = lazy_regex(r"\d\d?\Z")
# What a year belongs to: "May 2025", "31 December 2024", "Q3 FY25".
_DATED = lazy_regex(rf"(?:.*[\s–-])?(?:{_MONTH}(?: \d\d?,)?|[1-4]?[QH][1-4]?|9M|FY|CY|YTD|quarter|half|year|months)\Z")
_GOES_ON = lazy_regex(r"(?:(?:\w\S*)?[,/&–-]|on|of|in|from|per|to|by|for|at|over|vs\.?|and|the|ended)\Z")
_CHANGE = lazy_regex(r"(?i)(?:change|chg|ch|var(?:iance|iation)?|difference)\b")
_CORNER = lazy_regex(
    r"(?i)(?:metal|grade|product|item|material|commodity|country|region|port|mine|plant|company|contract|route|type|"
    r"date|day|week|month|quarter|year|period|name|destination|origin|location)\b\D*\Z"
)
_SENTENCE = lazy_regex(r"\w{4}[.:;!?]\Z")
_UNIT_IN_HEAD = lazy_regex(r"[(,/$€£¥]|\b(?:tonnes|kt|oz)\b")
_PERCENT = lazy_regex(r"%|(?i:percent)")
_UNITS = frozenset({"unit", "units", "einheit", "单位"})
_CAPITALIZED = lazy_regex(r"[A-Z][a-z]{3,}\Z")
_NUMBERS = lazy_regex(r"\d\s\d")
# Rows of a label and numbers, a line each: T is text, N a number, Y a year. The numbers are as many in each row.
# The rows are matched possessively, since backtracking over them takes quadratic time.
_LABELLED = lazy_regex(r"(?P<label>TT?)(?P<numbers>N+)(?:(?P=label)(?P=numbers))++")
_RANKED = lazy_regex(r"(?P<label>NTT?)(?P<numbers>N+?)(?:(?P=label)(?P=numbers))++")
_BY_YEAR = lazy_regex(r"(?P<label>Y)(?P<numbers>N+)(?:(?P=label)(?P=numbers))++")

Rows = dict[int, list[TextCell]]


class _Row(NamedTuple):
    """A line of words and numbers: its words, and how many of the last ones are numbers."""

    words: list[TextCell]
    numbers: int


def loose_rows(text: str, labels: Labels) -> Rows:
    """Return the cells of such rows by the number of their first line; their other lines have none."""
    if not _LIKELY.search(text):
        return {}
    lines = text.splitlines(keepends=True)
    starts = accumulate(map(len, lines), initial=0)
    cells = [
        TextCell(start + len(line) - len(line.lstrip()), "" if is_spread(line) else line.strip())
        for start, line in zip(starts, lines, strict=False)
    ]
    written = [number for number, line in enumerate(lines) if line.strip()]
    found: Rows = {}
    for table in (*_spaced(text, cells, written, labels), *_stacked(cells, written)):
        found |= {number: table.get(number, []) for number in range(min(table), max(table) + 1)}
    return found


def _spaced(text: str, lines: Sequence[TextCell], written: Sequence[int], labels: Labels) -> Iterator[Rows]:
    """Tables with a row in each line; a line between two rows may be the head of those below it."""
    rows: dict[int, _Row] = {}
    for place, number in enumerate(written):
        before = lines[written[place - 1]] if place and place - 1 not in rows else TextCell(0, "")
        if row := _row_of(lines[number], before):
            rows[place] = row
    end = 0
    for first in rows:
        if first < end:
            continue
        end = first + 1
        while (following := _row_after(end, rows, lines, written)) > end:
            end = following
        block = [rows[place] for place in range(first, end) if place in rows]
        if len(block) < _LEAST_ROWS:
            continue
        above = [
            (at, lines[at])
            for at in written[max(0, first - _FARTHEST_WRAPPED) : first]
            if lines[at] is not block[0].words[0]
        ]
        columns, heads = _heads_of(text, block, above, labels)
        if not columns:
            continue
        block = [row for row in block if row.numbers >= columns]
        ranked = _are_ranked(next(iter(heads.values())), block, labels)
        units = sum(_unit_at(row.words[:-columns], labels) > 0 for row in block) >= _LEAST_ROWS
        yield heads | {
            written[place]: _cells(lines[written[place]], rows[place].words, columns, ranked, labels if units else None)
            if place in rows and rows[place].numbers >= columns
            else [lines[written[place]]]
            for place in range(first, end)
        }


def _row_after(place: int, rows: Mapping[int, _Row], lines: Sequence[TextCell], written: Sequence[int]) -> int:
    """Where the next row ends, if at most a few heads of rows are before it."""
    for at in range(place, min(place + _MOST_GROUPS, len(written))):
        if at in rows:
            return at + 1
        if not _is_group(lines[written[at]].text):
            break
    return place


def _is_group(line: str) -> bool:
    """Whether a line may be the head of the rows below it: no sentence, and not the heads of other columns."""
    words = line.rsplit(" ", 2)
    years = len(words) > 1 and all(YEAR.match(word) for word in words[-2:])
    return line[:1].isupper() and len(line) <= _LONGEST_GROUP and line[-1] != "." and not years


def _row_of(line: TextCell, before: TextCell) -> _Row | None:
    """A line with at least two numbers after a label, which may be a year, or in the line before."""
    if " " not in line.text or len(line.text) > _LONGEST_LINE or line.text[-1] not in _ENDS:
        return None
    words = _with_values(line)
    others = (at for at, word in enumerate(reversed(words)) if not is_value(word.text) or word.text[-1] == ",")
    numbers = next(others, len(words))
    if numbers == len(words) and YEAR.match(words[0].text):
        numbers -= 1
    elif numbers == len(words) and _is_group(before.text):
        words.insert(0, before)
    is_head = all(YEAR.match(word.text) for word in words[-numbers:])
    return _Row(words, numbers) if 1 < numbers < len(words) and not is_head else None


def _words(line: TextCell) -> list[TextCell]:
    return [TextCell(line.start + word.start(), word[0]) for word in _WORD.finditer(line.text)]


def _together(line: TextCell, words: Sequence[TextCell]) -> TextCell:
    if len(words) == 1:
        return words[0]
    return TextCell(words[0].start, line.text[words[0].start - line.start : words[-1].end - line.start])


def _with_values(line: TextCell) -> list[TextCell]:
    """The words of a row; a number with its sign or note is one, and so are the day, month and year at its begin."""
    joined: list[TextCell] = []
    for word in _words(line):
        last = joined[-1] if joined else word
        noted = is_number(last.text) and not is_number(word.text) and is_number(f"{last.text} {word.text}")
        dated = (YEAR.match(word.text) and _DATED.match(last.text)) or (
            _A_MONTH.match(word.text) and _DAY.match(last.text)
        )
        if joined and (noted or (dated and len(joined) == 1)):
            joined[-1] = _together(line, (last, word))
        else:
            joined.append(word)
    signs = [word for word in joined if word.text in _MONEY]  # of one, the label may be "Sales, Mio. €"
    return [word for word in joined if word not in signs] if len(signs) > 1 else joined


def _cells(line: TextCell, words: Sequence[TextCell], columns: int, rank: int, labels: Labels | None) -> list[TextCell]:
    """The rank of a row, its label, its unit if the label ends with one, and its numbers."""
    label, numbers = words[:-columns], words[-columns:]
    at = (_unit_at(label, labels) if labels else 0) or len(label)
    return [*(_together(line, part) for part in (label[:rank], label[rank:at], label[at:]) if part), *numbers]


def _unit_at(label: Sequence[TextCell], labels: Labels) -> int:
    """Where the unit at the end of a label begins; 0 if it has none."""
    return unit_at_the_end(" ".join(word.text for word in label), labels.unit_of)[1]


def _heads_of(
    text: str, rows: Sequence[_Row], above: Sequence[tuple[int, TextCell]], labels: Labels
) -> tuple[int, Rows]:
    """How many numbers of each row have a head, 0 if that is uncertain, and the one or two lines of heads."""
    fitting: list[tuple[int, Rows]] = []  # the nearest first
    for number, line in reversed(above[-_FARTHEST_HEAD:]):
        fitting.append(_fitting(rows, number, line, labels))
        if not fitting[-1][0] and not _is_group(line.text):
            break
    at = next((at for at, split in enumerate(fitting) if _tell_all(*split, labels)), 0)
    columns, heads = fitting[at] if fitting else (0, {})
    if columns and at + 1 < len(fitting) and fitting[at + 1][0] == columns:
        upper = fitting[at + 1]
        if _tell_all(*upper, labels) or all(labels.unit_of(head.text) for row in heads.values() for head in row):
            heads = upper[1] | heads
    return (columns, heads) if columns else _wrapped_heads(text, rows, above, labels)


def _wrapped_heads(
    text: str, rows: Sequence[_Row], above: Sequence[tuple[int, TextCell]], labels: Labels
) -> tuple[int, Rows]:
    """The same if the heads take several lines; each must say a period, a unit or a change."""
    for last in range(len(above), max(0, len(above) - _MOST_GROUPS), -1):
        short = takewhile(lambda at: len(above[at][1].text) <= _LONGEST_WRAPPED, range(last - 1, -1, -1))
        for first in reversed([*short][1:]):
            number, line = above[first]
            lines = TextCell(line.start, text[line.start : above[last - 1][1].end].replace("\n", " "))
            split = _fitting(rows, number, lines, labels)
            if _tell_all(*split, labels):
                return split
    return 0, {}


def _fitting(rows: Sequence[_Row], number: int, line: TextCell, labels: Labels) -> tuple[int, Rows]:
    for heads in _heads_in(line, labels) if len(line.text) <= _LONGEST_LINE else ():
        columns = _columns(heads, rows, labels)
        if columns and _agree(heads[-columns:], [row.words[-columns:] for row in rows if row.numbers >= columns]):
            return columns, {number: heads}
    return 0, {}


def _agree(heads: Sequence[TextCell], rows: Sequence[Sequence[TextCell]]) -> bool:
    """Whether the signs of percent in the cells, if there are any, are below heads that may be of percentages."""
    signed = [any("%" in row[place].text for row in rows) for place in range(len(heads))]
    return not any(signed) or all(
        sign if _PERCENT.search(head.text) else not (sign and _UNIT_IN_HEAD.search(head.text))
        for sign, head in zip(signed, heads, strict=True)
    )


def _tell_all(columns: int, heads: Rows, labels: Labels) -> bool:
    return columns > 0 and all(_tells(head.text, labels) for row in heads.values() for head in row[-columns:])


def _columns(heads: Sequence[TextCell], rows: Sequence[_Row], labels: Labels) -> int:
    """How many columns of numbers there are; labels may end with numbers as well. 0 if that is uncertain."""
    if not heads or any(is_number(head.text) and not YEAR.match(head.text) for head in heads):
        return 0
    units = [head.text.lower() in _UNITS for head in heads]
    count = len(heads) - sum(units) - _are_ranked(heads, rows, labels)
    counts = Counter(row.numbers for row in rows)
    fewest, usual = min(counts), max(counts, key=counts.__getitem__)
    if any(units[-usual - 1 : -usual]):
        return usual
    if count > usual:
        sure = count == usual + 1 and not _is_period(heads[0].text, labels)
        return usual if sure or all(_tells(head.text, labels) for head in heads[-usual:]) else 0
    if count < usual:
        return 0
    names = {" ".join(word.text for word in row.words[: -row.numbers]) for row in rows}
    if _CORNER.match(heads[0].text) or 2 * len(names) <= len(rows):
        return usual - 1
    return usual if fewest == usual or _tells(heads[0].text, labels) else 0


def _are_ranked(heads: Sequence[TextCell], rows: Sequence[_Row], labels: Labels) -> bool:
    """Whether a rank is before each label."""
    first = rows[0].words
    return bool(labels.no_figures.match(heads[0].text)) and first[0].text.isdigit() and not is_value(first[1].text)


def _is_period(head: str, labels: Labels) -> bool:
    return bool(labels.period.match(head) or _SHORT_YEAR.match(head) or _ITS_YEAR.match(head.rsplit(" ", 1)[-1]))


def _tells(head: str, labels: Labels) -> bool:
    """Whether a head has a unit, a period or a change, so that it is certainly the head of a column."""
    return bool(
        "%" in head
        or _is_period(head, labels)
        or labels.change.search(head)
        or labels.unit_of(head)
        or labels.unit_of_label(head)
    )


def _heads_in(line: TextCell, labels: Labels) -> Iterator[list[TextCell]]:
    """The heads in a line: each begins with a capital, a year or a unit; or each word is one if all are alike."""
    words = _words(line)
    # "2023, USD/t 2024, USD/t", "Price 2023, USD/t Share 2023, %", "Plant GWh kWh per tonne"
    for years, units in ((True, False), (False, False), (True, True)):
        heads: list[TextCell] = []
        for word, following in zip_longest(words, words[1:]):
            joins = not years and word.text[-1] == "," and YEAR.match(word.text[:-1])
            after = following.text if following else ""
            if heads and (
                joins or _goes_on(heads[-1].text, word.text, after, labels, unit_begins=units and len(heads) == 1)
            ):
                heads[-1] = _together(line, (heads[-1], word))
            else:
                heads.append(word)
        yield heads
    if not any(word.text[0].isupper() for word in words[1:]) and not any(
        _GOES_ON.match(word.text) or word.text[0] in "([" for word in words
    ):
        yield words


def _goes_on(head: str, word: str, following: str, labels: Labels, *, unit_begins: bool) -> bool:
    """Whether a word belongs to the head before it."""
    digits = word.rstrip(",")
    if _SHORT_YEAR.match(f"{head} {digits}") or (_DATED.match(head) and _ITS_YEAR.match(digits)):
        return True
    if YEAR.match(digits):
        return False
    if word.lower() in _UNITS:
        return False
    if digits in SMALL or word[0] in "([" or _GOES_ON.match(head.rsplit(" ", 1)[-1]):
        return True
    if _A_MONTH.match(word):
        return _SHORT_YEAR.match(head) is None and _DAY.match(head.rsplit(" ", 1)[-1]) is not None
    if head == "%":
        return bool(_CHANGE.match(word))
    if word == "%":
        return not (labels.period.match(head) or labels.unit_of(head) or _CHANGE.match(following))
    if not _CAPITALIZED.match(word):
        if labels.unit_of(f"{head} {word}"):  # "US$ million", "GBP '000"
            return True
        if labels.unit_of(word):
            return not (unit_begins or head[0] == "%" or labels.unit_of(head) or labels.unit_of_label(head))
    if labels.change.search(word) and labels.unit_of_label(head):
        return False
    return word[0].islower() or (digits.isdigit() and not _A_MONTH.match(following) and not any(map(str.isdigit, head)))


def _stacked(lines: Sequence[TextCell], written: Sequence[int]) -> Iterator[Rows]:
    """Tables with a cell in each line; a line between two rows may be the head of those below it."""
    kinds = "".join(_kind(lines[number].text) for number in written)
    for pattern in (_LABELLED, _RANKED, _BY_YEAR):
        for places, numbers in _repeats(pattern, kinds if pattern is _BY_YEAR else kinds.replace("Y", "N")):
            (first, then), end = places[0], places[-1][1]
            rows: Rows = {written[at]: [lines[number] for number in written[at:till]] for at, till in places}
            whole = [row for row in rows.values() if len(row) == then - first]
            titled = "N" not in kinds[first:then]  # the first row is the years above the others
            if len(whole) - titled < (_LEAST_ROWS if then - first > 2 else _LEAST_SINGLE):
                continue
            if not titled:
                heads = _heads_over(lines, written, kinds, first, then - first)
                if len(heads) < 2 or not _agree(heads[-numbers:], [row[-numbers:] for row in whole]):
                    continue
                rows = {written[first - len(heads)]: heads} | rows
            last = written[end - 1]
            yield rows | {last: rows.get(last, [])}


def _repeats(pattern: re.Pattern[str], kinds: str) -> Iterator[tuple[list[tuple[int, int]], int]]:
    """Where rows of as many cells begin and end, and heads of rows between them, and how many numbers a row has."""
    at = 0
    while match := pattern.search(kinds, at):
        at, size = match.end(), len(match["label"] + match["numbers"])
        if kinds[at : at + 1] == "N":  # the last row has more numbers than the others
            at -= size
            if kinds[at] == "N":  # the last number of a row was taken for a rank
                continue
        places = [(start, start + size) for start in range(match.start(), at, size)]
        row = kinds[match.start() : match.start() + size]
        while kinds.startswith("T" + row, at) and kinds[at + size + 1 : at + size + 2] != "N":
            places += [(at, at + 1), (at + 1, at + 1 + size)]
            at += 1 + size
            while kinds.startswith(row, at) and kinds[at + size : at + size + 1] != "N":
                places.append((at, at + size))
                at += size
        yield places, len(match["numbers"])


def _heads_over(lines: Sequence[TextCell], written: Sequence[int], kinds: str, first: int, size: int) -> list[TextCell]:
    """The heads over rows of so many cells from the first on, with the corner if there is one; none if uncertain."""
    above = re.search(rf"T?[TY]{{{size - 1}}}\Z", kinds[max(0, first - size) : first])
    numbers = written[first - len(above[0]) : first] if above else []
    if written[first + size - 1] - written[first] == size - 1:  # no blank lines between cells, so none between heads
        numbers = [number for at, number in enumerate(numbers) if numbers[-1] - number == len(numbers) - 1 - at]
    heads = [lines[number] for number in numbers]
    return (
        heads if len(heads) >= size - 1 and not any(_SENTENCE.search(head.text) for head in heads[1 - size :]) else []
    )


def _kind(text: str) -> str:
    """Whether a line is a year, a number, other text that may be in a cell, or too long for that or several numbers."""
    if YEAR.match(text):
        return "Y"
    if is_value(text):
        return "X" if _NUMBERS.search(text) else "N"
    return "T" if text and len(text) <= _LONGEST_CELL else "X"
