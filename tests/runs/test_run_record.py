"""Records of runs survive a round trip, and records of older versions can be read."""

import json

import pytest

from analysis.core.run_record import (
    AnswerChange,
    Cause,
    ChangesSince,
    Failure,
    NotebookRecord,
    ParameterRecord,
    RunRecord,
    SourceRecord,
    read_record,
)
from analysis.runs.run_history import past_runs, status_of

FAILURE = Failure(6, "1 / 0", "ZeroDivisionError", "division by zero")
FAILED = NotebookRecord("20_margin", "Margin", "ab", "failed", 1.5, failure=FAILURE)
GOOD = NotebookRecord(
    "30_growth", status="ok", cached=True, parameters={"share": ParameterRecord(0.1)}, page="30_growth.html"
)


def test_a_record_survives_a_round_trip():
    record = RunRecord(
        "2026-01-02_030405_base",
        status="failed",
        errors=(FAILED.error,),
        notebooks=(FAILED, GOOD),
        sources=(SourceRecord("000"),),
        since=ChangesSince(
            "2026-01-01_030405_base",
            ("a change",),
            (AnswerChange("20_margin", "Margin?", "1 t", "2 t", "+100 %", (Cause("figure", "x states 2 t", "x#1"),)),),
        ),
    )
    assert read_record(RunRecord, json.loads(json.dumps(record.to_json()))) == record


def test_a_failure_is_described_in_one_line():
    assert FAILED.error == "20_margin failed in cell 6: 1 / 0 (ZeroDivisionError: division by zero)"
    skipped = Failure(None, "", "Skipped", "it needs 10_bad")
    record = NotebookRecord("90_needs", status="skipped", failure=skipped)
    assert record.error == "90_needs skipped: it needs 10_bad"
    assert GOOD.error == ""


@pytest.mark.parametrize(
    ("statuses", "source_errors", "status"),
    [
        (["ok", "ok"], [], "ok"),
        (["ok"], ["broken.txt"], "failed"),
        (["ok", "timeout"], [], "failed"),
        (["failed", "interrupted", "skipped"], ["broken.txt"], "interrupted"),
    ],
)
def test_the_status_of_a_run_follows_from_its_notebooks_and_sources(statuses, source_errors, status):
    assert status_of([NotebookRecord("x", status=one) for one in statuses], source_errors) == status


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"finished": "some day", "unknown": 1},
        {"notebooks": [{"notebook": "20_margin", "unknown": 1}], "since": None},
        {"notebooks": [{"notebook": "20_margin", "failure": {"cell": 3}}], "since": {"run_id": "x"}},
    ],
)
def test_a_record_of_another_version_is_read(tmp_path, content):
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "run.json").write_text(json.dumps({"run_id": "run"} | content), encoding="utf-8")
    (run,) = past_runs(tmp_path)
    assert run.status != "ok"
    assert [entry.notebook for entry in run.record.notebooks] == [
        entry["notebook"] for entry in content.get("notebooks", [])
    ]


@pytest.mark.parametrize(
    "text",
    ["", "[]", "null", "{}", '{"run_id": "run", "notebooks": 5}', '{"run_id": "run", "notebooks": [{"title": "x"}]}',
     '{"run_id": "run", "since": [1]}', '{"run_id": "another"}'],
)  # fmt: skip
def test_an_invalid_record_is_ignored(tmp_path, text):
    (tmp_path / "run").mkdir()
    (tmp_path / "run" / "run.json").write_text(text, encoding="utf-8")
    assert past_runs(tmp_path) == []
