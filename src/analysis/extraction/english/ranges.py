"""Neighbouring numbers that are a range or a change, and what is written once for both."""

import re
from typing import NamedTuple

from analysis.extraction import lexicon as lex
from analysis.extraction.document_conventions import Context
from analysis.extraction.english.counted_nouns import ends, is_year
from analysis.extraction.english.hedge_rules import HEDGES, hedge_around
from analysis.extraction.lexer import Tokens, said
from analysis.extraction.quantity import Quantity

_RANGE_VERBS = re.compile(
    r"\b(?:rang(?:e|es|ed|ing)|var(?:y|ies|ied|ying)|span(?:s|ned|ning)?|extend(?:s|ed|ing)?|runs?|ran|running|"
    r"quoted|priced|cost(?:s|ing)?|trad(?:e|es|ed|ing)|anywhere)\b[^.;]{0,30}\Z"
)
_CHANGE_VERBS = lex.DIRECTION_WORDS.keys() | frozenset(
    "move moves moved moving go goes went going gone turn turns turned swing shift shifts shifted push pushes "
    "pushed pushing revise revises revised revising change changes changed bring brings brought take takes took "
    "taking switch switched convert converted migrate transform".split()
)
_BEFORE_AMOUNT = lex.DIRECTION_WORDS.keys() | {"by", "um", "lost", "loses", "added", "adds"}
_BETWEEN = frozenset({"between", "zwischen"})
_OTHER_END = "other end of the range"
_NOISE = 1e-9  # of binary multiplication
_LONGEST_JOINT = 24
_REACH = 100  # characters before a number in which its verb is looked for
_CHANGE_REACH = 9  # words before "from" that may say that it is a change


def join_ranges(context: Context, found: list[Quantity]) -> list[Quantity]:
    """Join the ends of each range, and let neighbours share a unit, scale or rate that is written once."""
    kept: list[Quantity] = []
    for item in found:
        first = kept[-1] if kept else None
        if (
            first is None
            or item.start - first.end > _LONGEST_JOINT
            or first.low != first.high
            or item.sentence != first.sentence
        ):
            kept.append(item)
            continue
        pair = _share(first, item, _joint(item.sentence.between(first.end, item.start)))
        first, second = pair.first, pair.second
        if pair.is_range and first.unit == second.unit and first.low < second.low and first.cents == second.cents:
            kept[-1] = second._replace(start=first.start, low=first.low, floor=first.floor)
        else:
            kept[-1] = first
            kept.append(second)
    return kept


_DASHES = frozenset("-–—~−")
_JOINTS = {"to": "to", "through": "to", "bis": "to", "auf": "to", "and": "and", "und": "and", "or": "or"}
_SUSPENDED = {"- to": "suspended to", "- or": "suspended", "- and": "suspended", "- ,": "suspended",
              "- , and": "suspended", "- , or": "suspended"}  # fmt: skip


def _joint(between: Tokens) -> str:
    """How two numbers are joined: "dash", "to", "and", "or" or "suspended" ("four- and six-inch"); else empty."""
    if not between:
        return ""
    first, rest = between[0].word, between[1:]
    if not rest:
        return "dash" if first in _DASHES else _JOINTS.get(first, "")
    words = said(between)
    if words in _SUSPENDED and (rest[0].word == "," or between[0].end < rest[0].start):
        return _SUSPENDED[words]
    if first == "-" and _JOINTS.get(rest[0].word) == "to":  # "200-to 300"
        first, rest = rest[0].word, rest[1:]
    if _JOINTS.get(first) != "to":
        return ""
    hedged = bool(rest) and HEDGES.ending(rest)[1] == len(rest)
    return "to" if not rest or hedged or (first == "to" and said(rest) == "-") else ""


class _Pair(NamedTuple):
    """Two consecutive numbers, and whether they are the ends of one range."""

    first: Quantity
    second: Quantity
    is_range: bool


def _share(first: Quantity, second: Quantity, joint: str) -> _Pair:
    """Give each of two neighbours what is written only at the other one."""
    if joint.startswith("suspended"):
        return _suspended(first, second, is_range=joint.endswith("to"))
    if not joint or is_year(first) or is_year(second):
        return _Pair(first, second, is_range=False)
    dash, conjunction = joint == "dash", joint == "and"
    first_word, second_word = first.printed.word, second.printed.word
    bare = (first.unit is None and not first_word) or (first_word and first.unit is None and second_word)
    elided = bare and second.unit is not None
    if elided and not (second.currency and "/" not in (second.unit or "") and conjunction and not _is_between(first)):
        first = _rescaled(first, second).with_unit_of(second, _OTHER_END)
    elif first.currency and not first.rated:
        joined = joint in {"dash", "to"} or (conjunction and _is_between(first))
        if joined and second.unit == "m" and second.sentence.between(second.start, second.end)[-1].kind == "number":
            # "$5-6m": millions and not metres
            printed = second.printed._replace(scale=1e6, factor=1e6, scaled=True)
            second = second._replace(unit=None, unit_rule="", printed=printed).times(1e6)
        first, second = _share_money(first, second, joined=joined)
    elif first.unit is not None and second.unit is None and dash:
        second = second._replace(unit=first.unit, unit_rule=_OTHER_END, currency=first.currency, rated=first.rated)
    elif (first.unit is None) != (second.unit is None) or (first.unit is None and joint == "or" and not second_word):
        # where both are bare they may be a range, "five to six plants": the noun is named later
        return _Pair(first, second, is_range=False)
    if first.unit is None and first_word and second_word:
        first = _rescaled(first, second)
    return _Pair(first, second, dash or _is_range_of_words(first, joint, elided=elided and not second.currency))


def _is_range_of_words(first: Quantity, joint: str, *, elided: bool) -> bool:
    """Whether "A to B", "A and B" or "A or B" is a range, by the words before it."""
    if joint == "or":
        return first.unit == "multiple" or first.printed.word
    left = _before_hedge(first)
    if joint == "and":
        return bool(left) and left[-1].word in _BETWEEN
    if first.unit not in lex.SHARES and not elided and left and left[-1].word in _BEFORE_AMOUNT:
        return False  # "rose by $40 to $2,200" is a change and a level; "rise by 5 to 10 %" is a range
    return not _is_change(left)


def _before_hedge(item: Quantity) -> Tokens:
    """The tokens before a number and its hedge."""
    start = hedge_around(item).start
    return item.sentence.between(start - _REACH, start)


def _is_between(first: Quantity) -> bool:
    left = _before_hedge(first)
    return bool(left) and left[-1].word in _BETWEEN


def _suspended(first: Quantity, second: Quantity, *, is_range: bool) -> _Pair:
    """Read "four- to six-micron foil": the first number takes the unit of the last."""
    if first.unit is None and second.unit is not None:
        first = _rescaled(first, second)._replace(unit=second.unit, unit_rule=_OTHER_END)
    elif first.unit is None:
        first = first._replace(awaits=True)
    return _Pair(first, second, is_range)


def _share_money(first: Quantity, second: Quantity, *, joined: bool) -> tuple[Quantity, Quantity]:
    """Read "$22-25,000/t", "$89 to $93 billion": money, scale and rate are written at one end."""
    if second.unit is None and not second.currency and (joined or ends(second.right)):
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
    """Apply the scale and unit factor of the second number to the first, if only the second has them."""
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


def _is_change(left: Tokens) -> bool:
    """Whether "from A to B" after `left` is a change and not a range."""
    if not left or left[-1].word != "from" or _RANGE_VERBS.search(said(left[:-1])):
        return False
    words = [token.word for token in left[:-1] if token.kind == "word"]
    # "charged from 10 % to 80 %" changes too
    return bool(words) and (words[-1].endswith("ed") or not _CHANGE_VERBS.isdisjoint(words[-_CHANGE_REACH:]))
