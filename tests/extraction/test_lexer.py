"""Tokens: how a sentence is cut, and which tokens a quantity has on either side."""

from itertools import pairwise

import pytest

from analysis.extraction.document_conventions import Context
from analysis.extraction.english import ENGLISH
from analysis.extraction.english.lexer import tokens_in
from analysis.extraction.extract import find_quantities
from analysis.extraction.lexer import Phrases, said


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Mills' CO2", [("word", "mills'"), ("word", "co2")]),
        ("year-on-year", [("word", "year-on-year")]),
        ("in 3Q24:", [("word", "in"), ("number", "3q24"), ("boundary", ":")]),
        ("1,234.5%", [("number", "1,234.5"), ("mark", "%")]),
        ("steel – up", [("word", "steel"), ("boundary", "–"), ("word", "up")]),
        ("10–12", [("number", "10"), ("mark", "–"), ("number", "12")]),  # a dash without spaces ends no clause
        ("", []),
        (" \n", []),
    ],
)
def test_text_is_cut_into_words_numbers_marks_and_boundaries(text, kinds):
    assert [(token.kind, token.word) for token in tokens_in(text, 0, len(text))] == kinds


def test_a_token_is_the_text_at_its_place():
    text = "Copper  rose\n5 % to\u00a0$9,000/t."
    for token in tokens_in(text, 0, len(text)):
        assert text[token.start : token.end] == token.printed


def test_no_token_is_partly_in_a_number():
    text = "A 12m-long hall and a $5m-plus budget, up from 300,000-tonne-a-year plants."
    quantities = find_quantities(Context(text), ENGLISH).quantities
    assert len(quantities) == 3
    for item in quantities:
        for first, second in pairwise(item.sentence.tokens):
            assert first.end <= second.start
        assert not any(token.start < item.end < token.end for token in item.sentence.tokens)


def test_the_left_of_a_quantity_ends_at_the_figure_before_it():
    first, second = find_quantities(Context("Output rose 5% while costs fell 3% in all."), ENGLISH).quantities
    assert said(first.left) == "output rose"
    assert said(second.left) == "while costs fell"
    assert said(first.right) == "while costs fell 3 % in all ."


def test_the_longest_phrase_wins_and_part_of_a_word_does_not_match():
    hedges = Phrases(["over", "well over", "min."], tokens_in)
    for text, found in [("well over", "well over"), ("set over", "over"), ("moreover", ""), ("min.", "min."), ("", "")]:
        assert hedges.ending(tokens_in(text, 0, len(text)))[0] == found
