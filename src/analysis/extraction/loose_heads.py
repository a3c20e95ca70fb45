"""Find the heads of tables whose cells have one space between them: a head for each number of a row."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise, takewhile, zip_longest
from typing import NamedTuple

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction.language import Labels
from analysis.extraction.table_headers import SMALL
from analysis.extraction.text_tables import YEAR, TextCell, is_number, is_value

LONGEST_LINE = 200
_LONGEST_GROUP = 120
MOST_GROUPS = 3  # lines between two rows, the label of the second among them
_FARTHEST_HEAD = 4  # lines above the first row; heads of rows may be between
_LONGEST_WRAPPED = 30  # a line of heads that take several lines
_WORD = lazy_regex(r"\([^()\n]*\)|\S+")
_ITS_YEAR = lazy_regex(r"(?:\d\d?,)?(?:(?:FY|CY)?['’]?(?:19|20)|(?:FY|CY)['’]?|['’])\d\d[AEFaef]?\Z")
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
A_MONTH = lazy_regex(rf"{_MONTH}\Z")
_SHORT_YEAR = lazy_regex(rf"(?:{_MONTH}[\s'’-]{{0,3}}|[QH][1-4] |[1-4][QH] )\d\d\Z")
DAY = lazy_regex(r"\d\d?\Z")
# What a year belongs to: "May 2025", "31 December 2024", "Q3 FY25".
DATED = lazy_regex(rf"(?:.*[\s–-])?(?:{_MONTH}(?: \d\d?,)?|[1-4]?[QH][1-4]?|9M|FY|CY|YTD|quarter|half|year|months)\Z")
_GOES_ON = lazy_regex(r"(?:(?:\w\S*)?[,/&–-]|on|of|in|from|per|to|by|for|at|over|vs\.?|and|the|ended)\Z")
_CHANGE = lazy_regex(r"(?i)(?:change|chg|ch|var(?:iance|iation)?|difference)\b")
_CORNER = lazy_regex(
    r"(?i)(?:metal|grade|product|item|material|commodity|country|region|port|mine|plant|company|contract|route|type|"
    r"date|day|week|month|quarter|year|period|name|destination|origin|location)\b\D*\Z"
)
_UNIT_IN_HEAD = lazy_regex(r"[(,/$€£¥]|\b(?:tonnes|kt|oz)\b")
_PERCENT = lazy_regex(r"%|(?i:percent)")
_UNITS = frozenset({"unit", "units", "einheit", "单位"})
_CAPITALIZED = lazy_regex(r"[A-Z][a-z]{3,}\Z")

Rows = dict[int, list[TextCell]]


class LooseRow(NamedTuple):
    """A line of words and numbers: its words, and how many of the last ones are numbers."""

    words: list[TextCell]
    numbers: int


def heads_of(
    text: str, rows: Sequence[LooseRow], above: Sequence[tuple[int, TextCell]], labels: Labels
) -> tuple[int, Rows]:
    """Return how many numbers of each row have a head, 0 if that is uncertain, and the one or two lines of heads."""
    fitting: list[tuple[int, Rows]] = []  # the nearest first
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
    return (columns, heads) if columns else _wrapped_heads(text, rows, above, labels)


def _wrapped_heads(
    text: str, rows: Sequence[LooseRow], above: Sequence[tuple[int, TextCell]], labels: Labels
) -> tuple[int, Rows]:
    """The same if the heads take several lines; each must say a period, a unit or a change."""
    for last in range(len(above), max(0, len(above) - MOST_GROUPS), -1):
        short = takewhile(lambda at: len(above[at][1].text) <= _LONGEST_WRAPPED, range(last - 1, -1, -1))
        for first in reversed([*short][1:]):
            number, line = above[first]
            lines = TextCell(line.start, text[line.start : above[last - 1][1].end].replace("\n", " "))
            split = _fitting(rows, number, lines, labels)
            if _tell_all(*split, labels):
                return split
    return 0, {}


def _fitting(rows: Sequence[LooseRow], number: int, line: TextCell, labels: Labels) -> tuple[int, Rows]:
    for texts in _heads_in(line.text, labels) if len(line.text) <= LONGEST_LINE else ():
        heads = [TextCell(line.start + head.start, head.text) for head in texts]
        columns = _columns(heads, rows, labels)
        if columns and agree(heads[-columns:], [row.words[-columns:] for row in rows if row.numbers >= columns]):
            return columns, {number: heads}
    return 0, {}


def agree(heads: Sequence[TextCell], rows: Sequence[Sequence[TextCell]]) -> bool:
    """Return whether the signs of percent in the cells, if any, are below heads that may be of percentages."""
    signed = [any("%" in row[place].text for row in rows) for place in range(len(heads))]
    return not any(signed) or all(
        sign if _PERCENT.search(head.text) else not (sign and _UNIT_IN_HEAD.search(head.text))
        for sign, head in zip(signed, heads, strict=True)
    )


def _tell_all(columns: int, heads: Rows, labels: Labels) -> bool:
    return columns > 0 and all(_tells(head.text, labels) for row in heads.values() for head in row[-columns:])


def _columns(heads: Sequence[TextCell], rows: Sequence[LooseRow], labels: Labels) -> int:
    """How many columns of numbers there are; labels may end with numbers as well. 0 if that is uncertain."""
    units = [head.text.lower() in _UNITS for head in heads]
    count = len(heads) - sum(units) - are_ranked(heads, rows, labels)
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


def are_ranked(heads: Sequence[TextCell], rows: Sequence[LooseRow], labels: Labels) -> bool:
    """Return whether a rank is before each label."""
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


@lru_cache(maxsize=1024)  # tables of one document have the same heads
def _heads_in(text: str, labels: Labels) -> tuple[list[TextCell], ...]:
    """The heads in a line: each begins with a capital, a year or a unit; or each word is one if all are alike."""
    ways = _ways_to_split(TextCell(0, text), labels)
    return tuple(
        heads
        for heads in ways
        if heads and not any(is_number(head.text) and not YEAR.match(head.text) for head in heads)
    )


def _ways_to_split(line: TextCell, labels: Labels) -> Iterator[list[TextCell]]:
    words = words_in(line)
    # "2023, USD/t 2024, USD/t", "Price 2023, USD/t Share 2023, %", "Plant GWh kWh per tonne"
    for years, units in ((True, False), (False, False), (True, True)):
        heads: list[TextCell] = []
        for word, following in zip_longest(words, words[1:]):
            joins = not years and word.text[-1] == "," and YEAR.match(word.text[:-1])
            after = following.text if following else ""
            if heads and (
                joins or _goes_on(heads[-1].text, word.text, after, labels, unit_begins=units and len(heads) == 1)
            ):
                heads[-1] = together(line, (heads[-1], word))
            else:
                heads.append(word)
        yield heads
    begins = [at for at, word in enumerate(words) if YEAR.match(word.text)]
    spans = [*pairwise([*begins, len(words)])]  # "Site 2025 Output 2024 Output"
    if len(begins) > 1 and len({then - at for at, then in spans}) == 1:
        yield [together(line, words[at:then]) for at, then in [(0, begins[0]), *spans] if then > at]
    if not any(word.text[0].isupper() for word in words[1:]) and not any(
        _GOES_ON.match(word.text) or word.text[0] in "([" for word in words
    ):
        yield words


def _goes_on(head: str, word: str, following: str, labels: Labels, *, unit_begins: bool) -> bool:
    """Whether a word belongs to the head before it."""
    digits = word.rstrip(",")
    if _SHORT_YEAR.match(f"{head} {digits}") or (DATED.match(head) and _ITS_YEAR.match(digits)):
        return True
    if YEAR.match(digits):  # "Change 2024 - 2025"
        return head[-1] in "-–" or (following[:1] in {"-", "–"} and labels.change.search(head) is not None)
    if word.lower() in _UNITS:
        return False
    if digits in SMALL or word[0] in "([" or _GOES_ON.match(head.rsplit(" ", 1)[-1]):
        return True
    if A_MONTH.match(word):
        return _SHORT_YEAR.match(head) is None and DAY.match(head.rsplit(" ", 1)[-1]) is not None
    if _PERCENT.fullmatch(head):
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
    return word[0].islower() or (digits.isdigit() and not A_MONTH.match(following) and not any(map(str.isdigit, head)))


def is_group(line: str) -> bool:
    """Return whether a line may be the head of the rows below it: no sentence, and not the heads of other columns."""
    words = line.rsplit(" ", 2)
    years = len(words) > 1 and all(YEAR.match(word) for word in words[-2:])
    return line[:1].isupper() and len(line) <= _LONGEST_GROUP and line[-1] != "." and not years


def words_in(line: TextCell) -> list[TextCell]:
    """Return the words of a line; what is in brackets is one."""
    return [TextCell(line.start + word.start(), word[0]) for word in _WORD.finditer(line.text)]


def together(line: TextCell, words: Sequence[TextCell]) -> TextCell:
    """Return successive words of a line as one cell."""
    if len(words) == 1:
        return words[0]
    return TextCell(words[0].start, line.text[words[0].start - line.start : words[-1].end - line.start])
