"""Whether a figure says how much more people do, or how much more there is for each of them or of their hours.

Add a word for people to `_WORKERS` and `_PEOPLE`, and a verb for work to `_WORKS`.
"""

import re

from analysis.binding.passages import Passages
from analysis.core.figures import Figure
from analysis.core.lazy_regex import lazy_regex, phrase_regex

_WORKERS = (
    r"(?:people|persons?|m[ae]n|wom[ae]n|hands?|heads?|crews?|crew members?|members?|work(?:ers?|m[ae]n)"
    r"|employees?|operators?|colleagues?|collaborators?|staff"
    r"|technicians?|attendants?|minders?|shifts?|pairs? of hands|those who)"
)
# "the output of each member", "what one person gets through", "an hour's work", "with the same people"
_FOR_EACH = phrase_regex(
    r"\b(?:(?:per|each|every|one|a single|an?) (?:(?:of )?(?:the|those"
    rf"|its) (?:[\w-]+ )?)?(?:[\w-]+ )?{_WORKERS}"
    r"|(?:by|for|over|of|between) (?:the|its|those) (?:remaining |same )?(?:head"
    rf"|{_WORKERS} (?:on|who|that|left|still))"
    r"|each(?= (?:handle|make|turn|produce|get|do|cast|strip|draw|mind|tend|run|manage|look)(?:e?s)?\b)"
    r"|each(?=\s*(?:[.,;!”\"]|\Z))"
    rf"|with the same (?:number of )?{_WORKERS}|labour"
    r"|(?:hours?|days?|shifts?)['’]?s?(?: of)? work|working (?:hour|day)|man-?\s?(?:hour|day)|hour worked)\b",
    re.IGNORECASE,
)
_WORK_IS = frozenset({"output", "productivity", "size", "yield", "value"})
_AMOUNT = lazy_regex(
    r"\b(?:output|production|tonnage|tonnes|tons|amount|number|quantity|volume|yields?|result|work)\b",
    re.IGNORECASE,
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
    text, (begin, end) = passages.text, passages.sentence(figure.start)
    rivals = passages.rivals(figure)
    start = max([begin, *(item.end for item in rivals if item.end <= figure.start)])
    stop = min([end, *(item.start for item in rivals if item.start >= figure.end)])
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
    if more is None and not figure.text.endswith("again"):
        return ""
    people = _PEOPLE.search(text, start, figure.start)
    if people is None or _OWN_GAIN.search(text, people.end(), figure.start):
        return ""
    named = more and any(more.start("goods") <= item.start < more.end("goods") for item in goods)
    works = _WORKS.search(text, start, figure.start)
    return people.group() if named or works or more is None or not more["goods"] else ""
