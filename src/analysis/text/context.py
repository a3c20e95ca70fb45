"""What a whole document says about how its numbers are written: decimal style, whose dollar, whose yen sign."""

import re
from collections import Counter
from dataclasses import dataclass

from analysis.text import grammar
from analysis.text import lexicon as lex
from analysis.text.sentences import sentence_span, sentence_starts

_DECIMAL_COMMA = re.compile(
    r"\d\.\d{3},\d|\b\d+,\d{1,2}\s?(?:%|€|Mio|Mrd)|\b(?:Mio|Mrd)\.?\s?€|\b(?:der|die|und|Umsatz)\b"
)
_DECIMAL_POINT = re.compile(r"\d,\d{3}\.\d|\b\d+\.\d{1,2}\s?(?:%|percent|billion|million)|\b(?:the|and|of)\b")


@dataclass(frozen=True)
class Context:
    """What the whole document says about how its numbers are written."""

    text: str
    starts: list[int]
    decimal_comma: bool
    dollar: str
    yen_sign: str

    @classmethod
    def of(cls, text: str) -> "Context":
        """Read the context of a document."""
        comma, point = len(_DECIMAL_COMMA.findall(text)), len(_DECIMAL_POINT.findall(text))
        return cls(text, sentence_starts(text), comma > point, dollar_of(text), yen_sign_of(text) or "JPY")

    def sentence(self, position: int) -> tuple[int, int]:
        """Return the span of the sentence around a position."""
        return sentence_span(self.starts, self.text, position)


def _cue_counts(text: str, cues: list[str]) -> int:
    return len(re.findall(rf"(?<![A-Za-z])(?:{grammar.alternatives(cues)})(?![A-Za-z])", text))


def yen_sign_of(text: str) -> str:
    """Whose money "¥" is, by the places and words around it; empty where nothing tells."""
    yuan, yen = _cue_counts(text, lex.YUAN_CUES), _cue_counts(text, lex.YEN_CUES)
    if yuan == yen:
        return "CNY" if yuan else ""
    return "CNY" if yuan > yen else "JPY"


def dollar_of(text: str) -> str:
    """Whose money a bare "$" is: the United States' unless the document shows another dollar."""
    counts = Counter(
        {
            code: sum(len(re.findall(rf"(?<![A-Z]){re.escape(cue)}(?![A-Z])", text)) for cue in cues)
            for code, cues in lex.DOLLAR_CUES.items()
        }
    )
    code, count = counts.most_common(1)[0]
    return code if count and (code == "USD" or count > 2 * counts["USD"]) else "USD"
