"""A run writes a complete folder or none, reports failures, and points `latest` at the newest good run."""

import csv
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from analysis.cli import main
from analysis.core.errors import AnalysisError, NotebookError, ParameterError, SourceError
from analysis.core.paths import portable
from analysis.runs.parameter_sets import parameter_sets
from analysis.runs.progress import Progress
from analysis.runs.run import run
from analysis.runs.run_history import past_runs
from analysis.runs.sweep import sweep

from ..conftest import recording
from ..waiting import wait_until

RECORD = recording(thickness_doubled=("2 * foil_thickness_um", "um"))


class MessageLog(Progress):
    """Progress whose messages are collected in a list."""

    def __init__(self):
        super().__init__()
        self.lines = []

    def say(self, text):
        self.lines.append(text)


@pytest.fixture
def log_lines():
    return MessageLog()


def start(path, sources, out, log_lines, **options):
    return run([str(path)], sources=sources, out=out, progress=log_lines, **options)


def test_a_successful_run(make_notebook, sources_folder, tmp_path, log_lines):
    path = make_notebook("foil_thickness_um: float = 3.5  # um, figure foil_thickness", RECORD, "print('shown')")
    done = start(path, sources_folder, tmp_path / "reports", log_lines)
    assert done.status == "ok"
    names = {file.relative_to(done.folder).as_posix() for file in done.folder.rglob("*") if file.is_file()}
    pages = {"index.html", "50_small.html", "numbers.html", "sources/article.html", "ledger.html", "ledger.csv"}
    pages |= {"references.html", "references.csv"}
    assert names == pages | {"50_small.ipynb", "figures.csv", "results.json", "run.json"}
    assert f'href="{done.folder.name}/index.html"' in (tmp_path / "reports" / "index.html").read_text(encoding="utf-8")
    results = json.loads((done.folder / "results.json").read_text(encoding="utf-8"))
    assert results == {"50_small": {"thickness_doubled": {"value": 12.0, "unit": "um"}}}
    record = json.loads((done.folder / "run.json").read_text(encoding="utf-8"))
    assert record["status"] == "ok"
    assert record["notebooks"][0]["parameters"]["foil_thickness_um"]["decided_by"] == "figure"
    assert [source["figures"] for source in record["sources"]] == [3]
    assert len(record["sources"][0]["sha256"]) == 64
    assert (tmp_path / "reports" / "latest").resolve() == done.folder.resolve()
    assert not (tmp_path / "reports" / ".running").exists()
    assert any(re.fullmatch(r"\[1/1\] 50_small ok in \d+\.\d s", line) for line in log_lines.lines)

    pages_hold_results_and_sentences_and_load_nothing(done.folder)


def pages_hold_results_and_sentences_and_load_nothing(folder):
    texts = {page.relative_to(folder).as_posix(): page.read_text(encoding="utf-8") for page in folder.rglob("*.html")}
    assert "shown" in texts["50_small.html"]
    assert "Thickness doubled" in texts["index.html"]
    assert "thickness_doubled" in texts["numbers.html"]
    assert "<mark>6 microns</mark>" in texts["sources/article.html"]
    for name, text in texts.items():
        assert re.findall(r"<script src|<link|src=\"(?:https?:|//|/)|@import|url\(", text) == [], name


def test_a_failing_notebook_leaves_a_run_marked_failed(make_notebook, sources_folder, tmp_path, log_lines):
    good = make_notebook("foil_thickness_um: float = 3.5", RECORD)
    out = tmp_path / "reports"
    first = start(good, sources_folder, out, log_lines)
    bad = make_notebook("foil_thickness_um: float = 3.5", "print('so far')", "1 / 0", "print('never')", name="60_bad")
    log_lines.lines.clear()
    done = start(bad, sources_folder, out, log_lines)
    assert done.status == "failed"
    assert (out / "latest").resolve() == first.folder.resolve()
    record = json.loads((done.folder / "run.json").read_text(encoding="utf-8"))
    failure = record["notebooks"][0]["failure"]
    assert (record["status"], failure["error"], failure["line"]) == ("failed", "ZeroDivisionError", "1 / 0")
    page = (done.folder / "60_bad.html").read_text(encoding="utf-8")
    shown = re.sub(r"<details.*?</details>", "", page, flags=re.DOTALL)  # the code is folded away
    assert "so far" in shown
    assert "never" not in shown
    assert "division by zero" in page
    assert "papermill" not in page
    lines = [line for line in log_lines.lines if line.startswith("  ")]
    assert len(lines) <= 5
    assert any("division by zero" in line for line in lines)
    assert json.loads((done.folder / "results.json").read_text(encoding="utf-8")) == {}


def test_a_run_with_a_dead_kernel_is_not_ok(make_notebook, sources_folder, tmp_path, log_lines):
    path = make_notebook("foil_thickness_um: float = 3.5", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    done = start(path, sources_folder, tmp_path / "reports", log_lines)
    record = json.loads((done.folder / "run.json").read_text(encoding="utf-8"))
    assert (done.status, record["notebooks"][0]["status"]) == ("failed", "killed")


def test_errors_of_the_package_are_shown_without_a_traceback(make_notebook, sources_folder, tmp_path, log_lines):
    # Imported in this way, the fork server need not load all the libraries.
    cell = "import importlib\nimportlib.import_module('analysis').margin_uplift(foil_share=1.5)"
    done = start(make_notebook("foil_thickness_um: float = 3.5", cell), sources_folder, tmp_path / "r", log_lines)
    page = (done.folder / "50_small.html").read_text(encoding="utf-8")
    assert "ParameterError: foil_share" in page
    assert "Traceback" not in page


def test_an_unreadable_source_is_reported_and_does_not_stop_the_others(
    make_notebook, sources_folder, tmp_path, log_lines
):
    (sources_folder / "broken.txt").write_bytes(b"\x00\x01\x02" * 100)
    path = make_notebook("foil_thickness_um: float = 3.5", RECORD)
    done = start(path, sources_folder, tmp_path / "reports", log_lines)
    assert done.status == "failed"
    assert done.results["50_small"]["thickness_doubled"]["value"] == 12.0
    assert any("broken.txt: a binary file" in line for line in log_lines.lines)
    assert "broken.txt: a binary file" in done.index.read_text(encoding="utf-8")
    assert not (tmp_path / "reports" / "latest").exists()


def test_errors_before_a_kernel_starts_leave_no_files(make_notebook, sources_folder, tmp_path, log_lines):
    path = make_notebook("foil_thickness_um: float = 3.5", RECORD)
    out = tmp_path / "reports"
    with pytest.raises(SourceError, match="no such file or folder"):
        start(path, tmp_path / "nowhere", out, log_lines)
    with pytest.raises(NotebookError, match="nothing"):
        start("nothing", sources_folder, out, log_lines)
    assert not out.exists()


def test_an_interrupted_run_leaves_no_partial_report(make_notebook, sources_folder, tmp_path, log_lines, monkeypatch):
    def stop(*arguments, **options):
        raise RuntimeError("stopped")

    monkeypatch.setattr("analysis.runs.run.perform_all", stop)
    path = make_notebook("foil_thickness_um: float = 3.5", RECORD)
    with pytest.raises(RuntimeError, match="stopped"):
        start(path, sources_folder, tmp_path / "reports", log_lines)
    assert list((tmp_path / "reports").iterdir()) == []


def test_a_notebook_is_skipped_if_one_that_it_needs_failed(
    make_notebook, sources_folder, tmp_path, log_lines, monkeypatch
):
    bad = make_notebook("foil_thickness_um: float = 3.5", "1 / 0", name="10_bad")
    need = make_notebook('results_from: str = "x"  # folder, results of bad', "1", name="90_needs")
    monkeypatch.setattr("analysis.runs.run.find_notebooks", lambda names: [bad, need])
    done = run([], sources=sources_folder, out=tmp_path / "reports", progress=log_lines)
    record = json.loads((done.folder / "run.json").read_text(encoding="utf-8"))
    assert [entry["status"] for entry in record["notebooks"]] == ["failed", "skipped"]
    assert "90_needs skipped: it needs 10_bad" in record["errors"]
    assert record["status"] == "failed"
    assert "[2/2] 90_needs skipped: it needs 10_bad" in log_lines.lines


def test_two_runs_in_the_same_second_get_different_folders(
    make_notebook, sources_folder, tmp_path, log_lines, monkeypatch
):
    from datetime import UTC, datetime

    class Clock(datetime):
        @classmethod
        def now(cls, zone=None):
            return datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)

    monkeypatch.setattr("analysis.runs.run.datetime", Clock)
    path = make_notebook("foil_thickness_um: float = 3.5", RECORD)
    folders = [start(path, sources_folder, tmp_path / "reports", log_lines, force=True).folder.name for _ in range(2)]
    assert folders == ["2026-01-02_030405_base", "2026-01-02_030405_base_2"]


def test_a_duplicate_result_fails_its_notebook_only(make_notebook, sources_folder, tmp_path, log_lines):
    path = make_notebook("foil_thickness_um: float = 3.5", RECORD, RECORD)
    done = start(path, sources_folder, tmp_path / "reports", log_lines)
    assert (done.status, done.results) == ("failed", {})
    assert any("records thickness_doubled twice" in error for error in done.record.errors)
    assert done.index.exists()


def test_the_report_contains_no_path_of_this_machine(make_notebook, sources_folder, tmp_path, log_lines):
    path = make_notebook('sources: str = "seeds"\nresults_from: str = "x"', "print(results_from)")
    folder = start(path, sources_folder, tmp_path / "reports", log_lines).folder
    for file in (file for file in folder.rglob("*") if file.is_file()):
        text = file.read_text(encoding="utf-8").replace(portable(tmp_path), "")
        assert str(tmp_path) not in text, file.name
        assert ".running" not in text, file.name


def test_an_invalid_report_folder_is_named(make_notebook, sources_folder, tmp_path, log_lines):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(AnalysisError, match="file: "):
        start(make_notebook("a: int = 1"), sources_folder, tmp_path / "file", log_lines)


def test_a_stopped_run_leaves_no_folder(make_notebook, sources_folder, tmp_path):
    begun = tmp_path / "begun"
    cell = f"import time, pathlib; pathlib.Path({str(begun)!r}).touch(); time.sleep(3600)"
    path = make_notebook("foil_thickness_um: float = 3.5", cell)
    out = tmp_path / "reports"
    command = [sys.executable, "-m", "analysis", "run", str(path), "--sources", str(sources_folder), "--out", str(out)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    wait_until(begun.exists, process)
    process.send_signal(signal.SIGTERM)
    process.communicate()  # far sooner than the cell ends: its kernel was ended
    assert process.returncode == 130
    assert not (out / ".running").exists()
    (folder,) = out.glob("2*")
    record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    assert (record["status"], record["notebooks"][0]["status"]) == ("interrupted", "interrupted")
    assert not (out / "latest").exists()
    assert [page.name for page in folder.rglob("*.html")] == ["index.html"]  # all pages would take seconds
    assert "</th><td>interrupted</td>" in (folder / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_while_a_kernel_starts_stops_the_run(
    make_notebook, sources_folder, tmp_path, log_lines, monkeypatch, number
):
    from warmkernels import manager, stopping

    started = manager._start_kernel

    async def interrupted_start(kernel, **options):
        signal.pthread_kill(threading.get_ident(), number)  # a system may choose any thread
        stopping.wait(60)  # the start goes on while the run stops, however busy the machine is
        await started(kernel, **options)

    monkeypatch.setattr(manager, "_start_kernel", interrupted_start)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    before = signal.signal(signal.SIGTERM, lambda *_: None)  # as the command line sets one
    try:
        done = start(make_notebook("foil_thickness_um: float = 3.5"), sources_folder, tmp_path / "reports", log_lines)
    finally:
        signal.signal(signal.SIGTERM, before)
    assert done.status == "interrupted"
    assert not list((tmp_path / "temporary").glob("kernel-*"))
    monkeypatch.undo()
    again = start(make_notebook("foil_thickness_um: float = 3.5"), sources_folder, tmp_path / "reports", log_lines)
    assert again.status == "ok"  # kernels start again


def test_a_cell_that_is_expected_to_fail_does_not(make_notebook, sources_folder, tmp_path, log_lines):
    path = make_notebook("foil_thickness_um: float = 3.5", "1 / 0", RECORD)
    content = json.loads(path.read_text(encoding="utf-8"))
    next(cell for cell in content["cells"] if "1 / 0" in cell["source"])["metadata"]["tags"] = ["raises-exception"]
    path.write_text(json.dumps(content), encoding="utf-8")
    done = start(path, sources_folder, tmp_path / "reports", log_lines)
    assert (done.status, list(done.results["50_small"])) == ("ok", ["thickness_doubled"])
    assert "ZeroDivisionError" in (done.folder / "50_small.ipynb").read_text(encoding="utf-8")


def test_a_notebook_may_have_a_byte_order_mark_and_an_ending_in_capitals(
    make_notebook, sources_folder, tmp_path, log_lines
):
    path = make_notebook("foil_thickness_um: float = 3.5", RECORD)
    other = path.with_name("60_OTHER.IPYNB")
    other.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    done = start(other, sources_folder, tmp_path / "reports", log_lines)
    assert (done.status, list(done.results)) == ("ok", ["60_OTHER"])


@pytest.mark.parametrize("name", ["index", "numbers", "Index"])
def test_a_notebook_with_the_name_of_a_page_is_refused(make_notebook, sources_folder, tmp_path, log_lines, name):
    with pytest.raises(NotebookError, match=name):
        start(make_notebook("a: int = 1", name=name), sources_folder, tmp_path / "reports", log_lines)


def test_tables_for_spreadsheets_contain_no_formula(make_notebook, tmp_path, log_lines):
    folder = tmp_path / "articles"
    folder.mkdir()
    text = "T\n\n=HYPERLINK(A1) costs $5 per ton of scrap, and it hopes for $6 per ton.\n"
    (folder / "a.txt").write_text(text, encoding="utf-8")
    done = start(make_notebook("a: int = 1"), folder, tmp_path / "reports", log_lines)
    with (done.folder / "figures.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    cells = [cell for row in rows for cell in row]
    assert [row[-1] for row in rows] == ["stated_as", "", "plan or forecast"]
    assert any(cell.startswith("'=HYPERLINK") for cell in cells)
    assert not [cell for cell in cells if cell.startswith("=") and cell != "="]  # "=" alone is a qualifier


COUNTED = "with open({!r}, 'a') as file: file.write('once ')"


def test_finished_notebooks_are_not_executed_again(make_notebook, sources_folder, tmp_path, log_lines):
    log, out = tmp_path / "log", tmp_path / "reports"
    path = make_notebook("foil_thickness_um: float = 3.5", COUNTED.format(str(log)), RECORD)
    first = start(path, sources_folder, out, log_lines)
    second = start(path, sources_folder, out, log_lines)
    assert (second.folder, second.unchanged, second.results) == (first.folder, True, first.results)
    assert log.read_text(encoding="utf-8") == "once "
    changed = start(path, sources_folder, out, log_lines, given={"foil_thickness_um": "4"})
    assert changed.results["50_small"]["thickness_doubled"]["value"] == 8.0
    assert start(path, sources_folder, out, log_lines, force=True).folder != first.folder
    assert log.read_text(encoding="utf-8") == "once " * 3


def test_a_failed_run_resumes(make_notebook, sources_folder, tmp_path, log_lines, monkeypatch):
    log, out, fixed = tmp_path / "log", tmp_path / "reports", tmp_path / "fixed"
    good = make_notebook("foil_thickness_um: float = 3.5", COUNTED.format(str(log)), name="10_good")
    cell = f"import pathlib; assert pathlib.Path({str(fixed)!r}).exists()"
    bad = make_notebook("foil_thickness_um: float = 3.5", cell, name="20_bad")
    monkeypatch.setattr("analysis.runs.run.find_notebooks", lambda names: [good, bad])
    assert start("all", sources_folder, out, log_lines).status == "failed"
    fixed.touch()
    second = start("all", sources_folder, out, log_lines)
    assert second.status == "ok"
    assert log.read_text(encoding="utf-8") == "once "
    entries = json.loads((second.folder / "run.json").read_text(encoding="utf-8"))["notebooks"]
    assert [(entry["notebook"], entry["cached"]) for entry in entries] == [("10_good", True), ("20_bad", False)]


def test_a_killed_run_resumes_without_repeating_finished_notebooks(make_notebook, sources_folder, tmp_path, log_lines):
    log, out, begun = tmp_path / "log", tmp_path / "reports", tmp_path / "begun"
    first = make_notebook("foil_thickness_um: float = 3.5", COUNTED.format(str(log)), RECORD, name="10_first")
    slow = (
        f"import time, pathlib\nif not pathlib.Path({str(begun)!r}).exists():\n"
        f"    pathlib.Path({str(begun)!r}).touch(); time.sleep(3600)"
    )
    paths = [str(first), str(make_notebook("foil_thickness_um: float = 3.5", slow, name="20_second"))]
    command = [sys.executable, "-m", "analysis", "run", *paths, "--workers", "1"]
    command += ["--sources", str(sources_folder), "--out", str(out)]
    own = os.environ | {"TMPDIR": str(tmp_path)}  # who is killed leaves temporary files
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=own)
    wait_until(begun.exists, process)
    process.kill()
    process.wait()
    assert list((out / ".running").iterdir())
    done = run(paths, sources=sources_folder, out=out, progress=log_lines)
    assert (done.status, log.read_text(encoding="utf-8")) == ("ok", "once ")
    assert not (out / ".running").exists()  # what was left aside is gone


def test_two_simultaneous_runs_share_the_work(make_notebook, sources_folder, tmp_path, log_lines):
    log, out, go = tmp_path / "log", tmp_path / "reports", tmp_path / "go"
    wait = f"import pathlib, time\nwhile not pathlib.Path({str(go)!r}).exists(): time.sleep(0.02)"
    path = make_notebook("foil_thickness_um: float = 3.5", wait, COUNTED.format(str(log)), RECORD)
    command = [sys.executable, "-m", "analysis", "run", str(path), "--sources", str(sources_folder), "--out", str(out)]
    messages, said = tmp_path / "other.log", "executed by another process"
    with messages.open("w") as errors:
        other = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors)
    with ThreadPoolExecutor(1) as pool:
        own = pool.submit(start, path, sources_folder, out, log_lines)
        wait_until(lambda: said in messages.read_text(encoding="utf-8") + "".join(log_lines.lines), other)
        go.touch()
        assert (own.result().status, other.wait()) == ("ok", 0)
    assert log.read_text(encoding="utf-8") == "once "
    for folder in out.glob("2*"):
        assert json.loads((folder / "run.json").read_text(encoding="utf-8"))["status"] == "ok"


def test_cached_results_of_needed_notebooks_are_read_from_the_run(
    make_notebook, sources_folder, tmp_path, log_lines, monkeypatch, without_kernels
):
    first = make_notebook("foil_thickness_um: float = 3.5", RECORD, name="10_first")
    cell = (
        "from analysis import notebook as nb\nfound = nb.read_results(results_from)\nprint(results_from)\n"
        "nb.record('again', found.value('10_first', 'thickness_doubled'), 'um')"
    )
    needs = make_notebook('results_from: str = "x"  # folder, results of first', cell, name="90_needs")
    monkeypatch.setattr("analysis.runs.run.find_notebooks", lambda names: [first, needs])
    out = tmp_path / "reports"
    for given in ({}, {}, {"foil_thickness_um": "4"}):
        done = start("all", sources_folder, out, log_lines, given=given, force=False)
        value = float(given.get("foil_thickness_um", 6))
        assert done.results["90_needs"]["again"]["value"] == 2 * value
        text = (done.folder / "90_needs.ipynb").read_text(encoding="utf-8")
        assert portable(done.folder) in text
        assert "@results_from@" not in text


def test_a_secret_is_rejected_before_anything_is_written(make_notebook, sources_folder, tmp_path, log_lines):
    path = make_notebook("api_token: str = ''\nfoil_thickness_um: float = 3.5")
    with pytest.raises(ParameterError, match="api_token") as refused:
        start(path, sources_folder, tmp_path / "reports", log_lines, given={"api_token": "hunter2"})
    assert "hunter2" not in str(refused.value)
    assert not (tmp_path / "reports").exists()


def test_a_notebook_reads_a_secret_from_the_environment(
    make_notebook, sources_folder, tmp_path, log_lines, monkeypatch
):
    monkeypatch.setenv("API_TOKEN", "hunter2")
    cells = ["import os\napi_token = os.environ['API_TOKEN']", "assert api_token[::-1] == '2retnuh'"]
    path = make_notebook("foil_thickness_um: float = 3.5", *cells)
    folder = start(path, sources_folder, tmp_path / "reports", log_lines).folder
    assert not any("hunter2" in file.read_text(encoding="utf-8") for file in folder.rglob("*.html"))
    assert "hunter2" not in (folder / "run.json").read_text(encoding="utf-8")


def test_keep_removes_old_runs_but_never_the_last_good_one(make_notebook, sources_folder, tmp_path, log_lines):
    out = tmp_path / "reports"
    good = make_notebook("foil_thickness_um: float = 3.5", RECORD)
    first = start(good, sources_folder, out, log_lines, keep=1)
    bad = make_notebook("foil_thickness_um: float = 3.5", "1 / 0", name="60_bad")
    failed = [start(bad, sources_folder, out, log_lines, keep=1).folder for _ in range(2)]
    assert sorted(folder for folder in out.glob("2*")) == sorted([first.folder, failed[-1]])
    assert (out / "latest").resolve() == first.folder.resolve()


def test_a_run_reports_changes_since_the_last_good_one(make_notebook, sources_folder, tmp_path, log_lines):
    out = tmp_path / "reports"
    path = make_notebook("foil_thickness_um: float = 3.5", RECORD)
    first = start(path, sources_folder, out, log_lines)
    second = start(path, sources_folder, out, log_lines, given={"foil_thickness_um": "9"})
    since = json.loads((second.folder / "run.json").read_text(encoding="utf-8"))["since"]
    title = since["answers"][0]["title"]
    assert since == {
        "run_id": first.folder.name,
        "changes": [
            {"kind": "Parameters", "where": title, "what": "foil thickness",
             "before": "6 µm", "after": "9 µm", "by": "+50 %"},
            {"kind": "Results", "where": title, "what": "thickness doubled",
             "before": "12 µm", "after": "18 µm", "by": "+50 %"},
        ],
        "answers": [
            {
                "notebook": "50_small",
                "title": title,
                "before": "thickness doubled 12 µm",
                "after": "thickness doubled 18 µm",
                "by": "",
                "causes": [{"kind": "parameter", "words": "foil thickness 9 µm, formerly 6 µm", "address": ""}],
            }
        ],
    }  # fmt: skip
    assert "12 µm" in second.index.read_text(encoding="utf-8")


def test_a_run_is_compared_with_one_on_the_same_sources(make_notebook, sources_folder, tmp_path, capsys):
    out, mine = tmp_path / "reports", tmp_path / "mine"
    path = make_notebook("foil_thickness_um: float = 3.5", RECORD)
    shutil.copytree(sources_folder, mine)
    command = ["run", str(path), "--out", str(out), "--sources"]
    assert main([*command, str(sources_folder)]) == 0
    capsys.readouterr()
    assert main([*command, str(mine)]) == 0
    assert "no comparison: first successful run of these notebooks on" in capsys.readouterr().out
    (first,) = [run for run in past_runs(out) if run.record.sources_folder == portable(mine)]
    assert first.record.since is None
    assert "This is the first report on these questions" in (first.folder / "index.html").read_text(encoding="utf-8")
    assert main([*command, str(sources_folder), "-p", "foil_thickness_um=9"]) == 0
    newest = past_runs(out)[0]
    assert newest.record.since.run_id == past_runs(out)[-1].run_id
    assert "This is the first report" not in (newest.folder / "index.html").read_text(encoding="utf-8")
    assert f"since {newest.record.since.run_id}: 1 answer changed" in capsys.readouterr().out


def test_the_last_good_run_on_each_folder_of_sources_is_kept(make_notebook, sources_folder, tmp_path, log_lines):
    path = make_notebook("foil_thickness_um: float = 3.5", RECORD)
    other = start(path, shutil.copytree(sources_folder, tmp_path / "b"), tmp_path / "reports", log_lines)
    for value in (7, 8):
        given = {"foil_thickness_um": value}
        done = start(path, sources_folder, tmp_path / "reports", log_lines, given=given, keep=1)
    assert sorted((tmp_path / "reports").glob("2*")) == sorted([other.folder, done.folder])


def test_a_report_that_is_not_the_latest_says_so(make_notebook, sources_folder, tmp_path, capsys):
    out = tmp_path / "reports"
    good = make_notebook("foil_thickness_um: float = 3.5", RECORD)
    bad = make_notebook("foil_thickness_um: float = 3.5", "1 / 0", name="60_bad")
    command = ["--out", str(out), "--sources", str(sources_folder)]
    assert main(["run", str(bad), *command]) == 1
    assert "latest is not written, since this run is marked failed" in capsys.readouterr().out
    assert main(["run", str(good), *command]) == 0
    latest = (out / "latest").resolve()
    assert "latest" not in capsys.readouterr().out
    for more, why in (([str(bad)], "marked failed"), ([str(good), "--as-of", "2199-12-31"], "--as-of")):
        main(["run", *more, *command])
        lines = capsys.readouterr().out.splitlines()
        assert f"latest still shows {latest.name}, since" in lines[-2]
        assert why in lines[-2]
        assert Path(lines[-1]).resolve().parent not in (latest, out)
        assert (out / "latest").resolve() == latest


def test_notebooks_run_in_parallel(make_notebook, sources_folder, tmp_path, log_lines, monkeypatch):
    paths = []
    for own, other in (("a", "b"), ("b", "a")):
        wait = (
            f"import pathlib, time\npathlib.Path({str(tmp_path / own)!r}).touch()\n"
            f"while not pathlib.Path({str(tmp_path / other)!r}).exists(): time.sleep(0.02)"
        )
        paths.append(make_notebook("foil_thickness_um: float = 3.5", wait, name=f"10_{own}"))
    monkeypatch.setattr("analysis.runs.run.find_notebooks", lambda names: paths)
    assert start("all", sources_folder, tmp_path / "reports", log_lines, workers=2).status == "ok"


def test_an_unchanged_run_becomes_the_latest_and_is_listed(make_notebook, sources_folder, tmp_path, log_lines):
    path = make_notebook("foil_thickness_um: float = 3.5", RECORD)
    out = tmp_path / "reports"
    first = start(path, sources_folder, out, log_lines)
    second = start(path, sources_folder, out, log_lines, given={"foil_thickness_um": "5"})
    assert (out / "latest").resolve() == second.folder.resolve()
    (out / "index.html").unlink()
    again = start(path, sources_folder, out, log_lines)
    assert again.unchanged
    assert (out / "latest").resolve() == first.folder.resolve()
    assert second.folder.name in (out / "index.html").read_text(encoding="utf-8")


def test_runs_and_sweeps_do_not_replace_each_others_page(make_notebook, sources_folder, tmp_path, log_lines):
    path = make_notebook("side: float = 2.0", recording(area=("side * side", "m2")), name="10_square")
    done = start(path, sources_folder, tmp_path / "runs", log_lines)
    before = done.folder.parent.joinpath("index.html").read_bytes()
    with pytest.raises(AnalysisError, match=f"{re.escape(str(tmp_path / 'runs'))}.*--out"):
        sweep(
            str(path), parameter_sets({"side": "1,2"}, [], [], None), sources=sources_folder, out=str(tmp_path / "runs")
        )
    assert done.folder.parent.joinpath("index.html").read_bytes() == before
    (tmp_path / "swept").mkdir()
    (tmp_path / "swept" / "sweep.json").write_text("{}", encoding="utf-8")
    with pytest.raises(AnalysisError, match=f"{re.escape(str(tmp_path / 'swept'))}.*--out"):
        start(path, sources_folder, tmp_path / "swept", log_lines)
    assert [file.name for file in (tmp_path / "swept").iterdir()] == ["sweep.json"]
