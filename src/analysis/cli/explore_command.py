"""`analysis explore`: open the sliders of explore.ipynb, or another notebook, in JupyterLab or as a dashboard."""

import os
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import click

from analysis.cli.shared_options import COUNT, complete_notebook, say
from analysis.core.errors import ParameterError


@click.command(short_help="Open the sliders in JupyterLab, or as a dashboard.")
@click.argument(
    "words", nargs=-1, type=click.UNPROCESSED, metavar="[NOTEBOOK] [-- OPTION...]", shell_complete=complete_notebook
)
@click.option("--dash", is_flag=True, help="Serve the notebook with voila, without its code.")
@click.option("--port", type=COUNT, metavar="N", help="Port (default: 8888, with --dash 8866).")
@click.option("--no-browser", is_flag=True, help="Print the address only.")
def explore(words: Sequence[str], dash: bool, port: int | None, no_browser: bool) -> int:
    """Open explore.ipynb, which has sliders for every question, in JupyterLab; Ctrl-C ends it.

    NOTEBOOK is a path or a name such as margin_uplift. Arguments after -- are passed to JupyterLab or voila unchanged.
    """
    from analysis.core.paths import project_folder
    from analysis.runs.plan import find_notebooks

    named = [*words[:1]] if words and not words[0].startswith("-") else []
    command, environment = server_command(find_notebooks(named or ["explore"], needed=False)[0], dash=dash)
    command += [f"--port={port}"] if port else []
    command += [*(["--no-browser"] if no_browser else []), *words[len(named) :]]
    say(f"{Path(command[3]).name} in {'voila' if dash else 'JupyterLab'}; Ctrl-C ends it")
    os.chdir(project_folder())
    sys.stdout.flush()
    os.execve(command[0], command, environment)  # the server takes the place of this process, with all its signals


def server_command(notebook: Path, *, dash: bool) -> tuple[list[str], dict[str, str]]:
    """Return the command that serves a notebook, and its environment; ParameterError if the server is not installed."""
    from analysis.core.paths import PROJECT_VARIABLE, installing, project_folder, shipped_folder

    module, name, extra = ("voila", "voila", "dash") if dash else ("jupyterlab", "JupyterLab", "lab")
    if find_spec(module) is None:
        raise ParameterError(f"{name} is not installed; install it with {installing(extra)}")
    project, templates = project_folder(), shipped_folder() / "share" / "jupyter"
    environment = {**os.environ, PROJECT_VARIABLE: str(project)}
    if templates.is_dir():  # of the dashboard; installed from a wheel, it is where Jupyter looks
        environment["JUPYTER_PATH"] = os.pathsep.join(filter(None, (str(templates), os.environ.get("JUPYTER_PATH"))))
    # JupyterLab asks whether to fetch news unless its settings say no, whatever the address of the news is.
    settings = templates if templates.is_dir() else Path(sys.prefix) / "share" / "jupyter"
    more = os.environ.get("JUPYTER_CONFIG_PATH")
    environment["JUPYTER_CONFIG_PATH"] = os.pathsep.join(filter(None, (str(settings), more)))
    command = [sys.executable, "-m", module, str(notebook)]
    if dash:
        return [*command, "--template=metals"], environment
    root = project if notebook.is_relative_to(project) else notebook.parent
    return [
        *command,
        f"--ServerApp.root_dir={root}",
        "--ServerApp.answer_yes=True",  # Ctrl-C asks nothing
        "--LabApp.news_url=None",  # nothing is fetched from other machines
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ], environment
