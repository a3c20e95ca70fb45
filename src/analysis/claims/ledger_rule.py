"""Decide which articles of an archive are current: the newest statement of the best source."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

SAME_TIME = timedelta(days=180)  # assumption: articles within half a year report on one time
RECENT = timedelta(days=3 * 365)  # assumption: what is older is history, whoever says it


@dataclass(frozen=True)
class Stated:
    """An article that states a named figure: its day, and how reliable its source is (A to F)."""

    source_id: str
    published: date | None
    letter: str = "F"


def current_articles(articles: Iterable[Stated]) -> set[str]:
    """Return the articles that speak for today; the others are history.

    Of the last three years, counted from the newest article, the best grade counts; of that, the newest article and
    those up to half a year older. An article without a date counts, since nothing says that it is older.

    >>> old, new = Stated("old", date(2024, 5, 2)), Stated("new", date(2026, 5, 2))
    >>> current_articles([old, new]), current_articles([Stated("old", date(2024, 5, 2), "A"), new])
    ({'new'}, {'old'})
    """
    every = list(articles)
    dated = [(item.published, item) for item in every if item.published]
    undated = {item.source_id for item in every if not item.published}
    if not dated:
        return undated
    newest = max(day for day, _ in dated)
    recent = [(day, item) for day, item in dated if newest - day <= RECENT]
    best = min(item.letter for _, item in recent)
    days = [(day, item) for day, item in recent if item.letter == best]
    last = max(day for day, _ in days)
    return undated | {item.source_id for day, item in days if last - day <= SAME_TIME}
