"""Conditions on how a figure is stated, and about whom: fact or plan, then or now, here or elsewhere."""

import re
from bisect import bisect_right

from analysis.claims.amount_conditions import is_less_before
from analysis.claims.binding_words import (
    ANALYST,
    ANNOUNCED,
    CONTRAST,
    DONE,
    FORMER,
    FULFILLED,
    LIKENED,
    OTHER_CLAUSE,
    PAST_VERB,
    PLANNED,
    POINTS_BACK,
    WHOLE_COUNTRY,
)
from analysis.claims.clauses import subject_of
from analysis.claims.concepts import Mention, dimension_of
from analysis.claims.condition import Condition, listed
from analysis.claims.figure_rules import FigureRule
from analysis.claims.modality import modality
from analysis.claims.passages import Passages
from analysis.claims.places import (
    MAKERS_IN_GENERAL,
    MAKERS_ON_AVERAGE,
    after_dateline,
    elsewhere,
    firms_in,
    is_about,
    subject_firm,
)
from analysis.claims.regions import inside
from analysis.core.figures import Figure
from analysis.core.lazy_regex import lazy_regex
from analysis.extraction.english.asides import in_aside

_YEARS = lazy_regex(r"\b20\d\d\s*(?:[-–/]|to)\s*(?:20)?\d\d\b")  # of a plan: results have one year each
_TRADES = frozenset({"industry", "cluster"})
_ALL_METALS = frozenset({"metals"})
_SUBJECT = lazy_regex(r"\W*(?:(?:Its|An?|The|Their|One|Another|Our|His|Her)\s+(?:\w+\s+)?)?")
_PART_OF_PROVINCE = lazy_regex(r"\b[A-Z]\w+\s+(?:county|township|prefecture|district)['’]s")
_OUTSIDE = lazy_regex(
    r"\b(?:outside|except|excluding|besides|without|minus|apart\s+from|not\s+counting|other\s+than)\s+(?:of\s+)?\Z",
    re.I,
)
_AS_THERE = lazy_regex(r"\b(?:as|like|unlike|than|against)\s+(?:(?:that|those|the|its|their|of|in|at)\s+)*\Z")
# ", a Kazakh geologist told a Chinese newspaper": who says it does not say where it is
_TOLD = lazy_regex(
    r",\s+(?:[\w'’-]+\s+){1,8}(?:said|says|told|writes|wrote|reports?|reported|estimates?d?|reckons?|states?d?)\b[^,;]*\Z"
)
_CUSTOMERS = lazy_regex(
    r"\s+(?:[\w-]+\s+)?(?:customers?|buyers?|clients?|(?:cell|car|cable|battery|phone)[\s-]*makers?)\b"
)
_CUSTOMERS_IN = lazy_regex(
    r"\b(?:(?:customers?|buyers?|clients?)\s+in|(?:exported|sold|goes|shipped|sent|delivered)\s+to)\s+"
    r"(?:[A-Z]\w+,?\s+(?:and\s+)?)*\Z"
)
# "A university has counted: the cluster sells for", but not "A competitor says that its foil earns"
_ONLY_SAYS = lazy_regex(
    r"(?:['’]s\s+\w+)?\s+(?:(?:has|have|had|also|now|since)\s+)*(?:said|says?|found|finds|counted|counts|confirm(?:s|ed)|puts?|reckons?"
    r"|estimates?d?|measured|praise[sd]?|calculated?s?|reports?|reported|writes|wrote|envies|envied|thinks?|believes?)\b"
    r"(?:(?!\b(?:its|their|his|her|our|we|it|they)\b)[^.;])*?(?::|\bthat\b|,\s+which\b|\bthe\s+\w+\s+of\b)"
    r"(?:(?!\b(?:its|their|his|her|our|we|it|they)\b)[^.;])*",
    re.IGNORECASE,
)
_WORLD = lazy_regex(r"\b(?:world|global|worldwide|planet)\b", re.I)
_MODAL = lazy_regex(r"could|might|may", re.IGNORECASE)
_IT = lazy_regex(r"(?:It|This|That)\b")
_AIM_LAST = lazy_regex(r"\b(?:goal|target|aim|ambition|objective)\W*\Z", re.IGNORECASE)
_AGO = lazy_regex(r"\b(?:ago|earlier|before)\Z", re.IGNORECASE)
_YEAR = lazy_regex(r"\b20\d\d\b(?!/)")
_LAST_CENTURY = lazy_regex(r"\b19\d\d\b(?=[^\w]*(?:,|when\b|the\b|it\b|its\b|\.))")  # old without a date of the article
_ON_THE_WAY = lazy_regex(r"\b(?:until|till|through)\s+\Z", re.I)  # "runs until 2031" says nothing about the figure
_COMPARED_YEAR = lazy_regex(  # "double the figure for 2026"
    r"\b(?:than|against|from|with|to|over|versus|double|twice|times|half|like|(?:figure|number|level|value|sum)\s+(?:for|of))\b"
    r"[^,;.]{0,25}\Z",
    re.I,
)
_BEGUN = lazy_regex(r"\b(?:since|founded\s+in|built\s+in|established\s+in|opened\s+in|started\s+in|from)\s+\Z", re.I)


def said_condition(rule: FigureRule, figure: Figure, passages: Passages, begin: int, end: int) -> Condition:
    """Whether a claim is stated as a fact, and a target as a plan."""
    following = passages.by_sentence.get(passages.sentence(end + 1)[0], ()) if end < len(passages.text) else ()
    replaced = any(dimension_of(item.unit) == dimension_of(figure.unit) for item in following)
    found = modality(passages.text, figure, begin, end, passages.rivals(figure), replaced=replaced)
    ahead = _ahead(rule, figure, passages, begin, end)
    if rule.kind == "claim":
        if found and found.kind == "past" and _is_span(rule, figure, found.word, passages, begin, end):
            found = None
        if found:
            return Condition("said", "failed", f"{found.word!r} makes it a {found.kind}, not a fact", detail=found.kind)
        if ahead:
            return Condition("said", "failed", f"it is about {ahead}, which is to come", detail="plan")
        if _IT.match(passages.text, begin) and (aim := _AIM_LAST.search(passages.text, max(0, begin - 60), begin)):
            return Condition("said", "failed", f"{aim.group().strip()!r} makes it a plan, not a fact", detail="plan")
        if "five years" not in rule.spans and (old := _is_old(figure, passages)):
            return Condition("said", "failed", f"it is about {old}, long before the article")
        return Condition("said", "met", "stated as a fact")
    if analyst := ANALYST.search(passages.text, begin, end):
        return Condition("said", "failed", f"{analyst.group()!r} makes it a forecast, not a plan")
    if found and found.kind in ("denial", "question"):
        return Condition("said", "failed", f"{found.word!r} makes it a {found.kind}, not a plan")
    if former := FORMER.search(passages.text, begin, figure.start) or FULFILLED.search(passages.text, begin, end):
        return Condition("said", "failed", f"{former.group()!r} says that it was replaced")
    if old := _is_missed(figure, passages, begin, end):
        return Condition("said", "failed", f"{old} was over when the article appeared", detail="plan")
    if found and found.kind == "plan":
        return Condition("said", "met", f"{found.word!r} makes it a plan")
    if found and found.kind == "forecast":
        if _MODAL.fullmatch(
            found.word
        ):  # "output may rise by 2 percent" sets a limit in a plan, and supposes elsewhere
            planned = _planned_before(figure, passages, begin, end)
            return (
                planned
                if planned.outcome == "met"
                else Condition("said", "failed", f"{found.word!r} makes it a forecast, not a plan")
            )
        return Condition("said", "met", f"{found.word!r} makes it a plan", 0.8)
    if ahead:
        return Condition("said", "met", f"it is about {ahead}, which is to come")
    if found and found.kind == "supposition" and not PLANNED.search(passages.text, begin, end):
        return Condition("said", "failed", f"{found.word!r} makes it a {found.kind}, not a plan")
    return _planned_before(figure, passages, begin, end)


def _is_span(rule: FigureRule, figure: Figure, word: str, passages: Passages, begin: int, end: int) -> bool:
    """Whether "five years ago" says since when something rose, and not when it was so."""
    if rule.direction != "up" or "five years" not in rule.spans:
        return False
    return is_less_before(passages.text, begin, end) or (figure.direction == "up" and bool(_AGO.search(word)))


def _ahead(rule: FigureRule, figure: Figure, passages: Passages, begin: int, end: int) -> str:
    """A year to come that belongs to the figure: "RMB 110bn in 2032" in an article of 2028."""
    if passages.year is None:
        return ""
    for item in _own_years(figure, passages, begin, end):
        if int(item.word) > passages.year and not (
            rule.kind == "claim" and _ON_THE_WAY.search(passages.text, begin, item.start)
        ):
            return item.word
    return ""


def _is_missed(figure: Figure, passages: Passages, begin: int, end: int) -> str:
    """The year of a target that had passed when the article appeared."""
    years = [item.word for item in _own_years(figure, passages, begin, end)]
    return max(years) if years and passages.year and int(max(years)) < passages.year else ""


def _own_years(figure: Figure, passages: Passages, begin: int, end: int) -> list[Mention]:
    """The years in the sentence that are nearer to this figure than to another of its kind."""
    sentence, start = passages.text[begin:end], begin
    begin = after_dateline(passages.text, begin, end)
    years = [
        Mention(match.start(), match.end(), "", match.group())
        for match in _YEAR.finditer(passages.text, begin, end)
        if not (match.start() < figure.end and figure.start < match.end())
        and not in_aside(sentence, match.start() - start, figure.start - start, figure.end - start)
    ]
    rivals = passages.rivals(figure)
    return [item for item in years if passages.owner(item, rivals) is figure]


def _planned_before(figure: Figure, passages: Passages, begin: int, end: int) -> Condition:
    """A target whose sentence has no word for a plan: one of the sentences before may announce a list of them."""
    clause = subject_of(passages.text, after_dateline(passages.text, begin, end), figure.start)
    if (
        clause
        and not clause.reports
        and clause.verb != "added"
        and PAST_VERB.fullmatch(clause.verb)
        and not PLANNED.search(clause.head)
    ):
        return Condition("said", "failed", f"{clause.verb!r} makes it a result, not a plan")
    around = passages.text[max(begin, figure.start - 120) : min(end, figure.end + 40)]
    if match := DONE.search(around):
        return Condition("said", "failed", f"{match.group()!r} makes it a result, not a plan")
    if match := PLANNED.search(passages.text, begin, figure.start):
        return Condition("said", "met", f"{match.group()!r} in its sentence", 0.7)
    ahead = [item[0] for item in _YEAR.finditer(passages.text, after_dateline(passages.text, begin, end), figure.start)]
    if passages.year and ahead and int(max(ahead)) > passages.year:
        return Condition("said", "met", f"about {max(ahead)}, which is to come", 0.6)
    closing = passages.rivals(figure)[-1].end
    if dimension_of(figure.unit) != "money" and (match := PLANNED.search(passages.text, closing, end)):
        return Condition("said", "met", f"{match.group()!r} in its sentence", 0.6)
    near = passages.context_start(begin)
    start = max(near, passages.starts[max(0, bisect_back(passages, begin) - 6)])
    if match := ANNOUNCED.search(passages.text, start, begin):
        return Condition("said", "met", f"{match.group()!r} in a sentence before", 0.5)
    years = [int(found.group()) for found in _YEAR.finditer(passages.text, start, begin)]
    if passages.year and any(year > passages.year for year in years):
        return Condition("said", "met", f"about {max(years)}, which is to come", 0.5)
    if match := _YEARS.search(passages.text, begin, figure.start):
        return Condition("said", "met", f"{match.group()!r} in its sentence", 0.4)
    if dimension_of(figure.unit) != "money" and (
        match := PLANNED.search(passages.text, near, begin)
        or PLANNED.search(passages.text, 0, min(begin, passages.lead_end))
    ):
        return Condition("said", "met", f"{match.group()!r} in the text before", 0.4)
    if match := PLANNED.search(
        passages.text, 0, passages.sections.starts[1] if len(passages.sections.starts) > 1 else 0
    ):
        return Condition("said", "met", f"{match.group()!r} in the title", 0.4)
    return Condition("said", "failed", "nothing says that it is planned")


def _is_old(figure: Figure, passages: Passages) -> str:
    """The period of a figure, if it ended more than two years before the article appeared."""
    old = _LAST_CENTURY.search(passages.text, *passages.sentence(figure.start))
    if old and (figure.period or "19").startswith("19") and not _BEGUN.search(passages.text, 0, old.start()):
        return old.group()
    if passages.year is None:
        return ""
    if not figure.period:
        begin, end = passages.sentence(figure.start)
        named = [
            item
            for item in _own_years(figure, passages, begin, end)
            if not _BEGUN.search(passages.text, begin, item.start) and not _is_compared(figure, item.start, passages)
        ]
        late = max((item.word for item in named), default="")
        return late if late and int(late) < passages.year - 2 else ""
    last = figure.period.split("/")[-1][:4]
    if not last.isdigit() or int(last) >= passages.year - 2:
        return ""
    begin, end = passages.sentence(figure.start)
    year = passages.text.find(last, begin, end)
    if year >= 0 and (_BEGUN.search(passages.text, begin, year) or _is_compared(figure, year, passages)):
        return ""
    return figure.period


def _is_compared(figure: Figure, year: int, passages: Passages) -> bool:
    """Whether a year after a figure is that of a value with which it is compared: "double the figure for 2026"."""
    return year > figure.end and bool(_COMPARED_YEAR.search(passages.text, figure.end, year))


def place_condition(rule: FigureRule, figure: Figure, passages: Passages, begin: int, end: int) -> Condition:
    """Whether the sentence is about the place of the article, or of the rule."""
    rivals = passages.rivals(figure)
    if contrast := CONTRAST.match(passages.text, after_dateline(passages.text, begin, end), end):
        if figure.start < contrast.end():
            return Condition("place", "failed", f"{contrast.group().split()[0]!r} says that it is about others")
        begin = contrast.end()
    match = owned(elsewhere(), figure, rivals, passages, begin, end)
    if not match and passages.about_firms and begin >= passages.first_end:
        match = owned(MAKERS_IN_GENERAL, figure, rivals, passages, begin, end)
    if not match and (many := MAKERS_ON_AVERAGE.search(passages.text, begin, end)):
        match = many.group()
    if not match and POINTS_BACK.match(passages.text, begin, end) and (index := bisect_back(passages, begin)):
        found = elsewhere().search(passages.text, passages.starts[index - 1], begin)
        match = found.group() if found and not LIKENED.search(passages.text, 0, found.start()) else ""
    if match:
        return Condition("place", "failed", f"{match!r} says that it is about others")
    if (firm := _one_firm(rule, figure, passages, begin, end)) and not match:
        return Condition("place", "failed", f"it is about {firm!r}, one firm")
    told = _TOLD.search(passages.text, figure.end, end)
    places = [
        Mention(start, stop, place, passages.text[start:stop])
        for start, stop, place in passages.places(
            after_dateline(passages.text, begin, end), told.start() if told else end
        )
    ]
    places = [
        item
        for item in places
        if not _of_customers(item, passages) and (item.start < figure.end or not _is_likened(item, passages))
    ]
    own = [item for item in places if passages.owner(item, rivals) is figure]
    near = own or [item for item in places if item.end <= figure.start]
    if out := next((item for item in near if _OUTSIDE.search(passages.text, begin, item.start)), None):
        return Condition("place", "failed", f"it is about what is outside {out.word!r}")
    if rule.place:
        world = _WORLD.search(passages.text, max(begin, figure.start - 60), figure.start)
        apart = world and own and "," in passages.text[world.end() : figure.start]
        if dimension_of(figure.unit) == "mass" and world and not apart:
            return Condition("place", "failed", f"{world.group()!r} says that it is about the world")
        return _in_place(rule.place, _nearest(near, figure), passages, begin)
    if "industry" in rule.things and (part := _PART_OF_PROVINCE.search(passages.text, begin, figure.start)):
        return Condition("place", "failed", f"it is about {part.group()!r}, a part of the province")
    whole = WHOLE_COUNTRY.search(passages.text, begin, figure.start) if rule.things & _TRADES else None
    if whole and any(inside(item, "China") for item in passages.about):
        return Condition("place", "failed", f"{whole.group()!r} says that it is about the whole country")
    if not near or any(is_about(item.concept, passages.about) for item in near):
        return Condition("place", "met", "about the place of the article", 1.0 if near else 0.8)
    others = [item for item in near if not is_about(item.concept, passages.about)]
    if passages.about and figure.start >= passages.about_end:
        return Condition(
            "place", "failed", f"it is about {others[0].word!r}, but the article is about {listed(passages.about)}"
        )
    return Condition("place", "unknown", f"{others[0].word!r} near it")


def _is_likened(place: Mention, passages: Passages) -> bool:
    """Whether a place is only compared with: "the same as that of its Japanese peers"."""
    return bool(_AS_THERE.search(passages.text, max(0, place.start - 40), place.start))


def _of_customers(place: Mention, passages: Passages) -> bool:
    """Whether a place is where the goods go: "qualified by a Korean cell maker", "two customers in Hungary"."""
    return bool(
        _CUSTOMERS_IN.search(passages.text, max(0, place.start - 60), place.start)
        or _CUSTOMERS.match(passages.text, place.end)
    )


def _one_firm(rule: FigureRule, figure: Figure, passages: Passages, begin: int, end: int) -> str:
    """The firm that a figure is about, where the rule is about a trade or a country; empty if there is none."""
    if not (
        rule.things & _TRADES or rule.metals == _ALL_METALS or (rule.place and dimension_of(figure.unit) == "percent")
    ):
        return ""
    if firm := subject_firm(passages.text, begin, end):
        return firm
    if POINTS_BACK.match(passages.text, begin, end) and (index := bisect_back(passages, begin)):
        return subject_firm(passages.text, passages.starts[index - 1], begin)
    return ""


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
    index = bisect_back(passages, begin)
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
    anywhere = passages.places(0, len(passages.text))
    if passages.has_dateline and not any(is_about(item, frozenset({place})) for _, _, item in anywhere):
        return Condition("place", "failed", f"the article does not name {place}")
    return Condition("place", "unknown", "no other place near it", 0.5)


def firm_condition(figure: Figure, passages: Passages, begin: int, end: int) -> Condition:
    """Whether the sentence is about a firm of the article."""
    named = firms_in(passages.text, begin, end)
    if (
        not named
        or not passages.about_firms
        or any(
            name in known or known in name or name.split()[0] == known.split()[0]
            for name in named
            for known in passages.about_firms
        )
    ):
        return Condition("firm", "met", "no other firm near it")
    return Condition("firm", "unknown", f"{named[0]!r} is not the firm of the article")


def owned(
    pattern: re.Pattern[str], figure: Figure, rivals: list[Figure], passages: Passages, begin: int, end: int
) -> str:
    """Return the word of a pattern that is nearer to this figure than to any rival; empty if there is none."""
    for match in pattern.finditer(passages.text, begin, end):
        lead = passages.text[after_dateline(passages.text, begin, end) : match.start()]
        if _ONLY_SAYS.fullmatch(passages.text, match.end(), figure.start):
            continue
        if match.end() <= rivals[0].start and _SUBJECT.fullmatch(lead):
            return match.group()  # "In a study of car plants," is about all that follows
        if LIKENED.search(passages.text, max(begin, match.start() - 40), match.start()):
            continue
        between = sorted((match.start(), match.end(), figure.start, figure.end))[1:3]
        if OTHER_CLAUSE.search(passages.text, *between):
            continue
        mention = Mention(match.start(), match.end(), "", match.group())
        if passages.owner(mention, rivals) is figure:
            return match.group()
    return ""


def bisect_back(passages: Passages, position: int) -> int:
    """The number of the sentence that begins at a position."""
    return bisect_right(passages.starts, position) - 1
