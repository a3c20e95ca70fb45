"""What is stored must be worth a comparison: executed, all of it, in order. And what a person calls a cell."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nbcompare.difference import shorten
from nbcompare.settings import cell_settings


@dataclass(frozen=True)
class Stored:
    """What is wrong with a stored notebook; `empty` where nothing of it was executed and nothing can be compared."""

    problems: tuple[str, ...] = ()
    empty: bool = False


def check_stored(notebook: Mapping[str, Any], name: str) -> Stored:
    """Return what is wrong with the stored side of a notebook: not executed, not wholly, or not in order.

    Cells without code and cells that nbval skips need no execution. `name` stands in the advice.

    >>> cell = {"cell_type": "code", "source": "1", "metadata": {}, "outputs": [], "execution_count": None}
    >>> check_stored({"cells": [cell]}, "a.ipynb").empty
    True
    """
    counts = {
        number: cell.get("execution_count")
        for number, cell in enumerate(notebook["cells"], start=1)
        if cell["cell_type"] == "code" and cell["source"].strip() and not _skipped(cell)
    }
    advice = f"Run `analysis accept {name}`, or Restart and Run All in JupyterLab and save."
    if counts and set(counts.values()) == {None}:
        return Stored((f"has no stored outputs: it was never executed, or was stripped. {advice}",), empty=True)
    problems = [
        f"{place(notebook, number)} has not been executed. {advice}" for number, count in counts.items() if not count
    ]
    executed = {number: count for number, count in counts.items() if count}
    if not problems and list(executed.values()) != list(range(1, len(executed) + 1)):
        wrong = next(number for expected, (number, count) in enumerate(executed.items(), start=1) if count != expected)
        problems.append(
            f"was not executed in order: {place(notebook, wrong)} was execution {executed[wrong]}, "
            f"in order it is {list(executed).index(wrong) + 1}. {advice}"
        )
    return Stored(tuple(problems))


def place(notebook: Mapping[str, Any], number: int) -> str:
    """Return what a person calls a cell: its number from 1 among all cells, the heading above, its first line.

    >>> place({"cells": [{"cell_type": "markdown", "source": "## Model"}, {"cell_type": "code", "source": "x = 1"}]}, 2)
    "cell 2 (Model: 'x = 1')"
    """
    lines = [line.strip() for line in notebook["cells"][number - 1]["source"].splitlines()]
    line = next((text for text in lines if text and not text.startswith(("#", "%"))), lines[0] if lines else "")
    heading = ""
    for cell in notebook["cells"][:number]:
        if cell["cell_type"] == "markdown":
            titles = [text for text in cell["source"].splitlines() if text.startswith("#")]
            heading = f"{titles[-1].lstrip('#').strip()}: " if titles else heading
    return f"cell {number} ({shorten(heading, 40)}{' ' if heading else ''}{shorten(line, 50)!r})"


def _skipped(cell: Mapping[str, Any]) -> bool:
    return cell_settings(cell).skip and not cell.get("execution_count")
