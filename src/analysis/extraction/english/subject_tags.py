"""Tags for the rules of subjects: one letter a token, given once for each sentence, and the clause before a figure.

| letter | tokens | letter | tokens |
| --- | --- | --- | --- |
| `n` | nouns and unknown words | `v` | verbs of a level or a move: "stood", "fell" |
| `z` | nouns of a change: "rise" | `y` | verbs with an object that changes: "cut", "pegged" |
| `e` | nouns that say nothing alone: "total" | `i` | the same in -ing: "is raising" |
| `a` | adjectives and owners: "first", "Peru's" | `w` | verbs of an owner: "owns", "posted" |
| `g` | other words in -ing | `_` | other words in -ed |
| `d` | determiners | `x`, `h` | forms of "be"; other auxiliaries |
| `o`, `f`, `k`, `p` | "of"; "for"; "on", "per"; other prepositions | `b` | adverbs |
| `u` | "up", "lower" | `j` | words that end a phrase: "apart", "fob" |
| `t` | words of time | `l` | "worth", "costing" |
| `c`, `q`, `s` | "and"; "which"; "because", "said" | `S` | "saw" |
| `r` | pronouns | `#` | numbers |
"""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from analysis.core.lazy_regex import lazy_regex
from analysis.extraction import lexicon as lex
from analysis.extraction.english import subject_words as known
from analysis.extraction.english.lexer import ADJECTIVE
from analysis.extraction.lexer import Sentence, Token, Tokens
from analysis.extraction.quantity import Quantity

REACH = 40  # tokens
_LONGEST_ASIDE = 14
_MOST_IN_BRACKETS = 9
_VAGUE_TIMES = frozenset("total average general advance return case fact".split())
_ADJECTIVES_TOO = frozenset(
    "total net gross long wide deep high tall old short full left right free clear running straight overall delivered "
    "old-fashioned stronger weaker".split()
)
# The first line with a word gives its letter.
_LETTERS: tuple[tuple[str, Iterable[str]], ...] = (
    ("p", ("due", "thanks")),
    ("d", ("further", "another")),
    ("o", ("of",)),
    ("f", ("for",)),
    ("k", known.LINKS - {"of", "to"}),
    ("l", known.WORTH - {"averaging", "totalling", "totaling"}),
    ("S", known.SEEING),
    ("#", "two three four five six seven eight nine ten eleven twelve".split()),
    ("a", "first second third fourth fifth sixth".split()),
    ("t", known.TIME_WORDS - _VAGUE_TIMES),
    ("a", known.QUALIFYING | (known.OPERATING - known.NAMED_BY_ING)),
    ("c", ("and", "or", "but")),
    ("q", ("which", "who", "whose", "where")),
    ("d", known.DETERMINERS),
    ("s", known.OPENERS - {"estimate"}),
    ("x", known.BE),
    ("h", known.AUXILIARIES),
    ("r", known.PRONOUNS - known.QUANTIFIERS),
    ("z", known.NEVER_VERBS | {word for word in lex.DIRECTION_WORDS if word.endswith(("tion", "ment"))}),
    ("a", ("finished",)),
    ("Z", (known.NOUN_OR_VERB | lex.CHANGE_NOUNS) - {"shed", "added"}),  # a noun or a verb
    ("u", ("up", "down", "higher", "lower")),
    ("b", known.ADVERBS | known.NOW),
    ("y", lex.TRANSITIVE | known.SETTING),
    ("v", known.STATING | lex.DIRECTION_WORDS.keys() | known.ONGOING),
    ("W", known.NOUNS_TOO),  # a noun or a verb
    ("w", known.ONLY_ACTIONS | (known.OBTAINED - {"posts", "projects"})),
    ("p", known.STOPS),
    ("j", known.NOT_NOUNS - _ADJECTIVES_TOO),
    ("e", known.EMPTY_NOUNS),
)
_TAGS = dict(chain.from_iterable(((word, letter) for word in words) for letter, words in reversed(_LETTERS)))
_MARKS = {mark: mark for mark in "(),:;"} | {"-": "-", "–": "-", "<": ";", ">": ";"}
_MODIFIER = lazy_regex(r"d\.?#[-.]?n\Z")  # "a 40-basis-point" rise
_NOUNS_BEFORE = frozenset("offers plans bids imports exports cuts gains".split())  # "offers from Peru"
_BEFORE_TIME = frozenset("next last this previous prior same fiscal".split())
# Tags that no other word changes, except for these words.
_SETTLED = frozenset("#.,;:()-doafkcgezxhrbvtujlqsSp")
_DECIDED = _BEFORE_TIME | known.PERIODS_MEASURED | known.HELD_AT | frozenset("no from more added finished that".split())


def _tag(token: Token) -> str:
    """The letter of a token by itself."""
    word = token.word
    if token.kind == "number":
        return "t" if known.QUARTER.fullmatch(word) else "#"
    if token.kind != "word":
        return _MARKS.get(word, ";" if token.kind == "boundary" else ".")
    if token.printed in known.PERIODS or known.is_fiscal(word):
        return "t"
    if letter := _TAGS.get(word):
        return letter
    if word.endswith(("'s", "’s")):
        return "a"
    if known.describes(word):
        return "b" if word.endswith("ly") else "_"
    if word.endswith("ing") and word not in known.NAMED_BY_ING:
        return "a" if "-" in word else "g"
    return "n"


@lru_cache(maxsize=8)  # each figure of a sentence asks for them
def tags_of(sentence: Sentence) -> str:
    """Return the letters of the tokens of a sentence; a word that may be a noun or a verb is decided by the next ones.

    >>> from analysis.extraction.english.lexer import tokens_in
    >>> [tags_of(Sentence(tokens=tokens_in(text, 0, 40))) for text in ("the rise of costs", "zinc costs $5")]
    ['dzon', 'nv.#']
    """
    tokens = sentence.tokens
    tags = [_tag(token) for token in tokens]
    for place, token in enumerate(tokens):
        tag, word = tags[place], token.word
        if tag in _SETTLED and word not in _DECIDED:
            continue
        before = tags[place - 1] if place else "."
        after = tags[place + 1] if place + 1 < len(tags) else "."
        following = tokens[place + 1].word if place + 1 < len(tags) else ""
        previous = tokens[place - 1].word if place else ""
        if tag in "ZW":
            tags[place] = _noun_or_verb(tags, place, tokens)
        elif word in _BEFORE_TIME and after == "t":
            tags[place] = "t"
        elif tag == "p":
            if word == "no" and following == "longer":
                tags[place : place + 2] = "bb"
            elif word == "from" and previous in known.WITH_A_SOURCE and after == "n":
                tags[place] = "k"  # "cash flow from operations"
        elif word == "more" and following == "than":
            tags[place : place + 2] = "bb"
        elif following == "period" and word in known.PERIODS_MEASURED:
            tags[place : place + 2] = "nn"
        elif word == "added" and previous == "value":
            tags[place] = "n"
        elif word == "finished" and before == "n" and after in "pu#":
            tags[place] = "v"
        elif tag == "y" and before in "xcb" and word.endswith("ing"):
            tags[place] = "i"
        elif tag == "n" and after == "c" and tags[place + 2 : place + 3] in (["n"], ["a"]):
            if ADJECTIVE.fullmatch(word) and word not in known.NOUNS_IN_AL:
                tags[place] = "a"  # "technical and chemical grades"
        elif tag in "wy" and word.endswith("ed") and before in "dea" and after in "nazZ":
            tags[place] = "a"  # "the declared value"
        elif word == "that" and before in "_vwns":
            tags[place] = "q" if before == "n" else "s"
        elif tag in "yw_" and following == "at" and word in known.HELD_AT and before not in "xh":
            tags[place] = "v"
    return "".join(tags)


def _noun_or_verb(tags: list[str], place: int, tokens: Tokens) -> str:
    """The letter of a word that may be a noun or a verb: "the rise", "costs $5", "exports fell"."""
    word = tokens[place].word
    before = tags[place - 1] if place else "."
    after = tags[place + 1] if place + 1 < len(tags) else "."
    verb = "w" if tags[place] == "W" else "y" if word in lex.TRANSITIVE else "v"
    noun = "z" if tags[place] == "Z" and word in lex.CHANGE_NOUNS else "n"
    previous = tokens[place - 1].word if place else ""
    if after == "d" and before != "d":
        return verb  # "cuts the use"
    named = (after == "n" and (before in "-#" or (before == "t" and tags[place - 2] in "-#"))) or (
        (after in "()," and before == "n") or (tags[place] == "W" and after in "Zvy")
    )
    named = named or (word in _NOUNS_BEFORE and after in "pk" and tokens[place + 1].word not in {"to", "by"})
    named = named or (before == "n" and _MODIFIER.search("".join(tags[max(0, place - 5) : place])) is not None)
    named = named or before in "doafkcgez.,;:(" or after in "xhvo" or (before == "p" and previous != "to")
    named = named or (word in {"cost", "costs"} and (previous in known.COSTING or (before == after == "n")))
    if named or (before == "n" and (after in "fk" or (after == "n" and tags[place] == "W"))):
        return noun
    return verb if before in "nxhtb)#prqsw" else noun


@dataclass(slots=True)
class SubjectCandidate:
    """The input of the subject rules: a figure, its place among the tokens and the letters of the tokens around it.

    `start` and `floor` are the places of the first token of the figure and of the first one after the previous figure,
    `hedge` that of its hedge. `clause` are the places of the tokens of its clause, and `near` those of them between
    the previous figure and the hedge; `said` and `before` are their letters.
    `right` are the tokens after the figure, and `after` their letters.
    """

    quantity: Quantity
    tags: str
    start: int
    hedge: int
    floor: int
    right: Tokens
    after: str
    clause: list[int]
    near: list[int]
    said: str
    before: str

    @property
    def unit(self) -> str:
        """The unit, empty if there is none."""
        return self.quantity.unit or ""

    @property
    def tokens(self) -> Tokens:
        """The tokens of the sentence."""
        return self.quantity.sentence.tokens

    @property
    def lasts(self) -> bool:
        """Whether the figure is a span of time."""
        return self.quantity.unit in lex.DURATIONS

    @property
    def last(self) -> str:
        """The word before the figure and its hedge."""
        return self.tokens[self.hedge - 1].word if self.hedge else ""

    @property
    def following(self) -> str:
        """The word after the figure."""
        return self.right[0].word if self.right else ""

    def words(self, places: list[int], span: tuple[int, int]) -> list[Token]:
        """Return the tokens of a part of a clause."""
        return [self.tokens[place] for place in places[slice(*span)]]


def candidate(quantity: Quantity, hedge_start: int) -> SubjectCandidate:
    """Return the input of the subject rules for a figure; `hedge_start` is where its hedge begins."""
    sentence, right = quantity.sentence, quantity.right
    tags = tags_of(sentence)
    start = bisect_left(sentence.starts, quantity.start)
    hedge = min(bisect_left(sentence.starts, hedge_start), start)
    floor = bisect_left(sentence.starts, max(quantity.floor, 0))
    first = len(tags) - len(right)
    after = tags[first : first + REACH] if right else ""
    if after[:1] in {"(", ")"}:  # "7 million tonnes (Mt) of slab": the figure is said again in the bracket
        closing = after.find(")", 0, _MOST_IN_BRACKETS)
        if closing >= 0 and after[closing + 1 : closing + 2] == "o":
            right, after = right[closing + 1 :], after[closing + 1 :]
    clause = _clause_before(tags, start, sentence.tokens)
    near = [place for place in clause if floor <= place < hedge]
    said = "".join([tags[place] for place in clause])
    before = "".join([tags[place] for place in near])
    if before == "o" and len(clause) > 1:
        near, before = clause, said  # "an NPV, discounted at 5 %, of $7"
    return SubjectCandidate(quantity, tags, start, hedge, floor, right, after, clause, near, said, before)


def _clause_before(tags: str, end: int, tokens: Tokens) -> list[int]:
    """The places of the tokens of the clause before the token `end`, without brackets, asides and marks."""
    places: list[int] = []
    place = end - 1
    first = max(0, end - REACH)
    while place >= first:
        tag = tags[place]
        if tag == ")":
            opening = tags.rfind("(", first, place)
            if opening < 1 or not tokens[opening - 1].printed.islower() or "," in tags[opening:place]:
                break
            place = opening
        elif tag == "q":
            noun = place - 1 - (tags[place - 1] == ",")
            if place > 1 and tokens[place].word == "which" and tokens[noun].word in known.MEASURED:
                while noun >= 0 and tags[noun] in "nazge":
                    places.append(noun)
                    noun -= 1
            break
        elif tag == ",":
            before = _aside(tags, place, tokens)
            if before is None:
                break
            place = before
        elif tag in ";s(:":
            break
        elif tag not in ".-":
            places.append(place)
        place -= 1
    return places[::-1]


def _aside(tags: str, place: int, tokens: Tokens) -> int | None:
    """Where an aside that ends with a comma begins: "Output, however, fell"; the comma itself in "Output, at 5 t,"."""
    if not tags[place + 1 : place + 2] or (tags[place + 1] not in "xhovyw_" and tokens[place + 1].word != "at"):
        return None
    opening = tags.rfind(",", max(0, place - _LONGEST_ASIDE), place)
    listed = tags[opening + 1] == "c" and tokens[opening + 1].word != "or"
    if opening > 0 and not listed and ";" not in tags[opening:place]:
        return opening
    return place if tokens[place + 1].word == "at" else None
