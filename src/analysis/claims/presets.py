"""Presets of a notebook (low, base, high and others), and a question's assumptions for inputs that no source states."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from analysis.binding.figure_rules import all_rules, load_rules
from analysis.binding.missing_inputs import MissingInput
from analysis.binding.question_files import QuestionFile, question_files, short_name
from analysis.claims.conversion import without_year
from analysis.core.errors import ParameterError, UnitError, did_you_mean
from analysis.core.lazy_regex import lazy_regex
from analysis.core.money_basis import Basis, check_basis, currency_of
from analysis.core.references import load_references, reference_layers
from analysis.core.schemas import line_in
from analysis.core.units import convert
from analysis.models import MODELS, PARAMETERS
from analysis.models.parameters import defaults_of

if TYPE_CHECKING:
    from analysis.binding.inputs import ModelInput

Inputs = Mapping[str, "ModelInput"]
BASE = "base"
# An assumption, and the setting under which the model derives its value instead.
REPLACED = {"growth_per_year": ("growth_source", "target")}
EXPLORATORY = "exploratory"  # the purpose of a preset that names none
# Values that follow the sources: "claim x 0.5", "default x 1.5", "high of hedge", "reference FG25DU".
_RELATIVE = lazy_regex(
    r"(?:(?P<base>claim|default) x (?P<times>[0-9]*\.?[0-9]+)|(?P<end>low|high) of hedge"
    r"|reference (?P<reference>[A-Z]{2}[A-Z0-9]+))"
)


@dataclass(frozen=True)
class Preset:
    """One scenario of one notebook: its meaning, its values, and the reason for each value.

    A reason is the id of a row in data/reference.csv, or begins with the word "assumption". An exploratory scenario
    derives an outcome from assumptions, a normative one derives what a target requires. They are shown separately.
    `of_claims` are the parameters whose value is relative to a claim.
    """

    name: str
    meaning: str
    purpose: str
    values: Mapping[str, Any]
    reasons: Mapping[str, str]
    of_claims: frozenset[str] = frozenset()


def load_presets(notebook: str, inputs: Inputs | None = None) -> dict[str, Preset]:
    """Return the presets of a notebook by name, empty if it has no file; raise ParameterError if one is malformed."""
    name, files = short_name(notebook), question_files()
    if name in files.problems and name not in files.shipped:
        raise ParameterError(files.problems[name])
    model = MODELS.get(name)
    defaults = defaults_of(model) if model else {}
    presets: dict[str, Preset] = {}
    for file in files.layers(name):
        try:
            presets |= _presets_in(file, defaults, inputs)
        except ParameterError:
            if not (file.own and name in files.shipped):  # a question of the package goes on without an addition
                raise
    return presets


def preset_problem(file: QuestionFile) -> str:
    """Return why the presets of a file cannot be used, with the line; empty if they can."""
    model = MODELS.get(file.name)
    try:
        _presets_in(file, defaults_of(model) if model else {}, None)
    except ParameterError as error:
        return str(error)
    return ""


def _presets_in(file: QuestionFile, defaults: Mapping[str, Any], inputs: Inputs | None) -> dict[str, Preset]:
    """The presets of a file; ParameterError, with the line, for an unknown parameter or a value that it cannot take."""
    found = {}
    rules = all_rules()
    fed = {rule.parameter for rule in rules.rules.values()}
    for key, entry in file.presets.items():
        if inputs and "region" in entry and entry["region"] not in {item.region for item in inputs.values()}:
            continue
        for parameter in entry["parameters"] or {}:
            where = partial(line_in, file.path, "presets", key, "parameters", parameter)
            if file.own and defaults and parameter not in defaults:
                hint = did_you_mean(parameter, defaults, "it has")
                raise ParameterError(f"{where()}: the model has no such parameter; {hint}")
            try:
                value = entry["parameters"][parameter]["value"]
                if file.own and file.name not in rules.problems and parameter not in fed and _follows_claim(value):
                    raise ParameterError(
                        f"no figure feeds this parameter, so {value!r} has no value; write default x 1.5"
                    )
                _value(parameter, value, defaults, inputs or {})
            except ParameterError as error:
                raise ParameterError(f"{where()}: {str(error).removeprefix(f'{parameter}: ')}") from None
        found[key] = _preset(key, entry, defaults, inputs)
    return found


def choose_presets(scenario: str, notebooks: Iterable[str], inputs: Inputs | None = None) -> dict[str, Preset]:
    """Return the preset for the scenario from each notebook that defines it; raise ParameterError if none does."""
    every = {notebook: load_presets(notebook, inputs) for notebook in notebooks}
    chosen = {notebook: presets[scenario] for notebook, presets in every.items() if scenario in presets}
    if not chosen and scenario != BASE:
        known = sorted({name for presets in every.values() for name in presets} | {BASE})
        for file in (file for notebook in every for file in question_files().layers(short_name(notebook))):
            if scenario in file.presets:
                region = file.presets[scenario]["region"]
                raise ParameterError(f"scenario {scenario} is for {region}, but the figures are about another region")
        hint = did_you_mean(scenario, known, "the scenarios are")
        raise ParameterError(f"no scenario {scenario} for {', '.join(every)}; {hint}")
    return chosen


def preset_ranges(
    notebook: str, values: Mapping[str, Any], inputs: Inputs | None = None
) -> dict[str, tuple[float, float]]:
    """Return the values in the presets low and high of each parameter that one of them changes."""
    presets = load_presets(notebook, inputs)
    low, high = (presets[name].values if name in presets else {} for name in ("low", "high"))
    return {
        name: (low.get(name, values[name]), high.get(name, values[name]))
        for name in values
        if ((name in low and name in high) or (name in low.keys() | high.keys() and values[name] is not None))
        and not (name in REPLACED and values[name] is None and values.get(REPLACED[name][0]) == REPLACED[name][1])
    }


def _preset(name: str, entry: Mapping[str, Any], defaults: Mapping[str, Any], inputs: Inputs | None) -> Preset:
    parameters = {
        parameter: item
        for parameter, item in (entry["parameters"] or {}).items()
        if inputs is None or parameter in inputs or not _follows_claim(item["value"])
    }
    return Preset(
        name,
        entry["meaning"],
        entry.get("purpose", EXPLORATORY),
        {parameter: _value(parameter, item["value"], defaults, inputs or {}) for parameter, item in parameters.items()},
        {parameter: item["because"] for parameter, item in parameters.items()},
        frozenset(parameter for parameter, item in parameters.items() if _follows_claim(item["value"])),
    )


def _follows_claim(value: Any) -> bool:
    """Whether a value is relative to a claim or to its hedge, and so needs the claim."""
    relative = _RELATIVE.fullmatch(value) if isinstance(value, str) else None
    return relative is not None and bool(relative["end"] or value.startswith("claim"))


def _value(parameter: str, value: Any, defaults: Mapping[str, Any], inputs: Inputs) -> Any:
    """A value of a preset as a number: a relative one is computed and clipped to the limits of the parameter."""
    relative = _RELATIVE.fullmatch(value) if isinstance(value, str) else None
    if relative is None:
        known = PARAMETERS.get(parameter)
        if known and isinstance(value, str) and not known.choices:
            raise ParameterError(
                f"{parameter}: {value!r} is not a number; write one, or what follows the sources: claim x 0.5, "
                "default x 1.5, low of hedge, high of hedge, reference ID"
            )
        if known:
            known.check(value)
        return value
    known = PARAMETERS[parameter]
    if relative["reference"]:
        return referenced(parameter, relative["reference"])
    claimed = inputs.get(parameter)
    start = claimed.value if claimed else defaults[parameter]
    if relative["times"]:
        number = float(f"{start * float(relative['times']):.12g}")  # 0.1 x 1.1 without the digits of its rounding
    else:
        number = getattr(claimed, relative["end"]) if claimed else start
    return min(max(number, known.low), known.high)


def referenced(parameter: str, name: str) -> float:
    """The value of a reference in the unit of a parameter; ParameterError if it is another kind of money."""
    known, references = PARAMETERS[parameter], load_references()
    if name not in references:
        raise ParameterError(
            f"{parameter}: reference.csv has no id {name}; add the row, or name another{reference_layers().hint}"
        )
    found = references[name]
    basis = Basis(found.currency or currency_of(found.unit), found.tax_basis or "", found.profit_basis or "")
    try:
        check_basis(basis, known.basis, f"{name} as {parameter}")
        return convert(found.value, without_year(found.unit), without_year(known.unit))
    except UnitError as error:
        raise ParameterError(f"{parameter}: reference {name}: {error}") from None


_FROM_REFERENCE = lazy_regex(r"(?:claim (?P<claim>\w+) / )?reference (?P<id>[A-Z]{2}[A-Z0-9]+)")


class AssumedInput(NamedTuple):
    """The value that a parameter takes if the sources do not state its figure, and its origin."""

    value: float
    because: str


def assumed_inputs(problems: Mapping[str, MissingInput], inputs: Mapping[str, "ModelInput"]) -> dict[str, AssumedInput]:
    """Return what is assumed for the parameters that no source states; those without an assumption are left out.

    Nothing is assumed if the sources differ or state the opposite, such as a rise in energy use instead of a cut.
    """
    rules = load_rules()
    found = {}
    for parameter, problem in problems.items():
        contradicted = problem.ambiguous or any(item.is_opposite for item in problem.options)
        spec = None if contradicted else rules[problem.name].assumed
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
    """Return whether an input is assumed from another one that is itself a problem; `problems` are parameters."""
    spec = load_rules()[problem.name].assumed
    match = _FROM_REFERENCE.fullmatch(spec.value) if spec and isinstance(spec.value, str) else None
    return match is not None and match["claim"] in problems and not problem.ambiguous


def _from(because: str, name: str) -> str:
    item = load_references()[name]
    period = f", {item.period.replace('/', ' to ')}" if item.period else ""
    return f"{because}, {name}: {item.series}{period}"
