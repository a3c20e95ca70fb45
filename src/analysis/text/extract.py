"""A text to its figures: the one verb that joins the parts of this package."""

import re
from dataclasses import replace
from datetime import date
from itertools import zip_longest

from analysis.figures import Figure
from analysis.text import lexicon as lex
from analysis.text.context import Context
from analysis.text.cues import direction, direction_after, hedge_after, hedge_before
from analysis.text.damage import Repaired, repair
from analysis.text.grammar import OR
from analysis.text.periods import period_of, period_of_head
from analysis.text.quantities import find_quantities
from analysis.text.quantity import Quantity
from analysis.text.subjects import subject_of

# "Up RMB 90, or 1.2 %", "rose 30 t (4 %)": the second says the first again.
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
    figures: list[Figure] = []
    before = carried = "none"
    span = (-1, -1)
    sentence = ""
    last_unit, last_end = "", 0
    items = find_quantities(context)
    for item, following in zip_longest(items, items[1:]):
        if item.span != span:
            before = carried = "none"
            span = item.span
            sentence = " ".join(context.text[slice(*span)].split())
        unit = item.unit or "dimensionless"
        gap = context.text[last_end : item.start]
        listed = before if _alike(last_unit, unit) or _ALTERNATIVE.match(gap) else "none"
        figure = _figure(context, item, repaired, text, source_id, published, listed, carried, sentence)
        if figure.direction == "none" and following and OR.match(context.text[item.end : following.start]):
            sense = direction_after(context.text, following.end, span[1], unit=following.unit or "")
            figure = replace(figure, direction=sense or "none")  # "2,000 t or 3.4 % lower"
        figures.append(figure)
        before, last_unit, last_end = figure.direction, unit, item.end
        carried = before if before != "none" else carried
    return figures


def _alike(first: str, second: str) -> bool:
    """Whether one word of change may hold for both in a list: shares, or amounts of one unit."""
    return (
        first == second
        or (first in lex.SHARES and second in lex.SHARES)
        or (first[:3] == second[:3] and first[:3].isupper())
    )


def _figure(
    context: Context,
    item: Quantity,
    repaired: Repaired,
    stored: str,
    source_id: str,
    published: date | None,
    before: str,
    carried: str,
    sentence: str,
) -> Figure:
    text = context.text
    begin, stop = item.span
    unit = item.unit or "dimensionless"
    qualifier, hedge_start = hedge_before(text, item.start, item.floor, duration=unit in lex.DURATIONS)
    qualifier = hedge_after(text, item.end) or (">=" if item.plus else qualifier)
    start, end = repaired.stored(item.start), repaired.stored(item.end)
    return Figure(
        source_id=source_id,
        start=start,
        end=end,
        text=stored[start:end],
        low=item.low,
        high=item.high,
        unit=unit,
        qualifier=qualifier,
        direction=item.direction
        or direction(
            text,
            max(begin, item.floor),
            hedge_start,
            item.end,
            stop,
            unit=unit,
            value=item.low,
            before=before,
            carried=carried,
            opening=begin,
        ),
        period=period_of_head(item.head)
        if item.head
        else period_of(text[begin:stop], item.start - begin, item.end - begin, published),
        subject=item.subject or subject_of(text, max(begin, item.floor), hedge_start, item.end, stop),
        sentence=sentence,
    )
