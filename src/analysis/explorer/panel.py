"""The interactive panel: sliders and lists on one side, the chart and the results on the other."""

import base64
import math
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

import ipywidgets as widgets

from analysis.core.errors import ParameterError
from analysis.core.formatting import label, number, readable, titled
from analysis.core.html_table import Table
from analysis.explorer.case import Case
from analysis.explorer.chart import ResponseChart
from analysis.explorer.controls import ChoiceControl, NumberControl
from analysis.models.results import Result
from analysis.notebook.quantity_text import BARE, axis_scale
from nbcompare.value_diff import close, percent

_STYLE = Path(__file__).with_name("panel.css").read_text(encoding="utf-8")
_KEY = (
    '<p class="explorer-key"><span><i class="hedge"></i> What the hedge allows</span> '
    '<span><i class="presets"></i> From preset low to high</span> <span><i class="sources"></i> The sources</span></p>'
)
_COPY = (
    "const field = this.parentElement.querySelector('textarea'); field.select();"
    " if (navigator.clipboard) navigator.clipboard.writeText(field.value); else document.execCommand('copy');"
    " this.textContent = 'Copied'; setTimeout(() => { this.textContent = 'Copy'; }, 1500);"
)
# The sliders of ipywidgets have no accessible name and no attribute to set one, so a script names each handle after its
# field whenever a chart has loaded.
_NAME_SLIDERS = (
    "const name = tries => { const panel = this.closest('.explorer');"
    " if (!panel) { if (tries) setTimeout(name, 100, tries - 1); return; }"  # not yet attached to the page
    " for (const input of panel.querySelectorAll('.explorer-input')) {"
    " const handle = input.querySelector('[role=slider]'), words = input.querySelector('.widget-text label');"
    " if (handle) handle.setAttribute('aria-label', words.textContent); } }; name(50)"
)
_COLUMNS = ("Result", "Value", "Unit", "Sources", "Change")
_LINES = (2, 8)  # heights of the two fields to copy from


class Panel:
    """The widgets of one model, and the update when one of them changes.

    `box` is the widget to display; `values` holds the current values, in the units of the model.
    """

    def __init__(self, case: Case, result: str, along: str) -> None:
        """Build the widgets with the initial values of the case; the chart shows `result` as a function of `along`."""
        self.case = case
        self.values: dict[str, Any] = dict(case.start)
        self.controls: dict[str, ChoiceControl | NumberControl] = {}
        self._scales = {item.name: case.scale(item.name) for item in case.parameters if not item.choices}
        for item in case.parameters:
            name = item.name
            self.controls[name] = (
                ChoiceControl(item, self._set)
                if item.choices
                else NumberControl(item, self._scales[name], self._set, case.inputs.get(name))
            )
        self._chart = ResponseChart(case)
        self.result = _list("Result", case, case.answers, result)
        self.along = _list("Drawn along", case, self._scales, along)
        for choice in (self.result, self.along):
            choice.observe(lambda change: self.redraw(), names="value")
        self.reset = widgets.Button(description="Reset to the sources", icon="undo")
        self.reset.on_click(lambda button: self.set(self.case.base))
        # The chart is written as HTML, since the image widget has no alternative text.
        self.picture, self.numbers, self.message, self.copies = (widgets.HTML() for _ in range(4))
        self.box = self._layout()
        self.set(case.start)

    def set(self, values: Mapping[str, Any]) -> None:
        """Set all values, update the widgets, and redraw once."""
        self.values = dict(values)
        for name, control in self.controls.items():
            control.show(values[name])
        self.redraw()

    def redraw(self) -> None:
        """Update chart and results; if the model rejects the values, show the error instead of the results."""
        along, result = self.along.value, self.result.value
        self.copies.value = _copies(self.case, self.values)
        try:
            found = self.case.results(self.values)
            png, words = self._chart.draw(self.values, along, result, self._scales[along])
        except ParameterError as error:
            self.message.value = f'<p class="explorer-error" role="alert">{escape(str(error))}</p>'
            self.numbers.value = ""
            self.picture.add_class("explorer-stale")
            return
        self.message.value = ""
        self.picture.remove_class("explorer-stale")
        # Synchronous decoding prevents flicker.
        source = f"data:image/png;base64,{base64.b64encode(png).decode('ascii')}"
        self.picture.value = (
            f'<img class="explorer-chart" decoding="sync" alt="{escape(words)}" onload="{escape(_NAME_SLIDERS)}"'
            f' src="{source}">'
        )
        self.numbers.value = results_table(self.case, found)

    def _set(self, name: str, value: Any) -> None:
        self.values[name] = value
        self.redraw()

    def _layout(self) -> Any:
        def boxes(*kinds: str) -> list[Any]:
            return [self.controls[item.name].box for item in self.case.parameters if item.kind in kinds]

        assumed = boxes("assumption", "constant")
        inputs = widgets.VBox(
            [
                widgets.HTML(_KEY),
                *boxes("claim", "target"),
                *boxes("reading"),
                *collapsed(f"The {len(assumed)} assumptions", assumed),
            ]
        )
        opener, below = collapsed("Copy what is set", [self.copies])
        asked = _classed(widgets.Box([self.result, self.along]), "explorer-row")
        tools = _classed(widgets.Box([self.reset, opener]), "explorer-row")
        columns = widgets.Box(
            [
                _classed(inputs, "explorer-inputs"),
                _classed(widgets.VBox([asked, self.picture, self.message]), "explorer-view"),
                _classed(widgets.VBox([tools, below, self.numbers]), "explorer-numbers"),
            ]
        )
        marks = "".join(control.css(self.case.base[name]) for name, control in self.controls.items())
        style = _classed(widgets.HTML(f"<style>{_STYLE}{marks}</style>"), "explorer-style")
        return _classed(widgets.VBox([style, _classed(columns, "explorer-columns")]), "explorer")


def results_table(case: Case, found: Mapping[str, Result]) -> str:
    """Return the results as an HTML table: value, unit, value for the sources, and the change from it."""
    rows = []
    for name, item in found.items():
        value, reference = float(item.value), float(case.answers[name].value)
        factor, unit = axis_scale((value, reference), item.unit)
        value, reference, unit = value * factor, reference * factor, "" if item.unit in BARE else unit
        shown = (readable(number(one, 4)) for one in (value, reference))
        rows.append((label(name, item.unit), next(shown), unit, next(shown), change(value, reference, unit)))
    caption = "Results, compared with the sources"
    return Table(_COLUMNS, rows, caption, numeric=("Value", "Sources", "Change"), row_heads=True).html


def change(value: float, reference: float, unit: str) -> str:
    """Return the change from `reference` to `value` with its sign: in percent, or in points if both are percentages.

    >>> change(110.0, 100.0, "USD/t"), change(12.0, 10.0, "%"), change(1.0, 1.0, "USD"), change(math.inf, 7.0, "years")
    ('+10 %', '+2 points', '', 'now never')
    >>> change(7.0, math.inf, "years"), change(3.0, 0.0, "USD")
    ('was never', '+3 USD')
    """
    if close(value, reference):
        return ""
    if math.isinf(value) or math.isinf(reference):
        return "now never" if math.isinf(value) else "was never"
    if math.isnan(value) or math.isnan(reference):
        return "not defined"
    sign = "+" if value > reference else "−"
    if unit.startswith("%"):
        return f"{sign}{number(abs(value - reference), 3)} points"
    if reference == 0:
        return f"{sign}{number(abs(value), 3)} {unit}"
    return f"{sign}{number(abs(percent(reference, value) or 0.0), 3)} %"


def _copies(case: Case, values: Mapping[str, Any]) -> str:
    """The values as a command and as a preset, each with a copy button."""
    headings = ("As parameters of a run", f"As a preset, to be added under presets in data/questions/{case.name}.yaml")
    parts = [
        f"<div><label>{escape(heading)}<textarea readonly rows={lines}>{escape(text)}</textarea></label>"
        f'<button type="button" class="jupyter-button widget-button" onclick="{escape(_COPY)}">Copy</button></div>'
        for heading, text, lines in zip(headings, (case.command(values), case.preset(values)), _LINES, strict=True)
    ]
    return f'<div class="explorer-copies">{"".join(parts)}</div>'


def _list(description: str, case: Case, names: Iterable[str], chosen: str) -> Any:
    """A list of inputs or results with their labels."""
    options = [(titled(name, case.unit(name)), name) for name in names]
    return widgets.Dropdown(
        options=options, value=chosen, description=description, style={"description_width": "initial"}
    )


def collapsed(words: str, children: Sequence[Any]) -> tuple[Any, Any]:
    """Return a button, and the box that it shows or hides."""
    box = widgets.VBox(list(children))
    button = widgets.ToggleButton(description=words)

    def toggle() -> None:
        box.layout.display = None if button.value else "none"
        button.icon = "chevron-down" if button.value else "chevron-right"

    button.observe(lambda change: toggle(), names="value")
    toggle()
    return button, box


def _classed(widget: Any, name: str) -> Any:
    widget.add_class(name)
    return widget
