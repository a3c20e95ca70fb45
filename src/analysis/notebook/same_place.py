"""Results that compare quantities of one place: left out where a run would take them from two."""

from collections.abc import Mapping
from typing import Any

from analysis.claims.assumed_inputs import AssumedInput
from analysis.claims.inputs import ModelInput, same_value
from analysis.claims.references import load_references
from analysis.core.formatting import name_text
from analysis.core.lazy_regex import lazy_regex
from analysis.core.words import capitalised
from analysis.models import PARAMETERS
from analysis.models.results import Outcome

_ID = lazy_regex(r"\b[A-Z]{2}[A-Z0-9]+\b")


def of_two_places(
    kind: type[Outcome],
    values: Mapping[str, Any],
    defaults: Mapping[str, Any],
    inputs: Mapping[str, ModelInput],
    assumed: Mapping[str, AssumedInput],
) -> dict[str, str]:
    """Return the results of a model that would compare two places, each with a sentence that says why.

    The place of a figure is that of its claim, that of a default or an assumption the place of its reference. What is
    set by hand is of the place that it was set for.
    """

    def place(name: str) -> tuple[str, str] | None:
        if name in inputs:
            return (inputs[name].region, "the sources") if same_value(values[name], inputs[name]) else None
        if name not in assumed and values[name] != defaults[name]:
            return None
        known, because = load_references(), assumed[name].because if name in assumed else PARAMETERS[name].source
        row = next((known[found] for found in _ID.findall(because) if found in known), None)
        return (row.region or "", "assumed" if name in assumed else "the default") if row else None

    reasons = {}
    for result, names in kind.same_place.items():
        places = {name: found for name in names if (found := place(name))}
        if len({region for region, _ in places.values()}) > 1:
            listed = ", ".join(
                f"{name_text(name)} is of {region or 'a place that is not named'} ({whence})"
                for name, (region, whence) in places.items()
            )
            reasons[result] = f"{capitalised(name_text(result))} is left out: {listed}."
    return reasons
