"""Extract text from a PDF: keep the columns of tables, drop headers and footers, and join hyphenated words."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from analysis.core.errors import SourceError
from analysis.core.lazy_regex import lazy_regex
from analysis.core.silence import quiet
from analysis.documents.decoding import Content, without_surrogates
from analysis.documents.head import head_of, may_be_title
from analysis.documents.pdf_layout import printed_pages

MAX_LETTERS = 200_000_000  # of text; a small malicious PDF can expand to more than any memory
_EDGE = 3  # lines at the top and bottom of a page that may be header or footer
_LEAST_ROWS = 3  # with numbers in columns make a table
_LEAST_LETTERS = 0.9  # of those in plain text
_MOST_HEADS = 5  # lines of headings above a row, which keep their place
# Perhaps with the unit of the row after it: "78 82 +1 US$/kg"
_NUMBER_AT_END = lazy_regex(
    r"\d\)?[^\S\n]?%?\)?(?:[^\S\n](?:[^\s/]{1,4}/[a-z]{1,5}|k?t|k?oz|kg|lb))?[^\S\n]*$", re.MULTILINE
)
_GAP = lazy_regex(r"\s{2,}")
_ROW = lazy_regex(r"\S\s{2,}[-−+(]?[$€£¥]?\d[\d.,]*(?: [-–] [\d.,]+)?\)?\s?%?\)?(?:\s{2,}|\s*$)")
_TWO_COLUMNS = lazy_regex(r"(?:[A-Za-z,]+ ){3,}\S+\s{3,}(?:[A-Za-z,]+ ){3,}")
_GLYPHS = lazy_regex(r"\(cid:\d+\)|(?:/[gG]?\d{1,4}){4,}")
_SAMPLE = 20_000
_MOST_ODD = 0.2
_HYPHENATED = lazy_regex(r"[A-Za-z]+-[A-Za-z]+")
_DIGITS = lazy_regex(r"[0-9]{1,6}")
# Headers and footers that a browser prints: address and page count, date and title.
_PRINTED = lazy_regex(
    r"^(?:(?:https?|file|ﬁle)://\S*\s+\d+/\d+|\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}, \d{1,2}:\d{2}(?:\s?[AP]M)?\s.*)$"
)
_LIGATURES = str.maketrans(
    {chr(0xFB00 + at): letters for at, letters in enumerate(("ff", "fi", "fl", "ffi", "ffl", "st", "st"))}
)
# A browser gives the name of the file as title if the page has none, and Word that of the draft.
_FILE_NAME = lazy_regex(
    r"\S+\.[A-Za-z]\w{1,4}|.+\.(?:docx?|html?|indd|md|odt|pages|pdf|pptx?|rtf|txt|xlsx?)", re.IGNORECASE
)
_LEAST_TWICE = 12  # characters of a line that is printed twice to look bold
_BROKEN_WORD = lazy_regex(r"(?P<left>\b[A-Za-z][a-z]+)(?P<mark>-|[ \t]?[\u00ad\u2010])[ \t]*\n(?P<right>[a-z]{2,})")


def read_pdf(data: bytes, path: Path) -> Content:
    """Return the text of a PDF, one line per printed line, with its stated title and what its first lines state."""
    if b"%PDF-" not in data[:1024]:
        raise SourceError(f"{path}: not a PDF; rename the file to match its content")
    with quiet("pypdf", "pdfminer"):
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
            f"{path}: no text in its {len(pages)} pages, only images; run text recognition, e.g. ocrmypdf"
        )
    if _is_unmapped(text):
        raise SourceError(
            f"{path}: a font does not map its glyphs to letters; run text recognition, e.g. ocrmypdf --force-ocr"
        )
    return Content(text, None, metadata=_metadata(text, title))


def _metadata(text: str, title: str) -> dict[str, str]:
    """What the first lines state, under the title of the PDF unless that is the name of a file."""
    stated = head_of(text)
    if title and not _FILE_NAME.fullmatch(title):
        return stated | {"title": title}
    first, below = [*text.strip().split("\n", 2), ""][:2]
    if title and may_be_title(first.strip()) and not below.lstrip()[:1].islower():  # no sentence that goes on
        stated = {"title": first.strip(), **stated}
    return stated


def _pages(data: bytes, path: Path) -> tuple[list[str], str]:
    from io import BytesIO

    from pypdf import PdfReader
    from pypdf.errors import DependencyError

    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted:
        try:
            opened = bool(reader.decrypt(""))  # many PDFs are only protected against changes
        except DependencyError:
            opened = False
        if not opened:
            raise SourceError(f"{path}: protected by a password; save a copy without it")
    pages: list[str] = []
    letters = 0
    printed = printed_pages(data)
    for number, page in enumerate(reader.pages):
        lines = without_surrogates(_page_text(page, partial(printed, number))).translate(_LIGATURES).split("\n")
        pages.append("\n".join(map(_printed_once, lines)))
        letters += len(pages[-1])
        if letters > MAX_LETTERS:
            raise SourceError(f"{path}: more than {MAX_LETTERS:,} characters of text; split the document")
    title = reader.metadata.title if reader.metadata else None
    return pages, " ".join(without_surrogates(title or "").split())


def _page_text(page: Any, printed: Callable[[], list[str]]) -> str:
    """The text of a page, in its printed columns if it has a table; `printed` returns its printed lines.

    Plain text loses the columns; the printed layout would mix the columns of running text.
    """
    plain = str(page.extract_text())
    if len(_NUMBER_AT_END.findall(plain)) < _LEAST_ROWS:
        return plain
    try:
        lines = printed()
    except Exception:  # of many kinds, on pages that plain text can be read from
        return plain
    rows = [bool(_ROW.search(line)) for line in lines]
    columns = sum(bool(_TWO_COLUMNS.search(line)) for line in lines)
    if sum(rows) < _LEAST_ROWS or columns > sum(rows) or _letters(lines) < _LEAST_LETTERS * _letters([plain]):
        return plain  # such as a form in the page, whose text has no place of its own
    near = {at - above for at, row in enumerate(rows) if row for above in range(_MOST_HEADS)}
    kept = (at in near or bool(_GAP.search(line.strip())) for at, line in enumerate(lines))
    return "\n".join(line if keep else " ".join(line.split()) for line, keep in zip(lines, kept, strict=True))


def _letters(lines: Sequence[str]) -> int:
    """The number of letters and digits."""
    return sum(map(str.isalnum, "".join(lines)))


def _printed_once(line: str) -> str:
    """Remove the duplicate glyphs that some PDFs print slightly offset to imitate bold."""
    text = line.strip()
    half = len(text) // 2
    if len(text) < _LEAST_TWICE or len(text) % 2 or text.isdigit():
        return line
    if text[:half] == text[half:] and any(sign.isalpha() for sign in text):
        return text[:half].strip()
    if text[::2] == text[1::2] and any(sign.isalpha() for sign in text):
        return text[::2]
    return line


def _is_unmapped(text: str) -> bool:
    """Whether text consists of glyph numbers instead of letters: control and private characters, "(cid:12)"."""
    signs = [sign for sign in text[:_SAMPLE] if not sign.isspace()]
    odd = sum(unicodedata.category(sign) in {"Cc", "Co", "Cn"} or sign == "\ufffd" for sign in signs)
    named = sum(map(len, _GLYPHS.findall(text[:_SAMPLE])))
    return odd + named > _MOST_ODD * len(signs)


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
    """Join words that are hyphenated at the end of a line; keep a hyphen that the word also has elsewhere."""
    words = {word.lower() for word in _HYPHENATED.findall(text)}

    def join(match: re.Match[str]) -> str:
        left, right = match["left"], match["right"]
        own = match["mark"] == "-" and f"{left}-{right}".lower() in words
        return f"{left}-{right}" if own else left + right

    return _BROKEN_WORD.sub(join, text)
