import re

import pytest

from analysis.claims import modality as module
from analysis.claims.modality import modality
from analysis.claims.modality_cues import AFTER, BEFORE, NEXT, TAKEN_BACK
from analysis.extraction.extract import extract_figures

TABLES = {"_BEFORE": BEFORE, "_AFTER": AFTER, "_TAKEN_BACK": TAKEN_BACK, "_NEXT_DENIES": NEXT}
ROWS = [(name, cue) for name, cues in TABLES.items() for cue in cues]


def kind_of(text: str) -> str | None:
    figure = next(item for item in extract_figures(text) if item.low == 900)
    found = modality(text, figure, 0, text.find(". ") + 1 or len(text), [])
    return found.kind if found else None


@pytest.mark.parametrize(("table", "cue"), ROWS, ids=[f"{cue.kind}: {cue.example}" for _, cue in ROWS])
def test_an_example_has_its_kind_because_of_its_cue(table, cue, monkeypatch):
    assert kind_of(cue.example) == cue.kind
    pattern = getattr(module, table).pattern
    words = cue.pattern.replace(" ", r"\s+")
    assert words in pattern
    monkeypatch.setattr(module, table, re.compile(pattern.replace(words, "(?!)", 1), re.IGNORECASE))
    assert kind_of(cue.example) != cue.kind


def test_a_sentence_without_a_cue_states_a_fact():
    assert kind_of("The profit was $900 a tonne.") is None
