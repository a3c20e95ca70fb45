"""The verdict on every claim: for an invented article with known answers, and for the four articles of the project."""

import csv
from dataclasses import replace

import pytest

from analysis.binding.figure_rules import VerificationSpec, load_rules
from analysis.claims import (
    counts,
    independently_confirmed,
    judged_alone,
    target_counts,
    verify,
)
from analysis.claims.cross_checks import Finding
from analysis.claims.reference_check import Assessment
from analysis.claims.verdicts import check_spelling, combine, comparable_references, judged_claim
from analysis.core.errors import AnalysisError
from analysis.core.references import Judgement, load_judgements, load_references
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
    "copper_wire_profit": "plausible by analogy",
    "lithium_foil_profit": "not verifiable",  # only averages to compare with, which disagree
    "automation_productivity_gain": "plausible by analogy",
    "automation_cost_cut": "not verifiable",
    "rare_earth_reserves": "confirmed",
    "rare_earth_reserve_share": "confirmed",
    "industry_revenue": "contradicted",  # Anhui had 300; Jiangxi is another province
    "industry_revenue_usd": "confirmed",  # as a conversion
}


def test_an_invented_article_has_the_known_answers(sources_of):
    verified = verify(sources_of(INVENTED), references(*ROWS), {})
    assert {item.claim.key: item.computed.verdict for item in verified} == ANSWERS
    assert all(item.reason for item in verified)
    assert sum(counts(verified).values()) == len(ANSWERS)
    assert {item.claim.key: len(item.repeats) for item in verified if item.repeats} == {
        "copper_wire_profit": 1,
        "lithium_foil_profit": 1,
        "automation_productivity_gain": 1,
    }


def test_one_more_reference_verifies_an_unverified_claim(sources_of):
    row = reference("B1", "automation_cost_cut", 0.085, "fraction", region="Chile", period="2025")
    verified = verify(sources_of(INVENTED), references(*ROWS, row), {})
    assert {item.claim.key: item.computed.verdict for item in verified} == ANSWERS | {
        "automation_cost_cut": "plausible by analogy"
    }


def test_a_judgement_overrides_an_undecided_verdict_and_keeps_it_visible(sources_of):
    judged = Judgement("automation_cost_cut", "repeated by the claimant only", "one plant", ())
    free = Judgement("article: the name of the plan", "not verifiable", "a name", ())
    other = Judgement("000 body: a rank", "confirmed", "of another article", ())
    judgements = {item.claim: item for item in (judged, free, other)}
    sources = sources_of(INVENTED)
    verified = verify(sources, references(*ROWS), judgements)
    (found,) = [item for item in verified if item.claim.key == "automation_cost_cut"]
    assert (found.computed.verdict, found.reason) == ("not verifiable", "one plant")
    assert found.verdict == "repeated by the claimant only"
    assert judged_alone(sources, judgements) == [free]


def test_a_judgement_gives_way_to_a_reference(sources_of):
    judged = Judgement("automation_cost_cut", "contradicted", "no figure was found", ())
    row = reference("B1", "automation_cost_cut", 0.085, "fraction", region="Chile", period="2025")
    verified = verify(sources_of(INVENTED), references(*ROWS, row), {judged.claim: judged})
    (found,) = [item for item in verified if item.claim.key == "automation_cost_cut"]
    assert (found.verdict, found.judged) == ("plausible by analogy", False)


def test_the_reference_values_of_a_claim_are_in_its_unit(sources_of):
    known = references(*ROWS)
    values = {item.claim.key: comparable_references(item, known) for item in verify(sources_of(INVENTED), known, {})}
    assert values["rare_earth_reserves"] == {"A4": (44, 44, 44)}  # without A5, which is for the world
    assert values["lithium_foil_profit"] == {"A2": (500, 500, 500)}
    assert values["automation_cost_cut"] == {}


@pytest.mark.parametrize(
    ("compared", "effects", "expected"),
    [
        (("confirmed", 1), [], ("confirmed", 1)),
        (("confirmed", 1), ["supports"], ("confirmed", 1)),
        (("confirmed", 1), ["qualifies"], ("confirmed", 2)),
        (("confirmed", 1), ["garbles"], ("outdated or garbled", 5)),
        (("confirmed", 1), ["qualifies", "contradicts"], ("contradicted", 5)),
        (("plausible by analogy", 3), ["supports"], ("plausible by analogy", 3)),
        (("not verifiable", 6), ["supports"], ("confirmed", 1)),
        (("not verifiable", 6), ["nearly supports"], ("confirmed", 2)),
        (("not verifiable", 6), ["qualifies", "supports"], ("confirmed", 2)),
        (("not verifiable", 6), ["qualifies"], ("not verifiable", 6)),
        (("not verifiable", 6), [], ("not verifiable", 6)),
        (("contradicted", 5), ["supports"], ("contradicted", 5)),
        (("contradicted", 5), ["garbles"], ("contradicted", 5)),
        (("contradicted", 5), ["postpones"], ("not due yet", 6)),
        (("quotation not checked", 6), ["supports"], ("quotation not checked", 6)),
        (("quoted correctly", 1), ["contradicts"], ("misquoted", 5)),
    ],
)
def test_combine_lets_findings_change_the_verdict_of_the_comparison(compared, effects, expected):
    found = [Finding(None, effect, "check", f"{effect} it", (effect,)) for effect in effects]
    both = combine(Assessment(compared[0], "compared", ("R1",), compared[1]), found, lambda _: True)
    assert (both.verdict, both.information) == expected
    assert set(both.references) == {"R1", *effects}


def test_a_finding_from_the_claimants_own_numbers_confirms_nothing():
    found = [Finding(None, "supports", "check", "it fits", ("R1",))]
    both = combine(Assessment("not verifiable", "nothing known"), found, lambda _: False)
    assert (both.verdict, both.information, both.reason) == ("repeated by the claimant only", 4, "it fits")


def test_the_briefs_and_the_original_articles_have_the_same_verdicts():
    if not (SHARED / "seeds").is_dir():
        pytest.skip("the original articles are missing (../shared/seeds)")
    briefs, originals = (verify(read_sources(folder)) for folder in (ROOT / "seeds", SHARED / "seeds"))
    assert [(item.claim.key, item.verdict) for item in briefs] == [(item.claim.key, item.verdict) for item in originals]


def test_every_claim_of_the_sources_has_a_verdict_and_its_references_exist():
    verified, known = verify(read_sources(ROOT / "seeds")), load_references()
    assert len(verified) == 21
    assert sum(len(item.repeats) for item in verified) == 7
    for item in verified:
        assert set(item.computed.references) <= set(known)
        assert item.grade[0] in "ABCDEF"
        assert item.grade[1] == str(item.computed.information)
    assert set(load_judgements()) >= {item.judgement.claim for item in verified if item.judgement}


VERDICTS_OF_THE_SEEDS = {  # read against the references, one by one
    "confirmed": "industry_revenue_usd",
    "repeated by the claimant only": "industry_revenue five_year_increase copper_cluster_size",
    "plausible by analogy": "foil_thickness copper_wire_profit automation_productivity_gain",
    "outdated or garbled": "rare_earth_reserves rare_earth_reserve_share rare_earth_export_share rare_earth_stock_rise",
    "not verifiable": "copper_grades_share high_end_share lithium_foil_profit automation_energy_cut "
    "automation_cost_cut rare_earth_value_gain",
    "quotation not checked, off course": "copper_cluster_target",
    "quoted correctly, on course": "value_added_growth output_growth recycled_target",
}


def test_the_claims_of_the_project_have_the_verdicts_read_from_the_references():
    verified = verify(read_sources(ROOT / "seeds"))
    found = {item.claim.key: item.label for item in verified}
    assert found == {name: verdict for verdict, names in VERDICTS_OF_THE_SEEDS.items() for name in names.split()}
    assert counts(verified)["contradicted"] == 0
    assert target_counts(verified) == {"quotation not checked, off course": 1, "quoted correctly, on course": 3}
    assert independently_confirmed(verified) == (0, 9)


def test_an_operational_claim_is_confirmed_by_others_than_the_claimant(sources_of):
    sources = sources_of("The automated line at Guixi raised productivity by 25%.")
    row = reference("A1", "automation_productivity_gain", 0.25, "fraction", region="Guixi", period="2025")
    assert independently_confirmed(verify(sources, references(row), {})) == (1, 1)
    assert independently_confirmed(verify(sources, references(replace(row, independent="no")), {})) == (0, 1)
    assert independently_confirmed(verify(sources_of("Nothing of the kind."), {}, {})) == (0, 0)


@pytest.mark.parametrize(
    ("words", "verdict"),
    [("is expected to have", "not due yet"), ("will have", "not due yet"), ("had", "contradicted")],
)
def test_a_plan_for_a_year_after_the_article_is_not_due_yet(sources_of, words, verdict):
    sources = sources_of(f"The metals industry of Jiangxi {words} revenue of 2 trillion yuan in 2028.")
    row = reference("R1", "nonferrous_revenue", 1000, "CNY bn", region="Jiangxi", period="2025")
    assert [item.verdict for item in verify(sources, references(row), {})] == [verdict]


def test_every_claim_of_other_articles_has_a_verdict_and_a_reason():
    verified = verify(read_sources(ROOT / "tests" / "data" / "other_articles"))
    assert len(verified) > 60
    for item in verified:
        assert item.reason
        assert ".;" not in item.reason


# Where the verdicts differ from the first set by hand, which had five labels; "partly" had six meanings.
FIRST_SET = {
    "confirmed": {"consistent"},
    "repeated by the claimant only": {"partly"},
    "plausible by analogy": {"partly", "consistent"},
    "outdated or garbled": {"contradicted", "partly"},
    "not verifiable": {"not comparable", "partly"},
    "quotation not checked": {"partly"},
    "quoted correctly": {"consistent"},
}


@pytest.mark.skipif(not (SHARED / "reference").is_dir(), reason="the checked claims are missing (../shared/reference)")
def test_no_verdict_turns_the_first_set_by_hand_into_its_opposite():
    def read(name):
        text = (SHARED / "reference" / name).read_text(encoding="utf-8")
        return list(csv.DictReader(text.splitlines()))

    by_hand = {row["claim_id"]: row["verdict"] for row in read("verdicts.csv")}
    verified = verify(read_sources(ROOT / "seeds"))
    special = {"C02": "industry_revenue", "C11": "copper_cluster_target", "C20": "automation_cost_cut"}
    special |= {"C21": "automation_energy_cut"}
    met = {}
    for row in read("claims.csv"):
        for item in verified:
            claim = item.claim
            same = claim.source_id + ".txt" == row["seed_file"] and claim.named.section == row["where"]
            number = row["value_low"] and float(row["value_low"]) == pytest.approx(claim.named.figure.low)
            if same and number and row["id"] in by_hand and special.get(row["id"], claim.name) == claim.name:
                met.setdefault(row["id"], item)
    assert len(met) == len(verified)
    assert [name for name, item in met.items() if by_hand[name] not in FIRST_SET[item.verdict]] == []


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
    with pytest.raises(AnalysisError, match=f"A1: {column}: '{text}'.*did you mean {meant}\\?"):
        verify(sources_of(INVENTED), references(row), {})


@pytest.mark.parametrize("region", ["China/US", "China Rare Earth Holdings", "Lisbon", None])
def test_other_region_names_are_accepted(region):
    check_spelling([reference("A1", "a_quantity_of_my_own", 1, "t", region=region)])


@pytest.mark.parametrize("quantity", ["gold_price", "coil_price", "oil_price", "tin_output", "zinc_reserves"])
def test_the_price_of_another_metal_is_not_a_misspelling(quantity, monkeypatch):
    rule = replace(load_rules()["lithium_foil_profit"], verify=VerificationSpec(quantity=quantity))
    monkeypatch.setattr("analysis.claims.verdicts.load_rules", lambda: {"own": rule})
    check_spelling(load_references().values())


def test_references_of_the_package_are_known_in_a_project(project, monkeypatch):
    (project / "data").mkdir()
    misspelled = next(iter(load_references().values())).quantity[:-1]
    rule = replace(load_rules()["lithium_foil_profit"], verify=VerificationSpec(quantity=misspelled))
    monkeypatch.setattr("analysis.claims.verdicts.load_rules", lambda: {"own": rule})
    check_spelling(load_references().values())


def test_a_judgement_may_apply_to_one_article(sources_of):
    general = Judgement("automation_cost_cut", "not verifiable", "in general", ())
    own = Judgement("007_one automation_cost_cut", "plausible by analogy", "of this article", ())
    text = "The automated line at one smelter cut costs by about 8%."
    judgements = {item.claim: item for item in (general, own)}
    sources_of(text, name="007_one")
    verified = verify(sources_of(text, name="008_other"), {}, judgements)
    assert [item.reason for item in verified] == ["of this article", "in general"]


@pytest.mark.parametrize(
    ("claim", "alone"),
    [
        ("007_one automation_cost_cut", False),
        ("007_one automation_cost_cut (highlights)", False),
        ("automation_cost_cut", False),
        ("007_one body: first of its kind", True),
        ("007_one: published in May", True),
        ("008 body: first of its kind", False),
        ("007 body: of a file with the same number", False),
    ],
)
def test_what_is_judged_alone_is_no_named_figure_and_of_these_articles(sources_of, claim, alone):
    judged = Judgement(claim, "confirmed", "read by a person", ())
    assert judged_alone(sources_of("Costs fell.", name="007_one"), {claim: judged}) == ([judged] if alone else [])


def test_a_judgement_is_about_the_article_with_the_longest_name_that_it_begins_with(sources_of):
    sources_of("Costs fell.", name="iron")
    judged = Judgement("iron:2 body: first of its kind", "confirmed", "read by a person", ())
    assert judged_claim(judged, sources_of("Costs rose.", name="iron:2")) == ("iron:2", "body: first of its kind")


def test_a_reason_about_one_line_is_not_given_to_the_claim_of_another(sources_of):
    trucks = "We have brought in driverless trucks at the pit in Solwezi. Fuel use is down 11 per cent."
    (found,) = verify(sources_of(trucks), load_references())
    assert (found.claim.name, found.judgement) == ("automation_energy_cut", None)
    assert "line" not in found.reason.split()


def test_the_tolerance_is_passed_to_the_checks(sources_of):
    text = "The metals industry of Jiangxi had revenue of 500 billion yuan (about $70 billion) in 2024."
    rows = references(reference("F1", "exchange_rate", 7.8, "CNY/USD", period="2024"))
    found = [
        {item.claim.name: item.grade for item in verify(sources_of(text), rows, {}, tolerance)}
        for tolerance in (0.05, 0.1)
    ]
    assert [grades["industry_revenue_usd"] for grades in found] == ["A2", "A1"]


@pytest.mark.parametrize(
    ("sentence", "verdicts"),
    [
        ("China mines more than 80 percent of the world's tungsten.", {"tungsten_mine_share": "confirmed"}),
        ("Chinese mines supplied 79 percent of the world's tungsten.", {"tungsten_mine_share": "confirmed"}),
        ("China produces about 45% of the tungsten mined globally.", {"tungsten_mine_share": "contradicted"}),
        ("China's share of global rare earth mine output fell to 69% in 2025.", {"rare_earth_mine_share": "confirmed"}),
        ("China produced 95 percent of the world's rare earths.", {"rare_earth_mine_share": "contradicted"}),
        ("China refines roughly 90 percent of all rare earths.", {}),
        ("Vietnam mines barely 4 percent of the world's tungsten.", {}),
        ("Jiangxi mines 40 percent of China's tungsten.", {}),
        ("China's tungsten output fell by 4 percent.", {}),
        ("The recovery rate of tungsten in Chinese mines is 78 percent.", {}),
        ("China holds 52 percent of the world's tungsten reserves.", {}),
    ],
)
def test_shares_of_what_the_world_mines_are_judged(sentence, verdicts, tmp_path):
    (tmp_path / "a.txt").write_text(f"Metals and power\n\n2026-04-02\n\n{sentence}\n", encoding="utf-8")
    assert {item.claim.name: item.verdict for item in verify(read_sources(tmp_path))} == verdicts
