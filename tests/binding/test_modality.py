import re
from pathlib import Path

import pytest

from analysis.binding import modality as module
from analysis.binding.modality import AFTER, BEFORE, NEXT, TAKEN_BACK, Modality, modality
from analysis.binding.named_figures import bind_figures
from analysis.binding.passages import Passages
from analysis.binding.said_condition import stated_as
from analysis.documents.document import Document
from analysis.documents.sources import read_sources
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


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        # developed on
        ("The cluster there is worth 900 billion yuan and is to be worth 950 billion yuan in 2030.", None),
        ("It is worth 900 billion yuan today and will be worth at least 950 billion yuan in 2030.", None),
        ("It was worth 900 billion yuan and is expected to be worth 950 billion yuan in 2027.", None),
        ("A size of 900 billion yuan is to be reached in 2027, after 450 billion yuan in 2024.", "plan"),
        # held out
        ("The cluster, valued at 900 billion yuan, is to be as large as 950 billion yuan.", None),
        ("Profit is 900 dollars a tonne and will be about 1,100 dollars a tonne next year.", None),
        ("It will be worth 900 billion yuan and is to be worth 950 billion yuan in 2030.", "plan"),
    ],
)
def test_what_is_to_come_is_the_next_figure_and_not_the_one_before(text, kind):
    first, *others = [item for item in extract_figures(text) if item.low >= 400 and item.unit != "year"]
    found = modality(text, first, 0, len(text), [first, *others])
    assert (found.kind if found else None) == kind


def test_a_sentence_beside_a_figure_denies_it():
    assert Modality("denial", "the next sentence").instead_of("fact") == "the next sentence denies it"
    assert Modality("plan", "is to be").instead_of("fact") == "'is to be' makes it a plan, not a fact"


@pytest.mark.parametrize(
    ("told", "size", "target"),
    [
        # developed on
        ("stood at over 95 billion yuan in 2025 and is expected to surpass 150 billion yuan in 2028", 95, 150),
        ("stood at over 95 billion yuan and is expected to surpass 150", 95, 150),
        (", which stood at over 95 billion yuan, is expected to surpass 150 billion yuan by 2028", 95, 150),
        ("reached 95 billion yuan and is to reach 150 billion yuan by 2028", 95, 150),
        # held out
        ("came to 95 billion yuan and is expected to climb past 150", 95, 150),
        ("is worth 95 billion yuan and is projected to top 150 billion yuan in 2028", 95, 150),
        ("is valued at 95 billion yuan and is due to grow beyond 150 billion yuan by 2028", 95, 150),
        ("made 95 billion yuan, and is set to hit 150 billion yuan in 2028", 95, 150),
        ("has 95 billion yuan of revenue, which is planned to exceed 150 billion yuan by 2028", 95, 150),
    ],
)
def test_what_a_cluster_is_expected_to_reach_is_not_what_it_has(tmp_path, told, size, target):
    (tmp_path / "a.txt").write_text(f"Copper\n\n2026-05-04\n\nThe copper cluster of Hubei {told}.\n", encoding="utf-8")
    found = bind_figures(read_sources(tmp_path), ["copper_cluster_size", "copper_cluster_target"])
    assert [item.chosen.figure.low / 1e9 for item in found.values()] == [size, target]


def test_what_is_expected_to_last_is_expected(tmp_path):
    text = "Savings of 12 percent of costs by robots are expected to follow 2 years later."
    (tmp_path / "a.txt").write_text(f"Robots\n\n2026-05-04\n\n{text}\n", encoding="utf-8")
    assert bind_figures(read_sources(tmp_path), ["automation_cost_cut"])["automation_cost_cut"].chosen is None


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("Profit per tonne does not exceed $900.", ""),
        ("Profit never fell below $900 a tonne.", ""),
        ("Fees have not risen above $900 per tonne.", ""),
        ("Costs can't be higher than $900 per tonne.", ""),
        ("The profit will not exceed $900 a tonne before 2028.", "plan or forecast"),
        ("Profit won't drop below $900 a tonne.", "plan or forecast"),
        ("The profit is not $900 a tonne.", "denied"),
        ("The mine never made $900 a tonne.", "denied"),
        ("It did not say that the profit is more than $900 a tonne.", "denied"),
        ("It did not say that the profit is at least $900 a tonne.", "denied"),
        ("Nobody believes that the profit exceeds $900 a tonne.", "denied"),
    ],
)
def test_a_limit_that_is_put_as_a_negation_is_not_listed_as_denied(text, stated):
    passages = Passages(Document("a", Path("a.txt"), text, "0"))
    assert stated_as(passages.figures[0], passages) == stated
