"""`analysis check` and `analysis accept`: compare the stored outputs of notebooks with fresh ones."""

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from analysis.cli.shared_options import FAILED, FILE, FOLDER, OK, notebooks_argument, reports_folder
from analysis.core.errors import ParameterError
from nbcompare.cli import PICTURES
from warmkernels.limits import cores

_pictures_option = click.option(
    "--pictures", type=FOLDER, metavar="DIR", help="Folder for images of differences (default: .regression)."
)
_scenarios_option = click.option(
    "--scenarios", is_flag=True, help="Check the results of every preset instead of the outputs."
)


@click.command(short_help="Compare stored notebook outputs with fresh ones.")
@notebooks_argument
@_pictures_option
@_scenarios_option
def check(notebooks: Sequence[str], pictures: Path | None, scenarios: bool) -> int:
    """Execute notebooks and report which outputs differ from the stored ones.

    Nothing is written except images of the pictures that differ. NOTEBOOK is a path or a name; the default is all.
    """
    if scenarios:
        return _check_scenarios(notebooks)
    from nbcompare.check import check_all

    paths, folder = _to_check(notebooks, pictures)
    agree = check_all(paths, folder, command="analysis")
    lost = _unusable_parameters(paths)
    for problem in lost:
        print(problem)
    return OK if agree and not lost else FAILED


@click.command(short_help="Check notebooks and store their fresh outputs.")
@notebooks_argument
@_pictures_option
@_scenarios_option
@click.option("--yes", is_flag=True, help="Do not ask.")
def accept(notebooks: Sequence[str], pictures: Path | None, scenarios: bool, yes: bool) -> int:
    """Execute notebooks, report which outputs differ, and store the fresh ones after confirmation.

    NOTEBOOK is a path or a name; the default is all.
    """
    from nbcompare.check import accept_all

    if not (yes or sys.stdin.isatty()):
        raise ParameterError("there is no terminal to ask on; add --yes to accept all differences")
    agreed: Callable[[str], bool] = (lambda question: True) if yes else click.confirm
    if scenarios:
        return _check_scenarios(notebooks, agreed)
    paths, folder = _to_check(notebooks, pictures)
    return OK if accept_all(paths, agreed, folder) else FAILED


def _unusable_parameters(paths: Sequence[Path]) -> list[str]:
    """Problems with the parameters of notebooks that answer a question; their outputs do not depend on the tag."""
    from analysis.binding.question_files import short_name
    from analysis.core.errors import NotebookError
    from analysis.models import MODELS
    from analysis.runs.notebook_parameters import read_parameters

    problems = []
    for path in paths:
        try:
            if short_name(path.stem) in MODELS:
                read_parameters(path)
        except NotebookError as error:
            problems.append(str(error))
    return problems


def _check_scenarios(notebooks: Sequence[str], agreed: Callable[[str], bool] | None = None) -> int:
    """Compare the results of every preset with the stored tables, and rewrite these where `agreed` says so."""
    from analysis.runs.preset_results import (
        accept_results,
        compare_results,
        read_table,
        scenario_notebooks,
        scenario_results,
        stored_table,
    )
    from analysis.runs.progress import progress_for
    from analysis.runs.run_comparison import as_table

    code = OK
    for notebook in scenario_notebooks(notebooks):
        fresh = scenario_results(notebook, workers=cores(), progress=progress_for(as_json=False, each=False))
        changes = compare_results(notebook.stem, read_table(stored_table(notebook)), fresh)
        if changes:
            print(as_table(changes))
        print(f"{notebook.stem}: " + (f"{len(changes)} results of presets differ" if changes else "as stored"))
        if changes and agreed and agreed(f"rewrite {os.path.relpath(stored_table(notebook))}?"):
            accept_results(stored_table(notebook), fresh)
            print(f"{notebook.stem}: rewritten")
        elif changes:
            code = FAILED
    return code


def _to_check(notebooks: Sequence[str], pictures: Path | None) -> tuple[list[Path], Path]:
    from analysis.core.paths import project_folder
    from analysis.runs.plan import find_notebooks

    return find_notebooks(notebooks, needed=False), pictures or project_folder() / PICTURES


@click.command(short_help="Show what changed between two runs.")
@click.argument("old", metavar="RUN_A")
@click.argument("new", metavar="RUN_B")
@click.option("--out", type=FOLDER, metavar="DIR", help="Folder of reports (default: reports).")
@click.option("--page", type=FILE, metavar="FILE", help="Also write a page, e.g. reports/changes.html.")
def compare(old: str, new: str, out: Path | None, page: Path | None) -> int:
    """Show what changed from one run to another.

    RUN_A and RUN_B are names of runs, their folders, or latest.
    """
    from analysis.core.words import counted
    from analysis.runs.answer_changes import answer_changes, answers_text
    from analysis.runs.run_comparison import as_table, compare_runs, write_comparison
    from analysis.runs.run_history import find_run

    before, after = (find_run(name, reports_folder(out)) for name in (old, new))
    changes, answers = compare_runs(before, after), answer_changes(before, after)
    if answers:
        print(answers_text(answers), end="\n\n")
    if changes:
        print(as_table(changes))
        print(f"{counted(len(changes), 'change')} from {before.run_id} to {after.run_id}")
    else:
        print("nothing changed")
    if page:
        write_comparison(page, before, after, changes, answers)
        print(page)
    return OK
