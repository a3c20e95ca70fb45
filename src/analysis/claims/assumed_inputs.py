"""Assumed values for inputs that the sources leave out: the key `assumed` of a named figure."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, NamedTuple

from analysis.claims.figure_rules import load_rules
from analysis.claims.missing_inputs import MissingInput
from analysis.claims.presets import referenced
from analysis.claims.references import load_references
from analysis.core.lazy_regex import lazy_regex

if TYPE_CHECKING:
    from analysis.claims.inputs import ModelInput

_FROM_REFERENCE = lazy_regex(r"(?:claim (?P<claim>\w+) / )?reference (?P<id>[A-Z]{2}[A-Z0-9]+)")


class AssumedInput(NamedTuple):
    """The value that a parameter takes where the sources do not state its figure, and from what it is."""

    value: float
    because: str


def assumed_inputs(problems: Mapping[str, MissingInput], inputs: Mapping[str, "ModelInput"]) -> dict[str, AssumedInput]:
    """Return what is assumed for the parameters that the sources leave out; those without an assumption are left out.

    Nothing is assumed for a figure on which the sources differ. `inputs` are the figures that were found, by parameter.

    >>> from analysis.claims.inputs import search_inputs
    >>> from analysis.documents.sources import Sources
    >>> found, missing = search_inputs(Sources(()), ["energy_cut", "cost_cut"])
    >>> assumed_inputs(missing, found)
    {'energy_cut': AssumedInput(value=0.0, because='no energy is saved')}
    """
    rules = load_rules()
    found = {}
    for parameter, problem in problems.items():
        spec = None if problem.ambiguous else rules[problem.name].assumed
        if spec is None:
            continue
        match = _FROM_REFERENCE.fullmatch(spec.value) if isinstance(spec.value, str) else None
        if match is None:
            found[parameter] = AssumedInput(float(spec.value), spec.because)
        elif match["claim"] is None:
            found[parameter] = AssumedInput(referenced(parameter, match["id"]), _from(spec.because, match["id"]))
        elif match["claim"] in inputs:
            value = inputs[match["claim"]].value / load_references()[match["id"]].value
            found[parameter] = AssumedInput(float(f"{value:.4g}"), _from(spec.because, match["id"]))
    return found


def awaits_another(problem: MissingInput, problems: Collection[str]) -> bool:
    """Return whether an input is assumed from another one that is a problem itself; `problems` are parameters."""
    spec = load_rules()[problem.name].assumed
    match = _FROM_REFERENCE.fullmatch(spec.value) if spec and isinstance(spec.value, str) else None
    return match is not None and match["claim"] in problems and not problem.ambiguous


def _from(because: str, name: str) -> str:
    item = load_references()[name]
    period = f", {item.period.replace('/', ' to ')}" if item.period else ""
    return f"{because}, {name}: {item.series}{period}"
