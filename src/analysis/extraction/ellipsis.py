"""What neighbours share beyond a range: a rate stated apart from its price, a unit written once for several."""

import math
import re
from itertools import pairwise

from analysis.extraction import lexicon as lex
from analysis.extraction import patterns
from analysis.extraction.counted_nouns import ENDS, is_year
from analysis.extraction.document_conventions import Context
from analysis.extraction.english.hedge_rules import hedge_before
from analysis.extraction.quantity import Quantity

# "profit per ton", "earned on each tonne": a rate that stands apart from the amounts it belongs to.
_APART_UNITS = patterns.alternatives(
    "ton|tonne|metric ton|kilogram|kilo|pound|ounce|barrel|MWh|kWh|kg|lb|oz|t|mt|share".split("|")
)
# So does "a tonne of foil": what is said of a tonne is said per tonne.
_APART = re.compile(
    rf"(?:(?i:\b(?:per|each|every)[\s-])|(?<=\w)/)(?P<per>{_APART_UNITS})(?![A-Za-z0-9])"
    rf"|\b[Aa]n?\s(?P<whole>{_APART_UNITS})\sof\s(?=[a-z])"
)


def share_rates(context: Context, found: list[Quantity]) -> None:
    """Give a bare price the rate that its sentence states apart from it, or for the price beside it."""
    text = context.text
    by_sentence: dict[tuple[int, int], list[Quantity]] = {}
    for item in found:
        by_sentence.setdefault(item.span, []).append(item)
    for (begin, end), items in by_sentence.items():
        prices = [
            item
            for item in items
            if item.currency and not (item.scaled or item.rated or item.cents) and abs(item.low) < 1e6
        ]
        if not prices:
            continue
        apart = [
            match
            for match in _APART.finditer(text, begin, end)
            if not any(item.start <= match.start() < item.end for item in items)
        ]
        rated = [item for item in items if item.currency and item.rated and item.unit]
        for item in prices:
            beside = next(
                (r for r in reversed(rated) if r.start < item.start and (r.unit or "").startswith(f"{item.unit}/")),
                None,
            )
            unit = beside.unit if beside else None
            if beside:
                item.low, item.high = item.low / beside.per_number, item.high / beside.per_number
            if apart:
                nearest = min(apart, key=lambda match: max(item.start - match.end(), match.start() - item.end))
                surface = nearest["per"] or nearest["whole"]
                if not text[item.end : nearest.start()].strip() and nearest.start() >= item.end:
                    item.end = nearest.end()  # "$900-1,100 per ton"
                per = lex.PER_ONLY.get(surface) or lex.UNITS[surface if surface in lex.UNITS else surface.lower()][0]
                unit = f"{item.unit}/{per}"
            if unit:
                item.unit, item.rated = unit, True


_PREPOSITIONS = re.compile(
    r"\b(?:(?:to|from|of|than)(?:\s+(?:the|just))?|at|versus|vs\.?|against|with|below|above|by|until|was|were|and|or|"
    r"reached|totalled|averaged|only|another|further)\s+\Z",
    re.IGNORECASE,
)
_COMPARES = re.compile(
    r"\b(?:to|from|by|versus|vs\.?|against|than|with|at|of|was)\s+(?:the\s+|just\s+|only\s+|about\s+|around\s+)?\Z",
    re.IGNORECASE,
)
_JOINT = re.compile(r"(?:\s[a-z-]+)?\s(?:to|or|and)\s\Z")
_RATE_OF_MONEY = re.compile(r"\s(?:per|against|to)\s(?:the\s)?(?:US\s|U\.S\.\s)?(?:dollar|euro|yuan|greenback|yen)\b")
_MORE = re.compile(r"\s(?:more|fewer|less)\s(?:than|on)\b")
_FAR_PREPOSITION = re.compile(r"\b(?:from|to|than|against|versus)(?:\s+[\w'’-]+){1,2}\s+\Z")
_NOT_GIVEN = re.compile(r"\b(?:in|for|since|until|on|within|during|No\.|nos\.)\s+\Z", re.IGNORECASE)
_LISTED = re.compile(r"(?:[,;(]|\band\b|\bor\b|\bbut\b|\bwhile\b)[^,;.]{0,40}\Z")
_AMOUNT_UNITS = [word for word, (unit, _) in lex.WORD_UNITS.items() if word.endswith("s") and unit not in lex.DURATIONS]
_UNIT_SAID = re.compile(
    rf"\b(?P<unit>{patterns.alternatives(_AMOUNT_UNITS)})\s(?:(?:were|was|are|is)\s)?"
    r"(?:totall?ed|totall?ing|reached|came to|stood at|rose to|fell to|of|at|were|was|amounted to)\s+\Z",
    re.IGNORECASE,
)
_REACH = 120
_CLOSE = 14  # so near a bare number behind a share is one too
_COMPARABLE = 30  # numbers further apart are not printed in the same scale


def share_units(context: Context, found: list[Quantity]) -> None:
    """Give a bare number the unit of a neighbour in its sentence: "mine A ships 1,810 tonnes and mine B 940"."""
    listed = False
    for item, following in reversed(list(pairwise(found))):
        gap = context.text[item.end : following.start]
        in_list = following.span == item.span and (
            gap in {" and ", " or ", ", and ", ", or "} or (listed and gap == ", ")
        )
        elided = item.unit is None and following.unit and following.span == item.span
        if elided and not is_year(context.text, item) and (item.awaits or in_list or _joined(context, item, following)):
            item.unit, item.currency = following.unit, following.currency
        elif in_list and item.unit and (following.unit or "").startswith(f"{item.unit}/") and not item.scaled:
            item.unit, item.rated = following.unit, True  # "$300, $310 and $325 per tonne"
        listed = in_list
    for index, item in enumerate(found):
        if item.unit is not None or is_year(context.text, item) or not ENDS.match(context.text, item.end):
            continue
        if _RATE_OF_MONEY.match(context.text, item.end):
            continue
        said = _UNIT_SAID.search(context.text[max(item.span[0], item.start - 60) : item.start])
        if said:
            surface = " ".join(said["unit"].lower().split())
            item.unit, factor = lex.WORD_UNITS[surface]
            item.low, item.high = item.low * factor, item.high * factor
        elif other := _giver(context, item, found[max(0, index - 6) : index]):
            _take(item, other)


def _joined(context: Context, first: Quantity, second: Quantity) -> bool:
    """Read "From 40 to 50 workers": the noun stands behind the second number only."""
    gap = context.text[first.end : second.start]
    counted = bool(second.unit and second.unit.startswith("count:"))
    return counted and bool(_JOINT.match(gap))


def _giver(context: Context, item: Quantity, before: list[Quantity]) -> Quantity | None:
    """The quantity before in the same sentence whose unit the bare number has, None where that is unsure."""
    text = context.text
    if not any(other.unit and other.span == item.span for other in before):
        return None
    start = hedge_before(text, item.start, item.floor, duration=False)[1]
    left = text[max(item.span[0], start - 40) : start]
    if _NOT_GIVEN.search(left):
        return None
    compares, preposition = bool(_COMPARES.search(left)), bool(_PREPOSITIONS.search(left))
    if item.word and not (compares or _MORE.match(text, item.end)):
        return None
    preposition = preposition or bool((item.scaled or item.grouped) and _FAR_PREPOSITION.search(left))
    nearest, givers = True, []
    for other in reversed(before):
        if other.span != item.span or item.start - other.end > _REACH:
            break
        if other.unit is None:
            continue
        listed = nearest and bool(_LISTED.search(text[other.end : item.start]))
        nearest = False
        if (preposition or listed) and _may_give(other, item, compares=compares, listed=listed):
            givers.append(other)
    # Of several, the one whose number is printed most alike, the nearer ones first: "40 plants at $5 m, up from 38".
    alike = [other for other in givers if other.scaled == item.scaled] or givers
    distance = {id(other): _unlike(item, other) + place / 2 for place, other in enumerate(alike)}
    return min(alike, key=lambda other: distance[id(other)], default=None)


def _unlike(item: Quantity, other: Quantity) -> float:
    """How many powers of e lie between two numbers as printed."""
    printed = abs(other.low / other.factor) if other.factor else 0.0
    return abs(math.log((abs(item.low) or 1) / (printed or 1)))


def _may_give(other: Quantity, item: Quantity, *, compares: bool, listed: bool) -> bool:
    if other.unit in {"fraction", "multiple"} or (other.unit in lex.DURATIONS and not (compares or listed)):
        return False
    close = item.start - other.end < _CLOSE
    if other.unit in lex.SHARES and (item.grouped or abs(item.low) > 100 or not (compares or (listed and close))):
        return False
    if other.unit == "point":
        return True
    return not ((other.unit or "").startswith("count:") and item.decimal and not item.scaled)


def _take(item: Quantity, other: Quantity) -> None:
    """Take unit and, where both numbers are printed alike, scale from another quantity."""
    item.unit, item.currency, item.rated, item.cents = other.unit, other.currency, other.rated, other.cents
    printed = abs(other.low / other.factor) if other.factor else 0.0
    if (
        other.factor != 1
        and not item.scaled
        and printed
        and 1 / _COMPARABLE <= abs(item.low) / printed <= _COMPARABLE
        and not (item.grouped and item.low >= 1000 * printed)
    ):
        item.low, item.high = item.low * other.factor, item.high * other.factor
