"""What a bare number counts: the noun after it, or only an amount."""

import re

from analysis.extraction import lexicon as lex
from analysis.extraction.document_conventions import Context
from analysis.extraction.patterns import BARE_YEAR, SPACE, WORD
from analysis.extraction.quantity import Quantity

_SPACE = re.compile(SPACE)
_BEFORE_COUNT = re.compile(
    r"\b(?:employs?|employed|hired|has|have|had|about|some|around|nearly|almost|over|than|built|sold|made|added|trained)\s\Z"
)
_PLURAL_NEXT = re.compile(r"\s[a-z]{3,}s\b|\s(?:people|staff)\b")
_NOUN_STOPS = frozenset(
    "of in to for and or at by from with on the a an is are was were will would can could may might had has have "
    "that which who than as per but when while where since until during under over after before into via it its "
    "this these those not only also then now so if because between about around nearly versus against respectively "
    "too each every early late later ago well up down".split()
)
# "26-hole programme": a noun in the singular right after a hyphen is counted, unless it only shapes a word.
_MODIFIER = re.compile(r"-(?P<noun>[a-z]{3,})(?![A-Za-z])")
_NO_MODIFIERS = frozenset(
    "way off stop time fold digit sided dimensional third thirds half fifth fifths quarter quarters plus odd strong "
    "per cent percent to and or old long high based rated track prong pronged pillar tier shot size edge hand minded "
    "class rate bed".split()
)
# After a space only these nouns modify: "a 12 page document", "the 5 speed version".
_SPACED_MODIFIERS = frozenset(
    "page member cylinder speed door seat storey story bedroom man person employee hole point".split()
)
_OF_WHOLE = re.compile(
    rf"{SPACE}of{SPACE}(?P<whole>them|those|these|which|whom|the|its|their|his|her|our|[A-Z][\w.]*['’]s?)(?![\w])"
)
_OF_NUMBER = re.compile(rf"{SPACE}of{SPACE}(?:(?:the|its|their|a|all|some){SPACE})?(?:about{SPACE})?[\d.,]+(?=\s)")
_HEADCOUNT = re.compile(
    r"\b(?:[Ee]mployees|[Hh]eadcount|[Ww]orkforce|[Ss]taff)"
    r"(?:\s?:|\s(?:of|was|at|to|by|stood at|rose to|fell to|reached))\s?(?:about\s|some\s|around\s|over\s)?\Z"
)
_NUMBER = re.compile(rf"{SPACE}[\d.,]+(?=\s)")
# "Injuries dropped from nine to two": what changes is what is counted.
_SUBJECT_COUNTED = re.compile(
    r"(?P<noun>[a-z]{3,}s)\s(?:has\s|have\s|had\s|were\s)?(?P<verb>[a-z]+)\s(?:from|to|by)\s(?:\w+\sto\s)?\Z"
)
_WHO = re.compile(rf"{SPACE}who\b")
_SUFFIX = re.compile(r"-(?:odd|plus)\b")
_OF_SHARES = re.compile(
    r"\b(?:rates?|share|margins?|dut(?:y|ies)|tariffs?|tax|stake|yields?|ratio|unemployment|inflation)\b"
)
_GERMAN_NOUN = re.compile(rf"{SPACE}(?:der{SPACE}|neue{SPACE}|neuen{SPACE})?(?P<noun>[A-ZÄÖÜ][a-zäöüß]{{3,}})\b")
# "He will be 35", "a driver aged 57": a person's number is an age.
_AGED = re.compile(r"\b(?:(?:[Hh]e|[Ss]he|who)\s(?:is|was|will\sbe|turned|turns)|aged)\s\Z")
_ACRONYMS = re.compile(r"[A-Z]{2,}s\Z")
_NAMED = re.compile(r"[a-z]\s[A-Z][A-Za-z]+\s\Z")
# A number right after one of these words is an amount.
_BEFORE_AMOUNT = re.compile(
    r"\b(?:to|at|of|by|from|between|was|were|is|than|versus|vs\.?|against|around|about|over|under|below|above|nearly|"
    r"averaged?|averaging|reached|hit)\s+\Z",
    re.IGNORECASE,
)
# What may follow a number that has no noun.
ENDS = re.compile(
    r"\s?(?:[,.;:()\]–—|]|$)"
    r"|\s(?:in|to|from|for|at|by|and|or|on|of|a|an|the|last|this|next|is|was|were|are|will|would|had|has|year|"
    r"during|while|but|per|more|fewer|less|higher|lower|[a-z]+ed|previously|respectively|earlier|later|"
    r"today|yesterday|when|after|before|over|under|as|tomorrow|versus|against)\b"
)


def is_year(text: str, item: Quantity) -> bool:
    """Whether a bare number reads as a year: "2025" has no unit and no noun."""
    if item.unit is not None or item.printed.scaled or not BARE_YEAR.match(text[item.start : item.end]):
        return False
    counted = _BEFORE_COUNT.search(text[max(0, item.start - 12) : item.start])
    return not (counted and _PLURAL_NEXT.match(text, item.end))  # "employs 1900 workers"


def name_counts(context: Context, found: list[Quantity]) -> list[Quantity]:
    """Give bare numbers the nouns that they count, in order; "17 of them" counts what was counted before."""
    named: list[Quantity] = []
    noun = ""
    share = (-1, -1)
    for item in found:
        if item.unit is None and (not is_year(context.text, item) or _goes_on(context.text, named, item)):
            item = _named(context, item, noun)
            if item.unit == "count:point":  # "81 %, six points more than in 2023"
                in_shares = share == item.span or _OF_SHARES.search(context.text[slice(*item.span)])
                item = item._replace(unit="percentage_point" if in_shares else "point")
        if item.unit == "percent":
            share = item.span
        if item.unit and item.unit.startswith("count:"):
            noun = item.unit
        named.append(item)
    return named


def _goes_on(text: str, named: list[Quantity], item: Quantity) -> bool:
    """Whether what looks like a year is the second number of a change: "from 1000 to 2000 hires"."""
    before = named[-1] if named else None
    bare = before is not None and before.unit is None and not is_year(text, before)
    return bare and before is not None and text[before.end : item.start] == " to "


def _named(context: Context, item: Quantity, before: str) -> Quantity:
    """The number with what it counts, by the words right after it or before it; bare where they do not say."""
    text = context.text
    if text[item.start : item.end].lower() == "one":
        return item
    place = item.end
    if text[place : place + 1] == "-":
        suffix = _SUFFIX.match(text, place)
        if not suffix:
            return item._replace(unit=_modifier(text, place, item), unit_rule="noun after a hyphen")
        place = suffix.end()
    if (unit := _named_before(text, item)) is not None:
        return item._replace(unit=unit, unit_rule="noun before the number")
    if not text[place : place + 1].isspace():
        return item
    if (unit := _part_of(text, place, item, before)) is not None:
        return item._replace(unit=unit or None, unit_rule="part of a whole")
    return _with_noun(context, item, place)


def _modifier(text: str, place: int, item: Quantity) -> str | None:
    """Read "26-hole programme" and "54-strong fleet"."""
    if text.startswith("-strong", place):
        return f"count:{_noun_after(text, place + 7, item.span[1])[0] or 'member'}"
    match = _MODIFIER.match(text, place)
    return f"count:{match['noun']}" if match and match["noun"] not in _NO_MODIFIERS and item.low >= 2 else None


def _named_before(text: str, item: Quantity) -> str | None:
    """Read "headcount of 5,600", "injuries dropped from nine", "a driver aged 57"."""
    left = text[max(0, item.start - 48) : item.start]
    words = left.split()
    last = words[-1].lower() if words else ""
    if item.printed.decimal or not (last in _LEADING or last.endswith(":")):
        return None
    if _HEADCOUNT.search(left) and ENDS.match(text, item.end):
        return "count:employee"
    if _AGED.search(left) and item.low < 120:
        return "year"
    in_sentence = text[max(item.span[0], item.start - 48) : item.start]
    subject = None if item.printed.scaled else _SUBJECT_COUNTED.search(in_sentence)
    if subject and subject["verb"] in lex.DIRECTION_WORDS and ENDS.match(text, item.end):
        noun = _singular(subject["noun"])
        return f"count:{noun}" if noun and noun not in _UNIT_NOUNS and noun not in _AMOUNTS else None
    return None


# The last word before a number if the words before it say what it counts.
_LEADING = frozenset("of was were at to by from reached is be turned turns aged about some around over".split())


def _part_of(text: str, place: int, item: Quantity, before: str) -> str | None:
    """Read "17 of them", "11 of 66 furnaces": empty where the whole has no name, None where it is no part."""
    if item.printed.decimal:
        return None
    whole = _OF_WHOLE.match(text, place)
    if whole:
        skipped = _NUMBER.match(text, whole.end())
        noun, _ = _noun_after(text, skipped.end() if skipped else whole.end(), item.span[1])
        return (
            f"count:{noun}"
            if noun
            else before or ("count:item" if whole["whole"] in {"them", "those", "these"} else "")
        )
    part = _OF_NUMBER.match(text, place)
    if part:
        noun, _ = _noun_after(text, part.end(), item.span[1])
        return f"count:{noun}" if noun else ""
    return "count:person" if _WHO.match(text, place) else None


def _with_noun(context: Context, item: Quantity, place: int) -> Quantity:
    """The number with the noun after it; one that is a unit is not a count: "384,600 4E ounces"."""
    text = context.text
    rule = "noun after the number"
    if context.german and (german := _GERMAN_NOUN.match(text, place)):
        return item._replace(unit=f"count:{german['noun']}", unit_rule=rule)
    noun, capital = _noun_after(text, place, item.span[1])
    if not noun or (capital and re.fullmatch(r"\d{4,}", text[item.start : item.end])):
        return item  # a grade or a model: "6061 Extrusions"
    if noun in _UNIT_NOUNS and not item.printed.decimal:
        unit, factor = lex.WORD_UNITS[_UNIT_NOUNS[noun]]
        return item.times(factor)._replace(unit=unit, unit_rule=rule)
    if noun not in lex.BOILERPLATE_NOUNS and item.low >= 0:
        return item._replace(unit=f"count:{noun}", unit_rule=rule)
    return item


# What rises and falls in amounts and not in number.
_AMOUNTS = frozenset(
    "price cost sale export import shipment premium stock inventory revenue profit earning rate margin yield charge "
    "tariff fee index share output value wage volume future rent reserve resource delivery offer bid purchase".split()
)
_UNIT_NOUNS = {word.removesuffix("s"): word for word in lex.WORD_UNITS if word.endswith("s") and word.isalpha()}


def name_amounts(context: Context, found: list[Quantity]) -> list[Quantity]:
    """Mark the bare numbers that are amounts without a unit: scaled, decimal, large, or reached."""
    return [
        item._replace(unit="dimensionless", unit_rule="amount without a unit")
        if item.unit is None and _is_amount(context.text, item)
        else item
        for item in found
    ]


def _is_amount(text: str, item: Quantity) -> bool:
    printed = item.printed
    if printed.word or is_year(text, item):
        return False
    if printed.decimal and not printed.grouped and _NAMED.search(text[max(0, item.start - 24) : item.start]):
        return False  # "Industry 4.0"
    plain = printed.scaled or printed.decimal or (printed.grouped and abs(item.low) >= 1000)
    if plain and not re.match(r"\s?[A-Z][a-z]", text[item.end : item.end + 3]):
        return True
    reached = item.low >= 1000 and _BEFORE_AMOUNT.search(text[max(0, item.start - 14) : item.start])
    return bool(reached and ENDS.match(text, item.end))


def plural_noun_after(context: Context, position: int) -> bool:
    """Whether a plural noun follows within a few words: "2.7m combined sales" are sales and no length."""
    noun, _ = _noun_after(context.text, position, position + 60, passing=frozenset({"and"}))
    return bool(noun) and noun not in lex.MEASURED_BY_LENGTH


def _noun_after(text: str, position: int, stop: int, passing: frozenset[str] = frozenset()) -> tuple[str, bool]:
    """The singular of the first plural noun within four words, and whether it is capitalised."""
    for place in range(5 if passing else 4):
        gap = _SPACE.match(text, position)
        word = WORD.match(text, gap.end()) if gap else None
        if word is None and gap and not place and re.match(r"\dE\b", text[gap.end() : gap.end() + 3]):
            position = gap.end() + 2  # "384,600 4E ounces"
            continue
        if word is None or word.end() > stop:
            break
        lowered = word.group().lower()
        if lowered in _NOUN_STOPS and not (place and lowered in passing) and not (place == 1 and lowered == "and"):
            break
        noun = lowered[:-1] if _ACRONYMS.match(word.group()) else _singular(lowered)
        if noun:
            return noun, word.group()[0].isupper() and not _ACRONYMS.match(word.group())
        if not place and lowered in _SPACED_MODIFIERS and re.match(r"\s[a-z]", text[word.end() : word.end() + 2]):
            return lowered, False
        position = word.end()
    return "", False


def _singular(word: str) -> str:
    """The singular of a plural noun, empty for any other word."""
    if word in lex.IRREGULAR_PLURALS:
        return lex.IRREGULAR_PLURALS[word]
    if (
        not word.endswith("s")
        or len(word) < 4
        or word.endswith(("ss", "us", "is", "'s", "’s"))
        or word in lex.NOT_NOUNS
    ):
        return ""
    if word.endswith("oes") and len(word) > 5:
        return word[:-2]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    return word[:-1]
