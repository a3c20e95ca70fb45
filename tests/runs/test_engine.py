"""One notebook through papermill: what became of it, and where it stopped."""

import pytest

from analysis.runs import engine
from analysis.runs.engine import execute


def run(path, tmp_path):
    return execute(path, tmp_path / "out.ipynb", {}, progress=False)


def test_a_good_one(make_notebook, tmp_path):
    done = run(make_notebook("a: int = 1", "assert a == 1"), tmp_path)
    assert (done.status, done.failure) == ("ok", None)
    assert 0 < done.seconds < 60


def test_the_failing_line_is_named_and_not_the_first(make_notebook, tmp_path):
    cell = "first = 1\nsecond = 2\nthird = first / (second - 2)\nfourth = 4"
    failure = run(make_notebook("a: int = 1", cell), tmp_path).failure
    assert failure.line == "third = first / (second - 2)"
    assert failure.lines == ["in cell 3: third = first / (second - 2)", "ZeroDivisionError: division by zero"]


def test_a_cell_that_hangs_is_a_timeout(make_notebook, tmp_path, monkeypatch):
    monkeypatch.setattr(engine, "CELL_SECONDS", 1)
    done = run(make_notebook("a: int = 1", "import time; time.sleep(30)"), tmp_path)
    assert (done.status, done.failure.error) == ("timeout", "Timeout")


@pytest.mark.parametrize(("error", "status"), [(KeyboardInterrupt, "interrupted"), (RuntimeError, "failed")])
def test_whatever_papermill_meets_is_a_status(make_notebook, tmp_path, monkeypatch, error, status):
    def stop(*arguments, **options):
        raise error("met")

    monkeypatch.setattr("papermill.execute_notebook", stop)
    assert run(make_notebook("a: int = 1"), tmp_path).status == status
