"""`analysis inputs`: show which figure feeds which input, the runners-up, and why."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from analysis.cli.shared_options import (
    OK,
    as_of_option,
    complete_notebook,
    figures_option,
    given_picks,
    pick_option,
    reports_folder,
    say,
    sources_folder,
    sources_option,
)


@click.command(short_help="List which figure of the sources feeds which input, and why.")
@click.argument("questions", nargs=-1, metavar="[QUESTION]...", shell_complete=complete_notebook)
@sources_option
@pick_option
@as_of_option
@figures_option
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def inputs(
    questions: Sequence[str],
    sources: Path | None,
    picks: Sequence[str],
    as_of: date | None,
    figures: Path | None,
    as_json: bool,
) -> int:
    """List for every named figure the figure that was chosen, the runners-up and why.

    With QUESTION, such as margin_uplift, only the figures that feed that question are listed; the name of a figure,
    such as foil_thickness, lists that figure alone.
    Where the choice is open, it prints the options to copy; a choice by --pick is kept in picks.yaml next to the
    sources and applies to later runs.
    """
    from analysis.binding.found_inputs import figures_of_question, found_lines, found_record, missing_record
    from analysis.binding.named_figures import bind_figures
    from analysis.claims.question_problems import project_problems
    from analysis.runs.chosen_sources import chosen_sources
    from analysis.runs.plan import find_notebooks, plan, refuse_picks

    folder = sources_folder(sources, questions)
    with given_picks(picks, folder) as picked:
        with chosen_sources(folder, reports_folder(None), as_of=as_of, figures=figures, say=say) as chosen:
            read = chosen.read
        for message in [*read.messages, *project_problems()]:
            say(message)
        bindings = bind_figures(read)
        if picked:
            refuse_picks(plan(find_notebooks([]), read, strict=False), picked)
    if questions:
        named = ([name] if name in bindings else figures_of_question(name) for name in questions)
        feeding = {name for names in named for name in names}
        bindings = {name: binding for name, binding in bindings.items() if name in feeding}
    if as_json:
        print(json.dumps({"found": found_record(bindings), "missing": missing_record(bindings)}, ensure_ascii=False))
    else:
        for binding in bindings.values():
            print("\n".join(found_lines(binding)))
    return OK
