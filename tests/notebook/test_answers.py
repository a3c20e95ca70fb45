"""The answer at the head of each notebook holds for every legal value: other signs, nothing, and what never comes."""

import json
import re
from dataclasses import replace

import pytest

from analysis.binding.inputs import search_inputs
from analysis.claims.cross_checks import refused_share
from analysis.documents.sources import read_sources
from analysis.notebook.answers import edition_of_the_claim, rounding_sentence, survey_of_the_world, survey_text
from analysis.notebook.study import parameter_defaults, study

from ..conftest import ROOT


@pytest.fixture
def answer(monkeypatch):
    """Execute the answer of a notebook on other parameters, and return its sentences with those of its card."""
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda data, **kwargs: shown.append(data["text/plain"]))

    def answered(name, **given):
        notebook = json.loads((ROOT / "notebooks" / f"{name}.ipynb").read_text(encoding="utf-8"))
        code = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]
        scope = {"sources": "seeds", **given}
        last = next(place for place, cell in enumerate(code) if '"answer",' in cell)
        exec("\n".join(code[1 : last + 1]), scope)
        return " ".join(words for words in shown).replace("\n", " ")

    return answered


@pytest.mark.parametrize(
    ("name", "given", "words"),
    [
        ("20_margin_uplift", {}, ["USD 1,385 more than", "pays back in 7.2 of 10 years", "(it takes 11.2 years)"]),
        ("20_margin_uplift", {"foil_profit_usd_per_t": -417.0}, ["USD 432 less than", "never pays back"]),
        ("20_margin_uplift", {"capex_usd_per_t_year": 0.0}, ["pays back at once"]),
        ("20_margin_uplift", {"discount_rate": 0.9}, ["pays back in 7.2 of 10 years", "never pays back"]),
        ("30_automation_effects", {}, ["falls by 10 %", "a saving of USD 3 million a year", "; as read here, "]),
        ("30_automation_effects", {"cost_cut": 0.0, "energy_cut": 0.0}, ["does not change", "no saving", "never"]),
        (
            "30_automation_effects",
            {"productivity_gain": -0.5, "productivity_reading": "labour", "cost_cut": 0.0},
            ["rises by", "an extra cost of", "never pays back"],
        ),
        ("30_automation_effects", {"capex_usd": 0.0}, ["USD 0", "pays back at once"]),
        (
            "30_automation_effects",
            {"cost_cut": 0.08, "energy_cut": 0.12},
            ["conversion costs, energy included, the cost of a tonne falls by 8 %."],
        ),
        ("30_automation_effects", {"energy_cut": 0.0}, ["energy included, the cost of a tonne falls by 10 %."]),
        (
            "30_automation_effects",
            {"cost_scope": "variable", "productivity_reading": "labour"},
            ["If the claim is about variable costs, energy included, the cost of a tonne"],
        ),
        ("30_automation_effects", {"cost_scope": "energy_only"}, ["is about the cost of energy alone, the cost of a"]),
        (
            "30_automation_effects",
            {"cost_scope": "annual_total", "productivity_reading": "throughput"},
            ["is about the costs of a whole year, the cost of a"],
        ),
        (
            "40_growth_scenarios",
            {},
            [
                "18.6 % a year if its size refers to 2024",
                "29.1 % a year",
                "in 2027 is unlikely: the copper cluster",
                "about 13 % chance",
            ],
        ),
        ("40_growth_scenarios", {"five_year_increase_cny_bn": -100.0}, ["industry shrank by"]),
        ("40_growth_scenarios", {"five_year_increase_cny_bn": 0.0}, ["industry did not grow"]),
        (
            "40_growth_scenarios",
            {"growth_source": "target"},
            ["industry of the whole country grew by 11.9 % a year from 2020 to 2025."],
        ),
        ("40_growth_scenarios", {"growth_per_year": -0.9}, ["exceptionally unlikely"]),
        ("40_growth_scenarios", {"volatility": 0.0, "growth_uncertainty": 0.0}, ["CNY 1 trillion in 2027 is "]),
        ("40_growth_scenarios", {"cluster_target_cny_bn": 600.0}, ["the copper cluster needs no growth"]),
        (
            "20_margin_uplift",
            {"profit_basis": "after_depreciation"},
            ["the two profits as after depreciation", "pays back in 4.2 of 10 years", "in 5.3 of 10", "in 7.2 years"],
        ),
        ("20_margin_uplift", {"foil_profit_usd_per_t": 15.0}, ["earns as much as a tonne", "never pays back"]),
        ("20_margin_uplift", {"wire_profit_usd_per_t": -467.0}, ["USD 1,867 more than"]),
        (
            "30_automation_effects",
            {},
            ["if labour is 43.3 %", "with the energy cut, if it is 28.2 %"],
        ),
        ("30_automation_effects", {"cost_cut": 0.02}, ["the energy cut alone is at least as large"]),
        (
            "30_automation_effects",
            {"cost_cut": 0.5},
            ["with the energy cut it cannot either"],
        ),
        (
            "40_growth_scenarios",
            {},
            ["the industry grew by 4.6 % a year.", "Since 2023 the industry grew by at least 11.8 %"],
        ),
        (
            "50_rare_earths",
            {},
            ["138 Mt in the world", "117 Mt to 164 Mt; the survey had 120 Mt, which fits"],
        ),
        ("50_rare_earths", {"rare_earth_reserve_share": 1.0, "share_half_grain": 0.0}, ["as 100 % of the world"]),
        ("50_rare_earths", {}, ["The survey last printed 55 Mt for China in its edition of 2015."]),
        (
            "70_western_exposure",
            {},
            ["69.4 %", "rare earths (mined) in 2025", "126 % more", "151,000 t a year", "5,072,"],
        ),
        ("70_western_exposure", {"share_limit": 1.0}, ["not above 100 %", "add nothing"]),
        ("70_western_exposure", {"share_limit": 0.0}, ["no output of others, however large", "to 0 %"]),
        ("70_western_exposure", {"material": "copper"}, ["7.82 %", "copper (mined)", "add nothing", "1,036 to 1,206"]),
        (
            "70_western_exposure",
            {"stage": "magnets", "year": 2024},
            ["94 %", "rare earths (magnets) in 2024", "88 % of what the world makes"],
        ),
    ],
)
def test_the_answer_says_what_the_results_are(answer, name, given, words):
    sentence = answer(name, **given)
    assert [part for part in words if part not in sentence] == [], sentence
    assert re.findall(r"\bnan\b|\binf\b|None|undefined|-\d", sentence) == [], sentence


ARTICLE = """---
title: Rare earths (invented for the tests)
date: {date}
---

China has 44 million tonnes of rare earth reserves, 49 percent of all reserves in the world.
{exports}
Stocks of rare earth miners jumped: one of them gained 10.1% on Monday.
About 27 billion yuan was added to the market value of the rare earth sector on that day.
"""


@pytest.fixture
def rare(tmp_path):
    """Return a study of the rare earths of an article."""

    def read(date, exports="China's rare earth exports are 80% of world trade."):
        (tmp_path / "a.md").write_text(ARTICLE.format(date=date, exports=exports), encoding="utf-8")
        stated = {"rare_earth_reserves_mt": 44.0, "rare_earth_reserve_share": 0.49}
        return study({"sources": str(tmp_path), **stated}, "rare_earths")

    return read


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2001-05-01", "110 Mt"),
        ("2019-05-22", "120 Mt"),
        ("2025-06-01", "at least 90 Mt"),
        ("2026-01-20", "at least 90 Mt"),
        ("2026-03-12", "at least 75 Mt"),
    ],
)
def test_reserves_are_compared_with_the_survey_of_their_time(date, words, rare):
    case = rare(date)
    survey = survey_of_the_world(case)
    assert survey_text(survey) == words
    fits = "does not exclude that" if "at least" in words else "does not fit"
    assert rounding_sentence(case, survey).text.endswith(f"; the survey had {words}, which {fits}.")


def test_numbers_that_are_not_rounded_are_compared_with_the_survey_too(rare):
    case = rare("2019-05-22")
    survey = survey_of_the_world(case)
    exact, near = (replace(survey, value=value, low=None, high=None) for value in (120.0, 91.0))
    start = "Without any rounding the two numbers allow only 89.8 Mt; the survey had "
    assert rounding_sentence(case, exact).text == f"{start}120 Mt, which does not fit."
    assert rounding_sentence(case, near).text == f"{start}91 Mt, which fits."


@pytest.mark.parametrize(
    ("exports", "refused"),
    [
        ("China's rare earth exports are 80% of world trade.", False),
        ("China's rare earth exports are 80% of world reserves.", True),
    ],
)
def test_exports_are_a_share_of_trade_and_none_of_reserves(exports, refused, rare):
    item = rare("2026-03-12", exports).inputs["rare_earth_export_share"]
    assert (refused_share(item.named) is not None) is refused


@pytest.mark.parametrize(
    ("reserves", "day", "words"),
    [
        ("55 million", "2012-03-01", ""),  # the newest edition then
        ("55 million", "2020-03-01", "2015"),
        ("44 million", "2020-03-01", ""),
        ("61 million", "2020-03-01", ""),  # in no edition
    ],
)
def test_reserves_of_an_old_edition_are_named_as_such(tmp_path, reserves, day, words):
    text = f"China has rare earth reserves of {reserves} tonnes, or 40 percent of the world's reserves."
    header = f"---\ntitle: A note\ndate: {day}\n---\n"
    (tmp_path / "a.md").write_text(f"{header}# A note\n\n{text}\n", encoding="utf-8")
    inputs, _ = search_inputs(read_sources(tmp_path), parameter_defaults("rare_earths"))
    given = {name: item.value for name, item in inputs.items()}
    case = study({"sources": str(tmp_path), **given}, "rare_earths")
    assert edition_of_the_claim(case) == words
    own = study({"sources": str(tmp_path), **given, "rare_earth_reserves_mt": 55.5}, "rare_earths")
    assert edition_of_the_claim(own) == ""
