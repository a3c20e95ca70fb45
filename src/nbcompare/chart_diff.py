"""Compare what two charts state, as recorded by `chart_record`: texts, limits, ticks, styles and data, by value."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from nbcompare.difference import Difference, shorten
from nbcompare.settings import Settings
from nbcompare.text_diff import aligned, compare_texts
from nbcompare.value_diff import close, from_to

_NUMBERS = frozenset(("size", "limits", "ticks", "x", "y", "place", "points to", "extent", "values", "range", "sizes",
                      "shape", "line width", "marker size", "opacity", "font size", "rotation", "order"))  # fmt: skip
_TEXTS = frozenset(("title", "label", "text", "tick labels", "cells"))
_KINDS = {"entries": "legend entry", "axes": "axes", "legends": "legend", "texts": "text"}
_NOISE = 1e-12  # of the largest number: what rounding leaves of a sum that should be zero


def is_chart(data: Any) -> bool:
    """Whether data is a record of a chart."""
    return isinstance(data, Mapping) and len(data) == 1 and isinstance(data.get("chart"), Mapping)


def compare_charts(before: Mapping[str, Any], after: Mapping[str, Any], settings: Settings) -> list[Difference]:
    """Return the differences of two records, each with the part of the chart that changed.

    >>> old, new = ({"chart": {"axes": [{"y axis": {"label": unit}}]}} for unit in ("USD/t", "CNY/t"))
    >>> [item.message for item in compare_charts(old, new, Settings())]
    ["chart, y axis, label: from 'USD/t' to 'CNY/t'"]
    """
    return [Difference("picture", text) for text in _compare(before["chart"], after["chart"], "chart", "", settings)]


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
        kind = _KINDS.get(key) or str(item.get("kind", "part") if isinstance(item, Mapping) else "part")
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
    """The numbers in a text, or those of a summary with its count."""
    summary = isinstance(data, Mapping)
    try:
        text = " ".join(data["parts"]) if summary else str(data)
        return [float(word) for word in text.split()], str(data["count"]) if summary else ""
    except (KeyError, TypeError, ValueError):
        return None, ""


def _shown(value: Any) -> str:
    return repr(shorten(value)) if isinstance(value, str) else shorten(str(value))
