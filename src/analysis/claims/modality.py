"""The modality of a figure: stated as fact, planned, expected, supposed, denied, asked about, or over."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from analysis.claims.places import after_dateline
from analysis.core.figures import Figure
from analysis.core.lazy_regex import lazy_regex
from analysis.extraction.english.asides import in_aside


class Modality(NamedTuple):
    """How a figure is said: the kind, and the words that say so."""

    kind: str
    word: str


_DENY = "reject|dismiss|refut|disput|contradict"  # stems of verbs
_DROPPED = r"given\s+up|dropped|abandoned|scrapped|shelved|withdrawn"
_CUES = {
    "plan": r"""aim(?:s|ed|ing)?|target(?:s|ed|ing)?|goals?|objectives?|(?<!as\s)plan(?:s|ned|ning|ners)?(?!\s+period)
        |wants?
        |wish(?:es)?|hop(?:es?|ed|ing)
        |intend(?:s|ed|ing)?|intention|seeks?|sought|striv\w+|vow\w*|pledg\w+|promis\w+|guarantee[ds]?|(?:re)?assur(?:es?|ed|ing)|warrants?|warranted|warrant(?:y|ies)|undert(?:akes?|ook)|sw(?:ore|ears?)|vouch\w*|commit(?:s|ted)\s+itself
            |ambitions?|envisag\w+
        |head(?:ed|ing)|sights|in\s+mind|aspir\w+|wants?\s+to\s+see|milestones?|ahead\s+of\s+it|(?:year|years|months)\s+(?:ahead(?!\s+of)|to\s+come)|in\s+the\s+coming
        |envision\w*|would\s+like|(?:should|shall|must|ought\s+to)(?!\s+(?:have\s+)?(?:read|say|said)\b)|will(?!\s+find\b)|'ll|(?:is|are|was|were)\s+(?:due\s+)?to(?=\s+(?!be\s+(?:had
            |found|seen)|say\b)\w)
        |(?<!out\s)to\s+be(?!\s+(?:earned|made|had|found|seen|sure|fair|exact|precise))|needs?\s+to|ha(?:s|ve)\s+to|(?:meant|supposed)\s+to|provides?\s+for|calls?\s+for|asks?\s+for|foreseen|foresees?
            |by\s+(?:the\s+end\s+of\s+)?20\d\d
        |by\s+the\s+end\s+of\s+(?:the|this|next)\s+(?:decade|year)|by\s+(?:the\s+)?mid-?20\d\d|next\s+year
            |on\s+(?:course|track)\s+(?:to|for)
        |dreams?|propos(?:ed|es|al)|eventual(?:ly)?|(?<!\bin\s)one\s+day(?!\s+(?:after|before|later|earlier|ago))|in\s+future|the\s+(?:program(?:me)?|outline|plan
            |blueprint)\s+(?:lists|sets|names|foresees)|pencil(?:s|led)\s+in""",
    "forecast": r"""forecasts?|predict\w*|projects\s+(?:that|a|an)|projected|projections?|expect\w*|could(?!\s+hardly)
        |(?-i:may)|might|would|likely|anticipat\w+|outlook
        |prospects?|analysts?\s+sees?|sees?(?=\s+(?:[\w'’-]+\s+){1,8}?(?!per)[a-z]+ing\b)|guidance|prognos\w+|tipped\s+to|bets?\s+on|budget(?:s|ed)?""",
    "supposition": r"""if(?!\s+(?:you\s+(?:prefer|like|will|mean|ask|count|look)
            |(?:one|we)\s+(?:also\s+)?(?!were|had|could|did)\w))(?!
            \s+[^,.;]{1,30}?\s(?:ha(?:s|ve|d)\s+(?:its|his|her|their)\s+way|goes?\s+(?:well|to\s+plan)))
        |suppos\w+(?!\s+to\b)|assum\w+|imagin\w+|hypothe\w+|were\s+to
        |(?:in|on)\s+(?:the|our|its|his|her|their|my)\s+(?:\w+\s+)?models?\b(?!\s+(?:mill|plant|line|hall|works))|(?:['’]s|our|its|their)\s+model\s+(?:gives?|has|puts?|shows?|uses?|assumes)
        |(?:we|I|they|analysts?)\s+model(?:led)?|would\s+(?:have|need)\s+to
        |unless|once(?=\s+(?:it|they|the\s+\w+)\s+ha(?:s|ve)\b)|in\s+theory|on\s+paper|samples?\s+of|under\s+study|at\s+full\s+(?:load|capacity)|simulat\w+|scenarios?|provided\s+that
        |(?:cut|save|lower|reduce|boost|raise|increase)s?\s+your|vendors?|salesm[ae]n|sellers?|advert\w+|blogs?|prospectus|gossip
        |on\s+(?:its|their|the|a)\s+(?:very\s+)?(?:best|good|perfect)\s+(?:days?|shifts?|nights?|weeks?)
        |for\s+(?:one|a\s+single)\s+(?:days?|weeks?|nights?|shifts?|hours?)
        |ha(?:s|d)\s+it\s+that|(?:still|are|were)\s+(?:learn|taught|told\s+at\s+school)\s+that
        |rumou?r\w*|allegedly|reportedly|supposedly|purportedly|unconfirmed|(?:first|second|third)?\s*drafts?
        |(?:in|during)\s+(?:a|an|the|its|one)\s+(?:\w+\s+)?(?:simulation|trial|test|experiment|pilot|laboratory)|in\s+(?:trials|tests|experiments|the\s+lab)
        |in\s+(?:[\w.'’-]+\s+){1,4}(?:novel|film|play|game|story|joke|cartoon|comedy|dream)
        |question\s+marks?|it\s+(?:went|goes)\s+(?:round|around)|word\s+(?:has\s+it|went\s+round)|(?:dreamt|dreamed|dreams)\s+(?:that|of)|your\s+(?:own\s+)?(?:costs?|energy|electricity|output|productivity|bills?)|had\s+(?:talked|spoken|shown|predicted|estimated|forecast|advertised|offered|quoted|led\s+\w+\s+\w+\s+to\s+hope|raved|bragged)|(?:contract|tender|quotation|offer|bid|order\s+form)s?(?=\s+(?:of|for|with|from|names|promises|provides|states|says|lists|shows|gives|calls|which|that|by)\b)|spoken\s+of|said\s+to\s+be\s+able|claims?\s+of|believe|(?:suppliers?|makers?|builders?)\s+of\s+(?:the\s+)?(?:robots?|software|machines?|equipment|systems?)|brochures?|leaflets?|whether
        |(?<![A-Za-z,)]\s)(?:(?:media|press|newspaper|earlier|some|recent)\s+)?
            (?:reports|claims|rumou?rs|stories|suggestions|assertions|allegations|talk|word)\s+that
        |the\s+(?:claim|idea|belief|notion|suggestion|assertion|allegation|rumou?r|story)\s+that""",
    "denial": r"""not(?!\s+(?:only|counting|least|including|less|fewer|just|merely|far|even))|\w+n['’]t|never
        |(?:dropped|abandoned|scrapped|shelved|withdrawn|withdrew|cancelled|gave\s+up|given\s+up)\s+(?:its|the
        |their|a)(?:\s+\w+)?\s+(?:targets?|plans?|goals?|aims?)|nor|neither|cannot
        |(?:withdr[ae]wn?|retract(?:s|ed)|revok(?:es|ed)|recall(?:s|ed))\s+(?:its|the|their|his|her|a)\s+(?:\w+\s+)?
            (?:figures?|numbers?|estimates?|claims?|reports?|statements?)
        |deni(?:ed|es|al)|deny(?:ing)?|far\s+from|untrue"""
    rf"|(?:{_DENY})\w*"
    r"""|wrong(?:ly)?
            |false(?:ly)?|contrary\s+to
        |no\s+longer|rather\s+than|nowhere\s+near|mistaken\w*|nonsense|myth|by\s+no\s+means|miss(?:ed|es|ing)|(?:fell|falls|fallen)\s+short(?!\s+of\s+(?:that|those|what|it\s+by|(?:its|their|the)\s+(?:old|former|previous|earlier|last))\b)
        |(?:no\s+one|no-one|nobody)\s+(?:\w+\s+){0,4}?(?:believes?|thinks?|expects?|knows?|claims?)|anything\s+but|invention|yet\s+to
        |(?-i:No|None|Hardly\s+an?y?|(?<=that\s)no)(?!\s+(?:less|fewer|more|doubt|matter|wonder|sooner|surprise|secret|longer)\b)
        |(?-i:instead)\s+of(?=\s+(?:the\s+|a\s+)?(?:\w+\s+)?(?:[\d$]|\Z))""",
    "past": r"""when\s+[^,.;]{1,40}\s(?:was|were)\s+(?:still|young|small|new)\b
        |used\s+to|had\s+been(?!\s+\w+(?:ed|ought|ut|one)\b|\s+(?:\w+\s+)?(?:smaller|lower|less)\b)
        |(?:was|were)\s+once
        |formerly|once(?=\s+(?:[\d$]|was|were|had|made|earned|brought
        |left|cost|worth|a\b))|previously|(?:years?|decades?|months?)\s+ago
        |a\s+decade\s+ago|in\s+the\s+old\s+days|back\s+(?:then|in)|at\s+(?:that|the)\s+time
            |(?<!of\s)(?<!than\s)(?<!from\s)(?<!in\s)(?:in\s+)?the\s+(?:year|years)\s+before|(?:previous|prior|preceding)\s+year(?=\s*:)|year\s+(?:before|earlier)(?=\s*:)
        |(?:a|the)\s+time\s+when|time\s+was\s+when|(?:days|times|years)\s+when
        |(?:a|one)\s+year\s+(?:earlier|before)|last\s+decade|in\s+its\s+heyday|in\s+better\s+days
            |at\s+its\s+peak|no\s+more(?!\s+than)|in\s+the\s+boom""",
}
_CUE = lazy_regex("|".join(rf"(?P<{kind}>(?<!\w)(?:{words})(?!\w))" for kind, words in _CUES.items()), re.I | re.X)
# What ends the reach of a cue: another clause, with a verb of its own.
_CLAUSE = lazy_regex(
    r";|(?:^|\W)(?:but|while|whereas|which|who|although|though|because|since|where|when|yet)\b|\.\s|[“\"”]\s*[A-Z]",
    re.IGNORECASE,
)
_VERB = (
    r"(?:is|are|was|were|has|have|had|rose|fell|grew|earns?|earned|makes|made|cut|came|comes|reached"
    r"|stood|stands|left|leaves"
    r"|costs?(?!\s+(?:lower|higher|that|of|by)\b)|brings|brought|does|did|increased|climbed|amounted|totall?ed|puts?|counted|holds|held|sold"
    r"|contributed|yields?|turns|turned)"
)
_NEW_VERB = lazy_regex(rf"(?:,|\band\b|:|\bas\b)\s+(?:\S+\s+){{0,6}}?{_VERB}\b", re.IGNORECASE)
_FIRST_VERB = lazy_regex(rf"\b{_VERB}\b")
# "instead of the $16 a ton that wire brings"
_IT_HAS = lazy_regex(
    r"(?:\s+(?:per|a)\s+\w+)?\s+(?:that|which)\s+(?:[\w-]+\s+){1,4}?(?:brings?|makes?|earns?|leaves?|yields?|has|have)\b"
)
_LED = lazy_regex(rf"\A,\s+(?:(?!and\b|but\b)[^\s,;:]+\s+){{1,6}}?{_VERB}\b")
_AFTER = lazy_regex(
    r"""\A(?:(?!\bbecause\b|,\s*(?:and|but|while|whereas|which|though)\b|\band\s+(?:the|its|it|he|she|they)\b)[^.;:]){0,45}?(?:
      (?P<plan>\bas\s+(?:its|the|their|our|his|a)\s+(?:\w+\s+)?(?:goal|target|aim|mark|objective)\b|\b(?:(?:should|will|must|(?:is|are)\s+to)\s+(?:be|become|come|consist|flow|go)\b|shall\b|by\s+(?:the\s+end\s+of\s+)?20\d\d|by\s+the\s+end\s+of\s+(?:the|this)\s+decade|next\s+year
          |(?:is|are|was|were)\s+(?:planned|the\s+(?:goal|target|aim)|a\s+(?:goal|target)
        |aimed|targeted|intended|promised|hoped)\b|(?:he|she|it|they|the\s+\w+)\s+(?:wants?|aims?|hopes?|hoped|promised
            |plans?|planned)\b))
    | (?P<forecast>(?<![\s\S])\s*(?:expect|believe|think|hope|say|plan|want)\b
        |\b(?:is|are|was|were|as)\s+(?:expected|forecast|predicted|likely|possible|conceivable)|(?:he
        |she|it|they|the\s+\w+)\s+(?:expects?|expected|forecasts?|predicts?|predicted)\b)
    | (?P<denial>\b(?:is|are|was|were)\s+(?:not\s+(?:true|correct|right)|untrue|wrong|false|nonsense|denied
        |disputed|a\s+myth|invented|"""
    + _DROPPED
    + r""")
        |(?:\w+\s+){1,2}(?:denied|denies|disputes|rejects|contests)\b
        |calls?\s+(?:it\s+)?(?:wrong|false|untrue|nonsense|invented))
    | (?P<supposition>
        \bwould\s+(?:be|have|turn|become|fall|rise|drop|vanish|shrink|melt)\b|\s*in\s+(?:its|the|a|their)\s+(?:\w+\s+)?(?:laboratory|lab|trials?|tests?)\b|
        \s*(?:less|more|lower|higher|cheaper|below|above|under|over)\s+(?:than\s+)?
          (?:planned|expected|budgeted|forecast|feared|hoped|the\s+(?:plan|budget))\b
        |,?\s(?:if(?!\s+you\s+(?:prefer|like|will|want)\b)(?!\s+(?:one|we)\s+(?:also\s+)?(?!were|had|could|did)\w)|provided\s+that|assuming|should\s+the)\b)
    | (?P<past>(?<![\s\S])\s*used\s+to\b
        |(?<!than\s)(?<!from\s)(?<!above\s)(?<!on\s)(?<!as\s)\b(?:(?<!year\s)before\s*(?=[.,;)]|$)
        |(?<!than\s)(?<!from\s)(?<!above\s)a\s+year\s+(?:earlier(?!\s+than)|before|ago)|(?:\w+\s+)?(?:years?
        |decades?)\s+(?:ago|earlier(?!\s+than)|before)|previously|in\s+the\s+(?:previous|prior|preceding)\s+year
        |at\s+the\s+(?:time|peak)))
    )""",
    re.IGNORECASE | re.VERBOSE,
)
# "does not sell goods for 200 billion yuan; that is the aim for 2035"
_THAT_IS_THE_AIM = lazy_regex(
    r"(?:[^.;\d]|\b20\d\d\b){0,60}[;,.]\s+(?:that|this|which)(?:,[^,;.]{1,30},)?\s+(?:is|remains|stays)\s+(?:(?:the|its|their|his|her|our|an?)\s+)?"
    r"(?P<aim>aim|goal|target|ambition|plan|(?:what|where)\s+(?:we|they|it|he|she|the\s+\w+)\s+(?:(?:is|are)\s+)?(?:work|aim|head|want|hope|long|wait)\w*)\b",
    re.IGNORECASE,
)
_RELATIVE = lazy_regex(r"\b(?:than|from|above|on|over|below|against|compared|since|of)\b", re.IGNORECASE)
_GIVEN_UP = lazy_regex(
    r"(?:(?!\b(?:and|but|while|because)\b)[^.;:]){0,45}?"
    rf"\b((?:was|were|has\s+been|is)\s+(?:{_DROPPED}|denied|missed|taken\s+back|called\s+off|buried)"
    r"|(?:was|were|has\s+been|have\s+been|is|are)\s+(?:never|not)\s+(?:yet\s+)?(?:reached|achieved|attained|met|confirmed|measured|proved|proven)"
    r"|which\s+(?:is|was)\s+(?:simply\s+|just\s+|quite\s+)?(?:wrong|false|untrue|not\s+true|incorrect|mistaken|too\s+(?:high|low))"
    r"|only\s+to\s+(?:close|end|fall|drop|sink|slip|give)"
    r"|(?:is|are)\s+(?:still\s+)?(?:in|under)\s+(?:qualification|tests?|testing|development|study)"
    r"|(?:has|have|had)\s+nothing\s+to\s+do\s+with"
    r"|(?:was|were|is|are|has|have|had)\s+(?:been\s+)?(?:later\s+|since\s+)?(?:been\s+)?(?:struck|crossed\s+out|deleted|retracted|restated)"
    r"|(?:had|was|were)\s+(?:\w+\s+)?(?:melted|evaporated|vanished|gone|wiped\s+out|given\s+back|reversed|erased|undone)"
    r"|(?:refers?|referred|relates?|related|applies|applied|belongs?|belonged)\s+to\s+(?:another|(?:an?|the)\s+(?:other|different))"
    r"|(?:is|are|was|were)\s+(?:pure|sheer|mere|utter|plain)?\s*[\"“]?(?:pure|sheer|mere|utter|plain)?\s*"
    r"(?:fantasy|fiction|nonsense|fabrications?|inventions?|rumou?rs?|speculation|guesswork|exaggerat\w+))\b",
    re.IGNORECASE,
)
# "reserves are 100 million tonnes, but that number is not true", as in Chinese
_CALLED_UNTRUE = lazy_regex(
    r"[^.;]{0,30}[,;][^.;]{0,30}?(?:数字|數字|说法|說法|消息|传言|傳言|数据|數據|number|figure|claim|report|rumour)\s+(?:is|was)\s+not\s+true\b",
    re.IGNORECASE,
)
_NEXT_DENIES = lazy_regex(
    r"\W*(?:[^.]{0,60}\b(?:call(?:s|ed)?|considers?|considered)\s+(?:this|it|that|the\s+\w+)\s+(?:(?:an?|the|pure|plain|sheer|simply|quite|rather|grossly)\s+)*"
    r"(?:nonsense|untrue|false|wrong|absurd|invent\w+|lies?|fairy|fabricat\w+|jokes?|exaggerat\w+|ridiculous|misleading|fantas\w+|unfounded|baseless|slander|rubbish|propaganda|mistaken|impossible|dead|obsolete|overtaken)\b"
    r"|[^.]{0,60}\b(?:dismiss\w*|reject\w*|den(?:ies|ied)|disput\w+|contradict\w*)\s+"
    r"(?:this|it|that(?=\s*[.,;])|the\s+(?:claim|figure|number|report|rumour))\b|[^.]{0,30}\b(?:invention|nonsense|untrue|fairy\s+tale|not\s+true|(?:is|are|was|were)\s+made\s+up|made\s+(?:it|this|that|the\s+\w+)\s+up)\b)",
    re.IGNORECASE,
)
# "The office sent a correction.", "He took it back."
_NEXT_RETRACTS = lazy_regex(
    r"[^.;]{0,60}\b(?:(?:sent|issued|published|printed|made)\s+a\s+(?:correction|retraction|denial)"
    r"|(?:took|taken|takes)\s+(?:it|this|that|the\s+\w+)\s+back|(?:withdrew|withdrawn|retracted|corrected)\s+(?:it|this|that|the\s+(?:claim|figure|number|statement))"
    r"|(?<!regret\s)(?:a|the)\s+(?:misprint|mistake|typo|slip|error|exaggeration|joke|misunderstanding)\b|(?:figure|number|claim|statement|it|that|this)\s+(?:was|is)\s+(?:wrong|mistaken|too\s+high)"
    r"|never\s+(?:gave|named|published|confirmed)\b|(?<!because\sI\s)(?<!because\swe\s)(?<!because\she\s)(?<!because\sshe\s)(?:do|does|did)\s+not\s+(?:agree|confirm|believe)\b)",
    re.IGNORECASE,
)
# "It turned out to be $300.", "In fact the statistics show 95 billion yuan."
_NEXT_REPLACES = lazy_regex(
    r"\W*(?:It\s+turned\s+out\s+to\s+be|In\s+(?:fact|truth|reality)|Actually|The\s+(?:real|true|actual)\b|[^.;]{0,40}\bputs?\s+it\s+at)\b",
    re.IGNORECASE,
)
# "a profit of $900, a figure the plant has not come near"
_NEVER_SO = lazy_regex(
    r"[^.;]*?,\s*an?\s+(?:figure|level|mark|number|sum|value|result|feat)\b[^.;]*?\b(?:\w+n['’]t|not|never|nobody|no\s+one|yet\s+to)\b",
    re.IGNORECASE,
)
_NEXT_ENDS = lazy_regex(
    r"\W*(?:Those|These|Such|The)\s+(?:days|times|years)\s+(?:are|were|have)\b|\W*That\s+was\s+(?:before|then|long)\b"
)
# "contradicted reports that costs are 12 percent lower and output 30 percent higher": all that follows is denied.
_DENIES_ALL = lazy_regex(
    rf"(?:(?:deni|deny|{_DENY}|used\s+to\s+(?:say|claim|boast|read|state|maintain))\w*\s+(?:[\w'’-]+\s+){{0,5}}?"
    r"|\b(?:not\s+(?:true|correct|right|the\s+case)|untrue|false|wrong),?\s+(?:[\w'’-]+,?\s+){0,9}?)that\b",
    re.IGNORECASE,
)
# "It denied a report by a news site. According to the site, costs fell": what was reported is denied.
_DENIED_REPORT = lazy_regex(
    rf"\b(?:deni(?:ed|es)|deny\w*|(?:{_DENY})\w*)\s+(?:an?|the|this|that|its|these|those)\s+"
    r"(?:[\w'’-]+\s+){0,2}?(?:reports?|claims?|story|stories|articles?|posts?|rumou?rs?|statements?|allegations?|accounts?|figures?|numbers?)\b[^.;\n]*[.;]\s*\Z",
    re.IGNORECASE,
)
_REPORTED = lazy_regex(
    r"\W*(?:According\s+to\s+(?:it|the|that|this)\b|(?:The|That|This)\s+(?:report|site|paper|newspaper|article|post|story|rumou?r|account|magazine|claim)\b"
    r"|(?:It|They)\s+(?:had\s+)?(?:said|claimed|stated|reported|wrote|spoke)\b)"
)
# "had been" tells of the past only beside another time: "had been $900 until", "had been $900, and is now $200"
_HAD_BEEN = lazy_regex(r"had\s+been", re.IGNORECASE)
_ANOTHER_TIME = lazy_regex(
    r"\b(?:before|until|till|previously|earlier|then|when|now|since|once|ago|former\w*|today|old|prior|previous)\b",
    re.IGNORECASE,
)
# "We do not dispute that costs fell by 7 percent": what is not denied is said.
_NOT_DENIED = lazy_regex(
    r"\b(?:not|never|nobody|no\s+one|none|neither|nor|cannot|\w+n['’]t)\s+(?:\w+\s+){0,3}?(?:disput|den(?:y|ies|ied)|contest|doubt|contradict|reject|refut|question)\w*",
    re.IGNORECASE,
)
_AHEAD = ("plan", "forecast")  # what is to come
_BEFORE_REACH = 140  # characters before a figure in which a cue counts
_ALL_REACH = 240  # the same for a denial of all that follows


def modality(
    text: str, figure: Figure, begin: int, end: int, rivals: list[Figure], *, replaced: bool = False
) -> Modality | None:
    """Return how a figure is said in its sentence, None where it is simply said.

    `rivals` are the figures of its kind in the sentence; `replaced` says that the next sentence has one, too.
    """
    if text[begin:end].rstrip("\"'”’) ").endswith("?"):
        return Modality("question", "?")
    if _REPORTED.match(text, begin) and _DENIED_REPORT.search(text, max(0, begin - 2 * _BEFORE_REACH), begin):
        return Modality("denial", "the sentence before")
    if aim := _THAT_IS_THE_AIM.match(text, figure.end):
        return Modality("plan", aim["aim"])
    affirmed = [match.span() for match in _NOT_DENIED.finditer(text, begin, figure.start)]
    denies_all = _DENIES_ALL.search(text, max(begin, figure.start - _ALL_REACH), figure.start)
    if denies_all and not _within(denies_all, affirmed) and ";" not in text[denies_all.end() : figure.start]:
        return Modality("denial", " ".join(denies_all.group().split()))
    cues = _cues_before(text, figure, begin, end, rivals, replaced=replaced)
    found = _strongest([match for match in cues if not _within(match, affirmed)])
    if found and found.kind not in _AHEAD:
        return found
    limit = min(
        [end, *(_begin_of_bracket(text, figure.end, item.start) for item in rivals if item.start >= figure.end)]
    )
    if denial := _denied_after(text, figure.end, limit):
        return denial
    after = _AFTER.match(text[figure.end : limit])
    if after and _is_aside(text, figure, begin, end, figure.end + after.start(after.lastgroup or 0)):
        after = None
    if end < len(text) and not after and _next_denies(text, end, replaced):
        return Modality("denial", "the next sentence")
    if found is None and end < len(text) and _NEXT_ENDS.match(text, end):
        return Modality("past", "the next sentence")
    if found and (not after or after.lastgroup != "denial"):
        return found
    if after and (after.lastgroup != "past" or not _RELATIVE.search(after.group())):
        return Modality(after.lastgroup or "", " ".join(after[after.lastgroup or 0].split()))
    return None


def _cues_before(
    text: str, figure: Figure, begin: int, end: int, rivals: list[Figure], *, replaced: bool
) -> Iterator[re.Match[str]]:
    """The cues before a figure that are in its clause, and not in an aside."""
    lead = after_dateline(text, begin, figure.start)
    for match in _CUE.finditer(text, max(begin, figure.start - _BEFORE_REACH), figure.start):
        another_time = replaced or len(rivals) > 1 or _ANOTHER_TIME.search(text, begin, end)
        if _HAD_BEEN.match(text, match.start()) and not another_time:
            continue  # "He reported that the profit had been $900"
        if _reaches(text, match, figure, rivals, lead) and not _is_aside(text, figure, begin, end, match.start()):
            yield match


def _strongest(cues: list[re.Match[str]]) -> Modality | None:
    """The modality of the first cue that is not a plan or forecast, since a denied plan is denied; or of the last."""
    decisive = next((cue for cue in cues if cue.lastgroup not in _AHEAD), cues[-1] if cues else None)
    return Modality(decisive.lastgroup or "", " ".join(decisive.group().split())) if decisive else None


def _is_aside(text: str, figure: Figure, begin: int, end: int, position: int) -> bool:
    """Whether a position in the sentence of a figure is in an aside that the figure is not in."""
    return in_aside(text[begin:end], position - begin, figure.start - begin, figure.end - begin)


def _denied_after(text: str, begin: int, end: int) -> Modality | None:
    """The denial in the words after a figure: "was given up", "but that number is not true"."""
    if given_up := _GIVEN_UP.match(text, begin, end):
        return Modality("denial", " ".join(given_up[1].split()))
    if _CALLED_UNTRUE.match(text, begin, end):
        return Modality("denial", "not true")
    never = _NEVER_SO.match(text, begin, end)
    return Modality("denial", " ".join(never.group().split()[-4:])) if never else None


def _next_denies(text: str, end: int, replaced: bool) -> bool:
    """Whether the sentence from `end` denies a figure, takes it back, or puts another one in its place."""
    return bool(
        _NEXT_DENIES.match(text, end)
        or _NEXT_RETRACTS.match(text, end)
        or (replaced and _NEXT_REPLACES.match(text, end))
    )


def _begin_of_bracket(text: str, begin: int, position: int) -> int:
    """Where the bracket around a position begins, if it does so after `begin`; the position itself otherwise."""
    opened = text.rfind("(", begin, position)
    return position if opened < 0 or ")" in text[opened:position] else opened


def _within(match: re.Match[str], spans: list[tuple[int, int]]) -> bool:
    return any(begin <= match.start() < end for begin, end in spans)


def _reaches(text: str, cue: re.Match[str], figure: Figure, rivals: list[Figure], begin: int) -> bool:
    """Whether a cue before a figure, in a sentence from `begin`, is in its clause."""
    between = text[cue.end() : figure.start]
    if cue.group().lower().startswith("on ") and not _FIRST_VERB.search(text, begin, cue.start()):
        # "On its best day, the mill made": what leads a sentence is of its first clause
        between = _LED.sub("", between, count=1)
    if cue.lastgroup in ("supposition", "past") and cue.group().lower().startswith(("if", "in ", "when ")):
        return ";" not in between
    if cue.lastgroup == "denial" and "," in between and cue.group().lower() not in ("denied", "denies", "nor"):
        return False
    if cue.group().lower().startswith("instead") and _IT_HAS.match(text, figure.end):
        return False
    if cue.group().lower().startswith("used") and "," in between:
        return False
    if cue.lastgroup == "past" and between.strip() == ":":  # "year before: $480"
        return True
    if (cue.lastgroup in ("past", "denial") or cue.group().lower() == "once") and ":" in between:
        return False
    if _CLAUSE.search(between) or _NEW_VERB.search(between):
        return False
    if not any(cue.end() <= item.start < figure.start for item in rivals):
        return True
    return cue.lastgroup in ("plan", "forecast", "supposition")  # which reach across another figure
