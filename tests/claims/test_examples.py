"""Examples of functions inside the package: what they return for typical arguments."""

from analysis.binding.amount_conditions import is_less_before
from analysis.binding.choice import Stated, _digits, current_articles, date
from analysis.binding.concepts import Mention, as_read, dimension_of
from analysis.binding.condition import listed
from analysis.binding.figure_rules import converts
from analysis.binding.found_inputs import figures_of_question
from analysis.binding.input_figures import input_figures
from analysis.binding.inputs import claim_shares, correlated_pairs
from analysis.binding.lists_and_tables import former_and_latter, makers_of_metals, with_lists_of_metals
from analysis.binding.missing_inputs import values_to_set
from analysis.binding.places import (
    after_dateline,
    elsewhere,
    every_place,
    firms_in,
    inside,
    is_about,
    is_local,
    name_before,
    named_in,
    year_alone,
)
from analysis.binding.question_files import question_title
from analysis.binding.told_figures import Told, has_own_unit, shares
from analysis.claims.glossary import information_meaning
from analysis.claims.reference_check import widened
from analysis.claims.uses import load_uses, materials_in, stated_percentages
from analysis.claims.verdicts import count_name
from analysis.core.references import money_in, period_span, split_citations


def test_examples_of_is_less_before():
    text = "Five years earlier it had been 40 billion smaller"
    assert is_less_before(text, 0, len(text))


def test_examples_of_has_own_unit():
    from analysis.extraction.extract import extract_figures

    assert [has_own_unit(item) for item in extract_figures("Wire earns $30/t and foil 950.")] == [True, False]


def test_examples_of_digits():
    assert _digits(700.0) == 1
    assert _digits(712.0) == 3
    assert _digits(0.35) == 2


def test_examples_of_current_articles():
    old, new = Stated("old", date(2024, 5, 2)), Stated("new", date(2026, 5, 2))
    assert current_articles([old, new]) == {"new"}
    assert current_articles([Stated("old", date(2024, 5, 2), "A"), new]) == {"old"}


def test_examples_of_dimension_of():
    assert [dimension_of(unit) for unit in ("USD/t", "CNY", "percent", "Mt", "um", "count:job")] == [
        "rate",
        "money",
        "percent",
        "mass",
        "length",
        "",
    ]


def test_examples_of_as_read():
    assert [
        as_read(unit) for unit in ("USD/tonne", "kilograms", "troy_ounce/year", "micrometer", "count:job/month", "Mt")
    ] == ["USD/t", "kg", "ozt/year", "um", "count:job/month", "Mt"]


def test_examples_of_listed():
    assert listed(["size", "revenue", "value"]) == "revenue, size or value"
    assert listed(["size"]) == "size"


def test_examples_of_converts():
    assert converts("t", "Mt")
    assert converts("t/day", "t/year")
    assert converts("CNY/t", "USD/t")
    assert not converts("t", "USD")


def test_examples_of_figures_of_question():
    assert figures_of_question("20_margin_uplift")[:2] == ["copper_wire_profit", "lithium_foil_profit"]


def test_examples_of_information_meaning():
    assert information_meaning(1) == "the claim is confirmed by others"
    assert information_meaning(6) == "the claim cannot be judged"


def test_examples_of_input_figures():
    from pathlib import Path

    from analysis.binding.gloss import gloss_of
    from analysis.documents.document import Document

    text = "The cluster is worth 85 billion yuan. It wants 130 billion. Output doubled."
    found = input_figures(gloss_of(Document("a", Path("a.txt"), text, "0")), [0, 38, 59])
    assert [(item.text, item.low, item.unit) for item in found] == [
        ("85 billion yuan", 85000000000.0, "CNY"),
        ("130 billion", 130000000000.0, "CNY"),
        ("doubled", 100.0, "percent"),
    ]


def test_examples_of_correlated_pairs():
    assert correlated_pairs({"cost_cut": 0.1, "energy_cut": 0.1}, {"cost_cut energy_cut": 0.8}) == {
        ("cost_cut", "energy_cut"): 0.8
    }


def test_examples_of_claim_shares():
    assert claim_shares({"foil_profit_usd_per_t": 1400.0}, {"foil_profit_usd_per_t": 0.5}) == {
        "foil_profit_usd_per_t": 0.5
    }


def test_examples_of_with_lists_of_metals():
    text = "the aluminium, copper and zinc works, and a tin mine"
    words = [Mention(4, 13, "other metal", "aluminium"), Mention(44, 47, "other metal", "tin")]
    assert [(item.concept, item.word) for item in with_lists_of_metals(text, words)] == [
        ("metals", "aluminium, copper and zinc"),
        ("other metal", "tin"),
    ]


def test_examples_of_makers_of_metals():
    assert [item.word for item in makers_of_metals("Producers of nickel, copper and zinc took in")] == [
        "Producers of nickel, copper and zinc"
    ]


def test_examples_of_former_and_latter():
    text = "rod and battery foil: the latter"
    things = [Mention(0, 3, "wire", "rod"), Mention(8, 20, "battery foil", "battery foil")]
    assert [(item.concept, item.word) for item in former_and_latter(text, things)] == [("battery foil", "the latter")]


def test_examples_of_values_to_set():
    assert values_to_set("--pick a=b:1-2 -p foil_thickness_um=VALUE -p productivity_gain=VALUE") == [
        "foil_thickness_um in um",
        "productivity_gain as a fraction, e.g. 0.25 for 25 %",
    ]


def test_examples_of_inside():
    assert inside("Guixi", "China")
    assert not inside("China", "Jiangxi")
    assert not inside("China", "China")


def test_examples_of_is_local():
    assert is_local("Guixi")
    assert is_local("Copper of Nowhere")
    assert not is_local("Jiangxi")
    assert not is_local("world")


def test_examples_of_named_in():
    assert named_in("Smelters in Hunan, China, and Hunan again") == ["Hunan", "China"]


def test_examples_of_elsewhere():
    assert elsewhere().search("but a rival earns more").group() == "rival"


def test_examples_of_after_dateline():
    text = "PUNE, 4 June 2027 - Costs fell"
    assert text[after_dateline(text, 0, len(text)) :] == "Costs fell"


def test_examples_of_year_alone():
    assert year_alone("LUSAKA, October 2028 - Costs fell").group(1) == "2028"
    assert year_alone("The mill opened in May 2021") is None


def test_examples_of_every_place():
    assert sorted(every_place("SHENZHEN: Chilean ore")) == ["Chile", "Guangdong"]


def test_examples_of_firms_in():
    assert firms_in("Hanbit Foil and Seberang Copper were not asked") == ["Hanbit Foil", "Seberang Copper"]


def test_examples_of_name_before():
    text = "The battery foil of Avesta Wire"
    assert name_before(text, text.index("Wire")) == 20
    assert name_before("The Wire", 4) == -1
    assert name_before("Avesta wire", 7) == -1


def test_examples_of_is_about():
    assert is_about("Hunan", frozenset({"China"}))
    assert not is_about("Hunan", frozenset({"China", "Jiangxi"}))


def test_examples_of_question_title():
    assert question_title("margin_uplift") == "What does moving from copper wire to battery foil earn?"


def test_examples_of_widened():
    assert widened(-100, 100, 0.05) == (-105.0, 105.0)


def test_examples_of_money_in():
    assert money_in("CNY bn") == "CNY"
    assert money_in("USD/(t/year)") == "USD"
    assert money_in("fraction") == ""


def test_examples_of_period_span():
    assert period_span("2025") == (2025.0, 2026.0)
    assert period_span("2025-01/2025-06") == (2025.0, 2025.5)


def test_examples_of_split_citations():
    assert list(split_citations("44 Mt (RE2018W: world), 45")) == [
        ("44 Mt (", ""),
        ("Statista, 2018", "RE2018W"),
        (": world), 45", ""),
    ]


def test_examples_of_shares():
    assert list(shares("Of every ten tonnes, six are sold")) == [
        Told(start=21, end=24, value=0.6, unit="fraction", direction="none")
    ]
    told = shares("43 out of every 100 tonnes, and three of four")
    assert [(item.value, item.unit) for item in told] == [(43.0, "percent"), (0.75, "fraction")]


def test_examples_of_load_uses():
    assert [row.material for row in load_uses() if row.use == "power electronics"] == ["gallium", "copper"]


def test_examples_of_materials_in():
    assert materials_in("Rare earths and copper, but a lithium-ion battery is not lithium's raw material.") == [
        "copper",
        "rare earths",
        "lithium",
    ]


def test_examples_of_stated_percentages():
    from analysis import read_sources
    from analysis.core.paths import project_folder

    figure, materials = stated_percentages(read_sources(project_folder() / "seeds"))[-1]
    assert figure.as_text == "nearly 90 %"
    assert materials == ["rare earths"]


def test_examples_of_count_name():
    assert count_name("quoted correctly, on course") == "claims_quoted_correctly_on_course"
