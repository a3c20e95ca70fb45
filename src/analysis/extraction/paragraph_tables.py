"""Find tables printed as one line: headings, then labels, each followed by the same count of numbers."""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction.head_division import LooseRow, heads_of, together, undivided_heads, with_values
from analysis.extraction.language import Labels
from analysis.extraction.pipe_rows import CellLines
from analysis.extraction.table_cells import YEAR, TextCell, is_value

_LEAST_ROWS = 3
_LEAST_WORDS = 12
_MOST_WORDS = 5_000
_LONGEST_LABEL = 14  # in words
_LEAST_OF_LABEL, _MOST_OF_LABEL = 3, 7  # words of the first label, which no number is before
_MOST_OF_UNIT = 3  # words
_ENDS = lazy_regex(r"(?:\w{2}|\A)[.:;!?][\"”’)]?\Z")  # the last word of a sentence, or of a title
_TABLE = frozenset({"Table", "Exhibit", "Statement", "Figure"})
_BEGINS = lazy_regex(r"[A-Z]")
_IN_BRACKETS = lazy_regex(r"\(\d{1,3}\)")
_VERB = lazy_regex(r"(?:is|are|was|were|has|have|had|will|rose|fell|said|up|down|against|compared)\Z")
_DIGITS = r"[\d,.]{0,20}[%)]{0,2}"  # after the first one
_NUMBER = rf"[^\S\n](?:[$€£¥₹][^\S\n]?)?[-+(]?\d{_DIGITS}"
# It begins with a digit, so that the search skips to those.
_LIKELY = lazy_regex(
    rf"\d(?:(?<=[^\S\n].)|(?<=[^\S\n][-+($€£¥₹].)|(?<=[^\S\n][$€£¥₹][-+(].)){_DIGITS}{_NUMBER}"
    rf"[^\S\n]+[A-Z][^\d\n;:]{{1,60}}{_NUMBER}{_NUMBER}"
)


def may_be_in_a_paragraph(text: str) -> bool:
    """Return whether a text may have such a table; a cheap test."""
    return _LIKELY.search(text) is not None


class ParagraphTable(NamedTuple):
    """The rows of a table in a line, how many numbers each has, the headings if known, and the text above them."""

    rows: list[LooseRow]
    columns: int
    heads: list[TextCell]
    above: TextCell


def paragraph_table(line: TextCell, labels: Labels) -> ParagraphTable | None:
    """Return the table in a line of text; None if it has none, or if its headings are uncertain."""
    likely = line.text.count(" ") >= _LEAST_WORDS and _LIKELY.search(line.text)
    words = with_values(line) if likely else []
    if not words or len(words) > _MOST_WORDS:
        return None
    runs = _runs(words)
    sizes = Counter(end - start for start, end in runs if end - start > 1)
    if not sizes:
        return None
    columns, _ = sizes.most_common(1)[0]
    first, rows = _rows(words, runs, columns)
    if len(rows) < _LEAST_ROWS:
        return None
    ends = (
        at + 1 for at in range(first - columns - 1, -1, -1) if _ENDS.search(words[at].text) or _is_number(words, at)
    )
    begin = next(ends, 0)
    unit = _unit_size(words[:first], labels) if _unit_size(rows[1].words[:-columns], labels) else 0  # at its end
    for read, most in ((_divided, _MOST_OF_LABEL), (undivided_heads, _LEAST_OF_LABEL)):
        for size in range(1, most + 1):
            start = first - size - unit
            if start <= begin or not _BEGINS.match(words[start].text):
                continue
            if labels.unit_of(words[start].text) or any(word.text[-1] in ",%" for word in words[start:first]):
                break  # of a head
            whole = [LooseRow([*words[start:first], *rows[0].words[-columns:]], columns), *rows[1:]]
            above = together(line, words[begin:start])
            found, lines = read(whole, [(0, above)], labels)
            heads = next(iter(lines.values()), [])
            if found == columns and len(heads) in {0, columns, columns + 1}:
                return ParagraphTable(whole, columns, heads, above)
    return None


def _unit_size(label: Sequence[TextCell], labels: Labels) -> int:
    """The number of words at the end of a label that are its unit."""
    texts = [word.text for word in label[-_MOST_OF_UNIT:]]
    return next((size for size in range(len(texts), 0, -1) if labels.unit_of(" ".join(texts[-size:]))), 0)


def _divided(rows: Sequence[LooseRow], above: Sequence[tuple[int, TextCell]], labels: Labels) -> tuple[int, CellLines]:
    return heads_of("", rows, above, labels)


def _is_number(words: Sequence[TextCell], at: int) -> bool:
    """Whether a word ends the number of a table: "Table 1."."""
    return at > 0 and words[at].text[-1] in ".:" and words[at - 1].text in _TABLE


def _runs(words: Sequence[TextCell]) -> list[tuple[int, int]]:
    """Where successive numbers begin and end."""
    runs = []
    for value, places in groupby(
        range(len(words)), key=lambda at: is_value(words[at].text) and not YEAR.match(words[at].text)
    ):
        places_of = [*places]
        if value:
            runs.append((places_of[0], places_of[-1] + 1))
    return runs


def _rows(words: Sequence[TextCell], runs: Sequence[tuple[int, int]], columns: int) -> tuple[int, list[LooseRow]]:
    """The longest run of labels with equally many numbers, and where the numbers of the first one begin."""
    best: tuple[int, list[LooseRow]] = (0, [])
    first, end = 0, 0
    rows: list[LooseRow] = []
    for start, stop in runs:
        if stop - start == columns + 1 and _IN_BRACKETS.fullmatch(words[start].text):
            start += 1  # "EU (27)"
        if stop - start != columns:
            if stop - start == 1 and rows and start - end < _LONGEST_LABEL:
                continue  # in a label: "Total 64 countries"
            first, rows, end = 0, [], 0
            continue
        label = words[end:start] if rows else words[start:start]
        good = 0 < len(label) <= _LONGEST_LABEL and not any(_VERB.match(word.text) for word in label)
        if rows and not good:
            rows = []
        if not rows:
            first = start
        rows = [*rows, LooseRow([*label, *words[start:stop]], columns)]
        end = stop
        best = max(best, (first, rows), key=lambda found: len(found[1]))
    return best
