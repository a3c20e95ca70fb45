"""What the notebook on verification shows follows from claims and references, and is empty without them."""

import math

import pytest

from analysis.claims import verify
from analysis.core.references import cited_in_words, load_references
from analysis.documents.sources import read_sources
from analysis.notebook.milestones import milestone_readings, sign_turns
from analysis.notebook.provenance_links import source_names
from analysis.notebook.questions import growth_scenarios as growth
from analysis.notebook.questions import rare_earths, verification

from ..conftest import ROOT
from .in_process import execute


@pytest.fixture(scope="module")
def references():
    return load_references()


@pytest.fixture(scope="module")
def verified():
    return verify(read_sources(ROOT / "seeds"))


def test_rows_are_one_for_each_claim(verified):
    names = source_names(read_sources(ROOT / "seeds"))
    for rows in (verification.claim_rows(verified, names), verification.verdict_rows(verified, names)):
        assert len(rows) == len(verified)
    assert len(verification.finding_rows(verified, names)) == sum(len(item.findings) for item in verified)


def test_the_period_of_a_plan_is_not_before_its_article(tmp_path):
    plan, claim = "Output of the ten non-ferrous metals is to rise by 1 % a year.", "Automation cut costs by 3 %."
    (tmp_path / "a.md").write_text(f"---\ndate: 2027-03-03\n---\nChina plans.\n\n{plan} {claim}\n", encoding="utf-8")
    sources = read_sources(tmp_path)
    periods = {row["Claim"]: row["Period"] for row in verification.claim_rows(verify(sources), source_names(sources))}
    assert [text for name, text in periods.items() if name.startswith("planned")] == ["not stated"]
    assert [text for name, text in periods.items() if name.startswith("cut")] == ["before 2027-03-03"]


def test_further_references_are_those_that_the_reason_does_not_name_each_publisher_and_year_once(verified):
    rows = verification.verdict_rows(verified, source_names(read_sources(ROOT / "seeds")))
    further = {row["Claim"]: cited_in_words(row["Further references"]) for row in rows}
    assert further["copper wire profit"] == ""
    stock = "Financial Investment News, 2019; China Securities Journal, 2019 (2 numbers); Global Times, 2019"
    assert further["rare earth stock rise"] == stock


def test_a_claim_that_a_verdict_finds_in_line_does_not_lie_outside():
    assert not verification.ComparedClaim("gain", "%", (33.3, 33.3, 33.3), {"A1": (33.0, 33.0, 33.0)}).outside
    assert verification.ComparedClaim("gain", "%", (38.0, 38.0, 38.0), {"A1": (33.0, 33.0, 33.0)}).outside


def test_whether_claims_lie_outside_their_references(verified, references):
    names = source_names(read_sources(ROOT / "seeds"))
    compared = {one.label: one for one in verification.compared_claims(verified, references, names)}
    assert compared["rare earth reserves"].outside
    assert not compared["rare earth reserve share"].outside
    assert len(verification.compared_rows(list(compared.values()))) == len(compared)


def test_claims_of_two_articles_have_labels_of_their_own(tmp_path, references):
    for name, profit in (("one", 1400), ("two", 1200)):
        text = f"The maker earns a profit of ${profit} on a ton of battery foil.\n"
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    sources = read_sources(tmp_path)
    verified = verify(sources)
    labels = [one.label for one in verification.compared_claims(verified, references, source_names(sources))]
    assert labels == ["lithium foil profit (One)", "lithium foil profit (Two)"]
    rows = verification.claim_rows(verified, source_names(sources))
    assert [(row["Source"], row["Place"].value) for row in rows] == [
        (name, "paragraph 1, sentence 1") for name in ("One", "Two")
    ]
    assert [row["Claim"] for row in verification.verdict_rows(verified, source_names(sources))] == labels


def test_a_place_that_repeats_a_claim_is_a_link_and_names_its_source_if_that_is_another(verified):
    names = source_names(read_sources(ROOT / "seeds"))
    (size,) = [row for row in verification.claim_rows(verified, names) if row["Claim"] == "size of the copper cluster"]
    assert size["Repeated at"].text == "Paragraph 3, sentence 3"
    assert size["Repeated at"].html.startswith('<span data-figure="000_cf4b1ec34a5132fe:')


def test_a_claim_and_its_references_are_numbers_with_units():
    claim = verification.ComparedClaim("gain", "%", (25.0, 30.0, 35.0), {"A1": (33.0, 33.0, math.inf)})
    (row,) = verification.compared_rows([claim])
    assert row == {"Claim": "gain", "Claimed": "30 % (25 to 35 %)", "References": "at least 33 % (A1)"}
    exact = verification.ComparedClaim("gain", "%", (30.0, 30.0, 30.0), {"A1": (33.0, 33.0, 33.0)})
    assert verification.compared_rows([exact])[0]["Claimed"] == "30 %"


@pytest.mark.parametrize(
    ("confirmed", "total", "words"),
    [
        (0, 0, "No claim about the performance of a plant, a firm or a cluster was recognised"),
        (0, 1, "is not confirmed by anyone"),
        (1, 1, "is confirmed by someone"),
        (0, 9, "none is confirmed"),
        (1, 9, "{confirmed} is confirmed"),
        (9, 9, "{confirmed} are confirmed"),
    ],
)
def test_the_independence_sentence_is_true_for_any_number(confirmed, total, words):
    sentence = verification.independence_sentence(confirmed, total)
    assert words in sentence
    assert ("{total}" in sentence) == (total > 1)


@pytest.mark.parametrize(
    ("found", "targets", "sentence"),
    [
        ((1, 2), 0, "Of 3 claims, 1 is confirmed by others, and 2 cannot be verified."),
        ((1, 0), 1, "The one claim is confirmed by others. The one target is misquoted."),
        ((0, 2), 0, "None of 2 claims can be verified."),
        (
            (0, 0),
            2,
            "No claim that can be compared with published figures was recognised in the sources. "
            "The 2 targets are misquoted.",
        ),
        ((0, 0), 0, "No claim that can be compared with published figures was recognised in the sources."),
    ],
)
def test_the_sentence_of_counts_names_the_verdicts_that_claims_have(found, targets, sentence):
    counts = dict(zip(("confirmed", "not verifiable"), found, strict=True))
    assert verification.verdicts_sentence(counts, {"misquoted": targets} if targets else {}).text == sentence


def test_every_reference_is_counted_once_by_its_publisher(references):
    rows = verification.standing_rows(references)
    assert sum(row["References"] for row in rows) == len(references)
    assert verification.standing_rows({}) == []


def test_growth_is_shown_in_the_currency_of_the_target(verified, references):
    prices = [one.rate for one in growth.growth_paces(verified) if one.label.startswith("copper price growth")]
    assert prices == [references["CUG2026C"].value]  # 0.252 in yuan, not the 0.307 in dollars


def test_the_milestone_is_read_from_each_known_year(verified, references):
    readings = milestone_readings(verified, references)
    assert [one.base_year for one in readings] == sorted(one.base_year for one in readings)
    for one in readings:
        assert (1 + one.real) * (1 + one.price) == pytest.approx(1 + one.nominal)
    assert sign_turns(readings) == "may turn"
    assert sign_turns([one for one in readings if one.real > 0]) == "stays"
    assert sign_turns(readings[:1]) == ""


def test_the_milestone_of_each_province_is_read_and_a_fall_is_not_a_rise(tmp_path, references):
    rises = {
        "Guizhou": "12 billion yuan less than five years before",
        "Yunnan": "a rise of 90 billion yuan in five years",
    }
    for place, rise in rises.items():
        text = f"The revenue of {place}'s non-ferrous metals industry was 205 billion yuan in 2025, {rise}."
        text = f"# {place}\n\nDate: 2026-01-22\n\n{text}\n"
        (tmp_path / f"{place}.md").write_text(text, encoding="utf-8")
    readings = milestone_readings(verify(read_sources(tmp_path)), references)
    assert [(one.region, one.base_year, one.level) for one in readings] == [("Yunnan", 2020, 115.0)]
    assert readings[0].label == "Yunnan since 2020"


def test_a_rise_as_large_as_the_revenue_gives_no_milestone(tmp_path, references):
    text = (
        "The revenue of Hunan's non-ferrous metals industry was 205 billion yuan in 2025, a rise of {} billion yuan in "
    )
    (tmp_path / "a.md").write_text(f"Date: 2026-01-22\n\n{text.format(205)}five years.\n", encoding="utf-8")
    assert milestone_readings(verify(read_sources(tmp_path)), references) == []


def test_the_chart_of_editions_is_titled_with_each_claim(tmp_path, references):
    import matplotlib.pyplot as plt

    for name, size, day in (("a", 37, 15), ("b", 44, 29), ("c", "40 to 46", 30)):
        text = f"Date: 2026-01-{day}\n\nChina holds {size} million tonnes of rare earth reserves.\n"
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    claims = [item.claim for item in verify(read_sources(tmp_path))]
    rows = rare_earths.edition_rows(references)
    last = max(row["Edition"] for row in rows if row["Region"] == "China" and row["Reserves (Mt)"] == 44)
    axes = plt.figure().add_subplot()
    assert rare_earths.draw_editions(axes, rows, claims) == (
        "Claimed reserves of 37 Mt were printed in no edition; "
        f"those of 44 Mt were last printed in the edition of {last}; "
        f"those of 40 to 46 Mt hold what was last printed in the edition of {last}"
    )
    assert axes.get_legend_handles_labels()[1][2:] == ["claimed, 37 Mt", "claimed, 44 Mt", "claimed, 40 to 46 Mt"]
    plt.close("all")


def test_paces_begin_with_the_target(verified):
    first, *others = growth.growth_paces(verified)
    assert first == ("target, size taken as of 2025", pytest.approx(0.2909944), None)
    assert all(one.reference or one.label.startswith("target") for one in others)


def test_without_claims_there_is_no_milestone_and_no_target(references):
    assert milestone_readings([], references) == []
    assert all(one.reference for one in growth.growth_paces([]))


def test_rates_are_those_near_the_place_of_the_target(tmp_path):
    article = "CHANGSHA, Hunan - The copper cluster of Hunan is to exceed {} by 2027, the government said.\n"
    for amount, foreign in (("500 billion yuan", False), ("$70 billion", True)):
        (tmp_path / "a.txt").write_text(article.format(amount), encoding="utf-8")
        rows = growth.paces_near_target(read_sources(tmp_path))
        assert "Jiangxi" not in {row.region for row in rows}
        assert "China" in {row.region for row in rows}
        assert foreign or {row.currency for row in rows} <= {None, "CNY"}
    (tmp_path / "a.txt").write_text("It rained.\n", encoding="utf-8")
    assert {row.region for row in growth.paces_near_target(read_sources(tmp_path))} <= {"China", "world"}


def test_claims_of_one_name_are_told_apart_by_source_and_number(tmp_path):
    texts = {
        "a": "The battery foil is 12 microns thick and a new grade is 10 microns.",
        "b": "Copper wire earns a profit of $20 a ton.",
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.txt").write_text(f"{text}\n", encoding="utf-8")
    verified = verify(read_sources(tmp_path))
    assert verification.claim_labels(verified, {"a": "A", "b": "B"}) == [
        "foil thickness (12 µm)", "foil thickness (10 µm)", "copper wire profit",
    ]  # fmt: skip


def test_figures_that_differ_are_counted_among_those_that_fit(tmp_path, monkeypatch):
    for name, size in (("a", 37), ("b", 44)):
        text = f"Date: 2026-01-15\n\nChina holds {size} million tonnes of rare earth reserves.\n"
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    results = execute(monkeypatch, "10_figures", {"sources": str(tmp_path)}).results
    assert [results[name]["value"] for name in ("named_figures_found", "figures_in_models")] == [2, 2]


STRIPPING = """---
title: A stripping hall without a night shift
date: 2026-02-20
---
The zinc plant at Ridder in Kazakhstan automated its hall.

| Measure | 2023 | 2025 | Change |
| --- | --- | --- | --- |
| Output per worker (t) | 410 | 502 | +22 % |

After automation, production costs fell by 14 percent and labour productivity rose by 22 percent.
"""


def test_the_claim_of_a_plant_is_about_the_country_of_the_plant(tmp_path):
    (tmp_path / "a.md").write_text(STRIPPING, encoding="utf-8")
    (tmp_path / "b.md").write_text("Automation cut costs by 3 %.\n", encoding="utf-8")
    sources = read_sources(tmp_path)
    rows = verification.claim_rows(verify(sources), source_names(sources))
    assert {row["Region"] for row in rows} == {"Kazakhstan", "not named"}


def test_a_claim_of_a_table_and_of_a_sentence_is_one_and_has_a_verdict(tmp_path):
    (tmp_path / "a.md").write_text(STRIPPING.replace("+22 %", "+22 %\n| Production costs (index) | 100 | 86 | -14 %"))
    sources = read_sources(tmp_path)
    found = verify(sources)
    assert sorted(item.claim.name for item in found) == ["automation_cost_cut", "automation_productivity_gain"]
    assert set(verification.claims_that_feed(found, sources)) == {"cost_cut", "productivity_gain"}
