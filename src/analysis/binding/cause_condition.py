"""The condition on what brought a figure about: "automation cut costs by 10 %", not "cheaper gas cut costs by 10 %"."""

import re

from analysis.binding.concepts import Mention
from analysis.binding.condition import AFTER, Condition, listed
from analysis.binding.cue_words import (
    BECAUSE,
    NOT_BECAUSE,
    OF_PEOPLE,
    PLANNED,
    POINTS_BACK,
    UNREAL,
)
from analysis.binding.figure_rules import FigureRule
from analysis.binding.passages import Passages
from analysis.core.figures import Figure
from analysis.core.lazy_regex import lazy_regex, phrase_regex

# How the machines save: "because short circuits are noticed"
_MEANS = phrase_regex(
    r"\b(?:no|not|never|nothing|none|longer|any more|at once|sooner|instantly|noticed|seen|spotted|caught|found"
    r"|avoided|stays?|stead\w+|constant\w*|evenly|precise\w*|exact\w*|accurate\w*|on time|in time|round the clock"
    r"|at night|without)\b|\w+n['’]t\b",
    re.IGNORECASE,
)
_CLERK = lazy_regex(r"accountant|clerk|secretar", re.IGNORECASE)


def cause_condition(rule: FigureRule, figure: Figure, passages: Passages, begin: int) -> Condition:
    """Whether something before the figure says what brought it about; the nearest sentence with such a word decides."""
    found = passages.attached(figure, "cause", rule.aspect)
    told = tuple(item for item in found.mentions if _counts(item, rule, figure, passages)) if found else ()
    if found and found.here and told:
        where, strength = found.where, found.strength
    else:
        told, where, strength = _told_elsewhere(rule, passages, begin)
    first = next((item for item in told if item.concept in rule.cause), None)
    if first is None:
        return Condition("cause", "failed", f"nothing says that {listed(rule.cause)} is the cause")
    if why := _against(rule, passages, first) or _another_cause(rule, passages, begin):
        return Condition("cause", "failed", why)
    if other := next((item for item in told if item.concept not in rule.cause), None):
        return Condition("cause", "failed", f"{other.word!r} says {other.concept}, not {listed(rule.cause)}")
    return Condition("cause", "met", f"{told[0].word!r} in {where}", strength)


def _told_elsewhere(rule: FigureRule, passages: Passages, begin: int) -> tuple[tuple[Mention, ...], str, float]:
    """The words for a cause outside of the sentence of a figure, where they are, and how much they count."""
    text = passages.text
    for item in reversed(passages.mentions("cause", rule.aspect, 0, begin)):
        if item.concept in rule.cause and passages.is_near(item.start, begin):
            start, end = passages.sentence(item.start)
            if UNREAL.search(text, *_clause(text, item, start, end)):
                continue
            if POINTS_BACK.match(text, start, end):  # "They saw a brewery. It has been automated"
                start = passages.sentence(max(0, start - 2))[0]
            told = passages.mentions("cause", rule.aspect, start, end)
            return tuple(one for one in told if not _CLERK.match(one.word)), "the text before", 0.7
    end = passages.sentence(begin)[1]
    stop = passages.sentence(min(end + 1, len(text)))[1]
    if any(item.concept not in rule.cause for item in passages.mentions("cause", rule.aspect, 0, stop)):
        return (), "", 0.0
    later = passages.mentions("cause", rule.aspect, stop, len(text))
    return tuple(item for item in later if not PLANNED.search(text, *passages.sentence(item.start))), AFTER, 0.4


def _against(rule: FigureRule, passages: Passages, cause: Mention) -> str:
    """Why a cause does not count for a figure, though it is named; empty if nothing speaks against it."""
    title = passages.mentions("cause", rule.aspect, 0, [*passages.sections.starts, 0][1])  # up to the second part
    if elsewhere := next((item for item in title if item.concept == "other automation"), None):
        return f"{elsewhere.word!r} in the title says {elsewhere.concept}"
    earliest = max(passages.sentence(cause.start)[0], cause.start - 40)  # a heading before it denies nothing
    if match := NOT_BECAUSE.search(passages.text, earliest, cause.start):
        return f"{match.group().strip()!r} denies the cause"
    return ""


def _another_cause(rule: FigureRule, passages: Passages, begin: int) -> str:
    """The words by which something else brought a figure about; empty if there are none."""
    why = BECAUSE.search(passages.text, *passages.sentence(begin))
    if why is None:
        return ""
    named = passages.mentions("cause", rule.aspect, *why.span())
    spoken = any(item.concept in rule.cause for item in named) or OF_PEOPLE.search(why.group())
    return "" if spoken or (_MEANS.search(why.group()) and not named) else f"{why.group()!r} is another cause"


def _counts(item: Mention, rule: FigureRule, figure: Figure, passages: Passages) -> bool:
    """Whether a word names no other automated place, or names one in the clause of a figure or next to automation.

    "The clerk in the office says that costs fell" names none.
    """
    begin, end = passages.sentence(item.start)
    if _CLERK.match(item.word):
        return False
    if item.concept != "other automation" or any(
        one.concept in rule.cause for one in passages.mentions("cause", rule.aspect, begin, end)
    ):
        return True
    return item.start >= figure.end or begin <= figure.start < end


def _clause(text: str, mention: Mention, begin: int, end: int) -> tuple[int, int]:
    """The span between the marks around a word."""
    start = max(begin, *(text.rfind(mark, begin, mention.start) + 1 for mark in ",;:"))
    stop = min((at for mark in ",;:" if (at := text.find(mark, mention.end, end)) >= 0), default=end)
    return start, stop
