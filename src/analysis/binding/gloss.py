"""The gloss of a document: its sentences in the words that the conditions of the named figures look for.

An English document is its own gloss. In one of another language, the words of its glossary (data/glossary.yaml) are
replaced by English ones, and each figure by its reading, so that the same conditions apply to every language.
"""

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from analysis.core.figures import Figure
from analysis.core.lazy_regex import lazy_regex
from analysis.core.paths import data_folder
from analysis.core.schemas import read_checked_yaml
from analysis.documents.document import Document
from analysis.extraction.english.hedge_rules import hedge_before
from analysis.extraction.languages import in_languages, language_of
from analysis.extraction.lexicon import DURATIONS
from analysis.extraction.patterns import word_tree
from analysis.extraction.sentences import sentence_span

_MARKS = {
    "。": ". ", "！": "! ", "？": "? ", "，": ", ", "、": ", ", "；": "; ", ";": "; ", "：": ": ", ":": ": ",
    "（": " (", "(": " (", "）": ") ", ")": ") ", "“": ' "', "”": '" ', "—": " - ", "\r": "", "%": " ",
}  # fmt: skip
_CLASS = lazy_regex(r"级|产业|集群|台阶|企业|园区|城市|俱乐部")  # "万亿元产业" is a class of size
_BARE_SCALE = lazy_regex(r"[万亿千百十]+[元吨]")
_OVER = lazy_regex("[余多餘](?=[万亿萬億]|[^万亿萬億]{1,6}$)")
_OF = "的"
# "将成本压降15%" is "cuts costs by 15 %": before a noun, the sign for "will" marks the object, as 把 does.
_OBJECT = lazy_regex(
    r"(?P<ahead>(?:未来|今后|明年|后年|将来|到20\d\d年|20\d\d年底?前)[^。；！？\n]*)?"
    r"将(?=(?:每吨|单吨|单位|综合|生产|制造|加工|运营|人工|整体|吨铜|吨钢|其|劳动)*(?:成本|能耗|电耗|费用|效率|生产率))"
)
# "逾九成的牌号" is more than 90 % of grades; after a comma another clause begins, which is not about the figure. It may
# belong to the same plan, so it has a sign of its own: a semicolon with a space that does not break.
NEXT_CLAUSE = ";\u00a0"
_NEXT_TO_A_FIGURE = {"的": " of ", "，": NEXT_CLAUSE}


@dataclass(frozen=True)
class Gloss:
    """A document in English words, its figures there, and the figures of the document in the same order."""

    source_id: str
    text: str
    figures: tuple[Figure, ...]
    originals: tuple[Figure, ...]

    def original(self, figure: Figure) -> Figure | None:
        """Return a figure of the gloss at its place in the document, None if the document has none there."""
        for item, original in zip(self.figures, self.originals, strict=True):
            if item.start == figure.start:
                return replace(
                    figure, start=original.start, end=original.end, text=original.text, sentence=original.sentence
                )
        return None

    def figure(
        self, starts: list[int], start: int, end: int, value: float, unit: str, direction: str = "none"
    ) -> Figure:
        """Return a figure that conditions have read from the text; `starts` are the offsets of its sentences."""
        begin, stop = sentence_span(starts, self.text, start)
        qualifier = hedge_before(self.text, start).qualifier
        return Figure(
            self.source_id, start, end, self.text[start:end], value, value, unit, qualifier, direction, None, None,
            self.text[begin:stop],
        )  # fmt: skip


def _object(match: re.Match[str]) -> str:
    """The sign before an object; the one for "will" stays after words for the future."""
    return match.group() if match["ahead"] else "把"


@lru_cache(maxsize=64)
def _gloss(text: str, source_id: str, glossary: str, figures: tuple[Figure, ...]) -> Gloss:
    language = language_of(text)
    pattern, words = _words(glossary)
    folded = _OBJECT.sub(_object, language.fold(text))
    pieces: list[str] = []
    placed: list[Figure] = []
    length = place = 0

    def add(piece: str) -> None:
        nonlocal length
        pieces.append(piece)
        length += len(piece)

    def add_words(start: int, end: int, *, after_figure: bool) -> None:
        for match in pattern.finditer(folded, start, end):
            found = match.group()
            if after_figure and found in _NEXT_TO_A_FIGURE:
                add(_NEXT_TO_A_FIGURE[found])
            elif found == _OF:
                add(" ")
            else:
                add(f" {words[found]} " if found in words else _MARKS.get(found, found))
            after_figure = after_figure and found == ")"

    for figure in figures:
        add_words(place, figure.start, after_figure=place > 0)
        add(" more than " if _OVER.search(figure.text) else " ")
        shown = _shown(figure, folded)
        placed.append(replace(figure, start=length, end=length + len(shown), text=shown))
        add(shown + " ")
        place = figure.end
    add_words(place, len(folded), after_figure=place > 0)
    return Gloss(source_id, "".join(pieces), tuple(placed), figures)


def gloss_of(document: Document) -> Gloss:
    """Return the gloss of a document."""
    glossary = _glossary_of(document.text)
    figures = tuple(document.figures)
    if not glossary:
        return Gloss(document.source_id, document.text, figures, figures)
    # "近五年" and "十种有色金属" are words of the glossary.
    figures = tuple(item for item in figures if item.unit not in DURATIONS and not item.unit.startswith("count:"))
    return _gloss(document.text, document.source_id, glossary, figures)


@lru_cache(maxsize=64)
def _glossary_of(text: str) -> str:
    """The glossary of the language of a text or of paragraphs in it, empty for English alone."""
    return max(language.glossary for language, _ in in_languages(text))


def in_english(document: Document, text: str) -> str:
    """Return a stretch of a document in English words; English text as it is."""
    glossary = _glossary_of(document.text)
    return _gloss(text, document.source_id, glossary, ()).text if glossary else text


@lru_cache(maxsize=4)
def _words(glossary: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """The pattern of the words of a glossary, the longest first, and their English words."""
    words = read_checked_yaml(data_folder() / "glossary.yaml", "glossary")[glossary]
    return re.compile(f"{word_tree(words)}|.", re.DOTALL), words


def _shown(figure: Figure, text: str) -> str:
    """The reading of a figure as a condition expects it: "doubled", "trillion-yuan", "1,400 USD/t"."""
    if figure.unit == "multiple" and "番" in figure.text:
        return "doubled" if figure.low == 2 else f"{figure.low:g} times"
    if _BARE_SCALE.fullmatch(figure.text) and _CLASS.match(text, figure.end):
        return "trillion-yuan"
    plain = replace(figure, qualifier="=", direction="none")
    return plain.read_as("%" if figure.unit == "percent" else figure.unit)
