"""Whether a target is to be reached by a rise or by a fall."""

import re
from collections.abc import Sequence

from analysis.claims.claim import Claim
from analysis.core.figures import Figure
from analysis.core.lazy_regex import lazy_regex
from analysis.extraction import lexicon as lex
from analysis.extraction.extract import extract_figures

_SIGNS = {"up": 1, "down": -1}
_MULTIPLYING = {"doubl": "up", "tripl": "up", "trebl": "up", "quadrupl": "up", "halv": "down"}
_TO = lazy_regex(  # the words between those of a change and the level that it leads to
    r"\b(?:to|towards?|below|under|above|past|beyond|over|at|within)\s+"
    r"(?:(?:a|an|the|no|not|about|around|some|nearly|almost|roughly|just|only|well|more|less|than|over|above|below|under"
    r"|at|least|most|as|little|low|high|much|or|between|up|to)\s+)*[^\w\s]*\Z",
    re.IGNORECASE,
)
_CLAUSE_ENDS = lazy_regex(
    r"[;:]|,\s(?!by\b)|\b(?:while|but|after|since|when|because|although|though|as)\b", re.IGNORECASE
)
_BEFORE_VERB = lex.MODALS | {"and", "or", "then", "also", "further", "plans", "targets", "aims"}
_BEFORE_PARTICIPLE = frozenset("be been being is are get gets see sees have has".split())
_BEFORE_PARTICLE = lazy_regex(r"(?:bring|tak|driv|push|get|wind|phas|scal|ramp|step|build|dial|pull|put)(?:e|t?ing|s)?")
_BEFORE_NOUN = frozenset("the a an its their this any yearly annual average".split())
_CEILING = lazy_regex(r"\b(?:slow|limit|cap|restrict|confin|contain|hold|keep)(?:e|p?ing|ped|ed)?\b", re.IGNORECASE)
_UP_TO = lazy_regex(r"\bup to\b|\bas (?:much|many|high) as\b", re.IGNORECASE)  # a hope rather than a ceiling
_FROM = lazy_regex(r"\bfrom\s+(?:[a-z]+\s+){0,4}[^\w\s]*\Z", re.IGNORECASE)
_MOVED_AFTER = lazy_regex(r"[^.;]{0,40}?\b(up|down|lower|higher) (?:from|than)\b", re.IGNORECASE)


def sense_of(target: Claim, levels: Sequence[float] = ()) -> int:
    """Return 1 for a target that is to be reached by a rise, -1 by a fall, and 0 where neither is said nor measured.

    What the article says decides: the direction of the figure, the words of change before it ("cut the output to"), the
    level it starts from, or a bound ("below 2 million tonnes"); then what its rule asks for. Otherwise it is the way in
    which the measured `levels`, in the order of time and in the unit of the target, have moved towards it. A level
    beyond the target alone says nothing: a rise may have reached it, or a fall may have to.
    """
    named = target.named
    sign = _SIGNS.get(named.figure.direction) or _said(named.words, named.figure, named.hedge)
    sign = sign or _SIGNS.get(named.rule.direction or "", 0)
    if sign or len(levels) < 2:
        return sign
    first, last = levels[0], levels[-1]
    return 1 if first < min(last, target.base) else -1 if first > max(last, target.base) else 0


def _said(words: str, figure: Figure, hedge: str) -> int:
    read = extract_figures(words)
    own = next((x for x in read if (x.low, x.high, x.unit) == (figure.low, figure.high, figure.unit)), None)
    if own is None:
        return 0
    clause = _CLAUSE_ENDS.split(words[: own.start])[-1]
    link = _TO.search(clause)
    if link and (sense := _changed(clause[: link.start()])):
        return _SIGNS[sense]
    before = [x for x in read if x.end <= own.start and x.unit == own.unit and _FROM.search(words[: x.start])]
    if link and before and before[-1].low != own.low:
        return 1 if before[-1].low < own.low else -1
    if moved := _MOVED_AFTER.match(words, own.end):
        return 1 if moved[1].lower() in ("up", "higher") else -1
    if own.qualifier in (">", ">="):
        return 1
    is_ceiling = own.qualifier in ("<", "<=") or (link and _CEILING.search(clause))
    return -1 if is_ceiling and not _UP_TO.search(hedge) else 0


def _changed(clause: str) -> str:
    """The sense of the last word of change in a clause that ends before "to" and a level; empty without one."""
    words = re.findall(r"[a-z-]+", clause.lower())
    for place in range(len(words) - 1, -1, -1):
        word, before = words[place], words[place - 1] if place else ""
        last = all(item.endswith("ly") for item in words[place + 1 :])
        if sense := _sense(word, before, words[place + 1 : place + 2], last):
            verb = next((item for item in reversed(words[:place]) if item not in _BEFORE_NOUN), "")
            if word in lex.CHANGE_NOUNS and word not in lex.TRANSITIVE:  # "cut the growth of output to 2 %"
                slowed = "down" if _CEILING.fullmatch(verb) else ""
                return (lex.DIRECTION_WORDS[verb] if verb in lex.TRANSITIVE else slowed) or sense
            return sense
    return ""


def _sense(word: str, before: str, after: list[str], last: bool) -> str:
    """The sense of a word if it is a change of what follows or stands before it, and not an adjective or a name."""
    if sense := lex.VERBS_WITH_PARTICLE.get((before, word), ""):
        return sense
    stem = re.sub(r"(?:e[sd]?|ing)\Z", "", word)
    sense = _MULTIPLYING.get(stem) or lex.DIRECTION_WORDS.get(word, "")
    if word in ("up", "down"):  # "up to 5 t" after a noun is a hedge, "bring output up to 5 t" is not
        return (
            sense if _BEFORE_PARTICLE.fullmatch(before) or (last and before not in ("of", "to", "at", "with")) else ""
        )
    if last or before in lex.MODALS:
        return sense
    if word.endswith("ed") or word == "lower":
        return sense if before in (_BEFORE_PARTICIPLE if word.endswith("ed") else _BEFORE_VERB) else ""
    is_noun = word in lex.CHANGE_NOUNS and after[:1] in (["in"], ["of"])
    return sense if word in lex.TRANSITIVE or is_noun or stem in _MULTIPLYING else ""
