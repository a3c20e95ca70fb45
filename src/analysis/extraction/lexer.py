"""A sentence as tokens, so that no step after the lexer searches the text again.

A language says how a stretch of text is cut (`Language.tokens_in`); this module says what a token is and which of them
a figure has on either side.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable
from typing import NamedTuple


class Token(NamedTuple):
    """A word, number, mark or boundary of clauses ("," or a dash between spaces): in lower case, and as printed."""

    start: int
    end: int
    kind: str
    word: str
    printed: str


Tokens = tuple[Token, ...]
Lexer = Callable[[str, int, int], Tokens]


class Sentence(NamedTuple):
    """A sentence or a row of a table: where it is in the text, its tokens, and where each of them starts."""

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
    """Return tokens as words in lower case with one space between, for a pattern that reads a few of them."""
    return " ".join([token.word for token in tokens])


class Phrases:
    """Phrases of a lexicon, found as a sequence of tokens: the longest one that tokens begin or end with.

    >>> from analysis.extraction.english.lexer import tokens_in
    >>> hedges = Phrases(["over", "well over"], tokens_in)
    >>> text = "it is well over"
    >>> hedges.ending(tokens_in(text, 0, len(text)))
    ('well over', 2)
    """

    def __init__(self, phrases: Iterable[str], tokens_in: Lexer) -> None:
        """Cut the phrases into tokens, as texts are cut."""
        self._by_first: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        self._by_last: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        for phrase in sorted(phrases, key=len, reverse=True):
            words = tuple(token.word for token in tokens_in(phrase, 0, len(phrase)))
            self._by_first.setdefault(words[0], []).append((phrase, words))
            self._by_last.setdefault(words[-1], []).append((phrase, words))

    def beginning(self, tokens: Tokens) -> tuple[str, int]:
        """Return the longest phrase that the tokens begin with and how many they are; empty if there is none."""
        for phrase, words in self._by_first.get(tokens[0].word, ()) if tokens else ():
            if len(words) == 1 or tuple([token.word for token in tokens[: len(words)]]) == words:
                return phrase, len(words)
        return "", 0

    def ending(self, tokens: Tokens) -> tuple[str, int]:
        """Return the longest phrase that the tokens end with and how many they are; empty if there is none."""
        for phrase, words in self._by_last.get(tokens[-1].word, ()) if tokens else ():
            if len(words) == 1 or tuple([token.word for token in tokens[-len(words) :]]) == words:
                return phrase, len(words)
        return "", 0
