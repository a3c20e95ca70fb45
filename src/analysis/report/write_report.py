"""Write all pages of a report."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from analysis.claims.translations import translations_in
from analysis.claims.verdicts import VerifiedClaim, verify
from analysis.core.run_record import RunRecord, read_record
from analysis.documents.sources import Sources
from analysis.models.equations import inputs_taken
from analysis.notebook.record import Recorded, RecordedResult, RunResults
from analysis.report.claim_reviews import write_claim_reviews
from analysis.report.claim_rows import ClaimIndex
from analysis.report.explanations_page import explanations_page
from analysis.report.first_page import briefing
from analysis.report.ledger_page import LEDGER
from analysis.report.links import NUMBERS, REFERENCES, SOURCES, Links, safe_name
from analysis.report.notebook_page import ChartFile, write_notebook_page
from analysis.report.references_page import TABLE as REFERENCE_TABLE
from analysis.report.references_page import references_page, used_references, write_data_tables, write_references
from analysis.report.source_page import fed_parameters, source_page, translation_name, translation_page

INDEX = "index.html"
_VERDICTS = "verdicts"  # a result of the notebook that judges the claims


def verified_in(results: Mapping[str, Recorded], sources: Sources) -> list[VerifiedClaim]:
    """Return the verdict on every claim in the sources if a notebook of the run judges them, else nothing."""
    return verify(sources) if any(_VERDICTS in found for found in results.values()) else []


def write_pages(
    folder: Path,
    run: RunRecord,
    recorded: Mapping[str, Recorded],
    sources: Sources,
    verified: Sequence[VerifiedClaim],
) -> Callable[[RunRecord], None]:
    """Write the pages of a run: notebooks with their charts, explanations, references, sources.

    `verified` is what `verified_in` returns.
    """
    results = _with_inputs_taken(run, recorded)
    links = Links.of(run, results, sources)
    claims = ClaimIndex.of(run, results)
    charts: dict[str, list[ChartFile]] = {}
    texts: dict[str, tuple[str, str]] = {}
    for entry in run.notebooks:
        if entry.page:
            executed = (folder / entry.page).with_suffix(".ipynb")
            charts[entry.notebook] = write_notebook_page(executed, run, entry, links)
            texts[entry.page] = entry.title, (folder / entry.page).read_text(encoding="utf-8")
            if _VERDICTS in results.get(entry.notebook, {}):
                write_claim_reviews(folder, sources, run.started[:10], entry.page, verified)
    references = used_references(verified, texts)
    tables, user = write_data_tables(folder, run)
    (folder / REFERENCES).write_text(references_page(run, references, tables, user), encoding="utf-8")
    write_references(folder / REFERENCE_TABLE, references)
    uses = fed_parameters(run, claims.verdicts)
    (folder / SOURCES).mkdir(exist_ok=True)
    for document, record in zip(sources.documents, run.sources, strict=True):
        page = folder / SOURCES / f"{safe_name(document.source_id)}.html"
        page.write_text(source_page(document, record, run, uses), encoding="utf-8")
    pairs = translations_in(sources.documents)
    for pair in pairs:
        (folder / translation_name(pair)).write_text(translation_page(pair, run), encoding="utf-8")
    (folder / NUMBERS).write_text(explanations_page(run, results, links, claims), encoding="utf-8")

    def write_first_page(run: RunRecord) -> None:
        ledger = (folder / LEDGER).exists()
        first = briefing(
            run, results, links, claims, charts, pairs, references, tables, verified=verified, ledger=ledger
        )
        (folder / INDEX).write_text(first, encoding="utf-8")

    return write_first_page


def _with_inputs_taken(run: RunRecord, recorded: Mapping[str, Recorded]) -> RunResults:
    """The results, each with only those inputs that count in the readings of the run."""
    given = {entry.notebook: entry.parameters for entry in run.notebooks}

    def typed(notebook: str, content: Mapping[str, Any]) -> RecordedResult:
        item = read_record(RecordedResult, content)
        if not item.inputs:
            return item
        values = {name: parameter.value for name, parameter in given.get(notebook, {}).items()}
        taken = inputs_taken(item.equation, item.steps, values)
        return replace(item, inputs=[name for name in item.inputs if name in taken])

    return {
        notebook: {name: typed(notebook, content) for name, content in found.items()}
        for notebook, found in recorded.items()
    }
