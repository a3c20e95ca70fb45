"""Pairs of articles: in the first a figure feeds the input, in the second, much the same, it means something else."""

from pathlib import Path

import pytest

from analysis.binding.named_figures import bind_figures
from analysis.documents.document import Document
from analysis.documents.sources import Sources

HALL = "HULL, 5 April 2028 - "
VIETNAM = "HAI PHONG, Vietnam, 10 April 2028 - "
CLUSTER = "DONGYING, Shandong, 3 May 2028 - "
EARTHS = "BAOTOU, 19 April 2028 - "
PLAN = "BEIJING, 6 July 2028 - "
GROWTH = " It sets growth of 6 percent a year for the value added of the nonferrous metals industry."


def chosen(name: str, text: str) -> float | None:
    """Return the value that feeds a named figure; None if none does."""
    document = Document("a", Path("a.txt"), text, "0")
    bound = bind_figures(Sources((document,)), [name])[name]
    return bound.chosen.figure.low if bound.chosen else None


@pytest.mark.parametrize(
    ("name", "own", "other"),
    [
        (
            "copper_grades_share",
            "The mills make 60 per cent of all copper grades in the world.",
            "The copper grade of the new pit was better, at 0.9 per cent.",
        ),
        (
            "high_end_share",
            "High-end products made up 42 per cent of copper output, managers said.",
            "Asked about high-end copper products, 42 per cent of managers said that they had none.",
        ),
        (
            "automation_cost_cut",
            "In the smelter, robots have cut costs by 8 percent. There is no doubt of it.",
            "There is no evidence that robots have cut costs in the smelter by 8 percent.",
        ),
        (
            "rare_earth_stock_rise",
            "Rare earth shares rose. Silver Lake was 7 percent higher on Tuesday.",
            "Rare earth shares rose. Eastern Silver was 7 percent higher on Tuesday.",
        ),
        (
            "recycled_target",
            PLAN + "Recycled metals should come to 21 million tonnes in 2032, the plan says, which our clients like.",
            PLAN + "Recycled metals should come to 21 million tonnes in 2032, we believe, and our clients agree.",
        ),
        (
            "high_end_share",
            "High-grade products account for 41 per cent of copper output.",
            "High-grade ore accounts for 41 per cent of copper output.",
        ),
        (
            "lithium_foil_profit",
            "The foreman said that the firm earned $800 on a tonne of battery foil. The hall nodded.",
            "The foreman said that the firm earned $800 on a tonne of battery foil. The hall laughed.",
        ),
        (
            "lithium_foil_profit",
            "On the other side of the road, its battery foil earns $800 a tonne.",
            "On the other side of the border, battery foil earns $800 a tonne.",
        ),
        (
            "automation_productivity_gain",
            "Robots run the copper smelter. Each workman is making 15 per cent more anodes.",
            "Robots run the copper smelter. Each workman is getting 15 per cent more pay.",
        ),
        (
            "lithium_foil_profit",
            "It makes wire, too, but the foil that we plate for car batteries earns $800 a tonne.",
            "It makes foil for car batteries, too, but the plate that we cast earns $800 a tonne.",
        ),
        (
            "automation_cost_cut",
            "By 9 per cent, the director says, robots have lowered costs at the copper smelter.",
            "By 9 per cent, the director says, robots have raised costs at the copper smelter.",
        ),
        (
            "lithium_foil_profit",
            "It sells foil by the tonne. With battery foil it earned $640 a tonne.",
            "It sells foil by the tonne. With battery foil it earned $640 a roll.",
        ),
        (
            "rare_earth_value_gain",
            "Rare earth shares rose; the market thinks them worth 31 billion yuan more than a day before.",
            "Rare earth shares rose; the miners ordered lorries worth 31 billion yuan more than a day before.",
        ),
        (
            "value_added_growth",
            "In a paper put on the web, value added of the nonferrous metals industry is to grow by 6 percent a year.",
            "A leaflet puts it like this: value added of the nonferrous metals industry grows by 6 percent a year.",
        ),
        (
            "rare_earth_export_share",
            "Chinese sellers made 81 percent of all the world's exports of rare earths.",
            "Sellers say that China made 81 percent of all the world's exports of rare earths.",
        ),
    ],
)
def test_the_same_words_with_another_meaning_do_not_feed_an_input(name, own, other):
    assert chosen(name, HALL + own) is not None
    assert chosen(name, HALL + other) is None


@pytest.mark.parametrize(
    ("name", "own", "other"),
    [
        (
            "lithium_foil_profit",
            VIETNAM + "It sells to Korea. It makes a profit of $700 on a tonne of battery foil.",
            VIETNAM + "A rival is Opole Foil in Poland. It makes a profit of $700 on a tonne of battery foil.",
        ),
        (
            "value_added_growth",
            PLAN + "Unlike in the draft, value added of the nonferrous metals industry is to grow by 6 percent a year.",
            PLAN + "In the draft of May, value added of the nonferrous metals industry is to grow by 6 percent a year.",
        ),
        ("value_added_growth", PLAN + "The plan replaces the draft." + GROWTH, PLAN + "The draft is ready." + GROWTH),
    ],
)
def test_another_place_giver_or_document_does_not_feed_an_input(name, own, other):
    assert chosen(name, own) is not None
    assert chosen(name, other) is None


def test_wire_of_another_metal_in_the_sentence_before_is_no_copper_wire():
    text = "{} They make $52 on a tonne."
    assert chosen("copper_wire_profit", HALL + text.format("The works draw wire.")) == 52
    assert chosen("copper_wire_profit", HALL + text.format("The works draw wire from aluminium.")) is None


def test_an_article_that_calls_an_earlier_goal_void_replaces_it():
    articles = [
        "TONGLING, 4 January 2029 - The copper cluster of Tongling is to reach 150 billion yuan by 2032.",
        "TONGLING, 9 April 2029 - The copper cluster of Tongling is to reach 120 billion yuan by 2032. {}",
    ]

    def target(last: str) -> float | None:
        documents = tuple(
            Document(f"a{at}", Path(f"a{at}.txt"), text.format(last), "0") for at, text in enumerate(articles)
        )
        bound = bind_figures(Sources(documents), ["copper_cluster_target"])["copper_cluster_target"]
        return bound.chosen.figure.low if bound.chosen else None

    assert target("The old road is no longer used.") is None
    assert target("The old target no longer counts.") == 120e9


def test_of_all_grades_a_city_makes_a_share():
    assert chosen("copper_grades_share", HALL + "Of the world's copper grades the town turns out 55 per cent.") == 55


def test_each_line_with_a_leader_is_a_statement_of_its_own():
    lines = [
        "copper cluster: turnover ... CNY 162 bn",
        "grades known in the world, share ... 64%",
        "high-end share ... 49%",
    ]
    text = CLUSTER + "A card has this.\n" + "".join(f"\nOur copper, {line}" for line in lines)
    assert chosen("copper_grades_share", text) == 64
    assert chosen("high_end_share", text) == 49


ROBOTS = "TURKU, 3 March 2028 - Robots have run the copper mill since spring, and productivity is watched. "


@pytest.mark.parametrize(
    "bound",
    [
        "The share of the night shift is 30 percent or more.",
        "Attendance at the shift talks is 30 percent or higher.",
        "30 percent or greater is what the union has.",
        "A vote needs 30 percent or better.",
        "Of the staff, 30 percent and upwards come by bus.",
    ],
)
def test_or_more_after_a_figure_is_a_bound_and_no_rise(bound):
    assert chosen("automation_productivity_gain", ROBOTS + bound) is None
    assert chosen("automation_productivity_gain", ROBOTS + "Productivity went up, 30 percent or more.") is not None


@pytest.mark.parametrize("at", ["smelter", "refinery", "copper firm"])
def test_automation_is_that_of_a_works_that_makes_metal(at):
    text = (
        "Robots have worked at the {} for a year. Its costs fell by 9 percent. It was founded in 1962 and has offices "
        "in eleven countries. Its chairman spoke to the shareholders in a hotel at the lake. A year ago he promised to "
        "answer letters himself. He said that he kept the promise, with two exceptions."
    )
    assert chosen("automation_cost_cut", text.format(at)) == 9
    assert chosen("automation_cost_cut", text.format("publisher")) is None


def test_economic_is_no_fall():
    assert chosen("automation_cost_cut", "Robots fill the smelter. The economic costs are 9 percent.") is None


def test_a_metal_named_far_from_a_figure_is_not_its_metal():
    other = " ".join(f"Visitor number {number} had come by train." for number in ("one", "two", "three") * 8)
    share = "China has 62 percent of world production."
    assert chosen("tungsten_mine_share", f"Darts of tungsten were on sale. {share}") == 62
    assert chosen("tungsten_mine_share", f"{other} Darts of tungsten were on sale. {other} {share}") is None
    assert chosen("tungsten_mine_share", f"{other} {share} {other} Darts of tungsten were on sale.") is None
