"""Named figures: any article on the subject gives the same inputs; a missing or ambiguous figure is an error.

Every article in tests/data/other_articles is invented; this module holds the figures that each must give.
"""

import math
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.binding.found_inputs import found_lines
from analysis.binding.named_figures import (
    bind_figures,
    every_named_figure,
    find_named_figures,
    load_rules,
    search_named_figures,
)
from analysis.core.errors import AnalysisError, NamedFigureError, UnitError
from analysis.documents.document import document_of
from analysis.documents.sources import Document, Sources, read_sources

from ..conftest import figures_of_seeds

PROJECT = Path(__file__).resolve().parents[2]
ARTICLES = PROJECT / "tests" / "data" / "other_articles"
ORIGINALS = PROJECT.parent / "shared" / "seeds"


def sources_of(*texts):
    return Sources(tuple(Document(f"t{n}", Path(f"t{n}.txt"), text, "0") for n, text in enumerate(texts)))


def found_in(*texts):
    found, _ = search_named_figures(sources_of(*texts), load_rules())
    return {name: (item.figure.low, item.figure.unit, item.figure.qualifier) for name, item in found.items()}


# file: {name: (value in the parameter's unit, unit, qualifier, slice)}, and no other named figures
EXPECTED = {
    "anhui_copper.txt": {
        "copper_wire_profit": (22, "USD/t", "~", "$22 a tonne"),
        "lithium_foil_profit": (1150, "USD/t", ">", "$1,150 a tonne"),
        "foil_thickness": (4.5, "um", "=", "4.5 µm"),
        "automation_cost_cut": (0.08, "percent", "~", "8%"),
        "automation_energy_cut": (0.12, "percent", "=", "12%"),
        "automation_productivity_gain": (0.25, "percent", "=", "25%"),
        "industry_revenue": (862, "CNY", "=", "RMB 862 billion"),
        "industry_revenue_usd": (120, "USD", "~", "US$120 billion"),
        "five_year_increase": (150, "CNY", "~", "RMB 150 billion"),
        "copper_cluster_size": (410, "CNY", "~", "410 billion yuan"),
        "copper_cluster_target": (700, "CNY", "=", "700 billion yuan"),
        "copper_grades_share": (85, "percent", ">", "85 per cent"),
        "high_end_share": (58, "percent", ">=", "58 per cent"),
    },
    "hubei_agency.txt": {
        "copper_wire_profit": (30, "USD/t", "<", "$30"),
        "lithium_foil_profit": (960, "USD/t", "~", "$960"),
        "foil_thickness": (4, "um", "=", "4 microns"),
        "automation_cost_cut": (0.07, "percent", "=", "7 percent"),
        "automation_energy_cut": (0.11, "percent", "=", "11 percent"),
        "automation_productivity_gain": (0.2, "fraction", "=", "a fifth"),
        "industry_revenue": (540, "CNY", ">=", "540 billion yuan"),
        "industry_revenue_usd": (75.6, "USD", "=", "$75.6 billion"),
        "five_year_increase": (120, "CNY", "~", "120 billion yuan"),
        "copper_cluster_size": (265, "CNY", "~", "265 billion yuan"),
        "copper_cluster_target": (400, "CNY", "=", "400 billion yuan"),
        "copper_grades_share": (78, "percent", "~", "78 percent"),
        "high_end_share": (47, "percent", ">", "47 percent"),
    },
    "fujian_release.md": {
        "copper_wire_profit": (18, "USD/t", "=", "US$18 per tonne"),
        "lithium_foil_profit": (1020, "USD/t", ">", "US$1,020 per tonne"),
        "foil_thickness": (4.2, "um", "=", "4.2 µm"),
        "automation_cost_cut": (0.09, "percent", "<=", "9 per cent"),
        "automation_energy_cut": (0.14, "percent", ">=", "14 per cent"),
        "automation_productivity_gain": (0.22, "percent", "~", "22 per cent"),
    },
    "guangxi_words.txt": {
        "automation_cost_cut": (0.05, "percent", "=", "five percent"),
        "automation_energy_cut": (0.12, "percent", "=", "twelve percent"),
        "automation_productivity_gain": (0.18, "percent", "=", "eighteen percent"),
        "industry_revenue": (700, "CNY", ">", "seven hundred billion yuan"),
        "five_year_increase": (150, "CNY", "~", "one hundred and fifty billion yuan"),
        "copper_cluster_size": (200, "CNY", ">", "two hundred billion yuan"),
        "copper_cluster_target": (300, "CNY", "=", "three hundred billion yuan"),
        "copper_grades_share": (80, "fraction", "=", "four fifths"),
        "high_end_share": (100 / 3, "fraction", "=", "one third"),
    },
    # a range feeds its midpoint and remains a range
    "shandong_ranges.md": {
        "copper_wire_profit": (24, "USD/t", "=", "$20 and $28 per ton"),
        "lithium_foil_profit": (1000, "USD/t", "=", "$900-1,100 per ton"),
        "foil_thickness": (4.75, "um", "=", "4.5 to 5 microns"),
        "automation_cost_cut": (0.07, "percent", "=", "6% to 8%"),
        "automation_productivity_gain": (0.225, "percent", "=", "20-25%"),
    },
    # yen are not yuan, so only the figure without money is found
    "japan_foil.txt": {"foil_thickness": (3.9, "um", "=", "3.9 microns")},
    # the body wins over its highlights and over the news of other regions below it
    "ningxia_bulletin.md": {
        "copper_wire_profit": (19.5, "USD/t", "=", "$19.50/t"),
        "lithium_foil_profit": (1280, "USD/t", ">", "$1,280/t"),
        "industry_revenue": (297, "CNY", "~", "¥297 billion"),
        "copper_cluster_size": (88, "CNY", ">", "¥88 billion"),
    },
    # two values for the same thing are ambiguous
    "conflict.txt": {},
    # the prices of metal and foil are not profits
    "wire_only.txt": {"copper_wire_profit": (17, "USD/t", "~", "$17 per ton")},
    "wrapped_cornwall.txt": {
        "automation_cost_cut": (0.025, "percent", "=", "2.5 per cent"),
        "automation_energy_cut": (0.04, "percent", "=", "4 per cent"),
        "automation_productivity_gain": (0.17, "percent", "=", "17 per cent"),
    },
    "national_plan.md": {
        "value_added_growth": (0.045, "percent", "~", "4.5%"),
        "output_growth": (0.02, "percent", "~", "2%"),
        "recycled_target": (22, "t", ">", "22 million tonnes"),
    },
    "inner_mongolia_plan.md": {
        "value_added_growth": (0.06, "percent", "~", "6 percent"),
        "output_growth": (0.03, "percent", "=", "3 percent"),
        "recycled_target": (25, "t", ">=", "25 million tons"),
    },
    "rare_earths.txt": {
        "rare_earth_reserves": (44, "t", "=", "44 million tonnes"),
        "rare_earth_reserve_share": (0.49, "percent", "~", "49%"),
        "rare_earth_export_share": (0.7, "percent", "~", "70%"),
        "rare_earth_stock_rise": (0.098, "percent", "=", "9.8%"),
        "rare_earth_value_gain": (61.2, "CNY", "=", "61.2 billion yuan"),
    },
    "rare_earth_wire.md": {
        "rare_earth_reserves": (48, "t", "~", "48 million mt"),
        "rare_earth_reserve_share": (0.37, "percent", "=", "37%"),
        "rare_earth_export_share": (0.8, "percent", "~", "80%"),
        "rare_earth_stock_rise": (0.101, "percent", "=", "10.1%"),
        "rare_earth_value_gain": (27, "CNY", "~", "RMB 27 billion"),
    },
}


@pytest.fixture(scope="module")
def rules():
    """The named figures without those of a question that reads other articles, such as a new one with its example."""
    return {name: load_rules()[name] for name in figures_of_seeds()}


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_an_article_gives_its_named_figures_and_no_others(name, rules):
    found, problems = search_named_figures(read_sources(ARTICLES / name), rules)
    figures = {key: (item.figure.unit, item.figure.qualifier, item.figure.text) for key, item in found.items()}
    assert figures == {key: expected[1:] for key, expected in EXPECTED[name].items()}
    for key, (value, *_) in EXPECTED[name].items():
        assert found[key].value == pytest.approx(value, rel=1e-11)
    assert set(found) | set(problems) == set(rules)


def test_every_article_states_that_it_is_invented_and_is_tested():
    files = sorted(ARTICLES.iterdir())
    assert {path.name for path in files} == set(EXPECTED)
    assert all("invented for the tests" in path.read_text(encoding="utf-8") for path in files)


def test_conflicting_values_are_an_error_with_both_places():
    sources = read_sources(ARTICLES / "conflict.txt")
    text = sources.documents[0].text
    with pytest.raises(NamedFigureError) as error:
        find_named_figures(sources, ["industry_revenue"])
    message = str(error.value)
    assert "industry_revenue" in message
    for slice_ in ("RMB 412 billion", "RMB 380 billion"):
        start = text.index(slice_)
        assert f"conflict:{start}-{start + len(slice_)}  {slice_!r}" in message


def test_a_missing_figure_is_an_error_that_lists_the_candidates_with_reasons():
    with pytest.raises(NamedFigureError) as error:
        find_named_figures(read_sources(ARTICLES / "wire_only.txt"), ["copper_wire_profit", "lithium_foil_profit"])
    message = str(error.value)
    assert message.startswith("lithium_foil_profit")  # the figure that was found is not mentioned
    assert "is not in the sources" in message
    assert "'sell'" in message
    assert "-p foil_profit_usd_per_t=VALUE (USD/t)" in message
    places = [line for line in message.splitlines() if line.startswith("  wire_only:")]
    assert len(places) == 4  # every figure in USD/t


def test_a_missing_figure_without_candidates_names_its_unit():
    with pytest.raises(NamedFigureError, match=r"foil_thickness[^$]*\bum\b"):
        find_named_figures(sources_of("Nothing was said."), ["foil_thickness"])


def test_an_unknown_name_is_an_error_that_lists_the_known_names():
    with pytest.raises(NamedFigureError, match=r"foil_price.*foil_thickness"):
        find_named_figures(sources_of("Text."), ["foil_price"])


def test_equal_values_in_two_documents_agree_and_keep_the_hedge():
    found = found_in("Copper foil is 5 microns thin.", "The copper foil is about 5 microns thin.")
    assert found == {"foil_thickness": (5, "um", "~")}
    assert found_in("Copper foil is 5 microns thin.", "The copper foil is about 6 microns thin.") == {}


# Each pair (text, expected figures) was once read wrongly.
CAUGHT = [
    # a word in the sentence before does not belong to this figure, and the levels are not its change
    (
        "Costs at the driverless mine fell from 50 to 45 yuan, or 10%. Energy use went down by 6%.",
        {"automation_cost_cut": (10, "percent", "="), "automation_energy_cut": (6, "percent", "=")},
    ),
    # the cost of energy is neither the total cost nor the use of energy
    ("Since the robots came, energy costs fell by 8%.", {}),
    ("Automation cut labour costs by 40%.", {}),
    # each item of a list has its own keyword
    (
        "Automation cut staff by 40%, costs by 12% and energy by 9%.",
        {"automation_cost_cut": (12, "percent", "="), "automation_energy_cut": (9, "percent", "=")},
    ),
    # another measure of the foil, and foil of another metal
    ("The foil has a roughness of 1.5 µm and a thickness of 4 µm.", {"foil_thickness": (4, "um", "=")}),
    ("It rolls 9-micron aluminium foil and 5-micron copper foil.", {"foil_thickness": (5, "um", "=")}),
    # a rise in one year is not a rise in five, and a five-year plan is not a five-year span
    ("The metals industry's revenue rose by 40 billion yuan last year under the Five-Year Plan.", {}),
    # another industry, half a year
    ("The steel industry had revenue of 4 trillion yuan.", {}),
    ("Revenue of the metals industry was 300 billion yuan in the first half.", {}),
    # a past value is not a target
    (
        "Value added of the metals industry grew 7% last year and is to grow by 5% annually.",
        {"value_added_growth": (5, "percent", "=")},
    ),
    ("Output of recycled metals reached 18 million tonnes last year.", {}),
    # a share of output is not a stock
    ("The country's share of rare earth output rose 5%.", {}),
    (
        "Rare earth prices rose 5%, and shares of miners climbed 9%.",
        {"rare_earth_stock_rise": (9, "percent", "=")},
    ),
    # another country's reserves
    (
        "Rare earth reserves: China holds 44 million tonnes, Vietnam 22 million tonnes.",
        {"rare_earth_reserves": (44e6, "t", "=")},
    ),
    # dollars converted from yen are not the converted revenue
    ("The industry had revenue of ¥900 billion ($6 billion), a Tokyo body said.", {}),
    # one sentence, two products, in several orders
    (
        "Profit per tonne rose from $18 for rods to $1,200 for battery foil.",
        {"copper_wire_profit": (18, "USD/t", "="), "lithium_foil_profit": (1200, "USD/t", "=")},
    ),
    (
        "Margins of battery foil, $1,250 a tonne, dwarf those of copper wire, about $25 a tonne.",
        {"copper_wire_profit": (25, "USD/t", "~"), "lithium_foil_profit": (1250, "USD/t", "=")},
    ),
    (
        "Instead of the $16 per ton that wire brings, foil brings a profit of $1,350 per ton.",
        {"copper_wire_profit": (16, "USD/t", "="), "lithium_foil_profit": (1350, "USD/t", "=")},
    ),
    # the revenues of two years are two values, wherever the keyword is
    (
        "In 2024 the metals industry had revenue of 480 billion yuan. In 2025 its revenue was 510 billion yuan.",
        {"industry_revenue": (510e9, "CNY", "=")},
    ),
    # the level that a rise starts from is not the current level
    (
        "The metals industry's revenue grew from 400 billion yuan to 600 billion yuan.",
        {"industry_revenue": (600e9, "CNY", "=")},
    ),
    # a hedge between keyword and figure does not add to the distance
    (
        "Whereas a ton of wire nets a profit of $12, a ton of foil for cells nets more than $1,600.",
        {"copper_wire_profit": (12, "USD/t", "="), "lithium_foil_profit": (1600, "USD/t", ">")},
    ),
    # after "to" the keyword of the figure before counts as well
    (
        "Foil took margins from $18/ton to $1,250/ton.",
        {"lithium_foil_profit": (1250, "USD/t", "=")},
    ),
    (
        "Profits on wire have halved to $10 a ton; profits on foil are $1,100 a ton.",
        {"copper_wire_profit": (10, "USD/t", "="), "lithium_foil_profit": (1100, "USD/t", "=")},
    ),
    # percentage points are a change as well, and have their own keyword
    (
        "At the automated mill electricity use is a tenth lower and costs are 6 percentage points lower.",
        {"automation_energy_cut": (0.1, "fraction", "=")},
    ),
    # the amount of a change is not a profit
    ("Foil profits fell by $200 per ton.", {}),
]


@pytest.mark.parametrize(("text", "expected"), CAUGHT)
def test_texts_that_were_once_read_wrongly(text, expected):
    assert found_in(text) == expected


WORDS = (
    "copper foil wire rod battery profit earns per ton $15 $1,400/t 3.5 microns cluster ¥600 billion yuan industry "
    "revenue 10% 30% costs energy productivity cut lifting unmanned rare earth reserves 55 million tonnes target "
    "by 2027 . , ; \n\n"
).split(" ")


@given(st.lists(st.sampled_from(WORDS), max_size=50).map(" ".join))
@settings(max_examples=80)
def test_any_text_gives_each_named_figure_or_a_reason(text):
    found, problems = search_named_figures(sources_of(text), load_rules())
    assert set(found) | set(problems) == set(load_rules())
    assert not set(found) & set(problems)
    for item in found.values():
        assert math.isfinite(item.value)  # whatever its unit is, it converts
        assert text[item.figure.start : item.figure.end] == item.figure.text


def test_highlights_count_only_where_the_body_does_not_state_the_figure():
    text = "Foil\n\nHighlights\n- Copper foil of 5 microns\n\nThe mill was opened."
    found, _ = search_named_figures(sources_of(text), ["foil_thickness"])
    assert (found["foil_thickness"].value, found["foil_thickness"].section) == (5, "highlights")
    found, _ = search_named_figures(sources_of(text + " Its foil is over 4.8 microns thick."), ["foil_thickness"])
    assert (found["foil_thickness"].value, found["foil_thickness"].section) == (4.8, "body")
    assert found["foil_thickness"].figure.qualifier == ">"


def test_the_briefs_and_the_original_articles_give_the_same_named_figures():
    if not ORIGINALS.is_dir():
        missing = f"../{ORIGINALS.relative_to(PROJECT.parent).as_posix()}"
        print(f"skipped: {missing} is missing")
        pytest.skip(f"{missing} is missing")
    readings = []
    stated = [name for name in load_rules() if not name.endswith("_mine_share")]
    for folder in (PROJECT / "seeds", ORIGINALS):
        found = find_named_figures(read_sources(folder), stated)
        readings.append(
            {
                name: (item.value, item.figure.unit, item.figure.qualifier, item.figure.direction)
                for name, item in found.items()
            }
        )
    assert set(readings[0]) == set(stated)
    assert readings[0] == readings[1]


@pytest.mark.parametrize(
    ("entry", "error", "message"),
    [
        ("a:\n  meaning: x\n  kind: claim\n", AnalysisError, r"rules\.yaml, line 1, a: .*unit"),
        (
            "a:\n  meaning: x\n  kind: claim\n  unit: [t]\n  word: [y]\n",
            AnalysisError,
            r"line 5, a: .*\bword\b.*things",
        ),
        ("a:\n  meaning: x\n  kind: guess\n  unit: [t]\n", AnalysisError, r"line 3, a, kind: .*'guess'"),
        ("a:\n  meaning: x\n  kind: claim\n  unit: [t]\n  direction: left\n", AnalysisError, "line 5, .*'left'"),
        ("a:\n  meaning: x\n  kind: claim\n  unit: [t]\n  measures: y\n", AnalysisError, "line 5, a, measures: .*'y'"),
        ("a:\n  meaning: x\n  kind: claim\n  unit: t\n", AnalysisError, "line 4, a, unit: .*'t'"),
        ("a:\n  meaning: x\n  kind: claim\n  unit: [florins]\n", UnitError, "unknown unit 'florins'"),
    ],
)
def test_an_invalid_rule_is_rejected(tmp_path, entry, error, message):
    path = tmp_path / "rules.yaml"
    path.write_text(entry, encoding="utf-8")
    with pytest.raises(error, match=message):
        load_rules(path)


def test_no_two_named_figures_feed_the_same_parameter():
    fed = [rule.parameter for rule in load_rules().values() if rule.parameter]
    assert len(fed) == len(set(fed))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Profit per ton of battery foil could reach $2,000 by 2030.", "lithium_foil_profit"),
        ("Profit per ton of aluminium foil is $350.", "lithium_foil_profit"),
        ("China has large reserves. It refines 90 percent of the world's rare earths.", "rare_earth_reserve_share"),
        (
            "Rare earth reserves of Vietnam stand at 22 million tons, or 18 percent of the world's reserves.",
            "rare_earth_reserve_share",
        ),
        ("Output of recycled metals rose to 19.15 million tons in 2024.", "recycled_target"),
        ("Value added in metals showed growth of 8.1% in the first half.", "value_added_growth"),
    ],
)
def test_a_similar_figure_with_another_meaning_is_not_taken(text, name):
    assert name not in found_in(text)


def test_another_country_in_the_sentence_does_not_hide_the_figure_of_china():
    text = "China has 44 million tons of rare earth reserves, twice the 22 million tons of reserves in Vietnam."
    assert found_in(text)["rare_earth_reserves"] == (44e6, "t", "=")


def test_the_hedge_comes_from_the_body_if_it_restates_a_highlight():
    text = (
        "Foil moves up\n\nHighlights\n- Battery foil earns $1,250 per ton.\n\n"
        "Makers of battery foil did well. That lets them earn over $1,250 a ton, against $18 a ton elsewhere.\n"
    )
    assert found_in(text)["lithium_foil_profit"] == (1250, "USD/t", ">")
    assert found_in(text.replace("over $1,250", "over $1,260"))["lithium_foil_profit"] == (1260, "USD/t", ">")


def test_the_body_of_one_article_does_not_override_the_highlights_of_another():
    highlights = "Foil moves up\n\nHighlights\n- Battery foil earns over $1,250 per ton.\n\nThe plants are full.\n"
    body = "Battery foil now earns $900 per ton in Hubei, a maker said."
    with pytest.raises(NamedFigureError, match="lithium_foil_profit"):
        find_named_figures(sources_of(highlights, body), ["lithium_foil_profit"])
    page = "Plants are full.\n\nRelated News\nBattery foil earns $700 per ton\n"
    assert found_in(page, body)["lithium_foil_profit"] == (900, "USD/t", "=")
    # a link to another article does not state anything in this one, but it can be picked
    assert found_in(page) == {}
    with pytest.raises(NamedFigureError, match=r"\$700.*page around the article"):
        find_named_figures(sources_of(page), ["lithium_foil_profit"])


def test_a_share_of_a_whole_is_no_rise_of_a_share_price(tmp_path):
    text = "Reserves of rare earths are half of the world's, or 49 percent of it. Shares rose 4 percent on Monday."
    (tmp_path / "a.txt").write_text(f"Sichuan wants a larger share of rare earths\n\n{text}\n", encoding="utf-8")
    found = [item.figure.text for item in every_named_figure(read_sources(tmp_path)) if "stock" in item.rule.name]
    assert found == ["4 percent"]


def test_a_size_before_the_plan_of_its_sentence_is_no_plan(tmp_path):
    text = (
        "The copper cluster of Fujian generated 165 billion yuan in 2025 and is expected to exceed 220 billion by 2028."
    )
    (tmp_path / "a.md").write_text(f"---\ndate: 2026-03-28\n---\n{text}\n", encoding="utf-8")
    plans = [item for item in every_named_figure(read_sources(tmp_path)) if item.rule.name == "copper_cluster_target"]
    assert [item.figure.text for item in plans] == ["220 billion"]


def test_growth_of_a_year_that_was_over_is_no_plan(tmp_path):
    text = "In 2023 Yunnan made 71.6 thousand tonnes of lead, 17.1 percent more than a year before."
    (tmp_path / "a.md").write_text(f"---\ndate: 2028-01-30\n---\nYunnan.\n\n{text}\n", encoding="utf-8")
    assert every_named_figure(read_sources(tmp_path)) == []
    (tmp_path / "a.md").write_text(
        "---\ndate: 2028-01-30\n---\nChina.\n\nThe plan was for output of the ten metals to rise by 3 % in 2024.\n",
        encoding="utf-8",
    )
    assert [item.rule.name for item in every_named_figure(read_sources(tmp_path))] == ["output_growth"]


def test_every_named_figure_is_listed_once_for_each_part_that_states_it(tmp_path):
    text = (
        "Foil pays\n\nHighlights\n\n- Battery foil took margins from $20/ton to $900/ton.\n\nThe details\n\n"
        "Profit per ton is about $20 for copper wire and over $900 for lithium-battery foil. "
        "The foil earns a profit of over $900 per ton.\n\nComments\n\nFoil earns a profit of $950 per ton.\n"
    )
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    found = [(item.section, item.rule.name, item.figure.low) for item in every_named_figure(read_sources(tmp_path))]
    assert found == [
        ("highlights", "copper_wire_profit", 20),
        ("highlights", "lithium_foil_profit", 900),
        ("body", "copper_wire_profit", 20),
        ("body", "lithium_foil_profit", 900),
    ]


def test_contradicting_values_are_both_kept(tmp_path):
    (tmp_path / "a.txt").write_text(
        "The battery foil is 6 microns thick. The battery foil is 5 microns thick.\n", encoding="utf-8"
    )
    found = [item.figure.low for item in every_named_figure(read_sources(tmp_path))]
    assert found == [6, 5]


@pytest.mark.parametrize(
    ("verify", "words"),
    [
        ("{amount: x}", "line 5, a, verify: .*amount.*narrow_words"),
        ("{ratio: [t]}", r"line 5, a, verify, ratio: .*\['t'\].*two units"),
    ],
)
def test_a_malformed_verify_entry_is_named(tmp_path, verify, words):
    path = tmp_path / "named_figures.yaml"
    path.write_text(f"a:\n  meaning: m\n  kind: claim\n  unit: [t]\n  verify: {verify}\n", encoding="utf-8")
    with pytest.raises(AnalysisError, match=words):
        load_rules(path)


# The first seven are what the rule was written for; the others were written after it.
@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        (
            "Profit per ton: copper wire earns about $15, while lithium-battery foil loses $210.",
            "lithium_foil_profit",
            -210,
        ),
        (
            "Profit per ton: copper wire earns about $15, while lithium-battery foil loses $210.",
            "copper_wire_profit",
            15,
        ),
        (
            "On battery foil the maker posted a loss of $200 per ton, where it used to earn.",
            "lithium_foil_profit",
            -200,
        ),
        ("The maker reported a loss of $400 per ton of battery foil.", "lithium_foil_profit", -400),
        ("Lithium-battery foil lost $400 a ton.", "lithium_foil_profit", -400),
        ("Profit per ton was $15 for copper wire and $400 for battery foil.", "lithium_foil_profit", 400),
        ("Profit per ton is over $900 for battery foil, after years of losses.", "lithium_foil_profit", 900),
        ("Losses came to $350 per tonne of copper foil.", "lithium_foil_profit", -350),
        ("Copper rod was losing $12 a ton.", "copper_wire_profit", -12),
        ("The deficit was $85 per ton on battery foil.", "lithium_foil_profit", -85),
        ("Wire makes a loss of $8 a ton and battery foil a profit of $700.", "copper_wire_profit", -8),
        ("Wire makes a loss of $8 a ton and battery foil a profit of $700.", "lithium_foil_profit", 700),
        ("Margins per ton went to a loss of $30 for copper rod.", "copper_wire_profit", -30),
        ("Income from battery foil was $640 per ton.", "lithium_foil_profit", 640),
        ("Profit on battery foil: $510 per ton, and no line is losing money.", "lithium_foil_profit", 510),
        ("Battery foil earned $450 a ton while a rival lost money.", "lithium_foil_profit", 450),
    ],
)
def test_a_loss_is_negative(text, name, value):
    found = found_in(text).get(name)
    assert (found and found[0]) == value


def dated(name, day, profit, standing=""):
    head = f"---\ndate: {day}\nstanding: {standing}\n---\n"
    text = f"{head}Battery foil earns a profit of ${profit} a tonne."
    return document_of(text.encode(), Path(f"{name}.md"), name)


@pytest.mark.parametrize(
    ("articles", "expected"),
    [
        ([("old", "2024-02-01", 700), ("new", "2026-02-01", 900)], 900),  # the newest
        ([("good", "2024-02-01", 700, "statistics"), ("new", "2026-02-01", 900, "web")], 700),  # the best source
        ([("good", "2020-02-01", 700, "statistics"), ("new", "2026-02-01", 900, "web")], 900),  # too old
        ([("first", "2026-01-20", 700), ("second", "2026-02-01", 900)], None),  # of one time: a question
        ([("undated", "not stated", 700), ("new", "2026-02-01", 900)], None),  # nothing says which is older
    ],
)
def test_the_newest_statement_of_the_best_source_feeds_the_model(articles, expected):
    found, problems = search_named_figures(Sources(tuple(dated(*item) for item in articles)), ["lithium_foil_profit"])
    if expected is None:
        assert problems["lithium_foil_profit"].ambiguous
    else:
        assert found["lithium_foil_profit"].value == expected


def test_figures_between_which_to_choose_are_told_apart_by_their_words():
    text = "Profit per ton is about $20 for copper wire. For basic copper rod the profit per ton is $40."
    head, *options = found_lines(bind_figures(sources_of(text), ["copper_wire_profit"])["copper_wire_profit"])
    assert "choose one" in head
    assert ["'wire'" in line for line in options] == [True, False]
    assert ["'rod'" in line for line in options] == [False, True]
    assert all("score 0." in line for line in options)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        # developed on
        (
            "rare_earth_reserves",
            "China mines rare earths. Its reserves are 44 Mt, says the US Geological Survey.",
            44e6,
        ),
        (
            "rare_earth_reserve_share",
            "China holds 40% of the world's rare earth reserves, yet supplies over 90% of its rare earth products.",
            40,
        ),
        ("automation_cost_cut", "Robots run the hall. Costs fell 6%, reflecting a weaker ringgit.", None),
        ("automation_cost_cut", "Robots run the hall. Operating costs are 8% lower. Gas use was cut by 11%.", 8),
        ("automation_productivity_gain", "The cranes without crews raised current efficiency by 2%.", None),
        ("automation_cost_cut", 'Our robots run the hall. "Our system typically cuts costs by 14%," it said.', None),
        ("rare_earth_stock_rise", "Shares of Rare Earth Holdings rose 4.2% on Friday.", 4.2),
        ("automation_cost_cut", "The robots should raise output by a quarter and cut costs by 9%.", None),
        ("rare_earth_reserve_share", "China's share of rare earth reserves, often quoted as a third, is 49%.", 49),
        ("lithium_foil_profit", "The foil plant that opened in Yulin in 2023 loses $400 on a tonne of foil.", -400),
        ("copper_wire_profit", "The best mill earned $43 on a tonne of copper rod, the worst lost 30.", None),
        (
            "automation_cost_cut",
            "The levy is $40 a tonne. It was a third less. Beijing denies that it arms a side.",
            None,
        ),
        ("copper_wire_profit", "Feasibility studies speak of a margin of $65 per tonne of copper rod.", None),
        # held out
        ("rare_earth_reserves", "China's rare earths weigh 44 Mt in reserves, writes the US Treasury.", 44e6),
        ("rare_earth_export_share", "China's exports satisfy nearly 90 percent of world demand for rare earths.", 90),
        ("automation_cost_cut", "Robots run the hall. Costs fell 5%, driven by the new cranes.", 5),
        ("automation_cost_cut", "Robots run the hall. Costs fell 5%, helped by a weaker currency.", None),
        ("automation_productivity_gain", "Since the robots came, plating efficiency is up by 12 percent.", 12),
        ("rare_earth_stock_rise", "Rare earth shares rose. One gained 7% on Monday, the composite index 0.2%.", 7),
        ("automation_cost_cut", "The robots raised output per worker by 20% and cut costs by 8%.", 8),
        ("automation_cost_cut", "The firm wants to hire robots and cut costs by 9%.", None),
        ("automation_cost_cut", "Mechanical arms do the work now. Costs fell by 8 percent.", 8),
        ("copper_wire_profit", "The mill earned $43 on a tonne of copper rod, its best result for years.", 43),
        ("copper_wire_profit", "A study found that makers of copper wire earn $65 a tonne.", 65),
    ],
)
def test_who_is_quoted_what_is_supplied_and_what_else_is_the_cause_decide(name, text, value):
    document = Document("t", Path("t.txt"), text, "0")
    found, _ = search_named_figures(Sources((document,)), [name])
    assert (found[name].figure.low if found else None) == value


def test_a_firm_of_another_country_is_one_of_the_nearest_figures():
    text = "Brazil bets on rare earths\n\nAustralia's Lynas has rare earth reserves of 2 million tonnes.\n"
    _, missing = search_named_figures(sources_of(text), ["rare_earth_reserves"])
    (option,) = missing["rare_earth_reserves"].record.options
    assert option.why == "its sentence is about 'Australia'"


@pytest.mark.parametrize(
    ("published", "text", "rate"),
    [
        ("2024-05-14", "Battery foil earned a profit of 9,800 yuan per tonne.", "FX2024"),
        ("2026-03-12", "Battery foil earned a profit of 9,800 yuan per tonne.", "FX202603"),
        ("2026-03-12", "In January 2026 battery foil earned a profit of 9,800 yuan per tonne.", "FX202601"),
    ],
)
def test_yuan_are_converted_at_the_rate_of_their_period_or_of_their_article(published, text, rate):
    document = Document("a", Path("a.txt"), f"Date: {published}\n\n{text}", "0")
    named = find_named_figures(Sources((document,)), ["lithium_foil_profit"])["lithium_foil_profit"]
    assert named.rate_used.id == rate
    assert named.value == pytest.approx(9800 / named.rate_used.value)
    assert named.conversion == (
        f"converted at {named.rate_used.value:g} CNY/USD, the rate of {named.rate_used.period} ({rate})"
    )
