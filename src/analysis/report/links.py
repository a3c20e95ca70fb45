"""Where each number of a run is explained: the place of a figure, of a parameter, of a result, as an address."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from html import escape, unescape
from typing import Any

from analysis.documents.sources import Sources
from analysis.notebook.provenance_links import MARK, Mark

NUMBERS = "numbers.html"
SOURCES = "sources"
_UNSAFE = re.compile(r"[^A-Za-z0-9_.-]+")


def safe_name(source_id: str) -> str:
    """Return the name of a source as a file's name, the same for no other source, also where case does not matter.

    >>> safe_name("000_cf4b"), safe_name("2026/metals week"), safe_name("A")
    ('000_cf4b', '2026-metals-week-08f5dc49', 'A-559aead0')
    """
    name = _UNSAFE.sub("-", source_id)
    return name if name == source_id.lower() else f"{name}-{sha256(source_id.encode()).hexdigest()[:8]}"


def source_address(source_id: str, start: int, end: int) -> str:
    """Return where a figure stands on the page of its source.

    >>> source_address("a1", 7, 13)
    'sources/a1.html#f7-13'
    """
    return f"{SOURCES}/{safe_name(source_id)}.html#f{start}-{end}"


def result_anchor(notebook: str, name: str) -> str:
    """Return the name of the place on the page of numbers that explains a result."""
    return _UNSAFE.sub("-", f"{notebook}-{name}")


def parameter_anchor(notebook: str, name: str) -> str:
    """Return the name of the place on the page of numbers that explains a parameter; a result may have its name."""
    return _UNSAFE.sub("-", f"{notebook}-input-{name}")


@dataclass(frozen=True)
class Links:
    """The addresses of what a run knows, relative to its folder: figures by place, the others by notebook and name."""

    figures: Mapping[str, str]
    parameters: Mapping[tuple[str, str], str]
    results: Mapping[tuple[str, str], str]

    @classmethod
    def of(cls, run: Mapping[str, Any], results: Mapping[str, Any], sources: Sources) -> "Links":
        """Return the links of a run from its record, its results and its documents."""
        figures = {item.place: source_address(item.source_id, item.start, item.end) for item in sources.figures}
        parameters = {
            (entry["notebook"], name): f"{NUMBERS}#{parameter_anchor(entry['notebook'], name)}"
            for entry in run["notebooks"]
            for name in entry["parameters"]
        }
        recorded = {
            (notebook, name): f"{NUMBERS}#{result_anchor(notebook, name)}"
            for notebook, found in results.items()
            for name in found
        }
        return cls(figures, parameters, recorded)

    def address(self, mark: Mark, notebook: str) -> str | None:
        """Return where a mark of a notebook leads, None where the run does not know it."""
        if mark.kind == "figure":
            return self.figures.get(str(mark.target))
        other, _, name = mark.target.rpartition("/")
        known = self.parameters if mark.kind == "parameter" else self.results
        return known.get((other or notebook, name))

    def linked(self, html: str, notebook: str) -> str:
        """Return the HTML of a notebook with each mark as a link, or as plain text where it leads nowhere."""

        def link(match: re.Match[str]) -> str:
            address = self.address(Mark(match["text"], match["kind"], unescape(match["target"])), notebook)  # type: ignore[arg-type]
            return f'<a class="number" href="{escape(address)}">{match["text"]}</a>' if address else match["text"]

        return MARK.sub(link, html)
