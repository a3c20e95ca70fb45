"""`analysis explore` starts a server that answers, and nothing of it is left when it ends; no browser is needed."""

import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request

import pytest

from ..conftest import ROOT
from ..waiting import wait_until


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
