"""The direction rules of English, in the order in which they are tried."""

import re

from analysis.extraction import lexicon as lex
from analysis.extraction.directions import DirectionCase, DirectionRule, Surroundings
from analysis.extraction.patterns import MODAL, WORD

_REACH = 72  # characters before a figure in which a rule looks for its words
_CLAUSE_REACH = 160  # characters before a figure in which "by" looks for its verb
_MOST_WORDS_AFTER = 3

_NUMBER_NEXT = re.compile(r"\s*(?:by\s+)?[-+~$€£¥]?\d")
_MOVED = re.compile(
    r"\s(?:was|were|is|are|has been|have been)\s"
    r"(?:(?P<up>added\sto)|(?:wiped|knocked|shaved|cut|taken|lopped)\s(?:off|from))\b"
)
# Behind a comparative these say that it compares: "10 c/lb below last week", but "50 t below ground" is a place.
_COMPARED = re.compile(
    r"\s(?:last|the\s(?:level|futures|price|average|same|previous|prior|year|month|record|peak|plan|budget|target)|its|their|a\s(?:year|month|week)|year|"
    r"those|that|what|previous|expectations|forecasts?|consensus|market|plan|budget|(?:19|20)\d\d|[A-Z][a-z]+['’]s?)\b"
)
_PLACES = frozenset({"above", "below", "under", "over"})
_DIMENSION = re.compile(r"(?:\A|\d\s?[a-z]{1,3})\s*by\s+\Z")
_CLAUSE_END = re.compile(r"[;:]|,\s")
_CHANGE_OF = re.compile(
    r"\b(?P<noun>[a-z]+)(?:\s+(?:rate|rates|target|forecast|goal|figure))?\s+(?:of|at|averaging)\s*\Z",
    re.IGNORECASE,
)
_BEFORE_CHANGE = frozenset({"of", "at", "averaging"})
_GROWING = frozenset(
    "grow grows grew growing grown expand expands expanded expanding increase increases increasing rise rises".split()
)
_REACHED = frozenset({"below", "above", "past", "under", "beyond"})
_LOSING = frozenset("lost lose loses losing".split())
_GIVING = frozenset("gave give gives giving".split())
_PUTTING = frozenset("put puts putting".split())
_LENGTHS = frozenset({"m", "km", "cm", "mm"})
# A price that "lost $225, or 1.4%, to close at $15,870" fell.
_PRICE_LOST = re.compile(
    r"(?:,?\sor\s|\s\()[\d.]+\s?(?:%|pc|pct|per\s?cent)|\sto\s(?:close|end|settle|finish|[\d$€£¥])"
)
_ADVERBS = frozenset(
    "sharply slightly further another only just merely nearly steadily rapidly strongly modestly again roughly "
    "year-on-year yoy y-o-y y-on-y annually overall".split()
)
# Between a verb and a figure these say that the verb is not about the figure.
_OBJECT_STOPS = lex.LEVEL_WORDS | frozenset(
    "by and or but as after before when if that which while on through under via it they he we will".split()
)
_LIST_JOIN = re.compile(
    r"(?:^|[,;]|\b(?=(?:and|or|while|but)\b))\s*(?:(?:and|or|while|but)\s+)?(?P<rest>(?:[\w'’&/-]+\s+){0,4})\Z",
    re.IGNORECASE,
)
_DIRECT_JOIN = re.compile(r"(?:\band|\bor|,)\s+\Z", re.IGNORECASE)
_NEW_STATEMENT = lex.DIRECTION_WORDS.keys() | frozenset(
    "was were is are be at of to account accounts accounted accounting holds held reached hit stood represents makes "
    "made".split()
)
_RANGE_WORD = re.compile(r"(?<=\b(?:of|by)\s)between\s+\Z", re.IGNORECASE)


def surroundings_of(
    text: str,
    sentence: tuple[int, int],
    floor: int,
    start: int,
    end: int,
    *,
    unit: str,
    value: float,
    before: str = "none",
    carried: str = "none",
) -> Surroundings:
    """Return what the rules see of the figure from `start` to `end`; `start` is before its hedge."""
    begin, stop = sentence
    left = text[max(floor, start - _REACH) : start]
    tight = left.rstrip()
    if tight[-7:].lower() == "between":
        left = _RANGE_WORD.sub("", left)
        tight = left.rstrip()
    words = tuple(WORD.findall(left.lower()))
    joined = bool(tight) and (tight[-1].isalnum() or tight[-1] in "-–")
    last = words[-1] if joined and words else ""
    adjacent = _without_adverbs(words) if last and unit not in lex.DURATIONS else ("", "")
    share = unit in lex.SHARES
    return Surroundings(
        text, begin, floor, start, end, stop, unit, value, share, left, words, last, adjacent, before, carried
    )


def _without_adverbs(words: tuple[str, ...]) -> tuple[str, str]:
    """The last two words, adverbs at the end aside; empty where there are fewer."""
    count = len(words)
    while count and words[count - 1] in _ADVERBS:
        count -= 1
    return (words[count - 2] if count > 1 else ""), (words[count - 1] if count else "")


def sense_after(text: str, end: int, stop: int, *, share: bool) -> str | None:
    """Return the direction that up to three words after a figure give it: "a 5% rise", "5 points lower"."""
    position, first = end, ""
    for place in range(_MOST_WORDS_AFTER):
        match = WORD.match(text, position + 1) if text[position : position + 1] in {" ", "\n", "-"} else None
        if match is None or match.end() > stop:
            return None
        word = match.group().lower()
        first = first or word
        position = match.end()
        if word in lex.CHANGE_NOUNS and (share or word != "expansion"):
            return lex.DIRECTION_WORDS[word]
        if word in lex.COMPARATIVES and (place == 0 or (place == 1 and first == "points")):
            if word in _PLACES:
                compares = (share and word != "over") or _COMPARED.match(text, position)
                return lex.COMPARATIVES[word] if compares else None
            if _NUMBER_NEXT.match(text, position) or (word in {"up", "down"} and not share):
                return None
            return lex.COMPARATIVES[word]
        if word in _OBJECT_STOPS or word in lex.DIRECTION_WORDS:
            return None
    return None


def _added_or_taken(near: Surroundings) -> str | None:
    moved = _MOVED.match(near.text, near.end, near.stop)
    return None if moved is None else "up" if moved["up"] else "down"


def _word_after(near: Surroundings) -> str | None:
    return sense_after(near.text, near.end, near.stop, share=near.share)


def _multiplied(near: Surroundings) -> str | None:
    if near.unit not in {"multiple", "fraction"}:
        return None
    word = near.text[near.start : near.end].lower().rsplit(None, 1)[-1]
    verb = word.endswith(("led", "ing", "ved", "lves", "bles", "ples")) or (
        word in lex.INFINITIVE_MULTIPLES and MODAL.search(near.text[max(0, near.start - 24) : near.start])
    )
    return None if not verb else "up" if near.value > 1 else "down"


def _dimension(near: Surroundings) -> str | None:
    return "none" if near.last == "by" and _DIMENSION.search(near.left) else None


def _by(near: Surroundings) -> str | None:
    """The last word of change in the clause, or that of the clause before if "by" opens a new one."""
    if near.last not in {"by", "um"}:
        return None
    clauses = _CLAUSE_END.split(near.text[max(near.begin, near.start - _CLAUSE_REACH) : near.start])
    clause = clauses[-2] if len(clauses) > 1 and clauses[-1].strip() == near.last else clauses[-1]
    for word in reversed(WORD.findall(clause.lower())):
        if word in lex.DIRECTION_WORDS:
            return lex.DIRECTION_WORDS[word]
    if near.carried != "none" or near.last == "by":
        return near.carried
    return _verb_at_the_end(near)


def _verb_at_the_end(near: Surroundings) -> str:
    """The direction of the first word of change after the figure: German puts its verb there."""
    after = near.text[near.end : min(near.stop, near.end + _CLAUSE_REACH)].lower()
    return next((lex.DIRECTION_WORDS[word] for word in WORD.findall(after) if word in lex.DIRECTION_WORDS), "none")


def _change_of(near: Surroundings) -> str | None:
    match = _CHANGE_OF.search(near.left.rstrip()) if near.last in _BEFORE_CHANGE else None
    noun = match["noun"].lower() if match else ""
    return lex.DIRECTION_WORDS.get(noun, "none") if noun in lex.CHANGE_NOUNS else None


def _growing_at(near: Surroundings) -> str | None:
    growing = near.share and near.last == "at" and len(near.words) > 1 and near.words[-2] in _GROWING
    return "up" if growing else None


def _rate_of_growth(near: Surroundings) -> str | None:
    tail = near.words[-6:] if near.share else ()
    for index, word in enumerate(tail):
        if word in {"growth", "cagr"} and not {"by", "of", "per", "and"} & set(tail[index + 1 :]):
            return lex.DIRECTION_WORDS[word]
    return None


def _level(near: Surroundings) -> str | None:
    if near.last in lex.LEVEL_WORDS:
        return "none"
    hedge = WORD.match(near.text, near.start)
    return "none" if hedge and hedge.group().lower() in _REACHED else None


def _gave_up(near: Surroundings) -> str | None:
    second, word = near.adjacent
    return "down" if word == "up" and second in _GIVING else None


def _lost(near: Surroundings) -> str | None:
    if near.adjacent[1] not in _LOSING:
        return None
    change = near.share or near.unit == "point" or _PRICE_LOST.match(near.text, near.end)
    return "down" if change else None


def _added(near: Surroundings) -> str | None:
    if near.adjacent[1] not in {"added", "adds"}:
        return None
    return "up" if near.share or near.unit == "point" or abs(near.value) < 1 else None


def _put_on(near: Surroundings) -> str | None:
    second, word = near.adjacent
    return "up" if word == "on" and second in _PUTTING else None


def _word_before(near: Surroundings) -> str | None:
    second, word = near.adjacent
    direction = lex.DIRECTION_WORDS.get(word)
    if direction is None or (word in {"up", "down"} and second in lex.VERBS_WITH_UP):
        return None
    drilled = word in {"cut", "cuts"} and near.unit in _LENGTHS
    funded = word in lex.FUNDING_WORDS and near.unit[:3].isupper()
    return None if drilled or funded else direction


def _verb_with_object(near: Surroundings) -> str | None:
    words = near.words if near.share else ()
    for index in range(len(words) - 1, max(-1, len(words) - 6), -1):
        word = words[index]
        if word in lex.TRANSITIVE:
            tight = near.left.rstrip()
            between = tight[tight.lower().rfind(word) + len(word) :]
            return None if re.search(r"[,;:().]", between) else lex.DIRECTION_WORDS[word]
        if word in _OBJECT_STOPS:
            return None
    return None


def _same_list(near: Surroundings) -> str | None:
    if near.before == "none" or near.text[near.end : near.stop].lstrip().lower().startswith("of "):
        return None
    chain = _LIST_JOIN.search(near.left)
    if chain and (near.share or not chain["rest"]) and not set(chain["rest"].lower().split()) & lex.LEVEL_WORDS:
        return near.before
    direct = near.share and _DIRECT_JOIN.search(near.left) and not set(near.words) & _NEW_STATEMENT
    return near.before if direct else None


def _signed(near: Surroundings) -> str | None:
    if near.share and near.value < 0:
        return "down"
    return "up" if near.share and near.text[near.start : near.start + 1] == "+" else None


_Case = DirectionCase
# fmt: off
DIRECTION_RULES: tuple[DirectionRule, ...] = (
    DirectionRule("added to or taken off", _added_or_taken,
                  _Case("5 t were added to its output.", "5 t", "up"),
                  _Case("5 t were added last year.", "5 t", "none")),
    DirectionRule("word after the figure", _word_after,
                  _Case("A 5% increase is planned.", "5%", "up"),
                  _Case("The shaft ends 50 m below ground.", "50 m", "none")),
    DirectionRule("verb that multiplies", _multiplied,
                  _Case("Costs were halved.", "halved", "down"),
                  _Case("Half of the mines are shut.", "Half", "none")),
    DirectionRule("width by length", _dimension,
                  _Case("A hall of 40m by 30m is planned.", "30m", "none"),
                  _Case("Output rose by 30 t.", "30 t", "up")),
    DirectionRule("verb with by", _by,
                  _Case("Sales in all three regions fell last year, by 5%.", "5%", "down"),
                  _Case("Supply by rail is 5%.", "5%", "none")),
    DirectionRule("noun of change with of", _change_of,
                  _Case("A cut of 5% is planned.", "5%", "down"),
                  _Case("A stake of 5% is planned.", "5%", "none")),
    DirectionRule("growing at", _growing_at,
                  _Case("Sales are growing at 5% a year.", "5%", "up"),
                  _Case("Sales are taxed at 5% a year.", "5%", "none")),
    DirectionRule("rate of growth", _rate_of_growth,
                  _Case("Growth slowed to 5%.", "5%", "up"),
                  _Case("Growth of sales slowed to 5%.", "5%", "none")),
    DirectionRule("level reached", _level,
                  _Case("Output rose to 5%.", "5%", "none"),
                  _Case("Output rose 5%.", "5%", "up")),
    DirectionRule("gave up", _gave_up,
                  _Case("Copper gave up 5%.", "5%", "down"),
                  _Case("Copper took up 5%.", "5%", "none")),
    DirectionRule("lost", _lost,
                  _Case("Copper lost 5%.", "5%", "down"),
                  _Case("The firm lost $5 million.", "$5 million", "none")),
    DirectionRule("added", _added,
                  _Case("Copper added 5%.", "5%", "up"),
                  _Case("The mine added 5 t.", "5 t", "none")),
    DirectionRule("put on", _put_on,
                  _Case("Copper put on 5%.", "5%", "up"),
                  _Case("The focus is on 5%.", "5%", "none")),
    DirectionRule("word before the figure", _word_before,
                  _Case("Output rose sharply, by a full 7%, and costs fell just 5%.", "5%", "down"),
                  _Case("It raised $5 million.", "$5 million", "none")),
    DirectionRule("verb with its object", _verb_with_object,
                  _Case("It raised output 5%.", "5%", "up"),
                  _Case("It raised output, 5% abroad.", "5%", "none")),
    DirectionRule("same list as the figure before", _same_list,
                  _Case("Sales rose 8% and profit 12%.", "12%", "up"),
                  _Case("Sales rose 8%, with 40% of them abroad.", "40%", "none")),
    DirectionRule("printed sign", _signed,
                  _Case("Copper (+1.65%) is back.", "+1.65%", "up"),
                  _Case("The cell has +5 V.", "+5 V", "none")),
)
# fmt: on
