"""The condition on the time over which a figure is counted: a day, a year, five years, or a part or a sum of years."""

import re

from analysis.binding.amount_conditions import reached
from analysis.binding.condition import Condition
from analysis.binding.figure_rules import FigureRule
from analysis.binding.passages import Passages
from analysis.core.figures import Figure
from analysis.core.lazy_regex import lazy_regex, phrase_regex

_YEARS = phrase_regex(r"\b(?:from|between) (20\d\d)\s*(?:to|and|[-–])\s*(20\d\d)\b", re.IGNORECASE)
_LESS_IN = (
    r"in(?= 20\d\d,? (?:[\w'’-]+ ){0,6}?(?:was|were|had been|came|stood|amounted|reached|took|made|sold)\b"
    r"[^.;]*\b(?:smaller|lower|less)\b)"
)
_SINCE = phrase_regex(
    r"\b(?:since|compared (?:with|to)|than(?: (?:it (?:was|had been) )?in)?|with(?= 20\d\d as\b)|against"
    rf"|{_LESS_IN}) (20\d\d)\b",
    re.I,
)
_FIVE = 5
_A_YEAR = phrase_regex(
    r"\b(?:(?:a|per|each|every|whole|full) year|in 20\d\d|annual(?:ly)?|yearly|full-year)\b",
    re.IGNORECASE,
)
_MONTHS_OF = lazy_regex(r"\b(\d{4})-(\d\d)(?!-)")
_YEARLY = phrase_regex(
    r"\b(?:a|per|each|every) year\b|\beach of the years\b|\b(?:annual|year)ly\b|\bannual\b|\baverage\b|\bp\.a\.",
    re.IGNORECASE,
)
_TO_YEAR = phrase_regex(r"\b(?:by|until|through) (?:the end of )?(20\d\d)\b", re.IGNORECASE)
_FOR_YEARS = phrase_regex(
    r"\bend of (?:the|this|its) (?:[\w-]+ )?(?:plan|decade)\b"
    r"|\b(?:in|over|within|during) (?:the )?(?:\d|two|three|four|five|six|ten) years\b",
    re.IGNORECASE,
)
_NEAR = 60  # characters between a change and words after it about its time
_HOURS = phrase_regex(
    r"(?<!than\s)\b(?:at|by|before|until|towards) (?:noon|midday|lunch\w*|the open(?:ing)?)\b|\bintraday\b|\bbriefly\b",
    re.IGNORECASE,
)


def span_condition(rule: FigureRule, figure: Figure, passages: Passages) -> Condition:
    """Whether the figure is counted over the time that the rule asks for."""
    found = passages.attached(figure, "span", rule.aspect)
    own = found if found and found.here else None
    required = "five years" in rule.spans
    if not rule.spans and "part of a year" in rule.other_spans and _is_part_of_a_year(figure, passages):
        return Condition("span", "failed", f"{figure.period} is a part of a year")
    if rule.aspect == "change" and "five years" in rule.other_spans and (told := _yearly_or_total(figure, passages)):
        return told
    if required and (since := _five_years_since(figure, passages)):
        return Condition("span", "met", f"{since!r} in its sentence", 0.8)
    hours = _HOURS.search(passages.text, *passages.sentence(figure.start)) if "a day" in rule.spans else None
    if hours:
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
    between = passages.by_sentence[passages.sentence(figure.start)[0]]
    if not required and any(figure.end <= item.start and item.end <= first.start for item in between):
        return Condition("span", "unknown", f"{first.word!r} belongs to another figure")  # "up 65 % over five years"
    if not required and first.concept == "five years" and reached(figure, passages):
        return Condition("span", "unknown", f"{first.word!r} belongs to the change")
    if first.concept in rule.spans:
        return Condition("span", "met", f"{first.word!r} in {own.where}", own.strength)
    if (first.concept in rule.other_spans and own.strength == 1) or required:
        return Condition("span", "failed", f"{first.word!r} says {first.concept}")
    return Condition("span", "unknown", f"{first.word!r} in {own.where}")


def _is_part_of_a_year(figure: Figure, passages: Passages) -> bool:
    """Whether a figure is of several months, but not of twelve.

    A season does not count: "the answers that were given this autumn" may be about a year.
    """
    months = [int(year) * 12 + int(month) - 1 for year, month in _MONTHS_OF.findall(figure.period or "")]
    begin, end = passages.sentence(figure.start)
    is_part = len(months) == 2 and months[1] - months[0] < 11 and months[0] % 3 == 0
    return is_part and not _A_YEAR.search(passages.text, begin, end)


def _yearly_or_total(figure: Figure, passages: Passages) -> Condition | None:
    """Whether a change is told as one a year, or as the sum of several years; None if nothing says."""
    begin, end = passages.sentence(figure.start)
    stop = min(end, figure.end + _NEAR)
    if yearly := _YEARLY.search(passages.text, begin, stop):
        return Condition("span", "met", f"{yearly.group()!r} makes it a yearly rate")
    years = _YEARS.search(passages.text, begin, stop)
    last = _TO_YEAR.search(passages.text, begin, stop)
    total = years if years and int(years[2]) - int(years[1]) > 1 else _FOR_YEARS.search(passages.text, begin, stop)
    if total is None and last and passages.year and int(last[1]) - passages.year > 1:
        total = last
    return Condition("span", "failed", f"{total.group()!r} makes it the sum of several years") if total else None


def _five_years_since(figure: Figure, passages: Passages) -> str:
    """The words "since 2023" or "compared with 2023" that name the year five years before the last full one."""
    for match in _SINCE.finditer(passages.text, *passages.sentence(figure.start)):
        if passages.year and passages.year - int(match[1]) in (_FIVE, _FIVE + 1):  # it is about this year or last
            return match.group()
    return ""
