"""The check at the end of a session: it fails one that leaves a process or a folder, and passes any other."""

import os
import shutil
import signal
import subprocess
import sys

import pytest

from .conftest import ROOT

BAD = (
    "import subprocess, sys, tempfile\n"
    "def test_process():\n"
    "    started = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(3600)'], start_new_session=True)\n"
    "    open('pid', 'w').write(str(started.pid))\n"
    "    started.returncode = 0  # so that nothing warns\n"
    "def test_folder():\n"
    "    tempfile.mkdtemp(prefix='forgotten-')\n"
)
GOOD = "import tempfile\ndef test_it(tmp_path):\n    tempfile.TemporaryDirectory().cleanup()\n"


@pytest.mark.parametrize(
    ("code", "says", "options"),
    [
        (BAD, ("process ", "time.sleep(3600)", "forgotten-"), ()),
        (BAD, ("process ", "time.sleep(3600)", "forgotten-"), ("-p", "xdist.plugin", "-n", "1")),
        (GOOD, (), ()),
    ],
)
def test_a_session_that_leaves_something_behind_fails(tmp_path, code, says, options):
    shutil.copy(ROOT / "conftest.py", tmp_path)
    (tmp_path / "test_small.py").write_text(code, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "COV_"))}
    environment |= {"METALS_TEST_ENDS_WITHIN_S": "0" if says else "60", "PYTEST_DEBUG_TEMPROOT": str(tmp_path)}
    environment["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *options]
    try:
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    finally:
        if (tmp_path / "pid").exists():
            os.kill(int((tmp_path / "pid").read_text(encoding="ascii")), signal.SIGKILL)
    assert done.returncode == bool(says), done.stdout + done.stderr
    assert all(part in done.stdout for part in says)
    assert (" passed, 1 error in" in done.stdout.splitlines()[-1]) == bool(says)
