"""Sentences that notebooks derive from results: pure functions, so that every case can be tested without a kernel."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from analysis.core.formatting import name_text
from analysis.core.references import load_references
from analysis.core.words import listed
from analysis.models.parameters import defaults_of
from analysis.models.questions.margin_uplift import may_be_round_yuan
from analysis.notebook.cards import COVERED, readings_range
from analysis.notebook.provenance_links import Mark
from analysis.notebook.quantity_text import (
    by_sign,
    likelihood_word,
    payback_text,
    percent_span,
    quantity_text,
)
from analysis.notebook.record import Quoted, filled, marked
from analysis.notebook.study import Study, parameter_defaults
from analysis.notebook.uncertainty import Uncertainty


def paybacks(study: Study, joined: str) -> Quoted:
    """Return when an investment pays back without and with interest, as a verb phrase without repetition."""
    names = ("payback_years", "discounted_payback_years")
    plainly, discounted = (study.text(name, words=payback_text) for name in names)
    if str(plainly) == str(discounted):
        return filled("{plainly}, with or without interest", plainly=plainly)
    return filled(joined, plainly=plainly, discounted=discounted, rate=study.text("discount_rate"))


def explanation_text(alone: float, together: float, cut: float, energy_part: float) -> str:
    """Return whether a productivity gain explains a cost cut, alone and with the energy cut, as a clause.

    `alone` and `together` are the labour shares required, `energy_part` is what the energy cut takes off the unit
    cost. They are infinite where no labour share explains the cut.

    >>> explanation_text(0.4333, 0.2817, 0.10, 0.035)
    'productivity alone explains the cost cut if labour is 43.3 % of the cost; with the energy cut, if it is 28.2 %'
    >>> explanation_text(float("inf"), float("inf"), 0.5, 0.035)
    'productivity alone cannot explain the cost cut; with the energy cut it cannot either'
    >>> explanation_text(0.393, 0.393, 0.06, 0.0)
    'productivity alone explains the cost cut if labour is 39.3 % of the cost'
    """
    if cut == 0:
        return "there is no cost cut to explain"
    possible = math.isfinite(alone)
    needed = quantity_text(together, "fraction")
    if possible:
        first = f"productivity alone explains the cost cut if labour is {quantity_text(alone, 'fraction')} of the cost"
    else:
        first = "productivity alone cannot explain the cost cut"
    if energy_part == 0:
        return first
    if energy_part >= cut:
        second = "the energy cut alone is at least as large"
    elif math.isfinite(together):
        second = f"with the energy cut, if it is {needed}" if possible else f"with the energy cut it can, at {needed}"
    else:
        second = "with the energy cut it cannot" if possible else "with the energy cut it cannot either"
    return f"{first}; {second}"


def explanation(study: Study) -> Quoted:
    """Return `explanation_text` for a study of `automation_effects`, as a part of a sentence that leads back."""
    outcome = study.outcome
    alone, together = outcome.labour_share_productivity_alone, outcome.labour_share_with_energy
    saved = -study.values["energy_share"] * outcome.energy_intensity_change
    words = explanation_text(alone, together, study.values["cost_cut"], saved)
    shares = {"labour_share_productivity_alone": alone, "labour_share_with_energy": together}
    return marked(words, {name: quantity_text(share, "fraction") for name, share in shares.items()})


NATIONAL = "REV25G5"  # the one behind the default of national_growth
YEARS = ("earlier_revenue_year", "earliest_base_year", "base_year")  # that sentences on the growth name


def base_years(study: Study) -> tuple[int, int]:
    """Return the first and the last year that the size of the cluster may be of."""
    values = study.values
    return min(values["earliest_base_year"], values["base_year"]), values["base_year"]


def needed_growth(study: Study) -> Quoted:
    """Return `required_text` for a study of `growth_scenarios`, as a part of a sentence that leads back."""
    outcome, (first, last) = study.outcome, base_years(study)
    early, late = outcome.required_growth_earliest, outcome.required_growth
    named = {"required_growth_earliest": quantity_text(early, "fraction/year"), "earliest_base_year": str(first)}
    named |= {"required_growth": quantity_text(late, "fraction/year"), "base_year": str(last)}
    return marked(required_text(early, late, first, last), named)


def other_growths(study: Study) -> Quoted:
    """Return the growth of the industry since an earlier year, if known, and of the industry of the whole country."""
    known = math.isfinite(study.outcome.recent_growth)
    by_default = study.values["national_growth"] == parameter_defaults(study.name)["national_growth"]
    years = (load_references()[NATIONAL].period or "").replace("/", " to ")
    period = f" from {years}" if by_default else ""
    return filled(
        f"{'Since {since} the industry {recent}; the' if known else 'The'} industry of the whole country {{national}}.",
        since=study.text("earlier_revenue_year", words=str),
        recent=study.text("recent_growth", words=lambda rate: past_text(rate, at_least=True)) if known else "",
        national=study.text("national_growth", words=lambda rate: past_text(rate) + period),
    )


def chance_results(study: Study) -> list[str]:
    """Return the name of the chance of the target; none if the target sets the growth, so that it is meaningless."""
    given = study.values["growth_source"] != "target" or study.values["growth_per_year"] is not None
    return ["probability_of_target"] if given else []


BASES = {"before_depreciation": "before depreciation", "after_depreciation": "after depreciation"}


def other_basis(study: Study) -> tuple[str, Any]:
    """Return the profit basis that a study of `margin_uplift` does not have, and the outcome on it."""
    (other,) = BASES.keys() - {study.values["profit_basis"]}
    return other, study.vary(profit_basis=other)


def on_bases(study: Study) -> dict[str, Any]:
    """Return the parts of a sentence that name both profit bases, and the payback on the other one."""
    other, outcome = other_basis(study)
    sooner = Mark(payback_text(outcome.payback_years), "result", "other_basis")
    return {"basis": BASES[study.values["profit_basis"]], "other": BASES[other], "sooner": sooner}


PLANT = ["utilisation", "foil_yield", "tax_rate", "ramp_years", "fee_mean_usd_per_t", "fee_reversion"]
PLANT += ["reference_fee_usd_per_t", "working_capital_usd_per_t_year"]


def as_given(study: Study, result: str) -> str:
    """Return whether the claims behind a result are as the sources state them, as the start of a sentence."""
    if study.is_stated(result):
        right = f"If {study.articles} {'is' if len(study.sources.documents) == 1 else 'are'} right"
        return {0: right, 1: "In the middle of the stated range"}.get(
            len(study.stated_ranges(result)), "In the middle of the stated ranges"
        )
    claims, others = study.claims_behind(result), study.not_stated(result)
    some = 0 < len(others) < len(claims)
    return f"With {listed([name_text(name) for name in others])} as set for this run" if some else "As set for this run"


def round_yuan_hedges(study: Study) -> dict[str, str] | None:
    """Return the hedges of the round amounts in yuan; None if the profits in dollars are not conversions of them."""
    hedges = {"wire_profit_cny_per_t": "about", "foil_profit_cny_per_t": "over"}  # assumption: those printed in dollars
    if not may_be_round_yuan(study.values):
        return None
    return {name: hedge for name, hedge in hedges.items() if study.values[name] > 0}


def plant_is_of_others(study: Study) -> bool:
    """Return whether a plant has the fees, utilisation, yield and tax that others report, none set by this run."""
    defaults = defaults_of(study.model)
    return all(study.values[name] == defaults[name] for name in PLANT)


def readings_text(found: Uncertainty, result: str, grid: Any) -> Quoted:
    """Return the range of a result in the reading of this run, and over all readings of the sentence."""
    origin, every = found.origin(result), readings_range(found.study, result, grid)
    own = (
        filled(f"on this reading; {COVERED} {{range}} given {{origin}}; ", range=found.text(result), origin=origin)
        if origin
        else filled("")
    )
    return filled("{own}{every}", own=own, every=every)


def payback_chance(found: Uncertainty) -> Quoted:
    """Return how likely it is that an investment pays back within the horizon, as a sentence with a space before it.

    The evidence layer decides; the sentence is empty if nothing that is uncertain moves the payback.
    """
    origin, chance = found.origin("payback_years"), 1 - found.chance("payback_years")
    if not origin:
        return filled("")
    return filled(
        f" Given {origin}, the chance that it pays back within {{horizon}}, even without interest, is {{chance}} "
        "({word}).",
        horizon=found.study.text("horizon_years"),
        chance=Mark(percent_span(chance, chance), "result", "payback_chance"),
        word=likelihood_word(chance),
    )


def mix_text(wire: float, foil: float, target: float, share: float) -> str:
    """Return which mixes of wire and foil earn a target profit per tonne, as a sentence without a full stop."""
    words = quantity_text(target, "USD/t")
    if target > max(wire, foil):
        return f"No share of foil earns {words}"
    if target <= min(wire, foil):
        return f"Every mix earns at least {words}"
    limit = "at least" if foil > wire else "at most"
    return f"The mix earns {words} with {limit} {quantity_text(share, 'fraction')} of foil"


def area_text(own: str, reference: str, per_area: float, per_tonne: float) -> str:
    """Return what foil earns or loses per square metre, as what foil of another thickness must earn per tonne.

    >>> area_text("3.5 µm", "6 µm", 0.0439, 816.7)
    'Per square metre, foil of 3.5 µm earns as much as foil of 6 µm with a profit of USD 817 per tonne'
    >>> area_text("3.5 µm", "6 µm", -0.0086, -160.4)
    'Per square metre, foil of 3.5 µm loses as much as foil of 6 µm with a loss of USD 160 per tonne'
    >>> area_text("6 µm", "6 µm", -0.0148, -275)
    'Foil of 6 µm loses USD 0.0148 per square metre'
    >>> area_text("6 µm", "6 µm", 0, 0)
    'Foil of 6 µm earns nothing'
    """
    if own == reference or per_area == 0:
        return f"Foil of {own} {by_sign(per_area, 'USD/m2', 'earns {}', 'loses {}', 'earns nothing')}"
    other = by_sign(per_tonne, "USD/t", "a profit of {}", "a loss of {}", "no profit")
    verb = "earns" if per_area > 0 else "loses"
    return f"Per square metre, foil of {own} {verb} as much as foil of {reference} with {other}"


def capital_text(breakeven: float, horizon: float) -> str:
    """Return which capital cost pays back with interest within a horizon, as a sentence without a full stop."""
    if breakeven == 0:
        return "Foil earns no more than wire: no capital cost pays back"
    years = quantity_text(horizon, "year")
    if math.isinf(breakeven):
        return f"With interest, any capital cost of foil pays back within {years}"
    limit = quantity_text(breakeven, "USD/(t/year)", 4)
    return f"With interest, foil above {limit} does not pay back within {years}"


def required_text(earliest: float, latest: float, first: int, last: int) -> str:
    """Return the growth that a target needs if its start is in the first or in the last year, as a verb phrase."""
    if latest == 0:
        return "needs no growth"
    late = quantity_text(latest, "fraction/year")
    if first >= last:
        return f"needs to grow by {late}"
    early = quantity_text(earliest, "fraction/year")
    return f"needs to grow by {early} if its size refers to {first}, and by {late} if it refers to {last}"


def past_text(rate: float, at_least: bool = False) -> str:
    """Return a past growth as a verb phrase; `at_least` if it is measured from an upper bound."""
    words = ("grew by at least {}", "shrank by at most {}", "did not shrink") if at_least else PAST
    return by_sign(rate, "fraction/year", *words, digits=2 if abs(rate) < 0.1 else 3)


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


def cost_ends(grid: Any, scopes: Sequence[str], readings: Sequence[str]) -> str:
    """Return which reading of a cost cut gives the largest and the smallest fall, as a sentence; empty if all agree.

    `grid` has the change of the unit cost in percent, a row for each scope and a column for each reading of the gain
    in productivity; a pair that the model refuses is not a number.

    >>> cost_ends([[-10.0, -20.0], [-3.5, math.nan]], ["conversion", "energy_only"], ["embedded", "labour"])
    'If the claim means conversion costs, energy included and fewer hours of labour on top of that, the \
conversion cost of a tonne falls by 20 %; if it means the cost of energy alone, it falls by 3.5 %.'
    """
    cells = [
        (change / 100, f"{_SCOPES[scope]}{_PRODUCTIVITY[reading]}")
        for scope, row in zip(scopes, np.asarray(grid, dtype=float), strict=True)
        for reading, change in zip(readings, row, strict=True)
        if not math.isnan(change)
    ]
    (least, low), (most, high) = (end(cells, key=lambda cell: cell[0]) for end in (min, max))
    if least == most:
        return ""
    first, last = (by_sign(change, "fraction", *CHANGE) for change in (least, most))
    return f"If the claim means {low}, the conversion cost of a tonne {first}; if it means {high}, it {last}."


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


PAST = ("grew by {}", "shrank by {}", "did not grow")


def plan_text(planned: Mapping[str, float], reached: Mapping[str, float], year: str, places: Mapping[str, str]) -> str:
    """Return how planned growths compare with those that were reached, as a sentence without a full stop.

    `places` has the place of each plan that is not of the country.

    >>> plan_text({"value added": 0.05, "output": 0.015}, {"value added": 0.069, "output": 0.039}, "2025", {})
    'The plan asks for less than the country reached in 2025: value added 5 % after 6.9 %, output 1.5 % after 3.9 %'
    >>> plan_text({"value added": 0.08}, {"value added": 0.069}, "2025", {"value added": "Anhui"})
    'The plans ask for more than the country reached in 2025: value added 8 % (Anhui) after 6.9 %'
    """
    steps = [planned[name] - reached[name] for name in planned]
    if min(steps) > 0:
        asks = "more than"
    elif max(steps) < 0:
        asks = "less than"
    elif any(steps):
        low, high = min(steps), max(steps)
        asks = "no more than" if high <= 0 else "no less than" if low >= 0 else "other growth than"
    else:
        asks = "what"
    listed = ", ".join(
        f"{name} {quantity_text(planned[name], 'fraction')}{f' ({places[name]})' if name in places else ''}"
        f" after {quantity_text(reached[name], 'fraction')}"
        for name in planned
    )
    return f"The {'plans ask' if places else 'plan asks'} for {asks} the country reached in {year}: {listed}"


def price_text(growth: float, prices: float) -> str:
    """Return how much of a growth in revenue prices explain, as a sentence without a full stop."""
    digits = 2 if abs(prices) < 0.1 else 3  # as of the growth
    rose = by_sign(prices, "fraction/year", "rose by {}", "fell by {}", "did not move", digits)
    moved = "fell" if growth < prices else "rose"
    if math.isclose(growth, prices, rel_tol=1e-9, abs_tol=1e-12):
        moved = "did not move"
    return f"Prices {rose}, and the revenue {past_text(growth)}: volume and mix {moved}"


def mix_verdict(multiple: float, needed: float) -> str:
    """Return whether a change of mix alone lifts the revenue per tonne as much as a target asks for."""
    return f"a change of mix alone {'would' if multiple >= needed else 'does not'} reach it"


def widest_text(steps: Mapping[str, float], moved: str) -> str:
    """Return which step of a bridge is the largest, as a sentence without a full stop."""
    widest = max(steps, key=lambda name: abs(steps[name]))
    return f"{widest.capitalize()} moves {moved} most" if steps[widest] else f"Nothing moves {moved}"


def counted_text(names: Sequence[str], of: int, what: str) -> str:
    """Return how many of some scenarios do something, with their names."""
    verb, _, rest = what.partition(" ")
    one = f"{verb}{'es' if verb.endswith(('ch', 'sh', 's', 'x')) else 's'} {rest}".rstrip()
    listed = ", ".join(map(name_text, names))
    if not names:
        return f"None of {of} scenarios {one}"
    return f"{len(names)} of {of} scenarios {what if len(names) > 1 else one}: {listed}"


def rest_text(prices: str, growth: float) -> str:
    """Return what growth a rise of prices leaves to tonnage and mix, as a sentence without a full stop."""
    words = by_sign(growth, "fraction/year", "still have to add {}", "may shrink by {}", "need not change")
    return f"With {prices}, tonnage and mix {words}"
