"""The notebook that the proof starts from, executed once, and the counts for the end of the run."""

from contextlib import contextmanager
from datetime import UTC, datetime
from unittest import mock

import pytest

from nbcompare.kernel_execution import execution
from nbcompare.settings import Settings

from . import proof

COUNTS = "regression proof"  # the root conftest.py shows what is kept under this name


@contextmanager
def executed(at="2026-12-01 17:40:12", process=0, folder="", code="", source=""):
    """Settings of a cell that ended at a time in UTC, after ten seconds; its notebook began a minute before."""
    moment = datetime.fromisoformat(at).replace(tzinfo=UTC).timestamp()
    with mock.patch("time.time", return_value=moment):
        yield Settings(
            process=process, folder=folder, notebook_began=moment - 60, cell_began=moment - 10, code=code, source=source
        )


@pytest.fixture(scope="session")
def assets(tmp_path_factory):
    """Return a folder with the files that the notebook of the proof shows."""
    folder = tmp_path_factory.mktemp("assets")
    proof.write_assets(folder)
    return folder


@pytest.fixture(scope="session")
def base(assets):
    """Return the notebook of the proof, executed."""
    notebook = proof.base_notebook()
    with execution(notebook, assets) as run:
        for number, cell in enumerate(notebook.cells, start=1):
            if cell.cell_type == "code":
                cell.outputs = _whole(run.execute(number))
    return notebook


def _whole(outputs):
    """The outputs with each stream in one piece: a busy kernel sends it in several, and the cases change its text."""
    whole = []
    for output in outputs:
        last = whole[-1] if whole else {"output_type": ""}
        if output["output_type"] == last["output_type"] == "stream" and output["name"] == last["name"]:
            last["text"] += output["text"]
        else:
            whole.append(output)
    return whole


@pytest.fixture
def count(record_property):
    """Return a function that adds a sentence to the summary at the end of the run."""
    return lambda sentence: record_property(COUNTS, sentence)
