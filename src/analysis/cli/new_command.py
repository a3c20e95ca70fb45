"""`analysis new` and `analysis init`: add a question, or start a project outside of this repository."""

import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from analysis.cli.shared_options import FOLDER, OK, TEXT
from analysis.core.errors import AnalysisError, ParameterError

_BLOCK = re.compile(r"^```python ?(\w*)\n(.*?)^```\n", re.DOTALL | re.MULTILINE)
_LAST = 90  # the briefing; questions come before it


@dataclass(frozen=True)
class QuestionPaths:
    """The three files of a question."""

    notebook: Path
    model: Path
    file: Path


@click.command(short_help="Write a new question: a notebook, a model and a YAML file.")
@click.argument("name")
@click.option("--title", type=TEXT, metavar="TEXT", help='The question in words, e.g. "What does the plant earn?".')
def new(name: str, title: str | None) -> int:
    """Write the three files of a question, which run at once on the invented article in the YAML file.

    NAME is a name such as tailings_recovery. Nothing else has to be changed: the files are found by their place.
    """
    written = new_question(name, title or f"What does {name.replace('_', ' ')} earn?")
    for path in (written.notebook, written.model, written.file):
        print(path)
    print(f"next: analysis run {name}")
    return OK


@click.command(short_help="Make a folder for questions and articles of your own.")
@click.argument("folder", type=FOLDER)
def init(folder: Path) -> int:
    """Make a project: a folder with the notebooks, example articles, and places for your own questions and data.

    Commands work there and in every folder below it. FOLDER may exist; files in it are never replaced.
    """
    for path in init_project(folder):
        print(path)
    print(f"next: cd {folder} && analysis run")
    return OK


def new_question(name: str, title: str) -> QuestionPaths:
    """Write the files of a question; ParameterError for a name that is invalid or taken."""
    from analysis.binding.question_files import notebook_of
    from analysis.core.paths import model_files, portable, project_folder

    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise ParameterError(
            f"{name!r} cannot be the name of a question; use small letters, digits and _, as in ore_sorting"
        )
    paths = _paths_of(name)
    named = notebook_of(name), model_files().get(name), paths.model, paths.file
    taken = [path for path in named if path and path.exists()]
    if taken:
        raise ParameterError(f"the question {name} already exists: {portable(taken[0])}; choose another name")
    values = {
        "name": name,
        "camel": "".join(part.capitalize() for part in name.split("_")),
        "title": title,
        "notebook": portable(paths.notebook),
        "example": portable(paths.file),
    }
    project = project_folder()
    _write(paths.file, _rendered("question.yaml.j2", values))
    _write(paths.model, _rendered("model.py.j2", values))
    _write(paths.notebook, _notebook_text(_rendered("notebook.md.j2", values), name))
    return QuestionPaths(*(path.relative_to(project) for path in (paths.notebook, paths.model, paths.file)))


def init_project(folder: Path) -> list[Path]:
    """Make a project in a folder, and return its files and folders; AnalysisError if it cannot be written."""
    from analysis.core.paths import MARKER, OWN_MODELS, data_folder, shipped_folder

    if (folder / MARKER).exists():
        raise ParameterError(f"{folder} is already a project; use `analysis new NAME` for a question")
    shipped, made = shipped_folder(), []
    try:
        for name in ("notebooks", "seeds"):
            for path in sorted((shipped / name).glob("[!.]*.*")):
                made.append(folder / name / path.name)
                if not made[-1].exists():
                    made[-1].parent.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(path, made[-1])
        for place in (OWN_MODELS, "data/questions"):
            (folder / place).mkdir(parents=True, exist_ok=True)
            made.append(folder / place)
        with (data_folder() / "reference.csv").open(encoding="utf-8-sig") as file:
            made.append(folder / "data" / "reference.csv")
            _write(made[-1], file.readline())
        templates = {"README.md": "project.md.j2", ".gitignore": "gitignore.j2", MARKER: "analysis.toml.j2"}
        templates |= {"pytest.ini": "pytest.ini.j2"}
        for name, template in templates.items():
            made.append(folder / name)
            _write(made[-1], _rendered(template, {"title": folder.resolve().name}))
    except OSError as error:
        raise AnalysisError(f"{error.filename or folder}: cannot be written ({error.strerror})") from None
    return made


def _paths_of(name: str) -> QuestionPaths:
    """The paths of the files of a question: in the package if the project is its checkout."""
    from analysis.core.paths import OWN_MODELS, own_data_folder, project_folder, shipped_folder

    project = project_folder()
    in_package = own_data_folder() is None and project == shipped_folder()
    models = project / "src" / "analysis" / "models" / "questions" if in_package else project / OWN_MODELS
    numbers = [int(path.name[:2]) for path in (project / "notebooks").glob("[0-9][0-9]_*.ipynb")]
    before = max((number for number in numbers if number < _LAST), default=0)
    number = before + 10 if before + 10 < _LAST else before + 1
    return QuestionPaths(
        project / "notebooks" / f"{number}_{name}.ipynb",
        models / f"{name}.py",
        project / "data" / "questions" / f"{name}.yaml",
    )


def _rendered(template: str, values: dict[str, str]) -> str:
    from analysis.report.templating import render

    return render(template, package="analysis.cli", **values)


def _notebook_text(markdown: str, name: str) -> str:
    """A notebook in normal form, from Markdown in which each block of Python is a code cell."""
    from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

    from nbcompare.normal_form import normalise, text_of

    notebook = new_notebook()  # type: ignore[no-untyped-call]
    kinds: dict[str, dict[str, Any]] = {
        "parameters": {"tags": ["parameters", f"model:{name}"]},
        "hidden": {"jupyter": {"source_hidden": True}, "tags": ["hide-input"]},
    }
    parts = iter(_BLOCK.split(markdown))  # prose, then a kind and a source for each block, with prose between them
    for prose in parts:
        if prose.strip():
            notebook.cells.append(new_markdown_cell(prose.strip()))  # type: ignore[no-untyped-call]
        kind, source = next(parts, ""), next(parts, "")
        if source:
            notebook.cells.append(new_code_cell(source.rstrip(), metadata=kinds.get(kind, {})))  # type: ignore[no-untyped-call]
    normalise(notebook)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.execution_count = None
    return text_of(notebook)


def _write(path: Path, text: str) -> None:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
