"""The verdict on every claim: what the references say, what the checks say, and what was judged by hand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from analysis.named_figures import load_rules
from analysis.references import VERDICTS, Judgement, Reference, load_judgements, load_references
from analysis.text.sources import Sources
from analysis.units import is_total
from analysis.verification.checks import Finding, run_checks
from analysis.verification.claims import Claim, claims_of
from analysis.verification.compare import TOLERANCE, Compared, Verdict, compare, to_unit
from analysis.verification.regions import inside


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
    judgements = load_judgements() if judgements is None else judgements
    claims = claims_of(sources)
    findings = run_checks(claims, references)
    verified = []
    for claim in claims:
        own = tuple(finding for finding in findings if finding.claim == claim)
        computed = combine(compare(claim, references, tolerance), own)
        verified.append(Verified(claim, computed, own, judgements.get(claim.key)))
    return verified


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


def values_beside(item: Verified, references: Mapping[str, Reference]) -> dict[str, float]:
    """Return the references of a verdict for the claim's own quantity and region, by id, in the claim's unit."""
    found = {}
    for name in item.computed.references:
        reference = references[name]
        wider = is_total(item.claim.unit) and inside(item.claim.region, reference.region or "")
        if reference.quantity == item.claim.comparison.quantity and not wider:
            value = to_unit(reference.value, reference, item.claim.unit, references)
            if value is not None:
                found[name] = value
    return found


def judged_alone(sources: Sources, judgements: Mapping[str, Judgement] | None = None) -> list[Judgement]:
    """Return the judgements on what is no named figure: ranks, names, dates, each of an article that is there.

    Such a claim begins with the number of its article, as in "000 body: ...".
    """
    numbers = {document.source_id.partition("_")[0] for document in sources.documents}
    every = load_judgements() if judgements is None else judgements
    alone = [item for item in every.values() if item.claim.partition(" (")[0] not in load_rules()]
    return [item for item in alone if item.claim.split()[0].rstrip(":") in numbers]
