"""The hedge rules of English: which words before or after a figure hedge it, and which only look like hedges."""

from analysis.extraction import lexicon as lex
from analysis.extraction.english.lexer import tokens_in
from analysis.extraction.lexer import Phrases, Tokens, first_word
from analysis.extraction.quantity import Quantity
from analysis.extraction.rules import Example, HedgeCandidate, HedgeFound, Rule, first_answer

HedgeRule = Rule[HedgeCandidate, tuple[str, int]]
HEDGES = Phrases(lex.HEDGES, tokens_in)
_HEDGES_AFTER = Phrases(lex.HEDGES_AFTER, tokens_in)
_LONGEST = 48  # no hedge is longer
# Right after another figure these words compare and do not hedge: "29 % lower than $195".
_PREPOSITIONS = frozenset("over past above below under beneath beyond around about near".split()) | frozenset(
    [f"{word} than" for word in ("more", "less", "fewer", *lex.LARGER, *lex.SMALLER)]
    + ["short of", "shy of", "north of", "south of"]
)
_ARTICLES = frozenset({"the", "a", "an"})
_BEFORE_DURATION = frozenset("for in after lasted lasting takes took of within needs with a".split())
_SIGNS_OF_NUMBERS = frozenset("-+~$€£¥")
# "Above the $900 mark" is a bound; "above the $900 that was forecast" and "above the $900 of May" name a value.
_MARKS = frozenset("mark level threshold barrier line limit ceiling floor hurdle cap milestone".split())
_MARK_REACH = 3
# "It brings its stake up to 28 percent" says the level that is reached.
_BRINGING = frozenset(
    "take takes took taken taking bring brings brought bringing push pushes pushed pushing drive drives drove driven "
    "driving send sends sent sending lift lifts lifted lifting raise raises raised raising".split()
)
_BRINGING_REACH = 7
_NOT_BROUGHT = frozenset("of in for at by with from on and or are is was were be".split())
_MOST_OF_A_GRADE = 2  # "gold equivalent"
_NEGATIONS = frozenset("not cannot never no without nobody nothing none neither nor".split())
_NEGATED = {">": "<=", "<": ">="}


def hedge_around(quantity: Quantity) -> HedgeFound:
    """Return the hedge of a figure: the words after it decide, otherwise those before it."""
    left, right = quantity.left, quantity.right
    may_follow = quantity.printed.plus or (right and _after_comma(right)[0].word in _HEDGES_AFTER.first_words)
    if not (may_follow or _may_hedge(left)):
        return HedgeFound("=", quantity.start)  # as most figures
    candidate = _candidate(quantity)
    limited = bool(left) and left[-1].word in _BEFORE_LIMIT
    before = _hedge_of(candidate, _BEFORE) if candidate.words or limited else HedgeFound("=", quantity.start)
    if not may_follow:
        return before
    after = _hedge_of(candidate, _AFTER)
    return HedgeFound(after.qualifier, before.start, after.rule) if after.rule else before


def _may_hedge(left: Tokens) -> bool:
    """Whether a hedge can end at the last token, or at the one before an article."""
    if not left:
        return False
    last = left[-1].word
    return last in HEDGES.last_words or (last in _ARTICLES and len(left) > 1 and left[-2].word in HEDGES.last_words)


def hedge_before(text: str, start: int) -> HedgeFound:
    """Return the hedge before a figure, given where the figure begins in a text."""
    left = tokens_in(text, max(0, start - _LONGEST), start)
    return _hedge_of(_candidate(Quantity(start, start, 0.0, 0.0, left=left)), _BEFORE)


def _hedge_of(candidate: HedgeCandidate, rules: tuple[HedgeRule, ...]) -> HedgeFound:
    answer, rule = first_answer(candidate, rules)
    return HedgeFound(*answer, rule) if answer else HedgeFound("=", candidate.quantity.start)


def _candidate(quantity: Quantity) -> HedgeCandidate:
    """Find the longest hedge at the end of the tokens before a figure, ignoring an article after it."""
    left = quantity.left
    article = left[-1].word if len(left) > 1 and left[-1].word in _ARTICLES else ""
    rest = left[:-1] if article else left
    words, count = HEDGES.ending(rest)
    if not words:
        return HedgeCandidate("", "=", quantity.start, left, quantity)
    return HedgeCandidate(words, lex.HEDGES[words], rest[-count].start, rest[:-count], quantity, article)


def _words_after(near: HedgeCandidate) -> tuple[str, int] | None:
    right = _after_comma(near.quantity.right)
    words, count = _HEDGES_AFTER.beginning(right)
    following = right[count].word if len(right) > count else ""
    if not words or following == "than" or is_number_next(right[count:]):
        return None
    return lex.HEDGES_AFTER[words], near.quantity.start


def _after_comma(right: Tokens) -> Tokens:
    """The tokens after a figure, without the comma of "300 km, or more"."""
    return right[1:] if len(right) > 1 and right[0].word == "," and right[1].word in {"or", "give"} else right


def is_number_next(tokens: Tokens) -> bool:
    """Return whether the next token is a number, ignoring a sign: a hedge before it may belong to it."""
    rest = [token.kind if token.kind == "number" else token.word for token in tokens[:3]]
    return rest[:1] == ["number"] or (rest[1:2] == ["number"] and rest[0] in _SIGNS_OF_NUMBERS)


def _along(near: HedgeCandidate) -> tuple[str, int] | None:
    """Read "2 % copper over 158 metres", "over the past two sessions": along it, and not more than it."""
    last = near.left[-1].word if near.left else ""
    of_a_grade = near.quantity.floor >= 0 and len(near.left) <= _MOST_OF_A_GRADE and last in lex.SUBSTANCES
    graded = near.words == "over" and of_a_grade
    return ("=", near.quantity.start) if graded or (near.words == "past" and last == "the") else None


def _during(near: HedgeCandidate) -> tuple[str, int] | None:
    if near.quantity.unit not in lex.DURATIONS or near.words not in _PREPOSITIONS:
        return None
    if near.article:
        return "=", near.quantity.start  # "under a ten-year deal"
    bounded = near.words not in {"over", "past", "near"} or (near.left and near.left[-1].word in _BEFORE_DURATION)
    return None if bounded else ("=", near.quantity.start)


def _limit(near: HedgeCandidate) -> tuple[str, int] | None:
    """Read "a maximum outlay of $5", "an annual cap of 5 t", "a price floor of $5"; "the maximum" is a known value."""
    if near.words or not near.left or near.left[-1].word not in _BEFORE_LIMIT:
        return None
    words: list[str] = []
    for token in reversed(near.left[:-1]):
        if token.word in _CAPPED and words and words[-1] in _AFTER_CAPPED:
            return "<=", near.quantity.start  # "capped by law at 7.5%", but not "limited supply lifted it to 7.5%"
        if token.kind != "word" or len(words) > _MOST_OF_A_LIMIT:
            return None
        if token.word in _BEFORE_A_LIMIT:
            break
        words.append(token.word)
    else:
        return None
    kind = _LIMITS.get(words[-1], "") if words else ""
    kind = kind or (_LIMIT_NOUNS.get(words[0], "") if len(words) > 1 and words[-1] not in _NO_LIMIT else "")
    return (kind, near.quantity.start) if kind else None


_BEFORE_LIMIT = frozenset({"of", "at", "to"})
_CAPPED = frozenset({"capped", "limited", "restricted"})
_AFTER_CAPPED = frozenset("by under annually currently strictly legally effectively temporarily".split())
_BEFORE_A_LIMIT = frozenset({"a", "an", "any", "within"})
_LIMITS = {"maximum": "<=", "minimum": ">="}
_LIMIT_NOUNS = {"cap": "<=", "ceiling": "<=", "limit": "<=", "floor": ">="}
_NO_LIMIT = frozenset("lower detection ground first sea".split())
_MOST_OF_A_LIMIT = 4


def _part_of_a_verb(near: HedgeCandidate) -> tuple[str, int] | None:
    verbs = {"over": lex.VERBS_WITH_OVER, "up to": lex.VERBS_WITH_UP_TO}.get(near.words)
    return ("=", near.quantity.start) if verbs and near.left and near.left[-1].word in verbs else None


def _brought_up(near: HedgeCandidate) -> tuple[str, int] | None:
    if near.words != "up to" or near.quantity.unit in lex.DURATIONS or not near.left:
        return None
    last = near.left[-1]
    if last.kind != "word" or last.word in _NOT_BROUGHT | _BRINGING:
        return None
    brought = not _BRINGING.isdisjoint([token.word for token in near.left[-_BRINGING_REACH:]])
    return ("=", near.quantity.start) if brought else None


def _known_value(near: HedgeCandidate) -> tuple[str, int] | None:
    if near.article != "the" or near.meaning not in _NEGATED:
        return None
    mark = any(token.word.lstrip("-") in _MARKS for token in near.quantity.right[:_MARK_REACH])
    return None if mark else ("=", near.quantity.start)


def _is_negation(word: str) -> bool:
    return word in _NEGATIONS or word.endswith(("n't", "n’t"))


def _negated(near: HedgeCandidate) -> tuple[str, int] | None:
    """Read "must not exceed 5 t", "may not weigh more than 5 t", "nobody has drilled deeper than 5 m"."""
    if near.meaning not in _NEGATED:
        return None
    for place, token in enumerate(reversed(near.left[-_MOST_DENIED:])):
        if _is_negation(token.word):
            return _NEGATED[near.meaning], token.start
        verb = not place and near.words.endswith(" than")  # any verb may stand before "more than"
        verb = verb or (place == 1 and first_word(near.left[-3:]) == "no")  # "no mine makes more than 5 t"
        if token.kind != "word" or token.word in _NOT_DENIED or not (verb or token.word in _AUXILIARIES):
            return None
    return None


_MOST_DENIED = 3
_AUXILIARIES = frozenset("be been have has had is are was were".split())
_NOT_DENIED = frozenset(
    "only just merely simply even longer that if because when since and or but say says said despite after amid with as "
    "while before until for".split()
)


def _negated_move(near: HedgeCandidate) -> tuple[str, int] | None:
    """Read "did not fall below 5 t", "will not rise by more than 5 %", "never grew to over 5 t"."""
    left = near.left[:-1] if near.left and near.left[-1].word in ("by", "to") else near.left
    if near.meaning not in _NEGATED or not left or left[-1].word not in lex.DIRECTION_WORDS.keys() | _MOVING:
        return None
    for token in reversed(left[-_MOST_DENIED - 1 : -1]):
        if _is_negation(token.word):
            return _NEGATED[near.meaning], token.start
        if token.word not in _AUXILIARIES:
            return None
    return None


_MOVING = frozenset(
    "go goes going gone went move moves moved come comes came widen widens widened swell swelled".split()
)


def _not_expected(near: HedgeCandidate) -> tuple[str, int] | None:
    """Read "does not expect prices to rise above $5", "is unlikely to exceed 5 t", "sees no chance of over 5 t"."""
    if near.meaning not in _NEGATED:
        return None
    words = [token.word for token in near.left]
    known = words[-_NOUN_PHRASE:] if words[-1:] == ["of"] else words[-1:]
    if not _DEFINITE.isdisjoint(known):
        return None  # "is not expected to sell its stake of more than 5%"
    for at in range(len(words) - 1, -1, -1):
        unlikely = words[at] in _UNLIKELY
        if unlikely or words[at] in _EXPECTING:
            before = words[max(0, at - _BEFORE_EXPECTING) : at]
            if words[-1] == "of" and "to" in words[at:]:
                return None  # "is not expected to affect production of more than 5 t"
            denied = any(_is_negation(word) or word == "few" for word in before) and _NOT_ALL.isdisjoint(before)
            return (_NEGATED[near.meaning], near.position) if denied != unlikely else None
        ends = near.left[at].kind != "word" or words[at] in _NEW_CLAUSE
        if ends or (words[at] == "that" and words[at - 1 : at] and words[at - 1] not in _EXPECTING | _UNLIKELY):
            return None
    return None


_EXPECTING = frozenset(
    "expect expects expected expecting see sees seen seeing foresee foresees foreseen forecast forecasts forecasting think "
    "thinks thought believe believes believed anticipate anticipates anticipated predict predicts predicted project projects projected "
    "envisage envisages likely plan plans planned planning intend intends intended chance prospect likelihood "
    "possibility".split()
)
_UNLIKELY = frozenset("unlikely doubtful doubt doubts improbable".split())
_BEFORE_EXPECTING = 3  # "not", "no analyst", "will not yet be"
_NOT_ALL = frozenset("all every only just merely simply".split())
_NEW_CLAUSE = frozenset(
    "and or but yet so because when where since despite after amid as while before until if unless although though "
    "which who whose than with from".split()
)
_DEFINITE = frozenset("the its their our his her this these".split())
_NOUN_PHRASE = 4


_AFTER: tuple[HedgeRule, ...] = (
    Rule("words after the figure", _words_after, Example("It runs 300 km or more without a stop.", "300 km", ">="), Example("It is closed now, at least 3 plants say.", "3", ">=")),
    Rule("plus sign", lambda near: (">=", near.quantity.start) if near.quantity.printed.plus else None, Example("It has 300+ million users.", "300+ million", ">="), Example("It rose by +300 t.", "+300 t", "=")),
)  # fmt: skip
_BEFORE: tuple[HedgeRule, ...] = (
    Rule("compares with the figure before", lambda near: ("=", near.quantity.start) if near.quantity.floor >= 0 and not near.left and near.words in _PREPOSITIONS else None, Example("It is 29% below $195.", "$195", "="), Example("It costs 29% of sales, or below $195.", "$195", "<")),
    Rule("length or time along which something is", _along, Example("It ran 2% copper over 158 metres.", "158 metres", "="), Example("It found copper over 158 metres.", "158 metres", ">")),
    Rule("time in which something happens", _during, Example("It grew over five years.", "five years", "="), Example("It ran for over five years.", "five years", ">")),
    Rule("limit of some kind", _limit, Example("There is a maximum outlay of $5.", "$5", "<="), Example("The maximum outlay of $5 was reached.", "$5", "=")),
    Rule("part of a verb", _part_of_a_verb, Example("It is ramping up to 5 t.", "5 t", "="), Example("It makes up to 5 t.", "5 t", "<=")),
    Rule("level that something is brought up to", _brought_up, Example("It brings capacity up to 5 t.", "5 t", "="), Example("It brings in orders of up to 5 t.", "5 t", "<=")),
    Rule("value that is known", _known_value, Example("It is below the 5% that was forecast.", "5%", "="), Example("It is below the 5% mark.", "5%", "<")),
    Rule("negated", _negated, Example("It must not exceed 5%.", "5%", "<="), Example("It may exceed 5%.", "5%", ">")),
    Rule("negated move", _negated_move, Example("It will not rise by more than 5%.", "5%", "<="), Example("It will rise by more than 5%.", "5%", ">")),
    Rule("not expected", _not_expected, Example("It does not expect prices to exceed $5.", "$5", "<="), Example("It expects prices to exceed $5.", "$5", ">")),
    Rule("words before the figure", lambda near: (near.meaning, near.position) if near.words else None, Example("It is roughly 5%.", "5%", "~"), Example("It is a record 5%.", "5%", "=")),
)  # fmt: skip
HEDGE_RULES = (*_AFTER, *_BEFORE)
