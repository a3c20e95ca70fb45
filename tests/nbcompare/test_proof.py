"""Proof that the comparison can fail: every defect is detected and named, every harmless change passes."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from nbcompare import image_diff
from nbcompare.check import settings_of
from nbcompare.normal_form import check_stored
from nbcompare.output_diff import compare_outputs
from nbcompare.settings import Settings

from . import proof, proof_outputs
from .inner import SOURCE, run_pytest


def found_by_comparing(stored, fresh, base_settings=None):
    """The differences between a stored notebook and the outputs of a fresh one."""
    settings = settings_of(stored, "case", base_settings)
    messages = [problem] if (problem := check_stored(stored, "case.ipynb").problem) else []
    for number, (one, other) in enumerate(zip(stored.cells, fresh.cells, strict=True)):
        if one.cell_type == "code" and not settings[number].skip:
            messages += [item.message for item in compare_outputs(one.outputs, other.outputs, settings[number])]
    return messages


def by_name(cases):
    return pytest.mark.parametrize("case", [case for case in cases if not case.code], ids=lambda case: case.name)


@pytest.fixture(scope="module")
def stored(base):
    """The notebooks of all cases, by name."""
    return {case.name: proof.changed(base, case) for case in (*proof.BROKEN, *proof.HARMLESS)}


@by_name(proof.BROKEN)
def test_comparison_detects_and_names_every_broken_case(base, stored, case):
    assert case.names in "\n".join(found_by_comparing(stored[case.name], base))


@by_name(proof.HARMLESS)
def test_comparison_passes_every_harmless_case(base, stored, case):
    assert found_by_comparing(stored[case.name], base) == []


def test_every_defect_of_a_single_output_is_named_and_nothing_harmless_fails(count):
    broken, harmless = proof_outputs.broken(), proof_outputs.harmless()
    found = {
        pair.name: "\n".join(item.message for item in compare_outputs(pair.before, pair.after, Settings(raises=True)))
        for pair in (*broken, *harmless)
    }
    assert len(found) == len(broken) + len(harmless), "two pairs have the same name"
    missed = {
        pair.name: found[pair.name] for pair in broken if not found[pair.name] or pair.names not in found[pair.name]
    }
    refused = {pair.name: found[pair.name] for pair in harmless if found[pair.name]}
    count(f"single outputs: {len(broken) - len(missed)} of {len(broken)} broken ones named, "
          f"{len(harmless) - len(refused)} of {len(harmless)} harmless ones passed")  # fmt: skip
    assert missed | refused == {}


def unseen(stored, base, settings=None):
    """The defects that the comparison misses with its current thresholds."""
    names = [case.name for case in proof.BROKEN if not case.code]
    return [name for name in names if not found_by_comparing(stored[name], base, settings)]


def test_the_proof_has_no_wrong_verdict(stored, base, count):
    assert unseen(stored, base) == []
    broken, harmless = ([case for case in cases if not case.code] for cases in (proof.BROKEN, proof.HARMLESS))
    count(f"comparing: {len(broken)} broken notebooks seen; {len(harmless)} harmless ones let pass, each in its test")


def test_cases_that_need_an_execution_are_tested_end_to_end():
    cases = (*proof.BROKEN, *proof.HARMLESS)
    assert {case.name for case in cases if case.code} <= set(proof.END_TO_END) <= {case.name for case in cases}


@pytest.mark.parametrize(
    ("name", "weaker"),
    [
        ("SHAPE_MOST", 5 * image_diff.SHAPE_MOST),
        ("LINE_MOST", 5 * image_diff.LINE_MOST),
        ("AREA_MOST", 5 * image_diff.AREA_MOST),
        ("REACH", 12),
        ("CROP", 60),
    ],
)
def test_weaker_picture_thresholds_would_be_noticed(stored, base, monkeypatch, name, weaker):
    monkeypatch.setattr(image_diff, name, weaker)
    monkeypatch.setattr(image_diff, "rendered_alike", lambda one, other: False)  # else the plain difference sees all
    if name == "CROP":
        messages = found_by_comparing(stored["a_picture_of_another_size"], base)
        assert "the size changed" not in "\n".join(messages)
    else:
        assert unseen(stored, base) != []


def test_without_the_plain_difference_details_of_pictures_would_be_missed(monkeypatch):
    pictures = [pair for pair in proof_outputs.broken() if "image/png" in pair.before[0].get("data", {})]
    monkeypatch.setattr(image_diff, "rendered_alike", lambda one, other: False)
    missed = [pair.name for pair in pictures if not compare_outputs(pair.before, pair.after, Settings())]
    assert {"a_dash_style", "a_marker", "a_line_twice_as_wide", "a_unit_of_an_axis", "a_grid_gone"} & set(missed)


@pytest.mark.parametrize("weaker", [Settings(rtol=1e-2), Settings(rtol=1e-3, explicit=True), Settings(atol=1e-9)])
def test_weaker_tolerances_would_be_noticed(stored, base, weaker):
    assert unseen(stored, base, weaker) != []


# --- end to end: what `pytest --nbval` says of a folder of them


def fill(folder, assets, base, cases):
    for asset in proof.ASSETS:
        folder.joinpath(asset).write_bytes(assets.joinpath(asset).read_bytes())
    proof.write(folder, base, cases)
    return folder


def judge(found, cases, count, words):
    """Count the verdicts, and return the wrong ones with their messages."""
    assert set(found) == {case.name for case in cases}
    broken = [case for case in cases if case in proof.BROKEN]
    missed = {case.name: found[case.name] for case in broken if case.names not in "\n".join(found[case.name])}
    refused = {case.name: found[case.name] for case in cases if case not in broken and found[case.name]}
    count(
        f"{words}: {len(broken) - len(missed)} of {len(broken)} broken notebooks failed by name, "
        f"{len(cases) - len(broken) - len(refused)} of {len(cases) - len(broken)} harmless ones passed"
    )
    return missed | refused


def test_pytest_fails_each_broken_notebook_and_passes_each_harmless_one(base, assets, tmp_path, count):
    cases = [case for case in (*proof.BROKEN, *proof.HARMLESS) if case.name in proof.END_TO_END]
    found, done = run_pytest(fill(tmp_path, assets, base, cases))
    assert judge(found, cases, count, "pytest --nbval") == {}
    assert "before | after | difference: .regression/a_moved_bar-cell-" in done.stdout
    assert (tmp_path / ".regression" / f"a_moved_bar-cell-{proof.number('bars')}-1.png").is_file()


@pytest.fixture(scope="module")
def oldest(request, tmp_path_factory):
    """Install the oldest supported versions into a separate folder, which pytest's cache keeps if it is enabled."""
    lock = Path(__file__).with_name("oldest.txt")
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()[:12]
    cache = getattr(request.config, "cache", None)
    folder = cache.mkdir(f"oldest-{digest}") if cache else tmp_path_factory.mktemp("oldest")
    if (folder / "complete").is_file():
        return folder
    uv = shutil.which("uv")
    command = [uv, "pip", "install", "--python", sys.executable] if uv else [sys.executable, "-m", "pip", "install"]
    command += ["--quiet", "--no-deps", "--require-hashes", "--target", str(folder), "-r", str(lock)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        reason = f"the oldest versions cannot be installed: {done.stderr.strip()[-500:]}"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    (folder / "complete").touch()
    return folder


def test_the_oldest_versions_give_the_same_verdicts(base, assets, tmp_path, count, oldest):
    cases = [case for case in (*proof.BROKEN, *proof.HARMLESS) if case.name in proof.SAMPLE]
    assert len(cases) == len(proof.SAMPLE)
    folder = fill(tmp_path, assets, base, cases)
    found, done = run_pytest(folder, "-v", path=[str(oldest)])
    pinned = dict(re.findall(r"^(\S+)==(\S+)", Path(__file__).with_name("oldest.txt").read_text(), re.MULTILINE))
    assert f"pytest-{pinned['pytest']}," in done.stdout
    assert f"nbval-{pinned['nbval']}" in done.stdout
    assert judge(found, cases, count, f"nbval {pinned['nbval']}, pytest {pinned['pytest']}") == {}


def test_the_oldest_versions_are_the_ends_of_the_pinned_ranges():
    project = tomllib.loads((SOURCE.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    bounds = dict(
        re.findall(r"(nbval|pytest|pytest-xdist)>=([\d.]+)", " ".join(project["optional-dependencies"]["test"]))
    )
    text = Path(__file__).with_name("oldest.txt").read_text(encoding="utf-8")
    pinned = dict(re.findall(r"^(\S+)==([\d.]+)", text, re.MULTILINE))
    assert {name: pinned[name].startswith(bound) for name, bound in bounds.items()} == dict.fromkeys(bounds, True)
    assert not re.search(r"https?://|index|find-links", text)
