"""Find shares and lengths told in parts: "43 of every hundred", "four thousandths of a millimetre"."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction import lexicon as lex

_WORDS = "|".join(sorted(lex.NUMBER_WORDS, key=len, reverse=True))
_WORD = rf"(?:(?:an?\s+|one\s+)?(?:hundred|thousand)|(?:{_WORDS})(?:-(?:{_WORDS}))?)"
_ANY = rf"(?:\d{{1,4}}|{_WORD})"
# "43 out of every 100 tonnes", "four kilograms in ten"
_OUT_OF = lazy_regex(
    rf"(?<![\w.,-])(?:(?P<count>{_ANY})\s+(?:[^\W\d]+\s+)?(?:out\s+of|(?:in|of|from)\s+(?:every|each))\s+(?:every\s+|each\s+)?(?P<whole>{_ANY})"
    rf"|(?P<few>{_WORD})\s+(?:[^\W\d]+\s+)?(?:in|of)\s+(?P<all>{_WORD}))(?![\w-]|[.,]\d)",
    re.IGNORECASE,
)
# "of every hundred tonnes that we ship, 52", "of every hundred dollars, it saves eight"
_OF_EVERY = lazy_regex(
    rf"\b(?:of|in|from)\s+(?:every|each)\s+(?P<whole>{_ANY})\s+[^.;,\d]{{1,60}},\s+"
    rf"(?:(?:(?:it|they|he|she|we|the\s+\w+)\s+(?:now\s+)?[a-z]+|about|some|nearly|almost|around)\s+){{0,2}}(?P<count>{_ANY})"
    r"(?![\w-]|[.,]\d|\s*(?:%|per\b|percent\b)|\s+(?:out\s+)?of\b)",
    re.IGNORECASE,
)
_PARTS = {"tenth": 10, "hundredth": 100, "thousandth": 1000}
_UNITS = {"millimet": "mm", "mm": "mm", "centimet": "cm", "cm": "cm", "inch": "inch"}
_PART_OF = lazy_regex(
    rf"(?<![\w.,-])(?P<count>half\s+an?|an?|\d+(?:\.\d+)?|{_WORD})\s+(?P<part>{'|'.join(_PARTS)})s?\s+of\s+an?\s+"
    rf"(?P<unit>{'|'.join(_UNITS)})(?:res?|ers?)?\b",
    re.IGNORECASE,
)


class Told(NamedTuple):
    """An amount in words with its span and its value in a unit."""

    start: int
    end: int
    value: float
    unit: str


def shares_and_parts(text: str) -> Iterator[Told]:
    """Yield the shares and lengths of a text.

    >>> list(shares_and_parts("Of every ten tonnes, six are sold; it is four thousandths of a millimetre thick"))
    [Told(start=21, end=24, value=0.6, unit='fraction'), Told(start=41, end=73, value=0.004, unit='mm')]
    >>> [(told.value, told.unit) for told in shares_and_parts("43 out of every 100 tonnes, two of three")]
    [(43.0, 'percent'), (0.6666666666666666, 'fraction')]
    """
    for match in _OF_EVERY.finditer(text):
        yield from _share(match.span("count"), match["count"], match["whole"])
    for match in _OUT_OF.finditer(text):
        yield from _share(match.span(), match["count"] or match["few"], match["whole"] or match["all"])
    for match in _PART_OF.finditer(text):
        value = _number(match["count"]) / _PARTS[match["part"].lower()]
        yield Told(*match.span(), value, _UNITS[match["unit"].lower()])


def _share(span: tuple[int, int], count: str, whole: str) -> Iterator[Told]:
    part, total = _number(count), _number(whole)
    if 0 < part < total:
        yield Told(*span, part, "percent") if total == 100 else Told(*span, part / total, "fraction")


def _number(words: str) -> float:
    last = re.split(r"\s+", words.lower())
    if last[0] == "half":
        return 0.5
    if last[-1] in ("hundred", "thousand"):
        return lex.SCALES[last[-1]]
    return (
        float(last[-1]) if last[-1][0].isdigit() else float(sum(lex.NUMBER_WORDS[word] for word in last[-1].split("-")))
    )
