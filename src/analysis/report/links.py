"""The addresses in a report at which figures, parameters and results are explained."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from html import escape, unescape

from analysis.core.references import load_references
from analysis.core.run_record import FigureRecord, RunRecord
from analysis.documents.sources import Sources
from analysis.notebook.provenance_links import MARK, Kind, Mark
from analysis.notebook.record import RecordedResult, RunResults

NUMBERS = "numbers.html"
REFERENCES = "references.html"
SOURCES = "sources"
SentenceParts = list[tuple[str, str | None]]  # the parts of a sentence, each with the address that it links to, if any
_UNSAFE = re.compile(r"[^A-Za-z0-9_.-]+")


def safe_name(source_id: str) -> str:
    """Return a file name for a source, unique among all sources even on a case-insensitive file system."""
    name = _UNSAFE.sub("-", source_id)
    return name if name == source_id.lower() else f"{name}-{sha256(source_id.encode()).hexdigest()[:8]}"


def source_address(source_id: str, start: int, end: int) -> str:
    """Return the address of a figure on the page of its source."""
    return f"{SOURCES}/{safe_name(source_id)}.html#f{start}-{end}"


def anchor(*names: str) -> str:
    """Return the anchor of a reference, of a notebook's result, or of its parameter, which may have the same name."""
    return _UNSAFE.sub("-", "-".join(names))


@dataclass(frozen=True)
class Links:
    """The addresses in a report, relative to its folder: figures by place, the others by notebook and name."""

    figures: Mapping[str, str]
    parameters: Mapping[tuple[str, str], str]
    results: Mapping[tuple[str, str], str]

    @classmethod
    def of(cls, run: RunRecord, results: RunResults, sources: Sources) -> "Links":
        """Collect the addresses of a run from its record, its results and its documents."""
        figures = {item.place: source_address(item.source_id, item.start, item.end) for item in sources.figures}
        parameters = {
            (entry.notebook, name): f"{NUMBERS}#{anchor(entry.notebook, 'input', name)}"
            for entry in run.notebooks
            for name in entry.parameters
        }
        recorded = {
            (notebook, name): f"{NUMBERS}#{anchor(notebook, name)}"
            for notebook, found in results.items()
            for name in found
        }
        return cls(figures, parameters, recorded)

    def address(self, mark: Mark, notebook: str) -> str | None:
        """Return the address that a mark in a notebook links to; None if the run does not know its target."""
        if mark.kind == "figure":
            return self.figures.get(str(mark.target))
        if mark.kind == "reference":
            return f"{REFERENCES}#{anchor(mark.target)}" if mark.target in load_references() else None
        other, _, name = mark.target.rpartition("/")
        known = self.parameters if mark.kind == "parameter" else self.results
        return known.get((other or notebook, name))

    def link_marks(self, html: str, notebook: str) -> str:
        """Replace each mark in the HTML of a notebook by a link, or by text if its target is unknown."""

        def link(match: re.Match[str]) -> str:
            address = self.address(Mark(match["text"], match["kind"], unescape(match["target"])), notebook)  # type: ignore[arg-type]
            return f'<a class="number" href="{escape(address)}">{match["text"]}</a>' if address else match["text"]

        return MARK.sub(link, html)


def parameter_figures(run: RunRecord) -> Iterator[tuple[str, str, FigureRecord, bool]]:
    """Yield notebook, parameter, figure and whether it sets the parameter, for each parameter with a figure."""
    for entry in run.notebooks:
        for name, item in entry.parameters.items():
            if item.figure:
                yield entry.notebook, name, item.figure, item.is_stated


_QUOTED: tuple[Kind, ...] = ("result", "parameter", "reference", "figure")  # what the name of a quote may be of


def sentence_parts(item: RecordedResult, notebook: str, links: Links) -> SentenceParts:
    """Split a recorded sentence into text and what it quotes, results, parameters or references, with addresses."""
    text, position = str(item.value), 0
    parts: SentenceParts = []
    for start, end, target in item.quotes:
        parts.append((text[position:start], None))
        found = (links.address(Mark(None, kind, target), notebook) for kind in _QUOTED)
        parts.append((text[start:end], next(filter(None, found), None)))
        position = end
    return [*parts, (text[position:], None)]
