"""The modality of a figure: stated as fact, planned, expected, supposed, denied, asked about, or past.

The words that say so are cues, one a line; a space in a pattern matches any white space, as in `phrase_regex`. Each
example has that kind because of its cue: without the cue, it has another kind or none.
"""

import re
from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from analysis.binding.gloss import NEXT_CLAUSE
from analysis.core.figures import Figure
from analysis.core.lazy_regex import lazy_regex, phrase_regex
from analysis.extraction.english.clauses import in_aside


class Cue(NamedTuple):
    """Words that give a figure a kind of modality: the kind, a pattern for the words, and an example."""

    kind: str
    pattern: str
    example: str


_DENY = "reject|dismiss|refut|disput|contradict"  # stems of verbs
_DROPPED = "given up|dropped|abandoned|scrapped|shelved|withdrawn"
_UNTRUE = (
    "nonsense|untrue|false|wrong|absurd|invent\\w+|lies?|fairy|fabricat\\w+|jokes?|exaggerat\\w+|ridiculous|misleading|fantas\\w+"
    "|unfounded|baseless|slander|rubbish|propaganda|mistaken|impossible|dead|obsolete|overtaken"
)
# "We wish to inform that the profit was $900" plans nothing.
_TO_SAY = (
    "(?! to (?:inform|announce|report|state|advise|say|thank|confirm|add|note|notify|clarify|submit|place|share|draw|mention|point|stress"
    "|emphasi[sz]e|disclose|communicate|record|remind|tell|make it known|bring)\\b)"
)
# "If you add up the sales of all works" supposes nothing.
_YOU_COUNT = (
    "prefer|like|will|mean|ask|count|look|want|lay|add|sum|total|reckon|compare|divide|multiply|line|put|set|spread|pile|list|tally"
    "|read|convert|express|weigh|measure|open|turn|leaf|walk|check|take|believe|trust"
)
_IF_NOT = rf"(?! [^,.;]{{1,30}}?\s(?:ha(?:s|ve|d) (?:its|his|her|their) way|goes? (?:well|to plan)))(?! [^,.;]{{1,40}}? (?:is|are) (?:all )?(?:taken together|added|counted|put|lumped|summed|considered|reckoned|combined|included)\b)(?! you (?:{_YOU_COUNT})\b)(?! (?:one|we) (?:also )?(?!were|had|could|did)\w)"

# Words before a figure, in its clause. Where two begin at the same place, the first line counts.
BEFORE: tuple[Cue, ...] = (
    Cue("plan", r"aim(?:s|ed|ing)?|(?<!sputtering\s)(?<!sputter\s)target(?:s|ed|ing)?|goals?|objectives?|milestones?", "It aims at a profit of $900 a tonne."),
    Cue("plan", r"(?<!as\s)plan(?:s|ned|ning|ners)?(?! period)", "It plans a profit of $900 a tonne."),
    Cue("plan", rf"(?<!whoever\s)(?<!anyone\swho\s)(?<!anybody\swho\s)(?<!those\swho\s)wants?{_TO_SAY}|wish(?:es)?{_TO_SAY}|hop(?:es?|ed|ing)|would like{_TO_SAY}|ambitions?|aspir\w+|dreams?", "It hopes for a profit of $900 a tonne."),
    Cue("plan", r"intend(?:s|ed|ing)?|intention|seeks?|sought|striv\w+|head(?:ed|ing)|sights|in mind", "It seeks a profit of $900 a tonne."),
    Cue("plan", r"vow\w*|pledg\w+|promis\w+|guarantee[ds]?|(?:re)?assur(?:es?|ed|ing)|sw(?:ore|ears?)|vouch\w*", "It promised a profit of $900 a tonne."),
    Cue("plan", r"envisag\w+|envision\w*|foreseen|foresees?|propos(?:ed|es|al)|pencil(?:s|led) in", "It envisages a profit of $900 a tonne."),
    Cue("plan", r"(?:should|shall|must)(?! (?:have )?(?:read|say|said)\b)|ought to(?! (?:have )?(?:read|said)\b)", "The profit should be $900 a tonne."),
    Cue("plan", r"needs? to|ha(?:s|ve) to(?! (?:be content|make do|settle|live with|put up with|tell|say|admit|confess|add|report|concede|stress)\b)|(?:meant|supposed) to", "It has to make a profit of $900 a tonne."),
    Cue("plan", r"will(?!(?: \w+ly)? find\b)|\w+['’]ll", "The profit will be $900 a tonne."),
    Cue("plan", r"(?:is|are|was|were) (?:due )?to(?= (?!be (?:had|found|seen)|say\b)\w)", "The profit is to reach $900 a tonne."),
    Cue("plan", r"(?<!out\s)(?<!estimated\s)(?<!reckoned\s)(?<!found\s)(?<!known\s)to be(?! (?:earned|made|had|found|seen|sure|fair|exact|precise))", "Managers take the profit to be $900 a tonne."),
    Cue("plan", r"provides? for|calls? for|asks? for|on (?:course|track) (?:to|for)", "The law provides for a profit of $900 a tonne."),
    Cue("plan", r"by (?:the end of )?20\d\d|by (?:the )?mid-?20\d\d|by the end of (?:the|this|next) (?:decade|year)", "By 2035 the profit reaches $900 a tonne."),
    Cue("plan", r"(?:year|years|months) (?:ahead(?! of)|to come)|in the coming|ahead of it|next year|in future|eventual(?:ly)?", "Next year the profit reaches $900 a tonne."),
    Cue("forecast", r"forecasts?|predict\w*|projects (?:that|a|an)|projected|projections?|anticipat\w+|prognos\w+", "Banks forecast a profit of $900 a tonne."),
    Cue("forecast", r"outlook|prospects?|guidance(?! of the\b)|guid(?:es|ing|ed) (?:for|to(?:wards)?)|budget(?:s|ed)?", "The outlook is a profit of $900 a tonne."),
    Cue("forecast", r"expect\w*|likely|tipped to|tips (?:\w+ ){1,4}?to|bets? on", "Banks expect a profit of $900 a tonne."),
    Cue("forecast", r"could(?! hardly)|(?-i:may)|might|would", "The profit could be $900 a tonne."),
    Cue("forecast", r"analysts? sees?|sees?(?= (?:[\w'’-]+ ){1,8}?(?!per)[a-z]+ing\b)", "The bank sees profits reaching $900 a tonne."),
    Cue("supposition", rf"if{_IF_NOT}", "If copper falls, the profit is $900 a tonne."),
    Cue("supposition", r"suppos\w+(?! to\b)|assum\w+|imagin\w+|hypothe\w+|were to|unless|provided that", "Assume a profit of $900 a tonne."),
    Cue("supposition", r"in theory|on paper|(?:pre-?)?feasibility (?:study|studies|reports?)|scenarios?|at full (?:load|capacity)|under study|samples? of", "On paper the profit is $900 a tonne."),
    Cue("supposition", r"(?:in|on) (?:the|our|its|his|her|their|my) (?:\w+ )?models?\b(?! (?:mill|plant|line|hall|works))", "In our model the profit is $900 a tonne."),
    Cue("supposition", r"once(?= (?:it|they|the \w+) ha(?:s|ve)\b)", "Once the mill has grown the profit is $900 a tonne."),
    Cue("supposition", r"simulat\w+|(?:in|during) (?:an?|the|its|one) (?:\w+ )?(?:trial|test|experiment|pilot|laboratory)|in (?:trials|tests|experiments|the lab)", "In a trial the profit was $900 a tonne."),
    Cue("supposition", r"no (?:evidence|proof|signs?|indication|basis|grounds?|figures?|reason)(?: to (?:think|believe|assume)| \w+ support)? (?:that|of|for|why)|no figures that support|(?:nothing|little) (?:[\w-]+ ){0,4}?(?:to )?suggests?|(?:nobody|no one) has (?:shown|proved|proven)|(?:we|I|he|she|they|who) doubts?|remains to be (?:shown|seen|proved|proven)", "There is no proof that it makes $900 a tonne."),
    Cue("supposition", r"(?:cut|save|lower|reduce|boost|raise|increase)s? your|your (?:own )?(?:costs?|energy|electricity|output|productivity|bills?)", "It lifts your output to $900 a tonne."),
    Cue("supposition", r"(?:vendors?|sellers?|salesm[ae]n)(?= (?:[\w'’-]+ ){0,4}?(?:say|sa[iy][ds]|sp(?:eak|oke)|promis|claim|boast|talk|offer|advertis|reckon|t[eo]ld|quote|like|love|puts?\b)\w*)", "Vendors speak of a profit of $900 a tonne."),
    Cue("supposition", r"(?:solutions?|systems?|technolog(?:y|ies)|products?|software|platforms?|robots?|machines?) (?:typically|usually|generally|normally|commonly|often)", "Our system typically earns $900 a tonne."),
    Cue("supposition", r"advert\w+|blogs?|prospectus|brochures?|leaflets?", "The brochure shows a profit of $900 a tonne."),
    Cue("supposition", r"(?:contract|tender|quotation|offer|bid|order form)s?(?= (?:of|for|with|from|names|promises|provides|states|says|lists|shows|gives|calls|which|that|by)\b)", "The contract names a profit of $900 a tonne."),
    Cue("supposition", r"(?:often|widely|frequently|sometimes|usually|commonly|wrongly) (?:quoted|cited|given|put|reported|described) (?:as|at)", "The profit, often quoted as $900 a tonne, is unknown."),
    Cue("supposition", r"rumou?r\w*|gossip|alleg(?:e[sd]?|edly|ing)|indictments?|prosecut(?:ors?|ion)|plaintiffs?|reportedly|supposedly|purportedly|unconfirmed|claims? of", "The profit is reportedly $900 a tonne."),
    Cue("supposition", r"ha(?:s|d) it that|it (?:went|goes) (?:round|around)|word (?:has it|went round)|said to be able|spoken of", "The street had it that the profit was $900 a tonne."),
    Cue("supposition", r"jokes?|riddles?|(?:exam|quiz|question) \d+|in an? (?:\w+ ){0,2}(?:forum|podcast|exam|quiz)|whoever (?:writes|says|claims)", "Question 3 has a profit of $900 a tonne."),
    Cue("supposition", r"believe|whether|question marks?", "Traders believe in a profit of $900 a tonne."),
    Cue("supposition", r"in (?:[\w.'’-]+ ){1,4}(?:novel|film|play|game|story|joke|cartoon|comedy|dream)|(?:dreamt|dreamed) (?:that|of)", "In a famous novel the profit is $900 a tonne."),
    Cue("supposition", r"(?:magazine|journal|(?:news)?paper|blog|website|portal|broadcaster|station|outlet|newsletter)s?\b[^.;]{0,60} had (?:\w+ )?(?:written|reported|claimed|described|said|stated|printed|published)", "A journal from Rome had written of a profit of $900 a tonne."),
    Cue("supposition", r"(?<![A-Za-z,)]\s)(?:(?:media|press|newspaper|earlier|some|recent) )?(?:reports|claims|rumou?rs|stories|suggestions|assertions|allegations|talk|word) that", "Press reports that the profit is $900 a tonne came late."),
    Cue("supposition", r"the (?:claim|idea|belief|notion|suggestion|assertion|allegation|rumou?r|story) that", "He likes the idea that the profit is $900 a tonne."),
    Cue("denial", r"not(?! (?:only|counting|least|including|less|fewer|just|merely|far|even))|\w+n['’]t|cannot", "The profit is not $900 a tonne."),
    Cue("denial", r"never|nor|neither", "The profit was never $900 a tonne."),
    Cue("denial", r"(?:dropped|abandoned|scrapped|shelved|withdrawn|withdrew|cancelled|gave up|given up) (?:its|the|their|a)(?: \w+)? (?:targets?|plans?|goals?|aims?)", "It dropped its goal of $900 a tonne."),
    Cue("denial", r"(?:withdr[ae]wn?|retract(?:s|ed)|revok(?:es|ed)|recall(?:s|ed)) (?:its|the|their|his|her|a) (?:\w+ )?(?:figures?|numbers?|estimates?|claims?|reports?|statements?)", "It withdrew its figure of $900 a tonne."),
    Cue("denial", rf"deni(?:ed|es|al)|deny(?:ing)?|(?:{_DENY})\w*|contrary to", "It denied a profit of $900 a tonne."),
    Cue("denial", r"untrue|wrong(?:ly)?|false(?:ly)?|mistaken\w*|nonsense|myth|invention", "By a false count the profit is $900 a tonne."),
    Cue("denial", r"far from|nowhere near|by no means|anything but|yet to", "The profit is nowhere near $900 a tonne."),
    Cue("denial", r"no longer|rather than", "The profit is no longer $900 a tonne."),
    Cue("denial", r"miss(?:ed|es|ing)|(?:fell|falls|fallen) short(?! of (?:that|those|what|it by|(?:its|their|the) (?:old|former|previous|earlier|last))\b)", "The mill missed a profit of $900 a tonne."),
    Cue("denial", r"(?:no one|no-one|nobody) (?:\w+ ){0,4}?(?:believes?|thinks?|expects?|knows?|claims?)", "Nobody in town claims a profit of $900 a tonne."),
    Cue("denial", r"(?-i:No|None|Hardly an?y?|(?<=that\s)no)(?! (?:less|fewer|more|doubt|matter|wonder|sooner|surprise|secret|longer)\b)", "No mill makes $900 a tonne."),
    Cue("denial", r"(?-i:instead) of(?= (?:the |a )?(?:\w+ )?(?:[\d$]|\Z))", "It made little instead of the $900 a tonne."),
    Cue("past", r"when [^,.;]{1,40}\s(?:was|were) (?:still|young|small|new)\b|(?:a|the) time when|time was when|(?:days|times|years) when", "When the mill was still small it made $900 a tonne."),
    Cue("past", r"used to|formerly|previously|(?:was|were) once", "The mill used to make $900 a tonne."),
    Cue("past", r"had been(?! \w+(?:ed|ought|ut|one)\b| paid\b| (?:\w+ )?(?:smaller|lower|less)\b)", "The profit had been $900 a tonne before the fire."),
    Cue("past", r"once(?= (?:[\d$]|was|were|had|made|earned|brought|left|cost|worth|a\b))", "The mill once made $900 a tonne."),
    Cue("past", r"(?:years?|decades?|months?) ago|a decade ago|(?:a|one) year (?:earlier|before)|last decade|back (?:then|in)|at (?:that|the) time", "Two years ago the profit was $900 a tonne."),
    Cue("past", r"(?<!of\s)(?<!than\s)(?<!from\s)(?<!in\s)(?<!against\s)(?<!with\s)(?<!over\s)(?<!on\s)(?<!to\s)(?:in )?the (?:year|years) before|(?:previous|prior|preceding) year(?=\s*:)|year (?:before|earlier)(?=\s*:)", "The year before the profit was $900 a tonne."),
)  # fmt: skip

# Words after a figure, within 45 characters of its clause.
AFTER: tuple[Cue, ...] = (
    Cue("plan", r"\bas (?:its|the|their|our|his|a) (?:\w+ )?(?:goal|target|aim|mark|objective)\b", "It names $900 a tonne as its goal."),
    Cue("plan", r"\b(?:(?:should|will|must|(?:is|are) to) (?:be|become|come|consist|flow|go)|shall)\b", "Profit of $900 a tonne should come from the foil."),
    Cue("plan", r"\bby (?:the end of )?20\d\d\b|\bby the end of (?:the|this) decade\b|\bnext year\b", "It makes $900 a tonne by 2035."),
    Cue("plan", r"\b(?:is|are|was|were) (?:planned|the (?:goal|target|aim)|a (?:goal|target)|aimed|targeted|intended|promised|hoped)\b", "Profit of $900 a tonne is planned."),
    Cue("plan", r"\b(?:he|she|it|they|the \w+) (?:wants?|aims?|hopes?|hoped|promised|plans?|planned)\b", "Profit of $900 a tonne the firm wants."),
    Cue("plan", r"\bto be (?:reached|met|attained|achieved|hit|passed|arrived at)\b", "It had named $900 a tonne, to be reached later."),
    Cue("forecast", r"\bin(?:to)? (?:its|the|their|our) budgets?\b", "It put $900 a tonne into its budget."),
    Cue("forecast", r"(?<![\s\S])\s*(?:expect|believe|think|hope|say|plan|want)\b", "To gain $900 a tonne expect three owners."),
    Cue("forecast", r"\b(?:is|are|was|were|as) (?:expected|forecast|predicted|likely|possible|conceivable)", "Profit of $900 a tonne is possible."),
    Cue("forecast", r"\b(?:he|she|it|they|the \w+) (?:expects?|expected|forecasts?|predicts?|predicted)\b", "Profit of $900 a tonne the bank predicts."),
    Cue("denial", r"\b(?:is|are|was|were) (?:not (?:true|correct|right)|untrue|wrong|false|nonsense|denied|disputed|a myth|invented)\b", "Profit of $900 a tonne is a myth."),
    Cue("denial", r"\b(?:\w+ ){1,2}(?:denied|denies|disputes|rejects|contests)\b", "Profit of $900 a tonne the firm denied."),
    Cue("supposition", r"\bwould (?:be|have|turn|become|fall|rise|drop|vanish|shrink|melt)\b", "Profit of $900 a tonne would vanish."),
    Cue("supposition", r"\s*(?:less|more|lower|higher|cheaper|below|above|under|over) (?:than )?(?:planned|expected|budgeted|forecast|feared|hoped|the (?:plan|budget))\b", "It made $900 a tonne less than feared."),
    Cue("supposition", rf",?\s(?:if{_IF_NOT}|provided that|assuming|should the)\b", "It makes $900 a tonne if copper falls."),
    Cue("supposition", r"[”\"]?\s*(?:of\s+)?(?:说法|传言|传闻|谣言)", "In a glossed text, the profit of $900 a tonne 说法."),
    Cue("past", r"(?<![\s\S])\s*used to\b", "A profit of $900 a tonne used to be normal."),
    Cue("past", r"(?<!since\s)(?<!until\s)(?<!by\s)(?<!,\s)(?<!and\s)\bthen\s*(?=[.,;)]|$)", "It made $900 a tonne then."),
    Cue("past", r"(?<!than\s)(?<!from\s)(?<!above\s)(?<!on\s)(?<!as\s)\b(?<!year\s)before\s*(?=[.,;)]|$)", "It made $900 a tonne before."),
    Cue("past", r"(?<!than\s)(?<!from\s)(?<!above\s)(?<!was\s)(?<!were\s)a year (?:earlier(?! than)|before|ago)|(?<!than\s)(?<!from\s)(?<!above\s)(?<!on\s)(?<!as\s)(?<!was\s)(?<!were\s)(?<!was\sa\s)(?<!were\sa\s)\b(?:\w+ )?(?:years?|decades?) (?:ago|earlier(?! than)|before)", "It made $900 a tonne two years ago."),
    Cue("past", r"(?<!than\s)(?<!from\s)(?<!above\s)(?<!on\s)(?<!as\s)\b(?:previously|in the (?:previous|prior|preceding) year|at the (?:time|peak))", "It made $900 a tonne previously."),
)  # fmt: skip

# Words after a figure by which it is given up or called untrue.
TAKEN_BACK: tuple[Cue, ...] = (
    Cue("denial", rf"(?:was|were|has been|is) (?:{_DROPPED}|denied|missed|taken back|called off|buried)", "The goal of $900 a tonne has been dropped."),
    Cue("denial", r"(?:was|were|has been|have been|is|are) (?:never|not) (?:yet )?(?:reached|achieved|attained|met|confirmed|measured|proved|proven)", "A profit of $900 a tonne was never reached."),
    Cue("denial", r"which (?:is|was) (?:simply |just |quite )?(?:wrong|false|untrue|not true|incorrect|mistaken|too (?:high|low))", "The site has $900 a tonne, which is too high."),
    Cue("denial", r"(?:was|were|is|are|has|have|had) (?:been )?(?:later |since )?(?:been )?(?:struck|crossed out|deleted|retracted|restated)", "The $900 a tonne were later retracted."),
    Cue("denial", r"(?:is|are|was|were) (?:pure|sheer|mere|utter|plain)?\s*[\"“]?(?:pure|sheer|mere|utter|plain)?\s*(?:fantasy|fiction|nonsense|fabrications?|inventions?|rumou?rs?|speculation|guesswork|exaggerat\w+)", "The $900 a tonne are pure fantasy."),
)  # fmt: skip

# The sentence after a figure denies it, or takes it back.
NEXT: tuple[Cue, ...] = (
    Cue("denial", rf"\W*[^.]{{0,60}}\b(?:call(?:s|ed)?|considers?|considered) (?:this|it|that|the \w+) (?:(?:an?|the|pure|plain|sheer|simply|quite|rather|grossly) )*(?:{_UNTRUE})\b", "The profit is $900 a tonne. Experts call this absurd."),
    Cue("denial", r"\W*[^.]{0,60}\b(?:dismiss\w*|reject\w*|den(?:ies|ied)|disput\w+|contradict\w*) (?:this|it|that(?=\s*[.,;])|the (?:claim|figure|number|report|rumour))\b", "The profit is $900 a tonne. The firm rejects the claim."),
    Cue("denial", r"\W*[^.]{0,30}\b(?:invention|nonsense|untrue|fairy tale|not true|(?:is|are|was|were) made up|made (?:it|this|that|the \w+) up)\b", "The profit is $900 a tonne. That is a fairy tale."),
    Cue("denial", r"[^.;]{0,60}\b(?:sent|issued|published|printed|made) a (?:correction|retraction|denial)\b", "The profit is $900 a tonne. The office sent a correction."),
    Cue("denial", r"[^.;]{0,60}\b(?:took|taken|takes) (?:it|this|that|the \w+) back\b", "The profit is $900 a tonne. He took it back."),
    Cue("denial", r"[^.;]{0,60}\b(?:withdrew|withdrawn|retracted|corrected) (?:it|this|that|the (?:claim|figure|number|statement))\b", "The profit is $900 a tonne. He withdrew the figure."),
    Cue("denial", r"[^.;]{0,60}\b(?<!regret\s)(?:a|the) (?:misprint|mistake|typo|slip|error|exaggeration|joke|misunderstanding)\b", "The profit is $900 a tonne. It was a misprint."),
    Cue("denial", r"[^.;]{0,60}\b(?:figure|number|claim|statement|it|that|this) (?:was|is) (?:wrong|mistaken|too high)\b", "The profit is $900 a tonne. That is too high."),
    Cue("denial", r"[^.;]{0,60}\b(?:never (?:gave|named|published|confirmed)|(?<!because\sI\s)(?<!because\swe\s)(?<!because\she\s)(?<!because\sshe\s)(?:do|does|did) not (?:agree|confirm|believe))\b", "The profit is $900 a tonne. The firm did not confirm."),
)  # fmt: skip

# Words before which all figures of the rest of the sentence are denied; and a report that was denied, in its last sentence.
DENIES_ALL = (
    rf"(?:(?:deni|deny|{_DENY}|used to (?:say|claim|boast|read|state|maintain))\w* (?:[\w'’-]+ ){{0,5}}?"
    r"|\b(?:not (?:true|correct|right|the case)|untrue|false|wrong),?\s+(?:[\w'’-]+,?\s+){0,9}?)that\b"
)


def alternatives(cues: tuple[Cue, ...], around: str = "{}") -> str:
    r"""Return a pattern of the cues with a named group for each kind; `around` is put around the words of a kind.

    >>> alternatives((Cue("plan", "aims? at", ""), Cue("plan", "hopes", ""), Cue("past", "once", "")))
    '(?P<plan>aims? at|hopes)|(?P<past>once)'
    """
    kinds = groupby(cues, key=attrgetter("kind"))
    found = [(kind, around.format("|".join(cue.pattern for cue in group))) for kind, group in kinds]
    return "|".join(f"(?P<{kind}>{words})" for kind, words in found)


NEXT_SENTENCE = "the next sentence"


class Modality(NamedTuple):
    """How a figure is stated: the kind, and the words that show it."""

    kind: str
    word: str

    def instead_of(self, expected: str) -> str:
        """Return why it is not of the expected kind, such as a fact."""
        if self.word == NEXT_SENTENCE:
            return f"{self.word} denies it"
        kind = "former value" if self.kind == "past" else self.kind
        return f"{self.word!r} makes it a {kind}, not a {expected}"


_AHEAD = ("plan", "forecast")  # what is to come
_PLANS, _FORECASTS = ([cue.pattern for cue in BEFORE if cue.kind == kind] for kind in _AHEAD)
PLANS_OR_FORECASTS = phrase_regex(rf"(?<!\w)(?:{'|'.join(_PLANS + _FORECASTS)})(?!\w)", re.IGNORECASE)
_SAID_APART = [pattern for pattern in _PLANS if not pattern.startswith("will")]  # which any sentence may have
PLANS = phrase_regex(
    rf"(?<!\w)(?:{'|'.join(_SAID_APART)}|expects|blueprint|program(?:me)?|outline)(?!\w)", re.IGNORECASE
)
_BEFORE = phrase_regex(alternatives(BEFORE, r"(?<!\w)(?:{})(?!\w)"), re.IGNORECASE)
# What ends the reach of a cue: another clause, with a verb of its own.
_CLAUSE = lazy_regex(
    r";|(?:^|\W)(?:but|while|whereas|which|who|although|though|because|since|where|when|yet)\b|\.\s|[“\"”]\s*[A-Z]",
    re.IGNORECASE,
)
_VERB = (
    r"(?:is|are|was|were|has|have|had|rose|fell|grew|earns?|earned|makes|made|cut|came|comes|reached|stood|stands|left"
    r"|leaves|costs?(?! (?:lower|higher|that|of|by)\b)|brings|brought|does|did|increased|climbed|amounted|totall?ed"
    r"|puts?|counted|holds|held|sold|contributed|yields?|turns|turned|went|jumped|gained|closed|ended|dropped|sank|took"
    r"|gave|got|paid|shows?|showed)"
)
NEW_VERB = phrase_regex(rf"(?:,|\band\b|:|\bas\b) (?:\S+ ){{0,6}}?{_VERB}\b", re.IGNORECASE)
# After a figure of a Chinese plan, a clause that tells of another time or of what is; any other goes on with the plan.
_AS_FACT = lazy_regex(
    rf"{NEXT_CLAUSE}.*(?:\b20\d\d\s\s|\b(?:now|last year|this year|so far)\b|[已现]|实际|截至)", re.DOTALL
)
_MODAL = lazy_regex(r"\b(?:should|will|would|shall|could|can|may|might|must|to)\Z", re.IGNORECASE)
_JOINED = lazy_regex(r"\band (?:cut|put|earn|yield|cost)\b", re.IGNORECASE)  # "should raise output and cut costs"
_COMPARED_WITH = phrase_regex(
    r"(?:\b(?:up|down) from|, (?:compared (?:with|to)|against|versus|from))"
    r" (?:(?:about|around|some|nearly|almost|just|only) )?\Z",
    re.IGNORECASE,
)
# Up to another clause, unless it only goes on.
_AFTER = phrase_regex(
    rf"\A(?:(?!\bbecause\b|,\s*(?:and|but|while|whereas|which|though)\b|\band (?:the|its|it|he|she|they|could|would"
    rf"|might|may)\b)[^.;:]){{0,45}}?(?:{alternatives(AFTER)})",
    re.IGNORECASE,
)
_NUMBER = lazy_regex(r"[$¥€£]|\b(?:USD|CNY|RMB) ?\d|\d")
# between "will be" and a figure
_LEADS_TO = phrase_regex(
    r"(?:,? (?:to (?:be|become|reach|earn|exceed|surpass|pass|top|hit|total|approach|(?:climb|expand|grow|increase|jump"
    r"|rise|swell)(?: to| past| above| beyond)?)|worth|at|about|some|around|roughly|nearly|almost|over|only|just"
    r"|by then|at (?:least|most)|(?:more|less) than|up to|as (?:much|many|large|big) as))*\s*",
    re.IGNORECASE,
)
_RELATIVE = lazy_regex(r"\b(?:than|from|above|on|over|below|against|compared|since|of)\b", re.IGNORECASE)
_TAKEN_BACK = phrase_regex(
    rf"(?:(?!\b(?:and|but|while|because)\b)[^.;:]){{0,45}}?\b(?:{alternatives(TAKEN_BACK)})\b", re.IGNORECASE
)
# "reserves are 100 million tonnes, but that number is not true", as in Chinese
_CALLED_UNTRUE = phrase_regex(
    r"(?:[^.;]{0,30}[,;]|\W{0,4}\"[^.;]{0,20}\")[^.;]{0,30}?(?:数字|數字|说法|說法|消息|传言|傳言|数据|數據|number|figure|claim|report|rumour) (?:is|was) not true\b",
    re.IGNORECASE,
)
_NEXT_DENIES = phrase_regex(alternatives(NEXT), re.IGNORECASE)
# "contradicted reports that costs are 12 percent lower and output 30 percent higher": all that follows is denied.
_DENIES_ALL = phrase_regex(DENIES_ALL, re.IGNORECASE)
_ACCORDING_TO = phrase_regex(r"\baccording to (?:[\w'’-]+ ){0,3}\Z", re.IGNORECASE)
_BEFORE_REACH = 140  # characters before a figure in which a cue counts
_ALL_REACH = 240  # the same for a denial of all that follows


def modality(text: str, figure: Figure, begin: int, end: int, rivals: list[Figure]) -> Modality | None:
    """Return how a figure is stated in its sentence; None if it is simply stated.

    `rivals` are the figures of its kind in the sentence.
    """
    if text[begin:end].rstrip("\"'”’) ").endswith("?"):
        return Modality("question", "?")
    denies_all = _DENIES_ALL.search(text, max(begin, figure.start - _ALL_REACH), figure.start)
    if denies_all:
        return Modality("denial", " ".join(denies_all.group().split()))
    found = _strongest(list(_cues_before(text, figure, begin, end, rivals)))
    if found and found.kind not in _AHEAD:
        return found
    limit = min(
        [end, *(_begin_of_bracket(text, figure.end, item.start) for item in rivals if item.start >= figure.end)]
    )
    if denial := _denied_after(text, figure.end, limit):
        return denial
    after = _AFTER.match(text[figure.end : limit])
    if after and after.lastgroup in _AHEAD:
        number = _NUMBER.search(text, figure.end + after.end(), end)  # "is expected to surpass 150"
        reach = number.start() if number else limit
        if reach < end and _LEADS_TO.fullmatch(text, figure.end + after.end(), reach):
            after = None  # "is worth 120 billion yuan and is to be worth 240 billion yuan"
    at = figure.end + after.start(after.lastgroup or 0) if after else end
    if _is_aside(text, figure, begin, end, at) and not text.startswith("to be", at):  # ", to be reached in 2033"
        after = None
    if end < len(text) and not after and _NEXT_DENIES.match(text, end):
        return Modality("denial", NEXT_SENTENCE)
    if found and (not after or after.lastgroup != "denial"):
        return found
    if after and (after.lastgroup != "past" or not _RELATIVE.search(text, figure.end, at)):
        return Modality(after.lastgroup or "", " ".join(after[after.lastgroup or 0].strip(" ,").split()))
    return None


def _cues_before(text: str, figure: Figure, begin: int, end: int, rivals: list[Figure]) -> Iterator[re.Match[str]]:
    """The cues before a figure that are in its clause and outside any aside."""
    for match in _BEFORE.finditer(text, max(begin, figure.start - _BEFORE_REACH), figure.start):
        if _reaches(text, match, figure, rivals) and not _is_aside(text, figure, begin, end, match.start()):
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
    if taken_back := _TAKEN_BACK.match(text, begin, end):
        return Modality("denial", " ".join(taken_back["denial"].split()))
    if _CALLED_UNTRUE.match(text, begin, end):
        return Modality("denial", "not true")
    return None


def _begin_of_bracket(text: str, begin: int, position: int) -> int:
    """Where the bracket around a position begins, if it does so after `begin`; the position itself otherwise."""
    opened = text.rfind("(", begin, position)
    return position if opened < 0 or ")" in text[opened:position] else opened


def _reaches(text: str, cue: re.Match[str], figure: Figure, rivals: list[Figure]) -> bool:
    """Whether a cue before a figure is in its clause."""
    between = text[cue.end() : figure.start]
    if cue.lastgroup in (*_AHEAD, "supposition") and not _AS_FACT.search(between):
        between = between.replace(NEXT_CLAUSE, " ")
    framed = cue.group().lower().startswith(("if", "in ", "when ")) or _ACCORDING_TO.search(
        text, max(0, cue.start() - 60), cue.start()
    )
    if cue.lastgroup in ("supposition", "past") and framed:
        return ";" not in between
    if cue.lastgroup == "denial" and "," in between and cue.group().lower() not in ("denied", "denies", "nor"):
        return False
    if (cue.lastgroup in ("past", "denial") or cue.group().lower() == "once") and ":" in between:
        return between.strip() == ":"  # "year before: $480"
    is_modal = between.startswith(" to ") or _MODAL.search(cue.group())
    told = _JOINED.sub("", between) if is_modal else between
    if _CLAUSE.search(told) or NEW_VERB.search(told):
        return False
    if cue.lastgroup in _AHEAD and _COMPARED_WITH.search(between) and any(item.start < figure.start for item in rivals):
        return False  # "to reach 300 billion yuan by 2030, up from 172 billion"
    if not any(cue.end() <= item.start < figure.start for item in rivals):
        return True
    return cue.lastgroup in ("plan", "forecast", "supposition")  # which reach across another figure
