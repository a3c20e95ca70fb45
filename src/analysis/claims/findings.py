"""The result of a cross-check for one claim."""

from dataclasses import dataclass
from typing import Literal

from analysis.claims.claim import Claim

Effect = Literal["contradicts", "garbles", "postpones", "qualifies", "nearly supports", "supports"]


@dataclass(frozen=True)
class Finding:
    """The effect of a check on a claim, with its reason and references.

    It `contradicts` the claim, shows that it is true of something else (`garbles`) or about the future (`postpones`),
    `qualifies` it, or `supports` it, closely or `nearly`.
    """

    claim: Claim
    effect: Effect
    check: str
    reason: str
    references: tuple[str, ...] = ()
