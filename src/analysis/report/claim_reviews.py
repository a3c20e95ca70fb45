"""Write the verdict on every claim for other programs: a ClaimReview of schema.org each, and a table."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from analysis.claims.reference_check import INFORMATION
from analysis.claims.verdicts import VerifiedClaim, verify
from analysis.core.formatting import readable
from analysis.core.references import Reference, load_references
from analysis.core.text_files import save_csv, write_json
from analysis.documents.document import Document
from analysis.documents.sources import Sources
from analysis.report.links import source_address

RECORDS, TABLE = "claim_reviews.jsonld", "claim_reviews.csv"
_BEST, _WORST = 5, 1  # of a rating: the number of an Admiralty grade, reversed


def write_claim_reviews(
    folder: Path, sources: Sources, day: str, page: str, verified: Sequence[VerifiedClaim] | None = None
) -> None:
    """Write `claim_reviews.jsonld` and `claim_reviews.csv` into a folder of a report."""
    verified, references = verify(sources) if verified is None else verified, load_references()
    documents = {document.source_id: document for document in sources.documents}
    records = [claim_review(item, documents[item.claim.source_id], references, day, page) for item in verified]
    linked = {"@context": "https://schema.org", "@graph": records}
    write_json(folder / RECORDS, linked)
    rows = [_row(item) for item in verified]
    save_csv(folder / TABLE, list(rows[0]) if rows else ["source", "place", "claim", "verdict"], rows)


def claim_review(
    item: VerifiedClaim, document: Document, references: Mapping[str, Reference], day: str, page: str
) -> dict[str, Any]:
    """Return the ClaimReview record of a claim: what is claimed, where, by whom, the rating and the sources."""
    figure = item.claim.named.figure
    claimed = f"{item.claim.named.rule.meaning}: {readable(item.claim.named.printed)}"
    rating: dict[str, Any] = {
        "@type": "Rating",
        "alternateName": item.label,
        "bestRating": _BEST,
        "worstRating": _WORST,
        "ratingExplanation": item.reason,
    }
    if item.grade:  # a claim that was taken back has none
        rating["description"] = f"Admiralty grade {item.grade}: {INFORMATION[item.computed.information]}"
    if item.grade and item.computed.information <= _BEST:
        rating["ratingValue"] = _BEST + 1 - item.computed.information
    places = [item.claim, *(repeat.claim for repeat in item.repeats)]
    claim: dict[str, Any] = {
        "@type": "Claim",
        "name": claimed,
        "author": {"@type": "Organization", "name": document.metadata.get("publisher") or document.title},
        "appearance": [
            {
                "@type": "CreativeWork",
                "identifier": found.place,
                "url": source_address(found.source_id, found.start, found.end),
            }
            for found in (place.named.figure for place in places)
        ],
    }
    if item.claim.published:
        claim["datePublished"] = item.claim.published
    return {
        "@type": "ClaimReview",
        "@id": f"#{figure.place}-{item.claim.name}",
        "url": page,
        "datePublished": day,
        "author": {"@type": "Organization", "name": "metals-analysis"},
        "claimReviewed": claimed,
        "itemReviewed": claim,
        "reviewRating": rating,
        "citation": [
            {
                "@type": "CreativeWork",
                "identifier": name,
                "name": references[name].citation,
                "url": references[name].address,
            }
            for name in item.cited
        ],
    }


def _row(item: VerifiedClaim) -> dict[str, Any]:
    claim, figure = item.claim, item.claim.named.figure
    return {
        "source": claim.source_id,
        "place": figure.place,
        "claim": claim.name,
        "meaning": claim.named.rule.meaning,
        "kind": claim.named.rule.kind,
        "operational": "yes" if claim.named.rule.operational else "no",
        "printed": readable(claim.named.printed),
        "low": f"{claim.low:.12g}",
        "value": f"{claim.base:.12g}",
        "high": f"{claim.high:.12g}",
        "unit": claim.unit,
        "region": claim.region,
        "period": figure.period or "",
        "verdict": item.verdict,
        "course": item.computed.course,
        "grade": item.grade,
        "by_rule": item.computed.verdict,
        "judged": item.judgement.verdict if item.judgement else "",
        "reason": item.reason,
        "references": " ".join(item.cited),
        "repeated_at": " ".join(repeat.claim.named.figure.place for repeat in item.repeats),
        "dropped": "; ".join(dict.fromkeys(word for repeat in item.repeats for word in repeat.dropped)),
    }
