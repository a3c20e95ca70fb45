"""Where sentences end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.extraction.sentences import sentence_span, sentence_starts


def split(text):
    starts = sentence_starts(text)
    return [text[slice(*sentence_span(starts, text, start))] for start in starts]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a full stop in a number or an abbreviation ends nothing
        ("It rose 2.5% in the U.S. market. It fell.", ["It rose 2.5% in the U.S. market.", "It fell."]),
        ("Mr. J. Smith of Metals Inc. left. So did I.", ["Mr. J. Smith of Metals Inc. left.", "So did I."]),
        # the space after a full stop may be lost
        ("It depends on imports.In May it rose.", ["It depends on imports.", "In May it rose."]),
        ("It is run by Metals Inc.In May it rose.", ["It is run by Metals Inc.In May it rose."]),
        # a unit of one letter is not an initial
        ("It costs $20/t. Foil costs more.", ["It costs $20/t.", "Foil costs more."]),
        ("It runs at 12 V. Foil is thin.", ["It runs at 12 V.", "Foil is thin."]),
        # "max." and the like only before a number; a minute may end a sentence
        ("Entry gauge: max. 0.6 mm. Exit: min. 6 µm.", ["Entry gauge: max. 0.6 mm.", "Exit: min. 6 µm."]),
        ("It turns at 3 m/min. 5 lines do so.", ["It turns at 3 m/min.", "5 lines do so."]),
        # lines of a list are sentences, lines of a wrapped paragraph are not
        ("- one 5%\n- two 6%", ["- one 5%", "- two 6%"]),
        (
            "The long line of this paragraph was wrapped by its editor\nand goes on here. Then it ends.",
            ["The long line of this paragraph was wrapped by its editor\nand goes on here.", "Then it ends."],
        ),
        # nor is a line that is much shorter than the one after it
        (
            "Mills in the north cut their purchases of scrap again\nThe mills, which buy half of the scrap of the "
            "whole region, paid a tenth less.",
            [
                "Mills in the north cut their purchases of scrap again",
                "The mills, which buy half of the scrap of the whole region, paid a tenth less.",
            ],
        ),
        # a blank line always ends one
        ("A title without a stop\n\nThe text", ["A title without a stop", "The text"]),
    ],
)
def test_a_text_splits_into_its_sentences(text, expected):
    assert split(text) == expected


@given(st.text(alphabet="ab .!?\n\r\t5", max_size=300))
def test_starts_rise_and_no_sentence_is_too_long(text):
    starts = sentence_starts(text)
    assert starts[0] == 0
    assert starts == sorted(set(starts))


def test_endless_text_is_cut_between_words():
    text = "word " * 1000
    assert {len(piece) for piece in split(text)} == {999}
    assert max(map(len, split("x" * 2500))) == 1000


def test_each_row_of_a_table_is_a_sentence():
    text = "Cost of the hall, in euros a tonne | 61.00 | 55.10 | 9.7% lower\nElectricity | 142 | 122 | 14% lower"
    assert sentence_starts(text) == [0, text.index("Electricity")]
