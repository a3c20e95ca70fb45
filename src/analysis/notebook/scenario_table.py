"""Tables of all scenarios of a notebook with their reasons and results, and of the sensitivity to each input."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from analysis.binding.inputs import by_parameter, same_value
from analysis.claims.presets import REPLACED, Preset, load_presets, preset_ranges
from analysis.core.errors import ParameterError
from analysis.core.formatting import label, name_text
from analysis.core.words import capitalised, listed
from analysis.models.parameters import defaults_of
from analysis.models.results import results_of
from analysis.models.sensitivity import TornadoBar, one_at_a_time
from analysis.notebook.display_tables import note, table
from analysis.notebook.parameter_tables import parameter_text
from analysis.notebook.quantity_text import quantity_text
from analysis.notebook.study import Study


def sensitivity(
    study: Study, result: str, *, more: Mapping[str, tuple[float, float]] | None = None
) -> list[TornadoBar]:
    """Show and return how far each input moves a result from its low to its high value, the widest range first."""
    model, values = study.model, study.values
    found = by_parameter(study.inputs, values)
    ranges = preset_ranges(study.name, values, study.inputs)
    ranges |= {name: (item.low, item.high) for name, item in found.items() if item.low < item.high}
    bars: list[TornadoBar] = []
    for name, ends in {**ranges, **(more or {})}.items():
        try:
            bars += one_at_a_time(model, values, {name: ends}, result)
        except ParameterError:  # a part of the range breaks a rule with a value that is set for this run
            continue
    bars = sorted((bar for bar in bars if bar.width > 0), key=lambda bar: -bar.width)
    unit = study.unit(result)
    name = label(result, unit)
    shown = partial(quantity_text, unit=unit, chance=study.results[result].chance)
    table(
        [
            {
                "Input": study.label(bar.parameter),
                "Low": parameter_text(bar.parameter, bar.inputs[0]),
                "High": parameter_text(bar.parameter, bar.inputs[-1]),
                f"{name} at low": shown(bar.answers[0]),
                "Between, at up to three more points": ", ".join(map(shown, bar.answers[1:-1])),
                f"{name} at high": shown(bar.answers[-1]),
                "Turns": "turns" if bar.turns else "",
            }
            for bar in bars
        ]
    )
    return bars


@dataclass(frozen=True)
class Scenarios:
    """The parameters and results of every scenario by name, and the names of the normative scenarios."""

    parameters: Mapping[str, Mapping[str, Any]]
    results: Mapping[str, Mapping[str, float]]
    normative: tuple[str, ...]

    @property
    def exploratory(self) -> dict[str, Mapping[str, float]]:
        """The scenarios that start from assumptions; only these define a range."""
        return {name: found for name, found in self.results.items() if name not in self.normative}

    def range_of(self, result: str) -> tuple[float, float]:
        """Return the minimum and maximum of a result over the exploratory scenarios."""
        values = [found[result] for found in self.exploratory.values()]
        return min(values), max(values)


def scenarios(study: Study, results: Sequence[str]) -> Scenarios:
    """Show the presets of a notebook with their reasons, then their results side by side, and return the results."""
    model, presets = study.model, load_presets(study.name, study.inputs)
    start, taken = scenario_start(study, presets)
    by_hand = {name for name, item in study.inputs.items() if name in start and not same_value(start[name], item)}
    parameters, found = {}, {}
    but = f"; what {listed(list(map(name_text, taken)))} {'sets' if len(taken) == 1 else 'set'} counts there alone"
    lines = [f"Each scenario starts from the values of this run{but if taken else ''}."]
    for name, preset in presets.items():
        own = {key: value for key, value in preset.values.items() if key not in preset.of_claims & by_hand}
        derived = {key: None for key, (setting, _) in REPLACED.items() if setting in own}
        values = {**start, **derived, **own}
        try:
            found[name] = results_of(model(**values))
        except ParameterError as error:
            lines.append(f"{capitalised(name_text(name))} is left out: {error}.")
            continue
        parameters[name], presets[name] = values, replace(preset, values=own)
    presets = {name: presets[name] for name in found}
    note(" ".join(lines))
    table(
        [
            {
                "Scenario": "" if place else name,
                "What it means": "" if place else preset.meaning,
                "Parameter": parameter,
                "Value": parameter_text(parameter, value),
                "Because": preset.reasons[parameter],
            }
            for name, preset in presets.items()
            for place, (parameter, value) in enumerate(preset.values.items())
        ]
    )
    normative = tuple(name for name, preset in presets.items() if preset.purpose == "normative")
    exploratory = tuple(name for name in presets if name not in normative)
    for heading, names in (("Result, exploratory", exploratory), ("Result, normative", normative)):
        if names:
            rows = []
            for result in results:
                first = found[names[0]][result]
                shown = partial(quantity_text, unit=first.unit, chance=first.chance)
                values = {name: shown(float(found[name][result].value)) for name in names}
                rows.append({heading: result_name(result, first.unit, first.chance), **values})
            table(rows)
    kept = {name: {result: float(outcome[result].value) for result in results} for name, outcome in found.items()}
    if {"low", "high"} <= kept.keys():
        above = [name for name in results if kept["low"][name] > kept["high"][name]]
        if above:
            note(order_text(above))
    return Scenarios(parameters, kept, normative)


def scenario_start(study: Study, presets: Mapping[str, Preset]) -> tuple[dict[str, Any], list[str]]:
    """Return the values that scenarios start from, and the names of the presets that the run uses in full."""
    plain = defaults_of(study.model)
    for stated in (study.assumed, study.inputs):
        plain |= {name: item.value for name, item in stated.items() if name in plain}
    values = dict(study.values)
    taken = [
        name
        for name, preset in presets.items()
        if all(values.get(key) == value for key, value in preset.values.items())
        and any(value != plain.get(key) for key, value in preset.values.items())
    ]
    return values | {key: plain[key] for name in taken for key in presets[name].values if key in plain}, taken


def order_text(above: Sequence[str]) -> str:
    """Return a sentence on the results that are higher in the scenario low than in high, by name.

    >>> order_text(["payback_years", "npv_usd"])
    'Payback and net present value are higher in the scenario low than in high: scenarios are named for their \
assumptions, not for their results.'
    """
    higher = f"{capitalised(listed([name_text(name) for name in above]))} {'is' if len(above) == 1 else 'are'} higher"
    return (
        f"{higher} in the scenario low than in high: scenarios are named for their assumptions, not for their results."
    )


def result_name(result: str, unit: str, chance: bool) -> str:
    """Return the label of a result; a chance here is for the inputs of a scenario, not over all that is uncertain."""
    return label(result, unit) + (", inputs as given" if chance else "")


def counted_text(names: Sequence[str], of: int, what: str) -> str:
    """Return how many of some scenarios do something, with their names."""
    verb, _, rest = what.partition(" ")
    one = f"{verb}{'es' if verb.endswith(('ch', 'sh', 's', 'x')) else 's'} {rest}".rstrip()
    listed = ", ".join(map(name_text, names))
    if not names:
        return f"None of {of} scenarios {one}"
    return f"{len(names)} of {of} scenarios {what if len(names) > 1 else one}: {listed}"
