"""The conditions on what a figure is about: the place of the article or another place, its firm or another firm.

The name of a firm, works or town is known by its form, without a list. It is new if its first word is not in the text
before the sentence, and counts in the subject of the clause ("Qiaoxi Cable earns").
"""

import re

from analysis.binding.clauses import OTHER_CLAUSE, subject_of
from analysis.binding.concepts import Mention, dimension_of
from analysis.binding.condition import Condition, listed
from analysis.binding.figure_rules import FigureRule
from analysis.binding.passages import Passages
from analysis.binding.places import (
    MAKERS_IN_GENERAL,
    MAKERS_ON_AVERAGE,
    after_dateline,
    elsewhere,
    firms_in,
    is_about,
    place_of_town,
)
from analysis.core.figures import Figure
from analysis.core.lazy_regex import lazy_regex, phrase_regex
from analysis.extraction import lexicon as lex

_LIKENED = phrase_regex(
    r"\b(?:same|as|like|[Uu]nlike|than|against|with|from|to) (?:(?:that|those|the|its|their|of|at|any|other|most|many"
    r"|[A-Z]\w+) )*\Z"
)
# "Unlike in Chile, where robots cut costs by 14 percent, ...": what a sentence sets its subject against.
_CONTRAST = phrase_regex(
    r"\W*(?:Unlike|Contrary to|In contrast (?:to|with)|Different from|As opposed to)\b[^,;.]*(?:, (?:which|where|who"
    r"|whose)\b(?:[^,;.]|[.,](?=\d))*)?,"
)
_WHOLE_COUNTRY = phrase_regex(
    r"\b(?:China['’]s|Chinese|the country['’]s|national|nationwide) (?:[\w-]+ ){0,3}(?:industry|sector|trade"
    r"|clusters)\b|\b(?:nationwide|countrywide|(?:all|the whole) of China)\b",
    re.I,
)
POINTS_BACK = lazy_regex(r"\W*(?:They|It|These|Those|He|She|There|Its|Their)\b")

_WORD = r"[A-Z][\w-]*[a-z][\w-]*"
_NAME = phrase_regex(rf"(?<![\w'’-]){_WORD}(?: {_WORD})*")
_NO_NAME = lazy_regex(
    rf"(?:{'|'.join(lex.MONTHS)}|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|EBIT\w*|EVs?|Chinese|China|An?|The"
    r"|I[nft]s?|O[fn]|At|This|That|They|We|Our|Last|With|For|Street)"
)
_RELATIVE = phrase_regex(r"\b(?:that|which|who|whom|where)\b", re.IGNORECASE)
_OWN = lazy_regex(r"\W*(?:its|their|our|his|her|the)\b", re.IGNORECASE)  # "The foundry in Rokycany" may be the firm's


def new_holder(rule: FigureRule, figure: Figure, passages: Passages) -> str:
    """Return the name of another firm or place that the clause of a figure is about; empty if there is none.

    The first sentence may name anybody. Clusters and shares are left out: articles on a province or an exchange go on
    to those that they consist of.
    """
    text = passages.text
    begin, end = passages.sentence(figure.start)
    if begin < passages.first_end or "cluster" in rule.things or "a day" in rule.spans:
        return ""
    start = after_dateline(text, begin, end)
    subject = subject_of(text, start, figure.start)
    if subject is None or subject.reports or _OWN.match(text, subject.start):
        return ""
    stop = text.rfind(subject.verb, subject.end, subject.verb_end)
    led = _RELATIVE.search(text, subject.start, stop)  # "foil that it delivers to the car makers of Győr"
    names = _names(text, subject.start, led.start() if led else stop)
    if not names or not all(_is_new(name, text, begin) for name in names):
        return ""
    return names[0] if rule.place or _opening_names_a_firm(passages) else ""


def _is_new(name: str, text: str, begin: int) -> bool:
    word = name.split()[0]
    return not _NO_NAME.fullmatch(word) and word.lower() not in text[:begin].lower()


def _opening_names_a_firm(passages: Passages) -> bool:
    """Whether the first sentence has a name other than a place name."""
    begin = passages.sentence(passages.first_end - 1)[0]
    led = after_dateline(passages.text, begin, passages.first_end)
    return any(not place_of_town(name) for name in _names(passages.text, led, passages.first_end))


def _names(text: str, begin: int, end: int) -> list[str]:
    """The names between two offsets; a single word is one if the text has it inside a sentence."""
    found = []
    for match in _NAME.finditer(text, begin, max(begin, end)):
        words = [word for word in match.group().split() if not _NO_NAME.fullmatch(word)]
        if len(words) > 1 or (words and re.search(rf"(?<=[a-z,] ){re.escape(words[0])}\b", text)):
            found.append(" ".join(words))
    return found


_TRADES = frozenset({"industry", "cluster"})
_PART_OF_PROVINCE = phrase_regex(
    r"\b[A-Z][\w'’-]+ (?:[Cc]ounty|[Tt]ownship|[Pp]refecture|[Dd]istrict|[Cc]ity|town|village)\b|\b(?:county|township"
    r"|prefecture|district|city|town|village) of [A-Z][\w'’-]+"
)
_OUTSIDE = phrase_regex(
    r"\b(?:outside|except|excluding|besides|without|minus|apart from|not counting|other than) (?:of )?\Z", re.I
)
# "the same as that of its Japanese peers": such a place is only a comparison.
_AS_THERE = phrase_regex(
    r"\b(?:as|like|unlike|than|against) (?:(?:that|those|the|its|their|of|in|at) )*\Z|\b(?:unlike|than"
    r"|against) (?:[\w'’-]+ ){1,4}(?:in|of|at|from) \Z"
)
_TOLD_OF = phrase_regex(  # "seen as rivals", "what others throw away"
    r"\b(?:are|were|as|what|whom|help\w*|thank\w*) (?:(?:its|their|the|good|all) )*\Z", re.IGNORECASE
)
_FOR_WORLD = phrase_regex(
    r" (?:(?:for|in|across) the (?:whole |entire )?(?:world|planet)\b(?!['’])|worldwide\b|globally\b)", re.I
)
# Where customers and guests are from: "sold to buyers in Hungary", "approved by a Japanese cell maker"
_OF_GUESTS = phrase_regex(
    r"\b(?:customers?|buyers?|clients?|visitors?|guests?|delegations?|investors?) (?:in|from|of|across) (?:the )?\Z"
    r"|\b(?:bought|ordered|used|approved|certified|tested|purchased|told) (?:by |to )?[^,.;:]{0,50}\Z",
    re.IGNORECASE,
)
# What somebody says who was named in the sentence before
_SPOKEN = phrase_regex(r"\W*[“\"](?:We|Our|I|In our)\b")
# The world, but not the rank of a country in it: "leads the world", "the world's largest reserves"
_WORLD = phrase_regex(
    r"\b(?:lead(?:s|ing)?|top(?:s|ping)?) the world\b|\b(?:largest|biggest|greatest|richest|most|first|second|third)\b"
    r"[^.;,]{0,30} (?:in the world|on the planet)\b|\b(?:world|global)(?:['’]s)? (?:\w+-)?(?:leader|ranking|rank"
    r"|number|top|largest|biggest|greatest|richest|second|third)\b|\b(?P<world>world|global|worldwide|planet)\b",
    re.IGNORECASE,
)


def place_condition(rule: FigureRule, figure: Figure, passages: Passages, begin: int, end: int) -> Condition:
    """Whether the sentence is about the place of the article, or of the rule."""
    if word := passages.once(_word_for_others, figure):
        return Condition("place", "failed", f"{word!r} says that it is about others")
    begin = _after_contrast(passages, begin, end)
    rivals = passages.rivals(figure)
    if "share price" in rule.measures:
        return Condition("place", "met", "the price of a share counts wherever its firm is", 0.8)
    places = _places_told(rule, figure, passages, begin, end)
    own = [item for item in places if passages.owner(item, rivals) is figure]
    near = own or places
    if out := next((item for item in near if _OUTSIDE.search(passages.text, begin, item.start)), None):
        return Condition("place", "failed", f"it is about what is outside {out.word!r}")
    if rule.place:
        named = _WORLD.finditer(passages.text, max(begin, figure.start - 60), figure.start)
        world = next((item for item in named if item["world"]), None) or _FOR_WORLD.match(passages.text, figure.end)
        if dimension_of(figure.unit) == "mass" and world:
            return Condition("place", "failed", f"{world.group()!r} says that it is about the world")
        return _in_place(rule.place, _nearest(near, figure), passages, begin)
    return _in_article_place(rule, figure, passages, begin, near)


def _in_article_place(
    rule: FigureRule, figure: Figure, passages: Passages, begin: int, near: list[Mention]
) -> Condition:
    """Whether the places near a figure are the ones that the article is about."""
    if "industry" in rule.things and (part := _PART_OF_PROVINCE.search(passages.text, begin, figure.start)):
        return Condition("place", "failed", f"it is about {part.group()!r}, a part of the province")
    whole = _WHOLE_COUNTRY.search(passages.text, begin, figure.start) if rule.things & _TRADES else None
    if whole:
        return Condition("place", "failed", f"{whole.group()!r} says that it is about the whole country")
    if not near or any(is_about(item.concept, passages.about) for item in near):
        return Condition("place", "met", "about the place of the article", 1.0 if near else 0.8)
    if passages.about and figure.start >= passages.about_end:
        return Condition(
            "place", "failed", f"it is about {near[0].word!r}, but the article is about {listed(passages.about)}"
        )
    return Condition("place", "unknown", f"{near[0].word!r} near it")


def _places_told(rule: FigureRule, figure: Figure, passages: Passages, begin: int, end: int) -> list[Mention]:
    """The places of a sentence that a figure may be about: not the places of examples and comparisons."""
    text = passages.text
    start = after_dateline(text, begin, end)
    named = passages.places(start, end)
    places = [Mention(start, stop, place, text[start:stop]) for start, stop, place in named]
    return [
        item
        for item in places
        if not (rule.kind == "target" and item.word == "Beijing")  # which is the government, or where it decides
        and (rule.place or not _OF_GUESTS.search(text, max(0, item.start - 70), item.start))
        and (
            item.start < figure.end
            or not (
                OTHER_CLAUSE.search(text, figure.end, item.start)
                or _AS_THERE.search(text, max(0, item.start - 40), item.start)
            )
        )
    ]


def _word_for_others(figure: Figure, passages: Passages) -> str:
    """The word that shows that a figure is about others; empty if there is none."""
    sentence, end = passages.sentence(figure.start)
    begin = _after_contrast(passages, sentence, end)
    if figure.start < begin:
        return passages.text[after_dateline(passages.text, sentence, end) : begin].split()[0]
    rivals = passages.rivals(figure)
    if word := owned(elsewhere(), figure, rivals, passages, begin, end):
        return word
    speaks_of_firms = passages.about_firms and begin >= passages.first_end
    if speaks_of_firms and (word := owned(MAKERS_IN_GENERAL, figure, rivals, passages, begin, end)):
        return word
    if many := MAKERS_ON_AVERAGE.search(passages.text, begin, end):
        return many.group()
    goes_on = POINTS_BACK.match(passages.text, begin, end) or _SPOKEN.match(passages.text, begin, end)
    if goes_on and (index := passages.index_at(begin)):
        found = elsewhere().search(passages.text, passages.starts[index - 1], begin)
        return found.group() if found else ""
    return ""


def _after_contrast(passages: Passages, begin: int, end: int) -> int:
    """Where a sentence goes on after "Unlike in Chile,"; its beginning if it does not begin so."""
    contrast = _CONTRAST.match(passages.text, after_dateline(passages.text, begin, end), end)
    return contrast.end() if contrast else begin


def _nearest(places: list[Mention], figure: Figure) -> list[Mention]:
    """The last place before a figure, or all where none is: "Greenland's 1.5 million tonnes, like China's"."""
    before = [item for item in places if item.end <= figure.start]
    return before[-1:] or places


def _in_place(place: str, near: list[Mention], passages: Passages, begin: int) -> Condition:
    if near:
        named = [item.concept for item in near]
        if place in named or all(is_about(item, frozenset({place})) for item in named):
            return Condition("place", "met", f"about {place}")
        return Condition("place", "failed", f"its sentence is about {near[0].word!r}")
    index = passages.index_at(begin)
    for back in range(1, 4):
        if index - back < 0:
            break
        found = [
            item for _, _, item in passages.places(passages.starts[index - back], passages.starts[index - back + 1])
        ]
        if found:
            if place in found:
                return Condition("place", "met", f"about {place} in a sentence before", 0.6)
            if not is_about(found[-1], frozenset({place})):
                return Condition("place", "failed", f"a sentence before is about {found[-1]!r}")
    if passages.about and not any(is_about(item, frozenset({place})) for item in passages.about):
        return Condition("place", "failed", f"the article is about {listed(passages.about)}")
    return Condition("place", "unknown", "no other place near it", 0.5)


def firm_condition(rule: FigureRule, figure: Figure, passages: Passages, begin: int, end: int) -> Condition:
    """Whether the sentence is about a firm of the article."""
    if new := new_holder(rule, figure, passages):
        return Condition("firm", "failed", f"it is about {new!r}, which the article did not name before")
    named = firms_in(passages.text, begin, end)
    if (
        not named
        or not passages.about_firms
        or any(name in known or known in name for name in named for known in passages.about_firms)
    ):
        return Condition("firm", "met", "no other firm near it")
    return Condition("firm", "unknown", f"{named[0]!r} is not the firm of the article")


def owned(
    pattern: re.Pattern[str], figure: Figure, rivals: list[Figure], passages: Passages, begin: int, end: int
) -> str:
    """Return the word of a pattern that is nearer to this figure than to any rival; empty if there is none."""
    for match in pattern.finditer(passages.text, begin, end):
        if _TOLD_OF.search(passages.text, max(begin, match.start() - 60), match.start()):
            continue
        if _LIKENED.search(passages.text, max(begin, match.start() - 40), match.start()):
            continue
        if OTHER_CLAUSE.search(passages.text, *sorted((match.start(), match.end(), figure.start, figure.end))[1:3]):
            continue
        mention = Mention(match.start(), match.end(), "", match.group())
        owner = passages.owner(mention, rivals)
        # "cut costs by 15 and energy use by 9 per cent"
        if owner is figure or match.end() <= owner.start < figure.start:
            return match.group()
    return ""
