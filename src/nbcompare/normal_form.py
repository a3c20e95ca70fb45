"""The normal form of a committed notebook: executed 1..n, without anything that differs each time."""

import platform
import re
from pathlib import Path
from typing import Any

from nbcompare import UnusableNotebookError
from nbcompare.atomic_write import atomic_write
from nbcompare.settings import cell_settings

_KERNEL = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
_LANGUAGE = {
    "name": "python", "codemirror_mode": {"name": "ipython", "version": 3}, "file_extension": ".py",
    "mimetype": "text/x-python", "nbconvert_exporter": "python", "pygments_lexer": "ipython3",
}  # fmt: skip
_RELEASE = re.compile(r"3\.\d+\.\d+\S*")
_FOLDED = ("source_hidden", "outputs_hidden")
_KEPT_METADATA = {"regression"}  # tolerances of the whole notebook
RANDOM_FORMS = {"application/vnd.jupyter.widget-view+json"}  # only the id of a widget that no longer exists


def normalise(notebook: Any) -> None:
    """Give a notebook stable cell ids, execution counts 1..n, and only meaningful metadata.

    The metadata of a cell that stay are its tags, and whether its source or its outputs are folded.
    """
    kept = {key: value for key, value in notebook.metadata.items() if key in _KEPT_METADATA}
    version = str(notebook.metadata.get("language_info", {}).get("version", ""))
    notebook.metadata = type(notebook.metadata)(kernelspec=_KERNEL, language_info=_language(version), **kept)
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    count = 0
    for number, cell in enumerate(notebook.cells, start=1):
        cell.id = f"cell-{number:02d}"
        kept = {key: value for key, value in cell.metadata.items() if key == "tags"}
        if folded := {key: True for key in _FOLDED if cell.metadata.get("jupyter", {}).get(key)}:
            kept["jupyter"] = folded
        cell.metadata = type(cell.metadata)(kept)
        if cell.cell_type != "code":
            continue
        executed = bool(cell.source.strip()) and not cell_settings(cell).skip
        count += executed
        cell.execution_count = count if executed else None
        for output in cell.outputs:
            for form in RANDOM_FORMS & output.get("data", {}).keys():
                if len(output.data) > 1:  # the other forms show the same without widgets
                    del output.data[form]
            if output.output_type == "execute_result":
                output.execution_count = cell.execution_count


def _language(version: str) -> dict[str, Any]:
    """What JupyterLab writes when it opens a notebook, so that opening one that is stored does not change it.

    It also writes the release of Python; the stored release is kept, so that another Python does not change the file.
    """
    return _LANGUAGE | {"version": version if _RELEASE.fullmatch(version) else platform.python_version()}


def read(path: Path) -> tuple[Any, str]:
    """Return the notebook in a file, and its text; raise UnusableNotebookError if there is none."""
    import nbformat

    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnusableNotebookError(f"{path}: cannot be read ({error}).") from None
    try:
        return nbformat.reads(text, as_version=4), text  # type: ignore[no-untyped-call]
    except Exception as error:  # nbformat has no common base class: invalid JSON, missing keys, a failed validation
        raise UnusableNotebookError(f"{path}: not a notebook of format 4 ({error}); save it again in Jupyter") from None


def texts_of(path: Path) -> tuple[str, str]:
    """Return the text of a notebook, and that in normal form, in which a cell that was not executed stays so."""
    notebook, text = read(path)
    before = [cell.get("execution_count") for cell in notebook.cells]
    normalise(notebook)
    for cell, count in zip(notebook.cells, before, strict=True):
        if cell.cell_type == "code" and count is None:
            cell.execution_count = None
    return text, text_of(notebook)


def text_of(notebook: Any) -> str:
    """Return the text of a notebook as written to disk."""
    import nbformat

    written = nbformat.writes(notebook)  # type: ignore[no-untyped-call]
    return str(written) if written.endswith("\n") else f"{written}\n"


def write(path: Path, text: str) -> None:
    """Replace the file of a notebook as a whole."""
    with atomic_write(path) as part:
        part.write_text(text, encoding="utf-8", newline="\n")
