"""The page of an executed notebook: text, tables and charts, its code folded away, its numbers linked."""

import base64
import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from analysis.notebook.record import MIME
from analysis.report.links import Links, safe_name
from analysis.report.templating import templates

CHARTS = "charts"  # in the folder of the run: a picture is kept once, whichever pages show it
_PNG = "image/png"
_MARKDOWN = "text/markdown"
_FORMULA = re.compile(r"\$\$(.+?)\$\$", re.DOTALL)
_PAPERMILL = "papermill-error-cell-tag"
_TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)
_TEXT = re.compile(r">[^<]+<")
_PRE = re.compile(r"<pre\b(?![^>]*tabindex)")
_HEADING = re.compile(r"<h1\b[^>]*>\s*\S")


@dataclass(frozen=True)
class Picture:
    """A chart as a file of the report, with what it shows in words; sizes in CSS pixels."""

    file: str
    alt: str
    width: int
    height: int
    key: bool


def write_notebook_page(
    executed: Path, run: Mapping[str, Any], entry: Mapping[str, Any], links: Links
) -> list[Picture]:
    """Write the page of an executed notebook and its charts beside it, and return the charts in order."""
    import nbformat

    notebook = nbformat.read(executed, as_version=4)  # type: ignore[no-untyped-call]
    pictures: list[Picture] = []
    # The page says at its top what failed; what papermill writes into the notebook would say it twice more.
    notebook.cells = [cell for cell in notebook.cells if _PAPERMILL not in cell.metadata.get("tags", ())]
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = with_formulas(cell.source)
        if cell.cell_type == "code":
            cell.outputs = [output for output in cell.outputs if MIME not in output.get("data", {})]
            for output in cell.outputs:
                if _MARKDOWN in output.get("data", {}):
                    output["data"][_MARKDOWN] = with_formulas(output["data"][_MARKDOWN])
                if _PNG in output.get("data", {}):
                    pictures.append(_extract(output, executed, len(pictures) + 1, entry["title"]))
    body, _ = _exporter().from_notebook_node(notebook)
    page = executed.with_suffix(".html")
    body = _reachable(links.linked(body, entry["notebook"]))
    page.write_text(
        templates()
        .get_template("notebook.html.j2")
        .render(body=body, headed=_HEADING.search(body) is not None, run=run, entry=entry, up=""),
        encoding="utf-8",
    )
    return pictures


def with_formulas(markdown: str) -> str:
    r"""Return Markdown with each displayed formula as MathML, which a browser typesets without a script or a network.

    A formula that the converter cannot read stays as it is.

    >>> "<mfrac>" in with_formulas(r"$$\frac{a}{b}$$"), with_formulas("It costs $5.")
    (True, 'It costs $5.')
    """
    from latex2mathml.converter import convert

    def formula(match: re.Match[str]) -> str:
        try:
            box = '<div class="scroll formula" tabindex="0" role="group" aria-label="Formula">'
            return f"{box}{convert(match[1].strip(), display='block')}</div>"
        except Exception:  # the converter has no common class for what it cannot read
            return match[0]

    return _FORMULA.sub(formula, markdown)


def _extract(output: Any, executed: Path, number: int, title: str) -> Picture:
    """Write a chart of a notebook as a file, and let the output name it."""
    data = base64.b64decode(output["data"][_PNG])
    folder = executed.parent / CHARTS
    folder.mkdir(exist_ok=True)
    file = f"{CHARTS}/{safe_name(executed.stem)}_{number}.png"
    (executed.parent / file).write_bytes(data)
    known = output["metadata"].setdefault(_PNG, {})
    across, down = struct.unpack(">II", data[16:24])  # where a PNG holds its size
    known["width"] = int(known.get("width") or across)
    known["height"] = round(known["width"] * down / across)
    known["alt"] = known.get("alt") or f"Chart {number} of: {title} It has no description."
    output["metadata"]["filenames"] = {_PNG: file}
    return Picture(file, known["alt"], known["width"], known["height"], bool(known.get("key")))


def _reachable(html: str) -> str:
    """The HTML with each table in a box that scrolls by itself, and that the keyboard reaches.

    Names in a table may be broken behind an underscore, so that a wide one fits on paper.
    """
    count = 0

    def box(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        table = _TEXT.sub(lambda text: text[0].replace("_", "_<wbr>"), match[0])
        return f'<div class="scroll" tabindex="0" role="group" aria-label="Table {count}">{table}</div>'

    return _PRE.sub('<pre tabindex="0" role="group" aria-label="Output"', _TABLE.sub(box, html))


@cache
def _exporter() -> Any:
    """One exporter for all pages: building it costs more than using it.

    The classic template keeps alternative texts; empty addresses leave no script that would be loaded.
    """
    from jinja2 import PackageLoader
    from nbconvert import HTMLExporter

    return HTMLExporter(  # type: ignore[no-untyped-call]
        extra_loaders=[PackageLoader("analysis.report")],
        template_file="cells.html.j2",
        template_name="basic",
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        exclude_anchor_links=True,
        require_js_url="",
        mathjax_url="",
    )
