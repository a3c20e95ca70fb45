"""The condition on how a figure is stated: as a fact or a plan, of then or now, retracted or not."""

import re

from analysis.binding.amount_conditions import any_of, is_less_before
from analysis.binding.clauses import subject_of
from analysis.binding.concepts import Mention, dimension_of
from analysis.binding.condition import Condition
from analysis.binding.figure_rules import FigureRule
from analysis.binding.genres import genre_of
from analysis.binding.modality import NEW_VERB, PLANS, Modality, modality
from analysis.binding.passages import Passages
from analysis.binding.places import after_dateline
from analysis.binding.retractions import refuted, taken_back
from analysis.core.figures import Figure
from analysis.core.lazy_regex import lazy_regex, phrase_regex
from analysis.extraction import lexicon as lex
from analysis.extraction.english.clauses import in_aside

_DONE = any_of(r"""
    now currently at~present (?:is|are)~(?:worth|valued) stands?~at rose grew climbed increased expanded gained
    reached came was were stood fell hit achieved amounted totall?ed made got managed last~year(?!~of) year-on-year
    year~on~year a~year~earlier first~half quarter so~far months
""")
_ANALYST = lazy_regex(r"\b(?i:analysts?|banks?|bankers?|brokers?|economists?|consultan\w+)\b")
# "We pencil in growth of 3 percent", where the article shows that it is a note for clients
_OUR_VIEW = phrase_regex(
    r"\b(?i:(?:we|I) (?:now |still |therefore )?(?:forecast|estimate|project|pencil in|have pencilled in|model|reckon"
    r"|expect|believe|think|look for|see)\b|our (?:\w+ )?(?:view|models?|forecasts?|estimates?|numbers|reckoning)\b)"
)
_NOTE = phrase_regex(
    r"\b(?i:(?:for|our|to|with) clients?|target price|price target|our (?:rating|coverage|recommendation|estimates?)"
    r"|house view|(?:over|under)weight|stocks to (?:own|avoid)|EPS|rat(?:ed?|ing)\b[^.]{0,30}\b(?:buy|hold|sell|neutral"
    r"|add|reduce)|securities|we (?:rate|cover|upgrade|downgrade)|broker\w*)\b"
)
_THEIR_PLAN = lazy_regex(r"\b(?i:plan|goal|target|aim|programme)s?\b")
_WE_BELIEVE = phrase_regex(r"[^.;]*?(?:, we (?:believe|think|reckon|expect)| (?:on|by|in) our [a-z]+)(?=\s*[.;,])")
_FORMER = phrase_regex(
    r"\b(?:for|over) (?:[\w-]+ ){0,2}years\b[^.;]*\b(?:announced|promised|proclaimed|said|read|hung|stood)\b"
    r"|\b(?:former|previous|late|old|then|retired|outgoing|ex)[\s-]+(?:\w+ )?(?:mayor|secretary|governor|director"
    r"|minister|chief|boss|head|administration|government|chairman|manager|council|leadership)\b"
    r"|\bhad (?:\w+ )?(?:hoped|set|promised|aspired|vowed|intended|dreamt|pledged)\b|\bwas (?:once (?:to|\w+ed)"
    r"|promised)\b|\b(?:(?:down|up|lowered|cut|raised) from|instead of) (?:the |its )?\Z|\b(?:years?|decades?) ago\b"
    r"|\bpredecessors?\b|\b(?:was|were|had been) (?:once )?(?:going|meant|supposed|intended) to\b"
    r"|\bwould have \w+(?:ed|ad|ld|en)\b|\b(?:nobody|no one) (?:\w+ ){0,3}?any\s*more\b|\bhad (?:asked|called|wanted"
    r"|planned|provided|aimed)\b|\b(?:previous|earlier|former|old|original|last) (?:\w+ )?(?:goal|target|plan|aim)\b"
    r"|\b(?:against|versus|compared with) (?:an?|the|its|their) (?:\w+ )?(?:goal|target|plan|aim) of\b|\b(?:goal"
    r"|target|plan|programme|period) (?:that|which) (?:has )?(?:just |now )?(?:ended|expired|ran out|run out)\b",
    re.I,
)
_DRAFT_PLAN = phrase_regex(  # not "compared with the draft", "replaces a draft"
    r"(?:\b(?P<other>with|to|than|from|after|unlike(?: in)?|without|instead of|replac\w+) )?\b(?:(?:the|an?"
    r"|its|this) )?(?:\w+ )?\bdrafts?\b",
    re.IGNORECASE,
)
_MODAL = lazy_regex(r"could|might|may", re.IGNORECASE)
_YEAR = lazy_regex(r"\b20\d\d\b(?!/)")
_COMPARED_YEAR = phrase_regex(  # "double the figure for 2026"
    r"\b(?:than|against|from|with|to|over|versus|double|twice|times|half|like"
    r"|(?:figure|number|level|value|sum) (?:for|of))\b"
    r"[^,;.]{0,25}\Z",
    re.I,
)

# "runs until the end of 2031" says nothing about the figure, nor does "founded in 2012"
_ON_THE_WAY = phrase_regex(r"\b(?:until|till|through) (?:[A-Z]\w+ )?\Z", re.IGNORECASE)
_BEGUN = phrase_regex(
    r"\b(?:since|(?:founded|built|established|opened|beg[au]n(?: to \w+)?|started(?: to \w+)?) in) \Z", re.IGNORECASE
)


def _modality(figure: Figure, passages: Passages) -> Modality | None:
    begin, end = passages.sentence(figure.start)
    return modality(passages.text, figure, begin, end, passages.rivals(figure))


# A negation that makes a limit of a bound and denies nothing: "will not exceed 5 t", "never fell below 5 t".
_NEGATED_LIMIT = {
    qualifier: phrase_regex(
        r"\b(?P<ahead>(?:will|would|shall|should|must|may) (?:not|never)|(?:wo|would|should|must)n['’]t)?"
        rf"(?(ahead)|(?:not|never|cannot|\w+n['’]t)) (?![^.;]*\bthat\b)(?:[^.;]* )?(?:{words})\b[^.;]*\Z",
        re.IGNORECASE,
    )
    for qualifier, words in (
        ("<=", r"more|above|over|beyond|exceed\w*|topp?\w*|surpass\w*|higher|larger|greater"),
        (">=", r"less|below|under|lower|fewer|smaller|beneath"),
    )
}
_STATED_AS = {"plan": "plan or forecast", "forecast": "plan or forecast", "denial": "denied"}


def stated_as(figure: Figure, passages: Passages) -> str:
    """Return how a figure is stated if not as a fact: "plan or forecast" or "denied"; empty for all others.

    A count or a time next to a plan is usually not part of it ("the ten metals are to grow"), so it is skipped.

    >>> from pathlib import Path
    >>> from analysis.documents.document import Document
    >>> text = "It made 4 t. It hopes to make 6 t, and denied a loss of $3."
    >>> passages = Passages(Document("a", Path("a.txt"), text, "0"))
    >>> [stated_as(figure, passages) for figure in passages.figures]
    ['', 'plan or forecast', 'denied']
    """
    if figure.unit in lex.DURATIONS or figure.unit.startswith("count:"):
        return ""
    if passages.once(taken_back, figure):
        return "denied"
    found = passages.once(_modality, figure)
    kind = found.kind if found else ""
    limit = _NEGATED_LIMIT.get(figure.qualifier)
    begin, _ = passages.sentence(figure.start)
    if kind == "denial" and limit and (put := limit.search(passages.text[begin : figure.start])):
        kind = "plan" if put["ahead"] else ""
    return _STATED_AS.get(kind, "")


def said_condition(rule: FigureRule, figure: Figure, passages: Passages, begin: int, end: int) -> Condition:
    """Whether a claim is stated as a fact, and a target as a plan."""
    if genre := genre_of(passages.document.text):
        return Condition("said", "failed", f"the text is {genre}, which reports no facts", detail="genre")
    if verdict := refuted(figure, passages):
        return Condition("said", "failed", f"{verdict!r} is about the claim with it", detail="genre")
    found = passages.once(_modality, figure)
    if rule.kind == "target" and (draft := _draft(figure, passages, begin)):
        return Condition("said", "failed", f"{draft!r} makes it a proposal")
    if denied := passages.once(taken_back, figure):
        return Condition("said", "failed", f"{denied!r} says that the article takes it back", detail="denial")
    judge = _said_as_fact if rule.kind == "claim" else _said_as_plan
    return judge(rule, figure, passages, begin, end, found)


def _draft(figure: Figure, passages: Passages, begin: int) -> str:
    """The words by which the title or the sentence of a target is about a draft; empty if neither is."""
    spans = [(0, passages.sentence(passages.first_end - 1)[0]), (begin, figure.start)]
    drafts = [item for span in spans for item in _DRAFT_PLAN.finditer(passages.text, *span) if not item["other"]]
    return drafts[0].group() if drafts else ""


def _said_as_fact(
    rule: FigureRule, figure: Figure, passages: Passages, begin: int, end: int, found: Modality | None
) -> Condition:
    """Whether a figure that the article states is a fact, given its modality."""
    if found and found.kind == "plan" and _starts_a_plan(figure, passages):
        return Condition("said", "met", "the year before a plan", 0.8)
    if found and not (found.kind == "past" and _is_span(rule, figure, found.word, passages, begin, end)):
        return Condition("said", "failed", found.instead_of("fact"), detail=found.kind)
    if ahead := _ahead(rule, figure, passages, begin, end):
        return Condition("said", "failed", f"it is about {ahead}, which is to come", detail="plan")
    if "five years" not in rule.spans and (old := _is_old(figure, passages)):
        return Condition("said", "failed", f"it is about {old}, long before the article")
    return Condition("said", "met", "stated as a fact")


def _starts_a_plan(figure: Figure, passages: Passages) -> bool:
    """Whether a figure is for a past year and the next one of its kind for a future year."""
    own, now = figure.period or "", passages.year
    later = (item.period or "" for item in passages.rivals(figure) if item.start > figure.start)
    return bool(now and own.isdigit() and int(own) < now <= int(next((year for year in later if year.isdigit()), "0")))


def _said_as_plan(
    rule: FigureRule, figure: Figure, passages: Passages, begin: int, end: int, found: Modality | None
) -> Condition:
    """Whether a figure that the article states is planned, given its modality."""
    if analyst := _ANALYST.search(passages.text, begin, end) or _own_view(figure, passages):
        return Condition("said", "failed", f"{analyst.group()!r} makes it a forecast, not a plan", detail="analyst")
    if found and found.kind in ("denial", "question"):
        return Condition("said", "failed", found.instead_of("plan"), detail=found.kind)
    if former := _replaced(figure, passages, begin):
        return Condition("said", "failed", f"{former!r} says that it was replaced")
    if old := _is_missed(figure, passages, begin, end):
        before = passages.text[begin : figure.start]
        detail = "plan" if (found and found.word in before) or PLANS.search(before) else ""
        return Condition("said", "failed", f"{old} was over when the article appeared", detail=detail)
    if found and found.kind == "plan":
        return Condition("said", "met", f"{found.word!r} makes it a plan")
    if found and found.kind == "forecast" and not _MODAL.fullmatch(found.word):
        return Condition("said", "met", f"{found.word!r} makes it a plan", 0.8)
    if ahead := _ahead(rule, figure, passages, begin, end):
        return Condition("said", "met", f"it is about {ahead}, which is to come")
    if found and found.kind == "supposition":
        return Condition("said", "failed", found.instead_of("plan"))
    return _planned_before(figure, passages, begin, end)


def _own_view(figure: Figure, passages: Passages) -> re.Match[str] | None:
    """The words by which the writer of a note for clients states a figure as a view of his own."""
    start, stop = passages.part_of(figure)
    start = max(start, passages.text.rfind(";", start, figure.start))
    if not _NOTE.search(passages.text) or _THEIR_PLAN.search(passages.text, start, figure.start):
        return None
    return _OUR_VIEW.search(passages.text, start, figure.start) or _WE_BELIEVE.match(passages.text, figure.end, stop)


def _replaced(figure: Figure, passages: Passages, begin: int) -> str:
    """The words that mark a target as a former one; empty if there are none."""
    text = passages.text
    earlier = (item.end for item in passages.rivals(figure) if item.end <= figure.start)
    start = max([begin, *(at for at in earlier if NEW_VERB.search(text, at, figure.start))])
    former = _FORMER.search(text, start, figure.start)
    return former.group() if former else ""


def _is_span(rule: FigureRule, figure: Figure, word: str, passages: Passages, begin: int, end: int) -> bool:
    """Whether "five years ago" is the start of a rise rather than the time of the figure."""
    if rule.direction != "up" or "five years" not in rule.spans:
        return False
    return is_less_before(passages.text, begin, end) or (figure.direction == "up" and word.endswith("ago"))


def _ahead(rule: FigureRule, figure: Figure, passages: Passages, begin: int, end: int) -> str:
    """A future year that belongs to the figure: "RMB 110bn in 2032" in an article of 2028."""
    if passages.year is None:
        return ""
    for item in _own_years(figure, passages, begin, end):
        on_the_way = rule.kind == "claim" and _ON_THE_WAY.search(passages.text, begin, item.start)
        if int(item.word) > passages.year and not on_the_way:
            return item.word
    return ""


def _is_missed(figure: Figure, passages: Passages, begin: int, end: int) -> str:
    """The year of a target that had passed when the article appeared."""
    years = [item.word for item in _own_years(figure, passages, begin, end)]
    return max(years) if years and passages.year and int(max(years)) < passages.year else ""


def _own_years(figure: Figure, passages: Passages, begin: int, end: int) -> list[Mention]:
    """The years in the sentence that are closer to this figure than to another of its kind."""
    sentence, start = passages.text[begin:end], begin
    begin = after_dateline(passages.text, begin, end)
    years = [
        Mention(match.start(), match.end(), "", match.group())
        for match in _YEAR.finditer(passages.text, begin, end)
        if not _BEGUN.search(passages.text, begin, match.start())
        and not in_aside(sentence, match.start() - start, figure.start - start, figure.end - start)
    ]
    rivals = passages.rivals(figure)
    return [item for item in years if passages.owner(item, rivals) is figure]


def _planned_before(figure: Figure, passages: Passages, begin: int, end: int) -> Condition:
    """A plan announced before a target whose sentence has no word for one, as at the head of a list."""
    clause = subject_of(passages.text, after_dateline(passages.text, begin, end), figure.start)
    if (
        clause
        and not clause.reports
        and clause.verb != "added"
        and (clause.verb.endswith("ed") or clause.verb in lex.PAST_VERBS | {"had", "cost"})
        and not PLANS.search(clause.head)
    ):
        return Condition("said", "failed", f"{clause.verb!r} makes it a result, not a plan")
    around = passages.text[max(begin, figure.start - 120) : min(end, figure.end + 40)]
    if match := _DONE.search(around):
        return Condition("said", "failed", f"{match.group()!r} makes it a result, not a plan")
    if match := PLANS.search(passages.text, begin, figure.start):
        return Condition("said", "met", f"{match.group()!r} in its sentence", 0.7)
    closing = passages.rivals(figure)[-1].end
    if dimension_of(figure.unit) != "money" and (match := PLANS.search(passages.text, closing, end)):
        return Condition("said", "met", f"{match.group()!r} in its sentence", 0.6)
    near = passages.context_start(begin)
    start = max(near, passages.starts[max(0, passages.index_at(begin) - 6)])
    years = [int(found.group()) for found in _YEAR.finditer(passages.text, start, begin)]
    if passages.year and any(year > passages.year for year in years):
        return Condition("said", "met", f"about {max(years)}, which is to come", 0.5)
    if dimension_of(figure.unit) != "money" and (match := PLANS.search(passages.text, near, begin)):
        return Condition("said", "met", f"{match.group()!r} in the text before", 0.4)
    return Condition("said", "failed", "nothing says that it is planned")


def _is_old(figure: Figure, passages: Passages) -> str:
    """The period of a figure, if it ended more than two years before the article appeared."""
    if passages.year is None:
        return ""
    if not figure.period:
        begin, end = passages.sentence(figure.start)
        named = [
            item for item in _own_years(figure, passages, begin, end) if not _is_compared(figure, item.start, passages)
        ]
        late = max((item.word for item in named), default="")
        return late if late and int(late) < passages.year - 2 else ""
    last = figure.period.split("/")[-1][:4]
    begin, end = passages.sentence(figure.start)
    year = passages.text.find(last, begin, end)
    is_other = _BEGUN.search(passages.text, begin, max(begin, year)) or _is_compared(figure, year, passages)
    return figure.period if last.isdigit() and int(last) < passages.year - 2 and not is_other else ""


def _is_compared(figure: Figure, year: int, passages: Passages) -> bool:
    """Whether a year after a figure belongs to a value with which it is compared: "double the figure for 2026"."""
    return year > figure.end and bool(_COMPARED_YEAR.search(passages.text, figure.end, year))
