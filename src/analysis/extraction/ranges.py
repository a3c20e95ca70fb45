"""The two numbers of a range or a change: what each writes for both, and which of the two they are."""

import re
from typing import NamedTuple

from analysis.extraction import lexicon as lex
from analysis.extraction import patterns
from analysis.extraction.counted_nouns import ENDS, is_year
from analysis.extraction.document_conventions import Context
from analysis.extraction.english.hedge_rules import hedge_before
from analysis.extraction.quantity import Quantity

_RANGE_VERBS = re.compile(
    r"(?i)\b(?:rang(?:e|es|ed|ing)|var(?:y|ies|ied|ying)|span(?:s|ned|ning)?|extend(?:s|ed|ing)?|runs?|ran|running|"
    r"quoted|priced|cost(?:s|ing)?|trad(?:e|es|ed|ing)|anywhere)\b[^.;]{0,30}\Z"
)
_CHANGE_VERBS = frozenset(
    "move moves moved moving go goes went going gone turn turns turned swing shift shifts shifted push pushes "
    "pushed pushing revise revises revised revising change changes changed bring brings brought take takes took "
    "taking switch switched convert converted migrate transform".split()
)
_FROM = re.compile(r"\bfrom\s+\Z", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:between|zwischen)\s+\Z", re.IGNORECASE)
_SUSPENDED = re.compile(
    rf"-(?:{patterns.SPACE}(?:to|or|and){patterns.SPACE}|,{patterns.SPACE}(?:(?:and|or){patterns.SPACE})?)\Z"
)
_OTHER_END = "other end of the range"
_NOISE = 1e-9  # of binary multiplication
_JOINT = 24  # no joint between two numbers is longer
_CHANGE_REACH = 9  # words before "from" that may say that it is a change


def join_ranges(context: Context, found: list[Quantity]) -> list[Quantity]:
    """Join the two ends of a range; let the ends of a range, change or list share what is written once."""
    kept: list[Quantity] = []
    for item in found:
        first = kept[-1] if kept else None
        if first is None or item.start - first.end > _JOINT or first.low != first.high or item.span != first.span:
            kept.append(item)
            continue
        pair = _share(context, first, item, context.text[first.end : item.start])
        first, second = pair.first, pair.second
        if pair.is_range and first.unit == second.unit and first.low < second.low and first.cents == second.cents:
            kept[-1] = second._replace(start=first.start, low=first.low, floor=first.floor)
        else:
            kept[-1] = first
            kept.append(second)
    return kept


class _Pair(NamedTuple):
    """Two numbers in a row, and whether they are the ends of one range."""

    first: Quantity
    second: Quantity
    is_range: bool


def _share(context: Context, first: Quantity, second: Quantity, gap: str) -> _Pair:
    """Give each of two neighbours what only the other has written."""
    text = context.text
    if _SUSPENDED.match(gap):
        return _suspended(first, second, gap)
    dash, to = bool(patterns.DASH.match(gap)), bool(patterns.TO.match(gap))
    conjunction, alternative = bool(patterns.AND.match(gap)), bool(patterns.OR.match(gap))
    if not (dash or to or conjunction or alternative) or is_year(text, first) or is_year(text, second):
        return _Pair(first, second, is_range=False)
    first_word, second_word = first.printed.word, second.printed.word
    bare = (first.unit is None and not first_word) or (first_word and first.unit is None and second_word)
    elided = bare and second.unit is not None
    if elided and not (
        second.currency and "/" not in (second.unit or "") and conjunction and not _is_between(context, first)
    ):
        first = _rescaled(first, second).with_unit_of(second, _OTHER_END)
    elif first.currency and not first.rated:
        joined = dash or to or (conjunction and _is_between(context, first))
        if joined and second.unit == "m" and text[second.end - 1] == "m" and not text[second.end - 2].isspace():
            # "$5-6m": millions and not metres
            printed = second.printed._replace(scale=1e6, factor=1e6, scaled=True)
            second = second._replace(unit=None, unit_rule="", printed=printed).times(1e6)
        first, second = _share_money(text, first, second, joined=joined)
    elif first.unit is not None and second.unit is None and dash:
        second = second._replace(unit=first.unit, unit_rule=_OTHER_END, currency=first.currency, rated=first.rated)
    elif (first.unit is None) != (second.unit is None) or (first.unit is None and alternative and not second_word):
        # where both are bare they may be a range, "five to six plants": the noun is named later
        return _Pair(first, second, is_range=False)
    if first.unit is None and first_word and second_word:
        first = _rescaled(first, second)
    is_range = dash or _is_range_of_words(
        context, first, second, conjunction=conjunction, alternative=alternative, elided=elided
    )
    return _Pair(first, second, is_range)


def _is_range_of_words(
    context: Context, first: Quantity, second: Quantity, *, conjunction: bool, alternative: bool, elided: bool
) -> bool:
    """Whether "A to B", "A and B" or "A or B" is a range, by the words before it."""
    if alternative:
        return first.unit == "multiple" or first.printed.word
    hedge_start = hedge_before(context.text, first.start, first.floor, duration=False)[1]
    left = context.text[max(first.span[0], hedge_start - 100) : hedge_start]
    if conjunction:
        return bool(_BETWEEN.search(left))
    if first.unit not in lex.SHARES and not (elided and not second.currency) and _is_change_amount(left):
        return False  # "rose by $40 to $2,200" is a change and a level; "rise by 5 to 10 %" is a range
    return not _is_change(left)


def _is_between(context: Context, first: Quantity) -> bool:
    start = hedge_before(context.text, first.start, first.floor, duration=False)[1]
    return bool(_BETWEEN.search(context.text[max(first.span[0], start - 20) : start]))


def _suspended(first: Quantity, second: Quantity, gap: str) -> _Pair:
    """Read "Four- to six-micron foil": the first number waits for the unit of the last."""
    if first.unit is None and second.unit is not None:
        first = _rescaled(first, second)._replace(unit=second.unit, unit_rule=_OTHER_END)
    elif first.unit is None:
        first = first._replace(awaits=True)
    return _Pair(first, second, "to" in gap)


def _share_money(text: str, first: Quantity, second: Quantity, *, joined: bool) -> tuple[Quantity, Quantity]:
    """Read "$22-25,000/t", "$89 to $93 billion": money, scale and rate are written at one end."""
    if second.unit is None and not second.currency and (joined or ENDS.match(text, second.end)):
        second = second._replace(unit=first.unit, unit_rule=_OTHER_END, currency=True)
        first = _rescaled(first, second)
        if second.rate:
            name, divisor, end = second.rate
            unit = f"{first.unit}/{name}"
            first = first._replace(unit=unit, rated=True, low=first.low / divisor, high=first.low / divisor)
            second = second._replace(
                unit=unit, rated=True, low=second.low / divisor, high=second.high / divisor, end=end
            )
        return first, second
    scale, per_number = second.printed.scale, second.printed.per_number
    printed = second.low / scale * per_number if scale else second.low
    if joined and second.currency and second.printed.scaled and not first.printed.scaled and first.low < printed:
        first = _with_scale_of(first, second)
    if second.currency and second.rated and second.unit and second.unit.startswith(f"{first.unit}/"):
        value = first.low / per_number
        first = first._replace(unit=second.unit, unit_rule=_OTHER_END, rated=True, low=value, high=value)
    return first, second


def _with_scale_of(first: Quantity, second: Quantity) -> Quantity:
    """The first number with the scale that only the second writes out."""
    scale = second.printed.scale
    return first.times(scale)._replace(printed=first.printed._replace(scale=scale, scaled=True))


def _rescaled(first: Quantity, second: Quantity) -> Quantity:
    """The first number in the scale and by the factor of the unit of the second, if only that one has them."""
    printed = second.printed
    if printed.scaled and not first.printed.scaled:
        first = _with_scale_of(first, second)
    elif first.printed.word and printed.word and first.low < 10 and second.low >= 100 and second.low % 100 == 0:
        first = first.times(100)  # "three to four hundred"
    elif (
        printed.grouped
        and not first.printed.grouped
        and first.low < 1000
        and first.low * 1000 <= second.low
        and not first.printed.decimal
    ):
        first = first.times(1000)
    unit_factor = printed.factor / printed.scale if printed.scale else 1.0
    return first.times(unit_factor) if abs(unit_factor - 1) > _NOISE else first


def _is_change_amount(left: str) -> bool:
    """Whether `left` ends with a word of change, or such a word and "by"."""
    words = [word.lower() for word in patterns.WORD.findall(left)][-8:]
    if words and words[-1] in {"by", "um"}:
        return True
    if words and words[-1] in {"lost", "loses", "added", "adds"}:
        return True
    return bool(words) and left.rstrip().endswith(words[-1]) and words[-1] in lex.DIRECTION_WORDS


def _is_change(left: str) -> bool:
    """Whether "from A to B" after `left` tells of a change and not of a range."""
    match = _FROM.search(left)
    if match is None:
        return False
    before = left[: match.start()]
    if _RANGE_VERBS.search(before):
        return False
    all_words = [word.lower() for word in patterns.WORD.findall(before)]
    if all_words and all_words[-1].endswith("ed"):
        return True  # "charged from 10 % to 80 %"
    words = set(all_words[-_CHANGE_REACH:])
    return bool(words & (lex.DIRECTION_WORDS.keys() | _CHANGE_VERBS))
