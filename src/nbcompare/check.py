"""Check a notebook: execute it, report how its outputs differ from the stored ones, and accept the new ones."""

import copy
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbcompare import KernelError, UnusableNotebookError, normal_form
from nbcompare.kernel_execution import execution
from nbcompare.normal_form import check_stored, place
from nbcompare.output_diff import compare_outputs, same_kinds
from nbcompare.settings import Settings, cell_settings, notebook_settings
from nbcompare.value_diff import Difference
from nbcompare.widget_content import add_stored_contents, lacks_changes
from warmkernels.limits import Limits

_SHOWN = 12  # differences of a cell


@dataclass(frozen=True)
class CellReport:
    """The differences in one cell: its number from 1 among all cells, its place in words, the differences."""

    number: int
    place: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class Report:
    """The findings of a check of one notebook.

    A `problem` is one of the stored outputs, and accepting fixes it; a `failure` is one of the code, and it does not.
    `before` is the file as it was read, `text` the notebook in normal form. Where stored and fresh outputs agree,
    `text` keeps the stored ones, so that accepting twice changes nothing, even with volatile outputs.
    """

    path: Path
    problem: str
    cells: tuple[CellReport, ...]
    failure: str
    before: str
    text: str

    @property
    def ok(self) -> bool:
        """Whether there are no findings."""
        return not (self.problem or self.cells or self.failure)


def settings_of(notebook: Any, name: str, base: Settings | None = None) -> list[Settings]:
    """Return the settings of each cell; UnusableNotebookError names the cell with a malformed one."""
    found: list[Settings] = []
    where = name
    try:
        whole = notebook_settings(notebook.metadata, base)
        for number, cell in enumerate(notebook.cells, start=1):
            where = f"{name}, {place(notebook, number)}"
            found.append(cell_settings(cell, whole) if cell.cell_type == "code" else whole)
    except UnusableNotebookError as error:
        raise UnusableNotebookError(f"{where}: {error}") from None
    return found


def check_notebook(path: Path, limits: Limits | None = None, command: str | None = "nbcompare") -> Report:
    """Execute a notebook in its own folder and compare its outputs with the stored ones, without writing anything."""
    stored, before = normal_form.read(path)
    language = stored.metadata.get("kernelspec", {}).get("language", "python")
    if language != "python":
        raise UnusableNotebookError(f"{path}: a notebook in {language}; only Python notebooks can be executed.")
    settings = settings_of(stored, path.name, Settings(folder=str(path.resolve().parent)))
    add_stored_contents(stored)
    state = check_stored(stored, os.path.relpath(path), command)
    fresh = copy.deepcopy(stored)
    cells: list[CellReport] = []
    failure = ""
    try:
        with execution(fresh, path.resolve().parent, limits) as run:
            for number, cell in enumerate(stored.cells, start=1):
                if cell.cell_type != "code" or settings[number - 1].skip:
                    continue
                _show_progress(f"{path.name}: cell {number} of {len(stored.cells)}")
                outputs = run.execute(number)
                found = compare_outputs(cell.outputs, outputs, run.known(settings[number - 1]))
                raised = [output for output in outputs if output.output_type == "error"]
                if raised and not settings[number - 1].raises:
                    failure = f"{place(stored, number)} {found[0].message}. The cells after it were not executed"
                    break
                if number in state.without:
                    continue
                if found:
                    cells.append(CellReport(number, place(stored, number), tuple(found)))
                elif (  # the stored outputs contain as much as the fresh ones
                    settings[number - 1].check and not lacks_changes(cell.outputs, outputs)
                ) or same_kinds(cell.outputs, outputs):
                    fresh.cells[number - 1].outputs = cell.outputs
    except KernelError as error:
        failure = str(error)
    fresh.metadata = stored.metadata  # an execution writes the release of this Python
    normal_form.normalise(fresh)
    return Report(path, state.problem, tuple(cells), failure, before, normal_form.text_of(fresh))


def lines_of(report: Report, pictures: Path) -> list[str]:
    """Return a report as lines of text; pictures that differ are written to the folder and named in it."""
    name = report.path.name
    if report.ok:
        return [f"{name}: as stored{'' if report.before == report.text else ', but not in normal form'}"]
    separator = "" if report.problem.startswith(("has", "was")) else ":"
    lines = [f"{name}{separator} {report.problem}"] if report.problem else []
    for cell in report.cells:
        lines.append(f"{name}, {cell.place}:")
        stem = f"{report.path.stem}-cell-{cell.number}"
        lines += [f"  {line}" for line in describe(cell.differences, pictures, stem)]
    return [*lines, f"{name}: {report.failure}."] if report.failure else lines


def describe(differences: Sequence[Difference], pictures: Path, stem: str) -> list[str]:
    """Return the messages of the first differences, and write their pictures to a folder, which is hidden from git."""
    lines = []
    for number, item in enumerate(differences[:_SHOWN], start=1):
        lines.append(item.message)
        if item.picture is not None:
            file = pictures / f"{stem}-{number}.png"
            pictures.mkdir(parents=True, exist_ok=True)
            if not any(pictures.iterdir()):  # leave a folder that holds other files alone
                (pictures / ".gitignore").write_text("*\n", encoding="utf-8")
            item.picture.save(file)
            lines.append(f"  before | after | difference: {os.path.relpath(file)}")
    more = len(differences) - _SHOWN
    least = "at least " if differences[-1:] and differences[-1].more else ""
    return lines + ([f"and {least}{more} more difference{'' if more == 1 else 's'}"] if more > 0 else [])


def accept(report: Report) -> None:
    """Rewrite the notebook of a report in normal form, with the fresh outputs where they differ."""
    if report.failure:
        raise UnusableNotebookError(f"{report.path.name} is not accepted: {report.failure}.")
    if report.path.read_text(encoding="utf-8") != report.before:
        raise UnusableNotebookError(f"{report.path.name} changed during the check; check it again.")
    normal_form.write(report.path, report.text)


def _show_progress(text: str) -> None:
    """Show progress on a single line of the terminal, if there is one."""
    if sys.stderr.isatty():
        print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)


def check_all(paths: Iterable[Path], pictures: Path, command: str = "nbcompare") -> bool:
    """Check notebooks, print the differences of each as it finishes, and return whether all agree."""
    reports = list(_each(paths, pictures, command))
    wrong = sum(not report.ok for report in reports)
    count = f"{len(reports)} notebook{'' if len(reports) == 1 else 's'} checked"
    print(f"{count}, {wrong} with differences" if wrong else f"{count}, all as stored")
    return not wrong


def accept_all(paths: Iterable[Path], agreed: Callable[[str], bool], pictures: Path) -> bool:
    """Check notebooks and rewrite those that differ if `agreed` answers True; return whether no difference remains."""
    done = True
    for report in _each(paths, pictures, None):
        if report.failure:
            outcome, done = "not accepted", False
        elif report.before == report.text:
            outcome = "unchanged"
        elif agreed(f"rewrite {report.path.name}?"):
            accept(report)
            outcome = "rewritten"
        else:
            outcome, done = "left as it is", False
        print(f"{report.path.name}: {outcome}", flush=True)
    return done


def _each(paths: Iterable[Path], pictures: Path, command: str | None) -> Iterable[Report]:
    for path in paths:
        report = check_notebook(path, command=command)
        _show_progress("")
        print("\n".join(lines_of(report, pictures)), flush=True)
        yield report
