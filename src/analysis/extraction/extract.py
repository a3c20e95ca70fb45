"""A text to its figures: the one verb that joins the parts of this package."""

import re
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import NamedTuple

from analysis.core.figures import Figure
from analysis.extraction import lexicon as lex
from analysis.extraction.directions import DirectionFound, direction_of
from analysis.extraction.document_conventions import Context
from analysis.extraction.english import ENGLISH
from analysis.extraction.language import Language, Period, SubjectFound
from analysis.extraction.lexer import Sentence, said
from analysis.extraction.mojibake import Repaired, repair
from analysis.extraction.quantities import find_quantities
from analysis.extraction.quantity import Quantity

_NOISE = 1e-14
_LONGEST_JOINT = 12
# "Up RMB 90, or 1.2 %", "rose 30 t (4 %)": the second says the first again.
_ALTERNATIVE = re.compile(r"(?:points )?(?:, )?(?:or(?: about)?|\(|/)\Z")


class Reading(NamedTuple):
    """A figure and the rules that read it; a name is empty if no rule applied."""

    figure: Figure
    unit_rule: str = ""
    hedge_rule: str = ""
    direction_rule: str = ""
    period_rule: str = ""
    subject_rule: str = ""


def extract_figures(text: str, source_id: str = "text", published: date | None = None) -> list[Figure]:
    """Return every figure of a text in order: value, unit, hedge, direction, period, place.

    Offsets are code points into `text` as given; known damage is repaired for reading only.
    `published` lets "last year" and the like become a period.
    Numbers that are not quantities (dates, ordinals, names, page counters) are left out.

    >>> [figure.spoken for figure in extract_figures("Costs fell by about 10% to $1,400/t in 2025.")]
    ['about 10 %, a fall', '1,400 USD/t']
    """
    return [reading.figure for reading in read_figures(text, source_id, published)]


def read_figures(text: str, source_id: str = "text", published: date | None = None) -> list[Reading]:
    """Return what `extract_figures` returns, each figure with the names of the rules that read it.

    >>> (reading,) = read_figures("Costs fell by about 10%.")
    >>> reading.hedge_rule, reading.direction_rule
    ('words before the figure', 'verb with by')
    """
    repaired = repair(text)
    context = Context.of(repaired.text)
    document = _Document(source_id, text, repaired, context, ENGLISH)
    sentence = _Sentence(Sentence(-1), "", "", ())
    readings: list[Reading] = []
    quantities = find_quantities(context).quantities
    for quantity, following in zip_longest(quantities, quantities[1:]):
        if quantity.sentence != sentence.tokens:
            sentence = _Sentence.of(document, quantity.sentence, published)
        reading = _read(document, quantity, following, sentence)
        sentence.go_on(reading.figure, quantity.end)
        readings.append(reading)
    return readings


class _Document(NamedTuple):
    """The document as stored, into which offsets go, and as it is read."""

    source_id: str
    stored: str
    repaired: Repaired
    context: Context
    language: Language


@dataclass(slots=True)
class _Sentence:
    """What the figures of a sentence share: its text and periods, and the direction and unit of the figure before."""

    tokens: Sentence
    text: str
    shown: str
    periods: tuple[Period, ...]
    before: str = "none"
    carried: str = "none"
    unit: str = ""
    end: int = 0

    @classmethod
    def of(cls, document: _Document, sentence: Sentence, published: date | None) -> "_Sentence":
        text = document.context.text[sentence.start : sentence.end]
        return cls(sentence, text, " ".join(text.split()), document.language.periods_in(text, published))

    def go_on(self, figure: Figure, end: int) -> None:
        """Remember a figure for the next one."""
        self.before, self.unit, self.end = figure.direction, figure.unit, end
        self.carried = self.before if self.before != "none" else self.carried


def _printed(value: float) -> float:
    """The decimal number that was printed, without what binary multiplication adds to it; a third stays one."""
    decimal = float(f"{value:.12g}")
    return decimal if abs(decimal - value) <= _NOISE * abs(value) else value


def _alike(first: str, second: str) -> bool:
    """Whether one word of change may hold for both in a list: shares, or amounts of one unit."""
    return (
        first == second
        or (first in lex.SHARES and second in lex.SHARES)
        or (first[:3] == second[:3] and first[:3].isupper())
    )


def _read(document: _Document, quantity: Quantity, following: Quantity | None, sentence: _Sentence) -> Reading:
    """Give a quantity its hedge, direction, period and subject."""
    language, table, begin = document.language, quantity.table, quantity.sentence.start
    hedge = language.hedge_around(quantity)
    direction = _direction(language, quantity, following, sentence, hedge.start)
    period = (
        language.period_of_head(table.column_head)
        if table and table.column_head
        else language.period_at(sentence.periods, sentence.text, quantity.start - begin, quantity.end - begin)
    )
    subject = (
        SubjectFound(table.subject, "label of the row")
        if table and table.subject
        else language.subject_of(quantity, hedge.start)
    )
    start, end = document.repaired.stored(quantity.start), document.repaired.stored(quantity.end)
    low = _printed(quantity.low)
    figure = Figure(
        source_id=document.source_id,
        start=start,
        end=end,
        text=document.stored[start:end],
        low=low,
        high=low if quantity.high == quantity.low else _printed(quantity.high),
        unit=quantity.unit or "dimensionless",
        qualifier=hedge.qualifier,
        direction=direction.direction,
        period=period.reading,
        subject=subject.phrase,
        sentence=sentence.shown,
    )
    return Reading(figure, quantity.unit_rule, hedge.rule, direction.rule, period.rule, subject.rule)


def _direction(
    language: Language, quantity: Quantity, following: Quantity | None, sentence: _Sentence, hedge_start: int
) -> DirectionFound:
    """The direction by the table, else by the rules, else that of the alternative: "2,000 t or 3.4 % lower"."""
    if quantity.table:
        return DirectionFound(quantity.table.direction, "table")
    listed = sentence.before != "none" and (
        _alike(sentence.unit, quantity.unit or "dimensionless")
        or _ALTERNATIVE.match(said(quantity.sentence.between(sentence.end, quantity.start)))
    )
    before = sentence.before if listed else "none"
    surroundings = language.surroundings_of(quantity, hedge_start, before, sentence.carried)
    found = direction_of(surroundings, language.direction_rules)
    if found.direction != "none" or following is None or following.start - quantity.end > _LONGEST_JOINT:
        return found
    if said(quantity.sentence.between(quantity.end, following.start)) != "or":
        return found
    sense = language.sense_after(following.right, (following.unit or "") in lex.SHARES)
    return DirectionFound(sense, "word after the alternative") if sense else found
