"""The two numbers of a range or a change: what each writes for both, and which of the two they are."""

import re
from dataclasses import replace

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
_NOISE = 1e-9  # of binary multiplication
_JOINT = 24  # no joint between two numbers is longer
_CHANGE_REACH = 9  # words before "from" that may say that it is a change


def join_ranges(context: Context, found: list[Quantity]) -> list[Quantity]:
    """Join the two ends of a range; let the ends of a range, change or list share what is written once."""
    kept: list[Quantity] = []
    for item in found:
        before = kept[-1] if kept else None
        if before is None or item.start - before.end > _JOINT or before.low != before.high or item.span != before.span:
            kept.append(item)
            continue
        is_range = _share(context, before, item, context.text[before.end : item.start])
        if is_range and before.unit == item.unit and before.low < item.low and before.cents == item.cents:
            kept[-1] = replace(
                item, start=before.start, low=before.low, span=before.span, floor=before.floor, plus=item.plus
            )
        else:
            kept.append(item)
    return kept


def _share(context: Context, first: Quantity, second: Quantity, gap: str) -> bool:
    """Give each of two neighbours what only the other has written; return whether they are one range."""
    text = context.text
    if _SUSPENDED.match(gap):
        return _suspended(first, second, gap)
    dash, to = bool(patterns.DASH.match(gap)), bool(patterns.TO.match(gap))
    conjunction, alternative = bool(patterns.AND.match(gap)), bool(patterns.OR.match(gap))
    if not (dash or to or conjunction or alternative) or is_year(text, first) or is_year(text, second):
        return False
    bare = (first.unit is None and not first.word) or (first.word and first.unit is None and second.word)
    elided = bare and second.unit is not None
    if elided and not (
        second.currency and "/" not in (second.unit or "") and conjunction and not _is_between(context, first)
    ):
        _rescale(first, second)
        first.unit, first.currency, first.rated = second.unit, second.currency, second.rated
        first.cents = second.cents
    elif first.currency and not first.rated:
        joined = dash or to or (conjunction and _is_between(context, first))
        if joined and second.unit == "m" and text[second.end - 1] == "m" and not text[second.end - 2].isspace():
            second.unit, second.scale, second.factor, second.scaled = (
                None,
                1e6,
                1e6,
                True,
            )  # "$5-6m": millions and no metres
            second.low = second.high = second.low * 1e6
        _share_money(text, first, second, joined=joined)
    elif first.unit is not None and second.unit is None and dash:
        second.unit, second.currency, second.rated = first.unit, first.currency, first.rated
    elif (first.unit is None) != (second.unit is None) or (first.unit is None and alternative and not second.word):
        return False  # where both are bare they may be a range, "five to six plants": the noun is named later
    if first.unit is None and first.word and second.word:
        _rescale(first, second)
    if dash:
        return True
    if alternative:
        return first.unit == "multiple" or first.word
    hedge_start = hedge_before(text, first.start, first.floor, duration=False)[1]
    left = text[max(first.span[0], hedge_start - 100) : hedge_start]
    if conjunction:
        return bool(_BETWEEN.search(left))
    if first.unit not in lex.SHARES and not (elided and not second.currency) and _is_change_amount(left):
        return False  # "rose by $40 to $2,200" is a change and a level; "rise by 5 to 10 %" is a range
    return not _is_change(left)


def _is_between(context: Context, first: Quantity) -> bool:
    start = hedge_before(context.text, first.start, first.floor, duration=False)[1]
    return bool(_BETWEEN.search(context.text[max(first.span[0], start - 20) : start]))


def _suspended(first: Quantity, second: Quantity, gap: str) -> bool:
    """Read "Four- to six-micron foil": the first number waits for the unit of the last."""
    if first.unit is None and second.unit is not None:
        _rescale(first, second)
        first.unit = second.unit
    elif first.unit is None and second.unit is None:
        first.awaits = True
    return "to" in gap


def _share_money(text: str, first: Quantity, second: Quantity, *, joined: bool) -> None:
    """Read "$22-25,000/t", "$89 to $93 billion": money, scale and rate are written at one end."""
    if second.unit is None and not second.currency and (joined or ENDS.match(text, second.end)):
        second.unit, second.currency = first.unit, True
        _rescale(first, second)
        if second.rate:
            name, divisor, end = second.rate
            first.unit = second.unit = f"{first.unit}/{name}"
            first.rated = second.rated = True
            first.low = first.high = first.low / divisor
            second.low, second.high, second.end = second.low / divisor, second.high / divisor, end
        return
    printed = second.low / second.scale * second.per_number if second.scale else second.low
    if joined and second.currency and second.scaled and not first.scaled and first.low < printed:
        first.low = first.high = first.low * second.scale
        first.scale, first.scaled = second.scale, True
    if second.currency and second.rated and second.unit and second.unit.startswith(f"{first.unit}/"):
        first.unit, first.rated = second.unit, True
        first.low = first.high = first.low / second.per_number


def _rescale(first: Quantity, second: Quantity) -> None:
    """Give the first number the scale that only the second writes out."""
    if second.scaled and not first.scaled:
        first.low = first.high = first.low * second.scale
        first.scale, first.scaled = second.scale, True
    elif first.word and second.word and first.low < 10 and second.low >= 100 and second.low % 100 == 0:
        first.low = first.high = first.low * 100  # "three to four hundred"
    elif (
        second.grouped
        and not first.grouped
        and first.low < 1000
        and first.low * 1000 <= second.low
        and not first.decimal
    ):
        first.low = first.high = first.low * 1000
    unit_factor = second.factor / second.scale if second.scale else 1.0
    if abs(unit_factor - 1) > _NOISE:
        first.low = first.high = first.low * unit_factor


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
