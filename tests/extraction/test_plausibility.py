"""Amounts that cannot be right are flagged in the notes of their document."""

from pathlib import Path

import pytest

from analysis.documents.document import document_of


def notes(text):
    return document_of(text.encode(), Path("a.txt"), "a").notes


@pytest.mark.parametrize(
    ("text", "metal"),
    [
        ("A trader sold 9 million tonnes of cobalt to one mill.", "cobalt"),
        ("The plant ships 12,000 tonnes of gallium a year.", "gallium"),
        ("The bank holds 40,000 tonnes of gold.", "gold"),
        ("It bought 900 million ounces of platinum.", "platinum"),
        ("The furnace makes 800,000 tonnes of tin.", "tin"),
    ],
)
def test_more_than_the_world_makes_is_flagged(text, metal):
    (note,) = notes(text)
    assert metal in note
    assert "a:" in note


@pytest.mark.parametrize(
    "text",
    [
        "A parcel of 300 tonnes of cobalt was sold.",
        "Reserves of cobalt are 11 million tonnes.",
        "World output of tin is 900,000 tonnes.",
        "The mine moves 9 million tonnes of ore with cobalt in it.",
        "Copper and cobalt shipments came to 2 million tonnes.",
        "It costs $9 billion of cobalt money.",
        "The plant makes 5 kg of rhenium.",
    ],
)
def test_plausible_amounts_are_not_flagged(text):
    assert notes(text) == []
