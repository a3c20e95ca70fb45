"""The page of an executed notebook: text, tables and charts, with folded code and linked numbers."""

import base64
import re
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import unescape
from itertools import islice, pairwise, takewhile, zip_longest
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from analysis.core.run_record import NotebookRecord, RunRecord
from analysis.notebook.cards import NUMBER
from analysis.notebook.display_tables import EMPTY_SECTION
from analysis.notebook.record import MIME, SENTENCES
from analysis.report.chart_data import chart_csv
from analysis.report.links import Links, safe_name
from analysis.report.safe_outputs import PNG, make_showable, not_shown, safe_html
from analysis.report.templating import held, render
from nbcompare.chart_record import MIME as CHART_RECORD

_QUESTION = "## The question\n\n"
_PREPARATION = """<h3 class="screen">Parameters and imports</h3>
<p class="screen">The code that runs before the answer.</p>"""  # paper has no code
CHARTS = "charts"  # in the folder of the run; each chart is stored once, however many pages show it
_MARKDOWN = "text/markdown"
_FORMULA = re.compile(r"\$\$(.+?)\$\$", re.DOTALL)
_UNUSED = re.compile(
    r' (?:xmlns="[^"]*"|columnalign="left")'
)  # of a formula: HTML knows it, and the style sheet has it
_CODED = re.compile(r"&#x0*(?!(?:22|26|27|3C|3E);)([0-9A-F]+);")  # a sign that needs no code
_LINE = 85  # characters of a formula on a line of A4, as they are printed in a size that needs no smaller one
_PAPERMILL = "papermill-error-cell-tag"
_TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)
_TEXT = re.compile(r">[^<]+<")
_WORDS = re.compile(r"(<pre\b.*?</pre>)|>[^<]+<", re.DOTALL)  # code stays as it is
_ALIGNED = re.compile(r' style="text-align: ?(?:left|right);?"')  # for viewers of notebooks; a page has a style sheet
_UNBROKEN = re.compile(r'<span style="white-space: ?nowrap;?">([\d-]+)</span>')  # for them, too
_UNSTYLED = re.compile(r'<span class="(?:n[a-z]?|p|o|w|bp|fm|vm|se)">([^<]*)</span>')  # of code, a sixth of a page
_PRE = re.compile(r"<pre\b(?![^>]*tabindex)")
_IMAGE = re.compile(r"""<img((?:[^>"']|"[^"]*"|'[^']*')*)>""", re.IGNORECASE)
_ALT = re.compile(r"""^(?:[^"']|"[^"]*"|'[^']*')*?\salt\s*=""", re.IGNORECASE)
_BODY = "body of the page"
_SECTION = re.compile(r"<h2\b[^>]*>(?P<words>.*?)</h2>", re.DOTALL)
_TAGS = re.compile(r"<[^>]*>")
_CHART = re.compile(r'<img\b[^>]*\bsrc="(?P<file>charts/[^"]*)"[^>]*>')
_EVIDENCE, _MODEL, _APPENDIX = "Evidence", "Model", "Appendix"
_FOLDED = ("How far to trust it", "Scenarios", _APPENDIX)  # the titles that docs/notebooks.md gives them
_CELL = re.compile(r'<div [^>]*class="cell ')  # its attributes are in any order
_HEADING = re.compile(r"<h1\b[^>]*>\s*\S")


@dataclass(frozen=True)
class ChartFile:
    """A chart stored as a file of the report, with its alternative text; sizes in CSS pixels."""

    file: str
    alt: str
    width: int
    height: int
    key: bool
    data: str = ""
    source: str = ""


def write_notebook_page(executed: Path, run: RunRecord, entry: NotebookRecord, links: Links) -> list[ChartFile]:
    """Write the page of an executed notebook and its charts, and return the charts in order."""
    import nbformat

    notebook = nbformat.read(executed, as_version=4)  # type: ignore[no-untyped-call]
    charts: list[ChartFile] = []
    # The page shows the failure at the top, so the cells that papermill adds about it are left out.
    notebook.cells = [cell for cell in notebook.cells if _PAPERMILL not in cell.metadata.get("tags", ())]
    notebook.cells = answer_first(without_empty_sections(notebook.cells))
    for cell in notebook.cells:
        make_showable(cell)
        if cell.cell_type == "markdown":
            cell.source = with_formulas(cell.source)
        if cell.cell_type == "code":
            label_card(cell)
            cell.outputs = [output for output in cell.outputs if MIME not in output.get("data", {})]
            for output in cell.outputs:
                if isinstance(output.get("data", {}).get(_MARKDOWN), str):
                    output["data"][_MARKDOWN] = with_formulas(output["data"][_MARKDOWN])
                if PNG in output.get("data", {}):
                    charts.append(_save_chart(output, executed, len(charts) + 1, entry.title))
    page = executed.with_suffix(".html")
    html = _UNSTYLED.sub(r"\1", _UNBROKEN.sub(r"\1", safe_html(_html(notebook))))
    body = _with_scroll_boxes(links.link_marks(html, entry.notebook))
    body, contents = _with_contents(_with_chart_links(_with_alternative_texts(body), charts))
    page.write_text(
        render(
            "notebook.html.j2",
            body=body,
            headed=_HEADING.search(body) is not None,
            contents=contents,
            run=run,
            entry=entry,
        ),
        encoding="utf-8",
    )
    return charts


def _html(notebook: Any) -> str:
    """The cells as HTML; one that cannot be converted says so, and the others are shown."""
    notebook.metadata.pop("kernelspec", None)  # not shown, and an incomplete one could not be converted
    try:
        return str(_exporter().from_notebook_node(notebook)[1][_BODY])
    except Exception:  # converters have no common class for what they cannot read
        notebook.cells = [_convertible(cell, notebook) for cell in notebook.cells]
    return str(_exporter().from_notebook_node(notebook)[1][_BODY])


def _convertible(cell: Any, notebook: Any) -> Any:
    try:
        _exporter().from_notebook_node(type(notebook)({**notebook, "cells": [cell]}))
    except Exception as error:
        return not_shown(cell, error)
    return cell


def with_formulas(markdown: str) -> str:
    """Return Markdown with each displayed formula as MathML, which a browser typesets without a script or a network."""
    from latex2mathml.converter import convert
    from lxml import html

    def formula(match: re.Match[str]) -> str:
        try:
            # A text counts as a space in MathML, so that the signs beside it would lose theirs.
            markup = convert(match[1].strip(), display="block").replace("mtext>", "mi>")
            markup = _CODED.sub(lambda sign: chr(int(sign[1], 16)), _UNUSED.sub("", markup))  # half as long
            width = _width_of(html.fromstring(markup))
            size = f' style="--printed: {_LINE / width:.0%}"' if width > _LINE else ""
            box = f'<div class="scroll formula"{size} tabindex="0" role="group" aria-label="Formula">'
            return f"{box}{markup}</div>"
        except Exception:  # the converter has no common class for what it cannot read
            return match[0]

    return _FORMULA.sub(formula, markdown)


def _width_of(formula: Any) -> int:
    """The approximate width of a MathML formula in characters; the parts of a fraction are one above the other."""
    if formula.tag == "mtable":  # as wide as the widest cells of its columns together
        rows = [[_width_of(cell) for cell in row] for row in formula]
        return sum(max(column) for column in zip_longest(*rows, fillvalue=0))
    widths = [_width_of(part) for part in formula]
    if formula.tag in ("mfrac", "munderover", "munder", "mover"):
        return max(widths, default=0)
    return sum(widths) or len(formula.text_content().strip())


def _save_chart(output: Any, executed: Path, number: int, title: str) -> ChartFile:
    """Write a chart to a file and make the output refer to it."""
    data = base64.b64decode(output["data"][PNG])
    folder = executed.parent / CHARTS
    folder.mkdir(exist_ok=True)
    file = f"{CHARTS}/{safe_name(executed.stem)}_{number}.png"
    (executed.parent / file).write_bytes(data)
    known = output["metadata"].setdefault(PNG, {})
    across, down = struct.unpack(">II", data[16:24])  # the header of a PNG holds its size
    given = known.get("width")  # in pixels; JupyterLab takes "50%" as well
    known["width"] = int(given) if str(given).isdecimal() and int(given) else across
    known["height"] = round(known["width"] * down / max(across, 1))
    known["alt"] = known.get("alt") or f"Chart {number} of: {title} It has no description."
    output["metadata"]["filenames"] = {PNG: file}
    source = str(known.get("source", ""))
    record = output["data"].get(CHART_RECORD)
    table = ""
    if isinstance(record, Mapping):
        table = f"{file.removesuffix('.png')}.csv"
        title = known["alt"].partition(". ")[0]
        (executed.parent / table).write_text(chart_csv(record, title, source), encoding="utf-8")
    return ChartFile(file, known["alt"], known["width"], known["height"], bool(known.get("key")), table, source)


def _with_chart_links(html: str, charts: Sequence[ChartFile]) -> str:
    """Put each chart into a figure with links to its picture and its data, and a button that copies it."""
    by_file = {chart.file: chart for chart in charts}

    def figure(match: re.Match[str]) -> str:
        chart = by_file.get(unquote(unescape(match["file"])))
        return render("chart.html.j2", chart=chart, image=match[0]) if chart else match[0]

    return _CHART.sub(figure, html)


def _with_contents(html: str) -> tuple[str, list[tuple[str, str]]]:
    """Give each section of a page an anchor, and fold what is neither answer nor evidence.

    The page is returned with the anchor and the title of each section. A phone folds every section after the evidence;
    ranges, scenarios and the appendix are folded everywhere.
    """
    sections: list[tuple[str, str]] = []

    def anchored(match: re.Match[str]) -> str:
        anchor = f"section-{len(sections) + 1}"
        sections.append((anchor, unescape(_TAGS.sub("", match["words"])).strip()))
        return f'<h2 id="{anchor}">{match["words"]}</h2>'

    html = _SECTION.sub(anchored, html)
    titles = [title for _, title in sections]
    shown = titles.index(_EVIDENCE) + 1 if _EVIDENCE in titles else len(titles)
    first = min(shown, titles.index(_MODEL)) if _MODEL in titles else shown
    cells = [match.start() for match in _CELL.finditer(html)]
    by_cell: dict[int, int] = {}  # a cell with two headings is one part, and so is all from the appendix on
    last = titles.index(_APPENDIX) + 1 if _APPENDIX in titles else len(titles)
    for number, heading in enumerate(islice(_SECTION.finditer(html), last)):
        by_cell.setdefault(max((cell for cell in cells if cell < heading.start()), default=0), number)
    bounds = pairwise([*by_cell, len(html)])
    parts = [
        _folded(html[start:end], titles[number]) if number >= first or titles[number] in _FOLDED else html[start:end]
        for (start, end), number in zip(bounds, by_cell.values(), strict=True)
    ]
    return html[: next(iter(by_cell), len(html))] + "".join(parts), sections


def _folded(part: str, title: str) -> str:
    """Return a section as an element that folds, with its heading as the summary."""
    heading = _SECTION.search(part)
    assert heading
    words = heading[0].replace(f">{_APPENDIX}<", ">Appendix: parameters, sensitivity and details<")
    kind = 'class="appendix"' if title in _FOLDED else 'class="group" open'
    body = part[: heading.start()] + part[heading.end() :]
    return f"<details {kind}><summary>{words}</summary>{body}</details>"


def _with_scroll_boxes(html: str) -> str:
    """Put each table into a box that scrolls separately and that the keyboard can reach.

    Names in tables may wrap after an underscore, so that a wide table fits on paper; a share or a date never wraps.
    """
    count = 0

    def box(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        table = _TEXT.sub(lambda text: text[0].replace("_", "_<wbr>"), _ALIGNED.sub("", match[0]))
        return f'<div class="scroll" tabindex="0" role="group" aria-label="Table {count}">{table}</div>'

    html = _WORDS.sub(lambda words: words[1] or held(words[0]), _TABLE.sub(box, html))
    return _PRE.sub('<pre tabindex="0" role="group" aria-label="Output"', html)


def _with_alternative_texts(html: str) -> str:
    """Give each image without an alternative text one that says so."""

    def described(match: re.Match[str]) -> str:
        return match[0] if _ALT.search(match[1]) else f'<img alt="An image without a description"{match[1]}>'

    return _IMAGE.sub(described, html)


@cache
def _exporter() -> Any:
    """The exporter for all pages; it is built only once because that takes longer than using it.

    The basic template keeps alternative texts. The empty URLs stop it from loading scripts. The page is passed on as a
    resource: `HTMLExporter` parses whatever it gets from its base class, and writes it again, which takes longer than
    everything else, only to give images an alternative text.
    """
    from jinja2 import PackageLoader
    from nbconvert import HTMLExporter, TemplateExporter

    class Unparsed(TemplateExporter):
        def from_notebook_node(self, nb: Any, resources: Any = None, **options: Any) -> Any:
            html, resources = super().from_notebook_node(nb, resources, **options)
            resources[_BODY] = html
            return "", resources

    class PageExporter(HTMLExporter, Unparsed):
        pass

    return PageExporter(  # type: ignore[no-untyped-call]
        extra_loaders=[PackageLoader("analysis.report")],
        template_file="cells.html.j2",
        template_name="basic",
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        exclude_anchor_links=True,
        require_js_url="",
        mathjax_url="",
    )


def answer_first(cells: Iterable[Any]) -> list[Any]:
    """Return the cells of a notebook as a page shows them."""
    from nbformat.v4 import new_markdown_cell

    cells = list(cells)
    if not cells or cells[0].cell_type != "markdown" or not cells[0].source.startswith("# "):
        return cells
    lead = list(takewhile(lambda cell: cell.cell_type == "code", cells[1:]))
    if not any(
        entry.get("unit") in SENTENCES for cell in lead for output in cell.outputs for entry in _results(output)
    ):
        return cells
    heading, _, question = cells[0].source.partition("\n")
    title = type(cells[0])({**cells[0], "source": heading})
    asked = [new_markdown_cell(_QUESTION + question.strip())] if question.strip() else []  # type: ignore[no-untyped-call]
    silent = [cell for cell in lead if not cell.outputs]
    told = [new_markdown_cell(_PREPARATION)] if silent else []  # type: ignore[no-untyped-call]
    shown = [cell for cell in lead if cell.outputs]
    return [title, *shown, *asked, *cells[1 + len(lead) :], *told, *silent]


def without_empty_sections(cells: Sequence[Any]) -> list[Any]:
    """Return the cells without the sections that have nothing to show, as one of their outputs says."""
    sections: list[list[Any]] = [[]]
    for cell in cells:
        if cell.cell_type == "markdown" and cell.source.startswith("##"):
            sections.append([])
        sections[-1].append(cell)
    return [
        cell
        for section in sections
        if not any(
            output.get("metadata", {}).get(EMPTY_SECTION) for cell in section for output in cell.get("outputs", ())
        )
        for cell in section
    ]


def label_card(cell: Any) -> None:
    """Show the number of a card large, as the first page does."""
    for shown, recorded in pairwise(cell.outputs):
        html = shown.get("data", {}).get("text/html")
        names = {entry.get("name") for entry in _results(recorded)}
        if isinstance(html, str) and NUMBER in names:
            shown["data"]["text/html"] = html.replace("<p>", '<p class="big"><strong>', 1).replace(
                "</p>", "</strong></p>"
            )


def _results(output: Any) -> Sequence[Mapping[str, Any]]:
    """The results that an output records."""
    return output.get("data", {}).get(MIME, {}).get("results", ())  # type: ignore[no-any-return]
