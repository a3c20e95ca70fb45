"""The condition on what brought a figure about: "automation cut costs by 10 %", not "cheaper gas cut costs by 10 %"."""

import re

from analysis.claims.binding_words import (
    BECAUSE,
    CLAUSE_MARK,
    NOT_BECAUSE,
    OF_PEOPLE,
    OWN_CAUSE,
    PLANNED,
    POINTS_BACK,
    SAYING,
    UNREAL,
    WHICH_DID,
)
from analysis.claims.clauses import subject_of
from analysis.claims.concepts import Mention
from analysis.claims.condition import AFTER, Condition, listed
from analysis.claims.credit import other_credit, removed_machines
from analysis.claims.figure_rules import FigureRule
from analysis.claims.passages import Passages
from analysis.claims.places import after_dateline
from analysis.core.figures import Figure
from analysis.core.lazy_regex import lazy_regex, phrase_regex
from analysis.documents.head import LABEL

_WITH = phrase_regex(
    r"(?:\b(?:along|together|combined) with|\bincluding|\bcounting(?: in)?"
    r"|(?P<only>(?:\band|[.;]|\A)\s*\bwith))"
    r"(?: [\w'’-]+){1,5}",
    re.IGNORECASE,
)
_DOING = r"[Bb]y (?!(?:using|doing|running|letting|taking|working)\b)[a-z]+ing\b"
_BY_DOING = phrase_regex(rf"\b{_DOING}[^,;.]*")
_LED_BY = phrase_regex(rf"\W*{_DOING}(?: [\w'’-]+){{1,5}}?(?=,| (?:it|they|he|she|we|the)\b)")
_ROBOTS_OWN = phrase_regex(
    r"\b(?:robots?|arms|cameras|computers?)['’]?s? (?:own )?(?:themselves )?(?:consume|consumption|use|draw"
    r"|need|price|cost|costs)\b"
    r"(?! (?:\w+ ){0,3}(?:less|fewer) than (?:people|crews|the crew))"
    r"|\b(?:makes?|builds?|suppl(?:y|ies)|sells?|installs?) (?:the |these |such )?(?:robots?|cranes|software"
    r"|machines?|systems?)\b[^.;]*\b(?:its|their) own\b"
    r"|\b(?:costs?|price|prices|consumption) of (?:the |a |its |buying |such )*(?:robots?|cameras|computers?"
    r"|software)\b",
    re.IGNORECASE,
)
_BY_HAND = phrase_regex(
    r"\b(?:manual|manually|hand-run|hand-operated|staffed|manned"
    r"|(?:run|operated|worked|tended|done|still run) by (?:hand|people|men|crews)"
    r"|(?:crews|people|staff|workers|operators|men) (?:\w+ ){0,3}(?:again|once more)"
    r"|where (?:people|crews|men|workers) still \w+"
    r"|(?:which|that) (?:crews|people|men|workers) (?:still )?(?:run|work|tend|operate)\w*)\b",
    re.IGNORECASE,
)
# What a noun that was not named before begins with: it cannot be the machines of an earlier sentence.
_NO_COMPARATIVE = "other|over|after|under|never|ever|further|either|neither|rather|whether|whoever"
_NEW = rf"(?:an?|another|some|more|better|less|new|(?!{_NO_COMPARATIVE})[a-z]{{3,}}er) "
_BROUGHT_IN = phrase_regex(
    rf"(?:\A\W*|, |\band )(?:with|through|via|under) (?P<cause>{_NEW}[^,;.]*)",
    re.IGNORECASE,
)
_NEW_SUBJECT = phrase_regex(_NEW, re.IGNORECASE)
# How the machines save, "because short circuits are noticed", and what comes from outside of a hall or is bought for it
_MEANS = phrase_regex(
    r"\b(?:no|not|never|nothing|none|longer|any more|at once|sooner|instantly|noticed|seen|spotted|caught"
    r"|found|avoided|stays?|stead\w+|constant\w*"
    r"|evenly|precise\w*|exact\w*|accurate\w*|on time|in time|round the clock|at night|without)\b|\w+n['’]t\b",
    re.IGNORECASE,
)
_FROM_OUTSIDE = lazy_regex(
    r"\b(?:cheap\w*|dear\w*|pric\w+|contract\w*|tariffs?|tax\w*|subsid\w+|rates?|rents?|leases?|loans?"
    r"|interest|currency|exchange|suppl\w+|demand|orders?"
    r"|customers?|market\w*|weather|winter|summer|spring|autumn|mild|cold|warm|ores?|gas|coal|diesel|fuel"
    r"|wages?|salar\w+|bonus\w*|pay|insulat\w+"
    r"|linings?|furnaces?|burners?|motors?|lamps?|roofs?|pumps?|boilers?|new|another|second|larger|bigger"
    r"|smaller|merg\w+|clos\w+|shut\s*down|sold|moved"
    r"|outsourc\w+|holidays?|strikes?|product\w*|grades?|scrap|acid|sulphur|law|rules?|inflation)\b",
    re.IGNORECASE,
)
# "what our accountant has found" does not name another place that was automated, unless machines work for accountants
_OF_OFFICE = "accountant|clerk|secretar"
_CLERK = lazy_regex(_OF_OFFICE, re.IGNORECASE)
_INSTEAD = phrase_regex(
    rf"\b(?:replac\w+|instead|in place of|work of|jobs?|automat\w+|for (?:the|our|its) (?:{_OF_OFFICE}))",
    re.I,
)
_LONGER = lazy_regex(r"(?<!watt-)\b(?:longer|overtime|weekends?|hours?)\b", re.IGNORECASE)  # people work more
_SAYS = phrase_regex(
    rf":|\b(?:{SAYING}|say|adds?|added|puts?|reports?|reported|tells|finds|writes|shows?|showed|counted"
    r"|reckons?|estimates?d?)\b",
    re.IGNORECASE,
)
_NOUN = lazy_regex(r"\b(?!because|owing|thanks|there|their|these|those|that|with|only)[a-z]{4,}\b")
_BACK = lazy_regex(r"\b(?:such|this|that|these|those|it|them|they|so|years?|months?|weeks?)\b", re.IGNORECASE)
_LIKENED = lazy_regex(
    r"\b(?:than|from|against|of|as|with|to|beside|replac\w+|instead|unlike|next)\b[^,;]{0,40}\Z", re.IGNORECASE
)


def cause_condition(rule: FigureRule, figure: Figure, passages: Passages, begin: int) -> Condition:
    """Whether something before the figure says what brought it about; the nearest sentence with such a word decides."""
    found = passages.attached(figure, "cause", rule.aspect)
    told = tuple(item for item in found.mentions if _counts(item, rule, figure, passages)) if found else ()
    here = bool(found and found.here and told)
    if found and here:
        where, strength = found.where, found.strength
    else:
        told, where, strength = _told_elsewhere(rule, passages, begin)
    first = next((item for item in told if item.concept in rule.cause), None)
    if first is None:
        return Condition("cause", "failed", f"nothing says that {listed(rule.cause)} is the cause")
    why = _against(rule, figure, passages, begin, first)
    why = why or _another_cause(rule, figure, passages, begin, first, here=here)
    if why:
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
            told = [one for one in told if not _CLERK.match(one.word) or _INSTEAD.search(text, start, end)]
            return tuple(told), "the text before", 0.7
    end = passages.sentence(begin)[1]
    stop = passages.sentence(min(end + 1, len(text)))[1]
    if any(item.concept not in rule.cause for item in passages.mentions("cause", rule.aspect, 0, stop)):
        return (), "", 0.0
    later = passages.mentions("cause", rule.aspect, stop, len(text))
    return tuple(item for item in later if not PLANNED.search(text, *passages.sentence(item.start))), AFTER, 0.4


def _against(rule: FigureRule, figure: Figure, passages: Passages, begin: int, cause: Mention) -> str:
    """Why a cause does not count for a figure, though it is named; empty if nothing speaks against it."""
    title = passages.mentions("cause", rule.aspect, 0, [*passages.sections.starts, 0][1])  # up to the second part
    others = (item for item in title if item.concept == "other automation")
    if elsewhere := next((item for item in others if not LABEL.fullmatch(_line(passages.text, item.start))), None):
        return f"{elsewhere.word!r} in the title says {elsewhere.concept}"
    end = passages.sentence(begin)[1]
    mark = CLAUSE_MARK.search(passages.text, figure.end, end)  # "costs fell by 8 %, though the robots cost much"
    if match := _ROBOTS_OWN.search(passages.text, begin, mark.start() if mark else end):
        return f"{match.group()!r} is about the machines themselves"
    if added := _combined(rule, figure, passages, begin, end):
        return f"{added!r} counts in another cause"
    if by_hand := _by_hand(rule, figure, passages, begin):
        return f"{by_hand!r} says that people work there"
    earliest = max(passages.sentence(cause.start)[0], cause.start - 40)  # a heading before it denies nothing
    if match := NOT_BECAUSE.search(passages.text, earliest, cause.start):
        return f"{match.group().strip()!r} denies the cause"
    return ""


def _another_cause(
    rule: FigureRule, figure: Figure, passages: Passages, begin: int, first: Mention, *, here: bool
) -> str:
    """What says that something else brought a figure about; `here` if its own sentence names the cause of the rule."""
    end = passages.sentence(begin)[1]
    if why := BECAUSE.search(passages.text, begin, end):
        named = passages.mentions("cause", rule.aspect, why.start(), why.end())
        of_people = OF_PEOPLE.search(why.group()) and not _LONGER.search(why.group())
        spoken = any(item.concept in rule.cause for item in named) or of_people
        spoken = spoken or (not named and _is_of_cause(why.group(), first, passages))
        if not spoken and (named or not _MEANS.search(why.group()) or _FROM_OUTSIDE.search(why.group())):
            return f"{why.group()!r} is another cause"
    if not here and (other := _cause_beside(rule, figure, passages, begin, end)):
        return f"{other!r} is another cause"
    if gone := removed_machines(rule, figure, passages):
        return f"{gone!r} says that the machines were gone"
    if credit := other_credit(rule, figure, passages):
        return f"{credit!r} is another cause"
    return ""


def _is_of_cause(why: str, cause: Mention, passages: Passages) -> bool:
    """Whether "because idle cranes switch off" is about the cranes that the sentence on automation names."""
    if _FROM_OUTSIDE.search(why):
        return False
    told = passages.text[slice(*passages.sentence(cause.start))].replace(why, "").lower()
    return any(re.search(rf"\b{re.escape(word)}\b", told) for word in _NOUN.findall(why.lower())[:2])


def _cause_beside(rule: FigureRule, figure: Figure, passages: Passages, begin: int, end: int) -> str:
    """The words for another cause in the sentence of a figure; empty if there are none."""
    if words := _by_doing(rule, figure, passages, end) or _new_cause(rule, figure, passages, begin, end):
        return words
    own = _own_cause(figure, passages, begin, end)
    return own.group() if own else ""


def _counts(item: Mention, rule: FigureRule, figure: Figure, passages: Passages) -> bool:
    """Whether a word names no other automated place, or names one in the clause of a figure or next to automation.

    "The clerk in the office says that costs fell" has none.
    """
    begin, end = passages.sentence(item.start)
    if _CLERK.match(item.word) and not _INSTEAD.search(passages.text, begin, end):
        return False
    if item.concept != "other automation" or any(
        one.concept in rule.cause for one in passages.mentions("cause", rule.aspect, begin, end)
    ):
        return True
    if item.start >= figure.end:
        return True
    return begin <= figure.start < end and not _SAYS.search(passages.text, item.end, figure.start)


def _line(text: str, position: int) -> str:
    return text[text.rfind("\n", 0, position) + 1 :].partition("\n")[0].strip()


def _combined(rule: FigureRule, figure: Figure, passages: Passages, begin: int, end: int) -> str:
    """The words "together with cheaper gas" of the clause of a figure, unless they name what the rule is about."""
    rivals = passages.rivals(figure)
    start = max([item.end for item in rivals if item.end <= figure.start], default=begin)
    stop = min([item.start for item in rivals if item.start >= figure.end], default=end)
    stop = passages.text.find(";", figure.end, stop) % (stop + 1)
    back = passages.sentence(max(0, begin - 2))[0]
    beside = start > begin or any(item.unit == figure.unit for item in passages.by_sentence.get(back, ()))
    start = max(start, after_dateline(passages.text, begin, end))
    for match in _WITH.finditer(passages.text[start:stop]):
        span = start + match.start(), start + match.end()
        told = [
            *(item for item in passages.mentions("cause", rule.aspect, *span) if item.concept in rule.cause),
            *(item for item in passages.mentions("measure", rule.aspect, *span) if "cheap" not in item.word.lower()),
        ]
        if not told and (not match["only"] or (beside and not OF_PEOPLE.search(match.group()))):
            return " ".join(match.group().split())
    return ""


def _new_cause(rule: FigureRule, figure: Figure, passages: Passages, begin: int, end: int) -> str:
    """The cause that a sentence names for the first time: "A bonus for each plate raised", "With a new lining".

    A noun with "the", "its" or "that" may be the machines of an earlier sentence, and so may a pronoun.
    """
    start = after_dateline(passages.text, begin, end)
    spans = [match.span("cause") for match in _BROUGHT_IN.finditer(passages.text[start:end])]
    spans = [(start + first, start + last) for first, last in spans]
    subject = subject_of(passages.text, start, figure.start)
    if subject and not subject.reports and _NEW_SUBJECT.match(passages.text, subject.start, subject.end):
        moved = passages.mentions("measure", rule.aspect, subject.verb_end, figure.start)
        if any(item.concept in rule.measures for item in moved):  # it does something to what is measured
            spans.append((subject.start, subject.verb_end))
    for first, last in spans:
        told = [
            *passages.mentions("cause", rule.aspect, first, last),
            *(item for item in passages.mentions("measure", rule.aspect, first, last) if item.concept in rule.measures),
        ]
        told = [item for item in told if "cheap" not in item.word.lower()]
        words = passages.text[first:last]
        if not told and not OF_PEOPLE.search(words) and not _BACK.search(words):
            return " ".join(words.split()[:5])
    return ""


def _clause(text: str, mention: Mention, begin: int, end: int) -> tuple[int, int]:
    """The span between the marks around a word."""
    start = max(begin, *(text.rfind(mark, begin, mention.start) + 1 for mark in ",;:"))
    stop = min((at for mark in ",;:" if (at := text.find(mark, mention.end, end)) >= 0), default=end)
    return start, stop


def _by_doing(rule: FigureRule, figure: Figure, passages: Passages, end: int) -> str:
    """The words "by switching suppliers" after a figure or before it, unless they are about machines or people."""
    stop = min([item.start for item in passages.rivals(figure) if item.start > figure.start], default=end)
    start = after_dateline(passages.text, *passages.sentence(figure.start))
    match = _LED_BY.match(passages.text, start, figure.start) or _BY_DOING.search(passages.text, figure.end, stop)
    if match is None or OF_PEOPLE.search(match.group()):
        return ""
    told = passages.mentions("cause", rule.aspect, *match.span())
    return "" if any(item.concept in rule.cause for item in told) else " ".join(match.group().split()[:4])


def _own_cause(figure: Figure, passages: Passages, begin: int, end: int) -> re.Match[str] | None:
    """Where the clause of a figure names a cause: after it, or right before it."""
    rivals = passages.rivals(figure)
    stop = min([item.start for item in rivals if item.start > figure.start], default=end)
    start = max([item.end for item in rivals if item.start < figure.start], default=begin)
    return OWN_CAUSE.search(passages.text, figure.end, stop) or WHICH_DID.search(passages.text, start, figure.start)


def _by_hand(rule: FigureRule, figure: Figure, passages: Passages, begin: int) -> str:
    """The words by which a figure is about a place that people run, not the machines named elsewhere; empty if none."""
    match = _BY_HAND.search(passages.text, begin, figure.start)
    if match is None or _LIKENED.search(passages.text, begin, match.start()):
        return ""
    nearer = passages.mentions("cause", rule.aspect, match.end(), figure.start)
    return "" if any(item.concept in rule.cause for item in nearer) else match.group()
