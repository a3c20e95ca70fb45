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
HEDGES = [
    ("It takes our forecast up to 63c.", "63c", "="),
    ("The purchase brings its holding up to 28 percent.", "28 percent", "="),
    ("The increase pushed the price up to $940 a tonne.", "$940 a tonne", "="),
    ("A second line would bring capacity up to 50,000 tonnes.", "50,000 tonnes", "="),
    ("The furnace handles up to 900 tonnes a day.", "900 tonnes a day", "<="),
    ("Revenue was 96 million, below the 110 million that brokers expected.", "110 million", "="),
    ("Output missed plan at 410 t, under the 450 t it had promised.", "450 t", "="),
    ("Profit of $12 million was more than the $9 million forecast.", "$9 million", "="),
    ("Tin traded above the $30,000 mark.", "$30,000", ">"),
    ("Stocks are below 12,000 tonnes.", "12,000 tonnes", "<"),
    ("It is higher than the 4% rate of last year.", "4%", "="),
    ("Zinc, at $2,700, is above the $2,500 seen in May.", "$2,500", "="),
    ("Some 320 staff work there.", "320", "~"),
    ("The mine has reserves of close on 8 million ounces.", "8 million ounces", "~"),
    ("Wages cost around a third of sales.", "a third", "~"),
    ("Not less than 15% must be local.", "15%", ">="),
    ("Capacity is limited to 40 MW.", "40 MW", "<="),
    ("Water use fell to as low as 3 m3 per tonne.", "3 m3 per tonne", "="),
    ("It will cost anything up to $70 million.", "$70 million", "<="),
    ("It costs $70 million at most.", "$70 million", "<="),
    ("The rally lifted tin past $41,000.", "$41,000", ">"),
    ("Under the 2 billion euro plan, a plant will be built.", "2 billion euro", "="),
    ("It got over 200 orders.", "200", ">"),
    ("That is well below the 1.5 million tonnes needed.", "1.5 million tonnes", "="),
    ("Prices are up to 20% higher.", "20%", "<="),
    ("The deal takes its stake in the smelter up to 34%.", "34%", "="),
    ("That drove spot bids up to $118 a tonne.", "$118 a tonne", "="),
    ("Each truck can carry up to 60 tonnes.", "60 tonnes", "<="),
    ("The truck takes loads of up to 60 tonnes.", "60 tonnes", "<="),
    ("Deliveries of 33,000 tonnes exceeded the 31,000 tonnes agreed in the spring.", "31,000 tonnes", "="),
    ("Exports topped the 2 million tonne threshold.", "2 million tonne", ">"),
    ("Losses were lower than the $80 million some had feared.", "$80 million", "="),
    ("The levy is restricted to 7% of the value.", "7%", "<="),
    ("Ore of 62% or better fetches a premium.", "62%", ">="),
    ("Its output is in the ballpark of 12,000 tonnes.", "12,000 tonnes", "~"),
    ("The bid came in under the €3.50 a share paid in 2019.", "€3.50 a share", "="),
    ("Costs should come in below €40 million.", "€40 million", "<"),
    ("It fined them no greater than $5,000.", "$5,000", "<="),
    ("It can take up to 14 days.", "14 days", "<="),
    ("The tank holds 300 litres, give or take.", "300 litres", "~"),
]


def the_figure(text, printed):
    return next((figure for figure in extract_figures(text) if figure.text == printed), None)


@pytest.mark.parametrize(("text", "printed", "expected"), DIRECTIONS)
def test_direction(text, printed, expected):
    assert the_figure(text, printed).direction == expected


@pytest.mark.parametrize(("text", "printed", "expected"), HEDGES)
def test_hedge(text, printed, expected):
    assert the_figure(text, printed).qualifier == expected
