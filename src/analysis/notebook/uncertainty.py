"""The uncertainty of results in three layers: the wording of the sources, the assumptions, and the evidence."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from analysis.binding.inputs import ModelInput, by_parameter, claim_shares, correlated_pairs, input_distributions
from analysis.claims.claim import claim_from
from analysis.claims.evidence import Evidence, evidence_on
from analysis.claims.presets import BASE, preset_ranges
from analysis.core.errors import ParameterError
from analysis.core.formatting import label, meaning_text, number
from analysis.core.references import cited_together, load_references
from analysis.core.words import capitalised, listed
from analysis.models import PARAMETERS
from analysis.models.distributions import Distribution, between
from analysis.models.sampling import SamplingPlan
from analysis.models.sensitivity import Indices, conditional_means, sobol_indices
from analysis.models.simulation import Simulation, simulate, simulate_difference
from analysis.models.spread import HIGH, LOW, MEDIAN, Spread
from analysis.notebook.display_tables import note, table
from analysis.notebook.parameter_tables import parameter_text
from analysis.notebook.provenance_links import Mark
from analysis.notebook.quantity_text import (
    LEAST_CHANCE,
    difference_text,
    digits_of_range,
    event_meaning,
    probability_text,
    quantity_text,
    range_text,
    rounded_in_range,
)
from analysis.notebook.scenario_table import Scenarios
from analysis.notebook.study import Study

INDEX_POINTS = 4096
POINTS_GIVEN = 8192  # draws of the other inputs where one is given
LEAST_SHIFT = 0.05  # assumption: standard deviations by which an input differs before it is shown
LAYERS = ("wording", "assumptions", "evidence")


@dataclass(frozen=True)
class Uncertainty:
    """The result of `uncertainty`: the distributions of the inputs, and the spread of the results in each layer.

    `wording` samples the claims by their hedges, `assumptions` the assumptions between their presets, and `evidence`
    both, with a mixture of claim and references where references are comparable. `evidence` includes both, and is
    the layer for sentences and chances.
    """

    study: Study
    plan: SamplingPlan
    claims: Mapping[str, Distribution]
    assumed: Mapping[str, Distribution]
    on_claims: Mapping[str, Evidence]
    wording: Simulation
    assumptions: Simulation
    evidence: Simulation

    @property
    def sampled(self) -> Mapping[str, Distribution]:
        """The distributions of the evidence layer, by input."""
        return self.evidence.distributions

    def without(self, *names: str) -> dict[str, Distribution]:
        """Return the distributions without some inputs, which the caller sets."""
        return {name: item for name, item in self.sampled.items() if name not in names}

    def range(self, result: str, layer: str = "evidence") -> tuple[float, float]:
        """Return the range of a result in a layer, which holds nine draws of ten."""
        spread: Spread = getattr(self, layer).spreads[result]
        if layer == "evidence":
            return spread.low, spread.high
        return min(spread.low, spread.base), max(spread.high, spread.base)

    def text(self, result: str, layer: str = "evidence") -> Mark:
        """Return the range of a result in words, as a linked part of a sentence."""
        low, high = self.range(result, layer)
        tiny = self.study.results[result].chance and 0 < high < LEAST_CHANCE
        words = probability_text(high) if tiny else range_text(low, high, self.study.unit(result))
        return Mark(words, "result", result)

    def mean(self, result: str) -> float:
        """Return the mean of a result over the draws of the evidence layer; for a chance, of the event itself."""
        return self.evidence.spreads[result].mean.value

    def chance(self, result: str) -> float:
        """Return the share of the draws in which a result is above its limit."""
        return self.evidence.spreads[result].above

    def origin(self, result: str) -> str:
        """Return the origin of the evidence range of a result, in words; empty if nothing moves the result."""
        moved = {name for name in self.sampled if self._moves(name, result)}
        measured = moved & self.on_claims.keys()
        worded = {name for name in moved - measured if PARAMETERS[name].kind == "claim"}
        parts = ["the claim", "what others have published"] if measured else []
        parts += ["the wording of the sources"] if worded else []
        parts += ["other assumptions"] if moved - measured - worded else []
        return listed(parts)

    def _moves(self, name: str, result: str) -> bool:
        """Whether a result differs where a sampled input is at one of the ends of its range."""
        base, distribution = getattr(self.study.outcome, result), self.sampled[name]
        for p in (LOW, HIGH):
            end = float(distribution.quantile(p))
            try:
                found = getattr(self.study.vary(**{name: round(end) if PARAMETERS[name].whole else end}), result)
            except ParameterError:  # an end breaks a rule with the other values of this run
                continue
            if found != base and not (np.isnan(found) and np.isnan(base)):
                return True
        return False

    def mean_at(self, result: str, **given: float) -> float:
        """Return the mean of a result over the draws of all other inputs, with some inputs as given."""
        values = {**self.study.values, **given}
        plan = replace(self.plan, draws=min(self.plan.draws, POINTS_GIVEN))
        return simulate(self.study.model, values, self.without(*given), [result], plan).spreads[result].mean.value

    @property
    def ranges(self) -> dict[str, dict[str, Any]]:
        """The statistics to record with each result: the range of each layer, and mean and median for the evidence."""
        recorded: dict[str, dict[str, Any]] = {}
        for name, spread in self.evidence.spreads.items():
            low, high = self.range(name)
            entry: dict[str, Any] = {"low": low, "high": high, "median": spread.quantiles[MEDIAN].value}
            if spread.never or spread.undefined:
                entry |= {"never": spread.never, "undefined": spread.undefined}
            else:
                entry |= {"mean": spread.mean.value, "standard_error": spread.mean.standard_error}
            recorded[name] = {**entry, "layers": {layer: list(self.range(name, layer)) for layer in LAYERS}}
        return recorded


def uncertainty(
    study: Study,
    results: Sequence[str],
    *,
    more: Mapping[str, tuple[float, float]] | None = None,
    hedges: Mapping[str, str] | None = None,
    limits: Mapping[str, float] | None = None,
) -> Uncertainty:
    """Sample the uncertain inputs, layer by layer, and return the spread of the results.

    Claims have the distribution of their hedge unless `hedges`, or the setting of that name, sets another; assumptions
    move between the presets low and high, and as `more` says; targets are fixed. `limits` are what `chances_table` asks
    about, 0 unless given. Raises ParameterError for settings that name no parameter or no distribution.

    >>> from analysis.notebook.study import study
    >>> found = uncertainty(study({"sources": "seeds"}, "margin_uplift"), ["uplift_usd_per_t"])
    >>> print(found.text("uplift_usd_per_t", "wording"))
    USD 1,380 to 1,650 per tonne
    """
    values, inputs, settings = study.values, study.inputs, study.settings
    hedges = {**(hedges or {}), **settings["hedges"]}
    plan = SamplingPlan(
        settings["draws"], settings["seed"], correlations=correlated_pairs(values, settings["correlations"])
    )
    claims = input_distributions(inputs, values, hedges)
    fixed_by_hand = {name for name in hedges if name not in claims}
    assumed = _assumptions(study, more, {*claims, *by_parameter(inputs, values), *fixed_by_hand})
    on_claims = _evidence(study, claims, hedges)
    whole = {**claims, **{name: item.distribution for name, item in on_claims.items()}, **assumed}

    def drawn(distributions: Mapping[str, Distribution]) -> Simulation:
        return simulate(study.model, values, distributions, results, plan, limits=limits)

    return Uncertainty(study, plan, claims, assumed, on_claims, drawn(claims), drawn(assumed), drawn(whole))


def _evidence(study: Study, claims: Mapping[str, Distribution], hedges: Mapping[str, str]) -> dict[str, Evidence]:
    """The evidence on each claim that still has the value of its figure and the distribution of its hedge."""
    shares = claim_shares(study.values, study.settings["evidence"])
    found = {}
    for name, item in by_parameter(study.inputs, study.values).items():
        if item.kind == "claim" and name not in hedges:
            wording = claims.get(name)
            claim = claim_from(item.named, study.sources)
            on_claim = evidence_on(claim, wording, load_references(), claim_share=shares.get(name))
            if on_claim:
                stream = wording.stream if wording else ""
                found[name] = replace(on_claim, distribution=replace(on_claim.distribution, stream=stream))
    return found


def simulate_readings(
    found: Uncertainty, parameter: str, readings: Mapping[str, Any], results: Sequence[str]
) -> dict[str, Mapping[str, Spread]]:
    """Return the spread of some results for several values of one parameter, which is not sampled itself."""
    study, sampled = found.study, found.without(parameter)
    return {
        label: simulate(study.model, {**study.values, parameter: value}, sampled, results, found.plan).spreads
        for label, value in readings.items()
    }


def _assumptions(
    study: Study, more: Mapping[str, tuple[float, float]] | None, known: set[str]
) -> dict[str, Distribution]:
    """The distributions of the assumptions that have a low and a high value."""
    values = study.values
    ranges = {**preset_ranges(study.name, values, study.inputs), **(more or {})}
    found = {}
    for name, (low, high) in ranges.items():
        value = values[name]
        inside = value is None or min(low, high) <= value <= max(low, high)
        if inside and name not in known and low != high and PARAMETERS[name].kind == "assumption":
            found[name] = between(low, value, high, whole=PARAMETERS[name].whole)
    return found


def layers_table(found: Uncertainty) -> None:
    """Show the range in each layer: a row per result, with its value."""
    study = found.study
    rows = []
    for name, spread in found.evidence.spreads.items():
        unit, meaning = study.unit(name), study.results[name].meaning
        # With the digits of the narrowest range, so that a value in it is not printed outside of it.
        digits = max(digits_of_range(*found.range(name, layer)) for layer in ("wording", "assumptions"))
        value = quantity_text(spread.base, unit, digits)
        if study.results[name].chance and not spread.undefined:  # an event has one probability, the mean over the draws
            words, value = event_meaning(meaning), f"{probability_text(spread.mean.value)}, the mean"
        else:
            words = meaning_text(meaning)
        row: dict[str, Any] = {"Result": capitalised(words), "Value": Mark(value, "result", name)}
        for layer in LAYERS:
            part = 0 < getattr(found, layer).spreads[name].undefined < 1
            row[layer.capitalize()] = f"{found.text(name, layer)}{', where it is defined' if part else ''}"
        rows.append(row)
    table(rows)
    note(found.evidence.convergence)


def chances_table(found: Uncertainty, events: Mapping[str, tuple[str, bool]]) -> None:
    """Show the probability of some events in each layer."""
    rows = []
    for words, (result, above) in events.items():
        row = {"Event": capitalised(words)}
        for layer in LAYERS:
            share = getattr(found, layer).spreads[result].above
            row[layer.capitalize()] = probability_text(share if above else 1 - share)
        rows.append(row)
    table(rows)


def conditional_table(found: Uncertainty, chance: str, event: str) -> None:
    """Show the inputs in the draws in which an event happens, those that differ most first."""
    shifts = conditional_means(found.study.model, found.study.values, found.sampled, chance, found.plan)
    rows = [
        {
            "Input": label(shift.parameter, PARAMETERS[shift.parameter].unit),
            "Mean": _mean_text(shift.parameter, shift.mean),
            f"Mean where {event}": _mean_text(shift.parameter, shift.mean_where),
            "Difference (standard deviations)": f"{shift.standardised:+.2f}".replace("-", "−"),
        }
        for shift in shifts
        if abs(shift.standardised) >= LEAST_SHIFT
    ]
    table(rows)


def _mean_text(parameter: str, mean: float) -> str:
    """A mean in words; a mean of whole numbers, such as years, has decimals."""
    return f"{mean:.1f}" if PARAMETERS[parameter].whole else parameter_text(parameter, mean, 3)


def show_uncertainty(found: Uncertainty, *, scenarios: Scenarios | None = None) -> None:
    """Show the convention behind each uncertain input, what explains the variance, and how the scenarios differ."""
    study = found.study
    _show_conventions(study.values, study.inputs, found)
    if found.sampled and not found.plan.correlations:  # the variance of inputs that move together cannot be shared out
        points = SamplingPlan(INDEX_POINTS, found.plan.seed)
        _show_indices(
            study, sobol_indices(study.model, study.values, found.sampled, list(found.evidence.spreads), points)
        )
    if scenarios is not None and BASE in scenarios.parameters:
        base_claims = input_distributions(study.inputs, scenarios.parameters[BASE], study.settings["hedges"])
        _show_differences(study, scenarios, base_claims, list(found.evidence.spreads), found.plan)


def _show_conventions(values: Mapping[str, Any], inputs: Mapping[str, ModelInput], found: Uncertainty) -> None:
    kept = by_parameter(inputs, values)
    rows = []
    for name in dict.fromkeys((*kept, *found.claims, *found.sampled)):
        sampled = found.sampled.get(name)
        own = found.claims.get(name) or found.assumed.get(name)
        known, base = PARAMETERS[name], parameter_text(name, values[name])
        row = {"Input": label(name, known.unit), "Kind": known.kind, "Base": base}
        quantiles = [float(sampled.quantile(p)) for p in (LOW, MEDIAN, HIGH)] if sampled else []
        shown = _quantiles_text(name, quantiles) if quantiles else [""] * 3
        row |= dict(zip(("5 %", "Median", "95 %"), shown, strict=True))
        rule = own.rule if own else kept[name].rule if name in kept else "fixed"
        row["Wording or assumption"] = _in_unit(rule, known.unit)
        row["Distribution"] = _in_unit(own.description, known.unit) if own else "none"
        is_claim = name in kept and kept[name].kind == "claim"
        row["Weight in the evidence"] = _evidence_words(found.on_claims.get(name), is_claim)
        rows.append(row)
    table(rows)


_DISTANCES = ("step of ", "sd ")  # before a number that is a distance, of percentages in points
_NUMBER = re.compile(r"(?<![\w.])(?<!exponent )\d+(?:\.\d+)?(?:e[+-]?\d+)?(?![\w%]|\.\d| %)")


def _in_unit(rule: str, unit: str) -> str:
    """A rule or a distribution with its numbers in the form that readers know: shares in percent, years plain."""
    is_share = unit.startswith("fraction")

    def shown(match: re.Match[str]) -> str:
        if is_share:
            shown = number(100 * float(match[0]), 4)
            if rule.endswith(_DISTANCES, 0, match.start()):
                return f"{shown} point{'s' if shown != '1' else ''}"
            return f"{shown} %"
        return match[0] if unit == "year" else number(float(match[0]), 4)

    return _NUMBER.sub(shown, rule)


def _evidence_words(found: Evidence | None, is_claim: bool) -> str:
    if found is None:
        return "no comparable reference: wording" if is_claim else ""
    weights = {words: sum(map(found.weights.__getitem__, ids)) for words, ids in cited_together(found.weights).items()}
    listed = "; ".join(f"{words}: {100 * weight:.0f} %" for words, weight in weights.items())
    return f"claim: {100 * found.claim_weight:.0f} %; {listed}"


def _quantiles_text(name: str, quantiles: Sequence[float]) -> list[str]:
    """Quantiles of an input in words, with the digits that a sentence gives the range from the first to the last."""
    if PARAMETERS[name].whole:
        return [parameter_text(name, round(value), 3) for value in quantiles]
    ends = quantiles[0], quantiles[-1]
    return [parameter_text(name, rounded_in_range(value, *ends), digits_of_range(*ends)) for value in quantiles]


def _show_indices(study: Study, indices: Mapping[str, Indices]) -> None:
    import pandas as pd

    if not indices:
        return
    shares = pd.DataFrame({study.label(result): found.total for result, found in indices.items()})
    shares = shares.loc[shares.max(axis=1).sort_values(ascending=False, kind="stable").index]
    shares.loc["interaction"] = [found.interaction for found in indices.values()]
    shares = shares.clip(lower=0).map("{:.2f}".format)
    table(shares.reset_index(names="Share of the variance, in all (Sobol)"))


def _show_differences(
    study: Study, scenarios: Scenarios, claims: Mapping[str, Distribution], results: Sequence[str], plan: SamplingPlan
) -> None:
    """The difference of each exploratory scenario from the base, on the same draws, so that common noise cancels."""
    rows = []
    for name in scenarios.exploratory:
        if name != BASE:
            pair = scenarios.parameters[name], scenarios.parameters[BASE]
            found = simulate_difference(study.model, *pair, claims, results, plan).spreads
            means = {
                study.label(one): difference_text(spread.mean.value, study.unit(one))
                if spread.never == spread.undefined == 0
                else "not always finite"
                for one, spread in found.items()
            }
            rows.append({"Difference from the base scenario, mean": name} | means)
    table(rows)
