"""The command line: stdout, stderr, files and exit codes."""

import csv
import json
import os
import signal
import subprocess
import sys
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from urllib.parse import quote

import pytest

import analysis
from analysis.cli import commands, main
from analysis.cli.run_messages import question_lines
from analysis.core.run_record import MissingRecord, NotebookRecord, UnansweredRecord
from analysis.documents.sources import find_documents

from .conftest import ROOT


def test_extract_writes_one_figure_per_line_and_a_summary_to_stderr(sources_folder, capsys):
    assert main(["extract", str(sources_folder)]) == 0
    out, err = capsys.readouterr()
    records = [json.loads(line) for line in out.splitlines()]
    text = (sources_folder / "article.txt").read_text(encoding="utf-8")
    assert [record["text"] for record in records] == ["$20", "$900", "6 microns"]
    assert all(text[record["start"] : record["end"]] == record["text"] for record in records)
    assert err.splitlines()[-1] == "3 figures from 1 document"


def test_extract_infers_the_format_from_the_file_extension(sources_folder, tmp_path, capsys):
    assert main(["extract", str(sources_folder), "--out", str(tmp_path / "f.csv")]) == 0
    assert (tmp_path / "f.csv").read_text(encoding="utf-8").count("\n") == 4
    assert capsys.readouterr().out == "3 figures from 1 document\n"


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["extract", "nowhere"], 1, "nowhere: no such file or folder"),
        (["extract", "--out", "f.xyz"], 2, '"f.xyz"'),
        (["extract", "--format", "parquet"], 2, "--format parquet"),
        (["extract", "--workers", "2"], 2, "add --out FILE or --out DIR"),
        (["extract", "--text", "--out", "f.csv"], 2, "--text"),
        (["extract", "--text"], 2, "4 were found"),
        (["extract", "seeds/nothing*.txt"], 1, "seeds/nothing*.txt"),
        (["run", "margin_uplift", "-p", "foil_profit=1"], 2, "foil_profit_usd_per_t"),
        (["run", "margin_uplift", "-p", "foil_share=lots"], 2, "'lots'"),
        (["run", "margin_uplift", "-p", "foil_share=20"], 2, "20 is 2,000 %, and 20 % is 0.2"),
        (["run", "automation_effects", "-p", "productivity_gain=20"], 2, "20 is 2,000 %, and 20 % is 0.2"),
        (["run", "growth_scenarios", "-p", "growth_per_year=5.5"], 2, "must be at most 5 where it is set by hand"),
        (["sweep", "automation_effects", "-p", "productivity_gain=0.2,20"], 2, "20 is 2,000 %, and 20 % is 0.2"),
        (["sweep", "automation_effects", "-p", "productivity_gain=0.2:20:4"], 2, "must be at most 5"),
        (["run", "margin_uplift", "-p", "foil_share"], 2, "NAME=VALUE, got 'foil_share'"),
        (["run", "margin_uplift", "-p", "foil_share=1", "-p", "foil_share=1"], 2, "-p foil_share"),
        (["run", "margin_uplft"], 2, "margin_uplift?"),
        (["run", "margin_uplift", "--scenario", "hihg"], 2, "high?"),
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
    assert "empty: " in capsys.readouterr().err
    assert not (tmp_path / "r").exists()


@pytest.mark.parametrize("command", [["run", "figures"], ["inputs"], ["sweep", "margin_uplift"]])
def test_every_document_of_a_folder_without_a_readable_one_is_named_once(command, tmp_path, capsys):
    (tmp_path / "x.pdf").write_text("no PDF", encoding="utf-8")
    (tmp_path / "zero.txt").write_text("", encoding="utf-8")
    assert (
        main([*command, "--sources", str(tmp_path), *(["--out", str(tmp_path / "o")] if len(command) > 1 else [])]) == 1
    )
    told = capsys.readouterr().err
    assert (told.count("x.pdf: not a PDF"), told.count("zero.txt: the file is empty")) == (1, 1)


def test_an_unreadable_document_is_named_and_the_others_are_read(sources_folder, capsys):
    (sources_folder / "broken.md").write_bytes(b"\x7fELF\x00\x00" * 50)
    assert main(["extract", str(sources_folder)]) == 1
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 3
    assert "broken.md:" in err
    assert err.splitlines()[-1] == "3 figures from 1 document; 1 could not be read"


def test_figures_of_many_documents_go_to_a_folder(sources_folder, tmp_path, capsys):
    for out in (f"{tmp_path}/a/", f"{tmp_path}/b"):
        assert main(["extract", str(sources_folder), "--out", out, "--workers", "1"]) == 0
        assert capsys.readouterr().out == "3 figures from 1 document\n"
    names = ["documents.jsonl", "part-00000.jsonl"]
    assert [sorted(path.name for path in (tmp_path / name).glob("[!.]*")) for name in "ab"] == [names, names]
    assert main(["extract", str(sources_folder), "--out", f"{tmp_path}/a"]) == 0
    assert capsys.readouterr().out.startswith("3 figures from 1 document, 1 of them unchanged")


def test_unreadable_documents_give_exit_code_1_and_are_listed(sources_folder, tmp_path, capsys):
    (sources_folder / "broken.pdf").write_bytes(b"no pdf")
    assert main(["extract", str(sources_folder), "--out", str(tmp_path / "f.csv")]) == 1
    out, err = capsys.readouterr()
    assert out == f"3 figures from 1 document; 1 could not be read: {tmp_path / 'f.csv.errors.jsonl'}\n"
    assert "broken.pdf:" in err
    assert (tmp_path / "f.csv").read_text(encoding="utf-8").count("\n") == 4


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.txt", "\ufeffone\r\ntwo – 5%\rthree\n$20/t\u200f\n".encode()),
        ("a.txt", "Output rose 5% – to €7 million, he said.".encode("cp1252")),
        ("a.html", b"<article><h1>Up 5%</h1><p>It cost &euro;7 million.</p></article>"),
    ],
)
def test_the_stored_text_is_printed_unchanged(tmp_path, capfdbinary, name, data):
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
    assert done.stderr == b"3 figures from 1 document\n"


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        *((["extract", "--out", "f.csv", "--workers", text], f"{text} is not") for text in ("0", "-1")),
        *((["extract", "--out", "f.csv", "--workers", text], repr(text)) for text in ("two", "1.5", "1_")),
        *((["run", "--cell-limit", text], repr(text)) for text in ("0", "-1", "soon", "nan", "inf")),
        (["run", "--keep", "few"], "'few'"),
        (["schedule", "cron"], "--at"),
        (["schedule", "kron", "--at", "Mon 07:00"], "'cron'"),
        (["sweep", "margin_uplift", "--sample", "sobel"], "'sobol'"),
        (["sweep"], "NOTEBOOK"),
        (["compare", "latest"], "RUN_B"),
        (["compare", "a", "b", "c"], "(c)"),
        (["extract", "--fomat", "csv"], "'--format'"),
        (["extrct"], "'extract'"),
        (["fly"], "'fly'"),
        ([], "command"),
    ],
)
def test_wrong_usage_gives_exit_code_2_and_names_the_cause(arguments, named, capsys):
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert named in err
    assert "--help" in err
    assert out == ""


@pytest.mark.parametrize(
    "command", [[], ["extract"], ["run"], ["sweep"], ["compare"], ["schedule"], ["check"], ["accept"]]
)
@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_goes_to_stdout(command, option, capsys):
    assert main([*command, option]) == 0
    out, err = capsys.readouterr()
    assert " ".join(["Usage: analysis", *command]) in out
    assert err == ""


@pytest.mark.parametrize("command", commands.commands.values(), ids=lambda command: command.name)
def test_a_command_has_the_same_options_without_the_group(command):
    assert command.make_context(command.name, [], resilient_parsing=True).help_option_names == ["-h", "--help"]


def test_the_version_is_printed(capsys):
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"analysis {analysis.__version__}\n"


@pytest.mark.parametrize(
    ("words", "completed"),
    [
        ("analysis sch", "schedule"),
        ("analysis run --sc", "--scenario"),
        ("analysis run margin", "margin_uplift"),
        ("analysis run --scenario tar", "target_implied"),
        ("analysis sweep growth_scenarios --presets low,hi", "low,high"),
    ],
)
def test_a_shell_completes_commands_options_notebooks_and_presets(words, completed, capsys, monkeypatch):
    monkeypatch.setenv("_ANALYSIS_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(len(words.split()) - 1))
    main([])
    assert f"plain,{completed}" in capsys.readouterr().out.splitlines()


def test_notebooks_may_follow_options(sources_folder, tmp_path, make_notebook):
    first, second = make_notebook("a: int = 1", name="10_a"), make_notebook("a: int = 1", name="20_b")
    out = tmp_path / "r"
    command = ["run", str(first), "--sources", str(sources_folder), "-p", "a=2", str(second), "--out", str(out)]
    assert main(command) == 0
    record = json.loads((out / "latest" / "run.json").read_text(encoding="utf-8"))
    assert [entry["notebook"] for entry in record["notebooks"]] == ["10_a", "20_b"]


def test_a_tilde_is_the_home_folder_in_every_form_of_an_option(sources_folder, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    assert main(["extract", str(sources_folder), "--out=~/f.csv"]) == 0
    assert (tmp_path / "f.csv").is_file()


@pytest.mark.parametrize("arguments", [["extract", "seeds"], ["extract", "nowhere"], ["fly"], ["--version"]])
def test_signal_handlers_are_restored(arguments):
    names = (signal.SIGTERM, signal.SIGINT)
    before = [signal.getsignal(name) for name in names]
    main(arguments)
    assert [signal.getsignal(name) for name in names] == before


def test_signal_handlers_are_restored_after_an_unexpected_error(monkeypatch):
    def fail(paths):
        raise RuntimeError("unexpected")

    monkeypatch.setattr("analysis.documents.sources.find_documents", fail)
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(RuntimeError, match="unexpected"):
        main(["extract", "seeds"])
    assert signal.getsignal(signal.SIGTERM) is before


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_an_interrupt_that_is_lost_in_a_callback_is_in_the_exit_code(monkeypatch, number):
    def swallow(paths):
        with suppress(KeyboardInterrupt):
            os.kill(os.getpid(), number)
        return find_documents(paths)

    assert main(["inputs", "--sources", "seeds", "--json"]) == 0  # modules imported from here on would keep `swallow`
    monkeypatch.setattr("analysis.documents.sources.find_documents", swallow)
    assert main(["inputs", "--sources", "seeds", "--json"]) == 130
    monkeypatch.undo()
    assert main(["inputs", "--sources", "seeds", "--json"]) == 0


def test_main_runs_in_a_thread_without_signal_handlers(capsys):
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(main, ["--version"]).result() == 0


@pytest.mark.parametrize(
    ("redirection", "code", "named"),
    [
        (">&-", 1, "standard output is closed"),
        (">/dev/full", 1, "No space left on device"),
        (">/dev/full 2>/dev/full", 1, ""),
        ("2>&-", 0, ""),
    ],
)
@pytest.mark.parametrize("command", ["extract seeds", "extract seeds/000* --text", "run --help"])
def test_unwritable_output_is_reported(command, redirection, code, named, tmp_path):
    line = f"'{sys.executable}' -m analysis {command} {redirection}"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, cwd=ROOT, check=False)
    assert (done.returncode, "Traceback" in done.stderr, "Exception" in done.stderr) == (code, False, False)
    assert named in done.stderr
    assert bool(done.stdout) == (code == 0)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no ulimit")
def test_a_full_disk_is_reported_with_the_file(tmp_path):
    line = f"ulimit -f 8; '{sys.executable}' -m analysis extract seeds --workers 1 --out '{tmp_path}/f.csv'"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, cwd=ROOT, check=False)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert "f.csv" in done.stderr
    assert not (tmp_path / "f.csv").exists()


SECRET = 'hunter2 "<&%'


@pytest.mark.parametrize("name", ["api_token", "DB_PASSWORD", "my_pwd", "client_secret", "aws_key", "credentials"])
@pytest.mark.parametrize(
    "command",
    [
        ["run", "{notebook}", "-p", "{name}={value}"],
        ["run", "{notebook}", "-p", "{name} {value}"],
        ["sweep", "{notebook}", "-p", "{name}={value}"],
        ["sweep", "{notebook}", "-p", "{name}=1..{value}"],
        ["sweep", "{notebook}", "--sets", "{file}"],
        ["schedule", "cron", "--at", "Mon 07:00", "{notebook}", "-p", "{name}={value}"],
    ],
)
def test_a_secret_is_rejected_and_its_value_never_written(command, name, make_notebook, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "sets.csv"
    with file.open("w", encoding="utf-8", newline="") as rows:
        csv.writer(rows).writerows([[name], [SECRET]])
    notebook = make_notebook(f"{name}: str = ''")
    values = {"notebook": notebook, "name": name, "value": SECRET, "file": file}
    assert main([word.format(**values) for word in command]) == 2
    out, err = capsys.readouterr()
    assert name in err
    assert f'os.environ["{name.upper()}"]' in err
    assert "hunter2" not in out + err
    assert quote(SECRET)[:12] not in out + err
    assert b64encode(SECRET.encode()).decode()[:8] not in out + err


@pytest.mark.parametrize("command", [["run"], ["schedule", "cron", "--at", "Mon 07:00"]])
def test_a_secret_in_a_preset_is_rejected(command, make_notebook, sources_folder, tmp_path, project, capsys):
    preset = (
        "presets:\n  low:\n    meaning: m\n    parameters:\n      api_token: {value: hunter2, because: assumption}\n"
    )
    (project / "data" / "questions").mkdir(parents=True)
    (project / "data" / "questions" / "small.yaml").write_text(preset, encoding="utf-8")
    notebook = make_notebook("api_token: str = ''")
    more = ["--scenario", "low", "--sources", str(sources_folder), "--out", str(tmp_path / "r")]
    assert main([*command, str(notebook), *more]) == 2
    out, err = capsys.readouterr()
    assert "api_token" in err
    assert "hunter2" not in out + err


@pytest.mark.parametrize("size", ["smaller than the buffer of stdout", "larger"])
def test_a_closed_pipe_is_not_an_error(sources_folder, size):
    folder = sources_folder if size != "larger" else ROOT / "seeds"
    command = f"'{sys.executable}' -m analysis extract '{folder}' | true; exit ${{PIPESTATUS[0]}}"
    buffered = {**os.environ, "PYTHONUNBUFFERED": ""}
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, cwd=ROOT, env=buffered, check=False)
    assert done.returncode == 0
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr


def test_a_misspelled_option_is_compared_without_its_dashes(capsys):
    for command, told in (("new", "'--titel'. Did you mean '--title'?\n"), ("run", "'--titel'.\n")):
        assert main([command, "--titel", "x", "y"]) == 2
        assert f"No such option {told}" in capsys.readouterr().err


def test_a_failed_run_says_what_failed(make_notebook, sources_folder, tmp_path, capsys):
    failing = make_notebook("foil_thickness_um: float = 3.5", "1 / 0")
    command = ["run", str(failing), "--sources", str(sources_folder), "--out", str(tmp_path / "r")]
    assert main(command) == 1
    out = capsys.readouterr().out
    assert out.splitlines()[0] == "failed: 1 of 1 notebooks failed"
    assert "first successful run" not in out


def test_a_run_with_an_unreadable_article_names_it(make_notebook, sources_folder, tmp_path, capsys):
    path = make_notebook("foil_thickness_um: float = 3.5", "1 + 1")
    (sources_folder / "torn.pdf").write_bytes(b"%PDF-1.4 torn")
    assert main(["run", str(path), "--sources", str(sources_folder), "--out", str(tmp_path / "r")]) == 1
    out = capsys.readouterr().out
    first = out.splitlines()[0]
    assert first.startswith("failed: ")
    assert "torn.pdf: " in first
    assert first.endswith("; 0 results of 1 notebook")
    assert "first successful run" not in out


def test_a_question_that_cannot_be_used_says_why_after_many_others():
    def entry(name, missing, reason):
        return NotebookRecord(name, status="unanswered", unanswered=UnansweredRecord([reason], missing))

    entries = [
        entry(f"{place}0_{name}", [MissingRecord(name, "")], f"{name} is missing")
        for place, name in enumerate("abcd", 1)
    ]
    entries.append(entry("80_rod", [], "80_rod.ipynb: line 3 is not valid JSON"))
    lines = question_lines(entries, "seeds", {"scenario": "base", "given": {}, "as_of": None, "figures": None})
    assert lines[-3:-1] == ["not answered: rod (80_rod.ipynb: line 3 is not valid JSON)", "also not answered: d"]


def test_a_run_prints_its_page_last(make_notebook, sources_folder, tmp_path, capsys):
    path = make_notebook("foil_thickness_um: float = 3.5", "1 + 1")
    code = main(
        ["run", str(path), "--sources", str(sources_folder), "--out", str(tmp_path / "r"), "-p", "foil_thickness_um=4"]
    )
    out = capsys.readouterr().out.splitlines()
    assert code == 0
    assert out[-1].endswith("index.html")
    assert out[0] == "ok: 0 results of 1 notebook"
    record = json.loads((tmp_path / "r" / "latest" / "run.json").read_text(encoding="utf-8"))
    assert record["notebooks"][0]["parameters"]["foil_thickness_um"]["value"] == 4.0
    assert record["notebooks"][0]["parameters"]["foil_thickness_um"]["decided_by"] == "-p"


@pytest.mark.parametrize(
    ("words", "pdf", "notebooks"),
    [
        (["--pdf"], "brief", ()),
        (["--pdf", "full"], "full", ()),
        (["--pdf=full", "margin_uplift"], "full", ("margin_uplift",)),
        (["--pdf", "margin_uplift"], "brief", ("margin_uplift",)),
        (["--pdf", "full", "margin_uplift"], "full", ("margin_uplift",)),
        (["margin_uplift", "--pdf"], "brief", ("margin_uplift",)),
        (["--pdf", "--force"], "brief", ()),
        (["--pdf", "--", "full"], "brief", ("full",)),
        (["--", "--pdf"], None, ("--pdf",)),
        (["margin_uplift"], None, ("margin_uplift",)),
    ],
)
def test_pdf_takes_no_notebook_for_its_extent(words, pdf, notebooks):
    from analysis.cli.run_command import run

    found = run.make_context("run", list(words)).params
    assert (found["pdf"], tuple(found["notebooks"])) == (pdf, notebooks)


def test_an_unknown_extent_of_the_pdf_is_wrong_usage(capsys):
    assert main(["run", "--pdf=long"]) == 2
    assert "long" in capsys.readouterr().err


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("replaced", ["_execute", "main"])
def test_an_interrupt_that_is_lost_in_a_callback_is_raised_again(number, replaced):
    code = f"""
import os, signal, sys, threading, weakref, analysis.cli, analysis.__main__ as entry

class Thing: pass

def command(*arguments):
    thing = Thing()
    reference = weakref.ref(thing, lambda _: os.kill(os.getpid(), {int(number)}))
    del thing
    threading.Event().wait()

analysis.cli.{replaced} = command
sys.exit(entry.main())
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (130, "interrupted\n")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_after_the_work_is_done_does_not_change_the_exit_code(number):
    code = f"""
import atexit, os, sys, threading, analysis.__main__ as entry

atexit.register(lambda: (os.kill(os.getpid(), {int(number)}), threading.Event().wait()))
sys.argv = ["analysis", "--version"]
sys.exit(entry.main())
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert done.stdout.startswith("analysis ")


def test_an_interrupt_in_code_that_is_executed_from_a_text_also_gives_130():
    code = (
        "import sys, analysis.cli, analysis.__main__ as entry;"
        "analysis.cli.main = lambda: exec('raise KeyboardInterrupt'); sys.exit(entry.main())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (130, "interrupted\n")


@pytest.mark.parametrize(
    ("command", "option"),
    [
        ("run --out=", "--out"),
        ("run --sources=", "--sources"),
        ("run --figures=", "--figures"),
        ("run --pick=", "--pick"),
        ("run --scenario=", "--scenario"),
        ("run --due=", "--due"),
        ("run --cluster=", "--cluster"),
        ("run --as-of=", "--as-of"),
        ("run --time-limit=", "--time-limit"),
        ("run --workers=", "--workers"),
        ("run --pdf=", "--pdf"),
        ("sweep margin_uplift -p foil_share=0.1,0.2 --out=", "--out"),
        ("sweep margin_uplift --sets=", "--sets"),
        ("sweep margin_uplift --presets=", "--presets"),
        ("extract --out=", "--out"),
        ("extract --cluster=", "--cluster"),
        ("inputs --sources=", "--sources"),
        ("compare a b --out=", "--out"),
        ("compare a b --page=", "--page"),
        ("schedule cron --at=", "--at"),
        ("schedule cron --out= --at=daily", "--out"),
        ("new ore --title=", "--title"),
        ("init ", "FOLDER"),
    ],
)
def test_an_empty_value_is_refused_with_the_name_of_its_option(command, option, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(command.split(" ")) == 2
    assert option in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("tags", "code"), [(["parameters", "model:margin_uplift"], 0), (["model:margin_uplift"], 1)])
def test_a_check_reports_that_the_notebook_of_a_question_lost_its_tag(tmp_path, monkeypatch, capsys, tags, code):
    notebook = json.loads((ROOT / "notebooks" / "20_margin_uplift.ipynb").read_text(encoding="utf-8"))
    next(cell for cell in notebook["cells"] if cell["metadata"].get("tags"))["metadata"]["tags"] = tags
    path = tmp_path / "20_margin_uplift.ipynb"
    path.write_text(json.dumps(notebook), encoding="utf-8")
    monkeypatch.setattr("nbcompare.check.check_all", lambda *_, **__: True)
    assert main(["check", str(path)]) == code
    assert ("no cell has the tag parameters" in capsys.readouterr().out) is bool(code)
