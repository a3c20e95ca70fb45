"""What the uncertainty of the inputs does to the results: by convention, by scenarios, or by Monte Carlo."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from analysis.claims.inputs import ModelInput, by_parameter, correlated_pairs, input_distributions
from analysis.claims.presets import BASE, preset_ranges
from analysis.core.formatting import number
from analysis.models import PARAMETERS
from analysis.models.distributions import Distribution, between
from analysis.models.sampling import Plan
from analysis.models.sensitivity import Indices, sobol_indices
from analysis.models.simulation import HIGH, LOW, MEDIAN, Simulation, Spread, simulate, simulate_difference
from analysis.notebook.display_tables import table
from analysis.notebook.scenario_table import Scenarios
from analysis.notebook.study import Study

INDEX_POINTS = 4096


@dataclass(frozen=True)
class Uncertainty:
    """What `uncertainty` returns: distributions and what came of them; empty where Monte Carlo was not asked for.

    `claims` samples the claims alone: what the wording of the sources leaves open. `everything` samples the
    assumptions too, between their presets. `ranges` is what a record adds to each result.
    """

    plan: Plan
    distributions: Mapping[str, Distribution] = field(default_factory=dict)
    claims: Simulation | None = None
    everything: Simulation | None = None
    indices: Mapping[str, Indices] = field(default_factory=dict)
    ranges: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def without(self, *names: str) -> dict[str, Distribution]:
        """Return the distributions except those of some inputs, which the caller sets itself."""
        return {name: item for name, item in self.distributions.items() if name not in names}


def uncertainty(
    study: Study,
    results: Sequence[str],
    *,
    scenarios: Scenarios | None = None,
    more: Mapping[str, tuple[float, float]] | None = None,
    hedges: Mapping[str, str] | None = None,
) -> Uncertainty:
    """Show the convention behind each uncertain input, and what it does to the results; return both.

    The setting `uncertainty` of the study is none (the table of conventions only), scenarios (least and most of the
    exploratory scenarios) or montecarlo. Claims have the distribution of their hedge unless `hedges`, or the setting
    of that name, sets another; assumptions move between the presets low and high, and as `more` says; targets are
    fixed.
    """
    values, inputs, settings = study.values, study.inputs, study.settings
    hedges = {**(hedges or {}), **settings["hedges"]}
    seed = settings["seed"]
    plan = Plan(settings["draws"], seed, correlations=correlated_pairs(values, settings["correlations"]))
    claims = input_distributions(inputs, values, hedges)
    fixed_by_hand = {name for name in hedges if name not in claims}
    assumed = _assumptions(study, more, {*claims, *by_parameter(inputs, values), *fixed_by_hand})
    _show_conventions(values, inputs, claims, assumed)
    if settings["uncertainty"] == "scenarios" and scenarios is not None:
        ranges = {name: scenarios.range_of(name) for name in results}
        return Uncertainty(plan, ranges={name: {"low": low, "high": high} for name, (low, high) in ranges.items()})
    if settings["uncertainty"] != "montecarlo":
        print("Base case only. Set uncertainty to scenarios or montecarlo to see ranges.")
        return Uncertainty(plan)
    if not claims:
        print("No claim is uncertain: each is printed as exact or was set for this run.")
        return Uncertainty(plan)
    model = study.model
    alone = simulate(model, values, claims, results, plan)
    units = {name: item.unit for name, item in study.results.items()}
    _show_spreads(alone, units, "The wording of the sources alone")
    together = simulate(model, values, {**claims, **assumed}, results, plan)
    if assumed:
        _show_spreads(together, units, "Wording and assumptions")
    indices = {}
    if not plan.correlations:  # the variance of inputs that move together cannot be shared out
        indices = sobol_indices(model, values, {**claims, **assumed}, results, Plan(INDEX_POINTS, seed))
    _show_indices(indices)
    if scenarios is not None and BASE in scenarios.parameters:
        base_claims = input_distributions(inputs, scenarios.parameters[BASE], hedges)
        _show_differences(model, scenarios, base_claims, results, plan)
    return Uncertainty(plan, claims, alone, together, indices, _recorded(alone))


def simulate_readings(
    study: Study,
    found: Uncertainty,
    parameter: str,
    readings: Mapping[str, Any],
    results: Sequence[str],
) -> dict[str, Mapping[str, Spread]]:
    """Return the spread of some results for several values of one parameter, which is not sampled itself.

    `readings` maps a label to the value. Empty where no Monte Carlo was asked for.
    """
    if not found.claims:
        return {}
    sampled = found.without(parameter)
    return {
        label: simulate(study.model, {**study.values, parameter: value}, sampled, results, found.plan).spreads
        for label, value in readings.items()
    }


def _assumptions(
    study: Study, more: Mapping[str, tuple[float, float]] | None, known: set[str]
) -> dict[str, Distribution]:
    """The assumptions that have a low and a high value, as distributions between them."""
    values = study.values
    ranges = {**preset_ranges(study.name, values, study.inputs), **(more or {})}
    found = {}
    for name, (low, high) in ranges.items():
        if name not in known and low != high and PARAMETERS[name].kind == "assumption":
            found[name] = between(low, values[name], high, whole=PARAMETERS[name].whole)
    return found


def _show_conventions(
    values: Mapping[str, Any],
    inputs: Mapping[str, ModelInput],
    claims: Mapping[str, Distribution],
    assumed: Mapping[str, Distribution],
) -> None:
    kept = by_parameter(inputs, values)
    rows = []
    for name in dict.fromkeys((*kept, *claims, *assumed)):
        sampled = claims.get(name) or assumed.get(name)
        row = {"Input": name, "Kind": PARAMETERS[name].kind, "Base": number(values[name])}
        for heading, p in (("5 %", LOW), ("Median", MEDIAN), ("95 %", HIGH)):
            row[heading] = _shown(name, float(sampled.quantile(p))) if sampled else ""
        row["Convention"] = sampled.rule if sampled else kept[name].rule if name in kept else "fixed"
        row["Distribution"] = sampled.spoken if sampled else "none"
        rows.append(row)
    table(rows)


def _shown(name: str, value: float) -> str:
    return number(round(value) if PARAMETERS[name].whole else value)


def _show_spreads(simulation: Simulation, units: Mapping[str, str], heading: str) -> None:
    rows = []
    for name, spread in simulation.spreads.items():
        row = {heading: name, "Unit": units[name], "Base": number(spread.base), "Mean": _mean(spread)}
        for words, p in (("5 %", LOW), ("Median", MEDIAN), ("95 %", HIGH)):
            row[words] = str(spread.quantiles[p])
        row["Never"] = f"{number(100 * spread.never, 3)} %" if spread.never else ""
        row["Undefined"] = f"{number(100 * spread.undefined, 3)} %" if spread.undefined else ""
        rows.append(row)
    table(rows)
    print(simulation.convergence)


def _show_indices(indices: Mapping[str, Indices]) -> None:
    if not indices:
        return
    names = list(next(iter(indices.values())).total)
    rows = []
    for name in sorted(names, key=lambda name: -max(found.total[name] for found in indices.values())):
        shares = {f"{result}, in all": f"{max(0.0, found.total[name]):.2f}" for result, found in indices.items()}
        rows.append({"Share of the variance (Sobol)": name, **shares})
    rows.append({"Share of the variance (Sobol)": "interaction", **{
        f"{result}, in all": f"{max(0.0, found.interplay):.2f}" for result, found in indices.items()
    }})  # fmt: skip
    table(rows)


def _show_differences(
    model: Callable[..., Any],
    scenarios: Scenarios,
    claims: Mapping[str, Distribution],
    results: Sequence[str],
    plan: Plan,
) -> None:
    """What each exploratory scenario adds to the base scenario, on the same draws: what they share cancels out."""
    rows = []
    for name in scenarios.exploratory:
        if name != BASE:
            pair = scenarios.parameters[name], scenarios.parameters[BASE]
            found = simulate_difference(model, *pair, claims, results, plan).spreads
            rows.append(
                {"Difference from the base scenario, mean": name, **{one: _mean(found[one]) for one in results}}
            )
    table(rows)


def _mean(spread: Spread) -> str:
    return str(spread.mean) if spread.never == spread.undefined == 0 else "not always finite"


def _recorded(simulation: Simulation) -> dict[str, dict[str, float]]:
    """What a record keeps: 5 and 95 %, and the mean where every draw has one, else the share that has none."""
    recorded = {}
    for name, spread in simulation.spreads.items():
        if spread.sd > 0 or spread.never or spread.undefined:
            entry = {"low": spread.low, "high": spread.high}
            if spread.never or spread.undefined:
                entry |= {"never": spread.never, "undefined": spread.undefined}
            else:
                entry |= {"mean": spread.mean.value, "standard_error": spread.mean.standard_error}
            recorded[name] = entry
    return recorded
