"""The page of a sweep: small multiples, failed sets, and the table.

The charts are written as SVG without a plotting library: a sweep takes a second or two, and loading matplotlib would
double that.
"""

import base64
import math
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from textwrap import wrap
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.binding.question_files import short_name
from analysis.core.formatting import label, name_text, number, shown_unit, titled
from analysis.core.words import capitalised, listed
from analysis.models import PARAMETERS
from analysis.notebook.chart_style import COLOURS, INK, MUTED
from analysis.notebook.parameter_tables import parameter_text
from analysis.notebook.quantity_text import BARE, axis_scale, percent_number, quantity_text, range_text
from analysis.report.templating import render
from analysis.runs.sweep_table import REPEATED, Overview

_WIDTH, _HEIGHT = 330, 190  # of one chart, including title and labels
_LEFT, _TOP, _RIGHT, _BOTTOM = 74, 40, 12, 40
_TITLE = 40  # letters in a line of a title, which has two
_LEGEND, _NAME = 22, 6  # height of a line of the legend, width of a letter
_SOURCE, _EDGE = 18, 20  # half of the last label of an axis is beyond it
Column = NDArray[Any]
MOST_RESULTS, MOST_PARAMETERS = 8, 4  # in the charts; the table has all


def sweep_page(record: Mapping[str, Any], shown: Overview) -> str:
    """Return the page of a sweep as HTML."""
    results = [name for name in shown.units if name not in shown.same and not _is_parameter(name, shown)]
    columns = ["set", *shown.parameters, *results, "status"]
    numbers = {name for name in columns if any(isinstance(row[name], (int, float)) for row in shown.head)}
    units = {**{name: _unit_of(name) for name in shown.parameters}, **shown.units}
    return render(
        "sweep.html.j2",
        run=record,
        title=capitalised(name_text(short_name(record["notebook"]))),
        charts=_charts(shown),
        failed=shown.failed,
        rows=[
            {**row, "cells": [(name, _cell(name, row[name], units.get(name, ""))) for name in columns]}
            for row in shown.head
        ],
        hidden=shown.sets > len(shown.head),
        executed=any(row["identity"] for row in shown.head),
        columns=[(name, capitalised(titled(name, units.get(name, "")))) for name in columns],
        numbers=numbers,
        same=[(name_text(name), _quantity(name, value, shown.units[name])) for name, value in shown.same.items()],
    )


def _is_parameter(result: str, shown: Overview) -> bool:
    """Whether a result merely repeats a varied parameter."""
    return result.removesuffix(REPEATED) in shown.parameters


def _unit_of(name: str) -> str:
    return PARAMETERS[name].unit if name in PARAMETERS else ""


def _cell(name: str, value: Any, unit: str) -> str:
    """A value in the unit of its heading."""
    if value is None or isinstance(value, str):
        return name_text(value or "")
    if isinstance(value, bool) or name == "set" or (unit == "year" and name.endswith("year")):
        return f"{value:.0f}" if isinstance(value, float) else str(value)
    factor, words = shown_unit(unit)
    return percent_number(factor * value, 4) if "%" in words else number(factor * value, 4).replace("-", "−", 1)


def _quantity(name: str, value: Any, unit: str) -> str:
    if name in PARAMETERS or not isinstance(value, (int, float)):
        return parameter_text(name, value)
    return quantity_text(float(value), unit, 4)


def _charts(shown: Overview) -> list[dict[str, Any]]:
    """The charts of varying results against varying parameters as one picture; empty if nothing varies."""
    across = [name for name in shown.parameters if len(set(map(repr, shown.drawn[name].tolist()))) > 1]
    across = across[:MOST_PARAMETERS]
    results = {
        name: shown.units[name]
        for name, (least, most) in shown.ranges.items()
        if least < most and not _is_parameter(name, shown)
    }
    if not across or not results:
        return []
    results = dict(list(results.items())[:MOST_RESULTS])
    drawn = len(shown.drawn[across[0]])
    part = f"{drawn:,} of the {shown.good:,} sets of this sweep, drawn at random"
    whole = drawn == shown.good
    picture, width = small_multiples(shown.drawn, across, results, f"{drawn:,} sets of this sweep" if whole else part)
    ends = "; ".join(
        f"{name_text(name)} {range_text(float(shown.ranges[name][0]), float(shown.ranges[name][1]), unit)}"
        for name, unit in results.items()
    )
    words = " and ".join(map(name_text, across))
    return [
        {
            "picture": base64.b64encode(picture.encode()).decode("ascii"),
            "width": width,
            "across": words,
            "alt": f"Results against {words}: {ends}.",
            "note": "" if whole else f"The charts show {part}; the ranges cover all sets.",
        }
    ]


def small_multiples(
    columns: Mapping[str, Column], parameters: Sequence[str], results: Mapping[str, str], source: str
) -> tuple[str, int]:
    """Return an SVG of each result against each parameter, and its width in pixels.

    `results` maps names to units. If there are two parameters and the second has few values, they share a chart with a
    line for each of these values. A single column of charts is arranged in two. Words are categories in order of
    appearance; nan is left out.
    """
    # The second of two parameters, if it has few enough values for one line each.
    few = len(parameters) == 2 and len(set(columns[parameters[1]].tolist())) <= len(COLOURS)
    lines = parameters[1] if few else None
    across = [name for name in parameters if name != lines]
    wide = 2 if len(across) == 1 else len(across)
    pairs = [(result, parameter) for result in results for parameter in across]
    groups = _groups(columns, lines)
    names = [f"{name_text(lines)} {name}" for name, _ in groups] if lines else []
    columns_of_legend = max(1, (wide * _WIDTH - _LEFT) // (_NAME * max(map(len, names), default=1) + 20))
    above = _LEGEND * -(-len(names) // columns_of_legend) if lines else 4
    width, height = wide * _WIDTH + _EDGE, above + -(-len(pairs) // wide) * _HEIGHT + _SOURCE
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'font-family="sans-serif" font-size="10" fill="{INK}"><rect width="100%" height="100%" fill="white"/>'
    ]
    axes = {name: _axis(name, columns[name], results.get(name, _unit_of(name))) for name in {*across, *results}}
    for place, name in enumerate(names):
        row, column = divmod(place, columns_of_legend)
        x, y = _LEFT + column * (wide * _WIDTH - _LEFT) // columns_of_legend, _LEGEND * row
        parts.append(f'<circle cx="{x}" cy="{y + 11}" r="4" fill="{COLOURS[place]}"/>')
        parts.append(_text(x + 9, y + 14, name))
    for place, (result, parameter) in enumerate(pairs):
        row, column = divmod(place, wide)
        parts.append(f'<g transform="translate({column * _WIDTH},{row * _HEIGHT + above})">')
        (across_of, below), (up_of, title) = axes[parameter], axes[result]
        parts += _chart(across_of, up_of, (title, below), groups, joined=lines is not None)
        parts.append("</g>")
    parts.append(_text(_LEFT, height - 4, f"Source: {source}", f' fill="{MUTED}" font-size="9"'))
    return "".join([*parts, "</svg>"]), width


def _axis(name: str, column: Column, unit: str) -> tuple[Column, str]:
    """A column of numbers in display units, and the title of its axis; words are unchanged."""
    if column.dtype == object or unit in BARE or name.endswith("year"):
        return column if column.dtype == object else column.astype(float), capitalised(titled(name, unit))
    factor, words = axis_scale(column.astype(float).tolist(), unit)
    return factor * column.astype(float), f"{capitalised(label(name, unit))} ({words})"


def _groups(columns: Mapping[str, Column], lines: str | None) -> list[tuple[str, Column]]:
    """The label and the rows of each line; a single unlabelled group without `lines`."""
    if lines is None:
        return [("", np.arange(len(next(iter(columns.values())))))]
    values = columns[lines].tolist()
    known = sorted(set(values), key=lambda value: (isinstance(value, str), value))
    return [
        (parameter_text(lines, value), np.array([place for place, x in enumerate(values) if x == value]))
        for value in known
    ]


def _chart(
    across: Column, up: Column, titles: tuple[str, str], groups: Sequence[tuple[str, Column]], *, joined: bool
) -> Iterator[str]:
    """Yield the SVG elements of one chart, with its corner at 0, 0."""
    title, below = titles
    words = list(dict.fromkeys(map(str, across.tolist()))) if across.dtype == object else []
    x = np.array([words.index(str(value)) for value in across.tolist()]) if words else across.astype(float)
    y = up.astype(float)
    known = np.isfinite(x) & np.isfinite(y)
    if not known.any():
        return
    right, low = _WIDTH - _RIGHT, _HEIGHT - _BOTTOM
    at_x, at_y = _scale(x[known], _LEFT + 6, right - 6), _scale(y[known], low - 5, _TOP + 5)
    ends = float(x[known].min()), float(x[known].max())
    marks = [(float(place), name_text(word)) for place, word in enumerate(words)] or [
        (one, _tick(one, *ends)) for one in _ticks(*ends)
    ]
    folded = wrap(title, _TITLE)
    for place, line in enumerate(folded):
        yield _text(_LEFT, _TOP - 12 - 13 * (len(folded) - 1 - place), line, ' font-size="11"')
    yield _text((_LEFT + right) / 2, low + 30, below, ' text-anchor="middle"')
    reach = float(y[known].min()), float(y[known].max())
    for value in _ticks(*reach):
        place = at_y(value)
        yield f'<path d="M{_LEFT} {place:.1f}H{right}" stroke="#e3e3e3"/>'
        yield _text(_LEFT - 5, place + 3.5, _tick(value, *reach), ' text-anchor="end"')
    yield f'<path d="M{_LEFT} {low}H{right}" stroke="{MUTED}"/>'
    for value, mark in marks:
        place = at_x(value)
        yield f'<path d="M{place:.1f} {low}v4" stroke="{MUTED}"/>' + _text(
            place, low + 15, mark, ' text-anchor="middle"'
        )
    joined = joined or len(set(x.tolist())) == len(x)
    alike: dict[tuple[tuple[float, float], ...], list[str]] = {}  # the names of lines that coincide
    for place, (colour, (name, rows)) in enumerate(zip(COLOURS, groups, strict=False)):
        wide = 1.2 + 1.6 * (len(groups) - 1 - place)  # earlier lines are wider, so that later ones do not hide them
        here = rows[known[rows]]
        here = here[np.argsort(x[here], kind="stable")]
        points = list(dict.fromkeys((round(float(at_x(x[row])), 1), round(float(at_y(y[row])), 1)) for row in here))
        alike.setdefault(tuple(points), []).append(name)
        if joined:
            places = " ".join(f"{a:g},{b:g}" for a, b in points)
            yield f'<polyline points="{places}" fill="none" stroke="{colour}" stroke-width="{wide:.1f}"/>'
        if not joined or len(points) <= 60:  # no dots if they would touch
            dots = "".join(f"M{a:g} {b:g}h0" for a, b in points)
            yield f'<path d="{dots}" stroke="{colour}" stroke-width="{wide + 2.8:.1f}" stroke-linecap="round"/>'
    for where, same in alike.items():
        if len(same) > 1 and where:
            end, height = where[-1]
            legible = ' text-anchor="end" stroke="white" stroke-width="4" paint-order="stroke"'  # across a line
            yield _text(end + 4, height + (14 if height < _TOP + 20 else -7), listed(same), legible)


def _scale(values: Column, first: float, last: float) -> Any:
    """Return a function that maps values to positions between `first` and `last`; a single value is centred."""
    least, most = float(values.min()), float(values.max())
    if least == most:
        return lambda value: (first + last) / 2
    return lambda value: first + (value - least) / (most - least) * (last - first)


def _tick(value: float, least: float, most: float) -> str:
    """The label of a tick between two values; calendar years have no separator."""
    years = least >= 1800 and most <= 2200 and value == int(value)
    return (f"{value:.0f}" if years else number(value, 4)).replace("-", "−", 1)


def _ticks(least: float, most: float) -> list[float]:
    """Return about three to five round numbers between two values."""
    if not least < most:
        return [least]
    size = 10.0 ** math.floor(math.log10((most - least) / 4))
    step = next(size * factor for factor in (1, 2, 5, 10) if size * factor >= (most - least) / 4)
    return [float(f"{place * step:.12g}") for place in range(math.ceil(least / step), math.floor(most / step) + 1)]


def _text(x: float, y: float, words: str, more: str = "") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}"{more}>{escape(words)}</text>'
