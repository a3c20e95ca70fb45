"""Numbers without a unit that the text around them gives one, and numbers that have none."""

from pathlib import Path

import pytest

from analysis.binding.passages import Passages
from analysis.documents.document import Document

RATES = [
    ("A tonne of rod leaves 26 dollars per tonne. A tonne of foil leaves 1,480.", "1,480", 1480),
    ("It earns 15 dollars per tonne on wire and eleven hundred on foil.", "eleven hundred", 1100),
]
NONE = [
    ("Rod earns $15 per tonne since 2019, and the plant closed in 2021.", "2021"),
    ("Rod earns $15 per tonne. It has 210 customers.", "210"),
]


def figures(text):
    return {item.text: item for item in Passages(Document("t", Path("t.txt"), text, "0")).figures}


@pytest.mark.parametrize(("text", "printed", "value"), RATES)
def test_money_per_tonne_is_known_from_the_text_around(text, printed, value):
    found = figures(text)[printed]
    assert (found.low, found.unit) == (value, "USD/t")


@pytest.mark.parametrize(("text", "printed"), NONE)
def test_other_numbers_get_no_unit(text, printed):
    found = figures(text).get(printed)
    assert found is None or found.unit != "USD/t"


def test_a_thickness_gives_its_unit_to_one_of_similar_size_only():
    found = figures("The foil measured 4 microns. Lately it measured 3.9. A roll weighs 400.5.")
    assert found["3.9"].unit == "um"
    assert found.get("400.5") is None or found["400.5"].unit != "um"


def test_billions_in_words_take_the_currency_before_or_that_which_is_named():
    found = figures("Sales were 85 billion yuan. Seventy billion is the goal. In dollars this makes 11.8 billion.")
    assert (found["Seventy billion"].low, found["Seventy billion"].unit) == (70e9, "CNY")
    assert found["11.8 billion"].unit == "USD"
