"""The identity of an execution depends on all of its inputs and nothing else; the store writes complete files."""

import subprocess
import sys

import nbformat
import pytest

from analysis.core.errors import AnalysisError
from analysis.documents.sources import read_sources
from analysis.runs import execution_cache
from analysis.runs.execution_cache import Manner, Store, finished, identity, make_task, perform
from analysis.runs.plan import plan


def named(path, sources, given=None, needs=None, folder="seeds"):
    read = read_sources(sources)
    (job,) = plan([path], read, "base", given)
    return identity(job, read, folder, needs or {})


@pytest.fixture
def notebook(make_notebook):
    return make_notebook('sources: str = "seeds"\nfoil_thickness_um: float = 3.5\nother: int = 1', "print(other)")


def test_the_identity_does_not_depend_on_how_parameters_are_set(notebook, sources_folder):
    plain = named(notebook, sources_folder)
    assert plain == named(notebook, sources_folder, {"other": "1"})
    assert plain == named(notebook, sources_folder, {"foil_thickness_um": "6.0"})  # as the source has it
    content = nbformat.read(notebook, as_version=4)
    content.cells[-1].outputs = [nbformat.v4.new_output("stream", text="1")]
    content.metadata["note"] = "other"
    nbformat.write(content, notebook)
    assert plain == named(notebook, sources_folder)  # outputs and metadata are not what is executed


@pytest.mark.parametrize("change", ["code", "prose", "parameter", "source", "folder", "needs", "package", "data"])
def test_every_input_changes_the_identity(notebook, sources_folder, monkeypatch, change, tmp_path):
    plain = named(notebook, sources_folder)
    more = {}
    if change in ("code", "prose"):
        content = nbformat.read(notebook, as_version=4)
        content.cells[-1 if change == "code" else 0].source += " # changed"
        nbformat.write(content, notebook)
    elif change == "parameter":
        more["given"] = {"other": "2"}
    elif change == "source":
        (sources_folder / "article.txt").write_text("The foil is 6 microns thick. Nothing else.", encoding="utf-8")
    elif change == "folder":
        more["folder"] = "elsewhere"
    elif change == "needs":
        more["needs"] = {"10_first": "abc"}
    elif change == "package":
        monkeypatch.setattr(execution_cache, "versions", lambda: {"numpy": "0"})
    elif change == "data":
        (tmp_path / "data").mkdir()
        (tmp_path / "data" / "x.csv").write_text("1", encoding="utf-8")
        monkeypatch.setattr(execution_cache, "data_folder", lambda: tmp_path / "data")
    execution_cache._package_digest.cache_clear()
    try:
        assert named(notebook, sources_folder, **more) != plain
    finally:
        monkeypatch.undo()
        execution_cache._package_digest.cache_clear()


def test_an_incomplete_record_is_ignored(notebook, sources_folder, tmp_path):
    read = read_sources(sources_folder)
    (job,) = plan([notebook], read)
    store = Store(str(tmp_path / "store"))
    task = make_task(job, "abc", store, Manner(), sources=str(sources_folder))
    done = perform(task)
    again = finished(store, "abc")
    assert (again.status, again.seconds, again.cached, done.cached) == ("ok", done.seconds, True, False)
    whole = store.read("abc.json")
    for text in (b"", whole[:-5], b"[]", b'{"status": "ok"}'):
        store.write("abc.json", text)
        assert finished(store, "abc") is None
    assert finished(store, "other") is None


def test_a_store_writes_files_and_names_an_invalid_folder(tmp_path):
    store = Store(str(tmp_path / "s"))
    assert (store.read("a"), store.names("")) == (None, set())
    store.write("a", b"1")
    store.write("a", b"2")
    assert (store.read("a"), store.names("")) == (b"2", {"a"})
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(AnalysisError, match="file"):
        Store(str(tmp_path / "file")).write("a", b"1")


def test_a_killed_process_releases_its_lock(tmp_path):
    store = Store(str(tmp_path))
    code = (
        "import sys, time\nfrom analysis.runs.execution_cache import Store\n"
        f"with Store({str(tmp_path)!r}).locked('x'):\n    print('held', flush=True); time.sleep(60)"
    )
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "held\n"
    with pytest.raises(BlockingIOError), store.locked("x"):
        pass
    waited = []
    process.kill()
    process.communicate()
    with store.locked("x", lambda: waited.append(1)):
        assert waited == []
    assert not (tmp_path / "x.lock").exists()
