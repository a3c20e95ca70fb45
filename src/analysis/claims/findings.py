"""What a check says of one claim."""

from dataclasses import dataclass
from typing import Literal

from analysis.claims.claim import Claim

Effect = Literal["contradicts", "limits", "supports"]


@dataclass(frozen=True)
class Finding:
    """What a check says of one claim: `contradicts` it, `limits` it to partly at most, or `supports` it."""

    claim: Claim
    effect: Effect
    check: str
    reason: str
    references: tuple[str, ...] = ()
