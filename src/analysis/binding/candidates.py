"""Decide whether a figure is a named figure: each condition is met, unknown or failed, and they add up to a score."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from analysis.binding.amount_conditions import (
    PRODUCTS,
    converted_condition,
    direction_condition,
    fits_unit,
    level_condition,
    plausible_condition,
)
from analysis.binding.circumstances import cause_condition, span_condition
from analysis.binding.concepts import concept_layers
from analysis.binding.condition import HERE, WEIGHTS, Condition
from analysis.binding.figure_rules import FigureRule
from analysis.binding.passages import Passages
from analysis.binding.place_condition import firm_condition, place_condition
from analysis.binding.places import place_layers
from analysis.binding.question_files import QuestionFiles, question_files
from analysis.binding.retractions import CORRECTS, REPLACES
from analysis.binding.said_condition import said_condition, stated_as
from analysis.binding.word_conditions import concept_condition, kind_condition, measure_condition
from analysis.binding.wording import wording_condition
from analysis.core.figures import Figure
from analysis.core.lazy_regex import phrase_regex
from analysis.core.schemas import Layers
from analysis.core.units import CURRENCY_CODES
from analysis.documents.document import Document
from analysis.extraction.english.hedge_rules import hedge_before
from analysis.extraction.sections import Section

_PARTS: dict[Section, float] = {"body": 1.0, "highlights": 0.7, "title": 0.6}
_NOW = phrase_regex(
    r"\b(?:now|now?adays|today(?!['’]s (?:edition|paper))|meanwhile|these days|at present|currently|(?:has"
    r"|have) (?:since|(?:\w+ )?(?:come|gone|fallen|dropped|sunk|shrunk|slipped|declined|melted|dwindled|risen|climbed"
    r"|grown|increased|narrowed|recovered|improved|jumped)(?: down| up| back)? to)|in the (?:meantime|(?:present"
    r"|current) (?:\w+ )?year)|really|actually|audited|in (?:fact|reality|truth)|turned out to be|(?:over|for|in) the"
    r" (?:whole|full|entire|first full) (?:of (?:the |its )?(?:first )?)?year|as a whole)\b",
    re.IGNORECASE,
)
_EXACTLY = phrase_regex(
    r",? (exactly|precisely)(?=\s*(?:[.,;:()!–—]|\Z)| (?:and|but|per|(?:for|in|on) (?:each|every))\b)", re.IGNORECASE
)
_FIRM = frozenset({"direction", "thing", "part", "size", "converted"})  # no wording makes up for these
_WORDS = frozenset({"wording", "measure", "thing", "kind"})
_TRADES = frozenset({"industry", "other industry", "cluster"})


@dataclass(frozen=True)
class Candidate:
    """A figure in a unit of a named figure, the part of the article it is in, and the outcome of each condition."""

    figure: Figure
    section: Section
    hedge: str
    conditions: tuple[Condition, ...]
    words: str = ""  # its sentence in English words
    corrects: bool = False  # whether the article says that it corrects another one
    published: str | None = None  # when its article appeared, as an ISO 8601 day
    is_current: bool = False  # whether its clause says "now", "in fact" or the like

    @property
    def year(self) -> int | None:
        """The year that the figure is about; None if its sentence names none."""
        return int(period) if (period := self.figure.period or "").isdigit() else None

    @property
    def reason(self) -> str:
        """Why it does not qualify; empty if it does."""
        failed = [item for item in self.conditions if item.outcome == "failed"]
        if not failed or self.is_told:
            return ""
        return next((item.note for item in failed if item.name != "wording"), failed[0].note)

    @property
    def is_told(self) -> bool:
        """Whether its wording alone identifies it as the named figure, even if other conditions find no words."""
        met = any(item.name == "wording" and item.outcome == "met" for item in self.conditions)
        failed = [item for item in self.conditions if item.outcome == "failed"]
        return met and not any(
            item.name in _FIRM or _is_plan(item) or item.detail in ("analyst", "genre") for item in failed
        )

    @property
    def is_planned(self) -> bool:
        """Whether the only objection is that it is planned or expected."""
        failed = [item for item in self.conditions if item.outcome == "failed"]
        return len(failed) == 1 and _is_plan(failed[0])

    @property
    def is_denied(self) -> bool:
        """Whether the article denies it and no other condition fails, except perhaps the one on its clause."""
        failed = [item for item in self.conditions if item.outcome == "failed" and item.name != "measure"]
        return len(failed) == 1 and failed[0].detail == "denial"

    @property
    def score(self) -> float:
        """The share of the weights of its conditions that it meets, from 0 to 1."""
        return sum(item.points for item in self.conditions) / sum(WEIGHTS[item.name] for item in self.conditions)

    @property
    def failures(self) -> int:
        """How many conditions it fails."""
        return sum(item.outcome == "failed" for item in self.conditions)

    @property
    def is_near_miss(self) -> bool:
        """Whether it fails a single condition, and its own sentence has a word for what is measured.

        A firm in another place fails two, but only for being another.
        """
        told = any(item.name == "measure" and item.detail == HERE for item in self.conditions)
        failed = {item.name for item in self.conditions if item.outcome == "failed"}
        alone = len(failed - {"firm"}) == 1 if "place" in failed else len(failed) == 1
        return alone and told

    @property
    def is_about_it(self) -> bool:
        """Whether a word tells that the figure may be meant: for what is measured, its product or kind.

        If the unit alone tells it from others, every figure may be.
        """
        outcomes = [item.outcome for item in self.conditions if item.name in _WORDS]
        return not outcomes or "met" in outcomes

    @property
    def reading(self) -> tuple[float, float, str]:
        """The value, by which figures agree."""
        return self.figure.low, self.figure.high, self.figure.unit


def every_candidate(rule: FigureRule, document: Document) -> tuple[Candidate, ...]:
    """Return every figure of a document in a unit of the rule with its conditions, in text order."""
    return _kept_candidates(rule, document, question_files(), concept_layers(), place_layers())


# The words that count are in the questions, data/concepts.yaml and data/places.yaml as these files are now.
@lru_cache(maxsize=2048)
def _kept_candidates(
    rule: FigureRule, document: Document, files: QuestionFiles, concepts: Layers, places: Layers
) -> tuple[Candidate, ...]:
    return tuple(candidates(rule, _kept_passages(document, files, concepts, places)))


def passages_of(document: Document) -> Passages:
    """Return the sentences of a document and their subjects, with the vocabulary in use."""
    return _kept_passages(document, question_files(), concept_layers(), place_layers())


def not_facts(documents: Iterable[Document]) -> dict[str, str]:
    """Return, by place, the figures of English documents that are planned, forecast or denied, see `stated_as`."""
    every = (passages_of(document) for document in documents)
    english = (passages for passages in every if passages.text is passages.document.text)
    stated = {figure.place: stated_as(figure, passages) for passages in english for figure in passages.figures}
    return {place: words for place, words in stated.items() if words}


@lru_cache(maxsize=64)
def _kept_passages(document: Document, files: QuestionFiles, concepts: Layers, places: Layers) -> Passages:
    return Passages(document)


def candidates(rule: FigureRule, passages: Passages, *, every: bool = True) -> Iterable[Candidate]:
    """Yield the figures in a unit of the rule with their conditions; without `every`, not what is refused.

    Plans and denials are not refused: they are stated as such.
    """
    passages = passages.of_question(rule.question)
    for figure in passages.figures:
        if fits_unit(figure.unit, rule) and (printed := passages.as_printed(signed(rule, figure, passages))):
            hedge_start = hedge_before(passages.text, figure.start).start
            conditions, told = [], False
            for condition in _conditions(rule, figure, passages, hedge_start):
                conditions.append(condition)
                told = told or (condition.name == "wording" and condition.outcome == "met")
                if not every and condition.outcome == "failed" and not told and not _is_stated(condition):
                    break
            else:
                yield Candidate(
                    printed, passages.section(figure.start),
                    passages.text[hedge_start : figure.start].strip() or _exact_after(figure, passages.text),
                    tuple(conditions), passages.words(figure.start), _corrects(figure, passages),
                    str(passages.document.published or "") or None, _is_current(figure, passages),
                )  # fmt: skip


def in_other_currencies(rule: FigureRule, document: Document) -> list[Candidate]:
    """Return the figures that would qualify but for their currency, each with this as its reason."""
    passages = _kept_passages(document, question_files(), concept_layers(), place_layers()).of_question(rule.question)
    own = {unit.partition("/")[0] for unit in rule.units} & CURRENCY_CODES
    found = []
    for figure in passages.figures if own else ():
        currency, per, rest = figure.unit.partition("/")
        wanted = next((code for code in sorted(own) if fits_unit(f"{code}{per}{rest}", rule)), None)
        if currency not in CURRENCY_CODES or wanted is None or fits_unit(figure.unit, rule):
            continue
        begun = hedge_before(passages.text, figure.start).start
        conditions = _conditions(rule, figure, passages, begun)
        printed = passages.as_printed(signed(rule, figure, passages))
        if printed and not any(condition.outcome == "failed" for condition in conditions):
            others = " (only CNY does)" if fits_unit(f"CNY{per}{rest}", rule) and wanted == "USD" else ""
            why = Condition("converted", "failed", f"{currency} does not convert into {wanted}{others}")
            section = passages.section(figure.start)
            found.append(Candidate(printed, section, "", (why,), passages.words(figure.start)))
    return found


def _exact_after(figure: Figure, text: str) -> str:
    """The word after a figure that calls it exact, "10 % exactly", at the end of its clause; empty if there is none."""
    found = _EXACTLY.match(text, figure.end)
    return found[1] if found else ""


def _corrects(figure: Figure, passages: Passages) -> bool:
    """Whether the title, the opening or a sentence near a figure says that it corrects an earlier one."""
    index = passages.index_at(figure.start)
    around = passages.starts[max(0, index - 1)], passages.end_of(min(index + 2, len(passages.starts) - 1))
    return bool(CORRECTS.search(passages.text, 0, passages.opening_end) or REPLACES.search(passages.text, *around))


def _is_current(figure: Figure, passages: Passages) -> bool:
    """Whether the clause of a figure says "now" or "in fact", which corrects what was said before: "has sunk to 9"."""
    start, stop = passages.part_of(figure)
    after = re.split(r"[,;]|\band\b", passages.text[figure.end : min(stop, figure.end + 25)])[0]
    return bool(_NOW.search(passages.text, start, figure.end) or _NOW.search(after))


def _is_plan(condition: Condition) -> bool:
    """Whether a condition fails only because the figure is planned or expected."""
    return condition.name == "said" and condition.detail in ("plan", "forecast")


def _is_stated(condition: Condition) -> bool:
    """Whether a condition fails only because the figure is planned, expected or denied."""
    return _is_plan(condition) or condition.detail == "denial"


def signed(rule: FigureRule, figure: Figure, passages: Passages) -> Figure:
    """The figure, negative if the rule takes losses and the word that decides what is measured says loss."""
    found = passages.attached(figure, "measure", rule.aspect) if "loss" in rule.measures else None
    if not found or not found.here or found.mentions[0].concept != "loss" or figure.low < 0:
        return figure
    return replace(figure, low=-figure.high, high=-figure.low)


def _conditions(rule: FigureRule, figure: Figure, passages: Passages, hedge_start: int) -> Iterable[Condition]:
    begin, end = passages.sentence(figure.start)
    yield part_condition(passages.section(figure.start))
    if wording := wording_condition(rule, figure, passages):
        yield wording
    if rule.direction:
        yield direction_condition(rule, figure, passages, begin, end)
    if rule.direction != "up" and rule.direction != "down":
        yield level_condition(rule, figure, passages, begin, hedge_start)
    if rule.measures:
        yield measure_condition(rule, figure, passages)
    if rule.things:
        trade = PRODUCTS if rule.things & PRODUCTS else _TRADES
        yield concept_condition(
            "thing", rule.things, figure, passages, rule.aspect, trade, presumed="thing" in rule.presumed
        )
    if rule.plausible and fits_unit(figure.unit, rule):
        yield plausible_condition(rule, figure)
    if rule.metals:
        yield concept_condition("metal", rule.metals, figure, passages, rule.aspect, presumed="metal" in rule.presumed)
    if rule.cause:
        yield cause_condition(rule, figure, passages, begin)
    if rule.kinds:
        yield kind_condition(rule, figure, passages)
    if rule.spans or rule.other_spans:
        yield span_condition(rule, figure, passages)
    yield said_condition(rule, figure, passages, begin, end)
    yield place_condition(rule, figure, passages, begin, end)
    yield firm_condition(rule, figure, passages, begin, end)
    if rule.preceding_units:
        yield converted_condition(rule, figure, passages, begin)


def part_condition(section: Section) -> Condition:
    """In which part of the article the figure is."""
    if section == "boilerplate":
        return Condition("part", "failed", "on the page around the article")
    return Condition("part", "met", f"in the {section}", _PARTS[section])
