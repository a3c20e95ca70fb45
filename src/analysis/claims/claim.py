"""A claim: a named figure with the interval that its hedge allows, its region and its period."""

from collections.abc import Iterable
from dataclasses import dataclass

from analysis.claims.inputs import hedged
from analysis.claims.named_figures import NamedFigure, VerificationSpec, every_named_figure
from analysis.claims.references import period_span
from analysis.claims.regions import inside, named_in
from analysis.core.units import CURRENCY_CODES
from analysis.documents.document import Document
from analysis.documents.sources import Sources
from analysis.extraction.sections import FRONT_MATTER

OPENING_CHARACTERS = 1500  # assumption: an article names the place that it is about within its first characters
WINDOW_YEARS = 3  # assumption: an undated claim is about the 3 years before its article, a target about the 3 after


@dataclass(frozen=True)
class Claim:
    """One claim in one source: the named figure, its interval in `unit`, its region and its publication date.

    `low` and `high` are the limits that the hedge allows; a lower bound ends one grain above the printed number.
    `published` is an ISO 8601 date, None if the source does not state it.
    """

    named: NamedFigure
    low: float
    base: float
    high: float
    unit: str
    region: str
    published: str | None

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
    def is_target(self) -> bool:
        """Whether it states a goal rather than a fact."""
        return self.named.rule.kind == "target"

    @property
    def is_lower_bound(self) -> bool:
        """Whether its hedge is "over" or "at least"."""
        return self.named.figure.qualifier in (">", ">=")

    @property
    def window(self) -> tuple[float, float] | None:
        """The years that a reference must overlap; None if neither the figure nor the article has a date."""
        if self.named.figure.period:
            return period_span(self.named.figure.period)
        if self.published:
            appeared = period_span(self.published)[1]
            if self.is_target:  # from the current year on
                return appeared - 1, appeared + WINDOW_YEARS
            return appeared - WINDOW_YEARS, appeared
        return None

    def meets(self, period: str | None, slack: float = 0.0) -> bool:
        """Whether a period overlaps the window of the claim, within `slack` years; true if either has no date."""
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
    unit = named.rule.parameter_unit
    if unit == "bn" and named.figure.unit in CURRENCY_CODES:  # the parameter has no currency
        unit = f"{named.figure.unit} bn"
    day = document.published.isoformat() if document.published else None
    return Claim(named, low, named.value, high, unit, _region(named, document), day)


def _region(named: NamedFigure, document: Document) -> str:
    """The region of a claim: the first one in its sentence, title or opening, otherwise the default of the rule.

    If the rule gives a country and the article is about a province, the claim is about the province. "world" is never
    narrowed, and a town inside the region of the rule does not change it.
    """
    default = named.rule.verify.region
    if default in ("", "world"):
        return default
    is_country = inside(default, "world") and not inside(default, "China")
    text = FRONT_MATTER.sub("", document.text, count=1)
    title = document.metadata.get("title") or text.strip().partition("\n")[0]
    for words, narrows in ((named.figure.sentence, True), (title, True), (text[:OPENING_CHARACTERS], False)):
        places = named_in(words)
        if default in places:
            return default
        parts = [place for place in places if inside(place, default)]
        if parts:
            return parts[0] if narrows and is_country else default
        others = [place for place in places if not inside(default, place)]
        if others:
            return others[0]
    return default if is_country else ""  # do not assume a province that the article never names


def body_of(claim: Claim, claims: Iterable[Claim]) -> Claim | None:
    """Return the claim in the body that a claim in the highlights repeats; None if there is none."""
    if claim.named.section == "body":
        return None
    same_name = (item for item in claims if (item.name, item.source_id) == (claim.name, claim.source_id))
    return next((item for item in same_name if item.named.section == "body"), None)
