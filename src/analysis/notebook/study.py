"""The study of a notebook: its parameters, the figures behind them, and the outcome of its model."""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from analysis.binding.inputs import (
    ModelInput,
    by_parameter,
    check_profit_basis,
    figure_names,
    same_value,
    search_inputs,
)
from analysis.claims.presets import AssumedInput, assumed_inputs
from analysis.core.errors import NamedFigureError, ParameterError, did_you_mean
from analysis.core.formatting import label, name_text
from analysis.core.lazy_regex import lazy_regex
from analysis.core.paths import resolve
from analysis.core.references import load_references
from analysis.core.words import capitalised
from analysis.documents.sources import Sources, read_sources
from analysis.models import MODELS, PARAMETERS
from analysis.models.catalog import model_named
from analysis.models.equations import explained
from analysis.models.evaluator import declaration_of
from analysis.models.hedge_intervals import half_grain
from analysis.models.parameters import defaults_of
from analysis.models.results import Outcome, Result, results_of
from analysis.notebook.provenance_links import Mark
from analysis.notebook.quantity_text import quantity_text, range_text

SETTINGS: dict[str, Any] = {  # how inputs are sampled, in every notebook with a model
    "hedges": {},
    "evidence": {},
    "correlations": {},
    "draws": 65_536,
    "seed": 1,
}
SETTING_NOTES = {
    "hedges": "distributions set by hand, one for each input, such as 'about' or 'pert 0.05 0.1 0.25'",
    "evidence": "weight of a claim against its references, from 0 to 1 for each input",
    "correlations": "of a Gaussian copula, for two inputs each, such as 0.5",
}


def extra_parameters(model: str) -> dict[str, Any]:
    """Return the additional parameters of the notebook of a model, with their defaults."""
    declared = declaration_of(MODELS[model])
    return dict(declared.extras) if declared else {}


def parameter_defaults(model: str) -> dict[str, Any]:
    """Return every parameter of the notebook of a model, with its default."""
    return {**defaults_of(model_named(model)), **extra_parameters(model), **SETTINGS}


@dataclass(frozen=True)
class Study:
    """A notebook's model with its parameters, the figures behind them, and its outcome.

    `values` are the arguments of the model, `extras` additional parameters of the notebook, `settings` control the
    computation of uncertainty, `inputs` are the figures of the sources by parameter, and `assumed` is what the question
    assumes for parameters whose figure the sources leave out. An extra claim that the sources leave out is None.
    `left_out` says why results are undefined that would compare two places.
    """

    model: Callable[..., Any]
    sources: Sources
    values: Mapping[str, Any]
    extras: Mapping[str, Any]
    settings: Mapping[str, Any]
    inputs: Mapping[str, ModelInput]
    outcome: Any
    assumed: Mapping[str, AssumedInput] = field(default_factory=dict)
    left_out: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name of the model, and of its presets."""
        return self.model.__name__

    @property
    def parameters(self) -> dict[str, Any]:
        """All parameters with their values: parameters of the model, extras and settings."""
        return {**self.values, **self.extras, **self.settings}

    @property
    def results(self) -> dict[str, Result]:
        """The results of the model by name, each with its unit and meaning."""
        return results_of(self.outcome)

    def unit(self, name: str) -> str:
        """Return the unit of a parameter or result."""
        found = self.results
        return found[name].unit if name in found else PARAMETERS[name].unit

    def label(self, name: str) -> str:
        """Return a parameter or result in words."""
        return label(name, self.unit(name))

    def is_stated(self, result: str) -> bool:
        """Return whether every claim that a result depends on has the value of its figure.

        >>> study({"sources": "seeds"}, "margin_uplift").is_stated("uplift_usd_per_t")
        True
        >>> study({"sources": "seeds", "foil_profit_usd_per_t": 900.0}, "margin_uplift").is_stated("uplift_usd_per_t")
        False
        """
        as_printed = self.values.get("unit_profit_source", "usd_printed") == "usd_printed"
        return as_printed and not self.not_stated(result)

    def claims_behind(self, result: str) -> list[str]:
        """Return the parameters behind a result whose values are claims."""
        inputs = explained(self.outcome)[result].inputs
        return list(figure_names(name for name in inputs if PARAMETERS[name].kind == "claim"))

    def not_stated(self, result: str) -> list[str]:
        """Return the claims behind a result that do not have the value of their figure."""
        return [name for name in self.claims_behind(result) if name not in by_parameter(self.inputs, self.parameters)]

    @property
    def articles(self) -> str:
        """The sources of the study in words: "the article", or "the articles" if there are several."""
        return "the article" if len(self.sources.documents) == 1 else "the articles"

    def whose(self, result: str) -> str:
        """Return who gives the claims behind a result, as an adverbial.

        >>> study({"sources": "seeds"}, "margin_uplift").whose("uplift_usd_per_t")
        'by the articles'
        """
        if not self.claims_behind(result):
            return "as assumed"
        return f"by {self.articles}" if self.is_stated(result) else "as set for this run"

    def stated_ranges(self, result: str) -> list[str]:
        """Return the claims behind a result for which the sources state a range; the model uses its middle."""
        kept = by_parameter(self.inputs, self.parameters)
        return [name for name in self.claims_behind(result) if name in kept and kept[name].named.is_range]

    def vary(self, **changes: Any) -> Any:
        """Return the outcome for changed parameters; arrays give arrays of results.

        >>> case = study({"sources": "seeds"}, "margin_uplift")
        >>> case.vary(foil_share=[0.0, 1.0]).blended_profit_usd_per_t.tolist()
        [15.0, 1400.0]
        """
        return self.model(**{**self.values, **changes})

    def interval(self, name: str) -> tuple[float, float, float]:
        """Return low, used and high value of a parameter, as its hedge allows; all are equal if it was set by hand.

        >>> study({"sources": "seeds"}, "margin_uplift").interval("wire_profit_usd_per_t")
        (12.5, 15.0, 17.5)
        """
        used = _known(name, self.parameters, "parameter", self.name)
        found = by_parameter(self.inputs, self.parameters).get(name)
        return (found.low, used, found.high) if found else (used, used, used)

    def hedge(self, name: str) -> str:
        """Return the hedge of the figure behind a parameter in words; empty without one or if it was set by hand.

        >>> study({"sources": "seeds"}, "margin_uplift").hedge("wire_profit_usd_per_t")
        'about'
        """
        found = by_parameter(self.inputs, self.parameters).get(name)
        return found.named.hedge_words if found else ""

    def text(self, name: str, digits: int = 3, words: Callable[[Any], str] | None = None) -> Mark:
        """Return a parameter or result in words with its unit, as a linked part of a sentence.

        `words` formats the value; without it, a figure has the hedge of its source, and a range has both ends. Raises
        ParameterError for an unknown name, as `interval` does.

        >>> print(study({"sources": "seeds"}, "margin_uplift").text("annual_uplift_usd", 4))
        USD 13.85 million a year
        """
        found = self.results
        known = {**self.parameters, **{result: item.value for result, item in found.items()}}
        value = _known(name, known, "parameter or result", self.name)
        kind = "result" if name in found else "parameter"
        item = by_parameter(self.inputs, self.parameters).get(name)
        if words:
            shown = words(value)
        elif item and item.named.is_range:
            shown = f"{item.named.hedge_words} {range_text(item.low, item.high, self.unit(name), digits)}"
        else:
            shown = f"{self.hedge(name)} {quantity_text(value, self.unit(name), digits)}"
        return Mark(shown.lstrip(), kind, name)  # type: ignore[arg-type]

    def quotient_text(self, name: str, over: str, under: str) -> Mark:
        """Return a result that is a parameter over another in words, with what their hedges say of it together.

        If one of the two is a range, so is the result.

        >>> print(study({"sources": "seeds"}, "rare_earths").quotient_text(
        ...     "implied_world_reserves_mt", "rare_earth_reserves_mt", "rare_earth_reserve_share"))
        138 Mt
        """
        if self.stated_ranges(name):
            (least, _, most), (low, _, high) = self.interval(over), self.interval(under)
            return self.text(name, words=lambda _: range_text(least / high, most / low, self.unit(name)))
        hedge = hedge_of_quotient(self.hedge(over), self.hedge(under))
        return self.text(name, words=lambda value: f"{hedge} {quantity_text(value, self.unit(name))}".lstrip())


# What a bound on a number says of one over it.
_TURNED = {
    "more than": "less than", "less than": "more than", "at least": "at most", "at most": "at least",
    "nearly": "more than",
}  # fmt: skip


def hedge_of_quotient(over: str, under: str) -> str:
    """Return the hedge of a quotient from the hedges of both numbers, in words; empty if it has none.

    >>> hedge_of_quotient("", "less than"), hedge_of_quotient("at least", "at most"), hedge_of_quotient("about", "")
    ('more than', 'at least', 'about')
    >>> hedge_of_quotient("more than", "more than")
    ''
    """
    hedges = {over, _TURNED.get(under, under)} - {""}
    if len(hedges) < 2:
        return "".join(hedges)
    for strict, loose in (("more than", "at least"), ("less than", "at most")):
        if hedges == {strict, loose}:
            return strict
    return ""


def _known(name: str, values: Mapping[str, Any], what: str, model: str) -> Any:
    """Return the value of a name; ParameterError with the name that was probably meant."""
    if name not in values:
        raise ParameterError(f"the model {model} has no {what} {name}; {did_you_mean(name, values, 'it has')}")
    return values[name]


def study(scope: Mapping[str, Any], model: Callable[..., Any] | str) -> Study:
    """Check the parameters of a notebook, read the figures behind them, and compute the model.

    `scope` is the `globals()` of the notebook; parameters that it does not set have their defaults. `model` is a model
    or its name. Raises NotebookError for an unknown name, ParameterError with a line for each invalid value, and
    NamedFigureError if the sources lack the figure of a parameter that has its default. What has its default although
    the sources state another value is printed, since only commands such as `analysis run` put in their figures.

    >>> study({"sources": "seeds", "foil_share": 0.25}, "margin_uplift").outcome.blended_profit_usd_per_t
    361.25
    """
    if isinstance(model, str):
        model = model_named(model)
    defaults = parameter_defaults(model.__name__)
    given = {name: scope.get(name, default) for name, default in defaults.items()}
    parameters: dict[str, Any] = {}
    wrong = []
    for name, value in given.items():
        try:
            parameters[name] = PARAMETERS[name].check(value) if name in PARAMETERS else value
        except ParameterError as error:
            wrong.append(str(error))
    if wrong:
        raise ParameterError("\n".join(wrong))
    sources = read_sources(resolve(scope.get("sources", "seeds")))
    inputs, problems = search_inputs(sources, parameters)
    parameters |= {name: item.value for name, item in inputs.items() if parameters[name] is None}
    assumed = {name: item for name, item in assumed_inputs(problems, inputs).items() if parameters[name] == item.value}
    missing = [
        problem
        for name, problem in problems.items()
        if parameters[name] == defaults[name] is not None and name not in assumed
    ]
    if missing:
        raise NamedFigureError("\n".join(map(str, missing)))
    for name, found in by_parameter(inputs, parameters).items():
        if parameters[name] == defaults[name]:
            check_profit_basis(found, parameters.get("profit_basis"))
    for line in _not_fed(parameters, defaults, inputs):
        print(line)
    values = {name: parameters[name] for name in defaults_of(model)}
    extras = {name: parameters[name] for name in extra_parameters(model.__name__)}
    settings = {name: parameters[name] for name in SETTINGS}
    declared = declaration_of(model)
    if declared:
        values |= _roundings(declared, values, by_parameter(inputs, parameters))
    outcome: Any = model(**values)
    left_out = of_two_places(declared, values, defaults, inputs, assumed) if declared else {}
    if left_out:
        outcome = replace(outcome, **dict.fromkeys(left_out, math.nan))
    return Study(model, sources, values, extras, settings, inputs, outcome, assumed, left_out)


def _roundings(kind: type[Outcome], values: Mapping[str, Any], stated: Mapping[str, ModelInput]) -> dict[str, float]:
    """The rounding of figures whose hedge implies another one than their number alone, such as "about 44"."""
    found = {}
    for name, rounding in kind.rounding.items():
        if values[rounding] is None and (item := stated.get(name)):
            half = max(item.high - item.value, item.value - item.low)
            if not math.isclose(half, half_grain(item.value), abs_tol=1e-12):
                found[rounding] = float(f"{half:.12g}")
    return found


def _not_fed(
    parameters: Mapping[str, Any], defaults: Mapping[str, Any], inputs: Mapping[str, ModelInput]
) -> Iterator[str]:
    """A line for each claim that has its default although the sources state another value."""
    for name, found in inputs.items():
        if not found.assumed and parameters[name] == defaults[name] and not same_value(parameters[name], found):
            used = quantity_text(parameters[name], PARAMETERS[name].unit)
            yield (
                f"{name} is {used}, its default, but the sources state {found.printed}: `analysis run` uses that; "
                f"elsewhere, write {name} = {found.value:.6g} in the parameters cell, or give it with -p."
            )


_ID = lazy_regex(r"\b[A-Z]{2}[A-Z0-9]+\b")


def of_two_places(
    kind: type[Outcome],
    values: Mapping[str, Any],
    defaults: Mapping[str, Any],
    inputs: Mapping[str, ModelInput],
    assumed: Mapping[str, AssumedInput],
) -> dict[str, str]:
    """Return the results of a model that would compare two places, each with a sentence that says why."""

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
                f"{name_text(name)} refers to {region or 'a place that is not named'} ({whence})"
                for name, (region, whence) in places.items()
            )
            reasons[result] = f"{capitalised(name_text(result))} is left out: {listed}."
    return reasons
