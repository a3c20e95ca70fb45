"""Extract running text from a PDF: drop headers and footers, and join hyphenated words."""

import re
from collections import Counter
from pathlib import Path

from analysis.core.errors import SourceError
from analysis.core.silence import quiet
from analysis.documents.decoding import Content, without_surrogates

MAX_LETTERS = 200_000_000  # of text; a small malicious PDF can expand to more than any memory
_EDGE = 3  # lines at the top and bottom of a page that may be header or footer
_HYPHENATED = re.compile(r"[A-Za-z]+-[A-Za-z]+")
_DIGITS = re.compile(r"[0-9]{1,6}")
# Headers and footers that a browser prints: address and page count, date and title.
_PRINTED = re.compile(
    r"^(?:(?:https?|file|ﬁle)://\S*\s+\d+/\d+|\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}, \d{1,2}:\d{2}(?:\s?[AP]M)?\s.*)$"
)
_BROKEN_WORD = re.compile(r"(?P<left>\b[A-Za-z][a-z]+)(?P<mark>-|[ \t]?[\u00ad\u2010])[ \t]*\n(?P<right>[a-z]{2,})")


def read_pdf(data: bytes, path: Path) -> Content:
    """Return the text of a PDF, one line per printed line, with its stated title as metadata.

    Raises SourceError, with advice, if the PDF is protected, broken, or contains only images of text.
    """
    if b"%PDF-" not in data[:1024]:
        raise SourceError(f"{path}: not a PDF; rename the file to match its content")
    with quiet("pypdf"):
        try:
            pages, title = _pages(data, path)
        except SourceError:
            raise
        except Exception as error:  # pypdf raises errors of many kinds on broken files
            raise SourceError(f"{path}: broken PDF ({type(error).__name__}); save or download it again") from None
    page_texts = ["\n".join(lines) for lines in _without_boilerplate([page.strip().split("\n") for page in pages])]
    text = _joined_words("\n".join(page for page in page_texts if page.strip()))
    if not text.strip():
        raise SourceError(
            f"{path}: no text in its {len(pages)} pages, which are images; run text recognition, e.g. ocrmypdf"
        )
    return Content(text, None, metadata={"title": title} if title else {})


def _pages(data: bytes, path: Path) -> tuple[list[str], str]:
    from io import BytesIO

    from pypdf import PdfReader
    from pypdf.errors import DependencyError

    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted:
        try:
            opened = bool(
                reader.decrypt("")
            )  # many PDFs are only protected against changes and open without a password
        except DependencyError:
            opened = False
        if not opened:
            raise SourceError(f"{path}: protected by a password; save a copy without it")
    pages: list[str] = []
    letters = 0
    for page in reader.pages:
        pages.append(without_surrogates(page.extract_text()))
        letters += len(pages[-1])
        if letters > MAX_LETTERS:
            raise SourceError(f"{path}: more than {MAX_LETTERS:,} characters of text; split the document")
    title = reader.metadata.title if reader.metadata else None
    return pages, " ".join(without_surrogates(title or "").split())


def _without_boilerplate(pages: list[list[str]]) -> list[list[str]]:
    """Drop lines at page edges that most pages repeat, and headers and footers printed by a browser."""
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
    """The positions of the non-blank lines at the top and bottom of a page."""
    written = [at for at, line in enumerate(lines) if line.strip()]
    return sorted({*written[:_EDGE], *written[-_EDGE:]})


def _keys(line: str, number: int) -> set[str]:
    """Keys by which lines of different pages are equal: the line itself, or the line relative to a page number."""
    line = " ".join(line.split())
    counted = {
        f"{line[: match.start()]}<{int(match.group()) - number}>{line[match.end() :]}"
        for match in _DIGITS.finditer(line)
    }
    return {line, *counted}


def _joined_words(text: str) -> str:
    r"""Join words that are hyphenated at the end of a line; keep a hyphen that the word also has elsewhere.

    >>> _joined_words("the alu-\nminium of a low-\ncarbon and other low-carbon works")
    'the aluminium of a low-carbon and other low-carbon works'
    """
    words = {word.lower() for word in _HYPHENATED.findall(text)}

    def join(match: re.Match[str]) -> str:
        left, right = match["left"], match["right"]
        own = match["mark"] == "-" and f"{left}-{right}".lower() in words
        return f"{left}-{right}" if own else left + right

    return _BROKEN_WORD.sub(join, text)
