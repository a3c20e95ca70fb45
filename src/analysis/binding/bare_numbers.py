"""Give a bare number the unit of the price per tonne or the thickness before it."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from analysis.binding.concepts import dimension_of
from analysis.binding.gloss import Gloss
from analysis.core.figures import Figure
from analysis.core.lazy_regex import lazy_regex, phrase_regex
from analysis.extraction import lexicon as lex
from analysis.extraction.number_parser import read_digits, read_words
from analysis.extraction.sentences import sentence_span

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
    r"(?:(?!\b(?:how|which|when|where|who|what|why|year|before|earlier|do|did|does)\b)[^?])+\?[\s\"”’]*",
    re.IGNORECASE,
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
