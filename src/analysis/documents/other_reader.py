"""Import figures found by another reader, such as a language model, and check each against its document."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from analysis.core.errors import SourceError, UnitError, did_you_mean
from analysis.core.figures import Figure
from analysis.core.paths import portable
from analysis.core.units import check_unit
from analysis.documents.document import Document
from analysis.extraction.sentences import sentence_span, sentence_starts

LANGEXTRACT = "langextract"  # the reader of a file of annotated documents
_EXACT = "match_exact"
_VALUES = ("low", "high", "value", "unit", "qualifier", "direction", "period", "subject")


@dataclass(frozen=True)
class OtherFigures:
    """The figures that another reader found, by the document that has them; `notes` say what was left out."""

    figures: Mapping[str, tuple[Figure, ...]]
    readers: Mapping[str, str]
    notes: tuple[str, ...]

    def of(self, document: Document) -> Document:
        """Return a document with the other reader's figures; one that it did not read keeps its own."""
        if document.source_id not in self.figures:
            return document
        own = self.figures[document.source_id]
        return replace(document, read_elsewhere=own, reader=self.readers[document.source_id])


def read_other_figures(path: Path, documents: Iterable[Document]) -> OtherFigures:
    """Read figures from JSON Lines: records as `analysis extract` writes them, or LangExtract's annotated documents."""
    by_id = {document.source_id: document for document in documents}
    figures: dict[str, dict[tuple[int, int], Figure]] = {}
    readers: dict[str, str] = {}
    notes: list[str] = []
    for where, record in _records(path):
        try:
            if "extractions" in record:
                document = _document(record.get("document_id"), by_id, where)
                reader, found = LANGEXTRACT, list(_extractions(record, document, where, notes))
            else:
                reader = str(record.pop("reader", path.stem))
                document = _document(record.get("source_id"), by_id, where)
                for name in ("start", "end", "low", "high"):
                    if name in record and not isinstance(record[name], int | float):
                        raise ValueError(f"{name} must be a number, got {record[name]!r}")
                found = [_checked(Figure.from_dict(record), document, where)]
        except (TypeError, ValueError, KeyError, AttributeError, UnitError) as error:
            raise SourceError(f"{where}: {error}; see docs/figures.md for the fields of a figure") from None
        readers[document.source_id] = reader
        own = figures.setdefault(document.source_id, {})
        own |= {(figure.start, figure.end): figure for figure in found}
    if not figures:
        raise SourceError(f"{portable(path)}: contains no figures; leave out --figures, or give the file of the reader")
    ordered = {name: tuple(found[place] for place in sorted(found)) for name, found in figures.items()}
    return OtherFigures(ordered, readers, tuple(notes))


def _records(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each line with its place in the file."""
    name = portable(path)
    try:
        with path.open(encoding="utf-8-sig") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    try:
                        record = json.loads(line)
                    except json.JSONDecodeError:
                        record = None
                    if not isinstance(record, dict):
                        raise SourceError(f"{name}, line {number}: expected a JSON object, one on each line")
                    yield f"{name}, line {number}", record
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"{name}: cannot be read ({error}); check the path") from None


def _document(name: Any, documents: Mapping[str, Document], where: str) -> Document:
    """The document of a record, whose name may include the file extension."""
    if not isinstance(name, str):
        raise SourceError(f"{where}: no name of a document; give it as source_id, or as document_id with extractions")
    for known in (name, name.rpartition(".")[0]):
        if known in documents:
            return documents[known]
    raise SourceError(f"{where}: no document {name!r}; {did_you_mean(name, documents, 'there are')}")


def _checked(figure: Figure, document: Document, where: str) -> Figure:
    """The figure with its sentence, if its slice is the text of the document and its unit is known."""
    _check_slice(figure.start, figure.end, figure.text, document, where)
    check_unit(figure.unit)
    start, end = sentence_span(sentence_starts(document.text), document.text, figure.start)
    return replace(figure, source_id=document.source_id, sentence=figure.sentence or document.text[start:end])


def _check_slice(start: int, end: int, text: str, document: Document, where: str) -> None:
    there = document.text[start:end]
    if there != text:
        at = document.text.find(text)
        hint = f"it is at {at}-{at + len(text)}" if text and at >= 0 else "the document does not contain it"
        raise SourceError(
            f"{where}: {document.source_id}:{start}-{end} is {there!r}, not {text!r}; {hint}. Offsets count characters "
            "of the text that `analysis extract --text` prints"
        )


def _extractions(record: dict[str, Any], document: Document, where: str, notes: list[str]) -> Iterator[Figure]:
    given = record["extractions"] or []
    if not isinstance(given, list) or not all(isinstance(item, dict) for item in given):
        raise ValueError(f"extractions must be a list of objects, got {given!r}")
    for item in given:
        text, span = item["extraction_text"], item.get("char_interval")
        if not span or span.get("start_pos") is None or item.get("alignment_status") not in (None, _EXACT):
            notes.append(f"{where}: {text!r} is not aligned exactly, so it has no place and is left out")
            continue
        start, end = span["start_pos"], span["end_pos"]
        _check_slice(start, end, text, document, where)
        told = {key: value for key, value in (item.get("attributes") or {}).items() if key in _VALUES}
        own = next((figure for figure in document.figures if figure.start < end and start < figure.end), None)
        if "value" in told or {"low", "high"} <= told.keys():
            yield _checked(_from_attributes(told, own, document, (start, end)), document, where)
        elif own is not None:
            known = {key: str(value) for key, value in told.items() if key != "value"}
            yield replace(own, **known)  # type: ignore[arg-type]
        else:
            notes.append(f"{where}: {text!r} has no value among its attributes, so it is left out")


def _from_attributes(given: Mapping[str, Any], own: Figure | None, document: Document, span: tuple[int, int]) -> Figure:
    """The figure at a place from its attributes; missing ones are taken from our own reading."""
    low = float(str(given.get("low", given.get("value"))).replace(",", ""))
    high = float(str(given.get("high", given.get("value"))).replace(",", ""))
    if "unit" not in given and own is None:
        raise ValueError("a value needs the attribute unit, e.g. USD/t")
    return Figure(
        document.source_id,
        *span,
        document.text[slice(*span)],
        low,
        high,
        str(given.get("unit", own.unit if own else "")),
        str(given.get("qualifier", own.qualifier if own else "=")),
        str(given.get("direction", own.direction if own else "none")),
        given.get("period", own.period if own else None),
        given.get("subject", own.subject if own else None),
    )
