"""Cells as pages show them: nothing acts, damaged outputs say so, and the rest of the page is there."""

import base64
import hashlib
import re
from importlib.resources import files

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from analysis.report.safe_outputs import PNG, make_showable, safe_html
from analysis.report.templating import content_policy


def data_of(**bundle):
    cell = new_code_cell("x", outputs=[new_output("display_data", data=bundle["data"])])
    make_showable(cell)
    return cell.outputs[0]["data"]


def test_the_elements_of_tables_and_formulas_are_kept():
    kept = (
        '<table class="dataframe" id="t"><caption>USD/t</caption>'
        '<thead><tr><th colspan="2" scope="col">1</th></tr></thead>'
        '<tbody><tr><td style="text-align:right">10<sup>6</sup></td><td data-x="y">b</td></tr></tbody></table>'
    )
    assert safe_html(kept) == kept
    formula = (
        '<math display="block" xmlns="http://www.w3.org/1998/Math/MathML"><mfrac><mi>a</mi><mn>2</mn></mfrac></math>'
    )
    assert safe_html(formula) == formula


@pytest.mark.parametrize(
    "text",
    [
        "<style>td { color: red }</style>",
        '<img alt="a" src="charts/a_1.png">',
        '<img src="data:image/png;base64,aaaa">',
    ],
)
def test_own_styles_and_pictures_are_kept(text):
    assert safe_html(text) == text


@pytest.mark.parametrize(
    "address",
    ["http://a.example/x.png", "//a.example/x.png", "\\\\a.example\\x.png", "HTTPS://a.example", "data:text/html,x"],
)
def test_a_picture_from_elsewhere_is_not(address):
    assert safe_html(f'<img src="{address}" alt="Prices">') == '<img alt="Prices">'


@pytest.mark.parametrize(
    "data", ["%%%", base64.b64encode(b"no picture").decode(), "", base64.b64encode(b"\x89PNG\r\n\x1a\n").decode()]
)
def test_a_damaged_picture_says_so(data):
    shown = data_of(data={PNG: data})
    assert PNG not in shown
    assert "damaged" in shown["text/plain"]


def test_an_output_that_needs_a_script_is_its_picture_or_says_so():
    picture = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(30)).decode()
    scripted = {"text/html": "<div></div><script>x()</script>", "application/vnd.plotly.v1+json": {}}
    assert set(data_of(data={**scripted, PNG: picture})) == {PNG}
    assert "interactive" in data_of(data=scripted)["text/html"]
    assert "interactive" not in data_of(data={"text/html": "<b>5</b>"})["text/html"]


def test_a_missing_attachment_is_named():
    cell = new_markdown_cell("![a](attachment:gone.png) ![b](attachment:here.png)")
    cell.attachments = {"here.png": {"image/png": "aaaa"}}
    make_showable(cell)
    assert "gone.png is missing" in cell.source
    assert "(attachment:here.png)" in cell.source


def test_the_policy_knows_each_script_of_the_pages_and_no_other():
    scripts = [file for file in (files("analysis.report") / "templates").iterdir() if file.name.endswith(".js")]
    assert scripts
    known = set(re.findall(r"'sha256-([^']+)'", content_policy()))
    assert known == {base64.b64encode(hashlib.sha256(file.read_bytes()).digest()).decode() for file in scripts}
    assert "unsafe-inline" not in content_policy().partition("script-src")[2]
