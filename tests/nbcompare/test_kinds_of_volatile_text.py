"""Kinds of volatile text: templates that pass with two values in the place of `{}`, and others that must not."""

import pytest

from nbcompare.output_diff import compare_outputs
from nbcompare.settings import Settings

THREAD = ("140201772947136", "139887766554432")
T1, T2 = "2026-11-30 02:11:14,899", "2026-12-01 17:40:02,015"

# Each kind has two values, templates that are equal with either, and templates in which the value is data.
KINDS = {
    "process of a log line": (
        ("1726", "1802"),
        [
            T1 + " [{}] INFO read 5 rows",
            T1 + " - {} - INFO - read 5 rows",
            T1 + " | {} | WARNING | low stock",
            "[" + T1 + "] [{}] [INFO] booting",
            T1 + " INFO {} --- [main] read 5 rows",
            T1 + " prices[{}] INFO read 5 rows",
            T1 + " INFO [pid {}] read 5 rows",
            T1 + " INFO pid={} read 5 rows",
            T1 + " INFO prices [{0}] read 5 rows\n" + T1 + " INFO prices [{0}] wrote 3 rows",
            T1 + " INFO shop.prices [{}] read 5 rows",
            T1 + " INFO __main__ [{}] read 5 rows",
            "[2026-11-30 02:11:14 +0000] [{}] [INFO] Starting gunicorn",
            T1 + " [{}/MainThread] INFO read 5 rows",
            T1 + " INFO [MainProcess:{}] read 5 rows",
            T1 + " (ForkPoolWorker-1:{}) INFO read 5 rows",
            "2026-01-05 09:00:00 [{}] shop.prices WARNING: low",
            "INFO:prices:{0}:read 5 rows\nINFO:prices:{0}:wrote 3 rows",
        ],
        [
            T1 + " INFO order [{}] shipped",
            T1 + " INFO prices: order [{}] shipped",
            T1 + " INFO {} rows read",
            T1 + " INFO read [{}] rows",
            T1 + " INFO prices 4 processes, {} rows",
            T1 + " INFO started {} processes",
            "INFO:prices:{} rows read",
            "INFO:prices:{}: the number of orders",
            "order [{}] INFO shipped",
            "copper [{}] 9500 USD/t",
        ],
    ),
    "thread": (
        THREAD,
        [
            "<Thread(Thread-10 (<lambda>), started {})>",
            "<Thread(Thread-10 (<lambda>), stopped {})>",
            "<Thread(Thread-10 (<lambda>), started daemon {})>",
            "<Thread(Thread-10 (<lambda>), stopped daemon {})>",
            "[<Thread(Thread-10 (<lambda>), started {0})>, <Thread(Thread-11 (f), started {0})>]",
            "&lt;Thread(Thread-10 (&lt;lambda&gt;), started {})&gt;",
            "<PriceReader(Thread-3, started {})>",
            "<PriceReader(reader of <LME>, started daemon {})>",
            "<Timer(Thread-4, started {})>",
            "<_MainThread(MainThread, started {})>",
            "<_DummyThread(Dummy-2, started daemon {})>",
            "<Thread(prices (of (the) LME), started {})>",
            "{{'reader': <Thread(reader, started {})>}}",
            "<Thread(<locals>.<lambda>, stopped {})>",
            "<HistorySavingThread(IPythonHistorySavingThread, started {})>",
        ],
        ["<Thread(worker {}, started 140201772947136)>", "the furnace (Kiruna, started {})", "(<lambda>), started {}"],
    ),
    "process": (
        ("1859", "2931"),
        [
            "<ForkProcess name='ForkProcess-1' pid={} parent=1833 stopped exitcode=0>",
            "<ForkProcess name='ForkProcess-1' pid=1859 parent={} stopped exitcode=0>",
            "<SpawnProcess name='SpawnProcess-2' pid={} parent=1833 started>",
            "<Process name='Process-1' pid={} parent=1833 started daemon>",
            "<ForkServerProcess name='ForkServerProcess-1' pid={} parent=1 started>",
            "<PriceReader name='prices' pid={} parent=1833 started>",
            "<ForkProcess name='reader of the LME' pid={} parent=1833 stopped exitcode=-SIGTERM>",
            "<ForkProcess name='ForkProcess-1' parent={} initial>",
            "[<Process name='a' pid={0} parent={0} started>, <Process name='b' pid={0} parent=4 started>]",
            "&lt;ForkProcess name=&#x27;ForkProcess-1&#x27; pid={} parent=1833 started&gt;",
            "<ForkProcess name='ForkPoolWorker-1' pid={} parent=1833 started daemon>",
            "<Process {}>",
            "<_ParentProcess name='MainProcess' parent=None pid={}>",
            "psutil.Process(pid={}, name='python3', status='running', started='02:11:14')",
            "<ForkProcess name='it\\'s' pid={} parent=1833 unknown>",
        ],
        [
            "<ForkProcess name='a' pid=1 parent=2 stopped exitcode={}>",
            "<ForkProcess name='mine {}' pid=1 parent=2 started>",
            "<Order name='copper' pid={} price=9500>",
            "{} processes started",
            "<Product pid={} parent=Kiruna>",
        ],
    ),
    "element of a script": (
        ("c9a3a0e2-1b4e-41d2-883f-0016d3cca427", "9f2c51d0-0aa1-4c1b-9d3e-6655443322aa"),
        [
            'const el = document.getElementById("{}");',
            "const el = document.getElementById('{}');",
            'document.getElementById(\\"{}\\").hidden = true',
            'document.querySelector("#{}")',
            "document.querySelectorAll('#{} .bar')",
            '$("#{}").html("")',
            'd3.select("#{}")',
            'Plotly.newPlot("{}", [], {{}})',
            'const docs_json = {{"{}":{{"version":"3.9"}}}};',
            'const id = document.getElementById("{0}"); drop("{0}")',
            '[{{"docid":"{}","roots":{{}}}}]',
            'root.getElementById( "{}" )',
            'vegaEmbed("#{}", spec)',
            'Bokeh.embed.embed_item(item, "{}")',
            '{{"elementid": "{}"}}',
            'el.closest("#{}")',
        ],
        ['shipped("{}")', 'const order = "{}";', '{{"order": "{}"}}', 'load("orders/{}.json")'],
    ),
    "duration of a library": (
        ("0.00573", "0.00612"),
        [
            "[generated in {}s] ()",
            "[cached since {}s ago] (1, 2)",
            "[no key {}s] {{}}",
            "[generated in {}s (insertmanyvalues) 1/1 (ordered)]",
            T1 + " INFO sqlalchemy.engine.Engine [generated in {}s] ('tin',)",
            T1 + " INFO sqlalchemy.engine.Engine [cached since {}s ago] ('tin',)",
            "Ran 3 tests in {}s",
            "Ran 1 test in {}s\n\nOK",
        ],
        ["paid in {}s", "the key was generated in {}s", "[cached {}]", "[generated {} t]", "Ran {} km in 5s"],
    ),
    "shortened address": (
        ("x7f35b4c7d9d0", "x7f1122c7d9a0"),
        ["<lightgbm.bas...{}>", "valid=&lt;lightgbm.bas...{}&gt;", "<function f...0{}>", "[<a.b...{}>, 5]"],
        ["the digest ...{}", "lot ...{} sold"],
    ),
}
NO_DIGIT = [("xzbmrqvs", "jrshxjyl"), ("xzbmrqvs", "k3x_9abd"), ("uwua5nw3", "oilenado"), ("q_wvtrzk", "bcdkfghp")]
TEMPORARY = [
    "/tmp/report_{}",
    "/tmp/report_{}/summary.csv",
    "/tmp/lme-{}.d",
    "/tmp/tmp{}",
    "/tmp/{}",
    "/var/tmp/prices.{}",
    "wrote /tmp/a/report_{}.tar.gz",
    "file:///tmp/report_{}/summary.csv",
    "PosixPath('/tmp/lme-{}')",
    "/var/folders/a1/b2/T/report_{}",
    "C:\\Users\\ann\\AppData\\Local\\Temp\\report_{}",
    "['/tmp/a_{0}', '/tmp/b_{0}']",
    "/tmp/two-parts_{}.txt",
    "removed '/tmp/{}.lock'",
    "cwd=/tmp/report_{}:",
]
PULP = "/tmp/{}-pulp.mps", "8465a37c730741eda11055fedf3d3ce3", "0465a37c730741eda11055fedf3d3ce3"
WORDS = [
    ("/tmp/outputs1", "/tmp/outputs2"),
    ("/tmp/report_concentr", "/tmp/report_refining"),
    ("/tmp/run-20261130", "/tmp/run-20261201"),
    ("/tmp/strategy.csv", "/tmp/smelting.csv"),
    ("/data/report_xzbmrqvs", "/data/report_jrshxjyl"),
    ("/tmp/results/summary1.csv", "/tmp/results/overview.csv"),
    ("/tmp/lme_xzbmrqvs.csv", "/tmp/comex_jrshxjyl.csv"),
    ("/tmp/lme_xzbmrqvs.csv", "/tmp/lme_jrshxjyl.json"),
    ("/tmp/report_xzbmrqvs", "/tmp/report"),
    ("the lot xzbmrqvs", "the lot jrshxjyl"),
]
LOG_TIMES = [
    ("{} INFO read 5 rows", "02:02:42", "17:40:13"),
    ("{} | INFO     | prices:read:12 - read", "02:02:42", "17:40:13"),
    ("{} [INFO] read", "02:02:42", "17:40:13"),
    ("{} - WARNING - low", "02:02:42.123", "17:40:13.456"),
    ("[{}] ERROR: low", "02:02:42", "17:40:13"),
    ("{} INFO read", "30.11.2026 02:05", "01.12.2026 17:40"),
    ("{} INFO read", "30/11/2026 02:05:11", "01/12/2026 17:40:09"),
    ("[{}] INFO     read", "11/30/26 02:05:32", "12/01/26 17:40:09"),
    ("{} INFO read", "2026/11/30 02:05:11", "2026/12/01 17:40:09"),
    ("{} DEBUG read", "Nov 30 02:05:11", "Dec  1 17:40:09"),
    ("{} - prices - INFO - read", "02:02:42", "17:40:13"),
    ("{} prices INFO read", "11-30 02:05:11", "12-01 17:40:09"),
    ("INFO {} read", "11-30 02:05:11", "12-01 17:40:09"),
    ("{} [prices] CRITICAL low", "30-Nov-26 02:05:11", "01-Dec-26 17:40:09"),
    ("{} INFO read", "29/Nov/2026:12:38:59", "01/Dec/2026:21:39:00"),
    ("[{}] prices INFO: read", "20261129-12:38:59", "20261201-21:39:00"),
    ("{} INFO read", "Sunday 29 November 2026 12:38:59", "Tuesday 1 December 2026 21:39:00"),
    ("[{}] INFO read", "Sun Nov 29 12:38:59 2026", "Tue Dec  1 21:39:00 2026"),
    ("[I {} web:12] read", "261130 02:05:11", "261201 17:40:09"),
]
TIMES_OF_DATA = [
    ("08:00:00 copper 9500", "08:15:00 copper 9500"),
    ("0  08:00:00  INFO  5", "0  08:15:00  INFO  5"),
    ("30.11.2026 02:05 copper", "01.12.2026 02:05 copper"),
    ("departs 02:02:42 INFO desk", "departs 02:03:42 INFO desk"),
    ("08:00:00 INFORMA 5", "08:15:00 INFORMA 5"),
    ("11/30/26 copper 5", "12/01/26 copper 5"),
    ("08:00:00 error of 5 %", "08:15:00 error of 5 %"),
    ("02:02:42 INFO 5 rows", "02:02:42 INFO 6 rows"),
    ("02:02:42 INFO read", "02:02:42 ERROR read"),
    ("[INFO] from 08:00:00", "[INFO] from 08:15:00"),
]


def differences(before, after, mime=None, process=0):
    def output(text):
        if mime:
            return {"output_type": "display_data", "data": {mime: text}, "metadata": {}}
        return {"output_type": "stream", "name": "stdout", "text": text}

    return [item.message for item in compare_outputs([output(before)], [output(after)], Settings(process=process))]


def filled(template, value):
    return template.format(value)


@pytest.mark.parametrize(("template", "values"), [(text, kind[0]) for kind in KINDS.values() for text in kind[1]])
def test_the_volatile_part_passes(template, values):
    before, after = (filled(template, value) for value in values)
    assert differences(before, after) == []


@pytest.mark.parametrize(("template", "values"), [(text, kind[0]) for kind in KINDS.values() for text in kind[2]])
def test_the_same_text_as_data_is_compared(template, values):
    assert differences(*(filled(template, value) for value in values))


@pytest.mark.parametrize("values", NO_DIGIT, ids="-".join)
@pytest.mark.parametrize("template", TEMPORARY)
def test_a_temporary_name_without_a_digit_passes(template, values):
    assert differences(*(filled(template, value) for value in values)) == []


def test_a_model_of_pulp_passes_and_another_digest_does_not():
    template, *values = PULP
    assert differences(*(filled(template, value) for value in values)) == []
    assert differences(*(filled(template.replace("pulp", "lme"), value) for value in values))


@pytest.mark.parametrize(("before", "after"), WORDS)
def test_words_in_temporary_folders_are_compared(before, after):
    assert differences(before, after)


@pytest.mark.parametrize(("template", "before", "after"), LOG_TIMES)
def test_a_log_time_in_another_form_passes(template, before, after):
    assert differences(filled(template, before), filled(template, after)) == []


@pytest.mark.parametrize(("before", "after"), TIMES_OF_DATA)
def test_a_time_that_is_data_is_compared(before, after):
    assert differences(before, after)


def test_the_element_of_bokeh_in_javascript_passes():
    script = 'const el = document.getElementById("{}");\nif (el) {{ el.textContent = "{}" }}'
    one, other = KINDS["element of a script"][0]
    mime = "application/javascript"
    assert differences(script.format(one, "loaded"), script.format(other, "loaded"), mime) == []
    assert differences(script.format(one, "loaded"), script.format(other, "failed"), mime)


OF_KERNEL = [
    "INFO prices [{}] read",
    "INFO:prices:{}:read",
    T1 + " WARNING prices [{}] low\nINFO: 5",
    T1 + "|INFO|{}|read",
    "{} " + T1 + " INFO read",
    T1 + " INFO [prices] [{}] read",
    T1 + " prices INFO {} 139691760806784 read",
    "INFO " + T1 + " {} prices read",
]


@pytest.mark.parametrize("line", OF_KERNEL)
def test_the_number_of_the_kernel_passes_in_a_log_line_and_nowhere_else(line):
    before, after = filled(line, 1726), filled(line, 4711)
    assert differences(before, after, process=4711) == []
    assert differences(before, after, process=4712)
    assert differences(f"{before}\nsold 1726", f"{after}\nsold 4711", process=4711)
