"""The hedges of English: which words before or after a figure hedge it, and which only seem to."""

import re

from analysis.extraction import lexicon as lex
from analysis.extraction.hedges import HedgeCandidate, HedgeCase, HedgeFound, HedgeRule, hedge_of
from analysis.extraction.patterns import HEDGE_AFTER

_LONGEST = 48
# Right after another figure these compare, and do not hedge: "29 % lower than $195".
_PREPOSITIONS = frozenset("over past above below under beyond around about".split()) | frozenset(
    [f"{word} than" for word in "more less higher lower greater larger fewer".split()]
    + ["short of", "shy of", "north of"]
)
_ARTICLES = frozenset({"the", "a", "an"})
_BEFORE_DURATION = re.compile(r"\b(?:for|in|after|lasted|lasting|takes|took|of|within|needs|with)\s+\Z", re.IGNORECASE)
_ARTICLE_BETWEEN = re.compile(r"\b(?:an?|the)\s+\Z")
_LAST_WORD = re.compile(r"([A-Za-z]+)\s+\Z")
_NUMBER_NEXT = re.compile(r"\s*(?:by\s+)?[-+~$€£¥]?\d")
_NEGATED = re.compile(r"\b(?:not|cannot|never|no|without|\w+n['’]t)\s+(?:be\s+|have\s+)?\Z", re.IGNORECASE)
_NEGATION = {">": "<=", "<": ">="}
_MAY_HEDGE_AFTER = frozenset(" +-\n\u00a0")


def hedge_around(text: str, start: int, end: int, floor: int, *, plus: bool, duration: bool) -> HedgeFound:
    """Return the hedge of a figure, by the words after it or else before it.

    The start of the words before is returned even if those after decide.

    >>> hedge_around("to over $1,400 or so", 8, 14, -1, plus=False, duration=False)
    HedgeFound(qualifier='~', start=3, rule='words after the figure')
    """
    candidate = _candidate(text, start, end, floor, plus=plus, duration=duration)
    before = hedge_of(candidate, _BEFORE) if candidate.words else HedgeFound("=", start)
    after = hedge_of(candidate, _AFTER)
    return HedgeFound(after.qualifier, before.start, after.rule) if after.rule else before


def hedge_before(text: str, start: int, floor: int, *, duration: bool) -> tuple[str, int]:
    """Return the qualifier that the words before `start` give, and where these words start.

    `floor` is the end of the figure before in the same sentence, -1 if there is none: a preposition right after
    it compares and does not hedge.

    >>> hedge_before("to over $1,400", 8, -1, duration=False)
    ('>', 3)
    """
    candidate = _candidate(text, start, start, floor, plus=False, duration=duration)
    return hedge_of(candidate, _BEFORE)[:2] if candidate.words else ("=", start)


def _candidate(text: str, start: int, end: int, floor: int, *, plus: bool, duration: bool) -> HedgeCandidate:
    begin = max(floor, start - _LONGEST, 0)
    words, position = _hedge_at_the_end(text[begin:start])
    meaning = lex.HEDGES[words] if words else "="
    return HedgeCandidate(text, begin, floor, start, end, words, begin + position, meaning, plus, duration)


def _by_last_word() -> dict[str, list[str]]:
    """Hedges by their last word, or their last sign, the longest first."""
    found: dict[str, list[str]] = {}
    for hedge in sorted(lex.HEDGES, key=len, reverse=True):
        found.setdefault(hedge.split()[-1] if hedge[-1].isalnum() or hedge[-1] == "." else hedge[-1], []).append(hedge)
    return found


_HEDGES_BY_LAST_WORD = _by_last_word()


def _hedge_at_the_end(left: str) -> tuple[str, int]:
    """The longest hedge that a text ends with, an article after it aside, and where it starts; empty if none."""
    words = left.split()
    last = words[-1].lower().lstrip("([\"“‘'-–—") if words else ""
    if last in _ARTICLES and len(words) > 1:
        left = left.rstrip()[: -len(last)]
        last = words[-2].lower()
    candidates = _HEDGES_BY_LAST_WORD.get(last) or _HEDGES_BY_LAST_WORD.get(last[-1:])
    if not candidates:
        return "", 0
    spaced = " ".join(left.lower().split())
    for hedge in candidates:
        if spaced.endswith(hedge):
            before = spaced[: -len(hedge)][-1:]
            if before.isalnum() or (before and before in ">≥<≤_"):
                continue
            count = hedge.count(" ") + 1
            return hedge, _start_of_last(left, count) if hedge[0].isalnum() else left.rstrip().rfind(hedge[0])
    return "", 0


def _start_of_last(text: str, count: int) -> int:
    """Where the last `count` words of a text start."""
    position = len(text.rstrip())
    for number in range(count):
        while position and not text[position - 1].isspace():
            position -= 1
        if number < count - 1:
            while position and text[position - 1].isspace():
                position -= 1
    while position < len(text) and not (text[position].isalnum() or text[position] in "≈~∼"):
        position += 1
    return position


def _words_after(near: HedgeCandidate) -> tuple[str, int] | None:
    match = HEDGE_AFTER.match(near.text, near.end) if near.text[near.end : near.end + 1] in _MAY_HEDGE_AFTER else None
    if match is None or _NUMBER_NEXT.match(near.text, match.end()):
        return None
    return lex.HEDGES_AFTER[" ".join(match["hedge"].lower().split())], near.start


def _plus_sign(near: HedgeCandidate) -> tuple[str, int] | None:
    return (">=", near.start) if near.plus else None


def _compares(near: HedgeCandidate) -> tuple[str, int] | None:
    after_figure = near.floor >= 0 and not near.text[near.floor : near.position].strip()
    return ("=", near.start) if after_figure and near.words in _PREPOSITIONS else None


def _during(near: HedgeCandidate) -> tuple[str, int] | None:
    if not near.duration or near.words not in _PREPOSITIONS:
        return None
    if _ARTICLE_BETWEEN.search(near.text[near.position : near.start]):
        return "=", near.start  # "under a ten-year deal"
    bounded = near.words not in {"over", "past"} or _BEFORE_DURATION.search(near.text[near.begin : near.position])
    return None if bounded else ("=", near.start)


def _part_of_a_verb(near: HedgeCandidate) -> tuple[str, int] | None:
    verbs = {"over": lex.VERBS_WITH_OVER, "up to": lex.VERBS_WITH_UP_TO}.get(near.words)
    verb = _LAST_WORD.search(near.text[near.begin : near.position]) if verbs else None
    return ("=", near.start) if verbs and verb and verb[1].lower() in verbs else None


def _negated(near: HedgeCandidate) -> tuple[str, int] | None:
    if near.meaning not in _NEGATION:
        return None
    negation = _NEGATED.search(near.text[max(0, near.position - 24) : near.position])
    return (_NEGATION[near.meaning], near.position - len(negation.group())) if negation else None


def _words_before(near: HedgeCandidate) -> tuple[str, int] | None:
    return (near.meaning, near.position) if near.words else None


_Case = HedgeCase
# fmt: off
_AFTER: tuple[HedgeRule, ...] = (
    HedgeRule("words after the figure", _words_after,
              _Case("It runs 300 km or more without a stop.", "300 km", ">="),
              _Case("It is closed now, at least 3 plants say.", "3", ">=")),
    HedgeRule("plus sign", _plus_sign,
              _Case("It has 300+ million users.", "300+ million", ">="),
              _Case("It rose by +300 t.", "+300 t", "=")),
)
_BEFORE: tuple[HedgeRule, ...] = (
    HedgeRule("compares with the figure before", _compares,
              _Case("It is 29% below $195.", "$195", "="),
              _Case("It costs 29% of sales, or below $195.", "$195", "<")),
    HedgeRule("time in which something happens", _during,
              _Case("It grew over five years.", "five years", "="),
              _Case("It ran for over five years.", "five years", ">")),
    HedgeRule("part of a verb", _part_of_a_verb,
              _Case("It is ramping up to 5 t.", "5 t", "="),
              _Case("It makes up to 5 t.", "5 t", "<=")),
    HedgeRule("negated", _negated,
              _Case("It must not exceed 5%.", "5%", "<="),
              _Case("It may exceed 5%.", "5%", ">")),
    HedgeRule("words before the figure", _words_before,
              _Case("It is roughly 5%.", "5%", "~"),
              _Case("It is a record 5%.", "5%", "=")),
)
# fmt: on
HEDGE_RULES = (*_AFTER, *_BEFORE)
