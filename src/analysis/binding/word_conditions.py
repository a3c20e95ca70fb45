"""Conditions on the words around a figure: what is measured, of which product, metal and kind.

What people do more of is productivity: add a word for people to `_WORKERS` and `_PEOPLE`, a verb for work to `_WORKS`.
"""

import re
from dataclasses import replace

from analysis.binding.amount_conditions import fits_unit, plausible_condition
from analysis.binding.circumstances import span_condition
from analysis.binding.clauses import CLAUSE_END
from analysis.binding.complements import other_complement
from analysis.binding.concepts import Mention
from analysis.binding.condition import AFTER, HERE, SAME, Attachment, Condition, listed
from analysis.binding.figure_rules import FigureRule
from analysis.binding.passages import Passages
from analysis.core.figures import Figure
from analysis.core.lazy_regex import lazy_regex, phrase_regex
from analysis.extraction.english.hedge_rules import hedge_before

_WORKERS = (
    r"(?:people|persons?|m[ae]n|wom[ae]n|hands?|heads?|crews?|crew members?|members?|work(?:ers?|m[ae]n)|employees?"
    r"|operators?|colleagues?|collaborators?|staff|technicians?|attendants?|minders?|shifts?|pairs? of hands|those who)"
)
# "the output of each member", "what one person gets through", "an hour's work", "with the same people"
_FOR_EACH = phrase_regex(
    rf"\b(?:(?:per|each|every|one|a single|an?) (?:(?:of )?(?:the|those|its) (?:[\w-]+ )?)?(?:[\w-]+ )?{_WORKERS}|(?:by"
    rf"|for|over|of|between) (?:the|its|those) (?:remaining |same )?(?:head|{_WORKERS} (?:on|who|that|left|still))"
    rf"|each(?= (?:handle|make|turn|produce|get|do|cast|strip|draw|mind|tend|run|manage|look)(?:e?s)?\b)"
    rf"|each(?=\s*(?:[.,;!”\"]|\Z))|with the same (?:number of )?{_WORKERS}|labour|(?:hours?|days?"
    rf"|shifts?)['’]?s?(?: of)? work|working (?:hour|day)|man-?\s?(?:hour|day)|hour worked)\b",
    re.IGNORECASE,
)
_WORK_IS = frozenset({"output", "productivity", "size", "yield", "value"})
_AMOUNT = lazy_regex(
    r"\b(?:output|production|tonnage|tonnes|tons|amount|number|quantity|volume|yields?|result|work)\b", re.IGNORECASE
)
_PEOPLE = phrase_regex(
    r"\b(?:people|men|man|wom[ae]n|persons?|hands|crews?|teams?|pair|work(?:ers?|m[ae]n)|employees?|operators?"
    r"|colleagues?|staff|technicians?|everyone|everybody|whoever|\w+ of us|(?:those|the \w+) who \w+"
    r"|each (?:one )?of (?:them|those|us))\b",
    re.IGNORECASE,
)
# What people get or need themselves does not count as work: "are paid 12 percent more"
_OWN_GAIN = phrase_regex(
    r"\b(?:earn|paid|pay(?!roll)|get(?!s? through)|receiv|cost|need|want|ha(?:s|ve|d)\b|take|took|call|complain|drink"
    r"|eat|sleep|walk|live|spend|spent|employ|hir|lost|save|consum)",
    re.IGNORECASE,
)
_WORKS = phrase_regex(
    r"\b(?:turn\w* out|get\w* through|got through|mak(?:e|es|ing)|made|produc\w+|cast\w*|melt\w*|handl\w+|process\w*"
    r"|deliver\w*|ship\w*|account\w* for|look\w* after|mind\w*|tend\w*|run|runs|load\w*|manag\w+|achiev\w+"
    r"|overs[ae]\w+|supervis\w+|strip\w*|get\w*(?=[^.;]{1,50}\bdone\b)|do(?:es)?|did)\b",
    re.IGNORECASE,
)
_MORE_GOODS = phrase_regex(
    r"\s*more\b(?! (?:often|pay|wages?|money|hours?|holidays?|leave|time|people|staff|hands|workers?|jobs|training"
    r"|overtime|energy|power|electricity|fuel)\b)(?P<goods>(?: (?!(?:than|per|a|an|each|every|in|on|with|without|at"
    r"|by|of|now|today|from|and|but)\b)[\w'’-]+){0,3})",
    re.IGNORECASE,
)


def more_by_people(figure: Figure, passages: Passages) -> str:
    """Return the people whose work a figure measures: "those who stayed turn out a quarter more"; empty if none are."""
    text, (start, stop) = passages.text, passages.part_of(figure)
    goods = [item for family in ("thing", "metal") for item in passages.mentions(family, "change", start, stop)]
    if each := _FOR_EACH.search(text, start, stop):
        told = passages.mentions("measure", "change", start, stop)
        own = (
            _AMOUNT.search(text, start, stop)
            or _WORKS.search(text, start, stop)
            or any(item.end <= each.start() for item in goods)
        )
        if own and all(item.concept in _WORK_IS for item in told):
            return " ".join(each.group().split())
    more = _MORE_GOODS.match(text, figure.end)
    if more is None:
        return ""
    people = _PEOPLE.search(text, start, figure.start)
    if people is None or _OWN_GAIN.search(text, people.end(), figure.start):
        return ""
    named = any(more.start("goods") <= item.start < more.end("goods") for item in goods)
    return people.group() if named or _WORKS.search(text, start, figure.start) or not more["goods"] else ""


# what the figure is a part of, or a unit: they decide only alone
_WEAK = frozenset({"output", "consumption", "stocks", "size", "supply", "value", "yield"})
_SUPERLATIVE = lazy_regex(r"(?:thinn|fin|new)est|ultra", re.IGNORECASE)  # "its thinnest foil in regular production"
_WHOLE = phrase_regex(
    r" of (?:(?!\b(?:is|are|was|were|has|have|that|which|goes|went|counts?|belongs?)\b)[^,.;:])+", re.IGNORECASE
)  # "made up 48 percent of its shipments"
_GENERIC = frozenset({"metals"})
_TO_VERB = phrase_regex(  # "freight from Riga now costs", "crushing the ore costs"
    r"(?: (?:the|its|their|an?) [\w-]+)?"
    r"(?: (?:from|to|in|at|of|for|on|via|between)(?: (?!(?:that|which|who)\b)[\w’'-]+){1,2})*?"
    r"(?: (?:now|still|currently|today|there|here|alone|typically|usually|is|are|was|were|has|have|been|being))* ",
    re.IGNORECASE,
)
_TO_AMOUNT = phrase_regex(  # "costs the mine about"
    r"(?: (?:for|at|around|on average|out at|in at))?"
    r"(?: (?:the|its|their|each|every|an?) [\w-]+| (?:us|them|it|him|her))?\s*",
    re.IGNORECASE,
)
_SUBJECT_BEGINS = phrase_regex(
    r"(?:\A|[,;:.–—]|\b(?:and|but|while|whereas|because|that|said)\b)\s*(?:(?!(?:of|in|at|on|for|with|without|before|after"
    r"|by|from|to|per|than|plus|including|excluding|besides|not)\b)[\w’'-]+ ){0,3}\Z",
    re.IGNORECASE,
)
# "the heating bill", "maintenance costs": a noun for what is paid for
_PART_OF_COST = lazy_regex(
    r"\b(?!(?:operating|running|processing|producing|manufacturing|including|production|operation|conversion|plating"
    r"|casting|rolling|drawing|smelting|refining|making|slitting|stripping|packing|stacking|melting|pouring|charging"
    r"|annealing|pickling|coiling|winding|milling|pressing|extruding|skimming|tapping|finishing|coating|falling"
    r"|rising|cutting|reducing|lowering|saving|remaining|bringing|average)\s)[a-z]+(?:ing|ance|ence|tion|sion|ment"
    r"|age|time)[^\S\n]+(?:costs?|bills?|expens\w+|spending|outlays?)\Z",
    re.I,
)
_EXCEPT = phrase_regex(
    r"\b(?:, not|and not|without|except(?: for)?|excluding|apart from|outside) (?:(?:the|a|an|its|any|copper) )*\Z",
    re.IGNORECASE,
)


_JOINED = lazy_regex(
    r"\s*(?:,|\band\b|\bas well as\b|\bplus\b|&|\bor\b)\s*(?:and\s+)?(?:[a-z]+\s+){0,3}\Z", re.IGNORECASE
)


def measure_condition(rule: FigureRule, figure: Figure, passages: Passages) -> Condition:
    """Whether the figure is an amount of what the rule measures."""
    if "productivity" in rule.measures and (people := more_by_people(figure, passages)):
        return Condition("measure", "met", f"{people!r} says who produces more", 0.9, HERE)
    found = passages.attached(figure, "measure", rule.aspect)
    return replace(_measured(rule, figure, found, passages), detail=HERE if found and found.here else "")


def _measured(rule: FigureRule, figure: Figure, found: Attachment | None, passages: Passages) -> Condition:
    presumed = "measure" in rule.presumed
    if rule.measures == {"grades"} and found and found.where == "the opening":
        found = None  # a headline on grades does not make every share in the article one of grades
    if found and not found.here and found.mentions[0].concept == "stock index":
        found = None  # an index has one figure: "The Nasdaq rose 1 percent. Lynas climbed 6 percent."
    if why := other_complement(rule, figure, passages):
        return Condition("measure", "failed", why)
    if found is None or (presumed and found.where in ("the opening", "the text before")):
        if presumed and (not rule.spans or span_condition(rule, figure, passages).outcome == "met"):
            return Condition("measure", "unknown", "nothing else is measured")
        return Condition("measure", "failed", f"no word for {listed(rule.measures)} near it")
    if passages.text is not passages.document.text and figure.subject and not (found.here or presumed):
        # no wording decides in another language than English: "成本降低7%。 净利润下降11%。"
        return Condition(
            "measure", "failed", f"{figure.subject!r} is measured, and no word for {listed(rule.measures)}"
        )
    first = _first_word(rule, figure, found, passages)
    if found.here and first.concept not in rule.measures and (subject := _own_subject(rule, figure, found, passages)):
        return Condition("measure", "met", f"{subject.word!r} in {found.where}", found.strength * subject.strength)
    first = _deciding_word(rule, figure, found, first, passages)
    if first.concept == "cost" and (part := _PART_OF_COST.search(passages.text, max(0, first.start - 30), first.end)):
        return Condition("measure", "failed", f"{part.group()!r} is one part of the costs")
    if first.concept in rule.measures:
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


def _own_subject(rule: FigureRule, figure: Figure, found: Attachment, passages: Passages) -> Mention | None:
    """The word of the question whose amount a verb states: "freight costs EUR 40", not "freight included, it costs"."""
    text, verb = passages.text, found.mentions[0]
    stop, begin = hedge_before(text, figure.start).start, passages.sentence(figure.start)[0]
    if verb.own or not _TO_AMOUNT.fullmatch(text, verb.end, max(stop, verb.end)):
        return None
    for item in found.mentions:
        if (
            item.own
            and item.concept in rule.measures
            and _TO_VERB.fullmatch(text, item.end, max(verb.start, item.end))
            and _SUBJECT_BEGINS.search(text[begin : item.start])
        ):
            return item
    return None


def _deciding_word(rule: FigureRule, figure: Figure, found: Attachment, first: Mention, passages: Passages) -> Mention:
    """The word for what is measured, if the nearest one means the same as another or is part of it."""
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


def _governing(found: Attachment, weak: Mention, passages: Passages) -> Mention | None:
    """The word earlier in the clause that specifies a weak one: "lost orders worth 9 billion"."""
    before = [item for item in found.mentions if item.end <= weak.start and item.concept not in _WEAK]
    nearest = max(before, key=lambda item: item.start, default=None)
    if nearest and not CLAUSE_END.search(passages.text, nearest.end, weak.start):
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
    if not found or not told or (found.where == AFTER and expected != _GENERIC):
        if presumed:
            return Condition(name, "unknown", f"no other {name} near it")
        words = passages.mentions(name, aspect, 0, len(passages.text))
        near = name != "thing" or any(item.concept in expected for item in words)
        return Condition(name, "failed", f"no word for {listed(expected)} {'near it' if near else 'anywhere'}")
    told = [item for item in told if not _is_excepted(item, passages)] or told
    first = told[0]
    if found.here and _is_excepted(first, passages):
        return Condition(name, "failed", f"it is about what is not {first.word!r}")
    if first.concept in expected:
        return Condition(name, "met", f"{first.word!r} in {found.where}", found.strength * first.strength)
    other = found.first(expected)
    if expected == _GENERIC and other and (other.start < figure.start or first.start >= figure.end):
        return Condition(name, "met", f"{other.word!r} in {found.where}", 0.6 * found.strength)
    if found.here:
        return Condition(name, "failed", f"{first.word!r} says {first.concept}, not {listed(expected)}")
    if presumed or (name == "thing" and aspect == "length"):
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
    return found, list(told)


def _aluminium_of_opening(passages: Passages, aspect: str) -> Mention | None:
    """The word for aluminium in the title and first sentence, if they name no copper: it makes battery foil, too."""
    named = passages.mentions("metal", aspect, 0, passages.first_end)
    found = [item for item in named if item.word.lower().startswith("alumin")]
    return found[0] if found and not any(item.concept == "copper" for item in named) else None


def _is_excepted(mention: Mention, passages: Passages) -> bool:
    """Whether a word is explicitly excluded: "excluding the copper cluster", "battery foil, not wire"."""
    return bool(_EXCEPT.search(passages.text, max(0, mention.start - 40), mention.start))


def kind_condition(rule: FigureRule, figure: Figure, passages: Passages) -> Condition:
    """Whether the figure is about the kind of product that the rule asks for."""
    found = passages.attached(figure, "kind", rule.aspect)
    if not found or not found.here or found.where == SAME:
        return Condition("kind", "unknown", "no word for its kind belongs to it")
    mentions = found.mentions
    thinnest = (item for item in mentions if _SUPERLATIVE.match(item.word))
    first = next(thinnest, mentions[0])
    if first.concept in rule.kinds:
        return Condition("kind", "met", f"{first.word!r} in {found.where}", found.strength * first.strength)
    others = [item for item in passages.figures if fits_unit(item.unit, rule) and item.low != figure.low]
    if not any(plausible_condition(rule, item).outcome == "met" for item in others):
        return Condition("kind", "unknown", f"{first.word!r} in {found.where}, and no other is named")
    return Condition("kind", "failed", f"{first.word!r} says {first.concept}, not {listed(rule.kinds)}")
