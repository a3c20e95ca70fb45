"""What a source says of itself and of time: its caveat, and its statements that carry a date."""

import re
from dataclasses import dataclass

from analysis.text.sentences import sentence_span, sentence_starts
from analysis.text.sources import Document

_CAVEAT = re.compile(
    r"\b(?:disclaimer|caveat|independently\s+verif\w+|be\s+(?:independently\s+)?verified|for\s+reference\s+only|"
    r"not\s+constitute|no\s+investment\s+advice)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Statement:
    """A sentence of a source, with its place in the stored text."""

    source_id: str
    start: int
    end: int
    text: str

    @property
    def place(self) -> str:
        """Where the sentence stands, as `source:start-end`."""
        return f"{self.source_id}:{self.start}-{self.end}"


def caveat_of(document: Document) -> Statement | None:
    """Return the sentence in which a source limits what its figures are good for, None where it has none."""
    header = document.metadata.get("caveat")
    if header:
        start = document.text.index(header)
        return Statement(document.source_id, start, start + len(header), header)
    match = _CAVEAT.search(document.text)
    if match is None:
        return None
    start, end = sentence_span(sentence_starts(document.text), document.text, match.start())
    return Statement(document.source_id, start, end, " ".join(document.text[start:end].split()))
