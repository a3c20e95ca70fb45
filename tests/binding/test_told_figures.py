"""Shares, lengths, changes and prices that are told in words, or whose unit another part of the text names."""

from pathlib import Path

import pytest

from analysis.binding.named_figures import bind_figures
from analysis.binding.passages import Passages
from analysis.documents.document import Document
from analysis.documents.sources import Sources

TOLD = [
    ("Picture seven barrels of ore that were exported. Six come from China.", "Six", 6 / 7, "fraction"),
    ("Out of a hundred tonnes that it makes, 46 are sheets.", "46", 46, "percent"),
    ("It needs one dollar less out of every fifteen.", "one dollar less out of every fifteen", 1 / 15, "fraction"),
    ("Seven of the eleven are Chinese.", "Seven of the eleven", 7 / 11, "fraction"),
    ("One kilowatt-hour in fourteen is saved.", "One kilowatt-hour in fourteen", 1 / 14, "fraction"),
    ("They make a third as many plates again.", "a third as many plates again", 100 / 3, "percent"),
    ("Output is 1.4 times what it was.", "1.4 times", 40, "percent"),
    ("It has spared a tenth of what it used to spend.", "a tenth", 0.1, "fraction"),
    ("Of every pound of foil we kept $0.47. On wire we kept $0.012.", "$0.012", 0.012, "USD/lb"),
    ("On 100 kg of foil the profit is $110.", "$110", 1.1, "USD/kg"),
    ("Twenty-two dollars. Per tonne.", "Twenty-two dollars", 22, "USD/t"),
    ("Earned on each tonne, in US dollars\n\nWire | 14 | 29\n", "29", 29, "USD/t"),
]
NOT_TOLD = [
    ("Two tonnes in every five are Chinese. She asked who had the other three.", "three"),
    ("Take the ten mills: two rooms have been painted.", "two"),
    ("Every third year the hall is painted.", "Every third"),
    ("PROFIT PER TONNE (USD)\n1. Battery foil: 1,340\n2. Wire: 31\n", "2"),
    ("Eight of the ten drawers bear a stamp.", "Eight of the ten"),
    ("We count in dollars per tonne.\n\n(2) Wire is drawn; (3) foil is plated.", "2"),
    ("The books are kept in dollars. The hall has had 27.", "27"),
]
ROBOTS = "KOKKOLA, 3 March 2029 - Robots took over the tank house of Perho Copper last year. "
CUTS = [
    ("Costs fell short of it by 9 percent.", 0.09),
    ("Costs undercut those of the year before by 9 percent.", 0.09),
    ("Costs fell short of those of the year before by 9 percent.", 0.09),
    ("\n\nQ: Have your costs gone up?\nA: They have, by 9 percent.", None),
    ("\n\nCosts are costs. The board has 9 percent.", None),
]


def figures(text):
    return {item.text: item for item in Passages(Document("t", Path("t.txt"), text, "0")).figures}


@pytest.mark.parametrize(("text", "printed", "value", "unit"), TOLD)
def test_figures_that_are_told_in_words(text, printed, value, unit):
    found = figures(text)[printed]
    assert (found.low, found.unit) == (pytest.approx(value), unit)


@pytest.mark.parametrize(("text", "printed"), NOT_TOLD)
def test_other_numbers_are_not_such_figures(text, printed):
    found = figures(text).get(printed)
    assert found is None or found.unit not in ("fraction", "USD/t")


def test_a_kilowatt_hour_is_not_a_working_hour():
    text = f"{ROBOTS}Thanks to them it uses one kilowatt-hour in twelve less."
    bound = bind_figures(Sources((Document("a", Path("a.txt"), text, "0"),)), ["automation_energy_cut"])
    assert bound["automation_energy_cut"].chosen.figure.low == pytest.approx(1 / 12)


def test_a_tab_parts_the_heads_of_columns():
    text = "Profit of a tonne in dollars\n\nPeriod\tCopper wire\tBattery foil\n2026\t15\t940\n2027\t21\t1,080\n"
    names = ["copper_wire_profit", "lithium_foil_profit"]
    bound = bind_figures(Sources((Document("a", Path("a.txt"), text, "0"),)), names)
    assert [bound[name].chosen.figure.text for name in names] == ["21", "1,080"]


def test_the_words_of_a_line_that_is_not_a_row_are_not_heads_of_columns():
    title = "Tisza\n\nEarned on each tonne, in dollars, all charges deducted\n\n"
    text = f"{title}Line | 2026 | 2027\nWire | 14 | 29\nBar | 8 | 9\n"
    bound = bind_figures(Sources((Document("a", Path("a.txt"), text, "0"),)), ["copper_wire_profit"])
    assert bound["copper_wire_profit"].chosen.figure.text == "29"


def test_what_somebody_used_to_say_is_not_a_fact():
    text = "YINGTAN, Jiangxi, 5 May 2028. A sign used to say that the copper cluster made every second grade"
    bound = bind_figures(
        Sources((Document("a", Path("a.txt"), f"{text} in the world.", "0"),)), ["copper_grades_share"]
    )
    assert bound["copper_grades_share"].chosen is None


@pytest.mark.parametrize(("text", "cut"), CUTS)
def test_the_question_or_heading_says_which_way_a_figure_went(text, cut):
    bound = bind_figures(Sources((Document("a", Path("a.txt"), ROBOTS + text, "0"),)), ["automation_cost_cut"])
    chosen = bound["automation_cost_cut"].chosen
    value = chosen and (chosen.figure.low / 100 if chosen.figure.unit == "percent" else chosen.figure.low)
    assert value == (pytest.approx(cut) if cut else None)
