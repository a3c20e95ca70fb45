"""Split a document into sentences with their figures, and decide which words belong to which figure."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from copy import copy
from dataclasses import replace
from functools import cached_property, partial
from itertools import islice
from typing import Any, TypeVar, cast

from analysis.binding.clauses import OTHER_CLAUSE, is_set_off
from analysis.binding.concepts import Mention, dimension_of, question_first, vocabulary
from analysis.binding.condition import AFTER, OWN, SAME, Attachment
from analysis.binding.gloss import gloss_of, in_english
from analysis.binding.input_figures import input_figures
from analysis.binding.lists_and_tables import (
    COMPARED,
    SUBORDINATE,
    above_table,
    former_and_latter,
    head_of_column,
    is_row,
    label_of_row,
    makers_of_metals,
    outside_names,
    respective,
    with_lists_of_metals,
)
from analysis.binding.places import after_dateline, firms_in, places_in, places_of_dateline, year_alone
from analysis.binding.question_files import question_files
from analysis.core.figures import Figure
from analysis.core.lazy_regex import lazy_regex, phrase_regex
from analysis.documents.document import Document
from analysis.extraction.sections import FRONT_MATTER, Section, sections_of
from analysis.extraction.sentences import sentence_span, sentence_starts

T = TypeVar("T")
# Where another part of the sentence begins. "more than" and "up to" are hedges, so they do not start a new part.
_BOUNDARY = lazy_regex(
    r"[,;:()|]|\b(?:while|whereas|against|versus|compared|but|and|or|(?<!\bup )to(?! the tune)"
    r"|(?<!\bmore )(?<!\bless )than)\b",
    re.IGNORECASE,
)
_MAX_GAP = 220  # a word farther from the figure than this (boundaries add to the distance) does not belong to it
_DEDUCTED = frozenset({"cost", "fee", "energy cost", "labour cost", "part cost"})
_BASE = lazy_regex(r"\s*of\b", re.IGNORECASE)
_OBJECT = phrase_regex(
    r" (?:(?:less|more|fewer|lower|higher|on|in|for|of|the|its|their|all|total|average|annual) )+", re.IGNORECASE
)
_ANAPHOR = lazy_regex(r"\W*(?:They|These|Those|Both|This|That|It|Such|Each)\b")
_DATELINE = phrase_regex(r"\b(?:\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]{2,8}\.?,?|[A-Z][a-z]{2,8}\.? \d{1,2},?) (20\d\d)\b")

_OF_FIGURE = phrase_regex(
    r" (?:of|(?:come|came|amount|amounted) to|(?:is|are|was|were|stand|stood) at) ", re.IGNORECASE
)
_SOURCE = phrase_regex(r"\baccording to [^,.;:\d]{1,60}(?=[,.;:])", re.IGNORECASE)  # "the cost office" costs nothing
_COSTS = phrase_regex(r"cost (?:(?:it|them|us|about|around|some|nearly|almost|over) )*(?:[A-Z]{2,3} ?)?[$¥€£]?\d")
_MONEY = frozenset({"money", "rate"})
_LOOK_BACK = 4
_NEAR = 8  # sentences: what is farther back in a long article is about something else
_OPENING_REACH = 20  # sentences
_LEAST_WORDS = 6  # of a sentence of prose
_OPENING = 700


class Passages:
    """The sentences of a document with their figures, to which rules are applied."""

    def __init__(self, document: Document) -> None:
        """Split the document into sentences and parts."""
        self.document = document
        self.question = ""  # whose words count in addition to data/concepts.yaml
        self._of_questions: dict[str, Passages] = {}
        self.gloss = gloss_of(document)
        self.text = self.gloss.text
        self.starts = sentence_starts(self.text)
        self.sections = sections_of(self.text)
        self._mentions: dict[tuple[str, str], tuple[list[Mention], list[int]]] = {}
        self._attached: dict[tuple[int, str, str], Attachment | None] = {}
        self._answers: dict[tuple[Callable[..., Any], int], Any] = {}
        self._places = list(places_in(self.text))
        self.by_sentence: dict[int, list[Figure]] = {}
        for figure in self.figures:
            self.by_sentence.setdefault(self.sentence(figure.start)[0], []).append(figure)

    def of_question(self, question: str) -> "Passages":
        """Return the same passages read with the words of a question, if it has words of its own."""
        if not any(file.concepts for file in question_files().layers(question)):
            return self
        if question not in self._of_questions:
            own = copy(self)
            own.question, own._mentions, own._attached = question, {}, {}
            self._of_questions[question] = own
        return self._of_questions[question]

    @cached_property
    def figures(self) -> list[Figure]:
        """The figures that an input can take."""
        if self.document.reader:  # another reader says what the figures are
            return self.document.figures
        return input_figures(self.gloss, self.starts)

    @cached_property
    def lead_end(self) -> int:
        """Where the first sentences end; they and the title say what an article is about."""
        front = FRONT_MATTER.match(self.text)
        return min(len(self.text), _OPENING + (front.end() if front else 0))

    @cached_property
    def opening_end(self) -> int:
        """Where the first two sentences of the body end."""
        return min(self.end_of(self._lead + 1), self.lead_end)

    @cached_property
    def first_end(self) -> int:
        """Where the first sentence of the body ends."""
        return self.end_of(self._lead)

    @cached_property
    def about(self) -> frozenset[str]:
        """The places that the title and the opening name."""
        if self.starts and (named := places_of_dateline(self.text, self.starts[self._lead], self.first_end)):
            return named
        title = in_english(self.document, self.document.metadata.get("title", ""))
        for end in (self.first_end, self.opening_end):
            if named := frozenset(place for _, _, place in [*places_in(title), *self.places(0, end)]):
                return named
        return frozenset()

    @cached_property
    def has_dateline(self) -> bool:
        """Whether the first sentence begins with a place and a date: "ULAANBAATAR, 11 May 2029 -"."""
        begin = self.starts[self._lead] if self.starts else 0
        return after_dateline(self.text, begin, len(self.text)) > begin

    @cached_property
    def about_end(self) -> int:
        """Where the sentence ends that says what the article is about."""
        if self.starts and places_of_dateline(self.text, self.starts[self._lead], self.first_end):
            return after_dateline(self.text, self.starts[self._lead], self.first_end)
        return self.first_end if self.places(0, self.first_end) else self.opening_end

    @cached_property
    def _lead(self) -> int:
        """The number of the first sentence of the body that is prose, not a title or a note above it."""
        first = max(0, self.index_at(self._body))  # the body may begin inside a sentence
        for index in range(first, min(first + _LOOK_BACK, len(self.starts))):
            sentence = self.text[self.starts[index] : self.end_of(index)].strip()
            if len(sentence.split()) >= _LEAST_WORDS and sentence.rstrip("\"'”’)").endswith((".", "!", "?", ":", ";")):
                return index
        return first

    def end_of(self, index: int) -> int:
        """Where a sentence ends, given its number."""
        return self.starts[index + 1] if index + 1 < len(self.starts) else len(self.text)

    @cached_property
    def _body(self) -> int:
        kinds = zip(self.sections.starts, self.sections.kinds, strict=True)
        return next((start for start, kind in kinds if kind == "body"), 0)

    @cached_property
    def about_firms(self) -> frozenset[str]:
        """The firms that the title and the opening name."""
        return frozenset(firms_in(self.text, 0, self.lead_end))

    @cached_property
    def year(self) -> int | None:
        """The year of publication, if the article states it."""
        if self.document.published:
            return self.document.published.year
        match = _DATELINE.search(self.text) or year_alone(self.text[: self.lead_end])
        return int(match.group(1)) if match else None

    def as_printed(self, figure: Figure) -> Figure | None:
        """Return a figure at its place in the document; None if only its gloss has it."""
        return figure if self.text is self.document.text else self.gloss.original(figure)

    def words(self, position: int) -> str:
        """Return the sentence that holds a position in one line, in English words."""
        begin, end = self.sentence(position)
        return " ".join(self.text[begin:end].split())

    def sentence(self, position: int) -> tuple[int, int]:
        """Return the span of the sentence that holds a position."""
        return sentence_span(self.starts, self.text, position)

    def index_at(self, position: int) -> int:
        """Return the number of the sentence that holds a position."""
        return bisect_right(self.starts, position) - 1

    def context_start(self, begin: int) -> int:
        """Return where the context of a sentence begins: for a row of a table, the line above the table."""
        index = self.index_at(begin)
        return self.starts[above_table(self, index) if is_row(self, index) else max(0, index - _NEAR)]

    def context_end(self, begin: int) -> int:
        """Return where the text that continues a sentence ends."""
        return self.end_of(min(self.index_at(begin) + _LOOK_BACK, len(self.starts) - 1))

    def is_opening_near(self, begin: int) -> bool:
        """Whether the opening still applies to a sentence; a long article moves on to other subjects."""
        return self.index_at(begin) < _OPENING_REACH

    def is_near(self, position: int, begin: int) -> bool:
        """Whether a word before a sentence can still be its subject: nearby, or at the beginning of the article."""
        return position < self.lead_end or position >= self.context_start(begin)

    def section(self, position: int) -> Section:
        """Return the part of the article that holds a position."""
        return self.sections.at(position)

    def places(self, begin: int, end: int) -> list[tuple[int, int, str]]:
        """Return the places named between two offsets: start, end, and the country or province."""
        return [item for item in self._places if begin <= item[0] and item[1] <= end]

    def once(self, ask: Callable[[Figure, "Passages"], T], figure: Figure) -> T:
        """Return the result of a function for a figure, computed once, since it is the same for every rule."""
        key = ask, figure.start
        if key not in self._answers:
            self._answers[key] = ask(figure, self)
        return cast(T, self._answers[key])

    def rivals(self, figure: Figure) -> list[Figure]:
        """The figures of the same dimension in the sentence of a figure, itself included."""
        dimension = dimension_of(figure.unit)
        return [
            item for item in self.by_sentence[self.sentence(figure.start)[0]] if dimension_of(item.unit) == dimension
        ]

    def part_of(self, figure: Figure) -> tuple[int, int]:
        """Return the part of a sentence around a figure that has no other figure of its kind."""
        begin, end = self.sentence(figure.start)
        rivals = self.rivals(figure)
        return (
            max([begin, *(item.end for item in rivals if item.end <= figure.start)]),
            min([end, *(item.start for item in rivals if item.start >= figure.end)]),
        )

    def mentions(self, family: str, dimension: str, begin: int, end: int) -> list[Mention]:
        """Return the words of a family between two offsets."""
        key = family, dimension
        if key not in self._mentions:
            found = vocabulary(family, dimension, self.question).mentions(self.text)
            if family == "thing":
                makers = list(makers_of_metals(self.text))
                found += [*former_and_latter(self.text, found), *makers]
                found.sort(key=lambda item: item.start)
            if family == "measure":
                told = [item for item in found if item.concept != "none"]
                found = [item for item in map(partial(self._deducted, dimension), told) if item]
            if family in ("thing", "metal"):
                found = [item for item in found if not COMPARED.search(self.text, max(0, item.start - 40), item.start)]
            if family == "metal":
                found = with_lists_of_metals(self.text, found)
            if family in ("measure", "thing"):
                sources = [match.span() for match in _SOURCE.finditer(self.text)]
                found = [item for item in found if not any(begin <= item.start < end for begin, end in sources)]
            self._mentions[key] = found, [item.start for item in found]
        found, starts = self._mentions[key]
        return found[bisect_left(starts, begin) : bisect_left(starts, end)]

    def last_of(self, family: str, dimension: str, concepts: frozenset[str], figure: Figure) -> list[Mention]:
        """Return the words of some concepts in the last sentence before a figure that has one, the last word first."""
        index = self.index_at(figure.start)
        for at in range(index - 1, max(index - 1 - _LOOK_BACK, -1), -1):
            told = self.mentions(family, dimension, self.starts[at], self.end_of(at))
            if told := [item for item in told if item.concept in concepts]:
                return told[::-1]
        return []

    def _deducted(self, dimension: str, mention: Mention) -> Mention | None:
        """A word for what is measured; None after "net of" and the like. What is left after a cost is a profit."""
        if _COSTS.match(self.text, mention.start):  # "when production cost $10,850" tells a cost
            return mention
        if dimension == "mass" or not SUBORDINATE.search(self.text, max(0, mention.start - 80), mention.start):
            return mention
        return replace(mention, concept="profit") if dimension == "rate" and mention.concept in _DEDUCTED else None

    def attached(self, figure: Figure, family: str, dimension: str) -> Attachment | None:
        """Return the words of a family that belong to a figure; None if there are none."""
        key = figure.start, family, dimension
        if key not in self._attached:
            self._attached[key] = self._attach(figure, family, dimension)
        return self._attached[key]

    def _attach(self, figure: Figure, family: str, dimension: str) -> Attachment | None:
        begin, end = self.sentence(figure.start)
        rivals = self.rivals(figure)
        if row := label_of_row(self, family, dimension, begin, rivals):
            return Attachment(row, 1.0, OWN)
        near = [
            item
            for item in self.mentions(family, dimension, begin, end)
            if not (item.start < figure.end and figure.start < item.end) or dimension_of(figure.unit) == "mass"
        ]
        if family == "measure":  # "The share of the firm, which mines rare earths, rose by 6 percent"
            near = [item for item in near if not is_set_off(self.text, item.start, figure.start, begin, end)]
        if family in ("thing", "metal"):  # "they earn $30, because they are closer to their cathodes"
            near = [item for item in near if not OTHER_CLAUSE.search(self.text, figure.end, item.start)]
        if family == "thing":
            near = outside_names(self.text, near)
        if named := respective(self.text, figure, rivals, near):
            return Attachment((named,), 1.0, OWN)
        own = [
            item for item in near if self.owner(item, rivals) is figure and self._gap(item, figure, rivals) <= _MAX_GAP
        ]
        own = [item for item in own if not self._is_of_another(item, figure)] or own
        if own:
            ordered = sorted(own, key=lambda item: self._order(item, figure, rivals, dimension))
            return Attachment(tuple(question_first(ordered, figure, self.text)), 1.0, OWN)
        headed = any(item.end <= rivals[0].start for item in near)
        if not headed and (column := head_of_column(self, family, dimension, begin, figure, rivals)):
            return Attachment((column,), 0.9, "its column")
        if before := [item for item in near if item.end <= figure.start]:
            return Attachment(tuple(reversed(before)), 0.7, SAME)
        if near:
            after = [item for item in near if item.start >= max(rival.end for rival in rivals)]
            if family == "measure" and after:
                return Attachment(tuple(after), 0.5, SAME)
        return self._from_elsewhere(family, dimension, begin, end)

    def _is_of_another(self, mention: Mention, figure: Figure) -> bool:
        """Whether a word says what a later figure measures: "a profit of $18 on sales of 900 tonnes"."""
        figures = self.by_sentence[self.sentence(figure.start)[0]]
        following = next((item for item in figures if item.start >= mention.end), figure)
        if {dimension_of(figure.unit), dimension_of(following.unit)} <= _MONEY or following is figure:
            return False  # "a pre-tax profit of $2.1 million, or $22 per tonne"
        if following.unit.startswith("count:"):  # "the output of ten metals"
            return False
        return bool(_OF_FIGURE.fullmatch(self.text, mention.end, following.start))

    def _from_elsewhere(self, family: str, dimension: str, begin: int, end: int) -> Attachment | None:
        """The words of the sentences before, of the next one if it points back, and of the title."""
        section = self.section(begin)
        index = bisect_right(self.starts, begin) - 1
        answers = self.text[: self.starts[index]].rstrip().endswith("?")  # the question says what it asks for
        following = self._sentence_pointing_back(index) if family == "measure" and not answers else (end, end)
        if found := self.mentions(family, dimension, *following):
            return Attachment(tuple(found), 0.6, "the next sentence")
        in_table = is_row(self, index)  # a row is about what its table says, and each about a thing of its own
        first = above_table(self, index) if in_table else 0
        others = (at for at in range(index - 1, first - 1, -1) if not (in_table and is_row(self, at)))
        for back, at in enumerate(islice(others, _LOOK_BACK), start=1):
            back = back if in_table else index - at
            start, stop = self.starts[at], self.end_of(at)
            if self.section(start) not in (section, "title"):
                break
            if found := self.mentions(family, dimension, start, stop):
                ordered = reversed(found) if family != "thing" or back > 1 else found
                return Attachment(tuple(ordered), 0.95 - 0.1 * back, "a sentence before")
        if family in ("cause", "metal") and not in_table:
            found = [item for item in self.mentions(family, dimension, 0, begin) if self.is_near(item.start, begin)]
            if found:
                return Attachment(tuple(reversed(found)), 0.5, "the text before")
            if family == "metal" and (found := self.mentions(family, dimension, end, self.context_end(begin))):
                return Attachment(tuple(found), 0.2, AFTER)
        found = self.mentions(family, dimension, 0, self.opening_end)
        if not found or (family == "measure" and in_table) or (family == "metal" and not self.is_opening_near(begin)):
            return None
        return Attachment(tuple(found), 0.25, "the opening")

    def _sentence_pointing_back(self, index: int) -> tuple[int, int]:
        """The sentence after a figure that says what it is: "Wire $30. Foil $9. This is the profit"; empty if none."""
        for at in range(index + 1, min(index + _LOOK_BACK, len(self.starts))):
            span = self.starts[at], self.end_of(at)
            if _ANAPHOR.match(self.text, *span):
                return span
            if self.starts[at] not in self.by_sentence or len(self.text[slice(*span)].split()) >= _LEAST_WORDS:
                break
        return self.starts[index], self.starts[index]

    def _order(self, mention: Mention, figure: Figure, rivals: list[Figure], aspect: str) -> int:
        gap = self._gap(mention, figure, rivals)
        beyond = mention.start >= figure.end and _BOUNDARY.search(self.text, figure.end, mention.start)
        after = self.text[figure.end : mention.start]
        if mention.start >= figure.end and aspect == "share" and _BASE.match(after):
            gap += 150  # "exports are 90 percent of reserves" measures exports
        elif mention.start >= figure.end and _OBJECT.fullmatch(after):
            return -1  # "5 percent less electricity" measures electricity
        return gap + (80 if beyond else 0)

    def owner(self, mention: Mention, rivals: Iterable[Figure]) -> Figure:
        """Return the figure that is nearest to a word."""
        rivals = list(rivals)
        return min(rivals, key=lambda rival: self._gap(mention, rival, rivals))

    def _gap(self, mention: Mention, figure: Figure, rivals: list[Figure]) -> int:
        """The characters between a word and a figure, plus a penalty for each boundary and each figure between."""
        if mention.end <= figure.start:
            start, end = mention.end, figure.start
        else:
            start, end = figure.end, max(figure.end, mention.start)
        between = sum(start <= rival.start < end for rival in rivals)
        boundaries = len(_BOUNDARY.findall(self.text, start, end)) + 3 * self.text.count(";", start, end)
        boundaries += self.text.count("(", start, end)
        boundaries += 4 * self.text.count("\n", start, end)
        return end - start + 40 * boundaries + 200 * between
