"""The verdict on every claim: what the references say, what the checks say, and what was judged by hand."""

import re
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from itertools import chain

from analysis.claims.claim import Claim, claims_of
from analysis.claims.cross_checks import run_checks
from analysis.claims.findings import Finding
from analysis.claims.named_figures import Comparison, load_rules
from analysis.claims.reference_check import TOLERANCE, Compared, Verdict, compare, in_unit
from analysis.claims.references import VERDICTS, Judgement, Reference, load_judgements, load_references
from analysis.claims.regions import REGIONS, inside
from analysis.core.errors import AnalysisError
from analysis.core.suggestions import closest
from analysis.core.units import is_total
from analysis.documents.sources import Sources


@dataclass(frozen=True)
class Verified:
    """A claim with its computed verdict, the findings behind it, and the judgement beside it where there is one."""

    claim: Claim
    computed: Compared
    findings: tuple[Finding, ...]
    judgement: Judgement | None

    @property
    def verdict(self) -> str:
        """The judgement where the rules decide nothing and there is one, else the computed verdict."""
        return self.judgement.verdict if self.judged and self.judgement else self.computed.verdict

    @property
    def reason(self) -> str:
        """The reason of that verdict."""
        return self.judgement.reason if self.judged and self.judgement else self.computed.reason

    @property
    def judged(self) -> bool:
        """Whether the judgement decides: not once a reference says something."""
        return self.judgement is not None and self.computed.verdict in ("unverified", "not comparable")


def verify(
    sources: Sources,
    references: Mapping[str, Reference] | None = None,
    judgements: Mapping[str, Judgement] | None = None,
    tolerance: float = TOLERANCE,
) -> list[Verified]:
    """Return the verdict on every claim of the sources, in the order of the text.

    References and judgements are those of data/ unless given. A finding that contradicts decides; one that limits
    leaves partly at most, and makes partly of unverified, since something is known then; one that supports makes an
    unverified claim consistent.
    """
    references = load_references() if references is None else references
    check_spelling(references.values())
    judgements = load_judgements() if judgements is None else judgements
    claims = claims_of(sources)
    findings = run_checks(claims, references, tolerance)
    verified = []
    for claim in claims:
        own = tuple(finding for finding in findings if finding.claim == claim)
        computed = combine(compare(claim, references, tolerance), own)
        number = claim.source_id.partition("_")[0]
        judgement = judgements.get(f"{number} {claim.key}") or judgements.get(claim.key)
        verified.append(Verified(claim, computed, own, judgement))
    return verified


def check_spelling(references: Iterable[Reference]) -> None:
    """Raise AnalysisError for a row whose quantity or region is almost one that claims have: it would meet none."""
    rules = load_rules().values()
    quantities = {name for rule in rules for name in _quantities(rule.verify)}
    for row in references:
        for column, name, known in (("quantity", row.quantity, quantities), ("region", row.region or "", REGIONS)):
            meant = _misspelt(name, known)
            if meant:
                raise AnalysisError(
                    f"reference.csv, id {row.id}: {column}: {name!r} meets no claim. Did you mean {meant!r}?"
                )


def _quantities(wanted: Comparison) -> tuple[str, ...]:
    return tuple(name for name in (wanted.quantity, *wanted.related, *wanted.plans, wanted.price) if name)


def _misspelt(name: str, known: Set[str]) -> str | None:
    """The known name that a name was meant to be: of as many words, equal but for case and two letters at most.

    A name that has a known one among its words, such as China/US, means what it says.
    """
    if not name or name in known or known & set(re.split(r"[^A-Za-z_]", name)):
        return None
    plain = {item.lower(): item for item in known if item.count("_") == name.count("_")}
    close = closest(name.lower(), plain, 1 - 2 / max(len(name), 8))
    return plain[close] if close else None


def combine(compared: Compared, findings: Iterable[Finding]) -> Compared:
    """Return the verdict of a comparison and the findings of the checks together, the reason that decides first."""
    by_effect: dict[str, list[Finding]] = {}
    for finding in findings:
        by_effect.setdefault(finding.effect, []).append(finding)
    verdict: Verdict = compared.verdict
    decisive: list[Finding] = []
    if "contradicts" in by_effect:
        verdict, decisive = "contradicted", by_effect["contradicts"]
    elif "limits" in by_effect and verdict in ("consistent", "unverified", "partly"):
        verdict, decisive = "partly", by_effect["limits"]
    elif "supports" in by_effect and verdict == "unverified":
        verdict, decisive = "consistent", by_effect["supports"]
    rest = [finding for effect in by_effect.values() for finding in effect if finding not in decisive]
    reasons = [*(finding.reason for finding in decisive), compared.reason, *(finding.reason for finding in rest)]
    if decisive and compared.verdict == "unverified":
        reasons.remove(compared.reason)
    cited = [finding.references for finding in decisive] + [compared.references] + [item.references for item in rest]
    return Compared(verdict, "; ".join(reasons), tuple(dict.fromkeys(chain(*cited))))


def counts(verified: Iterable[Verified]) -> dict[str, int]:
    """Return how many claims have each verdict, judgements counted where there are any; every verdict is there."""
    found = dict.fromkeys(VERDICTS, 0)
    for item in verified:
        found[item.verdict] += 1
    return found


def values_beside(item: Verified, references: Mapping[str, Reference]) -> dict[str, tuple[float, float, float]]:
    """Return the references of a verdict for the claim's own quantity and region, by id.

    Each is low, value and high in the claim's unit; low is -inf where it is an upper bound, high inf for a lower one.
    """
    found = {}
    for name in item.computed.references:
        reference = references[name]
        wider = is_total(item.claim.unit) and inside(item.claim.region, reference.region or "")
        if reference.quantity == item.claim.comparison.quantity and not wider:
            low, value, high = in_unit(reference, item.claim.unit, references)
            if low is not None and value is not None and high is not None:
                found[name] = (low, value, high)
    return found


def judged_alone(sources: Sources, judgements: Mapping[str, Judgement] | None = None) -> list[Judgement]:
    """Return the judgements on what is no named figure: ranks, names, dates, each of an article that is there.

    Such a claim begins with the number of its article, as in "000 body: ...".
    """
    numbers = {document.source_id.partition("_")[0] for document in sources.documents}
    every = load_judgements() if judgements is None else judgements
    alone = [item for item in every.values() if item.claim.partition(" (")[0] not in load_rules()]
    return [item for item in alone if item.claim.split()[0].rstrip(":") in numbers]
