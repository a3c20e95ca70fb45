"""Committed notebooks in normal form: executed with their defaults, in order, and free of what differs each time.

`python -m analysis.runs.normal_form [NOTEBOOK ...]` executes and rewrites them; twice in a row changes nothing.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from analysis.errors import AnalysisError
from analysis.runs.engine import KERNEL_ARGUMENTS
from analysis.runs.plan import find_notebooks

_KEPT_CELL_METADATA = {"tags"}


def execute_in_place(path: Path) -> None:
    """Execute a notebook with its defaults in its own folder and rewrite it in normal form."""
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    client = NotebookClient(
        notebook,
        kernel_name="python3",
        resources={"metadata": {"path": str(path.parent)}},
        record_timing=False,
        extra_arguments=KERNEL_ARGUMENTS,
    )
    client.execute()
    normalise(notebook)
    nbformat.write(notebook, path)  # type: ignore[no-untyped-call]


def normalise(notebook: Any) -> None:
    """Give a notebook stable cell ids and only the metadata that says something about it."""
    notebook.metadata = type(notebook.metadata)(
        kernelspec={"display_name": "Python 3", "language": "python", "name": "python3"},
        language_info={"name": "python"},
    )
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    for number, cell in enumerate(notebook.cells, start=1):
        cell.id = f"cell-{number:02d}"
        cell.metadata = type(cell.metadata)({k: v for k, v in cell.metadata.items() if k in _KEPT_CELL_METADATA})


def main(names: Sequence[str]) -> int:
    """Rewrite the notebooks asked for, all of them for no name, and say which."""
    try:
        for path in find_notebooks(names):
            execute_in_place(path)
            print(path.name)
    except AnalysisError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
