"""The locks are complete, name no registry, agree with each other, and nothing else is installed."""

import json
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import hatchling.build
import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = PYPROJECT["project"]
EXTRAS = [item for extra in PROJECT["optional-dependencies"].values() for item in extra]
BUILD = PYPROJECT["build-system"]["requires"]
REPORT, DEV, PEERS = "requirements.txt", "requirements-dev.txt", "benchmarks/requirements.txt"
LOCKS = [REPORT, DEV, PEERS]
ASKED_FOR = {REPORT: PROJECT["dependencies"] + BUILD, DEV: PROJECT["dependencies"] + EXTRAS + BUILD, PEERS: []}
LEFT_OUT = {PEERS: {"docopt"}}  # num2words has a command of that needs it, which nothing calls; it has no wheel


def text_of(lock):
    return (ROOT / lock).read_text(encoding="utf-8")


def entries(text):
    """The requirements of a lock, each with its block of lines."""
    blocks = re.split(r"\n(?=[a-z0-9])", text)
    return [(Requirement(re.match(r"[^\\#\n]+", block).group().strip()), block) for block in blocks]


def applies(requirement, extras=("",)):
    marker = requirement.marker
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in extras)


def what_it_needs(name):
    """The requirements that the metadata of an installed distribution states; none if it is not installed."""
    try:
        return requires(name) or []
    except PackageNotFoundError:
        return []


def faults(text, asked_for=(), needs=what_it_needs, left_out=()):
    """What the lock lacks, here: distributions and extras that another one needs, and versions that do not fit.

    Extras are compared as they are spelled, since pip 23.0 takes html-clean and html_clean for two.
    """
    here = {canonicalize_name(locked.name): locked for locked, _ in entries(text) if applies(locked)}
    wanted = [("the project", Requirement(item)) for item in asked_for]
    for name, locked in here.items():
        wanted += [
            (name, Requirement(item)) for item in needs(name) if applies(Requirement(item), {"", *locked.extras})
        ]
    found = []
    for by, requirement in wanted:
        name = canonicalize_name(requirement.name)
        if not applies(requirement, {"", *(here[by].extras if by in here else ())}) or name in left_out:
            continue
        if name not in here:
            found.append(f"{by} needs {name}, which is not locked")
            continue
        locked = here[name]
        found += [f"{by} needs {name}[{extra}]" for extra in sorted(requirement.extras - locked.extras)]
        if not requirement.specifier.contains(next(iter(locked.specifier)).version, prereleases=True):
            found.append(f"{by} needs {requirement}, and {locked} is locked")
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_contains_all_requirements_with_their_extras(lock):
    assert faults(text_of(lock), ASKED_FOR[lock], left_out=LEFT_OUT.get(lock, ())) == []


def test_a_lock_without_extras_is_detected():
    """Pip before 23.1 finds no pin for the distribution with its extra, and takes the newest release instead."""
    stripped = re.sub(r"\[[a-z0-9,_-]+\]==", "==", text_of(DEV))
    found = faults(stripped, ASKED_FOR[DEV])
    assert "pytest-cov needs coverage[toml]" in found
    assert "justext needs lxml[html_clean]" in found


LITTLE = """\
a[fast]==1.0 \\
    --hash=sha256:00
b==2.0 ; python_full_version >= '3.11' \\
    --hash=sha256:00
c==1.0 ; python_full_version < '3.11' \\
    --hash=sha256:00
"""


@pytest.mark.parametrize(
    ("needs", "found"),
    [
        ({"a": ["b>=2,<3"]}, []),
        ({"a": ["b>=2; extra == 'fast'"]}, []),
        ({"a": ["b[slow]; extra == 'other'"]}, []),
        ({"a": ["b[slow]>=2"]}, ["a needs b[slow]"]),
        ({"a": ["B[slow]>=2; extra == 'fast'"]}, ["a needs b[slow]"]),
        ({"b": ["a[fast]"]}, []),
        ({"b": ["a[Fast]"]}, ["b needs a[Fast]"]),
        ({"b": ["a>=1.1"]}, ["b needs a>=1.1, and a[fast]==1.0 is locked"]),
        ({"b": ["c"]}, ["b needs c, which is not locked"]),
        ({"c": ["d"]}, []),
    ],
)
def test_missing_requirements_of_a_lock_are_named(needs, found):
    assert faults(LITTLE, needs=lambda name: needs.get(name, [])) == found


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_contains_no_index_or_address(lock):
    pattern = r"https?://|--(?:extra-)?index-url|--find-links|file:"
    assert [line for line in text_of(lock).splitlines() if re.search(pattern, line)] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_every_entry_has_a_version_and_hashes(lock):
    for locked, block in entries(text_of(lock)):
        assert [part.operator for part in locked.specifier] == ["=="], locked
        assert "--hash=sha256:" in block, locked


def versions(text):
    found = {}
    for locked, _ in entries(text):
        found.setdefault(locked.name, set()).add(str(locked.specifier))
    return found


def disagreements(first, second):
    second = versions(second)
    return [name for name, found in versions(first).items() if name in second and found - second[name]]


def test_the_locks_have_the_same_versions():
    dev = text_of(DEV)
    assert versions(text_of(REPORT)).keys() - versions(dev).keys() == set()
    assert disagreements(text_of(REPORT), dev) == []
    assert disagreements(text_of(PEERS), dev) == []
    assert disagreements(text_of(REPORT), dev.replace("\nnbformat==", "\nnbformat==0.")) == ["nbformat"]


def test_a_report_installs_no_test_tool():
    kept_out = {"coverage", "jupyterlab", "mypy", "playwright", "pyarrow", "pytest", "ruff", "voila"}
    assert versions(text_of(DEV)).keys() >= kept_out
    assert versions(text_of(REPORT)).keys() & kept_out == set()


def test_the_build_backend_is_locked(monkeypatch):
    """Its environment is not isolated, so that the newest release of the build backend is not fetched for it."""
    monkeypatch.chdir(ROOT)
    for_editable = hatchling.build.get_requires_for_build_editable()
    assert faults(text_of(REPORT), BUILD + for_editable) == []
    assert {Requirement(item).name for item in PYPROJECT["dependency-groups"]["build"]} == {
        Requirement(item).name for item in BUILD + for_editable
    }


def commands(target, installer):
    if shutil.which("make") is None:
        pytest.skip("there is no make")
    made = ["make", "--dry-run", "--always-make", f"INSTALLER={installer}", f"PYTHON={sys.executable}", target]
    done = subprocess.run(made, cwd=ROOT, capture_output=True, text=True, check=True)
    return [line.strip() for line in done.stdout.replace("\\\n", " ").splitlines()]


@pytest.mark.parametrize("installer", ["pip", "pip==23.0.1", "uv"])
@pytest.mark.parametrize("target", ["report", "test", "lab", "dash", "peers"])
def test_make_installs_only_locked_packages(target, installer):
    lines = commands(target, installer)
    installs = [part for line in lines for part in re.split(r";;|&&", line) if " install " in part]
    assert len(installs) >= 4
    for part in installs:
        assert "--no-deps" in part, part
        assert re.search(r"--require-hashes -r|--no-build-isolation --editable|--upgrade", part), part
    locks = {lock for lock in LOCKS if any(f"-r {lock}" in part for part in installs)}
    assert locks == {REPORT} if target == "report" else {REPORT, DEV} <= locks


def test_github_accepts_the_workflow(tmp_path):
    path, broken = ROOT / ".github/workflows/ci.yml", tmp_path / "broken.yml"
    broken.write_text(path.read_text(encoding="utf-8").replace("runs-on", "run-on"), encoding="utf-8")
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", "-o", "json"]
    done = subprocess.run([*check, str(path), str(broken)], capture_output=True, text=True, check=False)
    assert {error["filename"] for error in json.loads(done.stdout)["errors"]} == {str(broken)}, done.stdout


def test_ci_uses_the_oldest_and_the_newest_pip_on_every_python():
    jobs = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8"))["jobs"]
    rows = jobs["test"]["strategy"]["matrix"]["include"]
    assert {(row["python"], row["pip"]) for row in rows} == {
        (python, pip) for python in ("3.11", "3.12", "3.13") for pip in ("oldest", "newest")
    }
    assert "pip==23.0.1" in [row["installer"] for row in rows]
    assert jobs["test"]["env"]["INSTALLER"] == "${{ matrix.installer }}"  # which make reads
