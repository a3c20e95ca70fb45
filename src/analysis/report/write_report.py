"""All pages of a run, written into its folder."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analysis.documents.sources import Sources
from analysis.report.briefing import briefing
from analysis.report.claim_rows import Claims
from analysis.report.explanations_page import numbers_page
from analysis.report.links import NUMBERS, SOURCES, Links, safe_name
from analysis.report.notebook_page import Picture, write_notebook_page
from analysis.report.source_page import source_page, uses_of

INDEX = "index.html"


def write_pages(
    folder: Path, run: Mapping[str, Any], results: Mapping[str, Mapping[str, Any]], sources: Sources
) -> None:
    """Write the pages of a run: the briefing, its notebooks and their charts, its numbers, its sources.

    `run` is what run.json says and `results` what results.json does; the executed notebooks stand in the folder.
    """
    links = Links.of(run, results, sources)
    claims = Claims.of(run, results)
    pictures: dict[str, list[Picture]] = {}
    for entry in run["notebooks"]:
        if entry["page"]:
            executed = (folder / entry["page"]).with_suffix(".ipynb")
            pictures[entry["notebook"]] = write_notebook_page(executed, run, entry, links)
    uses = uses_of(run, claims.verdicts)
    (folder / SOURCES).mkdir(exist_ok=True)
    for document, record in zip(sources.documents, run["sources"], strict=True):
        page = folder / SOURCES / f"{safe_name(document.source_id)}.html"
        page.write_text(source_page(document, record, run, uses), encoding="utf-8")
    (folder / NUMBERS).write_text(numbers_page(run, results, links, claims), encoding="utf-8")
    (folder / INDEX).write_text(briefing(run, results, links, claims, pictures), encoding="utf-8")
