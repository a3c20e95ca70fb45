"""`analysis explore`: JupyterLab or voila takes the place of the command, and leaves nothing behind."""

import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from analysis.cli import main
from analysis.cli.explore_command import server_command
from analysis.core.errors import ParameterError
from analysis.core.paths import PROJECT_VARIABLE

from .waiting import wait_until

ROOT = Path(__file__).resolve().parents[1]


def test_a_server_that_is_not_installed_is_named_with_how_to_install_it(monkeypatch, capsys):
    monkeypatch.setattr("analysis.cli.explore_command.find_spec", lambda name: None)
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


@pytest.mark.parametrize("dash", [False, True])
def test_a_server_answers_and_ends_with_all_its_processes(tmp_path, dash):
    pytest.importorskip("voila" if dash else "jupyterlab", reason="not installed: extra `lab` or `dash`")
    own = {"JUPYTER_RUNTIME_DIR": "runtime", "JUPYTER_DATA_DIR": "data", "JUPYTER_CONFIG_DIR": "config", "TMPDIR": "."}
    settings = {name: str(tmp_path / part) for name, part in own.items()}
    more = [] if dash else ["--", "--allow-root", "--ServerApp.token="]
    port = free_port()
    command = [sys.executable, "-c", "from analysis.cli import main; main()", "explore", "--no-browser"]
    command += ["--port", str(port), *(["--dash"] if dash else []), *more]
    with open(tmp_path / "log", "wb") as log:
        server = subprocess.Popen(
            command, stderr=log, env={**os.environ, **settings}, cwd=ROOT / "docs", start_new_session=True
        )
        try:
            place = "voila/static/voila.js" if dash else "api/status"
            wait_until(lambda: answers(f"http://127.0.0.1:{port}/{place}"), server)
        finally:
            server.terminate()
            server.wait()
    with pytest.raises(ProcessLookupError):
        os.killpg(server.pid, 0)  # nobody of its session is left


def answers(address):
    try:
        with urllib.request.urlopen(address) as answer:
            return answer.status == 200
    except (urllib.error.URLError, ConnectionError):
        return False


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]
