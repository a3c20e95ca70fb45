"""Phrases for what a figure measures, and whether words are a time."""

from collections.abc import Sequence
from itertools import dropwhile, takewhile

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction import lexicon as lex
from analysis.extraction.english import subject_words as known
from analysis.extraction.lexer import Token
from analysis.extraction.quantity import Quantity

_MOST_WORDS = 8
_FOOTNOTE = lazy_regex(r"(?:(?<=[a-z]{4})|(?<=EBITDA))\d{1,2}(?![\w.,-])")  # "loss1", but not "CO2"


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


def is_lasting_period(phrase: list[Token]) -> bool:
    """Return whether a period is what is measured: "a payback period"."""
    return len(phrase) > 1 and phrase[-1].word == "period" and phrase[-2].word in known.PERIODS_MEASURED
