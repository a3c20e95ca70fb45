"""Executes notebooks of a run in this process, for tests of what a report says rather than of kernels.

A kernel and its libraries cost seconds, and the pixels of charts as many again. Here, cells run in a shell of this
process, and charts are prepared, recorded and captioned, but their pixels are left out.
"""

import atexit
import sys

import matplotlib as mpl
import nbformat
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from nbformat.v4 import new_code_cell, new_output
from PIL import Image
from traitlets.config import Config

from analysis.notebook import chart_style
from analysis.report import ledger_page
from analysis.runs import execution_cache
from analysis.runs.notebook_execution import Execution

from .conftest import ROOT

WITHOUT_HISTORY = Config({"HistoryManager": {"enabled": False}})


def use(monkeypatch):
    """Let runs execute notebooks in this process; they must have one worker, since this process has one folder."""
    monkeypatch.setattr(execution_cache, "execute", execute)
    without_histories(monkeypatch)


def use_stored(monkeypatch):
    """Let a run take the outputs stored in notebooks/, which nbval proves to be those of a fresh execution."""

    def stored(notebook, output, parameters, **more):
        output.write_bytes((ROOT / "notebooks" / output.name).read_bytes())
        return Execution("ok", 0.1)

    monkeypatch.setattr(execution_cache, "execute", stored)
    without_histories(monkeypatch)


def without_histories(patch):
    """Leave out the pictures of the ledger."""
    patch.setattr(ledger_page, "_draw", lambda path, rows, _: path.write_text(f"<svg>{len(rows)}</svg>"))


def execute(notebook, output, parameters, *, folder, environment, **more):
    """Do what `notebook_execution.execute` does; an error of a cell is raised here."""
    content = nbformat.read(notebook, as_version=4)
    place = next(
        (n for n, cell in enumerate(content.cells) if "parameters" in cell.metadata.get("tags", ())), len(content.cells)
    )
    given = new_code_cell("\n".join(f"{name} = {value!r}" for name, value in parameters.items()))
    given.metadata["tags"] = ["injected-parameters"]
    content.cells.insert(place + 1, given)
    with pytest.MonkeyPatch.context() as patch, mpl.rc_context():
        patch.chdir(folder)
        for name, value in environment.items():
            patch.setenv(name, value)
        patch.setattr(chart_style, "_drawn", lambda figure: Image.new("RGB", (8, 8)))
        hook = sys.displayhook
        shell = InteractiveShell.instance(config=WITHOUT_HISTORY)
        try:
            for cell in (cell for cell in content.cells if cell.cell_type == "code"):
                _run(shell, cell)
        finally:
            InteractiveShell.clear_instance()
            atexit.unregister(shell.atexit_operations)  # which would keep each shell, and collect all garbage for each
            sys.displayhook = hook
    nbformat.write(content, output)
    return Execution("ok", 0.1)


def _run(shell, cell):
    with capture_output() as said:
        done = shell.run_cell(cell.source, store_history=True)
    done.raise_error()
    cell.execution_count = shell.execution_count - 1
    cell.outputs = [new_output("stream", name="stdout", text=said.stdout)] if said.stdout else []
    cell.outputs += [new_output("display_data", one.data, metadata=one.metadata or {}) for one in said.outputs]
