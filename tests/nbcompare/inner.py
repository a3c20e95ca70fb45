"""A pytest inside the tests: what `pytest --nbval` says of a folder of notebooks, the plugin loaded by its one line."""

import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src"
CONFTEST = 'pytest_plugins = ["nbcompare.plugin"]\n'


def run_pytest(folder, *arguments, path=(), nbval=True, codes=(0, 1)):
    """Run pytest on a folder of notebooks; return for each notebook its failures as texts."""
    folder.joinpath("conftest.py").write_text(CONFTEST, encoding="utf-8")
    folder.joinpath("pytest.ini").write_text("[pytest]\nfilterwarnings = error\n", encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "--junitxml=found.xml"]
    for name in ("cacheprovider", "hypothesispytest", "pytest_cov"):  # these cost a second and have no part in it
        command += ["-p", f"no:{name}"]
    if nbval:
        command.append("--nbval")
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST", "COV_"))}
    # jsonschema does without the grammar of international addresses, whose import takes longer than all the rest.
    folder.joinpath("without").mkdir(exist_ok=True)
    folder.joinpath("without", "rfc3987_syntax.py").write_text("raise ImportError\n", encoding="utf-8")
    environment["PYTHONPATH"] = os.pathsep.join([*path, str(folder / "without"), str(SOURCE)])
    done = subprocess.run([*command, *arguments], cwd=folder, capture_output=True, text=True, env=environment)
    assert done.returncode in codes, done.stdout[-3000:] + done.stderr[-3000:]
    found = {}
    if not (folder / "found.xml").is_file():
        return found, done
    for item in ElementTree.parse(folder / "found.xml").iter("testcase"):
        name = re.search(r"(\w+)\.ipynb", item.get("classname"))
        failures = found.setdefault(name[1] if name else item.get("name"), [])
        failures += [entry.text or "" for kind in ("failure", "error") for entry in item.iter(kind)]
    return found, done
