"""The short phrase for what a figure measures, and nothing where it is unsure."""

import pytest

from analysis.extraction.extract import extract_figures


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The line cut electricity use by 5%.", "electricity use"),
        ("Refined output rose 5%.", "Refined output"),
        ("It earns $20 for plain copper rod.", "plain copper rod"),
        ("They want annual growth of 5%.", None),
        ("There was a 40-basis-point rise in the margin.", "margin"),
        ("Group cash costs were $1.90/lb.", "Group cash costs"),
        ("It will reduce power use at the smelter by 12%.", "power use"),
        ("They trimmed shipments from Antofagasta by 4,000 t.", "shipments"),
        ("It paid 5 yuan less than in a week.", None),
        ("And then, 5%!", None),
        # a soft wrap ends no clause, "while" begins one
        ("The new line, which has been running for a whole year, cuts the electricity\nuse by 5%.", "electricity use"),
        ("Costs went their own way, while sales rose 5%.", "sales"),
        ("Refined CO2 rose 5%.", "Refined CO2"),
        ("Mills' output rose 5%.", "Mills' output"),
        # a bracket after a common noun, a clause with a participle, what a change is compared over
        ("Direct cash cost (C1) came to $5.", "Direct cash cost"),
        ("Kestrel Copper (ASX: KSC) came to $5.", None),
        ("Trade slowed, with shipments to Japan totalling 40 t.", "shipments to Japan"),
        ("Trade slowed, with a 14% year-on-year slump.", None),
        ("Higher prices of $5 were paid.", "prices"),
        ("There was a net loss2 of $5.", "net loss"),
        # an abbreviation is one word
        ("They hold 5% of U.S. deposits.", "U.S. deposits"),
        ("The average U.S. price was $5.", "average U.S. price"),
        # what is achieved, not who achieves it
        ("The cable arm achieved freight revenue of $5.", "freight revenue"),
        ("Tata delivered consolidated sales of 5 Mt.", "consolidated sales"),
        ("The agency readied tariffs of up to 5%.", "tariffs"),
        # a name with "&", and no single letter
        ("Projects & Manufacturing margin rose 5%.", "Projects & Manufacturing margin"),
        ("R&D spending was $5 million.", "R&D spending"),
        # a share of the economy is of what is put in relation to it; a year is nothing that is measured
        ("The fiscal deficit is 5% of GDP.", "fiscal deficit"),
        ("Spending will be $5 million in FY25.", "Spending"),
        ("It holds 5% of the GDP.", None),
        # a noun with the one that it belongs to, and adjectives with "and"
        ("Earnings per share of $5 were paid.", "Earnings per share"),
        ("An internal rate of return of 5% is shown.", "internal rate of return"),
        ("The cost of capital of 5% is used.", "cost of capital"),
        ("It fell to a total of 5 t.", None),
        ("It ships 5 t of technical and chemical grades.", "technical and chemical grades"),
        ("They plan to raise foil capacity to 5 t.", "foil capacity"),
        # around a bracket with a figure, of a verb that multiplies, and a cost that costs nothing
        ("The shift doubled their productivity.", "productivity"),
        ("Net production cost stood at $5/oz.", "Net production cost"),
        ("A mine costs $5.", "mine"),
        ("It made a loss of $5 million in the US.", "loss"),
        ("A grant of £5 million for small firms was paid.", "grant"),
        ("Analysts suggesting $5 million were wrong.", None),
        ("It opened at a cost of about $5 million.", "cost"),
        ("Goldman raised its price forecast for the first half of 2026 to $5.", "price forecast"),
        ("It emits 5 t of CO2 annually.", "CO2"),
        ("Prices fell, with forecasts indicating a decline to $5.", None),
        ("A profit after tax of $5 was made.", "profit after tax"),
        ("Currently the vacancy rate is 5%.", "vacancy rate"),
        ("The figure rose 5%.", None),
        ("The number of sites rose 5%.", "number of sites"),
        ("Having shipped 5 t, it closed.", None),
        ("The firm said Wednesday its net profit rose 5%.", "net profit"),
        ("The unit posted a significant decline to $5.", None),
        # what is counted, labels, nouns before and after the figure
        ("Two mobile cranes are wanted.", "mobile cranes"),
        ("Unit cash cost: $5 a pound.", "Unit cash cost"),
        ("A yearly capacity of 5 t is planned.", "yearly capacity"),
        ("They sank a 12-metre yacht.", "yacht"),
        ("Crops worth $5 million were lost.", "Crops"),
        ("The ore has 5% Ni.", "Ni"),
        ("Capital spending $5 million.", "Capital spending"),
        ("The ministry said tin output rose 5%.", "tin output"),
        ("Bitcoin topped $5.", "Bitcoin"),
        ("Operating costs are $5.", "Operating costs"),
        ("Angola pumped 5 million barrels.", "Angola pumped"),
        ("Stocks at warehouses fell 5%.", "Stocks at warehouses"),
        # no times, places, pronouns, or people who say it
        ("It cost $5 in January.", None),
        ("The company said it was 5%.", None),
        ("It fell 5% in January.", None),
        ("The group invested $5 million in Chile.", None),
    ],
)
def test_a_subject_is_a_phrase_of_the_text(text, expected):
    (figure,) = extract_figures(text)
    assert figure.subject == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Revenue of $9 billion, up 15% from $8 billion, is a record.", ["Revenue"] * 3),
        ("Tin opened at $5, touched $6 and settled at $4.", ["Tin"] * 3),
        ("Debt was $5 million; a year ago it was $4 million.", ["Debt"] * 2),
        ("It owns 11 mines and will open four more.", ["mines", "mines"]),
        ("Sales rose 5%, and costs fell 3%.", ["Sales", "costs"]),
        ("Zinc is $5, and lead $3.", ["Zinc", "lead"]),
        ("Output in 2023 H1 was 12 kt, and recovery in Q2 was 88 %.", ["Output", "recovery"]),
        ("The yield in 2018 was 81 %, 2019 dropped to 78 %.", ["yield", "yield"]),  # not the year
        ("Output fell from 5 t in 2003 to 4 t in 2017.", ["Output", "Output"]),
        ("Output was 5 t (FY23: 4 t) and sales were 9 t (prior year: 8 t).", ["Output", "Output", "sales", "sales"]),
        # a figure in the phrase is left out of it
        ("The €310 million terminal is 40% owned by the state.", [None, "terminal"]),
        ("Sales of 12,400 tonnes were 3% above plan.", ["Sales", "Sales"]),
        ("Ore at 1.9% Cu sells for $70 a tonne.", ["Cu", "Ore"]),
        ("Stocks at 12 ports grew 5%.", ["ports", "Stocks at 12 ports"]),
        ("Premiums ended at $9.80/lb. Exporters sold 40 t.", ["Premiums", "Exporters sold"]),
    ],
)
def test_later_figures_of_a_sentence_may_measure_the_same(text, expected):
    assert [figure.subject for figure in extract_figures(text)] == expected


def test_a_single_letter_is_not_a_subject():
    assert [figure.subject for figure in extract_figures("The hall has 5 m x 12 m.")] == [None, None]


def test_a_figure_in_brackets_parts_no_subject():
    figures = extract_figures("Total spending (on a 50% basis) rose by 10% to $5 million.")
    assert [figure.subject for figure in figures[1:]] == ["Total spending", "Total spending"]


def test_a_phrase_does_not_end_with_and():
    figures = extract_figures("It has $5 of principal and $3 of interest.")
    assert [figure.subject for figure in figures] == ["principal", "interest"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The mine reported a 5% rise in the price of antimony in Europe.", "price of antimony"),
        ("A 5% drop in the unit cost of aluminium helped.", "unit cost of aluminium"),
        ("A 5% rise in energy costs per ton of foil is likely.", "energy costs per ton of foil"),
        ("A 5% fall in shares of the second-largest smelter followed.", "shares of the second-largest smelter"),
        ("A 5% drop in orders compared with May is likely.", "orders"),
        ("Analysts see growth of 5% in scrap availability.", "scrap availability"),
        ("A fall of 5% in smelting margins followed.", "smelting margins"),
        ("It had foreseen a fall of 5% in the region.", None),
        ("A fall of 5% in May is likely.", None),
        ("It had growth of 5% in China.", None),
    ],
)
def test_what_a_noun_of_change_is_about(text, expected):
    (figure,) = [figure for figure in extract_figures(text) if figure.unit == "percent"]
    assert figure.subject == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Copper output of the group reached 5 t.", "Copper output of the group"),
        ("Grades ranged from 5% to 7%.", "Grades"),
        ("Sales levelled off at 5 t.", "Sales"),
        ("The head of the group sold 5 t.", None),
        ("The price of oil had doubled.", None),
    ],
)
def test_subjects_of_verbs_of_a_level(text, expected):
    assert extract_figures(text)[0].subject == expected
