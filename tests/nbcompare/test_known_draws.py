"""What the code of a notebook draws at random, measures or asks the clock for passes. The same as data does not."""

import os
import platform
import re
from importlib.metadata import version

import pytest

from .test_known_run import ANY, differences

UUIDS = "1b4e28ba-2fa1-41d2-883f-0016d3cca427", "f2a9c0de-77b1-4c3a-9e55-6d1f20c4b8aa"
HASHES = "-4183004691104804008", "835196783969214169"
CORES = str(os.cpu_count())
# the code, a template, and what is drawn on both sides
DRAWN = [
    ("uuid.uuid4()", "{}", UUIDS),
    ("uuid.uuid4()", "lot {} of 5 rows", UUIDS),
    ("uuid.uuid4().hex", "written to out-{}.csv", [name.replace("-", "") for name in UUIDS]),
    ("str(uuid.uuid4()).upper()", "order {}", [name.upper() for name in UUIDS]),
    ("from uuid import uuid4\nuuid4()", "{{'id': '{}', 'tonnes': 5}}", UUIDS),
    ("str(uuid.uuid4())[:8]", "batch {}", [name[:8] for name in UUIDS]),
    ("!uuidgen", "{}", UUIDS),
    ("secrets.token_hex(8)", "session {}", ("f88807cba075ccff", "18f7a1de505177f2")),
    ("os.urandom(4).hex()", "salt={}", ("f88807cb", "18f7a1de")),
    ("secrets.token_urlsafe(16)", "https://example.org/?key={}", ("cT3-x8hJ_2mQ4r9tYbK1Aw", "Zp0Xk_7sLq3vR5dN-e8uMg")),
    ("f'{random.getrandbits(64):016x}'", "trace {}", ("f88807cba075ccff", "18f7a1de505177f2")),
    ("hash('copper')", "{}", HASHES),
    ("[hash(name) for name in names]", "['tin', {}]", HASHES),
    ("hex(id(prices))", "at {}", ("0x7fed2334f310", "0x55849a7310ab")),
    ("date.today()", "Report of {}", ("2026-11-30", "2026-12-01")),
    ("datetime.now().strftime('%d %B %Y')", "printed on {}.", ("30 November 2026", "01 December 2026")),
    ("f'{datetime.now():%b %d, %Y}'", "{}: 5 rows", ("Nov 30, 2026", "Dec 01, 2026")),
    ("pd.Timestamp.today().normalize()", "{}", ("2026-11-30 00:00:00", "2026-12-01 00:00:00")),
    ("time.strftime('%d/%m/%Y')", "as of {}", ("30/11/2026", "01/12/2026")),
    ("f'prices_{date.today():%Y%m%d}.csv'", "prices_{}.csv", ("20261130", "20261201")),
    ("datetime.date.today()", "datetime.date({})", ("2026, 11, 30", "2026, 12, 1")),
    ("!date +%F", "{}", ("2026-11-30", "2026-12-01")),
    ("resource.getrusage(0).ru_maxrss", "peak memory: {} MB", ("108.3", "67.8")),
    ("psutil.Process().memory_info().rss", "RSS = {} MiB", ("1,108", "967")),
    ("tracemalloc.get_traced_memory()", "used {} KB of memory", ("108.31", "7.8")),
    ("os.cpu_count()", "using {} cores", ("731", CORES)),
    ("multiprocessing.cpu_count()", "workers: {}", ("731", CORES)),
]


@pytest.mark.parametrize(("code", "template", "drawn"), DRAWN)
def test_what_the_code_draws_passes_and_the_same_as_data_does_not(code, template, drawn):
    before, after = (template.format(value) for value in drawn)
    code = f"import uuid\n{code}"
    assert differences(before, after, code=code) == []
    assert differences(before, after, code="prices = read('prices.csv')")
    assert differences(f"{before}, 5 t", f"{after}, 6 t", code=code)


@pytest.mark.parametrize(
    ("code", "before", "after"),
    [
        ("uuid.uuid4()", "d41d8cd98f00b204e9800998ecf8427e", "0cc175b9c0f1b6a831c399e269772661"),  # a digest
        ("uuid.uuid4()", f"{UUIDS[0]} is {UUIDS[0]}", f"{UUIDS[0]} is {UUIDS[1]}"),
        ("uuid.uuid4()", f"{UUIDS[0]}\n{UUIDS[1]}", f"{UUIDS[1]}\n{UUIDS[0]}"),
        ("uuid.uuid4()", f"order {UUIDS[0]}", "order 4711"),
        ("secrets.token_hex(4)", "decade", "facade"),
        ("secrets.token_hex(4)", "sold 123456 t", "sold 123457 t"),
        ("secrets.token_hex(4)\nhashlib.sha256(b'a')", "sha256 f88807cb", "sha256 18f7a1de"),
        ("hash('copper')", "sold 5", "sold 6"),
        ("id(prices)", "the register at 0x40021000", "the register at 0x40021004"),
        ("order.id(5)", "jumps at 0x7f3c5a1b2d90", "jumps at 0x7f3c5a1b2d94"),
        ("hash('copper')", "0.418300469110480400", "0.518300469110480400"),
        ("date.today()", "delivered 2026-11-30", "delivered 2026-11-29"),
        ("date.today()", "delivered 2026-11-30", "delivered 01.12.2026"),
        ("date.today()", "delivered in 2026", "delivered in 2027"),
        ("ru_maxrss", "memory usage: 1.2 KB", "memory usage: 1.3 KB"),  # of a data frame
        ("ru_maxrss", "sold 1.2 t", "sold 1.3 t"),
        ("ru_maxrss", "peak memory: 1.2 MB", "peak memory: 1.2 GB"),
        ("os.cpu_count()", "using 5 cores", "using 732 cores"),
        ("os.cpu_count()", "sold 5 t", f"sold {CORES} t"),
    ],
)
def test_what_the_code_does_not_draw_is_compared(code, before, after):
    assert differences(before, after, code=code)


def test_the_number_of_a_process_that_the_code_asks_for_passes(monkeypatch):
    monkeypatch.setattr("nbcompare.known_run._processes", lambda *_: (4800, ("ann",), (ANY, ANY)))
    code = "process = Popen(['ls'])\nprint(process.pid)"
    assert differences("4700 0", "4731 0", process=4711, code=code) == []
    assert differences("4700 0", "4731 0", process=4711)
    assert differences("4700 0", "4831 0", process=4711, code=code)


VERSIONS = [
    "pytest {}",
    "pytest: {}",
    "pytest=={}",
    "pytest version is {}",
    "pytest v{}",
    "Using pytest ({}), 5 rows",
    "pytest-{}.tar.gz",
    '{{"pytest": "{}", "tonnes": 5}}',
    "| pytest | {} |",
    "pytest      {}",
]


@pytest.mark.parametrize("template", VERSIONS)
def test_the_installed_version_of_a_package_passes_and_another_one_does_not(template):
    before, after = (template.format(number) for number in ("7.1.12", version("pytest")))
    assert differences(before, after) == []
    assert differences(template.format("7.1.12"), template.format("7.1.13"))
    assert differences(before.replace("pytest", "prices"), after.replace("pytest", "prices"))
    assert differences(f"{before} 5", f"{after} 6")


def test_the_version_of_python_passes_and_so_does_one_that_the_code_asks_for():
    python = platform.python_version()
    assert differences("Python 2.7.18", f"Python {python}") == []
    assert (
        differences("running on Python 2.7 (5 rows)", f"running on Python {python.rpartition('.')[0]} (5 rows)") == []
    )
    assert differences("'7.1.12'", f"'{version('pytest')}'", code="pytest.__version__") == []
    assert differences("'7.1.12'", f"'{version('pytest')}'", code="rules.latest")
    page = "<table><tr><th>package</th><th>version</th></tr><tr><td>pytest</td><td>{}</td></tr></table>"
    both = page.format("7.1.12"), page.format(version("pytest"))
    assert differences(*both, "text/html", code="pytest.__version__") == []
    assert differences("prices 1.4.2", "prices 1.4.3", code="prices.__version__")


def test_this_machine_passes_next_to_a_word_that_says_so(monkeypatch):
    hint = re.compile("ci-runner")
    monkeypatch.setattr("nbcompare.known_run._processes", lambda *_: (4800, ("ann", "ci-runner-7"), (hint, ANY)))
    for template in ("host: {}", "hostname={}", "{}", "computed on {} in Basel"):
        assert differences(template.format("laptop"), template.format("ci-runner-7"), process=4711) == []
        assert differences(template.format("laptop"), template.format("ci-runner-8"), process=4711)
