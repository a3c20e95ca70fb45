"""Which figure was bound to which input, as one JSON object and as lines for a person."""

from collections.abc import Mapping
from typing import Any

from analysis.claims.named_figures import Binding
from analysis.core.figures import Figure


def found_record(bindings: Mapping[str, Binding]) -> dict[str, Any]:
    """Return what was found by name: the figure, or the candidates between which a person must choose."""
    record: dict[str, Any] = {}
    for name, binding in bindings.items():
        if binding.chosen:
            record[name] = _figure(binding.chosen.figure)
        elif binding.open:
            record[name] = {"ambiguous": True, "candidates": [_figure(item.figure) for item in binding.open]}
    return record


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "file": figure.source_id, "start": figure.start, "end": figure.end, "low": figure.low, "high": figure.high,
        "unit": figure.unit, "qualifier": figure.qualifier,
    }  # fmt: skip
