"""Find the caveat of a source, and its dated statements."""

import re
from dataclasses import dataclass

from analysis.core.lazy_regex import lazy_regex
from analysis.documents.document import Document
from analysis.documents.sources import Sources
from analysis.extraction.english.dates import days_of, in_dateline
from analysis.extraction.sections import sections_of
from analysis.extraction.sentences import sentence_span, sentence_starts

PUBLISHED = "published"
_NUMBERS = r"(?:figures?|numbers?|data|claims?|results?|estimates?|statements?|amounts?|accounts)"
_CHECKED = r"(?:verif(?:y|ied)|checked|confirmed|audited|check|confirm|audit)"
_NOBODY = r"(?:not|never|cannot|\w+n['’]t|nobody|no\s+one|none)"
_CAVEAT = lazy_regex(
    r"\b(?:disclaimer|caveat|independently\s+verif\w+|be\s+(?:independently\s+)?verified|for\s+reference\s+only|"
    r"not\s+constitute|no\s+investment\s+advice|unaudited|unverified"
    rf"|{_NUMBERS}\b[^.;]{{0,80}}\b{_NOBODY}\b[^.;]{{0,40}}\b{_CHECKED}"
    rf"|{_NOBODY}\b[^.;]{{0,30}}\b{_CHECKED}\s+(?:\w+\s+){{0,2}}?{_NUMBERS})\b|"
    r"[仅僅][供作]\w{0,4}[参參]考|(?:未[经經]|尚待|有待|尚未|需)\w{0,4}(?:核[实實]|[证證][实實]|[审審][计計])|"
    r"不[构構]成\w{0,8}建[议議]|不作[为為]\w{0,6}依[据據]|"
    r"免[责責][声聲]明|[风風][险險]自[担擔负負]",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class SourceSentence:
    """A sentence of a source with its position in the text."""

    source_id: str
    start: int
    end: int
    text: str
    period: str = ""


def sentence_at(document: Document, starts: list[int], position: int, period: str = "") -> SourceSentence:
    """Return the sentence at a position; `starts` are where the sentences of the document begin."""
    start, end = sentence_span(starts, document.text, position)
    return SourceSentence(document.source_id, start, end, " ".join(document.text[start:end].split()), period)


def caveat_of(document: Document) -> SourceSentence | None:
    """Return the sentence in which a source limits the use of its figures, None if there is none."""
    header = document.metadata.get("caveat")
    if header and header.lower().startswith("none"):
        return None  # the header of a brief says that its article has none
    if header:
        start = document.text.index(header)
        return SourceSentence(document.source_id, start, start + len(header), header)
    match = _CAVEAT.search(document.text)
    if match is None:
        return None
    return sentence_at(document, sentence_starts(document.text), match.start())


def dated_statements(document: Document) -> list[SourceSentence]:
    """Return the sentences of the body that name a day, one per day, in order."""
    sections, starts = sections_of(document.text), sentence_starts(document.text)
    found: dict[str, SourceSentence] = {}
    for position, period in days_of(document.text, document.published):
        if sections.at(position) not in ("body", "highlights"):
            continue
        sentence = sentence_at(document, starts, position, period)
        if not in_dateline(document.text, sentence.start, position):  # which has the day of the article
            found.setdefault(period, sentence)
    return list(found.values())


def timeline(sources: Sources) -> list[dict[str, str]]:
    """Return the dated facts of the sources in order: publication, and sentences with their periods and days."""
    rows = []
    for document in sources.documents:
        stated = [(figure.period, figure.sentence) for figure in document.figures if figure.period]
        stated += [(item.period, item.text) for item in dated_statements(document)]
        dated = [(period, " ".join(sentence.split()).lstrip("-•* ")) for period, sentence in stated]
        if document.published:
            dated.append((document.published.isoformat(), PUBLISHED))
        for period, what in dict.fromkeys(dated):
            rows.append({"Source": document.source_id, "When": period, "What": what})
    return sorted(rows, key=lambda row: (row["When"].startswith("--"), row["When"], row["Source"]))
