"""Kinds of volatile text: templates that pass with two values in the place of `{}`, and others that must not."""

import pytest

from nbcompare.output_diff import compare_outputs
from nbcompare.settings import Settings

THREAD = ("140201772947136", "139887766554432")

# Each kind has two values, templates that are equal with either, and templates in which the value is data.
KINDS = {
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
        ["<Thread(worker 5, part {}7, started 140201772947136)>", "the furnace (Kiruna, started 1{})"],
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
    "name that folium draws": (
        ("94fad90c1b2a41d2883f0016d3cca426", "a2c38e51d00a4c1b9d3e6655443322ab"),
        [
            "var geo_json_{0} = L.geoJson();\nvar geo_json_{0}searchControl = new L.Control.Search();",
            "var marker_cluster_{}searchControl = new L.Control.Search({{}});",
            "var heat_map_{}Control = new L.Control.TimeDimension();",
            "  ant_path_{} = L.polyline.antPath([[0, 0], [2, 1]]);",
            "  ant_path_{0} = L.polyline.antPath([]);\n  ant_path_{0}.addTo(map);",
        ],
        ["{} = L.polyline()", "geo_json_{}searchControl", "ant_path_{}: 5 points", "the heat map {}Control"],
    ),
    "id of a picture by matplotlib": (
        ("94fad90c1b", "a2c38e51d0"),
        [
            '<path id="C0_0_{}" d="M 0 3"/>',
            '<use xlink:href="#C0_0_{0}" x="1"/><use xlink:href="#C0_0_{0}" x="2"/>',
            '<path id="C0_1f_{}" d="M 0 3"/>',
            '<path id="Cb_2_{}" d="M 0 3"/>',
            '<path id="m{0}"/><use xlink:href="#m{0}"/>',
            '<clipPath id="p{}"><rect/></clipPath>',
            '<rect clip-path="url(#p{})"/>',
            '<pattern id="h{}"/>',
            '<path style="fill: url(#h{}); stroke: #000000"/>',
            '<image id="image{}"/>',
        ],
        ['<text id="a">C0_0_{}</text>', "<!-- C0_0_{} -->", '<use xlink:href="C0_0_{}.svg"/>'],
    ),
    "duration of a library": (
        ("0.00573", "0.00612"),
        [
            "[generated in {}s] ()",
            "[cached since {}s ago] (1, 2)",
            "[no key {}s] {{}}",
            "[generated in {}s (insertmanyvalues) 1/1 (ordered)]",
            "<now> INFO sqlalchemy.engine.Engine [generated in {}s] ('tin',)",
            "<now> INFO sqlalchemy.engine.Engine [cached since {}s ago] ('tin',)",
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


def differences(before, after, mime=None):
    def output(text):
        if mime:
            return {"output_type": "display_data", "data": {mime: text}, "metadata": {}}
        return {"output_type": "stream", "name": "stdout", "text": text}

    return [item.message for item in compare_outputs([output(before)], [output(after)], Settings())]


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


def test_a_temporary_name_of_an_underscore_and_letters_passes():
    assert differences("wrote /tmp/tmp_enasffq/a.csv", "wrote /tmp/tmpk3x_9abd/a.csv") == []
    assert differences("wrote /tmp/tmp_figures", "wrote /tmp/tmp_results")


def test_a_model_of_pulp_passes_and_another_digest_does_not():
    template, *values = PULP
    assert differences(*(filled(template, value) for value in values)) == []
    digests = ["d41d8cd98f00b204e9800998ecf8427e", "0cc175b9c0f1b6a831c399e269772661"]
    assert differences(*(filled("wrote /tmp/{}-lme.mps", value) for value in digests))


@pytest.mark.parametrize(("before", "after"), WORDS)
def test_words_in_temporary_folders_are_compared(before, after):
    assert differences(before, after)


@pytest.mark.parametrize(("old", "new"), [("x='19'", "x='20'"), ("#C0_0_", "#C0_1_")])
def test_a_changed_point_of_a_collection_is_one_difference(old, new):
    def picture(salts):
        paths = [f'<path id="C0_{i}_{salt}" d="M 0 {i}"/>' for i, salt in enumerate(salts)]
        places = [f"<use x='{i}' xlink:href=\"#C0_0_{salts[0]}\"/>" for i in range(20)]
        return "\n".join([*paths, *places])

    one, other = picture(["94fad90c1b", "12fad90c1b"]), picture(["a2c38e51d0", "77fad90c1b"])
    assert differences(one, other, "image/svg+xml") == []
    begin, _, end = other.rpartition(old)
    second = end.replace("a2c38e51d0", "77fad90c1b") if "#" in old else end
    assert len(differences(one, f"{begin}{new}{second}", "image/svg+xml")) == 1


def test_the_element_of_bokeh_in_javascript_passes():
    script = 'const el = document.getElementById("{}");\nif (el) {{ el.textContent = "{}" }}'
    one, other = KINDS["element of a script"][0]
    mime = "application/javascript"
    assert differences(script.format(one, "loaded"), script.format(other, "loaded"), mime) == []
    assert differences(script.format(one, "loaded"), script.format(other, "failed"), mime)
