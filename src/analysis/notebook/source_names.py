"""Names of sources and places for a reader: publisher and date, paragraph and sentence."""

import re
from collections import Counter

from analysis.core.figures import Figure
from analysis.documents.document import Document
from analysis.documents.sources import Sources
from analysis.extraction.sections import FRONT_MATTER
from analysis.notebook.provenance_links import Mark, cited

_BLANK = re.compile(r"\n\s*\n")
_END = re.compile(r"[.!?。！？][\"'”’)]*\s")


def source_name(document: Document) -> str:
    """Return the publisher of a document and when it was published, or its title or file where it says no publisher."""
    publisher = document.metadata.get("publisher") or document.metadata.get("title") or ""
    name = publisher or re.sub(r"[_\W]+", " ", document.source_id).strip()
    return ", ".join(part for part in (name, str(document.published or "")) if part)


def source_names(sources: Sources) -> dict[str, str]:
    """Return the name of each source by id; two of one publisher and day also have their titles."""
    names = {document.source_id: source_name(document) for document in sources.documents}
    often = Counter(names.values())
    return {
        document.source_id: names[document.source_id]
        if often[names[document.source_id]] == 1
        else f"{names[document.source_id]}: {document.metadata.get('title') or document.source_id}"
        for document in sources.documents
    }


def place_text(text: str, start: int) -> str:
    r"""Return where an offset of a document is: its paragraph, without the header, and the sentence in it.

    >>> place_text("Foil pays\n\nIt is thin. It earns $5.", 31)
    'paragraph 2, sentence 2'
    >>> place_text("---\ntitle: Foil\n---\nIt earns $5.", 30)
    'paragraph 1, sentence 1'
    """
    header = FRONT_MATTER.match(text)
    if header and start < header.end():
        return "header"
    before = text[header.end() if header else 0 : start].lstrip()
    blocks = _BLANK.split(before)
    return f"paragraph {len(blocks)}, sentence {len(_END.findall(blocks[-1])) + 1}"


def cited_place(figure: Figure, sources: Sources) -> Mark:
    """Return the source and the place of a figure in words, as a mark that links to it."""
    return cited(figure, place_in_words(figure.source_id, figure.start, sources))


def place_in_words(source_id: str, start: int, sources: Sources) -> str:
    """Return the source and the place of an offset in words."""
    document = next(item for item in sources.documents if item.source_id == source_id)
    return f"{source_names(sources)[source_id]}, {place_text(document.text, start)}"
