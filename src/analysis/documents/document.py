"""Read one source document; the file extension selects the reader, and code inside a text is left out."""

import gzip
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import IO

from analysis.core.errors import SourceError
from analysis.core.figures import Figure
from analysis.core.lazy_regex import lazy_regex
from analysis.core.references import LETTERS
from analysis.core.run_record import UNREAD_DATE
from analysis.core.words import capitalised
from analysis.documents.decoding import Content, decode
from analysis.documents.head import date_in, head_of, parse_date
from analysis.documents.html_pages import read_html, without_table_tags
from analysis.documents.other_dates import date_of_other_language, unread_date
from analysis.documents.pdf_pages import read_pdf
from analysis.extraction.extract import CONTROLS, extract_figures
from analysis.extraction.mojibake import Repair, repair
from analysis.extraction.periods import MonthEnd
from analysis.extraction.plausibility import impossible
from analysis.extraction.sections import FRONT_MATTER
from analysis.extraction.unread.detection import notice, unread_language

_OPEN = lazy_regex(r"<(?:(?P<tag>script|style)\b|!--)", re.IGNORECASE)
_CLOSE = {
    "script": lazy_regex(r"</script\s*>", re.IGNORECASE),
    "style": lazy_regex(r"</style\s*>", re.IGNORECASE),
    "": lazy_regex("-->"),
}
_ANY_LETTER = lazy_regex(r"[^\n\r]")


def without_code(text: str) -> str:
    """Replace each letter of the scripts, style sheets and comments in a text by a space, to keep all offsets.

    An unclosed one stays, since nothing shows where the article continues.
    """
    if "<" not in text:
        return text
    parts: list[str] = []
    done, unclosed = 0, set[str]()
    for opening in _OPEN.finditer(text):
        kind = (opening["tag"] or "").lower()
        if opening.start() < done or kind in unclosed:
            continue
        closing = _CLOSE[kind].search(text, opening.end())
        if closing is None:
            unclosed.add(kind)
            continue
        parts += [text[done : opening.start()], _ANY_LETTER.sub(" ", text[opening.start() : closing.end()])]
        done = closing.end()
    return "".join(parts) + text[done:]


MAX_BYTES = 200_000_000  # of a file, and of its uncompressed content; more is not an article, or an attack
MAX_LINE = 20_000_000  # of the first line of a text file; one sentence is read as a whole
_LETTERS = 3  # of a word in the name of a file
_OPENING = 60  # characters of the opening words
_GZIP = ".gz"
# Words whose period depends on the date of publication.
_RELATIVE = lazy_regex(
    r"\b(?:(?:last|this|next|previous) (?:year|quarter|month)|a year (?:ago|earlier)|yesterday)\b"
    r"|今年|去年|明年|上半年|前三季度"
)
_THAI = ("\u0e01", "\u0e5b")


def _read_text(data: bytes, path: Path) -> Content:
    if len(data) > MAX_LINE and data.find(b"\n", 0, MAX_LINE) < 0:
        raise SourceError(f"{path}: the first line is longer than {MAX_LINE:,} bytes; split it")
    found = decode(data, path)
    text = without_table_tags(without_code(found.text))
    return Content(text, found.encoding, found.guessed, found.remarks, head_of(text))


def _read_example(data: bytes, path: Path) -> Content:
    """The invented article in the file of a question, data/questions/<name>.yaml."""
    import yaml

    found = decode(data, path)
    try:
        content = yaml.safe_load(found.text)
    except yaml.YAMLError:
        content = None
    text = content.get("example") if isinstance(content, dict) else None
    if not isinstance(text, str) or not text.strip():
        raise SourceError(f"{path}: no article under the key `example`; add one, or pass a folder of articles")
    return Content(text, found.encoding, found.guessed, found.remarks, head_of(text))


# The readers by file extension; each may be followed by .gz.
READERS: dict[str, Callable[[bytes, Path], Content]] = {
    ".txt": _read_text,
    ".md": _read_text,
    ".html": read_html,
    ".htm": read_html,
    ".pdf": read_pdf,
}
ENDINGS = tuple(READERS)
_READ_IF_NAMED = {".yaml": _read_example}  # not in a folder, where it may be anything else


@dataclass(frozen=True)
class Document:
    """A source document with its text, its origin and its metadata.

    `text` is the decoded file, including newlines and damage, with blanks in place of scripts and rows in place of HTML
    tables, or the text extracted from a page or PDF. All offsets refer to it; `analysis extract --text` prints it.
    """

    source_id: str
    path: Path
    text: str
    sha256: str
    encoding: str | None = "utf-8"
    encoding_guessed: bool = False
    metadata: dict[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
    reader: str = ""  # who read its figures, if not this package
    read_elsewhere: tuple[Figure, ...] = field(default=(), repr=False)

    def __hash__(self) -> int:
        return hash((self.source_id, self.sha256, self.text))

    @cached_property
    def published(self) -> date | None:
        """The date in the header, otherwise a date alone on a line near the top or in a dateline.

        If only the month is known, it is the last day of that month, a `MonthEnd`.
        """
        stated = parse_date(self.metadata.get("date") or "")
        if stated and not isinstance(stated, MonthEnd):
            return stated
        printed = parse_date(date_in(self.text))
        if not (stated or printed) and unread_language(self.text):
            return date_of_other_language(f"{self.metadata.get('date', '')}\n{self.text}")
        return stated if stated and (printed is None or isinstance(printed, MonthEnd)) else printed

    @property
    def title(self) -> str:
        """The title, otherwise the file name in words; if that has no words, the opening words of the text."""
        if stated := self.metadata.get("title"):
            return stated
        parts = re.findall(r"[^\W_]+", self.source_id)
        if any(part.isalpha() and len(part) >= _LETTERS for part in parts):
            return capitalised(" ".join(parts))
        text = FRONT_MATTER.sub("", self.text, count=1).lstrip()[: 10 * _OPENING]
        text = " ".join(repair(text).text.split())
        if len(text) > _OPENING:
            text = f"{text[:_OPENING].rpartition(' ')[0] or text[:_OPENING]}…"
        return text or self.source_id

    @cached_property
    def repairs(self) -> tuple[Repair, ...]:
        """The damaged places of the text, and their repairs."""
        return repair(self.text).repairs

    @cached_property
    def figures(self) -> list[Figure]:
        """The figures of the document, extracted once, or those of another reader if one has read it."""
        if self.reader:
            return list(self.read_elsewhere)
        return extract_figures(self.text, self.source_id, self.published)

    @property
    def notes(self) -> list[str]:
        """Messages on how the document was read: a guessed encoding, repaired damage."""
        notes = list(self.remarks)
        if foreign := notice(self.text, len(self.figures)):
            notes.append(foreign)
        if self.reader:
            notes.append(f"figures read by {self.reader}, each checked against the text")
        if self.encoding_guessed:
            notes.append(f"no encoding stated, read as {self.encoding}")
        standing = self.metadata.get("standing")
        if standing and standing not in LETTERS:
            known = ", ".join(LETTERS)
            notes.append(f"standing: {standing!r} is not a kind of source, so it is graded F; write one of {known}")
        if self.published is None and (relative := _RELATIVE.search(self.text)):
            notes.append(
                f"no date in the first lines, so {relative.group()!r} has no period; add a line `Date: 2026-03-04`"
            )
        elif self.published is None and unread_language(self.text) and (line := unread_date(self.text)):
            notes.append(
                f"{UNREAD_DATE} “{line}” is not read, as its month is not known; add a line `Date: 2026-03-04`"
            )
        if isinstance(self.published, MonthEnd):
            notes.append(f"only the month of its date is known, so it counts as of {self.published}, the last day")
        if controls := CONTROLS.findall(self.text):
            kind = "NUL" if set(controls) == {"\0"} else "control"
            notes.append(
                f"contains {len(controls)} {kind} character{'s' * (len(controls) > 1)}, the first at offset "
                f"{self.text.find(controls[0])}; a figure with one at its digits is not read"
            )
        thai = [item for item in self.repairs if _THAI[0] <= item.before[0] <= _THAI[1]]
        other = len(self.repairs) - len(thai)
        if thai:
            notes.append(_thai_note(thai))
        if other:
            notes.append(f"text read in the wrong code page in {other} places, repaired for reading")
        notes += [f"{item.reason} ({item.figure.place}); check it" for item in impossible(self.figures)]
        return [f"{self.path.name}: {note}" for note in notes]


def is_ahead(published: date | None, day: date) -> bool:
    """Whether an article is dated after a day in UTC; its local date may be a day ahead.

    >>> is_ahead(date(2026, 3, 5), date(2026, 3, 4)), is_ahead(date(2026, 3, 6), date(2026, 3, 4))
    (False, True)
    """
    return published is not None and published > day + timedelta(days=1)


def _thai_note(repairs: list[Repair]) -> str:
    left = [item for item in repairs if item.after is None]
    note = f"UTF-8 read as the Thai code page in {len(repairs)} places, {len(repairs) - len(left)} repaired for reading"
    return note + (f", {len(left)} ambiguous and left, the first at offset {left[0].start}" if left else "")


def read_document(path: Path, source_id: str | None = None, folder: Path | None = None) -> Document:
    """Read one file; raise SourceError, naming it, if it has no readable text."""
    try:
        with (folder / path if folder else path).open("rb") as file:
            data = _bounded(file, path)
    except FileNotFoundError:
        raise SourceError(f"{path}: no such file; check the path") from None
    except OSError as error:
        advice = "; check its permissions" if isinstance(error, PermissionError) else ""
        raise SourceError(f"{path}: cannot be read ({error.strerror}){advice}") from None
    return document_of(data, path, source_id or name_of(path.name))


def document_of(data: bytes, path: Path, source_id: str) -> Document:
    """Parse the content of a file; raise SourceError if it has no readable text."""
    name = path.name.lower()
    content = data
    if name.endswith(_GZIP) or data.startswith(b"\x1f\x8b"):
        name = name.removesuffix(_GZIP)
        content = _unpacked(data, path)
    if not content.strip():
        raise SourceError(f"{path}: the file is empty; remove it, or save the article in it")
    found = {**READERS, **_READ_IF_NAMED}.get(Path(name).suffix, _reader_by_content(content))(content, path)
    return Document(
        source_id=source_id,
        path=path,
        text=found.text,
        sha256=sha256(data).hexdigest(),
        encoding=found.encoding,
        encoding_guessed=found.guessed,
        metadata=dict(found.metadata),
        remarks=found.remarks,
    )


def is_document(name: str) -> bool:
    """Return whether a file with this name is a document."""
    return Path(name.lower().removesuffix(_GZIP)).suffix in READERS


def name_of(name: str) -> str:
    """Return a file name, or path with forward slashes, without its extension and without .gz."""
    folder, slash, last = name.rpartition("/")
    return folder + slash + Path(last[: -len(_GZIP)] if last.lower().endswith(_GZIP) else last).stem


def _reader_by_content(data: bytes) -> Callable[[bytes, Path], Content]:
    """The reader for data without a known extension, such as standard input."""
    start = data[:1024].lstrip().lower()
    if start.startswith(b"%pdf-"):
        return read_pdf
    return read_html if start.startswith((b"<!doctype html", b"<html")) else _read_text


def _bounded(file: IO[bytes] | gzip.GzipFile, path: Path) -> bytes:
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise SourceError(f"{path}: larger than {MAX_BYTES:,} bytes; split it into articles")
    return data


def _unpacked(data: bytes, path: Path) -> bytes:
    try:
        with gzip.open(BytesIO(data)) as file:
            return _bounded(file, path)
    except (EOFError, OSError, zlib.error) as error:
        raise SourceError(f"{path}: invalid gzip data ({error}); save or download it again") from None
