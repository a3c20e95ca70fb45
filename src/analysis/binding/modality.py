"""The modality of a figure: stated as fact, planned, expected, supposed, denied, asked about, or over."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from analysis.binding.modality_cues import AFTER, BEFORE, DENIES_ALL, NEXT, TAKEN_BACK, alternatives
from analysis.core.figures import Figure
from analysis.core.lazy_regex import lazy_regex, phrase_regex
from analysis.extraction.english.clauses import in_aside

NEXT_SENTENCE = "the next sentence"


class Modality(NamedTuple):
    """How a figure is said: the kind, and the words that say so."""

    kind: str
    word: str

    def instead_of(self, expected: str) -> str:
        """Return why it is not what is expected, such as a fact."""
        if self.word == NEXT_SENTENCE:
            return f"{self.word} denies it"
        kind = "former value" if self.kind == "past" else self.kind
        return f"{self.word!r} makes it a {kind}, not a {expected}"


_BEFORE = phrase_regex(alternatives(BEFORE, r"(?<!\w)(?:{})(?!\w)"), re.IGNORECASE)
# What ends the reach of a cue: another clause, with a verb of its own.
_CLAUSE = lazy_regex(
    r";|(?:^|\W)(?:but|while|whereas|which|who|although|though|because|since|where|when|yet)\b|\.\s|[“\"”]\s*[A-Z]",
    re.IGNORECASE,
)
_VERB = (
    r"(?:is|are|was|were|has|have|had|rose|fell|grew|earns?|earned|makes|made|cut|came|comes|reached"
    r"|stood|stands|left|leaves"
    r"|costs?(?! (?:lower|higher|that|of|by)\b)|brings|brought|does|did|increased|climbed|amounted|totall?ed"
    r"|puts?|counted|holds|held|sold"
    r"|contributed|yields?|turns|turned|went|jumped|gained|closed|ended|dropped|sank|took|gave|got|paid"
    r"|shows?|showed)"
)
NEW_VERB = phrase_regex(rf"(?:,|\band\b|:|\bas\b) (?:\S+ ){{0,6}}?{_VERB}\b", re.IGNORECASE)
_MODAL = lazy_regex(r"\b(?:should|will|would|shall|could|can|may|might|must|to)\Z", re.IGNORECASE)
_JOINED = lazy_regex(r"\band (?:cut|put|earn|yield|cost)\b", re.IGNORECASE)  # "should raise output and cut costs"
_COMPARED_WITH = phrase_regex(
    r"(?:\b(?:up|down) from|, (?:compared (?:with|to)|against|versus|from))"
    r" (?:(?:about|around|some|nearly|almost|just|only) )?\Z",
    re.IGNORECASE,
)
# Up to another clause, unless it only goes on.
_AFTER = phrase_regex(
    r"\A(?:(?!\bbecause\b|,\s*(?:and|but|while|whereas|which|though)\b"
    r"|\band (?:the|its|it|he|she|they|could|would|might|may)\b)[^.;:]){0,45}?"
    rf"(?:{alternatives(AFTER)})",
    re.IGNORECASE,
)
_NUMBER = lazy_regex(r"[$¥€£]|\b(?:USD|CNY|RMB) ?\d|\d")
# between "will be" and a figure
_LEADS_TO = phrase_regex(
    r"(?:,? (?:to (?:be|become|reach|earn|exceed|surpass|pass|top|hit|total|approach"
    r"|(?:climb|expand|grow|increase|jump|rise|swell)(?: to| past| above| beyond)?)"
    r"|worth|at|about|some|around|roughly|nearly|almost|over|only|just|by then|at (?:least|most)"
    r"|(?:more|less) than|up to|as (?:much|many|large|big) as))*\s*",
    re.IGNORECASE,
)
_RELATIVE = lazy_regex(r"\b(?:than|from|above|on|over|below|against|compared|since|of)\b", re.IGNORECASE)
_TAKEN_BACK = phrase_regex(
    rf"(?:(?!\b(?:and|but|while|because)\b)[^.;:]){{0,45}}?\b(?:{alternatives(TAKEN_BACK)})\b", re.IGNORECASE
)
# "reserves are 100 million tonnes, but that number is not true", as in Chinese
_CALLED_UNTRUE = phrase_regex(
    r"[^.;]{0,30}[,;][^.;]{0,30}?(?:数字|數字|说法|說法|消息|传言|傳言|数据|數據|number|figure|claim|report|rumour)"
    r" (?:is|was) not true\b",
    re.IGNORECASE,
)
_NEXT_DENIES = phrase_regex(alternatives(NEXT), re.IGNORECASE)
# "a profit of $900, a figure the plant has not come near"
_NEVER_SO = phrase_regex(
    r"[^.;]*?,\s*an? (?:figure|level|mark|number|sum|value|result|feat)\b[^.;]*?\b(?:(?:\w+n['’]t|not"
    r"|never)(?! (?:been )?(?:changed?|moved?|varied|revised|altered|updated))|nobody|no one|yet to)\b",
    re.IGNORECASE,
)
# "contradicted reports that costs are 12 percent lower and output 30 percent higher": all that follows is denied.
_DENIES_ALL = phrase_regex(DENIES_ALL, re.IGNORECASE)
# "had been" tells of the past only next to another time: "had been $900 until", "had been $900, and is now $200"
_HAD_BEEN = phrase_regex(r"had been", re.IGNORECASE)
_ANOTHER_TIME = lazy_regex(
    r"\b(?:before|until|till|previously|earlier|then|when|now|since|once|ago|former\w*|today|old|prior|previous)\b",
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
    denies_all = _DENIES_ALL.search(text, max(begin, figure.start - _ALL_REACH), figure.start)
    if denies_all and ";" not in text[denies_all.end() : figure.start]:
        return Modality("denial", " ".join(denies_all.group().split()))
    found = _strongest(list(_cues_before(text, figure, begin, end, rivals, replaced=replaced)))
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


def _cues_before(
    text: str, figure: Figure, begin: int, end: int, rivals: list[Figure], *, replaced: bool
) -> Iterator[re.Match[str]]:
    """The cues before a figure that are in its clause, and not in an aside."""
    for match in _BEFORE.finditer(text, max(begin, figure.start - _BEFORE_REACH), figure.start):
        another_time = replaced or len(rivals) > 1 or _ANOTHER_TIME.search(text, begin, end)
        if _HAD_BEEN.match(text, match.start()) and not another_time:
            continue  # "He reported that the profit had been $900"
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
    never = _NEVER_SO.match(text, begin, end)
    return Modality("denial", " ".join(never.group().split()[-4:])) if never else None


def _begin_of_bracket(text: str, begin: int, position: int) -> int:
    """Where the bracket around a position begins, if it does so after `begin`; the position itself otherwise."""
    opened = text.rfind("(", begin, position)
    return position if opened < 0 or ")" in text[opened:position] else opened


def _reaches(text: str, cue: re.Match[str], figure: Figure, rivals: list[Figure]) -> bool:
    """Whether a cue before a figure is in its clause."""
    between = text[cue.end() : figure.start]
    if cue.lastgroup in ("supposition", "past") and cue.group().lower().startswith(("if", "in ", "when ")):
        return ";" not in between
    if cue.lastgroup == "denial" and "," in between and cue.group().lower() not in ("denied", "denies", "nor"):
        return False
    if cue.lastgroup == "past" and between.strip() == ":":  # "year before: $480"
        return True
    if (cue.lastgroup in ("past", "denial") or cue.group().lower() == "once") and ":" in between:
        return False
    is_modal = between.startswith(" to ") or _MODAL.search(cue.group())
    told = _JOINED.sub("", between) if is_modal else between
    if _CLAUSE.search(told) or NEW_VERB.search(told):
        return False
    if cue.lastgroup in _AHEAD and _COMPARED_WITH.search(between) and any(item.start < figure.start for item in rivals):
        return False  # "to reach 300 billion yuan by 2030, up from 172 billion"
    if not any(cue.end() <= item.start < figure.start for item in rivals):
        return True
    return cue.lastgroup in ("plan", "forecast", "supposition")  # which reach across another figure
