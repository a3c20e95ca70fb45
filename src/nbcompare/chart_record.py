"""Record the content of a matplotlib chart, and compare two records, to name the change that a picture only shows.

Displayed in the same output as the picture, under a type that viewers ignore:

    display({"image/png": ..., chart_record.MIME: chart_record.chart_record(figure)}, raw=True)
"""

import hashlib
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import numpy as np

from nbcompare.settings import Settings
from nbcompare.text_diff import aligned, compare_texts
from nbcompare.value_diff import Difference, close, from_to, shorten

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MIME = "application/vnd.nbcompare.chart+json"
DIGITS = 9  # more than any tolerance needs, so that rounding never decides
_WHOLE = 60  # numbers that are recorded one by one; of more, a summary of each part
_PARTS = 8
_COLOURS = 6  # different colours that are listed; of more, how many and a digest


def chart_record(figure: "Figure") -> dict[str, Any]:
    """Return the texts, axes, legends and everything drawn on a figure, with styles and data, as JSON.

    A figure that was not drawn yet has no final limits and ticks; save it first.

    >>> from matplotlib.figure import Figure
    >>> figure = Figure()
    >>> axes = figure.subplots()
    >>> _ = axes.plot([1, 2], [3, 5], "--", label="copper")
    >>> _ = axes.set_ylabel("USD/t")
    >>> drawn = chart_record(figure)["chart"]["axes"][0]
    >>> drawn["y axis"]["label"], drawn["drawn"][0]["y"], drawn["drawn"][0]["line style"]
    ('USD/t', '3 5', '--')
    """
    texts = [_words(text.get_text()) for text in _visible(figure.texts)]
    record: dict[str, Any] = {"size": numbers(figure.get_size_inches()), "texts": [text for text in texts if text]}
    if figure.legends:
        record["legends"] = [_legend(legend) for legend in _visible(figure.legends)]
    record["axes"] = [_axes(axes) for axes in _visible(figure.axes)]
    return {"chart": record}


def numbers(values: Any) -> str | dict[str, Any]:
    """Return numbers as one text, or a summary of many: for each part the least, largest and mean, and a weighted mean.

    The weights differ from number to number, so that swapping two numbers shows as well; unlike a digest, all of
    it may be compared with a tolerance.
    """
    array: Any = np.ma.filled(np.ma.asarray(values, dtype=float), np.nan).ravel()
    if array.size <= _WHOLE:
        return " ".join(_number(value) for value in array)
    parts = []
    for part in np.array_split(array, _PARTS):
        known = part[np.isfinite(part)]
        weights = np.cos(2.4 * np.arange(part.size))[np.isfinite(part)]  # never the same twice
        found = [known.min(), known.max(), known.mean(), (weights * known).mean()] if known.size else [math.nan] * 4
        parts.append(" ".join([_number(part.size - known.size), *map(_number, found)]))
    return {"count": int(array.size), "parts": parts}


def _number(value: float) -> str:
    return f"{value:.{DIGITS}g}"


def _words(text: str) -> str:
    return " ".join(text.split())


def _visible(artists: Iterable[Any]) -> list[Any]:
    return [artist for artist in artists if artist.get_visible()]


def _axes(axes: Any) -> dict[str, Any]:
    from matplotlib.axis import Axis
    from matplotlib.legend import Legend
    from matplotlib.spines import Spine

    titles = [_words(axes.get_title(loc=place)) for place in ("left", "center", "right")]
    found: dict[str, Any] = {"title": " | ".join(title for title in titles if title)}
    if axes.axison:
        for name in "xyz":
            if hasattr(axes, f"{name}axis"):
                found[f"{name} axis"] = _axis(getattr(axes, f"{name}axis"), getattr(axes, f"get_{name}lim")())
        spines = [(name, spine) for name, spine in axes.spines.items() if spine.get_visible()]
        found["frame"] = ", ".join(
            f"{name} {_colour(spine.get_edgecolor())} {spine.get_linewidth():g}" for name, spine in spines
        )
    found["background"] = _colour(axes.get_facecolor())
    if axes.get_legend() is not None and axes.get_legend().get_visible():
        found["legend"] = _legend(axes.get_legend())
    placed = axes.title.get_transform()  # of all three titles; those on the left and the right have no public name
    drawn = [
        artist for artist in _visible(axes.get_children())
        if artist is not axes.patch and artist.get_transform() != placed
        and not isinstance(artist, (Axis, Legend, Spine))
    ]  # fmt: skip
    found["drawn"] = [_artist(artist) for artist in drawn]
    return found


def _axis(axis: Any, limits: Sequence[float]) -> dict[str, Any]:
    low, high = sorted(limits)
    places = [place for place in axis.get_majorticklocs() if low <= place <= high]
    labels = [
        _words(label.get_text())
        for label in [*axis.get_majorticklabels(), *axis.get_minorticklabels()]
        if label.get_visible()
    ]
    found = {
        "label": _words(axis.get_label_text()),
        "scale": axis.get_scale(),
        "limits": numbers(limits),
        "ticks": numbers(places),
        "tick labels": " | ".join(label for label in labels if label),
        "factor": _words(axis.get_offset_text().get_text()),
    }
    grid = next((line for line in axis.get_gridlines() if line.get_visible()), None)
    found["grid"] = f"{_colour(grid.get_color())} {_dashes(grid)} {grid.get_linewidth():g}" if grid else ""
    return found if axis.get_visible() else {"label": "", "hidden": True, "limits": found["limits"]}


def _legend(legend: Any) -> dict[str, Any]:
    handles = list(legend.legend_handles)
    return {
        "title": _words(legend.get_title().get_text()),
        "entries": [
            {"text": _words(text.get_text()), **_look(handle)}
            for text, handle in zip(legend.get_texts(), handles, strict=False)
        ],
    }


def _artist(artist: Any) -> dict[str, Any]:
    """The kind, label, style and data of an artist, without what cannot be read, such as parts of unusual classes."""
    kind = next((_KINDS[base.__name__] for base in type(artist).__mro__ if base.__name__ in _KINDS), "shape")
    label = str(artist.get_label())
    found: dict[str, Any] = {"kind": kind, "label": "" if label.startswith("_") else _words(label)}
    with suppress(AttributeError, IndexError, TypeError, ValueError):  # the picture still shows it
        found |= _look(artist)
    with suppress(AttributeError, IndexError, TypeError, ValueError):
        found |= _data(artist)
    return found


def _data(artist: Any) -> dict[str, Any]:
    """The data of anything drawn: coordinates, texts or values."""
    from matplotlib.collections import Collection, LineCollection
    from matplotlib.image import AxesImage
    from matplotlib.lines import Line2D
    from matplotlib.patches import FancyArrowPatch, Patch
    from matplotlib.text import Text

    found: dict[str, Any] = {}
    if isinstance(artist, Line2D):
        found |= {"x": numbers(artist.get_xdata(orig=False)), "y": numbers(artist.get_ydata(orig=False))}
    elif isinstance(artist, Text):
        found |= {"text": _words(artist.get_text()), "place": " ".join(map(_place, artist.get_position()))}
        if hasattr(artist, "xy"):
            found["points to"] = " ".join(map(_place, artist.xy))
    elif isinstance(artist, Patch) and not isinstance(artist, FancyArrowPatch):  # an arrow's shape follows the letters
        corners = np.asarray(artist.get_path().transformed(artist.get_patch_transform()).vertices, dtype=float)
        found |= {"x": numbers(corners[:, 0]), "y": numbers(corners[:, 1])}
    elif isinstance(artist, Collection):
        found |= _collection(artist, isinstance(artist, LineCollection))
    elif isinstance(artist, AxesImage):
        found |= {"extent": numbers(artist.get_extent()), **_mapped(artist)}
    elif hasattr(artist, "get_celld"):
        cells = sorted(artist.get_celld().items())
        found["cells"] = " | ".join(_words(cell.get_text().get_text()) for _, cell in cells)
    return found


def _collection(artist: Any, segments: bool) -> dict[str, Any]:
    offsets: Any = np.ma.filled(np.ma.asarray(artist.get_offsets(), dtype=float), np.nan)
    found: dict[str, Any] = {}
    if len(offsets) and not (len(offsets) == 1 and not offsets.any()):
        found |= {"x": numbers(offsets[:, 0]), "y": numbers(offsets[:, 1])}
        found["shape"] = numbers(np.concatenate([path.vertices for path in artist.get_paths()[:4]]))
        found["sizes"] = numbers(artist.get_sizes()) if hasattr(artist, "get_sizes") else ""
    else:
        lines = artist.get_segments() if segments else [path.vertices for path in artist.get_paths()]
        corners = np.concatenate([np.asarray(line, dtype=float) for line in lines]) if lines else np.empty((0, 2))
        found |= {"x": numbers(corners[:, 0]), "y": numbers(corners[:, 1])}
    return found | _mapped(artist)


def _mapped(artist: Any) -> dict[str, Any]:
    """The values that colours stand for, and the map from one to the other."""
    if artist.get_array() is None:
        return {}
    colours = ", ".join(_colour(colour) for colour in artist.get_cmap()(np.linspace(0, 1, 5)))
    return {"values": numbers(artist.get_array()), "colours": colours, "range": numbers(artist.get_clim())}


_KINDS = {  # classes of matplotlib in plain words
    "Line2D": "line", "Rectangle": "bar", "LineCollection": "lines", "PathCollection": "points", "QuadMesh": "grid",
    "PolyCollection": "area", "Collection": "shapes", "AxesImage": "image", "Text": "text", "Table": "table",
    "FancyArrowPatch": "arrow", "Patch": "shape",
}  # fmt: skip
_STYLES: Mapping[str, Sequence[str]] = {
    "colour": ("get_color",),
    "fill": ("get_facecolor", "get_markerfacecolor"),
    "edge": ("get_edgecolor", "get_markeredgecolor"),
    "line width": ("get_linewidth",),
    "marker": ("get_marker",),
    "marker size": ("get_markersize",),
    "hatch": ("get_hatch",),
    "opacity": ("get_alpha",),
    "font size": ("get_fontsize",),
    "font weight": ("get_fontweight",),
    "rotation": ("get_rotation",),
    "order": ("get_zorder",),
}


def _look(artist: Any) -> dict[str, Any]:
    """How an artist is drawn, without properties that it lacks or that are none."""
    found: dict[str, Any] = {}
    for name, getters in _STYLES.items():
        getter = next((getattr(artist, getter) for getter in getters if hasattr(artist, getter)), None)
        value = getter() if getter else None
        if value is None or (name == "marker" and str(value) in ("None", "none", "", " ")):
            continue
        if name in ("colour", "fill", "edge"):
            found[name] = _colours(value)
        elif isinstance(value, str):
            found[name] = value
        elif name == "marker":
            found[name] = _words(str(value)) if isinstance(value, (int, tuple)) else type(value).__name__
        else:
            found[name] = numbers(value)
    if hasattr(artist, "get_linestyle"):
        found["line style"] = _dashes(artist)
    if "marker" not in found:
        found = {name: value for name, value in found.items() if name != "marker size"}
        if hasattr(artist, "get_markerfacecolor"):
            found = {name: value for name, value in found.items() if name not in ("fill", "edge")}
    return found


def _dashes(artist: Any) -> str:
    """The line style: a name such as `--`, or the lengths of dashes and gaps."""
    style = artist.get_linestyle()
    if isinstance(style, str):
        from matplotlib import rcParams

        pattern = getattr(artist, "_unscaled_dash_pattern", (0, None))[1]  # the style of lengths is also called `--`
        usual = pattern is None or style != "--" or list(pattern) == list(rcParams["lines.dashed_pattern"])
        return style if usual else f"{style} {numbers(pattern)}"
    if style and np.ndim(style[0]) == 0:  # one pair of an offset and dashes, as patches have it
        style = [style]
    return " | ".join(dict.fromkeys("-" if dashes is None else str(numbers(dashes)) for _, dashes in style))


def _colours(value: Any) -> str:
    if isinstance(value, str) or (np.ndim(value) == 1 and np.size(value) in (3, 4) and not isinstance(value[0], str)):
        return _colour(value)
    listed = [_colour(colour) for colour in value]
    different = list(dict.fromkeys(listed))
    if len(different) <= _COLOURS:
        return ", ".join(different)
    digest = hashlib.sha256(" ".join(listed).encode()).hexdigest()[:8]
    return f"{', '.join(different[:_COLOURS])} and {len(different) - _COLOURS} more ({digest})"


def _colour(value: Any) -> str:
    from matplotlib.colors import to_hex

    try:
        named = to_hex(value, keep_alpha=True)
    except ValueError:  # such as "none" or "face"
        return str(value)
    return named.removesuffix("ff") if len(named) == 9 else named


def _place(value: Any) -> str:
    try:
        return _number(float(value))
    except (TypeError, ValueError):  # a category or a date
        return str(value)


_NUMBERS = frozenset(("size", "limits", "ticks", "x", "y", "place", "points to", "extent", "values", "range", "sizes",
                      "shape", "line width", "marker size", "opacity", "font size", "rotation", "order"))  # fmt: skip
_TEXTS = frozenset(("title", "label", "text", "tick labels", "cells"))
_KIND_WORDS = {"entries": "legend entry", "axes": "axes", "legends": "legend", "texts": "text"}
_NOISE = 1e-12  # of the largest number: what rounding leaves of a sum that should be zero


def is_chart(data: Any) -> bool:
    """Whether data is a record of a chart."""
    return isinstance(data, Mapping) and len(data) == 1 and isinstance(data.get("chart"), Mapping)


def compare_charts(before: Mapping[str, Any], after: Mapping[str, Any], settings: Settings) -> list[Difference]:
    """Return the differences of two records, each with the part of the chart that changed."""
    return [Difference(text) for text in _compare(before["chart"], after["chart"], "chart", "", settings)]


def _compare(before: Any, after: Any, place: str, key: str, settings: Settings) -> list[str]:
    if type(before) is type(after) and before == after:
        return []
    if key in _NUMBERS and not isinstance(before, (list, int)):
        return _compare_numbers(before, after, place, settings)
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        found = []
        for name in dict.fromkeys([*before, *after]):
            one, other = before.get(name, ""), after.get(name, "")
            found += _compare(one, other, place if name in ("axes", "drawn", "entries") else f"{place}, {name}", name,
                              settings)  # fmt: skip
        return found
    if isinstance(before, list) and isinstance(after, list):
        return _compare_lists(before, after, place, key, settings)
    texts = key in _TEXTS and isinstance(before, str) and isinstance(after, str) and before and after
    if texts and not compare_texts(before, after, settings):
        return []
    return [f"{place}: from {_shown(before)} to {_shown(after)}"]


def _compare_lists(before: Sequence[Any], after: Sequence[Any], place: str, key: str, settings: Settings) -> list[str]:
    old, new = (_names(side, key) for side in (before, after))
    found = []
    for i, j in aligned(old, new):
        if i is None and j is not None:
            found.append(f"{place}: {new[j]} is new")
        elif j is None and i is not None:
            found.append(f"{place}: {old[i]} is missing")
        elif i is not None and j is not None:
            named = place if key == "axes" and len(before) == 1 else f"{place}, {old[i]}"
            found += _compare(before[i], after[j], named, "text" if key == "texts" else "", settings)
    return found


def _names(items: Sequence[Any], key: str) -> list[str]:
    """Names of the parts of a list: kind and label, or kind and number where there is no label."""
    seen: Counter[str] = Counter()
    names = []
    for item in items:
        kind = _KIND_WORDS.get(key) or str(item.get("kind", "part") if isinstance(item, Mapping) else "part")
        seen[kind] += 1
        label = (item.get("label") or item.get("text")) if isinstance(item, Mapping) else item
        names.append(f"{kind} {shorten(label, 50)!r}" if isinstance(label, str) and label else f"{kind} {seen[kind]}")
    return names


def _compare_numbers(before: Any, after: Any, place: str, settings: Settings) -> list[str]:
    (old, words), (new, others) = _values(before), _values(after)
    if old is None or new is None:
        return [f"{place}: from {_shown(before)} to {_shown(after)}"]
    if len(old) != len(new) or words != others:
        return [f"{place}: from {words or len(old)} to {others or len(new)} numbers"]
    finite = [abs(value) for value in (*old, *new) if abs(value) < float("inf")]
    atol = max(settings.atol, _NOISE * max(finite, default=0.0))
    changed = [
        i for i, (one, other) in enumerate(zip(old, new, strict=True)) if not close(one, other, settings.rtol, atol)
    ]
    if not changed:
        return []
    first = changed[0]
    which = "" if len(old) == 1 else f", part {first // 5 + 1}" if words else f", number {first + 1} of {len(old)}"
    more = f", and {len(changed) - 1} more" if len(changed) > 1 else ""
    return [f"{place}{which}: {from_to(old[first], new[first], f'{old[first]:.9g}', f'{new[first]:.9g}')}{more}"]


def _values(data: Any) -> tuple[list[float] | None, str]:
    """The numbers in a text, or in a summary with its count."""
    summary = isinstance(data, Mapping)
    try:
        text = " ".join(data["parts"]) if summary else str(data)
        return [float(word) for word in text.split()], str(data["count"]) if summary else ""
    except (KeyError, TypeError, ValueError):
        return None, ""


def _shown(value: Any) -> str:
    return repr(shorten(value)) if isinstance(value, str) else shorten(str(value))
