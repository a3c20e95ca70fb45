"""Extracting many documents: complete, in order, independent of workers, and resumable."""

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import weakref
from hashlib import sha256

import pytest

from analysis.core.errors import AnalysisError
from analysis.documents import corpus
from analysis.documents.corpus import extract
from analysis.documents.partitions import locked_partitions

from ..waiting import wait_until

COUNT = 23


@pytest.fixture
def articles(tmp_path, monkeypatch):
    """Return a folder of 23 invented articles, with 5 articles per part."""
    monkeypatch.setattr(corpus, "PART", 5)
    monkeypatch.chdir(tmp_path)
    write_articles(tmp_path / "in", COUNT)
    return tmp_path / "in"


def write_articles(folder, count):
    folder.mkdir()
    for number in range(count):
        text = f"Invented works {number}\n\nOutput rose {number + 1}% to {number + 100} tons.\n"
        (folder / f"a{number:04d}.txt").write_text(text, encoding="utf-8")


def contents(folder):
    """Return the files of an output by name, without the manifests, which contain times."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def figures_in(folder):
    return [record for path in sorted(folder.glob("part-*.jsonl")) for record in lines(path)]


def made(monkeypatch):
    """Return a list that collects the documents of each part extracted in this process."""
    seen = []
    plain = corpus.extract_part

    def extract_part(task):
        seen.extend(place.source_id for place in task.places)
        return plain(task)

    monkeypatch.setattr(corpus, "extract_part", extract_part)
    return seen


def test_the_output_folder_contains_ordered_parts_and_a_list_of_documents(articles, tmp_path):
    summary = extract([articles], tmp_path / "out", "jsonl", single_file=False, workers=0)
    assert (summary.documents, summary.figures, summary.errors) == (COUNT, 2 * COUNT, 0)
    assert sorted(contents(tmp_path / "out")) == ["documents.jsonl", *(f"part-0000{n}.jsonl" for n in range(5))]
    names = [f"a{number:04d}" for number in range(COUNT)]
    assert [record["source_id"] for record in figures_in(tmp_path / "out")[::2]] == names
    listed = lines(tmp_path / "out" / "documents.jsonl")
    assert [(item["source_id"], item["figures"]) for item in listed] == [(name, 2) for name in names]
    assert listed[0]["sha256"] == sha256((articles / "a0000.txt").read_bytes()).hexdigest()


@pytest.mark.parametrize("workers", [0, 2])
def test_the_result_does_not_depend_on_the_number_of_workers(articles, tmp_path, workers):
    (articles / "bad.pdf").write_bytes(b"no pdf")
    extract([articles], tmp_path / "one", "jsonl", single_file=False, workers=1)
    extract([articles], tmp_path / "other", "jsonl", single_file=False, workers=workers)
    assert contents(tmp_path / "one") == contents(tmp_path / "other")


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet"])
def test_a_single_file_contains_all_parts_and_leaves_no_other_file(articles, tmp_path, form):
    pandas = pytest.importorskip("pandas")
    path = tmp_path / f"f.{form}"
    summary = extract([articles], path, form, single_file=True, workers=0)
    assert summary.figures == 2 * COUNT
    assert sorted(os.listdir(tmp_path)) == [path.name, "in"]
    read = {"jsonl": lambda path: pandas.read_json(path, lines=True), "csv": pandas.read_csv}.get(
        form, pandas.read_parquet
    )
    assert read(path)["low"].tolist()[::2] == list(range(1, COUNT + 1))


def test_parts_that_somebody_else_made_in_a_shared_folder_are_not_used(articles, tmp_path, monkeypatch):
    shared, path = tmp_path / "shared", tmp_path / "shared" / "f.csv"
    parts = shared / ".f.csv.parts"
    parts.mkdir(parents=True)
    shared.chmod(0o777)
    extract([articles], path, "csv", single_file=True, workers=0)  # own ones are
    expected = path.read_bytes()
    parts.mkdir()
    me = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: me + 1)
    with pytest.raises(AnalysisError, match=r"f\.csv\.parts"):
        extract([articles], path, "csv", single_file=True, workers=0)
    shared.chmod(0o755)  # where nobody else can make any
    extract([articles], path, "csv", single_file=True, workers=0)
    assert path.read_bytes() == expected


def test_a_link_in_the_place_of_the_parts_is_not_followed(articles, tmp_path):
    extract([articles], tmp_path / "own", "jsonl", single_file=False, workers=0)
    before = contents(tmp_path / "own")
    (tmp_path / ".f.jsonl.parts").symlink_to(tmp_path / "own")
    with pytest.raises(AnalysisError, match=r"f\.jsonl\.parts"):
        extract([articles / "a0001.txt"], tmp_path / "f.jsonl", "jsonl", single_file=True, workers=0)
    assert contents(tmp_path / "own") == before


def test_parts_may_be_parquet(articles, tmp_path):
    pandas = pytest.importorskip("pandas")
    extract([articles], tmp_path / "out", "parquet", single_file=False, workers=0)
    table = pandas.read_parquet(sorted((tmp_path / "out").glob("part-*.parquet")))
    assert table["low"].tolist()[::2] == list(range(1, COUNT + 1))


def test_the_output_must_not_be_a_document(articles):
    source = articles / "a0003.txt"
    before = source.read_bytes()
    with pytest.raises(AnalysisError, match="--out"):
        extract([articles], source, "csv", single_file=True, workers=0)
    assert source.read_bytes() == before


def test_an_unreadable_document_is_listed_and_does_not_stop_the_others(articles, tmp_path):
    (articles / "a0003.txt").write_bytes(bytes(range(256)) * 9)
    (articles / "b.pdf").write_bytes(b"%PDF-1.7 torn")
    messages = []
    for single_file, errors in ((False, tmp_path / "out" / "errors.jsonl"), (True, tmp_path / "f.csv.errors.jsonl")):
        out = tmp_path / ("f.csv" if single_file else "out")
        summary = extract(
            [articles],
            out,
            "csv" if single_file else "jsonl",
            single_file=single_file,
            workers=0,
            on_message=messages.append,
        )
        assert (summary.documents, summary.errors, summary.errors_file) == (COUNT + 1, 2, errors)
        assert [item["source_id"] for item in lines(errors)] == ["a0003", "b"]
        assert "binary" in lines(errors)[0]["error"]
    assert len([message for message in messages if message.startswith("error: ")]) == 4
    (articles / "b.pdf").unlink()
    (articles / "a0003.txt").write_bytes(b"Output rose 5%.")
    assert extract([articles], tmp_path / "f.csv", "csv", single_file=True, workers=0).errors_file is None
    assert not (tmp_path / "f.csv.errors.jsonl").exists()  # an old list would accuse good documents


def test_an_internal_error_in_one_document_does_not_stop_the_others(articles, tmp_path, monkeypatch):
    plain = corpus.read_place

    def read_place(place, folder):
        if place.source_id == "a0002":
            raise ZeroDivisionError("oh")
        return plain(place, folder)

    monkeypatch.setattr(corpus, "read_place", read_place)
    summary = extract([articles], tmp_path / "out", "jsonl", single_file=False, workers=0)
    assert (summary.errors, summary.figures) == (1, 2 * COUNT - 2)
    (error,) = lines(tmp_path / "out" / "errors.jsonl")
    assert error["error"].endswith("(ZeroDivisionError: oh); please report it")


def test_finished_parts_are_not_repeated(articles, tmp_path, monkeypatch):
    seen = made(monkeypatch)
    extract([articles], tmp_path / "out", "jsonl", single_file=False, workers=0)
    assert len(seen) == COUNT
    before = contents(tmp_path / "out")
    summary = extract([articles], tmp_path / "out", "jsonl", single_file=False, workers=0)
    assert len(seen) == COUNT
    assert (summary.cached, summary.figures) == (COUNT, 2 * COUNT)
    assert contents(tmp_path / "out") == before


def change_text(articles, monkeypatch):
    (articles / "a0007.txt").write_text("Output rose 77%.", encoding="utf-8")


def change_letters_and_keep_the_size(articles, monkeypatch):
    path = articles / "a0007.txt"
    path.write_text(path.read_text(encoding="utf-8").replace("8%", "9%"), encoding="utf-8")


def remove_one(articles, monkeypatch):
    (articles / "a0007.txt").unlink()


def add_one_before(articles, monkeypatch):
    (articles / "a0006b.txt").write_text("Output rose 66%.", encoding="utf-8")


def rename_one(articles, monkeypatch):
    (articles / "a0007.txt").rename(articles / "a0007.md")


def change_the_version(articles, monkeypatch):
    monkeypatch.setattr(corpus, "stamp", lambda: "another")


def touch(articles, monkeypatch):
    os.utime(articles / "a0007.txt")


@pytest.mark.parametrize(
    ("change", "again"),
    [
        (change_text, 5),  # the part it is in
        (change_letters_and_keep_the_size, 5),
        (remove_one, 17),  # its part and the later ones, which move up
        (add_one_before, 19),
        (rename_one, 5),
        (change_the_version, COUNT),
        (touch, 0),  # the same bytes
    ],
)
def test_changed_parts_are_rebuilt_as_if_from_the_start(articles, tmp_path, monkeypatch, change, again):
    extract([articles], tmp_path / "out", "jsonl", single_file=False, workers=0)
    change(articles, monkeypatch)
    seen = made(monkeypatch)
    extract([articles], tmp_path / "out", "jsonl", single_file=False, workers=0)
    assert len(seen) == again
    extract([articles], tmp_path / "fresh", "jsonl", single_file=False, workers=0)
    assert contents(tmp_path / "out") == contents(tmp_path / "fresh")


def test_parts_with_long_documents_have_fewer_documents(articles, tmp_path, monkeypatch):
    monkeypatch.setattr(corpus, "PART_BYTES", 100)
    (articles / "a0004.txt").write_text("Output rose 5%. " * 50, encoding="utf-8")
    extract([articles], tmp_path / "out", "jsonl", single_file=False, workers=0)
    parts = [[record["source_id"] for record in lines(path)][::2] for path in sorted((tmp_path / "out").glob("part-*"))]
    assert parts[:2] == [["a0000", "a0001"], ["a0002", "a0003"]]  # of 46 letters each
    assert set(parts[2]) == {"a0004"}
    assert parts[3] == ["a0005", "a0006"]


def test_a_truncated_part_is_rebuilt(articles, tmp_path):
    extract([articles], tmp_path / "out", "jsonl", single_file=False, workers=0)
    before = contents(tmp_path / "out")
    part = tmp_path / "out" / "part-00002.jsonl"
    part.write_bytes(part.read_bytes()[:-9])
    (tmp_path / "out" / ".extract" / "00001.json").write_text("{", encoding="ascii")
    assert extract([articles], tmp_path / "out", "jsonl", single_file=False, workers=0).cached == COUNT - 10
    assert contents(tmp_path / "out") == before


def test_another_format_replaces_the_parts(articles, tmp_path):
    extract([articles], tmp_path / "out", "csv", single_file=False, workers=0)
    extract([articles], tmp_path / "out", "jsonl", single_file=False, workers=0)
    extract([articles], tmp_path / "fresh", "jsonl", single_file=False, workers=0)
    assert contents(tmp_path / "out") == contents(tmp_path / "fresh")


def test_a_document_that_could_not_be_opened_is_retried(articles, tmp_path):
    (articles / "a0001.txt").unlink()
    (articles / "a0001.txt").symlink_to(tmp_path / "later.txt")
    assert extract([articles], tmp_path / "out", "jsonl", single_file=False, workers=0).errors == 1
    (tmp_path / "later.txt").write_text("Output rose 11%.", encoding="utf-8")
    summary = extract([articles], tmp_path / "out", "jsonl", single_file=False, workers=0)
    assert (summary.errors, summary.cached) == (0, COUNT - 5)
    assert not (tmp_path / "out" / "errors.jsonl").exists()


def test_a_single_file_is_always_built_from_the_current_documents(articles, tmp_path):
    extract([articles], tmp_path / "f.jsonl", "jsonl", single_file=True, workers=0)
    change_text(articles, None)
    assert extract([articles], tmp_path / "f.jsonl", "jsonl", single_file=True, workers=0).cached == 0
    assert "77%" in [record["text"] for record in lines(tmp_path / "f.jsonl")]


def test_a_folder_in_use_is_rejected(articles, tmp_path):
    with (
        locked_partitions(tmp_path / "out", "jsonl", "stamp"),
        pytest.raises(AnalysisError, match="out: in use"),
    ):
        extract([articles], tmp_path / "out", "jsonl", single_file=False, workers=0)
    assert extract([articles], tmp_path / "out", "jsonl", single_file=False, workers=0).documents == COUNT


def test_a_folder_with_other_files_is_rejected(articles):
    before = contents(articles)
    with pytest.raises(AnalysisError, match=r"in: .*other files"):
        extract([articles], articles, "jsonl", single_file=False, workers=0)
    assert contents(articles) == before


def test_standard_input_cannot_be_read_by_workers(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(AnalysisError, match="standard input"):
        extract(["-"], tmp_path / "f.csv", "csv", single_file=True, workers=2)


def test_a_worker_with_another_version_is_rejected(articles):
    task = corpus.PartTask(0, (), str(articles), "jsonl", "0.0.9")
    with pytest.raises(AnalysisError, match=r"another version of metals-analysis.* \(0\.0\.9\)"):
        corpus.extract_part(task)


def test_a_document_that_crashes_its_process_is_listed_and_retried(articles, tmp_path, monkeypatch):
    (articles / "a0006.txt").write_text("kill me 5%", encoding="utf-8")
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(
        "import analysis.documents.document as documents, os\n"
        "plain = documents.decode\n"
        "documents.decode = lambda data, path: os._exit(9) if b'kill me' in data else plain(data, path)\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("PYTHONPATH", str(site))
    summary = extract([articles], tmp_path / "out", "jsonl", single_file=False, workers=2)
    assert (summary.errors, summary.figures) == (1, 2 * COUNT - 2)
    (error,) = lines(tmp_path / "out" / "errors.jsonl")
    assert "a0006.txt: the worker process crashed" in error["error"]
    summary = extract([articles], tmp_path / "out", "jsonl", single_file=False, workers=0)
    assert (summary.errors, summary.cached) == (0, COUNT - 5)


HELD = (
    "import analysis.documents.corpus as corpus, analysis.documents.document as documents, os, time\n"
    "corpus.PART = 5\n"
    "plain = documents.decode\n"
    "def decode(data, path):\n"
    "    while path.stem == 'a0022' and os.path.exists('held'): time.sleep(0.02)\n"
    "    return plain(data, path)\n"
    "documents.decode = decode\n"
)


@pytest.mark.parametrize(
    ("number", "out"), [(signal.SIGKILL, "out"), (signal.SIGKILL, "f.csv"), (signal.SIGTERM, "out")]
)
def test_a_stopped_extraction_resumes_without_lost_or_duplicate_documents(articles, tmp_path, monkeypatch, number, out):
    (tmp_path / "sitecustomize.py").write_text(HELD, encoding="utf-8")
    (tmp_path / "held").touch()  # one article, so that the run cannot end before it is stopped
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))  # who is killed leaves files there
    command = [sys.executable, "-m", "analysis", "extract", "in", "--out", out, "--workers", "2"]
    state = tmp_path / (".f.csv.parts" if out == "f.csv" else "out")
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    wait_until(lambda: len(list(state.glob(".extract/0*.json"))) >= 1, process)
    process.send_signal(number)
    _, messages = process.communicate()
    (tmp_path / "held").unlink()
    assert process.returncode == (130 if number == signal.SIGTERM else -number)
    assert "Traceback" not in messages
    done = len(list(state.glob(".extract/0*.json")))
    assert 1 <= done < 5
    again = extract(["in"], tmp_path / out, "jsonl" if out == "out" else "csv", single_file=out != "out", workers=0)
    assert again.cached == 5 * done
    expected = [f"a{number:04d}" for number in range(COUNT)]
    if out == "out":
        assert [item["source_id"] for item in lines(tmp_path / "out" / "documents.jsonl")] == expected
        found = [record["source_id"] for record in figures_in(tmp_path / "out")]
    else:
        with (tmp_path / out).open(encoding="utf-8", newline="") as file:
            found = [row["source_id"] for row in csv.DictReader(file)]
        assert not state.exists()
    assert found == [name for name in expected for _ in range(2)]


def test_memory_does_not_grow_with_the_number_of_parts(articles, tmp_path, monkeypatch):
    class Watched(corpus.Part):
        __slots__ = ("__weakref__",)

    held = []
    most = []
    plain = corpus.extract_part

    def extract_part(task):
        part = plain(task)
        watched = Watched(part.index, part.data, part.records)
        held.append(weakref.ref(watched))
        most.append(sum(reference() is not None for reference in held))
        return watched

    monkeypatch.setattr(corpus, "extract_part", extract_part)
    extract([articles], tmp_path / "out", "jsonl", single_file=False, workers=0)
    assert len(held) == 5
    assert max(most) <= 3


def test_the_output_is_unchanged_when_the_folder_is_moved(articles, tmp_path):
    extract([articles], tmp_path / "out", "jsonl", single_file=False, workers=0)
    shutil.move(tmp_path / "out", tmp_path / "moved")
    assert extract([articles], tmp_path / "moved", "jsonl", single_file=False, workers=0).cached == COUNT
