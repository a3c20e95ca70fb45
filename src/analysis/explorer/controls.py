"""The widgets of one input: a slider and a field for a number, a list for a reading.

Their values are in the units of the model.
"""

import math
from collections.abc import Callable
from html import escape
from typing import Any

import ipywidgets as widgets

from analysis.claims.inputs import ModelInput
from analysis.core.formatting import label, meaning_text, name_text, readable, shown_unit, titled
from analysis.explorer.scales import Scale
from analysis.models.parameters import Parameter
from analysis.notebook.quantity_text import range_text

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

    def css(self, base: str) -> str:
        """Return no rules, since a list has no track to mark."""
        return ""

    def _chosen(self, word: str) -> None:
        if not self._silent:
            self._on_change(self._name, word)


class NumberControl:
    """A slider within its scale, and a field that accepts any number; the model checks the limits.

    Fractions are shown in percent. An optional number has a checkbox and is None while that is not checked.
    """

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
        """Set the widgets to a value in the unit of the model; the slider stops at its ends.

        The field shows four significant digits, and the value stays exact until somebody edits it.
        """
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
        """Take the value of the slider, unless the browser has only rounded the current value to the nearest step."""
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
    """A number with at least four significant digits; those above the point all stay.

    >>> _rounded(7.142857142857), _rounded(12092.41), _rounded(0.0), _rounded(0.012346)
    (7.143, 12092.0, 0.0, 0.01235)
    """
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
