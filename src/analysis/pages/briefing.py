"""The first page of a run: the answers, how far to trust them, a chart of each notebook, and every result."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analysis.pages.claims import ClaimBehind, Claims
from analysis.pages.links import SOURCES, Links, safe_name
from analysis.pages.notebook_page import Picture
from analysis.pages.templating import templates
from analysis.references import VERDICTS
from analysis.show.marks import Mark

ANSWER, CAVEAT, TABLE = "sentence", "caveat", "table"  # units of results that are no single number
_BY_SET = ("scenario", "-p")  # what decides a parameter that differs from the default and from the sources

Pieces = list[tuple[str, str | None]]  # of a sentence, each with the address that it leads to


@dataclass(frozen=True)
class Row:
    """A result on the first page."""

    name: str
    item: Mapping[str, Any]
    address: str
    claims: list[ClaimBehind]


def briefing(
    run: Mapping[str, Any],
    results: Mapping[str, Mapping[str, Any]],
    links: Links,
    claims: Claims,
    pictures: Mapping[str, Sequence[Picture]],
) -> str:
    """Return the first page of a run as HTML; `pictures` are the charts of each notebook."""
    titles = {entry["notebook"]: entry["title"] for entry in run["notebooks"]}
    tables = [
        (notebook, titles.get(notebook, notebook), list(_rows(notebook, found, links, claims)))
        for notebook, found in results.items()
    ]
    changed = [
        (entry, name, item)
        for entry in run["notebooks"]
        for name, item in entry["parameters"].items()
        if item["decided_by"] in _BY_SET
    ]
    return (
        templates()
        .get_template("briefing.html.j2")
        .render(
            run=run,
            answers=list(_said(results, ANSWER, links)),
            caveats=list(_said(results, CAVEAT, links)),
            counts=_counts(results, links),
            keys={name: next((item for item in found if item.key), None) for name, found in pictures.items()}
            | {name: None for name in titles if name not in pictures},
            tables=[part for part in tables if part[2]],
            ranged=any("low" in item for found in results.values() for item in found.values()),
            addresses={item["source_id"]: f"{SOURCES}/{safe_name(item['source_id'])}.html" for item in run["sources"]},
            changed=changed,
            parameters=links.parameters,
            up="",
        )
    )


def pieces_of(item: Mapping[str, Any], notebook: str, links: Links) -> Pieces:
    """Return a recorded sentence in pieces, its quoted results with their addresses."""
    text, position = str(item["value"]), 0
    pieces: Pieces = []
    for start, end, target in item.get("quotes", ()):
        pieces.append((text[position:start], None))
        pieces.append((text[start:end], links.address(Mark(None, "result", target), notebook)))
        position = end
    return [*pieces, (text[position:], None)]


def _said(results: Mapping[str, Mapping[str, Any]], unit: str, links: Links) -> Iterator[Pieces]:
    for notebook, found in results.items():
        for item in found.values():
            if item.get("unit") == unit:
                yield pieces_of(item, notebook, links)


def _counts(results: Mapping[str, Mapping[str, Any]], links: Links) -> list[tuple[str, int, str]]:
    """How many claims have each verdict, as the notebook that judges them recorded it."""
    found = []
    for notebook, recorded in results.items():
        for verdict in VERDICTS:
            name = f"claims_{verdict.replace(' ', '_')}"
            if name in recorded and recorded[name]["value"]:
                found.append((verdict, recorded[name]["value"], links.results[notebook, name]))
    return found


def _rows(notebook: str, found: Mapping[str, Any], links: Links, claims: Claims) -> Iterator[Row]:
    for name, item in found.items():
        if item.get("unit") not in (ANSWER, CAVEAT, TABLE):
            yield Row(name, item, links.results[notebook, name], claims.behind(notebook, item))
