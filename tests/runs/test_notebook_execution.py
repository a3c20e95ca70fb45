"""Executing one notebook: its status, and where it failed."""

import pytest

from analysis.runs.notebook_execution import execute
from warmkernels.limits import Limits


def run(path, tmp_path, **options):
    return execute(path, tmp_path / "out.ipynb", {}, **options)


def test_a_successful_notebook(make_notebook, tmp_path):
    done = run(make_notebook("a: int = 1", "assert a == 1"), tmp_path)
    assert (done.status, done.failure) == ("ok", None)
    assert done.seconds > 0


def test_the_failing_line_is_named(make_notebook, tmp_path):
    cell = "first = 1\nsecond = 2\nthird = first / (second - 2)\nfourth = 4"
    failure = run(make_notebook("a: int = 1", cell), tmp_path).failure
    assert failure.line == "third = first / (second - 2)"
    assert failure.lines == ["in cell 3: third = first / (second - 2)", "ZeroDivisionError: division by zero"]


def test_an_error_without_a_traceback_says_where_to_look(make_notebook, tmp_path):
    failure = run(make_notebook("a: int = 1", "%nosuchmagic 5"), tmp_path).failure
    assert (failure.cell, failure.line) == (3, "%nosuchmagic 5")
    assert "output of the cell" in failure.message


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        ({"cell_s": 1}, "a cell ran longer than 1 s"),
        ({"notebook_s": 2}, "the notebook ran longer than 2 s"),
        ({"cell_s": 1, "notebook_s": 3000}, "a cell ran longer than 1 s"),
    ],
)
def test_a_cell_that_hangs_is_a_timeout(make_notebook, tmp_path, limits, message):
    # It is the first cell, since a busy machine may need longer than the limit for any other.
    done = run(make_notebook("import time; time.sleep(3600)"), tmp_path, limits=Limits(**limits))
    assert (done.status, done.failure.error, done.failure.message) == ("timeout", "Timeout", message)
    assert done.failure.cell == 2


@pytest.mark.parametrize("warm", [True, False])
@pytest.mark.parametrize("end", ["os._exit(3)", "os.kill(os.getpid(), 9)", "import ctypes; ctypes.string_at(0)"])
def test_a_dead_kernel_has_the_status_killed(make_notebook, tmp_path, warm, end):
    done = run(make_notebook("a: int = 1", f"import os; {end}"), tmp_path, warm=warm)
    assert (done.status, done.failure.error, done.failure.cell) == ("killed", "DeadKernel", 3)


@pytest.mark.parametrize(("error", "status"), [(KeyboardInterrupt, "interrupted"), (RuntimeError, "failed")])
def test_any_error_of_papermill_becomes_a_status(make_notebook, tmp_path, monkeypatch, error, status):
    def stop(*arguments, **options):
        raise error("met")

    monkeypatch.setattr("papermill.execute_notebook", stop)
    assert run(make_notebook("a: int = 1"), tmp_path).status == status


@pytest.mark.parametrize(
    ("tags", "parameters", "cell"),
    [
        (("parameters",), {"a": 2}, 3),
        (("parameters",), {}, 3),
        ((), {"a": 2}, 3),  # papermill inserts the parameters above all cells
        (("injected-parameters",), {"a": 2}, 3),  # and replaces those of an earlier run
    ],
)
def test_a_cell_has_its_number_in_the_notebook_itself(make_notebook, tmp_path, tags, parameters, cell):
    failure = execute(make_notebook("a: int = 1", "1 / 0", tags=tags), tmp_path / "out.ipynb", parameters).failure
    assert (failure.cell, failure.line) == (cell, "1 / 0")
