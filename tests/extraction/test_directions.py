"""The directions of figures in sentences."""

import pytest

from analysis.extraction.extract import extract_figures


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Output rose 5%.", "up"),
        ("Output rose to 5%.", "none"),
        ("Output rose above 5%.", "none"),
        ("Output rose over 5%.", "up"),
        ("Output is up by nearly 5 t.", "up"),
        ("Costs are 5% lower.", "down"),
        ("Costs fell just 5%.", "down"),
        ("A cut of 5% is planned.", "down"),
        ("A reduction in unit costs of about 5% is planned.", "down"),
        ("A decline in net imports of copper of 5 t was seen.", "down"),
        ("Growth in a market of 5 t is slow.", "none"),
        ("The cuts were partly offset by 5% increases elsewhere.", "up"),
        ("There was a decline of 5% over last May.", "down"),
        ("There was a drop of 5 points over May.", "down"),
        ("A sharp 60% month-over-month rebound followed.", "up"),
        ("A 5% increase is planned.", "up"),
        ("It raised $5 million.", "none"),  # money found is not a change
        ("It raised output 5%.", "up"),
        ("Foil makes up 5% of sales.", "none"),
        ("It holds a share of 5%.", "none"),
        ("Growth slowed to 5%.", "up"),  # a rate of growth is a change whatever it does
        ("Costs were halved.", "down"),
        ("Sales trebled.", "up"),
        ("5 t were added to its output.", "up"),
        ("$5 million were wiped off its value.", "down"),
        ("Sales soared by an impressive 5%.", "up"),
        ("Output rose a mere 5%.", "up"),
        ("Growth guidance of 5% was kept.", "up"),
        ("The rate inched up to 5%.", "none"),
        ("It cut labour costs in half.", "down"),
        ("It raised output in half the time.", "none"),
        ("It is 5 t.", "none"),
        ("Nickel sold for $15,250 a tonne over the year.", "none"),  # during it, not more than in it
        ("The mill ran at 88% over the month.", "none"),
        ("The bid was $50 a tonne over the average.", "up"),
        ("Prices rose by $200 a tonne over the year.", "up"),
        # a printed sign is a change if a verb or "year on year" says so, and otherwise a level
        ("Sales changed by -5% in the quarter.", "down"),
        ("Volumes were -3% year on year.", "down"),
        ("Deliveries were +7% y-o-y.", "up"),
        ("The operating margin was -3%.", "none"),
        ("EBIT was -12.5 million euros.", "none"),
        ("Wages rise 5% under a new deal.", "up"),
        ("Prices are 5% under last year's.", "down"),
        # what is given back or lost
        ("Nickel handed back $260 a tonne on Tuesday.", "down"),
        ("The index conceded 14 points on Friday.", "down"),
        ("It handed back 300 hectares to the state.", "none"),
        ("The rebels surrendered 40 rifles on Sunday.", "none"),
        ("The group ceded 20% of the mine to the government.", "none"),
        ("The buyer gave back $5 million of the deposit.", "none"),
        ("Chilean output is expected to lose 40,000 tonnes.", "down"),
        ("Demand lost 40,000 tonnes.", "down"),
        ("Shipments stopped after the vessel lost 5 t.", "none"),
        ("The vessel lost 12 sailors.", "none"),
        # a duration before a word of change
        ("The metal is in a four-week slide.", "none"),
        ("Tin fell after a 10-session advance.", "none"),
        ("A two-week rise in lead times hit builders.", "up"),
    ],
)
def test_only_the_amount_of_a_change_has_a_direction(text, expected):
    (figure,) = extract_figures(text)
    assert figure.direction == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the verb written once holds for the list
        ("It cut costs by 8%, power by 12% and waste by 3%.", ["down", "down", "down"]),
        ("Sales rose 8%, profit 12% and output 3%.", ["up", "up", "up"]),
        # but each verb has its own
        ("Costs fell 8% while output rose 3%.", ["down", "up"]),
        # the amount of the same change in brackets, but not other money for it
        ("It closed 0.7% ($35) lower at $4,820.", ["down", "down", "none"]),
        ("Shares slid 4.5% (22 pence) to 467 pence.", ["down", "down", "none"]),
        ("Stocks in the Lower 48 are 15% (166 Bcf) less than last year.", ["down", "down"]),
        ("Traffic was 15% (200 ships) fewer than usual.", ["down", "down"]),
        ("Yields were 40 kt (10%) below target.", ["down", "down"]),
        ("Exports rose 5% (12 kt).", ["up", "up"]),
        ("Zinc makes up 22% (19 kt) of sales.", ["none", "none"]),
        ("It lost €5 million ($6 million).", ["none", "none"]),
        # what is cut, said as a share
        ("It cut 140 jobs, or 10% of its workforce.", ["down", "down"]),
        # the verb is left out after the first of the list, for amounts too, but not for levels
        ("Demand for lead is set to lose 85 kt, batteries 60 kt and cables 9 kt.", ["down", "down", "down"]),
        ("Mine supply may lose 3 Moz, recycling and official sales 1.2 Moz and 0.4 Moz.", ["down", "down", "down"]),
        ("Prices rose by 50 yuan/t, scrap over 120 yuan/t.", ["up", "none"]),
        ("Stocks rose 5 kt; Rotterdam 30 kt.", ["up", "none"]),
        ("Turnover moved by +4% and earnings by -9% in May.", ["up", "down"]),
        # what is given back
        ("Tin gave back $410, or 1.3%, in the afternoon.", ["down", "down"]),
        ("Rebar surrendered 36 yuan/t to end at 3,104 yuan/t.", ["down", "none"]),
        # how long something fell is no change, unless a time became longer
        ("A two-day drop of $300 followed.", ["none", "down"]),
        ("This compares with a 15-year mean annual increase of 3.3%.", ["none", "up"]),
        ("Cobalt ended its eight-day plunge at $11/lb.", ["none", "none"]),
        ("A 90-day hike in duties of 10 percentage points ends soon.", ["none", "up"]),
        # a share in between is none
        ("Sales rose 8%, with 40% of them abroad.", ["up", "none"]),
    ],
)
def test_directions_in_a_list(text, expected):
    assert [figure.direction for figure in extract_figures(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Spodumene zoomed 5% in a week.", "up"),
        ("Margins have buckled 5% since spring.", "down"),
        ("Tungsten forged ahead 5%.", "up"),
        ("The maker has tacked on 5% since June.", "up"),
        ("Stainless output fell back 5%.", "down"),
        ("Demand tailed off 5% in autumn.", "down"),
        ("The smelter saw a pull-back of 5% in orders.", "down"),
        ("A step up of 5% was agreed.", "up"),
        ("The forecast had a downward revision of 5%.", "down"),
        ("A 5% run-up in tin came first.", "up"),
        ("Premiums are 5% firmer.", "up"),
        ("The plant came in 5% shy of its plan.", "down"),
        ("Antimony closed 5% ahead.", "up"),
        ("Shipments saw a change of -5%.", "down"),
        # what looks like them
        ("The group bought back 5% of its shares.", "none"),
        ("It picked up 5% of the mine.", "none"),
        ("A recovery of 5% of the gold is usual.", "none"),
        ("The price met the 5% retracement level.", "none"),
        ("The law allows depreciation of 5% a year.", "none"),
        ("A surplus of -5% of sales is likely.", "none"),
        ("The bank held back 5% of the loan.", "none"),
        ("The 5% pickup truck tariff stays.", "none"),
    ],
)
def test_less_usual_words_of_change(text, expected):
    assert [figure.direction for figure in extract_figures(text) if figure.unit == "percent"] == [expected]
