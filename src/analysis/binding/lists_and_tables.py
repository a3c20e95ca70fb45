"""Words whose meaning depends on what surrounds them: in a list of metals, after two products, in a table.

"Aluminium, copper, lead and zinc" speaks of the non-ferrous metals, not of one of them. A figure in a table belongs to
the label of its row, the head of its column and the title.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from itertools import pairwise
from typing import TYPE_CHECKING

from analysis.binding.concepts import Mention, dimension_of
from analysis.binding.places import name_before
from analysis.core.figures import Figure
from analysis.core.lazy_regex import lazy_regex, phrase_regex
from analysis.documents.head import LABEL

if TYPE_CHECKING:
    from analysis.binding.passages import Passages

# "twice the size of the copper cluster", "more than wire": what a figure is compared with.
COMPARED = phrase_regex(
    r"\b(?:(?:twice|half|double|times) (?:the size of|as \w+ as|that of)|(?:larger|bigger|smaller|higher|lower) than"
    r"|(?:more|less) than(?= (?:that|those|its|the)\b)) (?:(?:that|those|of|the|a|an|its|in|copper) )*\Z",
    re.IGNORECASE,
)
# "profit after all costs": what follows such words is not what is measured.
SUBORDINATE = phrase_regex(
    r"\b(?:(?:after|before|by the time|over|without|once|when|net of|excluding|exclusive of|having|not counting"
    r"|despite|besides|beyond|deduct\w*|from which|(?:remain\w*|left|stays?|(?<!cent\s)(?<!%\s)out) of) (?:(?:all|its"
    r"|their|the|his|her|our|every|each|any|other|own|total|operating|production|running|paying|payments? (?:of|for)"
    r"|paid|deducting|deduction of|subtracting|covering|taking off|selling|what|product['’]s"
    r"|price) )*(?:(?:(?:the )?\w+, )*(?:the )?\w+,? (?:and|or) )?(?:the )?|difference between (?:\S+ ){0,8}|(?:once"
    r"|when|after) (?:[^\s.;]+ ){1,9}(?:is|are|was|were|has been|have been) (?:all )?)\Z",
    re.IGNORECASE,
)

_METAL = (
    r"(?:alumini?um|copper|lead|zinc|nickel|tin|magnesium|titanium|antimony|manganese|molybdenum|tungsten|cobalt|bismuth"
    r"|lithium|vanadium|gallium|germanium|indium|gold|silver)"
)
_THREE_OR_MORE = rf"{_METAL}(?:, {_METAL})+,? (?:and|or) {_METAL}"
_LIST = phrase_regex(rf"\b{_THREE_OR_MORE}\b", re.IGNORECASE)
_ELEMENT = (
    r"(?:lanthanum|cerium|praseodymium|neodymium|samarium|europium|gadolinium|terbium|dysprosium|holmium|erbium|thulium|ytterbium"
    r"|lutetium|yttrium|scandium)"
)
_ELEMENTS = phrase_regex(rf"\b{_ELEMENT}(?:, {_ELEMENT})*,? (?:and|to) {_ELEMENT}\b", re.IGNORECASE)
_MAKERS = r"(?:producers|makers|smelters|refiners|mines|works|mills|plants|firms|companies)"
_MAKERS_OF = phrase_regex(
    rf"\b{_MAKERS}(?: of|, which make| (?:[\w'’-]+ ){{0,4}}?(?:that|which) (?:smelt|make|mine|refine|produce|melt"
    rf"|dig)) {_THREE_OR_MORE}\b|\b{_THREE_OR_MORE} {_MAKERS}\b",
    re.IGNORECASE,
)
_FORMER = phrase_regex(
    r"\b(?:(?P<former>the former|the first(?: one)?)|the latter|the second(?: one)?)\b"
    r"(?! \w+ of| (?:\w+ )?(?:quarter|half|years?|months?|weeks?|days?|time)\b)",
    re.IGNORECASE,
)
_RESPECTIVE_REACH = 60
_JOINED = phrase_regex(r"[^\w\s]?(?:[,;] |,? ?and )(?:(?:by|to|of|at|around|about) )?", re.IGNORECASE)
_NAME_OF_PLACE = lazy_regex(  # "Silver Lake Rare Earths" is no maker of silver
    r"[A-Z]\w+ (?:Bay|Beach|Bridge|City|Coast|Creek|Gate|Hills?|Island|Lake|Mountain|Peak|River|Road|Springs?|Valley)\b"
)
_NAMED = frozenset({"wire", "foil", "battery foil", "other foil"})


def outside_names(text: str, found: list[Mention]) -> list[Mention]:
    """Return the words that are not the end of a firm's name; all of them if there are no others.

    In "the battery foil of Avesta Wire" the name says nothing about wire.
    """
    return [item for item in found if name_before(text, item.start) < 0] or found


def with_lists_of_metals(text: str, found: list[Mention]) -> list[Mention]:
    """Return the words of a text for metals, with one for all metals in place of a list of three or more.

    Names of places are left out. Two rare earths together are the rare earths.
    """
    found = [item for item in found if not _NAME_OF_PLACE.match(text, item.start)]
    lists = [Mention(*match.span(), "metals", match.group()) for match in _LIST.finditer(text)]
    lists += [Mention(*match.span(), "rare earths", match.group()) for match in _ELEMENTS.finditer(text)]
    spans = [(one.start, one.end) for one in lists]
    others = [item for item in found if not any(begin <= item.start < end for begin, end in spans)]
    return sorted([*others, *lists], key=lambda item: item.start)


def makers_of_metals(text: str) -> Iterable[Mention]:
    """Yield the makers of several metals that a text names, who are an industry."""
    for match in _MAKERS_OF.finditer(text):
        yield Mention(match.start(), match.end(), "industry", match.group())


def respective(text: str, figure: Figure, rivals: list[Figure], found: list[Mention]) -> Mention | None:
    """Return the word for a figure if "respectively" assigns one to each of several figures; otherwise None.

    "Energy use and costs fell by 14 and 9 percent respectively": the words before the figures, in their order.
    """
    stop = text.find("respectively", figure.end, figure.end + _RESPECTIVE_REACH)
    joined: list[Figure] = []
    for item in reversed([item for item in rivals if item.end <= stop]):
        if joined and not _JOINED.fullmatch(text, item.end, joined[0].start):
            break
        joined.insert(0, item)
    words = [item for item in found if joined and item.end <= joined[0].start][-len(joined) :]
    return words[joined.index(figure)] if 1 < len(joined) == len(words) else None


def former_and_latter(text: str, things: list[Mention]) -> Iterable[Mention]:
    """Yield what "the former" and "the latter" mean: the last two products before them, in their order."""
    for match in _FORMER.finditer(text):
        before: dict[str, Mention] = {}
        earlier = [item for item in things if item.end <= match.start()]
        named = [item for item in earlier if item.concept in _NAMED]
        for item in reversed(named if len({item.concept for item in named}) > 1 else earlier):
            before.setdefault(item.concept, item)
            if len(before) == 2:
                break
        if len(before) == 2:
            latter, former = before
            concept = former if match["former"] else latter
            yield Mention(match.start(), match.end(), concept, match.group())


_CELLS = lazy_regex(r"[|\t;]|\s{2,}")
_CELL_END = lazy_regex(r"[^|\t;\n]{0,20}[|\t]|[^\S\n]{3,}")  # fewer spaces are in glosses
_ROWS = 8
_WORD = lazy_regex(r"[^\W\d_]{2,}")


def label_of_row(
    passages: "Passages", family: str, dimension: str, begin: int, rivals: list[Figure]
) -> tuple[Mention, ...]:
    """Return the words before the first cell of a row of a table, which belong to each of its cells, nearest first."""
    if len(rivals) < 2 or not all(_CELL_END.match(passages.text, a.end, b.start) for a, b in pairwise(rivals)):
        return ()
    return tuple(reversed(passages.mentions(family, dimension, begin, rivals[0].start)))


def head_of_column(
    passages: "Passages", family: str, dimension: str, begin: int, figure: Figure, rivals: list[Figure]
) -> Mention | None:
    """Return the column heading: the cell above, else the matching word in a line with one word for each figure."""
    index = bisect_right(passages.starts, begin) - 1
    has_cells = len(rivals) > 1 and _CELLS.search(passages.text, rivals[0].end, rivals[1].start)
    for back in range(1, min(index, _ROWS) + 1):
        if is_row(passages, index - back):
            continue  # a row of its own, not the heads of the columns
        start, end = passages.starts[index - back], passages.starts[index - back + 1]
        if head := _cell_above(passages, begin, figure, start, end):
            return next(iter(passages.mentions(family, dimension, *head)), None)
        line = passages.mentions(family, dimension, start, end)
        # "wire rod" is one head of two words
        heads = [item for n, item in enumerate(line) if not (n and passages.text[line[n - 1].end : item.start] == " ")]
        if has_cells and len(heads) == len(rivals) and _CELLS.search(passages.text[start:end].strip()):
            return heads[rivals.index(figure)]
    return None


def _cell_above(passages: "Passages", begin: int, figure: Figure, start: int, end: int) -> tuple[int, int] | None:
    """Return the cell above a figure, in a line with as many cells as its row; None if the lengths differ."""
    text, bars = passages.text, [at for at in range(start, end) if passages.text[at] == "|"]
    if not _WORD.search(text, start, end) or not bars or len(bars) != text.count("|", *passages.sentence(begin)):
        return None
    place = text.count("|", begin, figure.start)
    edges = [start, *bars, end]
    return edges[place], edges[place + 1]


def is_row(passages: "Passages", index: int) -> bool:
    """Return whether a sentence is a row of a table with figures."""
    start = passages.starts[index]
    return "|" in passages.text[start : passages.end_of(index)] and any(
        dimension_of(item.unit) for item in passages.by_sentence.get(start, ())
    )


def above_table(passages: "Passages", index: int) -> int:
    """Return the number of the line above a table, its title or caption and not its source, given one of its rows."""
    while index:
        line = passages.text[passages.starts[index] : passages.end_of(index)]
        if "|" not in line and not LABEL.fullmatch(line.strip()):
            break
        index -= 1
    return index
