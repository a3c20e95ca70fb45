"""Check that a stored notebook has been fully executed, in order; and name its cells."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nbcompare.difference import shorten
from nbcompare.settings import cell_settings


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
