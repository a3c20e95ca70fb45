"""Read the figures of a text: the pipeline from text to records."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import chain, groupby, zip_longest
from operator import attrgetter, itemgetter
from typing import NamedTuple

from analysis.core.figures import Figure
from analysis.core.lazy_regex import lazy_regex
from analysis.extraction import lexicon as lex
from analysis.extraction.document_conventions import Context
from analysis.extraction.language import Language
from analysis.extraction.languages import in_languages
from analysis.extraction.lexer import Sentence, first_word, said, sentence_at
from analysis.extraction.mojibake import repair
from analysis.extraction.periods import Headings, Period, carried, choose_period, is_later
from analysis.extraction.quantity import Quantity, Rejected, ScanResult
from analysis.extraction.rules import Found, HedgeFound, first_answer
from analysis.extraction.table_reader import read_tables
from nbcompare.collection import collection_paused

_BARE = "no unit, counted noun or amount"
_CONTROL = r"[\x00-\x08\x0e-\x1f\x7f]"  # of no text; they stand where a sign was lost
CONTROLS = lazy_regex(_CONTROL)
_LOST_SIGN = lazy_regex(r"(?<![^\s(\[–—-])[?\ufffd¤](?=\d)")  # "?85", where another encoding had "£85"
# Rules by which a number takes the money of another one.
_BORROWED = frozenset(
    {
        "antecedent in the sentence",
        "money of the other prices",
        "next figure of the list",
        "other end of the range",
        "rate of a price before",
        "sentence before",
    }
)
_TORN = lazy_regex(rf"\d[.,]?{_CONTROL}|{_CONTROL}[.,]?\d")
_AROUND = 2  # characters on either side of a figure that may tear it
_NOISE = 1e-14
_EXACT = 1e12  # whole numbers below have no rounding error
# "Up RMB 90, or 1.2 %", "rose 30 t (4 %)": the second says the first again.
_ALTERNATIVE = lazy_regex(r"(?:[a-z]+ )?(?:[,，] ?)?(?:or(?: about)?|\(|/|或者?|即)\Z")
_AS_BEFORE = "same as the figure before"
_SKIPPED = 20  # characters between figures that have a sentence without one
_GOING_ON = 400  # characters between figures at most, where sentences go on about the period of one before


class Reading(NamedTuple):
    """A figure and the rules that read it; a name is empty if no rule applied."""

    figure: Figure
    unit_rule: str = ""
    hedge_rule: str = ""
    direction_rule: str = ""
    period_rule: str = ""
    subject_rule: str = ""


def extract_figures(text: str, source_id: str = "text", published: date | None = None) -> list[Figure]:
    """Return the figures of a text in order, each with value, unit, hedge, direction, period and place.

    Offsets are code points into `text` as given; wrongly decoded characters are repaired for reading only.
    With the date `published`, "last year" and similar words become a period.
    Numbers that are not quantities (dates, ordinals, names, page counters) are left out.

    >>> [figure.as_text for figure in extract_figures("Costs fell by about 10% to $1,400/t in 2025.")]
    ['about 10 %, a fall', '1,400 USD/t']
    """
    return [reading.figure for reading in read_figures(text, source_id, published)]


@collection_paused()
def read_figures(
    text: str, source_id: str = "text", published: date | None = None, language: Language | None = None
) -> list[Reading]:
    """Return what `extract_figures` returns, each figure with the names of the rules that read it.

    Paragraphs in Chinese of an English text are read as Chinese, and the other way around, unless `language` is given.

    >>> (reading,) = read_figures("Costs fell by about 10%.")
    >>> reading.hedge_rule, reading.direction_rule
    ('words before the figure', 'verb with by')
    """
    repaired = repair(text)
    if language is None:
        parts = in_languages(repaired.text)
        if len(parts) > 1 and repaired.text is text:
            read = [read_figures(part, source_id, published, one) for one, part in parts]
            return sorted(chain(*read), key=lambda reading: reading.figure.start)
        language = parts[0][0]
    printed = repaired.text.replace("\u2010", "-").replace("\u2011", "-")  # the hyphens of typesetters
    context = Context(language.fold(printed), printed)
    news = _News(language, context, language.headings_in(context.text), published)
    told = _Told()
    readings = []
    for sentence, items in groupby(find_quantities(context, language).quantities, key=attrgetter("sentence")):
        quantities = list(items)
        hedges = [language.hedge_around(quantity) for quantity in quantities]
        directions = _directions(language, quantities, hedges)
        periods, told = _periods_told(news, _told_before(news, told, sentence), sentence, quantities)
        subjects = _subjects(language, quantities, hedges, directions)
        shown = " ".join(repaired.text[sentence.start : sentence.end].split())
        for quantity, hedge, direction, period, subject in zip(
            quantities, hedges, directions, periods, subjects, strict=True
        ):
            start, end = quantity.start, quantity.end
            if repaired.text is not text:
                start, end = repaired.stored(start), repaired.stored(end)
            low = _as_printed(quantity.low)
            high = low if quantity.high == quantity.low else _as_printed(quantity.high)
            figure = Figure(
                source_id, start, end, text[start:end], low, high, quantity.unit or "dimensionless",
                hedge.qualifier, direction.answer or "none", period.answer, subject.answer, shown,
            )  # fmt: skip
            readings.append(Reading(figure, quantity.unit_rule, hedge.rule, direction.rule, period.rule, subject.rule))
    return readings


class _News(NamedTuple):
    """A text of a language with its headings, published on a day."""

    language: Language
    context: Context
    headings: Headings
    published: date | None

    def periods_in(self, start: int, end: int, before: str) -> tuple[Period, ...]:
        """The periods that a stretch of the text names, after sentences about another one."""
        return self.language.periods_in(self.context.text, start, end, self.published, before)


class _Told(NamedTuple):
    """The period that the text has been about up to a sentence, and the heading above it.

    `goes_on` says whether sentences about the past that name no time are about it, too; the last sentence with a figure
    ends at `end`.
    """

    period: str = ""
    heading: str = ""
    goes_on: bool = False
    end: int = 0


def _told_before(news: _News, told: _Told, sentence: Sentence) -> _Told:
    """What the text is about before a sentence, after a heading or sentences without figures."""
    above = news.headings.above(sentence.start)
    if above != told.heading or sentence.start - told.end > _GOING_ON:
        return _Told(above, above, bool(above), told.end)
    if sentence.start - told.end <= _SKIPPED:
        return told
    skipped = news.periods_in(told.end, sentence.start, told.period)  # "Exports fell in May. Mines closed. Imports..."
    period = carried(skipped, told.period)
    if period not in {"", told.period} and _is_ahead(news, skipped, period):
        return told
    return told._replace(period=period, goes_on=told.goes_on or period != told.period)


def _periods_told(
    news: _News, told: _Told, sentence: Sentence, quantities: list[Quantity]
) -> tuple[list[Found], _Told]:
    """The periods of the figures of a sentence, and what the text is about after it."""
    named = _named(news, sentence, told.period)
    own = [item for item in named if not (item.owner or item.compared)]
    dated = any(item.lasts for item in own)
    goes_on = told.goes_on and not dated and news.language.tells_on(sentence)
    above = ("", "") if dated else (told.heading, told.period if goes_on else "")
    chosen = _periods(news.language, news.context.text, quantities, named, above)
    period = carried(named, told.period)
    ahead = period != told.period and _is_ahead(news, named, period)
    goes_on = goes_on or (dated and not ahead) or (told.goes_on and bool(own))
    return chosen, _Told(told.period if ahead else period, told.heading, goes_on, sentence.end)


def _is_ahead(news: _News, named: tuple[Period, ...], told: str) -> bool:
    """Whether the period told is that of a plan, which sentences about the past do not go on about."""
    if is_later(told, news.published):
        return True
    text, language = news.context.text, news.language
    spans = [(item, news.context.sentence(item.start)) for item in named]
    sentences = [(item, sentence_at(text, *span, [], language.tokens_in)[0]) for item, span in spans]
    return any(language.looks_ahead(sentence, item) for item, sentence in sentences)


def _as_printed(value: float) -> float:
    """Undo the rounding errors of binary multiplication; a third stays a third."""
    if value.is_integer() and abs(value) < _EXACT:
        return value
    decimal = float(f"{value:.12g}")
    return decimal if abs(decimal - value) <= _NOISE * abs(value) else value


def _directions(language: Language, quantities: list[Quantity], hedges: list[HedgeFound]) -> list[Found]:
    """The directions in a sentence: from the table, else by the rules, which know the directions found before."""
    found: list[Found] = []
    before, carried, last = "none", "none", None
    for quantity, following, hedge in zip_longest(quantities, quantities[1:], hedges):
        if quantity.table:
            direction = Found(quantity.table.direction, "table")
        else:
            listed = before if last and before != "none" and _is_listed(last, quantity) else "none"
            surroundings = language.surroundings_of(quantity, hedge.start, listed, carried)
            direction = Found(*first_answer(surroundings, language.direction_rules))
            if direction.answer in {None, "none"} and following:
                direction = _of_alternative(language, quantity, following) or direction
        found.append(direction)
        before, last = direction.answer or "none", quantity
        carried = carried if before == "none" else before
    return found


def _is_listed(last: Quantity, quantity: Quantity) -> bool:
    """Whether one word of change can apply to both: shares, amounts in one unit, or one amount said twice."""
    first, second = last.unit or "dimensionless", quantity.unit or "dimensionless"
    return (
        first == second
        or (first in lex.SHARES and second in lex.SHARES)
        or (first[:3] == second[:3] and first[:3].isupper())
        or bool(_ALTERNATIVE.match(said(quantity.sentence.between(last.end, quantity.start))))
    )


def _of_alternative(language: Language, quantity: Quantity, following: Quantity) -> Found | None:
    """The direction that follows the second of two: "2,000 t or 3.4 % lower", "12 % and 6 % below A and B"."""
    if first_word(quantity.right) not in {"or", ",", "and", "("}:
        return None
    joint = said(quantity.sentence.between(quantity.end, following.start))
    if joint not in {"or", ", or", "("} and not (joint == "and" and _is_listed(quantity, following)):
        return None
    right, unit = following.right, following.unit or "dimensionless"
    if joint == "(":  # "closed 0.7% (KRW 3,500) lower", "are 15 % (200 ships) fewer"
        shares = lex.SHARES & {quantity.unit, following.unit}
        closing = next((place for place, token in enumerate(right[:2]) if token.word == ")"), None)
        right, unit = (right[closing + 1 :], "percent") if shares and closing is not None else ((), unit)
    if joint == ", or":  # "closed $4, or 0.5 %, higher"
        right = right[1:] if first_word(right) == "," else ()
    direction = language.sense_after(right, unit)
    return Found(direction, "word after the alternative") if direction else None


def _named(news: _News, sentence: Sentence, before: str) -> tuple[Period, ...]:
    """The periods that a sentence names, after sentences about another one."""
    named = news.periods_in(sentence.start, sentence.end, before)
    if not any(period.recent for period in named):
        return named
    ahead = news.language.looks_ahead
    return tuple([replace(item, reading="") if item.recent and ahead(sentence, item) else item for item in named])


def _periods(
    language: Language, text: str, quantities: list[Quantity], named: tuple[Period, ...], above: tuple[str, str]
) -> list[Found]:
    """The periods in a sentence: of those that it names, in the head of the column, or in the heading or text above."""
    in_table = any(quantity.table for quantity in quantities)
    heading, before = above if not in_table else ("", "")
    if not (named or in_table or heading or before):
        return [Found()] * len(quantities)
    found: list[Found] = []
    end = 0
    for quantity in quantities:
        column_head, caption = quantity.table[2:] if quantity.table else ("", "")
        head = language.period_of_head(column_head) if column_head else None
        head = head or (language.period_of_head(caption) if caption else "") or head
        rules = language.period_exclusions, language.period_rules
        chosen = choose_period(text, quantity, named, *rules, head=head, heading=heading, before=before)
        again = found and chosen.answer is None and said(quantity.sentence.between(end, quantity.start)) == "("
        found.append(Found(found[-1].answer, _AS_BEFORE) if again else chosen)
        end = quantity.end
    return found


def _subjects(
    language: Language, quantities: list[Quantity], hedges: list[HedgeFound], directions: list[Found]
) -> list[Found]:
    """What the figures of a sentence measure, by the label of a row, the words around, or the figure before."""
    found: list[Found] = []
    for place, (quantity, hedge) in enumerate(zip(quantities, hedges, strict=True)):
        if quantity.table and quantity.table.subject:
            found.append(Found(quantity.table.subject, "label of the row"))
            continue
        subject = language.subject_of(quantity, hedge.start)
        last = place - 1
        if place > 1 and not found[last].answer and quantities[last].unit in lex.DURATIONS:
            last -= 1  # "5 t in the first nine months, 6 % more than before"
        if not subject.answer and place and found[last].answer:
            changed = directions[place].answer not in {None, "none"}
            same = language.is_same_thing(quantities[last], quantity, changed=changed)
            counted = (quantities[last].unit or "").startswith("count:")
            if same or (not counted and language.goes_on(quantity, hedge.start)):
                subject = Found(found[last].answer, _AS_BEFORE)
        if not subject.answer and (quantity.unit or "").startswith("count:"):
            alike = [other for other, before in zip(found, quantities, strict=False) if before.unit == quantity.unit]
            named = next((other.answer for other in reversed(alike) if other.answer), None)
            subject = Found(named, _AS_BEFORE) if named else subject
        found.append(subject)
    return found


def find_quantities(context: Context, language: Language) -> ScanResult:
    """Return the quantities of a document, and why each other number was rejected."""
    tables = read_tables(context, language.labels)
    numbers, rejected = language.numbers_in(context, tables.spans)
    numbers = _in_sentences(context, numbers, _sentences_of(context, numbers), language)
    for step in language.steps:
        numbers = step(context, numbers)
    cells = tables.quantities
    cells = _in_sentences(context, cells, [(item.sentence.start, item.sentence.end) for item in cells], language)
    quantities = []
    damaged = CONTROLS.search(context.text)
    end, sentence = -1, Sentence()
    for item in sorted([*numbers, *cells], key=attrgetter("start")):
        if item.sentence is sentence and item.floor < end <= item.start:
            item = item.placed(item.start, item.end, end)  # a step moved the end of the figure before
        if (item.unit_rule in _BORROWED or item.unit == "m") and _LOST_SIGN.match(context.text, item.start - 1):
            item = _without_currency(item, context.text)
        if damaged and _TORN.search(context.text, max(0, item.start - _AROUND), item.end + _AROUND):
            rejected.append(Rejected(item.start, item.end, "control character at its digits"))
        elif item.unit is not None and math.isfinite(item.low) and math.isfinite(item.high):
            quantities.append(item)
            end, sentence = item.end, item.sentence
        else:
            rejected.append(Rejected(item.start, item.end, "year" if language.is_year(item) else _BARE))
    return ScanResult(quantities, rejected)


def _without_currency(item: Quantity, text: str) -> Quantity:
    """The number alone: its sign was not that of the prices around it, or it would not have been lost."""
    millions = item.unit == "m" and text[item.start : item.end].endswith("m")  # "?4.5m"
    if not (item.currency or millions):
        return item
    rule = "none, since the sign of its money is lost"
    alone = item.times(1e6 if millions else 1.0)
    return replace(alone, unit="dimensionless", unit_rule=rule, currency=False, rated=False)


def _sentences_of(context: Context, numbers: list[Quantity]) -> Iterator[tuple[int, int]]:
    """The sentence of each of the numbers, which are in order."""
    sentence = 0, 0
    for item in numbers:
        if item.start >= sentence[1]:
            sentence = context.sentence(item.start)
        yield sentence


def _in_sentences(
    context: Context, found: Iterable[Quantity], spans: Iterable[tuple[int, int]], language: Language
) -> list[Quantity]:
    """The quantities with the tokens of their sentences, which are at `spans`, and the end of the figure before."""
    text = context.printed or context.text
    placed: list[Quantity] = []
    for (start, end), pairs in groupby(zip(spans, found, strict=True), key=itemgetter(0)):
        inside = [item for _, item in pairs]
        places = [place for item in inside for place in (item.start, item.end)]
        sentence, cuts = sentence_at(text, start, end, places, language.tokens_in)
        tokens = sentence.tokens
        floor, after_floor = -1, 0
        for item, first, after in zip(inside, cuts[::2], cuts[1::2], strict=True):
            own = item.in_sentence(sentence, floor, tokens[after_floor:first], tokens[after:])
            placed.append(own)
            if own.unit or not language.is_year(own):
                floor, after_floor = own.end, after
    return placed
