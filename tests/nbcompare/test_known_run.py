"""What an execution explains passes: its place, its time, how long it took, its process. The same as data does not."""

import getpass
import re
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from nbcompare.output_diff import compare_outputs
from nbcompare.settings import Settings

from .conftest import executed

STORED, FRESH = datetime(2026, 11, 30, 2, 5, 11, 899_123), datetime(2026, 12, 1, 17, 40, 9, 15_432)
FOLDER, TEMPORARY, HOME = "/srv/two/shop/notebooks", tempfile.gettempdir(), str(Path.home())
RANDOM = "1b4e28ba-2fa1-41d2-883f-0016d3cca427", "f2a9c0de-77b1-4c3a-9e55-6d1f20c4b8aa"
ANY = re.compile("")  # found in every line
T = "{:%Y-%m-%d %H:%M:%S},015"


def outputs(data, mime):
    if mime == "stream":
        return [{"output_type": "stream", "name": "stdout", "text": data}]
    return [{"output_type": "display_data", "metadata": {}, "data": {mime: data}}]


def differences(before, after, mime="stream", **known):
    with executed(**known) as settings:
        return [item.message for item in compare_outputs(outputs(before, mime), outputs(after, mime), settings)]


TIMES = [
    "{:%H:%M:%S} INFO read 5 rows",
    "{:%H:%M:%S} | INFO     | prices:read:12 - read",
    "{:%H:%M:%S.%f} - WARNING - low",
    "[{:%H:%M:%S}] ERROR: low",
    "[{:%H:%M:%S}] read prices   p.py:3",
    "{:%H:%M} INFO read",
    "{:%d.%m.%Y %H:%M} INFO read",
    "{:%d/%m/%Y %H:%M:%S} INFO read",
    "[{:%m/%d/%y %H:%M:%S}] INFO     read",
    "{:%Y/%m/%d %H:%M:%S} INFO read",
    "{:%b %e %H:%M:%S} DEBUG read",
    "{:%m-%d %H:%M:%S} prices INFO read",
    "INFO {:%m-%d %H:%M:%S} read",
    "{:%d-%b-%y %H:%M:%S} [prices] CRITICAL low",
    "{:%d/%b/%Y:%H:%M:%S} INFO read",
    "[{:%Y%m%d-%H:%M:%S}] prices INFO: read",
    "{:%A %d %B %Y %H:%M:%S} INFO read",
    "[{:%a %b %e %H:%M:%S %Y}] INFO read",
    "[I {:%y%m%d %H:%M:%S} web:12] read",
    "\x1b[2m{:%Y-%m-%d %H:%M:%S}\x1b[0m [\x1b[32minfo \x1b[0m] read",
    "{:%Y-%m-%d %H:%M:%S.%f} | INFO | read",
    '{{"event": "read", "timestamp": "{:%Y-%m-%dT%H:%M:%S.%f}Z"}}',
    "{:%Y-%m-%d %H:%M:%S.%f}",
    "{!r}",
    "[Timestamp('{:%Y-%m-%d %H:%M:%S.%f}'), 5]",
    "written {:%d %B %Y at %H:%M}",
    "written on {:%b %e, %Y, %I:%M:%S %p}",
    "report_{:%Y%m%d_%H%M%S}.csv, report_{:%Y-%m-%d_%H-%M-%S}.csv, {:%Y%m%d%H%M%S}",
    "-rw-r--r-- 1 ann ann 3 {:%b %e %H:%M} a.csv",
    "{:%a %b %e %H:%M:%S} UTC {:%Y}",
    "{:%Y-%m-%d %H:%M:%S},015 2025 prices read",
    "{:%Y-%m-%d %H:%M:%S.%f} 2026",
    "{:%b %e %H:%M:%S} 2025 prices read",
    "{:%m/%d/%y %H:%M:%S} 2026-Q4 read",
    "{:%Y-%m-%dT%H:%M:%S} {:%Y-%m-%dT%H:%M:%S}",
    "0 {:%Y-%m-%d %H:%M:%S.%f} {:%Y-%m-%d %H:%M:%S.%f}",
    "{:%b %e %H:%M:%S} {:%Y-%m-%dT%H:%M:%S}",
    "<p>5 rows</p><footer>{:%Y-%m-%d %H:%M}</footer>",
    "I{:%m%d %H:%M:%S.%f} 140560579595136 prices.py:2] read",
    "\x1b[31mE{:%m%d %H:%M:%S.%f} prices.py:2] low\x1b[0m",
    "{:%H:%M:%S %d.%m.%Y} read",
    "{:%H:%M, %d %b %Y} read",
    "{:%d %b %H:%M:%S} read",
    "{:%d%b%Y:%H:%M:%S} read",
    "{:%Y年%m月%d日 %H:%M} read",
    "prices_{:%Y-%m-%dT%H%M%S}Z.csv, prices_{:%Y-%m-%d_%Hh%Mm%Ss}.csv, {:%Y.%m.%d-%H.%M.%S}",
]


@pytest.mark.parametrize("template", TIMES)
def test_the_time_of_the_execution_passes_and_another_one_does_not(template):
    moments = ([moment] * template.count("{:") or [moment] for moment in (STORED, FRESH))
    before, after = (template.format(*moment) for moment in moments)
    mime = "text/html" if "<p>" in template else "stream"
    assert differences(before, after, mime) == []
    assert differences(before, after, mime, at="2026-12-03 05:12:00")
    assert differences(before, after.replace("read", "wrote").replace("5 ", "6 ") + "!", mime)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("08:00:00 copper 9500", "08:15:00 copper 9500"),
        ("30.11.2026 02:05 copper", "01.12.2026 02:05 copper"),
        ("departs 02:02:42 INFO desk", "departs 02:03:42 INFO desk"),
        ("2026-11-30 02:05:11", "2026-12-02 17:40:09"),
        ("2026-11-30 02:05:11", "2026-12-01"),
        ("2026-11-30", "2026-12-01"),
        ("2026-11-30 02:05:11 2025 prices", "2026-12-01 17:40:09 2026 prices"),
        ("Nov 30 02:05:11 2024 prices", "Dec 01 17:40:09 2025 prices"),
        ("17:40:09 INFO 5 rows", "17:40:10 INFO 6 rows"),
        ("02:02:42 INFO read", "17:40:09 ERROR read"),
        ("order 1764610811", "order 1764610899"),
        ("20261130 t", "20261201 t"),
        ("12:30", "17:40"),
        ("12:30 5 Nov 2025 prices", "17:40 5 Nov 2025 prices"),
        ("02:05:11 5 Nov 2025 prices", "17:40:09 6 Nov 2025 prices"),
        ("order I1130", "order I1201"),
        ("I1130 02:05:11 low", "W1201 17:40:09 low"),
        ("2026年11月30日", "2026年12月01日"),
    ],
)
def test_a_time_that_is_data_is_compared(before, after):
    assert differences(before, after)


def test_the_time_in_another_zone_and_in_seconds_passes():
    assert differences("2026-11-30T02:05:11-10:00", "2026-12-02T02:40:09+09:00") == []
    now = int(FRESH.replace(tzinfo=UTC).timestamp())
    assert differences("at 1795963602.43, 1795963602430 ms", f"at {now}.015, {now}015 ms") == []
    assert differences("run_1795963602", f"run_{now}") == []
    assert differences("run_1795963602", f"run_{now + 100}")


PROCESSES = [
    T + " [{n}] INFO read 5 rows",
    T + " - {n} - INFO - read 5 rows",
    "[" + T + "] [{n}] [INFO] booting",
    T + " INFO {n} --- [main] read 5 rows",
    T + " prices[{n}] INFO read 5 rows",
    T + " INFO pid={n} read 5 rows",
    T + " INFO prices [{n}] read 5 rows\n" + T + " INFO prices [{n}] wrote 3 rows",
    T + " INFO shop.prices [{n}] read 5 rows",
    T + " [{n}/MainThread] INFO read 5 rows",
    T + " INFO [MainProcess:{n}] read 5 rows",
    T + " prices INFO {n} 139691760806784 read",
    "INFO " + T + " {n} prices read",
    "INFO prices [{n}] read",
    "INFO:prices:{n}:read",
    "ERROR [{n}] no price",
    "{n} INFO read",
    "my process is {n}",
    "lock-{n}.pid",
    "checkpoint_{n}.json",
]


@pytest.mark.parametrize("template", PROCESSES)
def test_the_number_of_the_kernel_passes_and_another_one_does_not(template):
    before, after = (template.format(*[moment] * 2, n=n) for moment, n in ((STORED, 1726), (FRESH, 4711)))
    assert differences(before, after, process=4711) == []
    assert differences(before, after, process=4000000)
    assert differences(f"{before}\nsold 1727", f"{after}\nsold 4711", process=4711)


@pytest.mark.parametrize(
    ("before", "after", "process"),
    [
        ("ERROR [1045] access denied", "ERROR [1046] access denied", 4711),
        (
            "INFO order [4711] shipped\nINFO order [4711] paid",
            "INFO order [4712] shipped\nINFO order [4712] paid",
            4000,
        ),
        ("sold 56", "sold 57", 57),
        ("sold 560", "sold 570", 570),
        ("INFO read 56 rows", "INFO read 57 rows", 57),
        ("in 2025", "in 2026", 2026),
    ],
)
def test_a_number_that_is_data_is_compared(before, after, process, monkeypatch):
    monkeypatch.setattr("nbcompare.known_run._processes", lambda *_: (process, "ann", (ANY, ANY)))
    assert differences(before, after, process=process)


def test_the_number_of_a_process_that_the_kernel_started_passes_next_to_a_word_or_in_a_log_line(monkeypatch):
    monkeypatch.setattr("nbcompare.known_run._processes", lambda *_: (4800, "ann", (ANY, ANY)))
    for template in ("child {}", "worker: {} is ready", "INFO worker [{}] done"):
        assert differences(template.format(1730), template.format(4731), process=4711) == []
        assert differences(template.format(1730), template.format(4831), process=4711)
    assert differences("order (1730) shipped", "order (4731) shipped", process=4711)


PATHS = [
    (f"{TEMPORARY}/plot.png", "/scratch2/tmp/plot.png"),
    (f"{TEMPORARY}/tmpk3x_9abd/plot.png", "/scratch/ann/tmpq8w_1xyz/plot.png"),
    (f"{TEMPORARY}/run-k3x_9abd-out", "/scratch2/run-q8w_1xyz-out"),
    (f"{TEMPORARY}/tmpk3x_9abd_prices.csv", "/tmp/a/tmpq8w_1xyz_prices.csv"),
    (f"{TEMPORARY}/run_oilenado/a.csv", "/tmp/w/run_q8w_1xyz/a.csv"),
    (f"{TEMPORARY}/tmp.scRZgXkWw5/a.csv", "/scratch2/tmp/tmp.k3QabLmNoP/a.csv"),
    (f"{TEMPORARY}/job-{RANDOM[0]}.csv", f"/scratch2/tmp/job-{RANDOM[1]}.csv"),
    (f"{TEMPORARY}/c_{RANDOM[0].replace('-', '')}.pkl", f"/tmp/c_{RANDOM[1].replace('-', '')}.pkl"),
    (TEMPORARY, "/tmp/w/scratch2"),
    (HOME, "/home/bernadette"),
    (f"{HOME}/metals/lme/a.csv", "/gpfs/users/ann/metals/lme/a.csv"),
    (FOLDER, "/gpfs/ann/other/notebooks"),
    (f"{FOLDER}/data/a.csv", "/gpfs/ann/clone/data/a.csv"),
    ("/srv/two/shop/data/a.csv", "/gpfs/ann/clone/data/a.csv"),
    (f"file://{TEMPORARY}/a.html", "file:///scratch2/a.html"),
    (f"\x1b[35m{TEMPORARY}/a.csv\x1b[0m", "\x1b[35m/scratch2/a.csv\x1b[0m"),
]


@pytest.mark.parametrize(("fresh", "stored"), PATHS)
def test_paths_are_compared_by_what_follows_a_known_folder(fresh, stored):
    for template in ("{}", "wrote {} (5 rows)", "'{}'"):
        assert differences(template.format(stored), template.format(fresh), folder=FOLDER) == []
    assert differences(f"{stored}: 5", f"{fresh}: 6", folder=FOLDER)


@pytest.mark.parametrize(
    ("fresh", "stored"),
    [
        (f"{TEMPORARY}/plot.png", "/scratch2/tmp/bars.png"),
        (f"{TEMPORARY}/q1/a.csv", "/scratch2/tmp/q2/a.csv"),
        (f"{TEMPORARY}/report_refining", "/tmp/x/report_concentr"),
        (f"{TEMPORARY}/run-54321.csv", "/tmp/x/run-12345.csv"),
        (f"{TEMPORARY}/tmp.Zincprices", "/tmp/x/tmp.Coppercost"),
        (f"{TEMPORARY}/c_d41d8cd98f00b204e9800998ecf8427e", "/tmp/x/c_d41d8cd98f00b204e9800998ecf84270"),
        (f"{HOME}/metals/shfe/a.csv", "/gpfs/users/ann/metals/lme/a.csv"),
        (f"{FOLDER}/data_old/a.csv", "/gpfs/ann/clone/data/a.csv"),
        (f"{HOME}/x/a.csv", "/scratch2/tmp/a.csv"),
        (TEMPORARY, "/data/prices"),
        ("/srv/two/shop/data/2026Q2/a.csv", "/gpfs/clone/data/2026Q1/a.csv"),
        (FOLDER, f"/gpfs/{FOLDER.rpartition('/')[2]}/data"),
        ("/srv/metals/2026Q2/a.csv", "/srv/metals/2026Q1/a.csv"),
    ],
)
def test_another_file_or_folder_is_reported(fresh, stored):
    assert differences(f"wrote {stored}", f"wrote {fresh}", folder=FOLDER)


def test_a_shortened_path_passes_in_a_table_if_its_beginning_agrees():
    page = "<table><tr><td>{}</td></tr></table>"
    assert differences(page.format("/tmp/a/tin.csv"), page.format(f"{TEMPORARY}/tin..."), "text/html") == []
    assert differences(page.format("/tmp/a/tin.csv"), page.format(f"{TEMPORARY}/zin..."), "text/html")


def test_the_name_of_a_new_temporary_folder_passes_alone(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    names = ("run-k3x_9abd-out", "run-q8w_1xyz-out"), ("tmp.scRZgXkWw5", "tmp.k3QabLmNoP"), RANDOM
    for fresh, _ in names:
        (tmp_path / fresh).mkdir()
    with executed(at=f"{datetime.now():%Y}-01-01") as settings:
        for known, alike in ((settings, True), (Settings(), False)):
            for fresh, stored in names:
                sides = outputs(stored, "stream"), outputs(fresh, "stream")
                assert (compare_outputs(*sides, known) == []) is alike
        assert compare_outputs(outputs("lot-q8w_1xyz", "stream"), outputs("lot-k3x_9abd", "stream"), settings)


def test_the_user_passes_next_to_a_word_that_says_so():
    user = getpass.getuser()
    assert differences("user: bernadette", f"user: {user}", process=4711) == []
    assert differences("bernadette", user, process=4711) == []
    assert differences("bernadette\nrun as bernadette", f"{user}\nrun as {user}", process=4711) == []
    assert differences("Codelco\nrun as bernadette", f"Glencore\nrun as {user}", process=4711)
    assert differences("WARNING:prices:low", f"WARNING:{user}:low", process=4711)
    assert differences("owner: Codelco", "owner: Glencore", process=4711)


def test_without_an_execution_nothing_is_explained():
    before, after = (f"{moment:%Y-%m-%d %H:%M:%S},015 INFO [{n}] read" for moment, n in ((STORED, 1), (FRESH, 2)))
    assert compare_outputs(outputs(before, "stream"), outputs(after, "stream"), Settings())


def test_an_address_of_the_code_of_a_cell_passes_in_html():
    page = '<pre>read 5 rows <a href="file://{}/ipykernel_{}/4227795760.py" target="_blank">4227795760.py</a></pre>'
    before, after = page.format("/mnt/scratch", 17719), page.format(TEMPORARY, 17771)
    assert differences(before, after, "text/html", process=17771) == []
    assert differences(before, after.replace("5 rows", "6 rows"), "text/html", process=17771)


@pytest.mark.parametrize(
    ("mime", "before", "after"),
    [
        ("application/json", {"separator": " "}, {"separator": "   "}),
        ("text/markdown", "a\n    \nb", "a\n  \nb"),
        ("text/html", "<script>\nvar a;\n    \nvar b;\n</script>", "<script>\nvar a;\n\nvar b;\n</script>"),
    ],
)
def test_a_line_of_nothing_but_blanks_is_compared_too(mime, before, after):
    assert "blanks" in differences(before, after, mime)[0]
