"""Whether machines were there when a figure changed, and what the next sentences say brought the change about.

Add a machine to `_MACHINE`, a way to remove it to `_OFF` and `_SENT`, and a way to name a cause to `_HAS_CAUSE`.
"""

import re
from collections.abc import Iterator

from analysis.claims.binding_words import BECAUSE, OF_PEOPLE
from analysis.claims.figure_rules import FigureRule
from analysis.claims.passages import Passages
from analysis.core.figures import Figure
from analysis.core.lazy_regex import lazy_regex

_MACHINE = lazy_regex(
    r"(?:robots?|machines?|machinery|automat\w+|arms?|cranes?|gantr\w+|systems?|computers?|software|cameras?|vehicles?|trucks?|carts?|manipulators?)\Z",
    re.IGNORECASE,
)
_OFF = (
    r"(?:sold(?!\s+to\b)|removed|dismantled|scrapped|(?:switched|turned|torn|ripped)\s+(?:off|out)|sent\s+(?:back|away)|returned|given\s+(?:away|back|up)"
    r"|taken\s+(?:out|away|down|apart|back)|thrown\s+out|retired|abandoned|abolished|ended|unplugged|mothballed|withdrawn|written\s+off)"
)
# "The robots, which were dismantled", "The robots left the tank house", "the machines were sold"
_WENT = lazy_regex(
    rf"(?:\s+(?:(?:that|which|who)\s+[^,.;]{{1,60}}?|(?:of|in|from|at)\s+[^,.;]{{1,40}}?))?,?\s+(?:(?:which|that|have|has|had|was|were|are|is|been|got|then|since|later|all)\s+){{0,4}}"
    rf"(?:(?<=\s)(?<=(?:was|ere|een|got)\s){_OFF}|out\s+of\s+(?:its|the|their)\b|gone\b|left\s+(?:in\b|(?:the|their|its)\s+(?:[\w-]+\s+)?(?:hall|house|works|plant|smelter|line|shop|foundry|building|site|mill|factory|bay)\b)|moved\s+out|departed|disappeared|went\s+(?:to|back|away|for\s+scrap)\b|ended\b|failed\b|(?:is|are|was|were)\s+over\b|came\s+to\s+an\s+end\b|stands?\s+(?:idle|still|in\s+(?:a|the)\s+(?:museum|yard|shed|cellar))\b)",
    re.IGNORECASE,
)
_SENT = lazy_regex(
    r"\b(?:(?:sold|sent|returned)\s+(?:(?:all|most)\s+of\s+)?(?:its|their|our|all)|(?:removed|dismantled|scrapped|abandoned|abolished|ended|unplugged|mothballed"
    r"|(?:switched|turned)\s+off|g[ai]ve(?:n|s)?\s+up|giving\s+up|g[oe]t(?:ting)?\s+rid\s+of|parted\s+with|d(?:id|oes|oing)\s+away\s+with|dispens\w+\s+with"
    r"|took\s+out|threw\s+out|und(?:id|one|oing)|reversed|rolled\s+back|pull(?:ed|s|ing)\s+the\s+plug\s+on|(?:cancell?ed|terminated|ended|returned)\s+the\s+(?:lease|contract|rent|hire)\s+(?:of|for)|farewell\s+to|goodbye\s+to|(?:end|departure|sale|removal|dismantling|withdrawal|failure)\s+of"
    r"|(?:people|crews?|men|hands|workers|humans|staff)\s+(?:(?:have|has|had|now)\s+)*(?:replaced?|ousted|relieved|(?:taken|took)\s+over\s+from))"
    r"(?:\s+(?:the|its|their|his|all|of|these|those|most))*)\s+(?:[a-z]+\s+)?\Z",
    re.IGNORECASE,
)
_BY_HAND_AGAIN = lazy_regex(
    r"\b(?:(?:run|operated|worked|tended|done)\s+by\s+(?:people|hand|men|crews|workers)\s+(?:again|once\s+more)"
    r"|(?:people|crews|men|hands|workers)\s+(?:are|have)\s+(?:back|returned|come\s+back)|(?:return(?:ed)?|went|back)\s+to\s+(?:manual|hand|people|crews|men)|(?:taken|took|hired)\s+(?:back\s+)?(?:\w+\s+)?(?:men|people|workers)\s+(?:back|again)|(?:taken|took)\s+back\s+\w+\s+(?:men|people|workers)|re-?hired|(?:called|brought|fetched)\s+(?:the|its)\s+(?:crews?|people|men|workers)\s+back|people\s+in\s+(?:their|its)\s+place)\b",
    re.IGNORECASE,
)
_NEWER = lazy_regex(r"\b(?:new|newer|other|better|modern)\s+\Z", re.IGNORECASE)
_OLD = lazy_regex(r"\b(?:old|older|former|first|previous)\s+\Z", re.IGNORECASE)

_HAS_CAUSE = lazy_regex(
    r"\b(?:ha(?:s|ve|d)\s+to\s+do\s+with|(?:is|was|are|were)\s+(?:(?:mainly|mostly|chiefly|largely|entirely|solely|all|rather|really|simply|partly)\s+)?"
    r"(?:owed\s+to|due\s+to|down\s+to|thanks\s+to|because\s+of|explained\s+by|caused\s+by|the\s+(?:work|doing|merit|effect|fruit|result|consequence|achievement)\s+of)"
    r"|(?:belongs|goes|went|is\s+due)\s+to|puts?\s+(?:it|this|that|them|the\s+\w+)\s+down\s+to|(?:com(?:es?)|came|stem(?:s|med)|result(?:s|ed))\s+from"
    r"|(?:reason|cause|explanation)(?:\s+for\s+(?:it|this|that|the\s+\w+))?\s+(?:is|was|lies\s+in|lay\s+in)|owes?\s+(?:it|this|that|them|all\s+of\s+it)\s+to|(?:tenths|half|most|all|part|much)\s+of\s+(?:it|this|that|them)\s+(?:is|was|are|were)|(?:can|may|must|has\s+to|have\s+to)\s+thank|thanks|what\s+(?:changed|helped|did\s+it)\s+(?:is|was)|attribut\w+\s+(?:it|this|that|the\s+\w+)\s+to"
    r"|(?P<why>because))\s+",
    re.IGNORECASE,
)
_MADE_IT = lazy_regex(
    r"\W*(?:(?:It|What)\s+(?:is|was)\s+)?(?P<cause>[^,;]{3,80}?),?\s+(?:made\s+the\s+difference|(?:account(?:s|ed)?\s+for|explains?|explained)\s+(?:(?:all|most|half|nearly\s+all|much)\s+of\s+)?(?:it|this|that|them|the\s+\w+)\b|(?:which|that)\s+explains?\b|(?:is|was|are|were)\s+behind\s+(?:it|this|that)|did\s+it\b|that\s+is\s+why"
    r"|(?:that|which|whom)\s+[^,;.]{1,40}\bto\s+thank\b)",
    re.IGNORECASE,
)
_BACK = lazy_regex(
    r"\W*(?:[^,;]{1,40}\bsays?\s+(?:that\s+)?)?(?:(?:For\s+(?:that|this|it)|What\s+(?:changed|helped|did)|[\w-]+\s+(?:tenths|half|most|part)\s+of|That|This|It|Both|Credit|Most\s+of\s+(?:it|this|that)|All\s+of\s+(?:it|this|that))\b"
    r"|(?:(?:The|Its|His|Her|Their|Half|All|Much)\s+)?(?:of\s+the\s+)?(?:main\s+|real\s+|only\s+|whole\s+)?(?:credit|reason|cause|explanation|saving|reduction|fall|drop|decline|cut|rise|gain|increase|improvement|difference|success|merit)s?\b"
    r"|[^,;]{1,40}\b(?:put|puts|owes?|attributes?|attributed)\b)",
    re.IGNORECASE,
)
_NO_PART = lazy_regex(
    r"\b(?:robots|machines|automation)\?\s+(?:no|hardly|not|never)\b|"
    r"\b(?:(?:do|does|did|should)\s+not|don['’]t|doesn['’]t|didn['’]t|never|cannot|can['’]t|is\s+doubtful|is\s+unclear|whether)\s+(?:\w+\s+)?(?:thank|credit|praise|contribute\w*|help(?:ed)?|the\s+(?:robots|machines)\s+(?:contribut|help|play|had)\w*)"
    r"|\b(?:ha(?:d|ve|s)|play(?:s|ed)?|deserve[sd]?|tak(?:es?|en)|took)\s+(?:had\s+)?(?:no|little|nothing|hardly\s+any|neither)\s+(?:part|share|role|hand|credit|influence|effect|to\s+do)\b",
    re.IGNORECASE,
)
_WHICH = lazy_regex(r"\b(?:which|that|who)\s+\Z")  # says something of another thing
# A clause with "because" may also say how machines did it; these are causes of their own.
_OF_ITS_OWN = lazy_regex(
    r"\b(?:rent|rents|lease|tax(?:es)?|tariffs?|prices?|cheaper|contracts?|weather|winter|summer|rain|wind|solar|sun|roof|idle|orders|strikes?|holidays?|bonus(?:es)?|subsid\w+"
    r"|insulat\w+|lining|motors?|gas|diesel|interest|currency|exchange\s+rate)\b",
    re.IGNORECASE,
)
# "thanks to lamps that stay off": how machines save, not another cause
_HOW = lazy_regex(
    r"\b(?:it|them|they|this|that|these|fact|lights?|lamps?|dark|nights?|shifts?|breaks?|never|speed|precis\w+|accura\w+|constant|faster|fewer|less|even)\b",
    re.IGNORECASE,
)
_PARTS = lazy_regex(r"[;.]|,\s+(?:and|but|while|whereas)\b")
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
