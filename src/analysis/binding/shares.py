"""Find what is told in words: "43 of every hundred", "four thousandths of a millimetre", "half as much again"."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from analysis.core.figures import Figure
from analysis.core.lazy_regex import phrase_regex
from analysis.extraction import lexicon as lex
from analysis.extraction.number_parser import read_words

_WORDS = "|".join(sorted(lex.NUMBER_WORDS, key=len, reverse=True))
_WORD = rf"(?:(?:an? |one )?(?:hundred|thousand|dozen)|(?:{_WORDS})(?:-(?:{_WORDS}))?)"
_ANY = rf"(?:\d{{1,4}}|{_WORD})"
_NOUN = r"[^\W\d][\w'’-]* "
_CLAUSE_END = r"\s*(?:[.,;:!?)\"”’\n]|\Z)"
# "43 out of every 100 tonnes", "four kilograms in ten", "seven of the ten", "one dollar less out of every ten"
_OUT_OF = phrase_regex(
    rf"(?<![\w.,-])(?:(?P<count>{_ANY}) (?:{_NOUN})?(?:less |more )?(?:out of"
    rf"|(?:in|of|from) (?:every|each)|in(?= a hundred\b)) (?:every |each |the )?(?P<whole>{_ANY})"
    rf"|(?P<few>{_WORD}) (?:{_NOUN})?(?:in|of) (?P<all>{_WORD})"
    rf"|(?P<some>{_WORD}) of the (?P<ten>{_WORD})(?={_CLAUSE_END}"
    r"| (?:tonnes|tons|kilo\w*|pounds|is|are|was|were|come|came|go|have|lie|stand|that|which)\b))"
    r"(?![\w-]|[.,]\d)",
    re.IGNORECASE,
)
# What follows a number of things that were named before: the end of the clause or a verb, but no noun.
_NO_NOUN = (
    rf"(?:{_CLAUSE_END}| (?:is|was|has|does|of (?:them|these|those)"
    r"|(?!(?:per|percent|year|hundred|million|billion|out|of|in|to|or|and)\b)[a-z'’]+(?<!s))\b)"
)
# "Of every hundred tonnes that we ship, 52 go", "Picture ten sacks: eight are", "of every ten dollars it saves one."
_OF_WHOLE = phrase_regex(
    r"(?:\b(?:of|in|from) (?:every|each)|\bout of(?: every| each)?|(?-i:\b(?:Of|From|Among))"
    r"|\b(?P<open>take|picture|imagine|suppose|consider|think of)(?: [^.,;:\d]{1,60}?)?) "
    rf"(?P<whole>{_ANY}) (?P<noun>[^\W\d][\w'’-]+)\b[^.;\d|]{{0,140}}?"
    rf"(?:[,:]|(?(open)[.?]|(?!))) (?:(?!(?:{_WORDS}|other|rest"
    rf"|remaining)\b)[^\W\d][\w'’-]* ){{0,6}}?(?P<count>{_ANY})(?=(?: (?P=noun)\b)|{_NO_NOUN})",
    re.IGNORECASE,
)

_FEW = {"a": 1, "an": 1} | {word: value for word, value in lex.NUMBER_WORDS.items() if 0 < value < 10}
_DOUBLED = phrase_regex(
    r"\b(?P<up>doubl(?:ed|es|ing)|(?P<three>trebl|tripl)(?:ed|es|ing)"
    r"|twice as (?:high|much|many|productive|large|efficient))\b"
    r"|\b(?P<down>halv(?:ed|es|ing)|half as (?:much|high|many)\b(?! (?:[\w'’-]+ ){0,3}again\b))",
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
    r" (?P<as>(?:as \w+ (?:[\w'’-]+ ){0,3}as|that of|those of)(?=[^.;,]{1,40}?\b(?:before|was|were|did|had"
    r"|years?|former|old|previous|earlier"
    r"|manual|manned|crews?|people|staff|shifts?|hands?|workers|human|20\d\d)\b)"
    r"|(?:of )?(?:(?:what|the \w+ that) (?:it|they|he|she|we|one|the \w+) "
    r"(?:once |previously |formerly )?(?:was|were|had|did|used|cost|made|needed|took|drew|produced)\b"
    rf"|(?:the|its|their|our|his|her) {_FORMER}))",
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
    """Yield the changes of a text that are told as multiples."""
    for match in _DOUBLED.finditer(text):
        value = 50.0 if match["down"] else 200.0 if match["three"] else 100.0
        yield Told(*match.span(), value, "percent", "down" if match["down"] else "up")
    for match in _AGAIN.finditer(text):
        part = lex.FRACTION_WORDS[match["part"].lower().removesuffix("s")]
        yield Told(*match.span(), 100 * part * _FEW.get((match["count"] or "a").lower(), 1), "percent", "up")


def against_before(figure: Figure, text: str) -> Told | None:
    """Return the change of a figure that states a level by the one before; None for other figures."""
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
    if words.startswith("half"):
        return 0.5
    read = read_words(words, 0, re.split(r"[\s-]", words)[0])
    return read.value if read else lex.SCALES.get(words, 1.0)  # an article is one
