"""The page that explains every number: its equation, its inputs, and the figures in the sources that set them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from analysis.claims.question_files import short_name
from analysis.core.formatting import capitalised, label, meaning_text, name_text, number, readable
from analysis.models import PARAMETERS
from analysis.notebook.evidence import parameter_text
from analysis.notebook.quantity_text import quantity_text, range_text
from analysis.notebook.record import ANSWER, SENTENCE, SENTENCES
from analysis.report.claim_rows import ClaimIndex
from analysis.report.links import (
    NUMBERS,
    Links,
    parameter_anchor,
    result_anchor,
    safe_name,
    sentence_parts,
    source_address,
)
from analysis.report.templating import render


@dataclass(frozen=True)
class ParameterRow:
    """A parameter of a notebook with its value, and the figure in the sources for it, used or replaced."""

    name: str
    label: str
    anchor: str
    value: str
    meaning: str
    by: str
    because: str
    printed: str = ""
    source: str = ""
    allows: str = ""
    replaced: bool = False
    verdict: str = ""
    reason: str = ""

    @property
    def address(self) -> str:
        """The address of its row."""
        return f"{NUMBERS}#{self.anchor}"


@dataclass(frozen=True)
class ExplainedResult:
    """A result with its equation, inputs and quoted results; `lines` holds the rows of a table."""

    name: str
    heading: str
    anchor: str
    item: Mapping[str, Any]
    equation: str = ""
    steps: tuple[tuple[str, str], ...] = ()
    inputs: tuple[ParameterRow, ...] = ()
    quotes: tuple[tuple[str, str], ...] = ()
    lines: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class NotebookSection:
    """The results and parameters of one notebook."""

    notebook: str
    id: str
    title: str
    page: str
    results: list[ExplainedResult]
    parameters: list[ParameterRow]

    @property
    def plain(self) -> list[ExplainedResult]:
        """The results without an equation, quotes or lines."""
        return [item for item in self.results if not (item.equation or item.quotes or item.lines)]

    @property
    def explained(self) -> list[ExplainedResult]:
        """The results with an equation, quotes or lines."""
        return [item for item in self.results if item.equation or item.quotes or item.lines]


def explanations_page(
    run: Mapping[str, Any], results: Mapping[str, Mapping[str, Any]], links: Links, claims: ClaimIndex
) -> str:
    """Return the page as HTML."""
    titles = {short_name(entry["notebook"]): entry["title"] for entry in run["notebooks"]}
    sections = []
    for entry in run["notebooks"]:
        notebook = entry["notebook"]
        inputs = {name: _input(notebook, name, item, claims) for name, item in entry["parameters"].items()}
        found = results.get(notebook, {})
        explained = [_explained(notebook, name, found, inputs, links, titles) for name in found]
        sections.append(
            NotebookSection(
                notebook, safe_name(notebook), entry["title"], entry["page"] or "", explained, list(inputs.values())
            )
        )
    return render("explanations.html.j2", run=run, sections=sections)


_DECIDED_BY = {
    "figure": "the sources", "-p": "set by hand (-p)", "assumed": "assumed, since no figure of the sources fits",
}  # fmt: skip


def _input(notebook: str, name: str, item: Mapping[str, Any], claims: ClaimIndex) -> ParameterRow:
    known = PARAMETERS.get(name)
    value = item["value"]
    found = ParameterRow(
        name,
        label(name, known.unit if known else ""),
        parameter_anchor(notebook, name),
        parameter_text(name, value),
        known.meaning if known else "",
        _DECIDED_BY.get(item["decided_by"], readable(item["decided_by"])),
        item["because"] or "",
    )
    figure = item["figure"]
    if not figure:
        return found
    low, high = figure["hedge_allows"] or (None, None)
    return replace(
        found,
        printed=readable(figure["as_text"]),
        source=source_address(figure["source_id"], figure["start"], figure["end"]),
        allows=range_text(low, high, known.unit if known else "")
        if low is not None and high is not None and low != high
        else "",
        replaced=item["decided_by"] != "figure",
        verdict=claims.verdicts.get(name, ""),
        reason=claims.reasons.get(name, ""),
    )


def _explained(
    notebook: str,
    name: str,
    found: Mapping[str, Mapping[str, Any]],
    inputs: Mapping[str, ParameterRow],
    links: Links,
    titles: Mapping[str, str],
) -> ExplainedResult:
    item = found[name]
    quotes: tuple[tuple[str, str], ...] = ()
    if item.get("unit") in SENTENCES:
        quotes = tuple((text, address) for text, address in sentence_parts(item, notebook, links) if address)
    units = {other: str(one.get("unit", "")) for other, one in found.items()}
    return ExplainedResult(
        name,
        result_heading(name, found, titles),
        result_anchor(notebook, name),
        item,
        item.get("equation", ""),
        tuple(dict(item.get("steps", {})).items()),
        tuple(inputs[other] for other in item.get("inputs", ()) if other in inputs),
        quotes,
        tuple(_lines(item["value"], units, item.get("line_unit", ""))),
    )


def result_heading(name: str, found: Mapping[str, Mapping[str, Any]], titles: Mapping[str, str]) -> str:
    """Return the heading of a result: what it means, or its name in words; `titles` are those of the questions.

    >>> found = {"sentence_margin": {"unit": "sentence"}, "npv_usd": {"meaning": "net present value"}, "foil_share": {}}
    >>> [result_heading(name, found, {"margin": "What does foil earn?"}) for name in found]
    ['In the briefing: What does foil earn?', 'Net present value', 'Foil share']
    """
    item = found[name]
    if name == ANSWER and "card_answer" in found:
        return "More on the answer"
    if item.get("unit") == SENTENCE and (title := titles.get(name.removeprefix("sentence_"))):
        return f"In the briefing: {title}"
    return capitalised(meaning_text(item["meaning"]) if item.get("meaning") else name_text(name))


def _lines(value: Any, units: Mapping[str, str], unit: str) -> Iterator[tuple[str, str]]:
    """The rows of a result that is a table, in its unit or those of the results that it names; empty for a number."""
    for key, one in value.items() if isinstance(value, Mapping) else ():
        if isinstance(one, Mapping):
            yield (
                key,
                "; ".join(
                    f"{name_text(name)} {number(x) if isinstance(x, str) else quantity_text(x, units.get(name, ''))}"
                    for name, x in one.items()
                ),
            )
        else:
            yield key, number(one) if isinstance(one, str) else quantity_text(one, unit, 4)
