"""The direction rules of English, in the order in which they are tried, and words after a figure that compare."""

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction import lexicon as lex
from analysis.extraction.english.gains_and_losses import added_or_taken, amount_lost, gained_or_lost, given_back, off
from analysis.extraction.english.hedge_rules import is_number_next
from analysis.extraction.lexer import Tokens, first_word, said
from analysis.extraction.rules import Example, Rule, Surroundings

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
_AHEAD_OF = frozenset({"of", "the"})
_ENDS = frozenset({"", ".", ",", ";"})
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
            lasting = unit in _TIMES and not _is_of_a_time(right[place + 1 :])  # "a two-month decline"
            return None if lasting else lex.DIRECTION_WORDS[word]
        if word in lex.COMPARATIVES and (place == 0 or (place == 1 and first == "points")):
            rest = right[place + 1 : place + 4]
            if word in _PLACES:
                same = said(rest) == "the same period" and first_word(right[place + 4 :]) not in _OF_BEFORE
                if word == "over" and (same or said(rest[:2]) in _DURING or _YEARS.match(first_word(rest))):
                    return None
                level = money and word in {"above", "below"} and bool(rest) and rest[0].word not in {"which", "ground"}
                compares = (share and word != "over") or level or _is_compared(rest)
                return lex.COMPARATIVES[word] if compares else None
            if word in _AHEAD and first_word(rest) not in (_AHEAD_OF if money else _ENDS | _AHEAD_OF if share else ()):
                return None
            if unit in lex.DURATIONS and word in _SPEEDS:
                return _SPEEDS[word]  # "nine minutes faster"
            moved = (
                not rest or rest[0].word in _SINCE or rest[0].word in lex.COMPARED_OVER
            )  # not "300 m down the shaft"
            if is_number_next(rest) or (word in {"up", "down"} and not (share or moved)):
                return None
            return lex.COMPARATIVES[word]
        if word in OBJECT_STOPS or word in lex.DIRECTION_WORDS:
            return None
    return None


_TIMES = lex.DURATIONS | {"count:session"}
_LASTING = frozenset(
    "life lives time times term terms tenor duration delay delays wait waits schedule age ages period periods deadline "
    "week weeks hours days lifetime sentence sentences shelf-life maturity maturities".split()
)


def _is_of_a_time(right: Tokens) -> bool:
    """Whether "in lead times" or the like follows the noun of change: "a two-week rise in lead times" is one."""
    return first_word(right) in {"in", "to"} and not _LASTING.isdisjoint([token.word for token in right[1:6]])


def _is_compared(right: Tokens) -> bool:
    """Whether the words after a comparative name something to compare with: a plan, a year, someone's price."""
    if not right:
        return False
    first, printed = right[0].word, right[0].printed
    owner = printed[0].isupper() and printed.endswith(("'s", "’s", "'", "’"))
    year = first[:2] in {"19", "20"} and len(first) == 4 and first.isdigit()
    return first in _COMPARED or said(right[:2]) in _COMPARED_TO or owner or year or printed in _DAYS


_CLAUSE_REACH = 160  # characters before a figure in which "by" looks for its verb
_MOST_WORDS_OF_OBJECT = 5
_CLAUSE_ENDS = frozenset(";:,")
_OBJECT_ENDS = frozenset(",;:().")

_PERCENT = frozenset({"%", "percent", "cent", "pct", "pc"})
_OVER = frozenset({"on", "over", "from", "against", "versus"}) | lex.COMPARED_OVER
_OVER_A_TIME = frozenset(f"{span} on" for span in ("year", "month", "quarter", "week", "day"))
_CHANGE_OF = lazy_regex(
    r"(?:\b(?:(?:step|move) (?P<moved>up|down)|(?P<way>up|down)wards? [a-z]+)|(?<![\w-])(?P<noun>[a-z]+(?:-[a-z]+)?)"
    r"(?: (?:rates?|target|forecast|goal|figure|guidance|outlook|estimate|projection))?) (?:of|at|averaging)\Z"
)
_BEFORE_CHANGE = frozenset({"of", "at", "averaging"})
_IN_OBJECT = frozenset("to at from into of for with in a the an and per".split())
_ONLY_NOUNS = frozenset("growth reduction reductions expansion improvement contraction uplift uptick slowdown".split())
_BEFORE_NOUN = frozenset(
    "a an the its their this no any further by with after of from and to on for despite came day week month year "
    "quarter".split()
)
_GROWING = frozenset(
    "grow grows grew growing grown expand expands expanded expanding increase increases increasing rise rises".split()
)
_YEARLY = frozenset("a an annual average annualised annualized yearly rate of compound mean".split())
_REACHED = frozenset({"below", "above", "past", "under", "beyond"})
_LIST_JOIN = lazy_regex(
    r"(?:^|[,;] |\b(?=(?:and|or|while|but) ))(?:(?:and|or|while|but) )?(?P<rest>(?:[\w'’&/-]+ ){0,4})\Z"
)
_LIST_JOINS = frozenset({"and", "or", ","})
_NEW_STATEMENT = lex.DIRECTION_WORDS.keys() | frozenset(
    "was were is are be at of to account accounts accounted accounting holds held reached hit stood represents makes "
    "made".split()
)


def _word_after(near: Surroundings) -> str | None:
    inserted = first_word(near.right) in {",", ")"} and _is_inserted(near)
    direction = sense_after(near.right[1:] if inserted else near.right, near.unit)
    if direction is None:
        return None
    within = not _OVER_OR_UNDER.isdisjoint([token.word for token in near.right[:2]])
    if within and (near.adjacent[1] in lex.DIRECTION_WORDS or _change_of(near)):
        return None  # "it came down 11% over the year", "wages rise 3% under a deal"
    return direction


_OVER_OR_UNDER = frozenset({"over", "under"})


def _is_inserted(near: Surroundings) -> bool:
    """Whether a figure restates another one: "closed $4, or 0.5%, higher", "closed 0.7% ($4) higher"."""
    last = said(near.left[-3:])
    return last == ", or" or (last == "(" and (near.share or near.unit[:3].isupper()))


_DASHES = frozenset("-–—")
_HALVING = frozenset("cut cuts cutting slash slashes slashed slashing sliced chopped reduced".split())


def _multiplied(near: Surroundings) -> str | None:
    if near.unit not in {"multiple", "fraction"}:
        return None
    word = near.figure[-1].word
    if word == "half" and near.last == "in" and not _HALVING.isdisjoint(near.words):
        return "down"  # "cut labour costs in half"
    verb = word.endswith(("led", "ing", "ved", "lves", "bles", "ples")) or (
        word in lex.INFINITIVE_MULTIPLES and near.last in lex.MODALS
    )
    return None if not verb else "up" if near.value > 1 else "down"


def _by(near: Surroundings) -> str | None:
    """The last word of change in the clause, or in the previous clause if "by" begins a new one."""
    if near.last not in {"by", "um"} and near.adjacent[1] != "by":
        return None
    clause = near.before_hedge(_CLAUSE_REACH)
    while clause and clause[-1].word not in {"by", "um"}:
        clause = clause[:-1]  # "by a further", "by another"
    clause = clause[:-1]
    clause = clause[:-1] if clause and clause[-1].word in _CLAUSE_ENDS else clause
    for token in reversed(clause):
        if token.word in lex.DIRECTION_WORDS:
            return lex.DIRECTION_WORDS[token.word]
        if token.word in _CLAUSE_ENDS:
            break
    if near.share and (sign := _sign(near)):
        return sign  # "changed by -5%"
    if near.carried != "none" or not (near.last == "um" or _is_fronted(near)):
        return near.carried
    return _verb_after(near.right)


def _is_fronted(near: Surroundings) -> bool:
    """Whether "by" begins the sentence, after a dateline or "It is" if there is one."""
    before = near.before_hedge(_CLAUSE_REACH)
    if not before or before[-1].word != "by":
        return False
    return len(before) == 1 or before[-2].word in _DASHES or said(before[:-1]) in {"it is", "it was"}


def _verb_after(right: Tokens) -> str:
    """The direction of "By 5%, the office says, costs fell", or of German, which puts the verb after the figure."""
    words = [token.word for token in right]
    clause = words[: words.index(";")] if ";" in words else words
    return next((lex.DIRECTION_WORDS[word] for word in clause if word in lex.DIRECTION_WORDS), "none")


def _change_of(near: Surroundings) -> str | None:
    match = _CHANGE_OF.search(said(near.left[-3:])) if near.last in _BEFORE_CHANGE else None
    if match and (way := match["moved"] or match["way"]):
        return way  # "a step up of 5%", "a downward revision of 5%"
    noun = match["noun"] if match else ""
    priced = near.last == "at" and near.unit[:3].isupper()  # "ended its slide at $9,100"
    return lex.DIRECTION_WORDS.get(noun, "none") if noun in lex.CHANGE_NOUNS and not priced else None


def _change_in(near: Surroundings) -> str | None:
    """The noun of change in "a cut in unit costs of 5%"; an article makes a size of it: "a fall in a market of 5 t"."""
    if near.last != "of":
        return None
    tokens = near.before_hedge(_CLAUSE_REACH)[:-1]
    for place in range(len(tokens) - 2, -1, -1):
        word, following = tokens[place].word, tokens[place + 1].word
        if (tokens[place].kind == "boundary" and word != ",") or word in OBJECT_STOPS - _IN_OBJECT:
            return None
        if word in lex.CHANGE_NOUNS and following == "in":
            measured = [token.word for token in tokens[place + 2 :]]
            sized = measured[:1] in (["a"], ["an"], ["the"]) and "of" not in measured
            noun = word in _ONLY_NOUNS or not place or tokens[place - 1].word in _BEFORE_NOUN
            noun = noun or (place > 1 and tokens[place - 2].word in _BEFORE_NOUN)
            apart = not {"each", "with", "from"}.isdisjoint(measured)  # "a rise in output from mines with 5 t"
            return lex.DIRECTION_WORDS.get(word) if measured and noun and not (sized or apart) else None
    return None


def _growing_at(near: Surroundings) -> str | None:
    words = near.words if near.share else ()
    while words and words[-1] in _YEARLY:
        words = words[:-1]
    return "up" if len(words) > 1 and words[-1] == "at" and words[-2] in _GROWING else None


_GROWTHS = frozenset({"growth", "cagr"})


def _rate_of_growth(near: Surroundings) -> str | None:
    tail = near.words[-6:] if near.share else ()
    if _GROWTHS.isdisjoint(tail):
        return None
    commas = [place for place, token in enumerate(near.left) if token.word == ","]
    if commas:  # "5% growth in May, still declined 9%"
        tail = tuple([token.word for token in near.left[commas[-1] :] if token.kind == "word"][-6:])
    for index, word in enumerate(tail):
        if word in _GROWTHS and not {"by", "of", "per", "and"} & set(tail[index + 1 :]):
            return lex.DIRECTION_WORDS[word]
    return None


def _level(near: Surroundings) -> str | None:
    if near.last in lex.LEVEL_WORDS:
        return "none"
    hedge = near.hedge
    return "none" if hedge and hedge[0].word in _REACHED else None


def _word_before(near: Surroundings) -> str | None:
    second, word = near.adjacent
    phrasal = lex.VERBS_WITH_PARTICLE.get(near.adjacent)
    if phrasal and near.unit in {"percent", "point"} and first_word(near.right) != "of":
        return phrasal
    direction = lex.DIRECTION_WORDS.get(word)
    if direction is None or (word in {"up", "down"} and second in lex.VERBS_WITH_UP):
        return None
    drilled = word in {"cut", "cuts"} and near.unit in LENGTHS
    funded = word in lex.FUNDING_WORDS and near.unit[:3].isupper()
    price = near.unit[:3].isupper() and not near.quantity.printed.scaled
    moved = (near.share or price or near.unit == "point") and first_word(near.right) != "of"
    gained = word.startswith("recover") and not moved  # "recovered 90% of the nickel" is a yield
    asked = word in _RAISED and near.unit.startswith("count:")  # "raised three objections"
    return None if drilled or funded or gained or asked else direction


_RAISED = frozenset({"raise", "raises", "raised", "raising"})


def _verb_with_object(near: Surroundings) -> str | None:
    count = 0
    for token in reversed(near.left if near.share else ()):
        if token.word in lex.TRANSITIVE:
            return lex.DIRECTION_WORDS[token.word]
        count += token.kind == "word"
        if count == _MOST_WORDS_OF_OBJECT or token.word in OBJECT_STOPS or token.word in _OBJECT_ENDS:
            return None
    return None


def _same_list(near: Surroundings) -> str | None:
    last = said(near.left[-2:])
    in_list = near.share and near.carried != "none" and last in {", and", "and"}
    if in_list and (first_word(near.right) in _OVER or said(near.right[:2]) in _OVER_A_TIME):
        return near.carried  # "0.8 % on the month", "5 % year on year"
    if last == "/":
        return near.before  # "fell 0.3/0.6%"
    # "cut 140 jobs, or 10% of its workforce"
    if near.before == "none" or (last != ", or" and first_word(near.right) == "of"):
        return None
    closing = near.right[near.unit.startswith("count:") :]  # "(200 ships)"
    if last == "(" and first_word(closing) == ")":  # "fell by 1,200 t (3%)", "slid 4.5% (22 pence)"
        shares = first_word(near.quantity.sentence.between(0, near.quantity.floor)[-1:]) in _PERCENT
        if near.share or (shares and near.unit not in lex.DURATIONS):  # unlike "lost €5 million ($6 million)"
            return near.before
    chain = _LIST_JOIN.search(f"{said(near.left)} " if near.left else "")
    gapped = chain and chain.start() == 0 and first_word(near.left) in {",", "and", "while", "but"} and _is_gapped(near)
    if chain and (near.share or gapped or not chain["rest"]) and not set(chain["rest"].split()) & lex.LEVEL_WORDS:
        return near.before
    direct = near.share and near.left and near.left[-1].word in _LIST_JOINS and not set(near.words) & _NEW_STATEMENT
    return near.before if direct else None


_AFTER_GAPPED = frozenset({"", ",", ".", ";", "and", "while", "but"})


def _is_gapped(near: Surroundings) -> bool:
    """Whether an amount, other than of money or a count, ends a clause: "demand lost 5 t, jewellery 3 t"."""
    counted = near.unit[:3].isupper() or near.unit.startswith("count:")
    return not counted and first_word(near.right) in _AFTER_GAPPED


_AFTER_LEVEL = frozenset({"(", ",", "points (", "points ,", "( yoy", "( y/y", "( qoq", "( mom"})


def _signed(near: Surroundings) -> str | None:
    sign = _sign(near)
    if sign is None or near.share or (near.quantity.floor >= 0 and said(near.left[-3:]) in _AFTER_LEVEL):
        return sign
    return None


def _sign(near: Surroundings) -> str | None:
    return "down" if near.value < 0 else "up" if near.quantity.printed.text[:1] == "+" else None


_MOVES = frozenset("change move movement swing variation".split())


def _signed_over_a_time(near: Surroundings) -> str | None:
    """Read "volumes were -3% year on year" and "a change of -3%"; "the margin was -3% in the year" is a level."""
    if not near.share or (sign := _sign(near)) is None:
        return None
    compared = first_word(near.right) in lex.COMPARED_OVER or said(near.right[:2]) in _OVER_A_TIME
    return sign if compared or (near.last == "of" and near.adjacent[0] in _MOVES) else None


DIRECTION_RULES: tuple[Rule[Surroundings, str], ...] = (
    Rule("added to or taken off", added_or_taken, Example("5 t were added to its output.", "5 t", "up"), Example("5 t were added last year.", "5 t", "none")),
    Rule("word after the figure", _word_after, Example("A 5% increase is planned.", "5%", "up"), Example("The shaft ends 50 m below ground.", "50 m", "none")),
    Rule("off", off, Example("Zinc was off 5% at noon.", "5%", "down"), Example("It paid off $5 million.", "$5 million", "none")),
    Rule("verb that multiplies", _multiplied, Example("Costs were halved.", "halved", "down"), Example("Half of the mines are shut.", "Half", "none")),
    Rule("width by length", lambda near: "none" if near.last == "by" and len(near.left) == 1 and not _is_fronted(near) else None, Example("A hall of 40m by 30m is planned.", "30m", "none"), Example("Output rose by 30 t.", "30 t", "up")),
    Rule("verb with by", _by, Example("By 5%, the office says, sales fell last year.", "5%", "down"), Example("Supply by rail is 5%.", "5%", "none")),
    Rule("noun of change with of", _change_of, Example("A cut of 5% is planned.", "5%", "down"), Example("A stake of 5% is planned.", "5%", "none")),
    Rule("noun of change in what changes", _change_in, Example("A cut in unit costs of 5% is planned.", "5%", "down"), Example("A cut in a market of 5 t is planned.", "5 t", "none")),
    Rule("growing at", _growing_at, Example("Sales are growing at 5% a year.", "5%", "up"), Example("Sales are taxed at 5% a year.", "5%", "none")),
    Rule("rate of growth", _rate_of_growth, Example("Growth slowed to 5%.", "5%", "up"), Example("Growth of sales slowed to 5%.", "5%", "none")),
    Rule("printed sign over a time", _signed_over_a_time, Example("Sales were -5% year on year.", "-5%", "down"), Example("The margin was -5% this year.", "-5%", "none")),
    Rule("level reached", _level, Example("Output rose to 5%.", "5%", "none"), Example("Output rose 5%.", "5%", "up")),
    Rule("verb of gain or loss", gained_or_lost, Example("Copper lost 5%.", "5%", "down"), Example("The firm lost $5 million.", "$5 million", "none")),
    Rule("verb of giving back", given_back, Example("Copper gave back $5 on Monday.", "$5", "down"), Example("The firm gave back $5 to a client.", "$5", "none")),
    Rule("amount lost by what is measured", amount_lost, Example("Jewellery is set to lose 5 t.", "5 t", "down"), Example("The ship lost 5 t of coal.", "5 t", "none")),
    Rule("word before the figure", _word_before, Example("Output rose sharply, by a full 7%, and costs fell just 5%.", "5%", "down"), Example("It raised $5 million.", "$5 million", "none")),
    Rule("verb with its object", _verb_with_object, Example("It raised output 5%.", "5%", "up"), Example("It raised output, 5% abroad.", "5%", "none")),
    Rule("printed sign", _signed, Example("Copper (+1.65%) is back.", "+1.65%", "up"), Example("The cell has +5 V.", "+5 V", "none")),
    Rule("same list as the figure before", _same_list, Example("Sales rose 8% and profit 12%.", "12%", "up"), Example("Sales rose 8%, with 40% of them abroad.", "40%", "none")),
)  # fmt: skip
