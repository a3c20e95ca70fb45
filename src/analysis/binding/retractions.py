"""Whether an article retracts a figure that it quotes: a correction, or a report that the next sentences deny."""

import re

from analysis.binding.passages import Passages
from analysis.core.figures import Figure
from analysis.core.lazy_regex import lazy_regex, phrase_regex
from analysis.extraction import lexicon as lex

_MEDIUM = (
    r"(?:(?:news)?papers?|newsletters?|magazines?|journals?|articles?|reports?|story|stories|issues?|editions?|columns?"
    r"|(?:web)?sites?|bulletins?|broadcasts?|posts?|versions?|brochures?|statements?|items?|notes?|letters?)"
)
_SAID = rf"(?:{'|'.join(sorted(lex.REPORTING - {'put'}))}|(?<!was\s)(?<!were\s)(?<!been\s)put)"
_WROTE = rf"(?:{_SAID}|gave|printed|called|had|published|credited|spoke|write|call)"
# "Your newspaper wrote", "An earlier version of this report said", "In Saturday's report we gave"
_EARLIER = phrase_regex(
    rf"\b(?:your|our|this|these|(?:the|an?) (?:earlier|previous|first|early|same|original)"
    rf"|[A-Z][a-z]+day['’]s) (?:\w+ ){{0,3}}?{_MEDIUM}\b[^.;]{{0,80}}?\b{_WROTE}\b|\byou (?:\w+ )?{_WROTE}\b"
    rf"|\byour (?:\w+ ){{0,2}}{_MEDIUM},? (?:according to which|in which|that|which)\b|\bwe (?:printed|published"
    rf"|wrote)\b|\b(?:in|on) (?:[\w'’]+ ){{1,3}}(?:{_MEDIUM} )?(?:of [^,.;]{{1,40}})?,?\s*we (?:\w+ )?{_WROTE}\b",
    re.IGNORECASE,
)
_SHOULD = r"(?:should|shall|must|ought to) "
CORRECTS = phrase_regex(
    rf"\b(?:apolog\w+|correct(?!ly|ness)\w*|errat(?:um|a)|corrigend\w+|clarifications?|rectif\w+|misprint\w*|(?:takes?"
    rf"|took|taken) back|withdr(?:aws?|ew|awn) (?:what|its|the|their)|got (?:it|this|that) wrong|(?:crept"
    rf"|slipped) in(?:to)?|(?:an|the|our|this|one) (?:error|mistake|slip|deviation)|we (?:are sorry|regret)"
    rf"|please (?:read|make (?:that|it)|note)|swapped|transposed|turned round|beg (?:\w+ )?pardon|should have \w+ed"
    rf"|{_SHOULD}(?:have )?(?:read|say|said))\b",
    re.IGNORECASE,
)
REPLACES = phrase_regex(
    r"\b(?:(?:former|old|earlier|previous|preliminary|first) (?:\w+ )?(?:figure|number|goal|target|estimate|result)s?"
    r" (?:is |are |was |were )?(?:no longer|void|obsolete|invalid|withdrawn)|supersed\w+|restate(?:s|d|ments?)"
    r"|revis(?:ed|es) (?:its|the|their) (?:\w+ )?(?:figure|number|estimate|result|statement)s?)\b",
    re.IGNORECASE,
)
# The sentences after a report that say what it was worth.
_WORTH = phrase_regex(
    rf"\b(?:apolog\w+|(?<![(\[])laugh(?:ed|ter)|(?:we|I) (?:are sorry|regret)|(?:first|1st|1) (?:of )?April|April (?:1"
    rf"|first|fool\w*)|(?:an?|the|his|her|this) (?:joke|hoax|prank|fake|dream|fairy tale|forgery|lie|bluff)"
    rf"|nothing of the (?:kind|sort)|no truth|not a word|(?:not|never|none) (?:of (?:it|this|that|them) )?(?:is|was"
    rf"|were|are|been)?\s*(?:true|so|correct|right)|(?:mis|wrongly )(?:read|heard|understood|calculated|printed"
    rf"|quoted|placed|taken|stated)\b|slipped in|(?:made|dreamt|dreamed) (?:\w+ ){{1,3}}up|rolled dice|too many"
    rf"|learned to (?:count|read)|(?:belonged|referred|related|applied) to (?:an)?other|(?:the|its) (?:correct|right"
    rf"|true|real|actual|proper) (?:figure|number|value|sum|amount|rate|share|profit|thickness|level|one)"
    rf"|{_SHOULD}(?:(?:have )?(?:be|been)(?! [a-z]+(?:ed|en|ept|ought|de|aken)\b)|have (?:said|read)|(?:say|read)(?="
    r" (?:(?:only|just|about|some|at) )*(?:[\d$¥€£“\"]|(?-i:[A-Z][A-Z]))))|(?:refut|retract|disown|withdr[ae]w)\w*)\b",
    re.IGNORECASE,
)
# "They have not.", "It was not so.", "None of them should be taken at face value"
_SHORT_NO = phrase_regex(
    r"\W*(?:So far,? )?(?:They|It|He|She|We|That|This|These|Those|The \w+|Costs) (?:(?:ha(?:s|ve|d)|d(?:o|oes|id)|is"
    r"|are|was|were) not|\w+n['’]t)(?: (?:so|true|correct|right|fallen|risen|happened|changed|yet|come|appeared|arrived"
    r"|materiali[sz]ed))*\s*[.!]|\W*(?:None|Neither|Not one) of (?:them|these|this|it|that"
    r"|which) (?:\w+ ){0,3}?(?:should|can|must|need|true|correct|right|real|holds?|came|happened|materiali[sz]ed)\b",
    re.IGNORECASE,
)
_REPORTS = phrase_regex(rf"\b(?:{_WROTE}|(?:boast|promis|answer|maintain)(?:s|es|ed)|rumou?red)\b", re.IGNORECASE)
_CONTRAST = phrase_regex(r"\b(?:not|rather than|instead of)\b", re.IGNORECASE)
# A claim that is checked, and what comes out: "Fact check: China owns 80 percent", "Verdict: false".
_CHECKED = phrase_regex(
    r"\b(?:fact[\s-]?check|(?:the )?(?:claim|rumou?r|assertion)|what (?:is|was|people) (?:claimed|say|said))\s?[:：]"
    r"|网传|[传谣]言[:：]|(?:说法|问题)[:：]",
    re.IGNORECASE,
)
_VERDICT = phrase_regex(
    r"\b(?:verdict|rating|ruling|conclusion|result|finding|assessment|our answer)s?(?: is)?\W{0,3}"
    r"(?:(?:mostly|partly|that is|is|largely) )?"
    r"(?P<false>false|wrong|misleading|untrue|incorrect|not true|unproven|unfounded|fake|a myth)?\b"
    r"|(?:结论|鉴定|真相|核查)[^。\n]{0,12}(?P<fake>谣言|不实|虚假|错误|is not true)?",
    re.IGNORECASE,
)
_AHEAD = lazy_regex(r"\b(?:[Ii]n|[Bb]y) (20\d\d)\b")
_FAR = 2  # sentences after the figure


def taken_back(figure: Figure, passages: Passages) -> str:
    """Return the words with which an article retracts a figure that it quotes; empty if it does not."""
    text = passages.text
    begin, end = passages.sentence(figure.start)
    if (frame := _EARLIER.search(text, begin, figure.start)) and CORRECTS.search(text):
        return _line(frame)
    return _answered(figure, passages, begin, end)


def refuted(figure: Figure, passages: Passages) -> str:
    """Return the verdict of a fact check on a figure of the claim that it checks; empty if there is none."""
    text = passages.text
    checked = _CHECKED.search(text, text.rfind("\n", 0, figure.start) + 1, figure.start)
    if not checked or _VERDICT.search(text, checked.end(), figure.start):
        return ""
    verdict = _VERDICT.search(text, figure.end)
    return _line(verdict) if verdict and (verdict["false"] or verdict["fake"]) else ""


def _answered(figure: Figure, passages: Passages, begin: int, end: int) -> str:
    """The words in the next sentences that retract what the sentence of a figure reports."""
    text = passages.text
    if short := _SHORT_NO.match(text, end):
        return _line(short)
    index = passages.index_at(figure.start)
    stop = passages.end_of(min(index + _FAR, len(passages.starts) - 1))
    if _EARLIER.search(text, passages.starts[max(0, index - 2)], begin):
        return ""  # "In our issue of 1 June we wrote 20. Costs fell by 12. We regret the error."
    begin = max(begin, text.rfind(";", begin, figure.start) + 1)
    if not _REPORTS.search(text, begin, _end_of_report(figure, passages, end)):
        return ""
    worth = _WORTH.search(text, end, stop)
    if worth and passages.year and (ahead := _AHEAD.search(text, *passages.sentence(worth.start()))):
        worth = None if int(ahead[1]) > passages.year else worth  # "In 2031 it should read 600 billion"
    return _line(worth) if worth else ""


def _end_of_report(figure: Figure, passages: Passages, end: int) -> int:
    """The end of the text that may report a figure; "not 11, as we wrote" after it reports the other one."""
    others = [item.start for item in passages.rivals(figure) if item.start >= figure.end]
    contrast = _CONTRAST.search(passages.text, figure.end, min(others)) if others else None
    return contrast.start() if contrast else end


def _line(match: re.Match[str]) -> str:
    return " ".join(match.group().split())
