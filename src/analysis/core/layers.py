"""Combine a file of data/, such as reference.csv, with what a project adds to it."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from analysis.core.errors import AnalysisError
from analysis.core.paths import data_files, portable, shown_path


@dataclass(frozen=True, eq=False)  # compared by identity, since files are read once
class Layers:
    """The content of the package's file, then of the project's; `problem` says why the latter cannot be used."""

    contents: tuple[Any, ...]
    problem: str = ""

    @property
    def hint(self) -> str:
        """What to add to a message that something is missing: it may be in the file that is left out."""
        return f" ({self.problem})" if self.problem else ""


def read_layers(name: str, read: Callable[[Path], Any]) -> Layers:
    """Read a file of data/ of the package and of the project with `read`; a malformed one of a project is left out."""
    return _read(read, tuple((path, os.stat(path).st_mtime_ns) for path in data_files(name)))


@lru_cache(maxsize=32)
def _read(read: Callable[[Path], Any], paths: tuple[tuple[Path, int], ...]) -> Layers:
    """The content of the files that were changed at these times."""
    (shipped, _), *own = paths
    contents = [read(shipped)]
    for path, _ in own:
        try:
            contents.append(read(path))
        except AnalysisError as error:
            return Layers(tuple(contents), left_out(path, error))
    return Layers(tuple(contents))


def left_out(path: Path, error: AnalysisError | str) -> str:
    """Return the message about a file of the project that is left out because of an error in it."""
    told = str(error).removeprefix(str(path)).removeprefix(shown_path(path)).removeprefix(path.name).rstrip(".")
    told = told if told.startswith((",", ":")) else f": {told}"
    return f"{portable(path)}{told}; the file is left out until that is corrected"
