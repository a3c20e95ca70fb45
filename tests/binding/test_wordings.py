"""Wordings that decide whether a figure feeds an input: each with a sentence in which the same words do not."""

from pathlib import Path

import pytest

from analysis.binding.named_figures import bind_figures
from analysis.documents.document import Document
from analysis.documents.sources import Sources


def value(text, name):
    """The value that feeds a named figure, in the unit as read; None if none does."""
    document = Document("t", Path("t.txt"), text, "0")
    chosen = bind_figures(Sources((document,)), [name])[name].chosen
    return chosen and chosen.figure.low


ROBOTS = "KEMI, 3 March 2029 - Robots run the hall of Lappi Copper. "
MILL = "TURDA, 4 March 2029 - Aries Copper sells battery foil. "
CLUSTER = "BAIYIN, 4 March 2029 - "


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            "automation_productivity_gain",
            ROBOTS + "Power use fell by 4 percent. Those who stayed on turn out 22 percent more plates.",
            22,
        ),
        (
            "automation_productivity_gain",
            ROBOTS + "Power use fell by 4 percent. Those who stayed on are paid 22 percent more.",
            None,
        ),
        ("automation_productivity_gain", ROBOTS + "Tonnes per head: 20% over.", 20),
        ("automation_productivity_gain", ROBOTS + "Tonnes per head: 20% under.", None),
        (
            "lithium_foil_profit",
            "Q: What do you earn on a tonne of copper wire?\nA: 21 dollars.\nQ: And on battery foil?\nA: 980.\n",
            980,
        ),
        (
            "lithium_foil_profit",
            "Q: What do you earn on a tonne of copper wire?\nA: 21 dollars.\n"
            "Q: How many tonnes of battery foil do you ship?\nA: 980.\n",
            None,
        ),
        (
            "industry_revenue",
            "HOHHOT, 18 March 2028 - The region's aluminium, copper and zinc works sold goods for 356 billion yuan.",
            356e9,
        ),
        (
            "industry_revenue",
            "HOHHOT, 18 March 2028 - The region's aluminium works sold goods for 356 billion yuan.",
            None,
        ),
        ("high_end_share", CLUSTER + "In the copper cluster, 48 percent of the output goes into high-end goods.", 48),
        ("high_end_share", CLUSTER + "In the copper cluster, 48 percent of the loans go into high-end goods.", None),
        ("copper_cluster_target", CLUSTER + "The copper cluster has put 95 billion yuan into its plan for 2034.", 95e9),
        (
            "copper_cluster_target",
            CLUSTER + "The copper cluster plans to put 95 billion yuan into a port by 2034.",
            None,
        ),
        ("copper_cluster_target", CLUSTER + "The copper cluster has a goal. It is 95 billion yuan in 2034.", 95e9),
        ("copper_cluster_target", CLUSTER + "The copper cluster has a goal. It took 95 billion yuan.", None),
        ("lithium_foil_profit", MILL + "Its larger mill earns $950 a tonne.", 950),
        ("lithium_foil_profit", MILL + "Larger mills earn $950 a tonne.", None),
        ("lithium_foil_profit", MILL + "It earns $950 a tonne, it says. The auditors confirmed the number.", 950),
        ("lithium_foil_profit", MILL + "It earns $950 a tonne, it says. It later withdrew the number.", None),
        (
            "copper_cluster_size",
            CLUSTER + "The smelters, mills and plants of the copper cluster add up to 88 billion yuan.",
            88e9,
        ),
        (
            "copper_cluster_size",
            CLUSTER + "The copper cluster, tourism and farming add up to 88 billion yuan.",
            None,
        ),
        ("automation_cost_cut", "Unlike in Chile, robots in Kokkola cut the costs of the smelter by 14 percent.", 14),
        ("automation_cost_cut", "Unlike in Chile, where robots cut costs by 14 percent, Kokkola has crews.", None),
        (
            "rare_earth_value_gain",
            "HONG KONG, 4 Oct 2027 - The rare earth group put on HK$9 billion on Monday.",
            9e9,
        ),
        (
            "rare_earth_value_gain",
            "HONG KONG, 4 Oct 2027 - The lithium group put on HK$9 billion on Monday. Rare earths did not move.",
            None,
        ),
        ("automation_energy_cut", ROBOTS + "It cut power use by 6 percent by sending home the night shift.", 6),
        ("automation_energy_cut", ROBOTS + "It cut power use by 6 percent by insulating the furnace.", None),
        (
            "copper_cluster_size",
            CLUSTER + "The copper cluster sold for 80 billion yuan, a year earlier than planned.",
            80e9,
        ),
        ("copper_cluster_size", CLUSTER + "The copper cluster sold for 80 billion yuan a year earlier.", None),
        ("lithium_foil_profit", MILL + "It earns $950 a tonne, versus $700 in the first quarter.", 950),
        ("lithium_foil_profit", MILL + "It earned $700 a tonne in 2026, which has risen to $950 a tonne.", 950),
        ("lithium_foil_profit", MILL + "The supplier guarantees $950 a tonne.", None),
        ("automation_cost_cut", ROBOTS + "Savings on costs amount to 13 percent.", 13),
        ("automation_cost_cut", ROBOTS + "The share of pay in costs has sunk to 13 percent.", None),
        ("automation_cost_cut", ROBOTS + "During a trial they cut costs by 13 percent.", None),
        ("copper_wire_profit", "Aries Copper has 21 machines for copper wire and earns a profit.", None),
        ("high_end_share", CLUSTER + "In the copper cluster, 43 out of every 100 tonnes of output are high-end.", 43),
        (
            "industry_revenue",
            "YIYANG, Hunan - Anhua county's non-ferrous metals industry had sales of 22 billion yuan.",
            None,
        ),
        (
            "industry_revenue",
            "YIYANG, Hunan - Hunan's non-ferrous metals industry had sales of 422 billion yuan.",
            422e9,
        ),
        ("lithium_foil_profit", "GUMI, 4 May 2027 - The newcomer earns $870 on a tonne of battery foil.", 870),
        ("lithium_foil_profit", "GUMI, 4 May 2027 - The residents want $870 for a tonne of battery foil.", None),
    ],
)
def test_a_wording_feeds_its_input_and_another_one_does_not(name, text, expected):
    assert value(text, name) == expected


def test_a_level_is_no_rise_because_the_next_clause_tells_one():
    text = (
        "Flat for five years\n\nThe revenue of Hunan's nonferrous metals industry was 80 billion yuan in 2025; over "
        "the past five years it has grown by 11 billion yuan.\n"
    )
    found = bind_figures(Sources((Document("t", Path("t.txt"), text, "0"),)), ["five_year_increase"])
    assert [item.figure.low for item in found["five_year_increase"].candidates if not item.reason] == [11e9]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("rare_earth_value_gain", "The rare earth sector was up 5% on Monday and is now worth 800 billion yuan.", []),
        ("rare_earth_value_gain", "With its shares up 10% on Friday, the rare earth firm is valued at 7 bn yuan.", []),
        ("rare_earth_value_gain", "Rare earth shares rose 8% on Friday, adding 43 bn yuan to their value.", [43e9]),
        ("five_year_increase", "Over five years, the revenue of {} rose 40%, or by 90 billion yuan.", [90e9]),
        (
            "five_year_increase",
            "Five years of growth\n\nThe revenue of {} was 80 billion yuan in 2025, and has grown by 11 billion yuan.",
            [11e9],
        ),
    ],
)
def test_a_rise_right_before_another_figure_is_of_that_one(name, text, expected):
    text = text.format("Hunan's nonferrous metals industry")
    found = bind_figures(Sources((Document("t", Path("t.txt"), text, "0"),)), [name])[name]
    assert [item.figure.low for item in found.candidates if not item.reason] == expected


@pytest.mark.parametrize(
    ("compared", "expected"),
    [("较2020年", [153e9]), ("比2020年", [153e9]), ("相比2020年", [153e9]), ("较2023年", []), ("比上年", [])],
)
def test_a_chinese_rise_since_the_year_five_years_before_is_of_five_years(compared, expected):
    text = f"日期：2026-04-09\n\n2025年云南有色金属产业营业收入为4120亿元，{compared}增加1530亿元。"
    found = bind_figures(Sources((Document("t", Path("t.txt"), text, "0"),)), ["five_year_increase"])
    assert [item.figure.low for item in found["five_year_increase"].candidates if not item.reason] == expected
