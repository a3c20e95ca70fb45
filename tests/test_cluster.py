"""Extraction on a real Dask cluster with two workers on this machine, which may die."""

import json
import os
import socket
import time

import pytest

from analysis.core import pool
from analysis.core.errors import AnalysisError
from analysis.documents import corpus
from analysis.documents.corpus import extract
from analysis.documents.partitions import Partitions

pytest.importorskip("distributed")

COUNT = 40


@pytest.fixture
def articles(tmp_path, monkeypatch):
    monkeypatch.setattr(corpus, "PART", 2)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    for number in range(COUNT):
        (tmp_path / "in" / f"a{number:03d}.txt").write_text(f"Output rose {number + 1}%.", encoding="utf-8")
    (tmp_path / "in" / "bad.pdf").write_bytes(b"no pdf")
    return "in"


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def after_parts(count, act, monkeypatch):
    """Do something once that many parts have been saved."""
    plain = Partitions.save
    saved = []

    def save(self, index, data, records):
        plain(self, index, data, records)
        saved.append(index)
        if len(saved) == count:
            act()

    monkeypatch.setattr(Partitions, "save", save)
    return saved


def test_a_cluster_with_a_killed_worker_gives_the_same_result(serve, articles, tmp_path, monkeypatch):
    _, address = serve()
    first, _ = serve(address)
    serve(address)
    saved = after_parts(4, first, monkeypatch)
    summary = extract([articles], tmp_path / "cluster", "jsonl", single_file=False, cluster=address)
    assert (summary.documents, summary.errors, summary.figures) == (COUNT + 1, 1, COUNT)
    assert sorted(saved) == list(range(21))  # nothing lost, nothing twice
    monkeypatch.undo()
    monkeypatch.setattr(corpus, "PART", 2)
    os.chdir(tmp_path)
    extract([articles], tmp_path / "here", "jsonl", single_file=False, workers=0)
    assert contents(tmp_path / "cluster") == contents(tmp_path / "here")


def test_a_dead_scheduler_is_an_error_and_finished_parts_are_kept(serve, articles, tmp_path, monkeypatch):
    scheduler, address = serve()
    serve(address)
    saved = after_parts(3, scheduler, monkeypatch)
    with pytest.raises(AnalysisError, match=r"tcp://.*scheduler"):
        extract([articles], tmp_path / "out", "jsonl", single_file=False, cluster=address)
    assert not (tmp_path / "out" / "documents.jsonl").exists()
    summary = extract([articles], tmp_path / "out", "jsonl", single_file=False, workers=0)
    assert summary.cached >= 2 * 3
    assert len(saved) == 21
    listed = (tmp_path / "out" / "documents.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["source_id"] for line in listed] == [f"a{number:03d}" for number in range(COUNT)]


def test_workers_with_another_version_are_rejected(serve, articles, tmp_path, monkeypatch):
    _, address = serve()
    serve(address)
    monkeypatch.setattr(corpus, "stamp", lambda: "0.0.9")
    with pytest.raises(AnalysisError, match=r"a worker has another version of metals-analysis.* \(0\.0\.9\)"):
        extract([articles], tmp_path / "out", "jsonl", single_file=False, cluster=address)


def test_a_scheduler_without_workers_is_named(serve, articles, tmp_path, monkeypatch):
    _, address = serve()
    monkeypatch.setattr(pool, "JOIN_WITHIN_S", 0.2)
    with pytest.raises(AnalysisError, match=r"no workers.*dask worker tcp://"):
        extract([articles], tmp_path / "out", "jsonl", single_file=False, cluster=address)


@pytest.mark.parametrize("pause", [0, 0.3])
def test_losing_all_workers_is_an_error(serve, articles, tmp_path, monkeypatch, pause):
    _, address = serve()
    worker, _ = serve(address)

    def kill():
        time.sleep(pause)  # long enough for a result that waits on the worker and is lost with it
        monkeypatch.setattr(pool, "JOIN_WITHIN_S", 0.5)
        worker()

    after_parts(2, kill, monkeypatch)
    with pytest.raises(AnalysisError, match=r"tcp://.*no workers left"):
        extract([articles], tmp_path / "out", "jsonl", single_file=False, cluster=address)


def test_a_server_that_is_not_a_scheduler_is_named(articles, tmp_path, monkeypatch):
    monkeypatch.setattr(pool, "ANSWER_WITHIN_S", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(AnalysisError, match="no answer from a Dask scheduler"):
            extract([articles], tmp_path / "out", "jsonl", single_file=False, cluster=address)
