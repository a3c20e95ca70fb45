"""Convert references to the unit and basis of a claim: exchange rates, value added tax, kinds of profit."""

import math

from analysis.binding.places import inside
from analysis.claims.claim import Claim
from analysis.core.errors import UnitError
from analysis.core.formatting import number
from analysis.core.references import Reference, References, money_in, period_span
from analysis.core.units import convert

Interval = tuple[float, float, float]


def converted(claim: Claim, reference: Reference, references: References) -> Interval | None:
    """Return low, value and high of a reference in the unit and on the basis of a claim; None if refused."""
    factor = conversion_factor(claim, reference, references)
    low, high = reference.interval
    return None if factor is None else (low * factor, reference.value * factor, high * factor)


def conversion_factor(claim: Claim, reference: Reference, references: References) -> float | None:
    """Return the factor that converts a reference to the unit and basis of a claim; None if it is refused."""
    tax = 1.0
    if money_in(claim.unit):
        if claim.profit_basis and reference.profit_basis and claim.profit_basis != reference.profit_basis:
            return None
        if claim.tax_basis and reference.tax_basis and claim.tax_basis != reference.tax_basis:
            rate = _tax_rate(reference, references)
            if rate is None:
                return None
            tax = 1 + rate if claim.tax_basis == "with_vat" else 1 / (1 + rate)
    unit = to_unit(1.0, reference, claim.unit, references)
    return None if unit is None else unit * tax


def _tax_rate(reference: Reference, references: References) -> float | None:
    """The rate of value added tax in the region and period of a reference; None if no row states it."""
    first, last = period_span(reference.period) if reference.period else (-math.inf, math.inf)
    for item in references.values():
        begins, ends = period_span(item.period) if item.period else (-math.inf, math.inf)
        place, outer = reference.region or "", item.region or ""
        here = place == outer or inside(place, outer)
        if item.quantity == "vat_rate" and here and begins < last and ends > first:
            return item.value
    return None


def to_unit(value: float, reference: Reference, unit: str, references: References) -> float | None:
    """Convert a number of a reference to another unit; None if the units are not compatible."""
    if not math.isfinite(value):
        return value
    from_unit, to = without_year(reference.unit), without_year(unit)
    try:
        return convert(value, from_unit, to)
    except UnitError:
        pass
    base, quote = money_in(from_unit), money_in(to)
    rate = yearly_rate(base, quote, (reference.period or "")[:4], references)[1] if base and quote else None
    if rate is None:
        return None
    try:
        return convert(value * rate, from_unit.replace(base, quote), to)
    except UnitError:
        return None


def without_year(unit: str) -> str:
    """Return the unit of a growth rate without "/year"; any other unit unchanged."""
    share, _, time = unit.partition("/")
    return share if time == "year" and share in ("fraction", "percent") else unit


def yearly_rate(base: str, quote: str, year: str, references: References) -> tuple[tuple[str, ...], float | None]:
    """Return the ids of the references for an exchange rate in a year, and the rate; None if there is no reference."""
    rates: dict[str, tuple[str, float]] = {}
    for item in references.values():
        period = item.period or ""
        if item.quantity == "exchange_rate" and period[:4] == year and "/" not in period and item.value > 0:
            if item.unit == f"{quote}/{base}":
                rates[period] = item.id, item.value
            elif item.unit == f"{base}/{quote}":
                rates[period] = item.id, 1 / item.value
    if year in rates:
        rates = {year: rates[year]}
    if not rates:
        return (), None
    return tuple(name for name, _ in rates.values()), sum(rate for _, rate in rates.values()) / len(rates)


def value_text(claim: Claim, low: float, value: float, high: float, digits: int = 4) -> str:
    """Return a value as text, without its unit: shares in percent, bounds as "at least" or "at most"."""
    times = 100 if without_year(claim.unit) == "fraction" else 1
    if low == high:
        return number(times * value, digits)
    if math.isinf(high):
        return f"at least {number(times * low, digits)}"
    if math.isinf(low):
        return f"at most {number(times * high, digits)}"
    return f"{number(times * low, digits)} to {number(times * high, digits)}"


def unit_text(claim: Claim) -> str:
    """Return the unit of `value_text`."""
    return "%" if without_year(claim.unit) == "fraction" else claim.unit
