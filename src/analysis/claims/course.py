"""Decide whether a target is on course, from what has been measured or planned since it was set."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analysis.binding.places import inside
from analysis.claims.claim import Claim, claim_named
from analysis.claims.conversion import converted, unit_text
from analysis.claims.reference_check import TOLERANCE, yearly_growth
from analysis.claims.target_sense import sense_of
from analysis.core.formatting import number
from analysis.core.references import Reference, References, money_in, period_span
from analysis.core.units import is_total

COURSES = ("on course", "barely within reach", "off course", "not due yet")
ON_COURSE, WITHIN_REACH, OFF_COURSE, NOT_DUE = COURSES
GROWTH_YEARS = 3  # assumption: a plan or growth is evidence for targets up to this many years before or after it


@dataclass(frozen=True)
class Course:
    """Whether a target is on course, one of `COURSES` or empty, the reason in words, and the ids of the references."""

    name: str
    reason: str
    references: tuple[str, ...] = ()


def course_of(target: Claim, claims: Sequence[Claim], references: References, tolerance: float = TOLERANCE) -> Course:
    """Return whether a target is on course; without a name where it is unknown whether it is a rise or a fall."""
    if target.verify.starts_from:
        return _by_needed_growth(target, claims, references, tolerance)
    rows = _outturn(target, references)
    if is_total(target.unit):
        return _by_pace(target, rows, tolerance)
    known = [row for row in rows if target.meets(row[0].period)]
    if not known:
        return _unknown(target)
    item, value = known[-1]
    sense = sense_of(target, [row[1] for row in rows])
    if not sense:
        return _WITHOUT_SENSE
    reached = sense * (value - target.base) >= -tolerance * abs(target.base)
    words = f"{number(100 * value, 3)} % was measured in {item.period} ({item.id})"
    return Course(ON_COURSE if reached else OFF_COURSE, words, (item.id,))


_WITHOUT_SENSE = Course("", "whether it is to be reached by a rise or by a fall is not known")


def _unknown(target: Claim) -> Course:
    due = target.named.figure.period and period_span(target.named.figure.period)[1]
    is_over = due and target.published and due <= period_span(target.published)[0]
    return Course("" if is_over else NOT_DUE, "nothing that was measured since shows how far it has come")


def _outturn(target: Claim, references: References) -> list[tuple[Reference, float]]:
    """The measured rows of a target's region, without a scope of their own, the latest last."""
    rows = [
        (item, found[1])
        for item in references.values()
        if item.quantity in target.verify.outturn
        and (item.region, item.scope, bool(item.period)) == (target.region, None, True)
        and (found := converted(target, item, references)) is not None
    ]
    return sorted(rows, key=lambda row: tuple(reversed(period_span(row[0].period or ""))))


def _by_pace(target: Claim, rows: list[tuple[Reference, float]], tolerance: float) -> Course:
    base = target.base
    years = [row for row in rows if row[0].period and row[0].period.isdigit() and (row[1] > 0 or base <= 0)]
    if not years:
        return _unknown(target)
    item, latest = years[-1]
    sense = sense_of(target, [row[1] for row in years])
    if not sense:
        return _WITHOUT_SENSE
    words = f"{number(latest, 4)} {unit_text(target)} in {item.period} ({item.id})"
    if sense * (latest - base) >= 0:
        return Course(ON_COURSE, f"reached: {words}", (item.id,))
    if len(years) < 2:
        return _unknown(target)
    before, level = years[-2]
    first, last = (period_span(row.period or "")[1] for row in (before, item))
    ends = period_span(target.named.figure.period)[1] if target.named.figure.period else last + 1
    if ends <= last:
        return Course(OFF_COURSE, f"missed: {words}", (item.id,))
    if base > 0:
        needed, pace = yearly_growth(latest, base, ends - last), yearly_growth(level, latest, last - first)
        needs, made = (f"{number(100 * (rate if sense > 0 else abs(rate)), 3)} %" for rate in (needed, pace))
    else:  # no rate of growth leads to zero or below
        needed, pace = (base - latest) / (ends - last), (latest - level) / (last - first)
        needs, made = (f"{number(abs(step), 4)} {unit_text(target)}" for step in (needed, pace))
    if sense > 0:
        words += f": it needs {needs} a year, and the level grew by {made} a year from {before.period} ({before.id})"
    else:
        moved = "fell" if pace < 0 else "rose"
        words += f": it has to fall by {needs} a year, and it {moved} by {made} a year"
        words += f" from {before.period} ({before.id})"
    enough = sense * needed <= sense * pace * (1 + tolerance)
    return Course(ON_COURSE if enough else OFF_COURSE, words, (item.id, before.id))


def _by_needed_growth(target: Claim, claims: Sequence[Claim], references: References, tolerance: float) -> Course:
    start = claim_named(target.verify.starts_from, target.source_id, claims)
    if start and not start.named.figure.period:  # another article may say which year it is of
        what = start.name, start.region, start.base
        same = [item for item in claims if (item.name, item.region, item.base) == what]
        start = next((item for item in same if item.named.figure.period), start)
    needed = needed_growth(start, target) if start else {}
    sense = sense_of(target) or (1 if start and start.base < target.base else 0)
    if needed and not sense:
        return _WITHOUT_SENSE
    if needed and max(sense * rate for rate in needed.values()) <= 0:
        return Course(ON_COURSE, f"the article gives a size that is not {'smaller' if sense > 0 else 'larger'}")
    rows = [
        item
        for item in references.values()
        if item.quantity in (*target.verify.growth_plans, *target.verify.outturn)
        and target.meets(item.period, slack=GROWTH_YEARS)
        and (item.region == target.region or inside(target.region, item.region or ""))
    ]
    if not needed or not rows:
        return _unknown(target)
    least, most = (end(rows, key=lambda item: sense * item.value) for end in (min, max))
    rates = [sense * rate for rate in needed.values()]
    course = WITHIN_REACH if min(rates) <= sense * most.value * (1 + tolerance) else OFF_COURSE
    course = ON_COURSE if max(rates) <= sense * least.value * (1 + tolerance) else course
    prices = _price_growth(target, references.values(), min(needed))
    dearer = "".join(f"; {_moved(p)} in {p.period} ({p.id}), which counts towards revenue" for p in prices)
    needs = " or ".join(f"{number(100 * rate, 3)} % a year from {year}" for year, rate in sorted(needed.items()))
    fastest, slowest = ("fastest growth", "slowest") if sense > 0 else ("lowest growth", "highest")
    nearly = course == WITHIN_REACH and min(rates) > sense * most.value
    words = f"it needs {needs}; the {fastest} measured or planned is {number(100 * most.value, 3)} %"
    words += f"{' and near enough' if nearly else ''} ({most.series}: {most.id})"
    if course == ON_COURSE and least.value != most.value:
        words += f", the {slowest} {number(100 * least.value, 3)} % ({least.id})"
    return Course(course, words + dearer, tuple(item.id for item in (*rows, *prices)))


def _moved(price: Reference) -> str:
    """How a price moved, such as "the copper price alone rose by 25 %"."""
    what = price.quantity.removesuffix("_growth").replace("_", " ")
    return f"the {what} alone {'rose' if price.value >= 0 else 'fell'} by {number(100 * abs(price.value), 3)} %"


def needed_growth(size: Claim, target: Claim) -> dict[int, float]:
    """Return the growth per year that leads from a size to a target, by the year that the size may be of."""
    if not target.named.figure.period or not (size.named.figure.period or size.published):
        return {}
    end = int(period_span(target.named.figure.period)[0])
    if size.named.figure.period:
        years = [int(period_span(size.named.figure.period)[0])]
    else:
        years = [int((size.published or "")[:4]) - back for back in (2, 1)]
    if min(size.base, target.base) <= 0:
        return {}
    return {year: yearly_growth(size.base, target.base, end - year) for year in years if end > year}


def _price_growth(target: Claim, references: Iterable[Reference], since: int) -> list[Reference]:
    """The growth of prices in the currency of a target; growth in another currency is another number."""
    money = money_in(target.unit)
    return [
        item
        for item in references
        if item.quantity == target.verify.price_growth
        and item.period
        and period_span(item.period)[0] >= since - 1
        and item.currency in (None, money)
    ]
