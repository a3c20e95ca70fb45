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
    ("Foil lost $260 per tonne over the same period.", "$260 per tonne", "none"),
    ("Prices are $26 per tonne over the same period last year.", "$26 per tonne", "up"),
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
BORROWED = [
    ("The 9,000 square metre hall will hold 75,000 battery packs.", "75,000", "count:pack"),
    ("Bars cost 24.5 yuan/kg, while discs cost 0.84 yuan/pc.", "0.84 yuan/pc", "CNY/piece"),
    ("The ore grades 2.4 g/t, with a strip ratio of 5.1:1.", "5.1", "dimensionless"),
    ("Day rates were $18,200, $17,450 and $16,900. The index closed at 311.20.", "311.20", "dimensionless"),
    ("It shipped 4,000 tonnes from a port with 16 berths.", "16", "count:berth"),
    ("The fee is $12 a tonne; the contract covers 240 wagons.", "240", "count:wagon"),
    ("Gold was at $2,410/oz and the dollar index at 104.3.", "104.3", "dimensionless"),
    ("The site covers 35 hectares and has a staff of 410.", "410", "count:employee"),
    ("Copper costs $4.10/lb and lead rods $3.20 each.", "$3.20", "USD"),
    ("Ore of 1.8 g/t was milled at a rate of 3,100 t/d.", "3,100 t/d", "t/day"),
    ("Scrap sold for 410 euros a tonne at 14 auctions.", "14", "count:auction"),
    ("The PMI was 48.7, from 49.1, and exports fell 3%.", "48.7", "dimensionless"),
    ("A kilo costs $30, and the whole lot sold for $96,000.", "$96,000", "USD"),
    ("Foil is 71 yuan/kg and coated discs are 3.4 yuan/pcs.", "3.4 yuan/pcs", "CNY/piece"),
    ("The pit moves 12 Mt a year at a stripping ratio of 2.8.", "2.8", "dimensionless"),
    ("Palladium fell to $955/oz as the fear gauge reached 22.4.", "22.4", "dimensionless"),
    ("Nickel is $15,400/t, up $120 since Monday.", "$120", "USD/t"),
    ("The 30 MW array has 68,000 modules.", "68,000", "count:module"),
    ("Silver was sold at $29/oz and coins at $41 apiece.", "$41", "USD"),
    ("Cathode is at $9,120/t in Rotterdam and $9,210 in Genoa.", "$9,210", "USD/t"),
    ("Ore of 0.9 g/t is diluted at 1.4:1.", "1.4", "dimensionless"),
    ("The 14,000 square foot shop has 9 presses.", "9", "count:press"),
    ("It ships 300 t a week with an efficiency factor of 0.83.", "0.83", "dimensionless"),
    ("The mill made 410,000 tonnes, compared with 395,000 in 2024.", "395,000", "t"),
]
COUNTS = [
    ("Of 64 listed smelters 23 made a loss.", "64", "count:smelter"),
    ("Two 650MW units will be built.", "Two", "count:unit"),
    ("Three 90-tonne furnaces are idle.", "Three", "count:furnace"),
    ("Four $20 million loans were signed.", "Four", "count:loan"),
    ("Six new 12,000 t/y lines will start.", "Six", "count:line"),
    ("It ordered 14 haul trucks.", "14", "count:truck"),
    ("Five of the seven kilns run again.", "Five", "count:kiln"),
    ("Five of the seven kilns run again.", "seven", "count:kiln"),
    ("The mine employs 3,150.", "3,150", "count:employee"),
    ("Staff numbers reached 640.", "640", "count:employee"),
    ("The deal covers two mines and a mill.", "two", "count:mine"),
    ("There are 18, of which five closed.", "five", None),
    ("All 44 board members voted.", "44", "count:member"),
    ("A 26-storey tower houses the exchange.", "26", "count:storey"),
    ("The fleet is 90 vessels strong.", "90", "count:vessel"),
    ("Of the 48 member states, 19 abstained.", "19", "count:state"),
    ("Of the 48 member states, 19 abstained.", "48", "count:state"),
    ("Seven 300-kilovolt lines were cut.", "Seven", "count:line"),
    ("Ten new €2 million grants are on offer.", "Ten", "count:grant"),
    ("It employed about 2,700 in 2021.", "2,700", "count:employee"),
    ("Staff levels stood at 8,150.", "8,150", "count:employee"),
    ("Twelve of its 20 shops shut.", "Twelve", "count:shop"),
    ("The unions won, and 2 were fined.", "2", None),
]
POINTS = [
    ("The Baltic index fell 31 points to 1,204 points.", "1,204", "point"),
    ("The Baltic index fell 31 points to 1,204 points.", "31", "point"),
    ("The gauge of Capesize rates was at 2,118 points.", "2,118", "point"),
    ("The PMI slipped 0.8 points to 49.3.", "0.8", "point"),
    ("Tankers were fixed at 92 Worldscale points, 5 percent more.", "92", "point"),
    ("The metals index added 2%, or 57 points.", "57", "point"),
    ("Margins rose three points to 21%.", "three", "percentage_point"),
    ("The market share is down 2 points, at 34 percent.", "2", "percentage_point"),
    ("The purchasing managers index rose 1.5 points to 51.2, and output grew 4%.", "1.5", "point"),
    ("Confidence stands at 88 points, 3% less than in May.", "88", "point"),
    ("The jobless rate fell by half a point to 4.5%.", "half a point", "percentage_point"),
    ("The benchmark shed 140 points, or 1.2%, to 11,530.", "140", "point"),
    ("The firm got 74 points out of 100 for safety.", "74", "point"),
    ("The CRB index gained 4.2 points (1.3%).", "4.2", "point"),
    ("The utilisation rate gained 1.7 points from 80.2%.", "1.7", "percentage_point"),
    ("Inflation eased 0.3 points to 2.9%.", "0.3", "percentage_point"),
    ("Shanghai stocks lost 45.11 points, or 1.4%.", "45.11", "point"),
    ("The copper stock index rose to 3,015 points.", "3,015", "point"),
    ("The rate on deposits was cut half a percentage point.", "half a percentage point", "percentage_point"),
    ("The index of factory sentiment lost 6 points as output fell 2%.", "6", "point"),
    ("Recovery improved two points to 89%.", "two", "percentage_point"),
    ("Its share of exports is 9 points lower.", "9", "percentage_point"),
    ("Supramax rates slid 17 points to 1,090 points.", "17", "point"),
    ("The yield on the bond rose three points.", "three", "percentage_point"),
    ("The gauge eased half a point, the lowest in 3 years.", "half a point", "point"),
    ("Shares in Seoul dropped 1.9%, or 52 points.", "52", "point"),
    ("The margin narrowed by a quarter of a percentage point.", "a quarter of a percentage point", "percentage_point"),
]
NO_FIGURES = [
    ("It was shown in a study (JRC114)2 last year.", "2", None),
    ("Exports under HS code 7403 11 00 doubled.", "7403", None),
    ("Exports under HS code 7403 11 00 doubled.", "11", None),
    ("Goods under HS 8112 92 and 8112 99 need a licence.", "8112", None),
    ("Buyers want 2B stainless coil.", "2", None),
    ("Workers of Union Local 248 went on strike.", "248", None),
    ("Members of USW Local 6500 voted.", "6500", None),
    ("The mine was shut in 2019′.", "2019", None),
    ("The F24 line and the R12 press stopped.", "24", None),
    ("Tests follow ISO 9001:2015 and EN 10204.", "9001", None),
    ("The ship IMO 9434761 left port.", "9434761", None),
    ("CAS 7440-50-8 is copper.", "7440", None),
    ("Alloy 2024-T3 sheet is used.", "2024", None),
    ("Sheets of 316L and 304 stainless are sold.", "316", None),
    ("Flight 417 brought the delegates.", "417", None),
    ("See ref. 12 and note 7.", "12", None),
    ("Highway 61 is closed.", "61", None),
    ("Route 9 and Berth 4 are shut.", "4", None),
    ("In the 5.3.1 release the chart is new.", "5.3", None),
    ("Case No. 22-1187 was heard.", "1187", None),
    ("Unit 3 of the Koeberg plant is off.", "3", None),
    ("J F M A M J J A S O N D 0 5 10 15 20", "15", None),
    ("It is described in the report (EUR 28567)3 of the agency.", "3", None),
    ("The lot carries HS codes 2603 00 and 7402 00.", "2603", None),
    ("The lot carries HS codes 2603 00 and 7402 00.", "7402", None),
    ("Teamsters Local 71 signed.", "71", None),
    ("The strip is 4A HDG.", "4", None),
    ("It opened in 2016′ and shut later.", "2016", None),
    ("A Boeing 747 flew the bars.", "747", None),
    ("Tariff line 8507.60.00 is exempt.", "8507.60", None),
    ("J/A S/O N/D 120 100 80 60 40 20 0", "100", None),
    ("Patent EP 3 456 789 was granted.", "456", None),
    ("Bus 23 stops at Gate 5.", "23", None),
    ("Lots 12 and 14 were sold.", "14", None),
    ("ECCN 3A001 covers it.", "3", None),
    ("Docket 2023-41 is open.", "41", None),
    ("Its US patent no. 8,123,987 expires.", "8,123,987", None),
    ("Under BS EN 1676 ingots are graded.", "1676", None),
    ("Pier 7 and Dock 3 reopened.", "7", None),
    ("Apartment 12 of block 9 burned.", "12", None),
    ("The annex lists HS 2805 30 and HTS 8505.11.00 goods.", "8505.11", None),
    ("Laid out in a working paper (SWD017)4 of the EU.", "4", None),
    ("Steelworkers Local 2102 struck for weeks.", "2102", None),
    ("Coils in 2B finish are short.", "2", None),
    ("Founded in 1988′ in Lagos.", "1988", None),
    ("The R32 refrigerant is banned.", "32", None),
    ("Model VX-R90 cells are made there.", "90", None),
    ("0 20 40 60 80 100", "60", None),
    ("An Airbus 330 carried them.", "330", None),
    ("Class 8 trucks use it.", "8", None),
    ("Resolution 1540 binds them.", "1540", None),
    ("The HD 785 loader broke.", "785", None),
    ("Sector 14 of the park is full.", "14", None),
]


def the_figure(text, printed):
    return next((figure for figure in extract_figures(text) if figure.text == printed), None)


@pytest.mark.parametrize(("text", "printed", "expected"), DIRECTIONS)
def test_direction(text, printed, expected):
    assert the_figure(text, printed).direction == expected


@pytest.mark.parametrize(("text", "printed", "expected"), HEDGES)
def test_hedge(text, printed, expected):
    assert the_figure(text, printed).qualifier == expected


@pytest.mark.parametrize(("text", "printed", "unit"), BORROWED)
def test_unit_that_is_not_borrowed(text, printed, unit):
    found = the_figure(text, printed)
    assert (found.unit if found else None) == unit


@pytest.mark.parametrize(("text", "printed", "unit"), COUNTS)
def test_counted_noun(text, printed, unit):
    found = the_figure(text, printed)
    assert (found.unit if found else None) == unit


@pytest.mark.parametrize(("text", "printed", "expected"), POINTS)
def test_points_of_an_index_or_a_share(text, printed, expected):
    assert the_figure(text, printed).unit == expected


@pytest.mark.parametrize(("text", "printed", "expected"), NO_FIGURES)
def test_codes_are_not_figures(text, printed, expected):
    assert the_figure(text, printed) is expected
