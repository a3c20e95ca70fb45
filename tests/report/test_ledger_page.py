"""The charts of the ledger: who stated a figure when."""

import csv
import re

import pytest

from analysis.claims.archive import open_archive
from analysis.claims.verdicts import verify
from analysis.core.run_record import RunRecord, SourceRecord
from analysis.documents.sources import read_sources
from analysis.notebook.chart_style import COLOURS, GRID, INK, MUTED
from analysis.report.ledger_page import LEDGER_CSV, _alt, _draw, write_ledger


def rows(*days, value=0.1):
    return [
        {"date": day, "unit": "fraction", "low": value, "value": value, "high": value, "use": "current"} for day in days
    ]


@pytest.mark.parametrize(
    ("days", "most"),
    [(("2026-02-10", "2026-02-12"), 3), (("2026-02-10", "2026-03-15"), 8), (("2015-01-01", "2026-03-15"), 8)],
)
def test_no_tick_is_an_hour_and_there_are_few(tmp_path, days, most):
    _draw(tmp_path / "chart.svg", rows(*days), "foil profit")
    svg = (tmp_path / "chart.svg").read_text(encoding="utf-8")
    labels = re.findall(r"<!-- (.*?) -->", svg.partition('id="matplotlib.axis_2"')[0])
    assert 2 <= len(labels) <= most + 1  # the last one is the month and year of all
    assert not any(":" in label or re.search(r"-\d\d \d\d$", label) for label in labels)


def test_the_letters_of_a_chart_are_legible_on_a_phone(tmp_path):
    _draw(tmp_path / "chart.svg", rows("2026-02-10", "2026-03-15"), "foil profit")
    svg = (tmp_path / "chart.svg").read_text(encoding="utf-8")
    width = float(re.search(r'<svg [^>]*width="([\d.]+)pt"', svg)[1])
    smallest = min(float(size) for size in re.findall(r"scale\((0\.\d+) -", svg)) * 100  # points, of paths for 100
    assert smallest * 301 / width >= 8  # 301 pixels are left in a window of 335


def test_a_chart_has_the_colours_of_all_charts(tmp_path):
    uses = ("history", "current", "feeds the model", "plan", "denied", "corrected")
    drawn = [{**rows(f"2026-02-{10 + day}")[0], "use": use} for day, use in enumerate(uses)]
    _draw(tmp_path / "chart.svg", drawn, "foil profit")
    used = set(re.findall(r"#[0-9a-f]{6}", (tmp_path / "chart.svg").read_text(encoding="utf-8")))
    assert used <= {*(colour.lower() for colour in (*COLOURS, MUTED, INK, GRID)), "#ffffff"}
    assert len(used & {colour.lower() for colour in COLOURS}) == 4


def test_amounts_of_money_begin_with_their_currency():
    found = [
        {**row, "unit": "USD/t", "value": value}
        for row, value in zip(rows("2026-02-10", "2026-02-12"), (29.52, 900.0), strict=True)
    ]
    assert _alt("profit", found).endswith(", USD 30 to 900 per tonne.")


def test_one_value_is_said_once():
    assert (
        _alt("profit", rows("2026-02-10", "2026-02-12"))
        == "Profit: statements by date, 2026-02-10 to 2026-02-12, 10 %."
    )


def test_a_claim_has_the_same_verdict_in_the_ledger_as_elsewhere(tmp_path):
    folder = tmp_path / "articles"
    folder.mkdir()
    text = "---\ndate: 2019-05-22\n---\nChina has 55 million tonnes of rare earth reserves, or 40 % of the world's.\n"
    (folder / "a.md").write_text(text, encoding="utf-8")
    verified = verify(read_sources(folder))
    run = RunRecord("r", scenario="base", versions={"metals-analysis": "1"}, sources=[SourceRecord("a")], archive=1)
    with open_archive(folder) as archive:
        write_ledger(tmp_path, run, archive, verified)
    with (tmp_path / LEDGER_CSV).open(encoding="utf-8", newline="") as file:
        told = {row["named_figure"]: (row["verdict"], row["grade"]) for row in csv.DictReader(file)}
    assert told == {item.claim.name: (item.label, item.grade) for item in verified}
    assert "outdated or garbled" in {verdict for verdict, _ in told.values()}
