"""The verdict on every claim: for an invented article with known answers, and for the four articles of the project."""

import csv
from dataclasses import replace

import pytest

from analysis.claims import counts, judged_alone, values_beside, verify
from analysis.claims.findings import Finding
from analysis.claims.reference_check import Assessment
from analysis.claims.references import Judgement, load_judgements, load_references
from analysis.claims.verdicts import check_spelling, combine
from analysis.core.errors import AnalysisError
from analysis.documents.sources import read_sources

from ..conftest import ROOT
from .conftest import reference, references

SHARED = ROOT.parent / "shared"
INVENTED = """# Foil makers of Anhui

## Highlights

- Battery foil took margins from $20/ton to $900/ton.
- Automated smelting raised productivity by 25%.

## Body

Profit per ton is about $20 for copper wire and over $900 for lithium-battery foil.
An automated line at one plant lifted productivity by 25% and cut costs by about 8%.
China has 44 million tons of rare earth reserves, or 37 percent of all rare earth reserves in the world.
The non-ferrous metals industry of Anhui had revenue of more than 500 billion yuan (about $70 billion) in 2025.
"""
ROWS = (
    reference("A1", "rod_gross_profit", 21, "USD/t", region="China", period="2025"),
    reference(
        "A2", "foil_gross_profit", 500, "USD/t", region="China", scope="average of a maker's foil", period="2025"
    ),
    reference("A3", "automation_productivity_gain", 0.26, "fraction", region="Chile", period="2024"),
    reference("A4", "rare_earth_reserves", 44, "Mt", region="China", period="2025"),
    reference("A5", "rare_earth_reserves", 119, "Mt", region="world", period="2025"),
    reference("A6", "rare_earth_reserve_share", 0.37, "fraction", region="China", period="2025"),
    reference("A7", "nonferrous_revenue", 300, "CNY bn", region="Anhui", period="2025"),
    reference("A8", "nonferrous_revenue", 1000, "CNY bn", region="Jiangxi", period="2025"),
    reference("A9", "exchange_rate", 7.1875, "CNY/USD", region="China/US", period="2025"),
)
ANSWERS = {
    "copper_wire_profit": "consistent",
    "copper_wire_profit (highlights)": "partly",  # it drops the hedge, and is one end of a rise between two products
    "lithium_foil_profit": "partly",  # only averages to compare with
    "lithium_foil_profit (highlights)": "contradicted",  # two products stated as one rise
    "automation_productivity_gain": "consistent",
    "automation_productivity_gain (highlights)": "partly",  # a line became smelting
    "automation_cost_cut": "unverified",
    "rare_earth_reserves": "consistent",
    "rare_earth_reserve_share": "consistent",
    "industry_revenue": "contradicted",  # Anhui had 300; Jiangxi is another province
    "industry_revenue_usd": "consistent",  # as a conversion
}


def test_an_invented_article_has_the_known_answers(sources_of):
    verified = verify(sources_of(INVENTED), references(*ROWS), {})
    assert {item.claim.key: item.computed.verdict for item in verified} == ANSWERS
    assert all(item.reason for item in verified)
    assert sum(counts(verified).values()) == len(ANSWERS)


def test_one_more_reference_verifies_an_unverified_claim(sources_of):
    row = reference("B1", "automation_cost_cut", 0.085, "fraction", region="Chile", period="2025")
    verified = verify(sources_of(INVENTED), references(*ROWS, row), {})
    assert {item.claim.key: item.computed.verdict for item in verified} == ANSWERS | {
        "automation_cost_cut": "consistent"
    }


def test_a_judgement_overrides_an_undecided_verdict_and_keeps_it_visible(sources_of):
    judged = Judgement("automation_cost_cut", "not comparable", "one plant", ())
    free = Judgement("article: the name of the plan", "not comparable", "a name", ())
    other = Judgement("000 body: a rank", "consistent", "of another article", ())
    judgements = {item.claim: item for item in (judged, free, other)}
    sources = sources_of(INVENTED)
    verified = verify(sources, references(*ROWS), judgements)
    (found,) = [item for item in verified if item.claim.key == "automation_cost_cut"]
    assert (found.computed.verdict, found.verdict, found.reason) == ("unverified", "not comparable", "one plant")
    assert judged_alone(sources, judgements) == [free]


def test_a_judgement_gives_way_to_a_reference(sources_of):
    judged = Judgement("automation_cost_cut", "not comparable", "no figure was found", ())
    row = reference("B1", "automation_cost_cut", 0.085, "fraction", region="Chile", period="2025")
    verified = verify(sources_of(INVENTED), references(*ROWS, row), {judged.claim: judged})
    (found,) = [item for item in verified if item.claim.key == "automation_cost_cut"]
    assert (found.verdict, found.judged) == ("consistent", False)


def test_the_reference_values_of_a_claim_are_in_its_unit(sources_of):
    known = references(*ROWS)
    values = {item.claim.key: values_beside(item, known) for item in verify(sources_of(INVENTED), known, {})}
    assert values["rare_earth_reserves"] == {"A4": (44, 44, 44)}  # without A5, which is for the world
    assert values["lithium_foil_profit"] == {"A2": (500, 500, 500)}
    assert values["automation_cost_cut"] == {}


@pytest.mark.parametrize(
    ("compared", "effects", "verdict"),
    [
        ("consistent", [], "consistent"),
        ("consistent", ["supports"], "consistent"),
        ("consistent", ["limits"], "partly"),
        ("consistent", ["limits", "contradicts"], "contradicted"),
        ("unverified", ["supports"], "consistent"),
        ("unverified", ["limits", "supports"], "partly"),
        ("unverified", [], "unverified"),
        ("contradicted", ["supports"], "contradicted"),
        ("contradicted", ["limits"], "contradicted"),
        ("not comparable", ["supports"], "not comparable"),
        ("not comparable", ["contradicts"], "contradicted"),
    ],
)
def test_combine_lets_findings_change_the_verdict_of_the_comparison(compared, effects, verdict):
    found = [Finding(None, effect, "check", f"{effect} it", (effect,)) for effect in effects]
    both = combine(Assessment(compared, "compared", ("R1",)), found)
    assert both.verdict == verdict
    assert set(both.references) == {"R1", *effects}
    if verdict != compared:
        assert both.reason.startswith(
            {"partly": "limits", "contradicted": "contradicts", "consistent": "supports"}[verdict]
        )


def test_the_briefs_and_the_original_articles_have_the_same_verdicts():
    if not (SHARED / "seeds").is_dir():
        pytest.skip("the original articles are missing (../shared/seeds)")
    briefs, originals = (verify(read_sources(folder)) for folder in (ROOT / "seeds", SHARED / "seeds"))
    assert [(item.claim.key, item.verdict) for item in briefs] == [(item.claim.key, item.verdict) for item in originals]


def test_every_claim_of_the_sources_has_a_verdict_and_its_references_exist():
    verified, known = verify(read_sources(ROOT / "seeds")), load_references()
    assert len(verified) == 28
    assert counts(verified)["unverified"] == 0
    for item in verified:
        assert set(item.computed.references) <= set(known)
    assert set(load_judgements()) >= {item.judgement.claim for item in verified if item.judgement}


BY_HAND = {  # verdicts reached by reading the references, before the rules were written
    "consistent": "industry_revenue_usd copper_wire_profit automation_productivity_gain value_added_growth "
    "output_growth recycled_target",
    "contradicted": "lithium_foil_profit(highlights) rare_earth_reserves rare_earth_export_share",
    "not comparable": "copper_grades_share high_end_share automation_energy_cut rare_earth_value_gain",
    "partly": "industry_revenue(highlights) copper_cluster_size(highlights) foil_thickness(highlights) "
    "copper_wire_profit(highlights) automation_cost_cut(highlights) automation_productivity_gain(highlights) "
    "industry_revenue five_year_increase copper_cluster_size copper_cluster_target foil_thickness lithium_foil_profit "
    "automation_cost_cut rare_earth_stock_rise rare_earth_reserve_share",
}


def test_the_claims_of_the_project_have_the_verdicts_reached_by_hand():
    found = {item.claim.key.replace(" ", ""): item.verdict for item in verify(read_sources(ROOT / "seeds"))}
    assert found == {name: verdict for verdict, names in BY_HAND.items() for name in names.split()}


# The rules cannot decide these claims because nobody measures the quantity; data/judgements.csv does.
EXPLAINED = {"C09": "unverified", "C10": "unverified", "C21": "unverified"}


@pytest.mark.skipif(not (SHARED / "reference").is_dir(), reason="the checked claims are missing (../shared/reference)")
def test_computed_verdicts_agree_with_the_verdicts_reached_by_hand():
    def read(name):
        text = (SHARED / "reference" / name).read_text(encoding="utf-8")
        return list(csv.DictReader(text.splitlines()))

    by_hand = {row["claim_id"]: row["verdict"] for row in read("verdicts.csv")}
    verified = verify(read_sources(ROOT / "seeds"))
    special = {
        "C02": "industry_revenue",
        "C11": "copper_cluster_target",
        "C20": "automation_cost_cut",
        "C21": "automation_energy_cut",
    }
    computed = {}
    for row in read("claims.csv"):
        for item in verified:
            claim = item.claim
            same = claim.source_id + ".txt" == row["seed_file"] and claim.named.section == row["where"]
            number = row["value_low"] and float(row["value_low"]) == pytest.approx(claim.named.figure.low)
            if same and number and row["id"] in by_hand and special.get(row["id"], claim.name) == claim.name:
                computed.setdefault(row["id"], item)
    assert len(computed) == len(verified)
    differing = {
        name: item.computed.verdict for name, item in computed.items() if item.computed.verdict != by_hand[name]
    }
    assert differing == EXPLAINED
    assert all(computed[name].verdict == by_hand[name] for name in EXPLAINED)  # as judged
    print(f"{len(computed) - len(differing)} of {len(computed)} computed verdicts agree")


@pytest.mark.parametrize(
    ("column", "text", "meant"),
    [
        ("quantity", "rare_earth_reserve", "rare_earth_reserves"),
        ("quantity", "nonferous_revenue", "nonferrous_revenue"),
        ("region", "Jiangxl", "Jiangxi"),
        ("region", "jiangxi", "Jiangxi"),
        ("region", "World", "world"),
    ],
)
def test_a_misspelled_quantity_or_region_is_an_error(sources_of, column, text, meant):
    row = reference("A1", "nonferrous_revenue", 300, "CNY bn", **({"region": text} if column == "region" else {}))
    row = replace(row, **{column: text})
    with pytest.raises(AnalysisError, match=f"A1: {column}: '{text}'.*'{meant}'"):
        verify(sources_of(INVENTED), references(row), {})


@pytest.mark.parametrize("region", ["China/US", "China Rare Earth Holdings", "Lisbon", None])
def test_other_region_names_are_accepted(region):
    check_spelling([reference("A1", "a_quantity_of_my_own", 1, "t", region=region)])


def test_a_judgement_may_apply_to_one_article(sources_of):
    general = Judgement("automation_cost_cut", "not comparable", "in general", ())
    own = Judgement("007 automation_cost_cut", "partly", "of this article", ())
    text = "The automated line at one smelter cut costs by about 8%."
    judgements = {item.claim: item for item in (general, own)}
    sources_of(text, name="007_one")
    verified = verify(sources_of(text, name="008_other"), {}, judgements)
    assert [item.reason for item in verified] == ["of this article", "in general"]


def test_the_tolerance_is_passed_to_the_checks(sources_of):
    text = "The metals industry of Jiangxi had revenue of 500 billion yuan (about $70 billion) in 2024."
    rows = references(reference("F1", "exchange_rate", 7.8, "CNY/USD", period="2024"))
    verdicts = [
        {item.claim.name: item.verdict for item in verify(sources_of(text), rows, {}, tolerance)}
        for tolerance in (0.05, 0.1)
    ]
    assert [found["industry_revenue_usd"] for found in verdicts] == ["partly", "consistent"]
