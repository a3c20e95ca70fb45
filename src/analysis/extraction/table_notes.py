"""Notes that explain headings of a table by a mark or an abbreviation: "(1) Thousand tonnes", "A: copper, kt"."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction.language import Labels
from analysis.extraction.table_cells import TextCell, has_numbers, is_number
from analysis.extraction.text_tables import NOTE_OF_HEAD, TextTable

_MARK = lazy_regex(r"(?:\(\w\)|\d\)|[*†‡]{1,3}|[¹²³⁴-⁹])\Z")
_SHORT = lazy_regex(r"[A-Za-z]{1,6}\d?\.?\Z")
_PARTS = lazy_regex(r"[,;()]\s*|\b[Ii]n\s")
_OF_ALL = lazy_regex(r"\b(?:all|both|each)\b")
_LONGEST_UNIT = 4  # words
_MOST_KEYS = 60
_RAISED = str.maketrans("¹²³⁴⁵⁶⁷⁸⁹", "123456789")


def with_notes(table: TextTable, labels: Labels) -> None:
    """Put the notes below or above a table into the headings and labels that they explain."""
    lines = [*table.below, *(line for line in table.captions[:1] if NOTE_OF_HEAD.match(line))]
    keys = {key for row in table.rows for _, key in _keys(row, labels)} if lines else set()
    if not 0 < len(keys) <= _MOST_KEYS:
        return
    either = "|".join(map(_pattern, sorted(keys, reverse=True)))
    notes: dict[str, str] = {}
    read: dict[str, str] = {}  # what a line says before its notes
    for line in lines:
        found = [*re.finditer(rf"(?:(?<=\s)|\A)(?:{either})", line)]
        for match, after in zip_longest(found, found[1:]):
            note = line[match.end() : after.start() if after else len(line)]
            notes.setdefault(match[0].rstrip(" :=–-").translate(_RAISED), note.strip(" .;,"))
        if found and not _OF_ALL.search(line):
            read[line] = line[: found[0].start()].strip()
    for row in table.rows:
        for place, key in _keys(row, labels):
            cell, note = row[place], notes.get(key.translate(_RAISED), "")
            unit = f" ({stated})" if (stated := _unit_in(note, labels)) else ""
            if has_numbers(row):
                row[place] = replace(cell, more=f"{cell.more}{unit}")
            elif unit or key == cell.text:
                row[place] = replace(cell, text=f"{(note if key == cell.text else cell.text) or key}{unit}")
    table.below = [*filter(None, (read.get(line, line) for line in table.below))]
    table.captions = [] if table.captions[:1] and table.captions[0] in read else table.captions


def _pattern(key: str) -> str:
    """How a note begins that explains a mark, which may not be raised there, or an abbreviation."""
    digit = key.translate(_RAISED)
    raised = rf"|(?:(?<=\.\s)|\A){digit}\s(?=[A-Z(])" if digit != key else ""
    return re.escape(key) + (r"\s?[:=–-]\s" if key[0].isalpha() else raised)


def _keys(row: list[TextCell], labels: Labels) -> Iterator[tuple[int, str]]:
    """The cells of a row that a note may explain, and the mark or abbreviation by which it does."""
    data = has_numbers(row)
    for place, cell in enumerate(row[:1] if data else row):
        dated = cell.text[-1:].isdigit() and labels.period.match(cell.text)
        if dated or is_number(cell.text) or labels.no_figures.match(cell.text):
            continue
        if mark := _MARK.search(cell.text):
            yield place, mark[0]
        elif not data and _SHORT.match(cell.text):
            yield place, cell.text


def _unit_in(note: str, labels: Labels) -> str:
    """The unit that a note states; empty if it states none."""
    for part in _PARTS.split(note):
        words = part.split()
        for size in range(min(len(words), _LONGEST_UNIT), 0, -1):
            if labels.unit_of(" ".join(words[:size])):
                return " ".join(words[:size])
    return ""
