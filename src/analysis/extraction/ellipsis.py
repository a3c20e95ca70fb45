"""What is left out because a neighbour says it: a rate stated apart from its price, a unit written once for several."""

import math
import re
from itertools import groupby

from analysis.extraction import lexicon as lex
from analysis.extraction import patterns
from analysis.extraction.counted_nouns import ENDS, is_year
from analysis.extraction.document_conventions import Context
from analysis.extraction.english.hedge_rules import hedge_before
from analysis.extraction.quantity import Quantity

# "profit per ton", "earned on each tonne": a rate apart from the amounts that it belongs to.
_APART_UNITS = patterns.alternatives(
    "ton|tonne|metric ton|kilogram|kilo|pound|ounce|barrel|MWh|kWh|kg|lb|oz|t|mt|share".split("|")
)
# So does "a tonne of foil": what is said of a tonne is said per tonne.
_APART = re.compile(
    rf"(?:(?i:\b(?:per|each|every)[\s-])|(?<=\w)/)(?P<per>{_APART_UNITS})(?![A-Za-z0-9])"
    rf"|\b[Aa]n?\s(?P<whole>{_APART_UNITS})\sof\s(?=[a-z])"
)


def propagate_rates(context: Context, found: list[Quantity]) -> list[Quantity]:
    """Give a bare price the rate that its sentence states apart from it, or for a price before it."""
    spread: list[Quantity] = []
    for span, items in groupby(found, key=lambda item: item.span):
        spread += _with_rates(context.text, span, list(items))
    return spread


def _with_rates(text: str, span: tuple[int, int], items: list[Quantity]) -> list[Quantity]:
    """The quantities of a sentence; each price without a rate gets the one of the sentence."""
    if not any(_is_bare_price(item) for item in items):
        return items
    apart = [
        match
        for match in _APART.finditer(text, *span)
        if not any(item.start <= match.start() < item.end for item in items)
    ]
    rated = [item for item in items if item.currency and item.rated and item.unit]
    return [_with_rate(text, item, apart, rated) if _is_bare_price(item) else item for item in items]


def _is_bare_price(item: Quantity) -> bool:
    return item.currency and not (item.printed.scaled or item.rated or item.cents) and abs(item.low) < 1e6


def _with_rate(text: str, item: Quantity, apart: list[re.Match[str]], rated: list[Quantity]) -> Quantity:
    """The price at the rate that is nearest in its sentence, else at that of a price before."""
    before = next(
        (other for other in reversed(rated) if other.start < item.start and _is_rate_of(other.unit, item.unit)), None
    )
    if before:
        divisor = before.printed.per_number
        item = item._replace(low=item.low / divisor, high=item.high / divisor)
    if apart:
        nearest = min(apart, key=lambda match: max(item.start - match.end(), match.start() - item.end))
        surface = nearest["per"] or nearest["whole"]
        follows = nearest.start() >= item.end and not text[item.end : nearest.start()].strip()
        per = lex.PER_ONLY.get(surface) or lex.UNITS[surface if surface in lex.UNITS else surface.lower()][0]
        return item._replace(
            end=nearest.end() if follows else item.end,  # "$900-1,100 per ton"
            unit=f"{item.unit}/{per}",
            unit_rule="rate stated elsewhere in the sentence",
            rated=True,
        )
    if before:
        return item._replace(unit=before.unit, unit_rule="rate of a price before", rated=True)
    return item


def _is_rate_of(unit: str | None, money: str | None) -> bool:
    return (unit or "").startswith(f"{money}/")


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
_UNIT_NAMED = re.compile(
    rf"\b(?P<unit>{patterns.alternatives(_AMOUNT_UNITS)})\s(?:(?:were|was|are|is)\s)?"
    r"(?:totall?ed|totall?ing|reached|came to|stood at|rose to|fell to|of|at|were|was|amounted to)\s+\Z",
    re.IGNORECASE,
)
_REACH = 120
_MOST_BEFORE = 6  # figures before a bare number among which its antecedent is looked for
_NEXT = "next figure of the list"
_CLOSE = 14  # a bare number this close after a share is a share too
_COMPARABLE = 30  # numbers further apart are not printed in the same scale


def propagate_units(context: Context, found: list[Quantity]) -> list[Quantity]:
    """Give a bare number the unit of a neighbour in its sentence: "mine A ships 1,810 tonnes and mine B 940"."""
    spread = _from_the_next(context, found)
    for index, item in enumerate(spread):
        if item.unit is not None or is_year(context.text, item) or not ENDS.match(context.text, item.end):
            continue
        if _RATE_OF_MONEY.match(context.text, item.end):
            continue
        named = _UNIT_NAMED.search(context.text[max(item.span[0], item.start - 60) : item.start])
        if named:
            unit, factor = lex.WORD_UNITS[" ".join(named["unit"].lower().split())]
            spread[index] = item.times(factor)._replace(unit=unit, unit_rule="unit named before the number")
        elif other := antecedent(context, item, spread[max(0, index - _MOST_BEFORE) : index]):
            spread[index] = _from_antecedent(item, other)
    return spread


def _from_the_next(context: Context, found: list[Quantity]) -> list[Quantity]:
    """Units that are written once at the end of a list: "40, 50 and 60 workers", "$300, $310 and $325 per tonne"."""
    spread = list(found)
    listed = False
    for index in range(len(spread) - 2, -1, -1):
        item, following = spread[index], spread[index + 1]
        gap = context.text[item.end : following.start]
        in_list = following.span == item.span and (
            gap in {" and ", " or ", ", and ", ", or "} or (listed and gap == ", ")
        )
        elided = item.unit is None and following.unit and following.span == item.span
        if elided and not is_year(context.text, item) and (item.awaits or in_list or _joined(context, item, following)):
            spread[index] = item._replace(unit=following.unit, unit_rule=_NEXT, currency=following.currency)
        elif in_list and item.unit and _is_rate_of(following.unit, item.unit) and not item.printed.scaled:
            spread[index] = item._replace(unit=following.unit, unit_rule=_NEXT, rated=True)
        listed = in_list
    return spread


def _joined(context: Context, first: Quantity, second: Quantity) -> bool:
    """Read "From 40 to 50 workers": only the second number has a noun."""
    gap = context.text[first.end : second.start]
    counted = bool(second.unit and second.unit.startswith("count:"))
    return counted and bool(_JOINT.match(gap))


def antecedent(context: Context, item: Quantity, before: list[Quantity]) -> Quantity | None:
    """Return the quantity before in the same sentence whose unit the bare number has, None where that is unsure."""
    text = context.text
    if not any(other.unit and other.span == item.span for other in before):
        return None
    printed = item.printed
    start = hedge_before(text, item.start, item.floor, duration=False)[1]
    left = text[max(item.span[0], start - 40) : start]
    if _NOT_GIVEN.search(left):
        return None
    compares, preposition = bool(_COMPARES.search(left)), bool(_PREPOSITIONS.search(left))
    if printed.word and not (compares or _MORE.match(text, item.end)):
        return None
    preposition = preposition or bool((printed.scaled or printed.grouped) and _FAR_PREPOSITION.search(left))
    nearest, candidates = True, []
    for other in reversed(before):
        if other.span != item.span or item.start - other.end > _REACH:
            break
        if other.unit is None:
            continue
        listed = nearest and bool(_LISTED.search(text[other.end : item.start]))
        nearest = False
        if (preposition or listed) and _may_share(other, item, compares=compares, listed=listed):
            candidates.append(other)
    # Of several, the one whose number is printed most alike, the nearer ones first: "40 plants at $5 m, up from 38".
    alike = [other for other in candidates if other.printed.scaled == printed.scaled] or candidates
    distances = [_unlike(item, other) + place / 2 for place, other in enumerate(alike)]
    return alike[distances.index(min(distances))] if alike else None


def _value_as_printed(item: Quantity) -> float:
    return abs(item.low / item.printed.factor) if item.printed.factor else 0.0


def _unlike(item: Quantity, other: Quantity) -> float:
    """How many powers of e lie between two numbers as printed."""
    return abs(math.log((abs(item.low) or 1) / (_value_as_printed(other) or 1)))


def _may_share(other: Quantity, item: Quantity, *, compares: bool, listed: bool) -> bool:
    """Whether the unit of another quantity can be that of a bare number."""
    if other.unit in {"fraction", "multiple"} or (other.unit in lex.DURATIONS and not (compares or listed)):
        return False
    close = item.start - other.end < _CLOSE
    if other.unit in lex.SHARES and (
        item.printed.grouped or abs(item.low) > 100 or not (compares or (listed and close))
    ):
        return False
    if other.unit == "point":
        return True
    return not ((other.unit or "").startswith("count:") and item.printed.decimal and not item.printed.scaled)


def _from_antecedent(item: Quantity, other: Quantity) -> Quantity:
    """The number with the unit and, where both are printed alike, the scale of another quantity."""
    factor, printed = other.printed.factor, _value_as_printed(other)
    same_scale = (
        factor != 1
        and not item.printed.scaled
        and printed
        and 1 / _COMPARABLE <= abs(item.low) / printed <= _COMPARABLE
        and not (item.printed.grouped and item.low >= 1000 * printed)
    )
    taken = item.with_unit_of(other, "antecedent in the sentence")
    return taken.times(factor) if same_scale else taken
