"""Marks in a notebook become links if the run knows their targets, and text otherwise."""

import pytest

from analysis.core.run_record import RunRecord
from analysis.documents.document import document_of
from analysis.notebook.provenance_links import Mark, cited
from analysis.notebook.record import RecordedResult
from analysis.report.links import Links, safe_name, sentence_parts, source_address

LINKS = Links(
    figures={"a1:7-10": "sources/a1.html#f7-10"},
    parameters={("20_margin", "share"): "numbers.html#20_margin-input-share"},
    results={
        ("20_margin", "share"): "numbers.html#20_margin-share",
        ("40_growth", "gap"): "numbers.html#40_growth-gap",
    },
)


@pytest.mark.parametrize(
    ("mark", "address"),
    [
        (Mark("$15", "figure", "a1:7-10"), "sources/a1.html#f7-10"),
        (Mark("$15", "figure", "a1:7-11"), None),
        (Mark(0.1, "parameter", "share"), "numbers.html#20_margin-input-share"),
        (Mark(0.1, "result", "share"), "numbers.html#20_margin-share"),
        (Mark(5, "result", "40_growth/gap"), "numbers.html#40_growth-gap"),
        (Mark(5, "result", "gap"), None),
    ],
)
def test_a_mark_becomes_a_link_to_its_target_or_text(mark, address):
    assert LINKS.address(mark, "20_margin") == address
    html = LINKS.link_marks(f"<td>{mark.html(str(mark))}</td>", "20_margin")
    expected = f'<a class="number" href="{address}">{mark}</a>' if address else str(mark)
    assert html == f"<td>{expected}</td>"


def test_a_mark_escapes_its_text_and_target():
    mark = Mark("<b>5 & 6</b>", "figure", 'a"1:7-10')
    assert mark.html(str(mark)) == '<span data-figure="a&quot;1:7-10">&lt;b&gt;5 &amp; 6&lt;/b&gt;</span>'


def test_figures_of_a_source_with_special_characters_are_linked():
    from pathlib import Path

    from analysis.documents.sources import Sources

    document = document_of(b"Output rose 5%.", Path("q&a.txt"), 'news/q&a "x"')
    links = Links.of(RunRecord("r"), {}, Sources((document,)))
    figure = document.figures[0]
    html = links.link_marks(cited(figure).html(figure.text), "n")
    assert html == f'<a class="number" href="{source_address(figure.source_id, figure.start, figure.end)}">5%</a>'


def test_every_source_has_its_own_page_name():
    names = ["铜价", "铝价", "a b", "a-b", "2026/a", "2026-a", "A", "a", "a-b-86223cc9"]
    files = [safe_name(name) for name in names]
    assert len({file.lower() for file in files}) == len(names)
    assert all(file.isascii() and "/" not in file for file in files)


def test_a_sentence_leads_to_results_parameters_and_references():
    quotes = [[0, 3, "share"], [7, 10, "40_growth/gap"], [14, 24, "AU5"], [28, 32, "unknown"]]
    item = RecordedResult("5 % of 9 t in News, 2024 or none", quotes=quotes)
    links = Links({}, {("20_margin", "share"): "numbers.html#s"}, {("40_growth", "gap"): "numbers.html#gap"})
    assert [part for part in sentence_parts(item, "20_margin", links) if part[1]] == [
        ("5 %", "numbers.html#s"),
        ("9 t", "numbers.html#gap"),
        ("News, 2024", "references.html#AU5"),
    ]
