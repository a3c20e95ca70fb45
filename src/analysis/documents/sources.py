"""Paths to documents: files, folders, patterns and standard input, in an order that depends on names alone."""

import glob
import os
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from analysis.core.errors import SourceError
from analysis.core.figures import Figure, Figures
from analysis.core.html_table import Shown, Table
from analysis.documents.document import ENDINGS, Document, document_of, is_document, name_of, read_document

STDIN = "-"
PICKS = "picks.yaml"  # beside the documents of a folder: which figure a person picked for which model input
_WILD = re.compile(r"[*?\[]")
_TOLD = 5  # names of files passed over; a folder may hold many


class Place(NamedTuple):
    """A document to be read: the name by which its figures are cited, and its path as given."""

    source_id: str
    path: str


@dataclass(frozen=True)
class Found:
    """The documents at some paths, in order, and the files there that are not documents."""

    places: list[Place]
    skipped: list[str]

    @property
    def messages(self) -> list[str]:
        """What a person should be told of the files passed over."""
        if not self.skipped:
            return []
        names = ", ".join(os.path.basename(path) for path in self.skipped[:_TOLD])
        more = f" and {len(self.skipped) - _TOLD:,} more" if len(self.skipped) > _TOLD else ""
        return [f"not read, no {_any_ending()}: {names}{more}"]


@dataclass(frozen=True, repr=False)
class Sources(Shown):
    """The documents of a run, the ones that could not be read, and the files passed over."""

    documents: tuple[Document, ...]
    errors: tuple[SourceError, ...] = ()
    skipped: tuple[Path, ...] = ()
    folder: Path | None = None  # where the documents are, if they were read from one folder

    @property
    def picks_text(self) -> str:
        """The file of picks beside the documents as it is; empty if there is none."""
        path = self.folder / PICKS if self.folder else None
        return path.read_text(encoding="utf-8-sig") if path and path.exists() else ""

    @property
    def messages(self) -> list[str]:
        """What a person should be told of the reading: notes, files passed over, documents that could not be read."""
        told = [note for document in self.documents for note in document.notes]
        told += Found([], list(map(str, self.skipped))).messages
        return told + [f"error: {error}" for error in self.errors]

    @property
    def figures(self) -> list[Figure]:
        """Every figure of every document, in the order of the documents."""
        return [figure for document in self.documents for figure in document.figures]

    def _table(self, most: int) -> Table:
        rows = [(item.source_id, item.published or "", f"{len(item.text):,}") for item in self.documents[:most]]
        notes = [f"and {len(self.documents) - most:,} more"] if len(self.documents) > most else []
        notes += Found([], list(map(str, self.skipped))).messages + [f"error: {error}" for error in self.errors]
        columns = ("Document", "Published", "Characters")
        return Table(columns, rows, "Sources", columns[2:], row_heads=True, note="\n".join(notes))


def read_figures(paths: Iterable[Path | str] | Path | str) -> Figures:
    """Read every figure of the documents at paths: value, unit, hedge, direction, period and place of each.

    A path is a file, a folder with all below it, or a pattern such as `news/**/*.pdf`; `.txt`, `.md`, `.html` and
    `.pdf` are read, each also `.gz`. What comes back is a tuple of `Figure` that shows itself as a table.

    Raises SourceError for a path where nothing is, a folder without documents, and documents that cannot be read;
    `read_sources` reads the others and keeps the errors.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     _ = Path(folder, "a.txt").write_text("Costs fell by about 10% in 2025.", encoding="utf-8")
    ...     read_figures(folder)
    1 figure
    Figure               Period  Subject  Place    Sentence
    about 10 %, a fall   2025    Costs    a:20-23  Costs fell by about 10% in 2025.
    >>> read_figures("no/such/folder")
    Traceback (most recent call last):
    analysis.core.errors.SourceError: no/such/folder: no such file or folder. Check the path.
    """
    sources = read_sources(paths)
    if sources.errors:
        raise SourceError("\n".join(map(str, sources.errors)))
    return Figures(sources.figures)


def read_sources(paths: Iterable[Path | str] | Path | str) -> Sources:
    """Read the documents at paths, all at once, each with its text, date and figures.

    A path is a file, a folder with all below it, a pattern such as `news/**/*.pdf`, or `-` for standard input.
    A document that cannot be read goes to `errors` and does not stop the others.
    Raises SourceError for a path where nothing is, a folder without documents, and two documents of one name.

    >>> from analysis.core.paths import project_folder
    >>> [document.source_id for document in read_sources(project_folder() / "seeds").documents][:1]
    ['000_cf4b1ec34a5132fe']
    """
    found = find_documents(paths)
    documents: list[Document] = []
    errors: list[SourceError] = []
    for place in found.places:
        try:
            documents.append(read_place(place))
        except SourceError as error:
            errors.append(error)
    folder = Path(paths) if isinstance(paths, (str, Path)) and os.path.isdir(paths) else None
    return Sources(tuple(documents), tuple(errors), tuple(map(Path, found.skipped)), folder)


def read_place(place: Place, folder: Path | None = None) -> Document:
    """Read one document that was found; a relative path starts at `folder`, or where this process is."""
    if place.path == STDIN:
        return document_of(sys.stdin.buffer.read(), Path(STDIN), place.source_id)
    return read_document(Path(place.path), place.source_id, folder)


def find_documents(paths: Iterable[Path | str] | Path | str) -> Found:
    """Find the documents at paths: files, folders with all below them, patterns as `news/**/*.pdf`, `-` for stdin.

    A document is named by its file without ending; one further down in a folder or pattern by its path from there.
    SourceError is raised for a path where nothing is, a folder without documents, and two documents of one name.
    """
    places: list[Place] = []
    skipped: list[str] = []
    for path in [paths] if isinstance(paths, (str, Path)) else paths:
        places += _at(os.fspath(path), skipped)
    _refuse_equal_names(places)
    return Found(places, skipped)


def _at(path: str, skipped: list[str]) -> list[Place]:
    """The documents at one path; files there that are none are added to `skipped`."""
    if path == STDIN:
        return [Place("stdin", STDIN)]
    if os.path.isdir(path):
        chosen = _chosen(_walk(path), path, skipped)
        if not chosen:
            raise SourceError(f"{path}: the folder holds no {_any_ending()} document. Put the articles in it.")
        return chosen
    if os.path.lexists(path):
        return [Place(name_of(os.path.basename(path)), path)]
    if _WILD.search(path):
        root = os.path.dirname(path[: _WILD.search(path).start()])  # type: ignore[union-attr]  # it was just found
        files = sorted(match for match in glob.iglob(path, recursive=True) if not os.path.isdir(match))
        chosen = _chosen(files, root, skipped)
        if not chosen:
            raise SourceError(f"{path}: no {_any_ending()} document fits the pattern. Check it.")
        return chosen
    raise SourceError(f"{path}: no such file or folder. Check the path.")


def _walk(folder: str) -> Iterator[str]:
    """The files of a folder in the order of their names, then those of its subfolders; hidden ones are left out."""
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (os.path.join(here, name) for name in sorted(files) if not name.startswith("."))


def _chosen(files: Iterable[str], root: str, skipped: list[str]) -> list[Place]:
    places: list[Place] = []
    for path in files:
        # A link that leads nowhere is chosen: reading it says so. A pipe or device would never end.
        if is_document(path) and (os.path.isfile(path) or os.path.islink(path)):
            places.append(Place(name_of(_below(root, path)), path))
        elif os.path.basename(path) != PICKS:
            skipped.append(path)
    return places


def _below(root: str, path: str) -> str:
    """The path from a folder on, with forward slashes."""
    return path[len(root) :].replace(os.sep, "/").lstrip("/")


def _refuse_equal_names(places: list[Place]) -> None:
    paths: dict[str, str] = {}
    for name, path in places:
        if paths.get(name) == path:
            raise SourceError(f"{path} is given twice. Give it once.")
        if name in paths:
            raise SourceError(f"{paths[name]} and {path} have the same name. Rename one: figures are cited by it.")
        paths[name] = path


def _any_ending() -> str:
    return " or ".join((", ".join(ENDINGS[:-1]), ENDINGS[-1]))
