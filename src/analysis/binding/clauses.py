"""The clause that states a figure, and its subject: "The county" in "The county pays $120 a tonne".

No parser is needed for this: a clause ends at a mark or a conjunction with a verb of its own, and its subject is
before its first verb. If the subject is unclear, none is returned.
"""

import re
from typing import NamedTuple

from analysis.core.lazy_regex import lazy_regex, phrase_regex
from analysis.extraction import lexicon as lex
from analysis.extraction.english import subject_words as known

_TOKEN = lazy_regex(r"[^\W\d_][\w'’&.-]*[\w'’]|[^\W\d_]|\d[\d.,]*\d|\d|\S")
_RELATIVES = frozenset(("which", "who", "that"))
_CONJUNCTIONS = known.CLAUSE_OPENERS | _RELATIVES | frozenset("since once so after before until unless and or".split())
_MARKS = frozenset(';:“"()—–-|')
_HEAD_ENDS = lex.PREPOSITIONS | _RELATIVES | frozenset("whose whom where when while and or but , ( ) : ;".split())
_ADVERBS = known.ADVERBS | frozenset(
    "today better here there about around some over roughly more less at least up to currently usually however "
    "therefore meanwhile moreover recently first last not together all both each alone by himself itself themselves "
    "since".split()
)
_DETERMINERS = frozenset("the a an its their his her my our no each every".split())
_NOUN_AFTER = _DETERMINERS | frozenset("of in with from on by for at".split())  # "the use", "in returns"
CLAUSE_END = lazy_regex(r"[;:|\n]|,(?!\d)|\b(?:but|while|whereas)\b", re.IGNORECASE)
# Where a clause begins that says something else, or why, or in spite of what; a comma alone does not.
OTHER_CLAUSE = phrase_regex(
    r", (?:and|so|which|where)\b|\b(?:but|while|whereas|because|since|although|though|despite|in spite of"
    r"|notwithstanding|even if|unlike|so that|leaving)\b",
    re.IGNORECASE,
)
_SET_OFF = lazy_regex(r", (?:which|who|whose|where|whom)\b(?:[^,;:.()]|[.,](?=\d))*,")


class Subject(NamedTuple):
    """The first words of a subject, up to a preposition, with their span, and the verb that follows the subject."""

    head: str
    start: int
    end: int
    verb: str
    verb_end: int

    @property
    def reports(self) -> bool:
        """Whether the subject merely reports the figure: "The audit counted sales of"."""
        return self.verb in lex.REPORTING


def clause_around(text: str, begin: int, end: int, start: int, stop: int) -> tuple[int, int]:
    """Return the clause of the words from `start` to `stop`, in a sentence from `begin` to `end`.

    >>> text = "Costs fell, and output rose by 5 %"
    >>> text[slice(*clause_around(text, 0, len(text), text.index("5"), len(text)))]
    ' and output rose by 5 %'
    """
    ends = list(CLAUSE_END.finditer(text, begin, end))
    return (
        max([begin, *(item.end() for item in ends if item.end() <= start)]),
        min([end, *(item.start() for item in ends if item.start() >= stop)]),
    )


def is_set_off(text: str, position: int, start: int, begin: int, end: int) -> bool:
    """Return whether a word is in a relative clause between commas that does not hold the figure at `start`.

    >>> text = "Shares of the firm, which mines rare earths, rose by 6 %"
    >>> is_set_off(text, text.index("mines"), text.index("6"), 0, len(text))
    True
    """
    return any(
        clause.start() < position < clause.end() and not clause.start() < start < clause.end()
        for clause in _SET_OFF.finditer(text, begin, end)
    )


class _Clause(NamedTuple):
    tokens: list[tuple[str, int, int]]
    words: list[str]


def subject_of(text: str, begin: int, start: int) -> Subject | None:
    """Return the subject of the clause of a figure at `start`, in a sentence from `begin`; None if that is not clear.

    >>> text = "The builder of the drums, a firm from Nagoya, clears $420"
    >>> subject_of(text, 0, text.index("$"))[::3]
    ('The builder', 'clears')
    >>> text = "Costs fell by 9 percent and the hall uses 7 percent"
    >>> subject_of(text, 0, text.index("7"))[::3]
    ('the hall', 'uses')
    """
    tokens = [(match.group(), match.start(), match.end()) for match in _TOKEN.finditer(text, begin, start)]
    words = [token.lower() for token, _, _ in tokens]
    verbs = [
        index
        for index, word in enumerate(words)
        if word in lex.FINITE_VERBS and not (index and words[index - 1] in _NOUN_AFTER)
    ]
    return _subject(_Clause(tokens, words), verbs) if verbs else None


def _subject(clause: _Clause, verbs: list[int]) -> Subject | None:
    """The subject of the last of some verbs."""
    words, at = clause.words, verbs[-1]
    while at - 1 in verbs:  # "has been cut"
        at -= 1
    first = at
    while (first := first - 1) >= 0:
        word = words[first]
        if word in _MARKS:
            break
        if word != "," and word not in _CONJUNCTIONS:
            continue
        earlier = [verb for verb in verbs if verb < first]
        rest = words[first + 1 : at]
        closed = [item for item in rest if item not in _ADVERBS][-1:] == [","]
        if closed and word not in (",", "and", "or", "but"):
            continue  # "its wire business, once a stepchild, earned"
        if word in _RELATIVES and all(item in _ADVERBS for item in rest):
            return None
        if word in _RELATIVES and any(verb in verbs for verb in range(first + 1, at)):
            continue  # "the foil that leaves the gate is": the clause of another verb
        if word == "that":
            break
        if all(item in _ADVERBS | lex.PREPOSITIONS for item in rest):  # "and uses": the subject is further back
            if earlier:
                return _subject(clause, earlier)
            continue
        if word == "," and not earlier and closed:
            continue  # an apposition: "The builder, a firm from Nagoya, clears"
        break
    return _noun_phrase(clause, first + 1, at)


def _noun_phrase(clause: _Clause, begin: int, verb: int) -> Subject | None:
    words = clause.words
    while begin < verb and words[begin] in _ADVERBS:
        begin += 1
    end = begin
    if begin < verb and words[begin] in lex.PREPOSITIONS:
        end = verb  # "In its report Firat Wire states": where the subject begins is not known
    while end < verb and words[end] not in _HEAD_ENDS:
        end += 1
    return _as_subject(clause, begin, end, verb)


def _as_subject(clause: _Clause, begin: int, end: int, verb: int) -> Subject | None:
    if end <= begin:
        return None
    kept, (word, _, verb_end) = clause.tokens[begin:end], clause.tokens[verb]
    return Subject(" ".join(token for token, _, _ in kept), kept[0][1], kept[-1][2], word.lower(), verb_end)
