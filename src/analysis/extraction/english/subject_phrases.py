"""Noun phrases for what a figure measures, and whether words are a time."""

from collections.abc import Sequence
from itertools import dropwhile, takewhile

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction import lexicon as lex
from analysis.extraction.english import subject_words as known
from analysis.extraction.english.lexer import ADJECTIVE
from analysis.extraction.lexer import Token, Tokens, first_word, said
from analysis.extraction.quantity import Quantity

_MOST_WORDS = 8
_FOOTNOTE = lazy_regex(r"(?:(?<=[a-z]{4})|(?<=EBITDA))\d{1,2}(?![\w.,-])")  # "loss1", but not "CO2"
_MOST_WORDS_AFTER = 6
_MOST_WORDS_BEFORE = 5
_MOST_LINKED = 3


def phrase_after(right: Tokens, *, money: bool) -> str | None:
    """Return the noun phrase after "of", "in" or "for" right after a figure."""
    phrase = list(takewhile(_goes_on, right[1 : 1 + _MOST_WORDS_AFTER]))
    end = 1 + len(phrase)
    if phrase and first_word(right[end:]) == "and" and _is_adjective(phrase[-1]):  # "technical and chemical grades"
        more = list(takewhile(_goes_on, right[end + 1 : end + 1 + _MOST_WORDS_AFTER - 2]))
        phrase += [right[end], *more] if more else []
    if right[0].word != "of" and (not money or _is_place(phrase)):
        return None
    if phrase and (phrase[-1].word == "ago" or any(known.FISCAL.fullmatch(token.word) for token in phrase)):
        return None
    if not phrase or is_time(phrase) or phrase[0].word in known.NO_PHRASE | known.CONNECTING:
        return None
    if len(phrase) > 1 and phrase[0].word.endswith("ing") and phrase[1].word in known.DETERMINERS:
        return None  # "within nine months of starting the work"
    if phrase[-1].word in known.PRONOUNS or phrase[0].word in {"them", "it", "us", "him", "her"}:
        return None
    numbered = len(right) > len(phrase) + 1 and right[len(phrase) + 1].kind == "number"
    return None if numbered else join_words(phrase)


def _goes_on(token: Token) -> bool:
    return token.kind == "word" and token.word not in known.PHRASE_ENDS


def _is_adjective(token: Token) -> bool:
    return bool(ADJECTIVE.fullmatch(token.word)) or token.word.endswith("ed")


def of_change(quantity: Quantity) -> str | None:
    """Return what changes by a figure: "a 5 % rise in costs", "a 310-basis-point improvement in margin"."""
    right = quantity.right[1:] if first_word(quantity.right) == "-" else quantity.right
    for place, token in enumerate(right[:3]):
        if token.kind != "word":
            return None
        if token.word in lex.CHANGE_NOUNS:
            following = right[place + 1 :]
            return phrase_after(following, money=True) if first_word(following) in {"in", "of"} else None
    return None


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
    return timed or any(known.FISCAL.fullmatch(token.word) for token in (last, first))


def is_period(words: Sequence[Token]) -> bool:
    """Return whether words only name a period: "FY23", "Q1 2024", "prior year"."""
    return all(
        token.kind == "number"
        or token.printed in known.PERIODS
        or token.word in known.ANY_TIME
        or (token.word.startswith("fy") and token.word[2:].isdigit())
        for token in words
    )


def join_words(words: list[Token]) -> str | None:
    """Return words as a phrase without determiners and marks of footnotes; None if they are too many, or a pronoun."""
    if len(words) > 1 and words[-1].word.endswith("ly") and words[-1].word in lex.RATE_WORDS:
        words = words[:-1]  # "CO2 emissions annually"
    printed = [token.printed for token in dropwhile(lambda token: token.word in known.DETERMINERS, words)]
    if not 0 < len(printed) <= _MOST_WORDS or said(words) in known.PRONOUNS or printed[-1].endswith(("'s", "’s")):
        return None
    phrase = " ".join(printed)
    if len(phrase) == 1 or phrase.isdigit():
        return None  # the "x" of "10 m x 12 m", and the year of "2024 was 5 t"
    return phrase if phrase.isalpha() else _FOOTNOTE.sub("", phrase)


def of_multiple(quantity: Quantity) -> str | None:
    """Return what a verb multiplies: "doubled their productivity"."""
    if first_word(quantity.right) not in known.DETERMINERS:
        return None
    phrase = list(takewhile(lambda token: token.kind == "word" and token.word not in known.PHRASE_ENDS, quantity.right))
    return join_words(phrase) if len(phrase) > 1 and not is_time(phrase) else None


def noun_of(words: list[Token]) -> str | None:
    """Return the noun before "of" and a figure: "revenue of $9.83 billion"."""
    if len(words) < 2 or words[-1].word != "of":
        return None
    phrase = _before_stop(words[:-1])
    noun = phrase[-1].word if phrase else ""
    empty = noun in known.EMPTY_NOUNS or noun.endswith(("ed", "ly")) or (is_time(phrase) and noun != "return")
    if not noun or empty or len(phrase) > _MOST_WORDS_BEFORE:
        return None
    return join_words(_with_its_noun(words[:-1], _obtained(phrase)))


def _before_stop(words: list[Token]) -> list[Token]:
    """The last words without a preposition, a verb or the like."""
    nouns = {"cost", "costs"}  # as verbs they come right before a figure
    stops = known.NOT_BEFORE_OF - nouns
    return list(takewhile(lambda token: token.word not in stops, reversed(words)))[::-1]


def _obtained(phrase: list[Token]) -> list[Token]:
    """A phrase without who achieves it and without participles before it: "the unit achieved revenue"."""
    verb = next((at for at in reversed(range(len(phrase))) if phrase[at].word in known.OBTAINED), -1)
    return list(
        dropwhile(
            lambda token: token.word.endswith(("ed", "ly")) and token.word not in known.QUALIFYING, phrase[verb + 1 :]
        )
    )


def _with_its_noun(words: list[Token], phrase: list[Token]) -> list[Token]:
    """A noun with the one that it belongs to: "earnings per share of", "life of mine of", "return on equity of"."""
    place = next((at for at, token in enumerate(words) if phrase and token is phrase[0]), 0)
    place -= place > 1 and words[place - 1].word in known.DETERMINERS
    if place < 2 or words[place - 1].word not in known.LINKS:
        return phrase
    left = takewhile(lambda token: token.word not in known.NOT_LINKED, reversed(words[: place - 1]))
    outer = _obtained(list(left)[::-1])
    named = 0 < len(outer) <= _MOST_LINKED and outer[-1].word not in known.EMPTY_LINKED
    named = named and (not outer[-1].word.endswith("ing") or outer[-1].word in known.NAMED_BY_ING)
    return [*outer, *words[place - 1 :]] if named else phrase
