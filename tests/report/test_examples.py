"""Examples of functions inside the package: what they return for typical arguments."""

import math

import pytest

from analysis.core.run_record import RunRecord, SourceRecord
from analysis.notebook.record import RecordedResult
from analysis.report.explanations_page import result_heading
from analysis.report.first_page import about, checks, dated_ahead
from analysis.report.links import anchor, safe_name, source_address
from analysis.report.notebook_page import _width_of, _with_alternative_texts, _with_contents, with_formulas
from analysis.report.references_page import value_text
from analysis.report.templating import _css_text, held


@pytest.mark.parametrize(
    ("sources", "as_of", "expected"),
    [
        (["Metal Weekly"], None, "What an article by Metal Weekly claims, as of 2026-02-01"),
        ([""], None, "What an article claims, as of 2026-02-01"),
        (["", ""], None, "What 2 articles claim, as of 2026-02-01"),
        (["A, translated", "B", "A"], None, "What 3 articles by A and B claim, as of 2026-02-01"),
        (["A", ""], None, "What 2 articles by A and unnamed publishers claim, as of 2026-02-01"),
        (list("ABCD"), None, "What 4 articles by A, B, C and D claim, as of 2026-02-01"),
        (list("ABCDE"), None, "What 5 articles by A, B, C and 2 others claim, as of 2026-02-01"),
        (["A"], "2025-12-31", "What an article by A claims, as of 2026-02-01, with articles up to 2025-12-31"),
    ],
)
def test_one_line_says_what_a_run_is_about(sources, as_of, expected):
    articles = [SourceRecord("a", publisher=name) for name in sources]
    run = RunRecord("r", started="2026-02-01T07:00:00", sources=articles, as_of=as_of)
    assert about(run) == expected


@pytest.mark.parametrize(
    ("published", "ahead"),
    [("2029-09-17", True), ("2026-02-03", True), ("2026-02-02", False), ("2026-02-01", False), (None, False)],
)
def test_an_article_dated_after_the_day_of_the_run_is_named(published, ahead):
    article = SourceRecord("a", published=published)
    run = RunRecord("r", started="2026-02-01 23:59:00 UTC", sources=[article])
    assert dated_ahead(run) == ([article] if ahead else [])


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        (
            (2, 1, 5, 2),
            "This run checks 5 claims and 2 targets and uses 2 published figures by 1 publisher as references",
        ),
        ((0, 0, 1), "This run checks 1 claim and uses no reference"),
        ((2, 2, 0), "This run finds no claim to check and uses 2 published figures by 2 publishers as references"),
        ((0, 0, 0, 0, 3), "This run finds no claim to check and uses no reference but tables of 3 publishers"),
        ((2, 2), "This run uses 2 published figures by 2 publishers as references"),
    ],
)
def test_a_sentence_says_what_a_run_checks(counts, expected):
    assert checks(*counts) == expected


def test_examples_of_result_heading():
    found = {
        "sentence_margin": RecordedResult("", "sentence"),
        "npv_usd": RecordedResult(1.0, meaning="net present value"),
        "foil_share": RecordedResult(0.1),
    }
    assert [result_heading(name, found, {"margin": "What does foil earn?"}) for name in found] == [
        "In the briefing: What does foil earn?",
        "Net present value",
        "Foil share",
    ]


def test_examples_of_safe_name():
    assert safe_name("000_cf4b") == "000_cf4b"
    assert safe_name("2026/metals week") == "2026-metals-week-08f5dc49"
    assert safe_name("A") == "A-559aead0"


def test_examples_of_source_address():
    assert source_address("a1", 7, 13) == "sources/a1.html#f7-13"


def test_examples_of_anchor():
    assert anchor("margin", "capex_usd") == "margin-capex_usd"
    assert anchor("margin", "input", "capex_usd") == "margin-input-capex_usd"


def test_examples_of_with_formulas():
    assert "<mfrac>" in with_formulas(r"$$\frac{a}{b}$$")
    assert with_formulas("It costs $5.") == "It costs $5."
    assert "--printed" not in with_formulas(r"$$\frac{a}{b}$$")
    wide = " + ".join([r"\text{a quantity of ten words and of no fewer letters}"] * 4)
    cases = r"\begin{cases}\text{" + 50 * "a" + r"} & b\\ c & \text{" + 50 * "d" + r"}\end{cases}"
    assert 'style="--printed: 8' in with_formulas(f"$${cases}$$")  # two columns of fifty letters
    assert 'style="--printed: 4' in with_formulas(f"$${wide}$$")  # a formula wider than the paper is printed smaller


def test_examples_of_with_contents():
    assert _with_contents("<h2>Model</h2>") == (
        '<details class="group" open><summary><h2 id="section-1">Model</h2></summary></details>',
        [("section-1", "Model")],
    )


def test_examples_of_with_alternative_texts():
    assert (
        _with_alternative_texts('<img title="a > b"> <img src="a.png" alt="Copper">')
        == '<img alt="An image without a description" title="a > b"> <img src="a.png" alt="Copper">'
    )


def test_examples_of_width_of():
    from lxml import html

    assert (
        _width_of(html.fromstring("<math><mi>Share</mi><mo>=</mo><mfrac><mi>Part</mi><mi>Whole</mi></mfrac></math>"))
        == 11
    )


def test_examples_of_value_text():
    assert value_text(5.0, 6.0, 7.0, "USD/t") == "USD 6 per tonne (USD 5 to 7 per tonne)"
    assert value_text(6.0, 6.0, math.inf, "Mt") == "at least 6 Mt"


def test_examples_of_css_text():
    assert _css_text("China's share") == "'China\\'s share'"


def test_examples_of_held():
    assert held("5 % in 2025-01") == '<span class="held">5 %</span> in <span class="held">2025-01</span>'
