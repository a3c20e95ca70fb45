"""Proof that a comparison can fail: every broken notebook does and says why, every harmless one passes."""

import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from analysis.regression import pictures
from analysis.regression.check import settings_of
from analysis.regression.outputs import compare_outputs
from analysis.regression.settings import Settings
from analysis.regression.stored import check_stored

from . import proof

SOURCE = Path(__file__).resolve().parents[2] / "src"


def found_by_comparing(stored, fresh, base_settings=None):
    """What the comparing core says of a stored notebook and the outputs of a fresh one."""
    settings = settings_of(stored, "case", base_settings)
    messages = list(check_stored(stored, "case.ipynb").problems)
    for number, (one, other) in enumerate(zip(stored.cells, fresh.cells, strict=True)):
        if one.cell_type == "code" and not settings[number].skip:
            messages += [item.message for item in compare_outputs(one.outputs, other.outputs, settings[number])]
    return messages


def by_name(cases):
    return pytest.mark.parametrize("case", [case for case in cases if not case.code], ids=lambda case: case.name)


@by_name(proof.BROKEN)
def test_comparing_sees_what_is_broken_and_names_it(base, case):
    messages = found_by_comparing(proof.changed(base, case), base)
    assert case.names in "\n".join(messages)


@by_name(proof.HARMLESS)
def test_comparing_lets_pass_what_is_harmless(base, case):
    assert found_by_comparing(proof.changed(base, case), base) == []


def seen(base):
    """How many of the broken cases the comparing core sees as it is now."""
    cases = [case for case in proof.BROKEN if not case.code]
    return sum(bool(found_by_comparing(proof.changed(base, case), base)) for case in cases), len(cases)


@pytest.mark.parametrize(
    ("place", "name", "weaker"),
    [
        (pictures, "SHAPE_MOST", 5 * pictures.SHAPE_MOST),
        (pictures, "LINE_MOST", 5 * pictures.LINE_MOST),
        (pictures, "AREA_MOST", 5 * pictures.AREA_MOST),
        (pictures, "REACH", 12),
    ],
    ids=lambda value: str(value) if isinstance(value, str) else "",
)
def test_weaker_thresholds_of_pictures_would_be_noticed(base, monkeypatch, place, name, weaker):
    assert seen(base)[0] == seen(base)[1]
    monkeypatch.setattr(place, name, weaker)
    assert seen(base)[0] < seen(base)[1]


@pytest.mark.parametrize("weaker", [Settings(rtol=1e-2), Settings(rtol=1e-3, explicit=True), Settings(atol=1e-9)])
def test_weaker_tolerances_would_be_noticed(base, weaker):
    cases = [case for case in proof.BROKEN if not case.code]
    unseen = [case.name for case in cases if not found_by_comparing(proof.changed(base, case), base, weaker)]
    assert unseen != []


# --- end to end: what `pytest --nbval` says of a folder of them

CONFTEST = 'pytest_plugins = ["analysis.regression.plugin"]\n'


def run_pytest(folder, *arguments, path=()):
    """Run pytest on a folder of notebooks; return for each notebook its failures as texts."""
    folder.joinpath("conftest.py").write_text(CONFTEST, encoding="utf-8")
    folder.joinpath("pytest.ini").write_text("[pytest]\nfilterwarnings = error\n", encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "--nbval", "-q", "-p", "no:cacheprovider", "--junitxml=found.xml"]
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST", "COV_"))}
    environment["PYTHONPATH"] = os.pathsep.join([*path, str(SOURCE)])
    done = subprocess.run([*command, *arguments], cwd=folder, capture_output=True, text=True, env=environment)
    assert done.returncode in (0, 1), done.stdout[-3000:] + done.stderr[-3000:]
    found = {}
    for item in ElementTree.parse(folder / "found.xml").iter("testcase"):
        failures = found.setdefault(re.split(r"[./\\]", item.get("classname"))[-2], [])
        failures += [entry.text or "" for kind in ("failure", "error") for entry in item.iter(kind)]
    return found, done


@pytest.fixture(scope="module")
def folders(base, assets, tmp_path_factory):
    """Two folders of notebooks, the broken and the harmless."""
    made = []
    for name, cases in (("broken", proof.BROKEN), ("harmless", proof.HARMLESS)):
        folder = tmp_path_factory.mktemp(name)
        for asset in proof.ASSETS:
            folder.joinpath(asset).write_bytes(assets.joinpath(asset).read_bytes())
        proof.write(folder, base, cases)
        made.append(folder)
    return made


def judge(folders, count, words, **options):
    """Run both folders, count, and return the names that were judged wrongly with what was said of them."""
    broken, _ = run_pytest(folders[0], "-n", "2", **options)
    harmless, _ = run_pytest(folders[1], "-n", "2", **options)
    assert (set(broken), set(harmless)) == ({c.name for c in proof.BROKEN}, {c.name for c in proof.HARMLESS})
    missed = {case.name: broken[case.name] for case in proof.BROKEN if case.names not in "\n".join(broken[case.name])}
    refused = {name: failures for name, failures in harmless.items() if failures}
    count(
        f"{words}: {len(broken) - len(missed)} of {len(broken)} broken notebooks failed by name, "
        f"{len(harmless) - len(refused)} of {len(harmless)} harmless ones passed"
    )
    return missed | refused


def test_pytest_fails_each_broken_notebook_and_passes_each_harmless_one(folders, count):
    assert judge(folders, count, "pytest --nbval") == {}
