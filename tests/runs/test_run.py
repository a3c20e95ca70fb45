"""A run leaves a whole folder or none, tells the truth about failures, and points `latest` at the newest good one."""

import json
import re
import signal
import subprocess
import sys
import time

import pytest

from analysis.errors import AnalysisError, NotebookError, SourceError
from analysis.paths import portable
from analysis.runs.run import run

RECORD = "from analysis import show\nshow.record('thickness_doubled', 2 * foil_thickness_um, 'um')"


@pytest.fixture
def told():
    return []


def start(path, sources, out, told, **options):
    return run([str(path)], sources=sources, out=out, tell=told.append, **options)


def test_a_good_run(make_notebook, sources_folder, tmp_path, told):
    path = make_notebook("foil_thickness_um: float = 3.5  # um, figure foil_thickness", RECORD)
    done = start(path, sources_folder, tmp_path / "reports", told)
    assert done.status == "ok"
    names = {file.name for file in done.folder.iterdir()}
    assert names == {"50_small.html", "50_small.ipynb", "figures.csv", "index.html", "results.json", "run.json"}
    results = json.loads((done.folder / "results.json").read_text(encoding="utf-8"))
    assert results == {"50_small": {"thickness_doubled": {"value": 12.0, "unit": "um"}}}
    record = json.loads((done.folder / "run.json").read_text(encoding="utf-8"))
    assert record["status"] == "ok"
    assert record["notebooks"][0]["parameters"]["foil_thickness_um"]["decided_by"] == "figure"
    assert [source["figures"] for source in record["sources"]] == [3]
    assert len(record["sources"][0]["sha256"]) == 64
    assert (tmp_path / "reports" / "latest").resolve() == done.folder.resolve()
    assert not (tmp_path / "reports" / ".running").exists()
    assert any(re.fullmatch(r"\[1/1\] 50_small ok in \d+\.\d s", line) for line in told)


def test_the_pages_hold_results_and_sentences_but_no_code_and_load_nothing(
    make_notebook, sources_folder, tmp_path, told
):
    path = make_notebook("foil_thickness_um: float = 3.5", RECORD, "print('shown')")
    folder = start(path, sources_folder, tmp_path / "reports", told).folder
    page, index = ((folder / name).read_text(encoding="utf-8") for name in ("50_small.html", "index.html"))
    assert "shown" in page
    assert "2 * foil_thickness_um" not in page
    assert "The foil is 6 microns thick." in index
    assert "thickness_doubled" in index
    for text in (page, index):
        assert re.findall(r"<script|<link|src=\"(?!data:)|@import|url\(", text) == []


def test_a_failing_notebook_leaves_a_run_marked_failed(make_notebook, sources_folder, tmp_path, told):
    good = make_notebook("foil_thickness_um: float = 3.5", RECORD)
    out = tmp_path / "reports"
    first = start(good, sources_folder, out, told)
    bad = make_notebook("foil_thickness_um: float = 3.5", "print('so far')", "1 / 0", "print('never')", name="60_bad")
    told.clear()
    done = start(bad, sources_folder, out, told)
    assert done.status == "failed"
    assert (out / "latest").resolve() == first.folder.resolve()
    record = json.loads((done.folder / "run.json").read_text(encoding="utf-8"))
    failure = record["notebooks"][0]["failure"]
    assert (record["status"], failure["error"], failure["line"]) == ("failed", "ZeroDivisionError", "1 / 0")
    page = (done.folder / "60_bad.html").read_text(encoding="utf-8")
    assert "so far" in page
    assert "never" not in page
    assert "division by zero" in page
    lines = [line for line in told if line.startswith("  ")]
    assert len(lines) <= 5
    assert any("division by zero" in line for line in lines)
    assert json.loads((done.folder / "results.json").read_text(encoding="utf-8")) == {}


def test_a_dead_kernel_is_killed_and_not_ok(make_notebook, sources_folder, tmp_path, told):
    path = make_notebook("foil_thickness_um: float = 3.5", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    done = start(path, sources_folder, tmp_path / "reports", told)
    record = json.loads((done.folder / "run.json").read_text(encoding="utf-8"))
    assert (done.status, record["notebooks"][0]["status"]) == ("failed", "killed")


def test_our_own_errors_show_their_message_without_frames(make_notebook, sources_folder, tmp_path, told):
    cell = "from analysis import margin_uplift\nmargin_uplift(foil_share=1.5)"
    done = start(make_notebook("foil_thickness_um: float = 3.5", cell), sources_folder, tmp_path / "r", told)
    page = (done.folder / "50_small.html").read_text(encoding="utf-8")
    assert "foil_share is 1.5 fraction, allowed is 0 to 1" in page
    assert "Traceback" not in page


def test_one_bad_source_does_not_stop_the_others_but_the_run_says_so(make_notebook, sources_folder, tmp_path, told):
    (sources_folder / "broken.txt").write_bytes(b"\x00\x01\x02" * 100)
    path = make_notebook("foil_thickness_um: float = 3.5", RECORD)
    done = start(path, sources_folder, tmp_path / "reports", told)
    assert done.status == "failed"
    assert done.results["50_small"]["thickness_doubled"]["value"] == 12.0
    assert any("broken.txt: a binary file" in line for line in told)
    assert "broken.txt: a binary file" in done.index.read_text(encoding="utf-8")
    assert not (tmp_path / "reports" / "latest").exists()


def test_errors_before_a_kernel_starts_leave_nothing(make_notebook, sources_folder, tmp_path, told):
    path = make_notebook("foil_thickness_um: float = 3.5", RECORD)
    out = tmp_path / "reports"
    with pytest.raises(SourceError, match="no such file or folder"):
        start(path, tmp_path / "nowhere", out, told)
    with pytest.raises(NotebookError, match="no notebook nothing"):
        start("nothing", sources_folder, out, told)
    assert not out.exists()


def test_an_interrupted_run_leaves_nothing_half_written(make_notebook, sources_folder, tmp_path, told, monkeypatch):
    def stop(*arguments, **options):
        raise RuntimeError("stopped")

    monkeypatch.setattr("analysis.runs.run.execute", stop)
    path = make_notebook("foil_thickness_um: float = 3.5", RECORD)
    with pytest.raises(RuntimeError, match="stopped"):
        start(path, sources_folder, tmp_path / "reports", told)
    assert list((tmp_path / "reports").iterdir()) == []


def test_what_needs_a_failed_notebook_is_skipped(make_notebook, sources_folder, tmp_path, told, monkeypatch):
    bad = make_notebook("foil_thickness_um: float = 3.5", "1 / 0", name="10_bad")
    need = make_notebook('results_from: str = "x"  # folder, results of bad', "1", name="90_needs")
    monkeypatch.setattr("analysis.runs.run.find_notebooks", lambda names: [bad, need])
    done = run([], sources=sources_folder, out=tmp_path / "reports", tell=told.append)
    record = json.loads((done.folder / "run.json").read_text(encoding="utf-8"))
    assert [entry["status"] for entry in record["notebooks"]] == ["failed", "skipped"]
    assert "90_needs was skipped: it needs bad" in record["errors"]
    assert record["status"] == "failed"
    assert "90_needs was skipped: it needs bad" in told


def test_two_runs_in_one_second_do_not_share_a_folder(make_notebook, sources_folder, tmp_path, told, monkeypatch):
    from datetime import UTC, datetime

    class Clock(datetime):
        @classmethod
        def now(cls, zone=None):
            return datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)

    monkeypatch.setattr("analysis.runs.run.datetime", Clock)
    path = make_notebook("foil_thickness_um: float = 3.5", RECORD)
    folders = [start(path, sources_folder, tmp_path / "reports", told).folder.name for _ in range(2)]
    assert folders == ["2026-01-02_030405_base", "2026-01-02_030405_base_2"]


def test_a_result_recorded_twice_fails_its_notebook_and_not_the_run(make_notebook, sources_folder, tmp_path, told):
    path = make_notebook("foil_thickness_um: float = 3.5", RECORD, "show.record('thickness_doubled', 1, 'um')")
    done = start(path, sources_folder, tmp_path / "reports", told)
    assert (done.status, done.results) == ("failed", {})
    assert any("records thickness_doubled twice" in error for error in done.errors)
    assert done.index.exists()


def test_the_folder_holds_no_machine_path(make_notebook, sources_folder, tmp_path, told):
    path = make_notebook('sources: str = "seeds"\nresults_from: str = "x"', "print(results_from)")
    folder = start(path, sources_folder, tmp_path / "reports", told).folder
    for file in folder.iterdir():
        text = file.read_text(encoding="utf-8").replace(portable(tmp_path), "")
        assert str(tmp_path) not in text, file.name
        assert ".running" not in text, file.name


def test_a_folder_that_cannot_hold_reports_is_named(make_notebook, sources_folder, tmp_path, told):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(AnalysisError, match="file: "):
        start(make_notebook("a: int = 1"), sources_folder, tmp_path / "file", told)


def test_a_stopped_run_leaves_no_folder_behind(make_notebook, sources_folder, tmp_path):
    path = make_notebook("foil_thickness_um: float = 3.5", "import time; time.sleep(60)")
    out = tmp_path / "reports"
    command = [sys.executable, "-m", "analysis", "run", str(path), "--sources", str(sources_folder), "--out", str(out)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    until = time.monotonic() + 30
    while not list(out.glob(".running/*/*.ipynb")) and time.monotonic() < until:
        time.sleep(0.1)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    assert process.returncode == 130
    assert not (out / ".running").exists()
    for folder in out.glob("2*"):
        assert json.loads((folder / "run.json").read_text(encoding="utf-8"))["status"] == "interrupted"
