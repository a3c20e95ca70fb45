"""Check the claims of the sources: against references, against each other, and for internal consistency."""

from analysis.claims.claim import Claim, claims_of
from analysis.claims.translations import translations_in
from analysis.claims.verdicts import (
    count_name,
    counts,
    independently_confirmed,
    judged_alone,
    target_counts,
    verify,
)
