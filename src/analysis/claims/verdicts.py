"""The verdict on every claim, from the references, the cross-checks and the judgements made by hand."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from difflib import get_close_matches
from itertools import chain
from types import MappingProxyType

from analysis.binding.figure_rules import VerificationSpec, load_rules
from analysis.binding.modality import PLANS_OR_FORECASTS
from analysis.binding.places import REGIONS, inside
from analysis.claims.claim import Claim, claims_of
from analysis.claims.conversion import Interval, converted
from analysis.claims.corrections import withdrawn
from analysis.claims.course import COURSES, course_of
from analysis.claims.cross_checks import Finding, run_checks
from analysis.claims.reference_check import (
    CLAIMANT_ONLY,
    TOLERANCE,
    UNCHECKED,
    UNVERIFIABLE,
    Assessment,
    admiralty_grade,
    compare,
)
from analysis.claims.translations import originals_of
from analysis.core.errors import AnalysisError, did_you_mean
from analysis.core.paths import own_data_folder
from analysis.core.references import (
    VERDICTS,
    Judgement,
    Reference,
    References,
    load_judgements,
    load_references,
    reference_layers,
)
from analysis.core.units import is_total
from analysis.documents.sources import Sources

CLAIM_VERDICTS, TARGET_VERDICTS = VERDICTS[:-3], VERDICTS[-3:]
_SHORT = 4  # letters: a longer word that differs in one is probably misspelled
LABELS = (
    *CLAIM_VERDICTS,
    *(f"{verdict}{course}" for verdict in TARGET_VERDICTS for course in (*(f", {course}" for course in COURSES), "")),
)


@dataclass(frozen=True)
class Repeat:
    """A place that states a claim again, and what it dropped: the hedge, the plan, or the limits of the claim."""

    claim: Claim
    dropped: tuple[str, ...]


@dataclass(frozen=True)
class VerifiedClaim:
    """A claim with its computed verdict and grade, what repeats it, the findings, and a judgement if there is one.

    `corrected` is the day on which a later article took the claim back, "" if that has no date, None for a live claim.
    A claim that was taken back has no grade.
    """

    claim: Claim
    computed: Assessment
    findings: tuple[Finding, ...]
    judgement: Judgement | None
    repeats: tuple[Repeat, ...] = ()
    grade: str = "F6"
    corrected: str | None = None

    @property
    def verdict(self) -> str:
        """The verdict of the judgement if it applies (see `judged`), else the computed one; or when corrected."""
        if self.corrected is not None:
            return f"corrected {self.corrected}".rstrip()
        return self.judgement.verdict if self.judged and self.judgement else self.computed.verdict

    @property
    def label(self) -> str:
        """The verdict, for a target with whether it is on course, and for a number that is only near with that."""
        course = self.computed.course if self.corrected is None else ""
        qualified = any(finding.effect == "qualifies" for finding in self.findings)
        near = self.verdict == "confirmed" and self.computed.information == 2 and not qualified
        rough = "roughly" if near else ""
        return ", ".join(part for part in (self.verdict, course, rough) if part)

    @property
    def reason(self) -> str:
        """The reason for the verdict; for a corrected claim, that it was taken back, and then its comparison."""
        reason = self.judgement.reason if self.judged and self.judgement else self.computed.reason
        return reason if self.corrected is None else f"a later statement takes it back; {reason}"

    @property
    def cited(self) -> tuple[str, ...]:
        """The ids of the references behind the verdict."""
        return self.judgement.references if self.judged and self.judgement else self.computed.references

    @property
    def judged(self) -> bool:
        """Whether the judgement applies: there is one, and the rules cannot verify the claim."""
        return self.judgement is not None and self.computed.verdict in (UNVERIFIABLE, UNCHECKED)


def verify(
    sources: Sources,
    references: References | None = None,
    judgements: Mapping[str, Judgement] | None = None,
    tolerance: float = TOLERANCE,
    claims: Sequence[Claim] | None = None,
) -> list[VerifiedClaim]:
    """Return the verdict on every claim in the sources, in text order; a claim that is repeated is returned once.

    A claim that a later article corrects is marked as such; it is compared with references, but not with other claims.
    """
    references = load_references() if references is None else references
    check_spelling(references.values())
    judgements = load_judgements() if judgements is None else judgements
    claims = claims_of(sources) if claims is None else claims
    taken_back = withdrawn(claims)
    findings = run_checks([claim for claim in claims if claim not in taken_back], references, tolerance)
    verified = []
    for claim, repeats in without_repeats(claims, tolerance, originals_of(sources.documents)):
        own = tuple(finding for finding in findings if finding.claim == claim)
        computed = combine(compare(claim, references, tolerance), own, _independence(claim, references))
        if claim.is_target:
            course = course_of(claim, claims, references, tolerance)
            joined = tuple(dict.fromkeys((*computed.references, *course.references)))
            reason = f"{computed.reason}; {course.reason}"
            computed = replace(computed, reason=reason, references=joined)
            computed = replace(computed, course=course.name, course_reason=course.reason)
        judgement = judgements.get(f"{claim.source_id} {claim.key}") or judgements.get(claim.key)
        days = [taken_back.get(item) for item in (claim, *(repeat.claim for repeat in repeats))]
        corrected = None if None in days else max(filter(None, days), default="")
        grade = admiralty_grade(computed, references) if corrected is None else ""
        verified.append(VerifiedClaim(claim, computed, own, judgement, repeats, grade, corrected))
    return verified


def _independence(claim: Claim, references: References) -> Callable[[Finding], bool]:
    """Whether a finding is based on anyone but the claimant; one without references is based on the article alone."""
    return lambda finding: any(claim.is_independent_of(references[name]) for name in finding.references)


def check_spelling(references: Iterable[Reference]) -> None:
    """Raise AnalysisError if a quantity or region looks like a misspelling: the row would never match a claim."""
    quantities = {name for rule in load_rules().values() for name in quantities_of(rule.verify)}
    if own_data_folder():
        quantities |= {row.quantity for row in reference_layers().contents[0].values()}
    for row in references:
        for column, name, known in (("quantity", row.quantity, quantities), ("region", row.region or "", REGIONS)):
            meant = _intended_name(name, known)
            if meant:
                hint = did_you_mean(name, [meant], meant)
                raise AnalysisError(f"reference.csv, id {row.id}: {column}: {name!r} matches no claim; {hint}")


def quantities_of(spec: VerificationSpec) -> tuple[str, ...]:
    """Return the quantities of data/reference.csv that a rule compares its claims with."""
    names = (spec.quantity, *spec.related, *spec.growth_plans, *spec.outturn, spec.price_growth)
    return tuple(name for name in names if name)


def _intended_name(name: str, known: Set[str]) -> str | None:
    """The known name that a misspelled one probably means; None if the name is known or resembles none.

    The two must have the same number of words, differ by case and at most two letters, and not in a short word, since
    an oil price is not a misspelled foil price. A name that contains a known one, such as China/US, counts as correct.
    """
    if not name or name in known or known & set(re.split(r"[^A-Za-z_]", name)):
        return None
    alike = {item.lower(): item for item in known if item.count("_") == name.count("_")}
    close = get_close_matches(name.lower(), alike, n=1, cutoff=1 - 2 / max(len(name), 8))
    if not close:
        return None
    words = zip(name.lower().split("_"), close[0].split("_"), strict=True)
    return alike[close[0]] if all(word == other or len(word) > _SHORT for word, other in words) else None


def combine(compared: Assessment, findings: Iterable[Finding], is_independent: Callable[[Finding], bool]) -> Assessment:
    """Combine the comparison with references and the findings of the checks; the decisive reason comes first."""
    by_effect: dict[str, list[Finding]] = {}
    for finding in findings:
        by_effect.setdefault(finding.effect, []).append(finding)
    verdict, information = compared.verdict, compared.information
    target, is_open = verdict in TARGET_VERDICTS, verdict in (UNVERIFIABLE, UNCHECKED)
    decisive: list[Finding] = []
    if "contradicts" in by_effect:
        verdict, information, decisive = "misquoted" if target else "contradicted", 5, by_effect["contradicts"]
    elif "postpones" in by_effect:
        verdict, information, decisive = "not due yet", 6, by_effect["postpones"]
    elif "garbles" in by_effect and verdict != "contradicted":
        verdict, information, decisive = "outdated or garbled", 5, by_effect["garbles"]
    elif is_open and not target and by_effect.keys() & {"supports", "nearly supports"}:
        decisive = by_effect.get("supports") or by_effect["nearly supports"]
        if any(is_independent(finding) for finding in decisive):
            verdict, information = "confirmed", 1 if "supports" in by_effect else 2
        else:
            verdict, information = CLAIMANT_ONLY, 4
    if "qualifies" in by_effect and information < 4:
        information += 1
    rest = [finding for effect in by_effect.values() for finding in effect if finding not in decisive]
    reasons = [*(finding.reason for finding in decisive), compared.reason, *(finding.reason for finding in rest)]
    if decisive and is_open and not compared.references:
        reasons.remove(compared.reason)
    cited = [finding.references for finding in decisive] + [compared.references] + [item.references for item in rest]
    return Assessment(verdict, "; ".join(reasons), tuple(dict.fromkeys(chain(*cited))), information)


def counts(verified: Iterable[VerifiedClaim]) -> dict[str, int]:
    """Return the number of claims, without targets, by verdict; what was corrected since is not counted."""
    found = dict.fromkeys(CLAIM_VERDICTS, 0)
    for item in verified:
        if not item.claim.is_target and item.corrected is None:
            found[item.verdict] += 1
    return found


def target_counts(verified: Iterable[VerifiedClaim]) -> dict[str, int]:
    """Return the number of targets by their label, such as "quoted correctly, on course", but for corrected ones."""
    found: dict[str, int] = {}
    for item in verified:
        if item.claim.is_target and item.corrected is None:
            found[item.label] = found.get(item.label, 0) + 1
    return found


def count_name(label: str) -> str:
    """Return the name under which the number of claims with a label is recorded."""
    return "claims_" + label.replace(",", "").replace(" ", "_")


def independently_confirmed(verified: Iterable[VerifiedClaim]) -> tuple[int, int]:
    """Return how many operational claims someone other than the claimant confirms, and how many there are."""
    live = [item for item in verified if item.corrected is None]
    own = [item for item in live if item.claim.named.rule.operational and not item.claim.is_target]
    return sum(item.verdict == "confirmed" for item in own), len(own)


def comparable_references(item: VerifiedClaim, references: References) -> dict[str, Interval]:
    """Return the references of a verdict that measure the quantity of the claim, by id."""
    found = {}
    for name in item.computed.references:
        reference = references[name]
        larger_region = is_total(item.claim.unit) and inside(item.claim.region, reference.region or "")
        row = converted(item.claim, reference, references)
        if reference.quantity == item.claim.verify.quantity and not larger_region and row is not None:
            found[name] = row
    timely = {name: row for name, row in found.items() if item.claim.meets(references[name].period)}
    return timely or found


def judged_alone(sources: Sources, judgements: Mapping[str, Judgement] | None = None) -> list[Judgement]:
    """Return the judgements on claims that are not named figures, such as ranks, names and dates."""
    every = load_judgements() if judgements is None else judgements
    parted = [(item, judged_claim(item, sources)) for item in every.values()]
    return [item for item, (article, claim) in parted if article and claim.partition(" (")[0] not in load_rules()]


def judged_claim(judgement: Judgement, sources: Sources) -> tuple[str, str]:
    """Return the article that a judgement is about and its claim; the article is empty if it is none of these."""
    articles = [document.source_id for document in sources.documents]
    own = (name for name in articles if judgement.claim.startswith((f"{name} ", f"{name}:")))
    article = max(own, key=len, default="")  # "iron:2" rather than "iron"
    return article, judgement.claim.removeprefix(article).strip()


_RANK = {"body": 0, "title": 1, "highlights": 1, "boilerplate": 2}


def without_repeats(
    claims: Sequence[Claim], tolerance: float, originals: Mapping[str, str] = MappingProxyType({})
) -> list[tuple[Claim, tuple[Repeat, ...]]]:
    """Return each claim once, in text order, with the places that repeat it; a translation repeats its original."""
    found: list[tuple[Claim, list[Claim]]] = []
    order = {claim: place for place, claim in enumerate(claims)}
    sources = sorted(dict.fromkeys(claim.source_id for claim in claims), key=originals.__contains__)
    for claim in sorted(claims, key=lambda item: (sources.index(item.source_id), _RANK[item.named.section])):
        first = next((entry for entry in found if _is_repeat(claim, entry[0], tolerance, originals)), None)
        if first:
            first[1].append(claim)
        else:
            found.append((claim, []))
    found.sort(key=lambda entry: order[entry[0]])
    return [
        (claim, tuple(Repeat(item, _dropped(item, claim, claims)) for item in sorted(repeats, key=order.__getitem__)))
        for claim, repeats in found
    ]


def _is_repeat(claim: Claim, first: Claim, tolerance: float, originals: Mapping[str, str]) -> bool:
    as_fact = first.is_target and claim.name == first.verify.starts_from and claim.base == first.base
    same_thing = claim.name == first.name or (as_fact and claim.source_id == first.source_id)
    if not same_thing or claim.region != first.region or claim.disagrees(first, tolerance):
        return False
    if claim.source_id == first.source_id:
        return claim.named.section != first.named.section or claim.base == first.base
    same_article = originals.get(claim.source_id) == first.source_id
    return claim.base == first.base and (claim.region != "world" or same_article) and claim.overlaps(first)


def _dropped(repeat: Claim, first: Claim, claims: Sequence[Claim]) -> tuple[str, ...]:
    """What a repetition leaves out, in words."""
    said, original = repeat.named.words, first.named.words
    spec, found = repeat.verify, []
    if first.named.figure.qualifier != "=" and repeat.named.figure.qualifier == "=":
        found.append(f"the hedge ({first.named.printed})")
    if PLANS_OR_FORECASTS.search(original) and not PLANS_OR_FORECASTS.search(said):
        found.append("that it is planned")
    if spec.narrow_words and (limit := spec.narrow_words.search(original)) and not spec.narrow_words.search(said):
        found.append(f"the scope (a {limit.group().lower()})")
    if spec.wider_words and (more := spec.wider_words.search(said)) and not spec.wider_words.search(original):
        found.append(f"the scope (it adds {more.group().lower()})")
    others = [item for item in claims if item.named.words == said and item.name != repeat.name]
    for other in others:
        ends = sorted((repeat, other), key=lambda item: item.named.figure.start)
        before, after = (re.escape(item.named.figure.text) for item in ends)
        one_change = re.search(rf"\bfrom\s+(?:\w+\s+)?{before}\s+to\s+(?:\w+\s+)?{after}", said)
        if other.unit == repeat.unit and other.source_id == repeat.source_id and one_change:
            meanings = " and ".join(item.named.rule.meaning for item in ends)
            found.append(f"that it is not one change ({meanings})")
    return tuple(found)
