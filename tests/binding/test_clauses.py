"""What a clause is about, and that a part, a price, a sum or a condition feeds no input."""

import json
from pathlib import Path

import pytest

from analysis.binding.clauses import subject_of
from analysis.binding.named_figures import bind_figures
from analysis.documents.document import Document
from analysis.documents.sources import Sources


def binding(text, name):
    documents = (Document("t", Path("t.txt"), text, "0"),)
    return bind_figures(Sources(documents), [name])[name]


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("The county pays $9", "The county"),
        ("The builder of the drums, a firm from Nagoya, clears $9", "The builder"),
        ("Costs fell by 8 percent and the hall uses $9", "the hall"),
        ("The hall uses less power and saved $9", "The hall"),
        ("The firm says that its wire earns $9", "its wire"),
        ("The mill, which opened in May, earned $9", "The mill"),
        ("The foil that leaves the gate earns $9", "The foil"),
        ("According to the report, wire earned $9", "wire"),
        ("The wire, says the union, earned $9", "The wire"),
        ("The wire business, once a stepchild, now earns $9", "The wire business"),
        ("Profit on wire: $9", None),
        ("At $9", None),
    ],
)
def test_the_subject_of_a_clause_is_found(text, head):
    found = subject_of(text, 0, text.index("$"))
    assert (found and found.head) == head


@pytest.mark.parametrize(
    ("name", "trap", "fact"),
    [
        (
            "rare_earth_export_share",
            "Rare earths from China made up 4 percent of the exports that passed the quay.",
            "Rare earths from China made up 74 percent of the world's exports.",
        ),
        (
            "rare_earth_export_share",
            "Of the ships that left China, 3 percent exported rare earths.",
            "Of the rare earths that the world exported, 73 percent came from China.",
        ),
        (
            "rare_earth_stock_rise",
            "Trading of rare earth shares stops once they have gained 15 percent in a session.",
            "Rare earth shares have gained 15 percent in a session.",
        ),
        (
            "lithium_foil_profit",
            "A tonne of battery foil keeps copper for $940 per tonne.",
            "A tonne of battery foil is good for $940 of earnings.",
        ),
        (
            "industry_revenue",
            "From 2021 to 2025, Hunan's non-ferrous metals industry had revenue of 2.1 trillion yuan.",
            "Hunan's non-ferrous metals industry, which grew from 2021 to 2025, had revenue of 2.1 trillion yuan.",
        ),
        (
            "foil_thickness",
            "The copper foil has a film 2 microns thick.",
            "The copper foil is 2 microns thick, a tenth of a hair.",
        ),
    ],
)
def test_a_part_a_price_a_sum_or_a_condition_is_not_the_figure(name, trap, fact):
    assert binding(trap, name).chosen is None
    assert binding(fact, name).chosen is not None


def test_most_articles_about_other_subjects_feed_nothing_and_clear_ones_what_they_state():
    path = Path(__file__).parents[1] / "data" / "named_figures" / "read.jsonl"
    avoided, right = [], []
    for line in path.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        if case["writer"] == "subjects":
            documents = (Document("article", Path("article.txt"), case["files"]["article.txt"], "0"),)
            found = bind_figures(Sources(documents), [*case["must_not"], *case["expect"]])
            avoided += [found[name].chosen is None for name in case["must_not"]]
            for name, gold in case["expect"].items():
                chosen = found[name].chosen
                right.append(chosen is not None and chosen.figure.text == gold["text"])
    assert (len(avoided), len(right)) == (110, 162)
    assert sum(avoided) / len(avoided) > 0.64
    assert sum(right) / len(right) > 0.94
