"""Sentences on an automated line: what the cut of costs means, and whether productivity explains it."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from analysis.notebook.cards import COVERED
from analysis.notebook.provenance_links import Mark
from analysis.notebook.quantity_text import by_sign, payback_text, quantity_text, range_text
from analysis.notebook.record import Quoted, filled
from analysis.notebook.study import Study
from analysis.notebook.uncertainty import Uncertainty

CHANGE = ("rises by {}", "falls by {}", "does not change")
SAVING = ("a saving of {}", "an extra cost of {}", "no saving")
_SCOPES = {
    "conversion": "conversion costs, energy included",
    "variable": "variable costs, energy included",
    "labour_energy": "the costs of labour and energy",
    "energy_only": "the cost of energy alone",
    "annual_total": "the costs of a whole year",
}
_PRODUCTIVITY = {
    "embedded": "",
    "labour": " and fewer hours of labour on top of that",
    "throughput": " and more output from the same line on top of that",
}


def cost_parts(study: Study) -> dict[str, Mark]:
    """Return the parts of a sentence on automated costs: which costs, change per tonne, saving, tonnage, payback.

    >>> from analysis.notebook.study import study
    >>> parts = cost_parts(study({"sources": "seeds"}, "automation_effects"))
    >>> print(parts["scope"], parts["change"], parts["saving"], sep="; ")
    conversion costs, energy included; falls by 10 %; a saving of USD 3 million a year
    """
    return {
        "scope": study.text("cost_scope", words=_SCOPES.__getitem__),
        "change": study.text("unit_cost_change", words=lambda value: by_sign(value, "fraction", *CHANGE)),
        "saving": study.text("annual_saving_usd", words=lambda value: by_sign(value, "USD/year", *SAVING)),
        "tonnes": study.text("throughput_t_per_year"),
        "cost": study.text("conversion_cost_usd_per_t"),
        "capex": study.text("capex_usd"),
        "plainly": study.text("payback_years", words=payback_text),
    }


def cost_ends(grid: Any, scopes: Sequence[str], readings: Sequence[str], energy_share: float) -> str:
    """Return which reading of a cost cut gives the largest and the smallest fall, as a sentence; empty if all agree.

    `grid` has the change of the unit cost in percent, a row for each scope and a column for each reading of the gain
    in productivity; a pair that the model refuses is not a number. `energy_share` is the share of energy in the cost.

    >>> cost_ends([[-10.0, -20.0], [-3.5, math.nan]], ["conversion", "energy_only"], ["embedded", "labour"], 0.35)
    'If the claim means conversion costs, energy included and fewer hours of labour on top of that, the \
conversion cost of a tonne falls by 20 %; if it means the cost of energy alone, it falls by 3.5 %, since energy is an \
assumed 35 % of the cost and falls by 10 %.'
    """

    def moved(change: float, scope: str, reading: str) -> str:
        words = by_sign(change, "fraction", *CHANGE)
        if change == 0 or (scope, reading) != ("energy_only", "embedded"):
            return words
        of_energy = by_sign(change / energy_share, "fraction", *CHANGE)
        return (
            f"{words}, since energy is an assumed {quantity_text(energy_share, 'fraction')} of the cost and {of_energy}"
        )

    cells = [
        (change / 100, scope, reading)
        for scope, row in zip(scopes, np.asarray(grid, dtype=float), strict=True)
        for reading, change in zip(readings, row, strict=True)
        if not math.isnan(change)
    ]
    least, most = (end(cells, key=lambda cell: cell[0]) for end in (min, max))
    if least[0] == most[0]:
        return ""
    low, high = (f"{_SCOPES[scope]}{_PRODUCTIVITY[reading]}" for _, scope, reading in (least, most))
    falls = f"the conversion cost of a tonne {moved(*least)}"
    return f"If the claim means {low}, {falls}; if it means {high}, it {moved(*most)}."


def readings_text(found: Uncertainty, result: str, grid: Any) -> Quoted:
    """Return the range of a result in the reading of this run, and over all readings of the sentence."""
    origin, every = found.origin(result), readings_range(found.study, result, grid)
    words = f"on this reading; {COVERED} {{range}} given {origin}; {{every}}" if origin else "{every}"
    return filled(words, range=found.text(result), every=every)


def readings_range(study: Study, result: str, grid: Any) -> Quoted:
    """Return the range of a result over the readings of a sentence, a table in display units, as part of a sentence."""
    ends = readings_span(study, result, grid)
    if " to " not in ends:
        return filled("however the sentence is read")
    marked = Mark(ends, "result", f"{result}_by_reading")
    return filled("{range} over all ways to read the sentence", range=marked)


def readings_span(study: Study, result: str, grid: Any) -> str:
    """Return the lowest and highest result in a table in display units; one value if the two print the same.

    Each end of a percentage has its own digits, so that it prints like the value itself.
    """
    values = np.asarray(grid, dtype=float)
    unit = study.unit(result)
    scale = 100 if unit.startswith("fraction") else 1
    least, most = (float(end(values)) / scale for end in (np.nanmin, np.nanmax))
    first, last = quantity_text(least, unit), quantity_text(most, unit)
    if first == last:
        return first
    return f"{first.removesuffix(' %')} to {last}" if last.endswith(" %") else range_text(least, most, unit)


def explanation(study: Study) -> Quoted:
    """Return whether a productivity gain explains a cost cut, alone and with the energy cut, as a clause.

    Each needs a certain share of labour in the cost, which is infinite where no share would do.

    >>> from analysis.notebook.study import study
    >>> print(explanation(study({"sources": "seeds"}, "automation_effects")).text)
    productivity alone explains the cost cut if labour is 43.3 % of the cost; with the energy cut, if it is 28.2 %
    """
    outcome, cut = study.outcome, study.values["cost_cut"]
    saved = -study.values["energy_share"] * outcome.energy_intensity_change
    possible = math.isfinite(outcome.labour_share_productivity_alone)
    if cut == 0:
        return filled("there is no cost cut to explain")
    words = "productivity alone cannot explain the cost cut"
    if possible:
        words = "productivity alone explains the cost cut if labour is {alone} of the cost"
    if saved >= cut:
        words += "; the energy cut alone is at least as large"
    elif saved != 0:
        words += "; with the energy cut"
        if math.isfinite(outcome.labour_share_with_energy):
            words += ", if it is {together}" if possible else " it can, at {together}"
        else:
            words += " it cannot" if possible else " it cannot either"
    alone, together = (f"labour_share_{what}" for what in ("productivity_alone", "with_energy"))
    return filled(words, alone=study.text(alone), together=study.text(together))
