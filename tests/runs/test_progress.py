"""Progress as log lines, as a bar on a terminal, and as JSON."""

import fcntl
import io
import json
import os
import pty
import struct
import subprocess
import sys
import termios

import pytest

from analysis.core.run_record import Failure
from analysis.runs.execution_cache import ExecutionResult
from analysis.runs.progress import Bar, JsonLines, Progress, progress_for

GOOD = ExecutionResult("10_figures", "abc", "ok", 1.25, None, {})
CACHED = ExecutionResult("20_margin", "def", "ok", 1.25, None, {}, cached=True)
BAD = ExecutionResult("30_bad", "ghi", "failed", 0.5, Failure(3, "1 / 0", "ZeroDivisionError", "division by zero"), {})


def test_a_log_has_one_line_per_notebook_and_the_failure_below(capsys):
    progress = Progress()
    progress.begin(3, cells=12)
    for done in (GOOD, CACHED, BAD):
        progress.end(done)
    progress.close()
    assert capsys.readouterr().err.splitlines() == [
        "[1/3] 10_figures ok in 1.2 s",
        "[2/3] 20_margin cached",
        "[3/3] 30_bad failed in 0.5 s",
        "  in cell 3: 1 / 0",
        "  ZeroDivisionError: division by zero",
    ]


def test_the_log_of_a_sweep_has_failures_and_one_line_a_minute(capsys, monkeypatch):
    clock = [0.0]
    monkeypatch.setattr("analysis.runs.progress.time.monotonic", lambda: clock[0])
    progress = Progress(each=False)
    progress.begin(102, cached=2)
    for number in range(60):
        clock[0] += 2.0
        progress.end(BAD if number == 9 else GOOD)
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "30_bad failed (ghi)"
    assert [line for line in lines if "sets" in line] == [
        "32 of 102 sets, 1 failed, 2 minutes left",  # 70 sets of 2 s
        "62 of 102 sets, 1 failed, 1 minutes left",
    ]


def test_json_lines(capsys):
    progress = progress_for(as_json=True)
    assert isinstance(progress, JsonLines)
    progress.begin(2)
    progress.say("a message")
    progress.end(BAD)
    said, ended = map(json.loads, capsys.readouterr().out.splitlines())
    assert said == {"event": "message", "text": "a message"}
    assert ended == {
        "event": "end", "number": 1, "of": 2, "name": "30_bad", "identity": "ghi", "status": "failed", "seconds": 0.5,
        "cached": False, "failure": {"cell": 3, "error": "ZeroDivisionError", "message": "division by zero"},
    }  # fmt: skip


@pytest.mark.parametrize(("cells", "total"), [(10, "10"), (0, "3")])
def test_a_bar_counts_cells_or_sets_and_names_running_notebooks(cells, total, monkeypatch):
    screen = io.StringIO()
    monkeypatch.setattr("sys.stderr", screen)
    bar = Bar()
    bar.begin(3, cells=cells)
    bar.running(["10_figures", "20_margin"])
    bar.cell()
    bar.end(GOOD)
    bar.close()
    shown = screen.getvalue()
    assert f"1/{total}" in shown
    assert "10_figures, 20_margin" in shown
    assert "ok in" not in shown


def test_a_bar_says_only_what_failed(monkeypatch):
    screen = io.StringIO()
    monkeypatch.setattr("sys.stderr", screen)
    bar = Bar()
    bar.begin(2)
    bar.end(GOOD)
    bar.end(BAD)
    bar.close()
    assert "30_bad failed" in screen.getvalue()
    assert "10_figures ok" not in screen.getvalue()


def test_a_terminal_shows_a_bar(make_notebook, sources_folder, tmp_path):
    path = make_notebook("foil_thickness_um: float = 3.5", "import time; time.sleep(0.3)", "1")
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 120, 0, 0))
    command = [sys.executable, "-m", "analysis", "run", str(path), "--sources", str(sources_folder)]
    process = subprocess.Popen([*command, "--out", str(tmp_path / "out")], stderr=theirs, stdout=subprocess.DEVNULL)
    os.close(theirs)
    shown = b""
    while True:
        try:
            part = os.read(ours, 4096)
        except OSError:  # how a terminal ends
            break
        if not part:
            break
        shown += part
    process.wait()
    os.close(ours)
    assert b"50_small" in shown
    assert b"/3 [" in shown  # cells of the bar
