"""The command line: what goes to stdout, stderr and files, and with which exit code."""

import json
import os
import signal
import subprocess
import sys
from contextlib import nullcontext

import pytest

from analysis.cli import main
from analysis.core.errors import AnalysisError

from .conftest import ROOT


def test_extract_writes_one_figure_a_line_and_a_summary_to_stderr(sources_folder, capsys):
    assert main(["extract", str(sources_folder)]) == 0
    out, err = capsys.readouterr()
    records = [json.loads(line) for line in out.splitlines()]
    text = (sources_folder / "article.txt").read_text(encoding="utf-8")
    assert [record["text"] for record in records] == ["$20", "$900", "6 microns"]
    assert all(text[record["start"] : record["end"]] == record["text"] for record in records)
    assert err.splitlines()[-1] == "3 figures from 1 documents"


def test_extract_to_a_file_takes_the_format_from_its_ending(sources_folder, tmp_path, capsys):
    assert main(["extract", str(sources_folder), "--out", str(tmp_path / "f.csv")]) == 0
    assert (tmp_path / "f.csv").read_text(encoding="utf-8").count("\n") == 4
    assert capsys.readouterr().out == "3 figures from 1 documents\n"


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["extract", "nowhere"], 1, "nowhere: no such file or folder"),
        (["extract", "--out", "f.xyz"], 2, "the ending says no format"),
        (["extract", "--format", "parquet"], 2, "--format parquet is binary: add --out FILE"),
        (["extract", "--workers", "2"], 2, "--workers and --cluster write files: add --out FILE or --out DIR"),
        (["extract", "--text", "--out", "f.csv"], 2, "--text prints one document to stdout"),
        (["extract", "--text"], 2, "--text prints one document, found are 4. Give the path of one"),
        (["extract", "seeds/nothing*.txt"], 1, "document fits the pattern"),
        (["run", "margin_uplift", "-p", "foil_profit=1"], 2, "did you mean foil_profit_usd_per_t?"),
        (["run", "margin_uplift", "-p", "foil_share=lots"], 2, "foil_share is 'lots', wanted is a number"),
        (["run", "margin_uplift", "-p", "foil_share"], 2, "-p foil_share: wanted is NAME=VALUE"),
        (["run", "margin_uplift", "-p", "foil_share=1", "-p", "foil_share=1"], 2, "foil_share is given twice"),
        (["run", "margin_uplft"], 2, "did you mean margin_uplift?"),
        (["run", "margin_uplift", "--scenario", "hihg"], 2, "did you mean high?"),
        (["run", "margin_uplift", "--sources", "nowhere"], 1, "nowhere: no such file or folder"),
    ],
)
def test_an_error_is_a_message_with_its_exit_code_and_no_traceback(arguments, code, message, capsys):
    assert main(arguments) == code
    out, err = capsys.readouterr()
    assert message in err
    assert "Traceback" not in err
    assert out == ""


def test_an_empty_folder_is_named(tmp_path, capsys):
    (tmp_path / "empty").mkdir()
    assert main(["run", "margin_uplift", "--sources", str(tmp_path / "empty"), "--out", str(tmp_path / "r")]) == 1
    assert "empty: the folder holds no .txt, .md, .html, .htm or .pdf document" in capsys.readouterr().err
    assert not (tmp_path / "r").exists()


def test_one_bad_document_is_named_and_the_others_are_read(sources_folder, capsys):
    (sources_folder / "broken.md").write_bytes(b"\x7fELF\x00\x00" * 50)
    assert main(["extract", str(sources_folder)]) == 1
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 3
    assert "broken.md: a binary file" in err
    assert err.splitlines()[-1] == "3 figures from 1 documents; 1 could not be read"


def test_figures_of_many_documents_go_to_a_folder(sources_folder, tmp_path, capsys):
    for out in (f"{tmp_path}/a/", f"{tmp_path}/b"):
        assert main(["extract", str(sources_folder), "--out", out, "--workers", "1"]) == 0
        assert capsys.readouterr().out == "3 figures from 1 documents\n"
    names = ["documents.jsonl", "part-00000.jsonl"]
    assert [sorted(path.name for path in (tmp_path / name).glob("[!.]*")) for name in "ab"] == [names, names]
    assert main(["extract", str(sources_folder), "--out", f"{tmp_path}/a"]) == 0
    assert capsys.readouterr().out == "3 figures from 1 documents, 1 of them unchanged since they were read\n"


def test_documents_that_cannot_be_read_end_with_one_and_the_summary_names_their_list(sources_folder, tmp_path, capsys):
    (sources_folder / "broken.pdf").write_bytes(b"no pdf")
    assert main(["extract", str(sources_folder), "--out", str(tmp_path / "f.csv")]) == 1
    out, err = capsys.readouterr()
    assert out == f"3 figures from 1 documents; 1 could not be read: {tmp_path / 'f.csv.errors.jsonl'}\n"
    assert "broken.pdf: no PDF" in err
    assert (tmp_path / "f.csv").read_text(encoding="utf-8").count("\n") == 4


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", "\ufeffone\r\ntwo – 5%\rthree\n$20/t\u200f\n".encode()),
        ("a.txt", "Output rose 5% – to €7 million, he said.".encode("cp1252")),
        ("a.html", b"<article><h1>Up 5%</h1><p>It cost &euro;7 million.</p></article>"),
    ],
)
def test_the_text_that_offsets_refer_to_is_printed_as_it_is(tmp_path, capfdbinary, name, data):
    (tmp_path / name).write_bytes(data)
    assert main(["extract", str(tmp_path / name)]) == 0
    records = [json.loads(line) for line in capfdbinary.readouterr().out.splitlines()]
    assert main(["extract", str(tmp_path / name), "--text"]) == 0
    text = capfdbinary.readouterr().out.decode("utf-8")
    assert len(records) == 2
    assert [text[record["start"] : record["end"]] for record in records] == [record["text"] for record in records]


def test_standard_input_is_read(sources_folder):
    article = (sources_folder / "article.txt").read_bytes()
    command = [sys.executable, "-m", "analysis", "extract", "-"]
    done = subprocess.run(command, input=article, capture_output=True, check=True)
    assert [json.loads(line)["text"] for line in done.stdout.splitlines()] == ["$20", "$900", "6 microns"]
    assert done.stderr == b"3 figures from 1 documents\n"


@pytest.mark.parametrize("number", ["0", "-1", "two", "1.5"])
def test_a_number_of_workers_that_is_none_is_wrong_usage(number, capsys):
    with pytest.raises(SystemExit) as caught:
        main(["extract", "--out", "f.csv", "--workers", number])
    assert caught.value.code == 2
    assert "is no number of processes, as 4" in capsys.readouterr().err


def test_wrong_usage_ends_with_two():
    with pytest.raises(SystemExit) as caught:
        main(["fly"])
    assert caught.value.code == 2


@pytest.mark.parametrize("size", ["smaller than the buffer of stdout", "larger"])
def test_a_closed_pipe_is_no_error(sources_folder, size):
    folder = sources_folder if size != "larger" else ROOT / "seeds"
    command = f"'{sys.executable}' -m analysis extract '{folder}' | true; exit ${{PIPESTATUS[0]}}"
    buffered = {**os.environ, "PYTHONUNBUFFERED": ""}
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, cwd=ROOT, env=buffered, check=False)
    assert done.returncode == 0
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr


def test_a_run_prints_its_page_last(make_notebook, sources_folder, tmp_path, capsys):
    path = make_notebook("foil_thickness_um: float = 3.5", "1 + 1")
    code = main(
        ["run", str(path), "--sources", str(sources_folder), "--out", str(tmp_path / "r"), "-p", "foil_thickness_um=4"]
    )
    out = capsys.readouterr().out.splitlines()
    assert code == 0
    assert out[-1].endswith("index.html")
    assert out[0] == "ok: 0 results of 1 notebooks"
    record = json.loads((tmp_path / "r" / "latest" / "run.json").read_text(encoding="utf-8"))
    assert record["notebooks"][0]["parameters"]["foil_thickness_um"]["value"] == 4.0
    assert record["notebooks"][0]["parameters"]["foil_thickness_um"]["decided_by"] == "-p"


@pytest.mark.parametrize("error", [None, RuntimeError, KeyboardInterrupt, AnalysisError("wrong")])
def test_a_command_leaves_the_signal_handlers_as_they_were(monkeypatch, error):
    seen = []

    def command(options):
        seen.append(signal.getsignal(signal.SIGTERM))
        if error:
            raise error
        return 0

    def own(number, frame):
        """Stand for the handler of a program that calls main()."""

    monkeypatch.setattr("analysis.cli._extract", command)
    before = signal.signal(signal.SIGTERM, own)
    try:
        with nullcontext() if error is not RuntimeError else pytest.raises(RuntimeError):
            main(["extract"])
        assert signal.getsignal(signal.SIGTERM) is own
    finally:
        signal.signal(signal.SIGTERM, before)
    assert seen != [own]
