"""Whom the clause of a figure is about: each case has a sentence in which the same figure does not feed the input."""

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


FOIL = "TAINAN, 2 March 2029 - Anping Foil plates battery foil in two halls. "
ROBOTS = "KOKKOLA, 3 March 2029 - Robots have run the tank house of Perho Copper since spring. "
METALS = "WUHAN, 5 February 2029 - The non-ferrous metals industry of Hubei met. "
CLUSTER = "YINGTAN, 8 March 2029 - The copper cluster of Yingtan is content. "
CHINA = "BEIJING, 4 March 2029 - China counts its rare earths anew. "


@pytest.mark.parametrize(
    ("name", "opening", "own", "other"),
    [
        (
            "lithium_foil_profit",
            FOIL,
            "Its hall in Hsinchu earns $1,100 on a tonne of battery foil.",
            "Kuroshio Foil, two streets away, earns $1,100 on a tonne of battery foil.",
        ),
        ("automation_cost_cut", ROBOTS, "At Kokkola costs fell by 13 percent.", "At Imatra costs fell by 13 percent."),
        (
            "rare_earth_reserves",
            CHINA,
            "The country holds reserves of 44 million tonnes of rare earths.",
            "Mount Weld holds reserves of 44 million tonnes of rare earths.",
        ),
        (
            "industry_revenue",
            METALS,
            "In the province it sold goods for 120 billion yuan.",
            "In the city of Daye it sold goods for 120 billion yuan.",
        ),
        (
            "automation_cost_cut",
            ROBOTS,
            "The change has lowered costs by 5 percent.",
            "A longer contract with the port has lowered costs by 5 percent.",
        ),
        (
            "automation_cost_cut",
            "",
            "A modern mill\n\n" + ROBOTS + "Costs are 12 percent lower.",
            "A modern canteen\n\n" + ROBOTS + "Costs are 12 percent lower.",
        ),
        (
            "value_added_growth",
            "BEIJING, 2 May 2029 - ",
            "The plan for the metals industry foresees growth in value added of 7 percent a year.",
            "A draft of the plan for the metals industry foresees growth in value added of 7 percent a year.",
        ),
        (
            "automation_energy_cut",
            ROBOTS,
            "Here robots have cut costs by 15 percent and energy use by 9 percent.",
            "At its sister plant in Zambia, robots have cut costs by 15 percent and energy use by 9 percent.",
        ),
        (
            "automation_cost_cut",
            "KOKKOLA, 3 March 2029 - ",
            "Perho Copper has a new hall. It was automated last year. Costs have fallen by 5 percent.",
            "Perho Copper has looked at a brewery. It was automated last year. Costs have fallen by 5 percent.",
        ),
    ],
)
def test_a_figure_counts_if_its_clause_is_about_what_the_article_is_about(name, opening, own, other):
    assert value(opening + own, name) is not None
    assert value(opening + other, name) is None


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("lithium_foil_profit", FOIL + "A kilo of it leaves Anping 97 cents of profit.", 0.97),
        ("copper_wire_profit", "Neptun draws copper wire. It makes a profit of 4 cents on a kilo.", 0.04),
        (
            "industry_revenue_usd",
            METALS + "It turned over 370 billion yuan in 2028, which is 52 billion in American dollars.",
            52e9,
        ),
        (
            "copper_cluster_target",
            CLUSTER + "A pond is to be dug for 2.1 trillion sum. Its goal is 700 billion yuan.",
            700e9,
        ),
        ("lithium_foil_profit", FOIL + "A tonne of it provides Anping with 910 dollars of profit.", 910),
        ("lithium_foil_profit", FOIL + "There the sheet leaves a profit of 1,060 dollars a tonne.", 1060),
        ("lithium_foil_profit", FOIL + "910 dollars a tonne is what the works earns on battery foil.", 910),
        (
            "five_year_increase",
            METALS.replace("2029", "2028")
            + "It turned over 318 billion yuan. In 2022 it had been 97 billion yuan less.",
            97e9,
        ),
        (
            "five_year_increase",
            METALS.replace("2029", "2028")
            + "It turned over 318 billion yuan. In 2025 it had been 97 billion yuan less.",
            None,
        ),
        ("industry_revenue", METALS + "It took in 210 billion yuan, more than the dairies of the province.", 210e9),
        (
            "industry_revenue",
            "HOHHOT, 2 May 2028 - Dairies took in 210 billion yuan, more than its metals industry.",
            None,
        ),
        ("automation_cost_cut", ROBOTS + "The poster says: robots cut your costs by 30 percent.", None),
        ("five_year_increase", METALS + "The increase in revenue over five years amounts to 188 billion yuan.", 188e9),
        ("rare_earth_stock_rise", "HONG KONG, 9 May 2029 - Shares of Lanshan Rare Earth rose 9 percent on Monday.", 9),
        (
            "rare_earth_stock_rise",
            "HONG KONG, 9 May 2029 - Shares of Lanshan Rare Earth were up 9 percent at noon.",
            None,
        ),
        ("copper_grades_share", CLUSTER + "It makes half of all copper grades that the world buys.", 0.5),
        ("automation_productivity_gain", ROBOTS + "Each worker handles twice as many plates as before.", 100),
        (
            "automation_productivity_gain",
            ROBOTS
            + "Power use fell by 4 percent. Those who are still on the payroll get through a quarter more plates.",
            0.25,
        ),
        ("lithium_foil_profit", FOIL + "It took in 760 dollars a tonne after everything had been paid.", 760),
        ("lithium_foil_profit", FOIL + "When the hall was still new, it earned 760 dollars a tonne.", None),
        (
            "rare_earth_stock_rise",
            "HONG KONG, 9 May 2029 - It was a good day for rare earths. Lanshan Rare Earth rose by 6.2 percent.",
            6.2,
        ),
        ("industry_revenue", METALS + "It took in 160 billion yuan between July and September.", None),
        ("recycled_target", "By 2031 the plan wants 24 million tonnes a year of metals to come out of scrap.", 24e6),
        (
            "five_year_increase",
            METALS + "It turned over 290 billion yuan ($41 billion) in 2028, 95 billion more than five years earlier.",
            95e9,
        ),
        ("copper_grades_share", CLUSTER + "Sixteen of every twenty grades in the world are made here.", 0.8),
        ("foil_thickness", FOIL + "If you mean the gauge, our foil measures 5.2 microns.", 5.2),
        (
            "copper_wire_profit",
            "ALMATY, 9 May 2029 - Kazakhstan's mills draw copper wire. They earn $30 per tonne, more than mills in"
            " Europe.",
            30,
        ),
        (
            "rare_earth_reserve_share",
            CHINA + "It has 38 percent of the world's reserves, and they used maps of every other country.",
            38,
        ),
    ],
)
def test_what_a_clause_adds_does_not_hide_its_figure(name, text, expected):
    assert value(text, name) == expected


def test_the_body_wins_over_a_title_and_highlights_below_a_note():
    body = "\n\nILIGAN, 12 March 2028 - Automation of the tank house lowered costs by 6 percent."
    assert value("Invented example.\n\nAutomation cuts costs by 25 percent" + body, "automation_cost_cut") == 6
    assert value("Mill reports\n- Automation cuts costs by 25 percent" + body, "automation_cost_cut") == 6


def test_a_body_may_begin_inside_a_sentence():
    text = (
        "Mill reports\n- A mine is for sale, and so is the port that was built for it in the year of the\n"
        "flood; rare earth reserves are 44 million tonnes"
    )
    assert value(text, "rare_earth_reserves") == 44e6
