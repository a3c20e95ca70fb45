"""Compares a claim with the references for its quantity, by rules on unit, region, scope, period and tolerance.

The rules, also in docs/verification.md:

1. Only rows for the same quantity are compared, in the unit of the claim. Money is converted at the average exchange
   rate of the reference's year; a row without such a rate is left out.
2. A row is current if its period overlaps the window of the claim. A total needs the same region; for a rate, a price
   or a share, a row from inside the region is a sample.
3. A claim is consistent if its hedged interval, widened by 5 %, overlaps a row, or if it lies between rows that
   disagree: rows with the same period, region and scope, or samples from inside its region. Otherwise it is partly
   if it is within 15 %, or if it is a bound that all rows satisfy, and contradicted if not.
   A single sample, from one place inside the region, cannot contradict it.
4. Rows for another scope, rows for another region (rates only), and rows published by the people who make the claim
   allow partly at most. A claim more than twice as large as all of them is contradicted nevertheless.
5. If only earlier rows exist, a total is partly if growth of 15 % a year would reach it, and unverified if not.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from analysis.claims.claim import Claim
from analysis.claims.references import Reference, period_span
from analysis.claims.regions import inside
from analysis.core.errors import UnitError
from analysis.core.formatting import number
from analysis.core.units import CURRENCY_CODES, convert, is_total

Verdict = Literal["consistent", "partly", "contradicted", "not comparable", "unverified"]
TOLERANCE = 0.05  # assumption: definitions and rounding differ by up to this share
NEAR = 0.15  # assumption: numbers farther apart than this disagree
FAR = 1.0  # assumption: another scope cannot explain a claim that is more than twice the reference
SHOWN = 4  # the number of rows listed in a reason when none of them is decisive
PLAUSIBLE_GROWTH = 0.15  # assumption: the fastest yearly growth at which an earlier level is extrapolated


@dataclass(frozen=True)
class Assessment:
    """A computed verdict, its reason in words, and the ids of the references that it is based on."""

    verdict: Verdict
    reason: str
    references: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Row:
    """A reference, converted to the unit of the claim."""

    reference: Reference
    low: float
    value: float
    high: float


def compare(claim: Claim, references: Mapping[str, Reference], tolerance: float = TOLERANCE) -> Assessment:
    """Return the verdict on a claim based on the references alone, by the rules at the top of this module."""
    if claim.named.figure.unit == "dimensionless" and claim.unit == "bn":
        return Assessment("not comparable", "an amount of money without a currency")
    quantity = claim.verify.quantity
    same = [item for item in references.values() if item.quantity == quantity]
    if not same:
        return _compare_related(claim, references) or Assessment(
            "unverified", f"no row of reference.csv has the quantity {quantity or claim.name}"
        )
    rows = [row for item in same if (row := _in_unit(item, claim.unit, references)) is not None]
    if not rows:
        units = ", ".join(dict.fromkeys(item.unit for item in same))
        return Assessment(
            "not comparable", f"{claim.unit} does not convert into {units} (money needs a rate of its year)"
        )
    if is_total(claim.unit):  # totals of other regions say nothing about it
        rows = [row for row in rows if _same_region(claim, row)]
    current = [row for row in rows if claim.meets(row.reference.period)]
    direct = [row for row in current if _same_scope(claim, row) and _same_region(claim, row)]
    if direct:
        return _compare_rows(claim, direct, tolerance)
    if current:
        found = _compare_rows(claim, current, tolerance)
        if found.verdict == "contradicted" and min(_distance(claim.base, row) for row in current) > FAR:
            return Assessment(
                "contradicted", f"{found.reason}, far off even of other scopes and regions", found.references
            )
        return _capped_at_partly(found, "of another scope or region")
    direct = [row for row in rows if _same_scope(claim, row) and _same_region(claim, row)]
    return _from_other_periods(claim, direct, _coverage(claim, same))


def to_unit(value: float, reference: Reference, unit: str, references: Mapping[str, Reference]) -> float | None:
    """Convert a number of a reference to another unit; None if the units are not compatible.

    Money is converted at the average exchange rate of the reference's year. Infinite bounds stay infinite. Growth
    "per year" is treated as a share of the year before.
    """
    if not math.isfinite(value):
        return value
    from_unit, to = _without_year(reference.unit), _without_year(unit)
    try:
        return convert(value, from_unit, to)
    except UnitError:
        pass
    base, quote = currency(from_unit), currency(to)
    rate = yearly_rate(base, quote, (reference.period or "")[:4], references)[1] if base and quote else None
    if rate is None:
        return None
    try:
        return convert(value * rate, from_unit.replace(base, quote), to)
    except UnitError:
        return None


def in_unit(
    reference: Reference, unit: str, references: Mapping[str, Reference]
) -> tuple[float | None, float | None, float | None]:
    """Return low, value and high of a reference in another unit; each is None if it cannot be converted."""
    low, high = reference.interval
    low_, value, high_ = (to_unit(x, reference, unit, references) for x in (low, reference.value, high))
    return low_, value, high_


def _without_year(unit: str) -> str:
    """The unit of a growth rate without "/year"; any other unit unchanged."""
    share, _, time = unit.partition("/")
    return share if time == "year" and share in ("fraction", "percent") else unit


def _in_unit(reference: Reference, unit: str, references: Mapping[str, Reference]) -> _Row | None:
    low, value, high = in_unit(reference, unit, references)
    return None if low is None or value is None or high is None else _Row(reference, low, value, high)


def near(tolerance: float) -> float:
    """Return the largest relative difference that still counts as near; at least the tolerance."""
    return max(NEAR, tolerance)


def currency(unit: str) -> str:
    """Return the currency code in a unit; empty if the unit is not money."""
    return next((code for code in CURRENCY_CODES if code in unit.replace("/", " ").split()), "")


def yearly_rate(
    base: str, quote: str, year: str, references: Mapping[str, Reference]
) -> tuple[tuple[str, ...], float | None]:
    """Return the ids of the references for an exchange rate in a year, and the rate; None if there is no reference.

    The rate is the amount of `quote` for one unit of `base`: the average of the year if that is a row, otherwise the
    mean of the months that are rows.
    """
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


def _same_scope(claim: Claim, row: _Row) -> bool:
    """Whether scopes match; a claim without a scope matches any scope, unless it is a total."""
    claimed, scope = claim.verify.scope, row.reference.scope or ""
    return claimed == scope or (not claimed and not is_total(claim.unit))


def _same_region(claim: Claim, row: _Row) -> bool:
    region = row.reference.region or ""
    return region == claim.region or (not is_total(claim.unit) and inside(region, claim.region))


def _compare_rows(claim: Claim, rows: list[_Row], tolerance: float) -> Assessment:
    """The verdict on a claim from current rows."""
    ids = tuple(row.reference.id for row in rows)
    shown = _row_list(claim, rows)
    low, high = widened(claim.low, claim.high, tolerance)
    hits = [row for row in rows if _effective_interval(row)[0] <= high and _effective_interval(row)[1] >= low]
    not_excluded = [row for row in rows if row not in hits and row.low <= high and row.high >= low]
    least, most = min(row.low for row in rows), max(row.high for row in rows)
    around = _disagreeing_around(claim, rows)
    if hits:
        hit_ids = tuple(row.reference.id for row in hits)
        if not claim.is_target and all(row.reference.independent == "no" for row in hits):
            return Assessment("partly", f"repeated by {shown}, which goes back to those who make the claim", hit_ids)
        others = [row for row in rows if row not in hits]
        differ = f"; others differ: {_row_list(claim, others)}" if others else ""
        return Assessment("consistent", f"in line with {_row_list(claim, hits)}{differ}", ids)
    if not_excluded:
        return Assessment("partly", f"not excluded by {_row_list(claim, not_excluded)}, and far from that bound", ids)
    if around:
        return Assessment("consistent", f"between {_row_list(claim, around)}, which differ among themselves", ids)
    if claim.named.figure.qualifier in ("<", "<=") and most < low:
        return Assessment("partly", f"true as an upper bound, and loose: {shown}", ids)
    if claim.is_lower_bound and least > high:
        return Assessment("partly", f"true as a lower bound, and loose: {shown}", ids)
    nearest = min(rows, key=lambda row: _distance(claim.base, row))
    off = _distance(claim.base, nearest)
    words = (
        f"{number(100 * off, 2)} % {'above' if claim.base > nearest.value else 'below'} {_row_list(claim, [nearest])}"
    )
    if len(rows) > 1:
        rest = _row_list(claim, [row for row in rows if row is not nearest])
        words = f"{words}, the nearest; others have {rest}"
    if (
        off > near(tolerance)
        and len(rows) == 1
        and rows[0].reference.region != claim.region
        and not is_total(claim.unit)
    ):
        return Assessment("partly", f"{words}, one sample that cannot contradict it", ids)
    return Assessment("partly" if off <= near(tolerance) else "contradicted", words, ids)


def widened(low: float, high: float, tolerance: float) -> tuple[float, float]:
    """Widen an interval by a share of each end; negative ends become more negative.

    >>> widened(-100, 100, 0.05)
    (-105.0, 105.0)
    """
    return low - tolerance * abs(low), high + tolerance * abs(high)


def _disagreeing_around(claim: Claim, rows: list[_Row]) -> list[_Row]:
    """The comparable rows that a claim lies between; empty if there are none.

    Rows are comparable if they have the same period, region and scope. All samples from inside the region are also
    comparable, unless the claim is a target.
    """
    groups: dict[object, list[_Row]] = {}
    for row in rows:
        item = row.reference
        sample = not claim.is_target and item.region != claim.region
        groups.setdefault("samples" if sample else (item.period, item.region, item.scope), []).append(row)
    for group in groups.values():
        if min(row.low for row in group) <= claim.base <= max(row.high for row in group):
            return group
    return []


def _effective_interval(row: _Row) -> tuple[float, float]:
    """The interval of a row; an open end is replaced by the farthest value that is still near the bound."""
    low = row.high - NEAR * abs(row.high) if math.isinf(row.low) else row.low
    high = row.low + NEAR * abs(row.low) if math.isinf(row.high) else row.high
    return low, high


def _distance(value: float, row: _Row) -> float:
    """The distance from a value to a row, relative to the row."""
    end = row.low if value < row.low else row.high
    return abs(value - end) / abs(end) if end else math.inf


def _capped_at_partly(found: Assessment, why: str) -> Assessment:
    """Rows about another scope or region can neither confirm nor contradict a claim."""
    verdict: Verdict = "partly" if found.verdict in ("consistent", "partly", "contradicted") else found.verdict
    return Assessment(verdict, f"{found.reason}, all {why}", found.references)


def _compare_related(claim: Claim, references: Mapping[str, Reference]) -> Assessment | None:
    """The verdict from related quantities, if there are rows for them."""
    rows = [
        row
        for item in references.values()
        if item.quantity in claim.verify.related
        and (row := _in_unit(item, claim.unit, references)) is not None
        and claim.meets(item.period)
    ]
    if not rows:
        return None
    names = ", ".join(dict.fromkeys(row.reference.quantity for row in rows)).replace("_", " ")
    ids = tuple(row.reference.id for row in rows)
    return Assessment("partly", f"no reference for it, but for {names}: {_row_list(claim, rows)}", ids)


def _coverage(claim: Claim, references: Iterable[Reference]) -> str:
    """What the references for the quantity cover, if none covers the claim."""
    about = dict.fromkeys(
        ", ".join(part for part in (item.region, item.scope, item.period) if part) or item.id for item in references
    )
    first, more = list(about)[:SHOWN], len(about) - SHOWN
    return f"references are of {'; '.join(first)}{f' and {more} more' if more > 0 else ''}, and not of {_about(claim)}"


def _about(claim: Claim) -> str:
    region, period = claim.region or "a region that is not named", claim.named.figure.period
    return ", ".join(part for part in (region, claim.verify.scope, period) if part)


def _from_other_periods(claim: Claim, rows: list[_Row], coverage: str) -> Assessment:
    """The verdict from the latest earlier row, by the growth that would be needed since then."""
    window = claim.window
    dated = [row for row in rows if row.reference.period and row.value > 0]
    if not dated or window is None or not is_total(claim.unit):
        return Assessment("unverified", coverage)
    earlier = [row for row in dated if period_span(row.reference.period or "")[1] <= window[0]]
    if not earlier:
        return Assessment("unverified", f"references are later only: {_row_list(claim, dated)}")
    latest = max(earlier, key=lambda row: period_span(row.reference.period or "")[1])
    years = window[1] - period_span(latest.reference.period or "")[1]
    growth = (claim.base / latest.value) ** (1 / years) - 1
    least = "at least " if math.isinf(latest.low) else ""
    words = f"{least}{number(100 * growth, 3)} % a year on {_row_list(claim, [latest])}"
    if abs(growth) <= PLAUSIBLE_GROWTH:
        return Assessment("partly", f"no reference of its time; plausible, as it needs {words}", (latest.reference.id,))
    return Assessment("unverified", f"no reference of its time; it would need {words}", (latest.reference.id,))


def value_text(claim: Claim, low: float, value: float, high: float) -> str:
    """Return a value as text, without its unit: shares in percent, bounds as "at least" or "at most"."""
    times = 100 if _without_year(claim.unit) == "fraction" else 1
    if low == high:
        return number(times * value, 4)
    if math.isinf(high):
        return f"at least {number(times * low, 4)}"
    if math.isinf(low):
        return f"at most {number(times * high, 4)}"
    return f"{number(times * low, 4)} to {number(times * high, 4)}"


def unit_text(claim: Claim) -> str:
    """Return the unit of `value_text`."""
    return "%" if _without_year(claim.unit) == "fraction" else claim.unit


def _row_list(claim: Claim, rows: Iterable[_Row]) -> str:
    parts = []
    for row in rows:
        about = ", ".join(part for part in (row.reference.region, row.reference.scope, row.reference.period) if part)
        text = f"{value_text(claim, row.low, row.value, row.high)} {unit_text(claim)}"
        parts.append(f"{text} ({row.reference.id}{': ' if about else ''}{about})")
    return ", ".join(parts)
