"""A sweep executes every set once, however it is interrupted, and writes one table and one page."""

import csv
import json
import os
import signal
import subprocess
import sys

import pandas as pd
import pytest

from analysis.core.errors import AnalysisError, ParameterError
from analysis.runs.execution_cache import Store
from analysis.runs.parameter_sets import parameter_sets
from analysis.runs.progress import Progress
from analysis.runs.sweep import sweep

from ..conftest import recording
from ..waiting import wait_until

SQUARE = recording(area=("side * side", "m2"), kind=("kind", "sentence"))
PARAMETERS = "side: float = 2.0\nkind: str = 'plain'\nheld_above: float = 99.0  # these sets wait while there is a file"


class Quiet(Progress):
    def __init__(self):
        super().__init__(each=False)
        self.ended = []

    def say(self, text):
        """Write nothing."""

    def end(self, done):
        super().end(done)
        self.ended.append(done)


@pytest.fixture
def square(make_notebook, tmp_path):
    """A light notebook that writes a line each time it is executed."""
    log, held = str(tmp_path / "log"), str(tmp_path / "held")
    wait = f"import os, time\nwhile side > held_above and os.path.exists({held!r}): time.sleep(0.02)"
    cell = f"with open({log!r}, 'a') as file: file.write(f'{{side:g}}\\n')"
    return make_notebook(PARAMETERS, wait, cell, "assert side != 13, 'unlucky'", SQUARE)


@pytest.fixture
def executed(tmp_path):
    """Return the sides executed so far, in order."""

    def read():
        log = tmp_path / "log"
        return sorted(float(line) for line in log.read_text(encoding="utf-8").split()) if log.exists() else []

    return read


def start(notebook, given, sources, out, **more):
    return sweep(str(notebook), parameter_sets(given), sources=sources, out=str(out), progress=Quiet(), **more)


def rows(out):
    with open(out / "results.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_one_row_per_set_with_parameters_results_status_and_time(square, sources_folder, tmp_path):
    out = tmp_path / "out"
    swept = start(square, {"side": "1:3:3", "kind": "plain,ruled"}, sources_folder, out)
    assert (swept.sets, dict(swept.counts), swept.cached, swept.status) == (6, {"ok": 6}, 0, "ok")
    table = rows(out)
    assert [(float(row["side"]), row["kind"], float(row["area"])) for row in table] == [
        (side, kind, side * side) for side in (1.0, 2.0, 3.0) for kind in ("plain", "ruled")
    ]
    assert {row["status"] for row in table} == {"ok"}
    assert all(float(row["seconds"]) > 0 for row in table)
    assert list(table[0]) == ["set", "side", "kind", "area", "status", "seconds", "identity", "error"]
    record = json.loads((out / "sweep.json").read_text(encoding="utf-8"))
    assert (record["varied"], record["units"]["area"]) == (["side", "kind"], "m2")
    pytest.importorskip("pyarrow")
    tables = pd.read_parquet(out / "results.parquet"), pd.read_csv(out / "results.csv")
    pd.testing.assert_frame_equal(*(one[["side", "area"]] for one in tables), check_dtype=False)


def test_the_page_shows_charts_with_alternative_text_and_the_table(square, sources_folder, tmp_path):
    out = tmp_path / "out"
    start(square, {"side": "1,2,13"}, sources_folder, out)
    page = (out / "index.html").read_text(encoding="utf-8")
    assert 'alt="Results against side: area 1 to 4 m²."' in page
    assert "What varies with side" in page
    assert "AssertionError: unlucky" in page
    assert page.count('href="sets/') == 3


def test_an_execution_without_charts_has_another_identity(make_notebook, sources_folder, tmp_path, without_kernels):
    draw = (
        "import matplotlib.pyplot as plt\nfrom analysis import notebook as nb\n"
        "nb.chart(plt.figure(), 'an empty chart')\nnb.record('area', side, 'm2')"
    )
    path, out = make_notebook(PARAMETERS, draw), tmp_path / "out"
    for charts in (True, False):
        assert start(path, {"side": "1"}, sources_folder, out, charts=charts).cached == 0
    texts = [file.read_text(encoding="utf-8") for file in out.glob("sets/*.ipynb")]
    assert [text.count("[chart] an empty chart") for text in texts] == [1] * 2
    assert sorted("image/png" in text for text in texts) == [False, True]


def test_a_failed_set_is_retried_and_does_not_stop_the_others(square, sources_folder, tmp_path, executed):
    out = tmp_path / "out"
    first = start(square, {"side": "1,13,3"}, sources_folder, out)
    assert (dict(first.counts), first.status) == ({"ok": 2, "failed": 1}, "failed")
    assert [row["status"] for row in rows(out)] == ["ok", "failed", "ok"]
    assert "AssertionError: unlucky" in rows(out)[1]["error"]
    assert rows(out)[1]["area"] == ""
    second = start(square, {"side": "1,13,3"}, sources_folder, out)
    assert (second.cached, executed()) == (2, [1, 3, 13, 13])


def test_finished_sets_are_cached_and_new_ones_added(square, sources_folder, tmp_path, executed):
    out = tmp_path / "out"
    start(square, {"side": "1,2"}, sources_folder, out)
    wider = start(square, {"side": "1,2,3"}, sources_folder, out)
    assert (wider.cached, executed(), len(rows(out))) == (2, [1, 2, 3], 3)
    start(square, {"side": "1,2,3"}, sources_folder, out, force=True)
    assert executed() == [1, 1, 2, 2, 3, 3]


def test_equal_sets_are_executed_once(square, sources_folder, tmp_path, executed):
    start(square, {"side": "2,2.0,1"}, sources_folder, tmp_path / "out")
    assert executed() == [1, 2]
    assert [float(row["area"]) for row in rows(tmp_path / "out")] == [4, 4, 1]


def test_all_sets_are_validated_before_anything_is_executed(square, sources_folder, tmp_path, executed):
    with pytest.raises(ParameterError, match=r"set 2: .*side .*'wide'"):
        start(square, {"side": "1,wide,3"}, sources_folder, tmp_path / "out")
    with pytest.raises(ParameterError, match=r"sied.* side\b"):
        start(square, {"sied": "1,2"}, sources_folder, tmp_path / "out")
    many = ",".join("x" * 3 for _ in range(9))
    with pytest.raises(ParameterError, match="and 4 more sets"):
        start(square, {"side": many}, sources_folder, tmp_path / "out")
    assert executed() == []
    assert not (tmp_path / "out").exists()


def test_two_sweeps_into_one_folder_are_rejected(square, sources_folder, tmp_path):
    out = tmp_path / "out"
    with (
        Store(str(out)).locked(".sweep"),
        pytest.raises(AnalysisError, match="in use by another sweep"),
    ):
        start(square, {"side": "1"}, sources_folder, out)


def test_a_notebook_that_reads_other_results_cannot_be_swept(sources_folder, tmp_path):
    with pytest.raises(ParameterError, match=r"90_briefing .*10_figures"):
        start("briefing", {}, sources_folder, tmp_path / "out")


def command(notebook, given, sources, out, *more):
    pairs = [part for name, text in given.items() for part in ("-p", f"{name}={text}")]
    return [sys.executable, "-m", "analysis", "sweep", str(notebook), *pairs, "--sources", str(sources),
            "--out", str(out), *more]  # fmt: skip


def test_a_killed_sweep_resumes_without_repeating_finished_sets(square, sources_folder, tmp_path, executed):
    out, held = tmp_path / "out", tmp_path / "held"
    held.touch()
    given = {"side": ",".join(str(side) for side in range(20, 28)), "held_above": "23"}
    mark = {"TMPDIR": str(tmp_path), "MARK_OF_TEST": str(tmp_path)}
    process = subprocess.Popen(
        command(square, given, sources_folder, out, "--workers", "2"),
        stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL, env=os.environ | mark,
    )  # fmt: skip
    wait_until(lambda: len(list(out.glob("sets/*.json"))) == 4, process)
    process.kill()
    process.wait()
    wait_until(lambda: not marked(tmp_path))  # its kernels end after it, and would go on with the held sets
    assert executed() == [20, 21, 22, 23]
    held.unlink()
    again = start(square, given, sources_folder, out)
    assert (again.cached, again.status) == (4, "ok")
    assert [float(row["area"]) for row in rows(out)] == [float(side * side) for side in range(20, 28)]
    assert executed() == list(range(20, 28))


def test_a_stopped_sweep_leaves_no_process_running(square, sources_folder, tmp_path):
    out, mark = tmp_path / "out", str(tmp_path)
    (tmp_path / "held").touch()
    process = subprocess.Popen(
        command(square, {"side": "1,2,3,4", "held_above": "0"}, sources_folder, out, "--workers", "2"),
        stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=os.environ | {"MARK_OF_TEST": mark},
    )  # fmt: skip
    wait_until(
        lambda: list(out.glob("sets/*.lock")) and len(marked(mark)) >= 4, process
    )  # two processes, and their kernels
    process.send_signal(signal.SIGTERM)
    process.communicate()
    assert process.returncode == 130
    wait_until(lambda: not marked(mark))


def marked(mark):
    """The processes with this mark in their environment."""
    found = []
    for entry in os.listdir("/proc"):
        if entry.isdecimal():
            try:
                with open(f"/proc/{entry}/environ", "rb") as file:
                    if f"MARK_OF_TEST={mark}".encode() in file.read():
                        found.append(entry)
            except OSError:
                continue  # ended meanwhile
    return found


def test_a_cluster_with_a_killed_worker_loses_and_repeats_no_finished_set(
    serve, square, sources_folder, tmp_path, executed
):
    pytest.importorskip("distributed")
    _, address = serve()
    (first, _), _ = serve(address), serve(address)
    out, sides = tmp_path / "out", [float(side) for side in range(20, 25)]

    class Killing(Quiet):
        def end(self, done):
            super().end(done)
            if len(self.ended) == 2:
                first()

    given = {"side": ",".join(f"{side:g}" for side in sides)}
    progress = Killing()
    swept = sweep(
        str(square), parameter_sets(given), sources=sources_folder, out=str(out), cluster=address, progress=progress
    )
    assert (dict(swept.counts), len(progress.ended)) == ({"ok": 5}, 5)
    assert [float(row["area"]) for row in rows(out)] == [side * side for side in sides]
    finished_twice = [side for side in sides if executed().count(side) > 2]
    assert finished_twice == []
    repeated = [side for side in sides if executed().count(side) == 2]
    assert len(repeated) <= 2  # those that the killed worker was at


def test_a_sweep_into_a_remote_store(square, sources_folder, tmp_path, executed):
    pytest.importorskip("fsspec")
    out = tmp_path / "remote"
    place = f"file://{out}"
    start(square, {"side": "1,2"}, sources_folder, place)
    assert [float(row["area"]) for row in rows(out)] == [1, 4]
    again = start(square, {"side": "1,2,3"}, sources_folder, place)
    assert (again.cached, executed()) == (2, [1, 2, 3])


def test_an_unsupported_address_is_named(square, sources_folder):
    with pytest.raises(AnalysisError, match="nowhere://x"):
        start(square, {"side": "1"}, sources_folder, "nowhere://x")
