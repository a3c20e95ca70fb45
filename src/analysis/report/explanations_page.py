"""The page that explains every number: its equation, its inputs, and the figures in the sources that set them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from html import escape
from typing import Any, NamedTuple

from analysis.binding.question_files import short_name
from analysis.core.formatting import label, meaning_text, name_text, number, readable
from analysis.core.run_record import NotebookRecord, ParameterRecord, RunRecord
from analysis.core.units import amount_unit
from analysis.core.words import capitalised
from analysis.models import PARAMETERS
from analysis.notebook.formulas import formula, labels_of
from analysis.notebook.parameter_tables import allowed_text, parameter_text
from analysis.notebook.quantity_text import quantity_text
from analysis.notebook.record import ANSWER, SENTENCE, SENTENCES, RecordedResult, RunResults
from analysis.report.claim_rows import ClaimIndex
from analysis.report.links import NUMBERS, Links, anchor, safe_name, sentence_parts, source_address
from analysis.report.notebook_page import with_formulas
from analysis.report.templating import render

_DECIDED_BY = {
    "figure": "the sources", "-p": "set by hand (-p)", "assumed": "assumed, since no figure of the sources fits",
}  # fmt: skip


class InputRow(NamedTuple):
    """A parameter with its value, and the figure in the sources for it, used or `replaced`."""

    name: str
    label: str
    anchor: str
    value: str
    meaning: str
    by: str
    because: str
    printed: str = ""
    conversion: str = ""
    source: str = ""
    allows: str = ""
    replaced: bool = False
    verdict: str = ""
    reason: str = ""

    @property
    def address(self) -> str:
        """Where the page explains it."""
        return f"{NUMBERS}#{self.anchor}"


class ResultRow(NamedTuple):
    """A result with its equation and those in it, its inputs and quoted results; `lines` are the rows of a table."""

    name: str
    heading: str
    anchor: str
    item: RecordedResult
    formulas: Sequence[str]
    inputs: Sequence[InputRow]
    quotes: Sequence[tuple[str, str | None]]
    lines: Sequence[tuple[str, str]]

    @property
    def is_plain(self) -> bool:
        """Whether there is nothing to explain but its value."""
        return not (self.formulas or self.quotes or self.lines)


class Section(NamedTuple):
    """One question on the page."""

    id: str
    entry: NotebookRecord
    rows: Sequence[ResultRow]
    parameters: Sequence[InputRow]


def explanations_page(run: RunRecord, results: RunResults, links: Links, claims: ClaimIndex) -> str:
    """Return the page as HTML."""
    titles = {short_name(entry.notebook): entry.title for entry in run.notebooks}
    sections = []
    for entry in run.notebooks:
        notebook, found = entry.notebook, results.get(entry.notebook, {})
        inputs = {name: _input(notebook, name, item, claims) for name, item in entry.parameters.items()}
        rows = [_explained(notebook, name, found, inputs, links, titles) for name in found]
        sections.append(Section(safe_name(notebook), entry, rows, list(inputs.values())))
    return render("explanations.html.j2", run=run, sections=sections)


def _input(notebook: str, name: str, item: ParameterRecord, claims: ClaimIndex) -> InputRow:
    known, figure = PARAMETERS.get(name), item.figure
    unit = known.unit if known else ""
    row = InputRow(
        name,
        label(name, unit),
        anchor(notebook, "input", name),
        parameter_text(name, item.value, unit=figure.unit if figure and item.is_stated else ""),
        known.meaning if known else "",
        _DECIDED_BY.get(item.decided_by, readable(item.decided_by)),
        item.because,
    )
    if not figure:
        return row
    ends, unit = figure.hedge_allows, amount_unit(unit, figure.unit)
    return row._replace(
        printed=readable(figure.as_text),
        conversion=figure.conversion,
        source=source_address(figure.source_id, figure.start, figure.end),
        allows=allowed_text(ends[0], ends[1], unit, figure.low, figure.high, figure.qualifier) if ends else "",
        replaced=not item.is_stated,
        verdict=claims.verdicts.get(name, ""),
        reason=claims.reasons.get(name, ""),
    )


def _explained(
    notebook: str,
    name: str,
    found: Mapping[str, RecordedResult],
    inputs: Mapping[str, InputRow],
    links: Links,
    titles: Mapping[str, str],
) -> ResultRow:
    item = found[name]
    parts = sentence_parts(item, notebook, links) if item.unit in SENTENCES else []
    return ResultRow(
        name,
        result_heading(name, found, titles),
        anchor(notebook, name),
        item,
        list(_formulas(name, found)) if item.equation else [],
        [inputs[other] for other in item.inputs if other in inputs],
        [(text, address) for text, address in parts if address],
        list(_lines(item, found)),
    )


def _formulas(name: str, found: Mapping[str, RecordedResult]) -> Iterator[str]:
    """The equation of a result and those of the quantities in it, as HTML; as code where it is not a formula."""
    shown = {name: found[name].equation, **found[name].steps}
    known = {other: found[other] if other in found else RecordedResult(None) for other in shown}
    used = {word for text in shown.values() for word in re.findall(r"[a-z]\w*", text)}  # also in readings not taken
    words = labels_of(
        [*shown, *(name for name in PARAMETERS if name in used)], {other: item.unit for other, item in known.items()}
    )
    for other, text in shown.items():
        with suppress(ValueError, SyntaxError):
            markup = with_formulas(f"$${formula(other, text, words, known[other].unit, known[other].meaning)}$$")
            if "$$" not in markup:
                yield markup
                continue
        yield f"<code>{escape(f'{other} = {text}')}</code>"


def result_heading(name: str, found: Mapping[str, RecordedResult], titles: Mapping[str, str]) -> str:
    """Return the heading of a result: its meaning, or its name in words; `titles` are the titles of the questions."""
    item = found[name]
    if name == ANSWER and "card_answer" in found:
        return "More on the answer"
    if item.unit == SENTENCE and (title := titles.get(name.removeprefix("sentence_"))):
        return f"In the briefing: {title}"
    return capitalised(meaning_text(item.meaning) or name_text(name))


def _lines(item: RecordedResult, found: Mapping[str, RecordedResult]) -> Iterator[tuple[str, str]]:
    """The rows of a result that is a table, in its unit or as the results that it names; empty for a number."""
    for key, one in item.value.items() if isinstance(item.value, Mapping) else ():
        if isinstance(one, Mapping):
            named = ((name, value, found.get(name, RecordedResult(None))) for name, value in one.items())
            yield key, "; ".join(f"{name_text(name)} {_shown(value, of)}" for name, value, of in named)
        else:
            yield key, number(one) if isinstance(one, str) else quantity_text(one, item.line_unit, 4)


def _shown(value: Any, result: RecordedResult) -> str:
    return number(value) if isinstance(value, str) else quantity_text(value, result.unit, chance=result.chance)
