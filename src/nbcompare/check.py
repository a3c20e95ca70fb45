"""Notebooks checked and accepted for a person: what differs in words, and the notebook rewritten in normal form."""

import copy
import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.core.errors import KernelError, NotebookError
from analysis.runs.notebook_execution import Limits
from nbcompare import normal_form
from nbcompare.difference import Difference
from nbcompare.kernel_execution import execution
from nbcompare.output_diff import compare_outputs, same_kinds
from nbcompare.settings import Settings, cell_settings, notebook_settings
from nbcompare.stored_outputs import check_stored, place

PICTURES = Path(".regression")  # below the project's folder; it ignores itself


@dataclass(frozen=True)
class CellReport:
    """What differs in one cell: its number from 1 among all cells, what a person calls it, the differences."""

    number: int
    place: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class Report:
    """What a check found in one notebook.

    `problems` are those of the stored side, which accepting mends; `failures` those of the code, which it does not.
    `before` is the file as it was read, `text` the notebook in normal form: with the stored outputs where these agree
    with the fresh ones, so that accepting twice changes nothing, however volatile they are.
    """

    path: Path
    problems: tuple[str, ...]
    cells: tuple[CellReport, ...]
    failures: tuple[str, ...]
    before: str
    text: str

    @property
    def ok(self) -> bool:
        """Whether nothing was found."""
        return not (self.problems or self.cells or self.failures)


def read_notebook(path: Path, text: str) -> Any:
    """Return the notebook in a text; NotebookError where it holds none, or one of another language than Python."""
    import nbformat

    try:
        notebook = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
    except Exception as error:  # nbformat has no common base: JSON, missing keys, a failed validation
        raise NotebookError(f"{path}: no notebook ({type(error).__name__}: {error}).") from None
    language = notebook.metadata.get("kernelspec", {}).get("language", "python")
    if language != "python":
        raise NotebookError(f"{path}: a notebook in {language}. Only notebooks in Python are executed here.")
    return notebook


def settings_of(notebook: Any, name: str, base: Settings | None = None) -> list[Settings]:
    """Return the settings of each cell; NotebookError names the cell where one is malformed."""
    try:
        whole = notebook_settings(notebook.metadata, base)
    except NotebookError as error:
        raise NotebookError(f"{name}: {error}") from None
    found = []
    for number, cell in enumerate(notebook.cells, start=1):
        try:
            found.append(cell_settings(cell, whole) if cell.cell_type == "code" else whole)
        except NotebookError as error:
            raise NotebookError(f"{name}, {place(notebook, number)}: {error}") from None
    return found


def check_notebook(path: Path, limits: Limits | None = None, progress: Callable[[str], None] | None = None) -> Report:
    """Execute a notebook in its own folder and compare its outputs with those that are stored; nothing is written.

    NotebookError is raised for a file that is no notebook. An exception that no tag announces, and a kernel that is
    lost, end the execution and are failures of the report.
    """
    try:
        before = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise NotebookError(f"{path}: cannot be read ({error}).") from None
    stored = read_notebook(path, before)
    settings = settings_of(stored, path.name)
    problems = check_stored(stored, os.path.relpath(path)).problems
    fresh = copy.deepcopy(stored)
    cells: list[CellReport] = []
    failures: list[str] = []
    try:
        with execution(fresh, path.resolve().parent, limits) as run:
            for number, cell in enumerate(stored.cells, start=1):
                if cell.cell_type != "code" or settings[number - 1].skip:
                    continue
                if progress:
                    progress(f"{path.name}: cell {number} of {len(stored.cells)}")
                outputs = run.execute(number)
                found = compare_outputs(cell.outputs, outputs, settings[number - 1])
                raised = [output for output in outputs if output.output_type == "error"]
                if raised and not settings[number - 1].raises:
                    failures.append(f"{place(stored, number)} {found[0].message}. The cells after it were not executed")
                    break
                if found:
                    cells.append(CellReport(number, place(stored, number), tuple(found)))
                elif cell.source.strip() and (settings[number - 1].check or same_kinds(cell.outputs, outputs)):
                    fresh.cells[number - 1].outputs = cell.outputs
    except KernelError as error:
        failures.append(str(error))
    normal_form.normalise(fresh)
    return Report(path, problems, tuple(cells), tuple(failures), before, normal_form.text_of(fresh))


def lines_of(report: Report, pictures: Path) -> list[str]:
    """Return a report in lines for a person; the pictures that differ are written to the folder and named."""
    name = report.path.name
    if report.ok:
        return [f"{name}: as stored{'' if report.before == report.text else ', not in normal form'}"]
    lines = [f"{name} {problem}" if problem.startswith(("has", "was")) else f"{name}: {problem}"
             for problem in report.problems]  # fmt: skip
    for cell in report.cells:
        lines.append(f"{name}, {cell.place}:")
        lines += [
            f"  {line}" for line in describe(cell.differences, pictures, f"{report.path.stem}-cell-{cell.number}")
        ]
    return lines + [f"{name}: {failure}." for failure in report.failures]


def describe(differences: Iterable[Difference], pictures: Path, stem: str, most: int = 12) -> list[str]:
    """Return the messages of the differences, at most so many, and write the pictures among them to the folder."""
    found = list(differences)
    lines = []
    for number, item in enumerate(found[:most], start=1):
        lines.append(item.message)
        if item.picture is not None:
            file = pictures / f"{stem}-{number}.png"
            save(item, file)
            lines.append(f"  before | after | difference: {os.path.relpath(file)}")
    return lines + ([f"and {len(found) - most} more differences"] if len(found) > most else [])


def save(difference: Difference, file: Path) -> None:
    """Write the picture of a difference; its folder is ignored by git."""
    if difference.picture is None:
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    ignore = file.parent / ".gitignore"
    if not ignore.exists() and not any(file.parent.iterdir()):  # never into a folder that holds something else
        ignore.write_text("*\n", encoding="utf-8")
    difference.picture.save(file)


def accept(report: Report) -> None:
    """Rewrite the notebook of a report in normal form.

    NotebookError is raised, and nothing written, where the code failed or the file was changed since it was read.
    """
    if report.failures:
        raise NotebookError(f"{report.path.name} is not accepted: {report.failures[0]}.")
    if report.path.read_text(encoding="utf-8") != report.before:
        raise NotebookError(f"{report.path.name} was changed while it was checked. Run `analysis accept` again.")
    normal_form.write(report.path, report.text)


def summary(reports: Sequence[Report]) -> str:
    """Return how many notebooks agree with what is stored, in a line.

    >>> summary([Report(Path("a.ipynb"), (), (), (), "", "")])
    '1 notebook checked, all as stored'
    """
    wrong = sum(not report.ok for report in reports)
    count = f"{len(reports)} notebook{'' if len(reports) == 1 else 's'} checked"
    return f"{count}, {wrong} with differences" if wrong else f"{count}, all as stored"
