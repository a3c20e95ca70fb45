"""Source documents: find them, decode them, know when they were published and what was damaged."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from analysis.errors import SourceError
from analysis.figures import Figure
from analysis.text.damage import Repair, repair
from analysis.text.extract import extract_figures
from analysis.text.sections import FRONT_MATTER

ENDINGS = (".txt", ".md")
_BOMS = {  # the longer marks first: that of UTF-32 begins like that of UTF-16
    b"\xff\xfe\x00\x00": "utf-32",
    b"\x00\x00\xfe\xff": "utf-32",
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
}
# What articles come in; the order is that of preference where several fit equally well.
_GUESSES = [
    "utf_8",
    "cp1252",
    "gb18030",
    "big5",
    "shift_jis",
    "euc_kr",
    "cp1251",
    "cp874",
    "utf_16_le",
    "utf_16_be",
]
_DATE_LINE = re.compile(
    r"^(?:published|posted|updated|date)?:?\s*(?:on\s)?"
    r"(?P<date>[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}|\d{1,2} [A-Z][a-z]{2,8}\.? \d{4}|\d{4}-\d{2}-\d{2})"
    r"(?:[ T,]+\d{1,2}:\d{2}.*)?$",
    re.IGNORECASE | re.MULTILINE,
)
_DATE_FORMATS = ("%b %d, %Y", "%B %d, %Y", "%d %b %Y", "%d %B %Y", "%Y-%m-%d")


@dataclass(frozen=True)
class Document:
    """One source as stored: its text, where it came from, and what is known of its making.

    `text` is the decoded file, newlines and damage included: all offsets refer to it.
    """

    source_id: str
    path: Path
    text: str
    sha256: str
    encoding: str = "utf-8"
    encoding_guessed: bool = False
    metadata: dict[str, str] = field(default_factory=dict)

    @property
    def published(self) -> date | None:
        """The date in the header, else a date that stands alone on a line near the top."""
        stated = self.metadata.get("date") or ""
        match = _DATE_LINE.search(self.text, 0, 1500)
        for text in (stated, match["date"] if match else ""):
            for form in _DATE_FORMATS:
                try:
                    return datetime.strptime(text.replace(".", ""), form).date()
                except ValueError:
                    continue
        return None

    @property
    def repairs(self) -> tuple[Repair, ...]:
        """The damaged places of the text, and what each was read as."""
        return repair(self.text).repairs

    @cached_property
    def figures(self) -> list[Figure]:
        """Every figure of the document, read once."""
        return extract_figures(self.text, self.source_id, self.published)

    @property
    def notes(self) -> list[str]:
        """What a reader should know of how the document was read: a guessed encoding, repaired damage."""
        notes = []
        if self.encoding_guessed:
            notes.append(f"{self.path.name}: encoding not stated, read as {self.encoding}")
        repairs = self.repairs
        if repairs:
            open_places = [item for item in repairs if item.after is None]
            note = (
                f"{self.path.name}: UTF-8 read as the Thai code page in {len(repairs)} places, "
                f"{len(repairs) - len(open_places)} repaired for reading"
            )
            if open_places:
                note += f", {len(open_places)} ambiguous and left, the first at offset {open_places[0].start}"
            notes.append(note)
        return notes


@dataclass(frozen=True)
class Sources:
    """The documents of a run, the ones that could not be read, and the files passed over."""

    documents: tuple[Document, ...]
    errors: tuple[SourceError, ...] = ()
    skipped: tuple[Path, ...] = ()

    @property
    def messages(self) -> list[str]:
        """What a person should be told of the reading: notes, files passed over, documents that could not be read."""
        told = [note for document in self.documents for note in document.notes]
        if self.skipped:
            told.append(f"not read, no {' or '.join(ENDINGS)}: {', '.join(path.name for path in self.skipped)}")
        return told + [f"error: {error}" for error in self.errors]

    @property
    def figures(self) -> list[Figure]:
        """Every figure of every document, in the order of the documents."""
        return [figure for document in self.documents for figure in document.figures]


def read_document(path: Path) -> Document:
    """Read one file; raise SourceError, naming it, where it is no readable text."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise SourceError(f"{path}: no such file. Check the path.") from None
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror}). Check its permissions.") from None
    if not data.strip():
        raise SourceError(f"{path}: the file is empty. Remove it, or save the article in it.")
    text, encoding, guessed = decode(data, path)
    return Document(
        source_id=path.stem,
        path=path,
        text=text,
        sha256=sha256(data).hexdigest(),
        encoding=encoding,
        encoding_guessed=guessed,
        metadata=_metadata(text),
    )


def read_sources(paths: Iterable[Path | str] | Path | str) -> Sources:
    """Read files and folders of .txt and .md documents, in the order of their names.

    A document that cannot be read goes to `errors` and does not stop the others.
    SourceError is raised for a folder that is missing or holds no document, and for two documents of one name.
    """
    if isinstance(paths, (str, Path)):
        paths = [paths]
    files: list[Path] = []
    skipped: list[Path] = []
    for path in map(Path, paths):
        if path.is_dir():
            inside = sorted(item for item in path.iterdir() if not item.name.startswith("."))
            chosen = [item for item in inside if item.suffix.lower() in ENDINGS and not item.is_dir()]
            if not chosen:
                raise SourceError(
                    f"{path}: the folder holds no {' or '.join(ENDINGS)} document. Put the articles in it."
                )
            files += chosen
            skipped += [item for item in inside if item not in chosen]
        elif path.exists():
            files.append(path)
        else:
            raise SourceError(f"{path}: no such file or folder. Check the path.")
    return _read_all(files, tuple(skipped))


def _read_all(files: list[Path], skipped: tuple[Path, ...]) -> Sources:
    documents: dict[str, Document] = {}
    errors: list[SourceError] = []
    for path in files:
        if path.stem in documents:
            other = documents[path.stem].path
            raise SourceError(f"{path} and {other} have the same name. Rename one: figures are cited by it.")
        try:
            documents[path.stem] = read_document(path)
        except SourceError as error:
            errors.append(error)
    return Sources(tuple(documents.values()), tuple(errors), skipped)


def decode(data: bytes, path: Path) -> tuple[str, str, bool]:
    """Return the text, its encoding, and whether that was guessed; raise SourceError for binary data."""
    text, encoding, guessed = _decode(data, path)
    if text is None or _is_binary(text):
        raise SourceError(f"{path}: a binary file, no text. Save the article as UTF-8 .txt or .md.")
    return text, encoding, guessed


def _decode(data: bytes, path: Path) -> tuple[str | None, str, bool]:
    for mark, encoding in _BOMS.items():
        if data.startswith(mark):
            try:
                return data.decode(encoding), encoding, False
            except UnicodeDecodeError as error:
                raise SourceError(f"{path}: not valid {encoding} at byte {error.start}. Save it as UTF-8.") from None
    if b"\0" not in data:
        try:
            return data.decode("utf-8"), "utf-8", False
        except UnicodeDecodeError:
            pass
    return *_guess(data), True


def _guess(data: bytes) -> tuple[str | None, str]:
    """The most likely encoding of text that is neither marked nor UTF-8."""
    from charset_normalizer import from_bytes

    if b"\0" in data and not (data[1::2].count(0) * 3 > len(data) or data[::2].count(0) * 3 > len(data)):
        return None, ""
    matches = list(from_bytes(data, cp_isolation=_GUESSES))
    if not matches:
        return None, ""
    least = min(match.chaos for match in matches)
    likely = [match for match in matches if match.chaos <= least + 0.02]
    best = min(likely, key=lambda match: (-round(match.coherence, 2), _GUESSES.index(match.encoding)))
    return data.decode(best.encoding), best.encoding


def _is_binary(text: str) -> bool:
    controls = sum(char < " " and char not in "\t\n\r\f" for char in text)
    return controls > 0.001 * len(text) + 2


def _metadata(text: str) -> dict[str, str]:
    """The `key: value` lines of a header between two lines of three dashes."""
    match = FRONT_MATTER.match(text)
    if match is None:
        return {}
    pairs = (line.split(":", 1) for line in match["lines"].splitlines() if ":" in line)
    return {key.strip().lower(): value.strip().strip("'\"") for key, value in pairs}
