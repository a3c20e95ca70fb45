"""The interactive panel: a slider, a field or a list for each input, next to the chart and the results."""

import asyncio
import base64
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

import ipywidgets as widgets

from analysis.binding.inputs import ModelInput
from analysis.core.errors import ParameterError
from analysis.core.formatting import label, meaning_text, name_text, number, readable, shown_unit, titled
from analysis.core.html_table import Table
from analysis.core.words import counted
from analysis.explorer.case import Case, Scale, number_text
from analysis.explorer.chart import ResponseChart
from analysis.models.parameters import Parameter
from analysis.models.results import Result
from analysis.notebook.quantity_text import BARE, axis_scale, range_text
from nbcompare.value_diff import close, percent

OnChange = Callable[[str, Any], None]
_FULL_LENGTH = {"description_width": "initial"}


class ChoiceControl:
    """A list of the choices of a reading."""

    def __init__(self, parameter: Parameter, on_change: OnChange) -> None:
        """Create the list; `on_change` is called with the name and the choice of the user."""
        words = [(name_text(choice), choice) for choice in parameter.choices]
        self._list = widgets.Dropdown(
            options=words, description=titled(parameter.name, parameter.unit), style=_FULL_LENGTH
        )
        self._name, self._on_change, self._silent = parameter.name, on_change, False
        self._list.observe(lambda change: self._chosen(change["new"]), names="value")
        self.box = widgets.VBox([self._list, hint(parameter.meaning)])
        self.box.add_class("explorer-input")

    def show(self, value: Any) -> None:
        """Select a choice."""
        self._silent = True
        self._list.value = value
        self._silent = False

    def _chosen(self, word: str) -> None:
        if not self._silent:
            self._on_change(self._name, word)


class NumberControl:
    """A slider within its scale, and a field that accepts any number; the model checks the limits."""

    def __init__(
        self, parameter: Parameter, scale: Scale, on_change: OnChange, found: ModelInput | None = None
    ) -> None:
        """Create the widgets; `on_change` is called with name and value when the user sets a value."""
        self._parameter, self._scale, self._on_change, self._silent = parameter, scale, on_change, False
        self._exact = 0.0  # what the field shows, before it is rounded
        self._factor = shown_unit(parameter.unit)[0]
        whole = parameter.whole
        kind: Any = int if whole else float
        low, high, step = (kind(self._shown(end)) for end in (scale.low, scale.high, scale.step))
        slider, field = (widgets.IntSlider, widgets.IntText) if whole else (widgets.FloatSlider, widgets.FloatText)
        self.field = field(step=step, description=titled(parameter.name, parameter.unit), style=_FULL_LENGTH)
        self.slider = slider(min=low, max=high, step=step, readout=False, tooltip=parameter.meaning)
        self.slider.add_class(self.css_class)
        self.given = widgets.Checkbox(
            description=f"Set {label(parameter.name, parameter.unit).lower()} by hand", indent=False
        )
        self.slider.observe(lambda change: self._dragged(change["new"]), names="value")
        self.field.observe(lambda change: self._typed(change["new"]), names="value")
        self.given.observe(lambda change: self._moved(self._middle if change["new"] else None), names="value")
        parts = [self.field, self.slider, hint(_description(parameter, scale, found))]
        self.box = widgets.VBox([self.given, *parts] if parameter.optional else parts)
        self.box.add_class("explorer-input")

    @property
    def css_class(self) -> str:
        """The CSS class of the slider."""
        return f"explorer-slider-{self._parameter.name.replace('_', '-')}"

    def css(self, base: float | None) -> str:
        """Return the CSS rules that mark the band and the value of the sources on the track of the slider."""
        rules, band = [], self._scale.band
        track = f".explorer .{self.css_class} .noUi-target"
        if band:
            left, right = self._scale.place(band.low), self._scale.place(band.high)
            colour = f"var(--explorer-{band.of})"
            rules.append(f"{track}::before{{left:{left:.2%};width:{right - left:.2%};background:{colour}}}")
        where = "content:none" if base is None else f"left:{self._scale.place(base):.2%}"
        rules.append(f"{track}::after{{{where}}}")
        return "".join(rules)

    def show(self, value: float | None) -> None:
        """Set the widgets to a value in the unit of the model; the slider stops at its ends."""
        at = self._middle if value is None else value
        self._exact = int(at) if self._parameter.whole else self._shown(at)
        self._set(value, self._exact if self._parameter.whole else _rounded(self._exact))

    def _set(self, value: float | None, in_field: float) -> None:
        self._silent = True
        self.field.value = in_field
        self.slider.value = min(max(self._exact, self.slider.min), self.slider.max)
        self.given.value = value is not None
        self.field.disabled = self.slider.disabled = value is None
        self._silent = False

    def _dragged(self, shown: float) -> None:
        """Take the value of the slider, unless the browser merely rounded the current value to the nearest step."""
        if abs(shown - self._exact) > self.slider.step * (0.5 + 1e-6):
            self._moved(self._from_shown(shown))

    def _typed(self, shown: float) -> None:
        """Take the number in the field as it was typed."""
        if not self._silent:
            self._exact, value = shown, self._from_shown(shown)
            self._set(value, shown)
            self._on_change(self._parameter.name, value)

    def _moved(self, value: float | None) -> None:
        if not self._silent:
            self.show(value)
            self._on_change(self._parameter.name, value)

    @property
    def _middle(self) -> float:
        """The initial value of a number that was not set."""
        ends = self._scale.band or self._scale
        return (ends.low + ends.high) / 2

    def _shown(self, value: float) -> float:
        return float(f"{value * self._factor:.12g}")

    def _from_shown(self, shown: float) -> float:
        return shown if self._parameter.whole else float(f"{shown / self._factor:.12g}")


def _rounded(value: float) -> float:
    """A number with at least four significant digits; all digits before the decimal point stay."""
    places = 3 - math.floor(math.log10(abs(value))) if value else 0
    return round(value, max(0, places))


def hint(words: str) -> Any:
    """Return a line of small text, with a capital first letter."""
    return widgets.HTML(f'<span class="explorer-hint">{escape(words[0].upper() + words[1:])}</span>')


def _description(parameter: Parameter, scale: Scale, found: ModelInput | None) -> str:
    """The text below a slider: the meaning of the input, the figure as printed, and the meaning of the band."""
    words = [meaning_text(parameter.meaning)]
    if found:
        words.append(f"printed: {readable(found.printed)}")
    if scale.band:
        allows = {"hedge": "the hedge allows", "presets": "presets"}[scale.band.of]
        words.append(f"{allows} {range_text(scale.band.low, scale.band.high, parameter.unit)}")
    return "; ".join(words)


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
_SETTLE = 0.2  # seconds in which the place of a slider arrives that was held back
_LINES = (2, 8)  # heights of the two fields to copy from


class Panel:
    """The widgets of one model, and the update when one of them changes."""

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
        self.reset.on_click(lambda button: self._reset())
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

    def _reset(self) -> None:
        """Reset to the values of the sources after the last move of a slider, which a click may overtake.

        A browser sends a click at once, but the next position of a slider only after the kernel handled the last one.
        """
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # no kernel
            self.set(self.case.base)
        else:
            loop.call_later(_SETTLE, self.set, self.case.base)

    def _layout(self) -> Any:
        def boxes(*kinds: str) -> list[Any]:
            return [self.controls[item.name].box for item in self.case.parameters if item.kind in kinds]

        assumed = boxes("assumption", "constant")
        inputs = widgets.VBox(
            [
                widgets.HTML(_KEY),
                *boxes("claim", "target"),
                *boxes("reading"),
                *collapsed(counted(len(assumed), "assumption"), assumed),
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
        sliders = ((name, control) for name, control in self.controls.items() if isinstance(control, NumberControl))
        marks = "".join(control.css(self.case.base[name]) for name, control in sliders)
        style = _classed(widgets.HTML(f"<style>{_STYLE}{marks}</style>"), "explorer-style")
        return _classed(widgets.VBox([style, _classed(columns, "explorer-columns")]), "explorer")


def results_table(case: Case, found: Mapping[str, Result]) -> str:
    """Return the results as an HTML table: value, unit, value for the sources, and the change from it."""
    rows = []
    for name, item in found.items():
        value, reference = float(item.value), float(case.answers[name].value)
        factor, unit = axis_scale((value, reference), item.unit)
        value, reference, unit = value * factor, reference * factor, "" if item.unit in BARE else unit
        shown, before = (number_text(one, item.unit) for one in (value, reference))
        rows.append((label(name, item.unit), shown, unit, before, change(value, reference, unit)))
    caption = "Results, compared with the sources"
    return Table(_COLUMNS, rows, caption, numeric=("Value", "Sources", "Change"), row_heads=True).html


def change(value: float, reference: float, unit: str) -> str:
    """Return the change from `reference` to `value` with its sign: in percent, or in points if both are percentages."""
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
