"""The condition on the time over which a figure is counted: a day, a year, five years, or a part or a sum of years."""

import re

from analysis.claims.binding_words import DOWN, SAYING, UP
from analysis.claims.condition import Condition
from analysis.claims.figure_rules import FigureRule
from analysis.claims.passages import Passages
from analysis.core.figures import Figure
from analysis.core.lazy_regex import lazy_regex, phrase_regex

_YEARS = phrase_regex(r"\b(?:from|between) (20\d\d)\s*(?:to|and|[-–])\s*(20\d\d)\b", re.IGNORECASE)
_COUNT = "two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|\\d\\d?|several|few|couple\\s+of"
# "In the past four years", "the years 2026, 2027 and 2028"
_SEVERAL_YEARS = phrase_regex(
    r"(?<!time\s)\b(?:over|in|during|within|across|through|throughout|for|these|those"
    r"|all) (?:(?:the|these|those|its|all|a) )*"
    rf"(?:(?:past|last|first|previous|full|whole) )?(?:{_COUNT}) (?:(?:past|last|full|calendar"
    r"|business) )*years\b"
    r"(?! (?:ago|earlier|before|old|later|after)\b)"
    r"|\b(?:20\d\d,? )+(?:and|plus) 20\d\d\b",
    re.IGNORECASE,
)
_LESS_IN = (
    r"in(?= 20\d\d,? (?:[\w'’-]+ ){0,6}?(?:was|were|had been|came|stood|amounted|reached|took|made|sold)\b"
    r"[^.;]*\b(?:smaller|lower|less)\b)"
)
_MONTH = "(January|February|March|April|May|June|July|August|September|October|November|December)"
_MONTHS = phrase_regex(rf"\b(?:from|between) {_MONTH} (?:to|and|through|until) {_MONTH}\b")
# "By the end of May it had sold goods for 60 billion yuan"
_UNTIL = phrase_regex(
    r"\b(?:by|until|till|up (?:to|until)(?: and including)?|as of"
    rf"|to) (?:the )?(?:(?:end|middle|close) of )?(?:\d{{1,2}} )?(?!December){_MONTH}\b"
    rf"|\b{_MONTH} alone\b|\bsince (?:new year|january)\b|\bso far this year\b|\bmonths? to go\b"
    r"|\b(?:halfway|half-way|midway) through\b|\bbetween (?:new year|spring|summer|autumn|winter|easter"
    r"|christmas) and\b|\bsince the (?:[\w-]+ )?(?:festival|holidays|fair)\b"
    r"|\b(?:by|until|up to) (?:the )?(?:midsummer|summer|autumn|mid-year|half-time)\b",
    re.IGNORECASE,
)
_REPORTING = phrase_regex(
    rf"\b(?:{SAYING}|reported|announced|stated|noted|published|counted|disclosed)\b[^.;]*?(?:\bthat\b|:|,)",
    re.IGNORECASE,
)
_NEXT_VALUE = lazy_regex(r",|\b(?:and|but)\b")
_YEAR_TO = phrase_regex(
    r"\b(?:year|months?) (?:that )?(?:ended |ends |ending |ran |runs |up )?(?:in |on )?\Z",
    re.IGNORECASE,
)
_SINCE = phrase_regex(
    r"\b(?:since|compared (?:with|to)|than (?:it (?:was|had been) )?in|with(?= 20\d\d as\b)|against"
    rf"|{_LESS_IN}) (20\d\d)\b",
    re.I,
)
_GREW = phrase_regex(
    r"\b(?:reach\w*|rose|grew|growth|grown|climb\w*|increas\w*|doubl\w*|expand\w*|shr[aiu]nk\w*|fell|fallen"
    r"|declin\w*|dropp\w*|lost)\b|\b(?:a|every|each|per|last) year\b",
    re.I,
)
_FIVE = 5
_HOURS = phrase_regex(
    r"(?<!than\s)\b(?:at|by|before|until|towards) (?:noon|midday|lunch\w*|the open(?:ing)?)\b"
    r"|\bat (?:one point|times|its (?:high|peak))\b"
    r"|\bin (?:early|morning) trad\w+|\bintraday\b|\bbriefly\b",
    re.IGNORECASE,
)

_CLOSED = phrase_regex(r"\b(?:by|at) the (?:close|bell|end)\b|\b(?:closed|ended|finished)\b", re.IGNORECASE)


def span_condition(rule: FigureRule, figure: Figure, passages: Passages) -> Condition:
    """Whether the figure is counted over the time that the rule asks for."""
    found = passages.attached(figure, "span", rule.aspect)
    own = found if found and found.here else None
    required = "five years" in rule.spans
    if (
        not required
        and rule.aspect == "money"
        and rule.direction == "none"
        and (summed := _sum_of_years(figure, passages))
    ):
        return Condition("span", "failed", f"{summed!r} makes it the sum of several years")
    months = _MONTHS.search(passages.text, *passages.sentence(figure.start))
    if months and "part of a year" in rule.other_spans and months.groups() != ("January", "December"):
        return Condition("span", "failed", f"{months.group()!r} is a part of a year")
    if "part of a year" in rule.other_spans and rule.direction == "none" and (part := _part_of_year(figure, passages)):
        return Condition("span", "failed", f"{part!r} is a part of a year")
    if required and (since := _five_years_since(figure, passages)):
        return Condition("span", "met", f"{since!r} in its sentence", 0.8)
    hours = _HOURS.search(passages.text, *passages.sentence(figure.start)) if "a day" in rule.spans else None
    if hours and not _CLOSED.search(passages.text, hours.end(), figure.start):
        return Condition("span", "failed", f"{hours.group()!r} is a part of the day")
    if own is None:
        if rule.spans and found and found.mentions[0].concept in rule.spans and found.strength >= 0.5:
            return Condition("span", "met", f"{found.mentions[0].word!r} in {found.where}", found.strength)
        begin, end = passages.sentence(figure.start)
        if required and (years := _YEARS.search(passages.text, begin, end)) and int(years[2]) - int(years[1]) == _FIVE:
            return Condition("span", "met", f"{years.group()!r} in its sentence", 0.8)
        near = passages.last_of("span", rule.aspect, rule.spans, figure) if required else []
        if near:
            return Condition("span", "met", f"{near[0].word!r} in a sentence before", 0.5)
        return Condition("span", "failed" if required else "unknown", "no word for the time near it")
    first = own.mentions[0]
    begin = passages.sentence(figure.start)[0]
    told = _REPORTING.search(passages.text, begin, figure.start)
    if told and first.concept in rule.other_spans and first.end <= told.end():
        return Condition("span", "unknown", f"{first.word!r} says when it was reported")
    if first.concept in rule.spans:
        return Condition("span", "met", f"{first.word!r} in {own.where}", own.strength)
    if (first.concept in rule.other_spans and own.strength == 1) or required:
        return Condition("span", "failed", f"{first.word!r} says {first.concept}")
    return Condition("span", "unknown", f"{first.word!r} in {own.where}")


def _part_of_year(figure: Figure, passages: Passages) -> str:
    """The words "by the end of May" in the clause of a figure; empty if it has none."""
    begin, end = passages.sentence(figure.start)
    rivals = passages.rivals(figure)
    start = max([item.end for item in rivals if item.end <= figure.start], default=begin)
    stop = min([item.start for item in rivals if item.start >= figure.end], default=end)
    comma = passages.text.find(",", figure.end, stop)
    stop = comma if comma >= 0 else stop
    for match in _UNTIL.finditer(passages.text, start, stop):
        if begin < start >= match.start() - 1 and _NEXT_VALUE.search(passages.text, match.end(), figure.start):
            continue  # "140 billion yuan by mid-year and 290 billion yuan in the whole year"
        if ":" not in passages.text[match.end() : figure.start] and not _YEAR_TO.search(
            passages.text, start, match.start()
        ):
            return " ".join(match.group().split())
    return ""


def _sum_of_years(figure: Figure, passages: Passages) -> str:
    """The words "from 2021 to 2025" of a sum; empty where they tell how something grew, or of a plan."""
    begin, end = passages.sentence(figure.start)
    several = _SEVERAL_YEARS.search(passages.text, begin, end)
    if several and (UP.search(passages.text, begin, end) or DOWN.search(passages.text, begin, end)):
        several = None
    years = _YEARS.search(passages.text, begin, end) or several
    own = (figure.period or "").isdigit()  # "stagnated from 2019 to 2022 and had 205 billion in 2026"
    if (
        years is None
        or own
        or _GREW.search(passages.text, begin, end)
        or re.search(r"\bplan\b(?!\s+period)", passages.text[begin:end])
    ):
        return ""
    return years.group()


def _five_years_since(figure: Figure, passages: Passages) -> str:
    """The words "since 2023" or "compared with 2023" that name the year five years before the last full one."""
    for match in _SINCE.finditer(passages.text, *passages.sentence(figure.start)):
        if passages.year and passages.year - int(match[1]) in (_FIVE, _FIVE + 1):  # it is about this year or last
            return match.group()
    return ""
