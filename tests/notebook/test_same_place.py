"""Results that compare two places are left out, with the reason."""

import math

import pytest

from analysis.binding.inputs import search_inputs
from analysis.claims.presets import assumed_inputs
from analysis.documents.sources import read_sources
from analysis.models import growth_scenarios
from analysis.notebook.questions.growth_scenarios import (
    other_growths,
    places_of_plans,
    prices_sentence,
    required_path,
    size_year_text,
)
from analysis.notebook.study import parameter_defaults, study

ARTICLE = """# {place} plans for its metals

Date: 2026-08-18

In 2025 the revenue of {place}'s non-ferrous metals industry was 520 billion yuan (USD 72 billion).
It rose by 200 billion yuan over the past five years.
The copper cluster of {place} had a revenue of 90 billion yuan in 2025 and is to reach 150 billion yuan in 2030.
Output of recycled non-ferrous metals in {place} is to reach 3.2 million tonnes.
Value added of {place}'s non-ferrous metals industry is planned to grow by 7 percent a year.
"""
COMPARING = {"recent_growth", "industry_price_growth", "industry_volume_growth", "recycled_growth_needed"}
COMPARING |= {"value_added_over_output_growth"}


def case_of(folder, place, **given):
    (folder / "article.md").write_text(ARTICLE.format(place=place), encoding="utf-8")
    defaults = parameter_defaults("growth_scenarios")
    inputs, missing = search_inputs(read_sources(folder), defaults)
    found = {**assumed_inputs(missing, inputs), **inputs}
    values = {name: item.value for name, item in found.items()}
    return study({"sources": str(folder), **values, **given}, growth_scenarios)


@pytest.mark.parametrize("place", ["Hunan", "Yunnan"])
def test_another_province_is_not_compared_with_the_places_of_the_defaults(tmp_path, place):
    case = case_of(tmp_path, place)
    assert case.left_out.keys() == COMPARING
    assert all(math.isnan(getattr(case.outcome, name)) for name in COMPARING)
    assert all(f"refers to {place} (the sources)" in reason for reason in case.left_out.values())
    assert "refers to Jiangxi (the default)" in case.left_out["recent_growth"]
    assert "refers to China (the default)" in case.left_out["recycled_growth_needed"]
    assert "refers to China (assumed)" in case.left_out["value_added_over_output_growth"]
    assert not other_growths(case).text.startswith("Since")
    assert prices_sentence(case) == case.left_out["industry_price_growth"]


def test_the_place_of_the_defaults_is_compared(tmp_path):
    assert case_of(tmp_path, "Jiangxi").left_out.keys() <= {"recycled_growth_needed", "value_added_over_output_growth"}
    assert not study({"sources": "seeds"}, growth_scenarios).left_out


def test_what_a_run_sets_is_of_the_place_it_was_set_for(tmp_path):
    case = case_of(tmp_path, "Hunan", recycled_latest_mt=2.9, earlier_revenue_cny_bn=400.0, copper_weight=0.2)
    assert case.left_out.keys() == {"value_added_over_output_growth"}
    assert case.outcome.recent_growth == pytest.approx((520 / 400) ** 0.5 - 1)


def test_the_year_of_the_cluster_is_the_year_of_its_sentence(tmp_path):
    assert size_year_text(case_of(tmp_path, "Hunan")) == "The sources give the size of the cluster for 2025."
    assert "do not say" in size_year_text(study({"sources": "seeds"}, growth_scenarios))


def test_a_plan_of_a_province_is_named_beside_one_of_the_country(tmp_path):
    case = case_of(tmp_path, "Hunan")
    assert places_of_plans(case) == {"value added": "Hunan"}
    assert places_of_plans(case_of(tmp_path, "Hunan", value_added_growth=0.05)) == {}
    assert places_of_plans(study({"sources": "seeds"}, growth_scenarios)) == {}


def test_the_path_from_an_earlier_year_is_drawn_only_if_there_is_one(tmp_path):
    case = case_of(tmp_path, "Hunan")
    assert required_path(case, case.values["base_year"]) == ([], [])
    assert required_path(case, case.values["base_year"] - 1)[0][0] == case.values["base_year"] - 1
