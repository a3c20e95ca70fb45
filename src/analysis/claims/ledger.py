"""The ledger of a named figure: who stated it when, what is current, and which articles a run must read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from analysis.claims.archive import Archive, Statement
from analysis.claims.choice import MARGIN_BETWEEN, Stated, current_articles

MOST_READ = 50  # articles that notebooks read; of a larger archive, only those that speak for today
_MOST_VALUES = 5  # different values of one figure among which a person can choose
COLUMNS = (
    "named_figure", "date", "source", "place", "printed", "reading", "low", "value", "high", "unit", "hedge", "grade",
    "verdict", "use", "title", "publisher", "sentence",
)  # fmt: skip


@dataclass(frozen=True)
class Current:
    """What speaks for today of one named figure: the articles, and those that hold each of its values once."""

    articles: frozenset[str]
    to_read: tuple[str, ...]


def current_of(statements: Iterable[Statement]) -> Current:
    """Return which articles speak for today, of the statements of one named figure that are not plans."""
    rows = [
        (item.source_id, item.day, item.letter, item.figure["score"], (item.figure["low"], item.figure["high"]))
        for item in statements
        if not item.figure["planned"]
    ]
    if not rows:
        return Current(frozenset(), ())
    top = max(row[3] for row in rows)
    near = [row for row in rows if row[3] >= top - MARGIN_BETWEEN]
    current = current_articles(Stated(*row[:3]) for row in near)
    by_value: dict[Any, str] = {}
    for row in sorted(near, key=lambda row: row[3]):  # the best score of each value stays
        if row[0] in current:
            by_value[row[4]] = row[0]
    newest_first = list(dict.fromkeys(reversed(by_value.values())))
    return Current(frozenset(current), tuple(newest_first[:_MOST_VALUES]))


def articles_to_read(archive: Archive, picked: Iterable[str] = ()) -> set[str]:
    """Return the articles that notebooks read: all of a small archive, else those that speak for today or are picked.

    An archive that states no named figure gives its newest articles.
    """
    if archive.articles <= MOST_READ:
        return {place.source_id for place in archive.places()}
    found = {name for figure in archive.names() for name in current_of(archive.statements(figure)).to_read}
    return (found | set(picked)) or set(archive.newest(MOST_READ))


def ledger_rows(archive: Archive, name: str, fed: Iterable[str] = ()) -> Iterator[dict[str, Any]]:
    """Yield the ledger of a named figure, the oldest first; `fed` are the places of the figures that feed a model."""
    current, places = current_of(archive.statements(name)).articles, set(fed)
    for item in archive.statements(name):
        figure = item.figure
        use = "plan" if figure["planned"] else "current" if item.source_id in current else "history"
        yield {
            "named_figure": name, "date": item.published or "", "source": item.source_id, "place": item.place,
            "printed": figure["text"], "reading": figure["reading"], "low": figure["low"], "value": figure["value"],
            "high": figure["high"], "unit": figure["unit"], "hedge": figure["hedge"], "grade": figure["grade"],
            "verdict": figure["verdict"], "use": "feeds the model" if item.place in places else use,
            "title": item.article["title"], "publisher": item.article["publisher"],
            "sentence": " ".join(figure["sentence"].split()),
        }  # fmt: skip
