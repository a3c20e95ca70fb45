"""Cross-checks: compares claims with each other and tests each for consistency, without looking at who states it."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence

from analysis.claims.claim import Claim, body_of
from analysis.claims.findings import Effect, Finding
from analysis.claims.impossible_dates import dates_after_publication
from analysis.claims.reference_check import (
    TOLERANCE,
    in_unit,
    near,
    unit_text,
    value_text,
    widened,
    yearly_rate,
)
from analysis.claims.references import Reference, period_span
from analysis.claims.regions import inside
from analysis.core.formatting import number
from analysis.core.units import CURRENCY_CODES, is_total
from analysis.models.evaluator import compute
from analysis.models.growth import GrowthScenarios
from analysis.models.rare_earths import share_refusal

PLAN_YEARS = 3  # assumption: a plan is evidence for targets up to this many years before or after it


def run_checks(
    claims: Sequence[Claim], references: Mapping[str, Reference], tolerance: float = TOLERANCE
) -> list[Finding]:
    """Return the findings of all checks, in the order of CHECKS.

    `tolerance` is the relative difference that definitions and rounding may cause, as in `compare`.
    """
    return [finding for check in CHECKS for finding in check(claims, references, tolerance)]


def conflicting_values(
    claims: Sequence[Claim], references: Mapping[str, Reference], tolerance: float = TOLERANCE
) -> list[Finding]:
    """Find highlights whose number differs from the body, and articles that state different numbers for one thing."""
    found = []
    for claim in claims:
        body = body_of(claim, claims)
        if body and _disagree(claim, body, tolerance):
            reason = f"the body says {body.named.figure.as_text}"
            found.append(Finding(claim, "contradicts", "highlight against body", reason))
        for other in claims:
            same_thing = (other.name, other.region) == (claim.name, claim.region)
            if (
                same_thing
                and other.source_id != claim.source_id
                and _periods_overlap(claim, other)
                and _disagree(claim, other, tolerance)
            ):
                reason = f"{other.source_id} says {other.named.figure.as_text}"
                found.append(Finding(claim, "limits", "article against article", reason))
    return found


def dropped_hedge(
    claims: Sequence[Claim], references: Mapping[str, Reference], tolerance: float = TOLERANCE
) -> list[Finding]:
    """Find highlights that state a number as exact which the body hedges."""
    found = []
    for claim in claims:
        body = body_of(claim, claims)
        if body and body.named.figure.qualifier != "=" and claim.named.figure.qualifier == "=":
            reason = f"the highlight drops the hedge: the body says {body.named.figure.as_text}"
            found.append(Finding(claim, "limits", "highlight against body", reason))
    return found


def widened_scope(
    claims: Sequence[Claim], references: Mapping[str, Reference], tolerance: float = TOLERANCE
) -> list[Finding]:
    """Find highlights that apply a claim to more than the body does."""
    found = []
    for claim in claims:
        body, spec = body_of(claim, claims), claim.verify
        if body is None:
            continue
        highlight, original = claim.named.figure.sentence, body.named.figure.sentence
        if (
            spec.narrow_words
            and (limit := spec.narrow_words.search(original))
            and not spec.narrow_words.search(highlight)
        ):
            reason = f"the highlight widens it: the body speaks of a {limit.group().lower()}"
            found.append(Finding(claim, "limits", "highlight against body", reason))
        if spec.wider_words and (more := spec.wider_words.search(highlight)) and not spec.wider_words.search(original):
            reason = f"the highlight gives it to {more.group().lower()} too, the body does not"
            found.append(Finding(claim, "limits", "highlight against body", reason))
    return found


def unrelated_figures_as_one_change(
    claims: Sequence[Claim], references: Mapping[str, Reference], tolerance: float = TOLERANCE
) -> list[Finding]:
    """Find two figures stated as one change ("from A to B") that belong to different things in the body."""
    found = []
    for first in claims:
        for second in claims:
            sentence = first.named.figure.sentence
            if first.name == second.name or second.named.figure.sentence != sentence or first.unit != second.unit:
                continue
            before, after = re.escape(first.named.figure.text), re.escape(second.named.figure.text)
            if not re.search(rf"\bfrom\s+(?:\w+\s+)?{before}\s+to\s+(?:\w+\s+)?{after}", sentence):
                continue
            bodies = [body_of(claim, claims) for claim in (first, second)]
            if not all(bodies) or first.source_id != second.source_id:
                continue
            things = f"{first.named.rule.meaning} and {second.named.rule.meaning}"
            reason = f"stated as one change, and two things in the body: {things}"
            found.append(Finding(first, "limits", "highlight against body", reason))
            found.append(Finding(second, "contradicts", "highlight against body", reason))
    return found


def currency_conversion(
    claims: Sequence[Claim], references: Mapping[str, Reference], tolerance: float = TOLERANCE
) -> list[Finding]:
    """Compare an amount given in two currencies with the average exchange rate of its year."""
    found = []
    for claim in claims:
        own = claim.named.figure
        before = [
            other.named.figure
            for other in claims
            if other.named.figure.unit in claim.named.rule.preceding_units & CURRENCY_CODES
            and (other.source_id, other.named.figure.sentence) == (claim.source_id, own.sentence)
            and other.named.figure.end <= own.start
        ]
        if not before:
            continue
        partner = max(before, key=lambda figure: figure.start)
        year = (own.period or partner.period or claim.published or "")[:4]
        names, rate = yearly_rate(own.unit, partner.unit, year, references)
        if rate is None:
            continue
        implied = partner.low / own.low
        off = abs(implied / rate - 1)
        effect: Effect = "supports" if off <= tolerance else "limits" if off <= near(tolerance) else "contradicts"
        reason = f"implies {number(implied, 4)} {partner.unit}/{own.unit}, the average of {year} is {number(rate, 5)}"
        found.append(Finding(claim, effect, "conversion", reason, names))
    return found


def share_against_total(
    claims: Sequence[Claim], references: Mapping[str, Reference], tolerance: float = TOLERANCE
) -> list[Finding]:
    """Compare the world total implied by an amount and its share with the totals of the time."""
    found: list[Finding] = []
    for part in claims:
        totals = _intervals(part, part.verify.quantity, references, region="world")
        for share in claims:
            if share.source_id != part.source_id or share.verify.share_of != part.name or not totals:
                continue
            implied, least, most = part.base / share.base, part.low / share.high, part.high / share.low
            item, low, total, high = min(totals, key=lambda row: abs(row[2] - implied))
            effect: Effect = "contradicts"
            fits = "they do not fit"
            if low * (1 - tolerance) <= implied <= high * (1 + tolerance):
                effect, fits = "supports", "they fit"
            elif least <= high and most >= low:
                effect, fits = "limits", "they fit only if rounding is used up"
            published = value_text(part, low, total, high)
            reason = (
                f"amount and share imply a total of {number(implied, 4)} {part.unit}, with rounding "
                f"{number(least, 4)} to {number(most, 4)}; {item.publisher} had {published}: {fits}"
            )
            found += [Finding(claim, effect, "share against total", reason, (item.id,)) for claim in (part, share)]
    return found


def growth_against_levels(
    claims: Sequence[Claim], references: Mapping[str, Reference], tolerance: float = TOLERANCE
) -> list[Finding]:
    """Compare an increase over some years with the level that it leads to and with earlier levels.

    A level at the beginning of the span is decisive: the gain since then must equal the increase. Without one, a level
    within the span only shows how much of the increase came after it.
    """
    found = []
    for rise in claims:
        level = _claim_named(rise.verify.increase_of, rise.source_id, claims)
        if level is None or not rise.named.figure.period:
            continue
        first = period_span(rise.named.figure.period)[0]
        levels = [
            (first - 1 <= period_span(row[0].period)[0] < first + 1, *row)
            for row in _intervals(rise, level.verify.quantity, references, level.region)
            if row[0].period and row[0].period != level.named.figure.period
        ]
        for begins, item, low, value, high in levels:
            if not begins and any(row[0] for row in levels):
                continue
            least, gain, most = level.base - high, level.base - value, level.base - low
            words = f"it was {value_text(rise, least, gain, most)} {unit_text(rise)} since {item.period}"
            lower, upper = widened(rise.low, rise.high, tolerance)
            effect: Effect = "limits"
            if not begins:
                words += ", on the way"
            elif least <= upper and most >= lower:
                effect = "supports"
            elif not (rise.is_lower_bound and least > upper):
                effect = "contradicts"
            reason = f"with the level of {number(level.base, 4)} {words}"
            found.append(Finding(rise, effect, "growth against levels", reason, (item.id,)))
    return found


def growth_against_plans(
    claims: Sequence[Claim], references: Mapping[str, Reference], tolerance: float = TOLERANCE
) -> list[Finding]:
    """Compare the growth that a target requires with comparable growth plans and with price growth.

    The rule of the target defines which plans and prices are comparable (`growth_plans` and `price_growth` in
    data/named_figures.yaml), since growth in revenue, in value added and in tonnes differ.
    """
    found = []
    for target in claims:
        spec = target.verify
        start = _claim_named(spec.starts_from, target.source_id, claims)
        begin = _start_year(start) if start else None
        if start is None or begin is None or not target.named.figure.period:
            continue
        end = period_span(target.named.figure.period)[0]
        plans = [
            item
            for item in references.values()
            if item.quantity in spec.growth_plans
            and target.meets(item.period, slack=PLAN_YEARS)
            and (item.region == target.region or inside(target.region, item.region or ""))
        ]
        if end <= begin or not plans:
            continue
        sizes = {"cluster_cny_bn": start.base, "cluster_target_cny_bn": target.base}
        required = float(compute(GrowthScenarios, "required_growth", **sizes, years=end - begin))
        most = max(plans, key=lambda item: item.value)
        effect: Effect = "supports" if 0 <= required <= most.value * (1 + tolerance) else "limits"
        prices = [
            item
            for item in references.values()
            if item.quantity == spec.price_growth and item.period and period_span(item.period)[0] >= begin - 1
        ]
        dearer = "".join(f"; the price alone rose by {number(100 * p.value, 3)} % in {p.period}" for p in prices)
        reason = (
            f"needs {number(100 * required, 3)} % a year from {begin:g}, where plans are for "
            f"{number(100 * most.value, 2)} % at most ({most.series}){dearer}; a target cannot be false before its year"
        )
        cited = tuple(item.id for item in (*plans, *prices))
        found.append(Finding(target, effect, "growth against plans", reason, cited))
    return found


def flow_over_stock(
    claims: Sequence[Claim], references: Mapping[str, Reference], tolerance: float = TOLERANCE
) -> list[Finding]:
    """Find shares of a whole in another unit, such as yearly exports as a share of reserves."""
    found = []
    for claim in claims:
        spec, sentence = claim.verify, claim.named.figure.sentence
        if spec.ratio and (spec.ratio_words is None or spec.ratio_words.search(sentence)):
            refusal = share_refusal(*spec.ratio)
            if refusal:
                found.append(Finding(claim, "contradicts", "dimensions", refusal.reason))
    return found


def company_taken_for_sector(
    claims: Sequence[Claim], references: Mapping[str, Reference], tolerance: float = TOLERANCE
) -> list[Finding]:
    """Find statements about a sector that are true only of one of its companies."""
    found = []
    for claim in claims:
        rows = _intervals(claim, claim.verify.quantity, references)
        one = [
            item for item, _, value, _ in rows if item.scope == "one company" and _close(value, claim.base, tolerance)
        ]
        sector = sorted((value, item.id) for item, _, value, _ in rows if item.scope == "sector")
        if one and sector and not any(_close(value, claim.base, near(tolerance)) for value, _ in sector):
            least, most = sector[0][0], sector[-1][0]
            ids = (*(item.id for item in one), *(name for _, name in sector))
            reason = f"true of one company; the sector has {value_text(claim, least, least, most)} {unit_text(claim)}"
            found.append(Finding(claim, "limits", "sector or company", reason, ids))
    return found


CHECKS = (
    conflicting_values,
    dropped_hedge,
    widened_scope,
    unrelated_figures_as_one_change,
    currency_conversion,
    share_against_total,
    growth_against_levels,
    growth_against_plans,
    flow_over_stock,
    company_taken_for_sector,
    dates_after_publication,
)


def _intervals(
    claim: Claim, quantity: str, references: Mapping[str, Reference], region: str = ""
) -> list[tuple[Reference, float, float, float]]:
    """The current references for a quantity, each with low, value and high in the unit of the claim."""
    found = []
    for item in references.values():
        if item.quantity != quantity or (region and item.region != region) or not claim.meets(item.period):
            continue
        low, value, high = in_unit(item, claim.unit, references)
        if low is not None and value is not None and high is not None and (value > 0 or not is_total(claim.unit)):
            found.append((item, low, value, high))
    return found


def _periods_overlap(one: Claim, other: Claim) -> bool:
    if one.window is None or other.window is None:
        return False
    return one.window[0] < other.window[1] and other.window[0] < one.window[1]


def _disagree(one: Claim, other: Claim, tolerance: float) -> bool:
    """Whether the hedged intervals of two claims do not overlap, even when widened by the tolerance."""
    lower, upper = sorted((one, other), key=lambda claim: claim.base)
    return widened(lower.low, lower.high, tolerance)[1] < widened(upper.low, upper.high, tolerance)[0]


def _close(value: float, other: float, tolerance: float) -> bool:
    return math.isclose(value, other, rel_tol=tolerance)


def _claim_named(name: str, source_id: str, claims: Iterable[Claim]) -> Claim | None:
    """The claim with this name in a source, preferably the one in its body."""
    named = [item for item in claims if (item.name, item.source_id) == (name, source_id)]
    return min(named, key=lambda item: item.named.section != "body", default=None)


def _start_year(claim: Claim) -> float | None:
    """The year of a size: its period, otherwise the year before its article, the last complete one."""
    if claim.named.figure.period:
        return period_span(claim.named.figure.period)[0]
    return period_span(claim.published[:4])[0] - 1 if claim.published else None
