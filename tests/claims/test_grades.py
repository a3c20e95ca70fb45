"""Admiralty grades: a letter from the standing of the sources, a number from the verdict."""

from dataclasses import replace

import pytest

from analysis.claims.reference_check import INFORMATION, LETTERS, Assessment, admiralty_grade, source_letter

from .conftest import reference, references

ROW = reference("A1", "a_quantity", 1, "t")


@pytest.mark.parametrize(
    ("standing", "origin", "letter"),
    [
        ("statistics", "primary", "A"),
        ("statistics", "derived", "A"),
        ("statistics", "reprint", "B"),
        ("research", "primary", "B"),
        ("state_media", "reprint", "D"),
        ("web", "primary", "D"),
        ("web", "reprint", "E"),
    ],
)
def test_a_reprint_counts_one_letter_less(standing, origin, letter):
    assert source_letter(replace(ROW, standing=standing, origin=origin)) == letter


def test_the_best_source_sets_the_grade_and_f_means_no_source():
    rows = references(ROW, replace(ROW, id="A2", standing="web"))
    assert admiralty_grade(Assessment("confirmed", "", ("A1", "A2"), 1), rows) == "A1"
    assert admiralty_grade(Assessment("contradicted", "", ("A2",), 5), rows) == "D5"
    assert admiralty_grade(Assessment("not verifiable", ""), rows) == "F6"


def test_every_standing_has_a_letter_and_every_number_a_meaning():
    assert set(LETTERS.values()) <= set("ABCDE")
    assert list(INFORMATION) == [1, 2, 3, 4, 5, 6]
