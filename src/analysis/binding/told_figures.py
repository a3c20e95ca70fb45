"""Figures that are stated in words or whose unit is elsewhere, in three ways.

Shares and multiples: "43 of every hundred", "half as much again". The mass that money is for: "of every pound we kept
$0.47". Bare numbers, which take the unit of the price per tonne or the thickness before them.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from analysis.binding.concepts import dimension_of
from analysis.binding.gloss import Gloss
from analysis.core.figures import Figure
from analysis.core.lazy_regex import lazy_regex, phrase_regex
from analysis.extraction import lexicon as lex
from analysis.extraction.number_parser import read_digits, read_words
from analysis.extraction.sentences import sentence_span

_NUMBER_WORDS = "|".join(sorted(lex.NUMBER_WORDS, key=len, reverse=True))
_WORD = rf"(?:(?:an? |one )?(?:hundred|thousand|dozen)|(?:{_NUMBER_WORDS})(?:-(?:{_NUMBER_WORDS}))?)"
_ANY = rf"(?:\d{{1,4}}|{_WORD})"
_NOUN = r"[^\W\d][\w'’-]* "
_CLAUSE_END = r"\s*(?:[.,;:!?)\"”’\n]|\Z)"
# "43 out of every 100 tonnes", "four kilograms in ten", "seven of the ten", "one dollar less out of every ten"
_OUT_OF = phrase_regex(
    rf"(?<![\w.,-])(?:(?P<count>{_ANY}) (?:{_NOUN})?(?:less |more )?(?:out of|(?:in|of|from) (?:every|each)"
    rf"|in(?= a hundred\b)) (?:every |each |the )?(?P<whole>{_ANY})|(?P<few>{_WORD}) (?:{_NOUN})?(?:in"
    rf"|of) (?P<all>{_WORD})|(?P<some>{_WORD}) of the (?P<ten>{_WORD})(?={_CLAUSE_END}| (?:tonnes|tons|kilo\w*|pounds"
    rf"|is|are|was|were|come|came|go|have|lie|stand|that|which)\b))(?![\w-]|[.,]\d)",
    re.IGNORECASE,
)
# What follows a number of things that were named before: the end of the clause or a verb, but no noun.
_CLAUSE_END_OR_VERB = (
    rf"(?:{_CLAUSE_END}| (?:is|was|has|does|of (?:them|these|those)"
    r"|(?!(?:per|percent|year|hundred|million|billion|out|of|in|to|or|and)\b)[a-z'’]+(?<!s))\b)"
)
# "Of every hundred tonnes that we ship, 52 go", "Picture ten sacks: eight are", "of every ten dollars it saves one."
_OF_WHOLE = phrase_regex(
    rf"(?:\b(?:of|in|from) (?:every|each)|\bout of(?: every| each)?|(?-i:\b(?:Of|From|Among))|\b(?P<open>take|picture"
    rf"|imagine|suppose|consider|think of)(?: [^.,;:\d]{{1,60}}?)?) (?P<whole>{_ANY}) (?P<noun>[^\W\d][\w'’-]+)\b[^.;\d"
    rf"|]{{0,140}}?(?:[,:]|(?(open)[.?]|(?!))) (?:(?!(?:{_NUMBER_WORDS}|other|rest"
    rf"|remaining)\b)[^\W\d][\w'’-]* ){{0,6}}?(?P<count>{_ANY})(?=(?: (?P=noun)\b)|{_CLAUSE_END_OR_VERB})",
    re.IGNORECASE,
)

_FEW = {"a": 1, "an": 1} | {word: value for word, value in lex.NUMBER_WORDS.items() if 0 < value < 10}
_DOUBLED = phrase_regex(
    r"\b(?P<up>doubl(?:ed|es|ing)|(?P<three>trebl|tripl)(?:ed|es|ing)|twice as (?:high|much|many|productive|large"
    r"|efficient))\b|\b(?P<down>halv(?:ed|es|ing)|half as (?:much|high|many)\b(?! (?:[\w'’-]+ ){0,3}again\b))",
    re.IGNORECASE,
)
# "half as much again", "a third as many plates again"
_AGAIN = phrase_regex(
    rf"\b(?:(?P<count>{'|'.join(_FEW)})[\s-]+)?(?P<part>(?:{'|'.join(lex.FRACTION_WORDS)})s?) as \w+ "
    rf"(?:[\w'’-]+ ){{0,3}}again\b",
    re.IGNORECASE,
)
_FORMER = r"(?:old|former|previous|earlier|original|past|prior|last)\b"
# "1.4 times what it was", "four fifths of their former level"
_OF_BEFORE = phrase_regex(
    rf" (?P<as>(?:as \w+ (?:[\w'’-]+ ){{0,3}}as|that of|those of)(?=[^.;,]{{1,40}}?\b(?:before|was|were|did|had|years?"
    rf"|former|old|previous|earlier|manual|manned|crews?|people|staff|shifts?|hands?|workers|human|20\d\d)\b)"
    rf"|(?:of )?(?:(?:what|the \w+ that) (?:it|they|he|she|we|one|the \w+) (?:once |previously |formerly )?(?:was|were"
    rf"|had|did|used|cost|made|needed|took|drew|produced)\b|(?:the|its|their|our|his|her) {_FORMER}))",
    re.IGNORECASE,
)


class Told(NamedTuple):
    """An amount in words with its span and its value in a unit."""

    start: int
    end: int
    value: float
    unit: str
    direction: str = "none"


def shares(text: str) -> Iterator[Told]:
    """Yield the shares of a text."""
    for match in _OF_WHOLE.finditer(text):
        yield from _share(match.span("count"), match["count"], match["whole"])
    for match in _OUT_OF.finditer(text):
        count = match["count"] or match["few"] or match["some"]
        yield from _share(match.span(), count, match["whole"] or match["all"] or match["ten"])


def multiples(text: str) -> Iterator[Told]:
    """Yield the changes of a text that are stated as multiples."""
    for match in _DOUBLED.finditer(text):
        value = 50.0 if match["down"] else 200.0 if match["three"] else 100.0
        yield Told(*match.span(), value, "percent", "down" if match["down"] else "up")
    for match in _AGAIN.finditer(text):
        part = lex.FRACTION_WORDS[match["part"].lower().removesuffix("s")]
        yield Told(*match.span(), 100 * part * _FEW.get((match["count"] or "a").lower(), 1), "percent", "up")


def against_before(figure: Figure, text: str) -> Told | None:
    """Return the change to a figure that is stated as a level next to the previous one; None for other figures."""
    match = _OF_BEFORE.match(text, figure.end)
    if match is None or figure.low != figure.high:
        return None
    if figure.unit != "multiple" or match["as"].lower().startswith("of ") or figure.low == 1:
        return None
    level = figure.low
    return Told(figure.start, figure.end, round(100 * abs(level - 1), 10), "percent", "up" if level > 1 else "down")


def _share(span: tuple[int, int], count: str, whole: str) -> Iterator[Told]:
    part, total = _number(count), _number(whole)
    if 0 < part < total:
        yield Told(*span, part, "percent") if total == 100 else Told(*span, part / total, "fraction")


def _number(words: str) -> float:
    words = words.lower()
    if words[0].isdigit():
        return float(words)
    read = read_words(words, 0, re.split(r"[\s-]", words)[0])
    return read.value if read else lex.SCALES.get(words, 1.0)  # an article is one


_UNITS = {"tonne": "t", "ton": "t", "mt": "t", "t": "t"} | dict.fromkeys(("kilo", "kilogram", "kilogramme", "kg"), "kg")
_UNITS |= {"pound": "lb", "lb": "lb"}
_ROUND = {"ten": 10, "hundred": 100, "thousand": 1000}
_MASSES = "tonne|ton|mt|kilogramme|kilogram|kilo|kg|pound|lb"
_PER_MASS = phrase_regex(
    rf"\b(?:(?:per|a|each|every|one|any|the|by) (?:metric |single |sold |finished )?(?P<one>{_MASSES})\b"
    rf"|per-(?P<joined>{_MASSES})\b|(?:on|from|of|for|per|each|every|(?-i:Ten|A hundred"
    rf"|A thousand))?\s*(?:a )?(?P<number>10{{1,2}}|1,?000|ten|hundred|thousand) (?P<many>{_MASSES})s?\b|(?:count"
    rf"|reckon|calculat|stat|figur|writ)\w* (?:\w+ )?(?:in|by) (?P<counted>pound|kilo|kilogram|tonne|ton)s\b)"
    rf"|/\s?(?P<slash>t|{_MASSES})\b",
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
    if named := masses(text, begin, end):
        return named[0]
    if (alone := _ALONE.match(text, end)) and (found := masses(text, *alone.span())):
        return found[0]
    before = masses(text, back, begin)
    return before[-1] if before else None


def masses(text: str, begin: int, end: int) -> list[Mass]:
    """Return the masses that a stretch of text gives as a basis, such as "for each tonne", in order."""
    found = []
    for match in _PER_MASS.finditer(text, begin, end):
        word = next(match[group] for group in ("one", "joined", "many", "counted", "slash") if match[group])
        number = (match["number"] or "1").replace(",", "").lower()
        found.append(Mass(_UNITS[word.lower()], float(_ROUND.get(number, 0) or number)))
    return found


_LEAST_RATE, _MOST_RATE = 1.0, 100_000.0  # money a tonne: anything else is a count or a total
_SIMILAR = 4.0  # a length without a unit is at most this many times as long as the one before
_DIGITS = lazy_regex(r"(?<![\w.,$€¥£%/+-])(?:\d{1,3}(?:,\d{3})+|\d{1,6})(?:\.\d{1,3})?(?![\w%]|[.,:/-]\d)")
_TENS = "|".join(sorted(word for word, value in lex.NUMBER_WORDS.items() if value > 1))
_WORDS = phrase_regex(
    rf"(?<![\w-])(?:(?:an?|one) hundred|(?:{_TENS})(?:[\s-]+(?:and )?(?:{_TENS}|hundred|thousand|point|one))*)"
    r"(?![\w-])",
    re.IGNORECASE,
)
# What can follow a number that counts nothing: the end of a clause, or a word other than a noun.
_NO_NOUN = phrase_regex(
    r"\s*(?:[.;,()!?\"”’|\t\n]|:\s*\n|\Z)| (?:(?:last|this) year|today|for|on|with|from|in|at|and|but|or|against|to"
    r"|as|when|while|after|before|by)\b",
    re.IGNORECASE,
)
# "And on the foil?" asks the same of another product; a question with a question word asks something else.
_SAME_ASKED = lazy_regex(
    r"(?:(?!\b(?:how|which|when|where|who|what|why|year|before|earlier|do|did|does)\b)[^?])+\?[\s\"”’]*", re.IGNORECASE
)
# "How many people does a tonne take?" asks for no amount of money
_RATE_ASKED = lazy_regex(
    r"(?![^?]*\bhow (?:many|long|old|often|far|soon|fast|thick|thin|heavy)\b)(?:[^?]*\b(?:(?:a|per|each|every"
    r"|one) (?:tonne|ton|kilo\w*)|compare)\b|[^?\w]*(?:\w: )?(?:and )?what about )[^?]*\?",
    re.IGNORECASE,
)
_ASKED_WITHIN = 6  # sentences after a rate in which a question may ask for another one
_ANSWER = lazy_regex(r"[^.!?;\n]{1,60}")
_UNIT_PRINTED = lazy_regex(r"(?!(?:and|point|million|billion|trillion|bn|tn)\b)[^\W\d_]{1,}|[$¥€£%]", re.IGNORECASE)
_YEAR = lazy_regex(r"(?:19|20)\d\d")


def bare_numbers(document: Gloss, starts: list[int], found: list[Figure]) -> list[Figure]:
    """Return figures for the bare numbers of a document: those after a price per tonne or a thickness have its unit.

    They follow it in its own sentence or the next one, or answer a question such as "And on foil?" after it.
    """
    text = document.text
    printed = [item for item in found if item.unit != "dimensionless" and not item.unit.startswith("count:number")]
    taken = sorted((item.start, item.end) for item in printed)
    every: dict[int, Figure] = {}
    for given in printed:
        for begin, end in _reaches(text, starts, given) if dimension_of(given.unit) in ("rate", "length") else ():
            for start, stop, value in _numbers(text, begin, end):
                if start not in every and _fits(value, given) and not any(start < b and a < stop for a, b in taken):
                    every[start] = document.figure(starts, start, stop, value, given.unit)
    return [every[start] for start in sorted(every)]


def _reaches(text: str, starts: list[int], given: Figure) -> Iterator[tuple[int, int]]:
    """What follows a figure, to the end of the next sentence, and the answer to a question after it."""
    begin, end = _next_sentence(starts, text, given.start)
    yield given.end, end
    if "?" not in text[begin:end]:  # "Nineteen dollars. On a bad day, eighteen. And on foil?"
        begin, end = _next_sentence(starts, text, begin)
    if dimension_of(given.unit) == "rate":
        yield from _answers(text, starts, given)
    if _SAME_ASKED.fullmatch(text, begin, end) and end < len(text):
        begin, end = _next_sentence(starts, text, begin)
        if first := _ANSWER.match(text, begin, end):
            yield begin, first.end()


def _answers(text: str, starts: list[int], given: Figure) -> Iterator[tuple[int, int]]:
    """The answers to questions after a rate that ask for another one: "What is left from a tonne of that?"."""
    first = bisect_right(starts, given.start)
    for index in range(first, min(first + _ASKED_WITHIN, len(starts) - 1)):
        if _RATE_ASKED.match(text, starts[index], starts[index + 1]):
            line = text.find("\n", starts[index + 1])
            yield starts[index + 1], line if line >= 0 else len(text)


def _next_sentence(starts: list[int], text: str, position: int) -> tuple[int, int]:
    _, end = sentence_span(starts, text, position)
    return sentence_span(starts, text, min(end + 1, len(text)))


def _numbers(text: str, begin: int, end: int) -> Iterator[tuple[int, int, float]]:
    for pattern in (_DIGITS, _WORDS):
        for match in pattern.finditer(text, begin, end):
            if not _NO_NOUN.match(text, match.end()) or _YEAR.fullmatch(match.group()):
                continue
            read = (
                read_digits(text, match.start(), decimal_comma=False)
                if match.group()[0].isdigit()
                else read_words(text, match.start(), match.group().split()[0].split("-")[0].lower())
            )
            if read and read.end == match.end() and read.kind != "fraction":
                yield match.start(), match.end(), read.value


def _fits(value: float, given: Figure) -> bool:
    """Whether a number can be of the unit of the figure before it."""
    if dimension_of(given.unit) == "length":
        return bool(given.low and 1 / _SIMILAR <= value / given.low <= _SIMILAR and value != int(value))
    return _LEAST_RATE < value < _MOST_RATE


def has_own_unit(figure: Figure) -> bool:
    """Whether the unit of a figure is printed with it."""
    return bool(_UNIT_PRINTED.search(_WORDS.sub("", figure.text)))
