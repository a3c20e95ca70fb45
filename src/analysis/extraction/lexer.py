"""Tokens: a sentence is cut once, and later steps look at its tokens instead of searching the text again.

Each language has its own lexer (`Language.tokens_in`).
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable
from typing import NamedTuple


class Token(NamedTuple):
    """A word, a number, a mark, or the boundary of a clause ("," or a dash between spaces).

    `kind` is "word", "number", "mark" or "boundary"; `word` is in lower case, `printed` as in the text.
    """

    start: int
    end: int
    kind: str
    word: str
    printed: str


Tokens = tuple[Token, ...]
_Index = dict[str, list[tuple[str, list[str]]]]
Lexer = Callable[[str, int, int], Tokens]


class Sentence(NamedTuple):
    """A sentence or a row of a table: its place in the text, its tokens, and where each token starts."""

    start: int = 0
    end: int = 0
    tokens: Tokens = ()
    starts: tuple[int, ...] = ()

    def between(self, start: int, end: int) -> Tokens:
        """Return the tokens from `start` to `end`."""
        return self.tokens[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def after(self, place: int) -> Tokens:
        """Return the tokens from `place` to the end of the sentence."""
        return self.tokens[bisect_left(self.starts, place) :]


def said(tokens: Iterable[Token]) -> str:
    """Join tokens in lower case with single spaces, for a pattern that matches a few of them."""
    return " ".join([token.word for token in tokens])


class Phrases:
    """Phrases of a lexicon, such as hedges, that are matched at the beginning or end of tokens; the longest wins.

    >>> from analysis.extraction.english.lexer import tokens_in
    >>> hedges = Phrases(["over", "well over"], tokens_in)
    >>> text = "it is well over"
    >>> hedges.ending(tokens_in(text, 0, len(text)))
    ('well over', 2)
    """

    def __init__(self, phrases: Iterable[str], tokens_in: Lexer) -> None:
        """Cut the phrases into tokens, as texts are cut."""
        self._by_first: _Index = {}
        self._by_last: _Index = {}
        for phrase in sorted(phrases, key=len, reverse=True):
            words = [token.word for token in tokens_in(phrase, 0, len(phrase))]
            self._by_first.setdefault(words[0], []).append((phrase, words))
            self._by_last.setdefault(words[-1], []).append((phrase, words))
        self.first_words, self.last_words = frozenset(self._by_first), frozenset(self._by_last)

    def beginning(self, tokens: Tokens) -> tuple[str, int]:
        """Return the longest phrase that the tokens begin with and its number of tokens; ("", 0) if there is none."""
        for phrase, words in self._by_first.get(tokens[0].word, ()) if tokens else ():
            if [token.word for token in tokens[: len(words)]] == words:
                return phrase, len(words)
        return "", 0

    def ending(self, tokens: Tokens) -> tuple[str, int]:
        """Return the longest phrase that the tokens end with and its number of tokens; ("", 0) if there is none."""
        for phrase, words in self._by_last.get(tokens[-1].word, ()) if tokens else ():
            if [token.word for token in tokens[-len(words) :]] == words:
                return phrase, len(words)
        return "", 0
