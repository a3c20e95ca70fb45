"""Conditions on the words around a figure: what is measured, of which product and metal, and when."""

import re
from dataclasses import replace
from itertools import pairwise

from analysis.claims.amount_conditions import PRODUCTS, fits_unit, plausible_condition
from analysis.claims.binding_words import CLAUSE_MARK
from analysis.claims.clauses import subject_of
from analysis.claims.complements import is_of_share, other_complement
from analysis.claims.concepts import Mention
from analysis.claims.condition import AFTER, Attachment, Condition, listed
from analysis.claims.figure_rules import FigureRule
from analysis.claims.passages import Passages
from analysis.claims.places import after_dateline
from analysis.claims.productivity import more_by_people
from analysis.claims.span_condition import span_condition
from analysis.core.figures import Figure
from analysis.core.lazy_regex import lazy_regex, phrase_regex

# what the figure is a part of, or a unit: they decide only alone
_WEAK = frozenset({"output", "consumption", "stocks", "size", "value", "yield"})
_SUPERLATIVE = lazy_regex(r"(?:thinn|fin|new)est|ultra", re.IGNORECASE)  # "its thinnest foil in regular production"
_NOUN_BEFORE = phrase_regex(r"(?<![\w'’-])([a-z]+) \Z")
_PLAIN_BEFORE = frozenset(
    "year years quarter quarters half decade month months "
    "the this that its their our his whole entire metal metals copper nonferrous ferrous of in for an a such same key "
    "and or every each one big major wide province country city state export domestic processing basic heavy".split()
)
_AND_ALSO = phrase_regex(r"(?: (?:mines|mills|works|industry|sector|makers))? and (?:the |its )?", re.IGNORECASE)
_TRADES = frozenset({"cluster", "industry"})
_WHOLE = phrase_regex(
    r" of (?:(?!\b(?:is|are|was|were|has|have|that|which|goes|went|counts?|belongs?)\b)[^,.;:])+", re.IGNORECASE
)  # "made up 48 percent of its shipments"
_MEMBERS = phrase_regex(
    r"\b(?:its|their|copper|cluster['’]s) (?:[\w'’-]+,? ){0,5}?(?:smelters|refiners|fabricators)\Z", re.IGNORECASE
)
_APPOSED = phrase_regex(r", (?:(?!\b(?:and|but|while|which|where) (?:its|the|it)\b)[^.;:])*")
_APPOSED_END = phrase_regex(r"[^.;:]*, (?:has|have|had|is|was|were|are|[a-z]+(?:ed|s)|sold|made)\b")
_LIST_BEFORE = phrase_regex(
    r"(?!(?:Between|In|At|From|Near|Along|Beside|Around|For|With)\b)"
    r"(?:(?:[Tt]he )?(?:[\w-]+ ){0,2}[\w-]+(?:,| and) )+(?:the )?"
)
_LIST_AFTER = phrase_regex(r"(?:,| (?:and|together|in|of|had|have|took|came|add|make|made|sold)\b)")
_MADE_FROM = phrase_regex(
    r"\b(?:wires?|foils?|rods?|conductors?|cables?) (?:made )?(?:from|of|out of) \Z", re.IGNORECASE
)
_PRODUCT_NEXT = phrase_regex(r" (?:wires?|foils?|rods?|conductors?)\b", re.IGNORECASE)
_GENERIC = frozenset({"metals"})
_MOVED = lazy_regex(
    r"fell|rose|dropped|grew|shrank|climbed|declined|decreased|sank|jumped|increased|went|slipped|doubled|halved"
)
# "It fell", "The decrease was", "The second fell": what moved may be named before
_ANAPHORIC = phrase_regex(
    r"(?:it|they|this|that|these|those|both|each|all|one|another|which"
    r"|the (?:other|first|second|third|former|latter|figure|one|ones|rest))\b",
    re.IGNORECASE,
)
# "the heating bill", "maintenance costs": a noun for what is paid for
_PART_OF_COST = lazy_regex(
    r"\b(?!(?:operating|running|processing|producing|manufacturing|including|production|operation|conversion"
    r"|plating|casting"
    r"|rolling|drawing|smelting|refining|making|slitting|stripping|packing|stacking|melting|pouring|charging"
    r"|annealing|pickling|coiling|winding"
    r"|milling|pressing|extruding|skimming|tapping|finishing|coating|falling|rising|cutting|reducing|lowering"
    r"|saving|remaining|bringing|average)\s)"
    r"[a-z]+(?:ing|ance|ence|tion|sion|ment|age|time)[^\S\n]+(?:costs?|bills?|expens\w+|spending|outlays?)\Z",
    re.I,
)
# "to bring a tonne of wire to the port takes 160 dollars", "supports the making of foil with 310 dollars"
_ANOTHER_VERB = lazy_regex(r"\b(?:takes?|took|needs?|requires?|with|supports?|swallow\w*)\b", re.I)
_EXCEPT = phrase_regex(
    r"\b(?:, not|and not|without|except(?: for)?|excluding|apart from"
    r"|outside) (?:(?:the|a|an|its|any|copper) )*\Z",
    re.IGNORECASE,
)

_JOINED = lazy_regex(
    r"\s*(?:,|\band\b|\bas well as\b|\bplus\b|&|\bor\b)\s*(?:and\s+)?(?:[a-z]+\s+){0,3}\Z", re.IGNORECASE
)


def measure_condition(rule: FigureRule, figure: Figure, passages: Passages) -> Condition:
    """Whether the figure is an amount of what the rule measures."""
    if "productivity" in rule.measures and (people := more_by_people(figure, passages)):
        return Condition("measure", "met", f"{people!r} do more", 0.9)
    found = passages.attached(figure, "measure", rule.aspect)
    presumed = "measure" in rule.presumed
    if rule.measures == {"grades"} and found and found.where == "the opening":
        found = None  # a headline on grades does not make every share in the article one of grades
    if why := other_complement(rule, figure, found, passages):
        return Condition("measure", "failed", why)
    if found is None or (presumed and found.where in ("the opening", "the text before")):
        if presumed and (not rule.spans or span_condition(rule, figure, passages).outcome == "met"):
            return Condition("measure", "unknown", "nothing else is measured")
        return Condition("measure", "failed", f"no word for {listed(rule.measures)} near it")
    own = _changing(figure, passages) if rule.aspect == "change" and not found.here else ""
    if own and not ("share price" in rule.measures and own.split()[-1][0].isupper()):  # the share of that firm
        return Condition("measure", "failed", f"{own!r} is what changed")
    first = _first_word(rule, figure, found, passages)
    if (
        first.concept == "yield"
        and found.here
        and first.end <= figure.start
        and (apart := _ANOTHER_VERB.search(passages.text, first.end, figure.start))
    ):
        return Condition("measure", "failed", f"{apart.group()!r} parts it from {first.word!r}")
    first = _deciding_word(rule, figure, found, first, passages)
    if first.concept == "cost" and passages.text[: first.start].endswith("IT "):
        return Condition("measure", "failed", f"'IT {first.word}' is one part of the costs")
    if first.concept == "cost" and (part := _PART_OF_COST.search(passages.text, max(0, first.start - 30), first.end)):
        return Condition("measure", "failed", f"{part.group()!r} is one part of the costs")
    if first.concept in rule.measures or (
        first.concept in ("price change", "cost") and is_of_share(rule, first, found, passages)
    ):
        return Condition("measure", "met", f"{first.word!r} in {found.where}", found.strength * first.strength)
    if first.concept in _WEAK and (other := found.first(rule.measures)):
        return Condition("measure", "met", f"{other.word!r} in {found.where}", 0.9 * found.strength)
    if joined := _joined(found, rule.measures, passages):
        return Condition("measure", "met", f"{joined.word!r} in {found.where}", 0.9 * found.strength)
    if not found.here and presumed and rule.aspect in ("length", "money"):
        return Condition("measure", "unknown", "nothing else is measured")
    if not found.here and (other := found.first(rule.measures)):
        return Condition("measure", "met", f"{other.word!r} in {found.where}", 0.5 * found.strength)
    return Condition("measure", "failed", f"{first.word!r} says {first.concept}, not {listed(rule.measures)}")


def _first_word(rule: FigureRule, figure: Figure, found: Attachment, passages: Passages) -> Mention:
    """The word for what is measured that is nearest to a figure."""
    first = found.mentions[0]
    if rule.aspect == "length" and found.strength == 1:  # any length is "thick": the other word decides
        others = (item for item in found.mentions if item.concept not in rule.measures)
        # "5 microns thick, a tenth of a hair" only compares
        return next((item for item in others if "," not in passages.text[figure.end : item.start]), first)
    return first


def _deciding_word(rule: FigureRule, figure: Figure, found: Attachment, first: Mention, passages: Passages) -> Mention:
    """The word that says what is measured, where the nearest one means the same as another or is a part of it."""
    if first.concept == "price" and first.word.lower().startswith("br"):  # "brings in $780 after costs" is a profit
        first = next((item for item in found.mentions if item.concept == "profit"), first)
    if first.concept == "yield" and found.here:  # "brings a turnover of $900" is a turnover, "brings $900" a profit
        first = next((item for item in found.mentions if item.concept != "yield"), first)
    whole = _WHOLE.match(passages.text, figure.end) if rule.aspect == "share" else None
    if whole and first.concept not in rule.measures and whole.start() <= first.start < whole.end():
        leads = passages.rivals(figure)[0] is figure
        begin = passages.sentence(figure.start)[0]
        before = passages.mentions("measure", rule.aspect, begin, figure.start) if leads else []
        first = found.first(rule.measures) or next((item for item in before if item.concept in rule.measures), first)
    if first.concept in _WEAK and found.here and (other := _governing(found, first, passages)):
        return other
    return first


def _changing(figure: Figure, passages: Passages) -> str:
    """The subject of "The number of people fell by 40 percent"; empty if it may mean what a sentence before names."""
    begin, end = passages.sentence(figure.start)
    subject = subject_of(passages.text, after_dateline(passages.text, begin, end), figure.start)
    if subject is None or not _MOVED.fullmatch(subject.verb) or _ANAPHORIC.search(subject.head):
        return ""
    return subject.head


def _governing(found: Attachment, weak: Mention, passages: Passages) -> Mention | None:
    """The word in the clause before a weak one that says what it is of: "lost orders worth 9 billion"."""
    before = [item for item in found.mentions if item.end <= weak.start and item.concept not in _WEAK]
    nearest = max(before, key=lambda item: item.start, default=None)
    if nearest and not CLAUSE_MARK.search(passages.text, nearest.end, weak.start):
        return nearest
    return None


def _joined(found: Attachment, expected: frozenset[str], passages: Passages) -> Mention | None:
    """A word that is joined by "and" with the nearest one: "cuts costs and energy use by 10 %"."""
    first = found.mentions[0]
    for item in found.mentions[1:]:
        start, end = (item.end, first.start) if item.end <= first.start else (first.end, item.start)
        between = passages.text[start:end]
        if item.concept in expected and _JOINED.fullmatch(between + " "):
            return item
    return None


def concept_condition(
    name: str, expected: frozenset[str], figure: Figure, passages: Passages, aspect: str,
    contrary: frozenset[str] | None = None, *, presumed: bool = False,
) -> Condition:  # fmt: skip
    """Whether the nearest word of a family is an expected one; only the concepts in `contrary` say the opposite."""
    found, told = _told(name, expected, figure, passages, aspect, contrary)
    about = name == "metal" and expected == {"copper"} and not (found and found.here)
    if about and (other := _aluminium_of_opening(passages, aspect)):
        return Condition(name, "failed", f"the article is about {other.word!r}")
    if not told and expected & PRODUCTS and (only := _only(expected, contrary, passages, aspect)):
        return Condition(name, "met", f"{only.word!r}, the only product of the article", 0.3)
    if not found or not told or (found.where == AFTER and expected != _GENERIC):
        if presumed:
            return Condition(name, "unknown", f"no other {name} near it")
        return Condition(name, "failed", f"no word for {listed(expected)} near it")
    told = [item for item in told if not _is_excepted(item, passages)] or told
    told = _without_appositions(told, expected, figure, passages) if expected & _TRADES else told
    first = told[0]
    if why := _not_meant(expected, first, figure, passages, aspect, here=found.here):
        return Condition(name, "failed", why)
    if first.concept in expected:
        return Condition(name, "met", f"{first.word!r} in {found.where}", found.strength * first.strength)
    other = found.first(expected)
    if expected == _GENERIC and other and (other.start < figure.start or first.start >= figure.end):
        return Condition(name, "met", f"{other.word!r} in {found.where}", 0.6 * found.strength)
    if found.here:
        return Condition(name, "failed", f"{first.word!r} says {first.concept}, not {listed(expected)}")
    if name == "metal" and found.where == "a sentence before" and _is_of_product(first, passages):
        return Condition(name, "failed", f"{first.word!r} says {first.concept}, not {listed(expected)}")
    if presumed or (name == "thing" and aspect == "length" and first.concept == "wire"):  # wire has no microns
        return Condition(name, "unknown", f"{first.word!r} in {found.where}")
    if (
        name == "metal"
        and passages.is_opening_near(figure.start)
        and not any(item.concept in expected for item in told)
    ):
        opening = passages.mentions(name, aspect, 0, passages.opening_end)
        told = [item for item in opening if item.concept in expected]
    if any(item.concept in expected for item in told):
        return Condition(name, "met", f"{first.word!r} in {found.where}", 0.4 * found.strength)
    return Condition(name, "failed", f"{first.word!r} says {first.concept}, not {listed(expected)}")


def _is_of_product(metal: Mention, passages: Passages) -> bool:
    """Whether a metal is that of a product: "wire from aluminium", "aluminium foil"."""
    text = passages.text
    before, after = text[max(0, metal.start - 40) : metal.start], text[metal.end : metal.end + 20]
    return metal.concept == "other metal" and bool(_MADE_FROM.search(before) or _PRODUCT_NEXT.match(after))


def _told(
    name: str, expected: frozenset[str], figure: Figure, passages: Passages, aspect: str,
    contrary: frozenset[str] | None,
) -> tuple[Attachment | None, list[Mention]]:  # fmt: skip
    """The words of a family that belong to a figure, and the ones among them that decide."""
    found = passages.attached(figure, name, aspect)
    told = [
        item
        for item in (found.mentions if found else ())
        if item.concept in expected or (item.concept not in _GENERIC and (contrary is None or item.concept in contrary))
    ]
    if found and not told:  # "There a sheet leaves $1,060": "sheet" says nothing about the product
        relevant = expected | (contrary or frozenset())
        told = passages.last_of(name, aspect, relevant, figure)
        if told or found.here:
            found = replace(found, strength=0.75 if found.here else 0.55, where="a sentence before")
        else:
            opening = passages.mentions(name, aspect, 0, passages.opening_end)
            told = [item for item in opening if item.concept in relevant]
            found = replace(found, strength=0.25, where="the opening")
    if "cluster" in expected:  # "its smelters and mills" belong to the cluster of the sentence before
        begin = passages.sentence(figure.start)[0]
        own = [item for item in told if not _MEMBERS.search(passages.text, begin, item.end)]
        told = own or (told and passages.last_of(name, aspect, expected, figure))
    return found, list(told)


def _not_meant(
    expected: frozenset[str], first: Mention, figure: Figure, passages: Passages, aspect: str, *, here: bool
) -> str:
    """Why the nearest word of a family does not count, whatever it is; empty if it counts."""
    if expected & _TRADES and (other := _with_another_trade(figure, passages, aspect)):
        return f"it is the sum with {other.word!r}"
    if expected == _GENERIC and (other := _with_another_metal(figure, passages, aspect)):
        return f"it is the sum with {other.word!r}"
    if here and _is_excepted(first, passages):
        return f"it is about what is not {first.word!r}"
    if first.concept == "cluster" and here and (other := _trade_of_cluster(first, passages, aspect)):
        return f"it is a cluster of {other.word!r}"
    if first.concept == "industry" and here and (other_trade := _trade_before(first, passages)):
        return f"{other_trade!r} is another industry"
    return ""


def _aluminium_of_opening(passages: Passages, aspect: str) -> Mention | None:
    """The word for aluminium in the title and first sentence, if they name no copper: it makes battery foil, too."""
    named = passages.mentions("metal", aspect, 0, passages.first_end)
    found = [item for item in named if item.word.lower().startswith("alumin")]
    return found[0] if found and not any(item.concept == "copper" for item in named) else None


def _only(expected: frozenset[str], contrary: frozenset[str] | None, passages: Passages, aspect: str) -> Mention | None:
    """The first product that an article names, if it names no other."""
    named = [
        item for item in passages.mentions("thing", aspect, 0, len(passages.text)) if item.concept in (contrary or ())
    ]
    return named[0] if named and all(item.concept in expected for item in named) else None


def _with_another_trade(figure: Figure, passages: Passages, aspect: str) -> Mention | None:
    """The other trade in "Copper, tourism and farming add up to": one between two marks or conjunctions of a list."""
    begin = after_dateline(passages.text, passages.sentence(figure.start)[0], figure.start)
    named = passages.mentions("thing", aspect, begin, figure.start)
    for item in [item for item in named if item.concept == "other industry"]:
        if _LIST_BEFORE.fullmatch(passages.text, begin, item.start) and _LIST_AFTER.match(passages.text, item.end):
            return item
    return None


def _with_another_metal(figure: Figure, passages: Passages, aspect: str) -> Mention | None:
    """The other metal in "Henan's steel and non-ferrous metals industries"."""
    told = passages.mentions("metal", aspect, passages.sentence(figure.start)[0], figure.start)
    return next(
        (
            one
            for one, other in pairwise(told)
            if one.concept == "other metal"
            and other.concept in _GENERIC
            and _AND_ALSO.fullmatch(passages.text, one.end, other.start)
        ),
        None,
    )


def _without_appositions(
    told: list[Mention], expected: frozenset[str], figure: Figure, passages: Passages
) -> list[Mention]:
    """The words without an apposition to an expected one: "The cluster, forty smelters and mills, sold"."""
    heads = [item for item in told if item.concept in expected]
    return [
        item
        for item in told
        if item in heads
        or not any(
            _APPOSED.fullmatch(passages.text, head.end, item.start)
            and _APPOSED_END.match(passages.text, item.end, figure.start)
            for head in heads
        )
    ]


def _is_excepted(mention: Mention, passages: Passages) -> bool:
    """Whether a word is said to be meant not: "excluding the copper cluster", "battery foil, not wire"."""
    return bool(_EXCEPT.search(passages.text, max(0, mention.start - 40), mention.start))


def _trade_of_cluster(cluster: Mention, passages: Passages, aspect: str) -> Mention | None:
    """The other trade right before a cluster: "the plastics cluster"."""
    before = passages.mentions("thing", aspect, max(0, cluster.start - 30), cluster.start)
    adjacent = (item for item in before if not passages.text[item.end : cluster.start].strip(" -"))
    return next((item for item in adjacent if item.concept == "other industry"), None)


def _trade_before(industry: Mention, passages: Passages) -> str:
    """The words "toy industry" and the like, where the noun before is none that metals have; empty otherwise."""
    if industry.word.lower() not in ("industry", "sector", "trade", "branch"):
        return ""
    match = _NOUN_BEFORE.search(passages.text, max(0, industry.start - 30), industry.start)
    if (
        not match
        or match[1] in _PLAIN_BEFORE
        or match[1].endswith(("s'", "al", "ed", "est", "er", "ing", "ous", "ary"))
    ):
        return ""
    return f"{match[1]} {industry.word}"


def kind_condition(rule: FigureRule, figure: Figure, passages: Passages) -> Condition:
    """Whether the figure is of the kind of product that the rule asks for."""
    found = passages.attached(figure, "kind", rule.aspect)
    if not found or not found.here:
        return Condition("kind", "unknown", "no word for its kind in its sentence")
    mentions = found.mentions
    thinnest = (item for item in mentions if _SUPERLATIVE.match(item.word) and _is_near(item, figure, passages))
    first = next(thinnest, mentions[0])
    if first.concept in rule.kinds:
        return Condition("kind", "met", f"{first.word!r} in {found.where}", found.strength * first.strength)
    others = [item for item in passages.figures if fits_unit(item.unit, rule) and item.low != figure.low]
    if not any(plausible_condition(rule, item).outcome == "met" for item in others):
        return Condition("kind", "unknown", f"{first.word!r} in {found.where}, and no other is named")
    return Condition("kind", "failed", f"{first.word!r} says {first.concept}, not {listed(rule.kinds)}")


def _is_near(mention: Mention, figure: Figure, passages: Passages) -> bool:
    """Whether a word and a figure are in one part of a sentence."""
    begin, end = sorted((mention.start, mention.end, figure.start, figure.end))[1:3]
    return not any(mark in passages.text[begin:end] for mark in ",;")
