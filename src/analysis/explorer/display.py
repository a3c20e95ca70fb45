"""Display the explorer as widgets where somebody can move them, and always as tables."""

import os
from collections.abc import Callable
from typing import Any

from analysis.claims.inputs import figure_names
from analysis.core.errors import AnalysisError
from analysis.core.formatting import capitalised, meaning_text, name_text, number, readable, shown_unit, titled
from analysis.core.html_table import Table
from analysis.explorer.case import Case, case_of

WIDGET = "application/vnd.jupyter.widget-view+json"
_INPUTS = ("Input", "Value", "Kind", "Band", "Meaning")
_RESULTS = ("Result", "Value", "Meaning")
_INVITATION = "To move the inputs, open this in JupyterLab (make lab) or as a dashboard (make dash)."


def attended() -> bool:
    """Whether somebody can move a slider: in an interactive front end, or in a dashboard.

    With every cell, papermill, nbclient and nbval tell the kernel that nobody would answer `input()`; JupyterLab and
    other front ends do not. voila executes a notebook like nbclient, but then shows live widgets.
    """
    from IPython import get_ipython

    if os.environ.get("SERVER_SOFTWARE", "").startswith("voila"):
        return True
    kernel = getattr(get_ipython(), "kernel", None)
    if kernel is None:
        return False
    return bool(kernel.get_parent("shell").get("content", {}).get("allow_stdin", False))


def show(case: Case, result: str, along: str) -> None:
    """Display a case as a panel if somebody can move it, and always as tables.

    A notebook opened without a kernel shows the tables. Plain Python prints them.
    """
    show_forms(*tables(case), lambda: _panel(case, result, along))


def show_forms(html: str, text: str, widget: Callable[[], dict[str, Any]]) -> None:
    """Display a table as HTML and text, with a widget if somebody can use it; plain Python prints the text."""
    from IPython import get_ipython
    from IPython.display import display

    if get_ipython() is None:
        print(text)
        return
    forms = widget() if attended() else {}
    display({**forms, "text/html": html, "text/plain": text}, raw=True)


def _panel(case: Case, result: str, along: str) -> dict[str, Any]:
    try:
        import ipywidgets  # fails early, before anything is built
    except ImportError:
        raise AnalysisError("Sliders need ipywidgets: pip install 'metals-analysis[lab]'.") from None
    from analysis.explorer.choice import Choices
    from analysis.explorer.panel import Panel, collapsed

    panel = Panel(case, result, along)
    names = figure_names(case.base).values()
    if case.sources is None or not names:
        return widget_view(panel.box)

    def reread() -> None:
        box.children = (Panel(case_of(case.model, case.sources), result, along).box, *box.children[1:])

    choices = Choices(case.sources, names, reread)
    opener, below = collapsed("Choose the figures", [choices.box])
    opener.layout.width = "max-content"
    box = ipywidgets.VBox([panel.box, opener, below])
    return widget_view(box)


def widget_view(box: Any) -> dict[str, Any]:
    """Return the form of a display that shows a widget."""
    return {WIDGET: {"version_major": 2, "version_minor": 0, "model_id": box.model_id}}


def tables(case: Case) -> tuple[str, str]:
    """Return tables of the inputs, with their bands, and of the results of a case, as HTML and as text."""
    inputs = []
    for item in case.parameters:
        value = case.start[item.name]
        band = None if item.choices else case.scale(item.name).band
        factor = shown_unit(item.unit)[0]
        ends = f"{_shown(band.low * factor)} to {_shown(band.high * factor)} ({band.of})" if band else ""
        shown = "not set" if value is None else name_text(value) if item.choices else _shown(value * factor)
        inputs.append((titled(item.name, item.unit), shown, item.kind, ends, capitalised(meaning_text(item.meaning))))
    results = [
        (
            titled(name, item.unit),
            _shown(float(item.value) * shown_unit(item.unit)[0]),
            capitalised(meaning_text(item.meaning)),
        )
        for name, item in case.results(case.start).items()
    ]
    name = case.name.replace("_", " ")
    shown_as = (
        Table(_INPUTS, inputs, f"Inputs of {name}", numeric=("Value",), row_heads=True),
        Table(_RESULTS, results, f"Results of {name}", numeric=("Value",), row_heads=True, note=_INVITATION),
    )
    return "".join(table.html for table in shown_as), "\n\n".join(table.text for table in shown_as)


def _shown(value: Any) -> str:
    """A number as a reader knows it; the years among whole numbers stay plain."""
    return readable(number(value, 4))
