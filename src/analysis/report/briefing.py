"""The first page of a run: the answers, how far to trust them, a chart of each notebook, and every result."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from analysis.claims.references import VERDICTS
from analysis.notebook.provenance_links import Mark
from analysis.notebook.record import ANSWER, CAVEAT, NEVER, NOT_NUMBERS, SENTENCE
from analysis.report.claim_rows import ClaimBehind, Claims
from analysis.report.links import SOURCES, Links, safe_name
from analysis.report.notebook_page import Picture
from analysis.report.templating import templates

_BY_SET = ("scenario", "-p")  # what decides a parameter that differs from the default and from the sources
_OF_DRAWS = {"mean", "never"}  # what `uncertainty` adds to a range that it has sampled, and only there

Pieces = list[tuple[str, str | None]]  # of a sentence, each with the address that it leads to


@dataclass(frozen=True)
class Row:
    """A result on the first page."""

    name: str
    item: Mapping[str, Any]
    address: str
    claims: list[ClaimBehind]
    low: Any = None
    high: Any = None
    drawn: bool = False  # low and high are those of draws, else those of scenarios


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
            answers=list(_said(results, SENTENCE, links)) or list(_said(results, ANSWER, links)),
            caveats=list(_said(results, CAVEAT, links)),
            counts=_counts(results, links),
            keys={name: next((item for item in pictures.get(name, ()) if item.key), None) for name in titles},
            tables=[part for part in tables if part[2]],
            drawn=any(row.drawn for part in tables for row in part[2]),
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
    scenarios = _exploratory(found.get("scenarios", {}))
    for name, item in found.items():
        if item.get("unit") in NOT_NUMBERS:
            continue
        row = Row(name, item, links.results[notebook, name], claims.behind(notebook, item))
        cases: list[Any] = [math.inf if case.get(name) == NEVER else case.get(name) for case in scenarios]
        if "low" in item and "high" in item:
            row = replace(row, low=item["low"], high=item["high"], drawn=not _OF_DRAWS.isdisjoint(item))
        elif cases and all(isinstance(case, (int, float)) for case in cases):
            row = replace(row, low=min(cases), high=max(cases))
        yield row


def _exploratory(scenarios: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The results of each scenario that a notebook recorded, without those that begin at the answer."""
    cases = scenarios.get("value")
    left_out = scenarios.get("normative", ())
    return [found for name, found in cases.items() if name not in left_out] if isinstance(cases, Mapping) else []
