"""Each schedule is tested with its own tool: a real cron, systemd-analyze, GitHub's schema, Airflow."""

import ast
import fcntl
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import yaml

from analysis.cli import main
from analysis.core.errors import ParameterError
from analysis.core.run_record import RunRecord
from analysis.documents.sources import read_sources
from analysis.runs.run_history import asked_for
from analysis.runs.schedule import Schedule, is_due, read_times, scheduled

from ..conftest import ROOT
from ..waiting import wait_until

ODD = 'echo "failed at 100%" && true'
ASKED = asked_for([Path("20_margin_uplift.ipynb")], ROOT / "seeds", "base")
KINDS = ("cron", "systemd", "github", "airflow")


@pytest.fixture
def make_schedule(tmp_path):
    """Return a schedule whose folders have names that need quoting."""

    def make(at="Mon 07:00", **more):
        given = {
            "at": at, "times": read_times(at), "notebooks": [], "scenario": "base", "given": {},
            "sources": tmp_path / "a folder 100%" / "seeds", "python": Path(sys.executable), "project": ROOT,
            "reports": tmp_path / "a folder 100%" / "reports", "keep": 3, "limit_s": 600, "on_failure": ODD,
        }  # fmt: skip
        return Schedule(**given | more)

    return make


def test_schedules_share_interpreter_lock_time_limit_and_catching_up(make_schedule):
    schedule = make_schedule(given={"foil_share": "0.2"}, scenario="low", notebooks=["margin_uplift"])
    command = schedule.locked_command
    assert command[:4] == ["/usr/bin/flock", "--nonblock", "--conflict-exit-code=0", str(schedule.lock)]
    assert command[4:7] == ["/usr/bin/timeout", "--kill-after=60", "600"]
    assert Path(command[7]).is_absolute()
    assert command[8:] == [
        "-m", "analysis", "run", "--due", "Mon 07:00", "--keep", "3", "--sources", str(schedule.sources),
        "--out", str(schedule.reports), "margin_uplift", "--strict", "--scenario", "low", "-p", "foil_share=0.2",
    ]  # fmt: skip


@pytest.fixture
def record_of_a_run(tmp_path):
    """Write the record of a run with a start time."""

    def write(started, status="ok"):
        folder = tmp_path / f"{started:%Y-%m-%d_%H%M%S}_base"
        folder.mkdir()
        record = RunRecord(folder.name, status=status, started=f"{started:%Y-%m-%d %H:%M:%S} UTC", asked=ASKED)
        (folder / "run.json").write_text(json.dumps(record.to_json()), encoding="utf-8")
        os.utime(folder / "run.json", (started.timestamp(),) * 2)
        return folder

    return write


def test_a_report_is_due_without_a_good_run_since_the_last_time(record_of_a_run, tmp_path):
    times, now = read_times("Mon 07:00"), datetime.fromisoformat("2026-11-18 12:00+00:00")  # a Wednesday
    assert is_due(times, tmp_path, now, ASKED) == "there is no good run of this kind yet"
    record_of_a_run(datetime.fromisoformat("2026-11-16 07:30+00:00"), "failed")
    assert is_due(times, tmp_path, now, ASKED) == "there is no good run of this kind yet"
    record_of_a_run(datetime.fromisoformat("2026-11-16 06:59+00:00"))
    assert is_due(times, tmp_path, now, ASKED) == (
        "the last good run of this kind, 2026-11-16_065900_base, is older than Mon 2026-11-16 07:00"
    )
    folder = record_of_a_run(datetime.fromisoformat("2026-11-16 07:01+00:00"))
    assert is_due(times, tmp_path, now, ASKED) == ""
    assert is_due(times, tmp_path, now + timedelta(days=7), ASKED)
    os.utime(folder / "run.json", ((now + timedelta(days=6)).timestamp(),) * 2)  # nothing had changed since
    assert is_due(times, tmp_path, now + timedelta(days=7), ASKED) == ""


def test_a_run_of_the_future_does_not_count_when_the_clock_has_gone_back(record_of_a_run, tmp_path):
    times, now = read_times("Mon 07:00"), datetime.fromisoformat("2026-11-18 12:00+00:00")
    folder = record_of_a_run(datetime.fromisoformat("2031-01-06 07:30+00:00"))
    os.utime(folder / "run.json", (datetime.fromisoformat("2031-01-06 07:30+00:00").timestamp(),) * 2)
    assert is_due(times, tmp_path, now, ASKED) == "there is no good run of this kind yet"


def test_a_run_that_is_not_due_is_not_executed(make_notebook, sources_folder, tmp_path, capsys):
    path, out = make_notebook("foil_thickness_um: float = 3.5"), tmp_path / "reports"
    command = ["run", str(path), "--sources", str(sources_folder), "--out", str(out), "--due", "daily 00:00"]
    assert main(command) == 0
    assert "due: " in capsys.readouterr().err
    assert main(command) == 0
    assert "not due: " in capsys.readouterr().err
    assert len(list(out.glob("2*"))) == 1


@pytest.mark.parametrize("other", ["sources", "parameter", "as of", "figures", "fewer notebooks"])
def test_a_run_of_another_kind_does_not_count(make_notebook, sources_folder, tmp_path, capsys, other):
    paths = [make_notebook("foil_thickness_um: float = 3.5", name=name) for name in ("10_one", "20_two")]
    out = tmp_path / "reports"
    more = {
        "parameter": ["-p", "foil_thickness_um=4"],
        "as of": ["--as-of", "2199-12-31"],
        "figures": ["--figures", str(tmp_path / "found.jsonl")],
    }.get(other, [])
    figure = json.dumps(read_sources(sources_folder).figures[0].to_dict())
    (tmp_path / "found.jsonl").write_text(f"{figure}\n", encoding="utf-8")
    sources = shutil.copytree(sources_folder, tmp_path / "copy") if other == "sources" else sources_folder
    ran = paths[:1] if other == "fewer notebooks" else paths
    assert main(["run", *map(str, ran), "--sources", str(sources), "--out", str(out), *more]) == 0
    due = ["run", *map(str, paths), "--sources", str(sources_folder), "--out", str(out), "--due", "daily 00:00"]
    assert main(due) == 0
    assert "due: there is no good run of this kind yet" in capsys.readouterr().err
    assert main([*due[:1], str(paths[0]), *due[3:]]) == 0  # the run of both did what is asked of one
    assert "not due: " in capsys.readouterr().err


def test_schedules_of_one_folder_of_reports_do_not_skip_each_other(make_schedule):
    locks = [make_schedule(**more).lock for more in ({}, {"sources": ROOT}, {"notebooks": ["growth_scenarios"]})]
    assert len(set(locks)) == 3
    assert make_schedule().lock == locks[0]


@pytest.mark.parametrize("kind", KINDS)
def test_the_command_prints_each_kind(kind, capsys):
    assert main(["schedule", kind, "--at", "Mon 07:00", "-p", "foil_share=0.2"]) == 0
    printed = capsys.readouterr().out
    assert "foil_share" in printed
    assert printed.endswith("\n")


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--at", "7 o'clock"], "7 o'clock"),
        (["--at", "Mon 07:00", "-p", "foil_shar=1"], "foil_share"),
        (["--at", "Mon 07:00", "-p", "foil_share=abc"], "foil_share"),
        (["--at", "Mon 07:00", "-p", "foil_share=7"], "foil_share"),
        (["--at", "Mon 07:00", "--scenario", "hihg"], "high"),
        (["--at", "Mon 07:00", "--on-failure", "echo a\necho b"], "--on-failure"),
        (["--at", "Mon 07:00", "-p", "hedges={'foil_share':\n'over'}"], "line break"),
        (["--at", "Mon 07:00", "nothing"], "nothing"),
    ],
)
def test_an_invalid_schedule_is_rejected(more, words, capsys):
    assert main(["schedule", "cron", *more]) == 2
    assert words in capsys.readouterr().err


def units_of(text, folder):
    for name, body in re.findall(r"^# file: (\S+)\n(.*?)(?=^# file:|\Z)", text, flags=re.DOTALL | re.MULTILINE):
        (folder / name).write_text(body, encoding="utf-8")
        yield folder / name


def verify(units):
    return subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *map(str, units)], capture_output=True, text=True, check=False
    )


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_systemd_accepts_its_units_and_times(make_schedule, tmp_path):
    units = list(units_of(scheduled("systemd", make_schedule()), tmp_path))
    assert [unit.name for unit in units] == [
        "metals-analysis.service", "metals-analysis.timer", "metals-analysis-failure.service",
    ]  # fmt: skip
    done = verify(units)
    assert (done.returncode, done.stderr) == (0, "")
    broken = units[1].read_text(encoding="utf-8").replace("OnCalendar=Mon", "OnCalendar=Mun")
    units[1].write_text(broken, encoding="utf-8")
    assert "Mun" in verify(units).stderr
    for at in ("Mon,Thu 18:30", "1st 07:00", "weekdays 06:00", "daily 23:59"):
        calendar = read_times(at).calendar
        assert (
            subprocess.run(["systemd-analyze", "calendar", calendar], capture_output=True, check=False).returncode == 0
        )


def test_github_accepts_its_workflow(make_schedule, tmp_path):
    from check_jsonschema import main as check_jsonschema
    from click.testing import CliRunner

    path = tmp_path / "report.yml"
    check = ["--builtin-schema", "vendor.github-workflows", str(path)]
    inside = {"sources": ROOT / "seeds", "reports": ROOT / "reports"}
    text = scheduled("github", make_schedule(given={"hedges": "{'a': 'over \"5\"'}"}, **inside))
    path.write_text(text, encoding="utf-8")
    done = CliRunner().invoke(check_jsonschema, check)
    assert done.exit_code == 0, done.output
    steps = yaml.safe_load(text)["jobs"]["report"]["steps"]
    assert next(step["run"] for step in steps if step.get("name") == "On failure") == ODD
    assert """-p 'hedges={'"'"'a'"'"': '"'"'over "5"'"'"'}'""" in steps[3]["run"]
    path.write_text(text.replace("runs-on", "run-on"), encoding="utf-8")
    assert CliRunner().invoke(check_jsonschema, check).exit_code == 1


def test_the_workflow_reads_the_articles_of_the_repository(make_schedule, tmp_path):
    places = {"project": tmp_path, "sources": tmp_path / "our articles", "reports": tmp_path / "out"}
    text = scheduled("github", make_schedule(**places))
    steps = yaml.safe_load(text)["jobs"]["report"]["steps"]
    assert "--sources 'our articles' --out out" in steps[3]["run"]
    assert (steps[2]["with"]["path"], steps[4]["with"]["path"]) == ("out", "out/2*")
    assert "make" not in steps[3]["run"]  # the project has no Makefile
    assert steps[3]["run"].startswith("python -m pip install metals-analysis && ")
    (tmp_path / "requirements.txt").write_text("metals-analysis\n", encoding="utf-8")
    assert "pip install -r requirements.txt" in scheduled("github", make_schedule(**places))
    assert "\\u00" not in text
    for name, option in (("sources", "--sources"), ("reports", "--out")):
        with pytest.raises(ParameterError, match=f"{option} .*elsewhere"):
            scheduled("github", make_schedule(**places | {name: tmp_path.parent / "elsewhere"}))


@pytest.mark.parametrize(
    ("text", "strict", "told"),
    [
        ("Robots cut costs by 8 % and save 5 % of the energy. They raise productivity by 30 %.\n", True, ""),
        ("Robots cut costs by 8 %. They raise productivity by 30 %.\n", False, "leave out figures of automation"),
        ("Robots save 5 % of the energy.\n", False, "do not answer automation_effects today"),
    ],
)
def test_a_schedule_is_strict_if_the_articles_answer_every_question(text, strict, told, tmp_path, capsys):
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    command = ["schedule", "cron", "automation_effects", "--at", "Mon 07:00", "--sources", str(tmp_path)]
    assert main([*command, "--out", str(tmp_path / "reports")]) == 0
    printed = capsys.readouterr()
    assert (" --strict" in printed.out) == strict
    assert told in printed.err
    assert bool(printed.err) != strict


def test_a_schedule_without_articles_is_an_error(tmp_path, capsys):
    (tmp_path / "none").mkdir()
    assert main(["schedule", "cron", "--at", "Mon 07:00", "--sources", str(tmp_path / "none")]) == 1
    assert "none" in capsys.readouterr().err


STUBS = """
import sys, types

class Anything:
    def __init__(self, *args, **more): self.more = more
    def __enter__(self): return self
    def __exit__(self, *error): pass
    def __rshift__(self, other): return other

for name in ("airflow", "airflow.providers", "airflow.providers.papermill", "airflow.providers.papermill.operators",
             "airflow.providers.papermill.operators.papermill", "airflow.providers.standard",
             "airflow.providers.standard.operators", "airflow.providers.standard.operators.python"):
    sys.modules[name] = types.ModuleType(name)
    for word in ("DAG", "PapermillOperator", "PythonOperator"):
        setattr(sys.modules[name], word, Anything)
"""


def test_the_dag_finds_the_project_from_any_folder(make_schedule, tmp_path):
    project = tmp_path / "project"
    shutil.copytree(ROOT / "notebooks", project / "notebooks")
    (project / "analysis.toml").touch()
    (tmp_path / "a.txt").write_text("Robots save 5 % of the energy.\n", encoding="utf-8")
    more = {"project": project, "sources": tmp_path, "unanswered": ["30_automation_effects"], "strict": False}
    text = scheduled("airflow", make_schedule(notebooks=["figures", "automation_effects"], **more))
    text += (
        f"\nfrom analysis.core.paths import project_folder\nprint(decide({str(tmp_path / 'out')!r}), project_folder())"
    )
    elsewhere = tmp_path / "airflow"
    elsewhere.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", STUBS + text], capture_output=True, text=True, check=False, cwd=elsewhere
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"{{'10_figures': {{'sources': {str(tmp_path)!r}}}}} {project}\n"


def test_the_dag_has_a_task_for_each_notebook(make_schedule):
    tree = ast.parse(scheduled("airflow", make_schedule(given={"foil_share": "0.2"})))
    values = {
        node.targets[0].id: ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    assert values["GIVEN"] == {"foil_share": "0.2"}
    assert set(values["NEEDS"]["90_briefing"]) == set(values["NEEDS"]) - {"90_briefing"}


def test_airflow_imports_the_dag(make_schedule, tmp_path, monkeypatch):
    pytest.importorskip("airflow", reason="Airflow is not installed")
    pytest.importorskip("airflow.providers.papermill", reason="Airflow's provider of papermill is not installed")
    monkeypatch.setenv("AIRFLOW_HOME", str(tmp_path))
    path = tmp_path / "report_dag.py"
    path.write_text(scheduled("airflow", make_schedule()), encoding="utf-8")
    monkeypatch.setenv("AIRFLOW__CORE__LOAD_EXAMPLES", "False")
    try:
        from airflow.dag_processing.dagbag import DagBag
    except ImportError:  # Airflow 2
        from airflow.models.dagbag import DagBag

    bag = DagBag(str(path))
    assert bag.import_errors == {}
    assert len(bag.dags["metals_analysis_report"].tasks) == 9


CRON = shutil.which("cron", path=f"{os.environ['PATH']}:/usr/sbin")


def commands():
    """The names of all processes."""
    for path in Path("/proc").glob("[0-9]*/comm"):
        with suppress(OSError):  # it ended meanwhile
            yield path.read_text(encoding="utf-8").strip()


def no_cron():
    """Return why no cron can be used for a test, empty if one can."""
    if CRON is None or shutil.which("crontab") is None:
        return "cron is not installed"
    if os.geteuid() != 0:
        return "a cron of its own takes root"
    if "cron" in commands():
        return "a cron is running, and its tables are somebody's"
    table = subprocess.run(["crontab", "-l"], capture_output=True, check=False)
    if table.returncode == 0 and b"test_a_real_cron" not in table.stdout:  # as a killed session of tests leaves it
        return "root has a crontab, which is somebody's"
    return ""


@pytest.fixture
def only_cron():
    """Wait until no other session of tests runs cron: a machine has one, and one table for root."""
    with open(CRON, "rb") as program:
        fcntl.flock(program, fcntl.LOCK_EX)
        yield


@pytest.mark.skipif(bool(no_cron()), reason=no_cron() or "-")
def test_a_real_cron_runs_the_report_and_reports_a_failure(
    only_cron, make_schedule, make_notebook, sources_folder, tmp_path
):
    out, marker = tmp_path / "a folder 100%" / "reports", tmp_path / "failed 100%"
    good = make_notebook("foil_thickness_um: float = 3.5", name="10_good")
    bad = make_notebook("foil_thickness_um: float = 3.5", "1 / 0", name="20_bad")
    soon = datetime.now() + timedelta(seconds=65)
    lines = []
    for path, folder in ((good, out), (bad, out.parent / "failing")):
        schedule = make_schedule(
            f"daily {soon:%H:%M}", notebooks=[str(path)], sources=sources_folder, reports=folder,
            on_failure=f"touch '{marker}'",
        )  # fmt: skip
        timed = [line for line in scheduled("cron", schedule).splitlines() if not line.startswith("@reboot")]
        lines += timed
    subprocess.run(["crontab", "-"], input="\n".join(lines) + "\n", text=True, check=True)
    daemon = subprocess.Popen([CRON, "-f"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_until(lambda: (out / "latest" / "index.html").exists() and marker.exists(), daemon)
    finally:
        daemon.send_signal(signal.SIGTERM)
        daemon.wait()
        subprocess.run(["crontab", "-r"], check=True)
    assert (out / "latest" / "index.html").exists()
    assert "due: there is no good run of this kind yet" in (out / "schedule.log").read_text(encoding="utf-8")
    assert "ZeroDivisionError" in (out.parent / "failing" / "schedule.log").read_text(encoding="utf-8")
    assert marker.exists()


def test_run_times_are_utc_in_any_time_zone(tmp_path):
    from datetime import UTC, timezone

    folder = tmp_path / "2026-01-05_120000_base"
    folder.mkdir()
    record = RunRecord(folder.name, status="ok", started="2026-01-05 12:00:00 UTC", asked=ASKED)
    (folder / "run.json").write_text(json.dumps(record.to_json()), encoding="utf-8")
    noon = datetime(2026, 1, 5, 12, 0, tzinfo=UTC).timestamp()
    os.utime(folder / "run.json", (noon, noon))
    west = timezone(timedelta(hours=-8))  # noon UTC is four in the morning there
    nine = datetime(2026, 1, 5, 9, 0, tzinfo=west)
    assert "is older than" in is_due(read_times("daily 07:00"), tmp_path, nine, ASKED)
    assert is_due(read_times("daily 03:00"), tmp_path, nine, ASKED) == ""
