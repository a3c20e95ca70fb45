"""Applying a function in processes: results, items in flight, and processes that die."""

import math
import os
import signal
import subprocess
import sys
from operator import truediv

import pytest

from analysis.core.errors import AnalysisError
from analysis.core.pool import apply

from ..waiting import is_running, wait_until

WORK = '''
import os, signal, sys, time
from analysis.core.pool import apply

def work(item):
    """Record the process id; 13 kills its process, and a negative number never ends."""
    with open(os.path.join(os.environ["NOTES"], str(os.getpid())), "a") as file:
        file.write(f"{item} ")
    if item == 13:
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(600 if item < 0 else 0)
    return item * item
'''


@pytest.fixture
def work(tmp_path, monkeypatch):
    """Return a module that new processes can import; each worker writes a file of notes."""
    (tmp_path / "notes").mkdir()
    (tmp_path / "pool_work.py").write_text(WORK, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setenv("NOTES", str(tmp_path / "notes"))
    import pool_work

    yield pool_work
    del sys.modules["pool_work"]


def worker_ids(tmp_path):
    return [int(path.name) for path in (tmp_path / "notes").iterdir()]


@pytest.mark.parametrize("workers", [0, 1, 2])
def test_results_do_not_depend_on_the_number_of_workers(workers):
    results = list(apply(math.factorial, range(20), workers=workers))
    assert sorted((done.item, done.result) for done in results) == [
        (number, math.factorial(number)) for number in range(20)
    ]


def test_items_are_taken_only_when_a_worker_is_free():
    taken = []

    def items():
        for number in range(100):
            taken.append(number)
            yield number

    results = apply(math.factorial, items(), workers=1)
    next(results)
    assert len(taken) <= 4
    results.close()


@pytest.mark.parametrize("workers", [0, 1])
def test_an_exception_in_the_function_stops_everything(workers):
    with pytest.raises(TypeError):
        list(apply(truediv, [1, 2, 3], workers=workers))


def test_only_the_item_that_kills_its_process_is_lost(work):
    results = list(apply(work.work, [*range(10), 13, *range(20, 30)], workers=2))
    assert sorted(done.item for done in results) == [*range(10), 13, *range(20, 30)]  # nothing twice
    assert [done.item for done in results if done.result is None] == [13]


def test_an_item_is_retried_if_its_process_is_killed(work, tmp_path):
    results = apply(work.work, [3, *range(4, 12)], workers=1)
    found = [next(results)]
    os.kill(worker_ids(tmp_path)[0], signal.SIGKILL)
    found += results
    assert sorted((done.item, done.result) for done in found) == [(item, item**2) for item in range(3, 12)]


def test_closing_the_iterator_ends_the_processes(work, tmp_path):
    results = apply(work.work, [1, -1, -2], workers=2)
    next(results)
    wait_until(lambda: len(worker_ids(tmp_path)) == 2 or "-1" in notes(tmp_path))
    results.close()
    assert [identity for identity in worker_ids(tmp_path) if is_running(identity)] == []


def notes(tmp_path):
    return "".join(path.read_text(encoding="ascii") for path in (tmp_path / "notes").iterdir())


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_no_worker_and_no_folder_outlives_its_parent(work, tmp_path, number):
    code = "from pool_work import apply, work\nif __name__ == '__main__': list(apply(work, [-1, -2, -3], workers=2))"
    (tmp_path / "main.py").write_text(code, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path), "TMPDIR": str(tmp_path)}
    main = subprocess.Popen([sys.executable, str(tmp_path / "main.py")], env=environment, stderr=subprocess.DEVNULL)
    try:
        wait_until(lambda: len(worker_ids(tmp_path)) == 2, main)
        main.send_signal(number)
        main.wait()
        wait_until(lambda: not any(map(is_running, worker_ids(tmp_path))))
        assert not list(tmp_path.glob("analysis-*"))
    finally:
        main.kill()
        main.wait()


def test_an_interrupt_of_the_terminal_does_not_reach_a_process_that_starts(tmp_path):
    code = """
import os, signal
from analysis.core.pool import apply

if __name__ == "__main__":
    print([item.result for item in apply(abs, [-1, -2], workers=2)])
else:
    os.kill(os.getpid(), signal.SIGINT)
"""
    (tmp_path / "main.py").write_text(code)
    done = subprocess.run([sys.executable, str(tmp_path / "main.py")], capture_output=True, text=True, check=False)
    assert (sorted(done.stdout), done.stderr) == (sorted("[1, 2]\n"), "")


def test_a_script_without_a_main_guard_is_reported(tmp_path):
    (tmp_path / "main.py").write_text("from analysis.core.pool import apply\nprint(list(apply(abs, [1], workers=1)))")
    done = subprocess.run([sys.executable, str(tmp_path / "main.py")], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert '__name__ == "__main__"' in done.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("somewhere", "scheduler address 'somewhere'"),
        ("tcp://127.0.0.1:1", "tcp://127.0.0.1:1: no answer"),
        ("127.0.0.1:99999", "127.0.0.1:99999: no answer"),
    ],
)
def test_an_unreachable_cluster_is_named(address, named):
    pytest.importorskip("distributed")
    with pytest.raises(AnalysisError, match=named):
        list(apply(abs, [1], cluster=address))


def test_a_missing_dask_is_reported_with_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(AnalysisError, match=r"pip install 'metals-analysis\[cluster\]'"):
        list(apply(abs, [1], cluster="tcp://127.0.0.1:1"))
