"""Words that mean something only together: a list of metals, and "the latter" after two products.

"Aluminium, copper, lead and zinc" speaks of the non-ferrous metals, not of one of them.
"""

import re
from collections.abc import Iterable

from analysis.binding.concepts import Mention
from analysis.binding.places import name_before
from analysis.core.figures import Figure
from analysis.core.lazy_regex import lazy_regex, phrase_regex

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
_BASE = lazy_regex(r"\b(?:alumini?um|copper|lead|zinc|nickel|tin)\b", re.IGNORECASE)
_MAKERS = r"(?:producers|makers|smelters|refiners|mines|works|mills|plants|firms|companies)"
_MAKERS_OF = phrase_regex(
    rf"\b{_MAKERS}(?: of|, which make"
    rf"| (?:[\w'’-]+ ){{0,4}}?(?:that|which) (?:smelt|make|mine|refine|produce|melt|dig)) {_THREE_OR_MORE}\b"
    rf"|\b{_THREE_OR_MORE} {_MAKERS}\b",
    re.IGNORECASE,
)
_WORKS = rf"(?:[\w-]+ ){{0,2}}{_METAL}(?:(?:,| and) {_METAL})* {_MAKERS}"
_LIST_OF_MAKERS = phrase_regex(rf"\b{_WORKS}(?:, {_WORKS})*,? and {_WORKS}\b", re.IGNORECASE)
_ANY_METAL = phrase_regex(rf"\b{_METAL}\b", re.IGNORECASE)
_FORMER = phrase_regex(
    r"\b(?:(?P<former>the former|the first(?: one)?)|the latter|the second(?: one)?)\b"
    r"(?! \w+ of| (?:\w+ )?(?:quarter|half|years?|months?|weeks?|days?|time)\b)",
    re.IGNORECASE,
)
_LEAST_METALS = 2
_RESPECTIVE_REACH = 60
_JOINED = phrase_regex(r"[^\w\s]?(?:[,;] |,? ?and )(?:(?:by|to|of|at|around|about) )?", re.IGNORECASE)
_NAMED = frozenset({"wire", "foil", "battery foil", "other foil"})


def outside_names(text: str, found: list[Mention], others: list[Mention]) -> list[Mention]:
    """Return the words that are not the end of the name of a firm; all of them where there are no others.

    In "the battery foil of Avesta Wire" the name says nothing of wire. `others` are words for metals and products,
    which make no name: "Copper Wire".
    """

    def in_name(item: Mention) -> bool:
        start = name_before(text, item.start)
        return start >= 0 and not any(start <= other.start < item.start for other in others)

    return [item for item in found if not in_name(item)] or found


def with_lists_of_metals(text: str, found: list[Mention]) -> list[Mention]:
    """Return the words of a text for metals, with one for all metals in place of a list of three or more.

    Two of a list must be base metals: gold, silver and lithium do not make an industry. Two rare earths together are
    the rare earths.
    """
    lists = [
        Mention(match.start(), match.end(), "metals", match.group())
        for match in _LIST.finditer(text)
        if len({word.lower() for word in _BASE.findall(match.group())}) > 1
    ]
    lists += [Mention(*match.span(), "metals", match.group()) for match in _makers_listed(text)]
    lists += [Mention(*match.span(), "rare earths", match.group()) for match in _ELEMENTS.finditer(text)]
    spans = [(one.start, one.end) for one in lists]
    others = [item for item in found if not any(begin <= item.start < end for begin, end in spans)]
    return sorted([*others, *lists], key=lambda item: item.start)


def makers_of_metals(text: str) -> Iterable[Mention]:
    """Yield the makers of several metals that a text names, who are an industry."""
    for match in (*_MAKERS_OF.finditer(text), *_makers_listed(text)):
        yield Mention(match.start(), match.end(), "industry", match.group())


def _makers_listed(text: str) -> Iterable[re.Match[str]]:
    """Yield lists of the makers of three metals or more: "copper smelters, zinc and lead works"."""
    for match in _LIST_OF_MAKERS.finditer(text):
        if len({word.lower() for word in _ANY_METAL.findall(match.group())}) > _LEAST_METALS:
            yield match


def respective(text: str, figure: Figure, rivals: list[Figure], found: list[Mention]) -> Mention | None:
    """Return the word of a figure where "respectively" gives each of several figures its own; None elsewhere.

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
