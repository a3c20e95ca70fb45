"""A text to its figures: the one verb that joins the parts of this package."""

import re
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest
from typing import NamedTuple

from analysis.core.figures import Figure
from analysis.extraction import lexicon as lex
from analysis.extraction.cues import direction, direction_after, hedge_after, hedge_before
from analysis.extraction.document_conventions import Context
from analysis.extraction.mojibake import Repaired, repair
from analysis.extraction.patterns import OR
from analysis.extraction.periods import Period, period_at, period_of_head, periods_in
from analysis.extraction.quantities import find_quantities
from analysis.extraction.quantity import Quantity
from analysis.extraction.subjects import subject_of

# "Up RMB 90, or 1.2 %", "rose 30 t (4 %)": the second says the first again.
_NOISE = 1e-14
_LONGEST_JOINT = 12
_ALTERNATIVE = re.compile(r"(?:\spoints)?[\s,]{0,3}(?:or\s|\(|or\sabout\s|/\s?)\Z", re.IGNORECASE)


def extract_figures(text: str, source_id: str = "text", published: date | None = None) -> list[Figure]:
    """Return every figure of a text in order: value, unit, hedge, direction, period, place.

    Offsets are code points into `text` as given; known damage is repaired for reading only.
    `published` lets "last year" and the like become a period.
    Numbers that are no quantities (dates, ordinals, names, page counters) are left out.

    >>> [figure.spoken for figure in extract_figures("Costs fell by about 10% to $1,400/t in 2025.")]
    ['about 10 %, a fall', '1,400 USD/t']
    """
    repaired = repair(text)
    context = Context.of(repaired.text)
    stored = _Stored(source_id, text, repaired)
    figures: list[Figure] = []
    sentence = _Sentence((-1, -1), "", "", ())
    items = find_quantities(context)
    for item, following in zip_longest(items, items[1:]):
        if item.span != sentence.span:
            sentence = _Sentence.of(context, item.span, published)
        figure = _figure(context, item, sentence, stored)
        near = following is not None and following.start - item.end < _LONGEST_JOINT
        if near and figure.direction == "none" and OR.match(context.text[item.end : following.start]):
            sense = direction_after(context.text, following.end, item.span[1], unit=following.unit or "")
            figure = replace(figure, direction=sense or "none")  # "2,000 t or 3.4 % lower"
        sentence.go_on(figure, item.end)
        figures.append(figure)
    return figures


class _Stored(NamedTuple):
    """The document as stored, into which offsets go."""

    source_id: str
    text: str
    repaired: Repaired


@dataclass(slots=True)
class _Sentence:
    """What the figures of a sentence share: its text and periods, and the direction and unit of the figure before."""

    span: tuple[int, int]
    text: str
    shown: str
    periods: tuple[Period, ...]
    before: str = "none"
    carried: str = "none"
    unit: str = ""
    end: int = 0

    @classmethod
    def of(cls, context: Context, span: tuple[int, int], published: date | None) -> "_Sentence":
        text = context.text[slice(*span)]
        return cls(span, text, " ".join(text.split()), periods_in(text, published))

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


def _figure(context: Context, item: Quantity, sentence: _Sentence, stored: _Stored) -> Figure:
    text = context.text
    begin, stop = item.span
    unit = item.unit or "dimensionless"
    qualifier, hedge_start = hedge_before(text, item.start, item.floor, duration=unit in lex.DURATIONS)
    qualifier = hedge_after(text, item.end) or (">=" if item.plus else qualifier)
    own = max(begin, item.floor)
    sense = item.direction
    if sense is None:
        listed = sentence.before != "none" and (
            _alike(sentence.unit, unit) or _ALTERNATIVE.match(text[sentence.end : item.start])
        )
        sense = direction(
            text,
            own,
            hedge_start,
            item.end,
            stop,
            unit=unit,
            value=item.low if item.low >= 0 or item.high <= 0 else 0.0,  # from a fall to a rise is neither
            before=sentence.before if listed else "none",
            carried=sentence.carried,
            opening=begin,
        )
    start, end = stored.repaired.stored(item.start), stored.repaired.stored(item.end)
    return Figure(
        source_id=stored.source_id,
        start=start,
        end=end,
        text=stored.text[start:end],
        low=_printed(item.low),
        high=_printed(item.high),
        unit=unit,
        qualifier=qualifier,
        direction=sense,
        period=period_of_head(item.head)
        if item.head
        else period_at(sentence.periods, sentence.text, item.start - begin, item.end - begin),
        subject=item.subject or subject_of(text, own, hedge_start, item.end, stop),
        sentence=sentence.shown,
    )
