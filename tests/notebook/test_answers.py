"""The answer at the head of each notebook holds for every legal value: other signs, nothing, and what never comes."""

import json
import re

import pytest

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
        (
            "20_margin_uplift",
            {},
            [
                "If the articles are right",
                "USD 1,385 more than",
                "capacity pays back in 7.2 years;",
                "it pays back in 11.2 years.",
            ],
        ),
        ("20_margin_uplift", {"foil_profit_usd_per_t": -417.0}, ["USD 432 less than", "never pays back"]),
        ("20_margin_uplift", {"capex_usd_per_t_year": 0.0}, ["pays back at once"]),
        (
            "20_margin_uplift",
            {"discount_rate": 0.9},
            ["pays back in 7.2 years", "it never pays back"],
        ),
        (
            "30_automation_effects",
            {},
            ["falls by 10 %", "a saving of USD 3 million a year", "conversion costs of USD 100 per tonne"],
        ),
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
            ["conversion costs, energy included, the conversion cost of a tonne, without the metal, falls by 8 %."],
        ),
        (
            "30_automation_effects",
            {"energy_cut": 0.0},
            ["the conversion cost of a tonne, without the metal, falls by 10 %."],
        ),
        (
            "30_automation_effects",
            {"cost_scope": "variable", "productivity_reading": "labour"},
            ["If the claim is about variable costs, energy included, the conversion cost of a tonne"],
        ),
        (
            "30_automation_effects",
            {"cost_scope": "energy_only"},
            ["about the cost of energy alone, the conversion cost"],
        ),
        (
            "30_automation_effects",
            {"cost_scope": "annual_total", "productivity_reading": "throughput"},
            ["is about the costs of a whole year, the conversion cost of a"],
        ),
        (
            "40_growth_scenarios",
            {},
            [
                "18.6 % a year if its size refers to 2024",
                "29.1 % a year",
                "in 2027 is unlikely: from at least CNY 600 billion, the copper cluster",
                "about 13 % chance",
            ],
        ),
        ("40_growth_scenarios", {"five_year_increase_cny_bn": -100.0}, ["industry of the articles shrank by"]),
        ("40_growth_scenarios", {"five_year_increase_cny_bn": 0.0}, ["industry of the articles did not grow"]),
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
            [
                "the two profits as after depreciation",
                "capacity pays back in 4.2 years",
                "it pays back in 5.3 years",
                "in 7.2 years",
            ],
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
            [
                "The industry of the articles grew by 4.6 % a year over",
                "Since 2023 the industry grew by at least 11.8 %",
            ],
        ),
        (
            "50_rare_earths",
            {},
            [
                "so the world has 138 Mt; all references of its time for the rare earth reserves are below 55 Mt.",
                "117 Mt to 164 Mt; the survey had 120 Mt, which fits",
            ],
        ),
        ("50_rare_earths", {"rare_earth_reserve_share": 1.0, "share_half_grain": 0.0}, ["are 100 % of the world's"]),
        ("50_rare_earths", {}, ["The survey last printed 55 Mt for China in its edition of 2015."]),
        (
            "70_western_exposure",
            {},
            [
                "69.4 %",
                "11 of the 17 other materials",
                "rare earths (mined) in 2025",
                "126 % more",
                "151,000 t a year",
                "5,072,",
            ],
        ),
        ("70_western_exposure", {"share_limit": 1.0}, ["not above 100 %", "add nothing"]),
        ("70_western_exposure", {"share_limit": 0.0}, ["No output of others, however large", "to 0 %"]),
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
