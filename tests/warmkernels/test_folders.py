"""Temporary folders end with their process; the next process removes those of one that was killed, and no others."""

import os
import subprocess
import sys

import pytest

from warmkernels import temporary_folders
from warmkernels.temporary_folders import make_folder, remove_folder, temporary_folder

MAKE = "from warmkernels.temporary_folders import make_folder; print(make_folder('one-'))"


def folders_after(code, place):
    environment = os.environ | {"TMPDIR": str(place)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert done.stdout.startswith(str(place)), done.stderr
    return sorted(path.name for path in place.iterdir())


@pytest.fixture
def as_a_new_process(monkeypatch):
    """Look for abandoned folders again."""
    temporary_folders._remove_abandoned.cache_clear()


def test_a_process_that_ends_during_a_start_removes_the_folders_of_its_kernels(tmp_path):
    code = "from warmkernels.provisioner import private_folder; print(private_folder()); raise KeyboardInterrupt"
    assert folders_after(code, tmp_path) == []


def test_the_folder_of_a_killed_process_is_removed_by_the_next_one(tmp_path):
    killed = f"{MAKE}; import os, sys; sys.stdout.flush(); os.kill(os.getpid(), 9)"
    (left,) = folders_after(killed, tmp_path)
    (tmp_path / left / "a file").touch()
    assert folders_after(MAKE, tmp_path) == []


def test_a_folder_in_use_stays(tmp_path):
    folder = make_folder("one-", str(tmp_path))
    assert folders_after(MAKE, tmp_path) == [os.path.basename(folder)]
    remove_folder(folder)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("as_a_new_process")
def test_what_is_not_such_a_folder_stays(tmp_path):
    target = tmp_path / "target"
    for name in ("target", "one-20261129", "one-results.tmp", "two-abcd1234.tmp", "one-ABCD1234.tmp"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a file").touch()
    (tmp_path / "one-abcd1234.tmp").symlink_to(target)
    (tmp_path / "one-abcd5678.tmp").touch()
    before = sorted(tmp_path.rglob("*"))
    with temporary_folder("one-", str(tmp_path)):
        assert set(before) < set(tmp_path.rglob("*"))
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.usefixtures("as_a_new_process")
def test_the_folder_of_another_user_stays(tmp_path, monkeypatch):
    (tmp_path / "one-abcd1234.tmp").mkdir()
    uid = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: uid + 1)
    with temporary_folder("one-", str(tmp_path)):
        assert (tmp_path / "one-abcd1234.tmp").is_dir()


def test_a_folder_is_locked_before_another_process_can_take_it_for_abandoned(tmp_path, monkeypatch):
    rename, names = os.rename, []

    def renamed(old, new):
        names.append([path.name for path in tmp_path.iterdir()])
        temporary_folders._remove_abandoned.__wrapped__("three-", str(tmp_path))
        rename(old, new)
        temporary_folders._remove_abandoned.__wrapped__("three-", str(tmp_path))

    monkeypatch.setattr(os, "rename", renamed)
    with temporary_folder("three-", str(tmp_path)) as folder:
        assert os.path.isdir(folder)
    assert names == [[f".{os.path.basename(folder)}"]]
    assert not list(tmp_path.iterdir())
