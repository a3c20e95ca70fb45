"""Complete charts of a study, with units, title and alternative text taken from the results."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from textwrap import fill
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.core.errors import ParameterError
from analysis.core.formatting import label, name_text, number, readable, titled
from analysis.core.words import uncapitalised
from analysis.models.sensitivity import TornadoBar
from analysis.models.simulation import simulate
from analysis.models.spread import MEDIAN, Spread
from analysis.notebook.among import ChartRow, draw_among
from analysis.notebook.chart_notes import note_at
from analysis.notebook.chart_style import COLOURS, WIDTH, chart, new_chart
from analysis.notebook.display_tables import note, table
from analysis.notebook.plots import (
    heat_map,
    histogram,
    labelled_bars,
    spider,
    tornado,
    waterfall,
)
from analysis.notebook.quantity_text import (
    BARE,
    axis_label,
    axis_scale,
    digits_of_range,
    percent_number,
    quantity_text,
    range_text,
    rounded_in_range,
)
from analysis.notebook.scenario_table import Scenarios
from analysis.notebook.study import Study
from analysis.notebook.uncertainty import Uncertainty

POINTS = 60  # of a curve: enough for the eye, and few enough to be recorded one by one

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure as Chart


def curve_table(study: Study, along: str, points: Iterable[float], results: Sequence[str]) -> None:
    """Show results of a study for several values of one input, in display units."""
    inputs = np.array(list(points))
    outcome = study.vary(**{along: inputs})
    columns = {along: inputs, **{name: getattr(outcome, name) for name in results}}
    shown = {name: np.broadcast_to(np.asarray(column, dtype=float), inputs.shape) for name, column in columns.items()}
    scales = {name: axis_scale((), study.unit(name))[0] for name in columns}
    rows = [
        {
            titled(name, study.unit(name)): _plain(study.unit(name), name, scales[name] * shown[name][row])
            for name in columns
        }
        for row in range(len(inputs))
    ]
    table(rows)


def curve_chart(
    study: Study, along: str, low: float, high: float, results: Sequence[str], labels: Sequence[str] = ()
) -> tuple["Chart", "Axes"]:
    """Draw results along one input, with a dot for this run, and return the chart for a title and further lines."""
    figure, axes = new_chart()
    inputs = np.linspace(low, high, POINTS)
    outcome = study.vary(**{along: inputs})
    across, words = axis_scale(inputs, study.unit(along))
    lines = {name: np.broadcast_to(np.asarray(getattr(outcome, name), dtype=float), inputs.shape) for name in results}
    up, units = axis_scale(np.concatenate(list(lines.values())), study.unit(results[0]))
    absent = {name: line for name, line in lines.items() if np.isfinite(line).sum() < 2}
    for place, (name, line) in enumerate(lines.items()):
        shown = labels[place] if labels else study.label(name)
        named = None if name in absent and len(absent) < len(lines) else shown  # there is no line to name
        axes.plot(across * inputs, up * np.where(np.isfinite(line), line, np.nan), color=COLOURS[place], label=named)
        here = float(study.results[name].value)
        if math.isfinite(here) and low <= study.values[along] <= high:
            at = across * study.values[along], up * here
            axes.plot(*at, "o", color=COLOURS[place], markersize=8)
            note_at(axes, fill(f"this run: {quantity_text(here, study.unit(name))}", 26), at)
    ends = {name: quantity_text(float(line[-1]), study.unit(name)) for name, line in absent.items()}
    if len(absent) == len(lines):
        axes.set_xlim(across * low, across * high)  # which no line sets
        told = f"{study.label(results[0])}: {ends[results[0]]}"
        axes.text(0.5, 0.6, told, transform=axes.transAxes, ha="center")
    elif absent:
        shown_of = dict(zip(results, labels or map(study.label, results), strict=True))
        told = "\n".join(f"{shown_of[name]}: {end}" for name, end in ends.items())
        axes.text(0.02, 0.97, told, transform=axes.transAxes, va="top")
    axes.set_xlabel(_axis(along, study.unit(along), words))
    axes.set_ylabel(_axis(results[0], study.unit(results[0]), units))
    return figure, axes


def dots_chart(
    rows: Mapping[str, tuple[float, float, float]],
    unit: str,
    title: str,
    source: str,
    *,
    name: str = "",
    key: bool = False,
    hedges: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Show a dot for each value with a bar for what its hedge allows; rows map a label to (low, used, high).

    The axis has the `name` of what they measure, and its unit.
    """
    shown = []
    for row, (low, used, high) in rows.items():
        digits = 4 if used in (low, high) and abs(used) >= 1000 else 3  # an end that is the value reads like it
        named = row if low == high else f"{row} ({range_text(low, high, unit, digits)})"
        shown.append(ChartRow(named, low, used, high, hedge=hedges.get(row, "")))
    draw_among(shown, unit, title, source, name=name, key=key)


def layers_chart(found: Uncertainty, result: str) -> None:
    """Show the range of a result in each layer of uncertainty; nothing if an end is not finite."""
    spread, unit = found.evidence.spreads[result], found.study.unit(result)
    middles = {"wording": spread.base, "assumptions": spread.base, "evidence": spread.quantiles[MEDIAN].value}
    ranges = {layer: found.range(result, layer) for layer in middles}
    rows = {
        layer: (low, middles[layer], high) for layer, (low, high) in ranges.items() if np.isfinite([low, high]).all()
    }
    name = label(result, unit)
    if len({end for row in rows.values() for end in row}) == 1:
        note(
            f"{name}: {quantity_text(spread.base, unit)} in every draw, since nothing that is uncertain here moves it."
        )
    elif rows:
        given = "as stated" if found.study.is_stated(result) else "as set"
        given = "in the middle of what is stated" if found.study.stated_ranges(result) else given
        title = f"{name}: {quantity_text(spread.base, unit)} {given}, {found.text(result)} by the evidence"
        dots_chart(rows, unit, title, "Monte Carlo draws of claims, assumptions and references", name=name)


def result_grid(
    study: Study,
    result: str,
    rows: tuple[str, Sequence[Any]],
    columns: tuple[str, Sequence[Any]],
    uncertain: Uncertainty | None = None,
) -> "pd.DataFrame":
    """Return a result for every pair of values of two parameters, in display units."""
    import pandas as pd

    (down, firsts), (across, seconds) = rows, columns
    scale, _ = axis_scale((), study.unit(result))
    heads = ([name_text(x) if isinstance(x, str) else _words(x) for x in values] for values in (firsts, seconds))
    found = pd.DataFrame(index=next(heads), columns=next(heads), dtype=float)
    sampled = uncertain.without(down, across) if uncertain else {}
    for place, first in enumerate(firsts):
        for other, second in enumerate(seconds):
            case = {**study.values, down: first, across: second}
            try:
                outcome = study.model(**case)
            except ParameterError:
                continue
            value = getattr(outcome, result)
            if uncertain and sampled:
                value = simulate(study.model, case, sampled, [result], uncertain.plan).spreads[result].mean.value
            found.iloc[place, other] = scale * float(value)
    return found


def grid_chart(
    study: Study, result: str, grid: "pd.DataFrame", labels: tuple[str, str], title: str, source: str
) -> None:
    """Show a grid of a result as a table and as colours; `labels` say what its rows and its columns are."""
    unit = study.unit(result)
    words = axis_scale((), unit)[1]
    table(grid.reset_index(names=f"{labels[0]}; cells in {words}" if words else labels[0]))
    figure, axes = new_chart(0.55 * len(grid) + 1.4)
    heat_map(axes, grid, percent_number if "%" in words else lambda value: number(value, 3).replace("-", "−", 1))
    axes.set(xlabel=f"{labels[1]}\ncells: {_axis(result, unit, words)}", ylabel=labels[0])
    numbers = grid.to_numpy()
    written = percent_number if "%" in words else number
    least, most = written(float(np.nanmin(numbers)), 3), written(float(np.nanmax(numbers)), 3)
    alt = f"{title}. {label(result, unit)} by {labels[0]} and {labels[1]}, from {least} to {most} {words}."
    chart(figure, alt, source, title=title)


def bar_chart(values: Mapping[str, float], unit: str, name: str, title: str, source: str, *, key: bool = False) -> None:
    """Show a horizontal bar for each value; `name` and `unit` label the axis, and the bars are also said in words."""
    from matplotlib.ticker import MaxNLocator

    figure, axes = new_chart(0.45 * len(values) + 1.4)
    scale, words = axis_scale(values.values(), unit)
    labelled_bars(axes, {_words(label): scale * value for label, value in values.items()})
    axes.set_xlabel(_axis(name, unit, words))
    if unit == "count":
        axes.xaxis.set_major_locator(MaxNLocator("auto", integer=True))
    listed = ", ".join(f"{_words(label)} {quantity_text(value, unit)}" for label, value in values.items())
    chart(figure, f"{title}: {listed}.", source, title=title, key=key)


def scenario_chart(study: Study, cases: Scenarios, result: str, title: str = "") -> None:
    """Show one result of every exploratory scenario; the default title gives their range."""
    unit = study.unit(result)
    values = {name: float(found[result]) for name, found in cases.exploratory.items()}
    low, high = (quantity_text(end, unit) for end in cases.range_of(result))
    title = title or f"{label(result, unit)} by scenario: {low} to {high}"
    bar_chart(values, unit, result, title, "the scenarios of this question with their references")


def bridge_chart(
    start: tuple[str, float], steps: Mapping[str, float], end: str, unit: str, title: str, source: str, name: str = ""
) -> None:
    """Show the steps from a start to an end as a table and as a waterfall chart; `name` says what they add up to."""
    values = {start[0]: start[1], **steps, end: start[1] + sum(steps.values())}
    scale, words = axis_scale(values.values(), unit)
    words = f"{name} ({words})" if name else words
    table([{"Step": step, words: scale * value} for step, value in values.items()], 3)
    figure, axes = new_chart(3.8)
    waterfall(axes, (start[0], scale * start[1]), {step: scale * change for step, change in steps.items()}, end)
    axes.set_ylabel(words)
    listed = ", ".join(f"{step} {quantity_text(value, unit)}" for step, value in values.items())
    chart(figure, f"{title}: {listed}.", source, title=title)


def sensitivity_charts(study: Study, bars: Sequence[TornadoBar], result: str) -> None:
    """Show a tornado and a spider chart: which input moves a result most, and how it responds to each input."""
    unit = study.unit(result)
    name = label(result, unit)
    if not bars:
        note(f"No input moves this result: {name}.")
        return
    scale, words = axis_scale([answer for bar in bars for answer in bar.answers], unit)
    ends = [(bar, study.unit(bar.parameter)) for bar in bars]
    ranges = [f"{label(bar.parameter, own)}\n{_span(bar, own)}" for bar, own in ends]
    bars = [replace(bar, parameter=label(bar.parameter, own)) for bar, own in ends]
    inputs = [bar.parameter for bar in bars]
    listed = ", ".join(inputs)

    def finish(figure: "Chart", axis: "Axis", title: str, alt: str) -> None:
        axis.set_major_formatter(lambda value, _: readable(number(scale * value, 4)))
        axis.set_label_text(_axis(result, unit, words))
        chart(
            figure, f"{alt}; the widest first: {listed}.", "hedges of the sources; scenarios low and high", title=title
        )

    figure, axes = new_chart(3.8)
    tornado(axes, bars, float(study.results[result].value), lambda value: number(scale * value, 3), ranges)
    title = f"{name} depends most on {uncapitalised(inputs[0])}"
    finish(figure, axes.xaxis, title, f"Range of this result by input: {name}")
    figure, axes = new_chart(3.8)
    spider(axes, bars)
    along = f"{name} along each input"
    finish(figure, axes.yaxis, along, f"{along}, from its low to its high value")


def _span(bar: TornadoBar, unit: str) -> str:
    """The ends of an input in words; calendar years without a separator of thousands."""
    if unit == "year" and bar.parameter.endswith("year"):
        return f"{bar.inputs[0]:.0f} to {bar.inputs[-1]:.0f}"
    return range_text(bar.inputs[0], bar.inputs[-1], unit, 4)


def readings_chart(study: Study, readings: Mapping[str, Mapping[str, Spread]]) -> None:
    """Show the results of each reading of the claims as a table and as histograms; nothing if there are none."""
    if not readings:
        return
    rows = [
        {"Reading": reading, "Result": study.label(result), **_quantiles(study, result, spread)}
        for reading, spreads in readings.items()
        for result, spread in spreads.items()
    ]
    table(rows)
    results = list(next(iter(readings.values())))
    import matplotlib.pyplot as plt

    figure, places = plt.subplots(len(results), 1, figsize=(WIDTH, 3.2 * len(results)), squeeze=False)
    for place, (axes, result) in enumerate(zip(places[:, 0], results, strict=True)):
        spreads = {reading: found[result] for reading, found in readings.items()}
        scale, words = axis_scale([spread.high for spread in spreads.values()], study.unit(result))
        histogram(axes, spreads, scale)
        axes.set_xlabel(_axis(result, study.unit(result), words))
        if place:
            axes.get_legend().remove()
    first, unit = results[0], study.unit(results[0])
    low = min(found[first].low for found in readings.values())
    high = max(found[first].high for found in readings.values())
    least = "at least " if len(readings) > 1 else ""  # the ends are of different readings
    title = f"{label(first, unit)}: {range_text(low, high, unit)}, {least}nine times in ten"
    source = "Monte Carlo draws of claims, assumptions and references"
    chart(figure, f"Histogram. {title}, for {', '.join(readings)}.", source, title=title)


def _quantiles(study: Study, result: str, spread: Spread) -> dict[str, str]:
    values = {"5 %": spread.low, "Median": spread.quantiles[MEDIAN].value, "95 %": spread.high}
    shown = partial(quantity_text, unit=study.unit(result), chance=study.results[result].chance)
    ends = spread.low, spread.high
    in_range = partial(shown, digits=digits_of_range(*ends))
    quantiles = {name: in_range(rounded_in_range(value, *ends)) for name, value in values.items()}
    return {"Base": shown(spread.base), **quantiles}


def _axis(name: str, unit: str, words: str) -> str:
    return axis_label(label(name, unit), "" if unit in BARE else words)


def _words(name: Any) -> str:
    return number(name) if isinstance(name, float) else readable(str(name))


def _plain(unit: str, name: str, value: float) -> float | str:
    """A number for a table; a calendar year as text, without a thousands separator, and an infinite share left out."""
    if unit == "year" and name.endswith("year") and math.isfinite(value) and value == round(value):
        return f"{value:.0f}"
    return math.nan if math.isinf(value) and unit == "fraction" else float(value)
