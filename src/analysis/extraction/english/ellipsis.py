"""Ellipsis: a rate stated apart from its price, and a unit written once for several numbers."""

import math
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby, pairwise
from operator import attrgetter
from typing import NamedTuple

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction import lexicon as lex
from analysis.extraction import patterns
from analysis.extraction.document_conventions import Context, money_of_other_prices
from analysis.extraction.english.counted_nouns import is_year
from analysis.extraction.english.hedge_rules import hedge_around
from analysis.extraction.english.lexer import ends, tokens_in
from analysis.extraction.english.ranges import with_scale_of
from analysis.extraction.lexer import Phrases, Sentence, Tokens, first_word, said
from analysis.extraction.quantity import Quantity

# Units of a rate that is stated apart from its price: "profit per ton", "earned on each tonne".
_APART_UNITS = Phrases(
    "ton|tonne|metric ton|kilogram|kilo|pound|ounce|barrel|mwh|kwh|kg|lb|oz|t|mt|share".split("|"), tokens_in
)


def propagate_rates(context: Context, found: list[Quantity]) -> list[Quantity]:
    """Give a bare price the rate that its sentence states apart from it, or the rate of a price before it."""
    found = money_of_other_prices(found)
    spread: list[Quantity] = []
    for sentence, items in groupby(found, key=attrgetter("sentence")):
        spread += _with_rates(sentence, _with_scales(list(items)))
    return spread


def _with_scales(items: list[Quantity]) -> list[Quantity]:
    """The quantities of a sentence, where "$5.2 billion from $4.8" writes its scale once."""
    for place, (before, item) in enumerate(pairwise(items), start=1):
        if not (item.currency and before.printed.scaled) or item.unit != before.unit or item.printed.scaled:
            continue
        between = said(before.sentence.between(before.end, item.start)).removeprefix(", ")
        written = abs(before.low / before.printed.scale)
        alike = written / _ALIKE <= abs(item.low) <= written * _ALIKE
        if between in _FROM and ends(item.right) and alike and not item.cents:
            items[place] = with_scale_of(item, before)
    return items


_FROM = frozenset(f"{move}{word}" for move in ("", "up ", "down ") for word in ("from", "on")) | frozenset(
    ["against", "versus", "vs", "compared with", "compared to", "( against", "from about", "from around", "from just"]
)
_ALIKE = 8  # two amounts of one thing are not more than this many times apart


_OF_A_FIRM = frozenset("stock stocks share shares dividend dividends".split())


class _RateApart(NamedTuple):
    start: int
    end: int
    unit: str


def _with_rates(sentence: Sentence, items: list[Quantity]) -> list[Quantity]:
    """The quantities of a sentence, with the rate of the sentence for each price that has none."""
    if not any(map(_is_bare_price, items)):
        return items
    in_cents = any(item.cents and item.rated for item in items)
    apart = [rate for rate in _rates_apart(sentence) if not any(item.start <= rate.start < item.end for item in items)]
    rated = [item for item in items if item.currency and item.rated and item.unit]
    found: list[Quantity] = []
    for item in items:
        if _is_bare_price(item):
            same = _in_other_money(found[-1], item) if found else None
            item = same or (_with_rate(item, apart, rated) if in_cents or not item.cents else item)
        found.append(item)
    return found


def _rates_apart(sentence: Sentence) -> Iterator[_RateApart]:
    """Every "per ton", "each tonne", "/t" and "a tonne of foil" in a sentence."""
    tokens = sentence.tokens
    for place, token in enumerate(tokens[:-1]):
        if token.word not in _BEFORE_RATE:
            continue
        before, rest = tokens[place - 1], tokens[place + 1 : place + 4]
        if token.word == "/" and (before.end < token.start or before.word == "/"):
            continue
        rest = rest[1:] if rest[0].word == "-" else rest
        unit, count = _APART_UNITS.beginning(rest)
        whole = token.word not in {"a", "an"} or said(rest[count : count + 1]) == "of"
        if unit and whole:
            yield _RateApart(token.start, rest[count - 1].end, rest[0].printed if count == 1 else unit)


_BEFORE_RATE = frozenset({"per", "each", "every", "/", "a", "an"})


def _is_bare_price(item: Quantity) -> bool:
    """Whether an amount of money may have a rate elsewhere: not "$3 each", "1.18 yuan/wafer"."""
    right = item.right
    if not item.currency or item.printed.scaled or item.rated or abs(item.low) >= 1e6:
        return False
    unknown = len(right) > 1 and right[0].word == "/" and right[1].kind == "word"
    return not (unknown and not _APART_UNITS.beginning(right[1:])[1]) and first_word(right) not in {"each", "apiece"}


def _with_rate(item: Quantity, apart: list[_RateApart], rated: list[Quantity]) -> Quantity:
    """The price with the nearest rate in its sentence, else with the rate of a price before it."""
    before = next(
        (other for other in reversed(rated) if other.start < item.start and _is_rate_of(other.unit, item.unit)), None
    )
    if before and any(token.word in _OF_A_FIRM for token in item.sentence.between(before.end, item.start)):
        before = None  # "ore sold at $90 a tonne, and the stock rose to $45"
    higher = before and abs(item.low) > _MUCH_MORE * abs(before.high * before.printed.per_number)
    if higher and _MARGINS.isdisjoint([token.word for token in item.left[-2:]]):
        before = None  # "$8.90/kg, with a minimum order of $500"
    if before:
        divisor = before.printed.per_number
        item = replace(item, low=item.low / divisor, high=item.high / divisor)
    if apart:
        nearest = min(apart, key=lambda rate: max(item.start - rate.end, rate.start - item.end))
        if before and nearest.end <= before.start < item.start:
            return replace(item, unit=before.unit, unit_rule=_PRICE_BEFORE, rated=True)
        follows = nearest.start >= item.end and not item.sentence.between(item.end, nearest.start)
        surface = nearest.unit if nearest.unit in lex.UNITS else nearest.unit.lower()
        per = lex.PER_ONLY.get(surface) or lex.UNITS[surface][0]
        rate = "rate stated elsewhere in the sentence"
        item = replace(item, unit=f"{item.unit}/{per}", unit_rule=rate, rated=True)
        return item.placed(item.start, nearest.end, item.floor) if follows else item  # "$900-1,100 per ton"
    if before:
        return replace(item, unit=before.unit, unit_rule=_PRICE_BEFORE, rated=True)
    return item


def _in_other_money(price: Quantity, item: Quantity) -> Quantity | None:
    """The amount with the rate of the price right before it in other money: "$15,200/t (CNY108,000)", ", or €14"."""
    if not (price.currency and price.rated) or _is_rate_of(price.unit, item.unit):
        return None
    if said(item.sentence.between(price.end, hedge_around(item).start)) not in _IN_OTHER_MONEY:
        return None
    divisor, per = price.printed.per_number, (price.unit or "").partition("/")[2]
    rated = replace(item, low=item.low / divisor, high=item.high / divisor)
    return replace(rated, unit=f"{item.unit}/{per}", unit_rule=_PRICE_BEFORE, rated=True)


_IN_OTHER_MONEY = frozenset(
    f"{mark}{word}" for mark in ("(", "( ", ", ", "") for word in ("or", "equal to", "equivalent to", "i . e .", "=")
) | {"("}
_PRICE_BEFORE = "rate of a price before"


def _is_rate_of(unit: str | None, money: str | None) -> bool:
    return (unit or "").startswith(f"{money}/")


# After these words a bare number has the unit of the number it is compared or listed with.
_COMPARES = frozenset("to from by versus vs vs. against than with at of was".split())
_PREPOSITIONS = _COMPARES | frozenset(
    "below above until were and or reached totalled averaged only another further".split()
)
_FAR_PREPOSITIONS = frozenset("from to than against versus".split())
_PASSED_OVER = frozenset("the just only about around".split())  # "to just 940"
_NOT_GIVEN = frozenset("in for since until on within during no. nos.".split())
_LISTED = frozenset(", ; ( and or but while".split())
_RATE_OF_MONEY = lazy_regex(r"(?:per|against|to) (?:the )?(?:(?:us|u \. s \.) )?(?:dollar|euro|yuan|greenback|yen)\b")
_AIMS = frozenset("aim target goal plan budget guidance limit norm normal average".split())
_ASKING = frozenset("ask asks asked asking".split())
_JOINTS = frozenset("to or and".split())
_MORE_THAN = frozenset(f"{more} {than}" for more in ("more", "fewer", "less") for than in ("than", "on"))
_AMOUNT_UNITS = [word for word, (unit, _) in lex.WORD_UNITS.items() if word.endswith("s") and unit not in lex.DURATIONS]
_UNIT_NAMED = lazy_regex(
    rf"\b(?P<unit>{patterns.alternatives(_AMOUNT_UNITS)}) (?:[a-z]+ed )?(?:(?:were|was|are|is) )?"
    r"(?:(?:stable|steady|flat|unchanged|higher|lower|up|down) )?(?:totall?ed|totall?ing|reached"
    r"|came to|stood at|rose to|fell to|of|at|were|was|amounted to)\Z"
)
_REACH = 120
_LEVEL_REACH = 4
_LIST_REACH = 40
_MOST_BEFORE = 6  # figures before a bare number among which its antecedent is looked for
_NEXT = "next figure of the list"
_FROM_NOW = frozenset("ago earlier later before hence".split())
_WITHIN = frozenset("within in after during".split())
_LONG = 1000  # more than this is never a time without its unit
_CLOSE = 14  # a bare number this close after a share is a share too
_MUCH_MORE = 20  # a price this many times as high is for something else
_MARGINS = frozenset("profit profits loss losses margin margins earnings".split())  # may be far from each other
# What these words name has no unit: "$2,410/oz and the dollar index at 104.3".
_WITHOUT_UNIT = frozenset(
    "count counts index indices ratio ratios pmi score scores factor rating coefficient ph gauge".split()
)
_COMPARABLE = 30  # numbers further apart are not printed in the same scale


def propagate_units(context: Context, found: list[Quantity]) -> list[Quantity]:
    """Give a bare number the unit of a neighbour in its sentence: "mine A ships 1,810 tonnes and mine B 940"."""
    spread = _from_the_next(found)
    for index, item in enumerate(spread):
        right = item.right
        if item.unit is not None or item.rate or is_year(item):
            continue
        if len(right) > 1 and right[0].word == ":" and right[1].kind == "number" and right[1].start == item.end + 1:
            continue  # "3.2:1"
        if not ends(right) and right[0].word not in _COMPARING:  # "added 119,000 jobs, 50,000 above plan"
            continue
        if item.right and item.right[0].word in {"per", "against", "to"} and _RATE_OF_MONEY.match(said(item.right[:7])):
            continue
        if item.left and (front := lex.FRONT_UNITS.get(item.left[-1].printed)):
            unit, factor = front
            spread[index] = item.times(factor).with_unit(unit, "unit before the number")
        elif named := _UNIT_NAMED.search(said(item.left[-6:])):
            unit, factor = lex.WORD_UNITS[named["unit"]]
            spread[index] = item.times(factor).with_unit(unit, "unit named before the number")
        elif other := antecedent(item, spread[max(0, index - _MOST_BEFORE) : index]):
            spread[index] = _from_antecedent(item, other)
    return spread


_COMPARING = frozenset("above below short ahead behind up down".split())


def _from_the_next(found: list[Quantity]) -> list[Quantity]:
    """Read a unit that is written once, at the end of a list: "40, 50 and 60 workers", "$300 and $325 per tonne"."""
    spread = list(found)
    listed = False
    for index in range(len(spread) - 2, -1, -1):
        item, following = spread[index], spread[index + 1]
        if following.sentence is not item.sentence:
            listed = False
            continue
        between = item.sentence.between(item.end, following.start)
        joint = said(between) if len(between) < 3 else ""  # no joint is longer
        in_list = joint in {"and", "or", ", and", ", or"} or (listed and joint == ",")
        if (
            item.unit is None
            and following.unit
            and not is_year(item)
            and not (following.unit in lex.SHARES and (item.printed.scaled or item.printed.grouped))
            and (
                item.awaits
                or in_list
                or joint == "±"  # "from 40 to 50 workers": only the second number has a noun
                or (joint.rpartition(" ")[2] in _JOINTS and following.unit.startswith("count:"))
            )
        ):
            spread[index] = replace(item, unit=following.unit, unit_rule=_NEXT, currency=following.currency)
        elif item.unit is None and (
            _is_slashed(joint, item, following) or (joint == "from" and _is_reached(item, following))
        ):
            spread[index] = _from_antecedent(item, following)
        elif (in_list or joint == "to") and _is_rate_of(following.unit, item.unit) and not item.printed.scaled:
            spread[index] = replace(item, unit=following.unit, unit_rule=_NEXT, rated=True)
        listed = in_list
    return spread


def _is_reached(item: Quantity, following: Quantity) -> bool:
    """Whether the unit of a level follows the level before: "to 67 from 66 years"."""
    reached = first_word(item.before(hedge_around(item).start)[-1:]) in {"to", "at"}
    return reached and not following.currency and following.unit is not None


def _is_slashed(joint: str, item: Quantity, following: Quantity) -> bool:
    """Whether two numbers are one for each of two years: "750/550 kt in 2026/2027", "0.3/0.6 %"."""
    tight = joint == "/" and following.start == item.end + 1 and not item.printed.word
    unit = following.unit or "count:"
    return tight and not unit.startswith("count:") and unit not in {"fraction", "multiple"} | lex.DURATIONS


def antecedent(item: Quantity, before: list[Quantity]) -> Quantity | None:
    """Return the earlier quantity of the sentence whose unit a bare number shares; None if uncertain."""
    if not any(other.unit and other.sentence is item.sentence for other in before):
        return None
    printed = item.printed
    start = hedge_around(item).start
    left = [token.word for token in item.before(start)]
    asked = left[-1:] == ["for"] and not _ASKING.isdisjoint(left[-2:-1])  # "they had asked for 185"
    if left and left[-1] in _NOT_GIVEN and not asked:
        return None
    while len(left) > 1 and left[-1] in _PASSED_OVER:
        left.pop()
    without_unit = not _WITHOUT_UNIT.isdisjoint(left)
    last = left[-1] if left else ""
    if printed.word and last == "of":  # not of "a 5 MW battery, the first of three"
        before = [other for other in before if (other.unit or "").startswith("count:")]
    if last == "(" and before and before[-1].unit in {None, "dimensionless"} and before[-1].end == item.start - 2:
        return None  # "a ratio of 1.07 (0.98)"
    if last == "from" and len(left) < 3 and before and before[-1].unit is None and not is_year(before[-1]):
        return None  # "below $3, counts of rigs fall below 30 from 42"
    if last == "to" and len(left) < _LEVEL_REACH and before and before[-1].unit == "point" and not printed.decimal:
        return before[-1]  # "shed 42 points to 1,918"
    aimed = last in {"is", "being"} and not _AIMS.isdisjoint(left[-2:-1])  # "the aim is below 10"
    compares, preposition = last in _COMPARES or aimed, last in _PREPOSITIONS or aimed or asked
    if printed.word and not (compares or said(item.right[:2]) in _MORE_THAN):
        return None
    if printed.scaled or printed.grouped:
        preposition = preposition or not _FAR_PREPOSITIONS.isdisjoint(left[-3:])
    nearest, candidates = True, []
    for other in reversed(before):
        if other.sentence is not item.sentence or item.start - other.end > _REACH:
            break
        if other.unit is None or (without_unit and other.unit != "point"):
            continue
        listed = nearest and _is_listed(item.sentence.between(max(other.end, item.start - _LIST_REACH), item.start))
        nearest = nearest and other.unit in lex.SHARES  # "A made 900 t, 7 % less; B 800"
        if (preposition or listed) and _may_share(other, item, compares=compares, listed=listed):
            candidates.append(other)
    # Of several, take the one whose printed number is most similar: "40 plants at $5 m, up from 38".
    alike = [other for other in candidates if other.printed.scaled == printed.scaled] or candidates
    size = abs(item.low) or 1
    distances = [abs(math.log(size / (_value_as_printed(other) or 1))) + place / 2 for place, other in enumerate(alike)]
    return alike[distances.index(min(distances))] if alike else None


def _is_listed(between: Tokens) -> bool:
    """Whether the last thing between two numbers, apart from words, is a comma, a bracket or a conjunction."""
    for token in reversed(between):
        if token.word in _LISTED:
            return True
        if token.word == ".":
            return False
    return False


def _value_as_printed(item: Quantity) -> float:
    return abs(item.low / item.printed.factor) if item.printed.factor else 0.0


def _may_share(other: Quantity, item: Quantity, *, compares: bool, listed: bool) -> bool:
    """Whether a bare number can have the unit of another quantity."""
    if other.low == other.high and any(token.word == "-" for token in other.sentence.between(other.start, other.end)):
        return False  # "the 90-day forecast is 210, that of the bank 219"
    if other.unit in {"fraction", "multiple"} or (other.unit in lex.DURATIONS and not (compares or listed)):
        return False
    if other.unit in lex.DURATIONS and (first_word(other.right) in _FROM_NOW or first_word(other.left[-1:]) in _WITHIN):
        return False  # "two years ago it was 200"
    long = item.printed.grouped or abs(item.low) >= _LONG
    far = abs(item.low) > _COMPARABLE * _value_as_printed(other)  # "after seven months it is at 906,000"
    if other.unit in lex.DURATIONS and long and (far or not compares):
        return False
    close = item.start - other.end < _CLOSE
    if other.unit in lex.SHARES and (
        item.printed.grouped or abs(item.low) > 100 or not (compares or (listed and close))
    ):
        return False
    return not ((other.unit or "").startswith("count:") and item.printed.decimal and not item.printed.scaled)


def _from_antecedent(item: Quantity, other: Quantity) -> Quantity:
    """The number with the unit of another quantity, and with its scale if both numbers are of similar size."""
    factor, printed = other.printed.factor, _value_as_printed(other)
    same_scale = (
        factor != 1
        and not item.printed.scaled
        and printed
        and 1 / _COMPARABLE <= abs(item.low) / printed <= _COMPARABLE
        and not (item.printed.grouped and item.low >= 1000 * printed)
    )
    taken = item.with_unit_of(other, "antecedent in the sentence")
    if not same_scale:
        return taken
    return replace(taken.times(factor), printed=replace(item.printed, factor=factor))  # the next one may follow it
