"""The time of a comparison grows with the length of an output, not with its square."""

import re
import sys

import pytest

from nbcompare.check import describe
from nbcompare.html_reader import read_html
from nbcompare.known_run import without_known
from nbcompare.number_diff import split
from nbcompare.output_diff import compare_outputs
from nbcompare.sanitize_rules import RULES, normalise
from nbcompare.settings import Settings
from nbcompare.table_diff import compare_html
from nbcompare.text_diff import aligned

from ..cpu_time import is_linear
from .conftest import executed

UNBROKEN = {
    "digits": "1", "letters": "a", "zeros": "0", "letters and digits": "a1", "exponents": "1e", "dots": "1.",
    "thousands": "111,", "folders": "/home", "kernels": "/ipykernel_1", "colons": "a:\\", "brackets": "In[1",
    "seconds": "5 s ", "dashes": "-", "quotes": 'id="a', "temporary": "tmp",
    "braces": "{", "closed braces": "{}", "elements": "{a, ", "elements in one": "a, ", "tags": "<a ",
    "escaped": "&lt;a 0x",
    "bars": "━━ 100% ", "dates": "Date: ", "processes": "worker pid ", "labels": "job id ", "times": "[10:40:53] .py ",
    "log": "<log time>", "remaining": "1.5 Remaining Time 5s ", "parts": "/tmp/a",
    "uuid": "1b4e28ba-2fa1-41d2-883f-0016d3cca427 ",
}  # fmt: skip


@pytest.mark.parametrize("kind", UNBROKEN)
def test_rules_and_numbers_are_read_in_linear_time(kind):
    short, long = (UNBROKEN[kind] * (size // len(UNBROKEN[kind])) for size in (20_000, 160_000))
    for function in (normalise, split):
        for end in ("1a1", "!"):
            assert is_linear(function, short + end, long + end)


@pytest.mark.parametrize(
    "kind", [*UNBROKEN, "elapsed", "12:3", "Nov 2026-11-", "took a ", "/tmp/", "pid 4711 [", "by ann "]
)
def test_what_an_execution_explains_is_found_in_linear_time(kind):
    def compare(text):
        with executed(process=4711) as settings:
            without_known(f"{text}1a1", f"{text}!", settings)

    unit = UNBROKEN.get(kind, kind)
    assert is_linear(compare, *(unit * (size // len(unit)) for size in (20_000, 160_000)))


def test_a_quadratic_pattern_is_seen():
    assert not is_linear(re.compile("a*b").search, "a" * 1_500, "a" * 12_000)


def test_every_rule_has_a_hint_that_its_example_contains():
    assert all(any(hint in rule.example for hint in rule.hints) for rule in RULES)


def table(rows, last):
    lines = "".join(f"<tr><th>{i}</th><td>{i}.5</td><td><b>x</b></td></tr>" for i in range(rows))
    return f"<table>{lines}<tr><td>{last}</td></tr></table>"


def outputs(mime, data):
    return [{"output_type": "display_data", "metadata": {}, "data": {mime: data}}]


@pytest.mark.parametrize(
    ("mime", "make"),
    [
        ("text/plain", lambda size, last: "1" * 20 * size + last),
        ("text/plain", lambda size, last: "1.5 " * size + last),
        ("text/plain", lambda size, last: "1.5\n" * size + last),
        ("text/html", table),
        ("application/json", lambda size, last: [{"x": i, "y": 0.5} for i in range(size)] + [last]),
    ],
    ids=["a line of digits", "a line of numbers", "lines", "rows", "values"],
)
def test_outputs_are_compared_in_linear_time(mime, make):
    def compare(size):
        found = compare_outputs(outputs(mime, make(size, "2")), outputs(mime, make(size, "3")), Settings())
        assert len(found) == 1

    compare(10)  # imports what it needs
    assert is_linear(compare, 1_000, 8_000)


class Counted(str):
    """A text that counts how often it is compared."""

    compared = 0

    def __eq__(self, other):
        Counted.compared += 1
        return str.__eq__(self, other)

    __hash__ = str.__hash__


@pytest.mark.parametrize("text", ["row {}", "the same"])
def test_pairing_many_lines_compares_each_a_few_times(text):
    lines = [Counted(text.format(i)) for i in range(4_000)]
    Counted.compared = 0
    pairs = list(aligned(["first", *lines[:2_000], "gone", *lines[2_000:]], [*lines, "last"]))
    assert Counted.compared < 20 * len(lines)
    assert sorted(i for i, _ in pairs if i is not None) == list(range(4_002))
    assert sorted(j for _, j in pairs if j is not None) == list(range(4_001))


def test_a_number_of_any_length_is_compared():
    (found,) = compare_outputs(
        outputs("text/plain", "7" * 50_000), outputs("text/plain", "7" * 49_999 + "8"), Settings()
    )
    assert len(found.message) < 500


def table_of(rows, changed):
    cells = "".join(
        f"<tr><th>row {row}</th>" + "".join(f"<td>{row + column + changed * (column % 2)}</td>" for column in range(10))
        for row in range(rows)
    )
    heads = "".join(f"<th>c{column}</th>" for column in range(10))
    return f"<table><thead><tr><th>name</th>{heads}</tr></thead><tbody>{cells}</tbody></table>"


def calls(function, *arguments):
    """Count the calls of functions of Python, the work of a comparison on any machine."""
    count = 0

    def counted(frame, event, argument):
        nonlocal count
        count += event == "call"

    sys.setprofile(counted)
    try:
        function(*arguments)
    finally:
        sys.setprofile(None)
    return count


def test_the_words_of_a_script_are_not_looked_up_one_by_one():
    page = '<div id="chart"></div><i id="note"></i><script>show("#chart", "#charts", "a-note", "#note"){}</script>'
    page = page.format("; let price = 5" * 1_000)
    assert 'show("#id-1", "#charts", "a-note", "#id-2")' in read_html(page).markup  # imports are not counted below
    assert calls(read_html, page) < calls(read_html, page.replace(" id=", " title=")) + 1_000


@pytest.mark.parametrize("change", [0.5, 1e-12])  # a difference, and a rounding error that each cell is compared for
def test_the_work_for_a_table_with_many_changed_cells_is_linear(change):
    short, long = (calls(compare_html, table_of(n, 0.25), table_of(n, 0.25 + change), Settings()) for n in (100, 800))
    assert long < 9 * short


def test_a_cell_within_the_tolerance_is_not_searched_for_volatile_text(monkeypatch):
    searched = []
    monkeypatch.setattr("nbcompare.text_diff.normalise", lambda text, *_: searched.append(text) or text)
    stored = table_of(100, 0.25)
    assert compare_html(stored, stored.replace(".25", ".2500001").replace("<td>", "<td>-"), Settings())
    assert sum(text.count("\n") for text in searched) > 300
    searched.clear()
    assert compare_html(stored.replace(".25", ".2500000"), stored.replace(".25", ".2500001"), Settings()) == []
    assert not searched


def test_a_table_with_many_changed_cells_lists_the_first_and_says_that_there_are_more():
    found = compare_html(table_of(1_000, 0), table_of(1_000, 1), Settings())
    assert len(found) == 201
    assert "more differences" in found[-1].message
    assert len(compare_html(table_of(30, 0), table_of(30, 1), Settings())) == 150


def test_a_table_says_that_there_are_more_differences_only_if_there_are():
    stored = f"<table>{''.join(f'<tr><th>{i}</th><td>{i}</td></tr>' for i in range(300))}</table>"
    for changed, told in ((199, False), (200, False), (201, True)):
        rows = "".join(f"<tr><th>{i}</th><td>{i + (i < changed)}</td></tr>" for i in range(300))
        found = compare_html(stored, f"<table>{rows}</table>", Settings())
        assert len(found) == min(changed, 200) + told
        assert ("more differences" in found[-1].message) == told


@pytest.mark.parametrize(
    ("mime", "make"),
    [
        ("text/plain", lambda word: "".join(f"{word} {i} weighs {i} t\n" for i in range(20_000))),
        ("application/json", lambda word: [f"{word} {i} weighs {i} t" for i in range(20_000)]),
        ("text/html", lambda word: f"<pre>{''.join(f'{word} {i}{chr(10)}' for i in range(20_000))}</pre>"),
    ],
)
def test_where_everything_differs_the_first_lines_tell(mime, make, monkeypatch):
    searched = []
    monkeypatch.setattr("nbcompare.text_diff.normalise", lambda text, *_: searched.append(text) or text)
    found = compare_outputs(outputs(mime, make("tin")), outputs(mime, make("zinc")), Settings())
    assert len(found) == 201
    assert found[-1].more
    assert sum(text.count("\n") + 1 for text in searched) < 4_000


def test_values_of_json_are_searched_together(monkeypatch):
    searched = []
    monkeypatch.setattr(
        "nbcompare.text_diff.normalise", lambda text, *_: searched.append(text) or re.sub("z?inc|tin", "", text)
    )
    old, new = ([f"{word} {i}" for i in range(2_000)] for word in ("tin", "zinc"))
    assert compare_outputs(outputs("application/json", old), outputs("application/json", new), Settings()) == []
    assert len(searched) < 20


def test_a_report_says_that_more_was_not_counted(tmp_path):
    found = compare_html(table_of(1_000, 0), table_of(1_000, 1), Settings())
    assert describe(found, tmp_path, "cell")[-1] == "and at least 189 more differences"
    assert describe(found[:200], tmp_path, "cell")[-1] == "and 188 more differences"
