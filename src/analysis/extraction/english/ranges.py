"""Join neighbouring numbers into ranges and changes, and complete units that are written once for both."""

from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction import lexicon as lex
from analysis.extraction.document_conventions import Context
from analysis.extraction.english.counted_nouns import OF_SHARES, is_year
from analysis.extraction.english.hedge_rules import HEDGES, hedge_around
from analysis.extraction.english.lexer import ends
from analysis.extraction.english.surroundings import FURTHER
from analysis.extraction.lexer import Tokens, first_word, said
from analysis.extraction.patterns import alternatives
from analysis.extraction.quantity import Quantity

_RANGE_VERBS = lazy_regex(
    r"\b(?:rang(?:e|es|ed|ing)|var(?:y|ies|ied|ying)|span(?:s|ned|ning)?|extend(?:s|ed|ing)?|runs?|ran|running|"
    r"quoted|priced|cost(?:s|ing)?|trad(?:e|es|ed|ing)|anywhere)\b[^.;]{0,30}\Z"
)
_CHANGE_VERBS = lex.DIRECTION_WORDS.keys() | frozenset(
    "move moves moved moving go goes went going gone turn turns turned swing swings swinging swung shift shifts "
    "shifted push pushes pushed pushing revise revises revised revising change changes changed bring brings brought "
    "take takes took taking switch switched convert converted migrate transform "
    "double doubles doubled doubling triple tripled tripling treble trebled quadruple quadrupled halve halved".split()
)
_BEFORE_AMOUNT = lex.DIRECTION_WORDS.keys() | {"by", "um", "lost", "loses", "added", "adds"}
_BETWEEN = frozenset({"between", "zwischen"})
_OTHER_END = "other end of the range"
_LONGEST_JOINT = 32
_REACH = 100  # characters before a number in which its verb is looked for
_CHANGE_REACH = 12  # words before "from" that may say that it is a change


def join_ranges(context: Context, found: list[Quantity]) -> list[Quantity]:
    """Join the ends of each range, and let neighbours share a unit, scale or rate that is written once."""
    kept: list[Quantity] = []
    joints = ["", *(_joint_of(first, second) for first, second in pairwise(found))]
    to = [place for place, joint in enumerate(joints) if joint == "to"]
    twice = {place for place in to if joints[place - 2 : place + 1] == ["to"] * 3}
    twice = {place for place in twice if not {place - 1, place + 1} & twice}
    for place, item in enumerate(found):
        first = kept[-1] if kept else None
        if first is None or not joints[place] or first.low != first.high:
            kept.append(item)
            continue
        if amount := _with_cents(first, item, joints[place]):
            kept[-1] = amount
            continue
        if place + 1 in twice:  # "from 1 % to 3 % to 14 % to 16 %": two ranges
            kept.append(item)
            continue
        pair = _share(first, item, joints[place])
        first, second = pair.first, pair.second
        is_range = pair.is_range or place in twice or place + 2 in twice
        # "down $9 to $4" is a change, and "a discount of $9 to $4" is none.
        falls = second.low < first.low and (joints[place] in {"dash", "and"} or first_word(first.left[-1:]) == "of")
        if is_range and first.unit == second.unit and (first.low < second.low or falls) and first.cents == second.cents:
            low, high = sorted((first.low, second.high))
            kept[-1] = replace(second, low=low, high=high).placed(first.start, second.end, first.floor)
        else:
            kept[-1] = first
            kept.append(second)
    return kept


_DASHES = frozenset("-–—~−")
_JOINTS = {"to": "to", "through": "to", "bis": "to", "auf": "to", "and": "and", "und": "and", "or": "or"}
_SUSPENDED = {"- to": "suspended to", "- or": "suspended", "- and": "suspended", "- ,": "suspended",
              "- , and": "suspended", "- , or": "suspended"}  # fmt: skip


def _joint_of(first: Quantity, second: Quantity) -> str:
    """How a number is joined to the one before it; empty if it is far away or not joined."""
    if second.start - first.end > _LONGEST_JOINT or first.sentence is not second.sentence:
        return ""
    between = first.sentence.between(first.rate[2] if first.rate else first.end, second.start)
    left = first_word(first.left[-1:])
    if second.currency and left in {"?", "\ufffd", "¤"} and first.left[-1].end == first.start:
        return ""  # the sign of "?18 to £20" was another one
    if left == "from" and between and between[0].word in {"down", "up", "back"}:
        between = between[1:]  # "from 900 down to 850 euros"
    if second.cents and not between:
        return "cents"
    joint = _joint(between)
    return "" if joint == "and" and len(between) > 1 and not _is_between(first) else joint


def _with_cents(first: Quantity, second: Quantity, joint: str) -> Quantity | None:
    """Read "3 dollars 60 cents a pound" and "2 pounds and 50 pence" as one amount; None if they are two."""
    money = (second.unit or "").split("/")[0]
    same = first.unit == money or (first.unit == "lb" and money == "GBP")
    if not (second.cents and same and joint in {"cents", "and"}) or first.cents or first.printed.scaled:
        return None
    value = first.low / second.printed.per_number + second.low
    return replace(second, low=value, high=value, cents=False).placed(first.start, second.end, first.floor)


def _joint(between: Tokens) -> str:
    """How numbers are joined: "dash", "to", "and", "or" or "suspended" ("four- and six-inch"); else empty."""
    if not between:
        return ""
    first, rest = between[0].word, between[1:]
    if not rest:
        return "dash" if first in _DASHES else _JOINTS.get(first, "")
    words = said(between)
    if words in _SUSPENDED and (rest[0].word == "," or between[0].end < rest[0].start):
        return _SUSPENDED[words]
    joint = _JOINTS.get(first, "")
    rest = rest[1:] if rest[0].word in _MAYBE else rest
    hedged = not rest or HEDGES.ending(rest)[1] == len(rest)  # "between $330 and just over $410"
    return joint if (hedged and joint != "or") or (first == "to" and said(rest) == "-") else ""


_MAYBE = frozenset("perhaps possibly maybe even".split())


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
    level = joint == "to" and _is_level(first, second)
    if elided and not (second.currency and "/" not in (second.unit or "") and conjunction and not _is_between(first)):
        first = _rescaled(first, second, alike=not level).with_unit_of(second, _OTHER_END)
    elif first.currency and not first.rated:
        joined = joint in {"dash", "to"} or (conjunction and _is_between(first))
        if joined and second.unit == "m" and second.sentence.between(second.start, second.end)[-1].kind == "number":
            # "$5-6m": millions and not metres
            printed = replace(second.printed, scale=1e6, factor=1e6, scaled=True)
            second = replace(second, unit=None, unit_rule="", printed=printed).times(1e6)
        first, second = _share_money(first, second, joined=joined)
    elif (
        first.unit
        and second.rated
        and second.unit == f"{first.unit}/{(second.unit or '').rpartition('/')[2]}"
        and _is_between(first)
    ):
        first = first.with_unit_of(second, _OTHER_END)  # "between 4 t and 5 t a year"
    if level:
        points = first.unit == "percent" and OF_SHARES.search(said(first.left))
        return _Pair(replace(first, unit="percentage_point") if points else first, second, is_range=False)
    if first.unit is None and first_word and second_word:
        first = _rescaled(first, second)
    elif first.unit is None and _is_below_in_scale(first, second) and (joint in {"dash", "to"} or _is_between(first)):
        first = with_scale_of(first, second)  # "3 to 4 thousand people"
    return _Pair(first, second, dash or _is_range_of_words(first, second, joint, elided=elided and not second.currency))


# "A decrease in the deficit of $3 billion to $88 billion".
_CHANGE_OF = lazy_regex(rf"\b(?:{alternatives(lex.CHANGE_NOUNS)}) in (?:[a-z-]+ ){{1,6}}of\Z")


def _is_level(first: Quantity, second: Quantity) -> bool:
    """Whether "A to B" is a change and the level reached: "rose 2,325 to 101,450 tonnes"; not "rise by 5 to 10 %"."""
    if first.unit not in {None, second.unit} or first.low <= 0 or second.low < 2 * first.low:
        return False
    left = _before_hedge(first)
    if not left or (left[-1].word not in _BEFORE_AMOUNT and not _CHANGE_OF.search(said(left))):
        return False
    if _is_expected(left):
        return second.unit not in lex.SHARES and second.low >= _FAR_ABOVE * first.low
    if second.unit in lex.SHARES:
        return bool(OF_SHARES.search(said(left))) or (first.unit is not None and second.printed.decimal)
    return (_is_exact(first) and _is_exact(second)) or second.low >= _ABOVE * first.low


# A range is narrower than from a change to its level; one that is expected may be wider.
_ABOVE, _FAR_ABOVE = 5.0, 10.0
_BEFORE_VERB = frozenset("be been have come go move further again and or".split())
_EXPECTED = frozenset({"expected", "forecast", "likely"})


def _is_expected(left: Tokens) -> bool:
    """Whether the change is yet to come: "will cut", "to trim X and cut"; not "in the year to June it cut"."""
    tokens = left[-_CHANGE_REACH:]
    verb = next((at for at in range(len(tokens) - 1, -1, -1) if tokens[at].word in lex.DIRECTION_WORDS), None)
    if verb is None:
        return False
    clause = [token.word for token in tokens[:verb]]
    clause = clause[len(clause) - clause[::-1].index(";") :] if ";" in clause else clause
    while clause and (clause[-1] in _BEFORE_VERB or clause[-1].endswith("ly")):
        clause.pop()
    return bool(clause) and (clause[-1] in lex.MODALS or not _EXPECTED.isdisjoint(clause[-2:]))


def _is_exact(item: Quantity) -> bool:
    """Whether a number has three digits or more; ranges are round."""
    return len("".join(filter(str.isdigit, item.printed.text)).strip("0")) > 2


def _is_range_of_words(first: Quantity, second: Quantity, joint: str, *, elided: bool) -> bool:
    """Whether "A to B", "A and B" or "A or B" is a range, by the words before it."""
    if joint == "or":
        return first.unit == "multiple" or first.printed.word
    left = _before_hedge(first)
    if joint == "and":
        return bool(left) and left[-1].word in _BETWEEN
    if first.unit not in lex.SHARES and not elided and left and left[-1].word in _BEFORE_AMOUNT:
        # "rose by $40 to $2,200" is a change and a level; "will cut 100 to 300 jobs" is a range
        return _is_expected(left) and second.low < _FAR_ABOVE * first.low
    return not _is_change(left)


_BEFORE_FURTHER = FURTHER | {"a", "an", "another"}


def _before_hedge(item: Quantity) -> Tokens:
    """The tokens before a number and its hedge, without the "a further" of "fell by a further $25 to $785"."""
    start = hedge_around(item).start
    left = item.sentence.between(start - _REACH, start)
    end = len(left)
    while end and left[end - 1].word in _BEFORE_FURTHER:
        end -= 1
    return left[:end]


def _is_between(first: Quantity) -> bool:
    left = _before_hedge(first)
    return bool(left) and left[-1].word in _BETWEEN


def _suspended(first: Quantity, second: Quantity, *, is_range: bool) -> _Pair:
    """Read "four- to six-micron foil": the first number takes the unit of the last."""
    if first.unit is None and second.unit is not None:
        first = _rescaled(first, second).with_unit(second.unit, _OTHER_END)
    elif first.unit is None:
        first = replace(first, awaits=True)
    return _Pair(first, second, is_range)


def _share_money(first: Quantity, second: Quantity, *, joined: bool) -> tuple[Quantity, Quantity]:
    """Read "$22-25,000/t", "$89 to $93 billion": money, scale and rate are written at one end."""
    if second.unit is None and not second.currency and (joined or ends(second.right)):
        second = replace(second, unit=first.unit, unit_rule=_OTHER_END, currency=True)
        first = _rescaled(first, second)
        if second.rate:
            name, divisor, end = second.rate
            unit = f"{first.unit}/{name}"
            first = replace(first, unit=unit, rated=True, low=first.low / divisor, high=first.low / divisor)
            second = replace(second, unit=unit, rated=True, low=second.low / divisor, high=second.high / divisor)
            second = second.placed(second.start, end, second.floor)
        return first, second
    per_number = second.printed.per_number
    if joined and second.currency and _is_below_in_scale(first, second):
        first = with_scale_of(first, second)
    apart = first.printed.scaled and not second.printed.scaled  # "a profit of $1.2 billion or $1.10 a share"
    if second.currency and second.rated and not apart and (second.unit or "").startswith(f"{first.unit}/"):
        value = first.low / per_number
        first = replace(first, unit=second.unit, unit_rule=_OTHER_END, rated=True, low=value, high=value)
    return first, second


def _is_below_in_scale(first: Quantity, second: Quantity) -> bool:
    """Whether only the second number has a scale, and is larger even without it."""
    printed = second.printed
    number = second.low / printed.scale * printed.per_number if printed.scale else second.low
    return printed.scaled and not first.printed.scaled and first.low < number


def with_scale_of(first: Quantity, second: Quantity) -> Quantity:
    """Return the first number with the scale that only the second writes out."""
    scale = second.printed.scale
    return replace(first.times(scale), printed=replace(first.printed, scale=scale, scaled=True))


def _rescaled(first: Quantity, second: Quantity, *, alike: bool = True) -> Quantity:
    """Apply the scale and unit factor of the second number to the first, if only the second has them."""
    printed = second.printed
    if printed.scaled and not first.printed.scaled and not (first.printed.grouped and not printed.grouped):
        first = with_scale_of(first, second)
    elif (
        alike
        and printed.grouped
        and not first.printed.grouped
        and first.low < 1000
        and first.low * 1000 <= second.low
        and not first.printed.decimal
    ):
        first = first.times(1000)
    unit_factor = printed.factor / printed.scale if printed.scale else 1.0
    return first.times(unit_factor)


def _up_to_from(left: Tokens) -> Tokens:
    """The tokens up to "from" in "from the initial estimate of 5 to 6", otherwise all of them."""
    if len(left) > 1 and left[-1].word == "of" and left[-2].word in _BASES:
        place = next((at for at in range(2, min(_MOST_OF_A_BASE, len(left)) + 1) if left[-at].word == "from"), 0)
        return left[: len(left) - place + 1] if place else left
    return left


_MOST_OF_A_BASE = 6
_BASES = frozenset(
    "estimate forecast level target guidance projection plan budget goal peak low high total price figure "
    "average".split()
)


def _is_change(left: Tokens) -> bool:
    """Whether "from A to B" after `left` is a change and not a range."""
    left = _up_to_from(left)
    if not left or left[-1].word != "from" or _RANGE_VERBS.search(said(left[:-1])):
        return False
    words = [token.word for token in left[:-1] if token.kind == "word"]
    # "charged from 10 % to 80 %" changes too
    return bool(words) and (words[-1].endswith("ed") or not _CHANGE_VERBS.isdisjoint(words[-_CHANGE_REACH:]))
