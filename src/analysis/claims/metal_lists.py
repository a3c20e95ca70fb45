"""Lists of metals: "aluminium, copper, lead and zinc" speaks of the non-ferrous metals, not of one of them."""

import re
from collections.abc import Iterable

from analysis.claims.concepts import Mention
from analysis.core.lazy_regex import lazy_regex

_METAL = (
    r"(?:alumini?um|copper|lead|zinc|nickel|tin|magnesium|titanium|antimony|manganese|molybdenum|tungsten|cobalt|bismuth"
    r"|lithium|gold|silver)"
)
_THREE_OR_MORE = rf"{_METAL}(?:,\s+{_METAL})+,?\s+(?:and|or)\s+{_METAL}"
_LIST = lazy_regex(rf"\b{_THREE_OR_MORE}\b", re.IGNORECASE)
_BASE = lazy_regex(r"\b(?:alumini?um|copper|lead|zinc|nickel|tin)\b", re.IGNORECASE)
_MAKERS = r"(?:producers|makers|smelters|refiners|mines|works|mills|plants|firms|companies)"
_MAKERS_OF = lazy_regex(
    rf"\b{_MAKERS}(?:\s+of|,\s+which\s+make)\s+{_THREE_OR_MORE}\b|\b{_THREE_OR_MORE}\s+{_MAKERS}\b", re.IGNORECASE
)


def with_lists_of_metals(text: str, found: list[Mention]) -> list[Mention]:
    """Return the words of a text for metals, with one for all metals in place of those of a list of three or more.

    Two of a list must be base metals: gold, silver and lithium are no industry.

    >>> text = "the aluminium, copper and zinc works, and a tin mine"
    >>> words = [Mention(4, 13, "other metal", "aluminium"), Mention(44, 47, "other metal", "tin")]
    >>> [(item.concept, item.word) for item in with_lists_of_metals(text, words)]
    [('metals', 'aluminium, copper and zinc'), ('other metal', 'tin')]
    """
    lists = [
        Mention(match.start(), match.end(), "metals", match.group())
        for match in _LIST.finditer(text)
        if len({word.lower() for word in _BASE.findall(match.group())}) > 1
    ]
    others = [item for item in found if not any(one.start <= item.start < one.end for one in lists)]
    return sorted([*others, *lists], key=lambda item: item.start)


def makers_of_metals(text: str) -> Iterable[Mention]:
    """Yield the makers of several metals that a text names, who are an industry.

    >>> [item.word for item in makers_of_metals("Producers of nickel, copper and zinc took in")]
    ['Producers of nickel, copper and zinc']
    """
    for match in _MAKERS_OF.finditer(text):
        yield Mention(match.start(), match.end(), "industry", match.group())
