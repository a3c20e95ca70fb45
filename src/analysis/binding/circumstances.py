"""The conditions on the circumstances of a figure: its cause, and the time over which it is counted.

"Automation cut costs by 10 %" counts, "cheaper gas cut costs by 10 %" does not; nor does a part or a sum of years.
"""

import re

from analysis.binding.amount_conditions import reached
from analysis.binding.clauses import clause_around
from analysis.binding.concepts import Mention
from analysis.binding.condition import AFTER, LEAST_WORDS, Condition, listed
from analysis.binding.figure_rules import FigureRule
from analysis.binding.modality import PLANS
from analysis.binding.passages import Passages
from analysis.binding.place_condition import POINTS_BACK
from analysis.binding.question_files import question_files
from analysis.core.figures import Figure
from analysis.core.lazy_regex import lazy_regex, phrase_regex

_NOT_BECAUSE = phrase_regex(
    r"\b(?:not (?:because|due|thanks|from|by|to)|none of (?:it|this|that|them) (?:is|was|are|were)|nothing to do with"
    r"|without|instead of|(?<!was\s)(?<!were\s)(?<!than\s)(?<!been\s)(?<!as\s)(?<!year\s)before)\b(?: \w+){0,3}\s*\Z",
    re.IGNORECASE,
)
_BECAUSE = phrase_regex(
    r"(?<!least\s)(?<!partly\s)(?<!also\s)(?<!part\s)\b(?:because(?: of)?|owing to|due to|on account of|thanks to"
    r"|owed to|put down to|a result of|reflecting|(?:driven|helped|explained) by)\b[^.;]*",
    re.IGNORECASE,
)
# A cause in such a clause is not in place.
_UNREAL = phrase_regex(
    r"\b(?:could|might|would|(?-i:may)|shelved|postponed|cancelled|abandoned|scrapped|no (?:plans?|robots?)|(?:has"
    r"|have) not|next year)\b",
    re.I,
)
_OF_PEOPLE = phrase_regex(
    r"\b(?:people|staff|workers?|crews?|shifts?|hands|machines?|cranes?|robots?|lines?|systems?|arms|errors?|faults?"
    r"|nobody|no one|them|it|they|this|that)\b"
)

# Machines work in many places, but the inputs are about works that make metal.
_METALWORKS = phrase_regex(
    r"\b(?:smelt\w*|refine?r\w*|electroly\w*|cathodes?|anodes?|foundr\w*|furnaces?|(?:wire|rolling|strip|tube|rod|foil"
    r"|copper|brass|metal) mills?|works|cast(?:ing|ers?)|(?:tank|cell) ?houses?|melt\w*|(?:stripping|rolling|plating)"
    r"|plants?|plates?|ingots?|billets?|slabs?|wires?|rods?|foils?|coils?|tubes?|strip|tonnes?|tons?)\b",
    re.IGNORECASE,
)


def cause_condition(rule: FigureRule, figure: Figure, passages: Passages, begin: int) -> Condition:
    """Whether the text before the figure names its cause; the nearest sentence that does decides."""
    found = passages.attached(figure, "cause", rule.aspect)
    told = tuple(item for item in found.mentions if _counts(item, figure, passages)) if found else ()
    if found and found.here and told:
        where, strength = found.where, found.strength
    else:
        told, where, strength = _told_elsewhere(rule, passages, begin)
    first = next((item for item in told if item.concept in rule.cause), None)
    if first is None:
        return Condition("cause", "failed", f"nothing says that {listed(rule.cause)} is the cause")
    if "automation" in rule.cause and not _is_of_metalworks(rule, passages, begin):
        return Condition("cause", "failed", "nothing near it is about a metal or its works")
    if why := _against(rule, passages, first) or _another_cause(rule, passages, begin):
        return Condition("cause", "failed", why)
    if other := next((item for item in told if item.concept not in rule.cause), None):
        return Condition("cause", "failed", f"{other.word!r} says {other.concept}, not {listed(rule.cause)}")
    return Condition("cause", "met", f"{told[0].word!r} in {where}", strength)


def _told_elsewhere(rule: FigureRule, passages: Passages, begin: int) -> tuple[tuple[Mention, ...], str, float]:
    """The words for a cause outside the sentence of a figure, their position, and their weight."""
    text = passages.text
    for item in reversed(passages.mentions("cause", rule.aspect, 0, begin)):
        if item.concept in rule.cause and passages.is_near(item.start, begin):
            start, end = passages.sentence(item.start)
            if _UNREAL.search(text, *clause_around(text, start, end, item.start, item.end)):
                continue
            if POINTS_BACK.match(text, start, end):  # "They saw a brewery. It has been automated"
                start = passages.sentence(max(0, start - 2))[0]
            told = passages.mentions("cause", rule.aspect, start, end)
            return tuple(told), "the text before", 0.7
    end = passages.sentence(begin)[1]
    stop = passages.sentence(min(end + 1, len(text)))[1]
    later = passages.mentions("cause", rule.aspect, stop, passages.context_end(begin))
    return tuple(item for item in later if not PLANS.search(text, *passages.sentence(item.start))), AFTER, 0.4


def _is_of_metalworks(rule: FigureRule, passages: Passages, begin: int) -> bool:
    """Whether the opening or the sentences around a figure name a metal or a place that makes it.

    A question with words of its own, such as one about knitting, needs none.
    """
    own_words = any(file.concepts for file in question_files().layers(rule.question))
    if own_words or len(passages.text.split()) < LEAST_WORDS:
        return True
    start, end = passages.context_start(begin), passages.context_end(begin)
    spans = ((0, passages.lead_end), (start, end))
    return any(
        _METALWORKS.search(passages.text, *span) or passages.mentions("metal", rule.aspect, *span) for span in spans
    )


def _against(rule: FigureRule, passages: Passages, cause: Mention) -> str:
    """Why a cause that is named does not count for a figure; empty if nothing excludes it."""
    title = passages.mentions("cause", rule.aspect, 0, [*passages.sections.starts, 0][1])  # up to the second part
    if elsewhere := next((item for item in title if item.concept == "other automation"), None):
        return f"{elsewhere.word!r} in the title says {elsewhere.concept}"
    earliest = max(passages.sentence(cause.start)[0], cause.start - 40)  # a heading before it denies nothing
    if match := _NOT_BECAUSE.search(passages.text, earliest, cause.start):
        return f"{match.group().strip()!r} denies the cause"
    return ""


def _another_cause(rule: FigureRule, passages: Passages, begin: int) -> str:
    """The words that name another cause of a figure; empty if there are none."""
    why = _BECAUSE.search(passages.text, *passages.sentence(begin))
    if why is None:
        return ""
    named = passages.mentions("cause", rule.aspect, *why.span())
    spoken = any(item.concept in rule.cause for item in named) or _OF_PEOPLE.search(why.group())
    return "" if spoken else f"{why.group()!r} is another cause"


def _counts(item: Mention, figure: Figure, passages: Passages) -> bool:
    """Whether a word names no other automated place, unless it is in the sentence of the figure."""
    begin, end = passages.sentence(item.start)
    return item.concept != "other automation" or begin <= figure.start < end


_YEARS = phrase_regex(r"\b(?:from|between) (20\d\d)\s*(?:to|and|[-–])\s*(20\d\d)\b", re.IGNORECASE)
_LESS_IN = (
    r"in(?= 20\d\d,? (?:[\w'’-]+ ){0,6}?(?:was|were|had been|came|stood|amounted|reached|took|made|sold)\b"
    r"[^.;]*\b(?:smaller|lower|less)\b)"
)
_SINCE = phrase_regex(
    r"\b(?:since|compared (?:with|to)|than(?: (?:it (?:was|had been) )?in)?|with(?= 20\d\d as\b)|against"
    rf"|{_LESS_IN}) (20\d\d)\b|[比较与由]\s*(20\d\d)\b",
    re.I,
)
_GREW = phrase_regex(
    r"\b(?:reach\w*|rose|grew|growth|grown|climb\w*|increas\w*|doubl\w*|expand\w*|shr[aiu]nk\w*|fell|fallen"
    r"|declin\w*|dropp\w*|lost)\b|\b(?:a|every|each|per|last) year\b",
    re.I,
)
_FIVE = 5
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
    if rule.aspect == "money" and rule.direction == "none" and (summed := _sum_of_years(figure, passages)):
        return Condition("span", "failed", f"{summed!r} makes it the sum of several years")
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
    """Whether a figure covers several months, but not twelve.

    A season does not count: "the answers that were given this autumn" may be about a year.
    """
    months = [int(year) * 12 + int(month) - 1 for year, month in _MONTHS_OF.findall(figure.period or "")]
    return len(months) == 2 and months[1] - months[0] < 11 and months[0] % 3 == 0


def _yearly_or_total(figure: Figure, passages: Passages) -> Condition | None:
    """Whether a change is stated per year or as the sum of several years; None if unstated."""
    begin, end = passages.sentence(figure.start)
    stop = min(end, figure.end + _NEAR)
    if yearly := _YEARLY.search(passages.text, begin, stop):
        return Condition("span", "met", f"{yearly.group()!r} makes it a yearly rate")
    total = _YEARS.search(passages.text, begin, stop) or _FOR_YEARS.search(passages.text, begin, stop)
    last = _TO_YEAR.search(passages.text, begin, stop)
    if last and passages.year and int(last[1]) - passages.year > 1:
        total = last
    return Condition("span", "failed", f"{total.group()!r} makes it the sum of several years") if total else None


def _sum_of_years(figure: Figure, passages: Passages) -> str:
    """The words "from 2021 to 2025" of a sum; empty if they describe growth or a plan."""
    begin, end = passages.sentence(figure.start)
    years = _YEARS.search(passages.text, begin, end)
    return "" if years is None or _GREW.search(passages.text, begin, end) else years.group()


def _five_years_since(figure: Figure, passages: Passages) -> str:
    """The words "since 2023" or "compared with 2023" if they name the year five years before the last full one."""
    for match in _SINCE.finditer(passages.text, *passages.sentence(figure.start)):
        since = int(match[1] or match[2])
        if passages.year and passages.year - since in (_FIVE, _FIVE + 1):  # it is about this year or last
            return match.group()
    return ""
