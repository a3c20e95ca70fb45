"""`analysis compare`: show what changed between two runs."""

from pathlib import Path

import click

from analysis.cli.shared_options import FILE, FOLDER, OK, reports_folder


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
