"""The page of a notebook: charts become files with alternative texts, tables scroll, code is folded."""

import base64
import io
import json

import nbformat
import pytest
from lxml import html
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from PIL import Image

from analysis.core.run_record import NotebookRecord, RunRecord
from analysis.notebook import nothing_here
from analysis.report.links import Links
from analysis.report.notebook_page import write_notebook_page

RUN = RunRecord("r", scenario="base", versions={"metals-analysis": "1"}, started="2026")
ENTRY = NotebookRecord("20_small", "What is it?", status="ok")


def png(width, height):
    data = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(data, format="png")
    return base64.b64encode(data.getvalue()).decode()


@pytest.fixture
def write(tmp_path):
    def written(*outputs, source="x = 1"):
        cell = new_code_cell(source, outputs=list(outputs))
        path = tmp_path / "20_small.ipynb"
        nbformat.write(new_notebook(cells=[new_markdown_cell("# What is it?"), cell]), path)
        charts = write_notebook_page(path, RUN, ENTRY, Links({}, {}, {("20_small", "gain"): "numbers.html#gain"}))
        return charts, (tmp_path / "20_small.html").read_text(encoding="utf-8")

    return written


def shown(data, **metadata):
    return new_output("display_data", data=data, metadata=metadata)


def test_a_chart_becomes_a_file_with_alternative_text_and_size(write, tmp_path):
    metadata = {"image/png": {"width": 800, "alt": 'Foil "earns" more', "key": True}}
    charts, page = write(shown({"image/png": png(1600, 600)}, **metadata))
    (chart,) = charts
    assert (chart.width, chart.height, chart.key) == (800, 300, True)
    with Image.open(tmp_path / chart.file) as file:
        assert file.size == (1600, 600)
    (element,) = html.fromstring(page).iter("img")
    assert (element.get("src"), element.get("alt")) == (chart.file, 'Foil "earns" more')


def test_a_chart_without_alternative_text_says_so(write):
    charts, page = write(shown({"image/png": png(40, 30)}))
    assert charts[0].alt == "Chart 1 of: What is it? It has no description."
    assert charts[0].alt in page


def test_a_section_that_says_that_it_has_nothing_to_show_is_left_out(tmp_path, monkeypatch):
    said = []
    monkeypatch.setattr("IPython.display.display", lambda data, metadata=None, raw=False: said.append((data, metadata)))
    nothing_here("No source states reserves.")
    ((data, metadata),) = said
    path = tmp_path / "20_small.ipynb"
    empty = shown(data, **metadata)
    full = shown({"text/html": "<p>138 Mt</p>"})
    texts = ("# What is it?", "## Reserves", "## Model\n\nIn tonnes.", "## Plans", "### By year")
    cells = [part for text, output in zip(texts, (empty, empty, full, full, empty), strict=True)
             for part in (new_markdown_cell(text), new_code_cell("f()", outputs=[output]))]  # fmt: skip
    nbformat.write(new_notebook(cells=cells), path)
    write_notebook_page(path, RUN, ENTRY, Links({}, {}, {}))
    page = html.fromstring((tmp_path / "20_small.html").read_text(encoding="utf-8"))
    headings = [heading.text_content() for heading in page.xpath("//main//h1 | //main//h2 | //main//h3")]
    assert headings == ["What is it?", "Model", "Plans"]  # the title stays
    contents = page.xpath("//a[starts-with(@href, '#section')]/text()")
    assert contents == ["Model", "Plans"]


def test_tables_are_in_scroll_boxes_and_their_marks_are_links(write):
    table = '<table><tr><td><span data-result="gain">5</span></td></tr></table>'
    _, page = write(shown({"text/html": table}), shown({"text/html": "<table></table>"}))
    assert '<a class="number" href="numbers.html#gain">5</a>' in page
    assert page.count('<div class="scroll" tabindex="0"') == 2
    assert 'aria-label="Table 2"' in page


def test_code_is_included_and_folded(write):
    _, page = write(source="answer = 41 + 1")
    before, _, inside = page.partition("<main")[2].partition('<details class="code">')
    assert "answer" not in before
    assert "answer" in inside.partition("</details>")[0]


def test_formulas_become_mathml_without_scripts_and_unreadable_ones_stay(write):
    formula = r"$$\text{Profit}=\frac{a}{b} & c < d$$"
    _, page = write(shown({"text/markdown": "Before\n\n" + formula + "\n\nafter", "text/plain": "Profit = a / b"}))
    (math,) = html.fromstring(page).iter("math")
    assert math.find(".//mfrac") is not None
    assert "$$" not in page
    assert "<script src" not in page
    _, page = write(shown({"text/markdown": r"$$\frac{$$", "text/plain": "broken"}))
    assert "frac" in page


def test_a_cell_that_cannot_be_converted_says_so_and_the_others_are_shown(tmp_path):
    cells = [
        new_markdown_cell("# What is it?"),
        new_code_cell("x", outputs=[shown({"text/markdown": "x"})]),
        new_code_cell("y", outputs=[shown({"text/html": "<b>still here</b>"})]),
    ]
    book = new_notebook(cells=cells)
    book.cells[1].outputs[0].data["text/markdown"] = 5  # no text, which the format forbids
    path = tmp_path / "20_small.ipynb"
    path.write_text(json.dumps(book), encoding="utf-8")
    write_notebook_page(path, RUN, ENTRY, Links({}, {}, {}))
    page = path.with_suffix(".html").read_text(encoding="utf-8")
    assert "This code cell cannot be shown" in page
    assert "<b>still here</b>" in page


def folded_parts(tmp_path, *cells):
    """The parts of a page that fold: whether each is open, its heading, and its text."""
    path = tmp_path / "20_small.ipynb"
    nbformat.write(new_notebook(cells=[new_markdown_cell(text) for text in cells]), path)
    write_notebook_page(path, RUN, ENTRY, Links({}, {}, {}))
    page = html.parse(str(path.with_suffix(".html"))).getroot()
    parts = page.find_class("group") + page.find_class("appendix")
    return [(part.get("open") is not None, part.find("summary/h2").text, part.text_content()) for part in parts]


def test_all_from_the_appendix_on_is_folded_once(tmp_path):
    ((is_open, heading, text),) = folded_parts(tmp_path, "# What is it?", "It is this.", "## Appendix", "## Parameters")
    assert (is_open, heading) == (False, "Appendix: parameters, sensitivity and details")
    assert "It is this." not in text
    assert "Parameters" in text
    assert text.count("Appendix") == 1


@pytest.mark.parametrize(
    ("titles", "groups", "folded"),
    [
        (["Evidence", "Model", "Mix", "Scenarios", "Mine"], ["Model", "Mix", "Mine"], ["Scenarios"]),
        (["Producers", "Model", "Mix"], ["Model", "Mix"], []),
        (["Counts", "Evidence", "How far to trust it"], [], ["How far to trust it"]),
        (["One", "Two"], [], []),
    ],
)
def test_what_is_neither_answer_nor_evidence_can_be_folded(tmp_path, titles, groups, folded):
    parts = folded_parts(tmp_path, "# What is it?", *(f"## {title}\n\nAbout {title}." for title in titles))
    assert [heading for is_open, heading, _ in parts if is_open] == groups
    assert [heading for is_open, heading, _ in parts if not is_open] == folded
    assert all(f"About {heading}." in text for _, heading, text in parts)


def test_the_width_of_a_picture_may_be_a_share_of_the_page(write):
    (chart,), _ = write(shown({"image/png": png(800, 400)}, **{"image/png": {"width": "50%"}}))
    assert (chart.width, chart.height) == (800, 400)


def recorded(text):
    entry = {"name": "answer", "unit": "answer", "value": text}
    record = {"application/vnd.metals-analysis.results+json": {"results": [entry]}}
    return [shown({"text/html": f"<p>{text}</p>"}), shown(record)]


@pytest.mark.parametrize(
    ("outputs", "order"),
    [
        (recorded("It is this."), ["What is it?", "It is this.", "Somebody asks", "Model", "a = 1"]),
        (
            [shown({"text/html": "<p>It is this.</p>"})],
            ["What is it?", "Somebody asks", "a = 1", "It is this.", "Model"],
        ),
    ],
)
def test_the_answer_comes_first_and_code_before_it_last(outputs, order, tmp_path):
    cells = [
        new_markdown_cell("# What is it?\n\nSomebody asks."),
        new_code_cell("a = 1"),
        new_code_cell("b = 2", outputs=outputs),
        new_markdown_cell("## Model"),
    ]
    path = tmp_path / "20_small.ipynb"
    nbformat.write(new_notebook(cells=cells), path)
    write_notebook_page(path, RUN, ENTRY, Links({}, {}, {}))
    (article,) = html.parse(str(path.with_suffix(".html"))).getroot().iter("article")
    text = article.text_content()
    places = [text.index(part) for part in order]
    assert places == sorted(places)


def test_code_follows_what_it_shows(write):
    _, page = write(shown({"text/html": "<p>It is this.</p>"}), source="b = 2")
    (article,) = html.fromstring(page).iter("article")
    assert article.text_content().index("It is this.") < article.text_content().index("b = 2")


def test_a_drawing_in_a_table_becomes_a_picture(write):
    _, page = write(shown({"text/html": '<table><tr><td>5</td><td><svg width="9"><rect/></svg></td></tr></table>'}))
    (picture,) = html.fromstring(page).xpath("//td/img")
    assert b'xmlns="http://www.w3.org/2000/svg"' in base64.b64decode(picture.get("src").partition(",")[2])


def test_a_notebook_with_an_incomplete_kernelspec_is_shown(tmp_path):
    path = tmp_path / "20_small.ipynb"
    notebook = new_notebook(cells=[new_markdown_cell("# What is it?")])
    notebook.metadata["kernelspec"] = {"display_name": "x"}
    path.write_text(json.dumps(notebook), encoding="utf-8")
    write_notebook_page(path, RUN, ENTRY, Links({}, {}, {}))
    assert "What is it?" in path.with_suffix(".html").read_text(encoding="utf-8")


def test_an_attachment_is_found_by_its_quoted_name(tmp_path):
    cell = new_markdown_cell("![a](attachment:%D1%89.png)", attachments={"\u0449.png": {"image/png": png(3, 3)}})
    path = tmp_path / "20_small.ipynb"
    nbformat.write(new_notebook(cells=[cell]), path)
    write_notebook_page(path, RUN, ENTRY, Links({}, {}, {}))
    assert "data:image/png" in path.with_suffix(".html").read_text(encoding="utf-8")


def test_the_number_of_a_card_is_large(write):
    entries = [{"name": name, "unit": "card", "value": name} for name in ("card_answer", "card_number")]
    outputs = []
    for entry in entries:
        record = {"application/vnd.metals-analysis.results+json": {"results": [entry]}}
        outputs += [shown({"text/html": f"<p>{entry['value']}</p>"}), shown(record)]
    _, page = write(*outputs)
    assert "<p>card_answer</p>" in page
    assert '<p class="big"><strong>card_number</strong></p>' in page
