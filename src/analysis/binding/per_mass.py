"""Find the mass that money is for where another part of the text names it: "of every pound we kept $0.47"."""

import re
from typing import NamedTuple

from analysis.core.lazy_regex import phrase_regex

_UNITS = {"tonne": "t", "ton": "t", "mt": "t", "t": "t"} | dict.fromkeys(("kilo", "kilogram", "kilogramme", "kg"), "kg")
_UNITS |= {"pound": "lb", "lb": "lb"}
_NUMBERS = {"ten": 10, "hundred": 100, "thousand": 1000}
_WORDS = "tonne|ton|mt|kilogramme|kilogram|kilo|kg|pound|lb"
_PER_MASS = phrase_regex(
    rf"\b(?:(?:per|a|each|every|one|any|the|by) (?:metric |single |sold |finished )?(?P<one>{_WORDS})\b"
    rf"|per-(?P<joined>{_WORDS})\b"
    rf"|(?:on|from|of|for|per|each|every|(?-i:Ten|A hundred|A thousand))?\s*(?:a )?(?P<number>10{{1,2}}|1,?000"
    rf"|ten|hundred|thousand) (?P<many>{_WORDS})s?\b"
    r"|(?:count|reckon|calculat|stat|figur|writ)\w* (?:\w+ )?(?:in|by) (?P<counted>pound|kilo|kilogram|tonne"
    r"|ton)s\b)"
    rf"|/\s?(?P<slash>t|{_WORDS})\b",
    re.IGNORECASE,
)
# "Twenty-two dollars. Per tonne."
_ALONE = phrase_regex(r"[.\s\"”’]*(?:Per|A|Each|For (?:each|every|a)) [a-z]{2,9}\s*(?=[.,;\"”])")


class Mass(NamedTuple):
    """A number of units of mass."""

    unit: str
    number: float = 1.0


def mass_for(text: str, begin: int, end: int, back: int) -> Mass | None:
    """Return the mass that money in a sentence is for.

    The sentence says it, or a fragment after it such as "Per tonne.", or the text before it from `back` on.
    """
    named = masses(text, begin, end)
    if named:
        return next((mass for mass in named if mass.unit != "t"), named[0])
    if (alone := _ALONE.match(text, end)) and (found := masses(text, *alone.span())):
        return found[0]
    before = masses(text, back, begin)
    return next((mass for mass in before if mass.unit == "t"), before[-1] if before else None)


def masses(text: str, begin: int, end: int) -> list[Mass]:
    """Return the masses that a stretch of text names as those that something is for, in order."""
    found = []
    for match in _PER_MASS.finditer(text, begin, end):
        word = next(match[group] for group in ("one", "joined", "many", "counted", "slash") if match[group])
        number = (match["number"] or "1").replace(",", "").lower()
        found.append(Mass(_UNITS[word.lower()], float(_NUMBERS.get(number, 0) or number)))
    return found
