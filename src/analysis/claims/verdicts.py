"""The verdict on every claim, from the references, the cross-checks and the judgements made by hand."""

import re
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from itertools import chain

from analysis.claims.claim import Claim, claims_of
from analysis.claims.cross_checks import run_checks
from analysis.claims.findings import Finding
from analysis.claims.named_figures import VerificationSpec, load_rules
from analysis.claims.reference_check import TOLERANCE, Assessment, Verdict, compare, in_unit
from analysis.claims.references import VERDICTS, Judgement, Reference, load_judgements, load_references
from analysis.claims.regions import REGIONS, inside
from analysis.core.errors import AnalysisError
from analysis.core.suggestions import closest
from analysis.core.units import is_total
from analysis.documents.sources import Sources


@dataclass(frozen=True)
class VerifiedClaim:
    """A claim with its computed verdict, the findings of the checks, and the judgement on it if there is one."""

    claim: Claim
    computed: Assessment
    findings: tuple[Finding, ...]
    judgement: Judgement | None

    @property
    def verdict(self) -> str:
        """The verdict of the judgement if it applies (see `judged`), otherwise the computed verdict."""
        return self.judgement.verdict if self.judged and self.judgement else self.computed.verdict

    @property
    def reason(self) -> str:
        """The reason for the verdict."""
        return self.judgement.reason if self.judged and self.judgement else self.computed.reason

    @property
    def judged(self) -> bool:
        """Whether the judgement applies: there is one, and the rules leave the claim unverified or not comparable."""
        return self.judgement is not None and self.computed.verdict in ("unverified", "not comparable")


def verify(
    sources: Sources,
    references: Mapping[str, Reference] | None = None,
    judgements: Mapping[str, Judgement] | None = None,
    tolerance: float = TOLERANCE,
) -> list[VerifiedClaim]:
    """Return the verdict on every claim in the sources, in text order.

    References and judgements default to the files in data/. A finding that contradicts makes a claim contradicted.
    One that limits makes a consistent or unverified claim partly. One that supports makes an unverified claim
    consistent.
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
        verified.append(VerifiedClaim(claim, computed, own, judgement))
    return verified


def check_spelling(references: Iterable[Reference]) -> None:
    """Raise AnalysisError if a quantity or region looks like a misspelling: the row would never match a claim."""
    rules = load_rules().values()
    quantities = {name for rule in rules for name in _quantities(rule.verify)}
    for row in references:
        for column, name, known in (("quantity", row.quantity, quantities), ("region", row.region or "", REGIONS)):
            meant = _intended_name(name, known)
            if meant:
                raise AnalysisError(
                    f"reference.csv, id {row.id}: {column}: {name!r} matches no claim. Did you mean {meant!r}?"
                )


def _quantities(spec: VerificationSpec) -> tuple[str, ...]:
    return tuple(name for name in (spec.quantity, *spec.related, *spec.growth_plans, spec.price_growth) if name)


def _intended_name(name: str, known: Set[str]) -> str | None:
    """The known name that a misspelled name stands for; None if the name is known or resembles none.

    The two must have the same number of words and differ by case and at most two letters. A name that contains a
    known one, such as China/US, counts as correct.
    """
    if not name or name in known or known & set(re.split(r"[^A-Za-z_]", name)):
        return None
    plain = {item.lower(): item for item in known if item.count("_") == name.count("_")}
    close = closest(name.lower(), plain, 1 - 2 / max(len(name), 8))
    return plain[close] if close else None


def combine(compared: Assessment, findings: Iterable[Finding]) -> Assessment:
    """Combine the comparison with references and the findings of the checks; the decisive reason comes first."""
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
    return Assessment(verdict, "; ".join(reasons), tuple(dict.fromkeys(chain(*cited))))


def counts(verified: Iterable[VerifiedClaim]) -> dict[str, int]:
    """Return the number of claims by verdict, including verdicts without claims; judgements that apply are counted."""
    found = dict.fromkeys(VERDICTS, 0)
    for item in verified:
        found[item.verdict] += 1
    return found


def values_beside(item: VerifiedClaim, references: Mapping[str, Reference]) -> dict[str, tuple[float, float, float]]:
    """Return the references of a verdict that measure the quantity of the claim, by id.

    Each is low, value and high in the unit of the claim; low is -inf for an upper bound, high is inf for a lower
    bound. A total of a larger region is left out.
    """
    found = {}
    for name in item.computed.references:
        reference = references[name]
        larger_region = is_total(item.claim.unit) and inside(item.claim.region, reference.region or "")
        if reference.quantity == item.claim.verify.quantity and not larger_region:
            low, value, high = in_unit(reference, item.claim.unit, references)
            if low is not None and value is not None and high is not None:
                found[name] = (low, value, high)
    return found


def judged_alone(sources: Sources, judgements: Mapping[str, Judgement] | None = None) -> list[Judgement]:
    """Return the judgements on claims that are not named figures, such as ranks, names and dates.

    Such a judgement begins with the number of its article, as in "000 body: ..."; only articles among the sources
    count.
    """
    numbers = {document.source_id.partition("_")[0] for document in sources.documents}
    every = load_judgements() if judgements is None else judgements
    alone = [item for item in every.values() if item.claim.partition(" (")[0] not in load_rules()]
    return [item for item in alone if item.claim.split()[0].rstrip(":") in numbers]
