"""Noun phrases for what a figure measures, what a verb changes, sets or drives, and whether words are a time."""

from collections.abc import Sequence
from itertools import dropwhile, pairwise, takewhile

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction import lexicon as lex
from analysis.extraction.english import subject_words as known
from analysis.extraction.english.dates import AGO, ORDINALS
from analysis.extraction.english.lexer import ADJECTIVE
from analysis.extraction.english.surroundings import FURTHER
from analysis.extraction.lexer import Token, Tokens, first_word
from analysis.extraction.quantity import Quantity

_MOST_WORDS = 8
_FOOTNOTE = lazy_regex(r"(?:(?<=[a-z]{4})|(?<=EBITDA))\d{1,2}(?![\w.,-])")  # "loss1", but not "CO2"
_MOST_WORDS_AFTER = 6
_MOST_WORDS_BEFORE = 5
_MOST_LINKED = 3
_LEAST_WITH_A_NAME = 2
_LEAST_ABBREVIATED = 5  # "earnings ( EBIT ) of"


def phrase_after(right: Tokens, *, money: bool, whole: bool = False) -> str | None:
    """Return the noun phrase after "of", "in" or "for" right after a figure, `whole` with the nouns it is of."""
    phrase = _whole_phrase(right) if whole else list(takewhile(_goes_on, right[1 : 1 + _MOST_WORDS_AFTER]))
    timed = next((at for at, token in enumerate(phrase) if at and token.word in known.BEGINNING_OF_TIME), len(phrase))
    if is_time(phrase[timed:]):
        phrase = phrase[:timed]  # "45 kt of foil next year"
    end = 1 + len(phrase)
    following = first_word(right[end:])
    joined = following == "and" or (following == "," and len(phrase) == 1)
    if (
        phrase and joined and (_is_adjective(phrase[-1]) or (following == "," and phrase[-1].word.endswith("ing")))
    ):  # "technical and chemical grades"
        more = list(takewhile(_goes_on, right[end + 1 : end + 1 + _MOST_WORDS_AFTER - 2]))
        if following == "," and len(phrase) == 1 and not more:
            return None
        phrase += [*right[end : end + (following == "and")], *more] if more else []
    elif (
        phrase
        and (following == "growth" or following in lex.CHANGE_NOUNS)
        and (following == "growth" or _is_adjective(phrase[-1]) or phrase[-1].word.endswith("’s"))
    ):
        phrase.append(right[end])  # "half of this year's projected increase"
    head = list(takewhile(lambda token: token.word not in _LINKED, phrase))
    measured = right[0].word == "in" and phrase and phrase[-1].word in known.MEASURED  # "7 GW in new capacity"
    if right[0].word != "of" and not measured and (not money or _is_place(head)):
        return None
    nouns = [token.word for token in phrase if token.word not in known.DETERMINERS]
    if nouns and (nouns[-1] in AGO or any(map(known.is_fiscal, nouns)) or (len(nouns) == 1 and nouns[0] in ORDINALS)):
        return None  # "the $90 of two years earlier", "$70 million in the first" of two quarters
    if right[0].word == "in" and any(is_time([token]) or token.word in known.EARLIER for token in phrase):
        return None  # "to reach $5 in three months due to the ban"
    if not phrase or is_time(phrase) or phrase[0].word in known.NO_PHRASE | known.CONNECTING:
        return None
    if len(phrase) > 1 and phrase[0].word.endswith("ing") and phrase[1].word in known.DETERMINERS:
        return None  # "within nine months of starting the work"
    if phrase[-1].word in known.PRONOUNS or phrase[0].word in {"them", "it", "us", "him", "her"}:
        return None
    numbered = len(right) > len(phrase) + 1 and right[len(phrase) + 1].kind == "number"
    return None if numbered else join_words(phrase)


def _whole_phrase(right: Tokens) -> list[Token]:
    """The words of "in the price of tin in Europe" up to "in", and of "in costs per tonne"."""
    phrase: list[Token] = []
    for token, following in pairwise((*right[1 : 2 + _MOST_WORDS], _END)):
        linked = bool(phrase) and token.word in _LINKED and following.kind == "word" and not is_time([following])
        noun = token.word in _ALSO_NOUNS and following.kind != "number" and following.word not in known.BEFORE_PRICE
        noun_next = following.kind == "word" and following.word not in known.PHRASE_ENDS | known.DETERMINERS
        verb = bool(phrase) and token.word.endswith("ed") and not noun_next  # "a fall of 5 % in margins followed"
        if verb or not (_goes_on(token) or linked or noun) or (linked and following.word in known.PRONOUNS):
            break
        phrase.append(token)
    return phrase


_LINKED = frozenset({"of", "per"})
_ALSO_NOUNS = frozenset("cost costs returns numbers".split())
_END = Token(0, "boundary", ".", ".")


def _goes_on(token: Token) -> bool:
    return token.kind == "word" and token.word not in known.PHRASE_ENDS


def _is_adjective(token: Token) -> bool:
    return (bool(ADJECTIVE.fullmatch(token.word)) and token.word not in known.NOUNS_IN_AL) or token.word.endswith("ed")


def of_change(quantity: Quantity) -> str | None:
    """Return what changes by a figure: "a 5 % rise in costs", "a 310-basis-point improvement in margin"."""
    right = quantity.right[1:] if first_word(quantity.right) == "-" else quantity.right
    for place, token in enumerate(right[:3]):
        if token.kind != "word" or token.word in {"and", "or", "but", "while"}:
            return None
        if token.word == "expansion" and quantity.currency:
            return token.printed  # "a $5 million expansion of the mill"
        if token.word in lex.CHANGE_NOUNS:
            following = right[place + 1 :]
            return phrase_after(following, money=True, whole=True) if first_word(following) in {"in", "of"} else None
    changes = first_word(right) == "in" and [token.word for token in quantity.left[-2:]][1:] == ["of"]
    if changes and quantity.unit in lex.SHARES and quantity.left[-2].word in lex.CHANGE_NOUNS:
        changed = phrase_after(right, money=True, whole=True)  # "a fall of 5 % in margins"
        return None if changed and changed.split()[-1] in _WHERE else changed
    return None


_WHERE = frozenset("region area country province sector currency terms".split())


def more_of(quantity: Quantity) -> str | None:
    """Return what there is more or less of by a share: "6 % more foil was made"."""
    if quantity.unit != "percent" or first_word(quantity.right) not in {"more", "fewer", "less"}:
        return None
    phrase = list(takewhile(_goes_on, quantity.right[1 : 1 + _MOST_WORDS_AFTER]))
    noun = phrase[-1].word if phrase else ""
    if not noun or phrase[0].word == "than" or ADJECTIVE.fullmatch(noun) or known.describes(noun):
        return None
    following = first_word(quantity.right[1 + len(phrase) :])
    named = len(phrase) > 1 or noun.endswith("s") or following in known.AUXILIARIES
    return join_words(phrase) if named and not is_time(phrase) else None


def contained_in(quantity: Quantity) -> str | None:
    """Return the noun inside a figure that is a rate: "7 GWh of battery cells annually"."""
    inside = quantity.sentence.between(quantity.start, quantity.end)
    place = next((at for at, token in enumerate(inside) if token.word == "of"), -1)
    if place < 0:
        return None
    phrase = takewhile(lambda token: token.kind == "word" and token.word not in known.RATES, inside[place + 1 :])
    return join_words(list(phrase))


def substance_of(quantity: Quantity) -> str | None:
    """Return what a grade is of: "1.4% Li2O", "56 g/t silver"."""
    if not quantity.right:
        return None
    first = quantity.right[0]
    named = first.word in lex.SUBSTANCES or (known.FORMULA.match(first.printed) and first.start > quantity.end)
    return first.printed if named else None


def worth_of(words: list[Token]) -> str | None:
    """Return the noun before "worth": "crops worth $2 million"."""
    if len(words) < 2 or words[-1].word not in known.WORTH:
        return None
    noun = words[-2]
    if len(words) > _LEAST_WITH_A_NAME and noun.printed[0].isupper():
        return None  # "loans to Glencore totalling $5"
    if is_time([noun]) or noun.word in known.NOT_BEFORE_NOUN or known.describes(noun.word):
        return None
    return noun.printed


def modified_by(quantity: Quantity, clause: Tokens) -> str | None:
    """Return the noun that a figure modifies: "a 12-metre yacht", "the $5 million grant"."""
    right = quantity.right
    article = bool(clause) and clause[-1].word in known.DETERMINERS
    if not article and (
        quantity.printed.text.find("-") < 1 or quantity.printed.scaled or quantity.low != quantity.high
    ):  # no hyphen
        return None
    while right and right[0].word in lex.COMPARED_OVER:
        right = right[1:]
    phrase = list(
        takewhile(
            lambda token: token.kind == "word" and token.word not in known.NOT_IN_PHRASE,
            right[:3],
        )
    )
    ends = not phrase or phrase[-1].word.endswith(("ing", "al", "ive", "ous")) or len(phrase) == 3
    named = phrase and not ends and phrase[0].start > quantity.end and not known.describes(phrase[-1].word)
    owned = quantity.unit in lex.SHARES and phrase and phrase[0].word.endswith("ed")  # "the 60 % owned mine"
    empty = owned or (phrase and phrase[-1].word in known.EMPTY_MODIFIED)
    return join_words(phrase) if named and not empty and not is_time(phrase) else None


def is_participle(words: list[Token]) -> bool:
    """Return whether the first word is a verb: "extending a loss", "extending last week's"."""
    if not words[0].word.endswith("ing") or words[0].word in known.OPERATING:
        return False
    return len(words) == 1 or words[1].word in known.DETERMINERS or words[1].word in {"last", "next"}


def are_names(words: list[Token]) -> bool:
    """Return whether words are names in a list that begins in another clause: "Chile and Bolivia"."""
    others = [token for token in words if token.word not in {"and", "the", "of"}]
    return "and" in [token.word for token in words] and all(token.printed[0].isupper() for token in others)


def _is_place(phrase: list[Token]) -> bool:
    """Whether the last word of a phrase is a name: "$5 million in Chile", "for Glencore"."""
    if not phrase:
        return False
    last = phrase[-1].printed
    return last[0].isupper() and (not last.isupper() or last.rstrip(".") in known.COUNTRIES)


def is_time(phrase: list[Token]) -> bool:
    """Return whether a phrase is a time: "January", "the first nine months"."""
    if not phrase:
        return False
    last, first = phrase[-1], phrase[0]
    timed = last.word in known.TIME_WORDS or not known.PERIODS.isdisjoint((last.printed, first.printed))
    return timed or known.is_fiscal(last.word) or known.is_fiscal(first.word)


def is_period(words: Sequence[Token]) -> bool:
    """Return whether words only name a period: "FY23", "Q1 2024", "prior year"."""
    return all(
        token.kind == "number"
        or token.printed in known.PERIODS
        or token.word in known.ANY_TIME
        or token.word in known.PARTS_OF_TIME
        or (token.word.startswith("fy") and token.word[2:].isdigit())
        for token in words
    )


def join_words(words: list[Token]) -> str | None:
    """Return words as a phrase without determiners and marks of footnotes; None if they are too many, or a pronoun."""
    if len(words) > 1 and words[-1].word.endswith("ly") and words[-1].word in lex.RATE_WORDS:
        words = words[:-1]  # "CO2 emissions annually"
    printed = [token.printed for token in dropwhile(lambda token: token.word in known.DETERMINERS, words)]
    if not 0 < len(printed) <= _MOST_WORDS or (len(words) == 1 and words[0].word in known.PRONOUNS):
        return None
    if printed[-1].endswith(("'s", "’s")):
        return None
    phrase = " ".join(printed)
    if len(phrase) == 1 or phrase.isdigit():
        return None  # the "x" of "10 m x 12 m", and the year of "2024 was 5 t"
    return phrase if phrase.isalpha() else _FOOTNOTE.sub("", phrase)


def of_multiple(quantity: Quantity) -> str | None:
    """Return what a verb multiplies: "doubled their productivity"."""
    by_ing = quantity.printed.text.endswith("ing")  # "the goal of tripling output"
    if not by_ing and first_word(quantity.right) not in known.DETERMINERS:
        return None
    phrase = list(
        takewhile(lambda token: token.kind == "word" and token.word not in known.MULTIPLIED_ENDS, quantity.right)
    )
    named = len(phrase) > (not by_ing) and phrase[0].word not in lex.COMPARED_OVER
    return join_words(phrase) if named and not is_time(phrase) else None


def noun_of(words: list[Token]) -> str | None:
    """Return the noun before "of" and a figure: "revenue of $9.83 billion"."""
    if len(words) < 2 or words[-1].word != "of":
        return None
    phrase = before_stop(words[:-1])
    noun = phrase[-1].word if phrase else ""
    empty = (noun in known.EMPTY_NOUNS and not _says_what_grows(phrase)) or known.describes(noun)
    empty = empty or (is_time(phrase) and noun != "return" and not is_lasting_period(phrase))
    obtained = _obtained(phrase)
    if not noun or empty or len(obtained) > _MOST_WORDS_BEFORE:
        return None
    named = _with_its_noun(words[:-1], _with_its_noun(words[:-1], obtained))  # "cost per tonne of ore of $5"
    return None if len(named) == 1 and noun in known.VAGUE else join_words(named)


def _says_what_grows(phrase: list[Token]) -> bool:
    """Whether the noun of a change comes after what changes: "organic growth", "a sales increase"."""
    if len(phrase) < 2 or phrase[-1].word not in lex.CHANGE_NOUNS:
        return False
    thing = phrase[-2].word
    return thing in known.MEASURED or (phrase[-1].word == "growth" and thing in known.GROWING)


def is_lasting_period(phrase: list[Token]) -> bool:
    """Return whether a period is what is measured: "a payback period"."""
    return len(phrase) > 1 and phrase[-1].word == "period" and phrase[-2].word in known.PERIODS_MEASURED


def abbreviation_of(tokens: Tokens) -> str | None:
    """Return the abbreviation in brackets before "of" and a figure: "earnings before tax (EBT) of $5"."""
    if len(tokens) < _LEAST_ABBREVIATED or [token.word for token in tokens[-3:] if token.kind != "word"] != [")"]:
        return None
    opening, short, _, of = tokens[-4:]
    named = short.word in known.MEASURED or sum(map(str.isupper, short.printed)) > 1
    return short.printed if opening.word == "(" and of.word == "of" and named else None


def in_brackets(tokens: Tokens, right: Tokens) -> str | None:
    """Return the noun before a figure that fills brackets: "falls in capital goods ($5 million)"."""
    if not tokens or tokens[-1].word != "(" or first_word(right) != ")":
        return None
    words = list(takewhile(lambda token: token.kind == "word", reversed(tokens[:-1])))[::-1]
    phrase = before_stop(words)
    last = phrase[-1] if phrase and len(phrase) <= _MOST_WORDS_BEFORE else None
    if last is None or not last.printed.islower() or last.word in known.NOT_NOUNS or known.describes(last.word):
        return None
    named = not is_time(phrase) and known.NOT_NAMED.isdisjoint([token.word for token in phrase])
    return join_words(phrase) if named else None


def before_stop(words: list[Token]) -> list[Token]:
    """Return the last words without a preposition, a verb or the like."""
    grows = len(words) > 1 and _says_what_grows(words[-2:])
    rated = len(words) > 1 and words[-1].word in known.VAGUE and words[-2].word in lex.CHANGE_NOUNS  # "growth rate"
    before = words[: -2 if rated else -1] if grows or rated else words
    nouns = list(takewhile(lambda token: token.word not in known.NOT_BEFORE_NOUN, reversed(before)))
    return nouns[::-1] + words[len(before) :]


def _obtained(phrase: list[Token]) -> list[Token]:
    """A phrase without who achieves it and without participles before it: "the unit achieved revenue"."""
    verb = next((at for at in reversed(range(len(phrase) - 1)) if phrase[at].word in known.OBTAINED), -1)
    rest = list(
        dropwhile(lambda token: known.describes(token.word) and token.word not in known.QUALIFYING, phrase[verb + 1 :])
    )
    participle = len(rest) > 1 and rest[0].word.endswith("ing") and "-" not in rest[0].word
    participle = participle and rest[0].word not in known.OPERATING
    return rest[1:] if participle else rest  # "topping guidance"


def _with_its_noun(words: list[Token], phrase: list[Token]) -> list[Token]:
    """A noun with the one that it belongs to: "earnings per share of", "life of mine of", "return on equity of"."""
    place = next((at for at, token in enumerate(words) if phrase and token is phrase[0]), 0)
    place -= place > 1 and words[place - 1].word in known.DETERMINERS
    from_a_source = place > 1 and words[place - 1].word == "from" and words[place - 2].word in known.WITH_A_SOURCE
    if place < 2 or not (words[place - 1].word in known.LINKS or from_a_source):
        return phrase
    left = takewhile(lambda token: token.word not in known.NOT_LINKED, reversed(words[: place - 1]))
    outer = _obtained(list(left)[::-1])
    named = 0 < len(outer) <= _MOST_LINKED and outer[-1].word not in known.EMPTY_LINKED
    named = named and (not outer[-1].word.endswith("ing") or outer[-1].word in known.NAMED_BY_ING)
    return [*outer, *words[place - 1 :]] if named else phrase


def changed_thing(words: list[Token]) -> str | None:
    """Return the words between a verb of change and "by", or between it and the figure."""
    lowered = [token.word for token in words]
    by = "by" in lowered
    if by:
        last = len(lowered) - 1 - lowered[::-1].index("by")
        words, lowered = words[:last], lowered[:last]
    for index in range(len(lowered) - 1, -1, -1):
        if lowered[index] in lex.TRANSITIVE:
            rest = words[index + 1 :]
            if by:  # "cut supply to the mines by 5 %"
                rest = list(takewhile(lambda token: token.word not in known.STOPS_OF_OBJECT, rest))
            plain = not {token.word for token in rest} & known.NOT_CHANGED
            if len(rest) > 1 and rest[-1].word in {"to", "from"}:  # "raised its forecast for 2026 to"
                rest = [*_thing(rest[:-1]), rest[-1]]
            if rest and rest[-1].word in {"of", "to", "from"}:
                rest = rest[:-1]  # "lower prices of $5", "raise capacity to 70 GWh"
                plain = not {token.word for token in rest} & known.NOT_CHANGED
            plain = plain and not all(token.word in FURTHER or token.word in known.STOPS for token in rest)
            if rest and plain and rest[0].word not in {"of", "for", "and"} and not is_time(rest):
                return join_words(rest)
            return None
    return None


def _thing(words: list[Token]) -> list[Token]:
    """The words before a preposition, with a noun that only "of" explains: "the share of recycled lead"."""
    thing = list(takewhile(lambda token: token.word not in known.STOPS_OF, words))
    vague = thing and thing[-1].word in known.VAGUE and [token.word for token in words[len(thing) :][:1]] == ["of"]
    if vague:
        thing += [words[len(thing)], *takewhile(lambda token: token.word not in known.STOPS, words[len(thing) + 1 :])]
    return thing


def valued_thing(words: list[Token]) -> str | None:
    """Return what is set "at" a figure or moved "to" it: "the study put operating costs at $7"."""
    verbs = known.VALUING if words[-1].word == "at" else known.MOVING | known.DRIVING
    if words[-1].word not in {"at", "to"}:
        return None
    place = next((at for at in reversed(range(len(words) - 2)) if words[at].word in verbs), -1)
    before = words[place - 1].word if place > 0 else ""
    passive = before in known.DETERMINERS or (before in known.BE and not words[place].word.endswith("ing"))
    if place < 0 or passive:
        return None
    phrase = words[place + 1 : -1]
    phrase = phrase[1:] if first_word(phrase) == "up" else phrase  # "ramping up its exports to"
    phrase = phrase[:-1] if phrase[-1:] and phrase[-1].word in {"up", "down"} else phrase  # "brought its costs down to"
    plain = {token.word for token in phrase}.isdisjoint(known.NOT_VALUED)
    return join_words(phrase) if plain and not is_time(phrase) else None


def driven_thing(words: list[Token]) -> str | None:
    """Return what is driven up or down by a figure: "the glut pushed zinc prices down 5 %"."""
    place = next((at for at in reversed(range(len(words) - 1)) if words[at].word in known.DRIVING), -1)
    if place < 0:
        return None
    rest = words[place + 1 :]
    phrase = list(takewhile(lambda token: token.word not in known.STOPS_OF, rest))
    moved = any(token.word in {"up", "down", "higher", "lower"} for token in rest[len(phrase) :] or rest[-1:])
    phrase = [token for token in phrase if token.word not in {"higher", "lower"}]
    return join_words(phrase) if moved and phrase and not is_time(phrase) else None
