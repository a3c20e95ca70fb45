"""Start a fork server early, so that it imports the libraries while this process does something else."""

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from warmkernels.client import server_for, unavailable
from warmkernels.import_scan import imports_of


def start(notebook: Path, folder: Path, environment: Mapping[str, str]) -> None:
    """Start the server from which the kernel of the notebook will be forked, if forking is possible."""
    imports = imports_of(_sources(notebook))
    if not (imports.cold or unavailable()):
        with suppress(OSError):  # raised again, and logged, when the kernel is forked
            server_for([sys.executable], imports.modules, environment, folder)


def _sources(notebook: Path) -> Iterator[str]:
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        yield from ("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    except (OSError, ValueError, KeyError, TypeError):
        return  # papermill reports what is wrong
