"""Whether machines were there when a figure changed, and what the next sentences say brought the change about.

Add a machine to `_MACHINE`, a way to remove it to `_OFF` and `_SENT`, and a way to name a cause to `_HAS_CAUSE`.
"""

import re
from collections.abc import Iterator

from analysis.claims.binding_words import BECAUSE, OF_PEOPLE
from analysis.claims.figure_rules import FigureRule
from analysis.claims.passages import Passages
from analysis.core.figures import Figure
from analysis.core.lazy_regex import lazy_regex, phrase_regex

_MACHINE = lazy_regex(
    r"(?:robots?|machines?|machinery|automat\w+|arms?|cranes?|gantr\w+|systems?|computers?|software|cameras?"
    r"|vehicles?|trucks?|carts?|manipulators?)\Z",
    re.IGNORECASE,
)
_OFF = (
    r"(?:sold(?! to\b)|removed|dismantled|scrapped|(?:switched|turned|torn|ripped) (?:off|out)"
    r"|sent (?:back|away)|returned|given (?:away|back|up)"
    r"|taken (?:out|away|down|apart|back)|thrown out|retired|abandoned|abolished|ended|unplugged|mothballed"
    r"|withdrawn|written off)"
)
# "The robots, which were dismantled", "The robots left the tank house", "the machines were sold"
_WENT = phrase_regex(
    rf"(?: (?:(?:that|which|who) [^,.;]{{1,60}}?|(?:of|in|from|at) [^,.;]{{1,40}}?))?,? (?:(?:which|that|have"
    rf"|has|had|was|were|are|is|been|got|then|since|later|all) ){{0,4}}"
    rf"(?:(?<=\s)(?<=(?:was|ere|een|got)\s){_OFF}|out of (?:its|the|their)\b|gone\b"
    r"|left (?:in\b|(?:the|their|its) (?:[\w-]+ )?(?:hall|house|works|plant|smelter|line|shop|foundry|building"
    r"|site|mill|factory|bay)\b)|moved out|departed|disappeared|went (?:to|back|away|for scrap)\b|ended\b"
    r"|failed\b|(?:is|are|was|were) over\b|came to an end\b"
    r"|stands? (?:idle|still|in (?:a|the) (?:museum|yard|shed|cellar))\b)",
    re.IGNORECASE,
)
_SENT = phrase_regex(
    r"\b(?:(?:sold|sent|returned) (?:(?:all|most) of )?(?:its|their|our|all)"
    r"|(?:removed|dismantled|scrapped|abandoned|abolished|ended|unplugged|mothballed"
    r"|(?:switched|turned) off|g[ai]ve(?:n|s)? up|giving up|g[oe]t(?:ting)? rid of|parted with"
    r"|d(?:id|oes|oing) away with|dispens\w+ with"
    r"|took out|threw out|und(?:id|one|oing)|reversed|rolled back|pull(?:ed|s|ing) the plug on"
    r"|(?:cancell?ed|terminated|ended|returned) the (?:lease|contract|rent|hire) (?:of|for)|farewell to"
    r"|goodbye to|(?:end|departure|sale|removal|dismantling|withdrawal|failure) of"
    r"|(?:people|crews?|men|hands|workers|humans|staff) (?:(?:have|has|had|now) )*(?:replaced?|ousted|relieved"
    r"|(?:taken|took) over from))"
    r"(?: (?:the|its|their|his|all|of|these|those|most))*) (?:[a-z]+ )?\Z",
    re.IGNORECASE,
)
_BY_HAND_AGAIN = phrase_regex(
    r"\b(?:(?:run|operated|worked|tended|done) by (?:people|hand|men|crews|workers) (?:again|once more)"
    r"|(?:people|crews|men|hands|workers) (?:are|have) (?:back|returned|come back)"
    r"|(?:return(?:ed)?|went|back) to (?:manual|hand|people|crews|men)"
    r"|(?:taken|took|hired) (?:back )?(?:\w+ )?(?:men|people|workers) (?:back|again)"
    r"|(?:taken|took) back \w+ (?:men|people|workers)|re-?hired"
    r"|(?:called|brought|fetched) (?:the|its) (?:crews?|people|men|workers) back"
    r"|people in (?:their|its) place)\b",
    re.IGNORECASE,
)
_NEWER = phrase_regex(r"\b(?:new|newer|other|better|modern) \Z", re.IGNORECASE)
_OLD = phrase_regex(r"\b(?:old|older|former|first|previous) \Z", re.IGNORECASE)

_HAS_CAUSE = phrase_regex(
    r"\b(?:ha(?:s|ve|d) to do with|(?:is|was|are|were) (?:(?:mainly|mostly|chiefly|largely|entirely|solely|all"
    r"|rather|really|simply|partly) )?"
    r"(?:owed to|due to|down to|thanks to|because of|explained by|caused by"
    r"|the (?:work|doing|merit|effect|fruit|result|consequence|achievement) of)"
    r"|(?:belongs|goes|went|is due) to|puts? (?:it|this|that|them|the \w+) down to"
    r"|(?:com(?:es?)|came|stem(?:s|med)|result(?:s|ed)) from"
    r"|(?:reason|cause|explanation)(?: for (?:it|this|that|the \w+))? (?:is|was|lies in|lay in)"
    r"|owes? (?:it|this|that|them|all of it) to|(?:tenths|half|most|all|part|much) of (?:it|this|that"
    r"|them) (?:is|was|are|were)|(?:can|may|must|has to|have to) thank|thanks"
    r"|what (?:changed|helped|did it) (?:is|was)|attribut\w+ (?:it|this|that|the \w+) to"
    r"|(?P<why>because)) ",
    re.IGNORECASE,
)
_MADE_IT = phrase_regex(
    r"\W*(?:(?:It|What) (?:is|was) )?(?P<cause>[^,;]{3,80}?),? (?:made the difference"
    r"|(?:account(?:s|ed)? for|explains?|explained) (?:(?:all|most|half|nearly all|much) of )?(?:it|this|that"
    r"|them|the \w+)\b|(?:which|that) explains?\b|(?:is|was|are|were) behind (?:it|this|that)|did it\b"
    r"|that is why"
    r"|(?:that|which|whom) [^,;.]{1,40}\bto thank\b)",
    re.IGNORECASE,
)
_BACK = phrase_regex(
    r"\W*(?:[^,;]{1,40}\bsays? (?:that )?)?(?:(?:For (?:that|this|it)|What (?:changed|helped|did)"
    r"|[\w-]+ (?:tenths|half|most|part) of|That|This|It|Both|Credit|Most of (?:it|this|that)"
    r"|All of (?:it|this|that))\b"
    r"|(?:(?:The|Its|His|Her|Their|Half|All|Much) )?(?:of the )?(?:main |real |only |whole )?(?:credit|reason"
    r"|cause|explanation|saving|reduction|fall|drop|decline|cut|rise|gain|increase|improvement|difference"
    r"|success|merit)s?\b"
    r"|[^,;]{1,40}\b(?:put|puts|owes?|attributes?|attributed)\b)",
    re.IGNORECASE,
)
_NO_PART = phrase_regex(
    r"\b(?:robots|machines|automation)\? (?:no|hardly|not|never)\b|"
    r"\b(?:(?:do|does|did|should) not|don['’]t|doesn['’]t|didn['’]t|never|cannot|can['’]t|is doubtful"
    r"|is unclear|whether) (?:\w+ )?(?:thank|credit|praise|contribute\w*|help(?:ed)?"
    r"|the (?:robots|machines) (?:contribut|help|play|had)\w*)"
    r"|\b(?:ha(?:d|ve|s)|play(?:s|ed)?|deserve[sd]?|tak(?:es?|en)|took) (?:had )?(?:no|little|nothing"
    r"|hardly any|neither) (?:part|share|role|hand|credit|influence|effect|to do)\b",
    re.IGNORECASE,
)
_WHICH = phrase_regex(r"\b(?:which|that|who) \Z")  # says something of another thing
# A clause with "because" may also say how machines did it; these are causes of their own.
_OF_ITS_OWN = phrase_regex(
    r"\b(?:rent|rents|lease|tax(?:es)?|tariffs?|prices?|cheaper|contracts?|weather|winter|summer|rain|wind"
    r"|solar|sun|roof|idle|orders|strikes?|holidays?|bonus(?:es)?|subsid\w+"
    r"|insulat\w+|lining|motors?|gas|diesel|interest|currency|exchange rate)\b",
    re.IGNORECASE,
)
# "thanks to lamps that stay off": how machines save, not another cause
_HOW = lazy_regex(
    r"\b(?:it|them|they|this|that|these|fact|lights?|lamps?|dark|nights?|shifts?|breaks?|never|speed|precis\w+"
    r"|accura\w+|constant|faster|fewer|less|even)\b",
    re.IGNORECASE,
)
_PARTS = phrase_regex(r"[;.]|, (?:and|but|while|whereas)\b")
_FAR = 3


def removed_machines(rule: FigureRule, figure: Figure, passages: Passages) -> str:
    """Return the words by which the machines were gone when a figure changed; empty if they were not."""
    text = passages.text
    begin, end = passages.sentence(figure.start)
    near = passages.context_start(begin)
    gone = ""
    for item in passages.mentions("cause", rule.aspect, near, end):
        if item.concept not in rule.cause or not _MACHINE.search(item.word):
            continue
        start, stop = passages.sentence(item.start)
        before = text[max(start, item.start - 60) : item.start]
        if _NEWER.search(before):
            gone = ""
        elif _OLD.search(before):
            continue
        elif sent := _SENT.search(before):
            gone = sent.group() + item.word
        elif item.start < figure.start and (went := _WENT.match(text, item.end, stop)):
            gone = item.word + went.group()
    again = _BY_HAND_AGAIN.search(text, near, figure.start)
    return " ".join((gone or (again.group() if again else "")).split())


def other_credit(rule: FigureRule, figure: Figure, passages: Passages) -> str:
    """Return the words of the next sentences that name another cause of a figure; empty if there are none."""
    text = passages.text
    first = passages.index_at(figure.start) + 1
    begin, end = passages.sentence(figure.start)
    if (why := BECAUSE.search(text, begin, end)) and _about_cause(rule, passages, *why.span()):
        return ""  # "thanks to the robots, costs fell"
    rest = min([end, *(item.start for item in passages.rivals(figure) if item.start > figure.start)])
    clauses = [(*span, True) for span in list(_parts(text, figure.end, rest))[1:]]
    last = len(passages.starts) - 1
    stop = passages.end_of(min(first, last))
    if text[end:stop].rstrip().endswith("?"):  # "Robots? No"
        stop = passages.end_of(min(first + 1, last))
    no = _NO_PART.search(text, end, stop)
    if no and not _WHICH.search(text, end, no.start()) and _about_cause(rule, passages, end, no.end() + 40):
        return " ".join(text[end : no.end()].split())
    for at in range(first, min(first + _FAR, len(passages.starts))):
        parts = _parts(text, passages.starts[at], passages.end_of(at))
        clauses += [(*span, at == first and not number) for number, span in enumerate(parts)]
    for start, stop, follows in clauses:
        found = _credited(rule, passages, start, stop, follows=follows)
        if found is not None:
            return found
    return ""


def _credited(rule: FigureRule, passages: Passages, begin: int, end: int, *, follows: bool) -> str | None:
    """The other cause that a clause names; empty if it names what the rule is about, None if it names none."""
    text = passages.text
    if follows and (made := _MADE_IT.match(text, begin, end)):
        span = made.span("cause")
    elif match := _HAS_CAUSE.search(text, begin, end):
        measured = passages.mentions("measure", rule.aspect, begin, match.start())
        own = any(item.concept in rule.measures for item in measured)
        if not own and not (follows and _BACK.match(text, begin, end)):
            return None
        comma = text.find(",", match.end(), end)
        span = match.end(), comma if comma >= 0 else end
        if match["why"] and not _OF_ITS_OWN.search(text, *span):
            return None
    else:
        return None
    words = text[slice(*span)]
    if _about_cause(rule, passages, *span) or OF_PEOPLE.search(words) or _HOW.search(words):
        return ""
    return " ".join(words.split()[:6])


def _about_cause(rule: FigureRule, passages: Passages, begin: int, end: int) -> bool:
    return any(item.concept in rule.cause for item in passages.mentions("cause", rule.aspect, begin, end))


def _parts(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """The spans of the clauses of a sentence."""
    for mark in _PARTS.finditer(text, begin, end):
        yield begin, mark.start()
        begin = mark.end()
    yield begin, end
