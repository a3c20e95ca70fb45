"""Sentences on battery foil: when it pays back, on which basis, and what a mix, an area and a plant earn."""

import math
from collections.abc import Mapping
from typing import Any

from analysis.core.formatting import name_text
from analysis.core.words import listed
from analysis.models.parameters import defaults_of
from analysis.models.questions.margin_uplift import may_be_round_yuan
from analysis.notebook.provenance_links import Mark
from analysis.notebook.quantity_text import by_sign, likelihood_word, payback_text, percent_span, quantity_text
from analysis.notebook.record import Quoted, filled
from analysis.notebook.study import Study
from analysis.notebook.uncertainty import Uncertainty

BASES = {"before_depreciation": "before depreciation", "after_depreciation": "after depreciation"}
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


def paybacks(study: Study) -> Quoted:
    """Return when an investment pays back without and with interest, as a verb phrase without repetition."""
    names = ("payback_years", "discounted_payback_years")
    plainly, discounted = (study.text(name, words=payback_text) for name in names)
    if str(plainly) == str(discounted):
        return filled("{plainly}, with or without interest", plainly=plainly)
    words = "{plainly}; with interest at {rate} it {discounted}"
    return filled(words, plainly=plainly, discounted=discounted, rate=study.text("discount_rate"))


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


def on_bases(study: Study) -> dict[str, Any]:
    """Return the parts of a sentence that name both profit bases, and the payback on the other one."""
    own = study.values["profit_basis"]
    (other,) = BASES.keys() - {own}
    sooner = payback_text(study.vary(profit_basis=other).payback_years)
    return {"basis": BASES[own], "other": BASES[other], "sooner": Mark(sooner, "result", "other_basis")}


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


def widest_text(steps: Mapping[str, float], moved: str) -> str:
    """Return which step of a bridge is the largest, as a sentence without a full stop."""
    widest = max(steps, key=lambda name: abs(steps[name]))
    return f"{widest.capitalize()} moves {moved} most" if steps[widest] else f"Nothing moves {moved}"
