"""Only one process at a time holds a lock file, which is removed afterwards."""

import subprocess
import sys
import threading

import pytest

from analysis.core.text_files import locked

COUNT_UP = """
import sys
from pathlib import Path
from analysis.core.text_files import locked

folder, times = Path(sys.argv[1]), int(sys.argv[2])
for _ in range(times):
    with locked(folder / "count.lock", lambda: None):
        count = folder / "count"
        count.write_text(str(int(count.read_text()) + 1))
"""


def test_the_lock_file_exists_only_while_the_lock_is_held(tmp_path):
    path = tmp_path / "new" / "x.lock"
    with locked(path):
        assert path.exists()
    assert list(path.parent.iterdir()) == []


def test_without_waiting_a_held_lock_raises_an_error_that_names_the_file(tmp_path):
    path = tmp_path / "x.lock"
    with locked(path), pytest.raises(BlockingIOError, match=r"x\.lock"), locked(path):
        pass
    with locked(path):
        pass


def test_a_waiting_process_is_notified_once_and_gets_the_lock_next(tmp_path):
    path, order, waiting = tmp_path / "x.lock", [], threading.Event()

    def second():
        with locked(path, lambda: (order.append("waits"), waiting.set())):
            order.append("second")

    thread = threading.Thread(target=second)
    with locked(path):
        thread.start()
        assert waiting.wait(60)
        order.append("first")
    thread.join()
    assert order == ["waits", "first", "second"]
    assert not path.exists()


def test_two_processes_never_hold_the_lock_at_once(tmp_path):
    (tmp_path / "count").write_text("0")
    command = [sys.executable, "-c", COUNT_UP, str(tmp_path), "100"]
    processes = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(4)]
    assert [process.communicate()[1] for process in processes] == [""] * 4
    assert (tmp_path / "count").read_text() == "400"
    assert not (tmp_path / "count.lock").exists()


def test_the_folder_of_a_lock_may_be_removed_while_it_is_held(tmp_path):
    path = tmp_path / "folder" / "x.lock"
    with locked(path):
        path.unlink()
        path.parent.rmdir()
    assert not path.parent.exists()


def test_a_file_in_place_of_the_folder_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises((FileExistsError, NotADirectoryError), match="file"), locked(tmp_path / "file" / "x.lock"):
        pass
