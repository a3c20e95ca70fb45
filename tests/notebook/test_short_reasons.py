"""Why a claim has its verdict, in one clause: the numbers of others, and on which side of the claim they lie."""

import re

import pytest

from analysis.claims.verdicts import verify
from analysis.core.paths import resolve
from analysis.core.references import load_references
from analysis.documents.sources import read_sources
from analysis.notebook.questions.verdict_reasons import short_reason


def reasons(folder, text, date="2025-09-01"):
    (folder / "a.md").write_text(f"---\npublisher: P\ndate: {date}\n---\n# A note\n\n{text}\n", encoding="utf-8")
    known = load_references()
    return {item.claim.key: (item.label, short_reason(item, known)) for item in verify(read_sources(folder))}


FOIL = "A tonne of battery foil earns its maker in Jiangxi {} US dollars."
RESERVES = "China has rare earth reserves of {} million tonnes."


@pytest.mark.parametrize(
    ("profit", "label", "words"),
    [
        ("1,400", "not verifiable", "all 7 similar ones are lower, USD −529 to 869 per tonne"),
        ("600", "plausible by analogy", "in line with the nearest of 7 references for something similar"),
    ],
)
def test_similar_numbers_are_told_with_their_side(tmp_path, profit, label, words):
    found, reason = reasons(tmp_path, FOIL.format(profit))["lithium_foil_profit"]
    assert (found, words in reason) == (label, True), reason


@pytest.mark.parametrize(
    ("size", "label", "words"),
    [
        ("44", "confirmed", "measured independently: 44 Mt"),
        ("48", "confirmed, roughly", "measured independently: 44 Mt, 8.3 % lower, near enough"),
        ("more than 20", "confirmed, roughly", "measured independently: 44 Mt, 120 % higher, as its bound allows"),
        ("less than 90", "confirmed, roughly", "measured independently: 44 Mt, 51 % lower, as its bound allows"),
    ],
)
def test_a_number_that_is_only_near_is_roughly_confirmed(tmp_path, size, label, words):
    assert reasons(tmp_path, RESERVES.format(size))["rare_earth_reserves"] == (label, words)


@pytest.mark.parametrize("folder", ["seeds", "tests/data/other_articles"])
def test_every_claim_has_a_reason_without_ids_units_of_the_code_or_nan(folder):
    known = load_references()
    for item in verify(read_sources(resolve(folder))):
        reason = short_reason(item, known)
        assert reason or item.corrected is not None
        assert not re.search(r"\bnan\b|\binf\b|_|\bum\b|USD/t\b", reason), reason
