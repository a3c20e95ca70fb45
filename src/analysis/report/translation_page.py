"""The page of a translation: each figure of the original beside that of the translation, and how they differ."""

from collections.abc import Mapping
from typing import Any

from analysis.claims.translations import SAME, Agreement, Translation
from analysis.core.figures import Figure
from analysis.core.units import spelled
from analysis.report.links import safe_name, source_address
from analysis.report.templating import render


def translation_name(pair: Translation) -> str:
    """Return the file name of the page of a pair."""
    return f"translation-{safe_name(pair.original.source_id)}-{safe_name(pair.translated.source_id)}.html"


def translation_page(pair: Translation, run: Mapping[str, Any]) -> str:
    """Return the page of an original and its translation as HTML; `run` is the content of run.json."""
    titles = {item.source_id: item.metadata.get("title") or item.source_id for item in (pair.original, pair.translated)}
    differing = [_row(item) for item in pair.differing]
    alike = [_row(item) for item in pair.figures if item.verdict == SAME]
    return render("translation.html.j2", pair=pair, titles=titles, differing=differing, alike=alike, run=run)


def _row(item: Agreement) -> dict[str, Any]:
    sides = [_side(figure) for figure in (item.original, item.translated)]
    return {"verdict": item.verdict, "note": item.note, "original": sides[0], "translated": sides[1]}


def _side(figure: Figure | None) -> dict[str, str] | None:
    """A figure as printed, its reading spelt out, its sentence, and its address on the page of its source."""
    if figure is None:
        return None
    return {
        "text": figure.text,
        "reading": figure.read_as(spelled(figure.unit)),
        "sentence": figure.sentence,
        "address": source_address(figure.source_id, figure.start, figure.end),
    }
