"""Words that conditions look for besides concepts: changes, plans, causes, comparisons and verbs of saying.

A list that two modules need is here; a word added to it counts for all of them.
"""

import re

from analysis.core.lazy_regex import lazy_regex


def _any(words: str) -> re.Pattern[str]:
    """A pattern for any of the expressions between white space; ~ is the space within one."""
    parts = (word.replace("~", r"\s+") for word in words.split())
    return re.compile(rf"\b(?:{'|'.join(parts)})\b", re.IGNORECASE)


SAYING = r"said|says|told|wrote|found"  # what every list of verbs of saying has
DOWN = _any(r"""
    vanish\w* gone disappear\w* smaller less(?!~than) lower cheaper fewer reduc\w+ sav(?:e[sd]?|ings?) cut cuts fell
    fallen drop\w* down minus shav\w+ trimm?\w* off~(?:the|its|their|all|your|our|his|her|my) below spar\w+ declin\w+
    decreas\w+ slash\w* shed shr[iau]nk\w* slimm\w+ knock\w*
    halv\w+ eas(?:e[sd]|ing) economi\w+ spare[sd]? lighter shorten\w* slower dipp?\w* slip\w*
    slid sank lost downwards? subtract\w* undercut\w* beneath f(?:ell|alls?|allen|alling)~short short~of
    trail(?:s|ed) lag(?:s|ged)? thinn(?:ed|ing)
    compress(?:ed|es|ing) curtail\w* diminish\w* lessen\w* pared? paring whittl\w* squeez\w* dwindl\w* reced\w*
    plung\w* plummet\w* tumbl\w*
    collaps\w* dent(?:s|ed) erod\w* curb(?:s|ed) abat\w* weaken\w* lop(?:s|ped) prun(?:es?|ed) slice[sd]
    clip(?:s|ped) chop(?:s|ped)
    retreat\w*
    lighten\w* slimmer leaner (?<!the\s)(?<!last\s)(?<!this\s)falls? falling
""")
UP = _any(r"""
    bigger larger greater swell\w* swollen more(?!~than) higher (?<!add\s)(?<!adding\s)(?<!added\s)up
    plus rose risen rise increas\w* gain\w* improv\w+
    better grew grown growth grow lift\w* rais\w+ jump\w* climb\w* faster expan\w+ added boost\w* ahead extra
    fatter heavier wealthier above(?!~all) on~top richer put~on
    additional dearer soar\w* leap\w* surg\w* on~top~of advanc\w*
    promot(?:es?|ed|ing) enhanc\w* elevat(?:es?|ed|ing) uplift\w* augment\w* heighten\w* escalat\w*
    multipl(?:y|ied|ies) accelerat\w*
    hoist\w*
    bolster\w* rocket\w* balloon\w* intensif\w* amplif\w* quicken\w* strengthen\w* broaden\w* widen\w* spiral(?:s|led)
    bid~up marked~up upwards? exceed\w* surpass\w* outstrip\w* outdo\w* outdid outpac\w* overt(?:ak|ook)\w* beats?
    tops addition (?:went|goes|gone)~beyond
""")
# Right before a figure, these make it the amount of a change.
CHANGED = lazy_regex(
    r"\b(?:by|up|down|rose|fell|grew|dropped|climbed|slid|shrank|jumped|gained|put\s+on|lost|increased|decreased|declined"
    r"|added|adding|(?:increase|decrease|grow|decline|reduce|rise|fall|drop)s?|(?:increase|rise|fall|drop|cut|decline|growth|reduction|improvement|change)s?\s+of)\s+"
    r"(?:(?:a|an|some|about|around|nearly|almost|over|roughly|more|less|than|another|further|only|just|at|least|up\s+to)\s+)*\Z",
    re.IGNORECASE,
)
PLANNED = _any(r"""
    fix(?:ed|es)
    plan(?!~period) plans planned planning proposed goals? targets? objectives? programme program outline asks?(?:~for)?
    sets?~out wish\w* aims? wants? intends? intended should shall blueprint hopes? would~like is~to are~to expects
""")
ANNOUNCED = lazy_regex(
    r"\b(?:objectives?|targets?|goals?|aims?|wants?|intends?|provides?\s+for|plans?\s+to|should|seeks?)\b|:\s*$",
    re.IGNORECASE | re.MULTILINE,
)
DONE = _any(r"""
    now currently at~present (?:is|are)~worth stands~at rose grew climbed increased expanded gained reached came was
    were stood fell hit achieved amounted totall?ed made got managed
    last~year(?!~of) year-on-year year~on~year a~year~earlier
    first~half quarter so~far months
""")
ANALYST = lazy_regex(r"\b(?i:analysts?|banks?|bankers?|brokers?|economists?|forecast\w*|predict\w*|consultan\w+)\b")
NOT_BECAUSE = lazy_regex(
    r"\b(?:not\s+(?:because|due|thanks|from|by|to)|nothing\s+to\s+do\s+with|without|instead\s+of"
    r"|(?<!was\s)(?<!were\s)(?<!than\s)(?<!been\s)(?<!as\s)(?<!year\s)before)\b"
    r"(?:\s+\w+){0,3}\s*\Z",
    re.IGNORECASE,
)
BECAUSE = lazy_regex(
    r"(?<!least\s)(?<!partly\s)(?<!also\s)(?<!part\s)\b(?:because(?:\s+of)?|owing\s+to|due\s+to|on\s+account\s+of|thanks\s+to|owed\s+to|put\s+down\s+to|a\s+result\s+of)\b[^.;]*",
    re.IGNORECASE,
)
# A cause in such a clause is not in place.
UNREAL = lazy_regex(
    r"\b(?:could|might|would|(?-i:may)|shelved|postponed|cancelled|abandoned|scrapped|no\s+(?:plans?|robots?)|(?:has|have)\s+not|next\s+year)\b",
    re.I,
)
# "costs fell as diesel became cheaper", "longer shifts, which raised output by 6 %": the clause has a cause of its own.
OWN_CAUSE = lazy_regex(
    r"\b(?:as|after)\s+(?:the\s+)?\w+(?:\s+(?!was|were|had|took)\w+)?\s+(?:became|fell|got|signed|replaced|changed|switched|bought|closed|dropped)\b",
    re.I,
)
WHICH_DID = lazy_regex(r",\s+which\s+(?:raised|cut|lowered|reduced|brought|lifted|saved|pushed)\b", re.I)
OF_PEOPLE = lazy_regex(
    r"\b(?:people|staff|workers?|crews?|shifts?|hands|machines?|arms|errors?|faults?|nobody|no\s+one|them|it|they|this|that)\b"
)
LIKENED = lazy_regex(
    r"\b(?:same|as|like|[Uu]nlike|than|against|with|from|to)\s+"
    r"(?:(?:that|those|the|its|their|of|at|any|other|most|many|[A-Z]\w+)\s+)*\Z"
)
# "Unlike in Chile, where robots cut costs by 14 percent, ...": what a sentence sets its subject against.
CONTRAST = lazy_regex(
    r"\W*(?:Unlike|Contrary\s+to|In\s+contrast\s+(?:to|with)|By\s+contrast\s+(?:to|with)|Different\s+from|As\s+opposed\s+to)\b[^,;.]*"
    r"(?:,\s+(?:which|where|who|whose)\b(?:[^,;.]|[.,](?=\d))*)?,"
)
# Where a clause ends: a mark, or a word that begins another one.
CLAUSE_MARK = lazy_regex(r"[,;:.()|\n]|\b(?:and|but|which|that|while)\b")
OTHER_CLAUSE = lazy_regex(
    r"\b(?:while|whereas|but|although|though|so\s+that|leaving|which\s+(?:leaves|gives|puts|makes))\b|,\s+(?:and\s+(?:it|they|he|she|we|the|its|their|this|our)|so)\b",
    re.IGNORECASE,
)
# What begins a clause that says why or in spite of what, not of what a figure before it is.
ASIDE = lazy_regex(
    r"\b(?:because|since|although|though|despite|in\s+spite\s+of|notwithstanding|even\s+if|unlike)\b", re.IGNORECASE
)
# "twice the size of the copper cluster", "more than wire": what a figure is compared with.
COMPARED = lazy_regex(
    r"\b(?:(?:twice|half|double|times)\s+(?:the\s+size\s+of|as\s+\w+\s+as|that\s+of)|(?:larger|bigger|smaller|higher|lower)\s+than"
    r"|(?:more|less)\s+than(?=\s+(?:that|those|its|the)\b))\s+"
    r"(?:(?:that|those|of|the|a|an|its|in|copper)\s+)*\Z",
    re.IGNORECASE,
)
POINTS_BACK = lazy_regex(r"\W*(?:They|It|These|Those|He|She|There|Its|Their)\b")
# "profit after all costs": what follows such words is not what is measured.
SUBORDINATE = lazy_regex(
    r"\b(?:(?:after|before|by\s+the\s+time|over|without|once|when|net\s+of|excluding|exclusive\s+of|having|(?:leaving|setting)\s+aside|not\s+counting|despite|besides|beyond|deduct\w*|from\s+which|"
    r"(?:remain\w*|left|stays?|(?<!cent\s)(?<!%\s)out)\s+of|difference\s+between)\s+"
    r"(?:(?:all|its|their|the|his|her|our|every|each|any|other|own|total|operating|production|running|paying|payment\s+of"
    r"|paid|deducting|deduction\s+of|subtracting|covering|taking\s+off|selling|what|product['’]s|price)\s+)*"
    r"(?:(?:\w+,\s+)*\w+,?\s+(?:and|or)\s+)?|difference\s+between\s+(?:\S+\s+){0,8}"
    r"|(?:once|when|after)\s+(?:[^\s.;]+\s+){1,9}(?:is|are|was|were|has\s+been|have\s+been)\s+(?:all\s+)?)\Z",
    re.IGNORECASE,
)
LISTED = lazy_regex(
    r"\s*(?:,|and|,\s*and|(?:on|for|in|of)\s+\w+\s+and)\s*(?:[a-z-]+\s+){0,2}?(?:(?:on|for|in|of)\s+)?", re.IGNORECASE
)
NEXT = lazy_regex(r"\s*(?:,|and|,\s*and)\s*(?:about|around|some|nearly|almost|over)?\s*", re.IGNORECASE)
FOR_ONE = lazy_regex(
    r"\s*(?:(?:per|a)\s+(?:tonne|ton)\s+)?(?:for|on|in|from|with|to)\s+[^.;,]{1,50}?,?\s*(?:and|but|against)\s+(?:\w+\s+)?",
    re.IGNORECASE,
)
FORMER = lazy_regex(
    r"\b(?:for|over)\s+(?:[\w-]+\s+){0,2}years\b[^.;]*\b(?:announced|promised|proclaimed|said|read|hung|stood)\b|\bonce\s+\w+ed\s+(?:at|to|for)\b"
    r"|\b(?:former|previous|late|old|then|retired|outgoing|ex)[\s-]+(?:\w+\s+)?(?:mayor|secretary|governor|director|minister|chief|boss|head|administration|government|chairman|manager|council|leadership)\b"
    r"|\bhad\s+(?:\w+\s+)?(?:hoped|set|promised|aspired|vowed|intended|dreamt|pledged)\b|\bwas\s+(?:once\s+(?:to|\w+ed)|promised)\b"
    r"|\b(?:(?:down|up|lowered|cut|raised)\s+from|instead\s+of)\s+(?:the\s+|its\s+)?\Z"
    r"|\b(?:years?|decades?)\s+ago\b|\bused\s+to\s+(?:promise|dream|aim|want|speak|talk|hope|plan)\b"
    r"|\bpredecessors?\b|\b(?:was|were|had\s+been)\s+(?:once\s+)?(?:going|meant|supposed|intended)\s+to\b|\b(?:was|were)\s+to\s+have\b|\bwould\s+have\s+\w+(?:ed|ad|ld|en)\b"
    r"|\b(?:nobody|no\s+one)\s+(?:\w+\s+){0,3}?any\s*more\b|"
    r"\bhad\s+(?:asked|called|wanted|planned|provided|aimed)\b|"
    r"\b(?:previous|earlier|former|old|original|last)\s+(?:\w+\s+)?(?:goal|target|plan|aim)\b"
    r"|\b(?:against|versus|compared\s+with)\s+(?:an?|the|its|their)\s+(?:\w+\s+)?(?:goal|target|plan|aim)\s+of\b"
    r"|\b(?:goal|target|plan|programme|period)\s+(?:that|which)\s+(?:has\s+)?(?:just\s+|now\s+)?(?:ended|expired|ran\s+out|run\s+out)\b"
    r"|\b(?:reached|met|achieved|hit|passed|exceeded|beat|missed)\s+(?:its|the|their|last|this)\s+(?:\w+\s+)?(?:target|goal|plan)\b",
    re.I,
)
FULFILLED = lazy_regex(
    r"\b(?:beat|exceeded|fulfill?ed|met|reached|overshot|surpassed|missed)\s+(?:the|its|their)\s+(?:plan|target|goal)\b",
    re.I,
)
# "His successor crossed it out.", "It has been taken down."
DROPPED = lazy_regex(
    r"\W*(?:It|That|This|They|(?:His|Her|Its|Their|The)\s+(?:[\w-]+\s+){1,2})[^.;]{0,40}?\b(?:(?:crossed|struck|painted|wiped|taken|took|tore|torn)\s+(?:it\s+|that\s+|them\s+)?(?:out|down|over|off|back)"
    r"|(?:dropped|scrapped|buried|forgotten|withdrew|withdrawn|abandoned|removed|deleted|erased|shelved)|(?:speaks?|talks?|thinks?|wants?)\s+(?:\w+\s+)?nothing\s+of)\b",
    re.IGNORECASE,
)
PAST_VERB = lazy_regex(
    r"\w+ed|sold|took|made|came|was|were|had|did|stood|hit|rose|fell|grew|brought|gave|got|kept|left|paid|held|went|lost|drew|became"
    r"|spent|ran|bought|led|cost"
)
WHOLE_COUNTRY = lazy_regex(
    r"\b(?:China['’]s|Chinese|the\s+country['’]s|national|nationwide)\s+(?:[\w-]+\s+){0,3}(?:industry|sector|trade|clusters)\b"
    r"|\b(?:nationwide|countrywide|across\s+(?:the\s+country|China)|(?:throughout|all\s+over)\s+(?:the\s+country|China)|(?:all|the\s+whole)\s+of\s+China|in\s+the\s+(?:whole|entire)\s+country)\b",
    re.I,
)
