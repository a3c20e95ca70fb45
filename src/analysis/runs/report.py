"""The pages of a run: one for each notebook without its code, and an index that joins them."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from analysis.runs.templating import templates
from analysis.show.record import MIME


def write_notebook_page(executed: Path, run: Mapping[str, Any]) -> Path:
    """Write the HTML page of an executed notebook beside it, without code, and return its path."""
    import nbformat

    notebook = nbformat.read(executed, as_version=4)  # type: ignore[no-untyped-call]
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = [output for output in cell.outputs if MIME not in output.get("data", {})]
    body, _ = _exporter().from_notebook_node(notebook)
    page = executed.with_suffix(".html")
    entry = next(item for item in run["notebooks"] if item["notebook"] == executed.stem)
    page.write_text(
        templates().get_template("notebook.html.j2").render(body=body, title=_title(notebook), run=run, entry=entry),
        encoding="utf-8",
    )
    return page


def write_index(folder: Path, run: Mapping[str, Any], results: Mapping[str, Any]) -> Path:
    """Write the first page of a run and return its path."""
    sentences = [
        item["value"] for found in results.values() for item in found.values() if item.get("unit") == "sentence"
    ]
    tables = {
        notebook: {name: item for name, item in found.items() if item.get("unit") not in ("sentence", "table")}
        for notebook, found in results.items()
    }
    ranged = any("low" in item for rows in tables.values() for item in rows.values())
    page = folder / "index.html"
    page.write_text(
        templates()
        .get_template("index.html.j2")
        .render(
            run=run, sentences=sentences, tables={name: rows for name, rows in tables.items() if rows}, ranged=ranged
        ),
        encoding="utf-8",
    )
    return page


@cache
def _exporter() -> Any:
    """One exporter for all pages: building it costs more than using it.

    The classic template keeps alternative texts; empty addresses leave no script that would be loaded.
    """
    from nbconvert import HTMLExporter

    return HTMLExporter(  # type: ignore[no-untyped-call]
        template_name="basic",
        exclude_input=True,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        exclude_anchor_links=True,
        require_js_url="",
        mathjax_url="",
    )


def _title(notebook: Any) -> str:
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and cell.source.startswith("# "):
            return str(cell.source.splitlines()[0].removeprefix("# "))
    return "Notebook"
