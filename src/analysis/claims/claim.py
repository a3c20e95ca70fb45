"""A claim: a named figure with the interval that its hedge allows, its region and its period."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from analysis.binding.figure_rules import VerificationSpec
from analysis.binding.inputs import hedged, place_told, region_of
from analysis.binding.named_figures import NamedFigure, every_named_figure
from analysis.claims.organisations import named_in_text
from analysis.core.references import Reference, period_span
from analysis.documents.sources import Sources

WINDOW_YEARS = 3  # assumption: an undated claim is about the 3 years before its article, a target about the 3 after


@dataclass(frozen=True)
class Claim:
    """One claim in one source: the named figure, its interval in `unit`, its region and its publication date.

    `low` and `high` are the limits that the hedge allows; a lower bound ends one grain above the printed number.
    `published` is an ISO 8601 date, None if the source does not state it. `article` is the whole text of the source,
    `standing` what its header calls it, such as "state_media"; like `publisher`, it is empty if unstated.
    `place` is the region, or where a plant is whose numbers are compared with those of the world.
    """

    named: NamedFigure
    low: float
    base: float
    high: float
    unit: str
    region: str
    published: str | None
    article: str = field(default="", repr=False)
    standing: str = ""
    publisher: str = ""
    title: str = ""
    place: str = ""

    @property
    def name(self) -> str:
        """The name of the named figure."""
        return self.named.rule.name

    @property
    def key(self) -> str:
        """The key in data/judgements.csv: the name, with the part of the article in brackets if it is not the body."""
        return self.name if self.named.section == "body" else f"{self.name} ({self.named.section})"

    @property
    def verify(self) -> VerificationSpec:
        """What the claim is checked against."""
        return self.named.rule.verify

    @property
    def source_id(self) -> str:
        """The id of the article that makes the claim."""
        return self.named.figure.source_id

    @property
    def day(self) -> date | None:
        """The publication date."""
        return date.fromisoformat(self.published) if self.published else None

    @property
    def told_by(self) -> str:
        """The publisher of the article that makes the claim, or else its title, with its date."""
        teller = self.publisher or f"“{self.title}”"
        return f"{teller} ({self.published})" if self.published else teller

    @property
    def is_target(self) -> bool:
        """Whether it states a goal rather than a fact."""
        return self.named.rule.kind == "target"

    @property
    def is_lower_bound(self) -> bool:
        """Whether its hedge is "over" or "at least"."""
        return self.named.figure.qualifier in (">", ">=")

    @property
    def profit_basis(self) -> str:
        """Which costs a profit is after, if its clause says so; values as in data/reference.csv."""
        return self.named.stated_basis.profit_basis

    @property
    def tax_basis(self) -> str:
        """Whether a price contains value added tax, if its clause says so; values as in data/reference.csv."""
        return self.named.stated_basis.tax_basis

    def is_independent_of(self, reference: Reference) -> bool:
        """Whether a reference comes from someone other than the claimant, such as a firm that the article names.

        The numbers of a firm are its own where the article names one of its plants or subsidiaries, or its owner.
        """
        own = reference.claimant and named_in_text(reference.claimant, self.article)
        return reference.independent == "yes" and not own

    def disagrees(self, other: "Claim", tolerance: float) -> bool:
        """Whether the hedged intervals of two claims do not overlap, even when widened by the tolerance."""
        lower, upper = sorted((self, other), key=lambda claim: claim.base)
        return lower.high + tolerance * abs(lower.high) < upper.low - tolerance * abs(upper.low)

    def overlaps(self, other: "Claim") -> bool:
        """Whether two claims are about the same time; false if one of them has no date."""
        if self.window is None or other.window is None:
            return False
        return self.window[0] < other.window[1] and other.window[0] < self.window[1]

    @property
    def window(self) -> tuple[float, float] | None:
        """The years that a reference must overlap; None if neither the figure nor the article has a date."""
        if self.named.figure.period:
            return period_span(self.named.figure.period)
        if self.published:
            appeared = period_span(self.published)[1]
            if self.is_target:  # from the current year on
                return math.floor(appeared), appeared + WINDOW_YEARS
            return appeared - WINDOW_YEARS, appeared
        return None

    def meets(self, period: str | None, slack: float = 0.0) -> bool:
        """Whether a period overlaps the window of the claim, within `slack` years; true if either is undated."""
        if self.window is None or not period:
            return True
        first, last = period_span(period)
        return first < self.window[1] + slack and last > self.window[0] - slack


def claims_of(sources: Sources) -> list[Claim]:
    """Return every claim in the sources, in text order; a highlight and the body that it repeats are two claims."""
    return [claim_from(named, sources) for named in every_named_figure(sources)]


def claim_from(named: NamedFigure, sources: Sources) -> Claim:
    """Return the claim that a named figure of the sources makes."""
    document = next(item for item in sources.documents if item.source_id == named.figure.source_id)
    low, high, _, _ = hedged(named)
    day = document.published.isoformat() if document.published else None
    standing, publisher = (document.metadata.get(key, "") for key in ("standing", "publisher"))
    region = region_of(named, document)
    place = place_told(named, document) if region == "world" else region
    about = document.text, standing, publisher, document.title, place
    return Claim(named, low, named.value, high, named.unit, region, day, *about)


def claim_named(name: str, source_id: str, claims: Iterable[Claim]) -> Claim | None:
    """Return the claim with this name in a source, preferably the one in its body; None if there is none."""
    named = [item for item in claims if (item.name, item.source_id) == (name, source_id)]
    return min(named, key=lambda item: item.named.section != "body", default=None)
