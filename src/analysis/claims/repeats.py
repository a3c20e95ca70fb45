"""Count a claim once: find the passages that repeat it, and what each repetition dropped."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.claims.claim import PLANNED, Claim

_RANK = {"body": 0, "title": 1, "highlights": 1, "boilerplate": 2}


@dataclass(frozen=True)
class Repeat:
    """A place that states a claim again, and what it dropped: the hedge, the plan, or the limits of the claim."""

    claim: Claim
    dropped: tuple[str, ...]


def without_repeats(claims: Sequence[Claim], tolerance: float) -> list[tuple[Claim, tuple[Repeat, ...]]]:
    """Return each claim once, in text order, with the places that repeat it.

    The body of an article comes before its highlights and title, and the article that is read first before the
    others. A highlight repeats the body if it does not state another number, another article if it states the same
    number for the same region and time. A highlight that states the target of the body as a fact repeats the target.
    Two numbers in the same part of an article are two claims.
    """
    found: list[tuple[Claim, list[Claim]]] = []
    order = {claim: place for place, claim in enumerate(claims)}
    sources = list(dict.fromkeys(claim.source_id for claim in claims))
    for claim in sorted(claims, key=lambda item: (sources.index(item.source_id), _RANK[item.named.section])):
        first = next((entry for entry in found if _is_repeat(claim, entry[0], tolerance)), None)
        if first:
            first[1].append(claim)
        else:
            found.append((claim, []))
    found.sort(key=lambda entry: order[entry[0]])
    return [
        (claim, tuple(Repeat(item, _dropped(item, claim, claims)) for item in sorted(repeats, key=order.__getitem__)))
        for claim, repeats in found
    ]


def _is_repeat(claim: Claim, first: Claim, tolerance: float) -> bool:
    as_fact = first.is_target and claim.name == first.verify.starts_from and claim.base == first.base
    same_thing = claim.name == first.name or (as_fact and claim.source_id == first.source_id)
    if not same_thing or claim.region != first.region or claim.disagrees(first, tolerance):
        return False
    if claim.source_id == first.source_id:
        return claim.named.section != first.named.section
    return claim.base == first.base and claim.region != "world" and claim.overlaps(first)


def _dropped(repeat: Claim, first: Claim, claims: Sequence[Claim]) -> tuple[str, ...]:
    """What a repetition leaves out, in words."""
    said, original = repeat.named.words, first.named.words
    spec, found = repeat.verify, []
    if first.named.figure.qualifier != "=" and repeat.named.figure.qualifier == "=":
        found.append(f"the hedge ({first.named.figure.as_text})")
    if PLANNED.search(original) and not PLANNED.search(said):
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
