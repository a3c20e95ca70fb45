"""Cross-check claims: compare them with each other, and test each for consistency and for impossible dates."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from analysis.binding.clauses import OTHER_CLAUSE
from analysis.binding.figure_rules import FigureRule
from analysis.binding.modality import PLANS_OR_FORECASTS
from analysis.binding.named_figures import NamedFigure
from analysis.claims.claim import Claim, claim_named
from analysis.claims.conversion import converted, unit_text, value_text, yearly_rate
from analysis.claims.reference_check import TOLERANCE, compare, matching_related, near, widened
from analysis.core.formatting import number
from analysis.core.lazy_regex import lazy_regex
from analysis.core.references import Reference, References, money_in, period_span
from analysis.core.units import CURRENCY_CODES, is_total, share_refusal
from analysis.documents.document import Document
from analysis.documents.sources import Sources
from analysis.extraction.english.dates import days_of
from analysis.extraction.sections import FRONT_MATTER

# Matches "22 March:", "March 22 (Agency) --", "March 22 -"; not "22 March-April" or "at 22 March 10:30"
_DATELINE = lazy_regex(r"[\w.,\s]{4,20}?(?:\([^)]{2,20}\)\s*)?(?::(?!\d)|--|—|–|\s-\s)")
DATELINE_CHARACTERS = 400  # assumption: a dateline is within the first characters of an article
DATELINE_DAYS = 31  # assumption: news is published within a month
YEAR_CLOSES = 1 / 12  # assumption: the total of a year may be known in its last month
Effect = Literal["contradicts", "garbles", "postpones", "qualifies", "nearly supports", "supports"]
Claims = Sequence[Claim]


@dataclass(frozen=True)
class Finding:
    """The effect of a check on a claim, with its reason and references.

    It `contradicts` the claim, shows that it is true of something else (`garbles`) or about the future (`postpones`),
    `qualifies` it, or `supports` it, closely or `nearly`.
    """

    claim: Claim
    effect: Effect
    check: str
    reason: str
    references: tuple[str, ...] = ()


def run_checks(claims: Claims, references: References, tolerance: float = TOLERANCE) -> list[Finding]:
    """Return the findings of all checks, in the order of CHECKS."""
    return [finding for check in CHECKS for finding in check(claims, references, tolerance)]


def conflicting_values(claims: Claims, references: References, tolerance: float = TOLERANCE) -> Iterator[Finding]:
    """Find highlights whose number differs from the body, and articles that state different numbers for one thing."""
    for claim in claims:
        for other in claims:
            same_article = (other.name, other.source_id) == (claim.name, claim.source_id)
            in_body = [item.named.section == "body" for item in (claim, other)]
            if same_article and in_body == [False, True] and claim.disagrees(other, tolerance):
                reason = f"the body says {other.named.printed}"
                yield Finding(claim, "contradicts", "highlight against body", reason)
            same_thing = (other.name, other.region) == (claim.name, claim.region)
            if (
                same_thing
                and other.source_id != claim.source_id
                and claim.overlaps(other)
                and claim.disagrees(other, tolerance)
                and not _is_of_the_past(claim, other, claims)
                and not _is_of_the_past(other, claim, claims)
            ):
                reason = f"{other.told_by} says {other.named.printed}"
                yield Finding(claim, "qualifies", "article against article", reason)


def _is_of_the_past(claim: Claim, undated: Claim, claims: Claims) -> bool:
    """Whether the article also makes the same claim for a later time, to which an undated claim would refer."""
    own = claim.named.figure.period
    if undated.named.figure.period or not own:
        return False
    ended = period_span(own)[1]
    is_over = claim.published is not None and ended <= period_span(claim.published)[1] - 1
    return any(
        period_span(period)[0] >= ended if period else is_over
        for item in claims
        if (item.name, item.region, item.source_id) == (claim.name, claim.region, claim.source_id)
        and (period := item.named.figure.period) != own
    )


def currency_conversion(claims: Claims, references: References, tolerance: float = TOLERANCE) -> Iterator[Finding]:
    """Compare an amount given in two currencies with the average exchange rate of its year."""
    for claim in claims:
        own = claim.named.figure
        before = [
            other.named.figure
            for other in claims
            if other.named.figure.unit in claim.named.rule.preceding_units & CURRENCY_CODES
            and (other.source_id, other.named.figure.sentence) == (claim.source_id, own.sentence)
            and other.named.figure.end <= own.start
        ]
        found = []
        for partner in before:  # of "610 billion yuan, 100 billion more than in 2020, or 85 billion dollars" the first
            year = (own.period or partner.period or claim.published or "")[:4]
            names, rate = yearly_rate(own.unit, partner.unit, year, references)
            if rate is not None:
                found.append((abs(partner.low / own.low / rate - 1), -partner.start, partner, year, names, rate))
        if not found:
            continue
        off, _, partner, year, names, rate = min(found, key=lambda item: item[:2])
        implied = partner.low / own.low
        effect: Effect = (
            "supports" if off <= tolerance else "nearly supports" if off <= near(tolerance) else "contradicts"
        )
        units = f"{partner.unit}/{own.unit}"
        reason = f"the amounts imply {number(implied, 4)} {units}; the average of {year} is {number(rate, 5)}"
        yield Finding(claim, effect, "conversion", reason, names)


def share_against_total(claims: Claims, references: References, tolerance: float = TOLERANCE) -> Iterator[Finding]:
    """Compare the world total implied by an amount and its share with the totals of the time."""
    for part in claims:
        totals = _intervals(part, part.verify.quantity, references, region="world")
        for share in claims:
            if share.source_id != part.source_id or share.verify.share_of != part.name or not totals:
                continue
            implied, least, most = part.base / share.base, part.low / share.high, part.high / share.low
            least_off = min(max(row[1] - implied, implied - row[3], 0.0) for row in totals)
            nearest = [row for row in totals if max(row[1] - implied, implied - row[3], 0.0) == least_off]
            item, low, total, high = max(nearest, key=lambda row: row[0].published or "")  # of those that fit, the last
            if math.isinf(high) and implied > low * (1 + near(tolerance)):
                continue  # a bound far below says nothing
            effect: Effect = "contradicts"
            fits = "they do not fit"
            if low * (1 - tolerance) <= implied <= high * (1 + tolerance):
                effect, fits = "supports", "they fit"
            elif least <= high and most >= low:
                effect, fits = "garbles", "they fit only at the limit of what their wording allows"
            published = value_text(part, low, total, high, item.digits)
            ends = [number(end, 3) for end in (least, most)]
            allowed = f" ({ends[0]} to {ends[1]} as their wording allows)" if ends[0] != ends[1] else ""
            reason = (
                f"amount and share imply a total of {number(implied, 3)} {part.unit}{allowed}; "
                f"{item.id} had {published} {part.unit}: {fits}"
            )
            for claim in (part, share):
                confirmed = effect == "contradicts" and compare(claim, references, tolerance).verdict == "confirmed"
                own: Effect = "qualifies" if confirmed else effect  # the other one does not fit
                yield Finding(claim, own, "share against total", reason, (item.id,))


def growth_against_levels(claims: Claims, references: References, tolerance: float = TOLERANCE) -> Iterator[Finding]:
    """Compare an increase over some years with the level that it leads to and with earlier levels."""
    for rise in claims:
        level = claim_named(rise.verify.increase_of, rise.source_id, claims)
        if level is None or not level.region or not rise.named.figure.period:
            continue  # levels of a place say nothing about a place that the source does not name
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
            words = f"was {value_text(rise, least, gain, most)} {unit_text(rise)} since {item.period}"
            lower, upper = widened(rise.low, rise.high, tolerance)
            effect: Effect = "qualifies"
            if not begins:
                words += ", on the way"
                effect = "supports" if rise.is_lower_bound and least >= lower else "qualifies"
            elif least <= upper and most >= lower:
                effect = "supports"
            else:
                effect = "nearly supports" if rise.is_lower_bound and least > upper else "contradicts"
            reason = f"the rise to {number(level.base, 4)} {unit_text(level)} {words}"
            yield Finding(rise, effect, "growth against levels", reason, (item.id,))


def flow_over_stock(claims: Claims, references: References, tolerance: float = TOLERANCE) -> Iterator[Finding]:
    """Find shares of a whole in another unit, such as yearly exports as a share of reserves."""
    for claim in claims:
        if refusal := refused_share(claim.named):
            meant, names = matching_related(claim, references)
            reason = refusal.partition(". ")[0] + (f"; the number is close to {meant}" if meant else "")
            yield Finding(claim, "garbles", "dimensions", reason, names)


def refused_share(named: NamedFigure) -> str:
    """Return why a part of the whole that its words name is not a share; empty if it is, or if none is claimed."""
    spec = named.rule.verify
    clauses = OTHER_CLAUSE.split(named.words)
    clause = next((part for part in clauses if named.figure.text in part), named.words)
    if not spec.ratio or (spec.ratio_words and not spec.ratio_words.search(clause)):
        return ""
    reason = share_refusal(*spec.ratio)
    return f"{reason}. Compare the part with a whole in the same unit." if reason else ""


def company_taken_for_sector(claims: Claims, references: References, tolerance: float = TOLERANCE) -> Iterator[Finding]:
    """Find statements about a sector that hold only for one of its companies."""
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
            yield Finding(claim, "garbles", "sector or company", reason, ids)


def dates_after_publication(claims: Claims, references: References, tolerance: float = TOLERANCE) -> Iterator[Finding]:
    """Find claims that are only planned or dated after their article, and targets dated before it."""
    for claim in claims:
        if claim.named.is_planned and not claim.named.figure.period:
            yield Finding(claim, "postpones", "dates", "the article states it as a plan or a forecast")
        if not (claim.published and claim.named.figure.period):
            continue
        appeared, (first, last) = period_span(claim.published)[1], period_span(claim.named.figure.period)
        planned = PLANS_OR_FORECASTS.search(claim.named.words)
        if claim.named.is_planned and first <= appeared < last:
            yield Finding(claim, "postpones", "dates", "the article states it as a plan or a forecast")
            continue
        if not claim.is_target and first > appeared:
            reason = f"it is about {claim.named.figure.period}, after the article of {claim.published}"
            yield Finding(claim, "postpones" if planned else "contradicts", "dates", reason)
        elif not claim.is_target and money_in(claim.unit) and last - first == 1 and last > appeared + YEAR_CLOSES:
            reason = f"{claim.named.figure.period} was not over when the article of {claim.published} appeared"
            yield Finding(claim, "postpones" if planned else "qualifies", "dates", reason)
        elif claim.is_target and last < appeared - 1:
            reason = f"a target for {claim.named.figure.period} in an article of {claim.published}"
            yield Finding(claim, "qualifies", "dates", reason)


def impossible_datelines(sources: Sources) -> list[dict[str, str]]:
    """Return the articles with a dateline after publication, or more than a month before it."""
    rows = []
    for document in sources.documents:
        appeared = document.published
        datelines = _datelines(document, appeared) if appeared else []
        if appeared is None or len(datelines) != 1:
            continue
        (period,) = datelines
        years = (appeared.year - 1, appeared.year, appeared.year + 1) if period.startswith("--") else (None,)
        days = min((_days_before(appeared, period, year) for year in years), key=abs)
        if days > DATELINE_DAYS or days < 0:
            why = f"{days} days before publication" if days > 0 else f"{-days} days after publication"
            row = {"Source": document.source_id, "Published": appeared.isoformat(), "Dateline": period, "Why": why}
            rows.append(row)
    return rows


def _datelines(document: Document, appeared: date) -> list[str]:
    """The dates in the first lines after the header of an article that are written like datelines."""
    header = FRONT_MATTER.match(document.text)
    ends = (header.end() if header else 0) + DATELINE_CHARACTERS
    return [
        period
        for position, period in days_of(document.text, appeared)
        if position <= ends and _DATELINE.match(document.text, position)
    ]


def _days_before(appeared: date, period: str, year: int | None) -> int:
    """The number of days from a date to publication, negative if it is later; a huge number for an invalid date."""
    text = period if year is None else f"{year}-{period[2:]}"
    try:
        return appeared.toordinal() - date.fromisoformat(text).toordinal()
    except ValueError:  # 29 February of another year
        return 10**6


def kind_of_number(rule: FigureRule) -> str:
    """Return what the number of a claim is: a part of a whole, a change, or an amount."""
    if rule.verify.ratio:
        return "a part of a whole in the same unit"
    return "a change, not a part of a whole" if rule.direction != "none" else "an amount, not a part of a whole"


CHECKS = (
    conflicting_values,
    currency_conversion,
    share_against_total,
    growth_against_levels,
    flow_over_stock,
    company_taken_for_sector,
    dates_after_publication,
)


def _intervals(
    claim: Claim, quantity: str, references: References, region: str = ""
) -> list[tuple[Reference, float, float, float]]:
    """The current references for a quantity, each with low, value and high in the unit of the claim."""
    found = []
    for item in references.values():
        if item.quantity != quantity or (region and item.region != region) or not claim.meets(item.period):
            continue
        row = converted(claim, item, references)
        if row is not None and (row[1] > 0 or not is_total(claim.unit)):
            found.append((item, *row))
    return found


def _close(value: float, other: float, tolerance: float) -> bool:
    return math.isclose(value, other, rel_tol=tolerance)
