"""Cues around a figure, as pairs of what is one and what only looks like it; a row is text, figure, expected."""

import pytest

from analysis.extraction.extract import extract_figures

DIRECTIONS = [
    ("The zinc contract was off 14 points in the evening.", "14", "down"),
    ("Aluminium was off $23, or 1.1 percent, at $2,051.", "$23", "down"),
    ("Aluminium was off $23, or 1.1 percent, at $2,051.", "1.1 percent", "down"),
    ("Shares closed 3.4% off.", "3.4%", "down"),
    ("Freight rates ended €1.20 below Friday.", "€1.20", "down"),
    ("Spot cargoes traded $6 above Tuesday.", "$6", "up"),
    ("Stocks are 4% WoW higher.", "4%", "up"),
    ("Premiums stood 7% MoM lower.", "7%", "down"),
    ("Turnover came in 3% YoY higher at CNY 40 million.", "3%", "up"),
    ("Bids came in 15% and 8% above the June and July averages, respectively.", "15%", "up"),
    ("Bids came in 15% and 8% above the June and July averages, respectively.", "8%", "up"),
    ("Lead and zinc output were 9% and 2% below plan.", "9%", "down"),
    ("The smelter shaved 5-7% off its power bill.", "5-7%", "down"),
    ("The strike knocked 12% off quarterly output.", "12%", "down"),
    ("The tax took $40 a tonne off the margin.", "$40 a tonne", "down"),
    ("The plant recovered 91% of the lithium.", "91%", "none"),
    ("Crews recovered 250 tonnes of scrap.", "250 tonnes", "none"),
    ("Nickel recovered 2% on Thursday.", "2%", "up"),
    ("The refinery ran at a loss of $35 a tonne.", "$35 a tonne", "down"),
    ("EBIT lost EUR 22 million in the quarter.", "EUR 22 million", "down"),
    ("Its market value lost $3 billion in a week.", "$3 billion", "down"),
    ("The firm lost $4 million on the deal.", "$4 million", "none"),
    ("Inventories were drawn down by 3,400 tonnes.", "3,400 tonnes", "down"),
    ("Yields were up a tenth.", "a tenth", "up"),
    ("Tin jumped as much as 6%.", "6%", "up"),
    ("The peso has weakened some 4%.", "4%", "down"),
    ("Costs came down 11% over the year.", "11%", "down"),
    ("Prices went up 8%.", "8%", "up"),
    ("Sales are set to grow at 6% a year.", "6%", "up"),
    ("The stock fetched 30% less than a year ago.", "30%", "down"),
    ("Margins narrowed to 6%.", "6%", "none"),
    ("The mine is 30 km below Antofagasta.", "30 km", "none"),
    ("Cobalt, off 2.5% since Friday, found no buyers.", "2.5%", "down"),
    ("Futures in Dalian finished off 18 yuan a tonne.", "18 yuan a tonne", "down"),
    ("Its operating profit lost £9 million.", "£9 million", "down"),
    ("Rebar traded 25 yuan below Thursday.", "25 yuan", "down"),
    ("Discharge was 6% MoM higher in May.", "6%", "up"),
    ("Orders in Europe and Asia were 20% and 11% above last year's.", "20%", "up"),
    ("A new kiln lopped 8% off fuel use.", "8%", "down"),
    ("The process recovered 77% of the nickel.", "77%", "none"),
    ("It was sold at a loss of €55 per tonne.", "€55 per tonne", "down"),
    ("The firm laid off 300 workers.", "300", "none"),
    ("It sold off 12% of its shares.", "12%", "none"),
    ("Tin collapsed 9% and lead sagged 1%.", "1%", "down"),
    ("It was $14 above the exchange price.", "$14", "up"),
    ("The platform lies 12 km off the coast.", "12 km", "none"),
    ("Shipments went down 13% over the quarter.", "13%", "down"),
    ("Tariffs wiped $60 million off its earnings.", "$60 million", "down"),
    ("Employment dropped 2% and wages 1%.", "1%", "down"),
    ("The premium crept up $5 to $112.", "$5", "up"),
    ("The premium crept up $5 to $112.", "$112", "none"),
    ("The gap to the target has been cut by a quarter.", "a quarter", "down"),
]


def the_figure(text, printed):
    return next((figure for figure in extract_figures(text) if figure.text == printed), None)


@pytest.mark.parametrize(("text", "printed", "expected"), DIRECTIONS)
def test_direction(text, printed, expected):
    assert the_figure(text, printed).direction == expected
