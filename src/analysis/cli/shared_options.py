"""Exit codes, messages, types of options, and the options that several commands share."""

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import IO, Any, TypeVar

import click
from click.shell_completion import CompletionItem

from analysis.core.errors import ParameterError
from analysis.core.secret_names import refuse_secrets
from nbcompare.cli import EMPTY, UserPath
from warmkernels.limits import Limits, cores

OK, FAILED, USAGE, INTERRUPTED = 0, 1, 2, 130


def say(text: str) -> None:
    """Write a message to stderr, or discard it if stderr is not writable."""
    try:
        print(text, file=sys.stderr, flush=True)
    except OSError:
        discard(sys.stderr)


def discard(stream: IO[str]) -> None:
    """Redirect a broken stream to the null device, so that Python exits without an error."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


Command = TypeVar("Command", bound=Callable[..., Any])


class Text(click.types.StringParamType):
    """A text that is not empty."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the text."""
        return super().convert(value, param, ctx) or self.fail(EMPTY, param, ctx)


FILE, FOLDER = UserPath(path_type=Path), UserPath(path_type=Path, file_okay=False)
COUNT = click.IntRange(min=1)
COUNT.name = "positive integer"  # as messages call it
TEXT = Text()


def seconds(text: str) -> float:
    """Return the value of a time limit; click.BadParameter unless it is positive and finite."""
    try:
        limit = float(text)
    except ValueError:
        limit = 0.0
    if not 0 < limit < float("inf"):  # click.FloatRange would let nan through
        raise click.BadParameter(f"invalid time limit {text!r}: expected a number of seconds, e.g. 60")
    return limit


def given_values(pairs: Iterable[str]) -> dict[str, str]:
    """Return the values of -p NAME=VALUE by name; ParameterError for any other form.

    >>> given_values(["foil_share=0.2", "growth_source=target"])
    {'foil_share': '0.2', 'growth_source': 'target'}
    """
    given: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        refuse_secrets(re.findall(r"^\s*\w+", name))  # before any message that shows the text itself
        if not equals or not name.isidentifier():
            raise ParameterError(f"-p expects NAME=VALUE, got {pair!r}")
        if name in given:
            raise ParameterError(f"-p {name} was given more than once")
        given[name] = value
    return given


def complete_notebook(ctx: click.Context, param: click.Parameter, begun: str) -> list[CompletionItem]:
    """Complete the name of a notebook of the project, otherwise a file."""
    from analysis.binding.question_files import short_name
    from analysis.core.paths import project_folder

    names = sorted(short_name(path.stem) for path in (project_folder() / "notebooks").glob("[!.]*.ipynb"))
    return [CompletionItem(name) for name in names if name.startswith(begun)] or [CompletionItem(begun, type="file")]


def complete_preset(ctx: click.Context, param: click.Parameter, begun: str) -> list[CompletionItem]:
    """Complete the name of a preset, also after a comma."""
    from analysis.binding.question_files import question_files
    from analysis.claims.presets import BASE, load_presets

    before, comma, begun = begun.rpartition(",")
    notebooks = question_files().names
    names = dict.fromkeys([BASE, *(name for notebook in notebooks for name in load_presets(notebook))])
    return [CompletionItem(f"{before}{comma}{name}") for name in names if name.startswith(begun)]


notebooks_argument = click.argument("notebooks", nargs=-1, metavar="[NOTEBOOK]...", shell_complete=complete_notebook)
sources_option = click.option(  # one document is enough
    "--sources", type=FILE, metavar="DIR", help="Folder of source documents (default: seeds)."
)


def report_options(command: Command) -> Command:
    """Add the options for the inputs of a report and the folder that it is written to."""
    return _add(
        command,
        notebooks_argument,
        click.option(
            "--scenario", type=TEXT, default="base", metavar="NAME", shell_complete=complete_preset,
            help="Preset of the questions, data/questions (default: base).",
        ),
        click.option(
            "-p", "given", multiple=True, metavar="NAME=VALUE", callback=lambda ctx, param, pairs: given_values(pairs),
            help="Set a parameter; may be repeated.",
        ),
        sources_option,
        click.option("--out", type=FOLDER, metavar="DIR", help="Folder for reports (default: reports)."),
    )  # fmt: skip


def day(text: str) -> date:
    """Return a day; click.BadParameter unless it is written as 2026-01-31."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"invalid day {text!r}: expected a date such as 2026-01-31") from None


as_of_option = click.option(
    "--as-of", type=day, metavar="DATE", help="Leave out articles after this day, e.g. 2026-01-31."
)
figures_option = click.option(
    "--figures", type=FILE, metavar="FILE",
    help="Figures that another reader found: JSON Lines of figures, or LangExtract's annotated documents.",
)  # fmt: skip
pick_option = click.option(
    "--pick", "picks", type=TEXT, multiple=True, metavar="NAME=PLACE",
    help="Choose the figure at a place for a named figure, and keep the choice; may be repeated.",
)  # fmt: skip


def execution_options(command: Command) -> Command:
    """Add the options of every command that executes notebooks."""
    return _add(
        command,
        click.option("--force", is_flag=True, help="Re-run everything, including cached results."),
        click.option(
            "--cold", is_flag=True, help="Start a fresh kernel for every notebook instead of forking one."
        ),
        click.option("--cell-limit", type=seconds, metavar="SECONDS", help="Time limit for a cell (default: 600)."),
        click.option(
            "--time-limit", type=seconds, metavar="SECONDS", help="Time limit for a notebook (default: 3600)."
        ),
        click.option("--json", "as_json", is_flag=True, help="Write progress to stdout as JSON lines."),
    )  # fmt: skip


def _add(command: Command, *decorators: Callable[[Command], Command]) -> Command:
    for decorator in reversed(decorators):  # help lists options in the order in which they are applied from below
        command = decorator(command)
    return command


def sources_folder(sources: Path | None, notebooks: Sequence[str] = ()) -> Path:
    """Return the sources given, else the sources that the notebooks name if they agree, else seeds.

    Raises NotebookError if the notebooks name different ones, none of which is seeds.
    """
    from analysis.core.paths import resolve
    from analysis.runs.plan import sources_named_by

    return sources or resolve(sources_named_by(notebooks) or "seeds")


@contextmanager
def given_picks(picks: Iterable[str], folder: Path) -> Iterator[set[str]]:
    """Write the picks of --pick next to the sources and yield their names; undo it if the block refuses them.

    Raises ParameterError for a malformed one, and NamedFigureError for one that cannot feed its input.
    """
    if not picks:
        yield set()
        return
    from analysis.binding.picks import keep_picks, parse_pick, undone_if_refused
    from analysis.documents.sources import Sources, find_documents, read_place

    chosen = [parse_pick(words) for words in picks]
    named = {pick.source_id for pick in chosen}
    every = find_documents(folder).places
    places = [place for place in every if place.source_id in named] or every  # of an archive, only those picked
    with undone_if_refused(folder):
        keep_picks(chosen, Sources(tuple(map(read_place, places)), folder=folder))
        yield {pick.name for pick in chosen}


def reports_folder(out: Path | None) -> Path:
    """Return the absolute folder for reports: the one given, else reports."""
    from analysis.core.paths import project_folder

    return (out or project_folder() / "reports").resolve()


def limits_of(cell_limit: float | None, time_limit: float | None, workers: int) -> Limits:
    """Return the limits given; notebooks that run at the same time share the cores for linear algebra."""
    given = {"cell_s": cell_limit, "notebook_s": time_limit}
    return Limits(**{name: value for name, value in given.items() if value}, threads=max(1, cores() // workers))
