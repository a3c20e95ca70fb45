"""A claim against the references of its quantity, by rule: unit, region, scope, period, tolerance.

The rules, also in docs/verification.md:

1. Only rows of the same quantity are compared, in the unit of the claim; money is converted at the average rate of
   the reference's own year, and a row without such a rate is left out.
2. A row is *of its time* if its period meets the claim's window. A total needs the same region; for a rate, a price
   or a share a row from inside the region is a sample.
3. A claim is consistent if its hedged interval, widened by 5 %, meets a row, or lies between rows that differ: rows
   of one period, region and scope, or samples from inside its region; else partly if within 15 %, or if it is a lower
   bound below all rows; else contradicted.
   A single sample, a rate of one place in the region, does not contradict.
4. Rows of another scope, for rates also of another region, and rows from those who make the claim, can make it
   partly and no more; a claim more than twice as large as all of them is contradicted all the same.
5. With earlier rows alone a total is partly if 15 % a year would lead to it, else unverified.
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
TOLERANCE = 0.05  # assumption: definitions and rounding differ by so much
NEAR = 0.15  # assumption: beyond that a number is another one
FAR = 1.0  # assumption: more than twice a number of another scope is too far to be a matter of scope
SHOWN = 4  # rows that a reason names when none of them decides
PLAUSIBLE_GROWTH = 0.15  # assumption: a year, the fastest that an earlier level may be carried forward


@dataclass(frozen=True)
class Compared:
    """A verdict by rule, its reason in words, and the ids of the references that it rests on."""

    verdict: Verdict
    reason: str
    references: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Row:
    """A reference in the unit of the claim."""

    reference: Reference
    low: float
    value: float
    high: float


def compare(claim: Claim, references: Mapping[str, Reference], tolerance: float = TOLERANCE) -> Compared:
    """Return the verdict on a claim from the references alone; see the rules at the top of this module."""
    if claim.named.figure.unit == "dimensionless" and claim.unit == "bn":
        return Compared("not comparable", "an amount of money without a currency")
    wanted = claim.comparison
    same = [item for item in references.values() if item.quantity == wanted.quantity]
    if not same:
        return _by_related(claim, references) or Compared(
            "unverified", f"no row of reference.csv has the quantity {wanted.quantity or claim.name}"
        )
    rows = [row for item in same if (row := _in_unit(item, claim.unit, references)) is not None]
    if not rows:
        units = ", ".join(dict.fromkeys(item.unit for item in same))
        return Compared(
            "not comparable", f"{claim.unit} does not convert into {units} (money needs a rate of its year)"
        )
    if is_total(claim.unit):  # totals of elsewhere say nothing
        rows = [row for row in rows if _same_region(claim, row)]
    of_its_time = [row for row in rows if claim.meets(row.reference.period)]
    alike = [row for row in of_its_time if _same_scope(claim, row) and _same_region(claim, row)]
    if alike:
        return _against(claim, alike, tolerance)
    if of_its_time:
        found = _against(claim, of_its_time, tolerance)
        if found.verdict == "contradicted" and min(_distance(claim.base, row) for row in of_its_time) > FAR:
            return Compared(
                "contradicted", f"{found.reason}, far off even of other scopes and regions", found.references
            )
        return _limited(found, "of another scope or region")
    own = [row for row in rows if _same_scope(claim, row) and _same_region(claim, row)]
    return _from_other_periods(claim, own, _elsewhere(claim, same))


def to_unit(value: float, reference: Reference, unit: str, references: Mapping[str, Reference]) -> float | None:
    """Return a number of a reference in another unit, money at the average rate of its own year; None if it is none.

    Infinite bounds stay; growth is a share of the year before also where it is written per year.
    """
    if not math.isfinite(value):
        return value
    from_unit, to = _growth(reference.unit), _growth(unit)
    try:
        return convert(value, from_unit, to)
    except UnitError:
        pass
    own, other = currency(from_unit), currency(to)
    rate = yearly_rate(own, other, (reference.period or "")[:4], references)[1] if own and other else None
    if rate is None:
        return None
    try:
        return convert(value * rate, from_unit.replace(own, other), to)
    except UnitError:
        return None


def in_unit(
    reference: Reference, unit: str, references: Mapping[str, Reference]
) -> tuple[float | None, float | None, float | None]:
    """Return low, value and high of a reference in another unit; None where they are none there."""
    low, high = reference.interval
    one, two, three = (to_unit(x, reference, unit, references) for x in (low, reference.value, high))
    return one, two, three


def _growth(unit: str) -> str:
    """The unit of a growth without its year, any other unit as it is."""
    share, _, time = unit.partition("/")
    return share if time == "year" and share in ("fraction", "percent") else unit


def _in_unit(reference: Reference, unit: str, references: Mapping[str, Reference]) -> _Row | None:
    low, value, high = in_unit(reference, unit, references)
    return None if low is None or value is None or high is None else _Row(reference, low, value, high)


def near(tolerance: float) -> float:
    """How far off a number may be and still be near, never less than what is in line."""
    return max(NEAR, tolerance)


def currency(unit: str) -> str:
    """Return the code of the currency in a unit, empty where it is not of money."""
    return next((code for code in CURRENCY_CODES if code in unit.replace("/", " ").split()), "")


def yearly_rate(
    own: str, other: str, year: str, references: Mapping[str, Reference]
) -> tuple[tuple[str, ...], float | None]:
    """Return how much of the other currency one unit of the own is in a year, and the references; None without one.

    The mean of the year where it is a row, else the mean of its months that are.
    """
    rates: dict[str, tuple[str, float]] = {}
    for item in references.values():
        period = item.period or ""
        if item.quantity == "exchange_rate" and period[:4] == year and "/" not in period and item.value > 0:
            if item.unit == f"{other}/{own}":
                rates[period] = item.id, item.value
            elif item.unit == f"{own}/{other}":
                rates[period] = item.id, 1 / item.value
    if year in rates:
        rates = {year: rates[year]}
    if not rates:
        return (), None
    return tuple(name for name, _ in rates.values()), sum(rate for _, rate in rates.values()) / len(rates)


def _same_scope(claim: Claim, row: _Row) -> bool:
    """A claim without a scope of its own is met by samples of any; a total is not."""
    mine, its = claim.comparison.scope, row.reference.scope or ""
    return mine == its or (not mine and not is_total(claim.unit))


def _same_region(claim: Claim, row: _Row) -> bool:
    mine, its = claim.region, row.reference.region or ""
    return mine == its or (not is_total(claim.unit) and inside(its, mine))


def _against(claim: Claim, rows: list[_Row], tolerance: float) -> Compared:
    """Compare the hedged interval with rows that are of its time."""
    ids = tuple(row.reference.id for row in rows)
    shown = _shown(claim, rows)
    low, high = widened(claim.low, claim.high, tolerance)
    hits = [row for row in rows if _near_end(row)[0] <= high and _near_end(row)[1] >= low]
    open_to = [row for row in rows if row not in hits and row.low <= high and row.high >= low]
    least, most = min(row.low for row in rows), max(row.high for row in rows)
    around = _around(claim, rows)
    if hits:
        own = tuple(row.reference.id for row in hits)
        if not claim.is_target and all(row.reference.independent == "no" for row in hits):
            return Compared("partly", f"repeated by {shown}, which goes back to those who make the claim", own)
        others = [row for row in rows if row not in hits]
        differ = f"; others differ: {_shown(claim, others)}" if others else ""
        return Compared("consistent", f"in line with {_shown(claim, hits)}{differ}", ids)
    if open_to:
        return Compared("partly", f"not excluded by {_shown(claim, open_to)}, and far from that bound", ids)
    if around:
        return Compared("consistent", f"between {_shown(claim, around)}, which differ among themselves", ids)
    if claim.named.figure.qualifier in ("<", "<=") and most < low:
        return Compared("partly", f"true as an upper bound, and loose: {shown}", ids)
    if claim.is_lower_bound and least > high:
        return Compared("partly", f"true as a lower bound, and loose: {shown}", ids)
    nearest = min(rows, key=lambda row: _distance(claim.base, row))
    off = _distance(claim.base, nearest)
    words = f"{number(100 * off, 2)} % {'above' if claim.base > nearest.value else 'below'} {_shown(claim, [nearest])}"
    if len(rows) > 1:
        rest = _shown(claim, [row for row in rows if row is not nearest])
        words = f"{words}, the nearest; others have {rest}"
    if (
        off > near(tolerance)
        and len(rows) == 1
        and rows[0].reference.region != claim.region
        and not is_total(claim.unit)
    ):
        return Compared("partly", f"{words}, one sample that cannot contradict it", ids)
    return Compared("partly" if off <= near(tolerance) else "contradicted", words, ids)


def widened(low: float, high: float, tolerance: float) -> tuple[float, float]:
    """Return an interval wider by a share of each end, also below zero.

    >>> widened(-100, 100, 0.05)
    (-105.0, 105.0)
    """
    return low - tolerance * abs(low), high + tolerance * abs(high)


def _around(claim: Claim, rows: list[_Row]) -> list[_Row]:
    """The rows alike that have a claim between them, none where no such rows do.

    Alike are rows of one period, region and scope, and samples from inside the region of a claim on what is.
    """
    groups: dict[object, list[_Row]] = {}
    for row in rows:
        about = row.reference
        sample = not claim.is_target and about.region != claim.region
        groups.setdefault("samples" if sample else (about.period, about.region, about.scope), []).append(row)
    for alike in groups.values():
        if min(row.low for row in alike) <= claim.base <= max(row.high for row in alike):
            return alike
    return []


def _near_end(row: _Row) -> tuple[float, float]:
    """The interval of a row, a bound reaching as far as a number may lie from it to be near."""
    low = row.high - NEAR * abs(row.high) if math.isinf(row.low) else row.low
    high = row.low + NEAR * abs(row.low) if math.isinf(row.high) else row.high
    return low, high


def _distance(value: float, row: _Row) -> float:
    """How far a value is from a row, relative to the row."""
    end = row.low if value < row.low else row.high
    return abs(value - end) / abs(end) if end else math.inf


def _limited(found: Compared, why: str) -> Compared:
    """Rows that are not of the claim itself neither confirm nor contradict it."""
    verdict: Verdict = "partly" if found.verdict in ("consistent", "partly", "contradicted") else found.verdict
    return Compared(verdict, f"{found.reason}, all {why}", found.references)


def _by_related(claim: Claim, references: Mapping[str, Reference]) -> Compared | None:
    """Quantities that say something of it without being it."""
    rows = [
        row
        for item in references.values()
        if item.quantity in claim.comparison.related
        and (row := _in_unit(item, claim.unit, references)) is not None
        and claim.meets(item.period)
    ]
    if not rows:
        return None
    names = ", ".join(dict.fromkeys(row.reference.quantity for row in rows)).replace("_", " ")
    ids = tuple(row.reference.id for row in rows)
    return Compared("partly", f"no reference for it, but for {names}: {_shown(claim, rows)}", ids)


def _elsewhere(claim: Claim, references: Iterable[Reference]) -> str:
    """What references of the quantity are about, where none is of the claim."""
    about = dict.fromkeys(
        ", ".join(part for part in (item.region, item.scope, item.period) if part) or item.id for item in references
    )
    first, more = list(about)[:SHOWN], len(about) - SHOWN
    return f"references are of {'; '.join(first)}{f' and {more} more' if more > 0 else ''}, and not of {_about(claim)}"


def _about(claim: Claim) -> str:
    region, period = claim.region or "a region that is not named", claim.named.figure.period
    return ", ".join(part for part in (region, claim.comparison.scope, period) if part)


def _from_other_periods(claim: Claim, rows: list[_Row], elsewhere: str) -> Compared:
    """An earlier level, carried forward to the time of the claim."""
    window = claim.window
    dated = [row for row in rows if row.reference.period and row.value > 0]
    if not dated or window is None or not is_total(claim.unit):
        return Compared("unverified", elsewhere)
    earlier = [row for row in dated if period_span(row.reference.period or "")[1] <= window[0]]
    if not earlier:
        return Compared("unverified", f"references are later only: {_shown(claim, dated)}")
    latest = max(earlier, key=lambda row: period_span(row.reference.period or "")[1])
    years = window[1] - period_span(latest.reference.period or "")[1]
    growth = (claim.base / latest.value) ** (1 / years) - 1
    least = "at least " if math.isinf(latest.low) else ""
    words = f"{least}{number(100 * growth, 3)} % a year on {_shown(claim, [latest])}"
    if abs(growth) <= PLAUSIBLE_GROWTH:
        return Compared("partly", f"no reference of its time; plausible, as it needs {words}", (latest.reference.id,))
    return Compared("unverified", f"no reference of its time; it would need {words}", (latest.reference.id,))


def spoken(claim: Claim, low: float, value: float, high: float) -> str:
    """Return a number in the unit of a claim as its article would print it: shares in percent, bounds as bounds."""
    times = 100 if _growth(claim.unit) == "fraction" else 1
    if low == high:
        return number(times * value, 4)
    if math.isinf(high):
        return f"at least {number(times * low, 4)}"
    if math.isinf(low):
        return f"at most {number(times * high, 4)}"
    return f"{number(times * low, 4)} to {number(times * high, 4)}"


def spoken_unit(claim: Claim) -> str:
    """Return the unit of `spoken`."""
    return "%" if _growth(claim.unit) == "fraction" else claim.unit


def _shown(claim: Claim, rows: Iterable[_Row]) -> str:
    parts = []
    for row in rows:
        about = ", ".join(part for part in (row.reference.region, row.reference.scope, row.reference.period) if part)
        text = f"{spoken(claim, row.low, row.value, row.high)} {spoken_unit(claim)}"
        parts.append(f"{text} ({row.reference.id}{': ' if about else ''}{about})")
    return ", ".join(parts)
