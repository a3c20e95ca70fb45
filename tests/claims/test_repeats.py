"""A claim counts once, and a place that repeats it says what it dropped."""

import pytest

from analysis.claims.claim import claims_of
from analysis.claims.verdicts import verify, without_repeats
from analysis.documents.sources import read_sources

TWO_PARTS = "Foil pays\n\nHighlights\n\n- {}\n\nThe details\n\n{}\n"


def repeats(sources, tolerance=0.05):
    return {
        item.key: [(repeat.claim.key, repeat.dropped) for repeat in found]
        for item, found in without_repeats(claims_of(sources), tolerance)
    }


FOIL = "Profit per ton is over $900 for lithium-battery foil in Anhui."
LINE = "The automated line at one smelter lifted productivity by 25%."
GOAL = "Target: planners want the copper cluster to pass 700 billion yuan by 2028."


@pytest.mark.parametrize(
    ("highlight", "body", "dropped"),
    [
        ("Battery foil earns a profit of $900 per ton.", FOIL, ["the hedge"]),
        ("Battery foil earns a profit of over $900 per ton.", FOIL, []),
        ("Automated smelting raised productivity by 25%.", LINE, ["the scope (a line)"]),
        ("An automated line raised productivity by 25%.", LINE, []),
        (
            "Copper and rare earths together are a cluster of 300 billion yuan.",
            "The copper cluster is worth 300 billion yuan.",
            ["the scope (it adds rare earths)"],
        ),
        ("A copper cluster of 700 billion yuan in 2028.", GOAL, ["the hedge", "that it is planned"]),
        ("A copper cluster of 700 billion yuan is the target for 2028.", GOAL, ["the hedge"]),
    ],
)
def test_a_highlight_repeats_the_body_and_may_drop_something(sources_of, highlight, body, dropped):
    ((repeat,),) = repeats(sources_of(TWO_PARTS.format(highlight, body))).values()
    assert [word.partition(" (")[0] for word in repeat[1]] == [word.partition(" (")[0] for word in dropped]
    assert all(word in " ".join(repeat[1]) for word in dropped)


def test_a_target_that_a_later_article_repeats_is_still_planned(sources_of):
    sources_of(GOAL.replace("the copper", "Anhui's copper"), "2024-03-11", "a")
    later = sources_of("Anhui's copper cluster is still meant to reach more than 700 billion yuan in 2028.", name="b")
    ((repeat,),) = [found for found in repeats(later).values() if found]
    assert repeat[1] == ()


@pytest.mark.parametrize(
    ("highlight", "dropped"),
    [
        ("Battery foil took margins from $20/ton to $900/ton.", 2),
        ("Profit is $20/ton on copper wire and $900/ton on battery foil.", 0),
    ],
)
def test_profits_of_two_products_stated_as_one_rise_are_found(sources_of, highlight, dropped):
    body = "Profit per ton is $20 for copper wire and $900 for lithium-battery foil."
    found = repeats(sources_of(TWO_PARTS.format(highlight, body)))
    assert len(found) == 2
    words = [word for places in found.values() for _, dropped in places for word in dropped]
    assert [word.startswith("that it is not one change") for word in words] == [True] * dropped


def test_a_highlight_with_another_number_is_a_separate_claim(sources_of):
    found = repeats(sources_of(TWO_PARTS.format("Battery foil earns a profit of $2,000 per ton.", FOIL)))
    assert found == {"lithium_foil_profit": [], "lithium_foil_profit (highlights)": []}


@pytest.mark.parametrize(("number", "claims"), [("1 trillion", 1), ("2 trillion", 2)])
def test_an_article_that_states_the_same_number_is_not_a_second_claim(sources_of, number, claims):
    text = "The metals industry of Jiangxi had revenue of {} yuan in 2025."
    sources_of(text.format("1 trillion"), name="a_first")
    sources = sources_of(text.format(number), name="b_second")
    assert len(without_repeats(claims_of(sources), 0.05)) == claims


def test_plants_of_two_articles_with_the_same_number_are_two_claims(sources_of):
    sources_of(LINE, name="a_first")
    sources = sources_of(LINE, name="b_second")
    assert len(without_repeats(claims_of(sources), 0.05)) == 2


IN_CHINESE = """---
date: 2026-04-18
---
洞庭铜业总经理说，普通铜杆每吨利润约200元，锂电铜箔每吨利润超过8000元。公司最薄的锂电铜箔仅4微米，年产量1.5万吨。
"""
TRANSLATED = """---
date: 2026-04-20
---
Dongting Copper, says its manager, makes about 200 yuan a tonne on ordinary copper rod and 8,000 yuan a tonne on
lithium-battery foil. Its thinnest battery foil measures just 4 microns, and it makes 15,000 tonnes a year.
"""


@pytest.mark.parametrize("name", ["a_translation", "translation"])  # before and after the original, by name
def test_a_translation_repeats_the_claims_of_its_original(tmp_path, name):
    (tmp_path / "foil.md").write_text(IN_CHINESE, encoding="utf-8")
    (tmp_path / f"{name}.md").write_text(TRANSLATED, encoding="utf-8")
    verified = verify(read_sources(tmp_path))
    assert [item.claim.source_id for item in verified] == ["foil"] * 3
    assert [repeat.claim.source_id for item in verified for repeat in item.repeats] == [name] * 3
    dropped = {item.claim.name: [repeat.dropped for repeat in item.repeats] for item in verified}
    assert dropped["lithium_foil_profit"] == [("the hedge (more than 8,000 CNY/t)",)]
    assert dropped["copper_wire_profit"] == [()]


def test_two_plants_with_the_same_number_in_two_languages_are_two_claims(tmp_path):
    (tmp_path / "foil.md").write_text(IN_CHINESE, encoding="utf-8")
    other = "---\ndate: 2026-04-20\n---\nThe foil works of Kvarner Metals earns 8,000 yuan a tonne on battery foil.\n"
    (tmp_path / "other.md").write_text(other, encoding="utf-8")
    foil = [item for item in verify(read_sources(tmp_path)) if item.claim.name == "lithium_foil_profit"]
    assert [item.claim.source_id for item in foil] == ["foil", "other"]
