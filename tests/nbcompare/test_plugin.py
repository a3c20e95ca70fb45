"""The plugin in pytest: lost kernels, xdist, options of nbval, and errors."""

import argparse
import ast
import re
from importlib.metadata import version

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from nbcompare import plugin
from nbcompare.plugin import NAMES, NBVAL_SEEN, OPTIONS, missing_names

from .inner import SOURCE, run_here, run_pytest

STUBBORN = "import time\nwhile True:\n    try:\n        time.sleep(60)\n    except KeyboardInterrupt:\n        pass"


def write(folder, name, *cells, metadata=None):
    """Write a notebook of (source, printed text) pairs as if it had been executed."""
    notebook = new_notebook(metadata={"kernelspec": {"name": "python3", "display_name": "", **(metadata or {})}})
    for count, (source, text) in enumerate(cells, start=1):
        outputs = [new_output("stream", name="stdout", text=text)] if text else []
        notebook.cells.append(new_code_cell(source, execution_count=count, outputs=outputs))
    nbformat.write(notebook, folder / f"{name}.ipynb")
    return folder / f"{name}.ipynb"


GOOD = (("a = 2", ""), ("print(a)", "2\n"), ("print(a + 1)", "3\n"), ("a;", ""))


@pytest.fixture
def here(notebook_folder, monkeypatch, capsys):
    """Return a function that runs `pytest --nbval` on the folder of the notebooks, in this process."""
    return lambda *arguments, **more: run_here(notebook_folder, monkeypatch, capsys, *arguments, **more)


def test_a_lost_kernel_fails_only_its_notebook(notebook_folder, here):
    write(
        notebook_folder,
        "a_dies",
        ("a = 1", ""),
        ("import os; os._exit(9)", ""),
        ("print(a)", "1\n"),
        ("print(a)", "1\n"),
    )
    write(notebook_folder, "b_is_killed", ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", ""), ("1;", ""))
    write(notebook_folder, "c_no_kernel", ("1;", ""), metadata={"name": "no-such-kernel"})
    write(notebook_folder, "d_good", *GOOD)
    found, done = here()
    assert {name: len(failures) for name, failures in found.items()} == {
        "a_dies": 1, "b_is_killed": 1, "c_no_kernel": 1, "d_good": 0,
    }  # fmt: skip
    assert "a_dies.ipynb: the kernel died in cell 2" in found["a_dies"][0]
    assert "the kernel died in cell 1" in found["b_is_killed"][0]
    assert "the kernel 'no-such-kernel' does not start" in found["c_no_kernel"][0]
    assert "Traceback" not in done.stdout
    assert re.search(r"3 failed, \d+ passed, \d+ skipped", done.stdout)


# Each limit alone, and a notebook that reaches it on any machine: a busy one may need seconds for the simplest cell.
def test_a_cell_that_hangs_fails_its_notebook(notebook_folder, here):
    write(notebook_folder, "hangs", (STUBBORN, ""), ("1;", ""))
    found, done = here("--nbval-cell-timeout=1")
    (failure,) = found["hangs"]
    assert "the cell ran longer than 1 s" in failure
    assert "Traceback" not in done.stdout


def test_a_notebook_that_takes_too_long_fails(notebook_folder, here):
    write(notebook_folder, "takes_long", *[("import time; time.sleep(0.6)", "")] * 3)
    (failure,) = here("--regression-timeout=1")[0]["takes_long"]
    assert "the notebook ran longer than 1 s" in failure


@pytest.mark.parametrize("way", plugin._SPLITTING)
def test_xdist_modes_that_would_split_a_notebook_are_replaced(way):
    """Whether the cells then stay together is tested by running this suite on several processes."""
    option = argparse.Namespace(**{**dict.fromkeys(OPTIONS), "nbval": True, "dist": way, "tx": ["popen"]})
    manager = argparse.Namespace(has_plugin=lambda name: name == "xdist")
    config = argparse.Namespace(option=option, pluginmanager=manager, getoption=lambda name, other: 600)
    plugin.pytest_configure(config)
    assert option.dist == "loadscope"


def test_options_of_nbval_work(notebook_folder, here):
    write(notebook_folder, "loose", ("print('run 17')", "run 18\n"), ("# NBVAL_CHECK_OUTPUT\nprint(5)", "5\n"))
    assert here()[0]["loose"] != []
    assert here("--nbval-lax", "--nbval-current-env")[0] == {"loose": []}
    (notebook_folder / "patterns.cfg").write_text("regex: run [0-9]+\nreplace: run N\n", encoding="utf-8")
    assert here("--nbval-sanitize-with", "patterns.cfg")[0] == {"loose": []}


def test_a_notebook_without_outputs_fails_once_for_any_selected_cell(notebook_folder, here):
    path = write(notebook_folder, "bare", ("print(1)", ""), ("print(2)", ""))
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        cell.execution_count = None
    nbformat.write(notebook, path)
    found, _ = here()
    assert len(found["bare"]) == 1
    assert "bare.ipynb has no stored outputs" in found["bare"][0]
    assert "nbcompare accept bare.ipynb" in found["bare"][0]
    (failure,) = here("bare.ipynb::Cell 1")[0]["bare"]
    assert "has no stored outputs" in failure
    found, done = here("--nbval-lax")
    assert found == {"bare": []}  # which is there to execute only
    assert done.stdout.count("bare.ipynb stores no output that is compared") == 1


@pytest.mark.parametrize(
    ("cells", "warns"),
    [
        ((("a = 2", ""), ("b = 3", "")), True),
        ((("# NBVAL_IGNORE_OUTPUT\nprint(5)", "5\n"), ("b = 3", "")), True),
        ((("# NBVAL_SKIP\nprint(5)", "5\n"), ("b = 3", "")), True),
        ((("a = 2", ""), ("print(a)", "2\n")), False),
    ],
)
def test_a_notebook_that_passes_whatever_it_computes_says_so(notebook_folder, here, cells, warns):
    write(notebook_folder, "quiet", *cells)
    found, done = here()
    assert found == {"quiet": []}
    assert ("quiet.ipynb stores no output that is compared" in done.stdout) == warns


def test_a_cell_has_the_number_that_its_message_names(notebook_folder, here):
    path = write(notebook_folder, "counted", ("print(5)", "6\n"))
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.insert(0, new_markdown_cell("# Prices"))
    nbformat.write(notebook, path)
    (failure,) = here("counted.ipynb::Cell 2")[0]["counted"]
    assert "counted.ipynb, cell 2 (Prices: 'print(5)')" in failure


def test_invalid_notebooks_and_settings_are_errors_without_traceback(notebook_folder, here):
    (notebook_folder / "odd.ipynb").write_text("{", encoding="utf-8")
    write(notebook_folder, "wrong", ("# regression: rtol=big\n1;", ""))
    _, done = here(codes=(2,))
    assert "odd.ipynb: not a notebook" in done.stdout
    assert "wrong.ipynb, cell 1" in done.stdout
    assert "rtol must be a number" in done.stdout
    assert "Traceback" not in done.stdout


def test_a_malformed_time_limit_is_a_usage_error(notebook_folder, here):
    write(notebook_folder, "good", *GOOD)
    for value, said in (("soon", "'soon'"), ("0", "got 0")):
        _, done = here("-o", f"regression_timeout={value}", codes=(4,))
        assert said in done.stderr
        assert "Traceback" not in done.stderr


def test_without_nbval_it_does_nothing(tmp_path):
    write(tmp_path, "good", *GOOD)
    (tmp_path / "test_own.py").write_text(
        "import sys\ndef test_own():\n    assert not {'nbclient', 'PIL', 'scipy', 'lxml'} & set(sys.modules)\n",
        encoding="utf-8",
    )
    _, done = run_pytest(tmp_path, nbval=False)
    assert "1 passed" in done.stdout


def test_every_private_name_exists():
    assert missing_names() == []


def test_a_missing_private_name_is_a_usage_error_that_names_it(monkeypatch, pytestconfig):
    monkeypatch.setattr(plugin, "NAMES", [*NAMES, "IPyNbSheet.collect", "IPyNbCell.colour"])
    monkeypatch.setattr(plugin, "active", lambda config: True)
    said = r"nbval [\d.]+ lacks .*: nbval.plugin.IPyNbSheet.collect; nbval.plugin.IPyNbCell.colour. Versions tested: "
    with pytest.raises(pytest.UsageError, match=said):
        plugin.pytest_configure(pytestconfig)


def test_nbval_is_imported_in_one_module_and_its_names_are_listed():
    listed = {name.split(".")[0] for name in NAMES}
    places = []
    for path in SOURCE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)) if "nbval" in text else ():
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("nbval"):
                places.append(path.name)
                assert {alias.name for alias in node.names} <= listed
            if isinstance(node, ast.Import):
                assert not [alias for alias in node.names if alias.name.startswith("nbval")]
    assert set(places) == {"pytest_items.py"}


def test_the_listed_versions_are_tested():
    assert NBVAL_SEEN[-1] == version("nbval")
