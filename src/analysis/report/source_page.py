"""The page of a source: the whole document with each figure marked, how it was read, and what it feeds."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from analysis.claims.translations import SAME, Translation
from analysis.core.figures import Figure
from analysis.core.run_record import RunRecord, SourceRecord
from analysis.documents.document import Document
from analysis.extraction.sections import FRONT_MATTER
from analysis.report.links import NUMBERS, anchor, parameter_figures, safe_name, source_address
from analysis.report.templating import render

CHANGES = {"up": "a rise", "down": "a fall", "none": "none"}


class Use(NamedTuple):
    """A parameter that a figure feeds, or would feed if it were not `replaced`, with its address and the verdict."""

    parameter: str
    address: str
    verdict: str
    replaced: bool


class Reading(NamedTuple):
    """A marked figure, and the parameters that it feeds."""

    figure: Figure
    uses: Sequence[Use]

    @property
    def id(self) -> str:
        """Its anchor on the page."""
        return f"f{self.figure.start}-{self.figure.end}"

    @property
    def change(self) -> str:
        """Its direction in words."""
        return CHANGES[self.figure.direction if self.figure.low or self.figure.high else "none"]


def fed_parameters(run: RunRecord, verdicts: Mapping[str, str]) -> dict[str, list[Use]]:
    """Return the parameters that each figure feeds, by place of the figure."""
    found: dict[str, list[Use]] = {}
    for notebook, name, figure, used in parameter_figures(run):
        address = f"{NUMBERS}#{anchor(notebook, 'input', name)}"
        found.setdefault(figure.place, []).append(Use(name, address, verdicts.get(name, ""), not used))
    return found


def source_page(document: Document, record: SourceRecord, run: RunRecord, uses: Mapping[str, Sequence[Use]]) -> str:
    """Return the page of a document; `record` is its entry in run.json."""
    readings = [Reading(figure, uses.get(figure.place, ())) for figure in document.figures]
    found, start = FRONT_MATTER.match(document.text), 0
    if found and all(reading.figure.start >= found.end() for reading in readings):  # the page lists such a header
        start = len(document.text) - len(document.text[found.end() :].lstrip())
    segments = list(_segments(document.text, readings, start))
    header = document.metadata if start else {}
    return render(
        "source.html.j2", source=record, run=run, header=header, segments=segments, readings=readings, up="../"
    )


def _segments(text: str, readings: Sequence[Reading], start: int = 0) -> Iterator[tuple[str, tuple[Reading, ...]]]:
    """Split the text after `start` at its figures; yield each segment with its figures, if any."""
    groups: list[list[Reading]] = []
    for reading in sorted(readings, key=lambda item: (item.figure.start, item.figure.end)):
        if groups and reading.figure.start < max(item.figure.end for item in groups[-1]):
            groups[-1].append(reading)
        else:
            groups.append([reading])
    position = start
    for group in groups:
        begin, end = group[0].figure.start, max(item.figure.end for item in group)
        yield text[position:begin], ()
        yield text[begin:end], tuple(group)
        position = end
    yield text[position:], ()


def translation_name(pair: Translation) -> str:
    """Return the file name of the page of a pair."""
    return f"translation-{safe_name(pair.original.source_id)}-{safe_name(pair.translated.source_id)}.html"


def translation_page(pair: Translation, run: RunRecord) -> str:
    """Return the page of an original and its translation as HTML."""
    alike = [item for item in pair.figures if item.verdict == SAME]
    return render("translation.html.j2", pair=pair, alike=alike, address=source_address, run=run)
