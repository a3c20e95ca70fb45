"""An archive of articles: each is read once, its statements are stored by content hash, and read as a ledger.

    files       path, size and time of each file, with the hash of its content, or the error when reading it
    articles    what is known about each content: date, title, publisher, number of figures
    statements  the named figures that it states, each with its place, hedge, verdict and grade

One SQLite file holds them, so that a run with one new article reads that article only. Memory does not grow with the
archive: articles are read in batches, and statements come back one named figure at a time.
"""

import json
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from analysis.binding.candidates import Candidate, candidates
from analysis.binding.choice import MARGIN_BETWEEN, Stated, best_parts, current_articles, oriented
from analysis.binding.figure_rules import FigureRule, load_rules
from analysis.binding.named_figures import NamedFigure
from analysis.binding.passages import Passages
from analysis.claims.claim import claim_from
from analysis.claims.corrections import corrected_on
from analysis.claims.reference_check import TOLERANCE, admiralty_grade, compare
from analysis.core.errors import AnalysisError, SourceError
from analysis.core.formatting import readable
from analysis.core.paths import data_folder, fingerprint, own_data_folder
from analysis.core.pool import apply, check_same_version
from analysis.core.references import LETTERS, load_references
from analysis.documents.corpus import stamp as reading_stamp
from analysis.documents.document import Document
from analysis.documents.partitions import file_state
from analysis.documents.sources import Place, Sources, find_documents, read_place
from warmkernels.limits import cores

_BATCH = 50  # articles read by a worker at a time
_AFTER_READING = {"cli", "explorer", "notebook", "report", "runs"}  # subpackages that read no article
_ALONE = 200  # articles below which starting processes costs more than it saves
_TABLES = """
CREATE TABLE IF NOT EXISTS files (path TEXT PRIMARY KEY, size INTEGER, mtime_ns INTEGER, sha256 TEXT, error TEXT);
CREATE TABLE IF NOT EXISTS articles (sha256 TEXT PRIMARY KEY, stamp TEXT, published TEXT, record TEXT);
CREATE TABLE IF NOT EXISTS statements (sha256 TEXT, name TEXT, record TEXT);
CREATE INDEX IF NOT EXISTS by_article ON statements (sha256);
CREATE TEMP TABLE present (position INTEGER PRIMARY KEY, source_id TEXT, path TEXT, sha256 TEXT);
"""
_ROWS = """
SELECT source_id, path, published, articles.record, statements.record FROM statements
JOIN present USING (sha256) JOIN articles USING (sha256) WHERE name = ? ORDER BY published, position
"""


@dataclass(frozen=True)
class Statement:
    """A named figure as one article states it, with the metadata of the article; values in the unit `unit`."""

    source_id: str
    path: str
    published: str | None
    article: dict[str, Any]
    figure: dict[str, Any]

    @property
    def place(self) -> str:
        """The place, as `source:start-end`."""
        return f"{self.source_id}:{self.figure['start']}-{self.figure['end']}"

    @property
    def letter(self) -> str:
        """How reliable its source is, A to F."""
        return LETTERS.get(self.article["standing"], "F")

    @property
    def day(self) -> date | None:
        """The publication date of the article."""
        return date.fromisoformat(self.published) if self.published else None


class Archive:
    """The articles of a folder up to a day, and what they state; `read` counts those that were not read before."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        folder: Path,
        read: int,
        errors: Sequence[str],
        later: Sequence[str],
        as_of: date | None,
    ) -> None:
        """Use `open_archive` to create an instance."""
        self._connection = connection
        self.folder = folder
        self.read = read
        self.as_of = as_of
        self.errors = [SourceError(error) for error in errors]
        self.later = list(later)  # the names of records of a later day
        self.articles: int = connection.execute("SELECT COUNT(*) FROM present").fetchone()[0]

    def names(self) -> list[str]:
        """Return the named figures that any article states."""
        rows = self._connection.execute("SELECT DISTINCT name FROM statements JOIN present USING (sha256)")
        return sorted(name for (name,) in rows)

    def statements(self, name: str) -> Iterator[Statement]:
        """Yield what the articles state of a named figure, the oldest first; those without a date come before."""
        for source_id, path, published, article, figure in self._connection.execute(_ROWS, (name,)):
            yield Statement(source_id, path, published, json.loads(article), json.loads(figure))

    def places(self) -> list[Place]:
        """Return every article, by name and path."""
        return [
            Place(*row) for row in self._connection.execute("SELECT source_id, path FROM present ORDER BY position")
        ]

    @property
    def digest(self) -> str:
        """The hash of the names and contents of all articles."""
        digest = sha256()
        for row in self._connection.execute("SELECT source_id, sha256 FROM present ORDER BY position"):
            digest.update(repr(row).encode("utf-8", "backslashreplace"))
        return digest.hexdigest()

    def newest(self, count: int) -> list[str]:
        """Return the names of the newest articles."""
        rows = self._connection.execute(
            "SELECT source_id FROM present JOIN articles USING (sha256) ORDER BY published DESC, position LIMIT ?",
            (count,),
        )
        return [name for (name,) in rows]


@contextmanager
def open_archive(
    folder: Path,
    store: Path | None = None,
    *,
    as_of: date | None = None,
    workers: int | None = None,
    cluster: str | None = None,
    amend: Callable[[Document], Document] | None = None,
    say: Callable[[str], None] = lambda text: None,
) -> Iterator[Archive]:
    """Read the articles of a folder that have not been read before, and yield the archive.

    `store` is the SQLite file that keeps the readings; None keeps nothing. Articles after `as_of` are left out; those
    without a date stay. New articles are read in `workers` processes, by default one for each core if they are many,
    or on the Dask scheduler at the address `cluster`. `amend` replaces the figures of documents that someone else has
    read; such readings are not kept. Raises SourceError if the folder has no documents.
    """
    places = find_documents(folder).places
    if store is not None:
        store.parent.mkdir(parents=True, exist_ok=True)
    try:
        with closing(sqlite3.connect(store or ":memory:", timeout=600)) as connection:
            connection.executescript(_TABLES)
            todo = _unread(connection, places)
            if len(todo) > _ALONE:
                say(f"reading {len(todo):,} of {len(places):,} articles; the others were read before")
            if amend is None:
                _read(connection, todo, workers, cluster)
            else:
                for place in todo:
                    _keep(connection, _read_one(place, Path(), amend))
            errors, later = _list_present(connection, places, as_of)
            yield Archive(connection, folder, len(todo), errors, later, as_of)
    except sqlite3.DatabaseError as error:
        raise AnalysisError(f"{store}: cannot be used ({error}); remove the file, it only keeps readings") from None


def _unread(connection: sqlite3.Connection, places: Sequence[Place]) -> list[Place]:
    """The articles that are new or changed, or that another version of this package has read."""
    todo, now = [], stamp()
    known = "SELECT size, mtime_ns, error, stamp FROM files LEFT JOIN articles USING (sha256) WHERE path = ?"
    for place in places:
        row = connection.execute(known, (os.path.abspath(place.path),)).fetchone()
        current = row is not None and row[:2] == file_state(place.path) and (row[2] is not None or row[3] == now)
        if not current:
            todo.append(place)
    return todo


def _read(connection: sqlite3.Connection, todo: Sequence[Place], workers: int | None, cluster: str | None) -> None:
    """Read articles in batches, and keep each batch as soon as it is there, so that a stopped run resumes."""
    batches = [(tuple(todo[at : at + _BATCH]), os.getcwd(), stamp()) for at in range(0, len(todo), _BATCH)]
    if workers is None:
        workers = cores() if len(todo) > _ALONE else 0
    with closing(apply(read_batch, batches, workers=workers, cluster=cluster)) as outcomes:
        for outcome in outcomes:
            for row in outcome.result if outcome.result is not None else map(_lost, outcome.item[0]):
                _keep(connection, row)
            connection.commit()


Row = dict[str, Any]


def read_batch(task: tuple[tuple[Place, ...], str, str]) -> list[Row]:
    """Read some articles, in a worker; AnalysisError if it has another version of this package."""
    places, folder, expected = task
    check_same_version(stamp(), expected)
    return [_read_one(place, Path(folder)) for place in places]


def _read_one(place: Place, folder: Path, amend: Callable[[Document], Document] = lambda document: document) -> Row:
    path = os.path.join(folder, place.path)
    size, mtime_ns = file_state(path)  # before reading, so that a later change is noticed the next time
    row: Row = {"path": path, "size": size, "mtime_ns": mtime_ns, "sha256": None, "error": None, "stated": []}
    try:
        document = amend(read_place(place, folder))
        head, row["stated"] = read_article(document)
        return {**row, "sha256": document.sha256, "published": head["published"], "head": as_json(head)}
    except SourceError as error:
        return {**row, "error": str(error)}
    except Exception as error:  # a bug triggered by one article must not stop the other 9,999
        return {**row, "error": f"{place.path}: internal error ({type(error).__name__}: {error}); please report it"}


def _lost(place: Place) -> Row:
    size, mtime_ns = file_state(place.path)
    error = f"{place.path}: the worker process crashed while reading a batch with it, possibly out of memory"
    return {"path": os.path.abspath(place.path), "size": size, "mtime_ns": mtime_ns, "sha256": None, "error": error}


def _keep(connection: sqlite3.Connection, row: Row) -> None:
    values = (os.path.abspath(row["path"]), row["size"], row["mtime_ns"], row["sha256"], row["error"])
    connection.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?)", values)
    if row["sha256"] is None:
        return
    article = (row["sha256"], stamp(), row["published"], row["head"])
    connection.execute("INSERT OR REPLACE INTO articles VALUES (?, ?, ?, ?)", article)
    connection.execute("DELETE FROM statements WHERE sha256 = ?", (row["sha256"],))
    rows = ((row["sha256"], item["name"], as_json(item)) for item in row["stated"])
    connection.executemany("INSERT INTO statements VALUES (?, ?, ?)", rows)


def _list_present(
    connection: sqlite3.Connection, places: Sequence[Place], as_of: date | None
) -> tuple[list[str], list[str]]:
    """List the articles up to a day in the table `present`; return the errors, and the names of later ones."""
    errors, later = [], []
    find = "SELECT sha256, error, published FROM files LEFT JOIN articles USING (sha256) WHERE path = ?"
    for position, place in enumerate(places):
        content, error, published = connection.execute(find, (os.path.abspath(place.path),)).fetchone()
        if error is not None:
            errors.append(error)
        elif as_of and published and date.fromisoformat(published) > as_of:
            later.append(place.source_id)
        else:
            row = (position, place.source_id, place.path, content)
            connection.execute("INSERT INTO present VALUES (?, ?, ?, ?)", row)
    connection.commit()
    return errors, later


def read_article(document: Document) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return the metadata of an article, and the named figures that it states, plans or denies."""
    head = {
        "published": document.published.isoformat() if document.published else None,
        "title": document.title,
        "publisher": document.metadata.get("publisher", ""),
        "standing": document.metadata.get("standing", ""),
        "figures": len(document.figures),
    }
    sources, passages = Sources((document,)), Passages(document)
    stated = [
        (rule, item) for rule in load_rules().values() for item in _stated(candidates(rule, passages, every=False))
    ]
    facts = {item.figure.start for _, item in stated if not item.reason}
    # What is planned is left out where another named figure is that plan: the target of a cluster is not its size.
    return head, [
        _statement(rule, item, sources) for rule, item in stated if not item.reason or item.figure.start not in facts
    ]


def _stated(items: Iterable[Candidate]) -> Iterator[Candidate]:
    """The candidates that an article states or denies, each value once, in the best part of the article."""
    stated = [item for item in items if not item.reason or item.is_planned or item.is_denied]
    facts = best_parts([item for item in stated if not item.reason])
    once = {(item.reading, bool(item.reason)): item for item in [*stated, *facts] if item.reason or item in facts}
    yield from once.values()


def _statement(rule: FigureRule, item: Candidate, sources: Sources) -> dict[str, Any]:
    read = oriented(rule, item.figure)
    named = NamedFigure(rule, read, item.section, item.hedge, item.words, published=item.published)
    claim, references = claim_from(named, sources), load_references()
    found = compare(claim, references, TOLERANCE)
    figure = named.figure
    return {
        "name": rule.name, "start": figure.start, "end": figure.end, "text": figure.text, "reading": named.printed,
        "low": claim.low, "value": claim.base, "high": claim.high, "unit": claim.unit, "hedge": item.hedge,
        "period": figure.period, "sentence": figure.sentence, "score": item.score,
        "planned": item.is_planned, "denied": item.is_denied, "corrects": item.corrects,
        "verdict": found.verdict, "grade": admiralty_grade(found, references),
    }  # fmt: skip


def stamp() -> str:
    """A stamp of everything but the article that determines what is read: code, data and versions of libraries."""
    own = own_data_folder()
    files = sorted(own.rglob("*")) if own else []
    return _stamp(own, tuple((path, path.stat().st_mtime_ns) for path in files if path.is_file()))


@lru_cache(maxsize=8)
def _stamp(own: Path | None, changed: tuple[tuple[Path, int], ...]) -> str:
    """The stamp with the data of a project whose files were changed at these times."""
    folders = [(folder, "*") for folder in (data_folder(), own) if folder]
    code = fingerprint([(Path(__file__).parents[1], "*.py")], without=_AFTER_READING)
    return fingerprint(folders, reading_stamp(), code)[:16]


def as_json(content: Any) -> str:
    """Return content as a line of JSON."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


MOST_READ = 50  # articles that notebooks read; of a larger archive, only those that speak for today
_MOST_VALUES = 5  # different values of one figure among which a person can choose
COLUMNS = (
    "named_figure", "date", "source", "place", "printed", "reading", "low", "value", "high", "unit", "hedge", "grade",
    "verdict", "use", "title", "publisher", "sentence",
)  # fmt: skip


@dataclass(frozen=True)
class Current:
    """What is current for one named figure: the articles, and a subset that holds each of its values once."""

    articles: frozenset[str]
    to_read: tuple[str, ...]


def current_of(statements: Iterable[Statement]) -> Current:
    """Return which articles are current, from the statements of one named figure that are not plans.

    An article that denies one of their values is read as well, since it makes that value a question.
    """
    rows, denials = [], []
    for item in statements:
        value = tuple(item.figure[part] for part in ("low", "value", "high"))
        if item.figure["denied"]:
            denials.append((item.source_id, value[1]))
        elif not item.figure["planned"]:
            rows.append((item.source_id, item.day, item.letter, item.figure["score"], value))
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
    denying = [name for name, value in reversed(denials) if value in {stated[1] for stated in by_value}]
    return Current(frozenset(current), tuple(newest_first[:_MOST_VALUES] + denying[:_MOST_VALUES]))


def articles_to_read(archive: Archive, picked: Iterable[str] = ()) -> set[str]:
    """Return the articles that notebooks read: all of a small archive, else those that are current or picked."""
    if archive.articles <= MOST_READ:
        return {place.source_id for place in archive.places()}
    found = {name for figure in archive.names() for name in current_of(archive.statements(figure)).to_read}
    return (found | set(picked)) or set(archive.newest(MOST_READ))


def ledger_rows(archive: Archive, name: str, fed: Iterable[str] = ()) -> Iterator[dict[str, Any]]:
    """Yield the ledger of a named figure, the oldest first; `fed` are the places of the figures that feed a model."""
    current, places = current_of(archive.statements(name)).articles, set(fed)
    stated = archive.statements(name)
    corrections = [(item.figure["value"], item.published) for item in stated if item.figure["corrects"]]
    for item in archive.statements(name):
        figure = item.figure
        use = "current" if item.source_id in current else "history"
        corrected = None if figure["corrects"] else corrected_on(figure["value"], item.published, corrections)
        use = "corrected" if use == "current" and corrected is not None else use
        use = "denied" if figure["denied"] else "plan" if figure["planned"] else use
        yield {
            "named_figure": name, "date": item.published or "", "source": item.source_id, "place": item.place,
            "printed": figure["text"], "reading": readable(figure["reading"]),
            **{part: figure[part] for part in ("low", "value", "high", "unit", "hedge", "grade", "verdict")},
            "use": "feeds the model" if item.place in places else use,
            "title": item.article["title"], "publisher": item.article["publisher"],
            "sentence": " ".join(figure["sentence"].split()),
        }  # fmt: skip
