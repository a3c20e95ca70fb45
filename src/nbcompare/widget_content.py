"""What the Output widgets of a display show, which a notebook stores nowhere or under random ids in its metadata."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

MIME = "application/vnd.nbcompare.widget+json"  # no viewer knows it, so none shows it
_VIEW = "application/vnd.jupyter.widget-view+json"
_STATE = "application/vnd.jupyter.widget-state+json"
_MODEL = "IPY_MODEL_"  # in front of the id of a widget that another one contains


def add_contents(outputs: Sequence[Any], states: Mapping[str, Mapping[str, Any]]) -> None:
    """Add to each display of a widget what the Output widgets in it show; `states` are the states of all by id.

    >>> display = {"data": {"application/vnd.jupyter.widget-view+json": {"model_id": "a"}}}
    >>> shown = [{"output_type": "stream", "name": "stdout", "text": "5"}]
    >>> add_contents([display], {"a": {"children": ["IPY_MODEL_b"]}, "b": {"outputs": shown}})
    >>> display["data"]["application/vnd.nbcompare.widget+json"] == {"shown": [shown]}
    True
    """
    for output in outputs:
        data = output.get("data", {})
        if _VIEW in data and MIME not in data:
            shown = list(_shown(str(data[_VIEW].get("model_id", "")), states, set()))
            if any(shown):
                data[MIME] = {"shown": shown}


def add_stored_contents(notebook: Any) -> None:
    """Add what its Output widgets show to the displays of a notebook that was stored with the states of its widgets."""
    models = notebook.metadata.get("widgets", {}).get(_STATE, {}).get("state", {})
    states = {name: model.get("state", {}) for name, model in models.items()}
    for cell in notebook.cells if states else ():
        add_contents(cell.get("outputs", ()), states)


def _shown(name: str, states: Mapping[str, Mapping[str, Any]], seen: set[str]) -> Iterator[list[Any]]:
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
