"""Compare two JSON values: numbers with a tolerance, everything else exactly, each with the path to it."""

import base64
import binascii
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple

from nbcompare.id_rules import SanitizeRule
from nbcompare.known_run import are_measured
from nbcompare.sanitize_rules import NUMBERED, numbered
from nbcompare.settings import Settings
from nbcompare.text_diff import compare_each
from nbcompare.value_diff import Difference, close, first_of, from_to, is_number, shorten

_FIRST, _MOST = 500, 20_000  # values that are compared at once


class Unsettled(NamedTuple):
    """Two printed values that differ, unless the execution explains it or their texts are the same.

    `name` is their column or key. `tell` gets the differences of their texts and returns what to report.
    """

    before: str
    after: str
    tell: Callable[[list[Difference]], list[Difference]]
    name: str = ""


def settled(items: Iterable[Difference | Unsettled], settings: Settings) -> Iterator[Difference]:
    """Yield the differences among items, in their order."""
    items, size = iter(items), _FIRST
    while batch := list(islice(items, size)):
        size = min(2 * size, _MOST)
        pending = [item for item in batch if isinstance(item, Unsettled)]
        measured = are_measured([(item.name, item.before, item.after) for item in pending], settings)
        texts = [
            (item.before, item.before if known else item.after) for item, known in zip(pending, measured, strict=True)
        ]
        answers = iter(compare_each(texts, settings))
        for item in batch:
            yield from [item] if isinstance(item, Difference) else item.tell(next(answers))


def compare_json(before: Any, after: Any, settings: Settings) -> list[Difference]:
    """Return the differences of two JSON values, each with the path to it."""
    texts = ["\n".join(_texts_and_keys(value)) for value in (before, after)]
    for rule in NUMBERED:
        names = numbered(rule, *texts)
        if any(names):
            before, after = (_renamed(value, rule, side) for value, side in zip((before, after), names, strict=True))
    return first_of(settled(_compare_values(before, after, settings, ""), settings))


def _texts_and_keys(value: Any) -> list[str]:
    """The texts in a JSON value in the order of sorted keys, and then all keys, so that their order matters least."""
    texts: list[str] = []
    keys: list[str] = []

    def walk(value: Any) -> None:
        if isinstance(value, str):
            texts.append(value)
        elif isinstance(value, dict):
            keys.extend(value)
            for name in sorted(value):
                if isinstance(value[name], str):
                    texts.append(f'"{name}": "{value[name]}"')
                else:
                    walk(value[name])
        elif _is_list(value) and not isinstance(value[0] if value else 0, (int, float)):  # lists of numbers are long
            for item in value:
                walk(item)

    walk(value)
    return texts + [f'"name": "{key}"' for key in dict.fromkeys(keys)]


def _renamed(value: Any, rule: SanitizeRule, names: dict[str, str]) -> Any:
    if isinstance(value, str):
        return rule.rename(value, names)
    if isinstance(value, dict):
        return {rule.rename(name, names): _renamed(item, rule, names) for name, item in value.items()}
    return [_renamed(item, rule, names) for item in value] if _is_list(value) else value


def _compare_values(before: Any, after: Any, settings: Settings, place: str) -> Iterator[Difference | Unsettled]:
    before, after = _array(before), _array(after)
    if isinstance(before, dict) and isinstance(after, dict):
        for name in dict.fromkeys([*before, *after]):
            way = f"{place}.{name}" if place else str(name)
            if name not in after or name not in before:
                yield Difference(f"{way} {'is missing' if name in before else 'is new'}")
            elif not _equal(before[name], after[name]):
                yield from _compare_values(before[name], after[name], settings, way)
    elif _is_list(before) and _is_list(after):
        if len(before) != len(after):
            yield Difference(f"{place or 'the list'}: from {len(before)} to {len(after)} entries")
            return
        for i, (one, other) in enumerate(zip(before, after, strict=True)):
            if not _equal(one, other):
                yield from _compare_values(one, other, settings, f"{place}[{i}]")
    elif item := _changed(before, after, settings, place):
        yield item


def _equal(before: Any, after: Any) -> bool:
    """Whether two values that contain no others are equal."""
    return type(before) is type(after) and not isinstance(before, (dict, list)) and bool(before == after)


def _changed(before: Any, after: Any, settings: Settings, place: str) -> Difference | Unsettled | None:
    """Two values that contain no others, if they differ."""

    def told(words: str) -> Difference:
        return Difference(f"{place}: {words}" if place else words)

    if _equal(before, after):
        return None
    if is_number(before) and is_number(after):
        exact = isinstance(before, int) and isinstance(after, int) and not settings.explicit
        if not exact and close(before, after, settings.rtol, settings.atol):
            return None
        name = place.rpartition(".")[2]
        words = told(from_to(before, after))
        return Unsettled(str(before), str(after), lambda found: [words] if found else [], name)
    if isinstance(before, str) and isinstance(after, str):
        return Unsettled(
            before, after, lambda found: [told("; ".join(item.message for item in found[:3]))] if found else []
        )
    return told(f"from {shorten(repr(before))} to {shorten(repr(after))}")


def _array(value: Any) -> Any:
    """The numbers of an array that plotly has packed into Base64; any other value as it is."""
    if not (isinstance(value, dict) and {"dtype", "bdata"} <= value.keys() <= {"dtype", "bdata", "shape"}):
        return value
    import numpy as np

    try:
        array = np.frombuffer(base64.b64decode(value["bdata"]), dtype=str(value["dtype"]))
        shape = [int(length) for length in str(value.get("shape", array.size)).split(",")]
        return array.reshape(shape).tolist()
    except (TypeError, ValueError, binascii.Error):
        return value


def _is_list(value: object) -> bool:
    return isinstance(value, (list, tuple))
