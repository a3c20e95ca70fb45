"""What the package shows to who imports it, and that its packaging agrees with itself."""

import inspect
import os
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

ROOT = Path(__file__).resolve().parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = PYPROJECT["project"]
LEAN_IN_CONDA = {"matplotlib": "matplotlib-base", "seaborn": "seaborn-base", "nbconvert": "nbconvert-core"}


def test_every_exported_verb_is_there_and_callable():
    assert list(analysis._VERBS) == analysis.__all__
    for name in analysis.__all__:
        assert callable(getattr(analysis, name)), name


def test_completion_shows_the_verbs_and_little_else():
    assert set(dir(analysis)) == {*analysis.__all__, "__version__"}
    assert len(analysis.__all__) <= 12


@pytest.mark.parametrize("name", analysis.__all__)
def test_help_says_what_a_verb_does_and_shows_an_example(name):
    text = inspect.getdoc(getattr(analysis, name)) or ""
    assert text.splitlines()[0].endswith((".", ":")), name
    assert ">>>" in text, f"{name} has no worked example"


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'read_figure'"):
        analysis.read_figure  # noqa: B018 - the access is the test


def test_the_version_stands_in_one_place():
    assert version("metals-analysis") == analysis.__version__
    assert "version" in PROJECT["dynamic"]


OUTSIDE = """
import analysis
from analysis import margin_uplift, read_figures

assert "installed" in analysis.__file__, analysis.__file__
figures = read_figures("articles")
print(figures[0].spoken, "|", margin_uplift(foil_share=0.25).blended_profit_usd_per_t)
assert "<caption>1 figure</caption>" in figures._repr_html_()
from analysis.explorer.case import case_of
from analysis.explorer.panel import Panel

case = case_of(margin_uplift, None, "high")
print(len(case.presets), Panel(case, "uplift_ratio", "foil_share").message.value)
"""


def test_what_the_wheel_holds_works_in_a_folder_that_is_no_repository(tmp_path):
    """Put together as pyproject.toml says of the wheel, so that nothing of the checkout is found by accident."""
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
    return {LEAN_IN_CONDA.get(name, name): bounds for name, bounds in names.items()}


def test_environment_yml_has_the_dependencies_of_pyproject():
    listed = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    pip = [item["pip"] for item in listed if isinstance(item, dict)]
    conda = requirements(item for item in listed if isinstance(item, str))
    wanted = requirements(PROJECT["dependencies"])
    for extra in PROJECT["optional-dependencies"].values():
        wanted |= requirements(extra)
    wanted = in_conda(wanted) | {"python": PROJECT["requires-python"], "pip": ""}
    assert conda == wanted
    assert pip == [["-e ."]]


def test_every_dependency_is_capped():
    every = [*PROJECT["dependencies"], *(item for extra in PROJECT["optional-dependencies"].values() for item in extra)]
    assert [item for item in every if "<" not in item] == []


def lock_text():
    return (ROOT / "requirements.txt").read_text(encoding="utf-8")


def test_the_lock_names_no_index_and_no_address():
    wrong = [
        line
        for line in lock_text().splitlines()
        if re.search(r"https?://|--(?:extra-)?index-url|--find-links|file:", line)
    ]
    assert wrong == []


def test_the_lock_holds_every_dependency_with_hashes():
    entries = re.split(r"\n(?=[a-z0-9])", lock_text())
    locked = {re.match(r"[a-z0-9.-]+", entry).group(): entry for entry in entries}
    every = requirements(PROJECT["dependencies"])
    for extra in PROJECT["optional-dependencies"].values():
        every |= requirements(extra)
    assert set(every) - set(locked) == set()
    assert [name for name, entry in locked.items() if "--hash=sha256:" not in entry] == []
