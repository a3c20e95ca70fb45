"""Words near a figure that do not say what it is an amount of, since they are in another part of the sentence.

Add a word for people, places or papers to `_DEALS_WITH`, and a comparison to `_COMPARISON`.
"""

import re
from functools import lru_cache

from analysis.claims.binding_words import SAYING
from analysis.claims.concepts import Mention
from analysis.core.figures import Figure
from analysis.core.lazy_regex import lazy_regex, phrase_regex

_NO_VERB = r"(?!(?:is|was|are|were|has|have|had|does|did|that|which|who|but|while|when|the \w+ of)\b)"
# ", tax excluded", "with wages and interest already paid", "Duties deducted,"
_ABSOLUTE = phrase_regex(
    r"(?:,\s*(?:with )?|\(|\bwith |(?<!\S)(?<![^.!?]\s)(?!(?:the|a"
    rf"|an)\s))(?P<what>(?:{_NO_VERB}[\w'’-]+,? ){{1,9}}?)"
    r"(?:(?:all|already|long|both|now|not|having|been|also|fully|since) )*"
    r"(?:excluded|included|deducted|subtracted|paid(?: for)?|settled|covered|serviced|counted|omitted|aside"
    r"|apart|met|off"
    r"|set aside|taken (?:off|out|away)|left (?:out|aside)|handed over|accounted for|written off"
    r"|out of the way|behind (?:us|it|them))(?=\s*(?:[,.;)]|\Z))",
    re.IGNORECASE,
)
# "Of the money that a buyer pays for a tonne of wire, 24 dollars stay": what something is a part of
_OF_WHOLE = phrase_regex(
    r"(?:\A|(?<=[.!?:;]\s)|(?<=\n))Of (?P<what>(?:the|what|every|each|all)\b[^,.;:()\d]{3,120}),\s", re.IGNORECASE
)
_PAID = frozenset(
    ("price", "price change", "fee", "cost", "labour cost", "energy cost", "debt", "revenue", "invested", "exports",
     "imports", "whole economy", "output")
)  # fmt: skip
# "the sales people", "a price board", "the tax adviser": people, places and papers that deal with what is measured
_DEALS_WITH = phrase_regex(
    r"[\s-]+(?:(?:people|men|man|wom[ae]n|staff|teams?|chiefs?|heads?|bosses|boss|director|manager|officer"
    r"|official|adviser|advisor|inspector|controller|accountant"
    r"|analyst|expert|negotiator|lawyer|consultant|representative|collector|clerk|secretary|dinner|conference"
    r"|meeting|fair|exhibition|congress"
    r"|station|yard|hall|room|floor|board|building|museum|street|counter|desk|office|department|division"
    r"|bureau|ministr\w+|council|union"
    r"|association|federation|chamber|body|press|paper|journal|magazine|newspaper|newsletter|school|lists?"
    r"|sheets?|book|page|column"
    r"|authorit\w+|returns?|records?|index|agency)s?)\b(?! of [\d$])",
    re.IGNORECASE,
)
# ", weighed by tonnage": how it was counted
_COUNTED_BY = phrase_regex(
    r"\b(?:weighed|measured|counted|reckoned|calculated|expressed|judged) (?:by|in|on) (?:the )?\Z", re.IGNORECASE
)
_COUNTS = frozenset({"output", "value", "size", "revenue", "whole economy"})
# "Striving for the goal of 140 billion yuan, it will introduce 50 projects": the figure is in the first part
_FRONTED = lazy_regex(r"\W*[A-Z][a-z]+ing\b[^,;:]*\Z")
_NOT = phrase_regex(r"\bnot (?:the |a |any |its )?\Z", re.IGNORECASE)
# "$880 a tonne, more than the fee", "14 percent above Monday's price", "$880, a fifth of its price"
_COMPARISON = phrase_regex(
    r"(?: (?:a|per) (?:tonne|ton|kilo|year))?(?:,? (?:[\w-]+ ){0,2}?(?:than|above|below|past|against|beyond"
    r"|versus|(?:up|down) on|compared (?:with|to)|as (?:much|many) as)"
    r"|, (?:twice|double|half|treble|(?:(?:about|nearly|almost|roughly|over|just|or|only) )*(?:a|an|one|two"
    r"|three) [\w-]+ of|which is (?:what|as|more|less)))\s",
    re.IGNORECASE,
)
_NEXT_CLAUSE = phrase_regex(
    r"(?:[,;]|\s[—–-])\s*(?:and|but|so|while|whereas|although|though|yet|for|as) "
    r"(?:(?:the|an?|its|his|her|their|our|my|he|she|it|they|we|there|nobody|no|every|some|many|in|at|for|on)\b"
    r"|(?-i:[A-Z]))"
    r"|[,;] (?:although|though)\s|\s(?:after|when|once|until) (?:[\w'’-]+ ){1,4}?"
    r"(?:[a-z]{3,}ed|said|cut|put|set|won|got|took|made|found|fell|rose|gave|lent|let)\b",
    re.IGNORECASE,
)
# ", which buys its cathodes in Yunnan," and ", such as tubes for chip plants," and "(contacts for chips)"
_ASIDE = phrase_regex(
    r", (?:(?:of|in|for|from|with|at|by|on|to) )?(?:which|who|whose|whom|where)\b[^,;:()]*,"
    r"|,?\s(?:such as|for (?:instance|example)|e\.g\.)\s[^;:.()—–]*?(?=, (?:is|are|was|were|makes?|made"
    r"|account\w*|represent\w*|form\w*|have|has|had"
    r"|comes?|came|reach\w*)\b)|\([^()\n]*\)",
    re.IGNORECASE,
)
_EXAMPLES = phrase_regex(r"(?:\bsuch as|\bfor (?:instance|example)|\be\.g\.|\()[^;:.()—–]*\Z", re.IGNORECASE)
_TOLD_THAT = phrase_regex(
    rf"\b(?:{SAYING}|say|tells|tell|reported|reports|states?d?|reveal\w*|announce[sd]?|admit\w*|answer\w*"
    r"|conclud\w+|know[sn]?|learns?|learn(?:ed|t)|show(?:s|ed|n)?"
    r"|reckons?|finds|notes?d?|claim(?:s|ed)|disclos\w+|inform\w*|explain\w*|add(?:s|ed)|writes?|hears?|heard"
    r"|reads?|confirm\w*)\b"
    r"(?: [\w'’,-]+){0,10}? that\s",
    re.IGNORECASE,
)


def is_beside(text: str, begin: int, start: int, position: int) -> bool:
    """Return whether a word at `position` is in a relative clause, an example or a bracket that ends before a figure.

    >>> text = "The cluster, which buys ore in Peru, sold goods for 90 billion yuan."
    >>> is_beside(text, 0, text.index("90"), text.index("Peru")), is_beside(text, 0, text.index("90"), 4)
    (True, False)
    """
    return any(match.start() <= position < match.end() for match in _ASIDE.finditer(text, begin, start))


@lru_cache(maxsize=64)  # each word of a text asks for them
def deducted_spans(text: str, dimension: str) -> list[tuple[int, int]]:
    """Return where a text says what was taken off or left out before counting, or of what money a tonne is a part.

    >>> text = "A tonne leaves $880, wages and interest paid."
    >>> [text[begin:end] for begin, end in deducted_spans(text, "rate")]
    ['wages and interest ']
    """
    return [
        match.span("what")
        for pattern in (_ABSOLUTE, *([_OF_WHOLE] if dimension == "rate" else []))
        for match in pattern.finditer(text)
    ]


def deals_with(text: str, mention: Mention) -> bool:
    """Return whether a word only says what people deal with, or what is not meant: "sales people", "not profits"."""
    if _NOT.search(text, max(0, mention.start - 12), mention.start):
        return True
    if mention.concept in _COUNTS and _COUNTED_BY.search(text, max(0, mention.start - 24), mention.start):
        return True
    return mention.concept in _PAID and bool(_DEALS_WITH.match(text, mention.end))


def in_its_clause(text: str, near: list[Mention], begin: int, figure: Figure) -> list[Mention]:
    """Return the words without the ones for what a figure is compared with, of the next clause and of another bracket.

    If the figure is in a clause after "said that" with words of its own, those before it are left out, too.
    """
    compared = _COMPARISON.match(text, figure.end)
    aside = compared is not None and "," in compared.group()  # "$880, twice what it earns"
    first = compared.end() if compared else len(text)
    stop = min((at for mark in ",.;" if (at := text.find(mark, first)) >= 0), default=len(text))
    kept = [
        item
        for item in near
        if not (
            (first <= item.start < stop and (aside or item.concept in _PAID))
            or (item.start >= figure.end and in_next_clause(text, figure.end, item.start))
        )
    ]
    if _FRONTED.match(text, begin, figure.start) and (comma := text.find(",", figure.end)) >= 0:
        kept = [item for item in kept if item.start < comma]
    own = [item for item in kept if not is_beside(text, begin, figure.start, item.start)]
    kept = own or [item for item in kept if not _EXAMPLES.search(text, begin, item.start)]
    told = [match.end() for match in _TOLD_THAT.finditer(text, begin, figure.start)]
    return [item for item in kept if item.start >= told[-1]] or kept if told else kept


def in_next_clause(text: str, begin: int, start: int) -> bool:
    """Return whether a word at `start` after a figure is in a bracket or in another clause, unless it points back."""
    if "(" in text[begin:start] and ")" not in text[text.rfind("(", begin, start) : start]:
        return True
    points_back = text[start - 5 : start] in ("that ", "same ")
    return not points_back and bool(_NEXT_CLAUSE.search(text, begin, start))
