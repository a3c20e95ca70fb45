"""Claims against each other and against themselves: each check is one question, asked of every source alike."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from analysis.models import growth
from analysis.models.rare_earths import share_refusal
from analysis.references import Reference, period_span
from analysis.text.periods import days_of
from analysis.text.sources import Sources
from analysis.units import CURRENCY_CODES, is_total
from analysis.verification.claims import Claim, body_of
from analysis.verification.compare import NEAR, TOLERANCE, to_unit, yearly_rate
from analysis.verification.regions import inside
from analysis.wording import number

Effect = Literal["contradicts", "limits", "supports"]
_DATELINE = re.compile(
    r"[\w.,\s]{4,20}?(?:\([^)]{2,20}\)\s*)?(?::(?!\d)|--|—|–)"
)  # "22 March:", "March 22 (Agency) --"
DATELINE_LETTERS = 400  # assumption: a dateline stands in the first lines of an article
DATELINE_DAYS = 31  # assumption: news is not older than a month when it appears
PLAN_YEARS = 3  # assumption: a plan says something of the years around it
COPPER_PRICE = "copper_price_growth"


@dataclass(frozen=True)
class Finding:
    """What a check says of one claim: `contradicts` it, `limits` it to partly at most, or `supports` it."""

    claim: Claim
    effect: Effect
    check: str
    reason: str
    references: tuple[str, ...] = ()


def run_checks(claims: Sequence[Claim], references: Mapping[str, Reference]) -> list[Finding]:
    """Return the findings of all checks, in the order of CHECKS."""
    return [finding for check in CHECKS for finding in check(claims, references)]


def another_value(claims: Sequence[Claim], references: Mapping[str, Reference]) -> list[Finding]:
    """A highlight with another number than its body, and two articles with different numbers for one thing."""
    found = []
    for claim in claims:
        body = body_of(claim, claims)
        if body and _apart(claim, body):
            reason = f"the body says {body.named.figure.spoken}"
            found.append(Finding(claim, "contradicts", "highlight against body", reason))
        for other in claims:
            alike = (other.name, other.region) == (claim.name, claim.region) and other.source_id != claim.source_id
            same_time = (
                claim.window
                and other.window
                and claim.window[0] < other.window[1]
                and other.window[0] < claim.window[1]
            )
            if alike and same_time and _apart(claim, other):
                reason = f"{other.source_id} says {other.named.figure.spoken}"
                found.append(Finding(claim, "limits", "article against article", reason))
    return found


def dropped_hedge(claims: Sequence[Claim], references: Mapping[str, Reference]) -> list[Finding]:
    """A highlight that states as exact what its body hedges."""
    found = []
    for claim in claims:
        body = body_of(claim, claims)
        if body and body.named.figure.qualifier != "=" and claim.named.figure.qualifier == "=":
            reason = f"the highlight drops the hedge: the body says {body.named.figure.spoken}"
            found.append(Finding(claim, "limits", "highlight against body", reason))
    return found


def widened_scope(claims: Sequence[Claim], references: Mapping[str, Reference]) -> list[Finding]:
    """A highlight that says of more what its body says of less."""
    found = []
    for claim in claims:
        body, wanted = body_of(claim, claims), claim.comparison
        if body is None:
            continue
        mine, its = claim.named.figure.sentence, body.named.figure.sentence
        if wanted.narrow and wanted.narrow.search(its) and not wanted.narrow.search(mine):
            kept = wanted.narrow.search(its)
            reason = f"the highlight widens it: the body speaks of a {kept.group().lower() if kept else ''}"
            found.append(Finding(claim, "limits", "highlight against body", reason))
        if wanted.wider and (more := wanted.wider.search(mine)) and not wanted.wider.search(its):
            reason = f"the highlight gives it to {more.group().lower()} too, the body does not"
            found.append(Finding(claim, "limits", "highlight against body", reason))
    return found


def one_change_of_two_things(claims: Sequence[Claim], references: Mapping[str, Reference]) -> list[Finding]:
    """Two figures that a sentence makes one change, from the first to the second, and the body gives to two things."""
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


def conversion(claims: Sequence[Claim], references: Mapping[str, Reference]) -> list[Finding]:
    """Two amounts side by side in two currencies, against the average rate of their year."""
    found = []
    for claim in claims:
        own = claim.named.figure
        before = [
            other.named.figure
            for other in claims
            if other.named.figure.unit in claim.named.rule.beside & CURRENCY_CODES
            and (other.source_id, other.named.figure.sentence) == (claim.source_id, own.sentence)
            and other.named.figure.end <= own.start
        ]
        if not before:
            continue
        partner = max(before, key=lambda figure: figure.start)
        year = (own.period or partner.period or claim.published or "")[:4]
        name, rate = yearly_rate(own.unit, partner.unit, year, references)
        if rate is None:
            continue
        implied = partner.low / own.low
        off = abs(implied / rate - 1)
        effect: Effect = "supports" if off <= TOLERANCE else "limits" if off <= NEAR else "contradicts"
        reason = f"implies {number(implied, 4)} {partner.unit}/{own.unit}, the average of {year} is {number(rate, 5)}"
        found.append(Finding(claim, effect, "conversion", reason, (name,)))
    return found


def share_against_total(claims: Sequence[Claim], references: Mapping[str, Reference]) -> list[Finding]:
    """An amount and its share of the world imply a total, against totals of the time."""
    found: list[Finding] = []
    for part in claims:
        totals = _amounts(part, part.comparison.quantity, references, region="world")
        for share in claims:
            if share.source_id != part.source_id or share.comparison.share_of != part.name or not totals:
                continue
            implied, least, most = part.base / share.base, part.low / share.high, part.high / share.low
            item, total = min(totals, key=lambda pair: abs(pair[1] - implied))
            low, high = (to_unit(bound, item, part.unit, references) or total for bound in item.interval)
            effect: Effect = "contradicts"
            fits = "they do not fit"
            if low * (1 - TOLERANCE) <= implied <= high * (1 + TOLERANCE):
                effect, fits = "supports", "they fit"
            elif least <= high and most >= low:
                effect, fits = "limits", "they fit only if rounding is used up"
            had = "at least " if math.isinf(high) else "at most " if math.isinf(low) else ""
            reason = (
                f"amount and share imply a total of {number(implied, 4)} {part.unit}, with rounding "
                f"{number(least, 4)} to {number(most, 4)}; {item.publisher} had {had}{number(total, 4)}: {fits}"
            )
            found += [Finding(claim, effect, "share against total", reason, (item.id,)) for claim in (part, share)]
    return found


def growth_against_levels(claims: Sequence[Claim], references: Mapping[str, Reference]) -> list[Finding]:
    """An increase over some years, against the level that it leads to and the levels on the way."""
    found = []
    for rise in claims:
        level = _first_of(rise.comparison.level, rise.source_id, claims)
        if level is None or not rise.named.figure.period:
            continue
        on_the_way = _amounts(rise, level.comparison.quantity, references, region=level.region)
        gains = [(item, level.base - value) for item, value in on_the_way if item.period != level.named.figure.period]
        if not gains:
            continue
        shown = ", ".join(f"{number(gain, 4)} since {item.period}" for item, gain in gains)
        exact = all(rise.low * (1 - TOLERANCE) <= gain <= rise.high * (1 + TOLERANCE) for _, gain in gains)
        enough = all(gain >= rise.base * (1 - NEAR) for _, gain in gains)
        effect: Effect = "supports" if exact else "limits" if enough and rise.is_lower_bound else "contradicts"
        reason = f"with the level of {number(level.base, 4)} it would have been {shown}, in {rise.unit}"
        found.append(Finding(rise, effect, "growth against levels", reason, tuple(item.id for item, _ in gains)))
    return found


def growth_against_plans(claims: Sequence[Claim], references: Mapping[str, Reference]) -> list[Finding]:
    """The growth that a target requires, against plans for growth there, and against copper's price alone."""
    found = []
    plans = [item for item in references.values() if item.quantity.endswith("growth_plan")]
    price = next((item for item in references.values() if item.quantity == COPPER_PRICE), None)
    for target in claims:
        start = _first_of(target.comparison.start, target.source_id, claims)
        begin = _start_year(start) if start else None
        if start is None or begin is None or not target.named.figure.period:
            continue
        years = period_span(target.named.figure.period)[0] - begin
        current = [
            item
            for item in plans
            if target.meets(item.period, slack=PLAN_YEARS)
            and (item.region == target.region or inside(target.region, item.region or ""))
        ]
        if years <= 0 or not current:
            continue
        required = float(growth.required_growth(start.base, target.base, years))
        most = max(current, key=lambda item: item.value)
        effect: Effect = "supports" if 0 <= required <= most.value * (1 + TOLERANCE) else "limits"
        dearer = f"; copper's price alone rose by {number(100 * price.value, 3)} % in {price.period}" if price else ""
        reason = (
            f"needs {number(100 * required, 3)} % a year from {begin:g}, where plans are for "
            f"{number(100 * most.value, 2)} % at most{dearer}; a target cannot be false before its year"
        )
        cited = tuple(item.id for item in (*current, price) if item)
        found.append(Finding(target, effect, "growth against plans", reason, cited))
    return found


def flow_over_stock(claims: Sequence[Claim], references: Mapping[str, Reference]) -> list[Finding]:
    """A share whose part and whole do not have one unit, where its sentence names that whole."""
    found = []
    for claim in claims:
        wanted, sentence = claim.comparison, claim.named.figure.sentence
        if wanted.ratio and (wanted.ratio_when is None or wanted.ratio_when.search(sentence)):
            refusal = share_refusal(*wanted.ratio)
            if refusal:
                found.append(Finding(claim, "contradicts", "dimensions", refusal.reason))
    return found


def sector_that_is_one_company(claims: Sequence[Claim], references: Mapping[str, Reference]) -> list[Finding]:
    """A statement that is true of one company of a sector and not of the sector."""
    found = []
    for claim in claims:
        rows = _amounts(claim, claim.comparison.quantity, references)
        one = [item for item, value in rows if item.scope == "one company" and _close(value, claim.base, TOLERANCE)]
        sector = sorted((value, item.id) for item, value in rows if item.scope == "sector")
        if one and sector and not any(_close(value, claim.base, NEAR) for value, _ in sector):
            ends = f"{number(sector[0][0], 3)} to {number(sector[-1][0], 3)}"
            ids = (*(item.id for item in one), *(name for _, name in sector))
            reason = f"true of one company; the sector has {ends} {claim.unit}"
            found.append(Finding(claim, "limits", "sector or company", reason, ids))
    return found


def dates_after_publication(claims: Sequence[Claim], references: Mapping[str, Reference]) -> list[Finding]:
    """A claim about what is that is dated after its article, a target that is dated before it."""
    found = []
    for claim in claims:
        if not (claim.published and claim.named.figure.period):
            continue
        appeared, (first, last) = period_span(claim.published)[1], period_span(claim.named.figure.period)
        if not claim.is_target and first > appeared:
            reason = f"it is about {claim.named.figure.period}, after the article of {claim.published}"
            found.append(Finding(claim, "contradicts", "dates", reason))
        elif claim.is_target and last < appeared - 1:
            reason = f"a target for {claim.named.figure.period} in an article of {claim.published}"
            found.append(Finding(claim, "limits", "dates", reason))
    return found


def impossible_datelines(sources: Sources) -> list[dict[str, str]]:
    """Return the articles whose dateline cannot be: after publication, or more than a month before it.

    A dateline is a day in the first lines with a colon or a dash behind it. Each row has Source, Published, Dateline
    and Why. A dateline without a year is given the year that brings it nearest to publication.
    """
    rows = []
    for document in sources.documents:
        appeared = document.published
        for position, period in days_of(document.text, appeared) if appeared else ():
            if appeared is None or position > DATELINE_LETTERS or not _DATELINE.match(document.text, position):
                continue
            years = (appeared.year - 1, appeared.year, appeared.year + 1) if period.startswith("--") else (None,)
            days = min((_days_before(appeared, period, year) for year in years), key=abs)
            if days > DATELINE_DAYS or days < 0:
                why = f"{days} days before publication" if days > 0 else f"{-days} days after publication"
                row = {"Source": document.source_id, "Published": appeared.isoformat(), "Dateline": period, "Why": why}
                rows.append(row)
    return rows


CHECKS = (
    another_value,
    dropped_hedge,
    widened_scope,
    one_change_of_two_things,
    conversion,
    share_against_total,
    growth_against_levels,
    growth_against_plans,
    flow_over_stock,
    sector_that_is_one_company,
    dates_after_publication,
)


def _amounts(
    claim: Claim, quantity: str, references: Mapping[str, Reference], region: str = "", slack: float = 0.0
) -> list[tuple[Reference, float]]:
    """The references of a quantity that are of the claim's time, each with its value in the claim's unit."""
    return [
        (item, value)
        for item in references.values()
        if item.quantity == quantity
        and (not region or item.region == region)
        and claim.meets(item.period, slack)
        and (value := to_unit(item.value, item, claim.unit, references)) is not None
        and (value > 0 or not is_total(claim.unit))
    ]


def _at_one_time(one: Claim, other: Claim) -> bool:
    if one.window is None or other.window is None:
        return False
    return one.window[0] < other.window[1] and other.window[0] < one.window[1]


def _apart(one: Claim, other: Claim) -> bool:
    """Whether the hedged intervals of two claims do not meet, a little widened."""
    lower, upper = sorted((one, other), key=lambda claim: claim.base)
    return lower.high * (1 + TOLERANCE) < upper.low * (1 - TOLERANCE)


def _close(value: float, other: float, tolerance: float) -> bool:
    return math.isclose(value, other, rel_tol=tolerance)


def _first_of(name: str, source_id: str, claims: Iterable[Claim]) -> Claim | None:
    """The claim of that name in a source, the one of its body where there are several."""
    named = [item for item in claims if (item.name, item.source_id) == (name, source_id)]
    return min(named, key=lambda item: item.named.section != "body", default=None)


def _days_before(appeared: date, period: str, year: int | None) -> int:
    """How many days before an article appeared a day lies, below 0 after it; far away for a day that is none."""
    text = period if year is None else f"{year}-{period[2:]}"
    try:
        return appeared.toordinal() - date.fromisoformat(text).toordinal()
    except ValueError:  # 29 February of another year
        return 10**6


def _start_year(claim: Claim) -> float | None:
    """The year that a size is of: its period, else the year before its article, the last that can be complete."""
    if claim.named.figure.period:
        return period_span(claim.named.figure.period)[0]
    return period_span(claim.published[:4])[0] - 1 if claim.published else None
