"""Examples of functions inside the package: what they return for typical arguments."""

from analysis.extraction.document_conventions import Context, are_millions
from analysis.extraction.english.clauses import in_aside
from analysis.extraction.english.dates import date, days_of, in_dateline
from analysis.extraction.english.hedge_rules import hedge_before
from analysis.extraction.english.lexer import tokens_in
from analysis.extraction.english.period_context import headings_in, period_of_head
from analysis.extraction.number_parser import Numeral
from analysis.extraction.rules import HedgeFound


def test_examples_of_in_aside():
    sentence = "Rod costs $9 under its contract, which ends in 2027"
    assert in_aside(sentence, sentence.index("2027"), 10, 12)
    assert not in_aside("It costs $9 in 2027", 15, 9, 11)


def test_examples_of_days_of():
    assert days_of("Launched on December 20, after talks on 3 May 2025.") == [(12, "--12-20"), (40, "2025-05-03")]
    assert days_of("On the 21st shares rose.", date(2019, 5, 22)) == [(3, "2019-05-21")]


def test_examples_of_hedge_before():
    assert hedge_before("to over $1,400", 8) == HedgeFound(qualifier=">", start=3, rule="words before the figure")


def test_examples_of_tokens_in():
    assert [(token.kind, token.word) for token in tokens_in("Costs, in 2024", 0, 14)] == [
        ("word", "costs"),
        ("boundary", ","),
        ("word", "in"),
        ("number", "2024"),
    ]


def test_examples_of_period_of_head():
    assert period_of_head("Q3 2024") == "2024-07/2024-09"
    assert period_of_head("2025 guidance") == "2025"
    assert period_of_head("Change (%)") == ""


def test_examples_of_headings_in():
    text = "Q4 2023\n\nSales were $5 million.\n\nQ3 2023\n\nSales were $4 million."
    assert headings_in(text).readings == ("2023-10/2023-12", "2023-07/2023-09")


def test_examples_of_in_dateline():
    assert in_dateline("PUNE, 4 June 2027 - Rod earns $15", 0, 6)
    assert not in_dateline("On 4 June 2027 - a Friday - it rose", 0, 3)


def test_examples_of_are_millions():
    text = "Coal output was 310mt; a parcel of 310mt"
    assert [are_millions(Context(text), place, Numeral(310.0, 0, "digits"), attached=True) for place in (16, 35)] == [
        False,
        False,
    ]
    assert are_millions(Context(text[:21]), 16, Numeral(310.0, 0, "digits"), attached=True)
