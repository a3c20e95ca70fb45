"""`analysis explore`: JupyterLab or voila takes the place of the command."""

import importlib.util
import os
import shutil
import sys
from pathlib import Path

import pytest

from analysis.cli import main
from analysis.cli.explore_command import server_command
from analysis.core.errors import ParameterError
from analysis.core.paths import PROJECT_VARIABLE

ROOT = Path(__file__).resolve().parents[1]


def test_a_server_that_is_not_installed_is_named_with_how_to_install_it(monkeypatch, capsys, tmp_path):
    """In a checkout by make, otherwise as an extra of the package."""
    monkeypatch.setattr("analysis.cli.explore_command.find_spec", lambda name: None)
    assert main(["explore"]) == 2
    assert "`make setup`" in capsys.readouterr().err
    monkeypatch.setattr("analysis.core.paths.shipped_folder", lambda: tmp_path)
    assert main(["explore"]) == 2
    assert "metals-analysis[lab]" in capsys.readouterr().err
    with pytest.raises(ParameterError, match=r"metals-analysis\[dash\]"):
        server_command(ROOT / "notebooks" / "explore.ipynb", dash=True)


def test_an_unknown_notebook_is_named(capsys):
    assert main(["explore", "explor"]) == 2
    assert "did you mean explore?" in capsys.readouterr().err


def test_a_server_gets_the_notebook_the_project_and_what_follows_two_dashes(project, monkeypatch):
    (project / "notebooks").mkdir()
    shutil.copy(ROOT / "notebooks" / "explore.ipynb", project / "notebooks")
    started = []
    monkeypatch.setattr(os, "execve", lambda *given: started.append(given))
    monkeypatch.chdir(project)
    monkeypatch.setattr("analysis.cli.explore_command.find_spec", importlib.util.find_spec)
    assert main(["explore", "--no-browser", "--port", "9001", "--", "--allow-root"]) == 0
    ((program, command, environment),) = started
    assert program == sys.executable
    assert command[:4] == [sys.executable, "-m", "jupyterlab", str(project / "notebooks" / "explore.ipynb")]
    assert {"--port=9001", "--no-browser", "--allow-root", f"--ServerApp.root_dir={project}"} <= set(command)
    assert environment[PROJECT_VARIABLE] == str(project)
    assert main(["explore", "--dash", "explore"]) == 0
    assert started[1][1][2] == "voila"
