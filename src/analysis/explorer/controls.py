"""The widgets of one input: a slider with a field for a number, a list for a reading; both speak the model's units."""

from collections.abc import Callable
from html import escape
from typing import Any, Protocol

from analysis.claims.inputs import ModelInput
from analysis.core.formatting import label, number, shown_unit, titled
from analysis.explorer.scales import Scale
from analysis.models.parameters import Parameter

Tell = Callable[[str, Any], None]
_AS_LONG_AS_IT_IS = {"description_width": "initial"}


class Control(Protocol):
    """What a panel needs of an input: the widget to display, and a way to move it without being told of it."""

    box: Any

    def show(self, value: Any) -> None:
        """Move the widgets to a value in the unit of the model."""

    def css(self, base: Any) -> str:
        """Return the rules of style that mark what the sources and presets say of the input."""


class Choice:
    """A reading, chosen from its words."""

    def __init__(self, parameter: Parameter, tell: Tell) -> None:
        """Make the list; `tell` is called with the name and the word that a person chooses."""
        import ipywidgets as widgets

        words = [(choice.replace("_", " "), choice) for choice in parameter.choices]
        self._list = widgets.Dropdown(
            options=words, description=titled(parameter.name, parameter.unit), style=_AS_LONG_AS_IT_IS
        )
        self._name, self._tell, self._silent = parameter.name, tell, False
        self._list.observe(lambda change: self._chosen(change["new"]), names="value")
        self.box = widgets.VBox([self._list, hint(parameter.meaning)])
        self.box.add_class("explorer-input")

    def show(self, value: Any) -> None:
        """Move the list to a word."""
        self._silent = True
        self._list.value = value
        self._silent = False

    def css(self, base: str) -> str:
        """Return no rules: a list has no track to mark."""
        return ""

    def _chosen(self, word: str) -> None:
        if not self._silent:
            self._tell(self._name, word)


class Number:
    """A number: a slider within its scale, and a field that takes any number and leaves the limits to the model.

    Percent are shown as people read them. An optional number has a box to tick, and is None where it is not ticked.
    """

    def __init__(self, parameter: Parameter, scale: Scale, tell: Tell, found: ModelInput | None = None) -> None:
        """Make the widgets; `tell` is called with the name and the value that a person sets; `found` is its figure."""
        import ipywidgets as widgets

        self._parameter, self._scale, self._tell, self._silent = parameter, scale, tell, False
        self._factor = shown_unit(parameter.unit)[0]
        whole = parameter.whole
        kind: Any = int if whole else float
        low, high, step = (kind(self._shown(end)) for end in (scale.low, scale.high, scale.step))
        slider, field = (widgets.IntSlider, widgets.IntText) if whole else (widgets.FloatSlider, widgets.FloatText)
        self.field = field(step=step, description=titled(parameter.name, parameter.unit), style=_AS_LONG_AS_IT_IS)
        self.slider = slider(min=low, max=high, step=step, readout=False, tooltip=parameter.meaning)
        self.slider.add_class(self.css_class)
        self.given = widgets.Checkbox(
            description=f"Set {label(parameter.name, parameter.unit).lower()} by hand", indent=False
        )
        self.slider.observe(lambda change: self._dragged(change["new"]), names="value")
        self.field.observe(lambda change: self._moved(self._of_shown(change["new"])), names="value")
        self.given.observe(lambda change: self._moved(self._middle if change["new"] else None), names="value")
        parts = [self.field, self.slider, hint(_told(parameter, scale, found))]
        self.box = widgets.VBox([self.given, *parts] if parameter.optional else parts)
        self.box.add_class("explorer-input")

    @property
    def css_class(self) -> str:
        """The class by which the style finds the slider."""
        return f"explorer-slider-{self._parameter.name.replace('_', '-')}"

    def css(self, base: float | None) -> str:
        """Return the rules that mark the band and the value of the sources on the slider's track."""
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
        """Move the widgets to a value in the unit of the model; the slider stops at its ends."""
        self._silent = True
        at = self._middle if value is None else value
        shown = int(at) if self._parameter.whole else self._shown(at)
        self.field.value = shown
        self.slider.value = min(max(shown, self.slider.min), self.slider.max)
        self.given.value = value is not None
        self.field.disabled = self.slider.disabled = value is None
        self._silent = False

    def _dragged(self, shown: float) -> None:
        """Take what the slider says, unless it is what is set already, put on the nearest step by the browser."""
        if abs(shown - self.field.value) > self.slider.step * (0.5 + 1e-6):
            self._moved(self._of_shown(shown))

    def _moved(self, value: float | None) -> None:
        if not self._silent:
            self.show(value)
            self._tell(self._parameter.name, value)

    @property
    def _middle(self) -> float:
        """Where a number that was not set begins."""
        ends = self._scale.band or self._scale
        return (ends.low + ends.high) / 2

    def _shown(self, value: float) -> float:
        return float(f"{value * self._factor:.12g}")

    def _of_shown(self, shown: float) -> float:
        return shown if self._parameter.whole else float(f"{shown / self._factor:.12g}")


def hint(words: str) -> Any:
    """Return a line of small text, its first letter a capital."""
    import ipywidgets as widgets

    return widgets.HTML(f'<span class="explorer-hint">{escape(words[0].upper() + words[1:])}</span>')


def _told(parameter: Parameter, scale: Scale, found: ModelInput | None) -> str:
    """What stands below a slider: what the input is, how the source prints it, and what the band means."""
    factor, unit = shown_unit(parameter.unit)
    words = [parameter.meaning]
    if found:
        words.append(f"printed: {found.printed}")
    if scale.band:
        allows = {"hedge": "the hedge allows", "presets": "presets"}[scale.band.of]
        words.append(f"{allows} {number(scale.band.low * factor)} to {number(scale.band.high * factor)} {unit}".strip())
    return "; ".join(words)
