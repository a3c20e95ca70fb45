"""Notes at points of a chart, placed where they cross neither lines nor each other."""

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from matplotlib.axes import Axes

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
_STEP = 4  # pixels between points
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
