"""The changes between two runs, as a page and as text in a terminal."""

from dataclasses import replace

from lxml import html

from analysis.core.run_record import AnswerChange, Cause, RunRecord
from analysis.runs.run_comparison import Change, as_table, write_comparison
from analysis.runs.run_history import Run

OLD = RunRecord("a", started="2026-01-01", scenario="base", status="ok")
NEW = replace(OLD, run_id="b")
CHANGES = [
    Change("source", "000", "article", "abc", None),
    Change("parameter", "20_margin", "share", 0.1, 0.2),
    Change("result", "20_margin", "uplift_usd_per_t", 1385.0, 1108.0, "USD/t"),
    Change("result", "20_margin", "gain", 0.0, 5.0, "USD/t"),
    Change("result", "20_margin", "scenarios, after_depreciation, payback_years", 7.22022, 8.43882, "year"),
    Change("parameter", "20_margin", "foil_profit_usd_per_t", 1400, 1200),
    Change("result", "60", "reasons, foil_profit_usd_per_t", "above 44 Mt (RE2018W)", "above 45 Mt (RE2018W)"),
    Change("result", "20_margin", "share", 0.91205123, 0.91205456, "fraction"),
]


CAUSE = Cause("figure", "News states foil profit 2 t", "sources/001.html#f5-9")
ANSWER = AnswerChange("20_margin", "What is it worth?", "USD 1", "USD 2", "+100 %", [CAUSE])


def written(folder, changes, answers):
    old, new = (Run(folder / record.run_id, record) for record in (OLD, NEW))
    write_comparison(folder / "changes.html", old, new, changes, answers)
    return (folder / "changes.html").read_text(encoding="utf-8")


def test_the_page_groups_changes_and_shows_their_size(tmp_path):
    page = html.fromstring(written(tmp_path, CHANGES, [ANSWER]))
    assert [item.text for item in page.iter("h2")] == ["Answers", "Sources", "Parameters", "Results"]
    assert page.xpath("//a[@href='b/sources/001.html#f5-9']/text()") == ["News states foil profit 2 t"]
    rows = [[cell.text_content() for cell in row] for row in page.xpath("//tbody/tr")]
    assert rows == [
        ["000", "article", "in the folder", "not in the folder"],
        ["margin", "share", "0.1", "0.2", "+100 %"],
        ["margin", "foil profit", "USD 1,400 per tonne", "USD 1,200 per tonne", "−14.3 %"],
        ["margin", "additional profit per tonne", "USD 1,385 per tonne", "USD 1,108 per tonne", "−20 %"],
        ["margin", "gain", "USD 0 per tonne", "USD 5 per tonne", "+5"],
        ["margin", "scenarios, after depreciation, payback", "7.22 years", "8.439 years", "+16.9 %"],
        ["60", "reasons, foil profit", "above 44 Mt (Statista, 2018)", "above 45 Mt (Statista, 2018)", ""],
        ["margin", "share", "91.2051 %", "91.2055 %", "+0.000333 percentage points"],
    ]


def test_the_page_says_if_nothing_changed(tmp_path):
    assert "Nothing changed." in written(tmp_path, [], [])


def test_long_values_are_shortened_in_a_terminal():
    text = as_table([Change("result", "90", "sentence", "word " * 30, "other " * 30)])
    assert max(map(len, text.splitlines())) < 130
    assert "…" in text
