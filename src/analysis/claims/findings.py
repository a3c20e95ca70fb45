"""The result of a cross-check for one claim."""

from dataclasses import dataclass
from typing import Literal

from analysis.claims.claim import Claim

Effect = Literal["contradicts", "limits", "supports"]


@dataclass(frozen=True)
class Finding:
    """The effect of a check on a claim: `contradicts` it, `limits` its verdict to partly, or `supports` it."""

    claim: Claim
    effect: Effect
    check: str
    reason: str
    references: tuple[str, ...] = ()
