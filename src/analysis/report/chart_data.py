"""The data of a chart as CSV, from the record of its content that is stored with the picture."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

COLUMNS = ("part", "series", "kind", "name", "x", "y", "x_to", "y_to")


def chart_csv(record: Mapping[str, Any], title: str, source: str) -> str:
    """Return the data of a chart as CSV: points of lines, ends of bars, values of grids, each with its series."""
    out = io.StringIO()
    parts = record.get("chart", {}).get("axes", ())
    out.write(f"# {_line(title)}\n# Source: {_line(source)}\n")
    for place, axes in enumerate(parts, start=1):
        across, up = (_line(axes.get(f"{name} axis", {}).get("label", "")) or "not named" for name in "xy")
        out.write(f"# part {place}: x is {across}, y is {up}\n")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for place, axes in enumerate(parts, start=1):
        writer.writerows((place, *row) for row in _rows(axes))
    return out.getvalue()


def _line(text: str) -> str:
    return " ".join(text.split())


def _rows(axes: Mapping[str, Any]) -> Iterator[Sequence[Any]]:
    named = {name: _ticks(axes.get(f"{name} axis", {})) for name in "xy"}
    for item in axes.get("drawn", ()):
        kind, series = item.get("kind", ""), item.get("label", "")
        if kind == "grid":
            yield from _grid(item, named)
        elif kind == "text":
            continue
        across, up = _numbers(item.get("x")), _numbers(item.get("y"))
        if kind == "bar" and across and up:
            ends = (min(across), min(up), max(across), max(up))
            middle = {"x": (ends[0] + ends[2]) / 2, "y": (ends[1] + ends[3]) / 2}
            # The tick that a bar of a group belongs to: the one within half a step.
            near = (name for axis, at in middle.items() for place, name in named[axis].items() if abs(place - at) < 0.5)
            name = next(near, "")
            yield (series, kind, name, *(f"{end:.9g}" for end in ends))
        elif kind in ("line", "points"):
            for x, y in zip(across, up, strict=False):
                if x == x and y == y:
                    name = named["x"].get(x) or named["y"].get(y) or ""
                    yield series, kind, name, f"{x:.9g}", f"{y:.9g}", "", ""


def _grid(item: Mapping[str, Any], named: Mapping[str, Mapping[float, str]]) -> Iterator[Sequence[Any]]:
    values, across = _numbers(item.get("values")), list(named["x"].values())
    down = list(named["y"].values())
    if len(values) == len(across) * len(down):
        for place, value in enumerate(values):
            if value == value:
                row, column = divmod(place, len(across))
                yield down[row], "cell", across[column], "", f"{value:.9g}", "", ""


def _ticks(axis: Mapping[str, Any]) -> dict[float, str]:
    """The names at the ticks of an axis of names; empty for an axis of numbers."""
    labels = [label for label in str(axis.get("tick labels", "")).split(" | ") if label]
    places = _numbers(axis.get("ticks"))
    if len(labels) != len(places) or all(
        label.lstrip("−-").replace(",", "").replace(".", "").isdigit() for label in labels
    ):
        return {}
    return dict(zip(places, labels, strict=True))


def _numbers(text: Any) -> list[float]:
    return [float(word) for word in text.split()] if isinstance(text, str) else []
