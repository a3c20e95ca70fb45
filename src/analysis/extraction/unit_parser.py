"""Parse the text next to a number: sign and money before it; money, unit and rate after it."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from analysis.core.lazy_regex import lazy_regex
from analysis.core.units import CURRENCY_CODES
from analysis.extraction import lexicon as lex
from analysis.extraction.patterns import MAYBE_SPACE, SPACE, alternatives

_REACH = 40  # no unit is longer


@dataclass(slots=True)
class UnitMatch:
    """A unit or money in the text: its name in the figure record, its factor, its place, and how it is printed."""

    name: str
    factor: float
    start: int
    end: int
    surface: str


_PIECE = lazy_regex(r"[^\W\d_]{1,40}|[^\s\w]")
_FOLLOWING = lazy_regex(rf"(?:-|{SPACE})?([^\W\d_]{{1,40}}|[^\s\w])")


def following_piece(text: str, position: int) -> str:
    """Return the first word or sign after a place and a hyphen or space, in lower case; empty if it is a number."""
    match = _FOLLOWING.match(text, position)
    return match[1].lower() if match else ""


class _Index:
    """An index of lexicon entries by their first word or sign; the longest match wins."""

    def __init__(self, by_case: dict[str, tuple[str, float]], by_word: dict[str, tuple[str, float]]) -> None:
        self._by_case, self._by_word = by_case, by_word

    @cached_property
    def _by_piece(self) -> dict[str, list[tuple[str, bool, tuple[str, float]]]]:
        found: dict[str, list[tuple[str, bool, tuple[str, float]]]] = {}
        for surfaces, exact in ((self._by_case, True), (self._by_word, False)):
            for surface, entry in surfaces.items():
                piece = _PIECE.match(surface)
                if piece is None:
                    raise ValueError(f"{surface!r} does not begin with a letter or a sign")
                found.setdefault(piece.group().lower(), []).append((surface, exact, entry))
        for entries in found.values():
            entries.sort(key=lambda item: (-len(item[0]), not item[1]))
        return found

    def begins(self, piece: str) -> bool:
        """Return whether an entry begins with a word or sign, which is in lower case."""
        return piece in self._by_piece

    def find(self, text: str, start: int) -> UnitMatch | None:
        piece = _PIECE.match(text, start)
        entries = self._by_piece.get(piece.group().lower()) if piece else None
        if not entries:
            return None
        window = text[start : start + _REACH]
        if "\n" in window or "\u00a0" in window:
            window = re.sub(r"\s", " ", window)
        lowered = window.lower().replace("-", " ")  # "a 16,000-metric-ton plant"
        for surface, exact, (name, factor) in entries:
            if not (window if exact else lowered).startswith(surface):
                continue
            end = start + len(surface)
            if surface[-1].isalnum() and text[end : end + 1].isalnum():
                continue
            return UnitMatch(name, factor, start, end, surface)
        return None


_UNITS = _Index(lex.CASE_UNITS, lex.ANY_CASE_UNITS | lex.WORD_UNITS)
_PER = _Index(
    {surface: entry for surface, entry in lex.CASE_UNITS.items() if surface != "%"}
    | {name: (unit, 1.0) for name, unit in lex.PER_ONLY.items()},
    lex.ANY_CASE_UNITS | lex.WORD_UNITS | {name: (unit, 1.0) for name, unit in lex.PER_ONLY.items() if len(name) > 2},
)
# "1.0mm CRC" is cold-rolled coil; colones have a sign and a name.
_CODES = CURRENCY_CODES - {"CRC"}
_MONEY = _Index(
    {code: (code, 1.0) for code in _CODES} | {s: e for s, e in lex.SCALED_SIGNS.items() if e[1] > 1} | lex.CENT_CODES,
    lex.CURRENCY_NAMES
    | {word: ("", 1.0) for word in lex.SHARED_MONEY if word.islower() and word not in lex.CURRENCY_NAMES},
)
begins_unit, begins_money = _UNITS.begins, _MONEY.begins
_SIGNS = (
    lex.CURRENCY_SIGNS
    | dict.fromkeys(lex.CUED_SIGNS, "")
    | {code: code for code in _CODES}
    | {f"{code} $": code for code in _CODES}
)
_SIGNS |= {sign: code for sign, (code, _) in lex.SCALED_SIGNS.items()}
# How long the signs are that end with a character, the longest first.
_LENGTHS = {
    mark: sorted({len(sign) for sign in _SIGNS if sign[-1] == mark}, reverse=True)
    for mark in {sign[-1] for sign in _SIGNS}
}
# "US$/t 2,345", "EUR/MWh: 54": money and rate in front, which do not belong to a number before them.
_RATE_IN_FRONT = lazy_regex(
    rf"(?:\A|[^\d\s])[\s(]?(?<![A-Za-z])(?P<money>{alternatives(_SIGNS)}|c|¢){MAYBE_SPACE}/{MAYBE_SPACE}"
    r"(?P<unit>[A-Za-z]{1,9})[:=]?\s{1,2}\Z"
)
_FRONT_REACH, _RATE_REACH = 24, 12
_CENTS_AFTER = lazy_regex(r"[\d.,]{1,12}\s?cents?\b")
_SIZED = lazy_regex(r"[\d.,]{1,20}\s?(?:(?:million|billion|trillion|[mbt]n|m|/\s?(?:t|g|kg|oz))\b)")
_MINUS_WORD = lazy_regex(r"(?<!\bor\s)\b(?:minus|negative)(?:\s|-)\Z", re.IGNORECASE)  # not "plus or minus"
_MINUS_REACH = 14
# How "minus", "negative", signs and codes end, and the space before them.
_MINUS_ENDS = frozenset("us ve US VE".split())
_SPACED_SIGNS = frozenset(f"({sign}" for sign in "-−–+")
_MAY_END_PREFIX = _MINUS_ENDS | {sign[-2:] for sign in _SIGNS}
_ONE_LETTER = frozenset(" \u00a0\u202f") | {sign for sign in _SIGNS if len(sign) == 1}


@dataclass(slots=True)
class Prefix:
    """The sign and money before a number, and where they begin; `per` and `divisor` are a rate that is there too."""

    start: int
    negative: bool = False
    money: str | None = None
    per: str = ""
    divisor: float = 1.0


def before_number(text: str, start: int) -> Prefix:
    """Return the sign and the money before the number at `start`."""
    last, ending = text[start - 2 : start - 1], text[start - 3 : start - 1]
    if ending in _SPACED_SIGNS and text[start - 1] == " ":  # "(- 5 %)"
        return Prefix(start - 2, last != "+")
    word_before = text[start - 1 : start] == " " and last not in _ONE_LETTER and ending not in _MAY_END_PREFIX
    if word_before and "/" not in text[max(0, start - _RATE_REACH) : start]:
        return Prefix(start)  # as most numbers
    place, negative, signed = start, False, False
    sign = text[place - 1 : place]
    if sign and sign in "-−+":
        place, negative, signed = place - 1, sign != "+", True
    if "/" in text[max(0, place - _RATE_REACH) : place] and (rated := _rate_in_front(text, place)):
        return rated
    money, begin = _sign_before(text, place)
    if money and signed and money[-1].isalpha() and begin + len(money) == start - 1:
        money = None  # "Re-2" and "RMB-2" are names
    if money:
        outer = text[begin - 1 : begin]
        if outer and outer in "-−+" and (begin == 1 or text[begin - 2] in " \n\t([|"):
            return Prefix(begin - 1, outer != "+", money)
        if word := _minus_before(text, begin):
            return Prefix(begin - len(word), True, money)
        return Prefix(begin, negative, money)
    if signed:
        outer = text[start - 2 : start - 1]
        if start == 1 or not (outer.isalnum() or outer in ".,)%€$£¥]"):
            return Prefix(start - 1, negative)
        place = start
    if word := _minus_before(text, start):
        return Prefix(start - len(word), True)
    return Prefix(start)


def _minus_before(text: str, place: int) -> str:
    """The word "minus" or "negative" before a place, with the space or hyphen after it; else empty."""
    found = text[place - 3 : place - 1] in _MINUS_ENDS and _MINUS_WORD.search(
        text[max(0, place - _MINUS_REACH) : place]
    )
    return found.group() if found else ""


def _sign_before(text: str, place: int) -> tuple[str | None, int]:
    """The sign or code of money before `place`, with at most two spaces between, and where it begins."""
    end = place
    while end and text[end - 1] in " \u00a0\u202f" and place - end < 2:
        end -= 1
    for length in _LENGTHS.get(text[end - 1], ()) if end else ():
        begin = end - length
        surface = text[begin:end] if begin >= 0 else ""
        if surface in _SIGNS and not (begin and surface[0].isalpha() and text[begin - 1].isalpha()):
            name = surface.isalpha() and end == place and text[begin - 1 : begin] == "-"
            if name and text[begin - 2 : begin - 1].isalnum():
                return None, place  # the "R" of "PLX-R22"
            if surface in lex.TIGHT_SIGNS and end != place:
                sized = surface in lex.SPACED_IF_SIZED and _SIZED.match(text, place)
                return (surface, begin) if sized else (None, place)
            if surface in lex.CENT_SIGNS and not _CENTS_AFTER.match(text, place):
                return None, place
            return surface, begin
    return None, place


_DATE = lazy_regex(rf"\d{{1,2}}{SPACE}(?:{alternatives(lex.MONTHS)})\b")


def _rate_in_front(text: str, place: int) -> Prefix | None:
    """Read the money and the rate in "US$/t 2,345"."""
    base = max(0, place - _FRONT_REACH)
    if not text[place - 1 : place].isspace() or _DATE.match(text, place):
        return None  # "$/t 17 Mar 530.00"
    found = _RATE_IN_FRONT.search(text[base:place])
    rate = _PER.find(text, base + found.start("unit")) if found else None
    if found is None or rate is None or rate.end != base + found.end("unit"):
        return None
    return Prefix(base + found.start("money"), False, found["money"], rate.name, rate.factor)


def money_name(text: str, position: int) -> UnitMatch | None:
    """Return the name, code or sign of money at `position`; a sign that belongs to the next number does not count."""
    found = _MONEY.find(text, position)
    if (
        found
        and found.surface in {"$", "¥", "€", "£", "￥", "us$", "a$", "c$", "rs"}
        and re.match(r"\s?\.?\d", text[found.end : found.end + 3])
    ):
        return None
    spaced = text[position - 1 : position].isspace() and not text[position + 1 : position + 3].lstrip().startswith("/")
    if found and found.surface in {"p", "c"} and (spaced or text[position].isupper()):
        return None
    return found


def unit_at(text: str, position: int) -> UnitMatch | None:
    """Return the unit that begins at `position`; None if there is none."""
    return _UNITS.find(text, position)


class Rate(NamedTuple):
    """The denominator of a rate: its name, the divisor of the value, and where it ends."""

    name: str
    divisor: float
    end: int


_WEIGHTS = "ounces?|oz|pounds?|lbs?|tonnes?|tons?|t|kilograms?|kilos?|kg|grams?|g"
_NOT_NAMED = (
    "per|a|an|the|and|or|to|from|by|in|at|on|for|with|of|was|were|is|are|share|person|year|month|day|hour|short|long"
)
_NUMBER = rf"(?:(?P<number>1,000|10{{0,3}}){MAYBE_SPACE})?"  # "EUR/100 kg"
_SLASH = lazy_regex(rf"{MAYBE_SPACE}/{MAYBE_SPACE}{_NUMBER}")
_PER_WORD = lazy_regex(
    rf"(?:{SPACE}|-)(?P<word>per|(?:for{SPACE})?an?|each|every|je|pro)(?:{SPACE}|-)"
    rf"(?:(?:wet|dry|metal|contained|payable|saleable|milled|ROM|(?-i:[A-Z]{{2}}\d{{1,2}})){SPACE}){{0,2}}"
    rf"{_NUMBER}",
    re.IGNORECASE,
)
_SUBSTANCE = lazy_regex(
    rf"(?:{SPACE}of)?(?:{SPACE}[a-z][a-z-]*){{1,4}}?{SPACE}(?:(?:per|an?|each|every|pro|je){SPACE}|(?:{alternatives(lex.RATE_WORDS)})(?!\w))",
    re.IGNORECASE,
)
# "$677 per gold ounce", "$12.50/AgEq oz": up to two words say of what, then comes the unit of weight.
_NAMED_METAL = lazy_regex(
    rf"(?!(?:{_NOT_NAMED})\b)[A-Za-z][A-Za-z-]+{SPACE}(?:(?!(?:{_NOT_NAMED})\b)[A-Za-z][a-z-]+{SPACE})?"
    rf"(?=(?:{_WEIGHTS})(?![\w-]))"
)
_SUBSTANCE_CUE = lazy_regex(r" (?:per|an?|each|every|pro|je) |ly", re.IGNORECASE)
_LONGEST_SUBSTANCE = 80
_RATE_WORD = lazy_regex(rf"{SPACE}(?P<word>[a-z]+(?:\.a\.?)?|p\.a\.?)(?![A-Za-z0-9])", re.IGNORECASE)
_PER_WORDS = frozenset("per for a an each every je pro".split())
_RATE_PIECES = frozenset(word.partition(".")[0] for word in lex.RATE_WORDS)
# "A year from now" is not a rate, "a year from 2027" is one.
_AGO = lazy_regex(
    rf"{SPACE}(?:earl(?:y|ier)|ago|late[r]?|ahead|sooner|prior|(?:before|after|since|from)\b(?!{SPACE}(?:[a-z-]+{SPACE}(?:of{SPACE})?){{0,2}}20\d\d\b))",
    re.IGNORECASE,
)
_STOPS = frozenset("and or to from by in at on for the with was were is are while than as up down".split())
_A_STOP = lazy_regex(rf"\b(?:{alternatives(_STOPS)})\b", re.IGNORECASE)


def rate_after(text: str, position: int, *, money: bool) -> Rate | None:
    """Return the denominator after the quantity that ends at `position`; None if it is not a rate."""
    following = text[position : position + 1]
    if not following.isspace() and following not in {"/", "-"}:
        return None
    piece = following_piece(text, position)
    slash = _SLASH.match(text, position) if piece == "/" else None
    if slash and (money or not slash["number"]):
        found = _per(text, slash.end(), money=money)
        named = None if found or not money else _NAMED_METAL.match(text, slash.end())
        return _times(slash["number"], _per(text, named.end(), money=money) if named else found)
    if piece in _PER_WORDS and (word := _PER_WORD.match(text, position)):
        article = word["word"].lower() not in {"per", "je", "pro"}
        found = _per(text, word.end(), money=money, article=article)
        if found and word["word"].lower().startswith("for") and found.name in lex.DURATIONS:
            return None  # "$5 million for a year"
        if not found and money and not article and (named := _NAMED_METAL.match(text, word.end())):
            found = _per(text, named.end(), money=money)
        return _times(word["number"], found)
    worded = _RATE_WORD.match(text, position) if piece in _RATE_PIECES else None
    if worded and (name := lex.RATE_WORDS.get(worded["word"].lower())):
        return Rate(name, 1.0, worded.end())
    return _of_substance(text, position, money=money) if piece.isalpha() and piece not in _STOPS else None


def _times(number: str | None, rate: Rate | None) -> Rate | None:
    """The rate per a number of its unit: "per 100 kg"."""
    return rate._replace(divisor=rate.divisor * float(number.replace(",", ""))) if number and rate else rate


def _per(text: str, position: int, *, money: bool, article: bool = False) -> Rate | None:
    found = _PER.find(text, position)
    if found is None or "/" in found.name or found.name in {"percent", "multiple", "percentage_point", "degree"}:
        return None
    if article:
        lasting = found.name in lex.DURATIONS
        if not money and not lasting:
            return None  # "300 tonnes a metre" is not a rate
        if lasting and _AGO.match(text, found.end):
            return None
    return Rate(found.name, found.factor, found.end)


def _of_substance(text: str, position: int, *, money: bool) -> Rate | None:
    """Read "800 tonnes of slag per day": up to four words of substance before the rate."""
    if not _SUBSTANCE_CUE.search(text, position, position + _LONGEST_SUBSTANCE):
        return None
    match = _SUBSTANCE.match(text, position)
    if match is None or _A_STOP.search(match.group().rsplit(None, 1)[0]) or match.group().split()[-2] == "of":
        return None
    last = match.group().split()[-1].lower()
    if last in lex.RATE_WORDS:
        if match.group().split()[-2].endswith("ed"):
            return None  # "12 tonnes of fuel used annually"
        return Rate(lex.RATE_WORDS[last], 1.0, match.end())
    article = last not in {"per", "pro", "je"}
    found = _per(text, match.end(), money=money, article=article)
    if found is None or (article and found.name not in lex.DURATIONS):
        return None
    if found.name in lex.DURATIONS or not money:
        return found
    return None
