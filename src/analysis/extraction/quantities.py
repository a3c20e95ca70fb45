"""Find quantities: read each number with its unit, then complete it from its neighbours."""

import math
from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter

from analysis.extraction.document_conventions import Context
from analysis.extraction.language import Language
from analysis.extraction.lexer import Sentence, Token
from analysis.extraction.quantity import Quantity, Rejected, ScanResult
from analysis.extraction.table_reader import read_tables

_new = tuple.__new__  # a third of the time that _replace takes
_SENTENCE = Quantity._fields.index("sentence")  # followed by the floor, the last field
_BARE = "no unit, counted noun or amount"


def find_quantities(context: Context, language: Language) -> ScanResult:
    """Return the quantities of a document, and why each other number was rejected.

    >>> from analysis.extraction.english import ENGLISH
    >>> found = find_quantities(Context("grew from $5/t to $7/t, not in 2025"), ENGLISH)
    >>> [(item.low, item.high, item.unit) for item in found.quantities], found.rejected[0].reason
    ([(5.0, 5.0, 'USD/t'), (7.0, 7.0, 'USD/t')], 'year')
    """
    tables = read_tables(context, language.labels)
    numbers, rejected = language.numbers_in(context, tables.spans)
    numbers = _in_sentences(context, numbers, [context.sentence(item.start) for item in numbers], language)
    for step in language.steps:
        numbers = step(context, numbers)
    cells = _in_sentences(context, tables.quantities, [item.sentence[:2] for item in tables.quantities], language)
    quantities = []
    end, sentence = -1, Sentence()
    for item in sorted([*numbers, *cells], key=lambda item: item.start):
        if item.sentence is sentence and item.floor < end <= item.start:
            item = item._replace(floor=end)  # a step moved the end of the figure before
        if item.unit is not None and math.isfinite(item.low) and math.isfinite(item.high):
            quantities.append(item)
            end, sentence = item.end, item.sentence
        else:
            rejected.append(Rejected(item.start, item.end, "year" if language.is_year(item) else _BARE))
    return ScanResult(quantities, rejected)


def _in_sentences(
    context: Context, found: Iterable[Quantity], spans: Iterable[tuple[int, int]], language: Language
) -> list[Quantity]:
    """Give each quantity the tokens of its sentence, which is at `spans`, and the end of the figure before it."""
    known = []
    text = context.printed or context.text
    for (start, end), pairs in groupby(zip(spans, found, strict=True), key=itemgetter(0)):
        inside = [item for _, item in pairs]
        tokens: list[Token] = []
        place = start
        for item in inside:  # cut at numbers, so that no token is partly in one
            tokens += language.tokens_in(text, place, item.start)
            tokens += language.tokens_in(text, item.start, item.end)
            place = item.end
        tokens += language.tokens_in(text, place, end)
        sentence = Sentence(start, end, tuple(tokens), tuple([token.start for token in tokens]))
        floor = -1
        for item in inside:
            known.append(_new(Quantity, (*item[:_SENTENCE], sentence, floor)))
            if item.unit or not language.is_year(known[-1]):
                floor = item.end
    return known
