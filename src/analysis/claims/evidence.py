"""The evidence on a claim: a mixture of the claim and of the references that measure the same thing.

docs/uncertainty.md has the convention, with a worked example.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from analysis.binding.places import inside
from analysis.claims.claim import Claim
from analysis.claims.conversion import conversion_factor
from analysis.core.money_basis import Basis, same_basis
from analysis.core.references import LETTERS, Reference, References
from analysis.core.units import is_total
from analysis.core.words import counted
from analysis.models import PARAMETERS
from analysis.models.distribution_families import DiscreteUniform, Uniform
from analysis.models.distributions import Distribution, Mixture, hedge_distribution

OTHER = 0.5  # assumption: what another scope, region or year takes from the likeness of a reference
YEARS_NEAR = 5  # assumption: how far outside the period of the claim a rate or price still says something
# Assumption: what a claim counts for, by the reliability of its source (A to E; F cannot be judged).
CLAIM_WEIGHT = {"A": 1.0, "B": 0.8, "C": 0.6, "D": 0.4, "E": 0.2, "F": 0.4}


@dataclass(frozen=True)
class Evidence:
    """The distribution of a claimed quantity given the evidence, in the unit of the parameter, and its components."""

    distribution: Distribution
    claim_weight: float
    weights: Mapping[str, float]


def likeness(claim: Claim, reference: Reference, references: References) -> float:
    """Return how similar a reference is to a claim, from 1 (the same thing) to 0 (not comparable)."""
    if reference.quantity != claim.verify.quantity or not claim.is_independent_of(reference):
        return 0.0
    parameter = PARAMETERS.get(claim.named.rule.parameter or "")
    kind = Basis("", "", reference.profit_basis or "")
    if conversion_factor(claim, reference, references) is None or (parameter and not same_basis(kind, parameter.basis)):
        return 0.0
    region = reference.region or ""
    same_scope = (reference.scope or "") == claim.verify.scope
    same_region = region == claim.region or (not is_total(claim.unit) and inside(region, claim.region))
    years = next((years for years in range(YEARS_NEAR + 1) if claim.meets(reference.period, years)), None)
    if years is None or (is_total(claim.unit) and not (same_scope and same_region and years == 0)):
        return 0.0
    return float(OTHER ** (years + [same_scope, same_region].count(False)))


def evidence_on(
    claim: Claim, wording: Distribution | None, references: References, *, claim_share: float | None = None
) -> Evidence | None:
    """Return what the evidence says about a claim; None if there is no comparable reference."""
    alike = {name: found for name, item in references.items() if (found := likeness(claim, item, references))}
    if not alike or claim_share == 1:
        return None
    publications = Counter(_publication(references[name]) for name in alike)
    shared = {name: found / publications[_publication(references[name])] for name, found in alike.items()}
    total = sum(shared.values())
    weight = CLAIM_WEIGHT[LETTERS.get(claim.standing, "F")]
    share = weight / (weight + total) if claim_share is None else claim_share
    weights = {name: (1 - share) * found / total for name, found in shared.items()}
    parts = [(share, wording or Distribution(DiscreteUniform((claim.base,)), "as printed"))] if share else []
    for name, part in weights.items():
        factor = conversion_factor(claim, references[name], references)
        assert factor is not None  # it has a likeness
        parts.append((part, _distribution(references[name]).scaled(factor)))
    count = counted(len(weights), "comparable reference")
    rule = f"evidence: claim {100 * share:.0f} %, {count} {100 * (1 - share):.0f} %"
    return Evidence(Distribution(Mixture(tuple(parts)), rule), share, weights)


def _publication(reference: Reference) -> tuple[str, str]:
    return reference.publisher, reference.title


def _distribution(reference: Reference) -> Distribution:
    """A reference in its own unit: a range is uniform, a bound and a number have the spread of their hedge."""
    low, high, value = reference.low, reference.high, reference.value
    if low is not None and high is not None and low < high:
        return Distribution(Uniform(low, high), f"{low:g} to {high:g}")
    sign = -1.0 if value < 0 else 1.0
    one_sided = (low is None) != (high is None)
    larger = (high is None) == (sign > 0)  # of a loss, "at least -5" is a smaller loss
    found = hedge_distribution(abs(value), (">" if larger else "<") if one_sided else "~") if value else None
    return found.scaled(sign) if found else Distribution(DiscreteUniform((value,)), "as printed")
