"""Recognise counts of people by the words before a number: headcounts, ages, the injured; and things sold."""

import re

from analysis.extraction import lexicon as lex
from analysis.extraction.english.nouns import AMOUNTS, UNIT_NOUNS, ends, singular
from analysis.extraction.lexer import Tokens, said
from analysis.extraction.quantity import Quantity

_HEADCOUNT = re.compile(
    r"\b(?:(?:employees|headcount|workforce|staff|payrolls?|personnel)(?: numbers?| levels?| count)?"
    r" (?::|of|is|are|was|were|at|to|by|reached|totals|totalled|numbers|(?:[a-z]+ ){1,2}(?:to|at))"
    r"|(?:teams?|crews?|gangs?|squads?) of|employ(?:s|ed|ing)?)"
    r"(?: (?:about|some|around|over|nearly))?\Z"
)
# "EV sales hit 1.3m", "Registrations rose to 2.1 million".
_SOLD = re.compile(
    r"\b(?:(?P<thing>ev|car|vehicle|truck|bus|phone|smartphone|tractor|home|unit|motorcycle|scooter|pc|handset|bike)"
    r" (?:sales|output|production|exports|imports|shipments|deliveries)"
    r"|(?P<noun>registrations|arrivals|passengers|users|subscribers|customers|visitors|viewers|downloads|tourists|employees|members|voters|bookings))"
    r" (?:[a-z]+ ){0,2}[a-z]+\Z"
)
# "Injuries dropped from nine to two": what changes is what is counted.
_SUBJECT_COUNTED = re.compile(
    r"(?P<noun>[a-z]{3,}s) (?:(?:has|have|had|were) )?(?P<verb>[a-z]+) (?:from|to|by)(?: \w+ to)?\Z"
)
# "He will be 35", "a driver aged 57": a person's number is an age.
_AGED = re.compile(r"\b(?:(?:he|she|who) (?:is|was|will be|turned|turns)|aged)\Z")
_AGE = re.compile(
    r"\bages?(?: (?!and |or |of |for )[a-z]+){0,3} (?:of|is|was|to|at|from|:)\Z|\b(?:average|median|mean) age\Z"
)
_OLDEST = 120
# "Two died", "eleven were treated": who that is needs no noun.
_HARMED = re.compile(
    r"died\b|(?:were|was|are|have been|had been) (?:\w+ly )?(?:killed|injured|hurt|wounded|dead|missing|arrested"
    r"|detained|treated|rescued|evacuated|displaced|infected|hospitalised|hospitalized)\b"
    r"|on (?:the |its |our )?(?:payroll|staff|books)\b"
    r"|(?:dead|alive|injured|wounded|missing|homeless|unhurt)(?: |\Z)(?!people|persons|workers|miners)"
)


def named_before(item: Quantity) -> str | None:
    """Return the unit that the words before a number give it, None if they give none.

    "Headcount of 5,600", "injuries dropped from nine", "a driver aged 57".
    """
    left = item.sentence.between(0, item.start)[-6:]
    if len(left) > 2 and left[-1].word in _HEDGING:
        left = left[: -2 if said(left[-2:]) in {"at least", "more than"} else -1]
    if not left or left[-1].word not in _LEADING:
        return None
    words = said(left)
    if _AGE.search(words) and item.low < _OLDEST and ends(item.right):
        return "year"
    if left[-1].word in _HARMING and not item.printed.decimal and ends(item.right):
        return "count:person"
    if item.printed.scaled and ends(item.right) and (sold := _SOLD.search(words)):
        return f"count:{sold['thing'] or singular(sold['noun'])}"
    if item.printed.decimal:
        return None
    if _HEADCOUNT.search(words) and ends(item.right):
        return "count:employee"
    if _AGED.search(words) and item.low < _OLDEST:
        return "year"
    subject = None if item.printed.scaled else _SUBJECT_COUNTED.search(words)
    if subject and subject["verb"] in lex.DIRECTION_WORDS and ends(item.right):
        noun = singular(subject["noun"])
        return f"count:{noun}" if noun and noun not in UNIT_NOUNS and noun not in AMOUNTS else None
    return None


# "Injuring at least 30", "killed seven": who that is needs no noun.
_HARMING = frozenset(
    "killing killed kills hurt injuring injured injures wounding wounded arresting arrested displacing displaced "
    "evacuating "
    "evacuated rescued rescuing infecting infected".split()
)
_HEDGING = frozenset("about some around over nearly least than almost roughly".split())
# The last word before a number if the words before it name what it counts.
_LEADING = (
    frozenset(
        "of was were at to by from reached is be turned turns aged age ages about some around over "
        "nearly hit hits reaches topped exceeded passed surpassed : totals totalled numbers "
        "numbered "
        "employs employ employed employing".split()
    )
    | _HARMING
)


def is_who(right: Tokens, item: Quantity) -> bool:
    """Return whether the words after a number say that it counts people: "two died", "nine who left"."""
    return right[0].word == "who" or (item.low >= 1 and bool(_HARMED.match(said(right[:4]))))
