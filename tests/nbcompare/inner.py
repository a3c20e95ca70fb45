"""Run `pytest --nbval` on a folder of notebooks from a test, with the plugin loaded by its one line."""

import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src"
CONFTEST = 'pytest_plugins = ["nbcompare.plugin"]\n'


def run_here(folder, monkeypatch, capsys, *arguments, codes=(0, 1)):
    """Like `run_pytest`, but in this process."""
    folder.joinpath("conftest.py").write_text(CONFTEST, encoding="utf-8")
    folder.joinpath("pytest.ini").write_text("[pytest]\nfilterwarnings = error\n", encoding="utf-8")
    monkeypatch.chdir(folder)
    for name in ("PYTEST_CURRENT_TEST", "PYTEST_VERSION"):  # pytest sets them for itself and takes them away
        monkeypatch.delenv(name, raising=False)
    command = ["-q", "--nbval", "--import-mode=importlib", "--junitxml=found.xml", "--capture=no"]
    for name in ("cacheprovider", "hypothesispytest", "pytest_cov", "xdist", "faulthandler"):
        command += ["-p", f"no:{name}"]
    code = pytest.main([*command, *arguments])
    done = subprocess.CompletedProcess(command, code, *capsys.readouterr())
    assert code in codes, done.stdout[-3000:] + done.stderr[-3000:]
    return failures_in(folder / "found.xml"), done


def run_pytest(folder, *arguments, path=(), nbval=True, codes=(0, 1)):
    """Run pytest on a folder of notebooks; return for each notebook its failures as texts."""
    folder.joinpath("conftest.py").write_text(CONFTEST, encoding="utf-8")
    folder.joinpath("pytest.ini").write_text("[pytest]\nfilterwarnings = error\n", encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "--junitxml=found.xml"]
    for name in ("cacheprovider", "hypothesispytest", "pytest_cov"):  # these cost a second and have no part in it
        command += ["-p", f"no:{name}"]
    if nbval:
        command.append("--nbval")
    kept = "PYTEST_DEBUG_TEMPROOT"  # where it may leave the folders of its tests
    environment = {
        name: text for name, text in os.environ.items() if name == kept or not name.startswith(("PYTEST", "COV_"))
    }
    # jsonschema does without the grammar of international addresses, whose import takes longer than all the rest.
    folder.joinpath("without").mkdir(exist_ok=True)
    folder.joinpath("without", "rfc3987_syntax.py").write_text("raise ImportError\n", encoding="utf-8")
    environment["PYTHONPATH"] = os.pathsep.join([*path, str(folder / "without"), str(SOURCE)])
    done = subprocess.run([*command, *arguments], cwd=folder, capture_output=True, text=True, env=environment)
    assert done.returncode in codes, done.stdout[-3000:] + done.stderr[-3000:]
    return failures_in(folder / "found.xml"), done


def failures_in(path):
    """The failures of each notebook as texts, from the XML that pytest writes."""
    found = {}
    if not path.is_file():
        return found
    for item in ElementTree.parse(path).iter("testcase"):
        name = re.search(r"(\w+)\.ipynb", item.get("classname"))
        failures = found.setdefault(name[1] if name else item.get("name"), [])
        failures += [entry.text or "" for kind in ("failure", "error") for entry in item.iter(kind)]
    path.unlink()
    return found
