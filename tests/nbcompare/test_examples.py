"""Examples of functions inside the package: what they return for typical arguments."""

from nbcompare.chart_record import compare_charts, numbers
from nbcompare.html_reader import without_data
from nbcompare.id_rules import is_word, match_names, without_random_names
from nbcompare.json_diff import Unsettled, compare_json, settled
from nbcompare.known_run import without_known, without_measured_columns
from nbcompare.normal_form import place
from nbcompare.number_diff import PrintedNumber, _same_groups, split
from nbcompare.output_diff import _content, compare_errors, compare_results, compare_streams, shown
from nbcompare.path_diff import compare_folders, unwrapped
from nbcompare.sanitize_rules import _match_threads, match_ids, sort_sets
from nbcompare.settings import Settings
from nbcompare.text_diff import aligned, compare_each
from nbcompare.value_diff import Difference, by, close, difference, first_of, percent, same, shorten
from nbcompare.widget_content import values


def test_examples_of_numbers():
    assert numbers([1, 2.5, float("nan")]) == "1 2.5 nan"
    assert numbers(range(1000))["count"] == 1000


def test_examples_of_compare_charts():
    old, new = ({"chart": {"axes": [{"y axis": {"label": unit}}]}} for unit in ("USD/t", "CNY/t"))
    assert [item.message for item in compare_charts(old, new, Settings())] == [
        "chart, y axis, label: from 'USD/t' to 'CNY/t'"
    ]


def test_examples_of_first_of():
    assert [item.message for item in first_of(Difference(str(i)) for i in range(1_000_000))][-2:] == [
        "199",
        "there are more differences after the first 200",
    ]


def test_examples_of_shorten():
    assert shorten("a  b") == "a b"
    assert shorten("0123456789", 7) == "012…789"


def test_examples_of_compare_folders():
    assert list(compare_folders("read /srv/one/metals/data/a.csv", "read /mnt/metals/data/a.csv")) == []
    old, new = (f"read /srv/one/metals/2026Q{quarter}/a.csv" for quarter in (1, 2))
    assert [item.message for item in compare_folders(old, new)] == ["the folder of 'a.csv': from '2026Q1' to '2026Q2'"]


def test_examples_of_without_data():
    values = []
    assert without_data('show({"x": [' + "1, " * 100 + "2]});", values) == "show(data 1);"
    assert len(values[0]["x"]) == 101


def test_examples_of_settled():
    items = [Unsettled("0.3", "0.30000000000000004", list), Unsettled("5 t", "6 t", list)]
    assert [item.message for item in settled(items, Settings())] == ["from 5 to 6 (by +1, +20 %)"]


def test_examples_of_compare_json():
    assert [item.message for item in compare_json({"a": [1, 2.0]}, {"a": [1, 2.5]}, Settings())] == [
        "a[1]: from 2.0 to 2.5 (by +0.5, +25 %)"
    ]


def test_examples_of_without_known():
    settings = Settings(process=4711, folder="/srv/two/shop")
    assert without_known("4242 reads /mnt/shop/a/b.csv", "4711 reads /srv/two/shop/a/b.csv", settings) == (
        "… reads …:a/b.csv",
        "… reads …:a/b.csv",
    )


def test_examples_of_without_measured_columns():
    assert without_measured_columns("elapsed\n   0.50", "elapsed\n   0.60", Settings()) == (
        "elapsed\n   0.50",
        "elapsed\n   0.60",
    )


def test_examples_of_split():
    assert split("cell-03: 1,200 t of 1.5 %") == (
        ["cell-03: ", " t of ", " %"],
        [PrintedNumber(printed="1,200", start=9), PrintedNumber(printed="1.5", start=20)],
    )


def test_examples_of_same_groups():
    assert not _same_groups(PrintedNumber("850,425.0", 0), PrintedNumber("850,425.01", 0))


def test_examples_of_content():
    assert (
        _content({"text/markdown": "# Prices", "text/plain": "<IPython.core.display.Markdown object>"})
        == ": '# Prices'"
    )


def test_examples_of_compare_errors():
    stored = [{"ename": "KeyError", "evalue": "'copper'", "traceback": []}]
    assert [item.message for item in compare_errors(stored, [], Settings())] == [
        "the stored exception KeyError: 'copper' is no longer raised"
    ]


def test_examples_of_compare_results():
    one, two = ({"uplift": {"value": 1385.0, "unit": unit}} for unit in ("USD/t", "CNY/t"))
    assert [item.message for item in compare_results(one, two, Settings())] == [
        "result uplift, unit: from 'USD/t' to 'CNY/t'"
    ]


def test_examples_of_match_ids():
    one, other = ("map_" + letter * 32 for letter in "ab")
    assert match_ids(f"var {one} = 1; {one}", f"var {other} = 1; {other}") == (
        "var map_<hex id 1> = 1; map_<hex id 1>",
        "var map_<hex id 1> = 1; map_<hex id 1>",
    )


def test_examples_of_match_threads():
    assert _match_threads("Thread-5  read, Thread-6", "Thread-13 read, Thread-15") == (
        "Thread-13 read, Thread-15",
        "Thread-13 read, Thread-15",
    )
    assert _match_threads("Thread-5, Thread-5", "Thread-5, Thread-6") == ("Thread-5, Thread-5", "Thread-5, Thread-6")


def test_examples_of_sort_sets():
    assert (
        sort_sets("{'zinc', 'copper'} {mill, furnace} ['b', 'a'] {'b': 1, 'a': {('y', 1), 'x'}}")
        == "{'copper', 'zinc'} {mill, furnace} ['b', 'a'] {'b': 1, 'a': {'x', ('y', 1)}}"
    )
    assert sort_sets("0  {zinc, copper}") == "0  {copper, zinc}"


def test_examples_of_place():
    assert (
        place({"cells": [{"cell_type": "markdown", "source": "## Model"}, {"cell_type": "code", "source": "x = 1"}]}, 2)
        == "cell 2 (Model: 'x = 1')"
    )


def test_examples_of_shown():
    assert shown("10 %\r100 %\n") == "100 %\n"
    assert shown("outer 0 %\n\rinner 50 %\x1b[A\router 100 %\n") == "outer 100 %\ninner 50 %"


def test_examples_of_compare_streams():
    stored = [{"output_type": "stream", "name": "stdout", "text": "1.5"}]
    assert [item.message for item in compare_streams(stored, [], Settings())] == ["the printed text is missing: '1.5'"]


def test_examples_of_is_word():
    assert is_word("outputs1")
    assert is_word("concentr")
    assert not is_word("xzbmrqvs")
    assert not is_word("k3x_9abd")


def test_examples_of_without_random_names():
    assert without_random_names("tmp/report_k3x_9abd.csv") == "tmp/report_tmp….csv"


def test_examples_of_match_names():
    assert match_names("/tmp/run_oilenado", "/tmp/run_k3x_9abd")[0] == "/tmp/run_tmp…"


def test_examples_of_compare_each():
    assert [len(found) for found in compare_each([("5 t", "6 t"), ("0.3", "0.30000000000000004")], Settings())] == [
        1,
        0,
    ]


def test_examples_of_aligned():
    assert list(aligned("abc", "ac")) == [(0, 0), (1, None), (2, 1)]


def test_examples_of_close():
    assert close(0.3, 0.30000000000000004)
    assert close(0.0, 5.6e-17)
    assert not close(1.2346, 1.2345)
    assert not close(6.6e-34, 6.7e-34)


def test_examples_of_same():
    assert same(1.0, 1.0 + 1e-9)
    assert not same(2_000_000, 2_000_001)
    assert not same("never", 5.0)
    assert not same(1, True)


def test_examples_of_difference():
    assert difference(138.5, 137.5) == -1.0
    assert difference(5, "never") is None
    assert difference(10**20, 10**20 + 1) == 1.0


def test_examples_of_percent():
    assert percent(-50.0, -25.0) == 50.0
    assert percent(0.0, 5.0) is None


def test_examples_of_by():
    assert by(138.5, 137.5) == "-0.722 %"
    assert by(0.0, 5000.0) == "+5,000"
    assert by(1, 12) == "+1,100 %"
    assert by("never", 5.0) == ""


def test_examples_of_values():
    assert values("a", {"a": {"children": ["IPY_MODEL_b"], "_view_name": "BoxView"}, "b": {"value": 3}}) == {
        "children[0].value": 3
    }


def test_examples_of_unwrapped():
    assert unwrapped("['/tmp/a',\n '/tmp/b']", "['/tmp/a', '/tmp/b']") == (
        "['/tmp/a', '/tmp/b']",
        "['/tmp/a', '/tmp/b']",
    )
