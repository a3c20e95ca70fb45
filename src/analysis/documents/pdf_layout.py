"""Set a page of a PDF as lines of characters in which cells are below each other as in print.

A PDF states where each piece of text begins, not what a line or a column is. Marks of footnotes are raised digits, and
headings may be printed upright.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from statistics import median, median_low
from typing import TYPE_CHECKING, Any

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction.table_cells import MONEY_SIGNS

if TYPE_CHECKING:
    from pdfminer.layout import LTChar, LTPage

_NUMBER = lazy_regex(
    r"[-−–+(<>~]{0,2}(?:US)?[$€£¥]?[er]?\d[\d,.]*[%)]{0,2}[a-z*]?|[—–-]|\.\.+|NA|W|XX|[nN][./]?[aA]\.?"
)
_ENDS_NUMBER = frozenset("0123456789%)—–-")
_HAVE_DIGITS = lazy_regex(r"[^A-Za-z ]*\d[^A-Za-z ]* [^A-Za-z ]*\d[^A-Za-z ]*")
_DIGITS = lazy_regex(r"\d{1,2}")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
# In heights of the font:
_SAME_LINE = 0.45  # between the baselines of words
_RAISED_BY = 0.1, 0.75  # between the baseline of a mark and that of its line
_SMALL = 0.85  # of the height of the line: a mark
_CELL = 0.5  # the width of a character, which digits have
_JOINED = 0.12  # between two parts of a word
_IN_WORD = 0.12  # between two letters
_MARKS = 0.3  # between a word and its mark
_BETWEEN, _BETWEEN_NUMBERS = 0.95, 0.45  # between two columns
_UPRIGHT_APART = 1.4  # between two upright lines of a heading
_LEAST_UPRIGHT = 3  # headings; fewer are notes at the edge of a page
_TWICE = 0.1  # between two prints of a word that looks bold
_GAP = 3  # spaces between columns, at least
_MOST_COLUMNS = 1_000  # characters of a line
_MOST_PAIRS = 10_000  # of words that are compared
_LEVEL, _UPWARD, _DOWNWARD = range(3)  # how characters run


@dataclass(frozen=True, slots=True)
class _Word:
    """A word with its left and right edge, its baseline and the height of its font, in units of the page.

    `spaced` says that a space was printed before it.
    """

    text: str
    start: float
    end: float
    base: float
    height: float
    spaced: bool = False

    def overlaps(self, other: "_Word") -> bool:
        """Whether two words are partly above each other."""
        slack = 0.1 * min(self.height, other.height)
        return self.start < other.end - slack and other.start < self.end - slack


@dataclass(frozen=True, slots=True)
class _Letter:
    """A printed character, as it is when the page is turned so that it is level; `turn` says how it runs."""

    text: str
    start: float
    end: float
    base: float
    height: float
    turn: int

    def follows(self, word: _Word) -> bool:
        """Whether it goes on with a word."""
        slack = _IN_WORD * self.height
        same = abs(self.base - word.base) < 0.01 * self.height and abs(self.height - word.height) < slack
        return same and -slack < self.start - word.end < slack


def printed_pages(data: bytes) -> Callable[[int], list[str]]:
    """Return a function for the printed lines of a page by its number, from 0.

    Cells that print sets apart are at least three spaces apart. The file is opened for the first page.
    """
    from io import BytesIO

    from pdfminer.converter import PDFPageAggregator
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser

    @cache
    def pages() -> list[PDFPage]:
        return list(PDFPage.create_pages(PDFDocument(PDFParser(BytesIO(data)))))

    fonts = PDFResourceManager()
    device = PDFPageAggregator(fonts, laparams=None)
    interpreter = PDFPageInterpreter(fonts, device)

    def lines(number: int) -> list[str]:
        interpreter.process_page(pages()[number])
        return _lines_of_page(device.get_result())

    return lines


def _lines_of_page(page: "LTPage") -> list[str]:
    """The printed lines of a page."""
    level, upward, downward = _words(page)
    most = max((level, upward, downward), key=lambda words: sum(len(word.text) for word in words))
    words = [*level, *_upright_heads(upward)] if most is level else most  # else a page in landscape
    if not words:
        return []
    cell = _CELL * _height(words)
    left = min(word.start for word in words)
    return [_set(line, left, cell) for line in _lines(words)]


def _words(page: "LTPage") -> tuple[list[_Word], list[_Word], list[_Word]]:
    """The level words of a page, and those that run upward and downward, as they are when the page is turned."""
    letters = [_letter(char) for char in _characters(page)]
    turned: dict[int, list[_Word]] = {turn: [] for turn in (_LEVEL, _UPWARD, _DOWNWARD)}
    spaced = False
    for at, letter in enumerate(letters):
        if letter.text.isspace():
            spaced = True
            continue
        words = turned[letter.turn]
        end = letter.end
        following = letters[at + 1] if at + 1 < len(letters) else None
        beside = following and (following.turn, following.base) == (letter.turn, letter.base)
        if following and beside and letter.start < following.start < end:  # a letter is not as wide as it says
            end = following.start
        last = words[-1] if words else None
        if last and not spaced and letter.follows(last):
            words[-1] = replace(last, text=last.text + letter.text, end=end)
        else:
            words.append(_Word(letter.text, letter.start, end, letter.base, letter.height, spaced=spaced))
        spaced = False
    return turned[_LEVEL], turned[_UPWARD], turned[_DOWNWARD]


def _characters(item: Any) -> Iterator["LTChar"]:
    """The characters of a page and of the forms in it, in the order in which they are printed."""
    from pdfminer.layout import LTChar, LTContainer

    for part in item:
        if isinstance(part, LTChar):
            yield part
        elif isinstance(part, LTContainer):
            yield from _characters(part)


def _letter(char: "LTChar") -> _Letter:
    a, b, _, _, x, y = char.matrix
    if abs(a) >= abs(b):
        return _Letter(char.get_text(), char.x0, char.x1, y, char.height, _LEVEL)
    if b > 0:
        return _Letter(char.get_text(), char.y0, char.y1, -x, char.width, _UPWARD)
    return _Letter(char.get_text(), -char.y1, -char.y0, x, char.width, _DOWNWARD)


def _height(words: Iterable[_Word]) -> float:
    """The height of the font of most letters."""
    return median(word.height for word in words for _ in word.text)


def _lines(words: Iterable[_Word]) -> list[list[_Word]]:
    """The words of each line from left to right, with the marks beside them."""
    lines: list[list[_Word]] = []
    for word in sorted(words, key=lambda word: -word.base):
        first = lines[-1][0] if lines else None
        if first and first.base - word.base <= _SAME_LINE * max(first.height, word.height):
            lines[-1].append(word)
        else:
            lines.append([word])
    heights = [max(word.height for word in line) for line in lines]
    for at, line in enumerate(lines):
        for other in (at + 1, at - 1):
            if 0 <= other < len(lines) and _are_marks(line, heights[at], lines[other], heights[other]):
                lines[other] += line
                lines[at] = []
                break
    return [_once(sorted(line, key=lambda word: word.start)) for line in lines if line]


def _are_marks(line: Sequence[_Word], height: float, other: Sequence[_Word], of_other: float) -> bool:
    """Whether the words of a line are small, and beside those of another."""
    if not (line and other) or height > _SMALL * of_other or len(line) * len(other) > _MOST_PAIRS:
        return False
    if abs(line[0].base - other[0].base) > _RAISED_BY[1] * of_other:
        return False
    return not any(word.overlaps(beside) for word in line for beside in other)


def _once(line: Sequence[_Word]) -> list[_Word]:
    """A line without words that are printed twice, slightly apart, to look bold."""
    kept: list[_Word] = []
    for word in line:
        near = (before for before in kept[-3:] if word.start - before.start < _TWICE * word.height)
        if all(word.text != before.text for before in near):
            kept.append(word)
    return kept


def _upright_heads(turned: Sequence[_Word]) -> list[_Word]:
    """The upright headings of columns, each as one word at its column; none if they are too few."""
    heads: list[list[_Word]] = []
    for line in _lines(turned):
        before = heads[-1][-1] if heads else None
        if before and before.base - line[0].base < _UPRIGHT_APART * line[0].height and before.overlaps(line[0]):
            heads[-1] += line
        else:
            heads.append([*line])
    if len(heads) < _LEAST_UPRIGHT:
        return []
    bottom = median_low(min(word.start for word in head) for head in heads)
    return [
        _Word(
            " ".join(word.text for word in head),
            -head[0].base - head[0].height,
            -head[-1].base,
            bottom,
            head[0].height,
        )
        for head in heads
    ]


def _set(line: Sequence[_Word], left: float, cell: float) -> str:
    """The text of a line, with each column where it is in print, or as near as those before leave room."""
    height = _height(line)
    text = " " * min(_MOST_COLUMNS, round((line[0].start - left) / cell)) + line[0].text
    for before, word in pairwise(line):
        gap = (word.start - before.end) / height
        number = bool(_NUMBER.fullmatch(word.text))
        if word.text in MONEY_SIGNS and before.text[-1] in _ENDS_NUMBER:  # of the next column
            gap = _BETWEEN
        if _is_mark(word, before) and gap < _MARKS:
            text += word.text.translate(_RAISED)
        elif gap < _JOINED and not word.spaced:
            text += word.text
        elif gap < (_BETWEEN_NUMBERS if _HAVE_DIGITS.fullmatch(f"{before.text} {word.text}") else _BETWEEN):
            text += f" {word.text}"
        else:
            place = round((word.end - left) / cell) - len(word.text) if number else round((word.start - left) / cell)
            text += " " * max(_GAP, min(place, _MOST_COLUMNS) - len(text)) + word.text
    return text


def _is_mark(word: _Word, before: _Word) -> bool:
    """Whether a word is the number of a footnote to the one before."""
    raised = word.base - before.base > _RAISED_BY[0] * before.height
    return raised and word.height < _SMALL * before.height and _DIGITS.fullmatch(word.text) is not None
