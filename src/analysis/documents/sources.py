"""Find documents by path: files, folders, patterns and standard input, sorted by name."""

import glob
import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from analysis.core.errors import SourceError
from analysis.core.figures import Figure, Figures
from analysis.core.html_table import Shown, Table
from analysis.core.lazy_regex import lazy_regex
from analysis.core.paths import portable, resolve
from analysis.core.text_files import json_text
from analysis.documents.document import ENDINGS, Document, document_of, is_document, name_of, read_document
from analysis.documents.other_reader import read_other_figures
from nbcompare.atomic_write import atomic_write

ENDING = ".articles.json"
STDIN = "-"
PICKS = "picks.yaml"  # next to the documents of a folder: which figure a person picked for which model input
_WILD = lazy_regex(r"[*?\[]")
_MAX_SKIPPED = 5  # names of skipped files in a message


class Place(NamedTuple):
    """A document to read: the name by which its figures are cited, and its path."""

    source_id: str
    path: str


@dataclass(frozen=True)
class FoundDocuments:
    """The documents found at some paths, in order, and the files that are not documents."""

    places: list[Place]
    skipped: list[str]

    @property
    def messages(self) -> list[str]:
        """A message about skipped files, if there are any."""
        return _about_skipped(self.skipped)


def _about_skipped(paths: Sequence[str | Path]) -> list[str]:
    names = ", ".join(os.path.basename(path) for path in paths[:_MAX_SKIPPED])
    more = f" and {len(paths) - _MAX_SKIPPED:,} more" if len(paths) > _MAX_SKIPPED else ""
    return [f"skipped, not {_any_ending()} files: {names}{more}"] if paths else []


@dataclass(frozen=True, repr=False)
class Sources(Shown):
    """The documents of a run, errors for unreadable ones, and skipped files."""

    documents: tuple[Document, ...]
    errors: tuple[SourceError, ...] = ()
    skipped: tuple[Path, ...] = ()
    folder: Path | None = None  # where the documents are, if they were read from one folder
    later: tuple[str, ...] = ()  # names of documents with picked figures that are left out, since they are too new
    notes: tuple[str, ...] = ()  # on figures of another reader that were left out

    @property
    def picks_text(self) -> str:
        """The content of the file of picks next to the documents; empty if there is none."""
        path = self.folder / PICKS if self.folder else None
        return path.read_text(encoding="utf-8-sig") if path and path.exists() else ""

    @property
    def messages(self) -> list[str]:
        """Messages for the user: notes, skipped files and errors."""
        messages = list(self.notes)
        messages += [note for document in self.documents for note in document.notes]
        messages += _about_skipped(self.skipped)
        return messages + [f"error: {error}" for error in self.errors]

    @property
    def figures(self) -> list[Figure]:
        """The figures of all documents, in document order."""
        return [figure for document in self.documents for figure in document.figures]

    def _table(self, most: int) -> Table:
        rows = [(item.source_id, item.published or "", f"{len(item.text):,}") for item in self.documents[:most]]
        notes = [f"and {len(self.documents) - most:,} more"] if len(self.documents) > most else []
        notes += _about_skipped(self.skipped) + [f"error: {error}" for error in self.errors]
        columns = ("Document", "Published", "Characters")
        return Table(columns, rows, "Sources", columns[2:], row_heads=True, note="\n".join(notes))


def read_figures(paths: Iterable[Path | str] | Path | str) -> Figures:
    """Extract the figures of the documents at `paths`, with value, unit, hedge, direction, period and place.

    A path is a file, a folder including subfolders, or a pattern such as `news/**/*.pdf`. Documents are `.txt`, `.md`,
    `.html` and `.pdf`, each optionally `.gz`. The result is a tuple of `Figure` that is displayed as a table.

    Raises SourceError for a missing path, a folder without documents, or an unreadable document; `read_sources`
    collects errors instead.

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
    analysis.core.errors.SourceError: no/such/folder: no such file or folder; check the path
    """
    sources = read_sources(paths)
    if sources.errors:
        raise SourceError("\n".join(map(str, sources.errors)))
    return Figures(sources.figures)


def read_sources(paths: Iterable[Path | str] | Path | str) -> Sources:
    """Read the documents at `paths`, each with its text, date and figures.

    A path is a file, a folder including subfolders, a pattern such as `news/**/*.pdf`, or `-` for standard input; the
    list of articles that a run has chosen from an archive (`.articles.json`) is one too. An unreadable document is
    added to `errors` and does not stop the others. Raises SourceError for a missing path, a folder without documents,
    or two documents with the same name.

    >>> from analysis.core.paths import project_folder
    >>> [document.source_id for document in read_sources(project_folder() / "seeds").documents][:1]
    ['000_cf4b1ec34a5132fe']
    """
    folder = Path(paths) if isinstance(paths, (str, Path)) and os.path.isdir(paths) else None
    figures: Path | None = None
    later: tuple[str, ...] = ()
    if isinstance(paths, (str, Path)) and str(paths).endswith(ENDING):
        folder, listed, figures, later = read_selection(Path(paths))
        found = FoundDocuments([Place(*place) for place in listed], [])
    else:
        found = find_documents(paths)
    documents: list[Document] = []
    errors: list[SourceError] = []
    for place in found.places:
        try:
            documents.append(read_place(place))
        except SourceError as error:
            errors.append(error)
    sources = Sources(tuple(documents), tuple(errors), tuple(map(Path, found.skipped)), folder, later=later)
    if figures is None:
        return sources
    others = read_other_figures(figures, documents)  # of another reader
    return replace(sources, documents=tuple(map(others.of, documents)), notes=others.notes)


def read_place(place: Place, folder: Path | None = None) -> Document:
    """Read a document; a relative path starts at `folder`, by default the current folder."""
    if place.path == STDIN:
        data = sys.stdin.buffer.read()
        if not data.strip():
            raise SourceError("standard input is empty; pipe the text of an article into the command")
        return document_of(data, Path(STDIN), place.source_id)
    return read_document(Path(place.path), place.source_id, folder)


def find_documents(paths: Iterable[Path | str] | Path | str) -> FoundDocuments:
    """Find the documents at `paths`: files, folders, patterns such as `news/**/*.pdf`, or `-` for standard input."""
    places: list[Place] = []
    skipped: list[str] = []
    for path in [paths] if isinstance(paths, (str, Path)) else paths:
        places += _at(os.fspath(path), skipped)
    _refuse_equal_names(places)
    return FoundDocuments(places, skipped)


def _at(path: str, skipped: list[str]) -> list[Place]:
    """The documents at one path; other files are added to `skipped`."""
    if path == STDIN:
        return [Place("stdin", STDIN)]
    if os.path.isdir(path):
        chosen = _chosen(_walk(path), path, skipped)
        if not chosen:
            raise SourceError(f"{path}: the folder contains no {_any_ending()} files; put the articles in it")
        return chosen
    if os.path.lexists(path):
        return [Place(name_of(os.path.basename(path)), path)]
    if _WILD.search(path):
        root = os.path.dirname(path[: _WILD.search(path).start()])  # type: ignore[union-attr]  # it was just found
        files = sorted(match for match in glob.iglob(path, recursive=True) if not os.path.isdir(match))
        chosen = _chosen(files, root, skipped)
        if not chosen:
            raise SourceError(f"{path}: no {_any_ending()} file matches the pattern; check it")
        return chosen
    raise SourceError(f"{path}: no such file or folder; check the path")


def _walk(folder: str) -> Iterator[str]:
    """Yield the files of a folder by name, then the files of its subfolders; hidden ones are left out."""
    for here, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (os.path.join(here, name) for name in sorted(files) if not name.startswith("."))


def _chosen(files: Iterable[str], root: str, skipped: list[str]) -> list[Place]:
    places: list[Place] = []
    for path in files:
        # A broken link is included, so that reading it reports the error. A pipe or device would never end.
        if is_document(path) and (os.path.isfile(path) or os.path.islink(path)):
            places.append(Place(name_of(path[len(root) :].replace(os.sep, "/").lstrip("/")), path))
        elif os.path.basename(path) != PICKS:
            skipped.append(path)
    return places


def _refuse_equal_names(places: list[Place]) -> None:
    paths: dict[str, str] = {}
    for name, path in places:
        if paths.get(name) == path:
            raise SourceError(f"{path} is given twice")
        if name in paths:
            raise SourceError(
                f"{paths[name]} and {path} have the same name; rename one, since figures are cited by name"
            )
        paths[name] = path


def _any_ending() -> str:
    return " or ".join((", ".join(ENDINGS[:-1]), ENDINGS[-1]))


def write_selection(
    folder: Path,
    articles: Path,
    places: Iterable[tuple[str, str]],
    figures: Path | None = None,
    later: Iterable[str] = (),
) -> Path:
    """Write which documents of `articles`, by name and path, are read; return the file, named by its content."""
    content = {
        "folder": portable(articles),
        "documents": [[source_id, portable(path)] for source_id, path in places],
        "later": sorted(later),
        "figures": portable(figures) if figures else None,
        "figures_sha256": sha256(figures.read_bytes()).hexdigest() if figures else None,
    }
    text = json_text(content)
    path = folder / f"{sha256(text.encode()).hexdigest()[:16]}{ENDING}"
    folder.mkdir(parents=True, exist_ok=True)
    with atomic_write(path) as part:
        part.write_text(text, encoding="utf-8")
    return path


def read_selection(path: Path) -> tuple[Path, list[tuple[str, str]], Path | None, tuple[str, ...]]:
    """Return the folder, the documents, the file of figures and the later articles; or raise SourceError."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        places = [(str(source_id), str(resolve(at))) for source_id, at in content["documents"]]
        figures = resolve(content["figures"]) if content.get("figures") else None
        return resolve(content["folder"]), places, figures, tuple(map(str, content.get("later", ())))
    except FileNotFoundError:
        raise SourceError(f"{path}: no such file or folder; check the path") from None
    except (OSError, ValueError, KeyError, TypeError):
        raise SourceError(f"{path}: not a list of articles; run `analysis run` again to rewrite it") from None
