"""The modality of a figure: stated as fact, planned, expected, supposed, denied, asked about, or over."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from analysis.claims.modality_cues import AFTER, BEFORE, DENIED_REPORT, DENIES_ALL, NEXT, TAKEN_BACK, alternatives
from analysis.claims.places import after_dateline
from analysis.core.figures import Figure
from analysis.core.lazy_regex import lazy_regex, phrase_regex
from analysis.extraction.english.asides import in_aside

NEXT_SENTENCE, SENTENCE_BEFORE = "the next sentence", "the sentence before"


class Modality(NamedTuple):
    """How a figure is said: the kind, and the words that say so."""

    kind: str
    word: str

    def instead_of(self, expected: str) -> str:
        """Return why it is not what is expected, such as a fact."""
        if self.word not in (NEXT_SENTENCE, SENTENCE_BEFORE):
            return f"{self.word!r} makes it a {self.kind}, not a {expected}"
        return f"{self.word} {'denies it' if self.kind == 'denial' else 'says that it is over'}"


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
_NEW_VERB = phrase_regex(rf"(?:,|\band\b|:|\bas\b) (?:\S+ ){{0,6}}?{_VERB}\b", re.IGNORECASE)
_FIRST_VERB = phrase_regex(rf"\b{_VERB}\b")
# "instead of the $16 a ton that wire brings"
_IT_HAS = phrase_regex(
    r"(?: (?:per|a) \w+)? (?:that|which) (?:[\w-]+ ){1,4}?(?:brings?|makes?|earns?|leaves?|yields?|has|have)\b"
)
_LED = phrase_regex(rf"\A, (?:(?!and\b|but\b)[^\s,;:]+ ){{1,6}}?{_VERB}\b")
# Up to another clause, unless it only goes on.
_AFTER = phrase_regex(
    r"\A(?:(?!\bbecause\b|,\s*(?:and|but|while|whereas|which|though)\b"
    r"|\band (?:the|its|it|he|she|they)\b)[^.;:]){0,45}?"
    rf"(?:{alternatives(AFTER)})",
    re.IGNORECASE,
)
# "does not sell goods for 200 billion yuan; that is the aim for 2035"
_THAT_IS_THE_AIM = phrase_regex(
    r"(?:[^.;\d]|\b20\d\d\b){0,60}[;,.] (?:that|this|which)(?:,[^,;.]{1,30},)? (?:is|remains"
    r"|stays) (?:(?:the|its|their|his|her|our|an?) )?"
    r"(?P<aim>aim|goal|target|ambition|plan|(?:what|where) (?:we|they|it|he|she"
    r"|the \w+) (?:(?:is|are) )?(?:work|aim|head|want|hope|long|wait)\w*)\b",
    re.IGNORECASE,
)
# between "will be" and a figure
_LEADS_TO = phrase_regex(
    r"(?:,? (?:to (?:be|become|reach|earn|(?:rise|grow) to)"
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
    r"[^.;]{0,30}[,;][^.;]{0,30}?(?:数字|數字|说法|說法|消息|传言|傳言|数据|數據"
    r"|number|figure|claim|report|rumour) (?:is|was) not true\b",
    re.IGNORECASE,
)
_NEXT_DENIES = phrase_regex(alternatives(NEXT), re.IGNORECASE)
# "It turned out to be $300.", "In fact the statistics show 95 billion yuan."
_NEXT_REPLACES = phrase_regex(
    r"\W*(?:It turned out to be|In (?:fact|truth|reality)|Actually|The (?:real|true|actual)\b"
    r"|[^.;]{0,40}\bputs? it at)\b",
    re.IGNORECASE,
)
# "a profit of $900, a figure the plant has not come near"
_NEVER_SO = phrase_regex(
    r"[^.;]*?,\s*an? (?:figure|level|mark|number|sum|value|result|feat)\b[^.;]*?\b(?:\w+n['’]t|not|never"
    r"|nobody|no one|yet to)\b",
    re.IGNORECASE,
)
_NEXT_ENDS = phrase_regex(
    r"\W*(?:Those|These|Such|The) (?:days|times|years) (?:are|were|have)\b|\W*That was (?:before|then|long)\b"
)
# "contradicted reports that costs are 12 percent lower and output 30 percent higher": all that follows is denied.
_DENIES_ALL = phrase_regex(DENIES_ALL, re.IGNORECASE)
_DENIED_REPORT = phrase_regex(DENIED_REPORT, re.IGNORECASE)
_REPORTED = phrase_regex(
    r"\W*(?:According to (?:it|the|that|this)\b|(?:The|That|This) (?:report|site|paper|newspaper|article|post"
    r"|story|rumou?r|account|magazine|claim)\b"
    r"|(?:It|They) (?:had )?(?:said|claimed|stated|reported|wrote|spoke)\b)"
)
# "had been" tells of the past only next to another time: "had been $900 until", "had been $900, and is now $200"
_HAD_BEEN = phrase_regex(r"had been", re.IGNORECASE)
_ANOTHER_TIME = lazy_regex(
    r"\b(?:before|until|till|previously|earlier|then|when|now|since|once|ago|former\w*|today|old|prior|previous)\b",
    re.IGNORECASE,
)
# "We do not dispute that costs fell by 7 percent": what is not denied is said.
_NOT_DENIED = phrase_regex(
    r"\b(?:not|never|nobody|no one|none|neither|nor|cannot|\w+n['’]t) (?:\w+ ){0,3}?(?:disput|den(?:y|ies|ied)"
    r"|contest|doubt|contradict|reject|refut|question)\w*",
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
        return Modality("denial", SENTENCE_BEFORE)
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
    at = figure.end + after.start(after.lastgroup or 0) if after else end
    if after and limit < end and _LEADS_TO.fullmatch(text, figure.end + after.end(), limit):
        after = None  # "is worth 120 billion yuan and is to be worth 240 billion yuan"
    if _is_aside(text, figure, begin, end, at) and not text.startswith("to be", at):  # ", to be reached in 2033"
        after = None
    if end < len(text) and not after and _next_denies(text, end, replaced):
        return Modality("denial", NEXT_SENTENCE)
    if found is None and end < len(text) and _NEXT_ENDS.match(text, end):
        return Modality("past", NEXT_SENTENCE)
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
    for match in _BEFORE.finditer(text, max(begin, figure.start - _BEFORE_REACH), figure.start):
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
    if taken_back := _TAKEN_BACK.match(text, begin, end):
        return Modality("denial", " ".join(taken_back["denial"].split()))
    if _CALLED_UNTRUE.match(text, begin, end):
        return Modality("denial", "not true")
    never = _NEVER_SO.match(text, begin, end)
    return Modality("denial", " ".join(never.group().split()[-4:])) if never else None


def _next_denies(text: str, end: int, replaced: bool) -> bool:
    """Whether the sentence from `end` denies a figure, takes it back, or puts another one in its place."""
    return bool(_NEXT_DENIES.match(text, end) or (replaced and _NEXT_REPLACES.match(text, end)))


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
