"""Numbers and tables read the same everywhere and do not change between two runs."""

import math

import pandas as pd
import pytest

from analysis.core.html_table import HtmlCell
from analysis.models import rare_earths
from analysis.notebook.display_tables import note, number, table
from analysis.notebook.provenance_links import Mark


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [
        (93.3333333, 5, "93.333"),
        (13_850_000.0, 5, "13,850,000"),
        (0.0108303, 5, "0.01083"),
        (1000.0, 5, "1,000"),
        (9293.4627, 4, "9,293"),
        (0.1 + 0.2, 5, "0.3"),
        (-0.230769, 3, "-0.231"),
        (999.996, 5, "1,000"),
        (2027, 5, "2027"),
        (123456, 5, "123,456"),
        (0, 5, "0"),
        (math.inf, 5, "never"),
        (math.nan, 5, "–"),
        (None, 5, ""),
        ("text", 5, "text"),
    ],
)
def test_numbers_as_people_write_them(value, digits, expected):
    assert number(value, digits) == expected


@pytest.fixture
def displayed(monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda data, **kwargs: shown.append((data, kwargs)))
    return shown


def test_a_table_marks_numbers_and_escapes_text(displayed):
    table(pd.DataFrame({"What <b>": ["a & b"], "Value": [0.1 + 0.2]}))
    html = displayed[0][0]["text/html"]
    left, right = ' style="text-align:left"', ' class=num style="text-align:right"'
    assert f"<th scope=col{left}>What &lt;b&gt;</th><th scope=col{right}>Value</th>" in html
    assert f"<td{left}>A &amp; b</td><td{right}>0.3</td>" in html


def test_a_table_is_in_words_and_without_empty_columns(displayed):
    rows = [{"Year": 2024.0, "Claim": "foil_profit_usd_per_t", "Because": "44 Mt (RE2018W)", "Turns": ""}]
    table([*rows, rows[0] | {"Year": 2025.0, "Claim": "-3 USD/t"}])
    html, plain = displayed[0][0]["text/html"], displayed[0][0]["text/plain"]
    assert [line.split()[0] for line in plain.splitlines()] == ["Year", "2024", "2025"]
    assert "Foil profit" in plain
    assert "USD −3 per tonne" in plain
    assert "Turns" not in plain
    assert '<span data-reference="RE2018W">Statista, 2018</span>' in html


def test_cells_begin_with_a_capital_letter_unless_they_quote_a_source(displayed):
    said = {"Unit": "t", "Sentence": "copper rose", "Printed": "nearly 5 %"}
    table([{"what": "wire profit", "Because": "own calculation (JXG2123)", "Reference": "REV25G5", **said}])
    html, plain = displayed[0][0]["text/html"], displayed[0][0]["text/plain"]
    assert [cell.split("<")[0] for cell in html.split('style="text-align:left">')[1:]][:2] == ["What", "Because"]
    assert "Wire profit" in plain
    assert "Own calculation (own calculation, 2023)" in plain
    assert all(f">{cell}<" in html.replace("\N{NO-BREAK SPACE}", " ") for cell in said.values())
    assert '<span data-reference="REV25G5">CNIA, 2025 (calculated)</span>' in html


def test_no_line_of_a_cell_breaks_within_a_share_or_a_date(displayed):
    dated = "a.org, 2025-01"
    table([{"Place": Mark(dated, "figure", "a_2025-01-02:1-2"), "Printed": "nearly 5 %"}])
    html, plain = displayed[0][0]["text/html"], displayed[0][0]["text/plain"]
    assert '<span data-figure="a_2025-01-02:1-2">' in html
    assert 'a.org, <span style="white-space:nowrap">2025-01</span>' in html
    assert "nearly 5\N{NO-BREAK SPACE}%<" in html
    assert "nearly 5 %" in plain


def test_numbers_of_a_column_align_at_their_decimal_points(displayed):
    table(pd.DataFrame({"Value": [1.25, 3.0, -20.5]}))
    html = displayed[0][0]["text/html"]
    assert ">1.25<" in html
    assert ">3\u2008\u2007\u2007<" in html
    assert ">−20.5\u2007<" in html


def test_the_outcome_of_a_model_is_a_table_of_its_results(displayed):
    table(rare_earths())
    plain = displayed[0][0]["text/plain"]
    assert "Implied world reserves" in plain
    assert "138 Mt" in plain


def test_no_rows_show_no_table(monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", lambda *shape, **more: shown.append(shape))
    table([])
    table(pd.DataFrame(columns=["Source", "Printed"]))
    assert not shown
    table([{"Result": "a"}])
    assert len(shown) == 1


@pytest.mark.parametrize("heading", ["Chance (%)", "Size; cells in %"])
def test_a_tiny_share_is_not_written_as_a_power_of_ten(displayed, heading):
    table([{"Year": 2024, heading: 1e-70}, {"Year": 2025, heading: 34.56}])
    assert "almost 0" in str(displayed[0])
    assert "34.6" in str(displayed[0])
    assert "10⁻" not in str(displayed[0])


def test_a_note_cites_a_reference_by_publisher_and_year(displayed):
    note("The peer: AU5.")
    assert displayed[-1][0] == {
        "text/html": '<p>The peer: <span data-reference="AU5">Ningxia Daily, 2024</span>.</p>',
        "text/plain": "The peer: Ningxia Daily, 2024.",
    }


def test_rows_are_grouped_by_the_column_that_folds_them(displayed):
    rows = [{"Verdict": verdict, "Claim": claim} for verdict, claim in (("open", "a"), ("<b>", "b"), ("open", "c"))]
    table(rows, fold="Verdict")
    ((data, _),) = displayed
    first, second = data["text/html"].split("</details>")[:2]
    assert first.startswith('<details class="group" open><summary>Open (2)</summary><table>')
    assert second.startswith('<details class="group" open><summary>&lt;b&gt; (1)</summary><table>')
    assert (first.count("<tr>"), second.count("<tr>")) == (3, 2)
    assert "Verdict" not in data["text/html"]
    assert data["text/plain"] == "Open (2)\nClaim\nA\nC\n\n<b> (1)\nClaim\nB"


def test_a_missing_text_is_empty_and_a_missing_number_undefined(displayed):
    table(pd.DataFrame({"Period": ["2025", None], "Subject": ["a", "b"], "Share": [0.5, math.nan]}))
    assert [line.split() for line in displayed[0][0]["text/plain"].splitlines()[1:]] == [
        ["2025", "a", "0.5"],
        ["b", "–"],
    ]
    table(pd.DataFrame({"Source": ["a", "b"], "Period": ["2025", None], "Reading": ["5 t", "6 t"]}), fold="Source")
    assert "Period" not in displayed[1][0]["text/plain"].partition("B (1)")[2]


def test_a_column_of_empty_cells_with_html_is_left_out(displayed):
    table([{"Claim": "a", "Repeated at": HtmlCell("", "")}])
    assert "Repeated" not in displayed[0][0]["text/html"]


def test_rows_without_the_column_that_folds_them_are_one_table(displayed):
    table([{"Claim": "a"}], fold="Verdict")
    assert displayed[0][0]["text/html"].startswith("<table>")
