"""What the doubt in the inputs does to the results: by convention, by scenarios, or by Monte Carlo."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from analysis.claims.inputs import ModelInput, by_parameter, correlated_pairs, input_distributions
from analysis.claims.presets import BASE, preset_ranges
from analysis.core.formatting import number
from analysis.models import PARAMETERS
from analysis.models.distributions import Distribution, between
from analysis.models.results import results_of
from analysis.models.sampling import Plan
from analysis.models.sensitivity import Indices, sobol_indices
from analysis.models.simulation import HIGH, LOW, MEDIAN, Simulation, Spread, simulate, simulate_difference
from analysis.notebook.display_tables import table
from analysis.notebook.scenario_table import Scenarios

INDEX_POINTS = 4096


@dataclass(frozen=True)
class Doubt:
    """What `doubt` returns: distributions and what came of them; empty where Monte Carlo was not asked for.

    `claims` draws the claims alone: what the wording of the sources leaves open. `everything` draws the
    assumptions too, between their presets. `ranges` is what a record adds to each result.
    """

    plan: Plan
    distributions: Mapping[str, Distribution] = field(default_factory=dict)
    claims: Simulation | None = None
    everything: Simulation | None = None
    indices: Mapping[str, Indices] = field(default_factory=dict)
    ranges: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def without(self, *names: str) -> dict[str, Distribution]:
        """Return the distributions but for some inputs, which a sweep sets itself."""
        return {name: item for name, item in self.distributions.items() if name not in names}


def doubt(
    model: Callable[..., Any],
    values: Mapping[str, Any],
    inputs: Mapping[str, ModelInput],
    uncertainty: str,
    results: Sequence[str],
    *,
    presets: str = "",
    scenarios: Scenarios | None = None,
    more: Mapping[str, tuple[float, float]] | None = None,
    hedges: Mapping[str, str] | None = None,
    correlations: Mapping[str, float] | None = None,
    draws: int = 65_536,
    seed: int = 1,
) -> Doubt:
    """Show the convention behind each uncertain input, and what it does to the results; return both.

    `uncertainty` is none (the table of conventions only), scenarios (least and most of the exploratory scenarios)
    or montecarlo. Claims have the distribution of their hedge unless `hedges` sets another; assumptions move
    between the presets low and high of the notebook named `presets`, and as `more` says; targets are fixed.
    `correlations` maps two inputs, such as "cost_cut energy_cut", to their correlation (a Gaussian copula).
    """
    PARAMETERS["uncertainty"].check(uncertainty)
    plan = Plan(draws, seed, correlations=correlated_pairs(values, correlations))
    claims = input_distributions(inputs, values, hedges)
    fixed_by_hand = {name for name in (hedges or {}) if name not in claims}
    assumed = _assumptions(values, presets, more, {*claims, *by_parameter(inputs, values), *fixed_by_hand})
    _show_conventions(values, inputs, claims, assumed)
    if uncertainty == "scenarios" and scenarios is not None:
        ranges = {name: scenarios.range_of(name) for name in results}
        return Doubt(plan, ranges={name: {"low": low, "high": high} for name, (low, high) in ranges.items()})
    if uncertainty != "montecarlo":
        print("The base case only: uncertainty may be set to scenarios or montecarlo.")
        return Doubt(plan)
    if not claims:
        print("No claim is uncertain here: each is printed as exact, or was set for this run.")
        return Doubt(plan)
    alone = simulate(model, values, claims, results, plan)
    units = {name: item.unit for name, item in results_of(model(**values)).items()}
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
    return Doubt(plan, claims, alone, together, indices, _recorded(alone))


def _assumptions(
    values: Mapping[str, Any], presets: str, more: Mapping[str, tuple[float, float]] | None, known: set[str]
) -> dict[str, Distribution]:
    """The assumptions that have a low and a high value, as distributions between them."""
    ranges = {**(preset_ranges(presets, values) if presets else {}), **(more or {})}
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
        drawn = claims.get(name) or assumed.get(name)
        row = {"Input": name, "Kind": PARAMETERS[name].kind, "Base": number(values[name])}
        for heading, p in (("5 %", LOW), ("Median", MEDIAN), ("95 %", HIGH)):
            row[heading] = _shown(name, float(drawn.quantile(p))) if drawn else ""
        row["Convention"] = drawn.rule if drawn else kept[name].rule if name in kept else "fixed"
        row["Distribution"] = drawn.spoken if drawn else "none"
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
    rows.append({"Share of the variance (Sobol)": "interplay", **{
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
    """What each exploratory scenario adds to the base one, on the same draws: what they share cancels out."""
    rows = []
    for name in scenarios.exploratory:
        if name != BASE:
            pair = scenarios.parameters[name], scenarios.parameters[BASE]
            found = simulate_difference(model, *pair, claims, results, plan).spreads
            rows.append({"Less the base scenario, mean": name, **{one: _mean(found[one]) for one in results}})
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


def show_readings(readings: Mapping[str, Mapping[str, Spread]]) -> None:
    """Show what each reading of the claims gives for each result: base case, 5 %, median, 95 %."""
    table(
        [
            {
                "Reading": reading,
                "Result": result,
                "Base": number(spread.base, 4),
                "5 %": number(spread.low, 4),
                "Median": number(spread.quantiles[MEDIAN].value, 4),
                "95 %": number(spread.high, 4),
            }
            for reading, spreads in readings.items()
            for result, spread in spreads.items()
        ]
    )
