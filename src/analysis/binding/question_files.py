"""The files data/questions/<name>.yaml: the data of a question, next to its notebook and its model.

A question is three files that are found by their place, in the package and in a project:

    notebooks/80_tailings_recovery.ipynb     the notebook
    models/tailings_recovery.py              the model (in the package, analysis/models/questions/)
    data/questions/tailings_recovery.yaml    its named figures, words, presets and sentence for the briefing
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from analysis.core.errors import AnalysisError, ParameterError
from analysis.core.paths import data_folder, own_data_folder, project_folder, shipped_folder
from analysis.core.schemas import read_checked_yaml

FOLDER = "questions"  # in data/
_SECTIONS = {"figures": "named_figures", "concepts": "concepts", "presets": "scenarios"}


@dataclass(frozen=True)
class QuestionFile:
    """One file of data/questions; `own` if it belongs to the project and not to the package."""

    name: str
    path: Path
    own: bool
    figures: Mapping[str, Any] = field(default_factory=dict)
    concepts: Mapping[str, Any] = field(default_factory=dict)
    presets: Mapping[str, Any] = field(default_factory=dict)
    briefing: str = ""
    headline: tuple[str, ...] | list[str] = ()
    explore: Mapping[str, str] = field(default_factory=dict)
    example: str = ""


@dataclass(frozen=True, eq=False)  # compared by identity, since the files are read once
class QuestionFiles:
    """The files of the package, the files of the project, and a message for each of the project that is malformed."""

    shipped: Mapping[str, QuestionFile]
    own: Mapping[str, QuestionFile]
    problems: Mapping[str, str]

    def layers(self, name: str) -> list[QuestionFile]:
        """Return the files of a question: the package's, then the project's."""
        return [files[name] for files in (self.shipped, self.own) if name in files]

    @property
    def names(self) -> list[str]:
        """The names of all questions with a file, in the order of their notebooks."""
        return sorted({*self.shipped, *self.own}, key=_by_notebook)


def question_files() -> QuestionFiles:
    """Return the files of data/questions; AnalysisError for a malformed one of the package."""
    own = own_data_folder()
    paths = sorted((own / FOLDER).glob("[!.]*.yaml")) if own else []
    return _files(data_folder(), tuple((path, path.stat().st_mtime_ns) for path in paths))


@cache
def _shipped(folder: Path) -> dict[str, QuestionFile]:
    return {path.stem: read_question(path, own=False) for path in sorted(folder.glob("[!.]*.yaml"))}


@cache
def _files(data: Path, own: tuple[tuple[Path, int], ...]) -> QuestionFiles:
    """Content of the files; modification times are part of the cache key."""
    found = _shipped(data / FOLDER)
    added: dict[str, QuestionFile] = {}
    problems: dict[str, str] = {}
    for path, _ in own:
        try:
            added[path.stem] = read_question(path, own=True)
        except AnalysisError as error:
            problems[path.stem] = str(error)
    return QuestionFiles(found, added, problems)


def read_question(path: Path, *, own: bool) -> QuestionFile:
    """Read and validate one file; ParameterError names the file, the line and the keys."""
    content = read_checked_yaml(path, FOLDER, ParameterError, _SECTIONS)
    return QuestionFile(path.stem, path, own, **{key: value for key, value in content.items() if value is not None})


def short_name(notebook: str) -> str:
    """Return the name of a notebook without its number."""
    number, _, name = notebook.partition("_")
    return name if number.isdigit() and name else notebook


def notebook_of(name: str) -> Path | None:
    """Return the notebook of a question, in the project or in the package; None if there is none."""
    for folder in dict.fromkeys((project_folder(), shipped_folder())):
        for path in sorted((folder / "notebooks").glob(f"*{name}.ipynb")):
            if short_name(path.stem) == name:
                return path
    return None


def question_title(name: str) -> str:
    """Return the heading of the notebook of a question, empty if it has no notebook."""
    path = notebook_of(name)
    return heading_of(path) if path else ""


def heading_of(notebook: Path) -> str:
    """Return the first heading of a notebook, or its name if it has none."""
    try:
        cells = json.loads(notebook.read_text(encoding="utf-8-sig"))["cells"]
    except (ValueError, KeyError, TypeError):  # not a notebook
        return notebook.stem
    for cell in cells:
        text = "".join(cell["source"])
        if cell["cell_type"] == "markdown" and text.startswith("# "):
            return str(text.splitlines()[0]).removeprefix("# ").strip() or notebook.stem
    return notebook.stem


def _by_notebook(name: str) -> tuple[str, str]:
    """The name of the notebook of a question with its number, by which questions are sorted; without one, the last."""
    path = notebook_of(name)
    return path.stem if path else "~", name
