"""Whether an article states a figure itself: each case has a wording in which the figure does not feed the input."""

from pathlib import Path

import pytest

from analysis.binding.candidates import not_facts
from analysis.binding.named_figures import bind_figures
from analysis.documents.document import Document
from analysis.documents.sources import Sources


def bound(name, *texts):
    """Return how the articles bind a named figure."""
    documents = tuple(Document(f"a{at}", Path(f"a{at}.txt"), text, "0") for at, text in enumerate(texts))
    return bind_figures(Sources(documents), [name])[name]


def value(name, *texts):
    """Return the value that feeds a named figure, in the unit as read; None if none does."""
    chosen = bound(name, *texts).chosen
    return chosen and chosen.figure.low


FOIL = "NANTES, 3 May 2028 - Loire Feuille makes copper foil for lithium batteries. "
WIRE = "NEWCASTLE, 3 May 2028 - Tyne Wire draws copper into wire. "
ROBOTS = "KOKKOLA, 3 March 2029 - Robots have run the tank house of Perho Copper since the spring of 2028. "
HALL = "KOKKOLA, 3 March 2029 - "
CLUSTER = "TONGLING, Anhui, 3 March 2028 - Visitors come to the copper cluster of Tongling by bus. "


@pytest.mark.parametrize(
    ("name", "opening", "own", "other"),
    [
        (
            "copper_wire_profit",
            WIRE,
            "On Monday this paper stated that it made a profit of $62 a tonne of wire. The firm confirmed it.",
            "On Monday this paper stated that it made a profit of $62 a tonne of wire. We apologise to our readers.",
        ),
        (
            "copper_cluster_size",
            CLUSTER,
            "The mayor said that the copper cluster is worth 142 billion yuan. In 2031 it should be 200 billion.",
            "The mayor said that the copper cluster is worth 142 billion yuan. It should be 124 billion.",
        ),
        (
            "automation_cost_cut",
            ROBOTS,
            "The company reported that they had cut costs by 21 percent. They have also cut noise.",
            "Your magazine reported that they had cut costs by 21 percent. They have not.",
        ),
        (
            "copper_cluster_size",
            "A visit\n\nTONGLING, 3 March 2028 - ",
            "The heroine of the day leads a copper cluster with sales of 250 billion yuan.",
            "The heroine of the novel leads an imaginary copper cluster with sales of 250 billion yuan.",
        ),
        (
            "copper_cluster_target",
            CLUSTER,
            "The copper cluster was given a target of 400 billion yuan for 2030.",
            "Five years ago the copper cluster was given a target of 400 billion yuan for 2030.",
        ),
        (
            "copper_cluster_target",
            CLUSTER,
            "The copper cluster hopes to reach 350 billion yuan in 2030.",
            "The copper cluster had hoped to reach 350 billion yuan in 2030.",
        ),
        (
            "automation_cost_cut",
            ROBOTS,
            "Costs are lower by 19 percent, which the seller had not expected.",
            "The seller had assured the company of costs lower by 19 percent.",
        ),
        (
            "copper_cluster_size",
            "TONGLING, 3 March 2028 - ",
            "In her report, Mei Lan describes a copper cluster with sales of 130 billion yuan.",
            "In her novel, Mei Lan describes a copper cluster with sales of 130 billion yuan.",
        ),
        (
            "copper_cluster_target",
            CLUSTER,
            "The new mayor wants the copper cluster to reach 300 billion yuan by 2030.",
            "The former mayor wants the copper cluster to reach 300 billion yuan by 2030.",
        ),
    ],
)
def test_what_the_article_does_not_state_does_not_count(name, opening, own, other):
    assert value(name, opening + own) is not None
    assert value(name, opening + other) is None


METALS = "WUHAN, Hubei, 3 March 2028 - The province has counted its metals. "
EARTHS = "CANBERRA, 3 March 2028 - Everybody talks about rare earths. "
SHARES = "SHANGHAI, 3 March 2028 - Rare earths were the talk of the exchange. "


@pytest.mark.parametrize(
    ("name", "opening", "own", "other"),
    [
        (
            "rare_earth_value_gain",
            SHARES,
            "On Monday the market value of rare earth shares swelled by 9 billion yuan.",
            "On Monday trading in rare earth shares swelled by 9 billion yuan.",
        ),
        (
            "rare_earth_reserves",
            EARTHS,
            "China's reserves of rare earths come to 120 million tonnes.",
            "China's resources of rare earths come to 120 million tonnes.",
        ),
        (
            "copper_grades_share",
            CLUSTER,
            "It can make 61 percent of the grades of copper.",
            "The concentrate has a copper grade of 61 percent.",
        ),
        (
            "lithium_foil_profit",
            FOIL,
            "The foil leaves a profit of $220 a tonne.",
            "The foil for bottle caps leaves a profit of $220 a tonne.",
        ),
    ],
)
def test_a_part_or_another_whole_does_not_count(name, opening, own, other):
    assert value(name, opening + own) is not None
    assert value(name, opening + other) is None


def test_a_correction_replaces_the_figure_of_another_article_by_its_text_alone():
    first = FOIL + "It made a profit of $870 per tonne of battery foil."
    notice = "NANTES, 9 May 2028 - In the report on Loire Feuille, an error occurred. "
    repeated = "PARIS, 12 May 2028 - Loire Feuille made a profit of $640 per tonne of battery foil, brokers note."
    corrected = notice + "The profit per tonne of battery foil shall read $640."
    assert value("lithium_foil_profit", first, corrected) == 640
    assert value("lithium_foil_profit", first, corrected, repeated) == 640
    assert value("lithium_foil_profit", first, notice + "The director's name is Anne.") == 870
    audit = "NANTES, 4 July 2028 - The profit of Loire Feuille per tonne of foil is $790 instead of the $870 of May."
    assert value("lithium_foil_profit", first, audit) == 790
    plan = "BEIJING, 3 March 2028 - The plan for the nonferrous metals industry is out. "
    wrong = plan + "The output of recycled metals is to reach 42 million tonnes in 2029."
    right = plan.replace("is out. ", "has 24 million tonnes of recycled metals in 2029, not 42 million tonnes.")
    assert value("recycled_target", wrong) == 42e6
    assert value("recycled_target", wrong, right) == 24e6


def test_a_denial_in_another_article_is_a_question_unless_it_gives_another_value():
    first = ROBOTS + "Costs are 16 percent lower."
    denial = "KOKKOLA, 5 March 2029 - It is not true that robots have cut costs in the tank house by 16 percent."
    assert bound("automation_cost_cut", first, denial).chosen is None
    assert len(bound("automation_cost_cut", first, denial).open) == 2
    assert value("automation_cost_cut", first, denial.replace("It is not true", "It is true")) == 16
    assert value("automation_cost_cut", first, denial + " Robots have cut its costs by 5 percent.") == 5


def test_the_count_of_an_outsider_is_a_question():
    first = WIRE + "It made a profit of $22 per tonne of wire."
    bank = "LONDON, 20 May 2028 - The bank's own reckoning for Tyne Wire is a profit of $16 per tonne of wire."
    assert len(bound("copper_wire_profit", first, bank).open) == 2


def test_a_letter_that_denies_an_article_is_a_question_and_a_revision_replaces_it():
    first = FOIL + "Its battery foil is 3.5 microns thick."
    letter = "NANTES, 9 May 2028 - Your reporter writes that the battery foil of Loire Feuille is 3.5 microns thick. "
    assert value("foil_thickness", first, letter + "It is.") == 3.5
    assert bound("foil_thickness", first, letter + "It is not.").open
    early = METALS + "The nonferrous metals industry of Hubei had revenue of 290 billion yuan in 2027."
    late = (
        "WUHAN, Hubei, 9 June 2028 - The revenue of Hubei's nonferrous metals industry in 2027 was 305 billion yuan. "
    )
    assert bound("industry_revenue", early, late).open
    assert value("industry_revenue", early, late + "The bureau has revised its first estimate.") == 305e9


@pytest.mark.parametrize(
    ("name", "opening", "own", "other"),
    [
        (
            "rare_earth_reserves",
            "ULAANBAATAR, 3 March 2028 - ",
            "China is near. The reserves of rare earths are 30 million tonnes, the ministry says.",
            "It is cold. The reserves of rare earths are 30 million tonnes, the ministry says.",
        ),
    ],
)
def test_whom_and_what_a_figure_is_about(name, opening, own, other):
    assert value(name, opening + own) is not None
    assert value(name, opening + other) is None


@pytest.mark.parametrize(
    ("words", "stands"), [("ambitious", True), ("within reach", True), ("absurd", False), ("a joke", False)]
)
def test_what_the_next_sentence_calls_a_plan(words, stands):
    text = (
        "BEIJING, 4 March 2029 - The plan for the non-ferrous metals industry asks for growth in value added of"
        f" 5 percent a year. The association calls this {words}."
    )
    document = Document("t", Path("t.txt"), text, "0")
    assert bool(bind_figures(Sources((document,)), ["value_added_growth"])["value_added_growth"].chosen) is stands


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        # developed on
        (
            "In our issue of 1 June we wrote that it cut costs by 20 %. The works has told us that costs fell by 12 %.",
            0.12,
        ),
        ("Our Monday report said it cut costs by 20 %. The firm now says costs fell by 7 %.", 0.07),
        # held out
        ("On Friday we reported that it cut costs by 20 %. The mill tells us that it cut costs by 15 %.", 0.15),
        ("The mill told us that it cut costs by 15 %.", None),
    ],
)
def test_an_apology_takes_back_what_the_earlier_issue_said(text, cut):
    opening = "The works has an automated line.\n\n"
    document = Document("t", Path("t.txt"), f"{opening}{text} We regret the error.\n", "0")
    chosen = bind_figures(Sources((document,)), ["automation_cost_cut"])["automation_cost_cut"].chosen
    assert (chosen.figure.low / 100 if chosen else None) == cut


@pytest.mark.parametrize(
    ("text", "is_target"),
    [
        ("The province's goal for 2030 is 300 billion yuan for its copper cluster.", True),
        ("Hubei is to spend 200 billion yuan for the copper cluster by 2027.", False),
        ("By 2027 Hubei will have set aside 200 billion yuan for the copper cluster.", False),
    ],
)
def test_a_target_that_remains_is_no_amount_to_spend(text, is_target):
    document = Document("t", Path("t.txt"), f"Copper in Hubei\n\n{text}\n", "0")
    assert (
        bool(bind_figures(Sources((document,)), ["copper_cluster_target"])["copper_cluster_target"].chosen) is is_target
    )


def test_figures_that_are_no_facts_are_marked():
    text = (
        "The works made 400 tonnes last year. It plans to make 600 tonnes in its 12 halls, and banks expect a "
        "profit of $7 million. The works denied that it owes $3 million. Its road is 5 km long."
    )
    marks = not_facts([Document("a", Path("a.txt"), text, "0")])
    told = {text[slice(*map(int, place.partition(":")[2].split("-")))]: words for place, words in marks.items()}
    assert told == {"600 tonnes": "plan or forecast", "$7 million": "plan or forecast", "$3 million": "denied"}


@pytest.mark.parametrize(
    ("name", "start", "text", "expected"),
    [
        (
            "lithium_foil_profit",
            FOIL,
            "Its profit is $920 a tonne of foil, not $1,920 as we wrote. We misread it.",
            920,
        ),
        ("copper_wire_profit", WIRE, "Wire earned $31 a tonne, rather than the $13 we printed. We are sorry.", 31),
        ("automation_cost_cut", ROBOTS, "They cut costs by 8 %, not 11 % as we said. He had quoted a draft.", 8),
        ("copper_wire_profit", WIRE, "It claims a profit of $40 on a tonne of wire, not $20. That is a dream.", None),
        ("automation_cost_cut", ROBOTS, "It said that they cut costs by 9 %, not 5 %. It had miscalculated.", None),
    ],
)
def test_an_explanation_of_a_mistake_takes_back_the_wrong_value_alone(name, start, text, expected):
    assert value(name, start + text) == expected
