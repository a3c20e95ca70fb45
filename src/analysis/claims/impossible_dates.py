"""Find impossible dates: claims that do not fit the publication date of their article, and datelines."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from analysis.claims.claim import PLANNED, Claim
from analysis.claims.findings import Finding
from analysis.claims.reference_check import TOLERANCE
from analysis.claims.references import Reference, money_in, period_span
from analysis.documents.document import Document
from analysis.documents.sources import Sources
from analysis.extraction.english.days import days_of
from analysis.extraction.sections import FRONT_MATTER

# Matches "22 March:", "March 22 (Agency) --", "March 22 -"; not "22 March-April" or "at 22 March 10:30"
_DATELINE = re.compile(r"[\w.,\s]{4,20}?(?:\([^)]{2,20}\)\s*)?(?::(?!\d)|--|—|–|\s-\s)")
DATELINE_CHARACTERS = 400  # assumption: a dateline is within the first characters of an article
DATELINE_DAYS = 31  # assumption: news is published within a month
YEAR_CLOSES = 1 / 12  # assumption: the total of a year may be known in its last month


def dates_after_publication(
    claims: Sequence[Claim], references: Mapping[str, Reference], tolerance: float = TOLERANCE
) -> list[Finding]:
    """Find claims dated after their article, and targets dated before it.

    A plan or forecast is not due yet; a fact of the future is impossible. Also finds amounts of money for a year that
    was not over at publication, give or take a month: such an amount is a forecast, or covers part of the year.
    """
    found = []
    for claim in claims:
        if not (claim.published and claim.named.figure.period):
            continue
        appeared, (first, last) = period_span(claim.published)[1], period_span(claim.named.figure.period)
        planned = PLANNED.search(claim.named.words)
        if not claim.is_target and first > appeared:
            reason = f"it is about {claim.named.figure.period}, after the article of {claim.published}"
            found.append(Finding(claim, "postpones" if planned else "contradicts", "dates", reason))
        elif not claim.is_target and money_in(claim.unit) and last - first == 1 and last > appeared + YEAR_CLOSES:
            reason = f"{claim.named.figure.period} was not over when the article of {claim.published} appeared"
            found.append(Finding(claim, "postpones" if planned else "qualifies", "dates", reason))
        elif claim.is_target and last < appeared - 1:
            reason = f"a target for {claim.named.figure.period} in an article of {claim.published}"
            found.append(Finding(claim, "qualifies", "dates", reason))
    return found


def impossible_datelines(sources: Sources) -> list[dict[str, str]]:
    """Return the articles with a dateline after publication, or more than a month before it.

    A dateline is a date in the first lines that is followed by a colon or a dash. If there are several, they are a
    programme and not datelines. A dateline without a year gets the year that brings it closest to publication. Each
    row has Source, Published, Dateline and Why.
    """
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
