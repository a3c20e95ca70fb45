"""Parameter presets of a notebook (low, base, high and others), read from data/scenarios/<notebook>.yaml."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from analysis.core.errors import ParameterError
from analysis.core.paths import data_folder
from analysis.core.schemas import read_checked_yaml
from analysis.core.suggestions import did_you_mean

BASE = "base"
# An assumption, and the setting under which the model derives its value instead.
REPLACED = {"growth_per_year": ("growth_source", "target")}
EXPLORATORY = "exploratory"  # the purpose of a preset that names none


@dataclass(frozen=True)
class Preset:
    """One scenario of one notebook: its meaning, its values, and the reason for each value.

    A reason is the id of a row in data/reference.csv, or begins with the word "assumption". An exploratory scenario
    derives an outcome from assumptions, a normative one derives what a target requires. They are shown separately.
    """

    name: str
    meaning: str
    purpose: str
    values: Mapping[str, Any]
    reasons: Mapping[str, str]


def short_name(notebook: str) -> str:
    """Return the name of a notebook without its number.

    >>> short_name("20_margin_uplift")
    'margin_uplift'
    """
    number, _, name = notebook.partition("_")
    return name if number.isdigit() and name else notebook


def load_presets(notebook: str) -> dict[str, Preset]:
    """Return the presets of a notebook by name, empty if it has no file; raise ParameterError if one is malformed."""
    path = data_folder() / "scenarios" / f"{short_name(notebook)}.yaml"
    if not path.exists():
        return {}
    presets = read_checked_yaml(path, "scenarios", ParameterError)
    return {name: _preset(name, entry) for name, entry in presets.items()}


def choose_presets(scenario: str, notebooks: Iterable[str]) -> dict[str, Preset]:
    """Return the preset for the scenario from each notebook that defines it; raise ParameterError if none does.

    "base" means the default values of the notebooks, so it does not need a file.
    """
    every = {notebook: load_presets(notebook) for notebook in notebooks}
    chosen = {notebook: presets[scenario] for notebook, presets in every.items() if scenario in presets}
    if not chosen and scenario != BASE:
        known = sorted({name for presets in every.values() for name in presets} | {BASE})
        hint = did_you_mean(scenario, known, "the scenarios are")
        raise ParameterError(f"no scenario {scenario} for {', '.join(every)}; {hint}")
    return chosen


def preset_ranges(notebook: str, values: Mapping[str, Any]) -> dict[str, tuple[float, float]]:
    """Return the values in the presets low and high of each parameter that one of them changes.

    If only one preset changes a parameter, the other end is its value in `values`. A parameter whose value the model
    derives (see REPLACED) is left out.
    """
    presets = load_presets(notebook)
    low, high = (presets[name].values if name in presets else {} for name in ("low", "high"))
    return {
        name: (low.get(name, values[name]), high.get(name, values[name]))
        for name in values
        if ((name in low and name in high) or (name in low.keys() | high.keys() and values[name] is not None))
        and not (name in REPLACED and values[name] is None and values.get(REPLACED[name][0]) == REPLACED[name][1])
    }


def _preset(name: str, entry: Mapping[str, Any]) -> Preset:
    parameters = entry["parameters"] or {}
    return Preset(
        name,
        entry["meaning"],
        entry.get("purpose", EXPLORATORY),
        {parameter: item["value"] for parameter, item in parameters.items()},
        {parameter: item["because"] for parameter, item in parameters.items()},
    )
