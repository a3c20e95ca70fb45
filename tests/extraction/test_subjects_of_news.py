"""What a figure of industry news measures: the kinds of sentences in which it was often wrong or missing."""

import pytest

from analysis.extraction.extract import extract_figures


@pytest.mark.parametrize(
    ("text", "figure", "expected"),
    [
        ("In the March quarter this year Peru's zinc exports fell by 7%.", "7%", "Peru's zinc exports"),
        ("In the first half net debt was $5 million.", "$5 million", "net debt"),
        ("Output at the works, however, fell 6%.", "6%", "Output at the works"),
        ("Demand, which had been weak, rose 6%.", "6%", "Demand"),
        ("An NPV, after tax, of $70 million is shown.", "$70 million", "NPV"),
        ("Earnings before interest and taxes (EBIT) of $7 million were booked.", "$7 million", "EBIT"),
        ("It sees output of between 5 kt and 7 kt.", "5 kt and 7 kt", "output"),
        ("The group reports profit per share of $7.", "$7", "profit per share"),
        ("The plan outlines yearly rod production of 7 kt.", "7 kt", "yearly rod production"),
        ("Brokers expected sales of $7 million.", "$7 million", "sales"),
        ("It shipped 7 Mt of ore, down 6% year on year.", "6%", "ore"),
        ("They sold 7,000 t of zinc in May, an increase of 6%.", "6%", "zinc"),
        ("Tin output was 5% better at 70 t.", "70 t", "Tin output"),
        ("Ore grades improved and by 6% on the year.", "6%", "Ore grades"),
        (
            "Lower grades cut volumes, driving first-quarter smelter output 6% lower.",
            "6%",
            "first-quarter smelter output",
        ),
        ("It runs the 60% owned Kambara mine.", "60%", None),
        ("It passed the 70 GW milestone.", "70 GW", None),
        ("A 12-year mine life is planned.", "12-year", "mine life"),
        ("It is a $7 million plant near Perth.", "$7 million", "plant"),
        ("The capital cost on a 60% basis is high.", "60%", None),
        ("Organic sales growth around 6% is the goal.", "6%", "Organic sales growth"),
        ("The rise was driven by organic growth of 6%.", "6%", "organic growth"),
        ("They want annual growth of 6%.", "6%", None),
        ("They report a sales increase of 6%.", "6%", "sales increase"),
        ("It makes up half of this year's projected increase in demand.", "half", "year's projected increase"),
        ("It booked $7 in adjusted, pre-tax earnings.", "$7", "adjusted pre-tax earnings"),
        ("The goal of tripling solar capacity by 2030 remains.", "tripling", "solar capacity"),
        ("Argus assessed the spot zinc premium at $70/t.", "$70/t", "spot zinc premium"),
        ("The study put operating costs at $70/t and the margin at 6%.", "$70/t", "operating costs"),
        ("It pays back within a payback period of 7 years.", "7 years", "payback period"),
        ("The payback period is 7 years.", "7 years", "payback period"),
        (
            "Exports of goods and services increased $7 billion to $70 billion.",
            "$7 billion",
            "Exports of goods and services",
        ),
        ("The trade surplus increased $7 billion.", "$7 billion", "trade surplus"),
        (
            "Falls were seen in capital goods ($7 million) and in machine parts ($5 million).",
            "$5 million",
            "machine parts",
        ),
        ("That exceeds the first investment ($7 million) by far.", "$7 million", "first investment"),
        ("Higher than expected 6% rates were paid.", "6%", None),
        ("The deficit fell from $7 million in July (revised) to $5 million in August.", "$5 million", "deficit"),
        ("Work began two years ago and is 60% complete.", "60%", None),
        ("Sales in Chile, by contrast, rose 7%.", "7%", "Sales in Chile"),
        ("The smelter, which restarted in May, produced 70 kt.", "70 kt", "smelter produced"),
        ("Free cash flow (FCF) of $7 million was booked.", "$7 million", "FCF"),
        ("It forecasts a spread of between $70 and $90.", "$70 and $90", "spread"),
        ("The miner generated copper revenue of $7 million.", "$7 million", "copper revenue"),
        ("It sold 70 kt of foil, up 7% on the year.", "7%", "foil"),
        ("Cathode stocks were 7% worse at 70 kt.", "70 kt", "Cathode stocks"),
        ("It is the operator of the 70% held Kettle field.", "70%", None),
        ("The price broke through the $70 barrier.", "$70", None),
        ("Loan growth of 7% was reported.", "7%", "Loan growth"),
        ("Wage growth around 7% is feared.", "7%", "Wage growth"),
        ("They fear steady growth of 7%.", "7%", None),
        ("It made $70 in recurring, after-tax profit.", "$70", "recurring after-tax profit"),
        ("Doubling slab output needs 7 GWh.", "Doubling", "slab output"),
        ("The bank left its policy rate at 7%.", "7%", "policy rate"),
        ("A grace period of 7 years applies.", "7 years", "grace period"),
        ("The current-account surplus increased $7 billion to $70 billion.", "$7 billion", "current-account surplus"),
        (
            "Cuts were made in advertising spending ($7 million) and staff costs ($5 million).",
            "$5 million",
            "staff costs",
        ),
        ("Output fell from 70 kt in May (unrevised) to 60 kt in June.", "60 kt", "Output"),
    ],
)
def test_the_subject_of_a_figure_in_news(text, figure, expected):
    found = {item.text: item.subject for item in extract_figures(text)}
    assert found[figure] == expected
