"""The chart of the explorer: a result as a function of an input, for the current values and for the sources."""

import io
import math
from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import fill
from typing import Any

import numpy as np

from analysis.core.errors import ParameterError
from analysis.core.formatting import PER, label, number, readable, shown_unit, titled
from analysis.core.words import capitalised
from analysis.explorer.case import Case, Scale
from analysis.models.parameters import Numbers
from analysis.notebook.chart_style import COLOURS, INK, MUTED, of_years, style
from analysis.notebook.quantity_text import BARE, axis_label, axis_scale, quantity_text

_POINTS = 81
_LETTERS, _LETTERS_UP = 56, 24  # in a line of the title, and of the label of the axis that goes up
_SIZE, _DOTS_PER_INCH = (5.2, 3.5), 168  # small enough that letters of 10 points have 8 pixels on a phone


@dataclass(frozen=True)
class Curve:
    """A result as a function of an input, in the units of the model, and the current point."""

    x: Numbers
    y: Numbers
    at: tuple[float, float]


def curve_of(case: Case, values: Mapping[str, Any], along: str, result: str, scale: Scale) -> Curve:
    """Compute a result as a function of one input, with the other inputs at `values`."""
    x = np.linspace(scale.low, scale.high, _POINTS)
    if next(item for item in case.parameters if item.name == along).whole:
        x = np.arange(scale.low, scale.high + 1)
    try:
        y = np.broadcast_to(np.asarray(case.results({**values, along: x})[result].value, dtype=float), x.shape)
    except ParameterError:  # the model rejects some point: compute each point separately to keep the others
        y = np.array([_answer(case, {**values, along: float(one)}, result) for one in x])
    own = values[along]
    here = math.nan if own is None else float(own)
    return Curve(x, np.where(np.isfinite(y), y, np.nan), (here, _answer(case, values, result)))


def _answer(case: Case, values: Mapping[str, Any], result: str) -> float:
    try:
        return float(case.results(values)[result].value)
    except ParameterError:
        return math.nan


class ResponseChart:
    """A matplotlib figure that is redrawn with new values; creating a new one would take three times as long."""

    def __init__(self, case: Case) -> None:
        import matplotlib as mpl
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        self._case = case
        self._base_of: tuple[str, str] | None = None  # the input and result for which the base curve was computed
        with mpl.rc_context():
            style()
            mpl.rcParams["figure.constrained_layout.use"] = False  # the layout takes longer than drawing
            self._figure = Figure(figsize=_SIZE, dpi=_DOTS_PER_INCH)
            self._canvas = FigureCanvasAgg(self._figure)
            axes = self._axes = self._figure.add_axes((0.235, 0.166, 0.715, 0.61))
            self._band = axes.axvspan(0, 1, color=COLOURS[4], alpha=0.28, linewidth=0)
            (self._base,) = axes.plot([], [], color=MUTED, linestyle="--", linewidth=1.6, label="The sources")
            (self._now,) = axes.plot([], [], color=COLOURS[0], linewidth=2.4, label="As set")
            (self._there,) = axes.plot([], [], "o", color="white", markeredgecolor=MUTED, markersize=8)
            (self._here,) = axes.plot([], [], "o", color=COLOURS[1], markersize=10, zorder=5)
            self._title = self._figure.text(
                0.012, 0.985, "", fontsize=10, fontweight="bold", color=INK, va="top", linespacing=1.0
            )
            self._legend = self._figure.legend(
                handles=[self._now, self._base, self._band],
                loc="upper left",
                bbox_to_anchor=(0.0, 0.885),
                ncols=3,
                fontsize=10,
                columnspacing=1.2,
            )
            axes.xaxis.set_major_formatter(
                lambda value, _: f"{value:.0f}" if of_years(axes.xaxis) else readable(number(float(value), 5))
            )
            axes.yaxis.set_major_formatter(lambda value, _: readable(number(float(value), 5)))
            axes.locator_params(nbins=6)
            axes.locator_params("x", prune="upper")  # half of a number at the end would be outside the picture

    def draw(self, values: Mapping[str, Any], along: str, result: str, scale: Scale) -> tuple[bytes, str]:
        """Return the chart of a result as a function of an input as PNG, and its alternative text."""
        input_unit, result_unit = self._case.unit(along), self._case.unit(result)
        across = shown_unit(input_unit)[0]
        now = curve_of(self._case, values, along, result, scale)
        if self._base_of != (along, result):
            self._base_curve = curve_of(self._case, self._case.base, along, result, scale)
            self._base_of = (along, result)
        base = self._base_curve
        up, words_up = axis_scale([*now.y.tolist(), *base.y.tolist()], result_unit)
        for line, dot, curve in ((self._now, self._here, now), (self._base, self._there, base)):
            line.set_data(curve.x * across, curve.y * up)
            line.set_marker("." if len(curve.x) < _POINTS else "")
            dot.set_data([curve.at[0] * across], [curve.at[1] * up if math.isfinite(curve.at[1]) else math.nan])
        self._shade_band(scale, across)
        name = label(result, result_unit)
        words = _words(now.at[1], base.at[1], name, result_unit)
        self._title.set_text(fill(words, _LETTERS))
        self._axes.set_xlabel(titled(along, input_unit))
        up_label = axis_label(name if words_up.startswith("%") else "", words_up)  # per cent of what
        self._axes.set_ylabel("" if result_unit in BARE else fill(capitalised(up_label), _LETTERS_UP))
        self._set_limits(scale, across)
        self._axes.locator_params("x", integer=of_years(self._axes.xaxis))
        buffer = io.BytesIO()
        self._canvas.print_png(buffer, metadata={"Software": None}, pil_kwargs={"compress_level": 1})  # type: ignore[no-untyped-call]
        return buffer.getvalue(), f"{words}; drawn along {label(along, input_unit).lower()}"

    def _shade_band(self, scale: Scale, factor: float) -> None:
        """Shade the band of the input and describe it in the legend."""
        patch, text = self._legend.legend_handles[2], self._legend.get_texts()[2]
        for artist in (self._band, patch, text):
            if artist is not None:
                artist.set_visible(scale.band is not None)
        if scale.band:
            self._band.set_x(scale.band.low * factor)
            self._band.set_width((scale.band.high - scale.band.low) * factor)
            text.set_text({"hedge": "What the hedge allows", "presets": "Preset low to high"}[scale.band.of])

    def _set_limits(self, scale: Scale, factor: float) -> None:
        lines = (self._now, self._base, self._here, self._there)
        drawn = np.concatenate([np.asarray(line.get_ydata(), dtype=float) for line in lines])
        drawn = drawn[np.isfinite(drawn)]
        least, most = (float(drawn.min()), float(drawn.max())) if drawn.size else (0.0, 1.0)
        pad = 0.06 * (most - least) or 0.06 * abs(most) or 1.0
        self._axes.set_xlim(scale.low * factor, scale.high * factor)
        self._axes.set_ylim(least - pad, most + pad)


def _words(current: float, base: float, name: str, unit: str) -> str:
    """The title: the current result, and the result for the sources if it differs."""
    words = f"{name}: {quantity_text(current, unit, 4)}"
    if current == base or math.isnan(current):
        return words
    given = quantity_text(base, unit, 4)
    per = max((end for end in PER.values() if words.endswith(end) and given.endswith(end)), key=len)
    return f"{words}, the sources give {given.removesuffix(per)}"  # says once what it is per
