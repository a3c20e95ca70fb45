"""Check a translation against its original, figure by figure.

Two documents in different languages are a pair if their dates do not contradict each other and enough of their figures
are equal. Each figure of the original is then paired with one of the translation, and the differences are named: a
hedge that is lost, a scale that is wrong (万 is ten thousand, 亿 a hundred million), a unit, a direction.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from analysis.core.errors import UnitError
from analysis.core.figures import Figure
from analysis.core.units import convert
from analysis.documents.document import Document
from analysis.extraction.english import ENGLISH
from analysis.extraction.languages import language_of
from analysis.extraction.lexicon import DURATIONS
from analysis.extraction.periods import MonthEnd

SAME = "same"
LEAST_SHARED = 3  # assumption: two articles with fewer equal figures are not the same article
LEAST_SHARE = 0.4  # of the figures of the article that has fewer
MOST_DAYS = 3  # assumption: a translation appears within days of its original
ROUNDED = 0.01  # a translation may round: "1.33 million" for 133万1540
_NEAR = 0.3  # share of an article within which a figure of another value may be the same one
_MOST_ZEROS = 8
# The classic errors: what the original prints, and how many times too large the translation is.
_MISREAD = {
    ("亿", 10): "亿 (a hundred million) is read as a billion",
    ("亿", 0.1): "亿 (a hundred million) is read as ten million",
    ("亿", 0.01): "亿 (a hundred million) is read as a million",
    ("万亿", 0.001): "万亿 (a trillion) is read as a billion",
    ("万", 0.1): "万 (ten thousand) is read as a thousand",
    ("万", 100): "万 (ten thousand) is read as a million",
    ("万", 10): "万 (ten thousand) is read as a hundred thousand",
}
_SIMPLER = str.maketrans("萬億", "万亿")


@dataclass(frozen=True)
class Agreement:
    """One figure of an original, the matching figure of the translation, and how they differ.

    Either is None if its article lacks the figure. `verdict` is `same`, "hedge lost", "hedge added", "hedge changed",
    "scale changed", "unit changed", "value changed", "direction changed", "missing" or "added"; `note` says how.
    """

    original: Figure | None
    translated: Figure | None
    verdict: str
    note: str = ""


@dataclass(frozen=True)
class Translation:
    """An original, its translation, and how their figures agree, in the order of the original."""

    original: Document
    translated: Document
    figures: tuple[Agreement, ...]

    @property
    def differing(self) -> tuple[Agreement, ...]:
        """The figures that do not agree."""
        return tuple(item for item in self.figures if item.verdict != SAME)

    @property
    def sentence(self) -> str:
        """How many figures the translation states unchanged."""
        stated = [item for item in self.figures if item.original]
        alike = sum(item.verdict == SAME for item in stated)
        added = len(self.figures) - len(stated)
        more = f"; {added} of the translation {'is' if added == 1 else 'are'} not in the original" if added else ""
        return f"{alike} of {len(stated)} figures of the original are the same in the translation{more}."


def translations_in(documents: Iterable[Document]) -> list[Translation]:
    """Return the pairs of an original and its translation among documents, in their order."""
    return list(_kept_pairs(tuple(documents)))


@lru_cache(maxsize=4)  # the verdicts, the first page and the card of each question ask for the same documents
def _kept_pairs(documents: tuple[Document, ...]) -> tuple[Translation, ...]:
    found: list[tuple[int, Document, Document]] = []
    read = [(item, language_of(item.text)) for item in documents]
    for (one, language), (other, second) in combinations(read, 2):
        if language is second or not _same_days(one, other):
            continue
        original, translated = (other, one) if language is ENGLISH else (one, other)
        shared = _shared(original.figures, translated.figures)
        fewer = min(len(_compared(item.figures)) for item in (one, other))
        if shared >= LEAST_SHARED and shared >= LEAST_SHARE * fewer:
            found.append((shared, original, translated))
    pairs: list[Translation] = []
    taken: set[str] = set()
    for _, original, translated in sorted(found, key=lambda item: -item[0]):
        if original.source_id not in taken and translated.source_id not in taken:
            taken |= {original.source_id, translated.source_id}
            pairs.append(Translation(original, translated, agreements(original, translated)))
    return tuple(sorted(pairs, key=lambda pair: (pair.original.source_id, pair.translated.source_id)))


def originals_of(documents: Iterable[Document]) -> dict[str, str]:
    """Return the name of the original of each document that is a translation of another one."""
    return {pair.translated.source_id: pair.original.source_id for pair in translations_in(documents)}


def _same_days(one: Document, other: Document) -> bool:
    if one.published is None or other.published is None:
        return True
    if isinstance(one.published, MonthEnd) or isinstance(other.published, MonthEnd):
        return MonthEnd.of(one.published) == MonthEnd.of(other.published)
    return abs((one.published - other.published).days) <= MOST_DAYS


def _compared(figures: Iterable[Figure]) -> list[Figure]:
    """The figures worth comparing: small counts and times are worded freely."""
    return [item for item in figures if not _is_free(item)]


def _is_free(figure: Figure) -> bool:
    return figure.unit in DURATIONS or (figure.unit.startswith("count:") and abs(figure.high) <= 10)


def _shared(originals: Sequence[Figure], translated: Sequence[Figure]) -> int:
    left = list(_compared(translated))
    shared = 0
    for item in _compared(originals):
        same = next((other for other in left if _is_equal(item, other)), None)
        if same:
            left.remove(same)
            shared += 1
    return shared


def agreements(original: Document, translated: Document) -> tuple[Agreement, ...]:
    """Return how each figure of an original is given in its translation, then what the translation adds."""
    pairs = _paired(original, translated)
    told = [
        _judged(item, pairs.get(number))
        for number, item in enumerate(original.figures)
        if number in pairs or not _is_free(item)
    ]
    used = {(other.start, other.end) for other in pairs.values()}
    rest = [item for item in translated.figures if (item.start, item.end) not in used and not _is_free(item)]
    new = [item for item in rest if not any(_is_equal(other, item) for other in original.figures)]
    new = [item for item in new if not any(_is_equal(other, item) for other in pairs.values())]
    return (*told, *(_added(item, original) for item in new))


def _added(item: Figure, original: Document) -> Agreement:
    """A figure found only in the translation: an original figure repeated at the wrong scale, or a new one."""
    for figure in original.figures:
        if _same_unit(figure, item) and (zeros := _zeros(figure, item)):
            return Agreement(figure, item, "scale changed", _scale_note(figure, zeros))
    return Agreement(None, item, "added", "the original has no such figure")


def _paired(original: Document, translated: Document) -> dict[int, Figure]:
    """The figure of the translation for each figure of the original, by index; the closest pairs are matched first."""
    ranked = sorted(
        (unlike + abs(place - there), number, at)
        for number, (item, place) in enumerate(_with_places(original))
        for at, (other, there) in enumerate(_with_places(translated))
        if (unlike := _unlikeness(item, other)) == 0 or (unlike < math.inf and abs(place - there) < _NEAR)
    )
    pairs: dict[int, Figure] = {}
    taken: set[int] = set()
    for _, number, at in ranked:
        if number not in pairs and at not in taken:
            pairs[number] = translated.figures[at]
            taken.add(at)
    return pairs


def _with_places(document: Document) -> list[tuple[Figure, float]]:
    """The figures with their relative position among all figures of the document, from 0 to 1."""
    most = max(1, len(document.figures) - 1)
    return [(item, number / most) for number, item in enumerate(document.figures)]


def _unlikeness(item: Figure, other: Figure) -> float:
    """How unlikely two figures say the same: 0 for equal ones, infinite for unrelated ones."""
    if _is_equal(item, other):
        return 0.0 if (item.direction, item.qualifier) == (other.direction, other.qualifier) else 0.05
    if _same_unit(item, other):
        if _zeros(item, other):
            return 1.0
        return 3.0 if not _is_free(item) and _kind(item.unit) == _kind(other.unit) else math.inf
    return 2.0 if math.isclose(abs(item.low), abs(other.low), rel_tol=1e-6) and abs(item.low) > 1 else math.inf


def _judged(item: Figure, other: Figure | None) -> Agreement:
    if other is None:
        return Agreement(item, None, "missing", "the translation has no such figure")
    if not _is_equal(item, other):
        as_printed = math.isclose(item.low, other.low) and _kind(item.unit) != _kind(other.unit)
        if as_printed or not _same_unit(item, other):
            return Agreement(item, other, "unit changed", f"{item.unit} became {other.unit}")
        if zeros := _zeros(item, other):
            return Agreement(item, other, "scale changed", _scale_note(item, zeros))
        return Agreement(item, other, "value changed", f"{item.as_text} became {other.as_text}")
    if item.direction != other.direction and "none" not in (item.direction, other.direction):
        return Agreement(item, other, "direction changed", f"{_sense(item)} became {_sense(other)}")
    if item.qualifier != other.qualifier and not (item.qualifier[0] == other.qualifier[0] and item.qualifier != "="):
        verdict = (
            "hedge lost" if other.qualifier == "=" else "hedge added" if item.qualifier == "=" else "hedge changed"
        )
        return Agreement(item, other, verdict, f"{item.as_text} became {other.as_text}")
    return Agreement(item, other, SAME)


def _sense(figure: Figure) -> str:
    return {"up": "a rise", "down": "a fall", "none": "a level"}[figure.direction]


def _scale_note(item: Figure, zeros: int) -> str:
    times = 10.0**zeros
    printed = item.text.translate(_SIMPLER)
    mark = next((mark for mark in ("万亿", "亿", "万") if mark in printed), "")
    note = _MISREAD.get((mark, times), "")
    return f"{times:g} times the original" + (f": {note}" if note else "")


def _zeros(item: Figure, other: Figure) -> int:
    """How many zeros the translation has more (or fewer, negative) in the same unit; 0 if it is not just zeros."""
    low, high = _ends(other, item.unit)
    if not item.low or not low or item.low * low < 0:
        return 0
    zeros = math.log10(low / item.low)
    whole = round(zeros)
    exact = math.isclose(item.low * 10.0**whole, low, rel_tol=ROUNDED / 2)
    exact = exact and math.isclose(item.high * 10.0**whole, high, rel_tol=ROUNDED / 2)
    return whole if exact and 0 < abs(whole) <= _MOST_ZEROS else 0


def _is_equal(item: Figure, other: Figure) -> bool:
    """Whether two figures have the same value, rounded or not, and a unit that means the same."""
    if not _same_unit(item, other):
        return False
    low, high = _ends(other, item.unit)
    if item.unit == "multiple" and item.direction == "up" and other.direction != "none" and item.low + 1 == low:
        return True  # 增长2倍 is three times as much
    signless = item.direction != "none" and other.direction != "none"
    pairs = (
        ((item.low, low), (item.high, high))
        if not signless
        else ((abs(item.low), abs(low)), (abs(item.high), abs(high)))
    )
    return all(math.isclose(one, two, rel_tol=ROUNDED / 2, abs_tol=1e-9) for one, two in pairs)


def _ends(figure: Figure, unit: str) -> tuple[float, float]:
    if unit == figure.unit or _kind(unit) == _kind(figure.unit):
        return figure.low, figure.high
    try:
        return convert(figure.low, figure.unit, unit), convert(figure.high, figure.unit, unit)
    except UnitError:  # a price with and without its rate
        return figure.low, figure.high


def _kind(unit: str) -> str:
    return "count" if unit.startswith("count:") or unit == "dimensionless" else unit


def _same_unit(item: Figure, other: Figure) -> bool:
    """Whether two units mean the same: equal, convertible, or one with a rate that the other omits."""
    one, two = _kind(item.unit), _kind(other.unit)
    return one == two or _means_same(one, two)


@lru_cache(maxsize=4096)  # articles have few units, and a conversion takes longer than the rest of a comparison
def _means_same(one: str, two: str) -> bool:
    if one.startswith(f"{two}/") or two.startswith(f"{one}/"):
        return True
    if "count" in (one, two):
        return False
    try:
        convert(1.0, one, two)
    except UnitError:
        return False
    return True
