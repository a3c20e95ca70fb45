"""What a whole document says about how its numbers are written: decimal style, whose dollar, whose yen sign."""

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass

from analysis.text import grammar
from analysis.text import lexicon as lex
from analysis.text.sentences import sentence_span, sentence_starts

_DECIMAL_COMMA = re.compile(
    r"\d\.\d{3},\d|\b\d+,\d{1,2}\s?(?:%|€|Mio|Mrd)|\b(?:Mio|Mrd)\.?\s?€|\b(?:der|die|und|Umsatz)\b"
)
_DECIMAL_POINT = re.compile(r"\d,\d{3}\.\d|\b\d+\.\d{1,2}\s?(?:%|percent|billion|million)|\b(?:the|and|of)\b")


_YUAN = re.compile(rf"(?<![A-Za-z])(?:{grammar.alternatives(lex.YUAN_CUES)})(?![A-Za-z])")
_YEN = re.compile(rf"(?<![A-Za-z])(?:{grammar.alternatives(lex.YEN_CUES)})(?![A-Za-z])")
_DOLLARS = {cue: code for code, cues in lex.DOLLAR_CUES.items() for cue in cues}
_DOLLAR = re.compile(rf"(?<![A-Z])(?:{grammar.alternatives(_DOLLARS)})(?![A-Z])")


@dataclass(frozen=True)
class Context:
    """What the whole document says about how its numbers are written."""

    text: str
    starts: list[int]
    decimal_comma: bool
    dollar: str
    yuan_cues: list[int]
    yen_cues: list[int]

    @classmethod
    def of(cls, text: str) -> "Context":
        """Read the context of a document."""
        comma, point = len(_DECIMAL_COMMA.findall(text)), len(_DECIMAL_POINT.findall(text))
        return cls(
            text,
            sentence_starts(text),
            comma > point,
            dollar_of(text),
            [match.start() for match in _YUAN.finditer(text)],
            [match.start() for match in _YEN.finditer(text)],
        )

    def sentence(self, position: int) -> tuple[int, int]:
        """Return the span of the sentence around a position."""
        return sentence_span(self.starts, self.text, position)

    def yen_sign(self, position: int) -> str:
        """Whose money a "¥" there is: by the places and words of its sentence, else most of the document.

        >>> Context.of("A Shanghai mill paid ¥5 million.").yen_sign(21)
        'CNY'
        """
        begin, end = self.sentence(position)
        cues = sorted(
            (at, code)
            for code, ats in (("CNY", self.yuan_cues), ("JPY", self.yen_cues))
            for at in ats[bisect_left(ats, begin) : bisect_left(ats, end)]
        )
        if cues:  # the last one named before the sign, else the first one behind it
            return cues[max(0, bisect_left(cues, (position, "")) - 1)][1]
        return "CNY" if self.yuan_cues and len(self.yuan_cues) >= len(self.yen_cues) else "JPY"


def dollar_of(text: str) -> str:
    """Whose money a bare "$" is: the United States' unless the document shows another dollar."""
    counts = Counter(_DOLLARS[match.group()] for match in _DOLLAR.finditer(text))
    code, count = counts.most_common(1)[0] if counts else ("USD", 0)
    return code if count > 2 * counts["USD"] else "USD"
