"""A named figure sets the value of a parameter, and its hedge sets the range."""

import inspect

import pytest

from analysis.binding.figure_rules import load_rules
from analysis.binding.inputs import (
    by_parameter,
    check_profit_basis,
    figure_names,
    input_distributions,
    model_inputs,
    same_value,
    search_inputs,
)
from analysis.binding.named_figures import bind_figures, find_named_figures
from analysis.claims.claim import claims_of
from analysis.claims.glossary import HEDGE_MEANINGS
from analysis.core.errors import NamedFigureError, ParameterError
from analysis.documents.sources import read_sources
from analysis.models import MODELS, PARAMETERS, hedge_interval

from ..conftest import ROOT, models_of_seeds

SEEDS = ROOT / "seeds"


@pytest.fixture(scope="module")
def inputs():
    elsewhere = [model for name, model in MODELS.items() if name not in models_of_seeds()]
    without = {name for model in elsewhere for name in inspect.signature(model).parameters}
    return model_inputs(read_sources(SEEDS), PARAMETERS.keys() - without)


@pytest.mark.parametrize(
    ("parameter", "value", "low", "high"),
    [
        ("wire_profit_usd_per_t", 15, 12.5, 17.5),  # about 15: half a grain of 5 on both sides
        ("foil_profit_usd_per_t", 1400, 1400, 1600),  # over 1,400: one grain of 200 above
        ("revenue_cny_bn", 1000, 1000, 1100),  # more than 1 trillion CNY, in CNY bn
        ("cluster_cny_bn", 600, 600, 700),
        ("cluster_target_cny_bn", 1000, 1000, 1000),  # a target is a threshold: no range
        ("value_added_growth", 0.05, 0.05, 0.05),
        ("rare_earth_reserve_share", 0.4, 0.35, 0.45),  # a bare round number counts as about
        ("rare_earth_export_share", 0.9, 0.8, 0.9),  # nearly 90 %: one grain below, and never above
        ("rare_earth_value_gain_bn", 39.5, 39.5, 39.5),
    ],
)
def test_a_figure_sets_the_value_and_its_hedge_the_range(inputs, parameter, value, low, high):
    found = inputs[parameter]
    assert (found.value, found.low, found.high) == pytest.approx((value, low, high), rel=1e-12)


def test_every_rule_feeds_a_known_parameter_in_its_unit():
    for rule in load_rules().values():
        if rule.parameter:
            assert PARAMETERS[rule.parameter].unit.removesuffix("/year") == rule.parameter_unit, rule.name


def test_every_claim_of_a_model_is_fed_by_a_figure():
    fed = {name for rule in load_rules().values() for name in (rule.parameter, *rule.years)}
    assert [name for name, known in PARAMETERS.items() if known.kind == "claim" and name not in fed] == []


def test_only_the_figures_of_the_requested_parameters_are_required(tmp_path):
    (tmp_path / "a.txt").write_text("Battery foil is now 4.5 microns thick.\n", encoding="utf-8")
    sources = read_sources(tmp_path)
    assert model_inputs(sources, ["foil_thickness_um", "foil_share"])["foil_thickness_um"].value == 4.5
    with pytest.raises(NamedFigureError, match="lithium_foil_profit"):
        model_inputs(sources, ["foil_thickness_um", "foil_profit_usd_per_t"])


CLUSTER = "Yunnan's copper cluster had revenue of 90 billion yuan{}. Planners want it to reach 120 billion yuan {}."
YEARS = ("base_year", "earliest_base_year", "target_year")


@pytest.mark.parametrize(
    ("size", "target", "expected"),
    [
        (" in 2024", "by 2030", {"base_year": 2024, "earliest_base_year": 2024, "target_year": 2030}),
        ("", "by 2028", {"target_year": 2028}),
        (" in 2023/24", "one day", {}),
    ],
)
def test_the_year_of_a_figure_sets_the_years_of_the_model(tmp_path, size, target, expected):
    (tmp_path / "a.txt").write_text(CLUSTER.format(size, target) + "\n", encoding="utf-8")
    names = ("cluster_cny_bn", "cluster_target_cny_bn", *YEARS)
    found = model_inputs(read_sources(tmp_path), names)
    assert {name: item.value for name, item in found.items() if name in YEARS} == expected
    assert all(found[name].printed == str(year) for name, year in expected.items())
    assert found["cluster_cny_bn"].region == "Yunnan"


def test_of_two_articles_with_one_value_the_one_that_speaks_for_today_is_named(tmp_path):
    texts = {
        "a_old": ("2024-03-11", "The copper cluster of Yunnan is to grow to 700 billion yuan in 2026."),
        "b_new": ("2026-04-02", "The copper cluster of Yunnan is still meant to reach 700 billion yuan in 2026."),
    }
    for name, (day, text) in texts.items():
        (tmp_path / f"{name}.md").write_text(f"---\ndate: {day}\n---\n{text}\n", encoding="utf-8")
    found = model_inputs(read_sources(tmp_path), ["cluster_target_cny_bn"])
    assert found["cluster_target_cny_bn"].named.figure.source_id == "b_new"


def test_the_convention_of_a_loss_says_that_it_is_below_zero(tmp_path):
    (tmp_path / "a.txt").write_text("Basic copper wire lost 12 dollars a tonne.\n", encoding="utf-8")
    found = model_inputs(read_sources(tmp_path), ["wire_profit_usd_per_t"])["wire_profit_usd_per_t"]
    assert (found.value, found.rule) == (-12, "fixed: 12 as printed, below zero")
    (tmp_path / "a.txt").write_text("Basic copper wire lost about 15 dollars a tonne.\n", encoding="utf-8")
    found = model_inputs(read_sources(tmp_path), ["wire_profit_usd_per_t"])["wire_profit_usd_per_t"]
    assert found.distribution.rule == found.rule
    assert found.rule.endswith(", below zero")
    assert found.distribution.description.endswith(", below zero")


def test_a_plan_of_a_ministry_is_that_of_the_country(tmp_path):
    text = "The Ministry of Industry wants output of the ten non-ferrous metals to rise by 1.5 percent a year."
    article = f"Xinjiang dreams of copper\n\nURUMQI, 4 May 2026 - Xinjiang makes copper. {text}\n"
    (tmp_path / "a.txt").write_text(article, encoding="utf-8")
    assert model_inputs(read_sources(tmp_path), ["output_growth"])["output_growth"].region == "China"


def test_a_chinese_gain_of_productivity_is_no_growth_of_output(tmp_path):
    article = "湖北铜业升级\n\n大冶冶炼厂自动化产线使成本下降7%，能耗下降9%，生产率提高22%。\n"
    (tmp_path / "a.txt").write_text(article, encoding="utf-8")
    inputs, missing = search_inputs(read_sources(tmp_path), ["productivity_gain", "output_growth"])
    assert {name: item.value for name, item in inputs.items()} == {"productivity_gain": pytest.approx(0.22)}
    assert list(missing) == ["output_growth"]


def test_the_year_of_a_figure_that_names_none_is_told_from_the_date_of_its_article(tmp_path):
    text = (
        CLUSTER.format("", "one day") + " Output of recycled non-ferrous metals is to reach 22 million tonnes by 2031."
    )
    (tmp_path / "a.md").write_text(f"---\ndate: 2029-02-03\n---\n{text}\n", encoding="utf-8")
    names = ("cluster_cny_bn", "cluster_target_cny_bn", "recycled_target_mt", "recycled_target_year", *YEARS)
    found = model_inputs(read_sources(tmp_path), names)
    years = {name: item.value for name, item in found.items() if name.endswith("year")}
    assert years == {"base_year": 2028, "earliest_base_year": 2027, "recycled_target_year": 2031}
    assert "2029" in found["base_year"].assumed
    assert not found["recycled_target_year"].assumed
    assert by_parameter(found, years).keys() == {"recycled_target_year"}  # the source states no other


def test_a_rule_for_a_year_that_no_model_has_is_named(tmp_path):
    path = tmp_path / "named_figures.yaml"
    path.write_text(
        "copper_cluster_target:\n  meaning: its target\n  kind: target\n  unit: [CNY]\n"
        "  feeds: {parameter: cluster_target_cny_bn, unit: CNY bn, years: [target_yaer]}\n",
        encoding="utf-8",
    )
    with pytest.raises(NamedFigureError, match=r"line 5.*target_yaer.*target_year"):
        load_rules(path)


def test_a_parameter_set_by_hand_loses_its_figure(inputs):
    values = {"foil_profit_usd_per_t": 1500.0, "wire_profit_usd_per_t": 15, "foil_share": 0.1}
    assert list(by_parameter(inputs, values)) == ["wire_profit_usd_per_t"]
    assert same_value(0.1 + 0.2 - 0.2, inputs["cost_cut"])


@pytest.mark.parametrize(
    ("text", "reading", "words"),
    [
        ("The net profit per ton is $20 for copper wire.", "before_depreciation", "wire_profit_usd_per_t.*net"),
        ("Net profit margins: profit per ton is $20 for copper wire.", "before_depreciation", ""),  # another clause
        ("The gross profit per ton is $20 for copper wire.", "before_depreciation", ""),
        ("Profit per ton after depreciation is $20 for copper wire.", "before_depreciation", "profit_basis"),
        ("Profit per ton after depreciation is $20 for copper wire.", "after_depreciation", ""),
        ("Profit per ton before depreciation is $20 for copper wire.", "after_depreciation", "profit_basis"),
        ("Net income doubled, and profit per ton is $20 for copper wire.", "before_depreciation", ""),
        ("Profit per ton is $20 for copper wire.", "after_depreciation", ""),
    ],
)
def test_another_kind_of_profit_is_refused(tmp_path, text, reading, words):
    (tmp_path / "a.txt").write_text(f"{text}\n", encoding="utf-8")
    found = model_inputs(read_sources(tmp_path), ["wire_profit_usd_per_t"])["wire_profit_usd_per_t"]
    if not words:
        check_profit_basis(found, reading)
        return
    with pytest.raises(ParameterError, match=words):
        check_profit_basis(found, reading)


def test_figure_names_leaves_out_parameters_without_a_figure():
    names = figure_names(["capex_usd", "cost_cut"])
    assert names == {"cost_cut": "automation_cost_cut"}


def test_the_hedge_is_not_taken_from_an_equal_number_before_the_figure(tmp_path):
    text = "After 90 percent in March, exports of rare earths are put at nearly 90 percent of the world's reserves.\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    found = model_inputs(read_sources(tmp_path), ["rare_earth_export_share"])["rare_earth_export_share"]
    assert (found.low, found.high) == pytest.approx((0.8, 0.9))


@pytest.mark.parametrize(
    ("text", "value", "low", "high"),
    [
        ("Automation cuts costs by 8 to 12%.", 0.10, 0.08, 0.12),
        ("Automation cut costs by about 0%.", 0.0, 0.0, 0.0),
    ],
)
def test_a_range_keeps_its_ends_and_zero_has_no_grain(tmp_path, text, value, low, high):
    (tmp_path / "a.txt").write_text(text + "\n", encoding="utf-8")
    found = model_inputs(read_sources(tmp_path), ["cost_cut"])["cost_cut"]
    assert (found.value, found.low, found.high) == pytest.approx((value, low, high))


@pytest.mark.parametrize(
    ("parameter", "median", "description"),
    [
        ("foil_profit_usd_per_t", 1457.42, "Pareto from 1400, exponent 17.24"),
        ("cluster_cny_bn", 628.5, "Pareto from 600, exponent 14.94"),  # printed as 600 billion, in CNY bn
        ("cost_cut", 0.0998, "lognormal, mean 0.1, sd 0.00608"),  # printed as 10 %, a fraction
        ("rare_earth_export_share", 0.86865, "power law up to 0.9, exponent 19.55"),
    ],
)
def test_the_hedge_of_a_claim_sets_its_distribution_in_the_unit_of_the_parameter(
    inputs, parameter, median, description
):
    found = inputs[parameter].distribution
    assert found.description == description
    assert found.quantile(0.5) == pytest.approx(median, rel=1e-3)
    assert inputs[parameter].rule == found.rule


def test_targets_and_exact_numbers_have_no_distribution(inputs):
    certain = {name for name, item in inputs.items() if item.distribution is None}
    targets = {name for name, item in inputs.items() if item.kind == "target"}
    years = {name for name, item in inputs.items() if item.unit == "year"}
    assert certain == targets | years | {"rare_earth_stock_rise", "rare_earth_value_gain_bn"}


def test_a_share_cannot_exceed_one(inputs):
    assert inputs["rare_earth_reserve_share"].distribution.upper_limit == 1


def test_only_unchanged_claims_are_uncertain_unless_hedges_are_set_by_hand(inputs):
    values = {"foil_profit_usd_per_t": 1500.0, "wire_profit_usd_per_t": 15, "foil_share": 0.1}
    assert list(input_distributions(inputs, values)) == ["wire_profit_usd_per_t"]
    hedges = {"wire_profit_usd_per_t": "fixed", "foil_profit_usd_per_t": "about", "foil_share": "uniform 0.1 0.2"}
    found = input_distributions(inputs, values, hedges)
    assert {name: item.description for name, item in found.items()} == {
        "foil_profit_usd_per_t": "lognormal, mean 1500, sd 152",
        "foil_share": "uniform, 0.1 to 0.2",
    }


@pytest.mark.parametrize(
    ("hedges", "words"),
    [
        ({"foil_shares": "about"}, r"hedges.*foil_shares.*did you mean foil_share\?"),
        ({"xyz": "about"}, "hedges.*xyz.*foil_share, cluster_target_cny_bn, price_growth"),
        ({"cluster_target_cny_bn": "about"}, "cluster_target_cny_bn"),
        ({"foil_share": "vaguely"}, "foil_share.*'vaguely'"),
        ("about", "hedges.*mapping.*'about'"),
        (["foil_share"], r"hedges.*mapping.*\['foil_share'\]"),
        ({"price_growth": "about"}, r"price_growth.*'about'.*0\.0"),
    ],
)
def test_an_invalid_hedge_set_by_hand_is_named(hedges, words):
    with pytest.raises(ParameterError, match=words):
        input_distributions({}, {"foil_share": 0.1, "cluster_target_cny_bn": 1000.0, "price_growth": 0.0}, hedges)


@pytest.mark.parametrize(
    ("text", "parameter", "low", "median", "high"),
    [
        ("Automation cuts costs by 8 to 12%.", "cost_cut", 0.08, 0.10, 0.12),
        (
            "Battery foil is now over 140 millionths of an inch thick.",
            "foil_thickness_um",
            3.556,
            3.7019,
            4.064,
        ),
        (
            "Battery foil is now about 3.5 microns thick.",
            "foil_thickness_um",
            3.25,
            3.4967,
            3.75,
        ),
    ],
)
def test_ranges_and_hedges_in_other_texts_set_the_distribution(tmp_path, text, parameter, low, median, high):
    (tmp_path / "a.txt").write_text(text + "\n", encoding="utf-8")
    found = model_inputs(read_sources(tmp_path), [parameter])[parameter]
    assert (found.low, found.high) == pytest.approx((low, high))
    assert found.distribution.quantile(0.5) == pytest.approx(median, rel=1e-4)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Automation cuts costs by exactly 10%.", 0.10, 0.10),
        ("Automation cuts costs by precisely 20 percent.", 0.20, 0.20),
        ("Automation cut costs by an exact 20%.", 0.20, 0.20),
        ("自动化使成本正好下降10%。", 0.09, 0.11),  # the word is not next to the number
        ("自动化使成本下降恰好10%。", 0.10, 0.10),
        ("Automation cuts costs by almost exactly 10%.", 0.09, 0.11),
        ("Automation cuts costs by 10%, exactly as planned.", 0.09, 0.11),
        ("It is not known exactly why, but automation cuts costs by 10%.", 0.09, 0.11),
        ("Automation cuts costs by exactly 8 to 12%.", 0.08, 0.12),
        # after the number, at the end of a clause
        ("Automation cuts costs by 10% exactly.", 0.10, 0.10),
        ("Automation cuts costs by 20 percent precisely, the plant says.", 0.20, 0.20),
        ("Automation cuts costs by 10% exactly and saves energy.", 0.10, 0.10),
        ("Automation cut costs (by 20 per cent exactly) at the plant.", 0.20, 0.20),
        ("Automation cuts costs by 10% exactly as planned.", 0.09, 0.11),
        ("Automation cut costs by 10% exactly after the start.", 0.09, 0.11),
        ("Automation cut costs by 10% precisely because workers left.", 0.09, 0.11),
        ("Automation cuts costs by about 10% exactly.", 0.09, 0.11),
        ("Automation cuts costs by 10%. Exactly when is not known.", 0.09, 0.11),
        ("Automation cuts costs by 10%, exactly.", 0.10, 0.10),
        ("Automation cuts costs by 10%, precisely what was needed.", 0.09, 0.11),
        ("Automation cuts costs by 10% exactly – no more.", 0.10, 0.10),
        ("Automation cuts costs by 10% exactly; robots help.", 0.10, 0.10),
        ("Automation cuts costs by 10% exactly where robots weld.", 0.09, 0.11),
        ("Automation cuts costs by 10% exactly for each line.", 0.10, 0.10),
    ],
)
def test_a_round_number_that_the_source_calls_exact_has_no_grain(tmp_path, text, low, high):
    (tmp_path / "a.txt").write_text(text + "\n", encoding="utf-8")
    found = model_inputs(read_sources(tmp_path), ["cost_cut"])["cost_cut"]
    assert (found.low, found.high) == pytest.approx((low, high))
    assert (found.distribution is None) == (low == high)


@pytest.mark.parametrize(("qualifier", "words"), [("~", "about"), (">", "more than"), ("<", "less than")])
def test_the_glossary_explains_a_hedge_by_the_rule_that_gives_its_interval(qualifier, words):
    (meaning,) = [text for hedges, text in HEDGE_MEANINGS.items() if words in hedges.split(", ")]
    assert "rounding step" in hedge_interval(1400, qualifier).rule
    assert "rounding step" in meaning


@pytest.mark.parametrize(
    ("text", "name", "printed"),
    [
        ("Automation cuts costs by about 10%.", "automation_cost_cut", "about 10 %"),
        ("Automation raised productivity by 25%.", "automation_productivity_gain", "25 %"),
        (
            "The nonferrous industry had sales of 64 billion yuan. Five years ago it was 28 billion yuan smaller.",
            "five_year_increase",
            "28 billion CNY",
        ),
        ("Profit per ton of copper wire fell to $20.", "copper_wire_profit", "20 USD/t"),
    ],
)
def test_a_claim_whose_name_says_that_it_is_a_fall_does_not_say_so_twice(tmp_path, text, name, printed):
    (tmp_path / "a.txt").write_text(text + "\n", encoding="utf-8")
    assert find_named_figures(read_sources(tmp_path), [name])[name].printed == printed


def test_the_reason_quotes_the_comparison_and_not_the_word_after_it(tmp_path):
    text = "Profit per tonne of copper wire was $40 lower and more stable.\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (candidate,) = bind_figures(read_sources(tmp_path), ["copper_wire_profit"])["copper_wire_profit"].candidates
    assert candidate.reason == "'lower' makes it a difference"


def test_a_mass_of_something_else_is_named_by_its_noun(tmp_path):
    text = "The plant sold 85,000 tons of foil and had 3.4 billion yuan of revenue from China.\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (candidate,) = bind_figures(read_sources(tmp_path), ["rare_earth_reserves"])["rare_earth_reserves"].candidates
    assert candidate.reason == "it is an amount of 'foil'"


@pytest.mark.parametrize(
    ("title", "text", "bound"),
    [
        ("Aluminium foil maker grows", "The plant rolls foil. Profit per ton of battery foil was $300.", False),
        ("铝箔企业利润下降", "公司生产电池铝箔。电池箔每吨利润1000元。", False),
        ("Aluminium mill", "Copper foil for batteries earned a profit of $900 per ton.", True),
        ("Aluminium group buys copper foil plant", "Profit per ton of battery foil was $900 there.", True),
    ],
)
def test_battery_foil_in_an_article_on_aluminium_is_not_of_copper(tmp_path, title, text, bound):
    (tmp_path / "a.md").write_text(f"---\ntitle: {title}\ndate: 2026-03-01\n---\n{text}\n", encoding="utf-8")
    chosen = bind_figures(read_sources(tmp_path), ["lithium_foil_profit"])["lithium_foil_profit"].chosen
    assert (chosen is not None) == bound


def test_a_headline_on_grades_does_not_make_every_share_one_of_grades(tmp_path):
    highlights = "The copper hub counts\n\nKey points\n\n- A third of the world's copper grades from one lake\n\n"
    text = f"{highlights}BALKHASH, 5 June 2028 - Three quarters of the copper that leaves the shore goes east.\n"
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    found = bind_figures(read_sources(tmp_path), ["copper_grades_share"])["copper_grades_share"].candidates
    assert [item.figure.text for item in found if not item.reason] == ["A third"]


@pytest.mark.parametrize(
    ("text", "region"),
    [
        ("Makers in Anhui, Jiangxi and Guangdong roll battery copper foil as thin as 4.5 microns.", ""),
        ("Tongling has rolled copper for long. Its battery copper foil is as thin as 4.5 microns.", "Anhui"),
        ("Makers in Jiangxi roll battery copper foil as thin as 4.5 microns.", "Jiangxi"),
        ("Peru sells to Japan. Battery copper foil is as thin as 4.5 microns.", ""),
    ],
)
def test_a_list_of_provinces_is_no_region_and_a_town_lies_in_one(tmp_path, text, region):
    (tmp_path / "a.txt").write_text(f"Makers roll thinner foil\n\n{text}\n", encoding="utf-8")
    (claim,) = claims_of(read_sources(tmp_path))
    assert claim.region == region


def test_a_misspelled_named_figure_is_answered_with_the_one_that_is_meant():
    with pytest.raises(
        NamedFigureError, match=r"unknown named figure 'Foil_Thicknes'; did you mean foil_thickness\?\Z"
    ):
        bind_figures(read_sources(ROOT / "seeds"), ["Foil_Thicknes"])
