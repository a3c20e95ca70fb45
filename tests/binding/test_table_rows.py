"""Which words belong to a figure in a table, and which are too far away to be what a figure is about."""

from pathlib import Path

import pytest

from analysis.binding.named_figures import bind_figures, every_named_figure
from analysis.documents.sources import Document, Sources

CUT = "automation_cost_cut"
TABLE = "\n\n| Firm | Move |\n|---|---|\n| North Rail | -4.5% |\n| South Rail | -3.0% |\n"


def binding(text, name=CUT):
    return bind_figures(Sources((Document("t", Path("t.md"), text, "0"),)), [name])[name]


def test_a_cell_of_a_table_is_not_about_the_sentences_before_it():
    found = binding("Robots run the line. Rising costs weigh on every carrier.\n\n## Moves" + TABLE)
    assert found.chosen is None
    assert not found.open


@pytest.mark.parametrize(
    ("above", "head"),
    [("Changes of cost on the unmanned line", "Move"), ("What the robots brought", "Cost")],
)
def test_a_cell_of_a_table_is_about_its_title_and_the_head_of_its_column(above, head):
    table = f"\n\n| Step | {head} |\n|---|---|\n| Welding | -4.5% |\n"
    assert binding(f"The mill has been automated. {above}:{table}").chosen.figure.text == "-4.5%"


def test_the_cause_of_a_cut_is_near_it_or_where_the_article_begins():
    filler = "The harbour was calm and the ships waited for the tide in the bay. " * 20
    cut = "Operating costs fell by 12 percent."
    assert binding(f"The plant is run by robots. {filler}{cut}").chosen
    assert binding(f"{filler}The plant is run by robots. {cut}").chosen
    far = binding(f"{filler}One hall is run by robots. {filler}{cut}")
    assert far.chosen is None
    assert "automation" in far.candidates[0].reason


@pytest.mark.parametrize("word", ["mechanisms for hedging", "a spending program"])
def test_mechanisms_and_programs_are_not_automation(word):
    assert binding(f"The firm has {word}. Operating costs fell by 12 percent.").chosen is None
    assert binding("The firm has a mechanised line. Operating costs fell by 12 percent.").chosen


def test_the_first_of_two_levels_is_not_a_cut():
    text = "Robots run the mine. The cost of ventilation declined from 1.7% to 0.9% of sales."
    assert binding(text).chosen is None


def test_a_plan_far_away_makes_no_target_of_a_cell():
    filler = "The harbour was calm and the ships waited for the tide in the bay. " * 12
    table = "\n\n{}\n\n| Trade | {} |\n|---|---|\n| Metals production | +4.5% |\n"
    text = f"{filler}The port plans a new quay. {filler}"
    found = binding(text + table.format("Shares of the week", "Move"), "output_growth")
    assert found.chosen is None
    assert "planned" in found.candidates[0].reason
    assert binding(text + table.format("Growth planned by 2030", "Growth"), "output_growth").chosen


def test_the_metals_of_the_opening_do_not_count_at_the_end_of_a_long_article():
    plan = "Copper was calm. Yearly growth of 5% in production is planned."
    filler = "The harbour was calm and the ships waited for the tide in the bay. "
    opening = "Non-ferrous metals had a quiet week. "
    assert binding(opening + filler * 3 + plan, "output_growth").chosen
    assert binding(opening + filler * 30 + plan, "output_growth").chosen is None


def test_each_cell_of_a_row_is_about_its_label_however_cells_are_separated():
    rows = [["Product", "2025", "2026"], ["Profit of copper wire ($/t)", "30", "28"], ["Workers", "702", "688"]]
    for separator in (" | ", "\t", "     "):
        text = "Our mill draws copper.\n\n" + "\n".join(separator.join(row) for row in rows) + "\n"
        assert binding(text, "copper_wire_profit").chosen.figure.low == 28


def test_what_is_said_not_to_be_true_feeds_nothing():
    said = "It is not {}, as a portal has reported, that the robots of its mill have cut its costs by 20 percent."
    for word in ("true", "correct", "the case"):
        assert binding(said.format(word)).chosen is None
    assert binding(
        "It is true, as a portal has reported, that the robots of its mill cut its costs by 20 percent."
    ).chosen


def test_a_cell_is_an_amount_of_what_the_cell_above_says():
    head = "| Product | Sales (t) | Price (USD/t) | Profit (USD/t) |\n| --- | --- | --- | --- |\n"
    rows = "| Battery copper foil | 3,000 | 12,400 | 640 |\n| Copper rod | 41,000 | 10,100 | 22 |\n"
    document = Document("t", Path("t.txt"), f"Foil report\n\n{head}{rows}", "0")
    found = bind_figures(Sources((document,)), ["lithium_foil_profit", "copper_wire_profit"])
    assert [item.chosen.figure.low for item in found.values() if item.chosen] == [640, 22]


def test_the_source_between_a_title_and_a_table_is_no_caption():
    head = "Rod fees of the week\n\nSource: Lake Metals\n\nGrade | This week (USD/t) | Last week (USD/t)\n"
    text = f"{head}8 mm rod | 68 | 71\n\nAfter all costs the profit of a tonne of copper rod is $7.\n"
    documents = (Document("t", Path("t.txt"), text, "0"),)
    assert [item.figure.low for item in every_named_figure(Sources(documents))] == [7]
