"""The page of a source: the whole document with each figure marked, how it was read, and what it feeds."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from analysis.claims.translations import SAME, Agreement, Translation
from analysis.core.figures import Figure
from analysis.core.formatting import readable
from analysis.documents.document import Document
from analysis.extraction.sections import FRONT_MATTER
from analysis.report.links import NUMBERS, anchor, parameter_figures, place_of, safe_name, source_address
from analysis.report.templating import render

Reading = Mapping[str, Any]  # a marked figure, or a parameter that it feeds, as the template shows it
CHANGES = {"up": "a rise", "down": "a fall", "none": "none"}


def fed_parameters(run: Mapping[str, Any], verdicts: Mapping[str, str]) -> dict[str, list[Reading]]:
    """Return the parameters that each figure feeds, by place of the figure, each with its address and the verdict."""
    found: dict[str, list[Reading]] = {}
    for notebook, name, figure, used in parameter_figures(run):
        address = f"{NUMBERS}#{anchor(notebook, 'input', name)}"
        use = {"parameter": name, "address": address, "verdict": verdicts.get(name, ""), "replaced": not used}
        found.setdefault(place_of(figure), []).append(use)
    return found


def source_page(
    document: Document,
    record: Mapping[str, Any],
    run: Mapping[str, Any],
    uses: Mapping[str, Sequence[Mapping[str, Any]]],
) -> str:
    """Return the page of a document; `record` is its entry in run.json."""
    readings = [_reading(figure, uses.get(figure.place, ())) for figure in document.figures]
    start = _end_of_header(document, readings)
    segments = list(_segments(document.text, readings, start))
    header = document.metadata if start else {}
    return render(
        "source.html.j2", source=record, run=run, header=header, segments=segments, readings=readings, up="../"
    )


def _reading(figure: Figure, uses: Sequence[Reading]) -> Reading:
    """A marked figure: its anchor, its reading, hedge and direction in words, and the parameters that it feeds."""
    return {
        "figure": figure,
        "uses": uses,
        "id": f"f{figure.start}-{figure.end}",
        "words": readable(figure.as_text),
        "hedge": figure.hedge_words or "none",
        "change": CHANGES[figure.direction if figure.low or figure.high else "none"],
    }


def _end_of_header(document: Document, readings: Sequence[Reading]) -> int:
    """Where the text begins after a header between dashes, which the page lists; 0 if a figure was read in it."""
    found = FRONT_MATTER.match(document.text)
    if found is None or any(reading["figure"].start < found.end() for reading in readings):
        return 0
    return len(document.text) - len(document.text[found.end() :].lstrip())


def _segments(text: str, readings: Sequence[Reading], start: int = 0) -> Iterator[tuple[str, tuple[Reading, ...]]]:
    """Split the text after `start` at its figures; yield each segment with its figures, if any."""
    groups: list[list[Reading]] = []
    for reading in sorted(readings, key=lambda item: (item["figure"].start, item["figure"].end)):
        if groups and reading["figure"].start < max(item["figure"].end for item in groups[-1]):
            groups[-1].append(reading)
        else:
            groups.append([reading])
    position = start
    for group in groups:
        begin, end = group[0]["figure"].start, max(item["figure"].end for item in group)
        yield text[position:begin], ()
        yield text[begin:end], tuple(group)
        position = end
    yield text[position:], ()


def translation_name(pair: Translation) -> str:
    """Return the file name of the page of a pair."""
    return f"translation-{safe_name(pair.original.source_id)}-{safe_name(pair.translated.source_id)}.html"


def translation_page(pair: Translation, run: Mapping[str, Any]) -> str:
    """Return the page of an original and its translation as HTML; `run` is the content of run.json."""
    titles = {item.source_id: item.title for item in (pair.original, pair.translated)}
    differing = [_row(item) for item in pair.differing]
    alike = [_row(item) for item in pair.figures if item.verdict == SAME]
    return render("translation.html.j2", pair=pair, titles=titles, differing=differing, alike=alike, run=run)


def _row(item: Agreement) -> dict[str, Any]:
    sides = [_side(figure) for figure in (item.original, item.translated)]
    return {"verdict": item.verdict, "note": item.note, "original": sides[0], "translated": sides[1]}


def _side(figure: Figure | None) -> dict[str, str] | None:
    """A figure as printed, its reading in words, its sentence, and its address on the page of its source."""
    if figure is None:
        return None
    return {
        "text": figure.text,
        "reading": readable(figure.as_text),
        "sentence": figure.sentence,
        "address": source_address(figure.source_id, figure.start, figure.end),
    }
