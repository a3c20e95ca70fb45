"""A stored notebook: its normal form, executed 1..n without anything volatile, and what it lacks."""

import platform
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nbcompare import UnusableNotebookError
from nbcompare.atomic_write import atomic_write
from nbcompare.settings import cell_settings
from nbcompare.value_diff import shorten

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
    # What JupyterLab writes when it opens a notebook, with the stored release, so that another Python changes nothing.
    version = str(notebook.metadata.get("language_info", {}).get("version", ""))
    language = _LANGUAGE | {"version": version if _RELEASE.fullmatch(version) else platform.python_version()}
    notebook.metadata = type(notebook.metadata)(kernelspec=_KERNEL, language_info=language, **kept)
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
    """Return the text of a notebook, and its text in normal form; cells that were not executed stay so."""
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


@dataclass(frozen=True)
class Stored:
    """What is wrong with a stored notebook; `empty` if none of it was executed, so that nothing can be compared.

    `without` are the numbers of the cells that were not executed and have no outputs to compare with.
    """

    problem: str = ""
    empty: bool = False
    without: frozenset[int] = frozenset()


def check_stored(notebook: Mapping[str, Any], name: str, command: str | None = "nbcompare") -> Stored:
    """Return what is wrong with a stored notebook that was not executed, not fully, or not in order."""
    counts = {
        number: cell.get("execution_count")
        for number, cell in enumerate(notebook["cells"], start=1)
        if cell["cell_type"] == "code" and cell["source"].strip()
        and not (cell_settings(cell).skip and not cell.get("execution_count"))
    }  # fmt: skip
    unexecuted = [number for number, count in counts.items() if not count]
    executed = {number: count for number, count in counts.items() if count}
    first_count = min(executed.values(), default=1)  # the kernel may have executed others before
    problem = ""
    if unexecuted and not executed:
        problem = "has no stored outputs: it was never executed, or its outputs were removed"
    elif unexecuted:
        first, more = place(notebook, unexecuted[0]), len(unexecuted) - 1
        others = f" and {more} more cell{'' if more == 1 else 's'} have" if more else " has"
        problem = f"{first}{others} not been executed"
    elif wrong := next((n for i, n in enumerate(executed) if executed[n] != first_count + i), 0):
        problem = (
            f"was not executed in order: {place(notebook, wrong)} was execution {executed[wrong]} "
            f"instead of {first_count + list(executed).index(wrong)}"
        )
    else:
        problem = _lost_parameters(notebook)
    if problem and command:
        problem += f". Run `{command} accept {name}`, or Restart and Run All in JupyterLab and save."
    return Stored(
        problem,
        empty=bool(unexecuted) and not executed,
        without=frozenset(number for number in unexecuted if not notebook["cells"][number - 1].get("outputs")),
    )


def _lost_parameters(notebook: Mapping[str, Any]) -> str:
    """What is wrong with the parameters of a notebook that papermill executed."""
    tags = [cell.get("metadata", {}).get("tags", []) for cell in notebook["cells"]]
    injected = next((i for i, names in enumerate(tags) if "injected-parameters" in names), None)
    given = notebook.get("metadata", {}).get("papermill", {}).get("parameters")
    if injected is None:
        names = ", ".join(given) if isinstance(given, Mapping) else ""
        return f"has no cell with the tag injected-parameters, in which papermill set {shorten(names)}" if names else ""
    if injected > 0 and not any("parameters" in names for names in tags[:injected]):
        return "has parameters that papermill set, but the cell with their defaults has lost the tag parameters"
    return ""


def place(notebook: Mapping[str, Any], number: int) -> str:
    """Return the name of a cell for a person: its number from 1 among all cells, the heading above, its first line."""
    lines = [line.strip() for line in notebook["cells"][number - 1]["source"].splitlines()]
    line = next((text for text in lines if text and not text.startswith(("#", "%"))), lines[0] if lines else "")
    heading = ""
    for cell in notebook["cells"][:number]:
        if cell["cell_type"] == "markdown":
            titles = [text for text in cell["source"].splitlines() if text.startswith("#")]
            heading = f"{titles[-1].lstrip('#').strip()}: " if titles else heading
    return f"cell {number} ({shorten(heading, 40)}{' ' if heading else ''}{shorten(line, 50)!r})"
