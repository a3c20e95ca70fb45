"""What the words around a number say of it: hedge before and after, and the direction of a change."""

import re

from analysis.extraction import lexicon as lex
from analysis.extraction.patterns import HEDGE_AFTER, MODAL, WORD

_REACH = 160  # characters of context looked at on the left: bounds the work for each figure
_NEAR = 72  # where a word need not look further
# Right behind another figure these compare, and do not hedge: "29 % lower than $195".
_PREPOSITION_HEDGES = frozenset("over past above below under beyond around about".split()) | frozenset(
    [f"{word} than" for word in "more less higher lower greater larger fewer".split()]
    + ["short of", "shy of", "north of"]
)
_LONGEST_HEDGE = 48
_ARTICLES = frozenset({"the", "a", "an"})


def _by_end() -> dict[str, list[str]]:
    """Hedges by their last word, or their last sign, the longest first."""
    found: dict[str, list[str]] = {}
    for hedge in sorted(lex.HEDGES, key=len, reverse=True):
        found.setdefault(hedge.split()[-1] if hedge[-1].isalnum() or hedge[-1] == "." else hedge[-1], []).append(hedge)
    return found


_HEDGES_BY_END = _by_end()
_REACHED = frozenset({"below", "above", "past", "under", "beyond"})
_BEFORE_DURATION = re.compile(r"\b(?:for|in|after|lasted|lasting|takes|took|of|within|needs|with)\s+\Z", re.IGNORECASE)
_ARTICLE_BETWEEN = re.compile(r"\b(?:an?|the)\s+\Z")
_LAST_WORD = re.compile(r"([A-Za-z]+)\s+\Z")
_NUMBER_NEXT = re.compile(r"\s*(?:by\s+)?[-+~$€£¥]?\d")
_CHANGE_OF = re.compile(
    r"\b(?P<noun>[a-z]+)(?:\s+(?:rate|rates|target|forecast|goal|figure))?\s+(?:of|at|averaging|by)\s*\Z",
    re.IGNORECASE,
)
_MOVED = re.compile(
    r"\s(?:was|were|is|are|has been|have been)\s"
    r"(?:(?P<up>added\sto)|(?:wiped|knocked|shaved|cut|taken|lopped)\s(?:off|from))\b"
)
_LIST_JOIN = re.compile(
    r"(?:^|[,;]|\b(?=(?:and|or|while|but)\b))\s*(?:(?:and|or|while|but)\s+)?(?P<rest>(?:[\w'’&/-]+\s+){0,4})\Z",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(r"[;:]|,\s")
_GROWING = frozenset(
    "grow grows grew growing grown expand expands expanded expanding increase increases increasing rise rises".split()
)
_RANGE_WORD = re.compile(r"(?<=\b(?:of|by)\s)between\s+\Z", re.IGNORECASE)
# These compare amounts and shares; of lengths and depths they say where.
_PLACES = frozenset({"above", "below", "under", "over"})
_DIMENSION = re.compile(r"(?:\A|\d\s?[a-z]{1,3})\s*by\s+\Z")
# "Lost 2 %" is a fall; "lost $5 million" is a loss.
_LOSING = frozenset("lost lose loses losing".split())
_DIRECT_JOIN = re.compile(r"(?:\band|\bor|,)\s+\Z", re.IGNORECASE)
_NEW_STATEMENT = lex.DIRECTION_WORDS.keys() | frozenset(
    "was were is are be at of to account accounts accounted accounting holds held reached hit stood represents makes "
    "made".split()
)
# A price that "lost $225, or 1.4%, to close at $15,870" fell.
_PRICE_LOST = re.compile(
    r"(?:,?\sor\s|\s\()[\d.]+\s?(?:%|pc|pct|per\s?cent)|\sto\s(?:close|end|settle|finish|[\d$€£¥])"
)
_ADVERBS = frozenset(
    "sharply slightly further another only just merely nearly steadily rapidly strongly modestly again roughly "
    "year-on-year yoy y-o-y y-on-y annually overall".split()
)
_OBJECT_STOPS = lex.LEVEL_WORDS | {
    "by",
    "and",
    "or",
    "but",
    "as",
    "after",
    "before",
    "when",
    "if",
    "that",
    "which",
    "while",
    "on",
    "through",
    "under",
    "via",
    "it",
    "they",
    "he",
    "we",
    "will",
}


# "10 c/lb below last week" is a difference; "50 t below ground" is a place.
_COMPARED = re.compile(
    r"\s(?:last|the\s(?:level|futures|price|average|same|previous|prior|year|month|record|peak|plan|budget|target)|its|their|a\s(?:year|month|week)|year|"
    r"those|that|what|previous|expectations|forecasts?|consensus|market|plan|budget|(?:19|20)\d\d|[A-Z][a-z]+['’]s?)\b"
)


def hedge_before(text: str, start: int, floor: int, *, duration: bool) -> tuple[str, int]:
    """Return the qualifier that the words before `start` give, and where these words begin.

    `floor` is the end of the figure before in the same sentence, -1 where there is none: a preposition right
    behind it compares and does not hedge.

    >>> hedge_before("to over $1,400", 8, -1, duration=False)
    ('>', 3)
    """
    begin = max(floor, start - _LONGEST_HEDGE, 0)
    hedge = _hedge_at_the_end(text[begin:start])
    if hedge is None:
        return "=", start
    words, position = hedge[0], begin + hedge[1]
    if words in _PREPOSITION_HEDGES:
        if floor >= 0 and not text[floor:position].strip():
            return "=", start
        if duration and _ARTICLE_BETWEEN.search(text[position:start]):
            return "=", start  # "under a ten-year deal"
        if duration and words in {"over", "past"} and not _BEFORE_DURATION.search(text[begin:position]):
            return "=", start
    if words == "over":
        verb = _LAST_WORD.search(text[begin:position])
        if verb and verb.group(1).lower() in lex.VERBS_WITH_OVER:
            return "=", start
    if words == "up to":
        verb = _LAST_WORD.search(text[begin:position])
        if verb and verb.group(1).lower() in lex.VERBS_WITH_UP_TO:
            return "=", start
    negated = _NEGATED.search(text[max(0, position - 24) : position])
    if negated and (turned := _TURNED.get(lex.HEDGES[words])):
        return turned, position - len(negated.group())
    return lex.HEDGES[words], position


# "Did not exceed 5%" is at most that, "not below" at least.
_NEGATED = re.compile(r"\b(?:not|cannot|never|no|without|\w+n['’]t)\s+(?:be\s+|have\s+)?\Z", re.IGNORECASE)
_TURNED = {">": "<=", "<": ">="}


def _hedge_at_the_end(left: str) -> tuple[str, int] | None:
    """The longest hedge that a text ends with, an article behind it aside, and where it begins."""
    words = left.split()
    last = words[-1].lower().lstrip("([\"“‘'-–—") if words else ""
    if last in _ARTICLES and len(words) > 1:
        left = left.rstrip()[: -len(last)]
        last = words[-2].lower()
    candidates = _HEDGES_BY_END.get(last) or _HEDGES_BY_END.get(last[-1:])
    if not candidates:
        return None
    spaced = " ".join(left.lower().split())
    for hedge in candidates:
        if spaced.endswith(hedge):
            before = spaced[: -len(hedge)][-1:]
            if before.isalnum() or (before and before in ">≥<≤_"):
                continue
            count = hedge.count(" ") + 1
            begin = _begin_of_last(left, count) if hedge[0].isalnum() else left.rstrip().rfind(hedge[0])
            return hedge, begin
    return None


def _begin_of_last(text: str, count: int) -> int:
    """Where the last `count` words of a text begin."""
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


_MAY_HEDGE = frozenset(" +-\n\u00a0")


def hedge_after(text: str, end: int) -> str | None:
    """Return the qualifier that the words right after the figure give, None where they give none.

    >>> hedge_after("300 km or more without a stop", 6)
    '>='
    """
    match = HEDGE_AFTER.match(text, end) if text[end : end + 1] in _MAY_HEDGE else None
    if match is None or _NUMBER_NEXT.match(text, match.end()):
        return None
    return lex.HEDGES_AFTER[" ".join(match["hedge"].lower().split())]


def direction(
    text: str,
    begin: int,
    start: int,
    end: int,
    stop: int,
    *,
    unit: str,
    value: float,
    before: str = "none",
    carried: str = "none",
    opening: int | None = None,
) -> str:
    """Return up, down or none: whether the figure at `start` to `end` is the amount of a change.

    `begin` is the start of its own context (sentence, or the end of the figure before), `start` stands before its
    hedge; `opening` and `stop` are the start and the end of its sentence.
    `before` is the direction of the figure before in the same sentence, `carried` the last one there that was a
    change: what is written once in a list holds for all of it.

    >>> sentence = "while lifting productivity 30%"
    >>> direction(sentence, 0, 27, 30, 30, unit="percent", value=30)
    'up'
    """
    share = unit in lex.SHARES
    after = direction_after(text, end, stop, unit=unit)
    if after:
        return after
    if unit in {"multiple", "fraction"} and _multiplies(text, start, end):
        return "up" if value > 1 else "down"  # doubled, tripling, halved, "aims to double"
    left = text[max(begin, start - _NEAR) : start]
    left = _RANGE_WORD.sub("", left)
    words = [word.lower() for word in WORD.findall(left)]
    tight = left.rstrip()
    joined = bool(tight) and (tight[-1].isalnum() or tight[-1] in "-–")
    last = words[-1] if joined and words else ""
    if last in {"by", "um"}:
        if last == "by" and _DIMENSION.search(left):
            return "none"  # "40m by 40m"
        clauses = _CLAUSE_END.split(text[max(begin if opening is None else opening, start - _REACH) : start])
        clause = clauses[-2] if len(clauses) > 1 and clauses[-1].strip() == last else clauses[-1]
        far = [word.lower() for word in WORD.findall(clause)]
        found = _last_direction(far) or (carried if carried != "none" else "")
        return found or (_next_direction(text, end, stop) if last == "um" else "none")
    change_of = _CHANGE_OF.search(tight)
    if change_of and change_of["noun"].lower() in lex.CHANGE_NOUNS:
        return lex.DIRECTION_WORDS.get(change_of["noun"].lower(), "none")
    if share and last == "at" and len(words) > 1 and words[-2] in _GROWING:
        return "up"
    if share and _subject_of_change(words):
        return lex.DIRECTION_WORDS[_subject_of_change(words)]
    hedge = WORD.match(text, start)
    if last in lex.LEVEL_WORDS or (hedge and hedge.group().lower() in _REACHED):
        return "none"  # "rose to", "fell below": a level
    adjacent = _adjacent(words, last, unit, value, priced=bool(_PRICE_LOST.match(text, end)))
    if adjacent:
        return adjacent
    if share and (transitive := _transitive(words, tight)):
        return transitive
    if before != "none" and not text[end:stop].lstrip().lower().startswith("of "):
        chain = _LIST_JOIN.search(left)
        if chain and (share or not chain["rest"]) and not set(chain["rest"].lower().split()) & lex.LEVEL_WORDS:
            return before
        if share and _DIRECT_JOIN.search(left) and not set(words) & _NEW_STATEMENT:
            return before  # "dropped 6 % in Chile and 3 % in Peru"
    return _signed(text, start, share=share, value=value)


def _multiplies(text: str, start: int, end: int) -> bool:
    """Whether a multiple is a verb: doubled, tripling, or an infinitive behind "to", "will" and the like."""
    word = text[start:end].lower().rsplit(None, 1)[-1]
    if word.endswith(("led", "ing", "ved", "lves", "bles", "ples")):
        return True
    return word in lex.INFINITIVE_MULTIPLES and bool(MODAL.search(text[max(0, start - 24) : start]))


def direction_after(text: str, end: int, stop: int, *, unit: str) -> str:
    """The direction that up to three words after the figure give it, empty where they give none."""
    share = unit in lex.SHARES
    moved = _MOVED.match(text, end, stop)
    if moved:
        return "up" if moved["up"] else "down"
    position, first = end, ""
    for place in range(3):
        match = WORD.match(text, position + 1) if text[position : position + 1] in {" ", "\n", "-"} else None
        if match is None or match.end() > stop:
            return ""
        word = match.group().lower()
        first = first or word
        position = match.end()
        if word in lex.CHANGE_NOUNS and (share or word != "expansion"):
            return lex.DIRECTION_WORDS[word]
        if word in lex.COMPARATIVES and (place == 0 or (place == 1 and first == "points")):
            if word in _PLACES:
                return lex.COMPARATIVES[word] if (share and word != "over") or _COMPARED.match(text, position) else ""
            if _NUMBER_NEXT.match(text, position) or (word in {"up", "down"} and not share):
                return ""
            return lex.COMPARATIVES[word]
        if word in _OBJECT_STOPS or word in lex.DIRECTION_WORDS:
            return ""
    return ""


def _last_direction(words: list[str]) -> str:
    """The direction of the last word that has one."""
    return next((lex.DIRECTION_WORDS[word] for word in reversed(words) if word in lex.DIRECTION_WORDS), "")


def _next_direction(text: str, end: int, stop: int) -> str:
    """The direction of the first word behind the figure that has one: German puts the verb there."""
    words = [word.lower() for word in WORD.findall(text, end, min(stop, end + _REACH))]
    return next((lex.DIRECTION_WORDS[word] for word in words if word in lex.DIRECTION_WORDS), "none")


def _subject_of_change(words: list[str]) -> str:
    """A change noun that the sentence is about, a few words before a share: "growth slowed to 4 %"."""
    tail = words[-6:]
    for index, word in enumerate(tail):
        if word in {"growth", "cagr"} and not {"by", "of", "per", "and"} & set(tail[index + 1 :]):
            return word
    return ""


def _adjacent(words: list[str], last: str, unit: str, value: float, *, priced: bool) -> str:
    """The direction of a word right before the figure, adverbs aside."""
    rest = list(words)
    while rest and last and rest[-1] in _ADVERBS:
        rest.pop()
    if not last or not rest or unit in lex.DURATIONS:
        return ""
    word = rest[-1]
    if word in {"up", "down"} and len(rest) > 1 and rest[-2] in lex.VERBS_WITH_UP:
        return ""
    if word == "up" and len(rest) > 1 and rest[-2] in {"gave", "give", "gives", "giving"}:
        return "down"
    if word in _LOSING:
        return "down" if unit in lex.SHARES or unit == "point" or priced else ""
    if word in {"added", "adds"} and (unit in lex.SHARES or unit == "point" or abs(value) < 1):
        return "up"
    if word == "on" and len(rest) > 1 and rest[-2] in {"put", "puts", "putting"}:
        return "up"
    if word in {"cut", "cuts"} and unit in {"m", "km", "cm", "mm"}:
        return ""  # a drill cuts metres
    if word in lex.FUNDING_WORDS and unit[:3].isupper():
        return ""
    return lex.DIRECTION_WORDS.get(word, "")


def _transitive(words: list[str], left: str) -> str:
    """The direction of a verb whose object, up to four words, stands between it and the figure."""
    for index in range(len(words) - 1, max(-1, len(words) - 6), -1):
        word = words[index]
        if word in lex.TRANSITIVE:
            between = left[left.lower().rfind(word) + len(word) :]
            return "" if re.search(r"[,;:().]", between) else lex.DIRECTION_WORDS[word]
        if word in _OBJECT_STOPS:
            return ""
    return ""


def _signed(text: str, start: int, *, share: bool, value: float) -> str:
    """A share that is printed with its sign is a change: "copper (+1.65 %)"."""
    if share and value < 0:
        return "down"
    return "up" if share and text[start : start + 1] == "+" else "none"
