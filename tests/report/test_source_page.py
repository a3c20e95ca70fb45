"""A source page shows the whole document unchanged, with every figure marked once."""

from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html as parser

from analysis.core.figures import Figure
from analysis.core.run_record import FigureRecord, NotebookRecord, ParameterRecord, RunRecord, SourceRecord
from analysis.documents.document import document_of
from analysis.report.source_page import Reading, _segments, fed_parameters, source_page

RUN = RunRecord("r", scenario="base", versions={"metals-analysis": "1"}, started="2026")


def page_of(text, uses=()):
    document = document_of(text.encode(), Path("a.txt"), "a")
    record = SourceRecord("a", "a.txt", "0" * 64, "utf-8", figures=1)
    return document, parser.fromstring(source_page(document, record, RUN, dict(uses)))


@pytest.mark.parametrize(
    "text",
    [
        "Output rose 5%.\n\nCosts fell by about 10% and prices by 3-4%.",
        "5%",
        "No figure here.",
        'A <img src=x onerror=alert(1)> & 5% of "it".',  # a script is not read at all
    ],
)
def test_the_page_contains_the_text_of_the_document_and_marks_every_figure(text):
    document, page = page_of(text)
    shown = page.find_class("document")[0]
    for tip in shown.find_class("tip"):
        tip.drop_tree()
    assert shown.text_content() == text
    marked = [item.text_content() for item in shown.iter("mark")]
    assert marked == [figure.text for figure in document.figures]
    assert list(shown.iter("script")) == []


def test_a_header_between_dashes_is_listed_apart_from_the_text():
    _, page = page_of("---\ntitle: Tin is back\ndate: 2026-03-02\n---\n\nOutput rose 5%.")
    assert page.find_class("document")[0].text_content().startswith("Output rose 5%")
    assert [item.text_content() for item in page.xpath("//main//dl/*")] == [
        "title",
        "Tin is back",
        "date",
        "2026-03-02",
    ]


def test_a_header_without_an_end_is_text():
    _, page = page_of("---\ntitle: Tin is back\n\nOutput rose 5%.")
    assert page.find_class("document")[0].text_content().startswith("---")
    assert page.xpath("//main//dl") == []


def test_the_reading_is_said_in_words():
    _, page = page_of("Profit is over $1,400 a ton.")
    tip = page.find_class("tip")[0].text_content()
    assert "more than USD 1,400 per tonne" in tip
    assert "hedge: more than" in tip


@pytest.mark.parametrize(
    ("decided_by", "words"), [("figure", "feeds foil, plausible by analogy"), ("-p", "would feed foil, which")]
)
def test_a_figure_names_the_parameters_that_it_feeds(decided_by, words):
    text = "Profit is over $1,400 a ton."
    document, _ = page_of(text)
    uses = fed_parameters(run_with(document, ["foil"], decided_by), {"foil": "plausible by analogy"})
    (use,) = uses[document.figures[0].place]
    assert use == ("foil", "numbers.html#20_m-input-foil", "plausible by analogy", decided_by != "figure")
    _, page = page_of(text, uses)
    assert words in page.find_class("tip")[0].text_content()
    assert page.xpath("//tr[@id]//a/@href")[1] == "../numbers.html#20_m-input-foil"


def run_with(document, names, decided_by="figure"):
    figure = document.figures[0]
    found = FigureRecord("foil", figure.as_text, figure.source_id, figure.start, figure.end)
    parameters = dict.fromkeys(names, ParameterRecord(1400.0, decided_by, found))
    return replace(RUN, notebooks=[NotebookRecord("20_m", parameters=parameters)])


def test_overlapping_figures_are_in_one_segment():
    text = "from 20 to 30%, and 5%"
    spans = [(5, 14), (11, 14), (20, 22)]
    readings = [Reading(Figure("a", i, j, text[i:j], 1.0, 1.0, "percent"), ()) for i, j in spans]
    segments = list(_segments(text, readings))
    assert "".join(segment for segment, _ in segments) == text
    assert [len(group) for _, group in segments if group] == [2, 1]


def test_a_column_of_readings_without_content_is_left_out():
    _, page = page_of("It has 840 tonnes.")
    assert [cell.text for cell in page.xpath("//thead//th")] == ["Printed", "Read as"]
    _, page = page_of("Output rose by about 5% in 2024.")
    assert "Period" in [cell.text for cell in page.xpath("//thead//th")]
    assert page.xpath("//tbody//td")[0].text == "about 5 %, a rise"  # hedge and change need no columns


@pytest.mark.parametrize(
    ("text", "words"),
    [("No figure here.", ""), ("It has 840 t.", "1 figure is marked."), ("5% of 8 t", "2 figures are")],
)
def test_the_page_says_how_many_figures_are_marked(text, words):
    _, page = page_of(text)
    said = [part.text_content() for part in page.find_class("muted") if "marked" in part.text_content()]
    assert [part[: len(words)] for part in said] == [words] * bool(words)


def test_parameters_that_a_figure_feeds_are_listed_with_commas():
    document, _ = page_of("Profit is over $1,400 a ton.")
    _, page = page_of("Profit is over $1,400 a ton.", fed_parameters(run_with(document, ["foil", "wire"]), {}))
    assert page.xpath("//tr[@id]")[0][-1].text_content() == "foil, wire"
