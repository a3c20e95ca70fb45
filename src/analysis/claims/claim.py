"""A claim: a named figure with what its hedge allows, where and when it holds, and the claims beside it."""

from collections.abc import Iterable
from dataclasses import dataclass

from analysis.claims.inputs import hedged
from analysis.claims.named_figures import Comparison, NamedFigure, every_named_figure
from analysis.claims.references import period_span
from analysis.claims.regions import inside, named_in
from analysis.core.units import CURRENCY_CODES
from analysis.documents.document import Document
from analysis.documents.sources import Sources
from analysis.extraction.sections import FRONT_MATTER

ARTICLE_BEGINS = 1500  # assumption: title, highlights and first lines name the place that an article is about
WINDOW_YEARS = 3  # assumption: an undated claim is about three years before its article, a target about three behind


@dataclass(frozen=True)
class Claim:
    """One claim of one source: the figure, its interval in `unit`, and the day its article appeared.

    `low` and `high` are what the hedge allows; a lower bound ends one grain above the printed number.
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
        """How judgements cite it: the name, and the part of the article where that is not the body."""
        return self.name if self.named.section == "body" else f"{self.name} ({self.named.section})"

    @property
    def comparison(self) -> Comparison:
        """What it is compared with."""
        return self.named.rule.verify

    @property
    def source_id(self) -> str:
        """The article that makes it."""
        return self.named.figure.source_id

    @property
    def is_target(self) -> bool:
        """Whether it says what is wanted and not what is."""
        return self.named.rule.kind == "target"

    @property
    def is_lower_bound(self) -> bool:
        """Whether it says "over" or "at least"."""
        return self.named.figure.qualifier in (">", ">=")

    @property
    def window(self) -> tuple[float, float] | None:
        """The years in which a reference is of its time; None where neither figure nor article has a date."""
        if self.named.figure.period:
            return period_span(self.named.figure.period)
        if self.published:
            appeared = period_span(self.published)[1]
            if self.is_target:  # about the years ahead, beginning with the current one
                return appeared - 1, appeared + WINDOW_YEARS
            return appeared - WINDOW_YEARS, appeared
        return None

    def meets(self, period: str | None, slack: float = 0.0) -> bool:
        """Whether a period is of the claim's time, give or take `slack` years; so is what has no date."""
        if self.window is None or not period:
            return True
        first, last = period_span(period)
        return first < self.window[1] + slack and last > self.window[0] - slack


def claims_of(sources: Sources) -> list[Claim]:
    """Return every claim of the sources, those of highlights beside those of the body, in the order of the text."""
    documents = {document.source_id: document for document in sources.documents}
    claims = []
    for named in every_named_figure(sources):
        low, high, _, _ = hedged(named)
        document = documents[named.figure.source_id]
        day = document.published.isoformat() if document.published else None
        region = _region(named, document)
        unit = named.rule.parameter_unit
        if unit == "bn" and named.figure.unit in CURRENCY_CODES:  # a parameter that names no currency
            unit = f"{named.figure.unit} bn"
        claims.append(Claim(named, low, named.value, high, unit, region, day))
    return claims


def _region(named: NamedFigure, document: Document) -> str:
    """Where a claim holds: what its sentence names, else the title, else the beginning of the article, else the rule.

    An article on a province speaks of that province where the rule has its country; the world stays the world, and a
    town inside the region of the rule changes nothing.
    """
    usual = named.rule.verify.region
    if usual in ("", "world"):
        return usual
    text = FRONT_MATTER.sub("", document.text, count=1)
    title = document.metadata.get("title") or text.strip().partition("\n")[0]
    for words, narrows in ((named.figure.sentence, True), (title, True), (text[:ARTICLE_BEGINS], False)):
        places = named_in(words)
        if usual in places:
            return usual
        parts = [place for place in places if inside(place, usual)]
        if parts:
            return parts[0] if narrows and inside(usual, "world") and not inside(usual, "China") else usual
        others = [place for place in places if not inside(usual, place)]
        if others:
            return others[0]
    return usual if inside(usual, "world") and not inside(usual, "China") else ""  # a province that nobody names


def body_of(claim: Claim, claims: Iterable[Claim]) -> Claim | None:
    """Return the claim of the body that a claim of the highlights repeats, None where there is none."""
    if claim.named.section == "body":
        return None
    alike = (item for item in claims if (item.name, item.source_id) == (claim.name, claim.source_id))
    return next((item for item in alike if item.named.section == "body"), None)
