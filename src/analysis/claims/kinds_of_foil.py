"""Whether "foil" means foil for batteries, or for cheese, circuits or roofs.

Add another use of foil to `_USE`.
"""

import re
from bisect import bisect_right
from dataclasses import replace

from analysis.claims.concepts import Mention
from analysis.claims.passages import Passages
from analysis.core.lazy_regex import lazy_regex, phrase_regex

_OF_METAL = lazy_regex(r"(?:alumin|tin|steel|nickel|gold|silver|lead|zinc|plastic|kitchen|household)", re.IGNORECASE)
_FOILS = frozenset({"battery foil", "other foil"})
# "foil for cheese", "the foil that goes round cigarettes", "foil made of steel"
_FOIL_FOR = phrase_regex(
    r" (?:(?:for|around|round) |that (?:goes|is (?:wrapped|put|laid)) (?:round|around|on|over|into|in) "
    r"|(?:made )?of (?=[a-z]*\s*(?:steel|tin|nickel|alumin|zinc|plastic|gold|silver)))"
    r"(?:(?:the|its|wrapping|packing|covering|shielding|sealing) )*(?!(?:a|an|each|every|any|which|whom|that"
    r"|this|these|those|them|it|us|him|her|sale|export\w*|delivery|\w+ years?|years?|months?"
    r"|customers?|buyers?|clients?|makers?|use|now|once|years|less|more|about|around|some|only|its|their|our"
    r"|two|three|four|five|six|seven|eight|nine|ten|an\b)\b)[a-z][\w-]*(?: [a-z]\w+){0,3}"
)
_FOR_BATTERIES = lazy_regex(
    r"batter|cell|lithium|accumul|electr|\bcars?\b|vehicle|\bev|anode|storage|phone|power|energy|negative"
    r"|collector|industr|market|\btonnes?\b",
    re.IGNORECASE,
)
_SENTENCE = lazy_regex(r"[^.;!?]+")
_CLAUSE_WORDS = lazy_regex(r"[^.,;:!?\d]+")
_BATTERY_FOIL = phrase_regex(r"\bbatter\w+ foil", re.IGNORECASE)
_FOIL = lazy_regex(r"\bfoils?\b", re.IGNORECASE)
# "The foil goes into circuit boards", "Makers of transformers buy the foil", "The foil shields cables"
_USE = phrase_regex(
    r"\b(?:(?P<other>circuits?|pcbs?|laminates?|transformers?|antennas?|capacitors?|roof\w*|shield\w*|gaskets?"
    r"|decorat\w+"
    r"|packag\w+|kitchens?|(?:heat )?exchangers?|cables?)|batter\w+|lithium|cells?|accumulators?"
    r"|electric cars?)\b",
    re.IGNORECASE,
)


def kind_of_foil(foil: Mention, passages: Passages, aspect: str) -> Mention | None:
    """Return the words by which a plain "foil" is not for batteries, here or shortly before; None if none do."""
    begin, end = passages.sentence(foil.start)
    after = [item for item in passages.mentions("thing", aspect, foil.end, end) if item.concept in _FOILS]
    start = passages.starts[max(0, bisect_right(passages.starts, begin) - 3)]
    before = [item for item in passages.mentions("thing", aspect, start, foil.start) if item.concept in _FOILS]
    if (use := _FOIL_FOR.match(passages.text, foil.end, end)) and not _FOR_BATTERIES.search(use.group()):
        return replace(foil, concept="other foil", word=f"{foil.word}{use.group()}")
    if re.search(r"copper[\s-]+\Z", passages.text[begin : foil.start], re.IGNORECASE):  # no other metal is meant
        before, after = [], [item for item in after if not _OF_METAL.match(item.word)]
    clause = _CLAUSE_WORDS.match(passages.text, foil.start, end)
    if other := _other_use(passages.text[start:begin] + (clause.group() if clause else "")):
        return replace(foil, concept="other foil", word=f"foil for {other}")
    said = [*reversed(before), *after] or _only_other_foil(passages, aspect)
    return said[0] if said and said[0].concept == "other foil" else None


def _other_use(text: str) -> str:
    """What the last sentence on foil in a text says it is for, unless it is batteries; empty if none says it."""
    for sentence in reversed(_SENTENCE.findall(text)):
        if _BATTERY_FOIL.search(sentence):
            return ""
        if _FOIL.search(sentence) and (uses := list(_USE.finditer(sentence))):
            return uses[-1]["other"] or ""
    return ""


def _only_other_foil(passages: Passages, aspect: str) -> list[Mention]:
    """The words for foil of another kind in an article that has none for battery foil."""
    kinds = [item for item in passages.mentions("thing", aspect, 0, len(passages.text)) if item.concept in _FOILS]
    if any(item.concept == "battery foil" for item in kinds):
        return []
    return [item for item in kinds if not _OF_METAL.match(item.word)][:1]  # "aluminium foil" next to one of copper
