"""Periods that depend on the date of publication, and figures that do not take the only period of their sentence."""

from datetime import date

import pytest

from analysis.extraction.extract import extract_figures

PUBLISHED = date(2026, 9, 17)


@pytest.mark.parametrize(
    ("text", "figure", "expected"),
    [
        ("Zinc output in July this year fell to 40 kt.", "40 kt", "2026-07"),
        ("For the first quarter of this year, rod sales were 5 t.", "5 t", "2026-01/2026-03"),
        ("Ore imports reached 12 Mt in the second half of last year.", "12 Mt", "2025-07/2025-12"),
        ("The May-July period last year brought 9 kt.", "9 kt", "2025-05/2025-07"),
        ("Shipments rose 4% in May to 80 kt.", "80 kt", "2026-05"),
        ("Shipments rose 4%, or 3 kt, in May to 80 kt.", "3 kt", "2026-05"),
        ("Scrap imports for June fell 7%.", "7%", "2026-06"),
        ("They sold 50 t for June delivery.", "50 t", None),
        ("The April surplus narrowed to $3 billion.", "$3 billion", "2026-04"),
        ("The 2024 decrease in the goods deficit was $4 billion.", "$4 billion", "2024"),
        ("It earned $30 million in the six months ended June.", "$30 million", "2026-01/2026-06"),
        ("It earned $30 million in the quarter ended 31 March.", "$30 million", "2026-01/2026-03"),
        ("The spot price stood at $90 a tonne on Tuesday.", "$90 a tonne", "2026-09-15"),
        ("The ministry said on Tuesday that output was 90 t.", "90 t", None),
        ("Output was 90 t, according to data published on 3 September.", "90 t", None),
        ("Capacity rose to more than 440 GW in 2023.", "440 GW", "2023"),
        ("Capacity rose by 30 GW to more than 440 GW in 2023.", "30 GW", "2023"),
        ("It costs 5 yuan, more than the 4 yuan of 2024.", "5 yuan", None),
        ("Output rose 4% compared with May 2025 to 60 t.", "60 t", None),
        ("Output in May 2026 rose 4% compared with May 2025 to 60 t.", "60 t", "2026-05"),
        (
            "Profit was $5 million last quarter, against $4 million, or 3 cents a share, a year earlier.",
            "$4 million",
            None,
        ),
        ("Exports fell 4% in July 2026, while the year to date total rose 2%.", "2%", None),
        ("Exports fell 4% in July 2026, while the year to date total rose 2%.", "4%", "2026-07"),
        ("Profit rose 5% in the third quarter, mainly due to lower costs.", "5%", "2026-07/2026-09"),
        ("For the third quarter, it expects sales of $8 billion.", "$8 billion", "2026-07/2026-09"),
        ("A third of this year's additions were solar.", "A third", "2026"),
        ("Profit was 4% above last year's earnings.", "4%", None),
        ("The full-year 2024 dividend is 5 cents.", "5 cents", "2024"),
        ("Sales of payable zinc in the second quarter were 5 kt.", "5 kt", "2026-04/2026-06"),
        ("The plan is due to start in May and costs $5 million.", "$5 million", None),
        ("Foil deliveries slipped 3% in August to 12 kt.", "3%", "2026-08"),
        ("In the second quarter of last year it mined 6 Mt.", "6 Mt", "2025-04/2025-06"),
        ("Steel demand for July was 70 Mt, 2 Mt less than in June.", "70 Mt", "2026-07"),
        ("The trader booked 400 t of tin for October shipment.", "400 t", None),
        ("Net profit for the year ended March was $70 million.", "$70 million", "2025-04/2026-03"),
        ("Nickel closed at $15,200 on Wednesday.", "$15,200", "2026-09-16"),
        ("The company announced on Friday a dividend of 7 cents.", "7 cents", None),
        ("Smelters used less than 40 GWh in 2024, and paid $5 million.", "40 GWh", "2024"),
        ("Turnover fell by $3 million to less than $40 million in 2025.", "$3 million", "2025"),
        ("Imports rose 9% compared with June last year to 5 Mt.", "5 Mt", None),
        (
            "Sales were $5 million in July, while they were $30 million in the seven months to July.",
            "$30 million",
            "2026-01/2026-07",
        ),
        (
            "It earned $12 million in June, compared with net income of $9 million, or 4 cents a share, a year ago.",
            "$9 million",
            None,
        ),
        ("Output fell 5% in the third quarter due to the strike.", "5%", "2026-07/2026-09"),
        ("The mine is due to produce 5 t in May.", "5 t", None),
        ("The January to April exports were 5 Mt.", "5 Mt", "2026-01/2026-04"),
        ("This month's spending was $4 million.", "$4 million", "2026-09"),
        ("Prices fell in July, although they were 5% up on the year to date.", "5%", None),
        ("In calendar 2025 it sold 5 t.", "5 t", "2025"),
        ("In May zinc hit its highest in nearly five years.", "five years", None),
        ("In 2024 it took a permit for a period of five years.", "five years", None),
        ("It makes 70 kt at Nunton, with first output scheduled for May 2027.", "70 kt", None),
        ("Ores below 2% may leave, meaning that the ban ends in January 2027.", "2%", None),
        ("Demand rose 4% in 2025, a drop from the 6% growth the previous year.", "6%", None),
        ("Demand rose 4% in 2025, a drop from the 6% growth the previous year.", "4%", "2025"),
        ("Demand rose 4% in 2025 from 7% over the previous decade.", "7%", None),
        ("Zinc gained 3% on Monday, adding to Friday's 6% gain.", "6%", None),
        ("Zinc gained 3% on Monday, adding to Friday's 6% gain.", "3%", "2026-09-14"),
        ("With a fall of 3%, demand slowed in comparison with the 2020-24 average.", "3%", None),
        ("Sales more than doubled during fiscal 2025 to 13 Mt.", "13 Mt", "2025"),
        ("Between April and June demand grew by 7%.", "7%", "2026-04/2026-06"),
        ("It shipped 70 kt for the 2025 financial year.", "70 kt", "2025"),
        (
            "In the first two months of this year it sold 7 t, up from 6 t in the same period last year, a rise of 5%.",
            "5%",
            "2026-01/2026-02",
        ),
        (
            "Costs were $15 in the March quarter, in line with the December quarter, but 20% above last time.",
            "20%",
            "2026-01/2026-03",
        ),
        ("In June the line ran for the first time within two weeks.", "two weeks", None),
        ("The site holds 70 kt at Nunton, with commissioning due in March 2027.", "70 kt", None),
        ("Sales rose 4% in 2025, after a 6% drop the previous year.", "6%", None),
        ("Sales rose 4% in 2025, after a 6% drop the previous year.", "4%", "2025"),
        ("Lead fell 3% on Tuesday, after Monday's 2% loss.", "2%", None),
        ("With output of 3 kt, the mine did well in comparison with its 2024 average.", "3 kt", None),
        ("Costs more than tripled in 2025 to $13 million.", "$13 million", "2025"),
        ("Between January and March imports grew by 7%.", "7%", "2026-01/2026-03"),
        ("It mined 70 kt in the 2025 fiscal year.", "70 kt", "2025"),
        ("In July it sold 7 kt, compared with 6 kt in the same month of 2025, a rise of 5%.", "5%", "2026-07"),
    ],
)
def test_the_period_of_a_figure_in_news(text, figure, expected):
    found = {item.text: item.period for item in extract_figures(text, published=PUBLISHED)}
    assert found[figure] == expected
