"""The notebook that the proof starts from, executed once, and the counts that the terminal shows at the end."""

import pytest

from analysis.regression.execution import execution

from . import proof

COUNTS = pytest.StashKey[list[str]]()


@pytest.fixture(scope="session")
def assets(tmp_path_factory):
    """Return a folder with what the notebook of the proof shows."""
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
                run.execute(number)
    return notebook


@pytest.fixture(scope="session")
def count(request):
    """Return a function that keeps a sentence for the end of the run."""
    return request.config.stash.setdefault(COUNTS, []).append


def pytest_terminal_summary(terminalreporter, config):
    for sentence in config.stash.get(COUNTS, []):
        terminalreporter.write_line(f"regression proof, {sentence}")
