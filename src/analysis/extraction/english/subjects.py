"""A short phrase from the text for what a figure measures; None if uncertain."""

from itertools import dropwhile, pairwise, takewhile

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction import lexicon as lex
from analysis.extraction.english import subject_words as known
from analysis.extraction.english.clauses import clause_of
from analysis.extraction.english.subject_phrases import (
    are_names,
    before_stop,
    is_lasting_period,
    is_participle,
    is_period,
    is_time,
    join_words,
)
from analysis.extraction.english.surroundings import FURTHER
from analysis.extraction.lexer import Token, Tokens, first_word, said
from analysis.extraction.quantity import Quantity

_MOST_WORDS = 8
_MOST_WORDS_BEFORE = 5
_MOST_WORDS_OF_TIME = 9
_MOST_BEFORE_TIME = 5
_LEAST_OF_A_FIGURE = 3
_LEAST_AFTER_PARTICIPLE = 2
_AT_LEVEL = frozenset({"up", "down", "at", "higher", "lower"})
_BEFORE_PERIOD = frozenset({"in", "for", "during"})


def done_by(words: list[Token], *, follows: bool) -> str | None:
    """Who does what with the figure: "Angola pumped 1.1 million barrels" is about what Angola pumped."""
    if follows or not 1 < len(words) <= _MOST_WORDS_BEFORE + 1 or words[0].word in lex.DIRECTION_WORDS:
        return None
    verb = words[-1].word
    if verb in FURTHER or verb == "another":  # "will pour another", "will pour a further"
        return done_by(words[: -2 if words[-2].word == "a" else -1], follows=False)
    helping = list(takewhile(lambda token: token.word in known.HELPING, reversed(words[:-1])))[::-1]
    modal = bool(helping) and helping[0].word in known.MODALS and verb not in known.NOT_CHANGED
    if not (modal or verb in known.ONLY_ACTIONS or (verb.endswith("ed") and verb not in known.STATING)):
        return None
    who = subject_before(words[: -1 - len(helping)], follows=False)
    done = " ".join([token.printed for token in (*helping, words[-1])])
    first = next((token.printed for token in words if token.word not in known.DETERMINERS), "")
    return f"{who} {done}" if who and who.split()[0] == first and not known.describes(who) else None


def subject_before_aside(tokens: Tokens, clause: Tokens, following: str) -> str | None:
    """The noun before a figure between commas, or before "which": "shipments, at 5 t, set", "costs, which fell"."""
    aside = said(clause) == "at" and following == ","
    place = len(tokens) - len(clause) - 1
    if place < 1 or tokens[place].word != "," or not (aside or first_word(clause) == "which"):
        return None
    before = [token for token in clause_of(tokens[:place]) if token.kind == "word"]
    if aside:
        return subject_before(before, follows=False)
    verbs = {token.word for token in clause[1:]}
    moved = not verbs.isdisjoint(known.STATING | lex.DIRECTION_WORDS.keys()) or (
        verbs <= known.BE and following in lex.DIRECTION_WORDS
    )
    named = moved and before and before[-1].word in known.MEASURED
    return (
        join_words(list(dropwhile(lambda token: known.describes(token.word), before_stop(before)))) if named else None
    )


def clause_subject(quantity: Quantity, whole: Tokens) -> str | None:
    """The subject of the clause; its verb may be the hedge ("topped"), and a figure may be part of it."""
    words = [token for token in whole if token.kind in known.WORDS]
    first = next((token for token in words if token.word not in known.DETERMINERS), None)
    if first is None or all(token.kind == "number" for token in words):
        return None
    follows = _has_verb_before(words, quantity.floor)
    if follows or first.kind == "number":  # "the €940 million project is 65 % owned"
        words = [token for token in words if token.start >= quantity.floor]
        words = words[1:] if not follows and first_word(words) == "of" else words
    if follows and "and" in (lowered := [token.word for token in words]):
        last = words[len(lowered) - lowered[::-1].index("and") :]
        words = last if any(token.word in lex.DIRECTION_WORDS or token.word in known.VERBS for token in last) else words
        follows = words is not last
    return _clause_subject(words, quantity, follows=follows)


def _has_verb_before(words: list[Token], floor: int) -> bool:
    """Whether a verb comes before the place at which the figure before ends."""
    for place, token in enumerate(words):
        if token.start >= floor:
            return False
        if token.word in known.ANY_VERB or token.word.endswith("ed") or (place and token.word in lex.DIRECTION_WORDS):
            return True
    return False


def heading_of(words: list[Token], *, multiplied: bool, shared: bool) -> str | None:
    """A few words without a verb before a figure: "Capital spending $1.1 billion", "yield 3.1%", "and gallium up"."""
    if len(words) > 1 and words[1].word == "and" and words[0].word in {"higher", "lower", "up", "down"}:
        words = words[1:]  # "copper sales $5 higher and gold sales"
    listed = bool(words) and words[0].word in {"and", "with", "or"}
    words = words[1:] if listed else words
    if first_word(words) == "followed" and first_word(words[1:]) == "by":
        words = words[2:]  # "coal leads, followed by gas at 21 %"
    last = words[-1].word if len(words) > 1 else ""
    if last in _AT_LEVEL or (shared and last == "for") or (listed and last in {"from", "to", "by"}):
        words = words[:-1]
    participle = len(words) > _LEAST_AFTER_PARTICIPLE and words[0].word.endswith("ing")
    if participle and words[0].word not in known.NAMED_BY_ING:
        words = words[1:]  # "driving smelter output 6 % lower"
    owned = {"its", "their"} if multiplied else set()
    first = words[0].word if words else "the"
    started = first in owned or (first not in known.DETERMINERS and first not in known.PRONOUNS)
    if not started or len(words) > _MOST_WORDS_BEFORE or is_time(words):
        return None
    if len(words) > 1 and words[-1].word in {"cost", "costs"} and words[-2].word in known.COSTING:
        return join_words(words)
    barred = known.NOT_IN_HEADING
    grown = len(words) > 1 and words[-1].word in known.NEVER_VERBS  # "organic sales growth around 6 %"
    verbal = any(
        (token.word in barred and token.word not in owned) or known.describes(token.word)
        for token in (words[:-1] if grown else words)
    )
    last_word = words[-1].word
    verbal = verbal or (last_word.endswith("ing") and (len(words) == 1 or last_word not in known.NAMED_BY_ING))
    stated = any(token.word in known.DETERMINERS for token in words[1:])  # "Reporting cites a"
    return None if verbal or stated else join_words(words)


def _clause_subject(words: list[Token], quantity: Quantity, *, follows: bool) -> str | None:
    """The words before the first verb of a clause that begins with its subject."""
    lowered = [token.word for token in words]
    for index, word in enumerate(lowered):
        if (word not in known.MAY_BE_VERB and not word.endswith("ed")) or word in known.NEVER_VERBS:
            continue
        owned = index > 0 and (lowered[index - 1] in known.DETERMINERS or lowered[index - 1].endswith(("'s", "’s")))
        if word == "finished" and owned:
            continue  # "finished steel exports"
        if word in known.NOUN_OR_VERB:
            stated = lowered[index + 1 : index + 2]
            costs = (
                index
                and word in {"cost", "costs"}
                and (lowered[index - 1] in known.COSTING or (stated and stated[0] not in known.BEFORE_PRICE))
            )
            verbal = known.VERBAL & set(lowered[index + 1 : index + 2]) or known.BE & set(lowered[index:])
            if costs or verbal:
                continue  # "operating costs are"
        held = lowered[index + 1 : index + 2] == ["at"] and (word.endswith("ed") or word in known.HELD_AT)
        joined = lowered[0] == "with" and word.endswith("ing")  # "with exports totalling 5 t"
        if not (word in known.VERBS or held or (joined and word in known.ONGOING)) and not (
            index and word in lex.DIRECTION_WORDS
        ):
            continue
        following = lowered[index + 1 :]
        if word in lex.CHANGE_NOUNS and lowered[max(0, index - 2) : index - 1] in (["a"], ["an"]):
            return None  # "posted a significant decline to"
        if word in lex.CHANGE_NOUNS and following[:1] in ([], ["of"], ["for"], ["in"]) and word not in known.STATING:
            noun = lowered[index - 1] in known.DETERMINERS or lowered[index - 1].endswith("ing")  # "the rise"
            if not following and index and not noun:
                return subject_before(words[:index], follows=follows)
            return None  # "annual growth of" is a noun: nothing before it is its subject
        if word in known.HELPING:
            verb = next(
                (other for other in following if other not in known.AUXILIARIES and not other.endswith("ly")), ""
            )
            if verb not in known.STATING and verb not in lex.DIRECTION_WORDS and not (known.BE & set(following[:2])):
                return None  # "the province has built" measures no province
        price = quantity.currency and not quantity.printed.scaled
        moved = price or quantity.unit in lex.SHARES or quantity.unit == "point"
        words, index = (words[1:], index - 1) if joined else (words, index)
        if word in known.OF_COMPANIES and not (moved or not known.MEASURED.isdisjoint(lowered[:index])):
            return None
        return subject_before(words[:index], follows=follows)
    return None


def subject_before(words: list[Token], *, follows: bool) -> str | None:
    """The noun phrase before a verb; none if it does not begin with a noun."""
    lowered = [token.word for token in words]
    if follows:  # after another figure a new clause begins with "and"
        if "and" not in lowered:
            return None
        words = words[len(lowered) - lowered[::-1].index("and") :]
    elif lowered[:1] == ["and"]:
        words = words[1:]
    if any(token.word in known.SEEING for token in words):  # "India saw demand grow by 5 %"
        words = words[1 + max(place for place, token in enumerate(words) if token.word in known.SEEING) :]
    while words and known.is_adverb(words[-1].word):
        words = words[: -2 if [token.word for token in words[-2:]] == ["no", "longer"] else -1]
    if len(words) > 1 and (words[0].word in known.NOW or words[0].printed in known.PERIODS):
        words = words[1:]  # "it said Wednesday its net profit rose"
    if words and (words[0].word in known.BEFORE_TIME or _AGO.search(said(tuple(words[:4])))):
        words = _after_time(words)
    if not words or words[0].word in known.NO_START or words[-1].word in known.DETERMINERS or words[0].kind == "number":
        return None
    if words[-1].word in {"figure", "figures", "number", "amount"} and len(words) < _LEAST_OF_A_FIGURE:
        return None  # "the figure rose 7%"
    heads = list(takewhile(lambda token: token.word not in known.STOPS_OF, words))
    timed = not heads or heads[-1].printed in known.PERIODS or is_time(heads[-1:]) or heads[-1].word in known.CONNECTING
    if timed and not is_lasting_period(heads):
        return None
    barred = known.NO_SUBJECT.intersection([token.word for token in words])
    if barred and barred != {"this"}:
        return None
    if barred and not any(is_time([after]) for token, after in pairwise(words[1:]) if token.word == "this"):
        return None  # not "its output this year"
    verbal = words[0].word.endswith("ed") and words[0].word not in known.QUALIFYING
    verbal = verbal and (len(words) == 1 or any(token.word in known.DETERMINERS for token in words))
    verbal = verbal or is_participle(words)
    verbal = verbal or (len(words) > _LEAST_OF_A_FIGURE - 1 and are_names(words))
    whose = words[-1].word in {"company", "group", "firm"} and heads[-1].word not in known.MEASURED
    if verbal or whose or "ago" in [token.word for token in words]:
        return None
    words = _without_figures(words)
    if len(words) > _MOST_WORDS:  # "Metal Bulletin's spot lithium carbonate price"
        owner = next((at for at in range(len(words) // 2, 0, -1) if words[at].word.endswith(("'s", "’s"))), -1)
        words = words[owner + 1 :]
    return join_words(words if len(words) <= _MOST_WORDS else heads) if words else None


_AGO = lazy_regex(r"^(?:an? |the |one )?(?:year|quarter|month|week)s? (?:earlier|ago|before)\b")


def _after_time(words: list[Token]) -> list[Token]:
    """A clause without the time before its subject: "in the June quarter this year zinc exports"."""
    time = 0
    for place, token in enumerate(words[1:_MOST_WORDS_OF_TIME], 1):
        if is_time([token]) or token.kind == "number" or (time == place - 1 and token.word in known.AFTER_TIME):
            time = place
        elif place > time + _MOST_BEFORE_TIME or token.word in known.STOPS_OF - {"of"}:
            break
    return words[time + 1 :] if time else words


def _without_figures(words: list[Token]) -> list[Token]:
    """A phrase up to a figure or a period in it: "revenue of R9 billion" is revenue; "stocks at 45 ports" has none."""
    for place in range(1, len(words)):
        before, number, *after = words[place - 1 : place + 2]
        apart = number.start - before.end > 1 or not after or after[0].start - number.end > 1  # "$", "%" between
        apart = apart or after[0].kind == "number"  # "capex for 2026-28"
        period = before.word in _BEFORE_PERIOD and is_period(words[place:])  # "recovery in Q1"
        if period or (number.kind == "number" and (before.word == "of" or (apart and before.word in known.STOPS_OF))):
            words = words[:place]
            break
    while words and words[-1].word in known.STOPS_OF:
        words = words[:-1]
    return words


def label_of(quantity: Quantity, hedge_start: int, tokens: Tokens) -> str | None:
    """The words before a colon or a bracket right before the figure: "Unit net cash cost: $1.40"."""
    while len(tokens) > 1 and (tokens[-1].word in known.EMPTY_NOUNS or tokens[-1].word in known.DETERMINERS):
        tokens = tokens[:-1]  # "Premium for Europe: a record $325"
    if not tokens or tokens[-1].word != ":":
        return None
    label = clause_of(tokens[:-1])
    while label and label[0].kind == "mark":
        label = label[1:]  # of a list
    words = [token for token in label if token.kind in {"word", "number"}]
    plain = len(words) == len(label) and 0 < len(words) <= _MOST_WORDS and words[0].kind == "word"
    told = {token.word for token in words} & known.NO_LABEL or is_period(words)
    return join_words(words) if plain and not told and words[-1].printed not in known.PERIODS else None
