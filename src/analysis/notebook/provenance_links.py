"""Text that links back to a figure in its source, to a reference, to a parameter or to a result; names of sources."""

import re
from collections import Counter
from dataclasses import dataclass
from html import escape
from typing import Any, Literal

from analysis.core.figures import Figure
from analysis.core.formatting import number, readable
from analysis.core.references import split_citations
from analysis.documents.sources import Sources
from analysis.extraction.sections import FRONT_MATTER

_BLANK = re.compile(r"\n\s*\n")
_END = re.compile(r"[.!?。！？][\"'”’)]*\s")
Kind = Literal["figure", "parameter", "result", "reference"]
MARK = re.compile(
    r'<span data-(?P<kind>figure|parameter|result|reference)="(?P<target>[^"]*)">(?P<text>.*?)</span>', re.DOTALL
)


@dataclass(frozen=True)
class Mark:
    """A value in a table or sentence, and the target of its link.

    `target` is the place of a figure (`source:start-end`), the id of a reference, or the name of a parameter or result,
    preceded by the name of its notebook if that is another one.

    >>> str(Mark(1385.0, "result", "20_margin_uplift/uplift_usd_per_t"))
    '1,385'
    """

    value: Any
    kind: Kind
    target: str

    def __str__(self) -> str:
        return number(self.value)

    def html(self, text: str) -> str:
        """Return text as the HTML of this mark.

        >>> Mark("$15", "figure", "a1:7-10").html("$15")
        '<span data-figure="a1:7-10">$15</span>'
        """
        return f'<span data-{self.kind}="{escape(self.target)}">{escape(text)}</span>'


def cited(figure: Figure, text: str | None = None) -> Mark:
    """Return the text of a figure, or other words for it, as a mark that links to its place."""
    return Mark(figure.text if text is None else text, "figure", figure.place)


def readable_html(text: str) -> tuple[str, str]:
    """Return a text in words, as plain text and as HTML: names, units and signs, and references by publisher and year.

    >>> readable_html("25 % above 44 Mt (RE2018W)")
    ('25 % above 44 Mt (Statista, 2018)', '25 % above 44 Mt (<span data-reference="RE2018W">Statista, 2018</span>)')
    """
    plain, html = "", ""
    for part, reference in split_citations(text):
        words = part if reference else readable(part)
        plain += words
        html += Mark(words, "reference", reference).html(words) if reference else escape(words, quote=False)
    return plain, html


def source_names(sources: Sources) -> dict[str, str]:
    """Return the name of each source by id: publisher and day, or its title if it names no publisher."""
    names = {}
    for document in sources.documents:
        name = document.metadata.get("publisher") or document.title
        names[document.source_id] = ", ".join(part for part in (name, str(document.published or "")) if part)
    often = Counter(names.values())
    return {
        document.source_id: names[document.source_id]
        if often[names[document.source_id]] == 1
        else f"{names[document.source_id]}: {document.metadata.get('title') or document.source_id}"
        for document in sources.documents
    }


def place_text(text: str, start: int) -> str:
    """Return where an offset of a document is: its paragraph, without the header, and the sentence in it."""
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
