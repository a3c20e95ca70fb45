"""The direction that the words after a figure give it: a noun of change or a comparison."""

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction import lexicon as lex
from analysis.extraction.english.hedge_rules import is_number_next
from analysis.extraction.lexer import Tokens, first_word, said

_MOST_WORDS_AFTER = 3
# After a comparative these words make it a comparison: "10 c/lb below last week"; "50 t below ground" is a place.
_COMPARED = frozenset(
    "last its their year those that what previous expectations forecast forecasts consensus market plan budget "
    "yesterday today".split()
)
_COMPARED_TO = frozenset(
    [f"the {word}" for word in "level futures price average same previous prior year month record peak plan budget "
     "target".split()] + ["a year", "a month", "a week"]
)  # fmt: skip
_DURING = frozenset({"the year", "the month", "a year", "a month", "a week"})  # "sold 300 t over the year": in it
_OF_BEFORE = frozenset("last of in a".split())  # "over the same period last year" compares
_YEARS = lazy_regex(r"(?:19|20)\d\d\Z")  # "mines 300 t over 2026-28": in them
_AHEAD = frozenset({"ahead", "behind"})
_SPEEDS = {"faster": "down", "quicker": "down", "slower": "up"}
_PLACES = frozenset({"above", "below", "under", "over"})
_DAYS = frozenset("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()) | frozenset(lex.MONTHS)
_SINCE = frozenset(", . ; ) : on from since versus vs against year month week w y m q d".split())
LENGTHS = frozenset({"m", "km", "cm", "mm"})
# Between a verb and a figure these words show that the verb is not about the figure.
OBJECT_STOPS = lex.LEVEL_WORDS | frozenset(
    "by and or but as after before when if that which while on through under via it they he we will".split()
)


def sense_after(right: Tokens, unit: str) -> str | None:
    """Return the direction given by up to three words after a figure: "a 5% rise", "5 points lower"."""
    first, share, money = "", unit in lex.SHARES, unit[:3].isupper() or unit == "point"
    while right and (right[0].word == "-" or right[0].word in lex.COMPARED_OVER):
        right = right[1:]
    for place, token in enumerate(right[:_MOST_WORDS_AFTER]):
        word = token.word
        if token.kind != "word":
            return None
        first = first or word
        if word in lex.CHANGE_NOUNS and (share or word != "expansion"):
            return lex.DIRECTION_WORDS[word]
        if word in lex.COMPARATIVES and (place == 0 or (place == 1 and first == "points")):
            rest = right[place + 1 : place + 4]
            if word in _PLACES:
                same = said(rest) == "the same period" and first_word(right[place + 4 :]) not in _OF_BEFORE
                if word == "over" and (same or said(rest[:2]) in _DURING or _YEARS.match(first_word(rest))):
                    return None
                level = money and word in {"above", "below"} and bool(rest) and rest[0].word not in {"which", "ground"}
                compares = (share and word != "over") or level or _is_compared(rest)
                return lex.COMPARATIVES[word] if compares else None
            if word in _AHEAD and not ((share or money) and rest and rest[0].word in {"of", "the"}):
                return None
            if unit in lex.DURATIONS and word in _SPEEDS:
                return _SPEEDS[word]  # "nine minutes faster"
            if is_number_next(rest) or (word in {"up", "down"} and not share and not _has_moved(rest, unit)):
                return None
            return lex.COMPARATIVES[word]
        if word in OBJECT_STOPS or word in lex.DIRECTION_WORDS:
            return None
    return None


def _has_moved(right: Tokens, unit: str) -> bool:
    """Whether "€5/t down" and what follows is a change: "on the week", "from May"; not "300 m down from the rim"."""
    if unit in LENGTHS or unit in lex.DURATIONS:
        return False
    return not right or right[0].word in _SINCE or right[0].word in lex.COMPARED_OVER


def _is_compared(right: Tokens) -> bool:
    """Whether the words after a comparative name something to compare with: a plan, a year, someone's price."""
    if not right:
        return False
    first, printed = right[0].word, right[0].printed
    owner = printed[0].isupper() and printed.endswith(("'s", "’s", "'", "’"))
    year = first[:2] in {"19", "20"} and len(first) == 4 and first.isdigit()
    return first in _COMPARED or said(right[:2]) in _COMPARED_TO or owner or year or printed in _DAYS
