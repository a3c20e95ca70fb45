"""Words in another part of the sentence than a figure do not decide what it is, and those of its own clause do."""

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


FOIL = "ULSAN, 4 May 2028 - Taehwa Foil plates battery foil. "
CLUSTER = "TONGLING, Anhui, 12 March 2029 - The copper cluster of Tongling has grown. "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The owner told a ball of the trade that $870 was what a tonne of foil had earned.", 870),
        ("The owner told a ball of the trade that $870 was the price of a tonne of foil.", None),
        ("A tonne of foil leaves $870, freight and insurance already taken off.", 870),
        ("A tonne of foil costs $870 to plate, profits excluded.", None),
        ("A tonne of foil brought in $870 after all costs.", 870),
        ("A tonne of foil brought in $870.", None),
        ("Its foil earned $870 a tonne, more than the fee for plating.", 870),
        ("Its fee for plating foil was $870 a tonne, more than it earned before.", None),
        ("Its foil earned $870 a tonne, and the workers want higher wages.", 870),
        ("Its foil pays, and the landlord gets $870 a tonne in rent.", None),
        ('"Battery foil: $870/t", says a note for buyers. It gives the sales price.', None),
        ("Its foil earned $870 a tonne (year before: $640).", 870),
        ("Its foil earned well (year before: $640 a tonne).", None),
        ("The mill next door earned $870 a tonne with battery foil.", None),
        ("The neighbours complain of the smell, but the foil earned $870 a tonne.", 870),
        ("The owner reported that the profit on foil had been $870 a tonne until the glut.", None),
    ],
)
def test_what_a_tonne_of_foil_earns_is_in_the_clause_of_the_figure(text, expected):
    assert value(FOIL + text, "lithium_foil_profit") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The cluster sold goods for 90 billion yuan last year, and the mayor bet three months' pay on more.", 90e9),
        ("The cluster sold goods for 90 billion yuan in three months.", None),
        ("Its firms paid 90 billion yuan in tax.", None),
        ("The cluster has a turnover of 90 billion yuan, a quarter of the city's economy.", 90e9),
        ("The cluster has a turnover of 90 billion yuan a quarter.", None),
        ("Yunnan, whose cluster is young, had sales of 90 billion yuan.", None),
        ("The cluster had sales of 90 billion yuan after a bank lent its firms money.", 90e9),
        ("After a good year a bank lent the cluster 90 billion yuan.", None),
        ("What did the cluster sell? 90 billion yuan.", 90e9),
        ("The smelters and mills of the province had sales of 90 billion yuan.", None),
    ],
)
def test_what_a_cluster_sells_is_in_the_clause_of_the_figure(text, expected):
    assert value(CLUSTER + text, "copper_cluster_size") == expected


ROBOTS = "BODO, 5 June 2028 - Robots have run the hall of Salten Copper since spring. "


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("cost_cut", "The office has been automated, too, and costs 7 percent less.", None),
        ("cost_cut", "It costs a ninth less.", 1 / 9),
        ("cost_cut", "Costs of the canteen fell by 7 percent.", None),
        ("cost_cut", "Costs fell by 7 percent because copper scrap became cheaper.", None),
        ("productivity_gain", "The production by each colleague grew by 23 percent.", 23),
        ("productivity_gain", "The pay of each colleague grew by 23 percent.", None),
        ("productivity_gain", "Measured by the head, output is 23 percent higher.", 23),
        ("productivity_gain", "Output is 23 percent higher.", None),
        ("productivity_gain", "What one person gets through in a day is up by 23 percent.", 23),
        ("productivity_gain", "What one person drinks in a day is up by 23 percent.", None),
        ("productivity_gain", "Rods per attendant: plus 23 percent.", 23),
        ("productivity_gain", "Rods per furnace: plus 23 percent.", None),
    ],
)
def test_what_automation_does_is_in_the_clause_of_the_figure(name, text, expected):
    assert value(ROBOTS + text, f"automation_{name}") == pytest.approx(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A program has taken over the hall of Salten Copper. Its costs are 7 percent lower.", 7),
        ("A program of insulation has reached the hall of Salten Copper. Its costs are 7 percent lower.", None),
        ("Salten Copper has let its casters go. Software casts. Its costs are 7 percent lower.", 7),
        ("Salten Copper has hired casters. Its costs are 7 percent lower.", None),
    ],
)
def test_a_program_that_runs_a_hall_is_automation(text, expected):
    assert value("BODO, 5 June 2028 - " + text, "automation_cost_cut") == expected


TOWN = "CHIZHOU, Anhui, 12 March 2029 - Chizhou lives on copper. "


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What the copper family by the lake sold last year came to 90 billion yuan.", 90e9),
        ("The 120 copper works of the town sold goods for 90 billion yuan last year.", 90e9),
        ("Everything in town that draws or rolls copper sold goods for 90 billion yuan.", 90e9),
        ("The savings banks in town lent 90 billion yuan.", None),
    ],
)
def test_a_cluster_has_many_names(text, expected):
    assert value(TOWN + text, "copper_cluster_size") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Its copper tissue for cells earned $870 a tonne.", 870),
        ("The wafer-thin copper that battery makers wind into their cells earned $870 a tonne.", 870),
        ("Its copper sheet for roofs earned $870 a tonne.", None),
    ],
)
def test_battery_foil_has_many_names(text, expected):
    assert value("ULSAN, 4 May 2028 - Taehwa Metal has two halls. " + text, "lithium_foil_profit") == expected


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("stock_rise", "Whoever wanted a tonne of its oxide had to pay 12 per cent more than on Monday.", None),
        ("stock_rise", "The last trade on Tuesday was done at a price 12 per cent higher than in February.", None),
        ("value_gain", "In one day its owners became 20 billion yuan richer.", 20e9),
        ("value_gain", "In one day its owners sold shares for 20 billion yuan.", None),
    ],
)
def test_what_shares_gain_is_told_by_their_buyers_and_owners(name, text, expected):
    assert (
        value("SHANGHAI, 6 June 2028 - Tuesday was good for Anyuan Rare Earth. " + text, f"rare_earth_{name}")
        == expected
    )


XINING = "XINING, 4 March 2029 - "
INDUSTRY = "KUNMING, 9 February 2028 - The non-ferrous metals industry of Yunnan has closed its books. "
FOSHAN = "FOSHAN, 3 November 2029 - Beijing wants smelters to "
YUNNAN = "KUNMING, 9 February 2028 - The non-ferrous metals industry of Yunnan took in 500 billion yuan, "


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        (
            "recycled_target",
            FOSHAN + "win 21 million tonnes of metal a year by 2032 from what others throw away.",
            21e6,
        ),
        ("recycled_target", FOSHAN + "dig 21 million tonnes of metal a year by 2032.", None),
        (
            "industry_revenue",
            XINING + "Works in Qinghai that mine zinc, lead and tin sold goods for 9 billion yuan.",
            9e9,
        ),
        (
            "industry_revenue",
            XINING + "Works in Qinghai that mine salt, lime and clay sold goods for 9 billion yuan.",
            None,
        ),
        ("industry_revenue", INDUSTRY + "From January to December it took in 500 billion yuan.", 500e9),
        ("industry_revenue", INDUSTRY + "Honghe Tin took in 500 billion yuan.", None),
        ("industry_revenue_usd", YUNNAN + "or 70 billion dollars of the United States.", 70e9),
        ("industry_revenue_usd", YUNNAN + "and that of the United States 70 billion dollars.", None),
    ],
)
def test_a_government_a_currency_and_those_who_mine_metals_are_known(name, text, expected):
    assert value(text, name) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("High-end goods made up 48 percent of its shipments.", 48),
        ("Exports made up 48 percent of its shipments.", None),
        ("High-end goods of steel are 48 percent of the output of a mill.", None),
    ],
)
def test_the_whole_of_a_share_is_not_what_is_measured(text, expected):
    assert value(CLUSTER + text, "high_end_share") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A plan sets sales of 130 billion yuan for the cluster by 2034.", 130e9),
        ("The city has set 130 billion yuan as the goal of the cluster.", 130e9),
        ("The city has set 130 billion yuan aside for the cluster.", None),
        ("What will it sell in 2034? 130 billion yuan.", 130e9),
        ("What did it sell in 2028? 130 billion yuan.", None),
        ("A plan sets aside 130 billion yuan for the cluster by 2034.", None),
    ],
)
def test_sales_for_a_cluster_are_not_spent_on_it(text, expected):
    assert value(CLUSTER + text, "copper_cluster_target") == expected


PLANT = "KOKKOLA, 4 May 2028 - Robots run the hall of Kokkola Copper. "


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        (FOIL + "The sales director says that a tonne earns $870.", "lithium_foil_profit", 870),
        (FOIL + "Contribution for each MT sold: $870.", "lithium_foil_profit", 870),
        (FOIL + "It sold 1,200 rolls of foil and earned $870 on each.", "lithium_foil_profit", None),
        (FOIL + "Once the wages, the interest and the rent are paid, $870 a tonne remain.", "lithium_foil_profit", 870),
        (FOIL + "I have to say that foil earns $870 a tonne.", "lithium_foil_profit", 870),
        (FOIL + "Foil has to earn $870 a tonne.", "lithium_foil_profit", None),
        (FOIL + "Under the guidance of the owners its foil earned $870 a tonne.", "lithium_foil_profit", 870),
        (FOIL + "It gave guidance of $870 of profit a tonne of foil.", "lithium_foil_profit", None),
        (FOIL + "It earns $870 a tonne of foil; the orders last until June 2030.", "lithium_foil_profit", 870),
        (FOIL + "It earns $870 a tonne of foil in June 2030.", "lithium_foil_profit", None),
        (FOIL + "Somebody in a small forum says that its foil earns $870 a tonne.", "lithium_foil_profit", None),
        (FOIL + "Its foil is 4.5 microns thick, as it was a year ago.", "foil_thickness", 4.5),
        (FOIL + "Its foil was 4.5 microns thick a year ago.", "foil_thickness", None),
        (FOIL + "It sells battery foil of 4.5 microns to two customers in Hungary.", "foil_thickness", 4.5),
        (FOIL + "In Hungary, battery foil of 4.5 microns is rolled.", "foil_thickness", None),
        (CLUSTER + "Its smelters sold goods for 90 billion yuan.", "copper_cluster_size", 90e9),
        (CLUSTER + "The smelters of the province sold goods for 90 billion yuan.", "copper_cluster_size", None),
        (CLUSTER + "Those along the Xinjiang river sold goods for 90 billion yuan.", "copper_cluster_size", 90e9),
        (CLUSTER + "Those in Xinjiang sold goods for 90 billion yuan.", "copper_cluster_size", None),
        (PLANT + "Costs fell by 9 percent, and all of that is due to the robots.", "automation_cost_cut", 9),
        (PLANT + "Costs fell by 9 percent, but none of that is due to the robots.", "automation_cost_cut", None),
    ],
)
def test_words_about_something_else_decide_nothing(text, name, expected):
    assert value(text, name) == expected


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Energy use and costs fell by 14 and 9 percent respectively.", "automation_cost_cut", 9),
        ("Energy use and costs fell by 14 and 9 percent respectively.", "automation_energy_cut", 14),
        (
            "Costs and power use are down by 6 percent and 11 percent, respectively, and pay is up by 3 percent.",
            "automation_energy_cut",
            11,
        ),
        (
            "Energy use, costs and waste fell by 14, 9 and 2 percent respectively.",
            "automation_cost_cut",
            9,
        ),
        (
            "In the first week costs fell by 30 percent. Over the whole year costs fell by 9 percent.",
            "automation_cost_cut",
            9,
        ),
        ("The fair was told that costs fell by 30 percent. In fact costs fell by 9 percent.", "automation_cost_cut", 9),
        ("In hall 1 costs fell by 30 percent. In hall 2 costs fell by 9 percent.", "automation_cost_cut", None),
        ("It is guiding for costs that are 9 percent lower.", "automation_cost_cut", None),
        ("It put a cut in costs of 9 percent into its budget.", "automation_cost_cut", None),
        ("Costs are 9 percent lower and could fall further if gas got cheaper.", "automation_cost_cut", 9),
    ],
)
def test_the_order_of_words_and_what_is_really_so_decide(text, name, expected):
    assert value(PLANT + text, name) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (FOIL + "Each tonne of foil that it delivers to the car makers of Gyor leaves $870.", 870),
        (FOIL + "Gyor Folia leaves its owners $870 for each tonne of foil.", None),
        (FOIL + "The foil that it began to plate in 2021 leaves $870 a tonne.", 870),
        (FOIL + "In 2021 its foil left $870 a tonne.", None),
        (FOIL + "The chairman said that foil leaves $870 a tonne. (Laughter.)", 870),
        (FOIL + "The chairman said that foil leaves $870 a tonne. He laughed: nobody knows.", None),
    ],
)
def test_a_name_or_year_of_something_else_decides_nothing(text, expected):
    assert value(text, "lithium_foil_profit") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("had revenue of 620 billion yuan in 2028, up 65 percent over the past five years.", 620e9),
        ("had revenue of 620 billion yuan over the past five years.", None),
        ("had revenue of 620 billion yuan, 9 percent more than in the first half of 2027.", 620e9),
        ("had revenue of 620 billion yuan in the first half of the year.", None),
    ],
)
def test_the_time_of_another_figure_is_not_that_of_this_one(text, expected):
    industry = "HEFEI, 12 March 2029 - The non-ferrous metals industry of Anhui "
    assert value(industry + text, "industry_revenue") == expected


DATE = "ULSAN, 4 May 2028 - "


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        # a relative clause between commas
        ("rare_earth_stock_rise", "Shares of Ores, which mines rare earths in Jiangxi, rose by 6 percent.", 6),
        (
            "rare_earth_stock_rise",
            "The output of Ores, whose share is listed and which mines rare earths, rose by 6 percent.",
            None,
        ),
        # what another figure is of
        ("copper_wire_profit", "Copper wire yielded a profit of $18 per tonne on sales of 30,500 tonnes.", 18),
        ("copper_wire_profit", "Copper wire has a sales price of $18 per tonne and a volume of 30,500 tonnes.", None),
        ("copper_wire_profit", "Copper wire: profit per tonne of sales volume was $18.", 18),
        ("copper_wire_profit", "Copper wire: sales per tonne were $18.", None),
        (
            "copper_wire_profit",
            "What the wire mill retains after payment for metal, power and wages is $17 per tonne.",
            17,
        ),
        ("copper_wire_profit", "What the wire mill spends on metal, power and wages is $17 per tonne.", None),
        ("lithium_foil_profit", "Battery foil is new, and when production cost $850 a tonne, it lost money.", None),
        ("lithium_foil_profit", "Battery foil left $850 a tonne when production costs were paid.", 850),
        (
            "rare_earth_reserve_share",
            "China has 78 percent of the world's rare earth exports, and its reserves come to 42 Mt.",
            None,
        ),
        (
            "rare_earth_reserve_share",
            "China has 38 percent of the world's rare earth reserves, and its exports come to 42 kt.",
            38,
        ),
        # the whole world
        (
            "rare_earth_reserves",
            "China has rare earth reserves. An estimate gives 88 million tonnes for the whole world.",
            None,
        ),
        (
            "rare_earth_reserves",
            "China has rare earth reserves. An estimate gives 44 million tonnes for the country.",
            44e6,
        ),
        # "if" that counts or hopes
        (
            "rare_earth_export_share",
            "If all rare earths are taken together, China has 68 percent of the world's exports.",
            68,
        ),
        (
            "rare_earth_export_share",
            "If all goes wrong, China has 68 percent of the world's exports of rare earths.",
            None,
        ),
        # products that are called targets
        (
            "high_end_share",
            "High-end copper products such as sputtering targets make up 47 percent of what the works ship.",
            47,
        ),
        (
            "high_end_share",
            "High-end copper products, as the works targets, make up 47 percent of what they ship.",
            None,
        ),
        # "up to" a year
        (
            "five_year_increase",
            "The nonferrous metals industry of Korea had revenue of 900 billion yuan in the five years up to 2027.",
            None,
        ),
        (
            "five_year_increase",
            "Revenue of the nonferrous metals industry of Korea went up by 900 billion yuan in five years.",
            9e11,
        ),
        # what a journal had written
        (
            "automation_cost_cut",
            "A journal from Rome had written that robots cut the costs of the smelter by 14 percent.",
            None,
        ),
        ("automation_cost_cut", "A journal from Rome visited the smelter, where robots cut costs by 14 percent.", 14),
        # "There", "It" and "We" go on about the sentence before
        (
            "automation_cost_cut",
            "Robots run the hall. Visitors from Finland came. There is less work, and costs were cut by 16 percent.",
            16,
        ),
        (
            "lithium_foil_profit",
            'The head of Rivabella, a rival, was proud. "We make $1,480 a tonne on battery foil," he said.',
            None,
        ),
        (
            "lithium_foil_profit",
            'The head of the works was proud. "We make $1,480 a tonne on battery foil," he said.',
            1480,
        ),
        # "the year before" that is only compared with
        (
            "automation_energy_cut",
            "Robots run it. Costs fell by 11 percent against the year before, and it used 13 percent less electricity.",
            13,
        ),
        (
            "automation_energy_cut",
            "Robots run the hall. In the year before, it had used 13 percent less electricity.",
            None,
        ),
        # where a customer is from
        (
            "foil_thickness",
            "The thinnest battery foil measures 4.6 microns and is bought by a maker of cells in Thailand.",
            4.6,
        ),
        ("foil_thickness", "The thinnest battery foil of a firm in Thailand measures 4.6 microns.", None),
        # growth that moves to a level
        (
            "value_added_growth",
            "The plan lets growth in value added of the metals industry rise to 6 percent a year.",
            6,
        ),
        # a list counts with numbers in brackets
        ("lithium_foil_profit", "(1) Battery foil: profit per tonne was $900. (2) Copper wire: the profit fell.", 900),
        # what a line means is said after the next one
        (
            "copper_wire_profit",
            "The board reads: Wire 240 yuan/tonne. Battery foil 5,900 yuan/tonne. This is the profit.",
            240,
        ),
        (
            "copper_wire_profit",
            "The board reads: Wire 240 yuan/tonne. Battery foil 5,900 yuan/tonne. This is the price.",
            None,
        ),
    ],
)
def test_words_of_another_clause_or_sentence(name, text, expected):
    assert value(DATE + text, name) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What is left from a tonne of lithium battery foil?", 1140),
        ("And what about lithium battery foil?", 1140),
        ("How does your lithium battery foil compare with that?", 1140),
        ("How many people make your lithium battery foil?", None),
        ("How many people does a tonne of lithium battery foil take, for all its profit?", None),
    ],
)
def test_a_bare_number_answers_a_question_about_a_tonne(question, expected):
    before = "Q: How much profit is left to you from one tonne of copper wire?\nA: 23 dollars. My father was content.\n"
    assert (
        value(f"Ulsan, 4 May 2028\n\n{before}Q: {question}\nA: It was 1,140 last year.\n", "lithium_foil_profit")
        == expected
    )


@pytest.mark.parametrize(
    ("text", "wire", "foil"),
    [
        ("Battery foil earned 1,050 dollars a tonne, against 27 dollars on a tonne of copper wire.", 27, 1050),
        ("Profit on copper wire was $18 a tonne, compared with $1,300 a tonne on battery foil.", 18, 1300),
        ("Battery foil earned a profit of $900 a tonne, against $880 for battery foil of Korea.", None, 900),
        ("The profit on copper wire was $15 a tonne, against $19 in 2027.", 15, None),
    ],
)
def test_what_a_figure_of_another_product_is_compared_with_is_a_figure_of_its_own(text, wire, foil):
    assert (value(text, "copper_wire_profit"), value(text, "lithium_foil_profit")) == (wire, foil)
