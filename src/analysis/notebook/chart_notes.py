"""Notes at points of a chart and labels at the ends of its lines, placed where they do not cross."""

import math
from collections.abc import Mapping
from textwrap import wrap
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.core.words import capitalised, listed

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

_NOTE = "note"  # marks a text that is placed when the chart is laid out
# Where a note may be: points right of and above its point, and how it is aligned; the first that has room is taken.
_PLACES = [
    (across * right, up, side, level)
    for right, up, level in (
        (8, -8, "top"), (8, 8, "bottom"), (4, -26, "top"), (4, 26, "bottom"), (10, 0, "center"),
        (50, -6, "top"), (50, 6, "bottom"), (4, -50, "top"), (4, 50, "bottom"),
    )
    for across, side in ((1, "left"), (-1, "right"))
]  # fmt: skip
_PLACES += [(0, up, "center", level) for up, level in ((-10, "top"), (10, "bottom"), (-30, "top"), (30, "bottom"))]
_STEP = 4  # pixels between points
_LINE = 0.192  # height of a line of a label in inches
_OUTSIDE = 50  # a pixel outside of the axes counts like this many crossed points


def note_at(axes: "Axes", words: str, point: tuple[float, float]) -> None:
    """Write words next to a point; `place_notes` chooses the side."""
    across, up, side, level = _PLACES[0]
    axes.annotate(
        words, point, xytext=(across, up), textcoords="offset points", ha=side, va=level, linespacing=1.0, gid=_NOTE
    )


def place_notes(axes: "Axes", renderer: Any) -> None:
    """Move each note of laid out axes to the place where it crosses the fewest lines, points and other notes."""
    notes: list[Any] = [text for text in axes.texts if text.get_gid() == _NOTE]
    if not notes:
        return
    crossed, inside = _points(axes), axes.bbox
    for note in notes:
        best = None
        for across, up, side, level in _PLACES:
            note.set(position=(across, up), ha=side, va=level)
            box = note.get_window_extent(renderer)
            out = max(0, inside.x0 - box.x0) + max(0, box.x1 - inside.x1) + max(0, inside.y0 - box.y0)
            out += max(0, box.y1 - inside.y1)
            within = (np.abs(crossed - (box.p0 + box.p1) / 2) <= (box.p1 - box.p0) / 2 + 2).all(axis=1)
            score = _OUTSIDE * out + within.sum()
            if best is None or score < best[0]:
                best = score, (across, up), side, level, box
        assert best is not None
        note.set(position=best[1], ha=best[2], va=best[3])
        box = best[4]
        taken = np.mgrid[box.x0 : box.x1 : 12j, box.y0 : box.y1 : 6j].reshape(2, -1).T
        crossed = np.concatenate([crossed, taken])


def _points(axes: "Axes") -> Any:
    """Points along the lines of axes, in pixels, one every few pixels."""
    found = [np.empty((0, 2))]
    for line in axes.lines:
        ends = line.get_transform().transform(line.get_xydata())
        ends = ends[np.isfinite(ends).all(axis=1)]
        if not len(ends):
            continue  # a line without a finite point
        along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(ends, axis=0).T))])
        steps = np.arange(0.0, along[-1] + _STEP, _STEP)
        found.append(np.column_stack([np.interp(steps, along, ends[:, side]) for side in (0, 1)]))
    return np.concatenate(found)


def label_lines(axes: "Axes", lines: "Mapping[str, Line2D]") -> None:
    """Write a name at the end of each line, right of the axes, with enough space between names.

    Lines that coincide have one label with all their names.
    """
    alike: dict[bytes, list[str]] = {}
    for name, line in lines.items():
        alike.setdefault(np.asarray(line.get_xydata(), dtype=float).round(9).tobytes(), []).append(name)
    lines = {capitalised(listed(names)): lines[names[0]] for names in alike.values()}
    ends = []
    low, high = sorted(axes.get_ylim())  # asking for them updates the limits to everything drawn
    to_axes = axes.transData - axes.transAxes
    for name, line in lines.items():
        across, up = (
            np.asarray(values, dtype=float) for values in (line.get_xdata(orig=False), line.get_ydata(orig=False))
        )
        level = line.get_transform() != axes.transData
        known = np.flatnonzero(np.isfinite(across) & np.isfinite(up) & (level | ((up >= low) & (up <= high))))
        if known.size:
            moved = line.get_transform() - axes.transAxes if level else to_axes
            x, y = moved.transform((across[known[-1]], up[known[-1]]))
            ends.append((float(np.clip(y, 0, 1)), float(min(x, 1.0)), wrap(name, 17) or [name], line, level))
    height = _LINE / (0.6 * float(axes.figure.bbox.height / axes.figure.dpi))
    # Of those at one height a level line is on top, then the one that ends furthest to the left: few leaders cross.
    ends.sort(key=lambda end: (round(end[0], 2), end[4], -end[1]))
    middles = _stacked([(y, height * len(words) / 2) for y, _, words, _, _ in ends])
    for middle, (y, x, words, line, _) in zip(middles, ends, strict=True):
        colour = line.get_color()
        axes.annotate(
            "\n".join(words),
            (x, y),
            xytext=(1.05, middle),
            xycoords="axes fraction",
            textcoords="axes fraction",
            va="center",
            fontsize=10,
            linespacing=0.95,
            arrowprops={
                "arrowstyle": "-",
                "color": colour,
                "linewidth": 1.2,
                "shrinkA": 1,
                "shrinkB": 0,
                "relpos": (0, 0.5),
            },
        )


def _stacked(wanted: list[tuple[float, float]], top: float = 1.0) -> list[float]:
    """Return the centres of stacked labels, as close as possible to the given ones; none reaches above `top`.

    Each given centre comes with half the height of its label.
    """
    middles, floor = [], -math.inf
    for middle, half in wanted:
        middles.append(max(middle, floor + half))
        floor = middles[-1] + half
    for place in range(len(middles) - 1, -1, -1):  # what is too high moves the ones below it
        half = wanted[place][1]
        middles[place] = round(min(middles[place], top - half), 12)
        top = middles[place] - half
    return middles
