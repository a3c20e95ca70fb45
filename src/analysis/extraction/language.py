"""What a language contributes to the pipeline: its lexer, steps, rules and the functions that know its words.

The order of the steps, tables and the records are the same for all languages.
"""

import re
import sys
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction.document_conventions import Context
from analysis.extraction.lexer import Lexer, Tokens
from analysis.extraction.quantity import Quantity, ScanResult
from analysis.extraction.rules import HedgeFound, Rule, Surroundings


class LabelUnit(NamedTuple):
    """The unit that a label gives, and the factor of its scale."""

    unit: str
    factor: float = 1.0


class Labels(NamedTuple):
    """How the heads, captions and labels of tables are read in a language.

    `unit_of` reads a text that is nothing but a unit, `unit_of_label` the unit in a label, `unit_of_caption` that of a
    caption for the row with a label; `counted_noun` says what a label without a unit counts, and `is_per_share` whether
    it is an amount per share.
    `change`, `period` and `no_figures` match the head of a column of changes, of a period, and of notes or ranks.
    """

    unit_of: Callable[[str], LabelUnit | None]
    unit_of_label: Callable[[str], LabelUnit | None]
    unit_of_caption: Callable[[str, str], LabelUnit | None]
    counted_noun: Callable[[str], str]
    is_per_share: Callable[[str], bool]
    change: re.Pattern[str]
    period: re.Pattern[str]
    no_figures: re.Pattern[str]


class Period(NamedTuple):
    """A period that a sentence names: its place, and the period in ISO 8601.

    Figures before `owner` do not take it: in "3 % less than in 2024" it is only what is compared with.
    Neither do figures from `until` on: in "$9 (2023: $8), up 12 %" it is only of the figure in the brackets.
    """

    start: int
    end: int
    reading: str
    owner: int = 0
    until: int = sys.maxsize


class PeriodFound(NamedTuple):
    """The period of a figure, None if uncertain, and the name of the rule that chose it."""

    reading: str | None = None
    rule: str = ""


class SubjectFound(NamedTuple):
    """What a figure measures, None if uncertain, and the name of the rule that found it."""

    phrase: str | None = None
    rule: str = ""


class Headed(NamedTuple):
    """Where the text below each heading begins, and its period, empty below a heading without one.

    A sentence that `unless` matches is of another time, and so is a figure if `compared` matches the text before it.
    """

    starts: tuple[int, ...] = ()
    readings: tuple[str, ...] = ()
    unless: re.Pattern[str] = lazy_regex("")
    compared: re.Pattern[str] = lazy_regex("")

    def at(self, position: int, sentence: str, start: int) -> PeriodFound:
        """Return the period of the heading above a sentence at `position` for its figure at `start`."""
        place = bisect_right(self.starts, position) - 1
        if place < 0 or not self.readings[place] or self.unless.search(sentence):
            return PeriodFound()
        if self.compared.search(sentence, 0, start):
            return PeriodFound()
        return PeriodFound(self.readings[place], "heading")


@dataclass(frozen=True, slots=True)
class Language:
    """A language in which figures can be read.

    `glossary` is its key in data/glossary.yaml, which has English words for its own, empty for English itself.
    `fold` writes a text in standard characters and signs, one for one, before its tables are read, and `labels` are the
    words in them.
    `exclusion_at` names the exclusion of a number at a place that is not a figure, for an explanation.
    `numbers_in` finds the numbers of a document outside its tables, each with what is written next to it; `tokens_in`
    cuts a stretch of text into tokens; `steps` complete the numbers from their neighbours and the words around them,
    in order; `is_year` says whether a bare number is a year.
    `hedge_around` finds the hedge of a quantity; `surroundings_of` what the direction rules see of it, given where its
    hedge begins, the direction of the figure before in a list, and the last one in the sentence.
    `sense_after` is the direction that tokens after a figure give it by its unit, None if they give none.
    `periods_in` finds the periods of a sentence, `period_at` chooses that of a figure, `period_of_head` reads the head
    of a column; `subject_of` says what a figure measures, `is_same_thing` whether the figure before measures the same,
    `goes_on` whether its clause has no subject of its own; `headed_periods` finds the headings that are a period.
    """

    name: str
    glossary: str
    fold: Callable[[str], str]
    labels: Labels
    exclusion_at: Callable[[str, int], str]
    numbers_in: Callable[[Context, list[tuple[int, int]]], ScanResult]
    tokens_in: Lexer
    steps: tuple[Callable[[Context, list[Quantity]], list[Quantity]], ...]
    is_year: Callable[[Quantity], bool]
    hedge_around: Callable[[Quantity], HedgeFound]
    surroundings_of: Callable[[Quantity, int, str, str], Surroundings]
    direction_rules: tuple[Rule[Surroundings, str], ...]
    sense_after: Callable[[Tokens, str], str | None]
    periods_in: Callable[[str, date | None], tuple[Period, ...]]
    period_at: Callable[[tuple[Period, ...], str, int, int], PeriodFound]
    period_of_head: Callable[[str], PeriodFound]
    subject_of: Callable[[Quantity, int], SubjectFound]
    is_same_thing: Callable[..., bool] = lambda before, quantity, changed: False
    goes_on: Callable[[Quantity, int], bool] = lambda quantity, hedge_start: False
    headed_periods: Callable[[str], Headed] = lambda text: Headed()
