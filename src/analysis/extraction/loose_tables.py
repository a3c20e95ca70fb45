"""Find tables whose cells are separated by single spaces or lines, as copied from a page.

The headings must fit the rows: one per number of a row, and perhaps one above the labels. Otherwise the lines remain
text.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction import lexicon as lex
from analysis.extraction.head_division import (
    LONGEST_LINE,
    MOST_GROUPS,
    LooseRow,
    agree,
    are_ranked,
    heads_of,
    is_group,
    tells,
    together,
    undivided_heads,
    with_values,
)
from analysis.extraction.language import Labels
from analysis.extraction.paragraph_tables import ParagraphTable, may_be_in_a_paragraph, paragraph_table
from analysis.extraction.pipe_rows import CellLines, PipeRows, pipe_rows
from analysis.extraction.table_cells import YEAR, TextCell, is_value, with_signs
from analysis.extraction.table_headers import unit_at_the_end
from analysis.extraction.table_units import states_scale
from analysis.extraction.text_tables import RULE

_LIKELY = lazy_regex(r"\n(?:(?<=[\d%)\]aA*–-]\n)|(?<=[\d%)] \|\n)|(?<=[\d%)]\|\n))")  # a line ends as rows do
_LONGEST_CELL = 110
_LEAST_ROWS = 2
_LEAST_SINGLE = 3  # rows of a table with one column of numbers, a line each
_FARTHEST_WRAPPED, _FARTHEST_SCALE = 20, 8  # lines
_ENDS = "0123456789%)]aA*–-"
_LEAST_CARD, _MOST_CARD = 5, 32  # lines: a label, and two or more heads, each with a number
_SENTENCE = lazy_regex(r"\w{4}[.:;!?]\Z")
_NUMBERS = lazy_regex(r"\d\s\d")
_STATED = lazy_regex(r"(?:\bin\s|\()(?P<unit>[^.,;:()\s][^.,;:()]{0,40})")  # in a sentence: "Stocks, in tonnes, were:"
_DAY = lazy_regex(rf"\b(?:{lex.MONTH_STEMS})[a-z]{{0,6}}\.? \d\d?,\Z")
_NOTES = frozenset({"Note", "Notes", "note", "notes"})
_NOTE = lazy_regex(r"\d\d?\Z")
_NUMBERS_OF_ROW = lazy_regex(r"(?<=T)N+")
# Rows of a label and numbers, a line each: T is text, N a number, Y a year. The numbers are as many in each row.
_LABELLED = lazy_regex(r"(?P<label>TT?)(?P<numbers>N+)(?:(?P=label)(?P=numbers))+")
_RANKED = lazy_regex(r"(?P<label>NTT?)(?P<numbers>N+?)(?:(?P=label)(?P=numbers))+")
_BY_YEAR = lazy_regex(r"(?P<label>Y)(?P<numbers>N+)(?:(?P=label)(?P=numbers))+")
_YEAR_OF_ROWS = lazy_regex(r"(?<=N)Y(?=T)")  # a year that heads the rows below it

Entry = tuple[int, TextCell]  # a cell, and the number of its line


def loose_rows(text: str, labels: Labels) -> CellLines:
    """Return the cells of such rows by the number of their first line; other lines have no entry."""
    in_paragraphs = may_be_in_a_paragraph(text)
    likely = in_paragraphs or _LIKELY.search(text)
    if not likely and "|" not in text:
        return {}
    lines = text.splitlines(keepends=True)
    piped = pipe_rows(lines) if "|" in text else PipeRows({}, {})
    found = piped.rows
    if not likely:
        return found
    starts = accumulate(map(len, lines), initial=0)
    cells = [_line(start, line) for start, line in zip(starts, lines, strict=False)]
    written = [
        number
        for number, line in enumerate(lines)
        if number not in found and line.strip(" |\t\r\n") and not RULE.fullmatch(line)
    ]
    blank = [*accumulate(not line.strip() for line in lines)]  # lines so far
    for number in written:
        if in_paragraphs and (printed := paragraph_table(cells[number], labels)):
            found[number] = _in_one_line(cells[number], printed, labels)
    entries = [(number, cell) for number in written for cell in piped.cells.get(number, [cells[number]])]
    entries = _without_notes(_dated(_signed(entries)))
    for table in _cards(entries):
        found |= {number: table.get(number, []) for number in range(min(table), max(table) + 1)}
    entries = [(number, cell if number not in found else TextCell(cell.start, "")) for number, cell in entries]
    for table in (*_spaced(text, cells, written, labels), *_stacked(entries, blank, labels)):
        found |= {number: table.get(number, []) for number in range(min(table), max(table) + 1)}
    return found


def _line(start: int, line: str) -> TextCell:
    """A line without a pipe at either end; empty if it has several cells."""
    text = line.strip()
    if "|" in text and text.count("|") == 1:
        text = text.strip("|").strip()
    return TextCell(start + line.find(text), "" if _is_spread(text) else text)


def _signed(entries: Sequence[Entry]) -> list[Entry]:
    """The cells in lines of their own, in which "$" and ")" in separate lines are signs of the number beside them."""
    lines = {cell.start: number for number, cell in entries}
    return [(lines[cell.start], cell) for cell in with_signs([cell for _, cell in entries])]


def _dated(entries: Sequence[Entry]) -> list[Entry]:
    """The cells in which a day and its year in the next line are one: "December 31,", "2025"."""
    joined: list[Entry] = []
    for number, cell in entries:
        last = joined[-1][1] if joined else cell
        if YEAR.match(cell.text) and _DAY.search(last.text):
            joined[-1] = (joined[-1][0], TextCell(last.start, f"{last.text} {cell.text}"))
        else:
            joined.append((number, cell))
    return joined


def _without_notes(entries: list[Entry]) -> list[Entry]:
    """The cells without a column of the numbers of notes, which some rows lack."""
    heads = [at for at, (_, cell) in enumerate(entries) if cell.text in _NOTES]
    notes: set[int] = set()
    for head, end in pairwise([*heads, len(entries)]):
        kinds = "".join(_kind(cell.text) for _, cell in entries[head:end])
        runs = [match.span() for match in _NUMBERS_OF_ROW.finditer(kinds)]
        sizes = sorted({stop - start for start, stop in runs})
        first = [head + start for start, stop in runs if stop - start == sizes[-1]]
        if len(sizes) == 2 and sizes[1] == sizes[0] + 1 and all(_NOTE.match(entries[at][1].text) for at in first):
            notes |= {head, *first}
    return [entry for at, entry in enumerate(entries) if at not in notes]


def _is_spread(line: str) -> bool:
    """Whether tabs, wide gaps or pipes are between the cells of a line."""
    return "\t" in line or "|" in line or "   " in line.strip() or line.strip().count("  ") > 1


def _spaced(text: str, lines: Sequence[TextCell], written: Sequence[int], labels: Labels) -> Iterator[CellLines]:
    """Tables with a row in each line; a line between two rows may be the head of those below it."""
    rows: dict[int, LooseRow] = {}
    for place, number in enumerate(written):
        before = lines[written[place - 1]] if place and place - 1 not in rows else TextCell(0, "")
        if row := _row_of(lines[number], before):
            rows[place] = row
    end = table_end = 0
    for first in rows:
        if first < end:
            continue
        last, end = end, first + 1
        while (following := _row_after(end, rows, lines, written)) > end:
            end = following
        block = [rows[place] for place in range(first, end) if place in rows]
        if len(block) < _LEAST_ROWS:
            continue
        above = [
            (at, lines[at])
            for at in written[max(table_end, first - _FARTHEST_WRAPPED) : first]
            if lines[at] is not block[0].words[0] and not states_scale(lines[at].text)
        ]
        table_end = end
        near = written[max(last, first - _FARTHEST_SCALE) : first]
        stated = {at: [lines[at]] for at in near if states_scale(lines[at].text)}
        columns, heads = heads_of(text, block, above, labels)
        if not columns:
            columns, heads = undivided_heads(block, above, labels)
        if not columns:
            continue
        block = [row for row in block if row.numbers >= columns]
        ranked = bool(heads) and are_ranked(next(iter(heads.values())), block, labels)
        units = sum(_unit_at(row.words[:-columns], labels) > 0 for row in block) >= _LEAST_ROWS
        end_of_heads = max((head.end for line in heads.values() for head in line), default=len(text))
        between = {at: [line] for at, line in above if line.start >= end_of_heads}  # a head of the first rows
        yield (
            stated
            | between
            | heads
            | {
                written[place]: _cells(
                    lines[written[place]], rows[place].words, columns, ranked, labels if units else None
                )
                if place in rows and rows[place].numbers >= columns
                else [lines[written[place]]]
                for place in range(first, end)
            }
        )


def _in_one_line(line: TextCell, table: ParagraphTable, labels: Labels) -> list[TextCell]:
    """The rows of a table in one line, with an empty cell between them."""
    units = sum(_unit_at(row.words[: -table.columns], labels) > 0 for row in table.rows) >= _LEAST_ROWS
    begin = table.above.start - line.start
    before = [*_STATED.finditer(line.text, max(0, begin - LONGEST_LINE), begin)]
    stated = next((match for match in reversed(before) if labels.unit_of(match["unit"])), None)
    cells = [TextCell(line.start + stated.start("unit"), stated["unit"]), TextCell(line.start, "")] if stated else []
    cells += table.heads or [table.above]
    for row in table.rows:
        cells.append(TextCell(row.words[0].start, ""))
        cells += _cells(line, row.words, table.columns, 0, labels if units else None)
    return cells


def _row_after(place: int, rows: Mapping[int, LooseRow], lines: Sequence[TextCell], written: Sequence[int]) -> int:
    """Where the next row ends, if at most a few heads of rows are before it."""
    for at in range(place, min(place + MOST_GROUPS, len(written))):
        if at in rows:
            return at + 1
        if not is_group(lines[written[at]].text):
            break
    return place


def _row_of(line: TextCell, before: TextCell) -> LooseRow | None:
    """A line with at least two numbers after a label, which may be a year, or in the line before."""
    if " " not in line.text or len(line.text) > LONGEST_LINE or line.text[-1] not in _ENDS:
        return None
    words = with_values(line)
    others = (at for at, word in enumerate(reversed(words)) if not is_value(word.text) or word.text[-1] == ",")
    numbers = next(others, len(words))
    if numbers == len(words) and YEAR.match(words[0].text):
        numbers -= 1
    elif numbers == len(words) and is_group(before.text):
        words.insert(0, before)
    is_head = all(YEAR.match(word.text) for word in words[-numbers:])
    return LooseRow(words, numbers) if 1 < numbers < len(words) and not is_head else None


def _cells(line: TextCell, words: Sequence[TextCell], columns: int, rank: int, labels: Labels | None) -> list[TextCell]:
    """The rank of a row, its label, its unit if the label ends with one, and its numbers."""
    label, numbers = words[:-columns], words[-columns:]
    at = (_unit_at(label, labels) if labels else 0) or len(label)
    return [*(together(line, part) for part in (label[:rank], label[rank:at], label[at:]) if part), *numbers]


def _unit_at(label: Sequence[TextCell], labels: Labels) -> int:
    """Where the unit at the end of a label begins; 0 if it has none."""
    start = unit_at_the_end(" ".join(word.text for word in label), labels.unit_of)[1]
    ends = accumulate(len(word.text) + 1 for word in label)
    return sum(end <= start for end in ends)


def _stacked(entries: Sequence[Entry], blank: Sequence[int], labels: Labels) -> Iterator[CellLines]:
    """Tables with a cell in each line; a line between two rows may be the head of those below it."""
    stated = {number: cell for number, cell in entries if states_scale(cell.text)}
    entries = [entry for entry in entries if entry[0] not in stated]
    taken = [_kind(cell.text) for _, cell in entries]
    for pattern in (_LABELLED, _RANKED, _BY_YEAR):
        kinds = "".join(taken)
        numbered = kinds if pattern is _BY_YEAR else _YEAR_OF_ROWS.sub("T", kinds).replace("Y", "N")
        for places, numbers in _repeats(pattern, numbered):
            (first, then), end = places[0], places[-1][1]
            rows: CellLines = {entries[at][0]: [cell for _, cell in entries[at:till]] for at, till in places}
            whole = [row for row in rows.values() if len(row) == then - first]
            titled = "N" not in kinds[first:then]  # the first row is the years above the others
            if "N" not in kinds[first:end]:
                continue
            if len(whole) - titled < (_LEAST_ROWS if then - first > 2 else _LEAST_SINGLE):
                continue
            if not titled:
                heads, skipped = _heads_over(entries, blank, kinds, first, then - first, numbers, labels)
                if len(heads) > 1 and agree([cell for _, cell in heads[-numbers:]], [row[-numbers:] for row in whole]):
                    groups = {number: [cell] for number, cell in entries[first - skipped : first]}
                    rows = {heads[0][0]: [cell for _, cell in heads]} | groups | rows
                elif heads or not all(labels.unit_of(row[1].text) for row in whole):
                    continue
            last = entries[end - 1][0]
            highest = entries[max(0, first - 3 * (then - first))][0]  # heads may take three lines
            rows |= {number: [stated[number]] for number in range(highest, last) if number in stated}
            taken[first:end] = "X" * (end - first)
            yield rows | {last: rows.get(last, [])}


def _cards(entries: Sequence[Entry]) -> Iterator[CellLines]:
    """Tables with a cell per line in which each number follows its heading; the headings repeat after each label."""
    texts = [cell.text for _, cell in entries]
    again = {text for text, count in Counter(texts).items() if count > 1}  # the first heading is among them
    numbers = [is_value(text) and not YEAR.match(text) for text in texts] if again else []
    at = 0
    while at < len(texts) - 2 * _LEAST_CARD:
        may_begin = texts[at + 1] in again and not (numbers[at] or numbers[at + 1])
        sizes = range(_LEAST_CARD, _MOST_CARD, 2) if may_begin else ()
        if not (size := next((size for size in sizes if _is_card(texts, numbers, at, size)), 0)):
            at += 1
            continue
        first, cells = at, [cell for _, cell in entries]
        while _is_card(texts, numbers, at, size):
            at += size
        at += size
        heads = [TextCell(cells[first].start, ""), *cells[first + 1 : first + size : 2]]
        rows = {
            entries[start + (start == first)][0]: [cells[start], *cells[start + 2 : start + size : 2]]
            for start in range(first, at, size)
        }
        last = entries[at - 1][0]
        yield {entries[first][0]: heads} | rows | {last: rows.get(last, [])}


def _is_card(texts: Sequence[str], numbers: Sequence[bool], at: int, size: int) -> bool:
    """Whether a label is followed by equal counts of headings and numbers, and another label by the same headings."""
    then = at + size
    if then + size > len(texts) or texts[at + 1] != texts[then + 1] or not texts[at] or texts[at] == texts[then]:
        return False
    return (
        not (numbers[at] or numbers[then])
        and all(
            texts[at + place] == texts[then + place] and texts[at + place] != "" and not numbers[at + place]
            for place in range(1, size, 2)
        )
        and any(numbers[at + 2 : then : 2])
        and any(numbers[then + 2 : then + size : 2])
    )


def _repeats(pattern: re.Pattern[str], kinds: str) -> Iterator[tuple[list[tuple[int, int]], int]]:
    """The spans of rows of equal length, with headings of rows between them, and how many numbers a row has."""
    at = end = 0
    while match := pattern.search(kinds, at):
        at, size = match.end(), len(match["label"] + match["numbers"])
        if kinds[at : at + 1] == "N":  # the last row has more numbers than the others
            at -= size
            if kinds[at] == "N":  # the last number of a row was taken for a rank
                continue
        places = [(start, start + size) for start in range(match.start(), at, size)]
        row = kinds[match.start() : match.start() + size]
        count = len(match["numbers"])
        # A row that lacks numbers is left out, as their columns are uncertain. Subtotals have no label.
        short = rf"T{{1,2}}N{{1,{count - 1}}}" if count > 1 and row[0] == "T" else "(?!)"
        if before := re.search(rf"{row}{short}\Z", kinds[max(end, places[0][0] - 3 * size) : places[0][0]]):
            places.insert(0, (places[0][0] - len(before[0]), places[0][0] - len(before[0]) + size))
        subtotal = f"(?:N{{{count}}})?"
        following = re.compile(rf"(?:{short})?{subtotal}(?P<groups>T{{0,{MOST_GROUPS}}})(?={row}{subtotal}(?!N))")
        while more := following.match(kinds, at):
            at = more.end() + size
            places += [*((place, place + 1) for place in range(*more.span("groups"))), (more.end(), at)]
        end = at
        yield places, count


def _heads_over(
    entries: Sequence[Entry], blank: Sequence[int], kinds: str, first: int, size: int, numbers: int, labels: Labels
) -> tuple[Sequence[Entry], int]:
    """The column headings above a block of rows, and how many heads of rows are between; the latter only if sure."""
    nearest = _heads_at(entries, blank, kinds, first, first, size)
    heads, skipped = nearest, 0
    while heads and not all(tells(cell.text, labels) for _, cell in heads[-numbers:]):
        skipped += 1
        if skipped > MOST_GROUPS:
            return nearest, 0
        heads = _heads_at(entries, blank, kinds, first - skipped, first, size)
    return (heads, skipped) if heads else (nearest, 0)


def _heads_at(
    entries: Sequence[Entry], blank: Sequence[int], kinds: str, end: int, first: int, size: int
) -> Sequence[Entry]:
    """The column headings above a place and a block of rows, including a corner cell; empty if uncertain."""
    count = size - 1
    above = re.search(rf"T?[TY]{{{count}}}\Z", kinds[max(0, end - size) : max(0, end)])
    if above is None and kinds.startswith("TTN", first):  # none above the units, so that nothing is before the others
        count -= 1
        above = re.search(rf"(?:\A|(?<=[NX]))[TY]{{{count}}}\Z", kinds[max(0, end - size) : max(0, end)])
    heads = entries[end - len(above[0]) : end] if above else []
    if heads and blank[entries[first][0]] == blank[entries[first + size - 1][0]]:  # not between cells, nor heads
        heads = [head for head in heads if blank[head[0]] == blank[heads[-1][0]]]
    sentence = any(_SENTENCE.search(cell.text) for _, cell in heads[-count:])
    return heads if len(heads) >= count and not sentence else []


def _kind(text: str) -> str:
    """Whether a line is a year, a number, other cell text, or neither (too long, or several numbers)."""
    if YEAR.match(text):
        return "Y"
    if is_value(text):
        return "X" if _NUMBERS.search(text) else "N"
    return "T" if text and len(text) <= _LONGEST_CELL else "X"
