"""`nbcompare check` and `nbcompare accept` on the command line of another project."""

import json

import nbformat
import pytest
from click.testing import CliRunner
from nbformat.v4 import new_code_cell, new_notebook

from nbcompare.cli import main

from .test_plugin import write


def nbcompare(*arguments, **options):
    return CliRunner().invoke(main, [str(argument) for argument in arguments], **options)


def test_a_notebook_without_outputs_passes_after_accept(tmp_path):
    path = write(tmp_path, "sales", ("total = 3.5", ""), ("print('revenue', total)", "revenue 3.25\n"))
    before = path.read_bytes()
    found = nbcompare("check", path)
    assert found.exit_code == 1
    assert "'revenue': from 3.25 to 3.5 (by +0.25, +7.69 %)" in found.stdout
    assert path.read_bytes() == before
    assert nbcompare("accept", "--yes", path).exit_code == 0
    assert json.loads(path.read_text(encoding="utf-8"))["cells"][1]["outputs"][0]["text"] == ["revenue 3.5\n"]
    assert nbcompare("check", path).exit_code == 0


def test_failing_code_is_not_accepted(tmp_path):
    path = write(tmp_path, "broken", ("1 / 0", ""))
    done = nbcompare("accept", "--yes", path)
    assert done.exit_code == 1
    assert "broken.ipynb: not accepted" in done.stdout


@pytest.mark.parametrize("command", ["check", "accept"])
def test_wrong_usage_names_the_thing(tmp_path, command):
    yes = ["--yes"] if command == "accept" else []
    (tmp_path / "odd.ipynb").write_text("{", encoding="utf-8")
    malformed = write(tmp_path, "malformed", ("# regression: rtol=big\n1;", ""))
    for path, name in ((tmp_path / "none.ipynb", "none.ipynb"), (tmp_path / "odd.ipynb", "not a notebook"),
                       (malformed, "rtol")):  # fmt: skip
        done = nbcompare(command, *yes, path)
        assert done.exit_code == 2
        assert name in done.stderr
    assert nbcompare(command, *yes).exit_code == 2


@pytest.mark.parametrize("command", [["check", "--pictures="], ["accept", "--yes", "--pictures="]])
def test_an_empty_value_is_refused_by_the_name_of_its_option(tmp_path, command):
    path = write(tmp_path, "sales", ("1;", ""))
    done = nbcompare(*command, path)
    assert done.exit_code == 2
    assert "--pictures" in done.stderr


@pytest.mark.parametrize("command", ["check", "accept", "normal"])
def test_an_empty_name_of_a_notebook_is_refused(command):
    done = nbcompare(command, "")
    assert done.exit_code == 2
    assert "NOTEBOOK" in done.stderr


def test_accept_requires_a_terminal_or_yes(tmp_path):
    path = write(tmp_path, "sales", ("1;", ""))
    done = nbcompare("accept", path)
    assert done.exit_code == 2
    assert "--yes" in done.stderr


def test_normal_form_is_written_without_executing_and_only_once(tmp_path):
    path = tmp_path / "a.ipynb"
    cells = [new_code_cell("1", execution_count=7, metadata={"collapsed": True}), new_code_cell("2")]
    nbformat.write(new_notebook(cells=cells), path)
    assert CliRunner().invoke(main, ["normal", "--check", str(path)]).exit_code == 1
    assert nbformat.read(path, 4).cells[0].execution_count == 7
    assert CliRunner().invoke(main, ["normal", str(path)]).exit_code == 1
    assert [(cell.id, cell.execution_count) for cell in nbformat.read(path, 4).cells] == [
        ("cell-01", 1),
        ("cell-02", None),
    ]
    assert CliRunner().invoke(main, ["normal", str(path)]).exit_code == 0
    (tmp_path / "b.ipynb").write_text("no notebook", encoding="utf-8")
    assert CliRunner().invoke(main, ["normal", str(tmp_path / "b.ipynb")]).exit_code == 2
