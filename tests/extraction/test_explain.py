"""Each part of a figure names the rule that read it, and each number that is left out names its reason."""

import pytest

from analysis.cli import main
from analysis.extraction.explain import explain_figures, explanation_lines
from analysis.extraction.extract import extract_figures
from analysis.extraction.patterns import EXCLUSIONS
from analysis.extraction.periods import UNCERTAIN


def test_an_explanation_has_the_figures_of_the_text():
    text = "Sales rose 8%, profit 12% and output by 3,000 t in 2025."
    assert [reading.figure for reading in explain_figures(text).readings] == extract_figures(text)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("It costs $5.", "money before the number"),
        ("It costs 5 dollars.", "money after the number"),
        ("It weighs 5 kg.", "unit after the number"),
        ("It has 5 plants.", "noun after the number"),
        ("It rose from 5 to 6 kg.", "unit after the number"),
        ("It weighs 5 to 6 kg.", "unit after the number"),
        ("Half of it is lost.", "fraction"),
        ("Costs are halved.", "multiple in words"),
        ("Mine A ships 1,810 tonnes and mine B 940.", "antecedent in the sentence"),
        ("It earns $900, as profit per tonne is high.", "rate stated elsewhere in the sentence"),
        ("The index stood at 1,234.5.", "amount without a unit"),
        ("Output (kt) | 2025 | 2024\nCopper | 61.4 | 57.9\n", "heads of the table"),
        ("Annual output (kt): 18", "label of the line"),
    ],
)
def test_the_unit_names_its_rule(text, rule):
    assert explain_figures(text).readings[-1].unit_rule == rule


def test_a_figure_without_period_or_subject_names_no_rule_for_them():
    (reading,) = explain_figures("About 5 kg.").readings
    assert (reading.period_rule, reading.subject_rule) == ("", "")
    assert explain_figures("In 2025 it was 5 kg.").readings[0].period_rule == "only one in the sentence"


@pytest.mark.parametrize("exclusion", EXCLUSIONS, ids=lambda item: item.example[:20])
def test_an_excluded_number_names_its_exclusion(exclusion):
    reasons = {item.reason for item in explain_figures(exclusion.example).rejected}
    assert reasons & {item.what for item in EXCLUSIONS}


@pytest.mark.parametrize(
    ("text", "number", "reason"),
    [
        ("It was built in 2025.", "2025", "year"),
        ("It is one of the mines.", "one", "pronoun"),
        ("See https://example.org/17 for more.", "https://example.org/17", "header or web address"),
        ("Hole A_12 is deep.", "12", "part of a code or name"),
        ("The 1269 plan is new.", "1269", "no unit, counted noun or amount"),
    ],
)
def test_a_rejected_number_names_its_reason(text, number, reason):
    assert [(item.text, item.reason) for item in explain_figures(text).rejected] == [(number, reason)]


def test_places_of_rejected_numbers_refer_to_the_text_as_stored():
    text = "A shiftโone of Chinaโs plans since 2025."
    (rejected,) = [item for item in explain_figures(text).rejected if item.reason == "year"]
    assert text[rejected.start : rejected.end] == rejected.text == "2025"


def test_lines_are_in_the_order_of_the_text():
    lines = list(explanation_lines(explain_figures("In 2024 sales rose 5% in 3 plants.", "a"), "a"))
    assert [line.split()[1].rstrip(":") for line in lines if not line.startswith(" ")] == ["2024", "5%", "3"]


def test_the_command_prints_an_explanation(tmp_path, capsys):
    (tmp_path / "a.txt").write_text("Costs fell by about 10%.")
    assert main(["extract", str(tmp_path / "a.txt"), "--explain"]) == 0
    printed = capsys.readouterr().out
    assert "verb with by" in printed
    assert "words before the figure" in printed


def test_the_command_refuses_an_explanation_in_a_file(tmp_path, capsys):
    (tmp_path / "a.txt").write_text("Costs fell by about 10%.")
    assert main(["extract", str(tmp_path / "a.txt"), "--explain", "--out", str(tmp_path / "b.csv")]) == 2
    assert "--explain" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "figure", "period", "rule"),
    [
        ("In 2024 output was 5 t of rod (Jan-Mar 2025: 6 kg).", "6 kg", "2025-01/2025-03", "label of the figure"),
        ("Rod costs $9 under its contract, which ends in 2027.", "$9", None, "in a clause about something else"),
        ("It sold 5 t in May.", "5 t", None, UNCERTAIN),
        ("It sold 5 t.", "5 t", None, ""),
    ],
)
def test_why_a_figure_has_a_period_or_none(text, figure, period, rule):
    (reading,) = [item for item in explain_figures(text).readings if item.figure.text == figure]
    assert (reading.figure.period, reading.period_rule) == (period, rule)
