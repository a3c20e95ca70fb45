"""`analysis check` describes differences, and `analysis accept` stores the normal form."""

import json
import os
import platform

import nbformat
import pytest

from analysis.cli import main
from nbcompare import UnusableNotebookError
from nbcompare.check import accept, check_notebook, lines_of
from nbcompare.normal_form import check_stored, place
from warmkernels.limits import Limits

INVALID = (
    "cannot be stored: its form application/vnd.chart.json is not text, which only types that end in +json may be. "
)
VOLATILE = "import os, time\nprint(object(), f'pid={os.getpid()}\\nINFO shop [{os.getpid()}] open')\ntime.time()"


@pytest.fixture
def accepted(make_notebook):
    """Write an accepted notebook; `change` edits its JSON."""
    path = make_notebook(
        "a: float = 0.1", "a + 0.2", VOLATILE.replace("\ntime.time()", ""), "print('tonnes', 5)\n1 / a;"
    )
    assert main(["accept", "--yes", str(path)]) == 0

    def change(edit):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        edit(notebook["cells"])
        path.write_text(json.dumps(notebook, indent=1) + "\n", encoding="utf-8")
        return path

    return change


def test_accepting_twice_changes_no_byte(make_notebook, capsys):
    path = make_notebook(
        "a: int = 2", "print(a)", VOLATILE.replace("time.time()", "# NBVAL_IGNORE_OUTPUT\ntime.time()")
    )
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["metadata"] |= {"papermill": {"duration": 3}, "regression": {"atol": 1e-9}}
    notebook["cells"][2]["metadata"] = {"execution": {"iopub.status.busy": "2026-01-02"}, "tags": ["kept"]}
    path.write_text(json.dumps(notebook), encoding="utf-8")
    assert main(["accept", "--yes", str(path)]) == 0
    once = path.read_bytes()
    done = json.loads(once)
    assert [cell["id"] for cell in done["cells"]] == ["cell-01", "cell-02", "cell-03", "cell-04"]
    assert [cell["execution_count"] for cell in done["cells"][1:]] == [1, 2, 3]
    assert done["cells"][2]["metadata"] == {"tags": ["kept"]}
    assert done["cells"][2]["outputs"][0]["text"] == ["2\n"]
    assert set(done["metadata"]) == {"kernelspec", "language_info", "regression"}
    assert done["metadata"]["kernelspec"]["name"] == "python3"
    assert main(["accept", "--yes", str(path)]) == 0
    assert path.read_bytes() == once
    assert f"{path.name}: unchanged" in capsys.readouterr().out
    assert [file.name for file in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize(("stored", "kept"), [("3.11.0", "3.11.0"), ("", platform.python_version())])
def test_accepting_keeps_the_release_of_python_that_a_notebook_names(make_notebook, stored, kept):
    path = make_notebook("print(2)")
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["metadata"]["language_info"] = {"name": "python", "version": stored}
    path.write_text(json.dumps(notebook), encoding="utf-8")
    assert main(["accept", "--yes", str(path)]) == 0
    metadata = json.loads(path.read_text(encoding="utf-8"))["metadata"]
    assert metadata["language_info"]["version"] == kept
    assert metadata["kernelspec"]["display_name"] == "Python 3 (ipykernel)"  # as JupyterLab writes it on opening


def test_check_names_cell_and_number_and_does_not_change_the_notebook(accepted, capsys):
    def older(cells):
        cells[4]["outputs"][0]["text"] = ["tonnes 4\n"]

    path = accepted(older)
    before = path.read_bytes()
    capsys.readouterr()
    assert main(["check", str(path)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "50_small.ipynb, cell 5 (Small: \"print('tonnes', 5)\"):",
        "  printed text: 'tonnes': from 4 to 5 (by +1, +25 %)",
        "1 notebook checked, 1 with differences",
    ]
    assert path.read_bytes() == before


def test_check_of_a_good_notebook(accepted, capsys):
    path = accepted(lambda cells: None)
    capsys.readouterr()
    assert main(["check", str(path)]) == 0
    assert capsys.readouterr().out.endswith("1 notebook checked, all as stored\n")


def test_only_differing_outputs_are_rewritten(accepted):
    def older(cells):
        cells[2]["outputs"][0]["data"]["text/plain"] = ["0.3"]
        cells[4]["outputs"][0]["text"] = ["tonnes 4\n"]

    path = accepted(older)
    assert main(["accept", "--yes", str(path)]) == 0
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    assert cells[2]["outputs"][0]["data"]["text/plain"] == ["0.3"]
    assert cells[4]["outputs"][0]["text"] == ["tonnes 5\n"]


def test_an_exception_is_not_accepted(accepted, capsys):
    def broken(cells):
        cells[4]["source"] = ["1 / 0"]

    path = accepted(broken)
    before = path.read_bytes()
    assert main(["accept", "--yes", str(path)]) == 1
    assert path.read_bytes() == before
    out = capsys.readouterr().out
    assert "cell 5 (Small: '1 / 0') raises ZeroDivisionError: division by zero." in out
    assert "50_small.ipynb: not accepted" in out


def test_accept_asks_and_respects_no(accepted, monkeypatch, capsys):
    def older(cells):
        cells[4]["outputs"] = []

    path = accepted(older)
    before = path.read_bytes()
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    asked = []
    monkeypatch.setattr("click.confirm", asked.append)
    assert main(["accept", str(path)]) == 1
    assert asked == ["rewrite 50_small.ipynb?"]
    assert path.read_bytes() == before
    monkeypatch.setattr("click.confirm", lambda question: True)
    assert main(["accept", str(path)]) == 0
    assert path.read_bytes() != before


def test_accept_without_terminal_and_yes_is_a_usage_error(accepted, monkeypatch, capsys):
    path = accepted(lambda cells: None)
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    assert main(["accept", str(path)]) == 2
    assert "add --yes" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "not a notebook"),
        ("[]", "not a notebook"),
        ('{"nbformat": 4, "nbformat_minor": 5, "metadata": {}}', "not a notebook"),
        ('{"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": {"name": "ir", "display_name": "R", '
         '"language": "R"}}, "cells": []}', "a notebook in R"),
    ],
)  # fmt: skip
def test_an_invalid_notebook_is_a_usage_error(tmp_path, capsys, text, said):
    path = tmp_path / "odd.ipynb"
    path.write_text(text, encoding="utf-8")
    assert main(["check", str(path)]) == 2
    assert said in capsys.readouterr().err


def test_a_missing_notebook_and_a_malformed_tolerance_are_usage_errors(tmp_path, make_notebook, capsys):
    assert main(["check", str(tmp_path / "none.ipynb")]) == 2
    assert "no such notebook" in capsys.readouterr().err
    path = make_notebook("a: int = 1", "# regression: rtol=big\na")
    assert main(["check", str(path)]) == 2
    assert "50_small.ipynb, cell 3 (Small: 'a'): the comment" in capsys.readouterr().err


def test_a_notebook_changed_during_the_check_is_not_overwritten(accepted):
    path = accepted(lambda cells: cells[4].update(outputs=[]))
    report = check_notebook(path)
    path.write_text(path.read_text(encoding="utf-8").replace("tonnes", "tons"), encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(UnusableNotebookError, match=r"50_small\.ipynb changed during the check"):
        accept(report)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("import os; os._exit(3)", "the kernel died in cell 2"),
        ("display({'application/vnd.chart.json': {'a': 1}}, raw=True)", INVALID),
        ("display({'text/x-chart': {'a': 1}}, raw=True)", "text/x-chart is not text"),
        ("import time; time.sleep(3600)", "the cell ran longer than 1 s in cell 2"),
        ("while True:\n    try:\n        import time; time.sleep(60)\n    except KeyboardInterrupt: pass", "cell 2"),
    ],
)
def test_a_kernel_that_dies_hangs_or_sends_what_cannot_be_stored_fails_its_cell(make_notebook, tmp_path, source, said):
    limits = Limits(cell_s=1) if "time" in source else Limits()
    report = check_notebook(make_notebook(source, "a"), limits)
    assert said in report.failure
    assert "never executed" in "\n".join(lines_of(report, tmp_path))
    with pytest.raises(UnusableNotebookError, match="is not accepted"):
        accept(report)


def test_the_time_of_the_whole_notebook_is_limited(make_notebook):
    report = check_notebook(make_notebook("a: int = 1", *["import time; time.sleep(0.5)"] * 4), Limits(notebook_s=1))
    assert "the notebook ran longer than 1 s" in report.failure


def notebook_of(*counts, **cell):
    base = {"cell_type": "code", "source": "x", "metadata": {}, "outputs": []}
    return {"cells": [base | cell | {"execution_count": count} for count in counts]}


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((None, None), "has no stored outputs"),
        ((1, None), "cell 2 ('x') has not been executed"),
        ((2, 1), "was not executed in order: cell 1 ('x') was execution 2 instead of 1"),
        ((5, 7), "cell 2 ('x') was execution 7 instead of 6"),
        ((1, 1), "cell 2 ('x') was execution 1"),
    ],
)
def test_a_stored_notebook_must_have_been_executed_in_order(counts, said):
    problem = check_stored(notebook_of(*counts), "a.ipynb").problem
    assert said in problem
    assert "nbcompare accept a.ipynb" in problem
    problem = check_stored(notebook_of(*counts), "a.ipynb", "analysis").problem
    assert "`analysis accept a.ipynb`" in problem


def test_a_kernel_may_have_executed_other_cells_before():
    assert check_stored(notebook_of(5, 6), "a.ipynb").problem == ""


@pytest.mark.parametrize(
    ("given", "tags", "said"),
    [
        ({"price": 250}, [["parameters"], [], []], "has no cell with the tag injected-parameters, in which"),
        ({"price": 250}, [["parameters"], ["injected-parameters"], []], ""),
        ({"price": 250}, [["injected-parameters"], [], []], ""),  # a notebook without defaults
        ({"price": 250}, [[], ["injected-parameters"], []], "has lost the tag parameters"),
        ({}, [["parameters"], [], []], ""),
        (None, [["parameters"], [], []], ""),
    ],
)
def test_the_cell_in_which_papermill_set_parameters_and_the_tag_of_their_defaults_are_needed(given, tags, said):
    notebook = notebook_of(1, 2, 3) | {"metadata": {} if given is None else {"papermill": {"parameters": given}}}
    for cell, names in zip(notebook["cells"], tags, strict=True):
        cell["metadata"] = {"tags": names}
    problem = check_stored(notebook, "a.ipynb").problem
    assert (said in problem) if said else problem == ""


def test_skipped_cells_need_no_execution():
    assert check_stored(notebook_of(1, 2, 3), "a.ipynb").problem == ""
    assert check_stored(notebook_of(None, source="  "), "a.ipynb").problem == ""
    skipped = notebook_of(1)["cells"] + notebook_of(None, source="# NBVAL_SKIP\nx")["cells"] + notebook_of(2)["cells"]
    assert check_stored({"cells": skipped}, "a.ipynb").problem == ""


def test_the_place_of_a_cell_without_code():
    assert place({"cells": [{"cell_type": "code", "source": ""}]}, 1) == "cell 1 ('')"


def test_several_cells_without_execution_are_one_problem():
    problem = check_stored(notebook_of(1, None, None, None), "a.ipynb").problem
    assert "cell 2 ('x') and 2 more cells have not been executed" in problem


def test_a_notebook_that_was_never_executed_is_one_line_with_the_command(make_notebook, capsys):
    path = make_notebook("a: int = 1", "print(a)", "a")
    assert main(["check", str(path)]) == 1
    line, _ = capsys.readouterr().out.splitlines()
    assert "50_small.ipynb has no stored outputs" in line
    assert f"`analysis accept {os.path.relpath(path)}`" in line
    assert main(["accept", "--yes", str(path)]) == 0
    line, outcome = capsys.readouterr().out.splitlines()
    assert "Run `" not in line
    assert outcome == "50_small.ipynb: rewritten"


def test_only_the_outputs_of_executed_cells_are_compared(accepted, capsys):
    def edited(cells):
        cells[2]["outputs"][0]["data"]["text/plain"] = ["0.5"]
        cells[4] |= {"outputs": [], "execution_count": None}

    path = accepted(edited)
    capsys.readouterr()
    assert main(["check", str(path)]) == 1
    told = capsys.readouterr().out
    assert "from 0.5 to 0.3" in told
    assert "cell 5 (Small: \"print('tonnes', 5)\") has not been executed" in told
    assert "printed text" not in told


def test_code_that_fails_in_a_notebook_that_was_never_executed_is_named(make_notebook, capsys):
    assert main(["check", str(make_notebook("1 / 0"))]) == 1
    assert "raises ZeroDivisionError" in capsys.readouterr().out


def test_a_picture_that_differs_is_written_and_named(tmp_path, assets, base, capsys):
    from . import proof

    for name in proof.ASSETS:
        tmp_path.joinpath(name).write_bytes(assets.joinpath(name).read_bytes())
    case = next(case for case in proof.BROKEN if case.name == "a_moved_bar")
    nbformat.write(proof.changed(base, case), tmp_path / "moved.ipynb")
    assert main(["check", str(tmp_path / "moved.ipynb"), "--pictures", str(tmp_path / "seen")]) == 1
    out = capsys.readouterr().out
    file = tmp_path / "seen" / f"moved-cell-{proof.number('bars')}-1.png"
    assert f"before | after | difference: {os.path.relpath(file)}" in out
    assert file.is_file()
    assert (tmp_path / "seen" / ".gitignore").read_text(encoding="utf-8") == "*\n"
