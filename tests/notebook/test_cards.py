"""What a card says beside its answer: what the run has set, and that figures of several articles are taken together."""

import dataclasses

import pytest

from analysis.binding.inputs import search_inputs
from analysis.claims.presets import AssumedInput
from analysis.documents.sources import read_sources
from analysis.notebook.cards import record_card
from analysis.notebook.quantity_text import more_or_less
from analysis.notebook.questions.margin_uplift import as_given
from analysis.notebook.record import cited_text
from analysis.notebook.study import parameter_defaults, study

ALPHA = "Alpha said automation of its smelting line cut operating costs by 12 percent and energy use by 9 percent.\n"
BETA = "At Beta, the automated smelting line raised labour productivity by 25 percent.\n"


def case_of(folder, model, *texts, **given):
    for number, text in enumerate(texts):
        (folder / f"{number}.md").write_text(f"# Article {number}\n\n{text}", encoding="utf-8")
    inputs, _ = search_inputs(read_sources(folder), parameter_defaults(model))
    values = {name: item.value for name, item in inputs.items()}
    return study({"sources": str(folder), **values, **given}, model)


def said(displayed, case, result):
    record_card(case, None, result, "It is so.")
    return " ".join(displayed)


def test_figures_of_two_articles_are_not_presented_as_figures_of_one_line(displayed, tmp_path):
    case = case_of(tmp_path, "automation_effects", ALPHA, BETA)
    text = said(displayed, case, "unit_cost_change")
    assert "Figures of 2 articles are taken together, as if they were about the same firm or place: " in text
    assert "cost cut and energy cut from Article 0; productivity gain from Article 1" in text


@pytest.mark.parametrize("apart", [True, False])
def test_a_target_and_a_size_of_two_articles_are_not_presented_as_of_one_cluster(displayed, tmp_path, apart):
    size = (
        "Revenue of Hubei's non-ferrous metals industry was 540 billion yuan ($75 billion) in 2025, and it has grown "
        "by 120 billion yuan over the past five years. The copper cluster of Hubei is worth 265 billion yuan.\n"
    )
    target = "The copper cluster of Hubei is to reach 400 billion yuan by 2029.\n"
    plan = (
        "Ministries plan that the value added of the non-ferrous metals industry grows by 5 percent a year and the "
        "output of the ten metals by 1.5 percent a year. Output of recycled metal is to exceed 20 Mt.\n"
    )
    texts = (size, target) if apart else (size + target,)
    text = said(displayed, case_of(tmp_path, "growth_scenarios", *texts, plan), "required_growth")
    assert ("Figures of 2 articles are taken together" in text) is apart
    assert ("target of the cluster and target year from Article 1" in text) is apart


def test_figures_of_one_article_need_no_such_words(displayed, tmp_path):
    case = case_of(tmp_path, "automation_effects", ALPHA + BETA)
    assert "taken together" not in said(displayed, case, "unit_cost_change")


def test_an_article_and_its_translation_are_one_article(displayed, tmp_path):
    """The costs are from the one, the productivity from the other."""
    first = "Date: 2026-02-10\n\n炼厂的阳极板无人生产线投运以来，生产成本下降15%，年产量12万吨，利润3.4亿元。\n"
    second = (
        "Date: 2026-02-11\n\nSince the unmanned anode line of the smelter started, costs have come down by 15 percent. "
        "It makes 120,000 tonnes a year at a profit of 340 million yuan, and productivity is up by 40 percent.\n"
    )
    given = {"energy_cut": 0.0}
    case = case_of(tmp_path, "automation_effects", first, second, **given)
    fed_by = {item.named.figure.source_id for item in case.inputs.values()}
    assert fed_by == {"0", "1"}
    assert "taken together" not in said(displayed, case, "unit_cost_change")


def test_what_would_change_the_answer_is_labelled(displayed, tmp_path):
    case = case_of(tmp_path, "automation_effects", ALPHA + BETA)
    record_card(case, None, "unit_cost_change", "It is so.", change_of_answer="The costs that it means.")
    assert "What would change it. The costs that it means." in displayed


@pytest.mark.parametrize(
    ("model", "given", "words"),
    [
        ("growth_scenarios", {"five_year_increase_cny_bn": 280.0}, "rise of revenue over the past five years CNY 280"),
        ("growth_scenarios", {"target_year": 2030}, "target year 2030"),
        ("margin_uplift", {"wire_profit_usd_per_t": 44.0}, "wire profit USD 44 per tonne"),
    ],
)
def test_what_the_run_sets_is_told_as_set(displayed, model, given, words):
    result = {"growth_scenarios": "required_growth", "margin_uplift": "uplift_usd_per_t"}[model]
    text = said(displayed, study({"sources": "seeds", **given}, model), result)
    assert "Set for this run, not taken from the sources: " in text
    assert words.lower() in text.lower()
    displayed.clear()
    assert "Set for this run" not in said(displayed, study({"sources": "seeds"}, model), result)


def test_only_the_profit_that_is_set_is_named():
    one = study({"sources": "seeds", "wire_profit_usd_per_t": 44.0}, "margin_uplift")
    both = study({"sources": "seeds", "wire_profit_usd_per_t": 44.0, "foil_profit_usd_per_t": 1.0}, "margin_uplift")
    assert as_given(one, "uplift_usd_per_t") == "With wire profit as set for this run"
    assert as_given(both, "uplift_usd_per_t") == "As set for this run"
    assert as_given(study({"sources": "seeds"}, "margin_uplift"), "uplift_usd_per_t") == "If the articles are right"


SLUMP = (
    "The foil works of Gamma lost between $240 and $310 on each tonne of battery foil. Copper rod earned {}. "
    "The battery foil is 6 microns thick.\n"
)


@pytest.mark.parametrize(
    ("rod", "given", "gain"), [("$22", "range", "USD 297 less than"), ("$20 to $30", "ranges", "USD 300 less than")]
)
def test_no_middle_of_a_range_is_told_as_stated(displayed, tmp_path, rod, given, gain):
    case = case_of(tmp_path, "margin_uplift", SLUMP.format(rod))
    assert as_given(case, "uplift_usd_per_t") == f"In the middle of the stated {given}"
    assert str(case.text("uplift_usd_per_t", words=lambda value: more_or_less(value, "USD"))) == gain
    assert str(case.text("foil_profit_usd_per_t")) == "USD −310 to −240 per tonne"
    told = said(displayed, case, "uplift_usd_per_t")
    assert "Where the sources state a range, its middle is used: " in told
    assert "foil profit USD −275 per tonne for USD −310 to −240 per tonne" in told
    assert ("wire profit USD 25 per tonne for USD 20 to 30 per tonne" in told) is (given == "ranges")
    displayed.clear()
    by_hand = case_of(tmp_path, "margin_uplift", SLUMP.format(rod), foil_profit_usd_per_t=-250.0)
    assert "foil profit USD −275" not in said(displayed, by_hand, "uplift_usd_per_t")


@pytest.mark.parametrize(
    ("share", "implied"),
    [("36 to 50 percent", "80 to 128 Mt"), ("43 percent", "93 to 107 Mt")],
)
def test_a_range_over_a_share_is_a_range(tmp_path, share, implied):
    text = f"China holds 40 to 46 million tonnes of rare earth reserves, and its share of the world's is {share}.\n"
    case = case_of(tmp_path, "rare_earths", text)
    names = "implied_world_reserves_mt", "rare_earth_reserves_mt", "rare_earth_reserve_share"
    assert str(case.quotient_text(*names)) == implied


def test_an_assumption_cites_its_reference_as_a_link(monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda data, **kwargs: shown.append(data.get("text/html", "")))
    assumed = {"revenue_usd_bn": AssumedInput(94.6, "at an exchange rate, FX2025")}
    case = dataclasses.replace(study({"sources": "seeds"}, "growth_scenarios"), assumed=assumed)
    record_card(case, None, "required_growth", "It is so.")
    assert any('<span data-reference="FX2025">US Federal Reserve, 2026</span>' in html for html in shown)
    words = cited_text("at an exchange rate, FX2025")
    assert [(words.text[start:end], target) for start, end, target in words.quotes] == [
        ("US Federal Reserve, 2026", "FX2025")
    ]
