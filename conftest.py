"""Pytest settings for tests, doctests and notebooks together, and a check that a session leaves nothing behind.

Each session has a temporary folder of its own, and an environment variable that every process it starts inherits.
When all workers have ended, no such process may run and the folder must be empty.
"""

import faulthandler
import gc
import os
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

import pytest

try:
    import psutil

    import nbcompare  # noqa: F401
except ImportError as error:
    sys.exit(f"{error}. Run `make setup`, then .venv/bin/pytest.")

pytest_plugins = ["nbcompare.plugin", "pytester"]

MARK = "METALS_TEST_SESSION"
ENDS_WITHIN_S = "METALS_TEST_ENDS_WITHIN_S"  # set to 0 where the check itself is tested
HANGS_AFTER_S = 1800  # the only limit on a test: those that wait for something have none of their own
ARMED_FOR_S = 60  # within it, the limit is not set again: each time a thread ends and another one starts
SLOW = (
    "tests/browser",
    "tests/runs",  # where one waits for the next minute of cron, while others compute
    "notebooks",
    "tests/nbcompare",
    "tests/notebook/test_every_legal_value",
    "tests/report/test_words",
    "tests/warmkernels",
    "tests/explorer",
    "tests/test_",
)  # begun first, in this order
APART = "test_every_legal_value.py"  # its tests share nothing and take seconds each
FOLDER = pytest.StashKey[Path]()
ARMED = pytest.StashKey[float]()


def pytest_configure(config):
    """Give the session its folder and its mark, before any worker starts."""
    if hasattr(config, "workerinput"):
        return
    for number in (signal.SIGINT, signal.SIGQUIT):  # ignored, and inherited so, where a shell starts us with `&`
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", tempfile.gettempdir())  # tmp_path stays where it can be looked at
    folder = config.stash[FOLDER] = Path(tempfile.mkdtemp(prefix="metals-"))
    os.environ |= {MARK: folder.name, "TMPDIR": str(folder)}
    tempfile.tempdir = None


def pytest_collection_modifyitems(items):
    """Begin with what takes long, so that no worker is left alone with it at the end."""
    items.sort(key=lambda item: next((i for i, part in enumerate(SLOW) if item.nodeid.startswith(part)), len(SLOW)))


@pytest.hookimpl(wrapper=True)
def pytest_collection():
    """Do without garbage collection while tests are collected, and leave what they import out of it afterwards."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()
        gc.freeze()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Keep the tests of a file in one process, and all notebooks: their kernels are forked from one server."""
    if config.option.dist != "loadscope":
        return None
    from xdist.scheduler import LoadScopeScheduling

    class Scheduling(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            file = nodeid.partition("::")[0]
            return nodeid if file.endswith(APART) else "notebooks" if file.endswith(".ipynb") else file

    return Scheduling(config, log)


def pytest_runtest_protocol(item):
    """End the process of a test that hangs, with a traceback of each thread."""
    now = time.monotonic()
    if now - item.config.stash.get(ARMED, -ARMED_FOR_S) >= ARMED_FOR_S:
        item.config.stash[ARMED] = now
        faulthandler.dump_traceback_later(HANGS_AFTER_S, file=sys.__stderr__, exit=True)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session):
    """Fail a session that leaves processes or files behind; here all workers have ended."""
    faulthandler.cancel_dump_traceback_later()
    folder = session.config.stash.get(FOLDER, None)
    if folder is None:
        return
    if "warmkernels.client" in sys.modules:  # without workers, this process still has its fork servers
        sys.modules["warmkernels.client"].close_servers()
    left = [f"process {process.pid}: {' '.join(_command(process))[:200]}" for process in _left_processes(folder.name)]
    left += [f"in the temporary folder: {path.name}" for path in sorted(folder.iterdir())]
    shutil.rmtree(folder)
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if left:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
        name, words = "left behind by the session", "\n".join(left)
        report = pytest.TestReport(name, ("", None, name), {}, "failed", words, "teardown")
        reporter.stats.setdefault("error", []).append(report)


def _left_processes(mark):
    """The processes with the mark that do not end soon; this one and those that it came from are none of them."""
    until = time.monotonic() + float(os.environ.get(ENDS_WITHIN_S, 60))
    while (left := [process for process in psutil.process_iter() if _has(mark, process)]) and time.monotonic() < until:
        time.sleep(0.1)
    return left


def _has(mark, process):
    own = psutil.Process()
    try:
        if process == own or (process.ppid() == own.pid and "resource_tracker" in " ".join(_command(process))):
            return False  # multiprocessing's tracker ends with its process
        return process.environ().get(MARK) == mark and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def _command(process):
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def pytest_terminal_summary(terminalreporter):
    """Show the counts of the proof in tests/nbcompare; here, since workers of xdist have no terminal."""
    for kind in ("passed", "failed"):
        for report in terminalreporter.stats.get(kind, []):
            for name, sentence in getattr(report, "user_properties", []):
                if name == "regression proof":
                    terminalreporter.write_line(f"{name}, {sentence}")
