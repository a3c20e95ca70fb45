"""Compare a claim with the references for its quantity, by rules on unit, basis, region, scope, period and distance.

docs/verification.md has the rules.
"""

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from analysis.binding.places import inside, is_local
from analysis.claims.claim import Claim
from analysis.claims.conversion import converted, unit_text, value_text
from analysis.core.formatting import number
from analysis.core.references import LETTERS, Reference, References, money_in, period_span
from analysis.core.units import is_total
from analysis.models.evaluator import compute
from analysis.models.questions.growth_scenarios import GrowthScenarios

TOLERANCE = 0.05  # assumption: definitions and rounding differ by up to this share
NEAR = 0.15  # assumption: numbers farther apart than this disagree
FAR = 1.0  # assumption: another scope cannot explain a claim that is more than twice the reference
SHOWN = 4  # the number of rows listed in a reason when none of them is decisive
PLAUSIBLE_GROWTH = 0.15  # assumption: the fastest yearly growth at which an earlier level is extrapolated
UNVERIFIABLE, UNCHECKED = "not verifiable", "quotation not checked"
CLAIMANT_ONLY = "repeated by the claimant only"


@dataclass(frozen=True)
class Assessment:
    """A verdict, its reason in words, the ids of the references that it is based on, and its credibility.

    `information` is the second part of an Admiralty grade, 1 (confirmed) to 5 (improbable), 6 if it cannot be judged.
    `course` says whether a target is on course, barely within reach, off course or not due yet, `course_reason` why;
    both are empty for a claim.
    """

    verdict: str
    reason: str
    references: tuple[str, ...] = ()
    information: int = 6
    course: str = ""
    course_reason: str = ""


@dataclass(frozen=True)
class _Row:
    """A reference, converted to the unit and basis of the claim."""

    reference: Reference
    low: float
    value: float
    high: float


def compare(claim: Claim, references: References, tolerance: float = TOLERANCE) -> Assessment:
    """Return the verdict on a claim based on the references alone, by the rules at the top of this module."""
    nothing = UNCHECKED if claim.is_target else UNVERIFIABLE
    if claim.named.figure.unit == "dimensionless" and claim.unit == "bn":
        return Assessment(nothing, "an amount of money without a currency")
    quantity = claim.verify.quantity
    same = [item for item in references.values() if item.quantity == quantity]
    related = _related(claim, references)
    if not same:
        return _with_related(claim, Assessment(nothing, "no reference is about the same quantity"), related)
    rows = _rows(claim, same, references)
    if not rows:
        units = ", ".join(dict.fromkeys(" ".join(filter(None, (i.unit, i.tax_basis, i.profit_basis))) for i in same))
        units = units.replace("_", " ").replace("vat", "VAT")
        basis = " ".join(filter(None, (claim.unit, claim.tax_basis, claim.profit_basis))).replace("_", " ")
        return Assessment(nothing, f"the references are in {units}, which is not compared with {basis}")
    if is_total(claim.unit):  # totals of other regions say nothing about it
        rows = [row for row in rows if row.reference.region == claim.region]
    current = [row for row in rows if claim.meets(row.reference.period)]
    direct = [row for row in current if _is_direct(claim, row)]
    if direct:
        others = [row for row in rows if row not in current and _is_direct(claim, row)]
        return _from_direct(claim, direct, others, tolerance)
    if current and not claim.is_target:
        return _with_related(claim, _from_analogues(claim, current, tolerance), related)
    return _from_other_periods(claim, [row for row in rows if _is_direct(claim, row)], _coverage(claim, same))


def _rows(claim: Claim, items: Iterable[Reference], references: References) -> list[_Row]:
    return [_Row(item, *found) for item in items if (found := converted(claim, item, references)) is not None]


def near(tolerance: float) -> float:
    """Return the largest relative difference that still counts as near; at least the tolerance."""
    return max(NEAR, tolerance)


def _is_direct(claim: Claim, row: _Row) -> bool:
    """Whether a row measures what is claimed: the same region and scope, on a basis that the claim states."""
    claimed, scope, region = claim.verify.scope, row.reference.scope or "", row.reference.region or ""
    if claim.named.rule.operational and claim.region == "world":  # a plant somewhere: only its own rows are direct
        same_place = is_local(region) and region in claim.article
    else:
        same_place = region == claim.region
    same_scope = claimed == scope or (not claimed and not is_total(claim.unit))
    if claim.is_target:  # a plan that differs from one of the same region was not quoted from it
        return same_scope and same_place
    stated = (claim.profit_basis or not row.reference.profit_basis) and (claim.tax_basis or not row.reference.tax_basis)
    return same_scope and same_place and bool(stated or not money_in(claim.unit))


def _agreement(claim: Claim, rows: list[_Row], tolerance: float) -> tuple[int, str, list[_Row]]:
    """How well rows agree with a claim: 1 as stated, 2 nearly, 0 not at all; with the reason and the agreeing rows."""
    low, high = widened(claim.low, claim.high, tolerance)
    hits = [row for row in rows if _measured(row)[0] <= high and _measured(row)[1] >= low]
    if hits:
        rest = [row for row in rows if row not in hits]
        allow = [row for row in rest if row.low <= high and row.high >= low]  # a bound from which it is far
        differ = [row for row in rest if row not in allow]
        words = f"in line with {_row_list(claim, hits)}"
        words += f"; not with {_row_list(claim, differ)}" if differ else ""
        words += f"; {_row_list(claim, allow)} {'allows' if len(allow) == 1 else 'allow'} it" if allow else ""
        return 1, words, hits
    around = _disagreeing_around(claim, rows)
    if around:
        return 2, f"within the range of {_row_list(claim, around)}, which differ from each other", around
    for holds, words in (
        (claim.named.figure.qualifier in ("<", "<=") and max(row.high for row in rows) < low, "an upper"),
        (claim.is_lower_bound and min(row.low for row in rows) > high, "a lower"),
    ):
        if holds and not claim.is_target:  # a target is quoted or not
            return 2, f"true as {words} bound, but far from {_row_list(claim, rows)}", rows
    mixed = any(claim.base * row.value <= 0 for row in rows)  # a profit and losses have no ratio
    closest = min(rows, key=lambda row: abs(claim.base - row.value) if mixed else _distance(claim.base, row))
    off = _distance(claim.base, closest)
    is_above = claim.base > closest.value
    end = closest.high if is_above else closest.low
    gap = abs(claim.base - (closest.value if math.isinf(end) else end))
    if unit_text(claim) == "%":  # "15 % below 33 %" might mean 18 or 28
        apart = f"{value_text(claim, gap, gap, gap, 3)} points"
    elif min(claim.base, closest.value) <= 0:  # losses have no ratio that anyone would read rightly
        apart = f"{value_text(claim, gap, gap, gap, 3)} {unit_text(claim)}"
    else:
        apart = f"{number(100 * off, 2)} %"
    alike = [row for row in rows if (row.low, row.value, row.high) == (closest.low, closest.value, closest.high)]
    words = f"{apart} {'above' if is_above else 'below'} {_row_list(claim, alike)}"
    is_open = math.isinf(end)  # nor does it agree
    words = f"not excluded by {_row_list(claim, alike)}" if is_open else words
    if rest := [row for row in rows if row not in alike]:
        words += f", the nearest; others have {_row_list(claim, rest)}"
    enough = tolerance if claim.is_target else near(tolerance)
    return (2 if off <= enough and not is_open else 0), words, [closest]


def _from_direct(claim: Claim, rows: list[_Row], others: list[_Row], tolerance: float) -> Assessment:
    """The verdict from direct rows, and from rows of other times in case the claim is outdated."""
    own = [row for row in rows if claim.is_independent_of(row.reference)]
    level, words, agreeing = _agreement(claim, own or rows, tolerance)
    ids = tuple(row.reference.id for row in (own or rows))
    if claim.is_target:
        level, words, agreeing = _agreement(claim, rows, tolerance)
        ids = tuple(row.reference.id for row in rows)
        verdict = "quoted correctly" if level else "misquoted"
        return Assessment(verdict, words, ids, level or 5)
    if level:
        if own:
            return Assessment("confirmed", words, ids, level)
        cited = tuple(row.reference.id for row in agreeing)
        return Assessment(CLAIMANT_ONLY, f"{words}; no number comes from anyone but the claimant", cited, 4)
    low, high = widened(claim.low, claim.high, tolerance)
    if any(row.low <= high and row.high >= low for row in own or rows):  # a bound that is far away
        far = "that bound" if len(own or rows) == 1 else "those bounds"
        words = f"not excluded by {_row_list(claim, own or rows)}, and far from {far}"
        return Assessment(UNVERIFIABLE, words, ids)
    level, found, agreeing = _agreement(claim, others, 0.0) if others else (0, "", [])
    if level == 1:
        cited = (*ids, *(row.reference.id for row in agreeing))
        return Assessment("outdated or garbled", f"{words}; it is a number of another time: {found}", cited, 5)
    return Assessment("contradicted", words, ids, 5)


def _from_analogues(claim: Claim, rows: list[_Row], tolerance: float) -> Assessment:
    """The verdict from rows about another scope, place or basis, which can neither confirm nor easily contradict."""
    level, words, agreeing = _agreement(claim, rows, tolerance)
    ids = tuple(row.reference.id for row in rows)
    words += (
        "; all of another scope, place or basis" if len(rows) > 1 else ", which is of another scope, place or basis"
    )
    if level:
        return _supported(claim, words, agreeing, ids)
    far = min(_distance(claim.base, row) for row in rows) > FAR and all(claim.base * row.value > 0 for row in rows)
    if far and len(rows) > 1:
        return Assessment("contradicted", f"{words}, and too far off for that to explain it", ids, 5)
    return Assessment(UNVERIFIABLE, words, ids, 4)


def _supported(claim: Claim, words: str, rows: list[_Row], ids: tuple[str, ...]) -> Assessment:
    """The verdict on a claim that is supported only by rows that do not measure it directly."""
    if any(claim.is_independent_of(row.reference) for row in rows):
        return Assessment("plausible by analogy", words, ids, 3)
    return Assessment(CLAIMANT_ONLY, f"{words}; no number comes from anyone but the claimant", ids, 4)


def widened(low: float, high: float, tolerance: float) -> tuple[float, float]:
    """Widen an interval by a share of each end; negative ends become more negative."""
    return low - tolerance * abs(low), high + tolerance * abs(high)


def _disagreeing_around(claim: Claim, rows: list[_Row]) -> list[_Row]:
    """The comparable rows that a claim lies between; empty if there are none."""
    groups: dict[object, list[_Row]] = {}
    for row in rows:
        item = row.reference
        sample = not claim.is_target and item.region != claim.region
        groups.setdefault("samples" if sample else (item.period, item.region, item.scope), []).append(row)
    for group in groups.values():
        if len(group) > 1 and min(row.low for row in group) <= claim.base <= max(row.high for row in group):
            return group
    return []


def _measured(row: _Row) -> tuple[float, float]:
    """The interval of a row; an open side ends at its value, since values beyond are merely not excluded."""
    return row.value if math.isinf(row.low) else row.low, row.value if math.isinf(row.high) else row.high


def _distance(value: float, row: _Row) -> float:
    """The distance from a value to a row, relative to the row; an open end reaches as far as is near the bound."""
    low = row.high - NEAR * abs(row.high) if math.isinf(row.low) else row.low
    high = row.low + NEAR * abs(row.low) if math.isinf(row.high) else row.high
    if low <= value <= high:
        return 0.0
    end = low if value < low else high
    return abs(value - end) / abs(end) if end else math.inf


def _related(claim: Claim, references: References) -> list[_Row]:
    """The rows for related quantities, of the claim's time if there are any; totals only from its region."""
    items = [item for item in references.values() if item.quantity in claim.verify.related]
    if is_total(claim.unit):
        items = [item for item in items if inside(item.region or "", claim.region) or item.region == claim.region]
    rows = _rows(claim, items, references)
    timely = {row.reference.quantity for row in rows if claim.meets(row.reference.period)}
    return [row for row in rows if claim.meets(row.reference.period) or row.reference.quantity not in timely]


def _with_related(claim: Claim, found: Assessment, rows: list[_Row]) -> Assessment:
    """Name related quantities in a reason; a cut of labour costs does not affect the verdict on a cut of all costs."""
    if not rows or claim.is_target:
        return found
    reason = f"{found.reason}; related numbers ({_names(rows)}): {_row_list(claim, rows[:SHOWN])}"
    cited = dict.fromkeys((*found.references, *(row.reference.id for row in rows[:SHOWN])))
    return Assessment(found.verdict, reason, tuple(cited), found.information)


def matching_related(claim: Claim, references: References) -> tuple[str, tuple[str, ...]]:
    """Return the related quantities, of any time, that have the same number as a claim, in words and as ids."""
    items = [item for item in references.values() if item.quantity in claim.verify.related]
    level, _, hits = _agreement(claim, rows, TOLERANCE) if (rows := _rows(claim, items, references)) else (0, "", [])
    if level != 1:
        return "", ()
    return f"{_names(hits)}: {_row_list(claim, hits)}", tuple(row.reference.id for row in hits)


def _names(rows: Iterable[_Row]) -> str:
    return ", ".join(dict.fromkeys(row.reference.quantity for row in rows)).replace("_", " ")


def _coverage(claim: Claim, references: Collection[Reference]) -> str:
    """What the references for the quantity cover, if none covers the claim."""
    about = dict.fromkeys(
        ", ".join(part for part in (item.region, item.scope, item.period) if part) or item.id for item in references
    )
    first, more = list(about)[:SHOWN], len(about) - SHOWN
    covered = f"they cover {'; '.join(first)}{f' and {more} more' if more > 0 else ''}"
    if not claim.region:
        return f"the claim names no region that references could cover; {covered}"
    period, scope = claim.named.figure.period, claim.verify.scope
    if claim.named.rule.operational and claim.region == "world":
        missing = f"{f'{scope} at ' if scope else ''}the place of this claim{f' in {period}' if period else ''}"
    else:
        missing = ", ".join(filter(None, (claim.region, scope, period)))
    if not period and any(item.region == claim.region for item in references):
        missing += f" {'in the years ahead' if claim.is_target else 'at its time'}"
    return f"no reference covers {missing}; {covered}"


def _from_other_periods(claim: Claim, rows: list[_Row], coverage: str) -> Assessment:
    """The verdict from the latest earlier row, by the growth that would be needed since then."""
    nothing = UNCHECKED if claim.is_target else UNVERIFIABLE
    window = claim.window
    dated = [row for row in rows if row.reference.period and row.value > 0]
    if not dated or window is None or claim.is_target or not is_total(claim.unit):
        return Assessment(nothing, coverage)
    earlier = [row for row in dated if period_span(row.reference.period or "")[1] <= window[0]]
    if not earlier:
        return Assessment(nothing, f"references are only of later times: {_row_list(claim, dated)}")
    latest = max(earlier, key=lambda row: period_span(row.reference.period or "")[1])
    years = window[1] - period_span(latest.reference.period or "")[1]
    growth = yearly_growth(latest.value, claim.base, years) if claim.base > 0 else math.inf
    least = "at least " if math.isinf(latest.low) else ""
    words = f"{least}{number(100 * growth, 3)} % a year from {_row_list(claim, [latest])}"
    ids = (latest.reference.id,)
    if abs(growth) <= PLAUSIBLE_GROWTH:
        return _supported(claim, f"no reference is of its time; it needs {words}", [latest], ids)
    return Assessment(nothing, f"no reference is of its time; it would need {words}", ids)


def yearly_growth(level: float, later: float, years: float) -> float:
    """Return the growth per year from a level to a later one, by the equation of `growth_scenarios`."""
    levels = {"cluster_cny_bn": level, "cluster_target_cny_bn": later}
    return float(compute(GrowthScenarios, "required_growth", **levels, years=years))


def _row_list(claim: Claim, rows: Iterable[_Row]) -> str:
    parts = []
    for row in rows:
        item = row.reference
        basis = " ".join(filter(None, (item.profit_basis, item.tax_basis))).replace("_", " ").replace("vat", "VAT")
        about = ", ".join(part for part in (item.region, item.scope, basis, item.period) if part)
        text = f"{value_text(claim, row.low, row.value, row.high, item.digits)} {unit_text(claim)}"
        parts.append(f"{text} ({item.id}{': ' if about else ''}{about})")
    return ", ".join(parts)


INFORMATION = {
    1: "confirmed by others",
    2: "probably true",
    3: "possibly true",
    4: "doubtful",
    5: "improbable",
    6: "cannot be judged",
}


def source_letter(reference: Reference) -> str:
    """Return the reliability of a reference, A to E, from its standing and origin."""
    letter = LETTERS[reference.standing]
    return chr(min(ord(letter) + 1, ord("E"))) if reference.origin == "reprint" else letter


def admiralty_grade(found: Assessment, references: References) -> str:
    """Return the grade of a verdict, such as "B2": the best source that it is based on (F if none) and a number."""
    return min((source_letter(references[name]) for name in found.references), default="F") + str(found.information)
