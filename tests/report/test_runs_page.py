"""The list of all runs, including runs written by an older version."""

from lxml import html

from analysis.report.templating import render
from analysis.runs.run_comparison import compare_runs
from analysis.runs.run_history import past_runs, write_overview

NEW = {
    "run_id": "b", "status": "failed", "scenario": "low", "started": "2026-02-01",
    "sources": [{}, {}], "notebooks": [{"status": "ok"}], "since": {"run_id": "a", "changes": ["x"]},
}  # fmt: skip


def test_runs_are_listed_in_order_with_status_scenario_and_changes():
    page = html.fromstring(render("runs.html.j2", runs=[NEW, NEW | {"run_id": "a", "status": "ok", "since": None}]))
    rows = [[cell.text_content() for cell in row] for row in page.xpath("//tbody/tr")]
    assert rows == [
        ["b", "failed", "low", "2026-02-01", "2", "1", "1 change"],
        ["a", "ok", "low", "2026-02-01", "2", "1", ""],
    ]
    assert page.xpath("//tbody//a/@href") == ["b/index.html", "a/index.html"]


def test_a_question_without_an_answer_is_not_counted_as_a_notebook():
    run = NEW | {"notebooks": [{"status": "ok"}, {"status": "unanswered"}, {"status": "failed"}]}
    page = html.fromstring(render("runs.html.j2", runs=[run]))
    assert page.xpath("string(//tbody/tr/td[5])") == "2"


def test_a_run_of_an_older_version_is_listed_with_the_fields_it_has(tmp_path):
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "run.json").write_text('{"run_id": "old", "status": "ok"}', encoding="utf-8")
    page = html.fromstring(write_overview(tmp_path).read_text(encoding="utf-8"))
    row = page.xpath("//tbody/tr")[0]
    assert [cell.text_content() for cell in row] == ["old", "ok", "", "", "0", "0", ""]
    old = past_runs(tmp_path)[0]
    assert compare_runs(old, old) == []
