"""What a language contributes to the pipeline: its lexer, steps, rules, and functions that use its vocabulary."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction.document_conventions import Context
from analysis.extraction.lexer import Lexer, Sentence, Tokens
from analysis.extraction.patterns import Exclusion
from analysis.extraction.periods import Headings, Period, PeriodCandidate, PeriodSeen
from analysis.extraction.quantity import Quantity, ScanResult
from analysis.extraction.rules import Found, HedgeFound, Rule, Surroundings

_NOTHING = lazy_regex(r"(?!)")


class LabelUnit(NamedTuple):
    """The unit that a label gives, and the factor of its scale."""

    unit: str
    factor: float = 1.0


class Labels(NamedTuple):
    """How headings, captions and labels of tables are read in a language.

    `unit_of` reads a text that is nothing but a unit, `unit_of_label` the unit in a label, `unit_of_caption` that of a
    caption for the row with a label; `counted_noun` says what a label without a unit counts, and `is_per_share` whether
    it is an amount per share.
    `change`, `period` and `no_figures` match the head of a column of changes, of a period, and of notes or ranks.
    """

    unit_of: Callable[[str], LabelUnit | None] = lambda text: None
    unit_of_label: Callable[[str], LabelUnit | None] = lambda label: None
    unit_of_caption: Callable[[str, str], LabelUnit | None] = lambda caption, label: None
    counted_noun: Callable[[str], str] = lambda label: ""
    is_per_share: Callable[[str], bool] = lambda label: False
    change: re.Pattern[str] = _NOTHING
    period: re.Pattern[str] = _NOTHING
    no_figures: re.Pattern[str] = _NOTHING


_NO_LABELS = Labels()


@dataclass(frozen=True, slots=True)
class Language:
    """A language in which figures can be read.

    `glossary` is its key in data/glossary.yaml, which has English words for its own, empty for English itself.
    `fold` writes a text in standard characters and signs, one for one, before its tables are read, and `labels` are the
    words in them.
    `exclusions` are the kinds of places where digits are not a figure, by which an explanation names one.
    `numbers_in` finds the numbers of a document outside its tables, each with what is written next to it; `tokens_in`
    cuts a stretch of text into tokens; `steps` complete the numbers from their neighbours and the words around them,
    in order; `is_year` says whether a bare number is a year.
    `hedge_around` finds the hedge of a quantity; `surroundings_of` what the direction rules see of it, given where its
    hedge begins, the direction of the figure before in a list, and the last one in the sentence.
    `sense_after` is the direction that tokens after a figure give it by its unit, None if they give none.
    `periods_in` finds the periods in a stretch of a text, given when it was published and the period that the sentences
    before are about; `period_exclusions` say which of them does not belong to a figure, and `period_rules` choose among
    the others. `looks_ahead` says whether the clause of one is about the future, and `tells_on` whether a sentence that
    names none is about the period of those before; `period_of_head` reads the head of a column, and `headings_in` finds
    the headings that are a period.
    `subject_of` says what a figure measures, `is_same_thing` whether the figure before measures the same, `goes_on`
    whether its clause has no subject of its own.
    """

    name: str
    numbers_in: Callable[[Context, list[tuple[int, int]]], ScanResult]
    tokens_in: Lexer
    surroundings_of: Callable[[Quantity, int, str, str], Surroundings]
    glossary: str = ""
    fold: Callable[[str], str] = lambda text: text
    labels: Labels = _NO_LABELS
    exclusions: tuple[Exclusion, ...] = ()
    steps: tuple[Callable[[Context, list[Quantity]], list[Quantity]], ...] = ()
    is_year: Callable[[Quantity], bool] = lambda item: False
    hedge_around: Callable[[Quantity], HedgeFound] = lambda quantity: HedgeFound("=", quantity.start)
    direction_rules: tuple[Rule[Surroundings, str], ...] = ()
    sense_after: Callable[[Tokens, str], str | None] = lambda right, unit: None
    periods_in: Callable[[str, int, int, date | None, str], tuple[Period, ...]] = lambda *stretch: ()
    period_of_head: Callable[[str], str] = lambda head: ""
    period_rules: tuple[Rule[PeriodSeen, str], ...] = ()
    period_exclusions: tuple[Rule[PeriodCandidate, bool], ...] = ()
    looks_ahead: Callable[[Sentence, Period], bool] = lambda sentence, period: False
    tells_on: Callable[[Sentence], bool] = lambda sentence: False
    headings_in: Callable[[str], Headings] = lambda text: Headings()
    subject_of: Callable[[Quantity, int], Found] = lambda quantity, hedge_start: Found()
    is_same_thing: Callable[..., bool] = lambda before, quantity, changed: False
    goes_on: Callable[[Quantity, int], bool] = lambda quantity, hedge_start: False
