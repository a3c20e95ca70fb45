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
    ("uuid.uuid1()", "{}", ("8e2b1a44-cdf1-11f0-9a3b-0242ac120002", "8e2b1f58-cdf1-11f0-9a3b-0242ac120002")),
    ("secrets.token_hex(8)", "session {}", ("f88807cba075ccff", "18f7a1de505177f2")),
    ("os.urandom(4).hex()", "salt={}", ("f88807cb", "18f7a1de")),
    ("secrets.token_urlsafe(16)", "https://example.org/?key={}", ("cT3-x8hJ_2mQ4r9tYbK1Aw", "Zp0Xk_7sLq3vR5dN-e8uMg")),
    ("f'{random.getrandbits(64):016x}'", "trace {}", ("f88807cba075ccff", "18f7a1de505177f2")),
    ("!git log --oneline -1", "{} first", ("5014584", "4b8709b")),
    (
        "repo.head.commit.hexsha",
        "at commit {}",
        ("f88807cba075ccff" * 2 + "0a1b2c3d", "18f7a1de505177f2" * 2 + "9e8d7c6b"),
    ),
    ("shutil.disk_usage('/')", "free: {} GB", ("81.230", "81.225")),
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
        ("uuid.uuid4()", f"order {UUIDS[0]}", f"order 2{UUIDS[0][1:]}"),
        ("secrets.token_urlsafe(9)", "read prices_2025 again", "read prices_2024 again"),
        ("secrets.token_hex(4)", "dec2025", "dec2024"),
        ("!git log", "accede5 t", "accede6 t"),
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


TIMED = "start = time.perf_counter()"
MEASURED = [  # in a cell that took ten seconds
    ("sorting: {} s", "0.003", "0.031"),
    ("sorting{:>10} ms", "1.66", "81.66"),
    ("{}s for 5 rows", "1.62", "0.5"),
    ("('quick sort', {} ms)", "8.1", "125.0"),
    ("solved in {} sec, 5 steps", "0.2", "0.31"),
    ("'work' executed: {}s", "0.0412", "0.0399"),
    ("| heap | {} µs |", "4.1", "3.9"),
    ("mean {} seconds of 5 runs", "1e-05", "2.5e-05"),
    ("read 5 rows, {} rows/s", "12,345", "9,876"),
    ("throughput: {} MB/s", "12.3", "101.0"),
    ("{} requests per second", "1021", "998"),
    ("speedup: {}x", "3.4", "2.9"),
    ("Speed-up of {}", "3.4", "2.9"),
    ("{} times faster than a list", "12.1", "9.6"),
    ("{}x slower", "2", "3"),
]


@pytest.mark.parametrize(("template", "stored", "fresh"), MEASURED)
def test_durations_and_rates_pass_if_the_code_measures_time(template, stored, fresh):
    before, after = template.format(stored), template.format(fresh)
    assert differences(before, after, code=TIMED) == []
    assert differences(before, after.replace("5 ", "6 ") + "!", code=TIMED)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("half-life: 5730 s", "half-life: 5731 s"),  # longer than the cell
        ("half-life 0.5 years", "half-life 0.6 years"),
        ("0.003 s", "0.003 ms"),
        ("speed 3.4 km/s", "speed 3.5 km/s"),
        ("flow 3.4 m3/s", "flow 3.5 m3/s"),
        ("120 rows/s", "120 MB/s"),
        ("2 times as many", "3 times as many"),
        ("grew by 2.1 % per year", "grew by 2.2 % per year"),
        ("accuracy 0.91", "accuracy 0.92"),
        ("sold 5 sets", "sold 6 sets"),
        ("CO2s", "CO3s"),
        ("1-5s", "1-6s"),
    ],
)
def test_other_numbers_are_compared_although_the_code_measures_time(before, after):
    assert differences(before, after, code=TIMED)


@pytest.mark.parametrize("text", ["{} rows/s", "speedup: {}x", "{} rows per second", "sorting: {} s"])
def test_durations_and_rates_are_data_if_the_code_measures_none(text):
    assert differences(text.format("1.2"), text.format("1.3"), code="prices = read('prices.csv')")


IN_A_SET = [
    ("list(set(metals))", "['zinc', 'tin', 'lead']", "['lead', 'zinc', 'tin']"),
    ("print(', '.join(set(metals)))", "zinc, tin, lead", "lead, zinc, tin"),
    ("print(', '.join({'zinc', 'tin', 'lead'}))", "metals: zinc, tin, lead", "metals: lead, zinc, tin"),
    ("tuple(set(metals))", "('zinc', 'tin', 'lead')", "('lead', 'zinc', 'tin')"),
    ("{metal: len(metal) for metal in set(metals)}", "{'zinc': 4, 'tin': 3}", "{'tin': 3, 'zinc': 4}"),
    ("[metal.title() for metal in {'zinc', 'tin'}]", "['Zinc', 'Tin']", "['Tin', 'Zinc']"),
    ("list(frozenset(metals))", "5 metals: ['zinc', 'tin']", "5 metals: ['tin', 'zinc']"),
]


@pytest.mark.parametrize(("source", "before", "after"), IN_A_SET)
def test_the_order_of_a_set_that_the_cell_turns_into_a_list_passes(source, before, after):
    assert differences(before, after, source=source) == []
    assert differences(before, after, code=source, source="print(ranked)")
    assert differences(before, after.replace("in", "on"), source=source)


@pytest.mark.parametrize(
    ("source", "before", "after"),
    [
        ("sorted(set(metals))", "['tin', 'zinc']", "['zinc', 'tin']"),
        ("list({'zinc': 4, 'tin': 3})", "['zinc', 'tin']", "['tin', 'zinc']"),
        ("sorted(metals, key=len)", "['zinc', 'tin']", "['tin', 'zinc']"),
        ("if metal in {'zinc', 'tin'}: print(ranked)", "['tin', 'zinc']", "['zinc', 'tin']"),
        ("list(set(counts))", "[5, 4, 3]", "[3, 4, 5]"),
        ("list(set(metals))", "['zinc', 'tin']", "('tin', 'zinc')"),
        ("list(set(metals))", "['zinc', 'tin', 'tin']", "['tin', 'zinc', 'zinc']"),
    ],
)
def test_another_order_is_compared(source, before, after):
    assert differences(before, after, source=source)


def test_columns_of_times_pass():
    heading = "   ncalls  tottime  percall  cumtime  percall filename:lineno(function)\n"
    row = "   300001    {}    0.000    {}    0.000 prices.py:2(read)"
    both = (heading + row.format(*times) for times in (("0.035", "0.064"), ("0.026", "0.044")))
    before, after = both
    assert differences(before, after) == []
    assert differences(before, after.replace("300001", "300002"))
    assert differences(before, after.replace("0.026", "99.26"))
    page = "<table><tr><th>step</th><th>{}</th></tr><tr><td>read</td><td>{}</td></tr></table>"
    assert differences(page.format("ms", 89.4), page.format("ms", 12.7), "text/html", code=TIMED) == []
    assert differences(page.format("s", 8.94), page.format("s", 1.27), "text/html", code=TIMED) == []
    assert differences(page.format("ms", 89.4), page.format("ms", 12.7), "text/html")
    assert differences(page.format("price", 89.4), page.format("price", 12.7), "text/html", code=TIMED)


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
