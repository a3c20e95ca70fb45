"""Named results compared by name, value and unit."""

from collections.abc import Mapping, Sequence
from typing import Any

from nbcompare.difference import Difference
from nbcompare.settings import Settings
from nbcompare.text_diff import compare_json

Results = Mapping[str, Mapping[str, Any]]


def results_by_name(data: Any) -> Results | None:
    """Return the entries of a recorded list of results by their names, None for JSON of any other shape.

    A notebook records results under any JSON type, as `{"results": [{"name": ..., "value": ..., "unit": ...}]}`.

    >>> results_by_name({"results": [{"name": "uplift", "value": 1385.0, "unit": "USD/t"}]})
    {'uplift': {'value': 1385.0, 'unit': 'USD/t'}}
    >>> results_by_name({"results": [1, 2]})
    """
    entries = data.get("results") if isinstance(data, Mapping) and len(data) == 1 else None
    if not isinstance(entries, Sequence) or isinstance(entries, str):
        return None
    if not all(isinstance(item, Mapping) and {"name", "value"} <= item.keys() for item in entries):
        return None
    named = {str(item["name"]): {key: value for key, value in item.items() if key != "name"} for item in entries}
    return named if len(named) == len(entries) else None


def compare_results(old: Results, new: Results, settings: Settings) -> list[Difference]:
    """Return the differences of two sets of named results.

    >>> one, two = ({"uplift": {"value": 1385.0, "unit": unit}} for unit in ("USD/t", "CNY/t"))
    >>> [item.message for item in compare_results(one, two, Settings())]
    ["result uplift, unit: from 'USD/t' to 'CNY/t'"]
    """
    missing = [name for name in old if name not in new]
    added = [name for name in new if name not in old]
    found = []
    for name in list(missing):
        same = next((other for other in added if not _compare(name, old[name], new[other], settings)), None)
        if same:
            found.append(Difference("result", f"result {name} renamed to {same}"))
            missing.remove(name)
            added.remove(same)
    found += [Difference("result", f"result {name} is missing (value {old[name].get('value')!r})") for name in missing]
    found += [Difference("result", f"result {name} is new (value {new[name].get('value')!r})") for name in added]
    kept = [name for name in old if name in new]
    for name in kept:
        found += _compare(name, old[name], new[name], settings)
    if not found and list(old) != list(new):
        found.append(Difference("result", f"the order of the results changed: {', '.join(new)}"))
    return found


def _compare(name: str, before: Mapping[str, Any], after: Mapping[str, Any], settings: Settings) -> list[Difference]:
    found = []
    for key in dict.fromkeys([*before, *after]):
        if key not in before or key not in after:
            message = f"result {name}, {key} {'is missing' if key in before else 'is new'}"
            found.append(Difference("result", message))
            continue
        exact = key == "unit"  # a unit such as kg/m2 has digits, but no number
        if exact and before[key] != after[key]:
            found.append(Difference("result", f"result {name}, unit: from {before[key]!r} to {after[key]!r}"))
        elif not exact:
            changes = compare_json(before[key], after[key], settings)
            found += [Difference("result", f"result {name}, {key}: {item.message}") for item in changes]
    return found
