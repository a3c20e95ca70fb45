"""Tokens: a sentence is cut once, and later steps look at its tokens instead of searching the text again."""

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any


@dataclass(slots=True)
class Token:
    """A word, a number, a mark, or the boundary of a clause ("," or a dash between spaces).

    `kind` is "word", "number", "mark" or "boundary"; `word` is in lower case, `printed` as in the text.
    """

    start: int
    kind: str
    word: str
    printed: str

    @property
    def end(self) -> int:
        """Where the token ends."""
        return self.start + len(self.printed)


Tokens = tuple[Token, ...]
Lexer = Callable[[str, int, int], Tokens]


@dataclass(slots=True, eq=False)
class Sentence:
    """A sentence or a row of a table: its place in the text, its tokens, and where each token starts.

    `places` are where each of its numbers with their units begins and ends, in order.
    """

    start: int = 0
    end: int = 0
    tokens: Tokens = ()
    starts: tuple[int, ...] = ()
    places: tuple[int, ...] = ()

    def between(self, start: int, end: int) -> Tokens:
        """Return the tokens from `start` to `end`."""
        return self.tokens[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def after(self, place: int) -> Tokens:
        """Return the tokens from `place` to the end of the sentence."""
        return self.tokens[bisect_left(self.starts, place) :]


def sentence_at(text: str, start: int, end: int, places: list[int], tokens_in: Lexer) -> tuple[Sentence, list[int]]:
    """Return the sentence at a stretch of text, and how many of its tokens come before each of the `places`.

    No token is on both sides of one of these places, which are in order.

    >>> from analysis.extraction.english.lexer import tokens_in
    >>> sentence, before = sentence_at("a ten-year plan", 0, 15, [2, 5], tokens_in)
    >>> [token.word for token in sentence.tokens], before
    (['a', 'ten', '-', 'year', 'plan'], [1, 2])
    """
    tokens = tokens_in(text, start, end)
    starts = [token.start for token in tokens]
    before = [bisect_left(starts, place) for place in places]
    inside = [place for place in places if place < end and not text[place].isspace()]
    if not set(starts).issuperset(inside):  # a token goes on there
        tokens = tuple([token for a, b in pairwise([start, *places, end]) for token in tokens_in(text, a, b)])
        starts = [token.start for token in tokens]
        before = [bisect_left(starts, place) for place in places]
    return Sentence(start, end, tokens, tuple(starts), tuple(places)), before


def said(tokens: Iterable[Token]) -> str:
    """Join tokens in lower case with single spaces, for a pattern that matches a few of them."""
    return " ".join([token.word for token in tokens])


def first_word(tokens: Sequence[Token]) -> str:
    """Return the word of the first token, empty if there is none."""
    return tokens[0].word if tokens else ""


class Phrases:
    """Phrases of a lexicon, such as hedges, that are matched at the beginning or end of tokens; the longest wins.

    >>> from analysis.extraction.english.lexer import tokens_in
    >>> hedges = Phrases(["over", "well over"], tokens_in)
    >>> text = "it is well over"
    >>> hedges.ending(tokens_in(text, 0, len(text)))
    ('well over', 2)
    """

    def __init__(self, phrases: Collection[str], tokens_in: Lexer) -> None:
        """Keep the phrases; at first use they are cut into tokens, as texts are cut."""
        self._phrases, self._tokens_in = phrases, tokens_in

    @cached_property
    def first_words(self) -> "_Branch":
        """The words that a phrase begins with, each with the words that may follow it."""
        return self._tree(1)

    @cached_property
    def last_words(self) -> "_Branch":
        """The words that a phrase ends with, each with the words that may precede it."""
        return self._tree(-1)

    def _tree(self, step: int) -> "_Branch":
        tree: _Branch = {}
        for phrase in self._phrases:
            branch = tree
            for token in self._tokens_in(phrase, 0, len(phrase))[::step]:
                branch = branch.setdefault(token.word, {})
            branch[_WHOLE] = phrase
        return tree

    def beginning(self, tokens: Tokens) -> tuple[str, int]:
        """Return the longest phrase that the tokens begin with and its number of tokens; ("", 0) if there is none."""
        return _longest(self.first_words, tokens)

    def ending(self, tokens: Tokens) -> tuple[str, int]:
        """Return the longest phrase that the tokens end with and its number of tokens; ("", 0) if there is none."""
        return _longest(self.last_words, reversed(tokens))


_Branch = dict[str, Any]  # the branches by their words, and the phrase that ends here
_WHOLE = " "  # no word is a space


def _longest(branch: _Branch, tokens: Iterable[Token]) -> tuple[str, int]:
    """The longest phrase that begins with the tokens in a tree of phrases, and its number of tokens."""
    phrase, length = "", 0
    for count, token in enumerate(tokens, 1):
        if token.word not in branch:
            break
        branch = branch[token.word]
        if _WHOLE in branch:
            phrase, length = branch[_WHOLE], count
    return phrase, length
