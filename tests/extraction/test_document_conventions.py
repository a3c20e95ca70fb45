"""What the whole document says of its numbers: whose dollar, whose yen sign, which decimal mark."""

import pytest

from analysis.extraction.extract import extract_figures


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("China's mills earned ¥5 million.", ["CNY"]),
        ("A Chinese mill earned 5 million yuan.", ["CNY"]),
        ("Tokyo traders paid ¥5 million.", ["JPY"]),
        ("It paid ¥5 million.", ["JPY"]),  # nothing tells: the sign's own country
        # the sentence decides before the document
        ("China is large. Beijing too. In Japan it cost ¥5 million.", ["JPY"]),
        ("Japan is near. In Shanghai it cost ¥5 million. It cost ¥6 million.", ["CNY", "CNY"]),
        ("In Osaka ¥5 million, in Shenzhen ¥6 million.", ["JPY", "CNY"]),
        ("It paid $5 million.", ["USD"]),
        ("ASX-listed, it made A$7 million and paid $5 million.", ["AUD", "AUD"]),
        ("It made US$7 million and A$3 million and paid $5 million.", ["USD", "AUD", "USD"]),
        ("It made £7 million and paid 5 million pounds.", ["GBP", "GBP"]),
        # the letter may follow the sign, and decides as if it were before it
        ("The miner earned $A44.8M. Its debt is $50 million.", ["AUD", "AUD"]),
        ("Wages rose by $NZ2 an hour and $C3 a day.", ["NZD/hour", "CAD/day"]),
        ("The port was sold for $HK780 million, the dock for $S45m.", ["HKD", "SGD"]),
        ("The holder of shares in Agilent ($A) and Citi ($C) paid $5 million.", ["USD"]),
        ("It weighs 5 million pounds.", ["lb"]),
        # the price of a share, and stocks and shares of another kind
        ("Shares in the smelter closed at about 24.15 pounds.", ["GBP"]),
        ("A broker set a price target of 48 pounds.", ["GBP"]),
        ("It was paid 1.20 pounds a share.", ["GBP/share"]),
        ("Egypt's exchange says that the stock fell to 30 pounds.", ["EGP"]),
        ("It costs £5, so 20 pounds a tonne.", ["GBP", "GBP/t"]),
        ("The stock of cobalt fell to 300 pounds.", ["lb"]),
        ("Stock at the yard came to 700 pounds.", ["lb"]),
        ("Shares rose after output came to 90,000 pounds.", ["lb"]),
        ("Each miner shares a haul, and it amounts to 40 pounds.", ["lb"]),
        # the name of a country may be in two lines
        ("Smelters in New\nZealand and the United\nStates paid $5 million.", ["USD"]),
    ],
)
def test_money_is_read_by_its_context(text, expected):
    assert [figure.unit for figure in extract_figures(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The output of the mill was 1,234 t and 2.5 t.", [1234, 2.5]),
        ("Der Umsatz stieg um 3,5 % und die Menge auf 1.234 t.", [3.5, 1234]),
        ("Sales of the mine: 12,34,567 t.", [1234567]),
        ("Sales of the mine: 1\u202f234\u202f567 t.", [1234567]),
    ],
)
def test_decimal_marks_follow_the_document(text, expected):
    assert [figure.low for figure in extract_figures(text)] == expected
