"""Claims that a later article takes back: it says that it corrects an earlier figure, and states another value."""

from collections.abc import Iterable, Sequence

from analysis.binding.choice import Stated, current_articles
from analysis.claims.claim import Claim
from analysis.core.references import LETTERS


def corrected_on(value: float, published: str | None, corrections: Iterable[tuple[float, str | None]]) -> str | None:
    """Return the day of the first correction that is not older and has another value; None without one.

    Days are in ISO 8601; an article without a date counts as the oldest, and its correction has the day "".

    >>> corrected_on(1150, "2026-09-01", [(950, "2026-10-20"), (900, "2026-08-01"), (1150, "2026-09-30")])
    '2026-10-20'
    >>> corrected_on(950, "2026-10-20", [(950, "2026-10-20")]) is None
    True
    """
    days = (day or "" for other, day in corrections if other != value)
    return min((day for day in days if day >= (published or "")), default=None)


def withdrawn(claims: Sequence[Claim]) -> dict[Claim, str]:
    """Return the claims that a correction of the same figure and region replaces, each with the day of that.

    As in the ledger, a claim of an older time, which is history, is not taken back by what corrects a newer one.
    """
    found = {}
    for name, region in dict.fromkeys((item.name, item.region) for item in claims if item.named.corrects):
        own = [item for item in claims if (item.name, item.region) == (name, region) and not item.named.is_planned]
        corrections = [(item.base, item.published) for item in own if item.named.corrects]
        current = current_articles(Stated(item.source_id, item.day, LETTERS.get(item.standing, "F")) for item in own)
        for item in own:
            day = corrected_on(item.base, item.published, corrections)
            if day is not None and not item.named.corrects and item.source_id in current:
                found[item] = day
    return found
