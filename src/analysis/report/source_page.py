"""The page of a source: the whole document, each figure marked, with its reading and what it feeds."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.core.figures import HEDGES, Figure
from analysis.core.units import spelled
from analysis.documents.document import Document
from analysis.report.links import NUMBERS, parameter_anchor
from analysis.report.templating import templates

CHANGES = {"up": "a rise", "down": "a fall", "none": "none, a level"}


@dataclass(frozen=True)
class Use:
    """A parameter that a figure feeds, with the address of it, and what became of the claim.

    `replaced` where another value was set for this run.
    """

    parameter: str
    address: str
    verdict: str
    replaced: bool = False


@dataclass(frozen=True)
class Reading:
    """A figure of a document with its reading spelled out, and the parameters that it feeds."""

    figure: Figure
    uses: tuple[Use, ...]

    @property
    def id(self) -> str:
        """The name of its place on the page."""
        return f"f{self.figure.start}-{self.figure.end}"

    @property
    def spelled(self) -> str:
        """The reading in words, with its unit in full."""
        return self.figure.read_as(spelled(self.figure.unit))

    @property
    def hedge(self) -> str:
        """The hedge in words."""
        return HEDGES[self.figure.qualifier] or "none, exact as printed"

    @property
    def change(self) -> str:
        """The direction in words."""
        return CHANGES[self.figure.direction]


def uses_of(run: Mapping[str, Any], verdicts: Mapping[str, str]) -> dict[str, list[Use]]:
    """Return the parameters that each figure feeds, by the place of the figure."""
    found: dict[str, list[Use]] = {}
    for entry in run["notebooks"]:
        for name, item in entry["parameters"].items():
            figure = item["figure"]
            if figure:
                place = f"{figure['source_id']}:{figure['start']}-{figure['end']}"
                address = f"{NUMBERS}#{parameter_anchor(entry['notebook'], name)}"
                replaced = item["decided_by"] != "figure"
                use = Use(name, address, verdicts.get(name, ""), replaced)
                found.setdefault(place, []).append(use)
    return found


def source_page(
    document: Document, record: Mapping[str, Any], run: Mapping[str, Any], uses: Mapping[str, Sequence[Use]]
) -> str:
    """Return the page of a document; `record` is what the run wrote down of it."""
    readings = [Reading(figure, tuple(uses.get(figure.place, ()))) for figure in document.figures]
    pieces = list(_pieces(document.text, readings))
    return (
        templates()
        .get_template("source.html.j2")
        .render(source=record, run=run, pieces=pieces, readings=readings, up="../")
    )


def _pieces(text: str, readings: Sequence[Reading]) -> Iterator[tuple[str, tuple[Reading, ...]]]:
    """The text in order, cut at its figures: each piece with the figures that it holds, most with none.

    Figures that share letters, as the ends of a range, stand in one piece.
    """
    groups: list[list[Reading]] = []
    for reading in sorted(readings, key=lambda item: (item.figure.start, item.figure.end)):
        if groups and reading.figure.start < max(item.figure.end for item in groups[-1]):
            groups[-1].append(reading)
        else:
            groups.append([reading])
    position = 0
    for group in groups:
        start, end = group[0].figure.start, max(item.figure.end for item in group)
        yield text[position:start], ()
        yield text[start:end], tuple(group)
        position = end
    yield text[position:], ()
