"""The public interface of the package, and consistent packaging."""

import doctest
import inspect
import os
import pkgutil
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
import yaml

import analysis
from analysis.models import MODELS

ROOT = Path(__file__).resolve().parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = PYPROJECT["project"]
NAME_IN_CONDA = {
    "matplotlib": "matplotlib-base",
    "nbconvert": "nbconvert-core",
    "playwright": "playwright-python",  # playwright is the library of Node.js there
    "seaborn": "seaborn-base",
}
TOPS = ("src", "tests", "benchmarks", "notebooks")
NOT_IN_CONDA = {"axe-playwright-python"}


def test_pytest_of_another_environment_says_what_to_run(tmp_path):
    (tmp_path / "psutil.py").write_text("raise ImportError(\"No module named 'psutil'\")\n", encoding="utf-8")
    found = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "--collect-only", "tests/test_package.py"],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(tmp_path)}, capture_output=True, text=True,
    )  # fmt: skip
    assert "`make setup`" in found.stderr
    assert "Traceback" not in found.stdout + found.stderr


def test_every_exported_function_exists():
    assert list(analysis._VERBS) == analysis.__all__
    for name in analysis.__all__:
        assert callable(getattr(analysis, name)), name


def test_completion_shows_mostly_the_exported_functions():
    assert set(dir(analysis)) == {*analysis.__all__, *MODELS, "__version__"}
    assert len(analysis.__all__) <= 13


@pytest.mark.parametrize("name", [*analysis.__all__, *MODELS])
def test_help_of_a_function_has_a_summary_and_an_example(name):
    text = inspect.getdoc(getattr(analysis, name)) or ""
    assert text.splitlines()[0].endswith((".", ":")), name
    assert ">>>" in text, f"{name} has no worked example"


_OWN_QUESTION = ROOT / "docs" / "own_question.md"  # names the modules that a reader makes


@pytest.mark.parametrize(
    "page", sorted({*ROOT.glob("docs/*.md"), ROOT / "README.md"} - {_OWN_QUESTION}), ids=lambda path: path.name
)
def test_every_module_that_a_page_names_exists(page):
    text = page.read_text(encoding="utf-8")
    modules = {f"/{path.relative_to(ROOT).as_posix()}" for top in TOPS for path in (ROOT / top).rglob("*.py")}
    named = set(re.findall(r"`([\w./]*\w\.py)`", text))
    for table in re.findall(r"^\| module \|.*\n\|[ |-]+\n((?:\|.*\n)+)", text, re.MULTILINE):
        cells = " ".join(row.split("|")[1] for row in table.splitlines())
        named |= {f"{name.removesuffix('.py')}.py" for name in re.findall(r"`([\w/]+(?:\.py)?)`", cells)}
    assert not [name for name in named if not any(path.endswith(f"/{name}") for path in modules)]
    for name in re.findall(r"`((?:analysis|nbcompare)(?:\.\w+)+)`", text):
        assert pkgutil.resolve_name(name), name


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'read_figure'"):
        analysis.read_figure  # noqa: B018 - the access is the test


def test_the_version_is_defined_once():
    assert version("metals-analysis") == analysis.__version__
    assert "version" in PROJECT["dynamic"]


OUTSIDE = """
import analysis
from analysis import margin_uplift, read_figures

assert "installed" in analysis.__file__, analysis.__file__
figures = read_figures("articles")
print(figures[0].as_text, "|", margin_uplift(foil_share=0.25).blended_profit_usd_per_t)
assert "<caption>1 figure</caption>" in figures._repr_html_()
from analysis.explorer.case import case_of
from analysis.explorer.panel import Panel

case = case_of(margin_uplift, None, "high")
print(len(case.presets), Panel(case, "uplift_ratio", "foil_share").message.value)
"""


def test_the_wheel_works_outside_the_repository(tmp_path):
    """The wheel is assembled as pyproject.toml specifies, so that no file of the checkout is used by accident."""
    wheel = PYPROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]
    for package in wheel["packages"]:
        shutil.copytree(ROOT / package, tmp_path / "installed" / Path(package).name)
    for source, place in wheel["force-include"].items():
        shutil.copytree(ROOT / source, tmp_path / "installed" / place)
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.txt").write_text("Costs fell by about 10%.", encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "installed")}
    command = [sys.executable, "-c", OUTSIDE]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0] == "about 10 %, a fall | 361.25"


def requirements(lines):
    found = {}
    for line in lines:
        name, bounds = re.match(r"([A-Za-z0-9_.-]+)\s*(.*)", line).groups()
        found[name.lower()] = bounds
    return found


def in_conda(names):
    return {NAME_IN_CONDA.get(name, name): bounds for name, bounds in names.items() if name not in NOT_IN_CONDA}


def test_environment_yml_has_the_dependencies_of_pyproject():
    listed = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    pip = [item["pip"] for item in listed if isinstance(item, dict)]
    conda = requirements(item for item in listed if isinstance(item, str))
    wanted = requirements(PROJECT["dependencies"])
    for extra in PROJECT["optional-dependencies"].values():
        wanted |= requirements(extra)
    assert conda == in_conda(wanted) | {"python": PROJECT["requires-python"], "pip": ""}
    assert pip == [["-e .", *(f"{name}{bounds}" for name, bounds in wanted.items() if name in NOT_IN_CONDA)]]


def test_every_dependency_has_an_upper_bound():
    every = [*PROJECT["dependencies"], *(item for extra in PROJECT["optional-dependencies"].values() for item in extra)]
    assert [item for item in every if "<" not in item] == []


ON_ANY_SYSTEM = """
import builtins, importlib, pkgutil, sys, types

ONLY_POSIX = {"fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty"}
NOT_ON_WINDOWS = {
    "os": "fork forkpty getuid geteuid getpgid killpg mkfifo pidfd_open setsid sched_getaffinity wait4",
    "select": "poll epoll kqueue",
    "signal": "SIGALRM SIGCHLD SIGCONT SIGHUP SIGKILL SIGSTOP SIGUSR1 SIGUSR2 pthread_sigmask",
    "socket": "AF_UNIX SCM_RIGHTS recv_fds send_fds",
}
actual = builtins.__import__

def as_on_windows(name, globals=None, locals=None, fromlist=(), level=0):
    if not (globals or {}).get("__name__", "").startswith(sys.argv[1]):
        return actual(name, globals, locals, fromlist, level)
    if name in ONLY_POSIX:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)
    module = actual(name, globals, locals, fromlist, level)
    if name not in NOT_ON_WINDOWS:
        return module
    left = types.ModuleType(name)
    left.__dict__.update({key: value for key, value in vars(module).items() if key not in NOT_ON_WINDOWS[name].split()})
    return left

builtins.__import__ = as_on_windows
package = importlib.import_module(sys.argv[1])
names = [found.name for found in pkgutil.walk_packages(package.__path__, sys.argv[1] + ".")]
for name in names:
    if not name.endswith("__main__"):
        importlib.import_module(name)
print(len(names))
"""


def import_as_on_windows(name, folder):
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    command = [sys.executable, "-c", ON_ANY_SYSTEM, name]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_every_module_can_be_imported_on_a_non_posix_system():
    done = import_as_on_windows("analysis", ROOT / "src")
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 100


@pytest.mark.parametrize(
    "line", ["import fcntl", "from pwd import getpwnam", "import os\nos.fork", "from os import fork"]
)
def test_an_import_that_only_posix_has_is_detected(line, tmp_path):
    (tmp_path / "little").mkdir()
    (tmp_path / "little" / "__init__.py").write_text("")
    (tmp_path / "little" / "part.py").write_text(f"import json\n{line}\n")
    done = import_as_on_windows("little", tmp_path)
    assert done.returncode == 1
    assert any(word in done.stderr for word in ("fcntl", "pwd", "fork"))


def test_the_examples_of_the_page_on_python_run():
    tried = doctest.testfile(str(ROOT / "docs" / "python.md"), module_relative=False, encoding="utf-8")
    assert tried.attempted > 5
    assert not tried.failed


# Python before 3.11.5 matches the shortest or nothing where a group that is repeated possessively backtracks.
_POSSESSIVE_GROUP = re.compile(r"(?<!\\)\)(?:[*+?]|\{+\d*,?\d*\}+)\+")


def test_no_pattern_repeats_a_group_possessively():
    assert _POSSESSIVE_GROUP.search(r"(?:a|b)*+")
    assert _POSSESSIVE_GROUP.search(r"(?:\.\d){{2,}}+")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sorted((ROOT / "src").rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if _POSSESSIVE_GROUP.search(line)
    ]
    assert found == []
