"""Which claims hold: against references, against each other, and against themselves."""

from analysis.claims.claim import Claim, claims_of
from analysis.claims.reference_check import compare
from analysis.claims.verdicts import Verified, counts, judged_alone, values_beside, verify

__all__ = [  # noqa: RUF022 - in order of use
    "verify",
    "Verified",
    "counts",
    "values_beside",
    "judged_alone",
    "claims_of",
    "Claim",
    "compare",
]
