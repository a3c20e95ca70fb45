"""Fork servers started ahead: the libraries are imported while this process is busy with something else."""

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from warmkernels.client import server_for, unavailable
from warmkernels.import_scan import imports_of


def start(notebook: Path, folder: Path, environment: Mapping[str, str]) -> None:
    """Start the server that the notebook's kernel will be forked from, where there will be one."""
    imports = imports_of(_sources(notebook))
    if not (imports.cold or unavailable()):
        with suppress(OSError):  # met again, and said, where the kernel is to be forked
            server_for([sys.executable], imports.modules, environment, folder)


def _sources(notebook: Path) -> Iterator[str]:
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        yield from ("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    except (OSError, ValueError, KeyError, TypeError):
        return  # papermill says what is wrong with it
