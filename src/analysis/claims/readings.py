"""What an article states, as an archive keeps it: each named figure with its place, hedge, verdict and grade."""

import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from analysis.claims.binding import Candidate, candidates
from analysis.claims.choice import best_parts, oriented
from analysis.claims.claim import claim_from
from analysis.claims.figure_rules import FigureRule, load_rules
from analysis.claims.grades import admiralty_grade
from analysis.claims.named_figures import NamedFigure
from analysis.claims.passages import Passages
from analysis.claims.reference_check import TOLERANCE, compare
from analysis.claims.references import load_references
from analysis.core.fingerprint import fingerprint
from analysis.core.paths import data_folder, own_data_folder
from analysis.documents.corpus import stamp as reading_stamp
from analysis.documents.document import Document
from analysis.documents.sources import Sources


def read_article(document: Document) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return what is known of an article, and the named figures that it states: those that qualify, and plans.

    The verdict of a statement is that of the references alone; checks against other claims need the whole article.
    """
    head = {
        "published": document.published.isoformat() if document.published else None,
        "title": document.metadata.get("title", ""),
        "publisher": document.metadata.get("publisher", ""),
        "standing": document.metadata.get("standing", ""),
        "figures": len(document.figures),
    }
    sources, passages = Sources((document,)), Passages(document)
    stated = [
        (rule, item) for rule in load_rules().values() for item in _stated(candidates(rule, passages, every=False))
    ]
    facts = {item.figure.start for _, item in stated if not item.reason}
    # What is planned is left out where another named figure is that plan: the target of a cluster is not its size.
    return head, [
        _statement(rule, item, sources) for rule, item in stated if not item.reason or item.figure.start not in facts
    ]


def _stated(items: Iterable[Candidate]) -> Iterator[Candidate]:
    """The candidates that an article states, each value once, in the best part of the article."""
    stated = [item for item in items if not item.reason or item.is_planned]
    facts = best_parts([item for item in stated if not item.reason])
    once = {(item.reading, bool(item.reason)): item for item in [*stated, *facts] if item.reason or item in facts}
    yield from once.values()


def _statement(rule: FigureRule, item: Candidate, sources: Sources) -> dict[str, Any]:
    named = NamedFigure(rule, oriented(rule, item.figure), item.section, item.hedge, item.is_planned)
    claim, references = claim_from(named, sources), load_references()
    found = compare(claim, references, TOLERANCE)
    figure = named.figure
    return {
        "name": rule.name, "start": figure.start, "end": figure.end, "text": figure.text, "reading": figure.as_text,
        "low": claim.low, "value": claim.base, "high": claim.high, "unit": claim.unit, "hedge": item.hedge,
        "period": figure.period, "sentence": figure.sentence, "score": item.score, "planned": bool(item.reason),
        "verdict": found.verdict, "grade": admiralty_grade(found, references),
    }  # fmt: skip


@cache
def stamp() -> str:
    """A stamp of everything but the article that determines what is read: code, data and versions of libraries."""
    package = Path(__file__).parents[1]
    folders = [(package / "claims", "*.py"), (package / "models", "*.py")]
    folders += [(folder, "*") for folder in (data_folder(), own_data_folder()) if folder]
    return fingerprint(folders, reading_stamp())[:16]


def as_json(content: Any) -> str:
    """Return content as a line of JSON."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
