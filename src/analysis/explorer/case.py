"""A model to explore: its values from the sources, the sliders of its inputs, and its results."""

import inspect
import math
import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from analysis.binding.inputs import ModelInput, model_inputs
from analysis.claims.presets import BASE, Preset, choose_presets, load_presets, preset_ranges
from analysis.core.errors import ParameterError, did_you_mean
from analysis.core.formatting import COUNTED, number, readable
from analysis.core.paths import resolve
from analysis.documents.sources import read_sources
from analysis.models import MODELS, PARAMETERS
from analysis.models.catalog import Model
from analysis.models.parameters import Parameter, defaults_of
from analysis.models.results import Result, results_of

STEPS = 100  # the minimum number of steps from end to end
_PAD = 0.25  # margin on both sides, as a share of the span of all known values, and of the base
_PAD_ALONE = 1.0  # margin as a share of the base if no other value is known: from zero to twice the base
_WHOLE_PAD = 3  # largest margin of years and counts: a quarter of the year 2025 would make no sense
_STEPS_IN_A_DECADE = (1, 2, 5)


@dataclass(frozen=True)
class Band:
    """The marked part of a slider: what a hedge allows, or the range of the presets."""

    low: float
    high: float
    of: Literal["hedge", "presets"]


@dataclass(frozen=True)
class Scale:
    """The scale of a slider in the unit of its parameter: its ends, its step, and its band."""

    low: float
    high: float
    step: float
    band: Band | None = None

    def place(self, value: float) -> float:
        """Return the position of a value on the slider, 0 at its low end and 1 at its high end.

        >>> Scale(0, 200, 1).place(50)
        0.25
        """
        return min(max((value - self.low) / (self.high - self.low), 0.0), 1.0)


def scale_of(parameter: Parameter, base: float | None, band: Band | None = None, others: Iterable[float] = ()) -> Scale:
    """Return the scale for a parameter: it covers the base, the band and the other values, plus a margin.

    It stays within the limits of the parameter, and on one side of zero if all these values are.
    """
    seen = [*others, *([base] if base is not None else []), *((band.low, band.high) if band else ())] or [0.0]
    least, most = min(seen), max(seen)
    own = (abs(base) if base else 0.0) * (_PAD if least < most else _PAD_ALONE)
    pad = max(_PAD * (most - least), min(own, _WHOLE_PAD) if parameter.whole else own) or 1.0
    low = max(least - pad, 0.0) if least >= 0 else least - pad
    high = min(most + pad, 0.0) if most <= 0 < -least else most + pad
    step = max(1.0 if parameter.whole or parameter.unit in COUNTED else 0.0, _step(high - low))
    low, high = step * math.floor(low / step + 1e-9), step * math.ceil(high / step - 1e-9)
    low = max(low, parameter.low + step * parameter.low_open)
    high = min(high, parameter.high - step * parameter.high_open)
    return Scale(_decimal(low), _decimal(high), _decimal(step), band)


def _step(span: float) -> float:
    """The largest step (1, 2 or 5 times a power of ten) that divides the span into at least STEPS steps."""
    power = 10.0 ** math.floor(math.log10(span / STEPS))
    return power * max(times for times in _STEPS_IN_A_DECADE if times * power <= span / STEPS * (1 + 1e-9))


def _decimal(value: float) -> float:
    return float(f"{value:.12g}")


def number_text(value: float, unit: str) -> str:
    """Return a number as readers know it; of what is counted, such as workers, there are no fractions.

    >>> number_text(68.18, "worker"), number_text(68.18, "t"), number_text(math.inf, "year")
    ('68', '68.18', 'never')
    """
    return readable(number(round(value) if unit in COUNTED and math.isfinite(value) else value, 4))


EXPLORED = "explored"  # the name of the preset to copy
SEEDS = "seeds"  # the default folder of sources of a run
BY_HAND = "assumption, set by hand while exploring"


@dataclass(frozen=True)
class Case:
    """A model with its inputs from one set of sources.

    `base` holds the value of every input in the sources, or its default. `start` holds the initial values of the
    sliders: the base, changed by a preset. `inputs` are the figures that set the claims, `presets` the presets of the
    model, and `sources` is the folder that was read.
    """

    model: Model
    base: Mapping[str, Any]
    start: Mapping[str, Any]
    inputs: Mapping[str, ModelInput]
    presets: Mapping[str, Preset]
    sources: str | None = None

    @property
    def name(self) -> str:
        """The name of the model; its notebook and its presets have the same name."""
        return self.model.__name__

    @property
    def parameters(self) -> list[Parameter]:
        """The inputs of the model, in order."""
        return [PARAMETERS[name] for name in self.base]

    def results(self, values: Mapping[str, Any]) -> dict[str, Result]:
        """Return the results of the model by name; raise ParameterError if it rejects the values."""
        return results_of(self.model(**values))

    @cached_property
    def answers(self) -> dict[str, Result]:
        """The results for the base."""
        return self.results(self.base)

    def unit(self, name: str) -> str:
        """Return the unit of an input or a result."""
        return PARAMETERS[name].unit if name in self.base else self.answers[name].unit

    def checked(self, what: str, name: str, known: Iterable[str]) -> str:
        """Return the name if it is known; otherwise raise ParameterError and suggest the closest known name."""
        names = list(known)
        if name in names:
            return name
        raise ParameterError(f"{self.name} has no {what} {name}; {did_you_mean(name, names, 'it has')}")

    def scale(self, name: str) -> Scale:
        """Return the slider of an input; its band is the hedge of a claim, or the presets of an assumption."""
        found = self.inputs.get(name)
        ranges = preset_ranges(self.name, self.base, self.inputs)
        band = None
        if found and found.low < found.high:
            band = Band(found.low, found.high, "hedge")
        elif not found and name in ranges:
            band = Band(min(ranges[name]), max(ranges[name]), "presets")
        others = [preset.values[name] for preset in self.presets.values() if name in preset.values]
        return scale_of(PARAMETERS[name], self.base[name], band, others)

    def changed(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the values that differ from the base."""
        return {name: value for name, value in values.items() if value != self.base[name]}

    def command(self, values: Mapping[str, Any]) -> str:
        """Return the command that runs the notebook of this model with these values."""
        given = [f" -p {name}={'none' if value is None else value}" for name, value in self.changed(values).items()]
        folder = "" if self.sources in (None, SEEDS) else f" --sources {shlex.quote(self.sources)}"
        return f"analysis run {self.name}{folder}{''.join(given)}"

    def preset(self, values: Mapping[str, Any]) -> str:
        """Return these values as a preset in YAML, for `presets` in data/questions/<model>.yaml."""
        import yaml

        reasons = {
            (name, value): preset.reasons[name]
            for preset in self.presets.values()
            for name, value in preset.values.items()
        }
        parameters = {
            name: {"value": value, "because": reasons.get((name, value), BY_HAND)}
            for name, value in self.changed(values).items()
        }
        preset = {EXPLORED: {"meaning": "as set while exploring", "parameters": parameters}}
        return str(yaml.safe_dump(preset, sort_keys=False, default_flow_style=None, width=200))


def folder_of(sources: str) -> Path:
    """Return the folder of `sources`, relative to the current folder or, if it exists only there, to the project."""
    here, in_project = Path(sources), resolve(sources)
    return in_project if sources == SEEDS or (in_project.exists() and not here.exists()) else here


def case_of(model: Model, sources: str | None = SEEDS, scenario: str = BASE) -> Case:
    """Set up a model with the documents in a folder, see `folder_of`, and a preset to start from."""
    names = list(inspect.signature(model).parameters)
    inputs = model_inputs(read_sources(folder_of(sources)), names) if sources is not None else {}
    values = {**defaults_of(model), **{name: item.value for name, item in inputs.items()}}
    base = {name: PARAMETERS[name].check(value) for name, value in values.items()}
    known = inputs if sources is not None else None
    chosen = choose_presets(scenario, dict.fromkeys((model.__name__, *MODELS)), known).get(model.__name__)
    start = {name: PARAMETERS[name].check(value) for name, value in (chosen.values if chosen else {}).items()}
    return Case(model, base, {**base, **start}, inputs, load_presets(model.__name__, known), sources)
