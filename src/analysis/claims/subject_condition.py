"""Whether the clause of a figure is about somebody or something that the named figure cannot be about.

The subject of the clause counts, such as "The county" in "The county pays $120 a tonne of wire". It speaks against a
figure if it is one of the words of the family `subject` in data/concepts.yaml and names nothing that the rule is about.
"""

import re

from analysis.claims.clauses import Subject, subject_of
from analysis.claims.figure_rules import FigureRule
from analysis.claims.passages import Passages
from analysis.claims.places import after_dateline
from analysis.claims.question_files import question_files
from analysis.core.figures import Figure
from analysis.core.lazy_regex import lazy_regex, phrase_regex

# "Orders lifted Gannan Rare Earth by 7 percent": what changes is the object.
_CHANGES = frozenset(
    "lifted raised cut lowered reduced increased improved boosted saved saves lifts raises closed".split()
)
_HEDGED = (
    r"(?:(?:an?|about|around|some|nearly|almost|over|only|just|more|less|than|at|least|up|to|roughly|close"
    r"|well|under) )*"
    r"(?:[A-Z]{1,3})?[$¥]?\Z"
)
_NOUN_OF = phrase_regex(  # "unsold goods of 41 billion yuan"
    rf"(?:[^\W\d][\w'’-]* ){{0,2}}(?P<noun>[^\W\d][\w'’-]*) of {_HEDGED}"
)
_NOUN_FOR = phrase_regex(  # "An order for 6 billion yuan", "a lawsuit about 3 billion"
    rf"(?i:\b(?:an?|the|its|another|this)) (?:[\w'’-]+ )?(?P<noun>[a-z][\w'’-]*) (?:for|about|over) {_HEDGED}"
)
_NAME_OF = phrase_regex(r"(?: (?:(?:of|in|from) )?[A-Z][\w'’&-]*)+")
_AMOUNTS = frozenset(
    "scale share rate level total tune sum value size worth amount figure tonne tonnes ton equivalent target goal plus "
    "order addition limit jump rise growth gain increase cluster industry base one".split()
)
_RICHER = phrase_regex(
    r"\b(?:richer|wealthier|better off|worth|value|price tag|for (?:the|a|its) (?:share|stock|paper))\b",
    re.IGNORECASE,
)
_VERBAL = lazy_regex(r"spoke|speaks|speak|think|dream\w*|and|out|instead|talk|talks|boasts?")
_COUNT = lazy_regex(
    r"\b(?:reckoning|estimate|calculation|count|tally|arithmetic|figure|number|result)s?\Z", re.IGNORECASE
)
# "Investors have promised the cluster 52 billion yuan": what they give
_FINANCIERS = lazy_regex(
    r"\b(?:investors?|banks?|bankers|lenders?|funds?|creditors?|shareholders?|financiers?|backers?)\b", re.IGNORECASE
)
# "Of all grades the city makes half": its smelters do
_OWN = phrase_regex(r"(?:everything|whatever|all|what) we\b", re.IGNORECASE)
_TOWN = lazy_regex(r"\b(?:city|town|county|district|province|region)\Z", re.IGNORECASE)
_MAKES = phrase_regex(r"(?:(?:can|could|now) )*(?:mak|produc|master|manufactur|turn|offer|suppl)\w*\b", re.IGNORECASE)
_OWNS = ("'s", "’s")
_OWNER = phrase_regex(r"(?:['’]s|s['’]) ")  # "the cluster's banks" are banks
_WORD = lazy_regex(r"[^\W_][\w'’-]*")
_APPOSITION = lazy_regex(r",[^,]*,")
_PARTS = lazy_regex(r",|;|\band\b")


def other_subject(rule: FigureRule, figure: Figure, passages: Passages) -> str:
    """Return the subject of the clause of a figure if the named figure cannot be about it; empty otherwise."""
    if passages.text is not passages.document.text:
        return ""
    if any(file.concepts for file in question_files().layers(rule.question)):
        return ""
    begin, end = passages.sentence(figure.start)
    if rule.kind == "target":  # which others, such as a ministry, set
        subject = subject_of(passages.text, after_dateline(passages.text, begin, end), figure.start)
        financed = subject and rule.aspect == "money" and not subject.reports and _FINANCIERS.search(subject.head)
        return subject.head if subject and financed else ""
    if governing := _governing(rule, figure, passages, begin):
        return governing
    subject = subject_of(passages.text, after_dateline(passages.text, begin, end), figure.start)
    if subject and _COUNT.search(subject.head):  # "The bank's own reckoning is $16"
        return ""
    if subject is None or not passages.mentions("subject", rule.aspect, subject.start, subject.end):
        return ""
    return "" if _is_known(rule, subject, figure, passages) else subject.head


def _governing(rule: FigureRule, figure: Figure, passages: Passages, begin: int) -> str:
    """The noun of "unsold goods of 41 billion" if it is not what is measured; empty if it is, or if there is none."""
    if rule.aspect not in ("money", "rate"):
        return ""
    match = _NOUN_OF.search(passages.text, max(begin, figure.start - 80), figure.start)
    if match is None and rule.aspect == "money":
        match = _NOUN_FOR.search(passages.text, max(begin, figure.start - 80), figure.start)
    elif match and (match["noun"].lower() in _AMOUNTS or _VERBAL.fullmatch(match["noun"])):
        return ""
    if match is None:
        return ""
    if any(
        item.concept in rule.measures
        for item in passages.mentions("measure", rule.aspect, match.start(), match.end("noun"))
    ):
        return ""
    return match["noun"]


def _is_known(rule: FigureRule, subject: Subject, figure: Figure, passages: Passages) -> bool:
    if passages.places(subject.start, subject.end) and not re.search("[’']s", subject.head):
        return True
    if (
        rule.aspect != "rate"
        and _TOWN.search(subject.head)
        and _MAKES.match(passages.text, subject.verb_end - len(subject.verb))
    ):
        return True
    if _OWN.match(subject.head):
        return True
    after = passages.text[subject.end : figure.start]
    end = passages.sentence(figure.start)[1]
    if {"market value", "share price"} & rule.measures and _RICHER.search(passages.text, subject.verb_end, end):
        return True  # "Investors were 20 billion richer"
    if subject.reports or subject.verb in _CHANGES:
        own = subject.end
    else:  # "our costs are lower by 6 percent, our electricity by 8 percent"
        parts = [match.end() for match in _PARTS.finditer(passages.text, subject.verb_end, figure.start)]
        own = parts[-1] if parts else figure.start
    if own < figure.start and _speaks(rule, passages, own, figure.start):
        return True
    # "its flagship, a foil for batteries, earned", "Lynas, a rare earth miner, rose"
    aside = _APPOSITION.match(after)
    if aside and _speaks(rule, passages, subject.end, subject.end + aside.end()):
        return True
    begin = max([subject.start, *(match.end() for match in _OWNER.finditer(passages.text, subject.start, subject.end))])
    last = passages.mentions("subject", rule.aspect, begin, subject.end)[-1:]
    if last and last[0].word.islower() and _NAME_OF.fullmatch(passages.text, last[0].end, subject.end):
        return _speaks(rule, passages, begin, last[0].start)  # "the trading house Maasvlakte"
    if last and last[0].end >= subject.end and last[0].word != "Holdings":  # the foil traders, the Rare Earth Fund
        return False
    return _speaks(rule, passages, begin, subject.end) or _has_name(passages.text[begin : subject.end], passages.text)


def _speaks(rule: FigureRule, passages: Passages, begin: int, end: int) -> bool:
    """Whether a span has a word for what the rule measures, or for its product, metal or cause.

    A word that owns something does not count: "the cluster's banks" are banks.
    """
    things = rule.things | {"foil", "wire", "battery foil"} if rule.things else rule.things
    families = {
        "measure": rule.measures, "thing": things, "metal": rule.metals or {"copper"}, "cause": rule.cause,
    }  # fmt: skip
    return any(
        item.concept in concepts and not passages.text.startswith(_OWNS, item.end)
        for family, concepts in families.items()
        for item in passages.mentions(family, rule.aspect, begin, end)
    )


def _has_name(head: str, text: str) -> bool:
    """Whether a subject has a name, other than by a capital at the beginning of a sentence, or begins with a number."""
    words = _WORD.findall(head)
    for index, word in enumerate(words):
        if word.endswith((*_OWNS, "s'", "s’")):
            continue
        elsewhere = re.search(rf"(?<=[a-z,] ){re.escape(word)}\b", text)
        if word[0].isupper() and (index or (len(words) > 1 and words[1][0].isupper()) or elsewhere):
            return True
    return not words or words[0][0].isdigit()
