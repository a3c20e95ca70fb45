"""The list of all runs shows also those that an older version wrote."""

from lxml import html

from analysis.pages.runs_page import runs_page

NEW = {
    "run_id": "b", "status": "failed", "scenario": "low", "started": "2026-02-01",
    "sources": [{}, {}], "notebooks": [{}], "since": {"run_id": "a", "changes": ["x"]},
}  # fmt: skip


def test_runs_are_listed_in_order_with_status_scenario_and_changes():
    page = html.fromstring(runs_page([NEW, NEW | {"run_id": "a", "status": "ok", "since": None}]))
    rows = [[cell.text_content() for cell in row.iter("td")] for row in page.xpath("//tbody/tr")]
    assert rows == [
        ["b", "failed", "low", "2026-02-01", "2", "1", "1 change"],
        ["a", "ok", "low", "2026-02-01", "2", "1", ""],
    ]
    assert page.xpath("//td/a/@href") == ["b/index.html", "a/index.html"]


def test_a_run_of_an_older_version_is_listed_with_what_it_says():
    page = html.fromstring(runs_page([{"run_id": "old", "status": "ok"}]))
    assert [cell.text_content() for cell in page.iter("td")] == ["old", "ok", "", "", "0", "0", ""]
