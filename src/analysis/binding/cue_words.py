"""Words that conditions look for besides concepts: changes, plans, causes and comparisons.

A list that two modules need is here; a word added to it counts for all of them.
"""

import re

from analysis.core.lazy_regex import lazy_regex, phrase_regex


def _any(words: str) -> re.Pattern[str]:
    """A pattern for any of the expressions between white space; ~ is the space within one."""
    parts = (word.replace("~", r"\s+") for word in words.split())
    return re.compile(rf"\b(?:{'|'.join(parts)})\b", re.IGNORECASE)


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
    bigger larger greater swell\w* swollen more(?!~than) higher
    (?<!add\s)(?<!adding\s)(?<!added\s)up(?!~to~(?:20\d\d|now|then|the~end))
    plus rose risen rise increas\w* gain\w* improv\w+
    better grew grown growth grow lift\w* rais\w+ jump\w* climb\w* faster expan\w+ added adding boost\w* ahead extra
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
CHANGED = phrase_regex(
    r"\b(?:by|up|down|rose|fell|grew|dropped|climbed|slid|shrank|jumped|gained|put on|lost|increased|decreased"
    r"|declined|added|adding|(?:increase|decrease|grow|decline|reduce|rise|fall|drop)s?"
    r"|(?:increase|rise|fall|drop|cut|decline|growth|reduction|improvement|change"
    r"|addition)s? of) (?:(?:a|an|some|about|around|nearly|almost|over|roughly|more|less|than|another|further|only"
    r"|just|at|least|up to) )*\Z",
    re.IGNORECASE,
)
PLANNED = _any(r"""
    fix(?:ed|es)
    plan(?!~period) plans planned planning proposed goals? targets? objectives? programme program outline asks?(?:~for)?
    sets?~out wish\w* aims? wants? intends? intended should shall blueprint hopes? would~like is~to are~to expects
""")
DONE = _any(r"""
    now currently at~present (?:is|are)~(?:worth|valued) stands?~at rose grew climbed increased expanded gained reached
    came was were stood fell hit achieved amounted totall?ed made got managed
    last~year(?!~of) year-on-year year~on~year a~year~earlier
    first~half quarter so~far months
""")
ANALYST = lazy_regex(r"\b(?i:analysts?|banks?|bankers?|brokers?|economists?|consultan\w+)\b")
# Who plans may also predict: "the ministry predicts growth of 4 percent".
PREDICTED = lazy_regex(r"\b(?i:forecast\w*|predict\w*)\b")
PLANNER = lazy_regex(
    r"\b(?i:ministr\w+|governments?|associations?|commissions?|departments?|council|planners?|authorit\w+)\b"
)
NOT_BECAUSE = phrase_regex(
    r"\b(?:not (?:because|due|thanks|from|by|to)|none of (?:it|this|that|them) (?:is|was|are|were)|nothing to do with"
    r"|without|instead of|(?<!was\s)(?<!were\s)(?<!than\s)(?<!been\s)(?<!as\s)(?<!year\s)before)\b(?: \w+){0,3}\s*\Z",
    re.IGNORECASE,
)
BECAUSE = phrase_regex(
    r"(?<!least\s)(?<!partly\s)(?<!also\s)(?<!part\s)\b(?:because(?: of)?|owing to|due to|on account of|thanks to"
    r"|owed to|put down to|a result of|reflecting|(?:driven|helped|explained) by)\b[^.;]*",
    re.IGNORECASE,
)
# A cause in such a clause is not in place.
UNREAL = phrase_regex(
    r"\b(?:could|might|would|(?-i:may)|shelved|postponed|cancelled|abandoned|scrapped|no (?:plans?|robots?)|(?:has"
    r"|have) not|next year)\b",
    re.I,
)
OF_PEOPLE = phrase_regex(
    r"\b(?:people|staff|workers?|crews?|shifts?|hands|machines?|cranes?|robots?|lines?|systems?|arms|errors?|faults?"
    r"|nobody|no one|them|it|they|this|that)\b"
)
LIKENED = phrase_regex(
    r"\b(?:same|as|like|[Uu]nlike|than|against|with|from|to) (?:(?:that|those|the|its|their|of|at|any|other|most|many"
    r"|[A-Z]\w+) )*\Z"
)
# "Unlike in Chile, where robots cut costs by 14 percent, ...": what a sentence sets its subject against.
CONTRAST = phrase_regex(
    r"\W*(?:Unlike|Contrary to|In contrast (?:to|with)|Different from|As opposed to)\b[^,;.]*(?:, (?:which|where|who"
    r"|whose)\b(?:[^,;.]|[.,](?=\d))*)?,"
)
# Where a clause ends: a mark, or a word that begins another one.
CLAUSE_MARK = lazy_regex(r"[,;:.()|\n]|\b(?:and|but|which|that|while)\b")
OTHER_CLAUSE = phrase_regex(
    r"\b(?:while|whereas|but|although|though|so that|leaving)\b|, (?:and (?:it|they|he|she|we|the|its|their|this|our)"
    r"|so)\b",
    re.IGNORECASE,
)
# What begins a clause that says why or in spite of what, not of what a figure before it is.
ASIDE = phrase_regex(
    r"\b(?:because|since|although|though|despite|in spite of|notwithstanding|even if|unlike)\b",
    re.IGNORECASE,
)
# "twice the size of the copper cluster", "more than wire": what a figure is compared with.
COMPARED = phrase_regex(
    r"\b(?:(?:twice|half|double|times) (?:the size of|as \w+ as|that of)|(?:larger|bigger|smaller|higher|lower) than"
    r"|(?:more|less) than(?= (?:that|those|its|the)\b)) (?:(?:that|those|of|the|a|an|its|in|copper) )*\Z",
    re.IGNORECASE,
)
POINTS_BACK = lazy_regex(r"\W*(?:They|It|These|Those|He|She|There|Its|Their)\b")
# "profit after all costs": what follows such words is not what is measured.
SUBORDINATE = phrase_regex(
    r"\b(?:(?:after|before|by the time|over|without|once|when|net of|excluding|exclusive of|having|not counting"
    r"|despite|besides|beyond|deduct\w*|from which|(?:remain\w*|left|stays?|(?<!cent\s)(?<!%\s)out) of) (?:(?:all|its"
    r"|their|the|his|her|our|every|each|any|other|own|total|operating|production|running|paying|payments? (?:of|for)"
    r"|paid|deducting|deduction of|subtracting|covering|taking off|selling|what|product['’]s"
    r"|price) )*(?:(?:(?:the )?\w+, )*(?:the )?\w+,? (?:and|or) )?(?:the )?|difference between (?:\S+ ){0,8}|(?:once"
    r"|when|after) (?:[^\s.;]+ ){1,9}(?:is|are|was|were|has been|have been) (?:all )?)\Z",
    re.IGNORECASE,
)
FORMER = phrase_regex(
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
PAST_VERB = lazy_regex(
    r"\w+ed|sold|took|made|came|was|were|had|did|stood|hit|rose|fell|grew|brought|gave|got|kept|left|paid|held|went"
    r"|lost|drew|became|spent|ran|bought|led|cost"
)
WHOLE_COUNTRY = phrase_regex(
    r"\b(?:China['’]s|Chinese|the country['’]s|national|nationwide) (?:[\w-]+ ){0,3}(?:industry|sector|trade"
    r"|clusters)\b|\b(?:nationwide|countrywide|(?:all|the whole) of China)\b",
    re.I,
)
