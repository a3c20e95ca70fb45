"""What the package shows to who imports it, and that its packaging agrees with itself."""

import re
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
import yaml

import analysis

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
LEAN_IN_CONDA = {"matplotlib": "matplotlib-base", "seaborn": "seaborn-base", "nbconvert": "nbconvert-core"}


def test_every_exported_verb_is_there_and_callable():
    assert list(analysis._VERBS) == analysis.__all__
    for name in analysis.__all__:
        assert callable(getattr(analysis, name)), name


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'read_figure'"):
        analysis.read_figure  # noqa: B018 - the access is the test


def test_the_version_stands_in_one_place():
    assert version("metals-analysis") == analysis.__version__
    assert "version" in PROJECT["dynamic"]


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
