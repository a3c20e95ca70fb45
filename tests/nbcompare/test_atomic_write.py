"""A file is replaced completely or not at all."""

import os
from pathlib import Path

import pytest

from nbcompare.atomic_write import atomic_write


def test_the_old_file_exists_until_the_new_one_is_complete(tmp_path):
    path = tmp_path / "new" / "a.txt"
    for text in ("first", "second"):
        before = path.read_text() if path.exists() else None
        with atomic_write(path) as part:
            part.write_text(text)
            assert (path.read_text() if path.exists() else None) == before
        assert path.read_text() == text
    assert [item.name for item in path.parent.iterdir()] == ["a.txt"]


def test_an_error_leaves_only_the_old_file(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("old")
    with pytest.raises(UnicodeEncodeError), atomic_write(path) as part:
        part.write_text("half \ud800", encoding="utf-8")
    assert path.read_text() == "old"
    assert [item.name for item in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.parametrize("name", ["x" * 255, "a.txt"])  # the temporary name would be too long
def test_an_error_names_the_file_and_not_the_temporary_one(tmp_path, name):
    path = tmp_path / name
    if name == "a.txt":
        path.mkdir()
    with pytest.raises(OSError, match=r"too long|directory") as caught, atomic_write(path) as part:
        part.write_text("new")
    assert caught.value.filename == str(path)


def test_permissions_are_kept(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("old")
    path.chmod(0o640)
    with atomic_write(path) as part:
        part.write_text("new")
    assert path.stat().st_mode & 0o777 == 0o640


def test_the_temporary_file_may_be_in_another_folder(tmp_path):
    with atomic_write(tmp_path / "a.txt", tmp_path / "parts") as part:
        part.write_text("new")
        assert part.parent == tmp_path / "parts"
    assert (tmp_path / "a.txt").read_text() == "new"


def test_a_folder_that_is_a_file_is_an_error(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(OSError, match="file"), atomic_write(tmp_path / "file" / "a.txt"):
        pass


def test_a_link_that_is_made_in_the_last_moment_is_not_followed(tmp_path, monkeypatch):
    other, part = tmp_path / "other.txt", tmp_path / f".a.txt.{os.getpid()}"
    other.write_text("mine", encoding="utf-8")
    monkeypatch.setattr(Path, "unlink", lambda path, missing_ok=False: part.symlink_to(other))
    with pytest.raises(FileExistsError), atomic_write(tmp_path / "a.txt") as path:
        path.write_text("new", encoding="utf-8")
    assert other.read_text(encoding="utf-8") == "mine"


def test_the_temporary_file_is_made_before_it_is_written(tmp_path):
    with atomic_write(tmp_path / "a.txt") as part:
        assert part.is_file()
        assert not part.is_symlink()
    assert (tmp_path / "a.txt").read_bytes() == b""


def test_a_link_at_the_temporary_name_is_not_followed(tmp_path):
    other = tmp_path / "other.txt"
    other.write_text("mine", encoding="utf-8")
    (tmp_path / f".a.txt.{os.getpid()}").symlink_to(other)
    with atomic_write(tmp_path / "a.txt") as part:
        part.write_text("new", encoding="utf-8")
    assert other.read_text(encoding="utf-8") == "mine"
    assert not (tmp_path / "a.txt").is_symlink()
    assert (tmp_path / "a.txt").read_text(encoding="utf-8") == "new"
