"""The pages of a PDF to running text: lines that every page repeats are dropped, broken words are joined."""

import re
from collections import Counter
from pathlib import Path

from analysis.core.errors import SourceError
from analysis.core.silence import quiet
from analysis.documents.decoding import Content, without_surrogates

MAX_LETTERS = 200_000_000  # of text; a small PDF can be made to hold more than any memory
_EDGE = 3  # lines at the top and the bottom of a page that may be its header or footer
_HYPHENATED = re.compile(r"[A-Za-z]+-[A-Za-z]+")
_DIGITS = re.compile(r"[0-9]{1,6}")
# What a browser prints around a page: address and count, date and title.
_PRINTED = re.compile(
    r"^(?:(?:https?|file|ﬁle)://\S*\s+\d+/\d+|\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}, \d{1,2}:\d{2}(?:\s?[AP]M)?\s.*)$"
)
_BROKEN_WORD = re.compile(r"(?P<left>\b[A-Za-z][a-z]+)(?P<mark>-|[ \t]?[\u00ad\u2010])[ \t]*\n(?P<right>[a-z]{2,})")


def read_pdf(data: bytes, path: Path) -> Content:
    """Return the text of a PDF, a line for each printed line; the title it states is its metadata.

    SourceError, with what to do, for a PDF that is protected, broken, or holds pictures of text.
    """
    if b"%PDF-" not in data[:1024]:
        raise SourceError(f"{path}: no PDF, whatever its name says. Give it the ending of what it is.")
    with quiet("pypdf"):
        try:
            pages, title = _pages(data, path)
        except SourceError:
            raise
        except Exception as error:  # pypdf raises errors of many kinds on broken files
            raise SourceError(f"{path}: a broken PDF ({type(error).__name__}). Save or download it again.") from None
    kept = ["\n".join(lines) for lines in _without_boilerplate([page.strip().split("\n") for page in pages])]
    text = _joined_words("\n".join(page for page in kept if page.strip()))
    if not text.strip():
        raise SourceError(
            f"{path}: no text in its {len(pages)} pages, they are pictures. Run text recognition, as with ocrmypdf."
        )
    return Content(text, None, metadata={"title": title} if title else {})


def _pages(data: bytes, path: Path) -> tuple[list[str], str]:
    from io import BytesIO

    from pypdf import PdfReader
    from pypdf.errors import DependencyError

    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted:
        try:
            opened = bool(reader.decrypt(""))  # many are only protected against changes and open without password
        except DependencyError:
            opened = False
        if not opened:
            raise SourceError(f"{path}: the PDF is protected by a password. Save a copy without it.")
    pages: list[str] = []
    letters = 0
    for page in reader.pages:
        pages.append(without_surrogates(page.extract_text()))
        letters += len(pages[-1])
        if letters > MAX_LETTERS:
            raise SourceError(f"{path}: more than {MAX_LETTERS:,} letters of text. Split the document.")
    title = reader.metadata.title if reader.metadata else None
    return pages, " ".join(without_surrogates(title or "").split())


def _without_boilerplate(pages: list[list[str]]) -> list[list[str]]:
    """Drop the lines at the edges of pages that most pages repeat, and what a browser prints around a page."""
    edges = [{at: _keys(lines[at], number) for at in _edges(lines)} for number, lines in enumerate(pages)]
    counts = Counter(key for page in edges for key in set().union(*page.values()))
    often = max(3, len(pages) * 0.6)
    kept = []
    for lines, page in zip(pages, edges, strict=True):
        dropped = {
            at
            for at, keys in page.items()
            if any(counts[key] >= often for key in keys) or _PRINTED.match(lines[at].strip())
        }
        kept.append([line for at, line in enumerate(lines) if at not in dropped])
    return kept


def _edges(lines: list[str]) -> list[int]:
    """The places of the lines at the top and the bottom of a page, blank ones apart."""
    written = [at for at, line in enumerate(lines) if line.strip()]
    return sorted({*written[:_EDGE], *written[-_EDGE:]})


def _keys(line: str, number: int) -> set[str]:
    """What a line has in common with a line of another page: all of it, or all but a number that counts the pages."""
    line = " ".join(line.split())
    counted = {
        f"{line[: match.start()]}<{int(match.group()) - number}>{line[match.end() :]}"
        for match in _DIGITS.finditer(line)
    }
    return {line, *counted}


def _joined_words(text: str) -> str:
    r"""Join the words that were broken at the end of a line; a hyphen stays where the text has it elsewhere too.

    >>> _joined_words("the alu-\nminium of a low-\ncarbon and other low-carbon works")
    'the aluminium of a low-carbon and other low-carbon works'
    """
    words = {word.lower() for word in _HYPHENATED.findall(text)}

    def join(match: re.Match[str]) -> str:
        left, right = match["left"], match["right"]
        own = match["mark"] == "-" and f"{left}-{right}".lower() in words
        return f"{left}-{right}" if own else left + right

    return _BROKEN_WORD.sub(join, text)
