"""What a verb changes, sets or drives: "cut costs by 5 %", "put costs at $5", "pushed prices down 5 %"."""

from itertools import takewhile

from analysis.extraction import lexicon as lex
from analysis.extraction.english import subject_words as known
from analysis.extraction.english.subject_phrases import is_time, join_words
from analysis.extraction.english.surroundings import FURTHER
from analysis.extraction.lexer import Token, first_word


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
    if len(words) > 1 and words[-2].word in {"unchanged", "steady", "flat", "stable"}:
        words = [*words[:-2], words[-1]]
    place = next((at for at in reversed(range(len(words) - 2)) if words[at].word in verbs), -1)
    passive = place > 0 and words[place - 1].word in known.BE and not words[place].word.endswith("ing")
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
