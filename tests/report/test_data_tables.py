"""The tables of data/ that a run computes with are in its report, with who published them."""

import csv

from lxml import html

from analysis.core.run_record import RunRecord, read_record
from analysis.report.references_page import OUTPUTS, USES, references_page, write_data_tables

RUN = {
    "run_id": "a", "notebooks": [], "sources": [], "sources_folder": "s", "scenario": "base", "git": None,
    "versions": {"python": "3", "metals-analysis": "1"}, "started": "2026-01-01 00:00:00 UTC", "status": "ok",
    "finished": "2026-01-01 00:01:00 UTC",
}  # fmt: skip


def entry(material, year):
    parameters = {"material": {"value": material}, "year": {"value": year}}
    return {"notebook": "70_western_exposure", "title": "Where?", "page": "70.html", "parameters": parameters}


def run_of(*notebooks):
    return read_record(RunRecord, RUN | {"notebooks": notebooks})


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_rows_are_all_of_the_material_and_the_latest_of_the_others(tmp_path):
    tables, user = write_data_tables(tmp_path, run_of(entry("tungsten", 2024)))
    rows = rows_of(tmp_path / OUTPUTS)
    assert user.title == "Where?"
    assert max(int(row["year"]) for row in rows) == 2024
    assert len({row["year"] for row in rows if row["material"] == "tungsten"}) > 3
    assert len({row["year"] for row in rows if (row["material"], row["stage"]) == ("copper", "mined")}) == 1
    assert sum(item.rows for item in tables) == len(rows) + len(rows_of(tmp_path / USES))
    places = [(item.publisher, item.date, item.address, item.origin, item.file) for item in tables]
    assert len(places) == len(set(places))  # the chapters of one publication are one source
    page = html.fromstring(references_page(run_of(), [], tables, user))
    assert {item.publisher for item in tables} <= set(page.xpath("//th[@scope='row']/text()"))
    addresses = set(page.xpath("//td/a/@href"))
    assert {address for address in addresses if "://" not in address} == {OUTPUTS, USES}
    assert any(address.startswith("https://") for address in addresses)  # where the rows were read


def test_without_the_question_there_are_no_tables(tmp_path):
    assert write_data_tables(tmp_path, run_of()) == ([], None)
    assert list(tmp_path.iterdir()) == []
