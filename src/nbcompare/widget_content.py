"""The content of displayed widgets that their other forms lack.

The plain text of a widget has its values when it is displayed. What Output widgets show, and what changed after the
display, a notebook stores nowhere or under random ids in its metadata.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

MIME = "application/vnd.nbcompare.widget+json"  # no viewer knows it, so none shows it
_VIEW = "application/vnd.jupyter.widget-view+json"
_STATE = "application/vnd.jupyter.widget-state+json"
_MODEL = "IPY_MODEL_"  # in front of the id of a widget that another one contains
States: TypeAlias = Mapping[str, Mapping[str, Any]]  # the values of each widget by its id


def model_of(data: Mapping[str, Any]) -> str | None:
    """Return the id of the widget that the forms of a display show; None without a widget."""
    return str(data[_VIEW].get("model_id", "")) if _VIEW in data else None


def add_contents(outputs: Sequence[Any], states: States, displayed: States | None = None) -> None:
    """Add to each display of a widget what the Output widgets in it show, and what changed since it was displayed."""
    for output in outputs:
        data = output.get("data", {})
        model = model_of(data)
        if model is None or MIME in data:
            continue
        content: dict[str, Any] = {}
        shown = list(_shown(model, states, set()))
        if any(shown):
            content["shown"] = shown
        if displayed and model in displayed:
            old, new = displayed[model], values(model, states)
            content["changed"] = {path: new.get(path) for path in {**old, **new} if old.get(path) != new.get(path)}
        if content:
            data[MIME] = content


def add_stored_contents(notebook: Any) -> None:
    """Add what its Output widgets show to the displays of a notebook that was stored with the states of its widgets."""
    models = notebook.metadata.get("widgets", {}).get(_STATE, {}).get("state", {})
    states = {name: model.get("state", {}) for name, model in models.items()}
    for cell in notebook.cells if states else ():
        add_contents(cell.get("outputs", ()), states)


def lacks_changes(stored: Sequence[Any], fresh: Sequence[Any]) -> bool:
    """Whether changes of displayed widgets are missing because JupyterLab stored the notebook."""
    sides = ([output["data"].get(MIME, {}) for output in side if "data" in output] for side in (stored, fresh))
    return any("changed" in new and "changed" not in old for old, new in zip(*sides, strict=False))


def values(model: str, states: States) -> dict[str, Any]:
    """Return the values of a widget and of those in it, each under its path."""
    return dict(_values(_MODEL + model, states, "", set()))


def _values(value: Any, states: States, path: str, seen: set[str]) -> Iterator[tuple[str, Any]]:
    if isinstance(value, str) and value.startswith(_MODEL):
        name = value.removeprefix(_MODEL)
        if name not in seen:
            seen.add(name)
            for key, inner in states.get(name, {}).items():
                if key not in ("outputs", "msg_id") and (key[:1] != "_" or key == "_options_labels"):
                    yield from _values(inner, states, f"{path}.{key}" if path else key, seen)
    elif isinstance(value, list) and any(isinstance(item, str) and item.startswith(_MODEL) for item in value):
        for number, item in enumerate(value):
            yield from _values(item, states, f"{path}[{number}]", seen)
    else:
        yield path, value


def _shown(name: str, states: States, seen: set[str]) -> Iterator[list[Any]]:
    state = states.get(name, {})
    if name in seen:
        return
    seen.add(name)
    if "outputs" in state:
        yield [dict(output) for output in state["outputs"]]
    children = state.get("children", ())
    for child in children if isinstance(children, (list, tuple)) else ():
        if isinstance(child, str):
            yield from _shown(child.removeprefix(_MODEL), states, seen)
