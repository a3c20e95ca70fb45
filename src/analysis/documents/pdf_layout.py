"""Set a page of a PDF as lines of characters in which cells are below each other as in print.

A PDF states where each piece of text begins, not what a line or a column is. Marks of footnotes are raised digits, and
headings may be printed upright.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from statistics import fmean, median, median_low
from typing import Any

from analysis.core.lazy_regex import lazy_regex

_NUMBER = lazy_regex(
    r"[-−–+(<>~]{0,2}(?:US)?[$€£¥]?[er]?\d[\d,.]*[%)]{0,2}[a-z*]?|[—–-]|\.\.+|NA|W|XX|[nN][./]?[aA]\.?"
)
_HAVE_DIGITS = lazy_regex(r"[^A-Za-z ]*\d[^A-Za-z ]* [^A-Za-z ]*\d[^A-Za-z ]*")
_DIGITS = lazy_regex(r"\d{1,2}")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
# In heights of the font:
_SAME_LINE = 0.3  # between the baselines of words
_RAISED_BY = 0.1, 0.75  # between the baseline of a mark and that of its line
_SMALL = 0.85  # of the height of the line: a mark
_CELL = 0.5  # the width of a character, which digits have
_JOINED = 0.12  # between two parts of a word
_MARKS = 0.3  # between a word and its mark
_BETWEEN, _BETWEEN_NUMBERS = 0.95, 0.45  # between two columns
_UPRIGHT_APART = 1.4  # between two upright lines of a heading
_LEAST_UPRIGHT = 3  # headings; fewer are notes at the edge of a page
_TWICE = 0.1  # between two prints of a word that looks bold
_LEAST_NARROWED = 0.5  # of the stated width of letters
_USUAL_WIDTH = 300, 800  # of letters, in thousandths
_NEW_PLACE = frozenset({b"Td", b"TD", b"Tm", b"T*", b"'", b'"'})
_SHOWS = frozenset({b"Tj", b"TJ", b"'", b'"'})
_GAP = 3  # spaces between columns, at least
_MOST_COLUMNS = 1_000  # characters of a line
_MOST_PAIRS = 10_000  # of words that are compared


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


def lines_of_page(page: Any) -> list[str]:
    """Return the printed lines of a page of pypdf; cells that print sets apart are at least three spaces apart."""
    level, upward, downward = _words(page)
    most = max((level, upward, downward), key=lambda words: sum(len(word.text) for word in words))
    words = [*level, *_upright_heads(upward)] if most is level else most  # else a page in landscape
    if not words:
        return []
    cell = _CELL * _height(words)
    left = min(word.start for word in words)
    return [_set(line, left, cell) for line in _lines(words)]


def _words(page: Any) -> tuple[list[_Word], list[_Word], list[_Word]]:
    """The level words of a page, and those that run upward and downward, as they are when the page is turned."""
    shown = [(show, moved) for show, moved in _shown(page) if show.font.interpretable and show.text]
    true = _true_widths([show for show, _ in shown])
    level: list[_Word] = []
    upward: list[_Word] = []
    downward: list[_Word] = []
    spaced = False
    for (show, moved), most in zip(shown, _ends(shown), strict=True):
        widths = [width * true[id(show.font)] for width in _widths(show)]
        place = moved * true[id(show.font)]
        narrowed = (most - show.tx - place) / (sum(widths) or 1.0)
        if _LEAST_NARROWED < narrowed < 1:
            widths = [width * narrowed for width in widths]
        words = level if not show.rotated else upward if show.transform[1] > 0 else downward
        words += _parts(show, widths, place, spaced=spaced)
        spaced = show.text[-1:].isspace()
    return level, upward, downward


def _shown(page: Any) -> Iterator[tuple[Any, float]]:
    """The pieces of text of a page as pypdf describes them, and how far each is from where its line was begun."""
    from pypdf._text_extraction._layout_mode._text_state_manager import TextStateManager
    from pypdf.generic import ContentStream

    contents = page.get_contents()
    fonts, state, depth, moved = page._layout_mode_fonts(), TextStateManager(), 0, 0.0
    for operands, operator in ContentStream(contents, page.pdf, "bytes").operations if contents is not None else ():
        if operator == b"q":
            state.add_q()
            depth += 1
        elif operator == b"Q" and depth:
            state.remove_q()
            depth -= 1
        elif operator == b"cm":
            state.add_cm(*operands)
        elif operator in {b"BT", b"ET"}:
            state.reset_tm()
            moved = 0.0
        elif operator == b"Tf" and operands and operands[0] in fonts:
            state.set_font(fonts[operands[0]], float(operands[1]))
        elif operator in _NEW_PLACE:
            moved = 0.0
            if operator == b"Tm":
                state.reset_tm()
            elif operator == b"TD":
                state.set_state_param(b"TL", -operands[1])
            elif operator == b'"':
                state.set_state_param(b"Tw", operands[0])
                state.set_state_param(b"Tc", operands[1])
            state.add_tm(operands if operator in {b"Td", b"TD", b"Tm"} else [0, -state.TL])
        elif operator not in _SHOWS:
            state.set_state_param(operator, operands)
        if operator in _SHOWS:
            for piece in operands[0] if operator == b"TJ" else operands[-1:]:
                show = state.text_state_params(piece if isinstance(piece, bytes) else "")
                scale = abs(
                    show.transform[1 if show.rotated else 0]
                )  # pypdf multiplies turned matrices with themselves
                if isinstance(piece, bytes):
                    yield show, moved
                    moved += show.word_tx(piece) * scale
                elif not isinstance(piece, str):
                    moved += show.word_tx("", float(piece)) * scale


def _true_widths(shown: Sequence[Any]) -> dict[int, float]:
    """For each font, what its widths are multiplied by: those of a font of drawings may be in any unit."""
    letters: dict[int, list[float]] = {}
    for show in shown:
        if text := (show._raw_chars or show.text).strip():
            letters.setdefault(id(show.font), []).extend(map(show.font.get_text_width, text))
    means = {font: fmean(widths) for font, widths in letters.items()}
    least, most = _USUAL_WIDTH
    return defaultdict(
        lambda: 1.0,
        {font: 1.0 if least < mean < most else _CELL * 1000 / mean for font, mean in means.items() if mean},
    )


def _ends(shown: Sequence[tuple[Any, float]]) -> list[float]:
    """Where pieces of text end at most: a font without true widths has letters that reach beyond the next piece."""
    ends = [inf] * len(shown)
    places = [
        (round(show.ty), show.tx + moved, at)
        for at, (show, moved) in enumerate(shown)
        if show.text.strip() and not show.rotated
    ]
    for (base, start, at), (below, then, _) in pairwise(sorted(places)):
        if base == below and then > start:
            ends[at] = then
    return ends


def _widths(show: Any) -> list[float]:
    """The width of each letter of a piece of text."""
    scale = abs(show.transform[1 if show.rotated else 0])
    codes = show._raw_chars or show.text
    if len(codes) == len(show.text):
        return [show.word_tx(code) * scale for code in codes]
    return [show.word_tx(show.value) * scale / len(show.text)] * len(show.text)


def _parts(show: Any, widths: Sequence[float], shift: float, *, spaced: bool) -> Iterator[_Word]:
    """The words of a piece of text that is printed at once."""
    place, base, height = show.tx, show.ty, show.font_height
    if show.rotated:
        height = show.font_size * abs(show.transform[1])
        place, base = (base, -place) if show.transform[1] > 0 else (-base, place)
    place += shift
    word, start = "", place
    for letter, width in zip(show.text, widths, strict=True):
        if letter.isspace():
            if word:
                yield _Word(word, start, place, base, height, spaced=spaced)
            word, spaced = "", True
        else:
            word, start = word + letter, start if word else place
        place += width
    if word:
        yield _Word(word, start, place, base, height, spaced=spaced)


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
