"""Find the unit of a bare number outside its list or sentence: in a heading, or in the sentence before."""

from dataclasses import replace
from itertools import groupby
from operator import attrgetter

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction import lexicon as lex
from analysis.extraction.document_conventions import Context
from analysis.extraction.english.counted_nouns import VERBS, is_year
from analysis.extraction.english.lexer import ends
from analysis.extraction.language import LabelUnit
from analysis.extraction.lexer import first_word, said
from analysis.extraction.quantity import Quantity
from analysis.extraction.table_headers import ENGLISH_LABELS

_HEADING = "heading of the list"
_BEFORE = "sentence before"
_LONGEST_HEADING = 100
_MONEY_NAMES = frozenset(name for name in lex.CURRENCY_NAMES if name.isalpha() and len(name) > 3)
_MOST_LINES = 12  # between a heading and a line of its list
_HEADED = lazy_regex(r"[^\d.!?;]\Z")
_CLAUSE = lazy_regex(r"[.;](?=\s)|\n")
# "Copper, $/t 17 Mar 530 580": a date may take the place of the colon.
_DATED = lazy_regex(rf"\s\d{{1,2}}\s(?:{'|'.join(lex.MONTHS)})\b")


def units_of_headings(context: Context, found: list[Quantity]) -> list[Quantity]:
    """Give bare numbers the unit of the heading of their list: "Jan 412" in a line below "Steel exports, kt:"."""
    if not any(map(_is_bare, found)):
        return found
    completed: list[Quantity] = []
    for sentence, items in groupby(found, key=attrgetter("sentence")):
        listed = list(items)
        if any(map(_is_bare, listed)):
            apart = all(item.unit is None or item.unit in lex.SHARES for item in listed)
            above = _unit_above(context.text, sentence.start) if apart else None
            listed = [_of_heading(context.text, item, above) if _is_bare(item) else item for item in listed]
        completed += listed
    return completed


def _is_bare(item: Quantity) -> bool:
    """Whether nothing says what a number measures; a part such as "17 of 61" is a count."""
    bare = item.unit is None and not (item.rate or item.printed.word or item.printed.scaled or is_year(item))
    return bare and ends(item.right) and first_word(item.right) != "of"


def _of_heading(text: str, item: Quantity, above: LabelUnit | None) -> Quantity:
    unit = _unit_before(text, item.sentence.start, item.start) or above
    if unit is None or (first_word(item.right) in {".", ")"} and said(item.left) in {"", "("}):
        return item  # "1. Battery foil: 1,340" in a list
    return replace(item.times(unit.factor), unit=unit.unit, unit_rule=_HEADING, currency=unit.unit[:3].isupper())


def _unit_before(text: str, begin: int, start: int) -> LabelUnit | None:
    """The unit of the label before the last colon or date of a clause: "Dross (%): Al 60.1; Mg 3.9"."""
    begin = max(begin, text.rfind("\n", begin, start) + 1)  # what a line above says is looked for elsewhere
    colon = text.rfind(": ", begin, start)
    if colon < 0:
        dated = _DATED.search(text, begin, start)
        colon = dated.start() if dated else -1
    return None if colon < 0 else _heading_unit(_CLAUSE.split(text[begin:colon])[-1])


def _unit_above(text: str, begin: int) -> LabelUnit | None:
    """The unit of the nearest line above that has one, up to a blank line, for a sentence that begins a line."""
    end = begin
    for _ in range(_MOST_LINES):
        line_end = text.rfind("\n", 0, end)
        if line_end < 0 or text[line_end:end].strip(" \n-•*"):
            return None
        line_start = text.rfind("\n", max(0, line_end - _LONGEST_HEADING), line_end) + 1
        line = text[line_start:line_end].strip(" :")
        long = line_start == 0 and line_end > _LONGEST_HEADING
        if long or not line or "|" in line or "\t" in line or line.count(";") > 1:
            return None
        if _HEADED.search(line) and (unit := _heading_unit(line)):
            return unit
        end = line_start
    return None


def _heading_unit(label: str) -> LabelUnit | None:
    label = label.strip()
    if len(label) < 2 and not label.islower():  # the speaker in "A: Last year, 980", not amperes
        return None
    unit = ENGLISH_LABELS.unit_of_label(label)
    return None if unit is None or unit.unit in lex.DURATIONS else unit


def units_of_sentences_before(context: Context, found: list[Quantity]) -> list[Quantity]:
    """Give scaled numbers the unit of the sentence before, if it has numbers in one unit and of the same scale."""
    completed: list[Quantity] = []
    before: list[Quantity] = []
    for sentence, items in groupby(found, key=attrgetter("sentence")):
        listed = list(items)
        if before and sentence.start != before[-1].sentence.end + 1:
            before = []
        completed += [_of_sentence_before(item, before) for item in listed]
        before = completed[-len(listed) :]
    return completed


def _of_sentence_before(item: Quantity, before: list[Quantity]) -> Quantity:
    if item.unit is not None or item.rate or not before or not (ends(item.right) or item.right[0].word in VERBS):
        return item  # a noun follows
    if any(token.word in _MONEY_NAMES for token in item.left):  # "In dollars this makes 11.8 billion."
        return item
    printed, is_part = item.printed, bool(item.left) and item.left[0].word == "of"
    alike = [other for other in before if other.unit and other.printed.scale == printed.scale and not other.rated]
    units = {other.unit for other in alike}
    same = [other for other in alike if abs(other.low) == abs(item.low) and is_part]
    if not same and (not printed.scaled or len(units) != 1 or units & (lex.SHARES | lex.DURATIONS)):
        return item
    return item.with_unit_of((same or alike)[-1], _BEFORE)
